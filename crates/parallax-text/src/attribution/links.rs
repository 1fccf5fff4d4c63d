//! Which source and which contents belong to a cue.
//!
//! As words of a sentence choose their heads, a cue chooses its source, or none, and a content its cue: by the product
//! of what one seeks with what the other offers, and with what the step between them offers.

use std::ops::Range;

/// What is sought and offered.
pub const LINK_WIDTH: usize = 32;

/// Sought by cues, offered by sources, sought by contents, offered by cues.
pub const LINK_ENDS: usize = 4 * LINK_WIDTH;

/// What seeks: cues their source, contents their cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// A cue chooses its source.
    Source,
    /// A content chooses its cue.
    Cue,
}

/// Both, in the order of their numbers.
pub const LINKS: [Link; 2] = [Link::Source, Link::Cue];

const FARS: usize = 10;
const BETWEEN: usize = 3;
const ZONES: usize = 4;

/// How many steps there are between what is linked, and one to nothing.
pub const LINK_STEPS: usize = 2 * FARS * BETWEEN * ZONES + 1;

/// The step to nothing.
pub const NO_LINK: usize = LINK_STEPS - 1;

/// Where the words of a passage stand.
#[derive(Debug, Clone, Default)]
pub struct Map {
    /// Number of the sentence of each word.
    pub sentences: Vec<u32>,
    /// Number of the block of each word.
    pub blocks: Vec<u32>,
    /// First words of cues, in order.
    pub cues: Vec<usize>,
}

fn far(words: usize) -> usize {
    match words {
        0..=1 => 0,
        2..=4 => words - 1,
        5..=6 => 4,
        7..=9 => 5,
        10..=14 => 6,
        15..=24 => 7,
        25..=40 => 8,
        _ => 9,
    }
}

impl Map {
    /// The step between the first words of two stretches: side, distance, cues between, sentences between.
    #[must_use]
    pub fn step(&self, from: usize, to: usize) -> usize {
        let (low, high) = (from.min(to), from.max(to));
        let first = self.cues.partition_point(|&c| c <= low);
        let between = self.cues[first..].iter().take_while(|&&c| c < high).take(BETWEEN - 1).count();
        let sentences = self.sentences[high] - self.sentences[low];
        let zone = if self.blocks[high] > self.blocks[low] { ZONES - 1 } else { sentences.min(2) as usize };
        ((usize::from(to > from) * FARS + far(high - low)) * BETWEEN + between) * ZONES + zone
    }

    /// Which of some stretches one that begins at `from` can choose: those of its block, and of the block before it for
    /// a content.
    pub fn choices<'s>(
        &'s self,
        link: Link,
        from: usize,
        all: &'s [Range<usize>],
    ) -> impl Iterator<Item = usize> + use<'s> {
        let block = self.blocks.get(from).copied().unwrap_or(0);
        let low = match link {
            Link::Source => block,
            Link::Cue => block.saturating_sub(1),
        };
        let of = |r: &Range<usize>| self.blocks.get(r.start).copied().unwrap_or(0);
        let (first, last) = (all.partition_point(|r| of(r) < low), all.partition_point(|r| of(r) <= block));
        first..last
    }
}
