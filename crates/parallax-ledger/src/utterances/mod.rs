//! One act of speech across pages, in every wording in which they give it.
//!
//! [`find`] works on statements alone, before claims are made, so that claims can rest on it; [`record`] writes the
//! records once claims are known.

mod align;
mod group;
mod record;
mod relation;
mod said;
mod spelling;
mod words;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use parallax_model::{Id, Utterance, Wording};

use crate::context::Draft;
use group::Group;
use said::Said;
use words::Vocabulary;

/// Words in common by which two statements are one statement, and not only hold the same few words.
const MUCH: usize = 5;

/// The utterances of all pages, before they are records.
#[derive(Default)]
pub(crate) struct Utterances {
    vocabulary: Vocabulary,
    said: Vec<Said>,
    groups: Vec<Group>,
    /// For statements, by document and place, the utterance that most of their words belong to.
    of: BTreeMap<(usize, usize), usize>,
}

impl Utterances {
    /// Whether two statements are one act of speech of one speaker.
    pub(crate) fn are_one(&self, a: (usize, usize), b: (usize, usize)) -> bool {
        self.of.get(&a).is_some_and(|x| self.of.get(&b) == Some(x))
    }
}

/// Finds what was said once and stands on several pages.
pub(crate) fn find(draft: &Draft<'_>) -> Utterances {
    let mut vocabulary = Vocabulary::default();
    let said = said::gather(draft, &mut vocabulary);
    let groups = group::group(draft, &vocabulary, &said);
    let mut of = BTreeMap::new();
    for (g, group) in groups.iter().enumerate() {
        let most = |m: &relation::Match, s: &Said| m.common >= MUCH && m.common * 2 >= s.words.len();
        let close = group.others.iter().filter(|(places, m)| {
            let words = matches!(m.relation, Wording::Same | Wording::Trimmed | Wording::Altered);
            words && said[places[0]].quoted && most(m, &said[places[0]])
        });
        for place in group.first.iter().chain(close.flat_map(|(places, _)| places)) {
            of.insert((said[*place].doc, said[*place].statements[0]), g);
        }
    }
    Utterances { vocabulary, said, groups, of }
}

/// The records, weightiest first. `claim_of` gives the claim of a statement, by document and place, and its weight.
pub(crate) fn record(draft: &Draft<'_>, claim_of: &BTreeMap<(usize, usize), (Id, u32)>) -> Vec<Utterance> {
    let found = &draft.utterances;
    let mut all: Vec<Utterance> =
        found.groups.iter().filter_map(|g| record::utterance(draft, found, g, claim_of)).collect();
    all.sort_by(|a, b| (b.weight, &a.id).cmp(&(a.weight, &b.id)));
    all.dedup_by(|a, b| a.id == b.id);
    all
}
