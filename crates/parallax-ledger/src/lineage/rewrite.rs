//! Rewrites: the same matter in the same order in other words.
//!
//! The sentences of two pages are laid side by side in order, so that each pair shares as many rare words,
//! names and figures as possible. A page that was rewritten from another, or from one source with it, lines up
//! over most of its length; pages that merely report the same happening do not.

use std::collections::{BTreeMap, BTreeSet};

use parallax_model::Span;

use crate::claims::canonical;
use crate::context::Context;
use crate::terms::Vector;

/// A sentence as a vector of its words.
pub(super) struct Line {
    pub(super) span: Span,
    words: Vector,
}

/// Likeness of sentences that does not count: any two sentences on one matter have it.
const CHANCE: f64 = 0.15;
/// Sentences of a page that are laid side by side, at most.
const MOST_LINES: usize = 600;
/// Words with little to compare make no line.
const LEAST_TERMS: usize = 4;

/// The lines of the pages of a story: sentences of running text, else whole paragraphs. A word that many of the
/// pages have weighs little: it says nothing about two of them.
pub(super) fn lines(context: &Context<'_>, docs: &[usize]) -> Vec<Vec<Line>> {
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    let mut pages: Vec<u32> = Vec::new();
    let mut raw: Vec<Vec<(Span, BTreeMap<u32, f64>)>> = Vec::new();
    for &doc in docs {
        let document = context.documents[doc];
        let body = document.page.blocks.iter().filter(|b| b.role.is_body()).map(|b| b.span);
        let spans: Vec<Span> = match document.sentences.is_empty() {
            true => body.collect(),
            false => document.sentences.iter().map(|s| s.span).collect(),
        };
        let (mut lines, mut here) = (Vec::new(), BTreeSet::new());
        for span in spans {
            let mut weights = BTreeMap::new();
            for word in context.terms.in_span(doc, span).iter().filter(|w| w.body && !w.stop) {
                let next = numbers.len() as u32;
                let number = *numbers.entry(canonical(context.terms.stem(word.term))).or_insert(next);
                pages.resize(numbers.len(), 0);
                weights.insert(number, context.terms.idf(word.term));
                if here.insert(number) {
                    pages[number as usize] += 1;
                }
            }
            if weights.len() >= LEAST_TERMS && lines.len() < MOST_LINES {
                lines.push((span, weights));
            }
        }
        raw.push(lines);
    }
    let telling = |t: u32| 1.0 / f64::from(pages[t as usize].saturating_sub(1).max(1)).sqrt();
    let line = |(span, weights): (Span, BTreeMap<u32, f64>)| {
        let weights = weights.into_iter().map(|(t, w)| (t, w * telling(t))).collect();
        Line { span, words: Vector::of(weights) }
    };
    raw.into_iter().map(|lines| lines.into_iter().map(line).collect()).collect()
}

/// Two pages side by side.
pub(super) struct Alignment {
    /// Pairs of lines that say the same, in order, with their likeness.
    pub(super) pairs: Vec<(usize, usize, f64)>,
    /// Their likeness beyond chance for each line, by the geometric mean of the lengths.
    pub(super) score: f64,
}

/// Lays two pages side by side.
pub(super) fn align(a: &[Line], b: &[Line]) -> Alignment {
    let gain = |i: usize, j: usize| (a[i].words.cosine(&b[j].words) - CHANCE).max(0.0);
    let width = b.len() + 1;
    let mut best = vec![0.0f64; (a.len() + 1) * width];
    let mut gains = vec![0.0f64; a.len() * b.len()];
    for i in 0..a.len() {
        for j in 0..b.len() {
            let g = gain(i, j);
            gains[i * b.len() + j] = g;
            let skip = best[i * width + j + 1].max(best[(i + 1) * width + j]);
            best[(i + 1) * width + j + 1] = skip.max(best[i * width + j] + g);
        }
    }
    let mut pairs = Vec::new();
    let (mut i, mut j) = (a.len(), b.len());
    while i > 0 && j > 0 {
        let here = best[i * width + j];
        if here == best[(i - 1) * width + j] {
            i -= 1;
        } else if here == best[i * width + j - 1] {
            j -= 1;
        } else {
            (i, j) = (i - 1, j - 1);
            pairs.push((i, j, gains[i * b.len() + j] + CHANCE));
        }
    }
    pairs.reverse();
    let lengths = (a.len() * b.len()).max(1) as f64;
    Alignment { score: best[a.len() * width + b.len()] / lengths.sqrt(), pairs }
}
