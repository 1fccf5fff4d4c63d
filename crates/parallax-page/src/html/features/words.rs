//! The words of a block.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use foldhash::{HashMap, HashMapExt};

use super::Row;
use crate::html::blocks::Block;
use crate::lexicon::{data, rows};
use crate::{dates, people};

/// Kinds of telling words, in the order of their features.
pub(super) const KINDS: [&str; 10] =
    ["offer", "follow", "picture", "other", "legal", "talk", "person", "player", "shop", "page"];

static TELLING: LazyLock<HashMap<&'static str, usize>> = LazyLock::new(|| {
    let mut out = HashMap::new();
    for row in rows(data!("block_words.tsv")).filter(|r| r.len() > 1) {
        if let Some(kind) = KINDS.iter().position(|k| *k == row[0]) {
            row[1].split(' ').for_each(|w| {
                out.entry(w).or_insert(kind);
            });
        }
    }
    out
});

/// What an address that is written out holds.
static ADDRESS: LazyLock<AhoCorasick> =
    LazyLock::new(|| AhoCorasick::new(["http", "www.", ".com"]).expect("the patterns are constants"));

/// What the words of a block are like.
#[derive(Debug, Default)]
pub(crate) struct Words {
    /// Words, with scripts that use no spaces counted at two characters a word.
    pub(crate) size: usize,
    pub(crate) prose: bool,
    /// Words of running text.
    pub(crate) running: usize,
    pub(crate) linked: usize,
    letters: usize,
    digits: usize,
    capitals: usize,
    small: usize,
    commas: usize,
    stops: usize,
    quotes: usize,
    short: usize,
    signs: usize,
    pub(super) telling: [usize; KINDS.len()],
}

/// Scripts written without spaces.
fn is_dense(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

impl Words {
    /// Counts characters and words by kind. Returns the letters of scripts without spaces.
    fn count(&mut self, text: &str) -> usize {
        let mut dense = 0;
        // Bytes of the word at hand, and whether a letter or digit of it has been seen.
        let (mut length, mut begun) = (0, false);
        for c in text.chars() {
            if c == ' ' || c.is_whitespace() {
                self.short += usize::from((1..=3).contains(&length));
                (length, begun) = (0, false);
                continue;
            }
            length += c.len_utf8();
            if !begun && c.is_alphanumeric() {
                begun = true;
                self.capitals += usize::from(c.is_uppercase());
                self.small += usize::from(c.is_lowercase());
            }
            match c {
                'a'..='z' | 'A'..='Z' => self.letters += 1,
                '0'..='9' => self.digits += 1,
                ',' | '、' | '，' | '،' => self.commas += 1,
                '.' | '!' | '?' | '。' | '।' | '؟' | '！' | '？' => self.stops += 1,
                '"' | '“' | '”' | '«' | '»' | '„' | '‘' | '「' | '」' => self.quotes += 1,
                '|' | '©' | '@' | '/' | '•' | '›' | '→' | '#' | '·' => self.signs += 1,
                c if c.is_alphabetic() => {
                    self.letters += 1;
                    dense += usize::from(is_dense(c));
                }
                _ => {}
            }
        }
        self.short += usize::from((1..=3).contains(&length));
        dense
    }

    pub(crate) fn new(block: &Block) -> Self {
        let mut out = Self { prose: block.is_prose(), ..Self::default() };
        let dense = out.count(&block.text);
        if block.words <= 80 {
            for word in block.folded().split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '\'')) {
                if let Some(kind) = TELLING.get(word) {
                    out.telling[*kind] += 1;
                }
            }
        }
        out.size = block.words.max(dense / 2);
        out.linked = out.size * block.linked / block.text.len().max(1);
        out.running = if out.prose && block.linked * 2 < block.text.len() { out.size } else { 0 };
        out
    }
}

/// The first character, by kind.
fn opening(text: &str) -> usize {
    match text.chars().next() {
        Some(c) if c.is_lowercase() => 1,
        Some(c) if c.is_uppercase() => 2,
        Some(c) if c.is_ascii_digit() => 3,
        Some('"' | '“' | '«' | '„' | '‘' | '\'' | '「') => 4,
        Some('-' | '–' | '—' | '•' | '*' | '·') => 5,
        Some('(' | '[') => 6,
        Some('©' | '#' | '@' | '>' | '»' | '→' | '|') => 7,
        Some(c) if c.is_alphabetic() => 8,
        _ => 0,
    }
}

/// The last character, by kind.
fn closing(text: &str) -> usize {
    let bare = text.trim_end_matches(['"', '”', '’', '\'', ')', '»', '“', '」', ' ']);
    if bare.ends_with("...") || bare.ends_with('…') {
        return 1;
    }
    match bare.chars().last() {
        Some('.' | '!' | '。' | '।' | '！') => 2,
        Some('?' | '؟' | '？') => 3,
        Some(':' | '：') => 4,
        Some(',' | ';') => 5,
        Some('|' | '/' | '>' | '›' | '→' | '+') => 6,
        Some(c) if c.is_ascii_digit() => 7,
        _ => 0,
    }
}

/// Fewer words than this may be a byline, a date or a credit.
const LINE: usize = 24;

pub(super) fn describe(row: &mut Row, block: &Block, w: &Words) {
    let text = block.text.as_str();
    let tokens = w.capitals + w.small;
    row.put(w.size);
    row.put(text.len());
    row.share(w.letters, block.words);
    row.put(closing(text));
    row.put(opening(text));
    row.flag(w.prose);
    row.put(w.commas);
    row.put(w.stops);
    row.share(w.stops, w.size);
    row.put(w.quotes);
    row.share(w.capitals, tokens);
    row.share(w.short, block.words);
    row.share(w.digits, text.len());
    row.put(w.signs);
    row.flag(w.letters > 3 && !text.chars().any(char::is_lowercase) && w.small == 0);
    row.share(block.linked, text.len());
    row.put(block.links.len());
    row.share(block.links.len(), w.size);
    let outward = block.links.iter().filter(|(_, u)| u.contains("://")).count();
    row.put(outward);
    row.flag(ADDRESS.is_match(text));
    let wording = block.wording();
    row.flag(wording.furniture);
    row.flag(wording.opens_list);
    row.flag(wording.ends_article);
    let line = block.words <= LINE;
    row.flag(line && people::is_credit_line(text));
    row.flag(people::is_contributor(text, &wording.folded, block.words));
    row.flag(line && people::after_by(text).is_some());
    let dated = if line { dates::find(text).map_or(0, |(r, _)| 1 + r.len() * 999 / text.len()) } else { 0 };
    row.put(dated);
    w.telling.iter().for_each(|n| row.put(*n));
    row.put(w.telling.iter().sum());
}
