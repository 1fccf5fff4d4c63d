//! The best chain of states over the words of a passage (Viterbi 1967).

use std::ops::Range;

use crate::learned::net::{HEAD_UNIT, UNIT, exp};

use super::states::{PARTS, Part, STATES, Steps, label_of, part};

/// What is worse than anything.
const NEVER: i32 = i32::MIN / 4;

/// Units of one in scores.
pub(super) const SCORE: f32 = UNIT * HEAD_UNIT;

/// States with those that fill up their rows, so that indices need no check.
const WIDTH: usize = STATES.next_power_of_two();

/// A step from a state to another, with what it is worth, and the odds that come of that.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Step {
    from: u8,
    to: u8,
    worth: i32,
    odds: f32,
}

/// What it is worth that a state follows another.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Chain {
    /// All steps that there are, by the state that they lead to.
    steps: Vec<Step>,
    begins: [bool; STATES],
}

/// Room that is used again.
#[derive(Debug, Default)]
pub(super) struct Room {
    from: Vec<[u8; WIDTH]>,
    forward: Vec<[f32; WIDTH]>,
    own: Vec<[f32; WIDTH]>,
}

fn at(state: u8) -> usize {
    usize::from(state) % WIDTH
}

impl Chain {
    /// From the worth of each step: of the first state before all others, then of the second, and so on.
    pub(super) fn new(worth: &[i32]) -> Self {
        let all = Steps::all();
        let step = |to: usize, from: usize| {
            let worth = worth.get(from * STATES + to).copied().unwrap_or(0);
            let part = worth as f32 / SCORE;
            let odds = if part > 0.0 { 1.0 / exp(-part) } else { exp(part) };
            Step { from: from as u8, to: to as u8, worth, odds }
        };
        let steps = all
            .before
            .iter()
            .enumerate()
            .flat_map(|(to, before)| before.iter().map(move |&from| step(to, from)));
        Self { steps: steps.collect(), begins: std::array::from_fn(|state| all.begins[state]) }
    }

    /// Sets `out` to the best states of words by their scores; `begins` are those that begin a block.
    #[inline(always)]
    pub(super) fn best(
        &self,
        scores: &[[i32; STATES]],
        begins: impl Fn(usize) -> bool,
        room: &mut Room,
        out: &mut Vec<u8>,
    ) {
        out.clear();
        room.from.clear();
        let mut last = [NEVER; WIDTH];
        last[0] = 0;
        for (word, scores) in scores.iter().enumerate() {
            let (mut best, mut from) = ([NEVER; WIDTH], [0; WIDTH]);
            if word == 0 || begins(word) {
                // Sums begin at 0 with each block.
                let top = highest(&last);
                for state in (0..STATES).filter(|&s| self.begins[s]) {
                    (best[state], from[state]) = (scores[state], top);
                }
            } else {
                for step in &self.steps {
                    let sum = last[at(step.from)] + step.worth;
                    let better = sum > best[at(step.to)];
                    best[at(step.to)] = if better { sum } else { best[at(step.to)] };
                    from[at(step.to)] = if better { step.from } else { from[at(step.to)] };
                }
                for (best, score) in best.iter_mut().zip(scores) {
                    *best = best.saturating_add(*score);
                }
                let top = best[at(highest(&best))];
                // However long the block is, sums stay small.
                best.iter_mut().for_each(|b| *b = b.saturating_sub(top).max(NEVER));
            }
            last = best;
            room.from.push(from);
        }
        let mut state = highest(&last);
        for from in room.from.iter().rev() {
            out.push(state);
            state = from[at(state)];
        }
        out.reverse();
    }

    /// How likely each word of a block has the label that was chosen for it, over all chains (forward and backward
    /// sums), added to `out`. `scores` and `states` are those of the block.
    #[inline(always)]
    pub(super) fn odds(&self, scores: &[[i32; STATES]], states: &[u8], room: &mut Room, out: &mut Vec<f32>) {
        let Room { forward, own, .. } = room;
        forward.clear();
        own.clear();
        for scores in scores {
            let top = scores.iter().copied().fold(i32::MIN, i32::max);
            let mut odds = [0.0; WIDTH];
            for (odds, score) in odds.iter_mut().zip(scores) {
                *odds = exp(score.saturating_sub(top) as f32 / SCORE);
            }
            let mut sums = [0.0; WIDTH];
            match forward.last() {
                None => (0..STATES).filter(|&s| self.begins[s]).for_each(|s| sums[s] = 1.0),
                Some(last) => {
                    self.steps.iter().for_each(|s| sums[at(s.to)] += s.odds * last[at(s.from)]);
                }
            }
            sums.iter_mut().zip(&odds).for_each(|(sum, odds)| *sum *= odds);
            forward.push(scaled(sums));
            own.push(odds);
        }
        let mut back = [1.0; WIDTH];
        let first = out.len();
        for ((forward, own), &state) in forward.iter().zip(own.iter()).zip(states).rev() {
            let label = label_of(usize::from(state));
            let (mut right, mut sum) = (0.0, 0.0);
            for state in 0..STATES {
                let odds = forward[state] * back[state];
                sum += odds;
                right += if label_of(state) == label { odds } else { 0.0 };
            }
            out.push(right / sum.max(f32::MIN_POSITIVE));
            back.iter_mut().zip(own).for_each(|(back, own)| *back *= own);
            let mut before = [0.0; WIDTH];
            self.steps.iter().for_each(|s| before[at(s.from)] += s.odds * back[at(s.to)]);
            back = scaled(before);
        }
        out[first..].reverse();
    }
}

/// Brought to a sum of 1.
#[inline(always)]
fn scaled(odds: [f32; WIDTH]) -> [f32; WIDTH] {
    let sum = odds.iter().sum::<f32>().max(f32::MIN_POSITIVE);
    odds.map(|o| o / sum)
}

#[inline(always)]
fn highest(scores: &[i32; WIDTH]) -> u8 {
    let mut best = 0;
    for state in 1..STATES {
        if scores[state] > scores[best] {
            best = state;
        }
    }
    best as u8
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
    use super::super::states::{LABELS, label, next};
    use super::*;

    /// Scores that want some labels, whatever is remembered.
    fn wanting(labels: &[usize]) -> Vec<[i32; STATES]> {
        let of = |wanted: usize| std::array::from_fn(|s| if label_of(s) == wanted { 100 } else { 0 });
        labels.iter().map(|&l| of(l)).collect()
    }

    fn best(chain: &Chain, labels: &[usize], begins: &[usize]) -> Vec<usize> {
        let (mut room, mut out) = (Room::default(), Vec::new());
        chain.best(&wanting(labels), |at| begins.contains(&at), &mut room, &mut out);
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

    #[test]
    fn odds_are_those_of_all_chains() {
        let (mut out, scores) = (Vec::new(), wanting(&[0, 0]));
        let (first, cue) = (next(None, 0).unwrap(), label(Part::Cue, true));
        let states = [first, next(Some(first), cue).unwrap()].map(|s| s as u8);
        eager().odds(&scores, &states, &mut Room::default(), &mut out);
        assert!(out.iter().all(|&o| o > 0.95), "{out:?}");
        out.clear();
        Chain::new(&[0; STATES * STATES]).odds(&wanting(&[0]), &states[..1], &mut Room::default(), &mut out);
        // One label of four, since three can not begin; scores of a hundredth are next to nothing.
        assert!((out[0] - 0.25).abs() < 0.01, "{out:?}");
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
