//! Which pieces of speech are one utterance.
//!
//! Equal wordings are one kind first. Kinds that share a run of words (rare runs bring all their kinds together, common
//! ones only the longest with the others) or, from one speaker, several rare words, are compared; each joins the longer
//! one that it is closest to. Nothing is joined through a third.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use parallax_model::{Wording, folded};

use super::relation::{Match, compare, same_meaning};
use super::said::{Bond, Said, bond};
use super::words::Vocabulary;
use crate::claims::{Voice, country_of};
use crate::context::Draft;
use crate::lexicon::{english, rows};

/// Words in a row that bring two pieces of speech together.
const RUN: usize = 3;
/// Kinds of speech with one run that are all compared with each other, at most.
const CROWD: usize = 24;
/// Of more, the longest are compared with all others.
const LONGEST: usize = 6;
/// Rare words by which speech of one speaker is found in other words, and how many two must share.
const RARE: usize = 8;
const SHARED: u32 = 3;

/// Countries whose officials mostly speak English in public.
static ENGLISH: LazyLock<BTreeSet<&'static str>> =
    LazyLock::new(|| rows(english!("english_speaking.tsv")).map(|r| r[0]).collect());

/// Speech in the same words from the same speaker, in one story.
struct Kind {
    /// Places in the list of all speech.
    said: Vec<usize>,
    docs: BTreeSet<usize>,
}

/// Speech that is one utterance: the first wording, and the others with how they stand to it.
#[derive(Debug)]
pub(super) struct Group {
    /// Places in the list of all speech with the wording that the others are held against.
    pub(super) first: Vec<usize>,
    pub(super) others: Vec<(Vec<usize>, Match)>,
}

/// The letters that all places of one wording have in common.
pub(super) fn key(draft: &Draft<'_>, said: &Said) -> String {
    let document = draft.context.documents[said.doc];
    said.pieces.iter().flat_map(|p| folded(document.words(*p))).collect()
}

/// All groups of two or more kinds or pages.
pub(super) fn group(draft: &Draft<'_>, vocabulary: &Vocabulary, all: &[Said]) -> Vec<Group> {
    let kinds = kinds(draft, all);
    let of = |k: usize| &all[kinds[k].said[0]];
    let near = candidates(draft, vocabulary, all, &kinds);
    // For each kind the one that leads its group, and for each leader its members.
    let mut leader: Vec<usize> = (0..kinds.len()).collect();
    let mut members: Vec<Vec<(usize, Match)>> = (0..kinds.len()).map(|_| Vec::new()).collect();
    // One page may be unclear about a speaker whom another names.
    let sure = |k: usize, members: &[(usize, Match)]| {
        of(k).sure || members.iter().any(|(m, _)| of(*m).sure && of(*m).voice == of(k).voice)
    };
    for k in 0..kinds.len() {
        let leaders: BTreeSet<usize> = near[k].iter().map(|&o| leader[o]).filter(|&o| o != k).collect();
        let best = leaders
            .into_iter()
            .filter_map(|o| Some((o, relate(draft, vocabulary, (of(o), sure(o, &members[o])), of(k))?)))
            .filter(|(o, m)| !told_apart(&kinds, *o, &members[*o], k, m))
            .min_by_key(|(o, m)| (strain(m.relation), std::cmp::Reverse(m.common), *o));
        if let Some((o, found)) = best {
            leader[k] = o;
            members[o].push((k, found));
        }
    }
    let mut groups = Vec::new();
    for (k, joined) in members.into_iter().enumerate() {
        let pages: BTreeSet<usize> =
            joined.iter().flat_map(|(m, _)| &kinds[*m].docs).chain(&kinds[k].docs).copied().collect();
        if leader[k] == k && pages.len() > 1 && of(k).quoted {
            groups.push(lead(draft, vocabulary, all, &kinds, k, joined));
        }
    }
    groups
}

/// Speech in the same words from the same speaker, quotations first, long before short.
fn kinds(draft: &Draft<'_>, all: &[Said]) -> Vec<Kind> {
    type Key<'a> = (usize, bool, String, Vec<bool>, &'a Voice);
    let mut same: BTreeMap<Key<'_>, Vec<usize>> = BTreeMap::new();
    for (i, said) in all.iter().enumerate() {
        let brackets = said.words.iter().map(|w| w.editor).collect();
        same.entry((said.story, said.quoted, key(draft, said), brackets, &said.voice)).or_default().push(i);
    }
    let mut kinds: Vec<Kind> = same
        .into_values()
        .map(|said| Kind { docs: said.iter().map(|&i| all[i].doc).collect(), said })
        .collect();
    kinds.sort_by_key(|k| {
        let first = &all[k.said[0]];
        (!first.quoted, std::cmp::Reverse(first.words.len()), std::cmp::Reverse(k.docs.len()), k.said[0])
    });
    kinds
}

/// How far a relation goes from the words themselves.
fn strain(relation: Wording) -> u8 {
    match relation {
        Wording::Same | Wording::Trimmed | Wording::Paraphrased => 0,
        Wording::Altered | Wording::NumberChanged => 1,
        Wording::Reworded | Wording::Translated => 2,
        Wording::AttributionChanged => 3,
    }
}

/// Whether a page of the kind gives, for the same stretch, words that are closer: then it tells of two sentences.
fn told_apart(kinds: &[Kind], leader: usize, members: &[(usize, Match)], kind: usize, found: &Match) -> bool {
    if strain(found.relation) == 0 {
        return false;
    }
    let shares_page = |other: usize| !kinds[kind].docs.is_disjoint(&kinds[other].docs);
    let overlaps = |m: &Match| m.core.start < found.core.end && found.core.start < m.core.end;
    shares_page(leader)
        || members
            .iter()
            .any(|(o, m)| shares_page(*o) && overlaps(m) && strain(m.relation) < strain(found.relation))
}

/// How one piece of speech stands to another that is to come first; `sure` if the speaker of that is.
pub(super) fn relate(
    draft: &Draft<'_>,
    vocabulary: &Vocabulary,
    (first, sure): (&Said, bool),
    here: &Said,
) -> Option<Match> {
    let bond = bond(draft, &first.voice, &here.voice);
    if bond == Bond::Other && (!(sure && here.sure) || first.doc == here.doc) {
        return None;
    }
    compare(vocabulary, first, here, bond).or_else(|| {
        let both = first.quoted && here.quoted && bond == Bond::Same && first.doc != here.doc;
        let found = if both { same_meaning(vocabulary, first, here) } else { None };
        found.map(|m| Match { relation: other_words(draft, &first.voice), ..m })
    })
}

/// Other words of one meaning are most likely translations where the speaker stands for a country of another language.
fn other_words(draft: &Draft<'_>, voice: &Voice) -> Wording {
    let Voice::Known(entity) = voice else { return Wording::Reworded };
    match country_of(draft, *entity) {
        Some(country) if !ENGLISH.contains(country) => Wording::Translated,
        _ => Wording::Reworded,
    }
}

/// For each kind the longer ones that it is compared with.
fn candidates(draft: &Draft<'_>, vocabulary: &Vocabulary, all: &[Said], kinds: &[Kind]) -> Vec<Vec<usize>> {
    let of = |k: usize| &all[kinds[k].said[0]];
    let mut runs: Vec<(usize, [u32; RUN], usize)> = Vec::new();
    for k in 0..kinds.len() {
        for run in of(k).words.windows(RUN).filter(|r| r.iter().any(|w| w.content)) {
            runs.push((of(k).story, std::array::from_fn(|n| run[n].told), k));
        }
    }
    runs.sort_unstable();
    runs.dedup();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for list in runs.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let ahead = if list.len() > CROWD { LONGEST } else { list.len() };
        for (n, a) in list.iter().take(ahead).enumerate() {
            pairs.extend(list[n + 1..].iter().map(|b| (a.2, b.2)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs.extend(of_one_speaker(draft, vocabulary, all, kinds));
    let mut near = vec![Vec::new(); kinds.len()];
    pairs.iter().for_each(|&(a, b)| near[b].push(a));
    near.iter_mut().for_each(|list| {
        list.sort_unstable();
        list.dedup();
    });
    near
}

/// Pairs of quotations of one named speaker that share rare words.
fn of_one_speaker(
    draft: &Draft<'_>,
    vocabulary: &Vocabulary,
    all: &[Said],
    kinds: &[Kind],
) -> Vec<(usize, usize)> {
    let mut by_word: BTreeMap<(usize, usize, String), Vec<usize>> = BTreeMap::new();
    for (k, kind) in kinds.iter().enumerate() {
        let said = &all[kind.said[0]];
        let Voice::Known(entity) = said.voice else { continue };
        if !said.quoted {
            continue;
        }
        let rarity =
            |stem: &str| draft.context.terms.of_stem(stem).map_or(0.0, |t| draft.context.terms.idf(t));
        let content = said.words.iter().filter(|w| w.content && !w.editor);
        let words: BTreeSet<String> =
            content.map(|w| crate::claims::canonical(vocabulary.word(w.told))).collect();
        let mut words: Vec<String> = words.into_iter().collect();
        words.sort_by(|a, b| rarity(b).total_cmp(&rarity(a)).then(a.cmp(b)));
        for word in words.into_iter().take(RARE) {
            by_word.entry((said.story, entity, word)).or_default().push(k);
        }
    }
    let mut shared: BTreeMap<(usize, usize), u32> = BTreeMap::new();
    for list in by_word.values().filter(|l| l.len() <= CROWD) {
        for (n, &a) in list.iter().enumerate() {
            list[n + 1..].iter().for_each(|&b| *shared.entry((a, b)).or_default() += 1);
        }
    }
    shared.into_iter().filter(|(_, n)| *n >= SHARED).map(|(p, _)| p).collect()
}

/// The group with the wording in front that the others are held against: from the speaker whom most outlets name, of
/// those within a fifth of the longest the one that most outlets carry, then the one seen first.
fn lead(
    draft: &Draft<'_>,
    vocabulary: &Vocabulary,
    all: &[Said],
    kinds: &[Kind],
    longest: usize,
    members: Vec<(usize, Match)>,
) -> Group {
    let of = |k: usize| &all[kinds[k].said[0]];
    let outlets = |ks: &[usize]| -> BTreeSet<&str> {
        let docs = ks.iter().flat_map(|&k| &kinds[k].docs);
        docs.map(|&d| draft.context.documents[d].page.outlet()).collect()
    };
    let everyone: Vec<usize> = members.iter().map(|(m, _)| *m).chain([longest]).collect();
    let mut by_voice: BTreeMap<&Voice, Vec<usize>> = BTreeMap::new();
    for &k in everyone.iter().filter(|&&k| matches!(of(k).voice, Voice::Known(_))) {
        by_voice.entry(&of(k).voice).or_default().push(k);
    }
    let own = &of(longest).voice;
    let named = by_voice
        .iter()
        .max_by_key(|(voice, ks)| (outlets(ks).len(), *voice == &own, std::cmp::Reverse(ks[0])));
    let voice = named.map_or(own, |(voice, _)| *voice);
    let mut fit: Vec<usize> = everyone
        .iter()
        .copied()
        .filter(|&k| of(k).quoted && bond(draft, voice, &of(k).voice) != Bond::Other)
        .collect();
    let most = fit.iter().map(|&k| of(k).words.len()).max().unwrap_or(0);
    fit.retain(|&k| of(k).words.len() * 5 >= most * 4);
    let seen = |k: usize| kinds[k].said.iter().map(|&i| when(draft, &all[i])).min();
    fit.sort_by_key(|&k| (std::cmp::Reverse(outlets(&[k]).len()), seen(k), k));
    for first in fit {
        if first == longest {
            break;
        }
        let others = everyone.iter().filter(|&&k| k != first);
        let found: Option<Vec<(usize, Match)>> =
            others.map(|&k| Some((k, relate(draft, vocabulary, (of(first), true), of(k))?))).collect();
        if let Some(found) = found {
            return formed(kinds, first, found);
        }
    }
    formed(kinds, longest, members)
}

fn formed(kinds: &[Kind], first: usize, members: Vec<(usize, Match)>) -> Group {
    let others = members.into_iter().map(|(k, m)| (kinds[k].said.clone(), m)).collect();
    Group { first: kinds[first].said.clone(), others }
}

/// When and where speech was seen, for putting it in order.
pub(super) fn when<'a>(draft: &Draft<'a>, said: &Said) -> (Option<&'a str>, usize, u32) {
    let start = said.extent().start;
    (draft.context.documents[said.doc].page.clock_at(start), said.doc, start)
}
