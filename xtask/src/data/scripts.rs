//! Whether a word in Latin letters is a romanisation of a word in another alphabet.

use parallax_ledger::names::{distance, letters};

/// Alphabets that the table of names bridges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    /// Every letter is written: Cyrillic, Greek, Georgian, Armenian.
    Full,
    /// Short vowels are not written: Arabic, Hebrew.
    Consonants,
}

/// The alphabet of a word, by its first letter.
pub(super) fn script(word: &str) -> Option<Script> {
    match word.chars().next()? {
        '\u{370}'..='\u{52f}' | '\u{531}'..='\u{58f}' | '\u{10a0}'..='\u{10ff}' => Some(Script::Full),
        '\u{590}'..='\u{5ff}' | '\u{600}'..='\u{6ff}' => Some(Script::Consonants),
        _ => None,
    }
}

/// Whether `latin` is how some system writes `other`.
pub(super) fn romanises(latin: &[char], other: &str) -> bool {
    match script(other) {
        Some(Script::Full) => {
            let written: String =
                other.chars().map(|c| caucasian(c).map_or_else(|| c.to_string(), str::to_owned)).collect();
            distance(latin, &letters(&written)).is_some_and(|d| d.sum() == 0)
        }
        Some(Script::Consonants) => consonants(latin, &other.chars().collect::<Vec<_>>()),
        None => false,
    }
}

/// Whether the consonants of both words agree, and the long vowels are there or not.
fn consonants(latin: &[char], other: &[char]) -> bool {
    if latin.len() > 30 || other.len() > 30 {
        return false;
    }
    let width = other.len() + 1;
    let mut open = vec![false; (latin.len() + 1) * width];
    open[0] = true;
    for i in 0..=latin.len() {
        for j in 0..=other.len() {
            if !open[i * width + j] {
                continue;
            }
            if let Some(c) = latin.get(i) {
                let doubled = i > 0 && latin[i - 1] == *c;
                if doubled
                    || matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
                    || (*c == 'h' && i + 1 == latin.len())
                {
                    open[(i + 1) * width + j] = true;
                }
            }
            let Some(&c) = other.get(j) else { continue };
            let Some((spellings, silent)) = semitic(c) else { continue };
            if silent {
                open[i * width + j + 1] = true;
            }
            for spelling in spellings.split(' ').filter(|s| !s.is_empty()) {
                let n = spelling.chars().count();
                if latin.len() >= i + n && latin[i..i + n].iter().copied().eq(spelling.chars()) {
                    open[(i + n) * width + j + 1] = true;
                }
            }
        }
    }
    open[latin.len() * width + other.len()]
}

/// How a letter is romanised, and whether it may be silent.
fn semitic(c: char) -> Option<(&'static str, bool)> {
    Some(match c {
        'ا' | 'أ' | 'إ' | 'آ' | 'ى' | 'ع' | 'ء' | 'ئ' | 'ؤ' | 'א' | 'ע' => ("", true),
        'ة' | 'ە' => ("h t", true),
        'و' | 'ו' => ("v w", true),
        'ي' | 'ی' | 'ې' | 'י' => ("y j", true),
        'ه' | 'ה' => ("h", true),
        'ب' => ("b", false),
        'پ' => ("p", false),
        'ت' | 'ط' | 'ט' => ("t", false),
        'ث' => ("th s t", false),
        'ج' => ("j dj g dsch", false),
        'چ' => ("ch tch tsch", false),
        'ح' => ("h", false),
        'خ' => ("kh h ch x", false),
        'د' | 'ד' => ("d", false),
        'ذ' => ("dh z d th", false),
        'ر' | 'ר' => ("r", false),
        'ز' | 'ז' => ("z", false),
        'ژ' => ("zh j", false),
        'س' | 'ص' | 'ס' => ("s", false),
        'ش' | 'ש' => ("sh ch sch s", false),
        'ض' => ("d dh z", false),
        'ظ' => ("z dh", false),
        'غ' => ("gh g", false),
        'ف' => ("f ph", false),
        'ق' => ("q k g c gh", false),
        'ك' | 'ک' => ("k c", false),
        'گ' | 'ג' => ("g", false),
        'ل' | 'ל' => ("l", false),
        'م' | 'מ' | 'ם' => ("m", false),
        'ن' | 'נ' | 'ן' => ("n", false),
        'ב' => ("b v", false),
        'ח' => ("h ch kh", false),
        'כ' | 'ך' => ("k kh ch c", false),
        'פ' | 'ף' => ("p f ph", false),
        'צ' | 'ץ' => ("tz ts z", false),
        'ק' => ("k q c", false),
        'ת' => ("t th", false),
        '\u{64b}'..='\u{65f}' | '\'' | '׳' => ("", true),
        _ => return None,
    })
}

/// Georgian and Armenian letters.
fn caucasian(c: char) -> Option<&'static str> {
    Some(match c {
        'ა' | 'ա' => "a",
        'ბ' | 'բ' => "b",
        'გ' | 'գ' => "g",
        'დ' | 'դ' => "d",
        'ე' | 'ե' | 'է' | 'ը' => "e",
        'ვ' | 'վ' | 'ւ' => "v",
        'ზ' | 'զ' => "z",
        'თ' | 'ტ' | 'թ' | 'տ' => "t",
        'ი' | 'ի' => "i",
        'კ' | 'ქ' | 'կ' | 'ք' => "k",
        'ლ' | 'լ' => "l",
        'მ' | 'մ' => "m",
        'ნ' | 'ն' => "n",
        'ო' | 'օ' | 'ո' => "o",
        'პ' | 'ფ' | 'պ' | 'փ' => "p",
        'ჟ' | 'ժ' => "zh",
        'რ' | 'ր' | 'ռ' => "r",
        'ს' | 'ս' => "s",
        'უ' => "u",
        'ღ' | 'ղ' => "gh",
        'ყ' => "q",
        'შ' | 'շ' => "sh",
        'ჩ' | 'ჭ' | 'չ' | 'ճ' => "ch",
        'ც' | 'წ' | 'ց' | 'ծ' => "ts",
        'ძ' | 'ձ' => "dz",
        'ხ' | 'խ' => "kh",
        'ჯ' | 'ջ' => "j",
        'ჰ' | 'հ' => "h",
        'յ' => "y",
        'ֆ' => "f",
        'և' => "ev",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_romanisations_are_taken() {
        for (latin, other) in [
            ("hassan", "حسن"),
            ("khalid", "خالد"),
            ("danylow", "данилов"),
            ("yitzhak", "יצחק"),
            ("saakaschwili", "სააკაშვილი"),
        ] {
            assert!(romanises(&letters(latin), other), "{latin} {other}");
        }
        for (latin, other) in
            [("clarke", "кларк"), ("thomson", "томсон"), ("harris", "خالد"), ("john", "иван")]
        {
            assert!(!romanises(&letters(latin), other), "{latin} {other}");
        }
    }
}
