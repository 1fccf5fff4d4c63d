//! Our own gold, with floors. Lowering a floor is a decision that a reviewer sees.

use std::collections::BTreeMap;
use std::path::Path;

use parallax::lines;
use serde_json::Value;

use super::score::{self, Counts};
use super::{name_pairs, pages, trees};

/// One line of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The layer.
    pub layer: &'static str,
    /// F1, or the share that is right: 0 to 100.
    pub f1: f64,
    /// What it must not fall below.
    pub floor: f64,
}

type Measure = fn(&Value, &Value) -> Counts;

const LAYERS: &[(&str, Measure)] = &[
    ("names", score::names),
    ("times", score::times),
    ("places", score::places),
    ("quantities", score::quantities),
    ("statements", score::statements),
];

/// Scores every layer that has gold.
///
/// # Panics
/// If the gold or the floors cannot be read: they are part of the repository.
#[must_use]
pub fn rows(root: &Path) -> Vec<Row> {
    let read = |name: &str| std::fs::read_to_string(root.join("eval").join(name)).expect("eval/ can be read");
    let floors: BTreeMap<String, f64> = toml::from_str(&read("floors.toml")).expect("floors.toml is TOML");
    let floor = |layer: &str| floors.get(layer).copied().unwrap_or(100.0);
    let row = |layer, f1| Row { layer, f1, floor: floor(layer) };
    let pages = pages::measures(root).into_iter().map(|(layer, f1)| row(layer, f1));
    let others = LAYERS.iter().map(|&(layer, measure)| {
        let gold = read(&format!("gold/{layer}.jsonl"));
        let mut output = Vec::new();
        lines::annotate(gold.as_bytes(), &mut output, lines::USUAL).expect("memory can be written");
        let parse = |bytes: &[u8]| -> Vec<Value> {
            serde_json::Deserializer::from_slice(bytes)
                .into_iter()
                .collect::<Result<_, _>>()
                .expect("gold and documents are JSON")
        };
        let mut counts = Counts::default();
        for (gold, predicted) in parse(gold.as_bytes()).iter().zip(&parse(&output)) {
            counts.add(measure(gold, predicted));
        }
        row(layer, counts.f1())
    });
    let trees = trees::measures(&read("gold/trees.conllu")).map(|(layer, counts)| row(layer, counts.f1()));
    pages.chain(others).chain(trees).chain(name_pairs::rows(root, floor)).collect()
}

/// Prints the table; whether every floor holds.
#[must_use]
pub fn table(root: &Path) -> bool {
    println!("own gold            F1   floor");
    let rows = rows(root);
    for row in &rows {
        let mark = if row.f1 < row.floor { "  below its floor" } else { "" };
        println!("{:<16} {:>5.1}   {:>5.1}{mark}", row.layer, row.f1, row.floor);
    }
    rows.iter().all(|r| r.f1 >= r.floor)
}
