//! One key for the spellings of a name.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::learned::hash::bytes;

/// Seed of the hashes in the file.
const SEED: u64 = 0x706c;

/// Words that names of places write in several ways, in the form that keys hold.
const SHORT: [(&str, &str); 8] = [
    ("saint", "st"),
    ("sainte", "ste"),
    ("mount", "mt"),
    ("fort", "ft"),
    ("n", "north"),
    ("s", "south"),
    ("e", "east"),
    ("w", "west"),
];

/// Longest name that is looked up, in bytes of its key.
const LIMIT: usize = 96;

/// Writes the key of a name into `key`: lower case, no accents, points or apostrophes, a blank between words,
/// "saint" as "st", without "the" in front. False if nothing is left or the name is too long for a place.
pub fn fold(name: &str, key: &mut String) -> bool {
    key.clear();
    if name.len() > 2 * LIMIT {
        return false;
    }
    let mut word = 0;
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            key.push(c.to_ascii_lowercase());
        } else if c.is_ascii() {
            if !matches!(c, '.' | '\'' | '`') {
                end_word(key, &mut word);
            }
        } else {
            fold_char(c, key, &mut word);
        }
    }
    end_word(key, &mut word);
    if key.ends_with(' ') {
        key.pop();
    }
    !key.is_empty() && key.len() <= LIMIT
}

fn fold_char(c: char, key: &mut String, word: &mut usize) {
    match c {
        // Apostrophes and soft signs.
        '’' | '‘' | 'ʼ' | 'ʻ' | '′' | '´' | 'ʹ' | '\u{ad}' | '\u{200b}'..='\u{200f}' => {}
        'ł' | 'Ł' => key.push('l'),
        'ø' | 'Ø' => key.push('o'),
        'đ' | 'Đ' | 'ð' | 'Ð' => key.push('d'),
        'ı' => key.push('i'),
        'ß' => key.push_str("ss"),
        'æ' | 'Æ' => key.push_str("ae"),
        'œ' | 'Œ' => key.push_str("oe"),
        'ə' | 'Ə' => key.push('a'),
        'þ' | 'Þ' => key.push_str("th"),
        'ħ' | 'Ħ' => key.push('h'),
        c if c.is_alphanumeric() || is_combining_mark(c) => {
            let plain = std::iter::once(c).nfd().filter(|c| !is_combining_mark(*c));
            for d in plain.flat_map(char::to_lowercase).filter(|d| !is_combining_mark(*d)) {
                key.push(d);
            }
        }
        _ => end_word(key, word),
    }
}

/// Ends the word that began at `word`.
fn end_word(key: &mut String, word: &mut usize) {
    let last = &key[*word..];
    if last.is_empty() {
        return;
    }
    if *word == 0 && last == "the" {
        key.clear();
        return;
    }
    if let Some((_, short)) = SHORT.iter().find(|(long, _)| *long == last) {
        key.truncate(*word);
        key.push_str(short);
    }
    key.push(' ');
    *word = key.len();
}

/// The hash of a key, by which the file finds its places.
#[must_use]
pub fn hash(key: &str) -> u64 {
    bytes(SEED, key.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> String {
        let mut key = String::new();
        fold(name, &mut key);
        key
    }

    #[test]
    fn spellings_of_one_name_share_a_key() {
        assert_eq!(key("St. John’s"), "st johns");
        assert_eq!(key("Saint Johns"), "st johns");
        assert_eq!(key("L’viv"), key("Lviv"));
        assert_eq!(key("São Paulo"), key("Sao  Paulo"));
        assert_eq!(key("São"), "sao");
        assert_eq!(key("the Black Sea"), "black sea");
        assert_eq!(key("Łódź"), "lodz");
        assert_eq!(key("Port-au-Prince"), "port au prince");
        assert_eq!(key("Washington, D.C."), "washington dc");
        assert_eq!(key("N. Charleston"), key("North Charleston"));
    }

    #[test]
    fn what_is_no_name_has_no_key() {
        let mut key = String::new();
        assert!(!fold("", &mut key) && !fold(" -- ", &mut key) && !fold("The", &mut key));
        assert!(!fold(&"x".repeat(1 << 20), &mut key));
        assert!(!fold(&"\u{301}".repeat(90), &mut key));
    }
}
