//! The best tree over a sentence, given how well each word would stand under each other.

/// No word.
pub const NONE: usize = usize::MAX;

/// How well words would stand under each other. All numbers are within [`Scores::MOST`] on both sides.
#[derive(Debug, Clone, Default)]
pub(super) struct Scores {
    /// For each word in turn, how well it would stand under each; its own place is of no meaning.
    pub(super) under: Vec<i32>,
    /// How well each word would be the root.
    pub(super) root: Vec<i32>,
}

impl Scores {
    /// The largest score: sums over the longest sentence that is parsed at once do not overflow.
    pub(super) const MOST: i32 = 1 << 22;
}

/// Words of a sentence at most.
pub(super) const LONGEST: usize = 256;

/// Room that is used again: for each span the best sum of the arcs within it. Every square is laid out so that what is
/// added up lies side by side: `[left end * n + right end]`, or the other way round where the name says `turned`.
#[derive(Debug, Default)]
pub(super) struct Room {
    /// Spans under their left end, closed.
    right: Vec<i32>,
    right_turned: Vec<i32>,
    /// Spans under their right end, closed.
    left: Vec<i32>,
    left_turned: Vec<i32>,
    /// Spans whose right end hangs on their left end.
    right_open: Vec<i32>,
    /// Spans whose left end hangs on their right end.
    left_open_turned: Vec<i32>,
    todo: Vec<(Span, usize, usize)>,
    seen: Vec<usize>,
}

#[derive(Debug, Clone, Copy)]
enum Span {
    Right,
    Left,
    /// One end hangs on the other.
    Open,
}

/// Sets `heads` to the tree with the largest sum: of all trees if the best heads of the words make one, else of those
/// without crossings. One word, and only one, is the root: its head is [`NONE`].
#[inline(always)]
pub(super) fn tree(scores: &Scores, room: &mut Room, heads: &mut Vec<usize>) {
    heads.clear();
    if !best_heads(scores, &mut room.seen, heads) {
        without_crossings(scores, room, heads);
    }
}

/// The best head of each word; whether they make a tree with one root.
#[inline(always)]
fn best_heads(scores: &Scores, seen: &mut Vec<usize>, heads: &mut Vec<usize>) -> bool {
    let n = scores.root.len();
    for (word, &root) in scores.root.iter().enumerate() {
        let row = &scores.under[word * n..(word + 1) * n];
        let (before, behind) = (&row[..word], &row[word + 1..]);
        let best = before.iter().chain(behind).fold(root, |best, &score| best.max(score));
        let head = if best == root {
            None
        } else {
            row.iter().zip(0..).position(|(&s, at)| s == best && at != word)
        };
        heads.push(head.unwrap_or(NONE));
    }
    // Each way up is followed until it meets one that was followed before.
    seen.clear();
    seen.resize(n, NONE);
    let mut round = false;
    for word in 0..n {
        let mut at = word;
        while at != NONE && seen[at] == NONE {
            seen[at] = word;
            at = heads[at];
        }
        round |= at != NONE && seen[at] == word;
    }
    !round && heads.iter().filter(|&&head| head == NONE).count() == 1
}

/// The largest sum of two numbers side by side.
#[inline(always)]
fn most(a: &[i32], b: &[i32]) -> i32 {
    a.iter().zip(b).fold(i32::MIN, |most, (&a, &b)| most.max(a.wrapping_add(b)))
}

/// Where that sum is.
fn place_of_most(a: &[i32], b: &[i32]) -> usize {
    let most = most(a, b);
    a.iter().zip(b).position(|(&a, &b)| a.wrapping_add(b) == most).unwrap_or(0)
}

/// Eisner's (1996) algorithm: spans are put together from shorter ones; only sums are kept, the way is found again at
/// the end.
#[inline(always)]
fn without_crossings(scores: &Scores, room: &mut Room, heads: &mut Vec<usize>) {
    let n = scores.root.len();
    heads.clear();
    heads.resize(n, NONE);
    let Room { right, right_turned, left, left_turned, right_open, left_open_turned, todo, .. } = room;
    for square in [
        &mut *right,
        &mut *right_turned,
        &mut *left,
        &mut *left_turned,
        &mut *right_open,
        &mut *left_open_turned,
    ] {
        square.clear();
        square.resize(n * n, 0);
    }
    for length in 1..n {
        for i in 0..n - length {
            let j = i + length;
            let (row, column) = (i * n, j * n);
            let both = most(&right[row + i..row + j], &left_turned[column + i + 1..=column + j]);
            right_open[row + j] = both + scores.under[column + i];
            left_open_turned[column + i] = both + scores.under[row + j];
            let sum = most(&right_open[row + i + 1..=row + j], &right_turned[column + i + 1..=column + j]);
            (right[row + j], right_turned[column + i]) = (sum, sum);
            let sum = most(&left[row + i..row + j], &left_open_turned[column + i..column + j]);
            (left[row + j], left_turned[column + i]) = (sum, sum);
        }
    }
    let mut root = (0, i32::MIN);
    for word in 0..n {
        let sum = left[word] + right[word * n + n - 1] + scores.root[word];
        root = if sum > root.1 { (word, sum) } else { root };
    }
    todo.clear();
    if n > 0 {
        todo.extend([(Span::Left, 0, root.0), (Span::Right, root.0, n - 1)]);
    }
    while let Some((span, i, j)) = todo.pop() {
        let (row, column) = (i * n, j * n);
        match span {
            _ if i == j => {}
            Span::Right => {
                let from = i + 1;
                let k = from
                    + place_of_most(
                        &right_open[row + from..=row + j],
                        &right_turned[column + from..=column + j],
                    );
                heads[k] = i;
                todo.extend([(Span::Right, k, j), (Span::Open, i, k)]);
            }
            Span::Left => {
                let k = i + place_of_most(&left[row + i..row + j], &left_open_turned[column + i..column + j]);
                heads[k] = j;
                todo.extend([(Span::Left, i, k), (Span::Open, k, j)]);
            }
            Span::Open => {
                let k =
                    i + place_of_most(&right[row + i..row + j], &left_turned[column + i + 1..=column + j]);
                todo.extend([(Span::Right, i, k), (Span::Left, k + 1, j)]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn random(seed: &mut u64) -> i32 {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*seed >> 40) as i32 % 1000
    }

    fn some(n: usize, seed: &mut u64) -> Scores {
        Scores {
            under: (0..n * n).map(|_| random(seed)).collect(),
            root: (0..n).map(|_| random(seed)).collect(),
        }
    }

    fn sum(scores: &Scores, heads: &[usize]) -> i32 {
        let of = |(word, &head): (usize, &usize)| match head {
            NONE => scores.root[word],
            head => scores.under[word * heads.len() + head],
        };
        heads.iter().enumerate().map(of).sum()
    }

    fn is_tree(heads: &[usize]) -> bool {
        let up = |word: usize| {
            let mut at = word;
            for _ in 0..heads.len() {
                at = if heads[at] == NONE { return true } else { heads[at] };
            }
            false
        };
        heads.iter().filter(|&&h| h == NONE).count() == 1 && (0..heads.len()).all(up)
    }

    fn has_crossing(heads: &[usize]) -> bool {
        let arcs: Vec<_> = (0..heads.len())
            .filter(|&w| heads[w] != NONE)
            .map(|w| (w.min(heads[w]), w.max(heads[w])))
            .collect();
        let root = heads.iter().position(|&h| h == NONE).unwrap();
        arcs.iter()
            .any(|a| (a.0 < root && root < a.1) || arcs.iter().any(|b| a.0 < b.0 && b.0 < a.1 && a.1 < b.1))
    }

    /// The best tree without crossings of those that there are.
    fn tried(scores: &Scores) -> i32 {
        let n = scores.root.len();
        let mut best = i32::MIN;
        for code in 0..(n + 1).pow(n as u32) {
            let head = |word| code / (n + 1).pow(word as u32) % (n + 1);
            let heads: Vec<usize> = (0..n).map(|w| if head(w) == n { NONE } else { head(w) }).collect();
            if is_tree(&heads) && !has_crossing(&heads) {
                best = best.max(sum(scores, &heads));
            }
        }
        best
    }

    #[test]
    fn no_tree_without_crossings_is_better() {
        let (mut seed, mut room, mut heads) = (1, Room::default(), Vec::new());
        for n in 1..6 {
            for _ in 0..20 {
                let scores = some(n, &mut seed);
                without_crossings(&scores, &mut room, &mut heads);
                assert!(is_tree(&heads) && !has_crossing(&heads), "{heads:?}");
                assert_eq!(sum(&scores, &heads), tried(&scores));
            }
        }
    }

    #[test]
    fn whatever_the_scores_there_is_one_tree() {
        let (mut seed, mut room, mut heads) = (5, Room::default(), Vec::new());
        for n in [0, 1, 2, 3, 17, 40, LONGEST] {
            for scores in [
                some(n, &mut seed),
                Scores { under: vec![Scores::MOST; n * n], root: vec![-Scores::MOST; n] },
                Scores { under: vec![0; n * n], root: vec![Scores::MOST; n] },
            ] {
                tree(&scores, &mut room, &mut heads);
                assert_eq!(heads.len(), n);
                assert!(n == 0 || is_tree(&heads));
            }
        }
    }

    #[test]
    fn best_heads_that_make_a_tree_may_cross() {
        let wanted = [2, 3, NONE, 2];
        let mut scores = Scores { under: vec![0; 16], root: vec![0; 4] };
        for (word, &head) in wanted.iter().enumerate() {
            *if head == NONE { &mut scores.root[word] } else { &mut scores.under[word * 4 + head] } = 9;
        }
        let mut heads = Vec::new();
        tree(&scores, &mut Room::default(), &mut heads);
        assert_eq!(heads, wanted);
    }
}
