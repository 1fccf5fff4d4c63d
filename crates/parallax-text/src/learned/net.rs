//! A small network in integers: rows of sparse features are summed, cut at zero and at a top, and weighed by each label.

pub use super::slots::Found;
use super::slots::Slots;
use super::{Damaged, take, take_u32};

/// Units of one in the sums of rows: weights of rows are kept in this part of one.
pub const UNIT: f32 = 64.0;

/// Where the sums are cut, in their units: at 4.
pub const TOP: i16 = 256;

/// Units of one in the weights of labels.
pub const HEAD_UNIT: f32 = 256.0;

/// The exponential of a number up to 0, by its powers of two and a polynomial: the same on every machine.
#[inline(always)]
#[must_use]
pub fn exp(x: f32) -> f32 {
    let power = (x.max(-80.0) * std::f32::consts::LOG2_E).min(0.0);
    let whole = power.floor();
    let y = (power - whole) * std::f32::consts::LN_2;
    let part = 1.0
        + y * (1.0 + y * (1.0 / 2.0 + y * (1.0 / 6.0 + y * (1.0 / 24.0 + y * (1.0 / 120.0 + y / 720.0)))));
    part * f32::from_bits(((whole as i32 + 127) as u32) << 23)
}

/// Adds a row to sums; what would overflow stays at the largest number.
#[inline(always)]
pub fn add<const H: usize>(sums: &mut [i16; H], row: &[i8; H]) {
    for (sum, &weight) in sums.iter_mut().zip(row) {
        *sum = sum.saturating_add(i16::from(weight));
    }
}

/// Adds sums to sums.
#[inline(always)]
pub fn add_sums<const H: usize>(sums: &mut [i16; H], others: &[i16; H]) {
    for (sum, &other) in sums.iter_mut().zip(others) {
        *sum = sum.saturating_add(other);
    }
}

/// Cuts sums at zero and at [`TOP`].
#[inline(always)]
pub fn cut<const H: usize>(sums: &mut [i16; H]) {
    for sum in sums {
        *sum = (*sum).clamp(0, TOP);
    }
}

/// The sum of the products of numbers side by side.
#[inline(always)]
#[must_use]
pub fn product<const H: usize>(a: &[i16; H], b: &[i16; H]) -> i32 {
    // One instruction for sixteen of them, if this is a plain loop.
    let mut sum = 0_i32;
    for i in 0..H {
        sum = sum.wrapping_add(i32::from(a[i]) * i32::from(b[i]));
    }
    sum
}

/// Weights of labels over `H` hidden sums.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head<const H: usize> {
    weights: Vec<[i16; H]>,
    bias: Vec<i32>,
}

impl<const H: usize> Head<H> {
    /// From weights and biases in fractions, brought to integers.
    #[must_use]
    pub fn of(weights: &[[f32; H]], bias: &[f32]) -> Self {
        let whole = |w: f32| (w * HEAD_UNIT).round().clamp(-32_000.0, 32_000.0) as i16;
        Self {
            weights: weights.iter().map(|row| row.map(whole)).collect(),
            bias: bias.iter().map(|b| (b * HEAD_UNIT * UNIT).round() as i32).collect(),
        }
    }

    /// From what [`Head::rows`] and [`Head::bias`] gave.
    pub(super) fn from_parts(weights: Vec<[i16; H]>, bias: Vec<i32>) -> Self {
        Self { weights, bias }
    }

    /// The weights of each label.
    pub(super) fn rows(&self) -> &[[i16; H]] {
        &self.weights
    }

    /// The biases of the labels.
    pub(super) fn bias(&self) -> &[i32] {
        &self.bias
    }

    /// Number of labels.
    #[must_use]
    pub fn len(&self) -> usize {
        self.bias.len()
    }

    /// Whether there is no label.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bias.is_empty()
    }

    /// The score of a label, in units of `UNIT * HEAD_UNIT`, over sums that were cut.
    #[inline(always)]
    #[must_use]
    pub fn score(&self, label: usize, hidden: &[i16; H]) -> i32 {
        self.bias[label].wrapping_add(product(&self.weights[label], hidden))
    }

    /// The label with the largest score, the first of equal ones, and its score.
    #[inline(always)]
    #[must_use]
    pub fn best(&self, hidden: &[i16; H]) -> (usize, i32) {
        let mut best = (0, i32::MIN);
        for label in 0..self.len() {
            let score = self.score(label, hidden);
            if score > best.1 {
                best = (label, score);
            }
        }
        best
    }

    /// Appends the weights to a file.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend((self.len() as u32).to_le_bytes());
        out.extend(self.bias.iter().flat_map(|b| b.to_le_bytes()));
        out.extend(self.weights.iter().flatten().flat_map(|w| w.to_le_bytes()));
    }

    /// Takes weights from the head of a file.
    ///
    /// # Errors
    /// If the file ends too early, or has no or too many labels.
    pub fn read(bytes: &mut &[u8]) -> Result<Self, Damaged> {
        let len = take_u32(bytes)? as usize;
        if len == 0 || len > 1000 {
            return Err(Damaged("a wrong number of labels"));
        }
        let bias = take(bytes, 4 * len)?.chunks_exact(4);
        let bias = bias.map(|b| i32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
        let weights = take(bytes, 2 * H * len)?.chunks_exact(2 * H).map(sums_of).collect();
        Ok(Self { weights, bias })
    }
}

fn sums_of<const H: usize>(bytes: &[u8]) -> [i16; H] {
    let mut sums = [0; H];
    for (sum, b) in sums.iter_mut().zip(bytes.chunks_exact(2)) {
        *sum = i16::from_le_bytes([b[0], b[1]]);
    }
    sums
}

/// Appends sums to a file.
pub fn write_sums<const H: usize>(sums: &[i16; H], out: &mut Vec<u8>) {
    out.extend(sums.iter().flat_map(|w| w.to_le_bytes()));
}

/// Takes sums from the head of a file.
///
/// # Errors
/// If the file ends too early.
pub fn read_sums<const H: usize>(bytes: &mut &[u8]) -> Result<[i16; H], Damaged> {
    take(bytes, 2 * H).map(sums_of)
}

/// The first layer: a sum to begin with, and the rows of features.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hidden<const H: usize> {
    /// What every sum begins with.
    pub start: [i16; H],
    slots: Slots,
    rows: Vec<[i8; H]>,
}

impl<const H: usize> Hidden<H> {
    /// From rows in fractions, brought to eight bits; rows that become zero are left out.
    #[must_use]
    pub fn of(start: &[f32; H], rows: &[(u64, [f32; H])]) -> Self {
        let (mut hashes, mut small) = (Vec::new(), Vec::new());
        for (hash, row) in rows {
            let row = row.map(|w| (w * UNIT).round().clamp(-127.0, 127.0) as i8);
            if row != [0; H] {
                hashes.push(*hash);
                small.push(row);
            }
        }
        let (slots, kept) = Slots::build(&hashes);
        Self {
            start: start.map(|w| (w * UNIT).round().clamp(-9999.0, 9999.0) as i16),
            slots,
            rows: kept.into_iter().map(|i| small[i]).collect(),
        }
    }

    /// Looks a feature up, to be added later.
    #[inline(always)]
    pub fn find(&self, feature: u64, found: &mut Found) {
        self.slots.find(feature, found);
    }

    /// Adds the rows that were found, and forgets them.
    #[inline(always)]
    pub fn add(&self, found: &mut Found, sums: &mut [i16; H]) {
        let mut rows = found.slots().iter().filter_map(|&slot| self.rows.get(slot as usize));
        while let Some(row) = rows.next() {
            match rows.next() {
                Some(other) => {
                    for ((sum, &a), &b) in sums.iter_mut().zip(row).zip(other) {
                        *sum = sum.saturating_add(i16::from(a) + i16::from(b));
                    }
                }
                None => add(sums, row),
            }
        }
        found.clear();
    }

    /// Appends the layer to a file.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend((H as u32).to_le_bytes());
        out.extend(self.start.iter().flat_map(|w| w.to_le_bytes()));
        self.slots.write(self.rows.len(), out);
        out.extend(self.rows.iter().flatten().flat_map(|w| w.to_le_bytes()));
    }

    /// Takes the layer from the head of a file.
    ///
    /// # Errors
    /// If the file is not one.
    pub fn read(bytes: &mut &[u8]) -> Result<Self, Damaged> {
        if take_u32(bytes)? as usize != H {
            return Err(Damaged("a wrong width"));
        }
        let start = sums_of(take(bytes, 2 * H)?);
        let (slots, rows) = Slots::read(bytes)?;
        let rows = take(bytes, H * rows)?.chunks_exact(H).map(|chunk| {
            let mut row = [0; H];
            for (weight, &byte) in row.iter_mut().zip(chunk) {
                *weight = i8::from_le_bytes([byte]);
            }
            row
        });
        Ok(Self { start, rows: rows.collect(), slots })
    }
}

/// Appends names to a file: their number, each with its length.
pub fn write_names(names: &[String], out: &mut Vec<u8>) {
    out.extend((names.len() as u32).to_le_bytes());
    for name in names {
        out.extend((name.len() as u32).to_le_bytes());
        out.extend(name.as_bytes());
    }
}

/// Takes names from the head of a file.
///
/// # Errors
/// If the file ends too early or is not UTF-8.
pub fn read_names(bytes: &mut &[u8]) -> Result<Vec<String>, Damaged> {
    let number = take_u32(bytes)?;
    (0..number.min(1000))
        .map(|_| {
            let length = take_u32(bytes)? as usize;
            let name =
                std::str::from_utf8(take(bytes, length)?).map_err(|_| Damaged("a name is not UTF-8"))?;
            Ok(name.to_owned())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::hash::mix;
    use super::*;

    #[test]
    fn a_network_counts_as_its_fractions_do_and_survives_being_written() {
        let mut rows = [[0.0_f32; 8]; 2];
        rows[0][..3].copy_from_slice(&[0.5, -1.0, 1.5]);
        rows[1][..3].copy_from_slice(&[0.25, -1.0, 1.75]);
        let hidden = Hidden::<8>::of(&[0.25; 8], &[(mix(1, 1), rows[0]), (mix(1, 2), rows[1])]);
        let mut labels = [[0.0_f32; 8]; 2];
        labels[0][0] = 2.0;
        labels[1][2] = 0.5;
        let head = Head::of(&labels, &[0.0, 0.25]);
        let mut file = Vec::new();
        write_names(&["A".into(), "B".into()], &mut file);
        hidden.write(&mut file);
        head.write(&mut file);
        let mut rest = file.as_slice();
        assert_eq!(read_names(&mut rest).unwrap(), ["A", "B"]);
        let (hidden, head) = (Hidden::<8>::read(&mut rest).unwrap(), Head::<8>::read(&mut rest).unwrap());
        assert!(rest.is_empty());
        let mut sums = hidden.start;
        let mut found = Found::default();
        (1..4).for_each(|i| hidden.find(mix(1, i), &mut found));
        hidden.add(&mut found, &mut sums);
        hidden.add(&mut found, &mut sums);
        assert_eq!(sums[..4], [64, -112, 224, 16]);
        cut(&mut sums);
        assert_eq!(sums[..4], [64, 0, 224, 16]);
        let one = (UNIT * HEAD_UNIT) as i32;
        assert_eq!([head.score(0, &sums), head.score(1, &sums)], [2 * one, one * 2]);
        assert_eq!(head.best(&sums).0, 0);
        assert!(Hidden::<8>::read(&mut &file[10..30]).is_err());
    }

    #[test]
    fn rows_are_found_by_their_features() {
        let rows: Vec<(u64, [f32; 8])> =
            (0..40_000).map(|i| (mix(1, i), [1.0 + (i % 60) as f32 / 64.0; 8])).collect();
        let hidden = Hidden::of(&[0.0; 8], &rows);
        let sum = |feature| {
            let (mut sums, mut found) = ([0; 8], Found::default());
            hidden.find(feature, &mut found);
            hidden.add(&mut found, &mut sums);
            sums[0]
        };
        let right = (0..40_000).filter(|&i| sum(mix(1, i)) == 64 + (i % 60) as i16).count();
        assert!(right > 39_900, "{right}");
        let strangers = (0..40_000).filter(|&i| sum(mix(2, i)) != 0).count();
        assert!(strangers < 15, "{strangers}");
    }

    #[test]
    fn sums_never_overflow() {
        let mut sums = [0_i16; 8];
        for _ in 0..1000 {
            add(&mut sums, &[127, -127, 0, 0, 0, 0, 0, 0]);
        }
        assert_eq!(sums[..2], [i16::MAX, i16::MIN]);
    }
}
