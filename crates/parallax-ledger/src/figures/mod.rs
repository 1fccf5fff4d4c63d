//! Not built yet.

mod relation;
mod value;

use parallax_model::Figure;

use crate::context::Draft;

pub(crate) fn group(_draft: &Draft<'_>) -> Vec<Figure> {
    Vec::new()
}
