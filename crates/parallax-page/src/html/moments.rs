//! When the page was published and last changed, from every place that says so, in an order of trust.
//!
//! A place that is trusted more gives the moment; another that means the same moment may give the zone. Where two
//! places name different days, a note says so.

use std::sync::LazyLock;

use jiff::civil::{Date, DateTime};
use parallax_model::{Field, Page};

use super::signals::{Signals, place};
use super::signed;
use super::titles::Around;
use super::tree::{Tree, hint};
use crate::dates::{self, Stamp};
use crate::lexicon::{data, fold, of_kind};
use crate::{Hint, outlet};

/// A moment, and where it was read.
#[derive(Debug, Clone, Copy)]
struct Said {
    from: &'static str,
    stamp: Stamp,
    /// The words beside it say that it is of a change.
    update: bool,
    /// The element that shows it.
    node: Option<usize>,
}

static LABEL: LazyLock<Vec<&str>> = LazyLock::new(|| of_kind(data!("date_order.tsv"), "label"));
static UPDATE: LazyLock<Vec<&str>> = LazyLock::new(|| of_kind(data!("date_order.tsv"), "update"));
static PUBLISHED: LazyLock<Vec<&str>> = LazyLock::new(|| of_kind(data!("meta.tsv"), "published"));
static UPDATED: LazyLock<Vec<&str>> = LazyLock::new(|| of_kind(data!("meta.tsv"), "updated"));

/// More letters than this are no moment.
const LONG: usize = 300;

/// The first year that a page on the web can be from.
const FIRST_YEAR: i16 = 1990;

/// Fills in both moments. `headline` is the node of the headline, `text` the text of the page.
pub(crate) fn fill(
    page: &mut Page,
    around: &Around<'_>,
    headline: Option<usize>,
    text: &str,
    hint: &Hint<'_>,
    signals: &mut Signals,
) {
    let order = day_first(page, around.tree, hint);
    let said = all(page, around, headline, text, hint, order);
    let first = said.iter().position(|s| !s.update);
    let change = said.iter().find(|s| s.update && is_shown(s.from) && s.stamp.date.is_some());
    if first.is_none()
        && let Some(s) = change
    {
        page.published = s.stamp.iso();
        page.notes
            .push("the page shows only when it was last changed; that stands for its publication".to_owned());
    }
    if let Some(k) = first {
        let mut chosen = said[k].stamp;
        chosen = with_time(chosen, &said);
        chosen = with_zone(chosen, &said);
        page.published = chosen.iso();
        disagreement(page, &said, k);
    }
    let mut updated = updates(around);
    updated.extend(said.iter().filter(|s| s.update).copied());
    let change = updated.first().map(|s| with_zone(s.stamp, &updated));
    // A change before the publication is one of a draft.
    let published = page.published.as_deref().and_then(dates::machine);
    let change = change.filter(|c| published.is_none_or(|p| !before(c, &p)));
    page.updated = change.and_then(|s| s.iso()).filter(|u| Some(u) != page.published.as_ref());
    let shown_at = |s: &Said| s.node.and_then(|n| place(around.tree, n, &s.stamp.iso()?));
    for (i, s) in said.iter().enumerate().filter(|(_, s)| !s.update) {
        let same = first.is_some_and(|k| i == k || same_moment(&s.stamp, &said[k].stamp));
        let value = s.stamp.iso().unwrap_or_default();
        signals.add_at(Field::Published, s.from, &value, same, shown_at(s));
    }
    for (i, s) in updated.iter().enumerate() {
        let (value, taken) = (s.stamp.iso().unwrap_or_default(), i == 0 && page.updated.is_some());
        signals.add_at(Field::Updated, s.from, &value, taken, shown_at(s));
    }
}

/// Every place that speaks of publication, in order of trust.
fn all(
    page: &Page,
    around: &Around<'_>,
    headline: Option<usize>,
    text: &str,
    hint: &Hint<'_>,
    order: Option<bool>,
) -> Vec<Said> {
    let Around { tree, meta, ld, .. } = around;
    let said = |from: &'static str, stamp: Option<Stamp>| {
        stamp.map(|stamp| Said { from, stamp, update: false, node: None })
    };
    let mut out: Vec<Said> = Vec::new();
    out.extend(said("given by the user", hint.published.and_then(dates::machine)));
    out.extend(said(
        "JSON-LD datePublished",
        ld.published.as_deref().and_then(|v| dates::machine_in(v, order)),
    ));
    for name in PUBLISHED.iter() {
        let from = if *name == "date" { "meta date" } else { "meta element of publication" };
        out.extend(said(from, meta.first(name).and_then(|v| dates::machine_in(v, order))));
    }
    let shown = shown(tree, around.start, headline, order);
    let (marked, rest): (Vec<Said>, Vec<Said>) = shown.into_iter().partition(|s| s.from == PROPERTY);
    out.extend(marked);
    let in_url = page.url.as_deref().into_iter().chain(hint.url).find_map(|u| dates::in_url(u, text));
    let url = in_url.map(|d| Stamp { date: Some(d), ..Stamp::default() });
    // A day in the address outweighs one in the words that is not near it.
    let agrees = |s: &Said| in_url.zip(s.stamp.date).is_some_and(|(a, b)| apart(a, b) <= 1);
    let (near, far): (Vec<Said>, Vec<Said>) =
        rest.into_iter().partition(|s| in_url.is_none() || s.update || agrees(s));
    out.extend(near);
    out.extend(said("address", url));
    out.extend(far);
    if out.is_empty() {
        let label = |phrase: &str| LABEL.contains(&fold(phrase).as_str());
        let first = signed::labelled(tree, label).find_map(|(i, value)| {
            dates::find_in(&value, order).filter(|(r, _)| r.start == 0).map(|(_, s)| (i, s))
        });
        out.extend(first.map(|(i, stamp)| Said {
            from: "date with a label",
            stamp,
            update: false,
            node: tree.nodes.get(i).map(|n| n.parent),
        }));
    }
    out.retain(|s| s.stamp.date.is_some_and(|d| d.year() >= FIRST_YEAR));
    out
}

/// Places that speak of a change.
fn updates(around: &Around<'_>) -> Vec<Said> {
    let said = |from, stamp: Option<Stamp>| stamp.map(|stamp| Said { from, stamp, update: true, node: None });
    let mut out: Vec<Said> = Vec::new();
    out.extend(said("JSON-LD dateModified", around.ld.modified.as_deref().and_then(dates::machine)));
    for name in UPDATED.iter() {
        out.extend(said("meta element of change", around.meta.first(name).and_then(dates::machine)));
    }
    out.retain(|s| s.stamp.date.is_some_and(|d| d.year() >= FIRST_YEAR));
    out
}

/// Days between two dates.
fn apart(a: Date, b: Date) -> i32 {
    a.since(b).map_or(i32::MAX, |d| d.get_days().abs())
}

/// The moment in UTC; none without time and zone.
fn utc(s: &Stamp) -> Option<DateTime> {
    local(s).and_then(|l| l.checked_sub(jiff::SignedDuration::from_mins(s.offset?.into())).ok())
}

fn local(s: &Stamp) -> Option<DateTime> {
    let (h, m, sec) = s.time?;
    Some(s.date?.at(h, m, sec.min(59), 0))
}

fn minutes(a: DateTime, b: DateTime) -> i64 {
    a.duration_since(b).as_mins()
}

/// Whether two stamps are of the same day or moment.
fn same_moment(a: &Stamp, b: &Stamp) -> bool {
    match (utc(a), utc(b)) {
        (Some(a), Some(b)) => minutes(a, b).abs() <= 1,
        _ => a.date == b.date,
    }
}

/// Whether a stamp is surely earlier than another.
fn before(a: &Stamp, b: &Stamp) -> bool {
    match (utc(a), utc(b)) {
        (Some(a), Some(b)) => minutes(b, a) > 1,
        // Days in two zones may be one apart and the same.
        _ => a.date.zip(b.date).is_some_and(|(a, b)| a < b && apart(a, b) > 1),
    }
}

/// A day alone takes its time from the next place that names the same day with a time.
fn with_time(chosen: Stamp, said: &[Said]) -> Stamp {
    if chosen.time.is_some_and(|t| t != (0, 0, 0)) {
        return chosen;
    }
    let fuller = said
        .iter()
        .find(|s| !s.update && s.stamp.date == chosen.date && s.stamp.time.is_some_and(|t| t != (0, 0, 0)));
    fuller.map_or(chosen, |s| s.stamp)
}

/// The same moment in the zone of the newsroom, where the page gives it so elsewhere: a moment in UTC may be of the
/// day before or after the one that the page shows.
fn with_zone(chosen: Stamp, said: &[Said]) -> Stamp {
    if local(&chosen).is_none() || chosen.offset.is_some_and(|o| o != 0) {
        return chosen;
    }
    let at = utc(&chosen);
    for s in said {
        // The same moment with a zone of its own.
        if s.stamp.offset.is_some_and(|o| o != 0) {
            if let (Some(a), Some(b)) = (at, utc(&s.stamp))
                && minutes(a, b).abs() <= 1
            {
                return s.stamp;
            }
            if at.is_none() && local(&s.stamp) == local(&chosen) {
                return s.stamp;
            }
        }
    }
    // The first clock by the headline that shows the same minute whole hours away: its zone follows.
    let clock = said.iter().find(|s| s.stamp.offset.is_none() && s.stamp.time.is_some() && is_shown(s.from));
    if let (Some(a), Some(s)) = (at, clock)
        && let Some(b) = local(&s.stamp)
    {
        let shift = minutes(b, a.with().second(0).build().unwrap_or(a));
        let zone = shift % 60 == 0 || HALVES.contains(&shift);
        if shift != 0 && zone && (-12 * 60..=14 * 60).contains(&shift) {
            return Stamp { offset: i32::try_from(shift).ok(), ..s.stamp };
        }
    }
    chosen
}

/// Zones that are not whole hours from UTC, in minutes.
const HALVES: [i64; 8] = [-210, 210, 270, 330, 345, 390, 570, 630];

fn is_shown(from: &str) -> bool {
    matches!(from, TIME | NAMED | WORDS)
}

/// Says that the page names another day for the same thing.
fn disagreement(page: &mut Page, said: &[Said], chosen: usize) {
    let Some(day) = said[chosen].stamp.date else { return };
    let other = said.iter().enumerate().find(|(k, s)| {
        *k != chosen && !s.update && s.from != NAMED && s.stamp.date.is_some_and(|d| apart(d, day) > 1)
    });
    if let Some((_, s)) = other
        && let Some(date) = s.stamp.date
    {
        page.notes.push(format!("two dates are given: {day} ({}), {date} ({})", said[chosen].from, s.from));
    }
}

const PROPERTY: &str = "microdata datePublished";
const TIME: &str = "time element";
const NAMED: &str = "words in an element named as date";
const WORDS: &str = "words by the headline";

/// Moments that the page shows, those by the headline first.
fn shown(tree: &Tree<'_>, start: usize, headline: Option<usize>, order: Option<bool>) -> Vec<Said> {
    let top = headline.unwrap_or(0);
    let until = (start + 60).min(tree.nodes.len());
    let distance = |i: usize| match i {
        i if i >= top && i <= start => 0,
        i if i < top => top - i,
        i => i - start,
    };
    let mut found: Vec<(usize, usize, Said)> = Vec::new();
    let mut skip = 0;
    for (i, n) in tree.nodes.iter().enumerate() {
        if n.element.is_none() {
            continue;
        }
        let property = |name: &str| n.attr("itemprop").is_some_and(|p| p.eq_ignore_ascii_case(name));
        let published = property("datePublished") || n.attr("pubdate").is_some();
        if n.tag() == "time" || published || property("dateModified") {
            let value = n.attr("datetime").or_else(|| n.attr("content"));
            let words = if n.letters <= LONG { tree.words_of(i) } else { String::new() };
            // What is shown decides where the machine-made value cannot be read.
            let stamp = value
                .and_then(|v| dates::machine_in(v, order))
                .filter(|s| !garbled(value, s))
                .or_else(|| dates::find_in(&words, order).map(|(_, s)| s));
            let Some(stamp) = stamp else { continue };
            let update = property("dateModified") || says_update(tree, i);
            let from = if published { PROPERTY } else { TIME };
            let far = if n.out && (i < top || i > start + 20) { 500 } else { 0 };
            found.push((
                if published { 0 } else { 1 },
                distance(i) + far,
                Said { from, stamp, update, node: Some(i) },
            ));
            if published && n.letters > 0 {
                continue;
            }
            if let Some((_, stamp)) = dates::find_in(&words, order).filter(|(_, s)| s.time.is_some()) {
                found.push((2, distance(i) + far, Said { from: WORDS, stamp, update, node: Some(i) }));
            }
            continue;
        }
        // Boxes by the headline are often named like furniture.
        let aside = n.out && (i < top || i > start + 20);
        if i < skip || i > until || aside || n.letters < 6 || n.letters > 120 {
            continue;
        }
        let named = n.has(hint::DATE | hint::BYLINE);
        let leaf = tree.range(i).skip(1).all(|c| {
            let c = &tree.nodes[c];
            c.element.is_none()
                || c.letters == 0
                || matches!(c.tag(), "span" | "a" | "b" | "strong" | "em" | "i")
        });
        let beside = leaf && n.letters <= 90 && i + 60 > top && i <= start + 20;
        if !(named || beside) || !holds_year(tree, i) {
            continue;
        }
        let words = tree.words_of(i);
        let parts = parts(&words);
        let several = parts.len() > 1;
        for part in parts {
            let Some((range, stamp)) = dates::find_in(part, order) else { continue };
            let rest = part.len() - range.len();
            if named || rest < 60 {
                let from = if named { NAMED } else { WORDS };
                let update = is_update(part) || (!several && says_update(tree, i));
                found.push((
                    if named { 2 } else { 3 },
                    distance(i),
                    Said { from, stamp, update, node: Some(i) },
                ));
                skip = n.end;
            }
        }
    }
    found.retain(|(_, d, _)| *d < 1_500);
    found.sort_by_key(|(rank, d, _)| (*d / 40, *rank, *d));
    let mut out: Vec<Said> = found.into_iter().map(|(_, _, s)| s).collect();
    out.truncate(16);
    out
}

/// Whether a year stands in the words of an element: a quick look before a slow one.
fn holds_year(tree: &Tree<'_>, i: usize) -> bool {
    tree.range(i).any(|c| {
        let text = &*tree.nodes[c].text;
        text.contains("20") || text.contains("19") || text.chars().any(|c| matches!(c, '年' | '년'))
    })
}

/// "2022-02-112023-06-08": two values in one.
fn garbled(value: Option<&str>, stamp: &Stamp) -> bool {
    value.is_some_and(|v| {
        let v = v.trim();
        stamp.time.is_none()
            && v.len() > 10
            && v.as_bytes()[..10].iter().all(|b| b.is_ascii_digit() || *b == b'-')
            && v[10..].starts_with(|c: char| c.is_ascii_digit())
    })
}

/// The parts of a line of dates: what is published and what is updated stand apart.
fn parts(line: &str) -> Vec<&str> {
    let mut out = Vec::new();
    for part in line.split(['|', '•', '·', ';', '(']) {
        let lower = part.to_lowercase();
        let at = UPDATE.iter().filter_map(|w| lower.rfind(w)).max().unwrap_or(0);
        match part.split_at_checked(at) {
            Some((a, b)) if lower.len() == part.len() && dates::find(a).is_some() => out.extend([a, b]),
            _ => out.push(part),
        }
    }
    out
}

fn is_update(words: &str) -> bool {
    let lower = words.to_lowercase();
    UPDATE.iter().any(|w| lower.contains(w))
}

/// Whether an element or the words right around it speak of a change.
fn says_update(tree: &Tree<'_>, i: usize) -> bool {
    let n = &tree.nodes[i];
    let named = |i: usize| {
        ["class", "id", "itemprop", "title", "aria-label"].iter().filter_map(|a| tree.nodes[i].attr(a)).any(
            |v| {
                let v = v.to_lowercase();
                let both = v.contains("publish") || v.contains("entry-date") || v.contains("created");
                (v.contains("updat") || v.contains("modif")) && !both
            },
        )
    };
    if named(i) || (n.letters <= LONG && is_update(&tree.words_of(i))) {
        return true;
    }
    let up = n.parent;
    let around = &tree.nodes[up];
    let small = around.letters < 120 && around.letters >= n.letters;
    small && {
        // The words before it in the same small box: "Updated" and then the time.
        let before: String = tree.nodes[up.max(i.saturating_sub(12))..i]
            .iter()
            .map(|n| &*n.text)
            .collect::<Vec<_>>()
            .join(" ");
        let near = before.chars().rev().take(40).collect::<String>().chars().rev().collect::<String>();
        is_update(&near)
    }
}

/// Whether 3/4 is the third of April here, by the language and the country that the page or its address gives.
fn day_first(page: &Page, tree: &Tree<'_>, hint: &Hint<'_>) -> Option<bool> {
    let address = hint.url.or(page.url.as_deref()).and_then(outlet::domain);
    if let Some(end) = address.as_deref().and_then(|d| d.rsplit_once('.')).map(|(_, end)| end)
        && of_kind(data!("date_order.tsv"), "domain").contains(&end)
    {
        return Some(true);
    }
    let lang = tree
        .tagged("html")
        .find_map(|i| tree.nodes[i].attr("lang").or_else(|| tree.nodes[i].attr("xml:lang")));
    let tag = lang?.replace('_', "-").to_ascii_lowercase();
    let named = |kind| of_kind(data!("date_order.tsv"), kind).contains(&tag.as_str());
    match tag.split('-').next()? {
        _ if named("day") => Some(true),
        _ if named("month") => Some(false),
        "en" | "zh" | "ja" | "ko" | "hu" | "fa" | "mn" | "lt" => None,
        _ => Some(true),
    }
}

#[cfg(test)]
mod tests {
    use crate::{Hint, read};
    use parallax_model::{Field, Page};

    const P: &str = "<p>The port of Velmar reopened on Monday, officials said, after three days of storm and high water.</p><p>Two ferries that had waited at anchor sailed before noon, and crews began to clear the quay.</p>";

    fn page(head: &str, byline: &str) -> Page {
        let html = format!(
            "<!doctype html><html lang=en><head>{head}</head><body><main><h1>Port reopens after storm</h1>{byline}<div class='article-body'>{P}{P}</div></main><footer>© 1998-2031</footer></body></html>"
        );
        let hint = Hint { url: Some("https://www.velmarpost.com/news/port"), ..Hint::default() };
        read(html.as_bytes(), &hint).unwrap()
    }

    #[test]
    fn a_moment_takes_the_zone_in_which_the_page_shows_it() {
        let meta = "<meta property=article:published_time content='2031-05-04T03:22:07Z'>";
        let p = page(meta, "<time datetime='2031-05-03T22:22:07-05:00'>May 3</time>");
        assert_eq!(p.published.as_deref(), Some("2031-05-03T22:22:07-05:00"));
        let p = page(meta, "<div class=date>May 3, 2031 10:22 PM</div>");
        assert_eq!(p.published.as_deref(), Some("2031-05-03T22:22:00-05:00"));
        let p = page(meta, "<div class=date>May 7, 2031 10:15 PM</div>");
        assert_eq!(p.published.as_deref(), Some("2031-05-04T03:22:07Z"));
        assert!(
            p.notes.iter().all(|n| !n.contains("two dates")),
            "words alone are no second opinion: {:?}",
            p.notes
        );
    }

    #[test]
    fn published_and_changed_stand_apart() {
        let p = page("", "<p class=dateline>Published 3 May 2031, 08:10 | Updated 4 May 2031, 09:00</p>");
        assert_eq!(p.published.as_deref(), Some("2031-05-03T08:10:00"));
        assert_eq!(p.updated.as_deref(), Some("2031-05-04T09:00:00"));
        let p = page(
            "<meta property=article:published_time content='2031-05-04T10:00:00Z'><meta property=article:modified_time content='2031-05-04T11:30:00+02:00'>",
            "",
        );
        assert_eq!(p.updated, None, "a change before the publication is one of a draft");
        let p = page("", "<p>Updated <time datetime='2031-05-04T09:00:00Z'>4 May</time></p>");
        assert_eq!(p.published.as_deref(), Some("2031-05-04T09:00:00Z"));
        assert!(p.notes[0].contains("last changed"), "{:?}", p.notes);
    }

    #[test]
    fn disagreement_is_said_and_every_place_is_kept() {
        let p = page(
            "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Port\",\"datePublished\":\"2031-05-03T10:00:00Z\"}</script><meta name=pubdate content='2029-01-02'>",
            "",
        );
        assert_eq!(p.published.as_deref(), Some("2031-05-03T10:00:00Z"));
        assert!(
            p.notes[0].starts_with("two dates are given: 2031-05-03 (JSON-LD datePublished), 2029-01-02")
        );
        let said: Vec<&str> =
            p.signals.iter().filter(|s| s.field == Field::Published).map(|s| s.from.as_str()).collect();
        assert_eq!(said, ["JSON-LD datePublished", "meta element of publication"]);
    }

    #[test]
    fn a_year_of_copyright_is_no_date() {
        assert_eq!(page("", "").published, None);
    }
}
