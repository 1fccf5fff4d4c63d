//! Who was killed, injured, missing: numbers of people tied to the word of harm beside them.
//!
//! From each such word the people are looked for on the left ("two men and a woman were killed", "12 dead"),
//! or on the right ("killing at least nine", "claimed three lives"). "A man was killed" counts one, and so
//! does a name, as at least one; "no one was hurt" counts none.

use parallax_model::Bound;

use super::people::{People, left, nearby, right, whole};
use super::raw::Raw;
use super::scan::Scan;
use super::vocabulary::entry;

/// Gives `what` to numbers of people, and adds those without a number.
pub(super) fn mark(words: &Scan<'_>, raws: &mut Vec<Raw>, sentence: &dyn Fn(usize) -> (usize, usize)) {
    let mut added: Vec<Raw> = Vec::new();
    for i in crate::words::PAD..words.list.len() {
        if !entry(words, i).harm {
            continue;
        }
        let Some((what, side)) = harm(words, i) else { continue };
        let (lo, hi) = sentence(i);
        // Nobody is looked for farther off, which also keeps the work linear in any text.
        let lo = lo.max(i.saturating_sub(40));
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
        let people = people.or_else(|| tally(words, raws, i, lo, hi));
        let Some(people) = people.map(|p| of_all(raws, p, lo)) else { continue };
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

/// The number that a tally leads to: "the number of people killed has risen to 19".
fn tally(words: &Scan<'_>, raws: &[Raw], i: usize, lo: usize, hi: usize) -> Option<People> {
    let counted = |k: usize| words.any(k, &["number", "tally", "count", "toll"]) && words.is(k + 1, "of");
    if !(lo.max(i.saturating_sub(4))..i).any(counted) {
        return None;
    }
    let first = raws.partition_point(|r| r.from <= i);
    let near = raws.iter().enumerate().skip(first).take_while(|(_, r)| r.from < hi && r.from <= i + 14);
    let mut led = near.filter(|(_, r)| {
        words.any(r.from - 1, &["to", "at", "reached", "exceeded", "passed", "topped", "was", "is"])
            && r.unit.is_none()
            && r.head.is_none_or(|h| entry(words, h).person)
    });
    led.next().map(|(k, r)| whole(r, k))
}

/// All of them, where the nearest number is a part: of "12 people, three of them children, were killed", twelve.
fn of_all(raws: &[Raw], people: People, lo: usize) -> People {
    let part = |r: &Raw| r.scope.is_some() && r.counted.is_some();
    match people.raw {
        Some(k) if k > 0 && part(&raws[k]) && raws[k - 1].from >= lo && raws[k - 1].unit.is_none() => {
            whole(&raws[k - 1], k - 1)
        }
        _ => people,
    }
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
        what: Some(what.to_owned()),
        ..Raw::default()
    }
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
fn harm(words: &Scan<'_>, i: usize) -> Option<(&'static str, Side)> {
    let e = entry(words, i);
    let rises = |k: usize| {
        words.any(
            k,
            &["of", "from", "in", "has", "rose", "stands", "stood", "climbed", "reached", "now", "was", "is"],
        )
    };
    if words.is(i, "toll") && (words.is(i - 1, "death") || words.is(i - 1, "the") && rises(i + 1)) {
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
fn passive_before(words: &Scan<'_>, i: usize) -> bool {
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
pub(super) fn between(words: &Scan<'_>, k: usize) -> bool {
    let e = entry(words, k);
    let word = words.str(k);
    e.passive.is_some() || e.adjective.is_some() || word.len() > 4 && word.ends_with("ly") || e.between
}

/// "No one was killed", "nobody was hurt", "no injuries": but not "no one else".
fn none_of_them(words: &Scan<'_>, i: usize, lo: usize) -> Option<(usize, usize)> {
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
    fn tallies_and_parts() {
        assert_eq!(read("The number of people killed in the slide has risen to 19."), ["19 = 19 killed"]);
        assert_eq!(read("The toll of the storm stands at 23."), ["23 = 23 killed"]);
        assert_eq!(
            read("About 900 people, 300 of them civilians, were killed."),
            ["About 900 = 900 killed", "300 = 300 civilian"]
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
