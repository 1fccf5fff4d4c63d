//! The words of a page that name places: those of mentions, and those that only their neighbours give away.

use parallax_model::{Document, EntityType, MentionKind, Span};

use super::super::names::gazetteer::{Class, gazetteer};
use super::super::tokens;
use super::containment::nest;
use super::cues;
use super::vocabulary::{Kind, is, part_of_people, state_form};
use crate::atlas::{atlas, fold};

/// How words stand for a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Usage {
    /// They name it, or its people.
    Place,
    /// They name something that stands there, by its name.
    Seat,
    /// They name what belongs to it and is elsewhere or everywhere: a government, a team, a firm.
    Belongs,
}

/// Words and the places that they may name.
#[derive(Debug, Clone)]
pub(super) struct Reference {
    /// The words of the place alone.
    pub(super) span: Span,
    /// The mention that they are, or are part of.
    pub(super) mention: Option<usize>,
    pub(super) usage: Usage,
    /// The key of the name, or that of the country for its people.
    pub(super) key: String,
    /// Rows of the atlas; never empty.
    pub(super) rows: Vec<u32>,
    /// Those of them that have it as their main name.
    pub(super) main: Vec<u32>,
    /// Only some of the rows of the name are left, because the words say where it is.
    pub(super) held: bool,
    /// Taken for a place only if the page names the same place elsewhere, or is about where it is.
    pub(super) pending: bool,
    /// The words beside it are those that stand beside places.
    pub(super) cued: bool,
}

/// Most places of one name that are compared.
const MOST: usize = 64;
/// Most words of a name.
const LONGEST: usize = 5;

/// The references of a page, by position.
pub(super) fn find(document: &Document) -> Vec<Reference> {
    let mut finder = Finder { document, key: String::new(), main: Vec::new(), out: Vec::new() };
    finder.mentions();
    finder.out.sort_by_key(|r| (r.span.start, r.span.end));
    finder.rest();
    finder.out.sort_by_key(|r| (r.span.start, r.span.end));
    for reference in finder.out.iter_mut().filter(|r| r.pending) {
        reference.cued = cues::is_cued(document, reference.span);
    }
    finder.out
}

struct Finder<'d> {
    document: &'d Document,
    key: String,
    /// Of the rows found last, those with the name as their main one.
    main: Vec<u32>,
    out: Vec<Reference>,
}

/// Without the mark of the possessive and marks around.
pub(super) fn bare(document: &Document, span: Span) -> Span {
    let text = document.words(span);
    let cut = text.strip_suffix("'s").or_else(|| text.strip_suffix("’s")).unwrap_or(text);
    let cut = cut.trim_end_matches(['\'', '’', ',']);
    let start = cut.len() - cut.trim_start_matches(['“', '"', '\'', '‘']).len();
    Span::new(span.start as usize + start, span.start as usize + cut.len().max(start))
}

impl Finder<'_> {
    fn words(&self, span: Span) -> &str {
        span.of(&self.document.page.text)
    }

    /// The rows of the name; they stand in the order of the atlas.
    fn rows(&mut self, span: Span) -> Vec<u32> {
        self.main.clear();
        let text = span.of(&self.document.page.text);
        if !fold(text, &mut self.key) || is(Kind::Direction, &self.key) {
            return Vec::new();
        }
        // "EU" is no village in Normandy.
        let short = text.len() < 4 && text.bytes().all(|b| b.is_ascii_uppercase() || b == b'.');
        let may =
            |row: u32| !short || (row as usize) < atlas().countries() || atlas().place(row).id.is_none();
        let found = atlas().with_key(&self.key).filter(|(row, _)| may(*row)).take(MOST);
        let mut rows = Vec::new();
        for (row, main) in found {
            rows.push(row);
            if main {
                self.main.push(row);
            }
        }
        rows
    }

    fn push(&mut self, span: Span, mention: Option<usize>, usage: Usage, rows: Vec<u32>) {
        if rows.is_empty() || !fold(span.of(&self.document.page.text), &mut self.key) {
            return;
        }
        let (key, main) = (self.key.clone(), self.main.clone());
        self.out.push(Reference {
            span,
            mention,
            usage,
            key,
            rows,
            main,
            held: false,
            pending: false,
            cued: false,
        });
    }

    /// The names among the mentions.
    fn mentions(&mut self) {
        for (i, m) in self.document.mentions.iter().enumerate() {
            if m.kind != MentionKind::Name {
                continue;
            }
            let span = bare(self.document, m.span);
            if self.organ(span, i) {
                continue;
            }
            match m.of {
                EntityType::Group => self.people(span, i),
                EntityType::Polity | EntityType::Location | EntityType::Facility => self.place(span, i, m.of),
                EntityType::Organisation => self.inside(span, i),
                _ => self.perhaps(span, i),
            }
        }
    }

    /// "Kremlin", "White House": what a country is run from or by, whatever type the mention has.
    fn organ(&mut self, span: Span, mention: usize) -> bool {
        let known = gazetteer().exact(&tokens::split(self.words(span)));
        let Some(known) = known.filter(|k| k.class == Class::Thing) else { return false };
        if let Some(row) = known.country.and_then(|c| atlas().country(c)) {
            self.main = vec![row];
            self.push(span, Some(mention), Usage::Belongs, vec![row]);
        }
        true
    }

    /// "Melbourne, Australia" as one mention: the places of the first part that lie in the second.
    fn pair(&mut self, span: Span, mention: usize) -> bool {
        let text = self.words(span);
        let Some(at) = text.find(", ") else { return false };
        let start = span.start as usize;
        let (inner, outer) = (Span::new(start, start + at), Span::new(start + at + 2, span.end as usize));
        let state = state_form(self.words(outer)).map(|(_, row, _)| vec![row]);
        let around = state.unwrap_or_else(|| self.rows(outer));
        let inside = self.rows(inner);
        let (rows, _) = nest(&inside, &around);
        if rows.is_empty() {
            return false;
        }
        self.push(inner, Some(mention), Usage::Place, rows);
        if let Some(r) = self.out.last_mut() {
            r.held = true;
        }
        true
    }

    /// "Russian", "Ukrainians": the country.
    fn people(&mut self, span: Span, mention: usize) {
        match self.land_of(span) {
            Some(row) => self.push(span, Some(mention), Usage::Place, vec![row]),
            None => self.perhaps(span, mention),
        }
    }

    /// The country or part of one whose people the words name.
    fn land_of(&mut self, span: Span) -> Option<u32> {
        let words = self.words(span);
        let known = gazetteer().exact(&tokens::split(words));
        let country = known.filter(|k| k.class == Class::Demonym).and_then(|k| k.country);
        let row = country.and_then(|c| atlas().country(c)).or_else(|| part_of_people(words));
        self.main = row.into_iter().collect();
        row
    }

    fn place(&mut self, span: Span, mention: usize, of: EntityType) {
        let onward = self.document.page.text.get(span.start as usize..).unwrap_or_default();
        if let Some((n, row, alone)) = state_form(onward)
            && n >= span.len()
            && (alone || onward[..n].ends_with('.'))
        {
            self.main = vec![row];
            return self.push(span, Some(mention), Usage::Place, vec![row]);
        }
        let mut rows = self.rows(span);
        if of == EntityType::Facility {
            // A building has its own name, not one that a town has beside its main one.
            rows.clone_from(&self.main);
        }
        if !rows.is_empty() {
            return self.push(span, Some(mention), Usage::Place, rows);
        }
        if self.pair(span, mention) {
            return;
        }
        if let Some(row) = self.land_of(span) {
            return self.push(span, Some(mention), Usage::Place, vec![row]);
        }
        // "northern Iraq", "downtown Oslo"; "Oslo Airport"
        let words = self.tokens(span);
        let skip = words.iter().take_while(|t| is(Kind::Direction, &self.lower(**t))).count();
        if skip > 0 && skip < words.len() {
            let rest = Span::new(words[skip].start as usize, span.end as usize);
            let rows = self.rows(rest);
            if !rows.is_empty() {
                return self.push(rest, Some(mention), Usage::Place, rows);
            }
        }
        if of == EntityType::Facility || words.len() > 1 {
            self.inside(span, mention);
        }
    }

    /// A place in the name of something else: at its head, or behind "of" or "in".
    fn inside(&mut self, span: Span, mention: usize) {
        let words = self.tokens(span);
        if words.len() > 1
            && let Some(row) = self.land_of(words[0])
        {
            // "Canadian Press"
            return self.push(words[0], Some(mention), Usage::Belongs, vec![row]);
        }
        let mut best = None;
        for n in (1..words.len().min(LONGEST)).rev() {
            let part = Span::new(words[0].start as usize, words[n - 1].end as usize);
            let rows = self.rows(part);
            if !rows.is_empty() {
                best = Some((part, rows, words[n..].to_vec()));
                break;
            }
        }
        if best.is_none() {
            let at = words.iter().rposition(|t| matches!(self.words(*t), "of" | "in" | "at" | "for"));
            let named = |t: &Span| self.words(*t).starts_with(char::is_uppercase);
            if let Some(first) = at.and_then(|at| words[at + 1..].iter().find(|t| named(t))) {
                let part = Span::new(first.start as usize, span.end as usize);
                let rows = self.rows(part);
                best = (!rows.is_empty()).then(|| (part, rows, words[..at.unwrap_or(0)].to_vec()));
            }
        }
        let Some((part, rows, rest)) = best else { return self.perhaps(span, mention) };
        let any = |kind| rest.iter().any(|t| is(kind, &self.lower(*t)));
        let country = (rows[0] as usize) < atlas().countries();
        // What a country has is everywhere or abroad; what a town or state has is there.
        let usage = match country {
            _ if any(Kind::Forces) => Usage::Belongs,
            true if any(Kind::State) || !any(Kind::Local) => Usage::Belongs,
            false if !any(Kind::State) && !any(Kind::Local) => Usage::Belongs,
            _ => Usage::Seat,
        };
        let body = self.document.mentions[mention].of == EntityType::Organisation;
        if body && atlas().class(rows[0]) == 'H' {
            // No council sits in the North Atlantic.
            return;
        }
        let known = country || atlas().feature_code(rows[0]) == "ADM1" || part_of_land(&rows);
        // "Justice Department" is not in Justice, Illinois; a park bears a person's name as often as a town's.
        let common = gazetteer().is_common(&self.lower(part));
        let pending = !known && (usage != Usage::Seat || common || any(Kind::Square));
        let before = self.out.len();
        self.push(part, Some(mention), usage, rows);
        if let Some(r) = self.out.get_mut(before) {
            r.pending = pending;
        }
    }

    /// A whole name that is a place only if the page says so elsewhere.
    fn perhaps(&mut self, span: Span, mention: usize) {
        let rows = self.rows(span);
        let person = self.document.mentions[mention].of == EntityType::Person;
        let land = !person && part_of_land(&rows) && self.words(span).contains(' ');
        let before = self.out.len();
        self.push(span, Some(mention), Usage::Place, rows);
        if let Some(r) = self.out.get_mut(before) {
            r.pending = !land;
        }
    }

    fn tokens(&self, span: Span) -> Vec<Span> {
        let inside = self.document.tokens_in(span).iter().map(|t| t.span);
        inside.filter(|s| self.words(*s).starts_with(char::is_alphanumeric)).take(24).collect()
    }

    fn lower(&self, span: Span) -> String {
        self.words(span).to_lowercase()
    }

    /// Names outside of the mentions: counties and rivers, states behind a town, and what the page names elsewhere.
    fn rest(&mut self) {
        let found = std::mem::take(&mut self.out);
        let mut next = found.iter().peekable();
        let mut free = 0;
        let mut new = Vec::new();
        for sentence in &self.document.sentences {
            let list = self.document.tokens_in(sentence.span);
            let mut i = 0;
            while i < list.len() {
                let at = list[i].span;
                while let Some(r) = next.next_if(|r| r.span.start <= at.start) {
                    free = free.max(r.span.end);
                }
                let capital = self.words(at).starts_with(char::is_uppercase);
                if !capital || at.start < free {
                    i += 1;
                    continue;
                }
                let until = next.peek().map_or(u32::MAX, |r| r.span.start);
                let room = list[i..].iter().take(LONGEST).take_while(|t| t.span.end <= until).count();
                i += self.one(&list[i..i + room.max(1)], sentence.span).map_or(1, |r| {
                    let taken = list[i..].iter().take_while(|t| t.span.end <= r.span.end).count();
                    new.push(r);
                    taken.max(1)
                });
            }
        }
        self.out = found;
        self.out.extend(new);
    }

    /// The longest name of a place at the head of these tokens.
    fn one(&mut self, list: &[parallax_model::Token], sentence: Span) -> Option<Reference> {
        let start = list[0].span.start as usize;
        let text = &self.document.page.text;
        let before = text.get(sentence.start as usize..start)?.trim_end();
        if before.ends_with(',')
            && let Some((n, row, _)) = state_form(&text[start..sentence.end as usize])
        {
            let span = Span::new(start, start + n);
            return Some(self.reference(span, vec![row], true));
        }
        // "Vienna-based", "US-led"
        if let Some(dash) = self.words(list[0].span).find('-') {
            let span = Span::new(start, start + dash);
            let rows = self.rows(span);
            let known = gazetteer().exact(&[self.words(span)]).is_some_and(|k| k.class != Class::Thing);
            return (known && !rows.is_empty()).then(|| self.reference(span, rows, false));
        }
        for n in (1..=list.len()).rev() {
            let last = list[n - 1].span;
            if !self.words(last).starts_with(char::is_alphanumeric) {
                continue;
            }
            let span = Span::new(start, last.end as usize);
            let rows = self.rows(span);
            if rows.is_empty() {
                continue;
            }
            let ends = n > 1 && is(Kind::Nature, &self.lower(last));
            let begins = n > 1 && is(Kind::First, &self.lower(list[0].span));
            return Some(self.reference(span, rows, !(ends || begins)));
        }
        None
    }

    fn reference(&mut self, span: Span, rows: Vec<u32>, pending: bool) -> Reference {
        fold(span.of(&self.document.page.text), &mut self.key);
        let mention = self.document.mentions_in(span).map(|(i, _)| i as usize).next();
        let mention = mention.filter(|m| self.document.mentions[*m].span == span);
        let (key, main) = (self.key.clone(), self.main.clone());
        Reference { span, mention, usage: Usage::Place, key, rows, main, held: false, pending, cued: false }
    }
}

/// Whether the name can only be that of an area: "Rapides Parish".
fn part_of_land(rows: &[u32]) -> bool {
    rows.iter().all(|r| atlas().feature_code(*r) == "ADM2")
}
