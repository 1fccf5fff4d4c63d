//! Not yet written.

use parallax_model::Document;

/// Gives the quantities layer.
pub(super) fn annotate(_document: &mut Document) {}
