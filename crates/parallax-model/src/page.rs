//! What one page says.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::span::map_spans;
use crate::{Raw, Span, Text};

/// Identity of a page version: a hash of its raw bytes, or the id that a pipeline passed in.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PageId(pub String);

impl fmt::Display for PageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One stored version of a news page: clean text, blocks with roles, metadata.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Identity.
    pub id: PageId,
    /// Where it was read from (a file name, an archive entry); for people only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Canonical address.
    #[serde(default)]
    pub url: Option<String>,
    /// Other addresses of the same page: as it was fetched, AMP or mobile twins, a short link.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternates: Vec<Alternate>,
    /// The archive record that the bytes came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Provenance>,
    /// The outlet's name ("The Example Post") or, failing that, its registrable domain.
    #[serde(default)]
    pub source: Option<String>,
    /// Registrable domain of the address, by the public suffix list ("example.co.uk").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// Headline without the site's name.
    #[serde(default)]
    pub title: Option<String>,
    /// People, as the byline gives them. Where no person signs, the desk, outlet or agency that signs, as the page
    /// writes it; an agency stands in `wire` as well.
    #[serde(default)]
    pub authors: Vec<String>,
    /// A wire agency that the page credits ("Associated Press").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wire: Option<String>,
    /// First publication: ISO 8601 date or date and time, with offset where the page gives one.
    #[serde(default)]
    pub published: Option<String>,
    /// The day of publication by the clock of the newsroom, ISO 8601: only where that clock is known and shows
    /// another day than `published` begins with, as it does in the evening for a moment that is given in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<String>,
    /// Last update, as `published`.
    #[serde(default)]
    pub updated: Option<String>,
    /// ISO 639-1 code of the text's language.
    #[serde(default)]
    pub language: Option<String>,
    /// Article or live page.
    #[serde(default)]
    pub kind: PageKind,
    /// Why the text is known to be only a part of the article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partial: Option<Partial>,
    /// Clean text: blocks separated by blank lines, without furniture.
    #[serde(default)]
    pub text: String,
    /// Parts of `text`, in order, not overlapping.
    #[serde(default)]
    pub blocks: Vec<Block>,
    /// Posts of a live page, in page order.
    #[serde(default)]
    pub posts: Vec<Post>,
    /// Links inside the text.
    #[serde(default)]
    pub links: Vec<Link>,
    /// Where pieces of `text` stand in the raw bytes; empty where that is not known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alignment: Vec<Alignment>,
    /// What the page says of its own title, authors and dates, and where: in order of trust within a field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signals: Vec<Signal>,
    /// What the reader of this page should know ("two dates are given", "language not supported").
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// Article or live page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageKind {
    /// One text.
    #[default]
    Article,
    /// A page of many posts.
    Live,
}

/// Why a page holds only a part of its article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Partial {
    /// The page says that the rest is for subscribers.
    Paywall,
    /// Only the beginning is there, with an invitation to read on.
    Teaser,
    /// The bytes end in the middle of the page.
    CutOff,
}

/// Another address of the same page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alternate {
    /// How it is related.
    pub rel: AlternateRel,
    /// The address.
    pub url: String,
}

/// How another address is related to the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlternateRel {
    /// The bytes came from here, and the page names another address as its own.
    Fetched,
    /// `rel=amphtml`.
    Amp,
    /// A twin for telephones.
    Mobile,
    /// A short link.
    Short,
}

/// The record of an archive that the bytes of a page came from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// `WARC-Record-ID`, message id, feed entry id or name inside the archive.
    pub record: String,
    /// When the bytes were fetched or sent, ISO 8601, where the archive says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fetched: Option<String>,
}

/// One thing that a page says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signal {
    /// The field it speaks for.
    pub field: Field,
    /// Where it was said, in fixed words ("JSON-LD datePublished", "byline", "address").
    pub from: String,
    /// What was read: a title, a name, an ISO 8601 date or time.
    pub value: String,
    /// Where the words that say it stand in the raw page, in bytes. Known for elements that show it; not for meta
    /// elements, structured data and addresses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<Span<Raw>>,
    /// Whether the field's value rests on it.
    pub taken: bool,
}

/// A field of a page that several places may speak for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// `title`.
    Title,
    /// `authors`.
    Authors,
    /// `published`.
    Published,
    /// `updated`.
    Updated,
    /// `source`.
    Source,
}

/// What a part of the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The headline.
    Title,
    /// A heading inside the text.
    Heading,
    /// Running text.
    Paragraph,
    /// A block quotation.
    Quote,
    /// A list item.
    List,
    /// A table row.
    Table,
    /// Words under a picture: they date a scene, but are no claim.
    Caption,
    /// Who made the picture.
    Credit,
    /// Who wrote the text, or contributed.
    Byline,
    /// Place and date line above the text.
    Dateline,
    /// Navigation, sharing, related stories: only in a text that was passed in untouched.
    Furniture,
}

impl Role {
    /// Whether the block makes statements about the world.
    #[must_use]
    pub fn is_body(self) -> bool {
        matches!(self, Role::Paragraph | Role::Quote | Role::List | Role::Table)
    }
}

/// A part of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Where.
    #[serde(flatten)]
    pub span: Span,
    /// What it is.
    pub role: Role,
    /// The post it belongs to, as an index into `posts`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<u32>,
}

/// One post of a live page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// Where.
    #[serde(flatten)]
    pub span: Span,
    /// ISO 8601 time of its first publication, only if the page gives one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// The day of that time by the clock of the newsroom, as [`Page::day`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<String>,
    /// When it was last edited, as `time`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<String>,
    /// Who wrote it, only if the page says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// Its headline, only if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// A link inside the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The words that carry it.
    #[serde(flatten)]
    pub span: Span,
    /// Where it leads.
    pub url: String,
}

/// A piece of the clean text and the raw bytes it was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alignment {
    /// In the clean text.
    pub text: Span<Text>,
    /// In the raw page, always in bytes.
    pub raw: Span<Raw>,
}

map_spans! {
    Block: span;
    Post: span;
    Link: span;
    Alignment: text;
    Page: blocks, posts, links, alignment;
}

impl Page {
    /// A page whose text is exactly `text`, with one paragraph for each line that is not blank.
    #[must_use]
    pub fn untouched(id: &str, text: &str) -> Self {
        let mut blocks = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let lead = line.len() - line.trim_start().len();
            let body = line.trim();
            if !body.is_empty() {
                let span = Span::new(at + lead, at + lead + body.len());
                blocks.push(Block { span, role: Role::Paragraph, post: None });
            }
            at += line.len();
        }
        Self { id: PageId(id.to_owned()), text: text.to_owned(), blocks, ..Self::default() }
    }

    /// The running text: what is left without title, captions, credits and bylines.
    #[must_use]
    pub fn body(&self) -> String {
        let keep = |r: Role| r.is_body() || r == Role::Heading;
        let parts: Vec<&str> =
            self.blocks.iter().filter(|b| keep(b.role)).map(|b| b.span.of(&self.text)).collect();
        parts.join("\n\n")
    }

    /// How to name the outlet to a reader: its name, else the name of the page's file, else the page's id.
    #[must_use]
    pub fn outlet(&self) -> &str {
        let file = self.path.as_deref().and_then(|p| p.rsplit(['/', '\\']).next());
        self.source.as_deref().or(file).unwrap_or(&self.id.0)
    }

    /// The post that holds the offset, as an index into `posts`.
    #[must_use]
    pub fn post_at(&self, offset: u32) -> Option<u32> {
        let i = self.blocks.partition_point(|b| b.span.end <= offset);
        self.blocks.get(i).filter(|b| b.span.start <= offset).and_then(|b| b.post)
    }

    /// The moment at which words at `offset` were published: the post's, else the page's.
    #[must_use]
    pub fn clock_at(&self, offset: u32) -> Option<&str> {
        let post = self.post_at(offset).and_then(|i| self.posts.get(i as usize));
        post.and_then(|p| p.time.as_deref()).or(self.published.as_deref())
    }

    /// The day that words at `offset` call today, ISO 8601: that of the post, else that of the page, by the clock of
    /// the newsroom where it is known.
    #[must_use]
    pub fn day_at(&self, offset: u32) -> Option<&str> {
        let post = self.post_at(offset).and_then(|i| self.posts.get(i as usize));
        let of_post = post.and_then(|p| p.day.as_deref().or_else(|| p.time.as_deref()?.get(..10)));
        of_post.or(self.published_day())
    }

    /// The day of publication, ISO 8601, by the clock of the newsroom where it is known.
    #[must_use]
    pub fn published_day(&self) -> Option<&str> {
        self.day.as_deref().or_else(|| self.published.as_deref()?.get(..10))
    }
}
