//! Dependency trees: the sentence is read both ways, then every word chooses its head (after Kiperwasser and Goldberg
//! 2016, and Dozat and Manning 2017).
//!
//! From what was read at a word come four rows of numbers: what it seeks as a dependant, what it offers as a head, and
//! the same again for the label of the arc. How well a word stands under a head is the product of what it seeks with
//! what the head offers, and with what the step between them offers. The tree with the largest sum is taken; then each
//! arc gets its label.

use std::sync::LazyLock;

use fearless_simd::{Level, Simd, dispatch};

use super::Sentence;
use super::features::{ROOT, STEPS, step, word_features};
use super::spanning::{self, NONE, Room, Scores};
use crate::learned::net::{self, HEAD_UNIT, Head, UNIT};
use crate::learned::stack::KNOWN_WIDTH;
use crate::learned::{Damaged, Known, Matrix, Stack};

/// What is sought and offered between a word and its head.
pub const ARC_WIDTH: usize = 64;

/// What is sought and offered for the label of an arc.
pub const LABEL_WIDTH: usize = 64;

/// All that is sought and offered at a word.
const ENDS: usize = 2 * (ARC_WIDTH + LABEL_WIDTH);

/// What was learned of trees.
#[derive(Debug, Clone, PartialEq)]
pub struct Layers {
    /// Reads the sentence.
    pub stack: Stack<2>,
    /// What a word seeks and offers: for arcs, then for labels.
    pub ends: Matrix<KNOWN_WIDTH>,
    /// What a step offers to a word that seeks its head.
    pub steps: Head<ARC_WIDTH>,
    /// What a step adds for the label.
    pub label_steps: Vec<[i16; LABEL_WIDTH]>,
    /// Weights of labels.
    pub labels: Head<LABEL_WIDTH>,
}

/// A parser.
#[derive(Debug, Clone, PartialEq)]
pub struct Parser {
    labels: Vec<String>,
    layers: Layers,
}

/// What the ends of an arc seek and offer, at one word.
#[derive(Debug, Clone, Copy)]
struct Ends {
    arc: [[i16; ARC_WIDTH]; 2],
    label: [[i16; LABEL_WIDTH]; 2],
}

/// The tree of the sentence that was parsed last, with room that is used again.
#[derive(Debug, Default)]
pub struct Tree {
    heads: Vec<usize>,
    labels: Vec<u8>,
    known: Known,
    ends: Vec<Ends>,
    scores: Scores,
    room: Room,
}

impl Tree {
    /// The head of each word, from 0; [`NONE`] for the root.
    #[must_use]
    pub fn heads(&self) -> &[usize] {
        &self.heads
    }

    /// The label of each word, as an index into [`Parser::labels`].
    #[must_use]
    pub fn labels(&self) -> &[u8] {
        &self.labels
    }
}

/// Bits behind the point in weights of a [`Head`] and in sums.
const HEAD_BITS: u32 = 8;
const UNIT_BITS: u32 = 6;
const _: () = assert!(HEAD_UNIT == (1 << HEAD_BITS) as f32 && UNIT == (1 << UNIT_BITS) as f32);

/// Brings a score of a [`Head`] to units of [`UNIT`].
#[inline(always)]
fn in_units(score: i32) -> i16 {
    // Far beyond what was learned; products of so many can not overflow.
    const MOST: i32 = 1 << 13;
    (score.saturating_add(1 << (HEAD_BITS - 1)) >> HEAD_BITS).clamp(-MOST, MOST) as i16
}

impl Parser {
    /// From what was learned.
    ///
    /// # Errors
    /// If numbers of weights do not fit together.
    pub fn new(labels: Vec<String>, layers: Layers) -> Result<Self, Damaged> {
        let fits = layers.ends.len() == ENDS
            && layers.steps.len() == STEPS
            && layers.label_steps.len() == STEPS
            && layers.labels.len() == labels.len()
            && labels.len() <= usize::from(u8::MAX);
        if fits { Ok(Self { labels, layers }) } else { Err(Damaged("a wrong number of labels")) }
    }

    /// The names of the labels.
    #[must_use]
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// Parses a sentence; the time grows with the square of its length, or the cube where the best heads of its words
    /// make no tree. What stands behind 256 words hangs on the word before it.
    pub fn parse(&self, sentence: &Sentence<'_>, tree: &mut Tree) {
        let len = sentence.words.len().min(sentence.tags.len()).min(spanning::LONGEST);
        let short = Sentence { words: &sentence.words[..len], tags: &sentence.tags[..len] };
        dispatch!(Level::new(), simd => self.parse_short(simd, &short, tree));
        tree.heads.extend((len..sentence.words.len()).map(|at| at.checked_sub(1).unwrap_or(NONE)));
        tree.labels.resize(sentence.words.len(), 0);
    }

    #[inline(always)]
    fn parse_short<S: Simd>(&self, simd: S, sentence: &Sentence<'_>, tree: &mut Tree) {
        let layers = &self.layers;
        tree.known.clear();
        for at in 0..sentence.words.len() {
            word_features(
                sentence,
                at,
                #[inline(always)]
                |feature| layers.stack.feature(&mut tree.known, feature),
            );
            layers.stack.word(&mut tree.known);
        }
        layers.stack.read_words(simd, &mut tree.known);
        tree.ends.clear();
        for word in 0..sentence.words.len() {
            let ends = self.ends(simd, &tree.known.at(word));
            tree.ends.push(ends);
        }
        self.scores(&tree.ends, &mut tree.scores);
        spanning::tree(&tree.scores, &mut tree.room, &mut tree.heads);
        tree.labels.clear();
        for (word, &head) in tree.heads.iter().enumerate() {
            let at = if head == NONE { ROOT } else { step(word, head) };
            let mut sums = tree.ends[word].label[0];
            net::add_sums(&mut sums, &layers.label_steps[at]);
            if head != NONE {
                net::add_sums(&mut sums, &tree.ends[head].label[1]);
            }
            net::cut(&mut sums);
            tree.labels.push(layers.labels.best(&sums).0 as u8);
        }
    }

    #[inline(always)]
    fn ends<S: Simd>(&self, simd: S, known: &[i16; KNOWN_WIDTH]) -> Ends {
        let mut ends = Ends { arc: [[0; ARC_WIDTH]; 2], label: [[0; LABEL_WIDTH]; 2] };
        let mut scores = [0; ENDS];
        self.layers.ends.multiply(simd, known, &mut scores);
        let (arc, label) = scores.split_at(2 * ARC_WIDTH);
        for (end, &score) in ends.arc.as_flattened_mut().iter_mut().zip(arc) {
            *end = in_units(score);
        }
        for (end, &score) in ends.label.as_flattened_mut().iter_mut().zip(label) {
            *end = in_units(score);
        }
        net::cut(&mut ends.arc[1]);
        ends
    }

    /// How well each word would stand under each.
    #[inline(always)]
    fn scores(&self, ends: &[Ends], scores: &mut Scores) {
        scores.under.clear();
        scores.root.clear();
        let steps = &self.layers.steps;
        for (word, Ends { arc: [sought, _], .. }) in ends.iter().enumerate() {
            let mut at = [0; STEPS];
            for (step, at) in at.iter_mut().enumerate() {
                // From units of a score to those of a product.
                *at = steps.score(step, sought) >> (HEAD_BITS - UNIT_BITS);
            }
            for (head, Ends { arc: [_, offered], .. }) in ends.iter().enumerate() {
                let score = net::product(sought, offered) + at[step(word, head)];
                scores.under.push(score.clamp(-Scores::MOST, Scores::MOST));
            }
            scores.root.push(at[ROOT].clamp(-Scores::MOST, Scores::MOST));
        }
    }

    /// Appends the parser to a file.
    pub fn write(&self, out: &mut Vec<u8>) {
        let Layers { stack, ends, steps, label_steps, labels } = &self.layers;
        net::write_names(&self.labels, out);
        stack.write(out);
        ends.head().write(out);
        steps.write(out);
        label_steps.iter().for_each(|row| net::write_sums(row, out));
        labels.write(out);
    }

    /// Reads a file.
    ///
    /// # Errors
    /// If it is not one.
    pub fn read(mut bytes: &[u8]) -> Result<Self, Damaged> {
        let bytes = &mut bytes;
        let names = net::read_names(bytes)?;
        let layers = Layers {
            stack: Stack::read(bytes)?,
            ends: Matrix::of(&Head::read(bytes)?)?,
            steps: Head::read(bytes)?,
            label_steps: (0..STEPS).map(|_| net::read_sums(bytes)).collect::<Result<_, _>>()?,
            labels: Head::read(bytes)?,
        };
        Self::new(names, layers)
    }
}

/// The parser of English (`data/en/tree.md`).
///
/// # Panics
/// Never: the file is part of the program, and a test reads it.
#[must_use]
pub fn english_parser() -> &'static Parser {
    static PARSER: LazyLock<Parser> = LazyLock::new(|| {
        let file = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/en/tree.weights"));
        Parser::read(file).expect("the program holds a whole parser")
    });
    &PARSER
}
