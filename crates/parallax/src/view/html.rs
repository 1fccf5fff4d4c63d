//! The report as one page of HTML that needs nothing else: no network, no script.

use askama::Template;
use sha2::{Digest, Sha256};

use super::sheet::Sheet;
use crate::report::Report;

/// The style sheet stands in the page; browsers apply it only because its hash is allowed there.
pub(crate) const STYLE: &str = include_str!("../../templates/report.css");

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    sheet: &'a Sheet<'a>,
    style: &'static str,
    style_hash: String,
}

/// The report as one self-contained page of HTML.
#[must_use]
pub fn html(report: &Report) -> String {
    let sheet = Sheet::of(report);
    let page = Page { sheet: &sheet, style: STYLE, style_hash: style_hash() };
    page.render().expect("writing to a string does not fail")
}

/// The hash of the style sheet, as a Content-Security-Policy names it.
pub(crate) fn style_hash() -> String {
    base64(&Sha256::digest(STYLE))
}

/// Standard Base64 with padding.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let n = three.iter().fold(0u32, |n, b| n << 8 | u32::from(*b)) << (8 * (3 - three.len()));
        for i in 0..4 {
            let digit = DIGITS[(n >> (18 - 6 * i) & 63) as usize];
            out.push(if i > three.len() { '=' } else { char::from(digit) });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use scraper::{Html, Selector};

    use super::*;
    use crate::view::fixture;

    fn parsed(report: &Report) -> Html {
        Html::parse_document(&html(report))
    }

    fn values(page: &Html, selector: &str, attribute: &str) -> Vec<String> {
        let selector = Selector::parse(selector).unwrap();
        page.select(&selector).filter_map(|e| e.attr(attribute)).map(str::to_owned).collect()
    }

    #[test]
    fn every_link_inside_has_its_target_and_ids_are_unique() {
        links_hold(&fixture::report());
    }

    #[test]
    fn links_of_the_example_hold() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/strait/pages");
        let inputs = crate::inputs::Inputs::find(&[folder.into()]).unwrap();
        links_hold(&crate::pipeline::report(&inputs, &crate::pipeline::Given::default(), &|| ()));
    }

    fn links_hold(report: &Report) {
        let page = parsed(report);
        let ids = values(&page, "[id]", "id");
        let unique: BTreeSet<&String> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len());
        let links = values(&page, "a", "href");
        assert!(links.len() > 50, "{}", links.len());
        for link in links.iter().filter_map(|l| l.strip_prefix('#')) {
            assert!(unique.contains(&link.to_owned()), "#{link} leads nowhere");
        }
    }

    #[test]
    fn every_citation_leads_to_its_words() {
        let report = fixture::report();
        let page = parsed(&report);
        let places = values(&page, ".claim .cite", "href");
        assert!(places.len() > 4);
        for place in places {
            let mut parts = place.trim_start_matches("#p").split('-').map(|n| n.parse::<usize>().unwrap());
            let (n, from, to) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
            let text = &report.documents[n - 1].page.text;
            assert!(from < to && to <= text.chars().count());
        }
    }

    #[test]
    fn hostile_words_stay_words() {
        let out = html(&fixture::report());
        let page = Html::parse_document(&out);
        for tag in ["script", "img", "iframe", "[onerror]", "[style]"] {
            assert_eq!(page.select(&Selector::parse(tag).unwrap()).count(), 0, "{tag}");
        }
        assert!(out.contains("&#60;script&#62;alert(1)"));
        let links = values(&page, "a", "href");
        assert!(links.iter().all(|l| l.starts_with('#') || l.starts_with("https://")), "{links:?}");
        assert!(links.contains(&"https://herald.example/strait?a=1&b=2".to_owned()));
    }

    #[test]
    fn the_page_allows_its_own_style_alone() {
        let page = parsed(&Report::default());
        let style = Selector::parse("style").unwrap();
        let style: String = page.select(&style).next().unwrap().text().collect();
        let policy = values(&page, "meta[http-equiv]", "content").concat();
        assert!(policy.starts_with("default-src 'none';"));
        assert!(policy.contains(&format!("'sha256-{}'", base64(&Sha256::digest(style)))));
        assert!(!STYLE.contains("</") && !STYLE.contains("url(h") && !STYLE.contains("@import"));
    }

    #[test]
    fn headings_go_down_one_level_at_a_time() {
        let page = parsed(&fixture::report());
        let selector = Selector::parse("h1, h2, h3, h4, h5, h6").unwrap();
        let levels: Vec<u8> = page.select(&selector).map(|e| e.value().name().as_bytes()[1] - b'0').collect();
        assert_eq!(levels.iter().filter(|l| **l == 1).count(), 1);
        for pair in levels.windows(2) {
            assert!(pair[1] <= pair[0] + 1, "{levels:?}");
        }
    }

    #[test]
    fn an_empty_report_says_so() {
        let out = html(&Report::default());
        for line in ["No page could be read.", "No two pages give the same figure.", "No claim was found"] {
            assert!(out.contains(line), "{line}");
        }
    }

    #[test]
    fn base64_matches_the_standard() {
        assert_eq!(base64(b""), "");
        assert_eq!(base64(b"f"), "Zg==");
        assert_eq!(base64(b"fo"), "Zm8=");
        assert_eq!(base64(b"foobar"), "Zm9vYmFy");
    }
}
