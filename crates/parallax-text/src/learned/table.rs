//! Rows of small weights for hashed features.

use super::slots::Slots;
use super::{Damaged, Found, take, take_u32};

/// For each feature that was kept, one weight of eight bits a label. `N` is the number of labels, rounded up to a
/// multiple of eight so that the compiler can add eight at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table<const N: usize> {
    slots: Slots,
    rows: Vec<[i8; N]>,
}

impl<const N: usize> Table<N> {
    /// A table of rows by the hashes of their features.
    #[must_use]
    pub fn build(hashes: &[u64], rows: &[[i8; N]]) -> Self {
        let (slots, kept) = Slots::build(hashes);
        Self { slots, rows: kept.into_iter().map(|i| rows[i]).collect() }
    }

    /// Looks a feature up, to be added later.
    #[inline(always)]
    pub fn find(&self, feature: u64, found: &mut Found) {
        self.slots.find(feature, found);
    }

    /// Adds the rows that were found to the scores of the labels, and forgets them. Sums of fewer than 258 rows can not
    /// overflow.
    #[inline(always)]
    pub fn add(&self, found: &mut Found, scores: &mut [i16; N]) {
        for row in found.slots().iter().filter_map(|&slot| self.rows.get(slot as usize)) {
            // Eight at a time, which the compiler does not see for 24 of them.
            let scores = scores.as_chunks_mut::<8>().0.iter_mut();
            for (eight, weights) in scores.zip(row.as_chunks::<8>().0) {
                *eight = std::array::from_fn(|k| eight[k] + i16::from(weights[k]));
            }
        }
        found.clear();
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Appends the table to a file, of each row the first `labels` weights.
    pub fn write(&self, labels: usize, out: &mut Vec<u8>) {
        out.extend((labels as u32).to_le_bytes());
        self.slots.write(self.rows.len(), out);
        for row in &self.rows {
            out.extend(row.iter().take(labels).map(|w| w.to_le_bytes()[0]));
        }
    }

    /// Takes a table from the head of a file.
    ///
    /// # Errors
    /// If the file is not one, or has more than `N` labels.
    pub fn read(bytes: &mut &[u8]) -> Result<Self, Damaged> {
        let labels = take_u32(bytes)? as usize;
        if labels == 0 || labels > N {
            return Err(Damaged("a wrong number of labels"));
        }
        let (slots, rows) = Slots::read(bytes)?;
        let rows = take(bytes, rows * labels)?.chunks_exact(labels).map(|chunk| {
            let mut row = [0; N];
            for (weight, &byte) in row.iter_mut().zip(chunk) {
                *weight = i8::from_le_bytes([byte]);
            }
            row
        });
        Ok(Self { rows: rows.collect(), slots })
    }
}

#[cfg(test)]
mod tests {
    use super::super::hash::mix;
    use super::*;

    #[test]
    fn rows_are_added_and_survive_being_written() {
        let mut rows = [[0_i8; 8]; 2];
        rows[0][..3].copy_from_slice(&[1, -2, 127]);
        rows[1][..3].copy_from_slice(&[-128, 5, 0]);
        let table = Table::build(&[mix(1, 1), mix(1, 2)], &rows);
        let mut file = Vec::new();
        table.write(3, &mut file);
        let read = Table::<8>::read(&mut file.as_slice()).unwrap();
        assert_eq!(read, table);
        let mut scores = [0_i16; 8];
        let mut found = Found::default();
        (1..4).for_each(|i| read.find(mix(1, i), &mut found));
        read.add(&mut found, &mut scores);
        read.add(&mut found, &mut scores);
        assert_eq!(scores[..4], [-127, 3, 127, 0]);
        assert!(Table::<8>::read(&mut &file[..file.len() - 1]).is_err());
    }
}
