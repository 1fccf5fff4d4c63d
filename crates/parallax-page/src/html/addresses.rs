//! The page's own address, its other addresses, and where its links lead.

use std::ops::Range;

use parallax_model::{Alternate, AlternateRel};
use url::Url;

use super::jsonld::Article;
use super::metadata::Meta;
use super::tree::Tree;
use crate::lexicon::words;
use crate::outlet;

/// Most other addresses of one page.
const MOST: usize = 8;

/// Links of a page that carry a relation.
fn related<'t>(tree: &'t Tree<'_>, rel: &'t str) -> impl Iterator<Item = usize> + 't {
    let one = move |i: &usize| {
        tree.nodes[*i].attr("rel").is_some_and(|r| r.split_whitespace().any(|r| r.eq_ignore_ascii_case(rel)))
    };
    tree.tagged("link").filter(one)
}

fn web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.host_str().is_some_and(|h| h.contains('.'))
}

/// An address as it stands, or against that of the page.
fn resolve(href: &str, base: Option<&Url>) -> Option<Url> {
    let href = href.trim();
    if href.is_empty() || href.len() > 4_000 {
        return None;
    }
    Url::parse(href).ok().or_else(|| base?.join(href).ok()).filter(web)
}

/// The address against which the page's links are read.
pub(crate) fn base(tree: &Tree<'_>, fetched: Option<&str>, own: Option<&str>) -> Option<Url> {
    let page = fetched.or(own).and_then(|u| Url::parse(u).ok()).filter(web);
    let said = tree.tagged("base").find_map(|i| tree.nodes[i].attr("href"));
    said.and_then(|href| resolve(href, page.as_ref())).or(page)
}

/// The address that the page names as its own, if it can be: not a front page, and not another site's unless that
/// has the same story.
pub(crate) fn own(tree: &Tree<'_>, meta: &Meta, ld: &Article, fetched: Option<&str>) -> Option<String> {
    let from = fetched.and_then(|u| Url::parse(u).ok()).filter(web);
    let canonical: Vec<&str> =
        related(tree, "canonical").filter_map(|i| tree.nodes[i].attr("href")).collect();
    let said = canonical.into_iter().chain(meta.first("og:url")).chain(ld.url.as_deref());
    let fit = |u: &Url| from.as_ref().is_none_or(|f| is_own(u, f));
    // The spelling of the page is kept where it is whole.
    let found = said.filter_map(|href| {
        let url = resolve(href, from.as_ref()).filter(fit)?;
        let whole = href.trim();
        Some(if Url::parse(whole).is_ok() { whole.to_owned() } else { url.to_string() })
    });
    found.into_iter().next().or_else(|| fetched.map(str::to_owned))
}

/// Whether a page that was fetched from one address can name the other as its own.
fn is_own(url: &Url, fetched: &Url) -> bool {
    let front = |u: &Url| u.path().trim_matches('/').is_empty() && u.query().is_none();
    if front(url) && !front(fetched) {
        return false;
    }
    let site = |u: &Url| outlet::domain(u.as_str());
    if site(url) == site(fetched) {
        return true;
    }
    let slug = |u: &Url| -> Vec<String> {
        let last =
            u.path().trim_matches('/').rsplit('/').next().unwrap_or("").replace(['_', '-', '.', '+'], " ");
        words(&last).filter(|w| w.len() > 2).map(str::to_lowercase).collect()
    };
    let (a, b) = (slug(url), slug(fetched));
    let shared = a.iter().filter(|w| b.contains(w)).count();
    shared > 0 && shared * 2 >= a.len().min(b.len())
}

/// The other addresses of the page.
pub(crate) fn alternates(tree: &Tree<'_>, fetched: Option<&str>, own: Option<&str>) -> Vec<Alternate> {
    let base = base(tree, fetched, own);
    let mut out: Vec<Alternate> = Vec::new();
    let mut add = |rel: AlternateRel, url: String| {
        let bare = |u: &str| u.split('#').next().unwrap_or(u).trim_end_matches('/').to_owned();
        let known =
            out.iter().any(|a| bare(&a.url) == bare(&url)) || own.is_some_and(|o| bare(o) == bare(&url));
        if !known && out.len() < MOST {
            out.push(Alternate { rel, url });
        }
    };
    if let Some(url) = fetched {
        add(AlternateRel::Fetched, url.to_owned());
    }
    let href = |i: usize| tree.nodes[i].attr("href").and_then(|h| resolve(h, base.as_ref()));
    for i in related(tree, "amphtml") {
        href(i).into_iter().for_each(|u| add(AlternateRel::Amp, u.to_string()));
    }
    for i in related(tree, "alternate") {
        let media = tree.nodes[i].attr("media").unwrap_or("");
        if media.contains("handheld") || media.contains("max-width") {
            href(i).into_iter().for_each(|u| add(AlternateRel::Mobile, u.to_string()));
        }
    }
    for i in related(tree, "shortlink") {
        href(i).into_iter().for_each(|u| add(AlternateRel::Short, u.to_string()));
    }
    out
}

/// Links of a piece of text with their whole addresses; those that lead nowhere on the web are dropped.
pub(crate) fn whole(links: &mut Vec<(Range<usize>, String)>, base: Option<&Url>) {
    links.retain_mut(|(range, href)| {
        let inside = href.trim_start().starts_with('#');
        match resolve(href, base).filter(|_| !inside && range.start < range.end) {
            Some(url) => {
                if Url::parse(href.trim()).is_err() {
                    *href = url.to_string();
                } else {
                    *href = href.trim().to_owned();
                }
                true
            }
            None => false,
        }
    });
}

#[cfg(test)]
mod tests {
    use crate::{Hint, read};
    use parallax_model::{AlternateRel, Page};

    const P: &str =
        "The port of Velmar reopened on Monday, officials said, after three days of storm and high water.";

    fn page(head: &str, body: &str, url: &str) -> Page {
        let html = format!(
            "<!doctype html><html><head>{head}</head><body><article><h1>Port reopens after storm</h1><p>{P} {body}</p><p>{P}</p></article></body></html>"
        );
        read(html.as_bytes(), &Hint { url: Some(url), ..Hint::default() }).unwrap()
    }

    #[test]
    fn a_page_names_its_own_address_and_twins() {
        let head = "<link rel=canonical href='/news/port-reopens'><link rel=amphtml href='https://amp.velmarpost.com/news/port-reopens'><link rel=shortlink href='https://velmarpost.com/?p=7'><link rel=alternate media='only screen and (max-width: 640px)' href='https://m.velmarpost.com/news/port-reopens'>";
        let p = page(head, "", "https://www.velmarpost.com/news/port-reopens?utm=1");
        assert_eq!(p.url.as_deref(), Some("https://www.velmarpost.com/news/port-reopens"));
        let rels: Vec<AlternateRel> = p.alternates.iter().map(|a| a.rel).collect();
        assert_eq!(
            rels,
            [AlternateRel::Fetched, AlternateRel::Amp, AlternateRel::Mobile, AlternateRel::Short]
        );
        assert_eq!(p.domain.as_deref(), Some("velmarpost.com"));
    }

    #[test]
    fn front_pages_and_strangers_are_not_the_page() {
        let at = "https://www.velmarpost.com/news/port-reopens";
        let own = |href: &str| page(&format!("<link rel=canonical href='{href}'>"), "", at).url;
        assert_eq!(own("https://www.velmarpost.com/").as_deref(), Some(at));
        assert_eq!(own("https://ads.example.org/landing").as_deref(), Some(at));
        assert_eq!(own("http://localhost/news/port-reopens").as_deref(), Some(at));
        let syndicated = "https://corvadaily.com/2031/port-reopens";
        assert_eq!(own(syndicated).as_deref(), Some(syndicated));
    }

    #[test]
    fn links_are_whole_and_lead_to_the_web() {
        let body = "See <a href='/storm'>the storm</a>, <a href='javascript:void(0)'>this</a>, <a href='mailto:a@b.example'>that</a>, <a href='#top'>top</a>.";
        let p = page("<base href='https://velmarpost.com/deep/'>", body, "https://velmarpost.com/a");
        let links: Vec<(&str, &str)> = p.links.iter().map(|l| (l.span.of(&p.text), l.url.as_str())).collect();
        assert_eq!(links, [("the storm", "https://velmarpost.com/storm")]);
    }
}
