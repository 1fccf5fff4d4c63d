//! Layers that read a sentence or a page: rows of features are summed for each word, then words are read both ways, layer
//! upon layer.

use fearless_simd::Simd;

use super::net::{self, Found, Hidden};
use super::{Damaged, Reader};

/// Sums of features of a word.
pub const WORD_WIDTH: usize = 96;

/// Sums that are read, in both directions.
pub const READ_WIDTH: usize = 128;

/// What is known of a word once all was read: what was read at it, and itself.
pub const KNOWN_WIDTH: usize = READ_WIDTH + WORD_WIDTH;

/// A stack of `1 + NEXT` layers.
#[derive(Debug, Clone, PartialEq)]
pub struct Stack<const NEXT: usize> {
    /// Rows of the features of words.
    pub words: Hidden<WORD_WIDTH>,
    /// Reads the words.
    pub first: Reader<WORD_WIDTH, READ_WIDTH>,
    /// Read, one after the other, what was read before.
    pub next: [Reader<READ_WIDTH, READ_WIDTH>; NEXT],
}

/// What was read last, with room that is used again.
#[derive(Debug, Default)]
pub struct Known {
    words: Vec<[i16; WORD_WIDTH]>,
    read: [Vec<[i16; READ_WIDTH]>; 2],
    room: Vec<i32>,
    found: Found,
}

impl Known {
    /// What is known of a word, in units of [`net::UNIT`].
    #[inline(always)]
    #[must_use]
    pub fn at(&self, word: usize) -> [i16; KNOWN_WIDTH] {
        let mut known = [0; KNOWN_WIDTH];
        known[..READ_WIDTH].copy_from_slice(&self.read[0][word]);
        known[READ_WIDTH..].copy_from_slice(&self.words[word]);
        known
    }

    /// Forgets all words.
    pub fn clear(&mut self) {
        self.words.clear();
    }
}

impl<const NEXT: usize> Stack<NEXT> {
    /// Looks up a feature of the word that is added next.
    #[inline(always)]
    pub fn feature(&self, known: &mut Known, feature: u64) {
        self.words.find(feature, &mut known.found);
    }

    /// Adds the word whose features were looked up.
    #[inline(always)]
    pub fn word(&self, known: &mut Known) {
        let mut sums = self.words.start;
        self.words.add(&mut known.found, &mut sums);
        net::cut(&mut sums);
        known.words.push(sums);
    }

    /// Reads the words that were added.
    #[inline(always)]
    pub fn read_words<S: Simd>(&self, simd: S, known: &mut Known) {
        let [read, again] = &mut known.read;
        self.first.read_words(simd, &known.words, &mut known.room, read);
        for next in &self.next {
            next.read_words(simd, read, &mut known.room, again);
            std::mem::swap(read, again);
        }
    }

    /// Appends the layers to a file.
    pub fn write(&self, out: &mut Vec<u8>) {
        self.words.write(out);
        self.first.write(out);
        self.next.iter().for_each(|next| next.write(out));
    }

    /// Takes the layers from the head of a file.
    ///
    /// # Errors
    /// If the file is not one.
    pub fn read(bytes: &mut &[u8]) -> Result<Self, Damaged> {
        let (words, first) = (Hidden::read(bytes)?, Reader::read(bytes)?);
        let next: Vec<_> = (0..NEXT).map(|_| Reader::read(bytes)).collect::<Result<_, _>>()?;
        let next = next.try_into().map_err(|_| Damaged("a wrong number of layers"))?;
        Ok(Self { words, first, next })
    }
}
