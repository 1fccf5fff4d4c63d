//! A year that stands beside a date: said once for two ("in April and June 1955"), or pointed to ("August of that
//! year").

use parallax_model::TimexType;

use super::calendar::{Unit, interval, year_text};
use super::scan::{Found, Meaning, Scan};

/// Gives dates without a year the year of the date that they are joined to.
pub(super) fn share(scan: &Scan<'_>, found: &mut [Found]) {
    for k in (1..found.len()).rev() {
        let (left, right) = found.split_at_mut(k);
        let (Some(first), Some(second)) = (left.last_mut(), right.first()) else { continue };
        let joined = second.from == first.to + 1
            && (scan.hyphen(first.to) || scan.any(first.to, &["and", "or", "to", "through", "until", "–"]));
        if joined
            && let Meaning::Fixed(TimexType::Date, value) = &second.meaning
            && let Some(value) = before(&first.meaning, value)
        {
            first.meaning = Meaning::Fixed(TimexType::Date, value);
        }
    }
}

/// Makes one of a date without a year and the year that is pointed to: "August" and "that year".
pub(super) fn join(scan: &Scan<'_>, found: &mut Vec<Found>) {
    for k in (1..found.len()).rev() {
        let [first, second] = &found[k - 1..=k] else { continue };
        let (month, day) = match first.meaning {
            Meaning::Month { month, step: None, year: None } => (month, None),
            Meaning::MonthDay { month, day } => (month, Some(day)),
            _ => continue,
        };
        let n = match second.meaning {
            Meaning::After { unit: Unit::Year, n } if n.abs() < 2.0 => n as i8,
            _ => continue,
        };
        let of = scan.is(first.to, "of") && second.from == first.to + 1;
        if (of || second.from == first.to) && second.modifier.is_none() {
            let to = second.to;
            let joined = Found { to, meaning: Meaning::OfThatYear { month, day, n }, ..first.clone() };
            found[k - 1] = joined;
            found.remove(k);
        }
    }
}

/// A date without a year as the last one before `value`, which names a month, day or season of a year.
fn before(meaning: &Meaning, value: &str) -> Option<String> {
    let tail = match meaning {
        Meaning::Month { month, step: None, year: None } => format!("{month:02}"),
        Meaning::MonthDay { month, day } => format!("{month:02}-{day:02}"),
        Meaning::Season { season, step: None } => (*season).to_owned(),
        _ => return None,
    };
    if !value.trim_start_matches("BC").contains('-') {
        return None;
    }
    let (start, end) = interval(value)?;
    let of = |year| format!("{}-{tail}", year_text(year));
    let same = of(start.year());
    let first = interval(&same)?.0;
    Some(if first <= end { same } else { of(start.year() - 1) })
}

#[cfg(test)]
mod tests {
    use super::super::read;

    #[test]
    fn one_year_for_two_dates() {
        assert_eq!(
            read("2022-02-12", "In April and June 1955 he ruled; the siege ran from October to March 1945."),
            ["April = 1955-04", "June 1955 = 1955-06", "October = 1944-10", "March 1945 = 1945-03"]
        );
        assert_eq!(
            read(
                "2022-02-12",
                "They met between May 28 and June 3, 1871, in the spring and autumn of 480 BC."
            ),
            [
                "May 28 = 1871-05-28",
                "June 3, 1871 = 1871-06-03",
                "the spring = BC0480-SP",
                "autumn of 480 BC = BC0480-FA"
            ]
        );
        assert_eq!(
            read(
                "2022-02-12",
                "He won in 1971. In August of that year she left, and on May 3 of the next year he died."
            ),
            ["1971 = 1971", "August of that year = 1971-08", "May 3 of the next year = 1972-05-03"]
        );
        assert_eq!(
            read("2022-02-12", "In May and 1980 too.").last().map(String::as_str),
            Some("1980 = 1980")
        );
    }
}
