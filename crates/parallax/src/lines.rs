//! Stages alone: one JSON object a line in, one a line out, in the same order.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{BufRead, Write};

use parallax_model::{CodePoints, Document, Page, PageId, Wire};
use parallax_page::Hint;
use parallax_page::containers::{ItemError, Limits, Line, NextLine, next_line};
use parallax_text::Layer;
use rayon::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};
use thiserror::Error;

/// Lines that are worked on at a time; memory does not grow with the input.
const CHUNK: usize = 256;

/// Bytes that are held at a time; one line may be longer.
const BYTES: usize = 16 << 20;

/// Why a stage had to stop.
#[derive(Debug, Error)]
pub enum LineError {
    /// Reading or writing failed.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// A line of a stage that needs all of its lines.
    #[error("line {line}: {why}")]
    Line {
        /// Counted from 1.
        line: usize,
        /// What is wrong with it.
        why: String,
    },
}

/// `parallax extract`: pages, with `body`, the running text alone.
///
/// # Errors
/// If reading or writing fails. A bad line gives `{"id", "error"}` on its line.
pub fn extract(input: impl BufRead, output: impl Write) -> Result<(), LineError> {
    map_lines(input, output, |line| {
        let page = match (&line.html, &line.text) {
            (Some(raw), _) | (None, Some(raw)) => extracted(line, raw)?,
            (None, None) => return Err("neither \"html\" nor \"text\" is given".to_owned()),
        };
        page_json(page)
    })
}

/// A page as a line of JSON, with `body`.
///
/// # Errors
/// None that a page could cause.
pub fn page_json(page: Page) -> Result<String, String> {
    #[derive(Serialize)]
    struct PageLine {
        schema: &'static str,
        #[serde(flatten)]
        page: Wire<Page>,
        body: String,
    }
    let body = page.body();
    to_json(&PageLine { schema: "parallax.page/1", body, page: Wire::of_page(page) })
}

/// Names of layers that can be asked for, with what each asks for.
pub const LAYERS: &[(&str, &[Layer])] = &[
    ("sentences", &[Layer::Sentences]),
    ("tags", &[Layer::Sentences, Layer::Tags]),
    ("tokens", &[Layer::Sentences, Layer::Tokens, Layer::Tags, Layer::Tree]),
    ("mentions", &[Layer::Mentions]),
    ("entities", &[Layer::Mentions, Layer::Entities]),
    ("places", &[Layer::Mentions, Layer::Entities, Layer::Places]),
    ("times", &[Layer::Times]),
    ("derivations", &[Layer::Times, Layer::Derivations]),
    ("quantities", &[Layer::Quantities]),
    ("statements", &[Layer::Mentions, Layer::Entities, Layer::Times, Layer::Statements]),
    ("events", &[Layer::Mentions, Layer::Entities, Layer::Times, Layer::Statements, Layer::Events]),
];

/// No names: the layers that are written unless others are asked for.
pub const USUAL: &[&str] = &[];

/// `parallax annotate`: documents with the layers asked for by name (see [`LAYERS`]), and what these point into; with
/// all but tokens if none is.
///
/// # Errors
/// If reading or writing fails. A bad line gives `{"id", "error"}` on its line.
pub fn annotate<S: AsRef<str>>(
    input: impl BufRead,
    output: impl Write,
    layers: &[S],
) -> Result<(), LineError> {
    let asked = |name: &str| layers.iter().any(|l| l.as_ref() == name);
    let mut wanted: Vec<Layer> =
        LAYERS.iter().filter(|(name, _)| asked(name)).flat_map(|(_, layers)| *layers).copied().collect();
    if wanted.is_empty() {
        // Statements, times and events point into the layers before them, but nothing points at tokens.
        wanted.extend(parallax_text::USUAL.iter().filter(|layer| **layer != Layer::Tokens));
    }
    map_lines(input, output, |line| {
        let mut document = annotated(line, &wanted)?;
        parallax_text::keep(&mut document, &wanted);
        to_json(&Wire::of_document(&document))
    })
}

/// `parallax ledger`: Documents, or lines as `annotate` takes them, to one JSON object.
///
/// # Errors
/// If reading or writing fails, or a line cannot be used.
pub fn ledger(input: impl BufRead, mut output: impl Write) -> Result<(), LineError> {
    let mut documents = BTreeMap::<PageId, Document>::new();
    for_chunks(input, |first, chunk| {
        let read: Vec<Result<Document, String>> = chunk.par_iter().map(document).collect();
        for (n, result) in read.into_iter().enumerate() {
            let document = result.map_err(|why| LineError::Line { line: first + n, why })?;
            documents.entry(document.page.id.clone()).or_insert(document);
        }
        Ok(())
    })?;
    let documents: Vec<Document> = documents.into_values().collect();
    let ledger = parallax_ledger::build(&documents);
    let points: BTreeMap<&PageId, CodePoints> =
        documents.iter().map(|d| (&d.page.id, CodePoints::new(&d.page.text))).collect();
    let wire = Wire::of_ledger(&ledger, |page| points.get(page));
    serde_json::to_writer(&mut output, &wire).map_err(std::io::Error::from)?;
    writeln!(output)?;
    Ok(())
}

fn document(line: &RawLine) -> Result<Document, String> {
    let value: Value = serde_json::from_str(&line.text()?).map_err(|e| e.to_string())?;
    if value.get("schema").and_then(Value::as_str) == Some(Document::SCHEMA) {
        let wire: Wire<Document> = serde_json::from_value(value).map_err(|e| e.to_string())?;
        wire.into_document().map_err(|e| e.to_string())
    } else {
        annotated(&serde_json::from_value(value).map_err(|e| e.to_string())?, parallax_text::USUAL)
    }
}

/// Text is left untouched, HTML is extracted first, tokens are kept.
fn annotated(line: &Line, wanted: &[Layer]) -> Result<Document, String> {
    let id = own_id(line)?;
    if let Some(tokens) = &line.tokens {
        let mut page = Page { id: PageId(id.to_owned()), ..Page::default() };
        fill(&mut page, line);
        return Ok(parallax_text::annotate_tokens(page, tokens, wanted));
    }
    let page = if let Some(html) = &line.html {
        extracted(line, html)?
    } else if let Some(text) = &line.text {
        let mut page = Page::untouched(id, text);
        fill(&mut page, line);
        page
    } else {
        return Err("none of \"html\", \"text\" and \"tokens\" is given".to_owned());
    };
    Ok(parallax_text::annotate_layers(page, wanted))
}

fn own_id(line: &Line) -> Result<&str, String> {
    line.id.as_deref().ok_or_else(|| "no \"id\" is given".to_owned())
}

fn fill(page: &mut Page, line: &Line) {
    page.url = line.url.clone();
    page.title = line.title.clone();
    page.source = line.source.clone();
    page.published = line.published.clone();
}

fn extracted(line: &Line, raw: &str) -> Result<Page, String> {
    let path = if line.html.is_some() { "page.html" } else { "page.txt" };
    let hint = Hint {
        id: Some(own_id(line)?),
        path: Some(path),
        url: line.url.as_deref(),
        source: line.source.as_deref(),
        published: line.published.as_deref(),
        ..Hint::default()
    };
    let mut page = parallax_page::read(raw.as_bytes(), &hint).map_err(|e| e.to_string())?;
    // The name only told the format.
    page.path = None;
    Ok(page)
}

fn to_json(value: &impl Serialize) -> Result<String, String> {
    serde_json::to_string(value).map_err(|e| e.to_string())
}

fn map_lines(
    input: impl BufRead,
    mut output: impl Write,
    work: impl Fn(&Line) -> Result<String, String> + Sync,
) -> Result<(), LineError> {
    for_chunks(input, |_, chunk| {
        let written: Vec<String> = chunk.par_iter().map(|line| answer(line, &work)).collect();
        for line in written {
            writeln!(output, "{line}")?;
        }
        Ok(())
    })
}

fn answer(raw: &RawLine, work: &(impl Fn(&Line) -> Result<String, String> + Sync)) -> String {
    let text = match raw.text() {
        Ok(text) => text,
        Err(error) => return json!({"id": raw.id_at_its_beginning(), "error": error}).to_string(),
    };
    let result = serde_json::from_str::<Line>(&text).map_err(|e| e.to_string()).and_then(|line| work(&line));
    result.unwrap_or_else(|error| {
        match serde_json::from_str::<Value>(&text) {
            Ok(value) => json!({"id": value.get("id"), "error": error}),
            Err(e) => json!({"id": null, "error": format!("not a JSON object: {e}")}),
        }
        .to_string()
    })
}

/// A line as it came, or the beginning of one that is too long.
struct RawLine {
    bytes: Vec<u8>,
    too_long: bool,
}

impl RawLine {
    fn text(&self) -> Result<Cow<'_, str>, String> {
        let limit = Limits::default().wrapped;
        if self.too_long {
            return Err(ItemError::TooLarge { what: "the line", limit }.to_string());
        }
        let bytes = self.bytes.trim_ascii();
        // Checked as a whole first: the check of the lossy way goes byte by byte.
        Ok(std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed))
    }

    /// The id of a line that is too long to be read, if it stands first.
    fn id_at_its_beginning(&self) -> Option<String> {
        let text = String::from_utf8_lossy(&self.bytes);
        let rest = text.trim_start().strip_prefix('{')?.trim_start().strip_prefix("\"id\"")?;
        let rest = rest.trim_start().strip_prefix(':')?;
        serde_json::Deserializer::from_str(rest).into_iter::<String>().next()?.ok()
    }
}

/// Hands out the lines that are not blank, with the number of the first in its chunk.
fn for_chunks(
    mut input: impl BufRead,
    mut work: impl FnMut(usize, &[RawLine]) -> Result<(), LineError>,
) -> Result<(), LineError> {
    let limit = Limits::default().wrapped;
    let (mut chunk, mut held, mut first, mut number) = (Vec::with_capacity(CHUNK), 0, 1, 0);
    loop {
        let mut bytes = Vec::new();
        let found = next_line(&mut input, limit, &mut bytes)?;
        let more = found != NextLine::End;
        number += usize::from(more);
        if !bytes.trim_ascii().is_empty() {
            held += bytes.len();
            chunk.push(RawLine { bytes, too_long: found == NextLine::TooLong });
        } else if more && chunk.is_empty() {
            first = number + 1;
        }
        if chunk.len() == CHUNK || held >= BYTES || !more {
            work(first, &chunk)?;
            chunk.clear();
            held = 0;
            first = number + 1;
        }
        if !more {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(input: &str) -> Vec<Value> {
        let mut out = Vec::new();
        extract(input.as_bytes(), &mut out).unwrap();
        String::from_utf8(out).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect()
    }

    #[test]
    fn bad_lines_are_answered_in_their_place() {
        let lines = answers(
            "{\"id\":\"a\",\"text\":\"The café at Corva opened on Monday, it said.\"}\n\nx\n{\"id\":7}\n{\"id\":\"b\"}\n",
        );
        assert_eq!((&lines[0]["id"], &lines[0]["schema"]), (&json!("a"), &json!("parallax.page/1")));
        assert_eq!(lines[0]["body"], "The café at Corva opened on Monday, it said.");
        assert_eq!(lines[0]["blocks"][0]["end"], lines[0]["text"].as_str().unwrap().chars().count());
        assert!(lines[1]["error"].as_str().unwrap().starts_with("not a JSON object"));
        assert_eq!(lines[2]["id"], 7);
        assert_eq!(lines[3], json!({"id": "b", "error": "neither \"html\" nor \"text\" is given"}));
    }

    #[test]
    fn a_line_without_an_end_is_named() {
        let raw = RawLine { bytes: b" {\"id\": \"b\\u0061\", \"html\": \"xxxx".to_vec(), too_long: true };
        let said: Value = serde_json::from_str(&answer(&raw, &|_| Ok(String::new()))).unwrap();
        assert_eq!(said, json!({"id": "ba", "error": "the line is larger than the limit of 64 MB"}));
    }
}
