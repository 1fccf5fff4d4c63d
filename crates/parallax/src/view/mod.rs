//! The views: each turns a report into text.

mod json;

use crate::report::Report;

/// A form in which a report can be written.
#[derive(Debug)]
pub struct View {
    /// Ending of a file in this form.
    pub ending: &'static str,
    /// Writes a report.
    pub render: fn(&Report) -> String,
}

const VIEWS: &[View] = &[View { ending: "json", render: json::render }];

/// The view whose files have this ending.
#[must_use]
pub fn by_ending(ending: &str) -> Option<&'static View> {
    VIEWS.iter().find(|v| v.ending == ending)
}
