//! A live page in plain text that has kept the headers of its posts: lines with a time, and who wrote the post.

use std::ops::Range;

use super::{Line, furniture_line};
use crate::dates::Stamp;
use crate::headers;
use crate::lexicon::words;

/// A post by its lines.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Timed {
    pub(crate) lines: Range<usize>,
    /// The lines that give the time, in one or several ways.
    pub(crate) headers: Range<usize>,
    /// What follows the time on the last of these lines.
    pub(crate) rest: Option<Range<usize>>,
    /// A line that is nothing but the title, if the post has one.
    pub(crate) title: Option<usize>,
    pub(crate) stamp: Stamp,
    /// When it was changed, and the line that says so.
    pub(crate) updated: Option<(usize, Stamp)>,
    pub(crate) author: Option<String>,
}

/// Fewest posts that make a stream: where the page says that it is live, and where it does not.
const NEED: usize = 4;
const NEED_UNSAID: usize = 6;

/// Lines after a header within which its text must begin.
const REACH: usize = 4;

/// Fewer words than this from one header to the next are no post.
const TEASER: usize = 14;

/// Lines between two lines of one header.
const BESIDE: usize = 1;

/// Lines that give a time, and what they say.
#[derive(Debug, Clone)]
struct Head {
    lines: Range<usize>,
    stamp: Stamp,
    /// Whether it speaks of a change.
    update: bool,
    rest: Option<Range<usize>>,
    author: Option<String>,
    /// Whether text stands below it, before the next.
    held: bool,
}

impl Head {
    /// Heads of one stream look alike.
    fn shape(&self) -> (bool, bool, bool) {
        (self.stamp.date.is_some(), self.stamp.time.is_some(), self.rest.is_some())
    }
}

/// The posts in the order of the page; none if there is no stream.
pub(crate) fn posts(lines: &[Line], says: bool) -> Vec<Timed> {
    let mut heads: Vec<Head> = (0..lines.len()).filter_map(|i| header(&lines[i], i)).collect();
    let days = without(&mut heads, |h| h.stamp.time.is_none() && h.stamp.date.is_some());
    let updates = without(&mut heads, |h| h.update);
    let mut heads = joined(heads, lines);
    for k in 0..heads.len() {
        let next = heads.get(k + 1).map_or(lines.len(), |h| h.lines.start);
        let own = heads[k].lines.end;
        let below = lines[own..next].iter().take(REACH).any(Line::is_prose);
        heads[k].held = below || lines[own - 1].is_prose();
    }
    // A header with nothing below it is the time of a film or of a teaser, unless it stands in the stream.
    let common = common(&heads);
    let (Some(first), Some(last)) = (heads.iter().position(|h| h.held), heads.iter().rposition(|h| h.held))
    else {
        return Vec::new();
    };
    let held = heads.iter().filter(|h| h.held).count();
    let text = |k: usize| {
        let next = heads.get(k + 1).map_or(lines.len(), |h| h.lines.start);
        lines[heads[k].lines.end..next]
            .iter()
            .any(|l| l.words > 2 && furniture_line(&l.folded, l.words).is_none())
    };
    let within = |k: usize| (first..last).contains(&k) && Some(heads[k].shape()) == common && text(k);
    let full = held * 10 >= (last + 1 - first) * 7;
    let kept: Vec<usize> = (0..heads.len()).filter(|k| heads[*k].held || (full && within(*k))).collect();
    let mut heads: Vec<Head> = kept.into_iter().map(|k| heads[k].clone()).collect();
    // The date of the page itself, over posts that look different.
    if heads.len() > 2 && heads[0].stamp.date.is_some() && Some(heads[0].shape()) != common {
        heads.remove(0);
    }
    // Teasers have a header for every few words.
    let between =
        |w: &[Head]| lines[w[0].lines.end - 1..w[1].lines.start].iter().map(|l| l.words).sum::<usize>();
    let crowded = heads.windows(2).filter(|w| between(w) < TEASER);
    let need = if says { NEED } else { NEED_UNSAID };
    if heads.len() < need || crowded.count() * 3 > heads.len() {
        return Vec::new();
    }
    let stamps: Vec<Stamp> = heads.iter().map(|h| h.stamp).filter(|s| s.time.is_some()).collect();
    if stamps.len() * 2 < heads.len() && !says || stamps.len() > 2 && !headers::runs_one_way(&stamps) {
        return Vec::new();
    }
    // Comments below an article have times too.
    let prose = |own: &[Line]| own.iter().filter(|l| l.is_prose()).map(|l| l.words).sum::<usize>();
    let (outside, inside) = (prose(&lines[..heads[0].lines.start]), prose(&lines[heads[0].lines.start..]));
    if inside < outside * if says { 1 } else { 2 } {
        return Vec::new();
    }
    // So has the article itself, above them.
    let first = prose(&lines[heads[0].lines.start..heads[1].lines.start]);
    if !says && first * 3 > inside {
        return Vec::new();
    }
    dated(&mut heads, &days);
    cut(&heads, &updates, lines)
}

/// Takes out the heads that a test names, if they are few beside the others.
fn without(heads: &mut Vec<Head>, test: fn(&Head) -> bool) -> Vec<Head> {
    let (out, rest): (Vec<Head>, Vec<Head>) = heads.iter().cloned().partition(test);
    // An edited post says so once; a stream of nothing else has these as its headers.
    if out.len() > rest.len() {
        return Vec::new();
    }
    *heads = rest;
    out
}

/// Heads that stand right under each other and do not contradict each other are one: "2h ago" over "14.32 BST".
fn joined(heads: Vec<Head>, lines: &[Line]) -> Vec<Head> {
    let mut out: Vec<Head> = Vec::new();
    for head in heads {
        let Some(last) = out.last_mut() else {
            out.push(head);
            continue;
        };
        let between = last.lines.end..head.lines.start;
        let near = between.len() <= BESIDE && !between.clone().any(|i| lines[i].is_prose());
        let agree = match (last.stamp.time, head.stamp.time) {
            (Some(a), Some(b)) => (a.0, a.1) == (b.0, b.1) && between.is_empty(),
            _ => true,
        };
        if !near || !agree || last.rest.is_some() || lines[last.lines.end - 1].is_prose() {
            out.push(head);
            continue;
        }
        last.lines.end = head.lines.end;
        last.stamp = Stamp {
            date: last.stamp.date.or(head.stamp.date),
            time: last.stamp.time.or(head.stamp.time),
            offset: last.stamp.offset.or(head.stamp.offset),
        };
        last.rest = head.rest;
        last.author = last.author.take().or(head.author);
    }
    out
}

/// The shape that most heads with text below have.
fn common(heads: &[Head]) -> Option<(bool, bool, bool)> {
    let mut counts = std::collections::BTreeMap::new();
    for h in heads.iter().filter(|h| h.held) {
        *counts.entry(h.shape()).or_insert(0_usize) += 1;
    }
    counts.into_iter().max_by_key(|(_, n)| *n).map(|(shape, _)| shape)
}

/// Gives posts the day of the line that stands over them: "Friday, 4 May 2031".
fn dated(heads: &mut [Head], days: &[Head]) {
    let Some(last) = heads.last().map(|h| h.lines.end) else { return };
    // One day over all is the page's own date, and the stream may go back behind it.
    let inside = days.iter().filter(|d| (heads[0].lines.start..last).contains(&d.lines.start)).count();
    if inside == 0 {
        return;
    }
    for head in heads.iter_mut().filter(|h| h.stamp.date.is_none()) {
        let over = days.partition_point(|d| d.lines.start < head.lines.start);
        head.stamp.date = over.checked_sub(1).and_then(|k| days[k].stamp.date);
    }
}

/// The lines of each post.
fn cut(heads: &[Head], updates: &[Head], lines: &[Line]) -> Vec<Timed> {
    let bare = |h: &Head| h.rest.is_none() && !lines[h.lines.end - 1].is_prose();
    let over = |h: &Head| h.lines.start.checked_sub(1).filter(|i| bare(h) && title_like(&lines[*i]));
    let under = |h: &Head| Some(h.lines.end).filter(|i| bare(h) && lines.get(*i).is_some_and(title_like));
    // The title may stand above its time, if not below.
    let above = heads.iter().filter(|h| over(h).is_some()).count() * 10 >= heads.len() * 7
        && heads.iter().filter(|h| under(h).is_some()).count() * 2 < heads.len();
    let start = |h: &Head| over(h).filter(|_| above).unwrap_or(h.lines.start);
    let ends = heads.iter().skip(1).map(start).chain([lines.len()]);
    heads
        .iter()
        .zip(ends)
        .map(|(h, end)| {
            let own = start(h)..end;
            let change = updates.iter().find(|u| own.contains(&u.lines.start));
            Timed {
                title: if own.start < h.lines.start { Some(own.start) } else { under(h) },
                lines: own,
                headers: h.lines.clone(),
                rest: h.rest.clone(),
                stamp: h.stamp,
                updated: change.map(|u| (u.lines.start, u.stamp)),
                author: h.author.clone(),
            }
        })
        .collect()
}

/// The time of a header line, and who is named beside it.
fn header(line: &Line, at: usize) -> Option<Head> {
    let head =
        |stamp, update, author| Head { lines: at..at + 1, stamp, update, rest: None, author, held: false };
    if line.words <= 14 {
        let text = headers::unglued(line.text());
        if let Some((stamp, update)) = headers::spoken(&text, words(&text).count()) {
            return Some(head(stamp, update, None));
        }
        if let Some((stamp, name)) = headers::beside(&text) {
            return Some(head(stamp, headers::is_update(&text), Some(name)));
        }
    }
    let text = line.text();
    let lead = text.len() - text.trim_start_matches(|c: char| MARKS.contains(&c)).len();
    let (stamp, from) = headers::leading(&text[lead..])?;
    let end = text.trim_end_matches(|c: char| MARKS.contains(&c)).len();
    let rest = Some(lead + from..end).filter(|r| r.start < r.end)?;
    Some(Head { rest: Some(rest), ..head(stamp, false, None) })
}

/// Marks around the first line of a post: "+++ 14:32 Port reopens +++".
const MARKS: [char; 10] = [' ', '+', '*', '•', '■', '▶', '►', '–', '—', '|'];

/// A short line without an end mark that can be the title of a post.
fn title_like(line: &Line) -> bool {
    let text = line.text();
    (3..=28).contains(&line.words) && !text.ends_with(['.', ',', ';', ':', ')']) && header(line, 0).is_none()
}

#[cfg(test)]
mod tests {
    use crate::{Hint, read};
    use parallax_model::{Page, PageKind};

    fn page(text: &str) -> Page {
        let hint = Hint { published: Some("2031-05-03T08:00:00+02:00"), ..Hint::default() };
        read(text.as_bytes(), &hint).unwrap()
    }

    fn post(n: usize) -> String {
        let town = ["Velmar", "Corva", "Oster", "Lenz", "Marrow", "Tarn"][n];
        format!(
            "The harbour of {town} stayed shut on Saturday, its master said, as wave number {n} went over the quay.\n\nCrews in {town} wait for the wind to fall."
        )
    }

    #[test]
    fn headers_of_time_split_a_pasted_live_page() {
        let posts: Vec<String> = (0..5)
            .map(|n| format!("1{}:20 Ana Reyes\n\nWave {n} hits the coast\n\n{}", 8 - n, post(n)))
            .collect();
        let p = page(&format!(
            "Storm live: harbours shut along the coast\n\nThe storm reached the coast on Saturday and shut every harbour, the council said.\n\n{}",
            posts.join("\n\n")
        ));
        assert_eq!((p.kind, p.posts.len()), (PageKind::Live, 5));
        assert_eq!(p.posts[1].time.as_deref(), Some("2031-05-03T17:20:00+02:00"));
        assert_eq!(p.posts[1].author.as_deref(), Some("Ana Reyes"));
        assert_eq!(p.posts[1].title.as_deref(), Some("Wave 1 hits the coast"));
        assert!(p.posts[1].span.of(&p.text).contains("wave number 1"));
        assert!(!p.posts[1].span.of(&p.text).contains("wave number 2"));
    }

    #[test]
    fn lines_may_begin_with_their_time() {
        let posts: Vec<String> = (0..6).map(|n| format!("1{n}.05 Uhr: {}", post(n))).collect();
        let p = page(&format!("Liveticker: Sturm an der Küste\n\n{}", posts.join("\n\n")));
        assert_eq!(p.posts.len(), 6);
        assert_eq!(p.posts[5].time.as_deref(), Some("2031-05-03T15:05:00+02:00"));
    }

    #[test]
    fn players_and_timetables_make_no_posts() {
        let p = page(&format!(
            "Port reopens after the storm\n\n{}\n\nPodcasts\n0:00\n23:13\n0:00\n25:10\n\n{}",
            post(0),
            post(1)
        ));
        assert_eq!((p.kind, p.posts.len()), (PageKind::Article, 0));
    }
}
