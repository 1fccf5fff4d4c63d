//! A hidden layer beside the features: units that look at the vectors of a word and of the two words on either side,
//! and so read a name or a neighbour that training never met like those that stand in the same company elsewhere.
//!
//! After Collobert and others, "Natural language processing (almost) from scratch" (JMLR 2011), in whole numbers.

use super::super::{Damaged, take};
use super::features::{SEEN, Seen};
use super::labels::{LABELS, WIDTH};
use super::vectors::{MIDDLES, Middle, NUMBERS, ONE, PIECES, piece};
use super::{Scores, Word};

/// Units.
pub const UNITS: usize = 96;

/// Sums of the units.
pub type Sums = [i16; UNITS];

/// A whole in sums of units.
pub const UNIT: i16 = 256;

/// Where sums are cut: at 0 and at 4.
pub const TOP: i16 = 4 * UNIT;

/// A whole in the weights that numbers of vectors get.
pub const INPUT: i32 = 1024;

/// A whole in the weights that labels give to units, over a whole of the scores of labels.
pub const HEAD: i32 = 16;

/// What a word shows beside its vector: a row of weights each, [`SIGNS`] in all. The last two are those of a word
/// without a vector and of the place beyond the ends of a line.
pub const SIGNS: usize = 20;
const UNKNOWN: usize = SIGNS - 2;
const EDGE: usize = SIGNS - 1;

/// What a word shows, a bit a sign.
#[must_use]
fn signs(word: &Word) -> u32 {
    let bits = [
        word.common,
        word.letters,
        word.digits,
        word.cap,
        word.upper,
        word.len == 1,
        word.len <= 3,
        word.cap && word.common,
        word.cap && !word.upper,
        word.cap && word.lists == 0,
    ];
    let of = |(at, bit): (usize, &bool)| u32::from(*bit) << (8 + at);
    let shown = bits.iter().enumerate().map(of).fold(u32::from(word.lists), |a, b| a | b);
    shown | u32::from(word.codes.is_none()) << UNKNOWN
}

/// The rows that a word, or the place beyond a line, shows, as numbers below [`SIGNS`].
pub fn shown(word: Option<&Word>) -> impl Iterator<Item = usize> {
    let bits = word.map_or(1 << EDGE, signs);
    (0..SIGNS).filter(move |at| bits >> at & 1 == 1)
}

/// Weights of the units, from each of [`SEEN`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weights {
    /// What the sums begin with, in parts of [`UNIT`].
    pub start: Sums,
    /// For each number of a vector, in parts of [`INPUT`].
    pub numbers: Vec<[Sums; NUMBERS]>,
    /// For each sign, in parts of [`UNIT`].
    pub signs: Vec<[Sums; SIGNS]>,
    /// What labels give to the units, in parts of [`HEAD`] times a whole of their scores.
    pub head: [Sums; LABELS],
}

fn write(rows: &[Sums], out: &mut Vec<u8>) {
    out.extend(rows.iter().flatten().flat_map(|w| w.to_le_bytes()));
}

fn read<const N: usize>(bytes: &mut &[u8]) -> Result<[Sums; N], Damaged> {
    let mut out = [[0; UNITS]; N];
    let (pairs, _) = take(bytes, 2 * UNITS * N)?.as_chunks::<2>();
    out.iter_mut().flatten().zip(pairs).for_each(|(w, pair)| *w = i16::from_le_bytes(*pair));
    Ok(out)
}

impl Weights {
    /// Appends the weights to a file.
    pub fn write(&self, out: &mut Vec<u8>) {
        write(&[self.start], out);
        self.numbers.iter().for_each(|rows| write(rows, out));
        self.signs.iter().for_each(|rows| write(rows, out));
        write(&self.head, out);
    }

    /// Takes weights from the head of a file.
    ///
    /// # Errors
    /// If it is too short.
    pub fn read(bytes: &mut &[u8]) -> Result<Self, Damaged> {
        let [start] = read::<1>(bytes)?;
        let numbers = SEEN.iter().map(|_| read(bytes)).collect::<Result<_, _>>()?;
        let signs = SEEN.iter().map(|_| read(bytes)).collect::<Result<_, _>>()?;
        Ok(Self { start, numbers, signs, head: read(bytes)? })
    }
}

/// The layer, with the sums of every middle of a piece worked out.
#[derive(Debug)]
pub struct Layer {
    weights: Weights,
    /// For each of [`SEEN`], piece and middle, what it adds to the units.
    middles: Vec<Sums>,
}

impl Layer {
    /// Of weights over vectors with these middles.
    #[must_use]
    pub fn new(weights: Weights, middles: &[Middle]) -> Self {
        let mut sums = Vec::with_capacity(SEEN.len() * PIECES * MIDDLES);
        let whole = i32::from(ONE) * INPUT / i32::from(UNIT);
        for numbers in &weights.numbers {
            for at in 0..PIECES {
                sums.extend(middles.iter().map(|middle| {
                    let sum = |u: usize| -> i32 {
                        piece(at).map(|d| i32::from(numbers[d][u]) * i32::from(middle[d])).sum()
                    };
                    // To the nearest, whatever the sign.
                    std::array::from_fn(|u| (sum(u) + whole / 2).div_euclid(whole) as i16)
                }));
            }
        }
        Self { weights, middles: sums }
    }

    /// What the sums begin with.
    #[must_use]
    pub fn start(&self) -> Sums {
        self.weights.start
    }

    /// What a word adds to the sums of another that sees it, or what a place beyond the line adds.
    #[must_use]
    pub fn alone(&self, word: Option<&Word>, seen: Seen) -> Sums {
        let seen = seen as usize;
        let mut out = [0; UNITS];
        shown(word).for_each(|at| add(&mut out, &self.weights.signs[seen][at]));
        for (at, &code) in word.and_then(|w| w.codes).iter().flatten().enumerate() {
            if let Some(row) = self.middles.get((seen * PIECES + at) * MIDDLES + usize::from(code)) {
                add(&mut out, row);
            }
        }
        out
    }

    /// Adds to the scores of labels what the units give them.
    #[inline(always)]
    pub fn add(&self, sums: &Sums, scores: &mut Scores) {
        let cut: Sums = sums.map(|s| s.clamp(0, TOP));
        let mut given = [0_i32; WIDTH];
        for (given, row) in given.iter_mut().zip(&self.weights.head) {
            let products = row.iter().zip(&cut).map(|(&w, &s)| i32::from(w) * i32::from(s));
            *given = products.sum();
        }
        for (score, given) in scores.iter_mut().zip(given) {
            *score = score.saturating_add((given / (HEAD * i32::from(UNIT))) as i16);
        }
    }
}

/// Adds sums to sums; what would overflow stays at the largest number.
#[inline(always)]
pub(super) fn add(to: &mut Sums, by: &Sums) {
    for (a, b) in to.iter_mut().zip(by) {
        *a = a.saturating_add(*b);
    }
}

#[cfg(test)]
mod tests {
    use super::super::vectors::{Like, Vectors};
    use super::super::{List, Lists};
    use super::*;

    /// Unit 0 looks at the third number of the vector of the word before, unit 1 at the end of the line.
    fn weights() -> Weights {
        let mut weights = Weights {
            start: [0; UNITS],
            numbers: vec![[[0; UNITS]; NUMBERS]; SEEN.len()],
            signs: vec![[[0; UNITS]; SIGNS]; SEEN.len()],
            head: [[0; UNITS]; LABELS],
        };
        weights.numbers[Seen::Before as usize][2][0] = 2 * INPUT as i16;
        weights.signs[Seen::After as usize][EDGE][1] = UNIT;
        weights.head[3][0] = 50 * HEAD as i16;
        weights.head[4][1] = -7 * HEAD as i16;
        weights
    }

    #[test]
    fn a_word_is_read_by_the_vector_of_the_one_before_and_by_the_end_of_the_line() {
        let mut middles = vec![[0; NUMBERS]; MIDDLES];
        middles[5][2] = ONE;
        let like = Like { group: 1, codes: [5; PIECES] };
        let lists = Lists::default().with(Vectors::new(&["port"], &[like], middles.clone(), Vec::new()));
        let layer = Layer::new(weights(), &middles);
        let score = |text: &str| {
            let mut sums = layer.start();
            add(&mut sums, &layer.alone(Some(&Word::new(text, &lists)), Seen::Before));
            add(&mut sums, &layer.alone(None, Seen::After));
            let mut scores = Scores::default();
            layer.add(&sums, &mut scores);
            [scores[3], scores[4]]
        };
        assert_eq!(score("port"), [100, -7]);
        assert_eq!(score("qqq"), [0, -7]);
    }

    #[test]
    fn what_a_word_shows_fits_the_rows() {
        let lists = Lists::read(&Lists::write(&[], &[])).unwrap();
        for text in ["Varna", "USA", "7", "", "\u{200d}"] {
            assert!(shown(Some(&Word::new(text, &lists))).all(|at| at < EDGE));
        }
        assert!(shown(None).eq([EDGE]));
        assert!((List::Organisation as usize) < 8);
    }

    #[test]
    fn weights_survive_being_written() {
        let mut file = Vec::new();
        weights().write(&mut file);
        assert_eq!(Weights::read(&mut file.as_slice()).unwrap(), weights());
        assert!(Weights::read(&mut &file[..file.len() - 1]).is_err());
    }
}
