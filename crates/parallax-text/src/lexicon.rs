//! Reads the data files: one entry a line, fields separated by tabs, `#` starts a comment line.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// A map from words, which are short and ours: no hash that withstands an attacker is needed.
pub(crate) type WordMap<V> = HashMap<&'static str, V, BuildHasherDefault<WordHasher>>;

/// A set of words.
pub(crate) type WordSet = HashSet<&'static str, BuildHasherDefault<WordHasher>>;

/// A map from words that were made.
pub(crate) type MadeMap<V> = HashMap<String, V, BuildHasherDefault<WordHasher>>;

/// Multiplies and rotates eight bytes at a time, as rustc's `FxHasher` does.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct WordHasher(u64);

impl Hasher for WordHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        let (eights, rest) = bytes.as_chunks::<8>();
        let last = rest.iter().fold(0, |word, b| word << 8 | u64::from(*b));
        for word in eights.iter().map(|eight| u64::from_le_bytes(*eight)).chain([last]) {
            self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
        }
    }
}

/// The rows of a data file.
pub(crate) fn rows(file: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    file.lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
        .map(|l| l.split('\t').map(str::trim).collect())
}

/// A file of `data/en/`, by name.
macro_rules! english {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/en/", $name))
    };
}
pub(crate) use english;
