//! Which persons of different pages are one.

use std::collections::{BTreeMap, BTreeSet};

use super::{Node, Sets};
use crate::context::Draft;
use crate::governments;
use crate::names::{Agreement, PersonName, blocks, compare, given_agree, is_common_given};

/// What is known of a person so far.
#[derive(Debug, Clone, Default)]
struct Known {
    names: BTreeSet<PersonName>,
    stories: BTreeSet<usize>,
    titles: BTreeSet<String>,
    countries: BTreeSet<&'static str>,
}

impl Known {
    fn absorb(&mut self, other: Self) {
        self.names.extend(other.names);
        self.stories.extend(other.stories);
        self.titles.extend(other.titles);
        self.countries.extend(other.countries);
    }

    /// Whether the roles speak for one person, against it, or say nothing.
    fn roles_agree(&self, other: &Self) -> Option<bool> {
        let titles = !self.titles.is_disjoint(&other.titles);
        let countries = !self.countries.is_disjoint(&other.countries);
        let known = |a: bool, b: bool| !a && !b;
        let both_titles = known(self.titles.is_empty(), other.titles.is_empty());
        let both_countries = known(self.countries.is_empty(), other.countries.is_empty());
        match (titles || countries, both_titles, both_countries) {
            (_, _, true) if !countries => Some(false),
            (true, _, _) => Some(true),
            (false, true, _) => Some(false),
            _ => None,
        }
    }

    fn one_story(&self, other: &Self) -> bool {
        !self.stories.is_disjoint(&other.stories)
    }

    /// How the names agree: as the best pair does, if no full names are two persons'.
    fn agreement(&self, other: &Self) -> Agreement {
        let mut best = Agreement::Different;
        for a in &self.names {
            for b in &other.names {
                let found = compare(a, b);
                if found == Agreement::Different && !given_agree(a, b) {
                    return Agreement::Different;
                }
                best = best.max(found);
            }
        }
        best
    }

    /// Whether two full names are one person: never by the names alone.
    fn same_person(&self, other: &Self) -> bool {
        let roles = self.roles_agree(other);
        match self.agreement(other) {
            Agreement::Same => self.one_story(other) || roles == Some(true),
            Agreement::Spelling => roles == Some(true) || (self.one_story(other) && roles.is_none()),
            Agreement::Possible => self.one_story(other) && roles == Some(true),
            Agreement::Different => false,
        }
    }
}

/// Joins the persons among `nodes`.
pub(super) fn join(draft: &Draft<'_>, nodes: &[Node], persons: &[usize], sets: &mut Sets) {
    let mut known: BTreeMap<usize, Known> = BTreeMap::new();
    let mut bare: Vec<(usize, Known)> = Vec::new();
    for &n in persons {
        let (d, e) = nodes[n];
        let entity = &draft.context.documents[d].entities[e];
        let Some(name) = PersonName::read(&entity.name) else { continue };
        let is_bare = name.bare();
        let of = |r: &parallax_model::RoleGiven| {
            governments::countries(r.of.as_deref().unwrap_or("")).first().copied()
        };
        let person = Known {
            names: BTreeSet::from([name]),
            stories: BTreeSet::from([draft.story_of[d]]),
            titles: entity.roles.iter().map(|r| r.title.clone()).filter(|t| !t.is_empty()).collect(),
            countries: entity.roles.iter().filter_map(of).collect(),
        };
        if is_bare {
            bare.push((n, person));
        } else {
            known.insert(n, person);
        }
    }
    join_full(&mut known, sets);
    join_bare(&known, bare, sets);
}

/// Joins full names: first the same name, then names that sound alike.
fn join_full(known: &mut BTreeMap<usize, Known>, sets: &mut Sets) {
    let mut same: BTreeMap<PersonName, Vec<usize>> = BTreeMap::new();
    for (&n, person) in known.iter() {
        person.names.iter().for_each(|name| same.entry(name.clone()).or_default().push(n));
    }
    for group in same.values() {
        // Within a story the same name is the same person; between stories only if the roles do not differ.
        let mut kept: Vec<usize> = Vec::new();
        for &n in group {
            let fits = |k: &&usize| {
                known[*k].one_story(&known[&n]) || known[*k].roles_agree(&known[&n]) != Some(false)
            };
            match kept.iter().find(fits).copied() {
                Some(k) => merge(known, sets, k, n),
                None => kept.push(n),
            }
        }
    }
    // Persons are compared within a story, and across stories where a word of their names is the same.
    let mut near: BTreeMap<(Option<usize>, String), Vec<usize>> = BTreeMap::new();
    for (&n, person) in known.iter() {
        let mut keys: BTreeSet<(Option<usize>, String)> = BTreeSet::new();
        for name in &person.names {
            keys.insert((None, name.surname.plain.clone()));
            for key in blocks(name) {
                keys.extend(person.stories.iter().map(|s| (Some(*s), key.clone())));
            }
        }
        keys.into_iter().for_each(|key| near.entry(key).or_default().push(n));
    }
    for least in [Agreement::Same, Agreement::Possible] {
        for block in near.values() {
            for (i, &a) in block.iter().enumerate() {
                for &b in &block[i + 1..] {
                    let (a, b) = (sets.root(a), sets.root(b));
                    if a == b || known[&a].agreement(&known[&b]) < least {
                        continue;
                    }
                    if known[&a].same_person(&known[&b]) {
                        merge(known, sets, a.min(b), a.max(b));
                    }
                }
            }
        }
    }
}

fn merge(known: &mut BTreeMap<usize, Known>, sets: &mut Sets, into: usize, from: usize) {
    sets.join(into, from);
    if let Some(taken) = known.remove(&from)
        && let Some(person) = known.get_mut(&into)
    {
        person.absorb(taken);
    }
}

/// Gives surnames that stand alone to the only bearer in the story, or joins them with each other.
fn join_bare(known: &BTreeMap<usize, Known>, bare: Vec<(usize, Known)>, sets: &mut Sets) {
    // By story and skeleton of surname (or of the first name, for names that lead with the family's).
    let mut bearers: BTreeMap<(usize, String), Vec<usize>> = BTreeMap::new();
    for (&n, person) in known {
        let mut keys = BTreeSet::new();
        for name in &person.names {
            keys.extend(surname_keys(name));
        }
        for &story in &person.stories {
            for key in &keys {
                bearers.entry((story, key.clone())).or_default().push(n);
            }
        }
    }
    let mut leads: BTreeMap<(usize, String), Vec<usize>> = BTreeMap::new();
    for (&n, person) in known {
        let firsts: BTreeSet<&String> = person
            .names
            .iter()
            .filter(|name| name.given.len() == 1 && !is_common_given(&name.given[0].plain))
            .map(|name| &name.given[0].plain)
            .collect();
        for first in firsts {
            person.stories.iter().for_each(|&s| leads.entry((s, first.clone())).or_default().push(n));
        }
    }
    let mut alone: BTreeMap<(usize, String), Vec<(usize, Known)>> = BTreeMap::new();
    for (n, person) in bare {
        let (Some(name), Some(&story)) = (person.names.first(), person.stories.first()) else { continue };
        let keys: Vec<(usize, String)> = surname_keys(name).into_iter().map(|k| (story, k)).collect();
        let candidates: BTreeSet<usize> =
            keys.iter().filter_map(|k| bearers.get(k)).flatten().copied().collect();
        let candidates: Vec<usize> = candidates.into_iter().collect();
        let same = |c: &&usize| known[*c].names.iter().any(|n| n.surname.plain == name.surname.plain);
        let spelled = |c: &&usize| known[*c].agreement(&person) >= Agreement::Spelling;
        let by_role = |c: &&usize| known[*c].roles_agree(&person) == Some(true);
        let not_against = |c: &&usize| known[*c].roles_agree(&person) != Some(false);
        let exacts: Vec<&usize> = candidates.iter().filter(same).collect();
        let sounds: Vec<&usize> = candidates.iter().filter(spelled).filter(not_against).collect();
        let pool = if exacts.is_empty() { sounds } else { exacts };
        let chosen = match pool.as_slice() {
            [only] => Some(**only),
            [] => match leads.get(&(story, name.surname.plain.clone())).map_or(&[][..], Vec::as_slice) {
                [only] => Some(*only),
                _ => None,
            },
            many => match many.iter().filter(|c| by_role(c)).collect::<Vec<_>>().as_slice() {
                [only] => Some(***only),
                _ => continue,
            },
        };
        match chosen {
            Some(bearer) => sets.join(bearer, n),
            None => {
                let first = keys.into_iter().next().unwrap_or((story, String::new()));
                alone.entry(first).or_default().push((n, person));
            }
        }
    }
    for group in alone.values() {
        for (i, (n, person)) in group.iter().enumerate() {
            let fits = |(_, p): &&(usize, Known)| {
                p.agreement(person) >= Agreement::Spelling && p.roles_agree(person) != Some(false)
            };
            if let Some((k, _)) = group[..i].iter().find(fits) {
                sets.join(*k, *n);
            }
        }
    }
}

/// Keys under which surnames meet that can be one.
fn surname_keys(name: &PersonName) -> Vec<String> {
    blocks(&PersonName { given: Vec::new(), surname: name.surname.clone(), suffix: None })
}
