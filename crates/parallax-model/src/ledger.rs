//! What many documents say together. Text appears only as [`Evidence`].

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    Bound, DateFrom, Dated, Difference, EntityType, Evidence, PageId, Precision, Rendering, Stance,
    StatementKind, Status, Utterance, Variant,
};

/// Identity of a ledger record: a letter for its kind and a hash of its content.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Id(pub String);

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What many documents say together.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Ledger {
    /// Name and version of the format.
    pub schema: String,
    /// Pages on the same happening; every page is in one story.
    pub stories: Vec<Story>,
    /// One per real-world thing.
    pub entities: Vec<Entity>,
    /// Where the news comes from.
    pub origins: Vec<Origin>,
    /// Statements and own-voice sentences of the same content, weightiest first.
    pub claims: Vec<Claim>,
    /// What was said once and stands on several pages, in each of its wordings, weightiest first.
    pub utterances: Vec<Utterance>,
    /// The same quantity across pages, weightiest first.
    pub figures: Vec<Figure>,
    /// Where pages differ, weightiest first.
    pub conflicts: Vec<Conflict>,
    /// Which page copies or rewrites which.
    pub lineage: Vec<Lineage>,
    /// Happenings by date.
    pub timeline: Vec<TimelineEntry>,
    /// What each outlet has alone and what it leaves out.
    pub outlets: Vec<OutletView>,
}

/// Pages on the same happening.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Story {
    /// Identity.
    pub id: Id,
    /// Its pages, sorted.
    pub pages: Vec<PageId>,
}

/// One person, organisation, place or group across pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// Identity.
    pub id: Id,
    /// The fullest and most frequent spelling.
    pub name: String,
    /// Type.
    #[serde(rename = "type")]
    pub of: EntityType,
    /// All spellings seen, most frequent first.
    pub spellings: Vec<Spelling>,
    /// Roles, with who gives them.
    pub roles: Vec<RoleSeen>,
}

/// One spelling of a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spelling {
    /// As written.
    pub text: String,
    /// Pages that write it so, sorted.
    pub pages: Vec<PageId>,
    /// One place where it stands.
    pub evidence: Evidence,
}

/// One role given to an entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleSeen {
    /// The office in lower case: "foreign minister".
    pub title: String,
    /// Whose office, in a page's words: "Russian".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// Where it is given, one piece for each page.
    pub evidence: Vec<Evidence>,
}

/// Where a piece of news comes from: somebody on an occasion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Identity.
    pub id: Id,
    /// Kind.
    pub kind: OriginKind,
    /// Name of the speaker, institution, agency or outlet.
    pub name: String,
    /// The entity, if it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<Id>,
    /// Day of the occasion (ISO date), where pages give one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Channel of the occasion: "ICTV", "tweet", "parliament".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// Whether it was worked out rather than read: a page names no source, but shares its matter with one that does.
    pub inferred: bool,
}

/// Kinds of origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OriginKind {
    /// A named person.
    Speaker,
    /// An institution that speaks or acts.
    Institution,
    /// Somebody the page does not name: "a senior official".
    Unnamed,
    /// Another outlet or an agency, relayed.
    Relay,
    /// The outlet's own reporting.
    Outlet,
}

/// The same content, said once or many times.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// Identity.
    pub id: Id,
    /// The story it belongs to.
    pub story: Id,
    /// The clearest wording: a sentence of one member.
    pub wording: Evidence,
    /// The content alone of that wording, where it is an attribution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<Evidence>,
    /// Who says so; none for the outlets' own voice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<ClaimSpeaker>,
    /// How it is given.
    pub kind: StatementKind,
    /// What the speaker does with it.
    pub stance: Stance,
    /// Day it was said (ISO date), where pages agree on one; never a weekday alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said_on: Option<String>,
    /// Channel, where a page gives one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// Outlets that relayed it to the pages, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub via: Vec<String>,
    /// Every place where it is said, by time and page.
    pub members: Vec<Member>,
    /// Outlets that carry it, sorted.
    pub outlets: Vec<String>,
    /// Independent origins behind it. Their number is what counts.
    pub origins: Vec<Id>,
    /// Date or time of the earliest member's page or post.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_seen: Option<String>,
    /// Date or time of the latest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_seen: Option<String>,
    /// Claims that deny it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub denied_by: Vec<Id>,
    /// Claims that it denies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub denies: Vec<Id>,
    /// Rank: larger matters more to a reader in a hurry.
    pub weight: u32,
}

/// Who says a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimSpeaker {
    /// Name as in the entity, else the words of the page ("a senior official").
    pub name: String,
    /// The entity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<Id>,
    /// A role as a page gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Evidence>,
}

/// One place where a claim is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The sentence or sentences.
    pub evidence: Evidence,
    /// The content alone, where it is an attribution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<Evidence>,
    /// The speaker as named there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Evidence>,
    /// The outlet that prints it.
    pub outlet: String,
    /// How it is given there.
    pub kind: StatementKind,
    /// What the speaker does with it there.
    pub stance: Stance,
    /// The origin of this member.
    pub origin: Id,
    /// Day it was said (ISO date), as the page gives it; the TIMEX3 value (`XXXX-WXX-1`) where the page gives only
    /// a weekday and no date to count it from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said_on: Option<String>,
    /// Words that give the day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said_on_words: Option<Evidence>,
    /// When it was said, with how that is known: from an expression, else from the post or page (then or before).
    #[serde(flatten)]
    pub day: Option<Dated>,
    /// Channel as the page gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// Relays as the page gives them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub via: Vec<String>,
    /// Date or time of the page or post.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<String>,
}

/// The same quantity of the same thing, across pages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Identity.
    pub id: Id,
    /// The story it belongs to.
    pub story: Id,
    /// What is counted or measured, in one word where possible: "killed", "troop", "call".
    pub what: String,
    /// Words of a page that say what it is about.
    pub about: Evidence,
    /// Unit, as in [`crate::Quantity`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The values, best first.
    pub values: Vec<FigureValue>,
    /// How they stand to each other.
    pub relation: Relation,
    /// Rank: larger matters more.
    pub weight: u32,
}

/// One value of a figure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FigureValue {
    /// The number.
    pub value: f64,
    /// Smallest value allowed; none if open.
    #[serde(default)]
    pub low: Option<f64>,
    /// Largest value allowed; none if open.
    #[serde(default)]
    pub high: Option<f64>,
    /// Bound as most pages give it.
    pub bound: Bound,
    /// Whether it is the one to quote: the most precise of the best supported and latest.
    pub best: bool,
    /// Pages that give it, sorted.
    pub pages: Vec<PageId>,
    /// The number where it stands, with its bound; one for each occurrence.
    pub evidence: Vec<Evidence>,
    /// Independent origins behind the value.
    pub origins: Vec<Id>,
    /// The day it is true of (ISO date), where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
}

/// How values of one figure stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// Only one page gives it.
    Single,
    /// All give the same.
    Agree,
    /// One is more precise than another, and both hold.
    Refine,
    /// They are not the same, but both can be true ("more than 13,000", "more than 14,000").
    Differ,
    /// They cannot both be true.
    Conflict,
    /// A later one replaces an earlier one.
    Revised,
    /// They count different things or at different times.
    NotComparable,
}

/// Where pages differ on the same thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// Identity.
    pub id: Id,
    /// The story it belongs to.
    pub story: Id,
    /// In what they differ.
    pub kind: ConflictKind,
    /// What it is about: an entity's name, or words of a page.
    pub about: String,
    /// Two or more sides.
    pub sides: Vec<Side>,
    /// Claims concerned.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<Id>,
    /// Figure concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figure: Option<Id>,
    /// Entity concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<Id>,
    /// Rank: larger matters more.
    pub weight: u32,
}

/// In what pages differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConflictKind {
    /// Figures that cannot both be true, or merely differ.
    Value,
    /// The day of the same happening or statement.
    Date,
    /// The role of the same person.
    Role,
    /// Who said it.
    Attribution,
    /// The words of the same quotation.
    Wording,
    /// One side says it, the other says it is not so.
    Denial,
}

/// One side of a conflict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// The value, date, role or name, in short; empty if the evidence says all.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// Who says so, where it is an attribution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// Where it is said.
    pub evidence: Vec<Evidence>,
}

/// Pages that hang together by copying or rewriting. Always inferred.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lineage {
    /// Identity.
    pub id: Id,
    /// How they hang together.
    pub kind: LineageKind,
    /// The pages, likely source first where that is known.
    pub pages: Vec<PageId>,
    /// Whether the first page is the likely source of the others.
    pub directed: bool,
    /// Agency or outlet that is the likely origin of all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// Where that agency or outlet is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub origin_evidence: Vec<Evidence>,
    /// Share of the shorter page's five-word shingles found on the other, 0 to 1.
    pub containment: f64,
    /// The common sequence of speakers and figures: for each step the words on each page.
    pub steps: Vec<Step>,
}

/// How pages hang together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineageKind {
    /// Long runs of the same words.
    Copy,
    /// The same speakers and figures in the same order, in other words.
    Rewrite,
}

/// One step of a common sequence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The speaker's name or the figure.
    pub label: String,
    /// Its words, one piece of evidence for each page of the lineage.
    pub evidence: Vec<Evidence>,
}

/// A happening with a date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineEntry {
    /// Identity.
    pub id: Id,
    /// The story it belongs to.
    pub story: Id,
    /// First day (ISO date).
    pub begin: String,
    /// Last day (ISO date, inclusive).
    pub end: String,
    /// How exactly the pages give it.
    pub precision: Precision,
    /// How the day came about. Of what is only announced, threatened or denied, the post's or page's is the day on
    /// which that was told, not its own.
    pub date_from: DateFrom,
    /// How far the happening has come.
    pub status: Status,
    /// The act, by its name in the act lexicon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<String>,
    /// Who acts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<Id>,
    /// The sentences that tell it, clearest first.
    pub evidence: Vec<Evidence>,
    /// The words that date it; none if only the page's or post's own date does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dated_by: Option<Evidence>,
    /// Outlets that tell it, sorted.
    pub outlets: Vec<String>,
    /// Rank: larger matters more.
    pub weight: u32,
}

/// What one outlet has and has not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutletView {
    /// The outlet.
    pub outlet: String,
    /// Its pages, sorted.
    pub pages: Vec<PageId>,
    /// Claims that it alone carries, weightiest first.
    pub alone: Vec<Id>,
    /// Claims and figures that all other outlets carry and it does not.
    pub omits: Vec<Id>,
    /// Names it gives to things that others name differently.
    pub own_spellings: Vec<Spelling>,
}

/// Hands out every piece of evidence in a record, in a fixed order.
pub(crate) trait MapEvidence {
    fn map_evidence(&mut self, f: &mut dyn FnMut(&mut Evidence));
}

impl MapEvidence for Evidence {
    fn map_evidence(&mut self, f: &mut dyn FnMut(&mut Evidence)) {
        f(self);
    }
}
impl<T: MapEvidence> MapEvidence for Vec<T> {
    fn map_evidence(&mut self, f: &mut dyn FnMut(&mut Evidence)) {
        self.iter_mut().for_each(|x| x.map_evidence(f));
    }
}
impl<T: MapEvidence> MapEvidence for Option<T> {
    fn map_evidence(&mut self, f: &mut dyn FnMut(&mut Evidence)) {
        if let Some(x) = self {
            x.map_evidence(f);
        }
    }
}

macro_rules! map_evidence {
    ($($record:ident: $($field:ident),+;)+) => {$(
        impl MapEvidence for $record {
            fn map_evidence(&mut self, f: &mut dyn FnMut(&mut Evidence)) {
                $(self.$field.map_evidence(f);)+
            }
        }
    )+};
}

map_evidence! {
    Entity: spellings, roles;
    Spelling: evidence;
    RoleSeen: evidence;
    Claim: wording, content, speaker, members;
    ClaimSpeaker: role;
    Member: evidence, content, source, said_on_words;
    Utterance: speaker, variants;
    Variant: renderings, differences;
    Rendering: words, source;
    Difference: first, here;
    Figure: about, values;
    FigureValue: evidence;
    Conflict: sides;
    Side: evidence;
    Lineage: origin_evidence, steps;
    Step: evidence;
    TimelineEntry: evidence, dated_by;
    OutletView: own_spellings;
}

impl Ledger {
    /// Name and version of the format.
    pub const SCHEMA: &'static str = "parallax.ledger/1";

    /// Calls `f` for every piece of evidence, in a fixed order.
    pub fn map_evidence(&mut self, f: &mut dyn FnMut(&mut Evidence)) {
        self.entities.map_evidence(f);
        self.claims.map_evidence(f);
        self.utterances.map_evidence(f);
        self.figures.map_evidence(f);
        self.conflicts.map_evidence(f);
        self.lineage.map_evidence(f);
        self.timeline.map_evidence(f);
        self.outlets.map_evidence(f);
    }
}
