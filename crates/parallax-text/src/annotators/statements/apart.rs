//! The spans of a statement do not overlap: what is source or cue is no content.

use parallax_model::{Span, Statement};

/// Takes source and cue out of the content, and the source out of the cue; joins contents that overlap.
pub(super) fn keep(statement: &mut Statement, text: &str) {
    statement.content.sort_unstable();
    statement.content.dedup_by(|next, before| {
        let joins = next.start < before.end;
        if joins {
            *before = before.cover(*next);
        }
        joins
    });
    let cue = without(&statement.cue, &statement.source, text);
    let said: Vec<Span> = statement.source.iter().chain(&cue).copied().collect();
    let content = without(&statement.content, &said, text);
    if content.is_empty() {
        // Nothing would be left: the content stands, and nobody is named for it.
        let content = &statement.content;
        statement.source.retain(|s| !content.iter().any(|c| c.overlaps(*s)));
        statement.cue.retain(|s| !content.iter().any(|c| c.overlaps(*s)));
        statement.speaker = statement.speaker.take().filter(|_| !statement.source.is_empty());
        statement.cue = without(&statement.cue, &statement.source, text);
    } else {
        (statement.cue, statement.content) = (cue, content);
    }
}

/// Spans without the stretches that they share with others, and without what is left of marks and spaces alone.
fn without(spans: &[Span], others: &[Span], text: &str) -> Vec<Span> {
    let mut out = spans.to_vec();
    for other in others {
        let cut = |span: &Span| -> Vec<Span> {
            if !span.overlaps(*other) {
                return vec![*span];
            }
            let (front, back) = (span.start..other.start.max(span.start), other.end.min(span.end)..span.end);
            let pieces = [front, back].into_iter().map(|r| trimmed(r.start as usize, r.end as usize, text));
            pieces.filter(|p| p.of(text).contains(char::is_alphanumeric)).collect()
        };
        out = out.iter().flat_map(cut).collect();
    }
    out
}

fn trimmed(start: usize, end: usize, text: &str) -> Span {
    let words = text.get(start..end.max(start)).unwrap_or("");
    let start = start + (words.len() - words.trim_start().len());
    Span::new(start, start + words.trim().len())
}

#[cfg(test)]
mod tests {
    use parallax_model::{Stance, StatementKind};

    use super::*;

    const TEXT: &str = "He said it was he, Reed, who said so.";

    fn statement(source: &[(usize, usize)], cue: &[(usize, usize)], content: &[(usize, usize)]) -> Statement {
        let spans = |all: &[(usize, usize)]| all.iter().map(|&(a, b)| Span::new(a, b)).collect::<Vec<_>>();
        let mut s = Statement::new(StatementKind::Indirect, Stance::Asserts, spans(content));
        (s.source, s.cue) = (spans(source), spans(cue));
        keep(&mut s, TEXT);
        s
    }

    fn words(spans: &[Span]) -> Vec<&str> {
        spans.iter().map(|s| s.of(TEXT)).collect()
    }

    #[test]
    fn a_source_inside_a_content_parts_it() {
        let s = statement(&[(19, 23)], &[(3, 7)], &[(8, 36), (11, 14)]);
        assert_eq!(words(&s.content), ["it was he,", ", who said so"]);
    }

    #[test]
    fn a_content_is_never_lost() {
        let s = statement(&[(0, 2)], &[(0, 7)], &[(3, 7)]);
        assert_eq!((words(&s.source), words(&s.cue), words(&s.content)), (vec!["He"], vec![], vec!["said"]));
    }
}
