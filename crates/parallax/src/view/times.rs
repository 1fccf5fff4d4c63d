//! The times of a page: what each means, and how that was worked out.

use parallax_model::{Anchor, Document, Evidence, Timex};

use super::book::Book;
use super::words;

/// A time for the reader.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct TimeView {
    pub(crate) words: String,
    /// TIMEX3 value, with its modifier.
    pub(crate) value: String,
    /// The days that it covers.
    pub(crate) days: String,
    pub(crate) how: String,
}

/// The first times of a document, at most so many, and how many more there are.
pub(crate) fn times(document: &Document, most: usize) -> (Vec<TimeView>, usize) {
    let shown = document.times.len().min(most);
    (document.times[..shown].iter().map(|t| view(document, t)).collect(), document.times.len() - shown)
}

fn view(document: &Document, timex: &Timex) -> TimeView {
    let day = |iso: &Option<String>| iso.as_deref().and_then(words::day_of);
    let days = match (day(&timex.begin), day(&timex.end)) {
        (Some(begin), Some(end)) if begin != end => words::period(begin, end),
        (Some(day), _) => words::day(day),
        _ => String::new(),
    };
    let modifier = timex.modifier.as_deref().unwrap_or_default().replace('_', " ").to_lowercase();
    let value = if modifier.is_empty() { timex.value.clone() } else { format!("{modifier} {}", timex.value) };
    TimeView { words: document.words(timex.span).to_owned(), value, days, how: how(document, timex) }
}

/// How the value of a cited time came about, in one line; empty if its words alone fix it.
pub(crate) fn how_of(book: &Book<'_>, cited: &Evidence) -> String {
    let Some((i, _)) = book.page(&cited.page) else { return String::new() };
    let document = &book.report.documents[i];
    let at = document.times.partition_point(|t| t.span < cited.span);
    let found = document.times.get(at).filter(|t| t.span == cited.span);
    found.map_or_else(String::new, |t| how(document, t))
}

fn how(document: &Document, timex: &Timex) -> String {
    let mut out = String::new();
    if let Some(d) = &timex.derivation {
        let anchor = match (d.named_by, timex.anchor) {
            (Some(by), _) => format!("“{}”, {}", document.words(by), words::moment(&d.from)),
            (None, Anchor::Post) => format!("the post’s date, {}", words::moment(&d.from)),
            (None, _) => format!("the page’s date, {}", words::moment(&d.from)),
        };
        out = match (d.steps.get(..1), d.steps.strip_prefix("year ")) {
            (Some("-"), _) => format!("{} before {anchor}", &d.steps[1..]),
            (Some("+"), _) => format!("{} after {anchor}", &d.steps[1..]),
            (_, Some(year)) => format!("in {year}, going by {anchor}"),
            _ => format!("{} as {anchor}", d.steps),
        };
    } else if timex.value.starts_with("XXXX") && timex.begin.is_none() && timex.anchor == Anchor::None {
        "no date to count from".clone_into(&mut out);
    }
    if let Some(other) = &timex.other {
        let why = match timex.cue {
            Some(cue) => format!("because of “{}”", document.words(cue)),
            None => "as is usual".to_owned(),
        };
        out.push_str(&format!("; {why}, not {}", words::moment(other)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use parallax_model::Page;

    fn shown(text: &str) -> Vec<(String, String)> {
        let mut page = Page::untouched("p", text);
        page.published = Some("2022-02-12".to_owned());
        let document = parallax_text::annotate_layers(page, &[parallax_text::Layer::Times]);
        let (times, more) = times(&document, 3);
        assert_eq!(more, document.times.len() - times.len());
        times.into_iter().map(|t| (t.days, t.how)).collect()
    }

    #[test]
    fn a_reader_sees_what_a_time_was_counted_from_and_why() {
        assert_eq!(
            shown("He left on January 10. Two days later, police said Tuesday, it burned. Now it rains."),
            [
                (
                    "10 Jan 2022".to_owned(),
                    "in 2022, going by the page’s date, 12 Feb 2022; because of “left”, not 10 Jan 2023"
                        .to_owned()
                ),
                ("12 Jan 2022".to_owned(), "2 days after “January 10”, 10 Jan 2022".to_owned()),
                (
                    "8 Feb 2022".to_owned(),
                    "4 days before the page’s date, 12 Feb 2022; because of “said”, not 15 Feb 2022"
                        .to_owned()
                ),
            ]
        );
    }
}
