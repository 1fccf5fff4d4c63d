//! The one value that every view takes.

use std::collections::BTreeMap;

use parallax_model::{CodePoints, Document, Ledger, PageId};
use parallax_page::LeftOut;

/// What was read, what it says together, and what could not be read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    /// The pages, by date, outlet and id.
    pub documents: Vec<Document>,
    /// What they say together.
    pub ledger: Ledger,
    /// What could not be read, by path.
    pub unread: Vec<Unread>,
    /// What was left out of the text of each page; no entry where nobody asked.
    pub left: BTreeMap<PageId, Vec<LeftOut>>,
}

/// A file that gave no page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unread {
    /// The file.
    pub path: String,
    /// Why, in words for a reader.
    pub why: String,
}

impl Report {
    /// The document of a page.
    #[must_use]
    pub fn document(&self, page: &PageId) -> Option<&Document> {
        self.documents.iter().find(|d| d.page.id == *page)
    }

    /// Offsets of every page in code points, in the order of `documents`.
    #[must_use]
    pub fn code_points(&self) -> Vec<(PageId, CodePoints)> {
        self.documents.iter().map(|d| (d.page.id.clone(), CodePoints::new(&d.page.text))).collect()
    }
}
