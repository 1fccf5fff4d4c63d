//! What `cargo xtask train pages` needs to see of a page. Nothing else uses it.

use std::collections::BTreeSet;

use super::features::{self, Spot};
pub use super::forest::Forest;
pub use super::marks::Marks;
pub use super::scorer::Scorer;
use super::tree::Tree;
use super::{jsonld, marks, metadata, reading};
use crate::{Hint, decode};

/// The blocks of a page with the numbers that describe them.
#[derive(Debug, Clone, Default)]
pub struct Samples {
    /// Their words.
    pub texts: Vec<String>,
    /// Their features.
    pub rows: Vec<Vec<i16>>,
    /// Whether the rules keep each.
    pub kept: Vec<bool>,
    spots: Vec<Spot>,
}

impl Samples {
    /// The features for the second look, from the scores of the first; none for blocks that get none.
    #[must_use]
    pub fn again(&self, scores: &[i32]) -> Vec<Option<Vec<i16>>> {
        features::again(&self.rows, &self.spots, scores)
    }
}

/// The blocks of a page in HTML. None if the bytes are no text.
#[must_use]
pub fn samples(bytes: &[u8], marks: &Marks) -> Option<Samples> {
    let text = decode::decode(bytes, None).ok()?.text;
    let mut tree = Tree::parse(&text);
    let ld = jsonld::read(&tree);
    let reading = reading::read(&mut tree, &ld);
    let (rows, spots) = reading.rows(&tree, &ld, marks);
    let kept = reading.kept;
    let texts = reading.blocks.into_iter().map(|b| b.text).collect();
    Some(Samples { texts, rows, kept, spots })
}

/// The running text of a page in HTML as a scorer finds it.
#[must_use]
pub fn body(bytes: &[u8], scorer: &Scorer) -> String {
    let Ok(decoded) = decode::decode(bytes, None) else { return String::new() };
    super::read_with(&decoded.text, &Hint::default(), false, scorer).1.assemble().body()
}

/// The registrable domain of an address.
#[must_use]
pub fn outlet(url: &str) -> Option<String> {
    crate::outlet::domain(url)
}

/// The blocks of a page in HTML, each with the words in the names of the elements around it.
#[must_use]
pub fn names(bytes: &[u8]) -> Option<Vec<(String, BTreeSet<String>)>> {
    let text = decode::decode(bytes, None).ok()?.text;
    let mut tree = Tree::parse(&text);
    let ld = jsonld::read(&tree);
    let reading = reading::read(&mut tree, &ld);
    let names = marks::around(&tree, &reading.blocks);
    Some(reading.blocks.into_iter().map(|b| b.text).zip(names).collect())
}

/// A string that may be the headline of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    /// Its words.
    pub text: String,
    /// What speaks for and against it: names of weights in `data/page/titles.tsv`.
    pub features: Vec<&'static str>,
}

/// The strings that may be the headline of a page in HTML, best first. None if the bytes are no text.
#[must_use]
pub fn titles(bytes: &[u8], hint: &Hint<'_>, scorer: &Scorer) -> Option<Vec<Title>> {
    let text = decode::decode(bytes, hint.charset).ok()?.text;
    let mut tree = Tree::parse(&text);
    let ld = jsonld::read(&tree);
    let reading = reading::read(&mut tree, &ld);
    let (body, chosen) = (reading.body, reading.chosen(&tree, &ld, scorer));
    let start = super::start(&tree, &chosen, body);
    let all = metadata::title_candidates(&tree, &ld, start, hint).into_iter();
    Some(all.map(|c| Title { text: c.text, features: c.features }).collect())
}
