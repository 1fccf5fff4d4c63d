//! Who was killed, injured, missing: numbers of people tied to the word of harm beside them.
//!
//! From each such word the people are looked for on the left ("two men and a woman were killed", "12 dead"),
//! or on the right ("killing at least nine", "claimed three lives"). "A man was killed" counts one, and so
//! does a name, as at least one; "no one was hurt" counts none.

use parallax_model::Bound;

use super::raw::Raw;
use super::vocabulary::{entry, is_plural};
use crate::numbers::{NumberKind, number_word};
use crate::words::Words;

/// People found beside a word of harm.
struct People {
    from: usize,
    to: usize,
    value: f64,
    /// The number among the raws, if there is one and it stands alone.
    raw: Option<usize>,
    bound: Bound,
    open: bool,
}

/// Gives `what` to numbers of people, and adds those without a number.
pub(super) fn mark(words: &Words<'_>, raws: &mut Vec<Raw>, sentence: &dyn Fn(usize) -> (usize, usize)) {
    let mut added: Vec<Raw> = Vec::new();
    for i in crate::words::PAD..words.list.len() {
        if !words.letters(i) {
            continue;
        }
        let Some((what, side)) = harm(words, i) else { continue };
        let (lo, hi) = sentence(i);
        if let Some((from, to)) = none_of_them(words, i, lo) {
            added.push(single(from, to, 0.0, Bound::Exact, what));
            continue;
        }
        let people = match side {
            Side::Left => left(words, raws, i, lo),
            Side::Right => right(words, raws, i, hi),
            Side::Counted => nearby(raws, i).find(|(_, r)| r.head == Some(i)).map(|(k, r)| whole(r, k)),
            Side::Either => right(words, raws, i, hi).or_else(|| left(words, raws, i, lo)),
        };
        let Some(people) = people else { continue };
        match people.raw {
            Some(k) => {
                let r = &mut raws[k];
                if r.what.as_deref().is_none_or(|w| weight(what) > weight(w)) {
                    r.what = Some(what.to_owned());
                }
                r.weak = false;
            }
            None => {
                let mut one = single(people.from, people.to, people.value, people.bound, what);
                if people.open {
                    one.high = None;
                }
                added.push(one);
            }
        }
    }
    // Numbers inside a sum are spoken for.
    for one in added.iter().filter(|a| a.value > 1.0) {
        let first = raws.partition_point(|r| r.from < one.from);
        raws[first..].iter_mut().take_while(|r| r.to <= one.to).for_each(|r| r.spoken_for = true);
    }
    // One record for the same people and the same harm: "was shot and killed".
    added.sort_by_key(|r| {
        (r.from, std::cmp::Reverse(r.to), std::cmp::Reverse(weight(r.what.as_deref().unwrap_or_default())))
    });
    added.dedup_by(|b, a| a.from == b.from && a.to == b.to);
    raws.extend(added);
}

/// Which word wins when two are said of the same people.
fn weight(what: &str) -> u8 {
    match what {
        "killed" => 3,
        "injured" | "missing" => 2,
        "shot" => 0,
        _ => 1,
    }
}

fn single(from: usize, to: usize, value: f64, bound: Bound, what: &str) -> Raw {
    Raw {
        from,
        to,
        value,
        low: Some(value),
        high: Some(value),
        bound,
        unit: None,
        counted: None,
        head: None,
        what: Some(what.to_owned()),
        per: None,
        weak: false,
        spoken_for: false,
    }
}

fn whole(r: &Raw, k: usize) -> People {
    People { from: r.from, to: r.to, value: r.value, raw: Some(k), bound: r.bound, open: false }
}

/// Where the people of a word of harm stand.
enum Side {
    Left,
    Right,
    Either,
    /// The word itself is what is counted: "three deaths".
    Counted,
}

/// What the word at `i` says happened, and where to look for whom.
fn harm(words: &Words<'_>, i: usize) -> Option<(&'static str, Side)> {
    let e = entry(words, i);
    if words.is(i, "toll") && words.is(i - 1, "death") {
        return Some(("killed", Side::Right));
    }
    if words.is(i, "death") && words.is(i - 1, "to") {
        return Some(("killed", Side::Left));
    }
    if words.is(i, "fatally") {
        return Some(("killed", Side::Either));
    }
    if words.any(i, &["lives", "life"]) {
        let taken = (1..6).any(|b| {
            words.any(
                i - b,
                &[
                    "claimed", "claiming", "took", "taking", "cost", "costing", "lost", "losing", "claim",
                    "claims",
                ],
            )
        });
        let of = words.is(i + 1, "of") && taken;
        return taken.then_some(("killed", if of { Side::Right } else { Side::Counted }));
    }
    let of = words.is(i + 1, "of");
    let fatal = words.any(i - 1, &["fatal", "deadly"]) && words.any(i, &["shooting", "stabbing", "beating"]);
    if words.is(i - 1, "attempted") {
        return None;
    }
    if of
        && (fatal
            || words.any(i, &["deaths", "death", "killing", "slaying", "murder", "murders", "killings"]))
    {
        return Some(("killed", Side::Right));
    }
    if words.is(i, "condition")
        && words.any(i - 1, &["critical", "serious", "stable", "fair", "good", "grave"])
    {
        return Some(("injured", Side::Left));
    }
    let hurt = |k| words.any(k, &["wound", "wounds", "injury", "injuries"]);
    if words.any(i, &["suffered", "sustained", "suffering"]) && (i + 1..i + 8).any(hurt) {
        return Some(("injured", Side::Left));
    }
    if let Some(what) = e.noun {
        return Some((what, Side::Counted));
    }
    let passive = passive_before(words, i);
    match (e.passive, e.active) {
        (Some(what), _) if passive => Some((what, Side::Left)),
        (Some(what), Some(_)) => Some((what, Side::Either)),
        (Some(what), None) => Some((what, Side::Either)),
        (None, Some(what)) => Some((what, Side::Right)),
        (None, None) => e.adjective.or(e.dies).map(|what| (what, Side::Left)),
    }
}

/// Whether "was", "been" stands before, perhaps with adverbs and another word of harm between.
fn passive_before(words: &Words<'_>, i: usize) -> bool {
    let mut k = i - 1;
    for _ in 0..5 {
        if words.any(k, &["was", "were", "been", "being", "is", "are", "be", "got"]) {
            return true;
        }
        if !between(words, k) {
            return false;
        }
        k -= 1;
    }
    false
}

/// Words that may stand between people and the word of harm.
fn between(words: &Words<'_>, k: usize) -> bool {
    let e = entry(words, k);
    let word = words.str(k);
    e.passive.is_some()
        || e.adjective.is_some()
        || word.len() > 4 && word.ends_with("ly")
        || words.any(
            k,
            &[
                "was",
                "were",
                "is",
                "are",
                "been",
                "being",
                "be",
                "has",
                "have",
                "had",
                "and",
                "also",
                "later",
                "all",
                "both",
                "either",
                "pronounced",
                "confirmed",
                "found",
                "left",
                "believed",
                "presumed",
                "feared",
                "reported",
                "to",
                "or",
                "who",
                "that",
                "declared",
                "stabbed",
                "beaten",
                "burned",
                "crushed",
                "run",
                "over",
                "then",
                "people",
                "apparently",
                "said",
                "may",
                "still",
                "listed",
                "remain",
                "remains",
                "in",
                "critical",
                "serious",
                "stable",
                "fair",
                "good",
                "grave",
                "remained",
                "mortally",
                "badly",
                "severely",
                "as",
                "already",
                "least",
                "at",
                "himself",
                "herself",
            ],
        )
}

/// "No one was killed", "nobody was hurt", "no injuries": but not "no one else".
fn none_of_them(words: &Words<'_>, i: usize, lo: usize) -> Option<(usize, usize)> {
    if entry(words, i).noun.is_some() {
        return words.is(i - 1, "no").then_some((i - 1, i + 1));
    }
    let mut k = i - 1;
    while k > lo && between(words, k) && !words.is(k, "who") {
        k -= 1;
    }
    if k >= lo && words.any(k, &["nobody", "none"]) {
        return Some((k, k + 1));
    }
    (k > lo && words.is(k, "one") && words.is(k - 1, "no")).then_some((k - 1, k + 1))
}

/// The people on the left of the word at `i`.
fn left(words: &Words<'_>, raws: &[Raw], i: usize, lo: usize) -> Option<People> {
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
fn people_ending(words: &Words<'_>, raws: &[Raw], k: usize, lo: usize, verb: bool) -> Option<People> {
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
fn nearby(raws: &[Raw], k: usize) -> impl Iterator<Item = (usize, &Raw)> {
    let upto = raws.partition_point(|r| r.from <= k);
    raws[..upto].iter().enumerate().rev().take(3)
}

/// One group of people that ends with piece `k`: a number, "a man", a name.
fn one_group(words: &Words<'_>, raws: &[Raw], k: usize, lo: usize, verb: bool) -> Option<People> {
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
fn is_one_person(words: &Words<'_>, k: usize) -> bool {
    let aged = words.is(k, "old") && words.hyphen(k - 1) && words.is(k - 2, "year");
    aged || entry(words, k).person && !is_plural(words, k) && !words.capital(k)
}

/// Whether the piece may stand between the article and the noun: no verb, preposition or order ("third").
fn describes(words: &Words<'_>, j: usize) -> bool {
    let ordinal = matches!(number_word(words.str(j)), Some((_, NumberKind::Ordinal)));
    !ordinal && (!entry(words, j).stop || words.is(j, "old"))
}

/// A name, or a headline's "Man", that ends with piece `k`: at least one person.
fn name(words: &Words<'_>, k: usize, lo: usize) -> Option<People> {
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
fn right(words: &Words<'_>, raws: &[Raw], i: usize, hi: usize) -> Option<People> {
    let toll = words.is(i, "toll");
    let reach = if toll { 9 } else { 3 };
    let start = raws.partition_point(|r| r.from <= i);
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
    while words.any(k, &["of", "was", "were"])
        || words.is(k, "and") && entry(words, k + 1).active.is_some()
        || (entry(words, k).active.is_some())
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
fn one_on_the_right(words: &Words<'_>, k: usize, hi: usize) -> Option<People> {
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
fn more_on_the_right(words: &Words<'_>, raws: &[Raw], first: People, end: usize) -> People {
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

#[cfg(test)]
mod tests {
    use super::super::read;

    #[test]
    fn people_on_the_left() {
        assert_eq!(
            read("At least nine people were killed and four others were injured."),
            ["At least nine = 9 killed", "four = 4 injured"]
        );
        assert_eq!(read("Two dead, three wounded in harbor blast."), ["Two = 2 killed", "three = 3 injured"]);
        assert_eq!(read("Two people in a passing car were shot and killed."), ["Two = 2 killed"]);
        assert_eq!(read("A man was killed."), ["A man = 1 killed"]);
        assert_eq!(read("Two men and a woman died."), ["Two men and a woman = 3 killed"]);
        assert_eq!(read("A 24-year-old man was pronounced dead."), ["A 24-year-old man = 1 killed"]);
    }

    #[test]
    fn people_on_the_right() {
        assert_eq!(
            read("The blast killed at least 12 people and wounded 30."),
            ["at least 12 = 12 killed", "30 = 30 injured"]
        );
        assert_eq!(read("A bomb went off, killing three soldiers."), ["three = 3 killed"]);
        assert_eq!(read("The storm claimed 14 lives."), ["14 = 14 killed"]);
        assert_eq!(read("The death toll rose to 45 on the coast."), ["45 = 45 killed"]);
        assert_eq!(
            read("He killed his wife, two children and a guard."),
            ["his wife, two children and a guard = 4 killed"]
        );
    }

    #[test]
    fn none_is_nought() {
        assert_eq!(read("No one was hurt."), ["No one = 0 injured"]);
        assert!(read("No one else was hurt.").is_empty());
    }

    #[test]
    fn things_are_not_casualties() {
        assert_eq!(read("Two cars were parked where a rebel was shot."), ["Two = 2 car", "a rebel = 1 shot"]);
    }
}
