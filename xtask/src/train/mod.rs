//! Learns the weights that lie under `data/`, bit for bit the same from the same pages.

pub mod arcs;
pub mod attributions;
mod boost;
pub mod dense;
mod gold;
pub mod lemmas;
pub mod names;
pub mod network;
pub mod pages;
pub mod reading;
pub mod shuffle;
pub mod stack;
pub mod tags;
pub mod titles;
pub mod tree;
pub mod treebank;
