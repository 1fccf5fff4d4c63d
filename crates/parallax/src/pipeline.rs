//! Files to a report: page, text, ledger, in this order and no other.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use parallax_ledger::Options;
use parallax_model::{Document, Page, PageId};
use parallax_page::containers::Item;

use crate::inputs::Inputs;
use crate::items;
use crate::report::{Report, Unread};

/// What the user says about files beyond what is in them, by path as found; of an archive it holds for all pages
/// inside (`a.zip`) or for one (`a.zip!/b.html`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    /// Outlets.
    pub sources: BTreeMap<String, String>,
    /// Dates or times of publication.
    pub published: BTreeMap<String, String>,
}

impl Given {
    /// Adds to an item what the user says of it.
    fn add_to(&self, item: &mut Item) {
        let of = |map: &BTreeMap<String, String>| {
            let whole = || item.path.split_once("!/").and_then(|(file, _)| map.get(file));
            map.get(&item.path).or_else(whole).cloned()
        };
        let (source, published) = (of(&self.sources), of(&self.published));
        item.source = source.or(item.source.take());
        item.published = published.or(item.published.take());
    }
}

/// Up to this many pages a report shows what was left out of each.
const EXPLAINED: usize = 60;

/// Reads, annotates and compares all pages of all files as one situation. `done` is called once for each page.
#[must_use]
pub fn report(inputs: &Inputs, given: &Given, done: &(dyn Fn() + Sync)) -> Report {
    let read = |n: usize, mut item: Item| {
        given.add_to(&mut item);
        let found = if n < EXPLAINED {
            item.explained().and_then(|found| match found.refused {
                None => Ok((found.page, found.left)),
                Some(why) => Err(why.into()),
            })
        } else {
            item.page().map(|page| (page, Vec::new()))
        };
        done();
        let found = found.map(|(page, left)| (parallax_text::annotate(page), left));
        found.map_err(|why| Unread { path: item.path, why: why.to_string() })
    };
    let (mut documents, mut unread) = (BTreeMap::<PageId, Document>::new(), Vec::new());
    let mut left = BTreeMap::new();
    // Files come sorted by path, so that of two equal pages the first by path is kept.
    let _ = items::of_files(inputs, &|_| (), read, |result| {
        match result {
            Err(not) => unread.push(not),
            Ok((document, beside)) => match documents.get(&document.page.id) {
                None => {
                    left.insert(document.page.id.clone(), beside);
                    documents.insert(document.page.id.clone(), document);
                }
                Some(first) => unread.push(Unread {
                    why: format!("the same as {}", first.page.path.as_deref().unwrap_or_default()),
                    path: document.page.path.unwrap_or_default(),
                }),
            },
        }
        ControlFlow::Continue(())
    });
    if documents.len() > EXPLAINED {
        left.clear();
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

/// Reads all pages of all files; what gives none is passed over.
#[must_use]
pub fn pages(inputs: &Inputs) -> Vec<Page> {
    let mut pages = Vec::new();
    let _ = items::of_files(
        inputs,
        &|_| (),
        |_, item| item.page().ok(),
        |page| {
            pages.extend(page);
            ControlFlow::Continue(())
        },
    );
    pages
}
