//! Where quotation marks open and close, block by block.

use parallax_model::{Document, Span};

/// The stretches between quotation marks; one that never closes ends with its block.
pub(super) fn find(document: &Document) -> Vec<Span> {
    let mut out = Vec::new();
    for block in &document.page.blocks {
        let words = block.span.of(&document.page.text);
        let base = block.span.start as usize;
        let mut open: Option<usize> = None;
        for (i, c) in words.char_indices() {
            let opens = matches!(c, '“' | '„' | '«') || (c == '"' && open.is_none());
            let closes = matches!(c, '”' | '»') || (c == '"' && open.is_some());
            if opens && open.is_none() {
                open = Some(i);
            } else if closes && let Some(start) = open.take() {
                out.push(Span::new(base + start, base + i + c.len_utf8()));
            }
        }
        if let Some(start) = open {
            out.push(Span::new(base + start, base + words.len()));
        }
    }
    out
}

/// The one of them that the offset lies in, by its place in the list.
pub(super) fn frame(quotations: &[Span], offset: u32) -> Option<usize> {
    let i = quotations.partition_point(|q| q.end <= offset);
    quotations.get(i).is_some_and(|q| q.start <= offset).then_some(i)
}

/// Whether the offset lies inside one of them.
pub(super) fn holds(quotations: &[Span], offset: u32) -> bool {
    frame(quotations, offset).is_some()
}
