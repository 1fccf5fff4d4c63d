//! A [`Page`](parallax_model::Page) to a [`Document`](parallax_model::Document): layers of annotation over clean text.
//!
//! Every annotator is one file under `annotators/` and one line in the table there. It states the layers it
//! needs and gives; a test checks the order. Words of a language are data under `data/LANGUAGE/`.
//!
//! ```
//! let page = parallax_model::Page::untouched("p", "Ships left port, the ministry said.");
//! let document = parallax_text::annotate(page);
//! assert_eq!(document.sentences.len(), 1);
//! ```

mod annotators;
mod lexicon;

pub use annotators::{Layer, layers};

use parallax_model::{Document, Page};

/// Languages that are annotated, as ISO 639-1 codes.
pub const LANGUAGES: &[&str] = &["en"];

/// Adds every layer. A page in a language that is not supported is kept without layers, with a note.
#[must_use]
pub fn annotate(page: Page) -> Document {
    let mut document = Document::new(page);
    match document.page.language.as_deref() {
        Some(code) if !LANGUAGES.contains(&code) => {
            document.page.notes.push(format!("language {code} is not supported: kept, not annotated"));
        }
        _ => annotators::run(&mut document),
    }
    document
}
