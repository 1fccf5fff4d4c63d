//! Which page copies or rewrites which. Always inferred; precision before recall, since a false lineage takes a
//! witness away.

mod copy;
mod rewrite;

use std::collections::{BTreeMap, BTreeSet};

use parallax_model::{Evidence, Lineage, LineageKind, PageId, Span, Step};

use crate::context::{Draft, id};
use crate::origins::agency;

/// A rewrite lines up this many times better than either page does with any third page. Besides, one of the two
/// must credit an agency: pages that tell of the same speech line up as well without a common source.
const ABOVE: f64 = 1.8;
/// Pages that line up this well over this many lines need be less far above the rest.
const ABOVE_LONG: f64 = 1.5;
const LONG_SCORE: f64 = 0.12;
const LONG_LINES: usize = 8;
/// How much an agency's own page goes before its copies as the source of a rewrite.
const AGENCY_FIRST: f64 = 1.25;
/// Paragraphs at the head of a page, and as many at its end, where a credit is for the whole text.
const CREDITING: usize = 2;
/// And at least so well, over at least so many lines of at least this likeness.
const LEAST_SCORE: f64 = 0.045;
const LEAST_LINES: usize = 4;
/// A rewrite is in other words: it shares less than this share of runs.
const OTHER_WORDS: f64 = 0.2;
/// From this share on, two pages of one outlet are versions of one text.
const WHOLE: f64 = 0.8;
const ALIKE: f64 = 0.30;
/// Stories with fewer pages give nothing to compare with; larger ones are compared by the likeliest pairs only.
const LEAST_PAGES: usize = 4;
const MOST_PAGES: usize = 60;
/// Bytes of the place, and of the agency, in a dateline at most.
const LONGEST_PLACE: usize = 48;
/// Steps and stretches that are shown, at most.
const SHOWN: usize = 16;

/// Copies and rewrites, sorted by their first page.
pub(crate) fn infer(draft: &Draft<'_>) -> Vec<Lineage> {
    let context = &draft.context;
    let runs: Vec<BTreeMap<u64, Span>> =
        (0..context.documents.len()).map(|d| copy::runs(context, d)).collect();
    let shared = copy::pairs(&runs);
    let mut found = copies(draft, &runs, &shared);
    let mut stories = vec![Vec::new(); draft.ledger.stories.len()];
    draft.story_of.iter().enumerate().for_each(|(doc, &story)| stories[story].push(doc));
    for docs in stories.iter().filter(|d| (LEAST_PAGES..=MOST_PAGES).contains(&d.len())) {
        found.extend(rewrites(draft, docs, &shared));
    }
    found.sort_by(|a, b| (&a.pages, &a.id).cmp(&(&b.pages, &b.id)));
    found
}

/// Groups of pages that share long runs of words.
fn copies(
    draft: &Draft<'_>,
    runs: &[BTreeMap<u64, Span>],
    shared: &BTreeMap<(usize, usize), copy::Shared>,
) -> Vec<Lineage> {
    let copied = |s: &copy::Shared| s.shares.0.max(s.shares.1) >= copy::COPY;
    let mut group_of: BTreeMap<usize, usize> = BTreeMap::new();
    let mut groups: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    // An outlet repeats its own standing phrases from page to page.
    let page = |d: usize| &draft.context.documents[d].page;
    let share = |s: &copy::Shared| s.shares.0.max(s.shares.1);
    let standing = |a: usize, b: usize, s| page(a).outlet() == page(b).outlet() && share(s) < WHOLE;
    for (&(a, b), _) in shared.iter().filter(|(p, s)| copied(s) && !standing(p.0, p.1, s)) {
        let into = *group_of.get(&a).unwrap_or(&a);
        let from = *group_of.get(&b).unwrap_or(&b);
        let mut all = groups.remove(&from).unwrap_or_else(|| BTreeSet::from([from]));
        all.extend(groups.remove(&into).unwrap_or_else(|| BTreeSet::from([into])));
        all.iter().for_each(|&d| {
            group_of.insert(d, into);
        });
        groups.insert(into, all);
    }
    let mut found = Vec::new();
    for group in groups.values() {
        let docs: Vec<usize> = group.iter().copied().collect();
        let (docs, directed) = in_order(draft, docs, |a, b| {
            let s = shared.get(&(a.min(b), a.max(b)))?;
            Some(if a < b { s.shares } else { (s.shares.1, s.shares.0) })
        });
        let first = docs[0];
        let containment = docs[1..]
            .iter()
            .filter_map(|&d| shared.get(&(first.min(d), first.max(d))))
            .map(|s| s.shares.0.max(s.shares.1))
            .fold(0.0, f64::max);
        let mut steps = Vec::new();
        for &other in &docs[1..] {
            for (s, t) in
                copy::stretches(&runs[first], &runs[other]).into_iter().take(SHOWN / docs.len().min(8))
            {
                let evidence = vec![draft.context.cut(first, s), draft.context.cut(other, t)];
                steps.push(Step { label: "same words".to_owned(), evidence });
            }
        }
        found.push(lineage(draft, LineageKind::Copy, &docs, directed, containment, steps));
    }
    found
}

/// Puts the likely source first: the page that was out before all others, else the one that holds the others
/// and more, else the agency's own page.
fn in_order(
    draft: &Draft<'_>,
    docs: Vec<usize>,
    shares: impl Fn(usize, usize) -> Option<(f64, f64)>,
) -> (Vec<usize>, bool) {
    let (mut docs, directed) = by_time_or_length(draft, docs, shares);
    let agencies: Vec<usize> = docs.iter().copied().filter(|&d| agency_page(draft, d).is_some()).collect();
    match (directed, &agencies[..]) {
        (false, &[agency]) => {
            docs.retain(|&d| d != agency);
            docs.insert(0, agency);
            (docs, true)
        }
        _ => (docs, directed),
    }
}

fn by_time_or_length(
    draft: &Draft<'_>,
    mut docs: Vec<usize>,
    shares: impl Fn(usize, usize) -> Option<(f64, f64)>,
) -> (Vec<usize>, bool) {
    let time = |d: usize| draft.context.documents[d].page.published.as_deref();
    if docs.iter().all(|&d| time(d).is_some()) {
        docs.sort_by_key(|&d| (time(d), d));
        let clear = match (time(docs[0]), time(docs[1])) {
            // A day against a time of the same day says nothing.
            (Some(a), Some(b)) => !b.starts_with(a) && !a.starts_with(b),
            _ => false,
        };
        return (docs, clear);
    }
    let holds = |a: usize, b: usize| shares(a, b).is_some_and(|(of_a, of_b)| of_b >= 0.8 && of_a <= 0.6);
    let whole = docs.iter().copied().find(|&a| docs.iter().all(|&b| a == b || holds(a, b)));
    if let Some(whole) = whole {
        docs.retain(|&d| d != whole);
        docs.insert(0, whole);
    }
    (docs, whole.is_some())
}

/// Pairs of a story that line up far better than either does with the rest.
fn rewrites(
    draft: &Draft<'_>,
    docs: &[usize],
    shared: &BTreeMap<(usize, usize), copy::Shared>,
) -> Vec<Lineage> {
    let lines = rewrite::lines(&draft.context, docs);
    let mut scores: BTreeMap<(usize, usize), rewrite::Alignment> = BTreeMap::new();
    for i in 0..docs.len() {
        for j in i + 1..docs.len() {
            scores.insert((i, j), rewrite::align(&lines[i], &lines[j]));
        }
    }
    let copies = |i: usize, j: usize| {
        let (a, b) = (docs[i].min(docs[j]), docs[i].max(docs[j]));
        a == b || shared.get(&(a, b)).is_some_and(|s| s.shares.0.max(s.shares.1) >= copy::COPY)
    };
    let next_best = |i: usize, j: usize| {
        let touches = |(a, b): (usize, usize)| (a == i) != (b == i) || (a == j) != (b == j);
        // Copies of one of the two line up with the other as well: they are no third page.
        let third = |(a, b): (usize, usize)| {
            !(copies(a, i) && copies(b, j) || copies(a, j) && copies(b, i) || copies(a, b))
        };
        scores
            .iter()
            .filter(|(p, _)| **p != (i, j) && touches(**p) && third(**p))
            .map(|(_, s)| s.score)
            .fold(0.0, f64::max)
    };
    let credits: Vec<Option<(String, Evidence)>> = docs.iter().map(|&d| credited(draft, d)).collect();
    let mut found = Vec::new();
    for (&(i, j), alignment) in &scores {
        let (a, b) = (docs[i], docs[j]);
        let copied = shared.get(&(a, b)).is_some_and(|s| s.shares.0.max(s.shares.1) >= OTHER_WORDS);
        let alike = alignment.pairs.iter().filter(|p| p.2 >= ALIKE).count();
        // Of copies, the one that the page lines up with best stands for all; an agency's own page goes first.
        let rank = |(x, y): (usize, usize), s: &rewrite::Alignment| {
            let agency = [x, y].iter().any(|&k| agency_page(draft, docs[k]).is_some());
            if agency { s.score * AGENCY_FIRST } else { s.score }
        };
        let here = rank((i, j), alignment);
        let outdone = scores.iter().any(|(&(x, y), s)| {
            let there = rank((x, y), s);
            (x, y) != (i, j)
                && (copies(x, i) && copies(y, j) || copies(x, j) && copies(y, i))
                && (there > here || there == here && (x, y) < (i, j))
        });
        let long = alignment.score >= LONG_SCORE && alike >= LONG_LINES;
        let above = if long { ABOVE_LONG } else { ABOVE };
        let of_copies =
            |i: usize| (0..docs.len()).filter(|&k| copies(k, i)).find_map(|k| credits[k].as_ref());
        let credit = credits[i].as_ref().or(credits[j].as_ref()).or(of_copies(i)).or(of_copies(j));
        let Some((agency, evidence)) = credit else { continue };
        if copied
            || outdone
            || alignment.score < LEAST_SCORE
            || alike < LEAST_LINES
            || alignment.score < above * next_best(i, j)
        {
            continue;
        }
        let steps =
            alignment.pairs.iter().filter(|p| p.2 >= ALIKE / 2.0).map(|&(x, y, likeness)| {
                (step(draft, (a, lines[i][x].span), (b, lines[j][y].span)), likeness)
            });
        let mut steps: Vec<(Step, f64)> = steps.collect();
        while steps.len() > SHOWN {
            let least = (0..steps.len()).min_by(|&x, &y| steps[x].1.total_cmp(&steps[y].1)).unwrap_or(0);
            steps.remove(least);
        }
        let steps = steps.into_iter().map(|(s, _)| s).collect();
        let (order, directed) = in_order(draft, vec![a, b], |_, _| None);
        let containment = shared.get(&(a, b)).map_or(0.0, |s| s.shares.0.max(s.shares.1));
        let mut record = lineage(draft, LineageKind::Rewrite, &order, directed, containment, steps);
        (record.origin, record.origin_evidence) = (Some(agency.clone()), vec![evidence.clone()]);
        found.push(record);
    }
    found
}

/// One step: the names and figures that both lines have, else their first words.
fn step(draft: &Draft<'_>, a: (usize, Span), b: (usize, Span)) -> Step {
    let names = |(doc, span): (usize, Span)| {
        let document = draft.context.documents[doc];
        let mut all: Vec<(usize, String)> = Vec::new();
        for (_, mention) in document.mentions_in(span) {
            if let Some(entity) = mention.entity.and_then(|e| draft.entity(doc, e)) {
                all.push((mention.span.start as usize, entity.name.clone()));
            }
        }
        for quantity in document.quantities.iter().filter(|q| q.is_amount() && span.contains(q.span)) {
            all.push((quantity.span.start as usize, quantity.value.to_string()));
        }
        all.sort();
        all.into_iter().map(|(_, name)| name).collect::<Vec<_>>()
    };
    let there: BTreeSet<String> = names(b).into_iter().collect();
    let mut label: Vec<String> = Vec::new();
    for name in names(a) {
        if there.contains(&name) && !label.contains(&name) && label.len() < 4 {
            label.push(name);
        }
    }
    let evidence = vec![draft.context.cut(a.0, a.1), draft.context.cut(b.0, b.1)];
    Step { label: if label.is_empty() { "same matter".to_owned() } else { label.join(", ") }, evidence }
}

/// A wire agency to which a page credits its text: in its metadata, or in its own words. A photo credit is none.
fn credited(draft: &Draft<'_>, doc: usize) -> Option<(String, Evidence)> {
    let document = draft.context.documents[doc];
    let text = &document.page.text;
    let body = || document.page.blocks.iter().filter(|b| b.role.is_body());
    let last = body().count().saturating_sub(CREDITING);
    let ends = body().enumerate().filter(|(i, _)| *i < CREDITING || *i >= last).map(|(_, b)| b);
    let bylines = document.page.blocks.iter().filter(|b| b.role == parallax_model::Role::Byline);
    let mut hits: Vec<(String, Span)> = Vec::new();
    for block in ends.chain(bylines) {
        for &name in crate::origins::wires() {
            let words = block.span.of(text);
            for (at, _) in words.match_indices(name) {
                let start = block.span.start as usize + at;
                let span = Span::new(start, start + name.len());
                let whole = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
                let alone = whole(text[..start].chars().next_back())
                    && whole(text[span.end as usize..].chars().next());
                let before = text[block.span.start as usize..start].trim_end().to_lowercase();
                let credit = [
                    "according to",
                    "according to the",
                    "via",
                    "via the",
                    "(",
                    "by the",
                    "— the",
                    "with",
                    "from the",
                ];
                let says = text[span.end as usize..block.span.end as usize].trim_start();
                let reported =
                    says.starts_with("reported") || says.starts_with("reports") || says.starts_with(')');
                if alone && (credit.iter().any(|c| before.ends_with(c)) || reported) {
                    hits.push((name.to_owned(), span));
                }
            }
        }
    }
    hits.sort_by_key(|h| h.1);
    let (name, span) =
        hits.into_iter().next().or_else(|| body().take(CREDITING).find_map(|b| dateline(text, b.span)))?;
    let wire = document.page.wire.as_deref().unwrap_or(&name);
    let full = agency(wire).map_or(wire, |a| a.0);
    Some((full.to_owned(), draft.context.cut(doc, span)))
}

/// The agency in brackets between the place and the dash at the head of a paragraph: "OSLO, March 3 (Nordwire) - ".
fn dateline(text: &str, block: Span) -> Option<(String, Span)> {
    let words = block.of(text);
    let (place, rest) = words.split_once(" (")?;
    let (name, after) = rest.split_once(')')?;
    let capital = |w: &str| w.starts_with(char::is_uppercase);
    let dashed = after.trim_start().starts_with(['-', '–', '—']);
    let short = place.len() <= LONGEST_PLACE && name.len() <= LONGEST_PLACE && !place.contains(". ");
    if !(dashed && short && capital(place) && name.split_whitespace().next().is_some_and(capital)) {
        return None;
    }
    let start = block.start as usize + place.len() + " (".len();
    Some((name.to_owned(), Span::new(start, start + name.len())))
}

/// An agency whose own page it is: "Example Wire", "Example Press Agency".
fn agency_page(draft: &Draft<'_>, doc: usize) -> Option<String> {
    let source = draft.context.documents[doc].page.source.as_deref()?;
    if let Some((name, true)) = agency(source) {
        return Some(name.to_owned());
    }
    let named = |w: &str| ["wire", "agency", "newswire", "newsagency"].contains(&w.to_lowercase().as_str());
    source.split_whitespace().skip(1).any(named).then(|| source.to_owned())
}

fn lineage(
    draft: &Draft<'_>,
    kind: LineageKind,
    docs: &[usize],
    directed: bool,
    containment: f64,
    steps: Vec<Step>,
) -> Lineage {
    let pages: Vec<PageId> = docs.iter().map(|&d| draft.context.documents[d].page.id.clone()).collect();
    let credit = docs.iter().find_map(|&d| credited(draft, d));
    let wire = docs.iter().find_map(|&d| draft.context.documents[d].page.wire.clone());
    let (origin, origin_evidence) = match (credit, wire) {
        (Some((agency, evidence)), _) => (Some(agency), vec![evidence]),
        (None, Some(wire)) => (Some(agency(&wire).map_or(wire.clone(), |a| a.0.to_owned())), Vec::new()),
        (None, None) => (docs.iter().find_map(|&d| agency_page(draft, d)), Vec::new()),
    };
    let kind_name = format!("{kind:?}");
    let parts = std::iter::once(kind_name.as_str()).chain(pages.iter().map(|p| p.0.as_str()));
    Lineage { id: id('l', parts), kind, directed, origin, origin_evidence, containment, steps, pages }
}

#[cfg(test)]
mod tests;
