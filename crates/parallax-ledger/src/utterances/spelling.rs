//! Spellings, contractions and numbers of one word.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::lexicon::{english, rows};

/// What the table of spellings holds.
#[derive(Default)]
struct Spellings {
    /// An ending, what it is read as, and the letters that the word has at least; longest first.
    endings: Vec<(&'static str, &'static str, usize)>,
    words: BTreeMap<&'static str, &'static str>,
    signs: BTreeMap<&'static str, &'static str>,
    /// One written word for several, and two for one.
    several: BTreeMap<&'static str, &'static str>,
}

static SPELLINGS: LazyLock<Spellings> = LazyLock::new(|| {
    let mut all = Spellings::default();
    for row in rows(english!("spellings.tsv")) {
        match row[..] {
            ["ending", from, to, least] => all.endings.push((from, to, least.parse().unwrap_or(usize::MAX))),
            ["word", from, to] => {
                all.words.insert(from, to);
            }
            ["sign", from, to] => {
                all.signs.insert(from, to);
            }
            ["words", from, to] => {
                all.several.insert(from, to);
            }
            _ => {}
        }
    }
    all.endings.sort_by_key(|(from, _, _)| (std::cmp::Reverse(from.len()), *from));
    all
});

/// For each word of indirect speech the first word of its class.
static CLASSES: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    let lines = rows(english!("indirect_speech.tsv"));
    lines.flat_map(|row| row[0].split('|').map(move |w| (w, row[0]))).collect()
});

/// Words for numbers: value and kind.
static NUMBERS: LazyLock<BTreeMap<&'static str, (f64, &'static str)>> = LazyLock::new(|| {
    let row = |r: Vec<&'static str>| Some((*r.first()?, (r.get(1)?.parse().ok()?, *r.get(2)?)));
    let kept = |(_, (_, kind)): &(&str, (f64, &str))| {
        matches!(*kind, "digit" | "teen" | "ten" | "scale" | "ordinal")
    };
    rows(english!("numbers.tsv")).filter_map(row).filter(kept).collect()
});

/// The word in the spelling in which it is compared.
pub(super) fn spelled(word: &str) -> String {
    if let Some(other) = SPELLINGS.words.get(word) {
        return (*other).to_owned();
    }
    let ending =
        SPELLINGS.endings.iter().find(|(from, _, least)| word.len() >= *least && word.ends_with(from));
    ending
        .map_or_else(|| word.to_owned(), |(from, to, _)| format!("{}{to}", &word[..word.len() - from.len()]))
}

/// The word that a sign stands for.
pub(super) fn sign(sign: &str) -> Option<&'static str> {
    SPELLINGS.signs.get(sign).copied()
}

/// The words of which a written word is made: "don't".
pub(super) fn spelled_out(word: &str) -> Option<&'static str> {
    SPELLINGS.several.get(word).copied()
}

/// The one word that two written words are: "per cent".
pub(super) fn pair(a: &str, b: &str) -> Option<&'static str> {
    let word = SPELLINGS.several.get(format!("{a} {b}").as_str())?;
    (!word.contains(' ')).then_some(*word)
}

/// The class of a word that indirect speech exchanges.
pub(super) fn class(word: &str) -> Option<&'static str> {
    CLASSES.get(word).copied()
}

/// A written word, and whether something before it parts it from the one in front.
pub(super) struct Piece<'a> {
    pub(super) letters: &'a str,
    pub(super) starts: bool,
}

/// The number that `pieces` begin with, in one form, and how many of them it takes. `money` says that a sign of a
/// currency stands in front, behind which "5m" is five million.
pub(super) fn number(pieces: &[Piece<'_>], money: bool) -> Option<(String, usize)> {
    let (mut total, mut current, mut last, mut taken) = (0.0, 0.0, "", 0);
    let known = |i: usize| pieces.get(i).and_then(|p| NUMBERS.get(p.letters).copied());
    while let Some(piece) = pieces.get(taken) {
        if taken > 0 && piece.starts {
            break;
        }
        if let Some((value, ordinal)) = digits(piece.letters, money) {
            if taken > 0 {
                break;
            }
            if ordinal {
                return Some((format!("#{value}th"), 1));
            }
            (current, last) = (value, "digits");
        } else if let Some((value, kind)) = known(taken) {
            match (kind, last) {
                ("ordinal", "" | "ten") => {
                    return Some((format!("#{}th", total + current + value), taken + 1));
                }
                ("digit", "" | "ten" | "scale" | "and") | ("teen" | "ten", "" | "scale" | "and") => {
                    current += value;
                }
                ("scale", "" | "and") => break,
                ("scale", _) if value == 100.0 => current *= value,
                ("scale", _) => {
                    total += current * value;
                    current = 0.0;
                }
                _ => break,
            }
            last = kind;
        } else if taken == 0
            && matches!(piece.letters, "a" | "an")
            && known(1).is_some_and(|k| k.1 == "scale")
        {
            (current, last) = (1.0, "a");
        } else if piece.letters == "and"
            && last == "scale"
            && known(taken + 1).is_some_and(|k| matches!(k.1, "digit" | "teen" | "ten"))
        {
            last = "and";
        } else {
            break;
        }
        taken += 1;
    }
    (taken > 0).then(|| (format!("#{}", total + current), taken))
}

/// A number in figures, and whether it is an ordinal.
fn digits(word: &str, money: bool) -> Option<(f64, bool)> {
    if !word.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let end = word.find(|c: char| !c.is_ascii_digit() && !matches!(c, ',' | '.')).unwrap_or(word.len());
    let value: f64 = word[..end].replace(',', "").parse().ok()?;
    match &word[end..] {
        "" => Some((value, false)),
        "st" | "nd" | "rd" | "th" => Some((value, true)),
        "bn" => Some((value * 1e9, false)),
        "tn" => Some((value * 1e12, false)),
        "m" if money => Some((value * 1e6, false)),
        "k" if money => Some((value * 1e3, false)),
        _ => None,
    }
}

/// Whether one word is most likely the other with a slip of a letter: both long, one of them no word that news uses.
pub(super) fn is_slip(a: &str, b: &str, known: impl Fn(&str) -> bool) -> bool {
    let (x, y): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let least = x.len().min(y.len());
    if least < 4 || known(a) && known(b) {
        return false;
    }
    let ends = |n: usize| x[..n.min(least)] == y[..n.min(least)];
    // The rest must be equal behind one letter changed, added, left out, or two exchanged.
    let same = (0..least).take_while(|&i| x[i] == y[i]).count();
    let rest = |v: &[char], n: usize| v.get((same + n).min(v.len())..).unwrap_or(&[]).to_vec();
    let swapped =
        || x.get(same) == y.get(same + 1) && x.get(same + 1) == y.get(same) && rest(&x, 2) == rest(&y, 2);
    let one =
        rest(&x, 1) == rest(&y, 1) || rest(&x, 0) == rest(&y, 1) || rest(&x, 1) == rest(&y, 0) || swapped();
    one && ends(1) && x.len().abs_diff(y.len()) < 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_are_those_of_one_word() {
        for (a, b) in [
            ("organisation", "organization"),
            ("labour", "labor"),
            ("centre", "center"),
            ("travelled", "traveled"),
        ] {
            assert_eq!(spelled(a), spelled(b));
        }
        for (a, b) in [("four", "for"), ("hour", "hor"), ("filled", "filed")] {
            assert_ne!(spelled(a), spelled(b));
        }
    }

    #[test]
    fn slips_are_no_other_words() {
        let known = |w: &str| ["receive", "casual", "causal", "attack", "attacks", "bridge"].contains(&w);
        assert!(is_slip("receive", "recieve", known) && is_slip("bridge", "brigde", known));
        assert!(is_slip("bridge", "bidge", known) && is_slip("bridge", "bridgee", known));
        assert!(!is_slip("casual", "causal", known) && !is_slip("attack", "attacks", known));
        assert!(!is_slip("bridge", "fridge", known) && !is_slip("now", "not", known));
    }

    #[test]
    fn numbers_take_what_belongs_to_them() {
        let read = |text: &str| {
            let pieces: Vec<Piece<'_>> =
                text.split(' ').map(|letters| Piece { letters, starts: false }).collect();
            number(&pieces, false)
        };
        assert_eq!(read("two hundred and forty boats"), Some(("#240".to_owned(), 4)));
        assert_eq!(read("3.5 million people"), Some(("#3500000".to_owned(), 2)));
        assert_eq!(read("one and all"), Some(("#1".to_owned(), 1)));
        assert_eq!(read("twenty twenty one"), Some(("#20".to_owned(), 1)));
        assert_eq!(read("a boat"), None);
        assert_eq!(read("a thousand boats"), Some(("#1000".to_owned(), 2)));
    }
}
