//! What each outlet has alone, what it leaves out, and what it spells its own way.

use std::collections::{BTreeMap, BTreeSet};

use parallax_model::{Entity, Id, OutletView, PageId, Spelling};

use crate::context::Draft;
use crate::terms::fold;

/// Compares the outlets, by name.
pub(crate) fn compare(draft: &Draft<'_>) -> Vec<OutletView> {
    let mut pages: BTreeMap<&str, BTreeSet<&PageId>> = BTreeMap::new();
    let mut outlet_of: BTreeMap<&PageId, &str> = BTreeMap::new();
    // Only outlets that write about the same can leave something out of it.
    let mut in_story: BTreeMap<&Id, BTreeSet<&str>> = BTreeMap::new();
    for (document, place) in draft.context.documents.iter().zip(&draft.story_of) {
        let outlet = document.page.outlet();
        pages.entry(outlet).or_default().insert(&document.page.id);
        outlet_of.insert(&document.page.id, outlet);
        if let Some(story) = draft.ledger.stories.get(*place) {
            in_story.entry(&story.id).or_default().insert(outlet);
        }
    }
    let carried = carried(draft, &outlet_of);
    let mut alone: BTreeMap<&str, Vec<(u32, &Id)>> = BTreeMap::new();
    let mut omits: BTreeMap<&str, Vec<(u32, &Id)>> = BTreeMap::new();
    for item in &carried {
        let all = in_story.get(item.story);
        if let (1, true) = (item.outlets.len(), item.claim) {
            for outlet in &item.outlets {
                alone.entry(outlet).or_default().push((item.weight, item.id));
            }
        } else if let Some(all) = all.filter(|a| item.outlets.len() >= 2 && a.len() == item.outlets.len() + 1)
        {
            for outlet in all.difference(&item.outlets) {
                omits.entry(outlet).or_default().push((item.weight, item.id));
            }
        }
    }
    let sorted = |list: Option<Vec<(u32, &Id)>>| {
        let mut list = list.unwrap_or_default();
        list.sort_by(|a, b| (b.0, a.1).cmp(&(a.0, b.1)));
        list.into_iter().map(|(_, id)| id.clone()).collect()
    };
    let mut spellings = own_spellings(draft, &outlet_of);
    let mut views = Vec::new();
    for (outlet, pages) in pages {
        views.push(OutletView {
            outlet: outlet.to_owned(),
            pages: pages.into_iter().cloned().collect(),
            alone: sorted(alone.remove(outlet)),
            omits: sorted(omits.remove(outlet)),
            own_spellings: spellings.remove(outlet).unwrap_or_default(),
        });
    }
    views
}

/// A claim or figure with the outlets that carry it.
struct Carried<'a> {
    id: &'a Id,
    story: &'a Id,
    claim: bool,
    weight: u32,
    outlets: BTreeSet<&'a str>,
}

fn carried<'a>(draft: &'a Draft<'_>, outlet_of: &BTreeMap<&PageId, &'a str>) -> Vec<Carried<'a>> {
    let claims = draft.ledger.claims.iter().map(|c| Carried {
        id: &c.id,
        story: &c.story,
        claim: true,
        weight: c.weight,
        outlets: c.outlets.iter().map(String::as_str).collect(),
    });
    let figures = draft.ledger.figures.iter().map(|f| Carried {
        id: &f.id,
        story: &f.story,
        claim: false,
        weight: f.weight,
        outlets: f.values.iter().flat_map(|v| &v.pages).filter_map(|p| outlet_of.get(p).copied()).collect(),
    });
    claims.chain(figures).collect()
}

/// For each outlet the spellings that it alone uses where at least two others agree on another.
fn own_spellings<'a>(
    draft: &Draft<'_>,
    outlet_of: &BTreeMap<&PageId, &'a str>,
) -> BTreeMap<&'a str, Vec<Spelling>> {
    let mut own: BTreeMap<&'a str, Vec<Spelling>> = BTreeMap::new();
    for entity in &draft.ledger.entities {
        for (outlet, spelling) in of_entity(entity, outlet_of) {
            own.entry(outlet).or_default().push(spelling.clone());
        }
    }
    own
}

/// Names of as many words are compared word by word: "Sergei Orlov" is spelled otherwise than "Sergey Orlov",
/// but "Orlov" is only shorter.
fn of_entity<'a, 'e>(
    entity: &'e Entity,
    outlet_of: &BTreeMap<&PageId, &'a str>,
) -> Vec<(&'a str, &'e Spelling)> {
    let mut outlets: BTreeMap<usize, BTreeSet<&'a str>> = BTreeMap::new();
    for (i, spelling) in entity.spellings.iter().enumerate() {
        outlets.insert(i, spelling.pages.iter().filter_map(|p| outlet_of.get(p).copied()).collect());
    }
    let mut out = Vec::new();
    for (i, spelling) in entity.spellings.iter().enumerate() {
        let Some(&outlet) = outlets[&i].first().filter(|_| outlets[&i].len() == 1) else { continue };
        let others = entity.spellings.iter().enumerate().any(|(j, other)| {
            let agreed = outlets[&j].iter().filter(|&&o| o != outlet).count() >= 2;
            agreed && !outlets[&j].contains(outlet) && variant(&spelling.text, &other.text)
        });
        if others {
            out.push((outlet, spelling));
        }
    }
    out
}

/// Whether two names differ in how words are spelled, not in their number of words or in accents and case.
/// The family name has to begin alike; a given name may be another form of it ("Alexey", "Oleksiy").
fn variant(a: &str, b: &str) -> bool {
    let words = |s: &str| s.split_whitespace().map(fold).collect::<Vec<_>>();
    let (a, b) = (words(a), words(b));
    let initial = |w: &[String]| w.last().and_then(|w| w.chars().next());
    a.len() == b.len() && a != b && initial(&a) == initial(&b)
}

#[cfg(test)]
mod tests {
    use parallax_model::{Document, Entity, EntityType, Evidence, Span};

    use super::*;
    use crate::testing::Build;

    fn entity(spellings: &[(&str, &[&str])]) -> Entity {
        let spelling = |(text, pages): &(&str, &[&str])| Spelling {
            text: (*text).to_owned(),
            pages: pages.iter().map(|p| PageId((*p).to_owned())).collect(),
            evidence: Evidence { page: PageId("a".to_owned()), span: Span::new(0, 1), text: String::new() },
        };
        Entity {
            id: Id("e".to_owned()),
            name: spellings[0].0.to_owned(),
            of: EntityType::Person,
            spellings: spellings.iter().map(spelling).collect(),
            roles: Vec::new(),
        }
    }

    fn own(spellings: &[(&str, &[&str])]) -> Vec<(String, String)> {
        let ids: Vec<PageId> = ["a", "b", "c"].iter().map(|p| PageId((*p).to_owned())).collect();
        let outlets: BTreeMap<&PageId, &str> = ids.iter().zip(["A", "B", "C"]).collect();
        let entity = entity(spellings);
        let own = of_entity(&entity, &outlets);
        own.iter().map(|(o, s)| ((*o).to_owned(), s.text.clone())).collect()
    }

    #[test]
    fn a_spelling_of_one_against_two_is_its_own() {
        let found = own(&[("Hnat", &["a", "b"]), ("Oleksiy Hnat", &["c"])]);
        assert!(found.is_empty(), "a longer name is not another spelling");
        let found = own(&[("Sergei Hnat", &["a", "b"]), ("Sergey Hnat", &["c"]), ("Hnat", &["c"])]);
        assert_eq!(found, [("C".to_owned(), "Sergey Hnat".to_owned())]);
    }

    #[test]
    fn no_spelling_is_odd_where_only_one_other_disagrees() {
        assert!(own(&[("Lviw", &["a"]), ("Lviv", &["b"])]).is_empty());
        assert!(own(&[("Lviw", &["a"]), ("Lviv", &["a", "b", "c"])]).is_empty(), "it uses both");
    }

    #[test]
    fn what_all_others_carry_is_left_out() {
        let text = "The port of Anholt was closed with 4,500 troops on alert.";
        let page = |id: &str| -> Document {
            Build::page(id, id, "2031-03-04", text)
                .quantity("4,500", 4500.0, parallax_model::Bound::Exact, "troop")
                .done()
        };
        let silent = Build::page("c", "c", "2031-03-04", "The port of Anholt was closed by troops.").done();
        let options = crate::Options { one_story: true };
        let ledger = crate::build_with(&[page("a"), page("b"), silent], &options);
        let views: Vec<(&str, bool)> = ledger
            .outlets
            .iter()
            .map(|v| (v.outlet.as_str(), v.omits == [ledger.figures[0].id.clone()]))
            .collect();
        assert_eq!(views, [("a", false), ("b", false), ("c", true)]);
    }
}
