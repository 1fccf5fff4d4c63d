//! The setting of a statement: through what it was said, to whom, when, and who relayed it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use parallax_model::{Document, EntityType, Named, Span, Timex, TimexType};

use super::find::{By, Found};
use super::words::{Line, Word, class};
use crate::lexicon::{english, rows};

static CHANNELS: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    rows(english!("channels.tsv")).filter_map(|r| Some((*r.first()?, *r.get(1)?))).collect()
});

/// Names of outlets by their first word, in lower case, longest first: the other words, the short name.
type Names = BTreeMap<String, Vec<(Vec<String>, &'static str)>>;

static OUTLETS: LazyLock<Names> = LazyLock::new(|| {
    let mut out = Names::new();
    for row in rows(english!("outlets.tsv")) {
        let [name, short] = row[..] else { continue };
        let mut words = name.split([' ', '\'']).map(str::to_lowercase);
        let Some(first) = words.next() else { continue };
        out.entry(first).or_default().push((words.collect(), short));
    }
    out.values_mut().for_each(|names| names.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len())));
    out
});

/// Word sequences.
type Phrases = Vec<Vec<&'static str>>;

/// Nouns that head an outlet, and groups that are one alone, as words.
static NOUNS: LazyLock<(Phrases, Phrases)> = LazyLock::new(|| {
    let of = |kind: &'static str| {
        rows(english!("outlet_nouns.tsv"))
            .filter(move |r| r[0] == kind)
            .filter_map(|r| Some(r.get(1)?.split(' ').collect()))
    };
    (of("head").collect(), of("alone").collect())
});

/// Words in the names of outlets.
static MASTHEADS: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    let all = rows(english!("outlet_nouns.tsv")).filter(|r| r[0] == "masthead");
    all.filter_map(|r| r.get(1).copied()).flat_map(|r| r.split(' ')).collect()
});

/// Through what something was said, and to whom if that is no outlet.
pub(super) struct Setting {
    pub(super) channel: Option<Named>,
    pub(super) addressee: Option<Span>,
    pub(super) said_at: Option<u32>,
}

/// Reads the words around a cue.
pub(super) fn of(document: &Document, line: &Line, found: &Found) -> Setting {
    let frame = &line.frames[found.frame];
    let source = found.source.as_ref();
    let front = match (found.by, source) {
        (By::Left, Some(s)) if !found.content.iter().any(|c| c.start < s.start) => frame.start..s.start,
        _ => frame.start..frame.start,
    };
    let middle = match (found.by, source) {
        (By::Left, Some(s)) if s.end <= found.cue.start => s.end..found.cue.start,
        _ => found.cue.end..found.cue.end,
    };
    let mut addressee = found.addressee.clone();
    let mut channel = None;
    if let Some(hearer) = &addressee
        && let Some(name) =
            outlet(&document.page.text, line, hearer).or_else(|| masthead(document, line, hearer))
    {
        channel = line.span(&(found.cue.start..hearer.end)).map(|span| Named { span, name });
        addressee = None;
    }
    let lemma = found.entry.map_or("", |e| e.lemma);
    if matches!(lemma, "tweet" | "retweet") {
        channel = line.span(&found.cue).map(|span| Named { span, name: "tweet".to_owned() });
    }
    let zones = [found.around.clone(), middle.clone(), front.clone()];
    if channel.is_none() {
        channel = zones.iter().find_map(|z| medium(document, line, z));
    }
    if addressee.is_none() {
        addressee = to_whom(line, &found.around);
    }
    // In front of the sentence only a day is the day of saying: "Back in 2014, he said, ..." tells of 2014.
    let day = |i: u32| document.times[i as usize].value.len() >= 10;
    let said_at = zones[..2]
        .iter()
        .find_map(|z| time(document, line, z))
        .or_else(|| time(document, line, &front).filter(|&i| day(i)))
        .or_else(|| tail(document, line, found));
    Setting { channel, addressee: addressee.and_then(|a| line.span(&a)), said_at }
}

/// "in a tweet", "on Twitter", "in an interview with Sky News", "speaking to the BBC".
fn medium(document: &Document, line: &Line, zone: &Range<usize>) -> Option<Named> {
    let words = &line.words;
    for at in zone.clone() {
        let word = &words[at];
        if word.quote.is_some()
            || !matches!(
                word.lower.as_str(),
                "in" | "on" | "at" | "during" | "via" | "through" | "to" | "with" | "by" | "from"
            )
        {
            continue;
        }
        let reach = at + 1..zone.end.min(at + 8);
        if matches!(word.lower.as_str(), "to" | "with" | "on")
            && let Some((end, name)) = reach.clone().find_map(|i| named(words, i).filter(|n| n.0 <= zone.end))
            && words[at + 1..end].iter().all(|w| !w.is(class::MARK | class::PREPOSITION))
        {
            return line.span(&(at..end)).map(|span| Named { span, name: name.to_owned() });
        }
        let noun = reach.clone().find(|&i| {
            words[i].is(class::MARK | class::PREPOSITION) || CHANNELS.contains_key(words[i].lower.as_str())
        });
        let Some(noun) = noun.filter(|&i| !words[i].is(class::MARK | class::PREPOSITION)) else { continue };
        // "video address", "press conference": the last of such nouns in a row.
        let noun = (noun..zone.end)
            .take_while(|&i| CHANNELS.contains_key(words[i].lower.as_str()))
            .last()
            .unwrap_or(noun);
        if matches!(word.lower.as_str(), "to" | "with" | "by" | "from") {
            continue;
        }
        let with = words
            .get(noun + 1)
            .is_some_and(|w| noun + 1 < zone.end && matches!(w.lower.as_str(), "with" | "to" | "on" | "by"));
        let known = (noun + 2..zone.end.min(noun + 6)).filter(|_| with).find_map(|i| named(words, i));
        let known = known.map(|(end, name)| (end, name.to_owned()));
        let outlet = known.or_else(|| stranger(document, line, noun, zone.end).filter(|_| with));
        let (end, name) = outlet.unwrap_or((noun + 1, CHANNELS[words[noun].lower.as_str()].to_owned()));
        return line.span(&(at..end.min(zone.end))).map(|span| Named { span, name });
    }
    None
}

/// The outlet or network behind "interview with", "post on": one that no list knows, and no person.
fn stranger(document: &Document, line: &Line, noun: usize, end: usize) -> Option<(usize, String)> {
    let words = &line.words;
    let link = words.get(noun + 1)?.lower.as_str();
    let asks = matches!(words[noun].lower.as_str(), "interview" | "interviews");
    let posts =
        matches!(words[noun].lower.as_str(), "post" | "posts" | "message" | "video" | "thread" | "blog");
    if !(asks && matches!(link, "with" | "to" | "on") || posts && link == "on") {
        return None;
    }
    let close = (noun + 2..end).find(|&i| words[i].is(class::MARK | class::TIMEX) || words[i].lower == "on");
    let group = noun + 2..close.unwrap_or(end);
    if let Some(name) = outlet(&document.page.text, line, &group) {
        return Some((group.end, name));
    }
    let at = noun + 2 + usize::from(words.get(noun + 2).is_some_and(|w| w.is(class::DETERMINER)));
    let to = unknown(words, at, end)?;
    let span = line.span(&(at..to))?;
    let other = document.mentions_in(span).any(|(_, m)| {
        matches!(m.of, EntityType::Person | EntityType::Polity | EntityType::Group | EntityType::Location)
            && m.span.end == span.end
    });
    (!other).then(|| (to, document.words(span).to_owned()))
}

/// "told Kanal 9", "told the Gazette": a hearer whose name is an outlet's by its words.
fn masthead(document: &Document, line: &Line, hearer: &Range<usize>) -> Option<String> {
    let words = &line.words;
    let at = hearer.start + usize::from(words[hearer.start].is(class::DETERMINER));
    let to = unknown(words, at, hearer.end).filter(|&to| to == hearer.end)?;
    let fits = sounds_like_outlet(&words[at..to]);
    line.span(&(at..to)).filter(|_| fits).map(|s| document.words(s).to_owned())
}

/// "to reporters" after the cue.
fn to_whom(line: &Line, zone: &Range<usize>) -> Option<Range<usize>> {
    let words = &line.words;
    let at = zone.clone().find(|&i| words[i].quote.is_none() && words[i].lower == "to")?;
    let end = (at + 1..zone.end)
        .find(|&i| !words[i].is_content() && !words[i].is(class::DETERMINER))
        .unwrap_or(zone.end);
    let group = at + 1..end;
    let person = words[group.clone()].iter().any(|w| {
        matches!(
            w.lower.as_str(),
            "reporters"
                | "journalists"
                | "lawmakers"
                | "media"
                | "press"
                | "parliament"
                | "supporters"
                | "senators"
        )
    });
    person.then_some(group)
}

/// A day or an hour in a zone.
fn time(document: &Document, line: &Line, zone: &Range<usize>) -> Option<u32> {
    let span = line.span(zone)?;
    let from = document.times.partition_point(|t| t.span.end <= span.start);
    let when = |t: &Timex| matches!(t.of, TimexType::Date | TimexType::Time) && span.contains(t.span);
    let here = document.times[from..].iter().take_while(|t| t.span.start < span.end);
    here.enumerate().find(|(_, t)| when(t)).map(|(i, _)| (from + i) as u32)
}

/// A time between the cue and a content that begins with it: "said Saturday Russia would".
fn tail(document: &Document, line: &Line, found: &Found) -> Option<u32> {
    let first = found.content.first()?;
    let after = found.around.end.max(found.cue.end);
    if found.by == By::According { None } else { time(document, line, &(after..first.start.max(after))) }
}

/// A known outlet whose name begins at a word: its end and short name.
fn named(words: &[Word], at: usize) -> Option<(usize, &'static str)> {
    let names = words
        .get(at)
        .filter(|w| w.is(class::CAPITAL) || w.lower == "dpa")
        .and_then(|w| OUTLETS.get(&w.lower))?;
    names.iter().find_map(|(rest, short)| {
        let next = words.get(at + 1..at + 1 + rest.len())?;
        let same = next.iter().map(|w| w.lower.as_str()).eq(rest.iter().map(String::as_str));
        same.then_some((at + 1 + rest.len(), *short))
    })
}

/// Whether a noun group is a news organisation; its name.
pub(super) fn outlet(text: &str, line: &Line, group: &Range<usize>) -> Option<String> {
    let words = &line.words;
    let join = |r: Range<usize>| line.span(&r).map(|s| s.of(text).to_owned());
    let head = (group.start..group.end)
        .find(|&i| i > group.start && (words[i].lower == "," || words[i].is(class::PREPOSITION)))
        .unwrap_or(group.end);
    let ends_with = |nouns: &[Vec<&str>], end: usize| {
        nouns
            .iter()
            .find(|n| {
                end >= group.start + n.len()
                    && words[end - n.len()..end].iter().map(|w| w.lower.as_str()).eq(n.iter().copied())
            })
            .map(Vec::len)
    };
    let name = group.clone().filter(|&i| i < head).find_map(|i| named(words, i).map(|n| (i, n.0, n.1)));
    if let Some((_, end, short)) = name
        && end <= head
    {
        let possessed = words
            .get(end)
            .is_some_and(|w| matches!(w.lower.as_str(), "'s" | "’s" | "affiliate" | "affiliates"));
        let rest = &words[end..head];
        let team = rest
            .iter()
            .any(|w| matches!(w.lower.as_str(), "team" | "affiliate" | "affiliates" | "correspondent"));
        if possessed && team {
            let own: Vec<usize> = (end..head).filter(|&i| words[i].is(class::CAPITAL)).collect();
            if let (Some(&a), Some(&b)) = (own.first(), own.last()) {
                return join(a..b + 1);
            }
            return Some(short.to_owned());
        }
        if end == head || ends_with(&NOUNS.0, head).is_some() {
            return Some(short.to_owned());
        }
        return None;
    }
    if ends_with(&NOUNS.1, head).is_some() {
        let start = group.start + usize::from(words[group.start].is(class::DETERMINER));
        return join(start..head);
    }
    // "Ukraine's ICTV channel", "state news agency KUNA".
    let noun = NOUNS.0.iter().find_map(|n| {
        (group.start..head.saturating_sub(n.len() - 1))
            .find(|&i| words[i..].iter().take(n.len()).map(|w| w.lower.as_str()).eq(n.iter().copied()))
            .map(|i| i..i + n.len())
    })?;
    let capitals = |range: Range<usize>| -> Option<Range<usize>> {
        let end = range.end;
        let start = range.rev().take_while(|&i| words[i].is(class::CAPITAL)).last()?;
        (start < end).then_some(start..end)
    };
    let after = (noun.end < head && words[noun.end..head].iter().all(|w| w.is(class::CAPITAL)))
        .then_some(noun.end..head);
    let before = if noun.end == head { capitals(group.start..noun.start) } else { None };
    // "the Azmar Press Agency": the noun is part of the name.
    let whole =
        before.clone().filter(|_| noun.len() > 1 && words[noun.clone()].iter().all(|w| w.is(class::CAPITAL)));
    after.or(whole.map(|b| b.start..noun.end)).or(before).and_then(join)
}

/// A capitalised name of an outlet or network that no list knows, at a word: its end.
fn unknown(words: &[Word], at: usize, end: usize) -> Option<usize> {
    let part = |i: &usize| {
        let w = &words[*i];
        w.quote.is_none()
            && !w.is(class::TIMEX | class::TIME | class::MARK)
            && (w.is(class::CAPITAL) || *i > at && w.is(class::NUMBER))
    };
    (at..end.min(at + 4)).take_while(part).last().map(|i| i + 1)
}

/// Whether the words at the end of a name are those that outlets are called by: "Kanal 9", "GC7", "the Gazette".
fn sounds_like_outlet(words: &[Word]) -> bool {
    words.iter().any(|w| MASTHEADS.contains(w.lower.as_str()))
        || matches!(words, [one] if one.lower.ends_with(|c: char| c.is_ascii_digit()) && one.is(class::CAPITAL))
}
