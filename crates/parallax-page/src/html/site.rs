//! The name of the outlet and the language of the page.

use parallax_model::Field;

use super::jsonld::Article;
use super::metadata::Meta;
use super::signals::Signals;
use super::tree::{Tree, squeeze};
use crate::lexicon::fold;
use crate::{language, naming, outlet};

/// The names that the page gives its site to machines, with the places.
pub(crate) fn said(meta: &Meta, ld: &Article) -> Vec<(&'static str, String)> {
    let publisher = ld.publisher.as_deref().map(squeeze);
    let named = [
        ("JSON-LD publisher", publisher.as_deref()),
        ("og:site_name", meta.first("og:site_name")),
        ("application-name", meta.first("application-name")),
        ("apple-mobile-web-app-title", meta.first("apple-mobile-web-app-title")),
    ];
    let fit = |n: &str| (2..=60).contains(&n.chars().count()) && !n.contains("http") && !n.starts_with('@');
    named.into_iter().filter_map(|(from, n)| Some((from, n.filter(|n| fit(n))?.to_owned()))).collect()
}

/// The name of the outlet: given, as the page says it to machines, in its markup, or its domain.
pub(crate) fn name(
    tree: &Tree<'_>,
    said: &[(&'static str, String)],
    domain: Option<&str>,
    given: Option<&str>,
    signals: &mut Signals,
) -> Option<String> {
    // Of two names, the one that the address bears out.
    let fits = |n: &str| domain.is_some_and(|d| outlet::fits(n, d));
    let told = said.iter().find(|(_, n)| fits(n)).or(said.first());
    let (from, name) = match (given, told) {
        (Some(name), _) => ("given by the user", Some(name.to_owned())),
        (None, Some((from, name))) => (*from, Some(name.clone())),
        (None, None) => match in_markup(tree, domain) {
            Some(name) => ("words of the page", Some(name)),
            None => ("domain", domain.map(str::to_owned)),
        },
    };
    if let Some(name) = &name {
        signals.add(Field::Source, from, name, true);
    }
    for (from, other) in said {
        signals.add(Field::Source, from, other, name.as_ref() == Some(other));
    }
    name
}

/// The language: the words decide where they are clear, for a template may name the wrong one.
pub(crate) fn language(tree: &Tree<'_>, meta: &Meta, ld: &Article, text: &str) -> Option<String> {
    let html = tree
        .tagged("html")
        .find_map(|i| tree.nodes[i].attr("lang").or_else(|| tree.nodes[i].attr("xml:lang")));
    let tags = [html, meta.first("og:locale"), ld.language.as_deref(), meta.first("content-language")];
    let given = tags.into_iter().flatten().find_map(language::of_tag);
    let detected = language::detect(text);
    if text.len() > 400 { detected.or(given) } else { given.or(detected) }
}

/// The name of the site in its markup: the words of the link to the front page or of the logo inside, borne out
/// by the address, the end of the title or a notice; else the holder of the copyright.
fn in_markup(tree: &Tree<'_>, domain: Option<&str>) -> Option<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut at = 0;
    while at < tree.nodes.len() {
        let n = &tree.nodes[at];
        let leaf = n.element.is_some() && (1..=300).contains(&n.letters);
        if leaf
            && matches!(n.tag(), "p" | "div" | "footer" | "li" | "small" | "span" | "figcaption" | "section")
        {
            lines.push(tree.words_of(at));
            at = n.end;
        } else {
            at += 1;
        }
    }
    let title = tree.tagged("title").next().map(|i| squeeze(&tree.raw_of(i)));
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let home = (0..tree.nodes.len()).filter(|i| {
        let n = &tree.nodes[*i];
        n.tag() == "a" && n.letters <= 60 && n.attr("href").is_some_and(is_front)
    });
    let mut mastheads: Vec<String> = Vec::new();
    for a in home.take(8) {
        let logo =
            tree.range(a).find_map(|i| tree.nodes[i].attr("alt").filter(|_| tree.nodes[i].tag() == "img"));
        let label = tree.nodes[a].attr("title").or_else(|| tree.nodes[a].attr("aria-label"));
        for name in [Some(tree.words_of(a)), logo.map(squeeze), label.map(squeeze)].into_iter().flatten() {
            let name = name.trim_end_matches("logo").trim_end_matches("Logo").trim();
            if naming::is_name_shaped(name) {
                mastheads.push(name.to_owned());
            }
        }
    }
    let ends = |name: &str| title.as_deref().is_some_and(|t| fold(t).ends_with(&fold(name)));
    let borne = |n: &&String| ends(n) || naming::confirmed(n, &lines, domain);
    let head =
        mastheads.iter().find(borne).or_else(|| mastheads.iter().find(|n| naming::speaks_for_itself(n)));
    if let Some(name) = head {
        return Some(naming::spelled(name, &lines));
    }
    let holder = || lines.iter().rev().find_map(|l| naming::copyright(l));
    match domain {
        Some(d) => holder().filter(|h| outlet::fits(h, d)).or_else(|| naming::from_domain(&lines, d)),
        None => holder().filter(|h| naming::speaks_for_itself(h)),
    }
}

/// Whether an address leads to the front page: nothing after the host but perhaps a language.
fn is_front(href: &str) -> bool {
    let path = match href.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, p)| p),
        None => match href.strip_prefix('/') {
            Some(path) => path,
            None => return false,
        },
    };
    let path = path.split(['?', '#']).next().unwrap_or("").trim_matches('/');
    path.len() <= 2 || matches!(path, "home" | "index.html" | "index.php")
}
