//! Title, authors, dates, outlet, address and language of an HTML page, each from several places in an order
//! of trust.

use std::collections::BTreeMap;

use parallax_model::Page;

use super::jsonld::Article;
use super::tree::{Tree, hint, squeeze};
use crate::dates::{self, Stamp};
use crate::lexicon::{data, fold, of_kind, words};
use crate::{Hint, language, naming, outlet, people};

/// The meta elements, first value of each name, names in lower case.
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

    fn of_kind<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a str> {
        of_kind(data!("meta.tsv"), kind)
            .into_iter()
            .filter_map(|name| self.0.get(name))
            .flatten()
            .map(String::as_str)
    }
}

/// Fills in the metadata. `body` is the element that holds the text.
pub(crate) fn fill(
    page: &mut Page,
    tree: &Tree<'_>,
    ld: &Article,
    body: Option<usize>,
    text: &str,
    hint: &Hint<'_>,
) {
    let meta = Meta::new(tree);
    let canonical = tree
        .tagged("link")
        .find(|i| tree.nodes[*i].attr("rel").is_some_and(|r| r.eq_ignore_ascii_case("canonical")))
        .and_then(|i| tree.nodes[i].attr("href"))
        .map(|u| u.trim().to_owned());
    let absolute = |u: &String| u.starts_with("http://") || u.starts_with("https://");
    let og_url = meta.first("og:url").map(str::to_owned);
    page.url = canonical
        .filter(absolute)
        .or_else(|| og_url.filter(absolute))
        .or_else(|| ld.url.clone())
        .or_else(|| hint.url.map(str::to_owned));
    let domain = hint.url.or(page.url.as_deref()).and_then(outlet::domain);
    let site = ld.publisher.as_deref().map(squeeze);
    let og_site = meta.first("og:site_name").or_else(|| meta.first("application-name"));
    let known: Vec<&str> = [og_site, site.as_deref()].into_iter().flatten().collect();
    page.title = title(tree, &meta, ld, body, domain.as_deref(), &known);
    let name = [site.as_deref(), og_site]
        .into_iter()
        .flatten()
        .find(|n| (2..=60).contains(&n.chars().count()) && !n.contains("http"));
    let given = hint.source.or(name).map(str::to_owned);
    page.source = given.or_else(|| site_name(tree, domain.as_deref())).or_else(|| domain.clone());
    authors(page, tree, &meta, ld, body);
    moments(page, tree, &meta, ld, body, text, hint);
    let html_lang = tree
        .tagged("html")
        .find_map(|i| tree.nodes[i].attr("lang").or_else(|| tree.nodes[i].attr("xml:lang")));
    let given =
        html_lang.or_else(|| meta.first("og:locale")).or(ld.language.as_deref()).and_then(language::of_tag);
    // A template may name the wrong language; the words decide where they are clear.
    let detected = language::detect(text);
    page.language = if text.len() > 400 { detected.or(given) } else { given.or(detected) };
}

/// The name of the site in its markup: the words of the link to the front page or of the logo inside, borne out
/// by the address, the end of the title or a notice; else the holder of the copyright.
fn site_name(tree: &Tree<'_>, domain: Option<&str>) -> Option<String> {
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

/// Candidates are compared: the headline on the page wins where the machine-made ones agree with it.
fn title(
    tree: &Tree<'_>,
    meta: &Meta,
    ld: &Article,
    body: Option<usize>,
    domain: Option<&str>,
    known: &[&str],
) -> Option<String> {
    let clean = |t: &str| {
        let t = squeeze(t);
        match outlet::split_title(&t, domain, known) {
            Some((head, _)) => head.to_owned(),
            None => t,
        }
    };
    let machine: Vec<String> = [
        ld.headline.as_deref(),
        meta.first("og:title").or_else(|| meta.first("twitter:title")),
        tree.tagged("title").next().map(|i| tree.raw_of(i)).as_deref(),
    ]
    .into_iter()
    .flatten()
    .map(clean)
    .filter(|t| !t.is_empty())
    .collect();
    let mut headings: Vec<(usize, String)> = tree
        .tagged("h1")
        .filter(|i| !tree.nodes[*i].out)
        .map(|i| (i, tree.words_of(i)))
        .filter(|(_, t)| words(t).count() >= 2)
        .collect();
    if headings.is_empty() {
        headings = (0..tree.nodes.len())
            .filter(|i| matches!(tree.nodes[*i].tag(), "h2" | "h1") && tree.nodes[*i].has(hint::TITLE))
            .map(|i| (i, tree.words_of(i)))
            .filter(|(_, t)| words(t).count() >= 3)
            .take(3)
            .collect();
    }
    // The headline nearest to the text, above it.
    let near = |i: usize| body.map_or(0, |b| if i < tree.nodes[b].end { b.abs_diff(i) } else { 1 << 20 });
    headings.sort_by_key(|(i, t)| {
        let agreement = machine.iter().map(|m| (100.0 * overlap(m, t)) as i64).max().unwrap_or(0);
        (-agreement / 30, near(*i), *i)
    });
    let heading = headings.first().map(|(_, t)| clean(t)).map(|h| without_kicker(h, &machine));
    match heading {
        Some(h) => {
            let agrees = machine.iter().map(|m| overlap(m, &h)).fold(0.0, f32::max);
            let site =
                known.iter().any(|k| fold(k) == fold(&h)) || domain.is_some_and(|d| outlet::fits(&h, d));
            // Where structured data and the card for sharing give the same headline, the one on the page may be a
            // variant for the front page, or the name of a section.
            let data = ld.headline.as_deref().map(clean);
            let card = meta.first("og:title").map(clean);
            let twin = data.zip(card).filter(|(a, b)| fold(a) == fold(b)).map(|(a, _)| a);
            let any_twin =
                machine.iter().enumerate().any(|(i, a)| machine[i + 1..].iter().any(|b| fold(a) == fold(b)));
            match twin {
                Some(t) => Some(t),
                None if agrees < 0.2 && any_twin => machine.into_iter().next(),
                None if site && !machine.is_empty() => machine.into_iter().next(),
                None => Some(h),
            }
        }
        None => machine.into_iter().next(),
    }
}

/// "Storm Port reopens in Velmar" is the headline "Port reopens in Velmar" after the name of a section, where the
/// page gives the headline alone elsewhere.
fn without_kicker(heading: String, machine: &[String]) -> String {
    let own: Vec<String> = words(&heading).map(fold).collect();
    let alone = machine.iter().find(|m| {
        let theirs: Vec<String> = words(m).map(fold).collect();
        theirs.len() >= 4 && theirs.len() < own.len() && own.ends_with(&theirs)
    });
    alone.cloned().unwrap_or(heading)
}

/// Share of the words of the shorter that the longer holds.
fn overlap(a: &str, b: &str) -> f32 {
    let (a, b) = (fold(a), fold(b));
    let (x, y): (Vec<&str>, Vec<&str>) = (words(&a).collect(), words(&b).collect());
    let (short, long) = if x.len() <= y.len() { (x, y) } else { (y, x) };
    if short.is_empty() {
        return 0.0;
    }
    short.iter().filter(|w| long.contains(w)).count() as f32 / short.len() as f32
}

fn authors(page: &mut Page, tree: &Tree<'_>, meta: &Meta, ld: &Article, body: Option<usize>) {
    let site = page.source.clone().unwrap_or_default();
    let mut take = |name: &str| {
        let found = people::names(name);
        if page.wire.is_none() {
            page.wire = found.wire;
        }
        for person in found.people {
            let known = page.authors.iter().any(|a| fold(a) == fold(&person));
            if !known && fold(&person) != fold(&site) && page.authors.len() < 12 {
                page.authors.push(person);
            }
        }
    };
    for name in &ld.authors {
        let organisation = name.ends_with('\u{1}');
        let name = name.trim_end_matches('\u{1}');
        if organisation && people::agency(name).is_none() && words(name).count() != 2 {
            continue;
        }
        take(name);
    }
    if !page_has(&ld.authors) {
        meta.of_kind("author").filter(|v| !v.contains("://")).for_each(&mut take);
    }
    if page.authors.is_empty() {
        byline(page, tree, body);
    }
}

fn page_has(names: &[String]) -> bool {
    names.iter().any(|n| !people::names(n.trim_end_matches('\u{1}')).people.is_empty())
}

/// A byline in the markup: `rel=author`, `itemprop=author`, a class that says so, near the text.
fn byline(page: &mut Page, tree: &Tree<'_>, body: Option<usize>) {
    let limit = body.map_or(tree.nodes.len(), |b| tree.nodes[b].end);
    let mut found: Vec<(u8, usize)> = Vec::new();
    for (i, n) in tree.nodes[..limit].iter().enumerate() {
        if n.letters == 0 || n.letters > 120 || n.element.is_none() {
            continue;
        }
        let rel = n.attr("rel").is_some_and(|r| r.contains("author"));
        let property = n.attr("itemprop").is_some_and(|p| p.eq_ignore_ascii_case("author"));
        let href = n.tag() == "a" && n.attr("href").is_some_and(people::is_author_address);
        let rank = if rel || property {
            0
        } else if href {
            1
        } else if n.has(hint::BYLINE) {
            2
        } else {
            continue;
        };
        found.push((rank, i));
    }
    for rank in 0..3 {
        let mut inside = 0;
        for (_, i) in found.iter().filter(|(r, _)| *r == rank) {
            if *i < inside {
                continue;
            }
            inside = tree.nodes[*i].end;
            let names = people::names(&tree.words_of(*i));
            if page.wire.is_none() {
                page.wire = names.wire;
            }
            for p in names.people.into_iter().filter(|p| words(p).count() >= 2) {
                if !page.authors.iter().any(|a| fold(a) == fold(&p)) && page.authors.len() < 6 {
                    page.authors.push(p);
                }
            }
        }
        if !page.authors.is_empty() {
            return;
        }
    }
}

fn moments(
    page: &mut Page,
    tree: &Tree<'_>,
    meta: &Meta,
    ld: &Article,
    body: Option<usize>,
    text: &str,
    hint: &Hint<'_>,
) {
    let in_url = page.url.as_deref().into_iter().chain(hint.url).find_map(|u| dates::in_url(u, text));
    let first = |kind: &'static str| meta.of_kind(kind).find_map(dates::machine);
    let day_first = day_first(page, tree, hint);
    let url_stamp = in_url.map(|d| Stamp { date: Some(d), ..Stamp::default() });
    let sources: Vec<(&str, Stamp)> = [
        ("given", hint.published.and_then(dates::machine)),
        ("structured data", ld.published.as_deref().and_then(dates::machine)),
        ("meta elements", first("published")),
        ("a time element", time_element(tree, body, day_first)),
        ("the address", url_stamp),
        ("the byline", byline_date(tree, body, day_first)),
    ]
    .into_iter()
    .filter_map(|(name, stamp)| Some((name, stamp?)))
    .filter(|(_, s)| s.date.is_some_and(|d| d.year() >= 1990))
    .collect();
    if let Some((name, chosen)) = sources.first() {
        page.published = chosen.iso();
        let other = sources.iter().skip(1).find(|(n, s)| {
            let apart =
                s.date.zip(chosen.date).map_or(0, |(a, b)| (a.since(b).map_or(0, |d| d.get_days())).abs());
            *n != "the byline" && apart > 1
        });
        if let Some((n, s)) = other
            && let (Some(a), Some(b)) = (chosen.date, s.date)
        {
            page.notes.push(format!("two dates are given: {a} in {name}, {b} in {n}"));
        }
    }
    let updated = ld.modified.as_deref().and_then(dates::machine).or_else(|| first("updated"));
    page.updated = updated.and_then(|s| s.iso()).filter(|u| Some(u) != page.published.as_ref());
}

/// Whether 3/4 is the third of April here, by the language and the country that the page or its address gives.
fn day_first(page: &Page, tree: &Tree<'_>, hint: &Hint<'_>) -> Option<bool> {
    let address = hint.url.or(page.url.as_deref()).and_then(outlet::domain);
    if let Some(end) = address.as_deref().and_then(|d| d.rsplit_once('.')).map(|(_, end)| end)
        && of_kind(data!("date_order.tsv"), "domain").contains(&end)
    {
        return Some(true);
    }
    let lang = tree
        .tagged("html")
        .find_map(|i| tree.nodes[i].attr("lang").or_else(|| tree.nodes[i].attr("xml:lang")));
    let tag = lang?.replace('_', "-").to_ascii_lowercase();
    let named = |kind| of_kind(data!("date_order.tsv"), kind).contains(&tag.as_str());
    match tag.split('-').next()? {
        _ if named("day") => Some(true),
        _ if named("month") => Some(false),
        "en" | "zh" | "ja" | "ko" | "hu" | "fa" | "mn" | "lt" => None,
        _ => Some(true),
    }
}

/// The first `time` element near the head of the text that is not about an update.
fn time_element(tree: &Tree<'_>, body: Option<usize>, day_first: Option<bool>) -> Option<Stamp> {
    let limit = body.map_or(tree.nodes.len(), |b| tree.nodes[b].end);
    let mut best: Option<(u8, Stamp)> = None;
    for (i, n) in tree.nodes[..limit].iter().enumerate() {
        let published = n.attr("itemprop").is_some_and(|p| p.eq_ignore_ascii_case("datePublished"))
            || n.attr("pubdate").is_some();
        if n.tag() != "time" && !published {
            continue;
        }
        let value = n.attr("datetime").or_else(|| n.attr("content"));
        let shown = || dates::find_in(&tree.words_of(i), day_first).map(|(_, s)| s);
        let stamp = value.and_then(dates::machine).or_else(shown);
        let Some(stamp) = stamp else { continue };
        let rank = if published {
            0
        } else if n.out {
            2
        } else {
            1
        };
        if best.as_ref().is_none_or(|(r, _)| rank < *r) {
            best = Some((rank, stamp));
        }
    }
    best.map(|(_, s)| s)
}

/// A date in words, in an element whose name says so.
fn byline_date(tree: &Tree<'_>, body: Option<usize>, day_first: Option<bool>) -> Option<Stamp> {
    let limit = body.map_or(tree.nodes.len(), |b| tree.nodes[b].end);
    let named = tree.nodes[..limit].iter().enumerate().filter(|(_, n)| {
        n.element.is_some() && n.letters < 120 && n.letters > 5 && n.has(hint::DATE | hint::BYLINE)
    });
    let mut skip = 0;
    for (i, n) in named {
        if i < skip {
            continue;
        }
        if let Some((_, s)) = dates::find_in(&tree.words_of(i), day_first) {
            return Some(s);
        }
        if n.letters < 40 {
            skip = n.end;
        }
    }
    None
}
