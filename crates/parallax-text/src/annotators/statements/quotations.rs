//! The quotations of a page by themselves, without who says them.

use parallax_model::{Document, Span};

use super::quotes::{self, Kind};
use super::words::Line;

/// A stretch of a page in quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotation {
    /// Where, in bytes of the page's text, with its marks.
    pub span: Span,
    /// What it is for.
    pub kind: Kind,
    /// Whether its opening mark was found.
    pub opened: bool,
    /// Whether its closing mark was found; if not, it runs to the end of its sentence or paragraph.
    pub closed: bool,
    /// Whether it goes on with the quotation that the paragraph before left open.
    pub continues: bool,
    /// In how many others it stands.
    pub depth: u8,
}

/// The quotations of a document that has sentences and tokens, by where they begin; block quotations without marks are
/// left out.
#[must_use]
pub fn quotations(document: &Document) -> Vec<Quotation> {
    let mut out = Vec::new();
    for (block, marked) in (0..).zip(quotes::of_page(document)) {
        if marked.outer.is_empty() {
            continue;
        }
        let line = Line::new(document, block, marked, |_, _| false);
        let first = out.len();
        out.extend(line.quotes.iter().chain(&line.inner).filter(|q| !q.block).map(|q| Quotation {
            span: Span::new(q.start, q.end),
            kind: q.kind,
            opened: q.opened,
            closed: q.closed,
            continues: q.continues,
            depth: q.depth,
        }));
        out[first..].sort_by_key(|q| (q.span.start, q.depth));
    }
    out
}
