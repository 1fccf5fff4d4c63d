//! How one wording stands to another: what is left out, spelled otherwise, changed, and whether it is one utterance at
//! all.
//!
//! A false join is worse than a missed one. Two sentences of one speech share words too ("We will fight for our
//! farmers", "We will fight for our workers"): enough of what says something must be common.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use parallax_model::{Change, Wording};

use super::align::{Run, align, without_chance};
use super::said::{Bond, Said};
use super::spelling::is_slip;
use super::words::{Vocabulary, Word};
use crate::lexicon::{english, rows};
use crate::names::{Kind, same as same_name};
use crate::terms::{fold, is_common, stem};

/// Words of a difference: places in the words of the first and of the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) change: Change,
    pub(super) first: Range<usize>,
    pub(super) here: Range<usize>,
}

/// How a wording stands to the first.
#[derive(Debug, Clone)]
pub(super) struct Match {
    pub(super) relation: Wording,
    pub(super) edits: Vec<Edit>,
    /// Words in common.
    pub(super) common: usize,
    /// Words in the first that it covers.
    pub(super) core: Range<usize>,
}

/// Share of the words that must be common where some are changed, and of those that say something.
const ALIKE: f64 = 0.6;
const TELLING_ALIKE: f64 = 0.7;
/// The same where the page does not name the speaker, or words at an end are others.
const VERY_ALIKE: f64 = 0.75;
/// Share of another speaker's quotation that must be the same.
const NEARLY_ALL: f64 = 0.8;
/// Words of a changed stretch at an end, at most.
const END: usize = 3;
/// Words that tell one quotation from all others, without those of stock phrases, if two speakers are to share it.
const TELLING: usize = 3;

/// Compares speech with the first wording, a quotation; none if it is not the same utterance.
pub(super) fn compare(vocabulary: &Vocabulary, first: &Said, here: &Said, bond: Bond) -> Option<Match> {
    let told = !here.quoted;
    if !first.quoted || (told && bond == Bond::Other) {
        return None;
    }
    let (a, b) = (first.words.as_slice(), here.words.as_slice());
    let ids =
        |words: &[Word]| -> Vec<u32> { words.iter().map(|w| if told { w.told } else { w.same }).collect() };
    let weight = |r: Run| a[r.a..r.end().0].iter().filter(|w| w.content).count();
    let bridged = |p: Run, q: Run| {
        let ((x, y), (s, t)) = (p.end(), (q.a, q.b));
        (y == t && b[t].gap) || (x == s && a[s].gap)
    };
    let runs = without_chance(align(&ids(a), &ids(b)), (a.len(), b.len()), weight, bridged);
    let (start, end) = (runs.first()?, runs.last()?.end());
    let context = Pair { vocabulary, a, b, told };
    let mut edits = context.head((start.a, start.b))?;
    for pair in runs.windows(2) {
        let ((x, y), (s, t)) = (pair[0].end(), (pair[1].a, pair[1].b));
        edits.push(context.inside(x..s, y..t));
    }
    edits.extend(context.tail(end)?);
    if told {
        edits.retain(|e| context.says_something(e));
    }
    let count = Count::new(&context, &runs, &edits);
    if !told {
        edits.extend(runs.iter().flat_map(|r| context.written_otherwise(*r)));
        edits.sort_by_key(|e| (e.first.start, e.here.start, e.first.end, e.here.end));
    }
    let fits = match (told, bond) {
        (true, _) => count.fits_told(&context),
        (false, Bond::Same) => count.fits(ALIKE, 3, 2),
        (false, Bond::Open) => count.fits(VERY_ALIKE, 4, 2),
        (false, Bond::Other) => count.fits_other(&context, &runs) && !context.is_within_speech(start.a),
    };
    if !fits {
        return None;
    }
    let has = |f: &dyn Fn(&Edit) -> bool| edits.iter().any(f);
    let negated = |e: &Edit| {
        let negates = |w: &[Word]| w.iter().any(|w| w.negates);
        negates(&a[e.first.clone()]) != negates(&b[e.here.clone()])
    };
    let relation = if bond == Bond::Other {
        Wording::AttributionChanged
    } else if has(&|e| e.change == Change::Number) {
        Wording::NumberChanged
    } else if told {
        if has(&|e| e.change.alters() && negated(e)) { Wording::Altered } else { Wording::Paraphrased }
    } else if has(&|e| e.change.alters()) {
        Wording::Altered
    } else if has(&|e| matches!(e.change, Change::LeftOut | Change::GoesOn))
        || has(&|e| e.change == Change::Bracketed && !e.first.is_empty())
    {
        Wording::Trimmed
    } else {
        Wording::Same
    };
    Some(Match { relation, edits, common: count.common, core: start.a..end.0 })
}

/// The words of two pieces of speech.
struct Pair<'a> {
    vocabulary: &'a Vocabulary,
    a: &'a [Word],
    b: &'a [Word],
    told: bool,
}

impl Pair<'_> {
    /// What stands before the common stretch that begins at `(x, y)`; none if it is too much that differs.
    fn head(&self, (x, y): (usize, usize)) -> Option<Vec<Edit>> {
        let edit = |change, first, here| vec![Edit { change, first, here }];
        // A mark of omission, or a new sentence on both sides.
        let parted = self.a[x].gap || self.b[y].gap || (self.a[x].opens && self.b[y].opens);
        match (x, y) {
            (0, 0) => Some(Vec::new()),
            (_, 0) => Some(edit(Change::LeftOut, 0..x, 0..0)),
            (0, _) => Some(edit(Change::GoesOn, 0..0, 0..y)),
            _ if parted || self.told => {
                Some([edit(Change::LeftOut, 0..x, 0..0), edit(Change::GoesOn, 0..0, 0..y)].concat())
            }
            _ => {
                let n = x.min(y);
                let rest = match (x - n, y - n) {
                    (0, 0) => Vec::new(),
                    (more, 0) => edit(Change::LeftOut, 0..more, 0..0),
                    (_, more) => edit(Change::GoesOn, 0..0, 0..more),
                };
                (n <= END).then(|| [rest, vec![self.inside(x - n..x, y - n..y)]].concat())
            }
        }
    }

    /// What stands behind the common stretch that ends at `(x, y)`; none if it is too much that differs.
    fn tail(&self, (x, y): (usize, usize)) -> Option<Vec<Edit>> {
        let (m, n) = (self.a.len(), self.b.len());
        let edit = |change, first, here| vec![Edit { change, first, here }];
        match (m - x, n - y) {
            (0, 0) => Some(Vec::new()),
            (_, 0) => Some(edit(Change::LeftOut, x..m, n..n)),
            (0, _) => Some(edit(Change::GoesOn, m..m, y..n)),
            _ if self.a[x].gap || self.b[y].gap || (self.a[x].opens && self.b[y].opens) || self.told => {
                Some([edit(Change::LeftOut, x..m, y..y), edit(Change::GoesOn, m..m, y..n)].concat())
            }
            (p, q) => {
                let k = p.min(q);
                let rest = match (p - k, q - k) {
                    (0, 0) => Vec::new(),
                    (_, 0) => edit(Change::LeftOut, x + k..m, n..n),
                    _ => edit(Change::GoesOn, m..m, y + k..n),
                };
                (k <= END).then(|| [vec![self.inside(x..x + k, y..y + k)], rest].concat())
            }
        }
    }

    /// What differs between two common runs.
    fn inside(&self, first: Range<usize>, here: Range<usize>) -> Edit {
        let (x, y) = (&self.a[first.clone()], &self.b[here.clone()]);
        let bracketed = |w: &[Word]| !w.is_empty() && w.iter().all(|w| w.editor);
        let parted = |w: &[Word], next: usize| w.get(next).is_some_and(|w| w.gap);
        let numbers = |w: &[Word]| w.iter().any(|w| w.number);
        let change = match (x.is_empty(), y.is_empty()) {
            _ if bracketed(x) || bracketed(y) => Change::Bracketed,
            (false, true) if parted(self.b, here.start) => Change::LeftOut,
            (true, false) if parted(self.a, first.start) => Change::GoesOn,
            (false, true) => Change::Dropped,
            (true, _) => Change::Added,
            _ if numbers(x) && numbers(y) => Change::Number,
            _ if self.spelled(x, y) => Change::Spelled,
            _ => Change::Changed,
        };
        Edit { change, first, here }
    }

    /// Whether two stretches are the same words, spelled otherwise: parted otherwise, a slip, or two forms of a name.
    fn spelled(&self, x: &[Word], y: &[Word]) -> bool {
        let joined = |w: &[Word]| w.iter().map(|w| self.vocabulary.word(w.same)).collect::<String>();
        let (p, q) = (joined(x), joined(y));
        let known = |w: &str| is_common(&stem(&fold(w)));
        p == q
            || (x.len() == 1
                && y.len() == 1
                && (is_slip(&p, &q, known)
                    || (x[0].content
                        && y[0].content
                        && p != q
                        && !known(&p)
                        && !known(&q)
                        && same_name(&capital(&p), &capital(&q), Kind::Any, true))))
    }

    /// Words in common that are written otherwise.
    fn written_otherwise(&self, run: Run) -> Vec<Edit> {
        let mut edits: Vec<Edit> = Vec::new();
        for (i, j) in (0..run.len)
            .map(|n| (run.a + n, run.b + n))
            .filter(|&(i, j)| self.a[i].written != self.b[j].written)
        {
            match edits.last_mut().filter(|e| e.first.end == i) {
                Some(edit) => (edit.first.end, edit.here.end) = (i + 1, j + 1),
                None => edits.push(Edit { change: Change::Spelled, first: i..i + 1, here: j..j + 1 }),
            }
        }
        edits
    }

    /// Whether words in front of the common stretch, in its sentence, say that somebody else says it.
    fn is_within_speech(&self, at: usize) -> bool {
        let from = self.a[..=at].iter().rposition(|w| w.opens).unwrap_or(0);
        self.a[from..at].iter().any(|w| SAYING.contains(self.vocabulary.word(w.told)))
    }

    /// Whether a difference of indirect speech is more than its grammar.
    fn says_something(&self, edit: &Edit) -> bool {
        let says = |w: &[Word]| w.iter().any(|w| w.content || w.negates);
        says(&self.a[edit.first.clone()]) || says(&self.b[edit.here.clone()])
    }
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// How much is common and how much is not.
struct Count {
    common: usize,
    /// Different words of the common ones that say something.
    content: usize,
    longest: usize,
    /// Words that are changed, and those of them that say something.
    changed: usize,
    changed_content: usize,
    /// Whether words at an end are others.
    strained: bool,
    /// Words of the first that the other has not, and the other way round, at ends.
    cut: [usize; 2],
    /// Whether one part of each is missing in the other.
    overlap: bool,
}

impl Count {
    fn new(pair: &Pair<'_>, runs: &[Run], edits: &[Edit]) -> Self {
        let common = runs.iter().map(|r| r.len).sum();
        let held = runs.iter().flat_map(|r| &pair.a[r.a..r.end().0]).filter(|w| w.content);
        let content = held.map(|w| w.same).collect::<BTreeSet<u32>>().len();
        let says = |w: &[Word]| w.iter().filter(|w| w.content || w.negates).count();
        let (mut changed, mut changed_content, mut strained) = (0, 0, false);
        let (mut left, mut more) = (0, 0);
        for e in edits {
            let (x, y) = (&pair.a[e.first.clone()], &pair.b[e.here.clone()]);
            match e.change {
                Change::LeftOut => left += x.len(),
                Change::GoesOn => more += y.len(),
                _ if e.change.alters() => {
                    changed += x.len().max(y.len());
                    changed_content += says(x).max(says(y));
                    let ends = e.first.start == 0
                        || e.here.start == 0
                        || e.first.end == pair.a.len()
                        || e.here.end == pair.b.len();
                    strained |= ends && !x.is_empty() && !y.is_empty();
                }
                _ => {}
            }
        }
        Self {
            common,
            content,
            longest: runs.iter().map(|r| r.len).max().unwrap_or(0),
            changed,
            changed_content,
            strained,
            cut: [left, more],
            overlap: left > 0 && more > 0,
        }
    }

    fn shares(&self) -> (f64, f64) {
        let share = |part: usize, rest: usize| part as f64 / (part + rest).max(1) as f64;
        (share(self.common, self.changed), share(self.content, self.changed_content))
    }

    /// Whether two quotations are one: `least` words in common, of which `content` say something.
    fn fits(&self, alike: f64, least: usize, content: usize) -> bool {
        if self.common < least || self.content < content {
            return false;
        }
        let (words, telling) = self.shares();
        let alike = if self.strained { alike.max(VERY_ALIKE) } else { alike };
        let changed = self.changed == 0
            || (words >= alike && telling >= TELLING_ALIKE && self.longest >= 3 && self.common > least);
        let strained = !self.strained || self.common >= 6;
        // Where each goes on alone, the overlap has to be more than a turn of phrase.
        let overlap = !self.overlap
            || (self.common >= 5 && self.content >= 3 && self.common * 3 >= self.cut[1].min(self.cut[0]));
        changed && strained && overlap
    }

    /// Whether indirect speech gives the words of a quotation.
    fn fits_told(&self, pair: &Pair<'_>) -> bool {
        let (_, telling) = self.shares();
        let told = pair.b.iter().filter(|w| w.content).count();
        self.content >= 3
            && self.common >= 5
            && self.longest >= 3
            && telling >= VERY_ALIKE - 0.05
            && (self.content >= told || self.content >= 4 && self.content * 4 >= told * 3)
    }

    /// Whether two speakers are given the same words, which no two would happen to use.
    fn fits_other(&self, pair: &Pair<'_>, runs: &[Run]) -> bool {
        let shorter = pair.a.len().min(pair.b.len()) as f64;
        let share = self.common as f64 / shorter;
        self.common >= 6
            && share >= NEARLY_ALL
            && self.fits(NEARLY_ALL, 6, 3)
            && telling_words(pair.vocabulary, pair.a, runs) >= TELLING
    }
}

/// Stems of verbs of saying.
static SAYING: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| rows(english!("saying_verbs.tsv")).map(|r| stem(r[0])).collect());

/// Stock phrases by their first word.
static STOCK: LazyLock<BTreeMap<&'static str, Vec<Vec<&'static str>>>> = LazyLock::new(|| {
    let mut by_first: BTreeMap<&str, Vec<Vec<&str>>> = BTreeMap::new();
    for row in rows(english!("stock_phrases.tsv")) {
        let words: Vec<&str> = row[0].split(' ').collect();
        by_first.entry(words[0]).or_default().push(words);
    }
    by_first
});

/// Words in common that say something and are no part of a stock phrase.
fn telling_words(vocabulary: &Vocabulary, words: &[Word], runs: &[Run]) -> usize {
    let mut stock = vec![false; words.len()];
    for i in 0..words.len() {
        let Some(phrases) = STOCK.get(vocabulary.word(words[i].same)) else { continue };
        for phrase in phrases {
            let there = words.get(i..i + phrase.len());
            if there.is_some_and(|t| t.iter().zip(phrase).all(|(w, p)| vocabulary.word(w.same) == *p)) {
                stock[i..i + phrase.len()].fill(true);
            }
        }
    }
    let held = runs.iter().flat_map(|r| r.a..r.end().0).filter(|&i| words[i].content && !stock[i]);
    held.map(|i| words[i].same).collect::<BTreeSet<u32>>().len()
}

/// Stems that both must have for other words of one meaning, and their share of the shorter.
const MEANING: usize = 4;
const SAME_MEANING: f64 = 0.6;
/// Share of these that must stand in the same order.
const IN_ORDER: f64 = 0.5;

/// Words in a row that two make of their own accord in other words for one thing, at most: with more, and still not the
/// same wording, they are two sentences that begin alike.
const BY_CHANCE: usize = 4;

/// Whether two quotations of one speaker say the same in other words: with the same figures, as often denied, and most
/// of what says something, under its synonyms and in about the same order. None if they share too little.
pub(super) fn same_meaning(vocabulary: &Vocabulary, first: &Said, here: &Said) -> Option<Match> {
    let means = |s: &Said| -> Vec<(u32, String)> {
        let words = s.words.iter().filter(|w| w.content && !w.editor);
        words.map(|w| (w.told, crate::claims::canonical(vocabulary.word(w.told)))).collect()
    };
    let numbers = |s: &Said| s.words.iter().filter(|w| w.number).map(|w| w.same).collect::<BTreeSet<u32>>();
    let denied = |s: &Said| s.words.iter().filter(|w| w.negates).count() % 2;
    let (x, y) = (means(first), means(here));
    let long = x.len().max(y.len());
    if numbers(first) != numbers(here) || denied(first) != denied(here) || x.len().min(y.len()) * 5 < long * 3
    {
        return None;
    }
    let written = |s: &Said| s.words.iter().map(|w| w.same).collect::<Vec<u32>>();
    if align(&written(first), &written(here)).iter().any(|r| r.len > BY_CHANCE) {
        return None;
    }
    let distinct = |m: &[(u32, String)]| m.iter().map(|(_, w)| w.clone()).collect::<BTreeSet<String>>();
    let (p, q) = (distinct(&x), distinct(&y));
    let shared = p.intersection(&q).count();
    if shared < MEANING || (shared as f64) < SAME_MEANING * p.len().min(q.len()) as f64 {
        return None;
    }
    let order: Vec<&String> = p.union(&q).collect();
    let ids = |m: &[(u32, String)]| -> Vec<u32> {
        m.iter().filter_map(|(_, w)| order.binary_search(&w).ok()).map(|i| i as u32).collect()
    };
    let in_order: usize = align(&ids(&x), &ids(&y)).iter().map(|r| r.len).sum();
    if (in_order as f64) < IN_ORDER * shared as f64 {
        return None;
    }
    // The words that the other has not are shown, each for itself.
    let alone = |s: &Said, other: &BTreeSet<String>| -> Vec<usize> {
        let lacks = |w: &Word| {
            w.content && !w.editor && !other.contains(&crate::claims::canonical(vocabulary.word(w.told)))
        };
        s.words.iter().enumerate().filter(|(_, w)| lacks(w)).map(|(i, _)| i).collect()
    };
    let gone =
        alone(first, &q).into_iter().map(|i| Edit { change: Change::Dropped, first: i..i + 1, here: 0..0 });
    let new =
        alone(here, &p).into_iter().map(|i| Edit { change: Change::Added, first: 0..0, here: i..i + 1 });
    Some(Match {
        relation: Wording::Reworded,
        edits: gone.chain(new).collect(),
        common: shared,
        core: 0..first.words.len(),
    })
}
