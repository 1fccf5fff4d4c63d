//! The subject of the clause that a trigger stands in.

use super::super::statements::words::{Word, class};

/// How many words in front of a trigger its subject is looked for in.
const REACH: usize = 12;

/// The first word from which the actor of a verb at `at` can be named: that of its own clause, where the clause
/// has a subject of its own ("as several countries warned"). Zero if nothing parts it from what stands before.
pub(super) fn floor(words: &[Word], at: usize) -> usize {
    let low = at.saturating_sub(REACH);
    let light =
        |w: &Word| w.is(class::AUXILIARY | class::NEGATION | class::ADVERB) || w.lower == "to" || goes_on(w);
    let Some(head) = (low..at).rev().find(|&i| !light(&words[i])) else { return 0 };
    // "Britain, as it had said, urged": no subject stands right in front; a pronoun means someone named before.
    if !words[head].is_content() || words[head].is(class::PRONOUN) {
        return 0;
    }
    let mut from = head;
    while from > low && words[from - 1].is_content() {
        from -= 1;
    }
    let article = from > low && words[from - 1].is(class::DETERMINER);
    let first = if article { from - 1 } else { from };
    let counted =
        matches!(words[first].lower.as_str(), "several" | "many" | "most" | "few" | "some" | "other");
    if counted {
        return first;
    }
    let opens = first > low && is_subordinator(&words[first - 1]);
    if opens { first } else { 0 }
}

/// "continued to urge", "began to move": a verb that another one leans on.
fn goes_on(w: &Word) -> bool {
    const GOING: [&str; 5] = ["continu", "began", "beg", "start", "keep"];
    GOING.iter().any(|g| w.lower.starts_with(g)) && !w.lower.ends_with("ing") && !w.lower.ends_with("er")
}

/// A word that opens a clause with a subject of its own.
fn is_subordinator(w: &Word) -> bool {
    matches!(w.lower.as_str(), "as" | "while" | "when" | "because" | "although" | "though" | "whereas")
}

/// Whether a clause with a subject of its own opens at `i`: "as several countries", not "as many as 400".
pub(super) fn opens_clause(words: &[Word], i: usize) -> bool {
    let measure = |w: &Word| {
        matches!(w.lower.as_str(), "many" | "much" | "few" | "well" | "soon" | "part" | "early" | "far")
    };
    let compares = i > 0 && measure(&words[i - 1]);
    let next = words.get(i + 1).is_some_and(|w| measure(w) || matches!(w.lower.as_str(), "a" | "an" | "of"));
    is_subordinator(&words[i]) && !compares && !next
}

#[cfg(test)]
mod tests {
    use parallax_model::{Document, Page};

    fn actors(text: &str) -> Vec<(String, Option<String>)> {
        let document: Document = crate::annotate(Page::untouched("p", text));
        let name = |i: u32| document.words(document.mentions[i as usize].span).to_owned();
        document.events.iter().map(|e| (e.act.clone(), e.actor.map(name))).collect()
    }

    #[test]
    fn the_actor_is_the_subject_of_its_own_clause() {
        assert_eq!(
            actors(
                "Norway's Tourism Ministry continued to urge its citizens to remain calm on Monday as several countries warned their citizens to leave."
            ),
            [("advise_leave".to_owned(), None)]
        );
        assert_eq!(
            actors("Norway was quiet while some companies evacuated their staff."),
            [("withdraw_staff".to_owned(), None)]
        );
    }

    #[test]
    fn a_subject_of_the_same_clause_stays() {
        let norway = |act: &str| vec![(act.to_owned(), Some("Norway".to_owned()))];
        assert_eq!(
            actors("The sea was calm as Norway warned its citizens to leave."),
            norway("advise_leave")
        );
        assert_eq!(actors("Norway, as the sea rose, urged its citizens to leave."), norway("advise_leave"));
        assert_eq!(actors("Norway on Monday sent as many as 400 troops to the border."), norway("deploy"));
    }

    #[test]
    fn to_remain_calm_is_no_advice_to_leave() {
        assert!(actors("Norway urged its citizens to remain calm.").is_empty());
        assert!(
            actors("Norway asked residents to stay calm after thousands of people had to leave.").is_empty()
        );
    }
}
