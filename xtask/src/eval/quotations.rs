//! Quotations: where they begin and end, what they are for, and who says them.

use std::collections::BTreeSet;

use parallax_model::Page;
use parallax_text::QuotationKind;
use serde_json::Value;

use super::score::{Counts, list, number};

/// A quotation in code points.
type Found = (u64, u64, &'static str);

fn name(kind: QuotationKind) -> &'static str {
    match kind {
        QuotationKind::Speech => "speech",
        QuotationKind::Words => "words",
        QuotationKind::Scare => "scare",
        QuotationKind::Title => "title",
    }
}

/// The same first and last character, marks included, and the same kind.
pub(super) fn spans(gold: &Value, _: &Value) -> Counts {
    let text = gold.get("text").and_then(Value::as_str).unwrap_or_default();
    let document = parallax_text::annotate(Page::untouched("gold", text));
    let at = |byte: u32| text.get(..byte as usize).map_or(0, |t| t.chars().count() as u64);
    let predicted: BTreeSet<Found> = parallax_text::quotations(&document)
        .iter()
        .map(|q| (at(q.span.start), at(q.span.end), name(q.kind)))
        .collect();
    let kind = |q: &Value| {
        let of = q.get("kind").and_then(Value::as_str);
        ["speech", "words", "scare", "title"].into_iter().find(|k| of == Some(*k)).unwrap_or_default()
    };
    let gold: BTreeSet<Found> =
        list(gold, "quotations").iter().map(|q| (number(q, "start"), number(q, "end"), kind(q))).collect();
    Counts { right: gold.intersection(&predicted).count(), predicted: predicted.len(), gold: gold.len() }
}

/// For each quotation whose speaker is told: some statement with a source that overlaps the speaker's words holds more
/// than half of it, or, where nobody is named, no statement with a source does.
pub(super) fn speakers(gold: &Value, document: &Value) -> Counts {
    let reach = |pair: &Value| {
        let at = |i| pair.get(i).and_then(Value::as_u64).unwrap_or_default();
        at(0)..at(1)
    };
    let both = |a: &std::ops::Range<u64>, b: &std::ops::Range<u64>| {
        a.end.min(b.end).saturating_sub(a.start.max(b.start))
    };
    let mut counts = Counts::default();
    for quotation in list(gold, "quotations") {
        let Some(speaker) = quotation.get("speaker") else { continue };
        let words = number(quotation, "start")..number(quotation, "end");
        let holds = |s: &&Value| {
            let own = s.get("kind").and_then(Value::as_str) == Some("own_voice");
            !own && 2 * list(s, "content").iter().map(|c| both(&reach(c), &words)).sum::<u64>()
                > words.end - words.start
        };
        let mut sources = list(document, "statements").iter().filter(holds).flat_map(|s| list(s, "source"));
        let right = match speaker {
            Value::Null => sources.next().is_none(),
            named => sources.any(|s| both(&reach(s), &reach(named)) > 0),
        };
        counts.add(Counts { right: usize::from(right), predicted: 1, gold: 1 });
    }
    counts
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{spans, speakers};

    #[test]
    fn kinds_and_ends_count() {
        let text = "“Yes, we do,” he said of the “free” coffee.";
        let quote = |start, end, kind| json!({"start": start, "end": end, "kind": kind});
        let gold = json!({"text": text, "quotations": [quote(0, 13, "speech"), quote(29, 35, "title")]});
        let found = spans(&gold, &json!(null));
        assert_eq!((found.right, found.predicted, found.gold), (1, 2, 2));
    }

    #[test]
    fn an_unknown_speaker_must_stay_unknown() {
        let gold = json!({"quotations": [{"start": 0, "end": 10, "speaker": null}, {"start": 20, "end": 30, "speaker": [12, 15]}]});
        let said = |source| json!({"statements": [{"kind": "direct", "content": [[0, 10], [20, 30]], "source": source}]});
        assert_eq!(speakers(&gold, &said(json!([[12, 15]]))).right, 1);
        assert_eq!(speakers(&gold, &said(json!([]))).right, 1);
        assert_eq!(speakers(&gold, &json!({"statements": []})).right, 1);
    }
}
