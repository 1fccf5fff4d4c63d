//! What of an HTML page is not in its text, and why. Worked out only when somebody asks.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::LazyLock;

use parallax_model::Page;

use super::blocks::{self, Block};
use super::tree::Tree;
use crate::assemble::Piece;
use crate::left::{LeftOut, Why};
use crate::lexicon::{data, fold, rows};
use crate::{dates, plain};

/// Shorter words than this may stand inside a piece of the text by chance.
const TELLING: usize = 25;

/// What words in class and id say of the elements that they name, longest first.
static NAMES: LazyLock<Vec<(String, Why)>> = LazyLock::new(|| {
    let mut all: Vec<(String, Why)> = rows(data!("html_hints.tsv"))
        .filter(|r| matches!(r[0], "out" | "consent"))
        .filter_map(|r| Some((format!(" {} ", r[1]), Why::named(r.get(2)?)?)))
        .collect();
    all.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    all
});

/// Everything of the page that is in none of the pieces, in page order. `taken` holds where the chosen blocks
/// begin; none if the pieces came from structured data.
pub(super) fn left(
    tree: &Tree<'_>,
    page: &Page,
    pieces: &[Piece],
    taken: Option<&BTreeSet<usize>>,
) -> Vec<LeftOut> {
    let data = taken.is_none();
    let texts: Vec<String> = pieces.iter().map(|p| fold(&p.text)).collect();
    let mut waiting: BTreeMap<&str, VecDeque<usize>> = BTreeMap::new();
    for (i, text) in texts.iter().enumerate() {
        waiting.entry(text).or_default().push_back(i);
    }
    let mut out: Vec<LeftOut> = Vec::new();
    let (mut after, mut ended) = (0, false);
    for block in blocks::every(tree, 0..tree.nodes.len()) {
        let folded = fold(&block.text);
        let chosen = taken.is_some_and(|t| t.contains(&block.at));
        let within = within(tree, block.at).filter(|_| !chosen);
        let why = if let Some(places) = waiting.get_mut(folded.as_str()) {
            // A headline in a menu must not take the place of the one that was read.
            let next = if within.is_none() || data { places.pop_front() } else { None };
            if let Some(at) = next {
                after = after.max(at + 1);
                continue;
            }
            Why::Repeated
        } else if within.is_none() && holds(&texts, after, &folded) {
            continue;
        } else if within.is_none_or(|why| why == Why::Named) && is_field(page, &block, &folded) {
            Why::Field
        } else if let Some(why) = within.or_else(|| by_words(&block, &folded)) {
            why
        } else if data {
            Why::Data
        } else if after == 0 {
            Why::Outside
        } else if ended {
            Why::After
        } else {
            Why::Unlike
        };
        ended |= after > 0 && plain::ends_article(&folded, block.words);
        out.push(LeftOut::new(block.text, why, after));
    }
    // What stands below the last piece is beside the text, not among it.
    for last in out.iter_mut().rev().take_while(|l| l.after == after) {
        if last.why == Why::Unlike {
            last.why = Why::Outside;
        }
    }
    out
}

/// Whether a piece near the place holds the words with others around them.
fn holds(texts: &[String], near: usize, folded: &str) -> bool {
    let from = near.saturating_sub(2);
    folded.len() >= TELLING && texts[from..].iter().take(6).any(|t| t.contains(folded))
}

/// Whether the words are what a field of the page was read from: a byline, a date, the name of the outlet.
fn is_field(page: &Page, block: &Block, folded: &str) -> bool {
    if block.words > 14 {
        return false;
    }
    let named = page.authors.iter().any(|a| folded.contains(&fold(a)));
    let outlet = page.source.as_deref().is_some_and(|s| fold(s) == folded);
    let dated = || {
        page.published.is_some()
            && dates::find(&block.text).is_some_and(|(r, _)| r.len() * 4 > block.text.len())
    };
    named || outlet || dated()
}

/// Why an element around the words takes them out: of several the one that says most.
fn within(tree: &Tree<'_>, at: usize) -> Option<Why> {
    if !tree.nodes[at].out {
        return None;
    }
    let mut found = None;
    for a in tree.above(at) {
        match element(tree, a) {
            Some(Why::Named) => found = found.or(Some(Why::Named)),
            None => {}
            why => return why,
        }
    }
    found.or(Some(Why::Named))
}

/// Why an element that was taken out is furniture, as far as its tag, attributes and names tell.
fn element(tree: &Tree<'_>, i: usize) -> Option<Why> {
    let n = &tree.nodes[i];
    if !n.out {
        return None;
    }
    let attr = |name: &str| n.attr(name).unwrap_or("");
    let style: String = attr("style").chars().filter(|c| !c.is_whitespace()).collect();
    let hidden = n.attr("hidden").is_some()
        || attr("aria-hidden") == "true"
        || style.contains("display:none")
        || style.contains("visibility:hidden");
    if hidden {
        return Some(Why::Hidden);
    }
    let name = names(attr("class")) + &names(attr("id"));
    if let Some((_, why)) = NAMES.iter().find(|(w, _)| name.contains(w.as_str())) {
        return Some(*why);
    }
    match (n.tag(), attr("role")) {
        ("nav" | "footer" | "menu", _)
        | (_, "navigation" | "banner" | "contentinfo" | "menu" | "toolbar") => Some(Why::Navigation),
        ("form", _) | (_, "search") => Some(Why::Form),
        (_, "dialog" | "alert" | "tooltip") => Some(Why::Notice),
        ("aside", _) | (_, "complementary") => Some(Why::Named),
        _ => None,
    }
}

/// The words of a class or id: "c-readMore box" as " c read more box ".
fn names(value: &str) -> String {
    let mut out = String::from(" ");
    let mut lower = false;
    for c in value.chars().take(400) {
        if (!c.is_alphabetic() || (c.is_uppercase() && lower)) && !out.ends_with(' ') {
            out.push(' ');
        }
        if c.is_alphabetic() {
            out.extend(c.to_lowercase());
        }
        lower = c.is_lowercase();
    }
    out.push(' ');
    out
}

/// The reason that the words themselves give.
fn by_words(block: &Block, folded: &str) -> Option<Why> {
    let said = plain::furniture_line(folded, block.words);
    said.or_else(|| (block.link_share() > 0.6).then_some(Why::Links))
        .or_else(|| (block.words < 3).then_some(Why::Label))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Hint, explain};

    fn left(body: &str) -> Vec<(String, Why, usize)> {
        let text = "<p>The port of Velmar reopened on Monday, officials said, after three days of storm.</p><p>Two ferries that had waited at anchor sailed before noon, the harbour master said.</p>";
        let page = format!(
            "<html><body><main><article><h1>Port reopens after storm</h1>{text}</article></main>{body}</body></html>"
        );
        let found = explain(page.as_bytes(), &Hint::default()).unwrap();
        assert_eq!(found.page.blocks.len(), 3, "{:?}", found.page.text);
        found.left.into_iter().map(|l| (l.text, l.why, l.after)).collect()
    }

    #[test]
    fn names_of_elements_say_what_they_hold() {
        let found = left(
            "<div class='c-relatedStories'><p>Storm over Corva</p></div><div id=comments>Well said</div><div class='newsletter'>Ours</div><div class=nav>Home</div>",
        );
        let reasons: Vec<Why> = found.iter().map(|l| l.1).collect();
        assert_eq!(reasons, [Why::Related, Why::Comments, Why::Notice, Why::Navigation]);
    }

    #[test]
    fn what_the_text_says_already_is_repeated() {
        let found = left("<div hidden>Print</div><div class=sidebar><p>Port reopens after storm</p></div>");
        assert_eq!(found[0], ("Print".to_owned(), Why::Hidden, 3));
        assert_eq!((found[1].1, found.len()), (Why::Repeated, 2));
    }

    #[test]
    fn every_hint_has_a_reason_that_is_known() {
        for row in rows(data!("html_hints.tsv")).filter(|r| matches!(r[0], "out" | "consent") && r.len() > 2)
        {
            assert!(Why::named(row[2]).is_some(), "{row:?}");
        }
    }
}
