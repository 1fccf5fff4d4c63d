//! Not built yet.

use parallax_model::OutletView;

use crate::context::Draft;

pub(crate) fn compare(_draft: &Draft<'_>) -> Vec<OutletView> {
    Vec::new()
}
