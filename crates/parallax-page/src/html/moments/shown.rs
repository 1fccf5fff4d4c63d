//! Moments that a page shows to its readers.

use std::sync::LazyLock;

use super::super::tree::{Tree, hint};
use super::{BELOW, FIRST, LABEL, LABELLED, NAMED, PROPERTY, Said, TIME, WORDS};
use crate::dates::{self, Stamp};
use crate::lexicon::{data, fold, of_kind};

static UPDATE: LazyLock<Vec<&str>> = LazyLock::new(|| of_kind(data!("date_order.tsv"), "update"));

static ORIGINALLY: LazyLock<Vec<&str>> = LazyLock::new(|| of_kind(data!("date_order.tsv"), "first"));

/// More letters than this are no moment.
const LONG: usize = 300;

/// More letters than this are no moment alone in its element.
const ALONE: usize = 40;

/// Bytes of the words beside a moment that stands alone: "Published on".
const LABEL_LENGTH: usize = 24;

/// Nodes after the beginning of the text within which moments are looked for: a summary may stand above the byline.
const NEAR: usize = 90;

/// Moments that the page shows, those by the headline first.
pub(super) fn shown(
    tree: &Tree<'_>,
    start: usize,
    headline: Option<usize>,
    order: Option<bool>,
) -> Vec<Said> {
    let top = headline.unwrap_or(0);
    let until = (start + NEAR).min(tree.nodes.len());
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
        let alone = leaf && n.letters <= ALONE && i > start;
        if !(named || beside || alone) || !holds_year(tree, i) {
            continue;
        }
        let words = tree.words_of(i);
        let parts = parts(&words);
        let several = parts.len() > 1;
        for part in parts {
            let Some((range, stamp)) = dates::find_in(part, order) else { continue };
            let rest = part.len() - range.len();
            if named || (beside && rest < 60) || rest < LABEL_LENGTH {
                let from = if named {
                    NAMED
                } else if beside {
                    WORDS
                } else {
                    BELOW
                };
                // "Published: 3 May" says more than the time of another story above.
                let labelled = LABEL.contains(&fold(&part[..range.start]).as_str());
                let update = is_update(part) || (!several && says_update(tree, i));
                found.push((
                    if labelled {
                        1
                    } else if named {
                        2
                    } else {
                        3
                    },
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

/// The day of the first publication, where a line of the page says so: "This article was first published on 3 May 2031".
pub(super) fn originally(tree: &Tree<'_>, order: Option<bool>) -> Option<Said> {
    tree.nodes.iter().filter(|n| n.element.is_none() && n.text.len() <= LONG).find_map(|n| {
        let lower = n.text.to_lowercase();
        let end = ORIGINALLY.iter().find_map(|w| Some(lower.find(w)? + w.len()))?;
        let (range, stamp) = dates::find_in(n.text.get(end..)?, order)?;
        // "First published in The Post on 3 May" is of another page.
        (range.start <= 4).then_some(Said { from: FIRST, stamp, update: false, node: Some(n.parent) })
    })
}

/// A moment with a label in front of it, anywhere on the page, if there is no other: "Posted on 3 May 2031". One of a
/// publication counts before one of a change.
pub(super) fn far(tree: &Tree<'_>, order: Option<bool>) -> Option<Said> {
    let mut found: [Option<Said>; 2] = [None, None];
    for (i, n) in tree.nodes.iter().enumerate() {
        if n.element.is_none() || !(8..=ALONE).contains(&n.letters) || !holds_year(tree, i) {
            continue;
        }
        let words = tree.words_of(i);
        let Some((range, stamp)) = dates::find_in(&words, order) else { continue };
        let (before, after) = (&words[..range.start], &words[range.end..]);
        let update = is_update(before);
        let named = LABEL.contains(&fold(before).as_str()) || (update && before.len() <= LABEL_LENGTH);
        if !named || after.len() > 4 {
            continue;
        }
        let slot = &mut found[usize::from(update)];
        if slot.is_some_and(|s| s.stamp.date != stamp.date) {
            return None;
        }
        *slot = Some(Said { from: LABELLED, stamp, update, node: Some(i) });
    }
    found.into_iter().flatten().next()
}
