//! Whether a page writes the day or the month first.

use jiff::civil::Date;
use parallax_model::Page;

use super::super::titles::Around;
use super::super::tree::Tree;
use crate::dateline::apart;
use crate::lexicon::{data, of_kind};
use crate::{Hint, dates, outlet};

/// Whether 3/4 is the third of April here: by the country of the address, by the country that the page names, by the
/// other dates of the page, by its language.
pub(super) fn day_first(page: &Page, around: &Around<'_>, hint: &Hint<'_>) -> Option<bool> {
    let tree = around.tree;
    let address = hint.url.or(page.url.as_deref()).and_then(outlet::domain);
    if let Some(end) = address.as_deref().and_then(|d| d.rsplit_once('.')).map(|(_, end)| end)
        && of_kind(data!("date_order.tsv"), "domain").contains(&end)
    {
        return Some(true);
    }
    let lang = tree
        .tagged("html")
        .find_map(|i| tree.nodes[i].attr("lang").or_else(|| tree.nodes[i].attr("xml:lang")))
        .map(|l| l.replace('_', "-").to_ascii_lowercase())
        .unwrap_or_default();
    let named = |kind| of_kind(data!("date_order.tsv"), kind).contains(&lang.as_str());
    if named("day") {
        return Some(true);
    }
    by_others(around).or_else(|| match lang.split('-').next()? {
        _ if named("month") => Some(false),
        "" | "en" | "zh" | "ja" | "ko" | "hu" | "fa" | "mn" | "lt" => None,
        _ => Some(true),
    })
}

/// Longer pieces of text are not looked through for dates in figures.
const LONG: usize = 120;

/// The dates in figures that a page shows.
fn in_figures<'t>(tree: &'t Tree<'_>) -> impl Iterator<Item = (&'t str, Vec<Date>)> {
    let short = tree.nodes.iter().filter(|n| n.element.is_none() && n.text.len() <= LONG);
    short.filter(|n| n.text.contains(['/', '-'])).flat_map(|n| dates::in_figures(&n.text)).take(200)
}

/// What the other dates of the page tell: those that have only one reading, and those of which one reading is the day
/// that the page gives elsewhere. All must agree.
fn by_others(around: &Around<'_>) -> Option<bool> {
    let known: Vec<Date> = [&around.ld.published, &around.ld.modified]
        .into_iter()
        .flatten()
        .filter_map(|v| dates::machine(v)?.date)
        .chain(around.url.and_then(|u| dates::in_url(u, "")))
        .collect();
    let mut order = None;
    for (words, days) in in_figures(around.tree) {
        let said = match days.as_slice() {
            // The same day either way, or one that exists only this way.
            [day] if day.day() > 12 => words.trim_start().starts_with(&day.day().to_string()),
            [day, month] => {
                let near = |d: &Date| known.iter().any(|k| apart(*k, *d) <= 1);
                match (near(day), near(month)) {
                    (true, false) => true,
                    (false, true) => false,
                    _ => continue,
                }
            }
            _ => continue,
        };
        if order.is_some_and(|o| o != said) {
            return None;
        }
        order = Some(said);
    }
    order
}

/// What is to be said of a page without a date that shows one with two readings.
pub(super) fn open(tree: &Tree<'_>, order: Option<bool>) -> Option<String> {
    let (words, days) = in_figures(tree).find(|(_, days)| days.len() == 2).filter(|_| order.is_none())?;
    Some(format!("no date is taken: “{words}” may be {} or {}", days[0], days[1]))
}
