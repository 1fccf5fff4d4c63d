//! Quotations in single marks, which are apostrophes most of the time.

use parallax_model::Span;

use super::marks::{Family, Mark, Side};
use super::pairing::Pair;

/// Longest quotation, in bytes, whose closing mark follows a word and no punctuation.
const LONG: usize = 240;

/// What comes after a mark at the same level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    Nothing,
    Opens,
    Closes,
}

/// Where a level of double marks begins or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Event {
    Enter,
    Leave,
    Single(usize),
}

/// The quotations in single marks of a block, which cross none of those in double marks. `goes_on` tells that the
/// next paragraph begins with a single mark.
pub(super) fn pairs(
    block: &str,
    marks: &[Mark],
    doubles: &[Pair],
    sentences: &[Span],
    goes_on: bool,
) -> Vec<Pair> {
    if marks.is_empty() {
        return Vec::new();
    }
    let events = events(marks, doubles);
    let next = lookahead(marks, &events);
    let sentence = |at: usize| sentences.partition_point(|s| s.start as usize <= at);
    let mut out = Vec::new();
    let mut levels: Vec<Option<usize>> = vec![None];
    for &(_, event) in &events {
        let Some(level) = levels.last_mut() else { break };
        match event {
            Event::Enter => levels.push(None),
            Event::Leave => {
                if levels.len() > 1 {
                    levels.pop();
                }
            }
            Event::Single(i) => {
                let mark = marks[i];
                match (mark.side, *level) {
                    // A weak opening is a year or an apostrophe unless something closes it.
                    (Side::Open, Some(_)) if mark.weak => {}
                    (Side::Open, _) => {
                        if !mark.weak || next[i] == Next::Closes {
                            *level = Some(i);
                        }
                    }
                    (_, Some(open)) => {
                        let from = marks[open];
                        let near = mark.at - from.at <= LONG && sentence(mark.at) == sentence(from.at);
                        let after_word = block[..mark.at].ends_with(char::is_alphanumeric);
                        let closes = if mark.weak {
                            near && !from.weak && next[i] != Next::Closes
                        } else {
                            !after_word || near
                        };
                        if closes {
                            out.push(Pair {
                                start: from.at,
                                end: mark.end(),
                                opened: true,
                                closed: true,
                                family: Family::Single,
                            });
                            *level = None;
                        }
                    }
                    (_, None) => {}
                }
            }
        }
    }
    if let Some(&Some(open)) = levels.first()
        && marks[open].at == 0
        && goes_on
    {
        let start = marks[open].at;
        out.retain(|p: &Pair| p.start > start);
        out.push(Pair { start, end: block.len(), opened: true, closed: false, family: Family::Single });
    }
    out
}

/// Single marks and the ends of double quotes in order.
fn events(marks: &[Mark], doubles: &[Pair]) -> Vec<(usize, Event)> {
    let mut out: Vec<(usize, Event)> = Vec::with_capacity(marks.len() + 2 * doubles.len());
    out.extend(marks.iter().enumerate().map(|(i, m)| (m.at, Event::Single(i))));
    for pair in doubles {
        out.push((pair.start, Event::Enter));
        // The end may lie after the last mark, or on the block's.
        out.push((pair.end.saturating_sub(1), Event::Leave));
    }
    out.sort_by_key(|&(at, event)| (at, matches!(event, Event::Leave)));
    out
}

/// For each mark, whether the next that is surely one at its level opens or closes.
fn lookahead(marks: &[Mark], events: &[(usize, Event)]) -> Vec<Next> {
    let mut out = vec![Next::Nothing; marks.len()];
    let mut levels = vec![Next::Nothing];
    for &(_, event) in events.iter().rev() {
        match event {
            Event::Leave => levels.push(Next::Nothing),
            Event::Enter => {
                if levels.len() > 1 {
                    levels.pop();
                }
            }
            Event::Single(i) => {
                let Some(next) = levels.last_mut() else { break };
                out[i] = *next;
                match marks[i].side {
                    Side::Open if !marks[i].weak => *next = Next::Opens,
                    Side::Close if !marks[i].weak => *next = Next::Closes,
                    _ => {}
                }
            }
        }
    }
    out
}
