//! Rust peers of the comparison: lines `{"id", "url", "html"}` in, lines `{"id", "content", ...}` out.
//! `content` is HTML; `compare.py` turns it to text, outside the time that it measures.

use std::io::{BufWriter, Write, stdin, stdout};

use serde_json::{Value, json};

type Read = fn(&str, &str) -> Option<Value>;

fn trafilatura(html: &str, url: &str) -> Option<Value> {
    let mut options = trafilatura::Options::default().with_fallback(true).with_exclude_comments(true);
    if let Ok(url) = url.parse() {
        options = options.with_url(url);
    }
    let page = trafilatura::extract(html, &options).ok()?;
    let meta = page.metadata;
    let date = meta.date.map(|d| d.to_string());
    Some(json!({"content": page.content_html, "title": meta.title, "authors": [meta.author], "published": date}))
}

fn libreadability(html: &str, url: &str) -> Option<Value> {
    let page = libreadability::extract(html, Some(url)).ok()?;
    Some(json!({
        "content": page.content, "title": page.title, "authors": [page.byline], "published": page.published_time
    }))
}

fn dom_smoothie(html: &str, url: &str) -> Option<Value> {
    let page = dom_smoothie::Readability::new(html, Some(url), None).ok()?.parse().ok()?;
    Some(json!({
        "content": page.content.to_string(), "title": page.title, "authors": [page.byline.unwrap_or_default()],
        "published": page.published_time
    }))
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let read: Read = match std::env::args().nth(1).as_deref() {
        Some("trafilatura") => trafilatura,
        Some("libreadability") => libreadability,
        Some("dom_smoothie") => dom_smoothie,
        _ => return Err("usage: rust-peers trafilatura|libreadability|dom_smoothie < pages.jsonl".into()),
    };
    let mut output = BufWriter::new(stdout().lock());
    for line in stdin().lines() {
        let page: Value = serde_json::from_str(&line?)?;
        let text = |key: &str| page[key].as_str().unwrap_or_default();
        let mut read = read(text("html"), text("url")).unwrap_or_else(|| json!({"content": ""}));
        read["id"] = page["id"].clone();
        writeln!(output, "{read}")?;
    }
    output.flush()?;
    Ok(())
}
