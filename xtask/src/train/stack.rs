//! Learns the layers of a [`parallax_text::learned::Stack`].

use parallax_text::learned::net::{self, Hidden};
use parallax_text::learned::stack::{KNOWN_WIDTH, READ_WIDTH as READ, WORD_WIDTH as WORD};
use parallax_text::learned::{Damaged, Stack};

use super::dense::Learning;
use super::network::chance;
use super::reading::Reading;
use super::shuffle::Shuffle;

/// Where sums are cut, as in use.
pub const TOP: f32 = net::TOP as f32 / net::UNIT;

/// Adds a weighed row.
#[inline(always)]
pub fn add(to: &mut [f32], by: f32, row: &[f32]) {
    to.iter_mut().zip(row).for_each(|(to, x)| *to += by * x);
}

/// Whether a sum passes its gradient on.
#[must_use]
pub fn is_inside(sum: f32) -> bool {
    sum > 0.0 && sum < TOP
}

/// The part of the features of each word, and of what is passed on from layer to layer, that is left out at random.
#[derive(Debug, Clone, Copy)]
pub struct LeftOut {
    /// Of the features.
    pub features: f32,
    /// Of what is passed on.
    pub read: f32,
}

/// The layers while they are learned.
pub struct Learned {
    left_out: LeftOut,
    rows: Learning,
    start: Learning,
    readers: Vec<Reading>,
    /// Rows that have a gradient.
    touched: Vec<u32>,
    now: Now,
}

/// What was counted for what is learned from.
#[derive(Default)]
struct Now {
    /// Rows that were not left out, of all words in turn, and where those of each word end.
    rows: Vec<u32>,
    rows_end: Vec<usize>,
    sums: Vec<f32>,
    /// What is passed on: of the words, and of all layers but the last.
    words: Vec<f32>,
    between: Vec<Vec<f32>>,
    known: Vec<f32>,
    masks: Vec<Vec<f32>>,
}

/// Sets a mask: what is not left out counts more.
fn mask(width: usize, left_out: f32, random: &mut Shuffle) -> Vec<f32> {
    let kept = 1.0 / (1.0 - left_out);
    (0..width).map(|_| if chance(random, left_out) { 0.0 } else { kept }).collect()
}

/// Multiplies rows with a mask.
fn masked<'r>(rows: &'r [f32], mask: &'r [f32]) -> impl Iterator<Item = f32> + 'r {
    rows.chunks(mask.len()).flat_map(move |row| row.iter().zip(mask).map(|(a, b)| a * b))
}

impl Learned {
    /// Small random weights for so many rows and layers.
    #[must_use]
    pub fn new(rows: usize, layers: usize, left_out: LeftOut, random: &mut Shuffle) -> Self {
        let rows = Learning::random(rows * WORD, 0.1, random);
        let width = |layer| if layer == 0 { WORD } else { READ };
        let readers = (0..layers).map(|layer| Reading::new(width(layer), READ, random)).collect();
        let start = Learning::new(vec![0.2; WORD]);
        Self { left_out, rows, start, readers, touched: Vec::new(), now: Now::default() }
    }

    /// Reads words by their rows, leaving some out at random; gives what is known of each.
    pub fn forward(&mut self, words: &[Vec<u32>], random: &mut Shuffle) -> &[f32] {
        let now = &mut self.now;
        let widths = std::iter::once(WORD).chain(self.readers.iter().map(|_| READ));
        now.masks = widths.map(|width| mask(width, self.left_out.read, random)).collect();
        now.rows.clear();
        now.rows_end.clear();
        now.sums.clear();
        for rows in words {
            let from = now.rows.len();
            now.rows.extend(rows.iter().filter(|_| !chance(random, self.left_out.features)));
            now.rows_end.push(now.rows.len());
            let at = now.sums.len();
            now.sums.extend(&self.start.at);
            for row in now.rows[from..].iter().map(|&row| row as usize * WORD) {
                add(&mut now.sums[at..], 1.0, &self.rows.at[row..row + WORD]);
            }
        }
        let cut: Vec<f32> = now.sums.iter().map(|sum| sum.clamp(0.0, TOP)).collect();
        now.words.clear();
        now.words.extend(masked(&cut, &now.masks[0]));
        now.between.clear();
        let mut input = now.words.clone();
        for (reader, mask) in self.readers.iter_mut().zip(&now.masks[1..]) {
            reader.forward(&input);
            now.between.push(input);
            input = masked(&reader.out, mask).collect();
        }
        now.known.clear();
        for (read, word) in input.chunks(READ).zip(now.words.chunks(WORD)) {
            now.known.extend(read.iter().chain(word));
        }
        &now.known
    }

    /// What was known of the words read last.
    #[must_use]
    pub fn known(&self) -> &[f32] {
        &self.now.known
    }

    /// Adds the gradient, from that of what is known.
    pub fn backward(&mut self, to_known: &[f32]) {
        let now = &self.now;
        let len = now.rows_end.len();
        let of = |range: std::ops::Range<usize>| {
            to_known.chunks(KNOWN_WIDTH).flat_map(move |row| row[range.clone()].iter().copied())
        };
        let (mut to, mut to_words): (Vec<f32>, Vec<f32>) =
            (of(0..READ).collect(), of(READ..KNOWN_WIDTH).collect());
        for (layer, reader) in self.readers.iter_mut().enumerate().rev() {
            let slopes: Vec<f32> = masked(&to, &now.masks[layer + 1]).collect();
            if layer == 0 {
                reader.backward(&now.words, &slopes, &mut to_words);
            } else {
                to = vec![0.0; len * READ];
                reader.backward(&now.between[layer], &slopes, &mut to);
            }
        }
        let mut from = 0;
        for (word, &end) in now.rows_end.iter().enumerate() {
            let place = word * WORD..(word + 1) * WORD;
            let slopes = &mut to_words[place.clone()];
            for ((slope, mask), &sum) in slopes.iter_mut().zip(&now.masks[0]).zip(&now.sums[place]) {
                *slope = if is_inside(sum) { *slope * mask } else { 0.0 };
            }
            add(&mut self.start.gradient, 1.0, slopes);
            for &row in &now.rows[from..end] {
                add(&mut self.rows.gradient[row as usize * WORD..][..WORD], 1.0, slopes);
            }
            from = end;
        }
        self.touched.extend(&self.now.rows);
    }

    /// A step against the gradient.
    pub fn step(&mut self, rate: f32) {
        self.touched.sort_unstable();
        self.touched.dedup();
        self.rows.step_rows(&self.touched, WORD, rate);
        self.touched.clear();
        self.start.step(rate);
        self.readers.iter_mut().for_each(|l| l.step(rate));
    }

    /// See [`Learning::keep`].
    pub fn keep(&mut self) {
        self.rows.keep();
        self.start.keep();
        self.readers.iter_mut().for_each(|reader| reader.weights().keep());
    }

    /// See [`Learning::settle`].
    pub fn settle(&mut self) {
        self.rows.settle();
        self.start.settle();
        self.readers.iter_mut().for_each(|reader| reader.weights().settle());
    }

    /// What was learned, in integers; `features` are those of the rows.
    ///
    /// # Errors
    /// If there are not so many layers.
    pub fn in_integers<const NEXT: usize>(&self, features: &[u64]) -> Result<Stack<NEXT>, Damaged> {
        let row = |at: usize| std::array::from_fn(|i| self.rows.at[at * WORD + i]);
        let rows: Vec<(u64, [f32; WORD])> = features.iter().zip(0..).map(|(f, at)| (*f, row(at))).collect();
        let start = std::array::from_fn(|i| self.start.at[i]);
        let next = self.readers[1..].iter().map(Reading::in_integers).collect::<Result<Vec<_>, _>>()?;
        Ok(Stack {
            words: Hidden::of(&start, &rows),
            first: self.readers[0].in_integers()?,
            next: next.try_into().unwrap_or_else(|_| unreachable!("as many layers as were asked for")),
        })
    }
}
