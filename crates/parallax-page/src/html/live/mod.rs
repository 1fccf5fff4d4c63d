//! Posts of a live page: from the list in its structured data, from repeated markup, or from both.
//!
//! The order is that of the page. A post that stands in the markup is taken from there, with its links; one that
//! is only listed comes from the list.

mod flat;
mod merge;
mod moment;
mod stream;
mod structured;

use std::ops::Range;

use parallax_model::{Page, Post, Role};

use super::blocks::{Block, blocks};
use super::jsonld::Article;
use super::select;
use super::tree::{Tree, hint, squeeze};
use crate::assemble::Piece;
use crate::dates::Stamp;
use crate::lexicon::{fold, words};
use crate::postclock::{self, Frame};
use crate::{headers, people, plain};
use merge::Place;
use stream::{Measure, Sign};

/// What a live page holds.
pub(crate) struct Live {
    pub(crate) pieces: Vec<Piece>,
    pub(crate) posts: Vec<Post>,
}

/// A post before it is written out.
#[derive(Default)]
struct Entry {
    title: Option<String>,
    author: Option<String>,
    published: Option<Stamp>,
    updated: Option<Stamp>,
    pieces: Vec<Piece>,
}

/// Reads the posts; none if the page is not live. `chosen` is the text of the page as an article.
pub(crate) fn read(tree: &Tree<'_>, ld: &Article, chosen: &[Block], page: &Page) -> Option<Live> {
    let updates = structured::read(tree);
    let sign = sign(tree, ld, page).max(clocked(chosen));
    let times = || tree.tagged("time").take(5).count() >= 5;
    if sign == Sign::None && updates.len() < 2 && !times() {
        return None;
    }
    let all = blocks(tree, 0..tree.nodes.len());
    let marks = moment::marks(tree, &all, sign > Sign::None || !updates.is_empty());
    let measure = Measure::new(&all, &marks);
    let mut ranges = stream::find(tree, &measure, sign);
    if ranges.is_empty() && sign > Sign::None {
        ranges = flat::find(tree, &all, &marks);
    }
    if !updates.is_empty() {
        ranges = merge::places(tree, &all, &measure, ranges, &updates);
    }
    if updates.is_empty() && !holds_text(&measure, &all, chosen, &ranges, sign) {
        return None;
    }
    let texts: Vec<&[Block]> = ranges.iter().map(|r| &all[measure.within(r)]).collect();
    let order = merge::order(tree, &ranges, &texts, &updates);
    let mut entries = Vec::new();
    for place in order {
        let entry = match place {
            Place::Markup { at, update } => {
                let mut entry = from_markup(tree, texts[at]);
                (entry.published, entry.updated) = moment::of(&marks, &ranges[at]);
                if update.is_some_and(|u| !updates[u].begins_in(&entry.pieces)) {
                    entry.pieces = from_list(&updates[update.unwrap_or(0)]).pieces;
                }
                if let Some(u) = update.map(|u| &updates[u]) {
                    entry.published = u.published.filter(|s| s.time.is_some()).or(entry.published);
                    entry.updated = u.updated.or(entry.updated);
                    entry.author = entry.author.or_else(|| u.author.clone());
                    entry.title = entry.title.or_else(|| u.headline.clone());
                }
                entry
            }
            Place::Listed { update } => from_list(&updates[update]),
        };
        if !entry.pieces.is_empty() {
            entries.push(entry);
        }
    }
    if entries.len() < 2 {
        return None;
    }
    let frame = Frame::of(page.published.as_deref(), page.updated.as_deref());
    settle(&mut entries, &frame);
    let mut pieces = around(tree, chosen, &all, &ranges, page.title.as_deref());
    if pieces.iter().all(|p| p.role == Some(Role::Title))
        && let Some(summary) = ld.description.as_deref().map(squeeze).filter(|s| s.len() > 40)
    {
        pieces.push(Piece { text: summary, role: Some(Role::Paragraph), ..Piece::default() });
    }
    let mut posts = Vec::new();
    for entry in entries {
        let post = Some(posts.len());
        pieces.extend(entry.pieces.into_iter().map(|p| Piece { post, ..p }));
        let iso = |s: Option<Stamp>| s.filter(|s| s.time.is_some()).and_then(|s| s.iso());
        let time = iso(entry.published);
        posts.push(Post {
            updated: iso(entry.updated)
                .filter(|u| later(entry.published, entry.updated) && Some(u) != time.as_ref()),
            time,
            author: entry.author,
            title: entry.title,
            ..Post::default()
        });
    }
    Some(Live { pieces, posts })
}

/// Whether the stream holds the text of the page, rather than something beside it.
fn holds_text(
    measure: &Measure<'_>,
    all: &[Block],
    chosen: &[Block],
    ranges: &[Range<usize>],
    sign: Sign,
) -> bool {
    let (mut inside, mut outside) = (0, 0);
    for b in chosen.iter().filter(|b| b.is_prose() && in_tree(all, b)) {
        let k = ranges.partition_point(|r| r.end <= b.at);
        let held = ranges.get(k).is_some_and(|r| r.contains(&b.at));
        *(if held { &mut inside } else { &mut outside }) += b.words;
    }
    let stream: usize = ranges.iter().map(|r| measure.prose(r)).sum();
    let average = stream / ranges.len().max(1);
    match sign {
        Sign::None => inside >= outside * 2 && average >= 20,
        Sign::Named => inside >= outside || stream > outside * 3,
        Sign::Stated => true,
    }
}

/// Whether a block is one of the page's, for the text may come from elsewhere.
fn in_tree(all: &[Block], b: &Block) -> bool {
    let at = all.partition_point(|a| a.at < b.at);
    all.get(at).is_some_and(|a| a.at == b.at && a.text == b.text)
}

/// How surely the page is live, apart from its posts.
fn sign(tree: &Tree<'_>, ld: &Article, page: &Page) -> Sign {
    if ld.live {
        return Sign::Stated;
    }
    let title = page.title.as_deref().map(fold).unwrap_or_default();
    let titled = headers::is_live_title(&title);
    let address = page.url.as_deref().is_some_and(plain::is_live_address);
    let named = || {
        tree.nodes.iter().any(|n| {
            n.has(hint::POST)
                || n.attr("itemtype").is_some_and(|t| t.contains("LiveBlogPosting"))
                || n.attr("itemprop").is_some_and(|p| p.eq_ignore_ascii_case("liveBlogUpdate"))
        })
    };
    if titled || address || named() { Sign::Named } else { Sign::None }
}

/// Fewest headings with a clock that make a page live, and fewest paragraphs.
const CLOCKED: (usize, usize) = (4, 6);

/// Whether headings or paragraphs of the text begin with a time of day, as only those of live pages do.
fn clocked(chosen: &[Block]) -> Sign {
    let leads = |b: &&Block| {
        b.text.starts_with(|c: char| c.is_ascii_digit() || c == '+')
            && headers::leading(b.text.trim_start_matches(['+', ' '])).is_some()
    };
    let (mut headings, mut others) = (0, 0);
    for b in chosen.iter().filter(leads) {
        *(if b.role == Some(Role::Heading) { &mut headings } else { &mut others }) += 1;
    }
    if headings >= CLOCKED.0 || others >= CLOCKED.1 { Sign::Named } else { Sign::None }
}

/// Whether the second moment is at least a minute after the first.
fn later(published: Option<Stamp>, updated: Option<Stamp>) -> bool {
    let instant = |s: Stamp| {
        let (h, m, _) = s.time?;
        let at = s.date?.to_datetime(jiff::civil::Time::new(h, m, 0, 0).ok()?);
        at.to_zoned(jiff::tz::TimeZone::UTC)
            .ok()
            .map(|z| z.timestamp().as_second() / 60 - i64::from(s.offset.unwrap_or(0)))
    };
    match (published, updated) {
        (Some(p), Some(u)) => instant(u) > instant(p),
        _ => false,
    }
}

fn settle(entries: &mut [Entry], frame: &Frame) {
    let mut stamps: Vec<Option<Stamp>> = entries.iter().map(|e| e.published).collect();
    postclock::settle(&mut stamps, frame);
    for (entry, stamp) in entries.iter_mut().zip(stamps) {
        entry.published = stamp.filter(|s| s.date.is_some());
        if let Some(u) = entry.updated.as_mut() {
            u.date = u.date.or(entry.published.and_then(|s| s.date));
            u.offset = u.offset.or(entry.published.and_then(|s| s.offset));
        }
    }
}

fn from_list(update: &structured::Update) -> Entry {
    let heading = update.headline.iter().map(|h| Piece {
        text: h.clone(),
        role: Some(Role::Heading),
        ..Piece::default()
    });
    Entry {
        title: update.headline.clone(),
        author: update.author.clone(),
        published: update.published,
        updated: update.updated,
        pieces: heading.chain(update.body.iter().cloned()).collect(),
    }
}

/// The text of a post in the markup, without its header and its tools.
fn from_markup(tree: &Tree<'_>, own: &[Block]) -> Entry {
    let mut entry = Entry::default();
    let mut kept: Vec<Block> = Vec::new();
    // A post may be nothing but links; elsewhere they are tools.
    let words_apart = own.iter().any(|b| b.is_prose() && b.link_share() < 0.5);
    for (k, b) in own.iter().enumerate() {
        if b.words == 0 || headers::spoken(&b.text, b.words).is_some() || b.wording().furniture {
            continue;
        }
        if entry.author.is_none()
            && let Some(name) = author(tree, b)
        {
            entry.author = Some(name);
            kept.push(Block { role: Some(Role::Byline), ..b.clone() });
            continue;
        }
        if entry.author.is_none()
            && b.role != Some(Role::Heading)
            && kept.iter().all(|b| b.role == Some(Role::Heading))
            && let Some(name) = headers::named_beside(&b.text)
        {
            entry.author = Some(name);
            kept.push(Block { role: Some(Role::Byline), ..b.clone() });
            continue;
        }
        let label = words_apart && b.link_share() > 0.8 && !b.is_prose() && b.role != Some(Role::Heading);
        let tool = !b.is_prose() && b.words < 4 && b.role.is_none() && tree.nodes[b.node].tag() != "p";
        let tail = k + 1 == own.len() && b.role == Some(Role::Heading);
        if label || tool || (tail && !kept.is_empty()) {
            continue;
        }
        if entry.title.is_none() && b.role == Some(Role::Heading) && kept.iter().all(|b| !b.is_prose()) {
            let after = headers::leading(&b.text).map_or(0, |(_, at)| at);
            entry.title = Some(b.text[after..].to_owned());
        }
        kept.push(b.clone());
    }
    entry.pieces = select::roles(tree, kept, None, &[]);
    entry
}

/// Who wrote the post, where a block says so and no more.
fn author(tree: &Tree<'_>, b: &Block) -> Option<String> {
    if b.words > 14 || b.is_prose() {
        return None;
    }
    let said = b.hints & hint::BYLINE != 0
        || tree.above(b.at).take(3).any(|a| tree.nodes[a].attr("rel").is_some_and(|r| r.contains("author")));
    let by = people::after_by(&b.text);
    let names = match (by, said) {
        (Some(rest), _) => people::names(rest),
        (None, true) => people::names(&b.text),
        _ => return None,
    };
    names.people.into_iter().find(|p| words(p).count() > 1)
}

/// The title, and the text of the page outside of its posts.
fn around(
    tree: &Tree<'_>,
    chosen: &[Block],
    all: &[Block],
    ranges: &[Range<usize>],
    title: Option<&str>,
) -> Vec<Piece> {
    let last = ranges.last().map_or(0, |r| r.end);
    let outside = |b: &&Block| {
        let k = ranges.partition_point(|r| r.end <= b.at);
        let inside = ranges.get(k).is_some_and(|r| r.contains(&b.at));
        let between = k > 0 && b.at < last;
        !inside && !between && headers::spoken(&b.text, b.words).is_none()
    };
    let mut kept: Vec<Block> = chosen.iter().filter(|b| in_tree(all, b)).filter(outside).cloned().collect();
    // A heading over the stream, and what stands alone below it.
    while kept.last().is_some_and(|b| b.role == Some(Role::Heading)) {
        kept.pop();
    }
    select::roles(tree, kept, title, &[])
}

/// Paragraphs of a piece of HTML.
fn fragment(html: &str) -> Vec<Piece> {
    let tree = Tree::parse(html);
    blocks(&tree, 0..tree.nodes.len())
        .into_iter()
        .map(|b| Piece { text: b.text, role: Some(b.role.unwrap_or(Role::Paragraph)), ..Piece::default() })
        .collect()
}

/// Words for comparing two renderings of one text: runs of letters and digits in lower case.
fn plain_words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use crate::{Hint, read};
    use parallax_model::PageKind;

    #[test]
    fn posts_come_from_structured_data() {
        let page = r#"<html><head><title>Storm live</title><script type="application/ld+json">{"@type":"LiveBlogPosting","headline":"Storm live: port shut","liveBlogUpdate":[{"headline":"Port shut","articleBody":"<p>The port is shut until noon, officials said.</p><p>Crews wait.</p>","datePublished":"2021-05-03T10:00:00Z"},{"articleBody":"Corva sends two ships to the strait.","datePublished":"2021-05-03T09:30:00Z"}]}</script></head><body><p>Loading posts for you, please wait a moment now.</p></body></html>"#;
        let p = read(page.as_bytes(), &Hint::default()).unwrap();
        assert_eq!(p.kind, PageKind::Live);
        assert_eq!(p.posts.len(), 2);
        assert_eq!(p.posts[0].title.as_deref(), Some("Port shut"));
        assert_eq!(p.posts[1].time.as_deref(), Some("2021-05-03T09:30:00Z"));
        assert_eq!(p.posts[1].span.of(&p.text), "Corva sends two ships to the strait.");
    }

    #[test]
    fn a_list_of_posts_without_text_describes_the_markup() {
        let data: Vec<String> = (0..5)
            .map(|n| format!(r#"{{"headline":"Update number {n}","datePublished":"2021-05-03T1{n}:00:00Z","author":{{"name":"Ana Reyes"}}}}"#))
            .collect();
        let post = |n: u32| {
            format!(
                "<article class='post'><h3>Update number {n}</h3><p>The port of town {n} stayed shut on Monday, officials said, as the storm went on.</p></article>"
            )
        };
        let posts: String = (0..5).map(post).collect();
        let page = format!(
            r#"<html><head><script type="application/ld+json">{{"@type":"LiveBlogPosting","headline":"Storm live","liveBlogUpdate":[{}]}}</script></head><body><h1>Storm live</h1><div class="liveblog-post">{}</div></body></html>"#,
            data.join(","),
            posts.replace("class='post'", "class='live-post'")
        );
        let p = read(page.as_bytes(), &Hint::default()).unwrap();
        assert_eq!(p.kind, PageKind::Live);
        assert_eq!(p.posts.len(), 5);
        assert_eq!(p.posts[3].time.as_deref(), Some("2021-05-03T13:00:00Z"));
        assert_eq!(p.posts[3].author.as_deref(), Some("Ana Reyes"));
        assert!(p.posts[3].span.of(&p.text).contains("town 3"));
    }

    #[test]
    fn posts_come_from_repeated_markup() {
        let post = |n: u32| {
            format!(
                "<div class='post x{n}'><time datetime='2021-05-03T1{n}:00:00Z'>1{n}:00</time><h3>Update number {n}</h3><p>The port of town {n} stayed shut on Monday, officials said, as the storm went on.</p></div>"
            )
        };
        let page = format!(
            "<html><body><h1>Storm live: what we know</h1><div>{}</div></body></html>",
            (0..5).map(post).collect::<String>()
        );
        let p = read(page.as_bytes(), &Hint::default()).unwrap();
        assert_eq!(p.posts.len(), 5);
        assert_eq!(p.posts[2].time.as_deref(), Some("2021-05-03T12:00:00Z"));
        assert_eq!(p.posts[2].title.as_deref(), Some("Update number 2"));
    }
}
