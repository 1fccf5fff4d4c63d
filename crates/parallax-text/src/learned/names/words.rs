//! What a word tells by itself, whatever stands beside it.

use super::super::{Clusters, clusters, hash};
use super::lists::Lists;
use super::vectors::Codes;

/// Longest word that is looked at, in bytes; of longer ones the beginning.
const LONGEST: usize = 64;

/// A word as the features see it.
#[derive(Debug, Clone, Default)]
pub struct Word {
    /// Hash of the word as written.
    pub(super) exact: u64,
    /// Hash of the word in lower case, with 0 for every digit and a straight apostrophe.
    pub(super) lower: u64,
    /// Hash of its pattern of capitals, small letters, digits and marks.
    pub(super) shape: u64,
    /// Groups of words used alike, coarse to fine.
    pub(super) clusters: [u16; 3],
    /// What kinds of names it is used in.
    pub(super) group: u8,
    /// Its vector, as the nearest middle of each piece.
    pub(super) codes: Option<Codes>,
    /// What lists of names say of it, a bit a list.
    pub(super) lists: u8,
    /// An ordinary word of English.
    pub(super) common: bool,
    /// It has a letter.
    pub(super) letters: bool,
    /// It has a digit.
    pub(super) digits: bool,
    /// It starts with a capital letter.
    pub(super) cap: bool,
    /// It has several letters, none of them small.
    pub(super) upper: bool,
    /// Number of characters.
    pub(super) len: usize,
    /// Hashes of its first one to four letters, then its last, as written; 0 where the word is no longer than that.
    pub(super) ends: [u64; 8],
    /// Hashes of the first two to four letters, then the last, in lower case.
    pub(super) lower_ends: [u64; 6],
}

impl Word {
    /// Looks a word up.
    #[must_use]
    pub fn new(text: &str, lists: &Lists) -> Self {
        let text = if text.len() > LONGEST { &text[..text.floor_char_boundary(LONGEST)] } else { text };
        let (lower, plain) = lower(text);
        let digits = lower != plain || plain.contains('0');
        let mut groups = clusters().of(&lower);
        if digits && groups == [0; 3] {
            groups = clusters().of_hash(Clusters::hash(&plain));
        }
        let letters = text.chars().any(char::is_alphabetic);
        let len = text.chars().count();
        let small = text.chars().any(char::is_lowercase);
        let lower_hash = hash::bytes(2, plain.as_bytes());
        let like = lists.like(&lower);
        Self {
            exact: hash::bytes(1, text.as_bytes()),
            lower: lower_hash,
            shape: shape(text),
            clusters: groups,
            group: like.map_or(0, |l| l.group),
            codes: like.map(|l| l.codes),
            lists: lists.of_word(lower_hash),
            common: lists.is_common(lower_hash),
            letters,
            digits,
            cap: text.starts_with(char::is_uppercase),
            upper: letters && len > 1 && !small,
            len,
            ends: ends::<8>(text, 1),
            lower_ends: ends::<6>(&lower, 2),
        }
    }

    /// The nearest middle of each piece of its vector; nothing for a word without one.
    #[must_use]
    pub fn codes(&self) -> Option<Codes> {
        self.codes
    }

    /// Whether what the rest of the page takes the word for tells anything.
    pub(super) fn is_votable(&self) -> bool {
        self.letters && (self.cap || !self.common)
    }
}

/// The hash of a word in lower case, as lists keep it (see [`super::key`]).
#[must_use]
pub fn lower_hash(text: &str) -> u64 {
    hash::bytes(2, lower(text).1.as_bytes())
}

/// A word in lower case with a straight apostrophe, and the same with 0 for every digit.
fn lower(text: &str) -> (String, String) {
    let mut lower = String::with_capacity(text.len());
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        let c = if c == '’' { '\'' } else { c };
        for l in c.to_lowercase() {
            lower.push(l);
            plain.push(if l.is_ascii_digit() { '0' } else { l });
        }
    }
    (lower, plain)
}

/// The hash of a word or phrase of lists, of the hashes of its words in lower case.
pub(super) fn phrase(before: u64, lower: u64) -> u64 {
    hash::mix(before, lower)
}

/// Hashes of the beginnings, then of the ends, of `shortest` letters and more.
fn ends<const N: usize>(text: &str, shortest: usize) -> [u64; N] {
    let half = N / 2;
    let mut out = [0; N];
    let mut at = text.char_indices().skip(shortest);
    for (k, slot) in out.iter_mut().take(half).enumerate() {
        let Some((end, _)) = at.next() else { break };
        *slot = hash::bytes((shortest + k) as u64, &text.as_bytes()[..end]);
    }
    let mut at = text.char_indices().rev().skip(shortest - 1).peekable();
    for (k, slot) in out.iter_mut().skip(half).enumerate() {
        let Some((start, _)) = at.next() else { break };
        if at.peek().is_none() {
            break;
        }
        *slot = hash::bytes(16 + (shortest + k) as u64, &text.as_bytes()[start..]);
    }
    out
}

/// "Xxd-x": runs of the same kind of letter count twice at most.
fn shape(text: &str) -> u64 {
    const LONGEST: usize = 12;
    let mut out = Vec::with_capacity(LONGEST);
    let (mut last, mut run) = (0, 0);
    for c in text.chars() {
        let class = match c {
            _ if c.is_uppercase() => b'X',
            _ if c.is_alphabetic() => b'x',
            _ if c.is_ascii_digit() => b'd',
            _ => (u32::from(c) & 0x7f) as u8,
        };
        run = if class == last { run + 1 } else { 0 };
        if run < 2 {
            out.push(class);
        }
        last = class;
        if out.len() == LONGEST {
            break;
        }
    }
    hash::bytes(7, &out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str) -> Word {
        Word::new(text, &Lists::default())
    }

    #[test]
    fn spelling_and_digits_are_told_apart_from_the_word() {
        let (a, b) = (word("Harbour"), word("HARBOUR"));
        assert_eq!(a.lower, b.lower);
        assert!(a.exact != b.exact && a.shape != b.shape && b.upper && !a.upper);
        assert_eq!(word("1996").lower, word("2024").lower);
        assert_eq!(word("Varna’s").lower, word("Varna's").lower);
    }

    #[test]
    fn ends_of_short_words_are_left_out() {
        assert_eq!(word("ab").ends.iter().filter(|&&e| e != 0).count(), 2);
        assert_eq!(word("abcdef").ends.iter().filter(|&&e| e != 0).count(), 8);
        assert_eq!(word("xabc").ends[4..7], word("yabc").ends[4..7]);
    }

    #[test]
    fn any_word_has_features() {
        for text in ["", "\u{200d}", "e\u{301}", "𝒳", &"x".repeat(1 << 20), "ß’", "İstanbul"] {
            let _ = word(text);
        }
    }
}
