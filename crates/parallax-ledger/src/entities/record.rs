//! The record of an entity, from the entities of pages that it joins.

use std::collections::{BTreeMap, BTreeSet};

use parallax_model::{Entity, EntityType, Evidence, Id, MentionKind, RoleSeen, Spelling};

use super::Node;
use crate::context::{Context, id};
use crate::names::PersonName;

/// Describes the entity that `members` are.
pub(super) fn describe(context: &Context<'_>, members: &[Node]) -> Entity {
    let mut types: BTreeMap<EntityType, usize> = BTreeMap::new();
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    let mut roles: BTreeMap<(&str, Option<&str>), Vec<Evidence>> = BTreeMap::new();
    for &(d, e) in members {
        let document = context.documents[d];
        let entity = &document.entities[e];
        *types.entry(entity.of).or_default() += 1;
        *names.entry(shown(&entity.name)).or_default() += times_written(context, d, e);
        for role in &entity.roles {
            let seen = roles.entry((&role.title, role.of.as_deref())).or_default();
            if seen.last().is_none_or(|v| v.page != document.page.id) {
                seen.push(context.cut(d, role.span));
            }
        }
    }
    let of = types
        .iter()
        .max_by_key(|(of, n)| (**n, **of != EntityType::Person, std::cmp::Reverse(**of)))
        .map_or(EntityType::Misc, |(of, _)| *of);
    let full = |name: &str| match of {
        EntityType::Person => PersonName::read(name).map_or(0, |n| n.fullness()),
        _ => 0,
    };
    // A name in capitals only, as in a dateline, gives way to the same name in common letters.
    let common = |name: &str| {
        let capitals = !name.contains(char::is_lowercase);
        !(capitals && names.keys().any(|n| n != name && n.to_uppercase() == name))
    };
    let best = names
        .iter()
        .max_by_key(|(name, n)| (common(name), full(name), **n, name.len(), std::cmp::Reverse(*name)));
    let name = best.map_or_else(String::new, |(name, _)| name.clone());
    let roles = roles.into_iter().map(|((title, of), evidence)| RoleSeen {
        title: title.to_owned(),
        of: of.map(str::to_owned),
        evidence,
    });
    Entity {
        id: id('e', [format!("{of:?}").as_str(), name.as_str()]),
        spellings: spellings(context, members),
        roles: roles.collect(),
        name,
        of,
    }
}

/// A name as it is shown: with plain spaces and without an ending of the possessive.
fn shown(name: &str) -> String {
    let plain = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let owner = plain.strip_suffix("’s").or(plain.strip_suffix("'s")).filter(|o| !o.is_empty());
    owner.map_or(plain.clone(), str::to_owned)
}

/// How often a page writes the fullest name of one of its entities, at least once.
fn times_written(context: &Context<'_>, d: usize, e: usize) -> usize {
    let document = context.documents[d];
    let name = shown(&document.entities[e].name);
    let mentions = context.names[d].iter().map(|m| &document.mentions[*m as usize]);
    let of = mentions.filter(|m| m.entity == Some(e as u32));
    of.filter(|m| shown(document.words(m.span)) == name).count().max(1)
}

/// All spellings of the names, most frequent first.
fn spellings(context: &Context<'_>, members: &[Node]) -> Vec<Spelling> {
    let mut of_page: BTreeMap<usize, BTreeSet<u32>> = BTreeMap::new();
    for &(d, e) in members {
        of_page.entry(d).or_default().insert(e as u32);
    }
    let mut spellings: BTreeMap<String, (usize, Spelling)> = BTreeMap::new();
    for (&d, entities) in &of_page {
        let document = context.documents[d];
        for mention in &context.names[d] {
            let mention = &document.mentions[*mention as usize];
            if mention.kind != MentionKind::Name || !mention.entity.is_some_and(|e| entities.contains(&e)) {
                continue;
            }
            let text = shown(document.words(mention.span));
            let (count, spelling) = spellings.entry(text.clone()).or_insert_with(|| {
                (0, Spelling { text, pages: Vec::new(), evidence: context.cut(d, mention.span) })
            });
            *count += 1;
            if spelling.pages.last() != Some(&document.page.id) {
                spelling.pages.push(document.page.id.clone());
            }
        }
    }
    let mut spellings: Vec<(usize, Spelling)> = spellings.into_values().collect();
    spellings.sort_by(|a, b| (b.0, &a.1.text).cmp(&(a.0, &b.1.text)));
    spellings.into_iter().map(|(_, s)| s).collect()
}

/// Gives entities of the same name and type ids of their own: by the first page that names them.
pub(super) fn tell_apart(context: &Context<'_>, records: &mut [(Entity, Vec<Node>)]) {
    let mut seen: BTreeSet<Id> = BTreeSet::new();
    for (entity, members) in records {
        if !seen.insert(entity.id.clone()) {
            let (d, e) = members[0];
            let page = &context.documents[d].page.id.0;
            entity.id = id('e', [format!("{:?}", entity.of).as_str(), &entity.name, page, &e.to_string()]);
            seen.insert(entity.id.clone());
        }
    }
}
