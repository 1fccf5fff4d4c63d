//! Numbers that describe the blocks of a page, for the learned scorer.
//!
//! A row holds what a reader sees of a block without understanding it: its shape, the elements around it, where it
//! stands, what it shares with its neighbours, and whether other parts of the page repeat it.

mod again;
mod around;
mod facts;
mod groups;
mod place;
mod signs;
mod words;

pub(crate) use again::{Spot, again};

use super::blocks::Block;
use super::forest::WIDTH;
use super::jsonld::Article;
use super::marks::Marks;
use super::tree::Tree;
use facts::Facts;
use words::Words;

/// What the rules made of the page.
pub(crate) struct Rules<'r> {
    /// The element that they take for the text.
    pub(crate) body: Option<usize>,
    /// Whether they keep each block.
    pub(crate) kept: &'r [bool],
    /// What class words say.
    pub(crate) marks: &'r Marks,
}

/// A row under construction. Values are whole numbers, so that a row is the same on every machine.
pub(crate) struct Row(Vec<i16>);

impl Row {
    fn new() -> Self {
        Self(Vec::with_capacity(WIDTH))
    }

    fn put(&mut self, value: usize) {
        self.0.push(i16::try_from(value).unwrap_or(i16::MAX));
    }

    fn signed(&mut self, value: i64) {
        let value = value.clamp(i64::from(i16::MIN), i64::from(i16::MAX));
        self.0.push(i16::try_from(value).unwrap_or(0));
    }

    fn flag(&mut self, value: bool) {
        self.0.push(i16::from(value));
    }

    /// A share of a whole, in thousandths.
    fn share(&mut self, part: usize, whole: usize) {
        self.put(part.saturating_mul(1000).checked_div(whole).unwrap_or(0));
    }
}

/// One row for each block, in order, and where the blocks stand.
pub(crate) fn rows(
    tree: &Tree<'_>,
    blocks: &[Block],
    ld: &Article,
    rules: &Rules<'_>,
) -> (Vec<Vec<i16>>, Vec<Spot>) {
    let words: Vec<Words> = blocks.iter().map(Words::new).collect();
    let facts = Facts::new(tree, blocks, &words, ld);
    let place = place::Page::new(tree, blocks, &words, rules);
    let groups = groups::Groups::new(tree, blocks, &words);
    let signs = signs::Signs::new(tree, blocks);
    let row = |k: usize| {
        let mut row = Row::new();
        words::describe(&mut row, &blocks[k], &words[k]);
        place::describe(&mut row, tree, blocks, &place, rules, k);
        groups::describe(&mut row, &groups, &words, k);
        facts::describe(&mut row, &facts, k);
        around::describe(&mut row, tree, blocks, &words, rules, k);
        signs::describe(&mut row, tree, blocks, &words, &signs, k);
        row.0
    };
    let spot = |k: usize| Spot {
        home: place::home(tree, &blocks[k]),
        likeness: groups.likeness(k),
        size: words[k].size.max(1),
        heading: blocks[k].level > 0,
    };
    ((0..blocks.len()).map(row).collect(), (0..blocks.len()).map(spot).collect())
}
