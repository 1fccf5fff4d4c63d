//! Scores of the layers.
//!
//! [`own`] scores gold that was written for Parallax and lies in `eval/gold`, against the floors in
//! `eval/floors.toml`. [`shared`] runs the scorers of the development data, where that data is present.
//! [`quantulum`] compares with the test cases of another reader of quantities.

mod live;
pub mod name_pairs;
pub mod own;
pub mod pages;
pub mod quantulum;
mod quotations;
pub mod score;
pub mod shared;
pub mod speakers;
pub mod stance;
pub mod trees;
mod utterances;

use std::path::{Path, PathBuf};

/// The root of the workspace.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
