//! What speakers do with what they say: gold that may be read, and gold that is only measured.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use super::own::{self, Row};
use super::score::{Counts, alike, list, number, points, spoken};

/// Contents are taken for the same with a Jaccard index of three tenths: where a content ends is measured elsewhere.
const ALIKE: (usize, usize) = (3, 10);

/// Where the spans of a statement stand.
const PIECES: [&str; 3] = ["source", "cue", "content"];

/// What is measured on a file of the gold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Scores {
    /// Of each stance. A gold statement that is not found is missed; a predicted one that touches no gold is wrong.
    stances: BTreeMap<String, Counts>,
    /// Of pairs of a gold and a predicted statement: the stance is right.
    matched: Counts,
    /// Of pairs in which either has a band: the band is the same.
    bands: Counts,
    /// Of pairs: overlapping words of distance.
    distance: Counts,
    /// What was taken for what, with the content; nothing where a statement was not found.
    confusions: Vec<(String, Option<String>, String)>,
}

impl Scores {
    /// Mean F1 of the stances that the gold has, 0 to 100.
    fn mean(&self) -> f64 {
        let known: Vec<f64> = self.stances.values().filter(|c| c.gold > 0).map(|c| c.f1()).collect();
        if known.is_empty() { 0.0 } else { known.iter().sum::<f64>() / known.len() as f64 }
    }

    fn add(&mut self, gold: &Value, predicted: &Value) {
        let text = gold.get("text").and_then(Value::as_str).unwrap_or_default();
        let told: Vec<&Value> = list(gold, "statements").iter().collect();
        let found = spoken(predicted);
        let pairs = alike(&told, &found, ALIKE);
        for (i, g) in told.iter().enumerate() {
            let stance = stance_of(g);
            let pair = pairs.iter().find(|p| p.0 == i).map(|&(_, j)| found[j]);
            let taken = pair.map(stance_of);
            let right = taken == Some(stance);
            let of = self.stances.entry(stance.to_owned()).or_default();
            of.gold += 1;
            of.right += usize::from(right);
            if let Some(taken) = taken {
                self.stances.entry(taken.to_owned()).or_default().predicted += 1;
            }
            if !right {
                let content = cut(text, g);
                self.confusions.push((stance.to_owned(), taken.map(str::to_owned), content));
            }
            if let Some(p) = pair {
                self.matched.add(all(1, usize::from(right)));
                let (a, b) = (g.get("certainty"), p.get("certainty").and_then(|c| c.get("band")));
                self.bands.add(all(usize::from(a.or(b).is_some()), usize::from(a == b && a.is_some())));
                self.distance.add(distances(g, p));
            }
        }
        let known: BTreeSet<u64> = told.iter().flat_map(|g| points(g, &PIECES)).collect();
        for stray in found.iter().filter(|p| points(p, &PIECES).is_disjoint(&known)) {
            self.stances.entry(stance_of(stray).to_owned()).or_default().predicted += 1;
        }
    }
}

/// Counts of a share: as much is predicted as there is.
fn all(of: usize, right: usize) -> Counts {
    Counts { right, predicted: of, gold: of }
}

fn stance_of(statement: &Value) -> &str {
    statement.get("stance").and_then(Value::as_str).unwrap_or_default()
}

/// The gold gives a pair, the document a record.
fn distances(gold: &Value, predicted: &Value) -> Counts {
    let span = |v: &Value| match v.get("distance")? {
        Value::Array(pair) => Some((pair.first()?.as_u64()?, pair.get(1)?.as_u64()?)),
        record => Some((number(record, "start"), number(record, "end"))),
    };
    let (g, p) = (span(gold), span(predicted));
    let over = g.zip(p).is_some_and(|(g, p)| g.0 < p.1 && p.0 < g.1);
    Counts { right: usize::from(over), predicted: usize::from(p.is_some()), gold: usize::from(g.is_some()) }
}

/// Cue and content, as words.
fn cut(text: &str, statement: &Value) -> String {
    let part = |key| -> String {
        let points = points(statement, &[key]);
        text.chars().zip(0_u64..).filter(|(_, at)| points.contains(at)).map(|(c, _)| c).collect()
    };
    format!("{}: {}", part("cue"), part("content"))
}

fn scores(root: &Path, file: &str) -> Scores {
    let gold = std::fs::read_to_string(root.join("eval/gold").join(file)).expect("eval/ can be read");
    let mut scores = Scores::default();
    for (gold, predicted) in &own::annotated(&gold) {
        scores.add(gold, predicted);
    }
    scores
}

/// A file of the gold and the names of its rows.
type File = (&'static str, [&'static str; 4]);

/// What may be read.
const OPEN: File = ("stance.jsonl", ["stance", "stance-matched", "certainty", "distance"]);

/// What is only measured: nothing but scores of it is ever printed.
const HELD: File = ("stance_held.jsonl", ["held-stance", "held-matched", "held-certainty", "held-distance"]);

/// The rows of both files.
///
/// # Panics
/// If the gold cannot be read: it is part of the repository.
pub(super) fn rows(root: &Path, floor: impl Fn(&'static str) -> f64) -> Vec<Row> {
    [OPEN, HELD].into_iter().flat_map(|file| file_rows(root, file, &floor)).collect()
}

fn file_rows(root: &Path, (file, names): File, floor: &impl Fn(&'static str) -> f64) -> [Row; 4] {
    let scores = scores(root, file);
    let figures = [scores.mean(), scores.matched.f1(), scores.bands.f1(), scores.distance.f1()];
    let mut rows = [0, 1, 2, 3].map(|i| Row::new(names[i], figures[i], floor(names[i])));
    rows[0].families = scores.stances;
    rows
}

/// Prints precision, recall and F1 of each stance, and what was taken for what, on the gold that may be read; of the
/// other the scores.
///
/// # Panics
/// If the gold cannot be read: it is part of the repository.
pub fn table(root: &Path) {
    let mut scores = scores(root, OPEN.0);
    println!("stance       precision  recall     F1   gold");
    for (stance, of) in &scores.stances {
        let share = |whole| if whole == 0 { 0.0 } else { 100.0 * of.right as f64 / whole as f64 };
        let (precision, recall) = (share(of.predicted), share(of.gold));
        println!("{stance:<12} {precision:>9.1}  {recall:>6.1}  {:>5.1}   {:>4}", of.f1(), of.gold);
    }
    println!(
        "mean F1 {:.1}; of {} found {:.1} right",
        scores.mean(),
        scores.matched.gold,
        scores.matched.f1()
    );
    println!("bands {:.1} right; distance F1 {:.1}\n", scores.bands.f1(), scores.distance.f1());
    scores.confusions.sort();
    for (stance, taken, content) in &scores.confusions {
        println!("{stance} as {}: {content}", taken.as_deref().unwrap_or("nothing"));
    }
    println!("\nheld back           F1");
    for row in file_rows(root, HELD, &|_| 0.0) {
        println!("{:<16} {:>5.1}", row.layer, row.f1);
        for (stance, of) in &row.families {
            println!("  {stance:<14} {:>5.1}", of.f1());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn scored(gold: &Value, predicted: &Value) -> Scores {
        let mut scores = Scores::default();
        scores.add(&json!({"text": "", "statements": gold}), &json!({"statements": predicted}));
        scores
    }

    fn statement(at: u64, stance: &str) -> Value {
        json!({"kind": "indirect", "content": [[at, at + 10]], "stance": stance})
    }

    #[test]
    fn a_statement_that_is_not_found_is_missed_in_its_class() {
        let scores =
            scored(&json!([statement(0, "denies"), statement(20, "asks")]), &json!([statement(5, "denies")]));
        assert_eq!(scores.stances["denies"], Counts { right: 1, predicted: 1, gold: 1 });
        assert_eq!(scores.stances["asks"], Counts { right: 0, predicted: 0, gold: 1 });
        assert_eq!(scores.mean(), 50.0);
        assert_eq!(scores.matched, all(1, 1));
    }

    #[test]
    fn a_statement_where_nothing_is_said_is_wrong_and_one_within_another_is_not_counted() {
        let inner = json!({"kind": "indirect", "content": [[8, 10]], "stance": "asserts"});
        let gold = json!([statement(0, "denies")]);
        let scores = scored(&gold, &json!([statement(0, "denies"), inner, statement(40, "warns")]));
        assert_eq!(scores.stances["warns"], Counts { right: 0, predicted: 1, gold: 0 });
        assert!(!scores.stances.contains_key("asserts"));
        assert_eq!(scores.mean(), 100.0);
    }

    #[test]
    fn bands_and_distances_count_where_either_side_has_one() {
        let mut gold = [statement(0, "hedges"), statement(20, "hedges")];
        gold[0]["certainty"] = json!("likely");
        gold[0]["distance"] = json!([12, 20]);
        let mut predicted = [statement(0, "hedges"), statement(20, "hedges")];
        predicted[0]["certainty"] = json!({"start": 1, "end": 3, "band": "likely"});
        predicted[0]["distance"] = json!({"start": 15, "end": 20});
        predicted[1]["certainty"] = json!({"start": 21, "end": 23, "band": "unlikely"});
        let scores = scored(&json!(gold), &json!(predicted));
        assert_eq!(scores.bands, all(2, 1));
        assert_eq!(scores.distance, Counts { right: 1, predicted: 1, gold: 1 });
    }
}
