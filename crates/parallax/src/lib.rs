//! Reads many news accounts of one situation and shows, with evidence, what is reported, by whom, and where
//! accounts differ.
//!
//! ```
//! use parallax::{inputs::Inputs, pipeline};
//!
//! let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/strait/pages");
//! let inputs = Inputs::find(&[folder.into()])?;
//! let report = pipeline::report(&inputs, &pipeline::Given::default(), &|| ());
//! assert!(report.documents.len() >= 8);
//! # Ok::<(), parallax::inputs::InputError>(())
//! ```

pub mod cli;
pub mod inputs;
pub mod items;
pub mod lines;
pub mod pipeline;
pub mod report;
pub mod verify;
pub mod view;
