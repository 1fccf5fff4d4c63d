//! Transcripts and interviews: paragraphs that begin with who speaks, and a colon.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use parallax_model::{Document, EntityType};

use super::cues;
use super::quotes::is_of;
use super::words::{Line, Word, class};

/// Longest label, in words.
const LONGEST: usize = 14;
/// As many labelled paragraphs make a transcript.
const SEVERAL: usize = 3;

/// Who a label names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// "Q:": somebody who is not named.
    Asks,
    /// "A:": somebody who is not named here.
    Answers,
    /// A name, a role, an outlet.
    Named,
}

/// A label with what it labels, in words of its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    pub(super) line: usize,
    pub(super) who: Who,
    pub(super) name: Range<usize>,
    /// The colon, or the full stop of "Q.".
    pub(super) mark: usize,
    /// The words up to the next label or the end of the line.
    pub(super) content: Range<usize>,
}

/// The labels of a page, in order, and whether it is a transcript: then paragraphs without a label go on with the
/// one before.
#[derive(Debug, Default)]
pub(super) struct Transcript {
    pub(super) labels: Vec<Label>,
    pub(super) whole: bool,
}

/// Reads the labels of all lines.
pub(super) fn read(document: &Document, lines: &[Line]) -> Transcript {
    let first: Vec<Label> =
        lines.iter().enumerate().filter_map(|(number, line)| label(line, number, start(line))).collect();
    let names: BTreeSet<String> = first.iter().map(|l| key(lines, l)).collect();
    let mut labels: Vec<Label> = Vec::new();
    for label in first {
        let line = &lines[label.line];
        inline(line, label, &mut labels, |l| {
            names.contains(&key(lines, l)) || is_mention(document, line, &l.name)
        });
    }
    let questions = labels.iter().filter(|l| l.who == Who::Asks).count();
    labels.retain(|l| l.who != Who::Answers || questions > 0);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for l in labels.iter().filter(|l| l.who == Who::Named) {
        *counts.entry(key(lines, l)).or_default() += 1;
    }
    let talk = labels.iter().filter(|l| l.who != Who::Named || talks(&lines[l.line], &l.content)).count();
    // Somebody speaks twice, or one asks and another answers.
    let repeated = counts.values().any(|&n| n > 1) || questions > 0;
    let whole = labels.len() >= SEVERAL && repeated && 2 * talk >= labels.len();
    labels.retain(|l| l.who != Who::Named || whole || alone(document, lines, l));
    for i in 1..labels.len() {
        if labels[i].line == labels[i - 1].line {
            labels[i - 1].content.end = labels[i].name.start;
        }
    }
    labels.retain(|l| !l.content.is_empty());
    Transcript { labels, whole }
}

/// Where the label of a line can begin: behind a mark of quotation that opens all of it.
fn start(line: &Line) -> usize {
    let quote = line.words.first().filter(|w| w.is(class::MARK)).and_then(|w| w.quote);
    usize::from(quote.is_some_and(|q| line.words_of(q).end == line.words.len()))
}

/// The label that stands at a word of a line.
fn label(line: &Line, number: usize, at: usize) -> Option<Label> {
    let words = &line.words;
    let reach = words.len().min(at + LONGEST + 1);
    let first = words.get(at)?;
    let short = words.get(at + 1).is_some_and(|w| matches!(w.lower.as_str(), ":" | "."));
    let around = if at == 1 { first.quote } else { None };
    let bare = first.lower.trim_end_matches('.');
    let mark_inside = first.lower.len() > bare.len() && bare.len() == 1;
    let who = if first.quote != around || !first.is(class::CAPITAL) {
        return None;
    } else if is_of("question", bare) && (short || mark_inside) {
        Who::Asks
    } else if is_of("answer", bare) && (short || mark_inside) {
        Who::Answers
    } else {
        Who::Named
    };
    let mark = if who != Who::Named && short {
        at + 1
    } else if who != Who::Named {
        at
    } else {
        (at + 1..reach).find(|&i| words[i].quote == around && words[i].lower == ":")?
    };
    let name = at..if mark == at { at + 1 } else { mark };
    let closed = around.is_some_and(|q| line.quotes[q].closed);
    let content = mark + 1..(words.len() - usize::from(closed)).max(mark + 1);
    // "A." alone is an initial or an item of a list.
    let full = words[mark].lower != ":";
    let starts = words.get(mark + 1).filter(|w| {
        !w.is(class::MARK) || w.quote != around || matches!(w.lower.as_str(), "[" | "(" | "…" | "...")
    })?;
    if full && (who == Who::Named || !starts.is(class::CAPITAL) && starts.quote == around) {
        return None;
    }
    let quoted = starts.quote != around;
    (who != Who::Named || is_name(line, &name, quoted)).then_some(Label {
        line: number,
        who,
        name,
        mark,
        content,
    })
}

/// Whether words can name a speaker: capital letters, but no verb, day, or heading of a list. In front of a quotation
/// some may be in lower case: "Harbour boss: “...”".
fn is_name(line: &Line, name: &Range<usize>, quoted: bool) -> bool {
    let words = &line.words[name.clone()];
    let heading = |w: Option<&Word>| w.is_some_and(|w| is_of("label", &w.lower));
    let comma = words.iter().position(|w| w.lower == ",").unwrap_or(words.len());
    let head = &words[..comma];
    let lower = quoted && head.len() <= 4 && head.first().is_some_and(|w| !w.is(class::DETERMINER));
    let plain = |w: &Word| {
        w.is(class::CAPITAL)
            || w.is(class::MARK)
            || matches!(w.lower.as_str(), "of" | "the" | "for" | "and" | "de" | "van" | "von" | "al" | "bin")
    };
    words.iter().all(|w| {
        w.quote == words[0].quote
            && !w.is(class::TIMEX | class::NUMBER | class::TIME)
            && !matches!(w.lower.as_str(), "?" | "!" | ";" | "@")
    }) && head.iter().all(|w| plain(w) || lower && w.is_content())
        && !head.is_empty()
        && head.iter().any(|w| w.is(class::CAPITAL) && w.lower.chars().count() > 1)
        && !head.iter().any(|w| w.is(class::PRONOUN | class::AUXILIARY | class::SUBORDINATOR | class::FINITE))
        && !heading(head.first())
        && !heading(head.last())
        && (0..words.len()).all(|i| i < comma && !lower || cues::at(words, i).is_none())
}

/// The words of a label in lower case.
fn key(lines: &[Line], label: &Label) -> String {
    lines[label.line].words[label.name.clone()].iter().map(|w| w.lower.as_str()).collect::<Vec<_>>().join(" ")
}

/// Whether words are talk: in quotation marks, with a question, or between an I and a you.
fn talks(line: &Line, content: &Range<usize>) -> bool {
    let words = &line.words[content.clone()];
    words.first().is_some_and(|w| w.quote.is_some())
        || words.iter().take(60).any(|w| {
            matches!(
                w.lower.as_str(),
                "?" | "i"
                    | "we"
                    | "you"
                    | "my"
                    | "our"
                    | "your"
                    | "us"
                    | "me"
                    | "i'm"
                    | "i’m"
                    | "yes"
                    | "thank"
                    | "thanks"
            )
        })
}

/// Whether a label is a speaker's without others on the page: a person, and talk behind it.
fn alone(document: &Document, lines: &[Line], label: &Label) -> bool {
    let line = &lines[label.line];
    if line.words[label.name.start].quote.is_some() {
        return false;
    }
    let quoted = line.words.get(label.mark + 1).is_some_and(|w| w.quote.is_some());
    let rest = line.words.get(label.mark + 1).and_then(|w| w.quote).map_or(0..0, |q| line.words_of(q));
    let whole = quoted && line.words[rest.end..].iter().all(|w| w.is(class::MARK));
    if whole && rest.len() > 4 && label.name.len() <= 4 {
        return true;
    }
    is_mention(document, line, &label.name)
        && (quoted && rest.len() > 4
            || !quoted && label.name.len() <= 3 && person_talks(line, &label.content))
}

/// Whether an I or a we speaks outside any quote.
pub(super) fn person_talks(line: &Line, content: &Range<usize>) -> bool {
    line.words[content.clone()]
        .iter()
        .take(60)
        .any(|w| w.quote.is_none() && matches!(w.lower.as_str(), "i" | "we" | "my" | "our"))
}

/// Adds the label of a line and those that stand inside it, after a sentence, if they are known to name somebody.
fn inline(line: &Line, first: Label, out: &mut Vec<Label>, known: impl Fn(&Label) -> bool) {
    let mut at = first.content.start + 1;
    let number = first.line;
    out.push(first);
    while at < line.words.len() {
        let stop = matches!(line.words[at - 1].lower.as_str(), "." | "?" | "!" | "…")
            && line.words[at].is(class::CAPITAL);
        let next = if stop { label(line, number, at) } else { None };
        match next.filter(|n| n.who != Who::Named || known(n)) {
            Some(next) => {
                at = next.content.start + 1;
                out.push(next);
            }
            None => at += 1,
        }
    }
}

/// Whether a person or a body is named in a range of words.
fn is_mention(document: &Document, line: &Line, name: &Range<usize>) -> bool {
    let Some(span) = line.span(name) else { return false };
    let first = document.mentions.partition_point(|m| m.span.end <= span.start);
    document.mentions[first..]
        .iter()
        .take_while(|m| m.span.start < span.end)
        .any(|m| matches!(m.of, EntityType::Person | EntityType::Organisation))
}

#[cfg(test)]
mod tests {
    use parallax_model::{Document, Page, StatementKind};

    /// "who: what" of every statement but the page's own.
    fn said(text: &str) -> Vec<String> {
        let document = crate::annotate(Page::untouched("p", text));
        let words = |document: &Document, spans: &[parallax_model::Span]| {
            spans.iter().map(|s| document.words(*s).to_owned()).collect::<Vec<_>>().join(" + ")
        };
        document
            .statements
            .iter()
            .filter(|s| s.kind == StatementKind::Direct)
            .map(|s| format!("{}: {}", words(&document, &s.source), words(&document, &s.content)))
            .collect()
    }

    #[test]
    fn names_before_colons_speak() {
        let text = "MARLOW: Why did you close the port?\n\nBROCK: We had no choice. The quay was flooded.\n\n\
                    MARLOW: And now?\n\nBROCK: Now we rebuild it.";
        assert_eq!(
            said(text),
            [
                "MARLOW: Why did you close the port?",
                "BROCK: We had no choice. The quay was flooded.",
                "MARLOW: And now?",
                "BROCK: Now we rebuild it."
            ]
        );
    }

    #[test]
    fn questions_and_answers_without_names_are_of_nobody_known() {
        let text = "Mayor Ana Brock took questions on the flood.\n\nQ: Why did you close the port?\n\n\
                    A: We had no choice.\n\nIt took us three days.\n\nQ: And now?\n\nWe rebuild it.";
        assert_eq!(
            said(text),
            [
                ": Why did you close the port?",
                ": We had no choice. + It took us three days.",
                ": And now?",
                ": We rebuild it."
            ]
        );
    }

    #[test]
    fn labels_inside_a_paragraph_end_what_was_said_before() {
        let text = "Herald: Will you stay? Ana Brock: I will stay in my office. Herald: Why?\n\n\
                    Herald: Is that all?\n\nAna Brock: Yes, it is all I have.";
        assert_eq!(said(text)[..2], ["Herald: Will you stay?", "Ana Brock: I will stay in my office."]);
    }

    #[test]
    fn marks_in_front_of_every_paragraph_of_a_transcript_are_no_quotations() {
        let text = "“MARLOW: Why did you close the port?\n\n“BROCK: We had no choice. The quay was flooded.\n\n\
                    “MARLOW: And now?\n\n“BROCK: Now we rebuild it.";
        let all = said(text);
        assert_eq!(
            all[..2],
            ["MARLOW: Why did you close the port?", "BROCK: We had no choice. The quay was flooded."]
        );
        assert_eq!(all.len(), 4);
    }

    #[test]
    fn headings_of_lists_do_not_speak() {
        assert!(said("Where: the town hall.\n\nWhen: 9 p.m.\n\nTickets: free.").is_empty());
        assert!(said("Note: the port is closed.\n\nVaduria: three boats.\n\nOland: two boats.").is_empty());
        assert!(said("Ana Brock: mayor since 2019.").is_empty());
    }

    #[test]
    fn a_headline_names_who_speaks() {
        assert_eq!(
            said("Norvolt boss: “We pay the price for cheap imports”"),
            ["Norvolt boss: “We pay the price for cheap imports”"]
        );
    }

    #[test]
    fn one_name_and_a_quote() {
        assert_eq!(
            said("Ana Brock, mayor of Varna: “We had no choice but to close it.”"),
            ["Ana Brock, mayor of Varna: “We had no choice but to close it.”"]
        );
    }
}
