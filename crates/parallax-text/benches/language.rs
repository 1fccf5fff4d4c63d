//! Tokens, tags, trees, names and quantities beside crates that do a part of the work, in one run: words per second and
//! the ratio, over the texts of our own gold. `cargo bench -p parallax-text --bench language`.
//!
//! The work is not the same: UAX 29 knows no abbreviations, and text2num reads number words alone. Tags, trees and names
//! have no peer that is a crate with its model inside; `eval/peers/language.py` has spaCy. Here they stand beside the
//! same words split by UAX 29, so that a change in their cost shows on any machine.

mod beside;

use std::hint::black_box;

use parallax_model::{Document, Page};
use parallax_text::{Layer, annotate_layers, quantities};
use text2num::{Language, replace_numbers_in_text};
use unicode_segmentation::UnicodeSegmentation;

fn main() {
    let lines = beside::gold("quantities.jsonl");
    let texts: Vec<&str> = lines.iter().map(beside::text).collect();
    let words = beside::words(texts.iter().copied());
    let pages: Vec<Page> = texts.iter().map(|t| Page::untouched("page", t)).collect();
    beside::head();
    let split = || {
        for text in &texts {
            black_box(text.unicode_sentences().map(|s| s.unicode_words().count()).sum::<usize>());
        }
    };
    for (what, layers) in [
        ("sentences and tokens", &[Layer::Tokens][..]),
        ("tags", &[Layer::Tags]),
        ("trees", &[Layer::Tree]),
        ("names, tags and trees", &[Layer::Tree, Layer::Mentions]),
    ] {
        let ours = || pages.iter().for_each(|p| drop(black_box(annotate_layers(p.clone(), layers))));
        beside::compare(what, words, ours, "unicode-segmentation", split);
    }
    let read = |p: &Page| annotate_layers(p.clone(), &[Layer::Tokens, Layer::Times]);
    let documents: Vec<Document> = pages.iter().map(read).collect();
    let english = Language::english();
    let numbers = || {
        for text in &texts {
            black_box(replace_numbers_in_text(text, &english, 0.0));
        }
    };
    let ours = || documents.iter().for_each(|d| drop(black_box(quantities(d))));
    beside::compare("quantities", words, ours, "text2num", numbers);
}
