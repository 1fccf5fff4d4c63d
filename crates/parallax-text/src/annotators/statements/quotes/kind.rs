//! What a quotation is for: speech, some words of a speaker, words held at a distance, a title or name.

use std::ops::Range;

use super::{Kind, Quote, is_of};
use crate::annotators::statements::cues;
use crate::annotators::statements::words::{Word, class};

/// Longest title or ironic term, in words.
const SHORT: usize = 6;
/// How far a cue may stand from the words that it governs, in words.
const FAR: usize = 24;

/// Tells the kind of every quote of a line. `ranges` are the words of each, marks included.
pub(crate) fn tell(words: &[Word], quotes: &mut [Quote], ranges: &[Range<usize>]) {
    let cues = cues_before(words);
    for (quote, range) in quotes.iter_mut().zip(ranges) {
        if !quote.block {
            quote.kind = Reading { words, range: range.clone(), cues: &cues }.kind(quote);
        }
    }
}

/// For each word, the last one before it or at it that is a cue outside any quote.
fn cues_before(words: &[Word]) -> Vec<Option<usize>> {
    let mut last = None;
    (0..words.len())
        .map(|i| {
            if words[i].quote.is_none() && (words[i].lower == "according" || cues::at(words, i).is_some()) {
                last = Some(i);
            }
            last
        })
        .collect()
}

fn is_mark(word: &Word) -> bool {
    word.is(class::MARK)
}

/// A full stop and the like.
fn is_full(word: &Word) -> bool {
    matches!(word.lower.as_str(), "." | "!" | "?" | "…" | "...")
}

struct Reading<'a> {
    words: &'a [Word],
    range: Range<usize>,
    cues: &'a [Option<usize>],
}

impl Reading<'_> {
    fn kind(&self, quote: &Quote) -> Kind {
        let words = self.words;
        let inside: Vec<&Word> = words[self.range.clone()].iter().filter(|w| !is_mark(w)).take(40).collect();
        let Some(first) = inside.first() else { return Kind::Scare };
        let before = self.range.start.checked_sub(1).map(|i| &words[i]);
        let after = words.get(self.range.end);
        if quote.continues || quote.goes_on || !quote.closed && inside.len() > 3 {
            return Kind::Speech;
        }
        let capital = first.is(class::CAPITAL);
        let verb = inside.iter().any(|w| w.is(class::AUXILIARY | class::FINITE | class::PRONOUN));
        // The mark inside the closing one: "...," or "...!".
        let stop = words[self.range.clone()].iter().rev().find(|w| !is_quote_mark(w)).filter(|w| is_mark(w));
        let starts = before.is_none_or(|w| is_full(w) || w.lower == ":" || is_quote_mark(w))
            || before.is_some_and(|w| w.lower == "," && (capital || self.governed()));
        if let Some(kind) = self.named(&inside, before, after) {
            return kind;
        }
        let sentence = capital && starts && (stop.is_some() || inside.len() > 3 || verb);
        if inside.len() > 2 * SHORT
            || sentence && (inside.len() > 2 || self.governed() || after.is_none_or(is_full))
        {
            return if capital || starts { Kind::Speech } else { Kind::Words };
        }
        if self.titled(&inside, stop) {
            return Kind::Title;
        }
        if self.governed() {
            let tail = stop.is_some_and(|w| w.lower == ",") && after.is_some_and(|w| !is_mark(w));
            return if tail || starts && (capital || verb) { Kind::Speech } else { Kind::Words };
        }
        match (inside.len() > SHORT, verb && (capital || inside.len() > 3)) {
            (true, true) | (false, true) if starts || stop.is_some() => Kind::Speech,
            (true, _) | (_, true) => Kind::Words,
            _ => Kind::Scare,
        }
    }

    /// What the word in front calls it: a film, a word, something so-called.
    fn named(&self, inside: &[&Word], before: Option<&Word>, after: Option<&Word>) -> Option<Kind> {
        let before = before?;
        let start = self.range.start;
        let second = start.checked_sub(2).map(|i| &self.words[i]);
        let title = title_case(inside);
        let mut front =
            self.words[..start].iter().rev().take(4).filter(|w| w.lower != "," && w.quote.is_none());
        let work = front.any(|w| is_of("work", &w.lower));
        if inside.len() > 2 * SHORT {
            return None;
        }
        if title && work && !matches!(before.lower.as_str(), ":" | "." | "that") {
            return Some(Kind::Title);
        }
        if is_of("distance", &before.lower) || is_of("mention", &before.lower) && inside.len() <= SHORT {
            return Some(Kind::Scare);
        }
        // Jack "the Hat" Reed.
        let name = |w: &Word| w.is(class::CAPITAL) && !is_mark(w) && w.quote.is_none();
        let comma = self.words[self.range.clone()].iter().any(is_full);
        if inside.len() <= 4
            && !comma
            && name(before)
            && !before.is(class::DETERMINER)
            && after.is_some_and(name)
            && start >= 1
            && inside.iter().any(|w| w.is(class::CAPITAL) || w.is(class::DETERMINER))
        {
            return Some(Kind::Title);
        }
        let passive = second.is_none_or(|w| w.is(class::BE | class::ADVERB) || is_mark(w));
        if is_of("name_for", &before.lower) && inside.len() <= SHORT && (title || passive) {
            return Some(if title { Kind::Title } else { Kind::Scare });
        }
        None
    }

    /// "War and Peace", "Sea Star": every word of weight has its capital letter, and nobody says it.
    fn titled(&self, inside: &[&Word], stop: Option<&Word>) -> bool {
        let weighty = inside.iter().filter(|w| w.is(class::CAPITAL)).count();
        let shouts = stop.is_some_and(|w| matches!(w.lower.as_str(), "!"));
        inside.len() <= 2 * SHORT
            && title_case(inside)
            && !shouts
            && (weighty > 1 || !self.governed())
            && self.range.start > 0
    }

    /// Whether a cue outside the quote stands in its sentence: before it, or after it with "he said".
    fn governed(&self) -> bool {
        let start = self.range.start;
        let low = start.saturating_sub(FAR);
        let mut at = start;
        while at > low {
            let Some(cue) = self.cues[at - 1].filter(|&c| c >= low) else { break };
            let cut = self.words[cue..start].iter().any(|w| is_full(w) && w.quote.is_none());
            if !cut {
                return true;
            }
            at = low;
        }
        let high = self.words.len().min(self.range.end + FAR / 2);
        (self.range.end..high)
            .take_while(|&i| !is_full(&self.words[i]) && self.words[i].quote.is_none())
            .any(|i| self.cues[i] == Some(i))
    }
}

fn is_quote_mark(word: &Word) -> bool {
    matches!(
        word.lower.as_str(),
        "“" | "”"
            | "\""
            | "''"
            | "``"
            | "‘"
            | "’"
            | "'"
            | "„"
            | "«"
            | "»"
            | "‹"
            | "›"
            | "「"
            | "」"
            | "『"
            | "』"
            | "‚"
    )
}

/// Whether every word of weight begins with a capital letter.
fn title_case(inside: &[&Word]) -> bool {
    let light = class::DETERMINER | class::PREPOSITION | class::COORDINATOR | class::SUBORDINATOR | class::BE;
    let (first, last) = (inside.first(), inside.last());
    first.is_some_and(|w| w.is(class::CAPITAL | class::NUMBER))
        && last.is_some_and(|w| w.is(class::CAPITAL | class::NUMBER))
        && inside
            .iter()
            .all(|w| w.is(class::CAPITAL | class::NUMBER | light) || w.lower.starts_with(['\'', '’']))
}
