//! He and she: the last person who was a subject, in this or the last block, and in the same frame: outside quotations,
//! or inside the same one.

use parallax_model::{EntityType, MentionKind};

use super::super::names::gazetteer::Gender;
use super::super::sentences::is_saying;
use super::{Place, Reading, State, quotations};

/// How many lines back a pronoun reaches, however long the blocks are.
const FARTHEST: usize = 12;

/// How many mentions of a line are looked at.
const MOST: usize = 40;

/// Links pronouns, from left to right.
pub(super) fn resolve(reading: &Reading<'_>, state: &mut State) {
    for line in 0..reading.by_line.len() {
        for m in reading.by_line[line].clone() {
            let mention = &reading.document.mentions[m];
            if mention.kind != MentionKind::Pronoun {
                continue;
            }
            let gender = match reading.document.words(mention.span).to_lowercase().as_str() {
                "he" => Gender::Male,
                "she" => Gender::Female,
                _ => continue,
            };
            let Some(place) = reading.places[m] else { continue };
            state.links[m] = antecedent(reading, state, m, place, gender);
            if let Some(e) = state.links[m] {
                let draft = &mut state.drafts[e as usize];
                draft.gender = draft.gender.or(Some(gender));
            }
        }
    }
}

/// The quotation that a mention stands in.
fn frame(reading: &Reading<'_>, m: usize) -> Option<usize> {
    quotations::frame(&reading.quotations, reading.document.mentions[m].span.start)
}

/// Looks back line by line; in each the subject comes first, then the last person named.
fn antecedent(reading: &Reading<'_>, state: &State, m: usize, place: Place, gender: Gender) -> Option<u32> {
    let block = reading.words.lines[place.line].block;
    let post = reading.post(place.line);
    let own = frame(reading, m);
    for line in (0..=place.line).rev().take(FARTHEST) {
        let here = &reading.words.lines[line];
        if here.block + 1 < block || reading.post(line) != post {
            return None;
        }
        let fits = |i: &usize| {
            state
                .linked(*i)
                .is_some_and(|d| d.is_person() && (d.gender.is_none() || d.gender == Some(gender)))
                && reading.of(*i) == EntityType::Person
        };
        let mut persons: Vec<usize> = reading.by_line[line]
            .clone()
            .rev()
            .skip_while(|i| *i >= m)
            .take(MOST)
            .filter(|i| frame(reading, *i) == own)
            .filter(fits)
            .collect();
        persons.reverse();
        let subject = persons.iter().copied().find(|i| is_subject(reading, *i));
        if let Some(i) = subject.or_else(|| persons.first().copied()) {
            // "Holt and Park left": either may be meant.
            let joined = persons.iter().any(|&j| {
                state.links[j] != state.links[i] && beside(reading, i, j) && frame(reading, j) == own
            });
            return state.links[i].filter(|_| !joined);
        }
    }
    None
}

/// Whether two names stand on both sides of "and".
fn beside(reading: &Reading<'_>, a: usize, b: usize) -> bool {
    let (Some(a), Some(b)) = (reading.places[a], reading.places[b]) else { return false };
    let (left, right) = if a.from < b.from { (a, b) } else { (b, a) };
    left.line == right.line && left.to + 1 == right.from && reading.lower(left.to, left.line) == "and"
}

/// Whether a person is the subject of a clause, by the words beside.
fn is_subject(reading: &Reading<'_>, m: usize) -> bool {
    let Some(place) = reading.places[m] else { return false };
    let line = reading.line(place);
    let before = place.from.checked_sub(1).map_or("", |i| reading.words.lower(i, line));
    let next = reading.words.lower(place.to, line);
    let after_comma = if next == "," { reading.words.lower(place.to + 1, line) } else { "" };
    if matches!(before, "of" | "with" | "to" | "by" | "between" | "against" | "from" | "for" | "on" | "about")
    {
        return false;
    }
    is_saying(before)
        || is_saying(next)
        || is_saying(after_comma)
        || next.ends_with("ed")
        || matches!(
            next,
            "is" | "was"
                | "has"
                | "had"
                | "will"
                | "would"
                | "also"
                | "could"
                | "met"
                | "went"
                | "spoke"
                | "held"
                | "told"
                | ","
                | "again"
        )
}
