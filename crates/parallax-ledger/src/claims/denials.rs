//! Which claims deny which.

use std::collections::BTreeMap;

use parallax_model::{Claim, Id, Stance};

use super::item::{Item, Voice};
use super::same::Scale;

/// Share of a denial that an assertion must say.
const ABOUT: f64 = 0.5;
/// The same where the other merely states it, and does not charge, warn or expect.
const ABOUT_STATED: f64 = 0.75;
/// Claims that one denial is held against, at most.
const MOST: usize = 5;

/// Notes on both sides which claims deny which.
pub(super) fn link(
    scale: &Scale<'_>,
    items: &[Item],
    (groups, taken_in): (&[Vec<usize>], &[Vec<usize>]),
    claims: &mut [Claim],
) {
    let mut group_of = vec![0; items.len()];
    for (g, group) in groups.iter().zip(taken_in).enumerate() {
        group.0.iter().chain(group.1).for_each(|&i| group_of[i] = g);
    }
    let mut found: BTreeMap<usize, Vec<(f64, usize)>> = BTreeMap::new();
    for no in (0..items.len()).filter(|&i| denies(&items[i])) {
        for yes in scale.with_acts_of(no) {
            if !can_be_denied(&items[yes]) || one_side(&items[no], &items[yes]) {
                continue;
            }
            let least = if pointed(items[yes].stance) { ABOUT } else { ABOUT_STATED };
            if let Some(share) = scale.about(no, yes).filter(|s| *s >= least) {
                let rank =
                    share + scale.likeness(no, yes).0 + f64::from(u8::from(pointed(items[yes].stance)));
                found.entry(group_of[no]).or_default().push((rank, group_of[yes]));
            }
        }
    }
    for (denial, mut targets) in pooled(scale, items, groups, &found) {
        targets.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut kept: Vec<usize> = Vec::new();
        for (_, target) in targets {
            if kept.len() < MOST && !kept.contains(&target) && target != denial {
                kept.push(target);
            }
        }
        for target in kept {
            let (no, yes): (Id, Id) = (claims[denial].id.clone(), claims[target].id.clone());
            claims[denial].denies.push(yes);
            claims[target].denied_by.push(no);
        }
    }
    for claim in claims {
        claim.denies.sort();
        claim.denied_by.sort();
    }
}

/// What one side denies several times is denied by each of these denials: their targets are one pool.
fn pooled(
    scale: &Scale<'_>,
    items: &[Item],
    groups: &[Vec<usize>],
    found: &BTreeMap<usize, Vec<(f64, usize)>>,
) -> BTreeMap<usize, Vec<(f64, usize)>> {
    let denials: Vec<usize> = found.keys().copied().collect();
    let first = |g: usize| groups.get(g)?.iter().copied().find(|&i| denies(&items[i]));
    let one = |a: usize, b: usize| {
        let Some((a, b)) = first(a).zip(first(b)) else { return false };
        let side = items[a].voice == items[b].voice
            || (items[a].country.is_some() && items[a].country == items[b].country);
        side && items[a].story == items[b].story && !scale.acts(a).is_disjoint(&scale.acts(b))
    };
    let mut pools: Vec<Vec<usize>> = Vec::new();
    for &denial in &denials {
        match pools.iter_mut().find(|p| one(p[0], denial)) {
            Some(pool) => pool.push(denial),
            None => pools.push(vec![denial]),
        }
    }
    let mut out = BTreeMap::new();
    for pool in pools {
        let all: Vec<(f64, usize)> = pool.iter().flat_map(|d| found[d].iter().copied()).collect();
        out.extend(pool.into_iter().map(|d| (d, all.clone())));
    }
    out
}

/// Whether somebody denies something, in so many words.
fn denies(item: &Item) -> bool {
    item.stance == Stance::Denies && item.denial
}

/// Whether a stance says that something is feared or held against somebody.
fn pointed(stance: Stance) -> bool {
    matches!(stance, Stance::Accuses | Stance::Hedges | Stance::Predicts | Stance::Threatens | Stance::Warns)
}

fn can_be_denied(item: &Item) -> bool {
    // "He said that they denied it" is no assertion of it.
    let relayed = item.terms.iter().any(|t| t == "deni" || t == "denial");
    (pointed(item.stance) || matches!(item.stance, Stance::Asserts | Stance::Confirms))
        && !item.denial
        && !relayed
}

/// Whether both speak for one side: nobody denies himself here.
fn one_side(a: &Item, b: &Item) -> bool {
    let named = |v: &Voice| *v != Voice::Own;
    (named(&a.voice) && a.voice == b.voice)
        || (named(&b.voice) && a.country.is_some() && a.country == b.country)
}
