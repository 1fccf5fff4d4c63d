//! The way of a story through time: which year each date without one belongs to.
//!
//! A story goes forward in small steps, goes back a little where it takes up another thread, and mentions
//! in passing what was long before or is still to come. So the years of a page of history are found
//! together: of all ways through its dates the one with the least movement is taken, where a date may also
//! be an aside that does not move the story. (A shortest path over the dates of the page, after Viterbi.)

use jiff::civil::Date;
use parallax_model::{Page, TimexType};

use super::calendar::{interval, shift};
use super::narrative::{Told, grain_of_days};
use super::scan::{Found, Meaning, Scan};
use super::voices::beside;

/// First and last day.
pub(super) type Days = (Date, Date);

/// What a page of history tells at one of its expressions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Point {
    /// Where the story stands before it.
    pub(super) reached: Option<Told>,
    /// What a date without a year, or a step from the date before, is taken to be.
    pub(super) days: Option<Days>,
    /// The date that gives it its year: where the story stands, or at the start the first that names one.
    pub(super) basis: Option<Told>,
}

/// Where a story stands, and the stop that took it there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    days: Days,
    by: usize,
}

/// A date on the way.
#[derive(Debug, Clone, PartialEq)]
struct Stop {
    /// Which expression it is.
    at: usize,
    of: Kind,
    /// It starts a paragraph or is a heading: the story may jump there.
    opens: bool,
    /// Days of movement that calling it an aside costs; none if it cannot be one.
    aside: Option<i32>,
    /// First piece of its sentence.
    sentence: usize,
}

#[derive(Debug, Clone, PartialEq)]
enum Kind {
    /// It names its year.
    Dated(Days),
    /// The same days of any year: those of the year 2000.
    Yearly(&'static str, u8, u8),
    /// A month, or a day of it, of the year spoken of, or of one so many years after it.
    OfThatYear(u8, u8, i16),
    /// So many units from where the story stands.
    Moved(super::calendar::Unit, i64),
}

/// A way to a stop: where the story stands, how much it moved, and the way before.
#[derive(Debug, Clone, Copy)]
struct Way {
    reached: Option<Place>,
    /// The last date told, aside or not, with its sentence.
    last: Option<(Days, usize)>,
    cost: i32,
    before: usize,
    days: Option<Days>,
}

/// Ways kept at each stop.
const BREADTH: usize = 12;
/// Years beyond which every jump costs the same, in days.
const FAR: i32 = 1825;
/// Costs are days of movement; a date without a year that lies back costs half as much again.
const BACK: i32 = 12;
/// A date that names its year may lie anywhere: going on to it costs 3/8, going back to it 6/8.
const NAMED: (i32, i32) = (3, 6);
/// Writers say so when the year changes: a date without a year that leaves the year costs this much more.
const NEW_YEAR: i32 = 40;
/// What an aside costs.
const ASIDE: i32 = 90;
/// An aside that the words announce ("since 1912", a bracket).
const TOLD_ASIDE: i32 = 45;
/// An aside at the start of a sentence ("In 1912,").
const LEADING_ASIDE: i32 = 180;

/// Where the story stands at each expression of a page.
pub(super) fn points(scan: &Scan<'_>, page: &Page, found: &[Found]) -> Vec<Point> {
    let stops = stops(scan, page, found);
    let mut ways = vec![Way { reached: None, last: None, cost: 0, before: 0, days: None }];
    let (mut from, mut to) = (0, 1);
    let mut passed = Vec::with_capacity(stops.len());
    for k in 0..stops.len() {
        let next = step(&ways, from..to, &stops, k);
        if !next.is_empty() {
            from = ways.len();
            ways.extend(next);
            to = ways.len();
            passed.push(k);
        }
    }
    let told = |place: Place| {
        let stop = &stops[place.by];
        let pieces = (found[stop.at].from, found[stop.at].to);
        Told { day: place.days.0, grain: grain_of_days(place.days), sentence: stop.sentence, pieces }
    };
    // The best way, back from its end. Between two stops the story stands where the first left it.
    let mut points = vec![Point::default(); found.len()];
    let (mut at, mut end) = (from, found.len());
    for &k in passed.iter().rev() {
        let way = ways[at];
        let mark = stops[k].at;
        let stands = way.reached.map(told);
        points[mark + 1..end].iter_mut().for_each(|p| p.reached = stands);
        let reached = ways[way.before].reached.map(told);
        let named = stops[k..].iter().enumerate().find_map(|(n, s)| match s.of {
            Kind::Dated(days) => Some(told(Place { days, by: k + n })),
            _ => None,
        });
        points[mark] = Point { reached, days: way.days, basis: reached.or(named) };
        (at, end) = (way.before, mark);
    }
    points
}

/// The ways to a stop from those to the stop before, best first.
fn step(ways: &[Way], before: std::ops::Range<usize>, stops: &[Stop], k: usize) -> Vec<Way> {
    let (stop, ahead) = (&stops[k], &stops[k + 1..]);
    let mut next: Vec<Way> = Vec::new();
    for b in before {
        let way = ways[b];
        let mut offer = |days: Days| {
            let last = Some((days, stop.sentence));
            let named = matches!(stop.of, Kind::Dated(_));
            let moved =
                way.reached.map_or(0, |r| movement(r.days, days, named)) / if stop.opens { 2 } else { 1 };
            let days_now = way.reached.filter(|_| !stop.opens).map_or(days, |r| narrower(r.days, days));
            let reached = Some(Place { days: days_now, by: k });
            next.push(Way { reached, last, cost: way.cost + moved, before: b, days: Some(days) });
            if let Some(aside) = stop.aside.filter(|_| way.reached.is_some()) {
                // A date without a year is taken near the story also where it is an aside.
                let cost = way.cost + aside + if named { 0 } else { moved / 2 };
                next.push(Way { reached: way.reached, last, cost, before: b, days: Some(days) });
            }
        };
        match &stop.of {
            Kind::Dated(days) => offer(*days),
            Kind::Yearly(season, month, day) => {
                for year in years(way.reached.map(|r| r.days), ahead) {
                    if let Some(days) = in_year(year, season, *month, *day) {
                        offer(days);
                    }
                }
            }
            Kind::OfThatYear(month, day, n) => {
                let base =
                    way.last.filter(|l| l.1 == stop.sentence).map(|l| l.0).or(way.reached.map(|r| r.days));
                if let Some(days) = base.and_then(|(a, _)| in_year(a.year() + n, "", *month, *day)) {
                    offer(days);
                }
            }
            Kind::Moved(unit, n) => {
                let base =
                    way.last.filter(|l| l.1 == stop.sentence).map(|l| l.0).or(way.reached.map(|r| r.days));
                let days = base.and_then(|(a, b)| Some((shift(a, *n, *unit)?, shift(b, *n, *unit)?)));
                if let Some(days) = days {
                    offer(days);
                }
            }
        }
    }
    next.sort_by_key(|w| w.cost);
    let mut kept: Vec<Way> = Vec::with_capacity(BREADTH);
    for way in next {
        if kept.len() == BREADTH {
            break;
        }
        if !kept
            .iter()
            .any(|k| k.reached.map(|r| r.days) == way.reached.map(|r| r.days) && k.last == way.last)
        {
            kept.push(way);
        }
    }
    kept
}

/// What going from where the story stands to a date costs: days, the more they are the less each.
fn movement(from: Days, to: Days, named: bool) -> i32 {
    let cost = |a: Date, b: Date| {
        let days = a.until(b).map_or(FAR, |s| s.get_days()).min(FAR);
        days.min(61) + (days - 61).clamp(0, 304) / 3 + (days - 365).max(0) / 12
    };
    let (days, weight) = if to.0 > from.1 {
        (cost(from.1, to.0), if named { NAMED.0 } else { 8 })
    } else if to.1 < from.0 {
        (cost(to.1, from.0), if named { NAMED.1 } else { BACK })
    } else {
        return 0;
    };
    let year = if to.0 > from.1 { from.1.year() } else { from.0.year() };
    days * weight / 8 + if !named && to.0.year() != year { NEW_YEAR } else { 0 }
}

/// What two overlapping dates have in common; the second where they do not overlap.
fn narrower(from: Days, to: Days) -> Days {
    let both = (from.0.max(to.0), from.1.min(to.1));
    if both.0 <= both.1 { both } else { to }
}

/// The years that a date without one may belong to: around where the story stands, or of the dates to come.
fn years(reached: Option<Days>, ahead: &[Stop]) -> Vec<i16> {
    let mut years: Vec<i16> = match reached {
        Some((a, b)) => {
            let last = b.year().min(a.year().saturating_add(9));
            (a.year().saturating_sub(1)..=last.saturating_add(1)).collect()
        }
        None => Vec::new(),
    };
    let dated = ahead.iter().filter_map(|s| match s.of {
        Kind::Dated((a, _)) => Some(a.year()),
        _ => None,
    });
    for year in dated.take(if reached.is_none() { 2 } else { 1 }) {
        if !years.contains(&year) {
            years.push(year);
        }
    }
    years
}

/// The days of a month, a day or a season in a year.
fn in_year(year: i16, season: &str, month: u8, day: u8) -> Option<Days> {
    if !season.is_empty() {
        return interval(&format!("{}-{season}", super::calendar::year_text(year)));
    }
    let first = Date::new(year, month as i8, day.max(1) as i8).ok()?;
    Some(if day == 0 { (first, first.last_of_month()) } else { (first, first) })
}

fn stops(scan: &Scan<'_>, page: &Page, found: &[Found]) -> Vec<Stop> {
    let mut stops = Vec::new();
    let mut block = usize::MAX;
    for (at, f) in found.iter().enumerate() {
        if beside(scan, page, f, scan.sentence(f.from)) {
            continue;
        }
        let of = match &f.meaning {
            Meaning::Fixed(TimexType::Date, value) => match interval(value) {
                // Decades and centuries are no place for a story to stand.
                Some((a, b)) if b.year() == a.year() || value.ends_with("WI") => Kind::Dated((a, b)),
                _ => continue,
            },
            Meaning::Month { month, step: None, year: None } => Kind::Yearly("", *month, 0),
            Meaning::MonthDay { month, day } => Kind::Yearly("", *month, *day),
            Meaning::OfThatYear { month, day, n } => {
                Kind::OfThatYear(*month, day.unwrap_or(0), i16::from(*n))
            }
            Meaning::Season { season, step: None } => Kind::Yearly(season, 0, 0),
            Meaning::After { unit, n } if !unit.is_clock() && *n != 0.0 && n.fract() == 0.0 => {
                Kind::Moved(*unit, *n as i64)
            }
            _ => continue,
        };
        let (sentence, _) = scan.sentence(f.from);
        let start = scan.at(f.from).start;
        let here = page.blocks.partition_point(|b| b.span.end <= start);
        let first = here != block;
        block = here;
        let opens = first
            && f.from < sentence + 4
            && page.blocks.get(here).is_some_and(|b| scan.at(sentence).start <= b.span.start);
        stops.push(Stop { at, aside: aside(scan, f, &of, sentence, opens), of, opens, sentence });
    }
    stops
}

/// What it costs to call an expression an aside.
fn aside(scan: &Scan<'_>, f: &Found, of: &Kind, sentence: usize, opens: bool) -> Option<i32> {
    let dated = matches!(of, Kind::Dated(_));
    if opens && dated {
        return None;
    }
    let before = f.from - 1;
    let bracket = scan.any(before, &["(", "["]) || scan.any(f.to, &[")", "]"]);
    let led = scan.any(before, &["since", "until", "till", "after", "before"]);
    let bare = dated && f.rule == "year";
    if bracket || led || bare && f.from > sentence + 3 {
        return Some(TOLD_ASIDE);
    }
    Some(if f.from <= sentence + 3 { LEADING_ASIDE } else { ASIDE })
}

#[cfg(test)]
mod tests {
    use super::super::read;

    /// Enough dates to make a page of history of the sentences.
    fn story(text: &str) -> Vec<String> {
        let tail =
            "\nThe peace of 1880, the treaty of 1881, the loan of 1882, the census of 1883, the law of 1884.";
        let mut all = read("2019-06-01", &format!("{text}{tail}"));
        all.truncate(all.len() - 5);
        all
    }

    #[test]
    fn a_story_goes_on_in_small_steps() {
        assert_eq!(
            story("The siege began on 4 March 1871. In November the wall fell. In January the town voted."),
            ["4 March 1871 = 1871-03-04", "November = 1871-11", "January = 1872-01"]
        );
    }

    #[test]
    fn what_is_told_in_passing_does_not_move_it() {
        assert_eq!(
            story(
                "The siege began on 4 March 1871. The mayor, in office since 1852, fled. On 6 March the wall fell."
            ),
            ["4 March 1871 = 1871-03-04", "1852 = 1852", "6 March = 1871-03-06"]
        );
        assert_eq!(
            story(
                "On 4 March 1871 the siege began; papers opened in 1905 tell why. On 6 March the wall fell."
            ),
            ["4 March 1871 = 1871-03-04", "1905 = 1905", "6 March = 1871-03-06"]
        );
    }

    #[test]
    fn the_dates_to_come_are_heard_too() {
        assert_eq!(
            story(
                "The war had spread by February 1872.\nBy July the army held the coast. In August 1871 it took the port."
            ),
            ["February 1872 = 1872-02", "July = 1871-07", "August 1871 = 1871-08"]
        );
        assert_eq!(
            story("The fort was taken in June. On 4 July 1871 it was burnt."),
            ["June = 1871-06", "4 July 1871 = 1871-07-04"]
        );
    }

    #[test]
    fn a_heading_moves_it() {
        assert_eq!(
            story("In May 1871 the town fell.\n1873\nIn March the bridge was built."),
            ["May 1871 = 1871-05", "1873 = 1873", "March = 1873-03"]
        );
    }
}
