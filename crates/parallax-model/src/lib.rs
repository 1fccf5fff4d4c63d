//! The records of Parallax.
//!
//! A [`Page`] is what one news page says, as clean text with blocks and metadata. A [`Document`] is a page
//! with layers of annotation over that text. A [`Ledger`] is what many documents say together; it holds
//! text only as [`Evidence`].
//!
//! Inside the program a [`Span`] is a pair of **byte** offsets. At the edge (JSON) offsets are Unicode
//! **code points**; [`Wire`] is the only way across.
//!
//! ```
//! use parallax_model::{Document, Page, Wire};
//!
//! let page = Page::untouched("p1", "Café owners said “no”.");
//! let document = Document::new(page);
//! let wire = Wire::of_document(&document);
//! assert_eq!(wire.into_document().unwrap(), document);
//! ```

mod dated;
mod document;
mod error;
mod event;
mod evidence;
mod invariants;
mod ledger;
mod mention;
mod page;
mod quantity;
mod span;
mod statement;
mod timex;
mod utterance;
mod wire;

pub use dated::*;
pub use document::*;
pub use error::ModelError;
pub use event::*;
pub use evidence::Evidence;
pub use ledger::*;
pub use mention::*;
pub use page::*;
pub use quantity::*;
pub use span::{MapSpans, Raw, Span, Text, pairs};
pub use statement::*;
pub use timex::*;
pub use utterance::*;
pub use wire::{CodePoints, Wire};
