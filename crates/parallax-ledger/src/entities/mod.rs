//! One entity for each person, organisation, place or people, across pages.
//!
//! Two names are joined when they can be one and something else speaks for it: the page's story, a role, a
//! country. String likeness alone never joins.

mod credited;
mod persons;
mod places;
mod record;

use std::collections::BTreeMap;

use parallax_model::{Entity, EntityType};

use crate::context::{Draft, EntityIndex};
use crate::names::thing;

pub(crate) use credited::only_credited;

/// An entity of a page: document and place in its list.
type Node = (usize, usize);

/// Sets of nodes that are joined step by step.
struct Sets {
    parent: Vec<usize>,
}

impl Sets {
    fn new(n: usize) -> Self {
        Self { parent: (0..n).collect() }
    }

    fn root(&mut self, mut i: usize) -> usize {
        while self.parent[i] != i {
            self.parent[i] = self.parent[self.parent[i]];
            i = self.parent[i];
        }
        i
    }

    /// Joins two sets; the smaller number stands for both.
    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.parent[a.max(b)] = a.min(b);
    }
}

/// Merges the entities of all pages; entities sorted by name.
pub(crate) fn link(draft: &Draft<'_>) -> (Vec<Entity>, EntityIndex) {
    let documents = &draft.context.documents;
    let nodes: Vec<Node> = documents
        .iter()
        .enumerate()
        .flat_map(|(d, doc)| (0..doc.entities.len()).map(move |e| (d, e)))
        .collect();
    let mut sets = Sets::new(nodes.len());
    let of = |n: usize| &documents[nodes[n].0].entities[nodes[n].1];
    let (persons, things): (Vec<usize>, Vec<usize>) =
        (0..nodes.len()).partition(|&n| of(n).of == EntityType::Person);
    persons::join(draft, &nodes, &persons, &mut sets);
    join_things(draft, &nodes, &things, &mut sets);
    places::join(draft, &nodes, &things, &mut sets);
    join_mistyped(draft, &nodes, &persons, &things, &mut sets);

    let mut groups: BTreeMap<usize, Vec<Node>> = BTreeMap::new();
    for (n, &node) in nodes.iter().enumerate() {
        groups.entry(sets.root(n)).or_default().push(node);
    }
    let mut records: Vec<(Entity, Vec<Node>)> =
        groups.into_values().map(|members| (record::describe(&draft.context, &members), members)).collect();
    records.sort_by(|a, b| (&a.0.name, a.0.of, &a.1).cmp(&(&b.0.name, b.0.of, &b.1)));
    record::tell_apart(&draft.context, &mut records);
    let mut index = EntityIndex { of: documents.iter().map(|d| vec![0; d.entities.len()]).collect() };
    for (place, (_, members)) in records.iter().enumerate() {
        for &(d, e) in members {
            index.of[d][e] = place;
        }
    }
    (records.into_iter().map(|(entity, _)| entity).collect(), index)
}

/// Joins a single word without a role that one page takes for a person and others of the story for a place or an
/// organisation, unless somebody of the story bears it as a surname.
fn join_mistyped(draft: &Draft<'_>, nodes: &[Node], persons: &[usize], things: &[usize], sets: &mut Sets) {
    let entity = |n: usize| &draft.context.documents[nodes[n].0].entities[nodes[n].1];
    let story = |n: usize| draft.story_of[nodes[n].0];
    let mut named: BTreeMap<(usize, String), usize> = BTreeMap::new();
    for &n in things.iter().filter(|&&n| entity(n).of != EntityType::Group) {
        named.entry((story(n), thing::key(&entity(n).name))).or_insert(n);
    }
    let mut surnames: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    for &n in persons {
        if let Some((_, last)) = entity(n).name.trim().rsplit_once(char::is_whitespace) {
            surnames.insert((story(n), last), n);
        }
    }
    for &n in persons {
        let person = entity(n);
        let word = person.name.trim();
        let plain = !word.contains(char::is_whitespace) && person.roles.is_empty();
        if plain
            && !surnames.contains_key(&(story(n), word))
            && let Some(&thing) = named.get(&(story(n), thing::key(word)))
        {
            sets.join(thing, n);
        }
    }
}

/// Joins organisations, places and peoples by the key of their names.
fn join_things(draft: &Draft<'_>, nodes: &[Node], things: &[usize], sets: &mut Sets) {
    let entity = |n: usize| &draft.context.documents[nodes[n].0].entities[nodes[n].1];
    let story = |n: usize| draft.story_of[nodes[n].0];
    let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for &n in things {
        let key = match entity(n).of {
            EntityType::Group => thing::people_key(&entity(n).name),
            _ => thing::key(&entity(n).name),
        };
        by_key.entry(key).or_default().push(n);
    }
    // For each story the branches of government whose country is known, and names by their initials.
    let mut branches: BTreeMap<(usize, String), Vec<&str>> = BTreeMap::new();
    let mut spelled_out: BTreeMap<(usize, String), Vec<usize>> = BTreeMap::new();
    for (key, members) in &by_key {
        for &n in members {
            if let Some(general) = thing::general(key) {
                let known = branches.entry((story(n), general)).or_default();
                if known.last() != Some(&key.as_str()) {
                    known.push(key);
                }
            }
            if let Some(initials) = thing::initials(&entity(n).name) {
                spelled_out.entry((story(n), initials)).or_default().push(n);
            }
        }
        // "Foreign Ministry" alone is a name in its story only.
        if !thing::needs_country(key) {
            members.windows(2).for_each(|pair| sets.join(pair[0], pair[1]));
        }
    }
    for (key, members) in by_key.iter().filter(|(key, _)| thing::needs_country(key)) {
        let mut stories: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        members.iter().for_each(|&n| stories.entry(story(n)).or_default().push(n));
        for (story, members) in stories {
            let known = branches.get(&(story, key.clone())).map_or(&[][..], Vec::as_slice);
            if known.len() > 1 {
                continue;
            }
            members.windows(2).for_each(|pair| sets.join(pair[0], pair[1]));
            if let [only] = known {
                sets.join(by_key[*only][0], members[0]);
            }
        }
    }
    for &n in things {
        let letters = thing::acronym(&entity(n).name);
        if let Some(known) = letters.and_then(|l| spelled_out.get(&(story(n), l)))
            && let [first, rest @ ..] = known.as_slice()
            && rest.iter().all(|&k| sets.root(k) == sets.root(*first))
            && entity(*first).of != EntityType::Group
        {
            sets.join(n, *first);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Build;
    use crate::{Options, build_with};
    use parallax_model::Document;

    /// Names of the entities of pages taken as one story.
    fn names(documents: &[Document]) -> Vec<(String, usize)> {
        let ledger = build_with(documents, &Options { one_story: true });
        ledger.entities.into_iter().map(|e| (e.name, e.spellings.len())).collect()
    }

    fn person(id: &str, text: &str, names: &[&str]) -> Build {
        Build::page(id, id, "2024-03-04", text).entity(EntityType::Person, names)
    }

    #[test]
    fn romanisations_of_one_person_are_one() {
        let pages = [
            person("a", "Council secretary Alexey Gromov spoke. Gromov left.", &["Alexey Gromov", "Gromov"])
                .role("secretary", "secretary", None)
                .done(),
            person("b", "He met the secretary, Oleksii Gromow.", &["Oleksii Gromow"])
                .role("secretary", "secretary", None)
                .done(),
        ];
        assert_eq!(names(&pages), [("Oleksii Gromow".to_owned(), 3)]);
    }

    #[test]
    fn different_people_of_one_surname_stay_apart() {
        let pages = [
            person("a", "Joe Harker met Jill Harker.", &["Joe Harker"])
                .entity(EntityType::Person, &["Jill Harker"])
                .done(),
            person("b", "Harker smiled.", &["Harker"]).done(),
            person("c", "Joseph Harker smiled.", &["Joseph Harker"]).done(),
        ];
        // "Harker" alone could be either.
        assert_eq!(
            names(&pages).iter().map(|n| n.0.as_str()).collect::<Vec<_>>(),
            ["Harker", "Jill Harker", "Joseph Harker"]
        );
    }

    #[test]
    fn a_surname_alone_joins_the_only_bearer() {
        let pages = [
            person("a", "Marta Lindqvist spoke.", &["Marta Lindqvist"]).done(),
            person("b", "Lindqvist spoke.", &["Lindqvist"]).done(),
        ];
        assert_eq!(names(&pages), [("Marta Lindqvist".to_owned(), 2)]);
    }

    #[test]
    fn a_ministry_without_its_country_joins_the_only_one() {
        let thing =
            |id, text, name| Build::page(id, id, "", text).entity(EntityType::Organisation, &[name]).done();
        let oslo = thing("a", "Norway's Foreign Ministry said so.", "Norway's Foreign Ministry");
        let bare = thing("b", "The Foreign Ministry said so.", "Foreign Ministry");
        let copenhagen = thing("c", "The Danish Foreign Ministry said so.", "Danish Foreign Ministry");
        assert_eq!(names(&[oslo.clone(), bare.clone()]).len(), 1);
        assert_eq!(names(&[oslo, bare, copenhagen]).len(), 3);
    }

    #[test]
    fn an_acronym_joins_the_name_it_stands_for() {
        let thing =
            |id, text, name| Build::page(id, id, "", text).entity(EntityType::Organisation, &[name]).done();
        let pages = [
            thing("a", "The North Sea Safety Organisation met.", "North Sea Safety Organisation"),
            thing("b", "The NSSO met.", "NSSO"),
        ];
        assert_eq!(names(&pages).len(), 1);
    }

    #[test]
    fn the_name_shown_is_the_fullest_and_most_frequent_without_capitals_and_possessive() {
        let place = |id: &str, text: &str, name: &str| {
            Build::page(id, id, "", text).entity(EntityType::Polity, &[name]).done()
        };
        let kyiv = place("a", "Kyiv slept. Kyiv woke. Kyiv ate.", "Kyiv");
        let kiev = place("b", "KIEV slept.", "KIEV");
        assert_eq!(names(&[kyiv, kiev])[0].0, "Kyiv");
        let lower = place("a", "Halden slept.", "Halden");
        let capitals = place("b", "HALDEN - HALDEN woke.", "HALDEN");
        assert_eq!(names(&[lower, capitals])[0].0, "Halden");
        let marta = person("a", "Marta\u{a0}Lindqvist’s warning came.", &["Marta\u{a0}Lindqvist’s"]).done();
        let again = person("b", "Marta Lindqvist spoke.", &["Marta Lindqvist"]).done();
        assert_eq!(names(&[marta, again]), [("Marta Lindqvist".to_owned(), 1)]);
    }

    #[test]
    fn a_place_that_one_page_takes_for_a_person_is_the_place() {
        let place =
            Build::page("a", "a", "", "Skarland slept.").entity(EntityType::Polity, &["Skarland"]).done();
        let person = person("b", "Skarland told its citizens to leave.", &["Skarland"]).done();
        let both = build_with(&[place.clone(), person.clone()], &Options { one_story: true });
        assert_eq!((both.entities.len(), both.entities[0].of), (1, EntityType::Polity));
        let ole = self::person("c", "Ole Skarland spoke.", &["Ole Skarland"]).done();
        assert_eq!(names(&[place, person, ole]).len(), 2, "a surname is somebody's");
    }

    #[test]
    fn a_name_typed_differently_by_pages_is_one() {
        let a = Build::page("a", "a", "", "The Storting met.")
            .entity(EntityType::Organisation, &["Storting"])
            .done();
        let b =
            Build::page("b", "b", "", "In the Storting.").entity(EntityType::Facility, &["Storting"]).done();
        assert_eq!(names(&[a, b]).len(), 1);
    }
}
