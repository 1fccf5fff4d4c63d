//! Not yet written.

use parallax_model::Document;

/// Gives the statements layer.
pub(super) fn annotate(_document: &mut Document) {}
