//! The text of a page that stands in the data of its scripts alone: such pages are put together in the browser.

use super::blocks;
use super::tree::{Tree, squeeze};

/// Escapes are undone so many times at most: data within data.
const LEVELS: usize = 3;

/// Longest paragraph, and longest distance to the next one of the same text, in bytes.
const FAR: usize = 20_000;

/// A script shorter than this holds no article.
const SHORT: usize = 500;

/// The longest run of paragraphs in the data of any script, one a line.
pub(crate) fn body(tree: &Tree<'_>) -> Option<String> {
    let mut best: Option<String> = None;
    for script in tree.tagged("script") {
        let mut text = tree.raw_of(script);
        for level in 0..=LEVELS {
            if text.len() < SHORT {
                break;
            }
            // What is markup at once is a template, not data.
            let markup = (level > 0).then(|| longest(&text)).flatten();
            if let Some(found) = markup.map(lines).filter(|f| best.as_ref().is_none_or(|b| b.len() < f.len()))
            {
                best = Some(found);
            }
            if !text.contains('\\') {
                break;
            }
            text = unescaped(&text);
        }
    }
    best
}

/// The words of a piece of markup, a block a line, without headings at its end and what is hidden.
fn lines(markup: &str) -> String {
    let tree = Tree::parse(markup);
    let all = blocks::blocks(&tree, 0..tree.nodes.len());
    let texts: Vec<String> = all.iter().filter(|b| b.role.is_none()).map(|b| squeeze(&b.text)).collect();
    texts.join("\n")
}

/// From the first paragraph of a run to its last, where the run is the longest of the text.
fn longest(text: &str) -> Option<&str> {
    let mut best: Option<&str> = None;
    let mut run: Option<(usize, usize)> = None;
    let mut at = 0;
    while let Some(open) = text[at..].find("<p").map(|k| at + k) {
        at = open + 2;
        if !text[at..].starts_with(['>', ' ']) {
            continue;
        }
        // The end is looked for close by alone, and only once in a stretch, so that the time stays in step with the
        // length.
        let near = within(&text[at..]);
        let Some(close) = near.find("</p>").map(|k| at + k + 4) else {
            at += near.len();
            continue;
        };
        at = close;
        let joins = run.is_some_and(|(_, end)| open - end < FAR && !is_data(&text[end..open]));
        let start = run.filter(|_| joins).map_or(open, |(start, _)| start);
        run = Some((start, close));
        if best.is_none_or(|b| b.len() < close - start) {
            best = text.get(start..close);
        }
    }
    best
}

/// As much of a text as a paragraph may hold.
fn within(text: &str) -> &str {
    let mut end = text.len().min(FAR);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Whether names and values of data stand between two paragraphs.
fn is_data(between: &str) -> bool {
    between.contains("\":") || between.contains("\",\"")
}

/// One level of the escapes of strings undone.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut units: Vec<u16> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        if at > 0 {
            give(&mut units, &mut out);
        }
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let code = rest.strip_prefix('u').and_then(|r| u16::from_str_radix(r.get(..4)?, 16).ok());
        if let Some(unit) = code {
            units.push(unit);
            rest = &rest[5..];
            continue;
        }
        give(&mut units, &mut out);
        let Some(c) = rest.chars().next() else { break };
        rest = &rest[c.len_utf8()..];
        match c {
            'n' | 'r' | 't' => out.push(' '),
            c => out.push(c),
        }
    }
    give(&mut units, &mut out);
    out.push_str(rest);
    out
}

fn give(units: &mut Vec<u16>, out: &mut String) {
    out.extend(char::decode_utf16(units.drain(..)).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
}

#[cfg(test)]
mod tests {
    use crate::{Hint, read};

    const P: &str =
        "The port of Velmar reopened on Monday, officials said, after three days of storm and high water.";
    const Q: &str =
        "Two ferries that had waited at anchor sailed before noon, and crews began to clear the quay.";

    fn page(script: &str) -> String {
        format!(
            "<html><head><title>Port reopens after storm</title><meta name=author content='Ana Reyes'></head><body><div id=app></div><script>{script}</script></body></html>"
        )
    }

    #[test]
    fn a_text_in_the_data_of_a_script_is_read_where_there_is_no_other() {
        let inner = format!(
            r#"{{"tags":["sea"],"html":"\u003cp class=\"a\"\u003e{P}\u003c/p\u003e\u003cbr\u003e\u003cp\u003e{Q}\u003c/p\u003e","by":"x"}}"#
        );
        let twice = inner.replace('\\', "\\\\").replace('"', "\\\"");
        let long = "var settings = {};".repeat(40);
        for script in [format!("{long}window.page = {inner};"), format!("{long}push([1,\"{twice}\"])")] {
            let p = read(page(&script).as_bytes(), &Hint::default()).unwrap();
            assert_eq!(p.body(), format!("{P}\n\n{Q}"));
            assert_eq!(p.authors, ["Ana Reyes"]);
            assert_eq!(p.title.as_deref(), Some("Port reopens after storm"));
            assert!(p.notes.iter().any(|n| n.contains("script")), "{:?}", p.notes);
        }
    }

    #[test]
    fn a_page_without_words_stays_one() {
        let script = "document.write('<p>' + name + '</p>');".repeat(60);
        assert!(read(page(&script).as_bytes(), &Hint::default()).is_err());
    }
}
