//! What the model looks at. Every feature is a hash; its template is a number that no other feature has.
//!
//! Features are parted by what they depend on, so that a page pays once for each of its words: on a word alone as it is
//! seen from its own place or from up to two words away ([`alone`]), on the word and the line ([`in_line`]), on words
//! together ([`together`]), and on what the first reading made of the page ([`super::votes`]).
//!
//! After Ratinov and Roth, "Design challenges and misconceptions in named entity recognition" (CoNLL 2009).

use super::super::hash::mix;
use super::lists::{LONGEST, Lists};
use super::page::{Mode, Spelling};
use super::words::{Word, phrase};

/// From where a word is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// From itself.
    Here,
    /// From the next word: it stands before that.
    Before,
    /// From the word in front of it: it stands after that.
    After,
    /// From two words on.
    Before2,
    /// From two words back.
    After2,
}

/// All places from which a word is seen.
pub const SEEN: [Seen; 5] = [Seen::Here, Seen::Before, Seen::After, Seen::Before2, Seen::After2];

impl Seen {
    /// The word that is seen thus from the word at `at`.
    #[must_use]
    pub fn from(self, at: usize) -> Option<usize> {
        match self {
            Self::Here => Some(at),
            Self::Before => at.checked_sub(1),
            Self::After => Some(at + 1),
            Self::Before2 => at.checked_sub(2),
            Self::After2 => Some(at + 2),
        }
    }
}

/// Beyond the ends of a line.
const EDGE: u64 = 0x1234_5678;

/// Templates of features that hold for one register of text only start here.
const REGISTERS: u64 = 1000;

fn of_register(register: u8, template: u64, value: u64) -> u64 {
    mix(REGISTERS + 50 * u64::from(register) + template, value)
}

/// Features of a word alone; `register` 0 has none of its own.
pub fn alone(word: &Word, seen: Seen, register: u8, out: &mut impl FnMut(u64)) {
    let clusters = word.clusters.map(u64::from);
    let (lists, cap) = (u64::from(word.lists), u64::from(word.cap));
    let at = match seen {
        Seen::Here => {
            here(word, register, out);
            return;
        }
        Seen::Before => 100,
        Seen::After => 200,
        Seen::Before2 => 150,
        Seen::After2 => 250,
    };
    out(mix(at, word.lower));
    out(mix(at + 1, word.shape));
    (0..3).for_each(|c| out(mix(at + 2 + c as u64, clusters[c])));
    out(mix(at + 9, u64::from(word.group)));
    if matches!(seen, Seen::Before2 | Seen::After2) {
        return;
    }
    out(mix(at + 5, word.exact));
    out(mix(at + 6, mix(lists, cap)));
    let whole = [word.ends[2], word.ends[6]];
    (0..2).filter(|&k| whole[k] != 0).for_each(|k| out(mix(at + 7 + k as u64, whole[k])));
    if register > 0 {
        let at = if seen == Seen::Before { 10 } else { 20 };
        out(of_register(register, at, word.lower));
        out(of_register(register, at + 1, word.shape));
        out(of_register(register, at + 2, clusters[1]));
    }
}

/// Those of the features of a word seen from itself by which it is known again: others share the rest.
#[must_use]
pub fn own(word: &Word, register: u8) -> [u64; 3] {
    [mix(2, word.exact), mix(3, word.lower), of_register(register, 1, word.lower)]
}

fn here(word: &Word, register: u8, out: &mut impl FnMut(u64)) {
    let clusters = word.clusters.map(u64::from);
    let (lists, cap, common) = (u64::from(word.lists), u64::from(word.cap), u64::from(word.common));
    out(mix(1, 0));
    out(mix(2, word.exact));
    out(mix(3, word.lower));
    out(mix(4, word.shape));
    for (k, &end) in word.ends.iter().enumerate().filter(|(_, e)| **e != 0) {
        out(mix(10 + k as u64, end));
    }
    for (k, &end) in word.lower_ends.iter().enumerate().filter(|(_, e)| **e != 0) {
        out(mix(20 + k as u64, mix(cap, end)));
    }
    for (c, &cluster) in clusters.iter().enumerate() {
        out(mix(30 + c as u64, cluster));
        out(mix(33 + c as u64, mix(cluster, word.shape)));
    }
    out(mix(36, mix(lists, common)));
    out(mix(37, mix(lists, word.shape)));
    (0..8).filter(|b| lists >> b & 1 == 1).for_each(|b| out(mix(38, b)));
    out(mix(39, 4 * common + 2 * cap + u64::from(word.upper)));
    out(mix(40, 8 * word.len.min(8) as u64 + cap));
    let group = u64::from(word.group);
    out(mix(41, group));
    out(mix(42, mix(group, word.shape)));
    if register > 0 {
        let own = [
            0,
            word.lower,
            word.shape,
            clusters[1],
            clusters[2],
            mix(lists, word.shape),
            mix(clusters[0], word.shape),
        ];
        own.iter().enumerate().for_each(|(k, &v)| out(of_register(register, k as u64, v)));
    }
}

/// Features of a word in its line: where capitals tell little, and how else the page writes it.
pub fn in_line(
    word: &Word,
    mode: Mode,
    first: bool,
    spelling: Spelling,
    register: u8,
    out: &mut impl FnMut(u64),
) {
    let (mode, first, cap) = (mode as u64, u64::from(first), u64::from(word.cap));
    let lists = mix(u64::from(word.lists), u64::from(word.common));
    out(mix(50, mix(mode, word.shape)));
    out(mix(51, mix(mode, u64::from(word.clusters[1]))));
    out(mix(52, mix(mode, lists)));
    if first == 1 {
        out(mix(53, mix(mode, word.shape)));
        out(mix(54, lists));
    }
    if word.letters {
        let (all, part) = spelling.classes(word.cap);
        out(mix(55, mix(all, cap + 2 * first + 4 * mode)));
        out(mix(56, mix(word.shape, part)));
        out(mix(57, mix(u64::from(word.clusters[0]), part)));
    }
    if register > 0 {
        out(of_register(register, 30, mode));
    }
}

/// Phrases of lists in a line, for each word: 0, or the place in the phrase and its bits.
pub fn phrases(line: &[&Word], mode: Mode, lists: &Lists, out: &mut Vec<u64>) {
    out.clear();
    out.resize(line.len(), 0);
    let mut at = 0;
    while at < line.len() {
        let first = line[at];
        let mut best = (0, 0);
        if (first.letters || first.digits) && (first.cap || mode == Mode::Small) {
            let mut key = phrase(0, first.lower);
            for (n, word) in line[at..].iter().enumerate().take(LONGEST).skip(1) {
                key = phrase(key, word.lower);
                if word.cap == first.cap || !first.cap {
                    let bits = lists.of_key(key);
                    if bits > 0 {
                        best = (n + 1, bits);
                    }
                }
            }
        }
        let (n, bits) = best;
        for (k, slot) in out[at..at + n].iter_mut().enumerate() {
            let place = if k == 0 { 0 } else { 1 + u64::from(k + 1 == n) };
            *slot = 1 + place + 4 * u64::from(bits);
        }
        at += n.max(1);
    }
}

/// Features of words together. `phrases` is what [`phrases`] gave for the line.
#[inline(always)]
pub fn together(line: &[&Word], at: usize, phrases: &[u64], mut out: impl FnMut(u64)) {
    let word = line[at];
    let before = at.checked_sub(1).map(|i| line[i]);
    let after = line.get(at + 1).copied();
    let lower = |w: Option<&Word>| w.map_or(EDGE, |w| w.lower);
    let shape = |w: Option<&Word>| w.map_or(EDGE, |w| w.shape);
    for (distance, template) in [(1, 60), (2, 62)] {
        if at < distance {
            out(mix(template, 0));
        }
        if at + distance >= line.len() {
            out(mix(template + 1, 0));
        }
    }
    out(mix(70, mix(lower(before), word.lower)));
    out(mix(71, mix(word.lower, lower(after))));
    out(mix(72, mix(shape(before), mix(word.shape, shape(after)))));
    out(mix(73, mix(lower(before), word.shape)));
    out(mix(74, mix(lower(after), word.shape)));
    out(mix(75, mix(lower(before), lower(after))));
    for c in 0..3 {
        let cluster = |w: Option<&Word>| w.map_or(EDGE, |w| u64::from(w.clusters[c]));
        let (own, template) = (u64::from(word.clusters[c]), 76 + 3 * c as u64);
        out(mix(template, mix(cluster(before), own)));
        out(mix(template + 1, mix(own, cluster(after))));
        out(mix(template + 2, mix(cluster(before), cluster(after))));
    }
    let group = |w: Option<&Word>| w.map_or(EDGE, |w| u64::from(w.group));
    let own = u64::from(word.group);
    out(mix(85, mix(group(before), own)));
    out(mix(86, mix(own, group(after))));
    out(mix(87, mix(group(before), group(after))));
    if let Some(&p) = at.checked_sub(1).and_then(|i| phrases.get(i)).filter(|p| **p > 0) {
        out(mix(90, p));
    }
    if let Some(&p) = phrases.get(at + 1).filter(|p| **p > 0) {
        out(mix(91, p));
    }
    let own = phrases[at];
    if own > 0 {
        out(mix(92, own));
        for b in 0..8 {
            if (own >> 2) >> b & 1 == 1 {
                out(mix(93, 4 * b + (own - 1) % 4));
            }
        }
    }
}
