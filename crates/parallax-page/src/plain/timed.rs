//! A live page in plain text that has kept the headers of its posts: lines with a time, and who wrote the post.

use std::ops::Range;

use super::Line;
use crate::dates::Stamp;
use crate::headers;
use crate::lexicon::words;

/// A post by its lines.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Timed {
    pub(crate) lines: Range<usize>,
    /// The line that gives the time.
    pub(crate) header: usize,
    /// A line that is nothing but the title, if the post has one.
    pub(crate) title: Option<usize>,
    pub(crate) stamp: Stamp,
    pub(crate) author: Option<String>,
}

/// Fewest posts that make a stream: where the page says that it is live, and where it does not.
const NEED: usize = 4;
const NEED_UNSAID: usize = 6;

/// Lines after a header within which its text must begin.
const REACH: usize = 4;

/// The posts in the order of the page; none if there is no stream.
pub(crate) fn posts(lines: &[Line], says: bool) -> Vec<Timed> {
    let heads: Vec<(usize, Stamp, Option<String>)> = (0..lines.len())
        .filter_map(|i| {
            let (stamp, author) = header(&lines[i])?;
            Some((i, stamp, author))
        })
        .collect();
    let below = |i: usize| lines.iter().skip(i + 1).take(REACH).any(Line::is_prose);
    // A header with nothing below it is the time of a film or of a teaser.
    let heads: Vec<_> = heads.into_iter().filter(|(i, ..)| lines[*i].is_prose() || below(*i)).collect();
    // The date of the page itself, over posts that give a clock alone.
    let dated = heads.iter().filter(|(_, s, _)| s.date.is_some()).count();
    let own = usize::from(dated == 1 && heads.len() > 2 && heads[0].1.date.is_some());
    let heads = &heads[own..];
    // Teasers have a header for every one or two lines.
    let crowded = heads.windows(2).filter(|w| w[1].0 - w[0].0 <= 2 && !lines[w[0].0].is_prose()).count();
    let need = if says { NEED } else { NEED_UNSAID };
    if heads.len() < need || crowded * 3 > heads.len() {
        return Vec::new();
    }
    let stamps: Vec<Stamp> = heads.iter().map(|(_, s, _)| *s).filter(|s| s.time.is_some()).collect();
    if stamps.len() * 2 < heads.len() && !says || stamps.len() > 2 && !headers::runs_one_way(&stamps) {
        return Vec::new();
    }
    let headed = |i: usize| i > 0 && title_like(&lines[i - 1]) && !lines[i].is_prose();
    let under = |i: usize| lines.get(i + 1).is_some_and(title_like);
    // The title may stand above its time, if not below.
    let above = heads.iter().filter(|(i, ..)| headed(*i)).count() * 10 >= heads.len() * 7
        && heads.iter().filter(|(i, ..)| under(*i)).count() * 2 < heads.len();
    let start = |i: usize| if above && headed(i) { i - 1 } else { i };
    let ends = heads.iter().skip(1).map(|(i, ..)| start(*i)).chain([lines.len()]);
    heads
        .iter()
        .zip(ends)
        .map(|((i, stamp, author), end)| Timed {
            lines: start(*i)..end,
            header: *i,
            title: if above && headed(*i) { Some(i - 1) } else { Some(i + 1).filter(|_| under(*i)) },
            stamp: *stamp,
            author: author.clone(),
        })
        .collect()
}

/// The time of a header line, and who is named beside it.
fn header(line: &Line) -> Option<(Stamp, Option<String>)> {
    if line.words <= 12 {
        let text = headers::unglued(line.text());
        if let Some((stamp, _)) = headers::spoken(&text, words(&text).count()) {
            return Some((stamp, None));
        }
        if let Some((stamp, name)) = headers::beside(&text) {
            return Some((stamp, Some(name)));
        }
    }
    headers::leading(line.text()).map(|(stamp, _)| (stamp, None))
}

/// A short line without an end mark that can be the title of a post.
fn title_like(line: &Line) -> bool {
    let text = line.text();
    (3..=28).contains(&line.words) && !text.ends_with(['.', ',', ';', ':', ')']) && header(line).is_none()
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
