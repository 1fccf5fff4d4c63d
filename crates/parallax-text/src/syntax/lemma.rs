//! Dictionary forms of English words: rules of inflection, and the words that break them (`data/en/lemmas.tsv`).

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use super::words::plain;
use crate::lexicon::{english, rows};

type Exceptions = HashMap<&'static str, Vec<(&'static str, &'static str)>>;

static EXCEPTIONS: LazyLock<Exceptions> = LazyLock::new(|| {
    let mut all = Exceptions::new();
    for row in rows(english!("lemmas.tsv")) {
        if let [form, upos, lemma] = row[..] {
            all.entry(form).or_default().push((upos, lemma));
        }
    }
    all
});

/// The dictionary form of a word with its universal part of speech and its Penn Treebank tag: "ships" is "ship".
#[must_use]
pub fn lemma<'w>(word: &'w str, upos: &str, xpos: &str) -> Cow<'w, str> {
    let lower = lower(word);
    let known = EXCEPTIONS.get(&*lower).and_then(|all| all.iter().find(|(of, _)| *of == upos));
    match known {
        Some((_, lemma)) => Cow::Borrowed(lemma),
        None => by_rule(word, lower, upos, xpos),
    }
}

/// The dictionary form by the rules alone.
#[must_use]
pub fn lemma_by_rule<'w>(word: &'w str, upos: &str, xpos: &str) -> Cow<'w, str> {
    by_rule(word, lower(word), upos, xpos)
}

fn lower(word: &str) -> Cow<'_, str> {
    let plain = plain(word);
    if plain.chars().all(|c| c.is_lowercase() || !c.is_alphabetic()) {
        plain
    } else {
        Cow::Owned(plain.to_lowercase())
    }
}

/// Endings are cut from words with at most so many bytes; longer ones are no words.
const LONGEST: usize = 40;

fn by_rule<'w>(word: &'w str, lower: Cow<'w, str>, upos: &str, xpos: &str) -> Cow<'w, str> {
    if lower.len() > LONGEST || !lower.is_ascii() {
        return if matches!(upos, "PROPN" | "X" | "SYM") { Cow::Borrowed(word) } else { lower };
    }
    let cut = match (upos, xpos) {
        ("PROPN", "NNPS") => singular(word),
        ("PROPN" | "X" | "SYM" | "NUM" | "PUNCT", _) => return Cow::Borrowed(word),
        (_, "NNS" | "VBZ") => singular(&lower),
        (_, "VBD" | "VBN") => stem(&lower, "ed"),
        (_, "VBG") => stem(&lower, "ing"),
        ("ADJ" | "ADV", "JJR" | "RBR") => stem(&lower, "er"),
        ("ADJ" | "ADV", "JJS" | "RBS") => stem(&lower, "est"),
        _ => None,
    };
    cut.map_or(lower, Cow::Owned)
}

/// Without the ending of plurals and of the third person.
fn singular(word: &str) -> Option<String> {
    let rest = word.strip_suffix('s')?;
    if rest.len() < 2 || rest.ends_with(['s', 'u', '\'']) {
        return None;
    }
    if let Some(base) = rest.strip_suffix("ie").filter(|base| base.len() > 1) {
        return Some(format!("{base}y"));
    }
    match rest.strip_suffix('e') {
        Some(base) if ["ss", "sh", "ch", "x", "zz", "o"].iter().any(|end| base.ends_with(end)) => {
            Some(base.to_owned())
        }
        _ => Some(rest.to_owned()),
    }
}

fn is_vowel(c: u8) -> bool {
    matches!(c, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// Without an ending that begins with a vowel: a consonant that was doubled before it is made single, a `y` that became
/// `i` is put back, and so is an `e` that was swallowed.
fn stem(word: &str, ending: &str) -> Option<String> {
    let base = word.strip_suffix(ending)?;
    let bytes = base.as_bytes();
    let [.., third, second, last] = bytes[..] else { return None };
    let vowels = bytes.iter().filter(|&&c| is_vowel(c) || c == b'y').count();
    if vowels == 0 {
        return None;
    }
    let shorter = &base[..base.len() - 1];
    Some(if last == b'i' && ending != "ing" {
        format!("{shorter}y")
    } else if last == second && !is_vowel(last) && !matches!(last, b'l' | b's' | b'z' | b'f') {
        shorter.to_owned()
    } else if swallowed(third, second, last, vowels, base) {
        format!("{base}e")
    } else {
        base.to_owned()
    })
}

/// Whether a stem that ends so is written with an `e` that endings swallow: "mak-ing", "handl-ed", "creat-ed".
fn swallowed(third: u8, second: u8, last: u8, vowels: usize, base: &str) -> bool {
    let one_before = is_vowel(second) && !is_vowel(third);
    match last {
        b'v' | b'u' | b'z' | b'c' => second != last,
        b'g' => second != b'n' || matches!(third, b'a' | b'e') && vowels > 1,
        b's' => matches!(second, b'n' | b'r') || is_vowel(second),
        b'l' => matches!(second, b'b' | b'd' | b'f' | b'g' | b'k' | b'p' | b't' | b'z'),
        b'w' | b'x' | b'y' | b'h' => false,
        _ if vowels == 1 => one_before,
        _ => {
            one_before
                && ["at", "ir", "ur", "id", "ut", "in", "uc", "ok", "ak", "ap"]
                    .iter()
                    .any(|e| base.ends_with(e))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_undo_inflection() {
        for (word, upos, xpos, wanted) in [
            ("Ships", "NOUN", "NNS", "ship"),
            ("cities", "NOUN", "NNS", "city"),
            ("glass", "NOUN", "NN", "glass"),
            ("churches", "NOUN", "NNS", "church"),
            ("handled", "VERB", "VBD", "handle"),
            ("stopping", "VERB", "VBG", "stop"),
            ("carried", "VERB", "VBN", "carry"),
            ("relating", "VERB", "VBG", "relate"),
            ("hoped", "VERB", "VBD", "hope"),
            ("bigger", "ADJ", "JJR", "big"),
            ("Zelms", "PROPN", "NNP", "Zelms"),
            ("\u{200d}", "X", "", "\u{200d}"),
            ("s", "NOUN", "NNS", "s"),
        ] {
            assert_eq!(lemma_by_rule(word, upos, xpos), wanted);
        }
    }

    #[test]
    fn words_that_break_the_rules_are_known() {
        assert_eq!(lemma("went", "VERB", "VBD"), "go");
        assert_eq!(lemma("Was", "AUX", "VBD"), "be");
        assert_eq!(lemma("children", "NOUN", "NNS"), "child");
        assert_eq!(lemma("n’t", "PART", "RB"), "not");
    }

    #[test]
    fn a_word_of_a_megabyte_is_left_alone() {
        let long = "a".repeat(1 << 20) + "ing";
        assert_eq!(lemma(&long, "VERB", "VBG"), long);
    }
}
