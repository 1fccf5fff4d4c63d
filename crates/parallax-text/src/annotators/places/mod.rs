//! Places on the map.
//!
//! Which words name places comes from the mentions, from words beside them ("Paris, Texas", "Rapides Parish") and
//! from the same name elsewhere on the page. What a name means is decided once for a page: from what holds it by the
//! page's words, and from what else the page is about ([`focus`]). A capital that stands for its government gets the
//! country and no point on the map; so does an organisation that only bears the name of a place.

mod containment;
mod cues;
mod focus;
mod groups;
mod home;
mod references;
mod vocabulary;

use std::collections::{BTreeMap, BTreeSet};

use parallax_model::{Document, EntityType, Mention, MentionKind, PageEntity, Place, Span, Spot};

use crate::atlas::atlas;
use focus::Name;
use references::{Reference, Usage};

/// Share of the likelihood that decides for a place.
const SURE: f32 = 0.35;
/// Degrees that two places of one name may be apart to be the same for a reader of a map.
const NEAR: f64 = 0.7;
/// Most candidates that are kept for a place.
const SHOWN: usize = 5;
/// Least likelihood of a candidate that is kept.
const LEAST: f32 = 0.02;

/// Gives the places layer, and mentions of places that the names layer left out.
pub(super) fn annotate(document: &mut Document) {
    let mut references = references::find(document);
    containment::hold(document, &mut references);
    let home = home::areas(document);
    groups::confirm(document, &mut references, &home);
    leave_states_out(document, &mut references);
    let (names, of) = groups::names(document, &references);
    let shares = focus::shares(&names, &home);
    let best: Vec<Option<u32>> = names.iter().zip(&shares).map(|(n, s)| decide(n, s)).collect();
    let mut map = Map::default();
    let mut found = Vec::with_capacity(references.len());
    for (reference, name) in references.iter().zip(of) {
        let row = best[name];
        let country = row.and_then(vocabulary::governed_from);
        let metonym = reference.usage == Usage::Place && cues::is_government(document, reference);
        let (place, point) = match country.filter(|_| metonym) {
            Some(country) => (map.at(country, "", &[]), false),
            None => {
                let surface = document.words(reference.span);
                let others = candidates(&names[name], &shares[name]);
                let place = match row {
                    Some(row) => map.at(row, surface, &others),
                    None => map.unsure(name, surface, &others),
                };
                (place, reference.usage != Usage::Belongs)
            }
        };
        found.push(Found { span: reference.span, mention: reference.mention, place, point });
    }
    document.places = map.places;
    attach(document, &found);
}

/// Takes the areas from the names of capitals that act for a government somewhere on the page: "Washington said" is
/// not of the state.
fn leave_states_out(document: &Document, references: &mut [Reference]) {
    let capital = |r: &&Reference| r.rows.iter().any(|row| vocabulary::governed_from(*row).is_some());
    let acting = references.iter().filter(|r| !r.held && r.usage == Usage::Place).filter(capital);
    let keys: BTreeSet<String> =
        acting.filter(|r| cues::is_government(document, r)).map(|r| r.key.clone()).collect();
    for r in references.iter_mut().filter(|r| !r.held && keys.contains(&r.key)) {
        r.rows.retain(|row| !matches!(atlas().feature_code(*row), "ADM1" | "ADM2"));
    }
}

/// A reference with its place.
struct Found {
    span: Span,
    mention: Option<usize>,
    place: u32,
    point: bool,
}

/// The row that the name means, if one is likely enough; places at one spot count together.
fn decide(name: &Name, shares: &[f32]) -> Option<u32> {
    let best = (0..shares.len()).reduce(|a, b| if shares[b] > shares[a] { b } else { a })?;
    let spot = atlas().place(name.rows[best]);
    let near = |row: u32| {
        let other = atlas().place(row);
        (other.lat - spot.lat).abs() < NEAR && (other.lon - spot.lon).abs() < NEAR
    };
    let sum: f32 = name.rows.iter().zip(shares).filter(|(r, _)| near(**r)).map(|(_, s)| s).sum();
    (sum >= SURE).then_some(name.rows[best])
}

/// The likeliest rows, the likeliest first.
fn candidates(name: &Name, shares: &[f32]) -> Vec<u32> {
    let mut order: Vec<usize> = (0..shares.len()).filter(|i| shares[*i] >= LEAST).collect();
    order.sort_by(|a, b| shares[*b].total_cmp(&shares[*a]).then(a.cmp(b)));
    order.truncate(SHOWN);
    order.into_iter().map(|i| name.rows[i]).collect()
}

/// The places of the page, each once.
#[derive(Default)]
struct Map {
    places: Vec<Place>,
    rows: BTreeMap<u32, u32>,
    unsure: BTreeMap<usize, u32>,
}

impl Map {
    fn at(&mut self, row: u32, surface: &str, candidates: &[u32]) -> u32 {
        *self.rows.entry(row).or_insert_with(|| {
            let within = atlas().within(row).skip(1).filter_map(|r| atlas().name(r));
            let others = if candidates.len() > 1 { candidates } else { &[] };
            self.places.push(Place {
                name: atlas().name(row).unwrap_or(surface).to_owned(),
                spot: Some(spot(row)),
                within: within.map(str::to_owned).collect(),
                candidates: others.iter().map(|r| spot(*r)).collect(),
            });
            self.places.len() as u32 - 1
        })
    }

    fn unsure(&mut self, name: usize, surface: &str, candidates: &[u32]) -> u32 {
        *self.unsure.entry(name).or_insert_with(|| {
            let candidates = candidates.iter().map(|r| spot(*r)).collect();
            self.places.push(Place { name: surface.to_owned(), candidates, ..Place::default() });
            self.places.len() as u32 - 1
        })
    }
}

fn spot(row: u32) -> Spot {
    let place = atlas().place(row);
    Spot {
        lat: place.lat,
        lon: place.lon,
        geonames: place.id,
        feature: format!("{}.{}", place.class(), place.code()),
        country: place.country().map(str::to_owned),
    }
}

/// Writes the places to the mentions, and adds mentions where there were none.
fn attach(document: &mut Document, found: &[Found]) {
    let mut new = Vec::new();
    for f in found {
        let spot = document.places[f.place as usize].spot.as_ref().filter(|_| f.point);
        let (lat, lon) = (spot.map(|s| s.lat), spot.map(|s| s.lon));
        if let Some(m) = f.mention.and_then(|m| document.mentions.get_mut(m)) {
            (m.place, m.lat, m.lon) = (Some(f.place), lat, lon);
            continue;
        }
        let entity = Some(entity(document, f));
        let (kind, of) = (MentionKind::Name, EntityType::Polity);
        new.push(Mention { span: f.span, kind, of, entity, place: Some(f.place), lat, lon });
    }
    if !new.is_empty() {
        document.mentions.append(&mut new);
        document.mentions.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end), m.kind));
    }
}

/// The place among the entities: that of another mention of it, or one of the same name.
fn entity(document: &mut Document, found: &Found) -> u32 {
    let is_place = |e: &PageEntity| matches!(e.of, EntityType::Polity | EntityType::Location);
    let here = document.mentions.iter().filter(|m| m.place == Some(found.place) && m.lat.is_some());
    let known = here.filter_map(|m| m.entity).find(|e| is_place(&document.entities[*e as usize]));
    if let Some(entity) = known {
        return entity;
    }
    let name = document.words(found.span).to_owned();
    let same = |e: &PageEntity| is_place(e) && e.name == name;
    match document.entities.iter().position(same) {
        Some(i) => i as u32,
        None => {
            document.entities.push(PageEntity { name, of: EntityType::Polity, roles: Vec::new() });
            document.entities.len() as u32 - 1
        }
    }
}

#[cfg(test)]
mod tests {
    use parallax_model::Page;

    use super::super::{entities, names, sentences, tokens};
    use super::*;

    fn read(text: &str) -> Document {
        let mut document = Document::new(Page::untouched("p", text));
        sentences::annotate(&mut document);
        tokens::annotate(&mut document);
        names::annotate(&mut document);
        entities::annotate(&mut document);
        annotate(&mut document);
        document.check().unwrap();
        document
    }

    /// The place of the last mention with these words, with the areas that hold it and whether it has a point.
    fn place(document: &Document, words: &str) -> Option<(String, bool)> {
        let m = document.mentions.iter().rfind(|m| document.words(m.span) == words)?;
        let p = document.places.get(m.place? as usize)?;
        let mut path = vec![p.name.clone()];
        path.extend(p.within.iter().cloned());
        Some((path.join(", "), m.lat.is_some()))
    }

    #[track_caller]
    fn stands(text: &str, words: &str, path: &str, point: bool) {
        assert_eq!(place(&read(text), words), Some((path.to_owned(), point)), "{words} in {text}");
    }

    #[test]
    fn what_holds_a_place_decides() {
        stands(
            "He was born in Alexandria, Louisiana, in May.",
            "Alexandria",
            "Alexandria, Rapides Parish, Louisiana, United States",
            true,
        );
        stands(
            "The fair in Paris, Texas, was closed.",
            "Paris",
            "Paris, Lamar County, Texas, United States",
            true,
        );
        stands("The fair in Paris was closed.", "Paris", "Paris, Paris, Île-de-France, France", true);
    }

    #[test]
    fn one_sense_for_a_page() {
        let text = "Police searched a barn near Paris, Texas. Schools in Paris stay closed, the mayor said.";
        stands(text, "Paris", "Paris, Lamar County, Texas, United States", true);
    }

    #[test]
    fn neighbours_decide() {
        let text = "Fires burned in Rapides Parish on Monday. Crews from Louisiana came to Alexandria.";
        stands(text, "Alexandria", "Alexandria, Rapides Parish, Louisiana, United States", true);
        let text = "The president flew from Tbilisi to Gori, and Georgia closed its border with Armenia.";
        stands(text, "Georgia", "Georgia", true);
        let text = "Drivers in Atlanta and Savannah waited; Georgia closed two roads near Macon.";
        stands(text, "Georgia", "Georgia, United States", true);
    }

    #[test]
    fn the_name_of_a_city_in_wide_use_is_its_own() {
        // The atlas calls it Genève, and a dozen towns of America Geneva.
        stands(
            "Talks in Geneva failed, officials in Moscow said.",
            "Geneva",
            "Geneva, Geneva, Switzerland",
            true,
        );
    }

    #[test]
    fn an_outlet_in_a_capital_does_not_write_about_its_namesakes() {
        let text = "Talks went on in Washington. The United States and Britain signed.";
        let page = Page { source: Some("The Washington Post".into()), ..Page::untouched("p", text) };
        let document = crate::annotate(page);
        let path = "Washington, Washington, D.C., United States";
        assert_eq!(place(&document, "Washington"), Some((path.to_owned(), true)));
    }

    #[test]
    fn joined_words_name_places_too() {
        stands("The Vienna-based body met.", "Vienna", "Vienna, Wien Stadt, Vienna, Austria", true);
    }

    #[test]
    fn troops_and_parks_are_not_where_their_name_is_from() {
        let document = read("The Florida National Guard trained soldiers in Poland.");
        assert!(document.mentions.iter().all(|m| m.lat.is_none() || document.words(m.span) == "Poland"));
        let document = read("The Justice Department sued Jeff Davis, who lives with Captain Jeff Davis.");
        assert!(document.mentions.iter().all(|m| m.lat.is_none()), "{:?}", document.mentions);
        let document = read("People met in Shevchenko Park on Monday.");
        assert!(document.mentions.iter().all(|m| m.lat.is_none()), "{:?}", document.mentions);
    }

    #[test]
    fn a_government_is_no_city() {
        stands("Washington said on Friday that it would answer.", "Washington", "United States", false);
        let text = "Washington rejected the terms on Monday. Workers in Seattle and Tacoma waited.";
        stands(text, "Washington", "United States", false);
        stands("He repeated Washington’s assertions on Monday.", "Washington", "United States", false);
        stands("If Washington and its allies act, he will leave.", "Washington", "United States", false);
        stands("Relations with Moscow are cold.", "Moscow", "Russia", false);
        stands("Trains left Moscow in the morning.", "Moscow", "Moscow, Moscow, Russia", true);
        stands(
            "The Ukrainian Ministry of Defense replied.",
            "Ukrainian Ministry of Defense",
            "Ukraine",
            false,
        );
    }

    #[test]
    fn seats_of_governments_are_no_towns() {
        for (of, words, country) in [
            (EntityType::Polity, "Kremlin", "Russia"),
            (EntityType::Facility, "White House", "United States"),
        ] {
            let mut d = Document::new(Page::untouched("p", &format!("The {words} declined to comment.")));
            let mention = Mention {
                span: Span::new(4, 4 + words.len()),
                kind: MentionKind::Name,
                of,
                entity: None,
                place: None,
                lat: None,
                lon: None,
            };
            d.mentions.push(mention);
            crate::place(&mut d);
            assert_eq!(place(&d, words), Some((country.to_owned(), false)));
        }
    }

    #[test]
    fn a_mention_may_say_where_it_is() {
        let mut d = Document::new(Page::untouched("p", "He flew to Melbourne, Australia, on Friday."));
        let (span, kind, of) = (Span::new(11, 31), MentionKind::Name, EntityType::Polity);
        d.mentions.push(Mention { span, kind, of, entity: None, place: None, lat: None, lon: None });
        crate::place(&mut d);
        assert!(
            place(&d, "Melbourne, Australia").is_some_and(|p| p.0.ends_with("Victoria, Australia") && p.1)
        );
    }

    #[test]
    fn regions_and_seas_are_places() {
        stands("Ships crossed the Black Sea on Friday.", "Black Sea", "Black Sea", true);
        stands("He drove to Lviv.", "Lviv", "Lviv, Lvivskyi Raion, Lviv, Ukraine", true);
        assert_eq!(place(&read("In the West nobody knew."), "West"), None);
        assert_eq!(place(&read("Analysts of Orbital Group wrote."), "Orbital Group"), None);
    }

    #[test]
    fn people_stand_for_their_country_and_its_parts() {
        stands("Russian and Chechen farmers came.", "Russian", "Russia", true);
        assert_eq!(place(&read("The EU met in May."), "EU"), None);
    }

    #[test]
    fn counties_that_nobody_marked_are_found() {
        let d = read("The storm hit rapides badly. Damage in Rapides Parish is great.");
        assert!(place(&d, "Rapides Parish").is_some_and(|p| p.1));
    }

    #[test]
    fn what_is_not_sure_keeps_its_candidates() {
        let d = read("Three men left in Springfield were found on Friday.");
        let p = &d.places[0];
        assert!(p.spot.is_none() && p.candidates.len() > 1);
        assert!(d.mentions.iter().all(|m| m.lat.is_none()));
    }

    #[test]
    fn hostile_pages_end() {
        let long = "Paris, ".repeat(20_000) + &"A".repeat(1 << 20) + &" Kyiv".repeat(20_000);
        let d = read(&long);
        assert!(d.mentions.iter().all(|m| m.place.is_none_or(|p| (p as usize) < d.places.len())));
    }

    proptest::proptest! {
        #[test]
        fn any_text_gives_places_in_range(text in "(?s).{0,120}|([A-Z][a-z]{0,5}|[ .,'’-]| Paris| Texas|, | in | County|\u{301}|\u{200d}|\n){0,60}") {
            let d = read(&text);
            proptest::prop_assert!(d.mentions.is_sorted_by_key(|m| m.span.start));
            for p in &d.places {
                proptest::prop_assert!(p.spot.iter().chain(&p.candidates).all(|s| s.lat.abs() <= 90.0 && s.lon.abs() <= 180.0));
            }
        }
    }
}
