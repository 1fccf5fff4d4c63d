//! How far an act has come: done, under way, announced, threatened, denied or only imagined.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use parallax_model::{Stance, Status};

use super::super::statements::cues::Form;
use super::super::statements::words::{Word, class};
use super::acts::Trigger;
use super::denied::report_is_denied;
use crate::lexicon::{english, rows};

/// How many words in front of a trigger govern it.
const REACH: usize = 7;

static WORDS: LazyLock<BTreeMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut out: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for row in rows(english!("status_words.tsv")) {
        let [kind, words] = row[..] else { continue };
        words.split(' ').for_each(|w| out.entry(w).or_default().push(kind));
    }
    out
});

/// The status of the act that word `at` of a sentence tells, said with `stance`; `governor` is a trigger or a
/// cue to its left on which it depends ("threatened to", "ordered").
pub(super) fn of(words: &[Word], at: usize, trigger: &Trigger, stance: Option<Stance>) -> Status {
    let from = clause_start(words, at);
    let before = &words[from..at];
    let has = |kind: &str| before.iter().any(|w| is(w, kind));
    let infinitive = at > 0 && words[at - 1].lower == "to";
    let helper = words[at.saturating_sub(4)..at].iter().rfind(|w| w.is(class::AUXILIARY));
    let conditional = words[..at]
        .iter()
        .rev()
        .take(24)
        .any(|w| matches!(w.lower.as_str(), "if" | "should" | "unless" | "whether"))
        || words[at..].iter().take(24).any(|w| w.lower == "if");
    let measure =
        matches!(trigger.act, "sanction" | "expel" | "freeze_assets" | "close_border" | "break_relations");
    let harm = matches!(
        trigger.act,
        "invade" | "attack" | "occupy" | "annex" | "kill" | "injure" | "fire_weapon" | "hack" | "arrest"
    );
    let past = trigger.form == Some(Form::Past) && !has("hypothetical") && !infinitive;
    let open_question = before.iter().any(|w| w.lower == "whether");
    let twice = denies_not(before);
    if has("negated") && !open_question && !twice
        || stance == Some(Stance::Denies)
        || report_is_denied(words, at)
    {
        return Status::Denied;
    }
    if stance == Some(Stance::Threatens) || has("threatened") {
        return Status::Threatened;
    }
    if conditional && measure && before.iter().any(|w| matches!(w.lower.as_str(), "would" | "will")) {
        return Status::Threatened;
    }
    if has("hypothetical") || twice || conditional && !past {
        return Status::Hypothetical;
    }
    match trigger.form {
        None => noun(words, at),
        Some(_)
            if has("announced")
                && (infinitive
                    || helper.is_some_and(|w| {
                        matches!(w.lower.as_str(), "will" | "'ll" | "’ll" | "shall" | "be")
                    })) =>
        {
            announced(stance, harm || infinitive)
        }
        Some(Form::Plain) if infinitive => match stance {
            Some(Stance::Demands | Stance::Warns | Stance::Predicts | Stance::Hedges) => Status::Hypothetical,
            _ if has("under_way") => Status::UnderWay,
            // "ready to attack", "gearing up to invade": nobody has said that it will come.
            _ if harm => Status::Hypothetical,
            _ => Status::Announced,
        },
        Some(Form::Ing) if helper.is_some_and(|w| w.is(class::BE)) || has("under_way") => Status::UnderWay,
        Some(Form::Ing) if before.last().is_some_and(|w| matches!(w.lower.as_str(), "of" | "for" | "at")) => {
            Status::Hypothetical
        }
        _ if matches!(stance, Some(Stance::Demands | Stance::Predicts))
            && trigger.form != Some(Form::Past) =>
        {
            Status::Hypothetical
        }
        // "has lifted the ban": what was ordered is no more.
        _ if trigger.act == "reverse" => Status::Reversed,
        _ => Status::Done,
    }
}

/// Whether a word is of a kind in the data.
pub(super) fn is(word: &Word, kind: &str) -> bool {
    WORDS.get(word.lower.as_str()).is_some_and(|k| k.contains(&kind))
}

/// "did not deny", "has not ruled out": neither a denial nor the deed.
fn denies_not(before: &[Word]) -> bool {
    let not =
        |w: &Word| matches!(w.lower.as_str(), "not" | "never" | "n't" | "n’t") || w.lower.ends_with("n't");
    before
        .windows(2)
        .any(|w| not(&w[0]) && matches!(w[1].lower.as_str(), "deny" | "denied" | "rule" | "ruled"))
}

/// `open` is a deed of which one cannot say by "will" alone that somebody has announced it.
fn announced(stance: Option<Stance>, open: bool) -> Status {
    match stance {
        // "The airline will stop flying, the minister said": told as settled.
        Some(Stance::Predicts) if !open => Status::Announced,
        Some(Stance::Warns | Stance::Predicts | Stance::Hedges | Stance::Demands) => Status::Hypothetical,
        _ => Status::Announced,
    }
}

/// A noun tells a deed only if something says that it took place: "launched an attack", "since the invasion".
fn noun(words: &[Word], at: usize) -> Status {
    let before = &words[at.saturating_sub(REACH)..at];
    let took_place = before.iter().any(|w| {
        matches!(
            w.lower.as_str(),
            "launched" | "began" | "started" | "carried" | "since" | "repelled" | "annexed" | "followed"
        )
    });
    let after = words[at + 1..].iter().take(4).any(|w| {
        matches!(w.lower.as_str(), "killed" | "began" | "started" | "destroyed" | "hit" | "wounded")
    });
    if took_place || after { Status::Done } else { Status::Hypothetical }
}

/// The first word that can govern the one at `at`: not beyond a mark, another clause or the reach.
fn clause_start(words: &[Word], at: usize) -> usize {
    let low = at.saturating_sub(REACH);
    (low..at)
        .rev()
        .find(|&i| {
            words[i].is(class::MARK)
                && !matches!(words[i].lower.as_str(), "-" | "“" | "”" | "\"" | "‘" | "’" | "'")
        })
        .map_or(low, |i| i + 1)
}

#[cfg(test)]
mod tests {
    use parallax_model::{Page, Status};

    fn status(act: &str, text: &str) -> Vec<Status> {
        let document = crate::annotate(Page::untouched("p", text));
        document.events.iter().filter(|e| e.act == act).map(|e| e.status).collect()
    }

    #[test]
    fn what_is_feared_is_not_done() {
        assert_eq!(
            status("invade", "Officials fear that Ruria could invade its neighbour."),
            [Status::Hypothetical]
        );
        assert_eq!(status("invade", "A possible invasion worries the town."), [Status::Hypothetical]);
        assert_eq!(status("invade", "If the army invades, bridges will be blown."), [Status::Hypothetical]);
        assert_eq!(status("invade", "France invaded Oland in 1812."), [Status::Done]);
    }

    #[test]
    fn what_is_denied_is_denied() {
        assert_eq!(status("attack", "The army did not attack the port."), [Status::Denied]);
        assert_eq!(status("attack", "The general denied planning to attack the port."), [Status::Denied]);
    }

    #[test]
    fn what_is_to_come_is_announced() {
        assert_eq!(status("deploy", "Spain will deploy 400 troops in May."), [Status::Announced]);
        assert_eq!(status("deploy", "Spain deployed 400 troops in May."), [Status::Done]);
        assert_eq!(status("deploy", "Spain is deploying 400 troops."), [Status::UnderWay]);
    }

    #[test]
    fn a_withdrawn_order_is_reversed() {
        assert_eq!(status("reverse", "The harbour office has withdrawn the order."), [Status::Reversed]);
        assert_eq!(status("reverse", "The harbour office will lift the ban in May."), [Status::Announced]);
        assert_eq!(status("sanction", "Spain has threatened heavy sanctions."), [Status::Threatened]);
    }

    #[test]
    fn a_sanction_on_a_condition_is_a_threat() {
        assert_eq!(
            status("sanction", "Spain would impose sanctions if Oland attacks."),
            [Status::Threatened]
        );
        assert_eq!(status("sanction", "Spain threatened to impose sanctions."), [Status::Threatened]);
        assert_eq!(status("sanction", "Spain imposed sanctions on Oland."), [Status::Done]);
    }
}
