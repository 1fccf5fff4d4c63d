//! What a cue says of the stance: the class of its first telling word, and what turns it round.

use std::ops::Range;
use std::sync::LazyLock;

use parallax_model::Stance;

use super::super::cues::Form;
use super::super::find::Found;
use super::super::words::{Line, Word, class};
use super::phrases::{self, Phrases};
use super::stance_of;
use crate::lexicon::{english, rows};

/// How many words in front of a cue may turn it: "has not yet".
const BEFORE: usize = 4;
/// How many words behind "refused to" may name what was refused.
const BEHIND: usize = 4;

/// What words of a cue do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Does(Stance),
    Refuses,
    Avoids,
}

#[derive(Debug, Clone, Copy)]
struct Sense {
    act: Act,
    /// Whether the content decides where it has a force of its own.
    open: bool,
    part: Part,
    /// How many words the entry has.
    len: usize,
    /// Whether the words by themselves tell that something was said.
    speaks: bool,
}

/// What an entry of the lexicon is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Part {
    Verb,
    Noun,
    Words,
}

/// An entry of the lexicon, found in words.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Entry {
    /// One past its last word.
    pub(in super::super) end: usize,
    /// Where its first gap begins: what stands in it is said.
    pub(in super::super) gap: Option<usize>,
    /// The form of its verb, if its first word is one.
    pub(in super::super) form: Option<Form>,
    pub(in super::super) part: Part,
    /// How many words the entry has.
    pub(in super::super) len: usize,
    /// Whether it tells more than that something was said.
    pub(in super::super) telling: bool,
    /// Whether it turns what follows: "refused to".
    pub(in super::super) turns: bool,
}

/// The entries that begin at a word, the longest first.
pub(in super::super) fn acts(words: &[Word], at: usize) -> impl Iterator<Item = Entry> {
    LEXICON.at(words, at).filter(|h| h.value.speaks).map(|h| Entry {
        end: h.end,
        gap: h.gap,
        form: h.form,
        part: h.value.part,
        len: h.value.len,
        telling: h.value.act != Act::Does(Stance::Asserts) || !h.value.open && h.value.len > 1,
        turns: matches!(h.value.act, Act::Refuses | Act::Avoids),
    })
}

/// What turns a cue round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    Plain,
    /// "did not".
    Not,
    Never,
    /// "would not".
    WillNot,
    /// "could not".
    CanNot,
    /// "refused to".
    Refuses,
    /// "stopped short of".
    Avoids,
}

/// A cue, read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reading {
    /// None for cues that are not in the lexicon: marks, "in her book".
    pub(super) stance: Option<Stance>,
    /// Whether the content decides where it has a force of its own.
    pub(super) open: bool,
    pub(super) turn: Turn,
    /// "may have said".
    pub(super) perhaps: bool,
    /// Insists, against others: what is said not to be so is denied.
    pub(super) rejects: bool,
    /// One past the last word that was read; it may lie in the content.
    pub(super) end: usize,
}

static LEXICON: LazyLock<Phrases<Sense>> = LazyLock::new(|| {
    let mut out = Phrases::default();
    for row in rows(english!("stances.tsv")) {
        let [stance, decides, part, phrase, ..] = row[..] else { continue };
        let act = match stance {
            "refuses" => Act::Refuses,
            "avoids" => Act::Avoids,
            name => match stance_of(name) {
                Some(stance) => Act::Does(stance),
                None => continue,
            },
        };
        let irregular = row.get(4).copied().unwrap_or("");
        let kind = match part {
            "verb" => Part::Verb,
            "noun" => Part::Noun,
            _ => Part::Words,
        };
        let speaks = row.get(5).copied() != Some("deed");
        let len = phrase.split(' ').count();
        out.add(phrase, part, irregular, Sense { act, open: decides == "content", part: kind, len, speaks });
    }
    out
});

/// Reads the cue of an attribution from left to right: negations, then the first word that tells more than speaking.
pub(super) fn read(line: &Line, found: &Found) -> Reading {
    let frame = line.frames.get(found.frame).cloned().unwrap_or(found.cue.clone());
    let mut reading = Reading {
        stance: None,
        open: true,
        turn: Turn::Plain,
        perhaps: false,
        rejects: false,
        end: found.cue.end,
    };
    let words = &line.words[..frame.end.max(found.cue.end).min(line.words.len())];
    let mut at = start(words, &found.cue, frame.start);
    let mut limit = found.cue.end.min(words.len());
    let nobody = found
        .source
        .as_ref()
        .and_then(|s| words.get(s.start))
        .is_some_and(|w| matches!(w.lower.as_str(), "neither" | "none" | "nobody" | "no"));
    if nobody {
        reading.turn = Turn::Not;
    }
    let (mut will, mut can, mut only_ing) = (false, false, false);
    while at < limit {
        let word = &words[at];
        reading.rejects |= insists(&word.lower);
        let whole = |h: &(usize, Sense, Option<Form>)| {
            // "Said nothing had been decided": the words go on as a clause of their own.
            let finite = |w: &Word| {
                w.is(class::AUXILIARY) && !matches!(w.lower.as_str(), "having" | "being" | "been" | "be")
            };
            h.0 <= found.cue.end || !words.get(h.0).is_some_and(finite)
        };
        if let Some((end, sense, form)) =
            sense(words, at).filter(whole).or_else(|| short(words, at, found.cue.end))
        {
            match sense.act {
                Act::Refuses | Act::Avoids if reading.stance.is_some() => {}
                // "did not fail to", "never refused to".
                Act::Refuses | Act::Avoids if reading.turn != Turn::Plain => reading.turn = Turn::Plain,
                Act::Refuses | Act::Avoids => {
                    reading.turn = if sense.act == Act::Refuses { Turn::Refuses } else { Turn::Avoids };
                    limit = words.len().min(limit.max(end + BEHIND));
                    at = end;
                    continue;
                }
                Act::Does(Stance::Asserts) if sense.open => {
                    if reading.stance.is_none() {
                        (reading.stance, reading.end) = (Some(Stance::Asserts), end);
                    }
                    at = end;
                    continue;
                }
                Act::Does(stance) if !only_ing || form == Some(Form::Ing) => {
                    (reading.stance, reading.open, reading.end) = (Some(stance), sense.open, end);
                    return reading;
                }
                Act::Does(_) => {}
            }
        } else if reading.stance.is_none() {
            let lower = word.lower.as_str();
            will |= matches!(lower, "will" | "would" | "wo" | "'ll" | "’ll");
            can |= matches!(lower, "ca" | "can" | "could" | "cannot");
            reading.perhaps |= matches!(lower, "may" | "might");
            if word.is(class::NEGATION) && !words.get(at + 1).is_some_and(|w| only(&w.lower)) {
                let negative = match lower {
                    "never" => Turn::Never,
                    _ if can => Turn::CanNot,
                    _ if will => Turn::WillNot,
                    _ => Turn::Not,
                };
                reading.turn = if reading.turn == Turn::Plain { negative } else { Turn::Plain };
            }
        } else {
            // "said in a second warning": what follows is where it was said.
            only_ing |= matches!(word.lower.as_str(), "in" | "at" | "on" | "during" | "after" | "before");
        }
        at += 1;
    }
    if nobody && will && reading.turn == Turn::Not {
        reading.turn = Turn::WillNot;
    }
    if found.negated && reading.turn == Turn::Plain && reading.stance == Some(Stance::Asserts) {
        reading.turn = Turn::Not;
    }
    reading
}

/// Where an act of asking ends that begins at a word, as a verb.
pub(in super::super) fn asks(words: &[Word], at: usize) -> Option<usize> {
    let asks = |h: &phrases::Hit<'_, Sense>| h.form.is_some() && h.value.act == Act::Does(Stance::Asks);
    LEXICON.at(words, at).find(asks).map(|h| h.end)
}

/// Whether the words of a cue charge somebody.
pub(crate) fn accuses(words: &[Word], cue: &Range<usize>) -> bool {
    cue.clone().any(|at| sense(words, at).is_some_and(|s| s.1.act == Act::Does(Stance::Accuses)))
}

/// The first word that is read: helping verbs and negations in front of the cue belong to it.
fn start(words: &[Word], cue: &Range<usize>, low: usize) -> usize {
    let mut at = cue.start.min(words.len());
    let quote = words.get(at).and_then(|w| w.quote);
    while at > low.max(cue.start.saturating_sub(BEFORE)) {
        let word = &words[at - 1];
        if word.quote != quote || !word.is(class::AUXILIARY | class::NEGATION | class::ADVERB) {
            break;
        }
        at -= 1;
    }
    at
}

/// The longest entry at a word that ends with the cue.
fn short(words: &[Word], at: usize, end: usize) -> Option<(usize, Sense, Option<Form>)> {
    words.get(..end).filter(|words| at < words.len()).and_then(|words| sense(words, at))
}

/// The longest entry at a word that can be meant there.
fn sense(words: &[Word], at: usize) -> Option<(usize, Sense, Option<Form>)> {
    // "the second statement", "its claim": a noun, whatever else it may be.
    let named = at > 0 && words[at - 1].quote == words[at].quote && noun_follows(&words[at - 1].lower);
    // So does "questions from", "a warning by".
    let behind = words.get(at + 1).is_some_and(|w| matches!(w.lower.as_str(), "of" | "from" | "by" | "over"));
    let noun = behind && LEXICON.at(words, at).any(|h| h.form.is_none() && h.end == at + 1);
    let finite = |form| matches!(form, Some(Form::Plain | Form::Third | Form::Past));
    LEXICON
        .at(words, at)
        .find(|h| !(finite(h.form) && (named || noun && h.end == at + 1)))
        .map(|h| (h.end, *h.value, h.form))
}

fn noun_follows(word: &str) -> bool {
    matches!(word, "a" | "an" | "the" | "his" | "her" | "its" | "their" | "our" | "my" | "this" | "'s" | "’s")
}

fn insists(word: &str) -> bool {
    ["insist", "adamant", "swear", "swore", "sworn", "protest", "maintain", "stress", "emphatic"]
        .iter()
        .any(|s| word.starts_with(s))
}

fn only(word: &str) -> bool {
    matches!(word, "only" | "just" | "merely" | "simply")
}

/// Whether a question follows the words that were read: "did not say why".
pub(super) fn asks_next(words: &[Word], at: usize) -> bool {
    words.get(at).is_some_and(phrases::which)
}

#[cfg(test)]
mod tests {
    use parallax_model::Stance;

    use super::super::tests::given;

    #[test]
    fn what_was_not_said_is_declined() {
        assert_eq!(given("Reed | has not confirmed | that the mill was sold"), Stance::Declines);
        assert_eq!(given("Reed | refused to say | who had bought the mill"), Stance::Declines);
        assert_eq!(given("Reed | would not say | who had bought the mill"), Stance::Declines);
        assert_eq!(given("Reed | declined | to comment on the sale"), Stance::Declines);
        assert_eq!(given("Neither | would say | who had bought the mill"), Stance::Declines);
    }

    #[test]
    fn a_denial_that_was_not_made_leaves_it_open() {
        assert_eq!(given("Reed | did not deny | that the mill was sold"), Stance::Hedges);
        assert_eq!(given("Reed | refused to rule out | a sale"), Stance::Hedges);
        assert_eq!(given("Reed | does not believe | that the mill was sold"), Stance::Denies);
        assert_eq!(given("Reed | does not expect | that the mill will be sold"), Stance::Predicts);
    }

    #[test]
    fn the_first_telling_word_decides() {
        assert_eq!(given("Reed | issued a stark warning | that the mill was old"), Stance::Warns);
        assert_eq!(given("Reed | poured cold water on | talk of a sale"), Stance::Denies);
        assert_eq!(given("Reed | said in a second statement | that it rained"), Stance::Asserts);
        assert_eq!(given("Reed’s | repeated denials | that the mill was sold"), Stance::Denies);
    }

    #[test]
    fn whom_one_tells_to_act_is_asked_to() {
        assert_eq!(given("Reed | asked | the people of the port to leave"), Stance::Demands);
        assert_eq!(given("Reed | asked | whether the port was closed"), Stance::Asks);
        assert_eq!(given("Reed | told | the board he plans to leave"), Stance::Promises);
    }
}
