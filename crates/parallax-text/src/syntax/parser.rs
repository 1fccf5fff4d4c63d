//! Dependency trees: greedy arc-eager parsing, each choice by a small network.
//!
//! What a word adds to the hidden sums in a role does not depend on the state, so it is counted once and kept; only
//! the features of pairs and triples are looked up at each step.

use std::sync::LazyLock;

use super::features::{ROLES, alone, together};
use super::{Action, NONE, Sentence, State};
use crate::learned::net::{self, Found, Head, Hidden};
use crate::learned::{Damaged, wide};

/// Hidden sums of the parser.
pub const PARSER_WIDTH: usize = 96;

/// A parser.
#[derive(Debug, Clone, PartialEq)]
pub struct Parser {
    labels: Vec<String>,
    hidden: Hidden<PARSER_WIDTH>,
    /// Weights of the four actions.
    actions: Head<PARSER_WIDTH>,
    /// Weights of the labels of arcs to the left and to the right.
    arcs: [Head<PARSER_WIDTH>; 2],
}

/// The tree of the sentence that was parsed last, with room that is used again.
#[derive(Debug, Default)]
pub struct Tree {
    state: State,
    /// What each word adds in each role, once it was counted.
    kept: Vec<[i16; PARSER_WIDTH]>,
    counted: Vec<u32>,
    found: Found,
}

impl Tree {
    /// The head of each word, from 0; [`NONE`] for the root.
    #[must_use]
    pub fn heads(&self) -> &[usize] {
        &self.state.heads
    }

    /// The label of each word, as an index into [`Parser::labels`]; of no meaning for the root.
    #[must_use]
    pub fn labels(&self) -> &[u8] {
        &self.state.labels
    }
}

impl Parser {
    /// From what was learned.
    #[must_use]
    pub fn new(
        labels: Vec<String>,
        hidden: Hidden<PARSER_WIDTH>,
        actions: Head<PARSER_WIDTH>,
        arcs: [Head<PARSER_WIDTH>; 2],
    ) -> Self {
        Self { labels, hidden, actions, arcs }
    }

    /// The names of the labels.
    #[must_use]
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// Parses a sentence; the time is linear in its length.
    pub fn parse(&self, sentence: &Sentence<'_>, tree: &mut Tree) {
        wide(
            #[inline(always)]
            || self.parse_all(sentence, tree),
        );
    }

    #[inline(always)]
    fn parse_all(&self, sentence: &Sentence<'_>, tree: &mut Tree) {
        let len = sentence.words.len();
        tree.state.start(len);
        tree.counted.clear();
        tree.counted.resize(len, 0);
        if tree.kept.len() < len * ROLES {
            tree.kept.resize(len * ROLES, [0; PARSER_WIDTH]);
        }
        while tree.state.settle() {
            let mut sums = self.hidden.start;
            let roles = together(&tree.state, sentence, &mut |f| self.hidden.find(f, &mut tree.found));
            self.hidden.add(&mut tree.found, &mut sums);
            for (role, &word) in roles.iter().enumerate().filter(|(_, word)| **word != NONE) {
                let kept = &mut tree.kept[word * ROLES + role];
                if tree.counted[word] & 1 << role == 0 {
                    tree.counted[word] |= 1 << role;
                    *kept = [0; PARSER_WIDTH];
                    alone(sentence, word, role, &mut |f| self.hidden.find(f, &mut tree.found));
                    self.hidden.add(&mut tree.found, kept);
                }
                net::add_sums(&mut sums, kept);
            }
            net::cut(&mut sums);
            let allowed = tree.state.allowed();
            let mut best = (Action::Right, i32::MIN);
            for (at, action) in Action::ALL.into_iter().enumerate().filter(|(at, _)| allowed[*at]) {
                let score = self.actions.score(at, &sums);
                if score > best.1 {
                    best = (action, score);
                }
            }
            let label = match best.0 {
                Action::Left => self.arcs[0].best(&sums).0,
                Action::Right => self.arcs[1].best(&sums).0,
                Action::Shift | Action::Reduce => 0,
            };
            tree.state.act(best.0, label as u8);
        }
    }

    /// Appends the parser to a file.
    pub fn write(&self, out: &mut Vec<u8>) {
        net::write_names(&self.labels, out);
        self.hidden.write(out);
        [&self.actions, &self.arcs[0], &self.arcs[1]].into_iter().for_each(|head| head.write(out));
    }

    /// Reads a file.
    ///
    /// # Errors
    /// If it is not one.
    pub fn read(mut bytes: &[u8]) -> Result<Self, Damaged> {
        let labels = net::read_names(&mut bytes)?;
        let hidden = Hidden::read(&mut bytes)?;
        let actions = Head::read(&mut bytes)?;
        let arcs = [Head::read(&mut bytes)?, Head::read(&mut bytes)?];
        if actions.len() != Action::ALL.len() || arcs.iter().any(|head| head.len() != labels.len()) {
            return Err(Damaged("a wrong number of labels"));
        }
        Ok(Self { labels, hidden, actions, arcs })
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
