//! The stream of posts in the markup: elements of one shape, side by side, each with a time and a text.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::blocks::Block;
use super::super::tree::{Tree, hint};
use super::moment::Mark;
use crate::headers;

/// How surely the page is live by what is said outside of the stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sign {
    /// Nothing says so.
    None,
    /// Its address, title or names say so.
    Named,
    /// Its structured data says so.
    Stated,
}

/// Sums over the blocks of the page, so that any part of the tree is measured at once.
pub(super) struct Measure<'b> {
    blocks: &'b [Block],
    /// Words outside of links in blocks before each, and the same in sentences alone.
    words: Vec<usize>,
    prose: Vec<usize>,
    /// Moments before each mark, counted once where no text stands between.
    clusters: Vec<usize>,
    marks: Vec<usize>,
}

impl<'b> Measure<'b> {
    pub(super) fn new(blocks: &'b [Block], marks: &[Mark]) -> Self {
        let (mut words, mut prose) = (vec![0], vec![0]);
        for b in blocks {
            let own = (b.words as f32 * (1.0 - b.link_share())) as usize;
            words.push(words[words.len() - 1] + own);
            prose.push(prose[prose.len() - 1] + if b.is_prose() { own } else { 0 });
        }
        let mut out = Self { blocks, words, prose, clusters: vec![0], marks: Vec::new() };
        for (k, m) in marks.iter().enumerate() {
            let apart = k.checked_sub(1).is_none_or(|k| out.prose(&(marks[k].node..m.node)) > 0);
            out.clusters.push(out.clusters[k] + usize::from(apart));
            out.marks.push(m.node);
        }
        out
    }

    pub(super) fn within(&self, range: &Range<usize>) -> Range<usize> {
        let at = |n: usize| self.blocks.partition_point(|b| b.at < n);
        at(range.start)..at(range.end)
    }

    pub(super) fn prose(&self, range: &Range<usize>) -> usize {
        let r = self.within(range);
        self.prose[r.end] - self.prose[r.start]
    }

    fn words(&self, range: &Range<usize>) -> usize {
        let r = self.within(range);
        self.words[r.end] - self.words[r.start]
    }

    /// How many moments with text between them a range holds.
    fn moments(&self, range: &Range<usize>) -> usize {
        let at = |n: usize| self.marks.partition_point(|m| *m < n);
        let (from, to) = (at(range.start), at(range.end));
        if from == to { 0 } else { self.clusters[to] - self.clusters[from + 1] + 1 }
    }
}

/// What makes elements alike.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Shape<'a> {
    /// The posts of the page's own vocabulary: `itemprop`, `itemtype` or a data attribute with an id.
    Marked(&'a str, String),
    /// Depth, tag and first class.
    Classed(usize, &'a str, &'a str),
    /// Parent and tag.
    Beside(usize, &'a str),
}

/// The posts as ranges of nodes, in order; none if the page has no stream.
pub(super) fn find(tree: &Tree<'_>, measure: &Measure<'_>, sign: Sign) -> Vec<Range<usize>> {
    let mut depth = vec![0_usize; tree.nodes.len()];
    let mut groups: BTreeMap<Shape<'_>, Vec<usize>> = BTreeMap::new();
    for (i, n) in tree.nodes.iter().enumerate() {
        depth[i] = if i == 0 { 0 } else { depth[n.parent] + 1 };
        let tag = n.tag();
        if n.out
            || n.letters < 15
            || !matches!(tag, "div" | "article" | "li" | "section" | "dd" | "tr" | "main" | "details")
        {
            continue;
        }
        if let Some(mark) = marked(tree, i) {
            groups.entry(Shape::Marked(tag, mark)).or_default().push(i);
        }
        if let Some(class) = n.attr("class").and_then(|c| c.split_whitespace().next()) {
            groups.entry(Shape::Classed(depth[i], tag, class)).or_default().push(i);
        }
        groups.entry(Shape::Beside(n.parent, tag)).or_default().push(i);
    }
    let need = if sign == Sign::None { 5 } else { 3 };
    let mut found: Vec<(usize, Vec<usize>)> = Vec::new();
    for (shape, group) in groups {
        let named = matches!(&shape, Shape::Marked(_, m) if m == POSTS);
        if group.len() < need && !(named && group.len() > 1) {
            continue;
        }
        let group = apart(tree, group);
        let good: Vec<usize> =
            group.iter().copied().filter(|i| named || is_post(tree, measure, *i, sign)).collect();
        let solid = group.iter().filter(|i| measure.prose(&tree.range(**i)) > 0).count();
        if good.len() < need && !(named && good.len() > 1) || good.len() * 3 < solid * 2 {
            continue;
        }
        if teasers(tree, measure, &good) {
            continue;
        }
        let words = good.iter().map(|i| measure.words(&tree.range(*i))).sum();
        // A post may hold times of its own; among its like it is known all the same.
        let full = |i: &usize| {
            let range = tree.range(*i);
            good.binary_search(i).is_ok() || (measure.moments(&range) > 0 && measure.prose(&range) > 0)
        };
        found.push((words, group.into_iter().filter(full).collect()));
    }
    let most = found.iter().map(|(w, _)| *w).max().unwrap_or(0);
    let total = measure.words(&(0..tree.nodes.len()));
    if sign == Sign::None && most * 2 < total {
        return Vec::new();
    }
    // The finest division that still holds most of the text; of two alike the outer.
    let best = found
        .into_iter()
        .filter(|(w, _)| *w * 5 >= most * 3)
        .max_by_key(|(w, g)| (g.len(), *w, std::cmp::Reverse(g.first().copied())));
    best.map_or_else(Vec::new, |(_, g)| g.into_iter().map(|i| tree.range(i)).collect())
}

const POSTS: &str = "liveBlogUpdate";

/// What the page itself calls the element, where it names posts.
fn marked(tree: &Tree<'_>, i: usize) -> Option<String> {
    let n = &tree.nodes[i];
    if n.attr("itemprop").is_some_and(|p| p.eq_ignore_ascii_case(POSTS)) {
        return Some(POSTS.to_owned());
    }
    let kind = n.attr("itemtype").filter(|t| t.contains("BlogPosting") && !t.contains("LiveBlogPosting"));
    if let Some(kind) = kind {
        return Some(kind.to_owned());
    }
    let id = |name: &str| {
        name.starts_with("data-")
            && ["post", "block", "entry", "update", "event", "item", "live"].iter().any(|w| name.contains(w))
    };
    n.attrs().map(|(name, _)| name).find(|name| id(name)).map(str::to_owned)
}

/// Elements that do not lie inside of one another: the outer ones.
fn apart(tree: &Tree<'_>, group: Vec<usize>) -> Vec<usize> {
    let mut end = 0;
    group
        .into_iter()
        .filter(|i| {
            let free = *i >= end;
            if free {
                end = tree.nodes[*i].end;
            }
            free
        })
        .collect()
}

/// One moment, or a name that says so, and a text.
fn is_post(tree: &Tree<'_>, measure: &Measure<'_>, i: usize, sign: Sign) -> bool {
    let range = tree.range(i);
    let moments = measure.moments(&range);
    let prose = measure.prose(&range);
    let named = sign > Sign::None && tree.nodes[i].has(hint::POST);
    let text = prose > 0 || (sign > Sign::None && measure.words(&range) >= 5);
    text && (moments == 1 || (named && moments <= 3) || (moments == 2 && prose >= 60))
}

/// Whether the elements announce other pages: their heading, or most of them, is a link that leads away.
fn teasers(tree: &Tree<'_>, measure: &Measure<'_>, group: &[usize]) -> bool {
    let leads_away = |url: &str| !url.starts_with('#') && !url.contains('#') && !url.contains("javascript:");
    let announces = |i: &&usize| {
        let own = &measure.blocks[measure.within(&tree.range(**i))];
        let linked = |b: &&Block| b.link_share() > 0.7 && b.links.iter().any(|(_, u)| leads_away(u));
        let said: Vec<&Block> = own.iter().filter(|b| headers::spoken(&b.text, b.words).is_none()).collect();
        let prose: usize = said.iter().filter(|b| b.is_prose() && !linked(b)).map(|b| b.words).sum();
        // A title that is a link, over a line or two of summary.
        let titled =
            said.iter().take_while(|b| !b.is_prose() || linked(b)).any(|b| linked(b) && b.words >= 4);
        let wrapped = tree.above(**i).take(2).any(|a| tree.nodes[a].tag() == "a") || said.iter().all(linked);
        wrapped || (titled && prose < 60)
    };
    group.iter().filter(announces).count() * 2 > group.len()
}
