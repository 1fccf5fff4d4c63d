//! Which names of a place are kept.

use parallax_text::atlas::{FEATURES, OTHER, fold, hash};

use super::Draft;
use super::gather::Gathered;

/// Towns with fewer people keep only their main name.
const MANY: u64 = 6_000;
/// Most other names of a part of a country.
const PART_NAMES: usize = 6;
/// First words of names of parts in languages other than English.
const FOREIGN: [&str; 22] = [
    "Estado",
    "Condado",
    "Parroquia",
    "Provincia",
    "Departamento",
    "Municipio",
    "Comté",
    "Comte",
    "Contea",
    "Grafschaft",
    "Región",
    "Regio",
    "Gmina",
    "Powiat",
    "Województwo",
    "Wojewodztwo",
    "Kreis",
    "Landkreis",
    "Arrondissement",
    "Département",
    "Departement",
    "Okręg",
];

/// A name's hash, a row, and [`OTHER`] if it is not the main name of that row.
pub(super) type Pair = (u64, u32);

/// Every name that is kept, sorted by hash and row.
pub(super) fn names(gathered: &Gathered) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut key = String::new();
    for (row, place) in gathered.places.iter().enumerate() {
        let kept = others(place, row < gathered.countries);
        let main = std::iter::once((place.name.as_str(), 0));
        // All names of countries and of what our own list gives are in use.
        let mark = if row < gathered.countries || place.id == 0 { 0 } else { OTHER };
        for (name, mark) in main.chain(kept.map(|n| (n, mark))) {
            if fold(name, &mut key) && key.len() > 1 {
                pairs.push((hash(&key), row as u32, mark));
            }
        }
    }
    pairs.sort_unstable();
    // The main name comes first of those that share a key.
    pairs.dedup_by_key(|(hash, row, _)| (*hash, *row));
    pairs.into_iter().map(|(hash, row, mark)| (hash, row | mark)).collect()
}

fn others(place: &Draft, country: bool) -> impl Iterator<Item = &str> {
    let code = FEATURES[usize::from(place.feature)].0;
    let part = matches!(code, "ADM1" | "ADM2");
    let town = place.id > 0 && !part && !country;
    let limit = match (part, town) {
        (true, _) => PART_NAMES,
        (_, true) if place.people < MANY => 0,
        _ => usize::MAX,
    };
    let ours = !part && !town;
    place.others.iter().map(String::as_str).filter(move |n| ours || usable(n)).take(limit)
}

/// A name in Latin letters that a page in English could write: no spelling for a machine, no code of an airport.
fn usable(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic());
    let latin = letters.clone().all(|c| (c as u32) < 0x250 || (0x1e00..0x1f00).contains(&(c as u32)));
    let upper = letters.clone().all(char::is_uppercase);
    let first = name.chars().find(|c| c.is_alphanumeric());
    let foreign = name.split(' ').next().is_some_and(|w| FOREIGN.contains(&w));
    latin
        && first.is_some_and(char::is_uppercase)
        && letters.count() > 2
        && !foreign
        && !(upper && name.len() < 4)
        && !name.contains([',', '(', '/'])
}
