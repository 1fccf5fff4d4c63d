//! Labels of words and the states of the chain that joins them.
//!
//! A state is a label and the part that was read last before the present one, since the order in which source, cue and
//! content come tells what may follow: after "X said" stands what X said. The parts begin anew with each block.

/// What a word can be part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// Who says it.
    Source,
    /// The words of saying.
    Cue,
    /// What is said.
    Content,
}

/// Parts in the order of their numbers.
pub const PARTS: [Part; 3] = [Part::Source, Part::Cue, Part::Content];

/// Number of labels: none, and first and other words of each part.
pub const LABELS: usize = 1 + 2 * PARTS.len();

/// What can be remembered: no part yet, or one of the three.
const MEMORIES: usize = 1 + PARTS.len();

/// Number of states.
pub const STATES: usize = LABELS * MEMORIES;

/// The label of the first word of a part, or of another of its words.
#[must_use]
pub fn label(part: Part, first: bool) -> usize {
    1 + 2 * part as usize + usize::from(!first)
}

/// The part of a label and whether it is that of a first word; none outside.
#[must_use]
pub fn part(label: usize) -> Option<(Part, bool)> {
    let at = label.checked_sub(1)?;
    Some((*PARTS.get(at / 2)?, at % 2 == 0))
}

/// The label of a state.
#[must_use]
pub fn label_of(state: usize) -> usize {
    state / MEMORIES
}

/// The states of a label.
#[inline(always)]
pub(super) fn of_label(label: usize) -> std::ops::Range<usize> {
    label * MEMORIES..(label + 1) * MEMORIES
}

/// What is remembered once a state is left: its part, or what was remembered before.
fn left(state: usize) -> usize {
    part(label_of(state)).map_or(state % MEMORIES, |(part, _)| 1 + part as usize)
}

/// The state that a label leads to from the one before; none where no word of the part stands before. At the start of a
/// block there is none before.
#[must_use]
pub fn next(before: Option<usize>, label: usize) -> Option<usize> {
    let goes_on = part(label).filter(|(_, first)| !first).map(|(part, _)| part);
    let memory = match (before, goes_on) {
        (None, Some(_)) => return None,
        (None, None) => 0,
        (Some(before), Some(part)) => {
            if self::part(label_of(before)).is_none_or(|(p, _)| p != part) {
                return None;
            }
            before % MEMORIES
        }
        (Some(before), None) => left(before),
    };
    Some(label * MEMORIES + memory)
}

/// The states that each state can follow, and those that a block can begin with.
#[derive(Debug, Clone)]
pub struct Steps {
    /// Predecessors of each state.
    pub before: Vec<Vec<usize>>,
    /// Whether a block can begin with it.
    pub begins: Vec<bool>,
}

impl Steps {
    /// All steps that there are.
    #[must_use]
    pub fn all() -> Self {
        let mut before = vec![Vec::new(); STATES];
        let mut begins = vec![false; STATES];
        for label in 0..LABELS {
            if let Some(to) = next(None, label) {
                begins[to] = true;
            }
            for from in 0..STATES {
                if let Some(to) = next(Some(from), label) {
                    before[to].push(from);
                }
            }
        }
        Self { before, begins }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_go_on_only_where_they_began() {
        let [source, cue] = [Part::Source, Part::Cue].map(|p| next(None, label(p, true)).unwrap());
        assert_eq!(next(None, label(Part::Cue, false)), None);
        assert_eq!(next(Some(source), label(Part::Cue, false)), None);
        assert_eq!(label_of(next(Some(cue), label(Part::Cue, false)).unwrap()), label(Part::Cue, false));
    }

    #[test]
    fn what_was_read_last_is_remembered_over_other_words() {
        let source = next(None, label(Part::Source, true)).unwrap();
        let outside = next(Some(source), 0).unwrap();
        assert_eq!(next(Some(outside), 0), Some(outside));
        assert_ne!(Some(outside), next(None, 0));
    }
}
