//! Pieces of a text with what the data say of each, looked up once.

use std::ops::Deref;

use super::vocabulary::{self, Entry};
use crate::words::{Kind, PAD, Words};

/// [`Words`] with the entry of each piece.
#[derive(Debug)]
pub(super) struct Scan<'t> {
    words: Words<'t>,
    entries: Vec<u16>,
}

impl<'t> Deref for Scan<'t> {
    type Target = Words<'t>;

    fn deref(&self) -> &Words<'t> {
        &self.words
    }
}

impl<'t> Scan<'t> {
    /// Looks up every piece.
    pub(super) fn of(words: Words<'t>) -> Self {
        let look = |(i, w): (usize, &crate::words::Word)| match w.kind {
            Kind::Letters => vocabulary::index(words.str(i)),
            _ => 0,
        };
        let entries = words.list.iter().enumerate().map(look).collect();
        Self { words, entries }
    }

    /// A line of text alone.
    pub(super) fn line(text: &'t str) -> Self {
        Self::of(Words::line(text))
    }

    /// What the data say of the piece at `i`.
    pub(super) fn entry(&self, i: usize) -> &'static Entry {
        vocabulary::by_index(self.entries.get(i).copied().unwrap_or_default())
    }

    /// The first piece of the text.
    pub(super) fn first(&self) -> usize {
        PAD
    }

    /// Whether no pattern reaches over piece `i`.
    pub(super) fn is_break(&self, i: usize) -> bool {
        self.at(i).kind == Kind::Break
    }
}
