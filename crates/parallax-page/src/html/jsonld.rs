//! Structured data of a page: schema.org in JSON-LD.

use std::collections::BTreeMap;

use serde_json::Value;

use super::json::{parse, unescape};
use super::tree::Tree;
use crate::lexicon::fold;

/// What the structured data says of the page.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Article {
    pub(crate) headline: Option<String>,
    /// Other headlines for the same page: alternatives, the name of the web page.
    pub(crate) names: Vec<String>,
    pub(crate) body: Option<String>,
    pub(crate) authors: Vec<Author>,
    pub(crate) published: Option<String>,
    pub(crate) modified: Option<String>,
    /// Other days of publication that further blocks give.
    pub(crate) contrary: Vec<String>,
    pub(crate) publisher: Option<String>,
    /// Sections that the page says it is in.
    pub(crate) sections: Vec<String>,
    pub(crate) url: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) live: bool,
    pub(crate) updates: Vec<Update>,
    /// Whether anybody may read all of it.
    pub(crate) free: Option<bool>,
    /// The selectors of the elements that not everybody may read.
    pub(crate) locked: Vec<String>,
}

/// Who is said to have written the page.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Author {
    pub(crate) name: String,
    /// The page says that this is an organisation.
    pub(crate) organisation: bool,
}

/// A post of a live page.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Update {
    pub(crate) headline: Option<String>,
    pub(crate) body: String,
    pub(crate) published: Option<String>,
    pub(crate) author: Option<String>,
}

/// Deepest nesting that is followed.
const DEPTH: usize = 12;

/// Names by `@id`, for authors that are only referred to.
type Known<'a> = BTreeMap<&'a str, &'a Value>;

/// Reads every block of JSON-LD; the one that describes this page wins, others on the same page fill its gaps.
pub(crate) fn read(tree: &Tree<'_>) -> Article {
    let mut objects: Vec<Value> = Vec::new();
    for script in tree.tagged("script") {
        let kind = tree.nodes[script].attr("type").unwrap_or("");
        if kind.to_ascii_lowercase().contains("ld+json")
            && let Some(value) = parse(&tree.raw_of(script))
        {
            collect(value, &mut objects, 0);
        }
    }
    let known: Known<'_> = objects
        .iter()
        .filter(|o| o["name"].is_string() || o["givenName"].is_string())
        .filter_map(|o| Some((o["@id"].as_str()?, o)))
        .collect();
    let here: Vec<String> = tree
        .tagged("link")
        .filter(|i| tree.nodes[*i].attr("rel").is_some_and(|r| r.eq_ignore_ascii_case("canonical")))
        .filter_map(|i| tree.nodes[i].attr("href").map(path_of))
        .filter(|p| !p.is_empty())
        .take(4)
        .collect();
    let own = |o: &Value| {
        let named = [&o["url"], &o["@id"], &o[OF_PAGE]].into_iter().filter_map(Value::as_str);
        named.map(path_of).any(|p| here.contains(&p))
    };
    let mut found: Vec<(bool, usize, &Value)> =
        objects.iter().filter_map(|o| rank(o).map(|r| (own(o), r, o))).collect();
    // Teasers of other stories are articles too: those that name this page come first.
    found.sort_by_key(|(own, rank, _)| (!own && *rank < PAGE, *rank));
    let mut out = Article::default();
    for (own, rank, object) in &found {
        let headline = text(&object["headline"]).map(|h| fold(&h));
        let first = out.headline.as_deref().map(fold);
        let apart = first.zip(headline).is_some_and(|(a, b)| a != b);
        if *own || *rank == PAGE || !apart || out.live != is(object, "LiveBlogPosting") {
            out.fill(object, &known);
        }
    }
    out
}

/// Where the address in `mainEntityOfPage` is kept while the objects are flattened.
const OF_PAGE: &str = "mainEntityOfPage";

/// The path of an address, for comparing: without scheme, host, query and closing stroke.
fn path_of(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, r)| r.split_once('/').map_or("", |(_, p)| p));
    rest.split(['?', '#']).next().unwrap_or("").trim_matches('/').to_lowercase()
}

/// Flattens lists, graphs and main entities.
fn collect(value: Value, out: &mut Vec<Value>, depth: usize) {
    if depth > DEPTH || out.len() > 2000 {
        return;
    }
    match value {
        Value::Array(items) => items.into_iter().for_each(|v| collect(v, out, depth + 1)),
        Value::Object(mut map) => {
            let of_page = map.get(OF_PAGE).and_then(|v| v["@id"].as_str().or_else(|| v["url"].as_str()));
            let of_page = of_page.map(str::to_owned);
            for key in ["@graph", "mainEntity", OF_PAGE] {
                if map.get(key).is_some_and(|v| v.is_object() || v.is_array())
                    && let Some(inner) = map.remove(key)
                {
                    collect(inner, out, depth + 1);
                }
            }
            if let Some(url) = of_page {
                map.insert(OF_PAGE.to_owned(), Value::String(url));
            }
            out.push(Value::Object(map));
        }
        _ => {}
    }
}

fn types(value: &Value) -> Vec<&str> {
    match &value["@type"] {
        Value::String(s) => vec![s.as_str()],
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn is(value: &Value, name: &str) -> bool {
    types(value).iter().any(|t| t.rsplit('/').next() == Some(name))
}

/// The rank of a web page, which is not the article itself.
const PAGE: usize = 4;

/// Lower is better; none for what is not an article.
fn rank(value: &Value) -> Option<usize> {
    let types = types(value);
    if is(value, "LiveBlogPosting") {
        return Some(0);
    }
    if types.iter().any(|t| t.ends_with("NewsArticle")) {
        return Some(1);
    }
    if types.iter().any(|t| t.ends_with("Article") || t.ends_with("BlogPosting") || *t == "Report") {
        return Some(2);
    }
    (is(value, "WebPage") || is(value, "ItemPage")).then_some(PAGE)
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(s) => Some(unescape(s.trim())).filter(|s| !s.is_empty()),
        Value::Array(all) => all.first().and_then(text),
        Value::Object(map) => map.get("@value").or_else(|| map.get("name")).and_then(text),
        _ => None,
    }
}

/// A truth value, or a word or address that stands for one.
fn truth(value: &Value) -> Option<bool> {
    let word = value.as_str().map(str::to_ascii_lowercase);
    match word.as_deref().map(|w| w.rsplit('/').next().unwrap_or(w)) {
        Some("true") => Some(true),
        Some("false") => Some(false),
        _ => value.as_bool(),
    }
}

/// Names of authors: objects, lists, strings, references.
fn authors(value: &Value, known: &Known<'_>, out: &mut Vec<Author>, depth: usize) {
    if depth > DEPTH || out.len() > 40 {
        return;
    }
    let mut push = |name: String, organisation: bool| {
        if !name.trim().is_empty() {
            out.push(Author { name, organisation });
        }
    };
    match value {
        Value::Array(all) => all.iter().for_each(|v| authors(v, known, out, depth + 1)),
        Value::Object(map) => {
            let organisation = types(value).iter().any(|t| t.ends_with("Organization") || *t == "WebSite");
            let parts = [&value["givenName"], &value["familyName"]].into_iter().filter_map(text);
            let parts = parts.collect::<Vec<_>>().join(" ");
            match map.get("name") {
                Some(names @ Value::Array(_)) => authors(names, known, out, depth + 1),
                Some(name) if text(name).is_some() => push(text(name).unwrap_or_default(), organisation),
                _ if !parts.is_empty() => push(parts, organisation),
                _ => {
                    let there = map.get("@id").and_then(Value::as_str).and_then(|id| known.get(id));
                    if let Some(there) = there {
                        authors(there, &Known::new(), out, depth + 1);
                    }
                }
            }
        }
        Value::String(s) => match known.get(s.as_str()) {
            Some(there) => authors(there, &Known::new(), out, depth + 1),
            None => push(unescape(s), false),
        },
        _ => {}
    }
}

impl Article {
    fn fill(&mut self, object: &Value, known: &Known<'_>) {
        let article = rank(object).is_some_and(|r| r < PAGE);
        let set = |slot: &mut Option<String>, value: Option<String>| {
            if slot.is_none() {
                *slot = value;
            }
        };
        let headline = text(&object["headline"]);
        let alternative = text(&object["alternativeHeadline"]).or_else(|| text(&object["alternateName"]));
        let names = [headline.clone(), text(&object["name"]), alternative];
        if article {
            set(&mut self.headline, headline.or_else(|| text(&object["name"])));
            set(&mut self.body, text(&object["articleBody"]));
            set(&mut self.description, text(&object["description"]));
            self.free = self.free.or_else(|| truth(&object["isAccessibleForFree"]));
            let parts =
                object["hasPart"].as_array().map_or(std::slice::from_ref(&object["hasPart"]), Vec::as_slice);
            let locked = parts.iter().filter(|p| truth(&p["isAccessibleForFree"]) == Some(false));
            self.locked.extend(locked.filter_map(|p| text(&p["cssSelector"])));
        }
        self.names.extend(names.into_iter().flatten().take(8_usize.saturating_sub(self.names.len())));
        for key in ["author", "creator"] {
            if self.authors.is_empty() {
                authors(&object[key], known, &mut self.authors, 0);
                // A web page is often said to be by the site.
                if !article {
                    self.authors.retain(|a| !a.organisation);
                }
            }
        }
        let published = text(&object["datePublished"]).or_else(|| text(&object["dateCreated"]));
        match (&self.published, &published) {
            (Some(known), Some(other)) if article && known != other && self.contrary.len() < 4 => {
                self.contrary.push(other.clone());
            }
            _ => set(&mut self.published, published),
        }
        set(&mut self.modified, text(&object["dateModified"]));
        let publisher = &object["publisher"];
        let there = publisher["@id"].as_str().and_then(|id| known.get(id));
        let named = text(&publisher["name"]).or_else(|| there.and_then(|p| text(&p["name"])));
        set(&mut self.publisher, named.or_else(|| publisher.as_str().and_then(|_| text(publisher))));
        if self.sections.is_empty() {
            let all = &object["articleSection"];
            let one = std::slice::from_ref(all);
            let all = all.as_array().map_or(one, Vec::as_slice);
            self.sections.extend(all.iter().take(8).filter_map(text));
        }
        let url = object["url"].as_str().or(object[OF_PAGE].as_str()).filter(|u| u.starts_with("http"));
        if article {
            set(&mut self.url, url.map(str::to_owned));
        }
        set(
            &mut self.language,
            text(&object["inLanguage"]).or_else(|| text(&object["inLanguage"]["alternateName"])),
        );
        if is(object, "LiveBlogPosting") {
            self.live = true;
            if self.updates.is_empty() {
                self.updates = updates(&object["liveBlogUpdate"]);
            }
        }
    }
}

fn updates(value: &Value) -> Vec<Update> {
    let one = std::slice::from_ref(value);
    let all = value.as_array().map_or(one, Vec::as_slice);
    let mut out = Vec::new();
    for item in all.iter().filter(|v| v.is_object()) {
        let mut names = Vec::new();
        authors(&item["author"], &Known::new(), &mut names, 0);
        let body = text(&item["articleBody"]).or_else(|| text(&item["description"])).unwrap_or_default();
        let headline = text(&item["headline"]).or_else(|| text(&item["name"]));
        if body.is_empty() && headline.is_none() {
            continue;
        }
        out.push(Update {
            headline,
            body,
            published: text(&item["datePublished"]).or_else(|| text(&item["dateCreated"])),
            author: names.into_iter().next().map(|a| a.name),
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(json: &str) -> Article {
        let page = format!("<html><head><script type='application/ld+json'>{json}</script></head></html>");
        read(&Tree::parse(&page))
    }

    #[test]
    fn graphs_and_broken_json_are_read() {
        let a = article(
            r#"{"@graph":[{"@type":"WebPage","url":"x"},{"@type":["NewsArticle"],"headline":"Port &amp; quay reopen","datePublished":"2021-05-03","author":[{"@type":"Person","name":"Ana Reyes"}],}]}"#,
        );
        assert_eq!(a.headline.as_deref(), Some("Port & quay reopen"));
        assert_eq!(a.authors[0].name, "Ana Reyes");
        let b = article("{\"@type\":\"Article\",\"headline\":\"Two\nlines\"}");
        assert_eq!(b.headline.as_deref(), Some("Two\nlines"));
    }

    #[test]
    fn live_updates_are_read() {
        let a = article(
            r#"{"@type":"LiveBlogPosting","headline":"Storm live","liveBlogUpdate":[{"@type":"BlogPosting","headline":"Port shut","articleBody":"The port is shut.","datePublished":"2021-05-03T10:00:00Z","author":{"name":"Ana Reyes"}}]}"#,
        );
        assert!(a.live);
        assert_eq!(a.updates[0].headline.as_deref(), Some("Port shut"));
        assert_eq!(a.updates[0].author.as_deref(), Some("Ana Reyes"));
    }
}
