//! One person, two offices that nobody holds at once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use parallax_model::{Conflict, ConflictKind, Entity, EntityType, Evidence, RoleSeen, Side};

use crate::context::{Draft, id};
use crate::governments::country;
use crate::lexicon::{english, rows};

use super::story_of;

static OFFICES: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    let row = |r: Vec<&'static str>| Some((*r.first()?, *r.get(1)?));
    let titles = rows(english!("offices.tsv")).filter_map(row);
    titles.flat_map(|(office, titles)| titles.split('|').map(move |t| (t, office))).collect()
});

/// Words before or in a role that put it into another time or make it smaller.
const NOT_NOW: [&str; 9] =
    ["former", "ex", "then", "late", "future", "designate", "elect", "retired", "candidate"];

pub(super) fn find(draft: &Draft<'_>) -> Vec<Conflict> {
    draft.ledger.entities.iter().filter_map(|e| of_entity(draft, e)).collect()
}

fn of_entity(draft: &Draft<'_>, entity: &Entity) -> Option<Conflict> {
    if entity.of != EntityType::Person {
        return None;
    }
    // Office to the places that give it; a page that gives several offices takes no side.
    let mut given: BTreeMap<&str, BTreeSet<&Evidence>> = BTreeMap::new();
    let mut of: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for role in &entity.roles {
        let Some(&office) = OFFICES.get(role.title.as_str()) else { continue };
        let now = role.evidence.iter().filter(|e| is_now(draft, e));
        given.entry(office).or_default().extend(now);
        of.entry(office).or_default().extend(owner(role));
    }
    let mut pages: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (office, evidence) in &given {
        evidence.iter().for_each(|e| {
            pages.entry(e.page.0.as_str()).or_default().insert(office);
        });
    }
    let several: BTreeSet<&str> = pages.iter().filter(|(_, o)| o.len() > 1).map(|(p, _)| *p).collect();
    for evidence in given.values_mut() {
        evidence.retain(|e| !several.contains(e.page.0.as_str()));
    }
    given.retain(|_, evidence| !evidence.is_empty());
    // Offices of two countries are more likely two persons than a slip.
    let offices: Vec<&str> = given.keys().copied().collect();
    let clash = offices.iter().enumerate().any(|(i, a)| {
        offices[i + 1..].iter().any(|b| {
            let (x, y) = (&of[a], &of[b]);
            x.is_empty() || y.is_empty() || !x.is_disjoint(y)
        })
    });
    if !clash {
        return None;
    }
    let mut sides: Vec<Side> = given
        .iter()
        .map(|(office, evidence)| Side {
            label: (*office).to_owned(),
            speaker: None,
            evidence: evidence.iter().map(|e| (*e).clone()).collect(),
        })
        .collect();
    sides.sort_by(|a, b| (b.evidence.len(), &a.label).cmp(&(a.evidence.len(), &b.label)));
    let first = sides[0].evidence.first()?;
    let pages = pages.len() as u32;
    Some(Conflict {
        id: id('c', ["role", &entity.id.0]),
        story: story_of(draft, first),
        kind: ConflictKind::Role,
        about: entity.name.clone(),
        sides,
        claims: Vec::new(),
        figure: None,
        entity: Some(entity.id.clone()),
        weight: 40 + 10 * pages,
    })
}

/// The country whose office it is, or the words where they name no country.
fn owner(role: &RoleSeen) -> Option<&str> {
    let of = role.of.as_deref()?;
    Some(country(of).unwrap_or(of))
}

/// Whether the page gives the role for its own time.
fn is_now(draft: &Draft<'_>, evidence: &Evidence) -> bool {
    let Some(doc) = draft.context.doc(&evidence.page) else { return false };
    let text = &draft.context.documents[doc].page.text;
    let before = text.get(..evidence.span.start as usize).unwrap_or("");
    let split = |c: char| !c.is_alphanumeric();
    let mut near = before.rsplit(split).filter(|w| !w.is_empty()).take(2);
    let past = |w: &str| NOT_NOW.contains(&w.to_lowercase().as_str());
    !near.any(past) && !evidence.text.split(split).any(past)
}

#[cfg(test)]
mod tests {
    use parallax_model::{ConflictKind, Document, EntityType};

    use crate::testing::Build;

    fn page(id: &str, role: &str, title: &str, of: Option<&str>) -> Document {
        let text = format!("{role} Oskar Lind said the border stays open.");
        Build::page(id, id, "2031-03-04", &text)
            .entity(EntityType::Person, &["Oskar Lind"])
            .role(role, title, of)
            .done()
    }

    fn labels(pages: &[Document]) -> Vec<Vec<String>> {
        let ledger = crate::build(pages);
        let roles = ledger.conflicts.iter().filter(|c| c.kind == ConflictKind::Role);
        roles.map(|c| c.sides.iter().map(|s| s.label.clone()).collect()).collect()
    }

    #[test]
    fn two_ministries_of_one_country_conflict() {
        let pages = [
            page("a", "Norwegian Foreign Minister", "foreign minister", Some("Norwegian")),
            page("b", "Norway’s Foreign Minister", "foreign minister", Some("Norway")),
            page("c", "Norwegian Defence Minister", "defense minister", Some("Norwegian")),
        ];
        assert_eq!(labels(&pages), [["foreign minister", "defense minister"]]);
    }

    #[test]
    fn other_words_for_one_office_do_not() {
        let pages = [
            page("a", "Foreign Minister", "foreign minister", None),
            page("b", "Norway’s Minister of Foreign Affairs", "minister of foreign affairs", Some("Norway")),
            page("c", "Minister", "minister", None),
            page("d", "Norway’s top diplomat", "top diplomat", Some("Norway")),
        ];
        assert!(labels(&pages).is_empty());
    }

    #[test]
    fn a_former_office_is_no_side() {
        let pages = [
            page("a", "Foreign Minister", "foreign minister", None),
            page("b", "Former Defense Minister", "defense minister", None),
        ];
        assert!(labels(&pages).is_empty());
    }

    #[test]
    fn a_page_that_gives_both_takes_no_side() {
        let text = "Defense Minister Oskar Lind, who is also Prime Minister, spoke.";
        let both = Build::page("a", "A", "2031-03-04", text)
            .entity(EntityType::Person, &["Oskar Lind"])
            .role("Defense Minister", "defense minister", None)
            .role("Prime Minister", "prime minister", None)
            .done();
        assert!(labels(&[both, page("b", "Prime Minister", "prime minister", None)]).is_empty());
    }
}
