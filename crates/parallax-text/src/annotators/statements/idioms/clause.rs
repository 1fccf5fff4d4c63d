//! The clause around an act: its verb group, its subject, and what follows.

use std::ops::Range;

use super::super::find::Found;
use super::super::speaker;
use super::super::words::{Word, class};
use crate::syntax::{Tag, english_tagger};

/// Longest subject, and longest apposition behind it, in words.
pub(super) const SUBJECT: usize = 24;

/// The words of a line with their parts of speech.
pub(super) struct Clauses<'a> {
    pub(super) words: &'a [Word],
    pub(super) tags: &'a [Tag],
}

impl Clauses<'_> {
    pub(super) fn upos(&self, at: usize) -> &str {
        english_tagger().upos(self.tags[at])
    }

    pub(super) fn xpos(&self, at: usize) -> &str {
        english_tagger().xpos(self.tags[at])
    }

    /// Whether no finite verb follows before the next clause.
    pub(super) fn alone(&self, from: usize, end: usize) -> bool {
        let stop = |&i: &usize| {
            let w = &self.words[i];
            w.is(class::MARK | class::SUBORDINATOR) || self.upos(i) == "SCONJ"
        };
        let to = (from..end).find(stop).unwrap_or(end);
        (from..to).all(|i| !matches!(self.xpos(i), "VBD" | "VBZ" | "VBP" | "MD"))
    }

    /// Where the helping verbs and adverbs in front of a verb begin: "was forced to".
    pub(super) fn group(&self, frame: &Range<usize>, at: usize) -> usize {
        let mut from = at;
        while from > frame.start && self.words[from - 1].quote.is_none() {
            let before = &self.words[from - 1];
            let to = before.lower == "to" && from >= frame.start + 2 && made(&self.words[from - 2].lower);
            if to {
                from -= 2;
            } else if before.is(class::AUXILIARY | class::NEGATION)
                || matches!(self.upos(from - 1), "ADV" | "PART")
                    && !before.is(class::MARK)
                    && !matches!(before.lower.as_str(), "'s" | "’s" | "'" | "’" | "to")
            {
                from -= 1;
            } else {
                break;
            }
        }
        from
    }

    /// The subject in front of a verb group; that of an earlier verb where the verb is joined to it.
    pub(super) fn subject(&self, frame: &Range<usize>, group: usize, all: &[Found]) -> Option<Range<usize>> {
        let words = self.words;
        let low = frame.start.max(group.saturating_sub(SUBJECT * 2));
        let before = group.checked_sub(1).filter(|&i| i >= low)?;
        if words[before].is(class::COORDINATOR) {
            let told = all.iter().rev().find(|f| {
                f.cue.start < group
                    && f.cue.start >= frame.start
                    && f.source.as_ref().is_some_and(|s| s.end <= f.cue.start)
            });
            return told.and_then(|f| f.source.clone());
        }
        let mut end = group;
        let mut close = end;
        if words[before].lower == "," {
            // "Dov Lenz, a spokesman for the port, denied"
            let open = (low..before).rev().take(SUBJECT).find(|&i| words[i].lower == ",")?;
            let clause = (open + 1..before).any(|i| matches!(self.xpos(i), "VBD" | "VBZ" | "VBP" | "MD"))
                && !matches!(words[open + 1].lower.as_str(), "who" | "which" | "whose");
            if clause {
                return None;
            }
            (end, close) = (open, before);
        }
        let mut start = end;
        while start > low {
            let i = start - 1;
            let word = &words[i];
            let nominal =
                matches!(self.upos(i), "DET" | "ADJ" | "NOUN" | "PROPN" | "NUM" | "PRON" | "ADP" | "PART")
                    || word.lower == "and"
                        && start < end
                        && i > low
                        && matches!(self.upos(i - 1), "NOUN" | "PROPN")
                    || matches!(word.lower.as_str(), "'s" | "’s" | "’" | "-" | "&")
                    || self.adjectival(i) && start < end;
            if word.quote.is_some()
                || !nominal
                || word.is(class::SUBORDINATOR) && self.upos(i) != "ADP" && self.upos(i) != "DET"
            {
                break;
            }
            start -= 1;
        }
        let first = (start..end).find(|&i| !words[i].is(class::MARK))?;
        let opens = first == frame.start || {
            let w = &words[first - 1];
            w.is(class::MARK | class::COORDINATOR | class::SUBORDINATOR | class::OPENER)
                || self.upos(first - 1) == "ADV"
        };
        let nominal = matches!(self.upos(first), "DET" | "ADJ" | "NOUN" | "PROPN" | "NUM" | "PRON")
            || self.adjectival(first);
        (opens && nominal && first < end && end - first <= SUBJECT).then_some(first..close)
    }

    /// A participle in front of a noun, at the head of a group or behind its article: "striking cleaners", "a leaked report".
    fn adjectival(&self, at: usize) -> bool {
        let noun = at + 1 < self.words.len() && matches!(self.upos(at + 1), "NOUN" | "PROPN" | "ADJ");
        let opens = at == 0
            || matches!(self.upos(at - 1), "DET" | "ADJ" | "NUM" | "PUNCT")
            || self.words[at - 1].is(class::MARK);
        matches!(self.xpos(at), "VBG" | "VBN") && noun && opens
    }

    /// Whether a subject can speak; of idioms the words say so themselves.
    pub(super) fn speaks(&self, source: &Range<usize>, len: usize) -> bool {
        let words = self.words;
        let of = (source.start + 1..source.end).find(|&i| self.upos(i) == "ADP" || words[i].lower == ",");
        let head = of.unwrap_or(source.end) - 1;
        let lower = words[head].lower.as_str();
        match self.upos(head) {
            "PRON" => matches!(lower, "he" | "she" | "they" | "we" | "i" | "both" | "neither" | "others"),
            "PROPN" => true,
            "NOUN" => speaker::tells(lower) || len > 1 && !thing(lower),
            "ADJ" | "DET" | "NUM" => len > 1,
            _ => false,
        }
    }

    /// What follows the cue, up to the end of the sentence.
    pub(super) fn content(&self, frame: &Range<usize>, from: usize) -> Option<Range<usize>> {
        let words = self.words;
        let mut to = frame.end;
        let edge = |w: &Word| {
            w.quote.is_none() && matches!(w.lower.as_str(), "," | ";" | ":" | "." | "!" | "–" | "—" | "-")
        };
        while to > from && edge(&words[to - 1]) {
            to -= 1;
        }
        let mut from = from;
        while from < to && edge(&words[from]) {
            from += 1;
        }
        let turns = (from + 1..to).find(|&i| {
            words[i].quote.is_none()
                && words[i - 1].lower == ","
                && (words[i].is(class::SUBORDINATOR)
                    && !matches!(words[i].lower.as_str(), "which" | "that" | "who")
                    || matches!(words[i].lower.as_str(), "but" | "saying" | "adding" | "and"))
        });
        let to = turns.map_or(to, |i| i - 1);
        (from..to).any(|i| words[i].is_content()).then_some(from..to)
    }
}

/// A noun that nobody would call people by, as far as its ending tells: "the building".
fn thing(noun: &str) -> bool {
    ["ing", "ings", "ment", "ments", "ness"].iter().any(|e| noun.ends_with(e))
}

pub(super) fn has(word: &str) -> bool {
    matches!(word, "has" | "have" | "had" | "having" | "'ve" | "’ve")
}

/// "was forced to concede", "were quick to deny", "went on to accuse".
pub(super) fn made(word: &str) -> bool {
    matches!(
        word,
        "forced"
            | "obliged"
            | "compelled"
            | "made"
            | "moved"
            | "quick"
            | "swift"
            | "keen"
            | "eager"
            | "continued"
            | "continues"
            | "continue"
            | "began"
            | "begun"
            | "went"
            | "gone"
            | "came"
            | "come"
            | "had"
            | "has"
            | "have"
            | "rushed"
            | "ready"
            | "on"
            | "happy"
            | "glad"
            | "bound"
            | "careful"
            | "wanted"
            | "wants"
            | "used"
            | "proceeded"
            | "slow"
            | "first"
    )
}

/// Verbs that link a subject with what it is.
pub(super) fn links(word: &str) -> bool {
    matches!(
        word,
        "remains"
            | "remain"
            | "remained"
            | "remaining"
            | "seems"
            | "seemed"
            | "seem"
            | "sounds"
            | "sounded"
            | "feels"
            | "felt"
            | "looks"
            | "looked"
            | "stays"
            | "stayed"
            | "grew"
            | "became"
            | "is"
            | "was"
            | "are"
            | "were"
    )
}
