//! Names as the page's other layers need them: cut where the recogniser's collections cut otherwise, with a type.

use std::collections::HashMap;

use parallax_model::{EntityType, Span};

use super::super::sentences::is_saying;
use super::gazetteer::{Class, Known, gazetteer};
use super::offices::Office;
use super::words::{Line, Word, Words};
use crate::learned::names::{Found, Kind};

/// Words that are a name.
#[derive(Debug, Clone)]
pub(in super::super) struct Name {
    /// First word.
    pub(in super::super) from: usize,
    /// One past the last word.
    pub(in super::super) to: usize,
    /// Where.
    pub(in super::super) span: Span,
    /// What it names.
    pub(in super::super) of: EntityType,
}

/// The names of a line: what the recogniser found there, counted from the first word of the line. `offices` are those
/// that `keep_office` kept.
pub(super) fn names(words: &Words<'_>, line: &Line, offices: &[Office], found: &[Found]) -> Vec<Name> {
    let base = line.words.start;
    let mut out: Vec<Name> = Vec::new();
    let mut at = base;
    for f in found {
        let (from, to) = (base + f.from, base + f.to);
        if to <= at {
            continue;
        }
        let (from, to) = cut(words, line, offices, from.max(at), to, f.kind);
        if from == to || f.kind != Kind::Person && is_compound_of_names(words, from, to) {
            continue;
        }
        // A list that began earlier may hold what was taken for names.
        while out.last().is_some_and(|n| n.to > from) {
            out.pop();
        }
        at = to;
        let mut push = |from: usize, to: usize, kind: Kind| out.push(name(words, from, to, kind));
        let comma = (from + 1..to - 1).find(|&i| f.kind == Kind::Place && words.words[i].text == ",");
        if let Some(comma) = comma {
            // "Melbourne, Australia" is two places.
            push(from, comma, Kind::Place);
            push(comma + 1, to, Kind::Place);
            continue;
        }
        match f.kind {
            Kind::Organisation if is_owned_body(words, from, to) => {
                push(from, from + 1, known(words, from, from + 1).map_or(Kind::Group, |k| kind_of(k.class)));
                push(from + 1, to, Kind::Organisation);
            }
            kind => push(from, to, spoken(words, line, from, to, kind)),
        }
        if let Some(short) = short_form(words, line, from, to)
            && !found.iter().any(|f| base + f.from == short)
        {
            let of = name(words, from, to, f.kind).of;
            out.push(Name { of, ..name(words, short, short + 1, f.kind) });
            at = short + 1;
        }
    }
    // "President al-Olu"
    for i in
        offices.iter().map(|o| o.to).filter(|&i| i < line.words.end && is_joined_article(&words.words[i]))
    {
        if !out.iter().any(|n| n.from <= i && i < n.to) {
            out.push(name(words, i, i + 1, Kind::Person));
        }
    }
    out.sort_by_key(|n| n.from);
    out
}

/// "al-Assad", "el-Sisi".
fn is_joined_article(w: &Word<'_>) -> bool {
    const ARTICLES: [&str; 9] = ["al-", "el-", "ul-", "as-", "ash-", "ad-", "an-", "d'", "d’"];
    ARTICLES.iter().any(|a| w.text.strip_prefix(a).is_some_and(|r| r.starts_with(char::is_uppercase)))
}

/// The kind of a name by the word behind it: "Marlow Water said" is a company, not a place.
fn spoken(words: &Words<'_>, line: &Line, from: usize, to: usize, kind: Kind) -> Kind {
    // "the Blue Anchor café"
    if kind == Kind::Other && gazetteer().is_house(words.lower(to, line)) {
        return Kind::Place;
    }
    let headed = to > from + 1
        && gazetteer().head(words.text(to - 1, line)) == Some(EntityType::Organisation)
        && known(words, from, to).is_none();
    // "the Armed Forces"
    if kind == Kind::Other && headed && is_state_body(words.text(to - 1, line)) {
        return Kind::Organisation;
    }
    let speaks = is_saying(words.lower(to, line));
    if headed && speaks && matches!(kind, Kind::Place | Kind::Other) { Kind::Organisation } else { kind }
}

/// Names that the recogniser missed: a surname whose full name stands elsewhere on the page, a short form that stands
/// behind its full one.
pub(super) fn repeated(words: &Words<'_>, lines: &mut [(Line, Vec<Name>)]) {
    let mut short: HashMap<&str, EntityType> = HashMap::new();
    let mut defined: HashMap<&str, EntityType> = HashMap::new();
    for (_, names) in lines.iter() {
        for n in names.iter().filter(|n| n.of == EntityType::Person && n.to > n.from + 1) {
            let last = &words.words[n.to - 1];
            if !gazetteer().is_common(&last.lower) && last.text.len() > 2 {
                short.insert(last.text, EntityType::Person);
            }
        }
        for pair in names.windows(2).filter(|p| p[0].to > p[0].from + 1 && p[1].from == p[0].to + 1) {
            let text = words.words[pair[1].from].text;
            let capitals = words.words[pair[0].from..pair[0].to].iter().filter(|w| w.cap);
            let initials: String = capitals.filter_map(|w| w.lower.chars().next()).collect();
            let follows = words.words[pair[0].to].text == "(" && pair[1].to == pair[1].from + 1;
            let is_initials = text.to_lowercase() == initials;
            let unknown = known(words, pair[1].from, pair[1].to).is_none();
            if follows && unknown && (is_initials || words.words[pair[1].from].is_upper()) {
                short.entry(text).or_insert(pair[0].of);
            }
            if follows && is_initials {
                defined.insert(text, pair[0].of);
            }
        }
    }
    for (line, names) in lines {
        // "Washington said that it would answer": no person, unless the page names one in full.
        for n in names.iter_mut().filter(|n| n.of == EntityType::Person && n.to == n.from + 1) {
            let text = words.words[n.from].text;
            let place =
                known(words, n.from, n.to).filter(|k| matches!(k.class, Class::City | Class::Country));
            if place.is_some() && !short.contains_key(text) && gazetteer().given(text).is_none() {
                n.of = EntityType::Polity;
            }
        }
        for n in names.iter_mut().filter(|n| n.to == n.from + 1) {
            n.of = defined.get(words.words[n.from].text).copied().unwrap_or(n.of);
        }
        let known = names.len();
        for i in line.words.clone() {
            let free = || !names[..known].iter().any(|n| n.from <= i && i < n.to);
            if let Some(&of) = short.get(words.words[i].text)
                && free()
            {
                names.push(Name { from: i, to: i + 1, span: words.words[i].span, of });
            }
        }
        names.sort_by_key(|n| n.from);
    }
}

fn name(words: &Words<'_>, from: usize, to: usize, kind: Kind) -> Name {
    let span = words.words[from].span.cover(words.words[to - 1].span);
    Name { from, to, span, of: entity_type(words, from, to, kind) }
}

/// Without an office in front of a person and without an article, and with all that an office looks after.
fn cut(
    words: &Words<'_>,
    line: &Line,
    offices: &[Office],
    mut from: usize,
    mut to: usize,
    kind: Kind,
) -> (usize, usize) {
    if kind == Kind::Person {
        let office = offices.iter().find(|o| o.from <= from && o.to > from);
        from = office.map_or(from, |o| o.to.min(to));
    }
    let article = words.words[from.min(to - 1)].lower == "the";
    if article && to > from + 1 && known(words, from, to).is_none() {
        from += 1;
    }
    // "Armed Forces of" whatever the recogniser did not take for a name
    while to > from + 1 && matches!(words.lower(to - 1, line), "of" | "the" | "and" | "for" | ",") {
        to -= 1;
    }
    if kind == Kind::Organisation && from < to {
        (from, to) = with_list(words, line, from, to);
    }
    (from, to)
}

/// "Foreign, | Commonwealth and Development Office", "Department for Trade |, Work and Sport".
fn with_list(words: &Words<'_>, line: &Line, from: usize, to: usize) -> (usize, usize) {
    let g = gazetteer();
    let (mut from, mut to) = (from, to);
    let item = |i: usize| {
        let w = &words.words[i];
        w.cap && !w.first && g.exact(&[w.key.as_ref()]).is_none() && g.given(w.text).is_none()
    };
    let is_office = |i: usize| g.head(words.text(i, line)) == Some(EntityType::Organisation);
    let is_and = |i: usize| matches!(words.lower(i, line), "and" | "&");
    let led = (from + 1..to).any(|i| matches!(words.lower(i, line), "of" | "for") && is_office(i - 1));
    if led && item(to - 1) {
        let mut end = to;
        while words.lower(end, line) == "," && end + 1 < line.words.end && item(end + 1) {
            end += 2;
        }
        if end > to && is_and(end) && end + 1 < line.words.end && item(end + 1) {
            to = end + 2;
        }
    }
    if !led && is_office(to - 1) && (from + 1..to).any(is_and) && item(from) {
        let start = from;
        while from >= line.words.start + 2
            && words.text(from - 1, line) == ","
            && item(from - 2)
            && g.is_common(&words.words[from - 2].lower)
        {
            from -= 2;
        }
        let owner = |i: usize| known(words, i, i + 1).is_some_and(|k| k.class == Class::Country);
        if from < start && from > line.words.start && owner(from - 1) {
            from -= 1;
        }
    }
    (from, to)
}

/// "Free Harbor Union (FHU)": the place of the short form right behind the full one.
fn short_form(words: &Words<'_>, line: &Line, from: usize, to: usize) -> Option<usize> {
    let short = words.text(to + 1, line);
    let bracketed = words.text(to, line) == "(" && words.text(to + 2, line) == ")" && to > from + 1;
    let capitals = short.chars().filter(|c| c.is_uppercase()).count() > 1;
    let initial = words.text(from, line).chars().next();
    (bracketed && capitals && short.chars().next() == initial).then_some(to + 1)
}

fn known(words: &Words<'_>, from: usize, to: usize) -> Option<&'static Known> {
    let keys: Vec<&str> = words.words[from..to].iter().map(|w| w.key.as_ref()).collect();
    gazetteer().exact(&keys)
}

fn kind_of(class: Class) -> Kind {
    match class {
        Class::Demonym | Class::People => Kind::Group,
        _ => Kind::Place,
    }
}

/// "Russian | Foreign Ministry", "US | Navy": pages name a state body apart from its country.
fn is_owned_body(words: &Words<'_>, from: usize, to: usize) -> bool {
    let owner = known(words, from, from + 1).map(|k| k.class);
    let whole = known(words, from, to).is_some();
    let listed = words.words[from..to].iter().any(|w| w.text == ",");
    to > from + 1
        && !whole
        && !listed
        && is_state_body(words.words[to - 1].text)
        && matches!(owner, Some(Class::Demonym | Class::Country))
}

/// The type of a name of which the recogniser tells the kind.
fn entity_type(words: &Words<'_>, from: usize, to: usize, kind: Kind) -> EntityType {
    use EntityType::{Event, Facility, Group, Location, Misc, Organisation, Person, Polity, Product};
    let g = gazetteer();
    let (first, last) = (&words.words[from], &words.words[to - 1]);
    let listed = known(words, from, to);
    let land = listed.is_some_and(|k| k.class == Class::Country);
    let listed = listed.map(|k| k.of);
    let headed = g.head(last.text).or_else(|| g.head(&last.key)).filter(|_| to > from + 1);
    let house = to > from + 1 && (g.is_house(&first.lower) || g.is_house(&last.lower))
        || words.words.get(to).is_some_and(|w| g.is_house(&w.lower));
    match kind {
        // "Hurricane Harvey"
        _ if to > from + 1 && listed.is_none() && g.opens_event(&first.lower) => Event,
        Kind::Person => Person,
        // "Hotel Astoria"
        Kind::Organisation if house && listed.is_none() => Facility,
        // "Russian Federation"; but a town may be its team.
        Kind::Organisation if to > from + 1 && land => Polity,
        Kind::Organisation => Organisation,
        Kind::Group => Group,
        // "the Kremlin", "the White House": who governs there is meant.
        Kind::Place if listed == Some(Organisation) => Organisation,
        Kind::Place if listed == Some(Group) => Group,
        Kind::Place => {
            let is_place = |of: &EntityType| matches!(of, Polity | Location | Facility);
            let opened = || (to == from + 2 && g.head(first.text) == Some(Location)).then_some(Location);
            let behind = || house.then_some(Facility);
            listed
                .filter(is_place)
                .or(headed.filter(is_place))
                .or_else(opened)
                .or_else(behind)
                .unwrap_or(Polity)
        }
        Kind::Other => {
            let is_other = |of: &EntityType| matches!(of, Event | Product | Misc | Group);
            let year = to > from + 1 && last.text.len() == 4 && last.text.bytes().all(|b| b.is_ascii_digit());
            let model = to == from + 1 && first.text.chars().any(|c| c.is_ascii_digit());
            let guess = if year {
                Event
            } else if model {
                Product
            } else {
                Misc
            };
            listed.filter(is_other).or(headed.filter(is_other)).unwrap_or(guess)
        }
    }
}

/// Whether an office is one, and not a part of a name ("Justice Department", "General Assembly").
pub(in super::super) fn keep_office(words: &Words<'_>, line: &Line, office: &Office) -> bool {
    let g = gazetteer();
    let head = &words.words[office.head];
    if !head.cap {
        return true;
    }
    for from in line.words.start.max(office.from.saturating_sub(3))..office.to {
        let found = g.longest(&words.keys(from, line)).map_or(0, |(n, _)| n);
        if found > 1 && from + found > office.head && (from < office.from || from + found > office.to) {
            return false;
        }
    }
    // "the Blue Anchor Hotel", "the Blue Anchor café"
    if g.is_house(words.lower(office.to, line)) {
        return false;
    }
    let mut end = office.to;
    while end < line.words.end && words.words[end].cap && !words.words[end].first && end - office.to < 4 {
        end += 1;
    }
    let ends_in_head = end > office.to && g.head(words.words[end - 1].text) == Some(EntityType::Organisation);
    !(ends_in_head && g.given(words.words[office.to].text).is_none() && end - office.to <= 2)
}

/// "US-led", "Russia-Ukraine", "pro-Moscow": what has a name are the parts; but "Guinea-Bissau", "COVID-19".
fn is_compound_of_names(words: &Words<'_>, from: usize, to: usize) -> bool {
    let word = &words.words[from];
    let known_part =
        |part: &str| part.starts_with(char::is_uppercase) && gazetteer().exact(&[part]).is_some();
    let part_of_name = |part: &str| known_part(part) || part.chars().all(char::is_lowercase);
    to == from + 1
        && word.text.contains(DASHES)
        && known(words, from, to).is_none()
        && word.text.split(DASHES).all(part_of_name)
        && word.text.split(DASHES).any(known_part)
}

/// Marks that join words.
const DASHES: [char; 3] = ['-', '‑', '‐'];

/// Heads of state bodies, which pages name apart from their country: "Russian | Foreign Ministry", "US | Navy".
fn is_state_body(head: &str) -> bool {
    matches!(
        head,
        "Ministry"
            | "Government"
            | "Army"
            | "Navy"
            | "Force"
            | "Forces"
            | "Parliament"
            | "Senate"
            | "Congress"
            | "Cabinet"
            | "Police"
            | "Court"
            | "Council"
            | "Bank"
            | "Agency"
            | "Academy"
            | "Team"
            | "Corps"
            | "Guard"
            | "Department"
            | "Office"
            | "Service"
    )
}
