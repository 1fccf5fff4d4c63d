//! Which of the places with one name a page means.
//!
//! A page is read as if written about a few areas: the world, some countries, their parts, parts of those. Each
//! name is drawn from one area, and there from its places by their weight, so that a town gains when others of its
//! county, state or country stand on the page, and a small area gains more than a large one. How much each area is
//! written about, and from which each name comes, is found in a few rounds that leave out the name itself: collapsed
//! variational Bayes of order zero (Asuncion, Welling, Smyth and Teh 2009) for a mixture with nested components.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::atlas::{FEATURES, atlas};

/// One name of a page with all that it may stand for.
#[derive(Debug, Clone, Default)]
pub(super) struct Name {
    /// Rows of the atlas.
    pub(super) rows: Vec<u32>,
    /// How much it tells of what the page is about.
    pub(super) mass: f32,
    /// Factor on the weight of each row.
    pub(super) fit: Vec<f32>,
}

/// Names' worth of belief that a page is about any place of the world as likely as another.
const WORLD: f32 = 1.0;
/// What areas of each level have beforehand, as a share of [`WORLD`] that their places' weight divides.
const LEVELS: [f32; 3] = [0.6, 0.5, 0.3];
/// Gifts to an area that count half.
const DOUBT: f32 = 0.5;
const ROUNDS: usize = 6;

/// The likelihood of each row of each name, in their order; those of one name sum to one.
pub(super) fn shares(names: &[Name], home: &[(u32, f32)]) -> Vec<Vec<f32>> {
    let mut areas = Areas::default();
    let paths: Vec<Vec<Path>> =
        names.iter().map(|n| n.rows.iter().zip(&n.fit).map(|(r, f)| areas.path(*r, *f)).collect()).collect();
    for (row, mass) in home {
        let area = areas.number(*row);
        areas.given[area] += mass;
    }
    // What each name has given each area.
    let mut gifts: Vec<Vec<(usize, f32)>> = vec![Vec::new(); names.len()];
    let mut out: Vec<Vec<f32>> = vec![Vec::new(); names.len()];
    for _ in 0..ROUNDS {
        for (i, paths) in paths.iter().enumerate() {
            for (area, mass) in gifts[i].drain(..) {
                areas.given[area] -= mass;
            }
            let mut terms = Vec::with_capacity(paths.len() * 4);
            let mut total = 0.0;
            for (at, path) in paths.iter().enumerate() {
                for &(area, chance) in &path.steps[..path.len] {
                    let term = areas.belief(area) * chance;
                    total += term;
                    terms.push((at, area, term));
                }
            }
            let mut share = vec![0.0; paths.len()];
            if total > 0.0 {
                for (at, area, term) in terms {
                    share[at] += term / total;
                    let gift = names[i].mass * term / total;
                    areas.given[area] += gift;
                    gifts[i].push((area, gift));
                }
            }
            out[i] = share;
        }
    }
    out
}

/// The areas that hold a place, and its chance to be named when the page is about each.
#[derive(Debug, Clone, Copy, Default)]
struct Path {
    steps: [(usize, f32); 4],
    len: usize,
}

/// The areas of a page.
#[derive(Default)]
struct Areas {
    numbers: BTreeMap<u32, usize>,
    before: Vec<f32>,
    given: Vec<f32>,
}

/// Stands for the whole world among the rows.
const GLOBE: u32 = u32::MAX;

impl Areas {
    fn number(&mut self, row: u32) -> usize {
        if let Some(i) = self.numbers.get(&row) {
            return *i;
        }
        let i = self.before.len();
        self.numbers.insert(row, i);
        let sums = sums();
        let level = if row == GLOBE { 0 } else { atlas().within(row).count() };
        self.before.push(match level {
            0 => WORLD,
            _ => LEVELS[(level - 1).min(2)] * sums.area(row) / sums.world,
        });
        self.given.push(0.0);
        i
    }

    /// How much the page is about an area: what that was beforehand, and what names have given it. Small gifts count
    /// for less, or two names whose places share a county would talk each other into it on a page about the world.
    fn belief(&self, area: usize) -> f32 {
        let given = self.given[area].max(0.0);
        self.before[area] + given * given / (given + DOUBT)
    }

    fn path(&mut self, row: u32, fit: f32) -> Path {
        let sums = sums();
        let weight = weight(row) * fit;
        let mut path = Path::default();
        let areas = atlas().within(row).filter(|r| is_area(*r));
        for area in std::iter::once(GLOBE).chain(areas).take(4) {
            let total = if area == GLOBE { sums.world } else { sums.area(area) };
            path.steps[path.len] = (self.number(area), weight / total);
            path.len += 1;
        }
        path
    }
}

/// Whether pages may be about it as a whole: countries and their parts.
fn is_area(row: u32) -> bool {
    matches!(atlas().feature_code(row), "PCLI" | "TERR" | "ADM1" | "ADM2")
}

/// How readily a place is named: the square root of its people, and more for what governs others.
pub(super) fn weight(row: u32) -> f32 {
    let place = atlas().row(row);
    ROOTS[usize::from(place.size)] * FACTORS[usize::from(place.feature)]
}

/// Square roots of populations, by size; an unknown size counts as three hundred people.
static ROOTS: LazyLock<[f32; 256]> = LazyLock::new(|| {
    // The sixteenth root of two.
    const STEP: f64 = 1.044_273_782_427_413_8;
    let mut root = 1.0;
    let mut roots = [0.0_f32; 256];
    for r in &mut roots {
        *r = root as f32;
        root *= STEP;
    }
    roots[0] = 17.0;
    roots
});

static FACTORS: LazyLock<Vec<f32>> = LazyLock::new(|| {
    let factor = |code: &str| match code {
        "CONT" => 1.0,
        "PCLI" => 12.0,
        "TERR" | "PCLD" => 60.0,
        "ADM1" => 1.2,
        "ADM2" => 0.5,
        "PPLC" => 5.0,
        "PPLA" => 1.5,
        "PO" => 0.6,
        "PPLX" => 0.5,
        "OCN" | "SEA" | "GULF" | "STRT" | "RGN" => 120.0,
        "BAY" | "CHN" | "CNL" | "LK" | "STM" | "ISL" | "ISLS" | "PEN" | "CAPE" | "MT" | "MTS" | "VAL"
        | "DSRT" | "PLN" | "AREA" | "RGNH" | "PRK" | "MILB" => 40.0,
        _ => 1.0,
    };
    FEATURES.iter().map(|(code, _)| factor(code)).collect()
});

/// Weights of all places of areas and of the world.
struct Sums {
    areas: Vec<f32>,
    world: f32,
}

impl Sums {
    fn area(&self, row: u32) -> f32 {
        self.areas.get(row as usize).copied().unwrap_or(0.0).max(1.0)
    }
}

fn sums() -> &'static Sums {
    static SUMS: LazyLock<Sums> = LazyLock::new(|| {
        let atlas = atlas();
        let mut sums = Sums { areas: vec![0.0; atlas.len().min(1 << 16)], world: 1.0 };
        for row in 0..atlas.len() as u32 {
            let weight = weight(row);
            sums.world += weight;
            for area in atlas.within(row).filter(|a| (*a as usize) < 1 << 16) {
                sums.areas[area as usize] += weight;
            }
        }
        sums
    });
    &SUMS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(name: &str) -> Name {
        let rows: Vec<u32> = atlas().named(name, &mut String::new()).collect();
        Name { fit: vec![1.0; rows.len()], rows, mass: 1.0 }
    }

    /// The state or country of the likeliest place.
    fn best(names: &[Name], home: &[(u32, f32)], i: usize) -> Option<&'static str> {
        let shares = shares(names, home);
        let at = (0..shares[i].len()).max_by(|a, b| shares[i][*a].total_cmp(&shares[i][*b]))?;
        let row = atlas().within(names[i].rows[at]).find(|r| atlas().feature_code(*r) == "ADM1")?;
        atlas().name(row)
    }

    #[test]
    fn a_lone_name_is_the_largest_place() {
        assert_eq!(best(&[name("Paris")], &[], 0), Some("Île-de-France"));
    }

    #[test]
    fn neighbours_draw_a_name_to_their_county() {
        let names = [name("Paris"), name("Lamar County"), name("Texas"), name("Dallas")];
        assert_eq!(best(&names, &[], 0), Some("Texas"));
        let names = [name("Alexandria"), name("Rapides Parish")];
        assert_eq!(best(&names, &[], 0), Some("Louisiana"));
    }

    #[test]
    fn the_home_of_the_outlet_counts() {
        let texas = name("Texas").rows[0];
        assert_eq!(best(&[name("Paris")], &[(texas, 3.0)], 0), Some("Texas"));
    }

    #[test]
    fn likelihoods_sum_to_one() {
        for share in shares(&[name("Springfield"), name("Ohio"), Name::default()], &[]) {
            let sum: f32 = share.iter().sum();
            assert!(share.is_empty() || (sum - 1.0).abs() < 1e-4);
        }
    }
}
