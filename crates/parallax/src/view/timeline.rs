//! Happenings by their date.

use std::collections::BTreeMap;

use parallax_model::{Evidence, Precision, Status, TimelineEntry};

use super::book::{Book, Cite, Line};
use super::chart::{Chart, chart};
use super::claims::one_a_page;
use super::{times, words};

/// Entries that are shown before the rest of their month folds.
const OPEN: usize = 30;

#[derive(Debug, Default)]
pub(crate) struct Timeline {
    pub(crate) chart: Option<Chart>,
    /// Months that lie before the middle band of the chart, folded together.
    pub(crate) earlier: Vec<MonthView>,
    pub(crate) earlier_count: String,
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
    /// Lines of other acts that the same sentence tells of the same day.
    pub(crate) more_lines: Vec<Line>,
    pub(crate) date: String,
    /// Whether the entry in front of it has the same date.
    pub(crate) repeat: bool,
    pub(crate) precision: &'static str,
    /// How the day came about, where it is not given by words of the same sentence.
    pub(crate) date_from: &'static str,
    /// How far it has come where it has not happened, each with its class of the style sheet.
    pub(crate) statuses: Vec<(&'static str, &'static str)>,
    pub(crate) words: Cite,
    /// Other pages that tell it.
    pub(crate) also: Vec<Cite>,
    pub(crate) dated_by: String,
    /// How these words gave the date.
    pub(crate) derived: String,
}

/// A row of the list before it is put into its month.
struct Row {
    month: (String, String),
    open: bool,
    view: EntryView,
}

impl EntryView {
    /// Takes in another act of the same sentence and day.
    fn join(&mut self, other: Self) {
        self.more_lines.push(other.line);
        for status in other.statuses {
            if !self.statuses.contains(&status) {
                self.statuses.push(status);
            }
        }
        for cite in other.also {
            if self.also.iter().all(|c| c.page != cite.page) {
                self.also.push(cite);
            }
        }
    }
}

pub(crate) fn timeline(book: &mut Book<'_>) -> Timeline {
    let ledger = &book.report.ledger;
    let entries = &ledger.timeline;
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by_key(|&i| (std::cmp::Reverse(entries[i].weight), i));
    let mut open = vec![false; entries.len()];
    order.iter().take(OPEN).for_each(|&i| open[i] = true);
    // Acts that one sentence tells of one day are one row.
    let mut rows: Vec<Row> = Vec::new();
    let mut row_of: BTreeMap<(&Evidence, &str, &str), usize> = BTreeMap::new();
    for (i, entry) in entries.iter().enumerate() {
        let Some(first) = entry.evidence.first() else { continue };
        let key = (first, entry.begin.as_str(), entry.end.as_str());
        let view = entry_view(book, i, entry, first);
        if let Some(row) = row_of.get(&key).and_then(|&n| rows.get_mut(n)) {
            row.open |= open[i];
            row.view.join(view);
        } else {
            row_of.insert(key, rows.len());
            rows.push(Row { month: month_of(entry), open: open[i], view });
        }
    }
    let mut months: BTreeMap<String, MonthView> = BTreeMap::new();
    for Row { month: (key, name), open, view } in rows {
        let month =
            months.entry(key).or_insert_with(|| MonthView { name, open: Vec::new(), folded: Vec::new() });
        let list = if open { &mut month.open } else { &mut month.folded };
        let repeat = list.last().is_some_and(|before| before.date == view.date);
        list.push(EntryView { repeat, ..view });
    }
    let chart = chart(book.report);
    let from = chart.as_ref().map_or("", |c| &c.from[..]);
    // A month or year is earlier if all of it is.
    let is_earlier = |key: &str| from.get(..key.len()).is_some_and(|f| key < f);
    let (earlier, later): (Vec<_>, Vec<_>) = months.into_iter().partition(|(key, _)| is_earlier(key));
    let earlier: Vec<MonthView> = earlier.into_iter().map(|(_, m)| m).collect();
    Timeline {
        chart,
        earlier_count: words::count(
            earlier.iter().map(|m| m.open.len() + m.folded.len()).sum(),
            "happening",
            "happenings",
        ),
        earlier,
        months: later.into_iter().map(|(_, m)| m).collect(),
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

fn entry_view(book: &mut Book<'_>, i: usize, entry: &TimelineEntry, first: &Evidence) -> EntryView {
    let line = Line::new('T', i + 1);
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
    EntryView {
        line,
        more_lines: Vec::new(),
        date: words::happening(&entry.begin, &entry.end, entry.precision),
        repeat: false,
        precision: words::precision(entry.precision),
        date_from: words::date_from(entry.date_from, entry.precision, entry.status),
        statuses: (entry.status != Status::Done)
            .then(|| (words::status(entry.status), words::status_class(entry.status)))
            .into_iter()
            .collect(),
        words: words_cited,
        also,
        dated_by: entry.dated_by.as_ref().map_or_else(String::new, |e| e.text.clone()),
        derived: entry.dated_by.as_ref().map_or_else(String::new, |e| times::how_of(book, e)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::fixture;

    #[test]
    fn years_before_the_days_of_publication_fold_together() {
        let report = fixture::report();
        let timeline = timeline(&mut Book::new(&report));
        let names = |months: &[MonthView]| months.iter().map(|m| m.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&timeline.earlier), ["2014"]);
        assert_eq!(names(&timeline.months), ["March 2031"]);
        assert_eq!(timeline.months[0].open[2].statuses, [("threatened", "ahead")]);
    }

    #[test]
    fn acts_of_one_sentence_and_day_are_one_row() {
        let mut report = fixture::report();
        let mut second = report.ledger.timeline[3].clone();
        second.status = Status::Announced;
        report.ledger.timeline.push(second);
        let timeline = timeline(&mut Book::new(&report));
        let row = timeline.months[0].open.last().unwrap();
        assert_eq!((row.line.number, row.more_lines.len()), (4, 1));
        assert_eq!(row.statuses, [("threatened", "ahead"), ("announced", "ahead")]);
    }
}
