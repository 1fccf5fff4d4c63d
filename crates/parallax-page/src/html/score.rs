//! Which part of the page holds its text.

use super::blocks::Block;
use super::tree::{Tree, hint};

/// How strongly a block speaks for the containers around it.
fn weight(tree: &Tree<'_>, block: &Block) -> f32 {
    use parallax_model::Role;
    if block.out || block.text.len() < 25 || block.link_share() > 0.5 || !block.is_prose() {
        return 0.0;
    }
    if matches!(block.role, Some(Role::Heading | Role::Caption | Role::Credit | Role::Table)) {
        return 0.0;
    }
    let commas = block.text.chars().filter(|c| matches!(c, ',' | '、' | '，' | '،')).count();
    let length = (block.text.chars().count() as f32 / 100.0).min(3.0);
    let list = if block.role == Some(Role::List) { 0.3 } else { 1.0 };
    let paragraph = if tree.nodes[block.node].tag() == "p" { 1.0 } else { 0.8 };
    (1.0 + (commas as f32).min(5.0) * 0.4 + length) * list * paragraph * (1.0 - block.link_share())
}

/// How many elements up a wider container is looked for.
const CLIMB: usize = 8;

/// The element that holds the text: none if there is none.
pub(crate) fn container(tree: &Tree<'_>, blocks: &[Block]) -> Option<usize> {
    let n = tree.nodes.len();
    let mut score = vec![0.0_f32; n];
    // Sum of weights under each node, by prefix sums over blocks in order.
    let weights: Vec<f32> = blocks.iter().map(|b| weight(tree, b)).collect();
    for (b, w) in blocks.iter().zip(&weights).filter(|(_, w)| **w > 0.0) {
        let mut share = 1.0;
        let own = tree.nodes[b.node].tag();
        let skip = usize::from(matches!(own, "p" | "li" | "blockquote" | "pre" | "h2" | "h3"));
        let chain = std::iter::once(b.node).chain(tree.above(b.node));
        for a in chain.skip(skip).take(6) {
            score[a] += w * share;
            share *= 0.6;
        }
    }
    let mut prefix = vec![0.0_f32];
    for w in &weights {
        prefix.push(prefix.last().copied().unwrap_or(0.0) + w);
    }
    let under = |i: usize| {
        let from = blocks.partition_point(|b| b.at < i);
        let to = blocks.partition_point(|b| b.at < tree.nodes[i].end);
        prefix[to] - prefix[from]
    };
    let bonus = |i: usize| {
        let node = &tree.nodes[i];
        let property = node.attr("itemprop").unwrap_or("");
        if property.eq_ignore_ascii_case("articleBody") {
            1.8
        } else if node.has(hint::BODY) {
            1.5
        } else if node.tag() == "article" {
            1.15
        } else {
            1.0
        }
    };
    let mut best: Option<(usize, f32)> = None;
    for i in (0..n).filter(|i| score[*i] > 0.0) {
        let s = score[i] * bonus(i);
        if best.is_none_or(|(_, b)| s > b) {
            best = Some((i, s));
        }
    }
    let (mut at, _) = best?;
    // Climb while the parent holds clearly more of the text: paragraphs split over sections.
    loop {
        let inside = under(at);
        let mut step = None;
        for a in tree.above(at).take(CLIMB) {
            if matches!(tree.nodes[a].tag(), "html") {
                break;
            }
            let all = under(a);
            if all >= inside * 1.25 + 2.0 && shares_kind(tree, at, a, blocks, &weights) {
                step = Some(a);
                break;
            }
        }
        match step {
            Some(a) => at = a,
            None => return Some(at),
        }
    }
}

/// Whether what the wider element adds is of the same kind as what we have: children of it with prose of their
/// own that stand beside ours, not another article or a list of teasers.
fn shares_kind(tree: &Tree<'_>, inner: usize, outer: usize, blocks: &[Block], weights: &[f32]) -> bool {
    let from = blocks.partition_point(|b| b.at < outer);
    let to = blocks.partition_point(|b| b.at < tree.nodes[outer].end);
    let range = tree.range(inner);
    let (mut good, mut bad) = (0.0_f32, 0.0_f32);
    for (b, w) in blocks[from..to].iter().zip(&weights[from..to]) {
        if b.out || range.contains(&b.at) {
            continue;
        }
        // A teaser: its prose stands inside a link, or an article of its own.
        let other_article =
            tree.above(b.at).take_while(|a| *a != outer).any(|a| tree.nodes[a].tag() == "article");
        if other_article || *w == 0.0 {
            bad += b.text.len() as f32;
        } else {
            good += b.text.len() as f32;
        }
    }
    good > bad
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::blocks::blocks;

    const P: &str = "<p>The port of Velmar reopened on Monday, officials said, after three days of storm and high water.</p>";

    fn chosen(page: &str) -> String {
        let tree = Tree::parse(page);
        let all = blocks(&tree, 0..tree.nodes.len());
        let at = container(&tree, &all).unwrap();
        tree.nodes[at].attr("id").unwrap_or("").to_owned()
    }

    #[test]
    fn the_text_is_found_beside_teasers() {
        let page = format!(
            "<body><div id=a><div id=b>{P}{P}{P}</div><div id=c><p><a href=x>Storm over Corva, ten dead, say officials</a></p></div></div></body>"
        );
        assert_eq!(chosen(&page), "b");
    }

    #[test]
    fn sections_of_one_text_are_taken_together() {
        let page = format!(
            "<body><div id=all><div>{P}{P}{P}</div><div>{P}{P}</div><div>{P}{P}{P}</div></div></body>"
        );
        assert_eq!(chosen(&page), "all");
    }
}
