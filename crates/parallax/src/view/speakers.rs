//! Who said what: statements by speaker, in the order of time.

use std::collections::BTreeMap;

use parallax_model::Id;

use super::book::{Book, Cite, Line};
use super::claims::{ClaimView, claim_view, is_spoken, one_a_page};
use super::words;

/// Speakers that are shown before the rest folds.
const OPEN_SPEAKERS: usize = 12;
/// Statements of one speaker that are shown before the rest folds.
const OPEN_STATEMENTS: usize = 4;

#[derive(Debug, Default)]
pub(crate) struct Speakers {
    pub(crate) open: Vec<SpeakerView>,
    pub(crate) folded: Vec<SpeakerView>,
    /// Speakers whom no page names, by the words that describe them.
    pub(crate) unnamed: Vec<SpeakerView>,
}

#[derive(Debug)]
pub(crate) struct SpeakerView {
    pub(crate) name: String,
    pub(crate) roles: Vec<RoleView>,
    pub(crate) spellings: Vec<String>,
    pub(crate) count: String,
    pub(crate) statements: Vec<ClaimView>,
    pub(crate) more: Vec<ClaimView>,
}

#[derive(Debug)]
pub(crate) struct RoleView {
    /// The role where it stands.
    pub(crate) words: Cite,
    /// Outlets that give it.
    pub(crate) outlets: String,
}

/// Whether a speaker is not named, the name, and the entity.
type Who<'a> = (bool, &'a str, Option<&'a str>);

pub(crate) fn speakers(book: &mut Book<'_>) -> Speakers {
    let ledger = &book.report.ledger;
    let names: BTreeMap<&Id, &str> = ledger.entities.iter().map(|e| (&e.id, e.name.as_str())).collect();
    // The claims of each speaker, and their weight together.
    let mut groups: BTreeMap<Who<'_>, (u64, Vec<usize>)> = BTreeMap::new();
    for (i, claim) in ledger.claims.iter().enumerate().filter(|(_, c)| is_spoken(c)) {
        let Some(speaker) = &claim.speaker else { continue };
        let entity = speaker.entity.as_ref();
        let name = entity.and_then(|id| names.get(id).copied()).unwrap_or(speaker.name.as_str());
        let key = (entity.is_none(), name, entity.map(|e| e.0.as_str()));
        let group = groups.entry(key).or_default();
        group.0 += u64::from(claim.weight);
        group.1.push(i);
    }
    let mut order: Vec<_> = groups.into_iter().collect();
    order.sort_by(|a, b| b.1.0.cmp(&a.1.0).then_with(|| a.0.cmp(&b.0)));
    let mut out = Speakers::default();
    for ((unnamed, name, entity), (_, places)) in order {
        let view = speaker_view(book, name, entity, places);
        if unnamed {
            out.unnamed.push(view);
        } else if out.open.len() < OPEN_SPEAKERS {
            out.open.push(view);
        } else {
            out.folded.push(view);
        }
    }
    out
}

fn speaker_view(
    book: &mut Book<'_>,
    name: &str,
    entity: Option<&str>,
    mut places: Vec<usize>,
) -> SpeakerView {
    let ledger = &book.report.ledger;
    let count = words::count(places.len(), "statement", "statements");
    // The weightiest are shown; all are in the order of time.
    let shown = places.iter().copied().take(OPEN_STATEMENTS).max().unwrap_or(0);
    let when = |i: usize| {
        let c = &ledger.claims[i];
        c.said_on.as_deref().or(c.first_seen.as_deref().and_then(|s| s.get(..10))).unwrap_or("~")
    };
    places.sort_by(|&a, &b| when(a).cmp(when(b)).then(a.cmp(&b)));
    let (first, rest): (Vec<usize>, Vec<usize>) = places.into_iter().partition(|&i| i <= shown);
    let line = Line::new('S', first.first().map_or(0, |i| i + 1));
    let entity = entity.and_then(|id| ledger.entities.iter().find(|e| e.id.0 == id));
    let mut roles = Vec::new();
    for role in entity.map_or(&[][..], |e| &e.roles) {
        let Some(first) = role.evidence.first() else { continue };
        let mut outlets: Vec<String> =
            one_a_page(&role.evidence).iter().map(|e| book.outlet(&e.page)).collect();
        outlets.sort_unstable();
        outlets.dedup();
        roles.push(RoleView { words: book.cite(first, line), outlets: outlets.join(", ") });
    }
    let spellings = entity.map_or_else(Vec::new, |e| {
        e.spellings
            .iter()
            .map(|s| s.text.clone())
            .filter(|s| s != name && name.contains(' ') && s.contains(' '))
            .collect()
    });
    SpeakerView {
        name: name.to_owned(),
        roles,
        spellings,
        count,
        statements: first.into_iter().map(|i| claim_view(book, i, &ledger.claims[i], 'S')).collect(),
        more: rest.into_iter().map(|i| claim_view(book, i, &ledger.claims[i], 'S')).collect(),
    }
}
