//! Markdown that the program writes gives the same text when it is read again.

use std::path::Path;

use parallax::inputs::Inputs;
use parallax::pipeline;
use parallax::view::page_markdown;
use parallax_model::Page;
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
        let path = page.path.as_deref().unwrap_or_default();
        assert_eq!(
            again.body(),
            page.body(),
            "{path}
{markdown}"
        );
        let fields =
            |p: &Page| (p.title.clone(), p.authors.clone(), p.published.clone(), p.day.clone(), p.kind);
        assert_eq!(fields(&again), fields(&page), "{path}");
        let posts = |p: &Page| p.posts.iter().map(|p| (p.time.clone(), p.author.clone())).collect::<Vec<_>>();
        assert_eq!(posts(&again), posts(&page), "{path}");
    }
}
