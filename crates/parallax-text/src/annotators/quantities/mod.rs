//! Quantities: numbers with bound, unit and what is counted; people killed, injured, missing; how long a
//! happening took.
//!
//! `low` and `high` are what the words allow: a tenth to either side for "about", a tenth below for
//! "nearly", no upper end for "more than" (whose number itself is excluded, though `low` names it).
//! Dates, ages, scores, labels ("Article 5", "F-16") and "one of" are no quantities.

mod casualties;
mod durations;
mod elliptic;
mod people;
mod raw;
mod vocabulary;

use parallax_model::{Document, Quantity, Span, TimexType};

use crate::numbers::number_word;
use crate::words::{Kind, PAD, Words};
use raw::Raw;

/// Gives the quantities layer.
pub(super) fn annotate(document: &mut Document) {
    document.quantities = quantities(document);
}

fn quantities(document: &Document) -> Vec<Quantity> {
    let words = Words::of(&document.page.text, &document.page.blocks);
    let sentence = |i: usize| words.sentence(&document.sentences, i);
    let mut raws = numbers(document, &words);
    casualties::mark(&words, &mut raws, &sentence);
    raws.sort_by_key(|r| (r.from, r.to));
    elliptic::mark(&words, &mut raws, &sentence);
    raws.extend(durations::read(document, &words, sentence));
    raws.sort_by_key(|r| (r.from, r.to));
    raws.iter()
        .filter(|r| !r.weak && !r.spoken_for && r.to > r.from)
        .map(|r| record(document, &words, r))
        .collect()
}

/// All numbers outside of times.
fn numbers(document: &Document, words: &Words<'_>) -> Vec<Raw> {
    let mut out: Vec<Raw> = Vec::new();
    let mut times = document.times.iter().peekable();
    let mut i = PAD;
    while i < words.list.len() {
        let at = words.at(i);
        while times.next_if(|t| t.span.end <= at.start).is_some() {}
        let covered = times.peek().filter(|t| t.span.start <= at.start);
        if let Some(t) = covered {
            i = words.index(t.span.end.saturating_sub(1)).max(i) + 1;
            continue;
        }
        if !starts_number(words, i) {
            i += 1;
            continue;
        }
        match raw::read(words, i) {
            // "2014 ships" is two things; "between 10 and 20 January" is a date.
            Some(r)
                if !times
                    .peek()
                    .is_some_and(|t| t.span.start < words.at(r.to - 1).end && t.of != TimexType::Set) =>
            {
                i = r.to.max(i + 1);
                out.push(r);
            }
            _ => i += 1,
        }
    }
    out
}

fn starts_number(words: &Words<'_>, i: usize) -> bool {
    match words.at(i).kind {
        Kind::Digits => true,
        Kind::Letters => {
            let ordinal = |w| number_word(w).is_some_and(|n| n.1 != crate::numbers::NumberKind::Ordinal);
            ordinal(words.str(i)) && !words.hyphen(i - 1) || words.any(i, &["a", "an", "half", "couple"])
        }
        Kind::Mark | Kind::Break => false,
    }
}

fn record(document: &Document, words: &Words<'_>, r: &Raw) -> Quantity {
    let span = |(from, to): (usize, usize)| words.span(from, to);
    let counted = r.counted.map(span);
    let end = counted.map_or(words.at(r.to - 1).end, |c| c.end);
    let per = r.per.map(span).or_else(|| rate(document, end));
    let what = r.what.clone().or_else(|| r.head.map(|h| vocabulary::singular(words.str(h))));
    Quantity {
        span: words.span(r.from, r.to),
        value: r.value,
        low: r.low,
        high: r.high,
        bound: r.bound,
        unit: r.unit.map(str::to_owned),
        counted,
        what,
        per,
    }
}

/// "a day", "per week" right behind.
fn rate(document: &Document, end: u32) -> Option<Span> {
    let k = document.times.partition_point(|t| t.span.start < end);
    let t = document.times.get(k).filter(|t| t.of == TimexType::Set)?;
    let gap = document.page.text.get(end as usize..t.span.start as usize)?;
    gap.trim().is_empty().then_some(t.span)
}

/// For the tests: each quantity as "words = value what", with the unit in front of what there is one.
#[cfg(test)]
fn read(text: &str) -> Vec<String> {
    let document = marked(text);
    let show = |q: &Quantity| {
        let unit = q.unit.as_deref().map(|u| format!(" {u}")).unwrap_or_default();
        let what = q.what.as_deref().map(|w| format!(" {w}")).unwrap_or_default();
        format!("{} = {}{unit}{what}", q.span.of(text), q.value)
    };
    document.quantities.iter().map(show).collect()
}

#[cfg(test)]
fn marked(text: &str) -> Document {
    let mut page = parallax_model::Page::untouched("p", text);
    page.published = Some("2024-05-20".into());
    let mut document = Document::new(page);
    super::sentences::annotate(&mut document);
    super::times::annotate(&mut document);
    annotate(&mut document);
    document
}

#[cfg(test)]
mod tests {
    use super::*;
    use parallax_model::Bound;
    use proptest::prelude::*;

    #[test]
    fn nautical_miles_are_a_unit_of_their_own() {
        assert_eq!(
            read("The tug was more than 30 nautical miles away, eight nautical miles from Varna."),
            ["more than 30 nautical miles = 30 nautical mile", "eight nautical miles = 8 nautical mile"]
        );
    }

    #[test]
    fn numbers_with_their_nouns() {
        assert_eq!(
            read(
                "The fleet sent 20 vessels from the Northern Fleet, 12 Su-35 fighters and 8,500 combat ready troops."
            ),
            ["20 = 20 vessel", "12 = 12 fighter", "8,500 = 8500 troop"]
        );
        let d = marked("Some 20 vessels from the Northern Fleet left.");
        assert_eq!(
            d.quantities[0].counted.map(|c| c.of(&d.page.text)),
            Some("vessels from the Northern Fleet")
        );
    }

    #[test]
    fn bounds_of_a_number() {
        let bound = |text: &str| {
            let q = marked(text).quantities.remove(0);
            (q.bound, q.low, q.high)
        };
        assert_eq!(bound("It sent around 8,500 troops."), (Bound::About, Some(7650.0), Some(9350.0)));
        assert_eq!(bound("It sent more than 13,000 troops."), (Bound::MoreThan, Some(13000.0), None));
        assert_eq!(bound("It sent no fewer than 12 ships."), (Bound::AtLeast, Some(12.0), None));
        assert_eq!(bound("It sent up to 50 ships."), (Bound::AtMost, None, Some(50.0)));
        assert_eq!(bound("It sent fewer than ten ships."), (Bound::LessThan, None, Some(10.0)));
        assert_eq!(bound("It sent 2,000 to 3,000 troops."), (Bound::Range, Some(2000.0), Some(3000.0)));
        assert_eq!(bound("It sent between 2 and 3 million parcels."), (Bound::Range, Some(2e6), Some(3e6)));
        assert_eq!(bound("It sent a couple dozen ships."), (Bound::About, Some(21.6), Some(26.4)));
        assert_eq!(bound("It sent dozens of ships."), (Bound::About, Some(24.0), None));
        assert_eq!(bound("It sent hundreds of thousands of parcels."), (Bound::About, Some(200_000.0), None));
    }

    #[test]
    fn money_shares_and_measures() {
        assert_eq!(
            read(
                "A $200 million package, 1.2 billion euros (\\$1.35 billion) in aid, and 30 million kilograms of salt."
            ),
            [
                "$200 million = 200000000 USD package",
                "1.2 billion euros = 1200000000 EUR aid",
                "\\$1.35 billion = 1350000000 USD aid",
                "30 million kilograms = 30000000 kilogram salt"
            ]
        );
        let d = marked("In the poll 48 percent of voters agreed, within 3.2 percentage points.");
        assert_eq!(d.quantities[0].per.map(|p| p.of(&d.page.text)), Some("of voters"));
        assert_eq!(d.quantities[1].unit.as_deref(), Some("percentage point"));
    }

    #[test]
    fn money_ends_at_its_noun() {
        assert_eq!(
            read("The £40m stadium opened. A $4.2bn loan for the port was agreed."),
            ["£40m = 40000000 GBP stadium", "$4.2bn = 4200000000 USD loan"]
        );
    }

    #[test]
    fn lengths_do_not_count_what_they_measure() {
        assert_eq!(
            read("The sound is 11 kilometres wide. It is 11 kilometers of water, and eleven km of road."),
            [
                "11 kilometres = 11 kilometre width",
                "11 kilometers = 11 kilometre",
                "eleven km = 11 kilometre"
            ]
        );
        assert_eq!(read("They dug a 40-metre-deep pit."), ["40-metre = 40 metre depth"]);
        assert_eq!(read("A house stands on a 75-foot cliff over the lake."), ["75-foot = 75 foot cliff"]);
    }

    #[test]
    fn the_missing_are_counted() {
        assert_eq!(read("After the slide 34 people were missing."), ["34 = 34 missing"]);
        assert_eq!(read("The ferry sank with 34 missing."), ["34 = 34 missing"]);
        assert_eq!(read("Ten people are still missing."), ["Ten = 10 missing"]);
    }

    #[test]
    fn rates() {
        let d = marked("The plant makes 40 engines a day.");
        assert_eq!(d.quantities[0].per.map(|p| p.of(&d.page.text)), Some("a day"));
    }

    #[test]
    fn labels_are_no_quantities() {
        for text in [
            "The F-16 and the Su-35 flew; Article 5 and No. 2 stand; the 82nd Airborne left.",
            "It ended 2-1 at 23:13, call 555-010-0199 or 410 West Oak Street.",
            "A 46-year-old builder, Jane Roe, 34, and one of the guests spoke in 2014.",
        ] {
            assert_eq!(read(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn how_long_a_happening_took() {
        assert_eq!(read("The hourlong call ended."), ["hourlong = 60 minute call"]);
        assert_eq!(read("The call with Varn lasted 43 minutes."), ["43 minutes = 43 minute call"]);
        assert_eq!(
            read("They spoke by telephone for about 40 minutes."),
            ["about 40 minutes = 40 minute call"]
        );
        assert_eq!(
            read("Their conversation, which ran just over an hour, was calm."),
            ["just over an hour = 60 minute call"]
        );
        assert_eq!(
            read("She spoke with him on Saturday for more than an hour and a half."),
            ["more than an hour and a half = 90 minute call"]
        );
        assert_eq!(
            read("During the approximately 35-minute call he agreed."),
            ["approximately 35-minute = 35 minute call"]
        );
    }

    #[test]
    fn long_runs_are_read_in_linear_time() {
        let digits = "1,234,567,".repeat(50_000) + &"9".repeat(200_000);
        let start = std::time::Instant::now();
        for text in [
            digits,
            " 7 killed and".repeat(20_000),
            "was killed Ada ".repeat(40_000),
            "for 2 hours ".repeat(40_000),
        ] {
            marked(&text);
        }
        assert!(start.elapsed().as_secs() < 60);
    }

    proptest! {
        #[test]
        fn any_text_gives_quantities_in_range(text in "(\\PC|[0-9]{1,5}|[ .,:'$%-]| killed| people| and | a man| dozens of| more than |\n){0,60}") {
            let document = marked(&text);
            prop_assert!(document.check().is_ok());
            for q in &document.quantities {
                prop_assert!(!q.span.is_empty() && q.value.is_finite());
            }
        }
    }
}
