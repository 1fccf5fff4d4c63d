//! Names that pages give only as writers and makers of pictures: they take no part in what is told.

use std::collections::BTreeSet;

use parallax_model::{Id, Role};

use crate::context::Draft;

/// The entities that only credits and bylines name, and that nothing else in the ledger refers to.
pub(crate) fn only_credited(draft: &Draft<'_>) -> BTreeSet<Id> {
    let entities = &draft.ledger.entities;
    // For each entity whether a credit names it, and whether any other words do.
    let mut seen = vec![(false, false); entities.len()];
    for (doc, document) in draft.context.documents.iter().enumerate() {
        for mention in &document.mentions {
            let Some(place) = mention.entity.and_then(|e| draft.entity_of.get(doc, e)) else { continue };
            let blocks = &document.page.blocks;
            let at = blocks.partition_point(|b| b.span.end <= mention.span.start);
            let block = blocks.get(at).filter(|b| b.span.contains(mention.span));
            let credit = block.is_some_and(|b| matches!(b.role, Role::Credit | Role::Byline));
            if let Some(seen) = seen.get_mut(place) {
                seen.0 |= credit;
                seen.1 |= !credit;
            }
        }
        for statement in &document.statements {
            let speaker = statement.speaker.as_ref().and_then(|s| s.entity);
            if let Some(place) = speaker.and_then(|e| draft.entity_of.get(doc, e)) {
                seen[place].1 = true;
            }
        }
    }
    let ledger = &draft.ledger;
    let named: BTreeSet<&Id> = (ledger.claims.iter().filter_map(|c| c.speaker.as_ref()?.entity.as_ref()))
        .chain(ledger.origins.iter().filter_map(|o| o.entity.as_ref()))
        .chain(ledger.conflicts.iter().filter_map(|c| c.entity.as_ref()))
        .chain(ledger.timeline.iter().filter_map(|t| t.actor.as_ref()))
        .collect();
    let only = entities.iter().zip(seen).filter(|(e, seen)| *seen == (true, false) && !named.contains(&e.id));
    only.map(|(e, _)| e.id.clone()).collect()
}

#[cfg(test)]
mod tests {
    use parallax_model::{EntityType, Role};

    use crate::testing::Build;

    #[test]
    fn who_only_took_the_picture_is_nobody_of_the_story() {
        let text = "Photo: Anna Berg\nMinister Ivo Kral opened the bridge.\nBy Ole Dahl\nOle Dahl was there.";
        let mut build = Build::page("a", "A", "2031-03-04", text)
            .entity(EntityType::Person, &["Anna Berg"])
            .entity(EntityType::Person, &["Ivo Kral"])
            .entity(EntityType::Person, &["Ole Dahl"]);
        build.document.page.blocks[0].role = Role::Credit;
        build.document.page.blocks[2].role = Role::Byline;
        let ledger = crate::build(&[build.done()]);
        let names: Vec<&str> = ledger.entities.iter().map(|e| e.name.as_str()).collect();
        assert!(names.contains(&"Ivo Kral"), "{names:?}");
        assert!(!names.contains(&"Anna Berg"), "{names:?}");
    }
}
