//! Hashes of words and features: the same on every machine, fast on short words.

/// Odd constants with well spread bits: the fractions of the golden ratio and of two of the primes of SplitMix64
/// (Steele, Lea and Flood 2014).
const SPREAD: [u64; 3] = [0x9E37_79B9_7F4A_7C15, 0xBF58_476D_1CE4_E5B9, 0x94D0_49BB_1331_11EB];

/// The hash of some bytes; another `seed` gives another, independent hash.
#[inline]
#[must_use]
pub fn bytes(seed: u64, bytes: &[u8]) -> u64 {
    let mut state = seed.wrapping_mul(SPREAD[0]) ^ (bytes.len() as u64);
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let mut word = [0; 8];
        word.copy_from_slice(chunk);
        state = fold(state ^ u64::from_le_bytes(word));
    }
    let rest = chunks.remainder();
    if !rest.is_empty() {
        let word = rest.iter().rev().fold(0, |word, &b| word << 8 | u64::from(b));
        state = fold(state ^ word);
    }
    state
}

/// The hash of a value in the place that `template` names.
#[inline]
#[must_use]
pub fn mix(template: u64, value: u64) -> u64 {
    fold(template.wrapping_mul(SPREAD[0]) ^ value)
}

#[inline]
fn fold(mut x: u64) -> u64 {
    x = (x ^ (x >> 32)).wrapping_mul(SPREAD[1]);
    x = (x ^ (x >> 29)).wrapping_mul(SPREAD[2]);
    x ^ (x >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_of_a_word_is_pinned() {
        // Weights on disk depend on these values.
        assert_eq!(
            [bytes(0, b""), bytes(1, b"harbour"), bytes(1, "Žižek and others".as_bytes()), mix(3, 4)],
            PINNED
        );
    }

    const PINNED: [u64; 4] =
        [0, 6_805_989_248_708_849_820, 6_255_004_948_639_853_485, 16_461_510_500_311_450_079];

    #[test]
    fn seeds_ends_and_templates_matter() {
        let all = [
            bytes(1, b"ship"),
            bytes(2, b"ship"),
            bytes(1, b"ships"),
            bytes(1, b"ship\0"),
            bytes(1, b"phis"),
            mix(1, 7),
            mix(2, 7),
            mix(7, 1),
        ];
        for (i, a) in all.iter().enumerate() {
            assert!(all[i + 1..].iter().all(|b| a != b), "{i}");
        }
    }
}
