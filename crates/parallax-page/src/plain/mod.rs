//! Text and Markdown as people save or paste it.

mod furniture;
mod headed;
mod inline;
mod labelled;
mod live;
mod metadata;
mod region;
mod timed;
mod wrap;
mod written;

use std::ops::Range;
use std::sync::LazyLock;

use parallax_model::{PageKind, Post, Role, Span};
use regex::Regex;

use crate::Hint;
use crate::assemble::{Draft, Piece};
use crate::decode::Decoded;
use crate::left::{LeftOut, Why};
use crate::lexicon::{fold, words};
pub(crate) use furniture::{ends_article, ends_with_credit, furniture_line, is_furniture_line, opens_list};
use inline::{Shown, inline};
pub(crate) use live::is_live_address;
use wrap::Wrap;

static HEADING: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?m)^#{1,6} +\S").expect("the pattern is a constant"));

/// A line that is not blank, or a wrapped paragraph.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    pub(crate) shown: Shown,
    pub(crate) role: Option<Role>,
    /// Depth of a heading given by markup.
    level: usize,
    /// Whether a blank line stands before it.
    pub(crate) gap: bool,
    /// Why it is not part of the text, if it is not.
    pub(crate) left: Option<Why>,
    /// The whole line, or lines that were joined, in the decoded text.
    whole: Range<usize>,
    /// Ends a post of a live page.
    pub(crate) closes: bool,
    pub(crate) folded: String,
    pub(crate) words: usize,
}

impl Line {
    pub(crate) fn text(&self) -> &str {
        &self.shown.text
    }

    /// A sentence or more, rather than a label.
    pub(crate) fn is_prose(&self) -> bool {
        let ends = self
            .text()
            .trim_end_matches(['"', '”', '’', '\'', ')', '»', ' '])
            .ends_with(['.', '!', '?', '…', ':']);
        self.words >= 25
            || (self.words >= 9 && ends)
            || (self.words >= 5 && ends && self.text().contains(['“', '"']))
    }

    pub(crate) fn is_left(&self) -> bool {
        self.left.is_some()
    }

    /// Leaves the line out. The first reason holds.
    pub(crate) fn leave(&mut self, why: Why) {
        self.left.get_or_insert(why);
    }

    fn count(&mut self) {
        self.folded = fold(&self.shown.text);
        self.words = words(&self.shown.text).count();
    }
}

/// Whether a text carries Markdown's own marks.
pub(crate) fn looks_like_markdown(text: &str) -> bool {
    HEADING.find_iter(text).take(2).count() > 1
        || (HEADING.is_match(text) && (text.contains("](") || text.contains("**")))
}

/// Reads a page.
pub(crate) fn read(decoded: &Decoded<'_>, hint: &Hint<'_>, markdown: bool, explain: bool) -> Draft {
    let (mut lines, cut) = lines(&decoded.text, markdown);
    let mut draft = Draft { cut: cut.then_some(LIMIT), ..Draft::default() };
    let front = if markdown { written::front_matter(&decoded.text) } else { None };
    let posts = if let Some(fields) = front {
        let (posts, ranges) = written::fill(&mut draft.page, fields, &decoded.text, &mut lines, hint);
        draft.posts = posts;
        ranges
    } else {
        saved(&mut draft, &mut lines, hint)
    };
    if !posts.is_empty() {
        draft.page.kind = PageKind::Live;
    }
    if explain {
        draft.left = left(decoded, &lines);
    }
    for (i, line) in lines.into_iter().enumerate().filter(|(_, l)| !l.is_left()) {
        let post = posts.partition_point(|p| p.end <= i);
        let post = posts.get(post).filter(|p| p.contains(&i)).map(|_| post);
        let mut raw = Vec::new();
        for (text, source) in line.shown.source {
            for (piece, bytes) in decoded.raw(source.clone()) {
                let start = text.start + piece.start - source.start;
                raw.push((start..start + piece.len(), bytes));
            }
        }
        let role = Some(line.role.unwrap_or(Role::Paragraph));
        draft.pieces.push(Piece {
            text: line.shown.text,
            role,
            post,
            links: line.shown.links,
            at: None,
            raw,
        });
    }
    draft
}

/// What was left out, with words between lines (front matter).
fn left(decoded: &Decoded<'_>, lines: &[Line]) -> Vec<LeftOut> {
    let mut out = Vec::new();
    let mut at = 0;
    let mut after = 0;
    let whole = |range: Range<usize>, after: usize, why: Why| {
        let text = decoded.text[range.clone()].trim();
        let raw = decoded.raw(range);
        let raw = raw.first().zip(raw.last()).map(|(a, b)| Span::new(a.1.start, b.1.end));
        let words = text.chars().any(char::is_alphanumeric);
        words.then(|| LeftOut { raw, ..LeftOut::new(text.to_owned(), why, after) })
    };
    for line in lines {
        out.extend(whole(at..line.whole.start.max(at), after, Why::Field));
        at = line.whole.end.max(at);
        match line.left {
            Some(why) => out.extend(whole(line.whole.clone(), after, why)),
            None => after += 1,
        }
    }
    out.extend(whole(at..decoded.text.len(), after, Why::Field));
    out
}

/// Fills in a page that was saved or pasted, and gives the lines of its posts.
fn saved(draft: &mut Draft, lines: &mut [Line], hint: &Hint<'_>) -> Vec<Range<usize>> {
    let url = metadata::address(lines, hint);
    let timed = timed::posts(lines, live::says(lines, url.as_deref()));
    furniture::mark(lines);
    region::mark(lines, &timed, url.as_deref());
    headed::mark(lines, &timed);
    metadata::fill(&mut draft.page, lines, url.as_deref(), hint);
    if !timed.is_empty() {
        draft.posts = headed::described(&timed, lines, &draft.page, hint);
        return timed.into_iter().map(|t| t.lines).collect();
    }
    if !live::is_live(lines, draft.page.url.as_deref()) {
        return Vec::new();
    }
    let posts = live::posts(lines);
    if !posts.is_empty() {
        let note = "the posts were told apart by their wording: the page has lost their headers";
        draft.page.notes.push(note.to_owned());
    }
    draft.posts = posts.iter().map(|_| Post::default()).collect();
    if let Some(k) = draft.page.title.as_deref().and_then(|t| live::told_by(t, lines, &posts)) {
        draft.posts[k].title = draft.page.title.take();
        let note = "the only headline is that of one post: that of the page is not there";
        draft.page.notes.push(note.to_owned());
    }
    posts
}

/// Most lines of one text; each is held with what was found of it.
const LINES: usize = 500_000;

/// The same for people.
const LIMIT: &str = "500,000 lines";

/// Splits a text into lines; joins lines that were wrapped at a column; reads the marks of Markdown. Says too whether
/// there were too many.
fn lines(text: &str, markdown: bool) -> (Vec<Line>, bool) {
    let mut out: Vec<Line> = Vec::new();
    let mut gap = true;
    let mut fence = false;
    let mut at = 0;
    let wrap = Wrap::of(text);
    // People copy the marks of Markdown into plain text: where its links stand, its escapes do too.
    let escapes = markdown || text.contains("](");
    let mut above = ("", 0);
    let mut front_matter = markdown && text.trim_start().starts_with("---\n");
    let mut seen_open = false;
    let mut cut = false;
    for raw in text.split_inclusive('\n') {
        let start = at;
        at += raw.len();
        let mut body = raw.trim();
        let quoted = if markdown { 0 } else { wrap::marks(body) };
        body = &body[quoted..];
        if body.is_empty() {
            gap = true;
            continue;
        }
        if front_matter {
            // Between the two lines of dashes.
            if body == "---" {
                front_matter = !seen_open;
                seen_open = true;
            }
            continue;
        }
        if markdown && body.starts_with("```") {
            fence = !fence;
            continue;
        }
        let lead = start + (raw.len() - raw.trim_start().len()) + quoted;
        let end = lead + body.len();
        let (mut skip, mut role, level) = marks(body, markdown && !fence);
        if quoted > 0 && !wrap.forwarded {
            role = Some(Role::Quote);
        }
        let mut end = end;
        if let Some((start, tail, what)) = labelled::labelled(body).filter(|_| markdown && !fence) {
            (skip, role, end) = (start, Some(what), end - tail);
        } else if role == Some(Role::Table) && body.len() > 1 && body.ends_with('|') {
            end -= 1;
        }
        if role == Some(Role::Furniture) {
            gap = true;
            continue;
        }
        let mut shown = inline(text, lead + skip..end, markdown && !fence, escapes && !fence);
        shown.trim();
        if shown.text.is_empty() && shown.addresses.is_empty() {
            continue;
        }
        let full = out.len() == LINES;
        let alike = |last: &Line| role.is_none() || (role == Some(Role::Quote) && last.role == role);
        // A line set in further than the one above opens a paragraph, but for the second line of a list item.
        let inset = raw.len() - raw.trim_start().len();
        let opens = inset > above.1 && out.last().is_none_or(|l| l.role != Some(Role::List));
        let runs_on = (markdown || wrap.joins(above.0, body) && !opens) && !gap && level == 0;
        above = (body, inset);
        match out.last_mut() {
            Some(last)
                if runs_on
                    && alike(last)
                    && last.level == 0
                    && last.role != Some(Role::Table)
                    && !last.shown.text.is_empty() =>
            {
                last.shown.join(shown);
                last.whole.end = end;
            }
            _ if full => {
                cut = true;
                break;
            }
            _ => out.push(Line { shown, role, level, gap, whole: lead..end, ..Line::default() }),
        }
        gap = false;
    }
    for line in &mut out {
        line.count();
    }
    (out, cut)
}

/// Bytes of markup at the start of a line, and what they say of it.
fn marks(body: &str, markdown: bool) -> (usize, Option<Role>, usize) {
    let bullet =
        ["• ", "‣ ", "◦ ", "▪ ", "● ", "· ", "– ", "•\t", "•\u{a0}"].iter().find(|b| body.starts_with(*b));
    if let Some(b) = bullet {
        return (b.len(), Some(Role::List), 0);
    }
    if body.starts_with("* ") || body.starts_with("- ") || body.starts_with("+ ") {
        return (2, Some(Role::List), 0);
    }
    if !markdown {
        return (0, None, 0);
    }
    let level = body.bytes().take_while(|b| *b == b'#').count();
    if (1..=6).contains(&level) && body[level..].starts_with(' ') {
        return (level + 1, Some(Role::Heading), level);
    }
    if body.starts_with('>') {
        return (body.len() - body.trim_start_matches(['>', ' ']).len(), Some(Role::Quote), 0);
    }
    let rule =
        body.len() >= 3 && body.bytes().all(|b| matches!(b, b'-' | b'*' | b'_' | b' ' | b'=' | b'|' | b':'));
    if rule {
        return (body.len(), Some(Role::Furniture), 0);
    }
    if body.starts_with('|') {
        return (1, Some(Role::Table), 0);
    }
    let digits = body.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=3).contains(&digits) && body[digits..].starts_with(". ") {
        return (0, Some(Role::List), 0);
    }
    (0, None, 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Hint, read};

    fn page(text: &str) -> parallax_model::Page {
        read(text.as_bytes(), &Hint::default()).unwrap()
    }

    #[test]
    fn clean_text_is_found_in_the_raw_bytes() {
        let text = "\u{feff}Port reopens\n\nBy [Ana Reyes](https://a.example/ana)\n\nThe port — closed since Friday — reopened on Monday, officials said.";
        let page = page(text);
        assert!(!page.alignment.is_empty());
        for a in &page.alignment {
            assert_eq!(page.text.as_bytes()[a.text.range()], text.as_bytes()[a.raw.range()]);
        }
        let covered: usize = page.alignment.iter().map(|a| a.text.len()).sum();
        let joins = 2 * (page.blocks.len() - 1);
        assert_eq!(covered + joins, page.text.len());
    }

    #[test]
    fn wrapped_lines_become_paragraphs() {
        let line = "The harbour master said on Monday that the crews would return to\nthe quay before noon and that the two ferries now held at anchor\ncould sail in the evening if the wind fell.";
        let page = page(&[line; 4].join("\n\n").replacen("two", "three", 1));
        assert!(page.text.contains("return to the quay before noon"));
    }

    #[test]
    fn markdown_is_read() {
        let text = "---\ntitle: x\n---\n# Port reopens\n\nThe port **reopened** on Monday, [officials](https://a.example) said.\n\n## Ferries\n\n- Two ferries sailed.\n\n> We are glad, the mayor said.\n";
        let page = page(text);
        assert_eq!(page.title.as_deref(), Some("Port reopens"));
        let roles: Vec<Role> = page.blocks.iter().map(|b| b.role).collect();
        assert_eq!(roles, [Role::Title, Role::Paragraph, Role::Heading, Role::List, Role::Quote]);
        assert_eq!(page.links[0].span.of(&page.text), "officials");
    }
}
