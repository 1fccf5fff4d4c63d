//! Whole situations, end to end: what a careful reader wrote down beside the pages must be in the report.
//!
//! `expected.toml` beside the pages says what should be there. `open.txt` beside it lists, one a line, what is
//! not there yet; a line of it that no longer fails must be taken out, so that the list stays true.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod checks;
mod expected;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use expected::Expected;
use parallax::inputs::Inputs;
use parallax::pipeline::{self, Given};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Reads the pages and compares what fails with what is known to be open.
fn judge(pages: &Path, beside: &Path, name: &str) {
    let read = |file: String| std::fs::read_to_string(beside.join(file));
    let expected: Expected = toml::from_str(&read(format!("{name}expected.toml")).unwrap()).unwrap();
    let open: BTreeSet<String> = read(format!("{name}open.txt"))
        .unwrap_or_default()
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
        .map(str::to_owned)
        .collect();
    let inputs = Inputs::find(&[pages.to_owned()]).unwrap();
    let report = pipeline::report(&inputs, &Given::default(), &|| ());
    let verdicts = checks::run(&expected, &report);
    let failing: BTreeSet<String> =
        verdicts.iter().filter(|v| v.problem.is_some()).map(|v| v.key.clone()).collect();
    println!("{} of {} expectations hold", verdicts.len() - failing.len(), verdicts.len());
    let mut wrong = Vec::new();
    for verdict in &verdicts {
        if let (Some(problem), false) = (&verdict.problem, open.contains(&verdict.key)) {
            wrong.push(format!("{}\n      {problem}", verdict.key));
        }
    }
    wrong.extend(
        open.difference(&failing).map(|key| format!("{key}\n      holds now: take it out of open.txt")),
    );
    assert!(wrong.is_empty(), "{} expectations:\n  {}", wrong.len(), wrong.join("\n  "));
}

#[test]
fn strait() {
    let beside = root().join("examples/strait");
    judge(&beside.join("pages"), &beside, "");
}

#[test]
fn dam() {
    let beside = root().join("tests/stories/dam");
    judge(&beside.join("pages"), &beside, "");
}

#[test]
fn five_real_pages() {
    let pages = root().join("../shared/seeds");
    if pages.is_dir() {
        judge(&pages, &root().join("tests/stories"), "seeds-");
    } else {
        println!("skipped: no pages at {}", pages.display());
    }
}
