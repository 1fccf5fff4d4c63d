//! What was read about a page and where, for people who ask why a field says what it says.

use parallax_model::{Field, Page, Signal};

/// Most that is kept of one field.
const MOST: usize = 12;

/// What the page says of its title, authors, dates and outlet, in the order in which it is trusted.
#[derive(Debug, Default)]
pub(crate) struct Signals(Vec<Signal>);

impl Signals {
    /// Adds one, unless the same was read in the same kind of place.
    pub(crate) fn add(&mut self, field: Field, from: &str, value: &str, taken: bool) {
        let value = value.trim();
        let same = |s: &&mut Signal| s.field == field && s.from == from && s.value == value;
        if let Some(known) = self.0.iter_mut().find(same) {
            known.taken |= taken;
        } else if !value.is_empty()
            && value.len() <= 600
            && self.0.iter().filter(|s| s.field == field).count() < MOST
        {
            self.0.push(Signal { field, from: from.to_owned(), value: value.to_owned(), raw: None, taken });
        }
    }

    /// Hands them to the page, field by field.
    pub(crate) fn give(mut self, page: &mut Page) {
        self.0.sort_by_key(|s| s.field);
        page.signals = self.0;
    }
}
