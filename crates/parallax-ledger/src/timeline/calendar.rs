//! Days and how exactly words give them.

use parallax_model::{Precision, Timex, TimexType};

/// How exactly a time expression names its time; none for lengths, repetitions and vague references.
pub(super) fn precision(timex: &Timex) -> Option<Precision> {
    if !matches!(timex.of, TimexType::Date | TimexType::Time) || timex.begin.is_none() || timex.end.is_none()
    {
        return None;
    }
    let (date, clock) = match timex.value.split_once('T') {
        Some((date, clock)) => (date, clock),
        None => (timex.value.as_str(), ""),
    };
    if clock.starts_with(|c: char| c.is_ascii_digit()) {
        return Some(Precision::Minute);
    }
    let parts: Vec<&str> = date.split('-').collect();
    let digits = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
    if !digits(parts.first()?, 4) {
        return None;
    }
    match parts[1..] {
        [] => Some(Precision::Year),
        [p] if digits(p, 2) => Some(Precision::Month),
        ["SP" | "SU" | "FA" | "WI"] => Some(Precision::Quarter),
        [p] if p.starts_with('W') => Some(Precision::Week),
        [p] if p.starts_with('Q') || p.starts_with('H') => Some(Precision::Quarter),
        [m, d] if digits(m, 2) && digits(d, 2) => Some(Precision::Day),
        [w, "WE"] if w.starts_with('W') => Some(Precision::Week),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timex(value: &str, of: TimexType) -> Timex {
        let mut timex = Timex::new(parallax_model::Span::new(0, 1), of, value);
        timex.begin = Some("2031-03-04".to_owned());
        timex.end.clone_from(&timex.begin);
        timex
    }

    #[test]
    fn values_tell_their_precision() {
        for (value, precise) in [
            ("2031", Some(Precision::Year)),
            ("2031-03", Some(Precision::Month)),
            ("2031-Q1", Some(Precision::Quarter)),
            ("2031-WI", Some(Precision::Quarter)),
            ("2031-W10", Some(Precision::Week)),
            ("2031-W10-WE", Some(Precision::Week)),
            ("2031-03-04", Some(Precision::Day)),
            ("2031-03-04TNI", Some(Precision::Day)),
            ("2031-03-04T11:04", Some(Precision::Minute)),
            ("PRESENT_REF", None),
            ("203", None),
        ] {
            assert_eq!(super::precision(&timex(value, TimexType::Date)), precise, "{value}");
        }
        assert_eq!(super::precision(&timex("P2D", TimexType::Duration)), None);
    }
}
