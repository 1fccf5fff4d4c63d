//! Whether two words are romanisations of one: letter by letter, by a table of the letters that differ between
//! systems. Not a likeness of strings: a letter that no system writes for another is never passed over.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::letters::{LONGEST, plain};
use crate::lexicon::{named, rows};

/// How far two words that may be one lie apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Distance {
    /// Letters that differ between the languages that a name passed through (`h`, `g`).
    pub consonants: u8,
    /// Short vowels that are heard differently (`e`, `i` in Arabic).
    pub vowels: u8,
}

impl Distance {
    /// All differences that are more than a choice of system.
    #[must_use]
    pub fn sum(self) -> u8 {
        self.consonants + self.vowels
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Any,
    Start,
    Middle,
    End,
}

/// One line of the table, in one direction.
#[derive(Debug)]
struct Rule {
    one: Vec<char>,
    other: Vec<char>,
    place: Place,
    cost: u16,
}

/// One difference of a kind, as it is added up: the sum in the high byte, the vowels in the low.
const CONSONANT: u16 = 0x0100;
const VOWEL: u16 = 0x0101;
const NEVER: u16 = u16::MAX;

/// Rules by the first letter of `one`.
static RULES: LazyLock<BTreeMap<char, Vec<Rule>>> = LazyLock::new(|| {
    let mut rules: BTreeMap<char, Vec<Rule>> = BTreeMap::new();
    for row in rows(named!("sounds.tsv")) {
        let [one, other, place, weight] = row[..] else { continue };
        let place = match place {
            "start" => Place::Start,
            "mid" => Place::Middle,
            "end" => Place::End,
            _ => Place::Any,
        };
        let cost = match weight {
            "consonant" => CONSONANT,
            "vowel" => VOWEL,
            _ => 0,
        };
        for (one, other) in [(one, other), (other, one)] {
            let one: Vec<char> = one.chars().collect();
            let rule = Rule { one, other: other.chars().collect(), place, cost };
            rules.entry(rule.one[0]).or_default().push(rule);
        }
    }
    rules
});

impl Place {
    /// Whether the stretch `at..end` of a word of `len` letters lies here.
    fn holds(self, at: usize, end: usize, len: usize) -> bool {
        match self {
            Self::Any => true,
            Self::Start => at == 0,
            Self::Middle => at > 0 && end < len,
            Self::End => at > 0 && end == len,
        }
    }
}

/// How far apart two words are; none if they cannot be one word. Time grows with the product of their lengths,
/// which is bounded.
#[must_use]
pub fn distance(a: &[char], b: &[char]) -> Option<Distance> {
    if a == b {
        return Some(Distance::default());
    }
    if a.is_empty() || b.is_empty() || a.len() > LONGEST || b.len() > LONGEST {
        return None;
    }
    let width = b.len() + 1;
    let mut best = vec![NEVER; (a.len() + 1) * width];
    best[0] = 0;
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            let here = best[i * width + j];
            if here == NEVER {
                continue;
            }
            let mut reach = |i: usize, j: usize, cost: u16| {
                let cell = &mut best[i * width + j];
                *cell = (*cell).min(here.saturating_add(cost));
            };
            // The second of two equal letters.
            if i > 0 && i < a.len() && plain(a[i]) == plain(a[i - 1]) {
                reach(i + 1, j, 0);
            }
            if j > 0 && j < b.len() && plain(b[j]) == plain(b[j - 1]) {
                reach(i, j + 1, 0);
            }
            let (Some(&x), Some(&y)) = (a.get(i), b.get(j)) else { continue };
            if plain(x) == plain(y) {
                reach(i + 1, j + 1, 0);
            }
            for rule in [x, plain(x)]
                .iter()
                .take(if x.is_ascii() { 1 } else { 2 })
                .filter_map(|c| RULES.get(c))
                .flatten()
            {
                let (to, end) = (i + rule.one.len(), j + rule.other.len());
                let fits = to <= a.len()
                    && end <= b.len()
                    && written(&a[i..to], &rule.one)
                    && written(&b[j..end], &rule.other)
                    && rule.place.holds(i, to, a.len())
                    && rule.place.holds(j, end, b.len());
                if fits {
                    reach(to, end, rule.cost);
                }
            }
        }
    }
    let cost = best[a.len() * width + b.len()];
    let (sum, vowels) = ((cost >> 8) as u8, (cost & 0xff) as u8);
    (cost != NEVER).then(|| Distance { consonants: sum - vowels, vowels })
}

/// What of a word no rule changes: its l, m, n, b, with r as l and p as b. Words that differ here are not compared.
#[must_use]
pub(super) fn frame(letters: &[char]) -> String {
    let mut out = String::new();
    for (i, &c) in letters.iter().enumerate() {
        let kept = match plain(c) {
            'l' | 'r' => 'l',
            'b' => 'b',
            'p' if letters.get(i + 1) != Some(&'h') => 'b',
            'm' => 'm',
            'n' => 'n',
            _ => continue,
        };
        if !out.ends_with(kept) {
            out.push(kept);
        }
    }
    out
}

/// Whether letters are those of a rule, marks aside where the rule has none.
fn written(letters: &[char], rule: &[char]) -> bool {
    letters.iter().zip(rule).all(|(l, r)| l == r || (r.is_ascii() && plain(*l) == *r))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::letters::letters;

    fn apart(a: &str, b: &str) -> Option<(u8, u8)> {
        distance(&letters(a), &letters(b)).map(|d| (d.consonants, d.vowels))
    }

    #[test]
    fn systems_of_romanisation_are_no_difference() {
        for (a, b) in [
            ("Danilov", "Danylow"),
            ("Zelensky", "Zelenskyi"),
            ("Shevchenko", "Schewtschenko"),
            ("Khodorkovsky", "Chodorkowski"),
            ("Sergeyev", "Sergeev"),
            ("Yermak", "Ermak"),
            ("Milošević", "Miloshevich"),
            ("Schröder", "Schroeder"),
            ("Lukashenka", "Lukashenko"),
            ("Mahmoud", "Mahmud"),
        ] {
            assert_eq!(apart(a, b), Some((0, 0)), "{a} {b}");
            assert_eq!(apart(b, a), Some((0, 0)), "{b} {a}");
        }
    }

    #[test]
    fn languages_and_ears_count() {
        assert_eq!(apart("Hirkin", "Girkin"), Some((1, 0)));
        assert_eq!(apart("Khaled", "Khalid"), Some((0, 1)));
        assert_eq!(apart("Hrushevskyi", "Gruszewski"), Some((1, 0)));
    }

    #[test]
    fn no_rule_changes_the_frame() {
        for rule in RULES.values().flatten() {
            assert_eq!(frame(&rule.one), frame(&rule.other), "{rule:?}");
        }
    }

    #[test]
    fn what_no_system_writes_is_another_word() {
        for (a, b) in [
            ("Chen", "Cheng"),
            ("Kim", "Kin"),
            ("Danilov", "Danilenko"),
            ("Ivanov", "Ivanova"),
            ("Johnson", "Johnston"),
            ("Thomson", "Thompson"),
            ("Hassan", "Hussein"),
            ("", "a"),
        ] {
            assert_eq!(apart(a, b), None, "{a} {b}");
        }
    }

    #[test]
    fn long_words_cost_nothing() {
        let long = "ab".repeat(500_000);
        assert_eq!(apart(&long, &format!("{long}y")), None);
        assert_eq!(apart(&long, &long), Some((0, 0)));
    }
}
