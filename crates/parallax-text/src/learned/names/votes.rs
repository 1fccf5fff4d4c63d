//! What the first reading made of the same word elsewhere on the page, as features of the second.

use super::super::hash::mix;
use super::labels::LABELS;
use super::words::Word;

/// For one word of a page, how often each label was given to it.
pub type Counts = [u16; LABELS];

/// What the other places of a word say: the kind (0 for none, from 1), the label, how sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vote {
    kind: u64,
    label: u64,
    sure: u64,
}

impl Vote {
    /// The vote of all places but one that has the label `own`; none if there is no other.
    #[must_use]
    pub fn new(word: &Word, counts: &Counts, own: u8) -> Option<Self> {
        if !word.is_votable() {
            return None;
        }
        let mut counts = *counts;
        counts[usize::from(own)] = counts[usize::from(own)].saturating_sub(1);
        let all: u32 = counts.iter().map(|&n| u32::from(n)).sum();
        if all == 0 {
            return None;
        }
        let mut kinds = [0_u32; 1 + LABELS / 4];
        for (label, &n) in counts.iter().enumerate() {
            kinds[label.div_ceil(4)] += u32::from(n);
        }
        let most =
            |list: &[u32]| (0..list.len()).fold(0, |best, k| if list[k] > list[best] { k } else { best });
        let kind = most(&kinds);
        let label = most(&counts.map(u32::from));
        let share = u64::from(kinds[kind] * 4 / all);
        Some(Self { kind: kind as u64, label: label as u64, sure: 2 * share + u64::from(all > 2) })
    }
}

/// Features of the votes on a word and on those beside it; none where nobody voted.
pub fn features(line: &[&Word], votes: &[Option<Vote>], at: usize, mut out: impl FnMut(u64)) {
    let cap = u64::from(line[at].cap);
    if let Some(vote) = votes[at] {
        out(mix(300, 64 * vote.kind + 2 * vote.sure + cap));
        out(mix(301, 4 * vote.label + 2 * cap + u64::from(at == 0)));
        out(mix(302, 64 * vote.label + vote.sure));
    }
    let of = |i: Option<usize>| i.and_then(|i| *votes.get(i)?).map_or(7, |v| v.kind);
    let (before, own, after) = (of(at.checked_sub(1)), of(Some(at)), of(Some(at + 1)));
    if line[at].is_votable() {
        if (before, own) != (7, 7) {
            out(mix(303, 10 * before + own));
        }
        if (own, after) != (7, 7) {
            out(mix(304, 10 * own + after));
        }
    } else if (before, after) != (7, 7) {
        out(mix(305, 10 * before + after));
    }
}

#[cfg(test)]
mod tests {
    use super::super::Lists;
    use super::super::labels::{Kind, Part, label};
    use super::*;

    #[test]
    fn a_word_does_not_vote_for_itself() {
        let word = Word::new("Varna", &Lists::default());
        let only = label(Kind::Place, Part::Only);
        let mut counts = [0; LABELS];
        counts[only] = 1;
        assert_eq!(Vote::new(&word, &counts, only as u8), None);
        counts[only] = 3;
        let vote = Vote::new(&word, &counts, only as u8);
        assert_eq!(vote, Some(Vote { kind: 3, label: only as u64, sure: 8 }));
        let and = Word::new("\"", &Lists::default());
        assert_eq!(Vote::new(&and, &counts, 0), None);
    }

    #[test]
    fn where_nobody_voted_there_are_no_features() {
        let words = ["the", "Varna", "talks"].map(|w| Word::new(w, &Lists::default()));
        let line: Vec<&Word> = words.iter().collect();
        let mut n = 0;
        (0..3).for_each(|at| features(&line, &[None; 3], at, |_| n += 1));
        assert_eq!(n, 0);
    }
}
