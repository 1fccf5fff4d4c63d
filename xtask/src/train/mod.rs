//! Learns the weights that lie under `data/`, bit for bit the same from the same pages.

mod boost;
mod gold;
pub mod linear;
pub mod pages;
pub mod titles;
