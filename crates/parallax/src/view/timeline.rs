//! Happenings by their date.

use std::collections::BTreeMap;

use parallax_model::{Precision, Status, TimelineEntry};

use super::book::{Book, Cite, Line};
use super::chart::{Chart, chart};
use super::claims::one_a_page;
use super::words;

/// Entries that are shown before the rest of their month folds.
const OPEN: usize = 30;

#[derive(Debug, Default)]
pub(crate) struct Timeline {
    pub(crate) chart: Option<Chart>,
    pub(crate) months: Vec<MonthView>,
    pub(crate) count: String,
}

#[derive(Debug)]
pub(crate) struct MonthView {
    pub(crate) name: String,
    pub(crate) open: Vec<EntryView>,
    pub(crate) folded: Vec<EntryView>,
}

#[derive(Debug, Clone)]
pub(crate) struct EntryView {
    pub(crate) line: Line,
    pub(crate) date: String,
    /// Whether the entry in front of it has the same date.
    pub(crate) repeat: bool,
    pub(crate) precision: &'static str,
    pub(crate) status: &'static str,
    pub(crate) status_class: &'static str,
    pub(crate) words: Cite,
    /// Other pages that tell it.
    pub(crate) also: Vec<Cite>,
    pub(crate) dated_by: String,
}

pub(crate) fn timeline(book: &mut Book<'_>) -> Timeline {
    let ledger = &book.report.ledger;
    let entries = &ledger.timeline;
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by_key(|&i| (std::cmp::Reverse(entries[i].weight), i));
    let mut open = vec![false; entries.len()];
    order.iter().take(OPEN).for_each(|&i| open[i] = true);
    let mut months: BTreeMap<String, MonthView> = BTreeMap::new();
    for (i, entry) in entries.iter().enumerate() {
        let Some(view) = entry_view(book, i, entry) else { continue };
        let (key, name) = month_of(entry);
        let month =
            months.entry(key).or_insert_with(|| MonthView { name, open: Vec::new(), folded: Vec::new() });
        let list = if open[i] { &mut month.open } else { &mut month.folded };
        let repeat = list.last().is_some_and(|before| before.date == view.date);
        list.push(EntryView { repeat, ..view });
    }
    Timeline {
        chart: chart(book.report),
        months: months.into_values().collect(),
        count: words::count(entries.len(), "happening", "happenings"),
    }
}

/// The month of an entry, to sort by and to show; the year alone where that is all that is known.
fn month_of(entry: &TimelineEntry) -> (String, String) {
    match words::day_of(&entry.begin) {
        None => (entry.begin.clone(), entry.begin.clone()),
        Some(d) if entry.precision == Precision::Year => (format!("{:04}", d.year()), d.year().to_string()),
        Some(d) => (format!("{:04}-{:02}", d.year(), d.month()), words::month(d)),
    }
}

fn entry_view(book: &mut Book<'_>, i: usize, entry: &TimelineEntry) -> Option<EntryView> {
    let line = Line::new('T', i + 1);
    let first = entry.evidence.first()?;
    let words_cited = book.cite(first, line);
    let cites: Vec<Cite> = entry.evidence.iter().map(|e| book.cite(e, line)).collect();
    let pages = one_a_page(&entry.evidence);
    let also = entry
        .evidence
        .iter()
        .zip(cites)
        .filter(|(e, _)| e.page != first.page && pages.iter().any(|p| std::ptr::eq(*p, *e)))
        .map(|(_, c)| c)
        .collect();
    Some(EntryView {
        line,
        date: words::happening(&entry.begin, &entry.end, entry.precision),
        repeat: false,
        precision: words::precision(entry.precision),
        status: if entry.status == Status::Done { "" } else { words::status(entry.status) },
        status_class: words::status_class(entry.status),
        words: words_cited,
        also,
        dated_by: entry.dated_by.as_ref().map_or_else(String::new, |e| e.text.clone()),
    })
}
