//! Moments beside each other: which are the same, and which zone a moment in UTC is shown in.

use jiff::civil::DateTime;

use super::{Said, is_shown};
use crate::dateline::apart;
use crate::dates::Stamp;

/// The moment in UTC; none without time and zone.
fn utc(s: &Stamp) -> Option<DateTime> {
    local(s).and_then(|l| l.checked_sub(jiff::SignedDuration::from_mins(s.offset?.into())).ok())
}

fn local(s: &Stamp) -> Option<DateTime> {
    let (h, m, sec) = s.time?;
    Some(s.date?.at(h, m, sec.min(59), 0))
}

fn minutes(a: DateTime, b: DateTime) -> i64 {
    a.duration_since(b).as_mins()
}

/// Whether two stamps are of the same day or moment.
pub(super) fn same_moment(a: &Stamp, b: &Stamp) -> bool {
    match (utc(a), utc(b)) {
        (Some(a), Some(b)) => minutes(a, b).abs() <= 1,
        _ => a.date == b.date,
    }
}

/// Whether a stamp is surely earlier than another.
pub(super) fn before(a: &Stamp, b: &Stamp) -> bool {
    match (utc(a), utc(b)) {
        (Some(a), Some(b)) => minutes(b, a) > 1,
        // Days in two zones may be one apart and the same.
        _ => a.date.zip(b.date).is_some_and(|(a, b)| a < b && apart(a, b) > 1),
    }
}

/// A day alone takes its time from the next place that names the same day with a time.
pub(super) fn with_time(chosen: Stamp, said: &[Said]) -> Stamp {
    if chosen.time.is_some_and(|t| t != (0, 0, 0)) {
        return chosen;
    }
    let fuller = said
        .iter()
        .find(|s| !s.update && s.stamp.date == chosen.date && s.stamp.time.is_some_and(|t| t != (0, 0, 0)));
    fuller.map_or(chosen, |s| s.stamp)
}

/// The same moment in the zone of the newsroom, where the page gives it so elsewhere: a moment in UTC may be of the
/// day before or after the one that the page shows.
pub(super) fn with_zone(chosen: Stamp, said: &[Said]) -> Stamp {
    if local(&chosen).is_none() || chosen.offset.is_some_and(|o| o != 0) {
        return chosen;
    }
    let at = utc(&chosen);
    for s in said {
        // The same moment with a zone of its own.
        if s.stamp.offset.is_some_and(|o| o != 0) {
            if let (Some(a), Some(b)) = (at, utc(&s.stamp))
                && minutes(a, b).abs() <= 1
            {
                return s.stamp;
            }
            if at.is_none() && local(&s.stamp) == local(&chosen) {
                return s.stamp;
            }
        }
    }
    // The first clock by the headline that shows the same minute whole hours away: its zone follows.
    let clock = said.iter().find(|s| s.stamp.offset.is_none() && s.stamp.time.is_some() && is_shown(s.from));
    if let (Some(a), Some(s)) = (at, clock)
        && let Some(b) = local(&s.stamp)
    {
        let shift = minutes(b, a.with().second(0).build().unwrap_or(a));
        let zone = shift % 60 == 0 || HALVES.contains(&shift);
        if shift != 0 && zone && (-12 * 60..=14 * 60).contains(&shift) {
            return Stamp { offset: i32::try_from(shift).ok(), ..s.stamp };
        }
    }
    chosen
}

/// Zones that are not whole hours from UTC, in minutes.
const HALVES: [i64; 8] = [-210, 210, 270, 330, 345, 390, 570, 630];
