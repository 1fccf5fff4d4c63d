//! What a speaker says that somebody else says: "Reed said that Hill had denied the claim".
//!
//! A second look at contents, which a reader of one attribution a sentence leaves whole. Only verbs of saying with a
//! subject of their own in front of them count, and "according to".

use std::collections::BTreeSet;
use std::ops::Range;

use parallax_model::{Document, EntityType, MentionKind, SpeakerKind, Statement, StatementKind};

use super::addressee;
use super::cues::{self, Form, Hit};
use super::find::{By, Found};
use super::speaker;
use super::turns::Turn;
use super::words::{Line, Word, class};

/// Cues that are known: line, first word, one past the last.
type Cues = BTreeSet<(usize, usize, usize)>;

/// Longest subject, in words.
const REACH: usize = 16;
/// Most statements before and behind one that may hold it.
const NEAR: usize = 48;

/// Puts attributions inside contents behind the one that holds them.
pub(super) fn add(document: &Document, lines: &[Line], turns: Vec<Turn>) -> Vec<Turn> {
    let cues = turns.iter().filter_map(|t| Some((t.line, t.found.as_ref()?.cue.clone())));
    let mut known: Cues = cues.map(|(line, cue)| (line, cue.start, cue.end)).collect();
    let mut seen = BTreeSet::new();
    let mut out = Vec::with_capacity(turns.len());
    for turn in turns {
        let mut inner = Vec::new();
        if turn.found.is_some() {
            for span in &turn.content {
                let after =
                    lines.partition_point(|l| l.words.first().is_none_or(|w| w.start <= span.start as usize));
                let Some(number) = after.checked_sub(1) else { continue };
                let line = &lines[number];
                let from = line.words.partition_point(|w| w.start < span.start as usize);
                let to = line.words.partition_point(|w| w.start < span.end as usize);
                look(document, line, number, from..to, (&mut known, &mut seen), &mut inner);
            }
        }
        out.push(turn);
        out.extend(inner);
    }
    out
}

/// Every statement's outer one: the one with the shortest content around its words of saying.
pub(super) fn link(statements: &mut [Statement]) {
    let holds = |outer: &Statement, inner: &Statement| {
        let mut words = inner.cue.iter().chain(&inner.source);
        let own = outer.kind != StatementKind::OwnVoice && inner.kind != StatementKind::OwnVoice;
        (own && words.next().is_some() && !inner.cue.is_empty())
            .then(|| {
                let content = outer.content.iter().find(|c| {
                    inner.cue.iter().all(|w| c.contains(*w)) && inner.source.iter().all(|w| c.contains(*w))
                })?;
                Some(content.len())
            })
            .flatten()
    };
    let found: Vec<Option<u32>> = (0..statements.len())
        .map(|i| {
            let near = i.saturating_sub(NEAR)..statements.len().min(i + NEAR);
            let outer = near.filter(|&j| j != i && holds(&statements[i], &statements[j]).is_none());
            let outer = outer.filter_map(|j| Some((holds(&statements[j], &statements[i])?, j)));
            outer.min().map(|(_, j)| j as u32)
        })
        .collect();
    for (statement, outer) in statements.iter_mut().zip(found) {
        statement.within = outer;
    }
}

/// Takes out what somebody says that someone says of whom the page gives no more than a pronoun; whether
/// there was any.
pub(super) fn drop_unknown(statements: &mut Vec<Statement>) -> bool {
    let before = statements.len();
    statements.retain(|s| {
        let unknown = s.speaker.as_ref().is_none_or(|s| s.kind == SpeakerKind::Unknown);
        !(s.within.is_some() && unknown && !s.source.is_empty())
    });
    statements.len() < before
}

/// Takes out what only repeats who says it: "The port told crews to wait, the port said on its website". Where and when is
/// kept; whether there was any.
pub(super) fn fold_same(statements: &mut Vec<Statement>) -> bool {
    let entity = |s: &Statement| s.speaker.as_ref().and_then(|s| s.entity);
    let mut folded = vec![false; statements.len()];
    for i in 0..statements.len() {
        let inner = &statements[i];
        let Some(o) = inner.within.map(|w| w as usize) else { continue };
        let outer = &statements[o];
        let behind = outer.cue.first().zip(outer.content.last()).is_some_and(|(cue, c)| c.end <= cue.start);
        let starts = inner.source.first().zip(outer.content.first()).is_some_and(|(s, c)| s.start == c.start);
        let whole = behind && starts;
        if !whole || entity(inner).is_none() || entity(inner) != entity(outer) {
            continue;
        }
        folded[o] = true;
        let (said_at, channel, occasion) = (outer.said_at, outer.channel.clone(), outer.occasion.clone());
        let inner = &mut statements[i];
        inner.said_at = inner.said_at.or(said_at);
        inner.channel = inner.channel.take().or(channel);
        inner.occasion = inner.occasion.take().or(occasion);
    }
    let mut all = folded.iter();
    statements.retain(|_| !all.next().is_some_and(|f| *f));
    folded.contains(&true)
}

fn look(
    document: &Document,
    line: &Line,
    number: usize,
    content: Range<usize>,
    (known, seen): (&mut Cues, &mut BTreeSet<(usize, usize)>),
    out: &mut Vec<Turn>,
) {
    let mut at = content.start;
    while at < content.end {
        let before = |cue: &Range<usize>| known.range(..(number, cue.end, 0)).next_back().copied();
        let taken =
            |cue: &Range<usize>| before(cue).is_some_and(|(l, _, end)| l == number && end > cue.start);
        let found = if line.words[at].lower == "according" {
            according(document, line, &content, at)
        } else {
            // Each word is tried once, in the first content that holds it.
            let hit = cues::at(&line.words, at).filter(|_| seen.insert((number, at)));
            hit.and_then(|hit| said(document, line, &content, at, hit))
        };
        if let Some(found) = found.filter(|f| !taken(&f.cue)) {
            let spans = found.content.iter().filter_map(|r| line.span(r)).collect();
            known.insert((number, found.cue.start, found.cue.end));
            out.push(Turn::inside(number, found, spans));
        }
        at += 1;
    }
}

fn new(line: &Line, source: Range<usize>, cue: Range<usize>, content: Range<usize>) -> Option<Found> {
    let frame = line.frames.iter().position(|f| f.contains(&cue.start))?;
    Some(Found::given(frame, source, cue, vec![content]))
}

/// The sentence around a word, cut to the content, without marks at its ends.
fn sentence(document: &Document, line: &Line, content: &Range<usize>, at: usize) -> Range<usize> {
    let whole = document.sentence_at(line.words[at].start as u32).map_or_else(
        || content.clone(),
        |s| {
            let from = line.words.partition_point(|w| w.start < s.span.start as usize);
            from..line.words.partition_point(|w| w.start < s.span.end as usize)
        },
    );
    trim(line, whole.start.max(content.start)..whole.end.min(content.end))
}

fn trim(line: &Line, mut words: Range<usize>) -> Range<usize> {
    let mark = |w: &Word| w.is(class::MARK) && !matches!(w.lower.as_str(), "(" | ")");
    let single = |w: &Word| matches!(w.lower.as_str(), "‘" | "'" | "’");
    while words.start < words.end && mark(&line.words[words.start]) && !single(&line.words[words.start]) {
        words.start += 1;
    }
    while words.start < words.end && mark(&line.words[words.end - 1]) && !single(&line.words[words.end - 1]) {
        words.end -= 1;
    }
    words
}

/// A verb of saying inside a content, with its subject and what is said.
fn said(document: &Document, line: &Line, content: &Range<usize>, at: usize, hit: Hit) -> Option<Found> {
    let words = &line.words;
    let frames = hit.cue.frames;
    let end = at + hit.len;
    if !frames.say || end > content.end || words[at].is(class::CAPITAL) {
        return None;
    }
    let around = sentence(document, line, content, at);
    if !around.contains(&at) {
        return None;
    }
    let mut verb = at;
    let helper = |w: &Word| {
        w.is(class::AUXILIARY | class::ADVERB | class::NEGATION) && !w.is(class::DETERMINER)
            || w.lower.len() > 4 && w.lower.ends_with("ly") && !w.is(class::CAPITAL)
    };
    while verb > around.start && helper(&words[verb - 1]) {
        verb -= 1;
    }
    let helpers = &words[verb..at];
    let passive = helpers.iter().rev().find(|w| w.is(class::AUXILIARY)).is_some_and(|w| w.is(class::BE));
    let source = subject(document, line, &around, verb)?;
    // "if Reed says so": nobody has.
    let before = source.start.checked_sub(1).filter(|&i| i >= around.start);
    if before.is_some_and(|i| matches!(words[i].lower.as_str(), "if" | "unless" | "lest" | "whether")) {
        return None;
    }
    let finite = match hit.form {
        Form::Past | Form::Third => true,
        Form::Plain => {
            helpers.is_empty()
                && frames.say
                && words[source.end - 1].lower.ends_with('s')
                && !words[source.end - 1].is(class::CAPITAL)
        }
        Form::Ing => false,
    };
    if !finite || passive {
        return None;
    }
    let negated = helpers.iter().any(|w| w.is(class::NEGATION));
    let mut found = new(line, source.clone(), at..end, around.clone())?;
    found.entry = Some(hit.cue);
    found.negated = negated;
    // "The bridge, Hill said, is safe"
    let comma = |i: usize| words.get(i).is_some_and(|w| w.lower == ",");
    let closes = end >= around.end || comma(end);
    if frames.say && source.start > around.start + 1 && comma(source.start - 1) && closes {
        let rest = end + 1..around.end;
        // "In May, he said, ‘We …’": the marks tell what he said.
        let marked = words.get(end + 1).is_some_and(|w| matches!(w.lower.as_str(), "‘" | "'" | "“"));
        let front = if marked { around.start..around.start } else { around.start..source.start - 1 };
        found.content = [front, rest].into_iter().filter(|r| !r.is_empty()).collect();
        return Some(found);
    }
    let mut from = end;
    if frames.addressee || hit.cue.lemma == "tell" {
        found.addressee = addressee::object(document, line, end, around.end);
        from = found.addressee.as_ref().map_or(from, |a| a.end);
    }
    while from < around.end && words[from].is(class::TIMEX | class::TIME)
        || comma(from)
        || words.get(from).is_some_and(|w| w.lower == ":")
    {
        from += 1;
    }
    let next = words.get(from).filter(|_| from < around.end)?;
    let clause = matches!(next.lower.as_str(), "that" | "‘" | "'" | "whether")
        || (frames.say || frames.clause)
            && (next.is(class::PRONOUN | class::DETERMINER | class::CAPITAL) || next.is_content())
        || frames.that && next.lower == "what";
    let verb_inside = words[from..around.end].iter().any(|w| {
        w.is(class::AUXILIARY | class::FINITE)
            || w.lower.len() > 4 && (w.lower.ends_with("ed") || w.lower.ends_with("ing"))
            || w.lower.len() > 3 && w.lower.ends_with('s') && !w.is(class::CAPITAL)
    });
    let object = frames.object && !frames.noun && next.is(class::DETERMINER | class::CAPITAL);
    let whole = clause && (verb_inside || next.lower == "that") || object;
    // "as rich as he says he is" leaves out what is said.
    if !whole || around.end - from < if object { 2 } else { 3 } {
        return None;
    }
    found.around = end..from;
    found.content = vec![trim(line, from..around.end)];
    Some(found)
}

/// The subject that ends before word `end`: somebody who can speak, at the front of a clause.
fn subject(document: &Document, line: &Line, sentence: &Range<usize>, end: usize) -> Option<Range<usize>> {
    let words = &line.words;
    let last = end.checked_sub(1).filter(|&i| i >= sentence.start)?;
    if words[last].is(class::PRONOUN) {
        let third = matches!(words[last].lower.as_str(), "he" | "she" | "they" | "it");
        return (third && opens_clause(words, sentence, last)).then_some(last..end);
    }
    // "the minister, Ivo Kral, had promised"
    let close = if words[last].lower == "," { last } else { end };
    let open = if close < end {
        (sentence.start..close).rev().take(10).find(|&i| words[i].lower == ",")?
    } else {
        end
    };
    let low = sentence.start.max(open.saturating_sub(REACH));
    let mut start = open;
    while start > low {
        let w = &words[start - 1];
        let of = w.lower == "of" && start < open && words[start].is_content();
        let genitive = matches!(w.lower.as_str(), "'s" | "’s" | "’");
        if w.is(class::DETERMINER) && w.lower != "that" {
            start -= 1;
            if start > low && matches!(words[start - 1].lower.as_str(), "of" | "'s" | "’s") {
                continue;
            }
            break;
        }
        if !(w.is_content() && !w.is(class::MARK | class::FINITE | class::TIMEX)
            || of
            || genitive
            || w.lower == ".")
        {
            break;
        }
        let verb = !w.is(class::CAPITAL) && cues::at(words, start - 1).is_some_and(|h| h.form == Form::Past);
        if verb {
            break;
        }
        start -= 1;
    }
    let group = start..open;
    if group.is_empty() || !opens_clause(words, sentence, start) {
        return None;
    }
    let span = line.span(&group)?;
    let named = document.mentions_in(span).any(|(_, m)| {
        m.kind == MentionKind::Name
            && m.span.end == span.end
            && matches!(
                m.of,
                EntityType::Person | EntityType::Organisation | EntityType::Polity | EntityType::Group
            )
    });
    (named || speaker::can_speak(&words[open - 1].lower)).then_some(start..close)
}

/// Whether a clause can begin at a word: behind a conjunction, a mark or a verb, or at the front.
fn opens_clause(words: &[Word], sentence: &Range<usize>, at: usize) -> bool {
    if at <= sentence.start {
        return true;
    }
    let before = &words[at - 1];
    before.is(class::SUBORDINATOR
        | class::COORDINATOR
        | class::OBJECT_PRONOUN
        | class::OPENER
        | class::ADVERB)
        || before.is(class::MARK) && !matches!(before.lower.as_str(), "'" | "-" | "/")
        || cues::at(words, at - 1).is_some()
        || matches!(before.lower.as_str(), "knew" | "heard" | "saw" | "learned" | "me")
}

/// "according to the phone records", inside a content.
fn according(document: &Document, line: &Line, content: &Range<usize>, at: usize) -> Option<Found> {
    let words = &line.words;
    let around = sentence(document, line, content, at);
    if words.get(at + 1)?.lower != "to" || !around.contains(&at) {
        return None;
    }
    let from = at + 2;
    let to = (from..around.end.min(from + REACH)).find(|&i| {
        i > from && words[i].is(class::MARK) && !matches!(words[i].lower.as_str(), "." | "’s" | "'s" | "-")
    });
    let to = to.unwrap_or(around.end);
    if from >= to {
        return None;
    }
    let fronts = words[around.start..at].iter().all(|w| !w.is_content());
    let rest = trim(line, if fronts { to..around.end } else { around.start..at });
    if rest.len() < 2 {
        return None;
    }
    let mut found = new(line, from..to, at..from, rest)?;
    found.by = By::According;
    Some(found)
}
