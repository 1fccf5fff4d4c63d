//! The trained recogniser of names: a linear chain over hashed features, decoded in integers.
//!
//! A page is read twice. The second time each word also knows what the first reading made of the same word elsewhere
//! on the page. Weights and lists are in `data/en/` (`names.md` tells how they were made).

mod decode;
mod features;
mod groups;
mod labels;
mod lists;
mod page;
mod votes;
mod words;

use std::sync::LazyLock;

pub use decode::{Scores, Steps};
pub use features::{SEEN, Seen, alone, in_line, phrases, together};
pub use groups::Groups;
pub use labels::{Found, KINDS, Kind, LABELS, OUTSIDE, Part, WIDTH, follows, label, labels, names};
pub use labels::{begins, ends};
pub use lists::{List, Lists, key};
pub use page::{Mode, REGISTERS, Registers, Spelling, mode};
pub use votes::{Counts, Vote, features as vote_features};
pub use words::{Word, lower_hash};

use super::{Damaged, Table, hash, take};

/// A page as the recogniser reads it: its distinct words, and its lines as numbers of words.
#[derive(Debug, Default)]
pub struct Reading {
    /// Distinct words.
    pub words: Vec<Word>,
    /// For each distinct word, the number of the first that is the same in lower case.
    pub same: Vec<u32>,
    /// Lines.
    pub lines: Vec<Vec<u32>>,
    /// The mode of each line.
    pub modes: Vec<Mode>,
    /// By the number in `same`: how the page writes the word.
    pub spellings: Vec<Spelling>,
}

/// Numbers for hashes, in the order in which they come.
struct Numbers {
    slots: Vec<(u64, u32)>,
    len: usize,
}

impl Numbers {
    fn new() -> Self {
        Self { slots: vec![(0, u32::MAX); 1024], len: 0 }
    }

    /// The number of a hash, and whether it is new.
    fn of(&mut self, hash: u64, next: u32) -> (u32, bool) {
        if self.len * 2 >= self.slots.len() {
            let old = std::mem::take(&mut self.slots);
            self.slots = vec![(0, u32::MAX); old.len() * 4];
            for slot in old.into_iter().filter(|s| s.1 != u32::MAX) {
                let at = self.place(slot.0);
                self.slots[at] = slot;
            }
        }
        let at = self.place(hash);
        if self.slots[at].1 != u32::MAX {
            return (self.slots[at].1, false);
        }
        self.slots[at] = (hash, next);
        self.len += 1;
        (next, true)
    }

    fn place(&self, hash: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = (hash >> 20) as usize & mask;
        while self.slots[at].1 != u32::MAX && self.slots[at].0 != hash {
            at = (at + 1) & mask;
        }
        at
    }
}

impl Reading {
    /// Looks every word up once.
    #[must_use]
    pub fn new<'t, L: IntoIterator<Item = &'t str>>(
        lines: impl IntoIterator<Item = L>,
        lists: &Lists,
    ) -> Self {
        let mut this = Self::default();
        let (mut exact, mut lower) = (Numbers::new(), Numbers::new());
        for line in lines {
            let mut numbers = Vec::new();
            for text in line {
                let next = this.words.len() as u32;
                let (n, new) = exact.of(hash::bytes(1, text.as_bytes()), next);
                if new {
                    let word = Word::new(text, lists);
                    this.same.push(lower.of(word.lower, next).0);
                    this.words.push(word);
                }
                numbers.push(n);
            }
            this.lines.push(numbers);
        }
        this.spellings = vec![Spelling::default(); this.words.len()];
        let mut line = Vec::new();
        for numbers in &this.lines {
            line.clear();
            line.extend(numbers.iter().map(|&n| &this.words[n as usize]));
            let mode = mode(&line);
            this.modes.push(mode);
            for (i, (&n, word)) in numbers.iter().zip(&line).enumerate().filter(|(_, (_, w))| w.letters) {
                this.spellings[this.same[n as usize] as usize].count(word, mode, i == 0);
            }
        }
        this
    }

    /// The words of a line.
    #[must_use]
    pub fn line(&self, at: usize) -> Vec<&Word> {
        self.lines[at].iter().map(|&n| &self.words[n as usize]).collect()
    }

    /// How the page writes a word.
    #[must_use]
    pub fn spelling(&self, word: u32) -> Spelling {
        self.spellings[self.same[word as usize] as usize]
    }

    /// How often each word of the page got each label, by the number in `same`.
    #[must_use]
    pub fn counts(&self, labels: &[Vec<u8>]) -> Vec<Counts> {
        let mut out = vec![[0; LABELS]; self.words.len()];
        for (line, row) in self.lines.iter().zip(labels) {
            for (&n, &label) in line.iter().zip(row) {
                let count: &mut u16 = &mut out[self.same[n as usize] as usize][usize::from(label)];
                *count = count.saturating_add(1);
            }
        }
        out
    }

    /// The votes on the words of a line that got `labels` itself.
    #[must_use]
    pub fn votes(&self, line: usize, labels: &[u8], counts: &[Counts]) -> Vec<Option<Vote>> {
        let numbers = self.lines[line].iter();
        let of = |(&n, &own): (&u32, &u8)| {
            Vote::new(&self.words[n as usize], &counts[self.same[n as usize] as usize], own)
        };
        numbers.zip(labels).map(of).collect()
    }
}

/// Adds up what words alone score, once for each distinct word of a page.
struct Sums<'m> {
    model: &'m Model,
    register: u8,
    /// For each word, its score from each of [`SEEN`], and inside a usual line.
    rows: Vec<[Scores; SEEN.len()]>,
    usual: Vec<Scores>,
}

impl<'m> Sums<'m> {
    fn new(model: &'m Model, reading: &Reading, register: u8) -> Self {
        let mut this = Self { model, register, rows: Vec::new(), usual: Vec::new() };
        let mut features = Vec::new();
        for (n, word) in (0..).zip(&reading.words) {
            let rows = SEEN.map(|seen| {
                features.clear();
                alone(word, seen, register, &mut features);
                model.sum(&features)
            });
            features.clear();
            in_line(word, Mode::Usual, false, reading.spelling(n), register, &mut features);
            let mut usual = rows[0];
            add(&mut usual, &model.sum(&features));
            this.rows.push(rows);
            this.usual.push(usual);
        }
        this
    }

    /// The scores of every word of a line, on the first reading.
    fn line(&self, reading: &Reading, at: usize, phrases: &mut Vec<u64>, out: &mut Vec<Scores>) {
        let (numbers, line, mode) = (&reading.lines[at], reading.line(at), reading.modes[at]);
        features::phrases(&line, mode, &self.model.lists, phrases);
        let mut own = Vec::new();
        let row = |i: usize, seen: Seen| &self.rows[numbers[i] as usize][seen as usize];
        for i in 0..line.len() {
            let mut scores = if mode == Mode::Usual && i > 0 {
                self.usual[numbers[i] as usize]
            } else {
                own.clear();
                in_line(line[i], mode, i == 0, reading.spelling(numbers[i]), self.register, &mut own);
                let mut scores = *row(i, Seen::Here);
                add(&mut scores, &self.model.sum(&own));
                scores
            };
            for &seen in &SEEN[1..] {
                if let Some(j) = seen.from(i).filter(|j| *j < line.len()) {
                    add(&mut scores, row(j, seen));
                }
            }
            features::together(&line, i, phrases, |f| self.model.table.add(f, &mut scores));
            out.push(scores);
        }
    }
}

fn add(to: &mut Scores, by: &Scores) {
    for (a, b) in to.iter_mut().zip(by) {
        *a += b;
    }
}

/// The recogniser of names in English text (`data/en/names.md`).
///
/// # Panics
/// Never: the files are part of the program, and a test reads them.
#[must_use]
pub fn model() -> &'static Model {
    static MODEL: LazyLock<Model> = LazyLock::new(|| {
        let weights = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/en/names.weights"));
        let lists = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/en/names.lists"));
        Model::read(weights, lists).expect("the program holds whole weights")
    });
    &MODEL
}

/// The weights of the recogniser, with the lists that it looks names up in.
#[derive(Debug)]
pub struct Model {
    table: Table<WIDTH>,
    steps: Steps,
    registers: Registers,
    lists: Lists,
}

impl Model {
    /// From its parts.
    #[must_use]
    pub fn new(
        table: Table<WIDTH>,
        steps: &[[i16; LABELS]; LABELS],
        registers: Registers,
        lists: Lists,
    ) -> Self {
        Self { table, steps: Steps::new(steps), registers, lists }
    }

    /// Reads weights (see [`Model::write`]) and lists.
    ///
    /// # Errors
    /// If one of the files is not whole.
    pub fn read(mut weights: &[u8], lists: &[u8]) -> Result<Self, Damaged> {
        let groups = Groups::read(&mut weights)?;
        let registers = Registers::read(&mut weights)?;
        let bytes = take(&mut weights, 2 * LABELS * LABELS)?;
        let step = |at: usize| i16::from_le_bytes([bytes[2 * at], bytes[2 * at + 1]]);
        let steps = Steps::new(&std::array::from_fn(|a| std::array::from_fn(|b| step(a * LABELS + b))));
        Ok(Self {
            table: Table::read(&mut weights)?,
            steps,
            registers,
            lists: Lists::read(lists)?.with(groups),
        })
    }

    /// The bytes of a file of weights.
    #[must_use]
    pub fn write(
        table: &Table<WIDTH>,
        steps: &[[i16; LABELS]; LABELS],
        registers: &Registers,
        groups: &Groups,
    ) -> Vec<u8> {
        let mut out = Vec::new();
        groups.write(&mut out);
        registers.write(&mut out);
        out.extend(steps.iter().flatten().flat_map(|w| w.to_le_bytes()));
        table.write(LABELS, &mut out);
        out
    }

    /// The names of a page, line by line; a line is a sentence, its words are tokens.
    #[must_use]
    pub fn find<'t, L: IntoIterator<Item = &'t str>>(
        &self,
        lines: impl IntoIterator<Item = L>,
    ) -> Vec<Vec<Found>> {
        let reading = Reading::new(lines, &self.lists);
        self.label(&reading).iter().map(|row| names(row)).collect()
    }

    /// The labels of a page.
    #[must_use]
    pub fn label(&self, reading: &Reading) -> Vec<Vec<u8>> {
        let lines: Vec<Vec<&Word>> = (0..reading.lines.len()).map(|i| reading.line(i)).collect();
        let register = self.registers.of(lines.iter().map(Vec::as_slice).zip(reading.modes.iter().copied()));
        let sums = Sums::new(self, reading, register);
        let (mut scores, mut starts, mut back, mut phrases) = (Vec::new(), vec![0], Vec::new(), Vec::new());
        let mut rows = Vec::with_capacity(lines.len());
        for at in 0..lines.len() {
            sums.line(reading, at, &mut phrases, &mut scores);
            let mut row = Vec::new();
            self.steps.best(&scores[starts[at]..], &mut back, &mut row);
            rows.push(row);
            starts.push(scores.len());
        }
        let counts = reading.counts(&rows);
        for (at, line) in lines.iter().enumerate() {
            let votes = reading.votes(at, &rows[at], &counts);
            if votes.iter().all(Option::is_none) {
                continue;
            }
            let scores = &mut scores[starts[at]..starts[at + 1]];
            for (i, scores) in scores.iter_mut().enumerate() {
                votes::features(line, &votes, i, |f| self.table.add(f, scores));
            }
            self.steps.best(scores, &mut back, &mut rows[at]);
        }
        rows
    }

    fn sum(&self, features: &[u64]) -> Scores {
        let mut out = [0; WIDTH];
        features.iter().for_each(|&f| self.table.add(f, &mut out));
        out
    }

    /// What it is worth that one label follows another.
    #[must_use]
    pub fn steps(&self) -> &Steps {
        &self.steps
    }

    /// The lists.
    #[must_use]
    pub fn lists(&self) -> &Lists {
        &self.lists
    }
}
