//! The parsed page as one flat list in document order, so that every walk is a loop and a subtree is a range.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use foldhash::HashMap;

use super::build::Builder;
use super::tags::Tag;
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
    /// A dialogue about cookies; always with [`OUT`].
    pub(crate) const CONSENT: u16 = 512;
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
                "consent" => hint::OUT | hint::CONSENT,
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
        let (letter, upper) = match c {
            'a'..='z' => (true, false),
            'A'..='Z' => (true, true),
            c if c.is_ascii() => (false, false),
            c => (c.is_alphabetic(), c.is_uppercase()),
        };
        if !letter || (upper && lower) {
            if open {
                flat.push('-');
            }
            open = false;
            if c == ' ' {
                flat.push(' ');
            }
        }
        if letter {
            if !open {
                flat.push('-');
            }
            open = true;
            if c.is_ascii() {
                flat.push(c.to_ascii_lowercase());
            } else {
                flat.extend(c.to_lowercase());
            }
        }
        lower = letter && !upper && (c.is_ascii() || c.is_lowercase());
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

/// An attribute.
#[derive(Debug, Clone)]
pub(crate) struct Attr<'a> {
    /// As the page spells it.
    pub(crate) name: &'a str,
    /// Character references decoded.
    pub(crate) value: Cow<'a, str>,
}

/// Whether the page does not show an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hidden {
    /// It may.
    No,
    /// It says so itself.
    Yes,
}

impl Hidden {
    pub(super) fn of(attrs: &[Attr<'_>]) -> Self {
        let hides = |a: &Attr<'_>| {
            let value = a.value.as_ref();
            let is = |name: &str| a.name.eq_ignore_ascii_case(name);
            match a.name.len() {
                6 => is("hidden"),
                11 => is("aria-hidden") && value == "true",
                5 => is("style") && hides(value),
                4 => is("role") && ROLES_OUT.contains(&value),
                _ => false,
            }
        };
        if attrs.iter().any(hides) { Self::Yes } else { Self::No }
    }
}

/// Values of `role` that are no text.
const ROLES_OUT: [&str; 10] = [
    "navigation",
    "complementary",
    "banner",
    "contentinfo",
    "search",
    "dialog",
    "alert",
    "menu",
    "toolbar",
    "tooltip",
];

/// Whether a style hides the element.
fn hides(style: &str) -> bool {
    if !style.contains("none") && !style.contains("hidden") {
        return false;
    }
    let flat: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    flat.contains("display:none") || flat.contains("visibility:hidden")
}

/// The hints in the attributes of an element.
pub(super) fn hints_of<'a>(attrs: &[Attr<'a>], known: &mut HashMap<&'a str, u16>) -> u16 {
    let mut seen = [false; 3];
    let mut bits = 0;
    for a in attrs {
        let which = match a.name.len() {
            5 if a.name.eq_ignore_ascii_case("class") => 0,
            2 if a.name.eq_ignore_ascii_case("id") => 1,
            11 if a.name.eq_ignore_ascii_case("data-testid") => 2,
            _ => continue,
        };
        if !seen[which] {
            seen[which] = true;
            bits |= match &a.value {
                Cow::Borrowed(value) => *known.entry(value).or_insert_with(|| hints(value)),
                Cow::Owned(value) => hints(value),
            };
        }
    }
    bits
}

/// An element or a run of text.
#[derive(Debug)]
pub(crate) struct Node<'a> {
    pub(crate) parent: usize,
    /// One past the last node inside.
    pub(crate) end: usize,
    /// What is known of the element; none for text.
    pub(crate) element: Option<&'static Tag>,
    /// The element's name.
    pub(super) name: &'a str,
    pub(super) attrs: Box<[Attr<'a>]>,
    /// Text with its character references decoded.
    pub(crate) text: Cow<'a, str>,
    /// Where it stands in the source: from, to.
    pub(super) raw: (u32, u32),
    pub(crate) shape: Shape,
    pub(super) hidden: Hidden,
    pub(crate) hints: u16,
    /// Letters of text inside, scripts and the like left out.
    pub(crate) letters: usize,
    /// Navigation, forms and the like: not part of the text.
    pub(crate) out: bool,
}

impl<'a> Node<'a> {
    pub(super) fn new(parent: usize, end: usize, text: Cow<'a, str>, raw: Range<usize>) -> Self {
        Self {
            parent,
            end,
            element: None,
            name: "",
            attrs: Box::default(),
            text,
            raw: (raw.start as u32, raw.end as u32),
            shape: Shape::Inline,
            hidden: Hidden::No,
            hints: 0,
            letters: 0,
            out: false,
        }
    }

    /// The name of the element, in lower case if it is a name that HTML knows; empty for text.
    pub(crate) fn tag(&self) -> &str {
        self.name
    }

    /// The value of an attribute.
    pub(crate) fn attr(&self, name: &str) -> Option<&str> {
        self.attrs.iter().find(|a| a.name.eq_ignore_ascii_case(name)).map(|a| a.value.as_ref())
    }

    /// Names, as the page spells them, and values of all attributes.
    pub(crate) fn attrs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.attrs.iter().map(|a| (a.name, a.value.as_ref()))
    }

    /// Where it stands in the source: for an element with its tags.
    pub(crate) fn place(&self) -> Range<usize> {
        self.raw.0 as usize..self.raw.1 as usize
    }

    pub(crate) fn has(&self, bits: u16) -> bool {
        self.hints & bits != 0
    }
}

/// The page, flat. The first node is the `html` element.
#[derive(Debug)]
pub(crate) struct Tree<'a> {
    pub(crate) nodes: Vec<Node<'a>>,
    /// The page has more elements than are read.
    pub(crate) cut: bool,
    /// Dialogues about cookies, in order.
    dialogues: Vec<Range<usize>>,
}

/// Letters in paragraphs that can be the whole of a short article.
const SHORT: usize = 60;

impl<'a> Tree<'a> {
    /// Parses a page or a fragment of one.
    pub(crate) fn parse(source: &'a str) -> Self {
        let (nodes, cut) = Builder::parse(source);
        let mut tree = Self { nodes, cut, dialogues: Vec::new() };
        tree.mark_out(true);
        tree
    }

    /// Marks what is not part of the text. An element that holds most of the page is kept, whatever its name.
    ///
    /// With `by_name`, names in class and id count; without, only what the elements themselves are.
    pub(crate) fn mark_out(&mut self, by_name: bool) {
        self.nodes.iter_mut().for_each(|n| n.out = false);
        self.dialogues.clear();
        let total = self.nodes.first().map_or(0, |n| n.letters);
        // Text in paragraphs is what a wrongly named container would lose.
        let mut prose = vec![0_usize; self.nodes.len() + 1];
        // The part of it inside articles, and how many elements begin that a text stands in.
        let mut told = vec![0_usize; self.nodes.len() + 1];
        let mut heads = vec![0_usize; self.nodes.len() + 1];
        let mut article = 0;
        for (i, n) in self.nodes.iter().enumerate() {
            let own = n.element.is_none()
                && matches!(self.nodes[n.parent].tag(), "p" | "a" | "em" | "strong" | "b" | "i" | "span");
            let in_p = own && self.above(i).take(3).any(|a| self.nodes[a].tag() == "p");
            let letters = if in_p { n.letters } else { 0 };
            prose[i + 1] = prose[i] + letters;
            if matches!(n.tag(), "article" | "main") {
                article = article.max(n.end);
            }
            told[i + 1] = told[i] + if i < article { letters } else { 0 };
            heads[i + 1] = heads[i] + usize::from(matches!(n.tag(), "article" | "main" | "h1"));
        }
        let all_prose = prose[self.nodes.len()];
        let mut i = 0;
        while i < self.nodes.len() {
            let n = &self.nodes[i];
            let share = prose[n.end] - prose[i];
            let large = n.letters * 5 > total * 3 || (all_prose > 200 && share * 5 > all_prose * 2);
            // Advertisements beside a short article, and a dialogue before it, may be longer than it is.
            let elsewhere = |sums: &[usize]| sums[self.nodes.len()] - (sums[n.end] - sums[i]) >= SHORT;
            let beside = matches!(n.tag(), "aside" | "footer" | "nav") && elsewhere(&told);
            let dialogue = n.has(hint::CONSENT) && heads[n.end] == heads[i] && elsewhere(&prose);
            let out = self.is_out(i, by_name) && (!large || beside);
            if out || dialogue || n.shape == Shape::Skip {
                let end = n.end;
                if dialogue {
                    self.dialogues.push(i..end);
                }
                self.nodes[i..end].iter_mut().for_each(|n| n.out = true);
                i = end;
            } else {
                i += 1;
            }
        }
    }

    /// Whether a node stands in a dialogue about cookies.
    pub(crate) fn in_dialogue(&self, i: usize) -> bool {
        let at = self.dialogues.partition_point(|d| d.end <= i);
        self.dialogues.get(at).is_some_and(|d| d.contains(&i))
    }

    fn is_out(&self, i: usize, by_name: bool) -> bool {
        let n = &self.nodes[i];
        if n.element.is_none() {
            return false;
        }
        let tag = n.tag();
        if matches!(tag, "nav" | "footer" | "aside" | "form" | "menu") {
            return true;
        }
        if !by_name {
            return false;
        }
        if n.hidden == Hidden::Yes {
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
            out.push_str(&n.text);
            at += 1;
        }
        squeeze(&out)
    }

    /// Raw text inside, for scripts.
    pub(crate) fn raw_of(&self, i: usize) -> String {
        self.nodes[i..self.nodes[i].end].iter().map(|n| &*n.text).collect()
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
        let tree = Tree::parse(
            "<body><nav><a>Home</a></nav><div class='article-body'><p>The port reopened.</p></div></body>",
        );
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
        let tree = Tree::parse(&page);
        let p = tree.tagged("p").next().unwrap();
        assert!(!tree.nodes[p].out);
    }

    #[test]
    fn what_is_longer_than_a_short_article_does_not_take_its_place() {
        let story = "<p>The port of Velmar reopened on Monday after three days of storm, officials said.</p>";
        let long = "<p>We and our partners store information on a device, with your consent.</p>".repeat(6);
        let out = |page: &str| {
            let tree = Tree::parse(page);
            let all: Vec<bool> = tree.tagged("p").map(|p| tree.nodes[p].out).collect();
            (all[0], all[all.len() - 1], tree.in_dialogue(tree.tagged("p").next().unwrap()))
        };
        let dialogue = format!("<body><div id='cookie-consent'>{long}</div><div>{story}</div></body>");
        assert_eq!(out(&dialogue), (true, false, true));
        let aside = format!("<body><aside>{long}</aside><article>{story}</article></body>");
        assert_eq!(out(&aside), (true, false, false));
        let cakes = format!("<body><div class='category-cookies'>{long}</div><div>{story}</div></body>");
        assert_eq!(out(&cakes), (false, false, false), "a text about cookies");
        // A name on the whole page says nothing.
        let whole = format!("<body><div class='has-cookie-bar'>{long}<h1>Port</h1>{story}</div></body>");
        assert_eq!(out(&whole), (false, false, false));
    }
}
