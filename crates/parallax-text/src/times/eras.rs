//! Years with their era: "149 BC", "AD 69", "the 470s B.C.", "the 4th century BC".

use super::calendar::year_text;
use super::days::{edge, year};
use super::scan::{Finds, Found, Meaning, Scan};
use parallax_model::TimexType;

/// "BC", "B.C.", "BCE" (true), "AD", "CE" (false) at `i`, and the piece after it.
pub(super) fn era(scan: &Scan<'_>, i: usize) -> Option<(bool, usize)> {
    if !scan.capital(i) {
        return None;
    }
    match scan.str(i) {
        "BC" | "BCE" => Some((true, i + 1)),
        "AD" | "CE" => Some((false, i + 1)),
        first @ ("B" | "A" | "C") => {
            let dotted = scan.str(i + 1) == "." && scan.glued(i + 1) && scan.glued(i + 2);
            let before = match (first, scan.str(i + 2)) {
                ("B", "C") => true,
                ("A", "D") | ("C", "E") => false,
                _ => return None,
            };
            if !dotted {
                return None;
            }
            let mut to = i + 3;
            if before && scan.str(to) == "." && scan.str(to + 1) == "E" && scan.glued(to + 1) {
                to += 2;
            }
            Some((before, if scan.str(to) == "." && scan.glued(to) { to + 1 } else { to }))
        }
        _ => None,
    }
}

/// A year with an era at `i` ("480 BC", "AD 69"): its value, and the piece after it.
fn with_era(scan: &Scan<'_>, i: usize) -> Option<(String, usize)> {
    if let Some((false, next)) = era(scan, i) {
        let y = scan.number(next).filter(|&y| (1..2200).contains(&y))?;
        return Some((format!("{y:04}"), next + 1));
    }
    let y = scan.number(i).filter(|&y| (1..10_000).contains(&y))?;
    let (before, next) = era(scan, i + 1)?;
    Some((if before { format!("BC{y:04}") } else { format!("{y:04}") }, next))
}

/// A year at `i`, with or without an era: its value, and the piece after it.
pub(super) fn any_year(scan: &Scan<'_>, i: usize) -> Option<(String, usize)> {
    with_era(scan, i).or_else(|| year(scan, i).map(|(y, next)| (format!("{y:04}"), next)))
}

/// A year that names its era, or the decade, at the digits at `i`.
pub(super) fn years(scan: &Scan<'_>, i: usize, out: &mut Finds) {
    let fixed = |value: String| Meaning::Fixed(TimexType::Date, value);
    // "the 470s BC"
    if scan.is(i + 1, "s")
        && scan.glued(i + 1)
        && let Some((true, to)) = era(scan, i + 2)
        && let Some(y) = scan.number(i).filter(|y| y % 10 == 0 && *y < 10_000)
    {
        let (from, modifier) = led(scan, i);
        out.push(Found::new(from, to, 85, "decade", fixed(format!("BC{:03}", y / 10))).modifier(modifier));
        return;
    }
    let at = if matches!(era(scan, i - 1), Some((false, _))) { i - 1 } else { i };
    let Some((value, to)) = with_era(scan, at) else { return };
    let before = value.starts_with("BC");
    let (from, modifier) = led(scan, at);
    out.push(Found::new(from, to, 85, "year of an era", fixed(value)).modifier(modifier));
    // "499-493 BC", "from 499 to 493 BC"
    if (scan.hyphen(at - 1) || scan.any(at - 1, &["to", "and", "or"]))
        && let (Some(first), Some(last)) = (scan.number(at - 2), scan.number(i))
        && (if before { first > last && first < last + 300 } else { first < last && last < first + 300 })
        && scan.str(at - 2).len() <= 4
    {
        let y = first as i16;
        let value = year_text(if before { 1 - y } else { y });
        let (from, modifier) = led(scan, at - 2);
        out.push(Found::new(from, at - 1, 84, "year of an era", fixed(value)).modifier(modifier));
    }
}

/// "early", "c.", "the" before a year: where they start, and the modifier.
fn led(scan: &Scan<'_>, i: usize) -> (usize, Option<&'static str>) {
    let dotted = scan.str(i - 1) == "." && scan.glued(i - 1);
    let circa = if dotted { i - 2 } else { i - 1 };
    if scan.any(circa, &["c", "ca", "circa"]) {
        return (circa, Some("APPROX"));
    }
    let (from, modifier) = edge(scan, i);
    let from = if scan.is(from - 1, "the") { from - 1 } else { from };
    (from, modifier)
}

#[cfg(test)]
mod tests {
    use super::super::read;

    #[test]
    fn years_before_christ() {
        assert_eq!(
            read(
                "",
                "The city fell in April 146 B.C. after the siege of 149-146 BC and the winter of 147 BC."
            ),
            [
                "April 146 B.C. = BC0146-04",
                "149 = BC0149",
                "146 BC = BC0146",
                "the winter of 147 BC = BC0147-WI"
            ]
        );
        assert_eq!(
            read("", "Temples of the 470s BC and the early 4th century BC stand there."),
            ["the 470s BC = BC047", "the early 4th century BC = BC03"]
        );
    }

    #[test]
    fn years_of_our_era() {
        assert_eq!(
            read("", "Born in AD 69, he died on 3 May 117 AD, c. 300 CE by another count."),
            ["AD 69 = 0069", "3 May 117 AD = 0117-05-03", "c. 300 CE = 0300"]
        );
        assert!(read("", "The 12 ad breaks cost 300 CEO hours.").iter().all(|t| !t.contains("= 0")));
    }
}
