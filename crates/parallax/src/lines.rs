//! Stages alone: one JSON object a line in, one a line out, in the same order.

use std::collections::BTreeMap;
use std::io::{BufRead, Write};

use parallax_model::{CodePoints, Document, Page, PageId, Wire};
use parallax_page::Hint;
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};
use thiserror::Error;

/// Lines that are worked on at a time; memory does not grow with the input.
const CHUNK: usize = 256;

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

/// One line of input: a page by its HTML, text or tokens.
#[derive(Debug, Deserialize)]
struct Line {
    id: String,
    html: Option<String>,
    text: Option<String>,
    tokens: Option<Vec<Vec<String>>>,
    url: Option<String>,
    title: Option<String>,
    source: Option<String>,
    published: Option<String>,
}

/// What to write of a document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Layers {
    /// Write the tokens too.
    pub tokens: bool,
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
        Ok(page_value(page))
    })
}

/// A page as JSON, with `body`.
#[must_use]
pub fn page_value(page: Page) -> Value {
    let body = page.body();
    let mut value = json!(Wire::of_document(&Document::new(page)));
    if let Value::Object(map) = &mut value {
        for layer in ["sentences", "mentions", "entities", "times", "quantities", "statements", "events"] {
            map.remove(layer);
        }
        map.insert("schema".into(), "parallax.page/1".into());
        map.insert("body".into(), body.into());
    }
    value
}

/// `parallax annotate`: documents.
///
/// # Errors
/// If reading or writing fails. A bad line gives `{"id", "error"}` on its line.
pub fn annotate(input: impl BufRead, output: impl Write, layers: Layers) -> Result<(), LineError> {
    map_lines(input, output, |line| {
        let mut document = annotated(line)?;
        if !layers.tokens {
            document.tokens.clear();
        }
        to_value(&Wire::of_document(&document))
    })
}

/// `parallax ledger`: Documents, or lines as `annotate` takes them, to one JSON object.
///
/// # Errors
/// If reading or writing fails, or a line cannot be used.
pub fn ledger(input: impl BufRead, mut output: impl Write) -> Result<(), LineError> {
    let mut documents = BTreeMap::<PageId, Document>::new();
    for_chunks(input, |first, chunk| {
        let read: Vec<Result<Document, String>> = chunk.par_iter().map(|line| document(line)).collect();
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

fn document(line: &str) -> Result<Document, String> {
    let value: Value = serde_json::from_str(line).map_err(|e| e.to_string())?;
    if value.get("schema").and_then(Value::as_str) == Some(Document::SCHEMA) {
        let wire: Wire<Document> = serde_json::from_value(value).map_err(|e| e.to_string())?;
        wire.into_document().map_err(|e| e.to_string())
    } else {
        annotated(&serde_json::from_value(value).map_err(|e| e.to_string())?)
    }
}

/// Text is left untouched, HTML is extracted first, tokens are kept.
fn annotated(line: &Line) -> Result<Document, String> {
    if let Some(tokens) = &line.tokens {
        let mut page = Page { id: PageId(line.id.clone()), ..Page::default() };
        fill(&mut page, line);
        return Ok(parallax_text::annotate_tokens(page, tokens));
    }
    let page = if let Some(html) = &line.html {
        extracted(line, html)?
    } else if let Some(text) = &line.text {
        let mut page = Page::untouched(&line.id, text);
        fill(&mut page, line);
        page
    } else {
        return Err("none of \"html\", \"text\" and \"tokens\" is given".to_owned());
    };
    Ok(parallax_text::annotate(page))
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
        path: Some(path),
        url: line.url.as_deref(),
        source: line.source.as_deref(),
        published: line.published.as_deref(),
        ..Hint::default()
    };
    let mut page = parallax_page::read(raw.as_bytes(), &hint).map_err(|e| e.to_string())?;
    page.id = PageId(line.id.clone());
    Ok(page)
}

fn to_value(value: &impl serde::Serialize) -> Result<Value, String> {
    serde_json::to_value(value).map_err(|e| e.to_string())
}

fn map_lines(
    input: impl BufRead,
    mut output: impl Write,
    work: impl Fn(&Line) -> Result<Value, String> + Sync,
) -> Result<(), LineError> {
    for_chunks(input, |_, chunk| {
        let written: Vec<String> = chunk.par_iter().map(|line| answer(line, &work).to_string()).collect();
        for line in written {
            writeln!(output, "{line}")?;
        }
        Ok(())
    })
}

fn answer(line: &str, work: &(impl Fn(&Line) -> Result<Value, String> + Sync)) -> Value {
    let value: Value = match serde_json::from_str(line) {
        Ok(value) => value,
        Err(e) => return json!({"id": null, "error": format!("not a JSON object: {e}")}),
    };
    let id = value.get("id").cloned().unwrap_or(Value::Null);
    let result = serde_json::from_value(value).map_err(|e| e.to_string()).and_then(|line| work(&line));
    result.unwrap_or_else(|error| json!({"id": id, "error": error}))
}

/// Hands out the lines that are not blank, with the number of the first in its chunk.
fn for_chunks(
    mut input: impl BufRead,
    mut work: impl FnMut(usize, &[String]) -> Result<(), LineError>,
) -> Result<(), LineError> {
    let (mut chunk, mut first, mut number) = (Vec::with_capacity(CHUNK), 1, 0);
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        let more = input.read_until(b'\n', &mut bytes)? > 0;
        number += usize::from(more);
        let line = String::from_utf8_lossy(&bytes);
        if !line.trim().is_empty() {
            chunk.push(line.trim().to_owned());
        } else if more && chunk.is_empty() {
            first = number + 1;
        }
        if chunk.len() == CHUNK || !more {
            work(first, &chunk)?;
            chunk.clear();
            first = number + 1;
        }
        if !more {
            return Ok(());
        }
    }
}
