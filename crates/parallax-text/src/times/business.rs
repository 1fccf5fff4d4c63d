//! Periods of business: "the third quarter", "the latest period", "a year earlier" in a report on earnings.

use jiff::civil::Date;
use parallax_model::TimexType;

use super::calendar::{Unit, interval, shift, year_text};
use super::days::year;
use super::derive::Basis;
use super::direction::Look;
use super::narrative::{Grain, Told};
use super::resolve::{Placed, date};
use super::scan::{Finds, Found, Meaning, Scan};
use super::vocabulary::Role;

fn fixed(value: String) -> Meaning {
    Meaning::Fixed(TimexType::Date, value)
}

/// "third quarter", "the fiscal first quarter of 1990", "last year's third quarter".
pub(super) fn quarter(scan: &Scan<'_>, i: usize, n: u32, next: usize, out: &mut Finds) {
    let mut k = next;
    if scan.hyphen(k) {
        k += 1;
    }
    if scan.is(k, "fiscal") {
        k += 1;
    }
    if !(1..=4).contains(&n) || !scan.is(k, "quarter") || scan.any(k + 1, &["final", "finals"]) {
        return;
    }
    let mut from = i;
    if scan.is(from - 1, "fiscal") {
        from -= 1;
    }
    // "the third-quarter loss": the article belongs to the noun.
    let adjective = scan.hyphen(next) && !scan.any(from - 1, &["a", "an"]);
    if scan.is(from - 1, "the") && !adjective {
        from -= 1;
    }
    // "the year-ago third quarter"
    if let Some(start) = year_ago(scan, from) {
        out.push(Found::new(start, k + 1, 76, "year ago", Meaning::YearAgo));
        return;
    }
    let mut year_step = None;
    // "this year's third quarter"
    if scan.is(from - 1, "s") && scan.apostrophe(from - 2) && scan.is(from - 3, "year") {
        year_step = scan.entry(from - 4).shift;
        if year_step.is_some() {
            from -= 4;
        }
    }
    let q = n as u8;
    let of = if scan.is(k + 1, "of") { k + 2 } else { k + 1 };
    if let Some((y, to)) = year(scan, of).or_else(|| year(scan, of + 1).filter(|_| scan.is(of, "fiscal"))) {
        out.push(Found::new(from, to, 77, "quarter of a year", fixed(format!("{y:04}-Q{q}"))));
        return;
    }
    let mut to = k + 1;
    if let Some(step) = scan.entry(of).shift.filter(|_| scan.is(of + 1, "year")) {
        year_step = Some(step);
        to = of + 2;
    }
    if year_step.is_none() && !scan.finance && from == i && !quarterly(scan, k + 1) {
        return;
    }
    if let Some((y, _)) = year(scan, from - 1).filter(|_| !scan.glued(from)) {
        let from = if scan.is(from - 2, "the") { from - 1 } else { from };
        out.push(Found::new(from - 1, to, 77, "quarter of a year", fixed(format!("{y:04}-Q{q}"))));
        return;
    }
    out.push(Found::new(from, to, 66, "quarter", Meaning::Quarter { quarter: q, year: year_step }));
}

/// Whether what follows "third quarter" is what businesses report.
fn quarterly(scan: &Scan<'_>, i: usize) -> bool {
    scan.entry(i).business || scan.entry(i).is(Role::Result)
}

/// "Q1 2013", "Q4" with the digit at `i`.
pub(super) fn short_quarter(scan: &Scan<'_>, i: usize, out: &mut Finds) {
    let Some(q) = scan.number(i).filter(|q| (1..=4).contains(q)) else { return };
    if !scan.glued(i) || scan.glued(i - 1) || scan.glued(i + 1) && scan.letters(i + 1) {
        return;
    }
    let of = if scan.is(i + 1, "of") { i + 2 } else { i + 1 };
    if let Some((y, to)) = year(scan, of) {
        out.push(Found::new(i - 1, to, 77, "quarter of a year", fixed(format!("{y:04}-Q{q}"))));
    } else if scan.finance || quarterly(scan, i + 1) {
        out.push(Found::new(i - 1, i + 1, 66, "quarter", Meaning::Quarter { quarter: q as u8, year: None }));
    }
}

/// "the first half of 2012", "the second half of last year", with "half" at `i`.
pub(super) fn half(scan: &Scan<'_>, i: usize, out: &mut Finds) {
    let half = match scan.str(i - 1) {
        "first" | "First" => 1,
        "second" | "latter" | "last" | "Second" => 2,
        _ => return,
    };
    if !scan.is(i, "half") || scan.hyphen(i + 1) {
        return;
    }
    let from = if scan.any(i - 2, &["the", "its"]) { i - 2 } else { i - 1 };
    let of = if scan.is(i + 1, "of") { i + 2 } else { i + 1 };
    let fiscal = usize::from(scan.is(of, "fiscal"));
    let (year, to) = if let Some((y, to)) = year(scan, of + fiscal) {
        out.push(Found::new(from, to, 77, "half of a year", fixed(format!("{y:04}-H{half}"))));
        return;
    } else if scan.is(of + 1, "year") && of > i + 1 {
        match scan.entry(of).shift {
            Some(step) => (Some(step), of + 2),
            None if scan.is(of, "the") => (Some(0), of + 2),
            None => return,
        }
    } else if scan.finance && of == i + 1 {
        (None, i + 1)
    } else {
        return;
    };
    out.push(Found::new(from, to, 77, "half of a year", Meaning::Half { half, year }));
}

/// "the year-ago", "a year-earlier", "the comparable year-ago" before `to`: where it starts.
fn year_ago(scan: &Scan<'_>, to: usize) -> Option<usize> {
    if !scan.any(to - 1, &["ago", "earlier"]) || !scan.hyphen(to - 2) || !scan.is(to - 3, "year") {
        return None;
    }
    let from = to - 3;
    let from = if scan.entry(from - 1).comparable { from - 1 } else { from };
    Some(if scan.any(from - 1, &["the", "a", "its"]) { from - 1 } else { from })
}

/// "year-ago results", "the year-earlier period" with "year" at `i`.
pub(super) fn year_ago_adjective(scan: &Scan<'_>, i: usize, out: &mut Finds) {
    let Some(from) = year_ago(scan, i + 3) else { return };
    // "the year-ago results": the article belongs to the noun.
    let (from, to) = if scan.entry(i + 3).period { (from, i + 4) } else { (i, i + 3) };
    let meaning = if scan.finance { Meaning::YearAgo } else { Meaning::Step { unit: Unit::Year, n: -1.0 } };
    out.push(Found::new(from, to, 74, "year ago", meaning));
}

/// "the latest period", "the 1988 quarter", "the same period last year", "last year's quarter", with the noun at `i`.
pub(super) fn period(scan: &Scan<'_>, i: usize, out: &mut Finds) {
    let k = i - 1;
    let with_the = |from: usize| if scan.is(from - 1, "the") { from - 1 } else { from };
    // "the same period a year earlier", "the quarter a year ago", "the corresponding period of last year"
    let of = if scan.is(i + 1, "of") { i + 2 } else { i + 1 };
    let back =
        if scan.is(of, "a") && scan.is(of + 1, "year") && scan.any(of + 2, &["ago", "earlier", "before"]) {
            Some(of + 3)
        } else if scan.any(of, &["last", "the"]) && scan.is(of + 1, "year") {
            let to = if scan.is(of, "last") { of + 2 } else { of + 3 };
            (scan.is(of, "last") || scan.any(of + 2, &["before", "earlier"])).then_some(to)
        } else {
            None
        };
    if let Some(to) = back
        && (scan.entry(k).comparable || (scan.finance && scan.is(k, "the")))
    {
        let from = if scan.is(k, "the") { k } else { with_the(k) };
        out.push(Found::new(from, to, 76, "year ago", Meaning::YearAgo));
        return;
    }
    if !scan.finance {
        return;
    }
    if scan.any(k, &["latest", "recent"]) {
        let k = if scan.is(k - 1, "most") { k - 1 } else { k };
        out.push(Found::new(with_the(k), i + 1, 75, "the period", Meaning::Period));
    } else if scan.is(k, "s") && scan.apostrophe(k - 1) && scan.is(k - 2, "year") && scan.is(k - 3, "last") {
        out.push(Found::new(k - 3, i + 1, 76, "year ago", Meaning::YearAgo));
    } else if let Some((y, _)) = year(scan, k).filter(|_| !scan.glued(k)) {
        out.push(Found::new(with_the(k), i + 1, 75, "period of a year", Meaning::PeriodOf(y as i16)));
    } else if scan.is(k, "the") && scan.entry(i).unit.is_some() {
        out.push(Found::new(k, i + 1, 42, "the quarter", Meaning::Period));
    }
}

/// "year-end", "year's end", with "year" at `i`.
pub(super) fn year_end(scan: &Scan<'_>, i: usize, out: &mut Finds) -> bool {
    let end = if scan.hyphen(i + 1) {
        i + 2
    } else if scan.apostrophe(i + 1) && scan.is(i + 2, "s") {
        i + 3
    } else {
        i + 1
    };
    let preposition = scan.entry(i - 1).is(Role::Preposition);
    if !scan.is(end, "end") || !preposition {
        return false;
    }
    let meaning = Meaning::After { unit: Unit::Year, n: 0.0 };
    out.push(Found::new(i, end + 1, 76, "edge of the unit", meaning).modifier(Some("END")));
    true
}

/// "for the year", "in the full year", "for the fiscal year" in a report on business, with "the" at `k`.
pub(super) fn the_year(scan: &Scan<'_>, k: usize, i: usize, out: &mut Finds) -> bool {
    let led = scan.any(k - 1, &["for", "in", "of", "during", "throughout", "through"]);
    let more = scan.letters(i + 1) && scan.any(i + 1, &["ended", "ending", "to", "before", "after", "that"])
        || scan.digits(i + 1)
        || scan.entry(i + 1).number;
    if !scan.finance || !led || more || scan.hyphen(i + 1) || super::days::edge(scan, k).1.is_some() {
        return false;
    }
    let meaning = Meaning::After { unit: Unit::Year, n: 0.0 };
    out.push(Found::new(k, i + 1, 60, "edge of the unit", meaning));
    true
}

/// A quarter without a year: the last one, unless the words look ahead.
pub(super) fn quarter_value(
    q: u8,
    year: Option<i8>,
    now: Option<Date>,
    basis: Basis,
    look: &Look<'_>,
) -> Option<Placed> {
    let Some(now) = now else { return date(format!("XXXX-Q{q}"), Basis::NONE) };
    let (this, current) = quarter_of(now);
    let year = match year {
        Some(step) => this + i16::from(step),
        None if q > current && !look.ahead() => this - 1,
        None if q + 1 < current && look.ahead() => this + 1,
        None => this,
    };
    date(named((year, q)), basis)
}

/// Half a year without a year: the last one that has begun, unless the words look ahead.
pub(super) fn half_value(
    half: u8,
    year: Option<i8>,
    now: Option<Date>,
    basis: Basis,
    look: &Look<'_>,
) -> Option<Placed> {
    let Some(now) = now else { return date(format!("XXXX-H{half}"), Basis::NONE) };
    let begun = half == 1 || now.month() > 6 || look.ahead();
    let step = year.unwrap_or(if begun { 0 } else { -1 });
    date(format!("{}-H{half}", year_text(now.year() + i16::from(step))), basis)
}

/// The periods that a report on business has spoken of.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Periods {
    /// Year and number of the last quarter that was over, and who named it.
    quarter: Option<((i16, u8), Basis)>,
    /// Since then the page spoke of nine months or a year.
    longer: bool,
}

impl Periods {
    /// Keeps what an expression tells. A quarter that runs at `now` is a forecast, unless it is the first named:
    /// then it is one of the business's own year.
    pub(super) fn note(&mut self, scan: &Scan<'_>, found: &Found, value: &str, now: Option<Date>) {
        match &found.meaning {
            Meaning::Quarter { .. } | Meaning::Fixed(..) => {
                let Some((y, q)) = value.split_once("-Q") else { return };
                // "after a flat second quarter" is a remark.
                let adjective = (found.from..found.to).any(|k| scan.hyphen(k));
                if !adjective && (found.from - 3..found.from).any(|k| scan.any(k, &["a", "an"])) {
                    return;
                }
                let days = interval(value).zip(now);
                if days.is_some_and(|((begin, end), now)| begin > now || end >= now && self.quarter.is_some())
                {
                    return;
                }
                if let (Ok(y), Ok(q), Some((day, _))) = (y.parse(), q.parse(), interval(value)) {
                    let told = Told { day, grain: Grain::Month, sentence: 0, pieces: (found.from, found.to) };
                    *self = Self { quarter: Some(((y, q), told.into())), longer: false };
                }
            }
            Meaning::Period => self.longer = false,
            Meaning::Length { unit, n: Some(n), .. } => {
                let several = match unit {
                    Unit::Month => matches!(*n as i64, 6 | 9 | 12),
                    Unit::Year => *n == 1.0 && found.to - found.from > 1,
                    _ => false,
                };
                self.longer |= several && found.from < found.to;
            }
            _ => {}
        }
    }

    /// "the latest period", "the quarter".
    pub(super) fn latest(self, now: Option<Date>, basis: Basis) -> Option<Placed> {
        let (y, q) = match (self.quarter, now) {
            (Some((quarter, by)), _) => return date(named(quarter), by),
            (None, Some(now)) => quarter_of(shift(now, -3, Unit::Month)?),
            (None, None) => return date("XXXX-QX".to_owned(), Basis::NONE),
        };
        date(named((y, q)), basis)
    }

    /// "a year earlier": the same period of the year before.
    pub(super) fn year_ago(self, now: Option<Date>, basis: Basis) -> Option<Placed> {
        match (self.quarter, now) {
            (Some(((y, q), by)), _) if !self.longer => date(named((y - 1, q)), by),
            (_, Some(now)) => date(format!("{:04}", shift(now, -1, Unit::Year)?.year()), basis),
            (Some(((y, _), by)), None) => date(format!("{:04}", y - 1), by),
            (None, None) => date("XXXX".to_owned(), Basis::NONE),
        }
    }

    /// "the 1988 period".
    pub(super) fn of(self, y: i16) -> Option<Placed> {
        match self.quarter {
            Some(((_, q), by)) if !self.longer => date(named((y, q)), by),
            _ => date(format!("{y:04}"), Basis::NONE),
        }
    }
}

fn named((y, q): (i16, u8)) -> String {
    format!("{}-Q{q}", year_text(y))
}

fn quarter_of(day: Date) -> (i16, u8) {
    (day.year(), (day.month() as u8).div_ceil(3))
}

#[cfg(test)]
mod tests {
    use super::super::read;

    #[test]
    fn quarters_need_a_report_on_business() {
        assert_eq!(
            read("1998-02-10", "Net income rose in the third quarter of last year."),
            ["the third quarter of last year = 1997-Q3"]
        );
        assert!(read("1998-02-10", "He scored in the fourth quarter final.").is_empty());
        assert_eq!(
            read("2013-05-10", "Output in Q1 2013 beat the Q4 results."),
            ["Q1 2013 = 2013-Q1", "Q4 = 2012-Q4"]
        );
    }

    #[test]
    fn a_year_earlier_is_the_same_quarter() {
        let text = "Profit fell in the fiscal first quarter. Sales were $3 million, or two cents a share, up from \
                    $2 million a year earlier. Costs rose in the latest period. In the 2020 period the loss was $1 \
                    million. For the nine months, earnings were $9 million, against $8 million a year earlier.";
        assert_eq!(
            read("2022-04-20", text),
            [
                "the fiscal first quarter = 2022-Q1",
                "a year earlier = 2021-Q1",
                "the latest period = 2022-Q1",
                "the 2020 period = 2020-Q1",
                "the nine months = P9M",
                "a year earlier = 2021"
            ]
        );
    }

    #[test]
    fn the_same_period_of_the_year_before() {
        let text = "Third-quarter profit rose; sales and income beat last year's quarter. Earnings fell in the same \
                    period a year earlier. The year-ago third quarter had a dividend.";
        assert_eq!(
            read("2022-11-20", text),
            [
                "Third-quarter = 2022-Q3",
                "last year's quarter = 2021-Q3",
                "the same period a year earlier = 2021-Q3",
                "The year-ago third quarter = 2021-Q3"
            ]
        );
        assert_eq!(read("2022-11-20", "She left the town a year ago."), ["a year ago = 2021"]);
        assert_eq!(
            read(
                "2022-11-20",
                "The firm told of a third-quarter profit, after a loss in the same quarter a year ago."
            ),
            ["third-quarter = 2022-Q3", "the same quarter a year ago = 2021-Q3"]
        );
    }

    #[test]
    fn the_year_of_the_books() {
        let text = "Profit and sales will be flat for the full year. The dividend is due by year-end. Earnings for \
                    the year ended June 30 fell.";
        assert_eq!(
            read("2022-11-20", text),
            ["the full year = 2022", "year-end = 2022", "the year = P1Y", "June 30 = 2022-06-30"]
        );
        assert_eq!(read("2022-11-20", "She left the town for the year."), [] as [&str; 0]);
    }

    #[test]
    fn halves_of_a_year() {
        assert_eq!(
            read("2013-03-20", "Output rose in the second half of 2012 and the first half of this year."),
            ["the second half of 2012 = 2012-H2", "the first half of this year = 2013-H1"]
        );
        assert!(read("2013-03-20", "They led in the first half of the match.").is_empty());
    }
}
