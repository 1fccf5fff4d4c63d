//! What is known of names before a page is read: gazetteers, given names, nouns that end a name.

use std::collections::HashSet;
use std::sync::LazyLock;

use parallax_model::EntityType;

use super::super::tokens;
use crate::lexicon::{MadeMap, WordMap, WordSet, english, rows};

/// What kind of list a known name stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Class {
    /// A country or territory.
    Country,
    /// An adjective or a word for the people of a country.
    Demonym,
    /// A people, religion or camp without a country.
    People,
    /// A city.
    City,
    /// A region, sea or mountain.
    Region,
    /// An organisation, work, weapon or event.
    Thing,
}

/// A known name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct Known {
    /// The list it stands on.
    pub(in super::super) class: Class,
    /// Its type.
    pub(in super::super) of: EntityType,
    /// ISO code of its country.
    pub(in super::super) country: Option<&'static str>,
    /// The name that all spellings of this thing share.
    pub(in super::super) canonical: &'static str,
}

/// Gender, where a word tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Gender {
    /// He.
    Male,
    /// She.
    Female,
}

impl Gender {
    /// From the letters of the data files.
    pub(in super::super) fn read(letter: &str) -> Option<Self> {
        match letter {
            "m" => Some(Self::Male),
            "f" => Some(Self::Female),
            _ => None,
        }
    }
}

struct Phrase {
    rest: Vec<String>,
    known: Known,
}

/// All lists.
pub(in super::super) struct Gazetteer {
    phrases: MadeMap<Vec<Phrase>>,
    given: WordMap<Option<Gender>>,
    heads: WordMap<EntityType>,
    houses: HashSet<String>,
    storms: HashSet<String>,
    common: WordSet,
    function: WordSet,
}

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::load);

/// The lists of this language.
pub(in super::super) fn gazetteer() -> &'static Gazetteer {
    &GAZETTEER
}

fn column(row: &[&'static str], i: usize) -> &'static str {
    row.get(i).copied().unwrap_or("")
}

fn code(text: &'static str) -> Option<&'static str> {
    (text.len() == 2 && text != "-").then_some(text)
}

fn words(file: &'static str) -> WordSet {
    rows(file).flat_map(|r| column(&r, 0).split(' ')).collect()
}

/// Nouns that open names, in lower case.
fn openers(place: &str) -> HashSet<String> {
    let nouns = rows(english!("name_heads.tsv")).filter(|r| column(r, 2) == place);
    nouns.map(|r| column(&r, 0).to_lowercase()).collect()
}

impl Gazetteer {
    fn load() -> Self {
        let mut this = Self {
            phrases: MadeMap::default(),
            given: WordMap::default(),
            heads: rows(english!("name_heads.tsv"))
                .filter(|r| column(r, 2) != "only first")
                .filter_map(|r| Some((column(&r, 0), entity_type(column(&r, 1))?)))
                .collect(),
            houses: openers("first"),
            storms: openers("only first"),
            common: words(english!("common_words.tsv")),
            function: words(english!("function_words.tsv")),
        };
        for row in rows(english!("given_names.tsv")) {
            let gender = Gender::read(column(&row, 0));
            for name in column(&row, 1).split(' ') {
                this.given.entry(name).and_modify(|g| *g = g.filter(|_| *g == gender)).or_insert(gender);
            }
        }
        this.load_phrases();
        this
    }

    fn load_phrases(&mut self) {
        use Class::{City, Country, Demonym, People, Region, Thing};
        for row in rows(english!("countries.tsv")) {
            let country = code(column(&row, 0));
            let names: Vec<&str> = column(&row, 1).split('|').collect();
            for name in &names {
                self.add(
                    name,
                    Known { class: Country, of: EntityType::Polity, country, canonical: names[0] },
                );
            }
            for word in column(&row, 2).split('|').filter(|w| !w.is_empty()) {
                self.add(word, Known { class: Demonym, of: EntityType::Group, country, canonical: word });
            }
        }
        for (file, class) in [(english!("regions.tsv"), Region), (english!("organisations.tsv"), Thing)] {
            for row in rows(file) {
                let Some(of) = entity_type(column(&row, 0)) else { continue };
                let names: Vec<&'static str> = column(&row, 2).split('|').collect();
                // A row of regions holds many places, one of organisations the names of a single thing.
                for &name in &names {
                    let canonical = if class == Thing { names[0] } else { name };
                    self.add(name, Known { class, of, country: code(column(&row, 1)), canonical });
                }
            }
        }
        for row in rows(english!("cities.tsv")) {
            for name in column(&row, 1).split(' ') {
                let country = code(column(&row, 0));
                let name: &'static str = if name.contains('_') {
                    Box::leak(name.replace('_', " ").into_boxed_str())
                } else {
                    name
                };
                self.add(name, Known { class: City, of: EntityType::Polity, country, canonical: name });
            }
        }
        for row in rows(english!("peoples.tsv")) {
            let word = column(&row, 0);
            let known = Known { class: People, of: EntityType::Group, country: None, canonical: word };
            self.add(word, known);
        }
    }

    /// The first list that has a name wins.
    fn add(&mut self, name: &str, known: Known) {
        let mut insert = |parts: Vec<String>| {
            let mut parts = parts.into_iter();
            let Some(first) = parts.next() else { return };
            let rest: Vec<String> = parts.collect();
            let list = self.phrases.entry(first).or_default();
            if !list.iter().any(|p| p.rest == rest) {
                // Longest first, so that the first that fits is the longest.
                let at = list.partition_point(|p| p.rest.len() >= rest.len());
                list.insert(at, Phrase { rest, known });
            }
        };
        let straight = name.replace('’', "'");
        insert(tokens::split(&straight).into_iter().map(str::to_owned).collect());
        if name.contains('.') {
            // A text with blanks around every mark: "U . S .".
            let spaced = straight.replace('.', " . ");
            insert(spaced.split_whitespace().map(str::to_owned).collect());
        }
    }

    /// The longest known name that starts with the first of `keys`, and how many it takes.
    pub(in super::super) fn longest<S: AsRef<str>>(&self, keys: &[S]) -> Option<(usize, &Known)> {
        let first = keys.first()?.as_ref();
        self.phrases.get(first)?.iter().find_map(|p| {
            let rest = keys.get(1..=p.rest.len())?;
            let same = rest.iter().zip(&p.rest).all(|(a, b)| a.as_ref() == b);
            same.then_some((p.rest.len() + 1, &p.known))
        })
    }

    /// The known name made of exactly these words.
    pub(in super::super) fn exact<S: AsRef<str>>(&self, keys: &[S]) -> Option<&Known> {
        self.longest(keys).filter(|(n, _)| *n == keys.len()).map(|(_, k)| k)
    }

    /// Gender of a given name; none inside if both bear it.
    pub(in super::super) fn given(&self, word: &str) -> Option<Option<Gender>> {
        self.given.get(word).copied()
    }

    /// Type of the names that end with this noun.
    pub(in super::super) fn head(&self, word: &str) -> Option<EntityType> {
        self.heads.get(word).copied()
    }

    /// Whether the noun names a house whose own name may follow it or stand before: "Hotel Astoria".
    pub(in super::super) fn is_house(&self, lower: &str) -> bool {
        self.houses.contains(lower)
    }

    /// Whether the noun opens the name of a happening: "Hurricane Harvey".
    pub(in super::super) fn opens_event(&self, lower: &str) -> bool {
        self.storms.contains(lower)
    }

    /// Whether the word bounds a title on its left.
    pub(in super::super) fn is_function(&self, lower: &str) -> bool {
        self.function.contains(lower)
    }

    /// Whether running English writes the word, or the word it is made from, in lower case.
    pub(in super::super) fn is_common(&self, lower: &str) -> bool {
        let known = |w: &str| self.common.contains(w) || self.function.contains(w);
        let stem = |end: &str, add: &str| {
            lower.strip_suffix(end).is_some_and(|s| s.len() > 2 && (known(s) || known(&format!("{s}{add}"))))
        };
        known(lower)
            || stem("s", "")
            || stem("es", "e")
            || stem("ies", "y")
            || stem("ed", "e")
            || stem("ing", "e")
            || stem("ly", "e")
            || stem("er", "e")
            || lower.split_once('-').is_some_and(|(a, b)| known(a) && (b.is_empty() || known(b)))
    }
}

fn entity_type(code: &str) -> Option<EntityType> {
    Some(match code {
        "PER" => EntityType::Person,
        "ORG" => EntityType::Organisation,
        "GPE" => EntityType::Polity,
        "LOC" => EntityType::Location,
        "FAC" => EntityType::Facility,
        "NORP" => EntityType::Group,
        "EVENT" => EntityType::Event,
        "PROD" => EntityType::Product,
        "MISC" => EntityType::Misc,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(name: &str) -> Option<&'static Known> {
        gazetteer().exact(&tokens::split(name))
    }

    #[test]
    fn names_of_several_words_are_found_whole() {
        let g = gazetteer();
        assert_eq!(g.longest(&["Black", "Sea", "Fleet", "sailed"]).map(|(n, _)| n), Some(3));
        assert_eq!(g.longest(&["Black", "Sea", "ports"]).map(|(n, _)| n), Some(2));
        assert!(g.longest(&["Black", "ships"]).is_none());
    }

    #[test]
    fn spellings_share_country_and_canonical_name() {
        assert_eq!(known("U.S.").map(|k| (k.canonical, k.country)), Some(("United States", Some("US"))));
        assert_eq!(gazetteer().exact(&["U", ".", "S", "."]).and_then(|k| k.country), Some("US"));
        assert_eq!(known("Ivorian").map(|k| (k.class, k.country)), Some((Class::Demonym, Some("CI"))));
        assert_eq!(known("OSCE").map(|k| k.canonical.len()), Some(52));
    }

    #[test]
    fn every_row_names_a_known_type() {
        for file in [english!("regions.tsv"), english!("organisations.tsv")] {
            for row in rows(file) {
                assert!(row.len() == 3 && entity_type(row[0]).is_some(), "{row:?}");
            }
        }
        for row in rows(english!("name_heads.tsv")) {
            assert!(row.len() >= 2 && entity_type(row[1]).is_some(), "{row:?}");
        }
        for row in rows(english!("given_names.tsv")) {
            assert!(matches!(row[0], "m" | "f" | "u") && row.len() == 2, "{row:?}");
        }
    }

    #[test]
    fn common_words_are_known_with_their_endings() {
        let g = gazetteer();
        assert!(g.is_common("officials") && g.is_common("preparations") && g.is_common("shared"));
        assert!(!g.is_common("trudeau"));
        assert_eq!(g.given("Olena"), Some(Some(Gender::Female)));
        assert_eq!(g.given("Robin"), Some(None));
    }
}
