//! Posts of the list in the structured data and posts of the markup: which are the same, and in what order.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::blocks::Block;
use super::super::tree::Tree;
use super::plain_words;
use super::stream::Measure;
use super::structured::Update;
use crate::lexicon::fold;

/// Where a post is taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A range of the markup, with what the list says of it.
    Markup { at: usize, update: Option<usize> },
    /// The list alone.
    Listed { update: usize },
}

/// Words at the start of a body by which it is known.
const KEY: usize = 9;

/// Places of runs of words in texts, so that each body is looked up at once.
struct Index {
    words: Vec<String>,
    /// Text of each word.
    text: Vec<usize>,
    starts: BTreeMap<[u64; 2], Vec<usize>>,
}

fn hash(words: &[String]) -> [u64; 2] {
    // FNV-1a, twice with different seeds.
    let run = |seed: u64| {
        words
            .iter()
            .flat_map(|w| w.bytes().chain([0]))
            .fold(seed, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
    };
    [run(0xcbf2_9ce4_8422_2325), run(0x8422_2325_cbf2_9ce4)]
}

/// Words that a run begins with in the index.
const SHORT: usize = 4;

impl Index {
    fn new<'t>(texts: impl Iterator<Item = (usize, &'t str)>) -> Self {
        let (mut words, mut text) = (Vec::new(), Vec::new());
        for (i, t) in texts {
            for w in plain_words(t) {
                words.push(w);
                text.push(i);
            }
        }
        let mut starts: BTreeMap<[u64; 2], Vec<usize>> = BTreeMap::new();
        for (i, run) in words.windows(SHORT).enumerate() {
            if text[i] == text[i + SHORT - 1] {
                starts.entry(hash(run)).or_default().push(i);
            }
        }
        Self { words, text, starts }
    }

    /// The texts that hold a run of words.
    fn find(&self, key: &[String]) -> Vec<usize> {
        if key.len() < SHORT {
            return Vec::new();
        }
        let Some(at) = self.starts.get(&hash(&key[..SHORT])) else { return Vec::new() };
        let mut out: Vec<usize> = at
            .iter()
            .take(64)
            .filter(|i| self.words.get(**i..**i + key.len()).is_some_and(|w| w == key))
            .filter(|i| self.text[**i] == self.text[**i + key.len() - 1])
            .map(|i| self.text[*i])
            .collect();
        out.dedup();
        out
    }
}

fn key(update: &Update) -> Vec<String> {
    let mut words = update.folded();
    words.truncate(KEY);
    words
}

/// The ranges of the posts in the markup: those found by shape, unless the list shows that they are others.
pub(super) fn places(
    tree: &Tree<'_>,
    blocks: &[Block],
    measure: &Measure<'_>,
    found: Vec<Range<usize>>,
    updates: &[Update],
) -> Vec<Range<usize>> {
    // Blocks that follow each other are searched as one text: a body may be cut into paragraphs differently.
    let index = Index::new(blocks.iter().map(|b| (b.at, b.text.as_str())));
    let known: Vec<Vec<String>> = updates.iter().map(key).collect();
    let mut at: Vec<usize> = Vec::new();
    for key in &known {
        let short = &key[..key.len().min(6)];
        at.extend(index.find(short).first());
    }
    at.sort_unstable();
    at.dedup();
    let holding = found.iter().filter(|r| {
        let from = at.partition_point(|a| *a < r.start);
        let to = at.partition_point(|a| *a < r.end);
        to - from == 1
    });
    if at.len() < 2 || holding.count() * 5 >= at.len() * 4 {
        return found;
    }
    // The widest element around each that holds no other.
    let holds = |r: &Range<usize>| at.partition_point(|a| *a < r.end) - at.partition_point(|a| *a < r.start);
    let mut out: Vec<Range<usize>> = Vec::new();
    for (k, &a) in at.iter().enumerate() {
        let alone = tree.above(a).take_while(|n| holds(&tree.range(*n)) == 1).last();
        let own = alone.map_or(a..a + 1, |n| tree.range(n));
        let parent = tree.nodes[own.start].parent;
        let next = at.get(k + 1).copied().unwrap_or(tree.nodes[parent].end);
        // Posts without an element of their own run on to the next heading or post.
        let flat = measure.within(&own).len() <= 1;
        let end = if flat { next.min(tree.nodes[parent].end).max(own.end) } else { own.end };
        out.push(own.start..end);
    }
    out
}

/// The posts in the order of the page.
pub(super) fn order(
    tree: &Tree<'_>,
    ranges: &[Range<usize>],
    texts: &[&[Block]],
    updates: &[Update],
) -> Vec<Place> {
    let found = (0..ranges.len()).map(|at| Place::Markup { at, update: None });
    if updates.is_empty() {
        return found.collect();
    }
    let joined: Vec<String> =
        texts.iter().map(|t| t.iter().map(|b| b.text.as_str()).collect::<Vec<_>>().join(" ")).collect();
    let index = Index::new(joined.iter().enumerate().map(|(i, t)| (i, t.as_str())));
    let size = |t: &[Block]| t.iter().map(|b| b.words).sum::<usize>();
    let by_id: BTreeMap<&str, usize> =
        ranges.iter().enumerate().filter_map(|(i, r)| Some((tree.nodes[r.start].attr("id")?, i))).collect();
    let by_head: BTreeMap<String, usize> = texts
        .iter()
        .enumerate()
        .filter_map(|(i, t)| Some((fold(&t.iter().find(|b| b.level > 0)?.text), i)))
        .collect();
    let mut of_range: Vec<Option<usize>> = vec![None; ranges.len()];
    let mut of_update: Vec<Option<usize>> = vec![None; updates.len()];
    for (u, update) in updates.iter().enumerate() {
        let key = key(update);
        let held = index.find(&key);
        let named = update.anchor.as_deref().and_then(|a| by_id.get(a).copied());
        let headed = update.headline.as_deref().and_then(|h| by_head.get(&fold(h)).copied());
        // The markup must hold the beginning of the body, unless the list gives none.
        let fits = |at: &usize| key.len() < SHORT || held.contains(at);
        let at =
            named.or(headed).filter(fits).or_else(|| held.iter().copied().find(|a| of_range[*a].is_none()));
        if let Some(at) =
            at.filter(|at| of_range[*at].is_none() && size(texts[*at]) * 5 >= update.words() * 4)
        {
            of_range[at] = Some(u);
            of_update[u] = Some(at);
        }
    }
    let matched = of_update.iter().flatten().count();
    // The list may run the other way.
    let at: Vec<usize> = of_update.iter().flatten().copied().collect();
    let down = at.windows(2).filter(|w| w[1] < w[0]).count();
    let listed: Vec<usize> = if down * 2 >= at.len().max(1) {
        (0..updates.len()).rev().collect()
    } else {
        (0..updates.len()).collect()
    };
    // Ranges that the list does not know go before the next one that it knows.
    let stray = matched * 2 >= ranges.len();
    let mut out = Vec::new();
    let mut written = vec![false; ranges.len()];
    for u in listed {
        let Some(at) = of_update[u] else {
            out.push(Place::Listed { update: u });
            continue;
        };
        let from = (0..at).rev().take_while(|i| of_range[*i].is_none() && !written[*i]).last().unwrap_or(at);
        written[from..at].fill(true);
        if stray {
            out.extend((from..at).map(|at| Place::Markup { at, update: None }));
        }
        written[at] = true;
        out.push(Place::Markup { at, update: Some(u) });
    }
    if stray {
        let rest = (0..ranges.len()).filter(|i| !written[*i] && of_range[*i].is_none());
        out.extend(rest.map(|at| Place::Markup { at, update: None }));
    }
    out
}
