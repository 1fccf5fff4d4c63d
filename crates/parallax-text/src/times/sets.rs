//! How often: "twice a week", "three times every month", "$5 million a year".

use super::scan::Scan;

/// Where "twice", "three times", "several days" before `k` start; `k` if nothing such stands there.
pub(super) fn how_often(scan: &Scan<'_>, k: usize) -> usize {
    if scan.any(k - 1, &["once", "twice", "thrice"]) {
        return k - 1;
    }
    let counted = scan.digits(k - 2) || scan.entry(k - 2).number || scan.entry(k - 2).few;
    if scan.is(k - 1, "times") && counted && !scan.hyphen(k - 3) { k - 2 } else { k }
}

/// Whether "a day" at `k` follows an amount ("$5 million a year", "three times a week"): where the set starts.
pub(super) fn rate(scan: &Scan<'_>, k: usize) -> Option<usize> {
    let before = k - 1;
    let from = how_often(scan, k);
    let things = scan.entry(before).count || scan.letters(before) && scan.str(before).ends_with('s');
    let rate = from < k
        || scan.digits(before)
        || scan.entry(before).number
        || scan.any(before, &["times", "%", "percent"])
        || (scan.entry(before).unit.is_some() && scan.entry(before).plural)
        || scan.entry(before).parts.is_some()
        || (things && (scan.digits(k - 2) || scan.entry(k - 2).number));
    rate.then_some(from)
}

#[cfg(test)]
mod tests {
    use super::super::read;

    #[test]
    fn how_often_belongs_to_the_set() {
        assert_eq!(
            read("2022-02-12", "They meet twice a week, and three times every month."),
            ["twice a week = P1W", "three times every month = P1M"]
        );
        assert_eq!(
            read("2022-02-12", "He runs every other day and on weekends."),
            ["every other day = P2D", "weekends = XXXX-WXX-WE"]
        );
        assert_eq!(read("2022-02-12", "She votes once every two years."), ["once every two years = P2Y"]);
    }
}
