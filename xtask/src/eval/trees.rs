//! Parts of speech and trees against gold in CoNLL-U.

use parallax::lines;
use serde_json::{Value, json};

use super::score::Counts;

/// A word of the gold: form, part of speech, head, relation without its subtype.
struct Word<'t> {
    form: &'t str,
    upos: &'t str,
    head: u64,
    relation: &'t str,
}

fn bare(relation: &str) -> &str {
    relation.split(':').next().unwrap_or(relation)
}

fn word(line: &str) -> Option<Word<'_>> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [id, form, _, upos, _, _, head, relation, ..] = fields[..] else { return None };
    id.bytes().all(|b| b.is_ascii_digit()).then_some(())?;
    Some(Word { form, upos, head: head.parse().ok()?, relation: bare(relation) })
}

fn sentences(conllu: &str) -> Vec<Vec<Word<'_>>> {
    conllu
        .split("\n\n")
        .map(|block| block.lines().filter(|l| !l.starts_with('#')).filter_map(word).collect::<Vec<_>>())
        .filter(|words| !words.is_empty())
        .collect()
}

/// Scores what the program makes of the words of the gold: parts of speech, heads (UAS), heads with relations (LAS),
/// and pairs of subject and verb. Punctuation counts for parts of speech only.
///
/// # Panics
/// If the program gives no document for words.
#[must_use]
pub fn measures(conllu: &str) -> [(&'static str, Counts); 4] {
    let gold = sentences(conllu);
    let words: Vec<Vec<&str>> = gold.iter().map(|s| s.iter().map(|w| w.form).collect()).collect();
    let input = json!({"id": "gold", "tokens": words}).to_string();
    let mut output = Vec::new();
    lines::annotate(input.as_bytes(), &mut output, &["tokens"]).expect("memory can be written");
    let document: Value = serde_json::from_slice(&output).expect("a document is JSON");
    let tokens = document["tokens"].as_array().map_or(&[][..], Vec::as_slice);
    let [mut tags, mut heads, mut relations, mut subjects] = [Counts::default(); 4];
    let add = |counts: &mut Counts, right: bool| {
        counts.add(Counts { right: usize::from(right), predicted: 1, gold: 1 });
    };
    for (word, token) in gold.iter().flatten().zip(tokens) {
        let text = |key: &str| token[key].as_str().unwrap_or_default();
        let (head, relation) = (token["head"].as_u64() == Some(word.head), bare(text("deprel")));
        add(&mut tags, text("upos") == word.upos);
        if word.relation != "punct" {
            add(&mut heads, head);
            add(&mut relations, head && relation == word.relation);
        }
        let subject = |relation: &str| matches!(relation, "nsubj" | "csubj");
        let (is, guessed) = (subject(word.relation), subject(relation));
        let right = is && guessed && head;
        subjects.add(Counts { right: right.into(), predicted: guessed.into(), gold: is.into() });
    }
    [("tags", tags), ("trees-heads", heads), ("trees-relations", relations), ("trees-subjects", subjects)]
}
