//! Lines of Markdown that say what they are: `*Caption: Crews at the quay*`.

use parallax_model::Role;

const LABELS: [(&str, Role); 4] = [
    ("*Caption: ", Role::Caption),
    ("*Credit: ", Role::Credit),
    ("*Byline: ", Role::Byline),
    ("*Dateline: ", Role::Dateline),
];

/// Bytes of markup at the start and the end of a line, and what it is.
pub(super) fn labelled(body: &str) -> Option<(usize, usize, Role)> {
    let inner = body.strip_suffix('*').filter(|b| !b.ends_with(['*', '\\']))?;
    let (label, role) =
        LABELS.iter().find(|(label, _)| inner.len() > label.len() && inner.starts_with(label))?;
    Some((label.len(), 1, *role))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Hint, read};

    #[test]
    fn only_a_whole_line_with_a_known_label_says_what_it_is() {
        assert_eq!(labelled("*Caption: Crews at the quay*"), Some((10, 1, Role::Caption)));
        for line in ["*Caption: a* and more", "Caption: a", "*Note: a*", "*Caption: a\\*", "*Caption: *"] {
            assert_eq!(labelled(line), None, "{line}");
        }
    }

    #[test]
    fn a_labelled_caption_is_no_body() {
        let text = "# Port reopens\n\nThe port of Velmar reopened on Monday, officials said.\n\n*Caption: Crews at \\*the\\* quay*\n\n*Byline: Ana Reyes*\n\n| Port | Ships |\n|---|---|\n| Velmar | 12 |\n";
        let page = read(text.as_bytes(), &Hint { path: Some("a.md"), ..Hint::default() }).unwrap();
        let found: Vec<(Role, &str)> = page.blocks.iter().map(|b| (b.role, b.span.of(&page.text))).collect();
        assert!(found.contains(&(Role::Caption, "Crews at *the* quay")), "{found:?}");
        assert!(found.contains(&(Role::Byline, "Ana Reyes")), "{found:?}");
        assert!(found.contains(&(Role::Table, "Velmar | 12")), "{found:?}");
    }
}
