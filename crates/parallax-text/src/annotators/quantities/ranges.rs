//! Two numbers that belong together: "2,000 to 3,000", "8- to 16-metre", "between 44 mg and 50 mg", and the
//! changes that look like ranges, "rose from 12 to 45".

use super::raw::{Part, minus_before, part};
use super::scan::Scan;
use super::suffix;
use super::vocabulary::entry;

/// What a number and the next one make.
#[derive(Debug)]
pub(super) enum Range {
    /// Both ends of a range.
    Ends(Part, Part),
    /// What something was, and what it became.
    Change(Part, Part),
    /// Digits joined by a hyphen that are no range, and no number either.
    Broken,
}

/// How many pieces before "from" a verb of change is looked for in.
const REACH: usize = 12;

/// What stands behind the first number.
pub(super) fn read(scan: &Scan<'_>, first: &Part) -> Option<Range> {
    let mut gap = first.to;
    // "8- to 16-metre"
    if scan.hyphen(gap) && scan.any(gap + 1, &["to", "or"]) {
        gap += 1;
    }
    let dash =
        scan.hyphen(gap) && scan.glued(gap + 1) || matches!(scan.str(gap), "–" | "—") && !scan.glued(gap);
    let lead = from(scan, first.start);
    let between = scan.is(first.start - 1, "between") && scan.any(gap, &["and", "to"]);
    let to = scan.any(gap, &["to", "or"]);
    if !(dash || between || to) {
        return None;
    }
    let at = gap + 1;
    let k = number_at(scan, at)?;
    let spaced = dash && !scan.hyphen(gap);
    let Some(mut second) = part(scan, k).filter(|s| s.start <= at + 1 && (!spaced || scan.digits(k))) else {
        return (dash && scan.digits(at)).then_some(Range::Broken);
    };
    let mut low = first.clone();
    // "-78-0 °C": the minus shows to be one by the unit behind the range.
    if low.unit.is_none() && second.unit.is_some() && minus_before(scan, low.start) {
        low.number.value = -low.number.value;
        low.start -= 1;
    }
    // "2 to 3 million", "$2-3 million": the scale and the sign belong to both.
    let scale = shared_scale(scan, &low, &second, k);
    low.number.value *= scale;
    if second.unit.is_none() && low.to == low.number.next {
        second.unit.clone_from(&low.unit);
    }
    let change = to && lead.is_some_and(|k| moved(scan, k));
    // "200 people or 10 percent", "44 ml to 50 mg" are two amounts each.
    let units = (&low.unit, &second.unit);
    let same = match units {
        (Some(a), Some(b)) => a.name == b.name,
        (first, _) => first.is_none(),
    };
    let (a, b) = (low.number.value, second.number.value);
    let explicit = units.0.is_some();
    let near = b <= a * 20.0 || scale > 1.0 || explicit || a <= 0.0 || lead.is_some() || between;
    let falls = a > b && (change || a < 0.0 && explicit);
    if same && (a < b && near || falls) {
        return Some(if change { Range::Change(low, second) } else { Range::Ends(low, second) });
    }
    (dash && !spaced && scan.digits(at) && first.unit.is_none()).then_some(Range::Broken)
}

/// Where "from" stands before a number, perhaps with a bound between: "from about $350".
fn from(scan: &Scan<'_>, start: usize) -> Option<usize> {
    (start.saturating_sub(3)..start).rev().find(|&k| scan.is(k, "from"))
}

/// Whether a verb of change leads to the "from" at `k`.
fn moved(scan: &Scan<'_>, k: usize) -> bool {
    let clause = (k.saturating_sub(REACH)..k)
        .rev()
        .take_while(|&j| scan.letters(j) || scan.digits(j) || scan.hyphen(j));
    clause.into_iter().any(|j| entry(scan, j).moves)
}

/// Where the second number starts, behind a sign of money or a minus.
fn number_at(scan: &Scan<'_>, at: usize) -> Option<usize> {
    (at..at + 4).find(|&k| {
        let e = entry(scan, k);
        let starts = scan.digits(k) || e.number.is_some() || e.starts;
        starts
            && (k == at
                || suffix::money_before(scan, k).is_some_and(|m| m.1 >= at)
                || matches!(scan.str(k - 1), "-" | "−" | "±"))
    })
}

/// "2 to 3 million": the scale of the second number, if the first has none of its own.
fn shared_scale(scan: &Scan<'_>, first: &Part, second: &Part, k: usize) -> f64 {
    let (a, b) = (first.number.value, second.number.value);
    let bare = !scan.str(k).contains("000") && scan.str(k + 1) != ",";
    if b >= 1000.0 && a > 0.0 && a < 1000.0 && bare {
        [1e12, 1e9, 1e6, 1e3].into_iter().find(|s| b / s >= 1.0).unwrap_or(1.0)
    } else {
        1.0
    }
}

#[cfg(test)]
mod tests {
    use super::super::{all, read};

    #[test]
    fn both_ends_share_unit_and_scale() {
        assert_eq!(read("It needs an 8- to 16-metre mast."), ["8- to 16-metre = 12 metre mast"]);
        assert_eq!(read("It cost $2-3 million."), ["$2-3 million = 2500000 USD"]);
        assert_eq!(read("Between 40 kg and 60 kg were found."), ["Between 40 kg and 60 kg = 50 kilogram"]);
        assert_eq!(read("It fell from 40 ml to 60 mg."), ["40 ml = 40 millilitre", "60 mg = 60 milligram"]);
        assert_eq!(read("It was -18 °C to -34 °C."), ["-18 °C to -34 °C = -26 degree Celsius"]);
    }

    #[test]
    fn a_change_is_two_amounts() {
        let text = "The toll rose from 12 people to 45 people.";
        assert_eq!(read(text), ["12 = 12 person", "45 = 45 killed"]);
        assert_eq!(
            all("Prices fell from $50 to $40."),
            ["change from $50 to $40 = 45 USD", "money $50 = 50 USD", "money $40 = 40 USD"]
        );
    }
}
