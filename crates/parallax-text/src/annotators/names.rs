//! Not yet written.

use parallax_model::Document;

/// Gives the names layer.
pub(super) fn annotate(_document: &mut Document) {}
