//! What is compared: the speech of one statement of a page, in quotation marks or without.

use parallax_model::{Document, EntityType, Role, Span, Statement, StatementKind};

use super::words::{Vocabulary, Word};
use crate::claims::{Voice, country_of, voice};
use crate::context::Draft;
use crate::terms::fold;

/// Words of a quotation, at least.
const LEAST: usize = 3;
/// Words of indirect speech, at least.
const LEAST_TOLD: usize = 5;
/// Confidence from which a speaker can be another than somebody else's.
const SURE: u8 = 50;

/// Speech as a page gives it.
#[derive(Debug, Clone)]
pub(super) struct Said {
    pub(super) doc: usize,
    /// Places in the document's statements: several where a page gives it in several statements.
    pub(super) statements: Vec<usize>,
    pub(super) story: usize,
    /// The stretches of the page, without quotation marks at their ends.
    pub(super) pieces: Vec<Span>,
    pub(super) words: Vec<Word>,
    /// Whether it stands in quotation marks.
    pub(super) quoted: bool,
    pub(super) voice: Voice,
    /// Whether the page is clear about who speaks.
    pub(super) sure: bool,
}

impl Said {
    /// From the first word to the last.
    pub(super) fn extent(&self) -> Span {
        self.pieces.iter().copied().reduce(Span::cover).unwrap_or_default()
    }

    /// The speech of two statements of one page as one.
    pub(super) fn and(&self, next: &Self) -> Self {
        let mut whole = self.clone();
        let from = whole.words.len();
        whole.words.extend(next.words.iter().cloned());
        whole.words[from].gap = true;
        whole.pieces.extend(&next.pieces);
        whole.statements.extend(&next.statements);
        whole.sure &= next.sure;
        whole
    }
}

/// The speech of all statements, in the order of documents and pages.
pub(super) fn gather(draft: &Draft<'_>, vocabulary: &mut Vocabulary) -> Vec<Said> {
    let mut all = Vec::new();
    for (doc, document) in draft.context.documents.iter().enumerate() {
        let mut here: Vec<Said> = Vec::new();
        for (place, statement) in document.statements.iter().enumerate() {
            if statement.kind == StatementKind::OwnVoice || !is_text(document, statement) {
                continue;
            }
            let voice = voice(draft, doc, statement);
            let mut push = |pieces: Vec<Span>, quoted: bool, least: usize| {
                let pieces: Vec<Span> = pieces.iter().filter_map(|p| bare(document, *p)).collect();
                let mut words: Vec<Word> = Vec::new();
                for piece in &pieces {
                    words.extend(vocabulary.read(&document.page.text, *piece, !words.is_empty()));
                }
                if words.iter().filter(|w| !w.editor).count() < least || !words.iter().any(|w| w.content) {
                    return;
                }
                here.push(Said {
                    doc,
                    statements: vec![place],
                    story: draft.story_of[doc],
                    pieces,
                    words,
                    quoted,
                    voice: voice.clone(),
                    sure: statement.confidence.is_none_or(|c| c >= SURE),
                });
            };
            let marked: Vec<Span> =
                statement.content.iter().flat_map(|c| marked(document, statement, *c)).collect();
            push(marked, true, LEAST);
            if statement.kind != StatementKind::Direct {
                push(statement.content.clone(), false, LEAST_TOLD);
            }
        }
        all.extend(each_once(document, here));
    }
    all
}

/// Whether a statement stands in the text of the page, or in its headline.
fn is_text(document: &Document, statement: &Statement) -> bool {
    let Some(first) = statement.content.first() else { return false };
    let blocks = &document.page.blocks;
    let block = blocks.get(blocks.partition_point(|b| b.span.end <= first.start));
    block.is_some_and(|b| {
        b.span.overlaps(*first) && (b.role.is_body() || matches!(b.role, Role::Title | Role::Heading))
    })
}

/// Of quotations of one page that hold the same words ("A says that B said"), the one of the inner statement.
fn each_once(document: &Document, said: Vec<Said>) -> Vec<Said> {
    let within = |s: &Said| document.statements[s.statements[0]].within.is_some();
    let length =
        |s: &Said| document.statements[s.statements[0]].content.iter().map(|c| c.len()).sum::<usize>();
    let gives_way = |a: &Said, b: &Said| {
        a.quoted == b.quoted
            && a.pieces.iter().any(|p| b.pieces.iter().any(|q| p.overlaps(*q)))
            && (within(b), std::cmp::Reverse(length(b)), b.statements[0])
                > (within(a), std::cmp::Reverse(length(a)), a.statements[0])
    };
    // Statements are sorted by position: what overlaps stands close by.
    let near = |i: usize| said[i.saturating_sub(12)..(i + 13).min(said.len())].iter();
    let keep: Vec<bool> = (0..said.len()).map(|i| !near(i).any(|o| gives_way(&said[i], o))).collect();
    said.into_iter().zip(keep).filter(|(_, k)| *k).map(|(s, _)| s).collect()
}

/// The stretches of a content that stand in quotation marks.
fn marked(document: &Document, statement: &Statement, content: Span) -> Vec<Span> {
    let text = &document.page.text;
    let slice = content.of(text);
    let direct = statement.kind == StatementKind::Direct;
    let found = if slice.contains(['“', '”', '"', '«', '»']) {
        stretches(slice, |c, _, _| matches!(c, '“' | '"' | '«'), |c, _, _| matches!(c, '”' | '"' | '»'))
    } else if direct {
        Vec::new()
    } else {
        stretches(
            slice,
            |c, before, after| matches!(c, '‘' | '\'') && !word(before) && word(after),
            |c, before, after| {
                matches!(c, '’' | '\'') && before.is_some_and(|b| !b.is_whitespace()) && !word(after)
            },
        )
    };
    let before = text[..content.start as usize].chars().next_back();
    let inside = before.is_some_and(|c| matches!(c, '“' | '"' | '«' | '‘'));
    if direct && (found.is_empty() || inside || text_outside(slice, &found) == 0) {
        return vec![content];
    }
    let at = |n: usize| content.start as usize + n;
    found.into_iter().map(|(from, to)| Span::new(at(from), at(to))).collect()
}

fn word(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

/// Letters of a text outside of `stretches`.
fn text_outside(text: &str, stretches: &[(usize, usize)]) -> usize {
    let outside = |i: usize| !stretches.iter().any(|(from, to)| (*from..*to).contains(&i));
    text.char_indices().filter(|(i, c)| c.is_alphanumeric() && outside(*i)).count()
}

type Mark = fn(char, Option<char>, Option<char>) -> bool;

/// The stretches between marks that open and marks that close; one that nothing closes runs to the end.
fn stretches(text: &str, opens: Mark, closes: Mark) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let (mut open, mut before) = (None, None);
    for (i, c) in text.char_indices() {
        let after = text[i + c.len_utf8()..].chars().next();
        match open {
            Some(from) if closes(c, before, after) => {
                out.push((from, i));
                open = None;
            }
            None if opens(c, before, after) => open = Some(i + c.len_utf8()),
            _ => {}
        }
        before = Some(c);
    }
    // A mark for feet or an apostrophe that nothing closes is no quotation.
    out.extend(open.filter(|_| text.contains(['“', '«'])).map(|from| (from, text.len())));
    out
}

/// A stretch without the marks and spaces around it; none if nothing is left.
fn bare(document: &Document, span: Span) -> Option<Span> {
    let text = span.of(&document.page.text);
    let opening = |c: char| c.is_alphanumeric() || matches!(c, '[' | '(' | '$' | '€' | '£' | '…' | '&');
    let closing = |c: char| c.is_alphanumeric() || matches!(c, ']' | ')' | '%' | '.' | '!' | '?' | '…' | '*');
    let from = text.find(opening)?;
    let (last, c) = text.char_indices().rev().find(|(_, c)| closing(*c))?;
    let to = last + c.len_utf8();
    (from < to).then(|| Span::new(span.start as usize + from, span.start as usize + to))
}

/// How the speakers of two pieces of speech stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bond {
    /// The same.
    Same,
    /// Nothing speaks against it: one of them is not named, or speaks for the other.
    Open,
    /// Two that are named.
    Other,
}

/// How the speakers of two pieces of speech stand to each other.
pub(super) fn bond(draft: &Draft<'_>, a: &Voice, b: &Voice) -> Bond {
    match (a, b) {
        (Voice::Known(x), Voice::Known(y)) if x == y => Bond::Same,
        (Voice::Known(x), Voice::Known(y)) => {
            let (p, q) = (&draft.ledger.entities[*x], &draft.ledger.entities[*y]);
            let person = |e: &parallax_model::Entity| e.of == EntityType::Person;
            if person(p) && person(q) {
                return if same_name(&p.name, &q.name) { Bond::Same } else { Bond::Other };
            }
            // A ministry speaks through a person, a country through its ministry.
            let country = country_of(draft, *x).zip(country_of(draft, *y));
            let apart = match country {
                Some((c, d)) => c != d,
                None => !person(p) && !person(q) && p.of != EntityType::Group && q.of != EntityType::Group,
            };
            if apart { Bond::Other } else { Bond::Open }
        }
        (Voice::Unnamed(x), Voice::Unnamed(y)) if x == y && !x.is_empty() => Bond::Same,
        _ => Bond::Open,
    }
}

/// Whether two names may be spellings of one: given and family name begin alike and the family names are about as
/// long. Two spellings are no dispute over who said it.
fn same_name(a: &str, b: &str) -> bool {
    let ends = |n: &str| -> Option<(char, char, usize)> {
        let words: Vec<String> = n.split_whitespace().map(fold).collect();
        let (first, last) = (words.first()?, words.last()?);
        Some((first.chars().next()?, last.chars().next()?, last.chars().count()))
    };
    match (ends(a), ends(b)) {
        (Some(x), Some(y)) => a == b || (x.0 == y.0 && x.1 == y.1 && x.2.abs_diff(y.2) <= 2),
        _ => a == b,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Build;
    use parallax_model::Stance;

    #[test]
    fn spellings_of_a_name_are_one_speaker_and_kin_are_not() {
        assert!(same_name("Serhiy Hnat", "Sergei Hnad"));
        assert!(!same_name("Joan Hallam", "Peter Hallam"));
        assert!(!same_name("Ida Berg", "Ida Hallam"));
    }

    fn pieces(content: &str) -> Vec<String> {
        let text = format!("Ida Berg said {content} on Monday");
        let document =
            Build::page("a", "A", "", &text).said("Ida Berg", "said", content, Stance::Asserts).done();
        let statement = &document.statements[0];
        let found = marked(&document, statement, statement.content[0]);
        found.iter().filter_map(|p| bare(&document, *p)).map(|p| document.words(p).to_owned()).collect()
    }

    #[test]
    fn quoted_stretches_are_found_without_their_marks() {
        assert_eq!(pieces("“We are ready, and we will go.”"), ["We are ready, and we will go."]);
        assert_eq!(pieces("the plan was “a dark day” for “all of us,”"), ["a dark day", "all of us"]);
        assert_eq!(pieces("it was ‘the firm’s own fault’ alone"), ["the firm’s own fault"]);
        assert_eq!(pieces("it was the firm's fault"), [] as [&str; 0]);
        assert_eq!(pieces("“He told me ‘never’ and left"), ["He told me ‘never’ and left"]);
    }
}
