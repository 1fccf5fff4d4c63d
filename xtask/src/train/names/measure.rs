//! How well the recogniser does on pages that it did not learn from.

use std::collections::BTreeMap;

use parallax_text::learned::names::{Found, Kind, Model, Reader};

use super::gold::{Page, SETS};

/// Whether a page of a collection without pages of its own to measure on is left out of the training.
pub(super) fn is_left_out(name: &str, page: usize) -> bool {
    match name {
        "uner-ewt-dev" => (page / 20).is_multiple_of(2),
        "politics-train" => (page / 20).is_multiple_of(3),
        _ => false,
    }
}

/// Found and right, found, right.
#[derive(Debug, Clone, Copy, Default)]
struct Tally([u32; 3]);

impl Tally {
    fn shares(self) -> [f64; 3] {
        let [both, found, right] = self.0.map(f64::from);
        [both / found.max(1.0), both / right.max(1.0), 2.0 * both / (found + right).max(1.0)]
            .map(|x| 100.0 * x)
    }
}

/// Prints precision, recall and F1 of exact names of persons, organisations and places for each collection.
pub(super) fn table(model: &Model, pages: &[Page]) {
    let mut tallies: BTreeMap<usize, BTreeMap<Kind, Tally>> = BTreeMap::new();
    let mut reader = Reader::new(model);
    for page in pages {
        let found = reader.find(page.lines.iter().map(|l| l.iter().map(String::as_str)));
        let tally = tallies.entry(page.set).or_default();
        for (found, gold) in found.iter().zip(&page.names) {
            let mut count = |name: &Found, at: usize| tally.entry(name.kind).or_default().0[at] += 1;
            found.iter().for_each(|n| count(n, 1));
            gold.iter().for_each(|n| count(n, 2));
            found.iter().filter(|n| gold.contains(n)).for_each(|n| count(n, 0));
        }
    }
    for (set, tally) in tallies {
        let of = |kinds: &[Kind]| {
            let mut sum = Tally::default();
            for t in kinds.iter().filter_map(|k| tally.get(k)) {
                sum.0.iter_mut().zip(t.0).for_each(|(s, n)| *s += n);
            }
            sum.shares()
        };
        let [p, r, f] = of(&[Kind::Person, Kind::Organisation, Kind::Place]);
        let each =
            [Kind::Person, Kind::Organisation, Kind::Place, Kind::Group, Kind::Other].map(|k| of(&[k])[2]);
        let [per, org, loc, group, other] = each;
        println!(
            "{:16} P {p:.1} R {r:.1} F1 {f:.2} | PER {per:.1} ORG {org:.1} LOC {loc:.1} NORP {group:.1} other {other:.1}",
            SETS[set].name
        );
    }
}
