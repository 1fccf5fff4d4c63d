//! Words and short forms around places.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

use super::super::names::gazetteer::gazetteer;
use super::super::tokens;
use crate::atlas::atlas;
use crate::lexicon::{english, rows};

/// What a word tells of a name with a place in it; see `data/en/place_words.tsv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Nature,
    First,
    Local,
    State,
    Forces,
    Square,
    Direction,
    At,
    Verb,
    Matter,
    Dweller,
}

static WORDS: LazyLock<HashSet<(Kind, &'static str)>> = LazyLock::new(|| {
    let kind = |name: &str| match name {
        "nature" => Kind::Nature,
        "first" => Kind::First,
        "local" => Kind::Local,
        "state" => Kind::State,
        "forces" => Kind::Forces,
        "square" => Kind::Square,
        "direction" => Kind::Direction,
        "at" => Kind::At,
        "verb" => Kind::Verb,
        "dweller" => Kind::Dweller,
        _ => Kind::Matter,
    };
    rows(english!("place_words.tsv"))
        .flat_map(|row| row[1].split(' ').map(|w| (kind(row[0]), w)).collect::<Vec<_>>())
        .collect()
});

/// Whether the word, in lower case, is of this kind.
pub(super) fn is(kind: Kind, lower: &str) -> bool {
    WORDS.contains(&(kind, lower))
}

/// Short forms by their first two bytes, longest first: form, row, whether it may stand alone.
type Forms = BTreeMap<[u8; 2], Vec<(&'static str, u32, bool)>>;

static FORMS: LazyLock<Forms> = LazyLock::new(|| {
    let mut forms = Forms::new();
    let mut key = String::new();
    for row in rows(english!("state_forms.tsv")) {
        let is_state = |r: &u32| matches!(atlas().feature_code(*r), "ADM1" | "PCLI" | "TERR");
        let states = atlas().named(row[0], &mut key).filter(is_state);
        let Some(state) = states.max_by_key(|r| atlas().row(*r).size) else { continue };
        for (column, alone) in [(1, true), (2, false)] {
            let list = row.get(column).copied().unwrap_or_default();
            for form in list.split('|').filter(|f| f.len() > 1) {
                let start = [form.as_bytes()[0], form.as_bytes()[1]];
                forms.entry(start).or_default().push((form, state, alone));
            }
        }
    }
    for list in forms.values_mut() {
        list.sort_by_key(|(form, _, _)| (std::cmp::Reverse(form.len()), *form));
    }
    forms
});

/// The short form of a state that the text begins with: its length in bytes, the state's row, whether it may stand
/// alone.
pub(super) fn state_form(text: &str) -> Option<(usize, u32, bool)> {
    let bytes = text.as_bytes();
    let list = FORMS.get(&[*bytes.first()?, *bytes.get(1)?])?;
    list.iter().find_map(|(form, row, alone)| {
        let rest = text.strip_prefix(form)?;
        (!rest.starts_with(|c: char| c.is_alphanumeric())).then_some((form.len(), *row, *alone))
    })
}

static PEOPLES: LazyLock<HashMap<&'static str, u32>> = LazyLock::new(|| {
    let mut out = HashMap::new();
    let mut key = String::new();
    for row in rows(english!("place_peoples.tsv")) {
        if let Some(land) = atlas().named(row[0], &mut key).next() {
            out.extend(row[1].split('|').map(|word| (word, land)));
        }
    }
    out
});

/// The part of a country, or the continent, whose people the word names.
pub(super) fn part_of_people(words: &str) -> Option<u32> {
    PEOPLES.get(words).copied()
}

/// Rows of capitals, with the row of the country.
static CAPITALS: LazyLock<HashMap<u32, u32>> = LazyLock::new(|| {
    let mut out = HashMap::new();
    let mut key = String::new();
    for row in rows(english!("governments.tsv")) {
        let Some(country) = gazetteer().exact(&tokens::split(row[0])).and_then(|k| k.country) else {
            continue;
        };
        let Some(country) = atlas().country(country) else { continue };
        for capital in row.get(3).copied().unwrap_or_default().split('|').filter(|c| !c.is_empty()) {
            let own = |r: &u32| atlas().country_of(*r) == Some(country) && atlas().place(*r).class() == 'P';
            if let Some(city) = atlas().named(capital, &mut key).find(own) {
                out.insert(city, country);
            }
        }
    }
    out
});

/// The country whose government the name of this city may stand for.
pub(super) fn governed_from(row: u32) -> Option<u32> {
    CAPITALS.get(&row).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_end_with_the_word() {
        assert_eq!(
            state_form("W.Va. is").map(|(n, row, _)| (n, atlas().name(row))),
            Some((5, Some("West Virginia")))
        );
        assert_eq!(state_form("PAX").map(|f| f.0), None);
        assert_eq!(state_form("Ind.").map(|f| f.2), Some(false));
        assert!(state_form("").is_none() && state_form("é").is_none());
    }

    #[test]
    fn capitals_know_their_country() {
        let city = atlas().named("Washington", &mut String::new()).find(|r| governed_from(*r).is_some());
        assert_eq!(city.and_then(governed_from), atlas().country("US"));
    }

    #[test]
    fn every_word_has_a_kind() {
        for row in rows(english!("place_words.tsv")) {
            assert_eq!(row.len(), 2, "{row:?}");
        }
        assert!(is(Kind::Local, "police") && !is(Kind::Local, "bulls"));
    }
}
