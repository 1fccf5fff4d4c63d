//! Headers of posts: lines that say when a post was written, and by whom.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::dates::{self, Stamp};
use crate::lexicon::{data, of_kind, words};

static LIVE: &str = data!("live.tsv");
static AGO: LazyLock<Vec<&str>> = LazyLock::new(|| of_kind(LIVE, "ago"));
static BESIDE: LazyLock<BTreeSet<&str>> = LazyLock::new(|| of_kind(LIVE, "beside").into_iter().collect());
static TITLE: LazyLock<Vec<&str>> = LazyLock::new(|| of_kind(LIVE, "title"));
static GLUED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(\p{L})(\d{1,2}[:.]\d\d)|(\d[:.]\d\d)(\p{Lu}\p{L}{2})").expect("constant"));
static LEADING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^[\[(]?(?:(?:at|um|kl\.?|ore|alle|à|a las|às) )?\d{1,2}(?:[:.]\d{2}|h\d{2}|(?:[:.]\d{2})?\s?[ap]\.?m\b\.?)(?::\d{2})?(?:\s?[ap]\.?m\b\.?)?(?:\s(?:uhr|hrs?|h)\b)?(\s?\(?(?-i:[A-Z]{2,4})\b\)?)?[\])]?\s*[-–—:|.,•]*\s*",
    )
    .expect("constant")
});

/// Whether words or a name speak of a change.
pub(crate) fn is_update(name: &str) -> bool {
    let lower = name.to_lowercase();
    ["updat", "modif", "edit"].iter().any(|w| lower.contains(w))
}

/// A short line that is nothing but a moment: "10:34", "2h ago / 7:58 AM UTC", "Updated at 10.34pm BST".
pub(crate) fn spoken(text: &str, count: usize) -> Option<(Stamp, bool)> {
    if count == 0 || count > 14 || text.len() > 120 {
        return None;
    }
    let lower = text.to_lowercase();
    let update = is_update(&lower);
    let (mut range, mut stamp) = match dates::find(text) {
        Some((range, stamp)) => (range, stamp),
        None => (0..0, Stamp::default()),
    };
    if stamp.time.is_none()
        && let Some((at, time, offset)) = dates::clock(text, stamp.date)
    {
        stamp.time = Some(time);
        stamp.offset = offset;
        range = if range.is_empty() { at } else { range.start.min(at.start)..range.end.max(at.end) };
    }
    let ago = AGO.iter().any(|a| lower.contains(a));
    if range.is_empty() && !ago {
        return None;
    }
    // What stands beside it says no more than "posted at".
    let rest = format!("{} {}", &text[..range.start], &text[range.end..]).to_lowercase();
    let says =
        |w: &&str| !w.bytes().any(|b| b.is_ascii_digit()) && !BESIDE.contains(w) && !dates::is_month(w);
    let more = words(&rest).filter(says).count();
    (more == 0).then_some((stamp, update))
}

/// Whether the words of a title, folded, say that the page is live.
pub(crate) fn is_live_title(folded: &str) -> bool {
    let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    TITLE.iter().any(|t| {
        folded
            .match_indices(t)
            .any(|(i, _)| edge(folded[..i].chars().next_back()) && edge(folded[i + t.len()..].chars().next()))
    })
}

/// The line with spaces around its clock, which copying out of a browser loses: "ago10:05", "21:00Ana Reyes".
pub(crate) fn unglued(text: &str) -> String {
    let apart = GLUED.replace_all(text, "$1$3 $2$4");
    GLUED.replace_all(&apart, "$1$3 $2$4").into_owned()
}

/// The time and who is named beside it.
pub(crate) fn beside(text: &str) -> Option<(Stamp, String)> {
    let name = named_beside(text)?;
    let stamp = dates::find(text).map(|(_, s)| s).filter(|s| s.time.is_some());
    let clock = || dates::clock(text, None).map(|(_, t, o)| Stamp { time: Some(t), offset: o, date: None });
    Some((stamp.or_else(clock).unwrap_or_default(), name))
}

/// Who is named beside the time in the header of a post: "10:34 Ana Reyes", "2h ago Ana Reyes".
pub(crate) fn named_beside(text: &str) -> Option<String> {
    if !text.contains(|c: char| c.is_ascii_digit()) || text.len() > 120 {
        return None;
    }
    let timed = dates::clock(text, None).is_some() || {
        let lower = text.to_lowercase();
        AGO.iter().any(|a| lower.contains(a))
    };
    let rest: Vec<&str> = text
        .split_whitespace()
        .filter(|w| !w.contains(|c: char| c.is_ascii_digit()))
        .filter(|w| !words(&w.to_lowercase()).all(|w| BESIDE.contains(w)))
        .collect();
    let names = crate::people::names(&rest.join(" ")).people;
    let own: usize = names.iter().map(|n| words(n).count()).sum();
    (timed && own >= 2 && own + 2 >= rest.len()).then(|| names.into_iter().next())?
}

/// The time that a line begins with, and where the words after it begin: "10:34 - Port reopens".
pub(crate) fn leading(text: &str) -> Option<(Stamp, usize)> {
    let found = LEADING.captures(text)?;
    let (_, time, offset) = dates::clock(&found[0], None)?;
    // "10:34 UK ministers": no zone.
    let end = found.get(1).filter(|_| offset.is_none()).map_or(found[0].len(), |zone| zone.start());
    // "12.50 euros" has no mark and no capital after it.
    let rest = text[end..].trim_start();
    let end = text.len() - rest.len();
    let marked = text[..end].trim_end().ends_with(['-', '–', '—', ':', '|', '•', ']', ')', '.', ',']);
    let opens = rest.starts_with(|c: char| c.is_uppercase() || !c.is_alphanumeric());
    (!rest.is_empty() && (marked || opens))
        .then_some((Stamp { time: Some(time), offset, ..Stamp::default() }, end))
}

/// Whether times run one way, as those of a stream do: back or on, with few steps against it and changes of day.
pub(crate) fn runs_one_way(stamps: &[Stamp]) -> bool {
    let minute = |s: &Stamp| {
        let (h, m, _) = s.time?;
        let day = s.date.map_or(0, |d| i64::from(d.day_of_year()) + 366 * i64::from(d.year()));
        Some(day * 1440 + i64::from(h) * 60 + i64::from(m))
    };
    let all: Vec<i64> = stamps.iter().filter_map(minute).collect();
    let steps: Vec<i64> = all.windows(2).map(|w| w[1] - w[0]).filter(|d| *d != 0).collect();
    // A change of day looks like a long step against the stream.
    let against = |sign: i64| steps.iter().filter(|d| **d * sign < 0 && d.abs() < 600).count();
    let long = |sign: i64| steps.iter().filter(|d| **d * sign < 0 && d.abs() >= 600).count();
    let fits = |sign: i64| against(sign) * 5 <= steps.len() && long(sign) * 3 <= steps.len();
    !steps.is_empty() && (fits(1) || fits(-1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_time_are_told_from_sentences() {
        let said = |s: &str| spoken(s, words(s).count()).map(|(s, _)| s.time.map(|t| (t.0, t.1)));
        assert_eq!(said("10:34"), Some(Some((10, 34))));
        assert_eq!(said("2d ago / 7:58 AM UTC"), Some(Some((7, 58))));
        assert_eq!(said("Updated at 10.34pm BST"), Some(Some((22, 34))));
        assert_eq!(said("vor 12 Minuten"), Some(None));
        assert_eq!(said("Police came at 10:34 to the port"), None);
        assert_eq!(said("Port reopens"), None);
    }

    #[test]
    fn a_line_may_begin_with_its_time() {
        let after = |s: &'static str| leading(s).map(|(_, at)| &s[at..]);
        assert_eq!(after("10:34 - Port reopens"), Some("Port reopens"));
        assert_eq!(after("9.05pm BST: Port reopens"), Some("Port reopens"));
        assert_eq!(after("14h05 Le port rouvre"), Some("Le port rouvre"));
        assert_eq!(after("18.20 Uhr: Hafen offen"), Some("Hafen offen"));
        assert_eq!(after("12.50 euros a day"), None);
        assert_eq!(after("2 ferries sailed"), None);
    }

    #[test]
    fn the_author_may_stand_beside_the_time() {
        assert_eq!(named_beside("21:00 Ana Reyes").as_deref(), Some("Ana Reyes"));
        assert_eq!(named_beside("21:00 KEY EVENT"), None);
    }

    #[test]
    fn streams_run_one_way() {
        let at = |all: &[(i8, i8)]| -> Vec<Stamp> {
            all.iter().map(|(h, m)| Stamp { time: Some((*h, *m, 0)), ..Stamp::default() }).collect()
        };
        assert!(runs_one_way(&at(&[
            (12, 0),
            (11, 30),
            (11, 40),
            (9, 0),
            (8, 0),
            (7, 10),
            (23, 50),
            (23, 0)
        ])));
        assert!(!runs_one_way(&at(&[(12, 0), (14, 0), (9, 0), (11, 0), (8, 0), (13, 0)])));
    }
}
