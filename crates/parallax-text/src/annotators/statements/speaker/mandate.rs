//! For whom somebody speaks: "Kremlin spokesman", "a lawyer for the family", "her office".

use std::ops::Range;

use parallax_model::{EntityType, MentionKind};

use super::super::reference;
use super::super::words::{Line, class};
use super::nouns::{self, Mandate, Sort};
use super::view::{View, is_genitive};

/// The entity for which the holder of the calling at word `noun` of a group speaks.
pub(super) fn client(view: View<'_>, line: &Line, group: &Range<usize>, noun: usize) -> Option<u32> {
    let words = &line.words;
    let press = noun > 0 && words[noun - 1].lower == "press" && words[noun].lower.starts_with("secretar");
    let mandate = if press { Mandate::Voice } else { nouns::mandate(&words[noun].lower)? };
    if mandate != Mandate::Seat
        && words.get(noun + 1).is_some_and(|w| matches!(w.lower.as_str(), "for" | "of") && w.quote.is_none())
    {
        return party(view, line, noun + 2);
    }
    owner(view, line, group, noun, mandate)
}

/// Who is named from a word on: a name, or a body that stands for one.
pub(super) fn party(view: View<'_>, line: &Line, at: usize) -> Option<u32> {
    let words = &line.words;
    let end = (at..words.len().min(at + 8))
        .find(|&i| i > at && words[i].is(class::MARK) && words[i].lower != ".")
        .unwrap_or(words.len().min(at + 8));
    let (mention, range) = view.starting(line, at, end)?;
    // "for Moreno and her son", "for Orlo’s mayor": nobody else but the one named.
    let goes_on = words.get(range.end).is_some_and(|w| {
        // "the post from the US embassy": the name belongs to the noun behind it.
        w.lower == "and"
            || is_genitive(w)
            || nouns::noun(&w.lower).is_some() && mention.kind == MentionKind::Name
    });
    if goes_on {
        return None;
    }
    // "for Prime Minister Ada Moreno": the title begins the mention of a description at most.
    let named = view.starting(line, range.end, end).filter(|(m, r)| {
        mention.kind == MentionKind::Nominal && r.start == range.end && m.of == EntityType::Person
    });
    named.and_then(|(m, _)| m.entity).or(mention.entity).or_else(|| body(view, line, &range))
}

/// The body that a description stands for.
fn body(view: View<'_>, line: &Line, group: &Range<usize>) -> Option<u32> {
    let noun = line.words.get(group.end.checked_sub(1)?)?;
    reference::named_before(view.document, line.span(group)?, &noun.lower)
}

/// The owner before the noun.
fn owner(view: View<'_>, line: &Line, group: &Range<usize>, noun: usize, mandate: Mandate) -> Option<u32> {
    let words = &line.words;
    let skipped = |i: usize| {
        matches!(
            words[i].lower.as_str(),
            "chief" | "deputy" | "senior" | "press" | "top" | "own" | "defense" | "defence"
        )
    };
    let floor = group.start.saturating_sub(6);
    let mut at = noun;
    while at > floor && skipped(at - 1) {
        at -= 1;
    }
    let before = words.get(at.checked_sub(1)?)?;
    if is_genitive(before) {
        let (mention, _) = view.ending(line, floor..at, at - 1)?;
        // "CNN’s team" is no more than CNN.
        if mandate == Mandate::Seat && mention.of != EntityType::Person {
            return None;
        }
        return mention.entity.or_else(|| body(view, line, &super::view::range(line, mention.span)));
    }
    if mandate != Mandate::Voice {
        return None;
    }
    if let Some((mention, _)) = view.ending(line, floor..at, at) {
        let body = !matches!(mention.of, EntityType::Person | EntityType::Group);
        let land = || view.country(mention.span).and_then(|c| view.land(c));
        return if body { mention.entity.or_else(|| self::body(view, line, &(at - 1..at))) } else { land() };
    }
    let noun = nouns::noun(&before.lower).filter(|n| n.sort == Sort::Institution);
    noun.and_then(|_| body(view, line, &(at - 1..at)))
}
