//! For developers: evaluation against gold, and data files that are counted.

pub mod data;
pub mod eval;
pub mod train;
