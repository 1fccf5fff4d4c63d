//! Not built yet.

use parallax_model::Conflict;

use crate::context::Draft;

pub(crate) fn find(_draft: &Draft<'_>) -> Vec<Conflict> {
    Vec::new()
}
