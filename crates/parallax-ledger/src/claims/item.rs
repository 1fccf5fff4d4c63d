//! A statement of a page, prepared for comparing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use parallax_model::{EntityType, MentionKind, Span, Stance, Statement, StatementKind};

use crate::context::Draft;
use crate::governments;
use crate::lexicon::{english, rows};
use crate::terms::{fold, stem};

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
    /// The country for which the speaker speaks or, in the page's own voice, whose government acts.
    pub(crate) country: Option<&'static str>,
    pub(crate) stance: Stance,
    /// Stems, entities and countries of the content, sorted, each once.
    pub(crate) terms: Vec<String>,
    /// Of `terms`, those that are names.
    pub(crate) names: BTreeSet<String>,
    pub(crate) counts: Vec<Count>,
    /// Runs of five words in quotation marks.
    pub(crate) quoted: BTreeSet<u64>,
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

/// Content words below which a statement says too little to be compared.
const LEAST_WORDS: usize = 3;

/// The statements of running text, in the order of documents and pages.
pub(crate) fn items(draft: &Draft<'_>) -> Vec<Item> {
    let mut items = Vec::new();
    for (doc, document) in draft.context.documents.iter().enumerate() {
        for (place, statement) in document.statements.iter().enumerate() {
            items.extend(item(draft, doc, place, statement));
        }
    }
    items
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
    let (terms, names) = content_terms(draft, doc, statement);
    if terms.len() < LEAST_WORDS {
        return None;
    }
    let inside = |span: Span| statement.content.iter().any(|c| c.contains(span));
    let counts: Vec<Count> = document
        .quantities
        .iter()
        .filter(|q| inside(q.span) && q.value.is_finite() && q.value.abs() < 1e13)
        .map(|q| ((q.value * 100.0) as i64, q.what.clone().or(q.unit.clone()).unwrap_or_default()))
        .collect();
    let day = statement.said_at.and_then(|t| document.times.get(t as usize));
    let said_on = day.filter(|t| t.begin == t.end).and_then(|t| t.begin.clone());
    let country = match &voice {
        Voice::Known(entity) => country_of(draft, *entity),
        Voice::Unnamed(_) => None,
        Voice::Own => acting(draft, doc, statement, &counts),
    };
    Some(Item {
        doc,
        statement: place,
        story: draft.story_of[doc],
        extent,
        voice,
        country,
        stance: statement.stance,
        terms,
        names,
        counts,
        quoted: quoted(draft, doc, statement),
        said_on,
        channel: statement.channel.as_ref().map(|c| c.name.clone()),
    })
}

fn voice(draft: &Draft<'_>, doc: usize, statement: &Statement) -> Voice {
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
fn country_of(draft: &Draft<'_>, entity: usize) -> Option<&'static str> {
    let entity = &draft.ledger.entities[entity];
    if entity.of == EntityType::Person {
        let of = entity.roles.iter().filter_map(|r| r.of.as_deref());
        return of.flat_map(|of| governments::countries(of)).next();
    }
    governments::country(&entity.name).or_else(|| match governments::countries(&entity.name)[..] {
        [only] => Some(only),
        _ => None,
    })
}

/// The country whose government acts in a sentence of the page's own voice: the actor of the event around the
/// number, else of the first event.
fn acting(draft: &Draft<'_>, doc: usize, statement: &Statement, counts: &[Count]) -> Option<&'static str> {
    let document = draft.context.documents[doc];
    let span = statement.content.iter().copied().reduce(Span::cover)?;
    let events: Vec<_> = document.events.iter().filter(|e| span.contains(e.trigger)).collect();
    let numbers = document.quantities.iter().filter(|q| span.contains(q.span));
    let numbers: Vec<Span> = if counts.is_empty() { Vec::new() } else { numbers.map(|q| q.span).collect() };
    let around = events.iter().filter(|e| numbers.iter().any(|n| e.span.contains(*n)));
    let event = around.min_by_key(|e| (e.span.len(), e.span)).or(events.first());
    let Some(event) = event else {
        // No event: the last country named before the number.
        let first = numbers.first()?;
        let before = Span::new(span.start as usize, first.start as usize);
        return governments::countries(document.words(before)).last().copied();
    };
    let actor = document.mentions.get(event.actor? as usize)?;
    let known = actor.entity.and_then(|e| draft.entity_of.get(doc, e)).and_then(|e| country_of(draft, e));
    known.or_else(|| governments::countries(document.words(actor.span)).first().copied())
}

/// What the content is about: names as entities and countries, other words as stems under their synonyms.
fn content_terms(draft: &Draft<'_>, doc: usize, statement: &Statement) -> (Vec<String>, BTreeSet<String>) {
    let document = draft.context.documents[doc];
    let (mut terms, mut names) = (BTreeSet::new(), BTreeSet::new());
    for &content in &statement.content {
        let mut covered: Vec<Span> = Vec::new();
        for (_, mention) in document.mentions_in(content).filter(|(_, m)| m.kind == MentionKind::Name) {
            let Some(entity) = mention.entity.and_then(|e| draft.entity_of.get(doc, e)) else { continue };
            let country = match draft.ledger.entities[entity].of {
                EntityType::Person => None,
                _ => governments::country(document.words(mention.span)),
            };
            names.insert(country.map_or_else(|| format!("={entity}"), |c| format!("@{c}")));
            covered.push(mention.span);
        }
        let words = draft.context.terms.in_span(doc, content);
        for word in words.iter().filter(|w| !w.stop && !covered.iter().any(|c| c.contains(w.span))) {
            let written = document.words(word.span);
            match governments::country(written) {
                Some(country) => names.insert(format!("@{country}")),
                None => terms.insert(canonical(draft.context.terms.stem(word.term))),
            };
        }
    }
    terms.extend(names.iter().cloned());
    (terms.into_iter().collect(), names)
}

/// The stem that stands for all its synonyms.
pub(crate) fn canonical(stem: &str) -> String {
    SYNONYMS.get(stem).cloned().unwrap_or_else(|| stem.to_owned())
}

/// Hashes of runs of five words inside quotation marks.
fn quoted(draft: &Draft<'_>, doc: usize, statement: &Statement) -> BTreeSet<u64> {
    let document = draft.context.documents[doc];
    if !matches!(statement.kind, StatementKind::Direct | StatementKind::Mixed) {
        return BTreeSet::new();
    }
    let mut runs = BTreeSet::new();
    for &content in &statement.content {
        let words: Vec<u32> = draft.context.terms.in_span(doc, content).iter().map(|w| w.term).collect();
        let direct =
            statement.kind == StatementKind::Direct || document.words(content).starts_with(['"', '“']);
        if direct {
            runs.extend(words.windows(5).map(run_hash));
        }
    }
    runs
}

/// One number for a run of terms.
pub(crate) fn run_hash(run: &[u32]) -> u64 {
    run.iter().fold(0xcbf2_9ce4_8422_2325, |h, t| {
        (h ^ u64::from(*t)).wrapping_mul(0x0100_0000_01b3).rotate_left(17)
    })
}
