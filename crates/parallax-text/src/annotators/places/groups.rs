//! References that name one thing, as one name for the whole page.

use std::collections::{BTreeMap, BTreeSet};

use parallax_model::{Document, EntityType};

use super::focus::{self, Name};
use super::references::{Reference, Usage};
use crate::atlas::atlas;

/// What a second mention of a name adds to the first.
const AGAIN: f32 = 0.25;
/// Most that the mentions of one name count together.
const MOST: f32 = 2.5;
/// What a name counts that only stands in the name of something else.
const ASIDE: f32 = 0.4;
/// Names' worth of places in an area that make a page about it.
const ABOUT: f32 = 1.2;
/// Factor for places that have the name beside their main one.
const OTHER: f32 = 0.1;
/// The same for large towns, whose other names are in wide use: "Kiev".
const OTHER_LARGE: f32 = 0.6;
/// What is a large town, as eight times the binary logarithm of its people: 100,000.
const LARGE: u8 = 133;
/// Factor for an area whose chief town has the name too.
const AROUND: f32 = 0.1;
/// Factor for places of a nature that the type of the mention speaks against.
const UNFIT: f32 = 0.25;

/// Drops what only looks like a place: words that no mention and no neighbour makes one, unless the page names the
/// same place elsewhere.
pub(super) fn confirm(document: &Document, references: &mut Vec<Reference>, home: &[(u32, f32)]) {
    if references.iter().any(|r| r.pending && r.cued) {
        expect(document, references, home);
    }
    let sure: BTreeSet<String> =
        references.iter().filter(|r| !r.pending && r.usage == Usage::Place).map(|r| r.key.clone()).collect();
    let person = |r: &Reference| r.mention.is_some_and(|m| document.mentions[m].of == EntityType::Person);
    references.retain(|r| !r.pending || (sure.contains(&r.key) && !person(r)));
    // Of two that overlap, the one that begins first, then the longer.
    let mut end = 0;
    references.retain(|r| {
        let free = r.span.start >= end;
        if free {
            end = r.span.end;
        }
        free
    });
}

/// Takes names in the surroundings of a place for places, where the page is about the area that holds one of the name.
fn expect(document: &Document, references: &mut [Reference], home: &[(u32, f32)]) {
    let sure: Vec<Reference> = references.iter().filter(|r| !r.pending).cloned().collect();
    let (names, _) = names(document, &sure);
    let mut areas: BTreeMap<u32, f32> = BTreeMap::new();
    for (name, shares) in names.iter().zip(focus::shares(&names, home)) {
        for (row, share) in name.rows.iter().zip(shares) {
            for area in atlas().within(*row).filter(|a| is_part(*a)) {
                *areas.entry(area).or_default() += share * name.mass;
            }
        }
    }
    for r in references.iter_mut().filter(|r| r.pending && r.cued) {
        let about =
            |row: &u32| atlas().within(*row).any(|a| a != *row && areas.get(&a).is_some_and(|m| *m >= ABOUT));
        r.pending = !r.main.iter().any(about);
    }
}

/// Whether it is a part of a country: pages about one seldom name by chance what is a town there.
fn is_part(row: u32) -> bool {
    matches!(atlas().feature_code(row), "ADM1" | "ADM2")
}

/// The names of the page, and which of them each reference is.
pub(super) fn names(document: &Document, references: &[Reference]) -> (Vec<Name>, Vec<usize>) {
    let mut names: Vec<Name> = Vec::new();
    let mut by_rows: BTreeMap<(&str, &[u32]), usize> = BTreeMap::new();
    let mut held: BTreeMap<&str, usize> = BTreeMap::new();
    let mut of = vec![0; references.len()];
    let first: Vec<usize> = (0..references.len()).filter(|i| references[*i].held).collect();
    let later = (0..references.len()).filter(|i| !references[*i].held);
    for i in first.into_iter().chain(later) {
        let r = &references[i];
        let joined = if r.held { None } else { held.get(r.key.as_str()).copied() };
        let at = joined.unwrap_or_else(|| {
            *by_rows.entry((&r.key, &r.rows)).or_insert_with(|| {
                let fit = r.rows.iter().map(|row| fit(document, r, *row)).collect();
                names.push(Name { rows: r.rows.clone(), mass: 0.0, fit });
                names.len() - 1
            })
        });
        if r.held && !is_area(&r.rows) {
            held.entry(&r.key).or_insert(at);
        }
        let full = if r.usage == Usage::Place { 1.0 } else { ASIDE };
        let name = &mut names[at];
        name.mass = if name.mass == 0.0 { full } else { (name.mass + AGAIN * full).min(MOST) };
        of[i] = at;
    }
    (names, of)
}

/// "Atlanta, Georgia" says nothing of another "Georgia" on the page.
fn is_area(rows: &[u32]) -> bool {
    rows.iter().all(|r| matches!(atlas().feature_code(*r), "PCLI" | "TERR" | "ADM1"))
}

fn fit(document: &Document, reference: &Reference, row: u32) -> f32 {
    let governed = matches!(atlas().class(row), 'A' | 'P' | 'S');
    let of = reference.mention.map(|m| document.mentions[m].of);
    let unfit = match of {
        Some(EntityType::Location) => governed,
        Some(EntityType::Polity) => !governed,
        _ => false,
    };
    let large = atlas().class(row) == 'P' && atlas().row(row).size > LARGE;
    let mut fit = match (reference.main.contains(&row), large) {
        (true, _) => 1.0,
        (_, true) => OTHER_LARGE,
        _ => OTHER,
    };
    if unfit {
        fit *= UNFIT;
    }
    // "Lviv" is the town and not the region around it.
    let area = matches!(atlas().feature_code(row), "ADM1" | "ADM2");
    let seat = |r: &u32| *r > row && atlas().class(*r) == 'P' && atlas().within(*r).any(|a| a == row);
    if area && reference.rows.iter().any(seat) { fit * AROUND } else { fit }
}
