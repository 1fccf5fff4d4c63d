//! Pages on the same happening.
//!
//! Pages are compared by their words and their titles, weighed by rarity, and by the days between them. An
//! inverted index proposes pairs; clusters grow by average link.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap};

use parallax_model::{PageId, Role, Story};

use crate::Options;
use crate::context::{Context, Draft, id};
use crate::terms::{Term, Vector, Word};

/// Average likeness from which two clusters are one story.
const TOGETHER: f64 = 0.19;
/// Weights of the likeness of two pages, a logistic regression fitted on pairs of pages of one event and of
/// different events from many outlets: base, words, titles, days (logarithm), days (up to ten).
const BASE: f64 = -6.7;
const WORDS: f64 = 15.7;
const TITLES: f64 = 4.3;
const DAYS: f64 = -4.17;
const FIRST_DAYS: f64 = 3.44;
/// Days between two pages where one has no date.
const UNKNOWN_DAYS: f64 = 2.0;
/// Likeness of the titles as a share of that of the words, where one has no title.
const UNKNOWN_TITLE: f64 = 0.75;
/// A term on more pages than this share is no ground for comparing two of them.
const PROPOSES: f64 = 0.08;
/// Pages proposed to each page, at most.
const PROPOSED: usize = 80;

/// Every page in exactly one story; stories sorted by their first page.
pub(crate) fn group(draft: &Draft<'_>, options: &Options) -> Vec<Story> {
    let context = &draft.context;
    let n = context.documents.len();
    let clusters = match (n, options.one_story) {
        (0, _) => Vec::new(),
        (_, true) => vec![(0..n).collect()],
        _ => {
            let pages: Vec<Profile> = (0..n).map(|d| Profile::new(context, d)).collect();
            average_link(n, &likenesses(context, &pages))
        }
    };
    let story = |cluster: Vec<usize>| {
        let pages: Vec<PageId> = cluster.iter().map(|&d| context.documents[d].page.id.clone()).collect();
        Story { id: id('s', pages.iter().map(|p| &p.0)), pages }
    };
    clusters.into_iter().map(story).collect()
}

/// What of a page is compared.
struct Profile {
    words: Vector,
    title: Vector,
    day: Option<i64>,
}

impl Profile {
    fn new(context: &Context<'_>, doc: usize) -> Self {
        let page = &context.documents[doc].page;
        let words = &context.terms.words[doc];
        let weight = |t: Term| context.terms.idf(t);
        let pick = |keep: &dyn Fn(&Word) -> bool| {
            Vector::new(words.iter().filter(|w| !w.stop && keep(w)).map(|w| w.term).collect(), weight)
        };
        let titles: Vec<_> = page.blocks.iter().filter(|b| b.role == Role::Title).map(|b| b.span).collect();
        let mut title = pick(&|w| titles.iter().any(|t| t.contains(w.span)));
        if title.0.is_empty()
            && let Some(words) = &page.title
        {
            title = Vector::new(context.terms.known(words), weight);
        }
        Self { words: pick(&|_| true), title, day: page.published_day().and_then(day_number) }
    }

    /// From 0 to 1: how likely two pages tell of one happening.
    fn likeness(&self, other: &Self) -> f64 {
        let words = self.words.cosine(&other.words).max(0.0).sqrt();
        let title = match self.title.0.is_empty() || other.title.0.is_empty() {
            true => UNKNOWN_TITLE * words,
            false => self.title.cosine(&other.title),
        };
        let days = self.day.zip(other.day).map_or(UNKNOWN_DAYS, |(a, b)| (a - b).abs() as f64);
        let sum =
            BASE + WORDS * words + TITLES * title + DAYS * days.ln_1p() + FIRST_DAYS * (days / 10.0).min(1.0);
        1.0 / (1.0 + (-sum).exp())
    }
}

/// Days since a fixed day, of an ISO date or time.
fn day_number(date: &str) -> Option<i64> {
    let date: jiff::civil::Date = date.get(..10)?.parse().ok()?;
    let since = date.since((jiff::Unit::Day, jiff::civil::date(2000, 1, 1))).ok()?;
    Some(i64::from(since.get_days()))
}

/// Likeness of the pairs of pages that share enough rare terms to be worth comparing.
fn likenesses(context: &Context<'_>, pages: &[Profile]) -> BTreeMap<(usize, usize), f64> {
    let n = pages.len();
    let cap = ((n as f64 * PROPOSES) as u32).max(25);
    let mut postings: Vec<Vec<(usize, f64)>> = vec![Vec::new(); context.terms.len()];
    let mut likenesses = BTreeMap::new();
    let mut shared = vec![0.0; n];
    for (page, profile) in pages.iter().enumerate() {
        let mut touched = Vec::new();
        let rare = profile.words.0.iter().filter(|(t, _)| (2..=cap).contains(&context.terms.df(*t)));
        for &(term, weight) in rare {
            for &(other, w) in &postings[term as usize] {
                if shared[other] == 0.0 {
                    touched.push(other);
                }
                shared[other] += weight * w;
            }
            postings[term as usize].push((page, weight));
        }
        touched.sort_by(|&a, &b| shared[b].total_cmp(&shared[a]).then(a.cmp(&b)));
        for &other in touched.iter().take(PROPOSED) {
            let likeness = profile.likeness(&pages[other]);
            if likeness > 0.001 {
                likenesses.insert((other, page), likeness);
            }
        }
        touched.iter().for_each(|&other| shared[other] = 0.0);
    }
    likenesses
}

/// A merge that may be done: average likeness, the two clusters, and how many merges each had seen.
struct Merge {
    likeness: f64,
    clusters: (usize, usize),
    ages: (u32, u32),
}

impl Ord for Merge {
    fn cmp(&self, other: &Self) -> Ordering {
        self.likeness.total_cmp(&other.likeness).then(other.clusters.cmp(&self.clusters))
    }
}
impl PartialOrd for Merge {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl PartialEq for Merge {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Merge {}

/// Merges the two clusters of highest average likeness until none is high enough. Pairs that are not listed
/// count as unlike.
fn average_link(n: usize, likenesses: &BTreeMap<(usize, usize), f64>) -> Vec<Vec<usize>> {
    let mut members: Vec<Vec<usize>> = (0..n).map(|i| vec![i]).collect();
    let mut ages = vec![0u32; n];
    let mut sums: Vec<BTreeMap<usize, f64>> = vec![BTreeMap::new(); n];
    let mut heap = BinaryHeap::new();
    for (&(a, b), &likeness) in likenesses {
        sums[a].insert(b, likeness);
        sums[b].insert(a, likeness);
        heap.push(Merge { likeness, clusters: (a, b), ages: (0, 0) });
    }
    while let Some(Merge { likeness, clusters: (a, b), ages: then }) = heap.pop() {
        if likeness < TOGETHER {
            break;
        }
        if (ages[a], ages[b]) != then || members[a].is_empty() || members[b].is_empty() {
            continue;
        }
        let taken = std::mem::take(&mut members[b]);
        members[a].extend(taken);
        ages[a] += 1;
        ages[b] += 1;
        let links = std::mem::take(&mut sums[b]);
        for (other, sum) in links {
            sums[other].remove(&b);
            if other != a {
                *sums[a].entry(other).or_insert(0.0) += sum;
            }
        }
        for (&other, &sum) in &sums[a].clone() {
            sums[other].insert(a, sum);
            let likeness = sum / (members[a].len() * members[other].len()) as f64;
            let (low, high) = (a.min(other), a.max(other));
            heap.push(Merge { likeness, clusters: (low, high), ages: (ages[low], ages[high]) });
        }
    }
    let mut clusters: Vec<Vec<usize>> = members.into_iter().filter(|m| !m.is_empty()).collect();
    clusters.iter_mut().for_each(|c| c.sort_unstable());
    clusters.sort();
    clusters
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Build;

    const FIRE: &str =
        "A ferry caught fire off Marsala on Monday and 40 passengers were taken ashore by fishermen.";
    const FIRE_TOO: &str =
        "Fishermen rescued 40 passengers when a ferry burned near Marsala, the coast guard said.";
    const VOTE: &str =
        "Parliament in Oslo voted on Tuesday to raise the tax on salmon farms by five percent.";
    const VOTE_TOO: &str =
        "Salmon farms face a higher tax after a vote by Norway's parliament in Oslo on Tuesday.";

    fn stories(pages: &[(&str, &str, &str)], options: &Options) -> Vec<Vec<String>> {
        let documents: Vec<_> =
            pages.iter().map(|(id, day, text)| Build::page(id, id, day, text).done()).collect();
        let ledger = crate::build_with(&documents, options);
        ledger.stories.into_iter().map(|s| s.pages.into_iter().map(|p| p.0).collect()).collect()
    }

    #[test]
    fn pages_on_one_happening_meet_and_others_stay_apart() {
        let pages = [
            ("a", "2024-03-04", FIRE),
            ("b", "2024-03-05", VOTE),
            ("c", "2024-03-04", FIRE_TOO),
            ("d", "2024-03-05", VOTE_TOO),
        ];
        assert_eq!(stories(&pages, &Options::default()), [["a", "c"], ["b", "d"]]);
    }

    #[test]
    fn look_alikes_far_apart_in_time_stay_apart() {
        let pages = [("a", "2024-03-04", FIRE), ("b", "2024-09-20", FIRE_TOO)];
        assert_eq!(stories(&pages, &Options::default()).len(), 2);
    }

    #[test]
    fn one_story_takes_all() {
        let pages = [("b", "", VOTE), ("a", "", FIRE)];
        assert_eq!(stories(&pages, &Options { one_story: true }), [["a", "b"]]);
        assert!(stories(&[], &Options::default()).is_empty());
    }

    #[test]
    fn average_link_counts_missing_pairs_as_unlike() {
        // A chain of three: the ends are not alike, so the middle joins only its best neighbour.
        let chain = BTreeMap::from([((0, 1), 0.3), ((1, 2), 0.25)]);
        assert_eq!(average_link(3, &chain), [vec![0, 1], vec![2]]);
    }
}
