//! Pages as JSON: one object a line, one object alone, or a list of them.

use std::io::BufRead;

use serde::Deserialize;

use super::lines::{NextLine, next_line};
use super::walk::{Entry, GO_ON, Walk, inside};
use super::{Flow, Item, ItemError, Media, feed};

/// One page as a line of JSON gives it.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Line {
    /// Id, kept as it is.
    #[serde(default)]
    pub id: Option<String>,
    /// The page as HTML.
    #[serde(default)]
    pub html: Option<String>,
    /// The page as text.
    #[serde(default)]
    pub text: Option<String>,
    /// The page as sentences of tokens.
    #[serde(default)]
    pub tokens: Option<Vec<Vec<String>>>,
    /// Address.
    #[serde(default)]
    pub url: Option<String>,
    /// Headline.
    #[serde(default)]
    pub title: Option<String>,
    /// Outlet.
    #[serde(default)]
    pub source: Option<String>,
    /// Date or time of publication.
    #[serde(default)]
    pub published: Option<String>,
}

/// Whether a stream that begins so is JSON, one object a line: not a JSON feed, and not one object over many lines.
#[must_use]
pub fn is_json_lines(head: &[u8]) -> bool {
    matches(head, "") && !feed::matches(head, "") && !is_spread(first_line(head))
}

/// Whether a stream begins like JSON.
pub(super) fn matches(head: &[u8], extension: &str) -> bool {
    let start = start(head);
    let next = |b: &[u8]| b.first() == Some(&b'"') || b.first() == Some(&b'}');
    let named = matches!(extension, "json" | "jsonl" | "ndjson");
    match start.first() {
        Some(b'{') => named || next(start[1..].trim_ascii_start()),
        Some(b'[') => named || start[1..].trim_ascii_start().starts_with(b"{"),
        _ => named && !start.is_empty() && matches!(extension, "jsonl" | "ndjson"),
    }
}

fn start(head: &[u8]) -> &[u8] {
    head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start()
}

fn first_line(head: &[u8]) -> &[u8] {
    start(head).split(|b| *b == b'\n').next().unwrap_or_default()
}

/// Whether the first line is only the beginning of an object or a list.
fn is_spread(line: &[u8]) -> bool {
    line.first() == Some(&b'[') || matches!(line.trim_ascii_end().last(), Some(b'{' | b'[' | b','))
}

/// Reads all lines, or the one document.
pub(super) fn read(walk: &mut Walk<'_>, entry: Entry<'_>) -> Flow {
    let (container, stream) = (entry.item, entry.stream);
    lines(walk, &container, stream, 0)
}

/// Reads lines, of which `number` came before.
fn lines(walk: &mut Walk<'_>, container: &Item, stream: &mut dyn BufRead, mut number: u64) -> Flow {
    let limit = walk.limits.wrapped;
    let mut bytes = Vec::new();
    loop {
        let found = match next_line(stream, limit, &mut bytes) {
            Ok(found) => found,
            Err(error) => return walk.failed(container.clone(), (&error).into()),
        };
        if found == NextLine::End {
            return GO_ON;
        }
        number += 1;
        if let Err(error) = walk.count(bytes.len() as u64) {
            return walk.failed(container.clone(), error);
        }
        let line = start(&bytes);
        if line.is_empty() {
            continue;
        }
        let place = format!("line {number}");
        if found == NextLine::TooLong {
            walk.failed(at(container, &place), ItemError::TooLarge { what: "the line", limit })?;
        } else if number == 1 && is_spread(line) {
            let rest = walk.read_all(stream, limit, "the JSON document");
            let whole = rest.map(|rest| [bytes.as_slice(), b"\n", rest.as_slice()].concat());
            return match whole {
                Ok(whole) => document(walk, container, start(&whole)),
                Err(error) => walk.failed(container.clone(), error),
            };
        } else {
            match serde_json::from_slice::<Line>(line) {
                Ok(line) => given(walk, container, line, &place)?,
                Err(error) => walk.failed(at(container, &place), not_json(&error))?,
            }
        }
    }
}

/// Objects one behind the other, or a list of them. One that is not as asked for is named, the others are read.
fn document(walk: &mut Walk<'_>, container: &Item, bytes: &[u8]) -> Flow {
    let objects = if bytes.first() == Some(&b'[') {
        serde_json::from_slice(bytes)
    } else {
        serde_json::Deserializer::from_slice(bytes).into_iter().collect()
    };
    let objects: Vec<serde_json::Value> = match objects {
        Ok(objects) => objects,
        Err(error) if lines_follow(bytes) => {
            walk.failed(at(container, "line 1"), not_json(&error))?;
            let first = memchr::memchr(b'\n', bytes).map_or(bytes.len(), |end| end + 1);
            return lines(walk, container, &mut &bytes[first..], 1);
        }
        Err(error) => return walk.failed(container.clone(), not_json(&error)),
    };
    for (n, object) in objects.into_iter().enumerate() {
        let place = format!("object {}", n + 1);
        match serde_json::from_value::<Line>(object) {
            Ok(line) => given(walk, container, line, &place)?,
            Err(error) => walk.failed(at(container, &place), not_json(&error))?,
        }
    }
    GO_ON
}

/// Whether what looked like the beginning of a document is a line that was cut off, by the line after it.
fn lines_follow(bytes: &[u8]) -> bool {
    let mut rest = bytes.split(|b| *b == b'\n').skip(1).filter(|line| !line.trim_ascii().is_empty());
    rest.next().is_some_and(|line| serde_json::from_slice::<Line>(line).is_ok())
}

/// The place of a line or an object.
fn at(container: &Item, place: &str) -> Item {
    Item { path: inside(&container.path, place), ..container.clone() }
}

fn not_json(error: &serde_json::Error) -> ItemError {
    ItemError::Damaged(format!("not a JSON object as asked for: {error}"))
}

fn given(walk: &mut Walk<'_>, container: &Item, line: Line, place: &str) -> Flow {
    let path = inside(&container.path, line.id.as_deref().unwrap_or(place));
    let (media, page) = match (line.html, line.text) {
        (Some(html), _) => (Some(Media::Html), Ok(html)),
        (None, Some(text)) => (Some(Media::Text), Ok(text)),
        (None, None) => (None, Err(ItemError::Damaged("neither \"html\" nor \"text\" is given".to_owned()))),
    };
    let limit = walk.limits.page;
    let page = page.and_then(|page| match page.len() as u64 > limit {
        true => Err(ItemError::TooLarge { what: "the page", limit }),
        false => Ok(page.into_bytes()),
    });
    let Line { id, url, source, published, .. } = line;
    walk.result(Item { path, id, url, source, published, media, ..container.clone() }, page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_told_from_documents_and_feeds() {
        assert!(is_json_lines(b"\n {\"id\":\"a\",\"html\":\"<p>"));
        assert!(is_json_lines(b"{\"id\":\"a\",\"text\":\"{\\n\"}\n{\"id\":"));
        assert!(!is_json_lines(b"{\n  \"id\": \"a\""));
        assert!(!is_json_lines(b"[{\"id\":\"a\"}]"));
        assert!(!is_json_lines(b"{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\":["));
        assert!(is_json_lines(br#"{"text":"\"version\": \"https://jsonfeed.org/version/1.1\""}"#));
        assert!(!is_json_lines(b"{{ a template }}"));
    }
}
