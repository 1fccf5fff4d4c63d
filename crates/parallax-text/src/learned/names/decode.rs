//! The best row of labels for a line (Viterbi 1967), in integers.

use super::labels::{LABELS, WIDTH, begins, ends, follows};

/// Scores of the labels of one word.
pub type Scores = [i16; WIDTH];

/// What it costs to do what is not allowed.
const NEVER: i32 = -1_000_000;

/// What it is worth that one label follows another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Steps {
    /// For each first label, a row of second ones.
    rows: [[i32; WIDTH]; LABELS],
}

impl Steps {
    /// From weights for each pair of labels; what may not follow is kept out.
    #[must_use]
    pub fn new(weights: &[[i16; LABELS]; LABELS]) -> Self {
        let mut rows = [[NEVER; WIDTH]; LABELS];
        for (first, row) in weights.iter().enumerate() {
            for (second, &w) in row.iter().enumerate().filter(|(second, _)| follows(first, *second)) {
                rows[first][second] = i32::from(w);
            }
        }
        Self { rows }
    }

    /// The labels with the highest sum of scores and steps; the lower label among equals. `back` is room to work in.
    pub fn best(&self, scores: &[Scores], back: &mut Vec<[u8; WIDTH]>, out: &mut Vec<u8>) {
        out.clear();
        back.clear();
        let Some(first) = scores.first() else { return };
        let mut sums: [i32; WIDTH] =
            std::array::from_fn(|k| if k < LABELS && begins(k) { i32::from(first[k]) } else { NEVER });
        for word in &scores[1..] {
            let mut next = [i32::MIN; WIDTH];
            let mut from = [0_i32; WIDTH];
            for (first, row) in self.rows.iter().enumerate() {
                let sum = sums[first];
                for k in 0..WIDTH {
                    let score = sum + row[k];
                    let better = score > next[k];
                    next[k] = if better { score } else { next[k] };
                    from[k] = if better { first as i32 } else { from[k] };
                }
            }
            // Sums stay small however long the line is.
            let most = next.iter().copied().max().unwrap_or(0);
            for k in 0..WIDTH {
                sums[k] = (next[k] - most).max(2 * NEVER) + i32::from(word[k]);
            }
            back.push(from.map(|f| f as u8));
        }
        let mut at =
            (0..LABELS).filter(|&k| ends(k)).fold(0, |best, k| if sums[k] > sums[best] { k } else { best });
        out.push(at as u8);
        for row in back.iter().rev() {
            at = usize::from(row[at]);
            out.push(at as u8);
        }
        out.reverse();
    }
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
        let mut out = Vec::new();
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
        let mut out = Vec::new();
        steps.best(&scores, &mut Vec::new(), &mut out);
        let found = value([usize::from(out[0]), usize::from(out[1]), usize::from(out[2])]);
        assert_eq!(found, all.filter_map(value).max());
    }

    #[test]
    fn long_lines_do_not_overflow() {
        let steps = Steps::new(&[[300; LABELS]; LABELS]);
        let mut out = Vec::new();
        steps.best(&vec![[i16::MAX; WIDTH]; 100_000], &mut Vec::new(), &mut out);
        assert_eq!(out.len(), 100_000);
    }
}
