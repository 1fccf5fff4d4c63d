//! Reads many news accounts of one situation and shows, with evidence, what is reported, by whom, and where
//! accounts differ.

pub mod report;
