//! Learns to build dependency trees: `data/en/tree.weights`.

use std::path::Path;

use parallax_text::syntax::{
    Action, LABELS_AT_MOST, NONE, PARSER_WIDTH as WIDTH, Parser, ROLES, Sentence, State, Tag, Tagger, Tree,
    alone, coarse, together,
};

use super::network::{self, Labels, Rows, Seen};
use super::shuffle::Shuffle;
use super::tags;
use super::treebank::{self, Gold, Names};

type Error = Box<dyn std::error::Error>;

/// Rounds over the sentences.
const ROUNDS: usize = 10;

/// The first rate.
const RATE: f32 = 0.025;

/// How much larger the rate of the labels' weights is.
const LABEL_RATE: f32 = 2.0;

/// The part of the features and roles that are left out at random.
const LEFT_OUT: f32 = 0.1;

/// Rounds in which all features are tried.
const TRIED: usize = 1;

/// How often a feature of a word alone, and of several together, must be seen to be tried.
const SEEN: [u32; 2] = [30, 60];

/// How many features are kept: those with the largest weights when all were tried.
const KEPT: usize = 60_000;

/// After the first round: how often a wrong best action is followed, and how often any action is, so that states after
/// errors are met too.
const FOLLOWED: [f32; 2] = [0.9, 0.03];

/// Relations that keep their second half.
const WITH_SECOND: [&str; 7] =
    ["nsubj:pass", "csubj:pass", "aux:pass", "nmod:poss", "acl:relcl", "compound:prt", "obl:agent"];

fn relation(full: &str) -> &str {
    if WITH_SECOND.contains(&full) { full } else { full.split(':').next().unwrap_or(full) }
}

/// A sentence to learn from.
struct Example<'g> {
    gold: &'g Gold,
    tags: &'g [Tag],
    classes: Vec<u8>,
    labels: Vec<u8>,
}

impl Example<'_> {
    fn sentence(&self) -> Sentence<'_> {
        Sentence { words: &self.gold.words, tags: self.tags, classes: &self.classes }
    }
}

fn classes(tagger: &Tagger, tags: &[Tag], gold: &Gold) -> Vec<u8> {
    tags.iter().zip(&gold.texts).map(|(tag, text)| coarse(tagger.upos(*tag), text)).collect()
}

/// What words add to the hidden sums in their roles within one sentence, and the gradients of that.
#[derive(Default)]
struct Kept {
    slots: Vec<u32>,
    ranges: Vec<Option<(usize, usize)>>,
    sums: Vec<[f32; WIDTH]>,
    gradients: Vec<[f32; WIDTH]>,
    changed: Vec<usize>,
}

impl Kept {
    fn start(&mut self, words: usize) {
        self.slots.clear();
        self.ranges.clear();
        self.ranges.resize(words * ROLES, None);
        self.sums.resize(words * ROLES, [0.0; WIDTH]);
        self.gradients.clear();
        self.gradients.resize(words * ROLES, [0.0; WIDTH]);
        self.changed.clear();
    }

    /// The place of a word in a role, its sums counted.
    fn place(&mut self, rows: &Rows<WIDTH>, sentence: &Sentence<'_>, word: usize, role: usize) -> usize {
        let place = word * ROLES + role;
        if self.ranges[place].is_none() {
            let from = self.slots.len();
            alone(sentence, word, role, &mut |f| self.slots.extend(rows.slot(f)));
            self.ranges[place] = Some((from, self.slots.len()));
            self.sums[place] = [0.0; WIDTH];
            for &slot in &self.slots[from..] {
                network::add(&mut self.sums[place], rows.row(slot));
            }
        }
        place
    }

    fn step(&mut self, rows: &mut Rows<WIDTH>, rate: f32) {
        self.changed.sort_unstable();
        self.changed.dedup();
        for &place in &self.changed {
            let (from, to) = self.ranges[place].unwrap_or((0, 0));
            rows.step(self.slots[from..to].iter().copied(), &self.gradients[place], rate);
        }
    }
}

/// Counts the features on the way to each gold tree, those of words alone and those of several together.
fn seen(examples: &[Example<'_>]) -> [Seen; 2] {
    let [mut single, mut several] = [Seen::default(), Seen::default()];
    let mut state = State::default();
    for example in examples {
        let sentence = example.sentence();
        let mut done = vec![[false; ROLES]; sentence.words.len()];
        state.start(sentence.words.len());
        while state.settle() {
            let roles = together(&state, &sentence, &mut |f| several.count(f));
            for (role, &word) in roles.iter().enumerate().filter(|(_, word)| **word != NONE) {
                if !std::mem::replace(&mut done[word][role], true) {
                    alone(&sentence, word, role, &mut |f| single.count(f));
                }
            }
            let (allowed, costs) = (state.allowed(), state.costs(&example.gold.heads));
            let order = [Action::Left, Action::Right, Action::Reduce, Action::Shift];
            let best = order.into_iter().filter(|a| allowed[*a as usize]).min_by_key(|a| costs[*a as usize]);
            let Some(action) = best else { break };
            let word = if action == Action::Left { state.below(0) } else { state.front() };
            state.act(action, example.labels[word]);
        }
    }
    [single, several]
}

/// The best of the actions, the first of equal ones.
fn best_of(scores: &[f32], among: impl Fn(usize) -> bool) -> usize {
    let mut best = usize::MAX;
    for action in (0..scores.len()).filter(|&a| among(a)) {
        if best == usize::MAX || scores[action] > scores[best] {
            best = action;
        }
    }
    best
}

/// What was learned.
struct Learned {
    rows: Rows<WIDTH>,
    actions: Labels<WIDTH>,
    arcs: [Labels<WIDTH>; 2],
}

fn parser(examples: &[Example<'_>], labels: &[String]) -> Parser {
    let [single, several] = seen(examples);
    let mut features = single.often(SEEN[0]);
    features.extend(several.often(SEEN[1]));
    drop((single, several));
    if features.len() > KEPT {
        features = learn(examples, labels.len(), features, TRIED).rows.strongest(KEPT);
    }
    let learned = learn(examples, labels.len(), features, ROUNDS);
    let arcs = [learned.arcs[0].in_integers(), learned.arcs[1].in_integers()];
    Parser::new(labels.to_vec(), learned.rows.in_integers(), learned.actions.in_integers(), arcs)
}

fn learn(examples: &[Example<'_>], labels: usize, features: Vec<u64>, rounds: usize) -> Learned {
    let mut rows = Rows::<WIDTH>::new(features, 0.03);
    let mut actions = Labels::<WIDTH>::new(Action::ALL.len(), 1);
    let mut arcs = [Labels::<WIDTH>::new(labels, 2), Labels::<WIDTH>::new(labels, 3)];
    let mut random = Shuffle::new(11);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let (mut done, total) = (0, examples.len() * rounds);
    let (mut state, mut kept) = (State::default(), Kept::default());
    let (mut scores, mut label_scores, mut slopes) = (Vec::new(), Vec::new(), Vec::new());
    let (mut slots, mut places) = (Vec::new(), Vec::new());
    for round in 0..rounds {
        random.shuffle(&mut order);
        for example in order.iter().map(|&i| &examples[i]) {
            let rate = RATE * (1.0 - done as f32 / total as f32);
            done += 1;
            let sentence = example.sentence();
            let gold = &example.gold.heads;
            state.start(gold.len());
            kept.start(gold.len());
            while state.settle() {
                slots.clear();
                places.clear();
                let roles = together(&state, &sentence, &mut |f| slots.extend(rows.slot(f)));
                slots.retain(|_| !network::chance(&mut random, LEFT_OUT));
                for (role, &word) in roles.iter().enumerate().filter(|(_, word)| **word != NONE) {
                    if !network::chance(&mut random, LEFT_OUT) {
                        places.push(kept.place(&rows, &sentence, word, role));
                    }
                }
                let mut sums = rows.start();
                places.iter().for_each(|&place| network::add(&mut sums, &kept.sums[place]));
                slots.iter().for_each(|&slot| network::add(&mut sums, rows.row(slot)));
                let hidden = network::cut(&sums);
                let mut gradient = [0.0; WIDTH];

                actions.score(&hidden, &mut scores);
                let (allowed, costs) = (state.allowed(), state.costs(gold));
                let least = (0..4).filter(|&a| allowed[a]).map(|a| costs[a]).min().unwrap_or(0);
                let right = |a: usize| allowed[a] && costs[a] == least;
                if allowed.iter().filter(|a| **a).count() > 1 {
                    network::slopes(&scores, |a| allowed[a], right, &mut slopes);
                    actions.step(&hidden, &slopes, &mut gradient, LABEL_RATE * rate);
                }
                let best = best_of(&scores, |a| allowed[a]);
                let wild = if round > 0 && network::chance(&mut random, FOLLOWED[1]) {
                    Some(random.below(4)).filter(|&a| allowed[a])
                } else {
                    None
                };
                let taken = match wild {
                    Some(action) => action,
                    None if right(best) => best,
                    None if round > 0 && network::chance(&mut random, FOLLOWED[0]) => best,
                    None => best_of(&scores, right),
                };
                let action = Action::ALL[taken];

                let mut label = 0;
                let arc = match action {
                    Action::Left => Some((0, state.below(0), state.front())),
                    Action::Right => Some((1, state.front(), state.below(0))),
                    Action::Shift | Action::Reduce => None,
                };
                if let Some((side, word, head)) = arc {
                    arcs[side].score(&hidden, &mut label_scores);
                    label = network::best(&label_scores) as u8;
                    if gold[word] == head {
                        let wanted = example.labels[word];
                        network::slopes(&label_scores, |_| true, |l| l == usize::from(wanted), &mut slopes);
                        arcs[side].step(&hidden, &slopes, &mut gradient, LABEL_RATE * rate);
                        label = if round == 0 { wanted } else { label };
                    }
                }

                network::hold_back(&sums, &mut gradient);
                if gradient.iter().any(|slope| slope.abs() > 1e-4) {
                    rows.step(slots.iter().copied(), &gradient, rate);
                    rows.step_start(&gradient, rate);
                    for &place in &places {
                        network::add(&mut kept.gradients[place], &gradient);
                        kept.changed.push(place);
                    }
                }
                state.act(action, label);
            }
            kept.step(&mut rows, rate);
        }
    }
    Learned { rows, actions, arcs }
}

/// Learns the parser from the treebanks under `data`, writes it to `out`, and prints how well it does on what was kept
/// for development.
///
/// # Errors
/// If the trees cannot be read or the weights cannot be written.
pub fn run(data: &Path, open_only: bool, out: &Path) -> Result<(), Error> {
    let sentences = treebank::training(data, open_only)?;
    let joint = tags::joint(&sentences);
    let (tagger, found) = tags::learned(&sentences, &joint, true);
    let mut names = Names::default();
    let examples: Vec<Example<'_>> = sentences
        .iter()
        .zip(&found)
        .map(|(gold, tags)| Example {
            gold,
            tags,
            classes: classes(&tagger, tags, gold),
            labels: gold.relations.iter().map(|r| names.number(relation(r)) as u8).collect(),
        })
        .collect();
    if names.all.len() > LABELS_AT_MOST {
        return Err("too many labels".into());
    }
    let parser = parser(&examples, &names.all);
    let mut file = Vec::new();
    parser.write(&mut file);
    std::fs::write(out, &file)?;
    println!("{} sentences, {} labels, {} bytes", sentences.len(), names.all.len(), file.len());
    for corpus in ["ewt", "gum"] {
        let dev = treebank::read(&data.join(format!("trees/en_{corpus}-ud-dev.conllu.gz")), |_| true)?;
        println!("{corpus} dev: {}", measure(&dev, &tagger, &parser));
    }
    Ok(())
}

/// Heads and labelled heads found, marks left out, and F1 of subjects with their heads.
fn measure(dev: &[Gold], tagger: &Tagger, parser: &Parser) -> String {
    let mut tree = Tree::default();
    let (mut words, mut heads, mut both) = (0, 0, 0);
    let (mut subjects, mut right) = (0, 0);
    for gold in dev {
        let mut tags = Vec::new();
        tagger.tag(&gold.words, &mut tags);
        let classes = classes(tagger, &tags, gold);
        parser.parse(&Sentence { words: &gold.words, tags: &tags, classes: &classes }, &mut tree);
        for (i, wanted) in gold.relations.iter().enumerate() {
            let head = tree.heads()[i];
            let label = if head == NONE { "root" } else { &parser.labels()[usize::from(tree.labels()[i])] };
            let (label, wanted) = (first_half(label), first_half(wanted));
            let subject = |label: &str| matches!(label, "nsubj" | "csubj");
            subjects += usize::from(subject(label)) + usize::from(subject(wanted));
            right += usize::from(subject(label) && subject(wanted) && head == gold.heads[i]);
            if wanted != "punct" {
                words += 1;
                heads += usize::from(head == gold.heads[i]);
                both += usize::from(head == gold.heads[i] && label == wanted);
            }
        }
    }
    let percent = |a: usize, b: usize| 100.0 * a as f64 / b.max(1) as f64;
    format!(
        "UAS {:.2} LAS {:.2} subjects F1 {:.2}",
        percent(heads, words),
        percent(both, words),
        percent(2 * right, subjects)
    )
}

fn first_half(relation: &str) -> &str {
    relation.split(':').next().unwrap_or(relation)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parser_learns_a_small_language() {
        // "A b" pairs: b is the head of a; the last word is the head of every b.
        let mut lower = String::new();
        let mut word = |text: &str| parallax_text::syntax::Word::new(text, &mut lower);
        let words: Vec<_> = ["red", "ship", "old", "ship", "sails"].map(&mut word).into();
        let gold = Gold { words, heads: vec![1, 4, 3, 4, NONE], ..Gold::default() };
        let tags: Vec<Tag> = [0, 1, 0, 1, 2].map(|of| Tag { of, rival: 0 }).into();
        let example = || Example {
            gold: &gold,
            tags: &tags,
            classes: vec![5, 3, 5, 3, 0],
            labels: vec![1, 2, 1, 2, 0],
        };
        let examples: Vec<_> = (0..300).map(|_| example()).collect();
        let parser = parser(&examples, &["root".into(), "amod".into(), "nsubj".into()]);
        let mut tree = Tree::default();
        parser.parse(&examples[0].sentence(), &mut tree);
        assert_eq!(tree.heads(), gold.heads);
        assert_eq!(tree.labels()[..4], [1, 2, 1, 2]);
    }
}
