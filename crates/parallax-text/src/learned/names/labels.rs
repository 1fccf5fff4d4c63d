//! What the model says of a word: nothing, or where it stands in a name of which kind.

/// What a name names, as far as the model tells it. Countries, regions, cities and buildings are all places to it;
/// products, events, works and the rest are all other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A person.
    Person,
    /// An organisation.
    Organisation,
    /// A place.
    Place,
    /// A nationality, religion or party.
    Group,
    /// Any other name.
    Other,
}

/// Kinds, in the order of their labels.
pub const KINDS: [Kind; 5] = [Kind::Person, Kind::Organisation, Kind::Place, Kind::Group, Kind::Other];

/// Number of labels: outside, and for each kind the first, an inner, the last and the only word of a name.
pub const LABELS: usize = 1 + 4 * KINDS.len();

/// Labels, rounded up for the rows of a table.
pub const WIDTH: usize = 24;

/// The label of a word that is in no name.
pub const OUTSIDE: usize = 0;

/// Where in a name a word stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The first of several.
    First,
    /// Neither the first nor the last.
    Inner,
    /// The last of several.
    Last,
    /// The only one.
    Only,
}

const PARTS: [Part; 4] = [Part::First, Part::Inner, Part::Last, Part::Only];

/// The label of a part of a name.
#[must_use]
pub fn label(kind: Kind, part: Part) -> usize {
    1 + 4 * kind as usize + part as usize
}

/// The kind and part that a label stands for; none for outside.
#[must_use]
pub(super) fn part(label: usize) -> Option<(Kind, Part)> {
    let at = label.checked_sub(1)?;
    Some((*KINDS.get(at / 4)?, PARTS[at % 4]))
}

/// Whether a line may begin with the label.
#[must_use]
pub fn begins(label: usize) -> bool {
    part(label).is_none_or(|(_, p)| matches!(p, Part::First | Part::Only))
}

/// Whether a line may end with the label.
#[must_use]
pub fn ends(label: usize) -> bool {
    part(label).is_none_or(|(_, p)| matches!(p, Part::Last | Part::Only))
}

/// Whether the second label may follow the first.
#[must_use]
pub fn follows(first: usize, second: usize) -> bool {
    match (part(first), part(second)) {
        (Some((a, Part::First | Part::Inner)), Some((b, Part::Inner | Part::Last))) => a == b,
        _ => ends(first) && begins(second),
    }
}

/// A name in a line: its words and its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// First word.
    pub from: usize,
    /// One past the last word.
    pub to: usize,
    /// What it names.
    pub kind: Kind,
}

/// The names that a row of labels tells of.
#[must_use]
pub fn names(labels: &[u8]) -> Vec<Found> {
    let mut out = Vec::new();
    let mut from = 0;
    for (i, &l) in labels.iter().enumerate() {
        match part(usize::from(l)) {
            Some((_, Part::First)) => from = i,
            Some((kind, Part::Last)) => out.push(Found { from, to: i + 1, kind }),
            Some((kind, Part::Only)) => out.push(Found { from: i, to: i + 1, kind }),
            _ => {}
        }
    }
    out
}

/// The labels of a line of `words` words in which `names` stand, which do not overlap.
#[must_use]
pub fn labels(words: usize, names: &[Found]) -> Vec<u8> {
    let mut out = vec![OUTSIDE as u8; words];
    for name in names {
        for (i, slot) in out.iter_mut().enumerate().take(name.to).skip(name.from) {
            let part = match (i == name.from, i + 1 == name.to) {
                (true, true) => Part::Only,
                (true, false) => Part::First,
                (false, true) => Part::Last,
                (false, false) => Part::Inner,
            };
            *slot = label(name.kind, part) as u8;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_survive_as_labels() {
        let line = [
            Found { from: 0, to: 1, kind: Kind::Place },
            Found { from: 1, to: 4, kind: Kind::Organisation },
            Found { from: 5, to: 7, kind: Kind::Person },
        ];
        let row = labels(8, &line);
        assert_eq!(names(&row), line);
        assert!(row.windows(2).all(|w| follows(usize::from(w[0]), usize::from(w[1]))));
    }

    #[test]
    fn a_name_is_not_left_in_its_middle() {
        let first = label(Kind::Person, Part::First);
        assert!(!follows(first, OUTSIDE) && !follows(first, label(Kind::Place, Part::Last)) && !ends(first));
        assert!(follows(first, label(Kind::Person, Part::Last)) && !begins(label(Kind::Group, Part::Inner)));
    }
}
