//! Bytes of a news page to a [`Page`](parallax_model::Page): clean text, blocks with roles, metadata, posts.

use parallax_model::Page;
use thiserror::Error;

/// What is known about the bytes before they are read.
#[derive(Debug, Clone, Default)]
pub struct Hint<'a> {
    /// File name or archive entry; its extension tells the format where the bytes do not.
    pub path: Option<&'a str>,
    /// Address, where the bytes came with one.
    pub url: Option<&'a str>,
    /// Outlet, where the user names one.
    pub source: Option<&'a str>,
    /// Date or time of publication, where the user names one.
    pub published: Option<&'a str>,
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
}

/// Largest page that is read, in bytes.
pub const LIMIT: u64 = 32 << 20;

/// Reads a page of any supported format: HTML, Markdown or plain text.
///
/// # Errors
/// If the bytes are empty, binary, too large or hold no running text.
pub fn read(bytes: &[u8], hint: &Hint<'_>) -> Result<Page, PageError> {
    let _ = (bytes, hint);
    Err(PageError::NoText)
}
