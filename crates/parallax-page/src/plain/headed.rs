//! What the headers of posts in a pasted page say: the time, the title, who wrote the post.

use parallax_model::{Page, Post, Role};

use super::Line;
use super::timed::Timed;
use crate::Hint;
use crate::dates::Stamp;
use crate::left::Why;
use crate::people;
use crate::postclock::{self, Frame};

/// Words in a line under the name of a reporter: "Reporting from Velmar".
const UNDER: usize = 8;

/// Gives the lines of the headers their roles; what is read as a field leaves the text.
pub(crate) fn mark(lines: &mut [Line], posts: &[Timed]) {
    for post in posts {
        head(lines, post);
    }
    // A name under one header may be a heading; a name under most of them signs the posts.
    let signed = |p: &Timed| {
        let at = p.title.map_or(p.headers.end, |t| t.max(p.headers.end - 1) + 1);
        let own = p.rest.is_none() && p.lines.contains(&at) && people::is_full_name(lines[at].text());
        own.then_some(at)
    };
    let names: Vec<usize> = posts.iter().filter_map(signed).collect();
    if names.len() * 2 < posts.len() {
        return;
    }
    for at in names {
        lines[at].role = Some(Role::Byline);
        let under = lines.get_mut(at + 1).filter(|l| !l.gap && l.words <= UNDER && !l.is_prose());
        if let Some(line) = under.filter(|l| l.role.is_none()) {
            line.role = Some(Role::Byline);
        }
    }
}

/// The headers of a post are read as its time; what follows on their line, or a line of its own, is its title.
fn head(lines: &mut [Line], post: &Timed) {
    for (i, line) in lines.iter_mut().enumerate().take(post.headers.end).skip(post.headers.start) {
        match post.rest.clone().filter(|_| i + 1 == post.headers.end) {
            Some(rest) => {
                line.shown.cut(rest);
                line.count();
                if !line.is_prose() {
                    line.role = Some(Role::Heading);
                    line.left = None;
                }
            }
            None if !line.is_prose() => line.leave(Why::Field),
            None => {}
        }
    }
    if let Some((at, _)) = post.updated {
        lines[at].leave(Why::Field);
    }
    if let Some(title) = post.title.map(|t| &mut lines[t]) {
        title.left = None;
        title.role = Some(Role::Heading);
    }
}

/// Who is named in the byline of a post.
fn byline(lines: &[Line]) -> Option<String> {
    let line = lines.iter().find(|l| l.role == Some(Role::Byline) && !l.is_left())?;
    let text = line.text();
    people::names(people::after_by(text).unwrap_or(text)).people.into_iter().next()
}

/// What the headers of posts say of them.
pub(crate) fn described(timed: &[Timed], lines: &[Line], page: &Page, hint: &Hint<'_>) -> Vec<Post> {
    let mut stamps: Vec<Option<Stamp>> = timed.iter().map(|t| Some(t.stamp)).collect();
    let mut frame = Frame::of(page.published.as_deref(), page.updated.as_deref());
    // Where people read "GMT" it is the zone of the page; `Z` is what machines write.
    if frame.offset.is_none() && hint.published.is_none() {
        frame.offset = [frame.published, frame.updated].into_iter().flatten().find_map(|s| s.offset);
    }
    postclock::settle(&mut stamps, &frame);
    let post = |(t, stamp): (&Timed, Option<Stamp>)| {
        let heading = || lines[t.headers.end - 1].role == Some(Role::Heading) && t.rest.is_some();
        Post {
            time: stamp.filter(|s| s.time.is_some()).and_then(|s| s.iso()),
            updated: stamp.zip(t.updated).and_then(|(s, (_, u))| changed(s, u)),
            author: t.author.clone().or_else(|| byline(&lines[t.lines.clone()])),
            title: t
                .title
                .or_else(|| Some(t.headers.end - 1).filter(|_| heading()))
                .map(|i| lines[i].text().to_owned()),
            ..Post::default()
        }
    };
    timed.iter().zip(stamps).map(post).collect()
}

/// When a post was changed: on its own day, unless the words give another.
fn changed(post: Stamp, said: Stamp) -> Option<String> {
    let at = Stamp { date: said.date.or(post.date), offset: said.offset.or(post.offset), ..said };
    let later = (at.date, at.time) > (post.date, post.time);
    (at.time.is_some() && later).then(|| at.iso())?
}

#[cfg(test)]
mod tests {
    use crate::{Hint, read};
    use parallax_model::{Page, Role};

    fn page(post: impl Fn(usize) -> String) -> Page {
        let posts: Vec<String> = (0..5).map(post).collect();
        let text = format!(
            "Storm live updates: harbours shut\n\nPublished 3 May 2031 08:00 GMT\n\nThe storm reached the coast on Saturday and shut every harbour, the council said.\n\n{}",
            posts.join("\n\n")
        );
        read(text.as_bytes(), &Hint::default()).unwrap()
    }

    fn body(n: usize) -> String {
        format!("Wave number {n} went over the quay on Saturday, the harbour master of Velmar said.")
    }

    #[test]
    fn several_lines_may_give_one_time() {
        let p = page(|n| {
            format!(
                "Key event\n{n}h ago\n{}.20 GMT\nWave {n} hits the quay\n\nAna Reyes\nReporting from Velmar\n\n{}\n\nShare\nUpdated at {}.45 GMT",
                18 - n,
                body(n),
                18 - n
            )
        });
        assert_eq!(p.posts.len(), 5);
        let post = &p.posts[1];
        assert_eq!(post.time.as_deref(), Some("2031-05-03T17:20:00Z"));
        assert_eq!(post.updated.as_deref(), Some("2031-05-03T17:45:00Z"));
        assert_eq!(post.author.as_deref(), Some("Ana Reyes"));
        assert_eq!(post.title.as_deref(), Some("Wave 1 hits the quay"));
        assert_eq!(
            post.span.of(&p.text),
            format!("Wave 1 hits the quay\n\nAna Reyes\n\nReporting from Velmar\n\n{}", body(1))
        );
        assert_eq!(p.blocks.iter().filter(|b| b.role == Role::Byline).count(), 10);
    }

    #[test]
    fn the_title_may_stand_on_the_line_of_the_time() {
        let p = page(|n| format!("+++ {}:05 Wave {n} hits the quay +++\n\n{}", 18 - n, body(n)));
        assert_eq!(p.posts[2].title.as_deref(), Some("Wave 2 hits the quay"));
        assert_eq!(p.posts[2].time.as_deref(), Some("2031-05-03T16:05:00Z"));
        assert!(!p.text.contains("+++") && !p.text.contains("16:05"), "{}", p.text);
    }

    #[test]
    fn words_like_two_hours_ago_give_no_time() {
        let p = page(|n| format!("{n}h ago\n\nWave {n} hits the quay\n\n{}", body(n)));
        assert_eq!(p.posts.len(), 5);
        assert!(p.posts.iter().all(|p| p.time.is_none() && p.title.is_some()));
    }

    #[test]
    fn times_that_no_clock_shows_are_no_times() {
        let p = page(|n| {
            let clock = ["18:30", "24:30", "16:30", "99:99", "14:30"][n];
            format!("{clock} GMT\n\nWave {n} hits the quay\n\n{}", body(n))
        });
        assert!(p.text.contains("number 1") && p.text.contains("number 3"), "{}", p.text);
        let times: Vec<&str> = p.posts.iter().filter_map(|p| p.time.as_deref()).collect();
        assert!(times.iter().all(|t| t[11..].ends_with(":30:00Z") && !t.contains("T24")), "{times:?}");
    }

    #[test]
    fn a_day_over_posts_is_theirs() {
        let p = page(|n| {
            let day = ["Sunday, 4 May 2031\n\n", "", "Saturday, 3 May 2031\n\n", "", ""][n];
            format!("{day}1{}:30\n\nWave {n} hits the quay\n\n{}", 5 - n, body(n))
        });
        let days: Vec<&str> = p.posts.iter().map(|p| &p.time.as_deref().unwrap()[..10]).collect();
        assert_eq!(days, ["2031-05-04", "2031-05-04", "2031-05-03", "2031-05-03", "2031-05-03"]);
    }
}
