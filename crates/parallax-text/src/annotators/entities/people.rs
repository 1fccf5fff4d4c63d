//! Names of persons on a page: a surname after the full name, an initial for a given name, a name in two spellings.

use std::collections::{BTreeMap, BTreeSet};

use parallax_model::EntityType;

use super::super::names::gazetteer::{Gender, gazetteer};
use super::super::names::offices::Kind;
use super::{Draft, Place, Reading, State};

/// Persons by the words of their names.
#[derive(Default)]
pub(super) struct People {
    by_word: BTreeMap<String, Vec<u32>>,
    recent: Vec<u32>,
    clock: u32,
    /// Surnames that the page writes with "Jr." and without a given name: "Trump Jr." is not "Trump" there.
    juniors: BTreeSet<String>,
}

impl People {
    /// Reads which surnames the page tells apart by "Jr.".
    pub(super) fn new(reading: &Reading<'_>, names: &[(usize, Place)]) -> Self {
        let persons = names.iter().filter(|(m, _)| reading.of(*m) == EntityType::Person);
        let short = persons.filter(|(_, p)| is_junior(reading, *p) && !is_full(reading, *p));
        let juniors = short.filter_map(|(_, p)| parts(reading, *p).pop()).collect();
        Self { juniors, ..Self::default() }
    }

    pub(super) fn seen(&mut self, entity: u32) {
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
        let all = self.by_word.get(&sound(word)).map_or(&[] as &[u32], Vec::as_slice);
        &all[all.len().saturating_sub(MOST)..]
    }

    fn enter(&mut self, entity: u32, parts: &[String]) {
        for part in parts {
            let list = self.by_word.entry(sound(part)).or_default();
            if list.last() != Some(&entity) && !list.iter().rev().take(40).any(|e| *e == entity) {
                list.push(entity);
            }
        }
    }

    /// A name of several words: somebody known with the same surname and a given name that fits, or new.
    pub(super) fn full(&mut self, reading: &Reading<'_>, state: &mut State, m: usize, place: Place) {
        let parts = parts(reading, place);
        let Some(surname) = parts.last() else { return };
        let junior = is_junior(reading, place);
        let told_apart = self.juniors.contains(surname);
        let same = self.of_word(surname).iter().copied().find(|&e| {
            let draft = &state.drafts[e as usize];
            fits(&draft.parts, &parts) && (!told_apart || draft.junior == junior)
        });
        let entity =
            same.unwrap_or_else(|| state.add(Draft { of: Some(EntityType::Person), ..Draft::default() }));
        let draft = &mut state.drafts[entity as usize];
        draft.junior |= junior;
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
    pub(super) fn short(&mut self, reading: &Reading<'_>, state: &mut State, m: usize, place: Place) {
        let parts = parts(reading, place);
        let Some(word) = parts.last() else { return };
        let title = title_gender(reading, place);
        let all = self.of_word(word);
        let junior = is_junior(reading, place);
        let told_apart = self.juniors.contains(word);
        let fits = |e: &&u32| {
            let draft = &state.drafts[**e as usize];
            let known = draft.gender;
            (title.is_none() || known.is_none() || known == title) && (!told_apart || draft.junior == junior)
        };
        let last = |e: &u32| state.drafts[*e as usize].parts.last();
        let mut surnames: Vec<u32> =
            all.iter().filter(fits).filter(|e| last(e) == Some(word)).copied().collect();
        if surnames.is_empty() {
            let sounds = |e: &&u32| last(e).is_some_and(|l| sound(l) == sound(word));
            surnames = all.iter().filter(fits).filter(sounds).copied().collect();
        }
        if surnames.is_empty() && all.len() == 1 && title.is_none() && !told_apart {
            surnames.push(all[0]);
        }
        surnames.sort_by_key(|e| std::cmp::Reverse(self.recent.get(*e as usize).copied().unwrap_or(0)));
        let entity = surnames.first().copied().unwrap_or_else(|| {
            let name = reading.text(place.from, place.to).to_owned();
            let of = Some(EntityType::Person);
            // A name that is given names only tells as much as one before a surname.
            let given = gazetteer().given(reading.words.words[place.from].key.as_ref()).flatten();
            state.add(Draft {
                name,
                of,
                parts: parts.clone(),
                gender: title.or(given),
                junior,
                ..Draft::default()
            })
        });
        if surnames.is_empty() {
            self.enter(entity, &parts);
        }
        state.links[m] = Some(entity);
    }
}

/// Whether a name has more than a surname.
pub(super) fn is_full(reading: &Reading<'_>, place: Place) -> bool {
    place.to > place.from + 1 && (!is_junior(reading, place) || parts(reading, place).len() > 1)
}

/// Whether a name ends in "Jr.".
fn is_junior(reading: &Reading<'_>, place: Place) -> bool {
    let words = &reading.words.words[place.from..place.to];
    words.iter().rev().take(2).any(|w| w.lower.trim_end_matches('.') == "jr")
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
    let sounds = |list: &[String]| list.iter().map(|w| sound(w)).collect::<Vec<String>>();
    let (a, b) = (sounds(a), sounds(b));
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
        || inside(&a, &b)
        || inside(&b, &a)
}

/// The gender that a title right before a name tells: "Mrs. Moreno".
fn title_gender(reading: &Reading<'_>, place: Place) -> Option<Gender> {
    let offices = reading.offices[place.line].iter();
    offices.filter(|o| o.kind == Kind::Title && o.to == place.from).find_map(|o| o.gender)
}

/// What two spellings of a name on one page share ("Zelenskyy" and "Zelensky", "Sergei" and "Sergey"): marks, the
/// letters i, y and j in company, v and w, kh and h, and doubled letters make no difference. Across pages the ledger
/// compares names with far more knowledge.
fn sound(word: &str) -> String {
    if word.chars().count() < 4 {
        return word.to_owned();
    }
    let mut out = String::with_capacity(word.len());
    for c in word.chars().take(LONGEST) {
        let one = match c {
            'y' | 'j' | 'í' | 'ï' | 'ı' | 'ý' | 'î' => 'i',
            'w' => 'v',
            'á' | 'à' | 'â' | 'ã' | 'ä' | 'å' | 'ą' | 'ă' => 'a',
            'é' | 'è' | 'ê' | 'ë' | 'ę' | 'ě' => 'e',
            'ó' | 'ò' | 'ô' | 'õ' | 'ö' | 'ø' => 'o',
            'ú' | 'ù' | 'û' | 'ü' | 'ů' => 'u',
            'č' | 'ć' | 'ç' => 'c',
            'š' | 'ś' | 'ş' => 's',
            'ž' | 'ź' | 'ż' => 'z',
            'ñ' | 'ń' => 'n',
            'ł' => 'l',
            'ğ' => 'g',
            'đ' => 'd',
            'h' if out.ends_with('k') => {
                out.pop();
                'h'
            }
            c => c,
        };
        if !out.ends_with(one) {
            out.push(one);
        }
    }
    out
}

/// Letters of a word that are compared.
const LONGEST: usize = 40;

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
        assert!(fits(&list("sergey orlovskyy"), &list("sergei orlovsky")));
        assert!(!fits(&list("ada moreno"), &list("luis moreno")));
        assert!(!fits(&list("ada moreno"), &list("ada varga")));
        assert!(!fits(&list("ada chen"), &list("ada cheng")));
    }
}
