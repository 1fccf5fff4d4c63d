//! The neighbours of a block.

use super::place::home;
use super::words::Words;
use super::{Row, Rules};
use crate::html::blocks::Block;
use crate::html::tree::Tree;

/// Words from which a block is a paragraph that one can rely on.
const SOLID: usize = 20;
/// Blocks within which one is looked for.
const REACH: usize = 30;

pub(super) fn describe(
    row: &mut Row,
    tree: &Tree<'_>,
    blocks: &[Block],
    words: &[Words],
    rules: &Rules<'_>,
    k: usize,
) {
    let here = home(tree, &blocks[k]);
    for step in [-2_isize, -1, 1, 2] {
        let Some(j) = k.checked_add_signed(step).filter(|j| *j < blocks.len()) else {
            for _ in 0..6 {
                row.signed(-1);
            }
            continue;
        };
        let (b, w) = (&blocks[j], &words[j]);
        row.put(w.size);
        row.flag(w.running > 0);
        row.share(b.linked, b.text.len());
        row.put(usize::from(b.level));
        row.flag(rules.kept[j]);
        row.flag(home(tree, b) == here);
    }
    let solid = |j: usize| words[j].running >= SOLID && !blocks[j].out;
    let before = (k.saturating_sub(REACH)..k).rev().find(|j| solid(*j));
    let after = (k + 1..blocks.len().min(k + REACH)).find(|j| solid(*j));
    for near in [before, after] {
        row.put(near.map_or(REACH, |j| j.abs_diff(k)));
        row.flag(near.is_some_and(|j| home(tree, &blocks[j]) == here));
        row.flag(near.is_some_and(|j| rules.kept[j]));
    }
    let window = |from: usize, to: usize| words[from..to].iter().map(|w| w.running).sum::<usize>();
    row.put(window(k.saturating_sub(4), k));
    row.put(window((k + 1).min(blocks.len()), (k + 5).min(blocks.len())));
    let links = |from: usize, to: usize| words[from..to].iter().map(|w| w.linked).sum::<usize>();
    row.put(links(k.saturating_sub(4), k));
    row.put(links((k + 1).min(blocks.len()), (k + 5).min(blocks.len())));
}
