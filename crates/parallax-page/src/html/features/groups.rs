//! Blocks that the page's templates make alike.

use foldhash::{HashMap, HashMapExt};

use super::Row;
use super::place::home;
use super::words::Words;
use crate::html::blocks::Block;
use crate::html::tree::{Node, Tree};

#[derive(Debug, Clone, Copy, Default)]
struct Group {
    count: usize,
    size: usize,
    running: usize,
    linked: usize,
    prose: usize,
}

/// Blocks by likeness: the same element names and classes; also under the same parent.
pub(super) struct Groups {
    /// Of each block, its group under each likeness.
    of: Vec<[Group; KINDS]>,
    keys: Vec<[u64; KINDS]>,
    running: usize,
}

const KINDS: usize = 3;

fn mark(n: &Node<'_>, with_class: bool) -> u64 {
    let class = if with_class { n.attr("class").unwrap_or("") } else { "" };
    // Numbers in class names count elements, they do not name them.
    n.tag()
        .bytes()
        .chain(*b" ")
        .chain(class.bytes().filter(|b| !b.is_ascii_digit()))
        .fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3))
}

fn join(a: u64, b: u64) -> u64 {
    (a.rotate_left(9) ^ b).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

impl Groups {
    pub(super) fn new(tree: &Tree<'_>, blocks: &[Block], words: &[Words]) -> Self {
        let mut marks: Vec<Option<[u64; 2]>> = vec![None; tree.nodes.len()];
        let mut of_node = |i: usize| {
            *marks[i].get_or_insert_with(|| [mark(&tree.nodes[i], true), mark(&tree.nodes[i], false)])
        };
        let mut all: HashMap<u64, Group> = HashMap::new();
        let keys: Vec<[u64; KINDS]> = blocks
            .iter()
            .map(|b| {
                let parent = tree.nodes[b.node].parent;
                let own = of_node(b.node);
                let named = join(join(own[0], of_node(parent)[0]), of_node(tree.nodes[parent].parent)[0]);
                let home = home(tree, b);
                [named, join(join(own[0], 1), home as u64), join(join(own[1], 2), of_node(home)[0])]
            })
            .collect();
        for (keys, w) in keys.iter().zip(words) {
            for key in keys {
                let g = all.entry(*key).or_default();
                g.count += 1;
                g.size += w.size;
                g.running += w.running;
                g.linked += w.linked;
                g.prose += usize::from(w.prose);
            }
        }
        let of = keys.iter().map(|keys| keys.map(|k| all.get(&k).copied().unwrap_or_default())).collect();
        Self { of, keys, running: words.iter().map(|w| w.running).sum() }
    }

    /// The same for blocks with the same elements and classes around them.
    pub(super) fn likeness(&self, k: usize) -> u64 {
        self.keys[k][0]
    }
}

pub(super) fn describe(row: &mut Row, groups: &Groups, words: &[Words], k: usize) {
    for g in &groups.of[k] {
        row.put(g.count);
        row.share(g.running, groups.running);
        row.share(g.linked, g.size);
        row.share(g.prose, g.count);
        row.share(g.size, g.count * 10);
        // Without the block itself.
        row.put(g.running - words[k].running);
    }
}
