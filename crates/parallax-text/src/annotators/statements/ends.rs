//! Where a content ends that is not quoted: in front of a clause that the page goes on with.
//!
//! Who is said to speak in a clause that leads the sentence ("While Reed admits that it rained, Hill ...") says nothing
//! of what comes behind it. What is named or wished for ("agreed to pay") goes on neither with a clause that has its
//! own subject ("..., and the miners were paid") nor with another act of the one who speaks ("... and warned the firm").

use std::ops::Range;

use super::cues::{self, Form};
use super::find::Found;
use super::passages::Placed;
use super::words::{Line, class};
use crate::attribution::{Attribution, Passage};
use crate::syntax::english_tagger;

/// Words of the longest subject of a clause.
const SUBJECT: usize = 10;

/// Words between the beginning of a sentence and the words of saying in the clause that leads it.
const LEADS: usize = 40;

/// A line with the tags of its words.
struct Tagged<'a> {
    line: &'a Line,
    passage: &'a Passage,
    /// How much higher the numbers of words are in the passage.
    shift: isize,
}

/// What stands behind a content that is cut.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Cut {
    /// One past the last word of the content.
    end: usize,
    /// First word of another act of the same speaker: "warned".
    act: Option<usize>,
    /// The mark that opens the clause, and what stands behind the one that closes it.
    around: Option<(usize, Range<usize>)>,
}

/// Adds an attribution with the end of its content put right, and the next act of the same speaker; what stands behind a
/// clause inside what another one says is given to that.
pub(super) fn add(line: &Line, placed: &Placed, read: &Attribution, mut found: Found, all: &mut Vec<Found>) {
    let at = read.cue.as_ref().and_then(|cue| Some((placed.range(cue)?.1.start, cue.start)));
    let Some((here, there)) = at else { return all.push(found) };
    let tagged = Tagged::new(line, &placed.passage, here, there);
    let mut next = None;
    for index in 0..found.content.len() {
        let content = found.content[index].clone();
        let Some(cut) = tagged.cut(found.begin(), &found.cue, &content) else { continue };
        found.content.truncate(index + 1);
        found.content[index].end = cut.end;
        if let Some((mark, rest)) = cut.around.filter(|(_, rest)| !rest.is_empty())
            && let Some(outer) = all.iter_mut().find(|f| f.content.last().is_some_and(|c| c.end == mark))
        {
            outer.content.push(rest);
        }
        next = cut.act.and_then(|verb| {
            let hit = cues::at(&line.words, verb)?;
            let (cue, rest) = (verb..verb + hit.len, verb + hit.len..content.end);
            let act =
                Found { entry: Some(hit.cue), cue, content: vec![rest], negated: false, ..found.clone() };
            (verb + hit.len < content.end).then_some(act)
        });
        break;
    }
    all.extend([Some(found), next].into_iter().flatten());
}

impl<'a> Tagged<'a> {
    /// A line of which word `here` is word `there` of a passage.
    fn new(line: &'a Line, passage: &'a Passage, here: usize, there: usize) -> Self {
        Self { line, passage, shift: there as isize - here as isize }
    }

    /// The Penn Treebank tag of a word.
    fn tag(&self, at: usize) -> &'static str {
        let tag = at.checked_add_signed(self.shift).and_then(|i| self.passage.tags.get(i));
        tag.map_or("", |&tag| english_tagger().xpos(tag))
    }

    fn begins_sentence(&self, at: usize) -> bool {
        let place = at.checked_add_signed(self.shift).and_then(|i| self.passage.places.get(i));
        place.is_none_or(|p| p.begins_sentence)
    }

    fn finite(&self, at: usize) -> bool {
        matches!(self.tag(at), "VBD" | "VBZ" | "VBP" | "MD")
    }

    fn lower(&self, at: usize) -> &'a str {
        self.line.words.get(at).map_or("", |w| w.lower.as_str())
    }

    /// Whether a clause with a subject of its own begins at a word; `listed` if the subject may have several parts.
    fn clause(&self, mut at: usize, listed: bool) -> bool {
        let adverb = |at: usize| self.tag(at) == "RB" && self.lower(at) != "not";
        while adverb(at) {
            at += 1;
        }
        let (from, mut named) = (at, false);
        while at < self.line.words.len().min(from + SUBJECT) {
            match self.tag(at) {
                "PRP" | "EX" => named = true,
                "NN" | "NNS" | "NNP" | "NNPS" => named = true,
                "DT" | "PDT" | "PRP$" | "JJ" | "JJR" | "JJS" | "CD" | "POS" | "$" | "HYPH" => {}
                "CC" if listed && named => {}
                "IN" if named && self.lower(at) == "of" => {}
                "RB" | "RBR" | "``" | "''" if named => {}
                "VBD" | "VBZ" | "VBP" | "MD" => return named,
                _ => return false,
            }
            at += 1;
        }
        false
    }

    /// First word of the clause that leads the sentence, if a word stands in one.
    fn leading(&self, at: usize) -> Option<usize> {
        let words = &self.line.words;
        let start = (0..=at).rev().take(LEADS).find(|&i| self.begins_sentence(i))?;
        let skip = class::MARK | class::COORDINATOR | class::ADVERB;
        let first = (start..at).find(|&i| words[i].is(class::LEADING) || !words[i].is(skip))?;
        let now_that = self.lower(first.saturating_sub(1)) == "now" && self.lower(first) == "that";
        let comma = words[first..at].iter().any(|w| w.lower == "," && w.quote.is_none());
        ((words[first].is(class::LEADING) || now_that) && !comma).then_some(first)
    }

    /// Where a content ends that goes on too long; `begin` is the first word of source and cue.
    fn cut(&self, begin: usize, cue: &Range<usize>, content: &Range<usize>) -> Option<Cut> {
        if content.start < cue.end {
            return None;
        }
        let words = &self.line.words;
        let apart = words[cue.end..content.start].iter().any(|w| w.lower == ",");
        if let Some(first) = self.leading(begin).filter(|_| !apart) {
            // "As Reed put it to the council, the bill is “dead”": what is said is still to come.
            let as_said = |end: &usize| {
                self.lower(first) == "as" && words[*end..content.end].iter().any(|w| w.quote.is_some())
            };
            return self.behind_leading(content).filter(|e| !as_said(e)).map(|end| Cut {
                end,
                act: None,
                around: None,
            });
        }
        if let Some(mark) = self.relative(begin) {
            let end = self.behind_relative(mark, content)?;
            let rest = end + usize::from(words[end].is(class::MARK))..content.end;
            return Some(Cut { end, act: None, around: Some((mark, rest)) });
        }
        self.behind_phrase(cue, content)
    }

    /// The mark that opens the relative clause in which a word begins what is told: ", which Reed called".
    fn relative(&self, begin: usize) -> Option<usize> {
        let who = |at: usize| matches!(self.lower(at), "which" | "who" | "whom");
        let at = if who(begin) { begin } else { begin.checked_sub(1).filter(|&at| who(at))? };
        at.checked_sub(1).filter(|&mark| matches!(self.lower(mark), "," | "–" | "—" | "--" | "("))
    }

    /// The mark in a content that closes the relative clause that another has opened.
    fn behind_relative(&self, mark: usize, content: &Range<usize>) -> Option<usize> {
        let words = &self.line.words;
        let close = if self.lower(mark) == "(" { ")" } else { self.lower(mark) };
        content.clone().skip(1).find_map(|at| {
            // The comma may stand inside the marks of a quotation.
            let inside = words[at].quote.is_some();
            if self.lower(at) != close || inside && !self.line.ends_quote(at + 1) {
                return None;
            }
            let after = at + 1 + usize::from(inside);
            let main = close != "," || self.clause(after, true) || self.finite(after);
            (main && after < content.end).then_some(if inside { after } else { at })
        })
    }

    /// The comma in a content behind which the sentence comes to its main clause.
    fn behind_leading(&self, content: &Range<usize>) -> Option<usize> {
        let words = &self.line.words;
        let inner = content.clone().find(|&i| !words[i].is(class::MARK) && self.lower(i) != "that")?;
        // "that when asked, he would ..., the clerk left": a clause in front inside the content too.
        let mut skip = usize::from(words[inner].is(class::LEADING | class::ADJUNCT));
        let quoted = words[content.start].quote;
        let mut said = false;
        for at in content.clone() {
            said |= at >= inner && self.finite(at);
            let (comma, next) = (self.lower(at) == ",", at + 1);
            let after = if words[at].quote.is_none() {
                next
            } else if quoted == words[at].quote && self.line.ends_quote(next) {
                next + 1
            } else {
                continue;
            };
            if comma && after < content.end && self.clause(after, said) {
                if skip == 0 {
                    return Some(if after == next { at } else { after });
                }
                skip -= 1;
            }
        }
        None
    }

    /// The end of a content that is no clause, in front of one or of another act.
    fn behind_phrase(&self, cue: &Range<usize>, content: &Range<usize>) -> Option<Cut> {
        let words = &self.line.words;
        if self.lower(content.start) == "that" {
            return None;
        }
        let tense = cue.clone().map(|at| self.tag(at)).find(|t| t.starts_with("VB"))?;
        let group = !matches!(self.tag(content.start), "TO" | "IN" | "VBG");
        let mut listed = false;
        for at in content.clone() {
            if words[at].quote.is_some() {
                continue;
            }
            if self.finite(at) || matches!(self.lower(at), ":" | "“" | "\"") {
                return None;
            }
            let mark = matches!(self.lower(at), "," | ";");
            // "the teachers, nurses, and clerks were paid": the subject of what is said.
            if mark && group && listed {
                return None;
            }
            listed |= mark;
            let and = at + usize::from(mark);
            let joins = self.tag(and) == "CC" || matches!(self.lower(and), "while" | "as");
            if mark
                && (joins && self.clause(and + 1, true) || self.lower(at) == ";" && self.clause(and, true))
            {
                return Some(Cut { end: at, act: None, around: None });
            }
            if joins && self.tag(and) == "CC" && at > content.start {
                let verb = and + 1 + usize::from(self.tag(and + 1) == "RB");
                let tag = self.tag(verb);
                let alike = tag == tense || matches!((tense, tag), ("VBD", "VBN") | ("VBG", "VBD" | "VBN"));
                let act = cues::at(words, verb).filter(|h| h.form != Form::Plain && alike);
                if act.is_some() && verb < content.end && words[verb].quote.is_none() && tense != "VBN" {
                    return Some(Cut { end: at, act: Some(verb), around: None });
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use parallax_model::{Page, StatementKind};

    fn said(text: &str) -> Vec<String> {
        let document = crate::annotate(Page::untouched("p", text));
        let words = |spans: &[parallax_model::Span]| {
            spans.iter().map(|s| document.words(*s).to_owned()).collect::<Vec<_>>().join(" + ")
        };
        let others = document.statements.iter().filter(|s| s.kind != StatementKind::OwnVoice);
        others.map(|s| format!("{} | {} | {}", words(&s.source), words(&s.cue), words(&s.content))).collect()
    }

    #[test]
    fn a_leading_clause_ends_before_the_main_one() {
        assert_eq!(
            said("Although the ferry firm admitted that two boats were late, passengers waited on the quay."),
            ["the ferry firm | admitted | that two boats were late"]
        );
        assert_eq!(
            said("When the coach said that he was leaving, the players left the hall in tears."),
            ["the coach | said | that he was leaving"]
        );
    }

    #[test]
    fn a_wish_does_not_go_on_with_a_clause_of_somebody_else() {
        assert_eq!(
            said("The bank agreed to lend the theatre two million crowns, and the actors went home."),
            ["The bank | agreed | to lend the theatre two million crowns"]
        );
        assert_eq!(
            said("The clinic said that the beds were full, and that nurses were ill."),
            ["The clinic | said | that the beds were full, and that nurses were ill"]
        );
    }

    #[test]
    fn a_relative_clause_inside_what_is_said_ends_where_it_began() {
        assert_eq!(
            said(
                "Ana Brock said that the dam — which she described as “a wreck” — would be rebuilt in spring."
            )[0],
            "Ana Brock | said | that the dam + would be rebuilt in spring"
        );
    }

    #[test]
    fn the_subject_of_what_is_said_may_be_a_list() {
        assert_eq!(
            said("Brock said the patient work of teachers, nurses, and clerks has kept the town alive."),
            ["Brock | said | the patient work of teachers, nurses, and clerks has kept the town alive"]
        );
    }

    #[test]
    fn another_act_of_the_speaker_is_told_apart() {
        assert_eq!(
            said(
                "Norway urged its citizens to leave the island and advised against all travel to the coast."
            ),
            [
                "Norway | urged | its citizens to leave the island",
                "Norway | advised | against all travel to the coast"
            ]
        );
    }
}
