//! Words as terms: folded, stemmed and weighed, for comparing texts.

/// A word with accents and case folded: "Café" to "cafe".
pub(crate) fn fold(word: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::is_combining_mark;
    word.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}
