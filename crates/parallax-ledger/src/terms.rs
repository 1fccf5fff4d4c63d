//! Words as terms: folded, stemmed, numbered and weighed, for comparing texts.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use parallax_model::{Document, Role, Span};

use crate::lexicon::{english, rows};

/// Number of a term in [`Terms`].
pub(crate) type Term = u32;

/// One word of a page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    pub(crate) span: Span,
    /// The stem.
    pub(crate) term: Term,
    /// It says little by itself: "the", "said".
    pub(crate) stop: bool,
    /// In running text, not in a title, caption or byline.
    pub(crate) body: bool,
}

/// The words of all documents.
#[derive(Debug, Default)]
pub(crate) struct Terms {
    /// For each document its words, in order.
    pub(crate) words: Vec<Vec<Word>>,
    /// The stems by number.
    stems: Vec<String>,
    /// Number of documents that hold each term.
    df: Vec<u32>,
    numbers: HashMap<String, Term>,
}

/// How common stems are in news: for each the share of pages that hold it, in thousandths.
static COMMON: LazyLock<HashMap<&'static str, f64>> = LazyLock::new(|| {
    let share = |r: Vec<&'static str>| Some((*r.first()?, r.get(1)?.parse().ok()?));
    rows(english!("word_shares.tsv")).filter_map(share).collect()
});

static STOP: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| rows(english!("stop_words.tsv")).filter_map(|r| r.first().copied()).collect());

/// Whether a folded word says little by itself.
pub(crate) fn is_stop(word: &str) -> bool {
    STOP.contains(word)
}

/// Whether news uses the stem, as far as the table of stems knows.
pub(crate) fn is_common(stem: &str) -> bool {
    COMMON.contains_key(stem)
}

/// Weight of the background against the pages at hand, as a number of pages.
const BACKGROUND: f64 = 200.0;
/// Share of pages, in thousandths, that hold a stem which the table does not list.
const RARE: f64 = 1.0;

impl Terms {
    /// Numbers the words of all documents, in order.
    pub(crate) fn new(documents: &[&Document]) -> Self {
        let mut terms = Self::default();
        let mut last_seen: Vec<usize> = Vec::new();
        for (d, document) in documents.iter().enumerate() {
            let mut words = Vec::new();
            for block in &document.page.blocks {
                if block.role == Role::Furniture {
                    continue;
                }
                for span in split(&document.page.text, block.span) {
                    let folded = fold(span.of(&document.page.text));
                    let stop = STOP.contains(folded.as_str());
                    let term = terms.number(stem(&folded));
                    last_seen.resize(terms.stems.len(), usize::MAX);
                    if last_seen[term as usize] != d {
                        last_seen[term as usize] = d;
                        terms.df[term as usize] += 1;
                    }
                    let body = block.role.is_body();
                    words.push(Word { span, term, stop, body });
                }
            }
            words.sort_by_key(|w| w.span);
            terms.words.push(words);
        }
        terms
    }

    fn number(&mut self, stem: String) -> Term {
        if let Some(&term) = self.numbers.get(&stem) {
            return term;
        }
        let term = self.stems.len() as Term;
        self.stems.push(stem.clone());
        self.df.push(0);
        self.numbers.insert(stem, term);
        term
    }

    /// The stem of a term.
    pub(crate) fn stem(&self, term: Term) -> &str {
        &self.stems[term as usize]
    }

    /// The number of a stem, if a page holds it.
    pub(crate) fn of_stem(&self, stem: &str) -> Option<Term> {
        self.numbers.get(stem).copied()
    }

    /// The terms of a text that is no page, as far as pages hold them; without stop words.
    pub(crate) fn known(&self, text: &str) -> Vec<Term> {
        let words = split(text, Span::new(0, text.len()));
        let folded = words.iter().map(|w| fold(w.of(text))).filter(|f| !STOP.contains(f.as_str()));
        folded.filter_map(|f| self.of_stem(&stem(&f))).collect()
    }

    /// Number of terms.
    pub(crate) fn len(&self) -> usize {
        self.stems.len()
    }

    /// Number of documents that hold a term.
    pub(crate) fn df(&self, term: Term) -> u32 {
        self.df[term as usize]
    }

    /// Weight of a term: the logarithm of how rarely pages hold it, here and in the background.
    pub(crate) fn idf(&self, term: Term) -> f64 {
        let share = COMMON.get(self.stem(term)).copied().unwrap_or(RARE) / 1000.0;
        let pages = BACKGROUND + self.words.len() as f64;
        (pages / (BACKGROUND * share + f64::from(self.df(term)))).ln().max(0.0)
    }

    /// The words of a document that lie in `span`.
    pub(crate) fn in_span(&self, doc: usize, span: Span) -> &[Word] {
        let words = &self.words[doc];
        let from = words.partition_point(|w| w.span.start < span.start);
        let to = words.partition_point(|w| w.span.end <= span.end);
        words.get(from..to.max(from)).unwrap_or(&[])
    }
}

/// Sparse vector of unit length, sorted by term.
#[derive(Debug, Clone, Default)]
pub(crate) struct Vector(pub(crate) Vec<(Term, f64)>);

impl Vector {
    /// Terms with their number of occurrences, weighed by `weight` and brought to unit length.
    pub(crate) fn new(mut terms: Vec<Term>, weight: impl Fn(Term) -> f64) -> Self {
        terms.sort_unstable();
        let mut vector: Vec<(Term, f64)> = Vec::new();
        for run in terms.chunk_by(|a, b| a == b) {
            let w = (1.0 + (run.len() as f64).ln()) * weight(run[0]);
            if w > 0.0 {
                vector.push((run[0], w));
            }
        }
        Self::of(vector)
    }

    /// Weights of terms, sorted by term, brought to unit length.
    pub(crate) fn of(mut weights: Vec<(Term, f64)>) -> Self {
        let length = weights.iter().map(|(_, w)| w * w).sum::<f64>().sqrt().max(f64::MIN_POSITIVE);
        weights.iter_mut().for_each(|(_, w)| *w /= length);
        Self(weights)
    }

    /// Cosine of the angle between two vectors.
    pub(crate) fn cosine(&self, other: &Self) -> f64 {
        let (mut a, mut b) = (self.0.as_slice(), other.0.as_slice());
        let mut sum = 0.0;
        while let ([(s, x), rest_a @ ..], [(t, y), rest_b @ ..]) = (a, b) {
            match s.cmp(t) {
                std::cmp::Ordering::Less => a = rest_a,
                std::cmp::Ordering::Greater => b = rest_b,
                std::cmp::Ordering::Equal => {
                    sum += x * y;
                    (a, b) = (rest_a, rest_b);
                }
            }
        }
        sum
    }
}

/// The stems of a text that is no page, in order.
pub(crate) fn stems(text: &str) -> impl Iterator<Item = String> {
    split(text, Span::new(0, text.len())).into_iter().map(|word| stem(&fold(word.of(text))))
}

/// Splits at everything that is not a letter or a digit; keeps "8,500" and "3.2" whole, drops "'s".
fn split(text: &str, span: Span) -> Vec<Span> {
    let mut out = Vec::new();
    let slice = span.of(text);
    let base = span.start as usize;
    let mut chars = slice.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if !c.is_alphanumeric() {
            let apostrophe = matches!(c, '\'' | '’');
            if apostrophe && start > 0 && slice[start + c.len_utf8()..].starts_with(['s', 'S']) {
                let after = slice[start + c.len_utf8() + 1..].chars().next();
                let before = slice[..start].chars().next_back();
                if before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric) {
                    chars.next();
                    continue;
                }
            }
            continue;
        }
        let digit = c.is_numeric();
        let mut end = start + c.len_utf8();
        while let Some(&(at, next)) = chars.peek() {
            let inside = digit
                && matches!(next, ',' | '.')
                && slice[at + 1..].chars().next().is_some_and(char::is_numeric);
            // "U.S." is one word.
            let initial = c.is_uppercase()
                && next == '.'
                && (slice[start..at].len() == 1 || slice[start..at].contains('.'))
                && slice[at + 1..].chars().next().is_some_and(char::is_uppercase)
                && !slice[at + 1..].chars().nth(1).is_some_and(char::is_alphanumeric);
            if !(next.is_alphanumeric() || inside || initial) {
                break;
            }
            chars.next();
            end = at + next.len_utf8();
        }
        out.push(Span::new(base + start, base + end));
    }
    out
}

/// A word without accents, dots and capitals: "Café" to "cafe", "U.S" to "us".
pub(crate) fn fold(word: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::is_combining_mark;
    if word.is_ascii() {
        return fold_end(word.to_ascii_lowercase());
    }
    fold_end(word.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect())
}

fn fold_end(word: String) -> String {
    let number = word.starts_with(|c: char| c.is_numeric());
    match (number, word.contains(['.', ','])) {
        (true, true) => word.replace(',', ""),
        (false, true) => word.replace('.', ""),
        _ => word,
    }
}

/// Cuts the endings of inflection, so that forms of one word meet: "invading", "invaded", "invades".
pub(crate) fn stem(word: &str) -> String {
    if !word.is_ascii() || word.len() < 4 || word.starts_with(|c: char| c.is_ascii_digit()) {
        return word.to_owned();
    }
    let vowel = |s: &str| s.contains(['a', 'e', 'i', 'o', 'u', 'y']);
    let mut s = word.to_owned();
    if let Some(base) = s.strip_suffix("ies") {
        s = if base.len() > 2 { format!("{base}y") } else { format!("{base}ie") };
    } else if s.ends_with("sses") || s.ends_with("shes") || s.ends_with("ches") || s.ends_with("xes") {
        s.truncate(s.len() - 2);
    } else if s.ends_with('s') && !s.ends_with("ss") && !s.ends_with("us") && !s.ends_with("is") {
        s.truncate(s.len() - 1);
    }
    for ending in ["ing", "ed"] {
        if let Some(base) = s.strip_suffix(ending)
            && base.len() > 2
            && vowel(base)
        {
            let mut base = base.to_owned();
            let b = base.as_bytes();
            let double = b.len() > 2 && b[b.len() - 1] == b[b.len() - 2];
            if double && !base.ends_with(['l', 's', 'z', 'e', 'o']) {
                base.pop();
            }
            s = base;
            break;
        }
    }
    for ending in ["ment", "ation", "ion", "ly"] {
        if let Some(base) = s.strip_suffix(ending)
            && base.len() > 3
            && vowel(base)
        {
            s = if ending == "ation" { format!("{base}at") } else { base.to_owned() };
            break;
        }
    }
    if s.len() > 4 && s.ends_with('e') {
        s.pop();
    }
    if s.len() > 3 && s.ends_with('y') {
        s.pop();
        s.push('i');
    }
    s
}

#[cfg(test)]
mod tests {
    use super::*;
    use parallax_model::Page;

    fn terms(texts: &[&str]) -> Terms {
        let documents: Vec<Document> = texts
            .iter()
            .enumerate()
            .map(|(i, t)| Document::new(Page::untouched(&i.to_string(), t)))
            .collect();
        Terms::new(&documents.iter().collect::<Vec<_>>())
    }

    #[test]
    fn forms_of_one_word_meet() {
        for forms in [
            ["invading", "invaded", "invade", "invades"],
            ["evacuate", "evacuated", "evacuation", "evacuating"],
            ["deploys", "deployment", "deployed", "deploying"],
            ["planning", "planned", "plans", "plan"],
            ["denied", "denies", "deny", "denying"],
        ] {
            let stems: HashSet<String> = forms.iter().map(|f| stem(f)).collect();
            assert_eq!(stems.len(), 1, "{stems:?}");
        }
        assert_ne!(stem("united"), stem("unity"));
        assert_eq!(stem("us"), "us");
    }

    #[test]
    fn numbers_and_initials_stay_whole() {
        let t = terms(&["The U.S. sent 8,500 troops, or 3.2 percent. Brazil’s navy did not."]);
        let stems: Vec<&str> = t.words[0].iter().map(|w| t.stem(w.term)).collect();
        assert!(["us", "8500", "3.2", "brazil"].iter().all(|w| stems.contains(w)), "{stems:?}");
    }

    #[test]
    fn rare_words_weigh_more() {
        let t = terms(&["The harbour of Marsala closed on Monday", "The harbour opened on Monday"]);
        let weight = |w: &str| t.idf(t.of_stem(&stem(w)).unwrap());
        assert!(weight("marsala") > weight("harbour"));
        assert!(weight("harbour") > weight("monday"));
    }

    #[test]
    fn cosine_of_the_same_is_one() {
        let a = Vector::new(vec![1, 2, 2, 9], |_| 1.0);
        assert!((a.cosine(&a) - 1.0).abs() < 1e-12);
        assert_eq!(a.cosine(&Vector::new(vec![3, 4], |_| 1.0)), 0.0);
        assert_eq!(Vector::default().cosine(&a), 0.0);
    }
}
