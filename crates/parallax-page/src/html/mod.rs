//! HTML and XHTML.
//!
//! The page is parsed once into a flat tree. Structured data gives metadata and the posts of a live page;
//! blocks of text are scored for the element that holds them together; what is inside is kept by role.

mod addresses;
mod align;
mod authors;
mod blocks;
mod build;
mod features;
mod forest;
mod json;
mod jsonld;
pub mod learn;
mod left;
mod live;
mod marks;
mod metadata;
mod moments;
mod partial;
mod reading;
mod score;
mod scorer;
mod scripts;
mod select;
mod signals;
mod signed;
mod site;
mod slug;
mod tags;
mod titles;
mod token;
mod tree;

use std::collections::BTreeSet;

use parallax_model::{PageKind, Role};

use crate::Hint;
use crate::assemble::{Draft, Piece};
use tree::Tree;

/// Fewer words than this are no text at all.
const NOTHING: usize = 10;

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
    let mut ld = jsonld::read(&tree);
    let cut = tree.cut.then_some("a million elements and pieces of text");
    let mut draft = Draft { cut, ..Draft::default() };
    let reading = reading::read(&mut tree, &ld);
    let (body, mut chosen) = (reading.body, reading.chosen(&tree, &ld, scorer));
    if ld.body.is_none()
        && chosen.iter().map(|b| b.words).sum::<usize>() < NOTHING
        && let Some(text) = scripts::body(&tree)
    {
        draft.page.notes.push("the text was found only in the data of a script".to_owned());
        ld.body = Some(text);
        chosen = select::from_data(&ld).unwrap_or(chosen);
    }
    let words = chosen.iter().map(|b| b.text.as_str()).collect::<Vec<_>>().join("\n\n");
    let start = start(&tree, &chosen, body);
    metadata::fill(&mut draft.page, &tree, &ld, start, &words, hint);
    let base = addresses::base(&tree, hint.url, draft.page.url.as_deref());
    if ld.live {
        draft.page.kind = PageKind::Live;
    }
    if let Some(live) = live::read(&tree, &ld, &chosen, &draft.page) {
        draft.page.kind = PageKind::Live;
        draft.pieces = live.pieces;
        draft.pieces.iter_mut().for_each(|p| addresses::whole(&mut p.links, base.as_ref()));
        draft.posts = live.posts;
        if explain {
            draft.left = left::left(&tree, &draft.page, &draft.pieces, None);
        }
        return (tree, draft);
    }
    let taken: BTreeSet<usize> = chosen.iter().map(|b| b.at).collect();
    let title = draft.page.title.clone();
    draft.pieces = select::roles(&tree, chosen, title.as_deref(), &[]);
    draft.pieces.iter_mut().for_each(|p| addresses::whole(&mut p.links, base.as_ref()));
    let blocks = &reading.blocks;
    draft.page.partial = partial::find(&partial::View {
        source: text,
        tree: &tree,
        blocks,
        taken: &taken,
        pieces: &draft.pieces,
        ld: &ld,
    });
    if let Some(note) = partial::note(draft.page.partial, &ld, &draft.pieces) {
        draft.page.notes.push(note.to_owned());
    }
    if explain {
        draft.left = left::left(&tree, &draft.page, &draft.pieces, Some(&taken));
    }
    (tree, draft)
}

/// The node where the running text begins.
fn start(tree: &Tree<'_>, chosen: &[blocks::Block], body: Option<usize>) -> usize {
    let prose = chosen.iter().filter(|b| b.at > 0).find(|b| b.is_prose()).or(chosen.first()).map(|b| b.at);
    prose.filter(|at| *at > 0).or(body).unwrap_or(tree.nodes.len())
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
    fn a_short_text_that_stands_in_structured_data_alone_is_read() {
        let body = "Beekeepers asked the government on Thursday to ban late mowing, their association said.";
        let p = page(&format!(
            "<html><head><title>Late mowing</title><script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"Late mowing\",\"articleBody\":\"{body}\"}}</script></head><body><div id=root></div></body></html>"
        ));
        assert_eq!(p.body(), body);
    }

    #[test]
    fn markup_inside_structured_data_may_be_longer_than_the_page() {
        let body = "<p>Beekeepers asked the government on Thursday to ban late mowing</p>".repeat(40);
        let p = page(&format!(
            "<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"articleBody\":\"{body}\"}}</script>"
        ));
        assert!(p.body().contains("Beekeepers"));
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
