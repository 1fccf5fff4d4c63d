//! Bytes of a news page to a [`Page`]: clean text, blocks with roles, metadata, posts.
//!
//! [`read`] takes HTML, Markdown, or text as a person copies it out of a browser. Navigation, sharing bars,
//! forms and lists of other stories stay out of [`Page::text`]; captions, credits and bylines stay in,
//! marked. What a page does not say stays empty. [`containers`] gives the pages of archives, feeds and mail.
//!
//! ```
//! use parallax_page::{Hint, read};
//!
//! let page = read(b"Harbour reopens after storm\n\nBy Ana Reyes\n\nThe port of Velmar reopened on Monday.", &Hint::default()).unwrap();
//! assert_eq!(page.title.as_deref(), Some("Harbour reopens after storm"));
//! assert_eq!(page.authors, ["Ana Reyes"]);
//! assert_eq!(page.body(), "The port of Velmar reopened on Monday.");
//! ```
//!
//! `Page::id` is the first 16 hexadecimal digits of the BLAKE3 hash of the raw bytes. `Page::alignment` maps
//! clean text to raw bytes. The two sides of an entry are the same but for white space, or the raw bytes give the
//! words once they are decoded: by the charset of the page, by character references, in structured data by the
//! escapes of JSON. Words between two entries of a block are ours (a space for a tag), or could not be placed.

mod assemble;
pub mod containers;
mod dateline;
mod dates;
mod decode;
mod headers;
mod html;
mod language;
mod left;
mod lexicon;
mod naming;
mod newsroom;
mod outlet;
mod people;
mod plain;
mod postclock;
mod weekdays;

use assemble::Draft;
pub use html::learn;
pub use left::{Explained, LeftOut, Why};
use parallax_model::{Page, PageId};
use thiserror::Error;

/// What is known about the bytes before they are read.
#[derive(Debug, Clone, Default)]
pub struct Hint<'a> {
    /// Id of the page, where it has one; else [`id`] makes one out of the bytes.
    pub id: Option<&'a str>,
    /// File name or archive entry; its extension tells the format where the bytes do not.
    pub path: Option<&'a str>,
    /// Address, where the bytes came with one.
    pub url: Option<&'a str>,
    /// Outlet, where the user names one.
    pub source: Option<&'a str>,
    /// Date or time of publication, where the user names one.
    pub published: Option<&'a str>,
    /// Charset by a header that came with the bytes; it counts where the bytes do not show their own.
    pub charset: Option<&'a str>,
}

/// Why bytes did not become a page.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PageError {
    /// No bytes, or white space alone.
    #[error("the file is empty")]
    Empty,
    /// Not text.
    #[error("not text: it looks like {0}")]
    Binary(&'static str),
    /// Larger than the limit.
    #[error("{size} MB is more than the limit of {limit} MB for one page")]
    TooLarge {
        /// Size in megabytes.
        size: u64,
        /// Limit in megabytes.
        limit: u64,
    },
    /// Nothing but navigation and the like.
    #[error("no running text found: navigation, lists of links or forms only")]
    NoText,
    /// What was read holds no text; there is more, but too much.
    #[error("no running text found before the limit of {0} for one page")]
    NoTextBefore(&'static str),
}

/// Largest page that is read, in bytes.
pub const LIMIT: u64 = 32 << 20;

/// Fewer words of running text than this are a label, not a text. Scripts without spaces count as one word a
/// phrase, so this stays small.
const LEAST_WORDS: usize = 3;

/// Reads a page of any supported format: HTML, Markdown or plain text.
///
/// # Errors
/// If the bytes are empty, binary, too large or hold no running text.
pub fn read(bytes: &[u8], hint: &Hint<'_>) -> Result<Page, PageError> {
    let draft = draft(bytes, hint, false)?;
    let cut = draft.cut;
    finish(draft.assemble(), cut)
}

/// Reads a page as [`read`] does, and says of all other words of the page why they are not in its text.
///
/// A page without running text is no error here: [`Explained::refused`] says so, and all words are left out.
///
/// ```
/// use parallax_page::{Hint, Why, explain};
///
/// let html = b"<nav>Home | World</nav><article><p>The port of Velmar reopened on Monday, officials said.</p></article>";
/// let explained = explain(html, &Hint::default()).unwrap();
/// assert_eq!(explained.left[0].text, "Home | World");
/// assert_eq!(explained.left[0].why, Why::Navigation);
/// ```
///
/// # Errors
/// If the bytes are empty, binary or too large.
pub fn explain(bytes: &[u8], hint: &Hint<'_>) -> Result<Explained, PageError> {
    let mut draft = draft(bytes, hint, true)?;
    let (left, cut) = (std::mem::take(&mut draft.left), draft.cut);
    // Pieces without words become no block.
    let mut blocks = vec![0];
    for piece in &draft.pieces {
        let last = blocks.last().copied().unwrap_or(0);
        blocks.push(last + usize::from(!piece.text.trim().is_empty()));
    }
    let page = draft.assemble();
    let left = left
        .into_iter()
        .map(|l| LeftOut { after: blocks.get(l.after).copied().unwrap_or(page.blocks.len()), ..l })
        .collect();
    let (page, refused) = match finish(page.clone(), cut) {
        Ok(page) => (page, None),
        Err(error) => (page, Some(error)),
    };
    Ok(Explained { page, left, refused })
}

fn draft(bytes: &[u8], hint: &Hint<'_>, explain: bool) -> Result<Draft, PageError> {
    let size = bytes.len() as u64;
    if size > LIMIT {
        return Err(PageError::TooLarge { size: size.div_ceil(1 << 20), limit: LIMIT >> 20 });
    }
    let decoded = decode::decode(bytes, hint.charset)?;
    let mut draft = match format(&decoded.text, hint.path) {
        Format::Html => {
            let mut draft = html::read(&decoded.text, hint, explain);
            draft.pieces.iter_mut().for_each(|p| p.place(|range| decoded.raw(range)));
            draft.page.signals.iter_mut().for_each(|s| s.raw = s.raw.and_then(|r| decoded.whole(r)));
            draft
        }
        Format::Markdown => plain::read(&decoded, hint, true, explain),
        Format::Plain => plain::read(&decoded, hint, false, explain),
    };
    if let Some(limit) = draft.cut {
        draft.page.notes.insert(0, format!("the page has more than {limit}: its end was left out"));
    }
    draft.page.id = PageId(hint.id.map_or_else(|| id(bytes), str::to_owned));
    draft.page.path = hint.path.map(str::to_owned);
    if decoded.repaired {
        draft.page.notes.push("some bytes were not valid text and are shown as \u{fffd}".to_owned());
    }
    if decoded.mended {
        draft
            .page
            .notes
            .push("the text had been read as Windows-1252 and saved again: it was put right".to_owned());
    }
    Ok(draft)
}

fn finish(mut page: Page, cut: Option<&'static str>) -> Result<Page, PageError> {
    let body = page.blocks.iter().filter(|b| b.role.is_body());
    if body.map(|b| lexicon::words(b.span.of(&page.text)).count()).sum::<usize>() < LEAST_WORDS {
        return Err(cut.map_or(PageError::NoText, PageError::NoTextBefore));
    }
    describe(&mut page);
    newsroom::settle(&mut page);
    weekdays::check(&mut page);
    Ok(page)
}

/// Fills in the language of a page from its text, where nothing else has named it.
pub fn describe(page: &mut Page) {
    if page.language.is_none() {
        page.language = language::detect(&page.text);
    }
}

/// The id of a page version: the first 16 hexadecimal digits of the BLAKE3 hash of its bytes.
#[must_use]
pub fn id(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..16].to_owned()
}

enum Format {
    Html,
    Markdown,
    Plain,
}

/// By content first, then by extension: a saved `.txt` may well hold HTML.
fn format(text: &str, path: Option<&str>) -> Format {
    let extension = path.and_then(|p| p.rsplit_once('.')).map(|(_, e)| e.to_ascii_lowercase());
    if html::looks_like(text) || matches!(extension.as_deref(), Some("html" | "htm" | "xhtml")) {
        return Format::Html;
    }
    match extension.as_deref() {
        Some("md" | "markdown") => Format::Markdown,
        _ if plain::looks_like_markdown(text) => Format::Markdown,
        _ => Format::Plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_is_of_the_bytes() {
        let page = read(b"The bridge at Oster was closed on Tuesday.", &Hint::default()).unwrap();
        assert_eq!(page.id.0, id(b"The bridge at Oster was closed on Tuesday."));
        assert_eq!(page.id.0.len(), 16);
    }

    #[test]
    fn bad_input_is_named() {
        assert_eq!(read(b" \n\t ", &Hint::default()), Err(PageError::Empty));
        assert_eq!(read(b"%PDF-1.7 ...", &Hint::default()), Err(PageError::Binary("a PDF file")));
        assert_eq!(read(b"Share\n\nSubscribe\n\nSign in\n", &Hint::default()), Err(PageError::NoText));
        let big = vec![b'a'; LIMIT as usize + 1];
        assert!(matches!(read(&big, &Hint::default()), Err(PageError::TooLarge { size: 33, limit: 32 })));
    }

    #[test]
    fn content_decides_the_format_before_the_extension() {
        let html = b"<!DOCTYPE html><html><body><p>The dam at Corva held overnight, engineers said on Monday morning.</p></body></html>";
        let page = read(html, &Hint { path: Some("saved.txt"), ..Hint::default() }).unwrap();
        assert_eq!(page.text, "The dam at Corva held overnight, engineers said on Monday morning.");
    }
}
