//! How two values, and all values of a figure, stand to each other.
//!
//! | first | second | they |
//! |---|---|---|
//! | a number | the same number, "about" or not | agree |
//! | "more than" or "at least" a number | the same, either way of saying it | agree |
//! | a rounded number | the same number as a bound | refine |
//! | a counted number | the same number as a bound that allows it ("at least 12") | refine, else differ |
//! | a closed interval | another inside it, or that rounds to it | refine |
//! | a closed interval | another that overlaps it in part | differ |
//! | a closed interval | another that does not touch it | conflict |
//! | an open bound | a number on its side, near it | refine |
//! | an open bound | a number on its side, far from it; another bound that leaves room for both | differ |
//! | an open bound | a number or a bound on the other side | conflict |
//!
//! Two values in conflict are **revised** instead if the later one replaces the earlier one: a count that only
//! grows (a toll) grew from an earlier day to a later one, the same outlet later gives another number, or the
//! words date the two to different days. So are "at least 48" on one day and a far larger number on a later one.
//! They are **not comparable** if their words give them to different
//! months or years.

use std::cmp::Ordering;

use parallax_model::{Bound, Relation};

use super::value::{Reach, Value, near};

/// A number this much above a lower bound no longer makes it more precise; it is another number.
const NEAR_BOUND: f64 = 1.25;

/// A value with what decides whether it may replace another.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Dated<'a> {
    pub(crate) value: Value,
    /// The day or longer period that the words give: first and last day (ISO dates).
    pub(crate) as_of: Option<(&'a str, &'a str)>,
    /// When the page or post appeared (ISO date, with a time or not).
    pub(crate) seen: Option<&'a str>,
    pub(crate) outlet: &'a str,
}

/// How two values stand to each other, time left aside: agree, refine, differ or conflict.
pub(crate) fn compare(a: &Value, b: &Value) -> Relation {
    if near(a.number, b.number) && a.bound != Bound::Range && b.bound != Bound::Range {
        return same_number(a, b);
    }
    if a.from() > b.to() || b.from() > a.to() {
        return Relation::Conflict;
    }
    match (a.reach(), b.reach()) {
        (Reach::Closed, Reach::Closed) if a.same(b) => Relation::Agree,
        (Reach::Closed, Reach::Closed) => {
            let inside = |x: &Value, y: &Value| x.from() >= y.from() && x.to() <= y.to();
            let rounds = |x: &Value, y: &Value| x.number >= y.from() && x.number <= y.to();
            let finer = |x: &Value, y: &Value| inside(x, y) || (x.slack < y.slack && rounds(x, y));
            if finer(a, b) || finer(b, a) { Relation::Refine } else { Relation::Differ }
        }
        (Reach::Closed, _) => against_bound(b, a),
        (_, Reach::Closed) => against_bound(a, b),
        _ => Relation::Differ,
    }
}

fn same_number(a: &Value, b: &Value) -> Relation {
    match (a.reach(), b.reach()) {
        (x, y) if x == y => Relation::Agree,
        (Reach::Closed, _) | (_, Reach::Closed) => {
            let (closed, open) = if a.reach() == Reach::Closed { (a, b) } else { (b, a) };
            let rounded = closed.slack > 0.0 || closed.bound != Bound::Exact;
            let allowed = matches!(open.bound, Bound::AtLeast | Bound::AtMost);
            if rounded || allowed { Relation::Refine } else { Relation::Differ }
        }
        // "At least 12" and "at most 12" meet in 12; "more than" and "fewer than" leave nothing.
        _ if a.bound == Bound::MoreThan || b.bound == Bound::MoreThan => Relation::Conflict,
        _ => Relation::Differ,
    }
}

fn against_bound(open: &Value, closed: &Value) -> Relation {
    let on_its_side = match open.reach() {
        Reach::Up => closed.number >= open.number && closed.number <= open.number * NEAR_BOUND,
        _ => closed.number <= open.number && closed.number * NEAR_BOUND >= open.number,
    };
    if on_its_side { Relation::Refine } else { Relation::Differ }
}

/// How two dated values stand to each other. `grows` says that the count never falls: a toll.
pub(crate) fn relate(a: &Dated<'_>, b: &Dated<'_>, grows: bool) -> Relation {
    let plain = compare(&a.value, &b.value);
    if let Some(((a_first, a_last), (b_first, b_last))) = a.as_of.zip(b.as_of) {
        let apart = a_last < b_first || b_last < a_first;
        let day = a_first == a_last && b_first == b_last;
        if apart && !day {
            return Relation::NotComparable;
        }
        // "More than 240" of an earlier day does not give way to "more than 200" of a later one.
        let (earlier, later) = if a_last < b_first { (&a.value, &b.value) } else { (&b.value, &a.value) };
        let floors = earlier.reach() == Reach::Up && later.reach() == Reach::Up;
        let outlived = !floors || later.number > earlier.number;
        if apart && outlived && matches!(plain, Relation::Differ | Relation::Conflict) {
            return Relation::Revised;
        }
    }
    if !matches!(plain, Relation::Differ | Relation::Conflict) {
        return plain;
    }
    let order = match (a.seen, b.seen) {
        (Some(x), Some(y)) => by_day(x, y),
        _ => Ordering::Equal,
    };
    let (earlier, later) = match order {
        Ordering::Less => (a, b),
        Ordering::Greater => (b, a),
        Ordering::Equal => return plain,
    };
    if plain == Relation::Differ {
        let outgrown = earlier.value.reach() == Reach::Up && later.value.reach() == Reach::Closed;
        let days = earlier.seen.and_then(|s| s.get(..10)) != later.seen.and_then(|s| s.get(..10));
        return if outgrown && days { Relation::Revised } else { plain };
    }
    let grew = grows && later.value.number > earlier.value.number;
    if grew || earlier.outlet == later.outlet { Relation::Revised } else { plain }
}

/// Compares by the clock where both give one, else by the day.
pub(crate) fn by_day(a: &str, b: &str) -> Ordering {
    if a.len() == b.len() { a.cmp(b) } else { a.get(..10).cmp(&b.get(..10)) }
}

/// How all values of a figure stand to each other: the gravest of what two of them do. `moves` says that the count
/// goes up or down from day to day, like that of the missing.
pub(crate) fn overall(values: &[Dated<'_>], grows: bool, moves: bool) -> Relation {
    let another_day = |a: &Dated<'_>, b: &Dated<'_>| {
        let days = a.seen.and_then(|s| s.get(..10)).zip(b.seen.and_then(|s| s.get(..10)));
        days.is_some_and(|(x, y)| x != y)
    };
    let pairs = values.iter().enumerate().flat_map(|(i, a)| values[i + 1..].iter().map(move |b| (a, b)));
    let relate = |(a, b): (&Dated<'_>, &Dated<'_>)| match relate(a, b, grows) {
        Relation::Conflict if moves && another_day(a, b) => Relation::Revised,
        plain => plain,
    };
    pairs.map(relate).max_by_key(|&r| gravity(r)).unwrap_or(Relation::Agree)
}

fn gravity(relation: Relation) -> u8 {
    match relation {
        Relation::Single => 0,
        Relation::Agree => 1,
        Relation::Refine => 2,
        Relation::NotComparable => 3,
        Relation::Differ => 4,
        Relation::Revised => 5,
        Relation::Conflict => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::value::tests::quantity;

    fn value(number: f64, bound: Bound, unit: Option<&str>) -> Value {
        Value::of(&quantity(number, bound, unit))
    }

    fn count(number: f64, bound: Bound) -> Value {
        value(number, bound, None)
    }

    fn minutes(number: f64, bound: Bound) -> Value {
        value(number, bound, Some("minute"))
    }

    fn dated<'a>(value: Value, seen: &'a str, outlet: &'a str) -> Dated<'a> {
        Dated { value, as_of: None, seen: Some(seen), outlet }
    }

    const BOUNDS: [Bound; 6] =
        [Bound::Exact, Bound::About, Bound::AtLeast, Bound::MoreThan, Bound::AtMost, Bound::LessThan];

    fn samples() -> Vec<Value> {
        let numbers = [0.0, 1.0, 11.0, 12.0, 62.0, 95.0, 100.0, 8463.0, 8500.0, 13_000.0, 14_000.0];
        let all = numbers.iter().flat_map(|&n| BOUNDS.map(|b| [count(n, b), value(n, b, Some("hour"))]));
        all.flatten().collect()
    }

    #[test]
    fn it_does_not_matter_which_comes_first() {
        for a in samples() {
            for b in samples() {
                assert_eq!(compare(&a, &b), compare(&b, &a), "{a:?} {b:?}");
                for (x, y) in [("2020-05-01", "2020-05-02"), ("2020-05-02", "2020-05-02")] {
                    let (p, q) = (dated(a, x, "A"), dated(b, y, "B"));
                    assert_eq!(relate(&p, &q, true), relate(&q, &p, true));
                }
            }
        }
    }

    #[test]
    fn a_value_agrees_with_itself() {
        for a in samples() {
            assert_eq!(compare(&a, &a), Relation::Agree, "{a:?}");
        }
    }

    #[test]
    fn a_conflict_has_no_number_that_both_allow() {
        for a in samples() {
            for b in samples() {
                if compare(&a, &b) == Relation::Conflict && !near(a.number, b.number) {
                    assert!(a.from() > b.to() || b.from() > a.to(), "{a:?} {b:?}");
                }
            }
        }
    }

    #[test]
    fn two_lower_bounds_differ_but_do_not_conflict() {
        let (a, b) = (count(13_000.0, Bound::MoreThan), count(14_000.0, Bound::MoreThan));
        assert_eq!(compare(&a, &b), Relation::Differ);
        assert_eq!(compare(&a, &count(13_000.0, Bound::AtLeast)), Relation::Agree);
        assert_eq!(compare(&a, &count(9_000.0, Bound::LessThan)), Relation::Conflict);
    }

    #[test]
    fn about_the_same_number_agrees() {
        assert_eq!(compare(&count(8500.0, Bound::Exact), &count(8500.0, Bound::About)), Relation::Agree);
    }

    #[test]
    fn lengths_of_a_call_refine_each_other() {
        let hour = value(1.0, Bound::Exact, Some("hour"));
        let over = value(1.0, Bound::MoreThan, Some("hour"));
        let told = minutes(62.0, Bound::Exact);
        for (a, b) in [(hour, over), (over, told), (hour, told)] {
            assert_eq!(compare(&a, &b), Relation::Refine, "{a:?} {b:?}");
        }
        let half = value(1.5, Bound::MoreThan, Some("hour"));
        assert_eq!(compare(&half, &minutes(100.0, Bound::Exact)), Relation::Refine);
        assert_eq!(compare(&half, &told), Relation::Conflict);
        assert_eq!(compare(&hour, &minutes(100.0, Bound::Exact)), Relation::Conflict);
    }

    #[test]
    fn counted_numbers_conflict_and_rounded_ones_refine() {
        assert_eq!(compare(&count(12.0, Bound::Exact), &count(11.0, Bound::Exact)), Relation::Conflict);
        assert_eq!(compare(&count(8463.0, Bound::Exact), &count(8500.0, Bound::Exact)), Relation::Refine);
        assert_eq!(compare(&count(8700.0, Bound::Exact), &count(8500.0, Bound::Exact)), Relation::Conflict);
        assert_eq!(compare(&count(12.0, Bound::AtLeast), &count(12.0, Bound::Exact)), Relation::Refine);
        assert_eq!(compare(&count(12.0, Bound::MoreThan), &count(12.0, Bound::Exact)), Relation::Differ);
        assert_eq!(compare(&count(12.0, Bound::AtLeast), &count(40.0, Bound::Exact)), Relation::Differ);
    }

    #[test]
    fn a_toll_that_grows_is_revised_and_one_that_shrinks_is_not() {
        let early = dated(count(12.0, Bound::Exact), "2020-05-01", "A");
        let late = dated(count(15.0, Bound::Exact), "2020-05-02", "B");
        assert_eq!(relate(&early, &late, true), Relation::Revised);
        assert_eq!(relate(&early, &late, false), Relation::Conflict);
        let fewer = dated(count(9.0, Bound::Exact), "2020-05-02", "B");
        assert_eq!(relate(&early, &fewer, true), Relation::Conflict);
        let floor = dated(count(48.0, Bound::AtLeast), "2020-05-01", "A");
        let more = dated(count(63.0, Bound::Exact), "2020-05-02", "B");
        assert_eq!(relate(&floor, &more, false), Relation::Revised);
        let corrected = dated(count(9.0, Bound::Exact), "2020-05-02", "A");
        assert_eq!(relate(&early, &corrected, true), Relation::Revised);
    }

    #[test]
    fn numbers_of_different_years_are_not_compared() {
        let year = |n, first, last| Dated {
            value: count(n, Bound::Exact),
            as_of: Some((first, last)),
            seen: None,
            outlet: "A",
        };
        let a = year(200.0, "2014-01-01", "2014-12-31");
        let b = year(300.0, "2015-01-01", "2015-12-31");
        assert_eq!(relate(&a, &b, false), Relation::NotComparable);
        let (mon, tue) = (year(20.0, "2014-03-03", "2014-03-03"), year(30.0, "2014-03-04", "2014-03-04"));
        assert_eq!(relate(&mon, &tue, false), Relation::Revised);
    }

    #[test]
    fn the_gravest_relation_names_the_figure() {
        let all = [12.0, 12.0, 14.0].map(|n| dated(count(n, Bound::Exact), "2020-05-01", "A"));
        assert_eq!(overall(&all, false, false), Relation::Conflict);
        assert_eq!(overall(&all[..2], false, false), Relation::Agree);
    }
}
