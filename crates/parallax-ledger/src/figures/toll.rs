//! Tolls of one happening: as it develops, pages give other numbers in other words on other days.
//!
//! Each page that counts the dead of a story mostly speaks of the happening that the story is about. So counts
//! of the same outcome meet in one figure, unless something says that one is of another happening: another year
//! or day, a place that the page does not open with, a part of the whole, a number of another size.

use parallax_model::{Document, EntityType, Span};

use crate::context::Draft;
use crate::days::day_number;

use super::casualties::is;
use super::sighting::{Sighting, clause};
use super::value::near;

/// Outcomes that are counted for one happening.
const OUTCOMES: [&str; 4] = ["killed", "injured", "missing", "rescued"];
/// A toll this many times another is hardly of the same happening.
const TIMES: f64 = 5.0;
/// Days after which a toll is of an older happening.
const RECENT: i64 = 45;
/// Larger groups are left as they are: keeps large stories linear.
const CROWD: usize = 400;

/// Whether `what` is an outcome of a happening.
pub(super) fn is_outcome(what: &str) -> bool {
    OUTCOMES.contains(&what)
}

/// Joins groups that count the same outcome of the story's own happening; groups are sorted and stay so.
pub(super) fn unite(all: &[Sighting<'_>], mut groups: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    for what in OUTCOMES {
        let counts = |g: &Vec<usize>| g.iter().all(|&i| all[i].what == what && all[i].unit.is_none());
        let Some(home) = home(all, &groups, &counts) else { continue };
        let mut held = std::mem::take(&mut groups[home]);
        for (at, group) in groups.iter_mut().enumerate() {
            let small = held.len() + group.len() <= CROWD;
            if at != home && small && !group.is_empty() && counts(group) && fits(all, &held, group) {
                held.append(group);
            }
        }
        held.sort_unstable();
        groups[home] = held;
        groups.retain(|g| !g.is_empty());
        groups.sort();
    }
    groups
}

/// The group that more pages than any other give as the count of their own happening; else one in a lead.
fn home(all: &[Sighting<'_>], groups: &[Vec<usize>], counts: &dyn Fn(&Vec<usize>) -> bool) -> Option<usize> {
    let rank = |g: &Vec<usize>| {
        let own = g.iter().filter(|&&i| all[i].own).count();
        let here = || g.iter().filter(|&&i| !all[i].elsewhere);
        let lead = here().filter(|&&i| all[i].lead).count();
        // The missing and the rescued are seldom counted but for the happening of the day.
        let any = here().filter(|&&i| matches!(all[i].what.as_str(), "missing" | "rescued")).count();
        (own, lead, any)
    };
    let candidates = groups.iter().enumerate().filter(|(_, g)| counts(g));
    let ranked = candidates.map(|(i, g)| (rank(g), std::cmp::Reverse(i))).max()?;
    (ranked.0 != (0, 0, 0)).then_some(ranked.1.0)
}

/// Whether every count of `group` may be of the happening that `held` is of.
fn fits(all: &[Sighting<'_>], held: &[usize], group: &[usize]) -> bool {
    let numbers = || held.iter().map(|&i| all[i].value.number);
    let (low, high) = (numbers().fold(f64::INFINITY, f64::min), numbers().fold(0.0, f64::max));
    group.iter().all(|&i| {
        let s = &all[i];
        let size = s.value.number > 0.0 && s.value.number <= high * TIMES && s.value.number * TIMES >= low;
        size && !s.elsewhere && held.iter().all(|&j| together(s, &all[j]))
    })
}

/// Whether nothing on the pages themselves keeps the two apart.
fn together(a: &Sighting<'_>, b: &Sighting<'_>) -> bool {
    if a.doc != b.doc || near(a.value.number, b.value.number) {
        return a.owners.is_empty() || b.owners.is_empty() || !a.owners.is_disjoint(&b.owners);
    }
    // One page gives two numbers of one happening only from different mouths or for different days.
    a.sentence != b.sentence && (a.origin != b.origin || a.as_of != b.as_of)
}

/// Marks counts of victims that their words give to another happening, or to a part of the victims.
pub(super) fn mark_elsewhere(draft: &Draft<'_>, doc: usize, found: &mut [Sighting<'_>]) {
    for s in found.iter_mut().filter(|s| !s.own && is_outcome(&s.what)) {
        s.elsewhere = elsewhere(draft.context.documents[doc], s);
    }
}

fn elsewhere(document: &Document, s: &Sighting<'_>) -> bool {
    let text = &document.page.text;
    let clock = document.page.day_at(s.span.start);
    let day = |d: Option<&str>| d.and_then(day_number);
    let ends = day(s.as_of.as_ref().map(|(_, end)| end.as_str()));
    if day(clock).zip(ends).is_some_and(|(clock, end)| clock - end > RECENT) {
        return true;
    }
    let part = clause(document, s.sentence, s.span);
    let year = clock.and_then(|c| c.get(..4));
    let is_year =
        |w: &str| w.len() == 4 && w.starts_with(['1', '2']) && w.bytes().all(|b| b.is_ascii_digit());
    let dated = |w: &str| is_year(w) && Some(w) != year && !s.span.of(text).contains(w);
    let lower = document.words(part).to_lowercase();
    if words(&lower).any(|w| is("background", w) || dated(w)) {
        return true;
    }
    let around = |from: u32, to: u32| text.get(from as usize..to as usize).unwrap_or("").to_lowercase();
    let (before, after) = (around(part.start, s.span.start), around(s.span.end, part.end));
    let mut next = words(&after);
    let of = (next.next(), next.next());
    let of_them = matches!(of, (Some("of"), Some("the" | "them" | "those" | "whom" | "these")));
    if of_them || of.0.is_some_and(|w| is("part", w)) || words(&before).last().is_some_and(|w| is("part", w))
    {
        return true;
    }
    if s.lead {
        return false;
    }
    // A place that the page names only here, far from its opening.
    let source = |m: Span| document.statements.iter().any(|x| x.source.iter().any(|s| s.contains(m)));
    document.mentions_in(part).any(|(_, m)| {
        let place = matches!(m.of, EntityType::Polity | EntityType::Location | EntityType::Facility);
        let name = document.words(m.span);
        let outside =
            |from: u32, to: u32| text.get(from as usize..to as usize).is_some_and(|t| t.contains(name));
        place
            && !source(m.span)
            && !outside(0, s.sentence.start)
            && !outside(s.sentence.end, text.len() as u32)
    })
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty())
}

#[cfg(test)]
mod tests {
    use parallax_model::{Bound, Document, EntityType, Figure, Relation};

    use crate::testing::Build;

    fn figures(pages: Vec<Build>) -> Vec<Figure> {
        let documents: Vec<Document> = pages.into_iter().map(Build::done).collect();
        crate::build_with(&documents, &crate::Options { one_story: true }).figures
    }

    fn page(id: &str, day: &str, text: &str, words: &str, value: f64) -> Build {
        Build::page(id, id, day, text).quantity(words, value, Bound::Exact, "killed")
    }

    fn first() -> Build {
        page("a", "2031-03-03", "Twelve people were killed when the mill at Norhaven burned.", "Twelve", 12.0)
    }

    #[test]
    fn a_toll_that_rises_from_day_to_day_is_one_figure() {
        let found = figures(vec![
            first(),
            page("b", "2031-03-04", "The rescue service now counts 19 dead.", "19", 19.0),
            page(
                "c",
                "2031-03-07",
                "Officials said the deaths of 20 guests were being examined.",
                "20",
                20.0,
            ),
        ]);
        assert_eq!(found.len(), 1, "{found:#?}");
        assert_eq!(found[0].relation, Relation::Revised);
        assert_eq!(found[0].values[0].value, 20.0);
    }

    #[test]
    fn two_tolls_of_one_hour_are_in_conflict_and_the_latest_is_quoted() {
        let text = "Governor Ivo Kral said 17 people had been killed. The rescue service spoke of 12 dead.";
        let both = page("b", "2031-03-03", text, "17", 17.0)
            .quantity("12", 12.0, Bound::Exact, "killed")
            .entity(EntityType::Person, &["Ivo Kral"])
            .said("Governor Ivo Kral", "said", "17 people had been killed", parallax_model::Stance::Asserts);
        let found = figures(vec![
            first(),
            both,
            page("c", "2031-03-07", "The rescue service now counts 20 dead.", "20", 20.0),
        ]);
        assert_eq!(found.len(), 1, "{found:#?}");
        assert_eq!(found[0].relation, Relation::Conflict);
        assert_eq!(found[0].values[0].value, 20.0);
    }

    #[test]
    fn tolls_of_other_happenings_and_parts_of_a_toll_stay_apart() {
        for (text, words, value) in [
            ("The mill had been inspected. A fire in 2019 killed 14 workers.", "14", 14.0),
            ("The mill had been inspected. Seven of the dead were buried on Monday.", "Seven", 7.0),
        ] {
            let found = figures(vec![first(), page("b", "2031-03-04", text, words, value)]);
            assert_eq!(found.len(), 2, "{text}");
        }
        let opening = "The mill had been inspected. The owner said much. He spoke for an hour. Nobody asked. \
                       He was silent. A lamp fell.";
        let large = format!("{opening} Floods killed 900 people.");
        let large = page("b", "2031-03-04", &large, "900", 900.0);
        assert_eq!(figures(vec![first(), large]).len(), 2);
        let far = format!("{opening} A blast at Osterby killed 10 workers.");
        let far = page("b", "2031-03-04", &far, "10", 10.0).entity(EntityType::Polity, &["Osterby"]);
        assert_eq!(figures(vec![first(), far]).len(), 2);
    }

    #[test]
    fn those_pulled_from_the_water_are_the_rescued_and_two_floors_differ() {
        let a = "More than 200 were rescued by Monday evening.";
        let b = "She was one of more than 240 people pulled from the water on Sunday.";
        let found = figures(vec![
            Build::page("a", "A", "2031-03-03", a)
                .quantity("More than 200", 200.0, Bound::MoreThan, "rescued")
                .day("Monday", "2031-03-03"),
            Build::page("b", "B", "2031-03-04", b)
                .quantity("more than 240", 240.0, Bound::MoreThan, "person")
                .day("Sunday", "2031-03-02"),
        ]);
        assert_eq!(found.len(), 1, "{found:#?}");
        assert_eq!((found[0].what.as_str(), found[0].relation), ("rescued", Relation::Differ));
    }

    #[test]
    fn the_missing_become_fewer() {
        let a = "On Friday 34 people were unaccounted for.";
        let b = "Ten were still missing, down from 34 on Friday.";
        let found = figures(vec![
            Build::page("a", "A", "2031-03-07", a).quantity("34", 34.0, Bound::Exact, "person"),
            Build::page("b", "B", "2031-03-09", b)
                .quantity("Ten", 10.0, Bound::Exact, "missing")
                .day("Friday", "2031-03-07"),
        ]);
        assert_eq!(found.len(), 1, "{found:#?}");
        assert_eq!(found[0].relation, Relation::Revised);
        assert_eq!(found[0].values.iter().find(|v| v.value == 10.0).unwrap().as_of, None);
    }
}
