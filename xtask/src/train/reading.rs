//! Learns to read sentences both ways: the layers of [`parallax_text::learned::Reader`].

use parallax_text::learned::reader::{BOUND, GATE_RANGE};
use parallax_text::learned::{Damaged, Reader, net, wide};

use super::dense::Dense;
use super::shuffle::Shuffle;

/// Where offers are cut on both sides.
const MOST: f32 = BOUND as f32 / net::UNIT;

/// What passes of a gradient where a gate or an offer is at its end, so that it can come back.
const PASSES: [f32; 2] = [0.02, 0.05];

/// A layer while it is learned; what it read last is kept for the gradient.
pub struct Reading {
    width: usize,
    weights: Dense,
    scores: Vec<f32>,
    slopes: Vec<f32>,
    /// The sums at each word.
    pub out: Vec<f32>,
}

fn open(score: f32) -> f32 {
    (0.5 * score / GATE_RANGE + 0.5).clamp(0.0, 1.0)
}

impl Reading {
    /// `width` sums, half of them in each direction. Gates begin with many spans of memory.
    #[must_use]
    pub fn new(inputs: usize, width: usize, random: &mut Shuffle) -> Self {
        let mut weights = Dense::new(inputs, 2 * width, 0.0, random);
        let half = width / 2;
        for (at, bias) in weights.bias.at[..width].iter_mut().enumerate() {
            *bias = -1.5 + 2.0 * (at % half) as f32 / half as f32;
        }
        Self { width, weights, scores: Vec::new(), slopes: Vec::new(), out: Vec::new() }
    }

    /// The numbers that are learned.
    pub fn weights(&mut self) -> &mut Dense {
        &mut self.weights
    }

    /// The places of the words in the order of reading, and the sums that are read so.
    fn ways(
        &self,
        words: usize,
    ) -> [(impl DoubleEndedIterator<Item = usize> + use<>, std::ops::Range<usize>); 2] {
        let half = self.width / 2;
        let way = move |back: bool| (0..words).map(move |at| if back { words - 1 - at } else { at });
        [(way(false), 0..half), (way(true), half..self.width)]
    }

    /// Reads the inputs of a sentence; sets [`Reading::out`].
    pub fn forward(&mut self, inputs: &[f32]) {
        self.weights.forward(inputs, &mut self.scores);
        let width = self.width;
        let words = self.scores.len() / (2 * width);
        self.out.clear();
        self.out.resize(words * width, 0.0);
        for (way, range) in self.ways(words) {
            let mut sums = vec![0.0_f32; range.len()];
            for at in way {
                let (gates, offers) = self.scores[at * 2 * width..(at + 1) * 2 * width].split_at(width);
                let scores = gates[range.clone()].iter().zip(&offers[range.clone()]);
                let out = &mut self.out[at * width..(at + 1) * width][range.clone()];
                for ((sum, out), (&gate, &offer)) in sums.iter_mut().zip(out).zip(scores) {
                    *sum += open(gate) * (offer.clamp(-MOST, MOST) - *sum);
                    *out = *sum;
                }
            }
        }
    }

    /// From the gradient of the sums, adds to the own gradient and to that of the inputs.
    pub fn backward(&mut self, inputs: &[f32], slopes: &[f32], into: &mut [f32]) {
        let width = self.width;
        let words = slopes.len() / width;
        self.slopes.clear();
        self.slopes.resize(words * 2 * width, 0.0);
        for (way, range) in self.ways(words) {
            let mut carried = vec![0.0_f32; range.len()];
            let mut way = way.rev().peekable();
            while let Some(at) = way.next() {
                let before = way.peek().map(|&before| &self.out[before * width..(before + 1) * width]);
                let (to_gates, to_offers) =
                    self.slopes[at * 2 * width..(at + 1) * 2 * width].split_at_mut(width);
                let (gates, offers) = self.scores[at * 2 * width..(at + 1) * 2 * width].split_at(width);
                let come = &slopes[at * width..(at + 1) * width];
                wide(
                    #[inline(always)]
                    || {
                        for (carried, i) in carried.iter_mut().zip(range.clone()) {
                            let (gate, offer) = (open(gates[i]), offers[i].clamp(-MOST, MOST));
                            let slope = come[i] + *carried;
                            let sum = before.map_or(0.0, |sums| sums[i]);
                            let inside = gates[i].abs() < GATE_RANGE;
                            to_gates[i] =
                                slope * (offer - sum) * if inside { 0.5 / GATE_RANGE } else { PASSES[0] };
                            to_offers[i] =
                                slope * gate * if offers[i].abs() < MOST { 1.0 } else { PASSES[1] };
                            *carried = slope * (1.0 - gate);
                        }
                    },
                );
            }
        }
        self.weights.backward(inputs, &self.slopes, into);
    }

    /// A step against the gradient.
    pub fn step(&mut self, rate: f32) {
        self.weights.step(rate);
    }

    /// The layer in integers.
    ///
    /// # Errors
    /// If it has another width.
    pub fn in_integers<const I: usize, const W: usize>(&self) -> Result<Reader<I, W>, Damaged> {
        Reader::of(&self.weights.rows::<I>(), &self.weights.bias.at)
    }
}

#[cfg(test)]
mod tests {
    use fearless_simd::{Level, dispatch};

    use super::super::network::unit;
    use super::*;

    fn sentence(words: usize, random: &mut Shuffle) -> Vec<f32> {
        (0..words * 32).map(|_| unit(random)).collect()
    }

    #[test]
    fn gradients_are_those_of_small_changes() {
        let mut random = Shuffle::new(3);
        let mut layer = Reading::new(32, 32, &mut random);
        let inputs = sentence(5, &mut random);
        let weighed: Vec<f32> = (0..5 * 32).map(|_| unit(&mut random)).collect();
        let mut loss = |inputs: &[f32]| {
            layer.forward(inputs);
            layer.out.iter().zip(&weighed).map(|(a, b)| f64::from(a * b)).sum::<f64>()
        };
        let mut changes = Vec::new();
        for at in (0..inputs.len()).step_by(7) {
            let mut moved = [inputs.clone(), inputs.clone()];
            moved[0][at] -= 1e-2;
            moved[1][at] += 1e-2;
            changes.push((at, ((loss(&moved[1]) - loss(&moved[0])) / 2e-2) as f32));
        }
        loss(&inputs);
        let mut slopes = vec![0.0; inputs.len()];
        layer.backward(&inputs, &weighed, &mut slopes);
        // Gates and offers at their ends let a little pass, so that not all are alike.
        let alike = changes.iter().filter(|(at, change)| (slopes[*at] - change).abs() < 0.02).count();
        assert!(alike * 10 >= changes.len() * 8, "{alike} of {}", changes.len());
    }

    #[test]
    fn integers_read_as_fractions_do() {
        let mut random = Shuffle::new(4);
        let mut layer = Reading::new(32, 32, &mut random);
        let inputs = sentence(9, &mut random);
        layer.forward(&inputs);
        let whole: Vec<[i16; 32]> =
            inputs.chunks(32).map(|c| std::array::from_fn(|i| (c[i] * net::UNIT).round() as i16)).collect();
        let reader = layer.in_integers::<32, 32>().unwrap();
        let (mut room, mut out) = (Vec::new(), Vec::new());
        dispatch!(Level::new(), simd => reader.read_words(simd, &whole, &mut room, &mut out));
        for (a, b) in layer.out.iter().zip(out.as_flattened()) {
            assert!((a - f32::from(*b) / net::UNIT).abs() < 0.05, "{a} {b}");
        }
    }
}
