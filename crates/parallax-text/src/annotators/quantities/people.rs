//! Groups of people in the words beside a word of harm: "two men and a woman", "his wife", a name.

use parallax_model::Bound;

use super::casualties::between;
use super::raw::Raw;
use super::scan::Scan;
use super::vocabulary::{entry, is_plural};
use crate::numbers::NumberKind;

/// People found beside a word of harm.
pub(super) struct People {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) value: f64,
    /// The number among the raws, if there is one and it stands alone.
    pub(super) raw: Option<usize>,
    pub(super) bound: Bound,
    /// Whether more may belong to them than the words name.
    pub(super) open: bool,
}

/// The people of one number, alone.
pub(super) fn whole(r: &Raw, k: usize) -> People {
    People { from: r.from, to: r.to, value: r.value, raw: Some(k), bound: r.bound, open: false }
}

/// The people on the left of the word at `i`.
pub(super) fn left(words: &Scan<'_>, raws: &[Raw], i: usize, lo: usize) -> Option<People> {
    let mut k = i - 1;
    // "two people, including a child, were killed" is left to the wider search.
    while k >= lo && between(words, k) && !ends_number(raws, k) && !entry(words, k).person {
        k -= 1;
    }
    if k >= lo
        && let Some(people) = people_ending(words, raws, k, lo, i - k > 1)
    {
        return Some(people);
    }
    let verb = i - 1 > k;
    if !verb || is_one_person(words, k) {
        return None;
    }
    // The nearest number of people in the same clause.
    let near = nearby(raws, i).find(|(_, r)| r.to <= i && r.from >= lo && i - r.to <= 12)?;
    let person = near.1.head.is_some_and(|h| entry(words, h).person);
    let broken = (near.1.to..i).any(|j| {
        matches!(words.str(j), ";" | "\"" | "“" | "”" | ":")
            || entry(words, j).active.is_some() && j + 4 < i
            || words.any(j, &["when", "after", "while", "but", "because"])
    });
    let counts = person && !broken && near.1.unit.is_none();
    counts.then(|| whole(near.1, near.0))
}

fn ends_number(raws: &[Raw], k: usize) -> bool {
    raws.iter()
        .rev()
        .skip_while(|r| r.from > k)
        .take(3)
        .any(|r| r.to == k + 1 || r.counted.is_some_and(|(_, to)| to == k + 1))
}

/// The people whose noun phrase ends with piece `k`; several joined by "and" are added up.
fn people_ending(words: &Scan<'_>, raws: &[Raw], k: usize, lo: usize, verb: bool) -> Option<People> {
    let last = one_group(words, raws, k, lo, verb)?;
    let mut all = last;
    while all.from > lo + 1 && words.any(all.from - 1, &["and", ","]) {
        let mut j = all.from - 2;
        if words.str(j) == "," {
            j -= 1;
        }
        // An age between commas: "Jane Roe, 34, and ...".
        if words.digits(j) && words.str(j - 1) == "," {
            j -= 2;
        }
        if j < lo {
            break;
        }
        let Some(more) = one_group(words, raws, j, lo, verb) else { break };
        if more.open != all.open || more.from >= all.from {
            break;
        }
        all = People {
            from: more.from,
            to: all.to,
            value: all.value + more.value,
            raw: None,
            bound: all.bound,
            open: all.open,
        };
    }
    Some(all)
}

/// The last few numbers that start at or before piece `k`, nearest first.
pub(super) fn nearby(raws: &[Raw], k: usize) -> impl Iterator<Item = (usize, &Raw)> {
    let upto = raws.partition_point(|r| r.from <= k);
    raws[..upto].iter().enumerate().rev().take(3)
}

/// One group of people that ends with piece `k`: a number, "a man", a name.
fn one_group(words: &Scan<'_>, raws: &[Raw], k: usize, lo: usize, verb: bool) -> Option<People> {
    let numbered = nearby(raws, k).find(|(_, r)| {
        let end = r.counted.map_or(r.to, |(_, to)| to);
        let person = r.head.is_none_or(|h| entry(words, h).person);
        end == k + 1 && person && r.unit.is_none()
    });
    if let Some((n, r)) = numbered {
        // "two of the four victims died"
        let part =
            words.is(r.from - 2, "of").then(|| nearby(raws, r.from - 3).find(|(_, p)| p.to == r.from - 2));
        let (n, r) = part.flatten().unwrap_or((n, r));
        return Some(whole(r, n));
    }
    if words.is(k, "another") || (words.any(k, &["other", "person"]) && words.is(k - 1, "another")) {
        let from = if words.is(k, "another") { k } else { k - 1 };
        return Some(People { from, to: k + 1, value: 1.0, raw: None, bound: Bound::Exact, open: false });
    }
    let e = entry(words, k);
    if is_one_person(words, k) {
        let value = if words.any(k, &["couple", "pair"]) { 2.0 } else { 1.0 };
        // "a 24-year-old man", "the off-duty officer", "his brother"
        let mut j = k;
        while j > lo && j + 8 > k && (words.letters(j - 1) || words.hyphen(j - 1) || words.digits(j - 1)) {
            j -= 1;
            if words.any(
                j,
                &["a", "an", "the", "another", "one", "his", "her", "their", "my", "our", "that", "this"],
            ) {
                return Some(People {
                    from: j,
                    to: k + 1,
                    value,
                    raw: None,
                    bound: Bound::Exact,
                    open: false,
                });
            }
            if !describes(words, j) {
                break;
            }
        }
        // Headlines drop the article: "Man killed in ...".
        return None;
    }
    if words.any(k, &["he", "she"]) && verb {
        return Some(People { from: k, to: k + 1, value: 1.0, raw: None, bound: Bound::AtLeast, open: true });
    }
    let headline = e.person && words.capital(k);
    if !(verb || headline) {
        return None;
    }
    name(words, k, lo)
}

/// Whether the noun at `k` is one person: "man", "the 15-year-old".
fn is_one_person(words: &Scan<'_>, k: usize) -> bool {
    let aged = words.is(k, "old") && words.hyphen(k - 1) && words.is(k - 2, "year");
    aged || entry(words, k).person && !is_plural(words, k) && !words.capital(k)
}

/// Whether the piece may stand between the article and the noun: no verb, preposition or order ("third").
fn describes(words: &Scan<'_>, j: usize) -> bool {
    let ordinal = matches!(entry(words, j).number, Some((_, NumberKind::Ordinal)));
    !ordinal && (!entry(words, j).stop || words.is(j, "old"))
}

/// A name, or a headline's "Man", that ends with piece `k`: at least one person.
fn name(words: &Scan<'_>, k: usize, lo: usize) -> Option<People> {
    let mut k = k;
    // "Jane Roe, 34, was killed"
    if words.str(k) == "," && words.digits(k - 1) && words.str(k - 2) == "," && k > lo + 3 {
        k -= 3;
    }
    if !words.letters(k) || !words.capital(k) || is_plural(words, k) && entry(words, k).person {
        return None;
    }
    let mut from = k;
    while from > lo
        && (words.capital(from - 1) && words.letters(from - 1)
            || words.str(from - 1) == "." && words.glued(from - 1))
    {
        from -= 1;
    }
    let known = entry(words, k).person || k > from;
    let place =
        words.any(from - 1, &["in", "of", "at", "near", "from", "the", "to", "by", "with", "for", "outside"]);
    (known && !place).then_some(People {
        from,
        to: k + 1,
        value: 1.0,
        raw: None,
        bound: Bound::AtLeast,
        open: true,
    })
}

/// The people on the right of the word at `i`: "killing at least nine", "killed a man", "toll rose to 12".
pub(super) fn right(words: &Scan<'_>, raws: &[Raw], i: usize, hi: usize) -> Option<People> {
    let toll = words.is(i, "toll");
    let reach = if toll { 9 } else { 3 };
    let mut start = raws.partition_point(|r| r.from <= i);
    // "the toll rose from 12 to 45"
    let old = |r: &Raw| words.is(r.from - 1, "from");
    if toll
        && raws.get(start).is_some_and(old)
        && raws.get(start + 1).is_some_and(|r| words.is(r.from - 1, "to"))
    {
        start += 1;
    }
    if let Some((k, r)) = raws.get(start).map(|r| (start, r))
        && r.from <= i + reach
        && r.from < hi
        && r.unit.is_none()
    {
        let person = r.head.is_none_or(|h| entry(words, h).person);
        let fatally = words.is(i, "fatally");
        let clear = (i + 1..r.from).all(|j| {
            let and = words.is(j, "and") && entry(words, j + 1).active.is_some();
            toll || and
                || words.any(j, &["of", "the", "shooting", "shot", "other", "all", "were", "was"])
                || entry(words, j).active.is_some()
        });
        if person && clear && !(fatally && r.from > i + 2) {
            let end = r.counted.map_or(r.to, |(_, to)| to);
            return Some(more_on_the_right(words, raws, whole(r, k), end));
        }
    }
    if toll {
        return None;
    }
    let mut k = i + 1;
    while k <= i + 5
        && (words.any(k, &["of", "was", "were"])
            || words.is(k, "and") && entry(words, k + 1).active.is_some()
            || (entry(words, k).active.is_some()))
    {
        k += 1;
    }
    if k > i + 5 {
        return None;
    }
    // A killer's own death is told apart from the victims'.
    if words.any(k, &["himself", "herself"]) {
        return None;
    }
    let first = one_on_the_right(words, k, hi)?;
    let end = first.to;
    Some(more_on_the_right(words, raws, first, end))
}

/// "a 24-year-old man", "his wife", "another" at `k`; a name after "death of", as at least one.
fn one_on_the_right(words: &Scan<'_>, k: usize, hi: usize) -> Option<People> {
    let one = |from, to, value| People { from, to, value, raw: None, bound: Bound::Exact, open: false };
    let named = words.is(k - 1, "of")
        && (words.capital(k) && words.capital(k + 1) || words.digits(k) && words.hyphen(k + 1));
    if named && !entry(words, k).stop {
        let end = (k..k + 8)
            .take_while(|&j| {
                words.capital(j) || words.digits(j) || words.hyphen(j) || words.any(j, &["year", "old"])
            })
            .last()?;
        return Some(People { bound: Bound::AtLeast, open: true, ..one(k, end + 1, 1.0) });
    }
    if words.any(k, &["himself", "herself"]) {
        return Some(one(k, k + 1, 1.0));
    }
    if !words.any(k, &["a", "an", "another", "his", "her", "the"]) {
        return None;
    }
    for j in k + 1..hi.min(k + 9) {
        if is_one_person(words, j) && !entry(words, j + 1).person {
            let value = if words.any(j, &["couple", "pair"]) { 2.0 } else { 1.0 };
            return Some(one(k, j + 1, value));
        }
        if !describes(words, j) || !(words.letters(j) || words.digits(j) || words.hyphen(j)) {
            break;
        }
    }
    words.is(k, "another").then(|| one(k, k + 1, 1.0))
}

/// Adds what follows in a list: "his wife, two young children and his mother".
fn more_on_the_right(words: &Scan<'_>, raws: &[Raw], first: People, end: usize) -> People {
    let (mut all, mut end) = (first, end);
    for _ in 0..8 {
        let mut k = end;
        while words.any(k, &[",", "and"]) && k < end + 2 {
            k += 1;
        }
        if k == end || all.open {
            break;
        }
        let start = raws.partition_point(|r| r.from < k);
        let number = raws
            .get(start)
            .filter(|r| r.from == k && r.unit.is_none() && r.head.is_some_and(|h| entry(words, h).person));
        let (value, to) = if let Some(r) = number {
            (r.value, r.counted.map_or(r.to, |(_, to)| to))
        } else if let Some(one) = one_on_the_right(words, k, k + 9) {
            (one.value, one.to)
        } else if words.is(k - 1, "and") && is_one_person(words, k) {
            (1.0, k + 1)
        } else {
            break;
        };
        // What follows may be the subject of the next clause: "killed two people and a man fled".
        let e = entry(words, to);
        let own = e.passive.is_some()
            || e.dies.is_some()
            || e.adjective.is_some()
            || words.any(to, &["was", "were", "is", "are", "has", "had", "who", "critically", "seriously"]);
        if own {
            break;
        }
        all =
            People { from: all.from, to, value: all.value + value, raw: None, bound: all.bound, open: false };
        end = to;
    }
    all
}
