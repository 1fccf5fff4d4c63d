//! The table of names that are one name: spellings and languages of a given name or surname, read from
//! `data/names/groups.bin` (see the card beside it).
//!
//! The file begins with two numbers, of its entries and of its pairs, four bytes each, little-endian as all that
//! follows. An entry is the hash of a word's [`key`], four bytes, and the number of a group that it belongs to, three
//! bytes. Two words are one name there if they share a group. Then stand the hashes of pairs of words that are known to
//! be two names although a romanisation could exchange their letters, then those of words that are at home in Latin
//! letters, so that another spelling is another name ("Wilson", "Willson"). All three are sorted.

use super::letters::fold;

/// Bytes of one entry.
pub const ENTRY: usize = 7;

static FILE: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/names/groups.bin"));

/// What most romanisations of a word share: letters that systems exchange are one, doubled letters single. Words with
/// one key need not be one name; the key only finds the lines of the table.
#[must_use]
pub fn key(word: &str) -> String {
    // Longer spellings first. Capitals stand for one sound that is written with several letters.
    const SOUNDS: &[(&str, &str)] = &[
        ("shch", "S"),
        ("tsch", "C"),
        ("sch", "S"),
        ("tch", "C"),
        ("sh", "S"),
        ("ch", "C"),
        ("zh", "Z"),
        ("kh", "h"),
        ("ph", "f"),
        ("ck", "k"),
        ("ou", "u"),
        ("oo", "u"),
        ("tz", "ts"),
        ("gh", "g"),
        ("dh", "d"),
        ("x", "ks"),
        ("q", "k"),
        ("w", "v"),
        ("y", "i"),
        ("j", "i"),
    ];
    let folded = fold(word);
    let mut out = String::with_capacity(folded.len());
    let mut rest = folded.as_str();
    while let Some(c) = rest.chars().next() {
        let sound = SOUNDS.iter().find(|(from, _)| rest.starts_with(from));
        let next = sound.map_or(c, |(_, to)| to.chars().next().unwrap_or(c));
        if !out.ends_with(next) {
            out.push(next);
        }
        match sound {
            Some((from, to)) => {
                out.push_str(to.get(1..).unwrap_or_default());
                rest = &rest[from.len()..];
            }
            None => rest = &rest[c.len_utf8()..],
        }
    }
    out
}

/// The hash under which the table keeps a key (FNV-1a, folded to 32 bits).
#[must_use]
pub fn hash(key: &str) -> u32 {
    let long =
        key.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    (long ^ (long >> 32)) as u32
}

/// The hash under which the table keeps two folded words that are two names.
#[must_use]
pub fn pair(a: &str, b: &str) -> u32 {
    hash(&if a < b { format!("{a} {b}") } else { format!("{b} {a}") })
}

/// The parts of the file.
struct Parts {
    entries: &'static [u8],
    pairs: &'static [u8],
    home: &'static [u8],
}

fn parts() -> Parts {
    let take = |bytes: &'static [u8], n: usize| bytes.split_at_checked(n).unwrap_or((&[], &[]));
    let (counts, rest) = take(FILE, 8);
    let count = |i: usize| counts.get(i..i + 4).map_or(0, head) as usize;
    let (entries, rest) = take(rest, count(0).min(rest.len()) * ENTRY);
    let (pairs, home) = take(rest, count(4).min(rest.len()) * 4);
    Parts { entries, pairs, home }
}

fn head(entry: &[u8]) -> u32 {
    entry.first_chunk().map_or(u32::MAX, |four| u32::from_le_bytes(*four))
}

/// The first of the sorted records of a size whose hash is not smaller.
fn first(records: &[u8], size: usize, hash: u32) -> usize {
    let (mut low, mut high) = (0, records.len() / size);
    while low < high {
        let middle = low.midpoint(high);
        if head(&records[middle * size..]) < hash { low = middle + 1 } else { high = middle }
    }
    low
}

/// The groups that a word belongs to; their numbers mean nothing but sameness.
pub fn groups(word: &str) -> impl Iterator<Item = u32> + Clone {
    let entries = parts().entries;
    let hash = hash(&key(word));
    let from = first(entries, ENTRY, hash) * ENTRY;
    let of = entries[from..].chunks_exact(ENTRY).take_while(move |e| head(e) == hash);
    of.map(|e| u32::from_le_bytes([e[4], e[5], e[6], 0]))
}

fn holds(hashes: &[u8], hash: u32) -> bool {
    hashes.get(first(hashes, 4, hash) * 4..).is_some_and(|h| !h.is_empty() && head(h) == hash)
}

/// Whether two folded words are known to be two names.
#[must_use]
pub fn known_apart(a: &str, b: &str) -> bool {
    holds(parts().pairs, pair(a, b))
}

/// Whether a folded word is a name at home in Latin letters, which its bearers spell in one way.
#[must_use]
pub fn at_home(word: &str) -> bool {
    holds(parts().home, hash(word))
}

/// Whether the table has two words in one group.
#[must_use]
pub fn share_group(a: &str, b: &str) -> bool {
    let others = groups(b);
    groups(a).any(|g| others.clone().any(|o| o == g))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_shared_by_romanisations() {
        assert_eq!(key("Danylov"), key("Danilow"));
        assert_eq!(key("Zelenskyy"), key("Zelenski"));
        assert_ne!(key("Chen"), key("Cheng"));
        assert_eq!(key(""), "");
    }

    #[test]
    fn languages_share_groups_and_likeness_does_not() {
        for (a, b) in [("Oleksiy", "Alexey"), ("Mykola", "Nikolai"), ("Volodymyr", "Vladimir")] {
            assert!(share_group(a, b), "{a} {b}");
        }
        for (a, b) in
            [("Chen", "Cheng"), ("Li", "Lee"), ("Kim", "Kin"), ("Clark", "Clarke"), ("Ivanov", "Ivanova")]
        {
            assert!(!share_group(a, b), "{a} {b}");
        }
    }
}
