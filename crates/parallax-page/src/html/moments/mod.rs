//! When the page was published and last changed, from every place that says so, in an order of trust.
//!
//! A place that is trusted more gives the moment; another that means the same moment may give the zone. Where two
//! places name different days, a note says so.

mod choose;
mod order;
mod shown;
mod zone;

use std::sync::LazyLock;

use parallax_model::{Field, Page};

use super::signals::{Signals, place};
use super::signed;
use super::titles::Around;
use crate::Hint;
use crate::dateline::apart;
use crate::dates::{self, Stamp};
use crate::lexicon::{data, fold, of_kind};
use order::day_first;
use shown::shown;
use zone::{before, same_moment, with_time, with_zone};

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
static PUBLISHED: LazyLock<Vec<&str>> = LazyLock::new(|| of_kind(data!("meta.tsv"), "published"));
static UPDATED: LazyLock<Vec<&str>> = LazyLock::new(|| of_kind(data!("meta.tsv"), "updated"));

/// Years that a page on the web can be from.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2089;

/// Fills in both moments. `headline` is the node of the headline, `text` the text of the page.
pub(crate) fn fill(
    page: &mut Page,
    around: &Around<'_>,
    headline: Option<usize>,
    text: &str,
    hint: &Hint<'_>,
    signals: &mut Signals,
) {
    let order = day_first(page, around, hint);
    let mut said = all(page, around, headline, text, hint, order);
    let refused = passed_over(&mut said);
    let mut updated = updates(around);
    passed_over(&mut updated);
    let before_choice = page.notes.len();
    let first = first(page, &mut said, &updated, text);
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
        // What the text decided has been said.
        if page.notes.len() == before_choice {
            disagreement(page, &said, k);
        }
    }
    if page.published.is_none() {
        let garbled = around.ld.published.as_deref().filter(|v| dates::machine_in(v, order).is_none());
        let garbled = garbled.map(|v| v.chars().take(40).collect::<String>());
        page.notes.extend(refused.or(garbled.map(|v| format!("“{v}” (JSON-LD datePublished) is no date"))));
        page.notes.extend(order::open(around.tree, order));
    }
    let below = said.iter().any(|s| s.update && s.from != BELOW);
    updated.extend(said.iter().filter(|s| s.update && !(below && s.from == BELOW)).copied());
    let change = updated.first().map(|s| with_zone(s.stamp, &updated));
    // A change before the publication is one of a draft.
    let published = page.published.as_deref().and_then(dates::machine);
    if let Some((change, published)) = change.and_then(|c| c.date).zip(published.and_then(|p| p.date))
        && change < published
        && apart(change, published) > LONG_AFTER
    {
        page.notes.push(format!("the last change ({change}) is long before the publication ({published})"));
    }
    let change = change.filter(|c| published.is_none_or(|p| !before(c, &p)));
    page.updated = change.and_then(|s| s.iso()).filter(|u| Some(u) != page.published.as_ref());
    let shown_at = |s: &Said| s.node.and_then(|n| place(around.tree, n, &s.stamp.iso()?));
    for (i, s) in said.iter().enumerate().filter(|(_, s)| !s.update) {
        let same = first.is_some_and(|k| i == k || same_moment(&s.stamp, &said[k].stamp));
        if s.from == BELOW && !same {
            continue;
        }
        let value = s.stamp.iso().unwrap_or_default();
        signals.add_at(Field::Published, s.from, &value, same, shown_at(s));
    }
    for (i, s) in updated.iter().enumerate() {
        let (value, taken) = (s.stamp.iso().unwrap_or_default(), i == 0 && page.updated.is_some());
        signals.add_at(Field::Updated, s.from, &value, taken, shown_at(s));
    }
}

/// Days by which a publication may follow the last change of a draft.
const LONG_AFTER: i32 = 366;

/// The moment on which the publication rests: the one that is trusted most, unless the page shows or tells another.
fn first(page: &mut Page, said: &mut Vec<Said>, updated: &[Said], text: &str) -> Option<usize> {
    let mut published = said.iter().enumerate().filter(|(_, s)| !s.update).map(|(k, s)| (k, s.from));
    // What stands alone below counts where nothing else does.
    let all_below = said.iter().all(|s| s.from == BELOW);
    let (k, from) = published.find(|(_, from)| *from != BELOW || all_below)?;
    if from == GIVEN {
        return Some(k);
    }
    let k = choose::built(said, k, updated.first()).unwrap_or(k);
    let Some(better) = choose::by_text(page, said, updated, k, text) else { return Some(k) };
    said.push(Said { update: false, ..better });
    Some(said.len() - 1)
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
    out.extend(said(GIVEN, hint.published.and_then(dates::machine)));
    out.extend(said(
        "JSON-LD datePublished",
        ld.published.as_deref().and_then(|v| dates::machine_in(v, order)),
    ));
    for other in &ld.contrary {
        out.extend(said("further JSON-LD datePublished", dates::machine_in(other, order)));
    }
    for name in PUBLISHED.iter() {
        let from = if *name == "date" { "meta date" } else { "meta element of publication" };
        out.extend(said(from, meta.first(name).and_then(|v| dates::machine_in(v, order))));
    }
    let by_machine = !out.is_empty();
    let shown = shown(tree, around.start, headline, order);
    let (marked, rest): (Vec<Said>, Vec<Said>) = shown.into_iter().partition(|s| s.from == PROPERTY);
    out.extend(marked);
    if !by_machine {
        out.extend(shown::originally(tree, order));
    }
    let in_url = page.url.as_deref().into_iter().chain(hint.url).find_map(|u| dates::in_url(u, text));
    let url = in_url.map(|d| Stamp { date: Some(d), ..Stamp::default() });
    // A day in the address outweighs one in the words that is not near it.
    let agrees = |s: &Said| in_url.zip(s.stamp.date).is_some_and(|(a, b)| apart(a, b) <= 1);
    let (near, far): (Vec<Said>, Vec<Said>) =
        rest.into_iter().partition(|s| in_url.is_none() || s.update || agrees(s));
    out.extend(near);
    out.extend(said("address", url));
    out.extend(far);
    if out.iter().all(|s| s.update) {
        let label = |phrase: &str| LABEL.contains(&fold(phrase).as_str());
        let first = signed::labelled(tree, label).find_map(|(i, value)| {
            dates::find_in(&value, order).filter(|(r, _)| r.start == 0).map(|(_, s)| (i, s))
        });
        out.extend(first.map(|(i, stamp)| Said {
            from: LABELLED,
            stamp,
            update: false,
            node: tree.nodes.get(i).map(|n| n.parent),
        }));
        if out.is_empty() {
            out.extend(shown::far(tree, order));
        }
    }
    out
}

/// Takes out the moments that cannot be those of a page, and says so of the first.
fn passed_over(said: &mut Vec<Said>) -> Option<String> {
    let can = |s: &Said| s.stamp.date.is_some_and(|d| YEARS.contains(&d.year()));
    let refused = said.iter().find(|s| !can(s)).and_then(|s| Some((s.from, s.stamp.date?)));
    said.retain(can);
    refused.map(|(from, day)| format!("{day} ({from}) can be no date of a page"))
}

/// Places that speak of a change.
fn updates(around: &Around<'_>) -> Vec<Said> {
    let said = |from, stamp: Option<Stamp>| stamp.map(|stamp| Said { from, stamp, update: true, node: None });
    let mut out: Vec<Said> = Vec::new();
    out.extend(said("JSON-LD dateModified", around.ld.modified.as_deref().and_then(dates::machine)));
    for name in UPDATED.iter() {
        out.extend(said("meta element of change", around.meta.first(name).and_then(dates::machine)));
    }
    out
}

fn is_shown(from: &str) -> bool {
    matches!(from, TIME | NAMED | WORDS | LABELLED | BELOW)
}

/// Says that the page names another day for the same thing.
fn disagreement(page: &mut Page, said: &[Said], chosen: usize) {
    let Some(day) = said[chosen].stamp.date else { return };
    let other = said.iter().enumerate().find(|(k, s)| {
        *k != chosen
            && !s.update
            && !matches!(s.from, NAMED | BELOW)
            && s.stamp.date.is_some_and(|d| apart(d, day) > 1)
    });
    if let Some((_, s)) = other
        && let Some(date) = s.stamp.date
    {
        page.notes.push(format!("two dates are given: {day} ({}), {date} ({})", said[chosen].from, s.from));
    }
}

const GIVEN: &str = "given by the user";
const PROPERTY: &str = "microdata datePublished";
const TIME: &str = "time element";
const NAMED: &str = "words in an element named as date";
const BELOW: &str = "words under the headline";
const LABELLED: &str = "date with a label";
const FIRST: &str = "words of the first publication";
const WORDS: &str = "words by the headline";

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

    fn ld(published: &str, modified: &str) -> String {
        format!(
            "<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"Port reopens after storm\",\"datePublished\":\"{published}\",\"dateModified\":\"{modified}\"}}</script>"
        )
    }

    #[test]
    fn the_day_of_a_build_is_no_publication() {
        let shown = "<div class=meta><div>May 3, 2029</div></div>";
        let published = |head: &str, byline: &str| page(head, byline).published;
        let built = ld("2031-06-02T12:00:00Z", "2031-06-02T12:00:00Z");
        assert_eq!(published(&built, shown).as_deref(), Some("2029-05-03"));
        let confirmed = format!("{shown}<time datetime='2031-06-02'>June 2</time>");
        assert_eq!(
            published(&built, &confirmed).as_deref(),
            Some("2031-06-02T12:00:00Z"),
            "readers see it too"
        );
        let evening = ld("2031-06-02T02:00:00Z", "2031-06-02T02:00:00Z");
        let there = page(&evening, "<div class=meta><div>June 1, 2031</div></div>");
        assert_eq!(there.published.as_deref(), Some("2031-06-02T02:00:00Z"), "it is June 1 in America");
        assert_eq!(there.day.as_deref(), Some("2031-06-01"));
        let changed = ld("2031-06-02T12:00:00Z", "2031-06-05T12:00:00Z");
        assert_eq!(published(&changed, shown).as_deref(), Some("2031-06-02T12:00:00Z"));
    }

    #[test]
    fn the_text_may_tell_which_date_is_its_own() {
        let told = |first: &str, head: &str| {
            let html = format!(
                "<!doctype html><html lang=en><head>{head}</head><body><main><h1>Port reopens after storm</h1><div class=story><p>{first}</p>{P}</div></main></body></html>"
            );
            read(html.as_bytes(), &Hint::default()).unwrap()
        };
        let head = ld("2027-11-22T09:00:00Z", "2031-11-25T09:00:00Z");
        let p = told("It was shut from Tuesday, November 18, and is open since Monday, November 24.", &head);
        assert_eq!(p.published.as_deref(), Some("2031-11-25T09:00:00Z"));
        assert!(p.notes[0].starts_with("the days of the week in the text fit 2031-11-25"), "{:?}", p.notes);
        let p = told("VELMAR, Nov. 24 (AP) — The port is open, and all crews are back at work again.", &head);
        assert_eq!(p.published.as_deref(), Some("2027-11-22T09:00:00Z"), "it fits both");
        let head = ld("2031-02-22T09:00:00Z", "2031-11-25T09:00:00Z");
        let p = told("VELMAR, Nov. 24 (AP) — The port is open, and all crews are back at work again.", &head);
        assert_eq!(p.published.as_deref(), Some("2031-11-25T09:00:00Z"));
        assert!(p.notes[0].starts_with("the dateline of the text fits 2031-11-25"), "{:?}", p.notes);
    }

    #[test]
    fn dates_that_cannot_be_are_passed_over_and_said() {
        let p = page(&ld("1970-01-01T00:00:00Z", "0001-01-01T00:00:00Z"), "");
        assert_eq!((p.published, p.updated), (None, None));
        assert_eq!(p.notes[0], "1970-01-01 (JSON-LD datePublished) can be no date of a page");
        let p = page(&ld("0001-01-01T00:00:00Z", "2031-13-45T99:99:99+99:99"), "");
        assert_eq!(p.notes[0], "“0001-01-01T00:00:00Z” (JSON-LD datePublished) is no date");
        let p = page(&ld("9999-12-31", ""), "<p class=date>3 May 2031, 24:30</p>");
        assert_eq!(p.published.as_deref(), Some("2031-05-03"));
        let p = page(&ld("2031-05-03T10:00:00+99:00", ""), "");
        assert_eq!(p.published.as_deref(), Some("2031-05-03T10:00:00"), "no place has that zone");
        let p = page(&ld("2055-05-03", "2031-05-03"), "");
        assert_eq!(p.notes[0], "the last change (2031-05-03) is long before the publication (2055-05-03)");
        let blocks = ld("2031-05-03", "") + &ld("2029-05-03", "");
        let p = page(&blocks, "");
        assert_eq!(p.published.as_deref(), Some("2031-05-03"));
        assert!(p.notes[0].ends_with("2029-05-03 (further JSON-LD datePublished)"), "{:?}", p.notes);
    }

    #[test]
    fn labels_give_a_date_far_from_the_headline() {
        let below = |words: &str| {
            let byline =
                format!("<div class=story>{}</div><div><div><span>{words}</span></div></div>", P.repeat(30));
            page("", &byline)
        };
        assert_eq!(below("Posted on 3 May 2031").published.as_deref(), Some("2031-05-03"));
        let p = below("Last updated: 3 May 2031");
        assert_eq!(p.published.as_deref(), Some("2031-05-03"));
        assert!(p.notes[0].contains("last changed"), "{:?}", p.notes);
        assert_eq!(below("Storm of 3 May 2031").published, None);
        let p = page(
            "",
            "<p class=updated>Updated May 3, 2031</p><p>This page was first published on May 3, 2029.</p>",
        );
        assert_eq!(p.published.as_deref(), Some("2029-05-03"));
    }

    #[test]
    fn figures_are_read_as_the_other_dates_of_the_page_are() {
        let p = page("", "<p class=date>08/09/2031</p>");
        assert_eq!(p.published, None);
        assert!(p.notes[0].ends_with("“08/09/2031” may be 2031-09-08 or 2031-08-09"), "{:?}", p.notes);
        let with =
            |other: &str| page("", &format!("<p class=date>08/09/2031</p><p class=comment>{other}</p>"));
        assert_eq!(with("22/09/2031").published.as_deref(), Some("2031-09-08"));
        assert_eq!(with("09/22/2031").published.as_deref(), Some("2031-08-09"));
    }

    #[test]
    fn a_year_of_copyright_is_no_date() {
        assert_eq!(page("", "").published, None);
    }
}
