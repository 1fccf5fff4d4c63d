//! Structured data of a page: schema.org in JSON-LD.

use serde_json::Value;

use super::tree::Tree;

/// What the structured data says of the page.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Article {
    pub(crate) headline: Option<String>,
    pub(crate) body: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) published: Option<String>,
    pub(crate) modified: Option<String>,
    pub(crate) publisher: Option<String>,
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

/// Reads every block of JSON-LD; the first that describes an article wins, others fill its gaps.
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
    let mut out = Article::default();
    let mut found: Vec<(&Value, usize)> = objects.iter().filter_map(|o| Some((o, rank(o)?))).collect();
    found.sort_by_key(|(_, rank)| *rank);
    for (object, _) in &found {
        out.fill(object);
    }
    out
}

/// Parses, after repairing what sites get wrong: comments around, control characters in strings, a last comma.
pub(crate) fn parse(text: &str) -> Option<Value> {
    let text = text.trim().trim_start_matches("<!--").trim_end_matches("-->");
    let text = text.trim().trim_start_matches("//<![CDATA[").trim_start_matches("<![CDATA[");
    let text = text.trim_end_matches("//]]>").trim_end_matches("]]>").trim().trim_end_matches(';');
    if text.is_empty() {
        return None;
    }
    if let Ok(value) = serde_json::from_str(text) {
        return Some(value);
    }
    let mut clean = String::with_capacity(text.len());
    let mut quoted = false;
    let mut escaped = false;
    for c in text.chars() {
        match c {
            '\n' | '\r' if quoted => clean.push_str("\\n"),
            c if c.is_control() => clean.push(' '),
            c => {
                if c == '"' && !escaped {
                    quoted = !quoted;
                }
                if !quoted && matches!(c, '}' | ']') {
                    let kept = clean.trim_end().len();
                    if clean[..kept].ends_with(',') {
                        clean.truncate(kept - 1);
                    }
                }
                clean.push(c);
            }
        }
        escaped = c == '\\' && !escaped;
    }
    let mut stream = serde_json::Deserializer::from_str(&clean).into_iter::<Value>();
    stream.next()?.ok()
}

/// Flattens lists, graphs and main entities.
fn collect(value: Value, out: &mut Vec<Value>, depth: usize) {
    if depth > DEPTH || out.len() > 2000 {
        return;
    }
    match value {
        Value::Array(items) => items.into_iter().for_each(|v| collect(v, out, depth + 1)),
        Value::Object(mut map) => {
            for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                if map.get(key).is_some_and(|v| v.is_object() || v.is_array())
                    && let Some(inner) = map.remove(key)
                {
                    collect(inner, out, depth + 1);
                }
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

/// Lower is better; none for what is not an article.
fn rank(value: &Value) -> Option<usize> {
    let types = types(value);
    let is = |name: &str| types.iter().any(|t| t.rsplit('/').next() == Some(name));
    if is("LiveBlogPosting") {
        return Some(0);
    }
    if types.iter().any(|t| t.ends_with("NewsArticle")) {
        return Some(1);
    }
    if types.iter().any(|t| t.ends_with("Article") || t.ends_with("BlogPosting") || *t == "Report") {
        return Some(2);
    }
    if is("WebPage") || is("ItemPage") {
        return Some(4);
    }
    None
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

/// Names of authors: objects, lists, strings.
fn authors(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::Array(all) => all.iter().for_each(|v| authors(v, out)),
        Value::Object(map) => {
            let organisation = types(value).iter().any(|t| t.ends_with("Organization"));
            if let Some(name) = map.get("name") {
                match name {
                    Value::Array(_) => authors(name, out),
                    _ => out.extend(text(name).map(|n| if organisation { format!("{n}\u{1}") } else { n })),
                }
            }
        }
        Value::String(s) => out.push(unescape(s)),
        _ => {}
    }
}

impl Article {
    fn fill(&mut self, object: &Value) {
        let article = rank(object).is_some_and(|r| r < 4);
        let set = |slot: &mut Option<String>, value: Option<String>| {
            if slot.is_none() {
                *slot = value;
            }
        };
        if article {
            set(&mut self.headline, text(&object["headline"]).or_else(|| text(&object["name"])));
            set(&mut self.body, text(&object["articleBody"]));
            if self.authors.is_empty() {
                authors(&object["author"], &mut self.authors);
            }
            if self.authors.is_empty() {
                authors(&object["creator"], &mut self.authors);
            }
            set(&mut self.description, text(&object["description"]));
            self.free = self.free.or_else(|| truth(&object["isAccessibleForFree"]));
            let parts =
                object["hasPart"].as_array().map_or(std::slice::from_ref(&object["hasPart"]), Vec::as_slice);
            let locked = parts.iter().filter(|p| truth(&p["isAccessibleForFree"]) == Some(false));
            self.locked.extend(locked.filter_map(|p| text(&p["cssSelector"])));
        }
        set(&mut self.published, text(&object["datePublished"]).or_else(|| text(&object["dateCreated"])));
        set(&mut self.modified, text(&object["dateModified"]));
        set(&mut self.publisher, text(&object["publisher"]["name"]));
        let id = object["mainEntityOfPage"]["@id"].as_str().or_else(|| object["mainEntityOfPage"].as_str());
        let url = object["url"].as_str().or(id).filter(|u| u.starts_with("http"));
        if article {
            set(&mut self.url, url.map(str::to_owned));
        }
        set(
            &mut self.language,
            text(&object["inLanguage"]).or_else(|| text(&object["inLanguage"]["alternateName"])),
        );
        if types(object).iter().any(|t| t.ends_with("LiveBlogPosting")) {
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
        authors(&item["author"], &mut names);
        let body = text(&item["articleBody"]).or_else(|| text(&item["description"])).unwrap_or_default();
        let headline = text(&item["headline"]).or_else(|| text(&item["name"]));
        if body.is_empty() && headline.is_none() {
            continue;
        }
        out.push(Update {
            headline,
            body,
            published: text(&item["datePublished"]).or_else(|| text(&item["dateCreated"])),
            author: names.into_iter().next().map(|n| n.trim_end_matches('\u{1}').to_owned()),
        });
    }
    out
}

/// Character references that sites leave in JSON strings.
pub(crate) fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(10).position(|b| b == b';');
        let decoded = end.and_then(|e| {
            let name = &rest[1..e];
            let number = name.strip_prefix('#').and_then(|n| match n.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok(),
                None => n.parse().ok(),
            });
            let named = match name {
                "amp" => Some('&'),
                "quot" => Some('"'),
                "apos" => Some('\''),
                "lt" => Some('<'),
                "gt" => Some('>'),
                "nbsp" => Some('\u{a0}'),
                "rsquo" => Some('’'),
                "lsquo" => Some('‘'),
                "rdquo" => Some('”'),
                "ldquo" => Some('“'),
                "ndash" => Some('–'),
                "mdash" => Some('—'),
                "hellip" => Some('…'),
                _ => None,
            };
            number.and_then(char::from_u32).or(named).map(|c| (c, e))
        });
        match decoded {
            Some((c, e)) => {
                out.push(c);
                rest = &rest[e + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
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
        assert_eq!(a.authors, ["Ana Reyes"]);
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
