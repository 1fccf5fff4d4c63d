//! Not built yet.

use parallax_model::TimelineEntry;

use crate::context::Draft;

pub(crate) fn build(_draft: &Draft<'_>) -> Vec<TimelineEntry> {
    Vec::new()
}
