//! A linear-chain conditional random field with a hidden layer beside its features, fitted by AdaGrad (Lafferty, McCallum and Pereira 2001; Duchi, Hazan and
//! Singer 2011). One thread, and no function whose last bit differs between machines, so that the same items give the
//! same weights.

use parallax_text::learned::names::{LABELS, WIDTH, begins, ends, follows};

use super::super::shuffle::Shuffle;
use super::layer::{Inputs, Layer, Sums};

pub(super) type Row = [f32; WIDTH];

/// Units of one in the scores of the model that ships: a weight of 2 becomes 127.
pub(super) const SCORE: f32 = 127.0 / 2.0;

/// A line: for each word its features, as numbers of rows, and the labels it may have, a bit a label.
#[derive(Debug, Clone, Default)]
pub(super) struct Item {
    pub(super) features: Vec<u32>,
    /// Where the features of each word end.
    pub(super) ends: Vec<u32>,
    pub(super) allowed: Vec<u32>,
    /// The words, as numbers of the store.
    pub(super) words: Vec<u32>,
}

impl Item {
    pub(super) fn features(&self, word: usize) -> &[u32] {
        let from = word.checked_sub(1).map_or(0, |w| self.ends[w]);
        &self.features[from as usize..self.ends[word] as usize]
    }
}

/// What was learned: a row a feature, and what it is worth that a label follows another.
pub(super) struct Weights {
    pub(super) rows: Vec<Row>,
    pub(super) steps: [Row; LABELS],
    /// One of each model.
    pub(super) layers: Vec<Layer>,
}

impl Weights {
    /// Scores of the labels of a word of a line.
    pub(super) fn scores(&self, inputs: &Inputs, item: &Item, word: usize) -> Row {
        let mut sum = [0.0; WIDTH];
        self.layers.iter().for_each(|l| l.score(&l.sums(inputs, &item.words, word), &mut sum));
        sum.iter_mut().for_each(|s| *s /= self.layers.len() as f32);
        for &f in item.features(word) {
            sum.iter_mut().zip(&self.rows[f as usize]).for_each(|(s, w)| *s += w);
        }
        sum
    }
}

/// First step of each weight.
const RATE: f32 = 0.015;
/// How much of it is left at the end.
const LAST: f32 = 0.2;
/// Added to the sum of squares, so that first steps are not wild.
const CALM: f32 = 1e-2;
/// Words whose labels are all this close to what they should be teach nothing.
const CLOSE: f32 = 2e-3;
/// How many of a thousand features are passed over, so that no few of them carry all: of those by which a word is known
/// again, and of the rest.
const PASSED_OVER: [usize; 2] = [200, 100];
/// Lines after which the layer takes a step.
const LINES: usize = 4;

/// Rows of sums forward or backward, each brought to sum 1.
#[derive(Default)]
struct Room {
    odds: Vec<Row>,
    forward: Vec<Row>,
    backward: Vec<Row>,
    scale: Vec<f32>,
}

/// e to the power of `x`, in plain arithmetic: 2 to the whole part by bits, to the rest by a polynomial.
pub(super) fn exp(x: f32) -> f32 {
    let x = (x * std::f32::consts::LOG2_E).clamp(-120.0, 120.0);
    let whole = x.floor();
    let rest = x - whole;
    let poly = [1.0, std::f32::consts::LN_2, 0.240_226_5, 0.055_504_1, 0.009_618_1, 0.001_333_4, 0.000_154_0];
    let part = poly.iter().rev().fold(0.0, |sum, c| sum * rest + c);
    f32::from_bits(((whole as i32 + 127) as u32) << 23) * part
}

impl Room {
    /// The odds of each label of each word, of all rows or of those that are allowed; `each` is given the odds of the
    /// steps.
    fn odds(
        &mut self,
        scores: &[Row],
        steps: &[Row; LABELS],
        turned: &[Row; LABELS],
        allowed: Option<&[u32]>,
        mut each: impl FnMut(usize, usize, f32),
    ) {
        let n = scores.len();
        self.odds.clear();
        self.forward.clear();
        self.scale.clear();
        self.backward.clear();
        self.backward.resize(n, [1.0; WIDTH]);
        for (i, row) in scores.iter().enumerate() {
            let most = row[..LABELS].iter().fold(f32::MIN, |a, &b| a.max(b));
            let mut odds = [0.0; WIDTH];
            for k in 0..LABELS {
                let fits = allowed.is_none_or(|a| a[i] >> k & 1 == 1)
                    && (i > 0 || begins(k))
                    && (i + 1 < n || ends(k));
                if fits {
                    odds[k] = exp((row[k] - most).max(-60.0));
                }
            }
            let mut now = odds;
            if let Some(last) = self.forward.last() {
                let mut sums = [0.0; WIDTH];
                for (p, row) in last.iter().zip(steps).filter(|(p, _)| **p > 0.0) {
                    sums.iter_mut().zip(row).for_each(|(s, r)| *s += p * r);
                }
                now.iter_mut().zip(&sums).for_each(|(o, s)| *o *= s);
            }
            let scale = now.iter().sum::<f32>().max(f32::MIN_POSITIVE);
            now.iter_mut().for_each(|x| *x /= scale);
            self.odds.push(odds);
            self.forward.push(now);
            self.scale.push(scale);
        }
        for i in (0..n.saturating_sub(1)).rev() {
            let mut next = [0.0; WIDTH];
            let parts = self.backward[i + 1].iter().zip(&self.odds[i + 1]);
            for (next, (b, o)) in next.iter_mut().zip(parts) {
                *next = b * o / self.scale[i + 1];
            }
            let mut sums = [0.0; WIDTH];
            for (p, row) in next.iter().zip(turned).filter(|(p, _)| **p > 0.0) {
                sums.iter_mut().zip(row).for_each(|(s, r)| *s += p * r);
            }
            for (j, row) in steps.iter().enumerate() {
                let p = self.forward[i][j];
                if p > 0.0 {
                    for k in 0..LABELS {
                        each(j, k, p * row[k] * next[k]);
                    }
                }
            }
            self.backward[i] = sums;
        }
        for (f, b) in self.forward.iter_mut().zip(&self.backward) {
            f.iter_mut().zip(b).for_each(|(f, b)| *f *= b);
        }
    }
}

/// What the features and words of items stand for.
pub(super) struct About<'a> {
    pub(super) inputs: &'a Inputs,
    /// Whether a feature is one by which a word is known again.
    pub(super) own: &'a [bool],
}

/// Fits several models in `rounds` each, and gives their mean.
pub(super) fn fit(items: &[&Item], about: &About<'_>, rounds: usize, models: usize) -> Weights {
    let mut mean = one(items, about, rounds, 0);
    for seed in 1..models as u64 {
        let other = one(items, about, rounds, seed);
        mean.rows.iter_mut().flatten().zip(other.rows.iter().flatten()).for_each(|(m, w)| *m += w);
        mean.steps.iter_mut().flatten().zip(other.steps.iter().flatten()).for_each(|(m, w)| *m += w);
        mean.layers.extend(other.layers);
    }
    let all = mean.rows.iter_mut().flatten().chain(mean.steps.iter_mut().flatten());
    all.for_each(|w| *w /= models as f32);
    mean
}

/// Fits a model; gives the mean of the second half of the rounds.
fn one(items: &[&Item], about: &About<'_>, rounds: usize, seed: u64) -> Weights {
    let mut weights = vec![[0.0_f32; WIDTH]; about.own.len()];
    let mut squares = weights.clone();
    let mut means = weights.clone();
    let mut steps = [[0.0_f32; WIDTH]; LABELS];
    let mut step_squares = steps;
    let mut step_means = steps;
    let mut random = Shuffle::new(13 + seed);
    let mut layer = Layer::new(&mut random);
    let [mut slopes, mut layer_squares, mut layer_means] = [Layer::zero(), Layer::zero(), Layer::zero()];
    let mut taken = 0.0;
    let mut order: Vec<usize> = (0..items.len()).collect();
    let mut shuffle = Shuffle::new(7 + seed);
    let (mut all, mut gold, mut scores) = (Room::default(), Room::default(), Vec::new());
    let mut sums: Vec<Sums> = Vec::new();
    let (mut features, mut ends): (Vec<u32>, Vec<usize>) = (Vec::new(), Vec::new());
    for round in 0..rounds {
        shuffle.shuffle(&mut order);
        let part = 1.0 - (1.0 - LAST) * round as f32 / rounds as f32;
        let rate = RATE * part;
        for (line, &at) in order.iter().enumerate() {
            let item = items[at];
            features.clear();
            ends.clear();
            scores.clear();
            sums.clear();
            for i in 0..item.allowed.len() {
                let kept =
                    |f: &&u32| random.below(1000) >= PASSED_OVER[usize::from(!about.own[**f as usize])];
                let from = features.len();
                features.extend(item.features(i).iter().filter(kept));
                ends.push(features.len());
                let mut sum = [0.0; WIDTH];
                sums.push(layer.sums(about.inputs, &item.words, i));
                layer.score(&sums[i], &mut sum);
                for &f in &features[from..] {
                    sum.iter_mut().zip(&weights[f as usize]).for_each(|(s, w)| *s += w);
                }
                scores.push(sum);
            }
            let mut worth = [[0.0_f32; WIDTH]; LABELS];
            let mut turned = [[0.0_f32; WIDTH]; LABELS];
            for j in 0..LABELS {
                for k in (0..LABELS).filter(|&k| follows(j, k)) {
                    worth[j][k] = exp(steps[j][k]);
                    turned[k][j] = worth[j][k];
                }
            }
            let mut slope = [[0.0_f32; WIDTH]; LABELS];
            all.odds(&scores, &worth, &turned, None, |j, k, p| slope[j][k] += p);
            gold.odds(&scores, &worth, &turned, Some(&item.allowed), |j, k, p| slope[j][k] -= p);
            for i in 0..scores.len() {
                let mut by = [0.0_f32; WIDTH];
                let mut most = 0.0_f32;
                for (by, (all, gold)) in
                    by.iter_mut().zip(all.forward[i].iter().zip(&gold.forward[i])).take(LABELS)
                {
                    *by = all - gold;
                    most = most.max(by.abs());
                }
                if most < CLOSE {
                    continue;
                }
                layer.slopes(about.inputs, &item.words, i, &sums[i], &by, &mut slopes);
                for &f in &features[i.checked_sub(1).map_or(0, |b| ends[b])..ends[i]] {
                    let (row, square) = (&mut weights[f as usize], &mut squares[f as usize]);
                    for k in 0..WIDTH {
                        square[k] += by[k] * by[k];
                        row[k] -= rate * by[k] / (square[k] + CALM).sqrt();
                    }
                }
            }
            if line % LINES == 0 {
                layer.step(&mut slopes, &mut layer_squares, part);
            }
            for j in 0..LABELS {
                for k in (0..LABELS).filter(|&k| follows(j, k)) {
                    let by = slope[j][k];
                    step_squares[j][k] += by * by;
                    steps[j][k] -= rate * by / (step_squares[j][k] + CALM).sqrt();
                }
            }
        }
        if 2 * round + 1 >= rounds {
            taken += 1.0;
            means.iter_mut().flatten().zip(weights.iter().flatten()).for_each(|(m, w)| *m += w);
            step_means.iter_mut().flatten().zip(steps.iter().flatten()).for_each(|(m, w)| *m += w);
            layer_means.all().zip(layer.all()).for_each(|(m, w)| *m += *w);
        }
    }
    let means_of_all =
        means.iter_mut().flatten().chain(step_means.iter_mut().flatten()).chain(layer_means.all());
    means_of_all.for_each(|m| *m /= taken);
    Weights { rows: means, steps: step_means, layers: vec![layer_means] }
}

#[cfg(test)]
mod tests {
    use parallax_text::learned::names::{Kind, Lists, Part, Reading, Words, label};

    use super::*;

    #[test]
    fn powers_of_e() {
        for x in [-50.0_f32, -3.3, -0.01, 0.0, 0.7, 12.5] {
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-4, "{x}: {} {}", exp(x), x.exp());
        }
    }

    #[test]
    fn names_are_learned_from_their_words_and_their_company() {
        // Feature 0 is on every word, 1 on the first word of a name, 2 on the second.
        let [first, last] = [Part::First, Part::Last].map(|p| 1 << label(Kind::Person, p));
        let item = Item {
            features: vec![0, 0, 1, 0, 2, 0],
            ends: vec![1, 3, 5, 6],
            allowed: vec![1, first, last, 1],
            words: vec![0; 4],
        };
        let plain = Item { features: vec![0, 0], ends: vec![1, 2], allowed: vec![1, 1], words: vec![0; 2] };
        let lists = Lists::default();
        let mut words = Words::new(&lists);
        let _ = Reading::new([["a"]], &mut words);
        let about = About { inputs: &Inputs::new(&words, &[]), own: &[false; 3] };
        let weights = fit(&[&item, &plain], &about, 200, 2);
        let best = |row: &Row| (0..LABELS).fold(0, |b, k| if row[k] > row[b] { k } else { b });
        assert_eq!(best(&weights.rows[0]), 0);
        assert_eq!(1 << best(&weights.rows[1]), first);
        assert_eq!(1 << best(&weights.rows[2]), last);
    }
}
