//! Who is named in a source: one by name, or several.

use std::ops::Range;

use parallax_model::{EntityType, Mention, MentionKind};

use super::super::words::{Line, Word, class};
use super::nouns::{self, Sort};
use super::view::{View, is_genitive, is_possessive};

fn is_break(word: &Word) -> bool {
    matches!(word.lower.as_str(), "," | "(" | ")" | "–" | "—" | "--" | ";" | ":")
}

fn is_relative(word: &Word) -> bool {
    matches!(word.lower.as_str(), "who" | "whom" | "which" | "whose" | "where" | "when")
}

/// The front of a source: up to its first comma, bracket, dash or relative clause.
pub(super) fn front(view: View<'_>, line: &Line, words: &Range<usize>) -> Range<usize> {
    // "the Foreign, Commonwealth and Development Office" is one name.
    let inside = |i: usize| view.mentions(line, words.clone()).any(|(_, r)| r.start < i && i + 1 < r.end);
    let stop = |&i: &usize| {
        i > words.start && (is_break(&line.words[i]) || is_relative(&line.words[i])) && !inside(i)
    };
    words.start..words.clone().find(stop).unwrap_or(words.end)
}

/// Nouns behind which "to", "for", "on" belong to an office that may stand before a name.
fn takes_field(noun: &str) -> bool {
    matches!(
        noun,
        "ambassador"
            | "envoy"
            | "minister"
            | "secretary"
            | "commissioner"
            | "representative"
            | "rapporteur"
            | "director"
            | "head"
            | "chief"
            | "coordinator"
            | "adviser"
            | "advisor"
            | "delegate"
            | "editor"
    )
}

/// The person whom a source names: "Senate Majority Leader Aaron Pike, a Kentucky Republican", "Her lawyer, Simon
/// Achard"; nobody for "the mother of Kevin Brandt".
pub(super) fn person<'a>(view: View<'a>, line: &'a Line, words: &Range<usize>) -> Option<&'a Mention> {
    let all = &line.words;
    let mut segment = words.start;
    let end = words.clone().find(|&i| i > words.start && is_relative(&all[i])).unwrap_or(words.end);
    let mut number = 0;
    while segment < end {
        let stop = (segment..end).find(|&i| is_break(&all[i])).unwrap_or(end);
        let names = view.mentions(line, segment..stop);
        let names = names.filter(|(m, _)| m.kind == MentionKind::Name && m.of == EntityType::Person);
        for (mention, name) in names {
            let owner = all.get(name.end).is_some_and(is_genitive) && name.end + 1 < stop;
            // "the Reed report": only the last name of the group heads it.
            let goes_on = name.end < stop && all[name.end].is_content() && !is_genitive(&all[name.end]);
            let lead = segment..name.start;
            // Behind a comma a name alone stands for the group before it: "a spokesman for the airline, Tim Grady,".
            let plain = |i: usize| all[i].is_content() || all[i].is(class::DETERMINER);
            let open = number == 0 || name.end == stop && lead.clone().all(plain);
            if !owner && !goes_on && open && leads_to(view, line, &lead) {
                return Some(mention);
            }
        }
        number += 1;
        segment = stop + 1;
    }
    None
}

/// Whether the words before a name are its title and not somebody who stands to it in some way.
fn leads_to(view: View<'_>, line: &Line, lead: &Range<usize>) -> bool {
    let all = &line.words;
    let inside = |i: usize| view.mentions(line, lead.clone()).any(|(_, r)| r.start < i && i + 1 < r.end);
    let loose = |&i: &usize| all[i].is(class::PREPOSITION) && !all[i].is(class::CAPITAL) && !inside(i);
    let Some(at) = lead.clone().rev().find(loose) else { return true };
    if at + 1 == lead.end {
        return false;
    }
    let noun = at.checked_sub(1).filter(|i| lead.contains(i)).map_or("", |i| all[i].lower.as_str());
    let titled = nouns::noun(&all[lead.end - 1].lower).is_some_and(|n| n.sort == Sort::Person)
        || nouns::title(all[lead.end - 1].lower.trim_end_matches('.')).is_some();
    // "minister of state Ada Moreno", "ambassador to Orlo Ada Moreno", but "friends of Senator Moreno".
    let field = !titled
        && (takes_field(noun)
            || view.ending(line, lead.clone(), lead.end).is_some()
            || all[at].lower == "of");
    field && nouns::noun(noun).is_none_or(|n| n.sort == Sort::Person)
}

/// Whether a source names several who speak together: "Hill and Reed", "Britain and Australia", "Tate and his wife".
pub(super) fn several(view: View<'_>, line: &Line, words: &Range<usize>) -> bool {
    let all = &line.words;
    let within = |i: usize| view.mentions(line, words.clone()).any(|(_, r)| r.start < i && i + 1 < r.end);
    let Some(and) =
        words.clone().find(|&i| all[i].lower == "and" && i > words.start && i + 1 < words.end && !within(i))
    else {
        return false;
    };
    // "she and Blinken agreed"
    if and == words.start + 1 && all[words.start].is(class::PRONOUN) {
        return true;
    }
    let (left, right) = (words.start..and, and + 1..words.end);
    let breaks: Vec<usize> = left.clone().filter(|&i| is_break(&all[i])).collect();
    let ends_named = view.ending(line, words.clone(), and).is_some_and(|(m, _)| m.kind == MentionKind::Name);
    let name_after = view
        .mentions(line, right.clone())
        .any(|(m, r)| m.kind == MentionKind::Name && r.start <= right.start + 4);
    let list = !breaks.is_empty()
        && ends_named
        && name_after
        && breaks
            .iter()
            .all(|&b| view.ending(line, words.clone(), b).is_some_and(|(m, _)| m.kind == MentionKind::Name));
    // "Reed, the mayor and a doctor": one person with two callings.
    if breaks.len() == 1 && !list || left.clone().any(|i| is_relative(&all[i])) {
        return false;
    }
    let governed = left.clone().any(|i| all[i].is(class::PREPOSITION) && i > words.start);
    let named_left = person(view, line, &left).is_some();
    if governed && !named_left {
        return false;
    }
    let first = &all[right.start];
    let other = first.is(class::DETERMINER) || is_possessive(first);
    let known = |i: usize| nouns::noun(&all[i].lower).is_some();
    // "lawmakers and Governor Cooper"
    if nouns::noun(&all[and - 1].lower).is_some_and(|n| n.sort == Sort::Group) && !governed && name_after {
        return true;
    }
    let left_noun = ends_named || known(and - 1);
    left_noun && (name_after && ends_named || other && (ends_named || all[words.start].is(class::DETERMINER)))
        || list
}
