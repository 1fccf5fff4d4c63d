//! Of what type a name is: votes from the words in and around it, and from the same name elsewhere on the page.

use std::collections::HashMap;

use parallax_model::EntityType;

use super::super::sentences::is_saying;
use super::gazetteer::{Class, gazetteer};
use super::sequences::Candidate;
use super::words::{Line, Words};

const TYPES: [EntityType; 9] = [
    EntityType::Person,
    EntityType::Organisation,
    EntityType::Polity,
    EntityType::Location,
    EntityType::Facility,
    EntityType::Group,
    EntityType::Misc,
    EntityType::Event,
    EntityType::Product,
];

/// Votes for each type.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Votes([i32; TYPES.len()]);

impl Votes {
    fn add(&mut self, of: EntityType, weight: i32) {
        if let Some(i) = TYPES.iter().position(|t| *t == of) {
            self.0[i] += weight;
        }
    }

    fn plus(mut self, other: Self, times: i32) -> Self {
        for (a, b) in self.0.iter_mut().zip(other.0) {
            *a += times * b;
        }
        self
    }

    /// The type with most votes; the first in order among equals.
    fn best(self) -> (EntityType, i32) {
        let mut best = (TYPES[0], self.0[0]);
        for (t, v) in TYPES.into_iter().zip(self.0) {
            if v > best.1 {
                best = (t, v);
            }
        }
        best
    }
}

/// Words of a name as one string, to find the same name elsewhere.
pub(super) fn key(words: &Words<'_>, c: &Candidate) -> String {
    if c.to == c.from + 1 {
        return words.words[c.from].key.to_string();
    }
    let parts: Vec<&str> = words.words[c.from..c.to].iter().map(|w| w.key.as_ref()).collect();
    parts.join(" ")
}

/// The type of each candidate; none where the words are no name after all.
pub(super) fn types(words: &Words<'_>, all: &[(Line, Vec<Candidate>)]) -> Vec<Vec<Option<EntityType>>> {
    let mut page: HashMap<String, Votes> = HashMap::new();
    let mut parts: HashMap<&str, Votes> = HashMap::new();
    let mut local = Vec::new();
    for (line, candidates) in all {
        for c in candidates {
            let votes = local_votes(words, line, c);
            let entry = page.entry(key(words, c)).or_default();
            *entry = entry.plus(votes, 1);
            local.push(votes);
        }
    }
    // A surname alone is a person if the full name is; an acronym is what it stands for.
    for (_, candidates) in all {
        for (i, c) in candidates.iter().enumerate() {
            let total = page.get(&key(words, c)).copied().unwrap_or_default();
            let (of, weight) = total.best();
            if c.to > c.from + 1 && of == EntityType::Person && weight > 1 {
                let surname = words.words[c.to - 1].key.as_ref();
                parts.entry(surname).or_default().add(EntityType::Person, 8);
                parts.entry(words.words[c.from].key.as_ref()).or_default().add(EntityType::Person, 3);
            }
            if let Some(short) = acronym_of(words, c, candidates.get(i + 1)) {
                parts
                    .entry(short)
                    .or_default()
                    .add(if of == EntityType::Person { EntityType::Organisation } else { of }, 8);
            }
        }
    }
    let mut local = local.into_iter();
    let mut out = Vec::new();
    for (line, candidates) in all {
        let mut types = Vec::new();
        for c in candidates {
            let mut votes = local.next().unwrap_or_default();
            votes = votes.plus(page.get(&key(words, c)).copied().unwrap_or_default(), 1);
            if c.to == c.from + 1 && !is_strong(c) {
                votes =
                    votes.plus(parts.get(words.words[c.from].key.as_ref()).copied().unwrap_or_default(), 1);
            }
            types.push(decide(words, line, c, votes));
        }
        join_pairs(words, line, candidates, &mut types);
        out.push(types);
    }
    out
}

/// "Varga and Moreno": a name that nothing tells of is a person beside a person.
fn join_pairs(words: &Words<'_>, line: &Line, candidates: &[Candidate], types: &mut [Option<EntityType>]) {
    for i in 1..candidates.len() {
        let (a, b) = (&candidates[i - 1], &candidates[i]);
        let paired = b.from == a.to + 1 && matches!(words.lower(a.to, line), "and" | "&" | "or");
        let (person, unknown) = (Some(EntityType::Person), Some(EntityType::Misc));
        if paired && types[i - 1] == person && types[i] == unknown && b.known.is_none() {
            types[i] = person;
        } else if paired && types[i - 1] == unknown && types[i] == person && a.known.is_none() {
            types[i - 1] = person;
        }
    }
}

/// Known names that no page makes a person of.
fn is_strong(c: &Candidate) -> bool {
    c.known.is_some_and(|k| matches!(k.class, Class::Country | Class::Demonym | Class::People))
}

fn decide(words: &Words<'_>, line: &Line, c: &Candidate, votes: Votes) -> Option<EntityType> {
    let (of, weight) = votes.best();
    let w = &words.words[c.from];
    if c.known.is_none() && c.to == c.from + 1 {
        let unsure = line.titled || w.first;
        let letter = w.text.trim_end_matches('.').chars().nth(1).is_none();
        let head = gazetteer().head(w.text).is_some() && !stands_alone(w.text);
        let ordinary = gazetteer().is_common(&w.lower) && weight < 4;
        if letter || head || ordinary || (unsure && weight < 1 && words.spelling(&w.lower).cap == 0) {
            return None;
        }
    }
    if weight > 0 {
        return Some(of);
    }
    Some(if words.words[c.from].is_upper() { EntityType::Organisation } else { EntityType::Misc })
}

/// State bodies that a country has one of: "the Government".
fn stands_alone(head: &str) -> bool {
    matches!(
        head,
        "Government" | "Parliament" | "Cabinet" | "Senate" | "Congress" | "Army" | "Navy" | "Ministry"
    )
}

/// "Free Harbor Union (FHU)": the short form right behind the full one.
fn acronym_of<'w>(words: &'w Words<'_>, c: &Candidate, next: Option<&Candidate>) -> Option<&'w str> {
    let next = next?;
    let bracketed = next.from == c.to + 1 && words.words[c.to].text == "(" && next.to == next.from + 1;
    let short = words.words[next.from].text;
    let fits = words.words[next.from].is_upper() || short.chars().filter(|x| x.is_uppercase()).count() > 1;
    let initial = words.words[c.from].text.chars().next();
    (bracketed && fits && c.to > c.from + 1 && short.chars().next() == initial).then_some(short)
}

fn local_votes(words: &Words<'_>, line: &Line, c: &Candidate) -> Votes {
    let mut votes = Votes::default();
    inside(words, line, c, &mut votes);
    around(words, line, c, &mut votes);
    votes
}

/// Evidence from the words of the name.
fn inside(words: &Words<'_>, line: &Line, c: &Candidate, votes: &mut Votes) {
    use EntityType::{Event, Misc, Organisation, Person, Product};
    let g = gazetteer();
    let n = c.to - c.from;
    let first = &words.words[c.from];
    let last = &words.words[c.to - 1];
    let given = g.given(first.text).is_some() || (first.is_upper() && g.given(&first.key).is_some());
    if let Some(k) = c.known {
        let doubtful = k.class == Class::City && given && n == 1;
        votes.add(k.of, if doubtful { 4 } else { 8 });
        return;
    }
    let linked = (c.from..c.to).find(|&i| matches!(words.words[i].lower.as_ref(), "of" | "for"));
    let head = match linked {
        Some(i) if i > c.from => g.head(words.text(i - 1, line)).or_else(|| g.head(last.text)),
        _ => g.head(last.text).or_else(|| g.head(&last.key)),
    };
    let personal = given && n > 1 && n < 5 && linked.is_none() && !(n > 2 && head.is_some());
    if let Some(head) = head {
        votes.add(head, if personal { 3 } else { 7 });
        if n == 1 && !matches!(head, Organisation) {
            votes.add(head, -6);
        }
    } else if g.head(first.text).is_some_and(|h| h == EntityType::Location) && n == 2 {
        votes.add(EntityType::Location, 5);
    } else if g.is_house(&first.lower) && n > 1 {
        // "Hotel Astoria", "Café Milano"
        votes.add(EntityType::Facility, 7);
    }
    if personal {
        votes.add(Person, 7);
    } else if given && !g.is_common(&first.lower) {
        votes.add(Person, 3);
    }
    let initials = words.words[c.from..c.to].iter().any(|w| w.text.len() == 2 && w.text.ends_with('.'))
        || (c.from + 1..c.to).any(|i| words.words[i].text == ".");
    if initials && n > 1 {
        votes.add(Person, 4);
    }
    if n == 1 && first.is_upper() && !line.titled && first.text.len() < 7 {
        votes.add(Organisation, 4);
    }
    if first.text.chars().any(|x| x.is_ascii_digit()) && n == 1 {
        votes.add(Product, 4);
    }
    if surname_like(&last.lower) && head.is_none() {
        votes.add(Person, 3);
    }
    let is_plain = |i: usize| g.is_common(&words.words[i].lower);
    let plain = (c.from..c.to).filter(|&i| is_plain(i)).count();
    if n > 1 && head.is_none() && !given {
        if plain == n {
            votes.add(Misc, 2);
            votes.add(Organisation, 1);
        } else if plain == 0 && n < 5 {
            votes.add(Person, 3);
        } else {
            votes.add(Organisation, 2);
        }
    }
    if words.words[c.from..c.to].iter().any(|w| w.text == "&") {
        votes.add(Organisation, 6);
    }
    if n > 1 && last.text.len() == 4 && last.text.bytes().all(|b| b.is_ascii_digit()) {
        votes.add(Event, 3);
    }
    if n == 1 && ["ism", "ists", "ist"].iter().any(|e| last.lower.ends_with(e)) {
        votes.add(EntityType::Group, 4);
    }
}

/// Endings of surnames of several languages.
fn surname_like(lower: &str) -> bool {
    const ENDINGS: [&str; 34] = [
        "enko", "ovich", "evich", "sky", "skyy", "skiy", "skyi", "ski", "ska", "skaya", "ov", "ova", "ev",
        "eva", "yev", "shvili", "dze", "yan", "sson", "sen", "berg", "stein", "mann", "ić", "vić", "vic",
        "oğlu", "oglu", "zadeh", "nejad", "yuk", "chuk", "czyk", "ullah",
    ];
    (lower.len() > 4 && ENDINGS.iter().any(|e| lower.ends_with(e)))
        || lower.starts_with("mc") && lower.len() > 4
        || lower.starts_with("o'") && lower.len() > 4
        || lower.starts_with("al-")
}

/// Evidence from the words beside the name.
fn around(words: &Words<'_>, line: &Line, c: &Candidate, votes: &mut Votes) {
    use EntityType::{Organisation, Person, Polity};
    let g = gazetteer();
    if c.after_office && !is_strong(c) {
        votes.add(Person, 10);
    }
    if c.known.is_some_and(|k| k.class != Class::City && k.class != Class::Thing) {
        return;
    }
    let n = c.to - c.from;
    let before = if c.from > line.words.start { words.lower(c.from - 1, line) } else { "" };
    let next = words.lower(c.to, line);
    let after = words.lower(c.to + 1, line);
    match before {
        "in" | "near" | "outside" | "across" | "throughout" | "inside" => votes.add(Polity, 4),
        "at" | "from" | "to" | "around" | "toward" | "towards" | "via" => votes.add(Polity, 1),
        "the" => {
            votes.add(Person, -5);
            votes.add(Organisation, 1);
        }
        "by" | "with" => votes.add(Person, 1),
        _ => {}
    }
    let told = is_saying(next)
        || (matches!(next, "," | "also" | "then" | "later") && is_saying(after))
        || is_saying(before);
    if told {
        votes.add(Person, if n < 4 { 3 } else { 1 });
        votes.add(Organisation, 1);
    }
    match next {
        "who" | "whose" | "himself" | "herself" => votes.add(Person, 4),
        "administration" => votes.add(Person, 3),
        "region" | "province" | "district" | "village" | "city" | "area" | "oblast" | "county" | "town"
        | "border" => {
            votes.add(Polity, 4);
        }
        "river" | "island" | "islands" | "peninsula" | "mountains" | "valley" => {
            votes.add(EntityType::Location, 4);
        }
        // "the Blue Anchor café"; "a Marlow hotel" may be any in that town.
        house if before == "the" && g.is_house(house) => votes.add(EntityType::Facility, 7),
        "airport" | "stadium" | "hospital" | "bridge" => votes.add(EntityType::Facility, 2),
        "," if after == "who" => votes.add(Person, 4),
        "," if after.len() < 4 && after.parse::<u32>().is_ok_and(|a| (5..110).contains(&a)) => {
            votes.add(Person, 5);
        }
        "," => {
            let keys = words.keys(c.to + 1, line);
            let place =
                g.longest(&keys).is_some_and(|(_, k)| matches!(k.class, Class::Country | Class::Region));
            if place && before != "," && !line.titled {
                votes.add(Polity, 3);
            }
        }
        "(" if after.parse::<u32>().is_ok_and(|a| (5..110).contains(&a)) => votes.add(Person, 4),
        _ => {}
    }
    let kind =
        if c.from >= line.words.start + 2 && before == "of" { words.lower(c.from - 2, line) } else { before };
    if matches!(
        kind,
        "city"
            | "town"
            | "village"
            | "province"
            | "district"
            | "region"
            | "state"
            | "county"
            | "port"
            | "capital"
    ) {
        votes.add(Polity, 4);
    }
    if matches!(
        before,
        "company" | "firm" | "group" | "agency" | "newspaper" | "broadcaster" | "channel" | "club"
    ) {
        votes.add(Organisation, 4);
    }
}
