//! Lands that no list knows, by the words beside their name: "Drevania's defence minister", "the army of Drevania",
//! "in Drevania".

use std::collections::HashMap;

use parallax_model::EntityType;

use super::gazetteer::gazetteer;
use super::sequences::Name;
use super::words::{Line, Words};

/// What lands have and persons and companies have not.
fn is_of_state(lower: &str) -> bool {
    matches!(
        lower,
        "minister"
            | "ministers"
            | "ministry"
            | "parliament"
            | "army"
            | "navy"
            | "government"
            | "border"
            | "borders"
            | "embassy"
            | "ambassador"
            | "coast"
            | "capital"
            | "constitution"
            | "territory"
            | "airspace"
    )
}

/// Words before a name that tell where something is or goes.
fn is_where(lower: &str) -> bool {
    matches!(
        lower,
        "in" | "into" | "across" | "near" | "toward" | "towards" | "throughout" | "leave" | "within"
    )
}

/// Most words between a possessive and what is owned: "Drevania's new foreign minister".
const REACH: usize = 4;

/// What speaks for a land.
#[derive(Default)]
struct Signs {
    state: usize,
    place: usize,
}

/// Makes polities of names of one word, all of that name on the page, where the page writes of the
/// name as of a land and never gives it as part of a longer one.
pub(super) fn find(words: &Words<'_>, lines: &mut [(Line, Vec<Name>)]) {
    let mut signs: HashMap<&str, Signs> = HashMap::new();
    for (line, names) in lines.iter() {
        for name in names.iter().filter(|n| is_unknown(words, n)) {
            let sign = signs.entry(words.words[name.from].text).or_default();
            let owner = matches!(words.lower(name.to, line), "'s" | "’s" | "'" | "’");
            let owned = (name.to + 1..=name.to + REACH).map(|i| words.lower(i, line));
            let owned = owned.take_while(|w| w.chars().all(char::is_alphabetic)).any(is_of_state);
            let before = |n: usize| name.from.checked_sub(n).map_or("", |i| words.lower(i, line));
            let of = before(1) == "of" && is_of_state(before(2));
            sign.state += usize::from(owner && owned || of);
            sign.place += usize::from(is_where(before(1)));
        }
    }
    signs.retain(|_, s| s.state > 0 || s.place > 2);
    for (_, names) in lines.iter() {
        for name in names.iter().filter(|n| n.of == EntityType::Person && n.to > n.from + 1) {
            for word in &words.words[name.from..name.to] {
                signs.remove(word.text);
            }
        }
    }
    if signs.is_empty() {
        return;
    }
    for (_, names) in lines {
        for name in names.iter_mut().filter(|n| is_unknown(words, n) && n.of != EntityType::Location) {
            if signs.contains_key(words.words[name.from].text) {
                name.of = EntityType::Polity;
            }
        }
    }
}

/// One word with a capital that no list knows.
fn is_unknown(words: &Words<'_>, name: &Name) -> bool {
    let word = &words.words[name.from];
    name.to == name.from + 1
        && word.cap
        && !word.is_upper()
        && gazetteer().exact(&[word.key.as_ref()]).is_none()
        && gazetteer().given(word.text).is_none()
}
