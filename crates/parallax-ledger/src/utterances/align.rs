//! The words that two pieces of speech have in common, in order.

use std::collections::BTreeMap;

/// Words that both have in a row: where in the first, where in the second, how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) a: usize,
    pub(super) b: usize,
    pub(super) len: usize,
}

impl Run {
    pub(super) fn end(self) -> (usize, usize) {
        (self.a + self.len, self.b + self.len)
    }
}

/// Words in a row that make an anchor in long texts.
const ANCHOR: usize = 4;
/// Pairs of words compared in one table; beyond that, anchors part the texts, and what no anchor holds stays apart.
const TABLE: usize = 60_000;

/// The runs of the best common subsequence, in order. Longer runs are better than as many words in several.
pub(super) fn align(a: &[u32], b: &[u32]) -> Vec<Run> {
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    if a.len() * b.len() <= TABLE {
        table(a, b, (0, 0), &mut pairs);
    } else {
        let (mut x, mut y) = (0, 0);
        for (i, j) in anchors(a, b).into_iter().chain([(a.len(), b.len())]) {
            if i < x || j < y {
                continue;
            }
            if (i - x) * (j - y) <= TABLE {
                table(&a[x..i], &b[y..j], (x, y), &mut pairs);
            }
            let len = a[i..].iter().zip(&b[j..]).take_while(|(s, t)| s == t).count();
            pairs.extend((0..len).map(|n| (i + n, j + n)));
            (x, y) = (i + len, j + len);
        }
    }
    let mut runs: Vec<Run> = Vec::new();
    for (i, j) in pairs {
        match runs.last_mut() {
            Some(run) if run.end() == (i, j) => run.len += 1,
            _ => runs.push(Run { a: i, b: j, len: 1 }),
        }
    }
    runs
}

/// Places of runs that each text has once, the longest list of them that is in order in both.
fn anchors(a: &[u32], b: &[u32]) -> Vec<(usize, usize)> {
    let once = |words: &[u32]| -> BTreeMap<Vec<u32>, Option<usize>> {
        let mut places = BTreeMap::new();
        for (i, run) in words.windows(ANCHOR).enumerate() {
            places.entry(run.to_vec()).and_modify(|p| *p = None).or_insert(Some(i));
        }
        places
    };
    let there = once(b);
    let mut both: Vec<(usize, usize)> =
        once(a).into_iter().filter_map(|(run, i)| Some((i?, (*there.get(&run)?)?))).collect();
    both.sort_unstable();
    // The longest rising sequence, by patience sorting.
    let mut piles: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; both.len()];
    for (n, (_, j)) in both.iter().enumerate() {
        let pile = piles.partition_point(|&p| both[p].1 < *j);
        before[n] = pile.checked_sub(1).map(|p| piles[p]);
        if pile == piles.len() { piles.push(n) } else { piles[pile] = n }
    }
    let mut chain: Vec<(usize, usize)> = Vec::new();
    let mut at = piles.last().copied();
    while let Some(n) = at {
        chain.push(both[n]);
        at = before[n];
    }
    chain.reverse();
    chain
}

/// What a word in common counts, and what more if the one before is in common too.
const WORD: i32 = 3;
const IN_A_ROW: i32 = 1;

/// The best common subsequence of two short texts, as pairs of places moved by `from`.
fn table(a: &[u32], b: &[u32], from: (usize, usize), pairs: &mut Vec<(usize, usize)>) {
    let width = b.len() + 1;
    let at = |i: usize, j: usize| i * width + j;
    // Best score of the beginnings up to here, and best score of those that end in a common pair.
    let mut best = vec![0_i32; (a.len() + 1) * width];
    let mut ended = vec![i32::MIN; (a.len() + 1) * width];
    for (i, x) in a.iter().enumerate() {
        for (j, y) in b.iter().enumerate() {
            let here = at(i + 1, j + 1);
            if x == y {
                let row = ended[at(i, j)].saturating_add(IN_A_ROW);
                ended[here] = WORD + best[at(i, j)].max(row);
            }
            best[here] = best[at(i, j + 1)].max(best[at(i + 1, j)]).max(ended[here]);
        }
    }
    let (mut i, mut j) = (a.len(), b.len());
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut in_row = false;
    while i > 0 && j > 0 {
        let here = at(i, j);
        if in_row
            || (ended[here] == best[here]
                && best[at(i - 1, j)] < best[here]
                && best[at(i, j - 1)] < best[here])
        {
            found.push((from.0 + i - 1, from.1 + j - 1));
            let row = ended[at(i - 1, j - 1)].saturating_add(IN_A_ROW);
            in_row = row >= best[at(i - 1, j - 1)] && row > 0;
            (i, j) = (i - 1, j - 1);
        } else if best[at(i - 1, j)] >= best[at(i, j - 1)] {
            i -= 1;
        } else {
            j -= 1;
        }
    }
    found.reverse();
    pairs.extend(found);
}

/// Leaves out runs that stand in both texts by chance: little words with much else before and behind them. `weight`
/// gives the number of words of a run of `a` that say something, `bridged` whether nothing but words left out stands
/// between two runs.
pub(super) fn without_chance(
    runs: Vec<Run>,
    (a, b): (usize, usize),
    weight: impl Fn(Run) -> usize,
    bridged: impl Fn(Run, Run) -> bool,
) -> Vec<Run> {
    let by_chance = |before: Option<Run>, run: Run, after: Option<Run>| {
        if (weight(run) > 0 && run.len > 1) || (before.is_none() && after.is_none()) {
            return false;
        }
        let ((x, y), (s, t)) = (before.map_or((0, 0), Run::end), after.map_or((a, b), |r| (r.a, r.b)));
        // Where both texts begin or end with it, a little more may stand between.
        let edge = (run.a == 0 && run.b == 0) || run.end() == (a, b);
        let strength = run.len + 2 * weight(run) + if edge { 3 } else { 0 };
        let far =
            |gap: (usize, usize), other: Option<bool>| gap.0.max(gap.1) > strength && other != Some(true);
        let loose_before = far((run.a - x, run.b - y), before.map(|p| bridged(p, run)));
        let loose_after = far((s - run.end().0, t - run.end().1), after.map(|q| bridged(run, q)));
        // At an end of a text one gap is enough: the other side is the end itself.
        match (before, after) {
            (None, _) => loose_after,
            (_, None) => loose_before,
            _ => loose_before && loose_after,
        }
    };
    let mut kept: Vec<Run> = Vec::with_capacity(runs.len());
    let mut rest: Vec<Run> = runs.into_iter().rev().collect();
    while let Some(run) = rest.pop() {
        if by_chance(kept.last().copied(), run, rest.last().copied()) {
            // The one before has another behind it now.
            rest.extend(kept.pop());
        } else {
            kept.push(run);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn numbers(text: &str) -> Vec<u32> {
        text.split(' ').map(|w| w.bytes().fold(7, |h: u32, b| h.wrapping_mul(31) + u32::from(b))).collect()
    }

    fn shown(a: &str, b: &str) -> Vec<(usize, usize, usize)> {
        align(&numbers(a), &numbers(b)).into_iter().map(|r| (r.a, r.b, r.len)).collect()
    }

    #[test]
    fn runs_in_a_row_are_preferred() {
        assert_eq!(
            shown("we see no grounds for a large attack", "we see no grounds for a total attack"),
            [(0, 0, 6), (7, 7, 1)]
        );
        assert_eq!(shown("the end of the dam", "the dam"), [(3, 0, 2)]);
        assert_eq!(shown("a b", "c d"), []);
    }

    #[test]
    fn long_texts_are_parted_by_anchors() {
        let words: Vec<u32> = (0..5_000).collect();
        let mut other = words[1_000..].to_vec();
        other[500] = 9_999;
        other.remove(2_000);
        let runs = align(&words, &other);
        assert_eq!(runs.iter().map(|r| r.len).sum::<usize>(), 3_998);
        assert_eq!(runs[0], Run { a: 1_000, b: 0, len: 500 });
    }

    proptest! {
        #[test]
        fn runs_are_common_and_in_order(a in prop::collection::vec(0u32..6, 0..40), b in prop::collection::vec(0u32..6, 0..40)) {
            let (mut x, mut y) = (0, 0);
            for run in align(&a, &b) {
                prop_assert!(run.a >= x && run.b >= y && run.len > 0);
                prop_assert_eq!(&a[run.a..run.end().0], &b[run.b..run.end().1]);
                (x, y) = run.end();
            }
        }
    }
}
