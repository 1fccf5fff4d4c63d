//! Attributions of one block: who says what, with which words.
//!
//! First every cue of a frame gets its speaker; then its content is cut, which needs to know where the next
//! attribution begins. A model that finds spans can take the place of this file: what it hands on is [`Found`].

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::content;
use super::cues::{self, Cue, Form, Hit};
use super::source;
use super::words::{Line, Word, class};
use crate::lexicon::{english, rows};

/// How a speaker was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// On the left: "Peskov said".
    Left,
    /// On the right: "said Peskov".
    Right,
    /// That of the cue before: "and added", ", saying".
    Shared,
    /// "according to Peskov".
    According,
    /// A dash after a quote.
    Dash,
}

/// An attribution, in words of its line.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) frame: usize,
    pub(super) source: Option<Range<usize>>,
    pub(super) cue: Range<usize>,
    pub(super) content: Vec<Range<usize>>,
    /// The lexicon's entry; none for "according to" and dashes.
    pub(super) entry: Option<&'static Cue>,
    pub(super) by: By,
    pub(super) negated: bool,
    /// Words right of the cue that are neither speaker nor content: "in a statement on Monday".
    pub(super) around: Range<usize>,
    /// The one spoken to.
    pub(super) addressee: Option<Range<usize>>,
    /// First word of the attribution's clause, for the cut of the content before it.
    pub(super) begin: usize,
    pub(super) form: Form,
}

/// Whether the words from `at` on are a "he said" that belongs to the quote before them.
pub(super) fn is_tail(words: &[Word], at: usize) -> bool {
    let reach = words.len().min(at + 14);
    if words.get(at).is_some_and(|w| w.is(class::OPENER | class::COORDINATOR)) {
        return false;
    }
    let full = at >= 2 && words[at - 2].lower == ".";
    for i in at..reach {
        let word = &words[i];
        if word.quote.is_some()
            || (word.is(class::MARK) && !matches!(word.lower.as_str(), "," | "." | "'" | "’s" | "'s" | "’"))
        {
            return false;
        }
        if word.lower == "." && i > at && words.get(i + 1).is_some_and(|w| w.is(class::CAPITAL)) && i > at + 2
        {
            return false;
        }
        let Some(hit) = cues::at(words, i) else { continue };
        if !hit.cue.frames.say || !matches!(hit.form, Form::Past | Form::Third) {
            continue;
        }
        let after = words.get(i + hit.len);
        let inverted = i == at;
        // "... ." Smith added, "...": the next quote is what is added.
        let again = (i + hit.len..reach).find(|&j| !words[j].is(class::MARK) || words[j].quote.is_some());
        if full
            && !inverted
            && after.is_some_and(|w| w.lower == ",")
            && again.is_some_and(|j| words[j].quote.is_some())
        {
            return false;
        }
        return inverted
            || after.is_none_or(|w| {
                (w.is(class::MARK) && w.quote.is_none() && w.lower != ":")
                    || w.is(class::TIMEX | class::TIME | class::ADVERB)
                    || (w.is(class::ADJUNCT) && !w.is(class::SUBORDINATOR))
                    || (hit.cue.lemma == "tell")
            });
    }
    false
}

/// The attributions of a line, in the order of their cues.
pub(super) fn attributions(line: &Line) -> Vec<Found> {
    let mut out: Vec<Found> = Vec::new();
    for (number, frame) in line.frames.iter().enumerate() {
        let first = out.len();
        let mut at = frame.start;
        while at < frame.end {
            let word = &line.words[at];
            if word.quote.is_some() {
                at += 1;
                continue;
            }
            let found = if word.lower == "according" {
                according(line, number, at)
            } else if let Some(hit) = cues::at(&line.words, at) {
                let found = governed(line, number, at, hit, &out[first..]);
                at += hit.len - 1;
                found
            } else if at > frame.start && line.ends_quote(at - 1) {
                dash(line, number, at)
            } else {
                None
            };
            out.extend(found);
            at += 1;
        }
        content::cut(line, frame, &mut out, first);
    }
    out
}

fn empty(frame: usize, cue: Range<usize>, by: By) -> Found {
    Found {
        frame,
        source: None,
        begin: cue.start,
        around: cue.end..cue.end,
        cue,
        content: Vec::new(),
        entry: None,
        by,
        negated: false,
        addressee: None,
        form: Form::Past,
    }
}

fn according(line: &Line, frame: usize, at: usize) -> Option<Found> {
    let to = line.frames[frame].end;
    if line.words.get(at + 1).is_none_or(|w| w.lower != "to") {
        return None;
    }
    // In front of the frame the comma after the source ends it.
    let fronts = !line.words[line.frames[frame].start..at].iter().any(Word::is_content);
    let source =
        if fronts { source::right_group(line, at + 2, to)? } else { source::right(line, at + 2, to)? };
    let mut found = empty(frame, at..at + 2, By::According);
    found.around = source.end..source.end;
    found.source = Some(source);
    Some(found)
}

/// A quote, a dash, and a name up to the end of the frame.
fn dash(line: &Line, frame: usize, at: usize) -> Option<Found> {
    let to = line.frames[frame].end;
    let word = &line.words[at];
    if !matches!(word.lower.as_str(), "–" | "—" | "--" | "―") {
        return None;
    }
    let rest = at + 1..to;
    let end = rest.clone().rev().find(|&i| !line.words[i].is(class::MARK)).map(|i| i + 1)?;
    let name = &line.words[at + 1..end];
    let plain =
        name.iter().all(|w| w.quote.is_none() && !w.is(class::AUXILIARY | class::FINITE | class::PRONOUN));
    if !plain || name.len() > 14 || !name.first().is_some_and(|w| w.is(class::CAPITAL)) {
        return None;
    }
    let mut found = empty(frame, at..at + 1, By::Dash);
    found.source = Some(at + 1..end);
    found.around = end..end;
    Some(found)
}

/// A verb of the lexicon with its speaker, if it is used as one.
fn governed(line: &Line, frame: usize, at: usize, hit: Hit, before: &[Found]) -> Option<Found> {
    let words = &line.words;
    let range = line.frames[frame].clone();
    let end = at + hit.len;
    if hit.cue.frames.noun && words[at].is(class::CAPITAL) && at > range.start {
        return None;
    }
    let next = words.get(end).filter(|_| end < range.end);
    let mut found = empty(frame, at..end, By::Left);
    found.entry = Some(hit.cue);
    found.form = hit.form;
    let last = before.last();
    let low = range.start;
    let mut verbal = at;
    while verbal > low
        && words[verbal - 1].quote.is_none()
        && (words[verbal - 1].is(class::ADVERB | class::AUXILIARY | class::NEGATION)
            || (words[verbal - 1].lower.len() > 4 && words[verbal - 1].lower.ends_with("ly")))
        && !words[verbal - 1].is(class::DETERMINER)
    {
        verbal -= 1;
    }
    let helpers = &words[verbal..at];
    found.negated = helpers.iter().any(|w| w.is(class::NEGATION));
    let be = helpers.iter().rev().find(|w| w.is(class::AUXILIARY)).is_some_and(|w| w.is(class::BE));
    let previous = verbal.checked_sub(1).filter(|&i| i >= low).map(|i| &words[i]);
    // "was told", "a plan announced by": somebody else speaks.
    if hit.form == Form::Past && (be || next.is_some_and(|w| w.lower == "by")) {
        return asked(line, frame, at, hit, previous);
    }
    // "Asked by CNN whether ...".
    if hit.form == Form::Past
        && hit.cue.lemma == "ask"
        && (at == low || previous.is_some_and(|w| w.lower == "when"))
    {
        return asked(line, frame, at, hit, previous);
    }
    if hit.form == Form::Plain && !helpers.iter().any(|w| w.is(class::AUXILIARY)) {
        let plural = previous.is_some_and(|w| {
            w.quote.is_none()
                && (w.is(class::PRONOUN) && !matches!(w.lower.as_str(), "he" | "she" | "it")
                    || (w.is_content()
                        && w.lower.len() > 3
                        && w.lower.ends_with('s')
                        && !w.lower.ends_with("ss")))
                || matches!(w.lower.as_str(), "people" | "police" | "many" | "some" | "others" | "which")
        });
        let sources = || source::left(line, low, at).is_some_and(|s| plural_head(&words[s]));
        if !(plural || hit.cue.frames.say && sources()) {
            return None;
        }
    }
    if matches!(hit.form, Form::Plain | Form::Third) && (hit.cue.frames.noun || !hit.cue.frames.say) {
        let verb_like = next.is_some_and(|w| {
            w.quote.is_some()
                || w.is(class::PRONOUN
                    | class::DETERMINER
                    | class::CAPITAL
                    | class::SUBORDINATOR
                    | class::OBJECT_PRONOUN)
                || matches!(w.lower.as_str(), "to" | ":")
                || hit.cue.prepositions.contains(&w.lower.as_str())
                || (w.is_content() && !w.is(class::MARK) && hit.cue.frames.object && !hit.cue.frames.noun)
        }) || hit.len > 1;
        let nominal = previous.is_none_or(|w| {
            w.is(class::DETERMINER | class::PREPOSITION)
                || matches!(w.lower.as_str(), "'s" | "’s" | "’" | "'")
        });
        // "Western media reports": a verb needs a subject that could not be the front of its own noun group.
        let subject = previous.is_some_and(|w| {
            w.is(class::PRONOUN)
                || matches!(w.lower.as_str(), "which" | "," | ")")
                || (w.is(class::CAPITAL) && !is_demonym(&w.lower))
        });
        let whole = || {
            source::left(line, low, at).is_some_and(|s| {
                let alone = s.start == low || !words[s.start - 1].is_content();
                alone && words[s.start].is(class::DETERMINER) && is_speaker(&words[s.end - 1].lower)
            })
        };
        if !verb_like || nominal || (hit.cue.frames.noun && hit.len == 1 && !subject && !whole()) {
            return None;
        }
    }
    let quote_before = at > low && line.ends_quote(at - 1);
    let comma_before = at > low && words[at - 1].lower == "," && words[at - 1].quote.is_none();
    let finite = matches!(hit.form, Form::Past | Form::Third);
    // "...", said X.
    if finite
        && hit.cue.frames.say
        && hit.cue.lemma != "tell"
        && (quote_before || comma_before || at == low)
        && verbal == at
    {
        let speaker = source::right(line, end, range.end).filter(|s| {
            let after = words.get(s.end).filter(|_| s.end < range.end);
            let closes = after.is_none_or(|w| {
                w.is(class::MARK) && w.quote.is_none() || w.is(class::ADJUNCT | class::TIMEX)
            });
            let named =
                words[s.clone()].iter().any(|w| w.is(class::CAPITAL | class::DETERMINER | class::PRONOUN));
            let appositive =
                comma_before && source::left(line, low, at).is_some_and(|l| l.len() > 3) && !closes;
            named && !appositive && (closes || quote_before)
        });
        if let Some(speaker) = speaker {
            found.by = By::Right;
            found.around = speaker.end..speaker.end;
            found.source = Some(speaker);
            return Some(found);
        }
    }
    if hit.form == Form::Ing && !be {
        let loose = previous.is_none_or(|w| w.is(class::MARK) || w.quote.is_some())
            || previous.is_some_and(|w| {
                matches!(w.lower.as_str(), "while" | "by" | "before" | "after" | "and" | "or" | "but" | "as")
            });
        if loose {
            if previous.is_some_and(|w| w.quote.is_none() && w.lower == "by") {
                return None;
            }
            found.by = By::Shared;
            found.source = last.and_then(|f| f.source.clone()).or_else(|| subject(line, low, at));
            return found.source.is_some().then_some(found);
        }
        let governs = next.is_some_and(|w| w.quote.is_some() || matches!(w.lower.as_str(), "that" | ":"));
        if !governs {
            return None;
        }
    }
    // "and added", "but cautioned".
    let joined = previous.is_some_and(|w| {
        w.quote.is_none() && (w.is(class::COORDINATOR) || matches!(w.lower.as_str(), "then"))
    });
    if joined && finite {
        let shared = last.and_then(|f| f.source.clone()).or_else(|| subject(line, low, verbal));
        found.by = By::Shared;
        found.begin = verbal - 1;
        found.source = shared;
        return found.source.is_some().then_some(found);
    }
    let speaker = source::left(line, low, at)?;
    // "No one can deny that": nobody says so.
    let nobody = matches!(words[speaker.start].lower.as_str(), "no" | "none" | "nobody")
        || (speaker.start > low && words[speaker.start - 1].lower == "no");
    if nobody {
        return None;
    }
    found.begin = speaker.start;
    found.source = Some(speaker);
    Some(found)
}

/// "sources familiar with the plan": the head of the group stands before its first preposition.
fn plural_head(group: &[Word]) -> bool {
    let head = group.iter().take_while(|w| !w.is(class::PREPOSITION | class::MARK));
    head.clone().count() < group.len()
        && head.clone().any(|w| {
            w.lower.len() > 3 && w.lower.ends_with('s') && !w.lower.ends_with("ss") && !w.is(class::CAPITAL)
        })
}

static SPEAKERS: LazyLock<BTreeSet<&'static str>> =
    LazyLock::new(|| rows(english!("speaker_nouns.tsv")).flat_map(|r| r[0].split(' ')).collect());

/// A noun of a person or a body that speaks.
pub(super) fn is_speaker(noun: &str) -> bool {
    SPEAKERS.contains(noun)
}

/// "Russian", "Chinese", "Polish": an adjective, as far as its ending tells.
fn is_demonym(word: &str) -> bool {
    ["ian", "ean", "ish", "ese", "can", "man", "ern"].iter().any(|e| word.ends_with(e))
}

/// "asked by CNN whether", "when asked about".
fn asked(line: &Line, frame: usize, at: usize, hit: Hit, previous: Option<&Word>) -> Option<Found> {
    let range = line.frames[frame].clone();
    let words = &line.words;
    let opens = previous.is_none_or(|w| w.is(class::MARK) || w.lower == "when");
    if hit.cue.lemma != "ask" || !opens {
        return None;
    }
    let mut found = empty(frame, at..at + 1, By::Right);
    found.entry = Some(hit.cue);
    let mut from = at + 1;
    if words.get(from).is_some_and(|w| w.lower == "by") {
        let speaker = source::right(line, from + 1, range.end)?;
        from = speaker.end;
        found.source = Some(speaker);
    }
    found.around = at + 1..from;
    let to = (from..range.end).find(|&i| words[i].quote.is_none() && words[i].lower == ",")?;
    if to <= from {
        return None;
    }
    found.content.push(from..to);
    Some(found)
}

/// The subject of a frame: the noun group before its first verb.
fn subject(line: &Line, low: usize, to: usize) -> Option<Range<usize>> {
    let words = &line.words;
    let verb = (low + 1..to).find(|&i| {
        let w = &words[i];
        w.quote.is_none()
            && (w.is(class::AUXILIARY | class::FINITE)
                || (w.lower.len() > 4 && w.lower.ends_with("ed") && !w.is(class::CAPITAL))
                || (!w.is(class::CAPITAL)
                    && cues::at(words, i).is_some_and(|h| matches!(h.form, Form::Past | Form::Third))))
    })?;
    let found = source::left(line, low, verb);
    // "cast doubt on reports that Oland might": the subject of an inner clause speaks no participle.
    let inner = |f: &Range<usize>| {
        f.start > low && matches!(words[f.start - 1].lower.as_str(), "that" | "whether" | "if")
    };
    if let Some(found) = found.filter(|f| !inner(f)) {
        return Some(found);
    }
    let mark = class::MARK | class::OPENER | class::COORDINATOR;
    let from = (low..verb).find(|&i| !words[i].is(mark))?;
    let name = (from..verb).take_while(|&i| words[i].is(class::CAPITAL) && words[i].is_content()).last()?;
    Some(from..name + 1)
}
