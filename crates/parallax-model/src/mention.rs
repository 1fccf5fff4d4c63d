//! Words of a page that stand for persons, organisations and places, and what they stand for.

use serde::{Deserialize, Serialize};

use crate::Span;
use crate::span::map_spans;

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

map_spans! {
    Mention: span;
    PageEntity: roles;
    RoleGiven: span;
}
