//! Months, days of the month, weekdays, "today".

use super::eras::any_year;
use super::parts::{part_at, part_before};
use super::ranges;
use super::scan::{Finds, Found, Meaning, Scan};
use super::vocabulary::Role;
use crate::numbers::{NumberKind, number_word};
use parallax_model::TimexType;

/// "early", "late", "mid-", "the end of" before `from`: the modifier and where it starts.
pub(super) fn edge(scan: &Scan<'_>, from: usize) -> (usize, Option<&'static str>) {
    let mut k = from;
    let of = scan.is(k - 1, "of");
    let early_in = scan.any(k - 1, &["in", "on"]) && scan.any(k - 2, &["early", "late", "earlier", "later"]);
    if of || early_in || scan.hyphen(k - 1) {
        k -= 1;
    }
    let Some(edge) = scan.entry(k - 1).edge else { return (from, None) };
    let noun = scan.any(k - 1, &["beginning", "start", "opening", "end", "close", "middle"]);
    if noun != of {
        return (from, None);
    }
    k -= 1;
    if noun && scan.is(k - 1, "the") {
        k -= 1;
    }
    (k, Some(edge))
}

/// "last", "this past", "the following" before `from`: the step and where it starts.
pub(super) fn step(scan: &Scan<'_>, from: usize) -> (usize, Option<i8>) {
    let Some(step) = scan.entry(from - 1).shift else { return (from, None) };
    let before = from - 2;
    if scan.is(before, "this") || scan.is(before, "the") {
        (before, Some(step))
    } else {
        (from - 1, Some(step))
    }
}

/// A year at `i`, and the piece after it.
pub(super) fn year(scan: &Scan<'_>, i: usize) -> Option<(u32, usize)> {
    let year = scan.number(i).filter(|_| scan.str(i).len() == 4)?;
    let units = scan.str(i + 1) == "%"
        || (scan.str(i + 1) == "," && scan.glued(i + 1) && scan.glued(i + 2) && scan.digits(i + 2));
    ((1000..2200).contains(&year) && !units && !(scan.glued(i + 1) && scan.letters(i + 1)))
        .then_some((year, i + 1))
}

/// "eighth", "twenty-first" at `i`, and the piece after it.
fn day_in_words(scan: &Scan<'_>, i: usize) -> Option<(u8, usize)> {
    let (n, kind) = number_word(scan.str(i))?;
    if kind == NumberKind::Ordinal {
        return (1.0..=31.0).contains(&n).then_some((n as u8, i + 1));
    }
    let (rest, ordinal) = number_word(scan.str(i + 2)).filter(|_| scan.hyphen(i + 1))?;
    let whole = n + rest;
    let fits = kind == NumberKind::Ten && ordinal == NumberKind::Ordinal && rest < 10.0 && whole <= 31.0;
    fits.then_some((whole as u8, i + 3))
}

/// "Nov. 6", "March 22, 2020" at `i`, and the piece after it.
pub(super) fn month_day(scan: &Scan<'_>, i: usize) -> Option<(Meaning, usize)> {
    let month = scan.entry(i).month;
    if month == 0 || !scan.capital(i) {
        return None;
    }
    let dot = scan.entry(i).short && scan.str(i + 1) == "." && scan.glued(i + 1);
    let (d, next) = day(scan, if dot { i + 2 } else { i + 1 })?;
    let comma = usize::from(scan.str(next) == ",");
    Some(match any_year(scan, next + comma) {
        Some((y, to)) => (iso(&y, month, d), to),
        None => (Meaning::MonthDay { month, day: d }, next),
    })
}

/// A day of the month at `i` with its ending, and the piece after it.
pub(super) fn day(scan: &Scan<'_>, i: usize) -> Option<(u8, usize)> {
    if scan.letters(i) {
        return day_in_words(scan, i);
    }
    let n = scan.number(i).filter(|n| (1..=31).contains(n) && scan.str(i).len() <= 2)?;
    let mut next = i + 1;
    if scan.glued(next) && scan.any(next, &["st", "nd", "rd", "th"]) {
        next += 1;
    } else {
        let more = scan.any(next, &[".", ",", ":"]) && scan.glued(next + 1) && scan.digits(next + 1);
        if scan.glued(next) && (scan.letters(next) || scan.is(next, "%") || more) {
            return None;
        }
    }
    Some((n as u8, next))
}

/// Where a weekday (and comma) before `from` starts.
fn weekday_before(scan: &Scan<'_>, from: usize) -> usize {
    let mut k = from - 1;
    if scan.str(k) == "," {
        k -= 1;
    }
    if scan.str(k) == "." && scan.entry(k - 1).short {
        k -= 1;
    }
    if scan.entry(k).weekday > 0 { step(scan, k).0 } else { from }
}

pub(super) fn iso(year: &str, month: u8, day: u8) -> Meaning {
    Meaning::Fixed(TimexType::Date, format!("{year}-{month:02}-{day:02}"))
}

/// An expression around the month at `i`.
pub(super) fn month(scan: &Scan<'_>, i: usize, out: &mut Finds) {
    let e = scan.entry(i);
    let month = e.month;
    let mut next = i + 1;
    let dot = e.short && scan.str(next) == "." && scan.glued(next);
    if dot {
        next += 1;
    }
    let capital = scan.capital(i);
    // "9 September 1914", "the 9th of May", "5-9 September"
    if capital && let Some((d, from)) = day_before(scan, i) {
        let start = if scan.is(from - 1, "the") { from - 1 } else { from };
        let (start, part) = part_before(scan, weekday_before(scan, start));
        let comma = usize::from(scan.str(next) == ",");
        if let Some((y, to)) = any_year(scan, next + comma) {
            out.push(Found::new(start, to, 90, "day month year", iso(&y, month, d)).part(part));
            ranges::first_day(scan, from, month, Some(&y), out);
        } else if !scan.digits(next) {
            out.push(
                Found::new(start, next, 62, "day month", Meaning::MonthDay { month, day: d }).part(part),
            );
            ranges::first_day(scan, from, month, None, out);
        }
        return;
    }
    // "March 22, 2020", "Sept. 5"
    let day_at = if scan.is(next, "the") && capital { next + 1 } else { next };
    if let Some((d, after)) = day(scan, day_at).filter(|_| capital || !matches!(month, 3 | 5)) {
        let start = weekday_before(scan, i);
        let (start, modifier) = if start == i { edge(scan, i) } else { (start, None) };
        let (start, part) = part_before(scan, start);
        let comma = usize::from(scan.str(after) == ",");
        if let Some((y, to)) = any_year(scan, after + comma) {
            out.push(Found::new(start, to, 90, "month day year", iso(&y, month, d)).part(part));
            return;
        }
        let found = Found::new(start, after, 61, "month day", Meaning::MonthDay { month, day: d });
        out.push(found.modifier(modifier).part(part));
        ranges::last_day(scan, (start, after), month, d, out);
        return;
    }
    bare_month(scan, i, next, dot, out);
}

/// A day of the month that stands before the month at `i`, and where it starts.
fn day_before(scan: &Scan<'_>, i: usize) -> Option<(u8, usize)> {
    let mut k = i - 1;
    if scan.is(k, "of") {
        k -= 1;
    }
    if scan.any(k, &["st", "nd", "rd", "th"]) && scan.glued(k) {
        k -= 1;
    }
    if scan.letters(k) {
        // "the fourth of July", "the twenty-first of March"
        let from = if scan.hyphen(k - 1) && scan.entry(k - 2).number { k - 2 } else { k };
        let of = k + 2 == i && scan.any(from - 1, &["the", "on"]);
        return day_in_words(scan, from).filter(|&(_, next)| of && next == k + 1).map(|(d, _)| (d, from));
    }
    let (d, next) = day(scan, k)?;
    let clean = !scan.glued(k) || scan.hyphen(k - 1) || scan.any(k - 1, &["(", "["]);
    let ends = next == i || (scan.is(next, "of") && next + 1 == i);
    (clean && ends && !scan.entry(i).short | scan.capital(i)).then_some((d, k))
}

/// "last", "early", "the end of last" before the month at `i`: where they start, the step and the modifier.
fn before_month(scan: &Scan<'_>, i: usize) -> (usize, Option<i8>, Option<&'static str>) {
    let (from, stepped) = step(scan, i);
    let (from, modifier) = edge(scan, from);
    if stepped.is_some() || modifier.is_none() {
        return (from, stepped, modifier);
    }
    let (from, stepped) = step(scan, from);
    (from, stepped, modifier)
}

fn bare_month(scan: &Scan<'_>, i: usize, next: usize, dot: bool, out: &mut Finds) {
    // "Dec 2012" needs no full stop.
    if !scan.capital(i) || (scan.entry(i).short && !dot && year(scan, next).is_none()) {
        return;
    }
    let month = scan.entry(i).month;
    let (from, step, modifier) = before_month(scan, i);
    // "September 1914", "September of 1914", "September, 1914"
    let of = usize::from(scan.any(next, &[",", "of"]));
    let spoken = super::years::spoken_year(scan, next + of).map(|(y, to)| (y.to_string(), to));
    let rank = if spoken.is_some() { 88 } else { 86 };
    if let Some((y, to)) = any_year(scan, next + of).filter(|_| !scan.entry(next + of + 1).count).or(spoken) {
        let meaning = Meaning::Fixed(TimexType::Date, format!("{y}-{month:02}"));
        out.push(Found::new(from, to, rank, "month year", meaning).modifier(modifier));
        return;
    }
    if scan.any(i - 1, &["each", "every"]) {
        let meaning = Meaning::Fixed(TimexType::Set, format!("XXXX-{month:02}"));
        out.push(Found::new(i - 1, next, 56, "month set", meaning));
        return;
    }
    // "March of last year", "January this year"
    let k = if scan.is(next, "of") { next + 1 } else { next };
    if let Some(year) = scan.entry(k).shift.filter(|_| scan.is(k + 1, "year")) {
        let meaning = Meaning::Month { month, step, year: Some(year) };
        out.push(Found::new(from, k + 2, 70, "month of a year", meaning).modifier(modifier));
        return;
    }
    if from == i && !is_month(scan, i, next) {
        return;
    }
    let meaning = Meaning::Month { month, step, year: None };
    let to = if scan.entry(i).short || !dot { next } else { i + 1 };
    out.push(Found::new(from, to, 55, "month", meaning).modifier(modifier));
}

/// Whether a bare "May", "March", "April" is the month and not a name or a verb.
fn is_month(scan: &Scan<'_>, i: usize, next: usize) -> bool {
    let led =
        scan.entry(i - 1).is(Role::Preposition) || scan.any(i - 1, &["and", "last", "next", "this", "-"]);
    // "and May said" is a name.
    if matches!(scan.entry(i).month, 3..=6 | 8) && scan.any(next, &["said", "says", "told", "added", "wrote"])
    {
        return false;
    }
    // "April and June Carter"
    let loose = scan.any(i - 1, &["and", "to", "of", "by", "for", "before", "after", "on"]);
    if matches!(scan.entry(i).month, 4 | 6 | 8) && loose && scan.capital(i + 1) {
        return scan.entry(i + 1).month > 0 || scan.entry(i + 1).weekday > 0;
    }
    match scan.entry(i).month {
        3 | 5 => led && (scan.glued(next) || !scan.capital(next)),
        4 | 6 | 8 | 1 => led || !(scan.capital(next) || scan.capital(i - 1)),
        _ => true,
    }
}

/// An expression around the weekday at `i`.
pub(super) fn weekday(scan: &Scan<'_>, i: usize, out: &mut Finds) {
    let e = scan.entry(i);
    if !scan.capital(i) || names_something(scan, i) {
        return;
    }
    let mut next = i + 1;
    if e.short {
        if scan.str(next) != "." || !scan.glued(next) {
            return;
        }
        next += 1;
        let beside = scan.str(next) == ","
            || scan.digits(next)
            || scan.entry(next).month > 0
            || scan.entry(next).part.is_some();
        if !beside {
            return;
        }
    }
    // "every Friday", "Friday nights"
    if let Some(parts) = scan.entry(next).parts {
        let value = format!("XXXX-WXX-{}T{parts}", e.weekday);
        out.push(Found::new(i, next + 1, 63, "weekday set", Meaning::Fixed(TimexType::Set, value)));
        return;
    }
    let (to, part) = part_at(scan, next);
    if scan.any(i - 1, &["every", "each"]) || (scan.is(i - 1, "other") && scan.is(i - 2, "every")) {
        let from = if scan.is(i - 1, "other") { i - 2 } else { i - 1 };
        let value = format!("XXXX-WXX-{}{}", e.weekday, part.map(|p| format!("T{p}")).unwrap_or_default());
        out.push(Found::new(from, to, 63, "weekday set", Meaning::Fixed(TimexType::Set, value)));
        return;
    }
    let (from, step) = step(scan, i);
    let (from, modifier) = edge(scan, from);
    // "Friday of last week"
    if step.is_none()
        && scan.is(to, "of")
        && scan.is(to + 2, "week")
        && let Some(week) = scan.entry(to + 1).shift
    {
        let meaning = Meaning::Weekday { day: e.weekday, step: Some(week * 2) };
        out.push(Found::new(from, to + 3, 64, "weekday of a week", meaning).part(part));
        return;
    }
    let meaning = Meaning::Weekday { day: e.weekday, step };
    out.push(Found::new(from, to, 40, "weekday", meaning).part(part).modifier(modifier));
}

/// "Black Friday", "the Sunday Courier", "Friday Street", "a man called Friday Okoro".
fn names_something(scan: &Scan<'_>, i: usize) -> bool {
    let named = scan.capital(i + 1) && scan.letters(i + 1) && scan.entry(i + 1).month == 0;
    let owned = scan.any(i - 1, &["the", "called", "named"]) && named && !scan.entry(i).short;
    owned
        || scan.any(i - 1, &["Black", "Bloody", "Good", "Super", "Ash", "Palm"])
        || named && scan.entry(i + 1).is(Role::Street)
}

/// "Mondays".
pub(super) fn weekdays(scan: &Scan<'_>, i: usize, out: &mut Finds) {
    // "two Sundays ago" is no set.
    if scan.capital(i) && !scan.entry(i - 1).number && !scan.digits(i - 1) {
        let value = format!("XXXX-WXX-{}", scan.entry(i).weekdays);
        out.push(Found::new(i, i + 1, 60, "weekday set", Meaning::Fixed(TimexType::Set, value)));
    }
}

/// "today", "late yesterday", "tomorrow night".
pub(super) fn day_word(scan: &Scan<'_>, i: usize, out: &mut Finds) {
    let Some(day) = scan.entry(i).day else { return };
    // "the day after tomorrow", "the day before yesterday"
    let away = if day > 0 { "after" } else { "before" };
    if day != 0 && scan.is(i - 1, away) && scan.is(i - 2, "day") && scan.is(i - 3, "the") {
        out.push(Found::new(i - 3, i + 1, 75, "day word", Meaning::Day(2 * day)));
        return;
    }
    let (to, part) = part_at(scan, i + 1);
    let (from, modifier) = edge(scan, i);
    // "USA Today"
    if scan.capital(i) && scan.capital(i - 1) && scan.letters(i - 1) {
        return;
    }
    out.push(Found::new(from, to, 50, "day word", Meaning::Day(day)).part(part).modifier(modifier));
}

/// "on the 16th", with nothing behind it that it could be the sixteenth of.
pub(super) fn day_of_month(scan: &Scan<'_>, i: usize, out: &mut Finds) {
    let led =
        scan.is(i - 1, "the") && scan.any(i - 2, &["on", "by", "until", "since", "from", "before", "after"]);
    let Some((d, next)) = day(scan, i).filter(|&(_, next)| led && next == i + 2) else { return };
    let ends = !scan.letters(next) || scan.entry(next).is(Role::GoesOn);
    if ends && !scan.hyphen(next) && !scan.digits(next) {
        out.push(Found::new(i - 1, next, 33, "day of the month", Meaning::DayOfMonth(d)));
    }
}

#[cfg(test)]
mod tests {
    use super::super::read;

    #[test]
    fn a_bare_weekday_is_the_last_one_today_included() {
        // 20 May 2024 is a Monday.
        assert_eq!(
            read("2024-05-20", "The governor said Monday that schools stay shut."),
            ["Monday = 2024-05-20"]
        );
        assert_eq!(
            read("2024-05-20", "Police said on Friday they had found the car."),
            ["Friday = 2024-05-17"]
        );
        assert_eq!(read("2024-05-20", "The court will rule on Thursday."), ["Thursday = 2024-05-23"]);
        assert_eq!(read("2024-05-20", "Voting continues until Wednesday."), ["Wednesday = 2024-05-22"]);
        assert_eq!(
            read("2024-05-20", "She announced last Monday that she would go."),
            ["last Monday = 2024-05-13"]
        );
    }

    #[test]
    fn a_month_and_a_day_take_the_nearest_year() {
        assert_eq!(
            read("2022-02-12", "The leaders met in Oslo on February 11."),
            ["February 11 = 2022-02-11"]
        );
        assert_eq!(read("2022-01-05", "The bridge was closed on Dec. 28."), ["Dec. 28 = 2021-12-28"]);
        assert_eq!(read("2021-12-20", "The ban begins on January 3."), ["January 3 = 2022-01-03"]);
        assert_eq!(read("2022-02-12", "They met on Feb. 29."), ["Feb. 29 = 2020-02-29"]);
        assert_eq!(read("2022-02-12", "It ends on 1 July. They left."), ["1 July = 2022-07-01"]);
        assert_eq!(read("2022-02-12", "They met on 9 September 1914."), ["9 September 1914 = 1914-09-09"]);
    }

    #[test]
    fn a_full_date_of_another_year_governs_its_sentence() {
        assert_eq!(
            read(
                "2022-02-12",
                "Built since 1980, it burned on May 3, 2016, and reopened in June. It shut in August, the owner said."
            ),
            ["1980 = 1980", "May 3, 2016 = 2016-05-03", "June = 2016-06", "August = 2021-08"]
        );
        assert_eq!(
            read("2022-02-12", "Two quit in December 2018, and a third left on January 9."),
            ["December 2018 = 2018-12", "January 9 = 2019-01-09"]
        );
    }

    #[test]
    fn weekdays_that_are_names() {
        assert!(
            read("2022-02-12", "The Sunday Courier says a man called Friday Okoro lives in Friday Street.")
                .is_empty()
        );
        assert_eq!(read("2022-02-12", "Officials said Friday Drevania would pay."), ["Friday = 2022-02-11"]);
    }

    #[test]
    fn two_days_away() {
        assert_eq!(
            read("2022-02-12", "He came the day before yesterday and goes the day after tomorrow."),
            ["the day before yesterday = 2022-02-10", "the day after tomorrow = 2022-02-14"]
        );
        assert_eq!(read("2022-02-12", "They left in the early hours of Friday."), ["Friday = 2022-02-11"]);
        assert!(read("2022-02-12", "The mayor and May said nothing to June Carter.").is_empty());
    }

    #[test]
    fn days_in_words() {
        assert_eq!(
            read("2022-02-12", "It opens on March the eighth and closes on the twenty-first of March."),
            ["March the eighth = 2022-03-08", "the twenty-first of March = 2022-03-21"]
        );
    }

    #[test]
    fn a_day_of_the_month_spoken_of() {
        assert_eq!(read("2022-02-12", "They expect an attack on the 16th."), ["the 16th = 2022-02-16"]);
        assert_eq!(read("2022-02-12", "It was signed on the 28th."), ["the 28th = 2022-01-28"]);
        assert_eq!(read("2022-02-12", "He spoke of a strike on the 16th."), ["the 16th = 2022-02-16"]);
        assert_eq!(read("2022-02-12", "The crew will sail on the 2nd."), ["the 2nd = 2022-03-02"]);
        assert!(read("2022-02-12", "He came after the 16th minute.").iter().all(|t| !t.contains("16th =")));
    }

    #[test]
    fn names_and_verbs_are_no_months() {
        assert!(
            read("2022-01-30", "Theresa May said the troops march on the capital, and it may snow.")
                .is_empty()
        );
        assert_eq!(
            read("2022-01-30", "It was signed in May and March."),
            ["May = 2021-05", "March = 2021-03"]
        );
        assert!(read("2022-01-30", "On February 31 nothing happened.").iter().all(|t| !t.contains("02-31")));
    }

    #[test]
    fn edges_and_steps() {
        assert_eq!(read("2022-02-12", "Sales fell in late last month."), ["late last month = 2022-01"]);
        assert_eq!(
            read("2022-02-12", "It closed at the end of March last year."),
            ["the end of March last year = 2021-03"]
        );
        assert_eq!(
            read("2022-02-12", "Shops opened every Friday and on Sundays."),
            ["every Friday = XXXX-WXX-5", "Sundays = XXXX-WXX-7"]
        );
    }
}
