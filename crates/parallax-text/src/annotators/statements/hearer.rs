//! Who is spoken to: the noun group behind a cue.

use std::ops::Range;

use super::words::{Line, Word, class};

fn is_adverb(word: &Word) -> bool {
    !word.is(class::DETERMINER | class::PRONOUN)
        && word.quote.is_none()
        && (word.is(class::ADVERB | class::TIMEX | class::TIME)
            || (word.lower.len() > 4 && word.lower.ends_with("ly") && !word.is(class::CAPITAL)))
}

/// Skips adverbs and times with their prepositions.
fn skip(words: &[Word], mut at: usize, end: usize) -> usize {
    while at < end {
        let word = &words[at];
        let timed = |i: usize| {
            words.get(i).is_some_and(|w| i < end && w.is(class::TIMEX | class::TIME | class::TIME_NOUN))
        };
        let before_time = word.is(class::PREPOSITION | class::TIME_BEFORE)
            && word.quote.is_none()
            && (timed(at + 1)
                || (word.is(class::PREPOSITION)
                    && words.get(at + 1).is_some_and(|w| w.is(class::TIME_BEFORE))
                    && timed(at + 2)));
        let noun = at > 0 && word.is(class::TIME_NOUN) && words[at - 1].is(class::TIME_BEFORE | class::TIMEX);
        if !(is_adverb(word) || before_time || noun) {
            break;
        }
        at += 1;
    }
    at
}

/// The noun group from `at`: one hearer.
pub(super) fn hearer(line: &Line, at: usize, end: usize) -> Option<Range<usize>> {
    let words = &line.words;
    let at = skip(words, at, end);
    let first = words.get(at).filter(|w| at < end && w.quote.is_none())?;
    if first.is(class::OBJECT_PRONOUN) || (first.is(class::PRONOUN) && first.lower == "you") {
        return Some(at..at + 1);
    }
    let mut to = at;
    if first.is(class::DETERMINER) {
        to += 1;
    }
    let capital = words.get(to).is_some_and(|w| w.is(class::CAPITAL));
    while to < end {
        let word = &words[to];
        let possessive = matches!(word.lower.as_str(), "'s" | "’s" | "’" | "'");
        let listed = to > at
            && word.lower == "and"
            && words.get(to + 1).is_some_and(|w| w.is(class::CAPITAL) == capital && w.is_content());
        let part = word.is_content() && !word.is(class::TIMEX | class::TIME) && (word.quote.is_none());
        let turns = part
            && to > at
            && !capital
            && word.is(class::CAPITAL)
            && !words[to - 1].is(class::CAPITAL)
            && !matches!(words[to - 1].lower.as_str(), "'s" | "’s")
            && !words[to - 1].is(class::DETERMINER);
        let plain_after_plural = part
            && to > at
            && !word.is(class::CAPITAL)
            && words[to - 1].lower.ends_with('s')
            && !words[to - 1].is(class::DETERMINER | class::CAPITAL)
            && !matches!(words[to - 1].lower.as_str(), "'s" | "’s");
        if (!part && !possessive && !listed) || turns || plain_after_plural {
            break;
        }
        to += 1;
    }
    (to > at && words[at..to].iter().any(Word::is_content)).then_some(at..to)
}
