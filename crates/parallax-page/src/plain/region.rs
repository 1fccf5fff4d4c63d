//! The part of a pasted page that holds its text, where the whole window was copied: menus, teasers and footers
//! are many short lines, the text is few and long ones.

use std::collections::BTreeSet;
use std::ops::Range;

use parallax_model::Role;

use super::Line;
use super::timed::Timed;
use crate::left::Why;
use crate::lexicon::words;
use crate::{dates, people};

/// Short lines outside of the text from which on a page counts as copied whole.
const WINDOW: usize = 25;

/// Short lines among the first of such a page.
const HEAD: usize = 20;
const MENU: usize = 14;

/// What a line adds to a stretch of text: its words, up to a limit, or what a label takes away.
const MOST: i64 = 50;
const LABEL: i64 = -12;

/// Another part of the text has at least one in so many of what the best one has; and how often they are sought.
const LIKE: i64 = 3;
const PARTS: usize = 8;

/// Lines of the last post within which its text is looked for.
const LAST: usize = 8;

/// How far above the text its title is looked for, in lines.
const ABOVE: usize = 25;

/// How far above the title the names and dates of the page are looked for, in lines.
const OVER: usize = 4;

/// Leaves out what stands above the title and below the text. The posts of a live page are text, headers and all.
pub(crate) fn mark(lines: &mut [Line], posts: &[Timed], url: Option<&str>) {
    let Some(mut text) = densest(lines, posts) else { return };
    if let (Some(first), Some(last)) = (posts.first(), posts.last()) {
        let reach = last.lines.start..(last.headers.end + LAST).min(last.lines.end);
        let end = reach.rev().find(|i| lines[*i].is_prose()).unwrap_or(last.headers.end - 1);
        text = text.start.min(first.lines.start)..text.end.max(end + 1);
    }
    let label = |l: &&Line| !l.is_prose() && l.words > 0;
    let outside = lines[..text.start].iter().chain(&lines[text.end..]).filter(label).count();
    // A window begins with its menu; a text with lists in it does not.
    let head = || lines.iter().filter(|l| l.words > 0).take(HEAD);
    let menu = head().filter(label).count() >= MENU && head().take(4).filter(label).count() >= 3;
    if outside < WINDOW || !menu {
        return;
    }
    let start = title(lines, text.start, url).unwrap_or(text.start);
    let start = above(lines, start);
    for (i, line) in lines.iter_mut().enumerate() {
        let between = (start + 1..text.start).contains(&i);
        let tool = between && line.words <= 3 && !says_who_or_when(line);
        if i < start || i >= text.end || tool {
            line.leave(if i < start { Why::Navigation } else { Why::Outside });
        }
    }
}

/// The stretch of lines with the most text for its labels, on to others that are nearly as good: the parts of a
/// long text with lists between them.
fn densest(lines: &[Line], posts: &[Timed]) -> Option<Range<usize>> {
    let headers: BTreeSet<usize> = posts.iter().flat_map(|p| p.headers.clone().chain(p.title)).collect();
    let value = |(i, l): (usize, &Line)| match l.role {
        _ if l.words == 0 || headers.contains(&i) => 0,
        Some(Role::List | Role::Table) => 1,
        _ if l.is_left() => LABEL / 2,
        _ if l.is_prose() => i64::try_from(l.words).unwrap_or(MOST).min(MOST),
        _ => LABEL,
    };
    let values: Vec<i64> = lines.iter().enumerate().map(value).collect();
    let (sum, mut text) = stretch(&values, 0)?;
    for _ in 0..PARTS {
        let like = |found: &(i64, Range<usize>)| found.0 * LIKE >= sum;
        let above = stretch(&values[..text.start], 0).filter(like);
        let below = stretch(&values[text.end..], text.end).filter(like);
        if above.is_none() && below.is_none() {
            break;
        }
        let start = above.map_or(text.start, |(_, r)| r.start);
        text = start..below.map_or(text.end, |(_, r)| r.end);
    }
    Some(text)
}

/// The run of values with the largest sum above zero; its first place is `at` from the start of all.
fn stretch(values: &[i64], at: usize) -> Option<(i64, Range<usize>)> {
    let (mut best, mut sum, mut from) = (None, 0_i64, 0);
    for (i, v) in values.iter().enumerate() {
        if sum <= 0 {
            (sum, from) = (0, i);
        }
        sum += v;
        if sum > best.as_ref().map_or(0, |(s, _)| *s) {
            best = Some((sum, at + from..at + i + 1));
        }
    }
    best
}

fn says_who_or_when(line: &Line) -> bool {
    let text = line.text();
    people::after_by(text).is_some()
        || dates::find(text).is_some()
        || dates::clock(text, None).is_some()
        || !people::names(text).people.is_empty()
}

/// Whether a line can be a headline by its shape.
fn like(l: &Line) -> bool {
    (4..=28).contains(&l.words) && !l.text().ends_with([',', ';']) && l.role.is_none() && !says_date(l)
}

/// The line above the text that looks most like its title.
fn title(lines: &[Line], text: usize, url: Option<&str>) -> Option<usize> {
    let from = text.saturating_sub(ABOVE);
    let slug: BTreeSet<String> = url.map(slug).unwrap_or_default();
    let worth = |i: usize| {
        let l = &lines[i];
        let credited = lines[i + 1..].iter().take(5).any(says_who_or_when_in_short);
        let again = lines.iter().enumerate().any(|(k, o)| k != i && o.folded == l.folded);
        let stop = l.text().ends_with('.') && !l.text().ends_with("...");
        let named = words(&l.folded).filter(|w| slug.contains(*w)).count();
        // A headline stands over the line that sums the story up.
        let under = i.checked_sub(1).is_some_and(|k| alone(lines, k) && !l.is_left());
        let far = (text - i) as i64;
        l.words.min(12) as i64 * 2 + 8 * i64::from(credited) + 6 * i64::from(again)
            - 8 * i64::from(stop)
            - 10 * i64::from(under)
            + 4 * named.min(6) as i64
            - far
    };
    (from..text).filter(|i| like(&lines[*i])).max_by_key(|i| (worth(*i), std::cmp::Reverse(*i)))
}

/// Whether a line looks like a headline, and what stands over it does not: it is no item of a list of them.
fn alone(lines: &[Line], i: usize) -> bool {
    like(&lines[i]) && i.checked_sub(1).is_none_or(|k| !like(&lines[k]))
}

/// The words of the last part of an address that has several.
fn slug(url: &str) -> BTreeSet<String> {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let parts = path.split('/').map(|p| p.split(['-', '_', '.']).filter(|w| w.chars().count() > 2));
    let longest = parts.max_by_key(|p| p.clone().count()).into_iter().flatten();
    longest.map(str::to_lowercase).collect()
}

/// The first line of those right above the title that say who wrote the page, or when.
fn above(lines: &[Line], title: usize) -> usize {
    let near = lines[..title].iter().enumerate().rev().take(OVER).take_while(|(_, l)| !like(l));
    near.filter(|(_, l)| says_who_or_when_in_short(l)).map(|(i, _)| i).last().unwrap_or(title)
}

fn says_date(line: &Line) -> bool {
    dates::find(line.text()).is_some_and(|(r, _)| r.len() * 2 > line.text().len())
}

fn says_who_or_when_in_short(line: &Line) -> bool {
    line.words <= 16 && (people::after_by(line.text()).is_some() || dates::find(line.text()).is_some())
}

#[cfg(test)]
mod tests {
    use crate::{Hint, read};

    #[test]
    fn menus_and_teasers_of_a_copied_window_go() {
        let menu: String = (0..20).map(|n| format!("Section {n} of the site\n")).collect();
        let teasers: String =
            (0..20).map(|n| format!("Storm number {n} hits the coast again\n5 May 2021\nWorld\n")).collect();
        let text = "The port of Velmar reopened on Monday after three days of storm, the harbour master said.\n\nTwo ferries that had waited at anchor sailed before noon, and crews began to clear the quay.\n\nA third ship is to follow in the evening if the wind falls, the master of the port said.";
        let page = format!(
            "{menu}\nPort of Velmar reopens after storm\n\nBy Ana Reyes\n\n3 May 2021\n\n{text}\n\n{teasers}"
        );
        let p = read(page.as_bytes(), &Hint::default()).unwrap();
        assert_eq!(p.title.as_deref(), Some("Port of Velmar reopens after storm"));
        assert_eq!(p.authors, ["Ana Reyes"]);
        assert_eq!(p.published.as_deref(), Some("2021-05-03"));
        assert_eq!(p.body(), text);
    }
}
