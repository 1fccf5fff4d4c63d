//! Whether two names of persons can be one person's, and how sure the names alone make it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::asian;
use super::groups::{key, known_apart};
use super::letters::fold;
use super::person::{PersonName, Word};
use super::sounds::{distance, frame};
use crate::lexicon::{english, rows};

/// How two names agree, from the weakest to the strongest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agreement {
    /// They are names of two.
    Different,
    /// They can be one, and only something else can tell: a role, a story, others that stand beside them.
    Possible,
    /// They are spellings of one name.
    Spelling,
    /// The same letters.
    Same,
}

/// How two words of names agree, from the strongest to the weakest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    /// The same letters, marks aside.
    Same,
    /// Two systems of romanisation.
    System,
    /// One group of the table.
    Table,
    /// Letters that differ between languages.
    Language,
    /// Vowels that are heard differently.
    Ear,
}

/// For each key of a given name the groups of `given_groups.tsv` that it belongs to.
static GIVEN: LazyLock<BTreeMap<String, BTreeSet<usize>>> = LazyLock::new(|| {
    let mut groups: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (i, row) in rows(english!("given_groups.tsv")).enumerate() {
        for name in row[0].split('|') {
            groups.entry(key(name)).or_default().insert(i);
        }
    }
    groups
});

/// Whether many people bear the word as a given name.
#[must_use]
pub fn is_common_given(word: &str) -> bool {
    GIVEN.contains_key(&key(word))
}

fn likeness(a: &Word, b: &Word) -> Option<Likeness> {
    if a.plain == b.plain {
        return Some(Likeness::Same);
    }
    let short = a.letters.len().min(b.letters.len());
    if short < 4 {
        return None;
    }
    // Words with one key share all groups, whatever they are.
    let table =
        || (a.key != b.key && a.groups.iter().any(|g| b.groups.contains(g))).then_some(Likeness::Table);
    if a.frame != b.frame {
        return table();
    }
    let apart = distance(&a.letters, &b.letters);
    if apart.is_some_and(|d| d.sum() == 0) && !known_apart(&a.plain, &b.plain) {
        return Some(Likeness::System);
    }
    if let Some(found) = table() {
        return Some(found);
    }
    let apart = apart.filter(|d| d.sum() > 0)?;
    let more = usize::from(short > 6) + usize::from(short > 9);
    match usize::from(apart.sum()) {
        sum if apart.vowels == 0 && sum <= more + 1 => Some(Likeness::Language),
        sum if short > 4 && sum <= more + 1 => Some(Likeness::Ear),
        _ => None,
    }
}

/// One given name in two spellings, languages or lengths; or the initial of the other.
fn same_given(a: &Word, b: &Word) -> bool {
    if a.is_initial() || b.is_initial() {
        return a.letters.first() == b.letters.first();
    }
    likeness(a, b).is_some() || heard_alike(a, b) || one_group(a, b)
}

fn one_group(a: &Word, b: &Word) -> bool {
    GIVEN.get(&a.key).zip(GIVEN.get(&b.key)).is_some_and(|(a, b)| !a.is_disjoint(b))
}

/// Given names are fewer than surnames: two differences are allowed in a word of five letters ("Rached", "Rashid").
fn heard_alike(a: &Word, b: &Word) -> bool {
    a.frame == b.frame
        && a.letters.len().min(b.letters.len()) > 4
        && distance(&a.letters, &b.letters).is_some_and(|d| (1..=2).contains(&d.sum()))
}

/// Whether the given names do not speak against one person. Where only one has any, they do not.
pub(crate) fn given_agree(a: &PersonName, b: &PersonName) -> bool {
    if a.suffix != b.suffix && !a.bare() && !b.bare() {
        return false;
    }
    let (Some(first), Some(other)) = (a.given.first(), b.given.first()) else { return true };
    // "Mary Ann" and "Ann": the second given name may be the one in use.
    let second =
        |n: &PersonName, g: &Word| n.given.get(1).is_some_and(|m| m.letters.len() > 2 && same_given(m, g));
    if !same_given(first, other) {
        return (a.given.len() != b.given.len()) && (second(a, other) || second(b, first));
    }
    match (a.given.get(1), b.given.get(1)) {
        (Some(a), Some(b)) => same_given(a, b),
        _ => true,
    }
}

/// How two words agree that stand alone and are no person's: a place, a word of an organisation.
pub(super) fn words_agree(a: &Word, b: &Word) -> Agreement {
    match likeness(a, b) {
        Some(like) if (a.fixed || b.fixed) && like > Likeness::Same => Agreement::Different,
        Some(Likeness::Same) => Agreement::Same,
        Some(Likeness::System | Likeness::Table) => Agreement::Spelling,
        Some(Likeness::Language) if a.letters.len() > 5 && b.letters.len() > 5 => Agreement::Spelling,
        Some(_) => Agreement::Possible,
        None => Agreement::Different,
    }
}

/// How two names of persons agree by their words alone.
#[must_use]
pub fn compare(a: &PersonName, b: &PersonName) -> Agreement {
    if a == b {
        return Agreement::Same;
    }
    if a.suffix == b.suffix
        && !a.bare()
        && !b.bare()
        && (swapped(a, b) || as_one_word(a, b) || asian_names(a, b))
    {
        return Agreement::Spelling;
    }
    if !given_agree(a, b) {
        return Agreement::Different;
    }
    let like = likeness(&a.surname, &b.surname);
    // Names that their bearers spell in one way: another spelling is another name, or a slip.
    let fixed = [&a.surname, &b.surname].iter().filter(|s| s.fixed).count();
    let enough = if a.bare() || b.bare() { 1 } else { 2 };
    if fixed >= enough && like.is_some_and(|l| l > Likeness::Same) {
        return if like == Some(Likeness::System) { Agreement::Possible } else { Agreement::Different };
    }
    let Some(like) = like else {
        return if a.bare() && b.bare() { alone(&a.surname, &b.surname) } else { shortened(a, b) };
    };
    let full = |n: &PersonName| n.given.first().is_some_and(|g| !g.is_initial());
    let short = a.surname.letters.len().min(b.surname.letters.len());
    match like {
        Likeness::Same if full(a) && full(b) => Agreement::Same,
        Likeness::Same | Likeness::System | Likeness::Table => Agreement::Spelling,
        // Letters of two languages, or vowels: too little for a surname alone.
        Likeness::Language if a.bare() && b.bare() && short > 6 => Agreement::Spelling,
        _ if full(a) && full(b) => Agreement::Spelling,
        Likeness::Language | Likeness::Ear => Agreement::Possible,
    }
}

/// Given names that stand alone: "Yevhen" and "Evgeny" by the list of given names, where they begin alike; "Ivan" is
/// not "John" then.
fn alone(a: &Word, b: &Word) -> Agreement {
    let vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'j' | 'h' | 'g');
    let head = |w: &Word| w.plain.chars().next().map(|c| if vowel(c) { 'a' } else { c });
    let short = a.letters.len().min(b.letters.len()) < 4;
    if !short && !a.fixed && !b.fixed && head(a) == head(b) && one_group(a, b) {
        Agreement::Spelling
    } else {
        Agreement::Different
    }
}

/// "Xi Jinping" and "Jinping Xi".
fn swapped(a: &PersonName, b: &PersonName) -> bool {
    let near =
        |a: &Word, b: &Word| a.plain == b.plain || likeness(a, b).is_some_and(|l| l <= Likeness::System);
    let long = |n: &PersonName| n.given.len() == 1 && !n.given[0].is_initial();
    long(a) && long(b) && near(&a.given[0], &b.surname) && near(&b.given[0], &a.surname)
}

/// Names that differ only in where their words are parted: "Amir-Abdollahian", "Amirabdollahian".
fn as_one_word(a: &PersonName, b: &PersonName) -> bool {
    let one = |n: &PersonName| n.words().flat_map(|w| w.letters.iter().copied()).collect::<Vec<char>>();
    let (one, other) = (one(a), one(b));
    a.given.len() != b.given.len()
        && one.len() > 7
        && a.words().all(|w| !w.is_initial())
        && b.words().all(|w| !w.is_initial())
        && distance(&one, &other).is_some_and(|d| d.sum() <= 1)
}

fn asian_names(a: &PersonName, b: &PersonName) -> bool {
    let words = |n: &PersonName| n.words().map(|w| w.plain.clone()).collect::<Vec<_>>();
    let (a, b) = (words(a), words(b));
    asian::same_chinese(&a, &b) || asian::same_korean(&a, &b)
}

/// "Nicolas Maduro" of "Nicolás Maduro Moros": all words of the shorter in order, the first with the first.
fn shortened(a: &PersonName, b: &PersonName) -> Agreement {
    let (short, long) = if a.given.len() < b.given.len() { (a, b) } else { (b, a) };
    let Some(first) = short.given.first().filter(|g| !g.is_initial()) else { return Agreement::Different };
    let mut rest = long.words();
    let starts = rest.next().is_some_and(|w| same_given(w, first));
    let all =
        short.words().skip(1).all(|w| rest.any(|l| likeness(w, l).is_some_and(|l| l <= Likeness::System)));
    if starts && all && long.given.len() > short.given.len() {
        Agreement::Possible
    } else {
        Agreement::Different
    }
}

/// Keys of a name: two names that [`compare`] does not take for different share one, or have Korean surnames that
/// look nothing alike.
#[must_use]
pub(crate) fn blocks(name: &PersonName) -> Vec<String> {
    let mut frames: Vec<&str> = name.words().map(|w| w.frame.as_str()).collect();
    frames.sort_unstable();
    let groups = name.surname.groups.iter().map(|g| format!("group {g}"));
    let mut out: Vec<String> = groups.collect();
    out.push(format!("surname {}", name.surname.frame));
    out.push(format!("whole {}", frames.concat()));
    out.push(format!(
        "joined {}",
        frame(&name.words().flat_map(|w| w.letters.iter().copied()).collect::<Vec<_>>())
    ));
    // Double surnames may lose their second half.
    out.extend(name.given.get(1).map(|w| format!("surname {}", w.frame)));
    out
}

/// How two names of persons agree, as they are written.
#[must_use]
pub fn compare_persons(a: &str, b: &str) -> Agreement {
    match PersonName::read(a).zip(PersonName::read(b)) {
        Some((a, b)) => compare(&a, &b),
        None if fold(a) == fold(b) => Agreement::Same,
        None => Agreement::Different,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_names_agree_by_group_initial_or_spelling() {
        for (a, b) in [
            ("Oleksiy Bondar", "Alexey Bondar"),
            ("Joe Harker", "Joseph R. Harker"),
            ("J. Harker", "Joseph Harker"),
            ("Harker", "Joseph Harker"),
            ("Mohammed al-Tayeb", "Muhammad al-Tayeb"),
            ("Mary Ann Field", "Ann Field"),
            ("Oleksandr Hryb", "Aleksandr Grib"),
            ("Rached Harbi", "Rashid al-Harbi"),
            ("Hossein Amir-Harbi", "Hussein Amirharbi"),
            ("Gerhard Schröder", "Gerhard Schroeder"),
            ("Ivan Petrovich Orlov", "Iwan Orlow"),
        ] {
            assert!(compare_persons(a, b) >= Agreement::Spelling, "{a} {b}");
            assert!(compare_persons(b, a) >= Agreement::Spelling, "{b} {a}");
        }
        for (a, b) in [
            ("Joe Harker", "Jill Harker"),
            ("Sergei Orlov", "Semyon Orlov"),
            ("George W. Stone", "George H. W. Stone"),
            ("Paul Reyes", "Paul Reyes Jr."),
            ("J. Harker", "Mary Harker"),
            ("Ann Li", "Ann Lee"),
            ("Anna Hall", "Anna Gallo"),
            ("Ada Wilson", "Ada Willson II"),
            ("Kim Jong-un", "Kim Jong-il"),
        ] {
            assert_eq!(compare_persons(a, b), Agreement::Different, "{a} {b}");
        }
    }

    #[test]
    fn what_languages_exchange_is_too_little_for_a_short_surname_alone() {
        assert_eq!(compare_persons("Dovhan", "Sergei Dovgan"), Agreement::Possible);
        assert_eq!(compare_persons("Nicolas Madero", "Nicolás Madero Moros"), Agreement::Possible);
    }

    #[test]
    fn names_that_agree_share_a_block() {
        for (a, b) in
            [("Xi Jinping", "Jinping Xi"), ("Serhiy Dovhan", "Sergei Dovgan"), ("Mao Zedong", "Mao Tse-tung")]
        {
            let of = |n: &str| PersonName::read(n).map(|n| blocks(&n)).unwrap_or_default();
            assert!(of(a).iter().any(|k| of(b).contains(k)), "{a} {b}");
        }
    }
}
