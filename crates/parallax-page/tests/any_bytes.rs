//! Whatever the bytes, reading gives a sound page or a clear error, in time that grows with their number.

use std::time::Instant;

use parallax_model::{Document, Page, Role};
use parallax_page::{Hint, read};
use proptest::prelude::*;

const PAGE: &str = "<!doctype html><html lang=en><head><title>Port reopens - The Velmar Post</title><script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Port reopens\",\"datePublished\":\"2021-05-03T10:00:00Z\",\"author\":[{\"name\":\"Ana Reyes\"}],\"liveBlogUpdate\":[]}</script></head><body><nav><a href=/>Home</a></nav><article><h1>Port reopens</h1><p>The port of Velmar reopened on Monday, officials said, after <a href='/s'>three days</a> of storm.</p><figure><img><figcaption>Crews at the quay é ü</figcaption></figure><table><tr><td>Ships</td><td>12</td></tr></table><ul><li>One ferry sailed.</li></ul><p>“We wait,” she said.<br><br>Nothing moved.</p></article><footer>© Post</footer></body></html>";

const TEXT: &str = "Port reopens after storm\n\nBy [Ana Reyes](#) and [Tom Witt](#)\n\nToday at 5:42 a.m. EST | Updated today at 8:41 p.m. EST\n\nThe port of Velmar reopened on Monday, “at last”, officials said.\n\nCrews at work.\n\nCrews at work.\n\n(Ana Reyes/AFP)\n\n  • One ferry\n\nVelmar TV’s Tom Witt contributed reporting to this post.\n\nSource: https://a.example/live/2021/05/03/port\n";

fn check(page: &Page) {
    assert_eq!(Document::new(page.clone()).check(), Ok(()));
    let mut last = 0;
    for b in &page.blocks {
        assert!(b.span.start >= last, "blocks overlap");
        assert!(!b.span.of(&page.text).trim().is_empty());
        last = b.span.end;
    }
    let mut last = 0;
    for a in &page.alignment {
        assert!(a.text.start >= last && !a.raw.is_empty(), "entries of the alignment overlap or are empty");
        last = a.text.end;
    }
    for p in &page.posts {
        assert!(page.text.get(p.span.range()).is_some());
    }
    assert!(page.blocks.iter().all(|b| b.role != Role::Furniture));
}

/// Cuts, doubles, swaps and breaks bytes of a page.
fn mutated(page: &'static str) -> impl Strategy<Value = Vec<u8>> {
    let edit = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0_u8..4, any::<u8>());
    prop::collection::vec(edit, 0..12).prop_map(move |edits| {
        let mut bytes = page.as_bytes().to_vec();
        for (a, b, what, byte) in edits {
            if bytes.is_empty() {
                break;
            }
            let (i, j) = (a.index(bytes.len()), b.index(bytes.len()));
            let (from, to) = (i.min(j), i.max(j).min(i.min(j) + 200));
            match what {
                0 => drop(bytes.drain(from..to)),
                1 => {
                    let part = bytes[from..to].to_vec();
                    bytes.splice(to..to, part);
                }
                2 => bytes[i] = byte,
                _ => bytes.swap(i, j),
            }
        }
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        if let Ok(page) = read(&bytes, &Hint::default()) {
            check(&page);
        }
    }

    #[test]
    fn random_text(text in "\\PC{0,40}(\n{1,2}[A-Z“(\\[<*#|•>:0-9 \u{a0}a-zé’\\]).,/-]{0,60}){0,20}") {
        for path in ["a.txt", "a.md", "a.html"] {
            if let Ok(page) = read(text.as_bytes(), &Hint { path: Some(path), ..Hint::default() }) {
                check(&page);
            }
        }
    }

    #[test]
    fn mutated_html(bytes in mutated(PAGE)) {
        if let Ok(page) = read(&bytes, &Hint { path: Some("a.html"), ..Hint::default() }) {
            check(&page);
        }
    }

    #[test]
    fn mutated_text(bytes in mutated(TEXT)) {
        for path in ["a.txt", "a.md"] {
            if let Ok(page) = read(&bytes, &Hint { path: Some(path), ..Hint::default() }) {
                check(&page);
                // Bytes that are no UTF-8 may have been read in another encoding.
                let utf8 = std::str::from_utf8(&bytes).is_ok();
                for a in page.alignment.iter().filter(|a| utf8 && a.text.len() == a.raw.len()) {
                    assert_eq!(page.text.as_bytes()[a.text.range()], bytes[a.raw.range()]);
                }
            }
        }
    }
}

#[test]
fn long_and_strange_pages_end_in_time() {
    let mb = 1 << 20;
    let pages = [
        "a".repeat(mb),
        "The port reopened. ".repeat(mb / 19),
        "Port\n".repeat(mb / 5),
        "icon ".repeat(mb / 5),
        "[".repeat(mb / 8),
        "<http://".repeat(mb / 8),
        "Read (more\n\n".repeat(mb / 16),
        format!("<html><body>{}", "<p>The port reopened on Monday, officials said.".repeat(mb / 48)),
        format!("<html><body>{}", "<div class='related share nav'>".repeat(mb / 32)),
        format!(
            "<html><body><p class='{}'>The port reopened on Monday, officials said.</p>",
            "a-B".repeat(mb / 3)
        ),
        format!("<html><body>{}", "<a href=x>".repeat(mb / 16)),
        format!("<html><body>{}", "<script>".repeat(mb / 16)),
        format!(
            "Live: storm\n\nOur coverage has ended.\n\n{}",
            "The mayor of Velmar said Monday that two ships sailed.\n\n".repeat(mb / 64)
        ),
    ];
    for (i, page) in pages.iter().enumerate() {
        let start = Instant::now();
        if let Ok(page) = read(page.as_bytes(), &Hint::default()) {
            check(&page);
        }
        let seconds = start.elapsed().as_secs_f32();
        assert!(seconds < 60.0, "page {i} took {seconds} s");
        eprintln!("page {i}: {seconds:.2} s");
    }
}
