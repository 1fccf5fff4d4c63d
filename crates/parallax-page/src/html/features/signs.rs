//! Pictures, buttons and headings near a block, and where its links lead.

use super::Row;
use super::words::{KINDS, Words};
use crate::html::blocks::Block;
use crate::html::tree::Tree;
use crate::people;

/// Blocks back to which a heading speaks.
const REACH: usize = 16;

/// Counts of elements up to each node.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    pictures: u32,
    controls: u32,
    frames: u32,
    times: u32,
}

/// What stands between blocks.
pub(super) struct Signs {
    sums: Vec<Sum>,
    /// Of each block, the heading that it stands under.
    under: Vec<Option<usize>>,
    /// Whether a heading that ends articles stands before each block, and where.
    ended: Vec<usize>,
}

impl Signs {
    pub(super) fn new(tree: &Tree<'_>, blocks: &[Block]) -> Self {
        let mut sums = Vec::with_capacity(tree.nodes.len() + 1);
        let mut now = Sum::default();
        sums.push(now);
        for n in &tree.nodes {
            match n.tag() {
                "img" | "picture" | "figure" | "amp-img" => now.pictures += 1,
                "button" | "input" | "svg" | "form" | "select" => now.controls += 1,
                "iframe" | "ins" | "video" | "audio" | "embed" | "object" => now.frames += 1,
                "time" => now.times += 1,
                _ => {}
            }
            sums.push(now);
        }
        let (mut head, mut end) = (None, None);
        let (mut under, mut ended) = (Vec::new(), Vec::new());
        for (k, b) in blocks.iter().enumerate() {
            under.push(head);
            ended.push(end.map_or(0, |e: usize| 1 + k - e));
            let wording = b.wording();
            let label = b.words <= 6 && (wording.opens_list || wording.furniture);
            if b.level > 0 || label {
                head = Some(k);
            }
            if wording.ends_article {
                end = Some(k);
            }
        }
        Self { sums, under, ended }
    }

    fn between(&self, from: usize, to: usize) -> Sum {
        let (a, b) = (self.sums[from], self.sums[to.max(from)]);
        Sum {
            pictures: b.pictures - a.pictures,
            controls: b.controls - a.controls,
            frames: b.frames - a.frames,
            times: b.times - a.times,
        }
    }
}

/// Whether an address looks like that of a story: a long name with hyphens, or a long number.
fn is_story(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or("");
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or("");
    let hyphens = last.bytes().filter(|b| *b == b'-' || *b == b'_').count();
    hyphens >= 3 || last.bytes().filter(u8::is_ascii_digit).count() >= 5
}

pub(super) fn describe(
    row: &mut Row,
    tree: &Tree<'_>,
    blocks: &[Block],
    words: &[Words],
    signs: &Signs,
    k: usize,
) {
    let b = &blocks[k];
    let before = k.checked_sub(1).map_or(0, |j| blocks[j].at);
    let after = blocks.get(k + 1).map_or(tree.nodes.len(), |b| b.at);
    for sum in [
        signs.between(before, b.at),
        signs.between(b.at, after),
        signs.between(b.node, tree.nodes[b.node].end),
    ] {
        row.put(sum.pictures as usize);
        row.put(sum.controls as usize);
        row.put(sum.frames as usize);
        row.put(sum.times as usize);
    }
    let stories = b.links.iter().filter(|(_, u)| is_story(u));
    row.share(stories.map(|(r, _)| r.len()).sum(), b.text.len());
    row.flag(b.links.iter().any(|(_, u)| people::is_author_address(u)));
    row.flag(
        b.links
            .iter()
            .any(|(_, u)| u.starts_with('#') || u.starts_with("mailto:") || u.starts_with("javascript")),
    );
    let head = signs.under[k].filter(|h| k - h <= REACH);
    row.put(head.map_or(0, |h| k - h));
    row.put(head.map_or(0, |h| usize::from(blocks[h].level)));
    row.flag(head.is_some_and(|h| blocks[h].wording().opens_list));
    row.flag(head.is_some_and(|h| blocks[h].wording().furniture));
    row.put(head.map_or(0, |h| words[h].size));
    row.flag(head.is_some_and(|h| blocks[h].out));
    // A headline that leads elsewhere heads a teaser.
    row.share(head.map_or(0, |h| blocks[h].linked), head.map_or(0, |h| blocks[h].text.len()));
    row.flag(head.is_some_and(|h| blocks[h].links.iter().any(|(_, u)| is_story(u))));
    for kind in 0..KINDS.len() {
        row.put(head.map_or(0, |h| words[h].telling[kind]));
    }
    row.put(signs.ended[k]);
    for j in [k.checked_sub(1), Some(k + 1)] {
        row.put(j.and_then(|j| words.get(j)).map_or(0, |w| w.telling.iter().sum()));
    }
}
