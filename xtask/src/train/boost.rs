//! Gradient boosting of small trees for a yes-or-no question, with weights and shares as answers.
//!
//! One thread, fixed order, no randomness but a fixed sequence: the same rows give the same trees.

use std::fmt::Write as _;

/// Rows with answers.
#[derive(Default)]
pub(super) struct Table {
    pub(super) rows: Vec<Vec<i16>>,
    /// 0 to 1.
    pub(super) answers: Vec<f64>,
    pub(super) weights: Vec<f64>,
    /// Rows of one group are drawn together.
    pub(super) groups: Vec<u32>,
}

/// How trees are grown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plan {
    pub(super) trees: usize,
    pub(super) leaves: usize,
    pub(super) rate: f64,
    /// Least weight of a leaf, as the sum of second derivatives.
    pub(super) least: f64,
    /// Pull of leaves towards zero.
    pub(super) pull: f64,
    /// Of ten features, how many a tree may ask.
    pub(super) features: u32,
    /// Of ten groups, how many a tree sees.
    pub(super) groups: u32,
}

/// Most values that a feature is cut into.
const BINS: usize = 48;

enum Node {
    Leaf(i16),
    Split { feature: usize, below: i16, yes: Box<Node>, no: Box<Node> },
}

impl Node {
    fn write(&self, out: &mut String) {
        match self {
            Self::Leaf(value) => write!(out, "={value} "),
            Self::Split { feature, below, .. } => write!(out, "{feature}<{below} "),
        }
        .expect("memory can be written");
        if let Self::Split { yes, no, .. } = self {
            yes.write(out);
            no.write(out);
        }
    }
}

/// Thresholds of each feature: a value belongs to the first bin whose threshold is above it.
fn thresholds(rows: &[Vec<i16>], feature: usize) -> Vec<i16> {
    let mut values: Vec<i16> = rows.iter().map(|r| r[feature]).collect();
    values.sort_unstable();
    let mut distinct = values.clone();
    distinct.dedup();
    if distinct.len() <= BINS {
        return distinct.into_iter().skip(1).collect();
    }
    // Half by rank among rows, half by rank among distinct values: rare large values matter.
    let mut cuts: Vec<i16> = (1..BINS / 2).map(|i| values[i * values.len() / (BINS / 2)]).collect();
    cuts.extend((1..BINS / 2).map(|i| distinct[i * distinct.len() / (BINS / 2)]));
    cuts.sort_unstable();
    cuts.dedup();
    cuts.retain(|c| *c > values[0]);
    cuts
}

#[derive(Clone, Copy, Default)]
struct Cell {
    gradient: f64,
    weight: f64,
}

struct Leaf {
    rows: Vec<u32>,
    histogram: Vec<Cell>,
    total: Cell,
    /// Gain, feature, bin of the best split.
    best: Option<(f64, usize, usize)>,
    /// Where it hangs: parent and side.
    slot: usize,
}

struct Grower<'t> {
    bins: &'t [u8],
    width: usize,
    cuts: &'t [Vec<i16>],
    plan: Plan,
}

/// One over one plus e to the minus x, by multiplications alone.
fn logistic(x: f64) -> f64 {
    let x = -x.clamp(-30.0, 30.0);
    let mut e = 1.0 + x / 65536.0;
    for _ in 0..16 {
        e *= e;
    }
    1.0 / (1.0 + e)
}

/// A fixed sequence of numbers.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}

/// Trees, one a line.
pub(super) fn grow(table: &Table, plan: Plan) -> String {
    let n = table.rows.len();
    let width = table.rows.first().map_or(0, Vec::len);
    let cuts: Vec<Vec<i16>> = (0..width).map(|f| thresholds(&table.rows, f)).collect();
    let mut bins = vec![0_u8; n * width];
    for (r, row) in table.rows.iter().enumerate() {
        for f in 0..width {
            bins[r * width + f] = u8::try_from(cuts[f].partition_point(|c| *c <= row[f])).unwrap_or(u8::MAX);
        }
    }
    let grower = Grower { bins: &bins, width, cuts: &cuts, plan };
    let (mut yes, mut all) = (0.0, 0.0);
    for (a, w) in table.answers.iter().zip(&table.weights) {
        yes += a * w;
        all += w;
    }
    // The first tree is the share of text among all.
    let base = log_odds(yes, all);
    let mut out = format!("={}\n", (base * 1000.0).round());
    let mut scores = vec![(base * 1000.0).round() / 1000.0; n];
    let mut state = 20_210_503;
    for _ in 0..plan.trees {
        let gradients: Vec<Cell> = (0..n)
            .map(|r| {
                let p = logistic(scores[r]);
                let w = table.weights[r];
                Cell { gradient: w * (table.answers[r] - p), weight: w * p * (1.0 - p) }
            })
            .collect();
        let asked: Vec<usize> = (0..width)
            .filter(|f| !cuts[*f].is_empty() && next(&mut state) % 10 < u64::from(plan.features))
            .collect();
        let salt = next(&mut state);
        let drawn = |g: u32| {
            (u64::from(g).wrapping_mul(2_654_435_761) ^ salt).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40
        };
        let rows: Vec<u32> = (0..n as u32)
            .filter(|r| drawn(table.groups[*r as usize]) % 10 < u64::from(plan.groups))
            .collect();
        let tree = grower.tree(rows, &gradients, &asked);
        let mut line = String::new();
        tree.write(&mut line);
        for (r, score) in scores.iter_mut().enumerate() {
            let mut at = &tree;
            while let Node::Split { feature, below, yes, no } = at {
                at = if table.rows[r][*feature] < *below { yes } else { no };
            }
            if let Node::Leaf(value) = at {
                *score += f64::from(*value) / 1000.0;
            }
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// ln(yes / no) by bisection of the logistic, so that no library's logarithm is asked.
fn log_odds(yes: f64, all: f64) -> f64 {
    let share = (yes / all).clamp(0.001, 0.999);
    let (mut low, mut high) = (-8.0, 8.0);
    for _ in 0..40 {
        let middle = (low + high) / 2.0;
        if logistic(middle) < share { low = middle } else { high = middle }
    }
    low
}

impl Grower<'_> {
    fn tree(&self, rows: Vec<u32>, gradients: &[Cell], asked: &[usize]) -> Node {
        // Nodes as (feature, bin, yes, no) or a leaf's index.
        let mut shape: Vec<Option<(usize, usize, usize, usize)>> = vec![None];
        let mut leaves = vec![self.leaf(rows, gradients, asked, 0)];
        while leaves.len() < self.plan.leaves {
            let best = (0..leaves.len()).filter(|i| leaves[*i].best.is_some()).max_by(|a, b| {
                let gain = |i: &usize| leaves[*i].best.map_or(0.0, |s| s.0);
                gain(a).total_cmp(&gain(b)).then(b.cmp(a))
            });
            let Some(i) = best else { break };
            let leaf = leaves.swap_remove(i);
            let Some((_, feature, bin)) = leaf.best else { break };
            let (yes, no): (Vec<u32>, Vec<u32>) = leaf
                .rows
                .iter()
                .partition(|r| usize::from(self.bins[**r as usize * self.width + feature]) <= bin);
            let (small, large) = if yes.len() <= no.len() { (0, 1) } else { (1, 0) };
            let slots = [shape.len(), shape.len() + 1];
            shape[leaf.slot] = Some((feature, bin, slots[0], slots[1]));
            shape.extend([None, None]);
            let mut sides = [yes, no];
            let one = self.leaf(std::mem::take(&mut sides[small]), gradients, asked, slots[small]);
            let mut histogram = leaf.histogram;
            for (a, b) in histogram.iter_mut().zip(&one.histogram) {
                a.gradient -= b.gradient;
                a.weight -= b.weight;
            }
            let total = Cell {
                gradient: leaf.total.gradient - one.total.gradient,
                weight: leaf.total.weight - one.total.weight,
            };
            let best = self.split(&histogram, total, asked);
            let rows = std::mem::take(&mut sides[large]);
            leaves.push(one);
            leaves.push(Leaf { rows, histogram, total, best, slot: slots[large] });
        }
        let mut values = vec![0_i16; shape.len()];
        for leaf in &leaves {
            let step = leaf.total.gradient / (leaf.total.weight + self.plan.pull) * self.plan.rate;
            values[leaf.slot] = (step * 1000.0).round().clamp(-9000.0, 9000.0) as i16;
        }
        self.build(&shape, &values, 0)
    }

    fn build(&self, shape: &[Option<(usize, usize, usize, usize)>], values: &[i16], at: usize) -> Node {
        match shape[at] {
            None => Node::Leaf(values[at]),
            Some((feature, bin, yes, no)) => Node::Split {
                feature,
                below: self.cuts[feature][bin],
                yes: Box::new(self.build(shape, values, yes)),
                no: Box::new(self.build(shape, values, no)),
            },
        }
    }

    fn leaf(&self, rows: Vec<u32>, gradients: &[Cell], asked: &[usize], slot: usize) -> Leaf {
        let mut histogram = vec![Cell::default(); asked.len() * (BINS + 1)];
        let mut total = Cell::default();
        for &r in &rows {
            let g = gradients[r as usize];
            let bins = &self.bins[r as usize * self.width..][..self.width];
            for (i, &f) in asked.iter().enumerate() {
                let cell = &mut histogram[i * (BINS + 1) + usize::from(bins[f])];
                cell.gradient += g.gradient;
                cell.weight += g.weight;
            }
            total.gradient += g.gradient;
            total.weight += g.weight;
        }
        let best = self.split(&histogram, total, asked);
        Leaf { rows, histogram, total, best, slot }
    }

    fn split(&self, histogram: &[Cell], total: Cell, asked: &[usize]) -> Option<(f64, usize, usize)> {
        let gain = |c: Cell| c.gradient * c.gradient / (c.weight + self.plan.pull);
        let whole = gain(total);
        let mut best: Option<(f64, usize, usize)> = None;
        for (i, &f) in asked.iter().enumerate() {
            let mut yes = Cell::default();
            for bin in 0..self.cuts[f].len() {
                let cell = histogram[i * (BINS + 1) + bin];
                yes.gradient += cell.gradient;
                yes.weight += cell.weight;
                let no = Cell { gradient: total.gradient - yes.gradient, weight: total.weight - yes.weight };
                if yes.weight < self.plan.least || no.weight < self.plan.least {
                    continue;
                }
                let more = gain(yes) + gain(no) - whole;
                if more > 1e-6 && best.is_none_or(|(b, ..)| more > b) {
                    best = Some((more, f, bin));
                }
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use parallax_page::learn::Forest;

    #[test]
    fn a_rule_of_two_features_is_learned() {
        let mut table = Table::default();
        for i in 0..400_i16 {
            let (a, b) = (i % 20, i / 20);
            table.rows.push(vec![a, b, 7]);
            table.answers.push(f64::from(u8::from(a < 12 && b >= 5)));
            table.weights.push(1.0);
            table.groups.push(i as u32);
        }
        let plan = Plan { trees: 30, leaves: 4, rate: 0.3, least: 0.5, pull: 1.0, features: 10, groups: 10 };
        let text = grow(&table, plan);
        let forest = Forest::parse(text.lines());
        let right =
            (0..400).filter(|i| (forest.score(&table.rows[*i]) > 0) == (table.answers[*i] > 0.5)).count();
        assert!(right >= 396, "{right}");
        assert_eq!(text, grow(&table, plan));
    }
}
