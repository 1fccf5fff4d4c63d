//! What stands far from the headline: values beside a label of their own, and a name under the text.

use super::tree::{Node, Tree, squeeze};
use crate::lexicon::words;
use crate::people;

/// Most letters of a label.
const LABEL: usize = 30;

/// Most letters of a label with its value.
const LONG: usize = 100;

/// Letters of a paragraph of running text.
const PROSE: usize = 60;

/// The values beside the elements whose words are a label: `<li><b>Author</b> Ana Reyes</li>`,
/// `<dt>Author</dt><dd>Ana Reyes</dd>`.
pub(crate) fn labelled<'t>(
    tree: &'t Tree<'_>,
    is_label: impl Fn(&str) -> bool + 't,
) -> impl Iterator<Item = (usize, String)> + 't {
    (1..tree.nodes.len()).filter_map(move |i| {
        let n = &tree.nodes[i];
        if n.element.is_none() || !(3..=LABEL).contains(&n.letters) || tree.nodes[n.parent].letters > 600 {
            return None;
        }
        let label = tree.words_of(i);
        if !is_label(&label) {
            return None;
        }
        // The rest of the box, else the next box.
        let around = &tree.nodes[n.parent];
        let rest = if around.letters > n.letters && around.letters <= LONG {
            let inside = (n.end..around.end).map(|c| &*tree.nodes[c].text);
            squeeze(&inside.collect::<Vec<_>>().join(" "))
        } else {
            let follows = |next: &&Node<'_>| next.parent == n.parent && matches!(next.tag(), "dd" | "td");
            let next = tree.nodes.get(n.end).filter(follows).filter(|next| next.letters <= LONG);
            next.map(|_| tree.words_of(n.end)).unwrap_or_default()
        };
        let value = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        (!value.is_empty()).then(|| (i, value.to_owned()))
    })
}

/// A full name as the last paragraph of the text, set apart by its type.
pub(crate) fn under(tree: &Tree<'_>, start: usize) -> Option<(usize, String)> {
    let start = start.min(tree.nodes.len());
    let mut before: Option<usize> = None;
    for (i, n) in tree.nodes.iter().enumerate().skip(start.saturating_sub(1)) {
        if n.tag() != "p" || n.letters == 0 {
            continue;
        }
        let under = before.is_some_and(|b: usize| {
            tree.nodes[b].parent == n.parent && tree.nodes[b].end <= i && tree.nodes[b].letters > PROSE
        });
        before = Some(i);
        if !under || n.letters > 40 || n.out {
            continue;
        }
        let set_apart = tree.range(i).skip(1).any(|c| {
            let c = &tree.nodes[c];
            matches!(c.tag(), "b" | "strong" | "em" | "i") && c.letters == n.letters
        });
        let text = tree.words_of(i);
        // Names of four words without marks are rarer than other phrases in capitals.
        let name = people::is_full_name(&text) && (words(&text).count() <= 3 || !text.is_ascii());
        if set_apart && name && is_last(tree, i) {
            return Some((i, text));
        }
    }
    None
}

/// Whether no running text follows in the same box.
fn is_last(tree: &Tree<'_>, i: usize) -> bool {
    let around = &tree.nodes[tree.nodes[i].parent];
    let mut at = tree.nodes[i].end;
    while at < around.end {
        let n = &tree.nodes[at];
        if n.tag() == "p" && n.letters > PROSE && !n.out {
            return false;
        }
        at = n.end.max(at + 1);
    }
    true
}

#[cfg(test)]
mod tests {
    use crate::{Hint, read};
    use parallax_model::Page;

    const P: &str = "<p>The port of Velmar reopened on Monday, officials said, after three days of storm and high water.</p><p>Two ferries that had waited at anchor sailed before noon, and crews began to clear the quay.</p>";

    fn page(below: &str) -> Page {
        let html = format!(
            "<!doctype html><html><head><title>Port reopens after storm</title></head><body><main><h1>Port reopens after storm</h1><div class='article-body'>{P}{P}{below}</main></body></html>"
        );
        read(html.as_bytes(), &Hint::default()).unwrap()
    }

    #[test]
    fn labels_under_the_text_name_author_and_day() {
        let p = page(
            "</div><div class=box><ul><li><strong>Datum</strong> 28.04.2031</li><li><strong>Autorin/Autor</strong>\nAna Reyes</li><li><strong>Thema</strong> Velmar</li></ul></div>",
        );
        assert_eq!(p.authors, ["Ana Reyes"]);
        assert_eq!(p.published.as_deref(), Some("2031-04-28"));
    }

    #[test]
    fn a_name_under_the_text_signs_it_and_a_heading_does_not() {
        let p = page("<p style='text-align:right'><strong>Ana Reyes</strong></p></div>");
        assert_eq!(p.authors, ["Ana Reyes"]);
        let p = page(&format!("<p><strong>Ana Reyes</strong></p>{P}</div>"));
        assert!(p.authors.is_empty(), "{:?}", p.authors);
    }
}
