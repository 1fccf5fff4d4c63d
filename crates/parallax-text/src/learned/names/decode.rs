//! The best row of labels for a line (Viterbi 1967), in integers.

use super::super::wide;
use super::labels::{LABELS, WIDTH, begins, ends, follows};

/// Scores of the labels of one word.
pub type Scores = [i16; WIDTH];

/// What is not allowed scores this, whatever is added to it.
const NEVER: i16 = i16::MIN;

/// What it is worth that one label follows another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Steps {
    /// For each first label, a row of second ones.
    rows: [Scores; LABELS],
    /// For each second label, a row of first ones.
    turned: [Scores; LABELS],
}

impl Steps {
    /// From weights for each pair of labels; what may not follow is kept out.
    #[must_use]
    pub fn new(weights: &[[i16; LABELS]; LABELS]) -> Self {
        let mut this = Self { rows: [[NEVER; WIDTH]; LABELS], turned: [[NEVER; WIDTH]; LABELS] };
        for (first, row) in weights.iter().enumerate() {
            for (second, &w) in row.iter().enumerate().filter(|(second, _)| follows(first, *second)) {
                this.rows[first][second] = w;
                this.turned[second][first] = w;
            }
        }
        this
    }

    /// The labels with the highest sum of scores and steps, the lower label among equals, into `out`. What falls 32,768
    /// behind the best of its word counts as that far behind. `sums` is room to work in.
    pub fn best(&self, scores: &[Scores], sums: &mut Vec<Scores>, out: &mut [u8]) {
        wide(
            #[inline(always)]
            || self.best_of(scores, sums, out),
        );
    }

    #[inline(always)]
    fn best_of(&self, scores: &[Scores], sums: &mut Vec<Scores>, out: &mut [u8]) {
        sums.clear();
        let Some(first) = scores.first() else { return };
        let mut now = [NEVER; WIDTH];
        (0..LABELS).filter(|&k| begins(k)).for_each(|k| now[k] = first[k]);
        sums.push(level(now));
        for word in &scores[1..] {
            let last = sums.last().unwrap_or(&now);
            let mut next = [NEVER; WIDTH];
            for (row, &sum) in self.rows.iter().zip(last) {
                for (next, &step) in next.iter_mut().zip(row) {
                    *next = (*next).max(sum.saturating_add(step));
                }
            }
            for (next, &score) in next.iter_mut().zip(word) {
                *next = next.saturating_add(score);
            }
            sums.push(level(next));
        }
        let ending = sums.last().map_or([NEVER; WIDTH], |s| {
            std::array::from_fn(|k| if k < LABELS && ends(k) { s[k] } else { NEVER })
        });
        let mut at = most(&ending);
        for i in (0..scores.len()).rev() {
            out[i] = at as u8;
            if let Some(before) = i.checked_sub(1).map(|i| &sums[i]) {
                let steps = &self.turned[at];
                at = most(&std::array::from_fn(|k| before[k].saturating_add(steps[k])));
            }
        }
    }
}

/// Sums with the best brought to 0, so that they stay small however long the line is.
#[inline(always)]
fn level(sums: Scores) -> Scores {
    let most = sums.iter().fold(NEVER, |a, &b| a.max(b));
    sums.map(|s| s.saturating_sub(most))
}

/// The first of the best labels.
#[inline(always)]
fn most(sums: &Scores) -> usize {
    let most = sums.iter().fold(NEVER, |a, &b| a.max(b));
    sums.iter().position(|&s| s == most).map_or(0, |at| at.min(LABELS - 1))
}

#[cfg(test)]
mod tests {
    use super::super::labels::{Kind, Part, label};
    use super::*;

    #[test]
    fn the_best_row_is_one_that_may_be() {
        let steps = Steps::new(&[[0; LABELS]; LABELS]);
        let mut scores = [[0_i16; WIDTH]; 3];
        scores[0][label(Kind::Person, Part::First)] = 5;
        scores[1][label(Kind::Place, Part::Only)] = 4;
        scores[1][label(Kind::Person, Part::Last)] = 3;
        let mut out = [0; 3];
        steps.best(&scores, &mut Vec::new(), &mut out);
        assert_eq!(out, [label(Kind::Person, Part::First) as u8, label(Kind::Person, Part::Last) as u8, 0]);
    }

    #[test]
    fn it_is_the_best_of_all() {
        // Every row of three labels is tried.
        let weights = std::array::from_fn(|a| std::array::from_fn(|b| ((a * 7 + b * 13) % 11) as i16 - 5));
        let steps = Steps::new(&weights);
        let scores: Vec<Scores> =
            (0..3).map(|i| std::array::from_fn(|k| ((i * 5 + k * 17) % 23) as i16 - 9)).collect();
        let value = |row: [usize; 3]| -> Option<i32> {
            let fine = begins(row[0]) && ends(row[2]) && row.windows(2).all(|w| follows(w[0], w[1]));
            let words: i32 = row.iter().zip(&scores).map(|(&l, s)| i32::from(s[l])).sum();
            fine.then(|| words + row.windows(2).map(|w| i32::from(weights[w[0]][w[1]])).sum::<i32>())
        };
        let all = (0..LABELS.pow(3)).map(|n| [n % LABELS, n / LABELS % LABELS, n / LABELS / LABELS]);
        let mut out = [0; 3];
        steps.best(&scores, &mut Vec::new(), &mut out);
        let found = value([usize::from(out[0]), usize::from(out[1]), usize::from(out[2])]);
        assert_eq!(found, all.filter_map(value).max());
    }

    #[test]
    fn long_lines_do_not_overflow() {
        let steps = Steps::new(&[[300; LABELS]; LABELS]);
        let mut out = vec![0; 100_000];
        steps.best(&vec![[i16::MAX; WIDTH]; 100_000], &mut Vec::new(), &mut out);
        assert!(out.windows(2).all(|w| follows(usize::from(w[0]), usize::from(w[1]))));
    }
}
