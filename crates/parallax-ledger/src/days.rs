//! Days on the calendar, and days of which only the weekday is known.

use std::fmt;

/// The day of an ISO date or date and time, as a number that grows by one each day.
pub(crate) fn day_number(iso: &str) -> Option<i64> {
    let mut parts = iso.get(..10)?.split('-').map(|p| p.parse::<i64>().ok());
    let (y, m, d) = (parts.next()??, parts.next()??, parts.next()??);
    if !(1..=12).contains(&m) || !(1..=31).contains(&d) {
        return None;
    }
    // The year is taken to begin in March, so that the leap day is its last.
    let (y, m) = if m <= 2 { (y - 1, m + 9) } else { (y, m - 3) };
    let (era, of_era) = (y.div_euclid(400), y.rem_euclid(400));
    let of_year = (153 * m + 2) / 5 + d - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year)
}

/// The day on which something was said, as far as a page tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Day {
    /// A day on the calendar, as its number.
    Known(i64),
    /// A weekday of no known week: 1 is Monday.
    Weekday(u8),
}

impl Day {
    /// Reads an ISO date or a TIMEX3 value that names a weekday: `XXXX-WXX-1`.
    pub(crate) fn read(value: &str) -> Option<Self> {
        if let Some(day) = value.strip_prefix("XXXX-WXX-") {
            let day: u8 = day.parse().ok()?;
            return (1..=7).contains(&day).then_some(Self::Weekday(day));
        }
        day_number(value).map(Self::Known)
    }

    /// Its weekday: 1 is Monday.
    pub(crate) fn weekday(self) -> u8 {
        match self {
            // Day 0 is the first of March of the year 0, a Wednesday.
            Self::Known(number) => (number + 2).rem_euclid(7) as u8 + 1,
            Self::Weekday(day) => day,
        }
    }

    /// Whether both can be one day: the same day, or the same weekday where either is no more.
    pub(crate) fn same(self, other: Self) -> bool {
        match (self, other) {
            (Self::Known(a), Self::Known(b)) => a == b,
            _ => self.weekday() == other.weekday(),
        }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const NAMES: [&str; 7] =
            ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
        f.write_str(NAMES[usize::from(self.weekday() - 1) % 7])
    }
}

/// Whether two values name days that cannot be one; false where either names none.
pub(crate) fn other_day(a: &str, b: &str) -> bool {
    Day::read(a).zip(Day::read(b)).is_some_and(|(a, b)| !a.same(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_over_months_and_leap_years() {
        let between = |a: &str, b: &str| day_number(b).unwrap() - day_number(a).unwrap();
        assert_eq!(between("2024-02-28", "2024-03-01"), 2);
        assert_eq!(between("2023-02-28", "2023-03-01"), 1);
        assert_eq!(between("2021-12-31", "2022-01-01T09:00:00Z"), 1);
        assert_eq!(between("1900-01-01", "2000-01-01"), 36_524);
        assert_eq!(day_number("2022-13-01"), None);
        assert_eq!(day_number("é2022-01-01"), None);
    }

    #[test]
    fn a_weekday_is_compared_with_the_weekday_of_a_day() {
        let read = |v: &str| Day::read(v).unwrap();
        assert_eq!(read("2022-01-24").to_string(), "Monday");
        assert_eq!(read("2000-01-01").to_string(), "Saturday");
        assert_eq!(read("XXXX-WXX-7").to_string(), "Sunday");
        assert!(!other_day("2022-01-24", "XXXX-WXX-1"));
        assert!(other_day("2022-01-24", "XXXX-WXX-2"));
        assert!(other_day("XXXX-WXX-1", "XXXX-WXX-2"));
        assert!(other_day("2022-01-24", "2022-01-31"));
        assert!(!other_day("2022-01", "XXXX-WXX-2"), "a month names no day");
        assert_eq!(Day::read("XXXX-WXX-9"), None);
    }
}
