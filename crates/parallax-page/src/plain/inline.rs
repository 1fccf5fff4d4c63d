//! One line of text or Markdown: what is shown, its links, and where its pieces stand in the source.

use std::ops::Range;

/// The shown words of a line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) text: String,
    /// Ranges of `text` and the address they lead to.
    pub(crate) links: Vec<(Range<usize>, String)>,
    /// Ranges of `text` and the range of the source that each copies.
    pub(crate) source: Vec<(Range<usize>, Range<usize>)>,
    /// Addresses in angle brackets, left out of the text.
    pub(crate) addresses: Vec<String>,
}

impl Shown {
    fn copy(&mut self, source: &str, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        let at = self.text.len();
        self.text.push_str(&source[range.clone()]);
        match self.source.last_mut() {
            Some((t, s)) if t.end == at && s.end == range.start => {
                t.end = self.text.len();
                s.end = range.end;
            }
            _ => self.source.push((at..self.text.len(), range)),
        }
    }

    /// Adds another line after a space: a paragraph that was wrapped at a column.
    pub(crate) fn join(&mut self, other: Self) {
        self.text.push(' ');
        let by = self.text.len();
        let shift = |r: Range<usize>| r.start + by..r.end + by;
        self.text.push_str(&other.text);
        self.links.extend(other.links.into_iter().map(|(r, u)| (shift(r), u)));
        self.source.extend(other.source.into_iter().map(|(r, s)| (shift(r), s)));
        self.addresses.extend(other.addresses);
    }

    /// Keeps a range of the text.
    pub(crate) fn cut(&mut self, keep: Range<usize>) {
        let (from, to) = (keep.start, keep.end);
        let clip = |r: &Range<usize>| {
            let (start, end) = (r.start.max(from), r.end.min(to));
            (start < end).then(|| start - from..end - from)
        };
        self.links = self.links.iter().filter_map(|(r, u)| Some((clip(r)?, u.clone()))).collect();
        self.source = self
            .source
            .iter()
            .filter_map(|(r, s)| {
                let cut = clip(r)?;
                let lead = cut.start + from - r.start;
                let len = cut.len();
                Some((cut, s.start + lead..s.start + lead + len))
            })
            .collect();
        self.text = self.text[keep].to_owned();
    }

    /// Drops white space at both ends.
    pub(crate) fn trim(&mut self) {
        let start = self.text.len() - self.text.trim_start().len();
        let end = self.text.trim_end().len();
        if start < end && (start, end) != (0, self.text.len()) {
            self.cut(start..end);
        } else if start >= end {
            *self = Self { addresses: std::mem::take(&mut self.addresses), ..Self::default() };
        }
    }

    /// Share of the words that are links, between 0 and 1.
    pub(crate) fn link_share(&self) -> f32 {
        let linked: usize = self.links.iter().map(|(r, _)| r.len()).sum();
        let letters = self.text.chars().filter(|c| !matches!(c, '|' | ' ' | '•' | '-' | '·')).count();
        if letters == 0 { 0.0 } else { linked as f32 / self.text.len() as f32 }
    }
}

/// Longest link that is looked for.
const REACH: usize = 1500;

/// Where each bracket of a line closes, found in one pass so that any line takes linear time.
struct Pairs {
    start: usize,
    /// Places of opening and closing marks, from the start of the line, in order of the opening ones.
    square: Vec<(usize, usize)>,
    round: Vec<(usize, usize)>,
}

impl Pairs {
    fn new(source: &str, range: Range<usize>) -> Self {
        let pairs = |open: u8, close: u8| {
            let (mut stack, mut out) = (Vec::new(), Vec::new());
            for (i, b) in source.as_bytes()[range.clone()].iter().enumerate() {
                if *b == open {
                    stack.push(i);
                } else if *b == close
                    && let Some(from) = stack.pop()
                {
                    out.push((from, i));
                }
            }
            out.sort_unstable();
            out
        };
        Self { start: range.start, square: pairs(b'[', b']'), round: pairs(b'(', b')') }
    }

    fn close(&self, pairs: &[(usize, usize)], at: usize, end: usize) -> Option<usize> {
        let found = pairs.binary_search_by_key(&(at - self.start), |(from, _)| *from).ok()?;
        let close = pairs[found].1 + self.start;
        (close < end && close - at < REACH).then_some(close)
    }

    /// `[words](address)` at a place: the range of the words, the address, the end.
    fn link(&self, source: &str, at: usize, end: usize) -> Option<(Range<usize>, String, usize)> {
        let close = self.close(&self.square, at, end)?;
        let open = close + 1;
        if open >= end || source.as_bytes()[open] != b'(' {
            return None;
        }
        let last = self.close(&self.round, open, end)?;
        let target = source[open + 1..last].split_whitespace().next().unwrap_or("");
        Some((at + 1..close, target.trim_matches(['<', '>']).to_owned(), last + 1))
    }
}

/// Reads a range of the source. `[words](address)` becomes its words everywhere: people copy it into plain
/// text too, and with it backslashes, if the text as a whole has such links: `escapes`. Emphasis and code marks are
/// markup in Markdown alone.
pub(crate) fn inline(source: &str, range: Range<usize>, markdown: bool, escapes: bool) -> Shown {
    let pairs = Pairs::new(source, range.clone());
    shown_of(source, range, (markdown, escapes), &pairs)
}

/// What a converter to Markdown sets a backslash before.
const ESCAPED: &[u8] = b"\\`*_{}[]()#+-.!$|<>~&";

fn shown_of(source: &str, range: Range<usize>, marks: (bool, bool), pairs: &Pairs) -> Shown {
    let (markdown, escapes) = marks;
    let mut out = Shown::default();
    let bytes = source.as_bytes();
    let mut at = range.start;
    let mut from = at;
    while at < range.end {
        if !matches!(bytes[at], b'!' | b'[' | b'<' | b'\\' | b'*' | b'_' | b'`') {
            at += 1;
            continue;
        }
        let rest = &source[at..range.end];
        match bytes[at] {
            b'!' if rest.starts_with("![") => {
                if let Some((_, _, end)) = pairs.link(source, at + 1, range.end) {
                    out.copy(source, from..at);
                    at = end;
                    from = at;
                    continue;
                }
            }
            b'[' => {
                if let Some((words, address, end)) = pairs.link(source, at, range.end) {
                    out.copy(source, from..at);
                    let start = out.text.len();
                    let inner = shown_of(source, words, marks, pairs);
                    for (_, s) in &inner.source {
                        out.copy(source, s.clone());
                    }
                    if out.text.len() > start && !inner.text.trim().is_empty() {
                        out.links.push((start..out.text.len(), address));
                    }
                    at = end;
                    from = at;
                    continue;
                }
            }
            b'<' => {
                if (rest.starts_with("<http://") || rest.starts_with("<https://"))
                    && let Some(end) = rest.bytes().take(REACH).position(|b| b == b'>')
                {
                    out.copy(source, from..at);
                    out.addresses.push(rest[1..end].to_owned());
                    at += end + 1;
                    from = at;
                    continue;
                }
            }
            b'\\' if escapes && rest.as_bytes().get(1).is_some_and(|b| ESCAPED.contains(b)) => {
                out.copy(source, from..at);
                from = at + 1;
                at += 2;
                continue;
            }
            mark @ (b'*' | b'_' | b'`') if markdown => {
                let run = rest.bytes().take_while(|b| *b == mark).count();
                let inside_word = mark == b'_'
                    && at > range.start
                    && bytes[at - 1].is_ascii_alphanumeric()
                    && rest.as_bytes().get(run).is_some_and(u8::is_ascii_alphanumeric);
                let alone = rest.as_bytes().get(run).is_none_or(u8::is_ascii_whitespace)
                    && (at == range.start || bytes[at - 1].is_ascii_whitespace());
                if !inside_word && !alone {
                    out.copy(source, from..at);
                    from = at + run;
                }
                at += run;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    out.copy(source, from.min(range.end)..range.end);
    out.trim();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str, markdown: bool) -> Shown {
        inline(line, 0..line.len(), markdown, markdown)
    }

    #[test]
    fn escapes_go_where_links_are_copied_too() {
        let page = |text: &str| crate::read(text.as_bytes(), &crate::Hint::default()).unwrap().text;
        let text = "The port cost 1.2 billion (\\$1.35 billion), the council of Velmar said on Monday.";
        assert_eq!(page(text), text);
        let linked = format!("{text} It [reopens](https://a.example/b) on Friday.");
        assert!(page(&linked).contains("billion ($1.35 billion), the"));
    }

    #[test]
    fn links_become_words() {
        let line = "By [Ana Reyes](#) and [Tom (Jr) Witt](https://a.example/t_(1) \"x\"), a [note]";
        let s = shown(line, false);
        assert_eq!(s.text, "By Ana Reyes and Tom (Jr) Witt, a [note]");
        assert_eq!(s.links[1].1, "https://a.example/t_(1)");
        assert_eq!(&s.text[s.links[0].0.clone()], "Ana Reyes");
        for (t, r) in &s.source {
            assert_eq!(s.text[t.clone()], line[r.clone()]);
        }
    }

    #[test]
    fn emphasis_goes_in_markdown_alone() {
        assert_eq!(
            shown("**Port** _reopens_ at snake_case, 3 * 4 \\$5", true).text,
            "Port reopens at snake_case, 3 * 4 $5"
        );
        assert_eq!(shown("costs (\\$1.35) *now*", false).text, "costs (\\$1.35) *now*");
    }

    #[test]
    fn cutting_keeps_places() {
        let line = "icons here 5 May [port](u) open";
        let mut s = shown(line, false);
        s.cut(11..s.text.len());
        assert_eq!(s.text, "5 May port open");
        assert_eq!(&s.text[s.links[0].0.clone()], "port");
        for (t, r) in &s.source {
            assert_eq!(s.text[t.clone()], line[r.clone()]);
        }
    }

    #[test]
    fn many_open_brackets_stay_linear() {
        for line in ["[".repeat(2_000_000), "[](".repeat(500_000), "[[a](b".repeat(300_000)] {
            assert_eq!(shown(&line, true).text.len(), line.len());
        }
    }
}
