//! What a page tells of those whom it names: their callings, gender, age, and for whom they speak.

use std::ops::Range;

use parallax_model::{EntityType, Mention, MentionKind, Span};

use super::super::words::{Line, Word, class};
use super::mandate;
use super::nouns::{self, Sort};
use super::view::{View, ends_group, is_genitive, is_possessive};
use crate::annotators::names::gazetteer::{Gender, gazetteer};

/// One description that a page gives of somebody.
#[derive(Debug, Clone, Default)]
pub(super) struct Trait {
    /// Its words in lower case, up to the noun, without articles.
    pub(super) words: Vec<String>,
    /// Whose: "of Kestrel Foods", "Kestrel’s".
    pub(super) owners: Vec<u32>,
    /// Countries that it names.
    pub(super) countries: Vec<&'static str>,
}

/// What is known of an entity.
#[derive(Debug, Clone, Default)]
pub(super) struct Profile {
    pub(super) traits: Vec<Trait>,
    pub(super) gender: Option<Gender>,
    pub(super) age: Option<String>,
    pub(super) speaks_for: Option<u32>,
    /// "Her lawyer", where the page introduces somebody so.
    pub(super) owned: Option<Span>,
    /// Where it is named, in bytes, in order.
    pub(super) named: Vec<u32>,
}

/// Longest description, in words.
const LONGEST: usize = 8;

/// The profiles of all entities of a page.
pub(super) fn profiles(view: View<'_>) -> Vec<Profile> {
    let mut out = vec![Profile::default(); view.document.entities.len()];
    for line in view.lines {
        for (mention, range) in view.mentions(line, 0..line.words.len()) {
            let Some(entity) = mention.entity.filter(|_| mention.kind == MentionKind::Name) else { continue };
            let Some(profile) = out.get_mut(entity as usize) else { continue };
            profile.named.push(mention.span.start);
            read(view, line, mention, &range, profile);
        }
    }
    for (entity, profile) in view.document.entities.iter().zip(&mut out) {
        // Offices of more than one word: "secretary of state".
        for role in &entity.roles {
            let words: Vec<String> = role.title.split(' ').map(str::to_owned).collect();
            if profile.traits.iter().any(|t| t.words.ends_with(&words)) {
                continue;
            }
            let countries = role.of.iter().filter_map(|o| super::view::country(o)).collect();
            profile.traits.push(Trait { words, owners: Vec::new(), countries });
        }
    }
    out
}

fn read(view: View<'_>, line: &Line, mention: &Mention, name: &Range<usize>, profile: &mut Profile) {
    let person = mention.of == EntityType::Person;
    let sort = if person { Sort::Person } else { Sort::Institution };
    let words = &line.words;
    if person {
        let first = view.document.words(mention.span).split([' ', '\u{a0}']).next().unwrap_or_default();
        profile.gender =
            profile.gender.or_else(|| gazetteer().given(first).flatten().filter(|_| name.len() > 1));
        let title = name.start.checked_sub(1).map(|i| words[i].lower.trim_end_matches('.'));
        profile.gender = title.and_then(nouns::title).flatten().or(profile.gender);
    }
    let add = |profile: &mut Profile, group: Option<Range<usize>>| {
        let Some(found) = group.and_then(|g| described(view, line, &g, sort)) else { return };
        if let Some(noun) = found.0.words.last().and_then(|n| nouns::noun(n)) {
            profile.gender = profile.gender.or(noun.gender);
        }
        profile.speaks_for = profile.speaks_for.or(found.1);
        profile.traits.push(found.0);
    };
    add(profile, before(words, name.start));
    // "chief executive Amelia Grant of Kestrel Foods"
    if words.get(name.end).is_some_and(|w| matches!(w.lower.as_str(), "of" | "at" | "from"))
        && let Some((owner, _)) = view.starting(line, name.end + 1, words.len().min(name.end + LONGEST))
        && let Some(last) = profile.traits.last_mut()
    {
        last.owners.extend(owner.entity);
    }
    let introduced = introduced(words, name);
    add(profile, introduced.clone());
    if let Some(group) = introduced.filter(|g| g.start > 0 && is_possessive(&words[g.start - 1])) {
        profile.owned = profile.owned.or(line.span(&(group.start - 1..group.end)));
    }
    add(profile, behind(view, line, name, sort));
    let after = |i: usize| words.get(name.end + i).map_or("", |w| w.lower.as_str());
    if person && matches!(after(0), "," | "(") {
        // "Moreno, 34," and "Moreno (D-Vt.)"
        if after(1).chars().all(|c| c.is_ascii_digit()) && matches!(after(2), "," | ")" | "." | "") {
            profile.age = profile.age.take().or_else(|| Some(after(1).to_owned()).filter(|a| !a.is_empty()));
        }
        let party =
            match (after(0), after(1).chars().next(), after(1).chars().nth(1).or(after(2).chars().next())) {
                ("(", Some('d'), Some('-')) => Some("democrat"),
                ("(", Some('r'), Some('-')) => Some("republican"),
                _ => None,
            };
        profile.traits.extend(party.map(|p| Trait { words: vec![p.to_owned()], ..Trait::default() }));
    }
    let near = name.start.saturating_sub(4)..(name.end + 4).min(words.len());
    let age = words[near].iter().find_map(|w| age(&w.lower));
    if person && profile.age.is_none() && name.len() > 1 {
        profile.age = age.map(str::to_owned);
    }
}

/// The years of "79-year-old".
pub(super) fn age(lower: &str) -> Option<&str> {
    let years = lower.strip_suffix("-year-old")?;
    years.chars().all(|c| c.is_ascii_digit()).then_some(years)
}

/// The words right before a name: "French Foreign Minister | Camille Laurent".
fn before(words: &[Word], start: usize) -> Option<Range<usize>> {
    let mut from = start;
    while from > 0 && start - from < LONGEST {
        let w = &words[from - 1];
        if w.quote != words[start].quote
            || ends_group(words, from - 1) && w.lower != "."
            || w.is(class::DETERMINER)
        {
            break;
        }
        from -= 1;
    }
    (from < start).then_some(from..start)
}

/// "Its director, | Rolf Egger,": a determined group before a comma.
fn introduced(words: &[Word], name: &Range<usize>) -> Option<Range<usize>> {
    let comma = name.start.checked_sub(1).filter(|&i| words[i].lower == ",")?;
    let closes = words.get(name.end).is_none_or(|w| matches!(w.lower.as_str(), "," | "." | ")" | ";"));
    let group = before(words, comma).filter(|_| closes)?;
    let determined = words[group.clone()].iter().any(is_genitive)
        || group.start > 0 && words[group.start - 1].is(class::DETERMINER);
    determined.then_some(group)
}

/// "Moreno, | a doctor at Saint Anne’s", "Moreno was | mayor of Lenta", "named Moreno as | its new chief executive".
fn behind(view: View<'_>, line: &Line, name: &Range<usize>, sort: Sort) -> Option<Range<usize>> {
    let words = &line.words;
    let link = words.get(name.end)?;
    let comma = link.lower == ",";
    if link.quote != words[name.start].quote
        || !(comma || matches!(link.lower.as_str(), "is" | "was" | "became" | "as" | "(" | "–" | "—" | "-"))
    {
        return None;
    }
    let mut from = name.end + 1;
    // "Moreno, 34, a doctor"
    if comma
        && words.get(from).is_some_and(|w| w.is(class::NUMBER))
        && words.get(from + 1).is_some_and(|w| w.lower == ",")
    {
        from += 2;
    }
    let determined = words.get(from).is_some_and(|w| w.is(class::DETERMINER));
    from += usize::from(determined);
    let end = (from..words.len().min(from + LONGEST))
        .find(|&i| ends_group(words, i) || words[i].quote != words[name.start].quote)
        .unwrap_or(words.len().min(from + LONGEST));
    let noun = end.checked_sub(1).filter(|&i| i >= from)?;
    let known =
        nouns::noun(&words[noun].lower).is_some_and(|n| n.sort == sort) || age(&words[noun].lower).is_some();
    let other = view
        .mentions(line, from..end)
        .any(|(m, _)| m.kind == MentionKind::Name && m.of == EntityType::Person);
    let closed = words.get(end).is_none_or(|w| {
        w.is(class::MARK | class::PREPOSITION | class::COORDINATOR)
            || matches!(w.lower.as_str(), "who" | "which")
    });
    // "They met Moreno, the minister said": no apposition.
    let apposed = !comma
        || closed
            && (!words.get(end).is_some_and(|w| w.is(class::PREPOSITION))
                || words[end..words.len().min(end + 12)]
                    .iter()
                    .any(|w| matches!(w.lower.as_str(), "," | "." | "who")));
    (known && !other && apposed).then_some(from..end)
}

/// A description as a trait, with the one for whom it says that they speak.
fn described(view: View<'_>, line: &Line, group: &Range<usize>, sort: Sort) -> Option<(Trait, Option<u32>)> {
    let words = &line.words;
    let noun = group.clone().rev().find(|&i| words[i].lower != ".")?;
    let lower = words[noun].lower.trim_end_matches('.');
    let known = nouns::noun(lower).is_some_and(|n| n.sort == sort) || nouns::title(lower).is_some();
    if !known {
        return None;
    }
    Some((trait_of(view, line, group.start..noun + 1), mandate::client(view, line, group, noun)))
}

/// The trait that a noun group gives, its noun last, with the owner in front of it or behind it.
pub(super) fn trait_of(view: View<'_>, line: &Line, group: Range<usize>) -> Trait {
    let words = &line.words;
    let genitive = group.clone().rev().find(|&i| is_genitive(&words[i]));
    let own = genitive.map_or(group.start, |i| i + 1)..group.end;
    let mut out = Trait::default();
    for (mention, _) in view.mentions(line, group.start.saturating_sub(6)..group.end) {
        let inside = super::view::range(line, mention.span).end > group.start;
        let owns = words.get(super::view::range(line, mention.span).end).is_some_and(is_genitive)
            && super::view::range(line, mention.span).end + 1 == own.start;
        if mention.kind == MentionKind::Name && (inside || owns) {
            out.owners.extend(mention.entity.filter(|_| mention.of != EntityType::Person));
            out.countries.extend(view.country(mention.span));
        }
    }
    if words.get(group.end).is_some_and(|w| matches!(w.lower.as_str(), "of" | "for" | "at" | "from"))
        && let Some((mention, _)) = view.starting(line, group.end + 1, words.len().min(group.end + LONGEST))
    {
        out.owners.extend(mention.entity);
        out.countries.extend(view.country(mention.span));
    }
    let plain = |w: &Word| w.lower.trim_end_matches('.').replace("defence", "defense");
    let content = words[own].iter().filter(|w| !w.is(class::MARK | class::DETERMINER) && !is_possessive(w));
    out.words = content.filter(|w| age(&w.lower).is_none()).map(plain).filter(|w| !w.is_empty()).collect();
    out
}
