//! How long a happening took: "the hourlong call", "they spoke for an hour and a half". Values are minutes.

use parallax_model::{Document, QuantityKind, TimexType};

use super::raw::{Raw, bounds};
use super::scan::Scan;
use super::vocabulary::{bound_before, entry, singular};

/// Quantities from the durations among the times of a document.
pub(super) fn read(
    document: &Document,
    words: &Scan<'_>,
    sentences: impl Fn(usize) -> (usize, usize),
) -> Vec<Raw> {
    let mut out = Vec::new();
    for t in &document.times {
        if t.of != TimexType::Duration || t.begin.is_some() {
            continue;
        }
        let Some(value) = minutes(&t.value) else { continue };
        let (from, to) = (words.index(t.span.start), words.index(t.span.end.saturating_sub(1)) + 1);
        let (lo, hi) = sentences(from);
        let Some((head, counted, what)) = happening(words, from, to, lo, hi) else { continue };
        let inner = bound_inside(words, from, to);
        let (start, how) = match inner {
            Some(how) => (from, Some(how)),
            None => bound_before(words, from).map_or((from, None), |(f, h)| (f, Some(h))),
        };
        let (low, high, bound) = bounds(value, how);
        out.push(Raw {
            from: start,
            to,
            value,
            low,
            high,
            bound,
            kind: QuantityKind::Duration,
            unit: Some("minute".to_owned()),
            counted: Some(counted),
            head: Some(head),
            what: Some(what),
            ..Raw::default()
        });
    }
    out
}

/// The bound among the words of the expression itself.
fn bound_inside(words: &Scan<'_>, from: usize, to: usize) -> Option<&'static str> {
    (from + 1..to)
        .find_map(|k| bound_before(words, k).filter(|&(start, _)| start == from).map(|(_, how)| how))
}

/// `PT1H40M` in minutes; nothing for days and longer.
fn minutes(value: &str) -> Option<f64> {
    let mut rest = value.strip_prefix("PT")?;
    let mut total = 0.0;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '.'))?;
        let n: f64 = rest[..end].parse().ok()?;
        total += match rest.as_bytes()[end] {
            b'H' => n * 60.0,
            b'M' => n,
            b'S' => n / 60.0,
            _ => return None,
        };
        rest = &rest[end + 1..];
    }
    Some(total)
}

type Happening = (usize, (usize, usize), String);

/// The happening that lasted: right of an attribute ("90-minute call"), else the nearest on the left whose
/// verb or preposition leads here ("the call lasted", "spoke ... for").
fn happening(words: &Scan<'_>, from: usize, to: usize, lo: usize, hi: usize) -> Option<Happening> {
    for k in to..hi.min(to + 4) {
        if let Some(what) = entry(words, k).happening.filter(|_| words.letters(k) && !is_verb(words, k)) {
            return Some((k, (to, k + 1), what.to_owned()));
        }
        if !words.letters(k) || entry(words, k).stop {
            break;
        }
    }
    let led = (1..5).any(|b| {
        words.any(
            from - b,
            &[
                "for", "lasted", "lasting", "ran", "took", "was", "last", "over", "running", "taking",
                "than", "lasts", "at",
            ],
        )
    });
    if !led {
        return None;
    }
    (lo.max(from.saturating_sub(60))..from).rev().find_map(|k| {
        let what = entry(words, k).happening?;
        Some((k, (k, k + 1), what.to_owned()))
    })
}

fn is_verb(words: &Scan<'_>, k: usize) -> bool {
    let s = singular(words.str(k));
    matches!(s.as_str(), "spoke" | "spoken" | "speak" | "met")
}

#[cfg(test)]
mod tests {
    use super::minutes;

    #[test]
    fn values_in_minutes() {
        assert_eq!(minutes("PT1H40M"), Some(100.0));
        assert_eq!(minutes("PT90M"), Some(90.0));
        assert_eq!(minutes("P2D"), None);
        assert_eq!(minutes("PTXH"), None);
    }
}
