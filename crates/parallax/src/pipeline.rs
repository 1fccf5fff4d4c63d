//! Files to a report: page, text, ledger, in this order and no other.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use parallax_ledger::Options;
use parallax_model::{Document, Page, PageId};
use parallax_page::{Explained, Hint, LIMIT, LeftOut, PageError};
use rayon::prelude::*;

use crate::inputs::Inputs;
use crate::report::{Report, Unread};

/// What the user says about files beyond what is in them, by path as found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    /// Outlets.
    pub sources: BTreeMap<String, String>,
    /// Dates or times of publication.
    pub published: BTreeMap<String, String>,
}

/// Up to this many files a report shows what was left out of each page.
const EXPLAINED: usize = 60;

/// Reads, annotates and compares all files as one situation. `done` is called once for each file.
#[must_use]
pub fn report(inputs: &Inputs, given: &Given, done: &(dyn Fn() + Sync)) -> Report {
    let explained = inputs.files.len() <= EXPLAINED;
    let read: Vec<Result<(Document, Vec<LeftOut>), Unread>> = inputs
        .files
        .par_iter()
        .map(|path| {
            let result = if explained {
                explain(path, given).and_then(|found| match found.refused {
                    None => Ok((found.page, found.left)),
                    Some(why) => Err(Unread { path: path.display().to_string(), why: why.to_string() }),
                })
            } else {
                read(path, given).map(|page| (page, Vec::new()))
            };
            done();
            result.map(|(page, left)| (parallax_text::annotate(page), left))
        })
        .collect();
    let (mut documents, mut unread) = (BTreeMap::<PageId, Document>::new(), Vec::new());
    let mut left = BTreeMap::new();
    // Files come sorted by path, so that of two equal files the first by path is kept.
    for result in read {
        match result {
            Err(not) => unread.push(not),
            Ok((document, beside)) => match documents.get(&document.page.id) {
                None => {
                    if explained {
                        left.insert(document.page.id.clone(), beside);
                    }
                    documents.insert(document.page.id.clone(), document);
                }
                Some(first) => unread.push(Unread {
                    path: document.page.path.unwrap_or_default(),
                    why: format!("the same bytes as {}", first.page.path.as_deref().unwrap_or_default()),
                }),
            },
        }
    }
    let documents: Vec<Document> = documents.into_values().collect();
    let ledger = parallax_ledger::build_with(&documents, &Options { one_story: true });
    Report { documents: in_reading_order(documents), ledger, unread, left }
}

/// Pages by date, then outlet, then id; pages without a date last.
fn in_reading_order(mut documents: Vec<Document>) -> Vec<Document> {
    documents.sort_by_cached_key(|d| {
        let p = &d.page;
        (p.published.is_none(), p.published.clone(), p.outlet().to_owned(), p.id.clone())
    });
    documents
}

/// Reads one file.
///
/// # Errors
/// The file and why it gave no page.
pub fn read(path: &Path, given: &Given) -> Result<Page, Unread> {
    with(path, given, parallax_page::read)
}

/// Reads one file as [`read`] does, with what was left out of its text.
///
/// # Errors
/// The file and why it could not be looked at; a page without text is none.
pub fn explain(path: &Path, given: &Given) -> Result<Explained, Unread> {
    with(path, given, parallax_page::explain)
}

fn with<T>(
    path: &Path,
    given: &Given,
    reader: impl Fn(&[u8], &Hint<'_>) -> Result<T, PageError>,
) -> Result<T, Unread> {
    let name = path.display().to_string();
    let unread = |why: String| Unread { path: name.clone(), why };
    let size = std::fs::metadata(path).map_err(|e| unread(e.to_string()))?.len();
    if size > LIMIT {
        return Err(unread(PageError::TooLarge { size: size >> 20, limit: LIMIT >> 20 }.to_string()));
    }
    let mut bytes = Vec::with_capacity(size as usize);
    // A file that grows while it is read is cut at the limit.
    File::open(path)
        .and_then(|f| f.take(LIMIT).read_to_end(&mut bytes))
        .map_err(|e| unread(e.to_string()))?;
    let hint = Hint {
        path: Some(&name),
        url: None,
        source: given.sources.get(&name).map(String::as_str),
        published: given.published.get(&name).map(String::as_str),
        ..Hint::default()
    };
    reader(&bytes, &hint).map_err(|e| unread(e.to_string()))
}
