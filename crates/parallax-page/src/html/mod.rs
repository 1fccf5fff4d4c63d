//! HTML and XHTML.
//!
//! The page is parsed once into a flat tree. Structured data gives metadata and the posts of a live page;
//! blocks of text are scored for the element that holds them together; what is inside is kept by role.

mod blocks;
mod features;
mod forest;
mod jsonld;
pub mod learn;
mod left;
mod live;
mod marks;
mod metadata;
mod reading;
mod score;
mod scorer;
mod select;
mod tree;

use std::collections::BTreeSet;

use parallax_model::{PageKind, Role};
use scraper::Html;

use crate::Hint;
use crate::assemble::{Draft, Piece};
use tree::Tree;

/// Deepest nesting that is given to the parser: its work grows with depth times length.
const DEPTH: usize = 1500;

/// Whether a text is HTML by its first bytes.
pub(crate) fn looks_like(text: &str) -> bool {
    let end = text.char_indices().nth(4096).map_or(text.len(), |(i, _)| i);
    let head = text[..end].to_ascii_lowercase();
    let start = head.trim_start();
    let opens =
        ["<!doctype html", "<html", "<head", "<body", "<?xml", "<!--", "<article", "<div", "<meta", "<p>"];
    let holds = ["<html", "</p>", "</div>"];
    opens.iter().any(|m| start.starts_with(m)) || holds.iter().any(|m| head.contains(m))
}

/// Reads a page.
///
/// With `explain`, what is left out is worked out too.
pub(crate) fn read(text: &str, hint: &Hint<'_>, explain: bool) -> Draft {
    read_with(text, hint, explain, scorer::Scorer::ours())
}

fn read_with(text: &str, hint: &Hint<'_>, explain: bool, scorer: &scorer::Scorer) -> Draft {
    let cut = shallow(text);
    let html = Html::parse_document(cut.as_deref().unwrap_or(text));
    let mut tree = Tree::new(&html);
    let ld = jsonld::read(&tree);
    let mut draft = Draft::default();
    let reading = reading::read(&mut tree, &ld);
    let (body, chosen) = (reading.body, reading.chosen(&tree, &ld, scorer));
    let words = chosen.iter().map(|b| b.text.as_str()).collect::<Vec<_>>().join("\n\n");
    metadata::fill(&mut draft.page, &tree, &ld, body, &words, hint);
    if let Some((pieces, posts)) = live::from_data(&ld, draft.page.title.as_deref()) {
        draft.page.kind = PageKind::Live;
        draft.pieces = pieces;
        draft.posts = posts;
        if explain {
            draft.left = left::left(&tree, &draft.pieces, None);
        }
        return draft;
    }
    let taken: BTreeSet<usize> = chosen.iter().map(|b| b.at).collect();
    let markup = live::from_markup(&tree, &chosen, &ld);
    if ld.live || !markup.posts.is_empty() {
        draft.page.kind = PageKind::Live;
    }
    let title = draft.page.title.clone();
    draft.pieces = select::roles(&tree, chosen, title.as_deref(), &markup.of_block);
    draft.posts = markup.posts;
    select::teaser(&mut draft.page.notes, &ld, &draft.pieces);
    if explain {
        draft.left = left::left(&tree, &draft.pieces, Some(&taken));
    }
    draft
}

/// A headline as the first piece.
fn headline(title: &str) -> Piece {
    Piece { text: title.to_owned(), role: Some(Role::Title), ..Piece::default() }
}

/// The page without the tags that nest deeper than [`DEPTH`]; none if there are none. Elements that need no end
/// tag are not counted.
fn shallow(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let (mut depth, mut skipped) = (0_usize, 0_usize);
    let mut out: Option<String> = None;
    let mut copied = 0;
    let mut opaque = 0;
    for (at, _) in text.match_indices('<') {
        if at < opaque {
            continue;
        }
        let rest = &bytes[at + 1..];
        let closing = rest.first() == Some(&b'/');
        let name: &[u8] = &rest[usize::from(closing)..];
        let length = name.iter().take(12).take_while(|b| b.is_ascii_alphanumeric()).count();
        let name = name[..length].to_ascii_lowercase();
        let open_ended = matches!(
            name.as_slice(),
            b"" | b"p"
                | b"li"
                | b"dt"
                | b"dd"
                | b"td"
                | b"th"
                | b"tr"
                | b"option"
                | b"br"
                | b"img"
                | b"meta"
                | b"link"
                | b"input"
                | b"hr"
                | b"source"
                | b"wbr"
                | b"area"
                | b"base"
                | b"col"
                | b"embed"
                | b"param"
                | b"track"
                | b"path"
                | b"circle"
                | b"rect"
                | b"use"
                | b"line"
                | b"polygon"
                | b"tbody"
                | b"thead"
                | b"g"
        );
        if open_ended {
            continue;
        }
        // A comparison in a script looks like a tag.
        if !closing && matches!(name.as_slice(), b"script" | b"style" | b"textarea" | b"title") {
            let end = format!("</{}", String::from_utf8_lossy(&name));
            opaque = find_folded(bytes, at + 1, end.as_bytes());
            continue;
        }
        let drop = match (closing, skipped, depth) {
            (true, 1.., _) => {
                skipped -= 1;
                true
            }
            (true, ..) => {
                depth = depth.saturating_sub(1);
                false
            }
            (false, _, DEPTH..) => {
                skipped += 1;
                true
            }
            _ => {
                depth += 1;
                false
            }
        };
        if drop {
            let out = out.get_or_insert_with(String::new);
            out.push_str(&text[copied..at]);
            copied = rest.iter().position(|b| *b == b'>').map_or(text.len(), |e| at + 1 + e + 1);
            opaque = copied;
        }
    }
    out.map(|mut o| {
        o.push_str(&text[copied..]);
        o
    })
}

/// Where a tag begins, letter case aside; the end if nowhere.
fn find_folded(bytes: &[u8], from: usize, tag: &[u8]) -> usize {
    bytes[from..]
        .windows(tag.len())
        .position(|w| w.eq_ignore_ascii_case(tag))
        .map_or(bytes.len(), |i| from + i)
}

#[cfg(test)]
mod tests {
    use crate::{Hint, read};
    use parallax_model::{Page, Role};

    const P: &str = "<p>The port of Velmar reopened on Monday, officials said, after three days of <a href=\"/storm\">storm</a> and high water.</p>";
    const Q: &str =
        "<p>Two ferries that had waited at anchor sailed before noon, and crews began to clear the quay.</p>";

    fn page(html: &str) -> Page {
        read(html.as_bytes(), &Hint::default()).unwrap()
    }

    #[test]
    fn an_article_is_read_with_roles_and_without_furniture() {
        let p = page(&format!(
            "<!doctype html><html lang=en-US><head><title>Port reopens after storm - The Velmar Post</title><meta property='og:site_name' content='The Velmar Post'><meta property='article:published_time' content='2021-05-03T10:00:00+02:00'><link rel=canonical href='https://velmarpost.com/a'></head><body><nav><a href=/>Home</a></nav><main><article><h1>Port reopens after storm</h1><div class=byline>By <a rel=author href=/x>Ana Reyes</a></div><div class='article-body'>{P}<figure><img src=x><figcaption>Crews at the quay in Velmar</figcaption></figure>{Q}<h2>What comes next</h2>{P}<div class='related-links'><a href=/y>Storm over Corva</a></div><blockquote>We wait, the mayor said, for the next boat.</blockquote>{Q}</div></article></main><footer>© Velmar Post</footer></body></html>"
        ));
        assert_eq!(p.title.as_deref(), Some("Port reopens after storm"));
        assert_eq!(p.authors, ["Ana Reyes"]);
        assert_eq!(p.published.as_deref(), Some("2021-05-03T10:00:00+02:00"));
        assert_eq!(p.source.as_deref(), Some("The Velmar Post"));
        assert_eq!(p.language.as_deref(), Some("en"));
        assert_eq!(p.url.as_deref(), Some("https://velmarpost.com/a"));
        assert!(!p.text.contains("Corva") && !p.text.contains("Home") && !p.text.contains('©'), "{}", p.text);
        let caption = p.blocks.iter().find(|b| b.role == Role::Caption).unwrap();
        assert_eq!(caption.span.of(&p.text), "Crews at the quay in Velmar");
        assert!(!p.body().contains("Crews at the quay"));
        assert_eq!(p.links[0].span.of(&p.text), "storm");
        assert!(p.blocks.iter().any(|b| b.role == Role::Quote));
    }

    #[test]
    fn deep_nesting_and_unclosed_tags_are_read() {
        let deep = format!("<html><body>{}{P}{}", "<div>".repeat(100_000), "</div>".repeat(10));
        assert!(page(&deep).text.contains("Velmar"));
        let script = format!("<html><body><script>{}</script><div>{P}</div>", "if(a<b){}".repeat(3_000));
        assert!(!page(&script).text.contains('{'));
        let open = format!("<html><body>{P}{}", "<b><i>".repeat(2_000));
        assert!(page(&open).text.contains("Velmar"));
    }
}
