//! The day in the dateline of a text: "VELMAR, Feb. 12 (AP) — ...". It is the day on which the words were written,
//! where they were written, and so the best witness of which day they call today.

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use crate::dates;

static DATELINE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^\p{Lu}[\p{Lu}\p{M}.'’ -]{2,40}(?:[,/]\s?[\p{L}. ]{2,24})?,\s+((?:(\p{L}{3,9})\.?\s+(\d{1,2})|(\d{1,2})\s+(\p{L}{3,9})\.?)(?:,?\s+((?:19|20)\d\d))?)\s*(?:[(\[][^)\]\n]{2,30}[)\]]\s*)?[-–—:]",
    )
    .expect("constant")
});

/// A day of the month, with a year where one is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MonthDay {
    pub(crate) month: i8,
    pub(crate) day: i8,
    pub(crate) year: Option<i16>,
}

impl MonthDay {
    /// That day in a year; none where the year has no such day.
    pub(crate) fn in_year(self, year: i16) -> Option<Date> {
        Date::new(year, self.month, self.day).ok()
    }

    /// That day in the year that is named, else the nearest to another day.
    pub(crate) fn near(self, day: Date) -> Option<Date> {
        if let Some(year) = self.year {
            return self.in_year(year);
        }
        let years = [day.year() - 1, day.year(), day.year() + 1];
        years.into_iter().filter_map(|y| self.in_year(y)).min_by_key(|d| apart(*d, day))
    }
}

/// Days between two dates.
pub(crate) fn apart(a: Date, b: Date) -> i32 {
    a.since(b).map_or(i32::MAX, |d| d.get_days().abs())
}

/// Paragraphs at the head of a text among which the dateline may be.
const HEAD: usize = 4;

/// The day of the dateline, and where it stands in the text.
pub(crate) fn read(text: &str) -> Option<(Range<usize>, MonthDay)> {
    text.split("\n\n").take(HEAD).find_map(|paragraph| {
        let from = paragraph.as_ptr() as usize - text.as_ptr() as usize;
        let c = DATELINE.captures(paragraph)?;
        let (month, day) = c.get(2).zip(c.get(3)).or(c.get(5).zip(c.get(4)))?;
        let at = c.get(1)?.range();
        let year = c.get(6).and_then(|y| y.as_str().parse().ok());
        let day = MonthDay { month: dates::month(month.as_str())?, day: day.as_str().parse().ok()?, year };
        day.in_year(year.unwrap_or(2000))?;
        Some((from + at.start..from + at.end, day))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(&str, Option<String>)> {
        let near = Date::new(2022, 1, 3).ok()?;
        read(text).map(|(at, day)| (&text[at], day.near(near).map(|d| d.to_string())))
    }

    #[test]
    fn datelines_give_their_day() {
        let day = |text| found(text).and_then(|(_, day)| day);
        assert_eq!(
            day("Port reopens\n\nVELMAR, Dec. 31 (AP) — The port is open.").as_deref(),
            Some("2021-12-31")
        );
        assert_eq!(
            day("VELMAR, Corva, 2 Jan 2022 (Reuters) - The port is open.").as_deref(),
            Some("2022-01-02")
        );
        assert_eq!(day("OLD-OSTER, January 5: The port is open.").as_deref(), Some("2022-01-05"));
        assert_eq!(found("VELMAR, Dec. 31 — The port").map(|(words, _)| words), Some("Dec. 31"));
    }

    #[test]
    fn other_beginnings_give_none() {
        for text in [
            "VELMAR (AP) — The port is open.",
            "VELMAR, June 31 (AP) — The port is open.",
            "VELMAR, on Dec. 31 the port was open - again.",
            "In VELMAR, Dec. 31 — a day of storm.",
            "",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
