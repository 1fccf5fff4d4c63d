//! The vocabulary of `expected.toml`.

use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Expected {
    pub(crate) page: Vec<Page>,
    pub(crate) claim: Vec<Claim>,
    pub(crate) figure: Vec<Figure>,
    pub(crate) conflict: Vec<Conflict>,
    pub(crate) entity: Vec<Entity>,
    pub(crate) distinct: Vec<Distinct>,
    pub(crate) lineage: Vec<Lineage>,
    pub(crate) unrelated: Vec<Unrelated>,
    pub(crate) timeline: Vec<Timeline>,
    pub(crate) unread: Vec<Unread>,
    pub(crate) not_claim: Vec<NotClaim>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Page {
    pub(crate) file: String,
    pub(crate) title: Option<String>,
    pub(crate) source: Option<String>,
    pub(crate) published: Option<String>,
    #[serde(default)]
    pub(crate) authors: Vec<String>,
    pub(crate) kind: Option<String>,
    pub(crate) posts: Option<usize>,
    /// Fewest and most posts, where a reader may count differently.
    pub(crate) posts_between: Option<(usize, usize)>,
    #[serde(default)]
    pub(crate) contains: Vec<String>,
    #[serde(default)]
    pub(crate) lacks: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Claim {
    pub(crate) contains: String,
    #[serde(default)]
    pub(crate) outlets: Vec<String>,
    /// Fewest pages that carry it.
    pub(crate) pages: Option<usize>,
    pub(crate) origins: Option<usize>,
    pub(crate) speaker: Option<String>,
    pub(crate) denied_by: Option<String>,
    #[serde(default)]
    pub(crate) via: Vec<String>,
    pub(crate) channel: Option<String>,
    pub(crate) stance: Option<String>,
    /// A snippet that must be in another claim.
    pub(crate) apart_from: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Figure {
    pub(crate) what: String,
    pub(crate) values: Vec<String>,
    pub(crate) relation: String,
    /// Values that must be in another figure.
    #[serde(default)]
    pub(crate) apart_from: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Conflict {
    pub(crate) kind: String,
    pub(crate) about: String,
    pub(crate) sides: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entity {
    pub(crate) spellings: Vec<String>,
    pub(crate) role: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Distinct {
    pub(crate) names: (String, String),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Lineage {
    pub(crate) kind: String,
    pub(crate) pages: Vec<String>,
    pub(crate) origin: Option<String>,
}

/// Two pages that must not be said to copy one another.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Unrelated {
    pub(crate) pages: (String, String),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Timeline {
    pub(crate) date: String,
    pub(crate) contains: String,
    pub(crate) status: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Unread {
    pub(crate) file: String,
    pub(crate) why: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NotClaim {
    pub(crate) text: String,
}
