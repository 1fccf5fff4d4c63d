//! Questions without marks of quotation, and who asked them.

use std::ops::Range;

use super::super::cues;
use super::super::find::Found;
use super::super::stance;
use super::super::words::class;
use super::clause::{Clauses, SUBJECT};
use super::given;

impl Clauses<'_> {
    /// A question without marks of quotation, with who asked it behind: "Is it over? the clerk asked."
    pub(super) fn wondered(&self, number: usize, frame: &Range<usize>) -> Option<Found> {
        let words = self.words;
        let mark = frame.clone().find(|&i| words[i].lower == "?" && words[i].quote.is_none())?;
        let rest = mark + 1..frame.end;
        let verb = rest.clone().find(|&i| {
            stance::asks(words, i).is_some() || cues::at(words, i).is_some_and(|h| h.cue.frames.say)
        })?;
        let after = (verb + 1..frame.end).filter(|&i| !words[i].is(class::MARK)).count();
        let group = self.group(frame, verb);
        let source = mark + 1..group;
        let named = !source.is_empty()
            && source.clone().all(|i| {
                matches!(self.upos(i), "DET" | "ADJ" | "NOUN" | "PROPN" | "NUM" | "PRON" | "PART" | "ADP")
            });
        (named && after <= 4 && source.len() < SUBJECT && mark > frame.start + 1)
            .then(|| given(number, source, group..verb + 1, frame.start..mark + 1))
    }

    /// A question and who asked it, in two sentences: "Can it last? The mayor put the question on Monday."
    pub(super) fn asked(&self, frames: &[Range<usize>], number: usize) -> Option<Found> {
        let words = self.words;
        let question = frames.get(number.checked_sub(1)?)?;
        let frame = frames.get(number)?;
        let open = question.clone().chain(frame.clone()).all(|i| words[i].quote.is_none());
        let asks = question.clone().next_back().is_some_and(|i| words[i].lower == "?");
        if !open || !asks || frame.len() > SUBJECT {
            return None;
        }
        let (at, end) = frame.clone().find_map(|at| Some((at, stance::asks(words, at)?)))?;
        let group = self.group(frame, at);
        let group =
            if group > frame.start && self.words[group - 1].lower == "kept" { group - 1 } else { group };
        let source = self.subject(frame, group, &[])?;
        Some(given(number, source, group..end, question.clone()))
    }
}
