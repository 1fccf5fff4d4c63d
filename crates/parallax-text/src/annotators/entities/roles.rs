//! Roles that a page gives to named persons: before the name, in apposition, by "is the".

use parallax_model::{EntityType, RoleGiven};

use super::super::names::offices::{Kind, Office};
use super::super::sentences::is_saying;
use super::{Owner, Place, Reading, State};

/// Attaches roles to the persons of every line.
pub(super) fn attach(reading: &Reading<'_>, state: &mut State) {
    for (line, offices) in reading.offices.iter().enumerate() {
        for office in offices {
            let Some(found) = holder(reading, line, office) else { continue };
            let Some(entity) = state.links[found.mention] else { continue };
            let draft = &mut state.drafts[entity as usize];
            if !draft.is_person() {
                continue;
            }
            draft.gender = draft.gender.or(office.gender);
            if office.kind == Kind::Title {
                continue;
            }
            if let Some(country) = found.owner.and_then(|o| o.country) {
                draft.country = draft.country.or(Some(country));
            }
            draft.roles.push(given(reading, office, found.owner));
            if found.apposed {
                link_description(reading, state, line, office, entity);
            }
        }
    }
}

/// A role as a record.
pub(super) fn given(reading: &Reading<'_>, office: &Office, owner: Option<Owner>) -> RoleGiven {
    let from = owner.map_or(office.from, |o| o.from.min(office.from));
    let to = owner.map_or(office.to, |o| o.to.max(office.to));
    let of = owner.map(|o| reading.text(o.from, o.to).to_owned());
    RoleGiven { span: reading.span(from, to), title: office.title.clone(), of }
}

struct Holder {
    mention: usize,
    owner: Option<Owner>,
    apposed: bool,
}

fn person_at(reading: &Reading<'_>, line: usize, test: impl Fn(Place) -> bool) -> Option<(usize, Place)> {
    reading.names_in(line).find(|(m, p)| reading.of(*m) == EntityType::Person && test(*p))
}

/// Who holds an office by the words of the line.
fn holder(reading: &Reading<'_>, line: usize, office: &Office) -> Option<Holder> {
    let before = reading.owner_before(line, office.from);
    if let Some((mention, _)) = person_at(reading, line, |p| p.from == office.to) {
        return Some(Holder { mention, owner: before, apposed: false });
    }
    if office.kind == Kind::Title {
        return None;
    }
    let after = reading.owner_after(line, office.to);
    // "Varna's ambassador to Orlo Ada Moreno"
    if let Some((mention, _)) = after.and_then(|o| person_at(reading, line, |p| p.from == o.to)) {
        return Some(Holder { mention, owner: before.or(after), apposed: false });
    }
    let owner = after.or(before);
    let end = after.map_or(office.to, |o| o.to);
    let (start, determined) = phrase_start(reading, line, office, before);
    // "Moreno, the harbor minister,"; "Moreno, president of the Harbor Union,"
    let floor = reading.words.lines[line].words.start;
    if start > floor && matches!(reading.lower(start - 1, line), "," | "—" | "–" | "-" | "(") {
        let named = person_at(reading, line, |p| p.to + 1 == start);
        let next = reading.lower(end, line);
        let closed = matches!(next, "," | "." | ";" | ")" | "—" | "–" | "-" | "" | "who" | ":");
        let open =
            determined && !is_verb(next) && !matches!(next, "and" | "or") && closes_soon(reading, line, end);
        if let Some((mention, _)) = named.filter(|_| closed || open) {
            return Some(Holder { mention, owner, apposed: true });
        }
    }
    // "the bloc's top diplomat, Josep Olu,"
    if determined
        && reading.lower(end, line) == ","
        && let Some((mention, place)) = person_at(reading, line, |p| p.from == end + 1)
        && matches!(reading.lower(place.to, line), "," | "." | "" | ")" | ";")
    {
        return Some(Holder { mention, owner, apposed: true });
    }
    // "Moreno is the harbor minister of Varna"
    if start > floor + 1
        && determined
        && matches!(reading.lower(start - 1, line), "is" | "was" | "became")
        && let Some((mention, _)) = person_at(reading, line, |p| p.to + 1 == start)
    {
        return Some(Holder { mention, owner, apposed: true });
    }
    None
}

fn is_verb(lower: &str) -> bool {
    is_saying(lower)
        || lower.ends_with("ed")
        || matches!(
            lower,
            "is" | "was"
                | "has"
                | "had"
                | "have"
                | "will"
                | "would"
                | "were"
                | "are"
                | "could"
                | "may"
                | "went"
                | "made"
                | "did"
        )
}

fn closes_soon(reading: &Reading<'_>, line: usize, from: usize) -> bool {
    (from..from + 14).any(|i| matches!(reading.lower(i, line), "," | "—"))
}

/// Where the phrase around an office begins, and whether a determiner or an owner stands there.
fn phrase_start(reading: &Reading<'_>, line: usize, office: &Office, owner: Option<Owner>) -> (usize, bool) {
    let floor = reading.words.lines[line].words.start;
    let mut start = owner.map_or(office.from, |o| o.from);
    let mut determined = owner.is_some();
    while start > floor {
        match reading.lower(start - 1, line) {
            "the" | "a" | "an" | "his" | "her" | "its" | "their" => {
                return (start - 1, true);
            }
            "senior" | "top" | "former" | "then" | "new" | "bloc" | "country" | "'s" | "’s" | "alliance"
            | "group" | "party" => {
                start -= 1;
                determined = determined || reading.is_clitic(start, line);
            }
            _ => break,
        }
    }
    (start, determined)
}

/// The description in apposition stands for the same person.
fn link_description(reading: &Reading<'_>, state: &mut State, line: usize, office: &Office, entity: u32) {
    let head = reading.words.words[office.head].span;
    for m in reading.by_line[line].clone() {
        let mention = &reading.document.mentions[m];
        if mention.kind == parallax_model::MentionKind::Nominal && mention.span.contains(head) {
            state.links[m] = Some(entity);
        }
    }
}
