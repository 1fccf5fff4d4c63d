//! What somebody says on a page.

use serde::{Deserialize, Serialize};

use crate::Span;
use crate::span::{map_spans, pairs};

/// One attribution: somebody's words or thoughts, or the page's own voice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// The words that name the speaker, with the role; empty if the page names none.
    #[serde(default, with = "pairs")]
    pub source: Vec<Span>,
    /// The words of saying: "said", "according to".
    #[serde(default, with = "pairs")]
    pub cue: Vec<Span>,
    /// What is said, with its quotation marks.
    #[serde(default, with = "pairs")]
    pub content: Vec<Span>,
    /// Direct, indirect, mixed, or the page's own voice.
    pub kind: StatementKind,
    /// What the speaker does with it.
    pub stance: Stance,
    /// The speaker, resolved as far as the page allows.
    #[serde(default)]
    pub speaker: Option<Speaker>,
    /// Who is spoken to: "reporters".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub addressee: Option<Span>,
    /// When it was said, as an index into `times`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said_at: Option<u32>,
    /// Through what it was said: "told ICTV", "in a tweet", "on its website".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Named>,
    /// By whom it was relayed: "Reuters reported".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub via: Vec<Named>,
}

/// A stretch of the page with the name it gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// The words: "told Ukraine's ICTV channel".
    #[serde(flatten)]
    pub span: Span,
    /// The name in short: "ICTV", "tweet", "Reuters".
    pub name: String,
}

/// Who speaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    /// The entity's fullest name on the page, else the words of the source ("a senior official").
    pub name: String,
    /// The entity of this page, as an index into `entities`; none if unnamed or unresolved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<u32>,
}

/// How a statement is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatementKind {
    /// In quotation marks.
    Direct,
    /// In the page's words.
    Indirect,
    /// Partly in quotation marks.
    Mixed,
    /// Asserted by the page itself.
    OwnVoice,
}

/// What a speaker does with the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    /// Says it is so.
    Asserts,
    /// Says it is not so.
    Denies,
    /// Says that it is indeed so.
    Confirms,
    /// Says it may come, to be feared.
    Warns,
    /// Says it will come.
    Predicts,
    /// Asks that it be done.
    Demands,
    /// Binds himself to do it.
    Promises,
    /// Binds himself to do harm, on a condition or not.
    Threatens,
    /// Says it may be so.
    Hedges,
    /// Asks whether it is so.
    Asks,
    /// Charges somebody with it.
    Accuses,
}

impl Statement {
    /// From the first to the last word of source, cue and content.
    #[must_use]
    pub fn extent(&self) -> Option<Span> {
        self.content.iter().chain(&self.source).chain(&self.cue).copied().reduce(Span::cover)
    }
}

map_spans! {
    Statement: source, cue, content, addressee, channel, via;
    Named: span;
}
