//! What was said once and stands on several pages: its wordings, with the words that differ.

use parallax_model::{Change, Difference, Evidence, Utterance, Variant, Wording};

use super::book::{Book, Cite, Line};
use super::claims::one_a_page;
use super::words;

/// Words of a difference that are shown, in characters.
const SHOWN: usize = 120;

/// An utterance at its claim.
#[derive(Debug, Clone)]
pub(crate) struct UtteranceView {
    /// "One quotation, 3 wordings".
    pub(crate) title: String,
    /// Outlets with the same words, where there is but one wording: "same words in 3 outlets".
    pub(crate) same: String,
    /// The wordings, where there are several; the first is the one that the others are held against.
    pub(crate) variants: Vec<VariantView>,
}

/// One wording.
#[derive(Debug, Clone)]
pub(crate) struct VariantView {
    /// How it stands to the first.
    pub(crate) relation: &'static str,
    /// A class of the style sheet.
    pub(crate) tone: &'static str,
    /// The words in pieces, each in parts of which some differ.
    pub(crate) pieces: Vec<Vec<Part>>,
    pub(crate) notes: Vec<Note>,
    /// Who says it, where it is somebody else.
    pub(crate) speaker: String,
    pub(crate) cites: Vec<Cite>,
}

/// Words of a piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) text: String,
    /// Whether the first wording has other words or none.
    pub(crate) other: bool,
}

/// Words here and in the first wording.
#[derive(Debug, Clone)]
pub(crate) struct Note {
    /// What was done, in words that stand before those of the first wording: "for".
    pub(crate) how: &'static str,
    pub(crate) here: String,
    pub(crate) first: String,
}

/// The utterances of a claim, as the line of the claim shows them.
pub(crate) fn utterances(book: &mut Book<'_>, claim: &parallax_model::Id, line: Line) -> Vec<UtteranceView> {
    let of_claim: Vec<&Utterance> = book.utterances(claim);
    of_claim.into_iter().map(|u| view(book, u, line)).collect()
}

fn view(book: &mut Book<'_>, utterance: &Utterance, line: Line) -> UtteranceView {
    let several = utterance.variants.len() > 1;
    let count = words::count(utterance.variants.len(), "wording", "wordings");
    let quotation = if several { format!("One quotation, {count}") } else { String::new() };
    let same =
        if several { String::new() } else { format!("same words in {}", book.among(&utterance.outlets)) };
    let shown = if several { utterance.variants.as_slice() } else { &[] };
    let variants = shown.iter().enumerate().map(|(n, v)| variant(book, utterance, n == 0, v, line)).collect();
    UtteranceView { title: quotation, same, variants }
}

fn variant(book: &mut Book<'_>, utterance: &Utterance, first: bool, v: &Variant, line: Line) -> VariantView {
    let lead = v.renderings.first().map_or(&[][..], |r| r.words.as_slice());
    let other: Vec<&Evidence> =
        v.differences.iter().filter(|d| stands_out(d.change)).flat_map(|d| &d.here).collect();
    let speaker = v.renderings.iter().find_map(|r| r.speaker.clone()).unwrap_or_default();
    let elsewhere = utterance.speaker.as_ref().is_none_or(|s| s.name != speaker);
    VariantView {
        relation: words::wording(v.relation, first),
        tone: tone(v.relation),
        pieces: lead.iter().map(|piece| parts(piece, &other)).collect(),
        notes: v.differences.iter().filter_map(note).collect(),
        speaker: if elsewhere { speaker } else { String::new() },
        cites: one_a_page(v.renderings.iter().filter_map(|r| r.words.first()))
            .into_iter()
            .map(|e| book.cite(e, line))
            .collect(),
    }
}

/// Whether the words of a change are marked where they stand.
fn stands_out(change: Change) -> bool {
    change.alters() || change == Change::GoesOn
}

fn tone(relation: Wording) -> &'static str {
    match relation {
        Wording::AttributionChanged | Wording::NumberChanged => "hard",
        Wording::Altered => "soft",
        _ => "",
    }
}

/// A piece of a wording, parted at the words that differ.
fn parts(piece: &Evidence, other: &[&Evidence]) -> Vec<Part> {
    let base = piece.span.start as usize;
    let mut out = Vec::new();
    let mut at = 0;
    for e in other.iter().filter(|e| e.page == piece.page && piece.span.contains(e.span)) {
        let (from, to) = (e.span.start as usize - base, e.span.end as usize - base);
        let (Some(before), Some(words)) = (piece.text.get(at..from), piece.text.get(from..to)) else {
            continue;
        };
        out.push(Part { text: before.to_owned(), other: false });
        out.push(Part { text: words.to_owned(), other: true });
        at = to;
    }
    out.push(Part { text: piece.text.get(at..).unwrap_or("").to_owned(), other: false });
    out.retain(|p| !p.text.is_empty());
    out
}

/// What a reader is told of a difference beside the marked words: the words of the first wording.
fn note(difference: &Difference) -> Option<Note> {
    let joined = |e: &[Evidence]| {
        let text = e.iter().map(|e| e.text.as_str()).collect::<Vec<_>>().join(" … ");
        let cut = text.char_indices().nth(SHOWN).map_or(text.len(), |(i, _)| i);
        if cut < text.len() { format!("{} …", text[..cut].trim_end()) } else { text }
    };
    let how = match difference.change {
        Change::Changed | Change::Number | Change::Spelled => "for",
        Change::Bracketed if !difference.first.is_empty() && !difference.here.is_empty() => "for",
        Change::Dropped => "without",
        Change::Added => "added",
        Change::Bracketed | Change::LeftOut | Change::GoesOn => return None,
    };
    Some(Note { how, here: joined(&difference.here), first: joined(&difference.first) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use parallax_model::{PageId, Span};

    fn cut(text: &str, words: &str, base: usize) -> Evidence {
        let at = text.find(words).unwrap();
        Evidence {
            page: PageId("p".to_owned()),
            span: Span::new(base + at, base + at + words.len()),
            text: words.to_owned(),
        }
    }

    #[test]
    fn words_that_differ_are_parted_from_the_rest() {
        let text = "talk of a tötal attack now";
        let piece = Evidence {
            page: PageId("p".to_owned()),
            span: Span::new(40, 40 + text.len()),
            text: text.to_owned(),
        };
        let part = |text: &str, other| Part { text: text.to_owned(), other };
        assert_eq!(
            parts(&piece, &[&cut(text, "tötal", 40), &cut(text, "now", 40)]),
            [part("talk of a ", false), part("tötal", true), part(" attack ", false), part("now", true)]
        );
        assert_eq!(parts(&piece, &[]), [part(text, false)]);
    }
}
