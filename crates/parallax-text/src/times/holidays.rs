//! Holidays and named days, those that move among them.

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

use super::calendar::{Unit, day_text, shift, week, weekday};
use super::days::{step, year};
use super::derive::Basis;
use super::direction::Look;
use super::resolve::{Placed, date};
use super::scan::{Finds, Found, Meaning, Scan};
use super::vocabulary::holidays;

/// "Christmas Eve", "last Easter", "Thanksgiving weekend", "Ramadan 2012".
pub(super) fn holiday(scan: &Scan<'_>, i: usize, out: &mut Finds) {
    if !scan.capital(i) {
        return;
    }
    let hit = holidays().iter().find(|h| {
        h.words.iter().enumerate().all(|(k, w)| scan.is(i + k, w) || (*w == "'" && scan.apostrophe(i + k)))
    });
    let Some(h) = hit else { return };
    let mut to = i + h.words.len();
    let whole = match scan.entry(to).unit {
        Some(unit @ (Unit::Week | Unit::Weekend)) if !scan.entry(to).plural => {
            to += 1;
            Some(unit)
        }
        _ => None,
    };
    // "Christmas Island", "the Easter Rising"
    let single = h.words.len() == 1;
    if whole.is_none() && single && scan.capital(to) && scan.entry(to).weekday == 0 && scan.letters(to) {
        return;
    }
    let (from, stepped) = step(scan, i);
    if scan.any(i - 1, &["every", "each"]) {
        return;
    }
    let of = usize::from(scan.any(to, &["of", ","]));
    let (year, to) = match year(scan, to + of) {
        Some((y, end)) => (i16::try_from(y).ok(), end),
        None => (None, to),
    };
    let rank = if year.is_some() { 75 } else { 65 };
    let meaning = Meaning::Holiday { rule: h.rule, step: stepped, year, whole };
    out.push(Found::new(from, to, rank, "holiday", meaning));
}

/// The value of a holiday: of its year, a step from `now`, ahead or nearest; `told` on a page of history.
pub(super) fn holiday_value(
    meaning: &Meaning,
    now: Option<Date>,
    told: bool,
    look: &Look<'_>,
    basis: Basis,
) -> Option<Placed> {
    let Meaning::Holiday { rule, step, year, whole } = meaning else { return None };
    let named = |day: Date| match whole {
        Some(Unit::Week) => Some(week(day)),
        // The weekend beside the day: Monday's is the one before.
        Some(_) => {
            let back = if weekday(day) == 1 { -1 } else { 0 };
            Some(format!("{}-WE", week(shift(day, back, Unit::Week)?)))
        }
        None => Some(day_text(day)),
    };
    if let Some(year) = year {
        return date(named(holiday_in(rule, *year)?)?, Basis::NONE);
    }
    let Some(now) = now else {
        let fixed = rule.len() == 5 && whole.is_none();
        let value = if fixed { format!("XXXX-{rule}") } else { "XXXX-XX-XX".to_owned() };
        return date(value, Basis::NONE);
    };
    let mut days = (-1..=1).filter_map(|y| holiday_in(rule, now.year() + y));
    let day = match step {
        Some(-1) => days.filter(|&d| d < now).max()?,
        Some(1) => days.find(|&d| d > now)?,
        Some(_) => holiday_in(rule, now.year())?,
        None if told => holiday_in(rule, now.year())?,
        None => {
            let away = |d: Date| now.until(d).map_or(i32::MAX, |s| s.get_days());
            let nearest = days.min_by_key(|&d| away(d).abs())?;
            // Some time past, and the words look ahead: the next one.
            if away(nearest) < -14 && look.ahead() { holiday_in(rule, nearest.year() + 1)? } else { nearest }
        }
    };
    date(named(day)?, basis)
}

/// The day of a holiday in a year by its rule (see `times-holidays.tsv`).
fn holiday_in(rule: &str, year: i16) -> Option<Date> {
    let mut parts = rule.split(' ');
    let first = parts.next()?;
    if let Some((m, d)) = first.split_once('-') {
        let day = Date::new(year, m.parse().ok()?, d.parse().ok()?).ok()?;
        return match parts.next() {
            // "05-25 mon": the last Monday before 25 May.
            Some(name) => day.nth_weekday(-1, by_name(name)?).ok(),
            None => Some(day),
        };
    }
    let day = match first {
        "easter" => easter(year)?,
        "pascha" => pascha(year)?,
        "tishri" => new_year(year)?,
        "kislev" => kislev_25(year)?,
        month => {
            let first = Date::new(year, month.parse().ok()?, 1).ok()?;
            let name = by_name(parts.next()?)?;
            first.nth_weekday_of_month(parts.next()?.parse().unwrap_or(-1), name).ok()?
        }
    };
    match parts.next() {
        Some(away) => day.checked_add(days(away.parse().ok()?)).ok(),
        None => Some(day),
    }
}

fn days(n: i64) -> Span {
    n.days()
}

fn by_name(name: &str) -> Option<Weekday> {
    Some(match name {
        "mon" => Weekday::Monday,
        "tue" => Weekday::Tuesday,
        "wed" => Weekday::Wednesday,
        "thu" => Weekday::Thursday,
        "fri" => Weekday::Friday,
        "sat" => Weekday::Saturday,
        "sun" => Weekday::Sunday,
        _ => return None,
    })
}

/// Easter of the western churches: the Gregorian computus as arranged by Meeus.
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - b / 4 - g + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    Date::new(year, month as i8, day as i8).ok()
}

/// Easter of the eastern churches: the Julian computus, moved to the Gregorian calendar.
fn pascha(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 4, y % 7, y % 19);
    let d = (19 * c + 15) % 30;
    let e = (2 * a + 4 * b - d + 34) % 7;
    let julian = d + e + 114;
    let between = i64::from(y / 100 - y / 400 - 2);
    let day = Date::new(year, (julian / 31) as i8, (julian % 31 + 1) as i8).ok()?;
    day.checked_add(days(between)).ok()
}

/// Days from the epoch of the Jewish calendar to the first day of a year, before the rule on year lengths.
fn molad(year: i64) -> i64 {
    let months = (235 * year - 234) / 19;
    let day = 29 * months + (12_084 + 13_753 * months) / 25_920;
    if 3 * (day + 1) % 7 < 3 { day + 1 } else { day }
}

/// First day of a Jewish year, in days of the Gregorian calendar from 1 January 1.
fn tishri(year: i64) -> i64 {
    let (before, this, after) = (molad(year - 1), molad(year), molad(year + 1));
    let late = if after - this == 356 {
        2
    } else if this - before == 382 {
        1
    } else {
        0
    };
    this + late - 1_373_428
}

/// Rosh Hashanah in a year of the Gregorian calendar.
fn new_year(year: i16) -> Option<Date> {
    let first = Date::new(1, 1, 1).ok()?;
    first.checked_add(days(tishri(i64::from(year) + 3761))).ok()
}

/// The first day of Hanukkah: the month before it has 30 days in full years only.
fn kislev_25(year: i16) -> Option<Date> {
    let of = i64::from(year) + 3761;
    let full = (tishri(of + 1) - tishri(of)) % 10 == 5;
    new_year(year)?.checked_add(days(if full { 84 } else { 83 })).ok()
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;

    #[test]
    fn holidays_take_the_nearest_year() {
        assert_eq!(read("2022-11-30", "The ferry sank on Thanksgiving."), ["Thanksgiving = 2022-11-24"]);
        assert_eq!(read("2022-01-02", "They fled on Christmas Eve."), ["Christmas Eve = 2021-12-24"]);
        assert_eq!(
            read("2013-03-20", "He came last Christmas and on Easter Sunday 2011."),
            ["last Christmas = 2012-12-25", "Easter Sunday 2011 = 2011-04-24"]
        );
        assert_eq!(
            read("2013-05-20", "The roads fill on Memorial Day weekend, not in Easter week."),
            ["Memorial Day weekend = 2013-W21-WE", "Easter week = 2013-W13"]
        );
        assert!(read("2013-05-20", "The Easter Rising and Christmas Island are names.").is_empty());
    }

    #[test]
    fn feasts_move() {
        let on = |rule, year| holiday_in(rule, year).map(|d| d.to_string()).unwrap_or_default();
        assert_eq!(on("easter", 2000), "2000-04-23");
        assert_eq!(on("easter", 2024), "2024-03-31");
        assert_eq!(on("easter -2", 2013), "2013-03-29");
        assert_eq!(on("pascha", 2013), "2013-05-05");
        assert_eq!(on("pascha", 2024), "2024-05-05");
        assert_eq!(on("tishri", 2013), "2013-09-05");
        assert_eq!(on("tishri", 2024), "2024-10-03");
        assert_eq!(on("tishri -163", 2013), "2013-03-26");
        assert_eq!(on("kislev", 2013), "2013-11-28");
        assert_eq!(on("kislev", 2024), "2024-12-26");
        assert_eq!(on("11 thu 4 1", 2013), "2013-11-29");
        assert_eq!(on("05-25 mon", 2013), "2013-05-20");
        assert_eq!(on("05 mon last", 2013), "2013-05-27");
    }

    #[test]
    fn every_rule_gives_a_day() {
        for h in holidays() {
            assert!(holiday_in(h.rule, 2024).is_some(), "{:?} {}", h.words, h.rule);
        }
    }
}
