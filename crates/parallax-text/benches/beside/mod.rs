//! Two pieces of work beside each other, over lines of our own gold.

use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::Value;

/// Times that each side is run, in turns; the least time counts.
pub(crate) const TURNS: usize = 25;

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The lines of a file in `eval/gold`.
pub(crate) fn gold(file: &str) -> Vec<Value> {
    let lines = std::fs::read_to_string(root().join("eval/gold").join(file))
        .expect("the gold is part of the repository");
    lines.lines().map(|line| serde_json::from_str(line).expect("the gold is JSON")).collect()
}

/// The text of a line.
pub(crate) fn text(line: &Value) -> &str {
    line["text"].as_str().expect("each line has a text")
}

/// Words of texts.
pub(crate) fn words<'a>(texts: impl IntoIterator<Item = &'a str>) -> usize {
    texts.into_iter().map(|t| t.split_whitespace().count()).sum()
}

/// Seconds that a piece of work takes.
fn seconds(work: &mut dyn FnMut()) -> f64 {
    let began = Instant::now();
    work();
    began.elapsed().as_secs_f64()
}

/// Prints the head of the table.
pub(crate) fn head() {
    println!("{:<28} {:>10} {:<22} {:>10} {:>8}", "words per second", "Parallax", "beside", "", "ratio");
}

/// Prints what two pieces of work cost by the word, and the ratio.
pub(crate) fn row(what: &str, words: usize, ours: f64, peer: &str, theirs: f64) {
    let speed = |time: f64| words as f64 / time;
    println!("{what:<28} {:>10.0} {peer:<22} {:>10.0} {:>8.3}", speed(ours), speed(theirs), theirs / ours);
}

/// Runs two pieces of work in turns and prints their row; the seconds of the first.
pub(crate) fn compare(
    what: &str,
    words: usize,
    mut ours: impl FnMut(),
    peer: &str,
    mut theirs: impl FnMut(),
) -> f64 {
    let (mut us, mut them) = (f64::MAX, f64::MAX);
    for _ in 0..TURNS {
        us = us.min(seconds(&mut ours));
        them = them.min(seconds(&mut theirs));
    }
    row(what, words, us, peer, them);
    us
}
