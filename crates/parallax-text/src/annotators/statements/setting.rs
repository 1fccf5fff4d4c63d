//! The setting of a statement: through what it was said, to whom, when, and who relayed it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use parallax_model::{Document, EntityType, Named, Span, Timex, TimexType};

use super::addressee;
use super::cues;
use super::find::{By, Found};
use super::words::{Line, Word, class};
use crate::lexicon::{english, rows};

static CHANNELS: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    rows(english!("channels.tsv")).filter_map(|r| Some((*r.first()?, *r.get(1)?))).collect()
});

static OCCASIONS: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    rows(english!("occasions.tsv")).filter_map(|r| Some((*r.first()?, *r.get(1)?))).collect()
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

/// Whether a name is that of an outlet.
pub(super) fn is_outlet(name: &str) -> bool {
    let lower = name.to_lowercase();
    let mut words = lower.split([' ', '\'', '\u{a0}']);
    let names = words.next().and_then(|first| OUTLETS.get(first));
    let rest: Vec<&str> = words.collect();
    names.is_some_and(|all| all.iter().any(|(r, _)| r.iter().map(String::as_str).eq(rest.iter().copied())))
        || rest.last().is_some_and(|w| matches!(*w, "news" | "tv" | "radio" | "times" | "post" | "agency"))
}

/// Whether a noun names a medium.
pub(super) fn is_medium(noun: &str) -> bool {
    CHANNELS.contains_key(noun)
}

/// Through what something was said, on what occasion, and to whom if that is no outlet.
#[derive(Default)]
pub(super) struct Setting {
    pub(super) channel: Option<Named>,
    pub(super) addressee: Option<Span>,
    pub(super) said_at: Option<u32>,
    pub(super) occasion: Option<Named>,
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
    // "said in a statement" may be one cue.
    let verb = found.cue.clone().find_map(|at| Some(at + cues::at(&line.words, at)?.len));
    let verb = verb.map_or(found.cue.end, |end| end.min(found.cue.end));
    let gap = found.content.iter().map(|c| c.start).filter(|&s| s >= verb).min().unwrap_or(verb);
    let around = found.around.start..found.around.end.max(found.around.start);
    let lemma = found.entry.map_or("", |e| e.lemma);
    let hears = found.entry.is_some_and(|e| e.frames.addressee)
        || found.entry.is_none() && around.start == verb && !matches!(found.by, By::According)
        || matches!(
            lemma,
            "tell"
                | "urge"
                | "ask"
                | "order"
                | "remind"
                | "inform"
                | "invite"
                | "advise"
                | "promise"
                | "beg"
                | "warn"
        );
    let mut addressee = None;
    if hears {
        // Between the verb and what is said, or in front of "to" with which that begins.
        let object = addressee::object(document, line, verb, frame.end);
        addressee = object.filter(|o| {
            let next = line.words.get(o.end).map_or("", |w| w.lower.as_str());
            o.end <= gap.max(around.end)
                || matches!(next, "to" | "not" | "that" | "whether" | "about" | "of" | "against")
        });
    }
    let mut channel = None;
    if let Some(hearer) = &addressee
        && let Some(name) =
            outlet(&document.page.text, line, hearer).or_else(|| masthead(document, line, hearer))
    {
        channel = line.span(&(found.cue.start..hearer.end)).map(|span| Named { span, name });
        addressee = None;
    }
    if matches!(lemma, "tweet" | "retweet") {
        channel = line.span(&found.cue).map(|span| Named { span, name: "tweet".to_owned() });
    }
    // "told reporters in Varna that": what stands between belongs to neither.
    let between = verb.max(around.end)..gap.max(around.end).max(verb);
    let zones = [around.clone(), between, middle.clone(), front.clone()];
    if channel.is_none() {
        channel = zones.iter().find_map(|z| medium(document, line, z));
    }
    if addressee.is_none() {
        addressee = zones.iter().find_map(|z| addressee::to_whom(document, line, z)).filter(|a| {
            outlet(&document.page.text, line, a).is_none() && masthead(document, line, a).is_none()
        });
    }
    let occasion = zones.iter().find_map(|z| on_occasion(line, z, channel.as_ref()));
    // In front of the sentence only a day is the day of saying: "Back in 2014, he said, ..." tells of 2014.
    let day = |i: u32| document.times[i as usize].value.len() >= 10;
    let said_at = zones[..3]
        .iter()
        .find_map(|z| time(document, line, z))
        .or_else(|| time(document, line, &front).filter(|&i| day(i)))
        .or_else(|| tail(document, line, found));
    Setting { channel, addressee: addressee.and_then(|a| line.span(&a)), said_at, occasion }
}

/// "in a tweet", "on Twitter", "in an interview with Sky News", "speaking to the BBC".
fn medium(document: &Document, line: &Line, zone: &Range<usize>) -> Option<Named> {
    let words = &line.words;
    for at in zone.clone() {
        let word = &words[at];
        let cites = at > 0 && words[at - 1].lower == "according";
        if word.quote.is_some()
            || cites
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
        // "on Truth Social": names and nouns of two words.
        if let [first, second, ..] = words.get(at + 1..zone.end).unwrap_or_default()
            && let Some(name) = CHANNELS.get(format!("{} {}", first.lower, second.lower).as_str())
        {
            return line.span(&(at..at + 3)).map(|span| Named { span, name: (*name).to_owned() });
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
        // "by email", but not "by the author of the letter"
        if matches!(word.lower.as_str(), "to" | "with" | "from") || word.lower == "by" && noun > at + 1 {
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
pub(super) fn masthead(document: &Document, line: &Line, hearer: &Range<usize>) -> Option<String> {
    let words = &line.words;
    let at = hearer.start + usize::from(words[hearer.start].is(class::DETERMINER));
    let to = unknown(words, at, hearer.end).filter(|&to| to == hearer.end)?;
    let fits = sounds_like_outlet(&words[at..to]);
    line.span(&(at..to)).filter(|_| fits).map(|s| document.words(s).to_owned())
}

/// Words that take the occasion behind them.
fn sets_scene(word: &Word) -> bool {
    matches!(
        word.lower.as_str(),
        "in" | "at"
            | "during"
            | "after"
            | "before"
            | "following"
            | "on"
            | "ahead"
            | "opening"
            | "closing"
            | "addressing"
    )
}

/// "at a press conference in Melbourne", "during a visit to Kyiv", "after talks with his counterpart".
fn on_occasion(line: &Line, zone: &Range<usize>, channel: Option<&Named>) -> Option<Named> {
    let words = &line.words;
    for at in zone.clone().filter(|&i| words[i].quote.is_none() && sets_scene(&words[i])) {
        let plain = |&i: &usize| {
            words[i].is(class::DETERMINER)
                || words[i].is_content() && !words[i].is(class::TIMEX | class::FINITE)
                || matches!(words[i].lower.as_str(), "’s" | "'s")
                || i == at + 1 && words[i].lower == "of"
        };
        let group: Vec<usize> = (at + 1..zone.end.min(at + 8)).take_while(plain).collect();
        let two = |i: usize| format!("{} {}", words[i - 1].lower, words[i].lower);
        let known = |i: usize| {
            OCCASIONS.get(two(i).as_str()).or_else(|| OCCASIONS.get(words[i].lower.as_str())).copied()
        };
        // The last of such nouns in a row heads it: "a campaign rally", "a rally speech".
        let Some(noun) = group.iter().copied().rfind(|&i| known(i).is_some()) else { continue };
        let heads = group.last() == Some(&noun)
            || words.get(noun + 1).is_some_and(|w| !w.is(class::CAPITAL) && w.lower.ends_with("ing"));
        if !heads {
            continue;
        }
        let mut end = noun + 1;
        let tie = |i: usize| {
            i + 1 < zone.end
                && matches!(
                    words[i].lower.as_str(),
                    "in" | "at" | "with" | "to" | "of" | "outside" | "near" | "on" | "by" | "for"
                )
                && !words[i + 1].is(class::TIMEX | class::TIME)
        };
        while tie(end) {
            let rest = (end + 1..zone.end).take_while(plain_word(words)).count();
            if rest == 0 {
                break;
            }
            end += 1 + rest;
        }
        let span = line.span(&(at..end))?;
        if channel.is_some_and(|c| c.span.overlaps(span)) {
            continue;
        }
        return known(noun).map(|name| Named { span, name: name.to_owned() });
    }
    None
}

/// Words of a plain noun group.
fn plain_word(words: &[Word]) -> impl Fn(&usize) -> bool {
    |&i| {
        words[i].quote.is_none()
            && !words[i].is(class::TIMEX | class::FINITE | class::MARK)
            && (words[i].is(class::DETERMINER) || words[i].is_content())
    }
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
        let part = |&i: &usize| words[i].is(class::CAPITAL) && !words[i].is(class::DETERMINER);
        let start = range.rev().take_while(part).last()?;
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
