//! Markdown that the program writes gives the same text when it is read again.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::path::Path;

use parallax::inputs::Inputs;
use parallax::pipeline;
use parallax::view::page_markdown;
use parallax_page::{Hint, read};

#[test]
fn the_example_survives_a_round_trip() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let inputs = Inputs::find(&[root.join("examples/strait/pages")]).unwrap();
    assert!(inputs.files.len() >= 8);
    let pages = pipeline::pages(&inputs);
    assert_eq!(pages.len(), inputs.files.len());
    for page in pages {
        let markdown = page_markdown(&page);
        let again = read(markdown.as_bytes(), &Hint { path: Some("page.md"), ..Hint::default() }).unwrap();
        assert_eq!(again.body(), page.body(), "{}\n{markdown}", page.path.as_deref().unwrap_or_default());
    }
}
