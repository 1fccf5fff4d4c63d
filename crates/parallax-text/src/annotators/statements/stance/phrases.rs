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

/// Phrases by their first words, each with a value.
#[derive(Debug)]
pub(super) struct Phrases<T> {
    /// The groups of a word, with the form that it is of their first word.
    first: HashMap<String, Vec<(usize, Option<Form>)>, Hashing>,
    groups: Vec<Group<T>>,
    /// Groups by first word, part and irregular forms.
    known: HashMap<(&'static str, &'static str, &'static str), usize>,
    /// Finite forms of the verbs: they end a gap.
    finite: HashSet<String, Hashing>,
    /// How many phrases were added.
    added: usize,
}

/// Phrases with the same first word.
#[derive(Debug)]
struct Group<T> {
    /// Those whose second word is open, or that have none.
    open: Vec<Phrase<T>>,
    /// The others by their second word.
    second: HashMap<&'static str, Vec<Phrase<T>>, Hashing>,
}

#[derive(Debug)]
struct Phrase<T> {
    rest: Vec<Piece>,
    /// Its place in the file.
    order: usize,
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
    /// Where its first gap begins.
    pub(super) gap: Option<usize>,
    /// The form of its verb, if its first word is one.
    pub(super) form: Option<Form>,
    pub(super) value: &'p T,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self {
            first: HashMap::default(),
            groups: Vec::new(),
            known: HashMap::new(),
            finite: HashSet::default(),
            added: 0,
        }
    }
}

impl<T: Copy> Phrases<T> {
    /// Adds a phrase; see the heads of the files for the parts, the gaps and the irregular forms.
    pub(super) fn add(
        &mut self,
        phrase: &'static str,
        part: &'static str,
        irregular: &'static str,
        value: T,
    ) {
        let mut words = phrase.split(' ');
        let Some(head) = words.next() else { return };
        let rest: Vec<Piece> = words.map(piece).collect();
        let part = if part == "noun" && !rest.is_empty() { "words" } else { part };
        let next = self.groups.len();
        let group = *self.known.entry((head, part, irregular)).or_insert(next);
        if group == next {
            self.groups.push(Group { open: Vec::new(), second: HashMap::default() });
            self.name(group, head, part, irregular);
        }
        let order = self.added;
        self.added += 1;
        let group = &mut self.groups[group];
        let all = match rest.first() {
            Some(Piece::Word(second)) => group.second.entry(second).or_default(),
            _ => &mut group.open,
        };
        all.push(Phrase { rest, order, value });
    }

    /// Enters the forms of the first word of a group.
    fn name(&mut self, group: usize, head: &'static str, part: &str, irregular: &str) {
        let mut enter = |word: String, form| self.first.entry(word).or_default().push((group, form));
        match part {
            "verb" => {
                let irregular: Vec<&str> = irregular.split(' ').filter(|w| !w.is_empty()).collect();
                for (form, word) in inflect(head, &irregular) {
                    if matches!(form, Form::Past | Form::Third) {
                        self.finite.insert(word.clone());
                    }
                    enter(word, Some(form));
                }
            }
            "noun" => {
                enter(head.to_owned(), None);
                if let Some((_, plural)) = inflect(head, &[]).into_iter().find(|f| f.0 == Form::Third) {
                    enter(plural, None);
                }
            }
            _ if head == "not" => {
                for word in NEGATIONS {
                    enter(word.to_owned(), None);
                }
            }
            _ => {
                if let Some(bare) = head.strip_prefix('\'') {
                    enter(format!("’{bare}"), None);
                }
                enter(head.to_owned(), None);
            }
        }
    }

    /// The phrases that begin at word `at`, the longest first.
    pub(super) fn at<'p>(&'p self, words: &[Word], at: usize) -> impl Iterator<Item = Hit<'p, T>> {
        let mut found = Vec::new();
        let groups = words.get(at).and_then(|w| self.first.get(w.lower.as_str()));
        for &(group, form) in groups.into_iter().flatten() {
            let group = &self.groups[group];
            let near = words.iter().skip(at + 1).take(FILLERS + 1);
            let second = near.filter_map(|w| match w.lower.strip_prefix('’') {
                Some(bare) => {
                    group.second.iter().find(|(k, _)| k.strip_prefix('\'') == Some(bare)).map(|g| g.1)
                }
                None => group.second.get(w.lower.as_str()),
            });
            for phrase in second.flatten().chain(&group.open) {
                if let Some((end, gap)) = self.follow(words, at + 1, &phrase.rest) {
                    let hit = Hit { end, gap, form, value: &phrase.value };
                    found.push((std::cmp::Reverse(phrase.rest.len()), phrase.order, hit));
                }
            }
        }
        found.sort_by_key(|f| (f.0, f.1));
        found.into_iter().map(|f| f.2)
    }

    /// Where the pieces end that follow from word `at` on, and where their first gap begins.
    fn follow(&self, words: &[Word], mut at: usize, rest: &[Piece]) -> Option<(usize, Option<usize>)> {
        for (k, piece) in rest.iter().enumerate() {
            if *piece == Piece::Gap {
                let rest = &rest[k + 1..];
                let reach = words.len().min(at + GAP);
                for from in at + 1..=reach {
                    if self.ends_gap(&words[from - 1]) {
                        return None;
                    }
                    if let Some((end, _)) = self.follow(words, from, rest) {
                        return Some((end, Some(at)));
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
        Some((at, None))
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
