//! Readers in Rust for the comparison: lines `{"id", "url", "html"}` in, lines `{"id", "content", ...}` out.
//! `content` is HTML; `compare.py` turns it to text, outside the time measured. The last line on standard error is the
//! seconds of CPU time of all calls, and of the longest.

use std::io::{BufWriter, Write, stdin, stdout};

use parallax_page::Hint;
use rustix::time::{ClockId, clock_gettime};
use serde_json::{Value, json};

type Read = fn(&str, &str) -> Option<Value>;

fn parallax(html: &str, url: &str) -> Option<Value> {
    let hint = Hint { path: Some("page.html"), url: Some(url), ..Hint::default() };
    let page = parallax_page::read(html.as_bytes(), &hint).ok()?;
    Some(json!({
        "text": page.body(), "title": page.title, "authors": page.authors, "published": page.published
    }))
}

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

/// Seconds of CPU time of this process so far.
fn cpu() -> f64 {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    now.tv_sec as f64 + now.tv_nsec as f64 / 1e9
}

/// Pages that are read once more before the clock runs, so that what is loaded on first use is there.
const WARM: usize = 3;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let read: Read = match std::env::args().nth(1).as_deref() {
        Some("parallax") => parallax,
        Some("trafilatura") => trafilatura,
        Some("libreadability") => libreadability,
        Some("dom_smoothie") => dom_smoothie,
        _ => return Err("usage: rust-peers parallax|trafilatura|libreadability|dom_smoothie < pages.jsonl".into()),
    };
    let mut output = BufWriter::new(stdout().lock());
    let (mut total, mut longest) = (0.0, 0.0_f64);
    for (n, line) in stdin().lines().enumerate() {
        let page: Value = serde_json::from_str(&line?)?;
        let text = |key: &str| page[key].as_str().unwrap_or_default();
        if n < WARM {
            read(text("html"), text("url"));
        }
        let begun = cpu();
        let found = read(text("html"), text("url"));
        let took = cpu() - begun;
        total += took;
        longest = longest.max(took);
        let mut found = found.unwrap_or_else(|| json!({"content": ""}));
        found["id"] = page["id"].clone();
        writeln!(output, "{found}")?;
    }
    output.flush()?;
    eprintln!("{total} {longest}");
    Ok(())
}
