//! Learns to name parts of speech: `data/en/tags.weights`.

use std::collections::HashMap;
use std::path::Path;

use parallax_text::syntax::{TAGGER_WIDTH, Tag, Tagger, Word, tag_features};

use super::network::{self, Labels, Rows, Seen};
use super::shuffle::Shuffle;
use super::treebank::{self, Gold, Names};

type Error = Box<dyn std::error::Error>;

/// How often a pair of tags must be seen to be one; rarer ones keep their universal half.
const PAIR_SEEN: usize = 25;

/// Rounds over the examples.
const ROUNDS: usize = 6;

/// The first rate.
const RATE: f32 = 0.02;

/// How much larger the rate of the labels' weights is.
const LABEL_RATE: f32 = 2.0;

/// The part of the features that are left out at random.
const LEFT_OUT: f32 = 0.1;

/// How often a feature must be seen to be tried.
const SEEN: u32 = 4;

/// How many features are kept: those with the largest weights when all were tried.
const KEPT: usize = 33_000;

/// The joint tags of sentences.
pub struct Tags {
    /// Names: universal part of speech, `|`, Penn Treebank tag.
    pub names: Vec<String>,
    /// For each sentence the tags of its words.
    pub gold: Vec<Vec<usize>>,
}

/// Joins the two tags of each word.
#[must_use]
pub fn joint(sentences: &[Gold]) -> Tags {
    let pairs = || sentences.iter().flat_map(|s| s.upos.iter().zip(&s.xpos));
    let mut seen: HashMap<(&String, &String), usize> = HashMap::new();
    pairs().for_each(|pair| *seen.entry(pair).or_default() += 1);
    let mut names = Names::default();
    let mut name = |pair: (&String, &String)| {
        let fine = if seen[&pair] >= PAIR_SEEN { pair.1 } else { "" };
        names.number(&format!("{}|{fine}", pair.0))
    };
    let gold = sentences.iter().map(|s| s.upos.iter().zip(&s.xpos).map(&mut name).collect()).collect();
    Tags { names: names.all, gold }
}

type Tagged<'s> = (&'s [Word], &'s [usize]);

/// The features that are worth keeping.
fn chosen(sentences: &[Tagged<'_>], names: &[String]) -> Vec<u64> {
    let mut seen = Seen::default();
    for (words, gold) in sentences {
        for at in 0..words.len() {
            let before = |by| at.checked_sub(by).map_or(0, |i| gold[i] as u64 + 1);
            tag_features(words, at, [before(1), before(2)], &mut |f| seen.count(f));
        }
    }
    learn(sentences, names, seen.often(SEEN)).0.strongest(KEPT)
}

type Learned = (Rows<TAGGER_WIDTH>, Labels<TAGGER_WIDTH>);

/// Learns weights of features from sentences with their tags.
fn learn(sentences: &[Tagged<'_>], names: &[String], features: Vec<u64>) -> Learned {
    let mut rows = Rows::<TAGGER_WIDTH>::new(features, 0.05);
    let mut labels = Labels::<TAGGER_WIDTH>::new(names.len(), 7);
    let words: usize = sentences.iter().map(|s| s.0.len()).sum();
    let (mut done, total) = (0, words * ROUNDS);
    let mut random = Shuffle::new(5);
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    let (mut scores, mut slopes, mut slots) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        random.shuffle(&mut order);
        for (words, gold) in order.iter().map(|&i| sentences[i]) {
            let mut before = [0, 0];
            for at in 0..words.len() {
                let rate = RATE * (1.0 - done as f32 / total as f32);
                done += 1;
                slots.clear();
                tag_features(words, at, before, &mut |f| slots.extend(rows.slot(f)));
                slots.retain(|_| !network::chance(&mut random, LEFT_OUT));
                let mut sums = rows.start();
                slots.iter().for_each(|&slot| network::add(&mut sums, rows.row(slot)));
                let hidden = network::cut(&sums);
                labels.score(&hidden, &mut scores);
                before = [network::best(&scores) as u64 + 1, before[0]];
                network::slopes(&scores, |_| true, |k| k == gold[at], &mut slopes);
                if slopes[gold[at]] > -0.01 {
                    continue;
                }
                let mut gradient = [0.0; TAGGER_WIDTH];
                labels.step(&hidden, &slopes, &mut gradient, LABEL_RATE * rate);
                network::hold_back(&sums, &mut gradient);
                rows.step(slots.iter().copied(), &gradient, rate);
                rows.step_start(&gradient, rate);
            }
        }
    }
    (rows, labels)
}

/// A tagger learned from all sentences, and, if `unseen` is asked for, for each sentence the tags that a tagger gives
/// which did not see it.
#[must_use]
pub fn learned(sentences: &[Gold], tags: &Tags, unseen: bool) -> (Tagger, Vec<Vec<Tag>>) {
    let all: Vec<Tagged<'_>> =
        sentences.iter().zip(&tags.gold).map(|(s, t)| (&s.words[..], &t[..])).collect();
    let features = chosen(&all, &tags.names);
    let tagger = |part: &[Tagged<'_>]| {
        let (rows, labels) = learn(part, &tags.names, features.clone());
        Tagger::new(tags.names.clone(), rows.in_integers(), &labels.in_integers())
            .expect("labels are learned for all names")
    };
    let mut out = vec![Vec::new(); all.len()];
    for left_out in (0..PARTS).filter(|_| unseen) {
        let here = |i: &usize| i / RUN % PARTS == left_out;
        let seen: Vec<_> = (0..all.len()).filter(|i| !here(i)).map(|i| all[i]).collect();
        let tagger = tagger(&seen);
        for i in (0..all.len()).filter(here) {
            tagger.tag(all[i].0, &mut out[i]);
        }
    }
    (tagger(&all), out)
}

/// Into how many parts sentences are dealt, in runs of so many, to be tagged by a tagger that did not see them.
const PARTS: usize = 4;
const RUN: usize = 20;

/// Learns the tagger from the treebanks under `data`, writes it to `out`, and prints how well it does on what was kept
/// for development.
///
/// # Errors
/// If the trees cannot be read or the weights cannot be written.
pub fn run(data: &Path, open_only: bool, out: &Path) -> Result<(), Error> {
    let sentences = treebank::training(data, open_only)?;
    let tags = joint(&sentences);
    let (tagger, _) = learned(&sentences, &tags, false);
    let mut file = Vec::new();
    tagger.write(&mut file);
    std::fs::write(out, &file)?;
    println!("{} sentences, {} tags, {} bytes", sentences.len(), tags.names.len(), file.len());
    for corpus in ["ewt", "gum"] {
        let dev = treebank::read(&data.join(format!("trees/en_{corpus}-ud-dev.conllu.gz")), |_| true)?;
        let (mut right, mut words) = (0, 0);
        for sentence in &dev {
            let mut found = Vec::new();
            tagger.tag(&sentence.words, &mut found);
            words += found.len();
            right += found.iter().zip(&sentence.upos).filter(|(t, gold)| tagger.upos(**t) == *gold).count();
        }
        println!("{corpus} dev: UPOS {:.2}", 100.0 * right as f64 / words.max(1) as f64);
    }
    Ok(())
}
