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
mod reader;
mod reading;
mod store;
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
pub use reader::Reader;
pub use reading::Reading;
pub use store::Words;
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
