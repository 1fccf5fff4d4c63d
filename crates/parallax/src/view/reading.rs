//! How a page was read: what was left out of its text and why, and what its fields rest on.

use std::collections::BTreeMap;

use parallax_model::{AlternateRel, Document, Field, Page, Signal};
use parallax_page::{LeftOut, Why};

use super::times::{TimeView, times};
use super::{book, words};

/// How much of what was left out is shown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Most bytes of one part.
    part: usize,
    /// Most parts in one place.
    parts: usize,
    /// Most bytes on one page; behind them words are counted, not shown.
    page: usize,
    /// Most links of one page.
    links: usize,
    /// Most times of one page.
    times: usize,
}

/// In a report, which is about other things.
pub(crate) const SHORT: Limits = Limits { part: 160, parts: 8, page: 4000, links: 40, times: 400 };
/// On a page that shows how pages were read.
pub(crate) const LONG: Limits = Limits { part: 600, parts: 60, page: 60_000, links: 400, times: 2000 };

/// How a page was read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reading {
    pub(crate) fields: Vec<FieldView>,
    /// What else is known of the page: a name and a value, and whether the value is an address to link.
    pub(crate) facts: Vec<(&'static str, String, bool)>,
    pub(crate) links: Vec<LinkView>,
    pub(crate) more_links: usize,
    pub(crate) times: Vec<TimeView>,
    pub(crate) more_times: usize,
    /// None where nobody asked what was left out.
    pub(crate) left: Option<LeftView>,
}

/// What was left out of a page as a whole.
#[derive(Debug, Clone, Default)]
pub(crate) struct LeftView {
    pub(crate) taken: String,
    pub(crate) left: String,
    /// Reasons with their words, most words first.
    pub(crate) reasons: Vec<(&'static str, String)>,
    /// The page from its beginning to its end: whether words were taken, and where on the bar, in percent.
    pub(crate) map: Vec<(bool, String, String)>,
}

/// A field of the page.
#[derive(Debug, Clone, Default)]
pub(crate) struct FieldView {
    pub(crate) name: &'static str,
    /// Empty where the page does not say.
    pub(crate) value: String,
    /// Where the value was read.
    pub(crate) taken: String,
    /// Who says the same.
    pub(crate) same: String,
    /// Who says something else, and what.
    pub(crate) others: Vec<(String, String)>,
}

/// A link inside the text.
#[derive(Debug, Clone, Default)]
pub(crate) struct LinkView {
    pub(crate) words: String,
    pub(crate) url: String,
    /// Whether a browser would open it as a web page.
    pub(crate) web: bool,
}

/// Words that were left out between two blocks of the text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Run {
    pub(crate) words: String,
    pub(crate) reasons: String,
    pub(crate) parts: Vec<Part>,
    /// Words of the parts that are not shown.
    pub(crate) more: usize,
    /// Short enough to stand in the open.
    pub(crate) open: bool,
}

/// Words left out for one reason.
#[derive(Debug, Clone, Default)]
pub(crate) struct Part {
    pub(crate) why: &'static str,
    pub(crate) text: String,
    pub(crate) cut: bool,
    pub(crate) words: String,
}

/// Words of a run that may stand in the open.
const OPEN: usize = 16;

/// How a page was read. `left` is what was left out, where that was asked for.
pub(crate) fn reading(document: &Document, left: Option<&[LeftOut]>, limits: Limits) -> Reading {
    let page = &document.page;
    let (times, more_times) = times(document, limits.times);
    let links = page.links.iter().take(limits.links).map(|l| LinkView {
        words: l.span.of(&page.text).to_owned(),
        url: l.url.clone(),
        web: is_web(&l.url),
    });
    Reading {
        fields: fields(page),
        facts: facts(page),
        links: links.collect(),
        more_links: page.links.len().saturating_sub(limits.links),
        times,
        more_times,
        left: left.map(|left| summary(page, left)),
    }
}

/// Whether a browser would open the address as a web page, and do nothing else with it.
pub(crate) fn is_web(url: &str) -> bool {
    let lower = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    lower.starts_with("https://") || lower.starts_with("http://")
}

fn facts(page: &Page) -> Vec<(&'static str, String, bool)> {
    let mut out = Vec::new();
    let mut add = |name, value: Option<&str>| {
        if let Some(value) = value.filter(|v| !v.is_empty()) {
            out.push((name, value.to_owned(), is_web(value)));
        }
    };
    add("address", page.url.as_deref());
    for other in &page.alternates {
        let name = match other.rel {
            AlternateRel::Fetched => "fetched from",
            AlternateRel::Amp => "AMP twin",
            AlternateRel::Mobile => "mobile twin",
            AlternateRel::Short => "short link",
        };
        add(name, Some(&other.url));
    }
    add("domain", page.domain.as_deref());
    add("agency credited", page.wire.as_deref());
    add("language", page.language.as_deref());
    add("file", page.path.as_deref());
    if let Some(provenance) = &page.provenance {
        add("record", Some(&provenance.record));
        add("fetched", provenance.fetched.as_deref().map(words::moment).as_deref());
    }
    add("version", Some(&page.id.0));
    out
}

fn fields(page: &Page) -> Vec<FieldView> {
    let moment = |iso: &Option<String>| iso.as_deref().map(zoned).unwrap_or_default();
    let all = [
        (Field::Title, "headline", page.title.clone().unwrap_or_default()),
        (Field::Authors, "by", page.authors.join(", ")),
        (Field::Source, "outlet", page.source.clone().unwrap_or_default()),
        (Field::Published, "published", moment(&page.published)),
        (Field::Updated, "updated", moment(&page.updated)),
    ];
    let of = |field| page.signals.iter().filter(move |s| s.field == field);
    all.into_iter()
        .filter(|(field, _, value)| *field != Field::Updated || !value.is_empty() || of(*field).count() > 0)
        .map(|(field, name, value)| {
            let (mut taken, mut same) = (Vec::new(), Vec::new());
            let mut others: BTreeMap<usize, (Vec<&str>, &str)> = BTreeMap::new();
            let signals: Vec<&Signal> = of(field).collect();
            for (i, signal) in signals.iter().enumerate() {
                let list = if signal.taken {
                    &mut taken
                } else if agrees(page, signal) {
                    &mut same
                } else {
                    let first = signals.iter().position(|s| s.value == signal.value).unwrap_or(i);
                    &mut others.entry(first).or_insert_with(|| (Vec::new(), &signal.value)).0
                };
                if !list.contains(&signal.from.as_str()) {
                    list.push(&signal.from);
                }
            }
            same.retain(|from| !taken.contains(from));
            let others = others.into_values().map(|(from, value)| (from.join(", "), shown(field, value)));
            FieldView {
                name,
                value,
                taken: taken.join(", "),
                same: same.join(", "),
                others: others.collect(),
            }
        })
        .collect()
}

fn shown(field: Field, value: &str) -> String {
    if matches!(field, Field::Published | Field::Updated) { zoned(value) } else { value.to_owned() }
}

/// A date or time with the zone that the page gives: "3 May 2021, 10:00 +02:00".
pub(crate) fn zoned(iso: &str) -> String {
    let zone = match iso.get(11..).and_then(|t| t.find(['Z', '+', '-'])) {
        Some(at) if iso.ends_with('Z') && at > 0 => " UTC".to_owned(),
        Some(at) => format!(" {}", iso.get(11 + at..).unwrap_or("")),
        None => String::new(),
    };
    words::moment(iso) + &zone
}

/// Whether a signal says what the field says, spelling and precision aside.
fn agrees(page: &Page, signal: &Signal) -> bool {
    let like = |a: &str| {
        let (a, b) = (letters(a), letters(&signal.value));
        !a.is_empty() && (a == b || (signal.field != Field::Authors && (a.contains(&b) || b.contains(&a))))
    };
    match signal.field {
        Field::Title => page.title.as_deref().is_some_and(like),
        Field::Source => page.source.as_deref().is_some_and(like),
        Field::Authors => page.authors.iter().any(|a| like(a)),
        Field::Published => page.published.as_deref().is_some_and(|d| same_moment(d, &signal.value)),
        Field::Updated => page.updated.as_deref().is_some_and(|d| same_moment(d, &signal.value)),
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether two ISO dates or times name one moment, as far as the less exact of them goes.
fn same_moment(a: &str, b: &str) -> bool {
    let at = |iso: &str| iso.parse::<jiff::Timestamp>().ok();
    match (at(a), at(b)) {
        (Some(a), Some(b)) => a.duration_until(b).abs().as_secs() < 60,
        _ => {
            let length = a.len().min(b.len()).min(16);
            a.get(..length) == b.get(..length)
        }
    }
}

fn summary(page: &Page, left: &[LeftOut]) -> LeftView {
    let mut reasons: BTreeMap<Why, usize> = BTreeMap::new();
    for l in left {
        *reasons.entry(l.why).or_default() += l.words;
    }
    let mut reasons: Vec<(Why, usize)> = reasons.into_iter().collect();
    reasons.sort_by_key(|(why, words)| (std::cmp::Reverse(*words), *why));
    let taken = page.text.split_whitespace().count();
    LeftView {
        taken: words::number(taken),
        left: words::number(left.iter().map(|l| l.words).sum()),
        reasons: reasons.into_iter().map(|(why, n)| (why.words(), words::number(n))).collect(),
        map: map(page, left),
    }
}

/// Narrower stretches of the bar are drawn with what stands before them, in percent.
const NARROW: f64 = 0.2;

fn map(page: &Page, left: &[LeftOut]) -> Vec<(bool, String, String)> {
    let mut stretches: Vec<(bool, usize)> = Vec::new();
    let mut add = |taken: bool, words: usize| match stretches.last_mut() {
        Some((last, sum)) if *last == taken => *sum += words,
        _ => stretches.push((taken, words)),
    };
    let mut at = 0;
    for (i, block) in page.blocks.iter().enumerate() {
        while let Some(l) = left.get(at).filter(|l| l.after <= i) {
            add(false, l.words);
            at += 1;
        }
        add(true, block.span.of(&page.text).split_whitespace().count());
    }
    left[at..].iter().for_each(|l| add(false, l.words));
    let all = stretches.iter().map(|(_, words)| words).sum::<usize>().max(1) as f64;
    let mut out: Vec<(bool, f64, f64)> = Vec::new();
    let mut from = 0.0;
    for (taken, words) in stretches {
        let width = words as f64 * 100.0 / all;
        match out.last_mut() {
            Some((last, _, sum)) if *last == taken || width < NARROW => *sum += width,
            _ => out.push((taken, from, width)),
        }
        from += width;
    }
    out.into_iter().map(|(taken, x, width)| (taken, percent(x), percent(width))).collect()
}

fn percent(n: f64) -> String {
    format!("{n:.2}%")
}

/// The runs of a page by the number of blocks that stand above each.
pub(crate) fn runs(left: &[LeftOut], limits: Limits) -> BTreeMap<usize, Run> {
    let mut out = BTreeMap::new();
    let mut budget = limits.page;
    for same in left.chunk_by(|a, b| a.after == b.after) {
        if let Some(first) = same.first() {
            out.insert(first.after, run(same, limits, &mut budget));
        }
    }
    out
}

fn run(left: &[LeftOut], limits: Limits, budget: &mut usize) -> Run {
    let total: usize = left.iter().map(|l| l.words).sum();
    let mut reasons: BTreeMap<Why, usize> = BTreeMap::new();
    left.iter().for_each(|l| *reasons.entry(l.why).or_default() += l.words);
    let mut reasons: Vec<(Why, usize)> = reasons.into_iter().collect();
    reasons.sort_by_key(|(why, words)| (std::cmp::Reverse(*words), *why));
    let mut named: Vec<&str> = reasons.iter().take(3).map(|(why, _)| why.words()).collect();
    if reasons.len() > 3 {
        named.push("and more");
    }
    let (mut parts, mut more) = (Vec::new(), 0);
    for same in left.chunk_by(|a, b| a.why == b.why) {
        let words: usize = same.iter().map(|l| l.words).sum();
        let Some(why) = same.first().map(|l| l.why.words()).filter(|_| parts.len() < limits.parts) else {
            more += words;
            continue;
        };
        let room = limits.part.min(*budget);
        let (text, cut) = joined(same, room);
        if text.is_empty() {
            more += words;
            continue;
        }
        *budget -= text.len().min(*budget);
        parts.push(Part { why, text, cut, words: words::count(words, "word", "words") });
    }
    let open = parts.len() == 1 && more == 0 && total <= OPEN;
    Run { words: words::count(total, "word", "words"), reasons: named.join(", "), parts, more, open }
}

/// The words of neighbours with a mark between them, cut at `room` bytes; whether words are missing.
fn joined(left: &[LeftOut], room: usize) -> (String, bool) {
    let mut text = String::new();
    for (i, l) in left.iter().enumerate() {
        if i > 0 {
            text.push_str(" · ");
        }
        text.push_str(&l.text);
        if text.len() > room {
            let end = book::head(&text, room).trim_end_matches([' ', '·']).len();
            text.truncate(end);
            return (text, true);
        }
    }
    (text, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(text: &str, why: Why, after: usize) -> LeftOut {
        LeftOut { text: text.to_owned(), words: text.split_whitespace().count(), why, after, raw: None }
    }

    fn signal(field: Field, from: &str, value: &str, taken: bool) -> Signal {
        Signal { field, from: from.to_owned(), value: value.to_owned(), raw: None, taken }
    }

    #[test]
    fn neighbours_with_one_reason_are_one_part() {
        let all = [
            left("Home", Why::Navigation, 0),
            left("World", Why::Navigation, 0),
            left("Sign up", Why::Notice, 0),
            left("Storm over Corva", Why::Related, 2),
        ];
        let runs = runs(&all, SHORT);
        let first = &runs[&0];
        assert_eq!(first.parts[0].text, "Home · World");
        assert_eq!(first.reasons, "navigation, notice to the reader");
        assert!(!first.open && runs[&2].open);
    }

    #[test]
    fn long_runs_are_cut_and_their_words_counted() {
        let many: Vec<LeftOut> = (0..40)
            .map(|n| left("one two three", if n % 2 == 0 { Why::Links } else { Why::Label }, 1))
            .collect();
        let run = &runs(&many, SHORT)[&1];
        assert_eq!((run.parts.len(), run.more), (8, 96));
        let long = [left(&"word ".repeat(200), Why::Outside, 0)];
        let run = &runs(&long, SHORT)[&0];
        assert!(run.parts[0].cut && run.parts[0].text.len() <= 160);
    }

    #[test]
    fn what_differs_is_told_from_what_agrees() {
        let page = Page {
            title: Some("Port reopens".to_owned()),
            published: Some("2021-05-03T10:00:00+02:00".to_owned()),
            signals: vec![
                signal(Field::Title, "h1", "Port reopens", true),
                signal(Field::Title, "og:title", "Port reopens | Velmar Post", false),
                signal(Field::Published, "JSON-LD datePublished", "2021-05-03T08:00:00Z", false),
                signal(Field::Published, "address", "2021-05-03", false),
                signal(Field::Published, "byline", "2021-05-04", false),
            ],
            ..Page::default()
        };
        let fields = fields(&page);
        assert_eq!((fields[0].taken.as_str(), fields[0].same.as_str()), ("h1", "og:title"));
        let published = fields.iter().find(|f| f.name == "published").unwrap();
        assert_eq!(published.value, "3 May 2021, 10:00 +02:00");
        assert_eq!(published.same, "JSON-LD datePublished, address");
        assert_eq!(published.others, [("byline".to_owned(), "4 May 2021".to_owned())]);
    }

    #[test]
    fn the_map_covers_the_page() {
        let page = Page::untouched("p", "one two\nthree four");
        let all = [left("a b", Why::Label, 0), left("c d e f", Why::Label, 2)];
        let map = map(&page, &all);
        assert_eq!(
            map,
            [
                (false, "0.00%".to_owned(), "20.00%".to_owned()),
                (true, "20.00%".to_owned(), "40.00%".to_owned()),
                (false, "60.00%".to_owned(), "40.00%".to_owned()),
            ]
        );
    }
}
