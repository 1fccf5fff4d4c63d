//! One entity for each person, organisation or place, across pages.

use std::collections::BTreeMap;

use parallax_model::{Entity, EntityType, Evidence, MentionKind, RoleSeen, Spelling};

use crate::context::{Context, EntityIndex, id};

/// Merges the entities of all pages.
pub(crate) fn link(context: &Context<'_>) -> (Vec<Entity>, EntityIndex) {
    // For now: the same type and the same name.
    let mut groups: BTreeMap<(EntityType, &str), Vec<(usize, usize)>> = BTreeMap::new();
    for (d, document) in context.documents.iter().enumerate() {
        for (e, entity) in document.entities.iter().enumerate() {
            groups.entry((entity.of, entity.name.as_str())).or_default().push((d, e));
        }
    }
    let mut index = EntityIndex { of: context.documents.iter().map(|d| vec![0; d.entities.len()]).collect() };
    let mut entities = Vec::new();
    for members in groups.values() {
        for &(d, e) in members {
            index.of[d][e] = entities.len();
        }
        entities.push(describe(context, members));
    }
    (entities, index)
}

/// The record of an entity from its members: pairs of document and entity of that page.
fn describe(context: &Context<'_>, members: &[(usize, usize)]) -> Entity {
    let mut spellings: BTreeMap<&str, (usize, Spelling)> = BTreeMap::new();
    let mut roles: BTreeMap<(&str, Option<&str>), Vec<Evidence>> = BTreeMap::new();
    for &(d, e) in members {
        let document = context.documents[d];
        let names =
            document.mentions.iter().filter(|m| m.entity == Some(e as u32) && m.kind == MentionKind::Name);
        for mention in names {
            let text = document.words(mention.span);
            let (count, spelling) = spellings.entry(text).or_insert_with(|| {
                let evidence = context.cut(d, mention.span);
                (0, Spelling { text: text.to_owned(), pages: Vec::new(), evidence })
            });
            *count += 1;
            if spelling.pages.last() != Some(&document.page.id) {
                spelling.pages.push(document.page.id.clone());
            }
        }
        for role in &document.entities[e].roles {
            let seen = roles.entry((&role.title, role.of.as_deref())).or_default();
            if seen.last().is_none_or(|v| v.page != document.page.id) {
                seen.push(context.cut(d, role.span));
            }
        }
    }
    let (d, e) = members[0];
    let first = &context.documents[d].entities[e];
    let mut spellings: Vec<(usize, Spelling)> = spellings.into_values().collect();
    spellings.sort_by(|a, b| (b.0, &a.1.text).cmp(&(a.0, &b.1.text)));
    Entity {
        id: id('e', [format!("{:?}", first.of).as_str(), first.name.as_str()]),
        name: first.name.clone(),
        of: first.of,
        spellings: spellings.into_iter().map(|(_, s)| s).collect(),
        roles: roles
            .into_iter()
            .map(|((title, of), evidence)| RoleSeen {
                title: title.to_owned(),
                of: of.map(str::to_owned),
                evidence,
            })
            .collect(),
    }
}
