//! Reads pages one after another, and remembers what words score alone.

use super::super::{Found as Hits, wide};
use super::features::{self, SEEN, Seen, alone, in_line};
use super::layer::{self, Sums};
use super::page::REGISTERS;
use super::votes;
use super::{Found, Mode, Model, Reading, Scores, Word, Words, names};

/// What a word scores from each place that it is seen from.
type Rows = [Scores; SEEN.len()];

/// Finds names. What it remembers of pages that it has read follows from their words and the model, so it makes the
/// next page faster and changes no result.
#[derive(Debug)]
pub struct Reader<'m> {
    model: &'m Model,
    words: Words<'m>,
    alone: Alone,
}

/// Most words that are remembered, in some twenty megabytes. Then all are forgotten.
const MOST: usize = 1 << 14;

impl<'m> Reader<'m> {
    /// One that has read nothing.
    #[must_use]
    pub fn new(model: &'m Model) -> Self {
        Self { model, words: Words::new(&model.lists), alone: Alone::default() }
    }

    /// The names of a page, line by line; a line is a sentence, its words are tokens.
    #[must_use]
    pub fn find<'t, L: IntoIterator<Item = &'t str>>(
        &mut self,
        lines: impl IntoIterator<Item = L>,
    ) -> Vec<Vec<Found>> {
        if self.words.len() > MOST {
            *self = Self::new(self.model);
        }
        let reading = Reading::new(lines, &mut self.words);
        let labels = self.label(&reading);
        (0..reading.len()).map(|line| names(&labels[reading.range(line)])).collect()
    }

    /// The labels of the words of all lines.
    fn label(&mut self, reading: &Reading) -> Vec<u8> {
        let model = self.model;
        let all = reading.all(&self.words);
        let ranges = (0..reading.len()).map(|line| reading.range(line));
        let lines = ranges.map(|r| &all[r]).zip(reading.modes().iter().copied());
        let register = model.registers.of(lines);
        let places = self.alone.places(model, &self.words, reading, register);
        let page = Page::new(model, &self.words, reading, register, &self.alone, places);
        let mut room = Room::default();
        let mut labels = vec![0; all.len()];
        for line in 0..reading.len() {
            let range = reading.range(line);
            page.line(line, &all[range.clone()], &mut room);
            model.steps.best(&room.scores[range.clone()], &mut room.sums, &mut labels[range]);
        }
        let counts = reading.counts(&labels);
        for line in 0..reading.len() {
            let range = reading.range(line);
            let (labels, words) = (&mut labels[range.clone()], &all[range.clone()]);
            reading.votes(line, &self.words, labels, &counts, &mut room.votes);
            if room.votes.iter().all(Option::is_none) {
                continue;
            }
            let scores = &mut room.scores[range];
            for (i, scores) in scores.iter_mut().enumerate() {
                votes::features(words, &room.votes, i, |f| model.table.find(f, &mut room.hits));
                model.table.add(&mut room.hits, scores);
            }
            model.steps.best(scores, &mut room.sums, labels);
        }
        labels
    }
}

/// What words score alone.
#[derive(Debug, Default)]
struct Alone {
    /// For each word and register, one more than the place in `rows`; 0 while it is not known.
    places: Vec<[u32; REGISTERS + 1]>,
    rows: Vec<Rows>,
    /// For each word what it adds to the units from each place.
    units: Vec<[Sums; SEEN.len()]>,
}

impl Alone {
    /// For each distinct word of a page the place of its rows, which are worked out where they are new.
    fn places(&mut self, model: &Model, words: &Words<'_>, reading: &Reading, register: u8) -> Vec<u32> {
        self.places.resize(words.len(), [0; REGISTERS + 1]);
        let from = self.units.len() as u32;
        self.units.extend(
            (from..words.len() as u32)
                .map(|number| SEEN.map(|seen| model.layer.alone(Some(words.get(number)), seen))),
        );
        let mut hits = Hits::default();
        let of = |&number: &u32| {
            let place = &mut self.places[number as usize][usize::from(register)];
            if *place == 0 {
                self.rows.push(SEEN.map(|seen| {
                    alone(words.get(number), seen, register, &mut |f| model.table.find(f, &mut hits));
                    model.sum(&mut hits)
                }));
                *place = self.rows.len() as u32;
            }
            *place - 1
        };
        reading.distinct().iter().map(of).collect()
    }
}

/// Room to work in.
#[derive(Default)]
struct Room {
    scores: Vec<Scores>,
    sums: Vec<Scores>,
    hits: Hits,
    phrases: Vec<u64>,
    votes: Vec<Option<votes::Vote>>,
}

/// Adds up what the words of a page score.
struct Page<'p> {
    model: &'p Model,
    reading: &'p Reading,
    register: u8,
    places: Vec<u32>,
    alone: &'p Alone,
    /// For each distinct word, its score inside a usual line.
    usual: Vec<Scores>,
    /// What a place beyond the ends of a line adds to the units, seen from each place.
    edge: [Sums; SEEN.len()],
}

impl<'p> Page<'p> {
    fn new(
        model: &'p Model,
        words: &Words<'_>,
        reading: &'p Reading,
        register: u8,
        alone: &'p Alone,
        places: Vec<u32>,
    ) -> Self {
        let mut hits = Hits::default();
        let of = |(n, (&word, &place)): (u32, (&u32, &u32))| {
            let spelling = reading.spelling(n);
            let find = &mut |f| model.table.find(f, &mut hits);
            in_line(words.get(word), Mode::Usual, false, spelling, register, find);
            let mut scores = alone.rows[place as usize][0];
            model.table.add(&mut hits, &mut scores);
            scores
        };
        let usual = (0..).zip(reading.distinct().iter().zip(&places)).map(of).collect();
        let edge = SEEN.map(|seen| model.layer.alone(None, seen));
        Self { model, reading, register, places, alone, usual, edge }
    }

    /// Appends the scores of every word of a line, on the first reading.
    fn line(&self, at: usize, line: &[&Word], room: &mut Room) {
        wide(
            #[inline(always)]
            || self.line_scores(at, line, room),
        );
    }

    #[inline(always)]
    fn line_scores(&self, at: usize, line: &[&Word], room: &mut Room) {
        let (numbers, mode, table) = (self.reading.numbers(at), self.reading.modes()[at], &self.model.table);
        features::phrases(line, mode, &self.model.lists, &mut room.phrases);
        let row = |i: usize, seen: Seen| {
            let place = self.places[numbers[i] as usize];
            &self.alone.rows[place as usize][seen as usize]
        };
        let distinct = self.reading.distinct();
        let units = |i: usize| &self.alone.units[distinct[numbers[i] as usize] as usize];
        for i in 0..line.len() {
            let mut scores = if mode == Mode::Usual && i > 0 {
                self.usual[numbers[i] as usize]
            } else {
                let spelling = self.reading.spelling(numbers[i]);
                let find = &mut |f| table.find(f, &mut room.hits);
                in_line(line[i], mode, i == 0, spelling, self.register, find);
                *row(i, Seen::Here)
            };
            features::together(line, i, &room.phrases, |f| table.find(f, &mut room.hits));
            table.add(&mut room.hits, &mut scores);
            let mut sums = self.model.layer.start();
            layer::add(&mut sums, &units(i)[Seen::Here as usize]);
            for &seen in &SEEN[1..] {
                if let Some(j) = seen.from(i).filter(|j| *j < line.len()) {
                    add(&mut scores, row(j, seen));
                    layer::add(&mut sums, &units(j)[seen as usize]);
                } else {
                    layer::add(&mut sums, &self.edge[seen as usize]);
                }
            }
            self.model.layer.add(&sums, &mut scores);
            room.scores.push(scores);
        }
    }
}

#[inline(always)]
fn add(to: &mut Scores, by: &Scores) {
    for (a, b) in to.iter_mut().zip(by) {
        *a += b;
    }
}

#[cfg(test)]
mod tests {
    use super::super::model;
    use super::*;

    #[test]
    fn what_was_read_before_changes_nothing() {
        let page = |text: &'static str| -> Vec<Vec<&'static str>> {
            text.split('\n').map(|line| line.split(' ').collect()).collect()
        };
        let pages = [
            page("On Monday Ada Kjeldo left Varna .\nKjeldo said the Harbor Bank would close ."),
            page("VARNA TALKS END\nThe Norwegian ministry in Oslo thanked Ada Kjeldo ."),
            page("ada went to london lol"),
        ];
        let mut reader = Reader::new(model());
        let find = |reader: &mut Reader<'_>, page: &[Vec<&'static str>]| {
            reader.find(page.iter().map(|line| line.iter().copied()))
        };
        for page in pages.iter().chain(pages.iter().rev()) {
            assert_eq!(find(&mut reader, page), find(&mut Reader::new(model()), page));
        }
        assert!(find(&mut reader, &pages[0])[0].len() > 1);
    }

    #[test]
    fn more_words_than_are_remembered_are_read() {
        let words: Vec<String> = (0..MOST + 10).map(|i| format!("Ada{i}x")).collect();
        let mut reader = Reader::new(model());
        let page = || [words.iter().map(String::as_str)];
        let first = reader.find(page());
        assert_eq!(reader.find(page()), first);
        assert!(reader.words.len() == words.len());
    }
}
