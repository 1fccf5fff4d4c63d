//! What must hold for whatever was read, whatever the bytes.

use std::ops::ControlFlow;

use parallax_model::{Document, Page};
use parallax_page::containers::{Item, Limits, items};
use parallax_page::{Hint, read};

/// What a container of a few kilobytes may unpack to before it counts as a trap.
const LIMITS: Limits = Limits {
    page: 1 << 20,
    wrapped: 1 << 20,
    depth: 4,
    entries: 500,
    ratio: 400,
    ratio_from: 1 << 20,
    total: 8 << 20,
    spool: 1 << 20,
};

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

/// Reads all items of a container, twice, and checks each page. `name` tells the format where the bytes do not.
pub fn unpack_and_check(bytes: &[u8], name: &str) {
    let found = unpack(bytes, name);
    assert_eq!(found, unpack(bytes, name), "the same bytes give the same items");
    let mut total = 0;
    for item in &found {
        let Ok(held) = &item.bytes else { continue };
        total += held.len() as u64;
        assert!(held.len() as u64 <= LIMITS.wrapped, "{} has {} bytes", item.path, held.len());
        if let Ok(page) = item.page() {
            check(&page, held.len());
        }
    }
    // What does not grow with the unpacked bytes alone: feeds and mail hold their items a second time.
    assert!(total <= 4 * LIMITS.total, "{total} bytes out of {}", bytes.len());
}

fn unpack(mut bytes: &[u8], name: &str) -> Vec<Item> {
    let mut found = Vec::new();
    let _ = items(&mut bytes, name, &LIMITS, &mut |item| {
        found.push(item);
        ControlFlow::Continue(())
    });
    found
}
