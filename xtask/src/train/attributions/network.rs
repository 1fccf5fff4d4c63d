//! The network of attributions while it is learned: see [`parallax_text::attribution::Attributor`].

use parallax_text::attribution::{
    LINK_ENDS, LINK_STEPS, LINK_WIDTH as WIDTH, LINKS, Layers, NO_LINK, STATES, Steps,
};
use parallax_text::learned::net::{self, exp};
use parallax_text::learned::stack::KNOWN_WIDTH;
use parallax_text::learned::{Damaged, Matrix};

use super::super::dense::{Dense, Learning};
use super::super::network::dot;
use super::super::shuffle::Shuffle;
use super::super::stack::{Learned, LeftOut, add};
use super::gold::Known;

/// States with those that fill up the matrix.
const OUTPUTS: usize = STATES.next_multiple_of(32);

const LEFT_OUT: LeftOut = LeftOut { features: 0.15, read: 0.2 };

/// A passage to learn from.
pub(super) struct Example<'g> {
    /// The rows of the features of each word.
    pub(super) rows: Vec<Vec<u32>>,
    pub(super) gold: &'g Known,
}

/// The network.
pub(super) struct Network {
    stack: Learned,
    states: Dense,
    steps: Learning,
    ends: Dense,
    links: [Learning; LINKS.len()],
    allowed: Steps,
}

type Row = [f32; STATES];

impl Network {
    /// Small random weights for so many rows.
    pub(super) fn new(rows: usize) -> Self {
        let random = &mut Shuffle::new(17);
        Self {
            stack: Learned::new(rows, 1, LEFT_OUT, random),
            states: Dense::new(KNOWN_WIDTH, OUTPUTS, 0.0, random),
            steps: Learning::new(vec![0.0; STATES * STATES]),
            ends: Dense::new(KNOWN_WIDTH, LINK_ENDS, 0.0, random),
            links: LINKS.map(|_| Learning::random(LINK_STEPS * WIDTH, 0.1, random)),
            allowed: Steps::all(),
        }
    }

    /// Adds the gradient of a passage; gives the loss.
    pub(super) fn learn(&mut self, example: &Example<'_>, random: &mut Shuffle) -> f32 {
        let known = self.stack.forward(&example.rows, random);
        let (mut scores, mut ends) = (Vec::new(), Vec::new());
        self.states.forward(known, &mut scores);
        self.ends.forward(known, &mut ends);
        let mut to_scores = vec![0.0; scores.len()];
        let mut to_ends = vec![0.0; ends.len()];
        let mut loss = 0.0;
        let places = &example.gold.passage.places;
        let mut from = 0;
        while from < places.len() {
            let len = 1 + places[from + 1..].iter().take_while(|p| !p.begins_block).count();
            let words = from..from + len;
            let of = words.start * OUTPUTS..words.end * OUTPUTS;
            loss += self.chain(&scores[of.clone()], &example.gold.states[words], &mut to_scores[of]);
            from += len;
        }
        loss += self.link(example.gold, &ends, &mut to_ends);
        let known = self.stack.known();
        let mut to_known = vec![0.0; known.len()];
        self.states.backward(known, &to_scores, &mut to_known);
        self.ends.backward(known, &to_ends, &mut to_known);
        self.stack.backward(&to_known);
        loss
    }

    /// The gradient of the chain of states of a block (forward and backward sums, each brought to 1).
    fn chain(&mut self, scores: &[f32], gold: &[usize], slopes: &mut [f32]) -> f32 {
        let len = gold.len();
        let worth: Vec<f32> =
            self.steps.at.iter().map(|&x| if x <= 0.0 { exp(x) } else { 1.0 / exp(-x) }).collect();
        let [mut odds, mut forward] = [vec![[0.0; STATES]; len], vec![[0.0; STATES]; len]];
        let mut backward: Vec<Row> = vec![[1.0; STATES]; len];
        let mut scale = vec![0.0; len];
        let mut loss = 0.0;
        for (at, scores) in scores.chunks(OUTPUTS).enumerate() {
            let top = scores[..STATES].iter().copied().fold(f32::MIN, f32::max);
            let mut now: Row = [0.0; STATES];
            for state in 0..STATES {
                odds[at][state] = exp(scores[state] - top);
                let before = match at.checked_sub(1) {
                    None => f32::from(self.allowed.begins[state]),
                    Some(last) => {
                        let from = |&from: &usize| forward[last][from] * worth[from * STATES + state];
                        self.allowed.before[state].iter().map(from).sum()
                    }
                };
                now[state] = before * odds[at][state];
            }
            scale[at] = now.iter().sum::<f32>().max(1e-30);
            forward[at] = now.map(|x| x / scale[at]);
            loss += scale[at].ln() + top - scores[gold[at]];
        }
        for at in (1..len).rev() {
            let mut last: Row = [0.0; STATES];
            for state in 0..STATES {
                let part = backward[at][state] * odds[at][state] / scale[at];
                for &from in self.allowed.before[state].iter().filter(|_| part != 0.0) {
                    let step = from * STATES + state;
                    last[from] += worth[step] * part;
                    self.steps.gradient[step] += forward[at - 1][from] * worth[step] * part;
                }
            }
            backward[at - 1] = last;
            let step = gold[at - 1] * STATES + gold[at];
            self.steps.gradient[step] -= 1.0;
            loss -= self.steps.at[step];
        }
        for (at, slopes) in slopes.chunks_mut(OUTPUTS).enumerate() {
            for state in 0..STATES {
                slopes[state] = forward[at][state] * backward[at][state];
            }
            slopes[gold[at]] -= 1.0;
        }
        loss
    }

    /// The gradient of the choices of links.
    fn link(&mut self, gold: &Known, ends: &[f32], slopes: &mut [f32]) -> f32 {
        let map = gold.passage.map(&gold.cues);
        let mut loss = 0.0;
        for (link, choices) in gold.links.iter().enumerate() {
            let steps = &mut self.links[link];
            for choice in choices {
                let sought = choice.seeker * LINK_ENDS + 2 * link * WIDTH;
                let sought = sought..sought + WIDTH;
                let of = |at: usize| match choice.choices.get(at) {
                    Some(&other) => {
                        let offered = other * LINK_ENDS + (2 * link + 1) * WIDTH;
                        (map.step(choice.seeker, other) * WIDTH, Some(offered..offered + WIDTH))
                    }
                    None => (NO_LINK * WIDTH, None),
                };
                let offers = |at: usize| {
                    let (step, offered) = of(at);
                    let mut sum = steps.at[step..step + WIDTH].to_vec();
                    offered.iter().for_each(|o| add(&mut sum, 1.0, &ends[o.clone()]));
                    sum
                };
                let all: Vec<Vec<f32>> = (0..=choice.choices.len()).map(offers).collect();
                let mut odds: Vec<f32> = all.iter().map(|row| dot(&ends[sought.clone()], row)).collect();
                let top = odds.iter().copied().fold(f32::MIN, f32::max);
                odds.iter_mut().for_each(|o| *o = exp(*o - top));
                let sum: f32 = odds.iter().sum();
                odds.iter_mut().for_each(|o| *o /= sum);
                loss -= odds[choice.right].max(1e-9).ln();
                odds[choice.right] -= 1.0;
                for (at, (&slope, offers)) in odds.iter().zip(&all).enumerate() {
                    let (step, offered) = of(at);
                    add(&mut slopes[sought.clone()], slope, offers);
                    add(&mut steps.gradient[step..step + WIDTH], slope, &ends[sought.clone()]);
                    offered.into_iter().for_each(|o| add(&mut slopes[o], slope, &ends[sought.clone()]));
                }
            }
        }
        loss
    }

    /// A step against the gradient.
    pub(super) fn step(&mut self, rate: f32) {
        self.stack.step(rate);
        [&mut self.states, &mut self.ends].into_iter().for_each(|l| l.step(rate));
        self.steps.step(rate);
        self.links.iter_mut().for_each(|l| l.step(rate));
    }

    /// See [`Learning::keep`].
    pub(super) fn keep(&mut self) {
        self.stack.keep();
        [&mut self.states, &mut self.ends].into_iter().for_each(Dense::keep);
        self.steps.keep();
        self.links.iter_mut().for_each(Learning::keep);
    }

    /// See [`Learning::settle`].
    pub(super) fn settle(&mut self) {
        self.stack.settle();
        [&mut self.states, &mut self.ends].into_iter().for_each(Dense::settle);
        self.steps.settle();
        self.links.iter_mut().for_each(Learning::settle);
    }

    /// What was learned, in integers; `features` are those of the rows.
    pub(super) fn in_integers(&self, features: &[u64]) -> Result<Layers, Damaged> {
        let score = net::UNIT * net::HEAD_UNIT;
        let of_links = |steps: &Learning| {
            let rows: Vec<[f32; WIDTH]> =
                steps.at.chunks(WIDTH).map(|row| std::array::from_fn(|i| row[i])).collect();
            net::Head::of(&rows, &[0.0; LINK_STEPS])
        };
        Ok(Layers {
            stack: self.stack.in_integers(features)?,
            states: Matrix::of(&self.states.in_integers(STATES))?,
            steps: self.steps.at.iter().map(|s| (s * score).round() as i32).collect(),
            ends: Matrix::of(&self.ends.in_integers(LINK_ENDS))?,
            links: [of_links(&self.links[0]), of_links(&self.links[1])],
        })
    }
}
