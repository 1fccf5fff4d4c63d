//! Which statements say the same.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use parallax_model::{EntityType, Stance};

use super::item::{Count, Item, Voice, canonical};
use crate::context::Draft;
use crate::days::other_day;
use crate::lexicon::{english, rows};
use crate::terms::stem;

/// Likeness from which statements are one, by what else speaks for it.
const SAME_SPEAKER: f64 = 0.50;
const SAME_SPEAKER_OTHER_DAY: f64 = 0.62;
const SAME_CHARGE: f64 = 0.35;
const SAME_GOVERNMENT: f64 = 0.55;
const OWN_VOICE: f64 = 0.62;
const OWN_AND_SAID: f64 = 0.72;
const SAME_COUNT: f64 = 0.16;
const SAME_PAGE: f64 = 0.75;
/// Share of the shorter quotation's words that the longer one holds if both are one, and how many these are at least.
const WORN: f64 = 0.6;
const MOST_OF: usize = 3;
/// From this number on, the same count of the same thing is no accident.
const TELLING: i64 = 10_000;
/// Most statements with a term for the term to propose pairs.
const PROPOSES: usize = 60;

/// Share of an assertion's main part that a denial has to be about.
const MAINLY: f64 = 0.2;
/// Bytes before a denial in which what it denies without saying it stands.
const NEAR: u32 = 1_200;

/// Stems of words that say that somebody means or says something, and not what.
static INTENTIONS: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| rows(english!("intentions.tsv")).map(|r| canonical(&stem(r[0]))).collect());

/// Weighs terms and compares items.
pub(super) struct Scale<'a> {
    draft: &'a Draft<'a>,
    items: &'a [Item],
    /// For each term of statements its weight.
    weights: BTreeMap<&'a str, f64>,
    /// For each item the sum of squared weights.
    lengths: Vec<f64>,
    /// For each story and term its items.
    by_term: BTreeMap<(usize, &'a str), Vec<usize>>,
}

impl<'a> Scale<'a> {
    pub(super) fn new(draft: &'a Draft<'a>, items: &'a [Item]) -> Self {
        let mut df: BTreeMap<&str, f64> = BTreeMap::new();
        for term in items.iter().flat_map(|i| &i.terms) {
            *df.entry(term).or_default() += 1.0;
        }
        let n = items.len() as f64;
        let terms = &draft.context.terms;
        let weight = |(term, df): (&'a str, f64)| {
            let common = terms.of_stem(term).map_or(3.0, |t| terms.idf(t)).clamp(0.5, 6.0);
            (term, common * ((1.0 + n / df).ln() / (1.0 + n).ln()))
        };
        let weights: BTreeMap<&str, f64> = df.into_iter().map(weight).collect();
        let length = |i: &Item| i.terms.iter().map(|t| weights[t.as_str()].powi(2)).sum();
        let lengths = items.iter().map(length).collect();
        let mut by_term: BTreeMap<(usize, &str), Vec<usize>> = BTreeMap::new();
        for (i, item) in items.iter().enumerate() {
            item.terms.iter().for_each(|t| by_term.entry((item.story, t)).or_default().push(i));
        }
        Self { draft, items, weights, lengths, by_term }
    }

    /// Likeness of two charges: the share of the shorter that the longer holds, if they share two words that are no
    /// names. What is charged is told at very different length.
    fn charge_likeness(&self, a: usize, b: usize) -> f64 {
        let (x, y) = (&self.items[a], &self.items[b]);
        let shared: Vec<&String> = x.terms.iter().filter(|t| y.terms.binary_search(t).is_ok()).collect();
        if shared.iter().filter(|t| !t.starts_with(['@', '='])).count() < 2 {
            return 0.0;
        }
        let sum: f64 = shared.iter().map(|t| self.weights[t.as_str()].powi(2)).sum();
        sum / self.lengths[a].min(self.lengths[b]).max(f64::MIN_POSITIVE)
    }

    /// Cosine of the contents of two items, and the number of words they share.
    pub(super) fn likeness(&self, a: usize, b: usize) -> (f64, usize) {
        let (mut x, mut y) = (self.items[a].terms.as_slice(), self.items[b].terms.as_slice());
        let (mut sum, mut shared) = (0.0, 0);
        while let ([s, rest_x @ ..], [t, rest_y @ ..]) = (x, y) {
            match s.cmp(t) {
                std::cmp::Ordering::Less => x = rest_x,
                std::cmp::Ordering::Greater => y = rest_y,
                std::cmp::Ordering::Equal => {
                    sum += self.weights[s.as_str()].powi(2);
                    shared += 1;
                    (x, y) = (rest_x, rest_y);
                }
            }
        }
        let both = (self.lengths[a] * self.lengths[b]).sqrt();
        (if both > 0.0 { sum / both } else { 0.0 }, shared)
    }

    /// The items of the story that share one of the rarest words of an item which are no names.
    pub(super) fn with_acts_of(&self, a: usize) -> BTreeSet<usize> {
        let item = &self.items[a];
        let mut acts: Vec<&str> =
            item.terms.iter().map(String::as_str).filter(|t| !t.starts_with(['@', '='])).collect();
        acts.sort_by(|s, t| self.weights[t].total_cmp(&self.weights[s]).then(s.cmp(t)));
        let lists = acts.into_iter().take(4).filter_map(|t| self.by_term.get(&(item.story, t)));
        lists.flat_map(|l| l.iter().copied().take(2000)).filter(|&b| b != a).collect()
    }

    /// What an item is about beside names and mere intent: the acts of its main part.
    pub(super) fn acts(&self, a: usize) -> BTreeSet<&str> {
        let act = |t: &&str| !t.starts_with(['@', '=']) && !INTENTIONS.contains(*t);
        self.items[a].main.iter().map(String::as_str).filter(act).collect()
    }

    /// How much of what a denial is about an assertion says in its main part: the share of its words by weight, with
    /// the country of the speaker, who denies it of himself. None if they share no act or no name, or if the
    /// assertion is mostly about something else.
    pub(super) fn about(&self, denial: usize, assertion: usize) -> Option<f64> {
        let (x, y) = (&self.items[denial], &self.items[assertion]);
        let weight = |t: &str| self.weights.get(t).map_or(1.0, |w| w * w);
        let itself = x.country.map(|c| format!("@{c}"));
        let mut of: Vec<&str> = x.main.iter().map(String::as_str).chain(itself.as_deref()).collect();
        of.sort_unstable();
        of.dedup();
        let acts = self.acts(denial);
        of.retain(|t| acts.is_empty() || !INTENTIONS.contains(*t));
        let shared: Vec<&str> = of.iter().copied().filter(|t| y.main.iter().any(|u| u == t)).collect();
        let name = |t: &&&str| t.starts_with(['@', '=']);
        let act = match acts.is_empty() {
            false => shared.iter().any(|t| acts.contains(t)),
            // "Denied the allegations": those that the same page has just told.
            true => {
                let near =
                    x.doc == y.doc && y.extent.end <= x.extent.start && x.extent.start - y.extent.end < NEAR;
                near && shared.iter().any(|t| !name(&t))
            }
        };
        if !act || shared.iter().filter(name).count() == 0 {
            return None;
        }
        let sum = |terms: &[&str]| terms.iter().map(|t| weight(t)).sum::<f64>();
        let whole: Vec<&str> = y.main.iter().map(String::as_str).collect();
        let share = sum(&shared);
        (acts.is_empty() || share >= MAINLY * sum(&whole)).then(|| share / sum(&of))
    }

    /// Pairs of one story that share a term which few statements have, or a telling count.
    pub(super) fn candidates(&self) -> Vec<(usize, usize)> {
        let mut by_count: BTreeMap<(usize, i64), Vec<usize>> = BTreeMap::new();
        for (i, item) in self.items.iter().enumerate() {
            item.counts.iter().for_each(|c| by_count.entry((item.story, c.0)).or_default().push(i));
        }
        let mut shared: BTreeMap<(usize, usize), u32> = BTreeMap::new();
        for list in self.by_term.values().filter(|l| (2..=PROPOSES).contains(&l.len())) {
            for (k, &a) in list.iter().enumerate() {
                list[k + 1..].iter().for_each(|&b| *shared.entry((a, b)).or_default() += 1);
            }
        }
        let mut pairs: Vec<(usize, usize)> =
            shared.into_iter().filter(|(_, n)| *n > 1).map(|(p, _)| p).collect();
        for list in by_count.values().filter(|l| (2..=PROPOSES).contains(&l.len())) {
            for (k, &a) in list.iter().enumerate() {
                pairs.extend(list[k + 1..].iter().filter(|&&b| b != a).map(|&b| (a.min(b), a.max(b))));
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    /// How sure it is that two items say the same; none if they do not.
    pub(super) fn same(&self, a: usize, b: usize) -> Option<f64> {
        let (x, y) = (&self.items[a], &self.items[b]);
        if x.story != y.story || against(x.stance) != against(y.stance) {
            return None;
        }
        let (mut likeness, mut shared) = self.likeness(a, b);
        if charge(x) && charge(y) {
            let charges = self.charge_likeness(a, b);
            (likeness, shared) = (likeness.max(charges), if charges > 0.0 { shared.max(3) } else { shared });
        }
        if x.doc == y.doc && (likeness < SAME_PAGE || x.extent.overlaps(y.extent)) {
            return None;
        }
        if clashing_counts(x, y) {
            return None;
        }
        let count = self.same_count(x, y) && likeness >= SAME_COUNT && shared >= 2;
        let needed = match (&x.voice, &y.voice) {
            (Voice::Known(s), Voice::Known(t)) if s == t => {
                if self.draft.utterances.are_one((x.doc, x.statement), (y.doc, y.statement)) {
                    return Some(likeness.max(SAME_SPEAKER) + 0.5);
                }
                let days = x.said_on.as_ref().zip(y.said_on.as_ref()).is_some_and(|(a, b)| other_day(a, b));
                let channels = x.channel.is_some() && y.channel.is_some() && x.channel != y.channel;
                // One quotation, worn down on its way: words left out, put differently or translated anew.
                let least = x.terms.len().min(y.terms.len());
                let worn = shared >= MOST_OF && shared as f64 >= WORN * least as f64;
                if x.doc != y.doc && x.quotes && y.quotes && worn && !days && !channels {
                    return Some(likeness.max(SAME_SPEAKER));
                }
                match (charge(x) && charge(y), days || channels) {
                    (true, false) => SAME_CHARGE,
                    (true, true) => SAME_CHARGE + 0.05,
                    (false, true) => SAME_SPEAKER_OTHER_DAY,
                    (false, false) => SAME_SPEAKER,
                }
            }
            (Voice::Known(s), Voice::Known(t)) => {
                // A government and the person who speaks for it; not two persons.
                let persons = [s, t]
                    .iter()
                    .filter(|e| self.draft.ledger.entities[***e].of == EntityType::Person)
                    .count();
                let one = x.country.is_some() && x.country == y.country && persons < 2;
                match (one, charge(x) && charge(y)) {
                    (false, _) => return None,
                    (true, true) => SAME_CHARGE + 0.1,
                    (true, false) => SAME_GOVERNMENT,
                }
            }
            (Voice::Own, Voice::Own) => OWN_VOICE,
            (Voice::Unnamed(s), Voice::Unnamed(t)) if s == t && x.doc != y.doc => SAME_SPEAKER,
            (Voice::Own, Voice::Known(_)) | (Voice::Known(_), Voice::Own) => OWN_AND_SAID,
            _ => return None,
        };
        // Two sentences of the page's own voice with the same telling count, or one and the words of an institution.
        let own = |v: &Voice| {
            *v == Voice::Own
                || matches!(v, Voice::Known(e) if self.draft.ledger.entities[*e].of != EntityType::Person)
        };
        // One act that a government does once, told by two pages.
        let act = x.doc != y.doc && x.standing.is_some() && x.standing == y.standing;
        if act && own(&x.voice) && own(&y.voice) && shared >= 2 {
            return Some(likeness.max(OWN_VOICE));
        }
        if count && own(&x.voice) && own(&y.voice) && x.acting.is_none_or(|c| y.acting.is_none_or(|d| c == d))
        {
            return Some(likeness.max(needed));
        }
        (likeness >= needed && shared >= 3).then_some(likeness)
    }

    /// Whether both give the same telling number of the same thing.
    fn same_count(&self, x: &Item, y: &Item) -> bool {
        let thing = |c: &Count| canonical(&stem(&c.1));
        x.counts.iter().any(|a| {
            a.0 >= TELLING && !a.1.is_empty() && y.counts.iter().any(|b| a.0 == b.0 && thing(a) == thing(b))
        })
    }
}

/// Whether what is said is that something is not so.
fn against(stance: Stance) -> bool {
    stance == Stance::Denies
}

fn charge(item: &Item) -> bool {
    item.stance == Stance::Accuses
}

/// Whether both count the same thing and arrive at different numbers everywhere.
fn clashing_counts(x: &Item, y: &Item) -> bool {
    let mut clash = false;
    for a in x.counts.iter().filter(|a| !a.1.is_empty()) {
        for b in y.counts.iter().filter(|b| b.1 == a.1) {
            if a.0 == b.0 {
                return false;
            }
            clash = true;
        }
    }
    clash
}
