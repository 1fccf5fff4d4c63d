//! What can be wrong with a record.

use thiserror::Error;

/// A record that breaks one of its invariants.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ModelError {
    /// A span does not lie inside its text, is reversed, or cuts a character.
    #[error("{layer}: offsets {start}..{end} do not fit a text of {len}")]
    Span {
        /// The layer that holds the span.
        layer: &'static str,
        /// Start, in the unit of the text at hand.
        start: u32,
        /// End, in the unit of the text at hand.
        end: u32,
        /// Length of the text in that unit.
        len: u32,
    },
    /// An index points past the end of the layer it indexes.
    #[error("{layer}: no item {index}")]
    Index {
        /// The layer that is pointed into.
        layer: &'static str,
        /// The index that is out of range.
        index: u32,
    },
    /// Evidence names a page that is not there, or its words are not the page's words.
    #[error("evidence on page {page} does not match its words: {text:?}")]
    Evidence {
        /// The page.
        page: String,
        /// The words as the evidence gives them.
        text: String,
    },
    /// An utterance whose variants do not hold together.
    #[error("utterance {id}: its wordings do not hold together")]
    Utterance {
        /// Its identity.
        id: String,
    },
}
