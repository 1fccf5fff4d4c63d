//! Which blocks of a page are its text: rules and the learned scorer.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use parallax_model::Role;

use super::blocks::{self, Block};
use super::features::{self, Rules, Spot};
use super::jsonld::Article;
use super::marks::Marks;
use super::scorer::Scorer;
use super::tree::Tree;
use super::{score, select};

/// The blocks of a page, and what the rules make of them.
pub(crate) struct Reading {
    pub(crate) blocks: Vec<Block>,
    /// The element that holds the text.
    pub(crate) body: Option<usize>,
    /// Whether the rules keep each block.
    pub(crate) kept: Vec<bool>,
}

/// Words of running text below which a second way of reading is tried.
const ENOUGH: usize = 60;

/// Log odds, in thousandths, against which a phrase known from furniture does not count.
const SURE: i32 = 2500;
/// Words up to which a line can be such a phrase.
const NOTICE: usize = 12;

/// Cuts the page into blocks and applies the rules.
pub(crate) fn read(tree: &mut Tree<'_>, ld: &Article) -> Reading {
    let first = Reading::new(tree, ld);
    if first.prose() >= ENOUGH {
        return first;
    }
    // Perhaps the names of the elements misled: a second look without them.
    tree.mark_out(false);
    let again = Reading::new(tree, ld);
    if again.prose() > 3 * first.prose() {
        return again;
    }
    tree.mark_out(true);
    first
}

impl Reading {
    fn new(tree: &Tree<'_>, ld: &Article) -> Self {
        let blocks = blocks::all(tree, 0..tree.nodes.len());
        let body = score::container(tree, &blocks);
        let kept = select::rules(tree, &blocks, body, ld);
        Self { blocks, body, kept }
    }

    /// Words of running text that the rules keep.
    fn prose(&self) -> usize {
        self.blocks.iter().zip(&self.kept).filter(|(b, k)| **k && b.is_prose()).map(|(b, _)| b.words).sum()
    }

    /// A row of features for each block.
    pub(crate) fn rows(&self, tree: &Tree<'_>, ld: &Article, marks: &Marks) -> (Vec<Vec<i16>>, Vec<Spot>) {
        features::rows(tree, &self.blocks, ld, &Rules { body: self.body, kept: &self.kept, marks })
    }

    /// The blocks that belong to the text, in order.
    pub(crate) fn chosen(&self, tree: &Tree<'_>, ld: &Article, scorer: &Scorer) -> Vec<Block> {
        let (rows, spots) = self.rows(tree, ld, scorer.marks());
        let scores = scorer.scores(&rows, &spots);
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        let told = |k: usize| {
            let b = &self.blocks[k];
            b.words <= NOTICE && b.wording().furniture
        };
        let text = |k: usize| {
            scores[k] >= 0 && (scores[k] >= SURE || !told(k)) && !tree.in_dialogue(self.blocks[k].at)
        };
        let mut kept: Vec<bool> = (0..scores.len()).map(text).collect();
        // A long block that stands twice is kept where it scores best.
        for k in (0..kept.len()).filter(|k| self.blocks[*k].text.len() > 60) {
            if !kept[k] {
                continue;
            }
            match seen.entry(self.blocks[k].folded()) {
                Entry::Vacant(e) => {
                    e.insert(k);
                }
                Entry::Occupied(mut e) => {
                    if scores[k] > scores[*e.get()] {
                        kept[*e.get()] = false;
                        e.insert(k);
                    } else {
                        kept[k] = false;
                    }
                }
            }
        }
        let picture = |k: usize| matches!(self.blocks[k].role, Some(Role::Caption | Role::Credit));
        let ours: usize = (0..kept.len()).filter(|k| kept[*k]).map(|k| self.blocks[k].words).sum();
        // Structured data is flat, so it is taken only where the markup holds little of it, or nothing at all.
        if let Some(data) = select::from_data(ld) {
            let theirs: usize = data.iter().map(|b| b.words).sum();
            if ours == 0 || (theirs > ENOUGH && ours * 2 < theirs) {
                return data;
            }
        }
        let taken = |k: &usize| kept[*k] || (picture(*k) && self.kept[*k]);
        (0..kept.len()).filter(taken).map(|k| self.blocks[k].clone()).collect()
    }
}
