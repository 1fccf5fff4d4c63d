//! Numbers with their bound, unit and noun, before anything is known of what happened to them.

use parallax_model::Bound;

use super::vocabulary::{bound_after, bound_before, entry, is_plural};
use crate::numbers::{self, NumberKind, number_word};
use crate::words::Words;

/// A number as the words give it. All fields but the values are pieces.
#[derive(Debug, Clone)]
pub(super) struct Raw {
    /// The whole expression, with bound and unit.
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) value: f64,
    pub(super) low: Option<f64>,
    pub(super) high: Option<f64>,
    pub(super) bound: Bound,
    pub(super) unit: Option<&'static str>,
    pub(super) counted: Option<(usize, usize)>,
    /// Head noun of what is counted.
    pub(super) head: Option<usize>,
    pub(super) what: Option<String>,
    pub(super) per: Option<(usize, usize)>,
    /// Whether it stands without a noun, unit, separator or bound that shows it to be a quantity.
    pub(super) weak: bool,
    /// Whether it was added into another: "two men" in "two men and a woman".
    pub(super) spoken_for: bool,
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

/// The quantity whose number starts at piece `i`.
pub(super) fn read(words: &Words<'_>, i: usize) -> Option<Raw> {
    if let Some(raw) = unnamed(words, i) {
        return Some(raw);
    }
    let mut sign = None;
    let mut start = i;
    if words.digits(i) {
        if is_label(words, i) {
            return None;
        }
        sign = entry_sign(words, i - 1).filter(|_| words.glued(i));
        if sign.is_some() {
            start = i - 1;
            // "US$", "C$", and a backslash that Markdown left.
            while words.glued(start)
                && (words.any(start - 1, &["US", "C", "A", "NZ", "HK"]) || words.is(start - 1, "\\"))
            {
                start -= 1;
            }
        }
    }
    let first = numbers::read(words, i)?;
    let mut number = first;
    let mut range = None;
    let gap = first.next;
    let dash = words.hyphen(gap) && words.glued(gap + 1);
    let between = words.is(start - 1, "between") && words.is(gap, "and");
    let to = words.any(gap, &["to", "or"]) && !words.is(start - 1, "from");
    if dash || between || to {
        let k = if entry_sign(words, gap + 1).is_some() { gap + 2 } else { gap + 1 };
        if let Some(second) = numbers::read(words, k).filter(|n| n.value > 0.0) {
            // "2 to 3 million": the scale belongs to both.
            let scale = if second.value >= 1000.0
                && first.value < 1000.0
                && !words.str(k).contains("000")
                && words.str(k + 1) != ","
            {
                [1e12, 1e9, 1e6, 1e3].into_iter().find(|s| second.value / s >= 1.0).unwrap_or(1.0)
            } else {
                1.0
            };
            let low = first.value * scale;
            if low < second.value && (scale > 1.0 || second.value <= low * 20.0) {
                range = Some((low, second.value));
                number = numbers::Number { next: second.next, ..first };
            }
        }
        if range.is_none() && dash && words.digits(gap + 1) {
            return None;
        }
    }
    let mut to = number.next;
    let mut unit = sign;
    let e = entry(words, to);
    let percent = words.str(to) == "%" || words.is(to, "percent") || words.is(to, "pct");
    if sign.is_none() {
        if percent {
            unit = Some("percent");
            to += 1;
            if words.any(to, &["point", "points"]) {
                unit = Some("percentage point");
                to += 1;
            }
        } else if words.is(to, "per") && words.is(to + 1, "cent") {
            unit = Some("percent");
            to += 2;
        } else if words.is(to, "percentage") && words.any(to + 1, &["point", "points"]) {
            unit = Some("percentage point");
            to += 2;
        } else if let Some(code) = e.currency {
            unit = Some(code);
            to += 1;
        } else if words.is(to, "nautical") && words.any(to + 1, &["mile", "miles"]) {
            unit = Some("nautical mile");
            to += 2;
        } else if let Some(name) = e.unit {
            unit = Some(if name == "pound" && number.value >= 100_000.0 { "GBP" } else { name });
            to += 1;
        } else if words.hyphen(to)
            && let Some(name) = entry(words, to + 1).unit
        {
            unit = Some(name);
            to += 2;
        }
    }
    // "a million kilograms each": the article is part of the number.
    let lead = if between { start - 1 } else { start };
    let (mut from, mut how) = bound_before(words, lead).map_or((lead, None), |(f, h)| (f, Some(h)));
    if words.is(from - 1, "an") && how == Some("about") && words.is(from, "estimated") {
        from -= 1;
    }
    if how.is_none()
        && let Some((end, h)) = bound_after(words, to)
    {
        how = Some(h);
        to = end;
    }
    if how.is_none() && (i..first.next).any(|k| words.is(k, "couple")) {
        how = Some("about");
    }
    let (value, low, high, bound) = match range {
        Some((a, b)) => (f64::midpoint(a, b), Some(a), Some(b), Bound::Range),
        None => {
            let (low, high, bound) = bounds(number.value, how);
            (number.value, low, high, bound)
        }
    };
    let weak = unit.is_none() && how.is_none() && range.is_none() && !(first.plain && first.digits);
    let raw = Raw {
        from,
        to,
        value,
        low,
        high,
        bound,
        unit,
        counted: None,
        head: None,
        what: None,
        per: None,
        weak,
        spoken_for: false,
    };
    Some(with_noun(words, raw))
}

/// The currency of a sign at `i`.
fn entry_sign(words: &Words<'_>, i: usize) -> Option<&'static str> {
    let sign = words.str(i);
    let is_sign = !words.letters(i) && !words.digits(i) && !sign.is_empty();
    let code = entry(words, i).currency.filter(|_| is_sign)?;
    Some(match (words.glued(i), words.str(i - 1)) {
        (true, "C") => "CAD",
        (true, "A") => "AUD",
        (true, "NZ") => "NZD",
        (true, "HK") => "HKD",
        _ => code,
    })
}

/// Whether the digits at `i` name something instead of counting it.
fn is_label(words: &Words<'_>, i: usize) -> bool {
    let glued = words.glued(i)
        && !words.any(i - 1, &["(", "[", "\"", "“", "‘", "'", "—", "–", "~", "+"])
        && entry_sign(words, i - 1).is_none();
    let dash = words.hyphen(i - 1) && !words.glued(i - 1);
    if glued && !dash {
        return true;
    }
    // "2nd", "23:13", "555-0100", "2-1", "24-year-old", "3D"
    let next = i + 1;
    if words.glued(next) {
        let mark = words.str(next);
        let digits_follow = words.glued(next + 1) && words.digits(next + 1);
        if matches!(mark, ":" | "/" | "_" | "#" | "@") && digits_follow {
            return true;
        }
        if words.letters(next)
            && !words.any(
                next,
                &["m", "k", "bn", "mn", "kg", "km", "mm", "cm", "nm", "mph", "ft", "lbs", "lb", "MW", "GW"],
            )
        {
            return true;
        }
        if mark == "."
            && digits_follow
            && words.str(next + 2) == "."
            && words.glued(next + 2)
            && words.digits(next + 3)
        {
            return true;
        }
        if words.hyphen(next) && digits_follow {
            let both_small = words.str(i).len() <= 2 && words.str(next + 1).len() <= 2;
            let chain = words.hyphen(next + 2) && words.digits(next + 3);
            if chain
                || (both_small && !is_plural(words, next + 2))
                || words.str(next + 1).len() == 4 && words.str(next + 2) != ","
            {
                return true;
            }
        }
        if words.hyphen(next)
            && words.any(next + 1, &["year", "month", "week", "day"])
            && words.hyphen(next + 2)
            && words.is(next + 3, "old")
        {
            return true;
        }
    }
    let before = entry(words, i - 1);
    if before.label && (words.capital(i - 1) || words.is(i - 1, "no"))
        || (words.str(i - 1) == "." && words.glued(i - 1) && words.is(i - 2, "no"))
    {
        return true;
    }
    if words.any(i - 1, &["#", "№", "aged", "age"]) || words.is(i + 1, "years") && words.is(i + 2, "old") {
        return true;
    }
    // An age after a name: "Jane Roe, 34, said".
    let age = words.str(i - 1) == ","
        && words.capital(i - 2)
        && words.str(i).len() <= 3
        && (matches!(words.str(next), "," | "." | ";" | ")")
            || words.any(next, &["who", "and", "was", "were", "of", "is"]));
    // A street: "1200 block of", "410 West Oak Street".
    let street = (next..next + 5).any(|k| {
        entry(words, k).street
            && (next..=k).all(|j| {
                words.capital(j)
                    || words.digits(j)
                    || words.is(j, "block")
                    || words.str(j) == "."
                    || words.any(j, &["th", "st", "nd", "rd"])
            })
    });
    age || street
}

/// "dozens", "hundreds of thousands": at least two of them.
fn unnamed(words: &Words<'_>, i: usize) -> Option<Raw> {
    let (scale, NumberKind::Scales) = number_word(words.str(i))? else { return None };
    let mut value = scale * 2.0;
    let mut to = i + 1;
    if words.is(to, "of")
        && let Some((more, NumberKind::Scales)) = number_word(words.str(to + 1))
    {
        value *= more;
        to += 2;
    } else if scale == 10.0 {
        return None;
    }
    // "the 1990s thousands" and "in the hundreds" carry no noun and say little.
    let from = i;
    let mut raw = Raw {
        from,
        to,
        value,
        low: Some(value),
        high: None,
        bound: Bound::About,
        unit: None,
        counted: None,
        head: None,
        what: None,
        per: None,
        weak: true,
        spoken_for: false,
    };
    raw = with_noun(words, raw);
    Some(raw)
}

/// Finds what is counted, right of the number.
fn with_noun(words: &Words<'_>, mut raw: Raw) -> Raw {
    let mut k = raw.to;
    let share = matches!(raw.unit, Some("percent" | "percentage point"));
    if share {
        if words.is(k, "of")
            && let Some((_, _, to)) = phrase(words, k + 1, true).or_else(|| phrase(words, k + 1, false))
        {
            raw.per = Some((k, to));
        }
        return raw;
    }
    let measured = raw.unit.is_some();
    if is_length(raw.unit) {
        // "11 kilometres wide" and "11 kilometres of water" are lengths, whatever is so long.
        let adjective = if words.hyphen(k) { k + 1 } else { k };
        raw.what = entry(words, adjective).extent.map(str::to_owned);
        // "a 75-foot cliff" does count its noun.
        if raw.what.is_some() || !words.hyphen(raw.to - 2) {
            return raw;
        }
    }
    // "a 'couple thousand' residents"; "3,000 more soldiers"; "1.2 billion euros ($1.4 billion) in aid"
    if words.any(k, &["”", "’", "\"", "'"]) && words.glued(k) && words.letters(k + 1) && !words.glued(k + 1)
    {
        k += 1;
    }
    if words.any(k, &["more", "additional", "other", "extra"])
        && words.letters(k + 1)
        && !entry(words, k + 1).stop
    {
        k += 1;
    }
    if measured
        && words.is(k, "(")
        && let Some(close) = (k..k + 9).find(|&j| words.is(j, ")"))
    {
        k = close + 1;
    } else if measured && words.is(k, ")") {
        k += 1;
    }
    if words.is(k, "of") || (measured && words.is(k, "in")) {
        // "dozens of ships", "30 million kilograms of salt", "1.2 billion euros in aid"; never "one of the".
        if !measured && !is_unnamed(words, raw.to - 1) {
            return raw;
        }
        k += 1;
        if words.any(k, &["the", "these", "those", "its", "their"]) {
            k += 1;
        }
    } else if words.any(k, &["worth"]) && words.is(k + 1, "of") {
        k += 2;
    } else if words.hyphen(k) && words.letters(k + 1) {
        // "a 5,000-word letter"
        raw.counted = Some((k + 1, k + 2));
        raw.head = Some(k + 1);
        return raw;
    }
    if let Some((from, head, to)) = phrase(words, k, !measured && raw.value != 1.0) {
        raw.counted = Some((from, to));
        raw.head = Some(head);
        raw.weak &= !(is_plural(words, head) || entry(words, head).person);
    }
    raw
}

/// Whether a unit measures a length.
fn is_length(unit: Option<&str>) -> bool {
    matches!(
        unit,
        Some(
            "kilometre"
                | "metre"
                | "mile"
                | "nautical mile"
                | "foot"
                | "yard"
                | "inch"
                | "centimetre"
                | "millimetre"
        )
    )
}

fn is_unnamed(words: &Words<'_>, i: usize) -> bool {
    matches!(number_word(words.str(i)), Some((_, NumberKind::Scales)))
}

/// The noun phrase that starts at `k`: where it starts, its head, where it ends. A counted noun is the first
/// plural; what is measured or single ends where the phrase ends.
pub(super) fn phrase(words: &Words<'_>, k: usize, plural: bool) -> Option<(usize, usize, usize)> {
    let mut head = None;
    let mut j = k;
    while j < k + 8 {
        if words.hyphen(j) && words.glued(j + 1) || words.digits(j) && words.glued(j) {
            j += 1;
            continue;
        }
        // "U.S. troops"
        if words.str(j) == "." && words.glued(j) && words.str(j - 1).len() == 1 && words.capital(j - 1) {
            j += 1;
            continue;
        }
        if !words.letters(j)
            || entry(words, j).stop
            || number_word(words.str(j)).is_some_and(|n| n.1 != NumberKind::Ordinal)
        {
            break;
        }
        if plural && is_plural(words, j) && !words.hyphen(j + 1) {
            head = Some(j);
            // "sports fans": one more plural right behind.
            if is_plural(words, j + 1)
                && words.letters(j + 1)
                && !entry(words, j + 1).stop
                && !words.capital(j + 1)
            {
                head = Some(j + 1);
            }
            break;
        }
        if !plural {
            // "the £40m stadium opened": behind a noun this is its verb.
            if head.is_some() && words.str(j).ends_with("ed") && !words.letters(j + 1) {
                break;
            }
            head = Some(j);
            if entry(words, j).person {
                break;
            }
        } else if words.apostrophe(j + 1) {
            break;
        }
        j += 1;
    }
    let head = head?;
    Some((k, head, tail(words, head + 1)))
}

/// The end of "from the Baltic Fleet", "of the 82nd Airborne" after a head noun: names only.
fn tail(words: &Words<'_>, k: usize) -> usize {
    if !words.any(k, &["from", "of"]) {
        return k;
    }
    let start = if words.is(k + 1, "the") { k + 2 } else { k + 1 };
    let mut j = start;
    while j < start + 6
        && (words.capital(j)
            || words.digits(j)
            || (words.any(j, &["st", "nd", "rd", "th"]) && words.glued(j)))
    {
        j += 1;
    }
    if j > start && words.capital(j - 1) { j } else { k }
}
