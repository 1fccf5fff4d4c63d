//! Not yet written.

use parallax_model::Document;

/// Gives the events layer.
pub(super) fn annotate(_document: &mut Document) {}
