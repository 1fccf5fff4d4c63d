//! HTML and XHTML.

use crate::Hint;
use crate::assemble::Draft;

/// Whether a text is HTML by its first bytes.
pub(crate) fn looks_like(text: &str) -> bool {
    let end = text.char_indices().nth(4096).map_or(text.len(), |(i, _)| i);
    let head = text[..end].to_ascii_lowercase();
    let start = head.trim_start();
    let marks =
        ["<!doctype html", "<html", "<head", "<body", "<?xml", "<!--", "<article", "<div", "<meta", "<p>"];
    marks.iter().any(|m| start.starts_with(m))
        || head.contains("<html")
        || head.contains("</p>")
        || head.contains("</div>")
}

/// Reads a page.
pub(crate) fn read(text: &str, hint: &Hint<'_>) -> Draft {
    let _ = (text, hint);
    Draft::default()
}
