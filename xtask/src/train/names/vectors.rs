//! Vectors of words in few bytes: each is cut into pieces, and of a piece only the nearest of its middles is kept
//! (k-means: Lloyd 1982).

use std::ops::Range;

use parallax_text::learned::names::{Codes, MIDDLES, Middle, NUMBERS, ONE, PIECES, piece};

use super::groups::Vector;

/// Words that the middles are found with, the most frequent ones.
const SEEN: usize = 30_000;
const ROUNDS: usize = 8;

/// The middles of all pieces, and for each vector and each of the `others` the nearest of each.
pub(super) fn quantise(vectors: &[Vector], others: &[Vector]) -> (Vec<Middle>, Vec<Codes>, Vec<Codes>) {
    let seen = &vectors[..SEEN.min(vectors.len())];
    let mut middles: Vec<Vector> = (0..MIDDLES).map(|i| seen[i * seen.len() / MIDDLES]).collect();
    let mut codes = [vectors, others].map(|v| vec![[0; PIECES]; v.len()]);
    for at in 0..PIECES {
        let piece = piece(at);
        for _ in 0..ROUNDS {
            let mut sums = vec![([0.0_f32; NUMBERS], 0_u32); MIDDLES];
            for vector in seen {
                let (sum, n) = &mut sums[nearest(vector, &middles, &piece)];
                piece.clone().for_each(|d| sum[d] += vector[d]);
                *n += 1;
            }
            for (middle, (sum, n)) in middles.iter_mut().zip(sums).filter(|(_, (_, n))| *n > 0) {
                piece.clone().for_each(|d| middle[d] = sum[d] / n as f32);
            }
        }
        let all = codes.iter_mut().flatten().zip(vectors.iter().chain(others));
        for (code, vector) in all {
            code[at] = nearest(vector, &middles, &piece) as u8;
        }
    }
    let whole = f32::from(ONE);
    let small = |x: f32| (x * whole).round().clamp(-whole, whole) as i8;
    let [of, others] = codes;
    (middles.iter().map(|m| m.map(small)).collect(), of, others)
}

fn nearest(vector: &Vector, middles: &[Vector], piece: &Range<usize>) -> usize {
    let vector = &vector[piece.clone()];
    let mut best = (0, f32::MAX);
    for (i, middle) in middles.iter().enumerate() {
        let pairs = vector.iter().zip(&middle[piece.clone()]);
        let far = pairs.map(|(a, b)| (a - b) * (a - b)).sum::<f32>();
        if far < best.1 {
            best = (i, far);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vector_is_near_its_middles() {
        // As many directions as there are middles.
        let vectors: Vec<Vector> =
            (0..512).map(|i| std::array::from_fn(|d| (i % 256) as f32 / 300.0 - d as f32 / 100.0)).collect();
        let (middles, codes, others) = quantise(&vectors, &vectors[7..9]);
        assert_eq!(others, codes[7..9]);
        for (vector, codes) in vectors.iter().zip(codes) {
            for at in 0..PIECES {
                for d in piece(at) {
                    let kept = f32::from(middles[usize::from(codes[at])][d]) / f32::from(ONE);
                    assert!((kept - vector[d]).abs() < 0.02);
                }
            }
        }
    }
}
