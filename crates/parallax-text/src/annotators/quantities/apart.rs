//! Numbers that count nothing, told apart: labels, ages, orders, scores; clocks, telephones and addresses.

use parallax_model::QuantityKind;

use super::numerals;
use super::raw::Raw;
use super::scan::Scan;
use super::suffix;
use super::vocabulary::entry;
use crate::numbers::NumberKind;

/// What the number at a piece is.
pub(super) enum Apart {
    /// An amount, as far as its own form goes.
    Amount,
    /// No number of interest; the piece to go on from.
    Nothing(usize),
    /// A number that counts nothing.
    Told(Box<Raw>),
}

/// Looks at the digits at `i`; `free` says that what touches them on the left is a sign of money or a minus.
pub(super) fn digits(scan: &Scan<'_>, i: usize, free: bool) -> Apart {
    let next = i + 1;
    if !free && scan.glued(i) && !opens(scan, i - 1) {
        return Apart::Nothing(run(scan, next));
    }
    if scan.glued(next) {
        if scan.any(next, &["st", "nd", "rd", "th"]) && !(scan.glued(next + 1) && scan.digits(next + 1)) {
            let name = entry(scan, next + 1).street && scan.capital(next + 1);
            return number(scan, i)
                .filter(|_| !name)
                .map_or(Apart::Nothing(next), |n| told(QuantityKind::Ordinal, n, i, next + 1));
        }
        let digits_follow = scan.glued(next + 1) && scan.digits(next + 1);
        let mark = scan.str(next);
        if matches!(mark, ":" | "/" | "_" | "#" | "@")
            && digits_follow
            && numerals::read(scan, i).is_none_or(|n| n.next == next)
        {
            return Apart::Nothing(run(scan, next));
        }
        if scan.letters(next) && !suffixed(scan, i) {
            return Apart::Nothing(run(scan, next));
        }
        if mark == "."
            && digits_follow
            && scan.str(next + 2) == "."
            && scan.glued(next + 2)
            && scan.digits(next + 3)
        {
            return Apart::Nothing(run(scan, next));
        }
        if scan.hyphen(next)
            && digits_follow
            && let Some(apart) = pair(scan, i)
        {
            return apart;
        }
    }
    // "245 23": digits beside digits that do not go on with them are no number that a reader can use.
    let one = scan.str(i).len() <= 3
        && scan.digits(next)
        && !scan.glued(next)
        && scan.str(next).len() < 3
        && scan.str(next + 1) != "/";
    if one && scan.at(next).start == scan.at(i).end + 1 {
        return Apart::Nothing(next + 1);
    }
    // "(415) 555-0100", and notes: "said.[12]"
    let close = scan.str(next);
    let note = scan.str(i - 1) == "[" && scan.glued(i - 1) && close == "]";
    let area = scan.str(i - 1) == "(" && close == ")" && scan.str(i).len() == 3 && scan.digits(next + 1);
    if note || area {
        return Apart::Nothing(run(scan, next + 1 + usize::from(area)));
    }
    if scan.any(i - 1, &["aged", "age", "ages"]) {
        return number(scan, i).map_or(Apart::Nothing(next), |n| age(n, i, next));
    }
    let before = entry(scan, i - 1);
    if before.label && (scan.capital(i - 1) || scan.is(i - 1, "no"))
        || (scan.str(i - 1) == "." && scan.glued(i - 1) && scan.is(i - 2, "no"))
        || scan.any(i - 1, &["#", "№"])
    {
        return number(scan, i).map_or(Apart::Nothing(next), |n| told(QuantityKind::Label, n, i, next));
    }
    // An age behind a name: "Jane Roe, 34, said", "John Doe Jr., 61", "Jane Roe (34)".
    let named = |k: usize| scan.capital(k) || scan.str(k) == "." && scan.capital(k - 1);
    let ends = matches!(close, "," | "." | ";" | ")") && !(scan.glued(next + 1) && scan.digits(next + 1));
    let goes_on = ends || scan.any(next, &["who", "and", "was", "were", "of", "is"]);
    let bracketed = scan.str(i - 1) == "(" && close == ")" && scan.str(i).len() == 2;
    let aged = named(i - 2) && (scan.str(i - 1) == "," && scan.str(i).len() <= 3 && goes_on || bracketed);
    if aged {
        return number(scan, i).map_or(Apart::Nothing(next), |n| age(n, i, next));
    }
    if street(scan, next) { Apart::Nothing(run(scan, next)) } else { Apart::Amount }
}

/// Whether the word at `i` names a place in an order: "second", "twenty-first"; not a part ("a third of").
pub(super) fn ordinal(scan: &Scan<'_>, i: usize) -> Option<Raw> {
    if matches!(entry(scan, i).number, Some((_, NumberKind::Ten))) && scan.hyphen(i + 1) {
        return ordinal(scan, i + 2);
    }
    let (value, NumberKind::Ordinal) = entry(scan, i).number? else { return None };
    let tens = entry(scan, i.wrapping_sub(2)).number.filter(|n| n.1 == NumberKind::Ten && scan.hyphen(i - 1));
    let from = if tens.is_some() { i - 2 } else { i };
    // "one second", "two seconds" and "for a second" are lengths of time.
    let street = entry(scan, i + 1).street && scan.capital(i + 1);
    let counted =
        street || entry(scan, from - 1).number.is_some() || scan.digits(from - 1) || scan.hyphen(from - 1);
    let raw = Raw::of(QuantityKind::Ordinal, value + tens.map_or(0.0, |t| t.0), from, i + 1);
    (!counted).then_some(raw)
}

/// Two numbers with a hyphen between: telephones, days, years and scores. None of them if it may be a range.
fn pair(scan: &Scan<'_>, i: usize) -> Option<Apart> {
    let (a, b, after) = (scan.str(i), scan.str(i + 2), i + 3);
    let nothing = Some(Apart::Nothing(run(scan, i + 1)));
    if scan.hyphen(after) && scan.digits(after + 1) && scan.glued(after + 1) {
        return nothing;
    }
    let year = |s: &str| s.len() == 4 && ("1000".."2200").contains(&s);
    let amount = suffix::counts_something(scan, after)
        || numerals::read(scan, i + 2).is_some_and(|n| suffix::unit(scan, &n, n.next).is_some())
        || matches!(entry(scan, after).number, Some((_, NumberKind::Scale)))
        || matches!(scan.str(after), "," | ".") && scan.glued(after + 1) && scan.digits(after + 1);
    if year(a) && (b.len() == 2 || year(b)) && !amount || b.len() == 4 && !amount {
        return nothing;
    }
    let part = |s: &str| s.len() > 1 && s.starts_with('0');
    let named = entry(scan, i - 1).label || scan.str(i - 1) == "." && entry(scan, i - 2).label;
    if part(a) || part(b) || named || street(scan, after) {
        return nothing;
    }
    let (first, second) = (scan.number(i)?, scan.number(i + 2)?);
    let small = a.len() <= 2 && b.len() <= 2;
    let vote = |k: usize| {
        scan.any(
            k,
            &[
                "vote", "votes", "majority", "margin", "win", "victory", "defeat", "decision", "ruling",
                "loss", "lead",
            ],
        )
    };
    let score = small && !amount
        || first >= second && a.len() <= 3 && !amount
        || vote(after) && a.len() <= 3
        || scan.any(i - 1, &["voted", "won", "lost"]) && !amount && a.len() <= 3;
    if !score {
        return None;
    }
    let mut raw = Raw::of(QuantityKind::Score, f64::from(first), i, after);
    raw.against = Some(f64::from(second));
    Some(if scan.glued(after) && (scan.letters(after) || scan.hyphen(after)) {
        Apart::Nothing(run(scan, after))
    } else {
        Apart::Told(Box::new(raw))
    })
}

fn number(scan: &Scan<'_>, i: usize) -> Option<f64> {
    scan.number(i).map(f64::from)
}

fn told(kind: QuantityKind, value: f64, from: usize, to: usize) -> Apart {
    Apart::Told(Box::new(Raw::of(kind, value, from, to)))
}

fn age(value: f64, i: usize, to: usize) -> Apart {
    let unit = Some("year".to_owned());
    Apart::Told(Box::new(Raw { unit, ..Raw::of(QuantityKind::Age, value, i, to) }))
}

/// A length of time as an age, if "old" follows: "24-year-old", "16 or 17 years old".
pub(super) fn aged(scan: &Scan<'_>, raw: Raw) -> Raw {
    let old = raw.to + usize::from(scan.hyphen(raw.to));
    if raw.kind != QuantityKind::Duration || !scan.any(old, &["old", "olds"]) {
        return raw;
    }
    Raw { kind: QuantityKind::Age, to: old + 1, ..raw }
}

/// Whether a mark may touch a number that stands alone: an open bracket or quotation mark, a dash, "~".
fn opens(scan: &Scan<'_>, i: usize) -> bool {
    matches!(
        scan.str(i),
        "(" | "[" | "\"" | "“" | "‘" | "'" | "—" | "–" | "~" | "≈" | "<" | ">" | "≤" | "≥" | "+"
    ) && !(scan.str(i) == "+" && scan.glued(i))
}

/// Whether the letters glued to the digits at `i` belong to the number: a unit, "m", "e14", "s" of a decade.
fn suffixed(scan: &Scan<'_>, i: usize) -> bool {
    let Some(n) = numerals::read(scan, i) else { return false };
    let k = n.next;
    k > i + 1 && !(scan.glued(k) && scan.letters(k))
        || suffix::magnitude(scan, n, true).next > k
        || suffix::unit(scan, &n, k).is_some()
}

/// The end of the run of pieces that touch each other from `k` on.
fn run(scan: &Scan<'_>, k: usize) -> usize {
    let mut k = k;
    while scan.glued(k) && !scan.is_break(k) {
        k += 1;
    }
    k
}

/// "410 West Oak Street", "1200 block of": an address whose number ends before `next`.
fn street(scan: &Scan<'_>, next: usize) -> bool {
    (next..next + 5).any(|k| {
        entry(scan, k).street
            && (next..=k).all(|j| {
                scan.capital(j)
                    || scan.digits(j)
                    || scan.is(j, "block")
                    || scan.str(j) == "."
                    || scan.any(j, &["th", "st", "nd", "rd"])
            })
    })
}
