//! The record of an utterance from the places where it stands.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use parallax_model::{
    ClaimSpeaker, Difference, Evidence, Id, Rendering, Span, Statement, Utterance, Variant, Wording,
};

use super::Utterances;
use super::group::{Group, key, relate, when};
use super::relation::{Match, compare};
use super::said::{Bond, Said};
use crate::claims::{Voice, said_at, said_on};
use crate::context::{Draft, id};
use crate::days::{Day, other_day};

/// Where a wording stands, and how it stands to the first.
type Standing = (Said, Option<Match>);

/// Bytes between two statements of one page that are pieces of one quotation, at most.
const NEAR: u32 = 300;

/// The record; none if its places do not hold together.
pub(super) fn utterance(
    draft: &Draft<'_>,
    found: &Utterances,
    group: &Group,
    claim_of: &BTreeMap<(usize, usize), (Id, u32)>,
) -> Option<Utterance> {
    let in_order = |places: &[usize]| -> Vec<Said> {
        let mut list: Vec<Said> = places.iter().map(|&i| found.said[i].clone()).collect();
        list.sort_by(|a, b| when(draft, a).cmp(&when(draft, b)));
        list
    };
    let firsts = in_order(&group.first);
    let first = firsts.first()?.clone();
    let mut others: Vec<(Said, Match)> = Vec::new();
    for (places, _) in &group.others {
        // Each is compared again: places of one wording may part their words otherwise.
        let compared = in_order(places).into_iter();
        others.extend(
            compared.filter_map(|s| relate(draft, &found.vocabulary, (&first, true), &s).map(|m| (s, m))),
        );
    }
    let others = without_own_telling(joined(found, &first, others), &firsts);
    let mut by_wording: BTreeMap<(Wording, String), Vec<Standing>> = BTreeMap::new();
    for (said, m) in others {
        by_wording.entry((m.relation, key(draft, &said))).or_default().push((said, Some(m)));
    }
    // Pieces that together are the first wording stand with it.
    let mut firsts: Vec<Standing> = firsts.into_iter().map(|s| (s, None)).collect();
    firsts.extend(by_wording.remove(&(Wording::Same, key(draft, &first))).unwrap_or_default());
    firsts[1..].sort_by(|(a, _), (b, _)| when(draft, a).cmp(&when(draft, b)));
    let mut variants: Vec<Variant> = Vec::new();
    let mut statements: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut pages = BTreeSet::new();
    let others = by_wording.into_iter().map(|((relation, _), mut places)| {
        places.sort_by(|(a, _), (b, _)| when(draft, a).cmp(&when(draft, b)));
        (relation, places)
    });
    for (relation, places) in std::iter::once((Wording::Same, firsts)).chain(others) {
        for (said, _) in &places {
            statements.extend(said.statements.iter().map(|s| (said.doc, *s)));
            pages.insert(said.doc);
        }
        variants.push(variant(draft, &first, relation, &places));
    }
    if pages.len() < 2 {
        return None;
    }
    variants[1..].sort_by(|a, b| {
        let order =
            |v: &Variant| (v.relation, std::cmp::Reverse(v.outlets.len()), v.renderings[0].words.clone());
        order(a).cmp(&order(b))
    });
    let said: Vec<(usize, &Statement)> =
        statements.iter().map(|&(d, s)| (d, &draft.context.documents[d].statements[s])).collect();
    let outlets: BTreeSet<&str> = pages.iter().map(|&d| draft.context.documents[d].page.outlet()).collect();
    let claims: BTreeMap<&Id, u32> =
        statements.iter().filter_map(|s| claim_of.get(s)).map(|(c, w)| (c, *w)).collect();
    let words = &variants[0].renderings[0].words;
    let at = words.iter().map(|e| format!("{}:{}", e.page, e.span.start));
    Some(Utterance {
        id: id('u', at.chain([words[0].text.clone()])),
        story: draft.ledger.stories[first.story].id.clone(),
        speaker: speaker(draft, &first, &variants),
        said_on: day(draft, &said),
        channel: said.iter().find_map(|(_, s)| s.channel.as_ref()).map(|c| c.name.clone()),
        occasion: said.iter().find_map(|(_, s)| s.occasion.as_ref()).map(|c| c.name.clone()),
        weight: claims.values().copied().max().unwrap_or(0).saturating_add(2 * outlets.len() as u32),
        outlets: outlets.into_iter().map(str::to_owned).collect(),
        claims: claims.into_keys().cloned().collect(),
        variants,
    })
}

/// Statements of one page that are pieces of the first wording, one behind the other, as one ("...," he said. "...").
fn joined(found: &Utterances, first: &Said, mut others: Vec<(Said, Match)>) -> Vec<(Said, Match)> {
    others.sort_by_key(|(s, _)| (s.doc, s.extent()));
    let mut out: Vec<(Said, Match)> = Vec::new();
    for (said, m) in others {
        let whole = out.last().and_then(|(before, held)| {
            let exact = |m: &Match| matches!(m.relation, Wording::Same | Wording::Trimmed);
            let follows = before.doc == said.doc
                && before.quoted
                && said.quoted
                && before.voice == said.voice
                && before.extent().end <= said.extent().start
                && said.extent().start - before.extent().end <= NEAR
                && exact(held)
                && exact(&m)
                && held.core.end <= m.core.start;
            let whole = Some(before.and(&said)).filter(|_| follows)?;
            let found = compare(&found.vocabulary, first, &whole, Bond::Same)?;
            exact(&found).then_some((whole, found))
        });
        match whole {
            Some(whole) => {
                out.pop();
                out.push(whole);
            }
            None => out.push((said, m)),
        }
    }
    out
}

/// Leaves out what a page tells without marks if it quotes the same too.
fn without_own_telling(others: Vec<(Said, Match)>, firsts: &[Said]) -> Vec<(Said, Match)> {
    let quotes = others.iter().map(|(s, _)| s).chain(firsts).filter(|s| s.quoted);
    let quoting: BTreeSet<usize> = quotes.map(|s| s.doc).collect();
    others.into_iter().filter(|(s, _)| s.quoted || !quoting.contains(&s.doc)).collect()
}

fn variant(draft: &Draft<'_>, first: &Said, relation: Wording, places: &[Standing]) -> Variant {
    let outlets: BTreeSet<&str> =
        places.iter().map(|(s, _)| draft.context.documents[s.doc].page.outlet()).collect();
    let differences = places.first().and_then(|(said, m)| {
        let edits = m.as_ref()?.edits.iter().map(|e| Difference {
            change: e.change,
            first: cut(draft, first, &e.first),
            here: cut(draft, said, &e.here),
        });
        Some(edits.collect())
    });
    Variant {
        relation,
        renderings: places.iter().map(|(s, _)| rendering(draft, s)).collect(),
        outlets: outlets.into_iter().map(str::to_owned).collect(),
        differences: differences.unwrap_or_default(),
    }
}

/// Words of speech as evidence: one piece for each stretch of the page.
fn cut(draft: &Draft<'_>, said: &Said, words: &Range<usize>) -> Vec<Evidence> {
    let held = &said.words[words.clone()];
    let pieces = said
        .pieces
        .iter()
        .filter_map(|piece| held.iter().map(|w| w.span).filter(|w| piece.contains(*w)).reduce(Span::cover));
    pieces.map(|p| draft.context.cut(said.doc, p)).collect()
}

fn rendering(draft: &Draft<'_>, said: &Said) -> Rendering {
    let document = draft.context.documents[said.doc];
    let statement = &document.statements[said.statements[0]];
    let name = statement.speaker.as_ref().map(|s| match said.voice {
        Voice::Known(entity) => draft.ledger.entities[entity].name.clone(),
        _ => s.name.clone(),
    });
    Rendering {
        words: said.pieces.iter().map(|p| draft.context.cut(said.doc, *p)).collect(),
        speaker: name.filter(|n| !n.is_empty()),
        source: statement.source.first().map(|s| draft.context.cut(said.doc, *s)),
        outlet: document.page.outlet().to_owned(),
        kind: statement.kind,
        via: statement.via.iter().map(|v| v.name.clone()).collect(),
        seen: document.page.clock_at(said.extent().start).map(str::to_owned),
    }
}

/// The speaker of the first wording; if it names nobody, whoever another names.
fn speaker(draft: &Draft<'_>, first: &Said, variants: &[Variant]) -> Option<ClaimSpeaker> {
    if let Voice::Known(entity) = first.voice {
        let entity = &draft.ledger.entities[entity];
        return Some(ClaimSpeaker { name: entity.name.clone(), entity: Some(entity.id.clone()), role: None });
    }
    let renderings = || variants.iter().flat_map(|v| &v.renderings);
    let named =
        |r: &&Rendering| r.speaker.as_ref().and_then(|n| draft.ledger.entities.iter().find(|e| e.name == *n));
    if let Some(entity) = renderings().find_map(|r| named(&r)) {
        return Some(ClaimSpeaker { name: entity.name.clone(), entity: Some(entity.id.clone()), role: None });
    }
    let name = renderings().find_map(|r| r.speaker.clone())?;
    Some(ClaimSpeaker { name, entity: None, role: None })
}

/// The day on which it was said, if all that give one agree.
fn day(draft: &Draft<'_>, said: &[(usize, &Statement)]) -> Option<String> {
    let days: BTreeSet<String> = said
        .iter()
        .filter_map(|(doc, s)| said_at(draft.context.documents[*doc], s).and_then(said_on))
        .collect();
    let clash = days.iter().any(|a| days.iter().any(|b| other_day(a, b)));
    let mut known = days.into_iter().filter(|d| matches!(Day::read(d), Some(Day::Known(_))));
    let first = known.next()?;
    (!clash && known.next().is_none()).then_some(first)
}
