//! A page, marked up.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::span::{map_spans, pairs};
use crate::{Page, Span};

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

/// Words that stand for a person, an organisation or a place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// Where; without a role in front ("Kirby", not "Pentagon spokesman John Kirby").
    #[serde(flatten)]
    pub span: Span,
    /// Name, nominal or pronoun.
    pub kind: MentionKind,
    /// Type of the thing.
    #[serde(rename = "type")]
    pub of: EntityType,
    /// The entity of this page, as an index into `entities`; none if unresolved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<u32>,
    /// The place that it stands for or belongs to, as an index into `places`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<u32>,
    /// Latitude in degrees: of the place, if it was resolved and the words stand for the place and not for a
    /// government.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lat: Option<f64>,
    /// Longitude in degrees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lon: Option<f64>,
}

/// A place that a page names, or what a name on it may mean.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Its name; for small places, as the page writes it.
    pub name: String,
    /// What it is; none if several are equally likely.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub spot: Option<Spot>,
    /// Names of the areas that hold it, from the inside: county, state, country.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub within: Vec<String>,
    /// The likeliest of the places with this name, the likeliest first; empty if there is only one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<Spot>,
}

/// A point on the map that bears a name.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Spot {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Id in GeoNames; none for regions of our own list and for post offices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub geonames: Option<u32>,
    /// Feature class and code of GeoNames: "P.PPLA" for a capital of a region, "A.PCLI" for a country.
    pub feature: String,
    /// ISO 3166-1 code of its country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
}

/// How a mention stands for its thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MentionKind {
    /// "Kirby".
    Name,
    /// "the defense minister", "a Kremlin spokesman".
    Nominal,
    /// "he".
    Pronoun,
}

/// Types of named things, as in OntoNotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum EntityType {
    /// A person.
    #[serde(rename = "PER")]
    Person,
    /// An organisation.
    #[serde(rename = "ORG")]
    Organisation,
    /// A place that governs itself: country, region, city.
    #[serde(rename = "GPE")]
    Polity,
    /// Any other place.
    #[serde(rename = "LOC")]
    Location,
    /// A building.
    #[serde(rename = "FAC")]
    Facility,
    /// A nationality, religion or party.
    #[serde(rename = "NORP")]
    Group,
    /// A product or weapon.
    #[serde(rename = "PROD")]
    Product,
    /// A named event.
    #[serde(rename = "EVENT")]
    Event,
    /// Anything else with a name.
    #[serde(rename = "MISC")]
    Misc,
}

/// One person, organisation or place of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageEntity {
    /// Its fullest name on the page.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub of: EntityType,
    /// Roles, as the page gives them.
    #[serde(default)]
    pub roles: Vec<RoleGiven>,
}

/// A role that a page gives to somebody: "Ukraine's Defense Minister".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleGiven {
    /// The words of the role.
    #[serde(flatten)]
    pub span: Span,
    /// The office alone, in lower case and American spelling: "defense minister".
    pub title: String,
    /// Whose office, in the page's words: "Ukraine", "Russian", "Kremlin".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
}

/// A temporal expression, after TIMEX3.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timex {
    /// Where.
    #[serde(flatten)]
    pub span: Span,
    /// DATE, TIME, DURATION or SET.
    #[serde(rename = "type")]
    pub of: TimexType,
    /// TIMEX3 value: `2022-01-24`, `PT1H40M`, `PAST_REF`.
    pub value: String,
    /// TIMEX3 modifier: `APPROX`, `MORE_THAN`, `START`...
    #[serde(default, rename = "mod", skip_serializing_if = "Option::is_none")]
    pub modifier: Option<String>,
    /// First day (ISO date) of the interval on the calendar, where there is one.
    #[serde(default, rename = "begin_day", skip_serializing_if = "Option::is_none")]
    pub begin: Option<String>,
    /// Last day (ISO date, inclusive). In JSON `end_day`, because `end` is the offset.
    #[serde(default, rename = "end_day", skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
    /// What the value was computed from; `none` if the words alone fix it.
    pub anchor: Anchor,
    /// The rule that gave the value.
    pub rule: String,
}

/// Types of TIMEX3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum TimexType {
    /// A day or longer on the calendar.
    Date,
    /// A clock time or part of a day.
    Time,
    /// A length.
    Duration,
    /// A repetition.
    Set,
}

/// What a relative time was computed from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Anchor {
    /// Nothing: the words fix it, or it is not fixed.
    None,
    /// The page's date.
    Page,
    /// The post's time.
    Post,
    /// An earlier expression.
    Previous,
}

/// A number of things, or a number that only looks like one; [`Quantity::is_amount`] tells them apart.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// The number with its bound and unit: "more than 13,000", "just over an hour".
    #[serde(flatten)]
    pub span: Span,
    /// What the number does.
    #[serde(default)]
    pub kind: QuantityKind,
    /// The number; of a range, its middle.
    pub value: f64,
    /// Smallest value that the words allow, inclusive; none if open.
    #[serde(default)]
    pub low: Option<f64>,
    /// Largest value that the words allow, inclusive; none if open.
    #[serde(default)]
    pub high: Option<f64>,
    /// How the words bound the number.
    pub bound: Bound,
    /// Unit in the singular: `minute`, `percent`, `USD`, `kilometre per hour`; none for a plain count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// What is counted: "troops", "people" (with "killed" beside), "soldiers from the 82nd Airborne".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted: Option<Span>,
    /// Head noun of what is counted, or the happening, in its dictionary form: "troop", "killed".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
    /// "per day", "of respondents": what the number is a rate or a share of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per: Option<Span>,
    /// Words that limit what is counted: "of them civilians", "since 2014".
    #[serde(default, skip_serializing_if = "Vec::is_empty", with = "pairs")]
    pub scope: Vec<Span>,
    /// The amount that this one repeats in another unit, as an index into `quantities`: "20 miles (32 km)".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub equals: Option<u32>,
    /// The second number of a score or vote: 48 of "52-48".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub against: Option<f64>,
}

/// What a number does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuantityKind {
    /// Counts things: "8,500 troops".
    #[default]
    Count,
    /// Measures with a unit: "11 kilometres", "32 °C", "40 km/h".
    Measure,
    /// Money, or money by something: "$3.50 a gallon".
    Money,
    /// A part of a whole: "48 percent", "two thirds of voters", "one in five".
    Share,
    /// A length of time: "43 minutes".
    Duration,
    /// Years of life: "aged 34", "a 24-year-old man".
    Age,
    /// A year or decade of the calendar: "in 1979".
    Year,
    /// A place in an order: "the 82nd", "second".
    Ordinal,
    /// Points or votes of two sides: "2-1", "52-48"; `against` has the second.
    Score,
    /// Part of a name: "Article 5", "Voyager 2".
    Label,
    /// A number of which the words do not say what it counts.
    Number,
    /// From one amount to another, as a range; both are given on their own too: "rose from 12 to 45".
    Change,
}

/// How words bound a number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// "8,500".
    #[default]
    Exact,
    /// "about 8,500", "nearly 90".
    About,
    /// "at least 12".
    AtLeast,
    /// "more than 13,000", "over 30".
    MoreThan,
    /// "up to 50".
    AtMost,
    /// "fewer than 10".
    LessThan,
    /// "2,000 to 3,000".
    Range,
}

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
    Mention: span;
    PageEntity: roles;
    RoleGiven: span;
    Timex: span;
    Quantity: span, counted, per, scope;
    Statement: source, cue, content, addressee, channel, via;
    Named: span;
    Event: span, trigger;
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

impl Quantity {
    /// Whether it counts, measures or shares something, so that pages can differ over it; a length of time does
    /// where the happening that took it is known. Ages, years, orders, scores, labels and bare numbers do not.
    #[must_use]
    pub fn is_amount(&self) -> bool {
        use QuantityKind::{Count, Duration, Measure, Money, Share};
        match self.kind {
            Count | Measure | Money | Share => true,
            Duration => self.what.is_some(),
            _ => false,
        }
    }
}

impl Statement {
    /// From the first to the last word of source, cue and content.
    #[must_use]
    pub fn extent(&self) -> Option<Span> {
        self.content.iter().chain(&self.source).chain(&self.cue).copied().reduce(Span::cover)
    }
}
