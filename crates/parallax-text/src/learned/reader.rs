//! Reading a sentence both ways, in integers: at each word, what of the words before it and behind it is to be kept.
//!
//! A [`Reader`] holds `W` sums, half of them read from left to right, half from right to left. At each word a gate says
//! how far each sum moves to what the word offers (the recurrent units of Lei et al. 2018 and Feng et al. 2024, whose
//! gates look at the word alone). Gate and offer are straight lines cut at both ends, so that nothing depends on how
//! a machine computes a curve. Readers are stacked: the sums of one are the input of the next.

use fearless_simd::Simd;

use super::net::{HEAD_UNIT, Head, UNIT};
use super::{Damaged, Matrix};

/// Where sums are cut on both sides, in units of [`UNIT`]: at 2.
pub const BOUND: i16 = 128;

/// Half the range of the inputs over which a gate opens: it is closed at -2 and open at 2.
pub const GATE_RANGE: f32 = 2.0;

/// Bits behind the point in gates and in the sums while they are carried on.
const GATE_BITS: u32 = 15;
const SUM_BITS: u32 = 13;

/// Bits behind the point in what [`Head::score`] gives.
const SCORE_BITS: u32 = 14;
const _: () = assert!(UNIT * HEAD_UNIT == (1 << SCORE_BITS) as f32);

/// Bits to be rounded off a sum to bring it to units of [`UNIT`].
const ROUNDED: u32 = 7;
const _: () = assert!(UNIT == (1 << (SUM_BITS - ROUNDED)) as f32);

/// One layer of reading: `I` inputs a word, `W` sums.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader<const I: usize, const W: usize> {
    /// Weights of the gates of all sums, then of their offers; the first half of the sums goes from left to right.
    weights: Matrix<I>,
}

impl<const I: usize, const W: usize> Reader<I, W> {
    /// From weights and biases in fractions: of the gates of the `W` sums, then of their offers.
    ///
    /// # Errors
    /// If these are not twice as many as there are sums.
    pub fn of(weights: &[[f32; I]], bias: &[f32]) -> Result<Self, Damaged> {
        Self::checked(&Head::of(weights, bias))
    }

    fn checked(weights: &Head<I>) -> Result<Self, Damaged> {
        if weights.len() != 2 * W {
            return Err(Damaged("a wrong number of gates"));
        }
        Ok(Self { weights: Matrix::of(weights)? })
    }

    /// Sets `out` to the sums at each word; inputs and sums are in units of [`UNIT`]. `room` is used again.
    #[inline(always)]
    pub fn read_words<S: Simd>(
        &self,
        simd: S,
        words: &[[i16; I]],
        room: &mut Vec<i32>,
        out: &mut Vec<[i16; W]>,
    ) {
        out.clear();
        out.resize(words.len(), [0; W]);
        room.clear();
        room.resize(words.len() * 2 * W, 0);
        self.weights.multiply_rows(simd, words, room);
        let mut sums = [0_i32; W];
        let (forth, back) = sums.split_at_mut(W / 2);
        for at in 0..words.len() {
            step(forth, &room[at * 2 * W..], W, &mut out[at][..W / 2]);
        }
        for at in (0..words.len()).rev() {
            step(back, &room[at * 2 * W + W / 2..], W, &mut out[at][W / 2..]);
        }
    }

    /// Appends the layer to a file.
    pub fn write(&self, out: &mut Vec<u8>) {
        self.weights.head().write(out);
    }

    /// Takes the layer from the head of a file.
    ///
    /// # Errors
    /// If the file is not one.
    pub fn read(bytes: &mut &[u8]) -> Result<Self, Damaged> {
        Self::checked(&Head::read(bytes)?)
    }
}

/// Moves sums on by the scores of their gates, and of their offers `width` behind them, and rounds them.
#[inline(always)]
fn step(sums: &mut [i32], scores: &[i32], width: usize, out: &mut [i16]) {
    for (((sum, out), &gate), &offer) in sums.iter_mut().zip(out).zip(scores).zip(&scores[width..]) {
        *sum += ((moved(offer) - *sum) * open(gate)) >> GATE_BITS;
        *out = ((*sum + (1 << (ROUNDED - 1))) >> ROUNDED) as i16;
    }
}

/// How far a gate is open, from a score: 0 to 1 in [`GATE_BITS`].
#[inline(always)]
fn open(score: i32) -> i32 {
    // A quarter of the score and a half.
    ((score >> (SCORE_BITS + 2 - GATE_BITS)) + (1 << (GATE_BITS - 1))).clamp(0, 1 << GATE_BITS)
}

/// What is offered, from a score: cut, in [`SUM_BITS`].
#[inline(always)]
fn moved(score: i32) -> i32 {
    const MOST: i32 = (BOUND as i32) << ROUNDED;
    (score >> (SCORE_BITS - SUM_BITS)).clamp(-MOST, MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    use fearless_simd::{Level, dispatch};

    /// Sums over two inputs, half of them each way, which take the second input where the first is on.
    fn latch() -> Reader<8, 32> {
        let row = |on: f32, value: f32| {
            let mut row = [0.0; 8];
            (row[0], row[1]) = (on, value);
            row
        };
        let weights = [[row(4.0, 0.0); 32], [row(0.0, 1.0); 32]];
        let mut bias = [-2.0; 64];
        bias[32..].fill(0.0);
        Reader::of(weights.as_flattened(), &bias).unwrap()
    }

    /// What one sum of each way holds at each word.
    fn read(inputs: &[(i16, i16)]) -> Vec<[i16; 2]> {
        let words: Vec<[i16; 8]> = inputs.iter().map(|&(on, value)| [on, value, 0, 0, 0, 0, 0, 0]).collect();
        let (mut room, mut out) = (Vec::new(), Vec::new());
        let reader = latch();
        dispatch!(Level::new(), simd => reader.read_words(simd, &words, &mut room, &mut out));
        out.iter().map(|sums| [sums[3], sums[30]]).collect()
    }

    #[test]
    fn what_a_gate_lets_in_is_kept_in_both_directions() {
        let out = read(&[(0, 30), (64, 50), (0, 99), (64, -70), (0, 5)]);
        assert_eq!(out, [[0, 50], [50, 50], [50, -70], [-70, -70], [-70, 0]]);
    }

    #[test]
    fn sums_stay_within_their_bound() {
        let out = read(&[(i16::MAX, i16::MAX), (i16::MAX, i16::MIN)]);
        assert_eq!(out, [[BOUND, BOUND], [-BOUND, -BOUND]]);
        assert!(read(&[]).is_empty());
    }

    #[test]
    fn a_gate_half_open_goes_half_the_way() {
        assert_eq!(read(&[(32, 64), (32, 64)]), [[32, 48], [48, 32]]);
    }

    #[test]
    fn a_layer_survives_being_written() {
        let mut file = Vec::new();
        latch().write(&mut file);
        let mut rest = file.as_slice();
        assert_eq!(Reader::<8, 32>::read(&mut rest).unwrap(), latch());
        assert!(rest.is_empty());
        assert!(Reader::<8, 64>::read(&mut file.as_slice()).is_err(), "a wrong number of sums");
    }
}
