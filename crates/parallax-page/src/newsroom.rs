//! The day of a page by the clock of its newsroom.
//!
//! Many pages give their moments in UTC: what New York publishes on Saturday evening is of Sunday then, while its
//! words say "Saturday". What tells the day, best first: the dateline of the text, the day that the page shows beside
//! such a moment, the clock by another moment of the page with an offset of its own, by the domain, by the end of the
//! address. Without any of these the day stays as it is given.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Weekday};
use parallax_model::{Field, Page};

use crate::dateline;
use crate::dates::{self, Stamp};
use crate::lexicon::{data, rows};

/// Minutes east of UTC in winter, and whose rule of summer time holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Clock {
    winter: i32,
    summer: Summer,
}

/// Rules of summer time, as they are now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Summer {
    None,
    /// Last Sunday of March to last Sunday of October.
    Europe,
    /// Second Sunday of March to first Sunday of November.
    America,
    /// First Sunday of October to first Sunday of April.
    Australia,
    /// Last Sunday of September to first Sunday of April.
    NewZealand,
}

static DOMAINS: LazyLock<BTreeMap<&str, Clock>> = LazyLock::new(|| clocks("domain"));
static ENDS: LazyLock<BTreeMap<&str, Clock>> = LazyLock::new(|| clocks("end"));

fn clocks(kind: &str) -> BTreeMap<&'static str, Clock> {
    let clock = |r: &[&'static str]| {
        let summer = match *r.get(3)? {
            "eu" => Summer::Europe,
            "us" => Summer::America,
            "au" => Summer::Australia,
            "nz" => Summer::NewZealand,
            _ => Summer::None,
        };
        Some((*r.get(1)?, Clock { winter: r.get(2)?.parse().ok()?, summer }))
    };
    rows(data!("newsrooms.tsv")).filter(|r| r[0] == kind).filter_map(|r| clock(&r)).collect()
}

/// Whether a day lies in the summer time of the United States (the rule since 2007).
pub(crate) fn us_summer(day: Date) -> bool {
    Summer::America.holds(day.at(12, 0, 0, 0))
}

impl Summer {
    /// Whether it holds at a moment of local winter time. Clocks change at two in the night, or at one.
    fn holds(self, at: DateTime) -> bool {
        let day = |month: i8, nth: i8| {
            let first = Date::new(at.year(), month, 1).ok()?;
            Some(first.nth_weekday_of_month(nth, Weekday::Sunday).ok()?.at(2, 0, 0, 0))
        };
        let (from, to) = match self {
            Self::None => return false,
            Self::Europe => (day(3, -1), day(10, -1)),
            Self::America => (day(3, 2), day(11, 1)),
            Self::Australia => (day(10, 1), day(4, 1)),
            Self::NewZealand => (day(9, -1), day(4, 1)),
        };
        match (from, to) {
            (Some(from), Some(to)) if from < to => at >= from && at < to,
            (Some(from), Some(to)) => at >= from || at < to,
            _ => false,
        }
    }
}

impl Clock {
    fn of(address: &str) -> Option<Self> {
        let host = address.split_once("://").map_or(address, |(_, rest)| rest);
        let host = host.split(['/', '?', '#', ':']).next()?.to_ascii_lowercase();
        let mut rest = host.trim_end_matches('.');
        let mut last = None;
        loop {
            if let Some(clock) = DOMAINS.get(rest) {
                return Some(*clock);
            }
            last = ENDS.get(rest).or(last);
            let Some((_, next)) = rest.split_once('.') else { return last.copied() };
            rest = next;
        }
    }

    fn offset(self, utc: DateTime) -> Option<i32> {
        let winter = utc.checked_add(SignedDuration::from_mins(self.winter.into())).ok()?;
        Some(self.winter + if self.summer.holds(winter) { 60 } else { 0 })
    }
}

/// A moment in UTC; none for what has an offset of its own, for days, and for days that machines write as midnight.
fn universal(iso: Option<&str>) -> Option<DateTime> {
    let stamp = iso.and_then(dates::machine)?;
    let (h, m, s) = stamp.time.filter(|t| *t != (0, 0, 0))?;
    (stamp.offset == Some(0)).then_some(stamp.date?.at(h, m, s.min(59), 0))
}

/// The day somewhere else at a moment in UTC, where it is another.
fn day_at(utc: DateTime, offset: i32) -> Option<Date> {
    let local = utc.checked_add(SignedDuration::from_mins(offset.into())).ok()?.date();
    (local != utc.date()).then_some(local)
}

/// What tells the clock of the newsroom.
enum Known {
    Offset(i32),
    Clock(Clock),
}

impl Known {
    fn offset(&self, utc: DateTime) -> Option<i32> {
        match self {
            Self::Offset(minutes) => Some(*minutes),
            Self::Clock(clock) => clock.offset(utc),
        }
    }
}

/// Fills in the days of a page and its posts where the newsroom's clock shows another than their moments begin with.
pub(crate) fn settle(page: &mut Page) {
    let known = known(page);
    if let Some(utc) = universal(page.published.as_deref()).filter(|_| page.day.is_none()) {
        let by_clock = known.as_ref().and_then(|k| k.offset(utc)).and_then(|o| Some((day_at(utc, o)?, o)));
        if let Some(day) = dateline(page, utc) {
            page.day = Some(day.to_string()).filter(|_| day != utc.date());
        } else if let Some(day) = shown(page, utc) {
            page.day = Some(day.to_string());
            page.notes.push(format!("the moment in UTC is of {}; the page shows {day}", utc.date()));
        } else if let Some((day, offset)) = by_clock {
            page.day = Some(day.to_string());
            let zone = zone(offset);
            let note =
                format!("by the clock of the newsroom ({zone}) the page is of {day}, not of {}", utc.date());
            page.notes.push(note);
        }
    }
    let Some(known) = known else { return };
    for post in page.posts.iter_mut().filter(|p| p.day.is_none()) {
        let utc = universal(post.time.as_deref());
        let day = utc.and_then(|utc| day_at(utc, known.offset(utc)?));
        post.day = day.map(|d| d.to_string());
    }
}

/// `UTC-05:00`.
fn zone(offset: i32) -> String {
    let sign = if offset < 0 { '-' } else { '+' };
    format!("UTC{sign}{:02}:{:02}", offset.abs() / 60, offset.abs() % 60)
}

fn known(page: &Page) -> Option<Known> {
    let offset = |iso: &str| dates::machine(iso).and_then(|s: Stamp| s.offset).filter(|o| *o != 0);
    let own = [&page.published, &page.updated].into_iter().flatten().find_map(|iso| offset(iso));
    let said = || page.signals.iter().filter(|s| s.field == Field::Updated).find_map(|s| offset(&s.value));
    let clock = || page.url.as_deref().or(page.domain.as_deref()).and_then(Clock::of);
    own.or_else(said).map(Known::Offset).or_else(|| clock().map(Known::Clock))
}

/// Offsets that a newsroom can have, in minutes.
const OFFSETS: std::ops::RangeInclusive<i32> = -10 * 60..=13 * 60;

/// The day of the dateline, where the moment is of that day somewhere.
fn dateline(page: &Page, utc: DateTime) -> Option<Date> {
    let (_, day) = dateline::read(&page.text)?;
    let day = day.near(utc.date())?;
    let somewhere = [*OFFSETS.start(), 0, *OFFSETS.end()].map(|o| day_at(utc, o).unwrap_or(utc.date()));
    somewhere.contains(&day).then_some(day)
}

/// The day that the page shows for a moment, where that is the day somewhere and not the one in UTC.
fn shown(page: &Page, utc: DateTime) -> Option<Date> {
    let days =
        page.signals.iter().filter(|s| s.field == Field::Published && SHOWN.contains(&s.from.as_str()));
    let day = days.filter(|s| s.value.len() == 10).find_map(|s| s.value.parse::<Date>().ok())?;
    let edges = [*OFFSETS.start(), *OFFSETS.end()].map(|o| day_at(utc, o));
    edges.contains(&Some(day)).then_some(day)
}

/// Places where a page shows its date to readers.
const SHOWN: [&str; 3] = ["time element", "words in an element named as date", "words by the headline"];

#[cfg(test)]
mod tests {
    use super::*;
    use parallax_model::{Post, Signal};

    fn page(url: &str, published: &str) -> Page {
        let mut page = Page {
            url: Some(url.to_owned()),
            published: Some(published.to_owned()),
            posts: vec![Post { time: Some("2022-02-14T01:30:00Z".to_owned()), ..Post::default() }],
            ..Page::default()
        };
        settle(&mut page);
        page
    }

    #[test]
    fn an_evening_in_new_york_is_not_the_next_day() {
        let p = page("https://www.washingtonpost.com/world/a", "2022-02-13T02:10:00Z");
        assert_eq!(p.published.as_deref(), Some("2022-02-13T02:10:00Z"), "as the page gives it");
        assert_eq!((p.day.as_deref(), p.day_at(0)), (Some("2022-02-12"), Some("2022-02-12")));
        assert_eq!(
            p.notes,
            ["by the clock of the newsroom (UTC-05:00) the page is of 2022-02-12, not of 2022-02-13"]
        );
        assert_eq!(p.posts[0].day.as_deref(), Some("2022-02-13"));
    }

    #[test]
    fn summer_time_counts() {
        let at = |url, time| page(url, time).day;
        assert_eq!(at("https://apnews.com/a", "2022-07-13T04:30:00Z"), None, "half past midnight");
        assert_eq!(at("https://apnews.com/a", "2022-01-13T04:30:00Z").as_deref(), Some("2022-01-12"));
        assert_eq!(at("https://a.co.uk/a", "2022-07-12T23:30:00Z").as_deref(), Some("2022-07-13"));
        assert_eq!(at("https://a.co.uk/a", "2022-01-12T23:30:00Z"), None);
        assert_eq!(at("https://a.com.au/a", "2022-01-12T13:30:00Z").as_deref(), Some("2022-01-13"));
        assert_eq!(at("https://a.com.au/a", "2022-07-12T13:30:00Z"), None);
    }

    #[test]
    fn nothing_is_moved_without_a_reason() {
        let at = |url, time| page(url, time).day;
        assert_eq!(at("https://velmarpost.com/a", "2022-02-13T02:10:00Z"), None, "nobody knows where it is");
        assert_eq!(
            at("https://apnews.com/a", "2022-02-13T02:10:00+01:00"),
            None,
            "it has a clock of its own"
        );
        assert_eq!(at("https://apnews.com/a", "2022-02-13T02:10:00"), None);
        assert_eq!(at("https://apnews.com/a", "2022-02-13"), None);
        assert_eq!(at("https://apnews.com/a", "2022-02-13T00:00:00Z"), None, "a day that a machine wrote");
    }

    #[test]
    fn the_page_may_tell_its_clock() {
        let base = || Page { published: Some("2022-02-13T02:10:00Z".to_owned()), ..Page::default() };
        let mut p = Page { updated: Some("2022-02-13T08:00:00-06:00".to_owned()), ..base() };
        settle(&mut p);
        assert_eq!(p.day.as_deref(), Some("2022-02-12"));
        let signal = |value: &str| Signal {
            field: Field::Published,
            from: "words by the headline".to_owned(),
            value: value.to_owned(),
            raw: None,
            taken: false,
        };
        for (shown, day) in [("2022-02-12", Some("2022-02-12")), ("2022-02-14", None), ("2022-02-11", None)] {
            let mut p = Page { signals: vec![signal(shown)], ..base() };
            settle(&mut p);
            assert_eq!(p.day.as_deref(), day, "{shown}");
        }
    }

    #[test]
    fn the_dateline_knows_best() {
        let at = |text: &str| {
            let mut page = Page {
                url: Some("https://apnews.com/a".to_owned()),
                published: Some("2022-02-13T02:10:00Z".to_owned()),
                text: text.to_owned(),
                ..Page::default()
            };
            settle(&mut page);
            page.day
        };
        assert_eq!(at("VELMAR, Feb. 12 (AP) — The port is open.").as_deref(), Some("2022-02-12"));
        assert_eq!(at("TOKYO, Feb. 13 (AP) — The port is open."), None, "it is Sunday there");
        assert_eq!(
            at("VELMAR, Feb. 2 (AP) — The port is open.").as_deref(),
            Some("2022-02-12"),
            "an old text"
        );
    }

    #[test]
    fn the_table_is_whole() {
        assert!(DOMAINS.len() > 150 && ENDS.len() > 80);
        assert!(DOMAINS.values().chain(ENDS.values()).all(|c| OFFSETS.contains(&c.winter)));
    }
}
