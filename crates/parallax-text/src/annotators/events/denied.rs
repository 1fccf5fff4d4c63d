//! Acts told in a report that the sentence itself turns down: "reports that … were denied".

use super::super::statements::words::{Word, class};
use super::status::is;

/// How many words around a trigger the report and its denial are looked for in.
const REACH: usize = 24;

/// Whether the act at `at` is what a report says, of which the rest of the sentence says that it is not so.
pub(super) fn report_is_denied(words: &[Word], at: usize) -> bool {
    let Some(report) = report(words, at) else { return false };
    let named = words[report.saturating_sub(3)..report].iter().any(|w| is(w, "branded"));
    for i in at + 1..words.len().min(at + 1 + REACH) {
        let w = &words[i];
        if w.is(class::SUBORDINATOR | class::COORDINATOR)
            || w.is(class::MARK) && matches!(w.lower.as_str(), ";" | ":" | "." | "?")
        {
            return false;
        }
        // "were quickly dismissed", "are false"; not "were not denied".
        let light = |w: &&Word| w.is(class::ADVERB | class::AUXILIARY) || w.lower.ends_with("ly");
        let helpers = || words[at + 1..i].iter().rev().take_while(light);
        let is_so = helpers().any(|w| w.is(class::BE)) && !helpers().any(|w| w.is(class::NEGATION));
        if is_so && (is(w, "rejected") || is(w, "untrue")) || named && is(w, "untrue") {
            return true;
        }
    }
    false
}

/// The noun of the report whose clause holds the word at `at`: "reports that Norway had attacked".
fn report(words: &[Word], at: usize) -> Option<usize> {
    let low = at.saturating_sub(REACH);
    let clause = |w: &Word| !(w.is(class::MARK) && matches!(w.lower.as_str(), ";" | ":" | "." | "?" | "!"));
    let that = (low..at).rev().take_while(|&i| clause(&words[i])).find(|&i| words[i].lower == "that")?;
    (low.max(that.saturating_sub(6))..that).rev().find(|&i| is(&words[i], "report"))
}

#[cfg(test)]
mod tests {
    use parallax_model::{Page, Status};

    fn status(act: &str, text: &str) -> Vec<Status> {
        let document = crate::annotate(Page::untouched("p", text));
        document.events.iter().filter(|e| e.act == act).map(|e| e.status).collect()
    }

    #[test]
    fn what_a_denied_report_tells_is_denied() {
        for text in [
            "The minister dismissed claims that Norway attacked the port.",
            "The mayor denied reports saying that Norway had attacked the port.",
            "Reports that Norway had attacked the port were denied by the mayor.",
            "The claim that Norway attacked the port has been firmly rejected.",
            "Claims in the Kelm Post that Norway had attacked the port are untrue.",
            "The mayor called reports that Norway attacked the port false.",
        ] {
            assert_eq!(status("attack", text), [Status::Denied], "{text}");
        }
    }

    #[test]
    fn what_is_not_denied_stays() {
        for text in [
            "Reports that Norway had attacked the port were confirmed by the mayor.",
            "Reports that Norway had attacked the port were not denied.",
            "Reports that Norway had attacked the port came while ships were rejected.",
        ] {
            assert_eq!(status("attack", text), [Status::Done], "{text}");
        }
        assert_eq!(
            status("attack", "The army did not deny reports that it had attacked the port."),
            [Status::Hypothetical]
        );
    }
}
