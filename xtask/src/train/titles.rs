//! Weights for choosing the headline of a page among the strings that could be it.
//!
//! A softmax over the candidates of each page, fitted by gradient steps of fixed number and order, so that the same
//! pages give the same weights.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use parallax_page::Hint;
use parallax_page::learn::{self, Scorer};

use super::gold::{self, Page};

/// The sets, and how much a page of each weighs.
const SETS: [(&str, f64); 3] = [("aed-dev", 1.5), ("fundus-dev", 1.0), ("wcxb-dev", 1.0)];

/// How strongly weights are held near zero.
const HELD: f64 = 1.0;

/// Steps of the fit.
const STEPS: usize = 800;

/// Weights are written in hundredths.
const UNIT: f64 = 100.0;

type Error = Box<dyn std::error::Error>;

/// A page: for each candidate its features and whether it is the gold title.
struct Example {
    set: usize,
    domain: String,
    candidates: Vec<(Vec<usize>, bool)>,
}

/// Learns the weights and writes them; with `folds`, measures on outlets left out instead.
///
/// # Errors
/// If the pages cannot be read or the weights cannot be written.
pub fn run(root: &Path, data: &Path, folds: Option<u64>) -> Result<(), Error> {
    let mut names: Vec<&'static str> = Vec::new();
    let mut all: Vec<Example> = Vec::new();
    for (set, (name, _)) in SETS.iter().enumerate() {
        for page in gold::read(&data.join("pages"), name)? {
            all.extend(example(set, &page, &mut names));
        }
    }
    match folds {
        Some(folds) => measure(&all, names.len(), folds),
        None => {
            let every: Vec<&Example> = all.iter().collect();
            std::fs::write(root.join("data/page/titles.tsv"), table(&names, &fit(&every, names.len())))?;
        }
    }
    Ok(())
}

fn example(set: usize, page: &Page, names: &mut Vec<&'static str>) -> Option<Example> {
    let gold = page.title.as_deref()?;
    let hint = Hint { url: Some(&page.url), ..Hint::default() };
    let titles = learn::titles(page.html.as_bytes(), &hint, Scorer::ours())?;
    let mut index = |name: &'static str| {
        names.iter().position(|n| *n == name).unwrap_or_else(|| {
            names.push(name);
            names.len() - 1
        })
    };
    let candidates = titles
        .into_iter()
        .map(|t| (t.features.into_iter().map(&mut index).collect(), is_gold(gold, &t.text)))
        .collect();
    Some(Example { set, domain: page.domain.clone(), candidates })
}

/// Lower-case words without marks.
fn fold(text: &str) -> String {
    let words = text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|w| !w.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// As the scorer of titles has it: equal, or the gold with little around it.
fn is_gold(gold: &str, text: &str) -> bool {
    let (gold, text) = (fold(gold), fold(text));
    let length = |s: &str| s.chars().count();
    !gold.is_empty() && (gold == text || (text.contains(&gold) && length(&text) * 5 <= length(&gold) * 6))
}

fn score(features: &[usize], weights: &[f64]) -> f64 {
    features.iter().map(|f| weights[*f]).sum()
}

fn fit(examples: &[&Example], features: usize) -> Vec<f64> {
    let mut weights = vec![0.0; features];
    let mut steep = vec![1e-6; features];
    for _ in 0..STEPS {
        let mut slope: Vec<f64> = weights.iter().map(|w| HELD * w).collect();
        for e in examples.iter().filter(|e| e.candidates.iter().any(|(_, gold)| *gold)) {
            let scores: Vec<f64> = e.candidates.iter().map(|(f, _)| score(f, &weights)).collect();
            let top = scores.iter().copied().fold(f64::MIN, f64::max);
            let odds: Vec<f64> = scores.iter().map(|s| (s - top).exp()).collect();
            let sum: f64 = odds.iter().sum();
            let right: f64 = odds.iter().zip(&e.candidates).filter(|(_, c)| c.1).map(|(o, _)| o).sum();
            for (odd, (features, gold)) in odds.iter().zip(&e.candidates) {
                let wish = if *gold { odd / right } else { 0.0 };
                let push = SETS[e.set].1 * (odd / sum - wish);
                features.iter().for_each(|f| slope[*f] += push);
            }
        }
        for ((w, s), g) in weights.iter_mut().zip(&mut steep).zip(&slope) {
            *s += g * g;
            *w -= 0.5 * g / s.sqrt();
        }
    }
    weights
}

fn table(names: &[&str], weights: &[f64]) -> String {
    let rows: BTreeMap<&str, i64> =
        names.iter().zip(weights).map(|(n, w)| (*n, (w * UNIT).round() as i64)).collect();
    let mut out = String::from(
        "# Weights of what speaks for a string being the headline; see titles.md.\n# Written for Parallax. Licence: MIT OR Apache-2.0.\n# feature\tweight\n",
    );
    for (name, weight) in rows.iter().filter(|(_, w)| **w != 0) {
        let _ = writeln!(out, "{name}\t{weight}");
    }
    out
}

/// Prints how often the right candidate is there, and how often it is chosen on outlets left out.
fn measure(all: &[Example], features: usize, folds: u64) {
    let part = |e: &Example| {
        let hash = e
            .domain
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
        (hash >> 20) % folds.max(2)
    };
    let mut right = [0_usize; SETS.len()];
    for fold in 0..folds.max(2) {
        let seen: Vec<&Example> = all.iter().filter(|e| part(e) != fold).collect();
        let weights = fit(&seen, features);
        for e in all.iter().filter(|e| part(e) == fold) {
            let mut best: Option<(f64, bool)> = None;
            for (f, gold) in &e.candidates {
                let s = score(f, &weights);
                if best.is_none_or(|(b, _)| s > b) {
                    best = Some((s, *gold));
                }
            }
            right[e.set] += usize::from(best.is_some_and(|(_, gold)| gold));
        }
    }
    for (set, (name, _)) in SETS.iter().enumerate() {
        let pages = all.iter().filter(|e| e.set == set);
        let there = pages.clone().filter(|e| e.candidates.iter().any(|c| c.1)).count();
        let n = pages.count();
        let percent = |k: usize| 100.0 * k as f64 / n.max(1) as f64;
        println!("{name}: {n} pages, title there {:.1}, chosen {:.1}", percent(there), percent(right[set]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gold_is_told_as_the_scorer_does() {
        assert!(is_gold("Port reopens", "Port Reopens!"));
        assert!(is_gold("Port of Velmar reopens after storm", "Port of Velmar reopens after storm | N"));
        assert!(!is_gold("Port reopens", "Port reopens after three days of storm"));
    }

    #[test]
    fn what_marks_the_right_one_gains_weight() {
        let e =
            |set| Example { set, domain: String::new(), candidates: vec![(vec![0], true), (vec![1], false)] };
        let all = [e(0), e(1), e(1)];
        let weights = fit(&all.iter().collect::<Vec<_>>(), 2);
        assert!(weights[0] > 0.3 && weights[1] < -0.3, "{weights:?}");
    }
}
