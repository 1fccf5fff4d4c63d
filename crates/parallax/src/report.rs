//! The one value that every view takes.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

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

impl fmt::Display for Unread {
    /// On one line: names inside archives are anybody's, and could hold commands for a terminal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.path.chars().chain(": ".chars()).chain(self.why.chars()) {
            if c.is_control() { write!(f, "{}", c.escape_default())? } else { f.write_char(c)? }
        }
        Ok(())
    }
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
