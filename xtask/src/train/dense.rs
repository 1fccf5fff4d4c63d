//! Numbers that are learned by Adam, and matrices of them.
//!
//! All sums are of fixed order and multiply and add in one rounding, so that every machine learns the same.

use parallax_text::learned::{net::Head, wide};

use super::network::unit;
use super::shuffle::Shuffle;

/// How much of the mean of the gradients, and of their squares, is kept from step to step.
const KEPT: [f32; 2] = [0.9, 0.98];

/// Outputs that are counted side by side; every number of outputs is a multiple of it.
const SIDE: usize = 32;

/// Numbers that are learned, by Adam (Kingma and Ba 2015) without its correction of the first steps: rates begin low.
#[derive(Default)]
pub struct Learning {
    /// The numbers.
    pub at: Vec<f32>,
    /// The gradient of the loss, summed until the next step.
    pub gradient: Vec<f32>,
    mean: Vec<f32>,
    square: Vec<f32>,
    /// What the numbers were when they were kept, summed, and how often that was.
    kept: (Vec<f32>, u32),
}

impl Learning {
    /// Begins at some numbers.
    #[must_use]
    pub fn new(at: Vec<f32>) -> Self {
        let zero = || vec![0.0; at.len()];
        Self { gradient: zero(), mean: zero(), square: zero(), kept: Default::default(), at }
    }

    /// Begins at random numbers up to `spread` on both sides.
    #[must_use]
    pub fn random(len: usize, spread: f32, random: &mut Shuffle) -> Self {
        Self::new((0..len).map(|_| spread * unit(random)).collect())
    }

    /// Keeps the numbers as they are now.
    pub fn keep(&mut self) {
        let (sum, times) = &mut self.kept;
        sum.resize(self.at.len(), 0.0);
        sum.iter_mut().zip(&self.at).for_each(|(sum, at)| *sum += at);
        *times += 1;
    }

    /// Sets the numbers to the mean of what was kept (Polyak and Juditsky 1992; Izmailov et al. 2018).
    pub fn settle(&mut self) {
        let (sum, times) = std::mem::take(&mut self.kept);
        self.at.iter_mut().zip(sum).for_each(|(at, sum)| *at = sum / times as f32);
    }

    /// A step against the gradient, which begins again.
    pub fn step(&mut self, rate: f32) {
        self.step_rows(&[0], self.at.len(), rate);
    }

    /// The same for some rows of a width; all other rows have no gradient, and stay.
    pub fn step_rows(&mut self, rows: &[u32], width: usize, rate: f32) {
        wide(
            #[inline(always)]
            || {
                for row in rows.iter().map(|&row| row as usize * width..(row as usize + 1) * width) {
                    let numbers = self.at[row.clone()].iter_mut().zip(&mut self.gradient[row.clone()]);
                    let means = self.mean[row.clone()].iter_mut().zip(&mut self.square[row]);
                    for ((at, gradient), (mean, square)) in numbers.zip(means) {
                        *mean = KEPT[0] * *mean + (1.0 - KEPT[0]) * *gradient;
                        *square = KEPT[1] * *square + (1.0 - KEPT[1]) * *gradient * *gradient;
                        *at -= rate * *mean / (square.sqrt() + 1e-6);
                        *gradient = 0.0;
                    }
                }
            },
        );
    }
}

/// How the left side of a product lies in memory.
#[derive(Clone, Copy)]
enum Lies {
    AsRows(usize),
    AsColumns(usize),
}

/// Adds to `c`, of `rows` rows of `width`, the product of `a` with the `inner` rows of `b`.
#[inline(always)]
fn multiply(rows: usize, width: usize, inner: usize, a: &[f32], lies: Lies, b: &[f32], c: &mut [f32]) {
    let (by_row, by_column) = match lies {
        Lies::AsRows(width) => (width, 1),
        Lies::AsColumns(width) => (1, width),
    };
    for row in (0..rows).step_by(2) {
        // An odd last row is counted twice and added once.
        let pair = [row, (row + 1).min(rows - 1)];
        for side in (0..width).step_by(SIDE) {
            let mut sums = [[0.0_f32; SIDE]; 2];
            for k in 0..inner {
                let [x, y] = pair.map(|row| a[row * by_row + k * by_column]);
                for (i, &b) in b[k * width + side..][..SIDE].iter().enumerate() {
                    sums[0][i] = x.mul_add(b, sums[0][i]);
                    sums[1][i] = y.mul_add(b, sums[1][i]);
                }
            }
            for (row, sums) in (row..rows).zip(&sums) {
                c[row * width + side..][..SIDE].iter_mut().zip(sums).for_each(|(c, sum)| *c += sum);
            }
        }
    }
}

fn product(rows: usize, width: usize, inner: usize, a: &[f32], lies: Lies, b: &[f32], c: &mut [f32]) {
    wide(
        #[inline(always)]
        || multiply(rows, width, inner, a, lies, b, c),
    );
}

/// A matrix with biases: outputs are sums of weighed inputs.
pub struct Dense {
    inputs: usize,
    outputs: usize,
    /// The weights of each input for all outputs.
    weights: Learning,
    /// The weights of each output for all inputs.
    turned: Vec<f32>,
    /// The biases.
    pub bias: Learning,
}

impl Dense {
    /// Random weights. Numbers of inputs and outputs are multiples of 32.
    #[must_use]
    pub fn new(inputs: usize, outputs: usize, bias: f32, random: &mut Shuffle) -> Self {
        let weights = Learning::random(inputs * outputs, (3.0 / inputs as f32).sqrt(), random);
        let bias = Learning::new(vec![bias; outputs]);
        let mut dense = Self { inputs, outputs, weights, turned: vec![0.0; inputs * outputs], bias };
        dense.turn();
        dense
    }

    fn turn(&mut self) {
        for (input, row) in self.weights.at.chunks(self.outputs).enumerate() {
            for (output, &weight) in row.iter().enumerate() {
                self.turned[output * self.inputs + input] = weight;
            }
        }
    }

    /// Sets `out` to the outputs of rows of inputs.
    pub fn forward(&self, inputs: &[f32], out: &mut Vec<f32>) {
        let rows = inputs.len() / self.inputs;
        out.clear();
        (0..rows).for_each(|_| out.extend(&self.bias.at));
        product(rows, self.outputs, self.inputs, inputs, Lies::AsRows(self.inputs), &self.weights.at, out);
    }

    /// From the gradient of the outputs, adds to the own gradient and to that of the inputs.
    pub fn backward(&mut self, inputs: &[f32], slopes: &[f32], into: &mut [f32]) {
        let rows = inputs.len() / self.inputs;
        for row in slopes.chunks(self.outputs) {
            self.bias.gradient.iter_mut().zip(row).for_each(|(to, slope)| *to += slope);
        }
        let to = &mut self.weights.gradient;
        product(self.inputs, self.outputs, rows, inputs, Lies::AsColumns(self.inputs), slopes, to);
        product(rows, self.inputs, self.outputs, slopes, Lies::AsRows(self.outputs), &self.turned, into);
    }

    /// A step against the gradient.
    pub fn step(&mut self, rate: f32) {
        self.weights.step(rate);
        self.bias.step(rate);
        self.turn();
    }

    /// See [`Learning::keep`].
    pub fn keep(&mut self) {
        self.weights.keep();
        self.bias.keep();
    }

    /// See [`Learning::settle`].
    pub fn settle(&mut self) {
        self.weights.settle();
        self.bias.settle();
        self.turn();
    }

    /// The weights of each output.
    #[must_use]
    pub fn rows<const I: usize>(&self) -> Vec<[f32; I]> {
        let row = |row: &[f32]| std::array::from_fn(|i| row.get(i).copied().unwrap_or(0.0));
        self.turned.chunks(self.inputs).map(row).collect()
    }

    /// The first `outputs` outputs in integers.
    #[must_use]
    pub fn in_integers<const I: usize>(&self, outputs: usize) -> Head<I> {
        Head::of(&self.rows()[..outputs], &self.bias.at[..outputs])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matrix_learns_another() {
        let mut random = Shuffle::new(1);
        let (wanted, mut dense) =
            (Dense::new(32, 64, 0.5, &mut random), Dense::new(32, 64, 0.0, &mut random));
        let (mut right, mut out) = (Vec::new(), Vec::new());
        let mut losses = Vec::new();
        for step in 0..600 {
            let inputs: Vec<f32> = (0..32 * 7).map(|_| unit(&mut random)).collect();
            wanted.forward(&inputs, &mut right);
            dense.forward(&inputs, &mut out);
            let slopes: Vec<f32> = out.iter().zip(&right).map(|(a, b)| a - b).collect();
            losses.push(slopes.iter().map(|s| s * s).sum::<f32>() / slopes.len() as f32);
            dense.backward(&inputs, &slopes, &mut vec![0.0; inputs.len()]);
            dense.step(if step < 500 { 0.01 } else { 0.001 });
        }
        assert!(losses[0] > 0.3 && losses[599] < 1e-3, "{} {}", losses[0], losses[599]);
    }

    #[test]
    fn gradients_of_inputs_are_those_of_the_sums() {
        let mut dense = Dense::new(32, 32, 0.0, &mut Shuffle::new(2));
        let (mut slopes, mut into) = (vec![0.0; 3 * 32], vec![0.0; 3 * 32]);
        slopes[32 + 5] = 2.0;
        dense.backward(&[1.0; 3 * 32], &slopes, &mut into);
        let row = dense.rows::<32>()[5];
        assert!(into[32..64].iter().zip(&row).all(|(a, b)| *a == 2.0 * b));
        assert!(into[..32].iter().chain(&into[64..]).all(|x| *x == 0.0));
    }
}
