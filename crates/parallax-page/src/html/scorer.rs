//! The learned scorer: which blocks are text.

use std::sync::LazyLock;

use super::features::{Spot, again};
use super::forest::Forest;
use super::marks::Marks;
use crate::lexicon::data;

/// Trees for a first look at each block, and for a second that sees the first scores of its neighbours.
#[derive(Debug, Clone, Default)]
pub struct Scorer {
    marks: Marks,
    first: Forest,
    second: Forest,
    /// Added to the scores, so that zero divides.
    shift: i32,
}

static OURS: LazyLock<Scorer> = LazyLock::new(|| Scorer::parse(data!("blocks.trees"), Marks::ours().clone()));

impl Scorer {
    /// Reads a model: `# ` lines are comments, `first`, `second` and `shift N` head its parts.
    #[must_use]
    pub fn parse(model: &str, marks: Marks) -> Self {
        let part = |name: &'static str| {
            let inside = model.lines().skip_while(move |l| *l != name).skip(1);
            inside.take_while(|l| l.contains('='))
        };
        let shift = model.lines().find_map(|l| l.strip_prefix("shift ")?.trim().parse().ok());
        Self {
            marks,
            first: Forest::parse(part("first")),
            second: Forest::parse(part("second")),
            shift: shift.unwrap_or(0),
        }
    }

    /// The one that Parallax ships.
    #[must_use]
    pub fn ours() -> &'static Self {
        &OURS
    }

    pub(crate) fn marks(&self) -> &Marks {
        &self.marks
    }

    /// Log odds in thousandths that each block is text.
    pub(crate) fn scores(&self, rows: &[Vec<i16>], spots: &[Spot]) -> Vec<i32> {
        let first: Vec<i32> = rows.iter().map(|r| self.first.score(r)).collect();
        let second = again(rows, spots, &first);
        let score = |(row, first): (Option<Vec<i16>>, &i32)| {
            row.map_or(*first, |r| self.second.score(&r) + self.shift)
        };
        second.into_iter().zip(&first).map(score).collect()
    }
}
