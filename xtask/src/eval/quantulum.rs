//! The test cases of quantulum3 (MIT), read from the folder that holds them and compared in meaning: the same
//! amount in any unit of the same dimension, and the same width. Their files are not part of this repository;
//! they lie in the package `quantulum3` under `_lang/en_US/tests`.

use std::path::Path;

use parallax_model::{Page, Quantity, QuantityKind};
use serde_json::Value;

/// The files, with the least number of cases that they hold.
const FILES: [&str; 2] = ["quantities.json", "quantities.ambiguity.json"];

/// How far two amounts may differ and be one, as a share: noise of factors.
const NOISE: f64 = 1e-6;

/// Prints the cases that are not met and how many are; whether all of them are.
///
/// # Errors
/// If a file cannot be read or is no list of cases.
pub fn table(folder: &Path) -> Result<bool, Box<dyn std::error::Error>> {
    let mut all_met = true;
    for name in FILES {
        let cases: Vec<Value> = serde_json::from_slice(&std::fs::read(folder.join(name))?)?;
        let (mut met, mut more) = (0, 0);
        for case in &cases {
            let text = case["req"].as_str().ok_or("a case has no text")?;
            let wanted = case["res"].as_array().ok_or("a case has no list of results")?;
            let document = parallax_text::annotate(Page::untouched("case", text));
            let (missed, spare) = compare(text, wanted, &document.quantities);
            for want in &missed {
                println!("missed {} {} {} in: {text}", want["surface"], want["value"], want["unit"]);
            }
            for q in &spare {
                println!("spare  {:?} {} {:?} in: {text}", q.span.of(text), q.value, q.unit);
            }
            met += usize::from(missed.is_empty() && (spare.is_empty() || !wanted.is_empty()));
            more += usize::from(!spare.is_empty());
        }
        println!("{name}: {met} of {} met; {more} with amounts that are not in the list", cases.len());
        all_met &= met == cases.len();
    }
    Ok(all_met)
}

/// What is missed of the wanted results, and the amounts that none of them asks for.
fn compare<'a>(
    text: &str,
    wanted: &'a [Value],
    given: &'a [Quantity],
) -> (Vec<&'a Value>, Vec<&'a Quantity>) {
    let mut used = vec![false; given.len()];
    let missed = wanted.iter().filter(|want| {
        let found = given.iter().enumerate().position(|(i, q)| !used[i] && same(text, want, q));
        found.map(|i| used[i] = true).is_none()
    });
    let missed: Vec<&Value> = missed.collect();
    let spare = given.iter().zip(&used).filter(|(q, used)| !**used && is_amount(q)).map(|(q, _)| q);
    (missed, spare.collect())
}

/// Orders and scores are no results there; the ends of a change are one there, as a range.
fn is_amount(q: &Quantity) -> bool {
    !matches!(q.kind, QuantityKind::Ordinal | QuantityKind::Score | QuantityKind::Change)
}

fn same(text: &str, want: &Value, q: &Quantity) -> bool {
    let number = |key: &str| want[key].as_f64();
    let surface = want["surface"].as_str().unwrap_or_default();
    let over = text
        .match_indices(surface)
        .any(|(at, _)| (q.span.start as usize) < at + surface.len() && at < q.span.end as usize);
    let unit = want["unit"].as_str().filter(|u| *u != "dimensionless");
    let measure = |unit: Option<&str>| unit.map_or_else(|| Some(one()), parallax_text::measure);
    let (Some(theirs), Some(ours)) = (measure(unit), measure(q.unit.as_deref())) else { return false };
    let near = |a: f64, b: f64| (a - b).abs() <= NOISE * a.abs().max(b.abs());
    let amount = number("value").is_some_and(|v| near(v * theirs.factor, q.value * ours.factor));
    let width = number("uncertainty").is_none_or(|wanted| {
        let given = q.low.zip(q.high).map(|(low, high)| (high - low) / 2.0);
        given
            .is_some_and(|given| (wanted * theirs.factor - given * ours.factor).abs() <= NOISE * wanted.abs())
    });
    over && amount && width && theirs.dimension == ours.dimension
}

/// What a plain number measures.
fn one() -> parallax_text::Measure {
    parallax_text::Measure { dimension: std::collections::BTreeMap::new(), factor: 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn missed(text: &str, wanted: &Value) -> usize {
        let document = parallax_text::annotate(Page::untouched("case", text));
        compare(text, wanted.as_array().unwrap(), &document.quantities).0.len()
    }

    #[test]
    fn units_are_compared_by_what_they_measure() {
        let text = "The mast is 5 to 7 metres tall.";
        let want = |unit: &str, value: f64, width: f64| json!([{"surface": "5 to 7 metres", "unit": unit, "value": value, "uncertainty": width}]);
        assert_eq!(missed(text, &want("metre", 6.0, 1.0)), 0);
        assert_eq!(missed(text, &want("centimetre", 600.0, 100.0)), 0);
        assert_eq!(missed(text, &want("metre", 6.0, 2.0)), 1);
        assert_eq!(missed(text, &want("second", 6.0, 1.0)), 1);
        assert_eq!(missed(text, &want("metre", 5.0, 1.0)), 1);
    }
}
