//! One page as a container holds it.

use parallax_model::{Field, Page, Partial, Provenance, Signal};
use thiserror::Error;

use super::walk::{sentence, unpacked};
use crate::{Explained, Hint, PageError, explain, outlet, read};

/// One page as a container holds it, before it is read, or the reason why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Where it was: the path of the file, and behind `!/` the name inside (`a.zip!/b/c.html`).
    pub path: String,
    /// The id that a line of JSON gives.
    pub id: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Outlet, where the container is sure of it.
    pub source: Option<String>,
    /// Outlet or feed, where the page itself does not name one.
    pub sender: Option<String>,
    /// Headline, by a feed or a mail.
    pub title: Option<String>,
    /// Authors, likewise.
    pub authors: Vec<String>,
    /// Date or time of publication.
    pub published: Option<String>,
    /// Date or time of the last change.
    pub updated: Option<String>,
    /// Charset by a header of the container.
    pub charset: Option<String>,
    /// HTML or text, where the container says so.
    pub media: Option<Media>,
    /// The record that the bytes came from.
    pub provenance: Option<Provenance>,
    /// Whether the container says that the bytes are not all.
    pub truncated: bool,
    /// The bytes of the page, unpacked; offsets of [`Page::alignment`] refer to them.
    pub bytes: Result<Vec<u8>, ItemError>,
}

/// What the container says of the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Media {
    /// HTML or XHTML.
    Html,
    /// Plain text.
    Text,
}

/// Why an item gave no page.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ItemError {
    /// The bytes are there, but no page.
    #[error(transparent)]
    Page(#[from] PageError),
    /// Larger than a limit.
    #[error("{what} is larger than the limit of {}", megabytes(*limit))]
    TooLarge {
        /// What.
        what: &'static str,
        /// The limit in bytes.
        limit: u64,
    },
    /// Unpacks to far more than a text could.
    #[error("unpacks to more than {0} times its size: not read further; if it is no trap, unpack it first")]
    Ratio(u64),
    /// More was unpacked from one input than is allowed.
    #[error("more than {} unpacked from one input: not read further; unpack it first", megabytes(*.0))]
    Total(u64),
    /// Archives inside archives.
    #[error("archives nested more than {0} deep: unpack the outer ones first")]
    Depth(usize),
    /// Files in an archive, entries in a feed.
    #[error("more than {0} files or entries in one archive or feed: the rest is not read; split it")]
    Entries(u64),
    /// The bytes end too early.
    #[error("cut off: {0}")]
    Cut(String),
    /// The format is not kept.
    #[error("damaged: {0}")]
    Damaged(String),
    /// A feature that is not read.
    #[error("not supported: {0}")]
    Unsupported(String),
    /// The system could not read.
    #[error("{0}")]
    Io(String),
    /// An entry of a feed without its text: to be followed.
    #[error("the feed gives only a summary{}", .url.as_ref().map_or_else(String::new, |u| format!("; the page is at {u}")))]
    Link {
        /// Where the page is.
        url: Option<String>,
        /// Headline.
        title: Option<String>,
    },
}

fn megabytes(bytes: u64) -> String {
    if bytes >= 1 << 20 { format!("{} MB", bytes >> 20) } else { format!("{bytes} bytes") }
}

impl From<&std::io::Error> for ItemError {
    fn from(error: &std::io::Error) -> Self {
        use std::io::ErrorKind as Kind;
        if let Some(own) = error.get_ref().and_then(|e| e.downcast_ref::<Self>()) {
            return own.clone();
        }
        match error.kind() {
            Kind::UnexpectedEof => Self::Cut("the data end too early".to_owned()),
            Kind::InvalidData | Kind::InvalidInput => Self::Damaged(sentence(error)),
            _ => Self::Io(sentence(error)),
        }
    }
}

impl Default for Item {
    fn default() -> Self {
        Self {
            path: String::new(),
            id: None,
            url: None,
            source: None,
            sender: None,
            title: None,
            authors: Vec::new(),
            published: None,
            updated: None,
            charset: None,
            media: None,
            provenance: None,
            truncated: false,
            bytes: Ok(Vec::new()),
        }
    }
}

impl Item {
    /// Reads the page. What the container says goes along; a given id is kept, others are hashes of the bytes.
    ///
    /// # Errors
    /// Why there is no page.
    pub fn page(&self) -> Result<Page, ItemError> {
        let bytes = self.bytes.as_ref().map_err(Clone::clone)?;
        let mut page = read(bytes, &self.hint())?;
        self.fill(&mut page);
        Ok(page)
    }

    /// Reads the page as [`Item::page`] does, with what was left out of its text.
    ///
    /// # Errors
    /// Why there is nothing to read.
    pub fn explained(&self) -> Result<Explained, ItemError> {
        let bytes = self.bytes.as_ref().map_err(Clone::clone)?;
        let mut explained = explain(bytes, &self.hint())?;
        self.fill(&mut explained.page);
        Ok(explained)
    }

    /// What the container says, for [`read`].
    #[must_use]
    pub fn hint(&self) -> Hint<'_> {
        Hint {
            id: self.id.as_deref(),
            path: Some(match self.media {
                Some(Media::Html) => "page.html",
                Some(Media::Text) => "page.txt",
                None => unpacked(&self.path),
            }),
            url: self.url.as_deref(),
            source: self.source.as_deref(),
            published: self.published.as_deref(),
            charset: self.charset.as_deref(),
        }
    }

    /// Adds to a page what [`read`] could not know.
    pub fn fill(&self, page: &mut Page) {
        page.path = Some(self.path.clone());
        page.provenance.clone_from(&self.provenance);
        if self.truncated {
            page.partial.get_or_insert(Partial::CutOff);
        }
        let mut given = Vec::new();
        if let Some(title) = &self.title {
            page.title = Some(title.clone());
            given.push((Field::Title, title.clone()));
        }
        if !self.authors.is_empty() {
            page.authors.clone_from(&self.authors);
            given.extend(self.authors.iter().map(|a| (Field::Authors, a.clone())));
        }
        if self.updated.is_some() && self.updated != page.published {
            page.updated.clone_from(&self.updated);
            given.extend(self.updated.iter().map(|u| (Field::Updated, u.clone())));
        }
        let domain = page.url.as_deref().and_then(outlet::domain);
        if let Some(sender) = &self.sender
            && page.source.as_ref().is_none_or(|s| Some(s) == domain.as_ref())
        {
            page.source = Some(sender.clone());
            given.push((Field::Source, sender.clone()));
        }
        for (field, value) in given.into_iter().rev() {
            // What the page itself says is kept, but nothing rests on it any more.
            for signal in page.signals.iter_mut().filter(|s| s.field == field && s.value != value) {
                signal.taken = false;
            }
            let from = "feed or mail".to_owned();
            page.signals.insert(0, Signal { field, from, value, raw: None, taken: true });
        }
    }
}
