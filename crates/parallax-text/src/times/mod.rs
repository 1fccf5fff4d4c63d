//! Times: temporal expressions of English text, found and placed on the calendar, after TIMEX3.
//!
//! ```
//! use parallax_text::times;
//!
//! let text = "The talks, which began last week, resume on Monday.";
//! let found = times::tag(text, Some("2022-02-12"));
//! let read: Vec<(&str, &str)> = found.iter().map(|t| (t.span.of(text), t.value.as_str())).collect();
//! assert_eq!(read, [("last week", "2022-W05"), ("Monday", "2022-02-14")]);
//!
//! // Every value says how it came about, and what it would be if the words looked the other way in time.
//! let monday = &found[1];
//! assert_eq!(monday.begin.as_deref(), Some("2022-02-14"));
//! assert_eq!(monday.other.as_deref(), Some("2022-02-07"));
//! assert_eq!(monday.cue.map(|cue| cue.of(text)), Some("resume"));
//!
//! // Nothing is placed without a date to place it from.
//! assert_eq!(times::tag("He left on Monday.", None)[0].value, "XXXX-WXX-1");
//! ```
//!
//! # How
//!
//! Each word that can belong to a time wakes the families of its class (days, years, units and so on):
//! small parsers that look at the words beside it and hand back what they mean. Overlaps are settled by the rank of
//! the family, then length, then position. Then the meanings are placed one after the other against the clock of the
//! post or page, or the expression before.
//!
//! The words are data (`data/en/times.tsv`, `times-vague.tsv`); the annotation follows the TimeML guidelines 1.2.1 as
//! TempEval-3 used them. Everything is a rule that a reader can check; nothing is learned, and nothing is read or
//! written. A text costs time in proportion to its length.

mod background;
mod business;
mod calendar;
mod clock;
mod days;
mod derive;
mod direction;
mod eras;
mod holidays;
mod narrative;
mod nearest;
mod parts;
mod ranges;
mod resolve;
mod scan;
mod sets;
mod shared_year;
mod steps;
mod story;
mod units;
mod vague;
mod vocabulary;
mod voices;
mod years;

use parallax_model::{Document, Page, Timex};

use crate::annotators::sentences;
use crate::words::Kind;
use resolve::Resolver;
use scan::{Finds, Found, Scan};

/// The temporal expressions of a text, in its order, without overlaps.
///
/// `published` is the date or time at which the text was written, as ISO 8601 (`2022-02-12`,
/// `2022-02-12T22:10-05:00`); the day as written there is "today". Without it, or if it is no date, what hangs on it
/// stays open: `XXXX-WXX-1`, with [`Anchor::None`](parallax_model::Anchor::None) and no interval.
///
/// Spans are byte offsets into `text`; blank lines part its paragraphs. Any text gives a list, be it empty.
#[must_use]
pub fn tag(text: &str, published: Option<&str>) -> Vec<Timex> {
    let mut page = Page::untouched("", text);
    page.published = published.map(str::to_owned);
    let mut document = Document::new(page);
    sentences::annotate(&mut document);
    times(&document)
}

/// Whether a word in lower case is a verb in the past, as far as its form tells.
pub(crate) fn is_past(word: &str) -> bool {
    vocabulary::entry(word).past
}

/// Gives the times layer.
pub(crate) fn annotate(document: &mut Document) {
    document.times = times(document);
}

fn times(document: &Document) -> Vec<Timex> {
    let scan = Scan::of(document);
    let mut chosen = choose(&scan, find(&scan));
    shared_year::share(&scan, &mut chosen);
    shared_year::join(&scan, &mut chosen);
    let mut resolver = Resolver::new(&scan, &document.page, &chosen);
    chosen.iter().filter_map(|f| resolver.place(f)).collect()
}

/// Asks the families that each word triggers.
fn find(scan: &Scan<'_>) -> Finds {
    let mut out = Vec::new();
    for i in crate::words::PAD..scan.len() {
        match scan.at(i).kind {
            Kind::Digits => {
                years::in_figures(scan, i, &mut out);
                eras::years(scan, i, &mut out);
                years::figures(scan, i, &mut out);
                days::day_of_month(scan, i, &mut out);
                clock::digits(scan, i, &mut out);
                units::counted(scan, i, &mut out);
            }
            Kind::Letters => word(scan, i, &mut out),
            Kind::Mark | Kind::Break => {}
        }
    }
    out
}

fn word(scan: &Scan<'_>, i: usize, out: &mut Finds) {
    let e = scan.entry(i);
    if !e.wakes {
        return;
    }
    if e.month > 0 {
        days::month(scan, i, out);
    }
    if e.weekday > 0 {
        days::weekday(scan, i, out);
    }
    if e.weekdays > 0 {
        days::weekdays(scan, i, out);
    }
    if e.day.is_some() {
        days::day_word(scan, i, out);
    }
    if e.holiday {
        holidays::holiday(scan, i, out);
    }
    if e.season.is_some() {
        years::season(scan, i, out);
    }
    if e.always.is_some() {
        vague::always(scan, i, out);
    }
    if e.vague {
        vague::phrase(scan, i, out);
    }
    if e.unit.is_some() {
        steps::bare(scan, i, out);
    }
    if e.period {
        business::period(scan, i, out);
    }
    if e.number || e.few {
        units::counted(scan, i, out);
    }
    match scan.str(i).len() {
        1..=4 if scan.any(i, &["a", "half"]) => {
            units::counted(scan, i, out);
            business::half(scan, i, out);
        }
        4 | 6 | 8 if scan.any(i, &["noon", "midday", "midnight"]) => clock::word(scan, i, out),
        _ => {}
    }
    if e.part.is_some() || scan.is(i, "tonight") {
        parts::part_of_day(scan, i, out);
    }
    years::words(scan, i, out);
    if scan.str(i).ends_with("long") {
        steps::unit_long(scan, i, out);
    }
}

/// The expressions that stay where several overlap, in the order of the text.
fn choose(scan: &Scan<'_>, mut found: Finds) -> Finds {
    found.sort_by_key(|f: &Found| (std::cmp::Reverse(f.rank), std::cmp::Reverse(f.to - f.from), f.from));
    let mut taken = vec![false; scan.len()];
    let mut chosen: Finds = Vec::new();
    for f in found {
        let Some(range) = taken.get_mut(f.from..f.to) else { continue };
        if f.to > f.from && !range.contains(&true) {
            range.fill(true);
            chosen.push(f);
        }
    }
    chosen.sort_by_key(|f| f.from);
    chosen
}

/// For the tests of the families: each expression with its value, on a page of this date.
#[cfg(test)]
fn read(published: &str, text: &str) -> Vec<String> {
    let published = (!published.is_empty()).then_some(published);
    tag(text, published).iter().map(|t| format!("{} = {}", t.span.of(text), t.value)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use parallax_model::{Anchor, Block, Post, Role, Span};
    use proptest::prelude::*;

    fn full(page: Page) -> Vec<Timex> {
        let mut document = Document::new(page);
        sentences::annotate(&mut document);
        times(&document)
    }

    #[test]
    fn without_a_clock_nothing_is_invented() {
        assert_eq!(
            read("", "The minister spoke on Monday. The talks resume next week, on February 11."),
            ["Monday = XXXX-WXX-1", "next week = XXXX-WXX", "February 11 = XXXX-02-11"]
        );
        let times = full(Page::untouched("p", "He left on Monday."));
        assert_eq!((times[0].begin.as_deref(), times[0].anchor), (None, Anchor::None));
    }

    #[test]
    fn a_post_has_its_own_clock() {
        let text = "She spoke on Friday.\nHe spoke today.";
        let mut page = Page::untouched("p", text);
        page.published = Some("2024-05-20".into());
        page.posts = vec![Post {
            span: Span::new(21, 36),
            time: Some("2024-05-18T23:50-04:00".into()),
            ..Post::default()
        }];
        page.blocks = vec![
            Block { span: Span::new(0, 20), role: Role::Paragraph, post: None },
            Block { span: Span::new(21, 36), role: Role::Paragraph, post: Some(0) },
        ];
        let times = full(page);
        assert_eq!((times[0].value.as_str(), times[0].anchor), ("2024-05-17", Anchor::Page));
        assert_eq!((times[1].value.as_str(), times[1].anchor), ("2024-05-18", Anchor::Post));
    }

    #[test]
    fn a_clock_that_shows_its_time_counts_hours() {
        let at = "2024-03-01T00:20+01:00";
        assert_eq!(read(at, "It was hit ten minutes ago."), ["ten minutes ago = 2024-03-01T00:10"]);
        assert_eq!(read(at, "It fell an hour ago."), ["an hour ago = 2024-02-29T23:20"]);
        assert_eq!(read(at, "The shells fell at 11:50 p.m., he said."), ["11:50 p.m. = 2024-02-29T23:50"]);
        assert_eq!(read(at, "It has closed the strait from noon."), ["noon = 2024-03-01T12:00"]);
        assert_eq!(read(at, "The vote will begin at 8 p.m."), ["8 p.m. = 2024-03-01T20:00"]);
        assert_eq!(read("2024-03-01", "It fell an hour ago."), ["an hour ago = 2024-03-01TXX"]);
    }

    #[test]
    fn today_is_the_day_of_the_newsroom() {
        let mut page =
            Page::untouched("p", "He spoke on Saturday night, and the shells fell at 11:50 p.m., he said.");
        page.published = Some("2024-05-19T02:10:00Z".into());
        page.day = Some("2024-05-18".into());
        let values: Vec<String> = full(page).into_iter().map(|t| t.value).collect();
        assert_eq!(values, ["2024-05-18TNI", "2024-05-18T23:50"]);
    }

    #[test]
    fn lengths_reach_back_or_ahead() {
        let mut page = Page::untouched("p", "Shelling has killed nine in the past 48 hours.");
        page.published = Some("2024-05-20".into());
        let times = full(page);
        assert_eq!(times[0].value, "PT48H");
        assert_eq!(
            (times[0].begin.as_deref(), times[0].end.as_deref()),
            (Some("2024-05-18"), Some("2024-05-20"))
        );
    }

    #[test]
    fn a_story_of_the_past_is_told_from_its_own_dates() {
        let text = "The siege began on 4 March 1871. On 6 March the wall fell. In December 1871 it was rebuilt. \
                    In January the town voted. Peace came in 1873. The treaty of 1875 ended the claims, and in 1880 \
                    the last garrison left.";
        let values = read("2019-06-01", text);
        assert!(values.contains(&"6 March = 1871-03-06".to_owned()), "{values:?}");
        assert!(values.contains(&"January = 1872-01".to_owned()), "{values:?}");
    }

    #[test]
    fn families_settle_overlaps() {
        assert_eq!(read("2024-05-20", "Prices rose in January this year."), ["January this year = 2024-01"]);
        assert_eq!(
            read("2024-05-20", "The call on Friday, March 22, was long."),
            ["Friday, March 22 = 2024-03-22"]
        );
    }

    proptest! {
        #[test]
        fn any_text_gives_times_in_range(text in "(\\PC|[0-9]{1,4}|[ .,:'-]| Monday| May| ago|a few | hours| the | last |quarter|st |\n){0,60}") {
            let mut page = Page::untouched("p", &text);
            page.published = Some("2024-02-29".into());
            for t in full(page) {
                prop_assert!(text.get(t.span.range()).is_some_and(|s| !s.is_empty()));
            }
        }
    }
}
