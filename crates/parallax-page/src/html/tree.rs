//! The parsed page as one flat list in document order, so that every walk is a loop and a subtree is a range.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use scraper::node::Element;
use scraper::{Html, Node as Parsed};

use crate::lexicon::{data, rows};

/// What the class and id of an element say of it: bits.
pub(crate) mod hint {
    pub(crate) const OUT: u16 = 1;
    pub(crate) const BODY: u16 = 2;
    pub(crate) const LEAD: u16 = 4;
    pub(crate) const CAPTION: u16 = 8;
    pub(crate) const CREDIT: u16 = 16;
    pub(crate) const BYLINE: u16 = 32;
    pub(crate) const DATE: u16 = 64;
    pub(crate) const TITLE: u16 = 128;
    pub(crate) const POST: u16 = 256;
}

struct Hints {
    finder: AhoCorasick,
    bits: Vec<u16>,
}

static HINTS: LazyLock<Hints> = LazyLock::new(|| {
    let all: Vec<(String, u16)> = rows(data!("html_hints.tsv"))
        .filter(|r| r.len() > 1)
        .map(|r| {
            let bit = match r[0] {
                "out" => hint::OUT,
                "body" => hint::BODY,
                "lead" => hint::LEAD,
                "caption" => hint::CAPTION,
                "credit" => hint::CREDIT,
                "byline" => hint::BYLINE,
                "date" => hint::DATE,
                "title" => hint::TITLE,
                _ => hint::POST,
            };
            (r[1].split(' ').map(|w| format!("-{w}-")).collect(), bit)
        })
        .collect();
    let finder = AhoCorasick::builder()
        .match_kind(MatchKind::Standard)
        .build(all.iter().map(|(p, _)| p))
        .expect("the patterns are constants");
    Hints { finder, bits: all.into_iter().map(|(_, b)| b).collect() }
});

/// The hints in the class or id of an element.
fn hints(value: &str) -> u16 {
    if value.is_empty() || value.len() > 4000 {
        return 0;
    }
    let mut flat = String::with_capacity(value.len() * 2);
    let mut open = false;
    let mut lower = false;
    for c in value.chars() {
        if !c.is_alphabetic() || (c.is_uppercase() && lower) {
            if open {
                flat.push('-');
            }
            open = false;
            if c == ' ' {
                flat.push(' ');
            }
        }
        if c.is_alphabetic() {
            if !open {
                flat.push('-');
            }
            open = true;
            flat.extend(c.to_lowercase());
        }
        lower = c.is_lowercase();
    }
    if open {
        flat.push('-');
    }
    HINTS
        .finder
        .find_overlapping_iter(flat.as_str())
        .fold(0, |bits, m| bits | HINTS.bits[m.pattern().as_usize()])
}

/// How a tag takes part in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Text runs through it.
    Inline,
    /// Begins and ends a block.
    Block,
    /// A line break.
    Break,
    /// Holds no text of the page.
    Skip,
}

fn shape(tag: &str) -> Shape {
    match tag {
        "br" => Shape::Break,
        "script" | "style" | "noscript" | "template" | "svg" | "iframe" | "button" | "select" | "option"
        | "input" | "textarea" | "object" | "embed" | "canvas" | "audio" | "video" | "map" | "head"
        | "math" | "datalist" | "dialog" | "meter" | "progress" => Shape::Skip,
        "a" | "abbr" | "acronym" | "b" | "bdi" | "bdo" | "big" | "cite" | "code" | "data" | "del" | "dfn"
        | "em" | "font" | "i" | "ins" | "kbd" | "label" | "mark" | "q" | "s" | "samp" | "small" | "span"
        | "strike" | "strong" | "sub" | "sup" | "time" | "tt" | "u" | "var" | "wbr" | "img" | "center"
        | "ruby" | "rt" | "rp" => Shape::Inline,
        _ => Shape::Block,
    }
}

/// An element or a run of text.
pub(crate) struct Node<'a> {
    pub(crate) parent: usize,
    /// One past the last node inside.
    pub(crate) end: usize,
    pub(crate) element: Option<&'a Element>,
    pub(crate) text: &'a str,
    pub(crate) shape: Shape,
    pub(crate) hints: u16,
    /// Letters of text inside, scripts and the like left out.
    pub(crate) letters: usize,
    /// Navigation, forms and the like: not part of the text.
    pub(crate) out: bool,
}

impl Node<'_> {
    pub(crate) fn tag(&self) -> &str {
        self.element.map_or("", Element::name)
    }

    pub(crate) fn attr(&self, name: &str) -> Option<&str> {
        self.element.and_then(|e| e.attr(name))
    }

    pub(crate) fn has(&self, bits: u16) -> bool {
        self.hints & bits != 0
    }
}

/// The page, flat.
pub(crate) struct Tree<'a> {
    pub(crate) nodes: Vec<Node<'a>>,
}

impl<'a> Tree<'a> {
    pub(crate) fn new(html: &'a Html) -> Self {
        let mut nodes: Vec<Node<'a>> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        let mut next = html.tree.root().first_child();
        while let Some(node) = next {
            let entered = Self::enter(node.value(), &mut nodes, &open);
            if let Some(child) = node.first_child().filter(|_| entered) {
                open.push(nodes.len() - 1);
                next = Some(child);
                continue;
            }
            // Up until there is something beside.
            let mut at = node;
            next = loop {
                if let Some(beside) = at.next_sibling() {
                    break Some(beside);
                }
                let Some(parent) = at.parent() else { break None };
                if let Some(closed) = open.pop() {
                    Self::close(&mut nodes, closed, &open);
                }
                at = parent;
            };
        }
        while let Some(closed) = open.pop() {
            Self::close(&mut nodes, closed, &open);
        }
        let mut tree = Self { nodes };
        tree.mark_out(true);
        tree
    }

    /// Adds a node; says whether it can have children.
    fn enter(value: &'a Parsed, nodes: &mut Vec<Node<'a>>, open: &[usize]) -> bool {
        let (element, text) = match value {
            Parsed::Element(e) => (Some(e), ""),
            Parsed::Text(t) => (None, &**t),
            _ => return false,
        };
        let parent = open.last().copied().unwrap_or(0);
        let words = |name| element.and_then(|e| e.attr(name)).map_or(0, hints);
        let shape = element.map_or(Shape::Inline, |e| shape(e.name()));
        let skip = shape == Shape::Skip;
        let hints = if skip { 0 } else { words("class") | words("id") | words("data-testid") };
        let letters = text.bytes().filter(|b| !b.is_ascii_whitespace()).count();
        if let Some(&above) = open.last() {
            nodes[above].letters += letters;
        }
        let end = nodes.len() + 1;
        nodes.push(Node { parent, end, element, text, shape, hints, letters, out: false });
        element.is_some()
    }

    /// Ends an element: its letters count for the one around it.
    fn close(nodes: &mut [Node<'a>], at: usize, open: &[usize]) {
        nodes[at].end = nodes.len();
        if nodes[at].shape == Shape::Skip {
            nodes[at].letters = 0;
        }
        let letters = nodes[at].letters;
        if let Some(&above) = open.last() {
            nodes[above].letters += letters;
        }
    }

    /// Marks what is not part of the text. An element that holds most of the page is kept, whatever its name.
    ///
    /// With `by_name`, names in class and id count; without, only what the elements themselves are.
    pub(crate) fn mark_out(&mut self, by_name: bool) {
        self.nodes.iter_mut().for_each(|n| n.out = false);
        let total = self.nodes.first().map_or(0, |n| n.letters);
        // Text in paragraphs is what a wrongly named container would lose.
        let mut prose = vec![0_usize; self.nodes.len() + 1];
        for (i, n) in self.nodes.iter().enumerate() {
            let own = n.element.is_none()
                && matches!(self.nodes[n.parent].tag(), "p" | "a" | "em" | "strong" | "b" | "i" | "span");
            let in_p = own && self.above(i).take(3).any(|a| self.nodes[a].tag() == "p");
            prose[i + 1] = prose[i] + if in_p { n.letters } else { 0 };
        }
        let all_prose = prose[self.nodes.len()];
        let mut i = 0;
        while i < self.nodes.len() {
            let n = &self.nodes[i];
            let share = prose[n.end] - prose[i];
            let large = n.letters * 5 > total * 3 || (all_prose > 200 && share * 5 > all_prose * 2);
            if self.is_out(i, by_name) && !large || n.shape == Shape::Skip {
                let end = n.end;
                self.nodes[i..end].iter_mut().for_each(|n| n.out = true);
                i = end;
            } else {
                i += 1;
            }
        }
    }

    fn is_out(&self, i: usize, by_name: bool) -> bool {
        let n = &self.nodes[i];
        let Some(element) = n.element else { return false };
        let tag = n.tag();
        if matches!(tag, "nav" | "footer" | "aside" | "form" | "menu") {
            return true;
        }
        if !by_name {
            return false;
        }
        let attr = |name: &str| element.attr(name).unwrap_or("");
        if element.attr("hidden").is_some() || attr("aria-hidden") == "true" {
            return true;
        }
        let style = attr("style");
        if !style.is_empty() {
            let flat: String = style.chars().filter(|c| !c.is_whitespace()).collect();
            if flat.contains("display:none") || flat.contains("visibility:hidden") {
                return true;
            }
        }
        if matches!(
            attr("role"),
            "navigation"
                | "complementary"
                | "banner"
                | "contentinfo"
                | "search"
                | "dialog"
                | "alert"
                | "menu"
                | "toolbar"
                | "tooltip"
        ) {
            return true;
        }
        // Names say much of containers, and little of the paragraph or the word that bears them.
        let named = !matches!(
            tag,
            "html" | "body" | "article" | "main" | "p" | "h1" | "b" | "em" | "strong" | "i" | "header"
        );
        named && n.has(hint::OUT) && !n.has(hint::BODY)
    }

    /// The elements above a node, nearest first.
    pub(crate) fn above(&self, i: usize) -> impl Iterator<Item = usize> + '_ {
        let mut at = i;
        std::iter::from_fn(move || {
            if at == 0 {
                return None;
            }
            at = self.nodes[at].parent;
            Some(at)
        })
    }

    /// Elements of a tag, in order.
    pub(crate) fn tagged<'t>(&'t self, tag: &'t str) -> impl Iterator<Item = usize> + 't {
        (0..self.nodes.len()).filter(move |i| self.nodes[*i].tag() == tag)
    }

    /// All words inside, white space made single; furniture included, scripts not.
    pub(crate) fn words_of(&self, i: usize) -> String {
        let mut out = String::new();
        let mut at = i;
        while at < self.nodes[i].end {
            let n = &self.nodes[at];
            if n.shape == Shape::Skip {
                at = n.end;
                continue;
            }
            if n.shape != Shape::Inline {
                out.push(' ');
            }
            out.push_str(n.text);
            at += 1;
        }
        squeeze(&out)
    }

    /// Raw text inside, for scripts.
    pub(crate) fn raw_of(&self, i: usize) -> String {
        self.nodes[i..self.nodes[i].end].iter().map(|n| n.text).collect()
    }

    /// The nodes of a subtree.
    pub(crate) fn range(&self, i: usize) -> Range<usize> {
        i..self.nodes[i].end
    }
}

/// White space made single, ends trimmed. No-break spaces inside are kept as they are.
pub(crate) fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        if c.is_whitespace() && c != '\u{a0}' && c != '\u{202f}' {
            gap = !out.is_empty();
        } else if !matches!(c, '\u{ad}' | '\u{feff}' | '\u{200b}') && !(c.is_control()) {
            if gap {
                out.push(' ');
                gap = false;
            }
            out.push(c);
        }
    }
    let end = out.trim_end().len();
    out.truncate(end);
    let lead = out.len() - out.trim_start().len();
    out.drain(..lead);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_word_by_word() {
        assert_eq!(hints("c-readMore box") & hint::OUT, hint::OUT);
        assert_eq!(hints("article__body") & hint::BODY, hint::BODY);
        assert_eq!(hints("shared-borders adventure download"), 0);
    }

    #[test]
    fn a_subtree_is_a_range_and_furniture_is_marked() {
        let html = Html::parse_document(
            "<body><nav><a>Home</a></nav><div class='article-body'><p>The port reopened.</p></div></body>",
        );
        let tree = Tree::new(&html);
        let nav = tree.tagged("nav").next().unwrap();
        assert!(tree.range(nav).all(|i| tree.nodes[i].out));
        let p = tree.tagged("p").next().unwrap();
        assert!(!tree.nodes[p].out);
        assert_eq!(tree.words_of(p), "The port reopened.");
        assert_eq!(tree.nodes[p].letters, 16);
    }

    #[test]
    fn a_large_part_with_a_bad_name_is_kept() {
        let text = "The port reopened after the storm, officials said on Monday. ".repeat(20);
        let page = format!("<body><div class='sidebar'><p>{text}</p></div><p>Short.</p></body>");
        let html = Html::parse_document(&page);
        let tree = Tree::new(&html);
        let p = tree.tagged("p").next().unwrap();
        assert!(!tree.nodes[p].out);
    }
}
