//! The passages of a page, as they are read for attributions.

use std::ops::Range;

use parallax_model::{Document, Span};

use super::cues::{self, Hit};
use super::quotes::{Kind, Quote};
use super::words::{Line, Word};
use crate::attribution::{CLOSES, CONTINUES, INSIDE, KIND, OPENS, Passage, Place, UNCLOSED};
use crate::syntax::{self, Tag, english_tagger};

/// Words that are read together, if blocks allow.
const TOGETHER: usize = 400;

/// Words of a block that are read together at most.
const LONGEST: usize = 2000;

/// A stretch of a line.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// Index into the lines.
    pub(super) line: usize,
    /// Its words in the line.
    pub(super) words: Range<usize>,
}

/// A passage and the pieces that it is made of.
#[derive(Debug)]
pub(super) struct Placed {
    pub(super) passage: Passage,
    pieces: Vec<Piece>,
}

impl Placed {
    /// Its pieces with the tags of their words.
    pub(super) fn tagged(&self) -> impl Iterator<Item = (&Piece, &[Tag])> {
        let mut rest = &self.passage.tags[..];
        self.pieces.iter().map(move |piece| {
            let (here, after) = rest.split_at(piece.words.len().min(rest.len()));
            rest = after;
            (piece, here)
        })
    }

    /// Where a word of the passage stands: its line, and its number there.
    pub(super) fn place(&self, word: usize) -> Option<(usize, usize)> {
        let mut left = word;
        for piece in &self.pieces {
            if left < piece.words.len() {
                return Some((piece.line, piece.words.start + left));
            }
            left -= piece.words.len();
        }
        None
    }

    /// A stretch of the passage, which never goes on over the border of pieces.
    pub(super) fn range(&self, words: &Range<usize>) -> Option<(usize, Range<usize>)> {
        let (line, start) = self.place(words.start)?;
        Some((line, start..start + words.len()))
    }
}

/// The passages of lines.
pub(super) fn of(document: &Document, lines: &[Line]) -> Vec<Placed> {
    together(document, lines, TOGETHER)
}

/// The same, with at most so many words of several blocks in one passage.
fn together(document: &Document, lines: &[Line], most: usize) -> Vec<Placed> {
    let mut out = Vec::new();
    let mut pieces: Vec<Piece> = Vec::new();
    let mut words = 0;
    for (line, of) in lines.iter().enumerate() {
        let mut from = 0;
        while from < of.words.len() {
            let to = of.words.len().min(from + LONGEST);
            if words + to - from > most && words > 0 {
                out.push(placed(document, lines, std::mem::take(&mut pieces)));
                words = 0;
            }
            pieces.push(Piece { line, words: from..to });
            words += to - from;
            from = to;
        }
    }
    if words > 0 {
        out.push(placed(document, lines, pieces));
    }
    out
}

fn placed(document: &Document, lines: &[Line], pieces: Vec<Piece>) -> Placed {
    let text = &document.page.text;
    let (mut words, mut tags, mut places) = (Vec::new(), Vec::new(), Vec::new());
    let mut lower = String::new();
    for piece in &pieces {
        let line = &lines[piece.line];
        let first = words.len();
        let mut cue = (0, 0);
        for at in piece.words.clone() {
            let word = &line.words[at];
            if at > piece.words.start && begins_sentence(document, word) {
                english_tagger().tag(&words[tags.len()..], &mut tags);
            }
            words.push(syntax::Word::new(&text[word.start..word.end], &mut lower));
            if let Some(hit) = cues::at(&line.words, at) {
                cue = (hit.len, abilities(&hit));
            }
            places.push(Place {
                quote: word.quote.map_or(0, |q| quotation(word, &line.quotes[q])),
                cue: if cue.0 > 0 { cue.1 } else { 0 },
                begins_block: words.len() == first + 1,
                begins_sentence: words.len() == first + 1 || begins_sentence(document, word),
            });
            cue.0 = cue.0.saturating_sub(1);
        }
        english_tagger().tag(&words[tags.len()..], &mut tags);
    }
    Placed { passage: Passage::new(words, tags, places), pieces }
}

fn begins_sentence(document: &Document, word: &Word) -> bool {
    document.sentences.binary_search_by_key(&(word.start as u32), |s| s.span.start).is_ok()
}

fn quotation(word: &Word, quote: &Quote) -> u8 {
    let place = if word.start == quote.start {
        OPENS
    } else if quote.closed && word.end == quote.end {
        CLOSES
    } else {
        INSIDE
    };
    let kind = match quote.kind {
        Kind::Speech => 0,
        Kind::Words => 1,
        Kind::Scare => 2,
        Kind::Title => 3,
    };
    place | if quote.closed { 0 } else { UNCLOSED } | kind << KIND | u8::from(quote.continues) << CONTINUES
}

/// What a cue of the lexicon can stand with and its form, as bits.
fn abilities(hit: &Hit) -> u16 {
    let f = hit.cue.frames;
    let governs = !hit.cue.prepositions.is_empty();
    let all = [true, f.say, f.clause, f.that, f.to, f.addressee, f.object, f.noun, f.infinitive, governs];
    let bits = all.iter().enumerate().map(|(bit, &is)| u16::from(is) << bit).sum::<u16>();
    bits << 2 | hit.form as u16
}

/// The passages of a document's body with the bytes at which their words stand: what attributions are learned from. At
/// most so many words of several blocks are put in one passage; in use, as many as [`None`] stands for.
#[must_use]
pub fn passages(document: &Document, most: Option<usize>) -> Vec<(Passage, Vec<Span>)> {
    let lines = super::lines(document);
    let all = together(document, &lines, most.unwrap_or(TOGETHER)).into_iter().map(|placed| {
        let words = placed.pieces.iter().flat_map(|p| &lines[p.line].words[p.words.clone()]);
        let spans = words.map(|w| Span::new(w.start, w.end)).collect();
        (placed.passage, spans)
    });
    all.collect()
}
