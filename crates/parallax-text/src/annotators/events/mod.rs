//! Events: who did what to whom, where and when, and how far it has come.

mod acts;
mod days;
mod denied;
mod governing;
mod status;
mod subject;

use parallax_model::{
    Document, EntityType, Event, Mention, Sentence, Span, Stance, Statement, StatementKind,
};

use super::statements::cues::Form;
use super::statements::words::{self, Word, class};
use acts::Trigger;
use days::{Days, Told};
use governing::Act;

/// How many words around a trigger are searched for what it needs.
const NEAR: usize = 10;
/// How many bytes around a trigger its names and times are searched in.
const WIDE: usize = 600;

/// Gives the events layer.
pub(super) fn annotate(document: &mut Document) {
    let mut out = Vec::new();
    let mut stances: Vec<(Span, Stance)> =
        spoken(document).flat_map(|(_, s)| s.content.iter().map(|c| (*c, s.stance))).collect();
    stances.sort_by_key(|(c, _)| (c.start, c.end));
    let body = |s: &&Sentence| document.page.blocks.get(s.block as usize).is_some_and(|b| b.role.is_body());
    let mut days = Days::new(document);
    let mut quoted = words::Quoted::default();
    for sentence in document.sentences.iter().filter(body) {
        let words = quoted.words(document, sentence);
        let mut acts = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let found = acts::at(&words, at).find(|t| fits(&words, at, t));
            if let Some(trigger) = found {
                let stance = stance_at(&stances, words[at].start as u32);
                let mut event = event(document, sentence.span, &words, at, trigger, stance);
                // "threatened heavy sanctions": the act is what is threatened.
                let object = words[at + 1..].iter().take(4).take_while(|w| w.is_content());
                if trigger.act == "threaten" && object.clone().any(|w| w.lower == "sanctions") {
                    event.act = "sanction".to_owned();
                    event.status = parallax_model::Status::Threatened;
                }
                let befalls = matches!(trigger.act, "kill" | "injure" | "displace");
                let act = Act { words: at..at + trigger.len(), form: trigger.form, befalls };
                acts.push(Told { event, act });
                at += trigger.len();
            } else {
                at += 1;
            }
        }
        days.date(sentence, &words, &mut acts);
        out.extend(acts.into_iter().map(|t| t.event));
    }
    document.events = out;
}

/// What others say, with its place among the statements.
fn spoken(document: &Document) -> impl Iterator<Item = (usize, &Statement)> {
    document.statements.iter().enumerate().filter(|(_, s)| s.kind != StatementKind::OwnVoice)
}

/// The stance of the innermost content that holds an offset; a denial holds for all that it encloses
/// ("denied reports saying that ...").
fn stance_at(stances: &[(Span, Stance)], at: u32) -> Option<Stance> {
    let to = stances.partition_point(|(c, _)| c.start <= at);
    let mut around = stances[..to].iter().rev().take(24).filter(|(c, _)| at < c.end).map(|(_, s)| *s);
    let inner = around.next()?;
    Some(if around.any(|s| s == Stance::Denies) { Stance::Denies } else { inner })
}

fn passive(words: &[Word], at: usize, trigger: &Trigger) -> bool {
    let helper = words[at.saturating_sub(3)..at].iter().rfind(|w| w.is(class::AUXILIARY));
    trigger.form == Some(Form::Past) && helper.is_some_and(|w| w.is(class::BE))
}

/// Whether the word is used as the act: a verb where a verb can stand, with what it needs beside it.
fn fits(words: &[Word], at: usize, trigger: &Trigger) -> bool {
    let before = at.checked_sub(1).map(|i| &words[i]);
    if words[at].is(class::CAPITAL) && at > 0 {
        return false;
    }
    let nominal = before.is_some_and(|w| {
        w.is(class::DETERMINER)
            || matches!(
                w.lower.as_str(),
                "'s" | "’s" | "’" | "of" | "in" | "for" | "on" | "from" | "military" | "possible"
            )
    });
    match trigger.form {
        None => {
            // "an attack" names an act; "attack" after "to" or a subject is the verb.
            return nominal || before.is_some_and(|w| w.is_content() && !w.is(class::CAPITAL));
        }
        Some(Form::Plain | Form::Third) if nominal => return false,
        Some(Form::Plain) => {
            let verbal = before.is_some_and(|w| {
                w.lower == "to"
                    || w.is(class::AUXILIARY | class::NEGATION | class::PRONOUN | class::ADVERB)
                    || w.lower.ends_with('s')
            });
            if !verbal {
                return false;
            }
        }
        Some(Form::Past) if nominal && before.is_some_and(|w| w.lower != "that") => return false,
        // "gunshot wounds before dawn": who wounds, wounds somebody.
        Some(Form::Third)
            if matches!(trigger.act, "injure" | "kill")
                && !words.get(at + 1).is_some_and(|w| {
                    w.is_content() || w.is(class::DETERMINER | class::NUMBER | class::OBJECT_PRONOUN)
                }) =>
        {
            return false;
        }
        Some(Form::Ing) if before.is_some_and(|w| w.is(class::DETERMINER)) => return false,
        _ => {}
    }
    // "held a call to discuss": a purpose, no act of its own.
    let soft = matches!(trigger.act, "talk" | "meet" | "visit" | "accuse" | "deny" | "demand");
    if soft && trigger.form == Some(Form::Plain) && before.is_some_and(|w| w.lower == "to") {
        return false;
    }
    if trigger.needs.is_empty() {
        return true;
    }
    let needed = |w: &Word| trigger.needs.contains(&w.lower.as_str());
    let end = words.len().min(at + trigger.len() + NEAR);
    let stop = (at + trigger.len()..end).find(|&i| {
        matches!(words[i].lower.as_str(), ";" | ":" | "and")
            && words.get(i + 1).is_some_and(|w| w.is(class::PRONOUN))
            || subject::opens_clause(words, i)
    });
    let after = &words[at + trigger.len()..stop.unwrap_or(end)];
    if trigger.act == "advise_leave" && stays(after) {
        return false;
    }
    let front: &[Word] = if passive(words, at, trigger) { &words[at.saturating_sub(NEAR)..at] } else { &[] };
    let near = || front.iter().chain(after);
    let person = |w: &Word| {
        trigger.persons.contains(&w.lower.as_str())
            || (w.is(class::CAPITAL) && w.lower.len() > 4 && w.lower.ends_with('s'))
    };
    near().any(needed) && (trigger.persons.is_empty() || near().any(person))
}

/// "to remain calm": advice to stay, unless another verb is joined to it ("and leave").
fn stays(after: &[Word]) -> bool {
    let verb = after.iter().position(|w| w.lower == "to").and_then(|i| after.get(i + 1));
    verb.is_some_and(|w| matches!(w.lower.as_str(), "remain" | "stay" | "keep"))
        && !after.iter().any(|w| w.lower == "and")
}

fn event(
    document: &Document,
    sentence: Span,
    words: &[Word],
    at: usize,
    trigger: &Trigger,
    stance: Option<Stance>,
) -> Event {
    let last = at + trigger.len() - 1;
    let span = Span::new(words[at].start, words[last].end);
    let near = Span::new(
        sentence.range().start.max(span.range().start.saturating_sub(WIDE)),
        sentence.range().end.min(span.range().end + WIDE),
    );
    let mentions: Vec<(u32, &Mention)> = document.mentions_in(near).collect();
    let word_before = |m: &Mention| {
        let i = words.partition_point(|w| (w.start as u32) < m.span.start);
        let skip = i.checked_sub(1).filter(|&j| words[j].is(class::DETERMINER)).unwrap_or(i);
        skip.checked_sub(1).map(|j| &words[j])
    };
    // "a day after Britain ordered": after these words a subject can stand.
    let clausal = |w: &Word| {
        matches!(w.lower.as_str(), "after" | "before" | "since" | "until" | "with" | "than" | "like")
    };
    let after_preposition =
        |m: &Mention| word_before(m).is_some_and(|w| w.is(class::PREPOSITION) && !clausal(w));
    let acts = |m: &Mention| {
        matches!(m.of, EntityType::Person | EntityType::Organisation | EntityType::Polity | EntityType::Group)
    };
    let is_passive = passive(words, at, trigger);
    let floor = if is_passive || trigger.form.is_none() { 0 } else { subject::floor(words, at) };
    let floor = words[floor].start as u32;
    let left = || {
        mentions
            .iter()
            .rev()
            .find(|(_, m)| m.span.end <= span.start && acts(m) && !after_preposition(m))
            // What overlaps the subject's first word may be the subject's whole name.
            .filter(|(_, m)| m.span.end > floor || floor == words[0].start as u32)
            .map(|(i, _)| *i)
    };
    let right = |from: u32| {
        mentions
            .iter()
            .find(|(_, m)| m.span.start >= from && acts(m) && !is_place(word_before(m)))
            .filter(|(_, m)| words.partition_point(|w| (w.start as u32) < m.span.start) <= last + NEAR)
            .map(|(i, _)| *i)
    };
    let by = mentions
        .iter()
        .find(|(_, m)| m.span.start >= span.end && word_before(m).is_some_and(|w| w.lower == "by"))
        .map(|(i, _)| *i);
    let (actor, target) = if is_passive { (by, left()) } else { (left(), right(span.end)) };
    let place = mentions
        .iter()
        .filter(|(_, m)| matches!(m.of, EntityType::Polity | EntityType::Location | EntityType::Facility))
        .filter(|(i, m)| Some(*i) != actor && is_place(word_before(m)))
        .min_by_key(|(_, m)| (m.span.start < span.start, m.span.start.abs_diff(span.end)))
        .map(|(i, _)| *i);
    let named = [actor, target].into_iter().flatten().map(|i| document.mentions[i as usize].span);
    let extent = named.fold(span, Span::cover);
    let end = words
        .iter()
        .skip(at)
        .find(|w| {
            w.end as u32 > extent.end
                && (w.is(class::MARK) && matches!(w.lower.as_str(), "," | ";" | "." | "—" | "–"))
        })
        .map_or(sentence.end, |w| w.start as u32);
    let whole = Span::new(extent.start as usize, end.max(extent.end) as usize);
    Event {
        span: whole,
        trigger: span,
        act: trigger.act.to_owned(),
        actor,
        target,
        place,
        time: None,
        day: None,
        status: status::of(words, at, trigger, stance),
    }
}

/// Whether a preposition before a name makes it a place.
fn is_place(before: Option<&Word>) -> bool {
    before.is_some_and(|w| {
        matches!(
            w.lower.as_str(),
            "in" | "at"
                | "near"
                | "into"
                | "across"
                | "around"
                | "inside"
                | "outside"
                | "from"
                | "leave"
                | "leaving"
                | "throughout"
                | "to"
        )
    })
}

#[cfg(test)]
mod tests {
    use parallax_model::{Document, Page};

    fn read(text: &str) -> Document {
        let mut page = Page::untouched("p", text);
        page.published = Some("2023-05-10".to_owned());
        crate::annotate(page)
    }

    fn acts(text: &str) -> Vec<String> {
        read(text).events.into_iter().map(|e| e.act).collect()
    }

    #[test]
    fn words_tell_acts() {
        assert_eq!(acts("Sweden urged its citizens to leave Oland."), ["advise_leave"]);
        assert_eq!(acts("Spain put 300 troops on alert."), ["put_on_alert"]);
        assert_eq!(acts("Canada is moving its embassy from Kelm to Lund."), ["relocate_embassy"]);
        assert!(acts("The town was quiet all night.").is_empty());
    }

    #[test]
    fn an_act_has_actor_and_date() {
        let document = read("Sweden urged its citizens to leave France.");
        let event = &document.events[0];
        let actor = event.actor.map(|i| document.words(document.mentions[i as usize].span));
        assert_eq!(actor, Some("Sweden"));
        assert_eq!(event.day.as_ref().map(|d| d.first.as_str()), Some("2023-05-10"));
    }

    #[test]
    fn a_time_in_a_relative_clause_dates_another_act() {
        let document = read(
            "The harbour office has lifted the ban that had kept ships in port since Monday, it said on Tuesday.",
        );
        let event = document.events.iter().find(|e| e.act == "reverse").unwrap();
        assert_eq!(event.day.as_ref().map(|d| d.first.as_str()), Some("2023-05-09"));
    }

    #[test]
    fn without_a_clock_no_date_is_made_up() {
        let document = crate::annotate(Page::untouched("p", "Sweden urged its citizens to leave France."));
        assert_eq!(document.events[0].day, None);
    }
}
