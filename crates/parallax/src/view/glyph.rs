//! Outlets and origins as a small drawing: one capsule an origin, one dot an outlet that has the claim from it.

use std::collections::BTreeSet;

use parallax_model::Claim;

use super::words;

/// Most dots in a capsule.
const DOTS: usize = 12;
const STEP: usize = 9;
const GAP: usize = 5;

#[derive(Debug, Clone, Default)]
pub(crate) struct Glyph {
    pub(crate) width: usize,
    pub(crate) capsules: Vec<Capsule>,
    pub(crate) title: String,
}

#[derive(Debug, Clone)]
pub(crate) struct Capsule {
    pub(crate) x: usize,
    pub(crate) width: usize,
    pub(crate) dots: Vec<usize>,
}

/// `carriers` says how many have the claim: "3 outlets".
pub(crate) fn glyph(claim: &Claim, carriers: &str) -> Glyph {
    let mut x = 1;
    let mut capsules = Vec::new();
    for origin in &claim.origins {
        let outlets: BTreeSet<&str> =
            claim.members.iter().filter(|m| m.origin == *origin).map(|m| m.outlet.as_str()).collect();
        let dots = outlets.len().clamp(1, DOTS);
        let width = dots * STEP + 5;
        capsules.push(Capsule { x, width, dots: (0..dots).map(|i| x + 7 + i * STEP).collect() });
        x += width + GAP;
    }
    Glyph {
        width: (x + 1).saturating_sub(GAP).max(1),
        capsules,
        title: format!("{carriers} from {}", words::count(claim.origins.len(), "origin", "origins")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::fixture;

    #[test]
    fn a_capsule_an_origin_and_a_dot_an_outlet() {
        let report = fixture::report();
        let dots = |i: usize| -> Vec<usize> {
            glyph(&report.ledger.claims[i], "").capsules.iter().map(|c| c.dots.len()).collect()
        };
        assert_eq!(dots(0), [3]);
        assert_eq!(dots(1), [1, 1]);
    }
}
