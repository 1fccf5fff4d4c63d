//! What is seen of a word, as hashes.

use std::borrow::Cow;

use crate::learned::{Clusters, clusters, hash};

/// A word as the tagger and the parser see it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Word {
    /// The word as it is written.
    pub form: u64,
    /// The word in lower case, digits all alike.
    pub lower: u64,
    /// Its last one to four characters, in lower case; 0 if it has fewer.
    pub ends: [u64; 4],
    /// Its first one to three characters, in lower case; 0 if it has fewer.
    pub begins: [u64; 3],
    /// Capitals, digits, hyphens, marks and length, as bits.
    pub shape: u64,
    /// Its groups of like words, coarse to fine; 0 if it has none.
    pub groups: [u64; 3],
}

/// Bytes of a word that are looked at; longer ones differ by their length and their end alone.
const LONGEST: usize = 64;

impl Word {
    /// Looks at a word; `lower` is a buffer to be used again.
    #[must_use]
    pub fn new(text: &str, lower: &mut String) -> Self {
        let plain = plain(head(text));
        let text = &*plain;
        lower.clear();
        if text.is_ascii() {
            lower.push_str(text);
            lower.make_ascii_lowercase();
        } else {
            lower.extend(text.chars().flat_map(char::to_lowercase));
        }
        let mut word = Self {
            form: hash::bytes(3, text.as_bytes()),
            shape: shape(text),
            groups: clusters().of_hash(Clusters::hash(lower)).map(u64::from),
            ..Self::default()
        };
        if lower.bytes().any(|b| b.is_ascii_digit()) {
            *lower = lower.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
        }
        word.lower = hash::bytes(1, lower.as_bytes());
        let mut ends = lower.char_indices().rev().map(|(at, _)| at);
        for (seed, end) in (20..).zip(&mut word.ends) {
            let Some(at) = ends.next() else { break };
            *end = hash::bytes(seed, &lower.as_bytes()[at..]);
        }
        let mut begins = lower.char_indices().map(|(at, c)| at + c.len_utf8());
        for (seed, begin) in (30..).zip(&mut word.begins) {
            let Some(at) = begins.next() else { break };
            *begin = hash::bytes(seed, &lower.as_bytes()[..at]);
        }
        word
    }
}

/// A word with curly quotation marks and long dashes made plain, as treebanks have them.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    let mark = |c: char| match c {
        '’' | '‘' | 'ʼ' => Some('\''),
        '“' | '”' => Some('"'),
        '–' | '—' | '‐' | '‑' => Some('-'),
        _ => None,
    };
    if text.is_ascii() || !text.chars().any(|c| mark(c).is_some()) {
        return Cow::Borrowed(text);
    }
    text.chars().map(|c| mark(c).unwrap_or(c)).collect()
}

/// At most [`LONGEST`] bytes from the beginning of a word.
fn head(text: &str) -> &str {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn shape(text: &str) -> u64 {
    let mut bits = 0;
    let mut length = 0;
    let (mut lower, mut sounded) = (false, false);
    for (i, c) in text.chars().enumerate() {
        bits |= match c {
            c if c.is_uppercase() => 1 << u64::from(i > 0),
            c if c.is_ascii_digit() => 8,
            '-' => 16,
            _ => 0,
        };
        lower |= c.is_lowercase();
        sounded |= c.is_alphanumeric();
        length = i + 1;
    }
    bits | u64::from(!lower) << 2 | u64::from(!sounded) << 5 | (length.min(3) as u64) << 6
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str) -> Word {
        Word::new(text, &mut String::new())
    }

    #[test]
    fn case_and_digits_are_set_aside_where_they_should_be() {
        assert_eq!(word("Ships").lower, word("ships").lower);
        assert_ne!(word("Ships").form, word("ships").form);
        assert_eq!(word("1,234").lower, word("9,876").lower);
        assert_eq!(word("Harbour").ends, word("labour").ends, "the same last four letters");
        assert_eq!(word("n’t"), word("n't"));
        assert_eq!(word("at").ends[2], 0);
    }

    #[test]
    fn any_word_is_looked_at_in_bounded_time() {
        let long = "ж".repeat(1 << 20);
        assert_eq!(word(&long).ends, word(&"ж".repeat(40)).ends);
        for odd in ["", "\u{200d}", "🚢", "é\u{301}", "ǅ", "İ"] {
            let _ = word(odd);
        }
    }
}
