//! Tokens, tags, trees, names and quantities beside crates that do a part of the work, in one run: words per second and
//! the ratio, over the texts of our own gold. `cargo bench -p parallax-text --bench language`.
//!
//! The work is not the same: UAX 29 knows no abbreviations, and text2num reads number words alone. Tags, trees and names
//! have no peer that is a crate with its model inside; `eval/peers/language.py` has spaCy. Here they stand beside the
//! same words split by UAX 29, so that a change in their cost shows on any machine.

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use parallax_model::{Document, Page};
use parallax_text::{Layer, annotate_layers, quantities};
use text2num::{Language, replace_numbers_in_text};
use unicode_segmentation::UnicodeSegmentation;

/// Times that each side is run, in turns; the least time counts.
const TURNS: usize = 25;

fn texts() -> Vec<String> {
    let gold = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../eval/gold/quantities.jsonl");
    let lines = std::fs::read_to_string(gold).expect("the gold is part of the repository");
    let text = |line: &str| {
        let value: serde_json::Value = serde_json::from_str(line).expect("the gold is JSON");
        value["text"].as_str().expect("each line has a text").to_owned()
    };
    lines.lines().map(text).collect()
}

/// Prints what two pieces of work cost by the word, and the ratio.
fn compare(what: &str, words: usize, mut ours: impl FnMut(), peer: &str, mut theirs: impl FnMut()) {
    let seconds = |work: &mut dyn FnMut()| {
        let began = Instant::now();
        work();
        began.elapsed().as_secs_f64()
    };
    let (mut us, mut them) = (f64::MAX, f64::MAX);
    for _ in 0..TURNS {
        us = us.min(seconds(&mut ours));
        them = them.min(seconds(&mut theirs));
    }
    let speed = |time: f64| words as f64 / time;
    println!("{what:<28} {:>10.0} {peer:<22} {:>10.0} {:>8.3}", speed(us), speed(them), them / us);
}

fn main() {
    let texts = texts();
    let words: usize = texts.iter().map(|t| t.split_whitespace().count()).sum();
    let pages: Vec<Page> = texts.iter().map(|t| Page::untouched("page", t)).collect();
    println!("{:<28} {:>10} {:<22} {:>10} {:>8}", "words per second", "Parallax", "beside", "", "ratio");
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
        compare(what, words, ours, "unicode-segmentation", split);
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
    compare("quantities", words, ours, "text2num", numbers);
}
