//! Groups of words by the kinds of names they are used in: a small network learns the kinds of the words of the gold
//! names from their vectors, and says what it takes every word of the vocabulary for; words of which it says alike
//! are a group (k-means, Lloyd 1982).

use std::collections::{BTreeMap, HashMap};

use parallax_text::learned::names::{KINDS, NUMBERS as WIDTH, labels};

use super::super::shuffle::Shuffle;
use super::crf::exp;
use super::gold::{Page, SETS};

const HIDDEN: usize = 64;
const CLASSES: usize = 1 + KINDS.len();
const ROUNDS: usize = 30;
const BATCH: usize = 256;
const NUMBER: usize = 250;
/// The most frequent words, by which groups are found.
const SEEN: usize = 80_000;

pub(super) type Vector = [f32; WIDTH];
type Output = [f32; CLASSES];

/// The groups of all `words`, from 1, which stand beside their `vectors` of length 1.
pub(super) fn learn(pages: &[Page], words: &[String], vectors: &[Vector]) -> Vec<u8> {
    let place: HashMap<&str, usize> = words.iter().enumerate().map(|(i, w)| (w.as_str(), i)).collect();
    let mut counts: BTreeMap<usize, Output> = BTreeMap::new();
    for page in pages.iter().filter(|p| SETS[p.set].whole) {
        for (line, names) in page.lines.iter().zip(&page.names) {
            for (word, label) in line.iter().zip(labels(line.len(), names)) {
                if let Some(&at) = place.get(word.to_lowercase().as_str()) {
                    counts.entry(at).or_default()[usize::from(label).div_ceil(4)] += 1.0;
                }
            }
        }
    }
    let examples: Vec<(usize, Output)> = counts.into_iter().collect();
    let network = Network::fit(&examples, vectors);
    let said: Vec<Output> = vectors.iter().map(|v| network.say(v)).collect();
    let middles = middles(&said[..SEEN.min(said.len())]);
    said.iter().map(|s| nearest(s, &middles) as u8 + 1).collect()
}

/// By group, the mean of the vectors of its words.
pub(super) fn means(groups: &[u8], vectors: &[Vector]) -> Vec<Vector> {
    let mut means = vec![([0.0_f32; WIDTH], 0.0_f32); 1 + NUMBER];
    for (&group, vector) in groups.iter().zip(vectors) {
        let (sum, n) = &mut means[usize::from(group)];
        sum.iter_mut().zip(vector).for_each(|(s, x)| *s += x);
        *n += 1.0;
    }
    means.into_iter().map(|(sum, n)| sum.map(|s| s / n.max(1.0))).collect()
}

/// Two layers, the first with the hyperbolic tangent.
struct Network {
    first: Vec<[f32; WIDTH + 1]>,
    second: Vec<[f32; HIDDEN + 1]>,
}

fn tanh(x: f32) -> f32 {
    let e = exp(2.0 * x.clamp(-9.0, 9.0));
    (e - 1.0) / (e + 1.0)
}

/// Sums of moments of the slopes (Adam: Kingma and Ba 2015).
struct Moments {
    mean: Vec<f32>,
    square: Vec<f32>,
}

impl Moments {
    fn new(n: usize) -> Self {
        Self { mean: vec![0.0; n], square: vec![0.0; n] }
    }

    fn step<'w>(&mut self, weights: impl Iterator<Item = &'w mut f32>, slopes: &[f32], shrink: [f32; 2]) {
        let moments = self.mean.iter_mut().zip(&mut self.square);
        for ((w, (mean, square)), slope) in weights.zip(moments).zip(slopes) {
            let slope = slope + 1e-4 * *w;
            *mean = 0.9 * *mean + 0.1 * slope;
            *square = 0.999 * *square + 0.001 * slope * slope;
            *w -= 2e-3 * (*mean / shrink[0]) / ((*square / shrink[1]).sqrt() + 1e-8);
        }
    }
}

impl Network {
    fn hidden(&self, vector: &Vector) -> [f32; HIDDEN] {
        std::array::from_fn(|h| {
            let row = &self.first[h];
            // Vectors have length 1; three times that suits the tangent.
            tanh(row[WIDTH] + 3.0 * vector.iter().zip(row).map(|(x, w)| x * w).sum::<f32>())
        })
    }

    /// Logarithms of the odds of each class.
    fn out(&self, hidden: &[f32; HIDDEN]) -> Output {
        std::array::from_fn(|k| {
            let row = &self.second[k];
            row[HIDDEN] + hidden.iter().zip(row).map(|(x, w)| x * w).sum::<f32>()
        })
    }

    /// Logarithms of the probabilities, cut at -6.
    fn say(&self, vector: &Vector) -> Output {
        let out = self.out(&self.hidden(vector));
        let most = out.iter().fold(f32::MIN, |a, &b| a.max(b));
        let sum: f32 = out.iter().map(|o| exp(o - most)).sum();
        out.map(|o| (o - most - super::logarithm(sum)).max(-6.0))
    }

    fn fit(examples: &[(usize, Output)], vectors: &[Vector]) -> Self {
        let mut random = Shuffle::new(5);
        let mut small = |size: f32| size * (random.below(2001) as f32 / 1000.0 - 1.0);
        let first =
            (0..HIDDEN).map(|_| std::array::from_fn(|i| if i < WIDTH { small(0.5) } else { 0.0 })).collect();
        let second = (0..CLASSES)
            .map(|_| std::array::from_fn(|i| if i < HIDDEN { small(0.2) } else { 0.0 }))
            .collect();
        let mut this = Self { first, second };
        let mut moments = [Moments::new(HIDDEN * (WIDTH + 1)), Moments::new(CLASSES * (HIDDEN + 1))];
        let mut order: Vec<usize> = (0..examples.len()).collect();
        let mut shrink = [1.0_f32; 2];
        for _ in 0..ROUNDS {
            random.shuffle(&mut order);
            for batch in order.chunks(BATCH) {
                let mut slopes = [vec![0.0; HIDDEN * (WIDTH + 1)], vec![0.0; CLASSES * (HIDDEN + 1)]];
                for &at in batch {
                    let (word, counts) = &examples[at];
                    this.slopes(&vectors[*word], counts, &mut slopes);
                }
                shrink = [shrink[0] * 0.9, shrink[1] * 0.999];
                let left = shrink.map(|s| 1.0 - s);
                moments[0].step(this.first.iter_mut().flatten(), &slopes[0], left);
                moments[1].step(this.second.iter_mut().flatten(), &slopes[1], left);
            }
        }
        this
    }

    /// Adds the slopes of one word, weighted by the root of how often it was seen.
    fn slopes(&self, vector: &Vector, counts: &Output, slopes: &mut [Vec<f32>; 2]) {
        let seen: f32 = counts.iter().sum();
        let weight = seen.min(30.0).sqrt() / BATCH as f32;
        let hidden = self.hidden(vector);
        let out = self.out(&hidden);
        let most = out.iter().fold(f32::MIN, |a, &b| a.max(b));
        let odds = out.map(|o| exp(o - most));
        let sum: f32 = odds.iter().sum();
        let mut back = [0.0_f32; HIDDEN];
        for k in 0..CLASSES {
            let by = weight * (odds[k] / sum - counts[k] / seen);
            let row = &mut slopes[1][k * (HIDDEN + 1)..(k + 1) * (HIDDEN + 1)];
            for h in 0..HIDDEN {
                row[h] += by * hidden[h];
                back[h] += by * self.second[k][h];
            }
            row[HIDDEN] += by;
        }
        for h in 0..HIDDEN {
            let by = back[h] * (1.0 - hidden[h] * hidden[h]);
            let row = &mut slopes[0][h * (WIDTH + 1)..(h + 1) * (WIDTH + 1)];
            row.iter_mut().zip(vector).for_each(|(s, x)| *s += 3.0 * by * x);
            row[WIDTH] += by;
        }
    }
}

fn nearest(point: &Output, middles: &[Output]) -> usize {
    let mut best = (0, f32::MAX);
    for (i, middle) in middles.iter().enumerate() {
        let distance = point.iter().zip(middle).map(|(a, b)| (a - b) * (a - b)).sum::<f32>();
        if distance < best.1 {
            best = (i, distance);
        }
    }
    best.0
}

fn middles(points: &[Output]) -> Vec<Output> {
    let number = NUMBER.min(points.len());
    let mut middles: Vec<Output> = (0..number).map(|i| points[i * points.len() / number]).collect();
    for _ in 0..12 {
        let mut sums = vec![([0.0_f32; CLASSES], 0_u32); number];
        for point in points {
            let (sum, n) = &mut sums[nearest(point, &middles)];
            sum.iter_mut().zip(point).for_each(|(s, x)| *s += x);
            *n += 1;
        }
        for (middle, (sum, n)) in middles.iter_mut().zip(sums).filter(|(_, (_, n))| *n > 0) {
            *middle = sum.map(|s| s / n as f32);
        }
    }
    middles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_like_those_of_gold_names_are_told_from_the_rest() {
        let mut vectors = [[0.0_f32; WIDTH]; 4];
        (vectors[0][0], vectors[1][1], vectors[2][0], vectors[3][1]) = (1.0, 1.0, 1.0, 1.0);
        let examples: Vec<(usize, Output)> =
            (0..400).map(|i| (i % 2, std::array::from_fn(|k| if k == i % 2 { 9.0 } else { 0.0 }))).collect();
        let network = Network::fit(&examples, &vectors);
        let best = |v: &Vector| {
            let said = network.say(v);
            (0..CLASSES).fold(0, |b, k| if said[k] > said[b] { k } else { b })
        };
        assert_eq!([best(&vectors[2]), best(&vectors[3])], [0, 1]);
    }
}
