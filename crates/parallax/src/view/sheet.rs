//! A report worked out into the lines that HTML and Markdown write.

use std::collections::BTreeSet;

use super::book::Book;
use super::claims::{self, ClaimView, Reported};
use super::disputes::{self, Dispute};
use super::figures::{self, FigureView, Figures};
use super::outlets::{self, Outlets};
use super::pages::{self, PageView};
use super::speakers::{self, Speakers};
use super::timeline::{self, Timeline};
use super::words;
use crate::report::{Report, Unread};

/// Claims, conflicts and figures on the first screen.
const GLANCE: usize = 4;

pub(crate) struct Sheet<'a> {
    pub(crate) head: Head<'a>,
    pub(crate) glance: Glance,
    pub(crate) reported: Reported,
    pub(crate) disputes: Vec<Dispute>,
    pub(crate) speakers: Speakers,
    pub(crate) figures: Figures,
    pub(crate) timeline: Timeline,
    pub(crate) outlets: Outlets,
    pub(crate) pages: Vec<PageView>,
    /// Whether it is known what was left out of the pages.
    pub(crate) shows_left: bool,
}

/// What was read and what was not.
pub(crate) struct Head<'a> {
    pub(crate) pages: String,
    pub(crate) outlets: String,
    pub(crate) words: String,
    /// Days of publication; empty if no page has a date.
    pub(crate) period: String,
    pub(crate) undated: usize,
    pub(crate) unread: &'a [Unread],
    /// Number of stories, where there is more than one.
    pub(crate) stories: Option<usize>,
}

/// The first screen: what is known, what is disputed.
#[derive(Default)]
pub(crate) struct Glance {
    pub(crate) claims: Vec<ClaimView>,
    pub(crate) disputes: Vec<Dispute>,
    pub(crate) figures: Vec<FigureView>,
}

impl<'a> Sheet<'a> {
    pub(crate) fn of(report: &'a Report) -> Self {
        let mut book = Book::new(report);
        let reported = claims::reported(&mut book);
        let disputes = disputes::disputes(&mut book);
        let speakers = speakers::speakers(&mut book);
        let figures = figures::figures(&mut book);
        let timeline = timeline::timeline(&mut book);
        let outlets = outlets::outlets(&mut book);
        let glance = Glance {
            claims: reported.top.iter().take(GLANCE).cloned().collect(),
            disputes: disputes.iter().take(GLANCE + 1).cloned().collect(),
            figures: figures.open.iter().filter(|f| is_short(f)).take(GLANCE).cloned().collect(),
        };
        Self {
            head: head(report),
            glance,
            reported,
            disputes,
            speakers,
            figures,
            timeline,
            outlets,
            pages: pages::pages(&book),
            shows_left: !report.left.is_empty(),
        }
    }
}

/// Whether the best value can stand in large type.
fn is_short(figure: &FigureView) -> bool {
    figure.best().is_some_and(|v| v.words.text.chars().count() <= 24)
}

fn head(report: &Report) -> Head<'_> {
    let pages = &report.documents;
    let named: BTreeSet<&str> = pages.iter().filter_map(|d| d.page.source.as_deref()).collect();
    let unnamed = pages.iter().filter(|d| d.page.source.is_none()).count();
    let mut outlets = words::count(named.len(), "outlet", "outlets");
    if unnamed > 0 {
        outlets.push_str(&format!(" and {unnamed} not named"));
    }
    let days: Vec<_> = pages.iter().filter_map(|d| d.page.published_day().and_then(words::day_of)).collect();
    let period = match (days.iter().min(), days.iter().max()) {
        (Some(from), Some(to)) => words::period(*from, *to),
        _ => String::new(),
    };
    let stories = report.ledger.stories.len();
    Head {
        pages: words::count(pages.len(), "page", "pages"),
        outlets,
        words: words::count(pages.iter().map(|d| pages::word_count(&d.page)).sum(), "word", "words"),
        period,
        undated: pages.iter().filter(|d| d.page.published.is_none()).count(),
        unread: &report.unread,
        stories: (stories > 1).then_some(stories),
    }
}

/// Cites what a whole report cites.
#[cfg(test)]
pub(crate) fn cite_everything(book: &mut Book<'_>) {
    claims::reported(book);
    disputes::disputes(book);
    speakers::speakers(book);
    figures::figures(book);
    timeline::timeline(book);
    outlets::outlets(book);
}
