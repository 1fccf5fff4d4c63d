//! One number where it stands, with what tells which quantity it is.

use std::collections::BTreeSet;

use parallax_model::{Document, EntityType, Id, Quantity, QuantityKind, Role, Span, TimexType};

use crate::context::Draft;
use crate::governments::{countries, country};
use crate::terms::{Term, Vector};

use super::casualties::says;
use super::counted::{Group, Kind, group};
use super::value::{Value, kind_of};

/// A number on a page.
#[derive(Debug, Clone)]
pub(crate) struct Sighting<'a> {
    pub(crate) doc: usize,
    /// The number with its bound and unit.
    pub(crate) span: Span,
    pub(crate) sentence: Span,
    pub(crate) value: Value,
    /// What the unit measures; empty for a plain count.
    pub(crate) measure: &'a str,
    pub(crate) unit: Option<&'a str>,
    /// What is counted, in one word: the name of its group where it has one.
    pub(crate) what: String,
    pub(crate) kind: Kind,
    /// Words of what the number is a share or rate of.
    pub(crate) per: String,
    /// Countries that own the counted thing by the words beside it ("8,500 Norwegian troops").
    pub(crate) owners: BTreeSet<&'static str>,
    /// Persons, organisations and countries of the sentence, or of the one that an anaphor points to.
    pub(crate) actors: BTreeSet<String>,
    /// Words of the sentence and, fainter, of the one before.
    pub(crate) words: Vector,
    /// First and last day that the words give for it.
    pub(crate) as_of: Option<(String, String)>,
    /// Whether it stands in the title or the first sentences.
    pub(crate) lead: bool,
    /// Whether it is the page's own count of its own happening; see [`super::casualties`].
    pub(crate) own: bool,
    /// A count of victims that its words give to another happening, or to a part of them.
    pub(crate) elsewhere: bool,
    /// The sentence does not name what is counted beside the number: "the organisers spoke of 800".
    pub(crate) unnamed: bool,
    pub(crate) origin: Option<Id>,
}

/// Sentences that count as the lead of an article.
const LEAD: usize = 4;
/// How many sentences an anaphor ("the call") looks back.
const REACH: usize = 6;
/// Words behind a number of persons that may say what became of them.
const FATE: usize = 10;
/// A date after one of these does not date the number.
const STARTS: [&str; 7] = ["since", "after", "before", "until", "by", "from", "till"];
/// A date behind one of these belongs to the number that this one is compared with.
const OF_ANOTHER: [&str; 4] = ["down from ", "up from ", "more than ", "fewer than "];
/// Words and marks that end a clause.
const BREAKS: [&str; 6] = ["; ", ": ", " — ", " – ", " while ", " but "];

impl Sighting<'_> {
    /// A plain count of which nothing more is known.
    pub(crate) fn bare(doc: usize, sentence: Span, value: Value, span: Span, what: &str, kind: Kind) -> Self {
        Self {
            doc,
            span,
            sentence,
            value,
            measure: "",
            unit: None,
            what: what.to_owned(),
            kind,
            per: String::new(),
            owners: BTreeSet::new(),
            actors: BTreeSet::new(),
            words: Vector::default(),
            as_of: None,
            lead: false,
            own: false,
            elsewhere: false,
            unnamed: false,
            origin: None,
        }
    }
}

/// The numbers of a document that count or measure something.
pub(crate) fn sightings<'a>(draft: &Draft<'a>, doc: usize) -> Vec<Sighting<'a>> {
    let document = draft.context.documents[doc];
    document.quantities.iter().filter_map(|q| sighting(draft, doc, q)).collect()
}

fn sighting<'a>(draft: &Draft<'a>, doc: usize, q: &'a Quantity) -> Option<Sighting<'a>> {
    let document = draft.context.documents[doc];
    let at = document.sentences.partition_point(|s| s.span.end <= q.span.start);
    let sentence = document.sentences.get(at).filter(|s| s.span.start <= q.span.start)?;
    let block = document.page.blocks.get(sentence.block as usize)?;
    let told = block.role.is_body() || matches!(block.role, Role::Title | Role::Heading);
    // "A third of voters" says no number that another page could give otherwise.
    let plain_share = q.kind == QuantityKind::Share && q.unit.is_none();
    if !told || !q.value.is_finite() || !q.is_amount() || plain_share {
        return None;
    }
    let measure = kind_of(q.unit.as_deref());
    let named = q.what.as_deref().map(str::to_lowercase);
    let group = named
        .as_deref()
        .and_then(group)
        .or_else(|| (measure == "time").then(|| happening_near(document, sentence.span, q.span)).flatten());
    let fate = group
        .filter(|g| g.name == "person" && measure.is_empty())
        .and_then(|_| fate(document.page.text.get(q.span.end as usize..sentence.span.end as usize)?));
    let group = if fate.is_some() { None } else { group };
    let kind = group.map_or(Kind::Thing, |g| g.kind);
    let named = fate.map(str::to_owned).or(named);
    let what = group.map(|g| g.name.to_owned()).or(named)?;
    let owner_words = q.counted.map_or(q.span, |c| c.cover(q.span));
    let mut s = Sighting {
        measure,
        unit: q.unit.as_deref(),
        per: q.per.map(|p| document.words(p).to_lowercase()).filter(|p| rate(p, measure)).unwrap_or_default(),
        owners: countries(document.words(owner_words)).into_iter().collect(),
        as_of: as_of(document, sentence.span, q.span),
        unnamed: q.counted.is_none(),
        lead: block.role == Role::Title || (at < LEAD && block.post.is_none()),
        origin: origin(draft, doc, q.span, sentence.span),
        ..Sighting::bare(doc, sentence.span, Value::of(q), q.span, &what, kind)
    };
    scope(draft, at, &mut s);
    Some(s)
}

/// What became of persons, from the words behind their number: "240 people pulled from the water".
fn fate(after: &str) -> Option<&'static str> {
    let clause = after.split(['.', ',', ';', ':', '(']).next()?.to_lowercase();
    let words: Vec<&str> = clause.split_whitespace().take(FATE).collect();
    let near = words.join(" ");
    ["rescued", "missing"].into_iter().find(|kind| says(kind, &near))
}

/// Whether words after a number make it another quantity: "a day", "per ton"; "of ..." only behind a share.
fn rate(per: &str, measure: &str) -> bool {
    !per.starts_with("of ") || measure == "percent"
}

/// The origin of the words, else of a statement that shares their sentence.
pub(crate) fn origin(draft: &Draft<'_>, doc: usize, span: Span, sentence: Span) -> Option<Id> {
    draft.origin_of.at(doc, span).or_else(|| draft.origin_of.at(doc, sentence)).cloned()
}

/// Fills in actors and words.
pub(crate) fn scope(draft: &Draft<'_>, at: usize, s: &mut Sighting<'_>) {
    let document = draft.context.documents[s.doc];
    s.actors = actors(draft, s.doc, clause(document, s.sentence, s.span), s.span);
    let persons = |a: &BTreeSet<String>| a.iter().filter(|a| a.starts_with(PERSON)).count();
    if s.kind == Kind::Happening && persons(&s.actors) < 2 {
        s.actors = actors(draft, s.doc, s.sentence, s.span);
    }
    if s.kind == Kind::Happening
        && persons(&s.actors) < 2
        && let Some(found) = antecedent(draft, s.doc, at, &s.what, &s.actors)
    {
        s.actors = found;
    }
    let mut terms = content(draft, s.doc, s.sentence, s.span);
    if at > 0 && same_unit(document, at, at - 1) {
        terms.extend(content(draft, s.doc, document.sentences[at - 1].span, s.span));
    }
    s.words = Vector::new(terms, |t| draft.context.terms.idf(t));
}

fn content(draft: &Draft<'_>, doc: usize, span: Span, number: Span) -> Vec<Term> {
    let words = draft.context.terms.in_span(doc, span).iter();
    words.filter(|w| !w.stop && !number.overlaps(w.span)).map(|w| w.term).collect()
}

/// Mark of a person among actors.
const PERSON: &str = "person ";

/// Persons, organisations and countries in `span`, without whoever is cited for it.
fn actors(draft: &Draft<'_>, doc: usize, span: Span, number: Span) -> BTreeSet<String> {
    let document = draft.context.documents[doc];
    let around = |s: &&parallax_model::Statement| s.content.iter().any(|c| c.contains(number));
    let statement = document.statements.iter().filter(around).min_by_key(|s| s.extent().map(Span::len));
    let cited = |m: Span| statement.is_some_and(|s| s.source.iter().any(|x| x.overlaps(m)));
    let mut found = BTreeSet::new();
    for (_, mention) in document.mentions_in(span) {
        if cited(mention.span) || number.overlaps(mention.span) {
            continue;
        }
        let entity = mention.entity.and_then(|e| draft.entity(doc, e));
        let name = entity.map_or(document.words(mention.span), |e| &e.name);
        match (mention.of, entity) {
            (EntityType::Person, Some(e)) => found.insert(format!("{PERSON}{}", e.id)),
            (EntityType::Person, None) => false,
            _ => found.insert(country(name).map_or_else(|| name.to_lowercase(), str::to_owned)),
        };
    }
    found.extend(countries(document.words(span)).into_iter().map(str::to_owned));
    found
}

/// Who takes part, from the nearest sentence before that tells the same happening with at least two persons.
fn antecedent(
    draft: &Draft<'_>,
    doc: usize,
    at: usize,
    what: &str,
    known: &BTreeSet<String>,
) -> Option<BTreeSet<String>> {
    let document = draft.context.documents[doc];
    let persons = |a: &BTreeSet<String>| a.iter().filter(|a| a.starts_with(PERSON)).cloned().collect();
    let known: BTreeSet<String> = persons(known);
    (at.saturating_sub(REACH)..at).rev().take_while(|&i| same_unit(document, at, i)).find_map(|i| {
        let span = document.sentences[i].span;
        let tells = words(document.words(span)).any(|w| group(&w).is_some_and(|g| g.name == what));
        let found = actors(draft, doc, span, Span::new(span.start as usize, span.start as usize));
        let found_persons: BTreeSet<String> = persons(&found);
        (tells && found_persons.len() >= 2 && known.is_subset(&found_persons)).then_some(found)
    })
}

/// Whether two sentences stand in the same post, or both in none.
fn same_unit(document: &Document, a: usize, b: usize) -> bool {
    let post = |i: usize| {
        let sentence = document.sentences.get(i)?;
        document.page.blocks.get(sentence.block as usize).map(|b| b.post)
    };
    post(a) == post(b)
}

/// The happening that a length of time belongs to: the nearest word for one in the clause, before or after.
fn happening_near(document: &Document, sentence: Span, number: Span) -> Option<Group> {
    let clause = clause(document, sentence, number);
    let text = &document.page.text;
    let mut best: Option<(usize, Group)> = None;
    let mut at = clause.start as usize;
    for piece in document.words(clause).split(|c: char| !c.is_alphanumeric()) {
        let span: Span = Span::new(at, at + piece.len());
        at = span.end as usize + text[span.end as usize..].chars().next().map_or(0, char::len_utf8);
        let Some(g) = group(&piece.to_lowercase()).filter(|g| g.kind == Kind::Happening) else { continue };
        let gap = (span.start.abs_diff(number.end)).min(number.start.abs_diff(span.end)) as usize;
        if best.is_none_or(|(b, _)| gap < b) {
            best = Some((gap, g));
        }
    }
    best.map(|(_, g)| g)
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase)
}

/// The part of the sentence between clause breaks that holds `number`.
pub(crate) fn clause(document: &Document, sentence: Span, number: Span) -> Span {
    let text = &document.page.text;
    let (Some(before), Some(after)) = (
        text.get(sentence.start as usize..number.start.max(sentence.start) as usize),
        text.get(number.end.min(sentence.end) as usize..sentence.end as usize),
    ) else {
        return sentence;
    };
    let from = BREAKS.iter().filter_map(|b| before.rfind(b).map(|i| i + b.len())).max().unwrap_or(0);
    let to = BREAKS.iter().filter_map(|b| after.find(b)).min().unwrap_or(after.len());
    Span::new(sentence.start as usize + from, number.end.min(sentence.end) as usize + to)
}

/// The day or period nearest to the number in its sentence, unless it only begins or ends there.
fn as_of(document: &Document, sentence: Span, number: Span) -> Option<(String, String)> {
    let from = document.times.partition_point(|t| t.span.start < sentence.start);
    let inside = document.times[from..].iter().take_while(|t| t.span.start < sentence.end);
    let dated = inside.filter(|t| matches!(t.of, TimexType::Date | TimexType::Time));
    let near = dated.filter_map(|t| {
        let before = document.page.text.get(sentence.start as usize..t.span.start as usize)?;
        let starts = words(before).last().is_some_and(|w| STARTS.contains(&w.as_str()));
        // "Ten, down from 34 on Friday", "one more than on Tuesday": the day of the other number.
        let between = document.page.text.get(number.end as usize..t.span.start as usize).unwrap_or("");
        let starts = starts || OF_ANOTHER.iter().any(|w| between.contains(w));
        let gap = t.span.start.abs_diff(number.end).min(number.start.abs_diff(t.span.end));
        let interval = t.begin.clone().zip(t.end.clone())?;
        (!starts && !number.overlaps(t.span)).then_some((gap, interval))
    });
    near.min().map(|(_, interval)| interval)
}
