//! Lists of names that were known before the page was read, as hashes: what kinds of things bear a word or phrase.

use super::super::{Damaged, Index, take};
use super::vectors::{Like, Vectors};
use super::words::phrase;

/// What a list holds. A name may stand on several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// Given names.
    Given,
    /// Given names and surnames of persons of the whole world.
    Person,
    /// Large cities.
    City,
    /// Smaller cities.
    Town,
    /// Countries.
    Country,
    /// Words for the people of a country, peoples, religions.
    People,
    /// Regions, provinces, seas.
    Region,
    /// Organisations.
    Organisation,
}

/// Most words of a phrase.
pub(super) const LONGEST: usize = 6;

/// All lists.
#[derive(Debug, Default)]
pub struct Lists {
    names: Option<Index>,
    bits: Vec<u8>,
    common: Option<Index>,
    vectors: Vectors,
}

/// The hash of the words of a name, from the hashes of each in lower case (see [`super::lower_hash`]).
#[must_use]
pub fn key(words: &[u64]) -> u64 {
    words.iter().fold(0, |before, &w| phrase(before, w))
}

impl Lists {
    /// The bytes of a file: names by [`key`] with their bits, and ordinary words by the hash of each.
    #[must_use]
    pub fn write(names: &[(u64, u8)], common: &[u64]) -> Vec<u8> {
        let hashes: Vec<u64> = names.iter().map(|(h, _)| *h).collect();
        let (index, order) = Index::build(&hashes);
        let mut out = Vec::new();
        index.write(&mut out);
        out.extend(order.iter().map(|&i| names[i].1));
        Index::build(common).0.write(&mut out);
        out
    }

    /// Reads a file.
    ///
    /// # Errors
    /// If it is not one.
    pub fn read(mut bytes: &[u8]) -> Result<Self, Damaged> {
        let names = Index::read(&mut bytes)?;
        let bits = take(&mut bytes, names.len())?.to_vec();
        let common = Some(Index::read(&mut bytes)?);
        Ok(Self { names: Some(names), bits, common, vectors: Vectors::default() })
    }

    /// With what words are like, which is learned anew with the weights.
    #[must_use]
    pub fn with(self, vectors: Vectors) -> Self {
        Self { vectors, ..self }
    }

    /// What a word in lower case is like.
    pub(super) fn like(&self, lower: &str) -> Option<Like> {
        self.vectors.of(lower)
    }

    /// What words are like.
    #[must_use]
    pub fn vectors(&self) -> &Vectors {
        &self.vectors
    }

    /// Bits of the name with this key; 0 if it is on no list.
    pub(super) fn of_key(&self, key: u64) -> u8 {
        self.names
            .as_ref()
            .and_then(|n| n.get(key))
            .and_then(|slot| self.bits.get(slot))
            .copied()
            .unwrap_or(0)
    }

    pub(super) fn of_word(&self, lower: u64) -> u8 {
        self.of_key(phrase(0, lower))
    }

    pub(super) fn is_common(&self, lower: u64) -> bool {
        self.common.as_ref().is_some_and(|c| c.get(lower).is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::hash;
    use super::*;

    #[test]
    fn names_of_several_words_have_their_own_bits() {
        let [north, varna] = [hash::bytes(2, b"north"), hash::bytes(2, b"varna")];
        let file = Lists::write(&[(key(&[north, varna]), 4), (key(&[varna]), 8)], &[north]);
        let lists = Lists::read(&file).unwrap();
        assert_eq!(
            [lists.of_word(varna), lists.of_word(north), lists.of_key(key(&[north, varna]))],
            [8, 0, 4]
        );
        assert!(lists.is_common(north) && !lists.is_common(varna));
        assert!(Lists::read(&file[..file.len() - 1]).is_err());
    }
}
