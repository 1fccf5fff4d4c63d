//! The best chain of states over the words of a passage (Viterbi 1967).

use std::ops::Range;

use crate::learned::net::{HEAD_UNIT, UNIT, exp};

use super::states::{PARTS, Part, STATES, Steps, label_of, part};

/// What is worse than anything.
const NEVER: i32 = i32::MIN / 2;

/// Units of one in scores.
pub(super) const SCORE: f32 = UNIT * HEAD_UNIT;

/// What it is worth that a state follows another.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Chain {
    /// For each state, those that can stand before it, each with its worth.
    before: Vec<Vec<(u8, i32)>>,
    /// The same, with the odds that come of the worth.
    odds_before: Vec<Vec<(u8, f32)>>,
    begins: [bool; STATES],
}

/// Room that is used again.
#[derive(Debug, Default)]
pub(super) struct Room {
    best: Vec<[i32; STATES]>,
    from: Vec<[u8; STATES]>,
}

impl Chain {
    /// From the worth of each step: of the first state before all others, then of the second, and so on.
    pub(super) fn new(worth: &[i32]) -> Self {
        let steps = Steps::all();
        let of = |to: usize| {
            let before = steps.before[to].iter();
            before.map(|&from| (from as u8, worth.get(from * STATES + to).copied().unwrap_or(0))).collect()
        };
        let before: Vec<Vec<(u8, i32)>> = (0..STATES).map(of).collect();
        let odds = |worth: i32| {
            let worth = worth as f32 / SCORE;
            if worth > 0.0 { 1.0 / exp(-worth) } else { exp(worth) }
        };
        let with_odds = |all: &Vec<(u8, i32)>| all.iter().map(|&(from, worth)| (from, odds(worth))).collect();
        Self {
            odds_before: before.iter().map(with_odds).collect(),
            before,
            begins: std::array::from_fn(|state| steps.begins[state]),
        }
    }

    /// Sets `out` to the best states of words by their scores; `begins` are those that begin a block.
    pub(super) fn best(
        &self,
        scores: &[[i32; STATES]],
        begins: impl Fn(usize) -> bool,
        room: &mut Room,
        out: &mut Vec<u8>,
    ) {
        out.clear();
        room.best.clear();
        room.from.clear();
        let mut last = [0; STATES];
        for (at, scores) in scores.iter().enumerate() {
            let (mut best, mut from) = ([NEVER; STATES], [0; STATES]);
            if at == 0 || begins(at) {
                let top = highest(&last);
                let worth = last[usize::from(top)];
                for state in (0..STATES).filter(|&s| self.begins[s]) {
                    (best[state], from[state]) = (worth.saturating_add(scores[state]), top);
                }
            } else {
                for state in 0..STATES {
                    for &(before, worth) in &self.before[state] {
                        let sum = last[usize::from(before)].saturating_add(worth);
                        if sum > best[state] {
                            (best[state], from[state]) = (sum, before);
                        }
                    }
                    best[state] = best[state].saturating_add(scores[state]).max(NEVER);
                }
            }
            // Sums stay small however long the passage is.
            let top = best[usize::from(highest(&best))];
            last = best.map(|b| b.saturating_sub(top).max(NEVER));
            room.best.push(last);
            room.from.push(from);
        }
        let mut state = room.best.last().map_or(0, highest);
        for from in room.from.iter().rev() {
            out.push(state);
            state = from[usize::from(state)];
        }
        out.reverse();
    }
}

impl Chain {
    /// How likely each word of a block has the label that was chosen for it, over all chains (forward and backward
    /// sums), added to `out`. `scores` and `states` are those of the block.
    pub(super) fn odds(&self, scores: &[[i32; STATES]], states: &[u8], out: &mut Vec<f32>) {
        let len = scores.len().min(states.len());
        let mut forward: Vec<[f32; STATES]> = Vec::with_capacity(len);
        let mut own: Vec<[f32; STATES]> = Vec::with_capacity(len);
        for scores in &scores[..len] {
            let top = scores[usize::from(highest(scores))];
            let odds: [f32; STATES] =
                std::array::from_fn(|s| exp(scores[s].saturating_sub(top) as f32 / SCORE));
            let sums: [f32; STATES] = match forward.last() {
                None => std::array::from_fn(|s| if self.begins[s] { odds[s] } else { 0.0 }),
                Some(last) => std::array::from_fn(|s| odds[s] * weighed(&self.odds_before[s], last)),
            };
            forward.push(scaled(sums));
            own.push(odds);
        }
        let mut back = [1.0; STATES];
        let from = out.len();
        for at in (0..len).rev() {
            let all: [f32; STATES] = std::array::from_fn(|s| forward[at][s] * back[s]);
            let label = label_of(usize::from(states[at]));
            let right: f32 = (0..STATES).filter(|&s| label_of(s) == label).map(|s| all[s]).sum();
            out.push(right / all.iter().sum::<f32>().max(f32::MIN_POSITIVE));
            let mut before = [0.0; STATES];
            for state in 0..STATES {
                let part = back[state] * own[at][state];
                for &(from, worth) in &self.odds_before[state] {
                    before[usize::from(from)] += worth * part;
                }
            }
            back = scaled(before);
        }
        out[from..].reverse();
    }
}

fn weighed(before: &[(u8, f32)], odds: &[f32; STATES]) -> f32 {
    before.iter().map(|&(from, worth)| worth * odds[usize::from(from)]).sum()
}

/// Brought to a sum of 1.
fn scaled(odds: [f32; STATES]) -> [f32; STATES] {
    let sum = odds.iter().sum::<f32>().max(f32::MIN_POSITIVE);
    odds.map(|o| o / sum)
}

fn highest(scores: &[i32; STATES]) -> u8 {
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
        eager().odds(&scores, &states, &mut out);
        assert!(out.iter().all(|&o| o > 0.95), "{out:?}");
        out.clear();
        Chain::new(&[0; STATES * STATES]).odds(&wanting(&[0]), &states[..1], &mut out);
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
        assert!(cues.is_empty() && contents == [4..5]);
    }
}
