//! Measures over spans in code points. They are the same as those of the development scorers.

use std::collections::BTreeSet;

use serde_json::Value;

/// Counts from which precision, recall and F1 follow.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Right predictions.
    pub right: usize,
    /// All predictions.
    pub predicted: usize,
    /// All gold items.
    pub gold: usize,
}

impl Counts {
    /// Harmonic mean of precision and recall, 0 to 100.
    #[must_use]
    pub fn f1(self) -> f64 {
        let sum = self.predicted + self.gold;
        if sum == 0 { 0.0 } else { 200.0 * self.right as f64 / sum as f64 }
    }

    /// Adds another document's counts.
    pub fn add(&mut self, other: Self) {
        self.right += other.right;
        self.predicted += other.predicted;
        self.gold += other.gold;
    }
}

pub(super) fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

pub(super) fn number(value: &Value, key: &str) -> u64 {
    value.get(key).and_then(Value::as_u64).unwrap_or_default()
}

/// Names: exact span and type, with GPE and FAC counted as LOC and all but PER and ORG as MISC.
#[must_use]
pub fn names(gold: &Value, predicted: &Value) -> Counts {
    let items = |v: &Value| -> BTreeSet<(u64, u64, &'static str)> {
        list(v, "mentions")
            .iter()
            .filter(|m| m.get("kind").and_then(Value::as_str).unwrap_or("name") == "name")
            .map(|m| {
                let kind = match m.get("type").and_then(Value::as_str).unwrap_or_default() {
                    "PER" => "PER",
                    "ORG" => "ORG",
                    "LOC" | "GPE" | "FAC" => "LOC",
                    _ => "MISC",
                };
                (number(m, "start"), number(m, "end"), kind)
            })
            .filter(|m| m.2 != "MISC")
            .collect()
    };
    let (gold, predicted) = (items(gold), items(predicted));
    Counts { right: gold.intersection(&predicted).count(), predicted: predicted.len(), gold: gold.len() }
}

/// Temporal expressions: overlapping one to one, with the same TIMEX3 value.
#[must_use]
pub fn times(gold: &Value, predicted: &Value) -> Counts {
    overlapping(list(gold, "times"), list(predicted, "times"), |g, p| g.get("value") == p.get("value"))
}

/// Kinds of numbers that the gold leaves out.
const TOLD_APART: [&str; 7] = ["age", "year", "ordinal", "score", "label", "number", "change"];

/// Quantities: overlapping one to one, with the same amount (to a thousandth, in any unit) and bound.
#[must_use]
pub fn quantities(gold: &Value, predicted: &Value) -> Counts {
    let same = |g: &Value, p: &Value| {
        let unit = |v: &Value| v.get("unit").and_then(Value::as_str).and_then(parallax_text::measure);
        let value = |v: &Value| {
            v.get("value").and_then(Value::as_f64).unwrap_or(f64::NAN) * unit(v).map_or(1.0, |m| m.factor)
        };
        (value(g) - value(p)).abs() <= value(g).abs() * 1e-3 && g.get("bound") == p.get("bound")
    };
    let apart = |p: &&Value| p.get("kind").and_then(Value::as_str).is_some_and(|k| TOLD_APART.contains(&k));
    let amounts: Vec<Value> = list(predicted, "quantities").iter().filter(|p| !apart(p)).cloned().collect();
    overlapping(list(gold, "quantities"), &amounts, same)
}

/// Days of happenings: the act whose trigger overlaps has the same first and last day, or none where none is given.
#[must_use]
pub fn happenings(gold: &Value, predicted: &Value) -> Counts {
    let over = |g: &Value, e: &Value| {
        let trigger = e.get("trigger").unwrap_or(&Value::Null);
        number(g, "start") < number(trigger, "end") && number(trigger, "start") < number(g, "end")
    };
    let same = |g: &Value, e: &Value| ["date", "end_date"].iter().all(|k| g.get(k) == e.get(k));
    let told = list(gold, "happenings");
    let right =
        |g: &&Value| list(predicted, "events").iter().find(|e| over(g, e)).is_some_and(|e| same(g, e));
    Counts { right: told.iter().filter(right).count(), predicted: told.len(), gold: told.len() }
}

fn overlapping(gold: &[Value], predicted: &[Value], same: impl Fn(&Value, &Value) -> bool) -> Counts {
    let mut used = vec![false; predicted.len()];
    let mut right = 0;
    for g in gold {
        let over = |p: &Value| {
            number(g, "end").min(number(p, "end")).saturating_sub(number(g, "start").max(number(p, "start")))
        };
        let best = predicted
            .iter()
            .enumerate()
            .filter(|(i, p)| !used[*i] && over(p) > 0)
            .max_by_key(|(i, p)| (over(p), std::cmp::Reverse(*i)));
        if let Some((i, p)) = best {
            used[i] = true;
            right += usize::from(same(g, p));
        }
    }
    Counts { right, predicted: predicted.len(), gold: gold.len() }
}

/// The predicted statements that are somebody's, not the page's own.
pub(super) fn spoken(document: &Value) -> Vec<&Value> {
    let own = |s: &&Value| s.get("kind").and_then(Value::as_str) == Some("own_voice");
    list(document, "statements").iter().filter(|s| !own(s)).collect()
}

/// The code points of all spans under these keys.
pub(super) fn points(statement: &Value, keys: &[&str]) -> BTreeSet<u64> {
    let at = |pair: &Value, i: usize| pair.get(i).and_then(Value::as_u64).unwrap_or_default();
    keys.iter().flat_map(|key| list(statement, key)).flat_map(|pair| at(pair, 0)..at(pair, 1)).collect()
}

/// Pairs of gold and predicted statements, one to one, the most alike first: contents with a Jaccard index of at least this
/// share, given as part and whole.
pub(super) fn alike(
    gold: &[&Value],
    predicted: &[&Value],
    (part, whole): (usize, usize),
) -> Vec<(usize, usize)> {
    let contents =
        |all: &[&Value]| -> Vec<BTreeSet<u64>> { all.iter().map(|v| points(v, &["content"])).collect() };
    let (g, p) = (contents(gold), contents(predicted));
    let mut pairs = Vec::new();
    for (i, a) in g.iter().enumerate() {
        for (j, b) in p.iter().enumerate() {
            let both = a.intersection(b).count();
            let either = a.len() + b.len() - both;
            // Compared as integers.
            if both > 0 && whole * both >= part * either {
                pairs.push((std::cmp::Reverse(both * 1_000_000 / either), i, j));
            }
        }
    }
    pairs.sort_unstable();
    let (mut seen_g, mut seen_p) = (BTreeSet::new(), BTreeSet::new());
    pairs.retain(|&(_, i, j)| {
        let free = !seen_g.contains(&i) && !seen_p.contains(&j);
        if free {
            seen_g.insert(i);
            seen_p.insert(j);
        }
        free
    });
    pairs.into_iter().map(|(_, i, j)| (i, j)).collect()
}

/// Statements: contents with a Jaccard index of at least one half, one to one, and overlapping sources.
#[must_use]
pub fn statements(gold: &Value, predicted: &Value) -> Counts {
    let gold: Vec<&Value> = list(gold, "attributions").iter().collect();
    let predicted = spoken(predicted);
    let mut right = 0;
    for (i, j) in alike(&gold, &predicted, (1, 2)) {
        let (a, b) = (points(gold[i], &["source"]), points(predicted[j], &["source"]));
        right += usize::from(a.intersection(&b).next().is_some() || (a.is_empty() && b.is_empty()));
    }
    Counts { right, predicted: predicted.len(), gold: gold.len() }
}

/// Places: a mention with coordinates that overlaps a gold place and lies within 161 km (100 miles, the field's usual
/// measure) of it.
#[must_use]
pub fn places(gold: &Value, predicted: &Value) -> Counts {
    let with_coordinates: Vec<Value> =
        list(predicted, "mentions").iter().filter(|m| m.get("lat").is_some()).cloned().collect();
    let near = |g: &Value, p: &Value| {
        let at = |v: &Value, key: &str| v.get(key).and_then(Value::as_f64).unwrap_or(f64::NAN).to_radians();
        let (lat, other) = (at(g, "lat"), at(p, "lat"));
        let across = at(p, "lon") - at(g, "lon");
        let half =
            ((other - lat) / 2.0).sin().powi(2) + lat.cos() * other.cos() * (across / 2.0).sin().powi(2);
        2.0 * EARTH * half.min(1.0).sqrt().asin() <= 161.0
    };
    overlapping(list(gold, "places"), &with_coordinates, near)
}

/// The Earth's mean radius in kilometres.
const EARTH: f64 = 6371.0;

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_wrong_type_is_wrong() {
        let gold = json!({"mentions": [{"start": 0, "end": 4, "type": "PER"}]});
        let predicted = json!({"mentions": [{"start": 0, "end": 4, "type": "ORG", "kind": "name"}]});
        assert_eq!(names(&gold, &predicted), Counts { right: 0, predicted: 1, gold: 1 });
    }

    #[test]
    fn contents_must_share_half() {
        let gold = json!({"attributions": [{"source": [[0, 3]], "content": [[10, 20]]}]});
        let near = json!({"statements": [{"kind": "indirect", "source": [[1, 2]], "content": [[10, 30]]}]});
        let far = json!({"statements": [{"kind": "indirect", "source": [[1, 2]], "content": [[10, 31]]}]});
        assert_eq!(statements(&gold, &near).right, 1);
        assert_eq!(statements(&gold, &far).right, 0);
    }

    #[test]
    fn a_place_counts_within_a_hundred_miles() {
        let gold = json!({"places": [{"start": 0, "end": 5, "lat": 50.45, "lon": 30.52}]});
        let at = |lat: f64| json!({"mentions": [{"start": 0, "end": 5, "lat": lat, "lon": 30.52}]});
        assert_eq!(places(&gold, &at(51.8)).right, 1);
        assert_eq!(places(&gold, &at(52.0)), Counts { right: 0, predicted: 1, gold: 1 });
        assert_eq!(places(&gold, &json!({"mentions": [{"start": 0, "end": 5}]})).predicted, 0);
    }

    #[test]
    fn a_time_counts_with_its_value() {
        let gold = json!({"times": [{"start": 0, "end": 6, "value": "2031-03-03"}]});
        let wrong = json!({"times": [{"start": 0, "end": 6, "value": "2031-03-10"}]});
        assert_eq!(times(&gold, &gold).f1(), 100.0);
        assert_eq!(times(&gold, &wrong).f1(), 0.0);
    }
}
