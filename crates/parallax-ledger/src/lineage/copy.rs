//! Copies: long runs of the same words, found through runs of five words that few pages have.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use parallax_model::Span;

use crate::claims::run_hash;
use crate::context::Context;

/// Words of a run.
const RUN: usize = 5;
/// Share of the shorter page's runs from which it is a copy.
pub(super) const COPY: f64 = 0.40;
/// Runs that two pages must share at least.
const LEAST: usize = 12;
/// A run on more pages than this is a standing phrase.
const STANDING: usize = 24;

/// Two pages with runs in common.
pub(super) struct Shared {
    /// Share of the runs of the first page found on the second, and the other way round, quotations left out.
    pub(super) shares: (f64, f64),
}

/// The runs of a page with the first place of each: only in running text and outside quotation marks, since
/// pages that quote the same speech share its words without copying each other.
pub(super) fn runs(context: &Context<'_>, doc: usize) -> BTreeMap<u64, Span> {
    let document = context.documents[doc];
    let mut runs = BTreeMap::new();
    for block in document.page.blocks.iter().filter(|b| b.role.is_body()) {
        let words = context.terms.in_span(doc, block.span);
        let quoted = quoted_spans(&document.page.text, block.span);
        for run in words.windows(RUN) {
            let span = run[0].span.cover(run[RUN - 1].span);
            let next = quoted.partition_point(|q| q.end <= span.start);
            if quoted.get(next).is_some_and(|q| q.overlaps(span)) {
                continue;
            }
            let terms: [u32; RUN] = std::array::from_fn(|i| run[i].term);
            runs.entry(run_hash(&terms)).or_insert(span);
        }
    }
    runs
}

/// Stretches inside quotation marks, in order.
fn quoted_spans(text: &str, block: Span) -> Vec<Span> {
    let (mut spans, mut open) = (Vec::new(), None);
    for (i, c) in block.of(text).char_indices() {
        let at = block.start as usize + i;
        match (c, open) {
            ('“', None) | ('"', None) => open = Some(at),
            ('”', Some(start)) | ('"', Some(start)) => {
                spans.push(Span::new(start, at + c.len_utf8()));
                open = None;
            }
            _ => {}
        }
    }
    // A quotation that the paragraph does not close.
    spans.extend(open.map(|start| Span::new(start, block.end as usize)));
    spans
}

/// Pairs of pages that share runs, with how many.
pub(super) fn pairs(runs: &[BTreeMap<u64, Span>]) -> BTreeMap<(usize, usize), Shared> {
    let mut pages: HashMap<u64, Vec<u32>> = HashMap::new();
    for (doc, of) in runs.iter().enumerate() {
        of.keys().for_each(|run| pages.entry(*run).or_default().push(doc as u32));
    }
    let mut counts: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (doc, of) in runs.iter().enumerate() {
        for run in of.keys() {
            let list = &pages[run];
            if (2..=STANDING).contains(&list.len()) {
                for &other in list.iter().filter(|o| **o as usize > doc) {
                    *counts.entry((doc, other as usize)).or_default() += 1;
                }
            }
        }
    }
    let share = |n: usize, doc: usize| n as f64 / runs[doc].len().max(1) as f64;
    let all = counts.into_iter().filter(|(_, n)| *n >= LEAST);
    all.map(|((a, b), n)| ((a, b), Shared { shares: (share(n, a), share(n, b)) })).collect()
}

/// The longest stretches that two pages share word for word, longest first.
pub(super) fn stretches(a: &BTreeMap<u64, Span>, b: &BTreeMap<u64, Span>) -> Vec<(Span, Span)> {
    let mut common: Vec<(Span, Span)> =
        a.iter().filter_map(|(run, s)| b.get(run).map(|t| (*s, *t))).collect();
    common.sort();
    let mut grown: Vec<(Span, Span)> = Vec::new();
    for (s, t) in common {
        match grown.last_mut() {
            Some((p, q)) if p.overlaps(s) && q.overlaps(t) => (*p, *q) = (p.cover(s), q.cover(t)),
            _ => grown.push((s, t)),
        }
    }
    grown.sort_by_key(|(s, t)| (std::cmp::Reverse(s.len()), *s, *t));
    let mut seen = BTreeSet::new();
    grown.retain(|(s, _)| seen.insert(*s));
    grown
}
