//! The only form in which records about many pages hold text.

use serde::{Deserialize, Serialize};

use crate::{PageId, Span};

/// Words of one stored page version. `text` is always the page's text at `span`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Evidence {
    /// The page version.
    pub page: PageId,
    /// Where on it.
    #[serde(flatten)]
    pub span: Span,
    /// The words, verbatim.
    pub text: String,
}

impl Evidence {
    /// Cuts `span` out of the page's `text`.
    #[must_use]
    pub fn cut(page: &PageId, text: &str, span: Span) -> Self {
        Self { page: page.clone(), span, text: span.of(text).to_owned() }
    }

    /// Whether the page's `text` still says so.
    #[must_use]
    pub fn holds(&self, text: &str) -> bool {
        text.get(self.span.range()) == Some(self.text.as_str())
    }
}
