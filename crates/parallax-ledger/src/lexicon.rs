//! Reads the data files: one entry a line, fields separated by tabs, `#` starts a comment line.

/// The rows of a data file.
pub(crate) fn rows(file: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    file.lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
        .map(|l| l.split('\t').map(str::trim).collect())
}

/// A file of `data/en/`, by name.
macro_rules! english {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/en/", $name))
    };
}
pub(crate) use english;

/// A file of `data/names/`, by name.
macro_rules! named {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/names/", $name))
    };
}
pub(crate) use named;
