//! For each word of a large vocabulary what it is like: what kinds of names it is used in, and its vector.

use super::super::{Clusters, Damaged, Index, take};

/// Numbers of a vector.
pub const NUMBERS: usize = 50;

/// Pieces that a vector is cut into; of each only the nearest of [`MIDDLES`] is kept (product quantisation: Jégou,
/// Douze and Schmid 2011).
pub const PIECES: usize = 16;

/// Middles of a piece.
pub const MIDDLES: usize = 256;

/// One of the middles of every piece, side by side, in parts of [`ONE`].
pub type Middle = [i8; NUMBERS];

/// The nearest middle of each piece of a vector.
pub type Codes = [u8; PIECES];

/// Room for groups.
const GROUPS: usize = 256;

/// A whole in the numbers of a [`Middle`].
pub const ONE: i8 = 127;

/// The numbers of a vector that lie in a piece.
#[must_use]
pub fn piece(at: usize) -> std::ops::Range<usize> {
    at * NUMBERS / PIECES..(at + 1) * NUMBERS / PIECES
}

/// What a word is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Like {
    /// Its group among words that are alike as parts of names, from 1.
    pub group: u8,
    /// The nearest middle of each piece of its vector; of a rare word, of the mean vector of its group.
    pub codes: Codes,
}

/// Words and what they are like.
#[derive(Debug, Clone, Default)]
pub struct Vectors {
    words: Option<Index>,
    of: Vec<Like>,
    middles: Vec<Middle>,
    /// By group, what rare words of it are like.
    rare: Vec<Codes>,
}

impl Vectors {
    /// From words in lower case, the [`MIDDLES`] of their vectors, and by group what rare words of it are like.
    #[must_use]
    pub fn new<S: AsRef<str>>(words: &[S], of: &[Like], middles: Vec<Middle>, mut rare: Vec<Codes>) -> Self {
        let hashes: Vec<u64> = words.iter().map(|w| Clusters::hash(w.as_ref())).collect();
        let (index, order) = Index::build(&hashes);
        rare.resize(GROUPS, [0; PIECES]);
        Self { words: Some(index), of: order.iter().map(|&i| of[i]).collect(), middles, rare }
    }

    /// What a word in lower case is like; nothing for a word that is not known.
    #[must_use]
    pub fn of(&self, lower: &str) -> Option<Like> {
        self.of.get(self.words.as_ref()?.get(Clusters::hash(lower))?).copied()
    }

    /// The middles of the pieces of vectors.
    #[must_use]
    pub fn middles(&self) -> &[Middle] {
        &self.middles
    }

    /// Appends the words to a file: groups, a bit for those that have codes of their own, these codes.
    pub fn write(&self, out: &mut Vec<u8>) {
        let none = Index::build(&[]).0;
        self.words.as_ref().unwrap_or(&none).write(out);
        out.extend(self.of.iter().map(|l| l.group));
        let rare = |at: usize| self.rare.get(at).copied().unwrap_or([0; PIECES]);
        (0..GROUPS).for_each(|at| out.extend(rare(at)));
        let own = |l: &&Like| l.codes != rare(usize::from(l.group));
        let bits = |some: &[Like]| (0..).zip(some).fold(0, |bits, (at, l)| bits | u8::from(own(&l)) << at);
        out.extend(self.of.chunks(8).map(bits));
        out.extend(self.of.iter().filter(own).flat_map(|l| l.codes));
        let middle = |at: usize| self.middles.get(at).copied().unwrap_or([0; NUMBERS]);
        out.extend((0..MIDDLES).flat_map(middle).map(|x| x.to_le_bytes()[0]));
    }

    /// Takes the words from the head of a file.
    ///
    /// # Errors
    /// If the file is not one.
    pub fn read(bytes: &mut &[u8]) -> Result<Self, Damaged> {
        let words = Index::read(bytes)?;
        let groups = take(bytes, words.len())?;
        let rare = take(bytes, GROUPS * PIECES)?.as_chunks().0.to_vec();
        let bits = take(bytes, words.len().div_ceil(8))?;
        let is_own = |at: usize| bits[at / 8] >> (at % 8) & 1 == 1;
        let own = (0..words.len()).filter(|&at| is_own(at)).count();
        let mut codes = take(bytes, PIECES * own)?.as_chunks().0.iter();
        let of = groups.iter().enumerate().map(|(at, &group)| {
            let own = if is_own(at) { codes.next() } else { None };
            Like { group, codes: *own.unwrap_or(&rare[usize::from(group)]) }
        });
        let of = of.collect();
        let middles = take(bytes, NUMBERS * MIDDLES)?.as_chunks::<NUMBERS>().0.iter();
        let middles = middles.map(|m| m.map(|x| i8::from_le_bytes([x]))).collect();
        Ok(Self { words: Some(words), of, middles, rare })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_survive_being_written() {
        let like = |group: u8, code: u8| Like { group, codes: [code; PIECES] };
        let of = [like(3, 9), like(250, 1), like(3, 2)];
        let mut middles = vec![[0; NUMBERS]; MIDDLES];
        middles[9][4] = -77;
        let mut file = Vec::new();
        let rare = vec![[1; PIECES]; 251];
        Vectors::new(&["varna", "moreno", "oslo"], &of, middles, rare).write(&mut file);
        let words = Vectors::read(&mut file.as_slice()).unwrap();
        assert_eq!(
            [words.of("varna"), words.of("moreno"), words.of("zzkq")],
            [Some(of[0]), Some(of[1]), None]
        );
        assert_eq!(words.middles()[9][4], -77);
        assert!(Vectors::read(&mut &file[..file.len() - 1]).is_err());
    }

    #[test]
    fn pieces_cover_a_vector() {
        let all: Vec<usize> = (0..PIECES).flat_map(piece).collect();
        assert_eq!(all, (0..NUMBERS).collect::<Vec<_>>());
    }
}
