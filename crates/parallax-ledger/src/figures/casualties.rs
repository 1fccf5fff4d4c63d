//! Victims of the happening that a page is about: how many were killed, how many injured.
//!
//! A page tells this in its title and first sentences, in few words: "two dead, four wounded", "a man was shot and
//! killed". Numbers further down often belong to other happenings. So each page gets at most one count of its
//! own for each outcome: the one that its title and sentences give most often, the lead counting more.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use parallax_model::{Bound, Quantity, Role, Span};

use crate::context::Draft;
use crate::lexicon::{english, rows};

use super::counted::Kind;
use super::sighting::{Sighting, origin, scope};
use super::value::Value;

static WORDS: LazyLock<BTreeMap<&'static str, BTreeSet<&'static str>>> = LazyLock::new(|| {
    let row = |r: Vec<&'static str>| Some((*r.first()?, r.get(1)?.split('|').collect()));
    rows(english!("casualties.tsv")).filter_map(row).collect()
});

/// Small numbers in words, from zero on.
static NUMBERS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let numbers = rows(english!("casualties.tsv")).find(|r| r.first() == Some(&"number"));
    numbers.and_then(|r| Some(r.get(1)?.split('|').collect())).unwrap_or_default()
});

/// Sentences of the body that are read, and those that count as the lead.
const READ: usize = 30;
const LEAD: usize = 5;
/// Words between victims and what became of them.
const REACH: usize = 9;
/// Words of an insertion between them.
const INSERTED: usize = 20;

pub(super) fn is(kind: &str, word: &str) -> bool {
    WORDS.get(kind).is_some_and(|w| w.contains(word))
}

/// Whether `text`, in lower case, has one of the words or phrases of a kind.
pub(super) fn says(kind: &str, text: &str) -> bool {
    let padded = format!(" {text} ");
    WORDS.get(kind).is_some_and(|w| w.iter().any(|w| padded.contains(&format!(" {w} "))))
}

/// What became of the victims.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Killed,
    Injured,
    /// Shot or struck: injured, unless the page tells of dead.
    Hit,
}

/// A count of victims in a sentence.
#[derive(Debug, Clone, PartialEq)]
struct Count {
    outcome: Outcome,
    value: f64,
    span: Span,
    /// By a number, not by "a man".
    told: bool,
}

/// A word with its place, in lower case.
#[derive(Debug)]
struct Token {
    span: Span,
    word: String,
    /// A comma or another mark stands before it.
    mark: bool,
}

/// Marks the page's own counts among its numbers, and adds those that are no numbers ("a man").
pub(crate) fn mark<'a>(draft: &Draft<'a>, doc: usize, found: &mut Vec<Sighting<'a>>) {
    let document = draft.context.documents[doc];
    let mut counts: Vec<(usize, usize, Count)> = Vec::new();
    let year = document.page.published_day().and_then(|p| p.get(..4));
    let mut read = 0;
    for (at, sentence) in document.sentences.iter().enumerate() {
        let Some(block) = document.page.blocks.get(sentence.block as usize) else { continue };
        if block.post.is_some() || !(block.role.is_body() || block.role == Role::Title) {
            continue;
        }
        let title = block.role == Role::Title;
        let place = if title {
            3
        } else if read < LEAD {
            2
        } else {
            1
        };
        read += usize::from(!title);
        if read > READ {
            break;
        }
        let numbers = found.iter().filter(|s| s.sentence == sentence.span).map(|s| (s.span, s.value.number));
        let numbers: Vec<(Span, f64)> = numbers.collect();
        let tokens = tokens(&document.page.text, sentence.span);
        counts.extend(count(&tokens, &numbers, year).into_iter().map(|c| (at, place, c)));
    }
    // A title that is no part of the text has a vote, but gives no evidence.
    let title =
        document.page.title.as_deref().filter(|_| document.page.blocks.iter().all(|b| b.role != Role::Title));
    let title = title.map(|t| count(&tokens(t, Span::new(0, t.len())), &[], year)).unwrap_or_default();
    let votes: Vec<(usize, Count)> = counts
        .iter()
        .map(|(_, place, c)| (*place, c.clone()))
        .chain(title.into_iter().map(|c| (3, c)))
        .collect();
    let wounded =
        ["wound", "injur", "hurt", "hospital", "surviv"].iter().any(|w| document.page.text.contains(w));
    let dead = votes.iter().any(|(_, c)| c.outcome == Outcome::Killed && c.value > 0.0);
    for (outcome, what) in [(Outcome::Killed, "killed"), (Outcome::Injured, "injured")] {
        let of = |c: &Count| match c.outcome {
            Outcome::Hit => outcome == Outcome::Injured && !dead && wounded,
            o => o == outcome,
        };
        let Some(value) = choose(&votes, &of) else { continue };
        for (at, _, c) in counts.iter().filter(|(_, _, c)| c.value == value && of(c)) {
            add(draft, doc, *at, c, what, found);
        }
    }
}

/// The count that title and lead give most often; none if only later sentences give one. "A woman was hurt" is no
/// count of the injured where more are said to have been struck.
fn choose(votes: &[(usize, Count)], of: &dyn Fn(&Count) -> bool) -> Option<f64> {
    let several = votes.iter().any(|(_, c)| c.outcome == Outcome::Hit && c.value > 1.0);
    let mut sums: BTreeMap<u64, (usize, usize, bool)> = BTreeMap::new();
    for (i, (place, c)) in votes.iter().enumerate().filter(|(_, (_, c))| of(c)) {
        if several && !c.told && c.outcome != Outcome::Killed {
            continue;
        }
        let sum = sums.entry(c.value.to_bits()).or_insert((0, i, false));
        // "Shot" says less than "wounded".
        sum.0 += place * if c.told { 4 } else { 1 } * if c.outcome == Outcome::Hit { 2 } else { 3 };
        sum.2 |= *place > 1;
    }
    let best = sums.into_iter().filter(|(_, v)| v.2).max_by_key(|(_, v)| (v.0, std::cmp::Reverse(v.1)));
    best.map(|(bits, _)| f64::from_bits(bits))
}

/// Makes the count a sighting of the page's own happening, or marks the one that stands there.
fn add<'a>(
    draft: &Draft<'a>,
    doc: usize,
    at: usize,
    count: &Count,
    what: &str,
    found: &mut Vec<Sighting<'a>>,
) {
    if let Some(held) = found.iter_mut().find(|s| s.span.overlaps(count.span)) {
        held.own = true;
        held.kind = Kind::Toll;
        held.what = what.to_owned();
        held.measure = "";
        held.per = String::new();
        return;
    }
    let document = draft.context.documents[doc];
    let sentence = document.sentences[at].span;
    let quantity = Quantity {
        span: count.span,
        value: count.value,
        low: None,
        high: None,
        bound: Bound::Exact,
        unit: None,
        counted: None,
        what: None,
        per: None,
        ..Quantity::default()
    };
    let mut s = Sighting::bare(doc, sentence, Value::of(&quantity), count.span, what, Kind::Toll);
    s.own = true;
    s.lead = at < LEAD;
    s.origin = origin(draft, doc, count.span, sentence);
    scope(draft, at, &mut s);
    found.push(s);
}

fn tokens(text: &str, sentence: Span) -> Vec<Token> {
    let mut out = Vec::new();
    let mut mark = false;
    let mut start: Option<usize> = None;
    let base = sentence.start as usize;
    let words = sentence.of(text);
    for (i, c) in words.char_indices().chain([(words.len(), ' ')]) {
        let inside = c.is_alphanumeric() || (matches!(c, '-' | '\'' | '’') && start.is_some());
        match (inside, start) {
            (true, None) => start = Some(i),
            (false, Some(from)) => {
                let word = words[from..i].trim_end_matches(['-', '\'', '’']);
                let span = Span::new(base + from, base + from + word.len());
                out.push(Token { span, word: word.to_lowercase(), mark });
                mark = false;
                start = None;
            }
            _ => {}
        }
        mark |= matches!(c, ',' | ';' | ':' | '(' | ')' | '—' | '–');
    }
    out
}

/// All counts of victims in a sentence. `numbers` are those of the page's own layer; a sentence that names another
/// year than the page's tells of something else.
fn count(tokens: &[Token], numbers: &[(Span, f64)], year: Option<&str>) -> Vec<Count> {
    let mut out: Vec<Count> = Vec::new();
    let is_year =
        |w: &str| w.len() == 4 && w.starts_with(['1', '2']) && w.bytes().all(|b| b.is_ascii_digit());
    let other = |t: &Token| {
        (is("background", &t.word) && t.word != "another")
            || (is_year(&t.word) && Some(t.word.as_str()) != year)
    };
    if tokens.iter().any(other) {
        return out;
    }
    for (i, t) in tokens.iter().enumerate() {
        if t.word == "no" {
            out.extend(tokens.get(i + 1).and_then(|next| none_of(t, next)));
            continue;
        }
        let Some((value, told)) = number(t, numbers) else { continue };
        let value = if i > 0 && tokens[i - 1].word == "no" { 0.0 } else { value };
        // "Lind, 28, was killed".
        if t.mark && t.word.bytes().all(|b| b.is_ascii_digit()) && tokens.get(i + 1).is_none_or(|n| n.mark) {
            continue;
        }
        let (end, person) = noun(tokens, i);
        // "A" needs somebody to be one of: "a man", not "a shot".
        if !person && !told {
            continue;
        }
        let span =
            if told { t.span } else { Span::new(t.span.start as usize, tokens[end].span.end as usize) };
        let outcome = before(tokens, i, end, person).or_else(|| after(tokens, end, person));
        if let Some(outcome) = outcome {
            out.push(Count { outcome, value, span, told });
        }
    }
    out
}

/// "No deaths", "no injuries".
fn none_of(no: &Token, next: &Token) -> Option<Count> {
    let outcome = match next.word.as_str() {
        "deaths" | "fatalities" => Outcome::Killed,
        "injuries" => Outcome::Injured,
        _ => return None,
    };
    Some(Count { outcome, value: 0.0, span: no.span.cover(next.span), told: true })
}

/// The number that a word is, and whether it is told as one.
fn number(t: &Token, numbers: &[(Span, f64)]) -> Option<(f64, bool)> {
    if is("none", &t.word) {
        return Some((0.0, true));
    }
    if is("one", &t.word) {
        return Some((1.0, t.word == "one"));
    }
    if let Some(&(_, value)) = numbers.iter().find(|(s, _)| s.overlaps(t.span)) {
        return (value >= 0.0 && value.fract() == 0.0).then_some((value, true));
    }
    let word = NUMBERS.iter().position(|w| *w == t.word);
    let digits = || t.word.parse::<u32>().ok().filter(|n| *n < 10_000 && t.word.len() < 5);
    word.map(|n| n as u32).or_else(digits).map(|n| (f64::from(n), true))
}

/// The last word of the noun phrase that the number begins, and whether it names persons.
fn noun(tokens: &[Token], at: usize) -> (usize, bool) {
    let mut end = at;
    let mut person = is("none", &tokens[at].word);
    for (j, t) in tokens.iter().enumerate().skip(at + 1).take(5) {
        if t.mark {
            break;
        }
        if is("person", &t.word) || t.word.contains("-year-old") {
            end = j;
            person = true;
        } else if !is("filler", &t.word) {
            break;
        }
    }
    (end, person)
}

/// What was done to the victims, from the words before them: "killed two", "wounding four", "death of a man".
fn before(tokens: &[Token], at: usize, end: usize, person: bool) -> Option<Outcome> {
    let back = |n: usize| at.checked_sub(n).map(|i| tokens[i].word.as_str()).unwrap_or("");
    let skip = matches!(back(1), "at" | "least" | "and" | "all" | "another" | "about") as usize;
    let skip = if back(1) == "least" && back(2) == "at" { 2 } else { skip };
    let (verb, auxiliary) = (back(1 + skip), back(2 + skip));
    // "Was killed. Two ..." and "were killed, two wounded" are said of others.
    let passive = matches!(auxiliary, "was" | "were" | "been" | "is" | "are" | "being" | "got");
    if passive || tokens[at - skip.min(at)].mark || tokens[at].mark || (back(1) == "and" && !person) {
        return None;
    }
    match verb {
        "sent" | "sends" | "sending" if person && hospital(tokens, end) => Some(Outcome::Hit),
        v if is("kills", v) => (person || !matches!(v, "took" | "claims")).then_some(Outcome::Killed),
        v if is("hurts", v) => Some(Outcome::Injured),
        v if is("hits", v) && v != "shooting" && person => Some(Outcome::Hit),
        "of" if matches!(back(2), "death" | "deaths" | "murder" | "killing" | "slaying") && person => {
            Some(Outcome::Killed)
        }
        "of" if back(2) == "shooting" && person => {
            Some(if back(3) == "fatal" || back(3) == "deadly" { Outcome::Killed } else { Outcome::Hit })
        }
        _ => None,
    }
}

/// Whether a hospital follows within a few words.
fn hospital(tokens: &[Token], at: usize) -> bool {
    tokens.iter().skip(at + 1).take(REACH).any(|t| t.word.starts_with("hospital"))
}

/// What became of the victims, from the words after them.
fn after(tokens: &[Token], end: usize, person: bool) -> Option<Outcome> {
    let mut hit = None;
    let mut rest = tokens.iter().skip(end + 1).peekable();
    // "Five people, including a child and his mother, were wounded."
    if person && rest.peek().is_some_and(|t| t.word == "including") {
        let verb =
            |t: &&Token| matches!(t.word.as_str(), "was" | "were" | "are" | "is" | "have" | "has" | "had");
        let skipped = rest.clone().take(INSERTED).position(|t| verb(&t))?;
        rest.nth(skipped.saturating_sub(1));
    }
    for (n, t) in rest.take(REACH).enumerate() {
        let w = t.word.as_str();
        if person && matches!(w, "taken" | "transported" | "rushed" | "airlifted") && hit.is_none() {
            let at = tokens.iter().position(|x| x.span == t.span)?;
            return hospital(tokens, at).then_some(Outcome::Hit);
        }
        // A number without a noun must be followed at once: "two dead".
        if !person && n > 1 {
            break;
        }
        if is("dead", w) && !(w == "fatally" && n > REACH - 2) {
            return Some(Outcome::Killed);
        }
        if is("hurt", w) {
            return Some(Outcome::Injured);
        }
        if is("hit", w) {
            hit = Some(Outcome::Hit);
            continue;
        }
        if t.mark && n > 0 || !is("linking", w) {
            break;
        }
    }
    hit
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(text: &str) -> Vec<(Outcome, f64)> {
        let tokens = tokens(text, Span::new(0, text.len()));
        count(&tokens, &[], Some("2031")).into_iter().map(|c| (c.outcome, c.value)).collect()
    }

    #[test]
    fn victims_are_counted_in_the_words_of_news() {
        use Outcome::{Hit, Injured, Killed};
        for (text, told) in [
            ("2 dead, 4 wounded in fire at harbour", vec![(Killed, 2.0), (Injured, 4.0)]),
            ("Two people were killed and three others injured.", vec![(Killed, 2.0), (Injured, 3.0)]),
            ("A man was shot and killed at the mill.", vec![(Killed, 1.0)]),
            ("A 14-year-old girl was wounded by a stray bullet.", vec![(Injured, 1.0)]),
            ("The blast killed three people and wounded seven.", vec![(Killed, 3.0), (Injured, 7.0)]),
            ("Gunfire left one man dead.", vec![(Killed, 1.0)]),
            ("Four people were shot at the fair.", vec![(Hit, 4.0)]),
            ("No one was injured.", vec![(Injured, 0.0)]),
            ("Five people, including a child and his mother, were wounded.", vec![(Injured, 5.0)]),
            ("The crash sent six people to hospital.", vec![(Hit, 6.0)]),
            ("Two people were killed there on March 4, 2031.", vec![(Killed, 2.0)]),
            ("The death of a woman is being looked into.", vec![(Killed, 1.0)]),
        ] {
            let mut found = counts(text);
            found.sort_by_key(|f| f.0);
            assert_eq!(found, told, "{text}");
        }
    }

    #[test]
    fn what_is_no_count_of_victims_is_left_alone() {
        for text in [
            "A shot was fired.",
            "Police arrested two men.",
            "Three people were killed there in 2012.",
            "A blast could kill five people.",
            "He killed time for two hours.",
            "Two cars were damaged.",
            "Lind, 28, was killed at the mill.",
        ] {
            assert!(counts(text).is_empty(), "{text}: {:?}", counts(text));
        }
    }

    #[test]
    fn odd_text_is_no_trouble() {
        for text in ["", "’’—", "é one é", "- two'", &"one ".repeat(200)] {
            let _ = counts(text);
        }
    }
}
