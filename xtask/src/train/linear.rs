//! Learning a linear model over hashed features: the averaged perceptron (Collins 2002), made small afterwards.

use std::collections::HashMap;

use parallax_text::learned::Table;

/// Weights while they are learned: a row is born when it is first changed.
pub struct Learner {
    labels: usize,
    slots: HashMap<u64, u32, foldhash::fast::FixedState>,
    hashes: Vec<u64>,
    weights: Vec<f32>,
    /// For each weight, the sum of its changes times the moment of each.
    sums: Vec<f32>,
    clock: f32,
}

impl Learner {
    /// No rows yet.
    #[must_use]
    pub fn new(labels: usize) -> Self {
        Self {
            labels,
            slots: HashMap::default(),
            hashes: Vec::new(),
            weights: Vec::new(),
            sums: Vec::new(),
            clock: 1.0,
        }
    }

    /// Sets `scores` to the score of each label.
    pub fn score(&self, features: &[u64], scores: &mut [f32]) {
        scores.fill(0.0);
        for feature in features {
            if let Some(&slot) = self.slots.get(feature) {
                let from = slot as usize * self.labels;
                for (score, weight) in scores.iter_mut().zip(&self.weights[from..from + self.labels]) {
                    *score += weight;
                }
            }
        }
    }

    /// Adds `by` to the weights of a label for each feature.
    pub fn update(&mut self, features: &[u64], label: usize, by: f32) {
        for &feature in features {
            let next = self.hashes.len() as u32;
            let slot = *self.slots.entry(feature).or_insert(next);
            if slot == next {
                self.hashes.push(feature);
                self.weights.resize(self.weights.len() + self.labels, 0.0);
                self.sums.resize(self.sums.len() + self.labels, 0.0);
            }
            let at = slot as usize * self.labels + label;
            self.weights[at] += by;
            self.sums[at] += by * self.clock;
        }
    }

    /// Moves on: weights count by how long they stood.
    pub fn tick(&mut self) {
        self.clock += 1.0;
    }

    /// The mean of the weights over all moments.
    #[must_use]
    pub fn average(mut self) -> Weights {
        for (weight, sum) in self.weights.iter_mut().zip(&self.sums) {
            *weight -= sum / self.clock;
        }
        Weights { labels: self.labels, hashes: self.hashes, weights: self.weights }
    }
}

/// Weights that were learned.
pub struct Weights {
    labels: usize,
    hashes: Vec<u64>,
    weights: Vec<f32>,
}

impl Weights {
    /// The `keep` rows with the largest weights, brought to eight bits. All weights are scaled alike, such that `cap`
    /// becomes 127; larger ones are cut.
    #[must_use]
    pub fn table<const N: usize>(&self, keep: usize, cap: f32) -> Table<N> {
        let rows = || self.weights.chunks_exact(self.labels);
        let largest = |row: &[f32]| row.iter().fold(0.0_f32, |most, w| most.max(w.abs()));
        let mut order: Vec<(f32, usize)> = rows().map(largest).zip(0..).collect();
        order.sort_by(|a, b| b.0.total_cmp(&a.0).then(self.hashes[a.1].cmp(&self.hashes[b.1])));
        order.truncate(keep);
        let (mut hashes, mut small) = (Vec::new(), Vec::new());
        for (_, i) in order {
            let mut row = [0_i8; N];
            for (to, from) in row.iter_mut().zip(&self.weights[i * self.labels..]).take(self.labels) {
                *to = (from * 127.0 / cap).round().clamp(-127.0, 127.0) as i8;
            }
            if row != [0; N] {
                hashes.push(self.hashes[i]);
                small.push(row);
            }
        }
        Table::build(&hashes, &small)
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.hashes.len()
    }

    /// The largest weight, without its sign.
    #[must_use]
    pub fn largest(&self) -> f32 {
        self.weights.iter().fold(0.0, |most, w| most.max(w.abs()))
    }
}

/// An order that looks random and is the same everywhere (Knuth's linear congruential generator, MMIX).
pub struct Shuffle(u64);

impl Shuffle {
    /// Another seed gives another sequence of orders.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % end.max(1)
    }

    /// Shuffles (Fisher and Yates 1938).
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for i in (1..list.len()).rev() {
            let j = self.below(i + 1);
            list.swap(i, j);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_kinds_of_features_are_learned_and_kept_in_eight_bits() {
        let mut learner = Learner::new(2);
        let examples = [([1, 10], 0), ([2, 10], 1), ([1, 11], 0), ([2, 11], 1)];
        let mut scores = [0.0; 2];
        for _ in 0..5 {
            for (features, label) in &examples {
                learner.score(features, &mut scores);
                let guess = usize::from(scores[1] > scores[0]);
                if guess != *label {
                    learner.update(features, *label, 1.0);
                    learner.update(features, guess, -1.0);
                }
                learner.tick();
            }
        }
        let weights = learner.average();
        let table = weights.table::<8>(2, weights.largest());
        for (features, label) in examples {
            let mut scores = [0_i16; 8];
            features.iter().for_each(|&f| table.add(f, &mut scores));
            assert_eq!(usize::from(scores[1] > scores[0]), label);
        }
    }

    #[test]
    fn a_shuffle_keeps_every_item() {
        let mut list: Vec<u32> = (0..100).collect();
        Shuffle::new(1).shuffle(&mut list);
        assert_ne!(list, (0..100).collect::<Vec<_>>());
        list.sort_unstable();
        assert_eq!(list, (0..100).collect::<Vec<_>>());
    }
}
