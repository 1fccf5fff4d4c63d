//! Who speaks, for whom, to whom, through what, on what occasion: our own gold in `eval/gold/speakers.jsonl`.
//!
//! Only statements whose cue and source are found are measured here; whether they are found is the business of the
//! `statements` row.

use std::path::Path;

use serde_json::Value;

use super::own::{self, Row};
use super::score::Counts;

/// What is measured of the statements that are found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Found {
    /// Statements of the gold.
    pub gold: usize,
    /// Of these, found with cue and source.
    pub found: usize,
    /// Speakers that are right, those rightly left open among them.
    pub right: usize,
    /// Speakers that are somebody else.
    pub wrong: usize,
    /// Speakers left open though the page tells them.
    pub open: usize,
    /// Kinds of speakers that are right.
    pub kinds: usize,
    /// Fields that a statement may lack, in the order of [`FIELDS`].
    pub fields: [Counts; FIELDS.len()],
}

/// Fields that a statement may lack.
pub const FIELDS: [&str; 7] = ["speaks_for", "addressee", "channel", "occasion", "via", "within", "said_at"];

/// Names of the rows that belong to [`FIELDS`].
const ROWS: [&str; FIELDS.len()] = [
    "speakers-for",
    "speakers-addressee",
    "speakers-channel",
    "speakers-occasion",
    "speakers-via",
    "speakers-within",
    "speakers-when",
];

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn spans(value: &Value, key: &str) -> Vec<(usize, usize)> {
    let number = |v: &Value, i: usize| v.get(i).and_then(Value::as_u64).unwrap_or_default() as usize;
    list(value, key).iter().map(|s| (number(s, 0), number(s, 1))).collect()
}

fn overlap(a: &[(usize, usize)], b: &[(usize, usize)]) -> bool {
    a.iter().any(|x| b.iter().any(|y| x.0 < y.1 && y.0 < x.1))
}

/// What is compared of a name: lower case, without an article in front.
fn fold(name: &str) -> String {
    let lower = name.to_lowercase().replace('’', "'");
    let bare = ["the ", "a ", "an "].iter().find_map(|a| lower.strip_prefix(a));
    bare.unwrap_or(&lower).trim_end_matches("'s").to_owned()
}

/// The values that the gold allows; `None` among them is an empty field.
fn allowed(gold: &Value, key: &str) -> Vec<Option<String>> {
    let values = list(gold, key).iter().map(|v| v.as_str().map(fold));
    if gold.get(key).is_some() { values.collect() } else { vec![None] }
}

/// The value of a field as the page's record has it, as words.
fn given(page: &Page<'_>, statement: &Value, key: &str) -> Option<String> {
    let name = |v: &Value| v.get("name").and_then(Value::as_str).map(fold);
    match key {
        "speaks_for" => {
            let entity = statement.get("speaker")?.get(key)?.as_u64()?;
            name(list(page.record, "entities").get(entity as usize)?)
        }
        "addressee" => {
            let number = |k: &str| statement.get(key)?.get(k)?.as_u64().map(|n| n as usize);
            page.text.get(number("start")?..number("end")?).map(|c| fold(&c.iter().collect::<String>()))
        }
        "via" => list(statement, key).first().and_then(name),
        _ => statement.get(key).and_then(name),
    }
}

/// A document of the gold with what was read of it.
struct Page<'a> {
    text: Vec<char>,
    gold: &'a Value,
    record: &'a Value,
}

impl Page<'_> {
    /// The index of the statement that stands for one of the gold.
    fn stands_for(&self, gold: &Value) -> Option<usize> {
        let (cue, source) = (spans(gold, "cue"), spans(gold, "source"));
        list(self.record, "statements")
            .iter()
            .position(|s| overlap(&spans(s, "cue"), &cue) && overlap(&spans(s, "source"), &source))
    }

    fn words(&self, span: Option<&(usize, usize)>) -> String {
        span.and_then(|s| self.text.get(s.0..s.1)).unwrap_or_default().iter().collect()
    }

    /// Adds what the statements of this page show; `miss` is called with every line about one that is not as it should be.
    fn measure(&self, out: &mut Found, mut miss: impl FnMut(String)) {
        for gold in list(self.gold, "statements") {
            out.gold += 1;
            let id = self.gold.get("id").and_then(Value::as_str).unwrap_or_default();
            let here = format!(
                "{id}: {} | {}",
                self.words(spans(gold, "source").first()),
                self.words(spans(gold, "cue").first())
            );
            let Some(statement) = self.stands_for(gold).map(|i| &list(self.record, "statements")[i]) else {
                miss(format!("{here}: not found"));
                continue;
            };
            out.found += 1;
            let speaker = statement.get("speaker").unwrap_or(&Value::Null);
            let of = |k: &str| speaker.get(k).and_then(Value::as_str).unwrap_or_default();
            let entity = speaker.get("entity").and_then(Value::as_u64);
            let names = allowed(gold, "speaker");
            if names.contains(&Some(fold(of("name")))) || entity.is_none() && names.contains(&None) {
                out.right += 1;
            } else if entity.is_some() {
                out.wrong += 1;
                miss(format!("{here}: WRONG {} for {names:?}", of("name")));
            } else {
                out.open += 1;
                miss(format!("{here}: open for {names:?}"));
            }
            if list(gold, "kind").iter().any(|k| k.as_str() == Some(of("kind"))) {
                out.kinds += 1;
            } else {
                miss(format!("{here}: kind {} for {:?}", of("kind"), list(gold, "kind")));
            }
            for (key, counts) in FIELDS.iter().zip(&mut out.fields) {
                let (right, given, wanted) = self.field(gold, statement, key);
                counts.right += usize::from(right && given.is_some());
                counts.predicted += usize::from(given.is_some());
                counts.gold += usize::from(wanted.is_some() && !(right && given.is_none()));
                if !right {
                    miss(format!("{here}: {key} {given:?} for {wanted:?}"));
                }
            }
        }
    }

    /// Whether a field is right; what was given, and what the gold wants of it.
    fn field(&self, gold: &Value, statement: &Value, key: &str) -> (bool, Option<String>, Option<String>) {
        match key {
            "within" => {
                let outer = gold.get(key).and_then(Value::as_u64);
                let wanted = outer
                    .and_then(|o| list(self.gold, "statements").get(o as usize))
                    .and_then(|o| self.stands_for(o));
                let given = statement.get(key).and_then(Value::as_u64).map(|i| i as usize);
                (wanted == given, given.map(|i| i.to_string()), outer.map(|i| i.to_string()))
            }
            "said_at" => {
                let (wanted, given) = (gold.get(key).is_some(), statement.get(key).is_some());
                let word = |is: bool| is.then(|| "a time".to_owned());
                (wanted == given, word(given), word(wanted))
            }
            _ => {
                let (allowed, given) = (allowed(gold, key), given(self, statement, key));
                let wanted = allowed.iter().flatten().next().cloned();
                (allowed.contains(&given), given, wanted)
            }
        }
    }
}

/// Measures the gold; calls `miss` with a line about every error.
///
/// # Panics
/// If the gold cannot be read: it is part of the repository.
pub fn measure(root: &Path, mut miss: impl FnMut(String)) -> Found {
    let gold = std::fs::read_to_string(root.join("eval/gold/speakers.jsonl")).expect("the gold can be read");
    let mut found = Found::default();
    for (gold, record) in &own::annotated(&gold) {
        let text = gold.get("text").and_then(Value::as_str).unwrap_or_default().chars().collect();
        Page { text, gold, record }.measure(&mut found, &mut miss);
    }
    found
}

fn share(part: usize, of: usize) -> f64 {
    if of == 0 { 0.0 } else { 100.0 * part as f64 / of as f64 }
}

/// The rows for the table: speakers that are right, those that are not somebody else, kinds, and F1 of each field.
pub(crate) fn rows(root: &Path, floor: impl Fn(&'static str) -> f64) -> Vec<Row> {
    let found = measure(root, |_| {});
    let row = |layer, f1| Row::new(layer, f1, floor(layer));
    let shares = [
        row("speakers-right", share(found.right, found.found)),
        row("speakers-not-wrong", 100.0 - share(found.wrong, found.found)),
        row("speakers-kind", share(found.kinds, found.found)),
    ];
    let fields = ROWS.into_iter().zip(found.fields).map(|(layer, counts)| row(layer, counts.f1()));
    shares.into_iter().chain(fields).collect()
}

/// Prints every error and the sums.
pub fn run(root: &Path) {
    let found = measure(root, |line| println!("{line}"));
    println!("{} of {} statements found", found.found, found.gold);
    println!("speaker: {} right, {} wrong, {} left open", found.right, found.wrong, found.open);
    println!("kind: {} right", found.kinds);
    for (field, c) in FIELDS.iter().zip(&found.fields) {
        println!("{field}: F1 {:.1} ({} right, {} given, {} wanted)", c.f1(), c.right, c.predicted, c.gold);
    }
}
