//! What a quotation is for: speech, some words of a speaker, words held at a distance, a title or name.

use std::ops::Range;

use super::{Kind, Quote, is_of};
use crate::annotators::statements::cues;
use crate::annotators::statements::words::{Word, class};

/// Longest title or ironic term, in words.
const SHORT: usize = 6;
/// How far a cue may stand before the words that it governs, in words.
const BEFORE: usize = 48;
/// How far after them.
const AFTER: usize = 24;

/// Tells the kind of every quote of a line. `ranges` are the words of each, marks included; `inner` that the quotes
/// stand in others.
pub(crate) fn tell(words: &[Word], quotes: &mut [Quote], ranges: &[Range<usize>], inner: bool) {
    if quotes.is_empty() {
        return;
    }
    let cues = cues_before(words, inner);
    for (quote, range) in quotes.iter_mut().zip(ranges) {
        if !quote.block {
            quote.kind = Reading { words, range: range.clone(), cues: &cues, inner }.kind(quote);
        }
    }
}

/// For each word, the last one before it or at it that is a cue: outside any quote, or inside one.
fn cues_before(words: &[Word], inner: bool) -> Vec<Option<usize>> {
    let mut last = None;
    (0..words.len())
        .map(|i| {
            if words[i].quote.is_some() == inner
                && (words[i].lower == "according" || cues::at(words, i).is_some())
            {
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

fn is_dash(word: &Word) -> bool {
    matches!(word.lower.as_str(), "—" | "–" | "―" | "--")
}

struct Reading<'a> {
    words: &'a [Word],
    range: Range<usize>,
    cues: &'a [Option<usize>],
    inner: bool,
}

impl Reading<'_> {
    fn kind(&self, quote: &Quote) -> Kind {
        let words = self.words;
        let inside: Vec<&Word> = self
            .range
            .clone()
            .filter(|&i| !self.is_entity(i))
            .map(|i| &words[i])
            .filter(|w| !is_mark(w))
            .take(40)
            .collect();
        let Some(first) = inside.first() else { return Kind::Scare };
        if quote.continues || quote.goes_on {
            return Kind::Speech;
        }
        let before = self.range.start.checked_sub(1).map(|i| &words[i]);
        let after = words.get(self.range.end);
        if let Some(kind) = self.named(&inside, before, after) {
            return kind;
        }
        let capital = first.is(class::CAPITAL | class::NUMBER);
        let verb = inside.iter().any(|w| w.is(class::AUXILIARY | class::FINITE | class::PRONOUN));
        // The mark inside the closing one: "...," or "...!".
        let stop = words[self.range.clone()].iter().rev().find(|w| !is_quote_mark(w)).filter(|w| is_mark(w));
        let opens = before.is_none_or(|w| is_full(w) || matches!(w.lower.as_str(), ":" | "—" | "–" | "―"))
            || before.is_some_and(|w| is_quote_mark(w) && w.quote.is_some() != self.inner)
            || before.is_some_and(|w| w.lower == "," && self.governed());
        let told = self.beside();
        let sentence = stop.is_some() && (inside.len() > 1 || told || after.is_none_or(is_full))
            || verb && inside.len() > 2
            || inside.len() > SHORT;
        let tail = told || inside.len() > 1 && after.is_some_and(is_dash) && before.is_none_or(is_full);
        if capital && opens && (sentence || tail) || capital && told && sentence && stop.is_some_and(is_full)
        {
            return Kind::Speech;
        }
        // "...," he said, "and the rest."
        let goes_on = before.map_or(stop.is_some() && self.governed(), |w| !is_full(w));
        if !capital && opens && goes_on && (verb || inside.len() > 3 || before.is_none()) {
            return Kind::Speech;
        }
        if !told && self.titled(&inside, before, stop, after) {
            return Kind::Title;
        }
        if self.governed() || inside.len() > 4 || verb && inside.len() > 3 {
            Kind::Words
        } else {
            Kind::Scare
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
        if title && is_of("work_verb", &before.lower) {
            return Some(Kind::Title);
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
            && before.is_content()
            && after.is_some_and(name)
            && start >= 1
            && inside.iter().any(|w| w.is(class::CAPITAL) || w.is(class::DETERMINER))
        {
            return Some(Kind::Title);
        }
        let passive = second.is_none_or(|w| w.is(class::BE | class::ADVERB) || is_mark(w));
        let known = before.lower == "as" && second.is_some_and(|w| is_of("name_for", &w.lower));
        if (known || is_of("name_for", &before.lower)) && inside.len() <= SHORT && (title || passive) {
            return Some(if title { Kind::Title } else { Kind::Scare });
        }
        None
    }

    /// "War and Peace", "Sea Star": every word of weight has its capital letter, and its neighbours have not.
    fn titled(
        &self,
        inside: &[&Word],
        before: Option<&Word>,
        stop: Option<&Word>,
        after: Option<&Word>,
    ) -> bool {
        let capital = |w: Option<&Word>| w.is_some_and(|w| w.is(class::CAPITAL) && !is_mark(w));
        let headline = capital(before) && capital(after);
        let front = before.is_some_and(|w| !is_full(w));
        let fits = match inside.len() {
            1 => front && !headline && !self.governed(),
            _ => front || stop.is_none() && after.is_some_and(|w| !is_mark(w)),
        };
        inside.len() <= 2 * SHORT && fits && title_case(inside) && stop.is_none_or(|w| w.lower != "!")
    }

    /// Whether a word is the name of a mark, in a left-over of HTML: &quot;
    fn is_entity(&self, at: usize) -> bool {
        let is =
            |i: Option<usize>, mark: &str| i.and_then(|i| self.words.get(i)).is_some_and(|w| w.lower == mark);
        is(at.checked_sub(1), "&") && is(Some(at + 1), ";")
    }

    /// Whether a cue stands right before the quote, or right after it.
    fn beside(&self) -> bool {
        let at = |i: usize| self.cues.get(i).is_some_and(|c| *c == Some(i));
        let plain = |w: &Word| matches!(w.lower.as_str(), "," | ":" | "that");
        let left = (0..self.range.start).rev().take(3).find(|&i| !plain(&self.words[i]));
        let comma = self.words.get(self.range.end).is_some_and(|w| w.lower == ",");
        left.is_some_and(at) || at(self.range.end + usize::from(comma))
    }

    /// Whether a cue outside the quote stands in its sentence: before it, or after it.
    fn governed(&self) -> bool {
        let own = |w: &Word| w.quote.is_some() == self.inner;
        let start = self.range.start;
        let cue = start.checked_sub(1).and_then(|i| self.cues[i]).filter(|&c| start - c <= BEFORE);
        if cue.is_some_and(|c| !self.words[c..start].iter().any(|w| is_full(w) && own(w))) {
            return true;
        }
        let high = self.words.len().min(self.range.end + AFTER);
        (self.range.end..high)
            .take_while(|&i| !(is_full(&self.words[i]) && own(&self.words[i])))
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
