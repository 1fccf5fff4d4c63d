//! Where the outlet of a page is at home.

use parallax_model::Document;

use super::focus::weight;
use crate::atlas::atlas;

/// Names' worth of belief that a page writes about the country of its outlet's address.
const COUNTRY: f32 = 1.0;
/// The same for the town or area in the outlet's name, over all places with that name.
const NAMED: f32 = 1.5;
/// Most words of a place in an outlet's name.
const LONGEST: usize = 3;
/// Most places of one name that are thought of.
const MOST: usize = 8;

/// The areas that the outlet gives away, with what they count.
pub(super) fn areas(document: &Document) -> Vec<(u32, f32)> {
    let page = &document.page;
    let mut out = Vec::new();
    let ending = page.domain.as_deref().and_then(|d| d.rsplit('.').next()).unwrap_or_default();
    let code = if ending == "uk" { "GB".to_owned() } else { ending.to_uppercase() };
    out.extend(atlas().country(&code).map(|row| (row, COUNTRY)));
    let words: Vec<&str> = page.source.as_deref().unwrap_or_default().split_whitespace().take(8).collect();
    let mut key = String::new();
    let mut at = 0;
    while at < words.len() {
        let longest = (1..=LONGEST.min(words.len() - at)).rev().find_map(|n| {
            let mut rows: Vec<u32> = atlas().named(&words[at..at + n].join(" "), &mut key).collect();
            rows.sort_by(|a, b| weight(*b).total_cmp(&weight(*a)).then(a.cmp(b)));
            rows.truncate(MOST);
            (!rows.is_empty()).then_some((n, rows))
        });
        at += longest.as_ref().map_or(1, |(n, _)| *n);
        for row in longest.map(|(_, rows)| rows).into_iter().flatten() {
            let own = matches!(atlas().feature_code(row), "PCLI" | "ADM1" | "ADM2");
            let area = if own { Some(row) } else { atlas().parent(row) };
            // The largest place with the name is the likeliest to have an outlet.
            let share = NAMED / (1.0 + out.len() as f32);
            out.extend(area.map(|a| (a, share)));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use parallax_model::Page;

    use super::*;

    #[test]
    fn the_address_and_the_name_tell() {
        let page = Page {
            domain: Some("example.co.uk".into()),
            source: Some("The Ohio Harbor Post".into()),
            ..Page::default()
        };
        let found = areas(&Document::new(page));
        assert_eq!(found.first().map(|f| f.0), atlas().country("GB"));
        assert!(found.iter().any(|(row, _)| atlas().name(*row) == Some("Ohio")));
        assert!(areas(&Document::default()).is_empty());
    }
}
