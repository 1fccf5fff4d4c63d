//! The words around numbers, from `data/en/quantities.tsv`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::lexicon::{english, rows};
use crate::words::{Words, lower};

/// All that the data say of one word.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Entry {
    pub(super) unit: Option<&'static str>,
    pub(super) currency: Option<&'static str>,
    pub(super) person: bool,
    pub(super) singular: Option<&'static str>,
    pub(super) stop: bool,
    pub(super) label: bool,
    pub(super) between: bool,
    pub(super) street: bool,
    pub(super) passive: Option<&'static str>,
    pub(super) adjective: Option<&'static str>,
    pub(super) dies: Option<&'static str>,
    pub(super) noun: Option<&'static str>,
    pub(super) active: Option<&'static str>,
    pub(super) happening: Option<&'static str>,
    /// A verb of counting, as far as it may lead to a bare number.
    pub(super) counts: bool,
    /// The extent that an adjective measures: "wide".
    pub(super) extent: Option<&'static str>,
}

/// A phrase beside a number, and how it bounds it.
pub(super) struct Phrase {
    pub(super) words: Vec<&'static str>,
    pub(super) bound: &'static str,
}

struct Vocabulary {
    words: HashMap<&'static str, Entry>,
    /// By last word, longest first.
    before: HashMap<&'static str, Vec<Phrase>>,
    after: Vec<Phrase>,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let mut v = Vocabulary { words: HashMap::new(), before: HashMap::new(), after: Vec::new() };
    for row in rows(english!("quantities.tsv")) {
        let (word, class) = (row[0], row.get(1).copied().unwrap_or_default());
        let value = row.get(2).copied().unwrap_or_default();
        let phrase = || Phrase { words: word.split(' ').collect(), bound: value };
        match class {
            "bound" => {
                let phrases = v.before.entry(word.rsplit(' ').next().unwrap_or(word)).or_default();
                phrases.push(phrase());
                phrases.sort_by_key(|p| std::cmp::Reverse(p.words.len()));
                continue;
            }
            "after" => {
                v.after.push(phrase());
                continue;
            }
            _ => {}
        }
        let e = v.words.entry(word).or_default();
        match class {
            "unit" => e.unit = Some(value),
            "currency" => e.currency = Some(value),
            "person" => e.person = true,
            "plural" => e.singular = Some(value),
            "stop" => e.stop = true,
            "label" => e.label = true,
            "between" => e.between = true,
            "street" => e.street = true,
            "passive" => e.passive = Some(value),
            "adjective" => e.adjective = Some(value),
            "dies" => e.dies = Some(value),
            "noun" => e.noun = Some(value),
            "active" => e.active = Some(value),
            "happening" => e.happening = Some(value),
            "counts" => e.counts = true,
            "extent" => e.extent = Some(value),
            _ => {}
        }
    }
    v
});

/// What the data say of the piece at `i`.
pub(super) fn entry(words: &Words<'_>, i: usize) -> Entry {
    let word = words.str(i);
    lower(word, &mut [0; 24]).and_then(|w| VOCABULARY.words.get(w)).copied().unwrap_or_default()
}

/// The phrase that ends just before piece `i` and bounds a number there; and where it starts.
pub(super) fn bound_before(words: &Words<'_>, i: usize) -> Option<(usize, &'static str)> {
    let mut buffer = [0; 24];
    let phrases = VOCABULARY.before.get(lower(words.str(i - 1), &mut buffer)?)?;
    phrases.iter().find_map(|p| {
        let from = i.checked_sub(p.words.len())?;
        p.words.iter().enumerate().all(|(k, w)| words.is(from + k, w)).then_some((from, p.bound))
    })
}

/// The phrase that starts at piece `i` and bounds the number before it; and where it ends.
pub(super) fn bound_after(words: &Words<'_>, i: usize) -> Option<(usize, &'static str)> {
    VOCABULARY.after.iter().find_map(|p| {
        p.words.iter().enumerate().all(|(k, w)| words.is(i + k, w)).then_some((i + p.words.len(), p.bound))
    })
}

/// The dictionary form of a noun: "vessels" to "vessel", "people" to "person".
pub(super) fn singular(word: &str) -> String {
    let low = word.to_lowercase();
    if let Some(s) = VOCABULARY.words.get(low.as_str()).and_then(|e| e.singular) {
        return s.to_owned();
    }
    let stem = |n: usize| low[..low.len() - n].to_owned();
    if low.len() < 4 || !low.is_ascii() || low.ends_with("ss") || low.ends_with("us") || low.ends_with("sis")
    {
        low
    } else if low.ends_with("ies") {
        stem(3) + "y"
    } else if ["ches", "shes", "sses", "xes", "zes"].iter().any(|e| low.ends_with(e)) {
        stem(2)
    } else if low.ends_with('s') {
        stem(1)
    } else {
        low
    }
}

/// Whether a word looks like a plural noun.
pub(super) fn is_plural(words: &Words<'_>, i: usize) -> bool {
    let word = words.str(i);
    if entry(words, i).singular.is_some() {
        return true;
    }
    let low = word.as_bytes();
    let ends = |e: &str| {
        word.len() >= e.len()
            && word.is_char_boundary(word.len() - e.len())
            && word[word.len() - e.len()..].eq_ignore_ascii_case(e)
    };
    low.len() > 3 && ends("s") && !ends("ss") && !ends("us") && !ends("sis") && !entry(words, i).stop
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_in_the_singular() {
        let forms = [
            "troops",
            "vessels",
            "people",
            "countries",
            "churches",
            "lives",
            "participants",
            "buses",
            "glass",
        ];
        let want = ["troop", "vessel", "person", "country", "church", "life", "participant", "bus", "glass"];
        assert_eq!(forms.map(singular), want);
    }
}
