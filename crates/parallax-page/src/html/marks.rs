//! What the words in class and id say of an element: learned from pages of many outlets.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use foldhash::{HashMap, HashMapExt};

use super::blocks::Block;
use super::tree::{Node, Tree};
use crate::lexicon::{data, rows};

/// How much each word speaks for the text (above zero) or against it: hundredths of log odds.
#[derive(Debug, Clone, Default)]
pub struct Marks(HashMap<String, i16>);

static OURS: LazyLock<Marks> = LazyLock::new(|| {
    rows(data!("class_words.tsv"))
        .filter_map(|r| Some(((*r.first()?).to_owned(), r.get(1)?.parse().ok()?)))
        .collect()
});

impl FromIterator<(String, i16)> for Marks {
    fn from_iter<T: IntoIterator<Item = (String, i16)>>(iter: T) -> Self {
        Self(iter.into_iter().collect())
    }
}

/// Attributes whose words name an element.
const NAMED: [&str; 6] = ["class", "id", "itemprop", "role", "data-testid", "data-component"];

/// Calls `with` for each word in the names of an element, in lower case: "c-readMore box" has read, more, box.
fn words(n: &Node<'_>, mut with: impl FnMut(&str)) {
    let mut word = String::new();
    for value in NAMED.iter().filter_map(|a| n.attr(a)).filter(|v| v.len() <= 1000) {
        let mut lower = false;
        for c in value.chars() {
            if !c.is_ascii_alphabetic() || (c.is_ascii_uppercase() && lower) {
                if word.len() > 1 {
                    with(&word);
                }
                word.clear();
            }
            if c.is_ascii_alphabetic() {
                word.push(c.to_ascii_lowercase());
            }
            lower = c.is_ascii_lowercase();
        }
        if word.len() > 1 {
            with(&word);
        }
        word.clear();
    }
}

impl Marks {
    /// Those that were learned.
    pub(crate) fn ours() -> &'static Self {
        &OURS
    }

    /// The sum over the words in the names of an element.
    pub(crate) fn score(&self, n: &Node<'_>) -> i16 {
        let mut sum = 0_i32;
        words(n, |w| sum += i32::from(self.0.get(w).copied().unwrap_or(0)));
        i16::try_from(sum.clamp(-2000, 2000)).unwrap_or(0)
    }
}

/// The words in the names of all elements around each block.
pub(crate) fn around(tree: &Tree<'_>, blocks: &[Block]) -> Vec<BTreeSet<String>> {
    let mut memo: HashMap<usize, BTreeSet<String>> = HashMap::new();
    let collect = |b: &Block| {
        let mut all = BTreeSet::new();
        for a in tree.above(b.at) {
            let own = memo.entry(a).or_insert_with(|| {
                let mut own = BTreeSet::new();
                words(&tree.nodes[a], |w| {
                    own.insert(w.to_owned());
                });
                own
            });
            all.extend(own.iter().cloned());
        }
        all
    };
    blocks.iter().map(collect).collect()
}
