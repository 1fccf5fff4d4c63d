//! Where the page keeps its distance: "allegedly", "without evidence", "that could not be verified".

use std::ops::Range;
use std::sync::LazyLock;

use parallax_model::Span;

use super::super::find::Found;
use super::super::words::{Line, Word, class};
use super::phrases::Phrases;
use crate::lexicon::{english, rows};

/// How many words left and right of a cue may keep the distance.
const AROUND: usize = 10;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Content,
    Cue,
    After,
}

static WORDS: LazyLock<Phrases<Place>> = LazyLock::new(|| {
    let mut out = Phrases::default();
    for row in rows(english!("distance.tsv")) {
        let [place, phrase] = row[..] else { continue };
        let place = match place {
            "content" => Place::Content,
            "cue" => Place::Cue,
            _ => Place::After,
        };
        out.add(phrase, "words", "", place);
    }
    out
});

/// The page's own distance to what somebody says: at the cue and the source first, then in the words of the content that
/// stand outside quotation marks, then in the next sentence, if that is about the claim.
pub(crate) fn of(line: &Line, found: &Found) -> Option<Span> {
    let words = &line.words;
    let frame = line.frames.get(found.frame)?.clone();
    let inside = |i: usize| found.content.iter().any(|c| c.contains(&i));
    let from = found.source.as_ref().map_or(found.cue.start, |s| s.start.min(found.cue.start));
    let to = found.source.as_ref().map_or(found.cue.end, |s| s.end.max(found.cue.end));
    let around = from.saturating_sub(3).max(frame.start)..(to.max(found.around.end) + AROUND).min(frame.end);
    let source = found.source.clone().unwrap_or(found.cue.clone());
    let near = |i: usize| source.contains(&i) || found.cue.contains(&i) || close(words, i, &found.cue);
    let beside = around.filter(|&i| !inside(i) && !aside(words, i)).find_map(|i| {
        let (span, len) = hit(words, i, &[Place::Content, Place::Cue])?;
        (len > 1 || near(i)).then_some(span)
    });
    let within = || {
        let mut content = found.content.iter().flat_map(Clone::clone).filter(|&i| !aside(words, i));
        content.find_map(|i| hit(words, i, &[Place::Content]).map(|h| h.0))
    };
    beside.or_else(within).or_else(|| after(line, found))
}

/// The page's distance in its own voice.
pub(crate) fn own(words: &[Word]) -> Option<Span> {
    (0..words.len()).find_map(|i| hit(words, i, &[Place::Content]).map(|h| h.0))
}

/// Whether nothing but a word or two stands between a word and the cue.
fn close(words: &[Word], at: usize, cue: &Range<usize>) -> bool {
    let between = if at < cue.start { at + 1..cue.start } else { cue.end..at };
    between.len() < 3 && words[between].iter().all(|w| !w.is(class::MARK))
}

/// "Rossi, who allegedly spied, said": in a clause about somebody else's deed.
fn aside(words: &[Word], at: usize) -> bool {
    words[at.saturating_sub(3)..at]
        .iter()
        .any(|w| matches!(w.lower.as_str(), "who" | "which" | "whom" | "whose"))
}

/// "That could not be verified", of what was said right before.
fn after(line: &Line, found: &Found) -> Option<Span> {
    let words = &line.words;
    let rest = |frame: &Range<usize>, from: usize| {
        let range = from.max(frame.start)..frame.end;
        let about = words.get(range.clone())?.iter().take(6).any(|w| {
            matches!(
                w.lower.as_str(),
                "that"
                    | "this"
                    | "it"
                    | "which"
                    | "claim"
                    | "claims"
                    | "allegation"
                    | "allegations"
                    | "account"
                    | "statement"
                    | "report"
                    | "reports"
                    | "assertion"
                    | "accusation"
                    | "accusations"
                    | "neither"
                    | "figure"
                    | "figures"
                    | "he"
                    | "she"
                    | "they"
                    | "accounts"
            )
        });
        range.clone().find_map(|i| hit(words, i, &[Place::After]).map(|h| h.0)).filter(|_| about)
    };
    let here = line.frames.get(found.frame)?;
    let end = found.content.iter().map(|c| c.end).max().unwrap_or(0).max(found.cue.end);
    rest(here, end).or_else(|| rest(line.frames.get(found.frame + 1)?, 0))
}

/// The words that begin at `at`, and how many they are.
fn hit(words: &[Word], at: usize, places: &[Place]) -> Option<(Span, usize)> {
    let word = words.get(at).filter(|w| w.quote.is_none() && !w.is(class::MARK))?;
    let hit = WORDS.at(words, at).find(|h| places.contains(h.value))?;
    let last = words.get(hit.end - 1)?;
    Some((Span::new(word.start, last.end), hit.end - at))
}

#[cfg(test)]
mod tests {
    use parallax_model::{Page, StatementKind};

    fn distance(text: &str) -> Option<&str> {
        let document = crate::annotate(Page::untouched("p", text));
        let found = document.statements.iter().find(|s| s.kind != StatementKind::OwnVoice);
        found.and_then(|s| s.distance).map(|d| d.of(text))
    }

    #[test]
    fn beside_the_cue_and_in_what_is_said() {
        assert_eq!(distance("Reed falsely claimed that the mill had burned."), Some("falsely"));
        assert_eq!(distance("Reed said he had never met the alleged miller."), Some("alleged"));
        assert_eq!(distance("Reed said the mill had burned."), None);
    }

    #[test]
    fn not_in_quotation_marks_nor_about_somebody_else() {
        assert_eq!(distance("“I never met the so-called miller,” Reed said."), None);
        assert_eq!(distance("Reed, who allegedly burned the mill, said it had rained."), None);
    }

    #[test]
    fn the_next_sentence_may_step_back() {
        assert_eq!(
            distance("Reed said the mill had burned. The claim could not be independently verified."),
            Some("not be independently verified")
        );
    }

    #[test]
    fn the_page_itself_keeps_away() {
        let text = "The alleged thief left the town at noon.";
        let document = crate::annotate(Page::untouched("p", text));
        assert_eq!(document.statements[0].distance.map(|d| d.of(text)), Some("alleged"));
    }
}
