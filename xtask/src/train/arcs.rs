//! The network of the parser while it is learned: see [`parallax_text::syntax::Parser`].

use parallax_text::learned::net::{self, UNIT};
use parallax_text::learned::stack::KNOWN_WIDTH;
use parallax_text::learned::{Damaged, Matrix, wide};
use parallax_text::syntax::{ARC_WIDTH as ARC, LABEL_WIDTH as LABEL, Layers, NONE, ROOT, STEPS, step};

use super::dense::{Dense, Learning};
use super::network::{dot, exp};
use super::shuffle::Shuffle;
use super::stack::{Learned, LeftOut, TOP, add, is_inside};

/// What is counted at the end of an arc: sought and offered for arcs, then for labels.
const ENDS: usize = 2 * (ARC + LABEL);

/// Labels with those that fill up the matrix.
const LABELS: usize = 64;

/// How much an arc of a mark counts.
const OF_MARK: f32 = 0.3;

const LEFT_OUT: LeftOut = LeftOut { features: 0.25, read: 0.3 };

/// A sentence to learn from.
pub struct Example<'g> {
    /// The rows of the features of each word.
    pub rows: Vec<Vec<u32>>,
    /// Heads; [`NONE`] for the root.
    pub heads: &'g [usize],
    /// Labels of the arcs.
    pub labels: Vec<usize>,
    /// Which words are marks.
    pub marks: Vec<bool>,
}

/// The network.
pub struct Network {
    labels: usize,
    stack: Learned,
    ends: Dense,
    steps: Learning,
    label_steps: Learning,
    of_labels: Dense,
    now: Now,
}

/// What was counted for the sentence that is learned from.
#[derive(Default)]
struct Now {
    ends: Vec<f32>,
    slopes: Vec<f32>,
}

impl Network {
    /// Small random weights for so many rows and labels.
    #[must_use]
    pub fn new(rows: usize, labels: usize) -> Self {
        let random = &mut Shuffle::new(17);
        Self {
            labels,
            stack: Learned::new(rows, 3, LEFT_OUT, random),
            ends: Dense::new(KNOWN_WIDTH, ENDS, 0.1, random),
            steps: Learning::random(STEPS * ARC, 0.1, random),
            label_steps: Learning::random(STEPS * LABEL, 0.1, random),
            of_labels: Dense::new(LABEL, LABELS, 0.0, random),
            now: Now::default(),
        }
    }

    /// Adds the gradient of a sentence; gives the loss.
    pub fn learn(&mut self, example: &Example<'_>, random: &mut Shuffle) -> f32 {
        self.forward(example, random);
        let loss = wide(
            #[inline(always)]
            || self.arcs(example),
        ) + self.label(example);
        self.backward();
        loss
    }

    fn forward(&mut self, example: &Example<'_>, random: &mut Shuffle) {
        let known = self.stack.forward(&example.rows, random);
        let now = &mut self.now;
        self.ends.forward(known, &mut now.ends);
        now.slopes.clear();
        now.slopes.resize(now.ends.len(), 0.0);
    }

    /// The gradient of the choice of each word's head.
    #[inline(always)]
    fn arcs(&mut self, example: &Example<'_>) -> f32 {
        let Now { ends, slopes, .. } = &mut self.now;
        let len = example.heads.len();
        let offered: Vec<f32> =
            ends.chunks(ENDS).flat_map(|e| e[ARC..2 * ARC].iter().map(|x| x.clamp(0.0, TOP))).collect();
        let mut to_offered = vec![0.0; len * ARC];
        let mut odds = vec![0.0; len + 1];
        let mut loss = 0.0;
        for (word, &gold) in example.heads.iter().enumerate() {
            let sought = &ends[word * ENDS..][..ARC];
            let step_at = |head: usize| if head == len { ROOT } else { step(word, head) };
            let mut of_steps = [0.0; STEPS];
            for (of, row) in of_steps.iter_mut().zip(self.steps.at.chunks(ARC)) {
                *of = dot(sought, row);
            }
            for (head, odds) in odds.iter_mut().enumerate() {
                let product = offered.get(head * ARC..(head + 1) * ARC).map_or(0.0, |row| dot(sought, row));
                *odds = if head == word { f32::MIN } else { product + of_steps[step_at(head)] };
            }
            let gold = if gold == NONE { len } else { gold };
            let weight = if example.marks[word] { OF_MARK } else { 1.0 };
            loss += slopes_of(&mut odds, gold, weight);
            let mut to_steps = [0.0; STEPS];
            let to_sought = &mut slopes[word * ENDS..][..ARC];
            for (head, &slope) in odds.iter().enumerate().filter(|(head, _)| *head != word) {
                to_steps[step_at(head)] += slope;
                if head < len && slope.abs() > 1e-5 {
                    add(to_sought, slope, &offered[head * ARC..(head + 1) * ARC]);
                    add(&mut to_offered[head * ARC..(head + 1) * ARC], slope, sought);
                }
            }
            for (at, &slope) in to_steps.iter().enumerate().filter(|(_, slope)| **slope != 0.0) {
                let row = at * ARC..(at + 1) * ARC;
                add(to_sought, slope, &self.steps.at[row.clone()]);
                add(&mut self.steps.gradient[row], slope, sought);
            }
        }
        for (word, from) in to_offered.chunks(ARC).enumerate() {
            for (i, &slope) in (word * ENDS + ARC..).zip(from) {
                slopes[i] += if is_inside(ends[i]) { slope } else { 0.0 };
            }
        }
        loss
    }

    /// The gradient of the labels of the right arcs.
    fn label(&mut self, example: &Example<'_>) -> f32 {
        let Now { ends, slopes, .. } = &mut self.now;
        const SOUGHT: usize = 2 * ARC;
        const OFFERED: usize = SOUGHT + LABEL;
        let arcs = || example.heads.iter().copied().enumerate();
        let step_at = |word, head| if head == NONE { ROOT } else { step(word, head) };
        let mut sums = Vec::new();
        for (word, head) in arcs() {
            let from = sums.len();
            sums.extend(&ends[word * ENDS + SOUGHT..][..LABEL]);
            add(&mut sums[from..], 1.0, &self.label_steps.at[step_at(word, head) * LABEL..][..LABEL]);
            if head != NONE {
                add(&mut sums[from..], 1.0, &ends[head * ENDS + OFFERED..][..LABEL]);
            }
        }
        let cut: Vec<f32> = sums.iter().map(|sum| sum.clamp(0.0, TOP)).collect();
        let mut scores = Vec::new();
        self.of_labels.forward(&cut, &mut scores);
        let mut loss = 0.0;
        for (word, scores) in scores.chunks_mut(LABELS).enumerate() {
            let weight = if example.marks[word] { OF_MARK } else { 1.0 };
            let (used, filling) = scores.split_at_mut(self.labels);
            loss += slopes_of(used, example.labels[word], weight);
            filling.fill(0.0);
        }
        let mut to = vec![0.0; sums.len()];
        self.of_labels.backward(&cut, &scores, &mut to);
        for ((word, head), (to, sums)) in arcs().zip(to.chunks_mut(LABEL).zip(sums.chunks(LABEL))) {
            to.iter_mut().zip(sums).for_each(|(to, sum)| *to = if is_inside(*sum) { *to } else { 0.0 });
            add(&mut slopes[word * ENDS + SOUGHT..][..LABEL], 1.0, to);
            add(&mut self.label_steps.gradient[step_at(word, head) * LABEL..][..LABEL], 1.0, to);
            if head != NONE {
                add(&mut slopes[head * ENDS + OFFERED..][..LABEL], 1.0, to);
            }
        }
        loss
    }

    fn backward(&mut self) {
        let known = self.stack.known();
        let mut to_known = vec![0.0; known.len()];
        self.ends.backward(known, &self.now.slopes, &mut to_known);
        self.stack.backward(&to_known);
    }

    /// A step against the gradient.
    pub fn step(&mut self, rate: f32) {
        self.stack.step(rate);
        [&mut self.steps, &mut self.label_steps].into_iter().for_each(|l| l.step(rate));
        [&mut self.ends, &mut self.of_labels].into_iter().for_each(|l| l.step(rate));
    }

    /// What was learned, in integers; `features` are those of the rows.
    ///
    /// # Errors
    /// Never: the widths are those of the parser.
    pub fn in_integers(&self, features: &[u64]) -> Result<Layers, Damaged> {
        let steps: Vec<[f32; ARC]> =
            self.steps.at.chunks(ARC).map(|row| std::array::from_fn(|i| row[i])).collect();
        let whole = |w: f32| (w * UNIT).round().clamp(-9999.0, 9999.0) as i16;
        Ok(Layers {
            stack: self.stack.in_integers(features)?,
            ends: Matrix::of(&self.ends.in_integers(ENDS))?,
            steps: net::Head::of(&steps, &[0.0; STEPS]),
            label_steps: self
                .label_steps
                .at
                .chunks(LABEL)
                .map(|row| std::array::from_fn(|i| whole(row[i])))
                .collect(),
            labels: self.of_labels.in_integers(self.labels),
        })
    }
}

/// From scores to the gradient of the weighed cross entropy, which is given.
fn slopes_of(scores: &mut [f32], gold: usize, weight: f32) -> f32 {
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    let mut sum = 0.0;
    for score in &mut *scores {
        *score = exp(*score - top);
        sum += *score;
    }
    let loss = -weight * (scores[gold] / sum).max(1e-9).ln();
    for (at, score) in scores.iter_mut().enumerate() {
        *score = weight * (*score / sum - f32::from(at == gold));
    }
    loss
}

#[cfg(test)]
mod tests {
    use parallax_text::syntax::{Parser, Sentence, Tag, Tree, Word, word_features};

    use super::*;

    #[test]
    fn a_sentence_that_is_learned_is_parsed_so() {
        let mut lower = String::new();
        let mut word = |text: &str| Word::new(text, &mut lower);
        let words: Vec<_> = ["red", "ship", "old", "ship", "sails"].map(&mut word).into();
        let tags: Vec<Tag> = [0, 1, 0, 1, 2].map(|of| Tag { of, rival: 0 }).into();
        let sentence = Sentence { words: &words, tags: &tags };
        let (mut features, mut rows) = (Vec::new(), vec![Vec::new(); words.len()]);
        for (at, rows) in rows.iter_mut().enumerate() {
            word_features(&sentence, at, |feature| {
                let known = features.iter().position(|&f| f == feature);
                rows.push(known.unwrap_or(features.len()) as u32);
                if known.is_none() {
                    features.push(feature);
                }
            });
        }
        let (heads, labels) = ([1, 4, 3, 4, NONE], vec![1, 2, 1, 2, 0]);
        let example = Example { rows, heads: &heads, labels, marks: vec![false; 5] };
        let (mut network, mut random) = (Network::new(features.len(), 3), Shuffle::new(1));
        let losses: Vec<f32> = (0..60)
            .map(|_| {
                let loss = network.learn(&example, &mut random);
                network.step(0.004);
                loss
            })
            .collect();
        assert!(losses[59] < losses[0] / 10.0, "{} {}", losses[0], losses[59]);
        let names = ["root", "amod", "nsubj"].map(String::from).to_vec();
        let parser = Parser::new(names, network.in_integers(&features).unwrap()).unwrap();
        let mut tree = Tree::default();
        parser.parse(&sentence, &mut tree);
        assert_eq!(tree.heads(), heads);
        assert_eq!(tree.labels(), [1, 2, 1, 2, 0]);
        let mut file = Vec::new();
        parser.write(&mut file);
        assert_eq!(Parser::read(&file).unwrap(), parser);
        assert!(Parser::read(&file[..file.len() - 1]).is_err());
    }
}
