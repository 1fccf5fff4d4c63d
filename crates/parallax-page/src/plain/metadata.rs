//! Title, byline, dates, address and outlet of a saved text.

use std::sync::LazyLock;

use parallax_model::{Page, Role};
use regex::Regex;

use super::Line;
use crate::left::Why;
use crate::lexicon::{fold, words};
use crate::{Hint, dates, naming, outlet, people};

static ADDRESS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"https?://[^\s<>"'()\[\]]+"#).expect("constant"));
static DATE_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(today|yesterday|updated?|published|posted|modified|last|first|on|at|mon|tue|wed|thu|fri|sat|sun)[a-z]*\b").expect("constant")
});

/// The page's own address: given, or on a line of its own ("Source: ...", `<...>`), such lines leave the text.
pub(crate) fn address(lines: &mut [Line], hint: &Hint<'_>) -> Option<String> {
    let mut found: Option<String> = None;
    for line in lines.iter_mut() {
        let bare = line.shown.addresses.first().cloned().filter(|_| line.words <= 2);
        let text = line.shown.text.trim_matches(['\'', '"', ' ']);
        let inline = ADDRESS.find(text).filter(|m| {
            let around = words(&text[..m.start()]).count() + words(&text[m.end()..]).count();
            around <= 3 && text[m.end()..].trim_matches(['\'', '"', '.', ' ']).is_empty()
        });
        if let Some(url) = bare.or_else(|| inline.map(|m| m.as_str().to_owned())) {
            line.leave(Why::Field);
            line.shown.cut(0..0);
            line.count();
            found.get_or_insert(url);
        }
    }
    hint.url.map(str::to_owned).or(found)
}

/// Fills in what the lines say and gives roles to the lines that say it.
pub(crate) fn fill(page: &mut Page, lines: &mut [Line], url: Option<&str>, hint: &Hint<'_>) {
    page.url = url.map(str::to_owned);
    let domain = url.and_then(outlet::domain);
    bylines(page, lines);
    bare_bylines(page, lines);
    let site = site_lines(lines, domain.as_deref()).map(|(_, name)| name);
    let masthead = masthead(lines, domain.as_deref());
    title(page, lines, masthead.is_some());
    named_bylines(page, lines);
    let given = hint.source.map(str::to_owned);
    page.source = given.or(site).or(masthead).or_else(|| outlet_name(lines, domain.as_deref())).or(domain);
    if let Some(name) = &page.source {
        lines.iter_mut().filter(|l| naming::is_about(l.text(), name)).for_each(|l| l.leave(Why::Field));
    }
    moments(page, lines, url, hint);
}

/// The name of the outlet at the head of the page, which leaves the text with the labels right under it.
fn masthead(lines: &mut [Line], domain: Option<&str>) -> Option<String> {
    let body = lines.iter().position(|l| !l.is_left() && l.is_prose()).unwrap_or(lines.len());
    // Above the title of a page that was copied whole stands the masthead too.
    let shown = |l: &Line| l.left.is_none_or(|why| why == Why::Navigation);
    let head: Vec<usize> = (0..body).filter(|i| shown(&lines[*i])).take(6).collect();
    let all: Vec<&str> = lines.iter().map(Line::text).collect();
    let found = head.iter().enumerate().find(|(k, i)| {
        let line = &lines[**i];
        let name = line.text();
        if line.role.is_some() || line.level > 1 || !naming::is_name_shaped(name) {
            return false;
        }
        let headline = head[k + 1..].iter().any(|i| headline_like(&lines[*i]));
        headline && (naming::confirmed(name, &all, domain) || (*k == 0 && naming::speaks_for_itself(name)))
    });
    let at = found.map(|(_, i)| *i)?;
    let name = naming::spelled(lines[at].text().trim(), &all);
    // A motto or a menu under the name, where a headline still follows.
    let mut under = at + 1;
    while under < body && !lines[under].gap && (lines[under].is_left() || lines[under].role.is_none()) {
        under += 1;
    }
    let headline = (under..body).any(|i| !lines[i].is_left() && headline_like(&lines[i]));
    let until = if headline { under } else { at + 1 };
    lines[at..until].iter_mut().for_each(|l| l.leave(Why::Field));
    let folded = lines[at].folded.clone();
    lines.iter_mut().filter(|l| l.folded == folded).for_each(|l| l.leave(Why::Field));
    Some(name)
}

/// The name as the page writes the label of its address, or as its copyright line gives it.
fn outlet_name(lines: &[Line], domain: Option<&str>) -> Option<String> {
    let all: Vec<&str> = lines.iter().map(Line::text).collect();
    let holder = || all.iter().rev().filter(|l| l.len() < 200).find_map(|l| naming::copyright(l));
    match domain {
        Some(d) => holder().filter(|h| outlet::fits(h, d)).or_else(|| naming::from_domain(&all, d)),
        None => holder().filter(|h| naming::speaks_for_itself(h)),
    }
}

/// Lines "Headline - The Example Post" near the ends: they name the outlet, and may repeat the headline.
fn site_lines(lines: &mut [Line], domain: Option<&str>) -> Option<(String, String)> {
    let n = lines.len();
    let mut found = None;
    for (i, line) in lines.iter_mut().enumerate() {
        let edge = i < 4 || i + 12 > n;
        if !edge || line.is_prose_end() || line.words > 35 || line.role.is_some_and(|r| r != Role::Heading) {
            continue;
        }
        if let Some((head, name)) = outlet::split_title(&line.shown.text, domain, &[]) {
            let pair = (head.to_owned(), name.to_owned());
            if i < 4 && !line.is_left() {
                let end = line.shown.text.find(head).map_or(0, |at| at + head.len());
                line.shown.cut(end - head.len()..end);
                line.count();
            } else {
                line.leave(Why::Field);
            }
            found.get_or_insert(pair);
        }
    }
    found
}

/// Whether a line can be a headline by its shape.
fn headline_like(line: &Line) -> bool {
    let text = line.text();
    let stop = text.ends_with(['.', ',', ';', ':']) && !text.ends_with("...");
    (3..=30).contains(&line.words)
        && text.len() <= 220
        && !stop
        && line.role.is_none_or(|r| r == Role::Heading)
}

fn title(page: &mut Page, lines: &mut [Line], masthead: bool) {
    let body =
        lines.iter().position(|l| !l.is_left() && l.words >= 25 && l.role.is_none()).unwrap_or(lines.len());
    let head: Vec<usize> = (0..lines.len()).filter(|i| !lines[*i].is_left() && *i <= body).take(8).collect();
    let repeats = |i: usize, lines: &[Line]| {
        let own = &lines[i].folded;
        let start = own.split(['.', '!', '|']).next().unwrap_or(own).trim();
        lines.iter().enumerate().skip(i + 1).any(|(_, l)| {
            l.folded == *own
                || (words(start).count() >= 5 && l.words < 30 && fold(&l.shown.text).trim() == start)
        })
    };
    let followed = |k: usize| {
        head.iter().skip(k + 1).take(2).any(|i| matches!(lines[*i].role, Some(Role::Byline | Role::Dateline)))
    };
    let marked = head.iter().copied().find(|i| lines[*i].level == 1);
    let chosen = marked.or_else(|| {
        // A line that the page repeats is a better headline than the first short one.
        let again = head.iter().copied().find(|i| {
            let own = &lines[*i];
            (4..=30).contains(&own.words) && !own.is_prose_end() && own.role.is_none() && repeats(*i, lines)
        });
        again.or_else(|| {
            head.iter()
                .enumerate()
                .find(|(k, i)| {
                    let line = &lines[**i];
                    headline_like(line)
                        || ((3..=30).contains(&line.words) && line.role.is_none() && followed(*k))
                })
                .map(|(_, i)| *i)
        })
    });
    let Some(at) = chosen.filter(|c| leaves_text(lines, *c)) else {
        return;
    };
    trim_tail(lines, at);
    lines[at].role = Some(Role::Title);
    page.title = Some(lines[at].shown.text.clone());
    let folded = lines[at].folded.clone();
    for (i, line) in lines.iter_mut().enumerate() {
        if i != at && line.folded == folded {
            line.leave(Why::Repeated);
        }
        // Labels above the headline are sections and the like; between masthead and headline stand mottos too.
        let label = if masthead { 12 } else { 4 };
        if i < at && !line.is_left() && line.role.is_none() && line.words <= label && !line.is_prose() {
            line.leave(Why::Label);
        }
    }
}

/// Whether a page has words besides its headline.
fn leaves_text(lines: &[Line], title: usize) -> bool {
    let own = &lines[title].folded;
    lines.iter().any(|l| !l.is_left() && l.words > 0 && l.folded != *own)
}

/// Cuts what was glued to the headline when the page also gives it without: "Port reopens. Latest news!".
fn trim_tail(lines: &mut [Line], at: usize) {
    let own = lines[at].folded.clone();
    let shorter = lines.iter().skip(at + 1).map(|l| &l.folded).find(|f| {
        words(f).count() >= 5
            && f.len() < own.len()
            && own.starts_with(f.as_str())
            && own.len() - f.len() < 30
    });
    let Some(shorter) = shorter.cloned() else { return };
    // The same number of words, counted on the unfolded line.
    let count = words(&shorter).count();
    let text = &lines[at].shown.text;
    let Some(last) = words(text).nth(count - 1) else { return };
    let mut end = last.as_ptr() as usize - text.as_ptr() as usize + last.len();
    if text[end..].starts_with(['.', '!', '?']) {
        end += 1;
    }
    lines[at].shown.cut(0..end);
    lines[at].count();
}

fn bylines(page: &mut Page, lines: &mut [Line]) {
    for (i, line) in lines.iter_mut().enumerate() {
        if line.is_left() || line.role.is_some() {
            continue;
        }
        let text = line.shown.text.as_str();
        if people::is_contributor_line(text) {
            line.role = Some(Role::Byline);
            continue;
        }
        let (day, today) = (is_date_line(line), line.words <= 24);
        if let Some(rest) = people::after_by(text)
            && today
            && !rest.ends_with('.')
        {
            let names = people::names(rest);
            if !names.people.is_empty() || names.wire.is_some() {
                if page.authors.is_empty() && page.wire.is_none() {
                    page.authors = names.people;
                    page.wire = names.wire;
                }
                line.role = Some(Role::Byline);
                continue;
            }
        }
        if day {
            line.role = Some(Role::Dateline);
        } else if i < 8 && people::agency(text).is_some() {
            page.wire = people::agency(text).map(str::to_owned);
            line.role = Some(Role::Byline);
        }
    }
}

/// Names alone on a line over the date, and the outlet and place under a byline.
fn bare_bylines(page: &mut Page, lines: &mut [Line]) {
    let kept: Vec<usize> = (0..lines.len()).filter(|i| !lines[*i].is_left()).take(12).collect();
    for w in kept.windows(2) {
        let (a, b) = (w[0], w[1]);
        let names = people::names(lines[a].text());
        let only = names.people.iter().map(|p| words(p).count()).sum::<usize>() + names.people.len()
            > lines[a].words;
        let full =
            !names.people.is_empty() && names.people.iter().all(|p| (2..=4).contains(&words(p).count()));
        let headed = kept[0] != a && lines[a].role.is_none() && lines[b].role == Some(Role::Dateline);
        if headed && only && full && page.authors.is_empty() && lines[a].words <= 12 {
            page.authors = names.people;
            lines[a].role = Some(Role::Byline);
        }
        let under = lines[a].role == Some(Role::Byline) && lines[b].role.is_none();
        if under && lines[b].words <= 5 && !lines[b].gap && !lines[b].is_prose() {
            lines[b].role = Some(Role::Byline);
        }
    }
}

/// "Ana Reyes, political correspondent" right under the headline.
fn named_bylines(page: &mut Page, lines: &mut [Line]) {
    let Some(title) = lines.iter().position(|l| l.role == Some(Role::Title)) else { return };
    let under = (title + 1..lines.len()).filter(|i| !lines[*i].is_left()).take(3);
    let found = under
        .take_while(|i| !lines[*i].is_prose())
        .find(|i| lines[*i].role.is_none() && people::has_occupation(lines[*i].text()));
    if let Some(line) = found.map(|i| &mut lines[i]) {
        let names = people::names(&line.shown.text);
        if page.authors.is_empty() && line.words <= 16 {
            page.authors = names.people;
            line.role = Some(Role::Byline);
        }
    }
}

/// A line that gives a date or a time and little else.
fn is_date_line(line: &Line) -> bool {
    if line.words > 22 || line.words == 0 {
        return false;
    }
    let text = line.text();
    let found = dates::find(text).map(|(r, _)| r).or_else(|| dates::clock(text, None).map(|(r, ..)| r));
    let Some(range) = found else { return false };
    let rest = format!("{} {}", &text[..range.start], &text[range.end..]);
    let other = DATE_WORDS.replace_all(&rest, "");
    words(&other).filter(|w| !w.bytes().all(|b| b.is_ascii_digit())).filter(|w| w.chars().count() > 3).count()
        <= 2
}

/// Published and updated, in this order of trust: the user, a date line, the address.
fn moments(page: &mut Page, lines: &[Line], url: Option<&str>, hint: &Hint<'_>) {
    let text: Vec<&str> = lines.iter().filter(|l| !l.is_left()).map(Line::text).collect();
    let from_url = url.and_then(|u| dates::in_url(u, &text.join("\n")));
    let mut published = hint.published.and_then(dates::machine);
    let mut updated = None;
    let dateline = lines.iter().find(|l| !l.is_left() && l.role == Some(Role::Dateline));
    // "By Ana Reyes, Friday 13 June 2031".
    let dated = |l: &&Line| !l.is_left() && l.role == Some(Role::Byline) && dates::find(l.text()).is_some();
    let dateline = dateline.or_else(|| lines.iter().find(dated));
    for part in dateline.map(Line::text).into_iter().flat_map(moment_parts) {
        let mut stamp = dates::find(part).map(|(_, s)| s).unwrap_or_default();
        if stamp.date.is_none() {
            let folded = part.to_lowercase();
            let Some((_, time, offset)) = dates::clock(part, from_url) else { continue };
            // "Published on 3 May at 8:10, updated at 9:00": the day carries over.
            let said = published.and_then(|s| s.date);
            let Some(day) = said.or(from_url) else { continue };
            if folded.contains("yesterday") {
                continue;
            }
            stamp = dates::Stamp { date: Some(day), time: Some(time), offset };
            if said.is_none() {
                let note = "the page gives a time without a day; the day is the one in its address";
                page.notes.push(note.to_owned());
            }
        }
        let slot = if is_update(part) { &mut updated } else { &mut published };
        if slot.is_none() {
            *slot = Some(stamp);
        }
    }
    if let (Some(day), Some(found)) = (published.and_then(|s| s.date), from_url)
        && day != found
    {
        page.notes.push(format!("two dates are given: {day} on the page, {found} in its address"));
    }
    let fallback = from_url.map(|d| dates::Stamp { date: Some(d), ..dates::Stamp::default() });
    page.published = published.or(fallback).and_then(|s| s.iso());
    page.updated = updated.and_then(|s| s.iso());
    page.notes.dedup();
}

/// The parts of a date line: what is published and what is updated stand apart.
fn moment_parts(line: &str) -> Vec<&str> {
    let mut out = Vec::new();
    for part in line.split(['|', '•', ';']) {
        let lower = part.to_lowercase();
        let at = ["updat", "modif", "publ"].iter().filter_map(|w| lower.rfind(w)).max().unwrap_or(0);
        // The parts are of use only if both hold something, and lower case must not have moved the bytes.
        match part.split_at_checked(at) {
            Some((a, b)) if lower.len() == part.len() && dates::find(a).is_some() => out.extend([a, b]),
            _ => out.push(part),
        }
    }
    out
}

fn is_update(part: &str) -> bool {
    let lower = part.to_lowercase();
    lower.contains("updat") || lower.contains("modif")
}

impl Line {
    /// Ends like a sentence of the running text.
    fn is_prose_end(&self) -> bool {
        self.words > 8 && self.text().ends_with(['.', '”', '"'])
    }
}

#[cfg(test)]
mod tests {
    use crate::{Hint, read};
    use parallax_model::Page;

    const A: &str = "The port of Velmar reopened on Monday after three days of storm, and the harbour master said that two ferries would sail before noon.";

    fn page(text: &str) -> Page {
        read(text.as_bytes(), &Hint::default()).unwrap()
    }

    #[test]
    fn times_of_today_take_the_day_from_the_address() {
        let p = page(&format!(
            "Port reopens after storm\n\nBy [Ana Reyes](#) and [Tom Witt](#)\n\nToday at 5:42 a.m. EST | Updated today at 8:41 p.m. EST\n\n{A}\n\n<https://www.velmarpost.com/world/2021/05/03/port/>\n\nPort to stay shut - The Velmar Post\n\nLINK"
        ));
        assert_eq!(p.title.as_deref(), Some("Port reopens after storm"));
        assert_eq!(p.published.as_deref(), Some("2021-05-03T05:42:00-05:00"));
        assert_eq!(p.updated.as_deref(), Some("2021-05-03T20:41:00-05:00"));
        assert_eq!(p.source.as_deref(), Some("The Velmar Post"));
        assert_eq!(p.authors, ["Ana Reyes", "Tom Witt"]);
        assert_eq!(p.body(), A);
    }

    #[test]
    fn nothing_is_invented() {
        let p = page(A);
        assert_eq!((p.title, p.source, p.published), (None, None, None));
        assert!(p.authors.is_empty());
    }

    #[test]
    fn what_is_glued_to_a_repeated_headline_goes() {
        let p = page(&format!(
            "Velmar’s Port Is Open, Officials Insist. Latest News!\n\n{A}\n\nVelmar's Port Is Open, Officials Insist.\n\n{A} It was late."
        ));
        assert_eq!(p.title.as_deref(), Some("Velmar’s Port Is Open, Officials Insist."));
        assert_eq!(p.body(), format!("{A}\n\n{A} It was late."));
    }

    #[test]
    fn a_trailing_source_gives_the_outlet() {
        let p = page(&format!("{A}\n\nSource: https://www.corvadaily.co.uk/a/1"));
        assert_eq!(p.source.as_deref(), Some("corvadaily.co.uk"));
        assert_eq!(p.text, A);
    }

    #[test]
    fn a_place_line_with_an_agency_is_text() {
        let p = page(&format!(
            "Port shut as storm rages | Corva Daily News\n\nAna Reyes and Tom Witt\n\nMay 3, 2021 8:41 PM ET\n\nVELMAR, May 3 (Reuters) - The port of Velmar was shut on Monday.\n\n{A}\n\nRead Next\n\nStorm hits Corva"
        ));
        assert_eq!(p.authors, ["Ana Reyes", "Tom Witt"]);
        assert_eq!(p.source.as_deref(), Some("Corva Daily News"));
        assert_eq!(
            p.body(),
            format!("VELMAR, May 3 (Reuters) - The port of Velmar was shut on Monday.\n\n{A}")
        );
    }

    #[test]
    fn a_masthead_is_no_headline() {
        let p = page(&format!(
            "VELMAR DAILY\nSince 1901\nNews | Farming | Sea | Shop\n\nPort reopens after storm\n\nAna Reyes, harbour correspondent\n\n{A}\n\nRelated\n• In pictures: the storm\n• Ten boats to see\n\nComments (12)\n\nI was there.\n\n(c) 2021 Velmar Daily"
        ));
        assert_eq!(p.source.as_deref(), Some("Velmar Daily"));
        assert_eq!(p.title.as_deref(), Some("Port reopens after storm"));
        assert_eq!(p.authors, ["Ana Reyes"]);
        assert_eq!(p.body(), A);
        assert!(!p.text.contains("1901"), "{}", p.text);
    }

    #[test]
    fn one_line_may_give_byline_and_both_times() {
        let p = page(&format!("Port reopens after storm\n\nBy Ana Reyes, Friday 13 June 2031\n\n{A}"));
        assert_eq!(p.published.as_deref(), Some("2031-06-13"));
        let p = page(&format!(
            "Port reopens after storm\n\nPublished on 7 March 2031 at 18:10 (Velmar time), updated at 18:35\n\n{A}"
        ));
        assert_eq!(p.published.as_deref(), Some("2031-03-07T18:10:00"));
        assert_eq!(p.updated.as_deref(), Some("2031-03-07T18:35:00"));
    }

    #[test]
    fn two_dates_are_noted() {
        let p = page(&format!(
            "Port reopens after storm\n\n4 May, 2021 13:18\n\n{A}\n\nSource: https://a.example/2021/05/02/port"
        ));
        assert_eq!(p.published.as_deref(), Some("2021-05-04T13:18:00"));
        assert!(p.notes[0].contains("two dates"));
    }
}
