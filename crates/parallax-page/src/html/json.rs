//! JSON as pages carry it: parsed where it is sound, repaired where sites get it wrong in known ways.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Map, Value};

use crate::lexicon::{data, rows};

/// Parses a script, after repairing what sites get wrong: comments around and inside, marks written as character
/// references, control characters and bad escapes in strings, a last comma.
pub(crate) fn parse(text: &str) -> Option<Value> {
    let text = text.trim().trim_start_matches("<!--").trim_end_matches("-->");
    let text = text.trim().trim_start_matches("//<![CDATA[").trim_start_matches("/*<![CDATA[*/");
    let text = text.trim_start_matches("<![CDATA[").trim_end_matches("//]]>").trim_end_matches("/*]]>*/");
    let text = text.trim_end_matches("]]>").trim().trim_end_matches(';').trim_end();
    if text.is_empty() {
        return None;
    }
    if let Ok(value) = serde_json::from_str(text) {
        return Some(value);
    }
    if !text.contains('"') && text.contains("&quot;") {
        return serde_json::from_str(&unescape(text)).ok();
    }
    let clean = repaired(text);
    let mut stream = serde_json::Deserializer::from_str(&clean).into_iter::<Value>();
    stream.next().and_then(Result::ok).or_else(|| salvaged(&clean))
}

fn repaired(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            // In `\'` and the like the stroke says nothing.
            '\\' if quoted => {
                if let Some('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u') = chars.peek() {
                    clean.push(c);
                    clean.extend(chars.next());
                }
            }
            '\n' | '\r' if quoted => clean.push_str("\\n"),
            '/' if !quoted && chars.peek() == Some(&'*') => {
                let mut last = ' ';
                chars.next();
                for c in chars.by_ref() {
                    if last == '*' && c == '/' {
                        break;
                    }
                    last = c;
                }
            }
            '/' if !quoted && chars.peek() == Some(&'/') => {
                for c in chars.by_ref() {
                    if c == '\n' {
                        break;
                    }
                }
            }
            c if c.is_control() => clean.push(' '),
            c => {
                if c == '"' {
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
    }
    clean
}

static PAIR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#""(@type|headline|datePublished|dateModified)"\s*:\s*"([^"\\]{4,300})"\s*[,}\]\n]"#)
        .expect("constant")
});

/// From what cannot be parsed, the first type, headline and dates that stand as plain pairs; only if the type is
/// that of an article, for the values of something else would be taken for the page's.
fn salvaged(text: &str) -> Option<Value> {
    let mut map = Map::new();
    for c in PAIR.captures_iter(text) {
        map.entry(c[1].to_owned()).or_insert_with(|| Value::String(c[2].to_owned()));
    }
    let article = map.get("@type").and_then(Value::as_str).is_some_and(|t| t.ends_with("Article"));
    (article && map.len() > 1).then_some(Value::Object(map))
}

static ENTITIES: LazyLock<BTreeMap<&str, char>> = LazyLock::new(|| {
    let code = |c: &str| c.strip_prefix("U+").and_then(|h| u32::from_str_radix(h, 16).ok());
    rows(data!("entities.tsv"))
        .filter_map(|r| {
            let c = r.get(1)?;
            Some((r[0], code(c).and_then(char::from_u32).or_else(|| c.chars().next())?))
        })
        .collect()
});

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
            let named = ENTITIES.get(name).copied();
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

    #[test]
    fn what_sites_get_wrong_is_repaired() {
        let read = |s: &str| parse(s).map(|v| v["a"].as_str().unwrap_or("").to_owned());
        assert_eq!(read("<!-- {\"a\":\"port\",} -->").as_deref(), Some("port"));
        assert_eq!(read("//<![CDATA[\n{\"a\":\"port\"}\n//]]>").as_deref(), Some("port"));
        assert_eq!(
            read("{/* of the page */ \"a\":\"the port\tof\n Velmar\"}").as_deref(),
            Some("the port of\n Velmar")
        );
        assert_eq!(read("{\"a\":\"the mayor\\'s aide\", // here\n}").as_deref(), Some("the mayor's aide"));
        assert_eq!(read("{&quot;a&quot;:&quot;port&quot;}").as_deref(), Some("port"));
        assert_eq!(read("{\"a\":\"port\"};").as_deref(), Some("port"));
        assert_eq!(read("no json"), None);
        assert_eq!(
            unescape("K&uuml;hlt&#252;rme &amp; Quai&nbsp;3 & more"),
            "Kühltürme & Quai\u{a0}3 & more"
        );
    }

    #[test]
    fn an_article_that_cannot_be_parsed_keeps_its_dates() {
        let broken = r#"{"@type":"NewsArticle","headline":"Port reopens","datePublished":"2021-05-03T10:00:00Z","articleBody":"The "old" quay"}"#;
        let v = parse(broken).unwrap();
        assert_eq!(v["datePublished"], "2021-05-03T10:00:00Z");
        assert_eq!(parse(r#"{"@type":"VideoObject","datePublished":"2021-05-03","d":"a "b" c"}"#), None);
    }
}
