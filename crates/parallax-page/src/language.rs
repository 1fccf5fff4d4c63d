//! Which language a page is in.

/// ISO 639-1 code of a tag such as `en-US` or `de_AT`.
pub(crate) fn of_tag(tag: &str) -> Option<String> {
    let code = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
    (code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase())).then_some(code)
}

/// Characters that are looked at.
const ENOUGH: usize = 1500;

/// Bytes below which a text is short.
const SHORT: usize = 200;

/// From the words of the text, where they are enough to tell.
pub(crate) fn detect(text: &str) -> Option<String> {
    let end = text.char_indices().nth(ENOUGH).map_or(text.len(), |(i, _)| i);
    let info = whatlang::detect(&text[..end])?;
    // A few words are often taken for a neighbour of their language, so they must be clear.
    let sure = info.confidence() > if end < SHORT { 0.9 } else { 0.5 };
    (sure || (info.is_reliable() && end >= SHORT)).then(|| short(info.lang()).map(str::to_owned))?
}

/// whatlang speaks ISO 639-3.
fn short(lang: whatlang::Lang) -> Option<&'static str> {
    crate::lexicon::rows(crate::lexicon::data!("languages.tsv"))
        .find(|r| r[0] == lang.code())
        .and_then(|r| r.get(1).copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_become_codes() {
        assert_eq!(of_tag("en-US").as_deref(), Some("en"));
        assert_eq!(of_tag("de_AT").as_deref(), Some("de"));
        assert_eq!(of_tag("x-default"), None);
    }

    #[test]
    fn words_tell_the_language() {
        let german =
            "Der Hafen wurde am Montag nach dem Sturm wieder geöffnet, teilte die Verwaltung der Stadt mit.";
        assert_eq!(detect(german).as_deref(), Some("de"));
        assert_eq!(detect("12 34"), None);
    }
}
