//! What is counted or measured, with words for the same thing brought together.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::lexicon::{english, rows};

/// How a counted thing behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// A count that never falls.
    Toll,
    /// It has a length and people who take part.
    Happening,
    /// Anything else.
    Thing,
}

/// A group of words for the same thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
}

static GROUPS: LazyLock<BTreeMap<&'static str, Group>> = LazyLock::new(|| {
    let mut of = BTreeMap::new();
    for row in rows(english!("counted.tsv")) {
        let [name, kind, words] = row[..] else { continue };
        let kind = match kind {
            "toll" => Kind::Toll,
            "happening" => Kind::Happening,
            _ => Kind::Thing,
        };
        for word in words.split('|').chain([name]) {
            of.entry(word).or_insert(Group { name, kind });
        }
    }
    of
});

/// The group that a word or phrase in lower case belongs to; its last word decides where the whole is unknown.
pub(crate) fn group(words: &str) -> Option<Group> {
    let look = |w: &str| GROUPS.get(w).or_else(|| GROUPS.get(singular(w)?.as_str())).copied();
    look(words).or_else(|| look(words.rsplit([' ', '-']).next()?))
}

fn singular(word: &str) -> Option<String> {
    match word.strip_suffix("ies") {
        Some(base) => Some(format!("{base}y")),
        None => word.strip_suffix('s').map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_the_same_thing_meet() {
        for (word, name) in [
            ("soldiers", "troop"),
            ("troop", "troop"),
            ("warship", "ship"),
            ("fighter jets", "plane"),
            ("phone call", "call"),
            ("35-minute call", "call"),
            ("dead", "killed"),
        ] {
            assert_eq!(group(word).map(|g| g.name), Some(name), "{word}");
        }
        assert_eq!(group("pallet"), None);
        assert_ne!(group("call").map(|g| g.name), group("meeting").map(|g| g.name));
    }
}
