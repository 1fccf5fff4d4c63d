//! Weights of the recogniser of names: `data/en/names.weights`.
//!
//! Features and decoder are those of `parallax_text::learned::names`. What the second reading of a page sees of the
//! first is made by models that did not learn from that page.

mod crf;
mod gold;
mod groups;
mod layer;
mod measure;
mod vectors;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use foldhash::fast::FixedState;
use parallax_text::learned::Table;
use parallax_text::learned::names::{
    LABELS, Like, Lists, Mode, Model, REGISTERS, Reading, Registers, SEEN, Steps, Vectors, Vote, WIDTH, Word,
    Words, alone, in_line, own, phrases, together, vote_features,
};

use crate::data::clusters;
use crf::{About, Item, SCORE, Weights};
use gold::{Page, SETS};
use layer::{Inputs, MODELS};

type Error = Box<dyn std::error::Error>;

/// What to learn from, and where to put it.
#[derive(Debug)]
pub struct Order {
    /// The folder `names` of the gold data.
    pub gold: PathBuf,
    /// Only from collections that anybody may use.
    pub open_only: bool,
    /// Measure on what is left out instead of writing.
    pub held_out: bool,
    /// Where to write.
    pub out: PathBuf,
}

/// Rounds over the pages, for the model that ships and for those whose labels it sees.
const ROUNDS: usize = 6;
const HELPER_ROUNDS: usize = 3;
/// A feature is kept if it was seen this often.
const SEEN_OFTEN: u8 = 2;
/// Rows that ship.
const ROWS: usize = 90_000;
/// Words whose vectors ship: the most frequent ones.
const KNOWN: usize = 40_000;

/// Learns and writes the weights, or measures.
///
/// # Errors
/// If data cannot be read or the weights cannot be written.
pub fn run(root: &Path, order: &Order) -> Result<(), Error> {
    let lists_file = std::fs::read(root.join("data/en/names.lists"))?;
    let lists = Lists::read(&lists_file)?;
    let peoples = gold::peoples(root)?;
    let (mut pages, mut left_out) = (Vec::new(), Vec::new());
    for (set, about) in SETS.iter().enumerate() {
        let learn = about.open || !order.open_only;
        if !learn && !order.held_out {
            continue;
        }
        for (n, page) in gold::read(&order.gold, set, &peoples)?.into_iter().enumerate() {
            if order.held_out && (about.dev || measure::is_left_out(about.name, n)) {
                left_out.push(page);
            } else if learn {
                let join = about.register == 2 && n % 4 == 1;
                pages.push(if join { page.joined() } else { page });
            }
        }
    }
    let folder = root.join("target/packages");
    let (words, vectors) = clusters::vocabulary(&folder)?;
    let of = groups::learn(&pages, &words, &vectors);
    let known = &vectors[..KNOWN.min(vectors.len())];
    let (middles, codes, rare) = vectors::quantise(known, &groups::means(&of, known));
    let codes = |(at, &group): (usize, &u8)| {
        let codes = codes.get(at).copied().unwrap_or(rare[usize::from(group)]);
        Like { group, codes }
    };
    let like: Vec<Like> = of.iter().enumerate().map(codes).collect();
    let lists = lists.with(Vectors::new(&words, &like, middles, rare));
    let bytes = learn(&pages, &lists);
    if order.held_out {
        let model = Model::read(&bytes, &lists_file)?;
        measure::table(&model, &left_out);
    } else {
        std::fs::write(&order.out, &bytes)?;
    }
    println!("{} bytes from {} pages", bytes.len(), pages.len());
    Ok(())
}

/// The bytes of the weights.
fn learn(pages: &[Page], lists: &Lists) -> Vec<u8> {
    let mut words = Words::new(lists);
    let readings: Vec<Reading> = pages
        .iter()
        .map(|p| Reading::new(p.lines.iter().map(|l| l.iter().map(String::as_str)), &mut words))
        .collect();
    let words = &words;
    let inputs = Inputs::new(words, lists.vectors().middles());
    let all: Vec<usize> = (0..pages.len()).collect();
    let registers = registers(pages, &readings, words, &all);
    let halves = [0, 1].map(|half| {
        let part: Vec<usize> = all.iter().copied().filter(|i| i % 2 == half).collect();
        self::registers(pages, &readings, words, &part)
    });
    // Some pages count as of no register, so that those of a register that nobody foresaw are read well too.
    let of_page: Vec<u8> = readings
        .iter()
        .enumerate()
        .map(|(i, r)| if i * 7 % 10 < 3 { 0 } else { register(&halves[1 - i % 2], r, words) })
        .collect();
    let mut rows = Rows::count(&readings, words, &of_page, lists);
    let mut items: Vec<Vec<Item>> = (0..pages.len())
        .map(|i| {
            (0..readings[i].len())
                .map(|line| Item {
                    allowed: pages[i].allowed(line),
                    ..rows.item(&readings[i], words, of_page[i], line, lists)
                })
                .collect()
        })
        .collect();
    let guessed: Vec<Vec<Vec<Vec<u8>>>> = [0, 1]
        .iter()
        .map(|half| {
            let part: Vec<&Item> =
                items.iter().enumerate().filter(|(i, _)| i % 2 != *half).flat_map(|(_, p)| p).collect();
            let about = About { inputs: &inputs, own: &rows.own };
            let weights = crf::fit(&part, &about, HELPER_ROUNDS, 1);
            let steps = Steps::new(&whole_steps(&weights));
            items
                .iter()
                .enumerate()
                .filter(|(i, _)| i % 2 == *half)
                .map(|(_, page)| {
                    page.iter().map(|item| first_reading(&steps, item, &weights, &inputs)).collect()
                })
                .collect()
        })
        .collect();
    for (i, page) in items.iter_mut().enumerate() {
        // Some pages are learned as on the first reading, when nobody has voted.
        if (i * 7 + 3) % 10 < 4 {
            continue;
        }
        let labels = &guessed[i % 2][i / 2];
        let counts = readings[i].counts(&labels.concat());
        let mut votes = Vec::new();
        for (line, item) in page.iter_mut().enumerate() {
            readings[i].votes(line, words, &labels[line], &counts, &mut votes);
            rows.add_votes(item, &readings[i].line(line, words), &votes);
        }
    }
    let every: Vec<&Item> = items.iter().flatten().collect();
    let weights = crf::fit(&every, &About { inputs: &inputs, own: &rows.own }, ROUNDS, MODELS);
    let table = quantised(&weights, &rows.hashes);
    Model::write(&table, &whole_steps(&weights), &layer::whole(&weights.layers), &registers, lists.vectors())
}

/// The labels of a line by weights that are not yet small.
fn first_reading(steps: &Steps, item: &Item, weights: &Weights, inputs: &Inputs) -> Vec<u8> {
    let whole = |i: usize| weights.scores(inputs, item, i).map(|s| (s * SCORE).round() as i16);
    let scores: Vec<[i16; WIDTH]> = (0..item.allowed.len()).map(whole).collect();
    let mut out = vec![0; scores.len()];
    steps.best(&scores, &mut Vec::new(), &mut out);
    out
}

/// What it is worth that a label follows another, as it ships.
fn whole_steps(weights: &Weights) -> [[i16; LABELS]; LABELS] {
    std::array::from_fn(|a| std::array::from_fn(|b| (weights.steps[a][b] * SCORE).round() as i16))
}

/// Rows as they ship: those with the largest weights, in eight bits.
fn quantised(weights: &Weights, hashes: &[u64]) -> Table<WIDTH> {
    let mut order: Vec<(f32, usize)> =
        weights.rows.iter().map(|r| r.iter().fold(0.0_f32, |m, w| m.max(w.abs()))).zip(0..).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(hashes[a.1].cmp(&hashes[b.1])));
    order.truncate(ROWS);
    let (kept, rows): (Vec<u64>, Vec<[i8; WIDTH]>) = order
        .iter()
        .map(|&(_, i)| (hashes[i], weights.rows[i].map(|w| (w * SCORE).round().clamp(-127.0, 127.0) as i8)))
        .filter(|(_, row)| *row != [0; WIDTH])
        .unzip();
    Table::build(&kept, &rows)
}

/// The register of a page.
fn register(registers: &Registers, reading: &Reading, words: &Words<'_>) -> u8 {
    let lines: Vec<Vec<&Word>> = (0..reading.len()).map(|l| reading.line(l, words)).collect();
    registers.of(lines.iter().map(Vec::as_slice).zip(reading.modes().iter().copied()))
}

/// Registers by naive Bayes from the pages `part`, as logarithms in sixteenths.
fn registers(pages: &[Page], readings: &[Reading], words: &Words<'_>, part: &[usize]) -> Registers {
    let mut counts = vec![[0.2_f32; REGISTERS]; Registers::features()];
    for &i in part {
        let Some(register) = SETS[pages[i].set].register.checked_sub(1) else { continue };
        for (line, &mode) in readings[i].modes().iter().enumerate() {
            Registers::count(&readings[i].line(line, words), mode, |f| {
                counts[f][usize::from(register)] += 1.0;
            });
        }
    }
    let totals: [f32; REGISTERS] = std::array::from_fn(|k| counts.iter().map(|c| c[k]).sum());
    let rows = counts.iter().map(|row| {
        let logs: [f32; REGISTERS] = std::array::from_fn(|k| logarithm(row[k] / totals[k]));
        let most = logs.iter().fold(f32::MIN, |a, &b| a.max(b));
        logs.map(|l| ((l - most).max(-4.0) * 16.0).round() as i8)
    });
    Registers::new(rows.collect()).unwrap_or_else(|_| unreachable!("a row a feature"))
}

/// The natural logarithm, in plain arithmetic: of the power of two by bits, of the rest by a series.
fn logarithm(x: f32) -> f32 {
    let bits = x.to_bits();
    let power = ((bits >> 23) & 0xff) as i32 - 127;
    let rest = f32::from_bits((bits & 0x007f_ffff) | 0x3f80_0000);
    let t = (rest - 1.0) / (rest + 1.0);
    let square = t * t;
    let series = [1.0, 1.0 / 3.0, 0.2, 1.0 / 7.0, 1.0 / 9.0, 1.0 / 11.0];
    power as f32 * std::f32::consts::LN_2 + 2.0 * t * series.iter().rev().fold(0.0, |sum, c| sum * square + c)
}

/// Numbers for the features that are kept.
struct Rows {
    counts: Vec<u8>,
    numbers: HashMap<u64, u32, FixedState>,
    hashes: Vec<u64>,
    /// Whether each is one by which a word is known again.
    own: Vec<bool>,
}

const COUNTERS: usize = 1 << 26;

impl Rows {
    /// Counts all features but those of votes.
    fn count(readings: &[Reading], words: &Words<'_>, of_page: &[u8], lists: &Lists) -> Self {
        let mut this = Self {
            counts: vec![0; COUNTERS],
            numbers: HashMap::default(),
            hashes: Vec::new(),
            own: Vec::new(),
        };
        for (reading, &register) in readings.iter().zip(of_page) {
            each_line(reading, words, register, lists, |_, feature| {
                let count = &mut this.counts[(feature >> 8) as usize % COUNTERS];
                *count = count.saturating_add(1);
            });
        }
        this
    }

    fn number(&mut self, feature: u64, own: bool) -> u32 {
        let next = self.hashes.len() as u32;
        let number = *self.numbers.entry(feature).or_insert(next);
        if number == next {
            self.hashes.push(feature);
            self.own.push(own);
        }
        number
    }

    /// The features of a line that were seen often enough.
    fn item(
        &mut self,
        reading: &Reading,
        store: &Words<'_>,
        register: u8,
        line: usize,
        lists: &Lists,
    ) -> Item {
        let numbers = reading.numbers(line).iter().map(|&n| reading.distinct()[n as usize]);
        let mut item = Item { words: numbers.collect(), ..Item::default() };
        let words = reading.line(line, store);
        let (mut features, mut spans) = (Vec::new(), Vec::new());
        phrases(&words, reading.modes()[line], lists, &mut spans);
        for i in 0..words.len() {
            features.clear();
            of_word(reading, register, line, &words, &spans, i, &mut features);
            let own = own(words[i], register);
            for &feature in &features {
                if self.counts[(feature >> 8) as usize % COUNTERS] >= SEEN_OFTEN {
                    let number = self.number(feature, own.contains(&feature));
                    item.features.push(number);
                }
            }
            item.ends.push(item.features.len() as u32);
        }
        item
    }

    fn add_votes(&mut self, item: &mut Item, line: &[&Word], votes: &[Option<Vote>]) {
        let (mut features, mut ends) = (Vec::with_capacity(item.features.len() + 4 * line.len()), Vec::new());
        for i in 0..line.len() {
            features.extend_from_slice(item.features(i));
            vote_features(line, votes, i, |f| features.push(self.number(f, false)));
            ends.push(features.len() as u32);
        }
        (item.features, item.ends) = (features, ends);
    }
}

fn each_line(
    reading: &Reading,
    store: &Words<'_>,
    register: u8,
    lists: &Lists,
    mut each: impl FnMut(usize, u64),
) {
    let (mut features, mut spans) = (Vec::new(), Vec::new());
    for line in 0..reading.len() {
        let words = reading.line(line, store);
        phrases(&words, reading.modes()[line], lists, &mut spans);
        for i in 0..words.len() {
            features.clear();
            of_word(reading, register, line, &words, &spans, i, &mut features);
            features.iter().for_each(|&f| each(i, f));
        }
    }
}

/// All features of a word on the first reading.
fn of_word(
    reading: &Reading,
    register: u8,
    line: usize,
    words: &[&Word],
    spans: &[u64],
    at: usize,
    out: &mut Vec<u64>,
) {
    for seen in SEEN {
        if let Some(i) = seen.from(at).filter(|i| *i < words.len()) {
            alone(words[i], seen, register, &mut |f| out.push(f));
        }
    }
    let (mode, number): (Mode, u32) = (reading.modes()[line], reading.numbers(line)[at]);
    in_line(words[at], mode, at == 0, reading.spelling(number), register, &mut |f| out.push(f));
    together(words, at, spans, |f| out.push(f));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithms() {
        for x in [1e-6_f32, 0.3, 1.0, 7.5] {
            assert!((logarithm(x) - x.ln()).abs() < 1e-4, "{x}");
        }
    }
}
