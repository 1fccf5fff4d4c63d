//! Which parts of a page stand in quotation marks, and what the marks are for.
//!
//! Pages close quotes late, twice or never, so a mark counts for what it does: what each character can be is read
//! from its neighbours ([`marks`]), double marks are paired and repaired ([`pairing`]), single marks are told from
//! apostrophes ([`single`]), and a quote that a paragraph leaves open goes on in the next ([`page`]). Whether a quote
//! is speech, a title or a word held at a distance is told by the words in and around it ([`kind`]).

mod kind;
mod marks;
mod page;
mod pairing;
mod single;

use parallax_model::Span;

pub(super) use kind::tell;
pub(super) use marks::is_of;
pub(super) use page::{near, of_page};
use pairing::{Around, Pair};

/// Quotes inside this many others are not told apart.
pub(super) const DEEPEST: usize = 6;

/// What a quotation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// What somebody says: a sentence, or a clause that stands for one.
    Speech,
    /// Some words of a speaker, inside a sentence of the page.
    Words,
    /// Words that the page does not want for its own, or that it mentions as words.
    Scare,
    /// The name of a work or of anything else, a nickname.
    Title,
}

/// A quotation with its marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Quote {
    /// Where, in bytes of the page.
    pub(crate) start: usize,
    /// One past its last byte.
    pub(crate) end: usize,
    /// Whether its opening mark was found.
    pub(crate) opened: bool,
    /// Whether its closing mark was found; if not, it runs to the end of its sentence or block.
    pub(crate) closed: bool,
    /// What it is for; `Speech` until [`tell`] has read it.
    pub(crate) kind: Kind,
    /// How many quotes it stands in.
    pub(crate) depth: u8,
    /// Goes on with the last quote of the paragraph before, which was left open.
    pub(crate) continues: bool,
    /// Is left open for the next paragraph to go on with.
    pub(crate) goes_on: bool,
    /// A block quotation without marks of its own.
    pub(crate) block: bool,
}

/// The quotations of one block.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Quotes {
    /// Those that stand in no other, in order and without overlaps.
    pub(crate) outer: Vec<Quote>,
    /// Those inside others, in order; they may stand in one another.
    pub(crate) inner: Vec<Quote>,
}

/// The quotations of `block`. `sentences` are those of the block.
fn find(text: &str, block: Span, sentences: &[Span], around: Around, single_goes_on: bool) -> Quotes {
    let words = block.of(text);
    let base = block.start;
    let local: Vec<Span> = sentences
        .iter()
        .map(|s| Span::new(s.start.saturating_sub(base) as usize, s.end.saturating_sub(base) as usize))
        .collect();
    let (doubles, singles) = marks::scan(words);
    let mut pairs = pairing::pairs(words, &doubles, &local, around);
    let single = single::pairs(words, &singles, &pairs, &local, single_goes_on);
    pairs.extend(single);
    pairs.retain(|p| words[p.start..p.end].contains(char::is_alphanumeric));
    pairs.sort_by_key(|p| (p.start, std::cmp::Reverse(p.end)));
    nested(&pairs, base as usize)
}

/// Tells quotes from those inside them; one that crosses another is dropped.
fn nested(pairs: &[Pair], base: usize) -> Quotes {
    let mut out = Quotes::default();
    let mut ends: Vec<usize> = Vec::new();
    for pair in pairs {
        while ends.last().is_some_and(|&e| e <= pair.start) {
            ends.pop();
        }
        if ends.last().is_some_and(|&e| e < pair.end) || ends.len() > DEEPEST {
            continue;
        }
        let quote = Quote {
            start: base + pair.start,
            end: base + pair.end,
            opened: pair.opened,
            closed: pair.closed,
            kind: Kind::Speech,
            depth: u8::try_from(ends.len()).unwrap_or(u8::MAX),
            continues: false,
            goes_on: false,
            block: false,
        };
        ends.push(pair.end);
        if quote.depth == 0 {
            out.outer.push(quote);
        } else {
            out.inner.push(quote);
        }
    }
    out
}

#[cfg(test)]
mod tests;
