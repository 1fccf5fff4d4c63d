//! The words around numbers, from `data/en/quantities.tsv`, and the number words.

use std::sync::LazyLock;

use super::scan::Scan;
use crate::lexicon::{WordMap, english, rows};
use crate::numbers::{NumberKind, number_word};
use crate::words::lower;

/// All that the data say of one word.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Entry {
    /// A number word, with its value.
    pub(super) number: Option<(f64, NumberKind)>,
    /// A part of one: "third", "quarters".
    pub(super) part: Option<f64>,
    /// Whether a number may start with it though it is no number word: "a", "half".
    pub(super) starts: bool,
    /// What a letter glued to a number multiplies it by: "m" in "40m".
    pub(super) magnitude: Option<f64>,
    /// Whether "100m" in front of it is a length: "race".
    pub(super) metres: bool,
    /// Whether casualties may be told by it.
    pub(super) harm: bool,
    /// Whether it leads from one number to another: "rose".
    pub(super) moves: bool,
    /// Whether it starts a limit of time or place on what is counted: "since".
    pub(super) scope: bool,
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
    /// Places in `entries`.
    words: WordMap<u16>,
    /// The first is that of any other word.
    entries: Vec<Entry>,
    /// By last word, longest first.
    before: WordMap<Vec<Phrase>>,
    after: Vec<Phrase>,
}

impl Vocabulary {
    fn entry(&mut self, word: &'static str) -> &mut Entry {
        let next = self.entries.len() as u16;
        let at = usize::from(*self.words.entry(word).or_insert(next));
        if at == usize::from(next) {
            self.entries.push(Entry { number: number_word(word), ..Entry::default() });
        }
        &mut self.entries[at]
    }
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let mut v = Vocabulary {
        words: WordMap::default(),
        entries: vec![Entry::default()],
        before: WordMap::default(),
        after: Vec::new(),
    };
    for row in rows(english!("numbers.tsv")) {
        let entry = v.entry(row[0]);
        if row.get(2) == Some(&"part") {
            entry.part = row[1].parse().ok();
        }
    }
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
        let e = v.entry(word);
        let harm = ["passive", "adjective", "dies", "noun", "active", "harm"];
        e.harm |= harm.contains(&class);
        match class {
            "starts" => e.starts = true,
            "magnitude" => e.magnitude = value.parse().ok(),
            "metres" => e.metres = true,
            "moves" => e.moves = true,
            "scope" => e.scope = true,
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

/// The place of a word's entry, for [`by_index`].
pub(super) fn index(word: &str) -> u16 {
    lower(word, &mut [0; 24]).and_then(|w| VOCABULARY.words.get(w)).copied().unwrap_or_default()
}

/// The entry at a place.
pub(super) fn by_index(index: u16) -> &'static Entry {
    &VOCABULARY.entries[usize::from(index)]
}

/// What the data say of the piece at `i`.
pub(super) fn entry(scan: &Scan<'_>, i: usize) -> &'static Entry {
    scan.entry(i)
}

/// The phrase that ends just before piece `i` and bounds a number there; and where it starts.
pub(super) fn bound_before(words: &Scan<'_>, i: usize) -> Option<(usize, &'static str)> {
    let mut buffer = [0; 24];
    let phrases = VOCABULARY.before.get(lower(words.str(i - 1), &mut buffer)?)?;
    phrases.iter().find_map(|p| {
        let from = i.checked_sub(p.words.len())?;
        p.words.iter().enumerate().all(|(k, w)| words.is(from + k, w)).then_some((from, p.bound))
    })
}

/// The phrase that starts at piece `i` and bounds the number before it; and where it ends.
pub(super) fn bound_after(words: &Scan<'_>, i: usize) -> Option<(usize, &'static str)> {
    VOCABULARY.after.iter().find_map(|p| {
        p.words.iter().enumerate().all(|(k, w)| words.is(i + k, w)).then_some((i + p.words.len(), p.bound))
    })
}

/// The dictionary form of a noun: "vessels" to "vessel", "people" to "person".
pub(super) fn singular(word: &str) -> String {
    let low = word.to_lowercase();
    if let Some(s) = by_index(index(&low)).singular {
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
pub(super) fn is_plural(words: &Scan<'_>, i: usize) -> bool {
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
