//! The report for programs. Offsets are code points.

use std::collections::BTreeMap;

use parallax_model::{CodePoints, Ledger, Page, PageId, PageKind, Wire};
use serde::Serialize;

use super::pages::word_count;
use crate::report::Report;

/// Name and version of the format.
const SCHEMA: &str = "parallax.report/1";

#[derive(Serialize)]
struct ReportJson<'a> {
    /// Gives `schema` and the lists.
    #[serde(flatten)]
    ledger: Wire<Ledger>,
    pages: Vec<PageJson<'a>>,
    unread: Vec<UnreadJson<'a>>,
}

#[derive(Serialize)]
struct PageJson<'a> {
    id: &'a PageId,
    path: Option<&'a str>,
    url: Option<&'a str>,
    source: Option<&'a str>,
    title: Option<&'a str>,
    authors: &'a [String],
    wire: Option<&'a str>,
    published: Option<&'a str>,
    updated: Option<&'a str>,
    language: Option<&'a str>,
    kind: PageKind,
    words: usize,
    posts: usize,
    notes: &'a [String],
}

#[derive(Serialize)]
struct UnreadJson<'a> {
    path: &'a str,
    why: &'a str,
}

/// The report as one JSON object, indented, with a line end.
///
/// # Panics
/// If a span does not lie on characters of its text, which no stage produces.
#[must_use]
pub fn json(report: &Report) -> String {
    let points: BTreeMap<PageId, CodePoints> = report.code_points().into_iter().collect();
    let ledger = Ledger { schema: SCHEMA.to_owned(), ..report.ledger.clone() };
    let out = ReportJson {
        ledger: Wire::of_ledger(&ledger, |id| points.get(id)),
        pages: report.documents.iter().map(|d| page(&d.page)).collect(),
        unread: report.unread.iter().map(|u| UnreadJson { path: &u.path, why: &u.why }).collect(),
    };
    let mut text = serde_json::to_string_pretty(&out).expect("records have only string keys");
    text.push('\n');
    text
}

fn page(page: &Page) -> PageJson<'_> {
    PageJson {
        id: &page.id,
        path: page.path.as_deref(),
        url: page.url.as_deref(),
        source: page.source.as_deref(),
        title: page.title.as_deref(),
        authors: &page.authors,
        wire: page.wire.as_deref(),
        published: page.published.as_deref(),
        updated: page.updated.as_deref(),
        language: page.language.as_deref(),
        kind: page.kind,
        words: word_count(page),
        posts: page.posts.len(),
        notes: &page.notes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::fixture;

    #[test]
    fn evidence_can_be_cut_again_by_code_points() {
        let report = fixture::report();
        let value: serde_json::Value = serde_json::from_str(&json(&report)).unwrap();
        assert_eq!(value["schema"], SCHEMA);
        assert_eq!(value["pages"][0]["words"], word_count(&report.documents[0].page));
        let wording = &value["claims"][0]["wording"];
        let page = report.document(&PageId(wording["page"].as_str().unwrap().to_owned())).unwrap();
        let (start, end) = (wording["start"].as_u64().unwrap(), wording["end"].as_u64().unwrap());
        let cut: String = page.page.text.chars().skip(start as usize).take((end - start) as usize).collect();
        assert_eq!(cut, wording["text"].as_str().unwrap());
    }
}
