//! Our own gold, with floors. Lowering a floor is a decision that a reviewer sees.

use std::collections::BTreeMap;
use std::path::Path;

use parallax::lines;
use serde_json::Value;

use super::score::{self, Counts};
use super::{name_pairs, pages, quotations, speakers, stance, trees, utterances};

/// One line of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The layer.
    pub layer: &'static str,
    /// F1, or the share that is right: 0 to 100.
    pub f1: f64,
    /// What it must not fall below.
    pub floor: f64,
    /// What the score is made of: by the `family` that documents of the gold name, or by stance.
    pub families: BTreeMap<String, Counts>,
}

impl Row {
    /// A row without families.
    pub(crate) fn new(layer: &'static str, f1: f64, floor: f64) -> Self {
        Self { layer, f1, floor, families: BTreeMap::new() }
    }
}

type Measure = fn(&Value, &Value) -> Counts;

/// Name of the row, file of the gold, and the measure.
const LAYERS: &[(&str, &str, Measure)] = &[
    ("names", "names", score::names),
    ("times", "times", score::times),
    ("time-sentences", "time_sentences", score::times),
    ("happenings", "happenings", score::happenings),
    ("places", "places", score::places),
    ("quantities", "quantities", score::quantities),
    ("statements", "statements", score::statements),
    ("quotations", "quotations", quotations::spans),
    ("quote-speakers", "quotations", quotations::speakers),
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
    let row = |layer, f1| Row::new(layer, f1, floor(layer));
    let pages = pages::measures(root).into_iter().map(|(layer, f1)| row(layer, f1));
    let others = LAYERS.iter().map(|&(layer, file, measure)| {
        let gold = read(&format!("gold/{file}.jsonl"));
        let (mut counts, mut families) = (Counts::default(), BTreeMap::<String, Counts>::new());
        for (gold, predicted) in &annotated(&gold) {
            let found = measure(gold, predicted);
            counts.add(found);
            if let Some(family) = gold.get("family").and_then(Value::as_str) {
                families.entry(family.to_owned()).or_default().add(found);
            }
        }
        Row { families, ..row(layer, counts.f1()) }
    });
    let trees = trees::measures(&read("gold/trees.conllu")).map(|(layer, counts)| row(layer, counts.f1()));
    pages
        .chain(others)
        .chain(stance::rows(root, floor))
        .chain(speakers::rows(root, floor))
        .chain(trees)
        .chain(name_pairs::rows(root, floor))
        .chain(utterances::rows(root, floor))
        .collect()
}

/// Every line of the gold with the document that is made of it.
pub(super) fn annotated(gold: &str) -> Vec<(Value, Value)> {
    let mut output = Vec::new();
    lines::annotate(gold.as_bytes(), &mut output, lines::USUAL).expect("memory can be written");
    let parse = |bytes: &[u8]| -> Vec<Value> {
        serde_json::Deserializer::from_slice(bytes)
            .into_iter()
            .collect::<Result<_, _>>()
            .expect("gold and documents are JSON")
    };
    parse(gold.as_bytes()).into_iter().zip(parse(&output)).collect()
}

/// Prints the table; whether every floor holds.
#[must_use]
pub fn table(root: &Path) -> bool {
    println!("own gold            F1   floor");
    let rows = rows(root);
    for row in &rows {
        let mark = if row.f1 < row.floor { "  below its floor" } else { "" };
        println!("{:<16} {:>5.1}   {:>5.1}{mark}", row.layer, row.f1, row.floor);
        for (family, counts) in &row.families {
            println!("  {family:<14} {:>5.1}           of {}", counts.f1(), counts.gold);
        }
    }
    rows.iter().all(|r| r.f1 >= r.floor)
}
