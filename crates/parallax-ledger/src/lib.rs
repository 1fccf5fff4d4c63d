//! Many [`Document`]s to one [`Ledger`].
//!
//! The stages run left to right: stories, entities, lineage, utterances, claims with their origins, figures,
//! timeline, conflicts, outlets. Each is a pure function of the documents and
//! the stages before it.

mod claims;
mod conflicts;
mod context;
mod days;
mod entities;
mod figures;
mod governments;
mod lexicon;
mod lineage;
pub mod names;
mod origins;
mod outlets;
mod stories;
mod terms;
mod timeline;
mod utterances;

#[cfg(test)]
mod testing;

use parallax_model::{Document, Ledger};

use context::{Context, Draft};

/// What a caller may choose.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Treat all pages as one story, because whoever gave them says that they are about one situation.
    pub one_story: bool,
}

/// Builds the ledger with the default options. The result does not depend on the order of `documents`.
#[must_use]
pub fn build(documents: &[Document]) -> Ledger {
    build_with(documents, &Options::default())
}

/// Builds the ledger. The result does not depend on the order of `documents`; a page given twice counts once.
#[must_use]
pub fn build_with(documents: &[Document], options: &Options) -> Ledger {
    let mut draft = Draft::new(Context::new(documents));
    draft.set_stories(stories::group(&draft, options));
    (draft.ledger.entities, draft.entity_of) = entities::link(&draft);
    draft.ledger.lineage = lineage::infer(&draft);
    draft.utterances = utterances::find(&draft);
    let found = claims::group(&draft);
    (draft.ledger.claims, draft.ledger.origins, draft.origin_of) =
        (found.claims, found.origins, found.origin_of);
    draft.ledger.utterances = utterances::record(&draft, &found.claim_of);
    draft.ledger.figures = figures::group(&draft);
    draft.ledger.timeline = timeline::build(&draft);
    draft.ledger.conflicts = conflicts::find(&draft);
    let credited = entities::only_credited(&draft);
    draft.ledger.entities.retain(|e| !credited.contains(&e.id));
    draft.ledger.outlets = outlets::compare(&draft);
    draft.ledger
}

/// The stems of a text, as the ledger compares words: folded, cut, in order.
pub fn stems(text: &str) -> impl Iterator<Item = String> {
    terms::stems(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use parallax_model::{EntityType, PageId, Stance};
    use proptest::prelude::*;
    use testing::Build;

    /// A page that names somebody, says something and counts something, in words that proptest picks.
    fn page(id: usize, words: &[String], denies: bool) -> Document {
        let said = words.join(" ");
        let stance = if denies { Stance::Denies } else { Stance::Asserts };
        let text = format!("Dora Quill said {said}.\nThen 4200 sailors of Norway left {said}.");
        let quantity = parallax_model::Bound::Exact;
        Build::page(&format!("p{id}"), &format!("o{}", id % 3), "2024-03-05", &text)
            .entity(EntityType::Person, &["Dora Quill"])
            .entity(EntityType::Polity, &["Norway"])
            .quantity("4200", 4200.0, quantity, "sailor")
            .said("Dora Quill", "said", &format!("said {said}")[5..], stance)
            .own(&format!("4200 sailors of Norway left {said}"))
            .done()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn any_order_gives_the_same_ledger_and_all_evidence_holds(
            pages in prop::collection::vec((prop::collection::vec("[a-zé]{1,9}|“[a-z]{3}|8,5|U.S.", 1..12), any::<bool>()), 1..6),
            one_story in any::<bool>(),
        ) {
            let documents: Vec<Document> = pages.iter().enumerate().map(|(i, (w, d))| page(i, w, *d)).collect();
            let options = Options { one_story };
            let ledger = build_with(&documents, &options);
            let text = |p: &PageId| documents.iter().find(|d| d.page.id == *p).map(|d| d.page.text.as_str());
            prop_assert!(ledger.check(text).is_ok());
            let backwards: Vec<Document> = documents.iter().rev().cloned().collect();
            prop_assert_eq!(&ledger, &build_with(&backwards, &options));
            let origins: Vec<_> = ledger.origins.iter().map(|o| &o.id).collect();
            prop_assert!(ledger.claims.iter().flat_map(|c| &c.origins).all(|o| origins.contains(&o)));
        }

        #[test]
        fn no_text_panics(texts in prop::collection::vec("\\PC{0,200}", 0..5)) {
            let documents: Vec<Document> = texts
                .iter()
                .enumerate()
                .map(|(i, t)| Document::new(parallax_model::Page::untouched(&i.to_string(), t)))
                .collect();
            prop_assert_eq!(build(&documents).stories.iter().map(|s| s.pages.len()).sum::<usize>(), texts.len());
        }
    }
}
