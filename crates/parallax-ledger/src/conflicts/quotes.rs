//! The same quotation in other words, or in another mouth.
//!
//! Trimming, bracketed insertions, ellipses, punctuation and spelling of single letters are no difference; a
//! changed, added or dropped word inside the common stretch is.

use std::collections::{BTreeMap, BTreeSet};

use parallax_model::{Claim, Conflict, ConflictKind, Evidence, Id, Member, Side};

use crate::context::{Draft, id};
use crate::terms::fold;

use super::claims::about;

/// Words that two quotations must share in a row to be compared.
const RUN: usize = 4;
/// Words of a quotation that can be the same only by copying.
const LONG: usize = 6;
/// Share of the shorter quotation's words that must stand in the longer one, in order.
const ALIKE: f64 = 0.6;
/// Quotations compared with each other for one run of words, at most.
const CROWD: usize = 40;

/// A quotation of a claim's member.
struct Quote<'a> {
    claim: &'a Claim,
    evidence: Evidence,
    words: Vec<String>,
}

pub(super) fn find(draft: &Draft<'_>) -> Vec<Conflict> {
    let mut quotes: Vec<Quote<'_>> = Vec::new();
    for claim in &draft.ledger.claims {
        for member in &claim.members {
            quotes.extend(quoted(draft, claim, member));
        }
    }
    quotes.sort_by(|a, b| a.evidence.cmp(&b.evidence));
    quotes.dedup_by(|a, b| a.evidence == b.evidence);
    let mut runs: BTreeMap<&[String], Vec<usize>> = BTreeMap::new();
    for (i, q) in quotes.iter().enumerate() {
        for run in q.words.windows(RUN) {
            let places = runs.entry(run).or_default();
            if places.last() != Some(&i) {
                places.push(i);
            }
        }
    }
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    for places in runs.values().filter(|p| p.len() <= CROWD) {
        for (n, &a) in places.iter().enumerate() {
            pairs.extend(places[n + 1..].iter().map(|&b| (a, b)));
        }
    }
    let found = pairs.into_iter().filter_map(|(a, b)| compare(&quotes[a], &quotes[b]));
    best_of_each(found.collect())
}

/// Of conflicts between the same claims of the same kind, the one with the longest quotations.
fn best_of_each(found: Vec<Conflict>) -> Vec<Conflict> {
    let length = |c: &Conflict| c.sides.iter().map(|s| s.evidence[0].text.len()).sum::<usize>();
    let mut best: BTreeMap<(bool, Vec<Id>), Conflict> = BTreeMap::new();
    for c in found {
        let key = (c.kind == ConflictKind::Wording, c.claims.clone());
        match best.get(&key) {
            Some(held) if length(held) >= length(&c) => {}
            _ => {
                best.insert(key, c);
            }
        }
    }
    best.into_values().collect()
}

fn compare(a: &Quote<'_>, b: &Quote<'_>) -> Option<Conflict> {
    let who = |q: &Quote<'_>| q.claim.speaker.as_ref().map(|s| (s.entity.clone(), s.name.clone()));
    let ((entity_a, name_a), (entity_b, name_b)) = who(a).zip(who(b))?;
    let same_speaker = match (&entity_a, &entity_b) {
        (Some(x), Some(y)) => x == y,
        _ => false,
    } || same_name(&name_a, &name_b);
    let kind = if same_speaker {
        if a.evidence.page == b.evidence.page || !reworded(&a.words, &b.words) {
            return None;
        }
        ConflictKind::Wording
    } else {
        // Only named speakers, and only words that nobody else would happen to say.
        let named = entity_a.is_some() && entity_b.is_some();
        let shorter = a.words.len().min(b.words.len());
        let share = common(&a.words, &b.words) as f64 / shorter.max(1) as f64;
        if !named || shorter < LONG || share < 0.8 || a.evidence.page == b.evidence.page {
            return None;
        }
        ConflictKind::Attribution
    };
    let label = |name: &str| if same_speaker { String::new() } else { name.to_owned() };
    let side = |q: &Quote<'_>, name: &str| Side {
        label: label(name),
        speaker: Some(name.to_owned()),
        evidence: vec![q.evidence.clone()],
    };
    let mut claims = vec![a.claim.id.clone(), b.claim.id.clone()];
    claims.sort();
    claims.dedup();
    let extra = if same_speaker { 5 } else { 30 };
    let place = |q: &Quote<'_>| format!("{}:{}", q.evidence.page, q.evidence.span.start);
    Some(Conflict {
        id: id('c', ["quote", place(a).as_str(), place(b).as_str()]),
        story: a.claim.story.clone(),
        kind,
        about: if same_speaker { about(a.claim) } else { a.evidence.text.clone() },
        sides: vec![side(a, &name_a), side(b, &name_b)],
        claims,
        figure: None,
        entity: if same_speaker { entity_a } else { None },
        weight: a.claim.weight.max(b.claim.weight).saturating_add(extra),
    })
}

/// Whether two names may be spellings of one: given and family name begin alike and the family names are about as
/// long. Two spellings are no dispute over who said it.
fn same_name(a: &str, b: &str) -> bool {
    let ends = |n: &str| -> Option<(char, char, usize)> {
        let words: Vec<String> = n.split_whitespace().map(fold).collect();
        let (first, last) = (words.first()?, words.last()?);
        Some((first.chars().next()?, last.chars().next()?, last.chars().count()))
    };
    match (ends(a), ends(b)) {
        (Some(x), Some(y)) => a == b || (x.0 == y.0 && x.1 == y.1 && x.2.abs_diff(y.2) <= 2),
        _ => a == b,
    }
}

/// Whether the common stretch of two quotations has other words on one side.
fn reworded(a: &[String], b: &[String]) -> bool {
    let shorter = a.len().min(b.len());
    let common = common(a, b);
    if (common as f64) < ALIKE * shorter as f64 {
        return false;
    }
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    if long.windows(short.len()).any(|w| w == short) {
        return false;
    }
    // Where each is cut at another end, the overlap has to be the same: "a b c d" and "c d e f".
    let overlap = |x: &[String], y: &[String]| (RUN..shorter).any(|n| x[x.len() - n..] == y[..n]);
    if overlap(a, b) || overlap(b, a) {
        return false;
    }
    // Inside the stretch between the first and the last common word, both must be told apart by a word.
    let (core_a, core_b) = core(a, b);
    let odd = |x: &[String], y: &[String]| x.iter().filter(|w| !y.contains(w) && w.len() > 2).count();
    let inner = odd(core_a, core_b) + odd(core_b, core_a);
    inner > 0
}

/// Both word lists between their first and last common word.
fn core<'w>(a: &'w [String], b: &'w [String]) -> (&'w [String], &'w [String]) {
    let cut = |x: &'w [String], other: &[String]| {
        let first = x.iter().position(|w| other.contains(w)).unwrap_or(0);
        let last = x.iter().rposition(|w| other.contains(w)).map_or(x.len(), |i| i + 1);
        &x[first..last]
    };
    (cut(a, b), cut(b, a))
}

/// Length of the longest common subsequence, over at most the first 200 words of each.
fn common(a: &[String], b: &[String]) -> usize {
    let (a, b) = (&a[..a.len().min(200)], &b[..b.len().min(200)]);
    let mut row = vec![0_usize; b.len() + 1];
    for x in a {
        let mut diagonal = 0;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x == y { diagonal + 1 } else { above.max(row[j]) };
            diagonal = above;
        }
    }
    row[b.len()]
}

/// The stretches in quotation marks of a member, as evidence with their words.
fn quoted<'a>(draft: &Draft<'_>, claim: &'a Claim, member: &Member) -> Vec<Quote<'a>> {
    let held = member.content.as_ref().unwrap_or(&member.evidence);
    let Some(doc) = draft.context.doc(&held.page) else { return Vec::new() };
    let text = &held.text;
    let mut out = Vec::new();
    let mut open: Option<usize> = None;
    for (i, c) in text.char_indices() {
        match (c, open) {
            ('“', None) | ('"', None) => open = Some(i + c.len_utf8()),
            ('”' | '"', Some(from)) => {
                out.push((from, i));
                open = None;
            }
            _ => {}
        }
    }
    if let Some(from) = open {
        out.push((from, text.len()));
    }
    let base = held.span.start as usize;
    let quotes = out.into_iter().map(|(from, to)| (from, to, words(&text[from..to])));
    quotes
        .filter(|(_, _, words)| words.len() >= RUN)
        .map(|(from, to, words)| {
            let span = parallax_model::Span::new(base + from, base + to);
            Quote { claim, evidence: draft.context.cut(doc, span), words }
        })
        .collect()
}

/// Folded words without what stands in brackets.
fn words(quote: &str) -> Vec<String> {
    let mut plain = String::with_capacity(quote.len());
    let mut depth = 0_u32;
    for c in quote.chars() {
        match c {
            '[' | '(' => depth += 1,
            ']' | ')' => depth = depth.saturating_sub(1),
            '\'' | '’' if depth == 0 => {}
            _ if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    plain.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(fold).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(a: &str, b: &str) -> bool {
        reworded(&words(a), &words(b))
    }

    #[test]
    fn trimming_brackets_and_apostrophes_are_no_change() {
        let whole = "We do not see any grounds for talk of an attack on our coast this winter";
        assert!(!changed(whole, whole));
        assert!(!changed(whole, "any grounds for talk of an attack"));
        assert!(!changed(whole, "We do not see any grounds [whatsoever] for talk of an attack"));
        assert!(!changed("it’s time to leave now, today", "it's time to leave now"));
        assert!(!changed("see any grounds for talk of war", "any grounds for talk of war tonight"));
    }

    #[test]
    fn another_word_inside_is() {
        assert!(changed(
            "As of today we see no grounds for talk of a large attack",
            "As of today we see no grounds for talk of a total attack"
        ));
        assert!(changed("the ships will stay in port", "the ships will never stay in port"));
    }

    #[test]
    fn other_quotations_are_not_compared() {
        assert!(!changed("we are ready for talks at any time", "the navy will answer any attack in kind"));
    }

    #[test]
    fn spellings_of_a_name_are_one_speaker_and_kin_are_not() {
        assert!(same_name("Serhiy Hnat", "Sergei Hnad"));
        assert!(!same_name("Joan Hallam", "Peter Hallam"));
        assert!(!same_name("Ida Berg", "Ida Hallam"));
    }

    #[test]
    fn the_longest_common_sequence_counts_words_in_order() {
        assert_eq!(common(&words("a b c d"), &words("b d c")), 2);
        assert_eq!(common(&words(""), &words("b")), 0);
    }
}
