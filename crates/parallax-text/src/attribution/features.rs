//! What is seen of each word of a passage.

use std::ops::Range;

use super::links::Map;
use crate::learned::hash::mix;
use crate::syntax::{Tag, Word};

/// A stretch of a page that is read as one: blocks, one after the other.
#[derive(Debug, Clone, Default)]
pub struct Passage {
    /// Its words and marks.
    pub words: Vec<Word>,
    /// Their parts of speech.
    pub tags: Vec<Tag>,
    /// What the page shows of each beside its letters.
    pub places: Vec<Place>,
    far: Vec<Far>,
}

/// Where a word stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Place {
    /// Outside quotation marks (0), or inside, by what the quotation looks like.
    pub quote: u8,
    /// Bits of what the word can do as a cue: see `cues.tsv`.
    pub cue: u16,
    /// It is the first word of a block.
    pub begins_block: bool,
    /// It is the first word of a sentence.
    pub begins_sentence: bool,
}

/// Quotation: the mark that opens it, a word inside, the mark that closes it; added for one that is never closed.
pub const OPENS: u8 = 1;
/// A word inside.
pub const INSIDE: u8 = 2;
/// The closing mark.
pub const CLOSES: u8 = 3;
/// Added where a quotation is never closed.
pub const UNCLOSED: u8 = 4;
/// Bits below the two that say what the quotation is for: speech, words of a speaker, words held at a distance, a title.
pub const KIND: u32 = 3;
/// Bits below the one that says that it goes on with a quotation of the block before.
pub const CONTINUES: u32 = 5;

/// How far the words around are that tell most, in steps.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Far {
    /// To the first word of the sentence.
    begun: u8,
    /// To its last word.
    ends: u8,
    /// To the first word of the block.
    block: u8,
    /// To the closing mark behind, within the block.
    behind: u8,
    /// To the next opening mark.
    ahead: u8,
}

/// No such mark.
const NONE: u8 = 99;

fn steps(words: usize) -> u8 {
    match words {
        0..=4 => words as u8,
        5..=6 => 5,
        7..=9 => 6,
        10..=14 => 7,
        15..=24 => 8,
        25..=40 => 9,
        _ => 10,
    }
}

impl Passage {
    /// A passage of words with their tags and places; all three of the same length.
    #[must_use]
    pub fn new(words: Vec<Word>, tags: Vec<Tag>, places: Vec<Place>) -> Self {
        let mut far = vec![Far::default(); places.len()];
        let (mut begun, mut block, mut closed) = (0, 0, None);
        for (at, (far, place)) in far.iter_mut().zip(&places).enumerate() {
            if place.begins_block {
                (block, closed) = (at, None);
            }
            if place.begins_sentence || place.begins_block {
                begun = at;
            }
            (far.begun, far.block) = (steps(at - begun), steps(at - block));
            far.behind = closed.map_or(NONE, |closed: usize| steps(at - closed));
            if place.quote & 3 == CLOSES {
                closed = Some(at);
            }
        }
        let (mut end, mut opens) = (places.len(), None);
        for (at, (far, place)) in far.iter_mut().zip(&places).enumerate().rev() {
            if place.quote & 3 == OPENS {
                opens = Some(at);
            }
            far.ends = steps((end - 1).saturating_sub(at));
            far.ahead = opens.map_or(NONE, |opens: usize| steps(opens - at));
            if place.begins_sentence {
                end = at;
            }
        }
        Self { words, tags, places, far }
    }

    /// Where its words stand, with the cues that were found.
    #[must_use]
    pub fn map(&self, cues: &[Range<usize>]) -> Map {
        let (mut sentences, mut blocks) = (0, 0);
        let mut map = Map { cues: cues.iter().map(|c| c.start).collect(), ..Map::default() };
        for place in &self.places {
            sentences += u32::from(place.begins_sentence);
            blocks += u32::from(place.begins_block);
            map.sentences.push(sentences);
            map.blocks.push(blocks);
        }
        map
    }
}

/// Gives the features of the word at `at`.
#[inline(always)]
pub fn features(passage: &Passage, at: usize, mut give: impl FnMut(u64)) {
    let Passage { words, tags, places, far } = passage;
    let near = |by: isize| at.checked_add_signed(by).filter(|&i| i < words.len());
    let lower = |by| near(by).map_or(5, |i| words[i].lower);
    let tag = |by| near(by).map_or(250, |i| u64::from(tags[i].of));
    let group = |by| near(by).map_or(5000, |i| words[i].groups[1]);
    let quote = |by| near(by).map_or(9, |i| u64::from(places[i].quote));
    let (word, own, marked, cue, far) = (&words[at], tag(0), quote(0), u64::from(places[at].cue), far[at]);
    let mut template = 20_000;
    let mut a = |value: u64| {
        template += 1;
        give(mix(template, value));
    };
    a(word.lower);
    a(own);
    for group in word.groups {
        a(group);
    }
    for &end in &word.ends[1..] {
        a(end);
    }
    a(word.begins[2]);
    a(word.shape);
    a(mix(own, u64::from(tags[at].rival)));
    a(mix(own, word.lower));
    a(mix(own, word.groups[1]));
    a(mix(tag(-1), own));
    a(mix(own, tag(1) + 1000));
    a(mix(mix(tag(-1), own), tag(1)));
    for by in [-2, -1, 1, 2] {
        a(lower(by));
    }
    a(group(-1));
    a(group(1));
    a(mix(lower(-1), word.lower));
    a(mix(word.lower, lower(1)));
    a(mix(quote(-1) * 64 + marked, quote(1)));
    a(marked);
    a(mix(marked, word.lower));
    a(cue);
    a(mix(cue, own));
    a(mix(cue, marked));
    a(u64::from(far.begun));
    a(u64::from(far.ends) * 64 + marked);
    a(u64::from(far.block));
    a(mix(u64::from(far.behind), marked));
    a(mix(u64::from(far.ahead), marked));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(begins_block: bool, begins_sentence: bool, quote: u8) -> Place {
        Place { quote, cue: 0, begins_block, begins_sentence }
    }

    #[test]
    fn distances_stop_at_the_borders_of_blocks_and_sentences() {
        let places = vec![
            place(true, true, OPENS),
            place(false, false, CLOSES),
            place(false, true, 0),
            place(true, true, 0),
            place(false, false, OPENS),
        ];
        let passage = Passage::new(vec![Word::default(); 5], vec![Tag::default(); 5], places);
        let of = |f: fn(&Far) -> u8| passage.far.iter().map(f).collect::<Vec<_>>();
        assert_eq!(of(|f| f.begun), [0, 1, 0, 0, 1]);
        assert_eq!(of(|f| f.ends), [1, 0, 0, 1, 0]);
        assert_eq!(of(|f| f.block), [0, 1, 2, 0, 1]);
        assert_eq!(of(|f| f.behind), [NONE, NONE, 1, NONE, NONE]);
        assert_eq!(of(|f| f.ahead), [0, 3, 2, 1, 0]);
    }

    #[test]
    fn a_word_has_the_same_features_wherever_it_stands_alike() {
        let places = [true, false, false, true, false, false].map(|b| place(b, b, 0)).to_vec();
        let passage = Passage::new(vec![Word::default(); 6], vec![Tag::default(); 6], places);
        let of = |at| {
            let mut all = Vec::new();
            features(&passage, at, |f| all.push(f));
            all
        };
        assert_eq!(of(2), of(2));
        assert_ne!(of(0), of(1));
        assert_eq!(of(0).len(), of(5).len());
    }
}
