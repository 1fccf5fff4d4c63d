//! Lines as mail programs leave them: broken at a column, with `>` before each.

use std::ops::RangeInclusive;

/// Letters in a line that may have been broken at a column.
const WIDTH: RangeInclusive<usize> = 40..=100;

/// Fewest lines that break in the middle of a sentence, where a text counts as wrapped.
const NEED: usize = 3;

/// Bytes of the marks of a quoted line: "> > words". A lone `>` quotes nothing.
pub(super) fn marks(line: &str) -> usize {
    let rest = line.trim_start_matches(['>', ' ', '\t']);
    if line.starts_with('>') { line.len() - rest.len() } else { 0 }
}

/// How the lines of a text are broken and quoted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Wrap {
    /// The column at which lines were broken.
    column: Option<usize>,
    /// Whether most lines are quoted, as in a mail that was passed on: the marks then mean nothing.
    pub(super) forwarded: bool,
}

impl Wrap {
    pub(super) fn of(text: &str) -> Self {
        let (mut all, mut quoted) = (0_usize, 0_usize);
        // Breaks within a group of lines: where the line is of some length, and where the sentence runs on.
        let (mut breaks, mut open) = (0_usize, Vec::new());
        let mut last: Option<usize> = None;
        for line in text.lines().map(str::trim) {
            let body = &line[marks(line)..];
            if line.is_empty() || body.is_empty() {
                last = None;
                continue;
            }
            all += 1;
            quoted += usize::from(body.len() < line.len());
            if let Some(length) = last.filter(|l| WIDTH.contains(l)) {
                breaks += 1;
                if body.starts_with(char::is_lowercase) {
                    open.push(length);
                }
            }
            last = Some(body.chars().count());
        }
        let wrapped = open.len() >= NEED && open.len() * 10 >= breaks * 3;
        Self { column: open.into_iter().max().filter(|_| wrapped), forwarded: quoted * 2 > all }
    }

    /// Whether a line runs on in the next: its first word did not fit, or goes on in the middle of a sentence.
    pub(super) fn joins(self, line: &str, next: &str) -> bool {
        let Some(column) = self.column else { return false };
        let first = next.split_whitespace().next().map_or(0, |w| w.chars().count());
        let length = line.chars().count();
        let full = length + 1 + first > column;
        length <= column && (full || (WIDTH.contains(&length) && next.starts_with(char::is_lowercase)))
    }
}

#[cfg(test)]
mod tests {
    use parallax_model::Role;

    use super::*;
    use crate::{Hint, read};

    const MAIL: &str = "The harbour master of Velmar said on Monday that the crews would\nreturn to the quay before noon and that the two ferries now held at\nanchor could sail in the evening. He spoke to reporters at the port.\n\nA third ship is to follow on Tuesday, if the wind falls, according\nto the council. Fishermen were asked to stay in the harbour until\nthen.";

    #[test]
    fn paragraphs_broken_at_a_column_are_joined() {
        let text = format!("Port of Velmar reopens after the storm\nBy Ana Reyes\n3 May 2031\n\n{MAIL}");
        let page = read(text.as_bytes(), &Hint::default()).unwrap();
        assert_eq!(page.title.as_deref(), Some("Port of Velmar reopens after the storm"));
        assert_eq!(page.authors, ["Ana Reyes"]);
        let body = page.body();
        let paragraphs: Vec<&str> = body.split("\n\n").collect();
        assert_eq!(paragraphs.len(), 2);
        assert!(paragraphs[0].contains("held at anchor could"));
        assert!(paragraphs[1].ends_with("until then."));
    }

    #[test]
    fn a_mail_that_was_passed_on_is_read_without_its_marks() {
        let quoted: String = MAIL.lines().map(|l| format!("> {l}\n")).collect();
        let page = read(quoted.as_bytes(), &Hint::default()).unwrap();
        assert_eq!(page.body(), read(MAIL.as_bytes(), &Hint::default()).unwrap().body());
        assert!(page.blocks.iter().all(|b| b.role == Role::Paragraph));
        for a in &page.alignment {
            assert_eq!(page.text.as_bytes()[a.text.range()], quoted.as_bytes()[a.raw.range()]);
        }
    }

    #[test]
    fn a_few_quoted_lines_are_a_quotation() {
        let text = format!(
            "{MAIL}\n\n> Nobody leaves the harbour before I say so, whatever the owners\n> of these ships may want.\n\n{MAIL}",
        );
        let page = read(text.replacen("Tuesday", "Friday", 1).as_bytes(), &Hint::default()).unwrap();
        let quotes: Vec<&str> =
            page.blocks.iter().filter(|b| b.role == Role::Quote).map(|b| b.span.of(&page.text)).collect();
        assert_eq!(
            quotes,
            ["Nobody leaves the harbour before I say so, whatever the owners of these ships may want."]
        );
    }

    #[test]
    fn lines_of_a_list_stay_apart() {
        let wrap = Wrap::of(
            "Storm shuts the harbours of the whole northern coast\nCouncil asks the owners of small ships for patience\nFerries wait at anchor off Corva for a second night\nFishermen count their losses after a week of storm",
        );
        assert_eq!(wrap, Wrap::default());
    }
}
