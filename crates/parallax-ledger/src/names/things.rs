//! Whether two names of organisations or places are spellings of one name.

use super::compare::{Agreement, words_agree};
use super::person::Word;
use super::thing::{acronym, initials, is_place, key, plain};
use crate::lexicon::{named, rows};

/// Words that names of organisations and places have or lack without being another name, and small words; from
/// `data/names/generic.tsv`.
fn is_generic(word: &str) -> bool {
    static GENERIC: std::sync::LazyLock<std::collections::BTreeSet<&'static str>> =
        std::sync::LazyLock::new(|| rows(named!("generic.tsv")).map(|row| row[0]).collect());
    GENERIC.contains(word)
}

/// The words that make a name this one, apart from general ones and articles.
fn core(name: &str) -> Vec<Word> {
    let folded = plain(name);
    let all: Vec<&str> = folded.split(' ').filter(|w| !w.is_empty()).collect();
    let own: Vec<&str> = all.iter().copied().filter(|w| !is_generic(w)).collect();
    let kept = if own.is_empty() { all } else { own };
    kept.into_iter().filter_map(Word::new).collect()
}

/// How two names of organisations or places agree by their words alone.
#[must_use]
pub fn compare_things(a: &str, b: &str) -> Agreement {
    if plain(a) == plain(b) {
        return Agreement::Same;
    }
    if key(a) == key(b) {
        return Agreement::Spelling;
    }
    // Two places with names of their own.
    if is_place(a) && is_place(b) {
        return Agreement::Different;
    }
    let short =
        |a: &str, b: &str| acronym(a).is_some_and(|letters| initials(b).is_some_and(|i| i == letters));
    if short(a, b) || short(b, a) {
        return Agreement::Possible;
    }
    let (one, other) = (core(a), core(b));
    let bare = |words: &[Word]| words.iter().map(|w| w.plain.as_str()).collect::<Vec<_>>().join(" ");
    if key(&bare(&one)) == key(&bare(&other)) {
        return Agreement::Spelling;
    }
    if one.len() == other.len() {
        let each = one.iter().zip(&other).map(|(a, b)| words_agree(a, b));
        return each.min().unwrap_or(Agreement::Different);
    }
    let glued = |words: &[Word]| Word::new(&words.iter().map(|w| w.plain.as_str()).collect::<String>());
    match glued(&one).zip(glued(&other)) {
        Some((a, b)) if a.letters.len() > 7 => words_agree(&a, &b),
        _ => Agreement::Different,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_organisations_and_places_meet() {
        for (a, b) in [
            ("Harbor Group", "PMC Harbor"),
            ("Zaporizhzhia", "Zaporozhye"),
            ("Odesa Oblast", "Odessa region"),
            ("Ministry of Defence of Norway", "Norwegian Defense Ministry"),
            ("Al Jazeera", "al-Jazeera"),
            ("Grozny", "Groznyy"),
            ("Bachmut", "Bakhmut"),
        ] {
            assert!(compare_things(a, b) >= Agreement::Spelling, "{a} {b}");
        }
        for (a, b) in [
            ("Niger", "Nigeria"),
            ("Bank of Orlo", "Bank of Varna"),
            ("North Harbor Council", "South Harbor Council"),
            ("Sudan", "South Sudan"),
            ("Party of the Sea", "Army of the Sea"),
            ("Islamic State", "Islamic Jihad"),
        ] {
            assert_eq!(compare_things(a, b), Agreement::Different, "{a} {b}");
        }
        assert_eq!(compare_things("Harbor Safety Council", "HSC"), Agreement::Possible);
    }
}
