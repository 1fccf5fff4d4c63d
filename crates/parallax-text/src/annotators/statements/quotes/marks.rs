//! The marks of a block: which characters can open or close a quotation, by what stands beside them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::lexicon::{english, rows};

/// What a mark is drawn as. Pages mix the first two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Family {
    /// `"`, `''`.
    Straight,
    /// “ ” „.
    Curly,
    /// « ».
    Guillemet,
    /// ‹ ›.
    Angle,
    /// 「 」.
    Corner,
    /// 『 』.
    WhiteCorner,
    /// ' ‘ ’ ‚.
    Single,
}

impl Family {
    /// The family of the mark that a text begins with.
    pub(super) fn of(text: &str) -> Option<Self> {
        let rest = |name: &str| text.starts_with(name);
        Some(match text.chars().next()? {
            '"' | '″' | '＂' => Family::Straight,
            '\\' if rest("\\\"") => Family::Straight,
            '\'' if rest("''") => Family::Straight,
            '“' | '”' | '„' | '‟' | '〝' | '〞' => Family::Curly,
            ',' if rest(",,") => Family::Curly,
            '`' if rest("``") => Family::Curly,
            '‘' if rest("‘‘") => Family::Curly,
            '«' | '»' => Family::Guillemet,
            '‹' | '›' => Family::Angle,
            '「' => Family::Corner,
            '『' => Family::WhiteCorner,
            '\'' | '‘' | '’' | '‚' | '‛' | '`' => Family::Single,
            '&' => {
                let (_, c) = ENTITIES.iter().find(|(name, _)| rest(name))?;
                let mut buffer = [0; 4];
                return Family::of(c.encode_utf8(&mut buffer));
            }
            _ => return None,
        })
    }

    /// Whether a mark of this family may close what one of the other opened.
    pub(super) fn closes(self, opened: Family) -> bool {
        let loose = |f| matches!(f, Family::Straight | Family::Curly);
        self == opened || (loose(self) && loose(opened))
    }
}

/// What a mark can do where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Open,
    Close,
    /// Closes if something is open that it can close, else opens.
    Either,
    /// As `Close`, after a digit: it may be a sign for inches or seconds.
    Digit,
}

/// A mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    /// First byte, in the block.
    pub(super) at: usize,
    /// Bytes.
    pub(super) width: usize,
    pub(super) family: Family,
    pub(super) side: Side,
    /// For single marks: whether it can be taken for an apostrophe.
    pub(super) weak: bool,
}

impl Mark {
    pub(super) fn end(&self) -> usize {
        self.at + self.width
    }
}

/// Left-overs of HTML that stand for a mark.
const ENTITIES: [(&str, char); 16] = [
    ("&quot;", '"'),
    ("&#34;", '"'),
    ("&#x22;", '"'),
    ("&ldquo;", '“'),
    ("&#8220;", '“'),
    ("&rdquo;", '”'),
    ("&#8221;", '”'),
    ("&bdquo;", '„'),
    ("&laquo;", '«'),
    ("&raquo;", '»'),
    ("&lsquo;", '‘'),
    ("&#8216;", '‘'),
    ("&rsquo;", '’'),
    ("&#8217;", '’'),
    ("&apos;", '\''),
    ("&#39;", '\''),
];

static WORDS: LazyLock<BTreeMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    rows(english!("quote_words.tsv"))
        .filter_map(|row| Some((*row.first()?, row.get(1)?.split(' ').collect())))
        .collect()
});

/// Whether a word in lower case is of a class of `quote_words.tsv`.
pub(in super::super) fn is_of(class: &str, word: &str) -> bool {
    WORDS.get(class).is_some_and(|list| list.contains(&word))
}

/// Characters that take no room.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}' | '\u{2060}')
}

/// Whether what stands before a mark lets it open: nothing, a blank, a bracket or a dash.
fn lets_open(before: Option<char>) -> bool {
    before.is_none_or(|c| {
        is_blank(c) || matches!(c, '(' | '[' | '{' | '—' | '–' | '-' | '―' | '/' | '¿' | '¡' | '|' | '>')
    })
}

fn is_double_open(c: char) -> bool {
    matches!(c, '“' | '"' | '„' | '«' | '»' | '「' | '『' | '‹')
}

fn is_stop(c: char) -> bool {
    matches!(c, '.' | ',' | '?' | '!' | '…' | ';')
}

/// The marks of a block in the order of the text: double marks and single marks.
pub(super) fn scan(block: &str) -> (Vec<Mark>, Vec<Mark>) {
    let (mut doubles, mut singles) = (Vec::new(), Vec::new());
    let mut scan = Scan { text: block, doubled: false, feet: None };
    let mut before = None;
    let mut at = 0;
    while let Some(c) = block[at..].chars().next() {
        let plain = c.is_ascii_alphanumeric() || c == ' ';
        let Some((glyph, width)) = (!plain).then(|| scan.glyph(at, c)).flatten() else {
            before = Some(c);
            at += c.len_utf8();
            continue;
        };
        match scan.mark(at, width, glyph, before) {
            Some(mark) if mark.family == Family::Single => singles.push(mark),
            Some(mark) => doubles.push(mark),
            None => {}
        }
        before = block[..at + width].chars().next_back();
        at += width;
    }
    (doubles, singles)
}

struct Scan<'a> {
    text: &'a str,
    /// Whether double marks are made of two single ones here.
    doubled: bool,
    /// Where the last sign for feet stood.
    feet: Option<usize>,
}

impl Scan<'_> {
    /// What a mark at a place is drawn as, with its width; two single marks are one double mark.
    fn glyph(&mut self, at: usize, c: char) -> Option<(char, usize)> {
        let rest = &self.text[at..];
        let twice = rest[c.len_utf8()..].starts_with(c);
        Some(match c {
            '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '‹' | '›' | '「' | '」' | '『' | '』' | '″' | '＂'
            | '〝' | '〞' => (c, c.len_utf8()),
            '\\' if rest.starts_with("\\\"") => ('"', 2),
            '\'' if twice => ('"', 2),
            '`' if twice => ('“', 2),
            '‘' if twice => {
                self.doubled = true;
                ('“', 2 * c.len_utf8())
            }
            '’' if twice && self.doubled => ('”', 2 * c.len_utf8()),
            ',' if twice && rest[2..].starts_with(char::is_alphanumeric) => ('„', 2),
            '\'' | '‘' | '’' | '‚' | '‛' | '`' | '´' | 'ʼ' => (c, c.len_utf8()),
            '&' => {
                ENTITIES.iter().find(|(name, _)| rest.starts_with(name)).map(|&(name, c)| (c, name.len()))?
            }
            _ => return None,
        })
    }

    fn mark(&mut self, at: usize, width: usize, glyph: char, before: Option<char>) -> Option<Mark> {
        let after = self.text[at + width..].chars().next();
        let opens = lets_open(before) && after.is_some_and(|c| !is_blank(c));
        let closes = !lets_open(before) && after.is_none_or(|c| !c.is_alphanumeric());
        let digit = before.is_some_and(|c| c.is_ascii_digit());
        let by_place = if opens {
            Side::Open
        } else if closes {
            Side::Close
        } else {
            Side::Either
        };
        let (family, side) = match glyph {
            '"' | '″' | '＂' => {
                // 6'2", 5′ 11″.
                let feet = self.feet.is_some_and(|f| {
                    at - f <= 8
                        && self.text[f..at]
                            .trim_matches(|c: char| c == ' ' || c.is_ascii_digit())
                            .chars()
                            .count()
                            <= 1
                });
                if digit && feet {
                    return None;
                }
                (Family::Straight, if digit && by_place != Side::Open { Side::Digit } else { by_place })
            }
            '“' | '〝' => (Family::Curly, if closes { Side::Either } else { Side::Open }),
            '„' | '‟' => (Family::Curly, Side::Open),
            '”' | '〞' => {
                // He added: ” We stay.”
                let late = lets_open(before) && self.text[..at].trim_end_matches(' ').ends_with([':', ',']);
                (Family::Curly, if opens || late { Side::Either } else { Side::Close })
            }
            '«' => (Family::Guillemet, if closes { Side::Either } else { Side::Open }),
            '»' => (Family::Guillemet, if opens { Side::Either } else { Side::Close }),
            '‹' => (Family::Angle, if closes { Side::Either } else { Side::Open }),
            '›' => (Family::Angle, if opens { Side::Either } else { Side::Close }),
            '「' => (Family::Corner, Side::Open),
            '」' => (Family::Corner, Side::Close),
            '『' => (Family::WhiteCorner, Side::Open),
            '』' => (Family::WhiteCorner, Side::Close),
            _ => return self.single(at, width, glyph, before, after),
        };
        Some(Mark { at, width, family, side, weak: false })
    }

    /// A single mark that is no apostrophe for certain.
    fn single(
        &mut self,
        at: usize,
        width: usize,
        glyph: char,
        before: Option<char>,
        after: Option<char>,
    ) -> Option<Mark> {
        let mark = |side, weak| Some(Mark { at, width, family: Family::Single, side, weak });
        let rest = &self.text[at + width..];
        if before.is_some_and(|c| c.is_ascii_digit()) && glyph != '‘' {
            self.feet = Some(at);
            let inches = rest.trim_start_matches(' ').chars().next().is_some_and(|c| c.is_ascii_digit());
            if inches {
                return None;
            }
        }
        let starts = after.is_some_and(|c| {
            c.is_alphanumeric()
                || is_double_open(c)
                || matches!(c, '[' | '…' | '.' | '$' | '£' | '€' | '#' | '@' | '-' | '—')
        });
        let fronts = lets_open(before) || before.is_some_and(is_double_open);
        if fronts && starts && glyph != '´' {
            if elided(rest) {
                return None;
            }
            return mark(Side::Open, matches!(glyph, '’' | '`' | 'ʼ') || decade(rest) || may_be_elided(rest));
        }
        // The second mark of rock ’n’ roll.
        if ["'n", "’n", "‘n"].iter().any(|n| self.text[..at].ends_with(n)) {
            return None;
        }
        if before.is_some_and(|c| !lets_open(Some(c)))
            && after.is_none_or(|c| !c.is_alphanumeric())
            && glyph != '‚'
        {
            let stopped = before.is_some_and(|c| !c.is_alphanumeric())
                || after.is_some_and(|c| is_stop(c) || matches!(c, ':' | ')' | ']' | '”' | '"' | '»'));
            return mark(Side::Close, !stopped && possessive(&self.text[..at]));
        }
        None
    }
}

/// Whether an apostrophe stands for letters that were left out: 'em, ’tis, rock 'n' roll, the '90s.
fn elided(rest: &str) -> bool {
    let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
    let word = &rest[..end];
    if word.len() <= 6 && is_of("elision", &word.to_lowercase()) {
        // 'em' with a closing mark of its own is quoted.
        return word.len() == 1 || !rest[end..].starts_with(['\'', '’']);
    }
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    digits == 2 && word.len() == 3 && word.ends_with('s')
}

/// Whether the word after an apostrophe may have lost its front: 'cause, 'til.
fn may_be_elided(rest: &str) -> bool {
    let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
    end <= 6 && is_of("elision_or_word", &rest[..end].to_lowercase())
}

/// '68, '04: a year, or a quotation that begins with a number.
fn decade(rest: &str) -> bool {
    rest.bytes().take_while(u8::is_ascii_digit).count() == 2
        && rest[2..].chars().next().is_none_or(|c| !c.is_alphanumeric())
}

/// Whether a mark after these words may be that of "the workers’" or "goin’".
fn possessive(before: &str) -> bool {
    before.ends_with(['s', 'S', 'z', 'x'])
        || (before.ends_with("in") && before.len() > 4)
        || before.ends_with([' ', 'o', 'O'])
        || before.ends_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{Side, scan};

    fn sides(text: &str) -> String {
        let (doubles, singles) = scan(text);
        let mut all: Vec<_> = doubles.into_iter().chain(singles).collect();
        all.sort_by_key(|m| m.at);
        all.iter()
            .map(|m| match m.side {
                Side::Open => 'o',
                Side::Close => 'c',
                Side::Either => 'e',
                Side::Digit => 'd',
            })
            .collect()
    }

    #[test]
    fn marks_open_and_close_by_what_stands_beside_them() {
        assert_eq!(sides("\"One\" two \" three \" (\"four\")."), "oceeoc");
        assert_eq!(sides("&quot;One,&quot; ``two,'' \\\"three\\\""), "ocococ");
        assert_eq!(sides("„Eins“ »zwei« «trois» ‚vier‘ 「五」"), "oeeeocococ");
    }

    #[test]
    fn apostrophes_primes_and_years_are_no_marks() {
        assert_eq!(sides("Don't, it’s the '90s, rock 'n' roll, 6'2\" and 5' 11\" tall, give ’em May."), "");
        assert_eq!(sides("a 12\" gun"), "d");
    }
}
