//! The day of a happening, how exactly it is known, and how it came about.

use serde::{Deserialize, Serialize};

use crate::{Page, Timex, TimexType};

/// When something happens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dated {
    /// First day (ISO date).
    #[serde(rename = "date")]
    pub first: String,
    /// Last day (ISO date, inclusive), where it is another one.
    #[serde(default, rename = "end_date", skip_serializing_if = "Option::is_none")]
    pub last: Option<String>,
    /// How exactly it is given.
    pub precision: Precision,
    /// How it came about.
    #[serde(rename = "date_from")]
    pub from: DateFrom,
}

/// How the day of a happening came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateFrom {
    /// From a time expression that governs it, in its own sentence.
    Expression,
    /// Counted from the day of another happening of its sentence: "a day after the bridge was closed".
    Counted,
    /// From the sentence before, whose story it carries on.
    SentenceBefore,
    /// From the day on which it was said, by which an act of saying is done.
    Saying,
    /// From the post's time: it happened then or before.
    Post,
    /// From the page's date: it happened then or before.
    Page,
}

/// How exactly a happening is dated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// A clock time is given.
    Minute,
    /// A day.
    Day,
    /// A week or a weekend.
    Week,
    /// A month.
    Month,
    /// A quarter or a season.
    Quarter,
    /// A year.
    Year,
    /// Only the page's or post's own date: it happened then or before.
    Published,
}

impl Dated {
    /// The last day.
    #[must_use]
    pub fn end(&self) -> &str {
        self.last.as_deref().unwrap_or(&self.first)
    }
}

impl Page {
    /// Whether [`Page::day_at`] gives the day of a post or of the page.
    #[must_use]
    pub fn clock_from(&self, offset: u32) -> DateFrom {
        let post = self.post_at(offset).and_then(|i| self.posts.get(i as usize));
        if post.is_some_and(|p| p.time.is_some() || p.day.is_some()) {
            DateFrom::Post
        } else {
            DateFrom::Page
        }
    }
}

impl Timex {
    /// The day or days that it names, for a happening that comes by them in the way given.
    #[must_use]
    pub fn dated(&self, from: DateFrom) -> Option<Dated> {
        let first = self.begin.clone()?;
        let last = self.end.clone().filter(|e| *e != first);
        Some(Dated { first, last, precision: self.precision()?, from })
    }

    /// How exactly it names a time of the calendar; none for lengths, repetitions and vague references.
    #[must_use]
    pub fn precision(&self) -> Option<Precision> {
        if !matches!(self.of, TimexType::Date | TimexType::Time) || self.begin.is_none() || self.end.is_none()
        {
            return None;
        }
        let (date, clock) = match self.value.split_once('T') {
            Some((date, clock)) => (date, clock),
            None => (self.value.as_str(), ""),
        };
        if clock.starts_with(|c: char| c.is_ascii_digit()) {
            return Some(Precision::Minute);
        }
        let parts: Vec<&str> = date.split('-').collect();
        let digits = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
        if !digits(parts.first()?, 4) {
            return None;
        }
        match parts[1..] {
            [] => Some(Precision::Year),
            [p] if digits(p, 2) => Some(Precision::Month),
            ["SP" | "SU" | "FA" | "WI"] => Some(Precision::Quarter),
            [p] if p.starts_with('W') => Some(Precision::Week),
            [p] if p.starts_with('Q') || p.starts_with('H') => Some(Precision::Quarter),
            [m, d] if digits(m, 2) && digits(d, 2) => Some(Precision::Day),
            [w, "WE"] if w.starts_with('W') => Some(Precision::Week),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn precision(value: &str, of: TimexType) -> Option<Precision> {
        let day = || Some("2031-03-04".to_owned());
        let timex = Timex::new(crate::Span::new(0, 1), of, value);
        Timex { begin: day(), end: day(), ..timex }.precision()
    }

    #[test]
    fn values_tell_their_precision() {
        for (value, precise) in [
            ("2031", Some(Precision::Year)),
            ("2031-03", Some(Precision::Month)),
            ("2031-Q1", Some(Precision::Quarter)),
            ("2031-WI", Some(Precision::Quarter)),
            ("2031-W10", Some(Precision::Week)),
            ("2031-W10-WE", Some(Precision::Week)),
            ("2031-03-04", Some(Precision::Day)),
            ("2031-03-04TNI", Some(Precision::Day)),
            ("2031-03-04T11:04", Some(Precision::Minute)),
            ("PRESENT_REF", None),
            ("203", None),
        ] {
            assert_eq!(precision(value, TimexType::Date), precise, "{value}");
        }
        assert_eq!(precision("P2D", TimexType::Duration), None);
    }
}
