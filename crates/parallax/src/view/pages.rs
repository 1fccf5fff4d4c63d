//! The pages in full, with the words that lines cite marked, and the way back to those lines.

use std::collections::{BTreeMap, BTreeSet};

use parallax_model::{Page, Role, Span};

use super::book::{Book, Line};
use super::reading::{self, Reading, Run, is_web};
use super::words;

/// Lines named beside a block before the rest folds.
const OPEN: usize = 5;

#[derive(Debug, Clone)]
pub(crate) struct PageView {
    pub(crate) number: usize,
    pub(crate) outlet: String,
    pub(crate) title: String,
    /// Only an http or https address; anything else is not linked.
    pub(crate) link: String,
    pub(crate) url: String,
    pub(crate) path: String,
    pub(crate) published: String,
    pub(crate) updated: String,
    pub(crate) authors: String,
    pub(crate) wire: String,
    pub(crate) kind: &'static str,
    pub(crate) words: String,
    pub(crate) posts: usize,
    pub(crate) language: String,
    pub(crate) notes: Vec<String>,
    /// Why the text is only a part of the article; empty if it is not known to be one.
    pub(crate) partial: &'static str,
    pub(crate) blocks: Vec<BlockView>,
    pub(crate) reading: Reading,
    /// What was left out behind the last block.
    pub(crate) below: Option<Run>,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct BlockView {
    /// Set on the first block of a post.
    pub(crate) post: Option<PostView>,
    pub(crate) class: &'static str,
    pub(crate) label: &'static str,
    pub(crate) pieces: Vec<Piece>,
    /// What was left out above it.
    pub(crate) above: Option<Run>,
    /// Lines that cite words of this block.
    pub(crate) lines: Vec<Line>,
    pub(crate) more: Vec<Line>,
}

#[derive(Debug, Clone)]
pub(crate) struct PostView {
    pub(crate) number: usize,
    pub(crate) of: usize,
    pub(crate) title: String,
    pub(crate) time: String,
    pub(crate) author: String,
}

/// A stretch of text under the same citations.
#[derive(Debug, Clone, Default)]
pub(crate) struct Piece {
    /// Citations that begin here.
    pub(crate) ids: Vec<String>,
    pub(crate) text: String,
    /// How many citations cover it, up to 3.
    pub(crate) depth: usize,
}

/// The heads of all pages, without their text.
pub(crate) fn page_heads(book: &Book<'_>) -> Vec<PageView> {
    book.report.documents.iter().enumerate().map(|(i, d)| head(i, &d.page)).collect()
}

/// All pages with their text. Comes last, when every line has cited its words.
pub(crate) fn pages(book: &Book<'_>) -> Vec<PageView> {
    page_heads(book).into_iter().enumerate().map(|(i, view)| whole(book, i, view, reading::SHORT)).collect()
}

/// One page with its text and what was left out of it.
pub(crate) fn whole(book: &Book<'_>, i: usize, mut view: PageView, limits: reading::Limits) -> PageView {
    let document = &book.report.documents[i];
    let left = book.report.left.get(&document.page.id).map(Vec::as_slice);
    let mut runs = reading::runs(left.unwrap_or_default(), limits);
    view.reading = reading::reading(document, left, limits);
    view.blocks = blocks(book, i, &mut runs);
    view.below = runs.pop_last().map(|(_, run)| run);
    view
}

fn head(i: usize, page: &Page) -> PageView {
    let url = page.url.clone().unwrap_or_default();
    let mut notes = Vec::new();
    if let Some(partial) = page.partial {
        notes.push(words::partial(partial).to_owned());
    }
    if page.source.is_none() {
        notes.push("no outlet named".to_owned());
    }
    if page.published.is_none() {
        notes.push("no date given".to_owned());
    }
    for note in &page.notes {
        if !notes.contains(note) {
            notes.push(note.clone());
        }
    }
    PageView {
        number: i + 1,
        outlet: page.source.clone().unwrap_or_else(|| "outlet not named".to_owned()),
        title: page.title.clone().unwrap_or_default(),
        link: if is_web(&url) { url.clone() } else { String::new() },
        url,
        path: page.path.clone().unwrap_or_default(),
        published: page.published.as_deref().map_or_else(String::new, words::moment),
        updated: page.updated.as_deref().map_or_else(String::new, words::moment),
        authors: page.authors.join(", "),
        wire: page.wire.clone().unwrap_or_default(),
        kind: words::page_kind(page.kind),
        words: words::number(word_count(page)),
        partial: page.partial.map_or("", words::partial),
        posts: page.posts.len(),
        language: page.language.clone().unwrap_or_default(),
        notes,
        blocks: Vec::new(),
        reading: Reading::default(),
        below: None,
    }
}

/// Words of the whole text, captions and all.
pub(crate) fn word_count(page: &Page) -> usize {
    page.text.split_whitespace().count()
}

/// Blocks of the page, with what lies between them where that is more than white space.
fn parts(page: &Page) -> Vec<(Span, Role, Option<u32>)> {
    let mut out = Vec::new();
    let mut at = 0;
    let gap = |from: u32, to: u32, out: &mut Vec<(Span, Role, Option<u32>)>| {
        let span = Span::new(from as usize, to.max(from) as usize);
        if !span.of(&page.text).trim().is_empty() {
            out.push((span, Role::Paragraph, None));
        }
    };
    for b in &page.blocks {
        gap(at, b.span.start, &mut out);
        out.push((b.span, b.role, b.post));
        at = at.max(b.span.end);
    }
    gap(at, page.text.len() as u32, &mut out);
    out
}

fn blocks(book: &Book<'_>, i: usize, runs: &mut BTreeMap<usize, Run>) -> Vec<BlockView> {
    let page = &book.report.documents[i].page;
    let cited = book.cited(i);
    // How many citations begin less how many end at each offset.
    let mut steps: BTreeMap<u32, i32> = BTreeMap::new();
    for span in cited.keys() {
        *steps.entry(span.start).or_default() += 1;
        *steps.entry(span.end).or_default() -= 1;
    }
    let mut waiting = cited.keys().peekable();
    let mut depth = 0;
    let mut seen = 0;
    let mut post = None;
    let mut out: Vec<BlockView> = Vec::new();
    let mut above = 0;
    for (span, role, in_post) in parts(page) {
        depth += steps.range(seen..span.start.max(seen)).map(|(_, d)| d).sum::<i32>();
        seen = span.start.max(seen);
        let mut cuts = vec![span.start];
        cuts.extend(steps.range(span.start..span.end).map(|(at, _)| *at).filter(|at| *at > span.start));
        cuts.push(span.end);
        let mut pieces = Vec::new();
        for cut in cuts.windows(2) {
            let &[from, to] = cut else { continue };
            if from >= seen {
                depth += steps.range(seen..=from).map(|(_, d)| d).sum::<i32>();
                seen = from + 1;
            }
            let mut ids = Vec::new();
            while let Some(next) = waiting.next_if(|s| s.start <= from) {
                ids.push(book.anchor(i, *next));
            }
            let text = page.text.get(from as usize..to as usize).unwrap_or("").to_owned();
            if !text.is_empty() || !ids.is_empty() {
                pieces.push(Piece { ids, text, depth: depth.clamp(0, 3) as usize });
            }
        }
        let (class, label) = words::role(role);
        let mut lines = lines_in(cited, span);
        let more = lines.split_off(lines.len().min(OPEN));
        let starts = in_post.is_some() && in_post != post;
        post = in_post;
        let post = in_post.filter(|_| starts).and_then(|n| {
            let p = page.posts.get(n as usize)?;
            Some(PostView {
                number: n as usize + 1,
                of: page.posts.len(),
                title: p.title.clone().unwrap_or_default(),
                time: p.time.as_deref().map_or_else(String::new, words::moment),
                author: p.author.clone().unwrap_or_default(),
            })
        });
        out.push(BlockView { post, class, label, pieces, above: runs.remove(&above), lines, more });
        above += 1;
    }
    let rest: Vec<String> = waiting.map(|s| book.anchor(i, *s)).collect();
    if !rest.is_empty() {
        let pieces = vec![Piece { ids: rest, ..Piece::default() }];
        out.push(BlockView { class: "par", pieces, ..BlockView::default() });
    }
    out
}

/// Lines that cite words which begin in the block.
fn lines_in(cited: &BTreeMap<Span, BTreeSet<Line>>, block: Span) -> Vec<Line> {
    let from = Span::new(block.start as usize, block.start as usize);
    let to = Span::new(block.end as usize, block.end as usize);
    let all: BTreeSet<Line> = cited.range(from..to).flat_map(|(_, lines)| lines.iter().copied()).collect();
    all.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::fixture;

    #[test]
    fn text_is_whole_after_cutting() {
        let report = fixture::report();
        let mut book = Book::new(&report);
        super::super::sheet::cite_everything(&mut book);
        for (i, page) in pages(&book).iter().enumerate() {
            let page_text: String = report.documents[i].page.text.split_whitespace().collect();
            let shown: String =
                page.blocks.iter().flat_map(|b| &b.pieces).flat_map(|p| p.text.split_whitespace()).collect();
            assert_eq!(shown, page_text);
        }
    }

    #[test]
    fn overlapping_citations_are_cut_at_every_end() {
        let report = fixture::report();
        let mut book = Book::new(&report);
        let id = report.documents[0].page.id.clone();
        let text = report.documents[0].page.text.clone();
        let block = report.documents[0].page.blocks[2].span;
        let at = block.start as usize;
        for (from, to) in [(0, 12), (5, 20), (5, 12)] {
            let e = parallax_model::Evidence::cut(&id, &text, Span::new(at + from, at + to));
            book.cite(&e, Line::new('R', from + 1));
        }
        let view = &pages(&book)[0].blocks[2];
        let depths: Vec<(usize, usize)> = view.pieces.iter().map(|p| (p.text.len(), p.depth)).collect();
        assert_eq!(depths[..4], [(5, 1), (7, 3), (8, 1), (block.len() - 20, 0)]);
        assert_eq!(view.pieces[1].ids.len(), 2);
        assert_eq!(view.lines, [Line::new('R', 1), Line::new('R', 6)]);
    }

    #[test]
    fn only_web_addresses_are_linked() {
        assert!(is_web("https://example.org/a"));
        assert!(is_web("HTTP://example.org"));
        assert!(!is_web("javascript:alert(1)"));
        assert!(!is_web("data:text/html,x"));
        assert!(!is_web("/a/b"));
        assert!(!is_web("httpé"));
    }
}
