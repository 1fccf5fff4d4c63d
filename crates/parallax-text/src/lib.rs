//! A [`Page`] to a [`Document`]: layers of annotation over clean text.
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
pub mod atlas;
pub mod attribution;
pub mod learned;
mod lexicon;
mod numbers;
pub mod syntax;
pub mod times;
mod words;

pub use annotators::{
    Layer, Measure, Quotation, QuotationKind, USUAL, keep, layers, measure, passages, quantities, quotations,
};

use parallax_model::{Block, Document, Page, Role, Sentence, Span, Token};

/// Languages that are annotated, as ISO 639-1 codes.
pub const LANGUAGES: &[&str] = &["en"];

/// Adds the usual layers: all but parts of speech and trees. A page in a language that is not supported is kept without
/// layers, with a note.
#[must_use]
pub fn annotate(page: Page) -> Document {
    annotate_layers(page, USUAL)
}

/// Adds the wanted layers, and those that they need.
#[must_use]
pub fn annotate_layers(page: Page, wanted: &[Layer]) -> Document {
    let mut document = Document::new(page);
    match document.page.language.as_deref() {
        Some(code) if !LANGUAGES.contains(&code) => {
            document.page.notes.push(format!("language {code} is not supported: kept, not annotated"));
        }
        _ => annotate_head(&mut document, wanted),
    }
    document
}

/// Adds places to a document whose mentions are given, and sentences and tokens if it has none: what finding places
/// costs and what placing them does are two questions.
pub fn place(document: &mut Document) {
    annotators::place(document);
}

/// Bytes of text that are annotated, far more than any news page has: later stages compare what they find there
/// pair by pair.
const LIMIT: usize = 1 << 20;

/// Runs the annotators over the blocks that end within [`LIMIT`]; what follows is kept without layers.
fn annotate_head(document: &mut Document, wanted: &[Layer]) {
    let page = &mut document.page;
    let blocks = page.blocks.partition_point(|b| b.span.end as usize <= LIMIT);
    let later = page.blocks.split_off(blocks);
    let end = page.blocks.last().map_or(0, |b| b.span.end as usize);
    let rest = if later.is_empty() { String::new() } else { page.text.split_off(end) };
    annotators::run(document, wanted);
    if !later.is_empty() {
        document.page.text.push_str(&rest);
        document.page.blocks.extend(later);
        document.page.notes.push(format!("longer than {} MB: only its beginning is annotated", LIMIT >> 20));
    }
}

/// Adds the wanted layers over given sentences of words: the text is the words joined by blanks, a sentence a line.
#[must_use]
pub fn annotate_tokens(mut page: Page, sentences: &[Vec<String>], wanted: &[Layer]) -> Document {
    let mut text = String::new();
    let (mut blocks, mut lines, mut tokens) = (Vec::new(), Vec::new(), Vec::new());
    for words in sentences.iter().filter(|words| words.iter().any(|w| !w.is_empty())) {
        if !text.is_empty() {
            text.push('\n');
        }
        let start = text.len();
        for word in words.iter().filter(|w| !w.is_empty()) {
            if text.len() > start {
                text.push(' ');
            }
            let from = text.len();
            text.push_str(word);
            tokens.push(Token { span: Span::new(from, text.len()), ..Token::default() });
        }
        let span = Span::new(start, text.len());
        lines.push(Sentence { span, block: blocks.len() as u32 });
        blocks.push(Block { span, role: Role::Paragraph, post: None });
    }
    (page.text, page.blocks) = (text, blocks);
    let mut document = Document { sentences: lines, tokens, ..Document::new(page) };
    annotators::run(&mut document, wanted);
    document
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_beyond_the_limit_is_kept_and_not_annotated() {
        let line = "The minister said on Monday that twelve ships had left the port.\n\n";
        let text = line.repeat(2 * LIMIT / line.len());
        let document = annotate(Page::untouched("p", &text));
        assert_eq!(document.page.text, text);
        assert_eq!(document.page.blocks.len(), text.len() / line.len());
        assert!(document.sentences.iter().all(|s| s.span.end as usize <= LIMIT));
        assert!(document.sentences.len() * line.len() > LIMIT - line.len());
        assert!(document.page.notes[0].contains("only its beginning"));
        document.check().unwrap();
    }
}
