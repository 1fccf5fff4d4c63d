//! HTML and XHTML.
//!
//! The page is parsed once into a flat tree. Structured data gives metadata and the posts of a live page;
//! blocks of text are scored for the element that holds them together; what is inside is kept by role.

mod align;
mod blocks;
mod build;
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
mod tags;
mod token;
mod tree;

use std::collections::BTreeSet;

use parallax_model::{PageKind, Role};

use crate::Hint;
use crate::assemble::{Draft, Piece};
use tree::Tree;

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
    let (tree, mut draft) = read_with(text, hint, explain, scorer::Scorer::ours());
    align::align(&tree, text, &mut draft.pieces);
    draft
}

fn read_with<'a>(
    text: &'a str,
    hint: &Hint<'_>,
    explain: bool,
    scorer: &scorer::Scorer,
) -> (Tree<'a>, Draft) {
    let mut tree = Tree::parse(text);
    let ld = jsonld::read(&tree);
    let mut draft = Draft::default();
    if tree.cut {
        draft.page.notes.push("the page has too many elements: its end was left out".to_owned());
    }
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
        return (tree, draft);
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
    (tree, draft)
}

/// A headline as the first piece.
fn headline(title: &str) -> Piece {
    Piece { text: title.to_owned(), role: Some(Role::Title), ..Piece::default() }
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
