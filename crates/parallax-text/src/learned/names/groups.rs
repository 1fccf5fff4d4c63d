//! For each word of a large vocabulary a number that tells what kinds of names it is used in.

use super::super::{Clusters, Damaged, Index, take};

/// Groups of words that are alike as parts of names.
#[derive(Debug, Clone, Default)]
pub struct Groups {
    words: Option<Index>,
    of: Vec<u8>,
}

impl Groups {
    /// From words in lower case, each with its group, which is not 0.
    #[must_use]
    pub fn new<S: AsRef<str>>(words: &[(S, u8)]) -> Self {
        let hashes: Vec<u64> = words.iter().map(|(w, _)| Clusters::hash(w.as_ref())).collect();
        let (index, order) = Index::build(&hashes);
        Self { words: Some(index), of: order.iter().map(|&i| words[i].1).collect() }
    }

    /// The group of a word in lower case; 0 for a word that is not known.
    #[must_use]
    pub fn of(&self, lower: &str) -> u8 {
        let slot = self.words.as_ref().and_then(|w| w.get(Clusters::hash(lower)));
        slot.and_then(|s| self.of.get(s)).copied().unwrap_or(0)
    }

    /// Appends the groups to a file.
    pub fn write(&self, out: &mut Vec<u8>) {
        let none = Index::build(&[]).0;
        self.words.as_ref().unwrap_or(&none).write(out);
        out.extend_from_slice(&self.of);
    }

    /// Takes groups from the head of a file.
    ///
    /// # Errors
    /// If the file is not one.
    pub fn read(bytes: &mut &[u8]) -> Result<Self, Damaged> {
        let words = Index::read(bytes)?;
        let of = take(bytes, words.len())?.to_vec();
        Ok(Self { words: Some(words), of })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_survive_being_written() {
        let mut file = Vec::new();
        Groups::new(&[("varna", 3), ("moreno", 250)]).write(&mut file);
        let groups = Groups::read(&mut file.as_slice()).unwrap();
        assert_eq!([groups.of("varna"), groups.of("moreno"), groups.of("zzkq")], [3, 250, 0]);
        assert!(Groups::read(&mut &file[..file.len() - 1]).is_err());
    }
}
