//! What a number counts: the noun phrase right of it, with its head.

use parallax_model::QuantityKind;

use super::raw::Raw;
use super::scan::Scan;
use super::vocabulary::{entry, is_plural};
use crate::numbers::NumberKind;

/// Finds what is counted, right of the number.
pub(super) fn with_noun(scan: &Scan<'_>, mut raw: Raw) -> Raw {
    let mut k = raw.to;
    if raw.share {
        if scan.is(k, "of")
            && let Some((_, head, to)) = phrase(scan, k + 1, true).or_else(|| phrase(scan, k + 1, false))
        {
            raw.per = Some((k, to));
            // "two thirds of voters" counts the voters; "48 percent of voters" is named by its share alone.
            if raw.unit.is_none() {
                raw.counted = Some((k + 1, to));
                raw.head = Some(head);
            }
        }
        return raw;
    }
    let measured = raw.unit.is_some();
    if raw.length {
        // "11 kilometres wide" and "11 kilometres of water" are lengths, whatever is so long.
        let adjective = if scan.hyphen(k) { k + 1 } else { k };
        raw.what = entry(scan, adjective).extent.map(str::to_owned);
        // "a 75-foot cliff" does count its noun.
        if raw.what.is_some() || !scan.hyphen(raw.to - 2) {
            return raw;
        }
    }
    // "a 'couple thousand' residents"; "3,000 more soldiers"; "1.2 billion euros ($1.4 billion) in aid"
    if scan.any(k, &["”", "’", "\"", "'"]) && scan.glued(k) && scan.letters(k + 1) && !scan.glued(k + 1) {
        k += 1;
    }
    if scan.any(k, &["more", "additional", "other", "extra"])
        && scan.letters(k + 1)
        && !entry(scan, k + 1).stop
    {
        k += 1;
    }
    if measured
        && scan.is(k, "(")
        && let Some(close) = (k..k + 9).find(|&j| scan.is(j, ")"))
    {
        k = close + 1;
    } else if measured && scan.is(k, ")") {
        k += 1;
    }
    if scan.is(k, "of") && scan.any(k + 1, &["them", "whom", "which"]) && !measured {
        // "12 people, three of them children"
        if let Some((from, head, to)) = phrase(scan, k + 2, true) {
            raw.counted = Some((from, to));
            raw.head = Some(head);
            raw.scope = Some((k, to));
            raw.weak = false;
        } else {
            raw.scope = Some((k, k + 2));
        }
        return raw;
    }
    if scan.is(k, "of") || (raw.kind == QuantityKind::Money && scan.is(k, "in")) {
        // "dozens of ships", "30 million kilograms of salt", "1.2 billion euros in aid"; never "one of the".
        if !measured && !is_unnamed(scan, raw.to - 1) {
            return raw;
        }
        k += 1;
        if scan.any(k, &["the", "these", "those", "its", "their"]) {
            k += 1;
        }
    } else if scan.is(k, "worth") && scan.is(k + 1, "of") {
        k += 2;
    } else if scan.hyphen(k) && scan.is(k + 1, "strong") {
        // "a 6,000-strong force"
        k += 2;
    } else if scan.hyphen(k) && scan.letters(k + 1) {
        // "a 5,000-word letter"
        raw.counted = Some((k + 1, k + 2));
        raw.head = Some(k + 1);
        return raw;
    }
    if let Some((from, head, to)) =
        phrase(scan, k, !measured && raw.value != 1.0 && !scan.is(k - 1, "strong"))
    {
        // "that one costs": one is no number of them.
        if raw.value == 1.0 && !measured && is_plural(scan, head) && !entry(scan, head).person {
            return raw;
        }
        raw.counted = Some((from, to));
        raw.head = Some(head);
        raw.weak &= !(is_plural(scan, head) || entry(scan, head).person || scan.is(k - 1, "strong"));
    }
    raw
}

fn is_unnamed(scan: &Scan<'_>, i: usize) -> bool {
    matches!(entry(scan, i).number, Some((_, NumberKind::Scales)))
}

/// The noun phrase that starts at `k`: where it starts, its head, where it ends. A counted noun is the first
/// plural; what is measured or single ends where the phrase ends.
pub(super) fn phrase(scan: &Scan<'_>, k: usize, plural: bool) -> Option<(usize, usize, usize)> {
    let mut head = None;
    let mut j = k;
    while j < k + 8 {
        if scan.hyphen(j) && scan.glued(j + 1) || scan.digits(j) && scan.glued(j) {
            j += 1;
            continue;
        }
        // "U.S. troops"
        if scan.str(j) == "." && scan.glued(j) && scan.str(j - 1).len() == 1 && scan.capital(j - 1) {
            j += 1;
            continue;
        }
        if !scan.letters(j)
            || entry(scan, j).stop && scan.str(j) != "US"
            || entry(scan, j).number.is_some_and(|n| n.1 != NumberKind::Ordinal)
        {
            break;
        }
        if plural && is_plural(scan, j) && !scan.hyphen(j + 1) {
            head = Some(j);
            // "sports fans": one more plural right behind.
            if is_plural(scan, j + 1)
                && scan.letters(j + 1)
                && !entry(scan, j + 1).stop
                && !scan.capital(j + 1)
            {
                head = Some(j + 1);
            }
            break;
        }
        if !plural {
            // "the £40m stadium opened": behind a noun this is its verb.
            if head.is_some() && scan.str(j).ends_with("ed") && !scan.letters(j + 1) {
                break;
            }
            head = Some(j);
            if entry(scan, j).person {
                break;
            }
        } else if scan.apostrophe(j + 1) {
            break;
        }
        j += 1;
    }
    let head = head?;
    Some((k, head, tail(scan, head + 1)))
}

/// The end of "from the Baltic Fleet", "of the 82nd Airborne" after a head noun: names only.
fn tail(scan: &Scan<'_>, k: usize) -> usize {
    if !scan.any(k, &["from", "of"]) {
        return k;
    }
    let start = if scan.is(k + 1, "the") { k + 2 } else { k + 1 };
    let mut j = start;
    while j < start + 6
        && (scan.capital(j) || scan.digits(j) || (scan.any(j, &["st", "nd", "rd", "th"]) && scan.glued(j)))
    {
        j += 1;
    }
    if j > start && scan.capital(j - 1) { j } else { k }
}
