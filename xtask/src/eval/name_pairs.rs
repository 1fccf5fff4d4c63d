//! Pairs of names that are one or two: how many are found, how many are taken for one wrongly.

use std::path::Path;

use parallax_ledger::names::{Agreement, Kind, agree, same};

use super::own::Row;

/// What is measured on a list of pairs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Found {
    /// Pairs that are one name.
    pub same: usize,
    /// Of these, taken for one.
    pub found: usize,
    /// Pairs that are two names.
    pub different: usize,
    /// Of these, taken for one.
    pub wrong: usize,
}

/// A pair as a line of a list gives it: two names, `same` or `different`, and in a fourth field, where there is one,
/// what is known: `person`, `place`, `organisation`, and `role`, `story` or `company` where these speak for one thing.
struct Pair<'a> {
    names: [&'a str; 2],
    same: bool,
    kind: Kind,
    supported: bool,
}

fn pairs(list: &str) -> impl Iterator<Item = Pair<'_>> {
    list.lines().filter(|l| !l.starts_with('#')).filter_map(|line| {
        let fields: Vec<&str> = line.split('\t').map(str::trim).collect();
        let same = match fields.get(2)?.to_lowercase().as_str() {
            "same" | "true" | "1" | "yes" => true,
            "different" | "false" | "0" | "no" => false,
            _ => return None,
        };
        let context = fields.get(3).map_or(String::new(), |c| c.to_lowercase());
        let says = |words: &[&str]| words.iter().any(|w| context.contains(w));
        let kind = match () {
            () if says(&["person", "per"]) => Kind::Person,
            () if says(&["place", "loc", "gpe", "org"]) => Kind::Thing,
            () => Kind::Any,
        };
        let supported = says(&["role", "story", "company"]);
        Some(Pair { names: [fields[0], fields[1]], same, kind, supported })
    })
}

/// Measures a list; calls `wrong` with every pair that is judged otherwise than the list has it.
fn measure(list: &str, mut wrong: impl FnMut([&str; 2], Agreement)) -> Found {
    let mut found = Found::default();
    for pair in pairs(list) {
        let [a, b] = pair.names;
        let taken = same(a, b, pair.kind, pair.supported);
        let (of, hits) = match pair.same {
            true => (&mut found.same, &mut found.found),
            false => (&mut found.different, &mut found.wrong),
        };
        *of += 1;
        *hits += usize::from(taken);
        if taken != pair.same {
            wrong(pair.names, agree(a, b, pair.kind));
        }
    }
    found
}

fn share(part: usize, of: usize) -> f64 {
    if of == 0 { 0.0 } else { 100.0 * part as f64 / of as f64 }
}

/// The rows of our own lists: pairs found, and pairs kept apart, of the part that may be looked at and of the other.
///
/// # Panics
/// If the lists cannot be read: they are part of the repository.
pub(crate) fn rows(root: &Path, floor: impl Fn(&'static str) -> f64) -> Vec<Row> {
    let lists = [
        ("name_pairs.tsv", "name-pairs-found", "name-pairs-apart"),
        ("name_pairs_held.tsv", "held-pairs-found", "held-pairs-apart"),
    ];
    let mut rows = Vec::new();
    for (file, found, apart) in lists {
        let list = std::fs::read_to_string(root.join("eval/gold").join(file)).expect("eval/ can be read");
        let of = measure(&list, |_, _| ());
        rows.push(Row::new(found, share(of.found, of.same), floor(found)));
        let kept = of.different - of.wrong;
        rows.push(Row::new(apart, share(kept, of.different), floor(apart)));
    }
    rows
}

/// Prints what is judged otherwise than the list has it, and the sums.
///
/// # Errors
/// If the file cannot be read.
pub fn run(file: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let list = std::fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
    let of = measure(&list, |[a, b], agreement| println!("{a} | {b}: {agreement:?}"));
    println!("found {} of {}, wrong {} of {}", of.found, of.same, of.wrong, of.different);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_and_judged() {
        let list = "# a comment\nKyiv\tKiev\tsame\tplace\nChen\tCheng\tdifferent\nIvan Orlov\tIvan Orloff\tsame\nx\ty\tperhaps\n";
        let found = measure(list, |pair, _| panic!("{pair:?}"));
        assert_eq!(found, Found { same: 2, found: 2, different: 1, wrong: 0 });
    }
}
