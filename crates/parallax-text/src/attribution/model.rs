//! The network that reads passages.

use std::ops::Range;
use std::sync::LazyLock;

use fearless_simd::{Level, Simd, dispatch};

use super::chain::{self, Chain, SCORE, Scores};
use super::features::{Passage, features};
use super::links::{LINK_ENDS, LINK_STEPS, LINK_WIDTH, LINKS, Link, Map, NO_LINK};
use super::states::STATES;
use crate::learned::net::{self, HEAD_UNIT, Head, UNIT};
use crate::learned::stack::KNOWN_WIDTH;
use crate::learned::{BLOCK, Damaged, Known, Matrix, Stack, take};

/// What was learned of attributions.
#[derive(Debug, Clone, PartialEq)]
pub struct Layers {
    /// Reads the words.
    pub stack: Stack<0>,
    /// The score of each state.
    pub states: Matrix<KNOWN_WIDTH>,
    /// What it is worth that a state follows another, in the units of scores: of the first state before all, and so on.
    pub steps: Vec<i32>,
    /// What the ends of links seek and offer.
    pub ends: Matrix<KNOWN_WIDTH>,
    /// What steps offer, for each kind of link.
    pub links: [Head<LINK_WIDTH>; LINKS.len()],
}

/// Reads who says what.
#[derive(Debug, Clone, PartialEq)]
pub struct Attributor {
    layers: Layers,
    chain: Chain,
}

/// An attribution in words of a passage.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Attribution {
    /// Who says it, if the passage tells.
    pub source: Option<Range<usize>>,
    /// The words of saying; none for a content that found no cue.
    pub cue: Option<Range<usize>>,
    /// What is said.
    pub content: Vec<Range<usize>>,
    /// How sure the reading is: from 0 to 1, the least sure of its choices.
    pub odds: f32,
}

/// Room that is used again.
#[derive(Debug, Default)]
pub struct Reading {
    known: Known,
    all: Vec<[i16; KNOWN_WIDTH]>,
    scores: Vec<Scores>,
    room: chain::Room,
    states: Vec<u8>,
}

/// Bits by which products of ends stand below scores.
const HEAD_BITS: u32 = 8;
const LINK_BITS: u32 = 2;
const _: () = assert!(HEAD_UNIT == (1 << HEAD_BITS) as f32 && HEAD_UNIT == UNIT * (1 << LINK_BITS) as f32);

const _: () = assert!(chain::WIDTH == STATES.next_multiple_of(BLOCK), "scores fill blocks");

/// What one word seeks and offers.
type Ends = [i16; LINK_ENDS];

impl Attributor {
    /// From what was learned.
    ///
    /// # Errors
    /// If numbers of weights do not fit together.
    pub fn new(layers: Layers) -> Result<Self, Damaged> {
        let fits = layers.states.len() == STATES
            && layers.steps.len() == STATES * STATES
            && layers.ends.len() == LINK_ENDS
            && layers.links.iter().all(|l| l.len() == LINK_STEPS);
        if !fits {
            return Err(Damaged("a wrong number of states"));
        }
        let chain = Chain::new(&layers.steps);
        Ok(Self { layers, chain })
    }

    /// The attributions of a passage, in the order of their cues; contents without a cue last.
    #[must_use]
    pub fn read(&self, passage: &Passage, reading: &mut Reading) -> Vec<Attribution> {
        dispatch!(Level::new(), simd => self.read_with(simd, passage, reading))
    }

    #[inline(always)]
    fn read_with<S: Simd>(&self, simd: S, passage: &Passage, reading: &mut Reading) -> Vec<Attribution> {
        let Reading { known, all, scores, room, states } = reading;
        let layers = &self.layers;
        known.clear();
        for at in 0..passage.words.len() {
            features(
                passage,
                at,
                #[inline(always)]
                |feature| layers.stack.feature(known, feature),
            );
            layers.stack.word(known);
        }
        layers.stack.read_words(simd, known);
        all.clear();
        for at in 0..passage.words.len() {
            all.push(known.at(at));
        }
        scores.clear();
        scores.resize(all.len(), [0; _]);
        layers.states.multiply_rows(simd, all, scores.as_flattened_mut());
        self.chain.best(simd, scores, |at| passage.places[at].begins_block, room, states);
        self.link(simd, passage, all, scores, states, room)
    }

    #[inline(always)]
    fn link<S: Simd>(
        &self,
        simd: S,
        passage: &Passage,
        known: &[[i16; KNOWN_WIDTH]],
        scores: &[Scores],
        states: &[u8],
        room: &mut chain::Room,
    ) -> Vec<Attribution> {
        let [sources, cues, contents] = chain::segments(states);
        if cues.is_empty() && contents.is_empty() {
            return Vec::new();
        }
        let map = passage.map(&cues);
        let [mut of_sources, mut of_cues, mut of_contents]: [Vec<Ends>; 3] = Default::default();
        for (all, of) in [(&sources, &mut of_sources), (&cues, &mut of_cues), (&contents, &mut of_contents)] {
            for one in all {
                of.push(self.ends(simd, &known[one.start]));
            }
        }
        let odds = self.odds(simd, passage, scores, states, room);
        let sure = |r: &Range<usize>| {
            let edges = [r.start, r.end - 1, r.end];
            edges.into_iter().filter_map(|at| odds.get(at)).copied().fold(1.0, f32::min)
        };
        let mut out: Vec<Attribution> = Vec::new();
        for (at, cue) in cues.iter().enumerate() {
            let (choice, odds) =
                self.choose(Link::Source, &map, cue.start, &of_cues[at], &sources, &of_sources);
            let source = choice.map(|i| sources[i].clone());
            let odds = source.as_ref().map_or(1.0, sure).min(odds).min(sure(cue));
            out.push(Attribution { source, cue: Some(cue.clone()), content: Vec::new(), odds });
        }
        for (at, content) in contents.into_iter().enumerate() {
            let (choice, odds) =
                self.choose(Link::Cue, &map, content.start, &of_contents[at], &cues, &of_cues);
            let odds = odds.min(sure(&content));
            match choice {
                Some(cue) => {
                    out[cue].odds = out[cue].odds.min(odds);
                    out[cue].content.push(content);
                }
                None => out.push(Attribution { content: vec![content], odds, ..Attribution::default() }),
            }
        }
        out
    }

    /// How likely the label of each word is; words of blocks without any part are not weighed.
    #[inline(always)]
    fn odds<S: Simd>(
        &self,
        simd: S,
        passage: &Passage,
        scores: &[Scores],
        states: &[u8],
        room: &mut chain::Room,
    ) -> Vec<f32> {
        let mut odds = Vec::with_capacity(states.len());
        let mut from = 0;
        while from < states.len() {
            let rest = &passage.places[from + 1..];
            let to = from + 1 + rest.iter().take_while(|p| !p.begins_block).count();
            let outside = states[from..to].iter().all(|&s| super::label_of(usize::from(s)) == 0);
            if outside {
                odds.resize(to, 1.0);
            } else {
                self.chain.odds(simd, &scores[from..to], &states[from..to], room, &mut odds);
            }
            from = to;
        }
        odds
    }

    #[inline(always)]
    fn ends<S: Simd>(&self, simd: S, known: &[i16; KNOWN_WIDTH]) -> Ends {
        // Products of so many can not overflow.
        const MOST: i32 = 1 << 12;
        let mut scores = [0; LINK_ENDS];
        self.layers.ends.multiply(simd, known, &mut scores);
        scores.map(|s| (s.saturating_add(1 << (HEAD_BITS - 1)) >> HEAD_BITS).clamp(-MOST, MOST) as i16)
    }

    /// What a stretch that begins at `from` chooses of some others, with the odds of that choice.
    #[inline(always)]
    fn choose(
        &self,
        link: Link,
        map: &Map,
        from: usize,
        ends: &Ends,
        all: &[Range<usize>],
        offered: &[Ends],
    ) -> (Option<usize>, f32) {
        let steps = &self.layers.links[link as usize];
        let [sought, offers] = [2 * link as usize, 2 * link as usize + 1].map(|i| i * LINK_WIDTH);
        let part =
            |ends: &Ends, from: usize| -> [i16; LINK_WIDTH] { std::array::from_fn(|i| ends[from + i]) };
        let sought = part(ends, sought);
        let mut scores = vec![(None, steps.score(NO_LINK, &sought))];
        for i in map.choices(link, from, all) {
            let step = steps.score(map.step(from, all[i].start), &sought);
            let product = net::product(&sought, &part(&offered[i], offers)).saturating_mul(1 << LINK_BITS);
            scores.push((Some(i), step.saturating_add(product)));
        }
        let best = scores.iter().copied().reduce(|a, b| if b.1 > a.1 { b } else { a });
        let Some((choice, top)) = best else { return (None, 0.0) };
        let sum: f32 = scores.iter().map(|(_, s)| net::exp((*s as f32 - top as f32) / SCORE)).sum();
        (choice, 1.0 / sum)
    }

    /// Appends what was learned to a file.
    pub fn write(&self, out: &mut Vec<u8>) {
        let Layers { stack, states, steps, ends, links } = &self.layers;
        stack.write(out);
        states.head().write(out);
        out.extend(steps.iter().flat_map(|s| s.to_le_bytes()));
        ends.head().write(out);
        links.iter().for_each(|l| l.write(out));
    }

    /// Reads a file.
    ///
    /// # Errors
    /// If it is not one.
    pub fn from_bytes(mut bytes: &[u8]) -> Result<Self, Damaged> {
        let bytes = &mut bytes;
        let (stack, states) = (Stack::read(bytes)?, Matrix::of(&Head::read(bytes)?)?);
        let steps = take(bytes, 4 * STATES * STATES)?.chunks_exact(4);
        let steps = steps.map(|b| i32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
        let ends = Matrix::of(&Head::read(bytes)?)?;
        Self::new(Layers { stack, states, steps, ends, links: [Head::read(bytes)?, Head::read(bytes)?] })
    }
}

/// The reader of attributions in English (`data/en/attributions.md`).
///
/// # Panics
/// Never: the file is part of the program, and a test reads it.
#[must_use]
pub fn english_attributor() -> &'static Attributor {
    static ATTRIBUTOR: LazyLock<Attributor> = LazyLock::new(|| {
        let file = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/en/attributions.weights"));
        Attributor::from_bytes(file).expect("the program holds a whole reader of attributions")
    });
    &ATTRIBUTOR
}
