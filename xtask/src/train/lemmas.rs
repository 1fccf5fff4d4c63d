//! Counts the words whose dictionary form breaks the rules: `data/en/lemmas.tsv`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use parallax_text::syntax::lemma_by_rule;

use super::treebank::{self, Gold};

type Error = Box<dyn std::error::Error>;

/// Parts of speech whose words keep their form, or that are too open to be listed.
const LEFT_OUT: [&str; 6] = ["PROPN", "X", "NUM", "PUNCT", "SYM", "INTJ"];

/// How often each dictionary form, by rule and in gold, was seen for a word with its part of speech.
type Counts = BTreeMap<(String, String), BTreeMap<(String, String), usize>>;

fn table(sentences: &[Gold]) -> String {
    let mut counts = Counts::new();
    for s in sentences {
        for (((text, lemma), upos), xpos) in s.texts.iter().zip(&s.lemmas).zip(&s.upos).zip(&s.xpos) {
            let spelled = text.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-'));
            if spelled && lemma != "_" && !LEFT_OUT.contains(&upos.as_str()) {
                let rule = lemma_by_rule(text, upos, xpos).into_owned();
                let key = (text.to_lowercase(), upos.clone());
                *counts.entry(key).or_default().entry((rule, lemma.clone())).or_default() += 1;
            }
        }
    }
    let mut out = String::from(
        "# Dictionary forms of words that break the rules, counted in the training parts of treebanks; see tags.md.\n\
         # Origin: Universal Dependencies English EWT (CC BY-SA 4.0) and GUM (annotations CC BY 4.0). Licence: CC BY-SA 4.0.\n\
         # word\tpart of speech\tdictionary form\n",
    );
    for ((word, upos), forms) in counts {
        let mut gold: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
        for ((rule, lemma), n) in &forms {
            let [seen, by_rule] = gold.entry(lemma).or_default();
            *seen += n;
            *by_rule += if rule == lemma { *n } else { 0 };
        }
        let best = gold.into_iter().max_by_key(|(lemma, [n, _])| (*n, std::cmp::Reverse(*lemma)));
        if let Some((lemma, [seen, by_rule])) = best
            && 2 * by_rule < seen
        {
            let _ = writeln!(out, "{word}\t{upos}\t{lemma}");
        }
    }
    out
}

/// Counts the exceptions in the treebanks under `data` and writes them to `out`.
///
/// # Errors
/// If the trees cannot be read or the table cannot be written.
pub fn run(data: &Path, open_only: bool, out: &Path) -> Result<(), Error> {
    let table = table(&treebank::training(data, open_only)?);
    println!("{} words", table.lines().count() - 3);
    Ok(std::fs::write(out, table)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_breaks_the_rules_is_listed() {
        let list = |words: &str| words.split(' ').map(str::to_owned).collect();
        let gold = Gold {
            texts: list("Men sailed ships went"),
            lemmas: list("man sail ship go"),
            upos: list("NOUN VERB NOUN VERB"),
            xpos: list("NNS VBD NNS VBD"),
            ..Gold::default()
        };
        let table = table(&[gold]);
        let rows: Vec<&str> = table.lines().filter(|l| !l.starts_with('#')).collect();
        assert_eq!(rows, ["men\tNOUN\tman", "went\tVERB\tgo"]);
    }
}
