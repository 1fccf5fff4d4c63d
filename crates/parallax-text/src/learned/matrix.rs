//! Products of whole matrices with rows of numbers, in the widest instructions that the processor has.

use fearless_simd::prelude::*;
use fearless_simd::{i16x16, i32x8};

use super::Damaged;
use super::net::Head;

/// Outputs of one sum register, and such registers side by side.
const LANES: usize = 8;
const SIDE: usize = 8;

/// Outputs that are counted at once; every number of outputs is a multiple of it.
pub const BLOCK: usize = LANES * SIDE;

/// The weights of a [`Head`] laid out to be multiplied as a whole: for each block of outputs, for each pair of inputs,
/// the two weights of each output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix<const I: usize> {
    bias: Vec<i32>,
    pairs: Vec<[i16; 2 * LANES]>,
}

impl<const I: usize> Matrix<I> {
    /// Lays out weights.
    ///
    /// # Errors
    /// If the outputs do not fill blocks, or the inputs pairs.
    pub fn of(head: &Head<I>) -> Result<Self, Damaged> {
        if !head.len().is_multiple_of(BLOCK) || !I.is_multiple_of(2) {
            return Err(Damaged("a wrong number of outputs"));
        }
        let mut pairs = Vec::with_capacity(head.len() * I / (2 * LANES));
        for block in head.rows().chunks_exact(BLOCK) {
            for pair in 0..I / 2 {
                for rows in block.chunks_exact(LANES) {
                    pairs.push(std::array::from_fn(|at| rows[at / 2][2 * pair + at % 2]));
                }
            }
        }
        Ok(Self { bias: head.bias().to_vec(), pairs })
    }

    /// The weights as they are written.
    #[must_use]
    pub fn head(&self) -> Head<I> {
        let weight = |output: usize, input: usize| {
            let register = (output / BLOCK * (I / 2) + input / 2) * SIDE + output % BLOCK / LANES;
            self.pairs[register][output % LANES * 2 + input % 2]
        };
        let row = |output| std::array::from_fn(|input| weight(output, input));
        Head::from_parts((0..self.len()).map(row).collect(), self.bias.clone())
    }

    /// Number of outputs.
    #[must_use]
    pub fn len(&self) -> usize {
        self.bias.len()
    }

    /// Whether there is no output.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bias.is_empty()
    }

    /// Sets `out` to the scores of all outputs, as [`Head::score`] gives them.
    #[inline(always)]
    pub fn multiply<S: Simd>(&self, simd: S, inputs: &[i16; I], out: &mut [i32]) {
        let blocks = self.pairs.chunks_exact(I / 2 * SIDE).zip(self.bias.chunks_exact(BLOCK));
        for ((pairs, bias), out) in blocks.zip(out.chunks_exact_mut(BLOCK)) {
            let mut sums = [i32x8::splat(simd, 0); SIDE];
            for (side, sum) in sums.iter_mut().enumerate() {
                *sum = i32x8::from_slice(simd, &bias[side * LANES..(side + 1) * LANES]);
            }
            for (pairs, input) in pairs.chunks_exact(SIDE).zip(inputs.chunks_exact(2)) {
                let both = u32::from(input[0] as u16) | u32::from(input[1] as u16) << 16;
                let both: i16x16<S> = i32x8::splat(simd, both as i32).bitcast();
                for (sum, &pair) in sums.iter_mut().zip(pairs) {
                    *sum += simd.pairwise_dot_product_i16x16(pair.simd_into(simd), both);
                }
            }
            for (sum, out) in sums.iter().zip(out.chunks_exact_mut(LANES)) {
                out.copy_from_slice(sum.as_slice());
            }
        }
    }
}

/// Rows of inputs, and registers of outputs, that are counted together: as many as there are registers for.
const ROWS: usize = 4;
const TOGETHER: usize = 2;

impl<const I: usize> Matrix<I> {
    /// Sets `out` to the scores of all outputs of each row of inputs, one row after the other. Weights that were fetched
    /// are used for several rows.
    #[inline(always)]
    pub fn multiply_rows<S: Simd>(&self, simd: S, rows: &[[i16; I]], out: &mut [i32]) {
        let width = self.len();
        let (fours, rest) = rows.as_chunks::<ROWS>();
        let (of_fours, of_rest) = out.split_at_mut(fours.len() * ROWS * width);
        for (four, out) in fours.iter().zip(of_fours.chunks_exact_mut(ROWS * width)) {
            self.multiply_four(simd, four, out);
        }
        for (row, out) in rest.iter().zip(of_rest.chunks_exact_mut(width)) {
            self.multiply(simd, row, out);
        }
    }

    #[inline(always)]
    fn multiply_four<S: Simd>(&self, simd: S, rows: &[[i16; I]; ROWS], out: &mut [i32]) {
        let width = self.len();
        let blocks = self.pairs.chunks_exact(I / 2 * SIDE).zip(self.bias.chunks_exact(BLOCK));
        for (block, (pairs, bias)) in blocks.enumerate() {
            for side in (0..SIDE).step_by(TOGETHER) {
                let first = side * LANES;
                let mut sums = [[i32x8::splat(simd, 0); TOGETHER]; ROWS];
                for sums in &mut sums {
                    for (sum, bias) in sums.iter_mut().zip(bias[first..].chunks_exact(LANES)) {
                        *sum = i32x8::from_slice(simd, bias);
                    }
                }
                for (at, weights) in pairs.chunks_exact(SIDE).enumerate() {
                    let weights: [i16x16<S>; TOGETHER] =
                        std::array::from_fn(|i| weights[side + i].simd_into(simd));
                    for (sums, row) in sums.iter_mut().zip(rows) {
                        let both = u32::from(row[2 * at] as u16) | u32::from(row[2 * at + 1] as u16) << 16;
                        let both: i16x16<S> = i32x8::splat(simd, both as i32).bitcast();
                        for (sum, weights) in sums.iter_mut().zip(weights) {
                            *sum += simd.pairwise_dot_product_i16x16(weights, both);
                        }
                    }
                }
                for (row, sums) in sums.iter().enumerate() {
                    let out = &mut out[row * width + block * BLOCK + first..];
                    for (out, sum) in out.chunks_exact_mut(LANES).zip(sums) {
                        out.copy_from_slice(sum.as_slice());
                    }
                }
            }
        }
    }
}

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
        assert!(Matrix::of(&Head::of(&rows[1..], &bias[1..])).is_err());
    }
}
