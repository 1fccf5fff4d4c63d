//! Years, decades, centuries, quarters, seasons, dates in figures.

use super::days::{edge, year};
use super::eras::{any_year, era};
use super::scan::{Finds, Found, Meaning, Scan};
use super::vocabulary::Role;
use crate::numbers::{NumberKind, number_word};
use parallax_model::TimexType;

fn fixed(value: String) -> Meaning {
    Meaning::Fixed(TimexType::Date, value)
}

/// "2022-01-24", "1/24/2022", "24.01.2022".
pub(super) fn in_figures(scan: &Scan<'_>, i: usize, out: &mut Finds) {
    let mark = scan.str(i + 1);
    let shape = scan.glued(i + 1)
        && scan.glued(i + 2)
        && scan.str(i + 3) == mark
        && scan.glued(i + 3)
        && scan.glued(i + 4);
    if !shape
        || !matches!(mark, "-" | "/" | ".")
        || (scan.glued(i) && !scan.any(i - 1, &["(", "[", "\"", "“"]))
    {
        return;
    }
    let (Some(a), Some(b), Some(c)) = (scan.number(i), scan.number(i + 2), scan.number(i + 4)) else {
        return;
    };
    if scan.glued(i + 5) && (scan.hyphen(i + 5) || scan.str(i + 5) == "/") {
        return;
    }
    let lengths = (scan.str(i).len(), scan.str(i + 2).len(), scan.str(i + 4).len());
    let (y, m, d) = match lengths {
        (4, 1..=2, 1..=2) => (a, b, c),
        (1..=2, 1..=2, 4) if mark == "." || a > 12 => (c, b, a),
        (1..=2, 1..=2, 4) => (c, a, b),
        (1..=2, 1..=2, 2) if mark != "." => {
            let y = if c > 40 { 1900 + c } else { 2000 + c };
            if a > 12 { (y, b, a) } else { (y, a, b) }
        }
        _ => return,
    };
    if !(1..=12).contains(&m) || !(1..=31).contains(&d) || !(1000..2200).contains(&y) {
        return;
    }
    let day = format!("{y:04}-{m:02}-{d:02}");
    // A time of day may follow: "2022-01-24T10:00", "1/24/2022 10:00".
    let t = if scan.is(i + 5, "T") && scan.glued(i + 5) { i + 6 } else { i + 5 };
    if let (Some(h), Some(min)) = (scan.number(t), scan.number(t + 2))
        && scan.str(t + 1) == ":"
        && scan.glued(t + 1)
        && scan.str(t + 2).len() == 2
        && h < 24
        && min < 60
    {
        let mut to = t + 3;
        let mut time = format!("{day}T{h:02}:{min:02}");
        if scan.str(to) == ":"
            && scan.glued(to)
            && let Some(s) = scan.number(to + 1).filter(|&s| s < 60)
        {
            time.push_str(&format!(":{s:02}"));
            to += 2;
        }
        out.push(Found::new(i, to, 95, "date and time in figures", Meaning::Fixed(TimexType::Time, time)));
        return;
    }
    out.push(Found::new(i, i + 5, 94, "date in figures", fixed(day)));
}

/// "3/4/2022" read with the day first, where the month was taken to be.
pub(super) fn day_first(scan: &Scan<'_>, found: &Found) -> Option<String> {
    let i = found.from;
    if !scan.digits(i) || scan.str(i).len() > 2 || !matches!(scan.str(i + 1), "/" | "-") || !scan.glued(i + 1)
    {
        return None;
    }
    let (Meaning::Fixed(_, value), Some(a), Some(b)) = (&found.meaning, scan.number(i), scan.number(i + 2))
    else {
        return None;
    };
    let years = value.get(..5).filter(|_| found.rule.ends_with("in figures"))?;
    (a != b && a <= 12 && b <= 12).then(|| format!("{years}{b:02}-{a:02}{}", value.get(10..).unwrap_or("")))
}

/// "1998", "2009-2010", "the 1980s".
pub(super) fn figures(scan: &Scan<'_>, i: usize, out: &mut Finds) {
    // "480 BC" is told with its era.
    if era(scan, i + 1).is_some() {
        return;
    }
    if scan.glued(i) && scan.apostrophe(i - 1) {
        short_year(scan, i, out);
        return;
    }
    if scan.str(i - 1) == "Q" && scan.str(i).len() == 1 {
        super::business::short_quarter(scan, i, out);
        return;
    }
    // "FY14"
    if scan.str(i - 1) == "FY" && scan.str(i).len() == 2 && !(scan.glued(i + 1) && scan.letters(i + 1)) {
        let y = 2000 + scan.number(i).unwrap_or(0);
        out.push(Found::new(i - 1, i + 1, 40, "short year", fixed(y.to_string())));
        return;
    }
    // "the late 80s", but not "in his early 30s".
    let age = scan.any(i - 2, &["his", "her", "their", "my", "your", "our"]);
    let short = scan.str(i).len() == 2 && scan.is(i + 1, "s") && scan.glued(i + 1);
    if short && scan.entry(i - 1).edge.is_some() && !age {
        decade(scan, i, 190 + scan.number(i).unwrap_or(0) / 10, out);
        return;
    }
    if scan.any(i + 1, &["th", "st", "nd", "rd"]) && scan.glued(i + 1) {
        century(scan, i, scan.number(i), i + 2, out);
        return;
    }
    if scan.is(i + 1, "s") && scan.glued(i + 1) && scan.str(i).len() == 4 {
        if let Some(y) = scan.number(i).filter(|y| (1000..2100).contains(y) && y % 10 == 0) {
            decade(scan, i, y / 10, out);
            // "the 1800s" are a century, "the 2000s" a decade.
            if y % 100 == 0
                && y < 2000
                && let Some(f) = out.last_mut()
            {
                f.meaning = fixed(format!("{}", y / 100));
                f.rule = "century";
            }
        }
        return;
    }
    let Some((y, next)) = year(scan, i) else { return };
    let before = scan.str(i - 1);
    let fiscal = scan.str(i - 1) == "FY";
    let open = !scan.glued(i)
        || fiscal
        || scan.any(i - 1, &["(", "[", "\"", "“", "‘", "—", ",", "*"])
        || ((scan.hyphen(i - 1) || before == "/")
            && (scan.entry(i - 2).edge.is_some()
                || scan.any(i - 2, &["pre", "post"])
                || scan.entry(i - 2).month > 0
                || year(scan, i - 2).is_some_and(|(p, _)| p < y && y - p < 100)));
    let closed = scan.glued(next)
        && (scan.any(next, &["/", "_", "@", "°"])
            || matches!(scan.str(next), "." | ":") && scan.glued(next + 1) && scan.digits(next + 1));
    if !open || closed && scan.str(next) != "/" {
        return;
    }
    if !plausible(scan, i, y) {
        return;
    }
    // "2009-10", "1957/58"
    let dash = scan.hyphen(next) || (scan.str(next) == "/" && scan.glued(next));
    if dash && scan.glued(next + 1) && scan.digits(next + 1) {
        let tail = scan.str(next + 1);
        if tail.len() == 2 && !scan.glued(next + 2) | scan.any(next + 2, &[",", ".", ")", ";", ":"]) {
            let last = y / 100 * 100 + scan.number(next + 1).unwrap_or(0);
            if last > y && last < y + 60 {
                out.push(Found::new(i, i + 1, 45, "year", fixed(format!("{y:04}"))));
                out.push(Found::new(next + 1, next + 2, 45, "year", fixed(format!("{last:04}"))));
            }
            return;
        }
        if tail.len() != 4 {
            return;
        }
    } else if dash && scan.glued(next + 1) && scan.str(next) != "—" && scan.str(next) != "–" {
        // "2022-based" is a year; "1200-strong" is none.
        if !scan.any(next + 1, &["based", "era"]) && y < 1900 || scan.entry(next + 1).is(Role::Measured) {
            return;
        }
    }
    let label = scan.any(i - 1, &["fiscal", "calendar", "year", "FY"]);
    let start = if label { i - 1 } else { i };
    let start = if label && scan.is(start - 1, "fiscal") { start - 1 } else { start };
    let start = if label && scan.is(start - 1, "the") { start - 1 } else { start };
    let (from, modifier) = edge(scan, start);
    let from = if modifier.is_some() { from } else { start };
    out.push(Found::new(from, next, 30, "year", fixed(format!("{y:04}"))).modifier(modifier));
}

/// Whether four digits are a year and no number of things, address or label.
fn plausible(scan: &Scan<'_>, i: usize, y: u32) -> bool {
    let after = scan.entry(i + 1);
    if after.count
        || after.unit.is_some()
        || scan.any(i + 1, &["hrs", "GMT", "UTC", "local", "dead", "killed"])
    {
        return false;
    }
    // An address: "2011 Main Street".
    let street = |k: usize| scan.entry(k).is(Role::Street);
    if scan.capital(i + 1) && (2..4).any(|k| street(i + k)) || scan.any(i + 1, &["block"]) {
        return false;
    }
    let led = scan.entry(i - 1).is(Role::LeadsYear);
    let bound = scan.entry(i - 1).is(Role::Amount);
    if bound && !(scan.is(i - 1, "than") && scan.any(i - 2, &["later", "earlier"])) {
        return false;
    }
    if scan.entry(i - 1).is(Role::Label) {
        return false;
    }
    // "call 555 1969"
    if scan.digits(i - 1)
        && scan.str(i - 1).len() < 5
        && !scan.glued(i)
        && scan.number(i - 1).is_some_and(|n| n > 31)
    {
        return false;
    }
    if scan.any(i - 1, &["$", "£", "€", "#", "№"])
        || (scan.str(i - 1) == "." && scan.is(i - 2, "No") && scan.glued(i - 1))
    {
        return false;
    }
    (1500..2051).contains(&y) && (led || y >= 1700 || scan.any(i - 1, &["("]))
        || (1000..2100).contains(&y) && scan.any(i - 1, &["in", "since", "until", "year"])
}

/// "'96", "the '80s" with the apostrophe at `i - 1`.
fn short_year(scan: &Scan<'_>, i: usize, out: &mut Finds) {
    let Some(n) = scan.number(i).filter(|_| scan.str(i).len() == 2) else { return };
    if scan.glued(i - 1) {
        return;
    }
    let y = if n > 40 { 1900 + n } else { 2000 + n };
    if scan.is(i + 1, "s") && scan.glued(i + 1) && n % 10 == 0 {
        decade(scan, i - 1, y / 10, out);
        if let Some(f) = out.last_mut() {
            f.to = i + 2;
        }
    } else if !scan.letters(i + 1) || !scan.glued(i + 1) {
        let (from, modifier) = edge(scan, i - 1);
        out.push(Found::new(from, i + 1, 40, "short year", fixed(y.to_string())).modifier(modifier));
    }
}

fn decade(scan: &Scan<'_>, i: usize, tens: u32, out: &mut Finds) {
    let start = if scan.is(i - 1, "the") { i - 1 } else { i };
    let (mut from, modifier) = edge(scan, i);
    if modifier.is_none() {
        from = start;
    } else if scan.is(from - 1, "the") {
        from -= 1;
    }
    out.push(Found::new(from, i + 2, 44, "decade", fixed(format!("{tens:03}"))).modifier(modifier));
}

/// "the nineties", "the 20th century", "the third quarter", "nineteen ninety-six", "two thousand".
pub(super) fn words(scan: &Scan<'_>, i: usize, out: &mut Finds) {
    if let Some((n, NumberKind::Ordinal)) = number_word(scan.str(i)) {
        let ordinal = n as u32;
        if scan.is(i + 1, "century") || (scan.hyphen(i + 1) && scan.is(i + 2, "century")) {
            century(scan, i, Some(ordinal), i + 1, out);
        }
        super::business::quarter(scan, i, ordinal, i + 1, out);
        return;
    }
    if scan.any(i, &["nineteen", "eighteen"]) {
        let base = if scan.is(i, "nineteen") { 1900 } else { 1800 };
        let k = if scan.is(i + 1, "hundred") { i + 2 } else { i + 1 };
        if let Some(n) =
            crate::numbers::read(scan, k).filter(|n| !n.digits && (10.0..100.0).contains(&n.value))
        {
            let from = if scan.is(i - 1, "year") { i - 1 } else { i };
            out.push(Found::new(
                from,
                n.next,
                86,
                "year in words",
                fixed((base + n.value as u32).to_string()),
            ));
        }
    } else if scan.is(i, "two")
        && scan.is(i + 1, "thousand")
        && scan.any(i - 1, &["year", "in", "of", "since", "by"])
    {
        let n = crate::numbers::read(scan, i).filter(|n| (2000.0..2030.0).contains(&n.value));
        if let Some(n) = n.filter(|n| !scan.letters(n.next) || scan.is(i - 1, "year")) {
            let from = if scan.is(i - 1, "year") { i - 1 } else { i };
            let from = if scan.is(from - 1, "the") { from - 1 } else { from };
            out.push(Found::new(from, n.next, 86, "year in words", fixed(format!("{:.0}", n.value))));
        }
    }
    let tens = scan.entry(i).tens;
    if tens > 0 {
        let (from, modifier) = edge(scan, i);
        let the = scan.is(from - 1, "the");
        if (the || modifier.is_some()) && !scan.any(from - 1, &["his", "her", "their"]) {
            let from = if the { from - 1 } else { from };
            out.push(
                Found::new(from, i + 1, 44, "decade", fixed(format!("{}", 190 + u32::from(tens))))
                    .modifier(modifier),
            );
        }
    }
}

/// "20th century" with its number at `i` and `next` after the ending.
fn century(scan: &Scan<'_>, i: usize, n: Option<u32>, next: usize, out: &mut Finds) {
    super::business::quarter(scan, i, n.unwrap_or(0), next, out);
    let k = if scan.hyphen(next) { next + 1 } else { next };
    let Some(n) = n.filter(|n| (1..=30).contains(n) && scan.is(k, "century")) else { return };
    let (from, modifier) = edge(scan, i);
    let from = if scan.is(from - 1, "the") { from - 1 } else { from };
    let (before, to) = era(scan, k + 1).unwrap_or((false, k + 1));
    let value = format!("{}{:02}", if before { "BC" } else { "" }, n - 1);
    out.push(Found::new(from, to, 50, "century", fixed(value)).modifier(modifier));
}

/// "last spring", "the winter of 1942", "summer 2014", "this fall".
pub(super) fn season(scan: &Scan<'_>, i: usize, out: &mut Finds) {
    let Some(season) = scan.entry(i).season else { return };
    let of = if scan.is(i + 1, "of") { i + 2 } else { i + 1 };
    let (mut from, modifier) = edge(scan, i);
    if scan.any(from - 1, &["the", "that", "this"]) {
        from -= 1;
    }
    if let Some((y, to)) = any_year(scan, of) {
        out.push(
            Found::new(from, to, 86, "season of a year", fixed(format!("{y}-{season}"))).modifier(modifier),
        );
        return;
    }
    if let Some((y, to)) = spoken_year(scan, of) {
        out.push(
            Found::new(from, to, 87, "season of a year", fixed(format!("{y:04}-{season}")))
                .modifier(modifier),
        );
        return;
    }
    let (stepped, step) = super::days::step(scan, i);
    if scan.is(i - 1, "every") || scan.is(i - 1, "each") {
        let meaning = Meaning::Fixed(TimexType::Set, format!("XXXX-{season}"));
        out.push(Found::new(i - 1, i + 1, 55, "season set", meaning));
    } else if step.is_some() {
        let (from, modifier) = edge(scan, stepped);
        out.push(Found::new(from, i + 1, 54, "season", Meaning::Season { season, step }).modifier(modifier));
    } else if season == "FA"
        && scan.is(i, "fall")
        && !(scan.is(i - 1, "the") && scan.any(i - 2, &["in", "during", "by", "until", "since"]))
    {
        // "fall" alone is mostly a verb or a defeat.
    } else if scan.is(i - 1, "the")
        && scan.any(
            i - 2,
            &[
                "in",
                "during",
                "by",
                "until",
                "since",
                "through",
                "over",
                "throughout",
                "for",
                "into",
                "before",
                "after",
            ],
        )
        && !scan.is(i + 1, "of")
        || modifier.is_some()
    {
        let from = if modifier.is_some() { from } else { i - 1 };
        out.push(
            Found::new(from, i + 1, 50, "season", Meaning::Season { season, step: None }).modifier(modifier),
        );
    }
}

/// "nineteen ninety-four" at `i`.
pub(super) fn spoken_year(scan: &Scan<'_>, i: usize) -> Option<(u32, usize)> {
    if !scan.is(i, "nineteen") {
        return None;
    }
    let n = crate::numbers::read(scan, i + 1).filter(|n| !n.digits && (10.0..100.0).contains(&n.value))?;
    Some((1900 + n.value as u32, n.next))
}

#[cfg(test)]
mod tests {
    use super::super::read;

    #[test]
    fn years_decades_centuries() {
        assert_eq!(
            read("", "Annexed in 2014, it grew through the 1980s and the 19th century."),
            ["2014 = 2014", "the 1980s = 198", "the 19th century = 18"]
        );
        assert_eq!(
            read("", "The war of 2009-2010 and the winter of 1957-58."),
            ["2009 = 2009", "2010 = 2010", "the winter of 1957 = 1957-WI", "58 = 1958"]
        );
        assert_eq!(read("", "He won in nineteen ninety-six."), ["nineteen ninety-six = 1996"]);
        assert_eq!(read("", "Carthage fell in 146 BC."), ["146 BC = BC0146"]);
    }

    #[test]
    fn years_of_the_books_and_old_centuries() {
        assert_eq!(
            read("", "The budgets for FY2014 and FY15 passed; mills of the 1800s burned in the 2000s."),
            ["FY2014 = 2014", "FY15 = 2015", "the 1800s = 18", "the 2000s = 200"]
        );
    }

    #[test]
    fn four_digits_that_are_no_year() {
        assert!(read("", "On page 1999, in room 1984, a man in his early 30s read.").is_empty());
        assert!(
            read("", "About 1800 people, 2000 tons, Flight 1903, $1950 and 2011 Main Street.").is_empty()
        );
    }

    #[test]
    fn dates_in_figures() {
        assert_eq!(
            read("", "Updated 2022-01-24 and 1/25/2022, 24.01.2022."),
            ["2022-01-24 = 2022-01-24", "1/25/2022 = 2022-01-25", "24.01.2022 = 2022-01-24"]
        );
        assert!(read("", "The score was 2-1-3 and the ratio 99/98/2022.").is_empty());
        let other = |text: &str| super::super::tag(text, None)[0].other.clone();
        assert_eq!(other("On 3/4/2022 it fell.").as_deref(), Some("2022-04-03"));
        assert_eq!(other("On 3/14/2022 it fell."), None);
    }
}
