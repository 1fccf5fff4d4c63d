//! Raw numbers to records: what they are a rate of, what limits them, and amounts told twice.

use std::collections::BTreeMap;

use parallax_model::{Bound, Document, Quantity, QuantityKind, Span, TimexType};

use super::raw::Raw;
use super::scan::Scan;
use super::units::{self, Measure};
use super::vocabulary::{entry, singular};
use crate::words::Kind;

/// The record of a number.
pub(super) fn record(document: &Document, scan: &Scan<'_>, r: &Raw) -> Quantity {
    let span = |(from, to): (usize, usize)| scan.span(from, to);
    let counted = r.counted.map(span);
    let end = counted.map_or(scan.at(r.to - 1).end, |c| c.end);
    let amount = |kind| matches!(kind, QuantityKind::Count | QuantityKind::Measure | QuantityKind::Money);
    // "magnitude 6.4": nothing is counted in parts.
    let broken = r.kind == QuantityKind::Count
        && r.bound != Bound::Range
        && r.value.fract() != 0.0
        && r.head.is_none()
        && r.what.is_none();
    let kind = if r.weak {
        bare(scan, r)
    } else if broken {
        QuantityKind::Number
    } else {
        r.kind
    };
    let per = r.per.map(span).or_else(|| rate(document, end)).or_else(|| per(scan, end));
    let what = r.what.clone().or_else(|| r.head.map(|h| singular(scan.str(h))));
    let mut scope: Vec<Span> = r.scope.map(span).into_iter().collect();
    if amount(kind) || kind == QuantityKind::Share {
        scope.extend(since(document, scan, end));
    }
    Quantity {
        span: scan.span(r.from, r.to),
        kind,
        value: r.value,
        low: r.low,
        high: r.high,
        bound: r.bound,
        unit: r.unit.clone(),
        counted,
        what,
        per,
        scope,
        equals: None,
        against: r.against,
    }
}

/// What a number does that counts nothing by its words: a part of a name, or nothing that is known.
fn bare(scan: &Scan<'_>, r: &Raw) -> QuantityKind {
    let before = scan.letters(r.from - 1) && scan.capital(r.from - 1) && scan.digits(r.from);
    let starts = scan.at(r.from - 2).kind == Kind::Break
        || matches!(scan.str(r.from - 2), "." | "!" | "?" | "“" | "\"");
    if before && !starts && !entry(scan, r.from - 1).stop {
        QuantityKind::Label
    } else {
        QuantityKind::Number
    }
}

/// "a day", "per week" right behind.
fn rate(document: &Document, end: u32) -> Option<Span> {
    let k = document.times.partition_point(|t| t.span.start < end);
    let t = document.times.get(k).filter(|t| t.of == TimexType::Set)?;
    let gap = document.page.text.get(end as usize..t.span.start as usize)?;
    gap.trim().is_empty().then_some(t.span)
}

/// "per head", "per 100,000 people" right behind.
fn per(scan: &Scan<'_>, end: u32) -> Option<Span> {
    let k = scan.index(end);
    if !scan.is(k, "per") || scan.is(k + 1, "cent") {
        return None;
    }
    let number = (k + 1..k + 6)
        .take_while(|&j| scan.digits(j) || scan.str(j) == "," || entry(scan, j).number.is_some());
    let noun = k + 1 + number.count();
    (scan.letters(noun)).then(|| scan.span(k, noun + 1))
}

/// How many bytes behind a number the time that limits it may stand.
const FAR: u32 = 90;

/// "since 2014", "in the past week", "so far this year" behind a number, in its clause.
fn since(document: &Document, scan: &Scan<'_>, end: u32) -> Option<Span> {
    let k = document.times.partition_point(|t| t.span.start < end);
    let t = document.times.get(k).filter(|t| t.of != TimexType::Set && t.span.start <= end + FAR)?;
    let clause = document.page.text.get(end as usize..t.span.start as usize)?;
    if !same_clause(clause) {
        return None;
    }
    let at = scan.index(t.span.start);
    if entry(scan, at).scope {
        return Some(t.span);
    }
    // "so far this year"
    let from = if scan.is(at - 1, "far") && scan.is(at - 2, "so") { at - 2 } else { at - 1 };
    let leads = entry(scan, from).scope && scan.at(from).start >= end;
    leads.then(|| Span::new(scan.at(from).start as usize, t.span.end as usize))
}

/// Whether words between a number and a time are of one clause: nothing but an insertion between commas is left out
/// ("900 people, 300 of them civilians, have been killed since 2014").
fn same_clause(words: &str) -> bool {
    let whole = |part: &str| {
        !part.contains([';', ':', '(', ')', '.', '\n', '—', '"', '“', '”'])
            && !part.bytes().any(|b| b.is_ascii_digit())
    };
    let Some((before, _)) = words.split_once(',') else { return whole(words) };
    let Some((_, after)) = words.rsplit_once(',') else { return false };
    let goes_on = ["have", "has", "had", "was", "were", "are"];
    whole(before) && whole(after) && after.split_whitespace().next().is_some_and(|w| goes_on.contains(&w))
}

/// What stands between an amount and its repetition in another unit, besides blanks and brackets.
const BETWEEN: [&str; 9] =
    ["", "or", "about", "around", "roughly", "nearly", "some", "approximately", "equivalent"];

/// Links amounts told again in another unit to the first: "$1.35 million (1 million pounds)", "20 miles, or 32 km".
pub(super) fn link(document: &Document, quantities: &mut [Quantity]) {
    for i in 1..quantities.len() {
        let [.., a, b] = &quantities[..=i] else { continue };
        let Some(gap) = document.page.text.get(a.span.end as usize..b.span.start as usize) else { continue };
        let restates = matches!(gap.trim_start().chars().next(), Some('(' | '[' | '/' | '—' | '–'))
            || gap.starts_with(", or ")
            || gap == " or ";
        let clean = gap.len() < 40
            && gap
                .split(|c: char| c.is_whitespace() || ",([/—–~≈\\".contains(c))
                .all(|w| BETWEEN.contains(&w));
        if restates && clean && a.kind == b.kind && same_amount(a, b) {
            quantities[i].equals = Some(i as u32 - 1);
        }
    }
}

/// Whether two amounts in different units may be one: measures by their size, money always.
fn same_amount(a: &Quantity, b: &Quantity) -> bool {
    let (Some(x), Some(y)) = (&a.unit, &b.unit) else { return false };
    if x == y {
        return false;
    }
    if a.kind == QuantityKind::Money {
        return true;
    }
    let (Some(p), Some(q)) = (units::measure(x), units::measure(y)) else { return false };
    let (p, q) = (absolute(&p, a.value), absolute(&q, b.value));
    // Converted numbers are rounded, and thermometers start anywhere.
    p.0 == q.0 && (p.1 - q.1).abs() <= 0.1 * p.1.abs().max(q.1.abs())
}

/// An amount in base units, with degrees told from absolute zero.
fn absolute(measure: &Measure, value: f64) -> (BTreeMap<String, i32>, f64) {
    let scale = measure.dimension.keys().next().filter(|_| measure.dimension.len() == 1).map(String::as_str);
    let kelvin = || BTreeMap::from([("K".to_owned(), 1)]);
    match scale {
        Some("degC") => (kelvin(), value + 273.15),
        Some("degF") => (kelvin(), (value - 32.0) / 1.8 + 273.15),
        _ => (measure.dimension.clone(), value * measure.factor),
    }
}

#[cfg(test)]
mod tests {
    use super::super::marked;

    fn equal(text: &str) -> Vec<(String, String)> {
        let d = marked(text);
        let words = |i: usize| d.words(d.quantities[i].span).to_owned();
        let linked =
            d.quantities.iter().enumerate().filter_map(|(i, q)| Some((words(i), words(q.equals? as usize))));
        linked.collect()
    }

    #[test]
    fn amounts_told_twice_are_linked() {
        let pairs = [
            (
                "The ring cost $1.35 million (about 1 million pounds).",
                "about 1 million pounds",
                "$1.35 million",
            ),
            ("The pipe is 20 miles (32 km) long.", "32 km", "20 miles"),
            (
                "It was 30 degrees Celsius (86 degrees Fahrenheit).",
                "86 degrees Fahrenheit",
                "30 degrees Celsius",
            ),
            ("They walked 20 miles, or 32 kilometres, in a night.", "32 kilometres", "20 miles"),
        ];
        for (text, second, first) in pairs {
            assert_eq!(equal(text), [(second.to_owned(), first.to_owned())], "{text}");
        }
    }

    #[test]
    fn other_amounts_are_not_linked() {
        for text in [
            "It is 20 miles (90 km) off.",
            "It cost $5 million in 10 weeks.",
            "They sent 5 tonnes (12 boxes).",
        ] {
            assert_eq!(equal(text), [], "{text}");
        }
    }

    #[test]
    fn what_limits_a_count() {
        let scope = |text: &str| -> Vec<String> {
            let d = marked(text);
            d.quantities.iter().flat_map(|q| q.scope.iter().map(|s| d.words(*s).to_owned())).collect()
        };
        assert_eq!(
            scope("Some 900 people, 300 of them civilians, have been killed since 2014."),
            ["since 2014", "of them civilians", "since 2014"]
        );
        assert_eq!(scope("It lost 12 planes in the past week."), ["in the past week"]);
        assert_eq!(scope("It sank 12 ships, and in 2014 it left."), Vec::<String>::new());
    }

    #[test]
    fn rates_by_anything() {
        let d = marked("The region has 40 cases per 100,000 people.");
        assert_eq!(d.quantities[0].per.map(|p| d.words(p)), Some("per 100,000 people"));
    }
}
