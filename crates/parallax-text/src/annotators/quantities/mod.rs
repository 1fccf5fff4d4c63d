//! Quantities: numbers with bound, unit and what is counted; people killed, injured, missing; how long a
//! happening took; and the numbers that are none of these, told apart by their kind.
//!
//! `low` and `high` are what the words allow: a tenth to either side for "about", a tenth below for
//! "nearly", no upper end for "more than" (whose number itself is excluded, though `low` names it).
//! Days, clocks, telephones, addresses and codes ("F-16") are not given at all.

mod apart;
mod casualties;
mod compounds;
mod durations;
mod elliptic;
mod finish;
mod nouns;
mod numerals;
mod people;
mod ranges;
mod raw;
mod scan;
mod suffix;
mod units;
mod vocabulary;

pub use units::{Measure, measure};

use parallax_model::{Document, Quantity, QuantityKind, Timex, TimexType};

use crate::words::{Kind, PAD, Words};
use raw::{Finds, Raw};
use scan::Scan;

/// Gives the quantities layer.
pub(super) fn annotate(document: &mut Document) {
    document.quantities = quantities(document);
}

/// The quantities of a document that has its sentences and times: the stage alone, as it is measured.
#[must_use]
pub fn quantities(document: &Document) -> Vec<Quantity> {
    let scan = Scan::of(Words::of(&document.page.text, &document.page.blocks));
    let sentence = |i: usize| scan.sentence(&document.sentences, i);
    let Finds { amounts: mut raws, told } = numbers(document, &scan);
    casualties::mark(&scan, &mut raws, &sentence);
    raws.sort_by_key(|r| (r.from, r.to));
    elliptic::mark(&scan, &mut raws, &sentence);
    let lapses = durations::read(document, &scan, sentence);
    raws.extend(without(told, &lapses));
    raws.extend(lapses);
    raws.sort_by_key(|r| (r.from, r.to));
    let mut all: Vec<Quantity> = raws
        .iter()
        .filter(|r| !r.spoken_for && r.to > r.from && r.value.is_finite() && !is_pronoun(&scan, r))
        .map(|r| finish::record(document, &scan, r))
        .collect();
    finish::link(document, &mut all);
    all
}

/// The numbers told apart, without the lengths of time that were read with their happening. Both are in order.
fn without(told: Vec<Raw>, lapses: &[Raw]) -> impl Iterator<Item = Raw> {
    told.into_iter().filter(|r| {
        let over =
            lapses.iter().skip(lapses.partition_point(|l| l.to <= r.from)).take(1).any(|l| l.from < r.to);
        r.kind != QuantityKind::Duration || !over
    })
}

/// "one" that counts nothing: "one of the guests", "no one".
fn is_pronoun(scan: &Scan<'_>, r: &Raw) -> bool {
    r.weak && scan.is(r.to - 1, "one")
}

/// All numbers.
fn numbers(document: &Document, scan: &Scan<'_>) -> Finds {
    let mut finds = Finds::default();
    let mut times = document.times.iter().peekable();
    let mut i = PAD;
    while i < scan.list.len() {
        if !starts_number(scan, i) {
            i += 1;
            continue;
        }
        let at = scan.at(i);
        while times.next_if(|t| t.span.end <= at.start).is_some() {}
        if let Some(&t) = times.peek().filter(|t| t.span.start <= at.start) {
            i = timed(scan, i, t, &mut finds);
            continue;
        }
        let before = (finds.amounts.len(), finds.told.len());
        let Some(next) = raw::read(scan, i, &mut finds) else {
            i += 1;
            continue;
        };
        // "2014 ships" is two things; "between 10 and 20 January" is a date.
        let end = scan.at(next - 1).end;
        let broken = times
            .peek()
            .is_some_and(|t| t.span.start < end && !matches!(t.of, TimexType::Set | TimexType::Duration));
        if broken {
            finds.amounts.truncate(before.0);
            finds.told.truncate(before.1);
            i += 1;
            continue;
        }
        share_unit(scan, &mut finds.amounts, before.0);
        i = next.max(i + 1);
    }
    finds
}

/// The piece at `i`, a number inside of an expression of time: a length of time, or the only year of it. Gives
/// the piece to go on from.
fn timed(scan: &Scan<'_>, i: usize, t: &Timex, finds: &mut Finds) -> usize {
    let end = scan.index(t.span.end.saturating_sub(1)).max(i) + 1;
    if t.of == TimexType::Set
        && scan.at(i).start == t.span.start
        && let Some(next) = raw::read(scan, i, finds)
    {
        return next.max(i + 1);
    }
    if t.of == TimexType::Date
        && scan.at(i).end == t.span.end
        && raw::part(scan, i).is_some_and(|p| p.unit.is_some())
    {
        // "1500 b" is no year.
        return raw::read(scan, i, finds).unwrap_or(end).max(i + 1);
    }
    let lapse = raw::amount(scan, i).map(|(raw, _)| raw).or_else(|| {
        (t.of == TimexType::Duration && scan.at(i).start == t.span.start).then(|| raw::one(scan, i)).flatten()
    });
    if let Some(raw) = lapse.filter(|r| r.kind == QuantityKind::Duration && r.to <= end + 1) {
        // "three days ago" is a day.
        let day = scan.any(raw.to, &["ago", "earlier", "later", "before", "after", "prior"]);
        let raw = apart::aged(scan, raw);
        let next = raw.to.max(i + 1);
        if !day {
            finds.told.push(raw);
        }
        return next;
    }
    // "2013-14" is a season.
    let paired = scan.hyphen(i + 1) && scan.digits(i + 2) || scan.hyphen(i - 1) && scan.digits(i - 2);
    let first = scan.index(t.span.start);
    let alone = (first..end).filter(|&k| scan.digits(k)).count() == 1;
    if t.of == TimexType::Date
        && alone
        && !paired
        && scan.str(i).len() == 4
        && let Some(year) = scan.number(i)
    {
        let decade = usize::from(scan.is(i + 1, "s") && scan.glued(i + 1));
        finds.told.push(Raw::of(QuantityKind::Year, f64::from(year), i, i + 1 + decade));
    }
    i + 1
}

/// "45 and 50 mg": gives the unit of the number that was just read to a bare one right before.
fn share_unit(scan: &Scan<'_>, amounts: &mut [Raw], from: usize) {
    let Some([.., a, b]) = amounts.get_mut(..=from) else { return };
    let joined = scan.any(a.to, &["and", "or"]) && b.from == a.to + 1;
    let bare = a.weak && a.head.is_none() && scan.digits(a.from) && a.to == a.from + 1;
    if joined && bare && b.kind == QuantityKind::Measure && b.per.is_none() {
        (a.unit, a.kind, a.length, a.weak) = (b.unit.clone(), b.kind, b.length, false);
    }
}

fn starts_number(scan: &Scan<'_>, i: usize) -> bool {
    match scan.at(i).kind {
        Kind::Digits => true,
        Kind::Letters => {
            let e = scan.entry(i);
            (e.number.is_some() || e.starts) && !scan.hyphen(i - 1)
        }
        Kind::Mark => crate::numbers::vulgar(scan.str(i)).is_some() && !scan.glued(i),
        Kind::Break => false,
    }
}

/// For the tests: each quantity as "words = value what", with the unit in front of what there is one.
#[cfg(test)]
fn read(text: &str) -> Vec<String> {
    let document = marked(text);
    let amounts = document.quantities.iter().filter(|q| q.is_amount() || q.kind == QuantityKind::Duration);
    amounts.map(|q| shown(text, q)).collect()
}

/// For the tests: all that [`read`] gives, and what was told apart, each with its kind in front.
#[cfg(test)]
fn all(text: &str) -> Vec<String> {
    let kind = |q: &Quantity| format!("{:?}", q.kind).to_lowercase();
    marked(text).quantities.iter().map(|q| format!("{} {}", kind(q), shown(text, q))).collect()
}

#[cfg(test)]
fn shown(text: &str, q: &Quantity) -> String {
    let unit = q.unit.as_deref().map(|u| format!(" {u}")).unwrap_or_default();
    let what = q.what.as_deref().map(|w| format!(" {w}")).unwrap_or_default();
    format!("{} = {}{unit}{what}", q.span.of(text), q.value)
}

#[cfg(test)]
fn marked(text: &str) -> Document {
    let mut page = parallax_model::Page::untouched("p", text);
    page.published = Some("2024-05-20".into());
    let mut document = Document::new(page);
    super::sentences::annotate(&mut document);
    crate::times::annotate(&mut document);
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
    fn numbers_told_apart() {
        let text =
            "The 82nd Brigade beat Flight 370 by 3-1 in 2014; Ana Roe, 34, and a three-year-old saw it.";
        assert_eq!(
            all(text),
            [
                "ordinal 82nd = 82",
                "label 370 = 370",
                "score 3-1 = 3",
                "year 2014 = 2014",
                "age 34 = 34 year",
                "age three-year-old = 3 year"
            ]
        );
        assert_eq!(marked("The motion passed by 215-213.").quantities[0].against, Some(213.0));
        assert_eq!(
            all("Call (415) 555-0100 or 555-0100 at 8:15 on 153-38 118th Avenue."),
            Vec::<String>::new()
        );
        assert_eq!(all("They left in 2013-14.[12]"), Vec::<String>::new());
    }

    #[test]
    fn words_that_only_look_like_others() {
        assert_eq!(all("The Twenty-First Brigade left."), ["ordinal Twenty-First = 21"]);
        assert_eq!(
            read("Three US aircraft carriers sailed a quarter mile."),
            ["Three = 3 carrier", "a quarter mile = 0.25 mile"]
        );
        assert_eq!(
            all("On Road 762, about 25 miles off, 5 and 7 mg were found."),
            [
                "label 762 = 762",
                "measure about 25 miles = 25 mile",
                "measure 5 = 5 milligram",
                "measure 7 mg = 7 milligram"
            ]
        );
    }

    #[test]
    fn shares_of_a_whole() {
        let d = marked("Two-thirds of voters, one in five homes and half the town agree.");
        let values: Vec<(QuantityKind, f64)> = d.quantities.iter().map(|q| (q.kind, q.value)).collect();
        let share = QuantityKind::Share;
        assert_eq!(values, [(share, 2.0 / 3.0), (share, 0.2), (share, 0.5)]);
        assert_eq!(d.quantities[0].per.map(|p| d.words(p)), Some("of voters"));
    }

    #[test]
    fn money_of_the_world() {
        assert_eq!(
            read("It cost Rs. 2,000, EUR 5.5m, C$30 or 40 rand, $3.50 a gallon, £175m per mile and -15€."),
            [
                "Rs. 2,000 = 2000 INR",
                "EUR 5.5m = 5500000 EUR",
                "C$30 = 30 CAD",
                "40 rand = 40 ZAR",
                "$3.50 a gallon = 3.5 USD per gallon",
                "£175m per mile = 175000000 GBP per mile",
                "-15€ = -15 EUR"
            ]
        );
        assert_eq!(read("The result was ($4.5 million)."), ["$4.5 million = -4500000 USD"]);
    }

    #[test]
    fn the_words_around_choose_between_units() {
        let unit = |text: &str| marked(text).quantities[0].unit.clone().unwrap_or_default();
        assert_eq!(unit("The bag weighs 20 pounds."), "pound");
        assert_eq!(unit("The ticket costs 20 pounds."), "GBP");
        assert_eq!(unit("The tug lay 30 nm off the cape."), "nautical mile");
        assert_eq!(unit("Chips with a 5 nm process are sold."), "nanometre");
        assert_eq!(unit("The weather turned and it was -10C."), "degree Celsius");
        assert_eq!(unit("The plank is 2 in thick."), "inch");
        assert_eq!(unit("They came 2 in a row."), "");
        assert_eq!(unit("The 100m sprint was won."), "metre");
        assert_eq!(unit("Some 100m people came."), "");
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
    fn long_runs_are_read_and_end() {
        let digits = "1,234,567,".repeat(50_000) + &"9".repeat(200_000);
        for text in [
            digits,
            " 7 killed and".repeat(20_000),
            "was killed Ada ".repeat(40_000),
            "for 2 hours ".repeat(40_000),
            "hundred ".repeat(10_000),
            "5 \" ".repeat(5_000),
            "7-".repeat(10_000),
            "1e9".repeat(5_000),
            "10⁵¹²³".repeat(2_000),
            "$-€".repeat(5_000),
            "number of killed ".repeat(2_000),
            "٣٤५६７８ ½ ² ".repeat(2_000),
            "from 5 to ".repeat(4_000),
            "a mile or 2 km (".repeat(2_000),
        ] {
            let document = marked(&text);
            document.check().expect("what is found lies in the text");
        }
    }

    proptest! {
        #[test]
        fn any_marks_give_quantities_in_range(text in "([0-9]{1,3}|[-−–+±×^/.,'\"()°%$€£½²⁻⁵]|[eExkKmMbBtT]| |kg|°C|to|of|per|half|dozen|١٢|\u{200d}|\u{202f}){0,40}") {
            let document = marked(&text);
            prop_assert!(document.check().is_ok());
            for q in &document.quantities {
                prop_assert!(!q.span.is_empty() && q.value.is_finite());
                prop_assert!(q.low.zip(q.high).is_none_or(|(low, high)| low <= high));
            }
        }

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
