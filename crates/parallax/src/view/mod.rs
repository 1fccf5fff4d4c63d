//! What a report looks like. Every view is a pure function of a [`Report`] and stands in [`VIEWS`].

mod book;
mod chart;
mod claims;
mod disputes;
mod explained;
mod figures;
#[cfg(test)]
mod fixture;
mod glyph;
mod html;
mod json;
mod markdown;
mod outlets;
mod page_markdown;
mod page_writer;
mod pages;
mod reading;
mod sheet;
mod speakers;
mod timeline;
mod times;
mod utterances;
mod words;

pub use explained::ExplainedPages;
pub use html::html;
pub use json::json;
pub use markdown::markdown;
pub use page_markdown::page_markdown;
pub use page_writer::{PageForm, PageWriter};

use crate::report::Report;

/// A form in which a report can be written.
#[derive(Debug, Clone, Copy)]
pub struct View {
    /// Ending of a file in this form.
    pub ending: &'static str,
    /// Writes a report.
    pub render: fn(&Report) -> String,
}

/// All forms.
pub const VIEWS: &[View] = &[
    View { ending: "html", render: html },
    View { ending: "md", render: markdown },
    View { ending: "json", render: json },
];

/// The view whose files have this ending.
#[must_use]
pub fn by_ending(ending: &str) -> Option<&'static View> {
    VIEWS.iter().find(|v| v.ending.eq_ignore_ascii_case(ending))
}
