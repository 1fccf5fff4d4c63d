//! "now", "recently", "the near future"; "daily", "every two weeks".

use super::scan::{Finds, Found, Meaning, Scan};
use super::vocabulary::{self, Role};
use parallax_model::TimexType;

/// The rule of phrases that are times only where a page tells of the past.
pub(super) const OF_HISTORY: &str = "vague in history";

/// A vague phrase that starts at `i`.
pub(super) fn phrase(scan: &Scan<'_>, i: usize, out: &mut Finds) {
    for p in vocabulary::vague(scan.str(i)) {
        let to = i + 1 + p.rest.len();
        if !p.rest.iter().enumerate().all(|(k, w)| scan.is(i + 1 + k, w)) || scan.any(to, &p.unless) {
            continue;
        }
        if !stands_alone(scan, i, to) {
            return;
        }
        // "in the past": the words of the expression start after the preposition.
        let from = if p.rest.len() == 2 && scan.is(i, "in") { i + 1 } else { i };
        let meaning = Meaning::Fixed(TimexType::Date, p.value.to_owned());
        let rule = if p.history { OF_HISTORY } else { "vague" };
        out.push(Found::new(from, to, 15 + p.rest.len() as u8, rule, meaning));
        return;
    }
}

/// "now-defunct", "the past two years", "NOW" and titles are something else.
fn stands_alone(scan: &Scan<'_>, i: usize, to: usize) -> bool {
    if scan.hyphen(to) && scan.glued(to + 1) || scan.hyphen(i - 1) {
        return false;
    }
    if scan.str(i).len() > 1 && scan.str(i).chars().all(char::is_uppercase) {
        return false;
    }
    if scan.is(to - 1, "past") {
        let next = scan.entry(to);
        let counted = next.unit.is_some() || next.number || next.few || next.season.is_some();
        return !scan.letters(to) || !(counted || scan.any(to, &["couple", "few"]) || is_noun(scan, to));
    }
    true
}

/// "the past president": an adjective.
fn is_noun(scan: &Scan<'_>, i: usize) -> bool {
    !scan.entry(i).is(Role::GoesOn)
}

/// "daily", "weekly".
pub(super) fn always(scan: &Scan<'_>, i: usize, out: &mut Finds) {
    let Some(value) = scan.entry(i).always.filter(|_| !scan.capital(i)) else { return };
    // "by 20% annually", "10,000 units annually" are rates.
    let amount = |k: usize| scan.digits(k) || scan.entry(k).number || scan.any(k, &["%", "percent"]);
    let rate = scan.any(i, &["annually", "yearly"]) && (i - 3..i).any(amount);
    if rate {
        return;
    }
    out.push(Found::new(i, i + 1, 18, "always", Meaning::Fixed(TimexType::Set, value.to_owned())));
}

#[cfg(test)]
mod tests {
    use super::super::read;

    #[test]
    fn vague_words_are_typed() {
        assert_eq!(
            read("2022-02-12", "It is now likely in the near future."),
            ["now = PRESENT_REF", "the near future = FUTURE_REF"]
        );
        assert_eq!(read("2022-02-12", "It had failed in the past."), ["the past = PAST_REF"]);
        assert!(read("2022-02-12", "The past president of a now-defunct club left.").is_empty());
    }
}
