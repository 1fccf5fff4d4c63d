//! Boosted decision trees over whole numbers.
//!
//! A tree is a line of nodes in pre-order: `12<40` asks whether feature 12 is below 40 (yes: the next node),
//! `=-35` is a leaf. Leaves add up to log odds in thousandths.

use std::ops::Range;

#[derive(Debug, Clone, Copy)]
struct Node {
    /// Feature; of a leaf, [`LEAF`].
    feature: u8,
    /// Threshold, or the leaf's value.
    value: i16,
    /// Where the answer "no" leads, from the root.
    no: u16,
}

/// Rows have fewer features than this, so that a byte can name each.
pub(crate) const WIDTH: usize = 256;
const LEAF: u8 = u8::MAX;

/// A sum of trees.
#[derive(Debug, Clone, Default)]
pub struct Forest {
    nodes: Vec<Node>,
    /// Where each tree begins and ends.
    trees: Vec<Range<usize>>,
}

impl Forest {
    /// Reads trees, one a line. Lines that are no tree are passed over.
    #[must_use]
    pub fn parse<'t>(lines: impl IntoIterator<Item = &'t str>) -> Self {
        let mut out = Self::default();
        for line in lines {
            let root = out.nodes.len();
            let mut tokens = line.split(' ').filter(|t| !t.is_empty()).peekable();
            if tokens.peek().is_some() && out.grow(root, &mut tokens).is_some() {
                out.trees.push(root..out.nodes.len());
            } else {
                out.nodes.truncate(root);
            }
        }
        out
    }

    /// Adds the node that comes next, with what hangs below it.
    fn grow<'t>(&mut self, root: usize, tokens: &mut impl Iterator<Item = &'t str>) -> Option<()> {
        // Nodes whose "no" side is still to come.
        let mut open: Vec<usize> = Vec::new();
        loop {
            let token = tokens.next()?;
            if let Some(leaf) = token.strip_prefix('=') {
                self.nodes.push(Node { feature: LEAF, value: leaf.parse().ok()?, no: 0 });
                let Some(last) = open.pop() else { return Some(()) };
                self.nodes[last].no = u16::try_from(self.nodes.len() - root).ok()?;
            } else {
                let (feature, value) = token.split_once('<')?;
                open.push(self.nodes.len());
                let feature = feature.parse().ok().filter(|f| *f != LEAF)?;
                self.nodes.push(Node { feature, value: value.parse().ok()?, no: 0 });
            }
        }
    }

    /// Log odds of a row, in thousandths. Features that the row lacks are zero.
    #[must_use]
    pub fn score(&self, row: &[i16]) -> i32 {
        let mut values = [0; WIDTH];
        let known = row.len().min(WIDTH);
        values[..known].copy_from_slice(&row[..known]);
        self.trees.iter().map(|tree| leaf(&self.nodes[tree.clone()], &values)).sum()
    }
}

/// The value of the leaf that a row comes to.
fn leaf(tree: &[Node], row: &[i16; WIDTH]) -> i32 {
    let mut at = 0;
    while let Some(n) = tree.get(at) {
        if n.feature == LEAF {
            return i32::from(n.value);
        }
        at = if row[usize::from(n.feature)] < n.value { at + 1 } else { usize::from(n.no) };
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_add_up() {
        let forest = Forest::parse(["0<10 1<5 =-100 =20 =300", "1<0 =1 =2", "3<x =1", ""]);
        assert_eq!(forest.score(&[3, 4]), -98);
        assert_eq!(forest.score(&[3, 5]), 22);
        assert_eq!(forest.score(&[10, -1]), 301);
        assert_eq!(forest.score(&[]), -98);
    }
}
