//! What somebody does on a page.

use serde::{Deserialize, Serialize};

use crate::Span;
use crate::span::map_spans;

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
    /// When, as an index into `times`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<u32>,
    /// First day (ISO date): of the time expression, else of the post or page; none if neither says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
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
