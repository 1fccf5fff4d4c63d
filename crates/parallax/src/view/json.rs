//! The report as JSON: offsets are Unicode code points.

use std::collections::BTreeMap;

use parallax_model::{CodePoints, PageId, Wire};
use serde_json::{Value, json};

use crate::report::Report;

/// Name and version of the format.
const SCHEMA: &str = "parallax.report/1";

/// Writes a report.
#[must_use]
pub(super) fn render(report: &Report) -> String {
    let points: BTreeMap<PageId, CodePoints> = report.code_points().into_iter().collect();
    let mut value = json!(Wire::of_ledger(&report.ledger, |page| points.get(page)));
    let pages: Vec<Value> = report
        .documents
        .iter()
        .map(|d| {
            let p = &d.page;
            json!({
                "id": p.id, "path": p.path, "url": p.url, "source": p.source, "title": p.title,
                "authors": p.authors, "wire": p.wire, "published": p.published, "updated": p.updated,
                "language": p.language, "kind": p.kind, "words": p.text.split_whitespace().count(),
                "posts": p.posts.len(), "notes": p.notes,
            })
        })
        .collect();
    let unread: Vec<Value> = report.unread.iter().map(|u| json!({"path": u.path, "why": u.why})).collect();
    if let Value::Object(map) = &mut value {
        map.insert("schema".into(), SCHEMA.into());
        map.insert("pages".into(), pages.into());
        map.insert("unread".into(), unread.into());
    }
    let mut text = serde_json::to_string_pretty(&value).unwrap_or_default();
    text.push('\n');
    text
}
