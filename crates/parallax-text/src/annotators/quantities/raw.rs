//! Numbers with their bound, unit and noun, before anything is known of what happened to them.

use parallax_model::{Bound, QuantityKind};

use super::apart::{self, Apart};
use super::compounds::{self, Compound};
use super::nouns::with_noun;
use super::numerals::{self, Numeral};
use super::ranges::{self, Range};
use super::scan::Scan;
use super::suffix;
use super::units::{self, Class};
use super::vocabulary::{bound_after, bound_before, entry};
use crate::numbers::NumberKind;

/// A number as the words give it. All fields but the values are pieces.
#[derive(Debug, Clone, Default)]
pub(super) struct Raw {
    pub(super) kind: QuantityKind,
    /// The whole expression, with bound and unit.
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) value: f64,
    pub(super) low: Option<f64>,
    pub(super) high: Option<f64>,
    pub(super) bound: Bound,
    pub(super) unit: Option<String>,
    pub(super) counted: Option<(usize, usize)>,
    /// Head noun of what is counted.
    pub(super) head: Option<usize>,
    pub(super) what: Option<String>,
    pub(super) per: Option<(usize, usize)>,
    /// "of them civilians".
    pub(super) scope: Option<(usize, usize)>,
    pub(super) against: Option<f64>,
    /// Whether it is a part of a whole.
    pub(super) share: bool,
    /// Whether its unit is one of length.
    pub(super) length: bool,
    /// Whether it stands without a noun, unit, separator or bound that shows it to be a quantity.
    pub(super) weak: bool,
    /// Whether it was added into another: "two men" in "two men and a woman".
    pub(super) spoken_for: bool,
}

impl Raw {
    /// An exact number of a kind.
    pub(super) fn of(kind: QuantityKind, value: f64, from: usize, to: usize) -> Self {
        Self { kind, from, to, value, low: Some(value), high: Some(value), ..Self::default() }
    }
}

/// Low and high, inclusive where the words allow it, and the bound. About is a tenth to either side: what
/// rounding and "nearly" leave open. More than keeps its number as the low end, which it does not reach.
pub(super) fn bounds(value: f64, how: Option<&str>) -> (Option<f64>, Option<f64>, Bound) {
    match how {
        None => (Some(value), Some(value), Bound::Exact),
        Some("nearly") => (tenth(value, 0.9), Some(value), Bound::About),
        Some("more_than") => (Some(value), None, Bound::MoreThan),
        Some("just_over") => (Some(value), tenth(value, 1.1), Bound::MoreThan),
        Some("at_least") => (Some(value), None, Bound::AtLeast),
        Some("at_most") => (None, Some(value), Bound::AtMost),
        Some("less_than") => (None, Some(value), Bound::LessThan),
        Some("just_under") => (tenth(value, 0.9), Some(value), Bound::LessThan),
        Some(_) => (tenth(value, 0.9), tenth(value, 1.1), Bound::About),
    }
}

/// A part of a value, without the noise of binary fractions.
fn tenth(value: f64, part: f64) -> Option<f64> {
    Some((value * part * 1e6).round() / 1e6)
}

/// What was found at a piece.
#[derive(Debug, Default)]
pub(super) struct Finds {
    /// Amounts.
    pub(super) amounts: Vec<Raw>,
    /// Numbers told apart.
    pub(super) told: Vec<Raw>,
}

/// One number with the money sign before it and the unit behind it.
#[derive(Debug, Clone)]
pub(super) struct Part {
    /// Where it starts, with sign and minus.
    pub(super) start: usize,
    pub(super) number: Numeral,
    pub(super) unit: Option<Compound>,
    /// The piece after the unit.
    pub(super) to: usize,
}

/// Reads the number that starts at piece `i` into `finds`, and gives the piece to go on from.
pub(super) fn read(scan: &Scan<'_>, i: usize, finds: &mut Finds) -> Option<usize> {
    if let Some(raw) = unnamed(scan, i).or_else(|| zero(scan, i)).or_else(|| article(scan, i)) {
        let next = raw.to;
        finds.amounts.push(raw);
        return Some(next);
    }
    if scan.digits(i) {
        match apart::digits(scan, i, suffix::money_before(scan, i).is_some() || minus_before(scan, i)) {
            Apart::Nothing(next) => return Some(next),
            Apart::Told(raw) => {
                let next = raw.to;
                finds.told.push(*raw);
                return Some(next);
            }
            Apart::Amount => {}
        }
    } else if let Some(raw) = apart::ordinal(scan, i) {
        let next = raw.to;
        finds.told.push(raw);
        return Some(next);
    }
    let (raw, change) = amount(scan, i)?;
    let raw = apart::aged(scan, raw);
    let next = raw.to;
    finds.told.extend(change);
    if raw.kind == QuantityKind::Age {
        finds.told.push(raw);
    } else {
        finds.amounts.push(with_noun(scan, raw));
    }
    Some(next)
}

/// The amount at `i`, range or not, without its noun; and the change that it begins.
pub(super) fn amount(scan: &Scan<'_>, i: usize) -> Option<(Raw, Option<Raw>)> {
    let first = part(scan, i)?;
    match ranges::read(scan, &first) {
        Some(Range::Broken) => None,
        Some(Range::Ends(low, high)) => Some((shape(scan, &low, &high, true), None)),
        Some(Range::Change(old, new)) => {
            let change = Raw { kind: QuantityKind::Change, ..shape(scan, &old, &new, true) };
            // "from 20 to 30 percent"
            let unit = old.unit.as_ref().or(new.unit.as_ref()).cloned();
            let old = Part { unit, ..old };
            Some((shape(scan, &old, &old, false), Some(change)))
        }
        None => Some((shape(scan, &first, &first, false), None)),
    }
}

/// The number at `i` with what is written before and behind it.
pub(super) fn part(scan: &Scan<'_>, i: usize) -> Option<Part> {
    let money = suffix::money_before(scan, i).filter(|_| scan.digits(i));
    let number = suffix::magnitude(scan, numerals::read(scan, i)?, money.is_some());
    let mut start = money.map_or(i, |m| m.1);
    let unit = match money {
        Some((unit, _)) => Some(compounds::behind(scan, unit, number.next)),
        None => suffix::unit(scan, &number, number.next),
    };
    // "minus 10 degrees", "-10C", "-$5", "$-5": only an amount with a unit is below nought.
    let mut value = number.value;
    let word = scan.is(start - 1, "minus");
    let inside = money.is_some() && matches!(scan.str(i - 1), "-" | "−");
    if unit.is_some() && (word || inside || minus_before(scan, start)) {
        value = -value;
        start -= usize::from(!inside);
    }
    // Accounts put losses in brackets: "the result is ($5 million)".
    let close = unit.as_ref().map_or(number.next, |u| u.next);
    let brackets = scan.str(start - 1) == "(" && scan.str(close) == ")";
    if money.is_some() && brackets && value > 0.0 && scan.any(start - 2, &["is", "was", "were", "of"]) {
        value = -value;
    }
    // "ten degrees below zero"
    let mut to = close;
    if unit.as_ref().is_some_and(|u| u.name.starts_with("degree"))
        && scan.is(to, "below")
        && scan.is(to + 1, "zero")
    {
        value = -value;
        to += 2;
    }
    Some(Part { start, number: Numeral { value, ..number }, unit, to })
}

/// Whether a minus stands before piece `i`: touching it, and nothing but a bracket or blank before it.
pub(super) fn minus_before(scan: &Scan<'_>, i: usize) -> bool {
    let sign = matches!(scan.str(i - 1), "-" | "−") && scan.glued(i);
    sign && (!scan.glued(i - 1) || matches!(scan.str(i - 2), "(" | "[" | "\"" | "“"))
}

/// One or two numbers as a quantity with its bound.
fn shape(scan: &Scan<'_>, first: &Part, last: &Part, is_range: bool) -> Raw {
    let lead = if is_range && scan.any(first.start - 1, &["between", "from"]) {
        first.start - 1
    } else {
        first.start
    };
    let (mut from, mut how) = bound_before(scan, lead).map_or((lead, None), |(f, h)| (f, Some(h)));
    if scan.is(from, "estimated") && how == Some("about") && scan.is(from - 1, "an") {
        from -= 1;
    }
    let mut to = last.to;
    if how.is_none()
        && let Some((end, h)) = bound_after(scan, to)
    {
        how = Some(h);
        to = end;
    }
    let number = first.number;
    if how.is_none() && (first.start..number.next).any(|k| scan.is(k, "couple")) {
        how = Some("about");
    }
    let mut raw = Raw { from, to, share: number.part, ..Raw::default() };
    set_unit(&mut raw, last.unit.as_ref().or(first.unit.as_ref()));
    (raw.value, raw.low, raw.high, raw.bound) = if is_range {
        let (a, b) = (number.value.min(last.number.value), number.value.max(last.number.value));
        (f64::midpoint(a, b), Some(a), Some(b), Bound::Range)
    } else if let Some(width) = number.spread {
        (number.value, Some(number.value - width), Some(number.value + width), Bound::About)
    } else if number.several {
        (number.value, Some(number.value / 1.5), None, Bound::About)
    } else {
        let (low, high, bound) = bounds(number.value, how);
        (number.value, low, high, bound)
    };
    if raw.share {
        raw.kind = QuantityKind::Share;
    }
    raw.weak = raw.unit.is_none()
        && how.is_none()
        && !is_range
        && !raw.share
        && !number.several
        && number.spread.is_none()
        && !(number.plain && number.digits);
    raw
}

/// Gives a quantity the unit, and the kind that goes with it.
pub(super) fn set_unit(raw: &mut Raw, unit: Option<&Compound>) {
    let Some(unit) = unit else { return };
    raw.kind = match unit.class {
        Class::Share => QuantityKind::Share,
        Class::Number => QuantityKind::Count,
        Class::Time => QuantityKind::Duration,
        Class::Money => QuantityKind::Money,
        Class::Measure => QuantityKind::Measure,
    };
    raw.share = unit.class == Class::Share;
    raw.length = unit.length;
    raw.unit = Some(unit.name.clone());
    raw.per = unit.per.or(raw.per);
    raw.weak = false;
}

/// "dozens", "hundreds of thousands": at least two of them.
fn unnamed(scan: &Scan<'_>, i: usize) -> Option<Raw> {
    let (scale, NumberKind::Scales) = entry(scan, i).number? else { return None };
    let mut value = scale * 2.0;
    let mut to = i + 1;
    if scan.is(to, "of")
        && let Some((more, NumberKind::Scales)) = entry(scan, to + 1).number
    {
        value *= more;
        to += 2;
    } else if scale == 10.0 {
        return None;
    }
    // "the 1990s thousands" and "in the hundreds" carry no noun and say little.
    let raw = Raw { from: i, to, value, low: Some(value), bound: Bound::About, weak: true, ..Raw::default() };
    Some(with_noun(scan, raw))
}

/// "absolute zero".
fn zero(scan: &Scan<'_>, i: usize) -> Option<Raw> {
    let said = scan.is(i, "absolute") && scan.is(i + 1, "zero");
    let unit = Some("kelvin".to_owned());
    said.then(|| Raw { unit, ..Raw::of(QuantityKind::Measure, 0.0, i, i + 2) })
}

/// "a week", "an hour and a half".
pub(super) fn one(scan: &Scan<'_>, i: usize) -> Option<Raw> {
    let found =
        units::at(scan, i + 1).filter(|f| scan.any(i, &["a", "an"]) && f.unit.class == Class::Time)?;
    let (value, to) = and_a_half(scan, found.next);
    let (from, how) = bound_before(scan, i).map_or((i, None), |(f, h)| (f, Some(h)));
    let (low, high, bound) = bounds(value, how);
    let unit = Some(found.unit.name.clone());
    Some(Raw { kind: QuantityKind::Duration, from, to, value, low, high, bound, unit, ..Raw::default() })
}

/// What "a mile" or "a mile and a half" is of its unit, which ends before `next`, and where the words end.
fn and_a_half(scan: &Scan<'_>, next: usize) -> (f64, usize) {
    let half = scan.is(next, "and") && scan.is(next + 1, "a") && scan.is(next + 2, "half");
    if half { (1.5, next + 3) } else { (1.0, next) }
}

/// "a gallon", "a mile and a half": one of a unit that is told so.
fn article(scan: &Scan<'_>, i: usize) -> Option<Raw> {
    if !scan.any(i, &["a", "an"]) || scan.glued(i) && !scan.any(i - 1, &["(", "“", "\"", "‘", "—"]) {
        return None;
    }
    let found = units::at(scan, i + 1).filter(|f| f.unit.one && !f.symbol)?;
    // "12 cents a litre" was read with its number; "cents a litre" has none.
    let price = units::starts(scan, i - 1) && scan.letters(i - 1);
    let joined = scan.hyphen(found.next) || scan.apostrophe(found.next) || scan.is(found.next, "or");
    let noun = scan.letters(found.next) && !entry(scan, found.next).stop;
    if price || joined || found.unit.class == Class::Number && noun {
        return None;
    }
    let (value, end) = and_a_half(scan, found.next);
    let (from, how) = bound_before(scan, i).map_or((i, None), |(f, h)| (f, Some(h)));
    if found.unit.class == Class::Number {
        let (low, high, bound) = bounds(value * found.unit.factor, how);
        return Some(Raw {
            value: value * found.unit.factor,
            low,
            high,
            bound,
            weak: true,
            from,
            to: end,
            ..Raw::default()
        });
    }
    let unit = compounds::read(scan, i + 1)?;
    let (low, high, bound) = bounds(value, how);
    let to = end.max(unit.next);
    let mut raw = Raw { value, low, high, bound, from, to, ..Raw::default() };
    set_unit(&mut raw, Some(&unit));
    Some(with_noun(scan, raw))
}
