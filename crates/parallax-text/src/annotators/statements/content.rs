//! What is said: the words before or after a cue that are its content.

use std::ops::Range;

use super::cues::Form;
use super::find::{By, Found};
use super::words::{Line, Word, class, has_verb};

/// How far the content may stand from its cue, in words: "said on Monday at a meeting in Kyiv that".
const FAR: usize = 30;

/// The content of one attribution and what stands between it and the cue.
#[derive(Debug, Default)]
struct Cut {
    content: Vec<Range<usize>>,
    addressee: Option<Range<usize>>,
    around: Option<Range<usize>>,
}

/// Where the content on the right of a cue begins.
struct Start {
    at: usize,
    addressee: Option<Range<usize>>,
}

/// Gives content to the attributions `all[first..]` of a frame; those that have none are taken out.
pub(super) fn cut(line: &Line, frame: &Range<usize>, all: &mut Vec<Found>, first: usize) {
    let limits: Vec<usize> = (first..all.len()).map(|k| limit(line, frame, &all[k..])).collect();
    for (found, end) in all[first..].iter_mut().zip(limits) {
        if !found.content.is_empty() {
            continue;
        }
        let cut = match found.by {
            By::According => according(line, frame, found, end),
            By::Dash => before(line, frame.start, found.cue.start)
                .map(|content| Cut { content: vec![content], ..Cut::default() }),
            _ => spoken(line, frame, found, end),
        };
        if let Some(cut) = cut {
            found.content = cut.content;
            found.addressee = cut.addressee;
            found.around = cut.around.unwrap_or_else(|| found.around.clone());
        }
    }
    let mut at = 0;
    all.retain(|f| {
        at += 1;
        at <= first || !f.content.is_empty()
    });
}

/// Where the content of the first attribution must end because a later one begins.
fn limit(line: &Line, frame: &Range<usize>, all: &[Found]) -> usize {
    let words = &line.words;
    let Some((this, later)) = all.split_first() else { return frame.end };
    let from = this.around.end.max(this.cue.end);
    let to = fronted(words, frame, this).unwrap_or(frame.end);
    let comma = |at: usize| {
        let marked = at > from && words[at - 1].quote.is_none() && words[at - 1].lower == ",";
        if marked { at - 1 } else { at }
    };
    for next in later {
        let start = next.begin;
        if start <= from {
            continue;
        }
        let previous = &words[start - 1];
        let bound = match next.by {
            By::According => Some(comma(start)),
            By::Shared if next.form == Form::Ing => match previous.lower.as_str() {
                "while" | "before" | "after" | "and" | "but" => Some(comma(start - 1)),
                _ => Some(comma(start)),
            },
            By::Shared => Some(comma(start)),
            By::Right if previous.lower == "," => Some(start - 1),
            By::Left if previous.quote.is_some() => {
                (line.ends_quote(start - 1) && stops(line, start - 1)).then_some(start)
            }
            By::Left if previous.is(class::COORDINATOR) => Some(comma(start - 1)),
            By::Left
                if matches!(previous.lower.as_str(), "while" | "as" | "after" | "although" | "though")
                    && comma(start - 1) < start - 1 =>
            {
                Some(start - 2)
            }
            By::Left if previous.lower == "," => {
                let after = next.around.end.max(next.cue.end);
                let hears = next.entry.is_some_and(|e| e.frames.addressee);
                let after = hearer(line, after, frame.end).filter(|_| hears).map_or(after, |h| h.end);
                let closes = after >= frame.end
                    || words[after].is(class::MARK | class::TIMEX | class::ADJUNCT)
                    || words[after].lower.ends_with("ing");
                closes.then_some(start - 1)
            }
            _ => None,
        };
        if let Some(bound) = bound.filter(|&b| b > from) {
            return bound.min(to);
        }
    }
    to
}

/// Where a clause in front of the main one ends: "While Russia denied the plan, it ...".
fn fronted(words: &[Word], frame: &Range<usize>, found: &Found) -> Option<usize> {
    let first =
        words[frame.clone()].iter().find(|w| !w.is(class::MARK) && w.lower != "even" && w.lower != "but")?;
    let fronts = first.quote.is_none()
        && matches!(
            first.lower.as_str(),
            "while"
                | "asked"
                | "as"
                | "although"
                | "though"
                | "when"
                | "if"
                | "because"
                | "since"
                | "after"
                | "before"
                | "whereas"
        )
        || (found.cue.start == frame.start && found.by == By::Shared);
    let plain = |w: &Word| w.lower == "," && w.quote.is_none();
    let in_front = fronts && !words[frame.start..found.cue.start].iter().any(plain);
    let comma = (found.cue.end..frame.end).find(|&i| plain(&words[i])).filter(|_| in_front)?;
    Some(comma)
}

fn according(line: &Line, frame: &Range<usize>, found: &Found, end: usize) -> Option<Cut> {
    let left = before(line, frame.start, found.cue.start).filter(|r| r.len() > 2);
    let content = match left {
        Some(left) => left,
        None => {
            let from = found.source.as_ref()?.end;
            let from = if line.words.get(from).is_some_and(|w| w.lower == ",") { from + 1 } else { from };
            trimmed(line, from, end)?
        }
    };
    Some(Cut { content: vec![content], ..Cut::default() })
}

fn spoken(line: &Line, frame: &Range<usize>, found: &Found, end: usize) -> Option<Cut> {
    let words = &line.words;
    let entry = found.entry?;
    let low = frame.start;
    let after = if found.by == By::Right { found.around.end } else { found.cue.end };
    let edge = match found.by {
        By::Right => Some(found.cue.start),
        By::Left => found.source.as_ref().map(|s| s.start),
        _ => None,
    };
    let edge = edge.filter(|&e| e > low && entry.frames.say);
    let quoted =
        edge.is_some_and(|e| line.ends_quote(e - 1) && (found.by == By::Right || stops(line, e - 1)));
    let comma = edge.is_some_and(|e| words[e - 1].lower == "," && words[e - 1].quote.is_none());
    let right = if found.by == By::Right && !quoted { None } else { start(line, found, after, end) };
    let next_is_comma = words.get(after).is_some_and(|w| after < end && w.lower == "," && w.quote.is_none());
    if let Some(edge) = edge
        && (quoted || (comma && (right.is_none() || next_is_comma)))
        && let Some(left) = before(line, low, edge)
        && (quoted || has_verb(&words[left.clone()]) || next_is_comma)
    {
        let more = continued(line, after, end);
        let more = more.or_else(|| {
            let rest = (next_is_comma && !quoted).then(|| trimmed(line, after + 1, end)).flatten();
            rest.filter(|r| !words[r.start].lower.ends_with("ing"))
        });
        let around = after..more.as_ref().map_or(end, |m| m.start);
        let addressee = if entry.frames.addressee { hearer(line, after, around.end) } else { None };
        return Some(Cut {
            content: [Some(left), more].into_iter().flatten().collect(),
            addressee,
            around: Some(around),
        });
    }
    let right = right?;
    // "which he described as ... , would": the rest belongs to the clause around it.
    let end = if words.get(right.at).is_some_and(|w| w.lower == "as") && entry.frames.object {
        let close = |i: &usize| {
            (words[*i].quote.is_none() && matches!(words[*i].lower.as_str(), "," | "—" | "–"))
                || (line.ends_quote(*i - 1) && stops(line, *i - 1))
        };
        (right.at + 1..end).find(close).unwrap_or(end)
    } else {
        end
    };
    let content = trimmed(line, right.at, end)?;
    Some(Cut { around: Some(after..right.at), content: vec![content], addressee: right.addressee })
}

/// Whether the quote that ends at a word closes on a mark: "...," or "...!".
fn stops(line: &Line, word: usize) -> bool {
    let inside = line.quote_words(word);
    let text = inside.clone().rev().map(|i| &line.words[i]).find(|w| !is_quote_mark(w));
    text.is_some_and(|w| w.is(class::MARK))
}

fn is_quote_mark(word: &Word) -> bool {
    matches!(word.lower.as_str(), "“" | "”" | "\"" | "''" | "``" | "‘" | "’" | "'" | "„" | "«" | "»")
}

/// The second half of "...," he said, "...".
fn continued(line: &Line, from: usize, end: usize) -> Option<Range<usize>> {
    let at = (from..end.min(from + FAR)).find(|&i| line.opens_quote(i))?;
    let before = at.checked_sub(1).map(|i| &line.words[i])?;
    let linked = matches!(before.lower.as_str(), "," | ":" | "that" | "." | "-" | "–" | "—") || at == from;
    let long = line.quote_words(at).len() > 4;
    if linked && long { trimmed(line, at, end) } else { None }
}

/// The words from `low` to `to` without openers at the front and marks at the end.
fn before(line: &Line, low: usize, to: usize) -> Option<Range<usize>> {
    let words = &line.words;
    let mut start = low;
    while start < to
        && words[start].quote.is_none()
        && words[start].is(class::MARK | class::COORDINATOR | class::OPENER)
    {
        start += 1;
    }
    trimmed(line, start, to)
}

/// A range without marks at its ends, quotation marks apart.
fn trimmed(line: &Line, mut start: usize, mut end: usize) -> Option<Range<usize>> {
    let words = &line.words;
    while start < end && words[start].quote.is_none() && words[start].is(class::MARK) {
        start += 1;
    }
    while start < end && words[end - 1].quote.is_none() && words[end - 1].is(class::MARK | class::COORDINATOR)
    {
        end -= 1;
    }
    (start < end).then_some(start..end)
}

fn is_adverb(word: &Word) -> bool {
    !word.is(class::DETERMINER | class::PRONOUN)
        && word.quote.is_none()
        && (word.is(class::ADVERB | class::TIMEX | class::TIME)
            || (word.lower.len() > 4 && word.lower.ends_with("ly") && !word.is(class::CAPITAL)))
}

/// Skips adverbs and times with their prepositions.
fn skip(words: &[Word], mut at: usize, end: usize) -> usize {
    while at < end {
        let word = &words[at];
        let timed = |i: usize| {
            words.get(i).is_some_and(|w| i < end && w.is(class::TIMEX | class::TIME | class::TIME_NOUN))
        };
        let before_time = word.is(class::PREPOSITION | class::TIME_BEFORE)
            && word.quote.is_none()
            && (timed(at + 1)
                || (word.is(class::PREPOSITION)
                    && words.get(at + 1).is_some_and(|w| w.is(class::TIME_BEFORE))
                    && timed(at + 2)));
        let noun = at > 0 && word.is(class::TIME_NOUN) && words[at - 1].is(class::TIME_BEFORE | class::TIMEX);
        if !(is_adverb(word) || before_time || noun) {
            break;
        }
        at += 1;
    }
    at
}

/// Takes back the "not" of "not to travel".
fn unskip(words: &[Word], from: usize, at: usize) -> usize {
    let to = words.get(at).is_some_and(|w| w.lower == "to");
    if to && at > from && words[at - 1].is(class::NEGATION) { at - 1 } else { at }
}

/// Whether a word opens a content for certain: a quote, "that", a question word, a colon before.
fn opens(line: &Line, at: usize) -> bool {
    let word = &line.words[at];
    line.opens_quote(at)
        || (word.quote.is_none() && matches!(word.lower.as_str(), "that" | "whether"))
        || (at > 0 && line.words[at - 1].lower == ":" && line.words[at - 1].quote.is_none())
}

fn start(line: &Line, found: &Found, after: usize, end: usize) -> Option<Start> {
    let words = &line.words;
    let entry = found.entry?;
    let f = entry.frames;
    let bare = |at: usize| Some(Start { at, addressee: None });
    let at = unskip(words, after, skip(words, after, end));
    if words.get(at).is_some_and(|w| at < end && w.is(class::NEGATION) && (f.to || f.object)) {
        return bare(at);
    }
    let word = words.get(at).filter(|_| at < end)?;
    if line.opens_quote(at) {
        return bare(at);
    }
    match word.lower.as_str() {
        ":" => return if f.say || f.clause { bare(at + 1) } else { None },
        "," => {
            let far = (at + 1..end.min(at + FAR)).find(|&i| opens(line, i))?;
            let close = far == at + 1 || words[far].quote.is_none() || words[far - 1].lower == ",";
            return if f.say && close { bare(far) } else { None };
        }
        "that" | "whether" => {
            return if f.say || f.clause || f.that || f.object { bare(at) } else { None };
        }
        "how" | "why" | "what" | "if" | "who" | "where" | "when"
            if word.is(class::SUBORDINATOR | class::PRONOUN) =>
        {
            let asks = f.that
                || f.addressee
                || f.object
                || (f.clause && !f.say)
                || word.lower != "when" && word.lower != "if";
            return if asks && (f.clause || f.that || f.object) { bare(at) } else { None };
        }
        "to" if f.to || f.object => return bare(at),
        "as" if f.object => return bare(at),
        other if entry.prepositions.contains(&other) => return bare(at + 1),
        _ => {}
    }
    if word.is(class::MARK) || word.is(class::COORDINATOR) {
        return None;
    }
    if word.is(class::ADJUNCT) && !word.is(class::DETERMINER) {
        if !(f.say || f.clause || f.that) {
            return None;
        }
        let quote_only = !(f.clause || f.that);
        return behind_adjunct(line, at, end)
            .filter(|&i| !quote_only || line.words[i].quote.is_some())
            .and_then(bare);
    }
    if f.addressee
        && let Some(start) = spoken_to(line, found, at, end)
    {
        return Some(start);
    }
    if f.infinitive {
        let to = words[at..end].iter().take(14).any(|w| w.quote.is_none() && w.lower == "to");
        return if to { bare(at) } else { None };
    }
    if f.object {
        return bare(at);
    }
    let pronoun = word.is(class::PRONOUN | class::DETERMINER | class::CAPITAL) || word.lower == "there";
    let fits = if f.say { f.clause } else { f.clause && pronoun };
    let sure = |w: &Word| w.is(class::AUXILIARY | class::FINITE | class::PRONOUN) || w.lower.ends_with("ed");
    let verb = if f.say { has_verb(&words[at..end]) } else { words[at..end].iter().take(16).any(sure) };
    (fits && verb).then_some(Start { at, addressee: None })
}

/// The content behind "in a statement on Monday": after "that", a quote or a colon, else at a plain subject.
fn behind_adjunct(line: &Line, at: usize, end: usize) -> Option<usize> {
    let words = &line.words;
    // A comma closes the adjunct: what stands behind it belongs to something else.
    let closed = (at + 1..end).find(|&i| {
        let comma = words[i].lower == "," && words[i].quote.is_none();
        comma && i + 1 < end && !line.opens_quote(i + 1) && words[i + 1].lower != "that"
    });
    let reach = end.min(at + FAR).min(closed.unwrap_or(end));
    let sure = (at + 1..reach).find(|&i| {
        let comma = matches!(words[i - 1].lower.as_str(), "," | ":");
        (words[i].quote.is_none() && words[i].lower == "that" && !words[i - 1].is(class::PREPOSITION))
            || (line.opens_quote(i) && (comma || line.quote_words(i).len() > 6))
            || (words[i - 1].lower == ":" && words[i - 1].quote.is_none())
    });
    let subject = (at + 2..reach).find(|&i| {
        let w = &words[i];
        let left = &words[i - 1];
        w.quote.is_none()
            && !left.is(class::PREPOSITION | class::COORDINATOR)
            && (matches!(w.lower.as_str(), "he" | "she" | "they" | "it" | "we" | "there")
                || (w.is(class::DETERMINER) && left.is_content() && !left.is(class::MARK))
                || (w.is_content() && left.is(class::TIMEX) && !w.is(class::TIMEX)))
    });
    match (sure, subject) {
        (Some(a), Some(b)) => Some(if words[a].lower == "that" || b > a { a } else { b }),
        (a, b) => a.or(b.filter(|&b| has_verb(&words[b..end]))),
    }
}

/// The noun group from `at`: one hearer.
fn hearer(line: &Line, at: usize, end: usize) -> Option<Range<usize>> {
    let words = &line.words;
    let at = skip(words, at, end);
    let first = words.get(at).filter(|w| at < end && w.quote.is_none())?;
    if first.is(class::OBJECT_PRONOUN) || (first.is(class::PRONOUN) && first.lower == "you") {
        return Some(at..at + 1);
    }
    let mut to = at;
    if first.is(class::DETERMINER) {
        to += 1;
    }
    let capital = words.get(to).is_some_and(|w| w.is(class::CAPITAL));
    while to < end {
        let word = &words[to];
        let possessive = matches!(word.lower.as_str(), "'s" | "’s" | "’" | "'");
        let listed = to > at
            && word.lower == "and"
            && words.get(to + 1).is_some_and(|w| w.is(class::CAPITAL) == capital && w.is_content());
        let part = word.is_content() && !word.is(class::TIMEX | class::TIME) && (word.quote.is_none());
        let turns = part
            && to > at
            && !capital
            && word.is(class::CAPITAL)
            && !words[to - 1].is(class::CAPITAL)
            && !matches!(words[to - 1].lower.as_str(), "'s" | "’s")
            && !words[to - 1].is(class::DETERMINER);
        let plain_after_plural = part
            && to > at
            && !word.is(class::CAPITAL)
            && words[to - 1].lower.ends_with('s')
            && !words[to - 1].is(class::DETERMINER | class::CAPITAL)
            && !matches!(words[to - 1].lower.as_str(), "'s" | "’s");
        if (!part && !possessive && !listed) || turns || plain_after_plural {
            break;
        }
        to += 1;
    }
    (to > at && words[at..to].iter().any(Word::is_content)).then_some(at..to)
}

/// "told CNN on Friday that", "warned the minister of".
fn spoken_to(line: &Line, found: &Found, at: usize, end: usize) -> Option<Start> {
    let words = &line.words;
    let entry = found.entry?;
    let hearer = hearer(line, at, end)?;
    let from = unskip(words, hearer.end, skip(words, hearer.end, end));
    let word = words.get(from).filter(|_| from < end)?;
    let addressee = Some(hearer.clone());
    let negated = words[from].is(class::NEGATION);
    if negated
        || opens(line, from)
        || matches!(word.lower.as_str(), "how" | "why" | "what" | "who" | "if" | "when" | "to")
    {
        return Some(Start { at: from, addressee });
    }
    if matches!(word.lower.as_str(), "," | ":")
        && from + 1 < end
        && (word.lower == ":" || line.opens_quote(from + 1))
    {
        return Some(Start { at: from + 1, addressee });
    }
    if entry.prepositions.contains(&word.lower.as_str()) || (word.lower == "about" && entry.lemma != "tell") {
        return Some(Start { at: from + 1, addressee });
    }
    if word.is(class::ADJUNCT) || matches!(word.lower.as_str(), "," | "’" | "'") {
        let at = behind_adjunct(line, from, end)?;
        return Some(Start { at, addressee });
    }
    let clause = entry.frames.clause || entry.lemma == "tell";
    // "told the BBC the talks had failed": one noun group after the other.
    let subject = word.is(class::PRONOUN | class::DETERMINER | class::CAPITAL) || word.is_content();
    (clause
        && subject
        && from >= hearer.end
        && has_verb(&words[from..end])
        && !words[hearer.end..from].iter().any(|w| w.is(class::AUXILIARY)))
    .then_some(Start { at: from, addressee })
}
