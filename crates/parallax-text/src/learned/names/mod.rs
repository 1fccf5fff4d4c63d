//! The trained recogniser of names: a chain over hashed features and a small hidden layer, decoded in integers.
//!
//! A page is read twice. The second time each word also knows what the first reading made of the same word elsewhere
//! on the page. Weights and lists are in `data/en/` (`names.md` tells how they were made).

mod decode;
mod features;
mod labels;
mod layer;
mod lists;
mod page;
mod reader;
mod reading;
mod store;
mod vectors;
mod votes;
mod words;

use std::sync::LazyLock;

pub use decode::{Scores, Steps};
pub use features::{SEEN, Seen, alone, in_line, own, phrases, together};
pub use labels::{Found, KINDS, Kind, LABELS, OUTSIDE, Part, WIDTH, follows, label, labels, names};
pub use labels::{begins, ends};
pub use layer::{HEAD, INPUT, Layer, SIGNS, Sums, TOP, UNIT, UNITS, Weights, shown};
pub use lists::{List, Lists, key};
pub use page::{Mode, REGISTERS, Registers, Spelling, mode};
pub use reader::Reader;
pub use reading::Reading;
pub use store::Words;
pub use vectors::{Codes, Like, MIDDLES, Middle, NUMBERS, ONE, PIECES, Vectors, piece};
pub use votes::{Counts, Vote, features as vote_features};
pub use words::{Word, lower_hash};

use super::{Damaged, Found as Hits, Table, take};

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
    layer: Layer,
    registers: Registers,
    lists: Lists,
}

impl Model {
    /// Reads weights (see [`Model::write`]) and lists.
    ///
    /// # Errors
    /// If one of the files is not whole.
    pub fn read(mut weights: &[u8], lists: &[u8]) -> Result<Self, Damaged> {
        let vectors = Vectors::read(&mut weights)?;
        let registers = Registers::read(&mut weights)?;
        let bytes = take(&mut weights, 2 * LABELS * LABELS)?;
        let step = |at: usize| i16::from_le_bytes([bytes[2 * at], bytes[2 * at + 1]]);
        let steps = Steps::new(&std::array::from_fn(|a| std::array::from_fn(|b| step(a * LABELS + b))));
        let layer = Layer::new(Weights::read(&mut weights)?, vectors.middles());
        let lists = Lists::read(lists)?.with(vectors);
        Ok(Self { table: Table::read(&mut weights)?, steps, layer, registers, lists })
    }

    /// The bytes of a file of weights.
    #[must_use]
    pub fn write(
        table: &Table<WIDTH>,
        steps: &[[i16; LABELS]; LABELS],
        layer: &Weights,
        registers: &Registers,
        vectors: &Vectors,
    ) -> Vec<u8> {
        let mut out = Vec::new();
        vectors.write(&mut out);
        registers.write(&mut out);
        out.extend(steps.iter().flatten().flat_map(|w| w.to_le_bytes()));
        layer.write(&mut out);
        table.write(LABELS, &mut out);
        out
    }

    /// The names of a page (see [`Reader::find`]); of several pages a reader of one's own finds them faster.
    #[must_use]
    pub fn find<'t, L: IntoIterator<Item = &'t str>>(
        &self,
        lines: impl IntoIterator<Item = L>,
    ) -> Vec<Vec<Found>> {
        Reader::new(self).find(lines)
    }

    /// The sum of rows that were found.
    fn sum(&self, hits: &mut Hits) -> Scores {
        let mut out = Scores::default();
        self.table.add(hits, &mut out);
        out
    }
}
