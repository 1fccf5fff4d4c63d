//! The persons, organisations and places of a page, their roles, and which mention stands for which.
//!
//! Names are linked first, then the roles that the page gives to named persons, then descriptions ("the
//! defense minister"), then pronouns. What is not sure stays unresolved.

mod acronyms;
mod descriptions;
mod linking;
mod people;
mod pronouns;
mod quotations;
mod roles;

use parallax_model::{Document, EntityType, MentionKind, PageEntity, RoleGiven, Span};

use super::names::gazetteer::{Gender, gazetteer};
use super::names::offices::Office;
use super::names::offices_of;
use super::names::words::{Line, Words};

/// Gives the entities layer and the links of mentions to it.
pub(super) fn annotate(document: &mut Document) {
    let reading = Reading::new(document);
    let mut state = State { links: vec![None; document.mentions.len()], drafts: Vec::new() };
    linking::link_names(&reading, &mut state);
    acronyms::join(&reading, &mut state);
    roles::attach(&reading, &mut state);
    descriptions::resolve(&reading, &mut state);
    pronouns::resolve(&reading, &mut state);
    let State { links, drafts } = state.without_empty();
    for (mention, link) in document.mentions.iter_mut().zip(links) {
        mention.entity = link;
    }
    document.entities = drafts.into_iter().map(Draft::finish).collect();
}

/// An entity in the making.
#[derive(Debug, Default)]
struct Draft {
    name: String,
    of: Option<EntityType>,
    roles: Vec<RoleGiven>,
    gender: Option<Gender>,
    /// Named with "Jr.".
    junior: bool,
    country: Option<&'static str>,
    /// The name that all its known spellings share.
    canonical: Option<&'static str>,
    /// Words of its fullest name in lower case.
    parts: Vec<String>,
}

impl Draft {
    fn is_person(&self) -> bool {
        self.of == Some(EntityType::Person)
    }

    fn finish(mut self) -> PageEntity {
        self.roles.sort_by_key(|r| r.span);
        self.roles.dedup();
        // A blank that does not break is a matter of setting, not of the name.
        let name = self.name.replace('\u{a0}', " ");
        PageEntity { name, of: self.of.unwrap_or(EntityType::Misc), roles: self.roles }
    }
}

/// What has been found so far.
struct State {
    links: Vec<Option<u32>>,
    drafts: Vec<Draft>,
}

impl State {
    fn add(&mut self, draft: Draft) -> u32 {
        self.drafts.push(draft);
        self.drafts.len() as u32 - 1
    }

    /// Drops entities that no mention stands for any longer.
    fn without_empty(mut self) -> Self {
        let mut place: Vec<Option<u32>> = vec![None; self.drafts.len()];
        self.links.iter().flatten().for_each(|e| place[*e as usize] = Some(0));
        let mut next = 0..;
        place.iter_mut().flatten().for_each(|p| *p = next.next().unwrap_or_default());
        let mut kept = place.iter().map(Option::is_some);
        self.drafts.retain(|_| kept.next().unwrap_or_default());
        for link in self.links.iter_mut().flatten() {
            *link = place[*link as usize].unwrap_or_default();
        }
        self
    }

    fn linked(&self, mention: usize) -> Option<&Draft> {
        self.links[mention].map(|e| &self.drafts[e as usize])
    }
}

/// Where a mention stands among the words.
#[derive(Debug, Clone, Copy)]
struct Place {
    line: usize,
    from: usize,
    to: usize,
}

/// The page as the steps read it.
struct Reading<'d> {
    document: &'d Document,
    words: Words<'d>,
    offices: Vec<Vec<Office>>,
    places: Vec<Option<Place>>,
    /// Mentions that start in each line, in order.
    by_line: Vec<std::ops::Range<usize>>,
    quotations: Vec<Span>,
}

impl<'d> Reading<'d> {
    fn new(document: &'d Document) -> Self {
        let words = Words::new(document);
        let offices = words.lines.iter().map(|l| offices_of(&words, l)).collect();
        let mentions = &document.mentions;
        let mut by_line = Vec::new();
        let mut places = vec![None; mentions.len()];
        for (i, line) in words.lines.iter().enumerate() {
            let list = &words.words[line.words.clone()];
            let (Some(first), Some(last)) = (list.first(), list.last()) else {
                by_line.push(0..0);
                continue;
            };
            let from = mentions.partition_point(|m| m.span.start < first.span.start);
            let to = mentions.partition_point(|m| m.span.start < last.span.end);
            for m in from..to {
                let span = mentions[m].span;
                let a = line.words.start + list.partition_point(|w| w.span.end <= span.start);
                let b = line.words.start + list.partition_point(|w| w.span.start < span.end);
                places[m] = Some(Place { line: i, from: a, to: b });
            }
            by_line.push(from..to);
        }
        Self { document, quotations: quotations::find(document), words, offices, places, by_line }
    }

    fn line(&self, place: Place) -> &Line {
        &self.words.lines[place.line]
    }

    /// The names of a line with their places.
    fn names_in(&self, line: usize) -> impl Iterator<Item = (usize, Place)> {
        self.by_line[line].clone().filter_map(|m| {
            (self.document.mentions[m].kind == MentionKind::Name).then_some((m, self.places[m]?))
        })
    }

    fn of(&self, mention: usize) -> EntityType {
        self.document.mentions[mention].of
    }

    fn lower(&self, at: usize, line: usize) -> &str {
        self.words.lower(at, &self.words.lines[line])
    }

    fn is_clitic(&self, at: usize, line: usize) -> bool {
        matches!(self.lower(at, line), "'s" | "’s" | "’" | "'")
    }

    /// The post of a line; lines of one post, or of a page without posts, may refer to each other.
    fn post(&self, line: usize) -> Option<u32> {
        self.document.page.blocks.get(self.words.lines[line].block as usize).and_then(|b| b.post)
    }

    /// The country that a name stands for or belongs to.
    fn country(&self, place: Place) -> Option<&'static str> {
        let keys: Vec<&str> = self.words.words[place.from..place.to].iter().map(|w| w.key.as_ref()).collect();
        gazetteer().exact(&keys).and_then(|k| k.country)
    }

    fn span(&self, from: usize, to: usize) -> Span {
        self.words.words[from].span.cover(self.words.words[to - 1].span)
    }

    fn text(&self, from: usize, to: usize) -> &'d str {
        self.document.words(self.span(from, to))
    }

    /// The country, people or organisation right before a word: "Ukraine's | Defense Minister".
    fn owner_before(&self, line: usize, from: usize) -> Option<Owner> {
        let start = self.words.lines[line].words.start;
        let mut at = from;
        while at > start && matches!(self.lower(at - 1, line), "senior" | "top" | "former" | "new" | "then") {
            at -= 1;
        }
        if at > start && self.is_clitic(at - 1, line) {
            at -= 1;
        }
        let (m, place) = self.names_in(line).find(|(m, p)| p.to == at && can_own(self.of(*m)))?;
        let mut owner = Owner { from: place.from, to: place.to, country: self.country(place) };
        if self.of(m) == EntityType::Organisation
            && let Some(over) = self.owner_before(line, place.from)
        {
            owner = Owner { from: over.from, country: over.country.or(owner.country), ..owner };
        }
        Some(owner)
    }

    /// The owner behind an office: "secretary | of Ukraine's National Security Council".
    fn owner_after(&self, line: usize, to: usize) -> Option<Owner> {
        if !matches!(self.lower(to, line), "of" | "for" | "at" | "from" | "to" | "with") {
            return None;
        }
        let at = if self.lower(to + 1, line) == "the" { to + 2 } else { to + 1 };
        let (_, first) = self.names_in(line).find(|(m, p)| p.from == at && can_own(self.of(*m)))?;
        let mut owner = Owner { from: first.from, to: first.to, country: self.country(first) };
        let next = if self.is_clitic(first.to, line) { first.to + 1 } else { first.to };
        let second =
            self.names_in(line).find(|(m, p)| p.from == next && self.of(*m) == EntityType::Organisation);
        if let Some((_, second)) = second {
            owner.to = second.to;
        }
        // "president of the Chamber of Trade in Varna"
        if self.lower(owner.to, line) == "in"
            && let Some((_, place)) =
                self.names_in(line).find(|(m, p)| p.from == owner.to + 1 && self.of(*m) == EntityType::Polity)
        {
            owner.to = place.to;
        }
        Some(owner)
    }
}

/// Whose office or ministry.
#[derive(Debug, Clone, Copy)]
struct Owner {
    from: usize,
    to: usize,
    country: Option<&'static str>,
}

fn can_own(of: EntityType) -> bool {
    use EntityType::{Facility, Group, Location, Misc, Organisation, Polity};
    matches!(of, Group | Polity | Organisation | Location | Facility | Misc)
}

#[cfg(test)]
mod tests {
    use parallax_model::{Block, Page, Post, Role};

    use super::super::{names, sentences, tokens};
    use super::*;

    fn read_page(page: Page) -> Document {
        let mut document = Document::new(page);
        sentences::annotate(&mut document);
        tokens::annotate(&mut document);
        names::annotate(&mut document);
        annotate(&mut document);
        document.check().unwrap();
        document
    }

    fn read(text: &str) -> Document {
        read_page(Page::untouched("p", text))
    }

    /// What the words stand for, at their last occurrence as a mention.
    fn stands_for<'d>(document: &'d Document, words: &str) -> Option<&'d str> {
        let m = document.mentions.iter().rev().find(|m| document.words(m.span) == words)?;
        m.entity.map(|e| document.entities[e as usize].name.as_str())
    }

    /// Roles of an entity as "title/of".
    fn roles(document: &Document, name: &str) -> Vec<String> {
        let entity = document.entities.iter().find(|e| e.name == name);
        let roles = entity.map(|e| e.roles.as_slice()).unwrap_or_default();
        roles.iter().map(|r| format!("{}/{}", r.title, r.of.as_deref().unwrap_or("-"))).collect()
    }

    #[test]
    fn a_blank_that_does_not_break_makes_no_other_name() {
        let d = read("Ada\u{a0}Moreno came on Friday. Then Ada Moreno left, and Moreno was seen.");
        assert_eq!(stands_for(&d, "Ada\u{a0}Moreno"), Some("Ada Moreno"));
        assert_eq!(d.entities.len(), 1);
    }

    #[test]
    fn names_of_one_thing_are_one_entity() {
        let d = read(
            "Ada Moreno met the Harbor Trade Union (HTU) in the U.S. on Friday. Moreno said HTU left the United States.",
        );
        assert_eq!(stands_for(&d, "Moreno"), Some("Ada Moreno"));
        assert_eq!(stands_for(&d, "HTU"), Some("Harbor Trade Union"));
        assert_eq!(stands_for(&d, "U.S."), Some("United States"));
    }

    #[test]
    fn short_forms_and_spellings_of_a_page_are_one() {
        let d = read(
            "The UK Fishing, Sailing and Rowing Office (FSRO) met in Kiev. The FSRO has a house near Kyiv in northern Ukraine. Sergei Orlov met Sergey Orlov.",
        );
        assert_eq!(stands_for(&d, "FSRO"), Some("UK Fishing, Sailing and Rowing Office"));
        assert_eq!(stands_for(&d, "Kyiv"), stands_for(&d, "Kiev"));
        assert_eq!(d.entities.iter().filter(|e| e.of == EntityType::Person).count(), 1);
    }

    #[test]
    fn a_title_tells_two_of_one_surname_apart() {
        let d = read("Mr. Luis Varga met Ms. Ada Varga. Ms. Varga left.");
        assert_eq!(stands_for(&d, "Varga"), Some("Ada Varga"));
    }

    #[test]
    fn a_country_inside_a_name_is_one_before_it() {
        let d = read(
            "The Russian Foreign Ministry protested. The Russian Ministry of Foreign Affairs wrote again. Denmark’s Defense Ministry replied.",
        );
        let found = d.entities.iter().filter(|e| e.of == EntityType::Organisation).count();
        assert_eq!(found, 2, "{:?}", d.entities);
    }

    #[test]
    fn a_son_is_not_his_father() {
        let d = read(
            "Luis Varga Jr. wrote to the court. Varga Jr. had asked for more time. Varga said he had not.",
        );
        assert_eq!(stands_for(&d, "Varga"), Some("Varga"));
        assert_eq!(d.entities.iter().filter(|e| e.of == EntityType::Person).count(), 2);
        let d = read("Luis Varga Jr. wrote to the court. Varga said he had not.");
        assert_eq!(stands_for(&d, "Varga"), Some("Luis Varga Jr."));
    }

    #[test]
    fn people_of_one_surname_stay_apart() {
        let d = read("Ada Moreno met Luis Moreno. Ada Moreno left.");
        assert_eq!(d.entities.len(), 2);
    }

    #[test]
    fn ministries_of_different_countries_stay_apart() {
        let d = read(
            "Norway’s Foreign Ministry protested. The Danish Ministry of Foreign Affairs replied. The Norwegian Foreign Ministry wrote again.",
        );
        let found: Vec<&str> =
            d.entities.iter().filter(|e| e.of == EntityType::Organisation).map(|e| e.name.as_str()).collect();
        assert_eq!(found, ["Norwegian Foreign Ministry", "Danish Ministry of Foreign Affairs"]);
    }

    #[test]
    fn roles_stand_before_and_behind_names() {
        let d = read(
            "Norway’s Defence Minister Ada Moreno met Luis Varga, the secretary of Denmark’s National Security Council, on Friday. \
             The Harbor Union’s top diplomat, Olga Orlova, was late.",
        );
        assert_eq!(roles(&d, "Ada Moreno"), ["defense minister/Norway"]);
        assert_eq!(roles(&d, "Luis Varga"), ["secretary/Denmark’s National Security Council"]);
        assert_eq!(roles(&d, "Olga Orlova"), ["top diplomat/Harbor Union"]);
    }

    #[test]
    fn a_speaker_behind_a_comma_gets_no_role() {
        let d = read("They had met Ada Moreno, the president said on Friday.");
        assert!(roles(&d, "Ada Moreno").is_empty());
    }

    #[test]
    fn descriptions_go_to_the_holder_of_the_office() {
        let d = read(
            "Danish Foreign Minister Ada Moreno met Norwegian President Luis Varga. The foreign minister left early.",
        );
        assert_eq!(stands_for(&d, "The foreign minister"), Some("Ada Moreno"));
        let d = read("Harbor spokesman Luis Varga spoke. A senior official was angry. The official left.");
        assert_eq!(stands_for(&d, "The official"), None);
    }

    #[test]
    fn of_two_persons_the_one_whose_country_fits_gets_the_role() {
        let d = read(
            "Danish Prime Minister Ada Moreno arrived. At the meeting between Moreno and Varga in Oslo, the Norwegian defense minister left.",
        );
        assert_eq!(roles(&d, "Varga"), ["defense minister/Norwegian"]);
        let d = read("At the meeting between Moreno and Varga in Oslo, the Norwegian defense minister left.");
        assert!(roles(&d, "Varga").is_empty() && roles(&d, "Moreno").is_empty());
    }

    #[test]
    fn pronouns_agree_and_do_not_reach_out_of_quotations() {
        let d = read("Minister Luis Varga met Ms. Ada Moreno on Friday. She said “he may go.”");
        assert_eq!(stands_for(&d, "She"), Some("Ada Moreno"));
        assert_eq!(stands_for(&d, "he"), None);
        let d = read("Ms. Ada Moreno said: “Luis Varga was tired. Then he went home.”");
        assert_eq!(stands_for(&d, "he"), Some("Luis Varga"));
    }

    #[test]
    fn nothing_refers_across_posts() {
        let text = "Luis Varga spoke.\n\nHe left.";
        let mut page = Page::untouched("p", text);
        page.posts = vec![
            Post { span: Span::new(0, 17), ..Post::default() },
            Post { span: Span::new(19, 27), ..Post::default() },
        ];
        page.blocks = vec![
            Block { span: Span::new(0, 17), role: Role::Paragraph, post: Some(0) },
            Block { span: Span::new(19, 27), role: Role::Paragraph, post: Some(1) },
        ];
        assert_eq!(stands_for(&read_page(page), "He"), None);
    }

    proptest::proptest! {
        #[test]
        fn any_text_gives_sorted_layers_in_range(text in "(?s).{0,200}|([A-Z][a-z]{0,4}|[ .,'’“”-]| the | of | and |Mr\\. |he |\n){0,80}") {
            let d = read(&text);
            proptest::prop_assert!(d.sentences.is_sorted_by_key(|s| s.span));
            proptest::prop_assert!(d.tokens.is_sorted_by_key(|t| t.span));
            proptest::prop_assert!(d.mentions.is_sorted_by_key(|m| m.span.start));
            proptest::prop_assert!(d.tokens.iter().all(|t| !t.span.is_empty()));
        }
    }
}
