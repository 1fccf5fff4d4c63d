//! Parts of the day: "this morning", "last night", "the night of".

use super::days::edge;
use super::scan::{Finds, Found, Meaning, Scan};
use parallax_model::TimexType;

/// The part of the day at `i`: "night", "early morning".
pub(super) fn part_at(scan: &Scan<'_>, i: usize) -> (usize, Option<&'static str>) {
    let k = if scan.any(i, &["early", "late", "mid"]) { i + 1 } else { i };
    match scan.entry(k).part {
        Some(part) if !scan.capital(k) => (k + 1, Some(part)),
        _ => (i, None),
    }
}

/// "the night of" before `from`: where it starts, and the part of the day.
pub(super) fn part_before(scan: &Scan<'_>, from: usize) -> (usize, Option<&'static str>) {
    let the = scan.any(from - 3, &["the", "that"]);
    match scan.entry(from - 2).part.filter(|_| the && scan.is(from - 1, "of")) {
        Some(part) => (from - 3, Some(part)),
        None => (from, None),
    }
}

/// "this morning", "last night", "that evening", "in the afternoon", "tonight".
pub(super) fn part_of_day(scan: &Scan<'_>, i: usize, out: &mut Finds) {
    if scan.is(i, "tonight") {
        out.push(Found::new(i, i + 1, 50, "tonight", Meaning::Day(0)).part(Some("NI")));
        return;
    }
    let Some(part) = scan.entry(i).part.filter(|_| !scan.capital(i)) else { return };
    let of = |meaning| Found::new(i - 1, i + 1, 60, "part of day", meaning).part(Some(part));
    let found = match scan.str(i - 1).to_ascii_lowercase().as_str() {
        "this" => of(Meaning::Day(0)),
        "last" if part == "NI" => of(Meaning::Day(-1)),
        "that" | "same" => of(Meaning::PartOnly),
        "next" | "following" => of(Meaning::After { unit: super::calendar::Unit::Day, n: 1.0 }),
        "previous" => of(Meaning::After { unit: super::calendar::Unit::Day, n: -1.0 }),
        "the" if scan.any(i - 2, &["in", "during"]) => of(Meaning::PartOnly),
        "every" | "each" => {
            let value = format!("XXXX-XX-XXT{part}");
            Found::new(i - 1, i + 1, 60, "part set", Meaning::Fixed(TimexType::Set, value))
        }
        _ => return,
    };
    let mut found = found;
    if scan.is(found.from - 1, "the") && !scan.is(found.from, "the") {
        found.from -= 1;
    }
    let (from, modifier) = edge(scan, found.from);
    found.from = from;
    out.push(found.modifier(modifier));
}

#[cfg(test)]
mod tests {
    use super::super::read;

    #[test]
    fn parts_of_a_day() {
        assert_eq!(
            read("2022-02-12", "Reporters joined a call on Saturday morning."),
            ["Saturday morning = 2022-02-12TMO"]
        );
        assert_eq!(read("2022-02-12", "The rocket fell last night."), ["last night = 2022-02-11TNI"]);
        assert_eq!(
            read("2022-02-12", "He speaks tonight, not tomorrow."),
            ["tonight = 2022-02-12TNI", "tomorrow = 2022-02-13"]
        );
    }
}
