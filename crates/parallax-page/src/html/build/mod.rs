//! Tokens to the flat tree, by the rules of the HTML standard as far as they decide where text stands.
//!
//! Given up: moving misplaced parts of tables, and reopening words in bold after a paragraph ended. Where end tags
//! cross ("`<b><p>..</b>..</p>`"), the outer element ends with the inner one, so that no paragraph is split.

mod ends;
mod foreign;
mod stack;

use std::borrow::Cow;
use std::ops::Range;

use memchr::memchr;

use foldhash::HashMap;

use super::tags::{self, Tag, kind};
use super::token::{Token, Tokens};
use super::tree::{Node, Shape};

/// Deepest nesting that is kept; what stands deeper belongs to the element at this depth.
const DEPTH: usize = 256;
/// Nodes after which the rest of a page is left out: twenty times the largest news page seen.
const NODES: usize = 1 << 20;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    BeforeHead,
    Head,
    AfterHead,
    Body,
}

/// An open element.
struct Open {
    node: usize,
    tag: &'static Tag,
    /// Its end tag was seen, though something inside is still open.
    ended: bool,
}

/// Where we are inside `svg` or `math`, whose content is left out.
struct Foreign {
    root: &'static str,
    depth: usize,
    /// Open elements inside that hold HTML.
    html: usize,
}

pub(in crate::html) struct Builder<'a> {
    source: &'a str,
    tokens: Tokens<'a>,
    /// Where the token at hand begins.
    begun: usize,
    nodes: Vec<Node<'a>>,
    open: Vec<Open>,
    /// Open elements of each tag.
    counts: Vec<usize>,
    phase: Phase,
    foreign: Option<Foreign>,
    /// Elements below [`DEPTH`] whose end tags are still to come.
    beyond: usize,
    /// Every element may close itself.
    xml: bool,
    /// The hints of the values of `class` and `id` seen so far: the same few fill a page.
    hints: HashMap<&'a str, u16>,
}

impl<'a> Builder<'a> {
    /// Parses a page or a fragment. The first node is always the `html` element.
    pub(in crate::html) fn parse(source: &'a str) -> (Vec<Node<'a>>, bool) {
        let xml = source.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']).starts_with("<?xml");
        let mut tokens = Tokens::new(source);
        tokens.cdata = xml;
        let mut builder = Self {
            source,
            tokens,
            begun: 0,
            nodes: Vec::with_capacity(source.len() / 64 + 8),
            open: Vec::new(),
            counts: vec![0; tags::count()],
            phase: Phase::BeforeHead,
            foreign: None,
            beyond: 0,
            xml,
            hints: HashMap::default(),
        };
        builder.open(tags::tag("html"), "html");
        let cut = builder.run();
        builder.begun = source.len();
        builder.pop_to(0);
        (builder.nodes, cut)
    }

    /// Says whether the page was cut.
    fn run(&mut self) -> bool {
        loop {
            self.begun = self.tokens.position();
            let Some(token) = self.tokens.next() else { return false };
            self.begun = self.tokens.begun;
            if self.nodes.len() >= NODES {
                return true;
            }
            match token {
                Token::Text(range) => self.text(range, true),
                Token::Data(range) => self.text(range, false),
                Token::Start { name, closed } => {
                    let name = &self.source[name];
                    self.start(tags::tag(name), name, closed);
                }
                Token::End { name } => {
                    let name = &self.source[name];
                    self.end(tags::tag(name), name);
                }
            }
        }
    }

    // Text.

    fn text(&mut self, range: Range<usize>, references: bool) {
        if self.foreign.is_some() {
            return;
        }
        if self.phase != Phase::Body && !self.in_template() {
            if self.source[range.clone()].bytes().all(|b| b.is_ascii_whitespace() || b == 0) {
                return;
            }
            self.ensure_body();
        }
        self.push_text(range, references);
    }

    fn push_text(&mut self, raw: Range<usize>, references: bool) {
        if raw.is_empty() {
            return;
        }
        let source = &self.source[raw.clone()];
        let text = match memchr(b'&', source.as_bytes()) {
            Some(_) if references => htmlize::unescape(source),
            _ => Cow::Borrowed(source),
        };
        let letters = letters(&text);
        let parent = self.top();
        self.nodes[parent].letters += letters;
        let end = self.nodes.len() + 1;
        self.nodes.push(Node { letters, ..Node::new(parent, end, text, raw) });
    }

    // Start tags.

    fn start(&mut self, tag: &'static Tag, name: &'a str, closed: bool) {
        if self.foreign.is_some() && self.foreign_start(tag, name, closed) {
            return;
        }
        match tag.name {
            "html" => return self.merge(0),
            "head" => {
                if self.phase == Phase::BeforeHead {
                    self.open(tag, name);
                    self.phase = Phase::Head;
                }
                return;
            }
            "body" => {
                if self.phase == Phase::Body {
                    if let Some(body) = self.open.get(1).map(|o| o.node) {
                        self.merge(body);
                    }
                } else {
                    self.pop_to(1);
                    self.open(tag, name);
                    self.phase = Phase::Body;
                }
                return;
            }
            "frameset" | "frame" => return,
            _ => {}
        }
        if self.phase != Phase::Body && !self.in_template() {
            if tag.is(kind::HEAD) {
                if self.phase == Phase::BeforeHead {
                    let attrs = std::mem::take(&mut self.tokens.attrs);
                    self.open(tags::tag("head"), "head");
                    self.tokens.attrs = attrs;
                    self.phase = Phase::Head;
                }
            } else {
                self.ensure_body();
            }
        }
        if !self.make_room(tag) {
            return;
        }
        self.insert(tag, name, closed);
    }

    /// Ends what the start tag ends; says whether it counts.
    fn make_room(&mut self, tag: &'static Tag) -> bool {
        match tag.name {
            "li" => self.end_item(&["li"]),
            "dd" | "dt" => self.end_item(&["dd", "dt"]),
            "option" | "optgroup" if self.top_tag().name == "option" => self.pop_to(self.open.len() - 1),
            "button" | "select" => {
                if let Some(at) = self.in_scope(tag, kind::SCOPE) {
                    self.pop_to(at);
                }
            }
            "a" | "nobr" => self.end_words(tag, tag.name),
            "form" if self.counts[usize::from(tag.index)] > 0 => {
                let open = self.open.iter().rev().any(|o| o.tag.name == "form" && !o.ended);
                if open {
                    return false;
                }
            }
            "table" if self.in_table_parts() => {
                if let Some(at) = self.open.iter().rposition(|o| o.tag.name == "table") {
                    self.pop_to(at);
                }
            }
            _ if tag.is(kind::TABLE) => return self.table_part(tag),
            _ => {}
        }
        if tag.is(kind::ENDS_P) {
            self.end_p();
            if tag.is(kind::HEADING) && self.top_tag().is(kind::HEADING) {
                self.pop_to(self.open.len() - 1);
            }
        }
        true
    }

    fn insert(&mut self, tag: &'static Tag, name: &'a str, closed: bool) {
        let empty = closed && (self.xml || matches!(tag.name, "svg" | "math"));
        if tag.is(kind::VOID) || empty {
            self.leaf(tag, name);
        } else if tag.is(kind::OPAQUE | kind::DECODED) {
            let at = self.leaf(tag, name);
            let range = self.tokens.opaque(tag.name);
            let ends = range.end;
            if !range.is_empty() {
                let parent = at;
                let source = &self.source[range.clone()];
                let decoded = tag.is(kind::DECODED) && memchr(b'&', source.as_bytes()).is_some();
                let text = if decoded { htmlize::unescape(source) } else { Cow::Borrowed(source) };
                let letters = if tag.shape == Shape::Skip { 0 } else { letters(&text) };
                let end = self.nodes.len() + 1;
                self.nodes.push(Node { letters, ..Node::new(parent, end, text, range) });
                self.nodes[at].letters = letters;
                let above = self.nodes[at].parent;
                self.nodes[above].letters += letters;
            }
            self.nodes[at].end = self.nodes.len();
            self.nodes[at].raw.1 = ends as u32;
        } else if self.open.len() >= DEPTH {
            if !ends::implied(tag) {
                self.beyond += 1;
            }
            self.leaf(tag, name);
        } else {
            self.open(tag, name);
            match tag.name {
                "svg" | "math" => {
                    self.foreign = Some(Foreign { root: tag.name, depth: 1, html: 0 });
                    self.tokens.cdata = true;
                }
                "plaintext" => {
                    let rest = self.tokens.rest();
                    self.push_text(rest, false);
                }
                _ => {}
            }
        }
    }

    /// A new item ends the one before it, but not one of a list outside.
    fn end_item(&mut self, names: &[&str]) {
        for at in (1..self.open.len()).rev() {
            let tag = self.open[at].tag;
            if names.contains(&tag.name) {
                return self.pop_to(at);
            }
            if tag.is(kind::SPECIAL) && !matches!(tag.name, "address" | "div" | "p") {
                return;
            }
        }
    }

    pub(super) fn end_p(&mut self) {
        if let Some(at) = self.p_in_scope() {
            self.pop_to(at);
        }
    }

    pub(super) fn p_in_scope(&self) -> Option<usize> {
        let p = tags::tag("p");
        if self.counts[usize::from(p.index)] == 0 {
            return None;
        }
        for (at, o) in self.open.iter().enumerate().rev() {
            if o.tag.index == p.index {
                return Some(at);
            }
            if o.tag.is(kind::SCOPE) || o.tag.name == "button" {
                break;
            }
        }
        None
    }

    /// Whether we stand in a table, but in none of its cells.
    fn in_table_parts(&self) -> bool {
        matches!(self.top_tag().name, "table" | "tbody" | "thead" | "tfoot" | "tr" | "colgroup")
    }

    /// Goes back to where the part of a table belongs; says whether there is a table at all.
    fn table_part(&mut self, tag: &'static Tag) -> bool {
        let cell = matches!(tag.name, "td" | "th");
        let row = tag.name == "tr";
        let fits = |name: &str| match name {
            "table" => true,
            "tbody" | "thead" | "tfoot" => cell || row,
            "tr" => cell,
            "colgroup" => tag.name == "col",
            _ => false,
        };
        let found = self.open.iter().rposition(|o| fits(o.tag.name) || o.tag.name == "template");
        let Some(at) = found.filter(|at| self.open[*at].tag.name != "template") else {
            return self.in_template();
        };
        self.pop_to(at + 1);
        if cell && self.top_tag().name != "tr" {
            let attrs = std::mem::take(&mut self.tokens.attrs);
            self.open(tags::tag("tr"), "tr");
            self.tokens.attrs = attrs;
        }
        true
    }
}

/// Bytes that are not white space, counted in pieces that fit one byte, as a processor likes it.
fn letters(text: &str) -> usize {
    let seen = |piece: &[u8]| piece.iter().map(|b| u8::from(!b.is_ascii_whitespace())).sum::<u8>();
    text.as_bytes().chunks(255).map(|piece| usize::from(seen(piece))).sum()
}

#[cfg(test)]
mod tests {
    use crate::html::tree::Tree;

    /// The tree as nested names and words.
    fn shown(source: &str) -> String {
        let tree = Tree::parse(source);
        let mut out = String::new();
        let mut open: Vec<usize> = Vec::new();
        for (i, n) in tree.nodes.iter().enumerate() {
            while open.last().is_some_and(|end| *end <= i) {
                open.pop();
                out.push(')');
            }
            if n.element.is_none() {
                out.push_str(&format!(" {:?}", &*n.text));
                continue;
            }
            out.push_str(&format!("({}", n.tag()));
            open.push(n.end);
        }
        out + &")".repeat(open.len())
    }

    /// What stands in the body.
    fn body(source: &str) -> String {
        let all = shown(source);
        let inner = all.split_once("(body").map_or("", |(_, b)| b);
        inner.strip_suffix("))").unwrap_or(inner).trim().to_owned()
    }

    #[test]
    fn head_and_body_are_implied() {
        assert_eq!(shown("<title>Port</title><p>One"), "(html(head(title \"Port\"))(body(p \"One\")))");
        assert_eq!(
            shown("<html><head></head>\n<body>One</body></html>Two"),
            "(html(head)(body \"One\" \"Two\"))"
        );
        assert_eq!(shown(""), "(html)");
    }

    #[test]
    fn end_tags_may_be_left_out() {
        assert_eq!(body("<p>a<p>b<div>c</div>"), "(p \"a\")(p \"b\")(div \"c\")");
        assert_eq!(
            body("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>"),
            "(ul(li \"a\")(li \"b\"(ul(li \"c\")))(li \"d\"))"
        );
        assert_eq!(body("<dl><dt>a<dd>b<dt>c</dl>"), "(dl(dt \"a\")(dd \"b\")(dt \"c\"))");
        assert_eq!(
            body("<table><tr><td>a<td>b<tr><td>c</table>d"),
            "(table(tr(td \"a\")(td \"b\"))(tr(td \"c\"))) \"d\""
        );
        assert_eq!(body("<table><td>a</table>"), "(table(tr(td \"a\")))");
    }

    #[test]
    fn end_tags_close_only_what_is_open_near_by() {
        assert_eq!(
            body("<div><table><tr><td>a</div>b</td></tr></table>c</div>"),
            "(div(table(tr(td \"a\" \"b\"))) \"c\")"
        );
        assert_eq!(body("<div>a</section>b</div>"), "(div \"a\" \"b\")");
        assert_eq!(body("a</p>b"), "\"a\"(p) \"b\"");
        assert_eq!(body("<td>a"), "\"a\"");
        assert_eq!(body("<button><p>a</button>b"), "(button(p \"a\")) \"b\"");
    }

    #[test]
    fn crossing_elements_split_no_paragraph() {
        assert_eq!(body("<b><p>a</b>b</p>c</b>"), "(b(p \"a\" \"b\")) \"c\"");
        assert_eq!(body("<p><b><i>a</b>b</i>c"), "(p(b(i \"a\")) \"b\" \"c\")");
        assert_eq!(body("<a>a<a>b</a>c"), "(a \"a\")(a \"b\") \"c\"");
        assert_eq!(body("<form><div></form>a</div><form>b</form>"), "(form(div \"a\"))(form \"b\")");
    }

    #[test]
    fn what_is_no_markup_is_text() {
        assert_eq!(
            shown("<script>if(a<b){'</p>'}</script><p>a &lt;b&gt; &amp"),
            "(html(head(script \"if(a<b){'</p>'}\"))(body(p \"a <b> &\")))"
        );
        assert_eq!(body("<p><textarea><p>&lt;</textarea>a"), "(p(textarea \"<p><\") \"a\")");
        assert_eq!(body("<p><noscript><img src=x></noscript>a"), "(p(noscript \"<img src=x>\") \"a\")");
    }

    #[test]
    fn foreign_elements_are_left_out_until_html_begins_again() {
        assert_eq!(body("<p>a<svg><title>t</title><path/><text>x</text></svg>b"), "(p \"a\"(svg) \"b\")");
        assert_eq!(body("<div><svg><path></div><p>b"), "(div(svg))(p \"b\")");
        assert_eq!(body("<svg/>a<svg><g><p>b"), "(svg) \"a\"(svg)(p \"b\")");
        assert_eq!(body("<svg><foreignObject><p>b</p></foreignObject></svg>c"), "(svg) \"c\"");
        assert_eq!(body("<svg><![CDATA[ <p> ]]></svg>c"), "(svg) \"c\"");
    }

    #[test]
    fn xhtml_elements_may_close_themselves() {
        assert_eq!(
            body(
                "<?xml version='1.0'?><html><body><div/><script src='x'/><p>a <![CDATA[<b> & c]]></p></body></html>"
            ),
            "(div)(script)(p \"a \" \"<b> & c\")"
        );
        assert_eq!(body("<div/>a"), "(div \"a\")");
    }

    #[test]
    fn attributes_are_decoded_and_the_first_counts() {
        let tree = Tree::parse("<a HREF='/x?a=1&amp;b=2' href=y title>a</a>");
        let a = tree.tagged("a").next().unwrap();
        assert_eq!(tree.nodes[a].attr("href"), Some("/x?a=1&b=2"));
        assert_eq!(tree.nodes[a].attr("title"), Some(""));
        assert_eq!(tree.nodes[a].attr("rel"), None);
    }

    #[test]
    fn depth_is_bounded_and_nothing_is_lost_below_it() {
        let page = format!("{}<p>deep</p>{}<p>after</p>", "<div>".repeat(5000), "</div>".repeat(5000));
        let tree = Tree::parse(&page);
        assert_eq!(tree.words_of(0), "deep after");
        let p = tree.tagged("p").last().unwrap();
        assert_eq!(tree.nodes[tree.nodes[p].parent].tag(), "body");
        assert!(tree.above(tree.nodes.len() - 2).count() < 300);
    }
}
