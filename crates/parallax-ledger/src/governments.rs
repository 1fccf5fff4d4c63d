//! Countries behind the words that news uses for their governments: "Moscow", "the Danish foreign ministry".

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::lexicon::{english, rows};

static COUNTRIES: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    let mut of = BTreeMap::new();
    for row in rows(english!("governments.tsv")) {
        let country = row[0];
        of.insert(country, country);
        for word in row[1..].iter().flat_map(|field| field.split('|')).filter(|w| !w.is_empty()) {
            of.entry(word).or_insert(country);
        }
    }
    of
});

/// Words that a name of three words needs at most: "Democratic Republic of the Congo".
const LONGEST: usize = 5;

/// The country that `name` stands for: itself, its people, its capital, or an organ of its government.
pub(crate) fn country(name: &str) -> Option<&'static str> {
    // Names on pages may hold spaces that do not break.
    let spaced = name.replace('\u{a0}', " ");
    let name = spaced.as_str();
    let plain = name.trim().strip_suffix("'s").or(name.trim().strip_suffix("’s")).unwrap_or(name.trim());
    COUNTRIES.get(plain).or_else(|| COUNTRIES.get(plain.strip_prefix("the ")?)).copied()
}

/// The countries named in `text`, in order, each once.
pub(crate) fn countries(text: &str) -> Vec<&'static str> {
    let words: Vec<(usize, &str)> = words(text);
    let mut found = Vec::new();
    let mut i = 0;
    while i < words.len() {
        let hit = (1..=LONGEST.min(words.len() - i)).rev().find_map(|n| {
            let (last, word) = words[i + n - 1];
            let whole = &text[words[i].0..last + word.len()];
            country(whole).map(|c| (n, c))
        });
        match hit {
            Some((n, c)) => {
                if !found.contains(&c) {
                    found.push(c);
                }
                i += n;
            }
            None => i += 1,
        }
    }
    found
}

/// Capitalised words with their places; dots stay inside ("U.S."), apostrophes of the possessive do not.
fn words(text: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '.' | '\'' | '’');
    let mut at = 0;
    for piece in text.split(|c: char| !inside(c)) {
        let start = at + (piece.len() - piece.trim_start_matches(['\'', '’', '.']).len());
        at += piece.len() + text[at + piece.len()..].chars().next().map_or(0, char::len_utf8);
        let word = piece.trim_matches(['\'', '’']);
        let word = word.strip_suffix("'s").or(word.strip_suffix("’s")).unwrap_or(word);
        let dotted = word.trim_end_matches('.').contains('.');
        let word = if dotted { word } else { word.trim_matches('.') };
        if !word.is_empty() && text[start..].starts_with(word) {
            out.push((start, word));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_capitals_and_organs_stand_for_the_country() {
        for (words, of) in [
            ("Danish", "Denmark"),
            ("the Kremlin", "Russia"),
            ("Kiev", "Ukraine"),
            ("U.S.", "United States"),
            ("Norway’s", "Norway"),
            ("New\u{a0}Zealand", "New Zealand"),
        ] {
            assert_eq!(country(words), Some(of), "{words}");
        }
        assert_eq!(country("polish"), None);
    }

    #[test]
    fn countries_of_a_sentence_come_once_and_in_order() {
        assert_eq!(
            countries("The U.S. and New Zealand’s ministry told Americans in South Sudan to go. U.S."),
            ["United States", "New Zealand", "South Sudan"]
        );
        assert!(countries("No country, only us.").is_empty());
        assert!(countries("’’ ... é’s").is_empty());
    }
}
