//! Acts told by a noun, and sentences with their speaker behind them.

use std::ops::Range;

use super::super::cues::{self, Form};
use super::super::find::Found;
use super::super::speaker;
use super::super::stance::{self, Part};
use super::super::words::class;
use super::clause::{Clauses, SUBJECT};
use super::given;

impl Clauses<'_> {
    /// A sentence with its speaker behind it: "The bus is late, grumble the villagers of Hain".
    pub(super) fn behind(&self, number: usize, frame: &Range<usize>, at: usize) -> Option<Found> {
        let words = self.words;
        let last = at.checked_sub(1).filter(|&i| i > frame.start + 1)?;
        let ends = words[last].lower == "," || words[last].quote.is_some() && words[at].quote.is_none();
        let hit = cues::at(words, at).filter(|h| h.cue.frames.say && h.form != Form::Ing)?;
        if !ends || words[at].quote.is_some() || words[at].is(class::CAPITAL) {
            return None;
        }
        let from = at + hit.len;
        let mark = |&i: &usize| {
            words[i].is(class::MARK) && !matches!(words[i].lower.as_str(), "'s" | "’s" | "-" | "’")
        };
        let to = (from..frame.end).find(mark).unwrap_or(frame.end);
        let named = |&i: &usize| matches!(self.upos(i), "DET" | "ADJ" | "NOUN" | "PROPN" | "NUM" | "PART");
        let group = from + (from..to).take_while(named).count();
        let head = (from..group).rev().find(|&i| matches!(self.upos(i), "NOUN" | "PROPN"))?;
        let speaks = self.upos(head) == "PROPN" || speaker::tells(&words[head].lower);
        let rest = (group..to).any(|i| matches!(self.xpos(i), "VBD" | "VBZ" | "VBP" | "MD"));
        let content =
            frame.start..if words[last].lower == "," && words[last].quote.is_none() { last } else { at };
        (speaks && !rest && group - from < SUBJECT && content.len() > 2)
            .then(|| given(number, from..to, at..from, content))
    }

    /// An act told by its noun: "her refusal to sign", "a warning from doctors that".
    pub(super) fn noun(&self, number: usize, frame: &Range<usize>, at: usize) -> Option<Found> {
        let words = self.words;
        if words[at].quote.is_some() || self.upos(at) != "NOUN" {
            return None;
        }
        let act = stance::acts(words, at)
            .find(|a| matches!(a.part, Part::Noun) && a.telling && a.end < frame.end)?;
        let next = &words[act.end];
        let (source, from) = if matches!(next.lower.as_str(), "by" | "from") {
            let start = act.end + 1;
            let end = (start..frame.end).find(|&i| {
                !matches!(self.upos(i), "DET" | "ADJ" | "NOUN" | "PROPN" | "NUM" | "PRON" | "PART")
                    || words[i].lower == "to"
                    || words[i].lower == "that"
            })?;
            (start..end, end)
        } else {
            let mut owner = at.checked_sub(1).filter(|&i| i >= frame.start)?;
            while owner > frame.start && matches!(self.upos(owner), "ADJ" | "NUM") {
                owner -= 1;
            }
            match words[owner].lower.as_str() {
                "his" | "her" | "their" | "its" | "our" | "my" => (owner..owner + 1, act.end),
                "'s" | "’s" | "’" | "'" => {
                    let mut start = owner;
                    while start > frame.start
                        && matches!(self.upos(start - 1), "DET" | "ADJ" | "NOUN" | "PROPN" | "NUM")
                    {
                        start -= 1;
                    }
                    (start..owner + 1, act.end)
                }
                _ => return None,
            }
        };
        if source.is_empty() {
            return None;
        }
        let opens = words.get(from).filter(|_| from < frame.end)?;
        let does = (from + 1..frame.end.min(from + 3)).any(|i| self.xpos(i) == "VB");
        // "Her fear is that it will fall", "their one question was who would pay".
        let is = (from..frame.end.min(from + 2))
            .find(|&i| matches!(words[i].lower.as_str(), "is" | "was" | "remains" | ":"));
        let told = is.and_then(|i| words.get(i + 1).filter(|_| i + 1 < frame.end));
        let copula = told.is_some_and(|w| {
            is.is_some_and(|i| words[i].lower == ":")
                || matches!(
                    w.lower.as_str(),
                    "that" | "to" | "who" | "what" | "why" | "how" | "where" | "when" | "whether" | "this"
                )
                || w.is(class::MARK)
        });
        let from = if copula { is.map_or(from, |i| i + 1) } else { from };
        let fits = opens.lower == "that" || opens.lower == "to" && does || copula;
        if !fits || opens.quote.is_some() {
            return None;
        }
        let content = self.content(frame, from)?;
        Some(given(number, source, at..act.end, content))
    }
}
