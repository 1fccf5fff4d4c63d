//! Temporal expressions of a page.

use serde::{Deserialize, Serialize};

use crate::Span;
use crate::span::map_spans;

/// A temporal expression, after TIMEX3.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timex {
    /// Where.
    #[serde(flatten)]
    pub span: Span,
    /// DATE, TIME, DURATION or SET.
    #[serde(rename = "type")]
    pub of: TimexType,
    /// TIMEX3 value: `2022-01-24`, `PT1H40M`, `PAST_REF`.
    pub value: String,
    /// TIMEX3 modifier: `APPROX`, `MORE_THAN`, `START`...
    #[serde(default, rename = "mod", skip_serializing_if = "Option::is_none")]
    pub modifier: Option<String>,
    /// First day (ISO date) of the interval on the calendar, where there is one.
    #[serde(default, rename = "begin_day", skip_serializing_if = "Option::is_none")]
    pub begin: Option<String>,
    /// Last day (ISO date, inclusive). In JSON `end_day`, because `end` is the offset.
    #[serde(default, rename = "end_day", skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
    /// What the value was computed from; `none` if the words alone fix it.
    pub anchor: Anchor,
    /// The rule that gave the value.
    pub rule: String,
    /// The value that the words would have if they looked the other way in time; none where only one reading is left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<String>,
    /// The words that decided between the two readings; none if the usual direction was taken for want of any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cue: Option<Span>,
    /// How the value was computed; none if the words alone fix it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub derivation: Option<Derivation>,
}

impl Timex {
    /// An expression whose words alone fix its value.
    #[must_use]
    pub fn new(span: Span, of: TimexType, value: impl Into<String>) -> Self {
        Self {
            span,
            of,
            value: value.into(),
            modifier: None,
            begin: None,
            end: None,
            anchor: Anchor::None,
            rule: String::new(),
            other: None,
            cue: None,
            derivation: None,
        }
    }
}

/// How a value was computed from another date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Derivation {
    /// The date that it was computed from, as finely as it is known: an ISO day, `2022-02`, `2022-W06`, `2022`.
    pub from: String,
    /// The earlier expression that gave that date; none for the date of the page or post.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub named_by: Option<Span>,
    /// What was done with it, in fixed words: `-4 days`, `+2 weeks`, `same month`, `year 2021`.
    pub steps: String,
}

/// Types of TIMEX3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum TimexType {
    /// A day or longer on the calendar.
    Date,
    /// A clock time or part of a day.
    Time,
    /// A length.
    Duration,
    /// A repetition.
    Set,
}

/// What a relative time was computed from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Anchor {
    /// Nothing: the words fix it, or it is not fixed.
    None,
    /// The page's date.
    Page,
    /// The post's time.
    Post,
    /// An earlier expression.
    Previous,
}

map_spans! {
    Derivation: named_by;
    Timex: span, cue, derivation;
}
