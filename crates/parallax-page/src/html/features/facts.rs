//! What other parts of the page say: structured data, descriptions, headlines, copies of a block.

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use super::Row;
use super::words::Words;
use crate::html::blocks::Block;
use crate::html::jsonld::Article;
use crate::html::tree::Tree;
use crate::lexicon::{self, fold};

/// Fewer words of structured data than this are a stub.
const STUB: usize = 40;

/// What blocks are held against.
pub(crate) struct Facts {
    data_words: usize,
    /// Of each block, the share of its runs of three words that the structured data holds, in thousandths.
    in_data: Vec<usize>,
    /// Words of running text outside what the structured data holds.
    covered: usize,
    described: Vec<usize>,
    titled: Vec<usize>,
    copies: Vec<usize>,
    earlier: Vec<bool>,
}

/// Words of a folded text, as hashes.
fn hashes(folded: &str) -> Vec<u64> {
    lexicon::words(folded).map(|w| hash(w.as_bytes())).collect()
}

/// Runs of three words, or of as many as there are.
fn runs(folded: &str) -> Vec<u64> {
    let words = hashes(folded);
    words.windows(3.min(words.len()).max(1)).map(join).collect()
}

fn all_runs(text: &str) -> HashSet<u64> {
    let words = hashes(&fold(text));
    (1..=3).flat_map(|n| words.windows(n).map(join)).collect()
}

fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x100_0000_01b3))
}

fn join(words: &[u64]) -> u64 {
    words.iter().fold(17, |h: u64, w| (h.rotate_left(5) ^ w).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

fn held(runs: &[u64], by: &HashSet<u64>) -> usize {
    if runs.is_empty() || by.is_empty() {
        0
    } else {
        runs.iter().filter(|r| by.contains(r)).count() * 1000 / runs.len()
    }
}

impl Facts {
    pub(crate) fn new(tree: &Tree<'_>, blocks: &[Block], words: &[Words], ld: &Article) -> Self {
        let data = ld.body.as_deref().unwrap_or("");
        let data_words = lexicon::words(data).count();
        let data = if data_words < STUB { HashSet::new() } else { all_runs(data) };
        let mut describes: Vec<&str> = ld.description.as_deref().into_iter().collect();
        let mut titles: Vec<&str> = ld.headline.as_deref().into_iter().collect();
        for i in tree.tagged("meta") {
            let n = &tree.nodes[i];
            let name = n.attr("property").or_else(|| n.attr("name")).unwrap_or("");
            match name {
                "description" | "og:description" | "twitter:description" => {
                    describes.extend(n.attr("content"));
                }
                "og:title" | "twitter:title" => titles.extend(n.attr("content")),
                _ => {}
            }
        }
        let gather = |texts: &[&str]| {
            texts.iter().map(|t| all_runs(t)).fold(HashSet::new(), |mut all, t| {
                all.extend(t);
                all
            })
        };
        let (describes, titles) = (gather(&describes), gather(&titles));
        // How often each text stands on the page.
        let mut seen: HashMap<&str, usize> = HashMap::new();
        let earlier = blocks
            .iter()
            .map(|b| {
                let count = seen.entry(b.folded()).or_default();
                *count += 1;
                *count > 1
            })
            .collect();
        let mut out = Self {
            data_words,
            in_data: Vec::with_capacity(blocks.len()),
            covered: 0,
            described: Vec::with_capacity(blocks.len()),
            titled: Vec::with_capacity(blocks.len()),
            copies: blocks.iter().map(|b| seen.get(b.folded()).copied().unwrap_or(1)).collect(),
            earlier,
        };
        for (b, w) in blocks.iter().zip(words) {
            let (described, titled) = (b.words < 120, b.words < 40);
            let held_against = !data.is_empty() || described;
            let runs = if held_against { runs(b.folded()) } else { Vec::new() };
            let share = held(&runs, &data);
            out.covered += w.running * share / 1000;
            out.in_data.push(share);
            out.described.push(if described { held(&runs, &describes) } else { 0 });
            out.titled.push(if titled { held(&runs, &titles) } else { 0 });
        }
        out
    }
}

pub(super) fn describe(row: &mut Row, facts: &Facts, k: usize) {
    let known = facts.data_words >= STUB;
    row.signed(if known { i64::try_from(facts.in_data[k]).unwrap_or(0) } else { -1 });
    row.put(if known { facts.data_words } else { 0 });
    row.share(facts.covered, facts.data_words);
    row.put(facts.described[k]);
    row.put(facts.titled[k]);
    row.put(facts.copies[k]);
    row.flag(facts.earlier[k]);
}
