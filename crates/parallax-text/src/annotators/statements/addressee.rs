//! Who is spoken to: "told reporters", "urged residents to", "wrote to the prime minister".

use std::ops::Range;

use parallax_model::{Document, EntityType, MentionKind};

use super::setting;
use super::speaker;
use super::words::{Line, Word, class};

/// Longest group, in words.
const REACH: usize = 8;

/// The group of words from `at` on that names people who can hear, if there is one.
fn group(document: &Document, line: &Line, at: usize, end: usize) -> Option<Range<usize>> {
    let words = &line.words;
    let first = words.get(at).filter(|_| at < end)?;
    // Within the same quotation as the verb, if in any.
    let quote = at.checked_sub(1).and_then(|i| words[i].quote);
    if first.quote != quote {
        return None;
    }
    let pronoun = matches!(first.lower.as_str(), "me" | "him" | "us" | "them" | "you");
    let alone = words.get(at + 1).is_none_or(|w| !w.is_content() || at + 1 >= end);
    // "told her the bridge was safe", but "told her sister"
    if pronoun || first.lower == "her" && (alone || words[at + 1].is(class::DETERMINER)) {
        return Some(at..at + 1);
    }
    let stop = |i: &usize| {
        let w = &words[*i];
        let part = w.is_content()
            || w.is(class::DETERMINER) && *i == at
            || matches!(w.lower.as_str(), "'s" | "’s" | "’");
        let joined = w.lower == "and" && words.get(i + 1).is_some_and(Word::is_content);
        *i > at + REACH
            || w.is(class::TIMEX | class::TIME | class::MARK | class::FINITE)
            || w.quote != quote
            || !(part || joined)
    };
    let to = (at..end).find(stop).unwrap_or(end);
    // The noun may have a clause of its own right behind it: "told officers he was at home".
    (at + 1..=to)
        .rev()
        .map(|to| at..to)
        .find(|g| hears(document, line, g))
        .filter(|g| g.end == to || words[at].is(class::DETERMINER) || g.len() <= 3)
        .map(|g| {
            // "Kanal 4"
            let numbered =
                g.end < end && words[g.end].is(class::NUMBER) && words[g.end - 1].is(class::CAPITAL);
            g.start..g.end + usize::from(numbered && !words[g.end].is(class::TIMEX))
        })
}

/// A group with the "of" phrase behind it: "the families | of the crew".
fn with_of(line: &Line, group: Range<usize>, end: usize) -> Range<usize> {
    let words = &line.words;
    if group.end >= end || words[group.end].lower != "of" {
        return group;
    }
    let part = |i: &usize| {
        let w = &words[*i];
        w.quote == words[group.start].quote
            && !w.is(class::TIMEX | class::MARK)
            && (w.is_content() || w.is(class::DETERMINER))
    };
    let rest = (group.end + 1..end.min(group.end + 6)).take_while(part).count();
    if rest == 0 { group } else { group.start..group.end + 1 + rest }
}

/// Whether a group ends in somebody who can hear.
fn hears(document: &Document, line: &Line, group: &Range<usize>) -> bool {
    let Some(span) = line.span(group) else { return false };
    let last = &line.words[group.end - 1];
    // "posted to Twitter"
    if setting::is_medium(&last.lower) {
        return false;
    }
    let named = document.mentions_in(span).any(|(_, m)| {
        m.kind == MentionKind::Name
            && m.span.end == span.end
            && matches!(
                m.of,
                EntityType::Person | EntityType::Organisation | EntityType::Polity | EntityType::Group
            )
    });
    named || speaker::can_speak(&last.lower) || speaker::listens(&last.lower)
}

/// The object of "tell", right behind the verb.
pub(super) fn object(document: &Document, line: &Line, at: usize, end: usize) -> Option<Range<usize>> {
    group(document, line, at, end).map(|g| with_of(line, g, end))
}

/// "to reporters", "to the prime minister", in a zone of words: behind the verb, a time, or what is addressed.
pub(super) fn to_whom(document: &Document, line: &Line, zone: &Range<usize>) -> Option<Range<usize>> {
    let words = &line.words;
    let addressed = |w: &Word| {
        setting::is_medium(&w.lower)
            || w.is(class::TIMEX | class::TIME)
            || matches!(
                w.lower.as_str(),
                "speech" | "address" | "remarks" | "testimony" | "speaking" | "talking" | "writing"
            )
    };
    zone.clone()
        .filter(|&i| words[i].lower == "to" && words[i].quote.is_none())
        .filter(|&i| {
            i == zone.start && i > 0 && words[i - 1].lower != "according"
                || i > zone.start && addressed(&words[i - 1])
        })
        .find_map(|i| group(document, line, i + 1, zone.end))
}
