//! Which persons of different pages are one.

use std::collections::{BTreeMap, BTreeSet};

use super::person::{Match, Name, loose, skeleton};
use super::{Node, Sets};
use crate::context::Draft;
use crate::governments;

/// What is known of a person so far.
#[derive(Debug, Clone, Default)]
struct Known {
    names: BTreeSet<Name>,
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

    fn compatible(&self, other: &Self) -> bool {
        self.names.iter().all(|a| other.names.iter().all(|b| a.compatible(b)))
    }

    /// The best agreement of surnames; none if full names do not allow one person.
    fn surname_match(&self, other: &Self) -> Match {
        let pairs = self.names.iter().flat_map(|a| other.names.iter().map(move |b| a.surname_match(b)));
        pairs.fold(Match::None, |best, m| match (best, m) {
            (Match::Exact, _) | (_, Match::Exact) => Match::Exact,
            (Match::Sound, _) | (_, Match::Sound) => Match::Sound,
            _ => Match::None,
        })
    }

    /// Whether two full names are one person: never by the likeness of strings alone.
    fn same_person(&self, other: &Self) -> bool {
        if !self.compatible(other) {
            return false;
        }
        let roles = self.roles_agree(other);
        match self.surname_match(other) {
            Match::Exact => self.one_story(other) || roles == Some(true),
            Match::Sound => roles == Some(true) || (self.one_story(other) && roles.is_none()),
            Match::None => false,
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
        let Some(name) = Name::read(&entity.name) else { continue };
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
    let mut same: BTreeMap<Name, Vec<usize>> = BTreeMap::new();
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
    let mut blocks: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (&n, person) in known.iter() {
        let keys: BTreeSet<String> = person.names.iter().map(|name| loose(&name.surname)).collect();
        keys.into_iter().for_each(|key| blocks.entry(key).or_default().push(n));
    }
    for exact in [true, false] {
        for block in blocks.values() {
            for (i, &a) in block.iter().enumerate() {
                for &b in &block[i + 1..] {
                    if sets.root(a) == sets.root(b) {
                        continue;
                    }
                    let (a, b) = (sets.root(a), sets.root(b));
                    let wanted = !exact || known[&a].surname_match(&known[&b]) == Match::Exact;
                    if wanted && known[&a].same_person(&known[&b]) {
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
            keys.insert(skeleton(&name.surname));
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
            .filter(|name| name.given.len() == 1 && !name.common_given())
            .map(|name| &name.given[0])
            .collect();
        for first in firsts {
            person.stories.iter().for_each(|&s| leads.entry((s, first.clone())).or_default().push(n));
        }
    }
    let mut alone: BTreeMap<(usize, String), Vec<(usize, Known)>> = BTreeMap::new();
    for (n, person) in bare {
        let (Some(name), Some(&story)) = (person.names.first(), person.stories.first()) else { continue };
        let key = (story, skeleton(&name.surname));
        let candidates = bearers.get(&key).map_or(&[][..], Vec::as_slice);
        let exact = |c: &&usize| known[*c].surname_match(&person) == Match::Exact;
        let sound = |c: &&usize| known[*c].surname_match(&person) == Match::Sound;
        let by_role = |c: &&usize| known[*c].roles_agree(&person) == Some(true);
        let not_against = |c: &&usize| known[*c].roles_agree(&person) != Some(false);
        let exacts: Vec<&usize> = candidates.iter().filter(exact).collect();
        let sounds: Vec<&usize> = candidates.iter().filter(sound).filter(not_against).collect();
        let pool = if exacts.is_empty() { sounds } else { exacts };
        let chosen = match pool.as_slice() {
            [only] => Some(**only),
            [] => match leads.get(&(story, name.surname.clone())).map_or(&[][..], Vec::as_slice) {
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
            None => alone.entry(key).or_default().push((n, person)),
        }
    }
    for group in alone.values() {
        for (i, (n, person)) in group.iter().enumerate() {
            let fits = |(_, p): &&(usize, Known)| {
                p.surname_match(person) != Match::None && p.roles_agree(person) != Some(false)
            };
            if let Some((k, _)) = group[..i].iter().find(fits) {
                sets.join(*k, *n);
            }
        }
    }
}
