//! Who speaks: the noun group on the left or the right of a cue.

use std::ops::Range;

use super::cues::{self, Form};
use super::setting;
use super::words::{Line, Word, class};

/// Longest noun group that is looked at, in words.
const REACH: usize = 26;
/// Longest apposition, in words.
const APPOSITION: usize = 40;

/// Words between a subject and its verb: "also", "on Monday", "has repeatedly".
fn skip_left(words: &[Word], from: usize, mut at: usize) -> usize {
    while at > from {
        let word = &words[at - 1];
        let adverb = word.is(class::ADVERB | class::AUXILIARY | class::NEGATION)
            || (word.lower.len() > 4 && word.lower.ends_with("ly") && !word.is(class::CAPITAL))
            || is_clitic_is(words, at - 1);
        let time = word.is(class::TIMEX | class::TIME)
            || (word.is(class::TIME_NOUN) && at >= 2 + from && words[at - 2].is(class::TIME_BEFORE));
        let before_time = word.is(class::PREPOSITION | class::TIME_BEFORE)
            && words.get(at).is_some_and(|w| w.is(class::TIMEX | class::TIME | class::TIME_NOUN));
        if word.quote.is_some() || !(adverb || time || before_time) {
            break;
        }
        at -= 1;
    }
    at
}

/// "'s" for "is" or "has", after a pronoun.
fn is_clitic_is(words: &[Word], at: usize) -> bool {
    matches!(words[at].lower.as_str(), "'s" | "’s") && at > 0 && words[at - 1].is(class::PRONOUN)
}

fn is_dash(word: &Word) -> bool {
    matches!(word.lower.as_str(), "-" | "–" | "—" | "--" | "―")
}

fn is_comma(word: &Word) -> bool {
    word.lower == ","
}

/// The subject of a verb at word `cue`, looking no further left than `from`.
pub(super) fn left(line: &Line, from: usize, cue: usize) -> Option<Range<usize>> {
    let words = &line.words;
    let end = skip_left(words, from, cue);
    if end <= from {
        return None;
    }
    let last = &words[end - 1];
    if last.quote.is_some() && !line.ends_quote(end - 1) {
        return None;
    }
    if is_comma(last) || is_dash(last) || last.lower == ")" {
        return apposition(line, from, end);
    }
    group(line, from, end)
}

/// "Peskov, the Kremlin spokesman," with its end just after the second mark.
fn apposition(line: &Line, from: usize, end: usize) -> Option<Range<usize>> {
    let words = &line.words;
    let closing = &words[end - 1];
    let low = from.max(end.saturating_sub(APPOSITION));
    let mut at = end - 1;
    let mut tries = 0;
    while at > low && tries < 4 {
        at -= 1;
        let word = &words[at];
        let partner = if closing.lower == ")" {
            word.lower == "("
        } else if is_dash(closing) {
            is_dash(word)
        } else {
            is_comma(word)
        };
        if word.quote.is_some() || !partner {
            continue;
        }
        tries += 1;
        if at + 1 >= end - 1 {
            return None;
        }
        let head = if is_comma(&words[end - 1]) { at } else { skip_left(words, from, at) };
        if head > from
            && words[head - 1].is_content()
            && let Some(found) = group(line, from, head)
        {
            let name = words[found.clone()].iter().any(|w| w.is(class::CAPITAL));
            let inner = &words[at + 1];
            let plausible = name
                || inner.is(class::DETERMINER)
                || matches!(inner.lower.as_str(), "who" | "which" | "whose" | "including")
                // "the port's director, Ana Brock,"
                || words[found.start].is(class::DETERMINER)
                    && words[at + 1..end - 1].iter().all(|w| w.is(class::CAPITAL));
            let bare = words[found.clone()].iter().all(|w| w.is(class::NUMBER | class::TIMEX | class::TIME));
            let place =
                at + 3 >= end && words[found.start].is(class::CAPITAL) && found.len() == 1 && tries == 1;
            if plausible && !bare && !place {
                return Some(found.start..end - 1);
            }
        }
    }
    None
}

/// Whether a quote can be part of a name: short and without a stop inside its closing mark.
fn is_inner(line: &Line, at: usize) -> bool {
    let quote = line.quote_words(at);
    quote.len() <= 8 && !line.words[quote].iter().any(|w| matches!(w.lower.as_str(), "," | "." | "!" | "?"))
}

/// A preposition that ties two nouns to one group.
fn is_linking(word: &Word) -> bool {
    matches!(
        word.lower.as_str(),
        "of" | "for" | "at" | "in" | "from" | "with" | "on" | "to" | "by" | "under" | "outside"
    )
}

/// A cue in a form that is hardly ever part of a noun group: "denied", "saying".
fn is_verb(words: &[Word], at: usize) -> bool {
    !words[at].is(class::CAPITAL)
        && cues::at(words, at).is_some_and(|h| matches!(h.form, Form::Past | Form::Ing))
}

/// The noun group that ends before word `end`.
fn group(line: &Line, from: usize, end: usize) -> Option<Range<usize>> {
    let words = &line.words;
    let low = from.max(end.saturating_sub(REACH));
    let last = words.get(end.checked_sub(1)?)?;
    if last.is(class::PRONOUN) && last.quote.is_none() {
        return Some(end - 1..end);
    }
    if matches!(last.lower.as_str(), "which" | "one" | "ones") && end > from {
        return Some(end - 1..end);
    }
    if last.is(class::MARK | class::PREPOSITION | class::COORDINATOR | class::AUXILIARY)
        || (last.is(class::SUBORDINATOR) && !last.is(class::DETERMINER))
    {
        return None;
    }
    let mut start = end;
    while start > low {
        let at = start - 1;
        let word = &words[at];
        if word.quote.is_some() && !is_inner(line, at) {
            break;
        }
        let boundary = word.is(class::PRONOUN | class::AUXILIARY | class::TIMEX)
            || (word.is(class::SUBORDINATOR) && !word.is(class::PREPOSITION | class::DETERMINER))
            || (word.lower == "that")
            || (word.lower == "as")
            || (word.is(class::FINITE) && !word.is(class::CAPITAL))
            || (word.is(class::ADJUNCT) && !is_linking(word))
            || is_verb(words, at)
            || is_clitic_is(words, at);
        if boundary {
            break;
        }
        if word.is(class::MARK)
            && word.quote.is_none()
            && !matches!(word.lower.as_str(), "." | "'" | "’" | "&" | "/" | "-" | "'s" | "’s")
        {
            // A list of names: "Smith, Jones and Lee".
            let list = is_comma(word)
                && end - at <= 9
                && !words[at + 1..end].iter().any(|w| matches!(w.lower.as_str(), "'s" | "’s"))
                && at > low
                && words[at - 1].is(class::CAPITAL)
                && words[at + 1].is(class::CAPITAL)
                && words[at + 1..end].iter().any(|w| w.lower == "and" || w.lower == ",");
            if !list {
                break;
            }
        }
        if word.lower == "and" && at > low && words[at - 1].is(class::PRONOUN) {
            start = at - 1;
            break;
        }
        if word.is(class::COORDINATOR) {
            let joins = at > low
                && word.lower == "and"
                && words[at - 1].is_content()
                && (words[at + 1].is_content() || words[at + 1].is(class::DETERMINER));
            let alike = joins
                && (words[at - 1].is(class::CAPITAL) == words[at + 1].is(class::CAPITAL) || at < low + 6);
            if !alike {
                break;
            }
        }
        start = at;
    }
    trim(words, start, end)
}

/// Takes openers, conjunctions and a prepositional phrase off the front of a noun group.
fn trim(words: &[Word], mut start: usize, end: usize) -> Option<Range<usize>> {
    while start < end {
        let word = &words[start];
        let opener = word.is(class::OPENER | class::COORDINATOR | class::MARK | class::TIME)
            || (word.is(class::ADVERB) && !word.is(class::DETERMINER))
            || (word.lower.ends_with("ly")
                && word.lower.len() > 4
                && start + 1 < end
                && !words[start + 1].is(class::MARK));
        if opener {
            start += 1;
        } else if word.is(class::PREPOSITION) {
            start = after_phrase(words, start, end)?;
        } else {
            break;
        }
    }
    let group = words.get(start..end)?;
    let infinitive = group.windows(2).any(|w| {
        w[0].lower == "to" && w[1].is_content() && !w[1].is(class::CAPITAL) && !w[1].lower.ends_with('s')
    });
    let named = group.iter().any(|w| w.is_content() || w.is(class::PRONOUN | class::NUMBER))
        || matches!(
            group.last()?.lower.as_str(),
            "some" | "many" | "others" | "both" | "all" | "several" | "few" | "most"
        );
    (named && !infinitive).then_some(start..end)
}

/// The noun group behind a prepositional phrase at the front: "In a speech on Monday the minister".
fn after_phrase(words: &[Word], start: usize, end: usize) -> Option<usize> {
    let later = |i: usize| !words[i - 1].is(class::PREPOSITION);
    let determiner = (start + 2..end).rev().find(|&i| words[i].is(class::DETERMINER) && later(i));
    let name = (start + 2..end).find(|&i| {
        words[i].is(class::CAPITAL) && !words[i - 1].is(class::CAPITAL) && words[i - 1].is_content()
    });
    determiner.or(name)
}

/// The speaker after a cue: "said Kremlin spokesman Dmitry Peskov, who ...". `at` is the first word after it.
pub(super) fn right(line: &Line, at: usize, to: usize) -> Option<Range<usize>> {
    let bare = right_group(line, at, to)?;
    Some(bare.start..apposed(line, bare.end, to))
}

/// The same without an apposition.
pub(super) fn right_group(line: &Line, at: usize, to: usize) -> Option<Range<usize>> {
    let words = &line.words;
    let first = words.get(at).filter(|_| at < to)?;
    if first.quote.is_some() {
        return None;
    }
    if first.is(class::PRONOUN) {
        return Some(at..at + 1);
    }
    let mut end = at;
    while end < to && end - at < REACH {
        let word = &words[end];
        if word.quote.is_some() && !is_inner(line, end) {
            break;
        }
        let inner_preposition = word.is(class::PREPOSITION)
            && end > at
            && matches!(
                word.lower.as_str(),
                "of" | "for" | "at" | "from" | "with" | "in" | "on" | "to" | "by" | "under"
            )
            && words.get(end + 1).is_some_and(|w| {
                (w.is_content() || w.is(class::DETERMINER))
                    && !w.is(class::TIMEX | class::TIME | class::NUMBER)
            })
            && !(matches!(word.lower.as_str(), "in" | "on" | "to" | "with" | "at" | "by" | "from" | "for")
                && says_where(words, end + 1));
        let and = word.lower == "and"
            && end > at
            && words.get(end + 1).is_some_and(|w| {
                w.is(class::CAPITAL | class::DETERMINER)
                    || (w.is_content() && !words[end - 1].is(class::CAPITAL))
            });
        let stop = word.is(class::TIMEX | class::AUXILIARY | class::ADVERB | class::PRONOUN | class::TIME)
            || (word.is(class::SUBORDINATOR) && !word.is(class::DETERMINER))
            || (word.is(class::PREPOSITION) && !inner_preposition)
            || (word.is(class::COORDINATOR) && !and)
            || (word.is(class::MARK)
                && !matches!(word.lower.as_str(), "." | "'s" | "’s" | "'" | "’" | "-" | "&" | "/"));
        if stop && !(word.is(class::DETERMINER) && end == at) {
            break;
        }
        end += 1;
    }
    while end > at
        && words[end - 1].is(class::PREPOSITION | class::COORDINATOR | class::MARK)
        && !matches!(words[end - 1].lower.as_str(), "'" | "’")
    {
        end -= 1;
    }
    if end == at || !words[at..end].iter().any(|w| w.is_content() || w.is(class::DETERMINER)) {
        return None;
    }
    Some(at..end)
}

/// Extends a noun group by an apposition or a relative clause up to its closing comma or the end.
fn apposed(line: &Line, end: usize, to: usize) -> usize {
    let words = &line.words;
    if !words.get(end).is_some_and(|w| end < to && is_comma(w)) {
        return end;
    }
    let Some(next) = words.get(end + 1).filter(|w| w.quote.is_none()) else { return end };
    let opens =
        matches!(next.lower.as_str(), "a" | "an" | "the" | "who" | "whose" | "his" | "her" | "its" | "their")
            || (next.is_content() && !next.lower.ends_with("ing") && !next.is(class::TIMEX))
            || next.is(class::NUMBER);
    if !opens {
        return end;
    }
    let stop = (end + 1..to.min(end + APPOSITION)).find(|&i| {
        words[i].quote.is_none() && (is_comma(&words[i]) || is_dash(&words[i]) || words[i].lower == ";")
            || words[i].quote.is_some()
            || (words[i].lower == "." && i + 1 >= to)
    });
    match stop {
        Some(i) if words[i].quote.is_some() => end,
        Some(i) => i,
        None if to <= end + APPOSITION => to,
        None => end,
    }
}

/// Whether the words from `at` name an occasion and not a part of the speaker's name.
fn says_where(words: &[Word], at: usize) -> bool {
    let head = words[at..].iter().take(5).find(|w| setting::is_occasion(&w.lower));
    head.is_some()
}
