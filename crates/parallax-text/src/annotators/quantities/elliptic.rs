//! Numbers that leave their noun out: "police counted 300 marchers, the organisers spoke of 800".
//!
//! A bare number behind a verb of counting takes what was counted right before it, in its own sentence or in
//! the sentence before.

use super::raw::Raw;
use super::scan::Scan;
use super::vocabulary::{entry, is_plural, singular};

/// How many pieces in front of a number its verb is looked for in.
const REACH: usize = 4;

/// Gives the noun before to bare numbers.
pub(super) fn mark(words: &Scan<'_>, raws: &mut [Raw], sentence: &dyn Fn(usize) -> (usize, usize)) {
    let mut last: Option<(usize, String)> = None;
    for r in raws.iter_mut() {
        if is_bare(words, r) {
            // "Ten are missing, down from 34": a count, though of another day.
            r.weak &= !(words.is(r.from - 1, "from") && words.any(r.from - 2, &["up", "down"]));
            let (lo, _) = sentence(r.from);
            let (before, _) = sentence(lo.saturating_sub(1));
            if let Some((_, noun)) = last.as_ref().filter(|(at, _)| *at >= before && counted(words, r, lo)) {
                r.what = Some(noun.clone());
                r.weak = false;
                last = Some((r.from, noun.clone()));
            }
            continue;
        }
        let plural = |h: &usize| is_plural(words, *h) && r.unit.is_none();
        let noun = r.what.clone().or_else(|| r.head.filter(plural).map(|h| singular(words.str(h))));
        if let Some(noun) = noun {
            last = Some((r.from, noun));
        }
    }
}

/// A number with nothing behind it that it could count.
fn is_bare(words: &Scan<'_>, r: &Raw) -> bool {
    let nothing = r.unit.is_none() && r.head.is_none() && r.what.is_none() && r.per.is_none();
    let next = words.str(r.to);
    let ends = !words.letters(r.to) && !words.digits(r.to) && !words.hyphen(r.to) && next != "%"
        || matches!(next, "and" | "but" | "while" | "whereas" | "on" | "in" | "at");
    nothing && ends && r.value >= 2.0
}

/// Whether a verb of counting leads to the number: "counted 300", "spoke of about 800", "put it at 90".
fn counted(words: &Scan<'_>, r: &Raw, lo: usize) -> bool {
    let low = lo.max(r.from.saturating_sub(REACH));
    let mut k = r.from;
    while k > low {
        k -= 1;
        if entry(words, k).counts {
            return true;
        }
        let light =
            words.any(k, &["of", "at", "only", "just", "the", "it", "figure", "number", "crowd", "them"]);
        if !light {
            return false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::read;

    #[test]
    fn a_bare_number_counts_what_was_counted_before() {
        assert_eq!(
            read("Police counted 300 marchers in the square, but the organisers spoke of 800."),
            ["300 = 300 marcher", "800 = 800 marcher"]
        );
        assert_eq!(
            read("The union said 5,000 workers had walked out. The employers put the number at about 1,200."),
            ["5,000 = 5000 worker", "about 1,200 = 1200 worker"]
        );
        assert_eq!(
            read("At least 12 people were killed; the rebels spoke of 40."),
            ["At least 12 = 12 killed", "40 = 40 killed"]
        );
    }

    #[test]
    fn without_a_noun_near_it_counts_nothing() {
        assert_eq!(
            read("Some 300 marchers came. It rained. The organisers spoke of 800."),
            ["Some 300 = 300 marcher"]
        );
        assert_eq!(read("Some 300 marchers came, and she turned 40."), ["Some 300 = 300 marcher"]);
    }
}
