//! Blocks to the text of a page.

use std::ops::Range;

use crate::left::LeftOut;
use parallax_model::{Alignment, Block, Link, Page, Post, Role, Span};

/// A block before it has a place in the text.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Piece {
    pub(crate) text: String,
    pub(crate) role: Option<Role>,
    pub(crate) post: Option<usize>,
    /// Ranges of `text` with the address they lead to.
    pub(crate) links: Vec<(Range<usize>, String)>,
    /// The node of the tree where its words begin, where that is known.
    pub(crate) at: Option<usize>,
    /// Ranges of `text` with the raw bytes they are copies of.
    pub(crate) raw: Vec<(Range<usize>, Range<usize>)>,
}

impl Piece {
    /// Turns ranges of a decoded text into raw ones, as pairs of both that `raw` gives.
    pub(crate) fn place(&mut self, raw: impl Fn(Range<usize>) -> Vec<(Range<usize>, Range<usize>)>) {
        let placed = std::mem::take(&mut self.raw);
        for (text, source) in placed {
            let found = raw(source.clone());
            if text.len() == source.len() {
                let shifted =
                    |r: Range<usize>| text.start + r.start - source.start..text.start + r.end - source.start;
                self.raw.extend(found.into_iter().map(|(r, bytes)| (shifted(r), bytes)));
            } else if let [(whole, bytes)] = found.as_slice()
                && *whole == source
            {
                self.raw.push((text, bytes.clone()));
            }
        }
    }
}

/// A page before its text is put together.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    /// Metadata; text, blocks, posts, links and alignment are filled in here.
    pub(crate) page: Page,
    pub(crate) pieces: Vec<Piece>,
    /// Posts without spans, in page order.
    pub(crate) posts: Vec<Post>,
    /// What is on the page beside its pieces, in page order; `after` counts pieces. Empty unless asked for.
    pub(crate) left: Vec<LeftOut>,
    /// The limit beyond which the page was not read, if it has more.
    pub(crate) cut: Option<&'static str>,
}

impl Draft {
    /// Joins the pieces with blank lines. Posts that hold no piece are dropped.
    pub(crate) fn assemble(self) -> Page {
        let Self { mut page, pieces, posts, .. } = self;
        let mut spans: Vec<Option<Span>> = vec![None; posts.len()];
        for piece in pieces.into_iter().filter(|p| !p.text.trim().is_empty()) {
            if !page.text.is_empty() {
                page.text.push_str("\n\n");
            }
            let at = page.text.len();
            page.text.push_str(&piece.text);
            let span = Span::new(at, page.text.len());
            let post = piece.post.filter(|i| *i < posts.len());
            if let Some(i) = post {
                spans[i] = Some(spans[i].map_or(span, |s| s.cover(span)));
            }
            let post = post.and_then(|i| u32::try_from(i).ok());
            page.blocks.push(Block { span, role: piece.role.unwrap_or(Role::Paragraph), post });
            for (range, url) in piece.links {
                page.links.push(Link { span: Span::new(at + range.start, at + range.end), url });
            }
            for (range, raw) in piece.raw {
                let text = Span::new(at + range.start, at + range.end);
                page.alignment.push(Alignment { text, raw: Span::new(raw.start, raw.end) });
            }
        }
        let mut renumbered: Vec<Option<u32>> = vec![None; posts.len()];
        for (i, (post, span)) in posts.into_iter().zip(&spans).enumerate() {
            if let Some(span) = *span {
                renumbered[i] = u32::try_from(page.posts.len()).ok();
                page.posts.push(Post { span, ..post });
            }
        }
        for block in &mut page.blocks {
            block.post = block.post.and_then(|i| renumbered[i as usize]);
        }
        page
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_joined_and_empty_posts_dropped() {
        let piece = |text: &str, post| Piece { text: text.to_owned(), post, ..Piece::default() };
        let draft = Draft {
            pieces: vec![
                piece("Summary", None),
                piece("Ferry sails.", Some(1)),
                piece("Crew of nine.", Some(1)),
            ],
            posts: vec![Post::default(), Post { title: Some("Ferry".to_owned()), ..Post::default() }],
            ..Draft::default()
        };
        let page = draft.assemble();
        assert_eq!(page.text, "Summary\n\nFerry sails.\n\nCrew of nine.");
        assert_eq!(page.posts.len(), 1);
        assert_eq!(page.posts[0].span.of(&page.text), "Ferry sails.\n\nCrew of nine.");
        assert_eq!(page.blocks[1].post, Some(0));
    }
}
