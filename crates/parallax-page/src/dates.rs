//! Dates and times as news pages write them. Nothing is filled in from a clock.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

use crate::lexicon::{data, rows};
use crate::{newsroom, weekdays};

static MONTHS: LazyLock<BTreeMap<&str, i8>> = LazyLock::new(|| {
    rows(data!("months.tsv"))
        .filter_map(|r| Some((r[0].parse().ok()?, *r.get(1)?)))
        .flat_map(|(n, names): (i8, &str)| names.split(", ").map(move |name| (name, n)))
        .collect()
});

static ZONES: LazyLock<BTreeMap<&str, i32>> = LazyLock::new(|| {
    rows(data!("zones.tsv")).filter_map(|r| Some((r[0], r.get(1)?.parse().ok()?))).collect()
});

fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("the pattern is a constant")
}

static ISO: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b((?:19|20)\d\d)-?(\d\d)-?(\d\d)(?:[T ]\s?(\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?\s?(Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d\b)?)?",
    )
});
static DAY_MONTH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(\d{1,2})(?:st|nd|rd|th|er|\.|º)?[\s-]+(?:de\s+|of\s+)?(\p{L}{3,12})\.?,?[\s-]+(?:de\s+)?((?:19|20)\d\d)\b",
    )
});
static MONTH_DAY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(\p{L}{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)\b"));
static NUMERIC: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(\d{1,2})([./-])(\d{1,2})[./-]((?:19|20)\d\d)\b"));
static TIME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(\d{1,2})(?:[:.h](\d\d))?(?::(\d\d))?\s?([ap]\.?\s?m\b\.?)?\s*\(?([a-z]{1,4}\b|[+-]\d\d:?\d\d)?",
    )
});
static URL_DATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^|[/_.=-])((?:19|20)\d\d)(?:[/_-](\d{1,2}|[a-z]{3,9})[/_-](\d{1,2})|[/_-]?(\d\d)[/_-]?(\d\d))(?:[/_.?&#+%-]|t|$)",
    )
});
static URL_SHORT: LazyLock<Regex> = LazyLock::new(|| pattern(r"[/-](\d\d)-(\d\d)-(\d\d)(?:[/.?#-]|$)"));

/// What a page says of a moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Stamp {
    pub(crate) date: Option<Date>,
    /// Hour, minute, second.
    pub(crate) time: Option<(i8, i8, i8)>,
    /// Minutes east of UTC.
    pub(crate) offset: Option<i32>,
}

impl Stamp {
    /// ISO 8601; none without a date.
    pub(crate) fn iso(&self) -> Option<String> {
        let date = self.date?;
        let mut out = date.to_string();
        if let Some((h, m, s)) = self.time {
            out.push_str(&format!("T{h:02}:{m:02}:{s:02}"));
            match self.offset {
                Some(0) => out.push('Z'),
                Some(o) => {
                    let sign = if o < 0 { '-' } else { '+' };
                    out.push_str(&format!("{sign}{:02}:{:02}", o.abs() / 60, o.abs() % 60));
                }
                None => {}
            }
        }
        Some(out)
    }
}

fn date(year: &str, month: i8, day: &str) -> Option<Date> {
    Date::new(year.parse().ok()?, month, day.parse().ok()?).ok()
}

/// Whether a word in lower case names a month.
pub(crate) fn is_month(word: &str) -> bool {
    MONTHS.contains_key(word)
}

/// The number of a month by its name.
pub(crate) fn month(name: &str) -> Option<i8> {
    MONTHS.get(name.to_lowercase().as_str()).copied()
}

/// Reads a machine-made date: JSON-LD, meta elements, `datetime` attributes, RFC 2822, seconds since 1970.
pub(crate) fn machine(value: &str) -> Option<Stamp> {
    machine_in(value, None)
}

/// The same, where it is known whether 3/4 is the third of April.
pub(crate) fn machine_in(value: &str, order: Option<bool>) -> Option<Stamp> {
    let value = value.trim();
    if let Some(c) = ISO.captures(value).filter(|c| c.get(0).is_some_and(|m| m.start() < 2)) {
        return iso(&c);
    }
    if value.len() <= 13 && value.len() >= 10 && value.bytes().all(|b| b.is_ascii_digit()) {
        let number: i64 = value.parse().ok()?;
        let seconds = if value.len() == 13 { number / 1000 } else { number };
        let at = jiff::Timestamp::from_second(seconds).ok()?.to_zoned(jiff::tz::TimeZone::UTC);
        return Some(Stamp {
            date: Some(at.date()),
            time: Some((at.hour(), at.minute(), at.second())),
            offset: Some(0),
        });
    }
    find_in(value, order).map(|(_, s)| s)
}

fn iso(c: &Captures<'_>) -> Option<Stamp> {
    let date = date(&c[1], c[2].parse().ok()?, &c[3])?;
    let part = |i: usize| c.get(i).and_then(|m| m.as_str().parse::<i8>().ok());
    let time = part(4).zip(part(5)).map(|(h, m)| (h, m, part(6).unwrap_or(0)));
    let time = time.filter(|(h, m, s)| *h < 24 && *m < 60 && *s < 61);
    let offset = c.get(7).and_then(|m| offset(m.as_str(), Some(date)));
    Some(Stamp { date: Some(date), time, offset: offset.filter(|_| time.is_some()) })
}

/// `Z`, `+0200`, `-05:00`, `EST`, `ET`.
fn offset(zone: &str, on: Option<Date>) -> Option<i32> {
    let lower = zone.to_ascii_lowercase();
    if let Some(sign) = match zone.as_bytes().first()? {
        b'+' => Some(1),
        b'-' => Some(-1),
        _ => None,
    } {
        let digits: String = zone.chars().filter(char::is_ascii_digit).collect();
        let (h, m) = digits.split_at_checked(2)?;
        let minutes = h.parse::<i32>().ok()? * 60 + m.parse::<i32>().unwrap_or(0);
        return (minutes <= 14 * 60).then_some(sign * minutes);
    }
    let seasonal = |winter: i32| on.map(|d| if newsroom::us_summer(d) { winter + 60 } else { winter });
    match lower.as_str() {
        "et" => seasonal(-300),
        "ct" => seasonal(-360),
        "mt" => seasonal(-420),
        "pt" => seasonal(-480),
        other => ZONES.get(other).copied(),
    }
}

/// The first date in running words, with its time where one stands beside it.
pub(crate) fn find(text: &str) -> Option<(Range<usize>, Stamp)> {
    find_in(text, None)
}

/// The same, where it is known whether 3/4 is the third of April.
pub(crate) fn find_in(text: &str, order: Option<bool>) -> Option<(Range<usize>, Stamp)> {
    if !has_year(text) {
        return None;
    }
    let mut best: Option<(Range<usize>, Stamp)> = None;
    let mut offer = |range: Range<usize>, stamp: Option<Stamp>| {
        if let Some(stamp) = stamp
            && best.as_ref().is_none_or(|(b, _)| range.start < b.start)
        {
            best = Some((range, stamp));
        }
    };
    let only = |date| Stamp { date, ..Stamp::default() };
    for c in ISO.captures_iter(text) {
        offer(c.get_match().range(), iso(&c));
    }
    for c in DAY_MONTH.captures_iter(text) {
        let day = month(&c[2]).and_then(|m| date(&c[3], m, &c[1]));
        offer(c.get_match().range(), day.map(|d| only(Some(d))));
    }
    for c in MONTH_DAY.captures_iter(text) {
        let day = month(&c[1]).and_then(|m| date(&c[3], m, &c[2]));
        offer(c.get_match().range(), day.map(|d| only(Some(d))));
    }
    for c in NUMERIC.captures_iter(text) {
        // With points the day comes first everywhere; with strokes only what has one reading is taken, unless the
        // day of the week or the country tells.
        let days = readings(&c);
        let day = match days.as_slice() {
            [day] => Some(*day),
            [day_first, ..] if &c[2] == "." => Some(*day_first),
            [day_first, month_first] => {
                let named = weekdays::beside(text, &c.get_match().range(), &days);
                named.or(order.map(|o| if o { *day_first } else { *month_first }))
            }
            _ => None,
        };
        offer(c.get_match().range(), day.map(|d| only(Some(d))));
    }
    let (mut range, mut stamp) = best?;
    if stamp.time.is_none()
        && let Some((at, time, offset)) = beside(text, &range, stamp.date)
    {
        stamp.time = Some(time);
        stamp.offset = offset;
        range = range.start.min(at.start)..range.end.max(at.end);
    }
    Some((range, stamp))
}

/// The readings of a date in figures: with the day first, then with the month first; one where both are the same or
/// only one exists.
fn readings(c: &Captures<'_>) -> Vec<Date> {
    let number = |i: usize| c[i].parse::<i8>().unwrap_or(0);
    let both = [date(&c[4], number(3), &c[1]), date(&c[4], number(1), &c[3])];
    let mut days: Vec<Date> = both.into_iter().flatten().collect();
    days.dedup();
    days
}

/// The dates in figures with strokes or dashes in a text, each with its readings as [`readings`] orders them.
pub(crate) fn in_figures(text: &str) -> impl Iterator<Item = (&str, Vec<Date>)> {
    let dashed = |c: &Captures<'_>| &c[2] != ".";
    let text = if has_year(text) { text } else { "" };
    NUMERIC.captures_iter(text).filter(dashed).map(|c| (c.get_match().as_str(), readings(&c)))
}

/// Whether four digits stand in a text that can be a year: every date has one, and most lines have none.
fn has_year(text: &str) -> bool {
    text.as_bytes().windows(4).any(|w| {
        matches!([w[0], w[1]], [b'1', b'9'] | [b'2', b'0']) && w[2].is_ascii_digit() && w[3].is_ascii_digit()
    })
}

type Clock = (Range<usize>, (i8, i8, i8), Option<i32>);

/// A time of day right after a date, or right before it.
fn beside(text: &str, date: &Range<usize>, on: Option<Date>) -> Option<Clock> {
    let after = clock(&text[date.end..], on).filter(|(r, ..)| r.start <= 12);
    if let Some((r, t, o)) = after {
        return Some((date.end + r.start..date.end + r.end, t, o));
    }
    let from = text[..date.start].char_indices().rev().nth(24).map_or(0, |(i, _)| i);
    let (r, t, o) = clock(&text[from..date.start], on)?;
    Some((from + r.start..from + r.end, t, o))
}

/// The first time of day in running words, with its zone. Needs minutes or a.m./p.m.
pub(crate) fn clock(text: &str, on: Option<Date>) -> Option<Clock> {
    TIME.captures_iter(text).find_map(|c| {
        let mut hour: i8 = c[1].parse().ok()?;
        let minute: i8 = c.get(2).map_or(Some(0), |m| m.as_str().parse().ok())?;
        let second: i8 = c.get(3).and_then(|m| m.as_str().parse().ok()).unwrap_or(0);
        match c.get(4).map(|m| m.as_str().to_ascii_lowercase()) {
            Some(half) => {
                (1..=12).contains(&hour).then_some(())?;
                hour = hour % 12 + if half.starts_with('p') { 12 } else { 0 };
            }
            None => {
                c.get(2)?;
            }
        }
        (hour < 24 && minute < 60 && second < 60).then_some(())?;
        let zone = c.get(5).and_then(|m| offset(m.as_str(), on));
        let end = match (zone, c.get(5)) {
            (None, Some(m)) => m.start(),
            _ => c.get_match().end(),
        };
        Some((c.get_match().start()..end, (hour, minute, second), zone))
    })
}

/// The day in an address: `/2022/01/24/`, `/2022/jan/24/`, `-2022-01-24`, `20220124`.
///
/// Two-digit triples (`-02-12-22`) have several readings: one is taken only if it is the only possible one
/// or if `text` names that day.
pub(crate) fn in_url(url: &str, text: &str) -> Option<Date> {
    let lower = url.to_ascii_lowercase();
    let full = URL_DATE.captures_iter(&lower).find_map(|c| {
        let (m, d) = c.get(2).zip(c.get(3)).or(c.get(4).zip(c.get(5)))?;
        let m = m.as_str().parse().ok().or_else(|| month(m.as_str()))?;
        date(&c[1], m, d.as_str())
    });
    if full.is_some() {
        return full;
    }
    let c = URL_SHORT.captures(&lower)?;
    let number = |i: usize| c[i].parse::<i16>().unwrap_or(0);
    let read = |y: i16, m: i16, d: i16| Date::new(2000 + y, m as i8, d as i8).ok();
    let mut readings: Vec<Date> = [
        read(number(3), number(1), number(2)),
        read(number(3), number(2), number(1)),
        read(number(1), number(2), number(3)),
    ]
    .into_iter()
    .flatten()
    .filter(|d| d.year() >= 2005 && d.year() <= 2035)
    .collect();
    readings.sort_unstable();
    readings.dedup();
    match readings.as_slice() {
        [one] => Some(*one),
        _ => {
            let mut named = readings.into_iter().filter(|d| names_day(text, *d));
            let first = named.next()?;
            named.next().is_none().then_some(first)
        }
    }
}

/// Whether the text names the day with its month and year.
fn names_day(text: &str, day: Date) -> bool {
    let full = MONTH_DAY.captures_iter(text).filter_map(|c| date(&c[3], month(&c[1])?, &c[2]));
    let other = DAY_MONTH.captures_iter(text).filter_map(|c| date(&c[3], month(&c[2])?, &c[1]));
    full.chain(other).any(|d| d == day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<String> {
        find(text).and_then(|(_, s)| s.iso())
    }

    #[test]
    fn machine_dates() {
        let iso = |s: &str| machine(s).and_then(|s| s.iso());
        assert_eq!(iso("2023-12-17T10:05:00.000+0100").as_deref(), Some("2023-12-17T10:05:00+01:00"));
        assert_eq!(iso("2023-12-17T10:05Z").as_deref(), Some("2023-12-17T10:05:00Z"));
        assert_eq!(iso("Sun, 17 Dec 2023 10:05:00 GMT").as_deref(), Some("2023-12-17T10:05:00Z"));
        assert_eq!(iso("1702807500").as_deref(), Some("2023-12-17T10:05:00Z"));
        assert_eq!(iso("20231217").as_deref(), Some("2023-12-17"));
        assert_eq!(iso("2023-13-40"), None);
    }

    #[test]
    fn dates_in_words() {
        assert_eq!(found("25 Jan, 2022 13:18").as_deref(), Some("2022-01-25T13:18:00"));
        assert_eq!(found("Published Jan. 24, 2022").as_deref(), Some("2022-01-24"));
        assert_eq!(found("March 3, 2022 at 5:42 p.m. EST").as_deref(), Some("2022-03-03T17:42:00-05:00"));
        assert_eq!(found("5:42 p.m. ET July 3, 2022").as_deref(), Some("2022-07-03T17:42:00-04:00"));
        assert_eq!(found("24. Januar 2022, 8:05 Uhr").as_deref(), Some("2022-01-24T08:05:00"));
        assert_eq!(found("24 de enero de 2022").as_deref(), Some("2022-01-24"));
        assert_eq!(found("24.01.2022").as_deref(), Some("2022-01-24"));
        assert_eq!(found("1/24/2022").as_deref(), Some("2022-01-24"));
        assert_eq!(found("3/4/2022"), None, "two readings");
        let british = find_in("12/06/2031 14:05", Some(true)).and_then(|(_, s)| s.iso());
        assert_eq!(british.as_deref(), Some("2031-06-12T14:05:00"));
        let american = find_in("12/06/2031", Some(false)).and_then(|(_, s)| s.iso());
        assert_eq!(american.as_deref(), Some("2031-12-06"));
        assert_eq!(found("Fri 3/4/2022").as_deref(), Some("2022-03-04"));
        let slip = find_in("Freitag, 04/03/2022", Some(false)).and_then(|(_, s)| s.iso());
        assert_eq!(slip.as_deref(), Some("2022-03-04"), "the day of the week knows better than the country");
        assert_eq!(found("99/99/2022"), None);
        assert_eq!(found("a crowd of 2022 people"), None);
    }

    #[test]
    fn times_keep_their_zone() {
        let (_, time, zone) = clock("Today at 5:42 a.m. EST", None).unwrap();
        assert_eq!((time, zone), ((5, 42, 0), Some(-300)));
        assert_eq!(clock("with 12 crews", None), None);
    }

    #[test]
    fn days_in_addresses() {
        let day = |url: &str, text: &str| in_url(url, text).map(|d| d.to_string());
        assert_eq!(day("https://a.example/world/2022/01/24/port/", "").as_deref(), Some("2022-01-24"));
        assert_eq!(day("https://a.example/world/2022/jan/24/port", "").as_deref(), Some("2022-01-24"));
        assert_eq!(day("https://a.example/port-20220124.html", "").as_deref(), Some("2022-01-24"));
        assert_eq!(day("https://a.example/port-202201245", ""), None);
        assert_eq!(day("https://a.example/2023/12/231218130031.htm", ""), None, "a month, then a number");
        assert_eq!(day("https://a.example/2023-12-18+Port", "").as_deref(), Some("2023-12-18"));
        assert_eq!(day("https://a.example/port-02-12-22/x", ""), None, "February or December");
        assert_eq!(
            day("https://a.example/port-02-12-22/x", "on February 12, 2022.").as_deref(),
            Some("2022-02-12")
        );
        assert_eq!(day("https://a.example/port-02-24-22/x", "").as_deref(), Some("2022-02-24"));
    }
}
