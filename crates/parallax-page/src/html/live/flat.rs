//! A stream without elements around its posts: headings or lines that begin with a time, and what follows each.

use std::collections::BTreeMap;
use std::ops::Range;

use parallax_model::Role;

use super::super::blocks::Block;
use super::super::tree::Tree;
use super::moment::Mark;
use crate::dates::Stamp;
use crate::headers;

/// Fewest posts that make a stream.
const NEED: usize = 4;

/// Blocks with a time, by parent, tag and class.
type Groups<'t> = BTreeMap<(usize, &'t str, &'t str), Vec<(usize, Stamp)>>;

/// The posts as ranges of nodes, in order; none if the page has no such stream.
pub(super) fn find(tree: &Tree<'_>, blocks: &[Block], marks: &[Mark]) -> Vec<Range<usize>> {
    let mut groups = Groups::new();
    // Posts that are cut into parts of the page, by advertisements or pictures, have several parents.
    let mut apart = Groups::new();
    for (k, b) in blocks.iter().enumerate() {
        let Some(stamp) = stamp(tree, b, marks) else { continue };
        let n = &tree.nodes[b.node];
        let class = n.attr("class").and_then(|c| c.split_whitespace().next()).unwrap_or("");
        groups.entry((n.parent, n.tag(), class)).or_default().push((k, stamp));
        if b.role == Some(Role::Heading) {
            apart.entry((0, n.tag(), class)).or_default().push((k, stamp));
        }
    }
    let held = |g: &[(usize, Stamp)]| -> usize {
        let text = |k: &&(usize, Stamp)| {
            let below = blocks.get(k.0 + 1).is_some_and(|b| b.is_prose() || b.role == Some(Role::Heading));
            blocks[k.0].is_prose() || below
        };
        g.iter().filter(text).count()
    };
    let runs = |g: &[(usize, Stamp)]| headers::runs_one_way(&g.iter().map(|(_, s)| *s).collect::<Vec<_>>());
    let best = |groups: Groups<'_>| {
        groups
            .into_values()
            .filter(|g| g.len() >= NEED && held(g) * 4 >= g.len() * 3 && runs(g))
            .max_by_key(|g| (g.len(), std::cmp::Reverse(g[0].0)))
    };
    let (together, apart) = (best(groups), best(apart));
    let most = apart.filter(|a| together.as_ref().is_none_or(|t| t.len() < a.len()));
    let Some(group) = most.or(together) else { return Vec::new() };
    // The heading may stand above its time.
    let headed = |k: usize| {
        k > 0 && blocks[k - 1].role == Some(Role::Heading) && blocks[k].role != Some(Role::Heading)
    };
    let above = group.iter().filter(|(k, _)| headed(*k)).count() * 10 >= group.len() * 7;
    let starts: Vec<usize> =
        group.iter().map(|(k, _)| if above && headed(*k) { k - 1 } else { *k }).collect();
    let node = |k: usize| {
        let b = &blocks[k];
        let range = tree.range(b.node);
        let alone = blocks.get(k + 1).is_none_or(|n| !range.contains(&n.at))
            && k.checked_sub(1).is_none_or(|p| !range.contains(&blocks[p].at));
        if alone { b.node } else { b.at }
    };
    let last = blocks[group[group.len() - 1].0].node;
    let parent = tree.nodes[last].parent;
    let ends = starts.iter().skip(1).map(|k| node(*k)).chain([tree.nodes[parent].end]);
    starts.iter().map(|k| node(*k)).zip(ends).map(|(a, b)| a..b).collect()
}

/// The time that opens a block.
fn stamp(tree: &Tree<'_>, b: &Block, marks: &[Mark]) -> Option<Stamp> {
    let said = headers::spoken(&b.text, b.words).map(|(s, _)| s).filter(|s| s.time.is_some());
    said.or_else(|| headers::leading(&b.text).map(|(s, _)| s)).or_else(|| {
        // A time element at the very beginning.
        let from = marks.partition_point(|m| m.node < b.node.max(1));
        let first = marks.get(from).filter(|m| m.node <= b.at && m.node < tree.nodes[b.node].end)?;
        first.stamp.time.map(|_| first.stamp)
    })
}
