//! Parts of speech and dependency trees of single sentences: features and decoders, for use and for training.
//!
//! A [`Tagger`] names the part of speech of each word from left to right; a [`Parser`] then builds the tree word by word.
//! Both are small networks in integers ([`crate::learned::net`]), so that the same words give the same tree on every
//! machine. Their weights, with cards that say what they were learned from, are under `data/en/`.

mod features;
mod lemma;
mod parser;
mod spanning;
mod tagger;
mod words;

pub use features::{ROOT, STEPS, Sentence, step, word_features};
pub use lemma::{lemma, lemma_by_rule};
pub use parser::{ARC_WIDTH, LABEL_WIDTH, Layers, Parser, Tree, english_parser};
pub use spanning::NONE;
pub use tagger::{TAGGER_WIDTH, Tag, Tagger, english_tagger, tag_features};
pub use words::Word;
