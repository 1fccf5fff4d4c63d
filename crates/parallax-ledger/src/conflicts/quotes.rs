//! The same quotation in other words, or in another mouth: drawn from the utterances.

use parallax_model::{
    Change, Conflict, ConflictKind, Difference, Evidence, Side, Utterance, Variant, Wording,
};

use crate::context::{Draft, id};
use crate::terms::fold;

/// Words that change nothing when they alone are added or missing.
const SLIGHT: [&str; 3] = ["a", "an", "the"];

pub(super) fn find(draft: &Draft<'_>) -> Vec<Conflict> {
    draft.ledger.utterances.iter().flat_map(|u| [wording(u), attribution(u)].into_iter().flatten()).collect()
}

/// Wordings with other words inside the common stretch, against the first.
fn wording(utterance: &Utterance) -> Option<Conflict> {
    let (first, others) = utterance.variants.split_first()?;
    let changed: Vec<&Variant> = others
        .iter()
        .filter(|v| matches!(v.relation, Wording::Altered | Wording::NumberChanged))
        .filter(|v| v.differences.iter().any(matters))
        .collect();
    let numbers = |v: &Variant, of: fn(&Difference) -> &Vec<Evidence>| {
        let number = v.differences.iter().find(|d| d.change == Change::Number);
        number.map_or(String::new(), |d| of(d).iter().map(|e| e.text.as_str()).collect::<Vec<_>>().join(" "))
    };
    let mut sides = vec![side(utterance, first, numbers(changed.first()?, |d| &d.first))];
    sides.extend(changed.iter().map(|v| side(utterance, v, numbers(v, |d| &d.here))));
    let speaker = utterance.speaker.as_ref();
    let about = speaker.map_or_else(|| words(first), |s| s.name.clone());
    let extra = if changed.iter().any(|v| v.relation == Wording::NumberChanged) { 15 } else { 5 };
    Some(conflict(utterance, ConflictKind::Wording, about, sides, extra))
}

/// The same words from somebody else.
fn attribution(utterance: &Utterance) -> Option<Conflict> {
    let (first, others) = utterance.variants.split_first()?;
    let given = |v: &Variant| v.renderings.iter().find_map(|r| r.speaker.clone()).unwrap_or_default();
    let leading = given(first);
    let mut by_name: Vec<(String, Side)> = Vec::new();
    for v in std::iter::once(first).chain(others) {
        // Whoever trims or changes the words has them from the speaker of the first.
        let name = if v.relation == Wording::AttributionChanged { given(v) } else { leading.clone() };
        let new = side(utterance, v, name.clone());
        match by_name.iter_mut().find(|(n, _)| *n == name) {
            Some((_, held)) => held.evidence.extend(new.evidence),
            None => by_name.push((name, new)),
        }
    }
    if by_name.len() < 2 {
        return None;
    }
    let sides = by_name.into_iter().map(|(name, side)| Side { speaker: Some(name), ..side }).collect();
    Some(conflict(utterance, ConflictKind::Attribution, words(first), sides, 30))
}

/// Whether a difference is more than an article.
fn matters(difference: &Difference) -> bool {
    let pieces = difference.first.iter().chain(&difference.here);
    let slight = |e: &Evidence| e.text.split_whitespace().all(|w| SLIGHT.contains(&fold(w).as_str()));
    difference.change.alters() && !pieces.into_iter().all(slight)
}

/// The words of a variant as they stand first.
fn words(variant: &Variant) -> String {
    let pieces = variant.renderings.first().map_or(&[][..], |r| r.words.as_slice());
    pieces.iter().map(|e| e.text.as_str()).collect::<Vec<_>>().join(" … ")
}

/// A wording as one side: the longest piece of each place.
fn side(utterance: &Utterance, variant: &Variant, label: String) -> Side {
    let longest =
        |w: &Vec<Evidence>| w.iter().max_by_key(|e| (e.text.len(), std::cmp::Reverse(e.span.start))).cloned();
    // Where words differ, the piece that holds them.
    let differing = variant.differences.iter().filter(|d| d.change.alters()).flat_map(|d| &d.here).next();
    let evidence = variant.renderings.iter().filter_map(|r| {
        let holds = |e: &&Evidence| differing.is_some_and(|d| d.page == e.page && e.span.contains(d.span));
        r.words.iter().find(holds).cloned().or_else(|| longest(&r.words))
    });
    let own = variant.renderings.iter().find_map(|r| r.speaker.clone());
    let speaker = utterance.speaker.as_ref().map(|s| s.name.clone()).or(own);
    Side { label, speaker, evidence: evidence.collect() }
}

fn conflict(
    utterance: &Utterance,
    kind: ConflictKind,
    about: String,
    sides: Vec<Side>,
    extra: u32,
) -> Conflict {
    let wording = kind == ConflictKind::Wording;
    Conflict {
        id: id('c', [if wording { "wording" } else { "attribution" }, &utterance.id.0]),
        story: utterance.story.clone(),
        kind,
        about,
        sides,
        claims: utterance.claims.clone(),
        figure: None,
        entity: utterance.speaker.as_ref().and_then(|s| s.entity.clone()).filter(|_| wording),
        weight: utterance.weight.saturating_add(extra),
    }
}
