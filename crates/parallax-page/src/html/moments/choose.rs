//! Which of several dates is that of the page, where they contradict each other.

use jiff::civil::Date;
use parallax_model::Page;

use super::zone::before;
use super::{BELOW, PROPERTY, Said, TIME, is_shown};
use crate::dateline::apart;
use crate::{dateline, weekdays};

/// A page that says that it was published when it was last changed, or later, may say when it was built. Where it
/// shows its readers another, earlier day, and never the one that it says, that is the one of its publication.
pub(super) fn built(said: &[Said], chosen: usize, change: Option<&Said>) -> Option<usize> {
    let stamp = said[chosen].stamp;
    if is_shown(said[chosen].from) || before(&stamp, &change?.stamp) {
        return None;
    }
    let shown = |s: &Said| !s.update && (is_shown(s.from) || s.from == PROPERTY) && s.from != BELOW;
    let confirmed = said.iter().any(|s| shown(s) && !before_everywhere(s, &said[chosen]));
    // The time elements of a page are often those of other stories.
    let earlier = |s: &Said| shown(s) && s.from != TIME;
    if confirmed { None } else { said.iter().position(earlier) }
}

/// Whether a moment is earlier than another in whatever zone it is shown.
fn before_everywhere(a: &Said, b: &Said) -> bool {
    let Some((day, other)) = a.stamp.date.zip(b.stamp.date) else { return false };
    let utc = b.stamp.time.filter(|t| *t != (0, 0, 0)).filter(|_| b.stamp.offset == Some(0));
    let next = apart(day, other) == 1;
    // Nowhere is it the day before when it is past noon in UTC.
    day < other && (!next || utc.is_some_and(|(hour, ..)| hour >= 12))
}

/// The moment that the text is for, where it speaks against the one that is chosen: by its dateline, else by days of
/// the week that all fit another year.
pub(super) fn by_text(
    page: &mut Page,
    said: &[Said],
    updated: &[Said],
    chosen: usize,
    text: &str,
) -> Option<Said> {
    let others = said.iter().enumerate().filter(|(k, _)| *k != chosen).map(|(_, s)| s).chain(updated);
    let all: Vec<&Said> = std::iter::once(&said[chosen]).chain(others.filter(|s| s.from != BELOW)).collect();
    let day = said[chosen].stamp.date?;
    let days: Vec<Date> = all.iter().map(|s| s.stamp.date.unwrap_or(day)).collect();
    if days.iter().all(|d| apart(*d, day) <= FAR) {
        return None;
    }
    let (better, what) = match by_dateline(&days, text) {
        Some(k) => (*all.get(k)?, "dateline of the text fits"),
        None if days.iter().all(|d| d.year() == day.year()) => return None,
        None => {
            (*all.get(weekdays::vote(&weekdays::pairs(text), &days)?)?, "days of the week in the text fit")
        }
    };
    let fits = better.stamp.date?;
    let (from, other) = (better.from, said[chosen].from);
    page.notes.push(format!("the {what} {fits} ({from}), and not {day} ({other})"));
    Some(*better)
}

/// Days by which a story may wait between its dateline and its publication.
const FAR: i32 = 3;

/// The day that the dateline names, where it is far from the first day.
fn by_dateline(days: &[Date], text: &str) -> Option<usize> {
    let (_, line) = dateline::read(text)?;
    let off = |d: Date| line.near(d).map(|l| apart(l, d));
    if off(*days.first()?)? <= FAR {
        return None;
    }
    days.iter().position(|d| off(*d).is_some_and(|by| by <= 1))
}
