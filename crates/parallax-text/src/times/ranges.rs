//! Both ends of a range: "January 21 to 22", "from Monday to Friday", "between November and January".

use jiff::civil::Date;

use super::calendar::{Unit, shift};
use super::days::{day, iso};
use super::eras::any_year;
use super::scan::{Finds, Found, Meaning, Scan};

/// The last day of "January 21 to 22", "January 21-22, 2020", after the first day at `first`.
pub(super) fn last_day(scan: &Scan<'_>, first: (usize, usize), month: u8, d: u8, out: &mut Finds) {
    let (start, after) = first;
    let dash = scan.hyphen(after) && scan.glued(after + 1);
    if !dash && !scan.any(after, &["to", "and", "through", "until", "or"]) {
        return;
    }
    let Some((last, to)) = day(scan, after + 1).filter(|&(l, _)| l > d) else { return };
    let comma = usize::from(scan.str(to) == ",");
    if let Some((y, end)) = any_year(scan, to + comma) {
        out.push(Found::new(start, after, 91, "month day year", iso(&y, month, d)));
        out.push(Found::new(after + 1, end, 91, "month day year", iso(&y, month, last)));
        return;
    }
    let e = scan.entry(to);
    let counted = e.count || e.unit.is_some() || e.month > 0;
    if !counted && (dash || scan.str(after) != "and" || !scan.letters(to) || e.past) {
        let meaning = Meaning::MonthDay { month, day: last };
        out.push(Found::new(after + 1, to, 61, "last day of a range", meaning));
    }
}

/// The first day of "5-9 September", which ends before `from`.
pub(super) fn first_day(scan: &Scan<'_>, from: usize, month: u8, y: Option<&str>, out: &mut Finds) {
    let dash = scan.hyphen(from - 1);
    if !dash && !scan.any(from - 1, &["to", "and", "through", "or"]) {
        return;
    }
    let k = from - 2;
    let k = if scan.any(k, &["st", "nd", "rd", "th"]) && scan.glued(k) { k - 1 } else { k };
    if let Some((d, next)) = day(scan, k)
        && next == from - 1
        && (!scan.glued(k) || scan.any(k - 1, &["(", "["]))
    {
        let meaning = y.map_or(Meaning::MonthDay { month, day: d }, |y| iso(y, month, d));
        out.push(Found::new(k, next, 60, "first day of a range", meaning));
    }
}

/// Whether the weekday or month of `found` ends a range that another one starts.
fn ends_range(scan: &Scan<'_>, found: &Found) -> bool {
    let (joint, start) = (found.from - 1, found.from - 2);
    let kind = |i: usize| (scan.entry(i).weekday > 0, scan.entry(i).month > 0);
    let same = kind(start) == kind(found.from) && kind(start) != (false, false);
    same && (scan.any(joint, &["to", "through", "until", "till"])
        || scan.hyphen(joint)
        || (scan.is(joint, "and") && scan.is(start - 1, "between")))
}

/// The day that ends a range: not before the one that starts it, `step` on if it is.
pub(super) fn not_before(
    scan: &Scan<'_>,
    found: &Found,
    start: Option<Date>,
    end: Date,
    step: Unit,
) -> Option<Date> {
    match start {
        Some(start) if end < start && ends_range(scan, found) => shift(end, 1, step),
        _ => Some(end),
    }
}

#[cfg(test)]
mod tests {
    use super::super::read;

    #[test]
    fn both_days_of_a_range() {
        assert_eq!(
            read("2022-01-30", "The poll was held from January 21 to 22 by phone."),
            ["January 21 = 2022-01-21", "22 = 2022-01-22"]
        );
        assert_eq!(
            read("2022-01-30", "The fair ran 5-9 January 2022."),
            ["5 = 2022-01-05", "9 January 2022 = 2022-01-09"]
        );
    }

    #[test]
    fn the_end_comes_after_the_start() {
        // 20 March 2013 is a Wednesday.
        assert_eq!(
            read("2013-03-20", "The fair was open from Monday to Friday."),
            ["Monday = 2013-03-18", "Friday = 2013-03-22"]
        );
        assert_eq!(
            read("2013-07-10", "They were away between June and August."),
            ["June = 2013-06", "August = 2013-08"]
        );
        assert_eq!(
            read("2013-03-20", "They were away on Monday and on Friday."),
            ["Monday = 2013-03-18", "Friday = 2013-03-15"]
        );
    }
}
