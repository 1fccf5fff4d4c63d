//! The words of a document with what is known of each, and what the families hand back.

use parallax_model::{Document, Sentence, TimexType};

use super::calendar::Unit;
use super::vocabulary::{Entry, entries, plain};
use crate::words::Words;

/// A text as the families read it.
pub(super) struct Scan<'t> {
    pub(super) words: Words<'t>,
    entries: Vec<&'static Entry>,
    sentences: &'t [Sentence],
    /// Whether the page speaks of quarters and earnings, so that "a year earlier" is a quarter.
    pub(super) finance: bool,
}

impl<'t> Scan<'t> {
    pub(super) fn of(document: &'t Document) -> Self {
        let words = Words::of(&document.page.text, &document.page.blocks);
        let entries = entries(&words);
        let mut scan = Self { words, entries, sentences: &document.sentences, finance: false };
        // Three such words, and more on a long page.
        let words = (0..scan.len()).filter(|&i| scan.entry(i).business).count();
        scan.finance = words >= 3 && words * 400 >= scan.len();
        scan
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// What the data say of the piece at `i`.
    pub(super) fn entry(&self, i: usize) -> &'static Entry {
        self.entries.get(i).copied().unwrap_or_else(plain)
    }

    /// First and one past the last piece of the sentence that holds piece `i`.
    pub(super) fn sentence(&self, i: usize) -> (usize, usize) {
        self.words.sentence(self.sentences, i)
    }
}

impl<'t> std::ops::Deref for Scan<'t> {
    type Target = Words<'t>;
    fn deref(&self) -> &Words<'t> {
        &self.words
    }
}

/// What an expression means before it is placed on the calendar.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Meaning {
    /// The words alone fix the value.
    Fixed(TimexType, String),
    /// "March 22".
    MonthDay { month: u8, day: u8 },
    /// "the 16th".
    DayOfMonth(u8),
    /// "March", "last March", "March of last year" (`year` counts from this one).
    Month { month: u8, step: Option<i8>, year: Option<i8> },
    /// "August of that year", "March 3 of the following year": of the year spoken of, or so many after it.
    OfThatYear { month: u8, day: Option<u8>, n: i8 },
    /// "Friday", "last Friday".
    Weekday { day: u8, step: Option<i8> },
    /// "today", "yesterday".
    Day(i8),
    /// "last week", "two years ago": steps of a unit from the clock.
    Step { unit: Unit, n: f64 },
    /// "the next day", "two weeks later": steps from the expression before.
    After { unit: Unit, n: f64 },
    /// "next spring", "the spring".
    Season { season: &'static str, step: Option<i8> },
    /// "the third quarter", of a year counted from this one.
    Quarter { quarter: u8, year: Option<i8> },
    /// "the first half of last year".
    Half { half: u8, year: Option<i8> },
    /// "a year ago" in a report on earnings: the period spoken of, a year before.
    YearAgo,
    /// "the latest period".
    Period,
    /// "the 1988 period".
    PeriodOf(i16),
    /// "Christmas", "last Easter", "Thanksgiving weekend": its rule, and what is said beside it.
    Holiday { rule: &'static str, step: Option<i8>, year: Option<i16>, whole: Option<Unit> },
    /// "5 p.m.", on a day named beside it.
    Clock { hour: u8, minute: Option<u8>, day: Option<Box<Meaning>> },
    /// "in the afternoon": of the day spoken of.
    PartOnly,
    /// A length that reaches back (-1) or forward (1) from the clock, or neither.
    Length { value: String, unit: Unit, n: Option<f64>, toward: i8 },
}

/// An expression found.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    pub(super) from: usize,
    pub(super) to: usize,
    /// Higher wins where two overlap.
    pub(super) rank: u8,
    pub(super) meaning: Meaning,
    /// Part of the day.
    pub(super) part: Option<&'static str>,
    pub(super) modifier: Option<&'static str>,
    pub(super) rule: &'static str,
}

impl Found {
    pub(super) fn new(from: usize, to: usize, rank: u8, rule: &'static str, meaning: Meaning) -> Self {
        Self { from, to, rank, meaning, part: None, modifier: None, rule }
    }

    pub(super) fn part(mut self, part: Option<&'static str>) -> Self {
        self.part = part;
        self
    }

    pub(super) fn modifier(mut self, modifier: Option<&'static str>) -> Self {
        self.modifier = modifier;
        self
    }
}

/// Where families put what they find.
pub(super) type Finds = Vec<Found>;
