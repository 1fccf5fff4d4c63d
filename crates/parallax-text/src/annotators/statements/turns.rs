//! Attributions of a whole page: quotes that stand alone join the one who is speaking.

use parallax_model::{Document, Span};

use super::find::{self, Found};
use super::words::{Line, class};

/// A quote of fewer words stands alone only as a name or an irony.
const SCARE: usize = 4;

/// An attribution with all that belongs to it.
#[derive(Debug)]
pub(super) struct Turn {
    /// Index into the lines.
    pub(super) line: usize,
    /// The attribution; none for a quote without speaker.
    pub(super) found: Option<Found>,
    /// What is said, over all blocks.
    pub(super) content: Vec<Span>,
    /// The last line that it reaches.
    last: usize,
}

impl Turn {
    /// An attribution found inside the content of another.
    pub(super) fn inside(line: usize, found: Found, content: Vec<Span>) -> Self {
        Self { line, found: Some(found), content, last: line }
    }
}

/// The attributions of all lines, in the order of the text.
pub(super) fn take(document: &Document, lines: &[Line]) -> Vec<Turn> {
    let mut turns: Vec<Turn> = Vec::new();
    let mut open = false;
    let found = find::attributions(document, lines);
    for ((number, line), found) in lines.iter().enumerate().zip(found) {
        let first = turns.len();
        let mut found = found.into_iter().filter(|f| !f.content.is_empty()).peekable();
        let mut reach = 0;
        for (index, frame) in line.frames.iter().enumerate() {
            let mut claimed = frame.start < reach;
            while let Some(f) = found.next_if(|f| f.frame == index) {
                claimed = true;
                reach = f.content.last().map_or(reach, |c| reach.max(c.end));
                let content = f.content.iter().filter_map(|r| line.span(r)).collect();
                turns.push(Turn { line: number, found: Some(f), content, last: number });
            }
            if claimed || !alone(line, frame) {
                continue;
            }
            let Some(span) = line.span(frame) else { continue };
            let goes_on =
                turns.len() > first || (index == 0 && follows(document, lines, number, &turns, open));
            match turns.last_mut().filter(|_| goes_on) {
                Some(turn) => {
                    turn.content.push(span);
                    turn.last = number;
                }
                None => turns.push(Turn { line: number, found: None, content: vec![span], last: number }),
            }
        }
        open = line.quotes.last().is_some_and(|q| !q.closed);
    }
    turns
}

/// Whether a frame is nothing but quotation.
fn alone(line: &Line, frame: &std::ops::Range<usize>) -> bool {
    let words = &line.words[frame.clone()];
    let inside = words.iter().filter(|w| w.quote.is_some() && !w.is(class::MARK)).count();
    inside >= SCARE && words.iter().all(|w| w.quote.is_some() || w.is(class::MARK))
}

/// Whether a quote at the start of a line goes on with what the line before it ended on.
fn follows(document: &Document, lines: &[Line], number: usize, turns: &[Turn], open: bool) -> bool {
    let Some(before) = number.checked_sub(1).map(|i| &lines[i]) else { return false };
    let blocks = &document.page.blocks;
    let (a, b) = (before.block as usize, lines[number].block as usize);
    let near = blocks[a].post == blocks[b].post && blocks[a + 1..b].is_empty();
    let Some(turn) = turns.last().filter(|t| near && t.last + 1 == number) else { return false };
    let quoted = turn
        .content
        .last()
        .is_some_and(|c| before.quotes.iter().any(|q| q.end >= c.end as usize && q.start < c.end as usize));
    open || quoted || turn.found.is_some()
}
