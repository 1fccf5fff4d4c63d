//! Sentences with tags and trees, in CoNLL-U.

use std::cmp::Ordering;
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
    /// Whether a blank stands after each word.
    pub blanks: Vec<bool>,
    /// What begins with it.
    pub begins: Begins,
}

/// What begins with a sentence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Begins {
    /// Only the sentence.
    #[default]
    Sentence,
    /// A paragraph.
    Paragraph,
    /// A document.
    Document,
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
    read_lines(BufReader::new(MultiGzDecoder::new(file)), wanted)
}

/// The sentences of the documents that are wanted, from lines of CoNLL-U.
///
/// # Errors
/// If a line cannot be read.
pub fn read_lines(lines: impl BufRead, wanted: impl Fn(&str) -> bool) -> Result<Vec<Gold>, Error> {
    let mut out = Vec::new();
    let (mut sentence, mut keep, mut lower) = (Gold::default(), true, String::new());
    // The last word of words that are written as one, and whether a blank stands after it.
    let mut joined = (0, true);
    for line in lines.lines() {
        let line = line?;
        if let Some(document) = line.strip_prefix("# newdoc id = ") {
            keep = wanted(document);
            sentence.begins = Begins::Document;
        } else if line.starts_with("# newpar") {
            sentence.begins = sentence.begins.max(Begins::Paragraph);
        }
        if line.is_empty() {
            let done = std::mem::take(&mut sentence);
            joined = (0, true);
            if keep && !done.texts.is_empty() {
                out.push(done);
            }
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        let [number, text, lemma, upos, xpos, _, head, relation, _, more] = fields[..] else { continue };
        let blank = !more.split('|').any(|m| m == "SpaceAfter=No");
        if let Some((_, last)) = number.split_once('-') {
            joined = (last.parse().unwrap_or(0), blank);
        }
        if !number.bytes().all(|b| b.is_ascii_digit()) {
            continue;
        }
        sentence.blanks.push(match (sentence.texts.len() + 1).cmp(&joined.0) {
            Ordering::Less => false,
            Ordering::Equal => joined.1,
            Ordering::Greater => blank,
        });
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
