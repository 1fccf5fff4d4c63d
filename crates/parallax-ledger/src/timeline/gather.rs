//! Happenings where pages tell them, one for each event and for each dated sentence.

use std::collections::{BTreeMap, BTreeSet};

use parallax_model::{
    Anchor, DateFrom, Dated, Document, Event, Precision, Role, Span, Stance, Statement, Status, Timex,
};

use crate::context::Draft;
use crate::governments::{countries, country};
use crate::terms::Vector;

use super::standing;

/// A happening as one sentence tells it.
#[derive(Debug, Clone)]
pub(super) struct Telling {
    pub(super) doc: usize,
    pub(super) sentence: Span,
    pub(super) begin: String,
    pub(super) end: String,
    pub(super) precision: Precision,
    pub(super) from: DateFrom,
    pub(super) status: Status,
    pub(super) act: Option<String>,
    /// The country that acts, or the entity by its place in the ledger.
    pub(super) actor: Option<Actor>,
    pub(super) target: Option<Actor>,
    pub(super) dated_by: Option<Span>,
    pub(super) words: Vector,
}

/// Who acts or is acted upon: governments, ministries and embassies stand for their country.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Actor {
    Country(&'static str),
    Entity(usize),
}

/// How many tellings back a ministry without a country may have been named with it.
const NEAR: usize = 6;
/// Characters before a mention in which its country may stand.
const BESIDE: usize = 40;

fn post(document: &Document, sentence: Span) -> Option<u32> {
    document.page.post_at(sentence.start)
}

/// Whether the actor of an event is named as an organ of a state.
fn of_state(document: &Document, event: &Event) -> bool {
    let mention = event.actor.and_then(|a| document.mentions.get(a as usize));
    mention.is_some_and(|m| standing::of_state(document.words(m.span)))
}

/// All happenings that a document tells.
pub(super) fn tellings(draft: &Draft<'_>, doc: usize) -> Vec<Telling> {
    let document = draft.context.documents[doc];
    let mut out: Vec<Telling> = Vec::new();
    let mut dated: BTreeSet<usize> = BTreeSet::new();
    let said_at: BTreeMap<usize, usize> =
        document.statements.iter().enumerate().filter_map(|(i, s)| Some((s.said_at? as usize, i))).collect();
    for event in &document.events {
        let Some((sentence, role)) = place(document, event.trigger) else { continue };
        if !role.is_body() {
            continue;
        }
        let said = (standing::days(&event.act) > 0).then(|| said(document, sentence, &said_at)).flatten();
        let Some(mut telling) = of_event(draft, doc, event, sentence, said) else { continue };
        dated.extend(event.time.map(|t| t as usize));
        let mut actors = actors(draft, doc, event);
        if let [Actor::Entity(_)] = actors[..]
            && standing::days(&event.act) > 0
            && of_state(document, event)
        {
            // "The ministry" of the sentence before.
            let before = out.iter().rev().take(NEAR).find(|t| t.act.as_deref() == Some(&event.act));
            let named = countries(document.words(sentence)).first().copied().map(Actor::Country);
            let known = before.filter(|t| post(document, t.sentence) == post(document, sentence));
            actors = known.and_then(|t| t.actor.clone()).or(named).into_iter().collect();
        }
        telling.actor = actors.first().cloned();
        let others = actors.get(1..).unwrap_or(&[]).iter().cloned();
        out.extend(others.map(|a| Telling { actor: Some(a), ..telling.clone() }));
        out.push(telling);
    }
    for (i, timex) in document.times.iter().enumerate() {
        if dated.contains(&i) || said_at.contains_key(&i) {
            continue;
        }
        out.extend(of_sentence(draft, doc, timex));
    }
    out.extend(document.statements.iter().filter_map(|s| of_statement(draft, doc, s)));
    out
}

/// A threat, or a statement made on an occasion that the page names: in parliament, in a tweet, at a briefing.
fn of_statement(draft: &Draft<'_>, doc: usize, statement: &Statement) -> Option<Telling> {
    let document = draft.context.documents[doc];
    let threat = statement.stance == Stance::Threatens;
    statement.speaker.as_ref()?;
    if !threat && statement.channel.is_none() && statement.occasion.is_none() {
        return None;
    }
    let (sentence, role) = place(document, *statement.cue.first().or(statement.content.first())?)?;
    let timex = statement.said_at.and_then(|t| document.times.get(t as usize));
    let timex = timex.filter(|t| t.precision().is_some() && sentence.contains(t.span));
    let day = match timex {
        Some(t) => t.dated(DateFrom::Saying)?,
        None if threat => told_on(document, sentence)?,
        None => return None,
    };
    let speaker = statement.speaker.as_ref().and_then(|s| s.entity);
    Some(Telling {
        doc,
        sentence,
        begin: day.first.clone(),
        end: day.end().to_owned(),
        precision: day.precision,
        from: day.from,
        status: if threat { Status::Threatened } else { Status::Done },
        act: None,
        actor: speaker.and_then(|e| draft.entity_of.get(doc, e)).map(Actor::Entity),
        target: None,
        dated_by: timex.map(|t| t.span),
        words: words(draft, doc, sentence, timex),
    })
    .filter(|_| role.is_body())
}

/// The sentence at a span, with the role of its block.
fn place(document: &Document, span: Span) -> Option<(Span, Role)> {
    let sentence = document.sentence_at(span.start)?;
    Some((sentence.span, document.page.blocks.get(sentence.block as usize)?.role))
}

/// The time at which the sentence was said, where it says one.
fn said(document: &Document, sentence: Span, said_at: &BTreeMap<usize, usize>) -> Option<usize> {
    let inside = |t: &usize| {
        document.times.get(*t).is_some_and(|t| sentence.contains(t.span) && t.precision().is_some())
    };
    said_at.keys().copied().find(inside)
}

/// The day of the post or page, on which something is told.
fn told_on(document: &Document, sentence: Span) -> Option<Dated> {
    Some(Dated {
        first: document.page.day_at(sentence.start)?.to_owned(),
        last: None,
        precision: Precision::Published,
        from: document.page.clock_from(sentence.start),
    })
}

fn of_event(
    draft: &Draft<'_>,
    doc: usize,
    event: &Event,
    sentence: Span,
    said: Option<usize>,
) -> Option<Telling> {
    let document = draft.context.documents[doc];
    let own = event.day.clone().filter(|d| d.precision != Precision::Published);
    let said = said.map(|t| &document.times[t]).filter(|_| own.is_none());
    let timex = said.or_else(|| event.time.map(|t| &document.times[t as usize]));
    let day = match (own, said) {
        (Some(day), _) => day,
        (None, Some(t)) => t.dated(DateFrom::Saying)?,
        // What is only imagined, and has no day, is no happening.
        (None, None) if event.status == Status::Hypothetical => return None,
        (None, None) => event.day.clone().or_else(|| told_on(document, sentence))?,
    };
    let Dated { first: begin, precision, from, .. } = day.clone();
    let end = day.end().to_owned();
    let clock = document.page.day_at(sentence.start);
    let ahead = clock.is_none_or(|c| begin.as_str() > c);
    if event.status == Status::Hypothetical && !ahead {
        return None;
    }
    // Who denies or accuses is told among the claims.
    if precision == Precision::Published && standing::is_speech(&event.act) {
        return None;
    }
    let future = clock.is_some_and(|c| begin.as_str() > c);
    let status = match event.status {
        Status::Done | Status::UnderWay if future => Status::Announced,
        s => s,
    };
    Some(Telling {
        doc,
        sentence,
        begin,
        end,
        precision,
        from,
        status,
        act: Some(event.act.clone()),
        actor: None,
        target: event.target.and_then(|m| actor(draft, doc, m)),
        dated_by: timex.map(|t| t.span),
        words: words(draft, doc, sentence, timex),
    })
}

/// A sentence of the page's running text that names a time of the calendar.
fn of_sentence(draft: &Draft<'_>, doc: usize, timex: &Timex) -> Option<Telling> {
    let document = draft.context.documents[doc];
    let precision = timex.precision()?;
    let (sentence, role) = place(document, timex.span)?;
    let (begin, end) = (timex.begin.clone()?, timex.end.clone()?);
    let clock = document.page.day_at(timex.span.start);
    if !role.is_body() || (clock.is_none() && timex.anchor != Anchor::None) {
        return None;
    }
    let status = match clock {
        Some(c) if begin.as_str() > c => Status::Announced,
        // The day itself, and the month or year that still runs: the sentence tells the news, not a date in it.
        Some(c) if end.as_str() >= c && precision != Precision::Minute => return None,
        _ => Status::Done,
    };
    Some(Telling {
        doc,
        sentence,
        begin,
        end,
        precision,
        from: DateFrom::Expression,
        status,
        act: None,
        actor: None,
        target: None,
        dated_by: Some(timex.span),
        words: words(draft, doc, sentence, Some(timex)),
    })
}

fn words(draft: &Draft<'_>, doc: usize, sentence: Span, timex: Option<&Timex>) -> Vector {
    let terms = draft.context.terms.in_span(doc, sentence).iter();
    let dating = |s: Span| timex.is_some_and(|t| t.span.overlaps(s));
    let content = terms.filter(|w| !w.stop && !dating(w.span)).map(|w| w.term).collect();
    Vector::new(content, |t| draft.context.terms.idf(t))
}

/// The actor of an event, and those named in one breath with it: "Chile, Peru and Bolivia".
fn actors(draft: &Draft<'_>, doc: usize, event: &Event) -> Vec<Actor> {
    let document = draft.context.documents[doc];
    let Some(first) = event.actor else { return Vec::new() };
    let mut out: Vec<Actor> = actor(draft, doc, first).into_iter().collect();
    let joined = |a: u32, b: u32| {
        let (Some(a), Some(b)) = (document.mentions.get(a as usize), document.mentions.get(b as usize))
        else {
            return false;
        };
        let between = document.page.text.get(a.span.end as usize..b.span.start as usize);
        between.is_some_and(|t| matches!(t.trim(), "," | "and" | ", and" | "&" | ", the" | "and the"))
    };
    let mut at = first;
    while at > 0 && joined(at - 1, at) {
        at -= 1;
        out.extend(actor(draft, doc, at));
    }
    at = first;
    while joined(at, at + 1) {
        at += 1;
        out.extend(actor(draft, doc, at));
    }
    let countries_only = out.iter().all(|a| matches!(a, Actor::Country(_)));
    if !countries_only {
        out.truncate(1);
    }
    out.sort();
    out.dedup();
    out
}

/// The country behind a mention, if it is one, its government or an office of it; else its entity.
fn actor(draft: &Draft<'_>, doc: usize, mention: u32) -> Option<Actor> {
    let document = draft.context.documents[doc];
    let m = document.mentions.get(mention as usize)?;
    let words = document.words(m.span);
    if let Some(c) = country(words) {
        return Some(Actor::Country(c));
    }
    let place = m.entity.and_then(|e| draft.entity_of.get(doc, e));
    if standing::of_state(words) {
        // The words beside it decide: entities of "the foreign ministry" may stand for several countries.
        let state = beside(document, m.span).or_else(|| countries(words).first().copied());
        return state.map(Actor::Country).or(place.map(Actor::Entity));
    }
    let entity = place.and_then(|p| draft.ledger.entities.get(p));
    let office = || {
        let roles = entity.map(|e| e.roles.as_slice()).unwrap_or_default();
        roles.iter().filter_map(|r| r.of.as_deref()).find_map(country)
    };
    let country = entity.and_then(|e| country(&e.name)).or_else(office);
    country.map(Actor::Country).or(place.map(Actor::Entity))
}

/// The country named right before a mention: "the Danish | Ministry of Foreign Affairs".
fn beside(document: &Document, mention: Span) -> Option<&'static str> {
    let before = document.page.text.get(..mention.start as usize)?;
    let tail = before.char_indices().rev().take(BESIDE).last().map_or(before, |(i, _)| &before[i..]);
    let words: Vec<&str> = tail.split_whitespace().collect();
    // Only whole words, and only those that touch the mention.
    (1..=3.min(words.len())).find_map(|n| country(&words[words.len() - n..].join(" ")))
}
