//! What the parser looks at: words in roles, and what holds between them (after Zhang and Nivre 2011).

use super::{NONE, State, Tag, Word};
use crate::learned::hash::mix;

/// How many words of a state are looked at.
pub const ROLES: usize = 24;

/// Labels of arcs, at most: sets of labels are kept as 64 bits.
pub const LABELS_AT_MOST: usize = 64;

/// The words of a state that are looked at, or [`NONE`]: the top of the stack, the next word, ...
pub type Roles = [usize; ROLES];

/// A sentence to be parsed.
#[derive(Debug, Clone, Copy)]
pub struct Sentence<'s> {
    /// Its words.
    pub words: &'s [Word],
    /// Their tags.
    pub tags: &'s [Tag],
    /// Classes of their tags: see [`super::coarse`].
    pub classes: &'s [u8],
}

impl Sentence<'_> {
    #[inline(always)]
    fn near(&self, at: usize, by: isize) -> Option<usize> {
        at.checked_add_signed(by).filter(|&i| i < self.words.len())
    }

    #[inline(always)]
    fn tag(&self, at: Option<usize>) -> u64 {
        at.map_or(250, |i| u64::from(self.tags[i].of))
    }

    #[inline(always)]
    fn rival(&self, at: Option<usize>) -> u64 {
        at.map_or(999, |i| u64::from(self.tags[i].rival))
    }

    #[inline(always)]
    fn lower(&self, at: Option<usize>) -> u64 {
        at.map_or(5, |i| self.words[i].lower)
    }

    #[inline(always)]
    fn group(&self, at: Option<usize>, fine: usize) -> u64 {
        at.map_or(5000, |i| self.words[i].groups[fine])
    }
}

/// The features of the word at `at` in a role, which do not depend on the state.
#[inline(always)]
pub fn alone(s: &Sentence<'_>, at: usize, role: usize, give: &mut impl FnMut(u64)) {
    let mut template = 2000 + 40 * role as u64;
    let mut a = |value: u64| {
        template += 1;
        give(mix(template, value));
    };
    let word = &s.words[at];
    let near = |by| s.near(at, by);
    let tag = |by| s.tag(near(by));
    let (own, rival) = (tag(0), s.rival(Some(at)));
    a(word.lower);
    a(own);
    a(word.groups[1]);
    a(mix(own, rival));
    if role >= 12 {
        return;
    }
    a(word.groups[2]);
    a(mix(own, word.groups[0]));
    if role >= 6 {
        return;
    }
    a(rival);
    a(mix(tag(1), s.rival(near(1))));
    a(mix(tag(-1), s.rival(near(-1))));
    a(mix(tag(-1), own));
    a(mix(own, tag(1) + 1000));
    a(word.ends[2]);
    a(tag(-1));
    a(tag(1));
    a(mix(own, word.shape));
    if role >= 2 {
        return;
    }
    a(mix(own, word.lower));
    a(mix(word.lower, rival));
    a(mix(mix(tag(-1), own), tag(1)));
    a(s.lower(near(1)));
    a(s.group(near(-1), 1));
    a(s.group(near(1), 1));
    a(tag(2));
    a(tag(-2));
    a(mix(tag(1), tag(2) + 1000));
    a(mix(tag(-1), tag(-2) + 1000));
    a(mix(own, s.group(near(1), 1)));
    a(mix(own, s.group(near(-1), 1)));
    a(mix(mix(own, tag(1)), tag(2)));
}

/// How far the next verb is looked for.
const VERB_WITHIN: usize = 12;

/// How many words between two are counted at most.
const BETWEEN: usize = 30;

#[inline(always)]
fn near(i: usize, by: isize, len: usize) -> usize {
    i.checked_add_signed(by).filter(|&j| i != NONE && j < len).unwrap_or(NONE)
}

#[inline(always)]
fn roles(state: &State, s: &Sentence<'_>) -> Roles {
    let (top, front, len) = (state.below(0), state.front(), state.len());
    let second = state.below(1);
    let (left, right) = (state.left(top, 0), state.right(top, 0));
    let head = state.head(top);
    let verb = |&i: &usize| s.classes[i] == 0;
    let next_verb = match state.ahead(1) {
        NONE => None,
        from => (from..len.min(from + VERB_WITHIN)).find(verb),
    };
    let stack = state.stack();
    let last_verb = stack.iter().rev().skip(1).take(8).copied().find(verb);
    let bottom = stack.first().copied().filter(|&b| b != top);
    [
        top,
        front,
        state.ahead(1),
        second,
        state.ahead(2),
        head,
        state.below(2),
        state.ahead(3),
        left,
        right,
        state.left(front, 0),
        near(front, -1, len),
        state.left(top, 1),
        state.right(top, 1),
        state.left(front, 1),
        state.right(second, 0),
        state.left(second, 0),
        state.head(head),
        state.right(right, 0),
        near(top, 1, len),
        state.ahead(4),
        next_verb.unwrap_or(NONE),
        bottom.unwrap_or(NONE),
        last_verb.unwrap_or(NONE),
    ]
}

/// How far apart two words are, in steps; 12 if the second was put back.
#[inline(always)]
fn distance(top: usize, front: usize) -> u64 {
    match front.checked_sub(top) {
        None => 12,
        Some(d @ 0..6) => d as u64,
        Some(6..9) => 6,
        Some(9..14) => 7,
        Some(_) => 8,
    }
}

/// How many verbs, commas, coordinations and nouns lie between two words, in steps.
#[inline(always)]
fn between(classes: &[u8], top: usize, front: usize) -> u64 {
    let mut counts = [0_u64; 16];
    let end = front.min(top + BETWEEN);
    for &class in classes.get(top + 1..end).unwrap_or(&[]) {
        counts[usize::from(class & 15)] += 1;
    }
    counts[0].min(2) + 3 * counts[1].min(2) + 9 * counts[2].min(1) + 18 * counts[3].min(2)
}

/// Finds the words in their roles and gives the features that depend on the state.
#[inline(always)]
pub fn together(state: &State, s: &Sentence<'_>, give: &mut impl FnMut(u64)) -> Roles {
    let roles = roles(state, s);
    let mut template = 5000;
    let mut a = |value: u64| {
        template += 1;
        give(mix(template, value));
    };
    let some = |i: usize| (i != NONE).then_some(i);
    let tag = |i| s.tag(some(i));
    let word = |i| s.lower(some(i));
    let group = |i, fine| s.group(some(i), fine);
    let rival = |i| s.rival(some(i));
    let class = |i: usize| s.classes.get(i).map_or(30, |&c| u64::from(c));
    let label = |i| u64::from(state.label(i));
    let two = |x: u64, y: u64| mix(x.wrapping_add(77), y);
    let tags = |i, j, k| mix(mix(tag(i), tag(j) + 300), tag(k) + 3000);
    let [s0, n0, n1, s1, n2, s0h, s2, _, s0l, s0r, n0l, _, _, s0r2, n0l2, ..] = roles;
    let (t0, tn, w0, wn) = (tag(s0), tag(n0), word(s0), word(n0));
    let pair = mix(t0, tn);
    let distance = distance(s0, n0);
    let between = between(s.classes, s0, n0);
    let ([left0, right0], [left_n, _]) = (state.counts(s0), state.counts(n0));
    let marks = u64::from(s0h != NONE) | u64::from(state.is_back()) << 1 | u64::from(n1 == NONE) << 2;
    let missing = roles.iter().zip(0..).filter(|(r, _)| **r == NONE).fold(0_u64, |set, (_, i)| set | 1 << i);
    a(missing & 0x3f);
    a(missing >> 6 & 0x3f);
    a(missing >> 12 & 0x7f);
    a(missing >> 19);
    a(marks);
    a(distance);
    a(between);
    a((state.stack().len() as u64).min(6));
    a(mix(marks, t0));
    for i in [s0, s0l, n0l, n0l2, s1, s2] {
        a(mix(label(i), class(i)));
    }
    a(mix(label(s0), tn + 500));
    a(mix(label(s0r), tn + 500));
    a(mix(label(n0l), t0 + 500));
    a(mix(mix(label(s0), label(s0r) + 100), tn));
    a(two(pair, 0));
    a(tags(n0, n1, n2));
    a(tags(s0, n0, n1));
    a(tags(s1, s0, n0));
    a(tags(s0h, s0, n0));
    a(tags(s0, s0l, n0));
    a(tags(s0, s0r, n0));
    a(tags(s0, n0l, n0));
    a(tags(s0, s0r2, s0r));
    a(tags(n0, n0l, n0l2));
    let (g0, gn) = (group(s0, 1), group(n0, 1));
    a(two(g0, gn));
    a(two(g0, tn));
    a(two(t0, gn));
    a(two(group(s0, 0), group(n0, 0)));
    a(two(word(s1), wn));
    a(two(tag(s1), tn));
    a(two(group(s1, 1), gn));
    a(two(t0, tag(n1)));
    a(two(wn, word(n1)));
    a(two(g0, group(n1, 1)));
    a(two(t0, distance));
    a(two(tn, distance));
    a(mix(two(pair, 2), between));
    a(two(w0, distance));
    a(two(wn, distance));
    a(two(w0, right0));
    a(two(w0, left0));
    a(two(t0, right0));
    a(two(t0, left0));
    a(two(tn, left_n));
    a(two(wn, left_n));
    let (set0, set_n) = (state.label_set(s0), state.label_set(n0));
    a(two(w0, label(s0r)));
    a(two(w0, set0));
    a(two(t0, set0));
    a(two(tn, set_n));
    a(two(word(s0h), w0));
    a(two(word(s0h), tn));
    a(two(group(s0h, 1), gn));
    a(two(word(s0r), tn));
    a(two(word(s0r), wn));
    a(two(word(n0l), wn));
    a(two(word(n0l), t0));
    a(mix(two(tag(s0h), label(s0)), tn));
    let (r0, rn) = (rival(s0), rival(n0));
    a(mix(two(t0, r0), mix(tn, rn)));
    a(two(r0, tn));
    a(two(t0, rn));
    roles
}
