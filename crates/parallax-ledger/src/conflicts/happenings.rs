//! Happenings that pages put on different days.

use std::collections::BTreeSet;

use parallax_model::{Conflict, ConflictKind, DateFrom, PageId, Precision, Side, Status, TimelineEntry};

use crate::context::{Draft, id};
use crate::days::day_number;
use crate::terms::Vector;

/// From this likeness of words on, two sentences tell the same happening.
const ALIKE: f64 = 0.55;
/// Days between two reports of one happening, at most.
const APART: i64 = 3;
/// Lines that follow one that it is compared with, at most.
const NEAR: usize = 200;

/// Lines of the timeline that tell one happening of different days, each in so many words and on pages of its own.
pub(super) fn dates(draft: &Draft<'_>) -> Vec<Conflict> {
    let dated: Vec<(&TimelineEntry, i64, Vector)> =
        draft.ledger.timeline.iter().filter_map(|e| told(draft, e)).collect();
    let mut found = Vec::new();
    for (i, (a, day, words)) in dated.iter().enumerate() {
        let near = dated[i + 1..].iter().take(NEAR).take_while(|(_, other, _)| other - day <= APART);
        let other = near
            .filter(|(b, other, _)| other != day && same(a, b))
            .map(|(b, _, other)| (b, words.cosine(other)))
            .filter(|(_, alike)| *alike >= ALIKE)
            .max_by(|(a, x), (b, y)| x.total_cmp(y).then_with(|| b.id.cmp(&a.id)));
        found.extend(other.map(|(b, _)| conflict(a, b)));
    }
    found
}

/// A deed with its day and words, if a sentence of a page gives its day in so many words.
fn told<'a>(draft: &Draft<'_>, entry: &'a TimelineEntry) -> Option<(&'a TimelineEntry, i64, Vector)> {
    let exact = entry.date_from == DateFrom::Expression && entry.precision <= Precision::Day;
    let done = matches!(entry.status, Status::Done | Status::UnderWay);
    let first = entry.evidence.first().filter(|_| exact && done)?;
    let doc = draft.context.doc(&first.page)?;
    let dating =
        |span| entry.dated_by.as_ref().is_some_and(|d| d.page == first.page && d.span.overlaps(span));
    let terms = draft.context.terms.in_span(doc, first.span).iter();
    let content = terms.filter(|w| !w.stop && !dating(w.span)).map(|w| w.term).collect();
    Some((entry, day_number(&entry.begin)?, Vector::new(content, |t| draft.context.terms.idf(t))))
}

/// Whether two lines may tell one happening: the same act, by nobody else, and no page that gives both days.
fn same(a: &TimelineEntry, b: &TimelineEntry) -> bool {
    let pages =
        |e: &TimelineEntry| -> BTreeSet<PageId> { e.evidence.iter().map(|e| e.page.clone()).collect() };
    a.story == b.story && a.act == b.act && a.actor == b.actor && pages(a).is_disjoint(&pages(b))
}

fn conflict(a: &TimelineEntry, b: &TimelineEntry) -> Conflict {
    let side = |e: &TimelineEntry| Side {
        label: e.begin.get(..10).unwrap_or(&e.begin).to_owned(),
        speaker: None,
        evidence: e.evidence.clone(),
    };
    Conflict {
        id: id('c', ["happening", &a.id.0, &b.id.0]),
        story: a.story.clone(),
        kind: ConflictKind::Date,
        about: a.evidence.first().map_or_else(String::new, |e| e.text.clone()),
        sides: vec![side(a), side(b)],
        claims: Vec::new(),
        figure: None,
        entity: a.actor.clone(),
        weight: a.weight.max(b.weight).saturating_add(10),
    }
}

#[cfg(test)]
mod tests {
    use parallax_model::{Conflict, ConflictKind, Document};

    use crate::testing::Build;
    use crate::{Options, build_with};

    fn page(id: &str, text: &str, days: &[(&str, &str)]) -> Document {
        let page = Build::page(id, id, "2031-03-09", text);
        days.iter().fold(page, |b, (words, day)| b.day(words, day)).done()
    }

    fn conflicts(documents: &[Document]) -> Vec<Conflict> {
        let ledger = build_with(documents, &Options { one_story: true });
        ledger.conflicts.into_iter().filter(|c| c.kind == ConflictKind::Date).collect()
    }

    #[test]
    fn one_happening_on_two_days_is_seen() {
        let a = page("a", "The old dam at Lake Orrin gave way on Thursday.", &[("Thursday", "2031-03-06")]);
        let b = page("b", "The old dam at Lake Orrin gave way on Friday.", &[("Friday", "2031-03-07")]);
        let found = conflicts(&[a.clone(), b]);
        assert_eq!(found.len(), 1, "{found:#?}");
        let labels: Vec<&str> = found[0].sides.iter().map(|s| s.label.as_str()).collect();
        assert_eq!(labels, ["2031-03-06", "2031-03-07"]);
        let other = page("c", "The mill in Scarrow burned down on Friday.", &[("Friday", "2031-03-07")]);
        assert!(conflicts(&[a, other]).is_empty());
    }

    #[test]
    fn a_page_that_tells_of_both_days_tells_of_two_happenings() {
        let a = page("a", "The ferry to Kelm ran aground on Thursday.", &[("Thursday", "2031-03-06")]);
        let b = page(
            "b",
            "The ferry to Kelm ran aground on Thursday. The ferry to Kelm ran aground on Friday.",
            &[("Thursday", "2031-03-06"), ("Friday", "2031-03-07")],
        );
        assert!(conflicts(&[a, b]).is_empty());
    }
}
