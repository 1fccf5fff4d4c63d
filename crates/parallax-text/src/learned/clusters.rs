//! Words that are used alike, as numbers.

use std::sync::LazyLock;

use super::{Damaged, Index, hash, take, take_u32};

/// How many groups there are at each granularity, coarse to fine.
pub const GRANULARITIES: [usize; 3] = [64, 500, 2000];

/// Groups of words that stand in like company, at three granularities.
#[derive(Debug)]
pub struct Clusters {
    index: Index,
    /// The finest group of each word, from 0.
    fine: Vec<u16>,
    /// For each of the finest groups, the coarser ones that it lies in.
    coarser: Vec<[u16; 2]>,
}

/// The seed of the hashes of words.
const SEED: u64 = 0xC1;

impl Clusters {
    /// The groups of a word in lower case, from 1, coarse to fine; 0 for a word that is not known.
    #[inline]
    #[must_use]
    pub fn of(&self, lower: &str) -> [u16; 3] {
        self.of_hash(Self::hash(lower))
    }

    /// As [`Clusters::of`], by the hash of the word.
    #[inline]
    #[must_use]
    pub fn of_hash(&self, hash: u64) -> [u16; 3] {
        let Some(&fine) = self.index.get(hash).and_then(|slot| self.fine.get(slot)) else { return [0; 3] };
        let [coarse, middle] = self.coarser[usize::from(fine)];
        [coarse + 1, middle + 1, fine + 1]
    }

    /// The hash under which a word in lower case is kept.
    #[inline]
    #[must_use]
    pub fn hash(lower: &str) -> u64 {
        hash::bytes(SEED, lower.as_bytes())
    }

    /// The bytes of a file: for each word its finest group, for each of these the coarser ones.
    #[must_use]
    pub fn write<S: AsRef<str>>(words: &[(S, u16)], coarser: &[[u16; 2]]) -> Vec<u8> {
        let hashes: Vec<u64> = words.iter().map(|(word, _)| Self::hash(word.as_ref())).collect();
        let (index, order) = Index::build(&hashes);
        let mut out = (coarser.len() as u32).to_le_bytes().to_vec();
        out.extend(coarser.iter().flatten().flat_map(|c| c.to_le_bytes()));
        index.write(&mut out);
        out.extend(order.iter().flat_map(|&i| words[i].1.to_le_bytes()));
        out
    }

    /// Reads a file.
    ///
    /// # Errors
    /// If it is not one.
    pub fn read(mut bytes: &[u8]) -> Result<Self, Damaged> {
        let number = take_u32(&mut bytes)? as usize;
        let pair = |c: &[u8]| [u16::from_le_bytes([c[0], c[1]]), u16::from_le_bytes([c[2], c[3]])];
        let coarser: Vec<_> = take(&mut bytes, 4 * number)?.chunks_exact(4).map(pair).collect();
        let index = Index::read(&mut bytes)?;
        let fine: Vec<_> = take(&mut bytes, 2 * index.len())?
            .chunks_exact(2)
            .map(|c| u16::from_le_bytes([c[0], c[1]]))
            .collect();
        if fine.iter().any(|&f| usize::from(f) >= coarser.len()) {
            return Err(Damaged("a group that is not there"));
        }
        Ok(Self { index, fine, coarser })
    }
}

/// The groups of English words (`data/en/clusters.md`).
///
/// # Panics
/// Never: the file is part of the program, and a test reads it.
#[must_use]
pub fn clusters() -> &'static Clusters {
    static CLUSTERS: LazyLock<Clusters> = LazyLock::new(|| {
        let file = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/en/clusters.bin"));
        Clusters::read(file).expect("the program holds whole clusters")
    });
    &CLUSTERS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_used_alike_share_a_group() {
        let c = clusters();
        assert_eq!(c.of("monday"), c.of("thursday"));
        assert_eq!(c.of("minister")[0], c.of("secretary")[0]);
        assert_ne!(c.of("monday")[1], c.of("missile")[1]);
        assert_eq!(c.of("qqzzkj"), [0; 3]);
    }

    #[test]
    fn groups_survive_being_written() {
        let file = Clusters::write(&[("ship", 2), ("boat", 2), ("said", 0)], &[[0, 0], [0, 1], [1, 1]]);
        let c = Clusters::read(&file).unwrap();
        assert_eq!([c.of("ship"), c.of("said"), c.of("port")], [[2, 2, 3], [1, 1, 1], [0, 0, 0]]);
        assert!(Clusters::read(&file[..9]).is_err());
    }
}
