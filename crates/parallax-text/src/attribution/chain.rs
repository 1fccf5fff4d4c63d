//! The best chain of states over the words of a passage (Viterbi 1967).

use std::ops::Range;

use fearless_simd::prelude::*;
use fearless_simd::{f32x16, i32x16};

use crate::learned::net::{HEAD_UNIT, UNIT, exp};

use super::states::{PARTS, Part, STATES, Steps, label_of, of_label, part};

/// What is worse than anything.
const NEVER: i32 = i32::MIN / 4;

/// What no step is worth more than, nor less than the negative of: sums of these do not overflow.
const MOST: i32 = 1 << 24;

/// Units of one in scores.
pub(super) const SCORE: f32 = UNIT * HEAD_UNIT;

/// States with those that fill up registers; the latter are never reached.
pub(super) const WIDTH: usize = STATES.next_power_of_two();

/// A number of each state.
pub(super) type Scores = [i32; WIDTH];

/// What it is worth that a state follows another, as whole tables: a state has few that it can follow, but registers take
/// all of them at once.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Chain {
    /// By the state before; [`NEVER`] where there is no such step.
    worth: [Scores; STATES],
    /// The same by the state that follows.
    worth_of: [Scores; STATES],
    /// The odds that come of that, by the state before, and by the state that follows.
    odds: [[f32; WIDTH]; STATES],
    odds_of: [[f32; WIDTH]; STATES],
    begins: [bool; STATES],
}

/// Room that is used again.
#[derive(Debug, Default)]
pub(super) struct Room {
    sums: Vec<Scores>,
    forward: Vec<[f32; WIDTH]>,
    own: Vec<[f32; WIDTH]>,
}

impl Chain {
    /// From the worth of each step: of the first state before all others, then of the second, and so on.
    pub(super) fn new(worth: &[i32]) -> Self {
        let all = Steps::all();
        let mut chain = Self {
            worth: [[NEVER; WIDTH]; STATES],
            worth_of: [[NEVER; WIDTH]; STATES],
            odds: [[0.0; WIDTH]; STATES],
            odds_of: [[0.0; WIDTH]; STATES],
            begins: std::array::from_fn(|state| all.begins[state]),
        };
        for (to, before) in all.before.iter().enumerate() {
            for &from in before {
                let worth = worth.get(from * STATES + to).copied().unwrap_or(0).clamp(-MOST, MOST);
                let part = worth as f32 / SCORE;
                let odds = if part > 0.0 { 1.0 / exp(-part) } else { exp(part) };
                (chain.worth[from][to], chain.worth_of[to][from]) = (worth, worth);
                (chain.odds[from][to], chain.odds_of[to][from]) = (odds, odds);
            }
        }
        chain
    }

    /// Sets `out` to the best states of words by their scores; `begins` are those that begin a block.
    #[inline(always)]
    pub(super) fn best<S: Simd>(
        &self,
        simd: S,
        scores: &[Scores],
        begins: impl Fn(usize) -> bool,
        room: &mut Room,
        out: &mut Vec<u8>,
    ) {
        out.clear();
        room.sums.clear();
        let mut last = [NEVER; WIDTH];
        for (word, scores) in scores.iter().enumerate() {
            let mut best = [NEVER; WIDTH];
            if word == 0 || begins(word) {
                // Sums begin at 0 with each block.
                for state in 0..STATES {
                    best[state] = if self.begins[state] { scores[state] } else { NEVER };
                }
            } else {
                best = best_steps(simd, &self.worth, &last);
                for (best, score) in best.iter_mut().zip(scores) {
                    *best = best.saturating_add(*score);
                }
                let top = best.iter().copied().fold(NEVER, i32::max);
                // However long the block is, sums stay small.
                for best in &mut best {
                    *best = best.saturating_sub(top).max(NEVER);
                }
            }
            last = best;
            room.sums.push(best);
        }
        let mut state = highest(&last);
        for word in (0..scores.len()).rev() {
            out.push(state as u8);
            if let Some(before) = word.checked_sub(1).map(|before| &room.sums[before]) {
                let mut sums = *before;
                if !begins(word) {
                    for (sum, &worth) in sums.iter_mut().zip(&self.worth_of[state]) {
                        *sum = sum.saturating_add(worth);
                    }
                }
                state = highest(&sums);
            }
        }
        out.reverse();
    }

    /// How likely each word of a block has the label that was chosen for it, over all chains (forward and backward
    /// sums), added to `out`. `scores` and `states` are those of the block.
    #[inline(always)]
    pub(super) fn odds<S: Simd>(
        &self,
        simd: S,
        scores: &[Scores],
        states: &[u8],
        room: &mut Room,
        out: &mut Vec<f32>,
    ) {
        let Room { forward, own, .. } = room;
        forward.clear();
        own.clear();
        for scores in scores {
            let top = scores[..STATES].iter().copied().fold(i32::MIN, i32::max);
            let mut odds = [0.0; WIDTH];
            for (odds, &score) in odds.iter_mut().zip(scores) {
                *odds = exp(score.saturating_sub(top).min(0) as f32 / SCORE);
            }
            let mut sums = match forward.last() {
                None => std::array::from_fn(|s| if s < STATES && self.begins[s] { 1.0 } else { 0.0 }),
                Some(last) => products(simd, &self.odds, last),
            };
            for (sum, odds) in sums.iter_mut().zip(&odds) {
                *sum *= odds;
            }
            forward.push(scaled(sums));
            own.push(odds);
        }
        let mut back = [1.0; WIDTH];
        let first = out.len();
        for ((forward, own), &state) in forward.iter().zip(own.iter()).zip(states).rev() {
            let mut odds = *forward;
            for (odds, back) in odds.iter_mut().zip(&back) {
                *odds *= back;
            }
            let right = of_label(label_of(usize::from(state))).map(|state| odds[state]).sum::<f32>();
            out.push(right / sum(odds).max(f32::MIN_POSITIVE));
            for (back, own) in back.iter_mut().zip(own) {
                *back *= own;
            }
            back = scaled(products(simd, &self.odds_of, &back));
        }
        out[first..].reverse();
    }
}

/// Numbers of one register, and registers of a row.
const LANES: usize = 16;
const SIDE: usize = WIDTH / LANES;

/// The best of the sums of rows of a table with the number that stands for each.
#[inline(always)]
fn best_steps<S: Simd>(simd: S, table: &[Scores; STATES], last: &Scores) -> Scores {
    let mut best = [i32x16::splat(simd, NEVER); SIDE];
    for (row, &last) in table.iter().zip(last) {
        let last = i32x16::splat(simd, last);
        for (best, worth) in best.iter_mut().zip(row.chunks_exact(LANES)) {
            *best = best.max(last + i32x16::from_slice(simd, worth));
        }
    }
    let mut out = [0; WIDTH];
    for (out, best) in out.chunks_exact_mut(LANES).zip(&best) {
        out.copy_from_slice(best.as_slice());
    }
    out
}

/// The sum of the rows of a table, each times the number that stands for it.
#[inline(always)]
fn products<S: Simd>(simd: S, table: &[[f32; WIDTH]; STATES], by: &[f32; WIDTH]) -> [f32; WIDTH] {
    let mut sums = [f32x16::splat(simd, 0.0); SIDE];
    for (row, &by) in table.iter().zip(by) {
        let by = f32x16::splat(simd, by);
        for (sum, odds) in sums.iter_mut().zip(row.chunks_exact(LANES)) {
            *sum += f32x16::from_slice(simd, odds) * by;
        }
    }
    let mut out = [0.0; WIDTH];
    for (out, sum) in out.chunks_exact_mut(LANES).zip(&sums) {
        out.copy_from_slice(sum.as_slice());
    }
    out
}

/// Brought to a sum of 1.
#[inline(always)]
fn scaled(odds: [f32; WIDTH]) -> [f32; WIDTH] {
    let sum = sum(odds).max(f32::MIN_POSITIVE);
    odds.map(|o| o / sum)
}

/// The sum of all, by halves: what stands side by side is added at once.
#[inline(always)]
fn sum(mut all: [f32; WIDTH]) -> f32 {
    let mut half = WIDTH / 2;
    while half > 0 {
        for i in 0..half {
            all[i] += all[i + half];
        }
        half /= 2;
    }
    all[0]
}

/// The state with the largest score, the first of equal ones.
#[inline(always)]
fn highest(scores: &Scores) -> usize {
    let top = scores.iter().copied().fold(i32::MIN, i32::max);
    let mut best = 0;
    for state in (0..STATES).rev() {
        best = if scores[state] == top { state } else { best };
    }
    best
}

/// The stretches of each part in a chain of states.
pub fn segments(states: &[u8]) -> [Vec<Range<usize>>; PARTS.len()] {
    let mut out: [Vec<Range<usize>>; PARTS.len()] = Default::default();
    let mut open: Option<Part> = None;
    for (at, &state) in states.iter().enumerate() {
        match part(label_of(usize::from(state))) {
            Some((of, first)) => {
                let segments = &mut out[of as usize];
                match segments.last_mut().filter(|_| open == Some(of) && !first) {
                    Some(last) => last.end = at + 1,
                    None => segments.push(at..at + 1),
                }
                open = Some(of);
            }
            None => open = None,
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use fearless_simd::{Level, dispatch};

    use super::super::states::{LABELS, label, next};
    use super::*;

    /// Scores that want some labels, whatever is remembered.
    fn wanting(labels: &[usize]) -> Vec<Scores> {
        let of = |wanted: usize| std::array::from_fn(|s| if label_of(s) == wanted { 100 } else { 0 });
        labels.iter().map(|&l| of(l)).collect()
    }

    fn best(chain: &Chain, labels: &[usize], begins: &[usize]) -> Vec<usize> {
        let (mut room, mut out) = (Room::default(), Vec::new());
        dispatch!(Level::new(), simd => {
            chain.best(simd, &wanting(labels), |at| begins.contains(&at), &mut room, &mut out);
        });
        out.iter().map(|&s| label_of(usize::from(s))).collect()
    }

    #[test]
    fn what_is_wanted_and_allowed_is_chosen() {
        let chain = Chain::new(&[0; STATES * STATES]);
        let [source, cue, more] =
            [label(Part::Source, true), label(Part::Cue, true), label(Part::Cue, false)];
        assert_eq!(best(&chain, &[source, cue, more, 0], &[0]), [source, cue, more, 0]);
        let broken = best(&chain, &[source, cue, more], &[0, 2]);
        assert_ne!(broken[2], more, "nothing goes on over the border of blocks");
        assert_eq!(best(&chain, &[], &[]), [0; 0]);
    }

    /// Outside at first, then a cue at all costs.
    fn eager() -> Chain {
        let mut worth = vec![0; STATES * STATES];
        let (first, cue) = (next(None, 0).unwrap(), label(Part::Cue, true));
        for from in (0..STATES).filter(|&from| from != first) {
            worth[from * STATES..(from + 1) * STATES].fill(-20 * SCORE as i32);
        }
        for label in (0..LABELS).filter(|&l| l != cue) {
            if let Some(to) = next(Some(first), label) {
                worth[first * STATES + to] = -20 * SCORE as i32;
            }
        }
        Chain::new(&worth)
    }

    #[test]
    fn steps_count() {
        assert_eq!(best(&eager(), &[0, 0], &[0]), [0, label(Part::Cue, true)]);
    }

    fn odds(chain: &Chain, scores: &[Scores], states: &[u8]) -> Vec<f32> {
        let (mut room, mut out) = (Room::default(), Vec::new());
        dispatch!(Level::new(), simd => chain.odds(simd, scores, states, &mut room, &mut out));
        out
    }

    #[test]
    fn odds_are_those_of_all_chains() {
        let scores = wanting(&[0, 0]);
        let (first, cue) = (next(None, 0).unwrap(), label(Part::Cue, true));
        let states = [first, next(Some(first), cue).unwrap()].map(|s| s as u8);
        let sure = odds(&eager(), &scores, &states);
        assert!(sure.iter().all(|&o| o > 0.95), "{sure:?}");
        let even = odds(&Chain::new(&[0; STATES * STATES]), &wanting(&[0]), &states[..1]);
        // One label of four, since three can not begin; scores of a hundredth are next to nothing.
        assert!((even[0] - 0.25).abs() < 0.01, "{even:?}");
    }

    #[test]
    fn segments_are_stretches_of_one_part() {
        let (a, b) = (label(Part::Source, true), label(Part::Source, false));
        let mut before = None;
        let states: Vec<u8> = [a, b, a, 0, label(Part::Content, true)]
            .into_iter()
            .map(|l| {
                before = next(before, l);
                before.unwrap() as u8
            })
            .collect();
        let [sources, cues, contents] = segments(&states);
        assert_eq!(sources, [0..2, 2..3]);
        assert!(cues.is_empty());
        assert_eq!((contents.len(), contents[0].clone()), (1, 4..5));
    }
}
