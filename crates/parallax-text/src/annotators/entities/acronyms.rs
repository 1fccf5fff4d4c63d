//! Short forms of organisations: "OSCE" after or before its full name, in brackets or anywhere on the page.

use std::collections::BTreeMap;

use parallax_model::{EntityType, MentionKind};

use super::{Reading, State};

/// Most words of a name whose first letters are compared.
const LONGEST: usize = 14;

/// Whether the letters of a short form are the initials of a name, or of its last words ("the UK Foreign, Commonwealth
/// and Development Office", FCDO).
pub(super) fn stands_for(short: &str, name: &str) -> bool {
    let letters: Vec<char> =
        short.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    letters.len() > 1
        && initials(name).iter().any(|of| of.ends_with(&letters) && of.len() <= letters.len() + 2)
}

/// The first letters of a name: of its capitalised words; with the parts of words with hyphens; of all words.
fn initials(name: &str) -> [Vec<char>; 3] {
    let words = || {
        name.split([' ', '\u{a0}', '\n'])
            .take(LONGEST)
            .map(|w| w.trim_start_matches(|c: char| !c.is_alphanumeric()))
    };
    let letters = |words: &mut dyn Iterator<Item = &str>, capitals: bool| -> Vec<char> {
        let first = words.filter_map(|w| w.chars().next());
        first.filter(|c| c.is_uppercase() || !capitals).flat_map(char::to_lowercase).collect()
    };
    [
        letters(&mut words(), true),
        letters(&mut words().flat_map(|w| w.split('-')), true),
        letters(&mut words(), false),
    ]
}

/// Joins short forms that stand alone to the one organisation of the page with these initials.
pub(super) fn join(reading: &Reading<'_>, state: &mut State) {
    let mut shorts: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (m, mention) in reading.document.mentions.iter().enumerate() {
        let Some(entity) = state.links[m].filter(|_| mention.kind == MentionKind::Name) else { continue };
        let draft = &state.drafts[entity as usize];
        if draft.of == Some(EntityType::Organisation) && is_short(&draft.name) && draft.canonical.is_none() {
            shorts.entry(entity).or_default().push(m);
        }
    }
    for (short, mentions) in shorts {
        let letters = state.drafts[short as usize].name.clone();
        let fits = |i: usize| {
            let draft = &state.drafts[i];
            draft.of == Some(EntityType::Organisation)
                && draft.name.contains(' ')
                && stands_for(&letters, &draft.name)
        };
        let mut full = (0..state.drafts.len()).filter(|&i| i != short as usize && fits(i));
        if let (Some(only), None) = (full.next(), full.next()) {
            mentions.into_iter().for_each(|m| state.links[m] = Some(only as u32));
        }
    }
}

/// "OSCE", "F.C.D.O.": three to seven capitals and nothing else.
fn is_short(name: &str) -> bool {
    let letters = name.chars().filter(|c| *c != '.');
    let count = letters.clone().count();
    (3..=7).contains(&count) && letters.clone().all(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_are_initials_of_the_last_words() {
        for (short, name) in [
            ("OSCE", "Organization for Security and Co-operation in Europe"),
            ("FCDO", "UK Foreign, Commonwealth and Development Office"),
            ("HTU", "Harbor Trade Union"),
            ("FSB", "Federal Security Bureau"),
        ] {
            assert!(stands_for(short, name), "{short} {name}");
        }
        for (short, name) in
            [("HTU", "Harbor Union"), ("A", "Army"), ("TU", "Ministry of the Northern Harbor Trade Union")]
        {
            assert!(!stands_for(short, name), "{short} {name}");
        }
        assert!(is_short("O.S.C.E.") && !is_short("Oslo") && !is_short("EU"));
    }
}
