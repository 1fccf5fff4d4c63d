//! Attributions of one line: who says what, with which words, as they were read ([`crate::attribution`]), and put right
//! where the marks of quotation say more.

use std::ops::Range;

use parallax_model::Document;

use super::cues::{self, Cue, Form, Hit};
use super::hearer::hearer;
use super::introductions::governed;
use super::words::{Line, Word, class};
use super::{ends, held, idioms, passages, roles, setting, stance};
use crate::attribution::{Attribution, Reading, english_attributor};
use crate::syntax::Tag;

/// Where the speaker stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// On the left of the cue, or nowhere: "Peskov said".
    Left,
    /// On the right: "said Peskov".
    Right,
    /// "according to Peskov".
    According,
}

/// An attribution, in words of its line.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) frame: usize,
    pub(super) source: Option<Range<usize>>,
    pub(super) cue: Range<usize>,
    pub(super) content: Vec<Range<usize>>,
    /// The first entry of the lexicon among the words of the cue.
    pub(super) entry: Option<&'static Cue>,
    pub(super) by: By,
    pub(super) negated: bool,
    /// Words right of the cue that are neither speaker nor content: "in a statement on Monday".
    pub(super) around: Range<usize>,
    /// The one spoken to.
    pub(super) addressee: Option<Range<usize>>,
    /// How sure the reading is, in percent.
    pub(super) confidence: u8,
}

impl Found {
    /// An attribution that the layout of the page gives: a label, a signature.
    pub(super) fn given(
        frame: usize,
        source: Range<usize>,
        cue: Range<usize>,
        content: Vec<Range<usize>>,
    ) -> Self {
        Self {
            frame,
            around: cue.end..cue.end,
            source: Some(source),
            cue,
            content,
            entry: None,
            by: By::Left,
            negated: false,
            addressee: None,
            confidence: GIVEN,
        }
    }
}

/// Words and marks of a quotation that is too short to be signed, and words of the longest name that signs.
const SHORT: usize = 5;
const NAME: usize = 14;

/// Words of the longest speaker at the end of a sentence, and how sure its form alone is.
const CLOSING: usize = 6;
const CLOSED: u8 = 80;

/// Below this, a reading is more often wrong than right, and a wrong speaker is worse than none.
const LEAST: f32 = 0.38;

/// The same where no word of the cue is known to be one.
const STRANGE: f32 = 0.6;

/// How sure the layout of a page is.
const GIVEN: u8 = 95;

/// The attributions of each line, in the order of their cues.
pub(super) fn attributions(document: &Document, lines: &[Line]) -> Vec<Vec<Found>> {
    let mut out: Vec<Vec<Found>> = lines.iter().map(|_| Vec::new()).collect();
    let (attributor, mut reading) = (english_attributor(), Reading::default());
    let mut tags: Vec<Vec<Tag>> = lines.iter().map(|_| Vec::new()).collect();
    for placed in passages::of(document, lines) {
        for (piece, of) in placed.tagged() {
            tags[piece.line].extend_from_slice(of);
        }
        for attribution in attributor.read(&placed.passage, &mut reading) {
            if let Some((line, found)) = found(lines, &placed, &attribution) {
                ends::add(&lines[line], &placed, &attribution, found, &mut out[line]);
            }
        }
    }
    for ((line, tags), all) in lines.iter().zip(&tags).zip(&mut out) {
        held::release(line, all);
        for signed in signed(line) {
            let own = signed.content[0].start..signed.source.as_ref().map_or(signed.cue.end, |s| s.end);
            all.retain(|f| !f.content.iter().chain([&f.cue]).any(|r| r.start < own.end && own.start < r.end));
            all.push(signed);
        }
        for frame in 0..line.frames.len() {
            let Some(closing) = closing(line, frame, line.frames[frame].clone()) else { continue };
            let begin = closing.begin();
            if relays(document, line, &closing)
                && let Some(inner) = self::closing(line, frame, line.frames[frame].start..begin - 1)
                && !all.iter().any(|f| inner.begin() < f.cue.end && f.begin() < inner.cue.end)
            {
                // "..., X said on Friday, the agency reported": the reader took the agency alone.
                all.push(inner);
            }
            let same = |f: &Found| f.cue.start < closing.cue.end && closing.begin() < f.cue.end;
            let told = all.iter().position(|f| same(f) && !f.content.is_empty());
            let inner = all.iter().rposition(|f| f.frame == frame && !same(f) && !f.content.is_empty());
            match (told, inner) {
                (None, _) => {
                    all.retain(|f| !same(f));
                    all.push(closing);
                }
                // "X said this and that, the agency reported": what the agency reports is all of it.
                (Some(told), Some(inner))
                    if relays(document, line, &closing) || torn(&all[inner], &all[told]) =>
                {
                    let end = all[told].content.last().map_or(0, |c| c.end);
                    if let Some(last) =
                        all[inner].content.last_mut().filter(|c| c.start > closing.content[0].start)
                    {
                        last.end = last.end.max(end.min(closing.begin()));
                    }
                    all[told].content = closing.content;
                }
                (Some(_), _) => {}
            }
        }
        governed(line, all);
        all.sort_by_key(|f| f.cue.start);
        held::embed(line, all);
        held::part(line, all);
        held::resume(line, all);
        idioms::add(line, tags, all);
        all.sort_by_key(|f| f.cue.start);
        complete(line, all);
        for at in 0..all.len() {
            let next = all.get(at + 1).map(Found::begin);
            all[at].look_around(line, next);
        }
    }
    out
}

/// An attribution in words of the line of its cue; what stands in another line is left to the quotations there.
fn found(lines: &[Line], placed: &passages::Placed, read: &Attribution) -> Option<(usize, Found)> {
    let (number, cue) = placed.range(read.cue.as_ref()?)?;
    let line = &lines[number];
    let here = |words: &Range<usize>| {
        placed.range(words).filter(|(n, _)| *n == number).map(|(_, r)| trimmed(line, r))
    };
    let cue = trimmed(line, cue);
    let source = read.source.as_ref().and_then(here);
    let (source, cue) = roles::speaker_and_verb(line, source, cue);
    let nobody = |s: &Range<usize>| {
        matches!(line.words[s.start].lower.as_str(), "no" | "none" | "nobody" | "if" | "unless")
    };
    if source.as_ref().is_some_and(nobody) {
        return None;
    }
    let mut content: Vec<Range<usize>> = read.content.iter().filter_map(here).collect();
    content.sort_by_key(|c| c.start);
    for content in content.iter_mut().filter(|c| c.start >= cue.end) {
        // "told Kanal 4 that": who is spoken to ends before the content.
        let name = |w: &Word| w.quote.is_none() && w.is(class::CAPITAL | class::NUMBER);
        let names = line.words[content.clone()].iter().take_while(|w| name(w)).count();
        let that = line.words[content.clone()].get(names).is_some_and(|w| w.lower == "that");
        content.start += if that { names } else { 0 };
        content.start += roles::hearer_in_front(line, &cue, content);
    }
    let words = &line.words;
    let entry = cue.clone().find_map(|at| cues::at(words, at)).map(|hit| hit.cue);
    let says = entry.is_none_or(|e| e.frames.say);
    let begin = source.as_ref().map_or(cue.start, |s| s.start.min(cue.start));
    if entry.is_some_and(|e| e.frames.object)
        && stance::accuses(words, &cue)
        && let Some(charge) = charge(line, &content)
    {
        content = vec![charge];
    }
    if says && ends_quoted(line, begin, &content) {
        // "...," he said, and left: what he did then is not what he said.
        let first = content.first().map_or(0, |c| c.start);
        content.retain(|c| c.start == first || words[c.clone()].iter().any(|w| w.quote.is_some()));
    }
    let quoted = content.iter().all(|c| words[c.start].quote.is_some());
    let according = words[cue.clone()].iter().any(|w| w.lower == "according");
    let least = if entry.is_some() || according { LEAST } else { STRANGE };
    if read.odds < least && !quoted {
        return None;
    }
    let by = if according {
        By::According
    } else if source.as_ref().is_some_and(|s| s.start >= cue.end) {
        By::Right
    } else {
        By::Left
    };
    let near = source.as_ref().map_or(cue.start, |s| s.end).min(cue.start);
    let negated = words[near..cue.end].iter().any(|w| w.is(class::NEGATION));
    let frame = line.frames.partition_point(|f| f.end <= cue.start);
    let confidence = (read.odds * 100.0).clamp(0.0, 100.0) as u8;
    let around = cue.end..cue.end;
    let found =
        Found { frame, source, cue, content, entry, by, negated, around, addressee: None, confidence };
    Some((number, found))
}

/// Whether what one says was read as the beginning of what another tells of it.
fn torn(inner: &Found, outer: &Found) -> bool {
    inner
        .content
        .last()
        .zip(outer.content.first())
        .is_some_and(|(a, b)| inner.cue.end <= a.start && a.end == b.start)
}

/// Whether an attribution is that of an outlet.
fn relays(document: &Document, line: &Line, found: &Found) -> bool {
    let text = &document.page.text;
    found.source.as_ref().is_some_and(|source| {
        setting::outlet(text, line, source).or_else(|| setting::masthead(document, line, source)).is_some()
    })
}

/// Quotations with a dash and a name behind them, up to the next one or the end of the line: "..." — Ana Brock, mayor.
fn signed(line: &Line) -> Vec<Found> {
    let words = &line.words;
    let one = |index: usize| {
        let quote = line.words_of(index);
        let dash = words.get(quote.end)?;
        let next = if index + 1 < line.quotes.len() { line.words_of(index + 1).start } else { words.len() };
        let full = next == words.len() || words[next - 1].lower == ".";
        let name = trimmed(line, next.min(quote.end + 1)..next);
        let plain = |w: &Word| w.quote.is_none() && !w.is(class::AUXILIARY | class::FINITE | class::PRONOUN);
        let fits = matches!(dash.lower.as_str(), "–" | "—" | "--" | "―" | "-")
            && full
            && quote.len() > SHORT
            && (1..=NAME).contains(&name.len())
            && words[name.start].is(class::CAPITAL)
            && words[name.clone()].iter().all(plain);
        let frame = line.frames.partition_point(|f| f.end <= quote.end);
        let cue = quote.end..quote.end + 1;
        fits.then(|| Found::given(frame, name, cue, vec![quote]))
    };
    (0..line.quotes.len()).filter_map(one).collect()
}

/// A stretch of a frame that closes with who says all of it: "..., the agency reported on Monday."
fn closing(line: &Line, frame: usize, range: Range<usize>) -> Option<Found> {
    let words = &line.words;
    let parts = |&i: &usize| words[i].lower == "," || line.ends_quote(i);
    let comma = range.clone().rev().take(NAME).find(parts)?;
    let full = |&i: &usize| words[i].quote.is_none() && words[i].lower == ".";
    let start = (range.start..comma).rfind(full).map_or(range.start, |stop| stop + 1);
    let group = comma + 1..range.end;
    let finite = |h: &Hit| matches!(h.form, Form::Past | Form::Third);
    let verb = group.clone().find_map(|at| Some((at, cues::at(words, at).filter(finite)?)))?;
    let (at, hit) = verb;
    let source = comma + 1..at;
    let named = |w: &Word| w.is(class::CAPITAL | class::DETERMINER);
    let after = at + hit.len..range.end;
    let fits = hit.cue.frames.say
        && comma > start + 2
        && group.clone().all(|i| words[i].quote.is_none())
        && words.get(source.start).is_some_and(named)
        && (1..=CLOSING).contains(&source.len())
        && words[source.clone()].iter().all(|w| w.is(class::DETERMINER) || w.is_content())
        && words[after.clone()].first().is_none_or(|w| {
            hit.cue.frames.addressee || w.is(class::MARK | class::TIMEX | class::TIME | class::PREPOSITION)
        })
        && after.len() <= CLOSING
        && !words[after]
            .iter()
            .any(|w| w.is(class::AUXILIARY | class::FINITE | class::PRONOUN) || w.lower == ",");
    fits.then(|| Found {
        entry: Some(hit.cue),
        confidence: CLOSED,
        ..Found::given(frame, source, at..at + hit.len, vec![trimmed(line, start..comma + 1)])
    })
}

/// A range without stops and dashes at its ends, unless it is nothing else.
fn trimmed(line: &Line, range: Range<usize>) -> Range<usize> {
    let stop = |w: &Word| matches!(w.lower.as_str(), "," | ";" | ":" | "." | "–" | "—" | "--" | "-" | "―");
    let plain = |&i: &usize| line.words[i].quote.is_some() || !stop(&line.words[i]);
    match (range.clone().find(plain), range.clone().rfind(plain)) {
        (Some(first), Some(last)) => first..last + 1,
        _ => range,
    }
}

/// Contents that begin or end inside a quotation are given all of it, as far as nobody else speaks there.
fn complete(line: &Line, all: &mut [Found]) {
    if line.quotes.is_empty() {
        return;
    }
    let mut owners: Vec<Option<usize>> = vec![None; line.words.len()];
    for (owner, found) in all.iter().enumerate() {
        for range in found.source.iter().chain([&found.cue]).chain(&found.content) {
            owners[range.clone()].fill(Some(owner));
        }
    }
    for (owner, found) in all.iter_mut().enumerate() {
        let outside = line.words[found.cue.start].quote;
        for content in &mut found.content {
            let free = |owners: &[Option<usize>], at: usize, quote: Option<usize>| {
                line.words.get(at).is_some_and(|w| w.quote == quote) && owners[at].is_none_or(|o| o == owner)
            };
            let (first, last) = (line.words[content.start].quote, line.words[content.end - 1].quote);
            while last.is_some() && last != outside && free(&owners, content.end, last) {
                owners[content.end] = Some(owner);
                content.end += 1;
            }
            while first.is_some()
                && first != outside
                && content.start > 0
                && free(&owners, content.start - 1, first)
            {
                content.start -= 1;
                owners[content.start] = Some(owner);
            }
        }
        found.content.dedup_by(|next, before| {
            let joins = next.start <= before.end;
            if joins {
                before.end = before.end.max(next.end);
            }
            joins
        });
    }
}

/// "accused the firm on Monday of hiding the leak": the charge, where only the accused was read.
fn charge(line: &Line, content: &[Range<usize>]) -> Option<Range<usize>> {
    let words = &line.words;
    let last = content.last()?.end;
    let end = line.frames.iter().find(|f| f.end > last)?.end;
    let of = (last..end).find(|&at| words[at].lower == "of" && words[at].quote.is_none())?;
    let doing = words.get(of + 1).is_some_and(|w| w.quote.is_some() || w.lower.ends_with("ing"));
    let adjunct =
        !words[last..of].iter().any(|w| w.is(class::AUXILIARY | class::FINITE | class::SUBORDINATOR));
    let stop = |&at: &usize| words[at].quote.is_none() && matches!(words[at].lower.as_str(), "," | ";" | ".");
    (doing && adjunct).then(|| of..(of..end).find(stop).unwrap_or(end))
}

/// Whether the first content is a quotation that ends where the words of saying begin.
fn ends_quoted(line: &Line, begin: usize, content: &[Range<usize>]) -> bool {
    content.first().is_some_and(|first| {
        let marked = line.words.get(first.end).is_some_and(|w| w.quote.is_none() && w.lower == ",");
        line.ends_quote(first.end - 1) && (first.end == begin || (marked && first.end + 1 == begin))
    })
}

impl Found {
    /// First word of source and cue.
    pub(super) fn begin(&self) -> usize {
        self.source.as_ref().map_or(self.cue.start, |s| s.start.min(self.cue.start))
    }

    /// Finds the words on the right of the verb up to the content, to the next attribution, or to the end of the frame,
    /// and who is spoken to.
    fn look_around(&mut self, line: &Line, next: Option<usize>) {
        // "said in a statement" is one cue.
        let verb = self.cue.clone().find_map(|at| Some(at + cues::at(&line.words, at)?.len));
        let verb = verb.map_or(self.cue.end, |end| end.min(self.cue.end));
        let from = self.source.as_ref().map_or(verb, |s| s.end.max(verb));
        let end = line.frames.get(self.frame).map_or(from, |f| f.end);
        let content = self.content.iter().map(|c| c.start).find(|&c| c >= from);
        let to = [Some(end), content, next.filter(|&n| n >= from)].into_iter().flatten().min();
        self.around = from..to.unwrap_or(from).max(from);
        if self.entry.is_some_and(|e| e.frames.addressee) {
            self.addressee = hearer(line, self.around.start, self.around.end);
        }
    }
}
