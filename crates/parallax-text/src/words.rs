//! Text cut into runs of letters, runs of digits and marks: all that scanners for times and numbers need.

use parallax_model::{Block, Sentence, Span};

/// What a piece is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Letters, and marks that combine with them.
    Letters,
    /// ASCII digits.
    Digits,
    /// One other character.
    Mark,
    /// Between blocks, and around the text: no pattern reaches across.
    Break,
}

/// One piece.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) kind: Kind,
    /// Whether it touches the piece before.
    pub(crate) glued: bool,
}

/// Pieces of a text, with breaks on both sides so that looking a little left or right is always safe.
#[derive(Debug)]
pub(crate) struct Words<'t> {
    pub(crate) text: &'t str,
    pub(crate) list: Vec<Word>,
}

/// Pieces of padding on the left: scanners may look this far back from any real piece without checking.
pub(crate) const PAD: usize = 16;

const NONE: Word = Word { start: 0, end: 0, kind: Kind::Break, glued: false };

impl<'t> Words<'t> {
    /// Cuts the blocks of a text.
    pub(crate) fn of(text: &'t str, blocks: &[Block]) -> Self {
        let mut list = Vec::with_capacity(text.len() / 5 + PAD);
        list.resize(PAD, NONE);
        for block in blocks {
            cut(block.span.of(text), block.span.start, &mut list);
            list.push(Word { start: block.span.end, end: block.span.end, kind: Kind::Break, glued: false });
        }
        Self { text, list }
    }

    /// Cuts a line of text alone.
    pub(crate) fn line(text: &'t str) -> Self {
        let mut list = vec![NONE; PAD];
        cut(text, 0, &mut list);
        Self { text, list }
    }

    /// The pieces of the text, without the padding.
    pub(crate) fn real(&self) -> std::ops::Range<usize> {
        PAD..self.list.len()
    }

    /// The piece at `i`; a break if there is none.
    pub(crate) fn at(&self, i: usize) -> Word {
        self.list.get(i).copied().unwrap_or(NONE)
    }

    /// Its characters.
    pub(crate) fn str(&self, i: usize) -> &'t str {
        let w = self.at(i);
        self.text.get(w.start as usize..w.end as usize).unwrap_or("")
    }

    /// Whether it is this word, in any case.
    pub(crate) fn is(&self, i: usize, word: &str) -> bool {
        self.str(i).eq_ignore_ascii_case(word)
    }

    /// Whether it is one of these words, in any case.
    pub(crate) fn any(&self, i: usize, words: &[&str]) -> bool {
        words.iter().any(|w| self.is(i, w))
    }

    /// Whether it touches the piece before.
    pub(crate) fn glued(&self, i: usize) -> bool {
        self.at(i).glued
    }

    /// Whether it starts with a capital letter.
    pub(crate) fn capital(&self, i: usize) -> bool {
        self.str(i).starts_with(char::is_uppercase)
    }

    /// Whether it is made of digits.
    pub(crate) fn digits(&self, i: usize) -> bool {
        self.at(i).kind == Kind::Digits
    }

    /// Whether it is made of letters.
    pub(crate) fn letters(&self, i: usize) -> bool {
        self.at(i).kind == Kind::Letters
    }

    /// Whether it is a hyphen or a dash that touches the piece before.
    pub(crate) fn hyphen(&self, i: usize) -> bool {
        self.glued(i) && matches!(self.str(i), "-" | "‐" | "‑" | "–" | "—")
    }

    /// Whether it is an apostrophe, straight or curly.
    pub(crate) fn apostrophe(&self, i: usize) -> bool {
        matches!(self.str(i), "'" | "’" | "‘" | "`")
    }

    /// The digits at `i` as a number, if there are at most nine.
    pub(crate) fn number(&self, i: usize) -> Option<u32> {
        let s = self.str(i);
        if !self.digits(i) || s.len() > 9 { None } else { s.parse().ok() }
    }

    /// The span of the pieces `from..to`.
    pub(crate) fn span(&self, from: usize, to: usize) -> Span {
        let start = self.at(from).start as usize;
        let end = if to > from { self.at(to - 1).end as usize } else { start };
        Span::new(start, end.max(start))
    }

    /// First and one past the last piece of the sentence that holds piece `i`; the piece alone if none does.
    pub(crate) fn sentence(&self, sentences: &[Sentence], i: usize) -> (usize, usize) {
        let at = self.at(i).start;
        let k = sentences.partition_point(|s| s.span.end <= at);
        match sentences.get(k) {
            Some(s) if s.span.start <= at => {
                (self.index(s.span.start), self.index(s.span.end.saturating_sub(1)) + 1)
            }
            _ => (i, i + 1),
        }
    }

    /// The first piece that ends after the byte.
    pub(crate) fn index(&self, byte: u32) -> usize {
        self.list.partition_point(|w| w.end <= byte)
    }
}

/// The ASCII lower case of a short word, for looking it up.
pub(crate) fn lower<'b>(word: &str, buffer: &'b mut [u8; 24]) -> Option<&'b str> {
    let to = buffer.get_mut(..word.len())?;
    to.copy_from_slice(word.as_bytes());
    to.make_ascii_lowercase();
    std::str::from_utf8(to).ok()
}

fn cut(text: &str, base: u32, list: &mut Vec<Word>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut glued = false;
    while at < bytes.len() {
        let b = bytes[at];
        let from = at;
        let kind = if b.is_ascii_alphabetic() {
            while at < bytes.len() && bytes[at].is_ascii_alphabetic() {
                at += 1;
            }
            Kind::Letters
        } else if b.is_ascii_digit() {
            while at < bytes.len() && bytes[at].is_ascii_digit() {
                at += 1;
            }
            Kind::Digits
        } else if b.is_ascii() {
            at += 1;
            if b.is_ascii_whitespace() || b.is_ascii_control() {
                glued = false;
                continue;
            }
            Kind::Mark
        } else {
            let Some(c) = text[at..].chars().next() else { break };
            at += c.len_utf8();
            if c.is_whitespace() || c == '\u{feff}' {
                glued = false;
                continue;
            }
            if c.is_alphabetic() || is_combining(c) { Kind::Letters } else { Kind::Mark }
        };
        let word = Word { start: base + from as u32, end: base + at as u32, kind, glued };
        // Letters with and without accents make one word.
        match list.last_mut() {
            Some(last) if glued && kind == Kind::Letters && last.kind == Kind::Letters => last.end = word.end,
            _ => list.push(word),
        }
        glued = true;
    }
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200d}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use parallax_model::Page;

    fn pieces(text: &str) -> Vec<String> {
        let page = Page::untouched("p", text);
        let words = Words::of(&page.text, &page.blocks);
        (PAD..words.list.len()).map(|i| words.str(i).to_owned()).collect()
    }

    #[test]
    fn letters_digits_and_marks_part() {
        assert_eq!(
            pieces("At 8pm, Žižek’s F-16"),
            ["At", "8", "pm", ",", "Žižek", "’", "s", "F", "-", "16", ""]
        );
    }

    #[test]
    fn a_break_stands_between_blocks() {
        assert_eq!(pieces("two\n\nweeks"), ["two", "", "weeks", ""]);
    }

    #[test]
    fn a_byte_finds_its_piece() {
        let page = Page::untouched("p", "on Monday night");
        let words = Words::of(&page.text, &page.blocks);
        assert_eq!(words.str(words.index(3)), "Monday");
        assert_eq!(words.str(words.index(5)), "Monday");
        assert_eq!(words.str(words.index(10)), "night");
    }
}
