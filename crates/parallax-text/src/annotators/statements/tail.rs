//! Whether words behind a quotation say whose it is: "..." he said.

use super::cues::{self, Form};
use super::words::{Word, class};

/// Whether the words from `at` on are a "he said" that belongs to the quote before them.
pub(super) fn is_tail(words: &[Word], at: usize) -> bool {
    let reach = words.len().min(at + 14);
    if words.get(at).is_some_and(|w| w.is(class::OPENER | class::COORDINATOR)) {
        return false;
    }
    let full = at >= 2 && words[at - 2].lower == ".";
    for i in at..reach {
        let word = &words[i];
        if word.quote.is_some()
            || (word.is(class::MARK) && !matches!(word.lower.as_str(), "," | "." | "'" | "’s" | "'s" | "’"))
        {
            return false;
        }
        if word.lower == "." && i > at && words.get(i + 1).is_some_and(|w| w.is(class::CAPITAL)) && i > at + 2
        {
            return false;
        }
        let Some(hit) = cues::at(words, i) else { continue };
        if !hit.cue.frames.say || !matches!(hit.form, Form::Past | Form::Third) {
            continue;
        }
        let after = words.get(i + hit.len);
        let inverted = i == at;
        // "... ." Smith added, "...": the next quote is what is added.
        let again = (i + hit.len..reach).find(|&j| !words[j].is(class::MARK) || words[j].quote.is_some());
        if full
            && !inverted
            && after.is_some_and(|w| w.lower == ",")
            && again.is_some_and(|j| words[j].quote.is_some())
        {
            return false;
        }
        return inverted
            || after.is_none_or(|w| {
                (w.is(class::MARK) && w.quote.is_none() && w.lower != ":")
                    || w.is(class::TIMEX | class::TIME | class::ADVERB)
                    || (w.is(class::ADJUNCT) && !w.is(class::SUBORDINATOR))
                    || (hit.cue.lemma == "tell")
            });
    }
    false
}
