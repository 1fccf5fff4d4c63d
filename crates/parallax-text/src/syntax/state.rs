//! The states of arc-eager parsing (Nivre 2003), with words without a head put back at the end (Nivre and
//! Fernández-González 2014) so that every sentence gets one tree with one root.

/// No word.
pub const NONE: usize = usize::MAX;

/// What can be done next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// The next word is put on the stack.
    Shift,
    /// The word on top has its head and all its dependants: it leaves the stack.
    Reduce,
    /// The next word is the head of the word on top, which leaves the stack.
    Left,
    /// The word on top is the head of the next word, which is put on the stack.
    Right,
}

impl Action {
    /// All actions; their order is that of the weights.
    pub const ALL: [Self; 4] = [Self::Shift, Self::Reduce, Self::Left, Self::Right];
}

/// A sentence half parsed.
#[derive(Debug, Clone, Default)]
pub struct State {
    stack: Vec<usize>,
    next: usize,
    /// A word that was put back in front of the rest.
    back: Option<usize>,
    len: usize,
    /// The head of each word, or [`NONE`].
    pub heads: Vec<usize>,
    /// The label of each word that has a head.
    pub labels: Vec<u8>,
    left: Vec<[usize; 2]>,
    right: Vec<[usize; 2]>,
    left_count: Vec<u8>,
    right_count: Vec<u8>,
    label_sets: Vec<u64>,
}

/// Makes a list of `len` copies of a value.
fn refill<T: Clone>(list: &mut Vec<T>, len: usize, value: T) {
    list.clear();
    list.resize(len, value);
}

impl State {
    /// Begins a sentence of `len` words.
    pub fn start(&mut self, len: usize) {
        self.stack.clear();
        (self.next, self.back, self.len) = (0, None, len);
        refill(&mut self.heads, len, NONE);
        refill(&mut self.labels, len, u8::MAX);
        refill(&mut self.left, len, [NONE; 2]);
        refill(&mut self.right, len, [NONE; 2]);
        refill(&mut self.left_count, len, 0);
        refill(&mut self.right_count, len, 0);
        refill(&mut self.label_sets, len, 0);
    }

    /// Does what leaves no choice; false at the end of the sentence, when one word without a head is left.
    pub fn settle(&mut self) -> bool {
        loop {
            if self.front() != NONE {
                if !self.stack.is_empty() {
                    return true;
                }
                self.stack.push(self.front());
                self.pass();
            } else if self.stack.len() <= 1 {
                return false;
            } else if let Some(top) = self.stack.pop().filter(|&top| self.heads[top] == NONE) {
                self.back = Some(top);
            }
        }
    }

    fn pass(&mut self) {
        if self.back.take().is_none() {
            self.next += 1;
        }
    }

    /// Number of words.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether the sentence has no word.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The next word.
    #[inline]
    #[must_use]
    pub fn front(&self) -> usize {
        self.back.unwrap_or(if self.next < self.len { self.next } else { NONE })
    }

    /// The word `by` places behind the next one in the rest.
    #[inline]
    #[must_use]
    pub fn ahead(&self, by: usize) -> usize {
        if self.back.is_none() && self.next + by < self.len { self.next + by } else { NONE }
    }

    /// Whether the next word was put back.
    #[must_use]
    pub fn is_back(&self) -> bool {
        self.back.is_some()
    }

    /// The stack, its top last.
    #[must_use]
    pub fn stack(&self) -> &[usize] {
        &self.stack
    }

    /// The word `by` places below the top of the stack.
    #[inline]
    #[must_use]
    pub fn below(&self, by: usize) -> usize {
        if by < self.stack.len() { self.stack[self.stack.len() - 1 - by] } else { NONE }
    }

    /// The head of a word.
    #[inline]
    #[must_use]
    pub fn head(&self, word: usize) -> usize {
        self.heads.get(word).copied().unwrap_or(NONE)
    }

    /// The label of a word; `u8::MAX` if it has none.
    #[inline]
    #[must_use]
    pub fn label(&self, word: usize) -> u8 {
        self.labels.get(word).copied().unwrap_or(u8::MAX)
    }

    /// The outermost dependant on the left (0) and the one before it (1).
    #[inline]
    #[must_use]
    pub fn left(&self, word: usize, which: usize) -> usize {
        self.left.get(word).map_or(NONE, |pair| pair[which])
    }

    /// The outermost dependant on the right (0) and the one before it (1).
    #[inline]
    #[must_use]
    pub fn right(&self, word: usize, which: usize) -> usize {
        self.right.get(word).map_or(NONE, |pair| pair[which])
    }

    /// How many dependants a word has on the left and on the right, up to five; nine for no word.
    #[inline]
    #[must_use]
    pub fn counts(&self, word: usize) -> [u64; 2] {
        let of = |list: &[u8]| list.get(word).map_or(9, |&n| u64::from(n.min(5)));
        [of(&self.left_count), of(&self.right_count)]
    }

    /// The labels of a word's dependants, as bits.
    #[inline]
    #[must_use]
    pub fn label_set(&self, word: usize) -> u64 {
        self.label_sets.get(word).copied().unwrap_or(0)
    }

    /// What can be done, in the order of [`Action::ALL`]; to be asked after [`State::settle`] said true.
    #[must_use]
    pub fn allowed(&self) -> [bool; 4] {
        let headed = self.head(self.below(0)) != NONE;
        [self.back.is_none(), headed, !headed, true]
    }

    /// Does it; `label` is that of a new arc.
    pub fn act(&mut self, action: Action, label: u8) {
        let (front, top) = (self.front(), self.below(0));
        match action {
            Action::Shift => {
                self.stack.push(front);
                self.pass();
            }
            Action::Reduce => {
                self.stack.pop();
            }
            Action::Left => {
                self.stack.pop();
                self.arc(front, top, label);
            }
            Action::Right => {
                self.arc(top, front, label);
                self.stack.push(front);
                self.pass();
            }
        }
    }

    fn arc(&mut self, head: usize, word: usize, label: u8) {
        self.heads[word] = head;
        self.labels[word] = label;
        self.label_sets[head] |= 1 << (label & 63);
        let (list, count) = if word < head {
            (&mut self.left, &mut self.left_count)
        } else {
            (&mut self.right, &mut self.right_count)
        };
        list[head] = [word, list[head][0]];
        count[head] = count[head].saturating_add(1);
    }

    /// How many gold arcs each action puts out of reach (the dynamic oracle of Goldberg and Nivre 2012); `gold` holds the
    /// head of each word, [`NONE`] for the root.
    #[must_use]
    pub fn costs(&self, gold: &[usize]) -> [u32; 4] {
        let (front, top) = (self.front(), self.below(0));
        let rest = self.next + usize::from(self.back.is_none())..self.len;
        let ahead = |word: usize| word == NONE || word == front || (word >= self.next && word < self.len);
        let mut costs = [0; 4];
        for &word in &self.stack {
            if gold[word] == front && self.heads[word] == NONE {
                costs[0] += 1;
                costs[3] += 1;
            }
            if gold[front] == word {
                costs[0] += 1;
                costs[3] += u32::from(word != top);
            }
        }
        let dependants =
            rest.filter(|&word| gold[word] == top).count() as u32 + u32::from(gold[front] == top);
        costs[1] += dependants;
        costs[2] += dependants;
        costs[2] += u32::from(gold[top] != front && ahead(gold[top]));
        costs[3] += u32::from(gold[front] != top && ahead(gold[front]));
        costs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Follows the oracle to the end.
    fn follow(gold: &[usize]) -> Vec<usize> {
        let mut state = State::default();
        state.start(gold.len());
        while state.settle() {
            let (allowed, costs) = (state.allowed(), state.costs(gold));
            let best = (0..4).rev().filter(|&a| allowed[a]).min_by_key(|&a| costs[a]).unwrap();
            state.act(Action::ALL[best], 0);
        }
        state.heads
    }

    #[test]
    fn the_oracle_finds_every_tree_without_crossings() {
        let trees: [&[usize]; 5] =
            [&[NONE], &[1, NONE, 1], &[NONE, 0, 1, 2, 3], &[1, 2, 3, 4, NONE], &[2, 0, NONE, 5, 3, 2, 2]];
        for gold in trees {
            assert_eq!(follow(gold), gold);
        }
    }

    #[test]
    fn whatever_is_done_there_is_one_tree() {
        let mut seed = 7_u64;
        for len in 0..40 {
            let mut state = State::default();
            state.start(len);
            let mut steps = 0;
            while state.settle() {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let allowed = state.allowed();
                let wish = (seed >> 33) as usize % 4;
                let action = (wish..4).chain(0..4).find(|&a| allowed[a]).unwrap();
                state.act(Action::ALL[action], 1);
                steps += 1;
            }
            assert!(steps <= 4 * len, "linear time");
            assert_eq!(state.heads.iter().filter(|&&h| h == NONE).count(), len.min(1));
            for mut word in 0..len {
                for _ in 0..len {
                    word = if state.head(word) == NONE { word } else { state.head(word) };
                }
                assert_eq!(state.head(word), NONE, "no circles");
            }
        }
    }
}
