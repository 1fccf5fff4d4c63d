//! Threats: "If the attacks do not stop, we will close the canal", "We will strike back".

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::super::words::{Word, class};
use super::phrases::{self, Phrases};
use crate::lexicon::{english, rows};

static SPEAKERS: LazyLock<BTreeSet<&'static str>> =
    LazyLock::new(|| rows(english!("speaker_nouns.tsv")).flat_map(|r| r[0].split(' ')).collect());

/// A noun of a person or a body that speaks.
pub(super) fn is_speaker(noun: &str) -> bool {
    SPEAKERS.contains(noun)
}

/// How far behind its modal the harm may stand, in words.
const REACH: usize = 10;
/// How many helping verbs and adverbs may stand between a subject and its verb.
const HELPERS: usize = 6;

static HARM: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| of("harm"));
static PEOPLE: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| of("people"));
static PENALTY: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| of("penalty"));
static CONDUCT: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| of("conduct"));

/// Phrases of what is threatened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Violence,
    Fate,
    Menace,
    Doom,
}

static PHRASES: LazyLock<Phrases<Kind>> = LazyLock::new(|| {
    let mut out = Phrases::default();
    for row in rows(english!("threats.tsv")) {
        let [kind, phrase] = row[..] else { continue };
        match kind {
            "violence" => out.add(phrase, "verb", "", Kind::Violence),
            "fate" => out.add(phrase, "words", "", Kind::Fate),
            "doom" => out.add(phrase, "words", "", Kind::Doom),
            "menace" => out.add(phrase, "words", "", Kind::Menace),
            _ => {}
        }
    }
    out
});

fn of(kind: &'static str) -> BTreeSet<&'static str> {
    let all = rows(english!("threats.tsv")).filter(move |r| r[0] == kind);
    all.filter_map(|r| r.get(1).copied()).flat_map(|r| r.split(' ')).collect()
}

/// Whether the words threaten with an own harmful act, or, as "we", with any act against those who fail to do something.
pub(super) fn made(words: &[Word]) -> bool {
    let Some(from) = words.iter().position(|w| matches!(w.lower.as_str(), "if" | "unless")) else {
        return false;
    };
    let stop = |w: &Word| matches!(w.lower.as_str(), "," | "." | ";" | "!" | "?");
    let to = words[from..].iter().position(stop).map_or(words.len(), |i| from + i);
    let condition = &words[from..to];
    let first = words[..from].iter().rposition(|w| matches!(w.lower.as_str(), "." | "!" | "?"));
    let last = words[to..].iter().position(|w| matches!(w.lower.as_str(), "." | "!" | "?"));
    let (low, high) = (first.map_or(0, |i| i + 1), last.map_or(words.len(), |i| to + i));
    let modal = |i: &usize| {
        !(from..to).contains(i)
            && matches!(words[*i].lower.as_str(), "will" | "would" | "shall" | "'ll" | "’ll")
            && words.get(i + 1).is_some_and(|w| !w.is(class::NEGATION))
    };
    let conduct = condition.iter().any(|w| CONDUCT.contains(w.lower.as_str()));
    (low..high).filter(modal).any(|at| {
        let end = if at < from { from } else { high };
        let after = &words[at + 1..end.min(at + 1 + REACH).max(at + 1)];
        let harm = after.iter().any(|w| HARM.contains(w.lower.as_str()));
        let passive = after.first().is_some_and(|w| w.lower == "be");
        let we = at > 0 && matches!(words[at - 1].lower.as_str(), "we" | "i");
        let people = at > 0 && PEOPLE.contains(words[at - 1].lower.as_str());
        if passive {
            harm && conduct
        } else {
            harm && (own(words, at) || people) || (we || own(words, at)) && failing(condition)
        }
    })
}

/// Whether a penalty is announced for whoever does something: "those who block the road would lose their licences".
pub(super) fn penalty(words: &[Word]) -> bool {
    let lower = |i: usize| words.get(i).map_or("", |w| w.lower.as_str());
    let whoever = (0..words.len().min(4)).any(|i| {
        let people = matches!(lower(i), "anyone" | "anybody" | "those" | "whoever" | "all" | "everyone");
        let any =
            lower(i) == "any" && (1..4).any(|k| matches!(lower(i + k), "who" | "that" | "found" | "caught"));
        any || people && (lower(i) == "whoever" || !matches!(lower(i + 1), "of" | "the" | ""))
    });
    whoever
        && (0..words.len()).any(|i| {
            let modal = will(&words[i].lower) && words.get(i + 1).is_some_and(|w| !w.is(class::NEGATION));
            let verb = if lower(i + 1) == "be" { lower(i + 2) } else { lower(i + 1) };
            modal && (HARM.contains(verb) || PENALTY.contains(verb))
        })
}

/// Whether a sentence threatens without a condition: harm by the speaker's side ("we will hit back", "or we shoot"), or a
/// fate that only those who mean to bring it about announce ("will be hunted down", "will pay for this"). `own_side`
/// tells where a subject of that side ends that begins at a word.
pub(super) fn vowed(words: &[Word], own_side: impl Fn(&[Word], usize) -> Option<usize>) -> bool {
    let is = |at: usize, kind: Kind| PHRASES.at(words, at).any(|h| *h.value == kind);
    let command =
        words.iter().find(|w| !w.is(class::MARK)).is_some_and(|w| !w.is(class::PRONOUN | class::DETERMINER));
    (0..words.len()).any(|i| {
        if let Some(end) = own_side(words, i) {
            let verb = (end..words.len().min(end + HELPERS)).find(|&k| {
                !(words[k].is(class::AUXILIARY)
                    || phrases::filler(&words[k])
                    || matches!(words[k].lower.as_str(), "going" | "to"))
            });
            let helpers = &words[end..verb.unwrap_or(end)];
            let coming = helpers.iter().any(|w| will(&w.lower) || w.lower == "going");
            let link = i.checked_sub(1).map_or("", |k| words[k].lower.as_str());
            let or_else = command && helpers.is_empty() && matches!(link, "or" | "and" | "otherwise");
            let harm = verb
                .is_some_and(|v| is(v, Kind::Violence) || or_else && HARM.contains(words[v].lower.as_str()));
            return (coming || or_else) && harm;
        }
        // Quotation may begin anywhere: “would be “hunted down””.
        let next = |from: usize| (from..words.len()).find(|&k| !phrases::filler(&words[k])).unwrap_or(from);
        let first = next(i + 1);
        let suffers = words.get(first).is_some_and(|w| w.lower == "be");
        is(i, Kind::Doom)
            || will(&words[i].lower)
                && if suffers { is(next(first + 1), Kind::Fate) } else { is(first, Kind::Menace) }
    })
}

/// Whether words begin with a harmful deed.
pub(super) fn violent(words: &[Word]) -> bool {
    PHRASES.at(words, 0).any(|h| *h.value == Kind::Violence)
}

/// Whether the speaker's side announces a harmful deed, behind a word of warning: "it would call in the loan".
pub(super) fn announced(words: &[Word], own_side: impl Fn(&[Word], usize) -> Option<usize>) -> bool {
    (0..words.len()).any(|i| {
        let Some(end) = own_side(words, i) else { return false };
        let verb = (end..words.len().min(end + HELPERS))
            .find(|&k| !(words[k].is(class::AUXILIARY) || phrases::filler(&words[k])));
        verb.is_some_and(|v| {
            words[end..v].iter().any(|w| will(&w.lower))
                && !words[end..v].iter().any(|w| w.is(class::NEGATION))
                && (violent(&words[v..]) || HARM.contains(words[v].lower.as_str()))
        })
    })
}

fn will(word: &str) -> bool {
    matches!(word, "will" | "would" | "shall" | "'ll" | "’ll")
}

/// Whether the subject before a modal is the speaker's side: "we", "it", "his government".
fn own(words: &[Word], at: usize) -> bool {
    let before = &words[at.saturating_sub(3)..at];
    before.last().is_some_and(|w| w.is(class::PRONOUN) && w.lower != "you")
        || before.iter().any(|w| matches!(w.lower.as_str(), "his" | "her" | "its" | "their" | "our" | "my"))
}

/// "if the company cannot ...", "unless they ...": somebody is to do something and does not.
fn failing(condition: &[Word]) -> bool {
    let somebody = condition
        .iter()
        .skip(1)
        .take(4)
        .any(|w| matches!(w.lower.as_str(), "they" | "you" | "he" | "she") || is_speaker(&w.lower));
    let unless = condition.first().is_some_and(|w| w.lower == "unless");
    somebody && (unless || condition.iter().any(|w| w.is(class::NEGATION)))
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
    fn own_harm_on_a_condition_is_a_threat() {
        assert_eq!(
            stance("“If they cross the river, we will shut the canal,” Reed said."),
            Stance::Threatens
        );
        assert_eq!(
            stance("Reed said his government would impose sanctions if the canal were closed."),
            Stance::Threatens
        );
        assert_eq!(
            stance("“If the attacks continue, the canal will be closed to all,” Reed said."),
            Stance::Threatens
        );
        assert_eq!(
            stance("“If the company cannot mend the bridge, we will take it away,” Reed said."),
            Stance::Threatens
        );
    }

    #[test]
    fn no_condition_or_no_harm_is_no_threat() {
        assert_eq!(stance("“We will close the shop at six,” Reed said."), Stance::Promises);
        assert_eq!(stance("“If it rains, we will dance indoors,” Reed said."), Stance::Promises);
        assert_eq!(stance("“If it snows, the road will be closed,” Reed said."), Stance::Predicts);
    }
}
