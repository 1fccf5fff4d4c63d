//! Pages on the same happening.

use parallax_model::{PageId, Story};

use crate::Options;
use crate::context::{Draft, id};

pub(crate) fn group(draft: &Draft<'_>, _options: &Options) -> Vec<Story> {
    let pages: Vec<PageId> = draft.context.documents.iter().map(|d| d.page.id.clone()).collect();
    if pages.is_empty() {
        return Vec::new();
    }
    vec![Story { id: id('s', pages.iter().map(|p| &p.0)), pages }]
}
