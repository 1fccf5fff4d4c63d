//! The part of a content that says its main matter, without conditions, side clauses and what is only talked about.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use parallax_model::Span;

use crate::context::Draft;
use crate::lexicon::{english, rows};

/// What a word does to the words after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    Clause,
    Disowned,
    Inverted,
}

static TURNS: LazyLock<BTreeMap<&'static str, Turn>> = LazyLock::new(|| {
    let turn = |r: Vec<&'static str>| {
        let turn = match *r.get(1)? {
            "disowned" => Turn::Disowned,
            "inverted" => Turn::Inverted,
            _ => Turn::Clause,
        };
        Some((r[0], turn))
    };
    rows(english!("side_clauses.tsv")).filter_map(turn).collect()
});

/// Words that follow "should" where it means "if".
static AFTER_INVERSION: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    ["a", "an", "the", "any", "its", "their", "his", "her", "he", "she", "it", "they", "we"].into()
});

/// The spans of `content` that say its main matter.
pub(super) fn main_spans(draft: &Draft<'_>, doc: usize, content: Span) -> Vec<Span> {
    let text = &draft.context.documents[doc].page.text;
    let words = draft.context.terms.in_span(doc, content);
    let spans: Vec<Span> = words.iter().map(|w| w.span).collect();
    main_runs(text, &spans)
}

/// Runs of words of the main matter, as spans.
fn main_runs(text: &str, words: &[Span]) -> Vec<Span> {
    let mut runs = Vec::new();
    let mut run: Option<Span> = None;
    // Whether the words are left out, and whether a comma ends that.
    let (mut out, mut to_comma, mut first) = (false, false, true);
    for (i, &word) in words.iter().enumerate() {
        let gap =
            i.checked_sub(1).map_or("", |p| Span::new(words[p].end as usize, word.start as usize).of(text));
        if gap.contains(['.', '!', '?', ';']) {
            (out, to_comma, first) = (false, false, true);
        } else if out && to_comma && gap.contains(',') {
            (out, to_comma) = (false, false);
        }
        let lower = word.of(text).to_lowercase();
        // Two words are read as one where a hyphen joins them: "so-called".
        let joined =
            words.get(i + 1).filter(|n| Span::new(word.end as usize, n.start as usize).of(text) == "-");
        let joined = joined.map(|n| format!("{lower}-{}", n.of(text).to_lowercase()));
        let next = words.get(i + 1).map(|n| n.of(text).to_lowercase());
        let turn = joined.as_deref().and_then(|j| TURNS.get(j)).or_else(|| TURNS.get(lower.as_str()));
        let turns = match turn {
            Some(Turn::Inverted) => next.as_deref().is_some_and(|n| AFTER_INVERSION.contains(n)),
            Some(_) => true,
            None => false,
        };
        if turns && !out {
            (out, to_comma) = (true, first);
        }
        match (out, &mut run) {
            (true, _) => runs.extend(run.take()),
            (false, Some(run)) => *run = run.cover(word),
            (false, run) => *run = Some(word),
        }
        first = first && lower == "that";
    }
    runs.extend(run);
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn main(text: &str) -> Vec<&str> {
        let mut words = Vec::new();
        let mut start = None;
        for (i, c) in text.char_indices().chain([(text.len(), ' ')]) {
            match (c.is_alphanumeric(), start) {
                (true, None) => start = Some(i),
                (false, Some(s)) => {
                    words.push(Span::new(s, i));
                    start = None;
                }
                _ => {}
            }
        }
        main_runs(text, &words).iter().map(|s| s.of(text)).collect()
    }

    #[test]
    fn conditions_and_side_clauses_are_left_out() {
        assert_eq!(
            main("Norland would send gas should an attack on Sudmark cut the pipes"),
            ["Norland would send gas"]
        );
        assert_eq!(main("that if Norland attacks, the banks will close"), ["that", "the banks will close"]);
        assert_eq!(
            main("the ministers met, as officials warn that Norland may attack"),
            ["the ministers met"]
        );
        assert_eq!(main("They spoke. If so, all left. We stay"), ["They spoke", "all left. We stay"]);
        assert_eq!(main("Norland should leave the islands"), ["Norland should leave the islands"]);
    }

    #[test]
    fn what_is_only_talked_about_is_left_out() {
        assert_eq!(main("they discussed an allegedly planned attack"), ["they discussed an"]);
        assert_eq!(main("the so-called invasion"), ["the"]);
        assert_eq!(main("Norland will attack Sudmark"), ["Norland will attack Sudmark"]);
        assert!(main("").is_empty());
    }
}
