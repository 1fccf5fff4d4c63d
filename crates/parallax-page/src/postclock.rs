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

/// Fewer posts than this do not show that the first of them is out of its place.
const STREAM: usize = 4;

/// After a longer silence than this, in minutes, the post at the top may be one that is kept there.
const SILENCE: i32 = 6 * 60;

/// Days of posts, counted from the oldest, as far as their clocks tell.
struct Run {
    /// By the place of the post.
    days: Vec<i64>,
    /// Places of the first and the last post in time.
    oldest: usize,
    newest: usize,
}

/// Follows the clocks in order of time. A post that is `pinned` to the top has no part in it: it gets the last day
/// on which it is not ahead of the newest post.
fn run(clocks: &[i32], newest_first: bool, pinned: bool) -> Run {
    let mut order: Vec<usize> = (usize::from(pinned)..clocks.len()).collect();
    if newest_first {
        order.reverse();
    }
    let mut days = vec![0_i64; clocks.len()];
    let (mut day, mut late) = (0, clocks[order[0]]);
    for (n, &k) in order.iter().enumerate() {
        let clock = clocks[k];
        days[k] = day;
        if clock - late > DAY - JITTER {
            // A step back over midnight.
            days[k] = day - 1;
            continue;
        }
        if clock + JITTER < late {
            // The stream goes on as if this post were not there: it stands where it was moved to.
            let silence = (clock - late).rem_euclid(DAY);
            let soon = if silence > DAY / 2 { SILENCE } else { JITTER };
            let resumes = |next: &usize| (-JITTER..=soon).contains(&(clocks[*next] - late));
            if silence > SILENCE && order.get(n + 1).is_some_and(resumes) {
                continue;
            }
            day += 1;
            days[k] = day;
            late = clock;
        }
        late = late.max(clock);
    }
    let (oldest, newest) = (order[0], order[order.len() - 1]);
    if pinned {
        days[0] = days[newest] - i64::from(clocks[0] > clocks[newest] + JITTER);
    }
    Run { days, oldest, newest }
}

/// The first day of a run by the page's own dates: the nearer of its publication before the oldest post and its last
/// change after the newest, with the minutes that lie between.
fn anchored(run: &Run, clocks: &[i32], frame: &Frame, zone: Option<i32>) -> Option<(i32, Date)> {
    let from_published = frame.published.and_then(|p| moved(&p, zone)).and_then(|(day, at)| {
        let clock = clocks[run.oldest];
        let gap = at.map_or(DAY / 2, |at| (clock - at + 15).rem_euclid(DAY));
        let next = at.is_some_and(|at| clock + 12 * 60 < at);
        Some((gap, shifted(day, i64::from(next) - run.days[run.oldest])?))
    });
    // What a page calls its publication is often its last change.
    let last = |stamp: Option<Stamp>| {
        let (day, at) = moved(&stamp?, zone)?;
        let clock = clocks[run.newest];
        let gap = at.map_or(DAY / 2 + 1, |at| (at - clock + 15).rem_euclid(DAY));
        let before = at.is_some_and(|at| clock > at + 15);
        Some((gap, shifted(day, -run.days[run.newest] - i64::from(before))?))
    };
    let all = [from_published, last(frame.updated), last(frame.published)];
    all.into_iter().flatten().min_by_key(|(gap, _)| *gap)
}

/// Whether the post at the top stands there out of its time: a long way from the next one, and the page's own date
/// (or, without it, the shorter way round the clock) speaks for the rest of the stream.
fn top_is_pinned(clocks: &[i32], newest_first: bool, frame: &Frame, zone: Option<i32>) -> bool {
    if clocks.len() < STREAM {
        return false;
    }
    let step = if newest_first { clocks[0] - clocks[1] } else { clocks[1] - clocks[0] }.rem_euclid(DAY);
    if step <= SILENCE || step >= DAY - JITTER {
        return false;
    }
    // The change of the page follows its newest post, and its publication goes before its oldest.
    let edge = if newest_first { frame.updated } else { frame.published };
    let edge = edge.and_then(|e| moved(&e, zone)?.1);
    let gap = |post: usize| {
        let by = edge? - clocks[post];
        Some((if newest_first { by } else { -by } + 15).rem_euclid(DAY))
    };
    match (gap(0), gap(1)) {
        (Some(top), Some(rest)) => rest < top,
        _ => step > DAY / 2,
    }
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
    let zone = stamps[open[0]].and_then(|s| s.offset);
    let run = run(&clocks, newest_first, top_is_pinned(&clocks, newest_first, frame, zone));
    // A post that gives its day, or else the nearer of the page's two dates, tells the first day.
    let dated = (0..stamps.len()).find_map(|i| {
        let day = stamps[i].filter(|s| s.date.is_some())?.date?;
        let next = open.iter().position(|o| *o > i).unwrap_or(open.len() - 1);
        shifted(day, -run.days[next])
    });
    let first = dated.or_else(|| anchored(&run, &clocks, frame, zone).map(|(_, day)| day));
    let Some(first) = first else { return };
    for (k, i) in open.iter().enumerate() {
        if let Some(s) = stamps[*i].as_mut() {
            s.date = shifted(first, run.days[k]);
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

    fn days(clocks: &[(i8, i8)], published: &str, updated: &str) -> Vec<i8> {
        let day = |iso: &String| iso.get(8..10).and_then(|d| d.parse().ok()).unwrap_or(0);
        settled(clocks, published, updated).iter().map(day).collect()
    }

    #[test]
    fn a_post_that_is_pinned_to_the_top_turns_no_day() {
        let newest_first = [(12, 0), (18, 5), (17, 0), (16, 10), (15, 0), (11, 0)];
        assert_eq!(days(&newest_first, "2021-05-03", ""), [3; 6]);
        assert_eq!(days(&newest_first, "2021-05-03T10:50:00", "2021-05-03T18:10:00"), [3; 6]);
        // At nine in the morning of the same day, while the last post is of the late evening.
        let late = [(9, 0), (23, 30), (21, 0), (18, 0), (12, 0), (8, 0)];
        assert_eq!(days(&late, "2021-05-03T07:55:00", "2021-05-03T23:40:00"), [3; 6]);
        let night = [(21, 0), (1, 30), (0, 20), (23, 40), (22, 10), (20, 30)];
        assert_eq!(days(&night, "2021-05-03T20:25:00", "2021-05-04T01:45:00"), [3, 4, 4, 3, 3, 3]);
        let oldest_first = [(15, 0), (8, 0), (9, 30), (11, 0), (14, 40), (16, 0)];
        assert_eq!(days(&oldest_first, "2021-05-03T07:50:00", "2021-05-03T16:05:00"), [3; 6]);
        assert_eq!(days(&oldest_first, "2021-05-03", ""), [3; 6]);
    }

    #[test]
    fn a_night_without_posts_is_no_pin() {
        let quiet = [(8, 10), (23, 0), (22, 0), (20, 15), (19, 0)];
        assert_eq!(days(&quiet, "2021-05-03T18:50:00", "2021-05-04T08:15:00"), [4, 3, 3, 3, 3]);
        assert_eq!(days(&quiet, "2021-05-03", ""), [4, 3, 3, 3, 3]);
        let first = [(18, 0), (7, 0), (9, 0), (12, 0), (13, 0)];
        assert_eq!(days(&first, "2021-05-03T17:55:00", "2021-05-04T13:05:00"), [3, 4, 4, 4, 4]);
    }

    #[test]
    fn posts_that_were_moved_turn_no_day() {
        let moved = [(18, 0), (17, 0), (11, 0), (16, 30), (15, 0), (14, 0)];
        assert_eq!(days(&moved, "2021-05-03T13:55:00", ""), [3; 6]);
        let over_midnight = [(0, 20), (23, 58), (0, 5), (23, 40), (22, 0)];
        assert_eq!(days(&over_midnight, "2021-05-03T21:55:00", ""), [4, 3, 4, 3, 3]);
        let three_days = [(10, 0), (7, 0), (22, 0), (13, 0), (6, 0), (23, 0), (15, 0)];
        assert_eq!(days(&three_days, "2021-05-03T14:55:00", ""), [5, 5, 4, 4, 4, 3, 3]);
    }

    #[test]
    fn without_a_date_nothing_is_made_up() {
        assert_eq!(settled(&[(22, 0), (21, 50)], "", ""), ["", ""]);
    }
}
