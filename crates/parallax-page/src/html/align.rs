//! Where the words of the text stand in the source of the page.
//!
//! The text is compared with the source once it is chosen, character by character, so that every range holds by
//! construction: what cannot be found again has no range.

use std::borrow::Cow;
use std::ops::Range;

use super::tree::{Node, Shape, Tree};
use crate::assemble::Piece;

/// Furniture inside a line that is no part of it has at most this many letters.
const ASIDE: usize = 120;
/// Longest character reference that is looked at.
const REFERENCE: usize = 40;
/// Bytes of structured data that are searched, in lengths of it: posts stand in order, so little is searched twice.
const SEARCHES: usize = 400;
/// The most bytes that are searched for one page.
const MOST: usize = 1 << 28;
/// Letters of a text that are looked for.
const KEY: usize = 32;
/// Bytes further on in which a text is looked for by one word.
const NEAR: usize = 1 << 16;
/// What comparing a text costs, in bytes searched.
const COMPARED: usize = 256;

/// A range of the text of a piece and the range of the source that it was made from.
type Run = (Range<usize>, Range<usize>);

/// Fills in [`Piece::raw`] with places in `source`.
pub(super) fn align(tree: &Tree<'_>, source: &str, pieces: &mut [Piece]) {
    let mut data = None;
    for piece in pieces {
        let shown = piece.at.into_iter().chain(headlines(tree, piece));
        let runs = shown.into_iter().find_map(|at| in_markup(tree, source, at, &piece.text));
        piece.raw = runs.unwrap_or_else(|| {
            data.get_or_insert_with(|| Data::new(tree, source)).find(&piece.text).unwrap_or_default()
        });
    }
}

/// Where a headline may begin.
fn headlines<'t>(tree: &'t Tree<'_>, piece: &Piece) -> impl Iterator<Item = usize> + use<'t> {
    let wanted = piece.role == Some(parallax_model::Role::Title);
    let tags = if wanted { ["h1", "h2", "title"].as_slice() } else { &[] };
    tags.iter().flat_map(|tag| tree.tagged(tag).take(8))
}

/// A character and where it stands in the source.
#[derive(Debug, Clone, Copy)]
struct Place {
    c: char,
    from: usize,
    to: usize,
}

/// Compares a text with characters of the source as they come.
struct Match<'p> {
    text: &'p str,
    at: usize,
    /// White space seen since the last character.
    gap: Option<Range<usize>>,
    runs: Vec<Run>,
}

impl<'p> Match<'p> {
    fn new(text: &'p str) -> Self {
        Self { text, at: 0, gap: None, runs: Vec::new() }
    }

    fn done(&self) -> bool {
        self.at == self.text.len()
    }

    fn next(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    /// Takes a character; says whether it fits.
    fn take(&mut self, p: Place) -> bool {
        if p.c.is_whitespace() && !matches!(p.c, '\u{a0}' | '\u{202f}') {
            self.gap = match self.gap.take() {
                Some(gap) if gap.end == p.from => Some(gap.start..p.to),
                Some(gap) => Some(gap),
                None => Some(p.from..p.to),
            };
            return true;
        }
        if matches!(p.c, '\u{ad}' | '\u{feff}' | '\u{200b}') || p.c.is_control() {
            return true;
        }
        if self.at == 0 && self.next() != Some(p.c) && (p.c.is_whitespace() || p.c == '|') {
            return true;
        }
        let gap = self.gap.take();
        if self.next() == Some(' ') {
            if let Some(gap) = gap {
                self.put(1, gap);
            } else {
                self.at += 1;
            }
            // The bar between cells of a table is ours.
            if self.next() == Some('|') && p.c != '|' {
                self.at += 1;
                if self.next() == Some(' ') {
                    self.at += 1;
                }
            }
        }
        if self.next() != Some(p.c) {
            return false;
        }
        self.put(p.c.len_utf8(), p.from..p.to);
        true
    }

    /// Takes the plain letters at the beginning of `source` that are also next in the text, up to white space, or
    /// to a character reference where there may be one. Says how many.
    fn take_run(&mut self, source: &[u8], references: bool, from: usize) -> usize {
        if self.gap.is_some() {
            return 0;
        }
        let plain = |b: u8| b.is_ascii_graphic() && !(references && b == b'&');
        let pairs = source.iter().zip(&self.text.as_bytes()[self.at..]);
        let length = pairs.take_while(|(s, t)| s == t && plain(**s)).count();
        if length > 0 {
            self.put(length, from..from + length);
        }
        length
    }

    /// Gives the next bytes of the text a place, as a part of the last run where both go on.
    fn put(&mut self, length: usize, raw: Range<usize>) {
        let text = self.at..self.at + length;
        self.at = text.end;
        if let Some((t, r)) = self.runs.last_mut() {
            let same = *r == raw;
            let copied = r.len() == t.len() && raw.len() == length;
            if t.end == text.start && (same || (copied && r.end == raw.start)) {
                t.end = text.end;
                r.end = raw.end;
                return;
            }
        }
        self.runs.push((text, raw));
    }
}

/// Finds a text that begins with the first words at a node.
fn in_markup(tree: &Tree<'_>, source: &str, at: usize, text: &str) -> Option<Vec<Run>> {
    let mut m = Match::new(text);
    let mut i = at;
    while i < tree.nodes.len() && !m.done() {
        let n = &tree.nodes[i];
        let aside =
            i > at && n.out && !tree.nodes[n.parent].out && n.shape == Shape::Inline && n.letters <= ASIDE;
        if n.shape == Shape::Skip || aside {
            i = n.end;
            continue;
        }
        i += 1;
        if n.element.is_none() && !take_text(&mut m, n, source) {
            return None;
        }
    }
    m.done().then_some(m.runs)
}

fn take_text(m: &mut Match<'_>, n: &Node<'_>, source: &str) -> bool {
    let raw = n.place();
    let decoded = matches!(n.text, Cow::Owned(_));
    let mut at = raw.start;
    while at < raw.end && !m.done() {
        let Some(c) = source[at..raw.end].chars().next() else { break };
        let reference = if decoded && c == '&' { reference(&source[at..raw.end]) } else { None };
        let length = reference.as_ref().map_or(c.len_utf8(), |(length, _)| *length);
        let fits = match &reference {
            Some((_, words)) => {
                words.chars().all(|c| m.done() || m.take(Place { c, from: at, to: at + length }))
            }
            None => m.take(Place { c, from: at, to: at + length }),
        };
        if !fits {
            return false;
        }
        at += length;
        at += m.take_run(&source.as_bytes()[at..raw.end], decoded, at);
    }
    true
}

/// The character reference at the start of a text: its length and what it stands for.
fn reference(text: &str) -> Option<(usize, String)> {
    let name = |b: &u8| b.is_ascii_alphanumeric() || *b == b'#';
    let length = 1 + text.bytes().skip(1).take(REFERENCE).take_while(name).count();
    let length = length + usize::from(text.as_bytes().get(length) == Some(&b';'));
    match htmlize::unescape(&text[..length]) {
        Cow::Owned(words) => Some((length, words)),
        Cow::Borrowed(_) => None,
    }
}

/// The structured data of the page, with its escapes undone.
struct Data {
    text: String,
    /// Start in `text`, and place in the source, of what does not stand there as it is.
    places: Vec<(usize, Range<usize>)>,
    /// Where the last piece was found to end.
    cursor: usize,
    /// Bytes that may still be searched.
    left: usize,
}

impl Data {
    fn new(tree: &Tree<'_>, source: &str) -> Self {
        let mut data = Self { text: String::new(), places: Vec::new(), cursor: 0, left: 0 };
        for script in tree.tagged("script") {
            let kind = tree.nodes[script].attr("type").unwrap_or("");
            if kind.to_ascii_lowercase().contains("ld+json")
                && let Some(words) =
                    tree.nodes.get(script + 1).filter(|_| tree.nodes[script].end > script + 1)
            {
                data.push(source, words.place());
            }
        }
        data.left = data.text.len().saturating_mul(SEARCHES).min(MOST);
        data
    }

    /// Adds JSON: runs without escapes, and what escapes stand for.
    fn push(&mut self, source: &str, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            let rest = &source[at..range.end];
            let plain = memchr::memchr(b'\\', rest.as_bytes()).unwrap_or(rest.len());
            if plain > 0 {
                self.places.push((self.text.len(), at..at + plain));
                self.text.push_str(&rest[..plain]);
                at += plain;
                continue;
            }
            let (length, c) = escape(rest);
            self.places.push((self.text.len(), at..at + length));
            self.text.push(c);
            at += length;
        }
        // Nothing runs on from one script to the next.
        self.places.push((self.text.len(), range.end..range.end));
        self.text.push('\n');
    }

    /// Finds a text that stands in a string, perhaps with tags and character references.
    fn find(&mut self, text: &str) -> Option<Vec<Run>> {
        // Looked for by its first words as far as they are written one way only, and marks before them; where a tag
        // cuts these, by the first word alone, a little further on.
        let lead = text.find(char::is_alphanumeric)?;
        let plain = |c: char| c.is_alphanumeric() || matches!(c, ',' | '.' | ' ');
        let length = text[lead..].char_indices().take(KEY).take_while(|(_, c)| plain(*c)).last();
        let key = text[lead..lead + length.map_or(0, |(i, c)| i + c.len_utf8())].trim_end();
        let word = key.split(' ').next().unwrap_or(key);
        let mut near = (self.cursor + NEAR).min(self.text.len());
        while !self.text.is_char_boundary(near) {
            near -= 1;
        }
        self.search(key, text, lead, self.cursor..near)
            .or_else(|| self.search(word, text, lead, self.cursor..near))
            .or_else(|| self.search(key, text, lead, near..self.text.len()))
            .or_else(|| self.search(key, text, lead, 0..self.cursor))
    }

    fn search(&mut self, key: &str, text: &str, lead: usize, range: Range<usize>) -> Option<Vec<Run>> {
        let finder = memchr::memmem::Finder::new(key);
        let mut at = range.start;
        while let Some(found) = finder.find(&self.text.as_bytes()[at..range.end]) {
            at += found;
            self.left = self.left.checked_sub(found + COMPARED)?;
            if self.text[..at].ends_with(&text[..lead])
                && let Some((runs, end)) = self.compare(at - lead, text)
            {
                self.cursor = end;
                return Some(runs);
            }
            at += key.len();
        }
        self.left = self.left.saturating_sub(range.end.saturating_sub(at));
        None
    }

    fn compare(&mut self, from: usize, text: &str) -> Option<(Vec<Run>, usize)> {
        let mut m = Match::new(text);
        let mut at = from;
        while !m.done() {
            let rest = &self.text[at..];
            let c = rest.chars().next()?;
            // Neither stands in a string as it is read.
            if c == '<' && m.next() != Some('<') {
                let end = rest.bytes().take(4000).position(|b| b == b'>')?;
                at += end + 1;
                continue;
            }
            let reference = if c == '&' { reference(rest) } else { None };
            let length = reference.as_ref().map_or(c.len_utf8(), |(length, _)| *length);
            let place = self.place(at..at + length)?;
            let mut take = |c| m.done() || m.take(Place { c, from: place.start, to: place.end });
            let fits = match &reference {
                Some((_, words)) => words.chars().all(take),
                None => take(c),
            };
            if !fits {
                self.left = self.left.saturating_sub(at - from);
                return None;
            }
            at += length;
        }
        Some((m.runs, at))
    }

    /// Where a range of the unescaped text stands in the source.
    fn place(&self, range: Range<usize>) -> Option<Range<usize>> {
        let one = |at: usize| {
            let (start, raw) = self.places.get(self.places.partition_point(|p| p.0 <= at).checked_sub(1)?)?;
            Some((at - start, raw.clone()))
        };
        let (into, first) = one(range.start)?;
        let (last_into, last) = one(range.end - 1)?;
        let copied = |raw: &Range<usize>, into: usize| raw.start + into < raw.end;
        if !copied(&first, into) {
            return None;
        }
        // An escape is taken whole.
        let escaped = |at: usize, raw: &Range<usize>| {
            self.places.get(self.places.partition_point(|p| p.0 <= at)).map_or(self.text.len(), |p| p.0) - at
                < raw.len()
        };
        let start = if escaped(range.start - into, &first) { first.start } else { first.start + into };
        let end =
            if escaped(range.end - 1 - last_into, &last) { last.end } else { last.start + last_into + 1 };
        Some(start..end)
    }
}

/// The JSON escape at the start of a text: its length and what it stands for.
fn escape(text: &str) -> (usize, char) {
    let unit = |at: usize| {
        let hex = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u32::from_str_radix(hex, 16).ok()
    };
    match text.as_bytes().get(1) {
        Some(b'n') => (2, '\n'),
        Some(b't') => (2, '\t'),
        Some(b'r') => (2, '\r'),
        Some(b'b' | b'f') => (2, ' '),
        Some(b'u') => match (unit(0), unit(6)) {
            (Some(high @ 0xd800..0xdc00), Some(low @ 0xdc00..0xe000)) => {
                let c = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
                (12, char::from_u32(c).unwrap_or('\u{fffd}'))
            }
            (Some(unit), _) => (6, char::from_u32(unit).unwrap_or('\u{fffd}')),
            _ => (1, '\\'),
        },
        Some(c) if c.is_ascii() => (2, char::from(*c)),
        _ => (1, '\\'),
    }
}
