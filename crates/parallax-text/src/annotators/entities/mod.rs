//! The persons, organisations and places of a page, their roles, and which mention stands for which.
//!
//! Names are linked first, then the roles that the page gives to named persons, then descriptions ("the
//! defense minister"), then pronouns. What is not sure stays unresolved.

mod descriptions;
mod linking;
mod pronouns;
mod quotations;
mod roles;

use parallax_model::{Document, EntityType, MentionKind, PageEntity, RoleGiven, Span};

use super::names::gazetteer::{Gender, gazetteer};
use super::names::offices::Office;
use super::names::offices_of;
use super::names::words::{Line, Words};

/// Gives the entities layer and the links of mentions to it.
pub(super) fn annotate(document: &mut Document) {
    let reading = Reading::new(document);
    let mut state = State { links: vec![None; document.mentions.len()], drafts: Vec::new() };
    linking::link_names(&reading, &mut state);
    roles::attach(&reading, &mut state);
    descriptions::resolve(&reading, &mut state);
    pronouns::resolve(&reading, &mut state);
    let State { links, drafts } = state;
    for (mention, link) in document.mentions.iter_mut().zip(links) {
        mention.entity = link;
    }
    document.entities = drafts.into_iter().map(Draft::finish).collect();
}

/// An entity in the making.
#[derive(Debug, Default)]
struct Draft {
    name: String,
    of: Option<EntityType>,
    roles: Vec<RoleGiven>,
    gender: Option<Gender>,
    country: Option<&'static str>,
    /// The name that all its known spellings share.
    canonical: Option<&'static str>,
    /// Words of its fullest name in lower case.
    parts: Vec<String>,
}

impl Draft {
    fn is_person(&self) -> bool {
        self.of == Some(EntityType::Person)
    }

    fn finish(mut self) -> PageEntity {
        self.roles.sort_by_key(|r| r.span);
        self.roles.dedup();
        PageEntity { name: self.name, of: self.of.unwrap_or(EntityType::Misc), roles: self.roles }
    }
}

/// What has been found so far.
struct State {
    links: Vec<Option<u32>>,
    drafts: Vec<Draft>,
}

impl State {
    fn add(&mut self, draft: Draft) -> u32 {
        self.drafts.push(draft);
        self.drafts.len() as u32 - 1
    }

    fn linked(&self, mention: usize) -> Option<&Draft> {
        self.links[mention].map(|e| &self.drafts[e as usize])
    }
}

/// Where a mention stands among the words.
#[derive(Debug, Clone, Copy)]
struct Place {
    line: usize,
    from: usize,
    to: usize,
}

/// The page as the steps read it.
struct Reading<'d> {
    document: &'d Document,
    words: Words<'d>,
    offices: Vec<Vec<Office>>,
    places: Vec<Option<Place>>,
    /// Mentions that start in each line, in order.
    by_line: Vec<std::ops::Range<usize>>,
    quotations: Vec<Span>,
}

impl<'d> Reading<'d> {
    fn new(document: &'d Document) -> Self {
        let words = Words::new(document);
        let offices = words.lines.iter().map(|l| offices_of(&words, l)).collect();
        let mentions = &document.mentions;
        let mut by_line = Vec::new();
        let mut places = vec![None; mentions.len()];
        for (i, line) in words.lines.iter().enumerate() {
            let list = &words.words[line.words.clone()];
            let (Some(first), Some(last)) = (list.first(), list.last()) else {
                by_line.push(0..0);
                continue;
            };
            let from = mentions.partition_point(|m| m.span.start < first.span.start);
            let to = mentions.partition_point(|m| m.span.start < last.span.end);
            for m in from..to {
                let span = mentions[m].span;
                let a = line.words.start + list.partition_point(|w| w.span.end <= span.start);
                let b = line.words.start + list.partition_point(|w| w.span.start < span.end);
                places[m] = Some(Place { line: i, from: a, to: b });
            }
            by_line.push(from..to);
        }
        Self { document, quotations: quotations::find(document), words, offices, places, by_line }
    }

    fn line(&self, place: Place) -> &Line {
        &self.words.lines[place.line]
    }

    /// The names of a line with their places.
    fn names_in(&self, line: usize) -> impl Iterator<Item = (usize, Place)> {
        self.by_line[line].clone().filter_map(|m| {
            (self.document.mentions[m].kind == MentionKind::Name).then_some((m, self.places[m]?))
        })
    }

    fn of(&self, mention: usize) -> EntityType {
        self.document.mentions[mention].of
    }

    fn lower(&self, at: usize, line: usize) -> &str {
        self.words.lower(at, &self.words.lines[line])
    }

    fn is_clitic(&self, at: usize, line: usize) -> bool {
        matches!(self.lower(at, line), "'s" | "’s" | "’" | "'")
    }

    /// The post of a line; lines of one post, or of a page without posts, may refer to each other.
    fn post(&self, line: usize) -> Option<u32> {
        self.document.page.blocks.get(self.words.lines[line].block as usize).and_then(|b| b.post)
    }

    /// The country that a name stands for or belongs to.
    fn country(&self, place: Place) -> Option<&'static str> {
        let keys: Vec<&str> = self.words.words[place.from..place.to].iter().map(|w| w.key.as_ref()).collect();
        gazetteer().exact(&keys).and_then(|k| k.country)
    }

    fn span(&self, from: usize, to: usize) -> Span {
        self.words.words[from].span.cover(self.words.words[to - 1].span)
    }

    fn text(&self, from: usize, to: usize) -> &'d str {
        self.document.words(self.span(from, to))
    }

    /// The country, people or organisation right before a word: "Ukraine's | Defense Minister".
    fn owner_before(&self, line: usize, from: usize) -> Option<Owner> {
        let start = self.words.lines[line].words.start;
        let mut at = from;
        while at > start && matches!(self.lower(at - 1, line), "senior" | "top" | "former" | "new" | "then") {
            at -= 1;
        }
        if at > start && self.is_clitic(at - 1, line) {
            at -= 1;
        }
        let (m, place) = self.names_in(line).find(|(m, p)| p.to == at && can_own(self.of(*m)))?;
        let mut owner = Owner { from: place.from, to: place.to, country: self.country(place) };
        if self.of(m) == EntityType::Organisation
            && let Some(over) = self.owner_before(line, place.from)
        {
            owner = Owner { from: over.from, country: over.country.or(owner.country), ..owner };
        }
        Some(owner)
    }

    /// The owner behind an office: "secretary | of Ukraine's National Security Council".
    fn owner_after(&self, line: usize, to: usize) -> Option<Owner> {
        if !matches!(self.lower(to, line), "of" | "for" | "at" | "from" | "to" | "with") {
            return None;
        }
        let at = if self.lower(to + 1, line) == "the" { to + 2 } else { to + 1 };
        let (_, first) = self.names_in(line).find(|(m, p)| p.from == at && can_own(self.of(*m)))?;
        let mut owner = Owner { from: first.from, to: first.to, country: self.country(first) };
        let next = if self.is_clitic(first.to, line) { first.to + 1 } else { first.to };
        let second =
            self.names_in(line).find(|(m, p)| p.from == next && self.of(*m) == EntityType::Organisation);
        if let Some((_, second)) = second {
            owner.to = second.to;
        }
        Some(owner)
    }
}

/// Whose office or ministry.
#[derive(Debug, Clone, Copy)]
struct Owner {
    from: usize,
    to: usize,
    country: Option<&'static str>,
}

fn can_own(of: EntityType) -> bool {
    use EntityType::{Facility, Group, Location, Misc, Organisation, Polity};
    matches!(of, Group | Polity | Organisation | Location | Facility | Misc)
}
