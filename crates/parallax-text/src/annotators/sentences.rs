//! Sentences: each lies inside one block, without the white space around it.
//!
//! A stop ends a sentence unless the word before it is an abbreviation, an initial or a list number, or
//! the text goes on in lower case. Closing quotation marks and brackets after the stop belong to the
//! sentence before. Texts with blanks around every mark (`U . S .`) are read alike.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use parallax_model::{Document, Sentence, Span};

use crate::lexicon::{english, rows};

/// How an abbreviation bears on the end of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// A name follows.
    Title,
    /// A number may follow.
    Number,
    /// A number or a name may follow.
    Place,
    /// Often the last word.
    End,
}

static ABBREVIATIONS: LazyLock<BTreeMap<&'static str, Abbreviation>> = LazyLock::new(|| {
    rows(english!("abbreviations.tsv"))
        .filter_map(|row| {
            let class = match *row.get(1)? {
                "title" => Abbreviation::Title,
                "number" => Abbreviation::Number,
                "place" => Abbreviation::Place,
                _ => Abbreviation::End,
            };
            Some((*row.first()?, class))
        })
        .collect()
});

static STARTERS: LazyLock<BTreeSet<&'static str>> =
    LazyLock::new(|| rows(english!("sentence_starters.tsv")).filter_map(|r| r.first().copied()).collect());

static SAYING: LazyLock<BTreeSet<&'static str>> =
    LazyLock::new(|| rows(english!("saying_verbs.tsv")).filter_map(|r| r.first().copied()).collect());

/// What kind of abbreviation `word` (without its stop) is.
pub(super) fn abbreviation(word: &str) -> Option<Abbreviation> {
    ABBREVIATIONS.get(word).copied()
}

/// Whether `word` opens a sentence where a name could stand as well.
pub(super) fn is_starter(word: &str) -> bool {
    STARTERS.contains(word)
}

/// Whether `word` is a verb of saying as it stands beside a speaker.
pub(super) fn is_saying(word: &str) -> bool {
    SAYING.contains(word)
}

/// Gives the sentences layer; one that is there already is kept.
pub(crate) fn annotate(document: &mut Document) {
    if !document.sentences.is_empty() {
        return;
    }
    let mut out = Vec::new();
    for (index, block) in (0..).zip(&document.page.blocks) {
        let words = block.span.of(&document.page.text);
        let base = block.span.start as usize;
        let mut push = |from: usize, to: usize| {
            let piece = &words[from..to];
            let start = base + from + (piece.len() - piece.trim_start().len());
            let end = start + piece.trim().len();
            if start < end {
                out.push(Sentence { span: Span::new(start, end), block: index });
            }
        };
        let mut from = 0;
        for to in ends(words) {
            push(from, to);
            from = to;
        }
        push(from, words.len());
    }
    document.sentences = out;
}

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…')
}

fn closes(c: char) -> bool {
    matches!(c, '”' | '’' | '»' | '"' | '\'' | ')' | ']' | '*')
}

fn opens(c: char) -> bool {
    matches!(c, '“' | '‘' | '«' | '„' | '"' | '\'' | '(' | '[' | '*')
}

/// Offsets in `words` at which a sentence ends.
fn ends(words: &str) -> Vec<usize> {
    let mut out = Vec::new();
    let mut chars = words.char_indices().peekable();
    let mut start = 0;
    // Straight quotation marks say only by their number whether they open or close.
    let mut straight = 0_usize;
    // Where nothing has a capital, none tells the head of a sentence.
    let uncased = !words.contains(char::is_uppercase);
    while let Some((at, c)) = chars.next() {
        if c == '"' {
            straight += 1;
        }
        if matches!(c, '。' | '！' | '？') {
            start = at + c.len_utf8();
            out.push(start);
            continue;
        }
        if c == '\n' {
            if words[at + 1..].starts_with('\n') {
                start = at + 1;
                out.push(start);
                straight = 0;
            }
            continue;
        }
        if !is_stop(c) {
            continue;
        }
        let mut stop =
            Stop { start: at, end: at + c.len_utf8(), loud: matches!(c, '!' | '?'), quoted: false, uncased };
        let mut dots = usize::from(c == '.') + 2 * usize::from(c == '…');
        while let Some(&(i, d)) = chars.peek() {
            if !is_stop(d) {
                break;
            }
            stop.loud |= matches!(d, '!' | '?');
            dots += 1;
            stop.end = i + d.len_utf8();
            chars.next();
        }
        // Closing marks stand right behind the stop, or behind a blank in a text with blanks around marks.
        while let Some(&(i, d)) = chars.peek() {
            let blank = i > stop.end;
            if d == ' ' && !blank && words[i + 1..].chars().next().is_some_and(closes) {
                let next = words[i + 1..].chars().next().unwrap_or(' ');
                let after = words[i + 1 + next.len_utf8()..].chars().next();
                let apart = after.is_none_or(|a| a == ' ' || closes(a) || a == ',');
                let closing = match next {
                    '"' => straight % 2 == 1,
                    '”' | ')' | ']' | '»' => true,
                    _ => false,
                };
                if !(apart && closing) {
                    break;
                }
                chars.next();
                continue;
            }
            if !closes(d) {
                break;
            }
            if d == '"' {
                straight += 1;
            }
            stop.quoted |= !matches!(d, ')' | ']' | '*');
            stop.end = i + d.len_utf8();
            chars.next();
        }
        // A mark that refers to a note belongs to the sentence before: "in 1804. [6]".
        stop.end += notes(&words[stop.end..]);
        while chars.next_if(|&(i, _)| i < stop.end).is_some() {}
        if stop.end_of_sentence(words, start, dots) {
            start = stop.end;
            out.push(start);
        }
    }
    out
}

/// Bytes of marks that refer to notes at the head of `text`, with the blank before each: " [6][7]".
fn notes(text: &str) -> usize {
    let mut at = 0;
    while let Some(inner) = text[at..].trim_start_matches(' ').strip_prefix('[') {
        let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
        if !(1..=3).contains(&digits) || !inner[digits..].starts_with(']') {
            break;
        }
        at = text.len() - inner.len() + digits + 1;
    }
    at
}

/// A stop with what closes behind it.
struct Stop {
    start: usize,
    end: usize,
    loud: bool,
    quoted: bool,
    /// Whether nothing around it has a capital.
    uncased: bool,
}

impl Stop {
    fn end_of_sentence(&self, words: &str, sentence: usize, dots: usize) -> bool {
        let rest = &words[self.end..];
        let Some(first) = rest.chars().next() else { return false };
        if !first.is_whitespace() {
            // "near.The": a lost blank; only after a long enough word and before a capitalised one.
            return self.glued(words, rest);
        }
        let next = rest.trim_start().trim_start_matches(|c: char| opens(c) || c.is_whitespace());
        let Some(c) = next.chars().next() else { return false };
        if c.is_lowercase() && !self.uncased || matches!(c, ',' | ';' | ':') {
            return false;
        }
        let after = leading_word(next);
        if self.quoted && self.loud && is_cue_ahead(next) {
            return false;
        }
        if dots > 1 {
            return after != "I" && (c.is_uppercase() || self.quoted && !c.is_lowercase());
        }
        if self.loud || self.quoted {
            return true;
        }
        self.plain(words, sentence, c, after)
    }

    /// A single full stop with nothing behind it.
    fn plain(&self, words: &str, sentence: usize, next: char, after: &str) -> bool {
        let before = words[sentence..self.start].trim_end();
        let word = trailing_word(before);
        if word.is_empty() {
            return !before.is_empty();
        }
        let whole = before.len() == word.len();
        if word.bytes().all(|b| b.is_ascii_digit()) {
            // "1. First": a number that opens the sentence is a list mark.
            return !(whole && word.len() <= 3);
        }
        let mut letters = word.chars();
        let one = letters.next().filter(|c| c.is_alphabetic()).is_some() && letters.next().is_none();
        if one || is_dotted(word) {
            if whole && one || abbreviation(word) == Some(Abbreviation::Title) {
                return false;
            }
            return is_starter(after) || (next.is_numeric() && !one);
        }
        match abbreviation(word) {
            Some(Abbreviation::Title) => false,
            Some(Abbreviation::Number) => !next.is_numeric(),
            Some(Abbreviation::Place | Abbreviation::End) => is_starter(after),
            None => true,
        }
    }

    fn glued(&self, words: &str, rest: &str) -> bool {
        let word = trailing_word(&words[..self.start]);
        let after = leading_word(rest);
        word.len() > 2
            && word.chars().all(char::is_lowercase)
            && after.len() > 1
            && is_starter(after)
            && rest[after.len()..].starts_with(' ')
    }
}

/// "U.S", "p.m".
fn is_dotted(word: &str) -> bool {
    word.contains('.')
        && word.split('.').all(|p| p.chars().count() == 1 && p.chars().all(char::is_alphabetic))
}

/// The word at the end of `text`; long ones are cut, for no abbreviation is long.
fn trailing_word(text: &str) -> &str {
    const LONGEST: usize = 24;
    let from = text
        .char_indices()
        .rev()
        .take(LONGEST)
        .take_while(|(_, c)| c.is_alphanumeric() || matches!(c, '.' | '-' | '’' | '\''))
        .last()
        .map_or(text.len(), |(i, _)| i);
    &text[from..]
}

fn leading_word(text: &str) -> &str {
    let to = text.char_indices().take(24).find(|(_, c)| !c.is_alphanumeric()).map(|(i, _)| i);
    &text[..to.unwrap_or_else(|| text.char_indices().nth(24).map_or(text.len(), |(i, _)| i))]
}

/// Whether a speaker and a verb of saying follow: `”Why?“ Minister Doe asked`.
fn is_cue_ahead(text: &str) -> bool {
    let near = text.char_indices().nth(100).map_or(text, |(i, _)| &text[..i]);
    for word in near.split([' ', '\u{a0}']).take(6) {
        let plain = word.trim_end_matches([',', '.', ':']);
        if is_saying(plain) {
            return true;
        }
        if plain.len() < word.len() || !plain.chars().next().is_some_and(char::is_uppercase) {
            return false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use parallax_model::Page;

    use super::*;

    fn split(text: &str) -> Vec<String> {
        let mut document = Document::new(Page::untouched("p", text));
        annotate(&mut document);
        document.sentences.iter().map(|s| document.words(s.span).to_owned()).collect()
    }

    #[track_caller]
    fn same(text: &str, parts: &[&str]) {
        assert_eq!(split(text), parts);
    }

    #[test]
    fn abbreviations_and_initials_do_not_end_a_sentence() {
        same(
            "Gen. Ada B. Moreno met Dr. Olu at 9 a.m. on Friday.",
            &["Gen. Ada B. Moreno met Dr. Olu at 9 a.m. on Friday."],
        );
        same(
            "It left the U.S. The crew stayed. U.S. President Ames rose 2.5 percent.",
            &["It left the U.S.", "The crew stayed.", "U.S. President Ames rose 2.5 percent."],
        );
        same("He came on Jan. 5. No. 7 was late.", &["He came on Jan. 5.", "No. 7 was late."]);
    }

    #[test]
    fn closing_marks_belong_to_the_sentence() {
        same("“The harbor is near.” Nobody moved.", &["“The harbor is near.”", "Nobody moved."]);
        same(
            "He left. (She stayed.) \"Why?\" They know.",
            &["He left.", "(She stayed.)", "\"Why?\"", "They know."],
        );
    }

    #[test]
    fn a_sentence_goes_on_after_a_quote() {
        same("“We go,” he said.", &["“We go,” he said."]);
        same(
            "“Do we go?” he asked. “Yes!” Minister Ada Moreno shouted.",
            &["“Do we go?” he asked.", "“Yes!” Minister Ada Moreno shouted."],
        );
        same(
            "“The rest ... have not left … Nobody has,” she said.",
            &["“The rest ... have not left …", "Nobody has,” she said."],
        );
    }

    #[test]
    fn blanks_around_marks_are_read_alike() {
        same(
            "The U . S . envoy , Maj . Gen . Olu , left . \" Good . \" He slept .",
            &["The U . S . envoy , Maj . Gen . Olu , left .", "\" Good . \"", "He slept ."],
        );
    }

    #[test]
    fn words_without_capitals_and_marks_of_notes_are_read() {
        same(
            "we left the port. nobody stayed? so it was.",
            &["we left the port.", "nobody stayed?", "so it was."],
        );
        same(
            "It sank in 1804. [6] Boats, e.g. The Harbor Queen, came.[7][12] They left [8].",
            &["It sank in 1804. [6]", "Boats, e.g. The Harbor Queen, came.[7][12]", "They left [8]."],
        );
    }

    #[test]
    fn list_numbers_and_colons_stay() {
        same("1. Ships leave: They sail at 10:30.", &["1. Ships leave: They sail at 10:30."]);
    }

    #[test]
    fn lost_blanks_and_other_scripts() {
        same("They left the port.The crew stayed.", &["They left the port.", "The crew stayed."]);
        same("船が出た。港は静かだ。", &["船が出た。", "港は静かだ。"]);
        assert!(split("").is_empty());
    }
}
