//! The fixed words of the program: everything a report says that is not quoted from a page.

use jiff::civil::Date;
use parallax_model::{
    Bound, ConflictKind, DateFrom, OriginKind, PageKind, Partial, Precision, Relation, Role, Stance,
};
use parallax_model::{LineageKind, StatementKind, Status, Wording};

/// Between groups of three digits and between a number and its noun: narrow, and never a line end.
const THIN: char = '\u{202f}';

/// `12345` as "12 345", with thin spaces.
pub(crate) fn number(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, d) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(THIN);
        }
        out.push(d);
    }
    out
}

/// "1 page", "3 pages".
pub(crate) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", number(n), if n == 1 { one } else { many })
}

/// The value of a figure on an axis: no more digits than it has.
pub(crate) fn value(v: f64) -> String {
    if v.fract() == 0.0 && v.abs() < 1e15 {
        let n = number(v.abs() as usize);
        if v < 0.0 { format!("\u{2212}{n}") } else { n }
    } else {
        let text = format!("{v:.2}");
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }
}

/// The day at the start of an ISO date or time.
pub(crate) fn day_of(iso: &str) -> Option<Date> {
    iso.get(..10)?.parse().ok()
}

/// "24 Jan 2022".
pub(crate) fn day(d: Date) -> String {
    format!("{} {} {}", d.day(), month_short(d), d.year())
}

/// "24 Jan".
pub(crate) fn day_short(d: Date) -> String {
    format!("{} {}", d.day(), month_short(d))
}

/// "January 2022".
pub(crate) fn month(d: Date) -> String {
    format!("{} {}", month_name(d), d.year())
}

/// An ISO date or time for a reader: "24 Jan 2022", "24 Jan 2022, 13:18"; as it is if it is neither.
pub(crate) fn moment(iso: &str) -> String {
    let Some(date) = day_of(iso) else { return weekday(iso).unwrap_or(iso).to_owned() };
    match iso.get(11..16) {
        Some(clock) if clock.as_bytes().get(2) == Some(&b':') => format!("{}, {clock}", day(date)),
        _ => day(date),
    }
}

/// The weekday of a TIMEX3 value that names no more: `XXXX-WXX-1`.
fn weekday(value: &str) -> Option<&'static str> {
    const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let day: usize = value.strip_prefix("XXXX-WXX-")?.parse().ok()?;
    DAYS.get(day.checked_sub(1)?).copied()
}

/// From one day to another, without saying a month or year twice.
pub(crate) fn period(from: Date, to: Date) -> String {
    if from == to {
        day(from)
    } else if (from.year(), from.month()) == (to.year(), to.month()) {
        format!("{}\u{2013}{}", from.day(), day(to))
    } else if from.year() == to.year() {
        format!("{} \u{2013} {}", day_short(from), day(to))
    } else {
        format!("{} \u{2013} {}", day(from), day(to))
    }
}

/// The date of a happening, no more exact than the pages give it.
pub(crate) fn happening(begin: &str, end: &str, precision: Precision) -> String {
    let (Some(from), Some(to)) = (day_of(begin), day_of(end)) else { return begin.to_owned() };
    match precision {
        Precision::Minute => moment(begin),
        Precision::Year if from.year() == to.year() => from.year().to_string(),
        Precision::Year => format!("{}\u{2013}{}", from.year(), to.year()),
        Precision::Month if (from.year(), from.month()) == (to.year(), to.month()) => month(from),
        Precision::Month | Precision::Quarter if from.year() == to.year() => {
            format!("{}\u{2013}{}", month_name(from), month(to))
        }
        _ => period(from, to),
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn month_name(d: Date) -> &'static str {
    MONTHS[(d.month() as usize - 1) % 12]
}

fn month_short(d: Date) -> &'static str {
    let name = month_name(d);
    name.get(..3).unwrap_or(name)
}

pub(crate) fn precision(p: Precision) -> &'static str {
    match p {
        Precision::Minute | Precision::Day | Precision::Published => "",
        Precision::Week => "to the week",
        Precision::Month => "to the month",
        Precision::Quarter => "to the quarter",
        Precision::Year => "to the year",
    }
}

/// How the day of a happening came about, where no words of its own sentence give it.
pub(crate) fn date_from(from: DateFrom, precision: Precision, status: Status) -> &'static str {
    let real = matches!(status, Status::Done | Status::UnderWay | Status::Reversed);
    match (from, precision) {
        (DateFrom::Expression, _) => "",
        (DateFrom::Counted, _) => "counted from another happening",
        (DateFrom::SentenceBefore, _) => "carried on from the sentence before",
        (DateFrom::Saying, _) => "when it was said",
        (DateFrom::Post, Precision::Published) if real => "the post\u{2019}s day: then or before",
        (DateFrom::Page, Precision::Published) if real => "the page\u{2019}s date: then or before",
        (DateFrom::Post, Precision::Published) => "told on the post\u{2019}s day; no day of its own",
        (DateFrom::Page, Precision::Published) => "told on the page\u{2019}s date; no day of its own",
        (DateFrom::Post, _) => "an hour of the post\u{2019}s day",
        (DateFrom::Page, _) => "an hour of the page\u{2019}s day",
    }
}

pub(crate) fn status(s: Status) -> &'static str {
    match s {
        Status::Done => "happened",
        Status::UnderWay => "under way",
        Status::Announced => "announced",
        Status::Threatened => "threatened",
        Status::Reversed => "taken back",
        Status::Denied => "denied",
        Status::Hypothetical => "only supposed",
    }
}

/// How the chart and the list draw a status: a class of the style sheet.
pub(crate) fn status_class(s: Status) -> &'static str {
    match s {
        Status::Done | Status::UnderWay => "done",
        Status::Announced | Status::Threatened | Status::Hypothetical => "ahead",
        Status::Reversed | Status::Denied => "undone",
    }
}

pub(crate) fn stance(s: Stance) -> &'static str {
    match s {
        Stance::Asserts => "says",
        Stance::Denies => "denies",
        Stance::Confirms => "confirms",
        Stance::Warns => "warns",
        Stance::Predicts => "predicts",
        Stance::Demands => "demands",
        Stance::Promises => "promises",
        Stance::Threatens => "threatens",
        Stance::Hedges => "says it may be",
        Stance::Asks => "asks",
        Stance::Accuses => "accuses",
        Stance::Admits => "admits",
        Stance::Declines => "declines to say",
    }
}

pub(crate) fn kind(k: StatementKind) -> &'static str {
    match k {
        StatementKind::Direct => "quoted",
        StatementKind::Indirect => "paraphrased",
        StatementKind::Mixed => "partly quoted",
        StatementKind::OwnVoice => "outlet\u{2019}s own voice",
    }
}

/// How a wording stands to the first.
pub(crate) fn wording(w: Wording, first: bool) -> &'static str {
    match w {
        Wording::Same if first => "main wording",
        Wording::Same => "spelled otherwise",
        Wording::Trimmed => "trimmed",
        Wording::Paraphrased => "without quotation marks",
        Wording::Reworded => "in other words",
        Wording::Translated => "in other words, perhaps another translation",
        Wording::Altered => "words differ",
        Wording::NumberChanged => "number differs",
        Wording::AttributionChanged => "other speaker",
    }
}

pub(crate) fn origin(k: OriginKind) -> &'static str {
    match k {
        OriginKind::Speaker => "named person",
        OriginKind::Institution => "institution",
        OriginKind::Unnamed => "somebody not named",
        OriginKind::Relay => "another outlet, relayed",
        OriginKind::Outlet => "the outlet\u{2019}s own reporting",
    }
}

pub(crate) fn relation(r: Relation) -> &'static str {
    match r {
        Relation::Single => "One page only",
        Relation::Agree => "Agree",
        Relation::Refine => "Agree; one is more exact",
        Relation::Differ => "Differ, but both can be true",
        Relation::Conflict => "Cannot both be true",
        Relation::Revised => "A later value replaces an earlier one",
        Relation::NotComparable => "Not comparable",
    }
}

/// In what sides differ; values also by how they stand to each other.
pub(crate) fn conflict(k: ConflictKind, values: Option<Relation>) -> &'static str {
    match (k, values) {
        (ConflictKind::Value, Some(Relation::Conflict) | None) => "Values conflict",
        (ConflictKind::Value, Some(Relation::Revised)) => "Value changed",
        (ConflictKind::Value, Some(_)) => "Values differ",
        (ConflictKind::Date, _) => "Dates differ",
        (ConflictKind::Role, _) => "Roles differ",
        (ConflictKind::Attribution, _) => "Speakers differ",
        (ConflictKind::Wording, _) => "Wording differs",
        (ConflictKind::Denial, _) => "Denied",
    }
}

pub(crate) fn bound(b: Bound) -> &'static str {
    match b {
        Bound::Exact => "exact",
        Bound::About => "about",
        Bound::AtLeast => "at least",
        Bound::MoreThan => "more than",
        Bound::AtMost => "at most",
        Bound::LessThan => "less than",
        Bound::Range => "range",
    }
}

pub(crate) fn lineage(k: LineageKind) -> &'static str {
    match k {
        LineageKind::Copy => "share long runs of the same words",
        LineageKind::Rewrite => "appear to rewrite one source",
    }
}

pub(crate) fn page_kind(k: PageKind) -> &'static str {
    match k {
        PageKind::Article => "article",
        PageKind::Live => "live page",
    }
}

/// Why a text is only a part of its article.
pub(crate) fn partial(p: Partial) -> &'static str {
    match p {
        Partial::Paywall => "only a part: the page says that the rest is for subscribers",
        Partial::Teaser => "only a part: the beginning, with an invitation to read on",
        Partial::CutOff => "only a part: the file ends in the middle of the page",
    }
}

/// A class of the style sheet, and what a reader of the page is told beside the words; empty for running text.
pub(crate) fn role(r: Role) -> (&'static str, &'static str) {
    match r {
        Role::Title => ("title", "headline"),
        Role::Heading => ("heading", ""),
        Role::Paragraph => ("par", ""),
        Role::Quote => ("quote", ""),
        Role::List => ("item", ""),
        Role::Table => ("row", ""),
        Role::Caption => ("caption", "caption"),
        Role::Credit => ("credit", "picture credit"),
        Role::Byline => ("byline", "byline"),
        Role::Dateline => ("dateline", "dateline"),
        Role::Furniture => ("furniture", "not part of the text"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_carry_thin_spaces_and_no_false_digits() {
        assert_eq!(number(7), "7");
        assert_eq!(number(14_973), "14\u{202f}973");
        assert_eq!(number(1_000_000), "1\u{202f}000\u{202f}000");
        assert_eq!(value(3.2), "3.2");
        assert_eq!(value(8500.0), "8\u{202f}500");
        assert_eq!(value(-4.0), "\u{2212}4");
        assert_eq!(count(1, "page", "pages"), "1 page");
    }

    #[test]
    fn dates_say_no_more_than_is_known() {
        assert_eq!(moment("2031-03-04T13:18:00+02:00"), "4 Mar 2031, 13:18");
        assert_eq!(moment("2031-03-04"), "4 Mar 2031");
        assert_eq!(moment("spring"), "spring");
        assert_eq!(moment("XXXX-WXX-2"), "Tuesday");
        assert_eq!(happening("2031-03-01", "2031-03-31", Precision::Month), "March 2031");
        assert_eq!(happening("2014-01-01", "2014-12-31", Precision::Year), "2014");
        assert_eq!(happening("2031-01-01", "2031-03-31", Precision::Quarter), "January\u{2013}March 2031");
        assert_eq!(happening("2031-03-05", "2031-03-06", Precision::Week), "5\u{2013}6 Mar 2031");
        assert_eq!(happening("2030-12-30", "2031-01-05", Precision::Week), "30 Dec 2030 \u{2013} 5 Jan 2031");
    }
}
