//! What the parser is given of each word: itself and its nearest neighbours; the rest it reads.

use super::{Tag, Word};
use crate::learned::hash::mix;

/// A sentence to be parsed.
#[derive(Debug, Clone, Copy)]
pub struct Sentence<'s> {
    /// Its words.
    pub words: &'s [Word],
    /// Their tags.
    pub tags: &'s [Tag],
}

/// Gives the features of the word at `at`.
#[inline(always)]
pub fn word_features(s: &Sentence<'_>, at: usize, mut give: impl FnMut(u64)) {
    let mut template = 9000;
    let mut a = |value: u64| {
        template += 1;
        give(mix(template, value));
    };
    let near = |by: isize| at.checked_add_signed(by).filter(|&i| i < s.words.len());
    let tag = |by| near(by).map_or(250, |i| u64::from(s.tags[i].of));
    let lower = |by| near(by).map_or(5, |i| s.words[i].lower);
    let group = |by| near(by).map_or(5000, |i| s.words[i].groups[1]);
    let (word, own, rival) = (&s.words[at], tag(0), u64::from(s.tags[at].rival));
    a(word.lower);
    a(own);
    for group in word.groups {
        a(group);
    }
    for &end in &word.ends[1..] {
        a(end);
    }
    a(word.begins[2]);
    a(word.shape);
    a(mix(own, rival));
    a(rival);
    a(mix(own, word.lower));
    a(mix(own, word.groups[1]));
    a(mix(own, word.shape));
    a(mix(tag(-1), own));
    a(mix(own, tag(1) + 1000));
    a(mix(mix(tag(-1), own), tag(1)));
    a(mix(mix(own, tag(1)), tag(2)));
    a(mix(mix(tag(-2), tag(-1)), own));
    a(lower(-1));
    a(lower(1));
    a(group(-1));
    a(group(1));
}

/// How many steps there are between a word and its head.
pub const STEPS: usize = 19;

/// The step of a root.
pub const ROOT: usize = STEPS - 1;

/// How far from a word its head is, and on which side, in steps.
#[inline(always)]
#[must_use]
pub fn step(word: usize, head: usize) -> usize {
    let (far, side) = if head > word { (head - word, 9) } else { (word - head, 0) };
    side + match far {
        0..=4 => far.max(1) - 1,
        5..=6 => 4,
        7..=9 => 5,
        10..=14 => 6,
        15..=24 => 7,
        _ => 8,
    }
}
