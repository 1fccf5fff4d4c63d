//! Learns to build dependency trees: `data/en/tree.weights`.

use std::collections::HashMap;
use std::path::Path;

use parallax_text::syntax::{NONE, Parser, Sentence, Tag, Tagger, Tree, word_features};

use super::arcs::{Example, Network};
use super::network::Seen;
use super::shuffle::Shuffle;
use super::tags;
use super::treebank::{self, Gold, Names};

type Error = Box<dyn std::error::Error>;

/// Rounds over the sentences.
const ROUNDS: usize = 12;

/// The first rate, after a rise over so many sentences; it falls to nothing.
const RATE: f32 = 0.002;
const RISE: f32 = 1000.0;

/// Words whose gradients make one step.
const STEP: usize = 300;

/// How often a feature must be seen.
const SEEN: u32 = 5;

/// Relations that keep their second half.
const WITH_SECOND: [&str; 7] =
    ["nsubj:pass", "csubj:pass", "aux:pass", "nmod:poss", "acl:relcl", "compound:prt", "obl:agent"];

fn relation(full: &str) -> &str {
    if WITH_SECOND.contains(&full) { full } else { first_half(full) }
}

/// Learns from sentences, each with its tags and the numbers of its labels.
fn parser(sentences: &[(&Gold, &[Tag], Vec<usize>)], labels: &[String]) -> Result<Parser, Error> {
    let mut seen = Seen::default();
    let features = |gold: &Gold, tags: &[Tag], at: usize, give: &mut dyn FnMut(u64)| {
        word_features(&Sentence { words: &gold.words, tags }, at, &mut |feature| give(feature));
    };
    for (gold, tags, _) in sentences {
        (0..tags.len()).for_each(|at| features(gold, tags, at, &mut |feature| seen.count(feature)));
    }
    let often = seen.often(SEEN);
    drop(seen);
    let numbers: HashMap<u64, u32> = often.iter().copied().zip(0..).collect();
    let rows = |gold: &Gold, tags: &[Tag], at: usize| {
        let mut rows = Vec::new();
        features(gold, tags, at, &mut |feature| rows.extend(numbers.get(&feature)));
        rows
    };
    let examples: Vec<Example<'_>> = sentences
        .iter()
        .map(|(gold, tags, labels)| Example {
            rows: (0..tags.len()).map(|at| rows(gold, tags, at)).collect(),
            heads: &gold.heads,
            labels: labels.clone(),
            marks: gold.relations.iter().map(|relation| relation == "punct").collect(),
        })
        .collect();
    let mut network = Network::new(often.len(), labels.len());
    learn(&mut network, &examples);
    Ok(Parser::new(labels.to_vec(), network.in_integers(&often)?)?)
}

fn learn(network: &mut Network, examples: &[Example<'_>]) {
    let mut random = Shuffle::new(3);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let (mut done, total) = (0, examples.len() * ROUNDS);
    for round in 1..=ROUNDS {
        random.shuffle(&mut order);
        let (mut words, mut all, mut loss) = (0, 0, 0.0);
        for example in order.iter().map(|&i| &examples[i]) {
            loss += f64::from(network.learn(example, &mut random));
            words += example.heads.len();
            done += 1;
            if words >= STEP {
                let left = 1.0 - done as f32 / total as f32;
                network.step(RATE * left * (done as f32 / RISE).min(1.0));
                all += words;
                words = 0;
            }
        }
        println!("round {round}: loss {:.4}", loss / f64::from(all.max(1) as u32));
    }
}

/// Learns the parser from the treebanks under `data`, writes it to `out`, and prints how well it does on what was kept
/// for development.
///
/// # Errors
/// If the trees cannot be read or the weights cannot be written.
pub fn run(data: &Path, open_only: bool, out: &Path) -> Result<(), Error> {
    let sentences = treebank::training(data, open_only)?;
    let joint = tags::joint(&sentences);
    let (tagger, found) = tags::learned(&sentences, &joint, true);
    let mut names = Names::default();
    let examples: Vec<_> = sentences
        .iter()
        .zip(&found)
        .map(|(gold, tags)| {
            (gold, &tags[..], gold.relations.iter().map(|r| names.number(relation(r))).collect())
        })
        .collect();
    let parser = parser(&examples, &names.all)?;
    let mut file = Vec::new();
    parser.write(&mut file);
    std::fs::write(out, &file)?;
    println!("{} sentences, {} labels, {} bytes", sentences.len(), names.all.len(), file.len());
    for corpus in ["ewt", "gum"] {
        let dev = treebank::read(&data.join(format!("trees/en_{corpus}-ud-dev.conllu.gz")), |_| true)?;
        println!("{corpus} dev: {}", measure(&dev, &tagger, &parser));
    }
    Ok(())
}

/// Heads and labelled heads found, marks left out, and F1 of subjects with their heads.
fn measure(dev: &[Gold], tagger: &Tagger, parser: &Parser) -> String {
    let mut tree = Tree::default();
    let (mut words, mut heads, mut both) = (0, 0, 0);
    let (mut subjects, mut right) = (0, 0);
    for gold in dev {
        let mut tags = Vec::new();
        tagger.tag(&gold.words, &mut tags);
        parser.parse(&Sentence { words: &gold.words, tags: &tags }, &mut tree);
        for (i, wanted) in gold.relations.iter().enumerate() {
            let head = tree.heads()[i];
            let label = if head == NONE { "root" } else { &parser.labels()[usize::from(tree.labels()[i])] };
            let (label, wanted) = (first_half(label), first_half(wanted));
            let subject = |label: &str| matches!(label, "nsubj" | "csubj");
            subjects += usize::from(subject(label)) + usize::from(subject(wanted));
            right += usize::from(subject(label) && subject(wanted) && head == gold.heads[i]);
            if wanted != "punct" {
                words += 1;
                heads += usize::from(head == gold.heads[i]);
                both += usize::from(head == gold.heads[i] && label == wanted);
            }
        }
    }
    let percent = |a: usize, b: usize| 100.0 * a as f64 / b.max(1) as f64;
    format!(
        "UAS {:.2} LAS {:.2} subjects F1 {:.2}",
        percent(heads, words),
        percent(both, words),
        percent(2 * right, subjects)
    )
}

fn first_half(relation: &str) -> &str {
    relation.split(':').next().unwrap_or(relation)
}
