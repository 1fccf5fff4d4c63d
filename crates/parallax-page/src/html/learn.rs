//! What `cargo xtask train pages` needs to see of a page. Nothing else uses it.

use std::collections::BTreeSet;

use parallax_model::Role;

use super::features::{self, Spot};
pub use super::forest::Forest;
pub use super::marks::Marks;
pub use super::scorer::Scorer;
use super::tree::Tree;
use super::{jsonld, marks, reading};
use crate::{Hint, decode};

/// The blocks of a page with the numbers that describe them.
#[derive(Debug, Clone, Default)]
pub struct Samples {
    /// Their words.
    pub texts: Vec<String>,
    /// Their features.
    pub rows: Vec<Vec<i16>>,
    /// Whether the role of each counts as text: no caption, no credit.
    pub body: Vec<bool>,
    spots: Vec<Spot>,
}

impl Samples {
    /// The features for the second look, from the scores of the first.
    #[must_use]
    pub fn again(&self, scores: &[i32]) -> Vec<Vec<i16>> {
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
    let picture = |r: Option<Role>| matches!(r, Some(Role::Caption | Role::Credit));
    let body = reading.blocks.iter().map(|b| !picture(b.role)).collect();
    let texts = reading.blocks.into_iter().map(|b| b.text).collect();
    Some(Samples { texts, rows, body, spots })
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
