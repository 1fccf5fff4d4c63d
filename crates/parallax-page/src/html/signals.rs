//! What was read about a page and where, for people who ask why a field says what it says.

use std::ops::Range;

use parallax_model::{Field, Page, Raw, Signal, Span};

use super::tree::Tree;

/// Most that is kept of one field.
const MOST: usize = 12;

/// What the page says of its title, authors, dates and outlet, in the order in which it is trusted.
#[derive(Debug, Default)]
pub(crate) struct Signals(Vec<Signal>);

impl Signals {
    /// Adds one whose place in the source is not known.
    pub(crate) fn add(&mut self, field: Field, from: &str, value: &str, taken: bool) {
        self.add_at(field, from, value, taken, None);
    }

    /// Adds one, unless the same was read in the same kind of place. `raw` is its place in the decoded source, until
    /// the places of a page are turned into those of its bytes.
    pub(crate) fn add_at(
        &mut self,
        field: Field,
        from: &str,
        value: &str,
        taken: bool,
        raw: Option<Span<Raw>>,
    ) {
        let value = value.trim();
        let same = |s: &&mut Signal| s.field == field && s.from == from && s.value == value;
        if let Some(known) = self.0.iter_mut().find(same) {
            known.taken |= taken;
        } else if !value.is_empty()
            && value.len() <= 600
            && self.0.iter().filter(|s| s.field == field).count() < MOST
        {
            self.0.push(Signal { field, from: from.to_owned(), value: value.to_owned(), raw, taken });
        }
    }

    /// Hands them to the page, field by field.
    pub(crate) fn give(mut self, page: &mut Page) {
        self.0.sort_by_key(|s| s.field);
        page.signals = self.0;
    }
}

/// Where an element shows a value: the words themselves where they stand in one piece, else all words of the element.
pub(crate) fn place(tree: &Tree<'_>, node: usize, value: &str) -> Option<Span<Raw>> {
    let texts = tree.nodes.get(node..tree.nodes.get(node)?.end)?.iter();
    let texts = texts.filter(|n| n.element.is_none() && !n.text.trim().is_empty());
    let mut around: Option<Range<usize>> = None;
    for n in texts {
        let (from, to) = (n.raw.0 as usize, n.raw.1 as usize);
        if n.text.len() == to - from
            && let Some(at) = n.text.find(value)
        {
            return Some(Span::new(from + at, from + at + value.len()));
        }
        around = Some(around.map_or(from..to, |a| a.start.min(from)..a.end.max(to)));
    }
    around.map(|a| Span::new(a.start, a.end))
}
