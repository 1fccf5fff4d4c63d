//! Names of persons: their parts, and whether two names can be one person's.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::lexicon::{english, rows};
use crate::terms::fold;

/// For each given name the groups it belongs to.
static GROUPS: LazyLock<BTreeMap<String, BTreeSet<usize>>> = LazyLock::new(|| {
    let mut groups: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (i, row) in rows(english!("given_groups.tsv")).enumerate() {
        for name in row[0].split('|') {
            groups.entry(fold_name(name)).or_default().insert(i);
        }
    }
    groups
});

/// Endings that tell father from son.
const SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv"];
/// Small words that belong to the surname that follows.
const PARTICLES: &[&str] = &[
    "al", "el", "bin", "ibn", "ben", "bint", "da", "de", "del", "della", "den", "der", "di", "dos", "du",
    "la", "le", "st", "ter", "van", "von", "ul", "ur",
];

/// The parts of a person's name, folded.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name {
    /// Given names and initials; empty where only a surname is known.
    pub(super) given: Vec<String>,
    /// The surname without particles.
    pub(super) surname: String,
    suffix: Option<String>,
}

impl Name {
    /// Reads a name in the order given name, surname.
    pub(super) fn read(name: &str) -> Option<Self> {
        let name = name.strip_suffix("’s").or(name.strip_suffix("'s")).unwrap_or(name);
        let words = name.split(|c: char| c.is_whitespace() || c == '-' || c == '.' || c == '‑');
        let mut words: Vec<String> = words.map(fold_name).filter(|w| !w.is_empty()).collect();
        let suffix = words.last().filter(|w| words.len() > 1 && SUFFIXES.contains(&w.as_str())).cloned();
        if suffix.is_some() {
            words.pop();
        }
        let surname = words.pop()?;
        while words.last().is_some_and(|w| PARTICLES.contains(&w.as_str())) {
            words.pop();
        }
        Some(Self { given: words, surname, suffix })
    }

    /// Whether only a surname is known.
    pub(super) fn bare(&self) -> bool {
        self.given.is_empty()
    }

    /// Whether the first word is a given name that many people bear.
    pub(super) fn common_given(&self) -> bool {
        self.given.first().is_some_and(|g| GROUPS.contains_key(g))
    }

    /// Larger for a name that tells more: a surname, with an initial, with a given name.
    pub(super) fn fullness(&self) -> usize {
        self.given.first().map_or(0, |g| g.len().min(2))
    }

    /// Whether the given names do not speak against one person. Where only one has any, they do not.
    pub(super) fn compatible(&self, other: &Self) -> bool {
        if self.suffix != other.suffix && !self.bare() && !other.bare() {
            return false;
        }
        let (Some(a), Some(b)) = (self.given.first(), other.given.first()) else { return true };
        // "Mary Ann" and "Ann": the second given name may be the one in use.
        let second = |n: &Self, g: &String| n.given.get(1).is_some_and(|m| m.len() > 2 && same_given(m, g));
        if !(same_given(a, b) || second(self, b) || second(other, a)) {
            return false;
        }
        match (self.given.get(1), other.given.get(1)) {
            (Some(a), Some(b)) if a.len() == 1 || b.len() == 1 => a.as_bytes()[0] == b.as_bytes()[0],
            _ => true,
        }
    }

    /// How the surnames agree: exactly, by their sound, or not.
    pub(super) fn surname_match(&self, other: &Self) -> Match {
        if self.surname == other.surname {
            return Match::Exact;
        }
        let (a, b) = (skeleton(&self.surname), skeleton(&other.surname));
        if a.len() > 3 && a == b {
            return Match::Sound;
        }
        // One letter is "h" in Ukrainian and Belarusian and "g" in Russian, "gh", "q" or "kh" from Arabic: that alone
        // is too little, a given name in both must agree.
        let (a, b) = (loose(&self.surname), loose(&other.surname));
        let given = !self.bare() && !other.bare() && self.compatible(other);
        match given && a.len() > 3 && a == b && self.given[0].len() > 1 && other.given[0].len() > 1 {
            true => Match::Sound,
            false => Match::None,
        }
    }
}

/// How two surnames agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Match {
    /// The same letters.
    Exact,
    /// The same skeleton: likely two romanisations.
    Sound,
    /// Not.
    None,
}

/// One given name in two spellings, languages or lengths; or the initial of the other.
fn same_given(a: &str, b: &str) -> bool {
    if a == b || (a.len() > 3 && b.len() > 3 && skeleton(a) == skeleton(b)) {
        return true;
    }
    if a.len() == 1 || b.len() == 1 {
        return a.as_bytes().first() == b.as_bytes().first();
    }
    GROUPS.get(a).zip(GROUPS.get(b)).is_some_and(|(a, b)| !a.is_disjoint(b))
}

/// Letters only, without accents and capitals.
fn fold_name(word: &str) -> String {
    let plain: String = word
        .chars()
        .map(|c| match c {
            'ı' => 'i',
            'ł' | 'Ł' => 'l',
            'ø' | 'Ø' => 'o',
            'đ' | 'Đ' => 'd',
            c => c,
        })
        .collect();
    fold(&plain).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The skeleton under which also "h" and "g", "q", "k" and "kh" at the head or between vowels meet: those that
/// stand for one letter in Ukrainian and Russian, or in Arabic.
pub(super) fn loose(word: &str) -> String {
    let plain = skeleton(word);
    // "ks" of "x" and final "k" stay: only the letters that vary between languages are one.
    let one: String = plain.chars().map(|c| if matches!(c, 'h' | 'g') { 'g' } else { c }).collect();
    match one.strip_prefix(['k', 'g']) {
        // "Qaddafi", "Gaddafi", "Kadhafi": before "a" at the head only.
        Some(rest) if rest.starts_with('a') && rest.contains('d') => format!("g{rest}"),
        _ => one,
    }
}

/// What romanisations of one name share: letters that stand for the same sound are one, doubled letters single.
pub(super) fn skeleton(word: &str) -> String {
    // Longer spellings first. Capitals stand for one sound that is written with several letters.
    const SOUNDS: &[(&str, &str)] = &[
        ("shch", "S"),
        ("sch", "S"),
        ("tsch", "C"),
        ("tch", "C"),
        ("sh", "S"),
        ("ch", "C"),
        ("zh", "Z"),
        ("kh", "h"),
        ("ph", "f"),
        ("ck", "k"),
        ("ou", "u"),
        ("oo", "u"),
        ("ye", "e"),
        ("ie", "e"),
        ("yi", "i"),
        ("tz", "ts"),
        ("gh", "g"),
        ("dh", "d"),
        ("x", "ks"),
        ("q", "k"),
        ("w", "v"),
        ("y", "i"),
        ("j", "i"),
    ];
    let mut out = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(c) = rest.chars().next() {
        match SOUNDS.iter().find(|(from, _)| rest.starts_with(from)) {
            Some((from, to)) => {
                out.push_str(to);
                rest = &rest[from.len()..];
            }
            None => {
                out.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    let mut single: String = out.chars().fold(String::new(), |mut s, c| {
        if !s.ends_with(c) {
            s.push(c);
        }
        s
    });
    // Belarusian and Russian: "-enka", "-enko".
    if single.ends_with("enka") {
        single.pop();
        single.push('o');
    }
    single
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(s: &str) -> Name {
        Name::read(s).unwrap()
    }

    #[test]
    fn romanisations_share_a_skeleton() {
        for (a, b) in [
            ("danilov", "danylov"),
            ("zelensky", "zelenskyy"),
            ("zelenskiy", "zelenskyi"),
            ("shoygu", "shoigu"),
            ("yanukovych", "yanukovich"),
            ("mahmoud", "mahmud"),
            ("lukashenka", "lukashenko"),
            ("asad", "assad"),
            ("sergeyev", "sergeev"),
            ("khalilov", "halilov"),
        ] {
            assert_eq!(skeleton(a), skeleton(b), "{a} {b}");
        }
        for (a, b) in
            [("chen", "cheng"), ("li", "lee"), ("danylov", "danilenko"), ("zhang", "zang"), ("kim", "kin")]
        {
            assert_ne!(skeleton(a), skeleton(b), "{a} {b}");
        }
    }

    #[test]
    fn given_names_agree_by_group_initial_or_spelling() {
        for (a, b) in [
            ("Oleksiy Bondar", "Alexey Bondar"),
            ("Joe Harker", "Joseph R. Harker"),
            ("J. Harker", "Joseph Harker"),
            ("Harker", "Joseph Harker"),
            ("Mohammed al-Tayeb", "Muhammad al-Tayeb"),
            ("Mary Ann Field", "Ann Field"),
        ] {
            assert!(name(a).compatible(&name(b)), "{a} {b}");
        }
        for (a, b) in [
            ("Joe Harker", "Jill Harker"),
            ("Sergei Orlov", "Semyon Orlov"),
            ("George W. Stone", "George H. W. Stone"),
            ("Paul Reyes", "Paul Reyes Jr."),
            ("J. Harker", "Mary Harker"),
        ] {
            assert!(!name(a).compatible(&name(b)), "{a} {b}");
        }
    }

    #[test]
    fn h_and_g_are_one_letter_only_with_a_given_name() {
        for (a, b) in [
            ("Serhiy Dovhan", "Sergei Dovgan"),
            ("Oleksandr Hryb", "Aleksandr Grib"),
            ("Muammar Gaddafi", "Moammar Kadhafi"),
            ("Muammar Qaddafi", "Muammar Gadafi"),
        ] {
            assert_eq!(name(a).surname_match(&name(b)), Match::Sound, "{a} {b}");
        }
        for (a, b) in [
            ("Dovhan", "Sergei Dovgan"),
            ("Petro Hryb", "Aleksandr Grib"),
            ("S. Dovhan", "Sergei Dovgan"),
            ("Anna Hall", "Anna Gallo"),
            ("Ali Karami", "Ali Garami"),
        ] {
            assert_eq!(name(a).surname_match(&name(b)), Match::None, "{a} {b}");
        }
    }

    #[test]
    fn particles_do_not_hide_the_surname() {
        assert_eq!(name("Ursula von der Meer").surname, "meer");
        assert_eq!(name("Bashar al-Khatib").surname_match(&name("Khatib")), Match::Exact);
        assert_eq!(name("Ann Li").surname_match(&name("Ann Lee")), Match::None);
        assert_eq!(Name::read(" - "), None);
    }
}
