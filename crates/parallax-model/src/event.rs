//! What somebody does on a page.

use serde::{Deserialize, Serialize};

use crate::span::map_spans;
use crate::{Dated, Span};

/// Somebody does something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The sentence part that tells it.
    #[serde(flatten)]
    pub span: Span,
    /// The word that names the act.
    pub trigger: Span,
    /// The act, by its name in the act lexicon: "advise_leave", "deploy", "sanction".
    pub act: String,
    /// Who acts, as an index into `mentions`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<u32>,
    /// On whom, as an index into `mentions`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<u32>,
    /// Where, as an index into `mentions`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<u32>,
    /// The expression that gives its day, as an index into `times`; in the sentence before where that carries on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<u32>,
    /// Its day. Without an expression that of the post or page, for what happened or is happening; none for what is
    /// only to come, imagined or denied, and where nothing gives one.
    #[serde(flatten)]
    pub day: Option<Dated>,
    /// How far it has come.
    pub status: Status,
}

/// How far an act has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It happened.
    Done,
    /// It is happening.
    UnderWay,
    /// It is to happen.
    Announced,
    /// It is to happen if a condition is met, as a threat.
    Threatened,
    /// It was taken back.
    Reversed,
    /// It is said not to have happened.
    Denied,
    /// It is only imagined or feared.
    Hypothetical,
}

map_spans! {
    Event: span, trigger;
}
