//! Subjects of the speaker's side, and what stands between them and their verb.

use super::super::words::{Word, class};
use super::phrases;
use super::threats::is_speaker;

/// What stands behind a subject of the speaker's side.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Slot {
    /// The first word behind the helping verbs.
    pub(super) at: usize,
    pub(super) will: bool,
    pub(super) would: bool,
    pub(super) be: bool,
    pub(super) may: bool,
    pub(super) not: bool,
    pub(super) never: bool,
}

impl Slot {
    pub(super) fn behind(words: &[Word], from: usize) -> Self {
        let mut slot = Self { at: from, ..Self::default() };
        while let Some(word) = words.get(slot.at) {
            let next = |k: usize| words.get(slot.at + k).map_or("", |w| w.lower.as_str());
            match word.lower.as_str() {
                "will" | "'ll" | "’ll" | "wo" | "shall" => slot.will = true,
                "would" | "'d" | "’d" => slot.would = true,
                "may" | "might" | "could" => slot.may = true,
                "never" => (slot.not, slot.never) = (true, true),
                "going" if slot.be && next(1) == "to" => {
                    slot.will = true;
                    slot.at += 1;
                }
                "'m" | "’m" => slot.be = true,
                "have" if slot.would => slot.would = false,
                "should" | "must" | "ought" => break,
                "have" | "has" | "had" if next(1) == "to" => break,
                _ if word.is(class::NEGATION) => slot.not = true,
                // "Got it wrong" is no helping verb.
                "got" | "get" | "gets" => break,
                _ if word.is(class::BE) => slot.be = true,
                _ if word.is(class::AUXILIARY) || phrases::filler(word) => {}
                _ => break,
            }
            slot.at += 1;
        }
        slot
    }
}

/// Where a subject of the speaker's side ends that begins at a word: "we", "his government", "the union".
pub(super) fn own_side(words: &[Word], at: usize, source: &[Word]) -> Option<usize> {
    let word = &words[at];
    let indirect = word.quote.is_none();
    let helped = |i: usize| words.get(i).is_some_and(|w| w.is(class::AUXILIARY | class::NEGATION));
    match word.lower.as_str() {
        "i" | "we" => return Some(at + 1),
        "he" | "she" | "they" if indirect => return Some(at + 1),
        // "It will be a hard winter" is about nobody.
        "it" if indirect => {
            let next = |k: usize| words.get(at + k).map_or("", |w| w.lower.as_str());
            // "It is going to hire", not "it is going to rain".
            if next(2) == "going" && next(3) == "to" {
                return (!befalls(next(4))).then_some(at + 1);
            }
            // "It will take a generation", not "it will take them to court".
            let verb = (at + 1..words.len())
                .find(|&i| !words[i].is(class::AUXILIARY) && !phrases::filler(&words[i]));
            let long = |i: usize| {
                words.get(i).is_some_and(|w| {
                    w.is(class::NUMBER | class::TIME_NOUN | class::TIMEX)
                        || matches!(
                            w.lower.as_str(),
                            "a" | "time" | "years" | "months" | "weeks" | "days" | "more"
                        )
                })
            };
            if verb.is_some_and(|i| befalls(&words[i].lower) && (words[i].lower != "take" || long(i + 1))) {
                return None;
            }
            let be = words.iter().skip(at + 1).take(3).any(|w| w.is(class::BE) && w.lower != "been");
            return (!be || at > 0).then_some(at + 1);
        }
        _ => {}
    }
    let mine = matches!(word.lower.as_str(), "our" | "my")
        || indirect && matches!(word.lower.as_str(), "his" | "her" | "its" | "their");
    if mine {
        let group = words.iter().skip(at + 1).take(4);
        let head = group
            .take_while(|w| w.is_content())
            .position(|w| is_speaker(&w.lower) || w.lower.strip_suffix('s').is_some_and(is_speaker))?;
        return helped(at + head + 2).then_some(at + head + 2);
    }
    let named = indirect && word.is_content() && at < 5 && helped(at + 1);
    (named && source.iter().any(|w| w.lower == word.lower)).then_some(at + 1)
}

/// What happens to nobody's doing.
fn befalls(verb: &str) -> bool {
    matches!(
        verb,
        "be" | "rain"
            | "snow"
            | "get"
            | "take"
            | "cost"
            | "end"
            | "last"
            | "happen"
            | "come"
            | "hurt"
            | "freeze"
    )
}
