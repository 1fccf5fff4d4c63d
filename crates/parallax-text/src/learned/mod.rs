//! What was learned from annotated text: linear models over hashed features, and what they look words up in.
//!
//! A feature is a 64-bit hash. A [`Table`] gives it a row of small integers, one a label; scores are sums of rows, so
//! they are exact and the same in any order, on any machine. Features that a trainer dropped cost one look into an
//! [`Index`] that fits the processor's cache. The files are under `data/`, each with a card beside it.

mod clusters;
pub mod hash;
mod index;
mod matrix;
pub mod names;
pub mod net;
pub mod reader;
mod slots;
pub mod stack;
mod table;
mod wide;

pub use clusters::{Clusters, GRANULARITIES, clusters};
pub use index::Index;
pub use matrix::{BLOCK, Matrix};
pub use reader::Reader;
pub use slots::Found;
pub use stack::{Known, Stack};
pub use table::Table;
pub use wide::wide;

/// Why a file of weights is not one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Damaged(pub(crate) &'static str);

impl std::fmt::Display for Damaged {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "a damaged file of weights: {}", self.0)
    }
}

impl std::error::Error for Damaged {}

/// Takes the first `n` bytes off `bytes`.
pub(crate) fn take<'b>(bytes: &mut &'b [u8], n: usize) -> Result<&'b [u8], Damaged> {
    let (head, rest) = bytes.split_at_checked(n).ok_or(Damaged("it ends too early"))?;
    *bytes = rest;
    Ok(head)
}

/// Takes a number of four bytes, little end first.
fn take_u32(bytes: &mut &[u8]) -> Result<u32, Damaged> {
    let head = take(bytes, 4)?;
    Ok(u32::from_le_bytes([head[0], head[1], head[2], head[3]]))
}
