//! A number as the interval that its words allow, in the smallest unit of its kind.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use parallax_model::{Bound, Quantity};

use crate::lexicon::{english, rows};

/// Below this, people count: "12 people" is not 13. From here on they round.
const COUNTED: f64 = 100.0;
/// A number given as "about" is taken to hold within this share where its words do not say more.
const ABOUT: f64 = 0.1;
/// In seconds.
const MINUTE: f64 = 60.0;
const QUARTER: f64 = 15.0 * MINUTE;
const DAY: f64 = 24.0 * 60.0 * MINUTE;

struct Scale {
    kind: &'static str,
    factor: f64,
}

static SCALES: LazyLock<BTreeMap<&'static str, Scale>> = LazyLock::new(|| {
    rows(english!("unit_scale.tsv"))
        .filter_map(|r| {
            let number = |i: usize| r.get(i).and_then(|n| n.parse().ok());
            Some((*r.first()?, Scale { kind: r.get(1)?, factor: number(2)? }))
        })
        .collect()
});

/// What a unit measures: "time" for hours and minutes, the unit itself where nothing else measures the same,
/// and nothing for a plain count.
pub(crate) fn kind_of(unit: Option<&str>) -> &str {
    unit.map_or("", |u| SCALES.get(u).map_or(u, |s| s.kind))
}

/// What the words of a number allow, in the smallest unit of its kind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Value {
    /// The number itself.
    pub(crate) number: f64,
    /// Smallest value allowed; none if open.
    pub(crate) low: Option<f64>,
    /// Largest value allowed; none if open.
    pub(crate) high: Option<f64>,
    pub(crate) bound: Bound,
    /// Half the step to which the number was visibly rounded; 0 where it was counted.
    pub(crate) slack: f64,
}

/// How far a value reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// It has two ends.
    Closed,
    /// "More than", "at least".
    Up,
    /// "Up to", "fewer than".
    Down,
}

impl Value {
    pub(crate) fn of(q: &Quantity) -> Self {
        let scale = q.unit.as_deref().and_then(|u| SCALES.get(u));
        let factor = scale.map_or(1.0, |s| s.factor);
        let number = q.value * factor;
        let lapse = scale.filter(|s| s.kind == "time");
        let slack = match (q.bound, lapse) {
            (Bound::Exact, Some(lapse)) => lapse_slack(number, lapse),
            (Bound::Exact, None) if q.unit.is_none() => count_slack(q.value),
            (Bound::Exact, None) => decimal_slack(q.value) * factor,
            _ => 0.0,
        };
        let ends = (q.low.map(|l| l * factor), q.high.map(|h| h * factor));
        let (low, high) = match q.bound {
            Bound::Exact => (Some(number - slack), Some(number + slack)),
            Bound::About if ends.0.zip(ends.1).is_none_or(|(l, h)| l >= h) => {
                let width = number.abs() * ABOUT;
                (Some(number - width), Some(number + width))
            }
            Bound::About | Bound::Range => ends,
            Bound::AtLeast | Bound::MoreThan => (Some(number), ends.1.filter(|&h| h > number)),
            Bound::AtMost | Bound::LessThan => (ends.0.filter(|&l| l > 0.0 && l < number), Some(number)),
        };
        Self { number, low, high, bound: q.bound, slack }
    }

    pub(crate) fn reach(&self) -> Reach {
        match (self.low, self.high) {
            (_, Some(_)) if self.low.is_some() => Reach::Closed,
            (Some(_), None) => Reach::Up,
            (None, Some(_)) => Reach::Down,
            // A range without ends says no more than its number.
            _ => Reach::Closed,
        }
    }

    pub(crate) fn from(&self) -> f64 {
        self.low.unwrap_or(f64::NEG_INFINITY)
    }

    pub(crate) fn to(&self) -> f64 {
        self.high.unwrap_or(f64::INFINITY)
    }

    /// Whether the words give the same number with the same bound.
    pub(crate) fn same(&self, other: &Self) -> bool {
        self.bound == other.bound && near(self.number, other.number) && self.same_ends(other)
    }

    fn same_ends(&self, other: &Self) -> bool {
        self.bound != Bound::Range || (near(self.from(), other.from()) && near(self.to(), other.to()))
    }

    /// Order by how much the words pin the number down, the most precise first.
    pub(crate) fn by_precision(&self, other: &Self) -> Ordering {
        let width = |v: &Self| (v.to() - v.from()) / v.number.abs().max(1.0);
        let plain = |v: &Self| v.bound != Bound::Exact;
        width(self).total_cmp(&width(other)).then(plain(self).cmp(&plain(other)))
    }
}

/// Equal but for the noise of arithmetic.
pub(crate) fn near(a: f64, b: f64) -> bool {
    a == b || (a - b).abs() <= 1e-9 * a.abs().max(b.abs())
}

/// Half the last place of a large round count: 8,500 may stand for 8,463. At most a twentieth of the number.
fn count_slack(value: f64) -> f64 {
    let size = value.abs();
    if !(COUNTED..1e15).contains(&size) || size.fract() != 0.0 {
        return if size.fract() == 0.0 { 0.0 } else { decimal_slack(value) };
    }
    let mut step = 1.0;
    while size % (step * 10.0) == 0.0 && step * 100.0 <= size {
        step *= 10.0;
    }
    if step > 1.0 { step / 2.0 } else { 0.0 }
}

/// Half the last decimal place: 3.2 may stand for 3.17.
fn decimal_slack(value: f64) -> f64 {
    let mut place = 1.0;
    while place < 1e4 && !near((value * place).round(), value * place) {
        place *= 10.0;
    }
    0.5 / place
}

/// Lengths of an hour and more are told in quarters of an hour, those of a day and more in half days: "an hour"
/// may stand for 62 minutes, in whatever unit the page's layer gives it.
fn lapse_slack(number: f64, scale: &Scale) -> f64 {
    let told_in = |part: f64| near((number / part).round(), number / part);
    if number >= DAY && told_in(DAY / 2.0) {
        DAY / 2.0
    } else if number >= 60.0 * MINUTE && told_in(QUARTER) {
        QUARTER
    } else {
        scale.factor.min(MINUTE) / 2.0
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in super::super) fn quantity(value: f64, bound: Bound, unit: Option<&str>) -> Quantity {
        Quantity { value, bound, unit: unit.map(str::to_owned), ..Quantity::default() }
    }

    fn exact(value: f64) -> Value {
        Value::of(&quantity(value, Bound::Exact, None))
    }

    #[test]
    fn hours_and_minutes_are_one_kind() {
        let hours = Value::of(&quantity(1.5, Bound::Exact, Some("hour")));
        let minutes = Value::of(&quantity(90.0, Bound::Exact, Some("minute")));
        assert_eq!(kind_of(Some("hour")), kind_of(Some("minute")));
        assert_ne!(kind_of(Some("hour")), kind_of(Some("kilogram")));
        assert!(near(hours.number, minutes.number));
        assert!(near(hours.slack, minutes.slack));
    }

    #[test]
    fn unknown_units_measure_only_themselves() {
        assert_eq!(kind_of(Some("USD")), "USD");
        assert_eq!(kind_of(None), "");
    }

    #[test]
    fn an_hour_may_stand_for_sixty_two_minutes_but_not_for_ninety() {
        let hour = Value::of(&quantity(1.0, Bound::Exact, Some("hour")));
        assert!(hour.to() >= 62.0 * 60.0 && hour.to() < 90.0 * 60.0);
        let minutes = Value::of(&quantity(62.0, Bound::Exact, Some("minute")));
        assert!(minutes.to() - minutes.from() <= 60.0);
    }

    #[test]
    fn small_counts_are_counted_and_large_round_ones_rounded() {
        assert_eq!(exact(12.0).slack, 0.0);
        assert_eq!(exact(1205.0).slack, 0.0);
        assert_eq!(exact(8500.0).slack, 50.0);
        assert_eq!(exact(13_000.0).slack, 500.0);
        assert_eq!(exact(100_000.0).slack, 5000.0);
        assert!(near(exact(3.2).slack, 0.05));
    }

    #[test]
    fn bounds_leave_an_end_open() {
        assert_eq!(Value::of(&quantity(13_000.0, Bound::MoreThan, None)).reach(), Reach::Up);
        assert_eq!(Value::of(&quantity(10.0, Bound::LessThan, None)).reach(), Reach::Down);
        assert_eq!(Value::of(&quantity(10.0, Bound::About, None)).reach(), Reach::Closed);
    }

    #[test]
    fn odd_numbers_are_no_trouble() {
        for number in [0.0, -3.0, f64::MAX, f64::MIN_POSITIVE, f64::INFINITY, f64::NAN, 1e300] {
            for unit in [None, Some("hour"), Some("percent")] {
                let v = Value::of(&quantity(number, Bound::About, unit));
                let _ = v.by_precision(&Value::of(&quantity(number, Bound::Exact, unit)));
            }
        }
    }
}
