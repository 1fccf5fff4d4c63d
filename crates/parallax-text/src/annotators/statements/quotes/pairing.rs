//! Which double mark closes which: by their families, and where marks are missing or doubled, by sentences.

use parallax_model::Span;

use super::marks::{Family, Mark, Side};

/// How far down the open quotes a closing mark looks for one of its own family.
const DEEP: usize = 8;

/// A quotation between two marks, or one of which a mark is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) opened: bool,
    pub(super) closed: bool,
    pub(super) family: Family,
}

/// What is known of the paragraphs around a block.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Around {
    /// The quote of the paragraph before was not closed.
    pub(super) carried: Option<Family>,
    /// The next paragraph begins with an opening mark of this family.
    pub(super) reopened: Option<Family>,
}

/// What the first pass leaves.
#[derive(Debug, Clone, Copy)]
enum Item {
    Pair(Pair),
    Opening(Mark),
    Closing(Mark),
}

impl Item {
    fn start(&self) -> usize {
        match self {
            Item::Pair(p) => p.start,
            Item::Opening(m) | Item::Closing(m) => m.at,
        }
    }
}

/// The quotations of a block in double marks, those inside others too, in order. Offsets are those of the block;
/// `sentences` begin there.
pub(super) fn pairs(block: &str, marks: &[Mark], sentences: &[Span], around: Around) -> Vec<Pair> {
    let items = matched(marks);
    if items.iter().all(|i| matches!(i, Item::Pair(_))) {
        return items
            .into_iter()
            .filter_map(|i| if let Item::Pair(p) = i { Some(p) } else { None })
            .collect();
    }
    Repair { block, sentences, around, out: Vec::new(), end: 0, last_outer: None }.run(&items)
}

/// Pairs every closing mark with the nearest opening one of its family.
fn matched(marks: &[Mark]) -> Vec<Item> {
    let mut opened: Vec<Mark> = Vec::new();
    let mut items = Vec::new();
    for (i, &mark) in marks.iter().enumerate() {
        let open = opened.last().is_some_and(|o| mark.family.closes(o.family));
        let closing = match mark.side {
            Side::Open => false,
            Side::Close => true,
            Side::Either => open,
            Side::Digit => {
                let later =
                    marks.get(i + 1).is_some_and(|m| mark.family.closes(m.family) && m.side == Side::Close);
                if !open || later {
                    continue;
                }
                true
            }
        };
        if !closing {
            opened.push(mark);
            continue;
        }
        let near = opened.len().saturating_sub(DEEP);
        let same = opened[near..].iter().rposition(|o| o.family == mark.family).map(|k| near + k);
        let Some(k) = same.or_else(|| opened.len().checked_sub(1).filter(|_| open)) else {
            items.push(Item::Closing(mark));
            continue;
        };
        let from = opened[k];
        // An opening mark inside that nothing closed is none.
        opened.truncate(k);
        items.push(Item::Pair(Pair {
            start: from.at,
            end: mark.end(),
            opened: true,
            closed: true,
            family: from.family,
        }));
    }
    items.extend(opened.into_iter().map(Item::Opening));
    items.sort_by_key(Item::start);
    items
}

/// The second pass: marks without a partner.
struct Repair<'a> {
    block: &'a str,
    sentences: &'a [Span],
    around: Around,
    out: Vec<Pair>,
    /// Where the last quote that stands in no other ends.
    end: usize,
    /// Which one that is.
    last_outer: Option<usize>,
}

impl Repair<'_> {
    fn push(&mut self, pair: Pair) {
        if pair.end > self.end {
            self.end = pair.end;
            self.last_outer = Some(self.out.len());
        }
        self.out.push(pair);
    }

    fn run(mut self, items: &[Item]) -> Vec<Pair> {
        let mut open: Option<Mark> = None;
        for item in items {
            match (*item, open) {
                // Inside a quote that is whole.
                (Item::Opening(mark) | Item::Closing(mark), _) if mark.at < self.end => {}
                (Item::Opening(mark), None) => open = Some(mark),
                (Item::Opening(mark), Some(first)) => {
                    if self.stops(mark.at) {
                        self.cut(first, mark.at);
                        open = Some(mark);
                    }
                }
                (Item::Pair(pair), Some(first)) => open = self.meets(first, pair),
                (Item::Pair(pair), None) => self.push(pair),
                (Item::Closing(mark), Some(first)) if !mark.family.closes(first.family) => {}
                (Item::Closing(mark), Some(first)) => {
                    self.push(Pair {
                        start: first.at,
                        end: mark.end(),
                        opened: true,
                        closed: true,
                        family: first.family,
                    });
                    open = None;
                }
                (Item::Closing(mark), None) => self.closing(mark),
            }
        }
        if let Some(first) = open {
            self.last(first);
        }
        self.out.sort_by_key(|p| (p.start, std::cmp::Reverse(p.end)));
        self.out
    }

    /// Whether a sentence ends before a place.
    fn stops(&self, at: usize) -> bool {
        self.block[..at].trim_end().ends_with(['.', '!', '?', '…'])
    }

    /// An opening that nothing closes ends before `at`.
    fn cut(&mut self, first: Mark, at: usize) {
        let end = self.block[..at].trim_end().len().max(first.end());
        self.push(Pair { start: first.at, end, opened: true, closed: false, family: first.family });
    }

    /// An opening without closing in front of a whole quotation. Returns it if it stays open.
    fn meets(&mut self, first: Mark, pair: Pair) -> Option<Mark> {
        let twice = self.block[first.end()..pair.start.max(first.end())].trim().is_empty();
        let goes_on = self.around.reopened == Some(first.family) && first.at == 0;
        if pair.start < self.end {
            // Inside what is taken already.
            self.push(pair);
            return Some(first);
        }
        if twice {
            self.push(Pair { start: first.at, ..pair });
            return None;
        }
        if self.stops(pair.start) && !goes_on {
            self.cut(first, pair.start);
            self.push(pair);
            return None;
        }
        if goes_on {
            self.out.push(pair);
            return Some(first);
        }
        self.push(Pair { start: first.at, end: pair.end, ..pair });
        None
    }

    /// A closing mark that nothing opened.
    fn closing(&mut self, mark: Mark) {
        if let Some(last) = self.last_outer.and_then(|i| self.out.get_mut(i))
            && mark.at - last.end <= 2
            && self.block[last.end..mark.at].trim().is_empty()
            && last.family == mark.family
        {
            last.end = mark.end();
            self.end = mark.end();
            return;
        }
        let whole = |start| Pair { start, end: mark.end(), opened: false, closed: true, family: mark.family };
        if self.out.is_empty() && self.around.carried.is_some_and(|f| mark.family.closes(f)) {
            self.push(whole(0));
            return;
        }
        // At the end of a sentence its opening was lost at the start of one.
        if !self.stops(mark.at) || mark.side == Side::Digit {
            return;
        }
        let from = self.end;
        let begins = |i: usize| self.sentences.get(i).map(|s| s.start as usize);
        let start = if self.out.is_empty() {
            self.sentences.partition_point(|s| s.start as usize <= mark.at).checked_sub(1).and_then(begins)
        } else {
            begins(self.sentences.partition_point(|s| (s.start as usize) < from))
        };
        if let Some(start) = start.filter(|&s| s >= from && s < mark.at) {
            self.push(whole(start));
        }
    }

    /// An opening that is left at the end of the block.
    fn last(&mut self, first: Mark) {
        let inside = &self.block[first.end()..];
        let word = inside.trim_start_matches(|c: char| !c.is_alphanumeric());
        let before = self.block[..first.at].trim_end();
        let part =
            word.starts_with(char::is_lowercase) && !before.is_empty() && !before.ends_with([',', ':']);
        let sentence = self.sentences.partition_point(|s| s.end as usize <= first.at);
        let end = self
            .sentences
            .get(sentence)
            .map(|s| s.end as usize)
            .filter(|_| part && self.around.reopened.is_none());
        let end = end.map_or(self.block.len(), |e| e.clamp(first.end(), self.block.len()));
        self.push(Pair { start: first.at, end, opened: true, closed: false, family: first.family });
    }
}
