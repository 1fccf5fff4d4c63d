//! Re-checks a report against its pages: every piece of evidence is cut again.

use std::collections::BTreeMap;

use parallax_model::{CodePoints, Page, Utterance};
use serde_json::Value;
use thiserror::Error;

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Pieces of evidence that were cut again.
    pub evidence: usize,
    /// Pages that they stand on.
    pub pages: usize,
}

/// The first line of a report that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum VerifyError {
    /// Not a report.
    #[error("not a report: {0}")]
    NotAReport(String),
    /// A page of the report is not among those given.
    #[error("{at}: page {page} is not among the pages given")]
    Page {
        /// Where in the report, as a JSON pointer.
        at: String,
        /// The page's id.
        page: String,
    },
    /// The page does not say so.
    #[error("{at}: page {page} says {found:?} at {start}..{end}, the report {text:?}")]
    Words {
        /// Where in the report, as a JSON pointer.
        at: String,
        /// The page's id.
        page: String,
        /// Start in code points.
        start: u64,
        /// End in code points.
        end: u64,
        /// What the report says.
        text: String,
        /// What the page says.
        found: String,
    },
    /// Places of an utterance that are said to have the same words do not, or words that differ lie outside of it.
    #[error("{at}: its wordings do not hold together")]
    Utterance {
        /// Where in the report, as a JSON pointer.
        at: String,
    },
    /// A line of the report without evidence.
    #[error("{at}: no evidence")]
    Nothing {
        /// Where in the report, as a JSON pointer.
        at: String,
    },
}

/// Lists of a report whose items each need evidence.
const LISTS: &[&str] = &["entities", "claims", "utterances", "figures", "conflicts", "lineage", "timeline"];

/// Cuts every piece of evidence of a report out of `pages` again.
///
/// # Errors
/// The first line that does not hold, in the order of the report.
pub fn verify(report: &Value, pages: &[Page]) -> Result<Verified, VerifyError> {
    let schema = report.get("schema").and_then(Value::as_str).unwrap_or_default();
    if !schema.starts_with("parallax.report/") {
        return Err(VerifyError::NotAReport(format!("its schema is {schema:?}, not \"parallax.report/1\"")));
    }
    let pages = pages.iter().map(|p| (p.id.0.as_str(), (p, CodePoints::new(&p.text)))).collect();
    let mut check = Check { pages, evidence: 0, seen: BTreeMap::new() };
    for list in LISTS {
        let items = report.get(*list).and_then(Value::as_array);
        let missing = || VerifyError::NotAReport(format!("it has no list \"{list}\""));
        for (n, item) in items.ok_or_else(missing)?.iter().enumerate() {
            let at = format!("/{list}/{n}");
            let before = check.evidence;
            check.walk(item, &at)?;
            if check.evidence == before {
                return Err(VerifyError::Nothing { at });
            }
        }
    }
    for (n, item) in report.get("utterances").and_then(Value::as_array).into_iter().flatten().enumerate() {
        let sound = serde_json::from_value::<Utterance>(item.clone()).is_ok_and(|u| u.is_sound());
        if !sound {
            return Err(VerifyError::Utterance { at: format!("/utterances/{n}") });
        }
    }
    // Whatever else the report holds: outlets, and parts added later.
    for (key, value) in report.as_object().into_iter().flatten() {
        if !LISTS.contains(&key.as_str()) {
            check.walk(value, &format!("/{key}"))?;
        }
    }
    Ok(Verified { evidence: check.evidence, pages: check.seen.len() })
}

struct Check<'a> {
    pages: BTreeMap<&'a str, (&'a Page, CodePoints)>,
    evidence: usize,
    seen: BTreeMap<String, ()>,
}

impl Check<'_> {
    fn walk(&mut self, value: &Value, at: &str) -> Result<(), VerifyError> {
        match value {
            Value::Array(items) => {
                items.iter().enumerate().try_for_each(|(n, item)| self.walk(item, &format!("{at}/{n}")))
            }
            Value::Object(map) => {
                if let (Some(page), Some(start), Some(end), Some(text)) = (
                    map.get("page").and_then(Value::as_str),
                    map.get("start").and_then(Value::as_u64),
                    map.get("end").and_then(Value::as_u64),
                    map.get("text").and_then(Value::as_str),
                ) {
                    self.cut(at, page, start, end, text)?;
                }
                map.iter().try_for_each(|(key, item)| self.walk(item, &format!("{at}/{key}")))
            }
            _ => Ok(()),
        }
    }

    fn cut(&mut self, at: &str, page: &str, start: u64, end: u64, text: &str) -> Result<(), VerifyError> {
        let Some((found, points)) = self.pages.get(page) else {
            return Err(VerifyError::Page { at: at.to_owned(), page: page.to_owned() });
        };
        let byte = |n: u64| u32::try_from(n).ok().and_then(|n| points.to_byte(n)).map(|n| n as usize);
        let words = match (byte(start), byte(end)) {
            (Some(from), Some(to)) if from < to => &found.text[from..to],
            _ => "",
        };
        if words.is_empty() || words != text {
            return Err(VerifyError::Words {
                at: at.to_owned(),
                page: page.to_owned(),
                start,
                end,
                text: text.to_owned(),
                found: words.to_owned(),
            });
        }
        self.evidence += 1;
        self.seen.insert(page.to_owned(), ());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn report(text: &str) -> Value {
        let evidence = json!({"page": "p", "start": 5, "end": 10, "text": text});
        json!({"schema": "parallax.report/1", "entities": [], "claims": [{"wording": evidence}], "utterances": [],
               "figures": [], "conflicts": [], "lineage": [], "timeline": []})
    }

    #[test]
    fn words_are_cut_by_code_points() {
        let pages = [Page::untouched("p", "Café ouvre tôt")];
        assert_eq!(verify(&report("ouvre"), &pages), Ok(Verified { evidence: 1, pages: 1 }));
    }

    #[test]
    fn a_changed_word_is_named() {
        let pages = [Page::untouched("p", "Café ferme tôt")];
        let error = verify(&report("ouvre"), &pages).unwrap_err();
        assert!(error.to_string().starts_with("/claims/0/wording: page p says \"ferme\" at 5..10"));
    }

    #[test]
    fn a_line_without_evidence_fails() {
        let mut report = report("ouvre");
        report["claims"] = json!([{"id": "c1"}]);
        let error = verify(&report, &[Page::untouched("p", "Café ouvre tôt")]).unwrap_err();
        assert_eq!(error, VerifyError::Nothing { at: "/claims/0".to_owned() });
    }

    #[test]
    fn wordings_said_to_be_the_same_are_compared() {
        let pages = [Page::untouched("p", "Café ouvre tôt"), Page::untouched("q", "Café ferme tôt")];
        let utterance = |second: &str| {
            let place = |page: &str, text: &str| {
                let words = json!({"page": page, "start": 5, "end": 10, "text": text});
                json!({"words": [words], "outlet": page, "kind": "direct"})
            };
            let renderings = [place("p", "ouvre"), place("q", second)];
            json!([{"id": "u1", "story": "s1", "outlets": ["p", "q"], "weight": 1,
                    "variants": [{"relation": "same", "renderings": renderings, "outlets": ["p", "q"]}]}])
        };
        let mut report = report("ouvre");
        report["utterances"] = utterance("ferme");
        assert_eq!(
            verify(&report, &pages).unwrap_err(),
            VerifyError::Utterance { at: "/utterances/0".to_owned() }
        );
        let same = [pages[0].clone(), Page::untouched("q", "Café OUVRE tôt")];
        report["utterances"] = utterance("OUVRE");
        assert_eq!(verify(&report, &same), Ok(Verified { evidence: 3, pages: 2 }));
    }

    #[test]
    fn a_page_that_is_gone_is_named() {
        let error = verify(&report("ouvre"), &[]).unwrap_err();
        assert_eq!(error.to_string(), "/claims/0/wording: page p is not among the pages given");
    }
}
