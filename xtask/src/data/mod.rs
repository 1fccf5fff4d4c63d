//! Makes the data files that are not written by hand: counted in collections, or made from packages.

pub mod clusters;
pub mod counted;
pub mod fetch;
pub mod name_lists;
pub mod names;
pub mod places;
mod scripts;
