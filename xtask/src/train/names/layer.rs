//! The hidden layer of `parallax_text::learned::names`, in fractions, while it is learned.

use parallax_text::learned::names::{
    HEAD, INPUT, LABELS, Middle, NUMBERS, ONE, PIECES, SEEN, SIGNS, Seen, TOP, UNIT, UNITS, Weights, Word,
    Words, piece, shown,
};

use super::super::shuffle::Shuffle;
use super::crf::{Row, SCORE};

/// What a word shows the units: numbers that are not 0, each with its place among those of its vector and the signs.
type Shown = Vec<(u16, f32)>;

/// What all words show; 0 is the place beyond the ends of a line.
pub(super) struct Inputs(Vec<Shown>);

/// Numbers that a word may show.
const INPUTS: usize = NUMBERS + SIGNS;
/// Vectors have length 1; signs are 1 each.
const SIZE: f32 = 3.0;
/// Weights begin at random below this, the start of sums a little above nothing, so that units are alive.
const FIRST: f32 = 0.1;
/// First step of each weight.
const RATE: f32 = 0.02;
/// Added to the sum of squares, so that first steps are not wild.
const CALM: f32 = 1e-4;

impl Inputs {
    pub(super) fn new(words: &Words<'_>, middles: &[Middle]) -> Self {
        let of = |word: Option<&Word>| -> Shown {
            let signs = shown(word).map(|at| ((NUMBERS + at) as u16, 1.0));
            let codes = word.and_then(Word::codes);
            let number = |(at, code): (usize, u8)| {
                let middle = &middles[usize::from(code)];
                piece(at).map(move |d| (d as u16, f32::from(middle[d]) * (SIZE / f32::from(ONE))))
            };
            (0..PIECES).zip(codes.into_iter().flatten()).flat_map(number).chain(signs).collect()
        };
        Self([None].into_iter().chain((0..words.len() as u32).map(|n| Some(words.get(n)))).map(of).collect())
    }

    /// What the word that is seen from `at` shows; `words` are numbers of words.
    fn seen(&self, words: &[u32], at: usize, seen: Seen) -> &Shown {
        let word = seen.from(at).and_then(|i| words.get(i));
        &self.0[word.map_or(0, |&n| n as usize + 1)]
    }
}

/// Models that are learned apart, each with its part of the units: their mean errs less than one.
pub(super) const MODELS: usize = 2;
/// Units of one.
const PART: usize = UNITS / MODELS;

/// Sums of the units.
pub(super) type Sums = [f32; PART];

/// Weights in fractions, or their slopes, or sums of squares of these.
#[derive(Clone)]
pub(super) struct Layer {
    start: Sums,
    /// For each of [`SEEN`] and of the numbers that a word shows.
    rows: Vec<Sums>,
    head: Vec<Sums>,
}

fn top() -> f32 {
    f32::from(TOP) / f32::from(UNIT)
}

impl Layer {
    pub(super) fn new(random: &mut Shuffle) -> Self {
        let mut small = || FIRST * (random.below(2001) as f32 / 1000.0 - 1.0);
        let mut rows = |n: usize| (0..n).map(|_| std::array::from_fn(|_| small())).collect();
        Self { start: [FIRST; PART], rows: rows(SEEN.len() * INPUTS), head: rows(LABELS) }
    }

    pub(super) fn zero() -> Self {
        let rows = |n: usize| vec![[0.0; PART]; n];
        Self { start: [0.0; PART], rows: rows(SEEN.len() * INPUTS), head: rows(LABELS) }
    }

    pub(super) fn all(&mut self) -> impl Iterator<Item = &mut f32> {
        self.start.iter_mut().chain(self.rows.iter_mut().flatten()).chain(self.head.iter_mut().flatten())
    }

    /// The sums at a word of a line.
    pub(super) fn sums(&self, inputs: &Inputs, words: &[u32], at: usize) -> Sums {
        let mut out = self.start;
        for seen in SEEN {
            for &(d, x) in inputs.seen(words, at, seen) {
                let row = &self.rows[seen as usize * INPUTS + usize::from(d)];
                out.iter_mut().zip(row).for_each(|(o, w)| *o += x * w);
            }
        }
        out
    }

    /// Adds to the scores of labels what the units give them.
    pub(super) fn score(&self, sums: &Sums, scores: &mut Row) {
        let cut = sums.map(|s| s.clamp(0.0, top()));
        for (score, row) in scores.iter_mut().zip(&self.head) {
            *score += cut.iter().zip(row).map(|(c, w)| c * w).sum::<f32>();
        }
    }

    /// Adds to `slopes` those of a word whose scores should move by `by`.
    pub(super) fn slopes(
        &self,
        inputs: &Inputs,
        words: &[u32],
        at: usize,
        sums: &Sums,
        by: &Row,
        slopes: &mut Self,
    ) {
        let cut = sums.map(|s| s.clamp(0.0, top()));
        let mut back = [0.0_f32; PART];
        for (&by, (row, slope)) in by.iter().zip(self.head.iter().zip(&mut slopes.head)) {
            for u in 0..PART {
                slope[u] += by * cut[u];
                back[u] += by * row[u];
            }
        }
        for (back, &sum) in back.iter_mut().zip(sums) {
            *back = if sum <= 0.0 || sum >= top() { 0.0 } else { *back };
        }
        slopes.start.iter_mut().zip(&back).for_each(|(s, b)| *s += b);
        for seen in SEEN {
            for &(d, x) in inputs.seen(words, at, seen) {
                let row = &mut slopes.rows[seen as usize * INPUTS + usize::from(d)];
                row.iter_mut().zip(&back).for_each(|(s, b)| *s += x * b);
            }
        }
    }

    /// Moves the weights against the slopes, `part` of the first step at most, and sets the slopes back to 0.
    pub(super) fn step(&mut self, slopes: &mut Self, squares: &mut Self, part: f32) {
        for ((w, slope), square) in self.all().zip(slopes.all()).zip(squares.all()) {
            if *slope != 0.0 {
                *square += *slope * *slope;
                *w -= RATE * part * *slope / (*square + CALM).sqrt();
                *slope = 0.0;
            }
        }
    }
}

/// The layers of the models side by side, in whole numbers.
pub(super) fn whole(layers: &[Layer]) -> Weights {
    let row = |of: &dyn Fn(&Layer) -> Sums, one: f32| {
        let mut out = [0; UNITS];
        let weights = layers.iter().flat_map(of);
        out.iter_mut()
            .zip(weights)
            .for_each(|(o, w)| *o = (w * one).round().clamp(-16_000.0, 16_000.0) as i16);
        out
    };
    let unit = f32::from(UNIT);
    let seen = |at: usize, d: usize, one: f32| row(&|l| l.rows[at * INPUTS + d], one);
    let numbers = |at| std::array::from_fn(|d| seen(at, d, SIZE * INPUT as f32));
    let signs = |at| std::array::from_fn(|s| seen(at, NUMBERS + s, unit));
    Weights {
        start: row(&|l| l.start, unit),
        numbers: (0..SEEN.len()).map(numbers).collect(),
        signs: (0..SEEN.len()).map(signs).collect(),
        head: std::array::from_fn(|k| row(&|l| l.head[k], HEAD as f32 * SCORE / layers.len() as f32)),
    }
}

#[cfg(test)]
mod tests {
    use parallax_text::learned::names::{Lists, Reading};

    use super::*;

    #[test]
    fn slopes_are_those_of_the_scores() {
        let lists = Lists::default();
        let mut store = Words::new(&lists);
        let _ = Reading::new([["Varna", "7"]], &mut store);
        let inputs = Inputs::new(&store, &[]);
        let mut layer = Layer::new(&mut Shuffle::new(3));
        let by: Row = std::array::from_fn(|k| if k < LABELS { k as f32 / 10.0 - 1.0 } else { 0.0 });
        let value = |layer: &Layer| {
            let mut scores = Row::default();
            layer.score(&layer.sums(&inputs, &[0, 1], 1), &mut scores);
            scores.iter().zip(&by).map(|(s, b)| s * b).sum::<f32>()
        };
        let mut slopes = Layer::zero();
        let sums = layer.sums(&inputs, &[0, 1], 1);
        layer.slopes(&inputs, &[0, 1], 1, &sums, &by, &mut slopes);
        let before = value(&layer);
        let found: Vec<f32> = slopes.all().map(|s| *s).collect();
        for at in (0..found.len()).filter(|&at| found[at] != 0.0).step_by(97) {
            let step = 1e-2;
            if let Some(w) = layer.all().nth(at) {
                *w += step;
            }
            let rise = (value(&layer) - before) / step;
            assert!((rise - found[at]).abs() < 0.02, "{at}: {rise} {}", found[at]);
            if let Some(w) = layer.all().nth(at) {
                *w -= step;
            }
        }
    }
}
