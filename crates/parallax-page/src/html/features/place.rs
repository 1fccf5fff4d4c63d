//! Where a block stands in the tree and on the page.

use super::words::Words;
use super::{Row, Rules};
use crate::html::blocks::Block;
use crate::html::tree::{Tree, hint};
use parallax_model::Role;

/// How many elements up are looked at.
const REACH: usize = 24;
/// Stands for "none".
const NONE: usize = 40;

/// Sums over blocks up to each.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    size: usize,
    running: usize,
    linked: usize,
    prose: usize,
}

/// What holds for the page as a whole.
pub(super) struct Page {
    sums: Vec<Sum>,
    /// The block of the first headline.
    head: Option<usize>,
    /// The element with the most running text directly inside.
    main: Option<usize>,
    articles: usize,
    /// How class words speak of each element: filled where blocks need it.
    marks: Vec<Option<i16>>,
    /// The place of each element in [`TAGS`], filled likewise.
    tags: Vec<Option<usize>>,
    /// How many blocks begin before each node.
    before: Vec<u32>,
    /// First and last block of running text that the rules keep.
    first: usize,
    last: usize,
}

impl Page {
    pub(super) fn new(tree: &Tree<'_>, blocks: &[Block], words: &[Words], rules: &Rules<'_>) -> Self {
        let mut sums = vec![Sum::default()];
        let mut direct = vec![0_usize; tree.nodes.len()];
        for (b, w) in blocks.iter().zip(words) {
            let s = sums[sums.len() - 1];
            sums.push(Sum {
                size: s.size + w.size,
                running: s.running + w.running,
                linked: s.linked + w.linked,
                prose: s.prose + usize::from(w.running > 0),
            });
            if w.running > 0 && !b.out {
                direct[home(tree, b)] += w.running;
            }
        }
        let main =
            (0..direct.len()).filter(|i| direct[*i] > 0).max_by_key(|i| (direct[*i], std::cmp::Reverse(*i)));
        let mut marks: Vec<Option<i16>> = vec![None; tree.nodes.len()];
        let mut tags: Vec<Option<usize>> = vec![None; tree.nodes.len()];
        let mut named = vec![false; tree.nodes.len()];
        for b in blocks {
            for a in std::iter::once(b.node).chain(tree.above(b.node)) {
                if marks[a].is_some() {
                    break;
                }
                marks[a] = Some(rules.marks.score(&tree.nodes[a]));
            }
            for a in tree.above(b.at) {
                if std::mem::replace(&mut named[a], true) {
                    break;
                }
                tags[a] = TAGS.iter().position(|t| *t == tree.nodes[a].tag());
            }
        }
        let mut before = vec![0; tree.nodes.len() + 1];
        blocks.iter().for_each(|b| before[b.at + 1] += 1);
        for i in 1..before.len() {
            before[i] += before[i - 1];
        }
        let kept = |k: &usize| rules.kept[*k] && words[*k].running > 0;
        Self {
            head: blocks.iter().position(|b| b.level == 1 && !b.out && b.words > 1),
            main,
            articles: tree.tagged("article").count(),
            marks,
            tags,
            before,
            first: (0..blocks.len()).find(kept).unwrap_or(0),
            last: (0..blocks.len()).rfind(kept).unwrap_or(0),
            sums,
        }
    }

    fn under(&self, tree: &Tree<'_>, i: usize) -> (Sum, usize) {
        let (from, to) = (self.before[i] as usize, self.before[tree.nodes[i].end] as usize);
        let (a, b) = (self.sums[from], self.sums[to]);
        let sum = Sum {
            size: b.size - a.size,
            running: b.running - a.running,
            linked: b.linked - a.linked,
            prose: b.prose - a.prose,
        };
        (sum, to - from)
    }

    fn total(&self) -> Sum {
        self.sums[self.sums.len() - 1]
    }
}

/// The element whose child a block is: the one around its paragraph.
pub(crate) fn home(tree: &Tree<'_>, block: &Block) -> usize {
    match tree.nodes[block.node].tag() {
        "p" | "li" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "blockquote" | "pre" => {
            tree.nodes[block.node].parent
        }
        _ => block.node,
    }
}

const TAGS: [&str; 16] = [
    "article",
    "main",
    "section",
    "aside",
    "nav",
    "footer",
    "header",
    "form",
    "ul",
    "ol",
    "table",
    "figure",
    "a",
    "blockquote",
    "p",
    "li",
];
const HINTS: [u16; 9] = [
    hint::OUT,
    hint::BODY,
    hint::LEAD,
    hint::CAPTION,
    hint::CREDIT,
    hint::BYLINE,
    hint::DATE,
    hint::TITLE,
    hint::POST,
];

pub(super) fn describe(
    row: &mut Row,
    tree: &Tree<'_>,
    blocks: &[Block],
    page: &Page,
    rules: &Rules<'_>,
    k: usize,
) {
    let b = &blocks[k];
    let own = &tree.nodes[b.node];
    let tag = own.tag();
    row.flag(tag == "p");
    row.flag(matches!(tag, "div" | "section" | "article"));
    row.flag(matches!(tag, "td" | "th" | "dd" | "dt"));
    row.flag(matches!(tag, "li"));
    row.put(usize::from(b.level));
    row.put(match b.role {
        None => 0,
        Some(Role::Heading) => 1,
        Some(Role::List) => 2,
        Some(Role::Quote) => 3,
        Some(Role::Table) => 4,
        Some(Role::Caption) => 5,
        Some(_) => 6,
    });
    bold(row, tree, b);
    above(row, tree, page, b);
    row.flag(b.out);
    row.flag(rules.kept[k]);
    relation(row, tree, b, rules.body);
    relation(row, tree, b, page.main);
    row.flag(rules.body == page.main);
    position(row, blocks, page, k);
    // The elements around, and what stands in them.
    let home = home(tree, b);
    let around = tree.nodes[home].parent;
    for i in [home, around, tree.nodes[around].parent] {
        let (sum, count) = page.under(tree, i);
        row.put(count);
        row.share(sum.running, page.total().running);
        row.share(sum.running, sum.size);
        row.share(sum.linked, sum.size);
        row.share(sum.size, count * 10);
    }
    let article = tree.above(b.at).find(|a| tree.nodes[*a].tag() == "article");
    let inside = article.map_or(0, |a| page.under(tree, a).0.running);
    row.share(inside, page.total().running);
    row.put(page.articles);
    row.put(page.total().running);
    row.put(page.total().prose);
    row.share(page.total().linked, page.total().size);
    let body = rules.body.map_or(0, |i| page.under(tree, i).0.running);
    row.share(body, page.total().running);
    let main = page.main.map_or(0, |i| page.under(tree, i).0.running);
    row.share(main, page.total().running);
}

/// How much of the paragraph is bold or slanted.
fn bold(row: &mut Row, tree: &Tree<'_>, b: &Block) {
    let own = &tree.nodes[b.node];
    let (mut strong, mut slanted) = (0, 0);
    if own.end - b.node <= 64 {
        for i in tree.range(b.node) {
            match tree.nodes[i].tag() {
                "b" | "strong" => strong += tree.nodes[i].letters,
                "i" | "em" | "small" => slanted += tree.nodes[i].letters,
                _ => {}
            }
        }
    }
    row.share(strong.min(own.letters), own.letters);
    row.share(slanted.min(own.letters), own.letters);
}

/// How far up elements of each kind are, and what their names say.
fn above(row: &mut Row, tree: &Tree<'_>, page: &Page, b: &Block) {
    let mut tags = [NONE; TAGS.len()];
    let mut hints = [NONE; HINTS.len()];
    let (mut depth, mut out, mut low, mut high, mut sum) = (0, 0, 0_i64, 0_i64, 0_i64);
    for (steps, a) in tree.above(b.at).enumerate() {
        depth = steps;
        let n = &tree.nodes[a];
        out += usize::from(n.out);
        if steps >= REACH {
            continue;
        }
        if let Some(t) = page.tags[a] {
            tags[t] = tags[t].min(steps);
        }
        if n.hints != 0 {
            for (h, bit) in HINTS.iter().enumerate() {
                if n.has(*bit) {
                    hints[h] = hints[h].min(steps);
                }
            }
        }
        let mark = i64::from(page.marks[a].unwrap_or(0));
        low = low.min(mark);
        high = high.max(mark);
        sum += mark;
    }
    tags.iter().for_each(|t| row.put(*t));
    hints.iter().for_each(|h| row.put(*h));
    row.put(depth);
    row.put(out);
    row.signed(low);
    row.signed(high);
    row.signed(sum);
    let mark = |i: usize| i64::from(page.marks[i].unwrap_or(0));
    let parent = tree.nodes[b.node].parent;
    row.signed(mark(b.node));
    row.signed(mark(parent));
    row.signed(mark(tree.nodes[parent].parent));
}

/// How a block stands to an element: steps from it up to where both meet, steps from the element, before or after.
fn relation(row: &mut Row, tree: &Tree<'_>, b: &Block, to: Option<usize>) {
    let Some(to) = to else {
        row.put(NONE);
        row.put(NONE);
        row.put(0);
        return;
    };
    let range = tree.range(to);
    let side = if b.at < range.start {
        1
    } else if b.at >= range.end {
        3
    } else {
        2
    };
    let holds = |a: &usize| tree.nodes[*a].end >= range.end && *a <= range.start;
    let up = if side == 2 { 0 } else { tree.above(b.at).position(|a| holds(&a)).unwrap_or(NONE) };
    let has = |a: &usize| *a <= b.at && b.at < tree.nodes[*a].end;
    let down = if side == 2 {
        tree.above(b.at).position(|a| a == to).unwrap_or(0)
    } else {
        1 + tree.above(to).position(|a| has(&a)).unwrap_or(NONE)
    };
    row.put(up);
    row.put(down);
    row.put(side);
}

fn position(row: &mut Row, blocks: &[Block], page: &Page, k: usize) {
    let (before, total) = (page.sums[k], page.total());
    row.put(k);
    row.share(k, blocks.len());
    row.share(before.running, total.running);
    row.share(before.size, total.size);
    let from = |at: usize| i64::try_from(k).unwrap_or(0) - i64::try_from(at).unwrap_or(0);
    row.signed(page.head.map_or(-9999, from));
    let since = |at: usize| page.sums[k.max(at)].running - page.sums[k.min(at)].running;
    row.put(page.head.map_or(0, since));
    row.signed(from(page.first));
    row.signed(from(page.last));
    row.put(since(page.first));
    row.put(since(page.last));
}
