//! RSS, Atom and JSON Feed: an entry that carries its text is a page, any other is a link to follow.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};
use feed_rs::model::{Entry as FeedEntry, Feed, Link};
use feed_rs::parser::Builder;
use parallax_model::Provenance;

use super::walk::{Entry, GO_ON, Walk, inside, sentence};
use super::{Flow, Item, ItemError, Media};
use crate::{dates, outlet};

/// Letters of text from which an entry is a page; an excerpt of fifty words has about three hundred.
const FULL: usize = 450;

/// Marks that nest deeper than this are no feed, and would exhaust the stack of the parser.
const DEPTH: usize = 200;

/// Entries of one feed: the parser holds about a kilobyte for each, however short it is written.
const ENTRIES: u64 = 50_000;

/// Elements of one feed, likewise.
const ELEMENTS: usize = 1_000_000;

pub(super) fn matches(head: &[u8], _: &str) -> bool {
    let text = String::from_utf8_lossy(head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head));
    let text = text.trim_start();
    if text.starts_with('{') {
        return json_version(text);
    }
    let Some(root) = root(text) else { return false };
    let name: String = root.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == ':').collect();
    matches!(name.as_str(), "rss" | "feed" | "rdf:RDF" | "RDF" | "atom:feed")
}

/// Whether the object names itself a JSON feed; inside a string the quotation marks would be escaped.
fn json_version(text: &str) -> bool {
    text.match_indices("\"version\"").any(|(at, key)| {
        let rest = text[at + key.len()..].trim_start();
        let value = rest.strip_prefix(':').map(str::trim_start).and_then(|r| r.strip_prefix('"'));
        let bare = value.map(|v| v.replace("\\/", "/"));
        bare.is_some_and(|v| {
            v.starts_with("https://jsonfeed.org/version/") || v.starts_with("http://jsonfeed.org/version/")
        })
    })
}

/// What stands behind the first `<` that begins an element.
fn root(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        // Behind declarations inside a document type stands its end.
        rest = rest.trim_start().trim_start_matches("]>").trim_start().strip_prefix('<')?;
        let end = if rest.starts_with("!--") {
            rest.find("-->")? + 3
        } else if rest.starts_with(['?', '!']) {
            rest.find('>')? + 1
        } else {
            return Some(rest);
        };
        rest = &rest[end..];
    }
}

/// Reads all entries.
pub(super) fn read(walk: &mut Walk<'_>, entry: Entry<'_>) -> Flow {
    let limit = walk.limits.wrapped;
    let container = entry.item;
    let bytes = match walk.read_all(entry.stream, limit, "the feed") {
        Ok(bytes) => bytes,
        Err(error) => return walk.failed(container, error),
    };
    if let Err(error) = measured(&bytes) {
        return walk.failed(container, error);
    }
    let times = Times::default();
    let own = times.clone();
    // Without an id of its own an entry is known by its address.
    let parser = Builder::new()
        .base_uri(container.url.as_deref())
        .id_generator(|links, _, _| address(links).unwrap_or_default())
        .timestamp_parser(move |time| own.keep(time))
        .build();
    let feed = match parser.parse(bytes.as_slice()) {
        Ok(feed) => feed,
        Err(error) => return walk.failed(container, ItemError::Damaged(sentence(&error))),
    };
    for (n, entry) in feed.entries.iter().enumerate() {
        let item = described(&container, &feed, entry, n + 1, &times);
        match full_text(entry) {
            Some(text) if text.len() as u64 > walk.limits.page => {
                let limit = walk.limits.page;
                walk.failed(item, ItemError::TooLarge { what: "the page", limit })?;
            }
            Some(text) => walk.give(item, text.as_bytes().to_vec())?,
            None => {
                let why = ItemError::Link { url: item.url.clone(), title: item.title.clone() };
                walk.failed(item, why)?;
            }
        }
    }
    GO_ON
}

/// Whether a feed can be held: what nests deep or is made of very many parts takes far more memory than its bytes.
fn measured(bytes: &[u8]) -> Result<(), ItemError> {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    if start.first() == Some(&b'{') {
        return if objects(start) > ENTRIES { Err(ItemError::Entries(ENTRIES)) } else { Ok(()) };
    }
    let (mut depth, mut elements, mut entries, mut at) = (0_usize, 0, 0, 0);
    while let Some(n) = memchr::memchr(b'<', &bytes[at..]) {
        at += n + 1;
        let rest = &bytes[at..];
        let opaque: Option<&[u8]> = if rest.starts_with(b"![CDATA[") {
            Some(b"]]>")
        } else if rest.starts_with(b"!--") {
            Some(b"-->")
        } else {
            None
        };
        if let Some(end) = opaque {
            at += memchr::memmem::find(rest, end).unwrap_or(rest.len());
        } else if rest.starts_with(b"/") {
            depth = depth.saturating_sub(1);
        } else if !rest.starts_with(b"!") && !rest.starts_with(b"?") {
            let end = memchr::memchr(b'>', rest).unwrap_or(rest.len());
            depth += usize::from(end == 0 || rest[end - 1] != b'/');
            elements += 1;
            entries += u64::from(rest.starts_with(b"item") || rest.starts_with(b"entry"));
            at += end;
        }
        if depth > DEPTH {
            return Err(ItemError::Damaged("the feed nests too deep".to_owned()));
        }
        if entries > ENTRIES {
            return Err(ItemError::Entries(ENTRIES));
        }
        if elements > ELEMENTS {
            return Err(ItemError::Unsupported(format!("a feed of more than {ELEMENTS} elements")));
        }
    }
    Ok(())
}

/// Objects of a JSON document, by the braces outside of strings.
fn objects(json: &[u8]) -> u64 {
    let (mut count, mut at, mut inside) = (0, 0, false);
    while let Some(n) = memchr::memchr3(b'"', b'\\', b'{', &json[at..]) {
        at += n;
        match json[at] {
            b'\\' => at += 1,
            b'"' => inside = !inside,
            _ => count += u64::from(!inside),
        }
        at = (at + 1).min(json.len());
    }
    count
}

fn address(links: &[Link]) -> Option<String> {
    let web = |l: &&Link| l.href.starts_with("http://") || l.href.starts_with("https://");
    let own = |l: &&Link| l.rel.as_deref().is_none_or(|r| r == "alternate");
    let found = links.iter().filter(web).find(own).or_else(|| links.iter().find(web));
    found.map(|l| l.href.clone())
}

/// The times of a feed as it writes them: with its own zone, or none. The parser knows only moments of UTC, so each
/// carries its number here as its fraction of a second.
#[derive(Debug, Clone, Default)]
struct Times(Arc<Mutex<Vec<String>>>);

impl Times {
    fn keep(&self, time: &str) -> Option<DateTime<Utc>> {
        let own = dates::machine(time)?.iso()?;
        let mut all = self.0.lock().ok()?;
        all.push(own);
        DateTime::from_timestamp(0, u32::try_from(all.len() - 1).ok()?)
    }

    fn own(&self, time: DateTime<Utc>) -> Option<String> {
        self.0.lock().ok()?.get(time.timestamp_subsec_nanos() as usize).cloned()
    }
}

fn described(container: &Item, feed: &Feed, entry: &FeedEntry, number: usize, times: &Times) -> Item {
    let words = |t: &str| t.split_whitespace().collect::<Vec<_>>().join(" ");
    let url = address(&entry.links);
    let record = if entry.id.trim().is_empty() { format!("entry {number}") } else { words(&entry.id) };
    let name = feed.title.as_ref().map(|t| words(&t.content)).filter(|t| !t.is_empty());
    let domain = url.as_deref().and_then(outlet::domain);
    // A feed's name often says more than the outlet: "The Velmar Post - World".
    let named = name.map(|n| {
        outlet::split_title(&n, domain.as_deref(), &[]).map_or(n.clone(), |(_, site)| site.to_owned())
    });
    let published = entry.published.or(entry.updated);
    Item {
        path: inside(&container.path, &record),
        url,
        title: entry.title.as_ref().map(|t| words(&plain(&t.content))).filter(|t| !t.is_empty()),
        authors: entry
            .authors
            .iter()
            .filter_map(|a| a.name.as_deref().map(words))
            .filter(|n| !n.is_empty())
            .collect(),
        sender: named.filter(|n| n.chars().count() <= 60),
        published: published.and_then(|time| times.own(time)),
        updated: entry.updated.and_then(|time| times.own(time)),
        provenance: Some(Provenance { record, fetched: None }),
        media: Some(Media::Html),
        ..container.clone()
    }
}

/// A title may hold marks of HTML.
fn plain(text: &str) -> String {
    if !text.contains(['<', '&']) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let is_mark = rest[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        match rest[at..].find('>').filter(|_| is_mark) {
            Some(end) => rest = &rest[at + end + 1..],
            None => {
                out.push('<');
                rest = &rest[at + 1..];
            }
        }
    }
    out.push_str(rest);
    const MARKS: [(&str, &str); 6] =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&")];
    MARKS.iter().fold(out, |text, (mark, letter)| text.replace(mark, letter))
}

/// The text of an entry, if it is long enough to be the page.
fn full_text(entry: &FeedEntry) -> Option<&str> {
    let content = entry.content.as_ref().and_then(|c| c.body.as_deref());
    let summary = entry.summary.as_ref().map(|s| s.content.as_str());
    [content, summary].into_iter().flatten().find(|text| letters(text) >= FULL)
}

/// Letters outside of marks; those of scripts that write a word in one or two count for three.
fn letters(html: &str) -> usize {
    let mut inside = false;
    let mut count = 0;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if inside || !c.is_alphanumeric() => {}
            '\u{2e80}'.. => count += 3,
            _ => count += 1,
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_are_told_from_pages() {
        assert!(matches(b"<?xml version='1.0'?>\n<!-- made -->\n<rss version='2.0'><channel>", ""));
        assert!(matches(b"\xef\xbb\xbf<feed xmlns='http://www.w3.org/2005/Atom'>", ""));
        assert!(matches(b"<rdf:RDF xmlns='x'>", ""));
        assert!(!matches(b"<!doctype html><html><body><rss>", "xml"));
        assert!(!matches(b"<?xml version='1.0'?><html>", ""));
        assert!(!matches(b"<!--", ""));
    }

    #[test]
    fn what_would_take_too_much_memory_is_measured_first() {
        let deep = "the feed nests too deep";
        assert_eq!(measured("<a>".repeat(300).as_bytes()), Err(ItemError::Damaged(deep.to_owned())));
        let opaque = format!("<a><![CDATA[{}]]><b/></a>", "<p>".repeat(300));
        assert_eq!(measured(opaque.as_bytes()), Ok(()));
        assert_eq!(measured("<item><title>x</title></item>".repeat(300).as_bytes()), Ok(()));
        let many = Err(ItemError::Entries(ENTRIES));
        assert_eq!(measured("<item/>".repeat(50_001).as_bytes()), many);
        assert!(matches!(measured("<link/>".repeat(1_000_001).as_bytes()), Err(ItemError::Unsupported(_))));
        assert_eq!(measured(format!("{{\"items\":[{}]}}", "{},".repeat(50_000)).as_bytes()), many);
        assert_eq!(objects(br#"{"a":"{{\"{","b":{"c":"\\"}}"#), 2);
    }
}
