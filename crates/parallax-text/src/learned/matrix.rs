//! Products of whole matrices with rows of numbers, in the widest instructions that the processor has.

use fearless_simd::prelude::*;
use fearless_simd::{i16x32, i32x16};

use super::Damaged;
use super::net::Head;

/// Outputs of one sum register, and such registers side by side.
const LANES: usize = 16;
const SIDE: usize = 2;

/// Outputs that are counted at once.
pub const BLOCK: usize = LANES * SIDE;

/// The weights of a [`Head`] laid out to be multiplied as a whole: for each block of outputs, for each pair of inputs,
/// the two weights of each output. The last block is filled up with outputs that are always zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix<const I: usize> {
    outputs: usize,
    bias: Vec<i32>,
    pairs: Vec<[i16; 2 * LANES]>,
}

impl<const I: usize> Matrix<I> {
    /// Lays out weights.
    ///
    /// # Errors
    /// If the inputs do not fill pairs.
    pub fn of(head: &Head<I>) -> Result<Self, Damaged> {
        if !I.is_multiple_of(2) {
            return Err(Damaged("an odd number of inputs"));
        }
        let mut bias = head.bias().to_vec();
        bias.resize(head.len().next_multiple_of(BLOCK), 0);
        let weight = |output: usize, input: usize| head.rows().get(output).map_or(0, |row| row[input]);
        let mut pairs = Vec::with_capacity(bias.len() * I / (2 * LANES));
        for block in (0..bias.len()).step_by(BLOCK) {
            for pair in 0..I / 2 {
                for first in (block..block + BLOCK).step_by(LANES) {
                    pairs.push(std::array::from_fn(|at| weight(first + at / 2, 2 * pair + at % 2)));
                }
            }
        }
        Ok(Self { outputs: head.len(), bias, pairs })
    }

    /// The weights as they are written.
    #[must_use]
    pub fn head(&self) -> Head<I> {
        let weight = |output: usize, input: usize| {
            let register = (output / BLOCK * (I / 2) + input / 2) * SIDE + output % BLOCK / LANES;
            self.pairs[register][output % LANES * 2 + input % 2]
        };
        let row = |output| std::array::from_fn(|input| weight(output, input));
        Head::from_parts((0..self.outputs).map(row).collect(), self.bias[..self.outputs].to_vec())
    }

    /// Number of outputs, without those that fill up the last block.
    #[must_use]
    pub fn len(&self) -> usize {
        self.outputs
    }

    /// Whether there is no output.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.outputs == 0
    }

    /// Sets `out`, a whole number of blocks, to the scores of all outputs, as [`Head::score`] gives them.
    #[inline(always)]
    pub fn multiply<S: Simd>(&self, simd: S, inputs: &[i16; I], out: &mut [i32]) {
        self.multiply_some(simd, std::array::from_ref(inputs), out);
    }

    /// Sets `out` to the scores of all outputs of each row of inputs, one row after the other, each a whole number of
    /// blocks.
    #[inline(always)]
    pub fn multiply_rows<S: Simd>(&self, simd: S, rows: &[[i16; I]], out: &mut [i32]) {
        let width = self.bias.len();
        let (fours, rest) = rows.as_chunks::<ROWS>();
        let (of_fours, of_rest) = out.split_at_mut(fours.len() * ROWS * width);
        for (four, out) in fours.iter().zip(of_fours.chunks_exact_mut(ROWS * width)) {
            self.multiply_some(simd, four, out);
        }
        for (row, out) in rest.iter().zip(of_rest.chunks_exact_mut(width)) {
            self.multiply(simd, row, out);
        }
    }

    /// The same for a few rows: weights that were fetched are used for all of them.
    #[inline(always)]
    fn multiply_some<S: Simd, const N: usize>(&self, simd: S, rows: &[[i16; I]; N], out: &mut [i32]) {
        let width = self.bias.len();
        let blocks = self.pairs.chunks_exact(I / 2 * SIDE).zip(self.bias.chunks_exact(BLOCK));
        for (block, (pairs, bias)) in blocks.enumerate() {
            for side in 0..SIDE {
                let first = side * LANES;
                let mut sums = [i32x16::from_slice(simd, &bias[first..first + LANES]); N];
                for (at, weights) in pairs.chunks_exact(SIDE).enumerate() {
                    let weights: i16x32<S> = weights[side].simd_into(simd);
                    for (sum, row) in sums.iter_mut().zip(rows) {
                        let both = u32::from(row[2 * at] as u16) | u32::from(row[2 * at + 1] as u16) << 16;
                        let both: i16x32<S> = i32x16::splat(simd, both as i32).bitcast();
                        *sum += simd.pairwise_dot_product_i16x32(weights, both);
                    }
                }
                for (row, sum) in sums.iter().enumerate() {
                    let from = row * width + block * BLOCK + first;
                    out[from..from + LANES].copy_from_slice(sum.as_slice());
                }
            }
        }
    }
}

/// Rows of inputs that are counted together: as many as there are registers for.
const ROWS: usize = 4;

#[cfg(test)]
mod tests {
    use fearless_simd::{Level, dispatch};

    use super::*;

    #[test]
    fn all_outputs_at_once_are_the_same_as_one_by_one() {
        let weight = |at: usize| ((at * 7919) % 1000) as f32 / 10.0 - 50.0;
        let rows: Vec<[f32; 6]> =
            (0..2 * BLOCK).map(|row| std::array::from_fn(|i| weight(row * 6 + i))).collect();
        let bias: Vec<f32> = (0..2 * BLOCK).map(|row| weight(row + 5)).collect();
        let head = Head::of(&rows, &bias);
        let matrix = Matrix::of(&head).unwrap();
        assert_eq!(matrix.head(), head);
        let inputs = [3, -200, 256, 0, i16::MIN, i16::MAX];
        let mut out = vec![0; 2 * BLOCK];
        dispatch!(Level::new(), simd => matrix.multiply(simd, &inputs, &mut out));
        for (label, &score) in out.iter().enumerate() {
            assert_eq!(score, head.score(label, &inputs));
        }
        let all: Vec<[i16; 6]> =
            (0..7).map(|row| std::array::from_fn(|i| (row * 31 + i as i16 * 17) % 300 - 150)).collect();
        let mut together = vec![0; all.len() * 2 * BLOCK];
        dispatch!(Level::new(), simd => matrix.multiply_rows(simd, &all, &mut together));
        for (row, scores) in all.iter().zip(together.chunks(2 * BLOCK)) {
            assert!(scores.iter().enumerate().all(|(label, &score)| score == head.score(label, row)));
        }
        let less = Head::of(&rows[1..], &bias[1..]);
        let matrix = Matrix::of(&less).unwrap();
        dispatch!(Level::new(), simd => matrix.multiply(simd, &inputs, &mut out));
        assert_eq!((matrix.len(), matrix.head()), (less.len(), less.clone()));
        assert_eq!((out[2], out[2 * BLOCK - 1]), (less.score(2, &inputs), 0));
    }
}
