//! Posts that the structured data lists: `liveBlogUpdate` in JSON-LD, wherever in the objects it stands.

use parallax_model::Role;
use serde_json::Value;

use super::super::json;
use super::super::tree::{Tree, squeeze};
use crate::assemble::Piece;
use crate::dates::{self, Stamp};
use crate::lexicon::{fold, words};

/// A post as structured data gives it.
#[derive(Debug, Default)]
pub(super) struct Update {
    pub(super) headline: Option<String>,
    /// The paragraphs of its body.
    pub(super) body: Vec<Piece>,
    pub(super) published: Option<Stamp>,
    pub(super) updated: Option<Stamp>,
    pub(super) author: Option<String>,
    /// The part of its address after `#`, by which the markup may name it.
    pub(super) anchor: Option<String>,
}

impl Update {
    /// Words of the body.
    pub(super) fn words(&self) -> usize {
        self.body.iter().map(|p| words(&p.text).count()).sum()
    }

    /// Whether the first words of the body stand in the pieces.
    pub(super) fn begins_in(&self, pieces: &[Piece]) -> bool {
        let mut key = self.folded();
        key.truncate(9);
        let all: Vec<String> = pieces.iter().flat_map(|p| super::plain_words(&p.text)).collect();
        key.is_empty() || all.windows(key.len()).any(|w| w == key)
    }

    /// All words of the body, folded.
    pub(super) fn folded(&self) -> Vec<String> {
        self.body.iter().flat_map(|p| super::plain_words(&p.text)).collect()
    }
}

const KEY: &str = "liveBlogUpdate";

/// Deepest nesting that is followed, and most posts that are read.
const DEPTH: usize = 16;
const MOST: usize = 5000;

/// Every post of every script, in order, each once.
pub(super) fn read(tree: &Tree<'_>) -> Vec<Update> {
    let mut found = Vec::new();
    for script in tree.tagged("script") {
        let kind = tree.nodes[script].attr("type").unwrap_or("").to_ascii_lowercase();
        if !kind.contains("json") {
            continue;
        }
        let raw = tree.raw_of(script);
        if !raw.contains(KEY) {
            continue;
        }
        match json::parse(&raw) {
            Some(value) => walk(&value, &mut found, 0),
            None => salvage(&raw).iter().for_each(|v| post(v, &mut found)),
        }
    }
    // A post may be listed again as pinned, or in a second script.
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|u: &Update| {
        let key = (fold(u.headline.as_deref().unwrap_or("")), u.folded().join(" "));
        seen.insert((key, u.published.and_then(|s| s.iso())))
    });
    found
}

/// Looks for lists of posts in an object and what it holds.
fn walk(value: &Value, out: &mut Vec<Update>, depth: usize) {
    if depth > DEPTH {
        return;
    }
    match value {
        Value::Array(all) => all.iter().for_each(|v| walk(v, out, depth + 1)),
        Value::Object(map) => {
            for (key, inner) in map {
                if key == KEY { posts(inner, out, depth) } else { walk(inner, out, depth + 1) }
            }
        }
        _ => {}
    }
}

fn posts(value: &Value, out: &mut Vec<Update>, depth: usize) {
    match value {
        Value::Array(all) if depth < DEPTH => all.iter().for_each(|v| posts(v, out, depth + 1)),
        Value::Object(map) if map.contains_key("itemListElement") && depth < DEPTH => {
            posts(&map["itemListElement"], out, depth + 1);
        }
        Value::Object(map) if map.get("item").is_some_and(Value::is_object) => post(&map["item"], out),
        Value::Object(_) => post(value, out),
        _ => {}
    }
}

/// The posts of a script that is no sound JSON: each object of the list that is sound by itself.
fn salvage(raw: &str) -> Vec<Value> {
    let mut out = Vec::new();
    for (at, _) in raw.match_indices(KEY) {
        let Some(open) = raw[at..].find('[').map(|i| at + i + 1) else { continue };
        let (mut depth, mut quoted, mut escaped, mut start) = (0_usize, false, false, open);
        for (i, b) in raw.bytes().enumerate().skip(open) {
            match b {
                _ if escaped => escaped = false,
                b'\\' if quoted => escaped = true,
                b'"' => quoted = !quoted,
                _ if quoted => {}
                b'{' => {
                    if depth == 0 {
                        start = i;
                    }
                    depth += 1;
                }
                b'}' if depth > 0 => {
                    depth -= 1;
                    if depth == 0 && out.len() < MOST {
                        out.extend(json::parse(&raw[start..=i]));
                    }
                }
                b']' if depth == 0 => break,
                _ => {}
            }
        }
    }
    out
}

fn text(value: &Value) -> Option<&str> {
    match value {
        Value::String(s) => Some(s.trim()).filter(|s| !s.is_empty()),
        Value::Array(all) => all.first().and_then(text),
        Value::Object(map) => map.get("@value").or_else(|| map.get("name")).and_then(text),
        _ => None,
    }
}

fn first<'v>(item: &'v Value, keys: &[&str]) -> Option<&'v str> {
    keys.iter().find_map(|k| text(&item[*k]))
}

fn post(item: &Value, out: &mut Vec<Update>) {
    if out.len() >= MOST || !item.is_object() {
        return;
    }
    let headline = first(item, &["headline", "name", "alternativeHeadline"]).map(label);
    let body = match &item["articleBody"] {
        Value::Array(parts) => parts.iter().filter_map(text).flat_map(paragraphs).collect(),
        _ => first(item, &["articleBody", "text", "description"]).map(paragraphs).unwrap_or_default(),
    };
    let headline = headline.filter(|h| !h.is_empty());
    if body.is_empty() && headline.is_none() {
        return;
    }
    let stamp = |keys: &[&str]| first(item, keys).and_then(dates::machine).filter(|s| s.date.is_some());
    let address = item["url"].as_str().or_else(|| item["@id"].as_str());
    let address = address.or_else(|| item["mainEntityOfPage"]["@id"].as_str());
    out.push(Update {
        // Some sites give the beginning of the text as the headline.
        headline: headline.filter(|h| !begins(&body, h)),
        body,
        published: stamp(&["datePublished", "dateCreated", "uploadDate"]),
        updated: stamp(&["dateModified"]),
        author: author(&item["author"]),
        anchor: address.and_then(|a| a.rsplit_once('#')).map(|(_, a)| a.to_owned()).filter(|a| a.len() > 2),
    });
}

fn begins(body: &[Piece], headline: &str) -> bool {
    let h = fold(headline.trim_end_matches(['.', '…']));
    body.first().is_some_and(|p| fold(&p.text).starts_with(&h))
}

/// One or two people; a longer list is that of the whole page.
fn author(value: &Value) -> Option<String> {
    let all: Vec<&Value> = value.as_array().map_or_else(|| vec![value], |a| a.iter().collect());
    let person = |v: &&Value| !v["@type"].as_str().is_some_and(|t| t.ends_with("Organization"));
    let names: Vec<String> = all.into_iter().filter(person).filter_map(text).map(label).collect();
    (1..=2).contains(&names.len()).then(|| names.join(" and ")).filter(|n| !n.is_empty())
}

/// A line without markup and character references.
fn label(raw: &str) -> String {
    let plain = json::unescape(raw);
    if !has_tags(&plain) {
        return squeeze(&plain);
    }
    let all: Vec<String> = super::fragment(&plain).into_iter().map(|p| p.text).collect();
    all.join(" ")
}

fn has_tags(text: &str) -> bool {
    let Some(last) = text.rfind('>') else { return false };
    text[..last].match_indices('<').any(|(i, _)| {
        let rest = text[i + 1..].strip_prefix('/').unwrap_or(&text[i + 1..]);
        rest.starts_with(|c: char| c.is_ascii_alphabetic())
    })
}

/// The paragraphs of a body: HTML, HTML written as character references, or lines.
fn paragraphs(body: &str) -> Vec<Piece> {
    let mut body = std::borrow::Cow::Borrowed(body);
    for _ in 0..2 {
        if !has_tags(&body) && body.contains('&') {
            body = json::unescape(&body).into();
        }
    }
    if has_tags(&body) {
        return super::fragment(&body);
    }
    let lines = body.lines().map(squeeze).filter(|l| !l.is_empty());
    lines.map(|text| Piece { text, role: Some(Role::Paragraph), ..Piece::default() }).collect()
}
