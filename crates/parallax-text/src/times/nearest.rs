//! Which year a month or season without one belongs to.

use jiff::civil::Date;

use super::calendar::year_text;
use super::derive::Basis;
use super::direction::Look;
use super::resolve::{Placed, date};

/// The year of a month and day: near ones are past up to two months back, then ahead; else the words decide.
pub(super) fn near_year(now: Date, m: u8, d: u8, look: &Look<'_>) -> Option<i16> {
    let candidates = (-8..=8).filter_map(|y| Date::new(now.year() + y, m as i8, d as i8).ok());
    let (past, ahead): (Vec<Date>, Vec<Date>) = candidates.partition(|&c| c <= now);
    let (Some(past), Some(ahead)) = (past.into_iter().max(), ahead.into_iter().min()) else {
        return None;
    };
    let away = |d: Date| now.until(d).map_or(i32::MAX, |s| s.get_days().abs());
    let year = if away(past) <= 30 || away(past) <= 60 && !look.ahead() {
        past
    } else if away(ahead) <= 60 || look.ahead() {
        ahead
    } else {
        past
    };
    Some(year.year())
}

/// The year of a month: by its step from this one ("next March"), else past unless the words look ahead.
pub(super) fn near_month(now: Date, m: u8, step: Option<i8>, look: &Look<'_>) -> i16 {
    let (this, of) = (now.year(), now.month() as u8);
    let ahead = match step {
        Some(1) => true,
        Some(-1) => false,
        Some(_) => return this,
        None if m == of => return this,
        None => look.ahead(),
    };
    match ahead {
        true if m <= of => this + 1,
        false if m >= of => this - 1,
        _ => this,
    }
}

/// The year of a month in a telling that has reached `now`: after December comes January of the next year.
pub(super) fn told_year(now: Date, m: u8) -> i16 {
    let ahead = i16::from(now.month()) - i16::from(m);
    if ahead >= 9 { now.year() + 1 } else { now.year() }
}

/// The season meant: the last one, unless a step or the telling says otherwise (`stay`).
pub(super) fn season_value(
    season: &str,
    step: Option<i8>,
    now: Option<Date>,
    basis: Basis,
    stay: bool,
) -> Option<Placed> {
    let Some(now) = now else { return date(format!("XXXX-{season}"), Basis::NONE) };
    let first: i8 = match season {
        "SP" => 3,
        "SU" => 6,
        "FA" => 9,
        _ => 12,
    };
    let (y, m) = (now.year(), now.month());
    // The winter of January began in the year before.
    let current = if season == "WI" && m <= 3 { y - 1 } else { y };
    let year = match step {
        Some(-1) if m >= first + 2 && season != "WI" => y,
        Some(-1) => current - 1,
        Some(1) if m < first && season != "WI" => y,
        Some(1) => current + 1,
        Some(_) => current,
        None if stay || m >= first => current,
        None => {
            if season == "WI" {
                current
            } else {
                y - 1
            }
        }
    };
    date(format!("{}-{season}", year_text(year)), basis)
}
