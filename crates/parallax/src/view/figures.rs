//! Numbers of the same thing, drawn on one axis.

use parallax_model::{Bound, Figure, FigureValue, Relation};

use super::book::{Book, Cite, Line};
use super::claims::one_a_page;
use super::words;

/// Figures that are shown before the rest folds.
const OPEN: usize = 12;

#[derive(Debug, Default)]
pub(crate) struct Figures {
    /// Figures given by more than one page.
    pub(crate) open: Vec<FigureView>,
    pub(crate) folded: Vec<FigureView>,
    /// Figures that one page gives.
    pub(crate) single: Vec<FigureView>,
}

#[derive(Debug, Clone)]
pub(crate) struct FigureView {
    pub(crate) line: Line,
    /// Words of a page that say what it is about.
    pub(crate) about: Cite,
    pub(crate) what: String,
    pub(crate) unit: String,
    pub(crate) relation: &'static str,
    /// A class of the style sheet.
    pub(crate) tone: &'static str,
    pub(crate) values: Vec<ValueView>,
    /// Whether values are drawn beside each other.
    pub(crate) drawn: bool,
    /// Ends of the axis; none where all values are the same.
    pub(crate) axis: Option<(String, String)>,
    pub(crate) pages: usize,
    pub(crate) page_count: String,
}

#[derive(Debug, Clone)]
pub(crate) struct ValueView {
    /// The number where it stands, in its sentence.
    pub(crate) words: Cite,
    pub(crate) bound: &'static str,
    pub(crate) best: bool,
    /// One citation for each page.
    pub(crate) cites: Vec<Cite>,
    pub(crate) page_count: String,
    pub(crate) origin_count: String,
    pub(crate) origins: String,
    pub(crate) as_of: String,
    pub(crate) mark: Mark,
}

/// How a value is drawn; all places in percent of the width.
#[derive(Debug, Clone, Default)]
pub(crate) struct Mark {
    pub(crate) at: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) width: String,
    pub(crate) shape: &'static str,
}

pub(crate) fn figures(book: &mut Book<'_>) -> Figures {
    let mut out = Figures::default();
    for (i, figure) in book.report.ledger.figures.iter().enumerate() {
        let view = figure_view(book, i, figure);
        if view.pages < 2 && figure.relation == Relation::Single {
            out.single.push(view);
        } else if out.open.len() < OPEN {
            out.open.push(view);
        } else {
            out.folded.push(view);
        }
    }
    out
}

fn figure_view(book: &mut Book<'_>, i: usize, figure: &Figure) -> FigureView {
    let line = Line::new('F', i + 1);
    let scale = Scale::of(&figure.values);
    let mut pages: Vec<_> = figure.values.iter().flat_map(|v| &v.pages).collect();
    pages.sort_unstable();
    pages.dedup();
    let values = figure.values.iter().filter_map(|v| value_view(book, v, line, &scale)).collect();
    FigureView {
        line,
        about: book.cite(&figure.about, line),
        what: figure.what.clone(),
        unit: figure.unit.clone().unwrap_or_default(),
        relation: words::relation(figure.relation),
        tone: match figure.relation {
            Relation::Conflict => "hard",
            Relation::Differ | Relation::Revised => "soft",
            _ => "calm",
        },
        values,
        axis: (scale.high > scale.low && figure.values.len() > 1)
            .then(|| (words::value(scale.low), words::value(scale.high))),
        drawn: figure.values.len() > 1,
        page_count: words::count(pages.len(), "page", "pages"),
        pages: pages.len(),
    }
}

fn value_view(book: &mut Book<'_>, v: &FigureValue, line: Line, scale: &Scale) -> Option<ValueView> {
    let words_cited = book.cite_in_sentence(v.evidence.first()?, line);
    let mut origins: Vec<String> =
        v.origins.iter().filter_map(|o| book.origin(o)).map(|o| book.outlet_name(&o.name)).collect();
    origins.sort_unstable();
    origins.dedup();
    let origins = origins.join(", ");
    // Every occurrence is marked on its page; a row names each page once.
    let cites: Vec<Cite> = v.evidence.iter().map(|e| book.cite(e, line)).collect();
    let first = one_a_page(&v.evidence);
    Some(ValueView {
        words: words_cited,
        bound: words::bound(v.bound),
        best: v.best,
        cites: v
            .evidence
            .iter()
            .zip(cites)
            .filter(|(e, _)| first.iter().any(|f| std::ptr::eq(*f, *e)))
            .map(|(_, c)| c)
            .collect(),
        page_count: words::count(v.pages.len(), "page", "pages"),
        origin_count: words::count(v.origins.len(), "origin", "origins"),
        origins,
        as_of: v.as_of.as_deref().map_or_else(String::new, words::moment),
        mark: scale.mark(v),
    })
}

/// The axis of one figure.
struct Scale {
    low: f64,
    high: f64,
}

/// Share of the width, in percent, that is left free at each end for arrows.
const MARGIN: f64 = 14.0;
/// Half the width of the mark for "about", in percent.
const HALO: f64 = 6.0;

impl Scale {
    fn of(values: &[FigureValue]) -> Self {
        let ends = values.iter().flat_map(|v| match v.bound {
            Bound::Range => [v.low.unwrap_or(v.value), v.high.unwrap_or(v.value)],
            _ => [v.value, v.value],
        });
        let ends = ends.filter(|v| v.is_finite());
        let (low, high) = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
        if low.is_finite() { Self { low, high } } else { Self { low: 0.0, high: 0.0 } }
    }

    fn at(&self, v: f64) -> f64 {
        let wide = self.high - self.low;
        if wide > 0.0 && v.is_finite() {
            MARGIN + (v - self.low) / wide * (100.0 - 2.0 * MARGIN)
        } else {
            50.0
        }
    }

    fn mark(&self, v: &FigureValue) -> Mark {
        let at = self.at(v.value);
        let (shape, from, to) = match v.bound {
            Bound::AtLeast | Bound::MoreThan => ("up", at, (at + 14.0).min(99.0)),
            Bound::AtMost | Bound::LessThan => ("down", (at - 14.0).max(1.0), at),
            Bound::Range => {
                let (from, to) = (self.at(v.low.unwrap_or(v.value)), self.at(v.high.unwrap_or(v.value)));
                ("range", from.min(to), from.max(to))
            }
            // How much "about" allows no page says: the width means nothing but that.
            Bound::About => ("about", at - HALO, at + HALO),
            Bound::Exact => ("dot", at, at),
        };
        Mark { at: pct(at), from: pct(from), to: pct(to), width: pct((to - from).max(1.0)), shape }
    }
}

/// A place on a drawing, in percent, to a tenth.
pub(crate) fn pct(v: f64) -> String {
    format!("{v:.1}%")
}

impl FigureView {
    /// The value to quote.
    pub(crate) fn best(&self) -> Option<&ValueView> {
        self.values.iter().find(|v| v.best).or_else(|| self.values.first())
    }

    /// The values beside the one to quote.
    pub(crate) fn others(&self) -> impl Iterator<Item = &ValueView> {
        let best = self.best();
        self.values.iter().filter(move |v| best.is_none_or(|b| !std::ptr::eq(*v, b)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::fixture;

    #[test]
    fn marks_show_bounds_on_one_axis() {
        let report = fixture::report();
        let figures = figures(&mut Book::new(&report));
        let killed = figures.open.iter().find(|f| f.what == "killed").unwrap();
        assert_eq!(killed.axis, Some(("40".to_owned(), "50".to_owned())));
        let shapes: Vec<_> = killed.values.iter().map(|v| (v.mark.shape, v.mark.at.as_str())).collect();
        assert_eq!(shapes, [("up", "14.0%"), ("up", "86.0%")]);
        assert_eq!(killed.best().unwrap().words.text, "More than 40");
    }

    #[test]
    fn equal_numbers_have_no_ends_of_an_axis() {
        let report = fixture::report();
        let figures = figures(&mut Book::new(&report));
        let soldiers = figures.open.iter().find(|f| f.what == "soldier").unwrap();
        assert!(soldiers.drawn && soldiers.axis.is_none());
        assert_eq!(soldiers.values[1].mark.shape, "about");
    }
}
