//! Words in front of a quotation, or behind it, that say whose it is by their form alone.

use std::ops::Range;

use super::cues::{self, Form, Hit};
use super::find::{By, Found};
use super::quotes::Kind;
use super::words::{Line, Word, class};

/// Longest name behind a headline, in words.
const NAME: usize = 14;

/// Words from a verb to the quotation that it governs, at most, and how sure that is.
const GOVERNS: usize = 4;
const GOVERNED: u8 = 70;

/// A headline: "'We will not sell', says steel boss".
pub(super) fn inverted(line: &Line, frame: usize) -> Option<Found> {
    let words = &line.words;
    let range = line.frames.get(frame)?.clone();
    let quote = words[range.start].quote?;
    let quoted = line.words_of(quote);
    let speaks = matches!(line.quotes[quote].kind, Kind::Speech | Kind::Words);
    let at = quoted.end + usize::from(words.get(quoted.end).is_some_and(|w| w.lower == ","));
    let hit = cues::at(words, at).filter(|h| h.cue.frames.say && h.form != Form::Ing)?;
    let rest = at + hit.len..range.end;
    let name = &words[rest.clone()];
    let plain = !name.is_empty()
        && name.len() <= NAME
        && name.iter().all(|w| {
            w.quote.is_none() && !w.is(class::MARK | class::AUXILIARY | class::FINITE | class::SUBORDINATOR)
        });
    (speaks && plain && quoted.start == range.start).then(|| {
        let mut found = Found::given(frame, rest, at..at + hit.len, vec![quoted]);
        found.entry = Some(hit.cue);
        found.by = By::Right;
        found
    })
}

/// The attribution of a frame that leads to the quote after it: "He said:", "the office said in a statement".
pub(super) fn introduction(line: &Line, frame: usize) -> Option<Found> {
    let words = &line.words;
    let range = line.frames.get(frame)?.clone();
    let last = range.clone().next_back()?;
    let colon = words[last].lower == ":" && words[last].quote.is_none();
    if words[range.clone()].iter().any(|w| w.quote.is_some()) && !colon {
        return None;
    }
    let low = range.end.saturating_sub(40).max(range.start);
    let says = |i: &usize| -> Option<Hit> {
        let hit = cues::at(words, *i).filter(|_| words[*i].quote.is_none())?;
        (hit.cue.frames.say && matches!(hit.form, Form::Past | Form::Third | Form::Ing)).then_some(hit)
    };
    let cue = (low..range.end).rev().find(|i| says(i).is_some())?;
    let hit = says(&cue)?;
    let rest = cue + hit.len..range.end;
    // Without a colon it must be clear that the words are still to come: "said in a statement."
    let open = rest.len() <= 12
        && words[rest.clone()]
            .iter()
            .all(|w| !w.is(class::SUBORDINATOR | class::PRONOUN | class::AUXILIARY | class::FINITE));
    let follows = rest.len() > 1 && words[rest.start].is(class::PREPOSITION | class::TIMEX | class::MARK);
    if !(colon || open && follows) {
        return None;
    }
    let source = subject(words, range.start, cue)?;
    let mut found = Found::given(frame, source, cue..cue + hit.len, Vec::new());
    found.entry = Some(hit.cue);
    found.around = rest;
    Some(found)
}

/// Adds quotations right behind a verb that nobody claims: "He complained of “lies and fakes”".
pub(super) fn governed(line: &Line, all: &mut Vec<Found>) {
    let mut claimed = vec![false; if line.quotes.is_empty() { 0 } else { line.words.len() }];
    for found in all.iter().filter(|_| !line.quotes.is_empty()) {
        let ranges = found.source.iter().chain([&found.cue]).chain(&found.content);
        ranges.for_each(|r| claimed[r.clone()].fill(true));
    }
    for quote in 0..line.quotes.len() {
        if !claimed[line.words_of(quote)].contains(&true)
            && let Some(found) = governs(line, quote).filter(|f| !claimed[f.cue.clone()].contains(&true))
        {
            all.push(found);
        }
    }
}

/// The attribution of a quotation right behind a verb.
fn governs(line: &Line, quote: usize) -> Option<Found> {
    let words = &line.words;
    let frame = line.frames.partition_point(|f| f.end <= line.words_of(quote).start);
    let range = line.frames.get(frame)?.clone();
    let quoted = line.words_of(quote);
    let speaks =
        matches!(line.quotes.get(quote)?.kind, Kind::Speech | Kind::Words) && quoted.end <= range.end;
    let hit = |at: usize| {
        cues::at(words, at)
            .filter(|h| matches!(h.form, Form::Past | Form::Third) && at + h.len <= quoted.start)
    };
    let low = range.start.max(quoted.start.saturating_sub(GOVERNS));
    let (verb, hit) = (low..quoted.start).rev().find_map(|at| Some((at, hit(at)?))).filter(|_| speaks)?;
    let rest = verb + hit.len..quoted.start;
    let fits = match &words[rest.clone()] {
        [] => hit.cue.frames.say,
        [of] => {
            hit.cue.prepositions.contains(&of.lower.as_str()) || of.lower == "that" && hit.cue.frames.clause
        }
        _ => false,
    };
    let passive = verb > range.start && words[verb - 1].is(class::BE);
    let source = subject(words, range.start, verb).filter(|_| fits && !passive)?;
    let mut found = Found::given(frame, source, verb..rest.end, vec![quoted]);
    found.entry = Some(hit.cue);
    found.confidence = GOVERNED;
    Some(found)
}

/// The noun group in front of a verb, without what leads to it: "On Monday, the mayor, Ana Brock, said".
fn subject(words: &[Word], low: usize, cue: usize) -> Option<Range<usize>> {
    let helps = class::AUXILIARY | class::ADVERB | class::NEGATION;
    let mut end = cue;
    while end > low && words[end - 1].is(helps) && !words[end - 1].is(class::DETERMINER) {
        end -= 1;
    }
    while end > low && words[end - 1].lower == "," {
        end -= 1;
    }
    let mut start = low;
    let leads = class::MARK | class::OPENER | class::COORDINATOR;
    while start < end && words[start].is(leads) {
        start += 1;
    }
    let adjunct = words.get(start).is_some_and(|w| {
        w.is(class::PREPOSITION | class::TIMEX | class::SUBORDINATOR) && !w.is(class::DETERMINER)
            || w.lower.ends_with("ing")
    });
    if adjunct {
        start = (start..end).find(|&i| words[i].lower == ",")? + 1;
    }
    // A clause before it, with a verb of its own, ends at its last conjunction.
    let clause = class::FINITE | class::AUXILIARY;
    if let Some(verb) = (start..end).rev().find(|&i| words[i].is(clause) || words[i].is(class::SUBORDINATOR))
    {
        start = (verb + 1..end)
            .rev()
            .find(|&i| words[i].is(class::COORDINATOR) || words[i].lower == ",")
            .map_or(verb + 1, |i| i + 1);
    }
    // "The mayor confirmed the talks, but claimed:": the subject of both.
    if end > start && words[end - 1].is(class::COORDINATOR) {
        let tells = |i: usize| {
            words[i].is(class::AUXILIARY | class::FINITE)
                || cues::at(words, i).is_some_and(|h| matches!(h.form, Form::Past | Form::Third))
        };
        end = (start + 1..end).find(|&i| tells(i) && !words[i - 1].is(class::DETERMINER)).unwrap_or(end);
    }
    let he = words
        .get(start)
        .is_some_and(|w| w.is(class::PRONOUN | class::DETERMINER | class::CAPITAL) || w.is_content());
    (start < end && he && end - start <= 24).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use parallax_model::Page;

    use super::super::lines;
    use super::introduction;

    /// Who introduces what comes after a text.
    fn introduces(text: &str) -> Option<String> {
        let document = crate::annotate(Page::untouched("p", text));
        let line = lines(&document).pop()?;
        let found = introduction(&line, line.frames.len() - 1)?;
        let source = line.span(&found.source?)?;
        Some(document.words(source).to_owned())
    }

    #[test]
    fn the_subject_of_saying_introduces() {
        assert_eq!(introduces("He said:").as_deref(), Some("He"));
        assert_eq!(
            introduces("In a letter on Monday, Ana Brock, the mayor, wrote:").as_deref(),
            Some("Ana Brock, the mayor")
        );
        assert_eq!(
            introduces("The young coach confirmed the talks in June, but claimed:").as_deref(),
            Some("The young coach")
        );
        assert_eq!(introduces("The airline said in a statement.").as_deref(), Some("The airline"));
        assert_eq!(
            introduces("Boats were lost and the coast guard said:").as_deref(),
            Some("the coast guard")
        );
    }

    #[test]
    fn what_is_said_already_introduces_nothing() {
        assert_eq!(introduces("The airline said it would pay."), None);
        assert_eq!(introduces("Rain fell all night."), None);
    }
}
