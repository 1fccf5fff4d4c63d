//! Threats on a condition: "If the attacks do not stop, we will close the canal."

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::words::{Word, class};
use crate::lexicon::{english, rows};

static SPEAKERS: LazyLock<BTreeSet<&'static str>> =
    LazyLock::new(|| rows(english!("speaker_nouns.tsv")).flat_map(|r| r[0].split(' ')).collect());

/// A noun of a person or a body that speaks.
fn is_speaker(noun: &str) -> bool {
    SPEAKERS.contains(noun)
}

/// How far behind its modal the harm may stand, in words.
const REACH: usize = 10;

static HARM: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| of("harm"));
static CONDUCT: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| of("conduct"));

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
        if passive { harm && conduct } else { harm && own(words, at) || we && failing(condition) }
    })
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
        assert_eq!(stance("“We will close the shop at six,” Reed said."), Stance::Asserts);
        assert_eq!(stance("“If it rains, we will dance indoors,” Reed said."), Stance::Asserts);
        assert_eq!(stance("“If it snows, the road will be closed,” Reed said."), Stance::Asserts);
    }
}
