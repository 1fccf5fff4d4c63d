//! Posts of live pages among the development data: the gold is what their structured data says.
//!
//! Each page is read twice: as it is, and without its structured data, where the gold is then cut down to the
//! posts that the markup holds.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use parallax::lines;
use serde_json::{Value, json};

use super::pages::fold;

type Error = Box<dyn std::error::Error>;

const SETS: &[&str] = &["aed-dev", "fundus-dev", "wcxb-dev"];
/// Fewer posts than this say little.
const LEAST: usize = 4;

/// Prints what the scorer of posts says of each live page.
pub(super) fn table(shared: &Path, scratch: &Path) {
    for set in SETS {
        if let Err(error) = score_set(set, shared, scratch) {
            println!("pages/{set:<16} posts      failed: {error}");
        }
    }
}

fn score_set(set: &str, shared: &Path, scratch: &Path) -> Result<(), Error> {
    let pages = shared.join(format!("data/pages/{set}.jsonl.gz"));
    let mut unpack = Command::new("gzip").arg("-dc").arg(pages).stdout(Stdio::piped()).spawn()?;
    for line in BufReader::new(unpack.stdout.take().ok_or("gzip has no output")?).lines() {
        let line = line?;
        if !line.contains("liveBlogUpdate") {
            continue;
        }
        let page: Value = serde_json::from_str(&line)?;
        let html = page["html"].as_str().unwrap_or_default();
        let (bare, data) = without_data(html);
        let posts = posts(&data);
        let seen = format!(" {} ", fold(&words_of(&bare)));
        let shown: Vec<Value> = posts.iter().filter(|p| seen.contains(&key(p))).cloned().collect();
        for (what, html, gold) in [("posts", html, posts), ("markup alone", &bare, shown)] {
            if gold.len() >= LEAST {
                let said = score(&page, html, &gold, shared, scratch)?;
                println!("{:<22.22} {what:<10} {said}", page["id"].as_str().unwrap_or_default());
            }
        }
    }
    unpack.wait()?;
    Ok(())
}

fn score(page: &Value, html: &str, gold: &[Value], shared: &Path, scratch: &Path) -> Result<String, Error> {
    let (wanted, predicted) = (scratch.join("posts-gold"), scratch.join("posts"));
    std::fs::write(&wanted, json!({"id": page["id"], "posts": gold}).to_string())?;
    let input = json!({"id": page["id"], "url": page["url"], "html": html}).to_string();
    lines::extract(input.as_bytes(), std::fs::File::create(&predicted)?)?;
    let done =
        Command::new("python3").arg(shared.join("score/posts.py")).args([wanted, predicted]).output()?;
    if !done.status.success() {
        return Err(String::from_utf8_lossy(&done.stderr).trim().to_owned().into());
    }
    Ok(String::from_utf8_lossy(&done.stdout).trim_end().to_owned())
}

/// The page without its blocks of structured data, and these blocks.
fn without_data(html: &str) -> (String, Vec<Value>) {
    let (mut bare, mut data, mut rest) = (String::new(), Vec::new(), html);
    while let Some(at) = rest.find("<script") {
        let element = &rest[at..];
        let Some(open) = element.find('>') else { break };
        let close = element[open..].find("</script").map_or(element.len(), |c| open + c);
        bare.push_str(&rest[..at]);
        if element[..open].contains("ld+json") {
            // Raw line breaks inside strings are not JSON, and are common.
            let text = element[open + 1..close].replace(|c: char| c.is_control(), " ");
            data.extend(serde_json::from_str::<Value>(&text));
        } else {
            bare.push_str(&element[..close]);
        }
        rest = &element[close..];
    }
    bare.push_str(rest);
    (bare, data)
}

/// Every post with a text that the structured data holds, wherever it is nested.
fn posts(data: &[Value]) -> Vec<Value> {
    let mut found = Vec::new();
    for value in data {
        match value {
            Value::Array(items) => found.extend(posts(items)),
            Value::Object(map) => {
                for (name, value) in map {
                    let items = value.as_array().map_or_else(|| vec![value.clone()], Clone::clone);
                    if name == "liveBlogUpdate" {
                        found.extend(items.iter().filter_map(post));
                    } else {
                        found.extend(posts(&items));
                    }
                }
            }
            _ => {}
        }
    }
    found
}

fn post(update: &Value) -> Option<Value> {
    // Many pages escape the body before they escape it for their script.
    let body = words_of(&resolved(&resolved(update["articleBody"].as_str()?)));
    (!body.trim().is_empty()).then(|| json!({"body": body, "date": update["datePublished"]}))
}

/// The first nine words of a post, as the scorer looks for them.
fn key(post: &Value) -> String {
    let body = fold(post["body"].as_str().unwrap_or_default());
    format!(" {} ", body.split(' ').take(9).collect::<Vec<_>>().join(" "))
}

/// The words between tags, without scripts and styles; character references that matter to words are resolved.
fn words_of(html: &str) -> String {
    let (mut out, mut rest) = (String::new(), html);
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        out.push(' ');
        let element = &rest[at..];
        let hidden = ["script", "style"].iter().find(|name| element[1..].starts_with(**name));
        let end = hidden.map_or(0, |name| element.find(&format!("</{name}")).unwrap_or(element.len()));
        rest = element[end..].find('>').map_or("", |close| &element[end + close + 1..]);
    }
    out.push_str(rest);
    resolved(&out)
}

/// Resolves once the character references that matter to words.
fn resolved(text: &str) -> String {
    let named = [
        ("nbsp", ' '),
        ("quot", '"'),
        ("ldquo", '“'),
        ("rdquo", '”'),
        ("lsquo", '‘'),
        ("rsquo", '’'),
        ("ndash", '–'),
        ("mdash", '—'),
        ("apos", '\''),
        ("lt", '<'),
        ("gt", '>'),
        ("amp", '&'),
    ];
    let letter = |name: &str| match name.strip_prefix('#') {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => number.parse().ok(),
        }
        .and_then(char::from_u32),
        None => named.iter().find(|(n, _)| *n == name).map(|(_, c)| *c),
    };
    let (mut out, mut rest) = (String::new(), text);
    while let Some(at) = rest.find('&') {
        let name = rest[at + 1..].split(';').next().unwrap_or("");
        let found = letter(name).filter(|_| rest[at + 1 + name.len()..].starts_with(';'));
        out.push_str(&rest[..at]);
        out.push(found.unwrap_or('&'));
        rest = &rest[at + 1 + found.map_or(0, |_| name.len() + 1)..];
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<html><script type=\"application/ld+json\">{\"@graph\":[{\"liveBlogUpdate\":[\
        {\"articleBody\":\"<p>The dam&rsquo;s gate is free.</p>\",\"datePublished\":\"2031-04-10T15:40:00Z\"},\
        {\"articleBody\":\"\"}]}]}</script><script>var a = '<b>';</script><p>The <b>dam’s</b> gate</p></html>";

    #[test]
    fn posts_are_taken_out_of_the_structured_data() {
        let (bare, data) = without_data(PAGE);
        assert!(!bare.contains("liveBlogUpdate") && bare.contains("var a"));
        let posts = posts(&data);
        assert_eq!(posts.len(), 1);
        assert_eq!(key(&posts[0]), " the dam s gate is free ");
        assert_eq!(posts[0]["date"], "2031-04-10T15:40:00Z");
    }

    #[test]
    fn bodies_may_be_escaped_twice() {
        let update = json!({"articleBody": "&lt;p&gt;The &amp;quot;dam&amp;quot; is shut.&lt;/p&gt;"});
        assert_eq!(key(&post(&update).expect("a body")), " the dam is shut ");
    }

    #[test]
    fn words_stand_between_tags() {
        assert_eq!(fold(&words_of(PAGE)), "the dam s gate");
        assert_eq!(fold(&words_of("a < b")), "a");
    }
}
