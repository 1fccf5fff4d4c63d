//! Moments that the markup gives: in attributes, in `time` elements, in short lines of text.

use std::ops::Range;

use super::super::blocks::Block;
use super::super::tree::{Tree, hint};
use crate::dates::{self, Stamp};
use crate::headers::{is_update, leading, spoken};
use crate::lexicon::words;

/// A place that gives a moment.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    pub(super) node: usize,
    /// Nothing, if the words are only "two hours ago".
    pub(super) stamp: Stamp,
    /// Of the last change, not of the first publication.
    pub(super) update: bool,
}

/// Attributes that may hold a moment, by a part of their name.
const NAMES: [&str; 6] = ["time", "date", "stamp", "publi", "creat", "posted"];

fn names_moment(name: &str) -> bool {
    NAMES.iter().any(|n| name.contains(n))
}

/// "updated", but not "updating": a class may well say what a script does to the element.
fn is_done(class: &str) -> bool {
    let lower = class.to_ascii_lowercase();
    ["updated", "modified", "edited"].iter().any(|w| lower.contains(w))
}

/// All moments of the page, in order. With `all`, any attribute counts; without, those of `time` elements alone.
pub(super) fn marks(tree: &Tree<'_>, blocks: &[Block], all: bool) -> Vec<Mark> {
    let mut out = Vec::new();
    for (node, n) in tree.nodes.iter().enumerate() {
        let tag = n.tag();
        if tag.is_empty() || (!all && tag != "time") || matches!(tag, "script" | "style" | "iframe" | "img") {
            continue;
        }
        let role = n.attr("itemprop").or_else(|| n.attr("property")).unwrap_or("");
        let named = tag == "time" || names_moment(&role.to_ascii_lowercase());
        let class = n.attr("class").unwrap_or("");
        let mut said = false;
        for (name, value) in n.attrs() {
            let name = name.to_ascii_lowercase();
            let own = match name.as_str() {
                "content" | "title" | "value" | "data-utc" | "data-epoch" | "data-unix" => {
                    named || name != "content"
                }
                _ => names_moment(&name),
            };
            if !own || value.len() < 10 || value.len() > 60 || !value.contains(|c: char| c.is_ascii_digit()) {
                continue;
            }
            let Some(stamp) = dates::machine(value).filter(|s| s.date.is_some() && s.time.is_some()) else {
                continue;
            };
            // A number that is no time of this web.
            if !stamp.date.is_some_and(|d| (1995..=2100).contains(&d.year())) {
                continue;
            }
            let update = is_update(&name) || is_update(role) || (tag == "time" && is_done(class));
            out.push(Mark { node, stamp, update });
            said = true;
        }
        // "10:34 Ana Reyes": the clock stands in an element of its own, the line around it says more.
        let clock = tag == "time" || (all && n.has(hint::DATE));
        if !said && clock && n.letters < 40 && !n.out {
            let text = tree.words_of(node);
            if let Some((stamp, update)) = spoken(&text, words(&text).count()) {
                out.push(Mark { node, stamp, update: update || is_done(class) });
            }
        }
    }
    for b in blocks {
        let led = || leading(&b.text).filter(|_| all).map(|(stamp, _)| (stamp, false));
        if let Some((stamp, update)) = spoken(&b.text, b.words).or_else(led) {
            out.push(Mark { node: b.at, stamp, update });
        }
    }
    out.sort_by_key(|m| m.node);
    out
}

/// When the post in a range of nodes was written, and when it was changed.
pub(super) fn of(marks: &[Mark], range: &Range<usize>) -> (Option<Stamp>, Option<Stamp>) {
    let from = marks.partition_point(|m| m.node < range.start);
    let to = marks.partition_point(|m| m.node < range.end);
    let own = &marks[from..to];
    let pick = |update: bool| {
        let mut best: Option<(u8, Stamp)> = None;
        for m in own.iter().filter(|m| m.update == update && m.stamp.time.is_some()) {
            let s = m.stamp;
            let worth = match (s.date.is_some(), s.offset.is_some()) {
                (true, true) => 3,
                (true, false) => 2,
                (false, true) => 1,
                (false, false) => 0,
            };
            if best.is_none_or(|(w, _)| worth > w) {
                best = Some((worth, s));
            }
        }
        let (worth, mut stamp) = best?;
        // Local time in one attribute, seconds since 1970 in another: together they give the zone.
        if worth == 3
            && stamp.offset == Some(0)
            && let Some(zone) = own.iter().find_map(|m| zone(&stamp, &m.stamp))
        {
            stamp = zone;
        }
        Some(stamp)
    };
    (pick(false), pick(true))
}

/// A moment in UTC as the local clock beside it shows it.
fn zone(utc: &Stamp, local: &Stamp) -> Option<Stamp> {
    if local.offset.is_some() || utc.offset != Some(0) {
        return None;
    }
    let minute = |s: &Stamp| s.time.map(|(h, m, _)| i32::from(h) * 60 + i32::from(m));
    let by = minute(local)? - minute(utc)?;
    let by = match (local.date, utc.date) {
        (Some(a), Some(b)) => by + 1440 * a.since(b).ok()?.get_days(),
        _ => by,
    };
    let by = if by > 840 {
        by - 1440
    } else if by < -720 {
        by + 1440
    } else {
        by
    };
    if by % 15 != 0 || !(-720..=840).contains(&by) {
        return None;
    }
    let at = minute(utc)? + by;
    let date = utc.date?.checked_add(jiff::Span::new().days(i64::from(at.div_euclid(1440)))).ok()?;
    let clock = at.rem_euclid(1440);
    let second = utc.time.map_or(0, |t| t.2);
    let time = (i8::try_from(clock / 60).ok()?, i8::try_from(clock % 60).ok()?, second);
    Some(Stamp { date: Some(date), time: Some(time), offset: Some(by) })
}
