//! Clock times: "5:42 a.m. EST", "noon", "1430 GMT", "8 p.m. Wednesday".

use super::days::month_day;
use super::scan::{Finds, Found, Meaning, Scan};
use super::vocabulary::Role;

/// "a.m.", "pm" at `i`: whether it is after noon, and the piece after it.
fn half(scan: &Scan<'_>, i: usize) -> Option<(bool, usize)> {
    let first = scan.str(i);
    if scan.any(i, &["am", "pm"]) {
        // "12 Am" is no clock time, "12 AM" is.
        let case = first.chars().all(char::is_uppercase) || first.chars().all(char::is_lowercase);
        return case.then(|| (scan.is(i, "pm"), i + 1));
    }
    let dotted = scan.any(i, &["a", "p"])
        && scan.str(i + 1) == "."
        && scan.is(i + 2, "m")
        && scan.glued(i + 1)
        && scan.glued(i + 2);
    if !dotted {
        return None;
    }
    let end = if scan.str(i + 3) == "." && scan.glued(i + 3) { i + 4 } else { i + 3 };
    Some((scan.is(i, "p"), end))
}

/// A clock time that starts with the digits at `i`.
pub(super) fn digits(scan: &Scan<'_>, i: usize, out: &mut Finds) {
    let Some(h) = scan.number(i) else { return };
    if scan.glued(i) && !scan.any(i - 1, &["(", "[", "\"", "“", "-", "–", "|"]) {
        return;
    }
    let mut next = i + 1;
    let mut minute = None;
    let colon = matches!(scan.str(next), ":" | ".")
        && scan.glued(next)
        && scan.glued(next + 1)
        && scan.str(next + 1).len() == 2;
    if colon && let Some(m) = scan.number(next + 1).filter(|&m| m < 60) {
        minute = Some(m as u8);
        next += 2;
        if scan.str(next) == ":" && scan.glued(next) && scan.digits(next + 1) {
            next += 2;
        }
    }
    let (hour, next) = if let Some((pm, after)) = half(scan, next) {
        if !(1..=12).contains(&h) {
            return;
        }
        ((h % 12) + if pm { 12 } else { 0 }, after)
    } else if minute.is_some() && scan.str(i + 1) == ":" && h < 24 {
        let zone = scan.entry(zone_at(scan, next)).zone && scan.capital(zone_at(scan, next));
        let told = scan.any(next, &["hours", "hrs", "local"])
            || scan.any(i - 1, &["at", "until", "by", "from", "around", "about"]);
        if !zone && !told {
            return;
        }
        let next = if scan.any(next, &["hours", "hrs"]) { next + 1 } else { next };
        (h, next)
    } else if minute.is_none() && scan.str(i).len() == 4 && h < 2400 && h % 100 < 60 {
        // "1430 GMT", "0700 hours"
        let zone = scan.entry(next).zone && scan.capital(next);
        let local = scan.is(next, "local") && scan.is(next + 1, "time");
        let hours =
            scan.any(next, &["hours", "hrs"]) && (scan.str(i).starts_with('0') || scan.is(i - 1, "at"));
        if !zone && !hours && !local {
            return;
        }
        minute = Some((h % 100) as u8);
        (h / 100, if hours { next + 1 } else { next })
    } else if minute.is_none()
        && h <= 12
        && scan.is(next, "o")
        && scan.apostrophe(next + 1)
        && scan.is(next + 2, "clock")
    {
        // Morning or afternoon is not said, unless by "in the afternoon".
        let pm = scan.is(next + 3, "in") && scan.any(next + 5, &["afternoon", "evening"])
            || scan.is(next + 3, "at") && scan.is(next + 4, "night")
            || scan.is(next + 3, "tonight");
        ((h % 12) + if pm { 12 } else { 0 }, next + 3)
    } else if minute.is_none() && (1..=12).contains(&h) && scan.is(next, "tonight") && scan.is(i - 1, "at") {
        (h % 12 + 12, next)
    } else {
        return;
    };
    finish(scan, i, next, hour as u8, minute, out);
}

/// "noon", "midnight".
pub(super) fn word(scan: &Scan<'_>, i: usize, out: &mut Finds) {
    let hour = match scan.str(i) {
        "noon" | "midday" | "Noon" => 12,
        "midnight" | "Midnight" => 0,
        _ => return,
    };
    if hour == 12 && scan.is(i - 1, "high") {
        return;
    }
    finish(scan, i, i + 1, hour, Some(0), out);
}

/// The piece where a zone may stand: after a bracket.
fn zone_at(scan: &Scan<'_>, i: usize) -> usize {
    if scan.str(i) == "(" { i + 1 } else { i }
}

fn finish(scan: &Scan<'_>, from: usize, mut to: usize, hour: u8, minute: Option<u8>, out: &mut Finds) {
    // "9 o'clock in the morning", "10:30 at night"
    if scan.is(to, "in") && scan.is(to + 1, "the") && scan.entry(to + 2).part.is_some() {
        to += 3;
    } else if scan.is(to, "at") && scan.is(to + 1, "night") {
        to += 2;
    }
    let tonight = scan.is(to, "tonight");
    to += usize::from(tonight);
    if scan.is(to, "local") && scan.is(to + 1, "time") {
        to += 2;
    }
    let z = zone_at(scan, to);
    if scan.entry(z).zone && scan.capital(z) {
        to = if z > to && scan.str(z + 1) == ")" { z + 2 } else { z + 1 };
    }
    // "Eastern time"
    if scan.capital(to) && scan.entry(to).is(Role::ZoneName) {
        let k = if scan.any(to + 1, &["Standard", "Daylight", "Mean"]) { to + 2 } else { to + 1 };
        if scan.is(k, "time") {
            to = k + 1;
        }
    }
    let k = if scan.any(to, &["on", ","]) { to + 1 } else { to };
    let mut day = tonight.then_some(Meaning::Day(0));
    // "5 p.m. EST, Nov. 9"
    if let Some((meaning, end)) = month_day(scan, k).filter(|_| day.is_none() && !scan.is(to, "on")) {
        day = Some(meaning);
        to = end;
    } else if scan.entry(k).weekday > 0
        && scan.capital(k)
        && !scan.entry(k).short
        && k <= to + 1
        && scan.str(to) != ","
    {
        day = Some(Meaning::Weekday { day: scan.entry(k).weekday, step: None });
        to = k + 1;
    } else if let Some(d) = scan.entry(k).day.filter(|_| scan.str(to) != ",") {
        day = Some(Meaning::Day(d));
        to = k + 1;
    }
    // "at 10 a.m. on April 3": the day is an expression of its own.
    if day.is_none() && scan.is(to, "on") {
        day = month_day(scan, to + 1).map(|(meaning, _)| meaning);
    }
    // "Monday at 5 p.m.", "Today at 5:42 a.m."
    let mut from = from;
    let about = scan.entry(from - 1).bound == Some("APPROX") && !scan.is(from - 1, "some");
    if about {
        from -= 1;
    } else if day.is_none() && scan.is(from - 1, "at") {
        let k = from - 2;
        if let Some(d) = scan.entry(k).day {
            day = Some(Meaning::Day(d));
            from = k;
        } else if scan.entry(k).weekday > 0 && scan.capital(k) && !scan.entry(k).short {
            day = Some(Meaning::Weekday { day: scan.entry(k).weekday, step: None });
            from = k;
        }
    }
    let meaning = Meaning::Clock { hour, minute, day: day.map(Box::new) };
    let found = Found::new(from, to, 78, "clock time", meaning);
    out.push(found.modifier(about.then_some("APPROX")));
}

#[cfg(test)]
mod tests {
    use super::super::read;

    #[test]
    fn a_clock_time_takes_its_day() {
        assert_eq!(
            read("2022-02-12", "The call began at 11:04 a.m. ET and ended at noon."),
            ["11:04 a.m. ET = 2022-02-12T11:04", "noon = 2022-02-12T12:00"]
        );
        assert_eq!(read("2022-02-12", "It ended at 8 p.m. Friday."), ["8 p.m. Friday = 2022-02-11T20:00"]);
        assert_eq!(
            read("2022-02-12", "At 5:34 AM on March 20, 2003, it began."),
            ["5:34 AM = 2003-03-20T05:34", "March 20, 2003 = 2003-03-20"]
        );
        assert_eq!(read("", "Doors open at 9 p.m."), ["9 p.m. = XXXX-XX-XXT21:00"]);
        assert_eq!(
            read(
                "2022-02-12",
                "It begins at 9 o'clock tonight; polls opened at 0700 local time. He speaks at 7 tonight."
            ),
            [
                "9 o'clock tonight = 2022-02-12T21:00",
                "0700 local time = 2022-02-12T07:00",
                "7 tonight = 2022-02-12T19:00"
            ]
        );
    }

    #[test]
    fn a_clock_time_takes_the_date_beside_it() {
        assert_eq!(
            read("2022-02-12", "The offer ends at 5 p.m. EST, March 9."),
            ["5 p.m. EST, March 9 = 2022-03-09T17:00"]
        );
        assert_eq!(
            read("2022-02-12", "Shots were heard around 7:15 p.m. on the pier."),
            ["around 7:15 p.m. = 2022-02-12T19:15"]
        );
    }

    #[test]
    fn the_day_may_follow_at_a_distance() {
        assert_eq!(
            read("2013-03-20", "Between 2 p.m. and 4 p.m. on Monday shots rang out."),
            ["2 p.m. = 2013-03-18T14:00", "4 p.m. on Monday = 2013-03-18T16:00"]
        );
        assert_eq!(
            read("2013-03-20", "The game starts at 7 p.m. Saturday; sales begin at 10 a.m. on April 3."),
            ["7 p.m. Saturday = 2013-03-23T19:00", "10 a.m. = 2013-04-03T10:00", "April 3 = 2013-04-03"]
        );
        assert_eq!(
            read("2013-03-20", "At 9 o'clock in the morning they left."),
            ["9 o'clock in the morning = 2013-03-20T09:00"]
        );
    }

    #[test]
    fn no_clock_time() {
        assert!(read("2022-02-12", "There were 12 Americans, a 2:1 ratio and verse 3:16.").is_empty());
        assert!(read("2022-02-12", "At 13 p.m. or 25:10 GMT nothing can happen.").is_empty());
    }
}
