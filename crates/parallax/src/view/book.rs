//! Looks up what a report refers to, and keeps account of which words are cited by which line.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use parallax_model::{Claim, CodePoints, Evidence, Figure, Id, Origin, Page, PageId, Span, Utterance};

use super::{claims, words};
use crate::report::Report;

/// A line of the report: the letter of its section and its number there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Line {
    pub(crate) section: char,
    pub(crate) number: usize,
}

impl Line {
    pub(crate) fn new(section: char, number: usize) -> Self {
        Self { section, number }
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.section, self.number)
    }
}

/// Words of a page as a line shows them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cite {
    /// The outlet, as the line names it.
    pub(crate) outlet: String,
    /// Number of the page, from 1; 0 if the page is not there.
    pub(crate) page: usize,
    /// Where they stand on this report; empty if they do not stand on any of its pages.
    pub(crate) href: String,
    /// Words of the sentence in front, where the line shows the sentence.
    pub(crate) before: String,
    /// The words.
    pub(crate) text: String,
    /// Words of the sentence behind.
    pub(crate) after: String,
    /// Whether words of the sentence are left out in front.
    pub(crate) cut_before: bool,
    /// Whether words of the sentence are left out behind.
    pub(crate) cut_after: bool,
    /// Date or time of the page or post, for a reader.
    pub(crate) seen: String,
}

/// Most bytes of a sentence shown on each side of the words cited.
const CONTEXT: usize = 220;

/// The report with its indexes, and the account of citations.
pub(crate) struct Book<'a> {
    pub(crate) report: &'a Report,
    pages: BTreeMap<&'a PageId, usize>,
    points: Vec<CodePoints>,
    claims: BTreeMap<&'a Id, usize>,
    figures: BTreeMap<&'a Id, usize>,
    origins: BTreeMap<&'a Id, &'a Origin>,
    /// The utterances of each claim.
    utterances: BTreeMap<&'a Id, Vec<&'a Utterance>>,
    /// What to call pages that name no outlet.
    unnamed: BTreeMap<&'a str, String>,
    cited: Vec<BTreeMap<Span, BTreeSet<Line>>>,
    /// Claims that stand under "Reported", by their place in the ledger.
    listed: Vec<bool>,
    /// Claims whose wording an earlier claim has too.
    repeated: Vec<bool>,
}

impl<'a> Book<'a> {
    pub(crate) fn new(report: &'a Report) -> Self {
        let ledger = &report.ledger;
        let number = |(i, id)| (id, i);
        let mut seen = BTreeSet::new();
        let wording = |c: &'a Claim| (&c.wording.page, c.wording.span);
        let repeated: Vec<bool> = ledger.claims.iter().map(|c| !seen.insert(wording(c))).collect();
        let mut open = 0;
        let listed = ledger.claims.iter().zip(&repeated).map(|(claim, repeated)| {
            let top = !repeated && open < claims::OPEN;
            open += usize::from(top);
            top || claim.outlets.len() > 1 || !claims::is_spoken(claim)
        });
        let listed = listed.collect();
        let mut utterances: BTreeMap<&Id, Vec<&Utterance>> = BTreeMap::new();
        for utterance in &ledger.utterances {
            utterance.claims.iter().for_each(|c| utterances.entry(c).or_default().push(utterance));
        }
        Self {
            report,
            pages: report.documents.iter().map(|d| &d.page.id).enumerate().map(|(i, p)| (p, i)).collect(),
            points: report.documents.iter().map(|d| CodePoints::new(&d.page.text)).collect(),
            claims: ledger.claims.iter().map(|c| &c.id).enumerate().map(number).collect(),
            figures: ledger.figures.iter().map(|c| &c.id).enumerate().map(number).collect(),
            origins: ledger.origins.iter().map(|o| (&o.id, o)).collect(),
            utterances,
            unnamed: report
                .documents
                .iter()
                .enumerate()
                .filter(|(_, d)| d.page.source.is_none())
                .map(|(i, d)| (d.page.outlet(), format!("page {}", i + 1)))
                .collect(),
            cited: vec![BTreeMap::new(); report.documents.len()],
            listed,
            repeated,
        }
    }

    pub(crate) fn page(&self, id: &PageId) -> Option<(usize, &'a Page)> {
        let i = *self.pages.get(id)?;
        Some((i, &self.report.documents[i].page))
    }

    /// The claim and its place in the ledger.
    pub(crate) fn claim(&self, id: &Id) -> Option<(usize, &'a Claim)> {
        let i = *self.claims.get(id)?;
        Some((i, &self.report.ledger.claims[i]))
    }

    /// Whether the claim at this place of the ledger stands under "Reported".
    pub(crate) fn is_listed(&self, claim: usize) -> bool {
        self.listed[claim]
    }

    /// Whether an earlier claim has the same wording.
    pub(crate) fn repeats(&self, claim: usize) -> bool {
        self.repeated[claim]
    }

    /// How many carry the claim: outlets, or pages where one of them names no outlet.
    pub(crate) fn carriers(&self, claim: &Claim) -> String {
        self.among(&claim.outlets)
    }

    /// How many outlets, or pages where one of them names no outlet.
    pub(crate) fn among(&self, outlets: &[String]) -> String {
        let unnamed = outlets.iter().any(|o| self.unnamed.contains_key(o.as_str()));
        let (one, many) = if unnamed { ("page", "pages") } else { ("outlet", "outlets") };
        words::count(outlets.len(), one, many)
    }

    /// The utterances of a claim.
    pub(crate) fn utterances(&self, claim: &Id) -> Vec<&'a Utterance> {
        self.utterances.get(claim).cloned().unwrap_or_default()
    }

    /// The figure and its place in the ledger.
    pub(crate) fn figure(&self, id: &Id) -> Option<(usize, &'a Figure)> {
        let i = *self.figures.get(id)?;
        Some((i, &self.report.ledger.figures[i]))
    }

    pub(crate) fn origin(&self, id: &Id) -> Option<&'a Origin> {
        self.origins.get(id).copied()
    }

    /// The outlet of a page, as lines name it.
    pub(crate) fn outlet(&self, id: &PageId) -> String {
        self.page(id).map_or_else(|| id.0.clone(), |(_, page)| self.outlet_name(page.outlet()))
    }

    /// An outlet as lines name it: "page 4" where the page names none and the ledger has its path.
    pub(crate) fn outlet_name(&self, outlet: &str) -> String {
        self.unnamed.get(outlet).cloned().unwrap_or_else(|| outlet.to_owned())
    }

    /// Cites the words alone.
    pub(crate) fn cite(&mut self, evidence: &Evidence, line: Line) -> Cite {
        let Some((i, page)) = self.page(&evidence.page) else {
            return Cite { outlet: evidence.page.0.clone(), text: evidence.text.clone(), ..Cite::default() };
        };
        let href = if evidence.holds(&page.text) {
            self.cited[i].entry(evidence.span).or_default().insert(line);
            format!("#{}", self.anchor(i, evidence.span))
        } else {
            String::new()
        };
        Cite {
            outlet: self.outlet_name(page.outlet()),
            page: i + 1,
            href,
            text: evidence.text.clone(),
            seen: page.clock_at(evidence.span.start).map_or_else(String::new, words::moment),
            ..Cite::default()
        }
    }

    /// Cites the words in their sentence.
    pub(crate) fn cite_in_sentence(&mut self, evidence: &Evidence, line: Line) -> Cite {
        let mut cite = self.cite(evidence, line);
        if cite.href.is_empty() {
            return cite;
        }
        let document = &self.report.documents[cite.page - 1];
        let text = document.page.text.as_str();
        let around = document
            .sentence_at(evidence.span.start)
            .map(|s| s.span)
            .or_else(|| document.page.blocks.iter().map(|b| b.span).find(|b| b.contains(evidence.span)));
        let Some(around) = around.filter(|s| s.contains(evidence.span)) else { return cite };
        let before = text.get(around.start as usize..evidence.span.start as usize).unwrap_or("");
        let after = text.get(evidence.span.end as usize..around.end as usize).unwrap_or("");
        let tail = tail(before, CONTEXT);
        let head = head(after, CONTEXT);
        cite.cut_before = tail.len() < before.len();
        cite.cut_after = head.len() < after.len();
        cite.before = tail.to_owned();
        cite.after = head.to_owned();
        cite
    }

    /// Words cited on the page, with the lines that cite them.
    pub(crate) fn cited(&self, page: usize) -> &BTreeMap<Span, BTreeSet<Line>> {
        &self.cited[page]
    }

    /// The name of a place on a page: page number and code points.
    pub(crate) fn anchor(&self, page: usize, span: Span) -> String {
        let at = |byte| self.points[page].from_byte(byte).unwrap_or(byte);
        format!("p{}-{}-{}", page + 1, at(span.start), at(span.end))
    }
}

/// The last words of `text`, at most `limit` bytes where it is longer.
fn tail(text: &str, limit: usize) -> &str {
    if text.len() <= limit {
        return text;
    }
    let mut from = text.len() - limit;
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let rest = &text[from..];
    rest.find(' ').map_or(rest, |i| &rest[i + 1..])
}

/// The first words of `text`, at most `limit` bytes where it is longer.
pub(crate) fn head(text: &str, limit: usize) -> &str {
    if text.len() <= limit {
        return text;
    }
    let mut to = limit;
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    let rest = &text[..to];
    rest.rfind(' ').map_or(rest, |i| &rest[..i])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_sentences_are_cut_at_words() {
        assert_eq!(tail("the quick brown fox", 9), "fox");
        assert_eq!(head("the quick brown fox", 9), "the");
        assert_eq!(tail("short", 9), "short");
        assert_eq!(head("ééééééé", 3), "é");
        assert_eq!(tail("ééééééé", 3), "é");
    }
}
