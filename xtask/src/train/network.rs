//! Learning a small network over hashed features: rows of features are summed, cut, and weighed by each label.
//!
//! Steps follow the gradient of the cross entropy, each row with its own rate, which falls with what the row has seen
//! (Duchi, Hazan and Singer 2011). All sums are of fixed order, and the exponential is our own, so that the same
//! examples give the same weights.

use std::collections::HashMap;

use parallax_text::learned::hash;
pub use parallax_text::learned::net::exp;
use parallax_text::learned::net::{self, Head, Hidden};

use super::shuffle::Shuffle;

type Numbers = HashMap<u64, u32, foldhash::fast::FixedState>;

/// Where sums are cut, as in use.
const TOP: f32 = net::TOP as f32 / net::UNIT;

/// Features with how often they were seen, in the order of first sight.
#[derive(Default)]
pub struct Seen {
    slots: Numbers,
    all: Vec<(u64, u32)>,
}

impl Seen {
    /// Counts a feature.
    pub fn count(&mut self, feature: u64) {
        let next = self.all.len() as u32;
        let slot = *self.slots.entry(feature).or_insert(next);
        if slot == next {
            self.all.push((feature, 0));
        }
        self.all[slot as usize].1 += 1;
    }

    /// The features that were seen so often.
    #[must_use]
    pub fn often(&self, least: u32) -> Vec<u64> {
        self.all.iter().filter(|(_, n)| *n >= least).map(|(f, _)| *f).collect()
    }
}

/// A random number in [-1, 1).
pub fn unit(random: &mut Shuffle) -> f32 {
    random.below(1 << 24) as f32 / (1 << 23) as f32 - 1.0
}

/// True with some probability.
pub fn chance(random: &mut Shuffle, of: f32) -> bool {
    of > 0.0 && (random.below(1 << 24) as f32) < of * (1 << 24) as f32
}

/// A sum of products in sixteen parts, which the compiler can add at a time.
#[inline(always)]
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut parts = [0.0_f32; 16];
    for (a, b) in a.chunks(16).zip(b.chunks(16)) {
        for ((part, a), b) in parts.iter_mut().zip(a).zip(b) {
            *part += a * b;
        }
    }
    parts.iter().sum()
}

/// Adds a row to sums.
pub fn add<const H: usize>(sums: &mut [f32; H], row: &[f32; H]) {
    for (sum, weight) in sums.iter_mut().zip(row) {
        *sum += weight;
    }
}

/// Sums cut at zero and at the top.
#[must_use]
pub fn cut<const H: usize>(sums: &[f32; H]) -> [f32; H] {
    sums.map(|sum| sum.clamp(0.0, TOP))
}

/// Takes from a gradient what the cut holds back.
pub fn hold_back<const H: usize>(sums: &[f32; H], gradient: &mut [f32; H]) {
    for (slope, &sum) in gradient.iter_mut().zip(sums) {
        if sum <= 0.0 || sum >= TOP {
            *slope = 0.0;
        }
    }
}

/// What the sum of squares that slows a row down begins with.
const DAMP: f32 = 0.02;

/// Rows of features while they are learned.
pub struct Rows<const H: usize> {
    slots: Numbers,
    hashes: Vec<u64>,
    weights: Vec<[f32; H]>,
    steep: Vec<f32>,
    start: [f32; H],
    start_steep: f32,
}

impl<const H: usize> Rows<H> {
    /// Rows with small random weights, fixed by the feature.
    #[must_use]
    pub fn new(features: Vec<u64>, spread: f32) -> Self {
        let slots = features.iter().zip(0..).map(|(f, slot)| (*f, slot)).collect();
        let row = |f: &u64| {
            let mut random = Shuffle::new(hash::mix(9, *f));
            [0.0; H].map(|_: f32| spread * unit(&mut random))
        };
        let weights: Vec<_> = features.iter().map(row).collect();
        let steep = vec![DAMP; weights.len()];
        Self { slots, hashes: features, weights, steep, start: [0.2; H], start_steep: 0.1 }
    }

    /// What every sum begins with.
    #[must_use]
    pub fn start(&self) -> [f32; H] {
        self.start
    }

    /// The number of a feature's row.
    #[must_use]
    pub fn slot(&self, feature: u64) -> Option<u32> {
        self.slots.get(&feature).copied()
    }

    /// The weights of a row.
    #[must_use]
    pub fn row(&self, slot: u32) -> &[f32; H] {
        &self.weights[slot as usize]
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.weights.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.weights.is_empty()
    }

    /// A step of rows against a gradient that they share.
    pub fn step(&mut self, slots: impl Iterator<Item = u32>, gradient: &[f32; H], rate: f32) {
        let square = dot(gradient, gradient) / H as f32;
        for slot in slots.map(|s| s as usize) {
            self.steep[slot] += square;
            let rate = rate / self.steep[slot].sqrt();
            for (weight, slope) in self.weights[slot].iter_mut().zip(gradient) {
                *weight -= rate * slope;
            }
        }
    }

    /// A step of what every sum begins with.
    pub fn step_start(&mut self, gradient: &[f32; H], rate: f32) {
        self.start_steep += dot(gradient, gradient) / H as f32;
        let rate = rate / self.start_steep.sqrt();
        for (weight, slope) in self.start.iter_mut().zip(gradient) {
            *weight -= rate * slope;
        }
    }

    /// The features of the `keep` rows with the largest weights.
    #[must_use]
    pub fn strongest(&self, keep: usize) -> Vec<u64> {
        let mut order: Vec<(f32, u64)> =
            self.weights.iter().map(|row| dot(row, row)).zip(self.hashes.iter().copied()).collect();
        order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        order.into_iter().take(keep).map(|(_, feature)| feature).collect()
    }

    /// The rows in integers.
    #[must_use]
    pub fn in_integers(&self) -> Hidden<H> {
        let rows: Vec<_> = self.hashes.iter().copied().zip(self.weights.iter().copied()).collect();
        Hidden::of(&self.start, &rows)
    }
}

/// Weights of labels while they are learned.
pub struct Labels<const H: usize> {
    weights: Vec<[f32; H]>,
    bias: Vec<f32>,
    steep: Vec<f32>,
}

impl<const H: usize> Labels<H> {
    /// Small random weights.
    #[must_use]
    pub fn new(labels: usize, seed: u64) -> Self {
        let mut random = Shuffle::new(seed);
        let weights = (0..labels).map(|_| [0.0; H].map(|_: f32| 0.2 * unit(&mut random))).collect();
        Self { weights, bias: vec![0.0; labels], steep: vec![DAMP; labels] }
    }

    /// Sets `scores` to the score of each label.
    pub fn score(&self, hidden: &[f32; H], scores: &mut Vec<f32>) {
        scores.clear();
        scores.extend(self.weights.iter().zip(&self.bias).map(|(row, bias)| dot(row, hidden) + bias));
    }

    /// A step against the gradient of the scores; adds to the gradient of the hidden sums.
    pub fn step(&mut self, hidden: &[f32; H], slopes: &[f32], gradient: &mut [f32; H], rate: f32) {
        let square = dot(hidden, hidden) / H as f32;
        for (label, &slope) in slopes.iter().enumerate().filter(|(_, slope)| slope.abs() >= 1e-4) {
            let row = &mut self.weights[label];
            self.steep[label] += slope * slope * square;
            let by = rate * slope / self.steep[label].sqrt();
            for ((to, weight), h) in gradient.iter_mut().zip(row).zip(hidden) {
                *to += slope * *weight;
                *weight -= by * h;
            }
            self.bias[label] -= by;
        }
    }

    /// The weights in integers.
    #[must_use]
    pub fn in_integers(&self) -> Head<H> {
        Head::of(&self.weights, &self.bias)
    }
}

/// Sets `slopes` to the gradient of the cross entropy over the labels that are `allowed`, where any label that is
/// `right` will do.
pub fn slopes(
    scores: &[f32],
    allowed: impl Fn(usize) -> bool,
    right: impl Fn(usize) -> bool,
    slopes: &mut Vec<f32>,
) {
    let top = (0..scores.len()).filter(|&k| allowed(k)).map(|k| scores[k]).fold(f32::MIN, f32::max);
    slopes.clear();
    let (mut sum, mut of_right) = (0.0, 1e-9_f32);
    for (k, score) in scores.iter().enumerate() {
        let odds = if allowed(k) { exp(score - top) } else { 0.0 };
        slopes.push(odds);
        sum += odds;
        of_right += if right(k) { odds } else { 0.0 };
    }
    for (k, slope) in slopes.iter_mut().enumerate() {
        *slope = *slope / sum - if right(k) { *slope / of_right } else { 0.0 };
    }
}

/// The label with the largest score, the first of equal ones.
#[must_use]
pub fn best(scores: &[f32]) -> usize {
    let mut best = 0;
    for (label, score) in scores.iter().enumerate() {
        if *score > scores[best] {
            best = label;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exponential_is_close() {
        for x in [0.0_f32, -0.1, -1.0, -5.5, -30.0, -79.0] {
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-5, "{x}");
        }
    }

    #[test]
    fn what_no_single_feature_tells_is_learned() {
        // One of two features, but not both: no sum of weights can tell.
        let mut rows = Rows::<16>::new(vec![1, 2], 0.3);
        let mut labels = Labels::<16>::new(2, 5);
        let sums = |rows: &Rows<16>, on: &[u64]| {
            let mut sums = rows.start();
            on.iter().for_each(|f| add(&mut sums, rows.row(rows.slot(*f).unwrap())));
            sums
        };
        let all: [(&[u64], usize); 4] = [(&[], 0), (&[1], 1), (&[2], 1), (&[1, 2], 0)];
        let (mut scores, mut slope) = (Vec::new(), Vec::new());
        for _ in 0..400 {
            for (on, gold) in all {
                let z = sums(&rows, on);
                labels.score(&cut(&z), &mut scores);
                slopes(&scores, |_| true, |k| k == gold, &mut slope);
                let mut gradient = [0.0; 16];
                labels.step(&cut(&z), &slope, &mut gradient, 0.1);
                hold_back(&z, &mut gradient);
                rows.step(
                    on.iter().filter_map(|f| rows.slot(*f)).collect::<Vec<_>>().into_iter(),
                    &gradient,
                    0.1,
                );
                rows.step_start(&gradient, 0.1);
            }
        }
        for (on, gold) in all {
            labels.score(&cut(&sums(&rows, on)), &mut scores);
            assert_eq!(best(&scores), gold, "{on:?}");
        }
    }
}
