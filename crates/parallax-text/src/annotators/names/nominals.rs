//! Mentions by description ("the defense minister", "the ministry") and pronouns of persons.

use std::collections::HashSet;
use std::sync::LazyLock;

use parallax_model::{EntityType, Mention, MentionKind, Span};

use super::gazetteer::gazetteer;
use super::offices::{Kind, Office};
use super::sequences::Name;
use super::words::{Line, Words};
use crate::lexicon::{english, rows};

static INSTITUTIONS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| rows(english!("institutions.tsv")).filter_map(|r| r.first().copied()).collect());

/// Adds nominal mentions and pronouns of a line.
pub(super) fn find(
    words: &Words<'_>,
    line: &Line,
    offices: &[Office],
    names: &[Name],
    out: &mut Vec<Mention>,
) {
    let mut push = |span: Span, kind: MentionKind, of: EntityType| {
        out.push(Mention { span, kind, of, entity: None, place: None, lat: None, lon: None });
    };
    for office in offices {
        let named = names.iter().any(|n| n.from == office.to);
        let lead = names.iter().any(|n| n.from < office.to && office.from < n.to);
        let last = words.words[office.to - 1].lower.as_ref();
        if named || lead || office.kind == Kind::Title || is_kin(last) || is_adjective(words, office) {
            continue;
        }
        if let Some(span) = phrase(words, line, names, office.from, office.to) {
            push(span, MentionKind::Nominal, EntityType::Person);
        }
    }
    for at in line.words.clone() {
        let w = &words.words[at];
        if matches!(w.lower.as_ref(), "he" | "she" | "they") {
            push(w.span, MentionKind::Pronoun, EntityType::Person);
        }
        if !w.cap
            && INSTITUTIONS.contains(w.lower.as_ref())
            && !offices.iter().any(|o| (o.from..o.to).contains(&at))
        {
            let compound = words.words.get(at + 1).is_some_and(|n| {
                line.words.contains(&(at + 1))
                    && (INSTITUTIONS.contains(n.lower.as_ref()) || offices.iter().any(|o| o.from == at + 1))
            });
            if compound || modifies(words, line, at) {
                continue;
            }
            let from = field_start(words, line, at);
            if let Some(span) = phrase(words, line, names, from, at + 1) {
                push(span, MentionKind::Nominal, EntityType::Organisation);
            }
        }
    }
}

/// Whether the noun only modifies the next one: "the military action", "the bank account".
fn modifies(words: &Words<'_>, line: &Line, at: usize) -> bool {
    let g = gazetteer();
    let next = words.lower(at + 1, line);
    let noun = next.starts_with(char::is_alphabetic) && words.text(at + 1, line) == next && g.is_common(next);
    let verb = super::super::sentences::is_saying(next)
        || next.ends_with("ed")
        || (next.ends_with('s') && !next.ends_with("ss"))
        || matches!(
            next,
            "also"
                | "last"
                | "this"
                | "again"
                | "then"
                | "later"
                | "further"
                | "there"
                | "here"
                | "itself"
                | "responsible"
        );
    // "the Danish military" alone is the institution; before any noun it is an adjective.
    let military = matches!(
        words.lower(at, line),
        "military" | "army" | "police" | "bank" | "party" | "company" | "union"
    );
    if military {
        return next.starts_with(char::is_lowercase)
            && !g.is_function(next)
            && (!verb || next.ends_with('s') && !super::super::sentences::is_saying(next));
    }
    noun && !g.is_function(next) && !verb && !next.ends_with("ly")
}

/// "foreign ministry": an ordinary adjective or noun before the institution.
fn field_start(words: &Words<'_>, line: &Line, at: usize) -> usize {
    let g = gazetteer();
    let mut from = at;
    while from > line.words.start && at - from < 3 {
        let w = &words.words[from - 1];
        let plain = !w.cap && w.text.starts_with(char::is_alphabetic) && g.is_common(&w.lower);
        if !plain || g.is_function(&w.lower) || super::super::sentences::is_saying(&w.lower) {
            break;
        }
        from -= 1;
    }
    from
}

fn is_kin(lower: &str) -> bool {
    matches!(
        lower,
        "wife"
            | "husband"
            | "mother"
            | "brother"
            | "sister"
            | "son"
            | "daughter"
            | "widow"
            | "man"
            | "woman"
            | "boy"
            | "girl"
            | "member"
            | "father"
    )
}

/// "a major deal", "a host of ships": offices only with a capital.
fn is_adjective(words: &Words<'_>, office: &Office) -> bool {
    let head = &words.words[office.head];
    !head.cap
        && office.head + 1 == office.to
        && matches!(
            head.lower.as_ref(),
            "major" | "host" | "private" | "general" | "chair" | "chief" | "head"
        )
        && !words.words.get(office.to).is_some_and(|w| w.lower == "of" && head.lower == "head")
}

fn is_determiner(lower: &str) -> bool {
    matches!(
        lower,
        "the" | "a" | "an" | "this" | "that" | "his" | "her" | "its" | "their" | "another" | "one"
    )
}

/// The whole phrase with its determiner and the names before the noun: "a senior State Department official".
fn phrase(words: &Words<'_>, line: &Line, names: &[Name], from: usize, to: usize) -> Option<Span> {
    let mut start = from;
    while start > line.words.start {
        let before = &words.words[start - 1];
        if let Some(n) = names.iter().find(|n| n.to == start) {
            start = n.from;
        } else if is_clitic(&before.lower) && owned_by_noun(words, line, names, start - 1) {
            start -= 2;
        } else if is_clitic(&before.lower) || is_modifier(&before.lower) {
            start -= 1;
        } else {
            break;
        }
        if from - start > 8 {
            return None;
        }
    }
    let span = |s: usize| words.words[s].span.cover(words.words[to - 1].span);
    let before =
        start.checked_sub(1).filter(|s| line.words.contains(s)).map(|s| words.words[s].lower.as_ref());
    let owned = words.words[start..from].iter().any(|w| is_clitic(&w.lower));
    if before.is_some_and(|b| is_determiner(b) && !(owned && b == "that")) {
        return Some(span(start - 1));
    }
    owned.then(|| span(start))
}

fn is_clitic(lower: &str) -> bool {
    matches!(lower, "'s" | "’s")
}

/// "the bloc | 's top diplomat": a plain noun owns the office.
fn owned_by_noun(words: &Words<'_>, line: &Line, names: &[Name], clitic: usize) -> bool {
    let Some(at) = clitic.checked_sub(1).filter(|at| line.words.contains(at)) else { return false };
    let noun = &words.words[at];
    !noun.cap && noun.text.starts_with(char::is_alphabetic) && !names.iter().any(|n| n.to == clitic)
}

fn is_modifier(lower: &str) -> bool {
    matches!(
        lower,
        "senior"
            | "top"
            | "former"
            | "new"
            | "local"
            | "country"
            | "then"
            | "high-ranking"
            | "leading"
            | "unnamed"
            | "same"
    )
}
