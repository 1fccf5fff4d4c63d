//! Chinese names in pinyin and in the older system of Wade and Giles; Korean names in any of their romanisations.
//!
//! A syllable alone stands for dozens of names, so only whole names are compared here.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::lexicon::{named, rows};

/// Whether one name is the other in Wade-Giles: "Mao Tse-tung", "Mao Zedong".
pub(super) fn same_chinese(a: &[String], b: &[String]) -> bool {
    let whole = |words: &[String]| (2..=3).contains(&words.len());
    if !whole(a) || !whole(b) {
        return false;
    }
    let (one, other) = (a.concat(), b.concat());
    let is = |pinyin: &[String], wade: &str| {
        let first = pinyin.iter().map(|w| wade_of(w)).collect::<Option<String>>();
        first.is_some_and(|w| w == wade || w.replacen("ying", "ing", 1) == wade)
    };
    is(a, &other) || is(b, &one)
}

const INITIALS: &[(&str, &str)] = &[
    ("zh", "ch"),
    ("ch", "ch"),
    ("sh", "sh"),
    ("b", "p"),
    ("p", "p"),
    ("m", "m"),
    ("f", "f"),
    ("d", "t"),
    ("t", "t"),
    ("n", "n"),
    ("l", "l"),
    ("g", "k"),
    ("k", "k"),
    ("h", "h"),
    ("j", "ch"),
    ("q", "ch"),
    ("x", "hs"),
    ("r", "j"),
    ("z", "ts"),
    ("c", "ts"),
    ("s", "s"),
    ("y", "y"),
    ("w", "w"),
    ("", ""),
];

/// Finals of pinyin with those of Wade-Giles, without marks.
const FINALS: &[(&str, &str)] = &[
    ("iang", "iang"),
    ("iong", "iung"),
    ("uang", "uang"),
    ("ang", "ang"),
    ("eng", "eng"),
    ("ong", "ung"),
    ("ian", "ien"),
    ("iao", "iao"),
    ("ing", "ing"),
    ("uai", "uai"),
    ("uan", "uan"),
    ("ai", "ai"),
    ("an", "an"),
    ("ao", "ao"),
    ("ei", "ei"),
    ("en", "en"),
    ("er", "erh"),
    ("ia", "ia"),
    ("ie", "ieh"),
    ("in", "in"),
    ("iu", "iu"),
    ("ou", "ou"),
    ("ua", "ua"),
    ("ue", "ueh"),
    ("ui", "ui"),
    ("un", "un"),
    ("uo", "o"),
    ("a", "a"),
    ("e", "e"),
    ("i", "i"),
    ("o", "o"),
    ("u", "u"),
];

/// A word of pinyin in Wade-Giles; none if it is no pinyin. The longest syllables are tried first.
fn wade_of(word: &str) -> Option<String> {
    if word.len() > 18 {
        return None;
    }
    if word.is_empty() {
        return Some(String::new());
    }
    for (initial, to) in INITIALS {
        let Some(rest) = word.strip_prefix(initial) else { continue };
        for (end, wade) in FINALS {
            let Some(rest) = rest.strip_prefix(end) else { continue };
            let Some(after) = wade_of(rest) else { continue };
            return Some(syllable(initial, to, end, wade) + &after);
        }
    }
    None
}

fn syllable(initial: &str, to: &str, end: &str, wade: &str) -> String {
    match (initial, end) {
        ("zh" | "ch" | "sh" | "r", "i") => format!("{to}ih"),
        ("z" | "c", "i") => "tzu".to_owned(),
        ("s", "i") => "ssu".to_owned(),
        ("g" | "k" | "h", "e") => format!("{to}o"),
        ("g" | "k" | "h" | "sh", "uo") => format!("{to}uo"),
        ("g" | "k", "ui") => format!("{to}uei"),
        ("y", "an") => "yen".to_owned(),
        ("y", "e") => "yeh".to_owned(),
        ("y", "ou") => "yu".to_owned(),
        ("y", "i") => "i".to_owned(),
        _ => format!("{to}{wade}"),
    }
}

/// For each spelling of a Korean surname the number of the surname.
static SURNAMES: LazyLock<BTreeMap<&'static str, usize>> = LazyLock::new(|| {
    let lines = rows(named!("korean_surnames.tsv")).enumerate();
    lines.flat_map(|(i, row)| row[0].split('|').map(move |name| (name, i))).collect()
});

/// Whether both are Korean names with one surname and one given name: "Park Geun-hye", "Pak Kun-hye".
pub(super) fn same_korean(a: &[String], b: &[String]) -> bool {
    korean(a).zip(korean(b)).is_some_and(|(a, b)| a == b)
}

/// The surname's number and the sound of the given name.
fn korean(words: &[String]) -> Option<(usize, String)> {
    let (first, given) = words.split_first()?;
    let given = given.concat();
    let surname = *SURNAMES.get(first.as_str())?;
    ((2..=3).contains(&words.len()) && (4..=14).contains(&given.len())).then(|| (surname, sound(&given)))
}

/// A given name as classes of sounds that romanisations exchange.
fn sound(given: &str) -> String {
    const SOUNDS: &[(&str, &str)] = &[
        ("yeo", "yo"),
        ("you", "yo"),
        ("woo", "o"),
        ("sh", "s"),
        ("ch", "c"),
        ("eo", "o"),
        ("eu", "o"),
        ("oo", "o"),
        ("ou", "o"),
        ("ae", "e"),
        ("ai", "e"),
        ("ay", "e"),
        ("ee", "i"),
        ("ui", "i"),
        ("ah", "a"),
        ("yu", "yo"),
        ("yi", "i"),
        ("ye", "e"),
        ("sy", "s"),
        ("u", "o"),
        ("g", "k"),
        ("b", "p"),
        ("d", "t"),
        ("j", "c"),
        ("r", "l"),
        ("w", ""),
    ];
    let (mut out, mut rest) = (String::new(), given);
    while let Some(c) = rest.chars().next() {
        if let Some((from, to)) = SOUNDS.iter().find(|(from, _)| rest.starts_with(from)) {
            out.push_str(to);
            rest = &rest[from.len()..];
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::fold;

    /// The words of a name as these systems are compared: folded, split at hyphens.
    fn syllables(name: &str) -> Vec<String> {
        name.split(|c: char| c.is_whitespace() || matches!(c, '-' | '‑' | '–'))
            .map(fold)
            .filter(|w| !w.is_empty())
            .collect()
    }

    fn chinese(a: &str, b: &str) -> bool {
        same_chinese(&syllables(a), &syllables(b))
    }

    fn korean(a: &str, b: &str) -> bool {
        same_korean(&syllables(a), &syllables(b))
    }

    #[test]
    fn pinyin_and_wade_giles() {
        assert!(chinese("Mao Zedong", "Mao Tse-tung") && chinese("Chou En-lai", "Zhou Enlai"));
        assert!(chinese("Deng Xiaoping", "Teng Hsiao-p'ing") && chinese("Lai Ching-te", "Lai Qingde"));
        assert!(!chinese("Chen Wei", "Cheng Wei") && !chinese("Li Keqiang", "Li Qiang"));
        assert!(!chinese("Zhang Wei", "Zhang Lei"));
    }

    #[test]
    fn korean_names_are_one_as_a_whole() {
        assert!(korean("Park Geun-hye", "Pak Kun-hye") && korean("Kim Jong-il", "Gim Jeong-il"));
        assert!(korean("Lee Myung-bak", "Yi Myeong-bak"));
        assert!(
            !korean("Kim Jong-un", "Kim Jong-il")
                && !korean("Lee", "Yi")
                && !korean("Kim Min-ji", "Lee Min-ji")
        );
    }
}
