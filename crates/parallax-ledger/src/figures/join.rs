//! Which numbers give the same quantity of the same thing.
//!
//! Numbers of one story meet if they count the same with the same kind of unit and nothing speaks against it:
//! other owners ("Norwegian troops", "Finnish troops"), other participants of a happening, other days of it, or
//! two numbers in one sentence. What speaks for it is how close the numbers are and how much of actors and
//! words their sentences share. Precision goes first: what is not joined is only shown apart.

use std::collections::BTreeMap;

use super::counted::Kind;
use super::sighting::Sighting;
use super::value::near;

/// Two numbers are joined from this score on.
const JOIN: f64 = 0.6;
/// From this likeness of words on, two tolls are likely of one happening.
const ALIKE: f64 = 0.15;
/// How many neighbours in order of size each number is compared with: keeps large stories linear.
const NEIGHBOURS: usize = 80;

/// Groups the numbers of one story; each group holds indexes into `all`, sorted.
pub(crate) fn groups(all: &[Sighting<'_>]) -> Vec<Vec<usize>> {
    let mut buckets: BTreeMap<(&str, &str, &str), Vec<usize>> = BTreeMap::new();
    for (i, s) in all.iter().enumerate() {
        buckets.entry((&s.what, s.measure, &s.per)).or_default().push(i);
    }
    let mut out: Vec<Vec<usize>> = buckets.into_values().flat_map(|bucket| cluster(all, bucket)).collect();
    out.sort();
    super::toll::unite(all, out)
}

/// Joins pairs from the best score down, as long as no two members of the joined groups exclude each other.
fn cluster(all: &[Sighting<'_>], mut bucket: Vec<usize>) -> Vec<Vec<usize>> {
    bucket.sort_by(|&a, &b| all[a].value.number.total_cmp(&all[b].value.number).then(a.cmp(&b)));
    let mut pairs = Vec::new();
    for (i, &a) in bucket.iter().enumerate() {
        for &b in bucket[i + 1..].iter().take(NEIGHBOURS) {
            let score = score(&all[a], &all[b]);
            if score >= JOIN {
                pairs.push((score, a.min(b), a.max(b)));
            }
        }
    }
    pairs.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let mut home: BTreeMap<usize, usize> = bucket.iter().map(|&i| (i, i)).collect();
    let mut members: BTreeMap<usize, Vec<usize>> = bucket.iter().map(|&i| (i, vec![i])).collect();
    for (_, a, b) in pairs {
        let (x, y) = (home[&a], home[&b]);
        if x == y || members[&x].iter().any(|&i| members[&y].iter().any(|&j| excluded(&all[i], &all[j]))) {
            continue;
        }
        let moved = members.remove(&y).unwrap_or_default();
        moved.iter().for_each(|m| {
            home.insert(*m, x);
        });
        members.entry(x).or_default().extend(moved);
    }
    members
        .into_values()
        .map(|mut m| {
            m.sort_unstable();
            m
        })
        .collect()
}

/// Whether two numbers cannot be of the same quantity.
pub(crate) fn excluded(a: &Sighting<'_>, b: &Sighting<'_>) -> bool {
    let other = |x: &std::collections::BTreeSet<&str>, y: &std::collections::BTreeSet<&str>| {
        !x.is_empty() && !y.is_empty() && x.is_disjoint(y)
    };
    if other(&a.owners, &b.owners) {
        return true;
    }
    let same = near(a.value.number, b.value.number);
    // "The police counted 300 people; the organisers spoke of 800": one crowd, two mouths.
    let two_mouths =
        a.unnamed != b.unnamed && a.origin.is_some() && b.origin.is_some() && a.origin != b.origin;
    if a.doc == b.doc && a.sentence == b.sentence && !same && !two_mouths {
        return true;
    }
    if a.doc == b.doc && a.own != b.own && !same {
        return true;
    }
    a.kind == Kind::Happening && (!same_cast(a, b) || other_day(a, b))
}

/// Whether two happenings may have the same participants: two in common, or all that the smaller names.
fn same_cast(a: &Sighting<'_>, b: &Sighting<'_>) -> bool {
    let persons = |s: &Sighting<'_>| s.actors.iter().filter(|x| x.starts_with("person ")).cloned().collect();
    let (x, y): (Vec<String>, Vec<String>) = (persons(a), persons(b));
    let common = x.iter().filter(|p| y.contains(p)).count();
    if x.is_empty() || y.is_empty() {
        return !a.actors.is_disjoint(&b.actors);
    }
    common >= 2
}

fn other_day(a: &Sighting<'_>, b: &Sighting<'_>) -> bool {
    match (&a.as_of, &b.as_of) {
        (Some((a0, a1)), Some((b0, b1))) => a1 < b0 || b1 < a0,
        _ => false,
    }
}

/// How much speaks for two numbers being of the same quantity; 0 if something speaks against it.
pub(crate) fn score(a: &Sighting<'_>, b: &Sighting<'_>) -> f64 {
    if excluded(a, b) {
        return 0.0;
    }
    if a.own && b.own {
        // Pages of one story mostly open with the same happening; their words must not speak against it.
        return 0.56 + scope(a, b);
    }
    if a.kind == Kind::Happening {
        // The cast has decided already.
        return 0.5 + closeness(a.value.number, b.value.number).max(0.1) + 0.2 * scope(a, b);
    }
    let small = a.value.number.max(b.value.number) < 20.0 && !near(a.value.number, b.value.number);
    // "Two ships" and "three ships" are seldom two reports of the same.
    let doubt = if small && a.kind == Kind::Thing { 0.25 } else { 0.0 };
    // Counts of victims that share names and words are mostly of one happening, as the count goes up.
    let toll = a.kind == Kind::Toll && a.words.cosine(&b.words) >= ALIKE;
    let bonus = if toll { 0.15 } else { 0.0 };
    closeness(a.value.number, b.value.number) + scope(a, b) + bonus - doubt
}

/// What two numbers say by themselves: large equal numbers are hardly by chance, small ones often are.
fn closeness(a: f64, b: f64) -> f64 {
    let (small, large) = (a.abs().min(b.abs()), a.abs().max(b.abs()));
    if near(a, b) {
        return match large {
            n if n < 20.0 => 0.3,
            n if n < 100.0 => 0.4,
            n if n < 1000.0 => 0.5,
            _ => 0.6,
        };
    }
    let size = if small >= 1000.0 { 0.1 } else { 0.0 };
    match large / small.max(1e-9) {
        r if r <= 1.02 => 0.4 + size,
        r if r <= 1.15 => 0.3 + size,
        r if r <= 1.5 => 0.2 + size,
        r if r <= 3.0 => 0.1 + size,
        _ => -0.4,
    }
}

/// What their sentences share, 0 to 1.
fn scope(a: &Sighting<'_>, b: &Sighting<'_>) -> f64 {
    let fewer = a.actors.len().min(b.actors.len());
    let common = a.actors.intersection(&b.actors).count();
    let actors = if fewer == 0 { 0.0 } else { common as f64 / fewer as f64 };
    let owners = if a.owners.is_disjoint(&b.owners) { 0.0 } else { 0.15 };
    0.25 * actors + 0.75 * a.words.cosine(&b.words) + owners
}
