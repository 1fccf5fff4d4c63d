//! The words of speech as they are compared: without marks, capitals and accents, in one spelling, numbers as numbers.

use std::collections::HashMap;

use parallax_model::Span;

use super::spelling::{Piece, class, pair, sign, spelled, spelled_out};
use crate::terms::{fold, is_stop, stem};

/// A word of speech.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub(super) span: Span,
    /// Number of the word as it is written, without marks and capitals; a word that is written with the one in front
    /// has that of nothing.
    pub(super) written: u32,
    /// Number of the word in its one spelling.
    pub(super) same: u32,
    /// Number of the word as indirect speech may have it: its stem, or the class of its pronoun or auxiliary.
    pub(super) told: u32,
    /// Says something by itself.
    pub(super) content: bool,
    pub(super) number: bool,
    /// The page's, not the speaker's: in brackets.
    pub(super) editor: bool,
    /// Words may be left out in front: an ellipsis, or words of the page.
    pub(super) gap: bool,
    /// Begins a sentence.
    pub(super) opens: bool,
    /// Turns the meaning round: "not".
    pub(super) negates: bool,
}

/// Numbers the words of all pages.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    numbers: HashMap<String, u32>,
    words: Vec<String>,
}

impl Vocabulary {
    fn number(&mut self, word: &str) -> u32 {
        if let Some(&n) = self.numbers.get(word) {
            return n;
        }
        let n = self.words.len() as u32;
        self.words.push(word.to_owned());
        self.numbers.insert(word.to_owned(), n);
        n
    }

    /// The word of a number.
    pub(super) fn word(&self, number: u32) -> &str {
        &self.words[number as usize]
    }

    /// The words of `span`; the first may have lost words in front if `gap` says so.
    pub(super) fn read(&mut self, text: &str, span: Span, gap: bool) -> Vec<Word> {
        let mut raw = scan(text, span);
        if let Some(first) = raw.first_mut() {
            first.gap = gap;
        }
        let mut out = Vec::with_capacity(raw.len());
        let mut i = 0;
        while i < raw.len() {
            i += self.next(&raw[i..], &mut out);
        }
        out
    }

    /// Takes one word, or several that count as one, from the front.
    fn next(&mut self, raw: &[Raw], out: &mut Vec<Word>) -> usize {
        let money = sign(&raw[0].letters).filter(|_| raw.len() > 1);
        let from = usize::from(money.is_some());
        let pieces: Vec<Piece<'_>> = raw[from..]
            .iter()
            .take(12)
            .map(|r| Piece { letters: &r.letters, starts: r.opens || r.gap || r.editor != raw[0].editor })
            .collect();
        if let Some((number, taken)) = super::spelling::number(&pieces, money.is_some()) {
            let whole = joined(&raw[..from + taken]);
            self.push(out, &whole, &number, true);
            if let Some(unit) = money {
                self.push(out, &inner(&raw[0]), unit, false);
            }
            return from + taken;
        }
        if let Some(word) = sign(&raw[0].letters) {
            self.push(out, &raw[0], word, false);
            return 1;
        }
        if let Some(second) = raw.get(1).filter(|r| !r.opens && !r.gap)
            && let Some(words) = pair(&raw[0].letters, &second.letters)
        {
            self.push(out, &joined(&raw[..2]), words, false);
            return 2;
        }
        match spelled_out(&raw[0].letters) {
            Some(words) => {
                for (n, word) in words.split(' ').enumerate() {
                    let own = if n == 0 { raw[0].clone() } else { inner(&raw[0]) };
                    self.push(out, &own, word, false);
                }
            }
            None => {
                let letters = raw[0].letters.strip_suffix("'s").unwrap_or(&raw[0].letters);
                self.push(out, &raw[0], &spelled(&fold(&letters.replace('\'', ""))), false);
            }
        }
        1
    }

    fn push(&mut self, out: &mut Vec<Word>, raw: &Raw, word: &str, number: bool) {
        let told =
            if number { word.to_owned() } else { class(word).map_or_else(|| stem(word), str::to_owned) };
        out.push(Word {
            span: raw.span,
            written: self.number(&raw.letters),
            same: self.number(word),
            told: self.number(&told),
            content: number || (!is_stop(word) && class(word).is_none() && word.len() > 1),
            number,
            editor: raw.editor,
            gap: raw.gap,
            opens: raw.opens,
            negates: matches!(word, "not" | "never" | "no" | "nobody" | "nothing" | "none" | "without"),
        });
    }
}

/// A word as it stands.
#[derive(Debug, Clone)]
struct Raw {
    span: Span,
    /// In small letters, with its apostrophes.
    letters: String,
    editor: bool,
    gap: bool,
    opens: bool,
}

/// A word that follows in the same written word.
fn inner(raw: &Raw) -> Raw {
    Raw { gap: false, opens: false, letters: String::new(), ..raw.clone() }
}

/// Written words that are one word.
fn joined(raw: &[Raw]) -> Raw {
    let span = raw.iter().map(|r| r.span).fold(raw[0].span, Span::cover);
    Raw { span, letters: raw.iter().map(|r| r.letters.as_str()).collect(), ..raw[0].clone() }
}

/// Letters in brackets that belong to a word, at most: "[W]e", "attack[ing]".
const GLUED: usize = 4;

/// Goes through a stretch of text, word by word.
fn scan(text: &str, span: Span) -> Vec<Raw> {
    let slice = span.of(text);
    let base = span.start as usize;
    let mut scan = Scan { base, out: Vec::new(), word: None, depth: 0, gap: false, opens: true };
    let mut i = 0;
    while let Some(c) = slice[i..].chars().next() {
        let after = i + c.len_utf8();
        let rest = &slice[after..];
        let next = rest.chars().next();
        i = match c {
            _ if c.is_alphanumeric() || is_joined(c) => {
                scan.letter(i, c);
                after
            }
            '\'' | '’' if scan.word.is_some() && next.is_some_and(char::is_alphanumeric) => {
                scan.letter(i, '\'');
                after
            }
            '.' | ',' if scan.ends_in_digit() && next.is_some_and(char::is_numeric) => {
                scan.letter(i, c);
                after
            }
            '.' if scan.is_initial() && starts_initial(rest) => after,
            '[' => match glued(rest).filter(|(_, more)| scan.word.is_some() || *more) {
                Some((letters, _)) => {
                    letters.char_indices().for_each(|(at, c)| scan.letter(after + at, c));
                    if !slice[after + letters.len() + 1..].starts_with(char::is_alphanumeric) {
                        // "attack[ing]" is the page's form of the word.
                        scan.bent();
                    }
                    after + letters.len() + 1
                }
                None if rest.trim_start_matches(['.', '…', ' ']).starts_with(']') => {
                    scan.end();
                    scan.gap = true;
                    after + rest.find(']').map_or(0, |n| n + 1)
                }
                None => {
                    scan.end();
                    scan.depth += 1;
                    after
                }
            },
            '(' => {
                scan.end();
                scan.depth += 1;
                after
            }
            ']' | ')' => {
                scan.end();
                scan.depth = scan.depth.saturating_sub(1);
                after
            }
            '…' => {
                scan.end();
                scan.gap = true;
                after
            }
            '.' | '!' | '?' => {
                scan.end();
                // Several dots are an ellipsis, "...", ". . ."; whether a sentence ends there is not known.
                let dots = rest.len() - rest.trim_start_matches(['.', ' ']).len();
                let more = rest[..dots].contains('.');
                if c == '.' && more {
                    scan.gap = true;
                } else {
                    scan.opens = true;
                }
                if more { after + dots } else { after }
            }
            '$' | '€' | '£' | '%' | '&' => {
                scan.end();
                scan.letter(i, c);
                scan.end();
                after
            }
            _ => {
                scan.end();
                after
            }
        };
    }
    scan.end();
    scan.out
}

/// A stretch under way.
struct Scan {
    base: usize,
    out: Vec<Raw>,
    word: Option<Raw>,
    /// Brackets around.
    depth: u32,
    gap: bool,
    opens: bool,
}

impl Scan {
    fn letter(&mut self, at: usize, c: char) {
        let from = self.base + at;
        let (gap, opens, editor) = (self.gap, self.opens, self.depth > 0);
        let word = self.word.get_or_insert_with(|| Raw {
            span: Span::new(from, from),
            letters: String::new(),
            editor,
            gap,
            opens,
        });
        word.letters.extend(c.to_lowercase());
        // An apostrophe may be of more than one byte, and is never the last.
        word.span = Span::new(word.span.start as usize, from + c.len_utf8());
    }

    fn end(&mut self) {
        if let Some(word) = self.word.take() {
            self.out.push(word);
            (self.gap, self.opens) = (false, false);
        }
    }

    fn bent(&mut self) {
        if let Some(word) = &mut self.word {
            word.editor = true;
        }
    }

    fn ends_in_digit(&self) -> bool {
        self.word.as_ref().is_some_and(|w| w.letters.ends_with(char::is_numeric))
    }

    /// Whether the word so far may be "U" of "U.S.".
    fn is_initial(&self) -> bool {
        let Some(word) = &self.word else { return false };
        let letters = word.letters.chars().count();
        letters == 1 && word.letters.starts_with(char::is_alphabetic) || word.span.len() > word.letters.len()
    }
}

/// Combining marks and joiners that stand inside words.
fn is_joined(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c) || matches!(c, '\u{200c}' | '\u{200d}')
}

/// Whether a text begins with one capital that stands alone, as in "U.S.".
fn starts_initial(rest: &str) -> bool {
    let mut chars = rest.chars();
    chars.next().is_some_and(char::is_uppercase) && !chars.next().is_some_and(char::is_alphanumeric)
}

/// The few letters of a bracket that belong to a word, and whether the word goes on behind it.
fn glued(rest: &str) -> Option<(&str, bool)> {
    let end = rest.find(']').filter(|n| (1..=GLUED).contains(n))?;
    let letters = &rest[..end];
    let more = rest[end + 1..].starts_with(char::is_alphanumeric);
    letters.chars().all(char::is_alphabetic).then_some((letters, more))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let mut vocabulary = Vocabulary::default();
        let words = vocabulary.read(text, Span::new(0, text.len()), false);
        words.iter().map(|w| vocabulary.word(w.same).to_owned()).collect()
    }

    #[test]
    fn one_spelling_for_marks_numbers_and_contractions() {
        for (a, b) in [
            ("The colour of the Harbour", "the color of the harbor"),
            ("We don’t recognise it", "We do not recognize it"),
            ("$8.5 million", "8,500,000 dollars"),
            ("twenty-five percent", "25%"),
            ("25 per cent", "25 percent"),
            ("one hundred and twelve boats", "112 boats"),
            ("the cease-fire, at last", "the cease fire at last"),
            ("the U.S. Navy’s ship", "the US Navy ship"),
            ("[W]e go", "We go"),
            ("for the 21st time", "for the twenty-first time"),
        ] {
            assert_eq!(read(a), read(b), "{a}");
        }
        assert_ne!(read("£5"), read("$5"));
        assert_ne!(read("its end"), read("it's the end"));
    }

    #[test]
    fn brackets_and_omissions_are_known() {
        let text = "We [the council] will ... pay. They attack[ed] us […] now";
        let mut vocabulary = Vocabulary::default();
        let words = vocabulary.read(text, Span::new(0, text.len()), true);
        let with = |f: fn(&Word) -> bool| -> Vec<&str> {
            words.iter().filter(|w| f(w)).map(|w| w.span.of(text)).collect()
        };
        assert_eq!(with(|w| w.editor), ["the", "council", "attack[ed"]);
        assert_eq!(with(|w| w.gap), ["We", "pay", "now"]);
        assert_eq!(with(|w| w.opens), ["We", "They"]);
    }

    #[test]
    fn any_text_is_read_and_spans_fit() {
        for text in ["", "’’[[", "[…", "$", "5 % & [x", "é\u{301}l’é", "U.", "1,", "[W]", "a[b]c[d"]
        {
            let mut vocabulary = Vocabulary::default();
            for w in vocabulary.read(text, Span::new(0, text.len()), false) {
                assert!(text.get(w.span.range()).is_some(), "{text:?} {:?}", w.span);
            }
        }
    }
}
