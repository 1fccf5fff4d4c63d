//! Phrases of the data files, found in words: the longest first, inflected, with gaps.

use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;

use super::super::cues::{Form, inflect};
use super::super::words::{Word, class};
use crate::lexicon::WordHasher;

/// Most words that a gap stands for.
const GAP: usize = 7;
/// Most adverbs and marks of quotation passed over between two words of a phrase.
const FILLERS: usize = 2;
/// What "not" at the head of a phrase stands for.
const NEGATIONS: [&str; 5] = ["not", "n't", "n’t", "never", "cannot"];

type Hashing = BuildHasherDefault<WordHasher>;

/// Phrases by their first word, each with a value.
#[derive(Debug)]
pub(super) struct Phrases<T> {
    first: HashMap<String, Vec<Phrase<T>>, Hashing>,
    /// Finite forms of the verbs: they end a gap.
    finite: HashSet<String, Hashing>,
}

#[derive(Debug)]
struct Phrase<T> {
    rest: Vec<Piece>,
    form: Option<Form>,
    value: T,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    Word(&'static str),
    /// Any negation.
    Not,
    /// A question word.
    Which,
    /// Some words without a verb.
    Gap,
}

/// A phrase found.
#[derive(Debug)]
pub(super) struct Hit<'p, T> {
    /// One past its last word.
    pub(super) end: usize,
    /// The form of its verb, if its first word is one.
    pub(super) form: Option<Form>,
    pub(super) value: &'p T,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self { first: HashMap::default(), finite: HashSet::default() }
    }
}

impl<T: Copy> Phrases<T> {
    /// Adds a phrase; see the heads of the files for the parts, the gaps and the irregular forms.
    pub(super) fn add(&mut self, phrase: &'static str, part: &str, irregular: &str, value: T) {
        let mut words = phrase.split(' ');
        let Some(head) = words.next() else { return };
        let rest: Vec<Piece> = words.map(piece).collect();
        match part {
            "verb" => {
                let irregular: Vec<&str> = irregular.split(' ').filter(|w| !w.is_empty()).collect();
                for (form, word) in inflect(head, &irregular) {
                    if matches!(form, Form::Past | Form::Third) {
                        self.finite.insert(word.clone());
                    }
                    self.insert(word, rest.clone(), Some(form), value);
                }
            }
            "noun" if rest.is_empty() => {
                self.insert(head.to_owned(), Vec::new(), None, value);
                if let Some((_, plural)) = inflect(head, &[]).into_iter().find(|f| f.0 == Form::Third) {
                    self.insert(plural, Vec::new(), None, value);
                }
            }
            _ if head == "not" => {
                for word in NEGATIONS {
                    self.insert(word.to_owned(), rest.clone(), None, value);
                }
            }
            _ => {
                if let Some(bare) = head.strip_prefix('\'') {
                    self.insert(format!("’{bare}"), rest.clone(), None, value);
                }
                self.insert(head.to_owned(), rest, None, value);
            }
        }
    }

    fn insert(&mut self, first: String, rest: Vec<Piece>, form: Option<Form>, value: T) {
        let all = self.first.entry(first).or_default();
        let at = all.partition_point(|p| p.rest.len() >= rest.len());
        all.insert(at, Phrase { rest, form, value });
    }

    /// The phrases that begin at word `at`, the longest first.
    pub(super) fn at<'p>(&'p self, words: &'p [Word], at: usize) -> impl Iterator<Item = Hit<'p, T>> {
        let all = words.get(at).and_then(|w| self.first.get(w.lower.as_str()));
        all.into_iter().flatten().filter_map(move |p| {
            let end = self.follow(words, at + 1, &p.rest)?;
            Some(Hit { end, form: p.form, value: &p.value })
        })
    }

    /// Where the pieces end that follow from word `at` on.
    fn follow(&self, words: &[Word], mut at: usize, rest: &[Piece]) -> Option<usize> {
        for (k, piece) in rest.iter().enumerate() {
            if *piece == Piece::Gap {
                let rest = &rest[k + 1..];
                let reach = words.len().min(at + GAP);
                for from in at + 1..=reach {
                    if self.ends_gap(&words[from - 1]) {
                        return None;
                    }
                    if let Some(end) = self.follow(words, from, rest) {
                        return Some(end);
                    }
                }
                return None;
            }
            let mut skipped = 0;
            while !piece.is(words.get(at)?) {
                skipped += 1;
                if skipped > FILLERS || !filler(&words[at]) {
                    return None;
                }
                at += 1;
            }
            at += 1;
        }
        Some(at)
    }

    fn ends_gap(&self, word: &Word) -> bool {
        let speaks = matches!(word.lower.as_str(), "he" | "she" | "they" | "we" | "i");
        speaks
            || word.is(class::AUXILIARY | class::SUBORDINATOR)
            || word.is(class::MARK) && !quoting(word)
            || !word.is(class::CAPITAL) && self.finite.contains(word.lower.as_str())
    }
}

fn piece(word: &'static str) -> Piece {
    match word {
        "*" => Piece::Gap,
        "not" => Piece::Not,
        "WH" => Piece::Which,
        word => Piece::Word(word),
    }
}

impl Piece {
    fn is(self, word: &Word) -> bool {
        match self {
            Self::Word(w) => same(&word.lower, w),
            Self::Not => NEGATIONS.contains(&word.lower.as_str()),
            Self::Which => which(word),
            Self::Gap => false,
        }
    }
}

/// A word that opens a question.
pub(super) fn which(word: &Word) -> bool {
    matches!(
        word.lower.as_str(),
        "whether" | "if" | "why" | "how" | "what" | "when" | "where" | "who" | "whom" | "whose" | "which"
    )
}

/// Whether two words are one but for the shape of the apostrophe.
fn same(word: &str, other: &str) -> bool {
    word == other || other.strip_prefix('\'').is_some_and(|o| word.strip_prefix('’').is_some_and(|w| w == o))
}

/// An adverb or a mark of quotation: it may stand between the words of a phrase.
pub(super) fn filler(word: &Word) -> bool {
    quoting(word)
        || !word.is(class::NEGATION)
            && (word.is(class::ADVERB) || word.lower.len() > 4 && word.lower.ends_with("ly"))
}

fn quoting(word: &Word) -> bool {
    word.is(class::MARK) && matches!(word.lower.as_str(), "“" | "”" | "\"" | "‘" | "’" | "'" | "«" | "»")
}
