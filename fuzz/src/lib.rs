//! What must hold for whatever was read, whatever the bytes.

use parallax_model::{Document, Page};
use parallax_page::{Hint, read};

/// Reads bytes under the name, twice, and checks what comes out.
pub fn read_and_check(bytes: &[u8], path: &str, url: Option<&str>) {
    let hint = Hint { path: Some(path), url, ..Hint::default() };
    let page = read(bytes, &hint);
    if let Ok(page) = &page {
        check(page, bytes.len());
    }
    assert_eq!(page, read(bytes, &hint), "the same bytes give the same page");
}

/// Spans lie on characters, blocks and alignment are in order and in range, posts and links are inside the text.
pub fn check(page: &Page, raw_len: usize) {
    assert_eq!(Document::new(page.clone()).check(), Ok(()));
    let mut end = 0;
    for block in &page.blocks {
        assert!(block.span.start >= end && block.span.start < block.span.end, "blocks in order: {block:?}");
        end = block.span.end;
    }
    let mut end = 0;
    for piece in &page.alignment {
        assert!(piece.text.start >= end, "alignment in order: {piece:?}");
        assert!(piece.raw.start <= piece.raw.end && piece.raw.end as usize <= raw_len, "{piece:?} of {raw_len}");
        end = piece.text.end;
    }
    for signal in &page.signals {
        assert!(signal.raw.is_none_or(|raw| raw.start <= raw.end && raw.end as usize <= raw_len), "{signal:?}");
    }
    assert!(!page.body().trim().is_empty(), "a page has running text");
}
