//! Which blocks of the page are its text, and what each is.

use std::collections::BTreeSet;

use parallax_model::Role;

use super::blocks::Block;
use super::jsonld::Article;
use super::tree::{Tree, hint};
use crate::assemble::Piece;
use crate::lexicon::{fold, words};
use crate::{dates, people, plain};

/// Which blocks the rules take for the text of the page.
pub(crate) fn rules(tree: &Tree<'_>, blocks: &[Block], body: Option<usize>, ld: &Article) -> Vec<bool> {
    let mut kept = vec![false; blocks.len()];
    let Some(body) = body else { return kept };
    keep(tree, blocks, body, &mut kept);
    if let Some(lead) = standfirst(tree, blocks, body, ld)
        && !(0..blocks.len()).any(|k| kept[k] && same(blocks[k].folded(), blocks[lead].folded()))
    {
        kept[lead] = true;
    }
    kept
}

/// Whether two folded texts are one, or one begins with the other.
fn same(a: &str, b: &str) -> bool {
    a == b || (a.len() > 40 && b.len() > 40 && (a.starts_with(b) || b.starts_with(a)))
}

/// The article as structured data gives it.
pub(crate) fn from_data(ld: &Article) -> Option<Vec<Block>> {
    let body = ld.body.as_deref()?;
    let plain = if body.contains("</p>") || body.contains("<br") {
        let tree = Tree::parse(body);
        let mut blocks = super::blocks::blocks(&tree, 0..tree.nodes.len());
        // They stand nowhere in the tree of the page.
        blocks.iter_mut().for_each(|b| (b.node, b.at) = (0, 0));
        return Some(blocks);
    } else {
        body
    };
    let blocks = plain
        .lines()
        .map(super::tree::squeeze)
        .filter(|l| !l.is_empty())
        .map(|text| Block { words: words(&text).count(), text, ..Block::default() })
        .collect();
    Some(blocks)
}

/// Marks what is text among the blocks of the container.
fn keep(tree: &Tree<'_>, blocks: &[Block], body: usize, kept: &mut [bool]) {
    let range = tree.range(body);
    let inside: Vec<usize> =
        (0..blocks.len()).filter(|k| range.contains(&blocks[*k].at) && !blocks[*k].out).collect();
    let solid = |b: &Block| b.is_prose() && b.link_share() < 0.5;
    let total: usize = inside.iter().map(|k| &blocks[*k]).filter(|b| solid(b)).map(|b| b.words).sum();
    let furniture: Vec<bool> = inside.iter().map(|k| is_furniture(tree, &blocks[*k], body)).collect();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut before = 0;
    let mut last = None;
    for (i, &k) in inside.iter().enumerate() {
        let b = &blocks[k];
        if b.wording().ends_article && before * 10 >= total * 5 {
            break;
        }
        if furniture[i] {
            continue;
        }
        // A long block that stands twice is kept once; short ones may repeat ("Yes.").
        if b.text.len() > 60 && !seen.insert(b.folded()) {
            continue;
        }
        if b.role == Some(Role::Heading) {
            let next = (i + 1..inside.len()).find(|j| !furniture[*j]).map(|j| &blocks[inside[j]]);
            let leads = next.is_some_and(|n| n.role != Some(Role::Heading) || n.level > b.level);
            if !leads || b.wording().opens_list {
                continue;
            }
        }
        if b.is_prose() {
            before += b.words;
        }
        kept[k] = true;
        last = Some(k);
    }
    // Headings with nothing below.
    while let Some(k) = last.filter(|k| blocks[*k].role == Some(Role::Heading)) {
        kept[k] = false;
        last = (0..k).rfind(|j| kept[*j]);
    }
}

fn is_furniture(tree: &Tree<'_>, b: &Block, body: usize) -> bool {
    if b.words == 0 && b.text.chars().count() < 8 {
        return true;
    }
    if b.wording().furniture {
        return true;
    }
    let share = b.link_share();
    let short = b.words < 25;
    let paragraph = b.role.is_none() && tree.nodes[b.node].tag() == "p";
    match b.role {
        Some(Role::Heading) => share > 0.6,
        Some(Role::List) => share > 0.6 || (b.words <= 2 && share > 0.0),
        Some(Role::Caption | Role::Credit) => false,
        _ if share > 0.9 => short || !paragraph,
        _ if share > 0.6 => short && !b.is_prose(),
        // Words that stand in no paragraph and make no sentence are labels.
        None if !paragraph => {
            let direct = b.node == body;
            b.words < 4 || (!b.is_prose() && !direct && b.words < 12)
        }
        _ => false,
    }
}

/// The summary between headline and text.
fn standfirst(tree: &Tree<'_>, blocks: &[Block], body: usize, ld: &Article) -> Option<usize> {
    let h1 = tree.tagged("h1").filter(|i| *i < body && !tree.nodes[*i].out).last();
    let from = h1.unwrap_or(body.saturating_sub(400));
    let describes: Vec<String> = ld
        .description
        .iter()
        .cloned()
        .chain(tree.tagged("meta").filter_map(|i| {
            let n = &tree.nodes[i];
            let name = n.attr("name").or_else(|| n.attr("property")).unwrap_or("");
            matches!(name, "description" | "og:description" | "twitter:description")
                .then(|| n.attr("content").unwrap_or("").to_owned())
        }))
        .filter(|d| d.len() > 40)
        .map(|d| fold(&d))
        .collect();
    (0..blocks.len()).find(|k| {
        let b = &blocks[*k];
        let between = b.at > from && b.at < body && (6..=90).contains(&b.words) && !b.out;
        if !between || matches!(b.role, Some(Role::Caption | Role::Credit | Role::Table)) {
            return false;
        }
        let named = b.hints & hint::LEAD != 0 && b.words >= 8;
        let plain = b.link_share() < 0.5 && b.level != 1;
        plain && (named || describes.iter().any(|d| same(d, b.folded())))
    })
}

/// Gives the remaining roles and makes pieces. `of_block` holds the post of each block.
pub(crate) fn roles(
    tree: &Tree<'_>,
    chosen: Vec<Block>,
    title: Option<&str>,
    of_block: &[Option<usize>],
) -> Vec<Piece> {
    let mut out = Vec::new();
    if let Some(title) = title {
        out.push(super::headline(title));
    }
    let folded_title = title.map(fold);
    for (i, b) in chosen.into_iter().enumerate() {
        if folded_title.as_deref() == Some(b.folded()) {
            continue;
        }
        let role = b.role.unwrap_or_else(|| role(tree, &b));
        let post = of_block.get(i).copied().flatten();
        out.push(Piece {
            text: b.text,
            role: Some(role),
            post,
            links: b.links,
            at: Some(b.at),
            ..Piece::default()
        });
    }
    out
}

/// Words of the longest caption that stands in a paragraph.
const CAPTION: usize = 45;

fn role(tree: &Tree<'_>, b: &Block) -> Role {
    let text = b.text.as_str();
    if b.words <= 16 && people::is_credit_line(text) {
        return Role::Credit;
    }
    if b.words <= CAPTION && plain::ends_with_credit(text) {
        return Role::Caption;
    }
    if people::is_contributor_line(text) {
        return Role::Byline;
    }
    if b.words <= 16 {
        let by = people::after_by(text).is_some_and(|rest| {
            let names = people::names(rest);
            !rest.ends_with('.') && (!names.people.is_empty() || names.wire.is_some())
        });
        if by || (b.hints & hint::BYLINE != 0 && !text.ends_with('.')) {
            return Role::Byline;
        }
        let dated = dates::find(text).is_some_and(|(r, _)| r.len() * 2 > text.len());
        if dated || (b.hints & hint::DATE != 0 && !b.is_prose()) {
            return Role::Dateline;
        }
    }
    // A paragraph of nothing but bold words is a heading.
    let n = &tree.nodes[b.node];
    let bold = b.words <= 14
        && !text.ends_with(['.', ',', ';', '”', '"'])
        && tree
            .range(b.node)
            .any(|i| matches!(tree.nodes[i].tag(), "b" | "strong") && tree.nodes[i].letters + 1 >= n.letters);
    if bold { Role::Heading } else { Role::Paragraph }
}
