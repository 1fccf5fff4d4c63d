//! Words that were read, each kept once for all pages.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::super::hash;
use super::{Lists, Word};
use crate::lexicon::WordHasher;

/// Numbers for hashes, which are spread well already.
pub(super) type Numbers = HashMap<u64, u32, BuildHasherDefault<WordHasher>>;

/// All words that were read since the store was made.
#[derive(Debug)]
pub struct Words<'l> {
    lists: &'l Lists,
    numbers: Numbers,
    words: Vec<Word>,
}

impl<'l> Words<'l> {
    /// Without words; lists tell of each what they know.
    #[must_use]
    pub fn new(lists: &'l Lists) -> Self {
        Self { lists, numbers: Numbers::default(), words: Vec::new() }
    }

    /// The hash of a word as it is written.
    pub(super) fn hash(text: &str) -> u64 {
        hash::bytes(1, text.as_bytes())
    }

    /// The number of a word, which is looked up if it is new.
    pub(super) fn number(&mut self, hash: u64, text: &str) -> u32 {
        let next = self.words.len() as u32;
        let number = *self.numbers.entry(hash).or_insert(next);
        if number == next {
            self.words.push(Word::new(text, self.lists));
        }
        number
    }

    /// The word with a number.
    #[must_use]
    pub fn get(&self, number: u32) -> &Word {
        &self.words[number as usize]
    }

    /// How many words there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }
}
