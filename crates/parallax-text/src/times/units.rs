//! Counted units of time: "two weeks ago", "the past 48 hours", "1 hour and 40 minutes".

use super::calendar::{Unit, duration, some_duration};
use super::scan::{Finds, Found, Meaning, Scan};
use super::vocabulary::Role;
use crate::numbers;
use parallax_model::TimexType;

/// How many: a number, or an unnamed one.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Count {
    n: Option<f64>,
    from: usize,
    next: usize,
}

/// "about", "more than", "just over", "at least", "up to" before `from`: TIMEX3 modifier and where it starts.
pub(super) fn bound(scan: &Scan<'_>, from: usize) -> (usize, Option<&'static str>) {
    let one = from - 1;
    let two = from - 2;
    let (at, modifier) = if scan.is(one, "than") {
        let no = scan.any(two - 1, &["no", "not"]);
        let start = if no { two - 1 } else { two };
        if scan.any(two, &["more", "longer", "greater"]) {
            (start, if no { "EQUAL_OR_LESS" } else { "MORE_THAN" })
        } else if scan.any(two, &["less", "fewer", "shorter"]) {
            (start, if no { "EQUAL_OR_MORE" } else { "LESS_THAN" })
        } else {
            return (from, None);
        }
    } else if scan.is(one, "least") && scan.is(two, "at") {
        (two, "EQUAL_OR_MORE")
    } else if (scan.is(one, "most") && scan.is(two, "at")) || (scan.is(one, "to") && scan.is(two, "up")) {
        (two, "EQUAL_OR_LESS")
    } else if let Some(modifier) = scan.entry(one).bound {
        let just = scan.any(two, &["just", "well", "only"]);
        if scan.is(one, "over") && !just && over_is_preposition(scan, from) {
            return (from, None);
        }
        (if just { two } else { one }, modifier)
    } else {
        return (from, None);
    };
    (at, Some(modifier))
}

/// "over three days" after a verb of happening is a preposition more often than a bound; after "for", "in" never.
fn over_is_preposition(scan: &Scan<'_>, from: usize) -> bool {
    !scan.entry(from - 2).is(Role::Lasts)
}

/// The count that starts at `i`.
fn count(scan: &Scan<'_>, i: usize) -> Option<Count> {
    let e = scan.entry(i);
    if scan.is(i, "couple") {
        // "the next couple of years"
        let next = if scan.is(i + 1, "of") { i + 2 } else { i + 1 };
        return Some(Count { n: Some(2.0), from: i, next });
    }
    if e.few {
        return Some(Count { n: None, from: i, next: i + 1 });
    }
    if scan.is(i, "a") && scan.is(i + 1, "few") {
        return Some(Count { n: None, from: i, next: i + 2 });
    }
    if scan.is(i, "a") && scan.is(i + 1, "couple") {
        let next = if scan.is(i + 2, "of") { i + 3 } else { i + 2 };
        return Some(Count { n: Some(2.0), from: i, next });
    }
    if scan.any(i, &["dozens", "hundreds", "thousands", "scores"]) && scan.is(i + 1, "of") {
        return Some(Count { n: None, from: i, next: i + 2 });
    }
    if scan.is(i, "half") && (scan.any(i + 1, &["a", "an"]) || scan.hyphen(i + 1)) {
        return Some(Count { n: Some(0.5), from: i, next: i + 2 });
    }
    if scan.is(i, "half") && scan.entry(i + 1).unit.is_some_and(Unit::is_clock) {
        return Some(Count { n: Some(0.5), from: i, next: i + 1 });
    }
    let n = numbers::read(scan, i)?;
    // "six-and-a-half years"
    let bare = |k: usize| if scan.hyphen(k) { k + 1 } else { k };
    let (and, a) = (n.next + 1, n.next + 3);
    if scan.hyphen(n.next) && scan.is(and, "and") && scan.hyphen(and + 1) && scan.is(a, "a") {
        let half = bare(a + 1);
        if scan.is(half, "half") {
            return Some(Count { n: Some(n.value + 0.5), from: i, next: half + 1 });
        }
    }
    let half = scan.is(n.next, "and") && scan.is(n.next + 1, "a") && scan.is(n.next + 2, "half");
    if half && scan.entry(n.next + 3).unit.is_some() {
        return Some(Count { n: Some(n.value + 0.5), from: i, next: n.next + 3 });
    }
    Some(Count { n: Some(n.value), from: i, next: n.next })
}

/// An expression around the number at `i`: "two weeks", "a 90-minute", "three years ago".
pub(super) fn counted(scan: &Scan<'_>, i: usize, out: &mut Finds) {
    let after_mark =
        scan.glued(i) && !scan.any(i - 1, &["(", "[", "\"", "“", "‘", "—", "–"]) && !scan.hyphen(i - 1);
    if after_mark || scan.any(i - 1, &["$", "£", "€"]) || (scan.hyphen(i - 1) && scan.digits(i)) {
        return;
    }
    let Some(mut count) = count(scan, i) else { return };
    // "two to three weeks": at least the first.
    if scan.any(count.next, &["to", "or"])
        && count.n.is_some()
        && let Some(more) = numbers::read(scan, count.next + 1)
    {
        count.next = more.next;
    }
    if scan.hyphen(count.next) && scan.any(count.next + 1, &["quarters"]) {
        return;
    }
    let mut k = count.next;
    let hyphen = scan.hyphen(k);
    if hyphen {
        k += 1;
    } else {
        while scan.entry(k).stretch && k < count.next + 3 {
            k += 1;
        }
    }
    let e = scan.entry(k);
    let Some(unit) = e.unit.filter(|_| !scan.capital(k) || scan.capital(i)) else { return };
    let one = count.n.is_some_and(|n| n <= 1.0);
    let half_an = scan.is(i, "half");
    if (matches!(unit, Unit::Second | Unit::Quarter) && !e.plural) || count.n == Some(0.0) {
        return;
    }
    // "two day" is broadcast spelling; "some day" and "many year" are not counts.
    if count.n.is_none() && !e.plural && !hyphen {
        return;
    }
    let mut to = k + 1;
    // Ages: "46-year-old", "46 years old", "aged 46 years".
    let old = if scan.hyphen(to) { to + 1 } else { to };
    if scan.any(old, &["old", "olds"])
        || (scan.is(to, "of") && scan.is(to + 1, "age"))
        || scan.is(i - 1, "aged")
        || (scan.is(i - 3, "aged") && scan.any(i - 1, &["to", "and", "or"]))
    {
        return;
    }
    if scan.is(to, "long") && !hyphen || (scan.hyphen(to) && scan.is(to + 1, "long")) {
        to += if hyphen || scan.hyphen(to) { 2 } else { 1 };
    }
    // "he will one day return" is some day.
    if scan.is(i, "one") && unit == Unit::Day && scan.letters(to) && scan.entry(i - 1).someday {
        return;
    }
    let mut n = count.n;
    if !half_an && scan.is(to, "and") && scan.is(to + 1, "a") && scan.is(to + 2, "half") {
        n = n.map(|n| n + 0.5);
        to += 3;
    }
    let (value, to) = compound(scan, n, unit, to);
    let (from, modifier) = bound(scan, i);
    if let Some(f) = moved(scan, from, to, n, unit) {
        out.push(f.modifier(modifier));
        return;
    }
    let (value_from, toward) = window(scan, from, hyphen || !e.plural && !one);
    // "a two-week visit", "the two-week visit": the article belongs to the noun.
    let adjective = hyphen || !e.plural && !one;
    let article = scan.any(i - 1, &["a", "an", "another"]) && !adjective && !one;
    let from = if article { i - 1 } else { value_from };
    let to = if scan.is(to, "or") && scan.is(to + 1, "so") && e.plural { to + 2 } else { to };
    if scan.is(from - 1, "every") {
        let start = super::sets::how_often(scan, from - 1);
        let found = Found::new(start, to, 85, "every so many", Meaning::Fixed(TimexType::Set, value));
        out.push(found);
        return;
    }
    let meaning = Meaning::Length { value, unit, n, toward };
    let rank = if toward != 0 || from < i { 72 } else { 35 };
    out.push(Found::new(from, to, rank, "duration", meaning).modifier(modifier));
}

/// "1 hour and 40 minutes", "one hour, two minutes": the whole value and the piece after it.
pub(super) fn compound(scan: &Scan<'_>, n: Option<f64>, unit: Unit, to: usize) -> (String, usize) {
    let Some(n) = n else { return (some_duration(unit), to) };
    let value = duration(n, unit);
    let mut k = to;
    while scan.any(k, &["and", ","]) && k < to + 2 {
        k += 1;
    }
    if n.fract() == 0.0
        && let Some(m) = numbers::read(scan, k)
        && let Some(small) = scan.entry(m.next).unit
        && m.value.fract() == 0.0
    {
        let letter = match (unit, small) {
            (Unit::Hour, Unit::Minute) | (Unit::Year, Unit::Month) => "M",
            (Unit::Minute, Unit::Second) => "S",
            (Unit::Month | Unit::Week, Unit::Day) | (Unit::Year, Unit::Day) => "D",
            (Unit::Day, Unit::Hour) => "TH",
            _ => return (value, to),
        };
        let rest = match letter {
            "TH" => format!("T{:.0}H", m.value),
            _ => format!("{:.0}{letter}", m.value),
        };
        return (value + &rest, m.next + 1);
    }
    (value, to)
}

/// "ago", "earlier", "later", "from now" after `to`.
pub(super) fn moved(scan: &Scan<'_>, from: usize, to: usize, n: Option<f64>, unit: Unit) -> Option<Found> {
    // "a week or so ago"
    let to = if scan.is(to, "or") && scan.is(to + 1, "so") { to + 2 } else { to };
    let word = scan.str(to).to_ascii_lowercase();
    let (sign, previous, end) = match word.as_str() {
        "ago" => (-1.0, false, to + 1),
        "back" if !scan.letters(to + 1) => (-1.0, false, to + 1),
        "earlier" | "before" | "previously" | "prior" => (-1.0, true, to + 1),
        "later" | "after" | "afterward" | "afterwards" | "hence" | "thereafter" => (1.0, true, to + 1),
        // "Two years on, many are homeless."
        "on" if scan.str(to + 1) == "," && n.is_some() && !unit.is_clock() => (1.0, true, to + 1),
        "from" if scan.is(to + 1, "now") => (1.0, false, to + 2),
        "from" if scan.any(to + 1, &["today", "yesterday"]) => (1.0, false, to + 2),
        _ => return None,
    };
    // "two days after the vote", "hours before dawn": a length, unless nothing follows.
    let relation = matches!(word.as_str(), "before" | "after" | "prior");
    if relation && (scan.letters(end) || scan.digits(end)) {
        let value = n.map_or_else(|| some_duration(unit), |n| duration(n, unit));
        let meaning = Meaning::Length { value, unit, n, toward: 0 };
        return Some(Found::new(from, to, 71, "duration", meaning));
    }
    let Some(n) = n else {
        let value = if sign < 0.0 { "PAST_REF" } else { "FUTURE_REF" };
        return Some(Found::new(
            from,
            end,
            73,
            "some time away",
            Meaning::Fixed(TimexType::Date, value.to_owned()),
        ));
    };
    if scan.finance && unit == Unit::Year && (n - 1.0).abs() < 0.01 && sign < 0.0 {
        return Some(Found::new(from, end, 73, "year ago", Meaning::YearAgo));
    }
    let n = sign * n;
    let meaning = if previous { Meaning::After { unit, n } } else { Meaning::Step { unit, n } };
    Some(Found::new(from, end, 73, if previous { "from the date before" } else { "from now" }, meaning))
}

/// "the past", "the next", "the first", "recent" before a counted unit: where it starts and where it reaches.
fn window(scan: &Scan<'_>, from: usize, hyphen: bool) -> (usize, i8) {
    let k = from - 1;
    let toward = match scan.str(k).to_ascii_lowercase().as_str() {
        "past" | "last" | "previous" | "recent" | "preceding" | "prior" | "latest" => -1,
        "next" | "coming" | "following" | "upcoming" => 1,
        "first" | "final" | "initial" | "opening" | "closing" | "remaining" => 0,
        "the" | "those" | "these" if !hyphen => return (k, 0),
        _ => return (from, 0),
    };
    let start = if scan.any(k - 1, &["the", "these", "those", "this", "its", "their"]) { k - 1 } else { k };
    (start, toward)
}

#[cfg(test)]
mod tests {
    use super::super::read;

    #[test]
    fn a_length_is_one_expression() {
        assert_eq!(read("", "The call ran 1 hour and 40 minutes."), ["1 hour and 40 minutes = PT1H40M"]);
        assert_eq!(read("", "It lasted one hour and two minutes."), ["one hour and two minutes = PT1H2M"]);
        assert_eq!(
            read("", "They spoke for more than an hour and a half."),
            ["more than an hour and a half = PT1H30M"]
        );
        assert_eq!(read("", "The hourlong call ended."), ["hourlong = PT1H"]);
        assert_eq!(read("", "They described the nearly 90-minute call."), ["nearly 90-minute = PT90M"]);
        assert_eq!(read("", "It ran just over an hour."), ["just over an hour = PT1H"]);
        assert_eq!(
            read("", "It took half an hour, then two and a half years."),
            ["half an hour = PT30M", "two and a half years = P2Y6M"]
        );
    }

    #[test]
    fn ago_is_as_fine_as_its_unit() {
        assert_eq!(read("2022-02-12", "It was built two years ago."), ["two years ago = 2020"]);
        assert_eq!(read("2022-02-12", "He left three days ago."), ["three days ago = 2022-02-09"]);
        assert_eq!(read("2022-02-12", "They met a week ago."), ["a week ago = 2022-W05"]);
        assert_eq!(read("2022-02-12", "It began several years ago."), ["several years ago = PAST_REF"]);
    }

    #[test]
    fn later_counts_from_the_date_before() {
        assert_eq!(
            read("2022-02-12", "The strike began on January 10. Two days later the port closed."),
            ["January 10 = 2022-01-10", "Two days later = 2022-01-12"]
        );
    }

    #[test]
    fn parts_of_centuries_and_some_day() {
        assert_eq!(read("2022-02-12", "It fell half a century ago."), ["half a century ago = 1972"]);
        assert_eq!(
            read("2022-02-12", "It burned in May 2010. Two years on, it stood again."),
            ["May 2010 = 2010-05", "Two years on = 2012"]
        );
        assert!(read("2022-02-12", "He hopes that she will one day return.").is_empty());
        assert_eq!(read("2022-02-12", "The truce held for one day."), ["one day = P1D"]);
    }

    #[test]
    fn lengths_beside_nouns_and_roughly() {
        assert_eq!(read("2022-02-12", "They began a three day strike."), ["three day = P3D"]);
        assert_eq!(
            read("2022-02-12", "He left a week or so ago, for the next couple of months."),
            ["a week or so ago = 2022-W05", "the next couple of months = P2M"]
        );
        assert_eq!(
            read("2022-02-12", "It will be hard in the weeks ahead and in future quarters."),
            ["the weeks ahead = PXW", "future quarters = FUTURE_REF"]
        );
    }

    #[test]
    fn ages_and_rates() {
        assert!(read("2022-02-12", "A 46-year-old builder and his son, 6 years old, were there.").is_empty());
        assert!(read("2022-02-12", "Girls aged 10 to 12 years read it.").is_empty());
        assert_eq!(read("2022-02-12", "They earn $5 million a year."), ["a year = P1Y"]);
        assert_eq!(read("2022-02-12", "The train leaves every two hours."), ["every two hours = PT2H"]);
    }
}
