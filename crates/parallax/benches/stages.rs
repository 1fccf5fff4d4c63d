//! Words per second of each stage, over the pages of the example.

use std::path::Path;

use divan::Bencher;
use divan::counter::ItemsCount;
use parallax::inputs::Inputs;
use parallax::pipeline::{self, Given};
use parallax::report::Report;
use parallax::view;
use parallax_model::{Document, Page};

fn main() {
    divan::main();
}

fn inputs() -> Inputs {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/strait/pages");
    Inputs::find(&[folder]).expect("the example is part of the repository")
}

fn pages() -> Vec<Page> {
    pipeline::pages(&inputs())
}

fn words(pages: &[Page]) -> ItemsCount {
    ItemsCount::new(pages.iter().map(|p| p.text.split_whitespace().count()).sum::<usize>())
}

#[divan::bench]
fn page(bencher: Bencher<'_, '_>) {
    let files: Vec<Vec<u8>> = inputs().files.iter().filter_map(|path| std::fs::read(path).ok()).collect();
    bencher.counter(words(&pages())).bench(|| {
        files
            .iter()
            .map(|bytes| parallax_page::read(bytes, &parallax_page::Hint::default()))
            .collect::<Vec<_>>()
    });
}

#[divan::bench]
fn text(bencher: Bencher<'_, '_>) {
    let pages = pages();
    bencher
        .counter(words(&pages))
        .with_inputs(|| pages.clone())
        .bench_values(|pages| pages.into_iter().map(parallax_text::annotate).collect::<Vec<_>>());
}

#[divan::bench]
fn ledger(bencher: Bencher<'_, '_>) {
    let pages = pages();
    let count = words(&pages);
    let documents: Vec<Document> = pages.into_iter().map(parallax_text::annotate).collect();
    bencher.counter(count).bench(|| parallax_ledger::build(&documents));
}

#[divan::bench(args = ["html", "md", "json"])]
fn view(bencher: Bencher<'_, '_>, ending: &str) {
    let report: Report = pipeline::report(&inputs(), &Given::default(), &|| ());
    let view = view::by_ending(ending).expect("the view is in the table");
    bencher.counter(words(&pages())).bench(|| (view.render)(&report));
}
