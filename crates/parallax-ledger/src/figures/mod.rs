//! The same quantity of the same thing, across pages and within a long one.

mod casualties;
mod counted;
mod join;
mod relation;
mod sighting;
mod toll;
mod value;

use std::collections::{BTreeMap, BTreeSet};

use parallax_model::{Bound, Figure, FigureValue, Id, PageId, Relation};

use crate::context::{Draft, id};

use counted::Kind;
use relation::{Dated, by_day, overall};
use sighting::Sighting;

/// Brings numbers of the same quantity together, weightiest first.
pub(crate) fn group(draft: &Draft<'_>) -> Vec<Figure> {
    let mut by_story: BTreeMap<usize, Vec<Sighting<'_>>> = BTreeMap::new();
    for doc in 0..draft.context.documents.len() {
        let mut found = sighting::sightings(draft, doc);
        casualties::mark(draft, doc, &mut found);
        toll::mark_elsewhere(draft, doc, &mut found);
        by_story.entry(draft.story_of[doc]).or_default().extend(found);
    }
    let support = Support::new(draft);
    let mut figures = Vec::new();
    for (story, all) in &by_story {
        let Some(story) = draft.ledger.stories.get(*story) else { continue };
        for group in join::groups(all) {
            let members: Vec<&Sighting<'_>> = group.iter().map(|&i| &all[i]).collect();
            figures.push(figure(draft, &story.id, &members, &support));
        }
    }
    figures.sort_by(|a, b| (b.weight, &a.id).cmp(&(a.weight, &b.id)));
    figures
}

/// Which pages hang together by copying, so that they support a value only once.
struct Support {
    family: Vec<usize>,
}

impl Support {
    fn new(draft: &Draft<'_>) -> Self {
        let mut family: Vec<usize> = (0..draft.context.documents.len()).collect();
        for lineage in &draft.ledger.lineage {
            let docs: Vec<usize> = lineage.pages.iter().filter_map(|p| draft.context.doc(p)).collect();
            let Some(low) = docs.iter().map(|&d| family[d]).min() else { continue };
            let joined: BTreeSet<usize> = docs.iter().map(|&d| family[d]).collect();
            family.iter_mut().filter(|f| joined.contains(f)).for_each(|f| *f = low);
        }
        Self { family }
    }

    fn of(&self, docs: impl Iterator<Item = usize>) -> usize {
        docs.map(|d| self.family[d]).collect::<BTreeSet<_>>().len()
    }
}

/// All places that give one value.
struct Stand<'a, 'b> {
    members: Vec<&'b Sighting<'a>>,
    support: usize,
}

impl Stand<'_, '_> {
    fn seen<'d>(&self, draft: &Draft<'d>) -> Option<&'d str> {
        self.members.iter().filter_map(|m| seen(draft, m)).max_by(|a, b| by_day(a, b))
    }
}

fn seen<'d>(draft: &Draft<'d>, s: &Sighting<'_>) -> Option<&'d str> {
    draft.context.documents[s.doc].page.clock_at(s.span.start)
}

fn figure(draft: &Draft<'_>, story: &Id, members: &[&Sighting<'_>], support: &Support) -> Figure {
    let mut stands: Vec<Stand<'_, '_>> = Vec::new();
    for &m in members {
        match stands.iter_mut().find(|s| s.members[0].value.same(&m.value)) {
            Some(stand) => stand.members.push(m),
            None => stands.push(Stand { members: vec![m], support: 0 }),
        }
    }
    for s in &mut stands {
        s.support = support.of(s.members.iter().map(|m| m.doc));
    }
    let dated: Vec<Dated<'_>> = members.iter().map(|m| dated(draft, m)).collect();
    let grows = members[0].kind == Kind::Toll;
    let pages: BTreeSet<usize> = members.iter().map(|m| m.doc).collect();
    let relation = match stands.len() {
        1 if pages.len() == 1 => Relation::Single,
        _ => overall(&dated, grows, members[0].what == "missing"),
    };
    order(draft, &mut stands, relation, grows);
    let lead = stands[0].members.iter().min_by_key(|m| (!m.own, !m.lead, m.doc, m.span)).copied();
    let about = lead.unwrap_or(members[0]);
    let values: Vec<FigureValue> =
        stands.iter().enumerate().map(|(i, s)| figure_value(draft, s, i == 0)).collect();
    let first = draft.context.cut(members[0].doc, members[0].span);
    let place = format!("{}:{}", first.page, first.span.start);
    Figure {
        id: id('f', [story.0.as_str(), &members[0].what, members[0].measure, &place]),
        story: story.clone(),
        what: members[0].what.clone(),
        about: draft.context.cut(about.doc, about.sentence),
        unit: stands[0].members[0].unit.map(str::to_owned),
        weight: weight(draft, members, &values, relation),
        values,
        relation,
    }
}

fn dated<'d>(draft: &Draft<'d>, m: &'d Sighting<'_>) -> Dated<'d> {
    Dated {
        value: m.value,
        as_of: m.as_of.as_ref().map(|(a, b)| (a.as_str(), b.as_str())),
        seen: seen(draft, m),
        outlet: draft.context.documents[m.doc].page.outlet(),
    }
}

/// Best first. Where later values replace earlier ones, or values exclude each other: the best supported, then
/// the latest. Where they only refine each other: the most precise.
fn order(draft: &Draft<'_>, stands: &mut [Stand<'_, '_>], relation: Relation, grows: bool) {
    // A toll that a later day has outgrown is not the one to quote, however many pages gave it in its time.
    let told: Vec<(f64, Option<&str>)> =
        stands.iter().map(|s| (s.members[0].value.number, s.seen(draft).and_then(|d| d.get(..10)))).collect();
    let outgrown = |s: &Stand<'_, '_>| {
        let day = s.seen(draft).and_then(|d| d.get(..10));
        let later = |d: &Option<&str>| day.zip(*d).is_some_and(|(own, other)| other > own);
        grows
            && relation == Relation::Conflict
            && told.iter().any(|(n, d)| *n > s.members[0].value.number && later(d))
    };
    let own = |s: &Stand<'_, '_>| s.members.iter().filter(|m| m.own).map(|m| m.doc).collect::<BTreeSet<_>>();
    stands.sort_by(|a, b| {
        let current = outgrown(a).cmp(&outgrown(b));
        let precise = a.members[0].value.by_precision(&b.members[0].value);
        let supported = own(b).len().cmp(&own(a).len()).then(b.support.cmp(&a.support));
        let latest = match (a.seen(draft), b.seen(draft)) {
            (Some(x), Some(y)) => by_day(y, x),
            _ => std::cmp::Ordering::Equal,
        };
        let first = match relation {
            Relation::Refine => precise.then(supported).then(latest),
            Relation::Revised => latest.then(supported).then(precise),
            _ => supported.then(latest).then(precise),
        };
        let place = |s: &Stand<'_, '_>| (s.members[0].doc, s.members[0].span);
        current.then(first).then_with(|| place(a).cmp(&place(b)))
    });
}

fn figure_value(draft: &Draft<'_>, stand: &Stand<'_, '_>, best: bool) -> FigureValue {
    let documents = &draft.context.documents;
    let pages: BTreeSet<&PageId> = stand.members.iter().map(|m| &documents[m.doc].page.id).collect();
    let origins: BTreeSet<&Id> = stand.members.iter().filter_map(|m| m.origin.as_ref()).collect();
    let days: BTreeSet<&str> = stand
        .members
        .iter()
        .filter_map(|m| m.as_of.as_ref().filter(|(a, b)| a == b).map(|(a, _)| a.as_str()))
        .collect();
    let m = stand.members[0];
    let given = documents[m.doc].quantities.iter().find(|q| q.span == m.span);
    let mut evidence: Vec<_> = stand.members.iter().map(|m| draft.context.cut(m.doc, m.span)).collect();
    evidence.sort();
    evidence.dedup();
    FigureValue {
        value: given.map_or(m.value.number, |q| q.value),
        low: given.map_or(m.value.low, |q| q.low),
        high: given.map_or(m.value.high, |q| q.high),
        bound: m.value.bound,
        best,
        pages: pages.into_iter().cloned().collect(),
        evidence,
        origins: origins.into_iter().cloned().collect(),
        as_of: days.into_iter().next_back().map(str::to_owned),
    }
}

/// What makes a figure matter: who stands behind it, how many pages carry it, that pages disagree on it, that
/// it counts victims, that it stands in a lead.
fn weight(draft: &Draft<'_>, members: &[&Sighting<'_>], values: &[FigureValue], relation: Relation) -> u32 {
    let origins: BTreeSet<&Id> = values.iter().flat_map(|v| &v.origins).collect();
    let pages: BTreeSet<usize> = members.iter().map(|m| m.doc).collect();
    let outlets: BTreeSet<&str> = pages.iter().map(|&d| draft.context.documents[d].page.outlet()).collect();
    let disputed = match relation {
        Relation::Conflict => 40,
        Relation::Revised | Relation::Differ => 30,
        Relation::Refine => 15,
        _ => 0,
    };
    let kind = if members[0].kind == Kind::Toll { 20 } else { 0 };
    let lead = if members.iter().any(|m| m.lead) { 10 } else { 0 };
    let own = if members.iter().any(|m| m.own) { 1000 } else { 0 };
    // "The two leaders", "three sides": hardly news.
    let few =
        values.iter().all(|v| v.value <= 3.0) && members[0].kind == Kind::Thing && values[0].value >= 0.0;
    let bounded = values.iter().any(|v| v.bound != Bound::Exact) || values[0].value >= 100.0;
    let many = |n: usize, each: u32| (n.min(50) as u32) * each;
    let sum = many(origins.len(), 10)
        + many(outlets.len(), 20)
        + many(members.len(), 3)
        + disputed
        + kind
        + lead
        + own
        + if bounded { 5 } else { 0 };
    if few && members[0].unit.is_none() { sum / 4 } else { sum }
}

#[cfg(test)]
mod tests {
    use parallax_model::{Document, EntityType, Ledger};

    use super::*;
    use crate::testing::Build;

    fn ledger(documents: &[Document]) -> Ledger {
        let ledger = crate::build(documents);
        let text = |p: &PageId| documents.iter().find(|d| d.page.id == *p).map(|d| d.page.text.as_str());
        ledger.check(text).unwrap();
        ledger
    }

    fn values(figure: &Figure) -> Vec<(f64, Bound)> {
        figure.values.iter().map(|v| (v.value, v.bound)).collect()
    }

    #[test]
    fn the_same_count_on_three_pages_is_one_figure_with_its_bounds() {
        let a = "Norland put 4,500 troops on alert on Monday, the Defense Ministry said.";
        let b = "The Norland government placed around 4,500 soldiers on higher alert.";
        let c = "Sudmark sent 4,500 troops home from the southern islands.";
        let ledger = ledger(&[
            Build::page("a", "A", "2031-03-04", a).quantity("4,500", 4500.0, Bound::Exact, "troop").done(),
            Build::page("b", "B", "2031-03-04", b)
                .quantity("around 4,500", 4500.0, Bound::About, "soldier")
                .done(),
            Build::page("c", "C", "2031-03-04", c).quantity("4,500", 4500.0, Bound::Exact, "troop").done(),
        ]);
        let figure = &ledger.figures[0];
        assert_eq!(figure.what, "troop");
        assert_eq!(figure.relation, Relation::Agree);
        assert!(figure.values.iter().any(|v| v.evidence[0].text == "around 4,500"));
        assert_eq!(figure.values.iter().filter(|v| v.best).count(), 1);
    }

    #[test]
    fn calls_of_different_people_on_one_day_are_kept_apart() {
        let text = "President Ana Brandt and President Ivo Kral held a phone call on Saturday. \
                    The call clocked in at one hour and two minutes. \
                    The conversation between Brandt and Kral ran just over an hour.\n\
                    Prime Minister Lea Moreau and Kral spoke by telephone for 1 hour and 40 minutes.";
        let mut build = Build::page("live", "Live", "2031-03-04", text)
            .entity(EntityType::Person, &["Ana Brandt", "Brandt"])
            .entity(EntityType::Person, &["Ivo Kral", "Kral"])
            .entity(EntityType::Person, &["Lea Moreau"])
            .quantity("one hour and two minutes", 62.0, Bound::Exact, "call")
            .quantity("just over an hour", 60.0, Bound::MoreThan, "conversation")
            .quantity("1 hour and 40 minutes", 100.0, Bound::Exact, "call");
        for q in &mut build.document.quantities {
            q.unit = Some("minute".to_owned());
        }
        let ledger = ledger(&[build.done()]);
        assert_eq!(ledger.figures.len(), 2);
        let refined = ledger.figures.iter().find(|f| f.values.len() == 2).unwrap();
        assert_eq!(refined.relation, Relation::Refine);
        assert_eq!(values(refined)[0], (62.0, Bound::Exact), "the most precise first");
    }

    #[test]
    fn two_lower_bounds_of_a_toll_differ() {
        let a = "The war in eastern Norland, which has killed more than 13,000 people, goes on.";
        let b = "More than 14,000 people have died in the war in eastern Norland between army and rebels.";
        let ledger = ledger(&[
            Build::page("a", "A", "2031-03-04", a)
                .quantity("more than 13,000", 13_000.0, Bound::MoreThan, "killed")
                .done(),
            Build::page("b", "B", "2031-03-04", b)
                .quantity("More than 14,000", 14_000.0, Bound::MoreThan, "died")
                .done(),
        ]);
        assert_eq!(ledger.figures.len(), 1);
        assert_eq!(ledger.figures[0].relation, Relation::Differ);
        assert_eq!(ledger.figures[0].what, "killed");
    }

    #[test]
    fn troops_of_different_countries_are_never_one_figure() {
        let a = "Norway sent 500 Norwegian troops to the border on Friday.";
        let b = "Finland sent 500 Finnish troops to the border on Friday.";
        let counted = |mut b: Build, words: &str| {
            b.document.quantities[0].counted = Some(b.find(words));
            b.done()
        };
        let page =
            |id, text| Build::page(id, id, "2031-03-04", text).quantity("500", 500.0, Bound::Exact, "troop");
        let ledger =
            ledger(&[counted(page("a", a), "Norwegian troops"), counted(page("b", b), "Finnish troops")]);
        assert_eq!(ledger.figures.len(), 2);
    }

    #[test]
    fn two_mouths_of_one_sentence_count_one_crowd() {
        let text = "Officer Ana Brandt counted 300 people; organiser Ivo Kral spoke of 800.";
        let mut build = Build::page("a", "A", "2031-03-04", text)
            .entity(EntityType::Person, &["Ana Brandt"])
            .entity(EntityType::Person, &["Ivo Kral"])
            .said("Officer Ana Brandt", "counted", "300 people", parallax_model::Stance::Asserts)
            .said("organiser Ivo Kral", "spoke", "of 800", parallax_model::Stance::Asserts)
            .quantity("300", 300.0, Bound::Exact, "person")
            .quantity("800", 800.0, Bound::Exact, "person");
        build.document.quantities[0].counted = Some(build.find("people"));
        let ledger = ledger(&[build.done()]);
        assert_eq!(ledger.figures.len(), 1, "{:#?}", ledger.figures);
        assert_eq!(ledger.figures[0].relation, Relation::Conflict);
    }

    #[test]
    fn the_order_of_pages_does_not_matter() {
        let page = |id: &str, n: f64| {
            let text = format!("At least {n} people died in the fire at the harbour warehouse.");
            Build::page(id, id, "2031-03-04", &text)
                .quantity(&format!("At least {n}"), n, Bound::AtLeast, "died")
                .done()
        };
        let mut pages = vec![page("a", 7.0), page("b", 9.0), page("c", 7.0), page("d", 8.0)];
        let first = crate::build(&pages);
        pages.reverse();
        assert_eq!(first, crate::build(&pages));
    }
}
