//! Units of measure and money, from `data/en/units.tsv`: their spellings, dimensions and factors.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use super::scan::Scan;
use crate::lexicon::{english, rows};
use crate::words::{Words, lower};

/// What a unit measures, as far as the kind of a quantity depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Percent and the like.
    Share,
    /// A number with a name: "dozen".
    Number,
    /// A length of time.
    Time,
    /// Money.
    Money,
    /// Anything else.
    Measure,
}

/// One unit, prefix included.
#[derive(Debug)]
pub(super) struct Unit {
    pub(super) name: String,
    pub(super) factor: f64,
    /// Base units with their powers.
    pub(super) dimension: Vec<(String, i8)>,
    pub(super) class: Class,
    /// Whether "a gallon" is an amount.
    pub(super) one: bool,
    /// Words that speak for it where a spelling is shared.
    hints: Vec<&'static str>,
    /// Whether it never wins without one of them.
    strict: bool,
}

/// One way to write a unit.
#[derive(Debug)]
struct Form {
    /// Its pieces, in lower case unless it is a symbol.
    pieces: Vec<String>,
    symbol: bool,
    unit: u16,
}

/// All units, and their forms by first piece in lower case, longest first.
struct Table {
    units: Vec<Unit>,
    forms: HashMap<String, Vec<Form>>,
}

/// A spelling of a unit that stands in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) unit: &'static Unit,
    pub(super) next: usize,
    pub(super) symbol: bool,
}

/// Pieces to either side in which a word speaks for one of several units.
const NEAR: usize = 14;

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { units: Vec::new(), forms: HashMap::new() };
    let mut prefixes: Vec<(&str, &str, f64)> = Vec::new();
    for row in rows(english!("units.tsv")) {
        let field = |i: usize| row.get(i).copied().unwrap_or_default();
        let factor: f64 = field(if field(0) == "prefix" { 3 } else { 2 }).parse().unwrap_or(1.0);
        if field(0) == "prefix" {
            prefixes.push((field(1), field(2), factor));
            continue;
        }
        let split = |i: usize| field(i).split('|').map(str::trim).filter(|s| !s.is_empty());
        let code = field(0).chars().all(|c| c.is_ascii_uppercase());
        let words: Vec<&str> = Some(field(0)).filter(|_| !code).into_iter().chain(split(3)).collect();
        let symbols: Vec<&str> = split(4).collect();
        table.add("", "", factor, &row, &words, &symbols);
        for symbol in field(5).split(' ').filter(|p| !p.is_empty()) {
            for &(name, _, times) in prefixes.iter().filter(|p| p.1 == symbol) {
                table.add(name, symbol, factor * times, &row, &words, &symbols);
            }
        }
    }
    table
});

impl Table {
    /// Adds a unit with its forms; the words and symbols are those without the prefix.
    fn add(
        &mut self,
        name: &str,
        sign: &str,
        factor: f64,
        row: &[&'static str],
        words: &[&str],
        symbols: &[&str],
    ) {
        let field = |i: usize| row.get(i).copied().unwrap_or_default();
        let dimension = dimension(field(1));
        let money = |d: &str| d.len() >= 3 && d != "mol" && d != "rad" && d != "bit" && !d.starts_with("deg");
        let class = match &dimension[..] {
            [] if factor < 1.0 => Class::Share,
            [] if factor > 1.0 => Class::Number,
            [(base, 1)] if base == "s" => Class::Time,
            [(base, 1)] if money(base) => Class::Money,
            _ => Class::Measure,
        };
        // "b" may be anything, "kb" is not.
        let hints = if sign.is_empty() { field(6) } else { "" };
        let unit = self.units.len() as u16;
        self.units.push(Unit {
            name: format!("{name}{}", field(0)),
            factor,
            dimension,
            class,
            one: field(7) == "one",
            hints: hints.trim_start_matches('!').split(' ').filter(|h| !h.is_empty()).collect(),
            strict: hints.starts_with('!'),
        });
        for word in words {
            let word = format!("{name}{}", word.to_lowercase());
            self.form(&word, false, unit);
            self.form(&format!("{word}s"), false, unit);
            if let Some(rest) = word.strip_prefix("degree ") {
                self.form(&format!("degrees {rest}"), false, unit);
            }
        }
        for symbol in symbols {
            self.form(&format!("{sign}{symbol}"), true, unit);
        }
    }

    fn form(&mut self, text: &str, symbol: bool, unit: u16) {
        let pieces = pieces(text);
        let Some(first) = pieces.first().map(|p| p.to_lowercase()) else { return };
        let forms = self.forms.entry(first).or_default();
        let at = forms.partition_point(|f| f.pieces.len() >= pieces.len());
        forms.insert(at, Form { pieces, symbol, unit });
    }
}

/// The pieces of a spelling, cut as texts are.
fn pieces(text: &str) -> Vec<String> {
    let words = Words::line(text);
    words.real().map(|i| words.str(i).to_owned()).collect()
}

/// `kg m2 s-2` as base units with powers.
fn dimension(text: &str) -> Vec<(String, i8)> {
    let one = |part: &str| {
        let end = part.find(|c: char| c == '-' || c.is_ascii_digit()).unwrap_or(part.len());
        Some((part[..end].to_owned(), part[end..].parse().unwrap_or(1))).filter(|(base, _)| !base.is_empty())
    };
    text.split(' ').filter_map(one).collect()
}

/// The unit spelled at piece `k`: the longest spelling; of several units that share it, the one that the words
/// around speak for, else the first.
pub(super) fn at(scan: &Scan<'_>, k: usize) -> Option<Found> {
    let first = scan.str(k);
    let mut buffer = [0; 24];
    let forms = TABLE.forms.get(lower(first, &mut buffer)?)?;
    let mut best: Option<(&Form, bool)> = None;
    for form in forms.iter().filter(|f| matches(scan, k, f)) {
        if best.is_some_and(|(b, _)| b.pieces.len() > form.pieces.len()) {
            break;
        }
        let unit = &TABLE.units[usize::from(form.unit)];
        let hinted = !unit.hints.is_empty() && near(scan, k, &unit.hints);
        if unit.strict && !hinted {
            continue;
        }
        if best.is_none_or(|(_, b)| hinted && !b) {
            best = Some((form, hinted));
        }
    }
    let (form, _) = best?;
    let unit = &TABLE.units[usize::from(form.unit)];
    Some(Found { unit, next: k + form.pieces.len(), symbol: form.symbol })
}

/// Whether some spelling starts at `k`, whatever stands around.
pub(super) fn starts(scan: &Scan<'_>, k: usize) -> bool {
    let mut buffer = [0; 24];
    let forms = lower(scan.str(k), &mut buffer).and_then(|w| TABLE.forms.get(w));
    forms.is_some_and(|forms| forms.iter().any(|f| matches(scan, k, f)))
}

fn matches(scan: &Scan<'_>, k: usize, form: &Form) -> bool {
    form.pieces.iter().enumerate().all(|(n, piece)| {
        let here = scan.str(k + n);
        let joined = n == 0 || !form.symbol || scan.glued(k + n);
        joined && if form.symbol { here == piece } else { same(here, piece) }
    })
}

/// Equal but for case.
fn same(here: &str, lower: &str) -> bool {
    here.eq_ignore_ascii_case(lower) || !here.is_ascii() && here.to_lowercase() == lower
}

/// Whether one of the words stands near piece `k`, in the same block.
pub(super) fn near(scan: &Scan<'_>, k: usize, hints: &[&str]) -> bool {
    let here = |&j: &usize| !scan.is_break(j);
    let hit = |j: usize| scan.any(j, hints);
    (k.saturating_sub(NEAR)..k).rev().take_while(here).any(hit)
        || (k + 1..k + 1 + NEAR).take_while(here).any(hit)
}

/// What a unit measures: base units with their powers, and how many of them one unit is.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// Base units (m, kg, s, A, K, mol, cd, rad, bit, degC, degF, ISO codes of currencies) with their powers.
    pub dimension: BTreeMap<String, i32>,
    /// How many of the dimension one unit is.
    pub factor: f64,
}

/// What the unit of a quantity, or a spelling of one, measures; none if it is unknown.
///
/// ```
/// let measure = parallax_text::measure("kilometre per hour").unwrap();
/// assert_eq!(measure.dimension.into_iter().collect::<Vec<_>>(), [("m".into(), 1), ("s".into(), -1)]);
/// assert!((measure.factor - 1.0 / 3.6).abs() < 1e-9);
/// ```
#[must_use]
pub fn measure(unit: &str) -> Option<Measure> {
    let scan = Scan::line(unit);
    let inverse = scan.is(scan.first(), "inverse") || scan.is(scan.first(), "per");
    let from = scan.first() + usize::from(inverse);
    let mut measure = Measure { dimension: BTreeMap::new(), factor: 1.0 };
    let found = super::compounds::factors(&scan, from).or_else(|| code(unit))?;
    for (unit, power) in found {
        let power = i32::from(if inverse { -power } else { power });
        measure.factor *= unit.factor.powi(power);
        for (base, n) in &unit.dimension {
            *measure.dimension.entry(base.clone()).or_default() += i32::from(*n) * power;
        }
    }
    measure.dimension.retain(|_, n| *n != 0);
    Some(measure)
}

/// A unit by its name alone.
fn code(name: &str) -> Option<Vec<(&'static Unit, i8)>> {
    TABLE.units.iter().find(|u| u.name == name).map(|u| vec![(u, 1)])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn factor(unit: &str) -> f64 {
        measure(unit).unwrap().factor
    }

    #[test]
    fn every_row_has_a_factor_and_forms() {
        assert!(TABLE.units.len() > 300);
        for unit in &TABLE.units {
            assert!(unit.factor.is_finite() && unit.factor > 0.0, "{}", unit.name);
        }
    }

    #[test]
    fn prefixes_and_powers() {
        assert!((factor("kilometre") - 1e3).abs() < 1e-9);
        assert!((factor("square mile") / 2_589_988.110_336 - 1.0).abs() < 1e-9);
        assert!((factor("cubic centimetre") / factor("millilitre") - 1.0).abs() < 1e-9);
        assert!((factor("kilometre per square second") - 1e3).abs() < 1e-9);
        assert_eq!(measure("per second"), measure("hertz"));
        assert_eq!(measure("mile per hour").unwrap().dimension["s"], -1);
    }

    #[test]
    fn what_is_no_unit_measures_nothing() {
        assert_eq!(measure("ship"), None);
        assert_eq!(measure(""), None);
    }
}
