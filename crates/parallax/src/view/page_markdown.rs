//! One page as Markdown: front matter, then the text with its headings, lists, quotes, tables and links.

use std::fmt::Write;

use parallax_model::{Block, Link, Page, PageKind, Partial, Post, Role};

use super::reading::zoned;

/// A page as Markdown (CommonMark with the tables of GitHub) under YAML front matter.
///
/// Words of the page cannot make Markdown of their own. Captions and credits are set apart as `*Caption: ...*`
/// and `*Credit: ...*`; each post of a live page begins with a rule, its time and its author. `parallax-page` reads
/// it back to the same text, fields and posts.
///
/// ```
/// use parallax::view::page_markdown;
/// use parallax_page::{Hint, read};
///
/// let page = read(b"Port reopens\n\nBy Ana Reyes\n\nThe port of *Velmar* reopened on Monday.", &Hint::default())?;
/// let markdown = page_markdown(&page);
/// assert!(markdown.starts_with("---\nschema: \"parallax.page.md/1\"\n"));
/// assert!(markdown.ends_with("\nThe port of \\*Velmar\\* reopened on Monday.\n"));
/// # Ok::<(), parallax_page::PageError>(())
/// ```
#[must_use]
pub fn page_markdown(page: &Page) -> String {
    let mut out = String::with_capacity(page.text.len() * 5 / 4 + 512);
    front_matter(&mut out, page);
    let (mut post, mut last) = (None, None);
    for block in &page.blocks {
        let begins = block.post.is_some() && block.post != post;
        // A post has ended and none begins: what follows is the page's own.
        let ends = post.is_some() && block.post.is_none();
        post = block.post;
        if begins || ends {
            out.push_str("\n---\n");
            last = None;
        }
        if let Some(line) = post.filter(|_| begins).and_then(|i| post_line(page, i)) {
            let _ = write!(out, "\n{line}\n");
        }
        // The line of the post names its author already.
        let author = post.and_then(|i| page.posts.get(i as usize)?.author.as_deref());
        if block.role == Role::Byline && author == Some(block.span.of(&page.text)) {
            continue;
        }
        write_block(&mut out, page, block, last);
        last = Some(block.role);
    }
    out
}

fn front_matter(out: &mut String, page: &Page) {
    out.push_str("---\nschema: \"parallax.page.md/1\"\n");
    let mut field = |name: &str, value: Option<&str>| {
        if let Some(value) = value.filter(|v| !v.is_empty()) {
            let _ = writeln!(out, "{name}: {}", quoted(value));
        }
    };
    field("title", page.title.as_deref());
    field("outlet", page.source.as_deref());
    if !page.authors.is_empty() {
        let names: Vec<String> = page.authors.iter().map(|a| quoted(a)).collect();
        let _ = writeln!(out, "authors: [{}]", names.join(", "));
    }
    let mut field = |name: &str, value: Option<&str>| {
        if let Some(value) = value.filter(|v| !v.is_empty()) {
            let _ = writeln!(out, "{name}: {}", quoted(value));
        }
    };
    field("agency", page.wire.as_deref());
    field("published", page.published.as_deref());
    field("day", page.day.as_deref());
    field("updated", page.updated.as_deref());
    field("url", page.url.as_deref());
    field("language", page.language.as_deref());
    field("kind", (page.kind == PageKind::Live).then_some("live"));
    let partial = page.partial.map(|p| match p {
        Partial::Paywall => "paywall",
        Partial::Teaser => "teaser",
        Partial::CutOff => "cut off",
    });
    field("partial", partial);
    field("id", Some(&page.id.0));
    if !page.posts.is_empty() {
        let posts: Vec<String> = page.posts.iter().map(post_fields).collect();
        let _ = writeln!(out, "posts: [{}]", posts.join(", "));
    }
    out.push_str("---\n");
}

/// What is known of a post, as a mapping of YAML in one line.
fn post_fields(post: &Post) -> String {
    let fields = [
        ("time", &post.time),
        ("day", &post.day),
        ("updated", &post.updated),
        ("author", &post.author),
        ("title", &post.title),
    ];
    let given =
        fields.iter().filter_map(|(name, value)| Some(format!("\"{name}\": {}", quoted(value.as_deref()?))));
    format!("{{{}}}", given.collect::<Vec<_>>().join(", "))
}

/// A string in YAML's double quotes, which are those of JSON.
fn quoted(value: &str) -> String {
    serde_json::Value::from(value).to_string()
}

/// "*Post 3 of 17, 3 May 2021, 10:00 +02:00, by Ana Reyes*", as far as the page says.
fn post_line(page: &Page, i: u32) -> Option<String> {
    let post = page.posts.get(i as usize)?;
    let mut line = format!("Post {} of {}", i + 1, page.posts.len());
    let time = post.time.as_deref().map(zoned);
    let updated = post.updated.as_deref().map(|t| format!("updated {}", zoned(t)));
    let author = post.author.as_deref().map(|a| format!("by {a}"));
    for part in [time, updated, author].into_iter().flatten() {
        let _ = write!(line, ", {}", escaped(&part, false));
    }
    Some(format!("*{line}*"))
}

fn write_block(out: &mut String, page: &Page, block: &Block, last: Option<Role>) {
    let role = block.role;
    let joins = last == Some(role) && matches!(role, Role::List | Role::Table);
    if !joins && !out.is_empty() {
        out.push('\n');
    }
    let words = linked(page, block);
    let words = words.trim();
    let _ = match role {
        Role::Title => writeln!(out, "# {words}"),
        Role::Heading => writeln!(out, "## {words}"),
        Role::Quote => writeln!(out, "> {}", guarded(words)),
        Role::List => writeln!(out, "- {}", guarded(words)),
        Role::Table => table_row(out, words, !joins),
        Role::Caption => writeln!(out, "*Caption: {words}*"),
        Role::Credit => writeln!(out, "*Credit: {words}*"),
        Role::Byline if words.get(..3).is_some_and(|w| w.eq_ignore_ascii_case("by ")) => {
            writeln!(out, "*{words}*")
        }
        Role::Byline => writeln!(out, "*Byline: {words}*"),
        Role::Dateline => writeln!(out, "*Dateline: {words}*"),
        Role::Paragraph | Role::Furniture => writeln!(out, "{}", guarded(words)),
    };
}

/// A row, with the line that makes a table of it behind the first.
fn table_row(out: &mut String, row: &str, first: bool) -> std::fmt::Result {
    writeln!(out, "| {row} |")?;
    if first {
        let cells = row.split(" | ").count();
        writeln!(out, "|{}", "---|".repeat(cells))?;
    }
    Ok(())
}

/// The words of a block, escaped, with its links.
fn linked(page: &Page, block: &Block) -> String {
    let table = block.role == Role::Table;
    let mut out = String::new();
    let mut at = block.span.start;
    let first = page.links.partition_point(|l| l.span.start < block.span.start);
    let inside = page.links[first..].iter().take_while(|l| l.span.end <= block.span.end);
    for link in inside.filter(|l| !l.span.is_empty()) {
        if link.span.start < at || !can_link(page, link, table) {
            continue;
        }
        out.push_str(&escaped(slice(page, at, link.span.start), table));
        let words = slice(page, link.span.start, link.span.end);
        let (lead, tail) = (words.len() - words.trim_start().len(), words.trim_end().len());
        let _ = write!(
            out,
            "{}[{}](<{}>){}",
            &words[..lead],
            escaped(&words[lead..tail], table),
            link.url,
            &words[tail..]
        );
        at = link.span.end;
    }
    out.push_str(&escaped(slice(page, at, block.span.end), table));
    out
}

fn slice(page: &Page, from: u32, to: u32) -> &str {
    page.text.get(from as usize..to as usize).unwrap_or("")
}

/// Only addresses of the web that stand in angle brackets as they are.
fn can_link(page: &Page, link: &Link, table: bool) -> bool {
    let lower = link.url.get(..8).unwrap_or(&link.url).to_ascii_lowercase();
    let web = lower.starts_with("https://") || lower.starts_with("http://");
    let plain =
        !link.url.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '\\'));
    web && plain && !(table && link.url.contains('|')) && !link.span.of(&page.text).trim().is_empty()
}

/// Words of the page with a backslash before every mark that Markdown would read.
fn escaped(text: &str, table: bool) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        let special = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '~' => true,
            // Inside a word it marks nothing.
            '_' => !(before.is_alphanumeric() && next.is_alphanumeric()),
            // Only where an entity could begin.
            '&' => next == '#' || next.is_ascii_alphabetic(),
            // " | " parts the cells of a row.
            '|' => table && !(before == ' ' && next == ' '),
            _ => false,
        };
        if special {
            out.push('\\');
        }
        out.push(if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c });
        before = c;
    }
    out
}

/// A line that does not begin like a heading, list, quote, rule or table.
fn guarded(line: &str) -> String {
    let mut line = line.to_owned();
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if line.starts_with(['#', '-', '+', '=', '>', '|', ':']) {
        line.insert(0, '\\');
    } else if (1..=9).contains(&digits) && matches!(line.as_bytes().get(digits), Some(b'.' | b')')) {
        line.insert(digits, '\\');
    }
    line
}

#[cfg(test)]
mod tests {
    use parallax_page::{Hint, read};

    use super::*;

    fn markdown(html: &str) -> String {
        page_markdown(&read(html.as_bytes(), &Hint::default()).unwrap())
    }

    const P: &str = "<p>The port of Velmar reopened on Monday, officials said, after three days of storm and high water.</p>";

    #[test]
    fn words_of_the_page_make_no_markdown() {
        let tricky = "<p># No heading *here*, no [link](https://x.example) &amp;amp; no &lt;b&gt;tag&lt;/b&gt; at all, they said on Monday.</p><p>1. No list is this sentence, which goes on for a while so that it counts as text.</p><p>- Nor is this one, which goes on for a while so that it counts as text as well.</p>";
        let out = markdown(&format!(
            "<html><body><article><h1>Port reopens</h1>{P}{tricky}{P}</article></body></html>"
        ));
        assert!(
            out.contains(
                r"\# No heading \*here\*, no \[link\](https://x.example) \&amp; no \<b>tag\</b> at all"
            ),
            "{out}"
        );
        assert!(out.contains("\n1\\. No list is"), "{out}");
        assert!(out.contains("\n\\- Nor is this one"), "{out}");
    }

    #[test]
    fn roles_have_their_marks() {
        let out = markdown(&format!(
            "<html><body><article><h1>Port reopens</h1>{P}<figure><img src=x><figcaption>Crews at the quay in Velmar</figcaption></figure><h2>What comes next</h2><p>Two ferries that had waited <a href='https://a.example/(x)'>at anchor</a> sailed before noon, the harbour master said.</p><ul><li>The first ferry goes to Corva at noon on Tuesday.</li><li>The second ferry goes to Oster in the evening.</li></ul><blockquote>We wait, the mayor said, for the next boat.</blockquote>{}</article></body></html>",
            P.replace("Monday", "Tuesday")
        ));
        assert!(out.contains("\n# Port reopens\n"), "{out}");
        assert!(out.contains("\n*Caption: Crews at the quay in Velmar*\n"), "{out}");
        assert!(out.contains("\n## What comes next\n"), "{out}");
        assert!(out.contains(" waited [at anchor](<https://a.example/(x)>) sailed"), "{out}");
        assert!(out.contains("\n- The first ferry goes to Corva at noon on Tuesday.\n- The second"), "{out}");
        assert!(out.contains("\n> We wait, the mayor said"), "{out}");
    }

    #[test]
    fn addresses_that_are_no_web_pages_are_not_linked() {
        let out = markdown(&format!(
            "<html><body><article>{P}<p>Two ferries that had waited <a href='javascript:alert(1)'>at anchor</a> sailed before noon, the harbour master said.</p></article></body></html>"
        ));
        assert!(out.contains("waited at anchor sailed") && !out.contains("javascript"), "{out}");
    }

    #[test]
    fn front_matter_cannot_be_broken_out_of() {
        let page = Page { title: Some("A \"b\"\n---\nc: d".to_owned()), ..Page::default() };
        assert!(page_markdown(&page).contains("md/1\"\ntitle: \"A \\\"b\\\"\\n---\\nc: d\"\n"));
    }
}
