//! Which page copies or rewrites which.

use parallax_model::Lineage;

use crate::context::Draft;

pub(crate) fn infer(_draft: &Draft<'_>) -> Vec<Lineage> {
    Vec::new()
}
