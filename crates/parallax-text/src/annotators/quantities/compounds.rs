//! Units made of units: "km/h", "kilometres per hour", "J/m^2 per year", "cubic feet", "s-1", "dollars a barrel".

use super::scan::Scan;
use super::units::{self, Class, Found, Unit};

/// A unit behind a number.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Compound {
    /// "kilometre per hour".
    pub(super) name: String,
    /// The piece after it.
    pub(super) next: usize,
    pub(super) class: Class,
    /// Where "per hour", "a barrel" stands.
    pub(super) per: Option<(usize, usize)>,
    /// Whether it is one of length.
    pub(super) length: bool,
}

/// Factors with their powers, and the piece after them.
type Factors = Vec<(&'static Unit, i8)>;

/// Factors of a compound that are read; no real unit has more.
const MOST: usize = 6;

/// The unit at piece `k`, with all that belongs to it.
pub(super) fn read(scan: &Scan<'_>, k: usize) -> Option<Compound> {
    let (mut factors, mut next) = (Factors::new(), k);
    numerator(scan, &mut next, &mut factors)?;
    Some(divided(scan, factors, next))
}

/// Money whose sign stood before its number, with what it is divided by behind the number: "$15 an hour".
pub(super) fn behind(scan: &Scan<'_>, money: &'static Unit, next: usize) -> Compound {
    divided(scan, vec![(money, 1)], next)
}

/// The factors with those that they are divided by from piece `next` on.
fn divided(scan: &Scan<'_>, mut factors: Factors, mut next: usize) -> Compound {
    let class = factors[0].0.class;
    let mut per: Option<(usize, usize)> = None;
    while factors.len() < MOST
        && let Some((unit, power, to)) = denominator(scan, next, class)
    {
        factors.push((unit, -power));
        per = Some((per.map_or(next, |p| p.0), to));
        next = to;
    }
    let plain = factors.len() == 1 && factors[0].1 == 1;
    let class = if plain || class == Class::Money { class } else { Class::Measure };
    let length = plain && matches!(&factors[0].0.dimension[..], [(base, 1)] if base == "m");
    Compound { name: name(&factors), next, class, per, length }
}

/// The factors of a unit that fills a whole line, the reverse of [`name`].
pub(super) fn factors(scan: &Scan<'_>, from: usize) -> Option<Factors> {
    let (mut factors, mut next) = (Factors::new(), from);
    // "count per week" counts nothing that has a unit.
    if scan.any(next, &["count", "time"]) && scan.is(next + 1, "per") {
        next += 1;
    } else {
        numerator(scan, &mut next, &mut factors)?;
    }
    while factors.len() < MOST
        && let Some((unit, power, to)) = denominator(scan, next, Class::Measure)
    {
        factors.push((unit, -power));
        next = to;
    }
    (next == scan.real().end).then_some(factors)
}

/// Factors that multiply: "kWh", "kg·m", "foot pound".
fn numerator(scan: &Scan<'_>, next: &mut usize, factors: &mut Factors) -> Option<()> {
    let (unit, power, to) = factor(scan, *next)?;
    factors.push((unit, power));
    *next = to;
    while factors.len() < MOST {
        let dot = matches!(scan.str(*next), "·" | "⋅" | "*" | "∙") && scan.glued(*next);
        let Some((unit, power, to)) = factor(scan, *next + 1).filter(|_| dot && scan.glued(*next + 1)) else {
            break;
        };
        factors.push((unit, power));
        *next = to;
    }
    Some(())
}

/// What a unit is divided by: "/h", "per hour", and "an hour" behind what is told by the hour.
fn denominator(scan: &Scan<'_>, k: usize, class: Class) -> Option<(&'static Unit, i8, usize)> {
    let slash = scan.str(k) == "/" && scan.glued(k) && scan.glued(k + 1);
    let article = scan.any(k, &["a", "an"]) && matches!(class, Class::Money | Class::Measure);
    if !(slash || article || scan.is(k, "per")) {
        return None;
    }
    let found = factor(scan, k + 1)?;
    // "two litres a day": by time, or money by what it buys. A symbol behind an article is a word ("a t").
    let told = matches!(found.0.class, Class::Time) || class == Class::Money;
    let word = units::at(scan, k + 1).is_none_or(|f| !f.symbol) && told && scan.letters(k + 1);
    (found.0.class != Class::Money && (!article || word)).then_some(found)
}

/// A unit with its power: "square feet", "km²", "m^2", "s-1", "km cubed".
fn factor(scan: &Scan<'_>, k: usize) -> Option<(&'static Unit, i8, usize)> {
    if let Some(found) = units::at(scan, k) {
        let (power, next) = power(scan, found);
        return Some((found.unit, power, next));
    }
    let by_word = match scan.str(k) {
        w if w.eq_ignore_ascii_case("square") || w.eq_ignore_ascii_case("sq") => 2,
        w if w.eq_ignore_ascii_case("cubic") || w.eq_ignore_ascii_case("cu") => 3,
        _ => return None,
    };
    let dotted = scan.str(k + 1) == "." && scan.glued(k + 1);
    let at = k + 1 + usize::from(dotted || scan.hyphen(k + 1));
    let found = units::at(scan, at).filter(|f| f.unit.dimension.len() == 1)?;
    Some((found.unit, by_word, found.next))
}

/// The power written behind a unit, one if there is none, and the piece after it.
fn power(scan: &Scan<'_>, found: Found) -> (i8, usize) {
    let k = found.next;
    match scan.str(k) {
        w if w.eq_ignore_ascii_case("squared") => return (2, k + 1),
        w if w.eq_ignore_ascii_case("cubed") => return (3, k + 1),
        _ => {}
    }
    if !found.symbol || !scan.glued(k) {
        return (1, k);
    }
    match scan.str(k) {
        "²" => return (2, k + 1),
        "³" => return (3, k + 1),
        "⁻" if scan.str(k + 1) == "¹" => return (-1, k + 2),
        "⁻" if scan.str(k + 1) == "²" => return (-2, k + 2),
        _ => {}
    }
    let caret = scan.str(k) == "^";
    let sign = k + usize::from(caret);
    let minus = matches!(scan.str(sign), "-" | "−") && scan.glued(sign);
    let digit = sign + usize::from(minus);
    let read = scan.number(digit).filter(|n| scan.glued(digit) && (1..=4).contains(n));
    match read {
        Some(n)
            if !(scan.glued(digit + 1) && scan.letters(digit + 1))
                && (caret || minus || n == 2 || n == 3) =>
        {
            let n = n as i8;
            (if minus { -n } else { n }, digit + 1)
        }
        _ => (1, k),
    }
}

/// The name of a compound, which [`factors`] reads again.
fn name(factors: &Factors) -> String {
    let mut name = String::new();
    let above = factors.iter().filter(|f| f.1 > 0);
    let below = factors.iter().filter(|f| f.1 < 0);
    for (n, (unit, power)) in above.chain(below).enumerate() {
        if *power < 0 {
            name.push_str(if n == 0 { "per " } else { " per " });
        } else if n > 0 {
            name.push('·');
        }
        match power.abs() {
            2 => name.push_str("square "),
            3 => name.push_str("cubic "),
            _ => {}
        }
        name.push_str(&unit.name);
        if power.abs() > 3 {
            name.push_str(&format!("^{}", power.abs()));
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(text: &str) -> Option<(String, usize)> {
        let scan = Scan::line(text);
        read(&scan, scan.first()).map(|c| (c.name, scan.real().end - c.next))
    }

    fn named(text: &str) -> String {
        unit(text).map(|u| u.0).unwrap_or_default()
    }

    #[test]
    fn words_and_symbols_give_the_same_name() {
        for text in ["km/h", "kilometers per hour", "kilometres an hour", "km per h"] {
            assert_eq!(named(text), "kilometre per hour", "{text}");
        }
        for text in ["m²", "m2", "m^2", "square metres", "sq. m", "metres squared"] {
            assert_eq!(named(text), "square metre", "{text}");
        }
        assert_eq!(named("s-1"), "per second");
        assert_eq!(named("kg/cm³"), "kilogram per cubic centimetre");
        assert_eq!(named("J/m^2 per year"), "joule per square metre per year");
        assert_eq!(named("kWh"), "kilowatt hour");
    }

    #[test]
    fn an_article_divides_only_what_is_told_so() {
        assert_eq!(unit("miles an hour"), Some(("mile per hour".into(), 0)));
        assert_eq!(unit("dollars a barrel"), Some(("USD per barrel".into(), 0)));
        assert_eq!(unit("miles a pound"), Some(("mile".into(), 2)));
    }

    #[test]
    fn a_name_can_be_read_again() {
        for text in ["km/h", "J/m^2 per year", "s-1", "kg·m", "ft³/s", "dollars per kg"] {
            let name = named(text);
            assert!(units::measure(&name).is_some(), "{text}: {name}");
        }
    }
}
