//! What an HTML page says of itself: each field is read from several places, and the places are kept as signals.

use std::collections::BTreeMap;

use parallax_model::{Field, Page};

use super::jsonld::Article;
use super::signals::Signals;
use super::titles::Around;
use super::tree::{Tree, squeeze};
use super::{addresses, authors, moments, signals, site, titles};
use crate::{Hint, outlet};

/// The meta elements, all values of each name, names in lower case.
pub(crate) struct Meta(BTreeMap<String, Vec<String>>);

impl Meta {
    pub(crate) fn new(tree: &Tree<'_>) -> Self {
        let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for i in tree.tagged("meta") {
            let n = &tree.nodes[i];
            let name = n
                .attr("property")
                .or_else(|| n.attr("name"))
                .or_else(|| n.attr("itemprop"))
                .or_else(|| n.attr("http-equiv"));
            if let (Some(name), Some(content)) = (name, n.attr("content")) {
                let content = squeeze(content);
                if !content.is_empty() {
                    out.entry(name.to_ascii_lowercase()).or_default().push(content);
                }
            }
        }
        Self(out)
    }

    pub(crate) fn first(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(|v| v.first()).map(String::as_str)
    }

    pub(crate) fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }
}

/// Fills in the metadata. `start` is the node where the running text begins, `text` the text.
pub(crate) fn fill(
    page: &mut Page,
    tree: &Tree<'_>,
    ld: &Article,
    start: usize,
    text: &str,
    hint: &Hint<'_>,
) {
    let meta = Meta::new(tree);
    let mut signals = Signals::default();
    page.url = addresses::own(tree, &meta, ld, hint.url);
    page.alternates = addresses::alternates(tree, hint.url, page.url.as_deref());
    page.domain = page.url.as_deref().and_then(outlet::domain);
    let domain = hint.url.and_then(outlet::domain).or_else(|| page.domain.clone());
    let said = site::said(&meta, ld);
    page.source = site::name(tree, &said, domain.as_deref(), hint.source, &mut signals);
    let known: Vec<&str> = said.iter().map(|(_, n)| n.as_str()).collect();
    let address = hint.url.map(str::to_owned).or_else(|| page.url.clone());
    let (url, domain) = (address.as_deref(), domain.as_deref());
    let around = Around { tree, meta: &meta, ld, start, url, domain, known: &known };
    let candidates = titles::candidates(&around);
    for (k, c) in candidates.iter().enumerate() {
        for (from, node) in &c.from {
            let element = || tree.tagged("title").next().filter(|_| *from == titles::ELEMENT);
            let place = node.or_else(element).and_then(|n| signals::place(tree, n, &c.text));
            signals.add_at(Field::Title, from, &c.text, k == 0, place);
        }
    }
    let headline = candidates.first().and_then(|c| c.node);
    page.title = candidates.into_iter().next().map(|c| c.text);
    authors::fill(page, &around, headline, &mut signals);
    moments::fill(page, &around, headline, text, hint, &mut signals);
    page.language = site::language(tree, &meta, ld, text);
    signals.give(page);
}

/// The strings that may be the headline, best first.
pub(crate) fn title_candidates(
    tree: &Tree<'_>,
    ld: &Article,
    start: usize,
    hint: &Hint<'_>,
) -> Vec<titles::Candidate> {
    let meta = Meta::new(tree);
    let own = addresses::own(tree, &meta, ld, hint.url);
    let domain = hint.url.or(own.as_deref()).and_then(outlet::domain);
    let said = site::said(&meta, ld);
    let known: Vec<&str> = said.iter().map(|(_, n)| n.as_str()).collect();
    let (url, domain) = (hint.url.or(own.as_deref()), domain.as_deref());
    titles::candidates(&Around { tree, meta: &meta, ld, start, url, domain, known: &known })
}
