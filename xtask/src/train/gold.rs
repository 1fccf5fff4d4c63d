//! Pages with gold text, and how well a text agrees with it.

use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use parallax_page::learn;
use serde_json::Value;

/// A page whose text is known.
pub(super) struct Page {
    pub(super) set: &'static str,
    pub(super) domain: String,
    pub(super) url: String,
    pub(super) html: String,
    pub(super) title: Option<String>,
    pub(super) gold: Gold,
}

/// A gold text, ready to be compared.
pub(super) struct Gold {
    words: Vec<u64>,
    bag: HashMap<u64, usize>,
    /// Runs of one to three words.
    runs: HashMap<u64, usize>,
    lines: HashMap<u64, usize>,
}

/// Length of the runs of words that are compared.
const RUN: usize = 4;

fn words(text: &str) -> Vec<u64> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|w| !w.is_empty())
        .map(|w| {
            w.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3))
        })
        .collect()
}

fn join(words: &[u64]) -> u64 {
    words.iter().fold(words.len() as u64, |h, w| (h.rotate_left(7) ^ w).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

fn bag(words: &[u64]) -> HashMap<u64, usize> {
    let mut out = HashMap::new();
    if !words.is_empty() {
        for run in words.windows(RUN.min(words.len())) {
            *out.entry(join(run)).or_default() += 1;
        }
    }
    out
}

impl Gold {
    pub(super) fn new(text: &str) -> Self {
        let words = words(text);
        let mut runs = HashMap::new();
        for n in 1..=8 {
            words.windows(n).for_each(|w| *runs.entry(join(w)).or_default() += 1);
        }
        let mut lines = HashMap::new();
        text.lines().for_each(|l| *lines.entry(join(&self::words(l))).or_default() += 1);
        Self { bag: bag(&words), words, runs, lines }
    }

    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// Precision and recall of a text, by runs of four words.
    pub(super) fn compare(&self, text: &str) -> (f64, f64) {
        let theirs = words(text);
        let bag = bag(&theirs);
        let both: usize = bag.iter().map(|(k, n)| *n.min(self.bag.get(k).unwrap_or(&0))).sum();
        let (a, b): (usize, usize) = (self.bag.values().sum(), bag.values().sum());
        let precision = if b == 0 { f64::from(u8::from(a == 0)) } else { both as f64 / b as f64 };
        (precision, if a == 0 { 1.0 } else { both as f64 / a as f64 })
    }

    /// How much of each block is text: 0 to 1, and how much the block weighs in words.
    pub(super) fn label(&self, blocks: &[String]) -> Vec<(f64, f64)> {
        let all: Vec<Vec<u64>> = blocks.iter().map(|b| words(b)).collect();
        let share = |w: &[u64]| {
            let hits = w.windows(RUN).filter(|r| self.bag.contains_key(&join(r))).count();
            hits as f64 / (w.len() + 1 - RUN) as f64
        };
        let mut labels: Vec<f64> = all.iter().map(|w| if w.len() > 6 { share(w) } else { -1.0 }).collect();
        // A short block is text where it stands beside text in the gold, or on a line of its own.
        for k in 0..all.len() {
            let w = &all[k];
            if labels[k] >= 0.0 || w.is_empty() {
                labels[k] = labels[k].max(0.0);
                continue;
            }
            let joins = |a: &[u64], b: &[u64]| {
                let run: Vec<u64> = a.iter().chain(b).copied().collect();
                run.len() <= 8 && self.runs.contains_key(&join(&run))
            };
            let before = (0..k).rev().take(12).find(|j| labels[*j] > 0.6 && all[*j].len() > 1);
            let after = (k + 1..all.len()).take(12).find(|j| labels[*j] > 0.6 && all[*j].len() > 6);
            let follows = before.is_some_and(|j| joins(&all[j][all[j].len() - 2..], w));
            let leads = after.is_some_and(|j| joins(w, &all[j][..2]));
            let alone = w.len() > 1 && self.lines.contains_key(&join(w));
            labels[k] = f64::from(u8::from(follows || leads || alone));
        }
        labels.into_iter().zip(&all).map(|(l, w)| (l, w.len() as f64)).collect()
    }
}

type Error = Box<dyn std::error::Error>;

/// Reads a set of pages.
pub(super) fn read(folder: &Path, set: &'static str) -> Result<Vec<Page>, Error> {
    let path = folder.join(format!("{set}.jsonl.gz"));
    if !path.exists() {
        return Err(format!("{}: not there", path.display()).into());
    }
    let mut unpack = Command::new("gzip").arg("-dc").arg(path).stdout(Stdio::piped()).spawn()?;
    let lines = BufReader::new(unpack.stdout.take().ok_or("gzip has no output")?).lines();
    let mut out = Vec::new();
    for line in lines {
        let value: Value = serde_json::from_str(&line?)?;
        let field = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
        let url = field("url");
        let gold = Gold::new(&field("text"));
        let domain = learn::outlet(&url).unwrap_or_else(|| url.clone());
        let title = value["title"].as_str().map(str::to_owned);
        out.push(Page { set, domain, html: field("html"), title, gold, url });
    }
    unpack.wait()?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_follow_the_gold() {
        let gold = Gold::new(
            "The port of Velmar reopened on Monday.\nWhat next\nTwo ferries sailed before noon from the quay.",
        );
        let blocks = [
            "Menu",
            "The port of Velmar reopened on Monday.",
            "What next",
            "Two ferries sailed before noon from the quay.",
            "Read our letter on the news of the week",
        ];
        let labels = gold.label(&blocks.map(str::to_owned));
        let text: Vec<bool> = labels.iter().map(|(l, _)| *l > 0.5).collect();
        assert_eq!(text, [false, true, true, true, false]);
        assert_eq!(gold.compare("The port of Velmar reopened on Monday."), (1.0, 4.0 / 14.0));
    }
}
