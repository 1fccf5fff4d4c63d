//! Words per second of the quantities alone, over the texts of our own gold.

use std::path::Path;

use divan::Bencher;
use divan::counter::ItemsCount;
use parallax_model::{Document, Page};
use parallax_text::Layer;

fn main() {
    divan::main();
}

fn documents() -> Vec<Document> {
    let gold = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../eval/gold/quantities.jsonl");
    let lines = std::fs::read_to_string(gold).expect("the gold is part of the repository");
    let text = |line: &str| {
        let value: serde_json::Value = serde_json::from_str(line).expect("the gold is JSON");
        value["text"].as_str().expect("each line has a text").to_owned()
    };
    let page = |line: &str| Page::untouched("page", &text(line));
    lines.lines().map(|line| parallax_text::annotate_layers(page(line), &[Layer::Times])).collect()
}

#[divan::bench]
fn quantities(bencher: Bencher<'_, '_>) {
    let documents = documents();
    let words: usize = documents.iter().map(|d| d.page.text.split_whitespace().count()).sum();
    bencher
        .counter(ItemsCount::new(words))
        .bench(|| documents.iter().map(parallax_text::quantities).collect::<Vec<_>>());
}
