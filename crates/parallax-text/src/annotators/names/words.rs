//! The tokens of a page as names are looked for in them.

use std::borrow::Cow;

use parallax_model::{Document, Role, Span};

use super::gazetteer::gazetteer;

/// A token with its spelling.
pub(in super::super) struct Word<'a> {
    /// As written.
    pub(in super::super) text: &'a str,
    /// In lower case.
    pub(in super::super) lower: Cow<'a, str>,
    /// As gazetteers write it: straight apostrophes, "Moscow" for "MOSCOW".
    pub(in super::super) key: Cow<'a, str>,
    /// Where.
    pub(in super::super) span: Span,
    /// Starts with a capital letter.
    pub(in super::super) cap: bool,
    /// The capital may be owed to the place: head of a sentence, of a quotation, after a colon.
    pub(in super::super) first: bool,
}

impl Word<'_> {
    /// Several letters, all capital.
    pub(in super::super) fn is_upper(&self) -> bool {
        is_upper(self.text)
    }
}

fn is_upper(text: &str) -> bool {
    let mut letters = text.chars().filter(|c| c.is_alphabetic());
    let first = letters.next().is_some_and(char::is_uppercase);
    let mut rest = letters.peekable();
    first && rest.peek().is_some() && rest.all(char::is_uppercase)
}

/// Most words of a line; what is longer is no sentence, and is read piece by piece.
const LONGEST: usize = 400;

/// A sentence as a range of words.
#[derive(Debug, Clone)]
pub(in super::super) struct Line {
    /// Its words.
    pub(in super::super) words: std::ops::Range<usize>,
    /// Its capitals tell little: a headline, a line in capitals.
    pub(in super::super) titled: bool,
    /// The block it lies in.
    pub(in super::super) block: u32,
}

/// All words of a page.
pub(in super::super) struct Words<'a> {
    /// In order.
    pub(in super::super) words: Vec<Word<'a>>,
    /// Sentences that names are looked for in.
    pub(in super::super) lines: Vec<Line>,
}

impl<'a> Words<'a> {
    /// Reads tokens and sentences.
    pub(in super::super) fn new(document: &'a Document) -> Self {
        let mut this = Self { words: Vec::new(), lines: Vec::new() };
        let mut tokens = document.tokens.iter().peekable();
        for sentence in &document.sentences {
            while tokens.next_if(|t| t.span.start < sentence.span.start).is_some() {}
            let block = document.page.blocks.get(sentence.block as usize);
            if block.is_some_and(|b| b.role == Role::Furniture) {
                continue;
            }
            let role = block.map_or(Role::Paragraph, |b| b.role);
            let mut first = true;
            loop {
                let from = this.words.len();
                while this.words.len() - from < LONGEST
                    && let Some(token) = tokens.next_if(|t| t.span.end <= sentence.span.end)
                {
                    let text = document.words(token.span);
                    this.words.push(word(text, token.span, first));
                    first = opens(text) || (first && !text.chars().any(char::is_alphanumeric));
                }
                let words = from..this.words.len();
                if words.is_empty() {
                    break;
                }
                let titled = is_titled(&this.words[words.clone()], role);
                this.lines.push(Line { words, titled, block: sentence.block });
            }
        }
        this
    }

    /// Keys from `at` to the end of the line, for a look into the gazetteer.
    pub(in super::super) fn keys(&self, at: usize, line: &Line) -> [&str; 9] {
        std::array::from_fn(|i| if at + i < line.words.end { self.words[at + i].key.as_ref() } else { "" })
    }

    /// The text of a word, empty past the line.
    pub(in super::super) fn text(&self, at: usize, line: &Line) -> &'a str {
        if line.words.contains(&at) { self.words[at].text } else { "" }
    }

    /// A word in lower case, empty past the line.
    pub(in super::super) fn lower(&self, at: usize, line: &Line) -> &str {
        if line.words.contains(&at) { self.words[at].lower.as_ref() } else { "" }
    }
}

/// Whether a capital after this mark says nothing.
fn opens(text: &str) -> bool {
    matches!(
        text,
        "“" | "‘" | "\"" | "``" | "«" | "„" | ":" | "•" | "(" | "[" | "*" | "…" | "..." | "'" | "?" | "!"
    )
}

fn word(text: &str, span: Span, first: bool) -> Word<'_> {
    let cap = text.chars().next().is_some_and(char::is_uppercase);
    let lower =
        if text.chars().any(char::is_uppercase) { Cow::Owned(text.to_lowercase()) } else { text.into() };
    let mut key =
        if text.contains('’') { Cow::Owned(text.replace('’', "'")) } else { Cow::Borrowed(text) };
    if text.len() > 3 && is_upper(text) && !text.contains('.') && gazetteer().longest(&[text]).is_none() {
        key = Cow::Owned(title_case(&lower));
    }
    Word { text, lower, key, span, cap, first }
}

fn title_case(lower: &str) -> String {
    let mut up = true;
    lower
        .chars()
        .flat_map(|c| {
            let out: Vec<char> = if up { c.to_uppercase().collect() } else { vec![c] };
            up = c == '-';
            out
        })
        .collect()
}

/// Headlines: most of the longer words have a capital that no name calls for.
fn is_titled(words: &[Word<'_>], role: Role) -> bool {
    let longer = || {
        words
            .iter()
            .skip(1)
            .filter(|w| w.lower.chars().count() > 3 && w.text.starts_with(char::is_alphabetic))
    };
    let all = longer().count();
    let caps = longer().filter(|w| w.cap).count();
    let common = longer().filter(|w| w.cap && gazetteer().is_common(&w.lower)).count();
    if matches!(role, Role::Title | Role::Heading) && caps * 2 > all {
        return true;
    }
    let all_upper = words.iter().all(|w| !w.cap || w.text.len() < 2 || w.is_upper());
    if all > 0 && caps == all && all_upper {
        return true;
    }
    // A full stop is rare behind a headline, so there it takes a small word with a capital to make it one.
    let stopped = words.last().is_some_and(|w| w.text == ".");
    let small = || words.iter().skip(1).any(|w| w.cap && !w.first && gazetteer().is_function(&w.lower));
    all > 2 && caps * 5 >= all * 3 && common * 2 >= all && (!stopped || small())
}
