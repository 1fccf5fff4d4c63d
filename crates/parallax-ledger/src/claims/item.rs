//! A statement of a page, prepared for comparing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use parallax_model::{
    Document, EntityType, Event, Mention, MentionKind, Span, Stance, Statement, StatementKind, Status, Timex,
};

use super::main_part::main_spans;
use crate::context::Draft;
use crate::days::Day;
use crate::governments;
use crate::lexicon::{english, rows};
use crate::terms::{fold, stem};
use crate::timeline::standing_days;

/// Who speaks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Voice {
    /// An entity of the ledger, by place.
    Known(usize),
    /// Somebody without a name, in folded words.
    Unnamed(String),
    /// The page itself.
    Own,
}

/// A number that a statement gives: its value in hundredths, and what is counted.
pub(crate) type Count = (i64, String);

/// A statement of a page.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub(crate) doc: usize,
    /// Place in the document's statements.
    pub(crate) statement: usize,
    pub(crate) story: usize,
    pub(crate) extent: Span,
    pub(crate) voice: Voice,
    /// The country for which the speaker speaks.
    pub(crate) country: Option<&'static str>,
    /// The country whose government does what is told.
    pub(crate) acting: Option<&'static str>,
    /// An act that stands once done, told in the content, and the entity of the ledger that does it.
    pub(crate) standing: Option<(String, usize)>,
    /// Whether it is told that somebody denies something, in so many words.
    pub(crate) denial: bool,
    pub(crate) stance: Stance,
    /// Stems, entities and countries of the content, sorted, each once.
    pub(crate) terms: Vec<String>,
    /// Those of them that stand in its main part: not in a condition, a side clause or what is only talked about.
    pub(crate) main: Vec<String>,
    pub(crate) counts: Vec<Count>,
    /// Whether words of the speaker stand in it as they were said.
    pub(crate) quotes: bool,
    /// Day (ISO date), or the TIMEX3 value that names only its weekday.
    pub(crate) said_on: Option<String>,
    pub(crate) channel: Option<String>,
}

/// For each stem the first stem of its line in the table of synonyms.
static SYNONYMS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let mut of = BTreeMap::new();
    for row in rows(english!("synonyms.tsv")) {
        let mut words = row[0].split('|').map(stem);
        let Some(first) = words.next() else { continue };
        for word in words.chain([first.clone()]) {
            of.entry(word).or_insert_with(|| first.clone());
        }
    }
    of
});

/// Stems of what governments do by deciding it.
static DECIDING: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| rows(english!("orders.tsv")).map(|r| stem(r[0])).collect());

/// Stems of words that say that something is not so.
static DENYING: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    ["deny", "denial", "dismiss", "reject", "refute", "dispute", "rebut"].iter().map(|w| stem(w)).collect()
});

const PRONOUNS: &[&str] = &["it", "he", "she", "they"];

/// Words below which a sentence of the page's own voice says nothing.
const LEAST_WORDS: usize = 3;

/// The statements of running text, in the order of documents and pages.
pub(crate) fn items(draft: &Draft<'_>) -> Vec<Item> {
    let mut items = Vec::new();
    for (doc, document) in draft.context.documents.iter().enumerate() {
        // Whom a pronoun that the page's layer left open stands for: who spoke last in the paragraph.
        let mut last: Option<(usize, Voice)> = None;
        for (place, statement) in document.statements.iter().enumerate() {
            let Some(mut item) = item(draft, doc, place, statement) else { continue };
            let block = document.page.blocks.partition_point(|b| b.span.end <= item.extent.start);
            if matches!(&item.voice, Voice::Unnamed(name) if PRONOUNS.contains(&name.as_str()))
                && let Some((_, voice)) = last.as_ref().filter(|(b, _)| *b == block)
                && let Voice::Known(entity) = voice
            {
                item.voice = voice.clone();
                item.country = country_of(draft, *entity);
            }
            if let Voice::Known(_) = item.voice {
                last = Some((block, item.voice.clone()));
            }
            items.push(item);
        }
    }
    without_nested(draft, items)
}

/// Leaves out a statement whose content another of the page holds too: one sentence is told once. The page's own
/// voice gives way to an attribution, the inner attribution to the outer.
fn without_nested(draft: &Draft<'_>, items: Vec<Item>) -> Vec<Item> {
    let content = |i: &Item| &draft.context.documents[i.doc].statements[i.statement].content;
    let common = |a: Span, b: Span| (a.end.min(b.end) as usize).saturating_sub(a.start.max(b.start) as usize);
    let gives_way = |item: &Item, other: &Item| {
        let length: usize = content(item).iter().map(|c| c.len()).sum();
        let shared: usize =
            content(item).iter().flat_map(|a| content(other).iter().map(move |b| common(*a, *b))).sum();
        let whole: usize = content(other).iter().map(|c| c.len()).sum();
        // What nobody in particular says is the page's own first.
        let nobody = |i: &Item| matches!(&i.voice, Voice::Unnamed(name) if name.is_empty());
        let told = |i: &Item| 2 * u8::from(nobody(i)) + u8::from(i.voice == Voice::Own);
        let rank = |i: &Item, length: usize| (told(i), std::cmp::Reverse(length), i.statement);
        shared * 10 >= length * 8 && shared * 10 >= whole * 6 && rank(item, length) > rank(other, whole)
    };
    let kept = |k: usize| {
        // Statements are sorted by position, so that what overlaps stands close by.
        let near = &items[k.saturating_sub(8)..(k + 9).min(items.len())];
        let same_page = near.iter().filter(|o| o.doc == items[k].doc && o.statement != items[k].statement);
        !same_page.into_iter().any(|o| gives_way(&items[k], o))
    };
    let keep: Vec<bool> = (0..items.len()).map(kept).collect();
    items.into_iter().zip(keep).filter(|(_, k)| *k).map(|(i, _)| i).collect()
}

/// Sets of items in which one speaker speaks in one sentence of a page, the leading one first: a denial, else the
/// part that says when or where it was said, else the first: what is added comes behind.
pub(super) fn of_one_sentence(draft: &Draft<'_>, items: &[Item]) -> Vec<Vec<usize>> {
    let leads = |&i: &usize| {
        let item = &items[i];
        let set = item.said_on.is_some() || item.channel.is_some();
        (!(item.denial && item.stance == Stance::Denies), !set, i)
    };
    let mut sets: Vec<Vec<usize>> = Vec::new();
    for (i, item) in items.iter().enumerate().filter(|(_, i)| i.voice != Voice::Own) {
        let here = draft.context.sentence(item.doc, item.extent);
        let one = |set: &&mut Vec<usize>| {
            let held = &items[set[0]];
            let there = draft.context.sentence(held.doc, held.extent);
            held.doc == item.doc && held.voice == item.voice && (there.contains(here) || here.contains(there))
        };
        let near = sets.len().saturating_sub(8);
        match sets[near..].iter_mut().rev().find(one) {
            Some(set) => set.push(i),
            None => sets.push(vec![i]),
        }
    }
    sets.retain(|s| s.len() > 1);
    sets.iter_mut().for_each(|s| s.sort_by_key(leads));
    sets
}

fn item(draft: &Draft<'_>, doc: usize, place: usize, statement: &Statement) -> Option<Item> {
    let document = draft.context.documents[doc];
    let extent = statement.extent()?;
    let first = statement.content.first()?;
    let blocks = &document.page.blocks;
    let block = blocks.get(blocks.partition_point(|b| b.span.end <= first.start))?;
    if !block.role.is_body() || !block.span.overlaps(*first) {
        return None;
    }
    let voice = voice(draft, doc, statement);
    let terms = content_terms(draft, doc, &statement.content);
    let main: Vec<Span> = statement.content.iter().flat_map(|c| main_spans(draft, doc, *c)).collect();
    if terms.is_empty() || (voice == Voice::Own && terms.len() < LEAST_WORDS) {
        return None;
    }
    let inside = |span: Span| statement.content.iter().any(|c| c.contains(span));
    let counts: Vec<Count> = document
        .quantities
        .iter()
        .filter(|q| q.is_amount() && inside(q.span) && q.value.is_finite() && q.value.abs() < 1e13)
        .map(|q| ((q.value * 100.0) as i64, q.what.clone().or(q.unit.clone()).unwrap_or_default()))
        .collect();
    let said_on = said_at(document, statement).and_then(said_on);
    let country = match &voice {
        Voice::Known(entity) => country_of(draft, *entity),
        Voice::Unnamed(_) => match statement.speaker.as_ref().map(|s| governments::countries(&s.name)) {
            Some(named) if named.len() == 1 => Some(named[0]),
            _ => None,
        },
        Voice::Own => None,
    };
    let words = |spans: &[Span]| -> Vec<String> {
        let all = spans.iter().flat_map(|s| draft.context.terms.in_span(doc, *s));
        all.map(|w| fold(document.words(w.span))).collect()
    };
    let denial = words(&statement.cue).iter().any(|w| DENYING.contains(&stem(w)));
    Some(Item {
        doc,
        statement: place,
        story: draft.story_of[doc],
        extent,
        voice,
        country,
        acting: acting(draft, doc, statement),
        standing: standing(draft, doc, extent),
        denial,
        stance: statement.stance,
        terms,
        main: content_terms(draft, doc, &main),
        counts,
        quotes: matches!(statement.kind, StatementKind::Direct | StatementKind::Mixed),
        said_on,
        channel: statement.channel.as_ref().or(statement.occasion.as_ref()).map(|c| c.name.clone()),
    })
}

/// When it was said. Of a charge it often stands between the charged and the charge: "accused them on Monday of".
pub(crate) fn said_at<'d>(document: &'d Document, statement: &Statement) -> Option<&'d Timex> {
    if let Some(time) = statement.said_at.and_then(|t| document.times.get(t as usize)) {
        return Some(time);
    }
    let content = *statement.content.first().filter(|_| statement.stance == Stance::Accuses)?;
    let charged = document.words(content).find(" of ")?;
    let charged = Span::new(content.start as usize, content.start as usize + charged);
    let from = document.times.partition_point(|t| t.span.start < charged.start);
    document.times[from..]
        .iter()
        .take_while(|t| t.span.start < charged.end)
        .find(|t| charged.contains(t.span))
}

/// The day that an expression gives: on the calendar, else its value if that names a weekday.
pub(crate) fn said_on(time: &Timex) -> Option<String> {
    match (&time.begin, &time.end) {
        (Some(begin), Some(end)) => (begin == end).then(|| begin.clone()),
        _ => {
            let day = time.value.split('T').next()?;
            matches!(Day::read(day), Some(Day::Weekday(_))).then(|| day.to_owned())
        }
    }
}

pub(crate) fn voice(draft: &Draft<'_>, doc: usize, statement: &Statement) -> Voice {
    if statement.kind == StatementKind::OwnVoice {
        return Voice::Own;
    }
    match &statement.speaker {
        Some(speaker) => match speaker.entity.and_then(|e| draft.entity_of.get(doc, e)) {
            Some(entity) => Voice::Known(entity),
            None => Voice::Unnamed(fold(&speaker.name)),
        },
        None => Voice::Unnamed(String::new()),
    }
}

/// The country for which an entity speaks: by its name, or by the country of its role.
pub(crate) fn country_of(draft: &Draft<'_>, entity: usize) -> Option<&'static str> {
    let entity = &draft.ledger.entities[entity];
    if entity.of == EntityType::Person {
        let of = entity.roles.iter().filter_map(|r| r.of.as_deref());
        return of.flat_map(governments::countries).next();
    }
    governments::country(&entity.name).or_else(|| match governments::countries(&entity.name)[..] {
        [only] => Some(only),
        _ => None,
    })
}

/// The country whose government does what a statement tells: the actor of the event around the first number, or
/// of the first event that is more than feared; without events, a government named before a word of deciding.
fn acting(draft: &Draft<'_>, doc: usize, statement: &Statement) -> Option<&'static str> {
    use Status::{Announced, Done, Reversed, UnderWay};
    let document = draft.context.documents[doc];
    let span = statement.content.iter().copied().reduce(Span::cover)?;
    let number =
        document.quantities.iter().filter(|q| q.is_amount()).map(|q| q.span).find(|q| span.contains(*q));
    let real =
        |e: &&Event| span.contains(e.trigger) && matches!(e.status, Announced | Done | Reversed | UnderWay);
    // Only what a government does by deciding it: whom a conflict kills is no announcement.
    let decided = |e: &&Event| {
        let mut words = draft.context.terms.in_span(doc, e.trigger).iter();
        standing_days(&e.act) > 0 || words.any(|w| DECIDING.contains(draft.context.terms.stem(w.term)))
    };
    let around = document
        .events
        .iter()
        .filter(real)
        .filter(decided)
        .filter(|e| number.is_none_or(|n| e.span.contains(n)));
    let actor = around.filter_map(|e| e.actor).find_map(|m| document.mentions.get(m as usize));
    if let Some(country) = actor.and_then(|m| government_of(draft, doc, m)) {
        return Some(country);
    }
    let sentence = draft.context.sentence(doc, span);
    let mut deciding = draft.context.terms.in_span(doc, span).iter().filter(|w| {
        number.is_some_and(|n| w.span.end <= n.start) && DECIDING.contains(draft.context.terms.stem(w.term))
    });
    let verb = deciding.next_back()?.span;
    let subjects = document.mentions_in(Span::new(sentence.start as usize, verb.start as usize));
    let (_, subject) = subjects.filter(|(_, m)| m.of != EntityType::Group).last()?;
    let between = document.words(Span::new(subject.span.end as usize, verb.start as usize));
    let near = !between.contains([',', ';', '“']) && between.split_whitespace().count() <= 4;
    if near { government_of(draft, doc, subject) } else { None }
}

/// The first act told in `extent` that happened or is announced, and that a government does once: its name and actor.
fn standing(draft: &Draft<'_>, doc: usize, extent: Span) -> Option<(String, usize)> {
    let document = draft.context.documents[doc];
    let real = |e: &&Event| matches!(e.status, Status::Announced | Status::Done | Status::UnderWay);
    let told = document.events.iter().filter(|e| extent.contains(e.trigger) && standing_days(&e.act) > 0);
    let event = told.filter(real).find(|e| e.actor.is_some())?;
    let actor = document.mentions.get(event.actor? as usize)?.entity?;
    Some((event.act.clone(), draft.entity_of.get(doc, actor)?))
}

/// The country for whose government a mention stands: an organ, a country, or "the Example administration".
fn government_of(draft: &Draft<'_>, doc: usize, mention: &Mention) -> Option<&'static str> {
    let document = draft.context.documents[doc];
    let words = document.words(mention.span);
    let after = document.page.text.get(mention.span.end as usize..).unwrap_or("").trim_start();
    let led = ["administration", "government", "administration's"].iter().any(|w| after.starts_with(w));
    let entity = mention.entity.and_then(|e| draft.entity_of.get(doc, e));
    if mention.of == EntityType::Person && !led && !words.contains("dministration") {
        return None;
    }
    let leader = || {
        // "Example administration" as one name: the country of the person of that name.
        let name = words.split(' ').rev().nth(1)?;
        let person = |e: &parallax_model::Entity| e.of == EntityType::Person && e.name.ends_with(name);
        let found: Vec<usize> =
            (0..draft.ledger.entities.len()).filter(|&i| person(&draft.ledger.entities[i])).collect();
        match found[..] {
            [only] => country_of(draft, only),
            _ => None,
        }
    };
    let named = governments::country(words).or_else(|| entity.and_then(|e| country_of(draft, e)));
    named.or_else(|| if words.contains("dministration") { leader() } else { None })
}

/// What the content is about: names as entities and countries, other words as stems under their synonyms.
fn content_terms(draft: &Draft<'_>, doc: usize, contents: &[Span]) -> Vec<String> {
    let document = draft.context.documents[doc];
    let mut terms = BTreeSet::new();
    for &content in contents {
        let mut covered: Vec<Span> = Vec::new();
        for (_, mention) in document.mentions_in(content).filter(|(_, m)| m.kind == MentionKind::Name) {
            let Some(entity) = mention.entity.and_then(|e| draft.entity_of.get(doc, e)) else { continue };
            let country = match draft.ledger.entities[entity].of {
                EntityType::Person => None,
                _ => governments::country(document.words(mention.span)),
            };
            terms.insert(country.map_or_else(|| format!("={entity}"), |c| format!("@{c}")));
            covered.push(mention.span);
        }
        let words = draft.context.terms.in_span(doc, content);
        for word in words.iter().filter(|w| !w.stop && !covered.iter().any(|c| c.contains(w.span))) {
            let written = document.words(word.span);
            match governments::country(written) {
                Some(country) => terms.insert(format!("@{country}")),
                None => terms.insert(canonical(draft.context.terms.stem(word.term))),
            };
        }
    }
    terms.into_iter().collect()
}

/// The stem that stands for all its synonyms.
pub(crate) fn canonical(stem: &str) -> String {
    SYNONYMS.get(stem).cloned().unwrap_or_else(|| stem.to_owned())
}

/// One number for a run of terms.
pub(crate) fn run_hash(run: &[u32]) -> u64 {
    run.iter().fold(0xcbf2_9ce4_8422_2325, |h, t| {
        (h ^ u64::from(*t)).wrapping_mul(0x0100_0000_01b3).rotate_left(17)
    })
}
