//! Places that the words beside them put somewhere: "Alexandria, Louisiana", "Paris in Texas".

use parallax_model::Document;

use super::references::Reference;
use crate::atlas::atlas;

/// Keeps of each name the places inside the one that follows it, and of that the areas that hold one.
pub(super) fn hold(document: &Document, references: &mut [Reference]) {
    for i in (0..references.len().saturating_sub(1)).rev() {
        let (head, tail) = references.split_at_mut(i + 1);
        let (inner, outer) = (&mut head[i], &mut tail[0]);
        if inner.span.end > outer.span.start {
            continue;
        }
        let text = &document.page.text;
        let Some(between) = text.get(inner.span.end as usize..outer.span.start as usize) else { continue };
        let between = between.trim();
        if !matches!(between, "," | "in" | "(" | ", in") {
            continue;
        }
        let next = text.get(outer.span.end as usize..).unwrap_or_default().trim_start();
        if is_list(inner, outer, between, next) {
            continue;
        }
        let (inside, around) = nest(&inner.rows, &outer.rows);
        if !inside.is_empty() {
            for (reference, rows) in [(inner, inside), (outer, around)] {
                reference.rows = rows;
                reference.held = true;
                reference.pending = false;
            }
        }
    }
}

/// "Georgia, Russia and Turkey" is a list, "Paris, Texas" is none.
fn is_list(inner: &Reference, outer: &Reference, between: &str, next: &str) -> bool {
    let country = |r: &Reference| (r.rows[0] as usize) < atlas().countries();
    let part = |r: &Reference| r.rows.iter().any(|r| atlas().feature_code(*r) == "ADM1");
    if country(inner) && country(outer) {
        return true;
    }
    let goes_on = next.starts_with("and ") || next.starts_with(", and ") || next.starts_with("or ");
    between == "," && goes_on && (country(inner) || part(inner))
}

/// The rows of `inner` that lie in one of `outer`, and those of `outer` that hold one.
pub(super) fn nest(inner: &[u32], outer: &[u32]) -> (Vec<u32>, Vec<u32>) {
    let holds = |o: u32, i: u32| i != o && atlas().within(i).any(|r| r == o);
    let inside: Vec<u32> = inner.iter().copied().filter(|i| outer.iter().any(|o| holds(*o, *i))).collect();
    let around = outer.iter().copied().filter(|o| inside.iter().any(|i| holds(*o, *i))).collect();
    (inside, around)
}
