//! Learns to read who says what: `data/en/attributions.weights`.

mod gold;
mod network;
mod silver;

use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;

use parallax_text::attribution::{Attributor, Passage, Reading, features};
use serde_json::{Value, json};

use self::gold::{CUTS, Known, Told};
use self::network::{Example, Network};
use super::network::Seen;
use super::shuffle::Shuffle;
use crate::eval::score::{self, Counts};

type Error = Box<dyn std::error::Error>;

/// Rounds over the pages.
const ROUNDS: usize = 10;

/// The first rate, after a rise over so many pages; it falls to a part of that.
const RATE: f32 = 0.002;
const RISE: f32 = 100.0;
const LOWEST: f32 = 0.25;

/// Rounds at the end of which the mean is taken, and how often a round the weights are kept for it.
const KEPT: usize = 4;
const TIMES: usize = 4;

/// Words whose gradients make one step.
const STEP: usize = 250;

/// How often a feature must be seen.
const SEEN: u32 = 32;

fn each_feature(passage: &Passage, mut give: impl FnMut(usize, u64)) {
    for at in 0..passage.words.len() {
        features(passage, at, |feature| give(at, feature));
    }
}

fn example<'g>(gold: &'g Known, numbers: &HashMap<u64, u32>) -> Example<'g> {
    let mut rows = vec![Vec::new(); gold.states.len()];
    each_feature(&gold.passage, |at, feature| rows[at].extend(numbers.get(&feature)));
    Example { rows, gold }
}

fn learned(pages: &[Told]) -> Result<Attributor, Error> {
    let mut seen = Seen::default();
    let whole = pages.iter().flat_map(|p| &p.passages[0]);
    whole.for_each(|k| each_feature(&k.passage, |_, feature| seen.count(feature)));
    let often = seen.often(SEEN);
    drop(seen);
    let numbers: HashMap<u64, u32> = often.iter().copied().zip(0..).collect();
    let pages: Vec<[Vec<Example<'_>>; CUTS.len()]> = pages
        .iter()
        .map(|p| p.passages.each_ref().map(|all| all.iter().map(|k| example(k, &numbers)).collect()))
        .collect();
    println!("{} pages, {} features", pages.len(), often.len());
    let mut network = Network::new(often.len());
    let mut random = Shuffle::new(3);
    let mut order: Vec<usize> = (0..pages.len()).collect();
    for round in 1..=ROUNDS {
        random.shuffle(&mut order);
        let (mut words, mut loss, mut since) = (0, 0.0, 0);
        for (at, &page) in order.iter().enumerate() {
            let done = ((round - 1) * order.len() + at) as f32;
            let left = 1.0 - done / (ROUNDS * order.len()) as f32;
            let rate = RATE * left.max(LOWEST) * (done / RISE).min(1.0);
            if round > ROUNDS - KEPT && at % (order.len() / TIMES).max(1) == 0 {
                network.keep();
            }
            for example in &pages[page][random.below(CUTS.len())] {
                loss += f64::from(network.learn(example, &mut random));
                words += example.gold.states.len();
                since += example.gold.states.len();
                if since >= STEP {
                    network.step(rate);
                    since = 0;
                }
            }
        }
        println!("round {round}: loss {:.4}", loss / words.max(1) as f64);
    }
    network.settle();
    Ok(Attributor::new(network.in_integers(&often)?)?)
}

/// Learns from the collections under `data` (with `open_only`, from what the trees of open texts tell), writes what was
/// learned to `out`, and prints how well it does on what was kept for development.
///
/// # Errors
/// If a collection cannot be read or the weights cannot be written.
pub fn run(root: &Path, data: &Path, open_only: bool, out: &Path) -> Result<(), Error> {
    let folder = data.join("statements");
    let attributor = learned(&if open_only {
        silver::read(&root.join("data/en/cues.tsv"), data)?
    } else {
        gold::read(&folder.join("polnear-train.jsonl.gz"))?
    })?;
    let mut file = Vec::new();
    attributor.write(&mut file);
    std::fs::write(out, &file)?;
    println!("{} bytes", file.len());
    let dev = gold::read(&folder.join("polnear-dev.jsonl.gz"))?;
    println!(
        "dev: content and speaker F1 {:.1}, without the rules that come after",
        measure(&attributor, &dev)
    );
    Ok(())
}

fn measure(attributor: &Attributor, pages: &[Told]) -> f64 {
    let mut reading = Reading::default();
    let mut counts = Counts::default();
    for page in pages {
        let mut statements: Vec<Value> = Vec::new();
        for known in &page.passages[0] {
            let span = |r: &Range<usize>| json!([known.spans[r.start].0, known.spans[r.end - 1].1]);
            let of = |all: &[Range<usize>]| all.iter().map(span).collect::<Vec<_>>();
            for a in attributor.read(&known.passage, &mut reading).iter().filter(|a| !a.content.is_empty()) {
                let source: Vec<Range<usize>> = a.source.iter().cloned().collect();
                statements
                    .push(json!({"kind": "indirect", "source": of(&source), "content": of(&a.content)}));
            }
        }
        counts.add(score::statements(&page.gold, &json!({ "statements": statements })));
    }
    counts.f1()
}
