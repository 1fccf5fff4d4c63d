//! Times beside duckling, a crate, and chrono-node, in one run: words per second and the ratio, over the texts of our own
//! gold. `cargo bench -p parallax-text --bench times`.
//!
//! The work is not the same: the others find moments, not expressions of TIMEX3, and none reads tense; what each gets
//! right is in `docs/comparison-times.md`. duckling is given one sentence at a time, since it stops after a fixed amount
//! of work. chrono-node runs in Node with the script in `eval/peers/node`, which says the CPU seconds of the calls alone;
//! where it is not installed, the bench says so.

mod beside;

use std::hint::black_box;
use std::io::Write as _;
use std::process::{Command, Stdio};

use chrono::{DateTime, NaiveDate, Utc};
use duckling::{Context, DimensionKind, Lang, Locale, Options};
use parallax_text::times;
use serde_json::Value;
use unicode_segmentation::UnicodeSegmentation;

/// Seconds of chrono-node for all lines, the least of some turns; why not, if it cannot run.
fn chrono_node(lines: &str) -> Result<f64, String> {
    let folder = beside::root().join("eval/peers/node");
    if !folder.join("node_modules/chrono-node").exists() {
        return Err("chrono-node is not installed: npm ci --prefix eval/peers/node".to_owned());
    }
    let mut node = Command::new("node")
        .arg(folder.join("chrono.js"))
        .arg(beside::TURNS.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("node cannot be started: {error}"))?;
    let fed = node.stdin.take().map(|mut pipe| pipe.write_all(lines.as_bytes()));
    let done = node.wait_with_output().map_err(|error| error.to_string())?;
    let said = String::from_utf8_lossy(&done.stderr).trim().to_owned();
    match (fed, said.parse()) {
        (Some(Ok(())), Ok(seconds)) => Ok(seconds),
        _ => Err(said),
    }
}

/// duckling's context: noon of the day of a line.
fn context(line: &Value, locale: Locale) -> Context {
    let day = line["published"].as_str().and_then(|t| t.get(..10)?.parse::<NaiveDate>().ok());
    let noon = day.and_then(|day| day.and_hms_opt(12, 0, 0)).unwrap_or_default();
    Context::new(DateTime::<Utc>::from_naive_utc_and_offset(noon, Utc).fixed_offset(), locale)
}

fn main() {
    let gold = [beside::gold("times.jsonl"), beside::gold("time_sentences.jsonl")].concat();
    let words = beside::words(gold.iter().map(beside::text));
    let read = || {
        for line in &gold {
            black_box(times::tag(beside::text(line), line["published"].as_str()));
        }
    };
    let locale = Locale::new(Lang::EN, None);
    let dimensions = [DimensionKind::Time, DimensionKind::Duration];
    let contexts: Vec<Context> = gold.iter().map(|line| context(line, locale)).collect();
    let theirs = || {
        for (line, context) in gold.iter().zip(&contexts) {
            for sentence in beside::text(line).split_sentence_bounds() {
                black_box(duckling::parse(sentence, &locale, &dimensions, context, &Options::default()));
            }
        }
    };
    beside::head();
    let ours = beside::compare("times", words, read, "duckling", theirs);
    let lines: String = gold.iter().map(|line| format!("{line}\n")).collect();
    match chrono_node(&lines) {
        Ok(theirs) => beside::row("times", words, ours, "chrono-node", theirs),
        Err(why) => println!("{why}"),
    }
}
