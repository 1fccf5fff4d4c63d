//! The headline among all the strings of a page that could be it.
//!
//! Every place that names the page is read and cleaned of the site's name; equal strings are one candidate. A
//! linear score over what speaks for each (where it stands, who agrees with it, how it relates to the heading above
//! the text) picks one. The weights are learned: see `data/page/titles.md`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::jsonld::Article;
use super::metadata::Meta;
use super::slug::Slug;
use super::tree::{Tree, hint, squeeze};
use crate::lexicon::{data, fold, of_kind, rows, words};
use crate::outlet;

/// What is known of the page before its title is sought.
pub(crate) struct Around<'a> {
    pub(crate) tree: &'a Tree<'a>,
    pub(crate) meta: &'a Meta,
    pub(crate) ld: &'a Article,
    /// The node where the running text begins.
    pub(crate) start: usize,
    /// The address of the page.
    pub(crate) url: Option<&'a str>,
    pub(crate) domain: Option<&'a str>,
    /// Names that the page gives its site.
    pub(crate) known: &'a [&'a str],
}

/// A string that may be the headline.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub(crate) text: String,
    /// The places that give it, best first, in fixed words, and the elements that show it.
    pub(crate) from: Vec<(&'static str, Option<usize>)>,
    /// What speaks for and against it.
    pub(crate) features: Vec<&'static str>,
    /// The heading it stands in.
    pub(crate) node: Option<usize>,
}

/// Places, in the order in which their spelling is preferred.
const PLACES: [(&str, &str); 12] = [
    ("h1", "heading"),
    ("part", "part of the heading"),
    ("h2", "second heading"),
    ("rest", "heading without its first part"),
    ("property", "microdata headline"),
    ("classed", "element named as headline"),
    ("ld", "JSON-LD headline"),
    ("og", "og:title"),
    ("twitter", "twitter:title"),
    ("trail", "heading in the navigation"),
    ("name", "JSON-LD name"),
    ("title", ELEMENT),
];

/// How the title element is named among the places.
pub(crate) const ELEMENT: &str = "title element";

/// Places whose agreement is counted: those that are not parts of one another.
const COUNTED: [&str; 8] = ["h1", "h2", "property", "ld", "og", "twitter", "name", "title"];

/// Most strings that are compared.
const MOST: usize = 40;

static WEIGHTS: LazyLock<BTreeMap<&str, i32>> = LazyLock::new(|| {
    rows(data!("titles.tsv")).filter_map(|r| Some((r[0], r.get(1)?.parse().ok()?))).collect()
});

static TRAIL: LazyLock<Vec<&str>> = LazyLock::new(|| of_kind(data!("headings.tsv"), "trail"));

/// Lower-case words without marks: what makes two headlines the same.
fn key(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars().filter(|c| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}')) {
        if c.is_alphanumeric() {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.extend(c.to_lowercase());
        } else {
            gap = true;
        }
    }
    out
}

struct Found {
    place: usize,
    text: String,
    node: Option<usize>,
}

fn place(name: &str) -> usize {
    PLACES.iter().position(|(n, _)| *n == name).unwrap_or(PLACES.len() - 1)
}

/// All candidates, best first.
pub(crate) fn candidates(around: &Around<'_>) -> Vec<Candidate> {
    let mut found: Vec<Found> = Vec::new();
    headings(around, &mut found);
    machine(around, &mut found);
    let raw: Vec<String> = found.iter().map(|f| key(&f.text)).collect();
    let mut groups: Vec<(String, Vec<Found>)> = Vec::new();
    for mut f in found.into_iter().take(MOST) {
        f.text = clean(&f.text, around, &raw);
        let k = key(&f.text);
        if k.is_empty() {
            continue;
        }
        match groups.iter_mut().find(|(g, _)| *g == k) {
            Some((_, all)) => all.push(f),
            None => groups.push((k, vec![f])),
        }
    }
    let slug = around.url.and_then(Slug::new);
    let in_address: Vec<i32> =
        slug.map(|s| groups.iter().map(|(k, _)| s.share(k)).collect()).unwrap_or_default();
    let mut out: Vec<(i32, Candidate)> = Vec::new();
    for i in 0..groups.len() {
        let features = features(around, &groups, &in_address, i);
        let score = features.iter().filter_map(|f| WEIGHTS.get(f)).sum();
        let all = &mut groups[i].1;
        all.sort_by_key(|f| f.place);
        let best = &all[0];
        let mut from: Vec<(&'static str, Option<usize>)> =
            all.iter().map(|f| (PLACES[f.place].1, f.node)).collect();
        from.dedup_by_key(|(name, _)| *name);
        out.push((score, Candidate { text: best.text.clone(), from, features, node: best.node }));
    }
    // A stable sort: of two equal ones, that which stands first.
    out.sort_by_key(|(score, _)| -score);
    out.into_iter().map(|(_, c)| c).collect()
}

/// Headings of the page, and the parts inside them.
fn headings(around: &Around<'_>, found: &mut Vec<Found>) {
    let tree = around.tree;
    let mut shown: Vec<usize> = Vec::new();
    let mut seconds: Vec<usize> = Vec::new();
    for (i, n) in tree.nodes.iter().enumerate() {
        if n.element.is_none() || n.letters == 0 || n.letters > 400 {
            continue;
        }
        let tag = n.tag();
        let property = n.attr("itemprop").is_some_and(|p| p.to_ascii_lowercase().contains("headline"));
        let classed = n.has(hint::TITLE) && i <= around.start && !n.out && tag != "a";
        if tag == "h1" {
            let trail = in_trail(tree, i);
            if !trail {
                shown.push(i);
            }
            let name = if trail { "trail" } else { "h1" };
            found.push(Found { place: place(name), text: tree.words_of(i), node: Some(i) });
        } else if tag == "h2" && !n.out && i <= around.start {
            seconds.push(i);
        }
        if property || classed {
            let name = if property { "property" } else { "classed" };
            found.push(Found { place: place(name), text: tree.words_of(i), node: Some(i) });
        }
        if found.len() > MOST / 2 {
            break;
        }
    }
    let last = seconds.len().saturating_sub(3);
    for (k, i) in seconds.iter().enumerate() {
        if k < 1 || k >= last {
            found.push(Found { place: place("h2"), text: tree.words_of(*i), node: Some(*i) });
        }
    }
    for i in shown.into_iter().take(3).chain(seconds.into_iter().rev().take(2)) {
        parts(tree, i, found);
    }
}

/// Whether a heading is the end of a trail of links, or is there for machines alone: not what stands above the text.
fn in_trail(tree: &Tree<'_>, i: usize) -> bool {
    let named = |i: usize| {
        tree.nodes[i].attr("class").is_some_and(|c| {
            let c = c.to_ascii_lowercase();
            TRAIL.iter().any(|t| c.contains(t))
        })
    };
    let hidden = |i: usize| {
        let n = &tree.nodes[i];
        n.attr("hidden").is_some()
            || n.attr("style").is_some_and(|s| s.contains("display:none") || s.contains("display: none"))
    };
    named(i)
        || hidden(i)
        || tree.above(i).take(5).any(|a| {
            matches!(tree.nodes[a].tag(), "nav" | "li" | "ol" | "ul" | "aside" | "footer")
                || named(a)
                || hidden(a)
        })
}

/// The elements inside a heading, each on its own, and the heading without the first.
fn parts(tree: &Tree<'_>, heading: usize, found: &mut Vec<Found>) {
    let mut at = heading;
    // Down through elements that hold all of it.
    let children = loop {
        let children: Vec<usize> = children(tree, at);
        match children.as_slice() {
            [one] if tree.nodes[*one].element.is_some() => at = *one,
            _ => break children,
        }
    };
    if children.len() < 2 || children.len() > 12 {
        return;
    }
    for c in children.iter().filter(|c| tree.nodes[**c].element.is_some()) {
        let text = tree.words_of(*c);
        if words(&text).count() >= 3 {
            found.push(Found { place: place("part"), text, node: Some(heading) });
        }
    }
    let rest: Vec<String> = children[1..].iter().map(|c| tree.words_of(*c)).collect();
    found.push(Found { place: place("rest"), text: squeeze(&rest.join(" ")), node: Some(heading) });
}

fn children(tree: &Tree<'_>, i: usize) -> Vec<usize> {
    let mut out = Vec::new();
    let mut at = i + 1;
    while at < tree.nodes[i].end && out.len() < 16 {
        if tree.nodes[at].letters > 0 {
            out.push(at);
        }
        at = tree.nodes[at].end;
    }
    out
}

/// What the page says of itself to machines.
fn machine(around: &Around<'_>, found: &mut Vec<Found>) {
    let Around { tree, meta, ld, .. } = around;
    let mut push = |name: &str, text: Option<&str>| {
        let text = squeeze(text.unwrap_or(""));
        if (2..600).contains(&text.len()) {
            found.push(Found { place: place(name), text, node: None });
        }
    };
    push("ld", ld.headline.as_deref());
    push("og", meta.first("og:title"));
    push("twitter", meta.first("twitter:title"));
    for name in ld.names.iter().filter(|n| ld.headline.as_ref() != Some(n)) {
        push("name", Some(name));
    }
    push("title", tree.tagged("title").next().map(|i| tree.raw_of(i)).as_deref());
}

/// Marks between a headline and what is not part of it.
const SEPARATORS: [&str; 15] =
    [" | ", " - ", " – ", " — ", " · ", " :: ", " » ", " • ", " / ", "|", "ㅣ", "｜", " : ", " ‹ ", "-"];

/// Without the site's name, the section and the like.
fn clean(text: &str, around: &Around<'_>, all: &[String]) -> String {
    let mut text = match outlet::split_title(text, around.domain, around.known) {
        Some((head, _)) => head.trim(),
        None => text,
    };
    // What stands before or behind a mark goes where the page names the rest elsewhere, or the end is a section.
    for _ in 0..3 {
        let cut = SEPARATORS.iter().find_map(|mark| {
            let (head, tail) = text.rsplit_once(mark)?;
            let (head, tail) = (head.trim(), tail.trim());
            let name = |n: &&str| fold(n) == fold(tail);
            let section = around.ld.sections.iter().any(|s| fold(s) == fold(tail))
                || around.meta.first("article:section").is_some_and(|s| fold(s) == fold(tail));
            let site = around.known.iter().any(name);
            let own = key(head);
            let alone = mark.len() > 1 && words(tail).count() <= 6 && all.contains(&own);
            ((site || section || alone) && words(head).count() >= 2).then_some(head)
        });
        match cut {
            Some(head) => text = head,
            None => break,
        }
    }
    text.to_owned()
}

/// Share of the words of the shorter that the longer holds, in percent.
fn overlap(a: &str, b: &str) -> usize {
    let (x, y): (Vec<&str>, Vec<&str>) = (a.split(' ').collect(), b.split(' ').collect());
    let (short, long) = if x.len() <= y.len() { (x, y) } else { (y, x) };
    short.iter().filter(|w| long.contains(w)).count() * 100 / short.len().max(1)
}

/// What speaks for and against a group of equal strings.
fn features(
    around: &Around<'_>,
    groups: &[(String, Vec<Found>)],
    in_address: &[i32],
    i: usize,
) -> Vec<&'static str> {
    let (own, all) = &groups[i];
    let has = |name: &str| all.iter().any(|f| PLACES[f.place].0 == name);
    let mut out: Vec<&'static str> = PLACES.iter().map(|(n, _)| *n).filter(|n| has(n)).collect();
    let machine = ["ld", "og", "twitter", "title"].iter().filter(|n| has(n)).count();
    out.push(["machine 0", "machine 1", "machine 2", "machine 3", "machine 4"][machine]);
    let places = COUNTED.iter().filter(|n| has(n)).count();
    out.push(
        ["places 0", "places 1", "places 2", "places 3", "places 4", "places 5", "places 6"][places.min(6)],
    );
    let shown = has("h1") || has("h2") || has("part");
    if shown && machine > 0 {
        out.push("shown and said");
    }
    if has("og") && has("title") {
        out.push("og and title");
    }
    if has("og") && has("twitter") && !has("title") && !has("ld") {
        out.push("cards only");
    }
    if has("h1") && has("title") {
        out.push("h1 and title");
    }
    if has("h1") && has("ld") {
        out.push("h1 and ld");
    }
    // A part of a heading: whether machines name it, and whether they name the whole.
    if (has("part") || has("rest")) && !has("h1") && !has("h2") {
        out.push(if machine > 0 { "part, said" } else { "part, not said" });
        let whole = nodes_of(all).into_iter().any(|n| {
            groups.iter().any(|(k, fs)| {
                k != own
                    && fs.iter().any(|f| f.node == Some(n))
                    && fs.iter().filter(|f| f.node.is_none()).count() > 1
            })
        });
        if whole {
            out.push("part, whole said");
        }
        out.push(if has("rest") { "part is the rest" } else { "part is no rest" });
    }
    if has("trail") && !shown {
        out.push("trail only");
    }
    if shown && has("og") {
        out.push("shown and og");
    }
    // The headings in order: the last above the text, the first of the page, one of several.
    let h1 = place("h1");
    let tops: Vec<(usize, usize)> = groups
        .iter()
        .enumerate()
        .flat_map(|(g, (_, fs))| fs.iter().filter(|f| f.place == h1).filter_map(move |f| Some((f.node?, g))))
        .collect();
    let above = tops.iter().filter(|(n, _)| *n <= around.start).max();
    let nearest = above.or_else(|| tops.iter().min());
    if nearest.is_some_and(|(_, g)| *g == i) {
        out.push("nearest h1");
    } else if has("h1") {
        out.push("other h1");
    }
    if has("h1") && tops.iter().all(|(_, g)| *g == i) {
        out.push("only h1");
    }
    if tops.is_empty() {
        out.push(if has("h2") {
            "no h1, h2"
        } else if shown {
            "no h1, part"
        } else {
            "no h1"
        });
    }
    if nodes_of(all).iter().any(|n| *n <= around.start && around.start - n < 120) {
        out.push("near the text");
    }
    let count = own.split(' ').count();
    let wide = own.chars().any(|c| ('\u{3000}'..'\u{fb00}').contains(&c));
    out.push(match count {
        _ if wide && own.chars().count() >= 6 => "length fit",
        0..=1 => "one word",
        2 => "two words",
        3..=4 => "few words",
        5..=22 => "length fit",
        _ => "long",
    });
    if all.iter().any(|f| f.text.ends_with("...") || f.text.ends_with('…')) {
        out.push("cut short");
    }
    if around.known.iter().any(|k| key(k) == *own)
        || around.domain.is_some_and(|d| outlet::fits(&all[0].text, d))
    {
        out.push("site");
    }
    let nearest = nearest.map(|(_, g)| *g);
    if let Some(n) = nearest.filter(|n| *n != i)
        && in_address.iter().any(|share| *share >= 50)
    {
        out.push(match in_address[i] - in_address[n] {
            26.. => "in the address more than h1",
            ..=-26 => "in the address less than h1",
            _ => "in the address as h1",
        });
    }
    relations(groups, i, nearest, &mut out);
    out
}

fn nodes_of(all: &[Found]) -> Vec<usize> {
    all.iter().filter_map(|f| f.node).collect()
}

/// How a group stands to the others.
fn relations(groups: &[(String, Vec<Found>)], i: usize, nearest: Option<usize>, out: &mut Vec<&'static str>) {
    let own = &groups[i].0;
    let has = |g: usize, name: &str| groups[g].1.iter().any(|f| PLACES[f.place].0 == name);
    if let Some(n) = nearest.filter(|n| *n != i) {
        let theirs = &groups[n].0;
        if theirs.ends_with(own.as_str()) {
            out.push("end of h1");
        } else if theirs.starts_with(own.as_str()) {
            out.push("start of h1");
            if !has(i, "part") {
                out.push("shorter than h1");
            }
        } else if own.ends_with(theirs.as_str()) {
            out.push("h1 is its end");
        } else if own.starts_with(theirs.as_str()) {
            out.push("h1 is its start");
        } else {
            out.push(match overlap(own, theirs) {
                0..=19 => "unlike h1",
                20..=59 => "somewhat like h1",
                _ => "like h1",
            });
        }
    }
    let agree = (0..groups.len())
        .filter(|g| *g != i && ["ld", "og", "twitter", "title"].iter().any(|p| has(*g, p)))
        .map(|g| overlap(own, &groups[g].0))
        .max();
    if let Some(share) = agree {
        out.push(match share {
            0..=19 => "unlike all said",
            20..=59 => "somewhat like the said",
            _ => "like the said",
        });
    }
    let inside = (0..groups.len())
        .any(|g| g != i && groups[g].0.len() > own.len() && groups[g].0.contains(own.as_str()));
    if inside {
        out.push("inside another");
    }
}

#[cfg(test)]
mod tests {
    use crate::{Hint, read};
    use parallax_model::{Field, Page};

    const P: &str = "<p>The port of Velmar reopened on Monday, officials said, after three days of storm and high water.</p><p>Two ferries that had waited at anchor sailed before noon, and crews began to clear the quay.</p>";

    fn page(head: &str, body: &str) -> Page {
        let html = format!(
            "<!doctype html><html><head>{head}</head><body>{body}<div class='article-body'>{P}{P}</div></body></html>"
        );
        let hint = Hint { url: Some("https://www.velmarpost.com/news/port"), ..Hint::default() };
        read(html.as_bytes(), &hint).unwrap()
    }

    #[test]
    fn the_headline_above_the_text_wins_over_the_one_for_sharing() {
        let p = page(
            "<title>Port reopens - The Velmar Post</title><meta property=og:title content='You will not believe which port just reopened'>",
            "<h1>Port of Velmar reopens after three days of storm</h1>",
        );
        assert_eq!(p.title.as_deref(), Some("Port of Velmar reopens after three days of storm"));
        let said: Vec<(&str, bool)> = p
            .signals
            .iter()
            .filter(|s| s.field == Field::Title)
            .map(|s| (s.from.as_str(), s.taken))
            .collect();
        assert_eq!(said[0], ("heading", true));
        assert!(said.contains(&("og:title", false)), "{said:?}");
    }

    #[test]
    fn a_heading_in_the_trail_of_links_is_not_the_one_that_is_shown() {
        let p = page(
            "<title>Velmar port: reopening after storm | Velmar Post</title><meta property=og:title content='Ferries sail again as the quay is cleared'>",
            "<nav><ol class=breadcrumb><li><h1>Velmar port: reopening after storm</h1></li></ol></nav><article><h2><span>After the storm</span> <span>Ferries sail again as the quay is cleared</span></h2></article>",
        );
        assert_eq!(p.title.as_deref(), Some("Ferries sail again as the quay is cleared"));
    }

    #[test]
    fn site_and_section_leave_the_title() {
        let p = page(
            "<title>Ferries sail again as the quay is cleared | Sea | The Velmar Post</title><meta property=article:section content=Sea>",
            "",
        );
        assert_eq!(p.title.as_deref(), Some("Ferries sail again as the quay is cleared"));
    }
}
