//! What a noun says of a speaker: one person, several, a body, a paper.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::annotators::names::gazetteer::Gender;
use crate::learned::clusters;
use crate::lexicon::{english, rows};

/// How many listed nouns a noun that is not listed must be used like.
const COMPANY: usize = 3;

/// What a noun stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Person,
    Group,
    Institution,
    /// A paper, a report, a survey.
    Paper,
}

/// For whom the holder of a calling speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mandate {
    /// "Kremlin spokesman", "spokesman for the Kremlin".
    Voice,
    /// "her lawyer", "a lawyer for the family".
    Advocate,
    /// "her office".
    Seat,
}

/// A noun of the lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Noun {
    pub(super) sort: Sort,
    pub(super) gender: Option<Gender>,
}

#[derive(Default)]
struct Nouns {
    nouns: BTreeMap<&'static str, Noun>,
    mandates: BTreeMap<&'static str, Mandate>,
    crowds: Vec<&'static str>,
    loose: Vec<&'static str>,
    issues: Vec<&'static str>,
    listeners: Vec<&'static str>,
}

static NOUNS: LazyLock<Nouns> = LazyLock::new(|| {
    let mut out = Nouns::default();
    for row in rows(english!("persons.tsv")).filter(|r| r.get(1) != Some(&"title")) {
        let words = row[0].trim_start_matches('*').trim_end_matches('.');
        let last = words.rsplit(' ').next().unwrap_or(words);
        let gender = row.get(2).and_then(|g| Gender::read(g));
        out.nouns.insert(last, Noun { sort: Sort::Person, gender });
    }
    for row in rows(english!("institutions.tsv")) {
        let last = row[0].rsplit(' ').next().unwrap_or(row[0]);
        out.nouns.insert(last, Noun { sort: Sort::Institution, gender: None });
    }
    for row in rows(english!("speakers.tsv")) {
        let [kind, words] = row[..] else { continue };
        let (sort, gender, mandate) = match kind {
            "person" => (Some(Sort::Person), None, None),
            "man" => (Some(Sort::Person), Some(Gender::Male), None),
            "woman" => (Some(Sort::Person), Some(Gender::Female), None),
            "group" => (Some(Sort::Group), None, None),
            "institution" => (Some(Sort::Institution), None, None),
            "paper" => (Some(Sort::Paper), None, None),
            "voice" => (None, None, Some(Mandate::Voice)),
            "advocate" => (None, None, Some(Mandate::Advocate)),
            "seat" => (None, None, Some(Mandate::Seat)),
            other => {
                let list = match other {
                    "crowd" => &mut out.crowds,
                    "loose" => &mut out.loose,
                    "listener" => &mut out.listeners,
                    _ => &mut out.issues,
                };
                list.extend(words.split(' '));
                continue;
            }
        };
        for word in words.split(' ') {
            if let Some(sort) = sort {
                out.nouns.insert(word, Noun { sort, gender });
            }
            if let Some(mandate) = mandate {
                out.mandates.insert(word, mandate);
            }
        }
    }
    out
});

/// General words with what they may stand for.
static CALLINGS: LazyLock<BTreeMap<&'static str, Vec<Vec<&'static str>>>> = LazyLock::new(|| {
    let all = rows(english!("callings.tsv")).filter_map(|r| Some((*r.first()?, *r.get(1)?)));
    all.map(|(word, for_)| (word, for_.split('|').map(|p| p.split(' ').collect()).collect())).collect()
});

/// What may be the singular of a regular plural, the likelier first.
fn singulars(word: &str) -> Vec<String> {
    if let Some(stem) = word.strip_suffix("men") {
        return vec![format!("{stem}man")];
    }
    if let Some(stem) = word.strip_suffix("people").filter(|s| !s.is_empty()) {
        return vec![format!("{stem}person")];
    }
    if let Some(stem) = word.strip_suffix("ies") {
        return vec![format!("{stem}y")];
    }
    let Some(stem) = word.strip_suffix('s').filter(|s| s.len() > 2 && !s.ends_with(['s', 'u', 'i'])) else {
        return Vec::new();
    };
    let sibilant = stem.strip_suffix('e').filter(|s| ["ch", "sh", "x", "s"].iter().any(|e| s.ends_with(e)));
    [Some(stem), sibilant].into_iter().flatten().map(str::to_owned).collect()
}

/// The entry of the singular of a plural.
fn one_of(word: &str) -> Option<Noun> {
    singulars(word).iter().find_map(|s| NOUNS.nouns.get(s.as_str()).copied())
}

/// What a noun in lower case stands for; what several of it are for a plural.
pub(super) fn noun(word: &str) -> Option<Noun> {
    if let Some(noun) = NOUNS.nouns.get(word) {
        let plural = noun.sort == Sort::Person && one_of(word).is_some_and(|n| n.sort == Sort::Person);
        return Some(if plural { Noun { sort: Sort::Group, gender: None } } else { *noun });
    }
    if let Some(one) = one_of(word) {
        let sort = if one.sort == Sort::Paper { Sort::Paper } else { Sort::Group };
        return Some(Noun { sort, gender: None });
    }
    // "vice-chairman", "ex-wife"
    word.rsplit_once('-').and_then(|(_, last)| NOUNS.nouns.get(last).copied())
}

/// The gender that a title before a name tells, if the word is one.
pub(super) fn title(word: &str) -> Option<Option<Gender>> {
    static TITLES: LazyLock<BTreeMap<&'static str, Option<Gender>>> = LazyLock::new(|| {
        let all = rows(english!("persons.tsv")).filter(|r| r.get(1) == Some(&"title"));
        all.map(|r| (r[0].trim_end_matches('.'), r.get(2).and_then(|g| Gender::read(g)))).collect()
    });
    TITLES.get(word).copied()
}

/// Whether a word is a plural, as far as its ending tells.
pub(super) fn is_plural(word: &str) -> bool {
    !singulars(word).is_empty()
}

/// Whether a word stands for many before "of".
pub(super) fn is_crowd(word: &str) -> bool {
    NOUNS.crowds.contains(&word)
}

/// Whether an adjective tells nobody apart: "former", "new".
pub(super) fn is_loose(word: &str) -> bool {
    NOUNS.loose.contains(&word)
}

/// Whether a verb is what one does who publishes a paper.
pub(super) fn issues(word: &str) -> bool {
    NOUNS.issues.contains(&word)
}

/// Whether a noun names somebody who can speak: a person, people, a body.
pub(in super::super) fn can_speak(word: &str) -> bool {
    noun(word).is_some_and(|n| n.sort != Sort::Paper)
}

/// Whether a noun names somebody who can speak, or a paper; one that is not listed by the company that it keeps.
pub(in super::super) fn tells(word: &str) -> bool {
    static ALIKE: LazyLock<BTreeMap<u16, usize>> = LazyLock::new(|| {
        let mut out = BTreeMap::new();
        for (word, _) in NOUNS.nouns.iter().filter(|(_, noun)| noun.sort != Sort::Paper) {
            *out.entry(clusters().of(word)[2]).or_insert(0) += 1;
        }
        out.remove(&0);
        out
    });
    noun(word).is_some() || ALIKE.get(&clusters().of(word)[2]).is_some_and(|&n| n >= COMPANY)
}

/// Whether a noun names people who are only spoken to.
pub(in super::super) fn listens(word: &str) -> bool {
    NOUNS.listeners.contains(&word)
}

/// For whom the holder of a calling speaks.
pub(super) fn mandate(word: &str) -> Option<Mandate> {
    let of = |w: &str| NOUNS.mandates.get(w).copied();
    let plural = || singulars(word).iter().find_map(|s| of(s)).filter(|m| *m != Mandate::Seat);
    of(word).or_else(plural)
}

/// Whether a general word may stand for somebody described with these words, the last of which is the noun.
pub(super) fn may_mean(general: &str, words: &[String]) -> bool {
    CALLINGS.get(general).is_some_and(|all| {
        all.iter().any(|p| words.len() >= p.len() && words[words.len() - p.len()..].iter().eq(p.iter()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_are_groups() {
        let sort = |w| noun(w).map(|n| n.sort);
        assert_eq!(sort("welder"), Some(Sort::Person));
        assert_eq!(sort("welders"), Some(Sort::Group));
        assert_eq!(sort("spokesmen"), Some(Sort::Group));
        assert_eq!(sort("ministries"), Some(Sort::Group));
        assert_eq!(sort("coaches"), Some(Sort::Group));
        assert_eq!(sort("nurses"), Some(Sort::Group));
        assert_eq!(sort("police"), Some(Sort::Institution));
        assert_eq!(sort("lawsuits"), Some(Sort::Paper));
        assert_eq!(sort("bridge"), None);
    }

    #[test]
    fn general_words_stand_for_narrower_ones() {
        let words = |w: &str| w.split(' ').map(str::to_owned).collect::<Vec<_>>();
        assert!(may_mean("leader", &words("olandish prime minister")));
        assert!(may_mean("doctor", &words("team doctor")));
        assert!(!may_mean("leader", &words("finance minister")));
    }
}
