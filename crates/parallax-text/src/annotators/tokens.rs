//! Not yet written.

use parallax_model::Document;

/// Gives the tokens layer.
pub(super) fn annotate(_document: &mut Document) {}
