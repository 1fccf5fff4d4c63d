//! Days of the week beside days of the month: "Friday, March 22". Such a pair allows few years, so it confirms the
//! date of a page or contradicts it. It never makes one.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use jiff::civil::{Date, Weekday};
use parallax_model::{Field, Page, Raw, Signal, Span};
use regex::{Captures, Regex};

use crate::dateline::MonthDay;
use crate::dates;
use crate::lexicon::{data, rows};

/// A name of a day.
struct Name {
    text: &'static str,
    weekday: Weekday,
    /// English, where months and days have capital letters.
    english: bool,
    /// A short form, which may be another word.
    short: bool,
}

static NAMES: LazyLock<Vec<Name>> = LazyLock::new(|| {
    let mut out: Vec<Name> = Vec::new();
    for row in rows(data!("weekdays.tsv")) {
        let Some(weekday) = row[0].parse().ok().and_then(|d| Weekday::from_monday_one_offset(d).ok()) else {
            continue;
        };
        for (names, short) in row[1..].iter().zip([false, true]) {
            let names = names.split(", ").enumerate();
            out.extend(names.map(|(n, text)| Name { text, weekday, english: short || n == 0, short }));
        }
    }
    out
});

static FINDER: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::LeftmostLongest)
        .build(NAMES.iter().map(|n| n.text))
        .expect("the names are few")
});

static BESIDE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^\.?,?\s+(?:(?:the|den|el|le|il)\s+)?(?:(\p{L}{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?|(\d{1,2})(?:st|nd|rd|th|er|\.|º)?\s+(?:de\s+|of\s+)?(\p{L}{3,12}))\b(?:,?\s+(?:de\s+)?((?:19|20)\d\d)\b)?",
    )
    .expect("constant")
});

/// More than this of a text after the name of a day are no date.
const REACH: usize = 48;

/// Most pairs of a text that are looked at.
const MOST: usize = 64;

/// A day of the week beside a day of the month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pair {
    /// Where in the text, in bytes.
    pub(crate) at: Range<usize>,
    weekday: Weekday,
    day: MonthDay,
}

/// The weekday names in a text with their places, whole words only.
fn named(text: &str) -> impl Iterator<Item = (Range<usize>, &'static Name)> + '_ {
    FINDER.find_iter(text).filter_map(|m| {
        let name = &NAMES[m.pattern().as_usize()];
        let before = text[..m.start()].chars().next_back();
        let after = text[m.end()..].chars().next();
        if before.is_some_and(char::is_alphanumeric) || after.is_some_and(char::is_alphanumeric) {
            return None;
        }
        // "They sat March 3 out", "The Sun, March 3".
        let word = text[m.range()].starts_with(char::is_uppercase) && !text[..m.start()].ends_with("The ");
        (!name.short || word).then_some((m.range(), name))
    })
}

/// The pairs of a text, in its order.
pub(crate) fn pairs(text: &str) -> Vec<Pair> {
    let found = named(text).filter_map(|(at, name)| {
        let rest = &text[at.end..];
        let reach = rest.char_indices().nth(REACH).map_or(rest.len(), |(i, _)| i);
        let c = BESIDE.captures(&rest[..reach])?;
        let end = c.get(0)?.end();
        // "Friday, May 2,000 people came", "Friday, May 2:30 p.m."
        let mut next = rest[end..].chars();
        let mark = next.next().is_some_and(|c| matches!(c, ',' | '.' | ':' | '/' | '%'));
        if mark && next.next().is_some_and(|c| c.is_ascii_digit()) {
            return None;
        }
        // "On Friday set 3 records": months of other languages are words of this one.
        let month = c.get(1).or(c.get(4))?.as_str();
        if name.english && !month.starts_with(char::is_uppercase) {
            return None;
        }
        let (month, day) = month_and_day(&c)?;
        let year = c.get(5).and_then(|y| y.as_str().parse().ok());
        Some(Pair { at: at.start..at.end + end, weekday: name.weekday, day: MonthDay { month, day, year } })
    });
    found.take(MOST).collect()
}

fn month_and_day(c: &Captures<'_>) -> Option<(i8, i8)> {
    let (month, day) = c.get(1).zip(c.get(2)).or(c.get(4).zip(c.get(3)))?;
    let day = day.as_str().parse().ok().filter(|d| (1..=31).contains(d))?;
    Some((dates::month(month.as_str())?, day))
}

/// The one day among several that has the day of the week named right beside it: "Fri 03/04/2022".
pub(crate) fn beside(text: &str, at: &Range<usize>, days: &[Date]) -> Option<Date> {
    let near = |(name, _): &(Range<usize>, &Name)| {
        at.start.checked_sub(name.end).or(name.start.checked_sub(at.end)).is_some_and(|gap| gap <= 4)
    };
    let (_, name) = named(text).find(near)?;
    let mut fit = days.iter().filter(|d| d.weekday() == name.weekday);
    let first = fit.next()?;
    fit.next().is_none().then_some(*first)
}

impl Pair {
    /// Whether it is right on a page of this day.
    fn fits(&self, day: Date) -> bool {
        self.day.near(day).is_some_and(|d| d.weekday() == self.weekday)
    }

    /// Whether any year has the day: not 30 February.
    fn exists(&self) -> bool {
        self.day.in_year(2000).is_some()
    }

    /// The years of a range in which the day is that day of the week.
    fn years(&self, within: std::ops::RangeInclusive<i16>) -> Vec<i16> {
        within.filter(|y| self.day.in_year(*y).is_some_and(|d| d.weekday() == self.weekday)).collect()
    }

    fn key(&self) -> (i8, i8, i8) {
        (self.day.month, self.day.day, self.weekday.to_monday_one_offset())
    }
}

/// Which of several days of publication the pairs without a year are for, where they all speak against the first:
/// the index of the first day that they all fit. One pair may be a slip, so it takes two.
pub(crate) fn vote(pairs: &[Pair], days: &[Date]) -> Option<usize> {
    let open: BTreeMap<_, &Pair> =
        pairs.iter().filter(|p| p.day.year.is_none() && p.exists()).map(|p| (p.key(), p)).collect();
    let first = days.first()?;
    if open.len() < 2 || open.values().any(|p| p.fits(*first)) {
        return None;
    }
    days.iter().position(|d| open.values().all(|p| p.fits(*d)))
}

/// Most contradictions of a page that are told one by one.
const TOLD: usize = 3;

/// Years that a page on the web can be of.
const YEARS: std::ops::RangeInclusive<i16> = 1995..=2040;

/// Says where the days of the week in the text contradict the calendar or the date of the page; on a page without a
/// date, which years they allow. What contradicts is kept as a signal with its place.
pub(crate) fn check(page: &mut Page) {
    let pairs = pairs(&page.text);
    if pairs.is_empty() {
        return;
    }
    let mut wrong: Vec<(&Pair, String)> = Vec::new();
    let mut years: Option<(Vec<i16>, &Pair)> = None;
    for pair in &pairs {
        if wrong.iter().any(|(p, _)| p.key() == pair.key()) {
            continue;
        }
        let words = &page.text[pair.at.clone()];
        if let Some(said) = contradiction(page, pair) {
            wrong.push((pair, format!("the text says “{words}”, {said}")));
        } else if page.published.is_none() && page.posts.is_empty() && pair.day.year.is_none() {
            let own = pair.years(YEARS);
            years = Some(match years.take() {
                Some((all, first)) => (all.into_iter().filter(|y| own.contains(y)).collect(), first),
                None => (own, pair),
            });
        }
    }
    let mut notes: Vec<String> = wrong.iter().take(TOLD).map(|(_, note)| note.clone()).collect();
    if let Some(more) = wrong.len().checked_sub(TOLD + 1) {
        notes.push(format!("{} more days of the week in the text contradict their dates", more + 1));
    }
    if let Some((years, first)) = years.filter(|(years, _)| !years.is_empty()) {
        let words = &page.text[first.at.clone()];
        notes.push(format!("the text says “{words}”, which was so in {}", listed(&years)));
    }
    let signals: Vec<Signal> = wrong
        .iter()
        .take(TOLD)
        .map(|(pair, _)| Signal {
            field: Field::Published,
            from: "weekday in the text".to_owned(),
            value: page.text[pair.at.clone()].to_owned(),
            raw: raw(page, &pair.at),
            taken: false,
        })
        .collect();
    page.notes.extend(notes);
    let at = page.signals.partition_point(|s| s.field <= Field::Published);
    page.signals.splice(at..at, signals);
}

/// What is wrong with a pair, in words that go on from it.
fn contradiction(page: &Page, pair: &Pair) -> Option<String> {
    if !pair.exists() {
        return Some("a day that no month has".to_owned());
    }
    if let Some(year) = pair.day.year {
        return match pair.day.in_year(year) {
            Some(day) if day.weekday() == pair.weekday => None,
            Some(day) => Some(format!("which is a {}", name(day.weekday()))),
            None => Some("a day that this year does not have".to_owned()),
        };
    }
    let today: Date = page.day_at(u32::try_from(pair.at.start).ok()?)?.parse().ok()?;
    let near = pair.day.near(today).filter(|d| d.weekday() != pair.weekday)?;
    // The paragraph may speak of another year.
    let block = page.blocks.iter().find(|b| b.span.range().contains(&pair.at.start));
    let around = block.map_or("", |b| b.span.of(&page.text));
    if years_in(around).any(|y| pair.day.in_year(y).is_some_and(|d| d.weekday() == pair.weekday)) {
        return None;
    }
    let year = near.year();
    let years = listed(&pair.years(year.saturating_sub(6)..=year.saturating_add(6)));
    Some(format!("which is a {} in {year}, but a {} in {years}", name(near.weekday()), name(pair.weekday)))
}

/// Four digits that stand alone and can be a year.
fn years_in(text: &str) -> impl Iterator<Item = i16> + '_ {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| w.len() == 4 && (w.starts_with("19") || w.starts_with("20")))
        .filter_map(|w| w.parse().ok())
}

fn name(day: Weekday) -> &'static str {
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
        [usize::from(day.to_monday_zero_offset().unsigned_abs())]
}

/// `2013, 2019 or 2024`.
fn listed(years: &[i16]) -> String {
    let all: Vec<String> = years.iter().map(i16::to_string).collect();
    match all.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => all.concat(),
    }
}

/// The raw bytes of a piece of the text, where it stands in one piece there.
fn raw(page: &Page, at: &Range<usize>) -> Option<Span<Raw>> {
    let k = page.alignment.partition_point(|a| (a.text.end as usize) < at.end);
    let a = page.alignment.get(k).filter(|a| a.text.start as usize <= at.start)?;
    let (text, raw) = (a.text.range(), a.raw.range());
    let from = raw.start + (at.start - text.start);
    (text.len() == raw.len()).then(|| Span::new(from, from + at.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn found(text: &str) -> Vec<(&str, (i8, i8), Option<i16>)> {
        pairs(text).into_iter().map(|p| (&text[p.at.clone()], (p.day.month, p.day.day), p.day.year)).collect()
    }

    fn notes(published: &str, text: &str) -> Vec<String> {
        let mut page = Page::untouched("p", text);
        page.published = Some(published.to_owned()).filter(|p| !p.is_empty());
        check(&mut page);
        assert_eq!(page.signals.len(), page.notes.iter().filter(|n| n.contains("which is a")).count());
        page.notes
    }

    #[test]
    fn pairs_are_found_in_their_forms() {
        assert_eq!(
            found("It opened Friday, March 22, and on Tue. Apr. 2nd closed."),
            [("Friday, March 22", (3, 22), None), ("Tue. Apr. 2nd", (4, 2), None)]
        );
        assert_eq!(
            found("on Friday the 22nd of March 2024"),
            [("Friday the 22nd of March 2024", (3, 22), Some(2024))]
        );
        assert_eq!(found("Am Freitag, den 22. März, lief"), [("Freitag, den 22. März", (3, 22), None)]);
        assert_eq!(found("vendredi 1er mars 2024"), [("vendredi 1er mars 2024", (3, 1), Some(2024))]);
        for none in [
            "They sat March 3 out.",
            "The Sun, March 3, page 4",
            "On Friday, May 2,000 people came.",
            "Friday, May 45",
            "On Friday 12 people came.",
            "Good Friday",
            "Mondays, May 3",
            "The team on Friday set 3 records.",
        ] {
            assert!(found(none).is_empty(), "{none}");
        }
    }

    #[test]
    fn a_day_of_the_week_decides_between_two_readings() {
        let days = [date(2022, 4, 3), date(2022, 3, 4)];
        let text = "Posted Fri 03/04/2022 by Ana";
        assert_eq!(beside(text, &(11..21), &days), Some(days[1]));
        assert_eq!(beside("03/04/2022", &(0..10), &days), None);
        assert_eq!(beside("Tue 03/04/2022", &(4..14), &days), None, "neither");
    }

    #[test]
    fn two_pairs_outvote_a_date_that_none_fits() {
        let both = pairs("From Monday, November 27, to Friday, December 1.");
        let (old, new) = (date(2019, 11, 25), date(2023, 11, 27));
        assert_eq!(vote(&both, &[old, new]), Some(1));
        assert_eq!(vote(&both, &[new, old]), None);
        assert_eq!(vote(&both, &[old, date(2021, 1, 1)]), None, "nothing fits");
        assert_eq!(vote(&both[..1], &[old, new]), None, "one may be a slip");
        assert_eq!(vote(&pairs("Monday, November 27. Tuesday, November 26."), &[old, new]), None);
    }

    #[test]
    fn what_contradicts_is_said() {
        assert_eq!(notes("2024-03-25", "It opened on Friday, March 22."), [""; 0]);
        assert_eq!(
            notes("2021-03-25", "It opened on Friday, March 22."),
            ["the text says “Friday, March 22”, which is a Monday in 2021, but a Friday in 2019 or 2024"]
        );
        assert_eq!(notes("2021-01-02", "It opens on Thursday, December 31."), [""; 0], "two days before");
        assert_eq!(notes("2024-03-25", "In 2019 it opened on Sunday, September 8."), [""; 0]);
    }

    #[test]
    fn a_page_without_a_date_gets_none_but_the_years() {
        assert_eq!(
            notes("", "It opened on Friday, March 22, and closed on Saturday, March 23."),
            ["the text says “Friday, March 22”, which was so in 1996, 2002, 2013, 2019, 2024 or 2030"]
        );
    }

    #[test]
    fn a_contradiction_is_shown_where_it_stands() {
        let html = "<html><head><meta name=date content=2031-05-03></head><body><h1>Port reopens</h1><p>The port of Velmar was shut on Friday, May 1, officials said, after a night of storm and rain.</p></body></html>";
        let page = crate::read(html.as_bytes(), &crate::Hint::default()).unwrap_or_default();
        let signal = page.signals.iter().find(|s| s.from == "weekday in the text");
        let raw = signal.and_then(|s| s.raw).map(|r| &html[r.range()]);
        assert_eq!(raw, Some("Friday, May 1"));
        assert!(page.notes.iter().any(|n| n.contains("a Thursday in 2031")), "{:?}", page.notes);
    }

    #[test]
    fn bad_days_are_no_panic() {
        let mut page = Page::untouched("p", "On Friday, February 30, and on Friday, February 29, 2023.");
        page.published = Some("9999-12-31".to_owned());
        check(&mut page);
        assert_eq!(page.notes.len(), 2, "{:?}", page.notes);
        assert!(page.notes[0].ends_with("a day that no month has"));
        for day in ["-009999-01-02", "0001-01-01", "9999-12-31", "no day"] {
            let mut page = Page::untouched("p", "It opened on Friday, March 22.");
            page.published = Some(day.to_owned());
            check(&mut page);
        }
    }
}
