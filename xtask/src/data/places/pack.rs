//! The bytes of the file; `parallax_text::atlas` reads them.

use parallax_text::atlas::{BUCKET_BITS, MAGIC};

use super::Error;
use super::gather::Gathered;
use super::sources::ENGLISH;

/// Towns with fewer people are shown by the name that the page gives them.
const SHOWN: u64 = 50_000;
/// The same for parts of countries whose local news is not in English.
const SHOWN_PARTS: u64 = 500_000;

pub(super) fn pack(gathered: &Gathered, pairs: &[(u64, u32)]) -> Result<Vec<u8>, Error> {
    let places = &gathered.places;
    let (mut named, mut names) = (Vec::new(), String::new());
    for (row, place) in places.iter().enumerate() {
        let first = row <= usize::from(u16::MAX) && place.code.matches('.').count() < 2;
        let read = ENGLISH.contains(&place.code.split('.').next().unwrap_or_default());
        let part = row <= usize::from(u16::MAX);
        let large = first || place.people >= if part && !read { SHOWN_PARTS } else { SHOWN } || part && read;
        if large && !place.name.contains('\n') {
            named.extend(u24(row as u32)?);
            named.extend(u24(names.len() as u32)?);
            names += &place.name;
            names.push('\n');
        }
    }
    let mut out = MAGIC.to_vec();
    let counts = [places.len(), gathered.countries, pairs.len(), named.len() / 6, names.len()];
    for count in counts {
        out.extend(u32::try_from(count)?.to_le_bytes());
    }
    for (place, parent) in places.iter().zip(&gathered.parents) {
        out.extend(hundredths(place.lat).to_le_bytes());
        out.extend(hundredths(place.lon).to_le_bytes());
        out.extend(u24(place.id)?);
        out.extend([place.feature, size(place.people)]);
        out.extend(parent.to_le_bytes());
    }
    for country in &places[..gathered.countries] {
        let code: [u8; 2] = country.code.as_bytes().try_into()?;
        out.extend(code);
    }
    let mut at = 0;
    for bucket in 0..=1_u64 << BUCKET_BITS {
        while at < pairs.len() && pairs[at].0 >> (64 - BUCKET_BITS) < bucket {
            at += 1;
        }
        out.extend(u24(at as u32)?);
    }
    pairs.iter().for_each(|(hash, _)| out.extend((*hash as u16).to_le_bytes()));
    for (_, row) in pairs {
        out.extend(u24(*row)?);
    }
    out.extend(named);
    out.extend(names.as_bytes());
    Ok(out)
}

fn u24(value: u32) -> Result<[u8; 3], Error> {
    match value.to_le_bytes() {
        [a, b, c, 0] => Ok([a, b, c]),
        _ => Err(format!("{value} does not fit into 24 bits").into()),
    }
}

fn hundredths(degrees: f64) -> i16 {
    (degrees * 100.0).round() as i16
}

/// Eight times the binary logarithm, rounded.
fn size(people: u64) -> u8 {
    if people == 0 { 0 } else { ((people as f64).log2() * 8.0).round() as u8 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_double_every_eight_steps() {
        assert_eq!((size(0), size(1024), size(2048)), (0, 80, 88));
        assert_eq!(size(8_000_000_000), u8::MAX);
    }

    #[test]
    fn points_keep_their_hundredths() {
        assert_eq!((hundredths(-179.999), hundredths(49.838)), (-18000, 4984));
    }
}
