//! How likely somebody calls something: words of estimative probability, and chances in percent.

use std::ops::Range;
use std::sync::LazyLock;

use parallax_model::{Band, Certainty, Span};

use super::super::words::{Word, class};
use super::phrases::{self, Phrases};
use crate::lexicon::{english, rows};

/// How many words behind a percentage may say that it is a chance.
const NEAR: usize = 3;
/// How many words before a number may say so.
const AHEAD: usize = 10;
/// How far into a sentence its likelihood is looked for.
const FIRST: usize = 30;

#[derive(Debug, Clone, Copy)]
struct Degree {
    band: Band,
    negated: Option<Band>,
}

static DEGREES: LazyLock<Phrases<Degree>> = LazyLock::new(|| {
    let mut out = Phrases::default();
    for row in rows(english!("certainty.tsv")) {
        let [band, negated, phrase] = row[..] else { continue };
        let Some(band) = band_of(band) else { continue };
        out.add(phrase, "words", "", Degree { band, negated: band_of(negated) });
    }
    out
});

fn band_of(name: &str) -> Option<Band> {
    Some(match name {
        "almost_no_chance" => Band::AlmostNoChance,
        "very_unlikely" => Band::VeryUnlikely,
        "unlikely" => Band::Unlikely,
        "roughly_even" => Band::RoughlyEven,
        "likely" => Band::Likely,
        "very_likely" => Band::VeryLikely,
        "almost_certain" => Band::AlmostCertain,
        _ => return None,
    })
}

/// The band of a probability in percent; on a border, the one nearer to the middle of the scale.
fn band(percent: f64) -> Option<Band> {
    Some(match percent {
        p if !(0.0..=100.0).contains(&p) => return None,
        p if p < 5.0 => Band::AlmostNoChance,
        p if p < 20.0 => Band::VeryUnlikely,
        p if p < 45.0 => Band::Unlikely,
        p if p <= 55.0 => Band::RoughlyEven,
        p if p <= 80.0 => Band::Likely,
        p if p <= 95.0 => Band::VeryLikely,
        _ => Band::AlmostCertain,
    })
}

/// The first likelihood that the words of some ranges name.
pub(crate) fn of<'r>(
    words: &[Word],
    ranges: impl IntoIterator<Item = &'r Range<usize>>,
) -> Option<Certainty> {
    ranges.into_iter().find_map(|range| {
        let words = words.get(range.clone())?;
        (0..words.len()).find_map(|at| phrase(words, at).or_else(|| number(words, at)))
    })
}

/// Where the first words of likelihood end.
pub(super) fn degree(words: &[Word]) -> Option<usize> {
    (0..words.len().min(FIRST))
        .find_map(|at| Some(DEGREES.at(words, at).next()?.end).filter(|_| phrase(words, at).is_some()))
}

fn phrase(words: &[Word], at: usize) -> Option<Certainty> {
    let hit = DEGREES.at(words, at).next()?;
    let before = |k: usize| at.checked_sub(k).map_or("", |i| words[i].lower.as_str());
    // "More likely", "as likely", "how likely": compared or asked, not said.
    if hit.end == at + 1 && matches!(before(1), "more" | "less" | "as" | "how" | "so" | "too" | "equally") {
        return None;
    }
    let near = (at.saturating_sub(3)..at).rev().take_while(|&i| {
        phrases::filler(&words[i]) || words[i].is(class::NEGATION | class::BE | class::DETERMINER)
    });
    let not = near.into_iter().find(|&i| words[i].is(class::NEGATION));
    let (from, band) = match not {
        Some(not) => (not, hit.value.negated?),
        None => (at, hit.value.band),
    };
    certainty(words, from..hit.end, band)
}

/// "a 70 percent chance", "one in five", "odds of 60%".
fn number(words: &[Word], at: usize) -> Option<Certainty> {
    let lower = |i: usize| words.get(i).map_or("", |w| w.lower.as_str());
    let value = value(lower(at))?;
    let chance = |i: usize| {
        matches!(
            lower(i),
            "chance"
                | "chances"
                | "probability"
                | "likelihood"
                | "odds"
                | "likely"
                | "certain"
                | "sure"
                | "prospect"
                | "prospects"
        )
    };
    let named = |from: usize, to: usize| (from..to).find(|&i| chance(i));
    let behind = |end: usize| named(end, end + NEAR).map(|i| i + 1);
    let ahead = named(at.saturating_sub(AHEAD), at).is_some();
    if lower(at + 1) == "in" {
        let of = self::value(lower(at + 2)).filter(|of| *of > value)?;
        let end = behind(at + 3).or_else(|| ahead.then_some(at + 3))?;
        return certainty(words, at..end, band(100.0 * value / of)?);
    }
    let mut end = at + 1;
    while matches!(lower(end), "-" | "–" | "percent" | "per" | "cent" | "%") {
        end += 1;
    }
    let percent = (at + 1..end).any(|i| matches!(lower(i), "percent" | "cent" | "%"));
    let end = behind(end).or_else(|| ahead.then_some(end)).filter(|_| percent)?;
    certainty(words, at..end, band(value)?)
}

fn value(word: &str) -> Option<f64> {
    let names = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let named = names.iter().zip(1_u8..).find(|(n, _)| **n == word).map(|(_, v)| f64::from(v));
    named
        .or(match word {
            "twenty" => Some(20.0),
            "hundred" => Some(100.0),
            _ => None,
        })
        .or_else(|| word.starts_with(|c: char| c.is_ascii_digit()).then(|| word.parse().ok()).flatten())
}

fn certainty(words: &[Word], range: Range<usize>, band: Band) -> Option<Certainty> {
    let (first, last) = (words.get(range.start)?, words.get(range.end.checked_sub(1)?)?);
    Some(Certainty { span: Span::new(first.start, last.end), band })
}

#[cfg(test)]
mod tests {
    use parallax_model::{Band, Page};

    fn likely(text: &str) -> Option<(String, Band)> {
        let document = crate::annotate(Page::untouched("p", text));
        let certainty = document.statements.iter().find_map(|s| s.certainty.clone());
        certainty.map(|c| (c.span.of(text).to_owned(), c.band))
    }

    fn some(words: &str, band: Band) -> Option<(String, Band)> {
        Some((words.to_owned(), band))
    }

    #[test]
    fn words_have_the_band_of_the_directive() {
        assert_eq!(
            likely("Reed said a thaw was highly unlikely."),
            some("highly unlikely", Band::VeryUnlikely)
        );
        assert_eq!(
            likely("Reed said it was “almost certainly” flour."),
            some("almost certainly", Band::AlmostCertain)
        );
        assert_eq!(likely("The frost will probably last until May."), some("probably", Band::Likely));
        assert_eq!(likely("Reed said a thaw might come."), None);
    }

    #[test]
    fn a_negation_turns_the_band() {
        assert_eq!(likely("Reed said a thaw was not likely."), some("not likely", Band::Unlikely));
        assert_eq!(likely("Reed said a thaw was not almost certain."), None);
    }

    #[test]
    fn comparisons_and_questions_say_no_likelihood() {
        assert_eq!(likely("Reed said girls were more likely to stay."), None);
        assert_eq!(likely("Reed asked how likely a thaw was."), None);
    }

    #[test]
    fn numbers_fall_into_a_band() {
        assert_eq!(
            likely("Reed said there was a 70 percent chance of rain.").map(|c| c.1),
            Some(Band::Likely)
        );
        assert_eq!(
            likely("Reed said there was a one in ten chance of rain.").map(|c| c.1),
            Some(Band::VeryUnlikely)
        );
        assert_eq!(likely("Reed said 70 percent of the grain was wet."), None);
    }
}
