//! A page, marked up.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::span::map_spans;
use crate::{Event, Mention, Page, PageEntity, Place, Quantity, Span, Statement, Timex};

/// A page with layers of annotation. Every layer is sorted by position.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Name and version of the format.
    pub schema: String,
    /// The page under the layers.
    #[serde(flatten)]
    pub page: Page,
    /// Sentences; each lies inside one block.
    #[serde(default)]
    pub sentences: Vec<Sentence>,
    /// Tokens: written only on request.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tokens: Vec<Token>,
    /// Names, nominal mentions and pronouns.
    #[serde(default)]
    pub mentions: Vec<Mention>,
    /// The persons, organisations and places of this page.
    #[serde(default)]
    pub entities: Vec<PageEntity>,
    /// The places of this page, in the order of their first mentions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Place>,
    /// Temporal expressions.
    #[serde(default)]
    pub times: Vec<Timex>,
    /// Numbers of things.
    #[serde(default)]
    pub quantities: Vec<Quantity>,
    /// Who said what.
    #[serde(default)]
    pub statements: Vec<Statement>,
    /// Who did what.
    #[serde(default)]
    pub events: Vec<Event>,
    /// Layers of third parties.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<String, Vec<Extra>>,
}

/// A sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// Where.
    #[serde(flatten)]
    pub span: Span,
    /// The block it lies in, as an index into `blocks`.
    pub block: u32,
}

/// A word or a mark.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Where.
    #[serde(flatten)]
    pub span: Span,
    /// Universal part of speech.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upos: Option<String>,
    /// Dictionary form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lemma: Option<String>,
    /// Head within the sentence, counted from 1; 0 for the root.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head: Option<u32>,
    /// Universal Dependencies relation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprel: Option<String>,
}

/// An item of a third party's layer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extra {
    /// Where.
    #[serde(flatten)]
    pub span: Span,
    /// What.
    pub label: String,
    /// Anything more.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, String>,
}

map_spans! {
    Sentence: span;
    Token: span;
    Extra: span;
}

impl crate::MapSpans for Document {
    fn map_spans(&mut self, f: &mut dyn FnMut(&mut Span)) {
        self.page.map_spans(f);
        self.sentences.map_spans(f);
        self.tokens.map_spans(f);
        self.mentions.map_spans(f);
        self.entities.map_spans(f);
        self.times.map_spans(f);
        self.quantities.map_spans(f);
        self.statements.map_spans(f);
        self.events.map_spans(f);
        self.extra.values_mut().for_each(|layer| layer.map_spans(f));
    }
}

impl Document {
    /// Name and version of the format.
    pub const SCHEMA: &'static str = "parallax.document/1";

    /// A document without annotations.
    #[must_use]
    pub fn new(page: Page) -> Self {
        Self { schema: Self::SCHEMA.to_owned(), page, ..Self::default() }
    }

    /// The words at `span`.
    #[must_use]
    pub fn words(&self, span: Span) -> &str {
        span.of(&self.page.text)
    }

    /// The sentence that holds the offset.
    #[must_use]
    pub fn sentence_at(&self, offset: u32) -> Option<&Sentence> {
        let i = self.sentences.partition_point(|s| s.span.end <= offset);
        self.sentences.get(i).filter(|s| s.span.start <= offset)
    }

    /// Tokens that lie in `span`.
    #[must_use]
    pub fn tokens_in(&self, span: Span) -> &[Token] {
        let from = self.tokens.partition_point(|t| t.span.start < span.start);
        let to = self.tokens.partition_point(|t| t.span.end <= span.end);
        self.tokens.get(from..to.max(from)).unwrap_or(&[])
    }

    /// Mentions that lie in `span`, with their indexes.
    pub fn mentions_in(&self, span: Span) -> impl Iterator<Item = (u32, &Mention)> {
        let from = self.mentions.partition_point(|m| m.span.start < span.start);
        (from..)
            .zip(self.mentions[from..].iter())
            .map(|(i, m)| (i as u32, m))
            .take_while(move |(_, m)| m.span.start < span.end)
            .filter(move |(_, m)| m.span.end <= span.end)
    }
}
