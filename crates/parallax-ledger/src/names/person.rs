//! Names of persons in parts: given names, surname, endings; titles, articles and patronymics aside.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::groups::{at_home, groups, key};
use super::letters::{fold, letters};
use super::sounds::frame;
use crate::lexicon::{named, rows};

/// Endings that tell father from son.
const SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv"];
/// Endings of patronymics, masculine and feminine, as they are romanised.
const PATRONYMICS: &[&str] = &[
    "ovich", "evich", "ovych", "evych", "owitsch", "ewitsch", "ovitch", "evitch", "ovna", "evna", "ivna",
    "yivna", "owna", "ewna",
];
/// Most words of a name that are looked at.
const MOST: usize = 12;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Small {
    Drop,
    Article,
    Join,
}

static SMALL: LazyLock<BTreeMap<&'static str, Small>> = LazyLock::new(|| {
    let kind = |row: Vec<&'static str>| {
        let kind = match *row.get(1)? {
            "article" => Small::Article,
            "join" => Small::Join,
            _ => Small::Drop,
        };
        Some((row[0], kind))
    };
    rows(named!("particles.tsv")).filter_map(kind).collect()
});

static TITLES: LazyLock<std::collections::BTreeSet<String>> =
    LazyLock::new(|| rows(named!("titles.tsv")).map(|row| fold(row[0])).collect());

/// One word of a name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Word {
    /// Small letters; marks that may stand for two plain letters are kept.
    pub letters: Vec<char>,
    /// Small letters without marks.
    pub plain: String,
    /// What no romanisation changes.
    pub(super) frame: String,
    /// The key of its groups in the table, and the groups.
    pub(super) key: String,
    pub(super) groups: Vec<u32>,
    /// Whether another spelling of it is another name.
    pub(super) fixed: bool,
}

impl Word {
    /// Reads a word; none if it has no letters.
    #[must_use]
    pub fn new(word: &str) -> Option<Self> {
        let letters = letters(word);
        if letters.is_empty() {
            return None;
        }
        let plain = fold(word);
        let fixed = at_home(&plain) && letters.iter().all(char::is_ascii);
        Some(Self {
            plain,
            fixed,
            frame: frame(&letters),
            groups: groups(word).collect(),
            key: key(word),
            letters,
        })
    }

    /// Whether only the first letter is given.
    #[must_use]
    pub fn is_initial(&self) -> bool {
        self.letters.len() == 1
    }
}

/// The parts of a person's name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PersonName {
    /// Given names and initials, and all other words before the surname; empty where only a surname is known.
    pub given: Vec<Word>,
    /// The surname without its small words.
    pub surname: Word,
    /// "jr", "iii".
    pub suffix: Option<String>,
}

/// A word as it is written, with the mark before it.
struct Piece<'a> {
    text: &'a str,
    hyphen_after: bool,
}

fn pieces(name: &str) -> Vec<Piece<'_>> {
    let mut out: Vec<Piece<'_>> = Vec::new();
    let mut start = 0;
    for (i, c) in name.char_indices().chain([(name.len(), ' ')]) {
        let hyphen = matches!(c, '-' | '‑' | '–' | '\u{2010}');
        if !(hyphen || c == '.' || c == ',' || c.is_whitespace()) {
            continue;
        }
        if i > start {
            let text = &name[start..i];
            let two_initials =
                text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase()) && out.is_empty();
            if two_initials {
                out.push(Piece { text: &text[..1], hyphen_after: false });
                out.push(Piece { text: &text[1..], hyphen_after: false });
            } else {
                out.push(Piece { text, hyphen_after: hyphen });
            }
        }
        start = i + c.len_utf8();
        if out.len() > MOST {
            break;
        }
    }
    out
}

/// Whether the article ends as the next word begins: "as-Sadr".
fn assimilated(article: &str, next: &str) -> bool {
    let sounds = article.trim_start_matches(['a', 'e']);
    !sounds.is_empty() && fold(next).starts_with(sounds)
}

impl PersonName {
    /// Reads a name in the order given name, surname. None if nothing is left of it.
    #[must_use]
    pub fn read(name: &str) -> Option<Self> {
        let name = name.trim();
        let name = name.strip_suffix("’s").or(name.strip_suffix("'s")).unwrap_or(name);
        let pieces = pieces(name);
        let mut words: Vec<Word> = Vec::new();
        let mut glue: Option<String> = None;
        for (i, piece) in pieces.iter().enumerate() {
            let plain = fold(piece.text);
            let last = i + 1 == pieces.len();
            if !last && words.is_empty() && glue.is_none() && TITLES.contains(&plain) {
                continue;
            }
            match SMALL.get(plain.as_str()).filter(|_| !last) {
                Some(Small::Article) if piece.hyphen_after && assimilated(&plain, pieces[i + 1].text) => {
                    continue;
                }
                // A small word at the head is a name where nothing but one word follows it: "Ben Affleck", "Van Morrison".
                Some(Small::Drop)
                    if i > 0
                        || piece.hyphen_after
                        || piece.text.starts_with(char::is_lowercase)
                        || plain == "al"
                        || plain == "el" =>
                {
                    continue;
                }
                Some(Small::Join) if pieces.len() > 2 && i + 2 < pieces.len() => {
                    let head = if plain.starts_with("abd") { "abdul".to_owned() } else { "abu".to_owned() };
                    glue = Some(head);
                    continue;
                }
                _ => {}
            }
            let text = match glue.take() {
                Some(head) => head + piece.text,
                None => piece.text.to_owned(),
            };
            words.extend(Word::new(&text));
        }
        let mut suffix = None;
        if words.len() > 1 && words.last().is_some_and(|w| SUFFIXES.contains(&w.plain.as_str())) {
            suffix = words.pop().map(|w| w.plain);
        }
        let surname = words.pop()?;
        if words.len() > 1 {
            let patronymic =
                |w: &Word| w.plain.len() > 5 && PATRONYMICS.iter().any(|end| w.plain.ends_with(end));
            let mut first = true;
            words.retain(|w| std::mem::take(&mut first) || !patronymic(w));
        }
        Some(Self { given: words, surname, suffix })
    }

    /// Whether only a surname is known.
    #[must_use]
    pub fn bare(&self) -> bool {
        self.given.is_empty()
    }

    /// Larger for a name that tells more: a surname, with an initial, with a given name.
    #[must_use]
    pub fn fullness(&self) -> usize {
        self.given.first().map_or(0, |g| g.letters.len().min(2))
    }

    /// All words, in order.
    pub fn words(&self) -> impl DoubleEndedIterator<Item = &Word> + Clone {
        self.given.iter().chain([&self.surname])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(name: &str) -> (Vec<String>, String) {
        let name = PersonName::read(name).unwrap();
        (name.given.into_iter().map(|w| w.plain).collect(), name.surname.plain)
    }

    #[test]
    fn small_words_titles_and_patronymics_are_left_aside() {
        for (name, given, surname) in [
            ("Ursula von der Meer", &["ursula"][..], "meer"),
            ("Moqtada as-Sadr", &["moqtada"], "sadr"),
            ("al-Sadr", &[], "sadr"),
            ("Sheikh Omar bin Said", &["omar"], "said"),
            ("Ivan Petrovich Orlov", &["ivan"], "orlov"),
            ("Abdel Fattah el-Masri", &["abdulfattah"], "masri"),
            ("JD Harker", &["j", "d"], "harker"),
            ("Ben Harker", &["ben"], "harker"),
            ("Paul Reyes Jr.", &["paul"], "reyes"),
            ("Prince", &[], "prince"),
        ] {
            assert_eq!(
                parts(name),
                (given.iter().map(|g| (*g).to_owned()).collect(), surname.to_owned()),
                "{name}"
            );
        }
        assert_eq!(PersonName::read(" - "), None);
    }
}
