//! Tokens: words and marks of every block, in one pass.
//!
//! Kept whole: words with hyphens ("46-year-old"), numbers with separators ("8,500", "10:30"), dotted
//! abbreviations ("U.S."), titles with their stop ("Gen."), addresses, @handles and #tags. Split: clitics
//! ("Russia" "’s", "do" "n’t"), currency and percent marks, ranges ("10" "-" "15"), every quotation mark.

use parallax_model::{Document, Span, Token};

use super::sentences::{Abbreviation, abbreviation};

/// Gives the tokens layer; one that is there already is kept.
pub(super) fn annotate(document: &mut Document) {
    if !document.tokens.is_empty() {
        return;
    }
    let mut out = Vec::new();
    let mut sentences = document.sentences.iter().map(|s| s.span.end as usize).peekable();
    for block in &document.page.blocks {
        let base = block.span.start as usize;
        let mut scan = Scan { text: block.span.of(&document.page.text), at: 0 };
        while let Some((start, mut end)) = scan.next_token() {
            while sentences.next_if(|&e| e <= base + start).is_some() {}
            let last = sentences.peek().is_some_and(|&e| base + end + 1 >= e);
            if scan.takes_stop(start, end, last) {
                end += 1;
                scan.at = end;
            }
            for (a, b) in clitics(scan.text, start, end) {
                out.push(Token { span: Span::new(base + a, base + b), ..Token::default() });
            }
        }
    }
    document.tokens = out;
}

/// The tokens of a short text, as words.
pub(super) fn split(text: &str) -> Vec<&str> {
    let mut scan = Scan { text, at: 0 };
    let mut out = Vec::new();
    while let Some((start, end)) = scan.next_token() {
        out.extend(clitics(text, start, end).map(|(a, b)| &text[a..b]));
    }
    out
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑')
}

/// Marks that stand inside a word without ending it: combining accents, joiners, soft hyphens.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}' | '\u{ad}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}')
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || is_joiner(c)
}

impl Scan<'_> {
    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    /// The next token before clitics are cut off.
    fn next_token(&mut self) -> Option<(usize, usize)> {
        let rest = &self.text[self.at..];
        let start = self.at + rest.find(|c: char| !c.is_whitespace() && !is_blank(c))?;
        let first = self.char_at(start)?;
        let end = match first {
            'h' | 'w' | 'H' | 'W' if is_address(&self.text[start..]) => self.address(start),
            '@' | '#' if self.char_at(start + 1).is_some_and(is_word) => self.run(start + 1, is_word),
            '.' if self.text[start..].starts_with("..") => self.run(start, |c| c == '.'),
            c if (is_hyphen(c) || matches!(c, '*' | '=' | '!' | '?' | '~'))
                && self.char_at(start + c.len_utf8()) == Some(c) =>
            {
                self.run(start, |d| d == c)
            }
            '\'' if self.text[start..].starts_with("''") => start + 2,
            '`' if self.text[start..].starts_with("``") => start + 2,
            c if c.is_ascii_digit() => self.number(start),
            c if c.is_alphanumeric() || c == '_' => self.word(start),
            c => self.run(start + c.len_utf8(), is_joiner),
        };
        self.at = end;
        Some((start, end))
    }

    fn run(&self, start: usize, keep: impl Fn(char) -> bool) -> usize {
        let rest = &self.text[start..];
        start + rest.find(|c| !keep(c)).unwrap_or(rest.len())
    }

    fn address(&self, start: usize) -> usize {
        let end = self.run(start, |c| !c.is_whitespace() && !matches!(c, '<' | '>' | '"' | '”' | '“'));
        let trimmed =
            self.text[start..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'', '’', '…']);
        start + trimmed.len().max(1)
    }

    fn number(&self, start: usize) -> usize {
        let mut at = self.run(start, |c| c.is_ascii_digit());
        let digits = at - start;
        let mut dashes = 0;
        while let Some(c) = self.char_at(at) {
            let next = self.char_at(at + c.len_utf8());
            let digit = next.is_some_and(|n| n.is_ascii_digit());
            match c {
                '.' | ',' | ':' | '/' if digit && dashes == 0 => {
                    at = self.run(at + 1, |c| c.is_ascii_digit());
                }
                // "2022-01-24" is one date; "10-15" is a range.
                '-' if digit && digits == 4 && self.is_iso_date(start) && at < start + 10 => {
                    dashes += 1;
                    at = self.run(at + 1, |c| c.is_ascii_digit());
                }
                c if is_hyphen(c) && next.is_some_and(char::is_alphabetic) => {
                    return self.word(at + c.len_utf8());
                }
                c if is_word(c) => return self.word(at),
                _ => break,
            }
        }
        at
    }

    fn is_iso_date(&self, start: usize) -> bool {
        let bytes = &self.text.as_bytes()[start..];
        bytes.len() >= 10
            && (0..10).all(|i| if matches!(i, 4 | 7) { bytes[i] == b'-' } else { bytes[i].is_ascii_digit() })
    }

    /// Letters, digits and what joins them.
    fn word(&self, mut start: usize) -> usize {
        loop {
            let at = self.joined(start);
            // "U.S" takes its last stop, and goes on in "U.S.-based".
            if self.char_at(at) != Some('.') || !is_dotted(&self.text[start..at]) {
                return at;
            }
            match self.char_at(at + 1).filter(|&c| is_hyphen(c)).map(|c| at + 1 + c.len_utf8()) {
                Some(next) if self.char_at(next).is_some_and(char::is_alphabetic) => start = next,
                _ => return at + 1,
            }
        }
    }

    fn joined(&self, start: usize) -> usize {
        let mut at = self.run(start, is_word);
        while let Some(c) = self.char_at(at) {
            let past = at + c.len_utf8();
            let Some(next) = self.char_at(past) else { break };
            let joins = match c {
                c if is_hyphen(c) => next.is_alphanumeric(),
                c if is_apostrophe(c) => next.is_alphabetic(),
                '&' => next.is_uppercase() && self.text[..at].ends_with(char::is_uppercase),
                '@' => next.is_alphanumeric(),
                '.' => next.is_alphanumeric() && self.dot_joins(start, at, past),
                _ => false,
            };
            if !joins {
                break;
            }
            at = self.run(past, is_word);
        }
        at
    }

    /// A stop inside a word: "U.S", "p.m", "example.org", an e-mail address.
    fn dot_joins(&self, start: usize, at: usize, past: usize) -> bool {
        let before = last_piece(&self.text[start..at]);
        let mut after = self.text[past..].chars();
        let first = after.next();
        let single_after = !after.next().is_some_and(is_word);
        let single_before = before.chars().nth(1).is_none();
        if single_before && single_after && first.is_some_and(char::is_alphabetic) {
            return before.chars().all(char::is_alphabetic);
        }
        // A lost blank after a full stop ("port.The") shows by the capital letter.
        first.is_some_and(|c| c.is_lowercase() || c.is_ascii_digit())
            && before.chars().all(|c| c.is_ascii_alphanumeric())
            && (!single_before || before.chars().all(char::is_lowercase))
    }

    /// Whether the stop behind `start..end` belongs to the token: of an abbreviation, not of the sentence.
    fn takes_stop(&self, start: usize, end: usize, last: bool) -> bool {
        if self.char_at(end) != Some('.') || self.text[end + 1..].starts_with('.') {
            return false;
        }
        let word = &self.text[start..end];
        let initial = word.chars().next().is_some_and(char::is_uppercase) && word.chars().nth(1).is_none();
        match abbreviation(word) {
            Some(Abbreviation::Title | Abbreviation::Number | Abbreviation::Place) => !last,
            Some(Abbreviation::End) => !last || word.chars().next().is_some_and(char::is_uppercase),
            None => initial && !last,
        }
    }
}

fn is_blank(c: char) -> bool {
    matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
}

fn is_address(text: &str) -> bool {
    let starts = |p: &str| text.get(..p.len()).is_some_and(|t| t.eq_ignore_ascii_case(p));
    starts("http://") || starts("https://") || starts("www.")
}

fn is_dotted(word: &str) -> bool {
    word.len() <= 16
        && word.contains('.')
        && word.split('.').all(|p| p.chars().all(char::is_alphabetic) && p.chars().count() == 1)
}

/// What stands behind the last stop of a word; long words are not searched.
fn last_piece(word: &str) -> &str {
    let from = word.char_indices().rev().take(16).find(|&(_, c)| matches!(c, '.' | '@')).map(|(i, _)| i + 1);
    let long = word.char_indices().rev().nth(16).map(|(i, _)| i);
    &word[from.or(long).unwrap_or(0)..]
}

/// A token cut into the word and its clitic.
fn clitics(text: &str, start: usize, end: usize) -> impl Iterator<Item = (usize, usize)> {
    let word = &text[start..end];
    let cut = word.char_indices().rev().take(4).find(|&(_, c)| is_apostrophe(c)).and_then(|(i, mark)| {
        let tail = &word[i + mark.len_utf8()..];
        let is = |t: &str| tail.eq_ignore_ascii_case(t);
        if i == 0 {
            None
        } else if is("s") || is("re") || is("ve") || is("ll") || is("d") || is("m") {
            Some(i)
        } else if is("t") && word[..i].ends_with(['n', 'N']) && i > 1 {
            Some(i - 1)
        } else {
            None
        }
    });
    let cut = start + cut.unwrap_or(word.len());
    [(start, cut), (cut, end)].into_iter().filter(|(a, b)| a < b)
}

#[cfg(test)]
mod tests {
    use parallax_model::Page;

    use super::*;

    #[track_caller]
    fn same(text: &str, words: &str) {
        let mut document = Document::new(Page::untouched("p", text));
        super::super::sentences::annotate(&mut document);
        annotate(&mut document);
        let got: Vec<&str> = document.tokens.iter().map(|t| document.words(t.span)).collect();
        assert_eq!(got.join(" "), words);
    }

    #[test]
    fn numbers_keep_their_separators() {
        same("8,500 ships, 1.2 or 3.2%, at 10:30.", "8,500 ships , 1.2 or 3.2 % , at 10:30 .");
        same("$200m (US$1.35) for 10,000-15,000", "$ 200m ( US $ 1.35 ) for 10,000 - 15,000");
        same("a 46-year-old on 2022-01-24, 1990s", "a 46-year-old on 2022-01-24 , 1990s");
    }

    #[test]
    fn clitics_are_split_and_names_kept() {
        same(
            "Varna’s crew didn't see O'Neil's boats’ sails",
            "Varna ’s crew did n't see O'Neil 's boats ’ sails",
        );
        same("They’re sure we'll go", "They ’re sure we 'll go");
    }

    #[test]
    fn stops_of_abbreviations_stay_with_them() {
        same("Lt. Gen. A. Moreno left the U.S. on Jan. 5.", "Lt. Gen. A. Moreno left the U.S. on Jan. 5 .");
        same("a U.S.-based firm, Orlo Inc., at 5 p.m. No.", "a U.S.-based firm , Orlo Inc. , at 5 p.m. No .");
    }

    #[test]
    fn marks_stand_alone() {
        same("“So … it's—well...” (A&B)", "“ So … it 's — well ... ” ( A&B )");
        same("*** What?! No!! ====", "*** What ? ! No !! ====");
        same(
            "@ada posted #Harbor: https://a.example/x?y=1.",
            "@ada posted #Harbor : https://a.example/x?y=1 .",
        );
        same("mail ada@a.example; left the port.The crew", "mail ada@a.example ; left the port . The crew");
    }

    #[test]
    fn every_script_and_long_words_are_taken_in_one_pass() {
        same("Cafe\u{301} 船が出た", "Cafe\u{301} 船が出た");
        for piece in ["a.", "U.S.-", "'s", "1-a", ".\"", "x@"] {
            let mut document = Document::new(Page::untouched("p", &piece.repeat(100_000)));
            super::super::sentences::annotate(&mut document);
            annotate(&mut document);
            assert!(!document.tokens.is_empty(), "{piece}");
        }
    }
}
