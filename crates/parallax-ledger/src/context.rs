//! What every stage sees: the documents in a fixed order, and the ledger as far as it is built.

use parallax_model::{Document, Entity, Evidence, Id, Ledger, PageId, Span, Story};

use crate::terms::Terms;
use crate::utterances::Utterances;

/// The documents, sorted by page id; every stage names them by their place in this list.
pub(crate) struct Context<'a> {
    pub(crate) documents: Vec<&'a Document>,
    pub(crate) terms: Terms,
    /// For each document the places of its mentions that belong to an entity.
    pub(crate) names: Vec<Vec<u32>>,
}

impl<'a> Context<'a> {
    /// Sorts the documents; of two with the same id, one is kept.
    pub(crate) fn new(documents: &'a [Document]) -> Self {
        let mut sorted: Vec<&Document> = documents.iter().collect();
        sorted.sort_by(|a, b| (&a.page.id, &a.page.text).cmp(&(&b.page.id, &b.page.text)));
        sorted.dedup_by(|a, b| a.page.id == b.page.id);
        let terms = Terms::new(&sorted);
        let linked = |d: &&Document| {
            let mentions = (0u32..).zip(&d.mentions);
            mentions.filter(|(_, m)| m.entity.is_some()).map(|(i, _)| i).collect()
        };
        let names = sorted.iter().map(linked).collect();
        Self { documents: sorted, terms, names }
    }

    /// The words of a document at `span`, as evidence.
    pub(crate) fn cut(&self, doc: usize, span: Span) -> Evidence {
        let page = &self.documents[doc].page;
        Evidence::cut(&page.id, &page.text, span)
    }

    /// The place of a page in the list.
    pub(crate) fn doc(&self, page: &PageId) -> Option<usize> {
        self.documents.binary_search_by(|d| d.page.id.cmp(page)).ok()
    }

    /// The sentence around `span`, or `span` itself where there is none; several sentences if it runs over them.
    pub(crate) fn sentence(&self, doc: usize, span: Span) -> Span {
        let d = self.documents[doc];
        let first = d.sentence_at(span.start).map(|s| s.span);
        let last = d.sentence_at(span.end.saturating_sub(1)).map(|s| s.span);
        [first, last].into_iter().flatten().fold(span, Span::cover)
    }
}

/// Which entity of the ledger a page's entity is.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct EntityIndex {
    /// For each document and each entity of that page, the place in `ledger.entities`.
    pub(crate) of: Vec<Vec<usize>>,
}

impl EntityIndex {
    /// The entity of the ledger, by document and the page's entity.
    pub(crate) fn get(&self, doc: usize, entity: u32) -> Option<usize> {
        self.of.get(doc)?.get(entity as usize).copied()
    }
}

/// Which origin stands behind words of a page.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct OriginIndex {
    /// For each document the statements, sorted by start, with their origin.
    pub(crate) statements: Vec<Vec<(Span, Id)>>,
}

impl OriginIndex {
    /// The origin of the innermost statement around `span`, if a claim holds one.
    pub(crate) fn at(&self, doc: usize, span: Span) -> Option<&Id> {
        let all = self.statements.get(doc)?;
        let around = all.iter().filter(|(s, _)| s.contains(span));
        around.min_by_key(|(s, _)| (s.len(), s.start)).map(|(_, id)| id)
    }
}

/// The ledger as far as it is built, with the indexes from documents into it.
pub(crate) struct Draft<'a> {
    pub(crate) context: Context<'a>,
    pub(crate) entity_of: EntityIndex,
    /// For each document the place of its story in `ledger.stories`.
    pub(crate) story_of: Vec<usize>,
    pub(crate) origin_of: OriginIndex,
    pub(crate) utterances: Utterances,
    pub(crate) ledger: Ledger,
}

impl<'a> Draft<'a> {
    pub(crate) fn new(context: Context<'a>) -> Self {
        let ledger = Ledger { schema: Ledger::SCHEMA.to_owned(), ..Ledger::default() };
        let story_of = vec![0; context.documents.len()];
        Self {
            context,
            entity_of: EntityIndex::default(),
            story_of,
            origin_of: OriginIndex::default(),
            utterances: Utterances::default(),
            ledger,
        }
    }

    /// Takes the stories over and notes which document is in which.
    pub(crate) fn set_stories(&mut self, stories: Vec<Story>) {
        for (place, story) in stories.iter().enumerate() {
            for doc in story.pages.iter().filter_map(|p| self.context.doc(p)) {
                self.story_of[doc] = place;
            }
        }
        self.ledger.stories = stories;
    }

    /// The entity of the ledger that a page's entity is.
    pub(crate) fn entity(&self, doc: usize, entity: u32) -> Option<&Entity> {
        self.ledger.entities.get(self.entity_of.get(doc, entity)?)
    }
}

/// The id of a record: a letter for its kind and a hash of what it holds.
pub(crate) fn id<T: AsRef<str>>(kind: char, parts: impl IntoIterator<Item = T>) -> Id {
    let mut hash = blake3::Hasher::new();
    for part in parts {
        hash.update(part.as_ref().as_bytes());
        hash.update(b"\x1f");
    }
    let hex = hash.finalize().to_hex();
    Id(format!("{kind}{}", &hex.as_str()[..12]))
}
