//! Words of names as letters: small, without marks that say nothing, and in Latin script.

use unicode_normalization::UnicodeNormalization;

/// Longest word that is compared letter by letter; longer ones are equal only to themselves.
pub(super) const LONGEST: usize = 40;

/// The letters of a word: small, composed, without marks of punctuation; Cyrillic and Greek by their usual romanisation.
/// Letters with marks keep them, for some stand for two plain letters (`š` for "sh").
#[must_use]
pub fn letters(word: &str) -> Vec<char> {
    let mut out = Vec::with_capacity(word.len());
    for c in word.nfc().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if let Some(latin) = latin(c) {
            out.extend(latin.chars());
        } else if matches!(c, 'ʻ' | 'ʼ' | 'ʿ' | 'ʾ' | 'ʹ' | 'ʺ' | '\u{307}') {
        } else if c.is_alphabetic() {
            out.push(c);
        }
    }
    out
}

/// A letter without its marks: `š` to `s`.
#[must_use]
pub(super) fn plain(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    match c {
        'ø' => 'o',
        'ł' => 'l',
        'đ' | 'ð' => 'd',
        'ı' => 'i',
        'ə' => 'a',
        'æ' => 'a',
        'ß' => 's',
        'þ' => 't',
        'ħ' => 'h',
        c => c.nfd().next().unwrap_or(c),
    }
}

/// Letters without marks, as one word.
#[must_use]
pub fn fold(word: &str) -> String {
    letters(word).into_iter().map(plain).collect()
}

/// The usual English romanisation of a Cyrillic or Greek letter.
fn latin(c: char) -> Option<&'static str> {
    Some(match c {
        'а' | 'α' | 'ά' => "a",
        'б' | 'β' => "b",
        'в' => "v",
        'г' | 'γ' => "g",
        'ґ' => "g",
        'д' | 'δ' => "d",
        'е' | 'э' | 'ε' | 'έ' | 'η' | 'ή' => "e",
        'ё' => "yo",
        'є' => "ye",
        'ж' => "zh",
        'з' | 'ζ' => "z",
        'и' | 'і' | 'ι' | 'ί' | 'ϊ' => "i",
        'ї' => "yi",
        'й' | 'ы' | 'υ' | 'ύ' => "y",
        'ј' => "j",
        'к' | 'κ' => "k",
        'л' | 'λ' => "l",
        'љ' => "lj",
        'м' | 'μ' => "m",
        'н' | 'ν' => "n",
        'њ' => "nj",
        'о' | 'ο' | 'ό' | 'ω' | 'ώ' => "o",
        'п' | 'π' => "p",
        'р' | 'ρ' => "r",
        'с' | 'σ' | 'ς' => "s",
        'т' | 'τ' => "t",
        'ћ' => "ć",
        'ђ' => "đ",
        'џ' => "dzh",
        'у' => "u",
        'ў' => "ŭ",
        'ф' | 'φ' => "f",
        'х' | 'χ' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ю' => "yu",
        'я' => "ya",
        'θ' => "th",
        'ξ' => "x",
        'ψ' => "ps",
        'ъ' | 'ь' => "",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_fall_away_only_in_the_fold() {
        assert_eq!(letters("Šojgu"), ['š', 'o', 'j', 'g', 'u']);
        assert_eq!(fold("Šojgu"), "sojgu");
        assert_eq!(fold("Wałęsa"), "walesa");
        assert_eq!(fold("İlham"), "ilham");
        assert_eq!(fold("Zelensʼkyj"), "zelenskyj");
    }

    #[test]
    fn cyrillic_is_read() {
        assert_eq!(fold("Шевченко"), "shevchenko");
        assert_eq!(fold("Щукин"), "shchukin");
    }
}
