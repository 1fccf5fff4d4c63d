//! Places of the world by name.
//!
//! `data/places/places.bin` is read where it lies: rows of places, most general first (countries, their parts,
//! parts of those, regions and seas, then towns by size), and a table from hashes of names to rows. A row knows the
//! row that holds it, so that the way from a town to its county, state and country is three steps.
//!
//! ```
//! let atlas = parallax_text::atlas::atlas();
//! let mut key = String::new();
//! let lviv = atlas.named("L’viv", &mut key).next().unwrap();
//! assert_eq!(atlas.place(lviv).country(), Some("UA"));
//! ```

mod feature;
mod fold;

pub use feature::{FEATURES, feature};
pub use fold::{fold, hash};

use std::sync::LazyLock;

/// First bytes of the file; the last is the version of the format.
pub const MAGIC: &[u8; 8] = b"PLXATLS1";
/// Bytes of a row.
pub const ROW: usize = 11;
/// Bits of a hash that choose the bucket.
pub const BUCKET_BITS: u32 = 16;
/// Bit of a reference that says that the name is not the main one of its place.
pub const OTHER: u32 = 1 << 23;
/// Parent of what nothing holds.
pub const NOWHERE: u16 = u16::MAX;

static FILE: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/places/places.bin"));

static ATLAS: LazyLock<Atlas> = LazyLock::new(|| Atlas::read(FILE).unwrap_or_default());

/// The places that this program knows.
#[must_use]
pub fn atlas() -> &'static Atlas {
    &ATLAS
}

/// A file of places.
#[derive(Debug, Default)]
pub struct Atlas {
    rows: &'static [u8],
    countries: &'static [u8],
    buckets: &'static [u8],
    checks: &'static [u8],
    refs: &'static [u8],
    named: &'static [u8],
    names: &'static str,
}

/// One place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// GeoNames id; none for places that our own list or a list of post offices gave.
    pub id: Option<u32>,
    /// Position in [`FEATURES`].
    pub feature: u8,
    /// Eight times the binary logarithm of the population, rounded; 0 if unknown.
    pub size: u8,
    /// The row that holds it.
    pub parent: Option<u32>,
    country: [u8; 2],
}

impl Place {
    /// ISO 3166-1 code of its country.
    #[must_use]
    pub fn country(&self) -> Option<&str> {
        std::str::from_utf8(&self.country).ok().filter(|c| *c != "--")
    }

    /// Code of GeoNames for its kind.
    #[must_use]
    pub fn code(&self) -> &'static str {
        FEATURES[usize::from(self.feature)].0
    }

    /// Class of GeoNames for its kind.
    #[must_use]
    pub fn class(&self) -> char {
        FEATURES[usize::from(self.feature)].1
    }
}

/// The smallest that is to be known of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Position in [`FEATURES`].
    pub feature: u8,
    /// Eight times the binary logarithm of the population, rounded; 0 if unknown.
    pub size: u8,
}

/// A cursor over the parts of the file.
struct Parts(&'static [u8]);

impl Parts {
    fn take(&mut self, n: usize) -> Option<&'static [u8]> {
        let (head, tail) = self.0.split_at_checked(n)?;
        self.0 = tail;
        Some(head)
    }

    fn number(&mut self) -> Option<usize> {
        self.take(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]) as usize)
    }
}

fn u16_at(bytes: &[u8], i: usize) -> u16 {
    u16::from_le_bytes([bytes[2 * i], bytes[2 * i + 1]])
}

fn u24_at(bytes: &[u8], i: usize) -> u32 {
    u32::from_le_bytes([bytes[3 * i], bytes[3 * i + 1], bytes[3 * i + 2], 0])
}

impl Atlas {
    /// Reads a file; none if its parts do not fit together.
    fn read(file: &'static [u8]) -> Option<Self> {
        let mut parts = Parts(file.strip_prefix(MAGIC)?);
        let (rows, countries, pairs) = (parts.number()?, parts.number()?, parts.number()?);
        let (named, names) = (parts.number()?, parts.number()?);
        Some(Self {
            rows: parts.take(rows * ROW)?,
            countries: parts.take(countries * 2)?,
            buckets: parts.take(((1 << BUCKET_BITS) + 1) * 3)?,
            checks: parts.take(pairs * 2)?,
            refs: parts.take(pairs * 3)?,
            named: parts.take(named * 6)?,
            names: std::str::from_utf8(parts.take(names)?).ok()?,
        })
    }

    /// How many places there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len() / ROW
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How many countries there are; they are the first rows.
    #[must_use]
    pub fn countries(&self) -> usize {
        self.countries.len() / 2
    }

    /// The place in a row.
    #[must_use]
    pub fn place(&self, row: u32) -> Place {
        let at = row as usize * ROW;
        let b = &self.rows[at..at + ROW];
        let degrees = |i: usize| f64::from(i16::from_le_bytes([b[i], b[i + 1]])) / 100.0;
        let id = u32::from_le_bytes([b[4], b[5], b[6], 0]);
        Place {
            lat: degrees(0),
            lon: degrees(2),
            id: (id > 0).then_some(id),
            feature: b[7].min(FEATURES.len() as u8 - 1),
            size: b[8],
            parent: self.parent(row),
            country: self.country_of(row).map_or(*b"--", |c| self.code_of(c)),
        }
    }

    /// What a row is, and how many people live there; see [`Place`].
    #[must_use]
    pub fn row(&self, row: u32) -> Row {
        let at = row as usize * ROW;
        let feature = self.rows[at + 7].min(FEATURES.len() as u8 - 1);
        Row { feature, size: self.rows[at + 8] }
    }

    /// The code of GeoNames for what a row is.
    #[must_use]
    pub fn feature_code(&self, row: u32) -> &'static str {
        FEATURES[usize::from(self.row(row).feature)].0
    }

    /// The class of GeoNames for what a row is.
    #[must_use]
    pub fn class(&self, row: u32) -> char {
        FEATURES[usize::from(self.row(row).feature)].1
    }

    /// The row that holds a row.
    #[must_use]
    pub fn parent(&self, row: u32) -> Option<u32> {
        let at = row as usize * ROW + 9;
        let parent = u16::from_le_bytes([self.rows[at], self.rows[at + 1]]);
        (parent != NOWHERE && u32::from(parent) < row).then_some(u32::from(parent))
    }

    /// The row and those that hold it, from the inside.
    pub fn within(&self, row: u32) -> impl Iterator<Item = u32> {
        std::iter::successors(Some(row), |r| self.parent(*r))
    }

    /// The row of the country that holds a row, or is it.
    #[must_use]
    pub fn country_of(&self, row: u32) -> Option<u32> {
        self.within(row).last().filter(|r| (*r as usize) < self.countries())
    }

    fn code_of(&self, country: u32) -> [u8; 2] {
        let at = country as usize * 2;
        [self.countries[at], self.countries[at + 1]]
    }

    /// The row of a country by its ISO 3166-1 code.
    #[must_use]
    pub fn country(&self, code: &str) -> Option<u32> {
        let (codes, _) = self.countries.as_chunks::<2>();
        let code: [u8; 2] = code.as_bytes().try_into().ok()?;
        codes.binary_search(&code).ok().map(|i| i as u32)
    }

    /// The name of a place, for those that are widely known.
    #[must_use]
    pub fn name(&self, row: u32) -> Option<&'static str> {
        let (entries, _) = self.named.as_chunks::<6>();
        let i = entries.binary_search_by_key(&row, |e| u24_at(e, 0)).ok()?;
        let from = u24_at(&entries[i], 1) as usize;
        self.names.get(from..)?.lines().next()
    }

    /// The rows of the places with this name, most general and largest first. `key` is room to work in.
    pub fn named(&self, name: &str, key: &mut String) -> impl Iterator<Item = u32> + use<> {
        let hash = if fold(name, key) { Some(hash(key)) } else { None };
        self.with_hash(hash).map(|(row, _)| row)
    }

    /// The rows of the places with the name of this key, and whether it is the main name of each.
    pub fn with_key(&self, key: &str) -> impl Iterator<Item = (u32, bool)> + use<> {
        self.with_hash(Some(hash(key)))
    }

    fn with_hash(&self, hash: Option<u64>) -> impl Iterator<Item = (u32, bool)> + use<> {
        let range = match hash {
            Some(h) if !self.buckets.is_empty() => {
                let bucket = (h >> (64 - BUCKET_BITS)) as usize;
                u24_at(self.buckets, bucket) as usize..u24_at(self.buckets, bucket + 1) as usize
            }
            _ => 0..0,
        };
        let check = hash.unwrap_or(0) as u16;
        let (checks, refs) = (self.checks, self.refs);
        range.filter(move |i| u16_at(checks, *i) == check).map(move |i| {
            let row = u24_at(refs, i);
            (row & !OTHER, row & OTHER == 0)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(name: &str) -> Place {
        atlas().place(atlas().named(name, &mut String::new()).next().unwrap())
    }

    #[test]
    fn names_lead_to_places() {
        let mut rows = atlas().named("L’viv", &mut String::new()).map(|r| atlas().place(r));
        let lviv = rows.find(|p| p.class() == 'P').unwrap();
        assert_eq!(lviv.country(), Some("UA"));
        assert!((lviv.lat - 49.84).abs() < 0.02 && (lviv.lon - 24.02).abs() < 0.02);
        assert_eq!(first("the Black Sea").code(), "SEA");
        assert_eq!(first("Rapides Parish").code(), "ADM2");
        assert_eq!(first("Ukraine").code(), "PCLI");
    }

    #[test]
    fn every_row_is_held_by_an_earlier_one_and_stands_on_the_globe() {
        let a = atlas();
        assert!(a.len() > 200_000 && a.countries() > 240);
        for row in 0..a.len() as u32 {
            let p = a.place(row);
            assert!(p.lat.abs() <= 90.0 && p.lon.abs() <= 180.0, "{row}");
            assert!(a.within(row).count() <= 4, "{row}");
        }
    }

    #[test]
    fn a_damaged_file_is_not_read() {
        assert!(Atlas::read(&FILE[..FILE.len() / 2]).is_none());
        assert!(Atlas::read(b"PLXATLS1").is_none());
        assert!(Atlas::default().named("Paris", &mut String::new()).next().is_none());
    }
}
