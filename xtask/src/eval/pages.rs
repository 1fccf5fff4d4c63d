//! Our own pages: each lies in `eval/gold/pages` beside a file that says what a careful reader takes from it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::Timestamp;
use parallax_model::Page;
use parallax_page::{Hint, read};
use serde::Deserialize;

use super::score::Counts;

/// What a page holds. A field that is not given is not scored; an empty one must stay empty.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Gold {
    /// Why the page is here.
    #[allow(dead_code, reason = "for people")]
    what: String,
    url: Option<String>,
    text: Option<String>,
    title: Option<String>,
    authors: Option<Vec<String>>,
    wire: Option<String>,
    published: Option<String>,
    /// The day of publication where the newsroom is, if that is not the day in `published`.
    day: Option<String>,
    updated: Option<String>,
    partial: Option<String>,
    #[serde(default)]
    posts: Vec<GoldPost>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct GoldPost {
    /// The first words of its body.
    begins: String,
    time: Option<String>,
}

/// Sums over pages.
#[derive(Debug, Default)]
struct Sums {
    /// Precision, recall and number of pages.
    text: (f64, f64, usize),
    title: Counts,
    authors: Counts,
    wire: Counts,
    published: Counts,
    day: Counts,
    updated: Counts,
    partial: Counts,
    posts: Counts,
    times: Counts,
}

/// The measures of the pages, 0 to 100, by name: F1 for text and posts, the share that is right for fields.
///
/// # Panics
/// If the gold cannot be read: it is part of the repository.
#[must_use]
pub fn measures(root: &Path) -> Vec<(&'static str, f64)> {
    let mut sums = Sums::default();
    for (name, bytes, gold) in load(&root.join("eval/gold/pages")) {
        let hint = Hint { path: Some(&name), url: gold.url.as_deref(), ..Hint::default() };
        add(&mut sums, &gold, &read(&bytes, &hint).unwrap_or_default());
    }
    let (precision, recall, pages) = sums.text;
    let text = 200.0 * precision * recall / ((precision + recall) * pages as f64);
    vec![
        ("pages-text", text),
        ("pages-title", sums.title.f1()),
        ("pages-authors", sums.authors.f1()),
        ("pages-wire", sums.wire.f1()),
        ("pages-published", sums.published.f1()),
        ("pages-day", sums.day.f1()),
        ("pages-updated", sums.updated.f1()),
        ("pages-partial", sums.partial.f1()),
        ("posts", sums.posts.f1()),
        ("posts-time", sums.times.f1()),
    ]
}

/// Every page with its name and gold, in the order of their names.
fn load(folder: &Path) -> Vec<(String, Vec<u8>, Gold)> {
    let entries = std::fs::read_dir(folder).expect("eval/gold/pages can be listed");
    let mut paths: Vec<_> = entries.map(|e| e.expect("a folder can be listed").path()).collect();
    paths.sort();
    let pages = paths.iter().filter(|p| p.extension().is_some_and(|e| e != "toml"));
    pages
        .map(|path| {
            let gold = std::fs::read_to_string(path.with_extension("toml"));
            let gold = gold.unwrap_or_else(|e| panic!("gold of {}: {e}", path.display()));
            let gold = toml::from_str(&gold).unwrap_or_else(|e| panic!("gold of {}: {e}", path.display()));
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            (name, std::fs::read(path).expect("a page can be read"), gold)
        })
        .collect()
}

fn add(sums: &mut Sums, gold: &Gold, page: &Page) {
    if let Some(text) = &gold.text {
        let (precision, recall) = overlap(text, &page.body());
        sums.text = (sums.text.0 + precision, sums.text.1 + recall, sums.text.2 + 1);
    }
    if let Some(title) = &gold.title {
        let (want, got) = (fold(title), fold(page.title.as_deref().unwrap_or_default()));
        let near = got.contains(&want) && 5 * got.chars().count() <= 6 * want.chars().count();
        sums.title.add(share(want == got || near));
    }
    if let Some(authors) = &gold.authors {
        let set = |names: &[String]| names.iter().map(|n| fold(n)).collect::<BTreeSet<_>>();
        sums.authors.add(share(set(authors) == set(&page.authors)));
    }
    if let Some(wire) = &gold.wire {
        sums.wire.add(share(page.wire.as_ref() == Some(wire)));
    }
    if let Some(time) = &gold.published {
        sums.published.add(share(same_time(time, page.published.as_deref())));
    }
    // What is not given must be the day of the moment itself.
    if let Some(want) = gold.day.as_deref().or_else(|| gold.published.as_deref()?.get(..10)) {
        sums.day.add(share(page.published_day() == Some(want)));
    }
    if let Some(time) = &gold.updated {
        sums.updated.add(share(same_time(time, page.updated.as_deref())));
    }
    if let Some(partial) = &gold.partial {
        let got = page.partial.and_then(|p| serde_json::to_value(p).ok());
        sums.partial.add(share(got.as_ref().and_then(|v| v.as_str()) == Some(partial)));
    }
    if !gold.posts.is_empty() || !page.posts.is_empty() {
        let (posts, times) = posts(&gold.posts, page);
        sums.posts.add(posts);
        sums.times.add(times);
    }
}

/// One field of one page.
fn share(right: bool) -> Counts {
    Counts { right: usize::from(right), predicted: 1, gold: 1 }
}

/// A predicted post is right when exactly one gold post begins in it; its time is right to the minute.
fn posts(gold: &[GoldPost], page: &Page) -> (Counts, Counts) {
    let keys: Vec<String> = gold
        .iter()
        .map(|p| format!(" {} ", fold(&p.begins).split(' ').take(9).collect::<Vec<_>>().join(" ")))
        .collect();
    let mut posts = Counts { right: 0, predicted: page.posts.len(), gold: gold.len() };
    let mut times = Counts::default();
    for post in &page.posts {
        let text = format!(" {} ", fold(post.span.of(&page.text)));
        let mut inside = gold.iter().zip(&keys).filter(|(_, key)| text.contains(key.as_str()));
        if let (Some((gold, _)), None) = (inside.next(), inside.next()) {
            posts.right += 1;
            if let Some(time) = &gold.time {
                times.add(share(same_time(time, post.time.as_deref())));
            }
        }
    }
    (posts, times)
}

/// Equal to the minute; where the page gives no offset or no time, the words must be equal that far.
fn same_time(want: &str, got: Option<&str>) -> bool {
    let Some(got) = got else { return false };
    match (want.parse::<Timestamp>(), got.parse::<Timestamp>()) {
        (Ok(want), Ok(got)) => want.as_second().div_euclid(60) == got.as_second().div_euclid(60),
        (Err(_), _) => got.starts_with(want),
        _ => false,
    }
}

/// Precision and recall of bags of four words in a row, as the development scorer counts them.
fn overlap(gold: &str, got: &str) -> (f64, f64) {
    let (gold, got) = (shingles(gold), shingles(got));
    let both: usize = gold.iter().map(|(s, n)| n.min(got.get(s).unwrap_or(&0))).sum();
    let size = |bag: &BTreeMap<String, usize>| bag.values().sum::<usize>();
    let part = |of: usize, empty: f64| if of == 0 { empty } else { both as f64 / of as f64 };
    (part(size(&got), if gold.is_empty() { 1.0 } else { 0.0 }), part(size(&gold), 1.0))
}

fn shingles(text: &str) -> BTreeMap<String, usize> {
    let words: Vec<&str> = words(text).collect();
    let mut bag = BTreeMap::new();
    for part in words.windows(4.min(words.len()).max(1)) {
        *bag.entry(part.join(" ")).or_default() += 1;
    }
    bag
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty())
}

/// Lower-case words with one space between them.
pub(super) fn fold(text: &str) -> String {
    words(&text.to_lowercase()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use parallax_model::{Post, Span};

    #[test]
    fn a_sentence_too_many_costs_precision() {
        assert_eq!(overlap("One two three four five.", "one two three four five"), (0.5, 0.5));
        assert_eq!(overlap("a b c d e", "a b c d e f g"), (0.5, 1.0));
        assert_eq!(overlap("", ""), (1.0, 1.0));
        assert_eq!(overlap("", "a b c d"), (0.0, 1.0));
    }

    #[test]
    fn times_are_equal_to_the_minute_wherever_they_were_said() {
        assert!(same_time("2031-03-03T09:12:44+00:00", Some("2031-03-03T11:12:00+02:00")));
        assert!(!same_time("2031-03-03T09:12:44+00:00", Some("2031-03-03")));
        assert!(same_time("2031-03-03", Some("2031-03-03T09:12:44Z")));
        assert!(!same_time("2031-03-03", None));
    }

    #[test]
    fn two_posts_in_one_are_wrong() {
        let post = |start, end| Post { span: Span::new(start, end), ..Post::default() };
        let text = "The harbour is closed today. The trains have stopped too.";
        let gold: Vec<GoldPost> = ["The harbour is closed today", "The trains have stopped too"]
            .map(|b| GoldPost { begins: b.to_owned(), time: None })
            .into();
        let page = |posts| Page { text: text.to_owned(), posts, ..Page::default() };
        assert_eq!(posts(&gold, &page(vec![post(0, 28), post(29, text.len())])).0.right, 2);
        assert_eq!(posts(&gold, &page(vec![post(0, text.len())])).0.right, 0);
    }
}
