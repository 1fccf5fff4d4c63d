//! Kinds of places, by the codes of GeoNames.

/// Codes with their class, most general first; a place holds the position in this list.
pub const FEATURES: [(&str, char); 44] = [
    ("CONT", 'L'),
    ("PCLI", 'A'),
    ("PCLD", 'A'),
    ("TERR", 'A'),
    ("ADM1", 'A'),
    ("ADM2", 'A'),
    ("ADMD", 'A'),
    ("PPLC", 'P'),
    ("PPLA", 'P'),
    ("PPLA2", 'P'),
    ("PPLA3", 'P'),
    ("PPLA4", 'P'),
    ("PPLA5", 'P'),
    ("PPL", 'P'),
    ("PPLX", 'P'),
    ("PPLL", 'P'),
    ("PPLG", 'P'),
    ("PPLS", 'P'),
    ("PPLQ", 'P'),
    ("PO", 'S'),
    ("RGN", 'L'),
    ("RGNH", 'L'),
    ("AREA", 'L'),
    ("PRK", 'L'),
    ("MILB", 'L'),
    ("OCN", 'H'),
    ("SEA", 'H'),
    ("GULF", 'H'),
    ("BAY", 'H'),
    ("STRT", 'H'),
    ("CHN", 'H'),
    ("CNL", 'H'),
    ("LK", 'H'),
    ("STM", 'H'),
    ("RSV", 'H'),
    ("ISL", 'T'),
    ("ISLS", 'T'),
    ("PEN", 'T'),
    ("CAPE", 'T'),
    ("MT", 'T'),
    ("MTS", 'T'),
    ("VAL", 'T'),
    ("DSRT", 'T'),
    ("PLN", 'T'),
];

/// The position of a code in the list.
#[must_use]
pub fn feature(code: &str) -> Option<u8> {
    FEATURES.iter().position(|(c, _)| *c == code).map(|i| i as u8)
}
