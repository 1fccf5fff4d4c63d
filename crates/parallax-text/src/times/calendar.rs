//! Days, units and the intervals that TIMEX3 values cover.

use jiff::civil::{Date, ISOWeekDate, Weekday};
use jiff::{Span, ToSpan};

/// Units of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Fortnight,
    Weekend,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
    Millennium,
}

impl Unit {
    /// From the letters in the data.
    pub(super) fn of(letters: &str) -> Option<Self> {
        Some(match letters {
            "TS" => Unit::Second,
            "TM" => Unit::Minute,
            "TH" => Unit::Hour,
            "D" => Unit::Day,
            "W" => Unit::Week,
            "F" => Unit::Fortnight,
            "WE" => Unit::Weekend,
            "M" => Unit::Month,
            "Q" => Unit::Quarter,
            "Y" => Unit::Year,
            "DE" => Unit::Decade,
            "C" => Unit::Century,
            "ML" => Unit::Millennium,
            _ => return None,
        })
    }

    /// Its English name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Unit::Second => "second",
            Unit::Minute => "minute",
            Unit::Hour => "hour",
            Unit::Day => "day",
            Unit::Week => "week",
            Unit::Fortnight => "fortnight",
            Unit::Weekend => "weekend",
            Unit::Month => "month",
            Unit::Quarter => "quarter",
            Unit::Year => "year",
            Unit::Decade => "decade",
            Unit::Century => "century",
            Unit::Millennium => "millennium",
        }
    }

    /// Shorter than a day.
    pub(super) fn is_clock(self) -> bool {
        matches!(self, Unit::Second | Unit::Minute | Unit::Hour)
    }

    /// The letters of a duration, with how many of them make one of the unit.
    fn letters(self) -> (&'static str, f64, &'static str) {
        match self {
            Unit::Second => ("PT", 1.0, "S"),
            Unit::Minute => ("PT", 1.0, "M"),
            Unit::Hour => ("PT", 1.0, "H"),
            Unit::Day => ("P", 1.0, "D"),
            Unit::Week => ("P", 1.0, "W"),
            Unit::Fortnight => ("P", 2.0, "W"),
            Unit::Weekend => ("P", 2.0, "D"),
            Unit::Month => ("P", 1.0, "M"),
            Unit::Quarter => ("P", 1.0, "Q"),
            Unit::Year => ("P", 1.0, "Y"),
            Unit::Decade => ("P", 10.0, "Y"),
            Unit::Century => ("P", 100.0, "Y"),
            Unit::Millennium => ("P", 1000.0, "Y"),
        }
    }
}

/// The TIMEX3 value of `n` units: `P2M`, `PT1H30M`, `P18M`.
pub(super) fn duration(n: f64, unit: Unit) -> String {
    let (p, times, letter) = unit.letters();
    let n = n * times;
    if n.fract() == 0.0 {
        return format!("{p}{n:.0}{letter}");
    }
    // A half goes into the next smaller unit where that is a whole number.
    let smaller = match letter {
        "Y" => Some((12.0, "M")),
        "H" if p == "PT" => Some((60.0, "M")),
        "M" if p == "PT" => Some((60.0, "S")),
        _ => None,
    };
    match smaller {
        Some((of, small)) if (n.fract() * of).fract().abs() < 1e-6 => {
            let whole = n.trunc();
            let rest = n.fract() * of;
            if whole == 0.0 {
                format!("{p}{rest:.0}{small}")
            } else {
                format!("{p}{whole:.0}{letter}{rest:.0}{small}")
            }
        }
        _ if letter == "D" => format!("PT{:.0}H", n * 24.0),
        _ => format!("{p}{n}{letter}"),
    }
}

/// The TIMEX3 value of an unnamed number of units: `PXD`.
pub(super) fn some_duration(unit: Unit) -> String {
    let (p, _, letter) = unit.letters();
    let letter = match unit {
        Unit::Decade => "DE",
        Unit::Century => "C",
        _ => letter,
    };
    format!("{p}X{letter}")
}

/// The day at the head of an ISO date or time, as written.
pub(super) fn day_of(iso: &str) -> Option<Date> {
    iso.get(..10)?.parse().ok()
}

/// First year that is reckoned with: 8000 BC.
const EARLIEST: i16 = -7999;

/// `day` as a TIMEX3 value.
pub(super) fn day_text(day: Date) -> String {
    format!("{}-{:02}-{:02}", year_text(day.year()), day.month(), day.day())
}

/// `date` moved by whole units; none beyond the calendar.
pub(super) fn shift(date: Date, n: i64, unit: Unit) -> Option<Date> {
    if n.abs() > 100_000 {
        return None;
    }
    let years = |n: i64, of: i64| Span::new().try_years(n.checked_mul(of)?).ok();
    let span: Span = match unit {
        Unit::Second | Unit::Minute | Unit::Hour => 0.days(),
        Unit::Day => n.days(),
        Unit::Week | Unit::Weekend => n.weeks(),
        Unit::Fortnight => (2 * n).weeks(),
        Unit::Month => n.months(),
        Unit::Quarter => (3 * n).months(),
        Unit::Year => years(n, 1)?,
        Unit::Decade => years(n, 10)?,
        Unit::Century => years(n, 100)?,
        Unit::Millennium => years(n, 1000)?,
    };
    date.checked_add(span).ok().filter(|d| d.year() >= EARLIEST)
}

/// `2022-W06`.
pub(super) fn week(date: Date) -> String {
    let w = date.iso_week_date();
    format!("{:04}-W{:02}", w.year(), w.week())
}

/// `2022`; `BC0490` before the first year of our era (year 0 of the calendar is 1 BC).
pub(super) fn year_text(year: i16) -> String {
    if year >= 1 { format!("{year:04}") } else { format!("BC{:04}", 1 - i32::from(year)) }
}

/// The decade or century: the year without its last digits.
pub(super) fn cut_year(year: i16, digits: usize) -> String {
    let mut text = year_text(year);
    text.truncate(text.len() - digits);
    text
}

/// `2022-02`.
pub(super) fn month(date: Date) -> String {
    format!("{}-{:02}", year_text(date.year()), date.month())
}

/// `2022-Q1`.
pub(super) fn quarter(date: Date) -> String {
    format!("{}-Q{}", year_text(date.year()), (date.month() + 2) / 3)
}

/// Weekday from Monday 1.
pub(super) fn weekday(date: Date) -> i8 {
    date.weekday().to_monday_one_offset()
}

/// First and last day of what a DATE or TIME value covers.
pub(super) fn interval(value: &str) -> Option<(Date, Date)> {
    if let Some(day) = day_of(value).filter(|_| value.len() == 10 || value.as_bytes().get(10) == Some(&b'T'))
    {
        return Some((day, day));
    }
    let (value, before) = match value.strip_prefix("BC") {
        Some(rest) => (rest, true),
        None => (value, false),
    };
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    let number: i16 = value.get(..digits)?.parse().ok()?;
    let first = |y: i16, m: i8| Date::new(y, m, 1).ok();
    let years = |from: i16, n: i16| {
        // 480 to 489 BC end with 480 BC, which is year -479 of the calendar.
        let from = if before { (2 - from).checked_sub(n)? } else { from.max(1) };
        Some((first(from, 1)?, Date::new(from.checked_add(n - 1)?, 12, 31).ok()?))
    };
    let rest = value.get(digits..)?;
    match (digits, rest) {
        (2, "") => years(number.checked_mul(100)?, 100),
        (3, "") => years(number.checked_mul(10)?, 10),
        (4, "") => years(number, 1),
        (4, _) => {
            let part = rest.strip_prefix('-')?;
            let number = if before { 1 - number } else { number };
            if part.len() == 5 {
                let (m, d) = part.split_once('-')?;
                let day = Date::new(number, m.parse().ok()?, d.parse().ok()?).ok()?;
                return Some((day, day));
            }
            let months = |m: i8, n: i64| {
                let from = first(number, m)?;
                let to = from.checked_add(n.months()).ok()?.checked_sub(1.day()).ok()?;
                Some((from, to))
            };
            if let Some(q) = part.strip_prefix('Q') {
                let q: i8 = q.parse().ok().filter(|q| (1..=4).contains(q))?;
                return months(3 * q - 2, 3);
            }
            if let Some(h) = part.strip_prefix('H') {
                let h: i8 = h.parse().ok().filter(|h| (1..=2).contains(h))?;
                return months(6 * h - 5, 6);
            }
            if let Some(w) = part.strip_prefix('W').filter(|_| part != "WI") {
                let monday =
                    |w: &str| Some(ISOWeekDate::new(number, w.parse().ok()?, Weekday::Monday).ok()?.date());
                return match w.strip_suffix("-WE") {
                    Some(w) => {
                        let monday = monday(w)?;
                        Some((monday.checked_add(5.days()).ok()?, monday.checked_add(6.days()).ok()?))
                    }
                    None => monday(w).and_then(|m| Some((m, m.checked_add(6.days()).ok()?))),
                };
            }
            match part {
                // Meteorological seasons of the north; winter starts in December.
                "SP" => months(3, 3),
                "SU" => months(6, 3),
                "FA" => months(9, 3),
                "WI" => months(12, 3),
                _ => months(part.parse().ok().filter(|m| (1..=12).contains(m))?, 1),
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(value: &str) -> Option<String> {
        interval(value).map(|(a, b)| format!("{a} {b}"))
    }

    #[test]
    fn durations_keep_their_unit() {
        assert_eq!(duration(1.5, Unit::Hour), "PT1H30M");
        assert_eq!(duration(0.5, Unit::Hour), "PT30M");
        assert_eq!(duration(48.0, Unit::Hour), "PT48H");
        assert_eq!(duration(2.5, Unit::Year), "P2Y6M");
        assert_eq!(duration(2.0, Unit::Decade), "P20Y");
        assert_eq!(duration(0.5, Unit::Day), "PT12H");
        assert_eq!(some_duration(Unit::Week), "PXW");
    }

    #[test]
    fn values_cover_days() {
        assert_eq!(days("2022-02").as_deref(), Some("2022-02-01 2022-02-28"));
        assert_eq!(days("2022-Q1").as_deref(), Some("2022-01-01 2022-03-31"));
        assert_eq!(days("2022-W06").as_deref(), Some("2022-02-07 2022-02-13"));
        assert_eq!(days("2022-W06-WE").as_deref(), Some("2022-02-12 2022-02-13"));
        assert_eq!(days("2022-02-12TMO").as_deref(), Some("2022-02-12 2022-02-12"));
        assert_eq!(days("199").as_deref(), Some("1990-01-01 1999-12-31"));
        let bc = |value: &str| interval(value).map(|(a, b)| (a.year(), a.month(), b.year(), b.month()));
        assert_eq!(bc("BC0490"), Some((-489, 1, -489, 12)));
        assert_eq!(bc("BC048"), Some((-488, 1, -479, 12)));
        assert_eq!(bc("BC0001-04"), Some((0, 4, 0, 4)));
        assert_eq!((year_text(-489), cut_year(-485, 1)), ("BC0490".to_owned(), "BC048".to_owned()));
        assert_eq!(days("XXXX-WXX-1"), None);
        assert_eq!(days("PAST_REF"), None);
        assert_eq!(days("2022-02-31"), None);
    }

    #[test]
    fn moving_beyond_the_calendar_gives_nothing() {
        let day = day_of("2022-01-31T10:00:00Z").unwrap();
        assert_eq!(shift(day, 1, Unit::Month).map(month).as_deref(), Some("2022-02"));
        assert_eq!(shift(day, -90_000, Unit::Year), None);
        assert_eq!(day_of("soon"), None);
    }
}
