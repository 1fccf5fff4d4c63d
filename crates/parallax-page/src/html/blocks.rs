//! The text of the tree, cut into blocks.

use std::cell::OnceCell;
use std::ops::Range;

use parallax_model::Role;

use super::tree::{Shape, Tree, hint};
use crate::lexicon::fold;
use crate::plain;

/// A run of text between block boundaries.
#[derive(Debug, Clone, Default)]
pub(crate) struct Block {
    pub(crate) text: String,
    pub(crate) links: Vec<(Range<usize>, String)>,
    /// The innermost block element around it.
    pub(crate) node: usize,
    /// The first text node.
    pub(crate) at: usize,
    pub(crate) role: Option<Role>,
    pub(crate) words: usize,
    /// Letters inside links.
    pub(crate) linked: usize,
    pub(crate) level: u8,
    /// All hints of the elements around it, up to the container.
    pub(crate) hints: u16,
    /// Inside an element that the rules take for furniture.
    pub(crate) out: bool,
    /// Use [`Self::wording`].
    pub(crate) said: OnceCell<Wording>,
}

/// What the words of a block say by themselves.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wording {
    pub(crate) folded: String,
    /// Those of furniture.
    pub(crate) furniture: bool,
    /// Those of a heading over a list of other pages.
    pub(crate) opens_list: bool,
    /// Those of a heading that ends an article.
    pub(crate) ends_article: bool,
}

impl Block {
    /// What its words say, worked out once.
    pub(crate) fn wording(&self) -> &Wording {
        self.said.get_or_init(|| {
            let folded = fold(&self.text);
            Wording {
                furniture: plain::is_furniture_line(&folded, self.words),
                opens_list: plain::opens_list(&folded),
                ends_article: plain::ends_article(&folded, self.words),
                folded,
            }
        })
    }

    pub(crate) fn folded(&self) -> &str {
        &self.wording().folded
    }

    pub(crate) fn link_share(&self) -> f32 {
        if self.text.is_empty() { 0.0 } else { self.linked as f32 / self.text.len() as f32 }
    }

    /// A sentence or more.
    pub(crate) fn is_prose(&self) -> bool {
        let ends = self
            .text
            .trim_end_matches(['"', '”', '’', '\'', ')', '»', '“', ' '])
            .ends_with(['.', '!', '?', '…', ':', '。', '।', '؟']);
        self.words >= 20 || ends && (self.words >= 6 || self.text.len() > 60)
    }
}

/// The blocks of a range of nodes, furniture left out.
pub(crate) fn blocks(tree: &Tree<'_>, range: Range<usize>) -> Vec<Block> {
    let mut all = all(tree, range);
    all.retain(|b| !b.out);
    all
}

/// The blocks of a range of nodes, furniture too, so marked.
pub(crate) fn all(tree: &Tree<'_>, range: Range<usize>) -> Vec<Block> {
    cut(tree, range, false)
}

/// All words of a range of nodes: also furniture inside a line, as blocks of its own.
pub(crate) fn every(tree: &Tree<'_>, range: Range<usize>) -> Vec<Block> {
    cut(tree, range, true)
}

/// The longest furniture inside a line that is passed over in silence, in letters.
const ASIDE: usize = 120;

fn cut(tree: &Tree<'_>, range: Range<usize>, asides: bool) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    let mut now = Block::default();
    let mut raw = Writer::default();
    // Open elements: their end, and whether they close a block or a link.
    let mut open: Vec<(usize, bool, Option<usize>)> = Vec::new();
    let mut breaks = 0;
    let mut i = range.start;
    while i < range.end {
        while let Some(&(end, block, link)) = open.last() {
            if end > i {
                break;
            }
            open.pop();
            if let Some(start) = link {
                raw.close_link(start);
            }
            if block {
                flush(tree, &mut out, &mut now, &mut raw);
            }
        }
        let n = &tree.nodes[i];
        // Furniture inside a line ("read aloud", an icon's name) does not break the line.
        let aside = n.out && !tree.nodes[n.parent].out && n.shape == Shape::Inline && n.letters <= ASIDE;
        if aside && asides && n.letters > 0 {
            let text = tree.words_of(i);
            out.push(Block {
                words: crate::lexicon::words(&text).count(),
                text,
                node: n.parent,
                at: i,
                out: true,
                ..Block::default()
            });
        }
        if n.shape == Shape::Skip || aside || (n.out && n.letters == 0 && n.element.is_some()) {
            i = n.end;
            continue;
        }
        match n.shape {
            Shape::Break => {
                breaks += 1;
                if breaks > 1 {
                    flush(tree, &mut out, &mut now, &mut raw);
                } else {
                    raw.gap();
                }
                i += 1;
                continue;
            }
            Shape::Block => {
                let cell = matches!(n.tag(), "td" | "th") && is_data_cell(tree, i);
                if cell {
                    raw.cell();
                } else {
                    flush(tree, &mut out, &mut now, &mut raw);
                }
                open.push((n.end, !cell, None));
            }
            // A long one stands for itself.
            Shape::Inline if n.out && !tree.nodes[n.parent].out => {
                flush(tree, &mut out, &mut now, &mut raw);
                open.push((n.end, true, None));
                if n.element.is_none() {
                    now.at = i;
                    raw.push(&n.text);
                }
            }
            Shape::Inline if n.element.is_some() => {
                let href = n.attr("href").filter(|_| n.tag() == "a");
                let link = href.map(|h| raw.open_link(h));
                open.push((n.end, false, link));
            }
            _ => {
                if n.letters > 0 {
                    breaks = 0;
                    if raw.is_empty() {
                        now.at = i;
                    }
                }
                raw.push(&n.text);
            }
        }
        i += 1;
    }
    while let Some((_, _, link)) = open.pop() {
        if let Some(start) = link {
            raw.close_link(start);
        }
    }
    flush(tree, &mut out, &mut now, &mut raw);
    out
}

/// A cell of a table of facts, not of a table that lays out the page.
fn is_data_cell(tree: &Tree<'_>, i: usize) -> bool {
    let n = &tree.nodes[i];
    n.letters < 200
        && !tree.nodes[i..n.end].iter().any(|c| matches!(c.tag(), "p" | "div" | "table" | "ul" | "h2" | "h3"))
}

fn flush(tree: &Tree<'_>, out: &mut Vec<Block>, now: &mut Block, raw: &mut Writer) {
    let written = std::mem::take(raw);
    let mut block = std::mem::take(now);
    (block.text, block.links) = written.finish();
    if block.text.is_empty() {
        return;
    }
    block.words = crate::lexicon::words(&block.text).count();
    block.linked = block.links.iter().map(|(r, _)| r.len()).sum();
    block.out = tree.nodes[block.at].out;
    describe(tree, &mut block);
    out.push(block);
}

/// Role by the elements around a block.
fn describe(tree: &Tree<'_>, block: &mut Block) {
    block.node = tree.above(block.at).find(|a| tree.nodes[*a].shape == Shape::Block).unwrap_or(0);
    for (steps, a) in tree.above(block.at).enumerate() {
        let n = &tree.nodes[a];
        let role = match n.tag() {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                block.level = n.tag().as_bytes()[1] - b'0';
                Some(Role::Heading)
            }
            "figcaption" => Some(Role::Caption),
            "figure" if block.words < 60 => Some(Role::Caption),
            "li" | "dd" | "dt" => Some(Role::List),
            "blockquote" => Some(Role::Quote),
            "tr" | "table" if block.text.contains(" | ") => Some(Role::Table),
            "body" | "article" | "main" => break,
            _ => None,
        };
        if block.role.is_none() || (role == Some(Role::Caption)) {
            block.role = role.or(block.role);
        }
        // Names of near elements describe the block; names of far ones describe the layout.
        if steps < 4 && n.letters < block.text.len() * 3 + 120 {
            block.hints |= n.hints;
        }
    }
    if block.words < 80 && block.hints & hint::CREDIT != 0 {
        block.role = Some(Role::Credit);
    } else if block.words < 80 && block.hints & hint::CAPTION != 0 {
        block.role = Some(Role::Caption);
    }
}

/// Collects text with single spaces and the places of links.
#[derive(Default)]
struct Writer {
    text: String,
    gap: bool,
    links: Vec<(Range<usize>, String)>,
    open: Vec<(usize, String)>,
}

impl Writer {
    fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    fn gap(&mut self) {
        self.gap = true;
    }

    fn cell(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with(" |") {
            self.text.push_str(" |");
        }
        self.gap = true;
    }

    fn push(&mut self, text: &str) {
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            // Most of a text is runs of plain letters.
            let plain = rest.bytes().position(|b| !b.is_ascii_graphic()).unwrap_or(rest.len());
            if plain > 0 {
                if self.gap && !self.text.is_empty() && !self.text.ends_with(' ') {
                    self.text.push(' ');
                }
                self.gap = false;
                self.text.push_str(&rest[..plain]);
                rest = &rest[plain..];
                continue;
            }
            rest = &rest[c.len_utf8()..];
            if c.is_whitespace() && c != '\u{a0}' && c != '\u{202f}' {
                self.gap = true;
            } else if !matches!(c, '\u{ad}' | '\u{feff}' | '\u{200b}') && !c.is_control() {
                if self.gap && !self.text.is_empty() && !self.text.ends_with(' ') {
                    self.text.push(' ');
                }
                self.gap = false;
                self.text.push(c);
            }
        }
    }

    /// Returns a token for [`Self::close_link`].
    fn open_link(&mut self, href: &str) -> usize {
        if self.gap && !self.text.is_empty() {
            self.text.push(' ');
            self.gap = false;
        }
        self.open.push((self.text.len(), href.trim().to_owned()));
        self.open.len()
    }

    fn close_link(&mut self, token: usize) {
        // A block boundary inside a link has taken the writer away with the start of the link.
        if token == self.open.len()
            && let Some((start, href)) = self.open.pop()
            && self.text.len() > start
        {
            self.links.push((start..self.text.len(), href));
        }
    }

    fn finish(mut self) -> (String, Vec<(Range<usize>, String)>) {
        while let Some((start, href)) = self.open.pop() {
            if self.text.len() > start {
                self.links.push((start..self.text.len(), href));
            }
        }
        let end = self.text.trim_end_matches([' ', '|', '\u{a0}']).len();
        let lead = self.text[..end].len() - self.text[..end].trim_start().len();
        let text = self.text[lead..end].to_owned();
        let links = self
            .links
            .into_iter()
            .filter_map(|(r, u)| {
                let (start, stop) = (r.start.max(lead) - lead, r.end.min(end).max(lead) - lead);
                (start < stop && !u.is_empty() && text.is_char_boundary(start) && text.is_char_boundary(stop))
                    .then_some((start..stop, u))
            })
            .collect();
        (text, links)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(page: &str) -> Vec<Block> {
        let tree = Tree::parse(page);
        blocks(&tree, 0..tree.nodes.len())
    }

    #[test]
    fn blocks_have_roles_and_links() {
        let b = all(
            "<h2>Ferries</h2><p>The <a href='/port'> port </a>reopened.<br><br>Two ferries sailed.</p><ul><li>One</li></ul><blockquote><p>We wait.</p></blockquote><figure><img><figcaption>Crews at work</figcaption></figure>",
        );
        let texts: Vec<&str> = b.iter().map(|b| b.text.as_str()).collect();
        assert_eq!(
            texts,
            ["Ferries", "The port reopened.", "Two ferries sailed.", "One", "We wait.", "Crews at work"]
        );
        let roles: Vec<Option<Role>> = b.iter().map(|b| b.role).collect();
        assert_eq!(
            roles,
            [Some(Role::Heading), None, None, Some(Role::List), Some(Role::Quote), Some(Role::Caption)]
        );
        let (range, url) = &b[1].links[0];
        assert_eq!((&b[1].text[range.clone()].trim(), url.as_str()), (&"port", "/port"));
    }

    #[test]
    fn rows_of_a_table_are_one_block() {
        let b = all("<table><tr><th>Port</th><th>Ships</th></tr><tr><td>Velmar</td><td>12</td></tr></table>");
        assert_eq!(b[1].text, "Velmar | 12");
        assert_eq!(b[1].role, Some(Role::Table));
    }
}
