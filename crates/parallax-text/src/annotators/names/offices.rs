//! Words for persons by office or trade: "President", "Lt. Gen.", "defense minister", "Kremlin spokesman".

use std::sync::LazyLock;

use parallax_model::EntityType;

use super::gazetteer::{Gender, gazetteer};
use super::words::{Line, Words};
use crate::lexicon::{WordMap, english, rows};

/// How an office word behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Kind {
    /// Only before a name: "Mr".
    Title,
    /// One holder at a time: "the president".
    Office,
    /// Many: "a spokesman".
    Trade,
}

struct Entry {
    rest: Vec<&'static str>,
    kind: Kind,
    gender: Option<Gender>,
    plain: Option<&'static str>,
    field: bool,
    words: &'static str,
}

/// An office found in a line.
#[derive(Debug, Clone)]
pub(in super::super) struct Office {
    /// First word, with the words of the field ("defense minister", "senior official").
    pub(in super::super) from: usize,
    /// First word of the office itself.
    pub(in super::super) head: usize,
    /// One past the last word.
    pub(in super::super) to: usize,
    /// How it behaves.
    pub(in super::super) kind: Kind,
    /// What it tells of the holder.
    pub(in super::super) gender: Option<Gender>,
    /// The office in lower case and American spelling.
    pub(in super::super) title: String,
}

static OFFICES: LazyLock<WordMap<Vec<Entry>>> = LazyLock::new(|| {
    let mut map: WordMap<Vec<Entry>> = WordMap::default();
    for row in rows(english!("persons.tsv")) {
        let column = |i: usize| row.get(i).copied().unwrap_or("");
        let words = column(0).trim_start_matches('*');
        let mut parts = words.split(' ').map(|w| w.trim_end_matches('.'));
        let Some(first) = parts.next() else { continue };
        let kind = match column(1) {
            "title" => Kind::Title,
            "office" => Kind::Office,
            _ => Kind::Trade,
        };
        let plain = Some(column(3)).filter(|p| !p.is_empty());
        let rest: Vec<&str> = parts.collect();
        let list = map.entry(first).or_default();
        // Longest first, so that the first that fits is the longest.
        let at = list.partition_point(|e| e.rest.len() >= rest.len());
        let (gender, field) = (Gender::read(column(2)), column(0).starts_with('*'));
        list.insert(at, Entry { rest, kind, gender, plain, field, words });
    }
    map
});

static SPELLINGS: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    rows(english!("role_spellings.tsv"))
        .filter_map(|r| Some((r.first().copied()?, r.get(1).copied()?)))
        .collect()
});

/// An office in its plain form: lower case, American, "foreign minister" for "minister of foreign affairs".
pub(in super::super) fn plain_title(words: &str) -> String {
    let mut out = words.replace(['’', '\''], "");
    for (from, to) in SPELLINGS.iter() {
        if let Some(at) = find_word(&out, from) {
            out.replace_range(at..at + from.len(), to);
        }
    }
    out
}

fn find_word(text: &str, word: &str) -> Option<usize> {
    let at = text.find(word)?;
    let free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    (free(text[..at].chars().next_back()) && free(text[at + word.len()..].chars().next())).then_some(at)
}

/// All offices of a line, from left to right, not overlapping.
pub(in super::super) fn offices(words: &Words<'_>, line: &Line) -> Vec<Office> {
    let mut out: Vec<Office> = Vec::new();
    let mut at = line.words.start;
    while at < line.words.end {
        let Some((entry, to)) = entry_at(words, line, at) else {
            at += 1;
            continue;
        };
        let floor = out.last().map_or(line.words.start, |o| o.to);
        let from =
            if entry.field { field_start(words, line, floor, at) } else { qualifier_start(words, floor, at) };
        let (to, tail) = with_portfolio(words, line, entry, to);
        let own = entry.plain.unwrap_or(entry.words);
        let before = words.words[from..at].iter().map(|w| w.lower.as_ref());
        let parts: Vec<&str> =
            before.chain([own]).chain(tail.iter().copied()).filter(|w| *w != "senior").collect();
        let title = plain_title(&parts.join(" "));
        out.push(Office { from, head: at, to, kind: entry.kind, gender: entry.gender, title });
        at = to;
    }
    out
}

fn entry_at(words: &Words<'_>, line: &Line, at: usize) -> Option<(&'static Entry, usize)> {
    let word = |i: usize| words.lower(i, line).trim_end_matches('.');
    let list = OFFICES.get(word(at))?;
    list.iter().find_map(|e| {
        let mut next = skip_stop(words, line, at, e.words);
        for part in &e.rest {
            if word(next) != *part {
                return None;
            }
            next = skip_stop(words, line, next, e.words);
        }
        // "Maj" and "Gen" are only offices before a name, "deputy" stands before other offices.
        let short = e.kind == Kind::Title || e.plain.is_some() && at + 1 == next;
        if short && !words.words[at].cap {
            return None;
        }
        Some((e, next))
    })
}

/// One past the word at `at`, and past the stop of an abbreviation that stands apart ("Gen .").
fn skip_stop(words: &Words<'_>, line: &Line, at: usize, entry: &str) -> usize {
    let apart =
        entry.contains('.') && words.text(at + 1, line) == "." && !words.text(at, line).ends_with('.');
    at + 1 + usize::from(apart && words.words.get(at + 2).is_some_and(|w| w.cap))
}

fn is_qualifier(lower: &str) -> bool {
    matches!(
        lower,
        "former"
            | "ex"
            | "deputy"
            | "acting"
            | "interim"
            | "vice"
            | "then"
            | "incoming"
            | "outgoing"
            | "late"
    )
}

fn qualifier_start(words: &Words<'_>, floor: usize, at: usize) -> usize {
    let mut from = at;
    while from > floor && is_qualifier(&words.words[from - 1].lower) {
        from -= 1;
    }
    from
}

/// The first word of the field before an office: "Foreign Trade and Tourism Minister".
fn field_start(words: &Words<'_>, line: &Line, floor: usize, at: usize) -> usize {
    const LONGEST: usize = 6;
    let g = gazetteer();
    let office_cap = words.words[at].cap && !line.titled;
    let mut from = at;
    while from > floor && at - from < LONGEST {
        let i = from - 1;
        let w = &words.words[i];
        let lower = w.lower.as_ref();
        if (lower == "and" || lower == "&") && from < at && i > floor {
            let left = &words.words[i - 1];
            let alike = left.cap == words.words[from].cap && words.words[from].cap == office_cap;
            if alike
                && office_cap
                && g.is_common(&left.lower)
                && !g.is_function(&left.lower)
                && g.head(left.text) != Some(EntityType::Organisation)
            {
                from -= 2;
                continue;
            }
            break;
        }
        let letters = w.text.starts_with(char::is_alphabetic);
        if !letters || g.is_function(lower) || super::super::sentences::is_saying(lower) {
            break;
        }
        if w.cap {
            let organised = g.head(w.text) == Some(EntityType::Organisation);
            // "Armed Forces Minister"
            let head = organised && !(w.text.ends_with('s') && words.words[at].lower == "minister");
            let ordinary = g.is_common(lower) && !w.is_upper();
            if head || !ordinary || (!office_cap && !w.first) || ends_known(words, floor, i) {
                break;
            }
        } else if office_cap || is_verb_like(lower) || !g.is_common(lower) {
            break;
        }
        from = i;
    }
    from
}

/// Whether a known name of several words ends here ("White House").
fn ends_known(words: &Words<'_>, floor: usize, at: usize) -> bool {
    (1..=3).any(|n| {
        at >= floor + n && {
            let keys: Vec<&str> = words.words[at - n..=at].iter().map(|w| w.key.as_ref()).collect();
            gazetteer().exact(&keys).is_some()
        }
    })
}

fn is_verb_like(lower: &str) -> bool {
    (lower.ends_with("ed") && lower != "armed" && lower != "retired")
        || lower.ends_with("ing")
            && !matches!(
                lower,
                "leading" | "acting" | "ruling" | "managing" | "outgoing" | "incoming" | "housing"
            )
}

/// "of Foreign Affairs" after "Minister".
fn with_portfolio<'w>(words: &'w Words<'_>, line: &Line, entry: &Entry, to: usize) -> (usize, Vec<&'w str>) {
    let g = gazetteer();
    let mut tail = Vec::new();
    if !(entry.words.ends_with("minister") || entry.words.starts_with("secretary"))
        || !matches!(words.lower(to, line), "of" | "for")
    {
        return (to, tail);
    }
    let mut end = to + 1;
    let the = words.lower(end, line) == "the";
    end += usize::from(the);
    let start = end;
    while end < line.words.end && end - start < 6 {
        let w = &words.words[end];
        let field = w.cap
            && g.is_common(&w.lower)
            && g.longest(&[w.key.as_ref()]).is_none()
            && g.given(w.text).is_none();
        let joint = w.lower == "and"
            && end > start
            && words.words.get(end + 1).is_some_and(|n| n.cap && g.is_common(&n.lower));
        let field = field
            || (end == start
                && matches!(
                    w.lower.as_ref(),
                    "defense"
                        | "defence"
                        | "foreign"
                        | "finance"
                        | "health"
                        | "energy"
                        | "internal"
                        | "external"
                ))
            || (end > start && w.lower == "affairs");
        if !field && !joint {
            break;
        }
        end += 1;
    }
    if end == start {
        return (to, tail);
    }
    tail.extend(words.words[to..end].iter().map(|w| w.lower.as_ref()));
    (end, tail)
}

#[cfg(test)]
mod tests {
    use parallax_model::{Document, Page};

    use super::super::super::{sentences, tokens};
    use super::*;

    #[track_caller]
    fn same(text: &str, expected: &[(&str, &str)]) {
        let mut document = Document::new(Page::untouched("p", text));
        sentences::annotate(&mut document);
        tokens::annotate(&mut document);
        let words = Words::new(&document);
        let got: Vec<(String, String)> = words
            .lines
            .iter()
            .flat_map(|l| offices(&words, l))
            .map(|o| {
                let span = words.words[o.from].span.cover(words.words[o.to - 1].span);
                (document.words(span).to_owned(), o.title)
            })
            .collect();
        let got: Vec<(&str, &str)> = got.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn offices_take_the_words_of_their_field() {
        same(
            "Varna’s Defence Minister Ada Moreno met Foreign Trade and Tourism Minister Olu.",
            &[
                ("Defence Minister", "defense minister"),
                ("Foreign Trade and Tourism Minister", "foreign trade and tourism minister"),
            ],
        );
        same(
            "Then the defense minister met a senior White House official.",
            &[("defense minister", "defense minister"), ("official", "official")],
        );
    }

    #[test]
    fn one_office_has_one_plain_form() {
        same(
            "Minister of Foreign Affairs Ada Moreno left.",
            &[("Minister of Foreign Affairs", "foreign minister")],
        );
        same("The minister of defence left.", &[("minister of defence", "defense minister")]);
        same(
            "Lt. Gen. Olu and former president Ames left.",
            &[("Lt. Gen.", "lieutenant general"), ("former president", "former president")],
        );
    }
}
