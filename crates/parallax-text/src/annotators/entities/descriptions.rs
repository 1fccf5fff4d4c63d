//! Whom a description stands for: "the defense minister", "the official", "the ministry".

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use parallax_model::{EntityType, MentionKind};

use super::super::names::gazetteer::gazetteer;
use super::super::names::offices::{Kind, Office};
use super::linking::state_body;
use super::{Draft, Place, Reading, State, quotations, roles};
use crate::lexicon::{english, rows};

static GENERAL: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| rows(english!("general_words.tsv")).filter_map(|r| r.first().copied()).collect());

static ENDINGS: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    rows(english!("surname_endings.tsv"))
        .filter_map(|r| Some((r.first().copied()?, r.get(1).copied()?)))
        .collect()
});

static NICKNAMES: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    rows(english!("nicknames.tsv")).filter_map(|r| Some((r.first().copied()?, r.get(1).copied()?))).collect()
});

/// How many blocks back a description reaches.
const REACH: u32 = 1;

/// How many mentions back it reaches at most, however long the blocks are.
const FARTHEST: usize = 80;

/// Links descriptions, from left to right.
pub(super) fn resolve(reading: &Reading<'_>, state: &mut State) {
    for line in 0..reading.by_line.len() {
        for m in reading.by_line[line].clone() {
            let mention = &reading.document.mentions[m];
            let Some(place) = reading.places[m] else { continue };
            if mention.kind != MentionKind::Nominal || state.links[m].is_some() {
                continue;
            }
            if matches!(reading.lower(place.from, line), "a" | "an" | "another" | "one") {
                continue;
            }
            let found = match mention.of {
                EntityType::Person => person(reading, state, m, place),
                _ => institution(reading, state, m, place),
            };
            state.links[m] = found;
        }
    }
}

/// Mentions before `m` that a description there may refer to, latest first: the same post, the same or the last blocks.
fn earlier<'r>(
    reading: &'r Reading<'_>,
    m: usize,
    place: Place,
) -> impl Iterator<Item = (usize, Place)> + 'r {
    let block = reading.words.lines[place.line].block;
    let post = reading.post(place.line);
    (0..m).rev().take(FARTHEST).map_while(move |i| reading.places[i].map(|p| (i, p))).take_while(
        move |(_, p)| reading.words.lines[p.line].block + REACH >= block && reading.post(p.line) == post,
    )
}

fn person(reading: &Reading<'_>, state: &mut State, m: usize, place: Place) -> Option<u32> {
    let office = reading.offices[place.line].iter().find(|o| o.head >= place.from && o.to <= place.to)?;
    let owner = reading.owner_before(place.line, office.from);
    let after = owner.or_else(|| reading.owner_after(place.line, office.to));
    let country = after.and_then(|o| o.country);
    if quotations::holds(&reading.quotations, reading.document.mentions[m].span.start) {
        return None;
    }
    let noun = office.title.rsplit(' ').next().unwrap_or_default();
    for (i, _) in earlier(reading, m, place) {
        let Some(draft) = state.linked(i).filter(|d| d.is_person()) else { continue };
        if holds_office(draft, office, noun, country) {
            return state.links[i];
        }
    }
    if GENERAL.contains(office.title.as_str()) && country.is_none() {
        return only_official(reading, state, m, place, office);
    }
    if office.kind == Kind::Office && country.is_some() {
        return of_two(reading, state, m, place, office, country?);
    }
    None
}

/// Whether a person was given this office, of this country as far as both are known.
fn holds_office(draft: &Draft, office: &Office, noun: &str, country: Option<&'static str>) -> bool {
    let whole = office.title.contains(' ');
    let here = country.is_none() || draft.country.is_none() || draft.country == country;
    here && draft
        .roles
        .iter()
        .any(|r| if whole { r.title == office.title } else { r.title.rsplit(' ').next() == Some(noun) })
}

/// "the official": the only person with a role in the same or the last block, if no unnamed one was introduced.
fn only_official(
    reading: &Reading<'_>,
    state: &State,
    m: usize,
    place: Place,
    office: &Office,
) -> Option<u32> {
    let mut found = None;
    for (i, p) in earlier(reading, m, place) {
        let mention = &reading.document.mentions[i];
        let unnamed = mention.kind == MentionKind::Nominal
            && mention.of == EntityType::Person
            && state.links[i].is_none()
            && reading.lower(p.to - 1, p.line).starts_with(office.title.as_str());
        if unnamed {
            return None;
        }
        let Some(e) = state.links[i] else { continue };
        let draft = &state.drafts[e as usize];
        let fits = draft.is_person() && draft.roles.iter().any(|r| !is_highest(&r.title));
        let gender = office.gender.is_none() || draft.gender.is_none() || office.gender == draft.gender;
        if fits && gender && mention.kind != MentionKind::Pronoun {
            if found.is_some_and(|f| f != e) {
                return None;
            }
            found = Some(e);
        }
    }
    found
}

/// Offices whose holders no page calls "the official".
fn is_highest(title: &str) -> bool {
    matches!(
        title,
        "president" | "prime minister" | "chancellor" | "king" | "queen" | "pope" | "secretary of state"
    )
}

/// "At the meeting of A and B the X minister …": the one of two just named persons who can be of that country.
fn of_two(
    reading: &Reading<'_>,
    state: &mut State,
    m: usize,
    place: Place,
    office: &Office,
    country: &str,
) -> Option<u32> {
    let mut named: Vec<u32> = Vec::new();
    for (i, p) in earlier(reading, m, place) {
        if p.line != place.line {
            break;
        }
        if let Some(e) = state.links[i].filter(|e| state.drafts[*e as usize].is_person())
            && !named.contains(&e)
        {
            named.push(e);
        }
    }
    if named.len() != 2 {
        return None;
    }
    let is = |e: &u32| state.drafts[*e as usize].country == Some(country);
    let other = |e: &u32| state.drafts[*e as usize].country.is_some_and(|c| c != country);
    let sounds = |e: &u32| {
        state.drafts[*e as usize].country.is_none()
            && state.drafts[*e as usize]
                .parts
                .last()
                .is_some_and(|s| ending_of(s).is_some_and(|c| c.split(' ').any(|c| c == country)))
    };
    let chosen = one(&named, is)
        .or_else(|| named.iter().any(other).then(|| one(&named, |e| !other(e))).flatten())
        .or_else(|| if named.iter().any(other) { None } else { one(&named, sounds) })?;
    let owner =
        reading.owner_before(place.line, office.from).or_else(|| reading.owner_after(place.line, office.to));
    let role = roles::given(reading, office, owner);
    state.drafts[chosen as usize].roles.push(role);
    Some(chosen)
}

fn one(list: &[u32], test: impl Fn(&u32) -> bool) -> Option<u32> {
    let mut fit = list.iter().filter(|e| test(e));
    let first = fit.next().copied()?;
    fit.next().is_none().then_some(first)
}

/// Countries where a surname with this ending is at home.
fn ending_of(surname: &str) -> Option<&'static str> {
    (2..=7).rev().find_map(|n| {
        let at = surname.char_indices().rev().nth(n - 1).map(|(i, _)| i)?;
        (at > 1).then(|| ENDINGS.get(&surname[at..]).copied()).flatten()
    })
}

/// "the ministry": the last organisation with that noun in its name; "Varna's foreign ministry": that of the country.
fn institution(reading: &Reading<'_>, state: &mut State, m: usize, place: Place) -> Option<u32> {
    let noun = reading.lower(place.to - 1, place.line).to_owned();
    let field = state_field(reading, place);
    let owner = (place.from..place.to)
        .find_map(|at| reading.owner_before(place.line, at + 1).filter(|o| o.from >= place.from));
    let country = owner.and_then(|o| o.country);
    for (i, _) in earlier(reading, m, place) {
        let Some(e) = state.links[i] else { continue };
        let draft = &state.drafts[e as usize];
        if draft.of != Some(EntityType::Organisation) || (country.is_some() && draft.country != country) {
            continue;
        }
        let lower = draft.name.to_lowercase();
        let plain = state_body(&lower).unwrap_or(lower);
        let same = plain.split(' ').any(|w| w == noun)
            || draft.canonical.is_some_and(|c| nickname(&noun) == Some(c));
        let field_fits = field.as_ref().is_none_or(|f| plain.ends_with(f.as_str()));
        if same && field_fits {
            return Some(e);
        }
    }
    let (owner, field) = (owner?, field?);
    let code = owner.country?;
    let known = state.drafts.iter().position(|d| {
        d.country == Some(code)
            && d.of == Some(EntityType::Organisation)
            && state_body(&d.name.to_lowercase()).is_some_and(|b| b.ends_with(field.as_str()))
    });
    Some(known.map_or_else(
        || {
            let name = reading.text(owner.from, place.to).to_owned();
            state.add(Draft {
                name,
                of: Some(EntityType::Organisation),
                country: Some(code),
                ..Draft::default()
            })
        },
        |i| i as u32,
    ))
}

/// "foreign ministry": the plain words of a description of a ministry with its field.
fn state_field(reading: &Reading<'_>, place: Place) -> Option<String> {
    let plain = |at: &usize| {
        let w = &reading.words.words[*at];
        !w.cap && w.text.starts_with(char::is_alphabetic) && !gazetteer().is_function(&w.lower)
    };
    let from = (place.from..place.to).rev().take_while(plain).last()?;
    let words = reading.text(from, place.to).to_lowercase();
    state_body(&words).filter(|b| b.ends_with("ministry") || b.ends_with("department"))
}

/// The alliance that pages call so.
fn nickname(noun: &str) -> Option<&'static str> {
    NICKNAMES.get(noun).copied()
}
