//! Where pages differ on the same thing.

mod claims;
mod happenings;
mod quotes;
mod roles;

use parallax_model::{Conflict, ConflictKind, Evidence, Figure, Id, Relation, Side};

use crate::context::{Draft, id};

/// Everything on which pages differ, weightiest first.
pub(crate) fn find(draft: &Draft<'_>) -> Vec<Conflict> {
    let mut found: Vec<Conflict> = draft.ledger.figures.iter().filter_map(of_figure).collect();
    found.extend(roles::find(draft));
    found.extend(claims::dates(draft));
    found.extend(happenings::dates(draft));
    found.extend(claims::denials(draft));
    found.extend(quotes::find(draft));
    found.sort_by(|a, b| (b.weight, &a.id).cmp(&(a.weight, &b.id)));
    found.dedup_by(|a, b| a.id == b.id);
    found
}

/// The values of a figure that differ, exclude or replace each other.
fn of_figure(figure: &Figure) -> Option<Conflict> {
    let extra = match figure.relation {
        Relation::Conflict => 30,
        Relation::Differ => 20,
        Relation::Revised => 10,
        _ => return None,
    };
    let side = |v: &parallax_model::FigureValue| {
        let label = v.evidence.first().map_or(String::new(), |e| e.text.clone());
        Side { label, speaker: None, evidence: v.evidence.clone() }
    };
    let sides: Vec<Side> = figure.values.iter().map(side).collect();
    (sides.len() > 1).then(|| Conflict {
        id: id('c', ["value", &figure.id.0]),
        story: figure.story.clone(),
        kind: ConflictKind::Value,
        about: figure.what.clone(),
        sides,
        claims: Vec::new(),
        figure: Some(figure.id.clone()),
        entity: None,
        weight: figure.weight.saturating_add(extra),
    })
}

/// The story of the first page of the evidence.
fn story_of(draft: &Draft<'_>, evidence: &Evidence) -> Id {
    let place = draft.context.doc(&evidence.page).and_then(|d| draft.story_of.get(d));
    place.and_then(|&p| draft.ledger.stories.get(p)).map_or_else(Id::default, |s| s.id.clone())
}
