//! Sentences with tags and trees, in CoNLL-U.

use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::path::Path;

use flate2::read::MultiGzDecoder;
use parallax_text::syntax::{NONE, Word};

type Error = Box<dyn std::error::Error>;

/// A sentence as it was annotated.
#[derive(Default)]
pub struct Gold {
    /// Its words.
    pub texts: Vec<String>,
    /// The same, looked at.
    pub words: Vec<Word>,
    /// Their dictionary forms.
    pub lemmas: Vec<String>,
    /// Universal parts of speech.
    pub upos: Vec<String>,
    /// Penn Treebank tags.
    pub xpos: Vec<String>,
    /// Heads, from 0; [`NONE`] for the root.
    pub heads: Vec<usize>,
    /// Relations.
    pub relations: Vec<String>,
}

/// Kinds of text in GUM whose texts are under open licences, as the names of its documents have them.
const OPEN_KINDS: [&str; 6] = ["academic", "bio", "court", "interview", "news", "voyage"];

/// The training parts of EWT and GUM; with `open_only`, of GUM only the kinds with open texts.
///
/// # Errors
/// If a file cannot be read.
pub fn training(data: &Path, open_only: bool) -> Result<Vec<Gold>, Error> {
    let mut all = read(&data.join("trees/en_ewt-ud-train.conllu.gz"), |_| true)?;
    let open = |document: &str| document.split('_').nth(1).is_some_and(|kind| OPEN_KINDS.contains(&kind));
    all.extend(read(&data.join("trees/en_gum-ud-train.conllu.gz"), |d| !open_only || open(d))?);
    Ok(all)
}

/// The sentences of the documents that are wanted.
///
/// # Errors
/// If the file cannot be read.
pub fn read(path: &Path, wanted: impl Fn(&str) -> bool) -> Result<Vec<Gold>, Error> {
    let file = std::fs::File::open(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut out = Vec::new();
    let (mut sentence, mut keep, mut lower) = (Gold::default(), true, String::new());
    for line in BufReader::new(MultiGzDecoder::new(file)).lines() {
        let line = line?;
        if let Some(document) = line.strip_prefix("# newdoc id = ") {
            keep = wanted(document);
        }
        if line.is_empty() {
            let done = std::mem::take(&mut sentence);
            if keep && !done.texts.is_empty() {
                out.push(done);
            }
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        let [number, text, lemma, upos, xpos, _, head, relation, ..] = fields[..] else { continue };
        if !number.bytes().all(|b| b.is_ascii_digit()) {
            continue;
        }
        sentence.texts.push(text.to_owned());
        sentence.words.push(Word::new(text, &mut lower));
        sentence.lemmas.push(lemma.to_owned());
        sentence.upos.push(upos.to_owned());
        sentence.xpos.push(xpos.to_owned());
        sentence.heads.push(head.parse::<usize>().unwrap_or(0).checked_sub(1).unwrap_or(NONE));
        sentence.relations.push(relation.to_owned());
    }
    Ok(out)
}

/// Names with their numbers.
#[derive(Default)]
pub struct Names {
    numbers: HashMap<String, usize>,
    /// The names, by number.
    pub all: Vec<String>,
}

impl Names {
    /// The number of a name, which is added if it is new.
    pub fn number(&mut self, name: &str) -> usize {
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        self.numbers.insert(name.to_owned(), self.all.len());
        self.all.push(name.to_owned());
        self.all.len() - 1
    }
}
