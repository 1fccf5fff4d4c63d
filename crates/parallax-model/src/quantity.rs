//! Numbers of a page.

use serde::{Deserialize, Serialize};

use crate::Span;
use crate::span::{map_spans, pairs};

/// A number of things, or a number that only looks like one; [`Quantity::is_amount`] tells them apart.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// The number with its bound and unit: "more than 13,000", "just over an hour".
    #[serde(flatten)]
    pub span: Span,
    /// What the number does.
    #[serde(default)]
    pub kind: QuantityKind,
    /// The number; of a range, its middle.
    pub value: f64,
    /// Smallest value that the words allow, inclusive; none if open.
    #[serde(default)]
    pub low: Option<f64>,
    /// Largest value that the words allow, inclusive; none if open.
    #[serde(default)]
    pub high: Option<f64>,
    /// How the words bound the number.
    pub bound: Bound,
    /// Unit in the singular: `minute`, `percent`, `USD`, `kilometre per hour`; none for a plain count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// What is counted: "troops", "people" (with "killed" beside), "soldiers from the 82nd Airborne".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted: Option<Span>,
    /// Head noun of what is counted, or the happening, in its dictionary form: "troop", "killed".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
    /// "per day", "of respondents": what the number is a rate or a share of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per: Option<Span>,
    /// Words that limit what is counted: "of them civilians", "since 2014".
    #[serde(default, skip_serializing_if = "Vec::is_empty", with = "pairs")]
    pub scope: Vec<Span>,
    /// The amount that this one repeats in another unit, as an index into `quantities`: "20 miles (32 km)".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub equals: Option<u32>,
    /// The second number of a score or vote: 48 of "52-48".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub against: Option<f64>,
}

/// What a number does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuantityKind {
    /// Counts things: "8,500 troops".
    #[default]
    Count,
    /// Measures with a unit: "11 kilometres", "32 °C", "40 km/h".
    Measure,
    /// Money, or money by something: "$3.50 a gallon".
    Money,
    /// A part of a whole: "48 percent", "two thirds of voters", "one in five".
    Share,
    /// A length of time: "43 minutes".
    Duration,
    /// Years of life: "aged 34", "a 24-year-old man".
    Age,
    /// A year or decade of the calendar: "in 1979".
    Year,
    /// A place in an order: "the 82nd", "second".
    Ordinal,
    /// Points or votes of two sides: "2-1", "52-48"; `against` has the second.
    Score,
    /// Part of a name: "Article 5", "Voyager 2".
    Label,
    /// A number of which the words do not say what it counts.
    Number,
    /// From one amount to another, as a range; both are given on their own too: "rose from 12 to 45".
    Change,
}

/// How words bound a number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// "8,500".
    #[default]
    Exact,
    /// "about 8,500", "nearly 90".
    About,
    /// "at least 12".
    AtLeast,
    /// "more than 13,000", "over 30".
    MoreThan,
    /// "up to 50".
    AtMost,
    /// "fewer than 10".
    LessThan,
    /// "2,000 to 3,000".
    Range,
}

impl Quantity {
    /// Whether it counts, measures or shares something, so that pages can differ over it; a length of time does
    /// where the happening that took it is known. Ages, years, orders, scores, labels and bare numbers do not.
    #[must_use]
    pub fn is_amount(&self) -> bool {
        use QuantityKind::{Count, Duration, Measure, Money, Share};
        match self.kind {
            Count | Measure | Money | Share => true,
            Duration => self.what.is_some(),
            _ => false,
        }
    }
}

map_spans! {
    Quantity: span, counted, per, scope;
}
