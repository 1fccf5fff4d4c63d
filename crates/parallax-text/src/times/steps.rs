//! Units of time without a number: "last month", "a year ago", "every week", "the end of the day", "decades".

use super::calendar::{Unit, duration, some_duration};
use super::days::edge;
use super::scan::{Finds, Found, Meaning, Scan};
use super::sets;
use super::units::{bound, compound, moved};
use parallax_model::TimexType;

/// An expression around a unit that no number precedes.
pub(super) fn bare(scan: &Scan<'_>, i: usize, out: &mut Finds) {
    let e = scan.entry(i);
    let Some(unit) = e.unit else { return };
    if scan.capital(i)
        && scan.capital(i - 1)
        && scan.letters(i - 1)
        && (!scan.any(i - 1, &["Last", "This", "Next", "A", "Every"])
            || matches!(scan.str(i - 2), "\"" | "“" | "‘" | "'"))
    {
        // "on ABC's “This Week”" is a title.
        return;
    }
    let old = if scan.hyphen(i + 1) { i + 2 } else { i + 1 };
    if scan.any(old, &["old", "olds"]) {
        return;
    }
    if e.plural { several(scan, i, unit, out) } else { single(scan, i, unit, out) }
}

fn single(scan: &Scan<'_>, i: usize, unit: Unit, out: &mut Finds) {
    // "hour-long", "year-long", "year-earlier", "year-ago"
    if scan.hyphen(i + 1) && scan.is(i + 2, "long") {
        let meaning = Meaning::Length { value: duration(1.0, unit), unit, n: Some(1.0), toward: 0 };
        out.push(Found::new(i, i + 3, 36, "so long", meaning));
        return;
    }
    if unit == Unit::Year && scan.hyphen(i + 1) && scan.any(i + 2, &["ago", "earlier"]) {
        super::business::year_ago_adjective(scan, i, out);
        return;
    }
    if scan.hyphen(i - 1) && !scan.is(i - 2, "mid") {
        return;
    }
    if unit == Unit::Year && super::business::year_end(scan, i, out) {
        return;
    }
    let mut k = i - 1;
    let fiscal = scan.any(k, &["fiscal", "calendar", "academic", "school"]);
    if fiscal {
        k -= 1;
    }
    if scan.any(k, &["full", "whole", "entire", "single"]) && scan.any(k - 1, &["a", "an", "the", "one"]) {
        k -= 1;
    }
    let word = scan.str(k).to_ascii_lowercase();
    match word.as_str() {
        // "from a fiscal year to a calendar year": kinds of years.
        "a" | "an" if fiscal => {}
        "a" | "an" => one_unit(scan, k, i, unit, out),
        "every" | "each" | "per" => {
            let meaning = Meaning::Fixed(TimexType::Set, duration(1.0, unit));
            out.push(Found::new(sets::how_often(scan, k), i + 1, 52, "every unit", meaning));
        }
        "other" if scan.is(k - 1, "every") => {
            let meaning = Meaning::Fixed(TimexType::Set, duration(2.0, unit));
            out.push(Found::new(sets::how_often(scan, k - 1), i + 1, 52, "every unit", meaning));
        }
        "that" | "same" if !matches!(unit, Unit::Second | Unit::Minute | Unit::Quarter) => {
            let from = if word == "same" && scan.any(k - 1, &["the", "that", "this"]) { k - 1 } else { k };
            let (from, modifier) = edge(scan, from);
            out.push(
                Found::new(from, i + 1, 45, "same unit", Meaning::After { unit, n: 0.0 }).modifier(modifier),
            );
        }
        "same" => {}
        "the" if unit == Unit::Year && super::business::the_year(scan, k, i, out) => {}
        "the" => the_unit(scan, k, i, unit, out),
        _ => {
            if let Some(step) = scan.entry(k).shift {
                stepped(scan, k, i, unit, step, &word, out);
            }
        }
    }
}

/// "a year", "a year ago", "an hour and a half", "$5 million a year".
fn one_unit(scan: &Scan<'_>, k: usize, i: usize, unit: Unit, out: &mut Finds) {
    if matches!(unit, Unit::Second | Unit::Quarter | Unit::Weekend) {
        return;
    }
    let mut to = i + 1;
    let mut n = 1.0;
    if scan.is(to, "and") && scan.is(to + 1, "a") && scan.is(to + 2, "half") {
        n = 1.5;
        to += 3;
    }
    let (from, modifier) = if scan.is(k - 1, "half") { (k - 1, None) } else { bound(scan, k) };
    if scan.is(k - 1, "half") {
        n = 0.5;
    }
    if let Some(f) = moved(scan, from, to, Some(n), unit) {
        out.push(f.modifier(modifier));
        return;
    }
    if n == 1.0
        && let Some(from) = sets::rate(scan, k)
    {
        out.push(Found::new(from, to, 30, "rate", Meaning::Fixed(TimexType::Set, duration(1.0, unit))));
        return;
    }
    if (unit == Unit::Day && scan.any(to, &["of", "when", "in", "that"]))
        || (unit == Unit::Minute && modifier.is_none())
            && n == 1.0
            && !scan.any(k - 1, &["for", "in", "within", "about"])
    {
        return;
    }
    let (value, to) = compound(scan, Some(n), unit, to);
    let meaning = Meaning::Length { value, unit, n: Some(n), toward: 0 };
    out.push(Found::new(from, to, 34, "duration", meaning).modifier(modifier));
}

/// "the year", "the end of the month", "the quarter", "the weekend", "later in the day".
fn the_unit(scan: &Scan<'_>, k: usize, i: usize, unit: Unit, out: &mut Finds) {
    if unit == Unit::Weekend {
        let (from, modifier) = edge(scan, k);
        out.push(
            Found::new(from, i + 1, 60, "the weekend", Meaning::Step { unit, n: 0.0 }).modifier(modifier),
        );
        return;
    }
    if unit == Unit::Year && scan.any(i + 1, &["ended", "ending", "to"]) && scan.entry(i + 2).month > 0 {
        let meaning = Meaning::Length { value: "P1Y".to_owned(), unit, n: Some(1.0), toward: 0 };
        out.push(Found::new(k, i + 1, 60, "duration", meaning));
        return;
    }
    // "the day before", with nothing said of what
    if unit == Unit::Day
        && scan.any(i + 1, &["before", "after"])
        && !scan.letters(i + 2)
        && !scan.digits(i + 2)
    {
        let n = if scan.is(i + 1, "before") { -1.0 } else { 1.0 };
        out.push(Found::new(k, i + 2, 60, "from the date before", Meaning::After { unit, n }));
        return;
    }
    if matches!(unit, Unit::Day | Unit::Week | Unit::Month | Unit::Year | Unit::Decade | Unit::Century) {
        let (from, modifier) = edge(scan, k);
        if from < k && scan.str(i + 1) != "of" {
            out.push(
                Found::new(from, i + 1, 60, "edge of the unit", Meaning::After { unit, n: 0.0 })
                    .modifier(modifier),
            );
        }
    }
}

/// "last year", "this week", "the following day", "earlier this month".
fn stepped(scan: &Scan<'_>, k: usize, i: usize, unit: Unit, step: i8, word: &str, out: &mut Finds) {
    // "to this day" is not today.
    if unit == Unit::Day && word == "this" && scan.is(k - 1, "to") && !scan.letters(i + 1) {
        return;
    }
    let the = scan.any(k - 1, &["the", "this"]);
    let start = if the { k - 1 } else { k };
    let (from, modifier) = edge(scan, start);
    let n = f64::from(step);
    let previous = matches!(word, "previous" | "following" | "preceding" | "prior" | "ensuing")
        || (the && word == "next" && scan.is(k - 1, "the"));
    if unit.is_clock()
        || (word == "past" && unit != Unit::Weekend)
        || (word == "last" && the && !matches!(unit, Unit::Day | Unit::Weekend))
    {
        if unit == Unit::Second {
            return;
        }
        let toward = step.signum();
        let meaning = Meaning::Length { value: duration(1.0, unit), unit, n: Some(1.0), toward };
        if the && word != "current" && word != "this" {
            let decade_or_year = matches!(word, "past" | "last");
            if decade_or_year || unit.is_clock() {
                out.push(Found::new(start, i + 1, 53, "duration", meaning));
                return;
            }
        } else if unit.is_clock() {
            return;
        }
    }
    let to = if scan.is(i + 1, "or") && scan.is(i + 2, "so") { i + 3 } else { i + 1 };
    let meaning = if previous { Meaning::After { unit, n } } else { Meaning::Step { unit, n } };
    let rule = if previous { "from the date before" } else { "this last next" };
    out.push(Found::new(from, to, 54, rule, meaning).modifier(modifier));
}

/// "weeks", "recent days", "the coming months", "decades-long".
fn several(scan: &Scan<'_>, i: usize, unit: Unit, out: &mut Finds) {
    let value = some_duration(unit);
    // "future quarters"
    if scan.is(i - 1, "future") || (unit == Unit::Quarter && scan.is(i - 1, "coming")) {
        let meaning = Meaning::Fixed(TimexType::Date, "FUTURE_REF".to_owned());
        out.push(Found::new(i - 1, i + 1, 52, "recent or coming", meaning));
        return;
    }
    if unit == Unit::Weekend && scan.any(i - 1, &["on", "at", "during", "most"]) {
        let from = if scan.is(i - 1, "most") { i - 1 } else { i };
        let meaning = Meaning::Fixed(TimexType::Set, "XXXX-WXX-WE".to_owned());
        out.push(Found::new(from, i + 1, 52, "every unit", meaning));
        return;
    }
    // "the early hours of Sunday" is a part of that day.
    if unit == Unit::Hour && scan.is(i + 1, "of") && scan.any(i - 1, &["early", "wee", "small", "late"]) {
        return;
    }
    if matches!(unit, Unit::Second | Unit::Quarter | Unit::Weekend)
        || scan.glued(i) && !scan.any(i - 1, &["(", "\"", "“"])
    {
        return;
    }
    let to = if scan.hyphen(i + 1) && scan.is(i + 2, "long") { i + 3 } else { i + 1 };
    let k = i - 1;
    let word = scan.str(k).to_ascii_lowercase();
    let toward = match word.as_str() {
        "recent" | "past" | "previous" => -1,
        "coming" | "upcoming" | "next" => 1,
        // "following months of talks" is a preposition.
        "following" if scan.is(k - 1, "the") => 1,
        _ => 0,
    };
    if toward != 0 {
        let from = if scan.any(k - 1, &["the", "these"]) { k - 1 } else { k };
        let meaning = Meaning::Length { value, unit, n: None, toward };
        out.push(Found::new(from, to, 52, "recent or coming", meaning));
        return;
    }
    // "the weeks ahead", "in the years to come"
    let come = scan.is(to, "to") && scan.is(to + 1, "come");
    if scan.is(k, "the") && (come || scan.is(to, "ahead")) {
        let to = if come { to + 2 } else { to + 1 };
        let meaning = Meaning::Length { value, unit, n: None, toward: 1 };
        out.push(Found::new(k, to, 52, "recent or coming", meaning));
        return;
    }
    // "over the years"
    if scan.is(k, "the") && scan.is(k - 1, "over") && !unit.is_clock() && !scan.digits(to) {
        out.push(Found::new(k, to, 40, "some units", Meaning::Length { value, unit, n: None, toward: -1 }));
        return;
    }
    if scan.any(to, &["ago", "earlier", "later"]) && !scan.entry(k).number {
        if let Some(f) = moved(scan, i, to, None, unit) {
            out.push(f);
        }
        return;
    }
    let led = scan.entry(k).leads;
    let follows = scan.any(to, &["before", "after", "of"]) || to > i + 1;
    if (led && !scan.is(k, "last")) || follows {
        if scan.entry(k).owns || scan.apostrophe(k) {
            return;
        }
        if scan.is(k, "of") && !scan.any(k - 1, &["matter", "couple", "hundreds", "thousands", "dozens"]) {
            return;
        }
        let meaning = Meaning::Length { value, unit, n: None, toward: 0 };
        out.push(Found::new(i, to, 20, "some units", meaning));
    }
}

/// "hourlong", "yearlong".
pub(super) fn unit_long(scan: &Scan<'_>, i: usize, out: &mut Finds) {
    let word = scan.str(i).to_ascii_lowercase();
    let unit = match word.strip_suffix("long") {
        Some("hour") => Unit::Hour,
        Some("day") => Unit::Day,
        Some("week") => Unit::Week,
        Some("month") => Unit::Month,
        Some("year") => Unit::Year,
        Some("decade") => Unit::Decade,
        Some("century") => Unit::Century,
        _ => return,
    };
    let meaning = Meaning::Length { value: duration(1.0, unit), unit, n: Some(1.0), toward: 0 };
    out.push(Found::new(i, i + 1, 36, "so long", meaning));
}

#[cfg(test)]
mod tests {
    use super::super::read;

    #[test]
    fn steps_of_a_unit() {
        assert_eq!(
            read("2022-02-12", "He met them last week and goes next month."),
            ["last week = 2022-W05", "next month = 2022-03"]
        );
        assert_eq!(read("2022-02-12", "Officials leave over the weekend."), ["the weekend = 2022-W06-WE"]);
        assert_eq!(
            read("2022-02-08", "Embassies were warned over the weekend."),
            ["the weekend = 2022-W05-WE"]
        );
        assert_eq!(
            read("2022-02-12", "In the past two months prices doubled."),
            ["the past two months = P2M"]
        );
    }
}
