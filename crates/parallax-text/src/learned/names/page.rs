//! What the whole page tells of its words: how it spells them, which lines have capitals that tell nothing, and of
//! which register it is.

use super::super::{Damaged, take};
use super::words::Word;

/// How much the capitals of a line tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// As usual.
    #[default]
    Usual,
    /// Most words have one: a headline.
    Title,
    /// All letters are capital.
    Upper,
    /// There is none.
    Small,
}

/// The mode of a line.
#[must_use]
pub fn mode(line: &[&Word]) -> Mode {
    let (mut all, mut upper, mut caps) = (0, 0, 0);
    for word in line.iter().filter(|w| w.letters && w.len > 2) {
        all += 1;
        upper += u32::from(word.upper);
        caps += u32::from(word.cap);
    }
    if all >= 2 && upper * 10 >= all * 8 {
        Mode::Upper
    } else if all >= 4 && caps * 10 >= all * 7 {
        Mode::Title
    } else if caps == 0 {
        Mode::Small
    } else {
        Mode::Usual
    }
}

/// How often a page writes a word in which way.
#[derive(Debug, Clone, Copy, Default)]
pub struct Spelling {
    small: u32,
    /// With a capital inside a usual line, where nothing but a name calls for one.
    inside: u32,
    /// With a capital, in lines that have small letters.
    cap: u32,
}

impl Spelling {
    /// Counts one more.
    pub fn count(&mut self, word: &Word, mode: Mode, first: bool) {
        if !word.cap {
            self.small += 1;
        } else if mode != Mode::Upper {
            self.cap += 1;
            self.inside += u32::from(!first && mode == Mode::Usual);
        }
    }

    /// Classes for features, of all three counts and of two; a word in small letters does not count itself.
    pub(super) fn classes(self, cap: bool) -> (u64, u64) {
        let class = |n: u32| u64::from(n.min(2));
        let small = class(self.small.saturating_sub(u32::from(!cap)));
        let part = 3 * small + class(self.inside);
        (3 * part + class(self.cap), part)
    }
}

/// Registers of text that have features of their own; 0 is none of them.
pub const REGISTERS: usize = 5;

/// Of which register a page is: by its words in small letters, and by the modes and lengths of its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registers {
    weights: Vec<[i8; REGISTERS]>,
}

/// Number of features of a register.
const FEATURES: usize = 2048;
/// By how much the best register has to lead.
const LEAD: i32 = 16;

impl Registers {
    /// From one row of weights a feature, in the order of [`Registers::count`].
    ///
    /// # Errors
    /// If there are too few or too many rows.
    pub fn new(weights: Vec<[i8; REGISTERS]>) -> Result<Self, Damaged> {
        if weights.len() == FEATURES { Ok(Self { weights }) } else { Err(Damaged("too few registers")) }
    }

    /// Gives `each` the features of a line.
    pub fn count(line: &[&Word], mode: Mode, mut each: impl FnMut(usize)) {
        for word in line {
            if word.letters && !word.cap {
                each(usize::from(word.clusters[2]));
            } else if word.digits {
                each(2001 + word.len.min(4));
            }
        }
        each(2010 + 6 * mode as usize + (line.len() / 6).min(5));
    }

    /// The register of a page, from 1; 0 if none leads.
    #[must_use]
    pub fn of<'w>(&self, lines: impl Iterator<Item = (&'w [&'w Word], Mode)>) -> u8 {
        let mut sums = [0_i32; REGISTERS];
        for (line, mode) in lines {
            Self::count(line, mode, |f| {
                for (sum, &w) in sums.iter_mut().zip(&self.weights[f]) {
                    *sum += i32::from(w);
                }
            });
        }
        let mut order: Vec<usize> = (0..REGISTERS).collect();
        order.sort_by_key(|&k| (-sums[k], k));
        if sums[order[0]] - sums[order[1]] < LEAD { 0 } else { order[0] as u8 + 1 }
    }

    /// Appends the rows to a file.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.weights.iter().flatten().map(|w| w.to_le_bytes()[0]));
    }

    /// Takes the rows from the head of a file.
    ///
    /// # Errors
    /// If it is too short.
    pub fn read(bytes: &mut &[u8]) -> Result<Self, Damaged> {
        let rows = take(bytes, FEATURES * REGISTERS)?.chunks_exact(REGISTERS);
        Self::new(rows.map(|r| std::array::from_fn(|k| i8::from_le_bytes([r[k]]))).collect())
    }

    /// Number of features.
    #[must_use]
    pub fn features() -> usize {
        FEATURES
    }
}

#[cfg(test)]
mod tests {
    use super::super::Lists;
    use super::*;

    fn words(text: &str) -> Vec<Word> {
        text.split(' ').map(|w| Word::new(w, &Lists::default())).collect()
    }

    #[test]
    fn modes_of_lines() {
        let of = |text: &str| mode(&words(text).iter().collect::<Vec<_>>());
        assert_eq!(of("The crew left the port of Varna ."), Mode::Usual);
        assert_eq!(of("Crew Leaves Port After Long Talks"), Mode::Title);
        assert_eq!(of("CREW LEAVES PORT"), Mode::Upper);
        assert_eq!(of("crew left port"), Mode::Small);
        assert_eq!(of(""), Mode::Small);
    }

    #[test]
    fn a_word_in_small_letters_does_not_count_itself() {
        let [ship] = &words("ship")[..] else { panic!() };
        let mut spelling = Spelling::default();
        spelling.count(ship, Mode::Usual, false);
        assert_eq!(spelling.classes(false), (0, 0));
        assert_eq!(spelling.classes(true), (9, 3));
    }
}
