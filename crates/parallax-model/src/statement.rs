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
    /// How sure the reading is that this speaker says this, in percent; none for the page's own voice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<u8>,
    /// Who is spoken to: "reporters".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub addressee: Option<Span>,
    /// When it was said, as an index into `times`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said_at: Option<u32>,
    /// Through what it was said: "told ICTV", "in a tweet", "on its website".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Named>,
    /// On what occasion: "at a press conference in Melbourne".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occasion: Option<Named>,
    /// By whom it was relayed: "Reuters reported".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub via: Vec<Named>,
    /// The statement whose content this one is part of, as an index into `statements`: A says that B said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<u32>,
    /// How likely the speaker calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certainty: Option<Certainty>,
    /// The words with which the page itself keeps its distance: "allegedly", "without evidence".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distance: Option<Span>,
}

/// How likely somebody calls something, in the bands of Intelligence Community Directive 203 (2015). The band is that of
/// the speaker's words; nobody's judgement but the speaker's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certainty {
    /// The words: "highly likely".
    #[serde(flatten)]
    pub span: Span,
    /// The band that they stand for.
    pub band: Band,
}

/// The seven bands of ICD 203.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// 1 to 5 percent.
    AlmostNoChance,
    /// 5 to 20 percent.
    VeryUnlikely,
    /// 20 to 45 percent.
    Unlikely,
    /// 45 to 55 percent.
    RoughlyEven,
    /// 55 to 80 percent.
    Likely,
    /// 80 to 95 percent.
    VeryLikely,
    /// 95 to 99 percent.
    AlmostCertain,
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
    /// What kind of speaker.
    pub kind: SpeakerKind,
    /// Whom a spokesperson speaks for, as an index into `entities`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaks_for: Option<u32>,
}

/// What kind of speaker: what a reader needs to know before counting voices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpeakerKind {
    /// One person, known by name.
    Person,
    /// An institution, a firm, a government: "the ministry", "Moscow".
    Institution,
    /// People who speak as one, without a name each: "analysts", "NATO allies".
    Group,
    /// One person, or one source, without a name: "a senior official".
    Unnamed,
    /// Words that name nobody the page tells of: a pronoun that stays open.
    Unknown,
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
    /// Says that it is so, to the own cost.
    Admits,
    /// Will not say: "declined to comment".
    Declines,
}

impl Statement {
    /// A statement of which no more is known than its content.
    #[must_use]
    pub fn new(kind: StatementKind, stance: Stance, content: Vec<Span>) -> Self {
        Self {
            source: Vec::new(),
            cue: Vec::new(),
            content,
            kind,
            stance,
            speaker: None,
            confidence: None,
            addressee: None,
            said_at: None,
            channel: None,
            occasion: None,
            via: Vec::new(),
            within: None,
            certainty: None,
            distance: None,
        }
    }

    /// From the first to the last word of source, cue and content.
    #[must_use]
    pub fn extent(&self) -> Option<Span> {
        self.content.iter().chain(&self.source).chain(&self.cue).copied().reduce(Span::cover)
    }
}

map_spans! {
    Statement: source, cue, content, addressee, channel, occasion, via, certainty, distance;
    Named: span;
    Certainty: span;
}
