//! What is written right behind a number: what multiplies it ("40m"), and its unit.

use super::compounds::{self, Compound};
use super::numerals::Numeral;
use super::scan::Scan;
use super::units::{self, Class, Unit};
use super::vocabulary::{entry, is_plural};

/// The number with the letter glued to it taken in: "$5m", "€10B", "0.5k miles", "10m people".
pub(super) fn magnitude(scan: &Scan<'_>, n: Numeral, money: bool) -> Numeral {
    let k = n.next;
    let glued = scan.glued(k) && scan.letters(k) && !touched(scan, k + 1);
    let Some(times) = entry(scan, k).magnitude.filter(|_| glued && n.digits) else { return n };
    let taken = money
        || match scan.str(k) {
            "k" | "K" => units::at(scan, k).is_none(),
            "M" => true,
            "m" => !is_metres(scan, k + 1) && (!scan.is(k - 2, "the") || counts_something(scan, k + 1)),
            _ => false,
        };
    if !taken {
        return n;
    }
    // "2.174T" must not become 2173999999999.9998.
    let value = (n.value * times * 1e3).round() / 1e3;
    Numeral { value, next: k + 1, plain: true, ..n }
}

/// Whether letters or digits touch piece `k` from the left.
fn touched(scan: &Scan<'_>, k: usize) -> bool {
    scan.glued(k) && (scan.letters(k) || scan.digits(k))
}

/// Whether "100m" in front of piece `k` is a length: something is so long there, and nothing is counted.
fn is_metres(scan: &Scan<'_>, k: usize) -> bool {
    let at = k + usize::from(scan.hyphen(k));
    let e = entry(scan, at);
    e.metres || e.extent.is_some() || matches!(scan.str(k), "²" | "³" | "^" | "/")
}

/// The unit behind a number that ends before piece `k`.
pub(super) fn unit(scan: &Scan<'_>, n: &Numeral, k: usize) -> Option<Compound> {
    let hyphen = scan.hyphen(k) && scan.glued(k + 1);
    // "8- to 16-meter" is read from its second number.
    let at = k + usize::from(hyphen);
    if let Some(times) = times(scan, at) {
        return Some(times);
    }
    let found = units::at(scan, at);
    if let Some(f) = found.filter(|f| f.symbol)
        && !is_symbol(scan, n, at, f.next, hyphen)
    {
        return None;
    }
    if let Some(f) = found.filter(|f| !f.symbol) {
        // "the party won 120 won seats" has no money in it; "a dozen" is a number of its own.
        let verb = f.unit.name == "KRW" && n.value < 1000.0;
        if verb || f.unit.class == Class::Number {
            return None;
        }
    }
    let unit = compounds::read(scan, at)?;
    if found.is_some_and(|f| f.unit.name == "degree") {
        return Some(degrees(scan, unit));
    }
    // "20 million pounds" is money: nobody weighs that.
    if unit.name == "pound" && n.value >= 100_000.0 && unit.per.is_none() {
        return Some(Compound { name: "GBP".to_owned(), class: Class::Money, ..unit });
    }
    Some(unit)
}

/// "four times a week": nothing but how often.
fn times(scan: &Scan<'_>, k: usize) -> Option<Compound> {
    let each = scan.is(k, "times") && scan.any(k + 1, &["a", "an", "per", "each", "every"]);
    let period = units::at(scan, k + 2).filter(|f| each && f.unit.class == Class::Time)?;
    let name = format!("per {}", period.unit.name);
    Some(Compound {
        name,
        next: k + 1,
        class: Class::Measure,
        per: Some((k + 1, period.next)),
        length: false,
    })
}

/// "degrees" with the scale named behind: "273° on the Celsius scale".
fn degrees(scan: &Scan<'_>, unit: Compound) -> Compound {
    let k = unit.next;
    let named = scan.is(k, "on") && scan.is(k + 1, "the") && scan.is(k + 3, "scale");
    match scan.str(k + 2) {
        "Celsius" if named => Compound { name: "degree Celsius".to_owned(), ..unit },
        "Fahrenheit" if named => Compound { name: "degree Fahrenheit".to_owned(), ..unit },
        _ => unit,
    }
}

/// Whether the symbol at `k`, which ends before `end`, is one and no word or part of one.
fn is_symbol(scan: &Scan<'_>, n: &Numeral, k: usize, end: usize, hyphen: bool) -> bool {
    let symbol = scan.str(k);
    let letter = symbol.len() == 1 && scan.letters(k);
    let glued = scan.glued(k);
    // "50mph-plus" is one, "5Mbits" is none; digits behind may be a power.
    if scan.glued(end) && scan.letters(end) {
        return false;
    }
    if scan.digits(end) && scan.glued(end) && !matches!(scan.str(end), "2" | "3") {
        return false;
    }
    // "two m" and "two in": symbols stand behind digits.
    if !n.digits && (letter || matches!(symbol, "in" | "am" | "pm" | "mi" | "as")) && !is_sign(scan, k) {
        return n.value.fract() != 0.0 && matches!(symbol, "in" | "mi");
    }
    match symbol {
        "in" => is_inch(scan, end),
        // A clock has two digits behind its point, none or sixty of them.
        "am" | "pm" => decimals(scan, k).is_some_and(|d| d.len() != 2 || d > "59"),
        "$" | "£" => glued,
        "\"" => glued && !open_quote(scan, k),
        "'" => glued && !touched(scan, end),
        _ if letter && hyphen => matches!(symbol, "m" | "g" | "t" | "l" | "L"),
        // "5 J. Smith", "5 A's", "5 a-side"
        _ if letter && !glued => {
            let article = symbol == "A" && scan.letters(end);
            let initial = scan.str(end) == "."
                && scan.capital(end + 1)
                && scan.at(end + 1).kind != crate::words::Kind::Break;
            !initial
                && !article
                && !(scan.glued(end) && (scan.apostrophe(end) || scan.hyphen(end) && scan.letters(end + 1)))
        }
        // "a 5G network", "the 9A bus", "30s": glued, only what is usual.
        _ if letter => {
            matches!(symbol, "m" | "g" | "t" | "l" | "L" | "C" | "F" | "K" | "W" | "V" | "h" | "b" | "J")
        }
        _ => true,
    }
}

/// Whether the piece is a sign and no letters: "°", "%".
fn is_sign(scan: &Scan<'_>, k: usize) -> bool {
    !scan.letters(k)
}

/// "2 in." at an end, "2 in thick": not "ranked 2 in Europe".
fn is_inch(scan: &Scan<'_>, end: usize) -> bool {
    let at = end + usize::from(scan.hyphen(end));
    let marked =
        !scan.letters(at) && !scan.digits(at) && !matches!(scan.str(at), "“" | "\"" | "‘" | "$" | "£" | "€");
    marked || entry(scan, at).extent.is_some() || scan.any(at, &["by", "x", "diameter", "across", "square"])
}

/// The digits behind the point of the number that ends before piece `k`.
fn decimals<'t>(scan: &Scan<'t>, k: usize) -> Option<&'t str> {
    (scan.digits(k - 1) && scan.str(k - 2) == "." && scan.glued(k - 1)).then(|| scan.str(k - 1))
}

/// Pieces in front of a straight quotation mark in which its partner is looked for.
const QUOTE: usize = 60;

/// Whether a straight quotation mark stands open before piece `k`.
fn open_quote(scan: &Scan<'_>, k: usize) -> bool {
    let before = (k.saturating_sub(QUOTE)..k).rev().take_while(|&j| !scan.is_break(j));
    before.filter(|&j| scan.str(j) == "\"").count() % 2 == 1
}

/// Money in front of the number at `i`: "$", "US$", "EUR ", "Rs. ", and the piece where it starts.
pub(super) fn money_before(scan: &Scan<'_>, i: usize) -> Option<(&'static Unit, usize)> {
    for back in (1..=4).rev() {
        let from = i - back;
        let Some(found) = units::at(scan, from) else { continue };
        let money = found.symbol && found.unit.class == Class::Money && found.unit.dimension.len() == 1;
        let minus = matches!(scan.str(i - 1), "-" | "−" | "–") && found.next == i - 1 && scan.glued(i);
        let letters = scan.letters(i - 1);
        let ends = found.next == i || minus || found.next == i - 1 && scan.str(i - 1) == ".";
        let alone =
            !scan.glued(from) || !scan.letters(from) || !(scan.letters(from - 1) || scan.digits(from - 1));
        if money && ends && alone && (letters || scan.glued(i) || scan.str(i - 1) == ".") {
            // A backslash that Markdown left.
            let escaped = scan.glued(from) && scan.str(from - 1) == "\\";
            return Some((found.unit, from - usize::from(escaped)));
        }
    }
    None
}

/// Whether a plural noun stands at `k`.
pub(super) fn counts_something(scan: &Scan<'_>, k: usize) -> bool {
    is_plural(scan, k) || entry(scan, k).person
}
