//! Builds the table of names that are one name (`data/names/groups.bin`) from the list of spellings in the package
//! rigour: one line for each name that Wikidata has, with its spellings in many scripts.
//!
//! A spelling in Latin letters is taken only where it *is* a romanisation of a spelling of its line in another
//! alphabet: so "Clark" is no spelling of what Russian writes for it, and stays apart from "Clarke". Lines are
//! bridged where they share a word in Cyrillic, Arabic, Hebrew, Greek, Armenian or Georgian.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use parallax_ledger::names::{distance, fold, hash, key, letters, pair};

use super::scripts::{self, Script};

type Error = Box<dyn std::error::Error>;

/// Most keys of a group: above, a word stands for too many names.
const MOST: usize = 40;
/// Fewest letters of a word of the table.
const SHORTEST: usize = 4;

/// Endings of names from Cyrillic, Armenian and Georgian, as they are romanised.
const EASTERN: &[&str] = &[
    "ov", "ev", "ow", "ew", "off", "sky", "ski", "skij", "skiy", "skyj", "skyi", "skii", "enko", "chuk",
    "uk", "ich", "ych", "itch", "in", "yn", "ova", "eva", "ina", "aya", "aja", "ia", "iya", "yan", "ian",
    "shvili", "dze", "iy", "yy", "ii", "yi",
];

/// Endings that are Slavic wherever they stand.
const SLAVIC: &[&str] = &["ov", "ev", "sky", "ski", "enko", "uk", "ich", "off"];

/// How many of the commonest surnames of the United States are taken for names with one spelling.
const COMMONEST: usize = 4000;

fn read_file(folder: &Path, path: &str) -> Result<String, Error> {
    let path = folder.join(path);
    std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()).into())
}

/// Reads the list and writes the table.
///
/// # Errors
/// If the list is not in the folder, or a file cannot be read or written.
pub fn rebuild(root: &Path, packages: &Path) -> Result<(), Error> {
    let list = read_file(packages, "rigour/rigour/data/names/persons.txt")?;
    let census = read_file(packages, "names/names-0.3.0/names/dist.all.last")?;
    let surnames: Vec<&str> =
        census.lines().take(COMMONEST).filter_map(|l| l.split_whitespace().next()).collect();
    let table = table(&list, &surnames);
    let out = root.join("data/names/groups.bin");
    std::fs::write(&out, &table)?;
    println!("{}: {} bytes", out.display(), table.len());
    Ok(())
}

/// A line of the list: what it has in Latin letters, and in other alphabets.
struct Line<'a> {
    /// Spellings that are romanisations of one of the others.
    latin: BTreeSet<String>,
    others: Vec<&'a str>,
}

impl Line<'_> {
    /// Whether the line has several spellings in Latin letters: a name that came from another alphabet. One at home
    /// in Latin letters has one, and what another alphabet makes of it bridges it to nothing ("Fischer", "Fisher").
    fn written_in_ways(&self) -> bool {
        self.latin.iter().filter(|w| !derived(w, &self.latin)).count() > 1
    }
}

fn read(line: &str) -> Option<Line<'_>> {
    let (names, _) = line.trim().rsplit_once(" => ")?;
    let (mut plain, mut others) = (Vec::new(), Vec::new());
    for name in names.split(", ") {
        match scripts::script(name) {
            Some(_) => others.push(name),
            None if usable(name) => plain.push(name),
            None => {}
        }
    }
    let is = |name: &&str| {
        let latin = letters(name);
        others.iter().any(|o| scripts::romanises(&latin, o))
    };
    let latin = plain.into_iter().filter(is).map(fold).collect();
    Some(Line { latin, others })
}

/// Whether a spelling is one word of enough Latin letters, and more than a syllable: one syllable of Chinese,
/// Korean or Vietnamese stands for dozens of names.
fn usable(name: &str) -> bool {
    let word = fold(name);
    let vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'j');
    let syllables = word.split(|c: char| !vowel(c)).filter(|s| !s.is_empty()).count();
    word.bytes().all(|b| b.is_ascii_lowercase())
        && (SHORTEST..=24).contains(&word.len())
        && syllables > 1
        && name.chars().all(char::is_alphabetic)
}

/// The feminine or plural of another word of the group: one family, not one name.
fn derived(word: &str, group: &BTreeSet<String>) -> bool {
    ["a", "ova", "ová", "s", "na"].iter().any(|end| {
        word.strip_suffix(end)
            .is_some_and(|stem| group.contains(stem) && !stem.ends_with(['a', 'e', 'i', 'o', 'u', 'y']))
    })
}

fn table(list: &str, surnames: &[&str]) -> Vec<u8> {
    let lines: Vec<Line<'_>> = list.lines().filter_map(read).collect();
    let mut groups: BTreeSet<BTreeSet<String>> = BTreeSet::new();
    let mut bridges: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, line) in lines.iter().enumerate() {
        groups.extend(keys(&line.latin));
        if !line.written_in_ways() {
            continue;
        }
        for other in line.others.iter().filter(|o| o.chars().count() >= SHORTEST) {
            bridges.entry(other).or_default().push(i);
        }
    }
    for (bridge, over) in bridges {
        if over.len() < 2 {
            continue;
        }
        let all: BTreeSet<String> = over.iter().flat_map(|&i| lines[i].latin.iter().cloned()).collect();
        let parts = match scripts::script(bridge) {
            Some(Script::Consonants) => near(&all),
            _ => vec![all],
        };
        groups.extend(parts.iter().filter_map(keys));
    }
    let largest = groups.iter().cloned().collect::<Vec<_>>();
    let mut of_key: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, group) in largest.iter().enumerate() {
        group.iter().for_each(|k| of_key.entry(k).or_default().push(i));
    }
    // A group that lies inside another says nothing more.
    let inside = |i: usize| {
        let first = largest[i].first().map_or(&[][..], |k| of_key[k.as_str()].as_slice());
        first.iter().any(|&o| o != i && largest[i].is_subset(&largest[o]))
    };
    let kept: Vec<&BTreeSet<String>> =
        (0..largest.len()).filter(|&i| !inside(i)).map(|i| &largest[i]).collect();
    let mut entries: Vec<(u32, u32)> = Vec::new();
    for (number, group) in kept.iter().enumerate() {
        entries.extend(group.iter().map(|k| (hash(k), number as u32)));
    }
    entries.sort_unstable();
    entries.dedup();
    println!(
        "{} lines, {} groups, largest {}",
        lines.len(),
        kept.len(),
        kept.iter().map(|g| g.len()).max().unwrap_or(0)
    );
    let apart = apart(list);
    println!("{} entries, {} pairs apart", entries.len(), apart.len());
    let home = at_home(list, surnames);
    println!("{} words at home in Latin letters", home.len());
    let mut out: Vec<u8> =
        [entries.len(), apart.len()].iter().flat_map(|n| (*n as u32).to_le_bytes()).collect();
    for (hash, number) in entries {
        out.extend(hash.to_le_bytes());
        out.extend(&number.to_le_bytes()[..3]);
    }
    out.extend(apart.into_iter().chain(home).flat_map(u32::to_le_bytes));
    out
}

/// Words that all their lines spell in one way, that several other alphabets copy, and that do not end as names from
/// Cyrillic, Armenian or Georgian do.
fn at_home(list: &str, surnames: &[&str]) -> BTreeSet<u32> {
    let (mut home, mut abroad): (BTreeSet<String>, BTreeSet<String>) = (BTreeSet::new(), BTreeSet::new());
    for line in list.lines() {
        let Some((names, _)) = line.trim().rsplit_once(" => ") else { continue };
        let (latin, others): (Vec<&str>, Vec<&str>) = names.split(", ").partition(|n| {
            n.chars().all(|c| !c.is_alphabetic() || c < '\u{300}' || ('\u{1e00}'..'\u{1f00}').contains(&c))
        });
        let words: BTreeSet<String> = latin.iter().map(|n| fold(n)).collect();
        let own: BTreeSet<&String> = words.iter().filter(|w| !derived(w, &words)).collect();
        let scripts =
            others.iter().filter_map(|o| o.chars().next()).map(|c| c as u32 / 0x100).collect::<BTreeSet<_>>();
        for word in words.iter().filter(|w| (SHORTEST..=24).contains(&w.len())) {
            if own.len() == 1 && scripts.len() > 1 && !EASTERN.iter().any(|end| word.ends_with(end)) {
                home.insert(word.clone());
            } else if own.len() > 1 {
                abroad.insert(word.clone());
            }
        }
    }
    let common = surnames
        .iter()
        .map(|s| fold(s))
        .filter(|s| s.len() >= SHORTEST && !SLAVIC.iter().any(|e| s.ends_with(e)));
    home.difference(&abroad).cloned().chain(common).map(|w| hash(&w)).collect()
}

/// Pairs of words that the list has as two names, on no common line and bridged by no common word, although a
/// romanisation could exchange their letters: how their bearers write them tells them apart ("Allen", "Alan").
fn apart(list: &str) -> BTreeSet<u32> {
    let mut lines_of: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    let mut bridges_of: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    let mut abroad: BTreeSet<String> = BTreeSet::new();
    for (i, line) in list.lines().enumerate() {
        let Some((names, _)) = line.trim().rsplit_once(" => ") else { continue };
        let ways = read(line).is_some_and(|l| l.written_in_ways());
        let others: Vec<&str> = names.split(", ").filter(|n| scripts::script(n).is_some()).collect();
        for name in names.split(", ") {
            let word = fold(name);
            let alphabetic =
                name.chars().all(char::is_alphabetic) && word.bytes().all(|b| b.is_ascii_lowercase());
            if alphabetic && (SHORTEST..=24).contains(&word.len()) {
                let bridges = bridges_of.entry(word.clone()).or_default();
                let letters = letters(&word);
                if ways {
                    bridges.extend(others.iter().copied().filter(|o| scripts::romanises(&letters, o)));
                }
                if !others.is_empty() {
                    abroad.insert(word.clone());
                }
                lines_of.entry(word).or_default().insert(i);
            }
        }
    }
    let mut of_key: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for word in lines_of.keys() {
        of_key.entry(key(word)).or_default().push(word);
    }
    let mut out = BTreeSet::new();
    for words in of_key.values() {
        for (i, a) in words.iter().enumerate() {
            for b in &words[i + 1..] {
                let (one, other) = (&bridges_of[*a], &bridges_of[*b]);
                if abroad.contains(*a)
                    && abroad.contains(*b)
                    && lines_of[*a].is_disjoint(&lines_of[*b])
                    && one.is_disjoint(other)
                    && system_alone(a) != system_alone(b)
                {
                    out.insert(pair(a, b));
                }
            }
        }
    }
    out
}

/// A word with what only systems of romanisation tell apart made one: the letters i, y, j at the end and beside each
/// other or other vowels, v and w, kh and h, ss and s, ou and u.
fn system_alone(word: &str) -> String {
    const SAME: &[(&str, &str)] = &[
        ("tsch", "ch"),
        ("tch", "ch"),
        ("sch", "sh"),
        ("kh", "h"),
        ("w", "v"),
        ("ss", "s"),
        ("ou", "u"),
        ("y", "i"),
        ("j", "i"),
    ];
    let mut out = word.to_owned();
    for (from, to) in SAME {
        let whole = !matches!(*from, "y" | "j") || EASTERN.iter().any(|end| word.ends_with(end));
        if whole {
            out = out.replace(from, to);
        }
    }
    while out.len() > 3 && out.ends_with(['i', 'y', 'j']) {
        out.pop();
    }
    let mut last = ' ';
    out.retain(|c| !(c == 'i' && std::mem::replace(&mut last, c) == 'i'));
    out
}

/// The keys of a group of words, where it has several and not too many.
fn keys(words: &BTreeSet<String>) -> Option<BTreeSet<String>> {
    let kept = words.iter().filter(|w| !derived(w, words));
    let keys: BTreeSet<String> = kept.map(|w| key(w)).collect();
    (2..=MOST).contains(&keys.len()).then_some(keys)
}

/// Words that Arabic or Hebrew writes alike, apart where their vowels are too far from each other.
fn near(words: &BTreeSet<String>) -> Vec<BTreeSet<String>> {
    let mut parts: Vec<BTreeSet<String>> = Vec::new();
    for word in words {
        let close = |p: &BTreeSet<String>| {
            p.iter().any(|w| distance(&letters(w), &letters(word)).is_some_and(|d| d.sum() <= 2))
        };
        let (near, mut far): (Vec<_>, Vec<_>) = parts.into_iter().partition(close);
        let mut joined: BTreeSet<String> = near.into_iter().flatten().collect();
        joined.insert(word.clone());
        far.push(joined);
        parts = far;
    }
    parts
}

#[cfg(test)]
mod tests {
    use parallax_ledger::names::ENTRY;

    use super::*;

    #[test]
    fn bridges_join_and_families_do_not() {
        let list = "oleksii, oleksiy, олексій, алексей => Q1\nalexey, aleksey, алексей => Q2\n\
                    clark, кларк => Q3\nclarke, кларк => Q4\nivanov, iwanow, ivanova, иванов, иванова => Q5\n";
        let table = table(list, &["WILSON"]);
        let shares = |a: &str, b: &str| {
            let of = |w: &str| -> Vec<[u8; 3]> {
                let head = hash(&key(w)).to_le_bytes();
                table[8..].chunks(ENTRY).filter(|e| e[..4] == head).map(|e| [e[4], e[5], e[6]]).collect()
            };
            of(a).iter().any(|g| of(b).contains(g))
        };
        assert!(shares("Oleksiy", "Alexey"));
        assert!(!shares("Clark", "Clarke") && !shares("Ivanov", "Ivanova"));
    }
}
