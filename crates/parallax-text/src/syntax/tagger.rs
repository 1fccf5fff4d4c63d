//! Parts of speech, from left to right.

use std::sync::LazyLock;

use fearless_simd::{Level, Simd, dispatch};

use super::Word;
use crate::learned::net::{self, Found, HEAD_UNIT, Head, Hidden, UNIT};
use crate::learned::{BLOCK, Damaged, Matrix, hash::mix};

/// Hidden sums of the tagger.
pub const TAGGER_WIDTH: usize = 32;

/// The tag of a word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tag {
    /// The tag, as an index into [`Tagger::names`].
    pub of: u8,
    /// The second best tag with how near it was; 0 where it was far off.
    pub rival: u16,
}

/// Names parts of speech.
#[derive(Debug, Clone, PartialEq)]
pub struct Tagger {
    names: Vec<String>,
    hidden: Hidden<TAGGER_WIDTH>,
    head: Matrix<TAGGER_WIDTH>,
}

/// The features of the word at `at`, given the tags of the two words before it (`tag + 1`; 0 before the first word).
#[inline(always)]
pub fn tag_features(words: &[Word], at: usize, before: [u64; 2], mut give: impl FnMut(u64)) {
    let word = &words[at];
    let near = |by: isize| at.checked_add_signed(by).and_then(|i| words.get(i));
    let lower = |by| near(by).map_or(5, |w| w.lower);
    let group = |by, fine: usize| near(by).map_or(5000, |w| w.groups[fine]);
    let mut template = 100;
    let mut a = |value: u64| {
        template += 1;
        give(mix(template, value));
    };
    a(word.form);
    a(word.lower);
    a(mix(word.shape, u64::from(at == 0)));
    for part in word.ends {
        a(part);
    }
    for part in word.begins {
        a(part);
    }
    a(mix(word.ends[1], word.shape));
    a(mix(word.ends[2], word.groups[0]));
    for group in word.groups {
        a(group);
    }
    for by in [-2, -1, 1, 2] {
        a(lower(by));
        a(group(by, 1));
    }
    for by in [-1, 1] {
        a(group(by, 0));
        a(group(by, 2));
        a(near(by).map_or(5, |w| w.ends[2]));
        a(near(by).map_or(5, |w| w.ends[1]));
        a(near(by).map_or(500, |w| w.shape));
    }
    a(mix(lower(-1), word.lower));
    a(mix(word.lower, lower(1)));
    a(mix(group(-1, 1), word.lower));
    a(mix(word.lower, group(1, 1)));
    a(mix(group(-1, 1), group(0, 1)));
    a(mix(group(0, 1), group(1, 1)));
    a(mix(lower(-1), lower(1)));
    a(mix(mix(group(-1, 0), group(0, 0)), group(1, 0)));
    let [last, last_but_one] = before;
    a(last);
    a(mix(last, last_but_one));
    a(mix(last, word.lower));
    a(mix(last, word.ends[2]));
    a(mix(last, lower(1)));
    a(mix(last, group(1, 1)));
}

/// How far the best tag must stand above the second for that to be forgotten, and to be kept as a weak rival.
const CLEAR: [f32; 2] = [5.0, 2.0];

impl Tagger {
    /// From what was learned.
    ///
    /// # Errors
    /// If there is not one label for each name.
    pub fn new(
        names: Vec<String>,
        hidden: Hidden<TAGGER_WIDTH>,
        head: &Head<TAGGER_WIDTH>,
    ) -> Result<Self, Damaged> {
        if head.len() != names.len() || names.len() > usize::from(u8::MAX) {
            return Err(Damaged("a wrong number of labels"));
        }
        Ok(Self { names, hidden, head: Matrix::of(head)? })
    }

    /// The names of the tags: universal part of speech, `|`, Penn Treebank tag (empty if rare).
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The universal part of speech of a tag.
    #[must_use]
    pub fn upos(&self, tag: Tag) -> &str {
        self.halves(tag).0
    }

    /// The Penn Treebank tag; empty if rare.
    #[must_use]
    pub fn xpos(&self, tag: Tag) -> &str {
        self.halves(tag).1
    }

    fn halves(&self, tag: Tag) -> (&str, &str) {
        self.names.get(usize::from(tag.of)).and_then(|name| name.split_once('|')).unwrap_or(("X", ""))
    }

    /// Appends the tag of each word of a sentence to `tags`.
    pub fn tag(&self, words: &[Word], tags: &mut Vec<Tag>) {
        dispatch!(Level::new(), simd => self.tag_all(simd, words, tags));
    }

    #[inline(always)]
    fn tag_all<S: Simd>(&self, simd: S, words: &[Word], tags: &mut Vec<Tag>) {
        let unit = UNIT * HEAD_UNIT;
        let clear = CLEAR.map(|c| (c * unit) as i32);
        let (mut before, mut found) = ([0, 0], Found::default());
        let mut scores = vec![0; self.names.len().next_multiple_of(BLOCK)];
        for at in 0..words.len() {
            let mut sums = self.hidden.start;
            tag_features(
                words,
                at,
                before,
                #[inline(always)]
                |feature| self.hidden.find(feature, &mut found),
            );
            self.hidden.add(&mut found, &mut sums);
            net::cut(&mut sums);
            self.head.multiply(simd, &sums, &mut scores);
            let mut best = [(0, i32::MIN); 2];
            for (label, &score) in scores[..self.names.len()].iter().enumerate() {
                if score > best[0].1 {
                    best = [(label, score), best[0]];
                } else if score > best[1].1 {
                    best[1] = (label, score);
                }
            }
            let gap = best[0].1.saturating_sub(best[1].1);
            let near = u16::from(gap <= clear[0]) + u16::from(gap <= clear[1]);
            let rival = if near == 0 { 0 } else { (best[1].0 as u16 + 1) * 3 + near };
            tags.push(Tag { of: best[0].0 as u8, rival });
            before = [best[0].0 as u64 + 1, before[0]];
        }
    }

    /// Appends the tagger to a file.
    pub fn write(&self, out: &mut Vec<u8>) {
        net::write_names(&self.names, out);
        self.hidden.write(out);
        self.head.head().write(out);
    }

    /// Reads a file.
    ///
    /// # Errors
    /// If it is not one.
    pub fn read(mut bytes: &[u8]) -> Result<Self, Damaged> {
        let names = net::read_names(&mut bytes)?;
        let (hidden, head) = (Hidden::read(&mut bytes)?, Head::read(&mut bytes)?);
        Self::new(names, hidden, &head)
    }
}

/// The tagger of English (`data/en/tags.md`).
///
/// # Panics
/// Never: the file is part of the program, and a test reads it.
#[must_use]
pub fn english_tagger() -> &'static Tagger {
    static TAGGER: LazyLock<Tagger> = LazyLock::new(|| {
        let file = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/en/tags.weights"));
        Tagger::read(file).expect("the program holds a whole tagger")
    });
    &TAGGER
}
