//! Where pages differ, side by side.

use parallax_model::{ConflictKind, Relation};

use super::book::{Book, Cite, Line};
use super::claims::place_of;
use super::words;

/// Pieces of evidence of one side that are shown before the rest folds.
const OPEN_QUOTES: usize = 2;

#[derive(Debug, Clone)]
pub(crate) struct Dispute {
    pub(crate) line: Line,
    /// In what they differ, in words.
    pub(crate) label: &'static str,
    /// Whether the sides cannot all be true.
    pub(crate) hard: bool,
    pub(crate) about: String,
    /// Stands between the sides where they are given in short.
    pub(crate) versus: &'static str,
    pub(crate) sides: Vec<SideView>,
    /// Lines of the claims and the figure concerned.
    pub(crate) see: Vec<Line>,
}

#[derive(Debug, Clone)]
pub(crate) struct SideView {
    pub(crate) label: String,
    pub(crate) speaker: String,
    pub(crate) quotes: Vec<Cite>,
    pub(crate) more: Vec<Cite>,
}

impl Dispute {
    /// What it is about, unless a side says just that.
    pub(crate) fn subject(&self) -> &str {
        if self.short().iter().any(|s| s.contains(self.about.as_str())) { "" } else { &self.about }
    }

    /// The sides in a few words each, for the head of the report.
    pub(crate) fn short(&self) -> Vec<&str> {
        self.sides
            .iter()
            .map(|s| match (s.label.as_str(), s.quotes.first()) {
                ("", Some(q)) => q.text.as_str(),
                (label, _) => label,
            })
            .collect()
    }
}

pub(crate) fn disputes(book: &mut Book<'_>) -> Vec<Dispute> {
    let mut out = Vec::new();
    for (i, c) in book.report.ledger.conflicts.iter().enumerate() {
        let line = Line::new('D', i + 1);
        let figure = c.figure.as_ref().and_then(|id| book.figure(id));
        let soft = figure.is_some_and(|(_, f)| f.relation != Relation::Conflict);
        let mut sides = Vec::new();
        for side in &c.sides {
            let mut quotes: Vec<Cite> =
                side.evidence.iter().map(|e| book.cite_in_sentence(e, line)).collect();
            let more = quotes.split_off(quotes.len().min(OPEN_QUOTES));
            sides.push(SideView {
                label: short_label(c.kind, &side.label),
                speaker: side.speaker.clone().unwrap_or_default(),
                quotes,
                more,
            });
        }
        let mut see: Vec<Line> = c.claims.iter().filter_map(|id| place_of(book, id)).collect();
        see.extend(figure.map(|(i, _)| Line::new('F', i + 1)));
        see.sort_unstable();
        see.dedup();
        out.push(Dispute {
            line,
            label: words::conflict(c.kind, figure.map(|(_, f)| f.relation)),
            hard: c.kind == ConflictKind::Denial || (c.kind == ConflictKind::Value && !soft),
            about: c.about.clone(),
            versus: match (c.kind, figure.map(|(_, f)| f.relation)) {
                (ConflictKind::Denial, _) => "against",
                // The value to quote, which is the later one, stands first.
                (_, Some(Relation::Revised)) => "replaces",
                _ => "or",
            },
            sides,
            see,
        });
    }
    out
}

/// Dates are shown as dates; everything else stands as the ledger has it.
fn short_label(kind: ConflictKind, label: &str) -> String {
    if kind == ConflictKind::Date { words::moment(label) } else { label.to_owned() }
}
