//! Features for a second look: what the first look made of a block and of those around it.

use foldhash::{HashMap, HashMapExt};

/// Where a block stands, for grouping.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spot {
    pub(crate) home: usize,
    pub(crate) likeness: u64,
    pub(crate) size: usize,
    pub(crate) heading: bool,
}

/// Log odds in thousandths to a chance in thousandths. Multiplications alone, so that it is the same everywhere.
fn chance(score: i32) -> usize {
    let x = -f64::from(score.clamp(-20_000, 20_000)) / 1000.0;
    let mut e = 1.0 + x / 16384.0;
    for _ in 0..14 {
        e *= e;
    }
    (1000.0 / (1.0 + e)) as usize
}

/// Blocks before and after whose scores are shown.
const NEAR: [isize; 8] = [-4, -3, -2, -1, 1, 2, 3, 4];

/// First scores below this are final, in thousandths of log odds: a block in a hundred is text there.
const HOPELESS: i32 = -4500;

/// Each row, followed by what the first scores say; none for blocks without hope.
pub(crate) fn again(rows: &[Vec<i16>], spots: &[Spot], first: &[i32]) -> Vec<Option<Vec<i16>>> {
    let n = rows.len();
    let chances: Vec<usize> = first.iter().map(|s| chance(*s)).collect();
    // Expected words of text up to each block, in thousandths.
    let mut sums = vec![0_usize];
    let mut homes: HashMap<usize, (usize, usize)> = HashMap::new();
    let mut likes: HashMap<u64, (usize, usize)> = HashMap::new();
    for (s, c) in spots.iter().zip(&chances) {
        sums.push(sums[sums.len() - 1] + s.size * c);
        for slot in [homes.entry(s.home).or_default(), likes.entry(s.likeness).or_default()] {
            slot.0 += s.size * c;
            slot.1 += s.size;
        }
    }
    let total = sums[n];
    let small = |v: i32| i16::try_from(v.clamp(-9000, 9000)).unwrap_or(0);
    let put = |v: usize| i16::try_from(v).unwrap_or(i16::MAX);
    let mean = |(part, whole): (usize, usize), k: usize| {
        let (size, c) = (spots[k].size, chances[k]);
        if whole > size { put((part - size * c) / (whole - size)) } else { -1 }
    };
    let begins = first.iter().position(|s| *s > 0).unwrap_or(0);
    let ends = first.iter().rposition(|s| *s > 0).unwrap_or(0);
    let unsure: usize = spots.iter().zip(&chances).map(|(s, c)| s.size * (*c).min(1000 - c)).sum();
    let certain = put(unsure * 1000 / total.max(1));
    let mut last: Option<usize> = None;
    let mut before: Vec<Option<usize>> = Vec::with_capacity(n);
    for (k, s) in first.iter().enumerate() {
        before.push(last);
        if *s > 0 {
            last = Some(k);
        }
    }
    let mut next: Option<usize> = None;
    let mut body: Option<usize> = None;
    let mut out: Vec<Option<Vec<i16>>> = Vec::with_capacity(n);
    for k in (0..n).rev() {
        if first[k] < HOPELESS {
            out.push(None);
            if !spots[k].heading {
                body = Some(k);
            }
            continue;
        }
        let mut row = Vec::with_capacity(rows[k].len() + 32);
        row.extend_from_slice(&rows[k]);
        row.push(small(first[k]));
        for step in NEAR {
            let j = k.checked_add_signed(step).filter(|j| *j < n);
            row.push(j.map_or(i16::MIN, |j| small(first[j])));
        }
        row.push(mean(homes.get(&spots[k].home).copied().unwrap_or_default(), k));
        row.push(mean(likes.get(&spots[k].likeness).copied().unwrap_or_default(), k));
        row.push(put(sums[k] * 1000 / total.max(1)));
        row.push(put(sums[k] / 1000));
        row.push(put((total - sums[k + 1]) / 1000));
        row.push(put(total / 1000));
        for near in [before[k], next] {
            row.push(near.map_or(-1, |j| put(j.abs_diff(k))));
            row.push(i16::from(near.is_some_and(|j| spots[j].home == spots[k].home)));
            row.push(i16::from(near.is_some_and(|j| spots[j].likeness == spots[k].likeness)));
        }
        let window = |from: usize, to: usize| {
            let words: usize = spots[from..to].iter().map(|s| s.size).sum();
            put((sums[to] - sums[from]) / words.max(1))
        };
        row.push(window(k.saturating_sub(6), k));
        row.push(window(k + 1, (k + 7).min(n).max(k + 1)));
        row.push(i16::from(k >= begins && k <= ends));
        row.push(certain);
        // For headings: whether text follows.
        row.push(body.map_or(i16::MIN, |j| small(first[j])));
        out.push(Some(row));
        if first[k] > 0 {
            next = Some(k);
        }
        if !spots[k].heading {
            body = Some(k);
        }
    }
    out.reverse();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chances_follow_log_odds() {
        assert_eq!(chance(0), 500);
        assert!((879..=882).contains(&chance(2000)), "{}", chance(2000));
        assert_eq!(chance(-20_000), 0);
    }
}
