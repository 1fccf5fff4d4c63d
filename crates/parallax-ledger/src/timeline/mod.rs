//! Happenings by the date of the happening, not of the page.

mod gather;
mod standing;

use std::collections::{BTreeMap, BTreeSet};

use parallax_model::{DateFrom, Evidence, Id, Precision, Span, Status, TimelineEntry};

use crate::context::{Draft, id};
use crate::days::day_number;
use crate::governments::country;

use gather::{Actor, Telling};
pub(crate) use standing::days as standing_days;

/// From this likeness of words on, two sentences of one day tell the same.
const ALIKE: f64 = 0.4;
/// Days after a dated happening on which pages still report it without a date.
const NEWS: i64 = 2;
/// Sentences of one day compared with each other, at most.
const CROWD: usize = 60;

/// The happenings of all pages, by date.
pub(crate) fn build(draft: &Draft<'_>) -> Vec<TimelineEntry> {
    let mut by_story: BTreeMap<usize, Vec<Telling>> = BTreeMap::new();
    for doc in 0..draft.context.documents.len() {
        by_story.entry(draft.story_of[doc]).or_default().extend(gather::tellings(draft, doc));
    }
    let states = states(draft);
    let mut entries = Vec::new();
    for (story, tellings) in by_story {
        let Some(story) = draft.ledger.stories.get(story) else { continue };
        let named = days_named(&tellings);
        for group in merge(tellings) {
            entries.extend(entry(draft, &story.id, &group, &states, &named));
        }
    }
    entries.sort_by(|a, b| (&a.begin, &a.end, b.weight, &a.id).cmp(&(&b.begin, &b.end, a.weight, &b.id)));
    entries
}

/// Countries with their entity in the ledger.
fn states(draft: &Draft<'_>) -> BTreeMap<&'static str, Id> {
    let mut states: BTreeMap<&'static str, (bool, &Id)> = BTreeMap::new();
    for entity in &draft.ledger.entities {
        if let Some(c) = country(&entity.name) {
            let other = entity.name != c;
            let held = states.entry(c).or_insert((other, &entity.id));
            *held = (*held).min((other, &entity.id));
        }
    }
    states.into_iter().map(|(c, (_, id))| (c, id.clone())).collect()
}

/// For each day the number of documents that name it.
fn days_named(tellings: &[Telling]) -> BTreeMap<String, usize> {
    let named = tellings.iter().filter(|t| t.dated_by.is_some());
    let days: BTreeSet<(&str, usize)> = named.map(|t| (t.begin.as_str(), t.doc)).collect();
    let mut count = BTreeMap::new();
    for (day, _) in days {
        *count.entry(day.to_owned()).or_default() += 1;
    }
    count
}

/// Whether the happening lies ahead, is undone or is real: tellings of different kinds are not merged.
fn phase(status: Status) -> u8 {
    match status {
        Status::Done | Status::UnderWay => 0,
        Status::Announced => 1,
        Status::Threatened => 2,
        Status::Hypothetical => 3,
        Status::Denied => 4,
        Status::Reversed => 5,
    }
}

/// Brings tellings of one happening together.
fn merge(tellings: Vec<Telling>) -> Vec<Vec<Telling>> {
    let mut acts: BTreeMap<(String, Actor, u8), Vec<Telling>> = BTreeMap::new();
    let mut rest: Vec<Telling> = Vec::new();
    for t in tellings {
        match (&t.act, &t.actor) {
            (Some(act), Some(actor)) => {
                // An announced act that stands is the act itself.
                let phase = if standing::days(act) > 0 && phase(t.status) <= 1 { 0 } else { phase(t.status) };
                acts.entry((act.clone(), actor.clone(), phase)).or_default().push(t);
            }
            _ => rest.push(t),
        }
    }
    let mut groups: Vec<Vec<Telling>> = Vec::new();
    for ((act, _, _), list) in acts {
        groups.extend(merge_act(&act, list));
    }
    let mut groups = one_for_each_sentence(groups);
    merge_rest(&mut groups, rest);
    groups
}

/// One sentence tells one happening of a day, whoever acts in it; but an act that stands is each actor's own.
fn one_for_each_sentence(groups: Vec<Vec<Telling>>) -> Vec<Vec<Telling>> {
    let mut places: BTreeMap<(usize, Span, String, String, u8), usize> = BTreeMap::new();
    let mut out: Vec<Vec<Telling>> = Vec::new();
    let own = |t: &Telling| t.act.as_deref().is_some_and(|a| standing::days(a) > 0);
    let key = |t: &Telling| (t.doc, t.sentence, t.begin.clone(), t.end.clone(), phase(t.status));
    // Acts that stand come first; what else their sentences alone tell of the day belongs to them.
    let (standing, passing): (Vec<_>, Vec<_>) = groups.into_iter().partition(|g| g.iter().any(own));
    let mut stand: BTreeMap<(usize, Span, String, String, u8), usize> = BTreeMap::new();
    for group in standing {
        group.iter().for_each(|t| {
            stand.entry(key(t)).or_insert(out.len());
        });
        out.push(group);
    }
    for group in passing {
        let keys: Vec<_> = group.iter().map(key).collect();
        let inside = keys.iter().map(|k| stand.get(k).copied()).collect::<Option<Vec<_>>>();
        if let Some(home) = inside.and_then(|homes| homes.first().copied()) {
            out[home].extend(group);
            continue;
        }
        let home = keys.iter().find_map(|k| places.get(k).copied()).unwrap_or(out.len());
        for key in keys {
            places.entry(key).or_insert(home);
        }
        match out.get_mut(home) {
            Some(held) => held.extend(group),
            None => out.push(group),
        }
    }
    out
}

/// Tellings of one act by one actor: those of overlapping days, or of the days for which the act stands.
fn merge_act(act: &str, mut list: Vec<Telling>) -> Vec<Vec<Telling>> {
    let stands = standing::days(act);
    // Dated ones first, so that undated ones find the day that they report on.
    list.sort_by(|a, b| {
        let key = |t: &Telling| (t.precision == Precision::Published, t.begin.clone(), t.doc, t.sentence);
        key(a).cmp(&key(b))
    });
    let mut groups: Vec<Vec<Telling>> = Vec::new();
    for t in list {
        let home = groups.iter_mut().rev().take(CROWD).find(|g| {
            let first = &g[0];
            if stands == 0 && first.target.is_some() && t.target.is_some() && first.target != t.target {
                return false;
            }
            let gap = gap(first, &t);
            let slack = match (t.precision, stands) {
                (_, 1..) => stands,
                (Precision::Published, _) => NEWS,
                _ => 0,
            };
            let coarse = |p: Precision| matches!(p, Precision::Month | Precision::Quarter | Precision::Year);
            let wide = coarse(first.precision) || coarse(t.precision);
            let alike = stands > 0 && !wide || first.words.cosine(&t.words) >= ALIKE / 2.0;
            gap.is_some_and(|g| g <= slack) && alike
        });
        match home {
            Some(group) => group.push(t),
            None => groups.push(vec![t]),
        }
    }
    groups
}

/// Days between two happenings: 0 if they overlap.
fn gap(a: &Telling, b: &Telling) -> Option<i64> {
    let (a0, a1) = (day_number(&a.begin)?, day_number(&a.end)?);
    let (b0, b1) = (day_number(&b.begin)?, day_number(&b.end)?);
    Some((b0 - a1).max(a0 - b1).max(0))
}

/// Tellings without an actor join a group of the same days and like words, or stand alone.
fn merge_rest(groups: &mut Vec<Vec<Telling>>, rest: Vec<Telling>) {
    let mut by_days: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for (i, g) in groups.iter().enumerate() {
        by_days.entry((g[0].begin.clone(), g[0].end.clone())).or_default().push(i);
    }
    let mut rest: Vec<Telling> =
        rest.into_iter().filter(|t| t.dated_by.is_some() || t.status == Status::Threatened).collect();
    rest.sort_by(|a, b| {
        let key = |t: &Telling| (t.act.is_none(), t.begin.clone(), t.doc, t.sentence);
        key(a).cmp(&key(b))
    });
    for t in rest {
        let near = by_days.entry((t.begin.clone(), t.end.clone())).or_default();
        let home = near.iter().rev().take(CROWD).copied().find(|&i| {
            let (first, group) = (&groups[i][0], &groups[i]);
            let same_sentence = group.iter().take(CROWD).any(|g| g.doc == t.doc && g.sentence == t.sentence);
            let alike = phase(first.status) == phase(t.status) && first.words.cosine(&t.words) >= ALIKE;
            // What one government told its citizens reads much like what another told its own.
            let own = first.act.as_deref().is_some_and(|a| standing::days(a) > 0);
            same_sentence || (alike && !own)
        });
        match home {
            Some(i) => groups[i].push(t),
            None => {
                near.push(groups.len());
                groups.push(vec![t]);
            }
        }
    }
}

/// The act to name a happening by: one that stands before others, a deed before words, the one told most often.
fn weightiest(group: &[Telling]) -> Option<String> {
    let mut acts: BTreeMap<&str, (usize, bool)> = BTreeMap::new();
    for t in group {
        let Some(act) = t.act.as_deref() else { continue };
        let told = acts.entry(act).or_default();
        told.0 += 1;
        told.1 |= t.actor.is_some();
    }
    let rank = |act: &str, told: (usize, bool)| {
        (
            standing::days(act) > 0,
            !standing::is_speech(act),
            told.1,
            told.0,
            std::cmp::Reverse(act.to_owned()),
        )
    };
    acts.into_iter().max_by_key(|(act, told)| rank(act, *told)).map(|(act, _)| act.to_owned())
}

fn entry(
    draft: &Draft<'_>,
    story: &Id,
    group: &[Telling],
    states: &BTreeMap<&'static str, Id>,
    named: &BTreeMap<String, usize>,
) -> Option<TimelineEntry> {
    let acted = group.iter().any(|t| t.act.is_some());
    let telling: Vec<&Telling> = group.iter().filter(|t| t.act.is_some() || !acted).collect();
    // The one that dates the happening best: with words for it, as exactly as can be, the earliest.
    let best = telling.iter().copied().min_by(|a, b| {
        let key = |t: &Telling| (t.precision, t.begin.clone(), t.from, t.act.is_none(), t.doc, t.sentence);
        key(a).cmp(&key(b))
    })?;
    // Words of the sentence itself before those of the one before it.
    let earliest = telling
        .iter()
        .copied()
        .filter(|t| t.dated_by.is_some() && t.precision <= Precision::Day)
        .min_by_key(|t| (t.from == DateFrom::SentenceBefore, &t.begin, t.from, t.doc, t.sentence));
    let dating = earliest.filter(|_| best.precision <= Precision::Day).unwrap_or(best);
    let mut told: Vec<&Telling> = group.iter().collect();
    told.sort_by_key(|t| {
        (t.sentence != dating.sentence || t.doc != dating.doc, t.dated_by.is_none(), t.doc, t.sentence)
    });
    let mut evidence: Vec<Evidence> = Vec::new();
    let mut seen: BTreeSet<(usize, Span)> = BTreeSet::new();
    for t in &told {
        if seen.insert((t.doc, t.sentence)) {
            evidence.push(draft.context.cut(t.doc, t.sentence));
        }
    }
    let documents = &draft.context.documents;
    let outlets: BTreeSet<&str> = group.iter().map(|t| documents[t.doc].page.outlet()).collect();
    let act = weightiest(group);
    let of_act = group.iter().filter(|t| t.act == act).find_map(|t| t.actor.as_ref());
    let actor = of_act.or_else(|| group.iter().find_map(|t| t.actor.as_ref()));
    let actor = actor.and_then(|a| match a {
        Actor::Country(c) => states.get(c).cloned(),
        Actor::Entity(e) => draft.ledger.entities.get(*e).map(|e| e.id.clone()),
    });
    let explicit = dating.dated_by.is_some();
    let naming = named.get(&dating.begin).copied().unwrap_or(0).min(10) as u32;
    let weight = 20 * outlets.len() as u32
        + 5 * evidence.len().min(10) as u32
        + 3 * naming
        + if explicit { 20 } else { 0 }
        + if act.is_some() && actor.is_some() { 15 } else { 0 }
        + if dating.precision <= Precision::Day { 10 } else { 0 };
    // What did not happen, or only may, is told below what did.
    // So is a year that is only named.
    let background = matches!(dating.precision, Precision::Quarter | Precision::Year) && act.is_none();
    let weight = match dating.status {
        Status::Hypothetical | Status::Denied => weight / 2,
        _ if background => weight / 2,
        _ => weight,
    };
    let place = format!("{}:{}", evidence[0].page, evidence[0].span.start);
    let who = actor.as_ref().map_or("", |a| a.0.as_str());
    Some(TimelineEntry {
        id: id(
            't',
            [story.0.as_str(), &dating.begin, &dating.end, act.as_deref().unwrap_or(""), who, &place],
        ),
        story: story.clone(),
        begin: dating.begin.clone(),
        end: dating.end.clone(),
        precision: dating.precision,
        date_from: dating.from,
        status: dating.status,
        act,
        actor,
        evidence,
        dated_by: dating.dated_by.map(|s| draft.context.cut(dating.doc, s)),
        outlets: outlets.into_iter().map(str::to_owned).collect(),
        weight,
    })
}

#[cfg(test)]
mod tests {
    use parallax_model::{Dated, Document, EntityType, Event};

    use super::*;
    use crate::testing::Build;

    /// Adds an event whose trigger, actor and time stand first where their words do.
    fn event(mut b: Build, trigger: &str, act: &str, actor: &str, time: &str, status: Status) -> Build {
        let mention = |b: &Build, words: &str| {
            let span = b.find(words);
            b.document.mentions.iter().position(|m| m.span == span).map(|i| i as u32)
        };
        let day = (!time.is_empty()).then(|| b.find(time));
        let time = day.and_then(|d| b.document.times.iter().position(|t| t.span == d));
        let told = b.document.page.published.clone().map(|first| Dated {
            first,
            last: None,
            precision: Precision::Published,
            from: DateFrom::Page,
        });
        let told = told.filter(|_| matches!(status, Status::Done | Status::UnderWay));
        let said = time.and_then(|t| b.document.times[t].dated(DateFrom::Expression));
        let trigger = b.find(trigger);
        let span = b.document.sentence_at(trigger.start).unwrap().span;
        b.document.events.push(Event {
            span,
            trigger,
            act: act.to_owned(),
            actor: mention(&b, actor),
            target: None,
            place: None,
            time: time.map(|t| t as u32),
            day: said.or(told),
            status,
        });
        b
    }

    fn timeline(documents: &[Document]) -> Vec<TimelineEntry> {
        let ledger = crate::build_with(documents, &crate::Options { one_story: true });
        let text = |p: &parallax_model::PageId| {
            documents.iter().find(|d| d.page.id == *p).map(|d| d.page.text.as_str())
        };
        ledger.check(text).unwrap();
        ledger.timeline
    }

    #[test]
    fn a_country_that_tells_its_citizens_to_leave_appears_once_with_its_first_day() {
        let a = "The Danish Foreign Ministry urged Danes on Friday to leave Sudmark.";
        let b = "Denmark on Saturday repeated its call on its citizens to leave Sudmark.";
        let a = Build::page("a", "A", "2031-03-08", a)
            .entity(EntityType::Organisation, &["Danish Foreign Ministry"])
            .day("Friday", "2031-03-07");
        let b = Build::page("b", "B", "2031-03-09", b)
            .entity(EntityType::Polity, &["Denmark"])
            .day("Saturday", "2031-03-08");
        let a = event(a, "urged", "advise_leave", "Danish Foreign Ministry", "Friday", Status::Done);
        let b = event(b, "call", "advise_leave", "Denmark", "Saturday", Status::Done);
        let entries = timeline(&[a.done(), b.done()]);
        assert_eq!(entries.len(), 1, "{entries:#?}");
        assert_eq!((entries[0].begin.as_str(), entries[0].outlets.len()), ("2031-03-07", 2));
        assert_eq!(entries[0].dated_by.as_ref().unwrap().text, "Friday");
        assert_eq!(entries[0].evidence.len(), 2);
    }

    #[test]
    fn countries_named_in_one_breath_each_have_an_entry() {
        let text = "Chile, Peru and Bolivia urged their citizens on Friday to leave Sudmark.";
        let b = Build::page("a", "A", "2031-03-08", text)
            .entity(EntityType::Polity, &["Chile"])
            .entity(EntityType::Polity, &["Peru"])
            .entity(EntityType::Polity, &["Bolivia"])
            .day("Friday", "2031-03-07");
        let b = event(b, "urged", "advise_leave", "Bolivia", "Friday", Status::Done);
        let actors: BTreeSet<_> = timeline(&[b.done()]).into_iter().map(|e| e.actor).collect();
        assert_eq!(actors.len(), 3);
    }

    #[test]
    fn a_past_date_in_a_sentence_is_a_happening_and_the_news_day_is_not() {
        let text = "The two leaders met in Halden on March 1. The minister spoke on Saturday.";
        let b = Build::page("a", "A", "2031-03-08", text)
            .day("March 1", "2031-03-01")
            .day("Saturday", "2031-03-08");
        let entries = timeline(&[b.done()]);
        assert_eq!(entries.len(), 1);
        assert_eq!((entries[0].begin.as_str(), entries[0].status), ("2031-03-01", Status::Done));
        assert_eq!(entries[0].precision, Precision::Day);
    }

    #[test]
    fn a_coming_day_is_announced_and_a_threat_stays_a_threat() {
        let text = "Norland will close the strait on March 20. Norland threatens sanctions.";
        let b = Build::page("a", "A", "2031-03-08", text)
            .entity(EntityType::Polity, &["Norland"])
            .day("March 20", "2031-03-20");
        let b = event(b, "close", "blockade", "Norland", "March 20", Status::Done);
        let b = event(b, "threatens", "sanction", "Norland", "", Status::Threatened);
        let entries = timeline(&[b.done()]);
        let told: Vec<_> =
            entries.iter().map(|e| (e.act.as_deref().unwrap(), e.status, e.precision)).collect();
        assert_eq!(
            told,
            [
                ("sanction", Status::Threatened, Precision::Published),
                ("blockade", Status::Announced, Precision::Day)
            ]
        );
    }

    #[test]
    fn what_one_sentence_tells_of_a_day_is_one_entry_named_by_its_weightiest_act() {
        let text = "Norland urged its citizens on Friday to leave Sudmark, threatening talks in Halden.";
        let b = Build::page("a", "A", "2031-03-08", text)
            .entity(EntityType::Polity, &["Norland"])
            .entity(EntityType::Polity, &["Halden"])
            .day("Friday", "2031-03-07");
        let b = event(b, "threatening", "accuse", "Norland", "Friday", Status::Done);
        let b = event(b, "urged", "advise_leave", "Norland", "Friday", Status::Done);
        let b = event(b, "talks", "talk", "Halden", "Friday", Status::Done);
        let entries = timeline(&[b.done()]);
        assert_eq!(entries.len(), 1, "{entries:#?}");
        assert_eq!(entries[0].act.as_deref(), Some("advise_leave"));
    }

    #[test]
    fn a_year_that_is_only_named_weighs_less_than_the_happenings_of_the_days() {
        let text = "The mill was built in 1993. The owners met in Halden on March 1.";
        let b = Build::page("a", "A", "2031-03-08", text).day("1993", "1993").day("March 1", "2031-03-01");
        let entries = timeline(&[b.done()]);
        let weight = |y: &str| entries.iter().find(|e| e.begin.starts_with(y)).unwrap().weight;
        assert!(weight("1993") * 2 <= weight("2031"), "{entries:#?}");
    }

    #[test]
    fn a_page_without_a_date_gets_no_invented_one() {
        let text = "Norland closed the strait. The war began on March 1.";
        let b = Build::page("a", "A", "", text)
            .entity(EntityType::Polity, &["Norland"])
            .day("March 1", "2031-03-01");
        let b = event(b, "closed", "blockade", "Norland", "", Status::Done);
        assert!(timeline(&[b.done()]).is_empty());
    }
}
