//! Attributions that another one holds in what it says: “...,” Reed said, the Gazette reported.

use std::ops::Range;

use super::cues::{self, Form};
use super::find::{By, Found};
use super::quotes::Kind;
use super::tail;
use super::words::{Line, Word, class};

/// Words of a quotation that its own "he said" follows, at least.
const SPEECH: usize = 5;
/// Words of the longest speaker.
const NAME: usize = 10;
/// Attributions before and behind one that may have to do with it.
const NEAR: usize = 16;
/// How sure the form alone is.
const SURE: u8 = 85;

/// Adds who is quoted to attributions whose content goes on over a quotation and its "he said". In a sentence after
/// that, only what stands in the sentence itself is left of the content.
pub(super) fn release(line: &Line, all: &mut Vec<Found>) {
    let mut out: Vec<Found> = Vec::new();
    for outer in all.iter_mut() {
        let Some(inner) = outer.content.iter().find_map(|content| held(line, content)) else { continue };
        let own = line.frames.get(outer.frame).map_or(0, |f| f.start);
        if inner.frame < outer.frame {
            outer.content.iter_mut().for_each(|c| c.start = c.start.max(own.min(c.end)));
            outer.content.retain(|c| !c.is_empty());
        }
        if out.last().is_none_or(|f| f.cue != inner.cue) {
            out.push(inner);
        }
    }
    let mut cues = vec![false; if out.is_empty() { 0 } else { line.words.len() }];
    all.iter().filter(|_| !out.is_empty()).for_each(|f| cues[f.cue.clone()].fill(true));
    out.retain(|inner| !cues[inner.cue.clone()].contains(&true));
    all.extend(out);
}

/// Attributions around one.
fn near(all: &[Found], at: usize) -> &[Found] {
    &all[at.saturating_sub(NEAR)..all.len().min(at + NEAR)]
}

/// Lets contents go on over a clause in them that tells of another saying: "... was right when she said that it rained".
pub(super) fn embed(line: &Line, all: &mut [Found]) {
    for at in 0..all.len().saturating_sub(1) {
        let (outer, inner) = (&all[at], &all[at + 1]);
        let Some(end) = outer.content.last().map(|c| c.end).filter(|&end| end >= outer.cue.end) else {
            continue;
        };
        // "urged them to leave as she told how it began": the page goes on.
        let apart = |w: &Word| w.quote.is_some() || matches!(w.lower.as_str(), "as" | "while");
        let leads = line.words.get(end).is_some_and(|w| w.is(class::LEADING) && !apart(w));
        let [content] = &inner.content[..] else { continue };
        if leads && inner.begin() == end + 1 && content.start >= inner.cue.end && inner.frame == outer.frame {
            let end = content.end;
            if let Some(last) = all[at].content.last_mut() {
                last.end = end;
            }
        }
    }
}

/// Cuts contents at the beginning of their own sentence, if the one before it has a "he said" that is no part of them.
pub(super) fn part(line: &Line, all: &mut [Found]) {
    for at in 0..all.len() {
        let own = line.frames.get(all[at].frame).map_or(0, |f| f.start);
        let Some(content) =
            all[at].content.first().filter(|c| c.start < own && own < c.end && c.end <= all[at].begin())
        else {
            continue;
        };
        let others = |f: &Found| content.start <= f.cue.start && f.cue.end <= own;
        if line.words[content.start].quote.is_none() && near(all, at).iter().any(others) {
            all[at].content[0].start = own;
        }
    }
}

/// Gives quotations to whose they go on with: “Each time,” Reed said, turning to the mayor, “we are told to wait.”
pub(super) fn resume(line: &Line, all: &mut [Found]) {
    let words = &line.words;
    for at in 0..all.len() {
        let found = &all[at];
        let Some(frame) = line.frames.get(found.frame) else { continue };
        let from = found.source.as_ref().map_or(found.cue.end, |s| s.end.max(found.cue.end));
        let [first] = &found.content[..] else { continue };
        // The words in front end with a comma inside the marks: the sentence is not over.
        let open = first.end <= found.begin()
            && line.ends_quote(first.end - 1)
            && first.end.checked_sub(2).is_some_and(|i| words[i].lower == ",");
        let next = (from..frame.end).find(|&i| words[i].quote.is_some());
        let Some(quote) = next.filter(|_| open).and_then(|i| words[i].quote) else { continue };
        let range = line.words_of(quote);
        let lower = words.get(range.start + 1).is_some_and(|w| !w.is(class::CAPITAL | class::MARK));
        let apart = words[from..range.start].last().is_some_and(|w| w.lower == ",");
        // A verb of saying between them has words of its own.
        let told = (from..range.start).any(|i| cues::at(words, i).is_some());
        if !(lower && apart && range.len() >= SPEECH && range.end <= frame.end) || told {
            continue;
        }
        let free = |f: &Found| f.content.iter().all(|c| c.end <= range.start || range.end <= c.start);
        let behind = |f: &Found| f.entry.is_none() && f.content.last().is_some_and(|c| c.end == range.end);
        if near(all, at).iter().all(|f| free(f) || behind(f)) {
            let window = at.saturating_sub(NEAR)..all.len().min(at + NEAR);
            for other in all[window].iter_mut().filter(|f| !free(f)) {
                other.content.iter_mut().for_each(|c| c.end = c.end.min(range.start - 1).max(c.start));
                other.content.retain(|c| !c.is_empty());
            }
            all[at].content.push(range);
        }
    }
}

/// The first attribution inside a content that stands behind its quotation.
fn held(line: &Line, content: &Range<usize>) -> Option<Found> {
    let words = &line.words;
    let first = line.quotes.partition_point(|q| q.start < words[content.start].start);
    (first..line.quotes.len())
        .map(|q| (q, line.words_of(q)))
        .take_while(|(_, r)| r.end < content.end)
        .find_map(|(quote, range)| {
            let comma =
                range.end.checked_sub(2).is_some_and(|i| matches!(words[i].lower.as_str(), "," | "?" | "!"));
            let speech = range.len() >= SPEECH && line.quotes[quote].kind == Kind::Speech;
            if !comma || !speech || !tail::is_tail(words, range.end) {
                return None;
            }
            let at = range.end;
            let says =
                |i: &usize| cues::at(words, *i).is_some_and(|h| h.cue.frames.say && h.form != Form::Ing);
            let verb = (at..content.end.min(at + NAME)).find(says)?;
            let hit = cues::at(words, verb)?;
            let cue = verb..verb + hit.len;
            let (source, by) = if verb > at {
                (at..verb, By::Left)
            } else {
                let parts = |i: &usize| {
                    words[*i].is(class::MARK | class::PREPOSITION | class::TIMEX | class::SUBORDINATOR)
                };
                (cue.end..(cue.end..content.end.min(cue.end + NAME)).find(parts)?, By::Right)
            };
            let frame = line.frames.partition_point(|f| f.end <= cue.start);
            (!source.is_empty() && cue.end <= content.end).then(|| Found {
                entry: Some(hit.cue),
                by,
                confidence: SURE,
                ..Found::given(frame, source, cue, vec![range])
            })
        })
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
    fn who_is_quoted_speaks_not_the_paper_that_passes_it_on() {
        assert_eq!(
            said(
                "“We only want to keep our bakery,” she said, speaking at a meeting with the owners of the mill, the Brod Gazette reported."
            ),
            ["she | said | “We only want to keep our bakery,”"]
        );
    }

    #[test]
    fn what_is_right_may_be_what_another_has_said() {
        let all = said("The coach said the keeper was right when she said on Sunday that the grass was wet.");
        assert_eq!(
            all[0],
            "The coach | said | the keeper was right when she said on Sunday that the grass was wet"
        );
    }

    #[test]
    fn two_sentences_have_a_speaker_each() {
        assert_eq!(
            said(
                "The clerks will sort the letters, the postmaster said. But parcels will wait until May, the postmaster said."
            ),
            [
                "the postmaster | said | The clerks will sort the letters",
                "the postmaster | said | But parcels will wait until May"
            ]
        );
    }

    #[test]
    fn a_sentence_that_is_interrupted_goes_on() {
        assert_eq!(
            said(
                "“Each time the roof leaks,” Reed said, turning to the mayor, “we are told to wait for the spring.”"
            ),
            ["Reed | said | “Each time the roof leaks,” + “we are told to wait for the spring.”"]
        );
    }
}
