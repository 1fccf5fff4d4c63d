//! What a speaker does with the content: the cue's class, its negation, and the words of the content.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use parallax_model::Stance;

use super::find::Found;
use super::threats;
use super::words::{Line, Word, class};
use crate::lexicon::{english, rows};

/// How many words into a content its main verb is looked for.
const MAIN: usize = 16;

static DENIALS: LazyLock<BTreeMap<&'static str, Vec<Vec<&'static str>>>> = LazyLock::new(|| {
    let mut out: BTreeMap<&str, Vec<Vec<&str>>> = BTreeMap::new();
    for row in rows(english!("denials.tsv")) {
        let mut words = row[0].split(' ');
        if let Some(first) = words.next() {
            out.entry(first).or_default().push(words.collect());
        }
    }
    out
});

static HEDGES: LazyLock<BTreeMap<&'static str, bool>> = LazyLock::new(|| {
    let row = |r: Vec<&'static str>| Some((*r.get(1)?, r[0] == "modal"));
    rows(english!("hedges.tsv")).filter_map(row).collect()
});

/// The stance of an attribution towards its first content.
pub(super) fn of(line: &Line, found: &Found) -> Stance {
    let base = found.entry.map_or(Stance::Asserts, |e| e.stance);
    let lemma = found.entry.map_or("", |e| e.lemma);
    let content: &[Word] = found.content.first().map_or(&[], |r| &line.words[r.clone()]);
    if found.negated {
        return match base {
            Stance::Asserts | Stance::Hedges | Stance::Promises => Stance::Denies,
            Stance::Denies | Stance::Confirms | Stance::Predicts => Stance::Hedges,
            other => other,
        };
    }
    match base {
        Stance::Accuses if about_claims(content) => Stance::Denies,
        // Who declines to comment neither denies nor confirms.
        Stance::Denies if lemma == "decline" => Stance::Hedges,
        Stance::Promises if denies(content) => Stance::Denies,
        Stance::Asserts | Stance::Promises if threats::made(content) => Stance::Threatens,
        Stance::Asserts => by_content(line, content, found.content.first()),
        other => other,
    }
}

fn by_content(line: &Line, content: &[Word], range: Option<&Range<usize>>) -> Stance {
    if denies(content) {
        return Stance::Denies;
    }
    let last = content.iter().rev().find(|w| !w.is(class::MARK) || w.lower == "?");
    let one = range.is_some_and(|r| {
        line.words[r.clone()].iter().filter(|w| matches!(w.lower.as_str(), "." | "!" | "?")).count() == 1
    });
    if one && last.is_some_and(|w| w.lower == "?") {
        return Stance::Asks;
    }
    let helper = content.iter().take(MAIN).enumerate().find(|(_, w)| w.is(class::AUXILIARY));
    match helper {
        Some((i, w)) if matches!(w.lower.as_str(), "should" | "must") && !negated(content, i) => {
            Stance::Demands
        }
        _ if hedged(content) => Stance::Hedges,
        _ => Stance::Asserts,
    }
}

fn negated(words: &[Word], at: usize) -> bool {
    words.get(at + 1).is_some_and(|w| w.is(class::NEGATION))
}

/// Whether the main clause is softened by a modal or an adverb.
pub(super) fn hedged(words: &[Word]) -> bool {
    let helper = words.iter().take(MAIN).position(|w| w.is(class::AUXILIARY));
    let to = helper.map_or(MAIN, |i| i + 3).min(words.len());
    words[..to].iter().enumerate().any(|(i, w)| match HEDGES.get(w.lower.as_str()) {
        Some(true) => helper == Some(i) && !negated(words, i),
        Some(false) => !w.is(class::CAPITAL) || i == 0,
        None => false,
    })
}

/// Whether the main clause denies: "no intention of", "not true".
fn denies(words: &[Word]) -> bool {
    let reach = words.len().min(MAIN + 8);
    (0..reach).any(|i| {
        DENIALS.get(words[i].lower.as_str()).is_some_and(|rests| {
            rests.iter().any(|rest| {
                let next = words.get(i + 1..i + 1 + rest.len());
                next.is_some_and(|next| next.iter().map(|w| w.lower.as_str()).eq(rest.iter().copied()))
            })
        })
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
        assert_eq!(stance("Reed said the union would not strike."), Stance::Asserts);
    }

    #[test]
    fn modals_hedge() {
        assert_eq!(stance("Reed said the dam may fail."), Stance::Hedges);
        assert_eq!(stance("Reed said the dam could not fail."), Stance::Asserts);
        assert_eq!(stance("Reed said people should leave."), Stance::Demands);
    }
}
