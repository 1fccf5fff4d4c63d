//! A page as the recogniser reads it.

use super::store::{Numbers, Words};
use super::{Counts, LABELS, Mode, Spelling, Vote, Word, mode};

/// The distinct words of a page, and its lines as numbers of them.
#[derive(Debug, Default)]
pub struct Reading {
    /// Distinct words, as numbers of the store.
    words: Vec<u32>,
    /// For each distinct word, the place of the first that is the same in lower case.
    same: Vec<u32>,
    /// The words of all lines, as places in `words`.
    numbers: Vec<u32>,
    /// Where lines end in `numbers`.
    ends: Vec<usize>,
    modes: Vec<Mode>,
    /// By the place in `same`: how the page writes the word.
    spellings: Vec<Spelling>,
}

impl Reading {
    /// Reads a page, a line being a sentence and its words tokens; words that the store does not have are looked up.
    #[must_use]
    pub fn new<'t, L: IntoIterator<Item = &'t str>>(
        lines: impl IntoIterator<Item = L>,
        words: &mut Words<'_>,
    ) -> Self {
        let mut this = Self::default();
        let (mut exact, mut lower) = (Numbers::default(), Numbers::default());
        for line in lines {
            for text in line {
                let hash = Words::hash(text);
                let next = this.words.len() as u32;
                let number = *exact.entry(hash).or_insert(next);
                if number == next {
                    let word = words.number(hash, text);
                    this.words.push(word);
                    this.same.push(*lower.entry(words.get(word).lower).or_insert(next));
                }
                this.numbers.push(number);
            }
            this.ends.push(this.numbers.len());
        }
        this.spellings = vec![Spelling::default(); this.words.len()];
        let all = this.all(words);
        for line in 0..this.len() {
            let range = this.range(line);
            let mode = mode(&all[range.clone()]);
            this.modes.push(mode);
            let first = range.start;
            for at in range.filter(|&at| all[at].letters) {
                let same = this.same[this.numbers[at] as usize];
                this.spellings[same as usize].count(all[at], mode, at == first);
            }
        }
        this
    }

    /// Number of lines.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no line.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Where the words of a line stand among those of all.
    #[must_use]
    pub fn range(&self, line: usize) -> std::ops::Range<usize> {
        line.checked_sub(1).map_or(0, |before| self.ends[before])..self.ends[line]
    }

    /// The words of all lines.
    #[must_use]
    pub fn all<'w>(&self, words: &'w Words<'_>) -> Vec<&'w Word> {
        self.numbers.iter().map(|&n| words.get(self.words[n as usize])).collect()
    }

    /// The words of a line.
    #[must_use]
    pub fn line<'w>(&self, at: usize, words: &'w Words<'_>) -> Vec<&'w Word> {
        self.numbers(at).iter().map(|&n| words.get(self.words[n as usize])).collect()
    }

    /// The words of a line, as places among the distinct ones.
    #[must_use]
    pub fn numbers(&self, line: usize) -> &[u32] {
        &self.numbers[self.range(line)]
    }

    /// Distinct words, as numbers of the store.
    #[must_use]
    pub fn distinct(&self) -> &[u32] {
        &self.words
    }

    /// The mode of each line.
    #[must_use]
    pub fn modes(&self) -> &[Mode] {
        &self.modes
    }

    /// How the page writes a word.
    #[must_use]
    pub fn spelling(&self, number: u32) -> Spelling {
        self.spellings[self.same[number as usize] as usize]
    }

    /// How often each word of the page got each label; `labels` are those of all lines.
    #[must_use]
    pub fn counts(&self, labels: &[u8]) -> Vec<Counts> {
        let mut out = vec![[0; LABELS]; self.words.len()];
        for (&n, &label) in self.numbers.iter().zip(labels) {
            let count: &mut u16 = &mut out[self.same[n as usize] as usize][usize::from(label)];
            *count = count.saturating_add(1);
        }
        out
    }

    /// The votes on the words of a line that got `labels` itself, into `out`.
    pub fn votes(
        &self,
        line: usize,
        words: &Words<'_>,
        labels: &[u8],
        counts: &[Counts],
        out: &mut Vec<Option<Vote>>,
    ) {
        let of = |(&n, &own): (&u32, &u8)| {
            let word = words.get(self.words[n as usize]);
            Vote::new(word, &counts[self.same[n as usize] as usize], own)
        };
        out.clear();
        out.extend(self.numbers(line).iter().zip(labels).map(of));
    }
}

#[cfg(test)]
mod tests {
    use super::super::Lists;
    use super::*;

    #[test]
    fn words_of_a_page_are_counted_whatever_was_read_before() {
        let lists = Lists::default();
        let mut words = Words::new(&lists);
        let page = [vec!["Varna", "and", "varna"], vec![], vec!["Varna"]];
        let read = |words: &mut Words<'_>| Reading::new(page.iter().map(|l| l.iter().copied()), words);
        let first = read(&mut words);
        let _ = Reading::new([["Kjeldo", "left"]], &mut words);
        let again = read(&mut words);
        assert_eq!(first.distinct(), again.distinct());
        assert_eq!((first.len(), first.range(1), first.numbers(2)), (3, 3..3, &[0_u32][..]));
        assert_eq!(words.len(), 5);
        let counts = first.counts(&[3, 0, 5, 3]);
        assert_eq!([counts[0][3], counts[0][5], counts[1][0]], [2, 1, 1]);
    }
}
