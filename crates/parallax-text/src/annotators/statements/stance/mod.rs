//! What a speaker does with the content.
//!
//! Decided in this order, as `docs/statements.md` explains it to readers:
//!
//! 1. The cue is read ([`cue`]): negations and refusals, then its first word that tells more than speaking.
//! 2. A cue that is turned round is looked up in [`turned`]: "did not deny" hedges, "would not say" declines.
//! 3. Harm by the speaker's own side is a threat behind every cue that leaves room for one ([`threats`]).
//! 4. A cue that names an act decides ("admitted it might be late" admits).
//! 5. Behind all others ("said", "according to", a colon) the content's own force decides ([`force`]), and the stance of
//!    the cue stands where the content has none.

mod certainty;
mod cue;
mod distance;
mod force;
mod own;
mod phrases;
mod signs;
mod threats;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use parallax_model::Stance;

pub(super) use certainty::of as certainty;
pub(super) use cue::{Entry, Part, accuses, acts, asks};
pub(super) use distance::{of as distance, own as own_distance};

use super::find::Found;
use super::words::{Line, Word, class};
use crate::lexicon::{english, rows};
use cue::{Reading, Turn};
use force::Content;

/// How many words into a content its main verb is looked for.
const MAIN: usize = 16;

static HEDGES: LazyLock<BTreeMap<&'static str, bool>> = LazyLock::new(|| {
    let row = |r: Vec<&'static str>| Some((*r.get(1)?, r[0] == "modal"));
    rows(english!("hedges.tsv")).filter_map(row).collect()
});

/// The stance of an attribution.
pub(super) fn of(line: &Line, found: &Found) -> Stance {
    let source = found.source.as_ref().and_then(|s| line.words.get(s.clone())).unwrap_or(&[]);
    let content = Content { words: &line.words, ranges: &found.content, source };
    let reading = cue::read(line, found);
    if reading.turn != Turn::Plain {
        return turned(&reading, &line.words, content);
    }
    let stance = reading.stance.unwrap_or(Stance::Asserts);
    let room = matches!(
        stance,
        Stance::Asserts | Stance::Hedges | Stance::Predicts | Stance::Promises | Stance::Warns
    );
    if room && force::threatens(content) {
        return Stance::Threatens;
    }
    // Who warns of his own deeds, or binds himself to harmful ones, threatens.
    if matches!(stance, Stance::Warns | Stance::Promises) && force::harms(content) {
        return Stance::Threatens;
    }
    match stance {
        Stance::Accuses if about_claims(force::head(content)) => Stance::Denies,
        // “Since when is it a luxury?” she demanded; "would like to know whether".
        Stance::Demands if force::asked(content) || whether(content) => Stance::Asks,
        // Who tells nothing and names a question asks it: "pestered her about how one sleeps up there".
        Stance::Asserts if reading.stance.is_none() && !found.cue.is_empty() && whether(content) => {
            Stance::Asks
        }
        // "Suggested that she go" demands; what else is suggested stays a hedge.
        Stance::Hedges if reading.open => {
            force::of(content).filter(|f| *f == Stance::Demands).unwrap_or(Stance::Hedges)
        }
        // "Swore that nobody would be hurt" promises, "swore that it was so" asserts.
        Stance::Promises if reading.open => match force::of(content) {
            Some(Stance::Predicts | Stance::Hedges) => Stance::Promises,
            Some(force) => force,
            None if force::infinitive(content) || !force::clause(content) => Stance::Promises,
            None if reading.rejects && force::negative(content) => Stance::Denies,
            None => Stance::Asserts,
        },
        _ if reading.open && answers(content, "yes") => Stance::Confirms,
        _ if reading.open && answers(content, "no") => Stance::Denies,
        _ if reading.open => {
            let stance = if reading.perhaps { Stance::Hedges } else { stance };
            let force = force::of(content);
            // Who insists that it is not so answers somebody who said so.
            let rejects = reading.rejects && force.is_none_or(|f| f == Stance::Hedges);
            if rejects && force::negative(content) {
                return Stance::Denies;
            }
            force.unwrap_or(stance)
        }
        _ => stance,
    }
}

/// Whether a word of answer stands in front of a content: "Yes, the two had met, he said".
fn answers(content: Content<'_>, word: &str) -> bool {
    let at = content.ranges.first().map_or(0, |r| r.start);
    let before = |k: usize| at.checked_sub(k).map_or("", |i| content.words[i].lower.as_str());
    before(1) == "," && before(2) == word
}

/// Whether a content is a reported question: "whether it was safe", "to know who had paid", "her about how one sleeps".
fn whether(content: Content<'_>) -> bool {
    let head = force::head(content);
    let leads = |w: &Word| {
        matches!(
            w.lower.as_str(),
            "to" | "about"
                | "over"
                | "on"
                | "as"
                | "of"
                | "know"
                | "learn"
                | "hear"
                | "find"
                | "out"
                | "see"
                | "ask"
                | "be"
                | "told"
                | "understand"
                | "explain"
                | "say"
                | "clarify"
        )
    };
    let at = head.iter().take(8).position(phrases::which);
    at.is_some_and(|at| {
        head[at].quote.is_none()
            && (head[..at].iter().all(leads) || leads(&head[at - 1]) && head[at - 1].lower != "to")
    })
}

/// The stance of words that stand alone, without a cue.
pub(super) fn alone(words: &[Word], ranges: &[Range<usize>]) -> Stance {
    let content = Content { words, ranges, source: &[] };
    if force::threatens(content) {
        return Stance::Threatens;
    }
    force::of(content).unwrap_or(Stance::Asserts)
}

/// What a cue that is turned round does: what was not said is left open, what is not denied may be so.
fn turned(reading: &Reading, words: &[Word], content: Content<'_>) -> Stance {
    let stance = reading.stance.unwrap_or(Stance::Asserts);
    let withheld = matches!(reading.turn, Turn::WillNot | Turn::Refuses | Turn::Avoids);
    match stance {
        Stance::Denies => Stance::Hedges,
        Stance::Asserts if reading.open && reading.turn == Turn::CanNot && reading.stance.is_some() => {
            Stance::Hedges
        }
        Stance::Predicts if !matches!(reading.turn, Turn::Refuses | Turn::Avoids) => Stance::Predicts,
        Stance::Confirms | Stance::Promises => Stance::Declines,
        Stance::Hedges if withheld => Stance::Declines,
        Stance::Admits if reading.turn != Turn::Avoids => Stance::Denies,
        Stance::Asks | Stance::Declines => Stance::Asserts,
        _ if withheld => Stance::Declines,
        Stance::Asserts
            if reading.open && (reading.turn == Turn::Not || is_question(reading, words, content)) =>
        {
            Stance::Declines
        }
        _ => Stance::Denies,
    }
}

/// Whether what was not said is a question: "never said why".
fn is_question(reading: &Reading, words: &[Word], content: Content<'_>) -> bool {
    cue::asks_next(words, reading.end) || force::head(content).first().is_some_and(phrases::which)
}

/// The stance of a name in the data files.
fn stance_of(name: &str) -> Option<Stance> {
    Some(match name {
        "asserts" => Stance::Asserts,
        "denies" => Stance::Denies,
        "confirms" => Stance::Confirms,
        "warns" => Stance::Warns,
        "predicts" => Stance::Predicts,
        "demands" => Stance::Demands,
        "promises" => Stance::Promises,
        "threatens" => Stance::Threatens,
        "hedges" => Stance::Hedges,
        "asks" => Stance::Asks,
        "accuses" => Stance::Accuses,
        "admits" => Stance::Admits,
        "declines" => Stance::Declines,
        _ => return None,
    })
}

fn negated(words: &[Word], at: usize) -> bool {
    words.get(at + 1).is_some_and(|w| w.is(class::NEGATION))
}

/// The first helping verb of the main clause; "May" in the middle of it is a month.
fn helper(words: &[Word]) -> Option<usize> {
    let here = |(i, w): (usize, &Word)| w.is(class::AUXILIARY) && (i == 0 || !w.is(class::CAPITAL));
    words.iter().take(MAIN).enumerate().position(here)
}

/// Whether the main clause is softened by a modal or an adverb.
pub(super) fn hedged(words: &[Word]) -> bool {
    let helper = helper(words);
    let to = helper.map_or(MAIN, |i| i + 3).min(words.len());
    words[..to].iter().enumerate().any(|(i, w)| match HEDGES.get(w.lower.as_str()) {
        Some(true) => helper == Some(i) && !negated(words, i),
        Some(false) => !w.is(class::CAPITAL) || i == 0,
        None => false,
    })
}

/// "criticised claims that", "blasted the accusations".
fn about_claims(words: &[Word]) -> bool {
    words.iter().take(4).any(|w| {
        matches!(
            w.lower.as_str(),
            "claims"
                | "claim"
                | "accusations"
                | "accusation"
                | "allegations"
                | "allegation"
                | "reports"
                | "suggestions"
                | "charges"
                | "rumors"
                | "rumours"
        )
    })
}

#[cfg(test)]
mod tests {
    use parallax_model::{Page, Stance, StatementKind};

    use super::super::find::Found;

    /// The stance of "source | cue | content", whatever the reader of attributions makes of it.
    pub(super) fn given(parts: &str) -> Stance {
        let text = format!("{}.", parts.replace(" | ", " "));
        let document = crate::annotate(Page::untouched("p", &text));
        let line = super::super::lines(&document).remove(0);
        let mut from = 0;
        let ranges: Vec<_> = parts
            .split(" | ")
            .map(|part| {
                let (start, end) = (from, from + part.len());
                from = end + 1;
                let at = |byte: usize| line.words.partition_point(|w| w.start < byte);
                at(start)..at(end)
            })
            .collect();
        let [source, cue, content] = &ranges[..] else { panic!("three parts") };
        super::of(&line, &Found::given(0, source.clone(), cue.clone(), vec![content.clone()]))
    }

    fn stance(text: &str) -> Stance {
        let document = crate::annotate(Page::untouched("p", text));
        let found = document.statements.iter().find(|s| s.kind != StatementKind::OwnVoice);
        found.map(|s| s.stance).unwrap()
    }

    #[test]
    fn the_cue_decides_first() {
        assert_eq!(stance("The minister denied that ships had sailed."), Stance::Denies);
        assert_eq!(stance("The union threatened to close the port."), Stance::Threatens);
        assert_eq!(stance("The mayor urged residents to leave."), Stance::Demands);
        assert_eq!(stance("Forecasters warned of a long winter."), Stance::Warns);
        assert_eq!(stance("The mayor dismissed reports that the dam had failed."), Stance::Denies);
    }

    #[test]
    fn the_content_can_make_it_a_denial() {
        assert_eq!(stance("Reed said the union has no intention of striking."), Stance::Denies);
        assert_eq!(stance("Reed insisted the ships are no threat."), Stance::Denies);
        assert_eq!(stance("Reed said the union would not strike."), Stance::Predicts);
        assert_eq!(stance("Reed said he would not resign."), Stance::Denies);
    }

    #[test]
    fn modals_hedge() {
        assert_eq!(stance("Reed said the dam may fail."), Stance::Hedges);
        assert_eq!(stance("Reed said the dam could not fail."), Stance::Asserts);
        assert_eq!(stance("Reed said people should leave."), Stance::Demands);
    }
}
