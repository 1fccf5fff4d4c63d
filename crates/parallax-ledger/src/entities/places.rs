//! Places across pages: one point on the map under several names.

use std::collections::BTreeMap;

use parallax_model::{Document, EntityType};

use super::{Node, Sets};
use crate::context::Draft;

/// Joins places with one GeoNames id. A name that holds the other is left alone: "southern Crimea" has the id of Crimea
/// too.
pub(super) fn join(draft: &Draft<'_>, nodes: &[Node], things: &[usize], sets: &mut Sets) {
    let ids: Vec<Vec<Option<u32>>> = draft.context.documents.iter().map(|d| geonames(d)).collect();
    let mut named: BTreeMap<u32, BTreeMap<&str, usize>> = BTreeMap::new();
    for &n in things {
        let (doc, entity) = nodes[n];
        if let Some(id) = ids[doc][entity] {
            let name = draft.context.documents[doc].entities[entity].name.as_str();
            let first = *named.entry(id).or_default().entry(name).or_insert(n);
            sets.join(first, n);
        }
    }
    for names in named.values() {
        let names: Vec<(&str, usize)> = names.iter().map(|(name, n)| (*name, *n)).collect();
        for (i, (a, first)) in names.iter().enumerate() {
            for (b, second) in &names[i + 1..] {
                if !is_part(a, b) && !is_part(b, a) {
                    sets.join(*first, *second);
                }
            }
        }
    }
}

/// Whether a name says which part of the other it means.
fn is_part(name: &str, whole: &str) -> bool {
    name.starts_with(char::is_lowercase)
        || name.strip_suffix(whole).is_some_and(|before| before.ends_with([' ', '-']))
}

/// For each entity of a page, the id of the place on the map that its names stand for.
fn geonames(document: &Document) -> Vec<Option<u32>> {
    let mut ids = vec![None; document.entities.len()];
    for mention in document.mentions.iter().filter(|m| m.lat.is_some()) {
        let place = mention.place.and_then(|p| document.places.get(p as usize));
        let id = place.and_then(|p| p.spot.as_ref()).and_then(|s| s.geonames);
        let slot = mention.entity.and_then(|e| ids.get_mut(e as usize));
        if let (Some(slot @ None), true) = (slot, is_place(mention.of)) {
            *slot = id;
        }
    }
    ids
}

fn is_place(of: EntityType) -> bool {
    matches!(of, EntityType::Polity | EntityType::Location)
}

#[cfg(test)]
mod tests {
    use parallax_model::{Document, EntityType, Place, Spot};

    use crate::testing::Build;
    use crate::{Options, build_with};

    /// A page that names one place, with its id.
    fn page(id: &str, text: &str, name: &str, geonames: u32) -> Document {
        let mut document = Build::page(id, id, "2024-03-04", text).entity(EntityType::Polity, &[name]).done();
        let spot = Spot { geonames: Some(geonames), ..Spot::default() };
        document.places.push(Place { name: name.to_owned(), spot: Some(spot), ..Place::default() });
        for mention in &mut document.mentions {
            (mention.place, mention.lat, mention.lon) = (Some(0), Some(47.8), Some(35.2));
        }
        document
    }

    fn names(pages: &[Document]) -> Vec<String> {
        let ledger = build_with(pages, &Options { one_story: true });
        ledger.entities.into_iter().map(|e| e.name).collect()
    }

    #[test]
    fn spellings_of_one_point_are_one_place() {
        let a = page("a", "Rockets fell on Novomykhailivka at night.", "Novomykhailivka", 7);
        let b = page("b", "Rockets hit Novomikhailovka, officials said.", "Novomikhailovka", 7);
        assert_eq!(names(&[a, b]).len(), 1);
    }

    #[test]
    fn parts_of_an_area_are_not_the_area() {
        let a = page("a", "Ships left Crimea at night.", "Crimea", 7);
        let b = page("b", "Ships left southern Crimea at night.", "southern Crimea", 7);
        assert_eq!(names(&[a, b]).len(), 2);
    }
}
