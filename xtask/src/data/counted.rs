//! Rebuilds the data files that were counted, from the collections that they name.
//!
//! All other files under `data/` were written by hand for Parallax.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

type Error = Box<dyn std::error::Error>;

/// Collections with openly licensed names (CC BY 4.0, MIT).
const NAMES: &[&str] = &["gum-free-train", "wikigold", "wnut17-train", "broadtwitter", "politics-train"];
/// Collections of news stories (MIT, Apache-2.0, CC BY 3.0).
const STORIES: &[&str] = &["outlets-dev", "ecbplus-dev"];
/// Longest line of a word list, in bytes.
const WIDTH: usize = 110;

/// Rebuilds every counted file.
///
/// # Errors
/// If a collection cannot be read or a file cannot be written.
pub fn rebuild(root: &Path, shared: &Path) -> Result<(), Error> {
    write(root, "common_words.tsv", &common_words(&shared.join("data/names"))?)?;
    write(root, "word_shares.tsv", &word_shares(&shared.join("data/stories"))?)
}

fn write(root: &Path, name: &str, text: &str) -> Result<(), Error> {
    let path = root.join("data/en").join(name);
    std::fs::write(&path, text)?;
    println!("{}: {} bytes", path.display(), text.len());
    Ok(())
}

/// Words that running English writes in lower case: seen so at least twice, and at least half as often as with a
/// capital inside a sentence.
fn common_words(folder: &Path) -> Result<String, Error> {
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for name in NAMES {
        each_line(folder, name, |value| {
            for sentence in value["tokens"].as_array().into_iter().flatten() {
                for (i, word) in sentence.as_array().into_iter().flatten().enumerate() {
                    let word = word.as_str().unwrap_or_default();
                    if word.len() < 2 || !word.bytes().all(|b| b.is_ascii_alphabetic()) {
                        continue;
                    }
                    let (lower, capital) = counts.entry(word.to_ascii_lowercase()).or_default();
                    if word.bytes().all(|b| b.is_ascii_lowercase()) {
                        *lower += 1;
                    } else if i > 0 {
                        *capital += 1;
                    }
                }
            }
        })?;
    }
    let mut out = String::from(
        "# Words that running English writes in lower case: a capital at the head of a sentence or in a headline does\n\
         # not make them names. Counted in the Georgetown University Multilayer corpus (its free genres), wikigold,\n\
         # WNUT17, Broad Twitter Corpus (all CC BY 4.0) and the CrossNER politics set (MIT) by `cargo xtask data`.\n",
    );
    let mut line = String::new();
    for (word, _) in counts.iter().filter(|(_, (lower, capital))| *lower >= 2 && 2 * lower > *capital) {
        if line.len() + 1 + word.len() > WIDTH {
            writeln!(out, "{line}")?;
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line += word;
    }
    writeln!(out, "{line}")?;
    Ok(out)
}

/// Of a thousand pages, how many hold a stem.
fn word_shares(folder: &Path) -> Result<String, Error> {
    let (mut pages, mut counts) = (0_usize, BTreeMap::<String, usize>::new());
    for name in STORIES {
        each_line(folder, name, |value| {
            pages += 1;
            let stems: BTreeSet<String> =
                parallax_ledger::stems(value["text"].as_str().unwrap_or_default()).collect();
            for stem in stems {
                *counts.entry(stem).or_default() += 1;
            }
        })?;
    }
    let mut out = String::from(
        "# How common stems are in English news: of a thousand pages, how many hold the stem; stems that are not\n\
         # listed are on fewer than four. Counted in stories of several outlets (MIT, Apache-2.0) and ECB+ (CC BY 3.0)\n\
         # by `cargo xtask data`; a number for each stem, no text.\n\
         # stem\tpages of a thousand\n",
    );
    for (stem, count) in counts {
        let share = (2 * 1000 * count + pages) / (2 * pages);
        if share >= 4 && stem.bytes().all(|b| b.is_ascii_lowercase()) {
            writeln!(out, "{stem}\t{share}")?;
        }
    }
    Ok(out)
}

fn each_line(folder: &Path, name: &str, mut work: impl FnMut(&Value)) -> Result<(), Error> {
    let path = folder.join(format!("{name}.jsonl.gz"));
    if !path.exists() {
        return Err(format!("{}: not there", path.display()).into());
    }
    let mut unpack = Command::new("gzip").arg("-dc").arg(path).stdout(Stdio::piped()).spawn()?;
    let lines = BufReader::new(unpack.stdout.take().ok_or("gzip has no output")?).lines();
    for line in lines {
        work(&serde_json::from_str(&line?)?);
    }
    unpack.wait()?;
    Ok(())
}
