//! Many [`Document`]s to one [`Ledger`].
//!
//! The stages run left to right: stories, entities, lineage, claims with their origins, figures, conflicts,
//! timeline, outlets. Each is a pure function of the [`Draft`]: the documents and the stages before it.

mod claims;
mod conflicts;
mod context;
mod entities;
mod figures;
mod governments;
mod lexicon;
mod lineage;
mod origins;
mod outlets;
mod stories;
mod terms;
mod timeline;

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
    let (claims, origins, origin_of) = claims::group(&draft);
    (draft.ledger.claims, draft.ledger.origins, draft.origin_of) = (claims, origins, origin_of);
    draft.ledger.figures = figures::group(&draft);
    draft.ledger.timeline = timeline::build(&draft);
    draft.ledger.conflicts = conflicts::find(&draft);
    draft.ledger.outlets = outlets::compare(&draft);
    draft.ledger
}
