//! A block as words, quotes and frames.
//!
//! A frame is a sentence as an attribution sees it: a quotation of many sentences with its "he said" is one.

use std::ops::Range;
use std::sync::LazyLock;

use parallax_model::{Document, Sentence, Span};

use super::quotes::{self, Kind, Quote, Quotes};
use crate::lexicon::{WordMap, english, rows};

/// Classes of function words, as bits.
pub(crate) mod class {
    pub(crate) const DETERMINER: u32 = 1;
    pub(crate) const PRONOUN: u32 = 1 << 1;
    pub(crate) const PREPOSITION: u32 = 1 << 2;
    pub(crate) const SUBORDINATOR: u32 = 1 << 3;
    pub(crate) const COORDINATOR: u32 = 1 << 4;
    pub(crate) const AUXILIARY: u32 = 1 << 5;
    pub(crate) const BE: u32 = 1 << 6;
    pub(crate) const NEGATION: u32 = 1 << 7;
    pub(crate) const LEADING: u32 = 1 << 8;
    pub(crate) const ADVERB: u32 = 1 << 9;
    pub(crate) const OPENER: u32 = 1 << 10;
    pub(crate) const TIME: u32 = 1 << 11;
    pub(crate) const TIME_BEFORE: u32 = 1 << 12;
    pub(crate) const TIME_NOUN: u32 = 1 << 13;
    pub(crate) const FINITE: u32 = 1 << 14;
    pub(crate) const ADJUNCT: u32 = 1 << 15;
    pub(crate) const OBJECT_PRONOUN: u32 = 1 << 16;
    /// Not a word.
    pub(crate) const MARK: u32 = 1 << 17;
    /// Begins with a capital letter.
    pub(crate) const CAPITAL: u32 = 1 << 18;
    /// Part of a temporal expression.
    pub(crate) const TIMEX: u32 = 1 << 19;
    /// A number.
    pub(crate) const NUMBER: u32 = 1 << 20;

    pub(super) const NAMES: [(&str, u32); 17] = [
        ("determiner", DETERMINER),
        ("pronoun", PRONOUN),
        ("preposition", PREPOSITION),
        ("subordinator", SUBORDINATOR),
        ("coordinator", COORDINATOR),
        ("auxiliary", AUXILIARY),
        ("be", BE),
        ("negation", NEGATION),
        ("leading", LEADING),
        ("adverb", ADVERB),
        ("opener", OPENER),
        ("time", TIME),
        ("time_before", TIME_BEFORE),
        ("time_noun", TIME_NOUN),
        ("finite", FINITE),
        ("adjunct", ADJUNCT),
        ("object_pronoun", OBJECT_PRONOUN),
    ];
}

/// Longest frame, in words: what is longer is no sentence, and would cost its square.
const LONGEST: usize = 600;

static CLASSES: LazyLock<WordMap<u32>> = LazyLock::new(|| {
    let mut out = WordMap::default();
    for row in rows(english!("clause_words.tsv")) {
        let [name, words] = row[..] else { continue };
        let bit = class::NAMES.iter().find(|n| n.0 == name).map_or(0, |n| n.1);
        for word in words.split(' ') {
            *out.entry(word).or_insert(0) |= bit;
        }
    }
    out
});

/// A word or a mark.
#[derive(Debug, Clone)]
pub(crate) struct Word {
    /// First byte in the page.
    pub(crate) start: usize,
    /// One past the last byte.
    pub(crate) end: usize,
    /// In lower case.
    pub(crate) lower: String,
    /// Bits of [`class`].
    pub(crate) class: u32,
    /// The quote it stands in, as an index into the quotes of its line.
    pub(crate) quote: Option<usize>,
}

impl Word {
    /// Whether it is of one of the classes.
    pub(crate) fn is(&self, classes: u32) -> bool {
        self.class & classes != 0
    }

    /// Whether it can be part of a name or noun group: not a mark and not a function word.
    pub(crate) fn is_content(&self) -> bool {
        use class::{
            ADVERB, AUXILIARY, COORDINATOR, MARK, OBJECT_PRONOUN, PREPOSITION, PRONOUN, SUBORDINATOR,
        };
        !self.is(MARK
            | PREPOSITION
            | SUBORDINATOR
            | COORDINATOR
            | AUXILIARY
            | PRONOUN
            | OBJECT_PRONOUN
            | ADVERB)
            && !self.is(class::DETERMINER)
    }
}

/// One block, ready for attribution.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) block: u32,
    pub(super) words: Vec<Word>,
    /// Those that stand in no other.
    pub(super) quotes: Vec<Quote>,
    /// Those inside others.
    pub(super) inner: Vec<Quote>,
    pub(super) frames: Vec<Range<usize>>,
    /// The words of each quote, marks included.
    quoted: Vec<Range<usize>>,
    inner_quoted: Vec<Range<usize>>,
}

/// Where a word stands in its quote.
#[derive(Debug, Clone, Copy)]
#[allow(dead_code, reason = "features of every word, of which a stage may read some")]
pub(super) struct Place<'a> {
    /// The outermost quote.
    pub(super) quote: &'a Quote,
    /// Words and marks of the quote before it; 0 at its opening mark.
    pub(super) before: usize,
    /// Words and marks of the quote after it; 0 at its closing mark.
    pub(super) after: usize,
    /// The innermost quote inside that one, if it stands in one.
    pub(super) inner: Option<&'a Quote>,
}

/// The words of `span`, outside any quote.
pub(crate) fn words(document: &Document, span: Span) -> Vec<Word> {
    let text = &document.page.text;
    let mut out = Vec::new();
    let mut time = document.times.partition_point(|t| t.span.end <= span.start);
    for token in document.tokens_in(span) {
        let word = token.span.of(text);
        let lower = word.to_lowercase();
        let mut class = CLASSES.get(lower.as_str()).copied().unwrap_or(0);
        let first = word.chars().next().unwrap_or(' ');
        if !word.contains(char::is_alphanumeric) {
            class |= class::MARK;
        }
        if first.is_uppercase() {
            class |= class::CAPITAL;
        }
        if first.is_numeric() {
            class |= class::NUMBER;
        }
        while document.times.get(time).is_some_and(|t| t.span.end <= token.span.start) {
            time += 1;
        }
        if document.times.get(time).is_some_and(|t| t.span.overlaps(token.span)) {
            class |= class::TIMEX;
        }
        let (start, end) = (token.span.start as usize, token.span.end as usize);
        out.push(Word { start, end, lower, class, quote: None });
    }
    out
}

/// Reads sentences in the order of the page, each word with the quote of its block that it stands in.
#[derive(Debug, Default)]
pub(crate) struct Quoted {
    quotes: Option<Vec<Quotes>>,
}

impl Quoted {
    /// The words of a sentence.
    pub(crate) fn words(&mut self, document: &Document, sentence: &Sentence) -> Vec<Word> {
        let quotes = self.quotes.get_or_insert_with(|| quotes::of_page(document));
        let mut words = words(document, sentence.span);
        if let Some(quotes) = quotes.get(sentence.block as usize) {
            mark_quoted(&mut words, &quotes.outer);
        }
        words
    }
}

/// The sentences of a block.
fn sentences(document: &Document, block: Span) -> Vec<Span> {
    let first = document.sentences.partition_point(|s| s.span.end <= block.start);
    document.sentences[first..].iter().take_while(|s| s.span.start < block.end).map(|s| s.span).collect()
}

fn mark_quoted(words: &mut [Word], quotes: &[Quote]) {
    let mut next = words.first().map_or(0, |w| quotes.partition_point(|q| q.end <= w.start));
    for word in words {
        while quotes.get(next).is_some_and(|q| q.end <= word.start) {
            next += 1;
        }
        if quotes.get(next).is_some_and(|q| q.start <= word.start) {
            word.quote = Some(next);
        }
    }
}

impl Line {
    /// Reads block number `block` with its quotes; `is_tail` tells whether the words from an index on are a "he said".
    pub(super) fn new(
        document: &Document,
        block: u32,
        quotes: Quotes,
        is_tail: impl Fn(&[Word], usize) -> bool,
    ) -> Self {
        let span = document.page.blocks[block as usize].span;
        let sentences = sentences(document, span);
        let Quotes { outer: mut quotes, mut inner } = quotes;
        let mut words = words(document, span);
        mark_quoted(&mut words, &quotes);
        let frames = frames(&words, &sentences, is_tail);
        let ranges = |quotes: &[Quote]| -> Vec<Range<usize>> {
            let at = |byte: usize| words.partition_point(|w| w.start < byte);
            quotes.iter().map(|q| at(q.start)..at(q.end)).collect()
        };
        let (quoted, inner_quoted) = (ranges(&quotes), ranges(&inner));
        quotes::tell(&words, &mut quotes, &quoted, false);
        quotes::tell(&words, &mut inner, &inner_quoted, true);
        Self { block, words, quotes, inner, frames, quoted, inner_quoted }
    }

    /// Where a word stands in a quote; none if it stands in none.
    pub(super) fn place(&self, word: usize) -> Option<Place<'_>> {
        let index = self.words.get(word)?.quote?;
        let (quote, range) = (self.quotes.get(index)?, self.quoted.get(index)?);
        // Ranges are in the order of their beginnings: the last one that holds the word is the innermost.
        let to = self.inner_quoted.partition_point(|r| r.start <= word);
        let near = to.saturating_sub(quotes::DEEPEST)..to;
        let inner = near.rev().find(|&i| self.inner_quoted[i].end > word).map(|i| &self.inner[i]);
        Some(Place {
            quote,
            before: word.saturating_sub(range.start),
            after: range.end.saturating_sub(word + 1),
            inner,
        })
    }

    /// Whether a word is somebody's: it stands in a quote that is no title and no word held at a distance.
    pub(super) fn spoken(&self, word: usize) -> bool {
        self.place(word).is_some_and(|p| matches!(p.quote.kind, Kind::Speech | Kind::Words))
    }

    /// The words of a quote, marks included.
    pub(super) fn words_of(&self, quote: usize) -> Range<usize> {
        self.quoted.get(quote).cloned().unwrap_or(0..0)
    }

    /// The bytes from the first to the last word of a range, which must not be empty.
    pub(super) fn span(&self, words: &Range<usize>) -> Option<Span> {
        let (first, last) = (self.words.get(words.start)?, self.words.get(words.end.checked_sub(1)?)?);
        (first.start < last.end).then(|| Span::new(first.start, last.end))
    }

    /// Whether a word ends the quote that it stands in.
    pub(super) fn ends_quote(&self, word: usize) -> bool {
        let here = self.words.get(word).and_then(|w| w.quote);
        here.is_some() && self.words.get(word + 1).and_then(|w| w.quote) != here
    }
}

/// Whether there is a verb, as far as function words and endings tell.
pub(crate) fn has_verb(words: &[Word]) -> bool {
    words.iter().take(24).enumerate().any(|(i, w)| {
        w.is(class::AUXILIARY | class::FINITE)
            || w.is(class::PRONOUN)
            || (i > 0 && w.lower.len() > 4 && (w.lower.ends_with("ed") || w.lower.ends_with("ing")))
            || (i > 0 && w.lower.len() > 4 && w.lower.ends_with('s') && !w.is(class::CAPITAL))
    })
}

/// Whether the quote that opens at a word is a sentence: a capital letter in front, five words, a stop at the end.
fn whole(words: &[Word], at: usize) -> bool {
    let here = words[at].quote;
    let inside = || words[at..].iter().take_while(|w| w.quote == here);
    words.get(at + 1).is_some_and(|w| w.is(class::CAPITAL))
        && inside().take(7).count() == 7
        && inside().last().is_some_and(|w| w.is(class::MARK))
        && inside().take(LONGEST).any(|w| w.lower == "." || w.lower == "," || w.lower == "?")
}

/// Cuts words at the ends of sentences that are not inside a quote or between a quote and its "he said".
fn frames(words: &[Word], sentences: &[Span], is_tail: impl Fn(&[Word], usize) -> bool) -> Vec<Range<usize>> {
    let mut starts: Vec<usize> = sentences
        .iter()
        .map(|s| words.partition_point(|w| w.start < s.start as usize))
        .filter(|&i| i > 0 && i < words.len())
        .filter(|&i| words[i].quote.is_none() || words[i].quote != words[i - 1].quote)
        .collect();
    // A full stop inside the closing mark ends the sentence too.
    for i in 1..words.len() {
        let closes = words[i - 1].quote.is_some() && words[i].quote != words[i - 1].quote;
        let full = closes && i >= 2 && matches!(words[i - 2].lower.as_str(), "." | "!" | "?");
        // That of an abbreviation ends it before a quotation of a sentence: "... of Reed Inc. “We ...".
        let opens = words[i].quote.is_some() && words[i - 1].quote.is_none();
        if opens && words[i - 1].lower.len() > 2 && words[i - 1].lower.ends_with('.') && whole(words, i) {
            starts.push(i);
        }
        if full && (words[i].is(class::CAPITAL) || words[i].quote.is_some()) {
            starts.push(i);
        }
    }
    starts.sort_unstable();
    starts.dedup();
    starts.retain(|&i| {
        let after_quote = words[i - 1].quote.is_some() && words[i].quote.is_none();
        let dash = matches!(words[i].lower.as_str(), "—" | "–" | "―" | "--");
        !(after_quote
            && (dash
                || is_tail(words, i)
                || words[i].lower.starts_with(char::is_lowercase) && !words[i].is(class::CAPITAL)))
    });
    let mut out = Vec::new();
    let mut from = 0;
    for at in starts.into_iter().chain([words.len()]) {
        while at - from > LONGEST {
            out.push(from..from + LONGEST);
            from += LONGEST;
        }
        if from < at {
            out.push(from..at);
        }
        from = at;
    }
    out
}
