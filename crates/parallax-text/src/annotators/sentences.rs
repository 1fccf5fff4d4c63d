//! Sentences: each lies inside one block.

use parallax_model::{Document, Sentence, Span};

/// Gives the sentences layer.
pub(super) fn annotate(document: &mut Document) {
    let text = &document.page.text;
    let mut out = Vec::new();
    for (index, block) in (0..).zip(&document.page.blocks) {
        let words = block.span.of(text);
        let base = block.span.start as usize;
        let mut from = 0;
        for (at, mark) in words.match_indices(['.', '!', '?']) {
            if words[at + mark.len()..].starts_with(' ') {
                out.push(Sentence { span: Span::new(base + from, base + at + 1), block: index });
                from = at + 2;
            }
        }
        if from < words.len() {
            out.push(Sentence { span: Span::new(base + from, base + words.len()), block: index });
        }
    }
    document.sentences = out;
}
