//! Attributions of a whole page: quotes that stand alone join the one who is speaking.
//!
//! A quote without a "he said" of its own belongs to the speaker of the sentences before it only if nothing speaks
//! against that: no other name, no question that it may answer, no other post. Else its speaker stays unknown.

use std::ops::Range;

use parallax_model::{Document, EntityType, MentionKind, Span, Stance};

use super::find::{self, Found};
use super::introductions::{introduction, inverted};
use super::quotes::Kind;
use super::stance;
use super::transcripts::{self, Label, Transcript, Who};
use super::words::{Line, Word, class};

/// A quote of fewer words stands alone only as a name or an irony, unless it is a sentence.
const SCARE: usize = 4;
/// Longest name after a dash, in words.
const NAME: usize = 14;

/// An attribution with all that belongs to it.
#[derive(Debug)]
pub(super) struct Turn {
    /// Index into the lines.
    pub(super) line: usize,
    /// The attribution; none for a quote without speaker.
    pub(super) found: Option<Found>,
    /// What is said, over all blocks.
    pub(super) content: Vec<Span>,
    /// The page gives the words as they were spoken, though not in quotation marks: a transcript, a block quotation.
    pub(super) verbatim: bool,
    /// The last line that it reaches.
    last: usize,
}

impl Turn {
    /// An attribution found inside the content of another.
    pub(super) fn inside(line: usize, found: Found, content: Vec<Span>) -> Self {
        Self { line, found: Some(found), content, verbatim: false, last: line }
    }
}

/// The attributions of all lines, in the order of the text.
pub(super) fn take(document: &Document, lines: &[Line]) -> Vec<Turn> {
    let transcript = transcripts::read(document, lines);
    let mut reader =
        Reader { document, lines, turns: Vec::new(), transcript: &transcript, next: 0, speaks: None };
    for (number, found) in find::attributions(document, lines).into_iter().enumerate() {
        reader.line(number, found);
    }
    let mut turns = reader.turns;
    turns.retain(|t| !t.content.is_empty());
    turns
}

struct Reader<'a> {
    document: &'a Document,
    lines: &'a [Line],
    turns: Vec<Turn>,
    transcript: &'a Transcript,
    /// The next label.
    next: usize,
    /// The turn of the label that speaks, in a transcript.
    speaks: Option<usize>,
}

impl Reader<'_> {
    fn line(&mut self, number: usize, found: Vec<Found>) {
        let line = &self.lines[number];
        let first = self.turns.len();
        if self.signed(number) {
            return;
        }
        let labelled = self.labels(number);
        let mut found = found.into_iter().peekable();
        // Where the contents end that were read so far.
        let mut reach = 0;
        for (index, frame) in line.frames.iter().enumerate() {
            let mut claimed = frame.start < reach || labelled.as_ref().is_some_and(|l| frame.end > l.start);
            while let Some(mut f) = found.next_if(|f| f.frame <= index) {
                self.part(line, &mut f);
                // The label of a transcript is no attribution of another kind.
                if labelled.as_ref().is_some_and(|l| l.contains(&f.cue.start)) {
                    continue;
                }
                claimed |= !f.content.is_empty();
                reach = f.content.last().map_or(reach, |c| reach.max(c.end));
                let content = f.content.iter().filter_map(|r| line.span(r)).collect();
                self.turns.push(Turn {
                    line: number,
                    found: Some(f),
                    content,
                    verbatim: false,
                    last: number,
                });
            }
            if claimed {
                continue;
            }
            if alone(line, frame) {
                self.floating(number, index, first);
            } else if let Some(found) = inverted(line, index) {
                let content = found.content.iter().filter_map(|r| line.span(r)).collect();
                self.turns.push(Turn {
                    line: number,
                    found: Some(found),
                    content,
                    verbatim: false,
                    last: number,
                });
            }
        }
        if line.quotes.first().is_some_and(|q| q.block) {
            self.turns[first..].iter_mut().for_each(|t| t.verbatim = true);
        }
        if labelled.is_none() {
            self.unlabelled(number, first);
        }
    }

    /// Takes quotes from an attribution that stand behind a sentence about somebody else.
    fn part(&self, line: &Line, found: &mut Found) {
        let frame = |word: usize| line.frames.partition_point(|f| f.end <= word);
        let source = found.source.clone().map_or(&[][..], |s| &line.words[s]);
        let mut from = found.frame + 1;
        let broken = found.content.iter().position(|c| {
            let to = frame(c.start);
            let others = (from..to).filter_map(|f| line.frames.get(f)).any(|f| self.others(line, f, source));
            from = from.max(frame(c.end.saturating_sub(1)) + 1);
            others
        });
        if let Some(first) = broken.filter(|&b| b > 0) {
            found.content.truncate(first);
        }
    }

    /// A frame that is nothing but quotation.
    fn floating(&mut self, number: usize, index: usize, first: usize) {
        let line = &self.lines[number];
        let Some(span) = line.frames.get(index).and_then(|f| line.span(f)) else { return };
        if let Some(turn) = self.joined(number, index, first) {
            let turn = &mut self.turns[turn];
            turn.content.push(span);
            turn.last = number;
            return;
        }
        let (at, found) = match self.introduced(number, index) {
            Some((at, found)) => (at, Some(found)),
            None => (number, None),
        };
        self.turns.push(Turn { line: at, found, content: vec![span], verbatim: false, last: number });
    }

    /// The turn that a floating quote goes on with.
    fn joined(&self, number: usize, index: usize, first: usize) -> Option<usize> {
        let line = &self.lines[number];
        let last = self.turns.last()?;
        let open = index == 0 && line.quotes.first().is_some_and(|q| q.continues);
        let before = number.checked_sub(1);
        if self.turns.len() == first && (before != Some(last.last) || !self.near(last.last, number)) {
            return None;
        }
        if open {
            return Some(self.turns.len() - 1);
        }
        let turn = self.speaker()?;
        let t = &self.turns[turn];
        let found = t.found.as_ref()?;
        if t.content.is_empty() {
            return Some(turn);
        }
        if t.last != number && self.asks(t, found) {
            return None;
        }
        // What stands between the turn and the quote must not bring in somebody else.
        let own = &self.lines[t.line];
        let begin = |l: &Line| {
            t.content
                .iter()
                .map(|c| c.end as usize)
                .max()
                .map_or(0, |e| l.frames.partition_point(|f| l.words[f.start].start < e))
        };
        let same = t.last == number;
        let gaps = if same { begin(line)..index } else { 0..index };
        let tail = &self.lines[t.last];
        let rest = if same {
            0..0
        } else {
            begin(tail).max(if t.last == t.line { found.frame + 1 } else { 0 })..tail.frames.len()
        };
        let source = found.source.clone().map_or(&[][..], |s| &own.words[s]);
        let quiet = |l: &Line, frames: Range<usize>| {
            frames.filter_map(|f| l.frames.get(f)).all(|f| !self.others(l, f, source))
        };
        // In a paragraph of its own, "He paused." must say that it is still the same one.
        let still =
            same || index == 0 || line.frames[..index].iter().all(|f| line.words[f.start].is(class::PRONOUN));
        (quiet(line, gaps) && quiet(tail, rest) && still).then_some(turn)
    }

    /// The turn of the one who spoke last, if that is one speaker.
    fn speaker(&self) -> Option<usize> {
        let last = self.turns.last()?;
        let reach = last.last;
        let group: Vec<usize> =
            (0..self.turns.len()).rev().take(8).take_while(|&i| self.turns[i].last == reach).collect();
        last.found.as_ref()?;
        let frame = |i: usize| self.turns[i].found.as_ref().map(|f| (self.turns[i].line, f.frame));
        let late = group.iter().filter_map(|&i| frame(i)).max();
        let late: Vec<usize> = group.into_iter().filter(|&i| frame(i) == late).collect();
        // What stands inside the words of another is told by that one.
        let inside = |i: usize, j: usize| {
            let (Some(a), b) = (self.cue(i), &self.turns[j]) else { return false };
            i != j && b.content.iter().any(|c| c.start <= a.start && a.end <= c.end)
        };
        let outer: Vec<usize> =
            late.iter().copied().filter(|&i| !late.iter().any(|&j| inside(i, j))).collect();
        let direct: Vec<usize> = outer.iter().copied().filter(|&i| self.quoted(&self.turns[i])).collect();
        let of = |all: &[usize]| {
            let first = *all.first()?;
            all.iter().all(|&i| self.same(first, i)).then_some(first)
        };
        of(&outer).or_else(|| of(&direct))
    }

    fn cue(&self, turn: usize) -> Option<Span> {
        let t = &self.turns[turn];
        self.lines[t.line].span(&t.found.as_ref()?.cue)
    }

    /// Whether the last words of a turn are quoted.
    fn quoted(&self, turn: &Turn) -> bool {
        let Some(end) = turn.content.last() else { return false };
        let quotes = &self.lines[turn.last].quotes;
        let next = quotes.partition_point(|q| q.start < end.end as usize);
        next.checked_sub(1).is_some_and(|i| {
            quotes[i].end >= end.end as usize && matches!(quotes[i].kind, Kind::Speech | Kind::Words)
        })
    }

    /// Whether two turns of a frame are of one speaker: the same words, or a participle that shares them.
    fn same(&self, a: usize, b: usize) -> bool {
        let source = |i: usize| {
            let t = &self.turns[i];
            let found = t.found.as_ref()?;
            Some((t.line, found.source.clone()?))
        };
        match (source(a), source(b)) {
            (Some((l, a)), Some((m, b))) => {
                let words = |l: usize, r: &Range<usize>| {
                    self.lines[l].words[r.clone()].iter().map(|w| w.lower.clone()).collect::<Vec<_>>()
                };
                let (x, y) = (words(l, &a), words(m, &b));
                let he =
                    |w: &[String]| matches!(w, [one] if matches!(one.as_str(), "he" | "she" | "they" | "it"));
                x == y || he(&x) || he(&y)
            }
            _ => true,
        }
    }

    /// Whether a turn ends in a question, which the next quote may answer.
    fn asks(&self, turn: &Turn, found: &Found) -> bool {
        let text = &self.document.page.text;
        let end = turn
            .content
            .last()
            .map_or("", |c| c.of(text))
            .trim_end_matches(|c: char| !c.is_alphanumeric() && c != '?');
        let asked = stance::of(&self.lines[turn.line], found) == Stance::Asks;
        asked || (end.ends_with('?') && self.quoted(turn) && turn.last == turn.line)
    }

    /// Whether a frame is about somebody other than the source.
    fn others(&self, line: &Line, frame: &Range<usize>, source: &[Word]) -> bool {
        let skip = class::MARK | class::OPENER | class::COORDINATOR | class::ADVERB;
        let Some(at) = frame.clone().find(|&i| !line.words[i].is(skip)) else { return false };
        if line.words[at].quote.is_some() {
            return false;
        }
        let reach = line.span(&(at..frame.end.min(at + 4)));
        let Some(span) = reach else { return false };
        let first = self.document.mentions.partition_point(|m| m.span.end <= span.start);
        let text = &self.document.page.text;
        self.document.mentions[first..]
            .iter()
            .take_while(|m| m.span.start < span.end)
            .filter(|m| m.of == EntityType::Person && m.kind == MentionKind::Name)
            .any(|m| {
                let name = m.span.of(text).to_lowercase();
                !source.iter().any(|w| name.split_whitespace().any(|n| n == w.lower))
                    && source.iter().any(|w| w.is(class::CAPITAL))
            })
    }

    /// Whether a turn may reach from one line to another: in the same post, over pictures but not over a heading.
    fn near(&self, from: usize, to: usize) -> bool {
        let block = |l: usize| self.lines[l].block as usize;
        super::quotes::near(self.document, block(from), block(to))
    }

    /// "He said:", "The office said in a statement." in front of a quote.
    fn introduced(&self, number: usize, index: usize) -> Option<(usize, Found)> {
        let (at, frame) = if index > 0 {
            (number, index - 1)
        } else {
            let before = number.checked_sub(1).filter(|&b| self.near(b, number))?;
            (before, self.lines[before].frames.len().checked_sub(1)?)
        };
        let line = &self.lines[at];
        let taken = |t: &&Turn| t.line == at && t.found.as_ref().is_some_and(|f| f.frame == frame);
        if self.turns.iter().rev().take(8).any(|t| taken(&t)) {
            return None;
        }
        introduction(line, frame).map(|f| (at, f))
    }

    /// A line that is nothing but "— Name" names the speaker of the quote before it.
    fn signed(&mut self, number: usize) -> bool {
        let line = &self.lines[number];
        let words = &line.words;
        let dash = words.first().is_some_and(|w| matches!(w.lower.as_str(), "–" | "—" | "--" | "―" | "-"));
        let end = words.iter().rposition(|w| !w.is(class::MARK)).map_or(0, |i| i + 1);
        let plain = (2..=NAME).contains(&end)
            && words[1].is(class::CAPITAL)
            && words[1..end]
                .iter()
                .all(|w| w.quote.is_none() && !w.is(class::AUXILIARY | class::FINITE | class::PRONOUN));
        let near = number > 0 && self.near(number - 1, number);
        let Some(turn) = self
            .turns
            .last_mut()
            .filter(|t| dash && plain && near && t.last + 1 == number && t.found.is_none())
        else {
            return false;
        };
        turn.found = Some(Found::given(0, 1..end, 0..1, Vec::new()));
        turn.line = number;
        true
    }

    /// The labels of a line as turns; the words that they cover.
    fn labels(&mut self, number: usize) -> Option<Range<usize>> {
        let mut out: Option<Range<usize>> = None;
        while let Some(label) = self.transcript.labels.get(self.next).filter(|l| l.line <= number) {
            self.next += 1;
            if label.line < number {
                continue;
            }
            let line = &self.lines[number];
            let Label { who, name, mark, content, .. } = label.clone();
            let Some(span) = line.span(&content) else { continue };
            let frame = line.frames.partition_point(|f| f.end <= name.start);
            let mut found = Found::given(frame, name.clone(), mark..mark + 1, vec![content]);
            if who != Who::Named {
                found.source = None;
            }
            self.turns.push(Turn {
                line: number,
                found: Some(found),
                content: vec![span],
                verbatim: true,
                last: number,
            });
            self.speaks = self.transcript.whole.then_some(self.turns.len() - 1);
            out = Some(out.map_or(name.start..mark + 1, |o| o.start..o.end));
        }
        out
    }

    /// A paragraph of a transcript without a label: the one who answers goes on.
    fn unlabelled(&mut self, number: usize, first: usize) {
        let Some(turn) = self.speaks else { return };
        let line = &self.lines[number];
        let span = line.span(&(0..line.words.len()));
        let t = &self.turns[turn];
        let talks = transcripts::person_talks(line, &(0..line.words.len()));
        let Some(span) = span.filter(|_| {
            t.last + 1 == number && self.near(t.last, number) && (talks || self.turns.len() == first)
        }) else {
            self.speaks = None;
            return;
        };
        let asks = t.content.last().is_some_and(|c| c.of(&self.document.page.text).ends_with('?'));
        if asks {
            let unknown =
                Turn { line: number, found: None, content: vec![span], verbatim: true, last: number };
            self.turns.insert(first, unknown);
            self.speaks = Some(first);
        } else {
            let t = &mut self.turns[turn];
            t.content.push(span);
            t.last = number;
        }
    }
}

/// Whether a frame is nothing but speech.
fn alone(line: &Line, frame: &Range<usize>) -> bool {
    let words = &line.words[frame.clone()];
    let inside =
        frame.clone().filter(|&i| line.words[i].quote.is_some() && !line.words[i].is(class::MARK)).count();
    let speech =
        inside >= 2 && frame.clone().any(|i| line.place(i).is_some_and(|p| p.quote.kind == Kind::Speech));
    (inside >= SCARE || speech) && words.iter().all(|w| w.quote.is_some() || w.is(class::MARK))
}

#[cfg(test)]
mod tests {
    use parallax_model::{Block, Document, Page, Role, Span, StatementKind};

    fn shown(document: &Document) -> Vec<String> {
        let words = |spans: &[Span]| {
            spans.iter().map(|s| document.words(*s).to_owned()).collect::<Vec<_>>().join(" + ")
        };
        let others = document.statements.iter().filter(|s| s.kind != StatementKind::OwnVoice);
        others.map(|s| format!("{} | {}", words(&s.source), words(&s.content))).collect()
    }

    fn said(text: &str) -> Vec<String> {
        shown(&crate::annotate(Page::untouched("p", text)))
    }

    #[test]
    fn a_floating_quote_is_of_the_one_who_spoke() {
        assert_eq!(
            said("“The port is closed,” Reed said. He paused. “Nobody knows for how long.”"),
            ["Reed | “The port is closed,” + “Nobody knows for how long.”"]
        );
        assert_eq!(
            said("Tom Reed said the port was closed.\n\n“Nobody knows for how long it will be.”"),
            ["Tom Reed | the port was closed + “Nobody knows for how long it will be.”"]
        );
    }

    #[test]
    fn somebody_else_in_between_makes_it_unknown() {
        assert_eq!(
            said(
                "“The port is closed,” Tom Reed said. Ana Brock shook her head. “Nobody knows for how long.”"
            ),
            ["Tom Reed | “The port is closed,”", " | “Nobody knows for how long.”"]
        );
    }

    #[test]
    fn an_answer_is_not_of_the_one_who_asked() {
        assert_eq!(
            said("“Is the port closed?” Tom Reed asked.\n\n“Nobody has told us anything.”"),
            ["Tom Reed | “Is the port closed?”", " | “Nobody has told us anything.”"]
        );
    }

    #[test]
    fn a_colon_leads_to_the_next_paragraph() {
        assert_eq!(
            said("The harbour office said in a statement:\n\n“The port is closed for a week.”"),
            ["The harbour office | “The port is closed for a week.”"]
        );
    }

    #[test]
    fn a_block_quotation_needs_no_marks() {
        let text = "The harbour office said in a statement:\n\nThe port is closed. Boats stay where they are.\n\nRain fell.";
        let mut page = Page::untouched("p", text);
        let at = |words: &str| {
            let start = text.find(words).unwrap();
            Span::new(start, start + words.len())
        };
        let block = |words, role| Block { span: at(words), role, post: None };
        page.blocks = vec![
            block("The harbour office said in a statement:", Role::Paragraph),
            block("The port is closed. Boats stay where they are.", Role::Quote),
            block("Rain fell.", Role::Paragraph),
        ];
        let document = crate::annotate(page);
        assert_eq!(shown(&document), ["The harbour office | The port is closed. Boats stay where they are."]);
        let quoted = document.statements.iter().find(|s| !s.source.is_empty()).unwrap();
        assert_eq!(quoted.kind, StatementKind::Direct);
    }

    #[test]
    fn a_name_after_a_dash_signs_the_quote_above() {
        assert_eq!(
            said("“Everybody should stay at home tonight.”\n\n— Ana Brock, mayor"),
            ["Ana Brock, mayor | “Everybody should stay at home tonight.”"]
        );
    }
}
