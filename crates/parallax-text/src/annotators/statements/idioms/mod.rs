//! What the reader of attributions left unread: acts of speech by their idioms and rarer verbs, with the subject as the
//! speaker and what follows as the content: "the insurer undertook to pay", "her refusal to sign".
//!
//! The words are those of `stances.tsv`. A verb counts as the finite verb of a clause with a subject that can speak,
//! where nothing was read yet; a noun with its owner, or with "by" and "from".

mod around;
mod clause;
mod questions;

use std::ops::Range;

use super::cues::{self, Form};
use super::find::Found;
use super::stance::{self, Entry, Part};
use super::words::{Line, Word, class};
use crate::syntax::Tag;
use clause::{Clauses, has, links, made};

/// How sure such a reading is.
const SURE: u8 = 60;

/// Adds the acts of a line that no attribution of it covers.
pub(super) fn add(line: &Line, tags: &[Tag], all: &mut Vec<Found>) {
    if tags.len() != line.words.len() {
        return;
    }
    let clauses = Clauses { words: &line.words, tags };
    for (number, frame) in line.frames.iter().enumerate() {
        let asked = clauses.asked(&line.frames, number).or_else(|| clauses.wondered(number, frame));
        let asked = asked.filter(|new| free(&new.content[0], all.iter().flat_map(|f| &f.content)));
        if let Some(asked) = asked {
            all.retain(|f| free(&asked.cue, [&f.cue]));
            all.push(asked);
            continue;
        }
        let mut at = frame.start;
        while at < frame.end {
            let found = clauses
                .verb(number, frame, at, all)
                .or_else(|| clauses.noun(number, frame, at))
                .or_else(|| clauses.behind(number, frame, at));
            at += 1;
            let taken = |f: &Found| !free(&f.cue, all.iter().flat_map(pieces));
            if let Some(found) = found.filter(|f| !taken(f)) {
                at = found.cue.end;
                all.push(found);
            }
        }
    }
}

/// Whether a stretch shares no word with others.
fn free<'a>(stretch: &Range<usize>, taken: impl IntoIterator<Item = &'a Range<usize>>) -> bool {
    taken.into_iter().all(|t| t.end <= stretch.start || stretch.end <= t.start)
}

/// All that is read of an attribution.
fn pieces(found: &Found) -> impl Iterator<Item = &Range<usize>> {
    found.content.iter().chain([&found.cue]).chain(&found.source)
}

/// An attribution of this layer.
fn given(frame: usize, source: Range<usize>, cue: Range<usize>, content: Range<usize>) -> Found {
    Found { confidence: SURE, ..Found::given(frame, source, cue, vec![content]) }
}

impl Clauses<'_> {
    /// An act whose verb, or whose words behind a form of "be", begin at a word.
    fn verb(&self, number: usize, frame: &Range<usize>, at: usize, all: &[Found]) -> Option<Found> {
        if self.words[at].quote.is_some() {
            return None;
        }
        let mut acts = stance::acts(self.words, at).peekable();
        acts.peek()?;
        let group = self.group(frame, at);
        if self.supposed(group, at) {
            return None;
        }
        let source = self.subject(frame, group, all)?;
        let nobody = matches!(self.words[source.start].lower.as_str(), "neither" | "none");
        acts.find_map(|act| {
            let fits = act.end < frame.end
                && self.acts(&act, frame, at, group, nobody)
                && (!act.turns || self.says(act.end, frame.end))
                && self.speaks(&source, act.len);
            let end = act.gap.unwrap_or(act.end);
            let content = self.content(frame, end).filter(|_| fits)?;
            Some(given(number, source.clone(), group..end, content))
        })
    }

    /// Whether an entry stands as the predicate of a clause.
    fn acts(&self, act: &Entry, frame: &Range<usize>, at: usize, group: usize, nobody: bool) -> bool {
        let helpers = &self.words[group..at];
        let be = helpers.iter().rev().find(|w| w.is(class::AUXILIARY)).is_some_and(|w| w.is(class::BE));
        let colon = self.words.get(act.end).is_some_and(|w| w.lower == ":" && w.quote.is_none());
        if !act.telling && !colon && !nobody {
            return false;
        }
        match act.part {
            Part::Noun => false,
            Part::Verb => {
                let (upos, xpos) = (self.upos(at), self.xpos(at));
                let verb = matches!(upos, "VERB" | "AUX");
                // What is read as a participle or a noun is the verb where its clause has no other.
                match act.form {
                    Some(Form::Past) if be => false,
                    Some(Form::Past) if helpers.iter().any(|w| has(&w.lower)) => true,
                    Some(Form::Past) => verb && xpos != "VBN" || self.alone(act.end, frame.end),
                    Some(Form::Third) => xpos == "VBZ" || act.len > 1 && self.alone(act.end, frame.end),
                    Some(Form::Plain) => {
                        let plural = at > 0 && self.xpos(at - 1) == "NNS";
                        verb && (group < at && !be || matches!(xpos, "VBP" | "VBD"))
                            || act.len > 1 && plural && self.alone(act.end, frame.end)
                    }
                    Some(Form::Ing) => verb && be,
                    None => false,
                }
            }
            Part::Words => {
                let not = self.words[at].is(class::NEGATION);
                let linked = be || group > 0 && group == at && links(&self.words[at - 1].lower);
                let has_no = self.words[at].lower == "no" && helpers.iter().any(|w| has(&w.lower));
                let helps = self.words[at].is(class::AUXILIARY);
                if not { group < at || helps } else { linked || has_no }
            }
        }
    }

    /// Whether what is refused is to say something: "refused to name".
    fn says(&self, at: usize, end: usize) -> bool {
        (at..end.min(at + 2)).any(|i| {
            stance::acts(self.words, i).any(|a| a.part == Part::Verb) || cues::at(self.words, i).is_some()
        })
    }

    /// "should sue", "could accuse": nobody has done it.
    fn supposed(&self, group: usize, at: usize) -> bool {
        let modal = |w: &Word| {
            matches!(
                w.lower.as_str(),
                "can" | "could" | "may" | "might" | "should" | "must" | "will" | "would" | "to"
            )
        };
        let helpers = &self.words[group..at];
        let none = |w: &Word| matches!(w.lower.as_str(), "no" | "nothing" | "little" | "none");
        let denied = self.words.iter().skip(at + 1).take(2).any(none);
        helpers.iter().any(modal)
            && !denied
            && !helpers.iter().chain(&self.words[at..at + 1]).any(|w| w.is(class::NEGATION))
            && !helpers.iter().any(|w| made(&w.lower))
    }
}

#[cfg(test)]
mod tests {
    use parallax_model::{Page, StatementKind};

    /// Source, cue and content of the first statement.
    fn read(text: &str) -> [String; 3] {
        let document = crate::annotate(Page::untouched("p", text));
        let found = document.statements.iter().find(|s| s.kind != StatementKind::OwnVoice);
        let words = |spans: &[parallax_model::Span]| {
            spans.iter().map(|s| document.words(*s)).collect::<Vec<_>>().join(" + ")
        };
        found.map_or_else(Default::default, |s| [words(&s.source), words(&s.cue), words(&s.content)])
    }

    #[test]
    fn rare_verbs_and_idioms_are_acts() {
        assert_eq!(
            read("The lender undertook to settle every claim before May."),
            ["The lender", "undertook to", "settle every claim before May"]
        );
        assert_eq!(
            read("Striking bakers are holding out for a fifth week of leave."),
            ["Striking bakers", "are holding out for", "a fifth week of leave"]
        );
        assert_eq!(read("The umpire could not say for certain how it fell.")[0], "The umpire");
    }

    #[test]
    fn nouns_with_their_owner_are_acts() {
        let [source, cue, content] = read("Her one demand was that the gate be shut at night.");
        assert_eq!((source.as_str(), cue.as_str()), ("Her", "demand"));
        assert_eq!(content, "that the gate be shut at night");
    }

    #[test]
    fn questions_without_marks_have_who_asked_them() {
        let [source, _, content] = read("Can a village keep its own bank? The miller kept asking.");
        assert_eq!((source.as_str(), content.as_str()), ("The miller", "Can a village keep its own bank?"));
    }

    #[test]
    fn deeds_and_what_may_be_done_are_no_acts() {
        assert_eq!(read("The mill failed to open on Monday.")[1], "");
        assert_eq!(read("A striker should sue in every court.")[1], "");
        assert_eq!(read("Two lorries were held out of town.")[1], "");
    }
}
