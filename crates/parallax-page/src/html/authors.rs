//! Who wrote the page: structured data, meta elements, elements that say so, and the byline as it is shown.
//!
//! People come first. An organisation is named only where nobody else signs, and as the page writes it.

use std::sync::LazyLock;

use parallax_model::{Field, Page, Raw, Span};

use super::jsonld::Article;
use super::metadata::Meta;
use super::signals::{Signals, place};
use super::signed;
use super::titles::Around;
use super::tree::{Shape, Tree, hint};
use crate::lexicon::{data, fold, of_kind, words};
use crate::{dates, outlet, people};

static NAMES: LazyLock<Vec<&str>> = LazyLock::new(|| of_kind(data!("meta.tsv"), "author"));

/// Most authors of one page.
const MOST: usize = 12;

/// Names from one place of the page.
#[derive(Debug, Default)]
struct Said {
    from: &'static str,
    people: Vec<String>,
    organisations: Vec<String>,
    wire: Option<String>,
    node: Option<usize>,
    /// It stands between the headline and the text.
    near: bool,
}

impl Said {
    fn is_empty(&self) -> bool {
        self.people.is_empty() && self.organisations.is_empty() && self.wire.is_none()
    }
}

/// Fills in the authors and the wire agency. `headline` is the node of the headline.
pub(crate) fn fill(page: &mut Page, around: &Around<'_>, headline: Option<usize>, signals: &mut Signals) {
    let site = page.source.clone().unwrap_or_default();
    let reader = Reader { around, site: fold(&site) };
    let mut said = vec![reader.structured(around.ld)];
    said.extend(reader.meta(around.meta));
    said.extend(reader.shown(headline));
    if said.iter().all(|s| s.people.is_empty()) {
        said.extend(reader.elsewhere());
    }
    page.wire = said.iter().find_map(|s| s.wire.clone());
    let chosen = choose(&said, around.tree);
    for (k, s) in said.iter().enumerate() {
        let taken = chosen.contains(&k);
        let names = if s.people.is_empty() { &s.organisations } else { &s.people };
        for name in names.iter().take(MOST) {
            let place = s.node.and_then(|n| named_at(around.tree, n, name));
            signals.add_at(Field::Authors, s.from, name, taken, place);
        }
    }
    for s in chosen.iter().map(|k| &said[*k]) {
        let names = if s.people.is_empty() { &s.organisations } else { &s.people };
        for name in names {
            if page.authors.len() < MOST && !page.authors.iter().any(|a| fold(a) == fold(name)) {
                page.authors.push(name.clone());
            }
        }
    }
}

/// Where a name stands, in an element or in the box around it that names its other authors.
fn named_at(tree: &Tree<'_>, node: usize, name: &str) -> Option<Span<Raw>> {
    let wanted = fold(name);
    let boxes = std::iter::once(node).chain(tree.above(node).take(4));
    let holds = |n: &usize| fold(&tree.words_of(*n)).contains(&wanted);
    boxes.take_while(|n| tree.nodes[*n].letters < 600).find(holds).and_then(|n| place(tree, n, name))
}

/// Which of the places the authors rest on.
fn choose(said: &[Said], tree: &Tree<'_>) -> Vec<usize> {
    let mut with: Vec<usize> = (0..said.len()).filter(|k| !said[*k].people.is_empty()).collect();
    // Structured data may name the account that put the text on the site: who is shown by the headline counts more,
    // where the page shows nowhere whom its data names, or the data has no full name.
    if let (Some(&first), Some(&byline)) = (with.first(), with.iter().find(|k| said[**k].near))
        && said[first].node.is_none()
        && said[byline].people.iter().all(|p| people::is_full_name(p))
        && !said[first].people.iter().any(|p| said[byline].people.iter().any(|q| fold(p) == fold(q)))
        && (said[first].people.iter().all(|p| is_single(p))
            || !said[first].people.iter().any(|p| is_shown(tree, p)))
    {
        with.retain(|k| said[*k].node.is_some());
    }
    // An organisation in the structured data outweighs a name that stands far from the headline.
    let signed = said.first().is_some_and(|s| s.people.is_empty() && !s.organisations.is_empty());
    if signed {
        with.retain(|k| said[*k].node.is_none() || said[*k].near);
    }
    let Some(&first) = with.first() else {
        return (0..said.len()).find(|k| !said[*k].organisations.is_empty()).into_iter().collect();
    };
    let holds = |k: usize, name: &String| said[k].people.iter().any(|p| fold(p) == fold(name));
    // A longer list that holds all of the first is fuller.
    let fuller = with.iter().copied().find(|k| {
        said[*k].people.len() > said[first].people.len() && said[first].people.iter().all(|p| holds(*k, p))
    });
    vec![fuller.unwrap_or(first)]
}

/// Whether a domain is nothing but the initials of a name.
fn has_initials(name: &str, domain: &str) -> bool {
    let initials = words(name).filter_map(|w| w.chars().next()).flat_map(char::to_lowercase);
    let label = domain.split('.').next().unwrap_or(domain);
    (2..=4).contains(&label.len()) && initials.eq(label.chars())
}

/// A single word, as accounts are named.
fn is_single(name: &str) -> bool {
    name.is_ascii() && !name.contains(' ')
}

/// Whether a name stands in the words of the page.
fn is_shown(tree: &Tree<'_>, name: &str) -> bool {
    let Some(last) = words(name).last() else { return false };
    let last = last.to_lowercase();
    tree.nodes.iter().any(|n| {
        n.element.is_none()
            && n.letters >= last.len()
            && n.letters < 400
            && n.text.to_lowercase().contains(&last)
    })
}

const BYLINE: &str = "byline";

/// Nodes behind the start of the text among which a byline may still stand.
const BELOW: usize = 40;

struct Reader<'a> {
    around: &'a Around<'a>,
    site: String,
}

impl Reader<'_> {
    /// Whether a name is the outlet's, not a person's.
    fn is_site(&self, name: &str) -> bool {
        let folded = fold(name);
        folded == self.site
            || self.around.known.iter().any(|k| fold(k) == folded)
            || self.around.domain.is_some_and(|d| outlet::fits(name, d) || has_initials(name, d))
    }

    /// Sorts the names of one phrase.
    fn take(&self, said: &mut Said, phrase: &str, organisation: bool) {
        let phrase = phrase.trim();
        let address = phrase.contains("://") || phrase.starts_with("www.") || phrase.starts_with('@');
        if phrase.is_empty() || phrase.len() > 400 || address {
            return;
        }
        if organisation || self.is_site(phrase) {
            if let Some(name) = people::agency(phrase) {
                said.wire.get_or_insert_with(|| name.to_owned());
            }
            push(&mut said.organisations, phrase);
            return;
        }
        let found = people::names(phrase);
        let before = said.people.len();
        for person in found.people {
            if self.is_site(&person) {
                push(&mut said.organisations, &person);
            } else {
                push(&mut said.people, &person);
            }
        }
        if said.people.len() == before && people::is_signature(phrase) {
            push(&mut said.organisations, people::after_by(phrase).unwrap_or(phrase));
        }
        said.wire = said.wire.take().or(found.wire);
    }

    fn structured(&self, ld: &Article) -> Said {
        let mut said = Said { from: "JSON-LD author", ..Said::default() };
        for author in ld.authors.iter().take(40) {
            self.take(&mut said, &author.name, author.organisation);
            // A single name or one in small letters is believed where the page says that it is a person's.
            let name = author.name.trim();
            let plain = !author.organisation && !self.is_site(name) && people::agency(name).is_none();
            if plain && said.people.is_empty() && ld.authors.len() == 1 && people::is_pen_name(name) {
                said.organisations.clear();
                push(&mut said.people, name);
            }
        }
        said
    }

    fn meta(&self, meta: &Meta) -> Vec<Said> {
        let mut out: Vec<Said> = Vec::new();
        for name in NAMES.iter() {
            let mut said = Said { from: "meta author", ..Said::default() };
            for value in meta.all(name).iter().take(40) {
                // "Reyes, Ana", as libraries write it.
                let turned = value.split_once(", ").filter(|_| name.starts_with("citation"));
                match turned {
                    Some((last, first)) => self.take(&mut said, &format!("{first} {last}"), false),
                    None => self.take(&mut said, value, false),
                }
            }
            if !said.is_empty() {
                out.push(said);
            }
        }
        out
    }

    /// The byline in the markup: elements that say so, then words that do.
    fn shown(&self, headline: Option<usize>) -> Vec<Said> {
        let tree = self.around.tree;
        let start = self.around.start.min(tree.nodes.len());
        let top = headline.unwrap_or(0);
        let mut out: Vec<Said> = Vec::new();
        let mut all: [Vec<usize>; 3] = Default::default();
        for (i, n) in tree.nodes.iter().enumerate() {
            if n.letters > 0
                && n.letters <= 160
                && n.element.is_some()
                && let Some(rank) = self.rank(i)
            {
                // The outer of two that say the same.
                let inside = all[rank].last().is_some_and(|last| i < tree.nodes[*last].end);
                if !inside {
                    all[rank].push(i);
                }
            }
        }
        for (rank, mut found) in all.into_iter().enumerate() {
            // Those between headline and text, else the nearest before the end of the text; then what stands with
            // the first of them.
            let distance = |i: usize| match i {
                i if i >= top && i <= start => 0,
                // A summary may count as the start of the text, with the byline under it.
                _ if tree.nodes[i].out && !(start..start + BELOW).contains(&i) => 10_000 + i.abs_diff(top),
                i if i < top => top - i,
                i => 50 + (i - start),
            };
            found.retain(|i| distance(*i) < 2_000);
            found.sort_by_key(|i| (distance(*i), *i));
            let mut said = Said { from: RANKS[rank], ..Said::default() };
            let mut first: Option<usize> = None;
            for i in found.into_iter().take(24) {
                let near = first.is_none_or(|f| i.abs_diff(f) < 60 && shares_box(tree, f, i));
                if !near {
                    continue;
                }
                let text = tree.words_of(i);
                let before = said.people.len() + said.organisations.len();
                self.take(&mut said, &text, false);
                let close = distance(i) == 0 || rank == 0;
                said.people
                    .retain(|p| words(p).count() >= 2 || (close && rank == 0) || (close && !p.is_ascii()));
                if first.is_none() && said.people.len() + said.organisations.len() > before {
                    first = Some(i);
                    said.node = first;
                    said.near = distance(i) == 0;
                }
            }
            if !said.is_empty() {
                out.push(said);
            }
        }
        out.extend(self.by_words(top, start));
        out
    }

    /// Beside a label far from the headline, or under the text.
    fn elsewhere(&self) -> Option<Said> {
        let tree = self.around.tree;
        let labelled = signed::labelled(tree, people::is_label).map(|(i, v)| ("label of the author", i, v));
        let under = signed::under(tree, self.around.start).map(|(i, v)| ("name under the text", i, v));
        labelled.chain(under).find_map(|(from, node, value)| {
            let mut said = Said { from, node: Some(node), near: true, ..Said::default() };
            self.take(&mut said, &value, false);
            said.people.retain(|p| people::is_full_name(p) || !p.is_ascii());
            (!said.people.is_empty()).then_some(said)
        })
    }

    /// Whether words are the link to a part of the site that holds this page.
    fn is_section(&self, i: usize) -> bool {
        let tree = self.around.tree;
        let path = |address: &str| match address.split_once("://") {
            Some((_, rest)) => rest.split_once('/').map_or(String::new(), |(_, p)| p.to_owned()),
            None => address.trim_start_matches('/').to_owned(),
        };
        let own = path(self.around.url.unwrap_or(""));
        std::iter::once(i).chain(tree.above(i).take(2)).any(|a| {
            let n = &tree.nodes[a];
            let link = n.attr("href").filter(|_| n.tag() == "a").map(path);
            link.is_some_and(|l| {
                let part = l.trim_end_matches('/');
                !part.is_empty() && own.strip_prefix(part).is_some_and(|rest| rest.starts_with('/'))
            })
        })
    }

    /// How surely an element names an author.
    fn rank(&self, i: usize) -> Option<usize> {
        let n = &self.around.tree.nodes[i];
        let rel = n.attr("rel").is_some_and(|r| r.contains("author"));
        let property = n.attr("itemprop").is_some_and(|p| p.eq_ignore_ascii_case("author"));
        let href = n.tag() == "a" && n.attr("href").is_some_and(people::is_author_address);
        if rel || property {
            Some(0)
        } else if href {
            Some(1)
        } else {
            n.has(hint::BYLINE).then_some(2)
        }
    }

    /// "By Ana Reyes" or a name beside the date, between the headline and the text or right below.
    fn by_words(&self, top: usize, start: usize) -> Option<Said> {
        let tree = self.around.tree;
        let until = (start + BELOW).min(tree.nodes.len());
        let mut leaves: Vec<(usize, String)> = Vec::new();
        let mut i = top;
        while i < until && leaves.len() < 60 {
            let n = &tree.nodes[i];
            let leaf = n.element.is_some()
                && (3..=120).contains(&n.letters)
                && tree.range(i).skip(1).all(|c| {
                    let c = &tree.nodes[c];
                    c.letters == 0
                        || c.element.is_none()
                        || matches!(c.tag(), "a" | "b" | "strong" | "em" | "i" | "span" | "time")
                });
            // Boxes by the headline are often named like furniture; lists of links are none.
            if matches!(n.tag(), "nav" | "ul" | "footer" | "form") && n.out || n.shape == Shape::Skip {
                i = n.end;
            } else if leaf {
                leaves.push((i, tree.words_of(i)));
                i = n.end;
            } else {
                i += 1;
            }
        }
        for (i, text) in &leaves {
            let mut said = Said { from: BYLINE, node: Some(*i), near: true, ..Said::default() };
            if let Some(rest) = people::after_by(text).filter(|r| !r.ends_with('.') || words(r).count() <= 4)
            {
                self.take(&mut said, rest, false);
                said.people.retain(|p| words(p).count() >= 2 || !p.is_ascii());
                if !said.people.is_empty() {
                    return Some(said);
                }
            }
        }
        let inner = innermost(tree, &leaves);
        let dated =
            |k: usize| inner.get(k).is_some_and(|(_, t)| words(t).count() <= 10 && dates::find(t).is_some());
        for (k, (i, text)) in inner.iter().enumerate() {
            let (i, text) = (*i, text.trim_matches(|c: char| !c.is_alphanumeric() && c != '.'));
            let beside = dated(k + 1) || (k > 0 && dated(k - 1));
            let name = beside && people::is_full_name(text) && !self.is_site(text);
            if i > top && name && !self.is_section(i) {
                return Some(Said {
                    from: "name beside the date",
                    people: vec![text.to_owned()],
                    node: Some(i),
                    near: true,
                    ..Said::default()
                });
            }
        }
        // The first paragraph may be nothing but names in bold.
        let bold = |i: usize| tree.range(i).any(|c| matches!(tree.nodes[c].tag(), "b" | "strong"));
        leaves.iter().find(|(i, _)| *i + 6 >= start && *i <= start + 6 && bold(*i)).and_then(|(i, text)| {
            let names: Vec<&str> = text.split('/').collect();
            let all = names.iter().all(|n| people::is_full_name(n));
            let mut said = Said { from: BYLINE, node: Some(*i), near: true, ..Said::default() };
            all.then(|| names.iter().for_each(|n| push(&mut said.people, n)))?;
            Some(said)
        })
    }
}

const RANKS: [&str; 3] = ["element of the author", "link to the author", "element named as byline"];

fn push(to: &mut Vec<String>, name: &str) {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if to.len() < MOST && !name.is_empty() && !to.iter().any(|n| fold(n) == fold(&name)) {
        to.push(name);
    }
}

/// The smallest elements with words inside the leaves.
fn innermost(tree: &Tree<'_>, leaves: &[(usize, String)]) -> Vec<(usize, String)> {
    let small = |i: &usize| {
        let n = &tree.nodes[*i];
        let inside =
            tree.range(*i).skip(1).any(|c| tree.nodes[c].element.is_some() && tree.nodes[c].letters > 0);
        n.element.is_some() && n.letters > 0 && !inside
    };
    leaves
        .iter()
        .flat_map(|(leaf, _)| tree.range(*leaf).filter(small))
        .take(120)
        .map(|i| (i, tree.words_of(i)))
        .collect()
}

/// Whether two elements stand in one box of the page, a few levels up.
fn shares_box(tree: &Tree<'_>, a: usize, b: usize) -> bool {
    let (low, high) = (a.min(b), a.max(b));
    tree.above(low).take(5).any(|up| tree.nodes[up].end > high && tree.nodes[up].letters < 600)
}

#[cfg(test)]
mod tests {
    use crate::{Hint, read};
    use parallax_model::{Field, Page};

    const P: &str = "<p>The port of Velmar reopened on Monday, officials said, after three days of storm and high water.</p><p>Two ferries that had waited at anchor sailed before noon, and crews began to clear the quay.</p>";

    fn page(data: &str, byline: &str) -> Page {
        let html = format!(
            "<!doctype html><html><head><title>Port reopens after storm</title><script type='application/ld+json'>{data}</script></head><body><main><h1>Port reopens after storm</h1>{byline}<div class='article-body'>{P}{P}</div></main></body></html>"
        );
        let hint = Hint { url: Some("https://www.velmarpost.com/news/port"), ..Hint::default() };
        read(html.as_bytes(), &hint).unwrap()
    }

    #[test]
    fn people_are_read_from_structured_data_in_all_its_forms() {
        let p = page(
            r#"{"@graph":[{"@type":"Person","@id":"x","name":"Ana Reyes"},{"@type":"NewsArticle","headline":"Port reopens","author":[{"@id":"x"},{"givenName":"Tom","familyName":"de Witt"}]}]}"#,
            "",
        );
        assert_eq!(p.authors, ["Ana Reyes", "Tom de Witt"]);
        let p = page(
            r#"{"@type":"NewsArticle","headline":"Port reopens","author":"Ana Reyes, Head of Trade and Shipping, and LENA KOHL"}"#,
            "",
        );
        assert_eq!(p.authors, ["Ana Reyes", "Lena Kohl"]);
    }

    #[test]
    fn an_agency_is_the_wire_and_a_site_signs_only_alone() {
        let p = page(
            r#"{"@type":"NewsArticle","headline":"Port reopens","author":[{"@type":"Person","name":"Ana Reyes"},{"@type":"Organization","name":"Reuters"}]}"#,
            "",
        );
        assert_eq!((p.authors, p.wire.as_deref()), (vec!["Ana Reyes".to_owned()], Some("Reuters")));
        let p = page(
            r#"{"@type":"NewsArticle","headline":"Port reopens","author":{"@type":"Organization","name":"The Velmar Post"}}"#,
            "",
        );
        assert_eq!(p.authors, ["The Velmar Post"]);
        let p = page("{}", "<div class=byline>By Staff Reporter</div>");
        assert!(p.authors.is_empty(), "{:?}", p.authors);
    }

    #[test]
    fn the_byline_that_is_shown_outweighs_an_account_that_is_not() {
        let p = page(
            r#"{"@type":"NewsArticle","headline":"Port reopens","author":{"@type":"Person","name":"Web Keeper"}}"#,
            "<p>By Ana Reyes and Dan Kohl</p>",
        );
        assert_eq!(p.authors, ["Ana Reyes", "Dan Kohl"]);
        let taken: Vec<&str> = p
            .signals
            .iter()
            .filter(|s| s.field == Field::Authors && s.taken)
            .map(|s| s.value.as_str())
            .collect();
        assert_eq!(taken, ["Ana Reyes", "Dan Kohl"]);
    }

    #[test]
    fn what_the_page_shows_has_its_place_in_the_bytes() {
        let byline = "<p class=byline>By <a rel=author href=/x>Ana Reyes</a> and <a rel=author href=/y>Dan Kohl</a> <time datetime='2031-05-03'>3 May 2031</time></p>";
        for mark in ["", "\u{feff}"] {
            let html = format!(
                "{mark}<!doctype html><html><head><title>Port reopens &amp; sails</title><meta name=author content='Ana Reyes'></head><body><main><h1>Port <i>reopens</i> &amp; sails</h1>{byline}<div class='article-body'>{P}{P}</div></main></body></html>"
            );
            let p = read(html.as_bytes(), &Hint::default()).unwrap();
            let shown: Vec<(&str, &str)> =
                p.signals.iter().filter_map(|s| Some((s.from.as_str(), &html[s.raw?.range()]))).collect();
            assert!(shown.contains(&("heading", "Port <i>reopens</i> &amp; sails")), "{shown:?}");
            assert!(shown.contains(&("title element", "Port reopens &amp; sails")), "{shown:?}");
            assert!(shown.contains(&("element of the author", "Ana Reyes")), "{shown:?}");
            assert!(shown.contains(&("element of the author", "Dan Kohl")), "{shown:?}");
            assert!(shown.contains(&("time element", "3 May 2031")), "{shown:?}");
            assert!(!shown.iter().any(|(from, _)| from.starts_with("meta")), "{shown:?}");
        }
    }

    #[test]
    fn a_name_beside_the_date_is_a_byline() {
        let p = page("{}", "<div><span>Ana Reyes</span><span>3 May 2031</span></div>");
        assert_eq!(p.authors, ["Ana Reyes"]);
        assert_eq!(p.published.as_deref(), Some("2031-05-03"));
    }
}
