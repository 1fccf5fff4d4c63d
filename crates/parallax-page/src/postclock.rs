//! Clocks of posts: which day and zone a time of day belongs to, where the posts give no more.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::dates::Stamp;

/// What is known of the page around its posts.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Frame {
    pub(crate) published: Option<Stamp>,
    pub(crate) updated: Option<Stamp>,
    /// Minutes east of UTC, where the page's own dates give them.
    pub(crate) offset: Option<i32>,
}

/// A step back in a stream that is no change of day: posts are edited and moved a little.
const JITTER: i32 = 90;

const DAY: i32 = 24 * 60;

impl Frame {
    /// The frame of a page with these ISO 8601 dates.
    pub(crate) fn of(published: Option<&str>, updated: Option<&str>) -> Self {
        let read = |s: Option<&str>| s.and_then(crate::dates::machine);
        let (published, updated) = (read(published), read(updated));
        // `Z` is how machines write a moment anywhere; another offset is where the page is written.
        let offset = [published, updated].into_iter().flatten().find_map(|s| s.offset.filter(|o| *o != 0));
        Self { published, updated, offset }
    }
}

fn minutes(stamp: &Stamp) -> Option<i32> {
    stamp.time.map(|(h, m, _)| i32::from(h) * 60 + i32::from(m))
}

fn shifted(day: Date, by: i64) -> Option<Date> {
    day.checked_add(by.days()).ok()
}

/// The day and minute of a full stamp in another zone.
fn moved(stamp: &Stamp, to: Option<i32>) -> Option<(Date, Option<i32>)> {
    let day = stamp.date?;
    let Some(minute) = minutes(stamp) else { return Some((day, None)) };
    let by = match (stamp.offset, to) {
        (Some(a), Some(b)) => b - a,
        _ => 0,
    };
    let at = minute + by;
    Some((shifted(day, i64::from(at.div_euclid(DAY)))?, Some(at.rem_euclid(DAY))))
}

/// Gives each post's stamp a day and a zone, in the order of the page. What cannot be told stays as it is.
pub(crate) fn settle(stamps: &mut [Option<Stamp>], frame: &Frame) {
    let said = stamps.iter().flatten().find_map(|s| s.offset);
    for s in stamps.iter_mut().flatten().filter(|s| s.time.is_some() && s.offset.is_none()) {
        s.offset = said.or(frame.offset);
    }
    let open: Vec<usize> = (0..stamps.len())
        .filter(|i| stamps[*i].is_some_and(|s| s.time.is_some() && s.date.is_none()))
        .collect();
    if open.is_empty() {
        return;
    }
    let clock = |i: &usize| stamps[*i].as_ref().and_then(minutes).unwrap_or(0);
    let clocks: Vec<i32> = open.iter().map(clock).collect();
    // The shorter way round the clock is the way a stream goes.
    let (up, down) = clocks.windows(2).fold((0, 0), |(u, d), w| match (w[1] - w[0]).rem_euclid(DAY) {
        0 => (u, d),
        x if x < DAY / 2 => (u + 1, d),
        _ => (u, d + 1),
    });
    let newest_first = down > up;
    // Days from the oldest post on, in order of time.
    let mut order: Vec<usize> = (0..open.len()).collect();
    if newest_first {
        order.reverse();
    }
    let mut days = vec![0_i64; open.len()];
    let (mut day, mut late) = (0, clocks[order[0]]);
    for &k in &order {
        if clocks[k] + JITTER < late {
            day += 1;
            late = clocks[k];
        }
        late = late.max(clocks[k]);
        days[k] = day;
    }
    let zone = stamps[open[0]].and_then(|s| s.offset);
    let (oldest, newest) = (order[0], order[order.len() - 1]);
    // A post that gives its day, or else the nearer of the page's two dates, tells the first day.
    let dated = (0..stamps.len()).find_map(|i| {
        let day = stamps[i].filter(|s| s.date.is_some())?.date?;
        let next = open.iter().position(|o| *o > i).unwrap_or(open.len() - 1);
        shifted(day, -days[next])
    });
    let from_published = frame.published.and_then(|p| moved(&p, zone)).and_then(|(day, at)| {
        let gap = at.map_or(DAY / 2, |at| (clocks[oldest] - at + 15).rem_euclid(DAY));
        let next = at.is_some_and(|at| clocks[oldest] + 12 * 60 < at);
        Some((gap, shifted(day, i64::from(next))?))
    });
    // What a page calls its publication is often its last change.
    let last = |stamp: Option<Stamp>| {
        let (day, at) = moved(&stamp?, zone)?;
        let gap = at.map_or(DAY / 2 + 1, |at| (at - clocks[newest] + 15).rem_euclid(DAY));
        let before = at.is_some_and(|at| clocks[newest] > at + 15);
        Some((gap, shifted(day, -days[newest] - i64::from(before))?))
    };
    let page = [from_published, last(frame.updated), last(frame.published)]
        .into_iter()
        .flatten()
        .min_by_key(|(gap, _)| *gap);
    let Some(first) = dated.or(page.map(|(_, d)| d)) else { return };
    for (k, i) in open.iter().enumerate() {
        if let Some(s) = stamps[*i].as_mut() {
            s.date = shifted(first, days[k]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(clocks: &[(i8, i8)], published: &str, updated: &str) -> Vec<String> {
        let mut all: Vec<Option<Stamp>> =
            clocks.iter().map(|(h, m)| Some(Stamp { time: Some((*h, *m, 0)), ..Stamp::default() })).collect();
        let given = |s: &'static str| Some(s).filter(|s| !s.is_empty());
        let (published, updated) = (published.to_owned(), updated.to_owned());
        let frame = Frame::of(
            given(Box::leak(published.into_boxed_str())),
            given(Box::leak(updated.into_boxed_str())),
        );
        settle(&mut all, &frame);
        all.into_iter().map(|s| s.and_then(|s| s.iso()).unwrap_or_default()).collect()
    }

    #[test]
    fn the_day_goes_back_in_a_stream_of_the_newest_first() {
        let got = settled(
            &[(1, 10), (0, 20), (23, 50), (22, 0)],
            "2021-05-03T20:00:00+02:00",
            "2021-05-04T01:15:00+02:00",
        );
        let want = [
            "2021-05-04T01:10:00+02:00",
            "2021-05-04T00:20:00+02:00",
            "2021-05-03T23:50:00+02:00",
            "2021-05-03T22:00:00+02:00",
        ];
        assert_eq!(got, want);
    }

    #[test]
    fn the_day_goes_on_in_a_stream_of_the_oldest_first() {
        let got = settled(&[(22, 0), (21, 50), (23, 50), (0, 20)], "2021-05-03", "");
        let want =
            ["2021-05-03T22:00:00", "2021-05-03T21:50:00", "2021-05-03T23:50:00", "2021-05-04T00:20:00"];
        assert_eq!(got, want);
    }

    #[test]
    fn without_a_date_nothing_is_made_up() {
        assert_eq!(settled(&[(22, 0), (21, 50)], "", ""), ["", ""]);
    }
}
