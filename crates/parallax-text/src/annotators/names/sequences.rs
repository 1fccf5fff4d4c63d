//! Which words of a line make up one name.

use parallax_model::{EntityType, Span};

use super::gazetteer::{Class, Known, gazetteer};
use super::offices::Office;
use super::words::{Line, Word, Words, is_ordinary};

/// Words that may be a name.
#[derive(Debug, Clone)]
pub(in super::super) struct Candidate {
    /// First word.
    pub(in super::super) from: usize,
    /// One past the last word.
    pub(in super::super) to: usize,
    /// Where; inside a word for "US" in "US-led".
    pub(in super::super) span: Span,
    /// What the gazetteer says of exactly these words.
    pub(in super::super) known: Option<&'static Known>,
    /// An office stands right before.
    pub(in super::super) after_office: bool,
}

/// How a run of words is put together.
struct Run {
    from: usize,
    to: usize,
    after_office: bool,
}

/// The candidates of a line; `offices` are those that `keep_office` kept.
pub(in super::super) fn candidates(words: &Words<'_>, line: &Line, offices: &[Office]) -> Vec<Candidate> {
    let mut out = Vec::new();
    let atoms = atoms(words, line);
    let base = line.words.start;
    let atom = |i: usize| atoms.get(i - base).copied().unwrap_or(0);
    let mut office_at = vec![false; line.words.len()];
    for o in offices {
        for i in o.from..o.to {
            office_at[i - base] = words.words[i].cap || line.titled || i >= o.head;
        }
    }
    let is_office = |i: usize| office_at.get(i - base).copied().unwrap_or(false);
    let able = |i: usize| i < line.words.end && !is_office(i) && (atom(i) > 0 || is_able(words, line, i));
    let mut at = base;
    while at < line.words.end {
        if !able(at) {
            parts_of_compound(&words.words[at], at, &mut out);
            at += 1;
            continue;
        }
        let mut run = Run { from: at, to: at + atom(at).max(1), after_office: false };
        run.after_office = at > base && is_office(at - 1) && office_ends(offices, at);
        while let Some(next) = extend(words, line, &run, &able) {
            run.to = next + atom(next).max(1);
        }
        run.to = run.to.min(line.words.end);
        segment(words, line, &run, &mut out);
        at = run.to;
    }
    out
}

fn office_ends(offices: &[Office], at: usize) -> bool {
    offices.iter().any(|o| o.to == at)
}

/// Whether an office is one, and not a part of a name ("Justice Department", "General Assembly").
pub(in super::super) fn keep_office(words: &Words<'_>, line: &Line, office: &Office) -> bool {
    let g = gazetteer();
    let head = &words.words[office.head];
    if !head.cap {
        return true;
    }
    for from in line.words.start.max(office.from.saturating_sub(3))..office.to {
        let found = g.longest(&words.keys(from, line)).map_or(0, |(n, _)| n);
        if found > 1 && from + found > office.head && (from < office.from || from + found > office.to) {
            return false;
        }
    }
    // "the Blue Anchor Hotel", "the Blue Anchor café"
    if g.is_house(words.lower(office.to, line)) {
        return false;
    }
    let mut end = office.to;
    while end < line.words.end && words.words[end].cap && !words.words[end].first && end - office.to < 4 {
        end += 1;
    }
    let ends_in_head = end > office.to && g.head(words.words[end - 1].text) == Some(EntityType::Organisation);
    !(ends_in_head && g.given(words.words[office.to].text).is_none() && end - office.to <= 2)
}

/// How many words the known name at each place takes; 0 where there is none.
fn atoms(words: &Words<'_>, line: &Line) -> Vec<usize> {
    let g = gazetteer();
    let mut out = vec![0; line.words.len()];
    let mut at = line.words.start;
    while at < line.words.end {
        let found = g.longest(&words.keys(at, line)).map_or(0, |(n, _)| n);
        let w = &words.words[at];
        let lone = found == 1 && {
            let doubtful = w.first || line.titled;
            let ordinary = is_ordinary(words, w) && !(w.is_upper() && w.text == w.key && !line.titled);
            g.is_no_name(w.text)
                || (ordinary && doubtful)
                || (w.is_upper() && line.titled && g.is_function(&w.lower))
        };
        if found > 0 && !lone {
            out[at - line.words.start] = found;
            at += found;
        } else {
            at += 1;
        }
    }
    out
}

/// Whether a word that is in no list may be part of a name.
fn is_able(words: &Words<'_>, line: &Line, at: usize) -> bool {
    let w = &words.words[at];
    let g = gazetteer();
    if !w.cap {
        return is_joined_article(w) || is_inner_cap(w.text);
    }
    if !w.text.starts_with(char::is_alphabetic) || g.is_no_name(w.text) || is_compound(w) {
        return false;
    }
    if super::super::sentences::is_starter(&w.key) || g.is_function(&w.lower) {
        return is_initial(w.text) && !matches!(w.text, "I" | "A");
    }
    if !(w.first || line.titled) {
        return true;
    }
    if w.is_upper() && !line.titled && w.text.len() < 6 {
        return true;
    }
    if !is_ordinary(words, w) {
        return true;
    }
    // "Foreign Ministry officials", "Bill Olu": an ordinary word that opens a longer name.
    let next = words.text(at + 1, line);
    let next_cap = next.starts_with(char::is_uppercase) && !line.titled;
    next_cap && (g.head(next).is_some() || g.given(w.text).is_some() && words.spelling(&w.lower).lower == 0)
}

fn is_initial(text: &str) -> bool {
    let letters = text.trim_end_matches('.');
    letters.chars().count() == 1 && letters.starts_with(char::is_uppercase)
}

/// "al-Assad", "el-Sisi".
fn is_joined_article(w: &Word<'_>) -> bool {
    ["al-", "el-", "ul-", "as-", "ash-", "ad-", "an-", "d'", "d’"]
        .iter()
        .any(|p| w.text.strip_prefix(p).is_some_and(|r| r.starts_with(char::is_uppercase)))
}

/// "iPhone", "eBay".
fn is_inner_cap(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(char::is_lowercase)
        && letters.next().is_some_and(char::is_uppercase)
        && text.len() > 3
        && text.chars().all(char::is_alphabetic)
}

/// "US-led", "pro-Moscow", "Varna-Olu": words joined by a hyphen, of which a part may be a name.
fn is_compound(w: &Word<'_>) -> bool {
    let Some((left, right)) = w.key.split_once('-') else { return false };
    let known = |p: &str| !p.is_empty() && gazetteer().exact(&[p]).is_some();
    known(left)
        || known(right) && !w.cap
        || right.starts_with(char::is_lowercase) && gazetteer().is_common(right)
}

fn parts_of_compound(w: &Word<'_>, at: usize, out: &mut Vec<Candidate>) {
    if !w.text.contains(['-', '–'])
        || w.text.len() > 60
        || w.text.starts_with(['@', '#'])
        || w.text.contains("://")
    {
        return;
    }
    let mut offset = 0;
    for part in w.text.split(['-', '‑', '‐']) {
        let start = w.span.start as usize + offset;
        offset += part.len() + w.text[offset + part.len()..].chars().next().map_or(0, char::len_utf8);
        let known = gazetteer().exact(&[part]).filter(|_| part.starts_with(char::is_uppercase));
        if known.is_some() {
            let span = Span::new(start, start + part.len());
            out.push(Candidate { from: at, to: at + 1, span, known, after_office: false });
        }
    }
}

fn is_particle(lower: &str) -> bool {
    matches!(
        lower,
        "de" | "da"
            | "do"
            | "dos"
            | "das"
            | "del"
            | "della"
            | "di"
            | "du"
            | "la"
            | "las"
            | "los"
            | "le"
            | "van"
            | "von"
            | "der"
            | "den"
            | "ter"
            | "ten"
            | "bin"
            | "ibn"
            | "bint"
            | "al"
            | "el"
            | "ben"
            | "abu"
            | "y"
            | "e"
            | "af"
            | "av"
            | "zu"
    )
}

/// The word at which the run goes on, if it does.
fn extend(words: &Words<'_>, line: &Line, run: &Run, able: &impl Fn(usize) -> bool) -> Option<usize> {
    const LONGEST: usize = 14;
    let g = gazetteer();
    let at = run.to;
    if at >= line.words.end || at - run.from > LONGEST {
        return None;
    }
    let w = &words.words[at];
    if able(at) {
        return (!w.first).then_some(at);
    }
    let lower = w.lower.as_ref();
    let last = words.text(at - 1, line);
    if lower == "." && is_initial(last) && last.len() < 3 && able(at + 1) && !words.words[at + 1].first {
        return Some(at + 1);
    }
    let article = matches!(last, "Al" | "El" | "Abdel" | "Abd");
    if lower == "-" && able(at + 1) && (article || matches!(words.text(at + 1, line), "Al" | "El")) {
        return Some(at + 1);
    }
    if lower == "&" && able(at + 1) {
        return Some(at + 1);
    }
    if lower == "," && able(at + 1) {
        return portfolios(words, line, run).then_some(at + 1);
    }
    if is_particle(lower) && w.text == lower {
        let next = if is_particle(words.lower(at + 1, line)) { at + 2 } else { at + 1 };
        let headed = g.head(words.text(next, line)).is_some();
        return (able(next) && !headed).then_some(next);
    }
    let head = g.head(last);
    if matches!(lower, "of" | "for") && head.is_some() {
        let state = matches!(last, "State" | "States" | "House" | "Times");
        let organised = head == Some(EntityType::Organisation);
        if lower == "for" && (!organised || state) {
            return None;
        }
        let next = if words.lower(at + 1, line) == "the" { at + 2 } else { at + 1 };
        return able(next).then_some(next);
    }
    if lower == "and" && able(at + 1) {
        return joins_and(words, line, run, at).then_some(at + 1);
    }
    None
}

/// "Security and Defense Council", "Department of Health and Human Services"; not "Moscow and Kyiv".
fn joins_and(words: &Words<'_>, line: &Line, run: &Run, at: usize) -> bool {
    let g = gazetteer();
    let plain = |i: usize| {
        let w = &words.words[i];
        w.cap && g.is_common(&w.lower) && g.exact(&[w.key.as_ref()]).is_none() && g.given(w.text).is_none()
    };
    if (run.from..at).any(|i| words.lower(i, line) == ",") {
        // The list was seen whole at its comma.
        return true;
    }
    let left = plain(at - 1) && (g.head(words.text(at - 1, line)).is_none());
    if !left || !plain(at + 1) || line.titled {
        return false;
    }
    let portfolio = (run.from..at).any(|i| matches!(words.lower(i, line), "of" | "for"));
    let headed = (at + 1..(at + 5).min(line.words.end))
        .take_while(|&i| words.words[i].cap)
        .any(|i| g.head(words.text(i, line)) == Some(EntityType::Organisation));
    portfolio || headed
}

/// "Foreign, Commonwealth and Development Office", "Department for Trade, Work and Sport": whether a list of
/// what one office looks after goes on at the comma behind the run.
fn portfolios(words: &Words<'_>, line: &Line, run: &Run) -> bool {
    let g = gazetteer();
    let item = |i: usize| {
        let w = &words.words[i];
        w.cap && !w.first && g.exact(&[w.key.as_ref()]).is_none() && g.given(w.text).is_none()
    };
    let plain =
        |i: usize| item(i) && g.is_common(&words.words[i].lower) && g.head(words.text(i, line)).is_none();
    let comma = run.to;
    let end = line.words.end.min(comma + 8);
    let office = |i: usize| g.head(words.text(i, line)) == Some(EntityType::Organisation);
    let led = (run.from + 1..comma).any(|i| matches!(words.lower(i, line), "of" | "for") && office(i - 1));
    if line.titled || !(plain(comma - 1) || led && item(comma - 1)) {
        return false;
    }
    let Some(and) = (comma + 1..end).find(|&i| matches!(words.lower(i, line), "and" | "&")) else {
        return false;
    };
    let listed =
        (comma + 1..and).all(|i| words.text(i, line) == "," || led && item(i) || item(i) && !office(i));
    // Either the office stands in front ("Department for"), or it ends the list.
    let closed = || (and + 2..end).take_while(|&i| words.words[i].cap).any(office);
    listed && and + 1 < end && (plain(and + 1) || led && item(and + 1)) && (led || closed())
}

/// Heads of state bodies, which pages name apart from their country: "Russian | Foreign Ministry", "US | Navy".
fn is_state_body(head: &str) -> bool {
    matches!(
        head,
        "Ministry"
            | "Government"
            | "Army"
            | "Navy"
            | "Force"
            | "Forces"
            | "Parliament"
            | "Senate"
            | "Congress"
            | "Cabinet"
            | "Police"
            | "Court"
            | "Council"
            | "Bank"
            | "Agency"
            | "Academy"
            | "Team"
            | "Corps"
            | "Guard"
            | "Department"
            | "Office"
            | "Service"
    )
}

fn segment(words: &Words<'_>, line: &Line, run: &Run, out: &mut Vec<Candidate>) {
    let g = gazetteer();
    let mut at = run.from;
    let mut after_office = run.after_office;
    let push = |from: usize, to: usize, after_office: bool, out: &mut Vec<Candidate>| {
        let span = words.words[from].span.cover(words.words[to - 1].span);
        let keys: Vec<&str> = words.words[from..to].iter().map(|w| w.key.as_ref()).collect();
        out.push(Candidate { from, to, span, known: g.exact(&keys), after_office });
    };
    while at < run.to {
        let (n, known) = match g.longest(&words.keys(at, line)) {
            Some((n, known)) if at + n <= run.to => (n, Some(known)),
            _ => (0, None),
        };
        let rest = at + n;
        let Some(known) = known.filter(|_| rest < run.to) else {
            let cut = cut_after_head(words, line, at, run.to);
            push(at, cut, after_office, out);
            at = cut;
            after_office = false;
            continue;
        };
        let last = words.text(run.to - 1, line);
        let head = g.head(last).or_else(|| {
            (rest..run.to)
                .find(|&i| matches!(words.lower(i, line), "of" | "for"))
                .and_then(|i| g.head(words.text(i - 1, line)))
        });
        let person = n == 1 && g.given(words.text(at, line)).is_some() && head.is_none();
        // "UK Foreign, Commonwealth and Development Office" is known by its whole name.
        let listed = (rest..run.to).any(|i| words.text(i, line) == ",");
        let given_follows = g.given(words.text(rest, line)).is_some();
        let whole = match known.class {
            Class::Demonym | Class::People => match head {
                Some(EntityType::Organisation) => !is_state_body(last) && !given_follows,
                Some(_) => g.longest(&words.keys(rest, line)).is_none_or(|(n, _)| rest + n < run.to),
                None => false,
            },
            Class::Country if head.is_some() && is_state_body(last) && n == 1 => listed,
            Class::Country | Class::City | Class::Region if line.titled && head.is_none() && !person => false,
            Class::Country | Class::City | Class::Region => {
                person
                    || after_office
                    || head.is_some()
                    || !(given_follows || g.longest(&words.keys(rest, line)).is_some())
            }
            Class::Thing => person || head.is_some(),
        };
        if whole {
            let cut = if head.is_some() { cut_after_head(words, line, at, run.to) } else { run.to };
            push(at, cut, after_office, out);
            at = cut;
        } else {
            push(at, rest, after_office, out);
            at = rest;
        }
        after_office = false;
    }
}

/// Where a name ends that is followed by another without a mark: "Foreign Ministry Dmitry".
fn cut_after_head(words: &Words<'_>, line: &Line, from: usize, to: usize) -> usize {
    let g = gazetteer();
    (from + 1..to)
        .find(|&i| {
            let given = g.given(words.text(i, line)).is_some() && !g.is_common(words.lower(i, line));
            let headed = g.head(words.text(i - 1, line)) == Some(EntityType::Organisation);
            let several = i + 1 < to;
            given && headed && several
        })
        .unwrap_or(to)
}
