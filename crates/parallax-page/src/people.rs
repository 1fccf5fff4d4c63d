//! Bylines to names of people and wire agencies.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use foldhash::HashMap;

use crate::lexicon::{data, fold, of_kind, rows, words};

static BYLINE: &str = data!("byline.tsv");
static LABEL: LazyLock<Vec<&str>> = LazyLock::new(|| of_kind(BYLINE, "label"));
/// By first letter.
static BY: LazyLock<HashMap<char, Vec<&str>>> =
    LazyLock::new(|| by_letter(of_kind(BYLINE, "by").into_iter().chain(LABEL.iter().copied()).collect()));
static AND: LazyLock<Vec<&str>> = LazyLock::new(|| of_kind(BYLINE, "and"));
static NOT: LazyLock<Vec<&str>> = LazyLock::new(|| of_kind(BYLINE, "not"));
static JOB: LazyLock<Vec<&str>> = LazyLock::new(|| of_kind(BYLINE, "job"));
static SUFFIX: LazyLock<Vec<&str>> = LazyLock::new(|| of_kind(BYLINE, "suffix"));
static CONTRIBUTOR: LazyLock<Vec<&str>> = LazyLock::new(|| of_kind(BYLINE, "contributor"));
/// Whether any of them stands in a line, found in one pass.
static CONTRIBUTOR_FINDER: LazyLock<AhoCorasick> =
    LazyLock::new(|| AhoCorasick::new(CONTRIBUTOR.iter()).expect("the patterns are constants"));

/// By first letter.
static CREDIT: LazyLock<HashMap<char, Vec<&str>>> = LazyLock::new(|| by_letter(of_kind(BYLINE, "credit")));
static PATH: LazyLock<AhoCorasick> =
    LazyLock::new(|| AhoCorasick::new(of_kind(BYLINE, "path")).expect("the patterns are constants"));

/// Spelling in lower case, and the name to show.
static AGENCIES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let mut out = HashMap::default();
    let named = rows(data!("agencies.tsv"))
        .filter(|r| r.len() > 1)
        .flat_map(|r| r[1].split(", ").map(move |s| (s, r[0])));
    for (spelling, name) in named {
        out.entry(spelling).or_insert(name);
    }
    out
});

fn by_letter(phrases: Vec<&'static str>) -> HashMap<char, Vec<&'static str>> {
    let mut out = HashMap::<char, Vec<&str>>::default();
    for phrase in phrases {
        out.entry(phrase.chars().next().unwrap_or(' ')).or_default().push(phrase);
    }
    out
}

/// The phrases that can stand at the beginning of a line.
fn at_start<'p>(phrases: &'p HashMap<char, Vec<&'static str>>, line: &str) -> &'p [&'static str] {
    let first = line.chars().next().and_then(|c| c.to_lowercase().next());
    first.and_then(|c| phrases.get(&c)).map_or(&[], Vec::as_slice)
}

/// The agency that a phrase names, if it names nothing else.
pub(crate) fn agency(phrase: &str) -> Option<&'static str> {
    let folded = fold(phrase);
    let bare = folded.trim_start_matches("the ").trim_matches(['(', ')', ' ', '-', '/']);
    AGENCIES.get(bare).or_else(|| AGENCIES.get(folded.as_str())).copied()
}

/// Who a byline names.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Names {
    pub(crate) people: Vec<String>,
    pub(crate) wire: Option<String>,
}

/// The words after "By", if the line begins so.
pub(crate) fn after_by(line: &str) -> Option<&str> {
    let trimmed = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    at_start(&BY, trimmed)
        .iter()
        .filter_map(|by| {
            let head = trimmed.get(..by.len())?;
            let rest = &trimmed[by.len()..];
            let ends = rest.starts_with(|c: char| c.is_whitespace() || c == ':');
            (ends && head.to_lowercase() == *by)
                .then(|| rest.trim_start_matches(|c: char| c.is_whitespace() || c == ':'))
        })
        .min_by_key(|rest| rest.len())
}

/// Whether a phrase is nothing but the label of an author: "Author:".
pub(crate) fn is_label(phrase: &str) -> bool {
    phrase.len() <= 40 && LABEL.contains(&fold(phrase).as_str())
}

/// Whether an address is that of an author's page.
pub(crate) fn is_author_address(address: &str) -> bool {
    PATH.is_match(address)
}

/// Whether a line says who contributed.
pub(crate) fn is_contributor_line(line: &str) -> bool {
    is_contributor(line, &fold(line), words(line).count())
}

/// The same of a line of `count` words that is folded already.
pub(crate) fn is_contributor(line: &str, folded: &str, count: usize) -> bool {
    if count > 70 {
        return false;
    }
    let dateline = {
        let mut words = words(line);
        words.nth(1) == Some("reported") && words.next() == Some("from")
    };
    dateline
        || CONTRIBUTOR_FINDER.is_match(folded)
            && CONTRIBUTOR.iter().any(|c| {
                folded
                    .find(c)
                    .is_some_and(|at| at + c.len() == folded.len() || count <= 30 && at < 60 || at == 0)
            })
}

/// Reads names from "A, B and C, Staff Writer".
pub(crate) fn names(text: &str) -> Names {
    let mut out = Names::default();
    let text = after_by(text).unwrap_or(text);
    let text =
        text.split(['|', '•', '·', '\n', '—', '–']).map(str::trim).find(|t| !t.is_empty()).unwrap_or(text);
    for segment in text.split([',', ';', '、']) {
        // "Head of Trade and Shipping" is one occupation.
        let lower = segment.trim().to_lowercase();
        if !out.people.is_empty() && (lower.contains(" of ") || lower.starts_with("for ")) && is_trade(&lower)
        {
            continue;
        }
        let several = !out.people.is_empty();
        for part in parts(segment).iter().flat_map(|p| p.split('/')) {
            let (part, wire) = without_agency(part);
            if let Some(name) = wire {
                out.wire.get_or_insert_with(|| name.to_owned());
            }
            let Some(name) = person(part) else { continue };
            // After a full name a single word is a place or a degree,
            // and so are capitals behind a name that has none.
            let shouted =
                |t: &str| t.split(' ').any(|w| w.chars().count() > 2 && w.chars().all(char::is_uppercase));
            let aside = several
                && out.people[0].contains(' ')
                && (!name.contains(' ')
                    || (shouted(part) && !shouted(&out.people[0]) && !segment.contains(" and ")));
            if !aside && !out.people.iter().any(|p| fold(p) == fold(&name)) {
                out.people.push(name);
            }
        }
    }
    out
}

/// Whether a phrase in small letters holds a word of an occupation.
fn is_trade(lower: &str) -> bool {
    words(lower).any(|w| JOB.contains(&w)) || JOB.iter().any(|j| lower.starts_with(j))
}

/// The names joined by "and".
fn parts(segment: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let shouting = !segment.chars().any(char::is_lowercase);
    for token in segment.split_whitespace() {
        // "Dan" is a name, "dan" joins two.
        let joins = AND.contains(&token) || (shouting && AND.contains(&token.to_lowercase().as_str()));
        if joins || token == "/" {
            out.push(String::new());
        } else if let Some(part) = out.last_mut() {
            if !part.is_empty() {
                part.push(' ');
            }
            part.push_str(token);
        }
    }
    out
}

/// "Ana Reyes Associated Press": the name, and the agency behind it.
fn without_agency(part: &str) -> (&str, Option<&'static str>) {
    if let Some(name) = agency(part) {
        return ("", Some(name));
    }
    let starts = part.char_indices().filter(|(i, c)| *c == ' ' && *i > 0).map(|(i, _)| i);
    let cut = starts.filter_map(|at| Some((at, agency(&part[at..])?))).min_by_key(|(at, _)| *at);
    match cut {
        Some((at, name)) if words(&part[..at]).count() >= 2 => (&part[..at], Some(name)),
        _ => (part, None),
    }
}

/// Whether a phrase is a full name of two to four words and nothing else.
pub(crate) fn is_full_name(phrase: &str) -> bool {
    let all: Vec<&str> = words(phrase).collect();
    let capital = |w: &&&str| w.starts_with(char::is_uppercase);
    (2..=4).contains(&all.len())
        && all.iter().filter(capital).count() + 1 >= all.len()
        && all.first().iter().all(capital)
        && all.last().iter().all(capital)
        && !all.first().is_some_and(|w| w.eq_ignore_ascii_case("the"))
        && !phrase.contains([',', ';', '/', '|', '"', '“', '&'])
        && person(phrase).is_some_and(|p| words(&p).count() == all.len())
}

/// Whether a phrase can sign a text though it names no person: an agency, a desk with a name of its own. "Staff
/// Writer" and "admin" name nobody.
pub(crate) fn is_signature(phrase: &str) -> bool {
    let phrase = after_by(phrase).unwrap_or(phrase);
    let all: Vec<String> = words(phrase).map(fold).collect();
    let generic = |w: &String| NOT.contains(&w.as_str()) || JOB.contains(&w.as_str()) || w.len() < 2;
    let named =
        words(phrase).any(|w| !generic(&fold(w)) && (w.starts_with(char::is_uppercase) || w.contains('.')));
    agency(phrase).is_some()
        || ((1..=5).contains(&all.len()) && phrase.len() <= 60 && named && all.iter().any(generic))
}

/// Whether a single word or a name in small letters can be what somebody signs with.
pub(crate) fn is_pen_name(name: &str) -> bool {
    let all: Vec<&str> = words(name).collect();
    (1..=3).contains(&all.len())
        && name.len() <= 40
        && !name.contains(['@', ':', '.', '/', '_', ',', '|'])
        && name.chars().any(char::is_alphabetic)
        && !all.iter().any(|w| NOT.contains(&fold(w).as_str()))
}

/// Whether a line is a full name and, after a comma, an occupation: "Ana Reyes, political correspondent".
pub(crate) fn has_occupation(line: &str) -> bool {
    let Some((name, rest)) = line.split_once(',') else { return false };
    let full = person(name).is_some_and(|p| (2..=4).contains(&words(&p).count()));
    let rest = rest.trim().to_lowercase();
    let job = |w: &str| JOB.contains(&w) || JOB.contains(&w.trim_end_matches('s'));
    full && (1..=10).contains(&words(&rest).count()) && !rest.ends_with('.') && words(&rest).any(job)
}

/// A phrase that can be the name of a person, cleaned.
pub(crate) fn person(phrase: &str) -> Option<String> {
    let mut phrase = phrase.trim();
    if let Some(at) = phrase.find('(') {
        phrase = phrase[..at].trim();
    }
    if let Some(rest) = after_by(phrase) {
        phrase = rest;
    }
    let phrase = phrase.trim_matches(|c: char| !(c.is_alphanumeric() || c == '.'));
    let phrase = SUFFIX.iter().find_map(|s| phrase.split_once(s)).map_or(phrase, |(name, _)| name.trim());
    let lower = phrase.to_lowercase();
    let all: Vec<&str> = words(phrase).collect();
    let wordlike = (1..=6).contains(&all.len())
        && phrase.len() <= 60
        && !phrase.chars().any(|c| c.is_ascii_digit() || matches!(c, '@' | ':' | '!' | '?' | '_'))
        && !lower.contains("http")
        && !lower.contains(".com");
    if !wordlike || all.iter().any(|w| NOT.contains(&w.to_lowercase().as_str())) {
        return None;
    }
    let bounded = |j: &str| {
        let before = lower.strip_suffix(j).is_some_and(|r| !r.ends_with(char::is_alphanumeric));
        before || lower.strip_prefix(j).is_some_and(|r| !r.starts_with(char::is_alphanumeric))
    };
    if JOB.iter().any(|j| bounded(j)) {
        return None;
    }
    // All words but particles begin with a capital, where the script has capitals.
    let small = all.iter().filter(|w| w.starts_with(char::is_lowercase)).count();
    let shouting = phrase.chars().all(|c| !c.is_lowercase()) && all.len() > 1;
    if small * 2 > all.len() || (small == all.len()) {
        return None;
    }
    if shouting && phrase.is_ascii() {
        return Some(all.iter().map(|w| capitalised(w)).collect::<Vec<_>>().join(" "));
    }
    Some(phrase.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().chain(chars.flat_map(char::to_lowercase)).collect())
}

/// Whether a line begins as a credit does: "Photo:".
pub(crate) fn begins_credit(line: &str) -> bool {
    let known = at_start(&CREDIT, line);
    !known.is_empty() && {
        let lower = line.to_lowercase();
        known.iter().any(|l| lower.starts_with(l))
    }
}

/// Whether a line in or out of brackets credits a picture: agencies, strokes, "Photo:".
pub(crate) fn is_credit_line(line: &str) -> bool {
    let line = line.trim();
    let count = words(line).count();
    if count == 0 || count > 16 {
        return false;
    }
    if begins_credit(line) {
        return true;
    }
    let inside = line.strip_prefix(['(', '[']).and_then(|l| l.strip_suffix([')', ']']));
    let known = |text: &str| text.split(['/', ',', '|']).any(|p| agency(p).is_some());
    let via = |text: &str| text.rsplit_once(" via ").is_some_and(|(_, a)| known(a));
    match inside {
        Some(inner) => {
            let lower = inner.to_lowercase();
            inner.contains('/') && !inner.contains("://")
                || known(inner)
                || via(inner)
                || lower.contains("photo")
                || lower.contains(" for ") && count <= 6
                || lower.starts_with("courtesy")
        }
        None => {
            (line.contains('/') && known(line) || via(line) || count <= 3 && agency(line).is_some())
                && !line.contains("://")
                && !line.ends_with('.')
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_give_people_and_wires() {
        let n = names("By Ana Reyes, Tom de Witt and LENA KOHL, Associated Press");
        assert_eq!(n.people, ["Ana Reyes", "Tom de Witt", "Lena Kohl"]);
        assert_eq!(n.wire.as_deref(), Some("Associated Press"));
        assert_eq!(names("By Staff Reporter"), Names::default());
        assert_eq!(names("Ana Reyes, Foreign Correspondent | Velmar").people, ["Ana Reyes"]);
        assert_eq!(names("Velmar Post Editorial Board"), Names::default());
    }

    #[test]
    fn contributors_are_told_from_sentences() {
        assert!(is_contributor_line(
            "Velmar TV's Ana Reyes and Tom Witt contributed reporting to this post."
        ));
        assert!(is_contributor_line(
            "Reyes reported from Velmar. Tom Witt in Corva contributed to this report."
        ));
        assert!(!is_contributor_line(
            "The ministry reported from the field that the dam held and that crews were safe."
        ));
    }

    #[test]
    fn credits_are_told_from_asides() {
        assert!(is_credit_line("(Ana Reyes/AFP/Getty Images)"));
        assert!(is_credit_line("(Getty)"));
        assert!(begins_credit("Picture: Ian Witt") && !begins_credit("The picture shows Ian Witt"));
        assert!(is_credit_line("(Tom Witt/Agency for Velmar TV)"));
        assert!(!is_credit_line("(This story has been updated with comments from the mayor)"));
    }
}
