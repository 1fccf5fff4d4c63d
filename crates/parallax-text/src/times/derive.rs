//! How a value came about: from which date, and by what steps.

use jiff::civil::Date;
use parallax_model::{Anchor, Derivation};

use super::calendar::{Unit, day_of, day_text, month, week, year_text};
use super::narrative::{Grain, Told};
use super::resolve::Placed;
use super::scan::{Meaning, Scan};

/// What a value is computed from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Basis {
    pub(super) anchor: Anchor,
    day: Option<(Date, Grain)>,
    /// Pieces of the earlier expression that named it.
    pieces: Option<(usize, usize)>,
}

impl Basis {
    /// The words alone, or nothing.
    pub(super) const NONE: Self = Self { anchor: Anchor::None, day: None, pieces: None };

    /// The day of a page or post.
    pub(super) fn clock(anchor: Anchor, day: Option<Date>) -> Self {
        Self { anchor, day: day.map(|d| (d, Grain::Day)), pieces: None }
    }
}

impl From<Told> for Basis {
    fn from(told: Told) -> Self {
        Self { anchor: Anchor::Previous, day: Some((told.day, told.grain)), pieces: Some(told.pieces) }
    }
}

/// How a value that has a place on the calendar was computed; none if it has no basis.
pub(super) fn derivation(scan: &Scan<'_>, meaning: &Meaning, placed: &Placed) -> Option<Derivation> {
    let (day, grain) = placed.basis.day?;
    let named_by = placed.basis.pieces.map(|(from, to)| scan.span(from, to));
    let steps = match meaning {
        Meaning::Step { unit, n } | Meaning::After { unit, n } => counted(*n, *unit),
        Meaning::Day(n) => counted(f64::from(*n), Unit::Day),
        Meaning::Length { unit, n: Some(n), toward, .. } => counted(n * f64::from(*toward), *unit),
        _ => match day_of(&placed.value).filter(|_| !matches!(meaning, Meaning::MonthDay { .. })) {
            Some(to) => counted(f64::from(day.until(to).ok()?.get_days()), Unit::Day),
            None => format!("year {}", placed.value.get(..4)?),
        },
    };
    Some(Derivation { from: coarse(day, grain), named_by, steps })
}

/// "-2 weeks", "same month".
fn counted(n: f64, unit: Unit) -> String {
    let name = unit.name();
    if n == 0.0 {
        return format!("same {name}");
    }
    match unit {
        _ if n.abs() == 1.0 => format!("{n:+} {name}"),
        Unit::Century => format!("{n:+} centuries"),
        Unit::Millennium => format!("{n:+} millennia"),
        _ => format!("{n:+} {name}s"),
    }
}

/// A day as finely as it is known.
pub(super) fn coarse(day: Date, grain: Grain) -> String {
    match grain {
        Grain::Day => day_text(day),
        Grain::Week => week(day),
        Grain::Month => month(day),
        Grain::Year => year_text(day.year()),
    }
}

#[cfg(test)]
mod tests {
    use crate::times::tag;

    fn steps(published: &str, text: &str) -> Vec<String> {
        let shown = |t: parallax_model::Timex| {
            let d = t.derivation?;
            let by = d.named_by.map_or("", |by| by.of(text));
            Some(format!("{}: {} from {} {by}", t.span.of(text), d.steps, d.from).trim_end().to_owned())
        };
        tag(text, Some(published)).into_iter().filter_map(shown).collect()
    }

    #[test]
    fn every_step_is_told() {
        assert_eq!(
            steps("2022-02-12", "She left on Tuesday and wrote last month; the vote is on March 3."),
            [
                "Tuesday: -4 days from 2022-02-12",
                "last month: -1 month from 2022-02-12",
                "March 3: year 2022 from 2022-02-12"
            ]
        );
        assert_eq!(
            steps("2022-02-12", "It began on January 10, 2021. Two days later the port closed."),
            ["Two days later: +2 days from 2021-01-10 January 10, 2021"]
        );
        assert_eq!(
            steps("2022-02-12", "Nine died in the past 48 hours."),
            ["the past 48 hours: -48 hours from 2022-02-12"]
        );
        assert!(steps("2022-02-12", "He came in 1998.").is_empty());
    }
}
