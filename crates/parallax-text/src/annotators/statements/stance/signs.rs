//! Signs of single words of a clause: what will be done, what did happen, what is to be feared, what wrong is charged.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use parallax_model::Stance;

use super::super::words::{Word, class};
use super::threats::is_speaker;
use super::{helper, phrases};
use crate::learned::clusters;
use crate::lexicon::{english, rows};

/// Participles of deeds that are announced: "will be rebuilt".
static DEEDS: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    let all = rows(english!("threats.tsv")).filter(|r| r[0] == "deed");
    all.filter_map(|r| r.get(1).copied()).flat_map(|r| r.split(' ')).collect()
});

/// How many listed words must share the company of one that is not listed.
const COMPANY: usize = 3;

/// What a clause with "will" says: a deed that those in charge announce of a thing is promised ("the bridge will be
/// rebuilt", the council said), all else predicted.
pub(super) fn coming(words: &[Word], at: usize, source: &[Word]) -> Stance {
    let mut rest = words[at + 1..].iter().filter(|w| !phrases::filler(w) && !w.is(class::NEGATION));
    let done = rest.next().is_some_and(|w| w.lower == "be")
        && rest.next().is_some_and(|w| DEEDS.contains(w.lower.as_str()));
    let by = words[at..].iter().any(|w| w.lower == "by");
    let charge = source.iter().any(|w| is_speaker(&w.lower));
    if done && charge && !by { Stance::Promises } else { Stance::Predicts }
}

/// "did meet", "does exist": said against a doubt.
pub(super) fn emphatic(words: &[Word], at: usize) -> bool {
    let subject = at > 0 && !words[at - 1].is(class::MARK) && !phrases::which(&words[at - 1]);
    let next = words
        .get(at + 1)
        .filter(|w| !w.is(class::MARK | class::NEGATION | class::DETERMINER | class::PREPOSITION));
    let told = next.is_some_and(|w| {
        (w.is_content() && !w.is(class::CAPITAL | class::NUMBER)
            || matches!(w.lower.as_str(), "indeed" | "have"))
            && !w.is(class::PRONOUN | class::OBJECT_PRONOUN)
            && !matches!(
                w.lower.as_str(),
                "so" | "anybody"
                    | "anyone"
                    | "somebody"
                    | "well"
                    | "nothing"
                    | "little"
                    | "more"
                    | "better"
                    | "anything"
                    | "everything"
                    | "something"
                    | "business"
                    | "good"
                    | "harm"
                    | "what"
            )
            && !w.lower.ends_with("ing")
    });
    // "At no point did anybody tell us."
    let turned = words[..at].iter().any(|w| w.is(class::NEGATION) || w.lower == "only");
    subject && told && !turned && helper(words) == Some(at)
}

pub(super) fn modal(word: &Word) -> bool {
    matches!(
        word.lower.as_str(),
        "will" | "would" | "can" | "could" | "may" | "might" | "'ll" | "’ll" | "must" | "should"
    )
}

/// Whether a wrong is charged to somebody, and neither denied nor told of a court or the police.
pub(super) fn charged(words: &[Word], at: usize) -> bool {
    let near = &words[at.saturating_sub(8)..words.len().min(at + 3)];
    !near.iter().any(|w| {
        w.is(class::NEGATION)
            || matches!(
                w.lower.as_str(),
                "arrested"
                    | "charged"
                    | "suspicion"
                    | "convicted"
                    | "investigating"
                    | "investigated"
                    | "investigation"
                    | "against"
                    | "fight"
                    | "victims"
                    | "victim"
                    | "jailed"
                    | "sentenced"
                    | "tried"
                    | "trial"
                    | "nothing"
                    | "free"
                    | "acquitted"
                    | "cleared"
                    | "questioned"
                    | "inquiry"
                    | "fighting"
                    | "tackle"
                    | "history"
                    | "about"
                    | "fears"
                    | "fear"
                    | "wanted"
                    | "film"
                    | "book"
                    | "law"
                    | "laws"
            )
    })
}

/// Whether a word is to be feared, by the company that it keeps.
pub(super) fn harm(word: &str) -> bool {
    static HARM: LazyLock<BTreeSet<u16>> = LazyLock::new(|| {
        let of = |word: &str| clusters().of(word)[2];
        let mut counts: BTreeMap<u16, (usize, usize)> = BTreeMap::new();
        for row in rows(english!("word_shares.tsv")) {
            counts.entry(of(row[0])).or_default().1 += 1;
        }
        let listed = rows(english!("forces.tsv")).filter(|r| r.get(1) == Some(&"future"));
        for row in listed.filter(|r| r.get(3).is_some_and(|w| !w.contains(' '))) {
            let count = counts.entry(of(row[3])).or_default();
            *count = (count.0 + 1, count.1 + 1);
        }
        counts.remove(&0);
        counts
            .into_iter()
            .filter(|(_, (bad, all))| *bad >= COMPANY && 2 * bad >= *all)
            .map(|(c, _)| c)
            .collect()
    });
    HARM.contains(&clusters().of(word)[2])
}
