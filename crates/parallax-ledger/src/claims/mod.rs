//! Statements and own-voice sentences with the same content, with the origins behind them.
//!
//! A false merge is worse than a missed one: a group grows only while at least half of its pairs say the same.

mod denials;
mod item;
mod main_part;
mod record;
mod same;

use std::collections::BTreeMap;

use parallax_model::{Claim, Id, Origin};

use crate::context::{Draft, OriginIndex};
use crate::origins::{Origins, Outlets};

pub(crate) use item::{Item, Voice, canonical, country_of, run_hash, said_at, said_on, voice};

/// What the statements of all pages come to.
pub(crate) struct Found {
    /// By weight.
    pub(crate) claims: Vec<Claim>,
    /// By name.
    pub(crate) origins: Vec<Origin>,
    /// The origin of every statement.
    pub(crate) origin_of: OriginIndex,
    /// The claim that holds a statement, by document and place there, with its weight.
    pub(crate) claim_of: BTreeMap<(usize, usize), (Id, u32)>,
}

/// Claims with their origins.
pub(crate) fn group(draft: &Draft<'_>) -> Found {
    let items = item::items(draft);
    let scale = same::Scale::new(draft, &items);
    let mut groups = merge(items.len(), &scale);
    let taken_in = one_for_each_sentence(&item::of_one_sentence(draft, &items), items.len(), &mut groups);
    let outlets = Outlets::new(draft);
    let mut origins = Origins::default();
    let mut origin_of = OriginIndex { statements: vec![Vec::new(); draft.context.documents.len()] };
    let mut claims: Vec<Claim> = Vec::with_capacity(groups.len());
    for group in &groups {
        let members: Vec<&Item> = group.iter().map(|&i| &items[i]).collect();
        let behind: Vec<Id> = origins.of_group(draft, &outlets, &members);
        for (item, origin) in members.iter().zip(&behind) {
            origin_of.statements[item.doc].push((item.extent, origin.clone()));
        }
        claims.push(record::claim(draft, &members, &behind));
    }
    for (group, taken) in taken_in.iter().enumerate() {
        for item in taken.iter().map(|&i| &items[i]) {
            origin_of.statements[item.doc]
                .extend(claims[group].origins.first().map(|o| (item.extent, o.clone())));
        }
    }
    denials::link(&scale, &items, (&groups, &taken_in), &mut claims);
    record::weigh(draft, &items, &groups, &mut claims);
    let held = groups.iter().zip(&taken_in).map(|(group, taken)| group.iter().chain(taken));
    let claim_of = held
        .zip(&claims)
        .flat_map(|(held, claim)| {
            held.map(|&i| ((items[i].doc, items[i].statement), (claim.id.clone(), claim.weight)))
        })
        .collect();
    claims.sort_by(|a, b| (b.weight, &a.id).cmp(&(a.weight, &b.id)));
    claims.dedup_by(|a, b| a.id == b.id);
    origin_of.statements.iter_mut().for_each(|s| s.sort());
    Found { claims, origins: origins.list(), origin_of, claim_of }
}

/// Groups of items that say the same, each sorted; singles too.
fn merge(n: usize, scale: &same::Scale<'_>) -> Vec<Vec<usize>> {
    let mut sure: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for (a, b) in scale.candidates() {
        if let Some(likeness) = scale.same(a, b) {
            sure.insert((a, b), likeness);
        }
    }
    let mut order: Vec<((usize, usize), f64)> = sure.iter().map(|(p, l)| (*p, *l)).collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut group_of: Vec<usize> = (0..n).collect();
    let mut groups: Vec<Vec<usize>> = (0..n).map(|i| vec![i]).collect();
    for ((a, b), _) in order {
        let (x, y) = (group_of[a].min(group_of[b]), group_of[a].max(group_of[b]));
        if x == y {
            continue;
        }
        let pairs = groups[x].iter().flat_map(|&i| groups[y].iter().map(move |&j| (i.min(j), i.max(j))));
        let agreeing = pairs.filter(|p| sure.contains_key(p)).count();
        if agreeing * 2 >= groups[x].len() * groups[y].len() {
            let taken = std::mem::take(&mut groups[y]);
            taken.iter().for_each(|&i| group_of[i] = x);
            groups[x].extend(taken);
        }
    }
    groups.retain(|g| !g.is_empty());
    groups.iter_mut().for_each(|g| g.sort_unstable());
    groups
}

/// Takes what nobody else says, and stands in the sentence of another statement of its speaker, out of the groups:
/// for each group the items that it takes in.
fn one_for_each_sentence(sets: &[Vec<usize>], n: usize, groups: &mut Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    let mut group_of = vec![0; n];
    for (g, group) in groups.iter().enumerate() {
        group.iter().for_each(|&i| group_of[i] = g);
    }
    let mut taken_in = vec![Vec::new(); groups.len()];
    for set in sets {
        let size = |i: usize| groups[group_of[i]].len();
        let Some(&host) = set.iter().max_by_key(|&&i| size(i) > 1).filter(|&&i| size(i) > 1).or(set.first())
        else {
            continue;
        };
        let alone: Vec<usize> =
            set.iter().copied().filter(|&i| i != host && groups[group_of[i]] == [i]).collect();
        for i in alone {
            groups[group_of[i]].clear();
            taken_in[group_of[host]].push(i);
        }
    }
    let kept = groups.iter().map(|g| !g.is_empty()).collect::<Vec<_>>();
    let mut keep = kept.iter();
    taken_in.retain(|_| keep.next().copied().unwrap_or(false));
    groups.retain(|g| !g.is_empty());
    taken_in
}

#[cfg(test)]
mod tests;
