//! Names, nominal mentions and pronouns.
//!
//! Names come from the trained recogniser ([`crate::learned::names`]); here they are cut as other layers need them
//! and get their types. Descriptions and pronouns are found by rules.

pub(super) mod gazetteer;
mod joined;
mod lands;
mod nominals;
pub(super) mod offices;
pub(super) mod sequences;
pub(super) mod words;

use parallax_model::{Document, EntityType, Mention, MentionKind};

use std::cell::RefCell;

use crate::learned::names::{Reader, model};

use offices::Office;
use sequences::Name;
use words::{Line, Words};

/// The offices of a line that stand for persons and not inside another name.
pub(super) fn offices_of(words: &Words<'_>, line: &Line) -> Vec<Office> {
    let mut found = offices::offices(words, line);
    found.retain(|o| sequences::keep_office(words, line, o));
    found
}

/// Gives the mentions layer.
pub(super) fn annotate(document: &mut Document) {
    let mut mentions = find(document);
    mentions.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end), m.kind));
    document.mentions = mentions;
}

thread_local! {
    /// What a thread has read; it changes no result (see [`Reader`]).
    static READER: RefCell<Reader<'static>> = RefCell::new(Reader::new(model()));
}

fn find(document: &Document) -> Vec<Mention> {
    let words = Words::new(document);
    let lines = words.lines.iter().map(|l| words.words[l.words.clone()].iter().map(|w| w.text));
    let found = READER.with_borrow_mut(|reader| reader.find(lines));
    let offices: Vec<Vec<Office>> = words.lines.iter().map(|line| offices_of(&words, line)).collect();
    let mut all: Vec<(Line, Vec<Name>)> = words
        .lines
        .iter()
        .zip(&offices)
        .zip(found)
        .map(|((line, offices), found)| {
            let found = joined::whole(&words, line, found);
            (line.clone(), sequences::names(&words, line, offices, &found))
        })
        .collect();
    sequences::repeated(&words, &mut all);
    lands::find(&words, &mut all);
    let mut out = Vec::new();
    for ((line, names), offices) in all.iter().zip(&offices) {
        nominals::find(&words, line, offices, names, &mut out);
        // "Saturday" names nothing but a time.
        let is_time = |n: &Name| {
            let at = document.times.partition_point(|t| t.span.end < n.span.end);
            n.of == EntityType::Misc && document.times.get(at).is_some_and(|t| t.span.contains(n.span))
        };
        out.extend(names.iter().filter(|n| !is_time(n)).map(|n| Mention {
            span: n.span,
            kind: MentionKind::Name,
            of: n.of,
            entity: None,
            place: None,
            lat: None,
            lon: None,
        }));
    }
    out
}

#[cfg(test)]
mod tests {
    use parallax_model::Page;

    use super::super::{sentences, tokens};
    use super::*;

    fn read(text: &str) -> Document {
        let mut document = Document::new(Page::untouched("p", text));
        sentences::annotate(&mut document);
        tokens::annotate(&mut document);
        annotate(&mut document);
        document
    }

    #[track_caller]
    fn same(text: &str, kind: MentionKind, expected: &str) {
        let document = read(text);
        let got: Vec<String> = document
            .mentions
            .iter()
            .filter(|m| m.kind == kind)
            .map(|m| {
                let of = serde_json::to_value(m.of).unwrap();
                format!("{} {}", document.words(m.span), of.as_str().unwrap())
            })
            .collect();
        assert_eq!(got.join(" | "), expected);
    }

    #[test]
    fn roles_and_possessives_stay_outside() {
        same(
            "On Friday Ukraine’s Defense Minister Oleksiy Varga met President Moreno in Lviv.",
            MentionKind::Name,
            "Ukraine GPE | Oleksiy Varga PER | Moreno PER | Lviv GPE",
        );
        same(
            "He called US Secretary of State Ada Moreno and Lt. Gen. Pavlo Orlo.",
            MentionKind::Name,
            "US GPE | Ada Moreno PER | Pavlo Orlo PER",
        );
    }

    #[test]
    fn institutions_are_found_whole() {
        same(
            "The Harbor Institute of Trade (HIT) and the National Security and Defense Council met the Norwegian Foreign Ministry.",
            MentionKind::Name,
            "Harbor Institute of Trade ORG | HIT ORG | National Security and Defense Council ORG | Norwegian NORP | Foreign Ministry ORG",
        );
        same(
            "They sailed to the Black Sea and the Gaza Strip.",
            MentionKind::Name,
            "Black Sea LOC | Gaza Strip LOC",
        );
    }

    #[test]
    fn an_office_keeps_all_it_looks_after() {
        same(
            "The UK Foreign, Commonwealth and Development Office met the Department for Culture, Media and Sport.",
            MentionKind::Name,
            "UK Foreign, Commonwealth and Development Office ORG | Department for Culture, Media and Sport ORG",
        );
        same(
            "The Army, Navy and Air Force wrote to France, Spain and the Development Bank.",
            MentionKind::Name,
            "Army ORG | Navy ORG | Air Force ORG | France GPE | Spain GPE | Development Bank ORG",
        );
    }

    #[test]
    fn a_place_in_a_place_is_two_and_a_seat_of_power_is_none() {
        same(
            "The Kremlin answered from Melbourne, Australia.",
            MentionKind::Name,
            "Kremlin ORG | Melbourne GPE | Australia GPE",
        );
    }

    #[test]
    fn houses_are_no_persons() {
        same(
            "They met at Café Milano, then at the Hotel Astoria and at Sam Peters Café in Lviv.",
            MentionKind::Name,
            "Café Milano FAC | Hotel Astoria FAC | Sam Peters Café FAC | Lviv GPE",
        );
        same(
            "They left the Blue Anchor Restaurant for the Silver Harp café.",
            MentionKind::Name,
            "Blue Anchor Restaurant FAC | Silver Harp FAC",
        );
    }

    #[test]
    fn a_blank_that_does_not_break_parts_words() {
        same(
            "In New\u{a0}York on Friday Ada\u{a0}Kjeldo left the United\u{a0}Nations.",
            MentionKind::Name,
            "New\u{a0}York GPE | Ada\u{a0}Kjeldo PER | United\u{a0}Nations ORG",
        );
    }

    #[test]
    fn a_capital_alone_makes_no_name() {
        same("Analysts left early. Officials stayed. Nobody said why on Monday.", MentionKind::Name, "");
        same(
            "Orlova said no. “Ships are late,” the crew told Orlova.",
            MentionKind::Name,
            "Orlova PER | Orlova PER",
        );
    }

    #[test]
    fn words_joined_to_a_name_are_none() {
        same("The bloc met US-led and pro-Moscow groups.", MentionKind::Name, "");
    }

    #[test]
    fn a_land_that_no_list_knows_is_one() {
        let text = "Drevania’s defence minister spoke. Thousands fled. Others stayed in Drevania.";
        let document = read(text);
        let mut lands = document.mentions.iter().filter(|m| document.words(m.span) == "Drevania");
        assert!(lands.clone().count() == 2 && lands.all(|m| m.of == EntityType::Polity));
        // The page names him in full.
        let text = "Karl Bolland’s foreign minister went. Bolland’s minister stayed. He saw hope in Bolland.";
        let document = read(text);
        let mut bearer = document.mentions.iter().filter(|m| document.words(m.span).ends_with("Bolland"));
        assert!(bearer.clone().count() > 1 && bearer.all(|m| m.of == EntityType::Person));
    }

    #[test]
    fn happenings_are_told_by_their_first_word() {
        same("Roads were shut by Hurricane Harvey on Monday.", MentionKind::Name, "Hurricane Harvey EVENT");
    }

    #[test]
    fn what_stands_in_brackets_is_a_short_form_only_with_the_initials() {
        let text = "Ada Kjeldo (U.S.) won. Others from the U.S. lost.";
        same(text, MentionKind::Name, "Ada Kjeldo PER | U.S. GPE | U.S. GPE");
    }

    #[test]
    fn surnames_follow_the_full_name() {
        same(
            "Ada Kjeldo came late. In the end Kjeldo won.",
            MentionKind::Name,
            "Ada Kjeldo PER | Kjeldo PER",
        );
    }

    #[test]
    fn descriptions_and_pronouns() {
        same(
            "A senior State Department official met the Danish defense minister, the ministry said.",
            MentionKind::Nominal,
            "A senior State Department official PER | the Danish defense minister PER | the ministry ORG",
        );
        same("She said he would go.", MentionKind::Pronoun, "She PER | he PER");
        same("The military action began.", MentionKind::Nominal, "");
    }
}
