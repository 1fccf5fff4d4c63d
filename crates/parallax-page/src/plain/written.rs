//! Markdown that Parallax wrote: front matter with `schema: "parallax.page.md/1"`. It holds a text that was
//! chosen before, so that nothing is left out of it again and no field is guessed.

use std::ops::Range;

use parallax_model::{Page, Partial, Post, Role};
use serde_json::Value;

use super::Line;
use crate::Hint;
use crate::left::Why;

/// The first line of the front matter.
const SCHEMA: &str = "schema: \"parallax.page.md/1\"";

/// Fields of the front matter; none if the text is somebody else's.
pub(super) fn front_matter(text: &str) -> Option<Vec<(&str, Value)>> {
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    if lines.next() != Some("---") || lines.next() != Some(SCHEMA) {
        return None;
    }
    let fields = lines.take_while(|l| *l != "---").filter_map(|line| {
        let (name, value) = line.split_once(": ")?;
        Some((name, serde_json::from_str(value).ok()?))
    });
    Some(fields.collect())
}

/// Fills in the fields of a page and gives the headline its role. Returns the posts, and the lines of each.
pub(super) fn fill(
    page: &mut Page,
    fields: Vec<(&str, Value)>,
    text: &str,
    lines: &mut [Line],
    hint: &Hint<'_>,
) -> (Vec<Post>, Vec<Range<usize>>) {
    let mut posts = Vec::new();
    for (name, value) in fields {
        let given = value.as_str().map(str::to_owned);
        match name {
            "title" => page.title = given,
            "outlet" => page.source = given,
            "agency" => page.wire = given,
            "published" => page.published = given,
            "day" => page.day = given,
            "updated" => page.updated = given,
            "url" => page.url = given,
            "language" => page.language = given,
            "authors" => page.authors = items(&value).filter_map(|n| n.as_str().map(str::to_owned)).collect(),
            "posts" => posts = items(&value).map(post).collect(),
            "partial" => page.partial = given.as_deref().and_then(partial),
            _ => {}
        }
    }
    // What the user says now counts more than what was read then.
    page.url = hint.url.map(str::to_owned).or(page.url.take());
    page.source = hint.source.map(str::to_owned).or(page.source.take());
    page.day = page.day.take().filter(|_| hint.published.is_none());
    page.published = hint.published.map(str::to_owned).or(page.published.take());
    let mut starts: Vec<usize> = Vec::new();
    for (i, line) in lines.iter_mut().enumerate() {
        if line.level == 1 {
            line.role = Some(Role::Title);
        } else if line.role.is_none() && is_byline(&text[line.whole.clone()]) {
            line.role = Some(Role::Byline);
        } else if starts.len() < posts.len() && is_post_line(line, starts.len() + 1, posts.len()) {
            line.leave(Why::Field);
            starts.push(i);
        }
    }
    posts.truncate(starts.len());
    starts.push(lines.len());
    let ranges = starts.windows(2).map(|w| w[0]..w[1]).collect();
    (posts, ranges)
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn post(value: &Value) -> Post {
    let field = |name| value.get(name).and_then(Value::as_str).map(str::to_owned);
    Post {
        time: field("time"),
        day: field("day"),
        updated: field("updated"),
        author: field("author"),
        title: field("title"),
        ..Post::default()
    }
}

fn partial(name: &str) -> Option<Partial> {
    match name {
        "paywall" => Some(Partial::Paywall),
        "teaser" => Some(Partial::Teaser),
        "cut off" => Some(Partial::CutOff),
        _ => None,
    }
}

/// "*By Ana Reyes*".
fn is_byline(line: &str) -> bool {
    line.ends_with('*') && line.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("*by "))
}

/// "Post 3 of 17, ...": a line of the program, not of the page.
fn is_post_line(line: &Line, number: usize, of: usize) -> bool {
    let rest = line.text().strip_prefix(&format!("Post {number} of {of}"));
    line.role.is_none() && rest.is_some_and(|r| r.is_empty() || r.starts_with(", "))
}

#[cfg(test)]
mod tests {
    use parallax_model::Role;

    use crate::{Hint, read};

    #[test]
    fn a_text_that_was_chosen_before_is_taken_whole() {
        let text = "---\nschema: \"parallax.page.md/1\"\ntitle: \"Port reopens\"\nauthors: [\"Ana Reyes\"]\npublished: \"2021-05-03\"\n---\n\n# Port reopens\n\n*By Ana Reyes, Velmar*\n\nAnalysis\n\nThe port of Velmar reopened on Monday, officials said.\n\nSubscribe to our newsletter\n";
        let page = read(text.as_bytes(), &Hint { path: Some("a.md"), ..Hint::default() }).unwrap();
        assert_eq!(
            page.body(),
            "Analysis\n\nThe port of Velmar reopened on Monday, officials said.\n\nSubscribe to our newsletter"
        );
        assert_eq!(
            (page.authors, page.published.as_deref()),
            (vec!["Ana Reyes".to_owned()], Some("2021-05-03"))
        );
        assert_eq!(page.blocks[0].role, Role::Title);
        let other = text.replace("parallax.page.md/1", "something else");
        assert!(!read(other.as_bytes(), &Hint::default()).unwrap().text.contains("Subscribe"));
    }
}
