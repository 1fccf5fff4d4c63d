//! Gold names of several collections, brought to one set of kinds.
//!
//! The collections differ: some know no kind but persons, organisations and places, and say nothing of the rest.
//! Their words outside names may then be in a name of another kind, and the learner is told so.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use flate2::read::GzDecoder;
use parallax_text::learned::names::{Found, KINDS, Kind, LABELS, OUTSIDE, Part, label, labels, lower_hash};
use serde::Deserialize;

type Error = Box<dyn std::error::Error>;

/// A collection.
#[derive(Debug, Clone, Copy)]
pub(super) struct Set {
    /// Name of its file.
    pub(super) name: &'static str,
    /// Register of its texts, from 1; 0 if they are of many.
    pub(super) register: u8,
    /// It has names of groups and of other things.
    pub(super) whole: bool,
    /// Anybody may train on it and publish what was learned.
    pub(super) open: bool,
    /// It is measured on, and trained on only for what ships.
    pub(super) dev: bool,
}

const fn set(name: &'static str, register: u8, whole: bool, open: bool, dev: bool) -> Set {
    Set { name, register, whole, open, dev }
}

/// The collections: news agencies (1), newspapers of the world (2), encyclopaedias (3), the web (4), short posts (5).
pub(super) const SETS: [Set; 9] = [
    set("conll2003-train", 1, true, false, false),
    set("worldwide-train", 2, true, false, false),
    set("politics-train", 3, true, true, false),
    set("wikigold", 3, true, true, false),
    set("uner-ewt-dev", 4, false, true, false),
    set("wnut17-train", 5, true, true, false),
    set("gum-free-train", 0, false, true, false),
    set("conll2003-dev", 1, true, false, true),
    set("worldwide-dev", 2, true, false, true),
];

/// A page of a collection.
#[derive(Debug, Clone)]
pub(super) struct Page {
    pub(super) set: usize,
    pub(super) lines: Vec<Vec<String>>,
    pub(super) names: Vec<Vec<Found>>,
}

#[derive(Deserialize)]
struct Record {
    text: String,
    tokens: Vec<Vec<String>>,
    mentions: Vec<Mention>,
}

#[derive(Deserialize)]
struct Mention {
    start: usize,
    end: usize,
    #[serde(rename = "type")]
    of: String,
}

/// Words for peoples, which some collections do not tell from other names.
pub(super) fn peoples(root: &Path) -> Result<Vec<u64>, Error> {
    let mut out = Vec::new();
    for (file, column) in [("countries.tsv", 2), ("peoples.tsv", 0)] {
        let text = std::fs::read_to_string(root.join("data/en").join(file))?;
        for line in text.lines().filter(|l| !l.starts_with('#')) {
            out.extend(line.split('\t').nth(column).into_iter().flat_map(|c| c.split('|')).map(lower_hash));
        }
    }
    out.sort_unstable();
    Ok(out)
}

fn kind(of: &str, words: &str, peoples: &[u64]) -> Option<Kind> {
    Some(match of {
        "PER" => Kind::Person,
        "ORG" => Kind::Organisation,
        "LOC" | "FAC" | "GPE" => Kind::Place,
        "NORP" => Kind::Group,
        "MISC" if peoples.binary_search(&lower_hash(words)).is_ok() => Kind::Group,
        "MISC" | "PROD" | "EVENT" => Kind::Other,
        _ => return None,
    })
}

/// Reads a collection.
pub(super) fn read(folder: &Path, set: usize, peoples: &[u64]) -> Result<Vec<Page>, Error> {
    let path = folder.join(format!("{}.jsonl.gz", SETS[set].name));
    let file = File::open(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut out = Vec::new();
    for line in BufReader::new(GzDecoder::new(file)).lines() {
        let record: Record = serde_json::from_str(&line?)?;
        out.push(page(record, set, peoples));
    }
    Ok(out)
}

fn page(record: Record, set: usize, peoples: &[u64]) -> Page {
    let (mut starts, mut ends) = (HashMap::new(), HashMap::new());
    let mut at = 0;
    for (l, line) in record.tokens.iter().enumerate() {
        for (w, word) in line.iter().enumerate() {
            let end = at + word.chars().count();
            starts.insert(at, (l, w));
            ends.insert(end, (l, w + 1));
            at = end + 1;
        }
    }
    let chars: Vec<char> = record.text.chars().collect();
    let mut names: BTreeMap<(usize, usize), Found> = BTreeMap::new();
    for m in &record.mentions {
        let words: String = chars.get(m.start..m.end).unwrap_or_default().iter().collect();
        let (Some(&(line, from)), Some(&(last, to))) = (starts.get(&m.start), ends.get(&m.end)) else {
            continue;
        };
        if line == last
            && let Some(kind) = kind(&m.of, &words, peoples)
        {
            names.entry((line, from)).or_insert(Found { from, to, kind });
        }
    }
    let mut lines: Vec<Vec<Found>> = vec![Vec::new(); record.tokens.len()];
    for ((line, _), name) in names {
        if lines[line].last().is_none_or(|l| l.to <= name.from) {
            lines[line].push(name);
        }
    }
    Page { set, lines: record.tokens, names: lines }
}

impl Page {
    /// The labels that each word of a line may have, a bit a label.
    pub(super) fn allowed(&self, line: usize) -> Vec<u32> {
        let others = KINDS
            .into_iter()
            .filter(|k| matches!(k, Kind::Group | Kind::Other))
            .flat_map(|k| [Part::First, Part::Inner, Part::Last, Part::Only].map(|p| 1_u32 << label(k, p)))
            .fold(0, |a, b| a | b);
        debug_assert!(others < 1 << LABELS);
        let gold = labels(self.lines[line].len(), &self.names[line]);
        let outside = if SETS[self.set].whole { 1 } else { 1 | others };
        gold.iter().map(|&l| if usize::from(l) == OUTSIDE { outside } else { 1 << l }).collect()
    }

    /// The page with the words joined that its collection cut at every mark: "al - Assad", "ship ’ s".
    pub(super) fn joined(&self) -> Self {
        let mut out = Self { set: self.set, lines: Vec::new(), names: Vec::new() };
        for (line, names) in self.lines.iter().zip(&self.names) {
            // For each word, the word of the new line that it goes into.
            let (mut words, mut place): (Vec<String>, Vec<usize>) = (Vec::new(), Vec::new());
            let inside = |i: usize| names.iter().find(|n| (n.from..n.to).contains(&i)).map(|n| n.from);
            let wordy = |i: usize| line.get(i).is_some_and(|w| w.chars().all(char::is_alphanumeric));
            let mut i = 0;
            while i < line.len() {
                let possessive = matches!(line[i].as_str(), "'" | "’")
                    && line.get(i + 1).is_some_and(|w| w == "s")
                    && inside(i) == inside(i + 1);
                let hyphen = line[i] == "-"
                    && i > 0
                    && wordy(i - 1)
                    && wordy(i + 1)
                    && inside(i - 1) == inside(i)
                    && inside(i) == inside(i + 1);
                if possessive {
                    words.push(format!("{}s", line[i]));
                    place.extend([words.len() - 1; 2]);
                    i += 2;
                } else if let Some(last) = words.last_mut().filter(|_| hyphen) {
                    last.push('-');
                    last.push_str(&line[i + 1]);
                    place.extend([words.len() - 1; 2]);
                    i += 2;
                } else {
                    words.push(line[i].clone());
                    place.push(words.len() - 1);
                    i += 1;
                }
            }
            let moved =
                names.iter().map(|n| Found { from: place[n.from], to: place[n.to - 1] + 1, kind: n.kind });
            out.names.push(moved.collect());
            out.lines.push(words);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_were_cut_are_joined_and_names_stay() {
        let words = |t: &str| t.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let name = |from, to| Found { from, to, kind: Kind::Person };
        let page = Page {
            set: 1,
            lines: vec![words("Varna - led Al - Kjeldo ’ s well - run ship")],
            names: vec![vec![name(0, 1), name(3, 6)]],
        };
        let joined = page.joined();
        assert_eq!(joined.lines, [words("Varna - led Al-Kjeldo ’s well-run ship")]);
        assert_eq!(joined.names, [[name(0, 1), name(3, 4)]]);
    }

    #[test]
    fn what_a_collection_does_not_know_stays_open() {
        let page = |set| Page { set, lines: vec![vec!["a".into(), "Olu".into()]], names: vec![vec![]] };
        assert_eq!(page(0).allowed(0), [1, 1]);
        assert!(page(4).allowed(0)[0] > 1);
    }
}
