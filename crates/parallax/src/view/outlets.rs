//! Outlets compared: who carries what, what each has alone and leaves out, and who seems to copy whom.

use parallax_model::{Id, LineageKind};

use super::book::{Book, Cite, Line};
use super::claims::place_of;
use super::words;

/// Claims in the table.
const ROWS: usize = 20;
/// Lines of a list that are shown before the rest folds.
const OPEN: usize = 4;

#[derive(Debug, Default)]
pub(crate) struct Outlets {
    pub(crate) names: Vec<String>,
    /// Claims that more than one outlet carries.
    pub(crate) rows: Vec<Row>,
    pub(crate) each: Vec<OutletCard>,
    pub(crate) lineage: Vec<LineageCard>,
}

#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) claim: Line,
    pub(crate) words: String,
    pub(crate) origins: String,
    /// For each outlet, where it says so; empty if it does not.
    pub(crate) cells: Vec<String>,
}

#[derive(Debug)]
pub(crate) struct OutletCard {
    pub(crate) line: Line,
    pub(crate) name: String,
    pub(crate) pages: Vec<usize>,
    pub(crate) alone: Listing,
    pub(crate) omits: Listing,
    pub(crate) spellings: Vec<Cite>,
}

/// A list with its first lines shown.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    pub(crate) count: usize,
    pub(crate) open: Vec<Item>,
    pub(crate) folded: Vec<Item>,
}

/// A claim or figure in one line.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) line: Line,
    pub(crate) words: String,
}

#[derive(Debug)]
pub(crate) struct LineageCard {
    pub(crate) line: Line,
    pub(crate) pages: Vec<PageName>,
    pub(crate) says: &'static str,
    pub(crate) rewrite: bool,
    pub(crate) directed: bool,
    pub(crate) origin: String,
    pub(crate) origin_cites: Vec<Cite>,
    pub(crate) containment: String,
    pub(crate) steps: Vec<StepView>,
}

#[derive(Debug)]
pub(crate) struct PageName {
    pub(crate) number: usize,
    pub(crate) outlet: String,
}

#[derive(Debug)]
pub(crate) struct StepView {
    pub(crate) label: String,
    /// One for each page of the lineage, in their order; none where a page lacks it.
    pub(crate) cells: Vec<Option<Cite>>,
}

pub(crate) fn outlets(book: &mut Book<'_>) -> Outlets {
    let ledger = &book.report.ledger;
    let names: Vec<String> = ledger.outlets.iter().map(|o| o.outlet.clone()).collect();
    let mut rows = Vec::new();
    if names.len() > 1 {
        for (i, claim) in ledger.claims.iter().enumerate().filter(|(_, c)| c.outlets.len() > 1).take(ROWS) {
            let Some(line) = place_of(book, &claim.id) else { continue };
            let mut cells = Vec::new();
            for name in &names {
                let member = claim.members.iter().find(|m| m.outlet == *name);
                cells.push(
                    member.map_or_else(String::new, |m| book.cite(&m.evidence, Line::new('R', i + 1)).href),
                );
            }
            rows.push(Row {
                claim: line,
                words: claim.wording.text.clone(),
                origins: words::count(claim.origins.len(), "origin", "origins"),
                cells,
            });
        }
    }
    let mut each = Vec::new();
    for (i, view) in ledger.outlets.iter().enumerate() {
        let line = Line::new('O', i + 1);
        let mut pages: Vec<usize> =
            view.pages.iter().filter_map(|p| book.page(p)).map(|(n, _)| n + 1).collect();
        pages.sort_unstable();
        each.push(OutletCard {
            line,
            name: book.outlet_name(&view.outlet),
            pages,
            alone: listing(book, &view.alone),
            omits: listing(book, &view.omits),
            spellings: view.own_spellings.iter().map(|s| book.cite(&s.evidence, line)).collect(),
        });
    }
    let names = names.iter().map(|n| book.outlet_name(n)).collect();
    Outlets { names, rows, each, lineage: lineage(book) }
}

fn listing(book: &Book<'_>, ids: &[Id]) -> Listing {
    let item = |id: &Id| -> Option<Item> {
        if let Some((_, claim)) = book.claim(id) {
            return Some(Item { line: place_of(book, id)?, words: claim.wording.text.clone() });
        }
        let (i, figure) = book.figure(id)?;
        Some(Item { line: Line::new('F', i + 1), words: figure.about.text.clone() })
    };
    let mut open: Vec<Item> = ids.iter().filter_map(item).collect();
    let count = open.len();
    let folded = open.split_off(count.min(OPEN));
    Listing { count, open, folded }
}

fn lineage(book: &mut Book<'_>) -> Vec<LineageCard> {
    let mut out = Vec::new();
    for (i, l) in book.report.ledger.lineage.iter().enumerate() {
        let line = Line::new('L', i + 1);
        let mut steps = Vec::new();
        for step in &l.steps {
            let mut cells = Vec::new();
            for page in &l.pages {
                let found = step.evidence.iter().find(|e| e.page == *page);
                cells.push(found.map(|e| book.cite_in_sentence(e, line)));
            }
            steps.push(StepView { label: step.label.clone(), cells });
        }
        out.push(LineageCard {
            line,
            pages: l
                .pages
                .iter()
                .map(|p| PageName { number: book.page(p).map_or(0, |(i, _)| i + 1), outlet: book.outlet(p) })
                .collect(),
            says: words::lineage(l.kind),
            rewrite: l.kind == LineageKind::Rewrite,
            directed: l.directed,
            origin: l.origin.clone().unwrap_or_default(),
            origin_cites: l.origin_evidence.iter().map(|e| book.cite(e, line)).collect(),
            containment: format!("{:.0}\u{202f}%", (l.containment * 100.0).clamp(0.0, 100.0)),
            steps,
        });
    }
    out
}
