//! Lines of a saved page that are not its text.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use foldhash::{HashMap, HashSet};
use parallax_model::Role;
use regex::Regex;

use super::Line;
use crate::left::Why;
use crate::lexicon::{data, fold, of_kind, rows, words};
use crate::{dates, people};

static FURNITURE: &str = data!("plain_furniture.tsv");
static LINE: LazyLock<HashMap<&str, Why>> = LazyLock::new(|| reasons("line").into_iter().collect());
static START: LazyLock<Starts> = LazyLock::new(|| Starts::new(reasons("start")));
static HAS: LazyLock<Vec<(&str, Why)>> = LazyLock::new(|| reasons("has"));
/// All of them in one pass.
static HAS_FINDER: LazyLock<AhoCorasick> =
    LazyLock::new(|| AhoCorasick::new(HAS.iter().map(|(h, _)| h)).expect("the patterns are constants"));
static TAIL: LazyLock<HashSet<&str>> = LazyLock::new(|| of_kind(FURNITURE, "tail").into_iter().collect());
static LIST: LazyLock<HashSet<&str>> = LazyLock::new(|| of_kind(FURNITURE, "list").into_iter().collect());
static LABEL: LazyLock<Starts> = LazyLock::new(|| Starts::new(reasons("label")));
static ADS: LazyLock<HashSet<&str>> = LazyLock::new(|| of_kind(FURNITURE, "ads").into_iter().collect());
static FACTS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| of_kind(FURNITURE, "facts").into_iter().collect());
static HERE: LazyLock<HashSet<&str>> = LazyLock::new(|| of_kind(FURNITURE, "here").into_iter().collect());
static CAPTION: LazyLock<Vec<&str>> = LazyLock::new(|| of_kind(FURNITURE, "caption"));
static SHARE: LazyLock<HashSet<&str>> =
    LazyLock::new(|| rows(data!("share_words.tsv")).map(|r| r[0]).collect());
static CLOSE: LazyLock<Vec<&str>> = LazyLock::new(|| of_kind(data!("live.tsv"), "close"));

static DURATION: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\(?\d{1,2}:\d{1,2}(:\d{2})?( ?/ ?\d{1,2}:\d{2})?\)?$").expect("constant"));
static COUNT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^[\d.,]+k? ?(comments?|shares?|likes?|views?|min(ute)?s?\.? read|min|followers|replies)?$",
    )
    .expect("constant")
});

/// What lines may begin with, by first byte.
struct Starts(HashMap<u8, Vec<(&'static str, Why)>>);

impl Starts {
    fn new(all: Vec<(&'static str, Why)>) -> Self {
        let mut out = HashMap::<u8, Vec<(&str, Why)>>::default();
        for (start, why) in all {
            out.entry(start.bytes().next().unwrap_or(0)).or_default().push((start, why));
        }
        Self(out)
    }

    /// The first that a line begins with.
    fn of(&self, line: &str) -> Option<&(&'static str, Why)> {
        self.0.get(line.as_bytes().first()?)?.iter().find(|(s, _)| line.starts_with(s))
    }
}

/// Words of one kind, each with the reason in its third column.
fn reasons(kind: &str) -> Vec<(&'static str, Why)> {
    rows(FURNITURE)
        .filter(|r| r.len() > 1 && r[0] == kind)
        .map(|r| (r[1], r.get(2).and_then(|n| Why::named(n)).unwrap_or(Why::Notice)))
        .collect()
}

/// Whether a short line is a heading over a list of other pages.
pub(crate) fn opens_list(folded: &str) -> bool {
    LIST.contains(folded) || is_tail(folded) || ADS.contains(folded)
}

/// Whether a heading ends the article: comments or other stories follow.
pub(crate) fn ends_article(folded: &str, words: usize) -> bool {
    words <= 8 && is_tail(folded)
}

/// "Comments", "Comments (212)", "212 comments".
fn is_tail(folded: &str) -> bool {
    let bare = folded.trim_matches(|c: char| {
        c.is_ascii_digit() || c.is_ascii_whitespace() || matches!(c, '(' | ')' | '[' | ']' | ',' | '.')
    });
    TAIL.contains(folded) || (bare.len() < folded.len() && TAIL.contains(bare))
}

/// "The full version is here", "More stories are here": a pointer whose link is lost.
fn points_elsewhere(folded: &str, count: usize) -> bool {
    (3..=9).contains(&count)
        && folded.ends_with(" here")
        && !folded.contains(['"', ','])
        && words(folded).any(|w| HERE.contains(w))
}

/// Whether the words of a line are those of furniture.
pub(crate) fn is_furniture_line(folded: &str, count: usize) -> bool {
    furniture_line(folded, count).is_some()
}

/// Why a line is furniture by its words, if it is.
pub(crate) fn furniture_line(folded: &str, count: usize) -> Option<Why> {
    if let Some(why) = LINE.get(folded) {
        return Some(*why);
    }
    // Both begin so.
    if folded.starts_with(|c: char| c.is_numeric() || matches!(c, '(' | '.' | ',')) {
        if DURATION.is_match(folded) {
            return Some(Why::Player);
        }
        if COUNT.is_match(folded) {
            return Some(Why::Label);
        }
    }
    if count <= 30 {
        let starts = START.of(folded);
        let has = || HAS_FINDER.find_overlapping_iter(folded).map(|m| m.pattern().as_usize()).min();
        if let Some((_, why)) = starts.or_else(|| has().map(|first| &HAS[first])) {
            return Some(*why);
        }
    }
    if count <= 7
        && !folded.contains(['"', ','])
        && let Some((_, why)) = LABEL.of(folded)
    {
        return Some(*why);
    }
    if points_elsewhere(folded, count) {
        return Some(Why::Links);
    }
    let shares = (1..=20).contains(&count) && words(folded).all(|w| SHARE.contains(w));
    shares.then_some(if count == 1 { Why::Label } else { Why::Notice })
}

/// Whether a line says that a post ends here.
fn closes(line: &Line) -> bool {
    line.words <= 40 && CLOSE.iter().any(|c| line.folded.contains(c))
}

/// Marks the lines to leave out, and gives captions and credits their roles.
pub(crate) fn mark(lines: &mut [Line]) {
    for line in lines.iter_mut() {
        strip_icons(line);
        line.closes = closes(line);
        if let Some(why) = furniture(line) {
            line.leave(why);
        }
    }
    bars(lines);
    players(lines);
    adverts(lines);
    link_lists(lines);
    pictures(lines);
    copies(lines);
    edges(lines);
    tail(lines);
}

fn furniture(line: &Line) -> Option<Why> {
    if line.words == 0 { Some(Why::Label) } else { furniture_line(&line.folded, line.words) }
}

/// Icon fonts leave their names behind ("icon searchicon shareicon menu"), often glued to real words.
fn strip_icons(line: &mut Line) {
    let text = line.shown.text.clone();
    if text.matches("icon").take(5).count() < 4 {
        return;
    }
    let tokens: Vec<(usize, &str)> =
        text.split_whitespace().map(|t| (t.as_ptr() as usize - text.as_ptr() as usize, t)).collect();
    let is_icon =
        |t: &str| t.contains("icon") && t.chars().all(|c| c.is_ascii_lowercase() || c == '-' || c == '_');
    let at: Vec<usize> = (0..tokens.len()).filter(|i| is_icon(tokens[*i].1)).collect();
    let (Some(&first), Some(&last)) = (at.first(), at.last()) else { return };
    // The debris is dense: at most three words between two icons.
    if at.len() < 4 || at.windows(2).any(|w| w[1] - w[0] > 4) {
        return;
    }
    let before = &tokens[..first];
    // One or two lower-case words after the last icon are still its name.
    let after = last
        + 1
        + tokens[last + 1..]
            .iter()
            .take(2)
            .take_while(|(_, t)| t.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
            .count();
    let keep = if before.len() >= 4 {
        0..tokens[first].0
    } else if after < tokens.len() {
        tokens[after].0..text.len()
    } else {
        0..0
    };
    if keep.is_empty() {
        line.shown.cut(0..0);
    } else {
        line.shown.cut(keep);
        line.shown.trim();
    }
    line.count();
}

/// Menus and tools on one line: "News | Farming | Shop", "Print this page   E-mail to a friend".
fn bars(lines: &mut [Line]) {
    let prose = |l: &Line| !l.is_left() && l.is_prose();
    let first = lines.iter().position(prose).unwrap_or(lines.len());
    let last = lines.iter().rposition(prose).unwrap_or(0);
    for (i, line) in lines.iter_mut().enumerate() {
        if line.is_left() || line.words > 40 || line.role.is_some() || line.is_prose() {
            continue;
        }
        let text = line.shown.text.clone();
        let parts: Vec<&str> = text
            .split(['|', '•', '·', '\t'])
            .flat_map(|p| p.split("  "))
            .filter(|p| !p.trim().is_empty())
            .collect();
        if parts.len() < 2 {
            continue;
        }
        let tool = |p: &&str| is_furniture_line(&fold(p), words(p).count());
        let item = |p: &&str| {
            words(p).count() <= 4
                && p.trim_start().starts_with(char::is_uppercase)
                && !p.trim_end().ends_with(['.', ','])
                && dates::find(p).is_none()
                && people::after_by(p).is_none()
        };
        let outside = i < first || i > last;
        if parts.iter().all(tool) || (outside && parts.len() > 3 && parts.iter().all(item)) {
            line.leave(Why::Navigation);
            continue;
        }
        // "Ana Reyes  3 May 2021  3 min read": what is left of a byline.
        let (Some(from), Some(to)) =
            (parts.iter().position(|p| !tool(p)), parts.iter().rposition(|p| !tool(p)))
        else {
            continue;
        };
        if from > 0 || to + 1 < parts.len() {
            let at = |p: &str| p.as_ptr() as usize - text.as_ptr() as usize;
            line.shown.cut(at(parts[from])..at(parts[to]) + parts[to].len());
            line.shown.trim();
            line.count();
        }
    }
}

/// Headlines of advertisers under a heading that says so.
fn adverts(lines: &mut [Line]) {
    let mut below = false;
    for line in lines.iter_mut() {
        if line.words <= 6 && ADS.contains(line.folded.as_str()) {
            below = true;
        } else if below && (line.is_prose() || line.level > 0) {
            below = false;
        }
        if below {
            line.leave(Why::Advertisement);
        }
    }
}

/// "Storm hits Corva" over "02:29": the name of a film, not of this page.
fn players(lines: &mut [Line]) {
    for i in 1..lines.len() {
        if DURATION.is_match(&lines[i].folded) && !lines[i - 1].is_left() {
            let above = &lines[i - 1];
            let label = above.words <= 18
                && !above.text().ends_with(['.', '”', '"'])
                && dates::find(above.text()).is_none();
            let title_below = i == 1;
            if label && !title_below {
                lines[i - 1].leave(Why::Player);
            }
        }
    }
}

/// Lines of nothing but links, with the headings above them.
fn link_lists(lines: &mut [Line]) {
    let n = lines.len();
    for (i, line) in lines.iter_mut().enumerate() {
        let by = people::after_by(line.text()).is_some();
        let lists = !by && line.shown.link_share() > 0.8 && !line.text().is_empty();
        let many = line.shown.links.len() > 1;
        if lists && (many || !line.is_prose() || i * 2 > n) && line.level == 0 {
            line.leave(Why::Links);
        }
    }
    let mut listing = false;
    // Bullets under "What we know" are text; under "Related" they are headlines.
    let mut bullets = false;
    let last = lines.iter().rposition(|l| !l.is_left() && l.is_prose()).unwrap_or(n);
    for i in 0..n {
        let folded = lines[i].folded.clone();
        // Headlines under "Read next" in the last part of the page.
        let heads =
            lines[i].is_left() && lines[i].words <= 6 && opens_list(&folded) && (i * 2 > n || i > last);
        bullets = if heads { !FACTS.contains(folded.as_str()) } else { bullets };
        listing = heads || (listing && (lines[i].is_left() || !lines[i].is_prose()));
        let item = lines[i].role.is_none()
            || (bullets
                && lines[i].role == Some(Role::List)
                && lines[i].words <= 20
                && !lines[i].text().ends_with('.'));
        let label = !people::is_contributor_line(lines[i].text()) && item;
        if listing && !heads && label {
            lines[i].leave(Why::Related);
        }
        if lines[i].is_left() || lines[i].words > 6 || lines[i].is_prose() {
            continue;
        }
        let next = lines[i + 1..].iter().find(|l| l.words > 0);
        let above_links = next.is_some_and(|l| l.is_left() && l.shown.link_share() > 0.8);
        if above_links || (opens_list(&folded) && next.is_none_or(|l| l.is_left() || !l.is_prose())) {
            lines[i].leave(Why::Related);
            listing = i * 2 > n || i > last;
            bullets = opens_list(&folded) && !FACTS.contains(folded.as_str());
        }
    }
}

/// Captions and credits. A caption that stands twice, or again later, is kept once.
fn pictures(lines: &mut [Line]) {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for i in 0..lines.len() {
        let labelled = i > 0 && CAPTION.iter().any(|c| lines[i - 1].folded.trim_end_matches(',') == *c);
        let line = &mut lines[i];
        if !line.is_left() && line.words <= 45 && (labelled || ends_with_credit(line.text())) {
            line.role = Some(Role::Caption);
        }
    }
    let kept: Vec<usize> = (0..lines.len()).filter(|i| !lines[*i].is_left()).collect();
    for (k, &i) in kept.iter().enumerate() {
        if !people::is_credit_line(lines[i].text()) {
            continue;
        }
        lines[i].role = Some(Role::Credit);
        let Some(&above) = k.checked_sub(1).and_then(|k| kept.get(k)) else { continue };
        let copy = k.checked_sub(2).map(|k| kept[k]).filter(|c| lines[*c].folded == lines[above].folded);
        let glued = !lines[i].gap && lines[above].words <= 45 && lines[above].role.is_none();
        if lines[above].role == Some(Role::Credit) || (copy.is_none() && !glued) {
            continue;
        }
        if let Some(copy) = copy {
            lines[above].leave(Why::Repeated);
            lines[copy].role = Some(Role::Caption);
        } else {
            lines[above].role = Some(Role::Caption);
        }
        let folded = lines[above].folded.clone();
        if !seen.insert(folded) {
            lines[i].leave(Why::Repeated);
            lines[copy.unwrap_or(above)].leave(Why::Repeated);
        }
    }
}

/// "Crews clear the quay, May 5, 2021. AGENCY/Ana Reyes", "Crews clear the quay. Picture: Ana Reyes": a caption with
/// its credit on the same line.
pub(crate) fn ends_with_credit(text: &str) -> bool {
    let Some((caption, credit)) = text.rsplit_once(". ") else { return false };
    let named = credit.contains('/') && people::is_credit_line(credit)
        || people::begins_credit(credit) && credit.contains(':') && !credit.ends_with('.');
    named && words(caption).count() >= 4 && words(credit).count() <= 8
}

/// A line that repeats the one above it is kept once.
fn copies(lines: &mut [Line]) {
    let mut last: Option<usize> = None;
    for i in 0..lines.len() {
        if lines[i].is_left() {
            continue;
        }
        if let Some(l) = last
            && lines[l].folded == lines[i].folded
            && lines[i].words > 0
        {
            lines[i].leave(Why::Repeated);
            continue;
        }
        last = Some(i);
    }
}

/// Menus: three or more short labels in a row before the first or after the last real paragraph.
fn edges(lines: &mut [Line]) {
    let prose = |l: &Line| !l.is_left() && l.is_prose();
    let Some(first) = lines.iter().position(prose) else { return };
    let last = lines.iter().rposition(prose).unwrap_or(first);
    let label = |l: &Line| {
        l.role.is_none()
            && l.words <= 3
            && people::after_by(l.text()).is_none()
            && dates::find(l.text()).is_none()
            && dates::clock(l.text(), None).is_none()
    };
    for (from, to, need) in [(0, first, 3), (last + 1, lines.len(), 2)] {
        let mut start = from;
        while start < to {
            let mut end = start;
            let mut count = 0;
            while end < to && (lines[end].is_left() || label(&lines[end])) {
                count += usize::from(!lines[end].is_left());
                end += 1;
            }
            if count >= need {
                lines[start..end].iter_mut().for_each(|l| l.leave(Why::Navigation));
            }
            start = end.max(start) + 1;
        }
    }
}

/// After "Leave a reply", "Related articles" and the like near the end, nothing belongs to the page.
fn tail(lines: &mut [Line]) {
    let weight = |l: &Line| if l.is_left() { 0 } else { l.words };
    let total: usize = lines.iter().map(weight).sum();
    let mut before = 0;
    for i in 0..lines.len() {
        let opens = lines[i].words <= 8 && is_tail(&lines[i].folded);
        if opens && before * 10 >= total * 6 {
            lines[i..]
                .iter_mut()
                .filter(|l| !people::is_contributor_line(l.text()))
                .for_each(|l| l.leave(Why::After));
            return;
        }
        before += weight(&lines[i]);
    }
}

#[cfg(test)]
mod tests {
    use crate::{Hint, read};
    use parallax_model::Role;

    fn text(page: &str) -> String {
        read(page.as_bytes(), &Hint::default()).unwrap().text
    }

    const A: &str =
        "The port of Velmar reopened on Monday after three days of storm, the harbour master said.";
    const B: &str =
        "Two ferries that had waited at anchor sailed before noon, and crews began to clear the quay.";

    #[test]
    fn icon_names_go_and_what_is_glued_to_them_stays() {
        let page = format!(
            "icon bookmark-bicon closeicon fbicon shareicon searchicon tgicon fm\n5 May, 2021 13:18\n\n{A}"
        );
        assert_eq!(text(&page), format!("5 May, 2021 13:18\n\n{A}"));
        let glued = format!("icon closeicon fbicon shareicon searchicon fm {A}\n\n{B}");
        assert_eq!(text(&glued), format!("{A}\n\n{B}"));
    }

    #[test]
    fn forms_shares_players_and_lists_go() {
        let page = format!(
            "Select Page\n\n{A}\n\nShare on Facebook\n\nStorm batters Corva coast\n\n02:29\n\n{B}\n\nThe latest\n\n[Storm over Corva](#) | [Who runs the port?](#)\n\nSign up to receive our newsletter!\n\nPodcasts\n0:00\n23:13\n\nLeave A Reply\n\nGreat story, thank you for the report on this port and on the storm."
        );
        assert_eq!(text(&page), format!("{A}\n\n{B}"));
    }

    #[test]
    fn a_doubled_caption_is_kept_once() {
        let caption = "Crews clear the quay in Velmar on May 5.";
        let page = format!(
            "{A}\n\n{caption}\n\n{caption}\n\n(Ana Reyes/AFP/Getty Images)\n\n{B}\n\n{caption}\n\n{caption}\n\n(Ana Reyes/AFP/Getty Images)"
        );
        let page = read(page.as_bytes(), &Hint::default()).unwrap();
        let roles: Vec<Role> = page.blocks.iter().map(|b| b.role).collect();
        assert_eq!(roles, [Role::Paragraph, Role::Caption, Role::Credit, Role::Paragraph]);
        assert_eq!(page.body(), format!("{A}\n\n{B}"));
    }

    #[test]
    fn captions_end_in_credits_and_sentences_do_not() {
        let ends = super::ends_with_credit;
        assert!(ends("Crews clear the quay, May 5, 2021. AFP/Ana Reyes"));
        assert!(ends("Ana Reyes leaves the harbour office. Picture: Ian Witt"));
        assert!(!ends("Ana Reyes left the harbour office. Picture by picture: the film showed it."));
        assert!(!ends("Ana Reyes left the harbour office on Monday. Reuters"));
    }

    #[test]
    fn a_sentence_with_furniture_words_stays() {
        let a = "He told the comments section of his own paper that the port would reopen and that he would print the plan.";
        assert_eq!(text(&format!("{a}\n\n{B}")), format!("{a}\n\n{B}"));
    }
}
