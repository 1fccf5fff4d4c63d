//! Sentences, tags and quantities beside other crates, on the same pages in the same run: words per second of CPU time
//! and the ratio. `cargo bench --manifest-path eval/peers/rust/Cargo.toml`; the texts are those of the example.
//!
//! What is compared is not the same work: UAX 29 knows no abbreviations, the Brill tagger gives no Penn Treebank tags
//! and no dictionary forms, text2num knows no units and not what is counted. The ratios say what ours cost beside them.

use std::path::Path;

use harper_brill::{Tagger, brill_tagger};
use parallax_model::{Document, Page};
use parallax_page::Hint;
use parallax_text::Layer;
use rustix::time::{ClockId, clock_gettime};
use text2num::{Language, replace_numbers_in_text};
use unicode_segmentation::UnicodeSegmentation;

/// Times that each side is run, in turns; the least time counts.
const TURNS: usize = 15;

fn pages() -> Vec<Page> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../examples/strait/pages");
    let mut files: Vec<_> = std::fs::read_dir(folder).expect("the example lies here").flatten().collect();
    files.sort_by_key(std::fs::DirEntry::path);
    let read = |file: &std::fs::DirEntry| {
        let bytes = std::fs::read(file.path()).ok()?;
        let name = file.file_name().to_string_lossy().into_owned();
        parallax_page::read(&bytes, &Hint { path: Some(&name), ..Hint::default() }).ok()
    };
    files.iter().filter_map(read).collect()
}

/// Seconds of CPU time of one run.
fn seconds(run: &mut dyn FnMut() -> usize) -> f64 {
    let now = || {
        let time = clock_gettime(ClockId::ProcessCPUTime);
        time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
    };
    let before = now();
    std::hint::black_box(run());
    now() - before
}

fn compare(what: &str, words: usize, ours: &mut dyn FnMut() -> usize, peer: &str, theirs: &mut dyn FnMut() -> usize) {
    let (mut us, mut them) = (f64::MAX, f64::MAX);
    for _ in 0..TURNS {
        us = us.min(seconds(ours));
        them = them.min(seconds(theirs));
    }
    let speed = |time: f64| words as f64 / time;
    println!("{what:<22} {:>12.0} {peer:<28} {:>12.0} {:>8.2} x", speed(us), speed(them), them / us);
}

fn main() {
    let pages = pages();
    let texts: Vec<&str> = pages.iter().map(|p| p.text.as_str()).collect();
    let words: usize = texts.iter().map(|t| t.split_whitespace().count()).sum();
    println!("{:<22} {:>12} {:<28} {:>12} {:>10}", "words per second", "Parallax", "beside", "", "ratio");

    let layers = |layers: &[Layer]| -> usize {
        pages.iter().map(|p| parallax_text::annotate_layers(p.clone(), layers).tokens.len()).sum()
    };
    compare("sentences and tokens", words, &mut || layers(&[Layer::Tokens]), "unicode-segmentation", &mut || {
        texts.iter().map(|t| t.unicode_sentences().map(|s| s.unicode_words().count()).sum::<usize>()).sum()
    });

    let documents: Vec<Document> =
        pages.iter().map(|p| parallax_text::annotate_layers(p.clone(), &[Layer::Tokens])).collect();
    let sentences: Vec<Vec<String>> = documents
        .iter()
        .flat_map(|d| {
            let tokens = |s: &parallax_model::Sentence| {
                d.tokens_in(s.span).iter().map(|t| d.words(t.span).to_owned()).collect()
            };
            d.sentences.iter().map(tokens).collect::<Vec<_>>()
        })
        .collect();
    let tagger = brill_tagger();
    compare(
        "tags, with the above",
        words,
        &mut || layers(&[Layer::Tags]),
        "harper-brill, tags alone",
        &mut || sentences.iter().map(|s| tagger.tag_sentence(s).len()).sum(),
    );

    let timed: Vec<Document> =
        pages.iter().map(|p| parallax_text::annotate_layers(p.clone(), &[Layer::Tokens, Layer::Times])).collect();
    let english = Language::english();
    compare(
        "quantities",
        words,
        &mut || timed.iter().map(|d| parallax_text::quantities(d).len()).sum(),
        "text2num, number words alone",
        &mut || texts.iter().map(|t| replace_numbers_in_text(t, &english, 0.0).len()).sum(),
    );
}
