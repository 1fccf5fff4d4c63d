//! Numbers in digits and in words.

use std::sync::LazyLock;

use crate::lexicon::{WordMap, english, rows};
use crate::words::{Words, lower};

/// What a number word does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NumberKind {
    /// One to nine, and zero.
    Digit,
    /// Ten to nineteen.
    Teen,
    /// Twenty, thirty...
    Ten,
    /// Hundred, dozen, thousand, million: multiplies.
    Scale,
    /// "hundreds": an unnamed number of them.
    Scales,
    /// "third".
    Ordinal,
}

static NUMBERS: LazyLock<WordMap<(f64, NumberKind)>> = LazyLock::new(|| {
    let mut map = WordMap::default();
    for row in rows(english!("numbers.tsv")) {
        let [word, value, kind] = row[..] else { continue };
        let kind = match kind {
            "digit" => NumberKind::Digit,
            "teen" => NumberKind::Teen,
            "ten" => NumberKind::Ten,
            "scale" => NumberKind::Scale,
            "scales" => NumberKind::Scales,
            "ordinal" => NumberKind::Ordinal,
            _ => continue,
        };
        if let Ok(value) = value.parse() {
            map.entry(word).or_insert((value, kind));
        }
    }
    map
});

/// The value and kind of a number word.
pub(crate) fn number_word(word: &str) -> Option<(f64, NumberKind)> {
    NUMBERS.get(lower(word, &mut [0; 24])?).copied()
}

/// All number words with their kinds, in no order.
pub(crate) fn number_words() -> impl Iterator<Item = (&'static str, NumberKind)> {
    NUMBERS.iter().map(|(word, (_, kind))| (*word, *kind))
}

/// A number that was read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Number {
    pub(crate) value: f64,
    /// The piece after it.
    pub(crate) next: usize,
    /// Whether it is written in digits (perhaps with a scale word).
    pub(crate) digits: bool,
    /// Whether a thousands separator, a decimal point or a scale word shows that it is no year, label or clock.
    pub(crate) plain: bool,
}

/// Reads the number that starts at piece `i`: "8,500", "1.2 billion", "twenty-five", "two dozen", "a million".
pub(crate) fn read(words: &Words<'_>, i: usize) -> Option<Number> {
    if words.digits(i) { in_digits(words, i) } else { in_words(words, i) }
}

fn in_digits(words: &Words<'_>, i: usize) -> Option<Number> {
    let first = words.str(i);
    if first.len() > 15 {
        return None;
    }
    let mut value: f64 = first.parse().ok()?;
    let mut next = i + 1;
    let mut plain = false;
    // Groups of three after the first one to three digits.
    while first.len() <= 3
        && words.str(next) == ","
        && words.glued(next)
        && words.glued(next + 1)
        && words.digits(next + 1)
        && words.str(next + 1).len() == 3
        && next < i + 9
    {
        value = value * 1000.0 + f64::from(words.number(next + 1)?);
        next += 2;
        plain = true;
    }
    if words.str(next) == "." && words.glued(next) && words.glued(next + 1) && words.digits(next + 1) {
        let places = words.str(next + 1);
        if places.len() <= 6 {
            let whole = format!("{value}.{places}");
            value = whole.parse().unwrap_or(value);
            next += 2;
            plain = true;
        }
    } else if let Some(part) = vulgar(words.str(next)).filter(|_| words.glued(next)) {
        value += part;
        next += 1;
        plain = true;
    } else if let Some((part, after)) = slash_fraction(words, next) {
        value += part;
        next = after;
        plain = true;
    }
    let mut at = next;
    if words.hyphen(at) {
        at += 1;
    }
    if let Some((scale, NumberKind::Scale)) = number_word(words.str(at)).filter(|n| n.0 >= 100.0) {
        value *= scale;
        next = at + 1;
        plain = true;
    }
    // "8.6 million" must not become 8599999.999999999.
    let value = if value.abs() >= 1000.0 { (value * 1000.0).round() / 1000.0 } else { value };
    Some(Number { value, next, digits: true, plain })
}

/// "1/2" after "2 " or "2-", as in "2 1/2 years".
fn slash_fraction(words: &Words<'_>, mut i: usize) -> Option<(f64, usize)> {
    if words.hyphen(i) {
        i += 1;
    }
    let (a, b) = (words.number(i)?, words.number(i + 2)?);
    let shape = words.str(i + 1) == "/" && words.glued(i + 1) && words.glued(i + 2);
    (shape && 0 < a && a < b && b <= 16).then(|| (f64::from(a) / f64::from(b), i + 3))
}

/// The value of a fraction that is one character.
pub(crate) fn vulgar(s: &str) -> Option<f64> {
    let (part, whole) = match s {
        "½" => (1.0, 2.0),
        "⅓" => (1.0, 3.0),
        "⅔" => (2.0, 3.0),
        "¼" => (1.0, 4.0),
        "¾" => (3.0, 4.0),
        "⅕" => (1.0, 5.0),
        "⅖" => (2.0, 5.0),
        "⅗" => (3.0, 5.0),
        "⅘" => (4.0, 5.0),
        "⅙" => (1.0, 6.0),
        "⅚" => (5.0, 6.0),
        "⅐" => (1.0, 7.0),
        "⅛" => (1.0, 8.0),
        "⅜" => (3.0, 8.0),
        "⅝" => (5.0, 8.0),
        "⅞" => (7.0, 8.0),
        "⅑" => (1.0, 9.0),
        "⅒" => (1.0, 10.0),
        _ => return None,
    };
    Some(part / whole)
}

fn in_words(words: &Words<'_>, i: usize) -> Option<Number> {
    let mut at = i;
    let (mut total, mut current) = (0.0, 0.0);
    let mut last = None;
    // "a million", "a couple dozen", "a dozen"
    if words.any(at, &["a", "an"]) {
        let scale = |k| matches!(number_word(words.str(k)), Some((_, NumberKind::Scale)));
        if scale(at + 1) {
            current = 1.0;
            at += 1;
        } else if words.is(at + 1, "couple") {
            at += 2;
            at += usize::from(words.is(at, "of"));
            return if scale(at) { in_words_from(words, at, 2.0) } else { Some(spelled(2.0, at)) };
        } else if words.any(at + 1, &["half"]) && words.any(at + 2, &["million", "billion", "dozen"]) {
            at += 1;
        } else {
            return None;
        }
    }
    if words.is(at, "couple") && matches!(number_word(words.str(at + 1)), Some((_, NumberKind::Scale))) {
        return in_words_from(words, at + 1, 2.0);
    }
    if words.is(at, "half") {
        let scale = if words.any(at + 1, &["a"]) { at + 2 } else { at + 1 };
        let (value, kind) = number_word(words.str(scale))?;
        return (kind == NumberKind::Scale).then(|| spelled(value / 2.0, scale + 1));
    }
    let mut next = at;
    while next < i + 16 {
        let mut k = next;
        let and = words.any(k, &["and", "&"]) && last == Some(NumberKind::Scale);
        // "three million, two hundred and forty"
        let comma = words.str(k) == ","
            && total > 0.0
            && current == 0.0
            && matches!(number_word(words.str(k + 2)), Some((_, NumberKind::Scale)));
        let and = and || comma;
        if k > at && (and || words.hyphen(k) && words.glued(k + 1)) {
            k += 1;
        }
        let Some((value, kind)) = number_word(words.str(k)) else { break };
        match kind {
            NumberKind::Digit
                if last.is_none() || matches!(last, Some(NumberKind::Ten | NumberKind::Scale)) =>
            {
                current += value;
            }
            NumberKind::Teen | NumberKind::Ten if matches!(last, None | Some(NumberKind::Scale)) => {
                current += value;
            }
            NumberKind::Scale if current > 0.0 || total > 0.0 && value > total => {
                if value <= 100.0 {
                    current *= value;
                } else {
                    total += current * value;
                    current = 0.0;
                }
            }
            _ => break,
        }
        last = Some(kind);
        next = k + 1;
    }
    last?;
    Some(spelled(total + current, next))
}

fn in_words_from(words: &Words<'_>, scale: usize, times: f64) -> Option<Number> {
    let (value, _) = number_word(words.str(scale))?;
    Some(spelled(times * value, scale + 1))
}

fn spelled(value: f64, next: usize) -> Number {
    Number { value, next, digits: false, plain: true }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::PAD;
    use parallax_model::Page;

    fn value(text: &str) -> Option<(f64, usize)> {
        let page = Page::untouched("p", text);
        let words = Words::of(&page.text, &page.blocks);
        read(&words, PAD).map(|n| (n.value, words.list.len() - 1 - n.next))
    }

    #[test]
    fn digits_with_separators_and_scales() {
        assert_eq!(value("8,500"), Some((8500.0, 0)));
        assert_eq!(value("1,205,300"), Some((1_205_300.0, 0)));
        assert_eq!(value("1.2 billion"), Some((1_200_000_000.0, 0)));
        assert_eq!(value("8.6 million"), Some((8_600_000.0, 0)));
        assert_eq!(value("2 1/2"), Some((2.5, 0)));
        assert_eq!(value("3.2"), Some((3.2, 0)));
        assert_eq!(value("12, 500"), Some((12.0, 2)));
    }

    #[test]
    fn words_add_up() {
        assert_eq!(value("twenty-five"), Some((25.0, 0)));
        assert_eq!(value("two hundred and forty thousand"), Some((240_000.0, 0)));
        assert_eq!(value("three million two hundred thousand"), Some((3_200_000.0, 0)));
        assert_eq!(value("a couple dozen"), Some((24.0, 0)));
        assert_eq!(value("a dozen"), Some((12.0, 0)));
        assert_eq!(value("half a million"), Some((500_000.0, 0)));
        assert_eq!(value("a million"), Some((1_000_000.0, 0)));
        assert_eq!(value("one hundred and"), Some((100.0, 1)));
        assert_eq!(value("a ship"), None);
        assert_eq!(value("two three"), Some((2.0, 1)));
    }
}
