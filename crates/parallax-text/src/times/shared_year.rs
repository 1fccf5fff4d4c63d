//! "In April and June 1955", "the summer and autumn of 481 BC": a year said once for two dates.

use parallax_model::TimexType;

use super::calendar::{interval, year_text};
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
            read("2022-02-12", "In May and 1980 too.").last().map(String::as_str),
            Some("1980 = 1980")
        );
    }
}
