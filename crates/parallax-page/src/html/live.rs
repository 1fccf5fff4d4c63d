//! Posts of a live page, from structured data or from repeated markup.

use std::collections::BTreeMap;

use parallax_model::{Post, Role};

use super::blocks::{Block, blocks};
use super::jsonld::Article;
use super::tree::{Tree, hint, squeeze};
use crate::assemble::Piece;
use crate::lexicon::fold;
use crate::{dates, people};

/// Posts in the order of the page, with their pieces.
pub(crate) fn from_data(ld: &Article, title: Option<&str>) -> Option<(Vec<Piece>, Vec<Post>)> {
    // Some sites list the posts without their text, which then stands in the markup alone.
    let full = ld.updates.iter().filter(|u| !u.body.trim().is_empty()).count();
    if ld.updates.len() < 2 || full * 2 < ld.updates.len() {
        return None;
    }
    let mut pieces: Vec<Piece> = title.map(super::headline).into_iter().collect();
    if let Some(summary) = ld.description.as_deref().map(squeeze).filter(|s| s.len() > 40) {
        pieces.push(Piece { text: summary, role: Some(Role::Paragraph), ..Piece::default() });
    }
    let mut posts = Vec::new();
    for update in &ld.updates {
        let post = Some(posts.len());
        let headline = update.headline.as_deref().map(squeeze).filter(|h| !h.is_empty());
        let texts = paragraphs(&update.body);
        // Some sites give the beginning of the text as the headline.
        let repeats = headline.as_deref().is_some_and(|h| {
            let h = fold(h.trim_end_matches(['.', '…']));
            texts.first().is_some_and(|(t, _)| fold(t).starts_with(&h))
        });
        if let Some(h) = headline.as_ref().filter(|_| !repeats) {
            pieces.push(Piece { text: h.clone(), role: Some(Role::Heading), post, ..Piece::default() });
        }
        for (text, role) in texts {
            pieces.push(Piece { text, role: Some(role), post, ..Piece::default() });
        }
        posts.push(Post {
            time: update.published.as_deref().and_then(dates::machine).and_then(|s| s.iso()),
            author: update.author.clone(),
            title: headline.filter(|_| !repeats),
            ..Post::default()
        });
    }
    Some((pieces, posts))
}

fn paragraphs(body: &str) -> Vec<(String, Role)> {
    if body.contains("</") || body.contains("<br") || body.contains("<p") {
        let tree = Tree::parse(body);
        return blocks(&tree, 0..tree.nodes.len())
            .into_iter()
            .map(|b| (b.text, b.role.unwrap_or(Role::Paragraph)))
            .collect();
    }
    body.lines().map(squeeze).filter(|l| !l.is_empty()).map(|l| (l, Role::Paragraph)).collect()
}

/// Posts found in the markup.
#[derive(Default)]
pub(crate) struct Markup {
    pub(crate) posts: Vec<Post>,
    /// The post of each chosen block.
    pub(crate) of_block: Vec<Option<usize>>,
}

/// Repeated containers under one parent, each with a time of its own and a text.
pub(crate) fn from_markup(tree: &Tree<'_>, chosen: &[Block], ld: &Article) -> Markup {
    let Some(containers) = repeated(tree, chosen) else { return Markup::default() };
    let mut out = Markup { posts: Vec::new(), of_block: vec![None; chosen.len()] };
    for c in containers {
        let range = tree.range(c);
        let own: Vec<usize> = (0..chosen.len()).filter(|i| range.contains(&chosen[*i].at)).collect();
        if own.iter().all(|i| !chosen[*i].is_prose()) {
            continue;
        }
        let heading = own.iter().map(|i| &chosen[*i]).find(|b| b.role == Some(Role::Heading));
        let title = heading.map(|b| b.text.clone());
        // The structured data may say more of the post with this headline.
        let listed = title.as_deref().and_then(|t| {
            let same = |h: &String| fold(&squeeze(h)) == fold(t);
            ld.updates.iter().find(|u| u.headline.as_ref().is_some_and(same))
        });
        let stamp = || dates::machine(listed?.published.as_deref()?)?.iso();
        let post = Post {
            time: time(tree, c).or_else(stamp),
            author: listed.and_then(|u| u.author.clone()).or_else(|| author(tree, c)),
            title,
            ..Post::default()
        };
        for i in own {
            out.of_block[i] = Some(out.posts.len());
        }
        out.posts.push(post);
    }
    if out.posts.len() < 3 {
        return Markup::default();
    }
    out
}

/// The time in a container: its first time element with a full moment.
fn time(tree: &Tree<'_>, at: usize) -> Option<String> {
    tree.range(at)
        .filter(|i| tree.nodes[*i].tag() == "time" || tree.nodes[*i].attr("data-timestamp").is_some())
        .find_map(|i| {
            let n = &tree.nodes[i];
            let value = n.attr("datetime").or_else(|| n.attr("data-timestamp"));
            value.and_then(dates::machine).and_then(|s| s.time.and_then(|_| s.iso()))
        })
}

/// Who wrote the post, where its markup says so.
fn author(tree: &Tree<'_>, at: usize) -> Option<String> {
    let named = |i: &usize| {
        let n = &tree.nodes[*i];
        let said = n.has(hint::BYLINE) || n.attr("rel").is_some_and(|r| r.contains("author"));
        n.element.is_some() && said && (1..=80).contains(&n.letters)
    };
    let names = tree.range(at).filter(named).map(|i| people::names(&tree.words_of(i)).people);
    names.into_iter().flatten().find(|p| crate::lexicon::words(p).count() > 1)
}

fn repeated(tree: &Tree<'_>, chosen: &[Block]) -> Option<Vec<usize>> {
    let mut groups: BTreeMap<(usize, &str, &str), Vec<usize>> = BTreeMap::new();
    for (i, n) in tree.nodes.iter().enumerate() {
        if n.element.is_none()
            || n.letters < 60
            || n.out
            || !matches!(n.tag(), "div" | "article" | "li" | "section")
        {
            continue;
        }
        let class = n.attr("class").and_then(|c| c.split_whitespace().next()).unwrap_or("");
        groups.entry((n.parent, n.tag(), class)).or_default().push(i);
    }
    let holds = |c: usize| chosen.iter().any(|b| tree.range(c).contains(&b.at) && b.is_prose());
    groups
        .into_values()
        .filter(|g| g.len() >= 4)
        .map(|g| {
            let good: Vec<usize> = g
                .iter()
                .copied()
                .filter(|c| (time(tree, *c).is_some() || tree.nodes[*c].has(hint::POST)) && holds(*c))
                .collect();
            (g.len(), good)
        })
        .filter(|(all, good)| good.len() >= 4 && good.len() * 2 >= *all)
        .max_by_key(|(_, good)| (good.len(), std::cmp::Reverse(good.first().copied())))
        .map(|(_, good)| good)
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
