//! Whether a page shows only a part of its article, and why.
//!
//! Many pages for subscribers hold all of their text all the same, and many free pages invite to subscribe: so
//! a page is partial only where its text also breaks off or is short.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use parallax_model::{Partial, Role};

use super::blocks::Block;
use super::jsonld::Article;
use super::tree::Tree;
use crate::assemble::Piece;
use crate::lexicon::{data, of_kind, words};

static PAY: LazyLock<Vec<&str>> = LazyLock::new(|| of_kind(data!("partial.tsv"), "pay"));
static MORE: LazyLock<Vec<&str>> = LazyLock::new(|| of_kind(data!("partial.tsv"), "more"));

/// What is looked at.
pub(super) struct View<'v> {
    pub(super) source: &'v str,
    pub(super) tree: &'v Tree<'v>,
    pub(super) blocks: &'v [Block],
    /// Where the blocks of the text begin.
    pub(super) taken: &'v BTreeSet<usize>,
    pub(super) pieces: &'v [Piece],
    pub(super) ld: &'v Article,
}

/// A text with more words than this is whole, unless it breaks off.
const SHORT: usize = 180;
/// Words of a block that can be an invitation to pay.
const NOTICE: usize = 60;
/// Blocks after the text within which a link to the rest stands.
const NEAR: usize = 4;

/// Why the text is only a part, if it is known to be one.
pub(super) fn find(view: &View<'_>) -> Option<Partial> {
    let body: Vec<&Piece> = view.pieces.iter().filter(|p| p.role.is_some_and(Role::is_body)).collect();
    let ours: usize = body.iter().map(|p| words(&p.text).count()).sum();
    let theirs = view.ld.body.as_deref().map_or(0, |b| words(b).count());
    let last = body.last().map_or("", |p| p.text.as_str());
    let missing = theirs > 60 && ours * 3 < theirs * 2;
    let stops = trails_off(last) || missing;
    // The page is searched only where an answer would count.
    let pays = (stops || ours < SHORT) && view.pays();
    let locked = view.ld.free == Some(false);
    if (pays || locked)
        && !view.unlocked(ours)
        && (stops || (pays && ours < SHORT) || (locked && ours < SHORT / 2))
    {
        return Some(Partial::Paywall);
    }
    if trails_off(last) && view.leads_on() {
        return Some(Partial::Teaser);
    }
    view.is_cut(last).then_some(Partial::CutOff)
}

/// What a reader should know of a short text.
pub(super) fn note(partial: Option<Partial>, ld: &Article, pieces: &[Piece]) -> Option<&'static str> {
    let ours: usize = pieces.iter().map(|p| words(&p.text).count()).sum();
    let theirs = ld.body.as_deref().map_or(0, |b| words(b).count());
    match partial {
        Some(Partial::Paywall) => Some("only the beginning is here: the rest is for subscribers"),
        Some(Partial::Teaser) => Some("only the beginning is here: the page leads on to the rest"),
        Some(Partial::CutOff) => Some("the page ends in the middle"),
        None => (ours < 60 && theirs <= ours)
            .then_some("little text: the page may show only the start of the article"),
    }
}

/// Whether a text ends with dots, or in the middle of a sentence.
fn trails_off(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»', ' ']);
    bare.ends_with('…') || bare.ends_with("...") || bare.ends_with([',', ';'])
}

impl View<'_> {
    /// Whether the page invites to pay for the rest, below the beginning of the text.
    fn pays(&self) -> bool {
        let first = self.taken.first().copied().unwrap_or(0);
        self.blocks.iter().filter(|b| b.at > first && b.words <= NOTICE && b.words > 1).any(|b| {
            let lower = b.text.to_lowercase().replace('’', "'");
            PAY.iter().any(|p| lower.contains(p))
        })
    }

    /// Whether the part that is said to be locked is here nevertheless.
    fn unlocked(&self, ours: usize) -> bool {
        let names = self.ld.locked.iter().flat_map(|s| s.split([',', ' ']));
        let classes: Vec<&str> = names.filter_map(|s| s.trim().strip_prefix(['.', '#'])).collect();
        let taken_in = |i: usize| {
            let range = self.tree.range(i);
            self.taken.range(range.start..range.end).count()
        };
        ours >= SHORT
            && !classes.is_empty()
            && (0..self.tree.nodes.len()).any(|i| {
                let n = &self.tree.nodes[i];
                let named = |name: &str| {
                    n.attr(name).is_some_and(|v| v.split_whitespace().any(|w| classes.contains(&w)))
                };
                n.element.is_some() && (named("class") || named("id")) && taken_in(i) > 3
            })
    }

    /// Whether a link to the rest follows the text.
    fn leads_on(&self) -> bool {
        let Some(&last) = self.taken.last() else { return false };
        let from = self.blocks.partition_point(|b| b.at < last);
        self.blocks[from..].iter().take(NEAR).any(|b| {
            let linked = b.links.iter().filter_map(|(r, _)| b.text.get(r.clone()));
            let whole = (b.at != last && b.words <= 6).then_some(b.text.as_str());
            linked.chain(whole).any(|t| {
                let lower = t.trim().to_lowercase();
                MORE.iter().any(|m| lower.starts_with(m))
            })
        })
    }

    /// Whether the bytes end inside the text: no end tag, no end of a sentence.
    fn is_cut(&self, last: &str) -> bool {
        let end = self.source.trim_end();
        let whole = self.source.get(..self.source.len().min(600)).unwrap_or(self.source).to_ascii_lowercase();
        let page = whole.contains("<html") || whole.contains("<!doctype");
        let at_end = self.blocks.last().is_some_and(|b| self.taken.contains(&b.at));
        let bare = last.trim_end_matches(['"', '”', '’', '\'', ')', '»', ' ']);
        page && at_end && !end.ends_with('>') && !bare.ends_with(['.', '!', '?', '…', '。', '।', '؟'])
    }
}

#[cfg(test)]
mod tests {
    use crate::{Hint, read};
    use parallax_model::Partial;

    const P: &str = "<p>The port of Velmar reopened on Monday, officials said, after three days of storm and high water.</p>";
    const Q: &str =
        "<p>Two ferries that had waited at anchor sailed before noon, and crews began to clear the quay.</p>";

    fn partial(head: &str, body: &str) -> Option<Partial> {
        let page = format!(
            "<!doctype html><html><head><title>Port reopens</title>{head}</head><body><article><h1>Port reopens after storm</h1>{body}</article></body></html>"
        );
        read(page.as_bytes(), &Hint::default()).unwrap().partial
    }

    const LOCKED: &str = r#"<script type="application/ld+json">{"@type":"NewsArticle","headline":"Port reopens","isAccessibleForFree":"False","hasPart":{"isAccessibleForFree":false,"cssSelector":".rest"}}</script>"#;

    #[test]
    fn an_invitation_to_pay_after_a_short_text_is_a_paywall() {
        let body = format!(
            "{P}{Q}<div class=wall><p>To continue reading this article, subscribe for one crown.</p></div>"
        );
        assert_eq!(partial("", &body), Some(Partial::Paywall));
        assert_eq!(partial(LOCKED, &format!("{P}{Q}")), Some(Partial::Paywall));
    }

    #[test]
    fn a_locked_page_that_holds_its_text_is_whole() {
        let rest = format!("{P}{Q}").repeat(9).replace("Monday", "Monday, the ninth");
        let text: String =
            rest.split("</p>").enumerate().map(|(i, p)| format!("{p} Ship {i} left.</p>")).collect();
        assert_eq!(partial(LOCKED, &format!("{P}<div class=rest>{text}</div>")), None);
    }

    #[test]
    fn a_free_page_with_an_offer_is_whole() {
        let text: String =
            (0..12).map(|i| P.replace("three days", &format!("{i} days and nights"))).collect();
        let body = format!(
            "{text}<div class=offer><p>Subscribe to keep reading our letter about the sea.</p></div>"
        );
        assert_eq!(partial("", &body), None);
    }

    #[test]
    fn dots_and_a_link_to_the_rest_are_a_teaser() {
        let cut = "<p>Two ferries that had waited at anchor sailed before noon, and the harbour master, who had…</p>";
        assert_eq!(
            partial("", &format!("{P}{cut}<p><a href=/rest>Read more</a></p>")),
            Some(Partial::Teaser)
        );
        assert_eq!(partial("", &format!("{P}{cut}{Q}")), None);
    }

    #[test]
    fn a_page_that_breaks_off_is_cut() {
        let page = format!(
            "<!doctype html><html><body><article><h1>Port reopens</h1>{P}{Q}<p>The mayor of Velmar, who had stayed with the crews for all of the three nights, said that"
        );
        assert_eq!(read(page.as_bytes(), &Hint::default()).unwrap().partial, Some(Partial::CutOff));
        let whole = format!("<!doctype html><html><body><article><h1>Port reopens</h1>{P}{Q}");
        assert_eq!(read(whole.as_bytes(), &Hint::default()).unwrap().partial, None);
    }
}
