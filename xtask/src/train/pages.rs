//! The scorer of blocks: trained on the pages whose licence allows it, from features alone.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use parallax_page::learn::{self, Forest, Marks, Samples, Scorer};

use super::boost::{self, Plan, Table};
use super::gold::{self, Page};

type Error = Box<dyn std::error::Error>;

/// What is trained on.
const SETS: [&str; 3] = ["aed-dev", "fundus-dev", "wcxb-dev"];
/// Shorter gold is no article.
const LEAST_GOLD: usize = 30;
/// Outlets that must use a class word before it counts.
const LEAST_OUTLETS: f64 = 4.0;
/// Folds for the first scores that the second look is trained on.
const INNER: u64 = 3;
/// Added to the scores: leaving out costs a little more than taking in.
const SHIFT: i32 = 0;

const FIRST: Plan = Plan { trees: 120, leaves: 24, rate: 0.1, least: 2.0, pull: 2.0, features: 5, groups: 8 };
const SECOND: Plan =
    Plan { trees: 120, leaves: 16, rate: 0.08, least: 3.0, pull: 3.0, features: 5, groups: 8 };

/// A page with its blocks, as the training sees it.
struct Example {
    page: Page,
    samples: Samples,
    /// Share of text and weight of each block.
    labels: Vec<(f64, f64)>,
}

/// How text and markup share the class words of one page.
type Counts = BTreeMap<String, (f64, f64)>;

fn fold_of(domain: &str, folds: u64) -> u64 {
    let hash = domain
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
    (hash >> 7) % folds
}

/// Trains and writes the weights; with `folds`, measures on outlets left out instead, and puts the texts read from
/// their pages into the folder `out`.
///
/// # Errors
/// If the pages cannot be read or the weights cannot be written.
pub fn run(root: &Path, data: &Path, folds: Option<u64>, out: Option<&Path>) -> Result<(), Error> {
    if let Some(out) = out {
        std::fs::create_dir_all(out)?;
    }
    let mut pages = Vec::new();
    for set in SETS {
        pages.extend(gold::read(&data.join("pages"), set)?);
    }
    pages.retain(|p| p.gold.len() >= LEAST_GOLD);
    let counts = count(&pages);
    let mut examples = Vec::new();
    for page in pages {
        let marks = marks(&counts, |d| d != page.domain);
        let Some(samples) = learn::samples(page.html.as_bytes(), &marks.into_iter().collect()) else {
            continue;
        };
        let mut labels = page.gold.label(&samples.texts);
        let found: f64 = labels.iter().map(|(l, w)| l * w).sum();
        let scale = 300.0 / page.gold.len().max(150) as f64;
        // A gold that is not on the page teaches nothing.
        let known = found * 2.0 > page.gold.len() as f64;
        labels.iter_mut().for_each(|(_, w)| *w = if known { (*w + 2.0) * scale } else { 0.0 });
        examples.push(Example { page, samples, labels });
    }
    let blocks: usize = examples.iter().map(|e| e.labels.len()).sum();
    println!("{} pages, {blocks} blocks, {} features", examples.len(), examples[0].samples.rows[0].len());
    match folds {
        Some(folds) => validate(&examples, &counts, folds, out),
        None => write(root, &examples, &counts),
    }
}

/// Class words of each outlet: over its pages, the mean share of their words that is text.
fn count(pages: &[Page]) -> BTreeMap<String, Counts> {
    let mut out: BTreeMap<String, Counts> = BTreeMap::new();
    for page in pages {
        let Some(blocks) = learn::names(page.html.as_bytes()) else { continue };
        let texts: Vec<String> = blocks.iter().map(|(t, _)| t.clone()).collect();
        let labels = page.gold.label(&texts);
        let mut own: Counts = BTreeMap::new();
        for ((_, names), (label, weight)) in blocks.into_iter().zip(labels) {
            let weight = weight.min(80.0);
            for name in names {
                let slot = own.entry(name).or_default();
                slot.0 += label * weight;
                slot.1 += weight;
            }
        }
        let outlet = out.entry(page.domain.clone()).or_default();
        for (name, (text, all)) in own.into_iter().filter(|(_, (_, all))| *all > 0.0) {
            let slot = outlet.entry(name).or_default();
            slot.0 += text / all;
            slot.1 += 1.0;
        }
    }
    out
}

/// Hundredths of log odds of the class words that several of the outlets use.
fn marks(counts: &BTreeMap<String, Counts>, with: impl Fn(&str) -> bool) -> Vec<(String, i16)> {
    let mut sums: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for (_, words) in counts.iter().filter(|(d, _)| with(d)) {
        for (word, (text, pages)) in words {
            let slot = sums.entry(word).or_default();
            slot.0 += text / pages;
            slot.1 += 1.0;
        }
    }
    sums.into_iter()
        .filter(|(w, (_, outlets))| *outlets >= LEAST_OUTLETS && w.len() <= 24)
        .filter_map(|(word, (text, outlets))| {
            let odds = (text + 0.5) / (outlets - text + 0.5);
            let score = (odds.ln() * 100.0).round() as i16;
            (score.abs() >= 20).then(|| (word.to_owned(), score))
        })
        .collect()
}

struct Model {
    marks: Vec<(String, i16)>,
    first: String,
    second: String,
}

impl Model {
    fn text(&self) -> String {
        format!("first\n{}second\n{}shift {SHIFT}\n", self.first, self.second)
    }

    fn scorer(&self) -> Scorer {
        let marks: Marks = self.marks.iter().cloned().collect();
        Scorer::parse(&self.text(), marks)
    }
}

fn table<'e>(examples: impl Iterator<Item = (&'e Example, Vec<Option<Vec<i16>>>)>) -> Table {
    let mut out = Table::default();
    let mut skipped = 0;
    for (group, (example, rows)) in examples.enumerate() {
        let answers = example.labels.iter().zip(&example.samples.kept);
        for (row, ((label, weight), kept)) in
            rows.into_iter().zip(answers).filter(|(_, ((_, w), _))| *w > 0.0)
        {
            let Some(row) = row else { continue };
            // Of the many labels that are no text, a part will do.
            let easy = *label == 0.0 && row[0] < 6 && !kept;
            if easy {
                skipped += 1;
                if skipped % 4 != 0 {
                    continue;
                }
            }
            out.rows.push(row);
            out.answers.push(*label);
            out.weights.push(if easy { *weight * 4.0 } else { *weight });
            out.groups.push(group as u32);
        }
    }
    out
}

fn fit(examples: &[&Example], counts: &BTreeMap<String, Counts>) -> Model {
    let first = |without: Option<u64>| {
        let seen = examples.iter().filter(|e| without != Some(fold_of(&e.page.domain, INNER)));
        boost::grow(&table(seen.map(|e| (*e, e.samples.rows.iter().cloned().map(Some).collect()))), FIRST)
    };
    let inner: Vec<Forest> = (0..INNER).map(|f| Forest::parse(first(Some(f)).lines())).collect();
    let again = examples.iter().map(|e| {
        let forest = &inner[fold_of(&e.page.domain, INNER) as usize];
        let scores: Vec<i32> = e.samples.rows.iter().map(|r| forest.score(r)).collect();
        (*e, e.samples.again(&scores))
    });
    let second = boost::grow(&table(again), SECOND);
    let known: std::collections::BTreeSet<&str> = examples.iter().map(|e| e.page.domain.as_str()).collect();
    Model { marks: marks(counts, |d| known.contains(d)), first: first(None), second }
}

/// Trains without a fold of outlets and reads their pages, for each fold; prints what came of it.
fn validate(
    examples: &[Example],
    counts: &BTreeMap<String, Counts>,
    folds: u64,
    out: Option<&Path>,
) -> Result<(), Error> {
    let one = |fold: u64| -> Vec<(usize, f64, f64)> {
        let left_out = |e: &Example| fold_of(&e.page.domain, folds) == fold;
        let seen: Vec<&Example> = examples.iter().filter(|e| !left_out(e)).collect();
        let scorer = fit(&seen, counts).scorer();
        let held = examples.iter().enumerate().filter(|(_, e)| left_out(e));
        held.map(|(i, e)| {
            let body = learn::body(e.page.html.as_bytes(), &scorer);
            if let Some(out) = out {
                let text = format!("{}\n{body}", e.page.url);
                drop(std::fs::write(out.join(format!("{i}.txt")), text));
            }
            let (p, r) = e.page.gold.compare(&body);
            (i, p, r)
        })
        .collect()
    };
    let mut results: Vec<(usize, f64, f64)> = std::thread::scope(|scope| {
        let one = &one;
        let halves = [0, 1].map(|half| {
            scope.spawn(move || (0..folds).filter(|f| f % 2 == half).flat_map(one).collect::<Vec<_>>())
        });
        halves.into_iter().flat_map(|h| h.join().unwrap_or_default()).collect()
    });
    results.sort_by_key(|r| r.0);
    for set in SETS {
        let own: Vec<&(usize, f64, f64)> = results.iter().filter(|r| examples[r.0].page.set == set).collect();
        let n = own.len() as f64;
        let p: f64 = own.iter().map(|r| r.1).sum::<f64>() / n;
        let r: f64 = own.iter().map(|r| r.2).sum::<f64>() / n;
        println!("{set}: pages {n} P {:.2} R {:.2} F1 {:.2}", 100.0 * p, 100.0 * r, 200.0 * p * r / (p + r));
    }
    Ok(())
}

fn write(root: &Path, examples: &[Example], counts: &BTreeMap<String, Counts>) -> Result<(), Error> {
    let model = fit(&examples.iter().collect::<Vec<_>>(), counts);
    let head = "# Learned by `cargo xtask train pages`; see blocks.md. Licence: MIT OR Apache-2.0.\n";
    let trees =
        format!("{head}# Boosted trees: `feature<threshold` and `=leaf` in pre-order.\n{}", model.text());
    let mut words = format!(
        "{head}# Words in the class and id of elements: how much they speak for the text, in hundredths of log odds.\n# word\tscore\n"
    );
    for (word, score) in &model.marks {
        writeln!(words, "{word}\t{score}")?;
    }
    for (name, text) in [("blocks.trees", trees), ("class_words.tsv", words)] {
        let path = root.join("data/page").join(name);
        std::fs::write(&path, &text)?;
        println!("{}: {} bytes", path.display(), text.len());
    }
    Ok(())
}
