//! Source, cue and content with the words that belong to them, where they were read one for the other.

use std::ops::Range;

use super::cues::{self, Form};
use super::hearer::hearer;
use super::words::{Line, Word, class};

/// Words in front of "that" that may name who is spoken to.
const HEARER: usize = 14;

/// Longest name, in words.
const NAME: usize = 14;

/// Words of who is spoken to in front of what is said: "told one of the clerks on a Sunday that ...", "told its citizens
/// not to leave".
pub(super) fn hearer_in_front(line: &Line, cue: &Range<usize>, content: &Range<usize>) -> usize {
    let words = &line.words;
    let hears =
        cue.clone().filter_map(|at| cues::at(words, at)).any(|h| h.cue.frames.addressee && h.cue.frames.say);
    let that =
        content.clone().take(HEARER).find(|&at| words[at].lower == "that" && words[at].quote.is_none());
    let verb = class::AUXILIARY | class::FINITE | class::SUBORDINATOR;
    let plain = |w: &Word| {
        w.quote.is_none() && !w.is(verb) && (!w.is(class::MARK) || w.lower == "'s" || w.lower == "’s")
    };
    let leads = words.get(content.start).is_some_and(|w| w.is(class::PREPOSITION));
    let again =
        |that: usize| words[that - 1].is(class::TIMEX | class::TIME) || words[that - 1].lower == "times";
    let fits = |that: &usize| {
        *that > content.start
            && (hears || again(*that))
            && !leads
            && words[content.start..*that].iter().all(plain)
    };
    if let Some(that) = that.filter(fits) {
        return that - content.start;
    }
    let plain = |at: usize, word: &str| words.get(at).is_some_and(|w| w.quote.is_none() && w.lower == word);
    let to = |at: usize| plain(at, "to") || plain(at, "not") && plain(at + 1, "to");
    let hearer = hearer(line, content.start, content.end).filter(|h| hears && !leads && to(h.end));
    hearer.map_or(0, |hearer| hearer.end - content.start)
}

/// Source and cue without what else was read as part of them: a day behind a name, a speaker among the words of saying, a
/// verb of saying in front of a colon.
pub(super) fn speaker_and_verb(
    line: &Line,
    source: Option<Range<usize>>,
    cue: Range<usize>,
) -> (Option<Range<usize>>, Range<usize>) {
    let words = &line.words;
    let verb = |range: &Range<usize>| {
        let says = |at: &usize| {
            cues::at(words, *at).is_some_and(|h| matches!(h.form, Form::Past | Form::Third))
                && !words[*at].is(class::CAPITAL)
                && !words[*at - 1].is(class::DETERMINER)
        };
        (range.start + 1..range.end).find(says)
    };
    let group = |range: Range<usize>| words[range].iter().all(|w| w.is(class::DETERMINER) || w.is_content());
    let Some(mut source) = source else {
        let named = words[cue.start].is(class::DETERMINER | class::CAPITAL);
        let at = verb(&cue).filter(|&at| named && group(cue.start..at));
        return at.map_or((None, cue.clone()), |at| (Some(cue.start..at), at..cue.end));
    };
    // "said | Sen. | Ana Brock": the verb was read as who says it.
    let said = cues::at(words, source.start).is_some_and(|h| h.len == source.len() && h.form == Form::Past);
    if said
        && source.end == cue.start
        && words[cue.start].is(class::CAPITAL)
        && cues::at(words, cue.start).is_none()
    {
        let stop = class::MARK | class::PREPOSITION | class::TIMEX | class::SUBORDINATOR;
        let ends = |at: &usize| words[*at].is(stop) && words[*at].lower != ".";
        let end = (cue.end..words.len().min(cue.end + NAME)).find(ends).unwrap_or(cue.end);
        return (Some(cue.start..end), source);
    }
    if words[cue.clone()].iter().all(|w| w.lower == ":")
        && source.end <= cue.start
        && let Some(at) = verb(&source).filter(|&at| group(source.start..at))
    {
        let len = cues::at(words, at).map_or(1, |h| h.len);
        return (Some(source.start..at), at..at + len);
    }
    // "the mayor confirmed the talks, but | claimed": the subject of both.
    if words[source.end - 1].is(class::COORDINATOR) && source.end == cue.start {
        let first = |at: &usize| words[*at].is(class::AUXILIARY | class::FINITE);
        let at = verb(&source).into_iter().chain((source.start + 1..source.end).find(first)).min();
        source.end = at.filter(|&at| group(source.start..at)).unwrap_or(source.end);
    }
    let noun = |w: &Word| w.is(class::CAPITAL) || w.is_content() && !w.lower.ends_with("ed");
    if let [.., before, last] = &words[source.clone()]
        && last.is(class::TIMEX)
        && last.is(class::TIME)
        && noun(before)
        && !before.is(class::TIMEX)
    {
        source.end -= 1;
    }
    (Some(source), cue)
}

#[cfg(test)]
mod tests {
    use parallax_model::{Page, StatementKind};

    fn sources(text: &str) -> Vec<String> {
        let document = crate::annotate(Page::untouched("p", text));
        let others = document.statements.iter().filter(|s| s.kind != StatementKind::OwnVoice);
        others
            .flat_map(|s| s.source.iter().map(|w| document.words(*w).to_owned()).collect::<Vec<_>>())
            .collect()
    }

    #[test]
    fn a_verb_of_saying_is_no_part_of_who_says_it() {
        assert_eq!(
            sources("The ministry advises hikers: “Do not climb the north face before the snow has gone.”"),
            ["The ministry"]
        );
    }

    #[test]
    fn a_condition_says_nothing() {
        assert_eq!(
            sources("She warned that if Norway and Iceland did not pay, then “we will go our own way.”"),
            ["She"]
        );
    }
}
