//! For developers: evaluation against gold.

pub mod eval;
