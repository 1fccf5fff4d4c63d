//! Names that stand for one thing: surname after full name, spellings of a country, acronyms, ministries.

use std::collections::BTreeMap;

use parallax_model::EntityType;

use super::super::names::gazetteer::gazetteer;
use super::super::names::offices::plain_title;
use super::{Draft, Place, Reading, State};

/// Links every name to an entity.
pub(super) fn link_names(reading: &Reading<'_>, state: &mut State) {
    let mut people = People::default();
    let names: Vec<(usize, Place)> = (0..reading.by_line.len()).flat_map(|l| reading.names_in(l)).collect();
    for &(m, place) in names.iter().filter(|(m, p)| reading.of(*m) == EntityType::Person && p.to > p.from + 1)
    {
        people.full(reading, state, m, place);
    }
    let mut keys: BTreeMap<String, u32> = BTreeMap::new();
    let mut last: Option<(usize, Place)> = None;
    for &(m, place) in &names {
        match reading.of(m) {
            EntityType::Person if state.links[m].is_none() => people.short(reading, state, m, place),
            EntityType::Person | EntityType::Group => {}
            _ => other(reading, state, &mut keys, m, place, last),
        }
        if let Some(e) = state.links[m] {
            people.seen(e);
        }
        last = Some((m, place));
    }
}

/// Persons by the words of their names.
#[derive(Default)]
struct People {
    by_word: BTreeMap<String, Vec<u32>>,
    recent: Vec<u32>,
    clock: u32,
}

impl People {
    fn seen(&mut self, entity: u32) {
        let i = entity as usize;
        if self.recent.len() <= i {
            self.recent.resize(i + 1, 0);
        }
        self.clock += 1;
        self.recent[i] = self.clock;
    }

    /// The persons with this word in their name; of very many the latest.
    fn of_word(&self, word: &str) -> &[u32] {
        const MOST: usize = 40;
        let all = self.by_word.get(word).map_or(&[] as &[u32], Vec::as_slice);
        &all[all.len().saturating_sub(MOST)..]
    }

    fn enter(&mut self, entity: u32, parts: &[String]) {
        for part in parts {
            let list = self.by_word.entry(part.clone()).or_default();
            if list.last() != Some(&entity) && !list.iter().rev().take(40).any(|e| *e == entity) {
                list.push(entity);
            }
        }
    }

    /// A name of several words: somebody known with the same surname and a given name that fits, or new.
    fn full(&mut self, reading: &Reading<'_>, state: &mut State, m: usize, place: Place) {
        let parts = parts(reading, place);
        let Some(surname) = parts.last() else { return };
        let same =
            self.of_word(surname).iter().copied().find(|&e| fits(&state.drafts[e as usize].parts, &parts));
        let entity =
            same.unwrap_or_else(|| state.add(Draft { of: Some(EntityType::Person), ..Draft::default() }));
        let draft = &mut state.drafts[entity as usize];
        if parts.len() > draft.parts.len() {
            reading.text(place.from, place.to).clone_into(&mut draft.name);
            draft.parts.clone_from(&parts);
        }
        let given = reading.words.words[place.from].key.as_ref();
        draft.gender = draft.gender.or(gazetteer().given(given).flatten());
        self.enter(entity, &parts);
        state.links[m] = Some(entity);
    }

    /// A single word: the person whose surname it is; of several the one last mentioned.
    fn short(&mut self, reading: &Reading<'_>, state: &mut State, m: usize, place: Place) {
        let parts = parts(reading, place);
        let Some(word) = parts.last() else { return };
        let all = self.of_word(word);
        let is_surname = |e: &&u32| state.drafts[**e as usize].parts.last() == Some(word);
        let mut surnames: Vec<u32> = all.iter().filter(is_surname).copied().collect();
        if surnames.is_empty() && all.len() == 1 {
            surnames.push(all[0]);
        }
        surnames.sort_by_key(|e| std::cmp::Reverse(self.recent.get(*e as usize).copied().unwrap_or(0)));
        let entity = surnames.first().copied().unwrap_or_else(|| {
            let name = reading.text(place.from, place.to).to_owned();
            state.add(Draft { name, of: Some(EntityType::Person), parts: parts.clone(), ..Draft::default() })
        });
        if surnames.is_empty() {
            self.enter(entity, &parts);
        }
        state.links[m] = Some(entity);
    }
}

/// Words of a name in lower case, without marks.
fn parts(reading: &Reading<'_>, place: Place) -> Vec<String> {
    let words = reading.words.words[place.from..place.to].iter();
    words
        .filter(|w| w.text.chars().any(char::is_alphabetic))
        .map(|w| w.lower.trim_end_matches('.').replace('’', "'"))
        .filter(|w| !matches!(w.as_str(), "jr" | "sr"))
        .collect()
}

/// Whether two full names with one surname can be one person's.
fn fits(a: &[String], b: &[String]) -> bool {
    let (Some(last_a), Some(last_b), Some(first_a), Some(first_b)) =
        (a.last(), b.last(), a.first(), b.first())
    else {
        return false;
    };
    if last_a != last_b {
        return false;
    }
    let initial = |x: &str, y: &str| x.chars().count() == 1 && y.starts_with(x);
    let inside = |x: &[String], y: &[String]| x.len() > 1 && x.iter().all(|w| y.contains(w));
    first_a == first_b
        || initial(first_a, first_b)
        || initial(first_b, first_a)
        || inside(a, b)
        || inside(b, a)
}

/// An organisation, a place or another thing.
fn other(
    reading: &Reading<'_>,
    state: &mut State,
    keys: &mut BTreeMap<String, u32>,
    m: usize,
    place: Place,
    last: Option<(usize, Place)>,
) {
    let of = reading.of(m);
    let words = &reading.words.words[place.from..place.to];
    let spelled: Vec<&str> = words.iter().map(|w| w.key.as_ref()).collect();
    let inner = reading.document.words(reading.document.mentions[m].span);
    let known = gazetteer().exact(&spelled).or_else(|| gazetteer().exact(&[inner]));
    let class = match of {
        EntityType::Polity | EntityType::Location | EntityType::Facility => "place",
        EntityType::Organisation => "org",
        _ => "thing",
    };
    let plain = known.map_or_else(|| inner.to_lowercase(), |k| k.canonical.to_lowercase());
    // "The Free Harbor Union (FHU)": one thing, and from here on its short form too.
    if let Some((before, p)) = last
        && of != EntityType::Person
        && p.line == place.line
        && place.from == p.to + 1
        && reading.words.words[p.to].text == "("
        && plain.chars().next() == reading.words.words[p.from].lower.chars().next()
        && words.len() == 1
        && reading.words.words[place.from].text.chars().filter(|c| c.is_uppercase()).count() > 1
        && let Some(e) = state.links[before]
    {
        keys.insert(format!("{class} {plain}"), e);
        state.links[m] = Some(e);
        return;
    }
    let body = state_body(&plain);
    let owner = body.as_ref().and_then(|_| reading.owner_before(place.line, place.from));
    let mut country = known.and_then(|k| k.country).or_else(|| owner.and_then(|o| o.country));
    let own = body.unwrap_or(plain);
    if country.is_none() && known.is_none() {
        // "the Foreign Ministry": of the country whose ministry the page has named, if there is one only.
        let tail = format!("org {own} of ");
        let mut named = keys.range(tail.clone()..).take_while(|(k, _)| k.starts_with(&tail));
        if let (Some((_, &e)), None) = (named.next(), named.next()) {
            state.links[m] = Some(e);
            return;
        }
    }
    let key = match owner.and_then(|o| o.country) {
        Some(c) => format!("{class} {own} of {c}"),
        None => format!("{class} {own}"),
    };
    let name = match owner {
        Some(o) => reading.text(o.from, place.to),
        None => inner,
    };
    let entity = *keys.entry(key).or_insert_with(|| {
        state.add(Draft {
            name: name.to_owned(),
            of: Some(of),
            country,
            canonical: known.map(|k| k.canonical),
            ..Draft::default()
        })
    });
    let draft = &mut state.drafts[entity as usize];
    country = country.or(draft.country);
    draft.country = country;
    if name.chars().count() > draft.name.chars().count() {
        name.clone_into(&mut draft.name);
    }
    state.links[m] = Some(entity);
}

/// The plain name of a ministry or the like, which every country has: "Ministry of Foreign Affairs" is "foreign ministry".
pub(super) fn state_body(lower: &str) -> Option<String> {
    let plain = plain_title(lower);
    for head in ["ministry", "department"] {
        let of =
            plain.strip_prefix(head).and_then(|r| r.strip_prefix(" of ").or_else(|| r.strip_prefix(" for ")));
        if let Some(field) = of {
            let field = field.trim_start_matches("the ");
            return Some(format!("{} {head}", field.strip_suffix(" affairs").unwrap_or(field)));
        }
        if let Some(field) = plain.strip_suffix(head).map(str::trim_end).filter(|f| !f.is_empty()) {
            return Some(format!("{} {head}", field.strip_suffix(" affairs").unwrap_or(field)));
        }
    }
    [
        "government",
        "parliament",
        "army",
        "navy",
        "embassy",
        "cabinet",
        "senate",
        "armed forces",
        "air force",
        "council",
        "police",
    ]
    .iter()
    .any(|e| plain.ends_with(e))
    .then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(name: &str) -> Vec<String> {
        name.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn full_names_fit_only_with_their_given_name() {
        assert!(fits(&list("ada moreno"), &list("ada b moreno")));
        assert!(fits(&list("a moreno"), &list("ada moreno")));
        assert!(!fits(&list("ada moreno"), &list("luis moreno")));
        assert!(!fits(&list("ada moreno"), &list("ada varga")));
    }

    #[test]
    fn ministries_have_one_plain_name() {
        assert_eq!(state_body("ministry of foreign affairs").as_deref(), Some("foreign ministry"));
        assert_eq!(state_body("foreign affairs ministry").as_deref(), Some("foreign ministry"));
        assert_eq!(state_body("defence ministry").as_deref(), Some("defense ministry"));
        assert_eq!(state_body("harbor union"), None);
    }
}
