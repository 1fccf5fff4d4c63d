//! One page: HTML, XHTML, Markdown or text.

use super::Flow;
use super::walk::{Entry, Walk};

/// Reads a page.
pub(super) fn read(walk: &mut Walk<'_>, entry: Entry<'_>) -> Flow {
    let limit = walk.limits.page;
    let bytes = walk.read_all(entry.stream, limit, "the page");
    walk.result(entry.item, bytes)
}
