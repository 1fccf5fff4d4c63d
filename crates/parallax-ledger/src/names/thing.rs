//! Names of organisations and places: the key under which spellings of one name meet.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::governments::countries;
use crate::lexicon::{english, named, rows};
use crate::terms::fold;

/// Other names of places and countries, folded, with the name that stands for all.
static PLACES: LazyLock<BTreeMap<String, &'static str>> = LazyLock::new(|| {
    let mut of = BTreeMap::new();
    for row in rows(english!("place_names.tsv")) {
        let mut names = row[0].split('|');
        let Some(first) = names.next() else { continue };
        for name in std::iter::once(first).chain(names) {
            of.entry(plain(name)).or_insert(first);
        }
    }
    for row in rows(english!("governments.tsv")) {
        let others = row.get(1).into_iter().flat_map(|o| o.split('|')).filter(|o| !o.is_empty());
        for name in std::iter::once(row[0]).chain(others) {
            of.insert(plain(name), row[0]);
        }
    }
    of
});

/// Names of organisations that have several, folded, with the fullest.
static ORGANISATIONS: LazyLock<BTreeMap<String, &'static str>> = LazyLock::new(|| {
    let mut of = BTreeMap::new();
    for row in rows(english!("organisations.tsv")).chain(rows(named!("other_names.tsv"))) {
        let Some(names) = row.last().filter(|names| names.contains('|')) else { continue };
        let first = names.split('|').next().unwrap_or_default();
        for name in names.split('|') {
            of.entry(plain(name)).or_insert(first);
        }
    }
    of
});

/// Peoples and adjectives of countries, folded.
static PEOPLES: LazyLock<BTreeMap<String, &'static str>> = LazyLock::new(|| {
    let names = |r: &[&'static str]| r.get(2).map_or(Vec::new(), |p| p.split('|').collect());
    let all = rows(english!("governments.tsv")).map(|r| (names(&r), r[0])).collect::<Vec<_>>();
    all.into_iter().flat_map(|(n, c)| n.into_iter().map(move |n| (plain(n), c))).collect()
});

/// Words for a branch of government, and the one that stands for all of them.
const BRANCHES: &[(&str, &str)] = &[
    ("ministry", "ministry"),
    ("ministries", "ministry"),
    ("department", "ministry"),
    ("parliament", "parliament"),
    ("embassy", "embassy"),
    ("army", "army"),
    ("navy", "navy"),
    ("government", "government"),
    ("supreme court", "supreme court"),
    ("central bank", "central bank"),
    ("security council", "security council"),
];

/// What the key of a branch of government starts with.
const BRANCH: &str = "branch ";

/// Words that name the same field or say nothing.
const FIELDS: &[(&str, &str)] = &[
    ("defence", "defense"),
    ("affairs", ""),
    ("the", ""),
    ("of", ""),
    ("for", ""),
    ("and", ""),
    ("in", ""),
    ("national", "national"),
    ("interior", "interior"),
    ("internal", "interior"),
    ("labour", "labor"),
    ("organisation", "organization"),
    ("centre", "center"),
    ("programme", "program"),
];

/// The key of an organisation or place: equal for spellings of one name.
pub(crate) fn key(name: &str) -> String {
    let plain = plain(name);
    if let Some(place) = PLACES.get(&plain) {
        return format!("place {place}");
    }
    if let Some(organisation) = ORGANISATIONS.get(&plain) {
        return format!("organisation {organisation}");
    }
    let branch = BRANCHES.iter().find(|(word, _)| format!(" {plain} ").contains(&format!(" {word} ")));
    if let Some((_, branch)) = branch {
        // "Freedonia's Foreign Ministry", "Ministry of Foreign Affairs of Freedonia".
        let named = countries(name);
        let words = plain.split(' ').filter(|w| !named.iter().any(|c| belongs_to(w, c)));
        let words = words.filter(|w| !BRANCHES.iter().any(|(b, _)| b.split(' ').any(|b| b == *w)));
        let mut field: Vec<&str> = words.map(standard).filter(|w| !w.is_empty()).collect();
        field.sort_unstable();
        match named[..] {
            [] if field.len() < 2 => return format!("{BRANCH}{branch} {}", field.join(" ")),
            [country] => return format!("{BRANCH}{branch} {} / {country}", field.join(" ")),
            _ => {}
        }
    }
    let same = |w: &'_ str| {
        FIELDS.iter().find(|f| f.0 == w && !f.1.is_empty()).map_or(w.to_owned(), |f| f.1.to_owned())
    };
    plain.split(' ').map(same).collect::<Vec<_>>().join(" ")
}

/// Whether a name is that of a place or country in the lists.
pub(super) fn is_place(name: &str) -> bool {
    PLACES.contains_key(&plain(name))
}

/// Of the key of a branch of government whose country is known: the key that it has without.
pub(crate) fn general(key: &str) -> Option<String> {
    let (branch, _country) = key.strip_prefix(BRANCH)?.rsplit_once(" / ")?;
    Some(format!("{BRANCH}{branch}"))
}

/// Whether it is the key of a branch of government whose country is not known.
pub(crate) fn needs_country(key: &str) -> bool {
    key.strip_prefix(BRANCH).is_some_and(|k| !k.contains(" / "))
}

/// The key of a nationality or people.
pub(crate) fn people_key(name: &str) -> String {
    let plain = plain(name);
    match PEOPLES.get(&plain).or_else(|| PLACES.get(&plain)) {
        Some(country) => format!("people {country}"),
        None => format!("people {plain}"),
    }
}

/// The initials of a name of several words: "Example Treaty Organization" to "eto".
pub(crate) fn initials(name: &str) -> Option<String> {
    let words: Vec<String> = name.split([' ', '-']).filter(|w| !w.is_empty()).map(str::to_owned).collect();
    let capital = words.iter().filter(|w| w.starts_with(char::is_uppercase) && *w != "The");
    let letters: String = capital.filter_map(|w| w.chars().next()).flat_map(char::to_lowercase).collect();
    (letters.len() > 1 && words.len() > 1).then_some(letters)
}

/// The letters of a short name in capitals: "E.T.O." to "eto".
pub(crate) fn acronym(name: &str) -> Option<String> {
    let letters: String = name.chars().filter(|c| *c != '.').collect();
    let all = (2..=6).contains(&letters.len()) && letters.chars().all(|c| c.is_ascii_uppercase());
    all.then(|| letters.to_ascii_lowercase())
}

fn standard(word: &str) -> &str {
    FIELDS.iter().find(|(from, _)| *from == word).map_or(word, |(_, to)| to)
}

/// Whether a folded word is part of a name or adjective of the country.
fn belongs_to(word: &str, country: &str) -> bool {
    let part = |name: &str| name.split(' ').any(|p| p == word);
    let of = |map: &BTreeMap<String, &'static str>| map.iter().any(|(name, c)| *c == country && part(name));
    of(&PLACES) || of(&PEOPLES)
}

/// Folded words without "the", possessives and marks.
pub(super) fn plain(name: &str) -> String {
    let name = name.replace("’s ", " ").replace("'s ", " ");
    let name = name.trim_end_matches("'s").trim_end_matches("’s");
    let kept: String = name
        .chars()
        .map(|c| {
            if c.is_alphanumeric() {
                c
            } else if matches!(c, '.' | '\'' | '’') {
                '\0'
            } else {
                ' '
            }
        })
        .filter(|c| *c != '\0')
        .collect();
    let words: Vec<String> = kept.split_whitespace().map(fold).collect();
    let words = if words.len() > 1 && words[0] == "the" { &words[1..] } else { &words[..] };
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ministry_is_one_however_it_is_named() {
        let names = [
            "Norway's Foreign Ministry",
            "Norwegian Foreign Ministry",
            "Ministry of Foreign Affairs of Norway",
            "Norwegian Ministry of Foreign Affairs",
            "Foreign Ministry of Norway",
        ];
        assert!(names.iter().all(|n| key(n) == key(names[0])), "{:?}", names.map(key));
        assert_ne!(key("Norwegian Foreign Ministry"), key("Norwegian Defense Ministry"));
        assert_ne!(key("Norwegian Foreign Ministry"), key("Danish Foreign Ministry"));
        assert_eq!(key("Danish Defence Ministry"), key("Ministry of Defense of Denmark"));
    }

    #[test]
    fn places_meet_under_their_names() {
        assert_eq!(key("Kiev"), key("Kyiv"));
        assert_eq!(key("the U.S."), key("United States"));
        assert_ne!(key("Kyiv"), key("Ukraine"), "a capital is not its country");
        assert_ne!(key("Georgia"), key("Georgetown"));
        assert_eq!(people_key("Norwegians"), people_key("Norwegian"));
    }

    #[test]
    fn acronyms_are_initials_of_capitals() {
        assert_eq!(initials("Organization for Ships and Co-operation in Europe"), Some("osce".to_owned()));
        assert_eq!(acronym("O.S.C.E."), Some("osce".to_owned()));
        assert_eq!(acronym("Oslo"), None);
        assert_eq!(initials("Oslo"), None);
    }
}
