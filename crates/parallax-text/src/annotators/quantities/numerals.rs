//! Numbers as texts write them, beyond [`crate::numbers`]: exponents, blanks between thousands, fractions in
//! digits and words, "two and a half", "several hundred", "± 0.1".

use super::scan::Scan;
use super::units::{self, Class};
use super::vocabulary::entry;
use crate::numbers::{self, NumberKind, vulgar};

/// A number that was read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Numeral {
    pub(super) value: f64,
    /// The piece after it.
    pub(super) next: usize,
    /// Whether it is written in digits.
    pub(super) digits: bool,
    /// Whether its form shows that it is no year, label or clock.
    pub(super) plain: bool,
    /// Half the width that "±" gives.
    pub(super) spread: Option<f64>,
    /// Whether it is a part of a whole: "two thirds", "one in five".
    pub(super) part: bool,
    /// "several hundred": at least two of them.
    pub(super) several: bool,
}

/// Largest power of ten that is read: what is beyond is no finite number.
const LARGEST: i32 = 300;

/// The number that starts at piece `i`.
pub(super) fn read(scan: &Scan<'_>, i: usize) -> Option<Numeral> {
    let number = if scan.digits(i) {
        slash(scan, i).or_else(|| in_digits(scan, i)).map(|n| spread(scan, n))
    } else if let Some(value) = vulgar(scan.str(i)) {
        Some(Numeral { part: units::at(scan, i + 1).is_none(), ..spelled(value, i + 1) })
    } else {
        several(scan, i).or_else(|| half(scan, i)).or_else(|| part(scan, i)).or_else(|| in_words(scan, i))
    }?;
    Some(one_in(scan, number)).filter(|n| n.value.is_finite())
}

fn spelled(value: f64, next: usize) -> Numeral {
    Numeral { value, next, digits: false, plain: true, spread: None, part: false, several: false }
}

fn of(n: numbers::Number) -> Numeral {
    Numeral { digits: n.digits, plain: n.plain, ..spelled(n.value, n.next) }
}

fn in_digits(scan: &Scan<'_>, i: usize) -> Option<Numeral> {
    if let Some((value, next)) = power(scan, i) {
        return Some(Numeral { digits: true, ..spelled(value, next) });
    }
    let mut n = of(numbers::read(scan, i)?);
    while n.next < i + 5 && scan.str(i).len() <= 3 && grouped(scan, n.next) {
        let group = f64::from(scan.number(n.next)?);
        n = Numeral { value: n.value * 1000.0 + group, next: n.next + 1, plain: true, ..n };
    }
    if let Some((value, next)) = exponent(scan, n.value, n.next) {
        n = Numeral { value, next, plain: true, ..n };
    }
    Some(and_a_half(scan, n))
}

fn in_words(scan: &Scan<'_>, i: usize) -> Option<Numeral> {
    Some(and_a_half(scan, of(numbers::read(scan, i)?)))
}

/// "two and a half", "a million and a half": half of one, or of the scale before.
fn and_a_half(scan: &Scan<'_>, n: Numeral) -> Numeral {
    let half = scan.is(n.next, "and") && scan.is(n.next + 1, "a");
    let part = match scan.str(n.next + 2) {
        w if w.eq_ignore_ascii_case("half") => 0.5,
        w if w.eq_ignore_ascii_case("quarter") => 0.25,
        _ => return n,
    };
    if !half {
        return n;
    }
    let scale = entry(scan, n.next - 1).number.filter(|n| n.1 == NumberKind::Scale && n.0 >= 100.0);
    let value = n.value + part * scale.map_or(1.0, |s| s.0);
    let mut next = n.next + 3;
    // "one and a half million"
    let more = entry(scan, next).number.filter(|s| s.1 == NumberKind::Scale && scale.is_none());
    let value = more.map_or(value, |m| value * m.0);
    next += usize::from(more.is_some());
    Numeral { value, next, ..n }
}

/// Whether the three digits at `k` go on a number over a blank: a narrow or fixed one, or a plain one if the
/// group is round or a unit follows. "On 12 300-metre tracks" has two numbers.
fn grouped(scan: &Scan<'_>, k: usize) -> bool {
    if !(scan.digits(k) && scan.str(k).len() == 3 && !scan.glued(k)) || scan.hyphen(k + 1) {
        return false;
    }
    let gap = scan.text.get(scan.at(k - 1).end as usize..scan.at(k).start as usize).unwrap_or_default();
    let more = scan.digits(k + 1) && scan.str(k + 1).len() == 3;
    match gap {
        "\u{a0}" | "\u{202f}" | "\u{2009}" => true,
        " " => scan.str(k) == "000" || more || units::at(scan, k + 1).is_some(),
        _ => false,
    }
}

/// "4e14", "2.48×10−5", "8x2^10": the mantissa at its power, and the piece after it.
fn exponent(scan: &Scan<'_>, mantissa: f64, k: usize) -> Option<(f64, usize)> {
    if scan.is(k, "e") && scan.glued(k) {
        let minus = matches!(scan.str(k + 1), "-" | "−" | "+");
        let at = k + 1 + usize::from(minus);
        let n = scan.number(at).filter(|_| scan.glued(at) && scan.glued(k + 1))?;
        let n = i32::try_from(n).ok().filter(|n| *n <= LARGEST)?;
        let sign = if matches!(scan.str(k + 1), "-" | "−") { -n } else { n };
        return Some((decimal(mantissa, sign)?, at + 1));
    }
    let times = matches!(scan.str(k), "×" | "x" | "X" | "·" | "⋅" | "*" | "∙");
    let (base, digits) = (k + 1, scan.digits(k + 1));
    let (value, next) = power(scan, base).filter(|_| times && digits)?;
    if scan.is(base, "10") {
        // In one step, so that no noise of binary fractions comes in.
        return Some((decimal(mantissa, value.log10().round() as i32)?, next));
    }
    Some((mantissa * value, next))
}

/// A decimal fraction with its power of ten.
fn decimal(mantissa: f64, power: i32) -> Option<f64> {
    format!("{mantissa}e{power}").parse().ok()
}

/// "10^6", "10⁶", "10−5", "2^10": its value, and the piece after it.
fn power(scan: &Scan<'_>, i: usize) -> Option<(f64, usize)> {
    let base = scan.number(i).filter(|b| *b <= 1000)?;
    let mut k = i + 1;
    if !scan.glued(k) {
        return None;
    }
    if let Some((n, next)) = superscript(scan, k) {
        return Some((f64::from(base).powi(n), next));
    }
    let caret = scan.str(k) == "^";
    k += usize::from(caret);
    let minus = matches!(scan.str(k), "-" | "−") && scan.glued(k);
    // "10-5" alone is a range or a score; behind a mantissa it is a power.
    let behind = matches!(scan.str(i - 1), "×" | "x" | "X" | "·" | "⋅" | "*" | "∙") && scan.glued(i - 1);
    if !(caret || minus && base == 10 && behind) {
        return None;
    }
    k += usize::from(minus);
    let n = scan.number(k).filter(|_| scan.glued(k))?;
    let n = i32::try_from(n).ok().filter(|n| *n <= LARGEST)?;
    Some((f64::from(base).powi(if minus { -n } else { n }), k + 1))
}

/// "⁻⁵", and the piece after it.
fn superscript(scan: &Scan<'_>, k: usize) -> Option<(i32, usize)> {
    let minus = scan.str(k) == "⁻";
    let mut at = k + usize::from(minus);
    let first = at;
    let mut n = 0;
    while at < first + 3 && scan.glued(at) {
        let Some(digit) = scan.str(at).chars().next().and_then(|c| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|d| d == c))
        else {
            break;
        };
        n = n * 10 + digit as i32;
        at += 1;
    }
    // One superscript 2 or 3 behind a plain number is a footnote or a power of it; neither is an amount.
    (at > first && n <= LARGEST).then_some((if minus { -n } else { n }, at))
}

/// "±0.01", "+/- 1e-5" behind a number.
fn spread(scan: &Scan<'_>, n: Numeral) -> Numeral {
    let k = n.next;
    let after = match scan.str(k) {
        "±" => k + 1,
        "+" if scan.str(k + 1) == "/" && matches!(scan.str(k + 2), "-" | "−" | "–") => k + 3,
        "+" if matches!(scan.str(k + 1), "-" | "−" | "–") => k + 2,
        _ => return n,
    };
    match in_digits(scan, after).filter(|_| scan.digits(after)) {
        Some(width) => Numeral { spread: Some(width.value), next: width.next, plain: true, ..n },
        None => n,
    }
}

/// "1/4 inch", "1/40 of": a fraction, as far as the words behind show that it is no date or label.
fn slash(scan: &Scan<'_>, i: usize) -> Option<Numeral> {
    let glued = scan.str(i + 1) == "/" && scan.glued(i + 1) && scan.glued(i + 2);
    let (above, below) = (scan.number(i).filter(|_| glued)?, scan.number(i + 2)?);
    let next = i + 3;
    let unit = units::at(scan, next + usize::from(scan.hyphen(next))).is_some();
    let shown = scan.is(next, "of") || unit;
    (shown && 0 < above && above < below && !(scan.glued(next) && scan.str(next) == "/")).then(|| Numeral {
        digits: true,
        part: !unit,
        ..spelled(f64::from(above) / f64::from(below), next)
    })
}

/// "several hundred", "a few thousand", "a few dozen".
fn several(scan: &Scan<'_>, i: usize) -> Option<Numeral> {
    let k = i + usize::from(scan.is(i, "a"));
    if !scan.any(k, &["several", "few"]) {
        return None;
    }
    let (scale, kind) = entry(scan, k + 1).number?;
    (kind == NumberKind::Scale).then(|| Numeral { several: true, ..spelled(3.0 * scale, k + 2) })
}

/// "half of the voters", "half the town", "half a mile".
fn half(scan: &Scan<'_>, i: usize) -> Option<Numeral> {
    if !scan.is(i, "half") {
        return None;
    }
    let ordered = scan.any(
        i - 1,
        &[
            "first", "second", "other", "latter", "better", "top", "bottom", "this", "that", "northern",
            "southern", "north", "south", "east", "west", "front", "back", "rear", "upper", "lower", "left",
            "right",
        ],
    );
    // "half-dozen"
    if scan.hyphen(i + 1)
        && let Some((scale, NumberKind::Scale)) = entry(scan, i + 2).number
    {
        return Some(spelled(0.5 * scale, i + 3));
    }
    let article = scan.any(i + 1, &["a", "an"]);
    let at = i + 1 + usize::from(article || scan.hyphen(i + 1));
    if let Some(found) = units::at(scan, at).filter(|f| !f.symbol && f.unit.class != Class::Number) {
        let time = found.unit.class == Class::Time && !article && !scan.hyphen(i + 1);
        return (!time).then(|| spelled(0.5, at));
    }
    let whole = scan.any(i + 1, &["of", "the", "its", "their", "his", "her", "our", "all"]);
    (whole && !ordered).then(|| Numeral { part: true, ..spelled(0.5, i + 1) })
}

/// "two thirds", "one-half", "a quarter of".
fn part(scan: &Scan<'_>, i: usize) -> Option<Numeral> {
    let article = scan.any(i, &["a", "an"]);
    let above = if article {
        1.0
    } else {
        entry(scan, i).number.filter(|n| n.1 == NumberKind::Digit && n.0 > 0.0)?.0
    };
    let hyphen = scan.hyphen(i + 1);
    let k = i + 1 + usize::from(hyphen);
    let one = entry(scan, k).part?;
    // "a half-dozen"
    if scan.hyphen(k + 1)
        && let Some((scale, NumberKind::Scale)) = entry(scan, k + 2).number
    {
        return Some(spelled(above * one * scale, k + 3));
    }
    let plural = scan.str(k).ends_with(['s', 'S']);
    if (above == 1.0) == plural {
        return None;
    }
    let next = k + 1;
    let of = scan.is(next, "of");
    let noun = scan.letters(next) && !entry(scan, next).stop && units::at(scan, next).is_none();
    let mile = units::at(scan, next).is_some_and(|f| f.unit.class != Class::Time);
    let quarter = scan.any(k, &["quarter", "quarters"]) && !mile;
    // "by a third"; "a third man" and "two quarters" are no parts.
    let led =
        scan.any(i - 1, &["by", "about", "nearly", "almost", "than", "over", "under", "roughly", "least"]);
    // Orders have no plural.
    let shown = of
        || mile && article && one == 0.25
        || plural && !quarter
        || !noun && if article { led && !quarter } else { hyphen || !quarter };
    shown.then(|| Numeral { part: units::at(scan, next).is_none(), ..spelled(above * one, next) })
}

/// "one in five", "nine out of 10" as the share it tells.
fn one_in(scan: &Scan<'_>, n: Numeral) -> Numeral {
    let k = n.next;
    let out = scan.is(k, "out") && scan.is(k + 1, "of");
    let inside = scan.is(k, "in") && (1.0..10.0).contains(&n.value);
    if !(out || inside) || n.value < 1.0 || n.plain && n.digits {
        return n;
    }
    let Some(all) = numbers::read(scan, if out { k + 2 } else { k + 1 }) else { return n };
    let year = scan.number(k + 1).is_some_and(|y| (1500..2200).contains(&y));
    let timed = units::at(scan, all.next).is_some() || scan.hyphen(all.next) || all.value > 1e6;
    // "killed two in five attacks" would be one, were it said so.
    let usual = out || n.value == 1.0 && all.value >= 3.0 || matches!(all.value as u32, 3 | 4 | 5 | 10 | 100);
    if year || timed || !usual || all.value <= n.value {
        return n;
    }
    Numeral { value: n.value / all.value, next: all.next, part: true, ..n }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Option<(f64, usize)> {
        let scan = Scan::line(text);
        read(&scan, scan.first()).map(|n| (n.value, scan.real().end - n.next))
    }

    #[test]
    fn powers_of_ten() {
        assert_eq!(value("4e14"), Some((4e14, 0)));
        assert_eq!(value("2.5e-3"), Some((0.0025, 0)));
        assert_eq!(value("2.5×10−5"), Some((0.000_025, 0)));
        assert_eq!(value("7 × 10⁶"), Some((7e6, 0)));
        assert_eq!(value("10^6"), Some((1e6, 0)));
        assert_eq!(value("3x2^10"), Some((3072.0, 0)));
        assert_eq!(value("4x4"), Some((4.0, 2)));
        assert_eq!(value("1e999"), Some((1.0, 2)));
    }

    #[test]
    fn blanks_between_thousands() {
        assert_eq!(value("10 000"), Some((10_000.0, 0)));
        assert_eq!(value("1\u{202f}234\u{202f}567"), Some((1_234_567.0, 0)));
        assert_eq!(value("301 338 km"), Some((301_338.0, 1)));
        assert_eq!(value("12 300 boats"), Some((12.0, 2)));
    }

    #[test]
    fn parts_of_one() {
        assert_eq!(value("two thirds"), Some((2.0 / 3.0, 0)));
        assert_eq!(value("one-half"), Some((0.5, 0)));
        assert_eq!(value("a quarter of"), Some((0.25, 1)));
        assert_eq!(value("three halves"), Some((1.5, 0)));
        assert_eq!(value("two and a half"), Some((2.5, 0)));
        assert_eq!(value("one and a half million"), Some((1_500_000.0, 0)));
        assert_eq!(value("a million and a half"), Some((1_500_000.0, 0)));
        assert_eq!(value("1/3 of"), Some((1.0 / 3.0, 1)));
        assert_eq!(value("one in five homes"), Some((0.2, 1)));
        assert_eq!(value("nine out of 10"), Some((0.9, 0)));
        assert_eq!(value("one in 2014"), Some((1.0, 2)));
        assert_eq!(value("a third man"), None);
    }

    #[test]
    fn several_of_a_scale() {
        assert_eq!(value("several hundred"), Some((300.0, 0)));
        assert_eq!(value("a few thousand"), Some((3000.0, 0)));
        assert_eq!(value("a few ships"), None);
    }

    #[test]
    fn widths() {
        let scan = Scan::line("5.25±0.01");
        assert_eq!(read(&scan, scan.first()).and_then(|n| n.spread), Some(0.01));
    }
}
