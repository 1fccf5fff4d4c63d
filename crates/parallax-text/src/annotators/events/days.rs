//! The day of each act: from the expression that governs it, else counted from another act of its sentence, else
//! from the sentence before, else from the post or page.

use jiff::ToSpan;
use jiff::civil::Date;
use parallax_model::{
    Anchor, DateFrom, Dated, Document, Event, Precision, Sentence, Span, Statement, Status, Timex, TimexType,
};

use super::super::statements::cues::Form;
use super::super::statements::words::{Word, class};
use super::governing::{self, Act, Time, is, is_verb};

/// An act of a sentence, before it has a day.
pub(super) struct Told {
    pub(super) event: Event,
    pub(super) act: Act,
}

/// How many sentences a day is carried on over that say nothing of time.
const CARRIED: usize = 100;
/// The same where the day lies further back than the news of these days, or is no single day.
const CARRIED_BACK: usize = 3;
/// Days before the page or post that are its news.
const NEWS: i32 = 10;
/// How many statements back one is looked for that holds an act.
const NEAR: usize = 24;
/// How many words in front of a verb its helpers stand in.
const HELPERS: usize = 4;

/// Gives acts their days, sentence after sentence.
pub(super) struct Days<'d> {
    document: &'d Document,
    /// What others say: the content, with the place of its statement; in the order of the page.
    contents: Vec<(Span, usize)>,
    /// Words of saying, in the order of the page.
    cues: Vec<Span>,
    /// For each time whether something was said then.
    said: Vec<bool>,
    /// The day that the page is speaking of.
    now: Option<Now>,
}

/// A day that sentences behind can carry on.
#[derive(Debug, Clone)]
struct Now {
    day: Dated,
    time: u32,
    post: Option<u32>,
    /// Sentences since it was named.
    age: usize,
    /// Whether it is a day of the page's news, and not of its background.
    news: bool,
}

impl<'d> Days<'d> {
    pub(super) fn new(document: &'d Document) -> Self {
        let said = || super::spoken(document);
        let mut contents: Vec<(Span, usize)> =
            said().flat_map(|(i, s)| s.content.iter().map(move |c| (*c, i))).collect();
        contents.sort_by_key(|(c, i)| (c.start, c.end, *i));
        let mut cues: Vec<Span> = said().flat_map(|(_, s)| s.cue.iter().copied()).collect();
        cues.sort_unstable();
        let mut times = vec![false; document.times.len()];
        for time in said().filter_map(|(_, s)| s.said_at) {
            times[time as usize] = true;
        }
        Self { document, contents, cues, said: times, now: None }
    }

    /// Dates the acts of a sentence; each is called, in order, even those without acts.
    pub(super) fn date(&mut self, sentence: &Sentence, words: &[Word], told: &mut [Told]) {
        let post = self.document.page.post_at(sentence.span.start);
        if self
            .now
            .as_ref()
            .is_some_and(|n| n.post != post || n.age >= if n.news { CARRIED } else { CARRIED_BACK })
        {
            self.now = None;
        }
        let times = self.times(sentence.span, words);
        let says = self.says(words);
        let here = governing::Sentence { words, says: &says };
        // A month or a year is carried on only by words that point back.
        let points_back = words.first().is_some_and(|w| is(w, "back"));
        let now = |now: &Option<Now>| {
            now.as_ref().filter(|n| n.day.precision <= Precision::Day || points_back).cloned()
        };
        for t in told.iter_mut() {
            let Some(time) = self.governing(&here, &times, t) else { continue };
            let day = self.document.times[time.index].dated(DateFrom::Expression);
            if time.ahead && t.event.status == Status::Done {
                t.event.status = Status::Announced;
            }
            t.event.time = Some(time.index as u32);
            t.event.day = match (now(&self.now), day) {
                (Some(now), Some(day)) if time.hour && carries_on(words, t) => {
                    t.event.time = Some(now.time);
                    Some(Dated {
                        precision: day.precision,
                        from: DateFrom::SentenceBefore,
                        ..now.day.clone()
                    })
                }
                (_, Some(day)) if time.hour => {
                    Some(Dated { from: self.document.page.clock_from(t.event.trigger.start), ..day })
                }
                (_, day) => day,
            };
        }
        self.count(words, told);
        let silent = self.silent(sentence.span);
        for t in told.iter_mut().filter(|t| t.event.day.is_none()) {
            if silent
                && carries_on(words, t)
                && let Some(now) = now(&self.now)
            {
                t.event.time = Some(now.time);
                t.event.day = Some(Dated { from: DateFrom::SentenceBefore, ..now.day.clone() });
            } else {
                t.event.day = self.said_on(&t.event).or_else(|| self.published(&t.event));
            }
        }
        self.go_on(words, &times, told, post, silent);
    }

    /// The expressions of a sentence that name a time of the calendar.
    fn times(&self, sentence: Span, words: &[Word]) -> Vec<Time> {
        let all = &self.document.times;
        let from = all.partition_point(|t| t.span.end <= sentence.start);
        let here = (from..).zip(&all[from..]).take_while(|(_, t)| t.span.start < sentence.end);
        here.filter_map(|(index, t)| {
            let first = words.partition_point(|w| w.end as u32 <= t.span.start);
            let end = words.partition_point(|w| (w.start as u32) < t.span.end);
            let ahead = self.clock(t.span.start).is_some_and(|c| t.begin.as_deref().is_some_and(|b| b > c));
            let today = self.clock(t.span.start) == t.begin.as_deref();
            let hour = first < end && today && is_hour(t, &words[first..end]);
            (first < end).then_some(Time { index, words: first..end, precision: t.precision()?, ahead, hour })
        })
        .collect()
    }

    /// For each word whether it is a word of saying.
    fn says(&self, words: &[Word]) -> Vec<bool> {
        let mut next = words.first().map_or(0, |w| self.cues.partition_point(|c| c.end <= w.start as u32));
        let says = |w: &Word| {
            while self.cues.get(next).is_some_and(|c| c.end <= w.start as u32) {
                next += 1;
            }
            self.cues.get(next).is_some_and(|c| c.start < w.end as u32)
        };
        words.iter().map(says).collect()
    }

    /// The day of the post or page.
    fn clock(&self, at: u32) -> Option<&'d str> {
        self.document.page.day_at(at)
    }

    /// The statements whose content holds an act, and that do not do it themselves.
    fn around(&self, trigger: Span) -> impl Iterator<Item = &'d Statement> {
        let to = self.contents.partition_point(|(c, _)| c.start <= trigger.start);
        let statements = &self.document.statements;
        let around = self.contents[..to].iter().rev().take(NEAR).filter(move |(c, _)| trigger.start < c.end);
        around.map(|(_, i)| &statements[*i]).filter(move |s| !s.cue.iter().any(|c| c.overlaps(trigger)))
    }

    /// The day on which it was said that something has happened.
    fn said_on(&self, event: &Event) -> Option<Dated> {
        let told = self.published(event)?;
        let said = self.around(event.trigger).find_map(|s| self.document.times.get(s.said_at? as usize))?;
        let day = said.dated(DateFrom::Saying).filter(|d| d.precision <= Precision::Day)?;
        let before = day.first <= told.first && gap(&day.first, &told.first).is_some_and(|b| b <= NEWS);
        before.then_some(Dated { precision: Precision::Published, ..day })
    }

    /// The expression that governs an act.
    fn governing<'t>(
        &self,
        here: &governing::Sentence<'_>,
        times: &'t [Time],
        told: &Told,
    ) -> Option<&'t Time> {
        let saying: Vec<usize> =
            self.around(told.event.trigger).filter_map(|s| s.said_at.map(|t| t as usize)).collect();
        let done = matches!(told.event.status, Status::Done | Status::Reversed)
            && told.act.form == Some(Form::Past)
            && !here.words[told.act.words.clone()].iter().any(|w| super::status::is(w, "announced"));
        let quote = |i: usize| here.words[i].quote;
        times
            .iter()
            .filter(|t| !(saying.contains(&t.index) || t.ahead && done))
            .filter(|t| quote(t.words.start).is_none() || quote(t.words.start) == quote(told.act.words.start))
            .filter_map(|t| Some(((t.hour, here.distance(&told.act, t)?, t.precision, t.index), t)))
            .min_by_key(|(far, _)| *far)
            .map(|(_, t)| t)
    }

    /// Days that a length counts from another act of the sentence: "ordered, a day after the others had ordered".
    fn count(&self, words: &[Word], told: &mut [Told]) {
        let Some((first, last)) = words.first().zip(words.last()) else { return };
        let all = &self.document.times;
        let from = all.partition_point(|t| t.span.end <= first.start as u32);
        for t in all[from..].iter().take_while(|t| t.span.start < last.end as u32) {
            let Some(days) = distance(t) else { continue };
            let at = words.partition_point(|w| (w.start as u32) < t.span.end);
            let Some(turn) = words.get(at) else { continue };
            // Behind "after" stands the earlier act.
            let sign = match () {
                () if is(turn, "late") => -1,
                () if turn.lower == "before" => 1,
                () => continue,
            };
            let comma = words[at..].iter().position(|w| w.is(class::MARK) && w.lower == ",");
            let end = comma.map_or(words.len(), |n| at + n);
            let real = |t: &Told| matches!(t.event.status, Status::Done | Status::UnderWay);
            let sub = told.iter().position(|t| t.act.words.start > at && t.act.words.start < end && real(t));
            let main = told
                .iter()
                .position(|t| t.act.words.end <= at)
                .or_else(|| told.iter().position(|t| t.act.words.start >= end));
            let Some(sub) = sub else { continue };
            match (main, told[sub].event.day.clone()) {
                (_, None) => {
                    let known = main.and_then(|m| told[m].event.day.clone().zip(told[m].event.time));
                    let (day, time) = match known {
                        Some((day, time)) => (Some(day), Some(time)),
                        None => {
                            (self.published(&Event { status: Status::Done, ..told[sub].event.clone() }), None)
                        }
                    };
                    told[sub].event.day = day.and_then(|d| moved(&d, sign * days));
                    told[sub].event.time = time.filter(|_| told[sub].event.day.is_some());
                }
                (Some(main), Some(day)) if told[main].event.day.is_none() => {
                    told[main].event.day = moved(&day, -sign * days);
                    told[main].event.time = told[sub].event.time;
                }
                _ => {}
            }
        }
    }

    /// Whether nothing in a sentence tells of a time, but for when something was said.
    fn silent(&self, sentence: Span) -> bool {
        let all = &self.document.times;
        let from = all.partition_point(|t| t.span.end <= sentence.start);
        let mut here = (from..).zip(&all[from..]).take_while(|(_, t)| t.span.start < sentence.end);
        here.all(|(i, t)| !matches!(t.of, TimexType::Date | TimexType::Time) || self.said[i])
    }

    /// The day of the post or page, for what has happened or is happening.
    fn published(&self, event: &Event) -> Option<Dated> {
        if !matches!(event.status, Status::Done | Status::UnderWay | Status::Reversed) {
            return None;
        }
        let at = event.trigger.start;
        Some(Dated {
            first: self.clock(at)?.to_owned(),
            last: None,
            precision: Precision::Published,
            from: self.document.page.clock_from(at),
        })
    }

    /// Remembers the day that the sentence behind can carry on.
    fn go_on(&mut self, words: &[Word], times: &[Time], told: &[Told], post: Option<u32>, silent: bool) {
        let dates = |e: &Event| {
            e.status == Status::Done
                && e.day.as_ref().is_some_and(|d| !matches!(d.from, DateFrom::Page | DateFrom::Post))
        };
        let act = told.iter().rev().map(|t| &t.event).find(|e| dates(e));
        let named = || {
            let exact = |t: &&Time| {
                !t.ahead && !t.hour && !self.said[t.index] && words[t.words.start].quote.is_none()
            };
            let time = times.iter().rev().find(exact)?;
            Some((self.document.times[time.index].dated(DateFrom::Expression)?, time.index as u32))
        };
        let found = act.and_then(|e| Some((e.day.clone()?, e.time?))).or_else(named);
        match found {
            Some((day, _)) if day.from == DateFrom::SentenceBefore => {
                if let Some(now) = &mut self.now {
                    now.age += 1;
                }
            }
            Some((day, time)) => {
                let at = self.document.times[time as usize].span.start;
                let back = self.clock(at).and_then(|c| gap(&day.first, c));
                let news = day.precision <= Precision::Day && back.is_some_and(|b| b <= NEWS);
                self.now = Some(Now { day, time, post, age: 0, news });
            }
            None if silent => {
                if let Some(now) = &mut self.now {
                    now.age += 1;
                }
            }
            None => {}
        }
    }
}

/// Whether an expression names an hour without a day: "at 6 p.m.", not "this morning".
fn is_hour(timex: &Timex, words: &[Word]) -> bool {
    timex.of == TimexType::Time
        && timex.other.is_none()
        && timex.cue.is_none()
        && matches!(timex.anchor, Anchor::Page | Anchor::Post)
        && matches!(timex.rule.as_str(), "clock time" | "part of day")
        && !words.iter().any(|w| w.is(class::TIME) || w.lower == "this")
}

/// Whether an act is told as one more thing of the day spoken of: in the simple past.
fn carries_on(words: &[Word], told: &Told) -> bool {
    let at = told.act.words.start;
    let helpers = &words[at.saturating_sub(HELPERS)..at];
    let clause = helpers.iter().rev().take_while(|w| !w.is(class::MARK));
    told.event.status == Status::Done
        && words[at].quote.is_none()
        && matches!(told.act.form, Some(Form::Past | Form::Ing))
        && !clause.clone().any(|w| is(w, "have"))
        && words.iter().any(is_verb)
}

/// The days of a length in whole days or weeks.
fn distance(timex: &Timex) -> Option<i32> {
    let length = timex.value.strip_prefix('P').filter(|_| timex.of == TimexType::Duration)?;
    let (number, unit) = length.split_at_checked(length.len().checked_sub(1)?)?;
    let number: i32 = number.parse().ok().filter(|n| (1..=366).contains(n))?;
    match unit {
        "D" => Some(number),
        "W" => Some(number * 7),
        _ => None,
    }
}

/// Days from one to another.
fn gap(from: &str, to: &str) -> Option<i32> {
    let (from, to): (Date, Date) = (from.parse().ok()?, to.parse().ok()?);
    Some(from.until(to).ok()?.get_days())
}

/// A day some days later; nothing where only a longer time is known.
fn moved(day: &Dated, days: i32) -> Option<Dated> {
    let known = matches!(day.precision, Precision::Minute | Precision::Day | Precision::Published);
    let first: Date = day.first.parse().ok().filter(|_| known)?;
    let first = first.checked_add(days.days()).ok()?;
    let precision = day.precision.max(Precision::Day);
    Some(Dated { first: first.to_string(), last: None, precision, from: DateFrom::Counted })
}

#[cfg(test)]
mod tests {
    use parallax_model::{DateFrom, Dated, Page, Precision, Status};

    /// Trigger, first day and how it came about, for each act of a page of Wednesday, 14 May 2031.
    fn days(text: &str) -> Vec<(String, Option<String>, Option<DateFrom>)> {
        let mut page = Page::untouched("p", text);
        page.published = Some("2031-05-14".to_owned());
        let document = crate::annotate(page);
        let told = |e: &parallax_model::Event| {
            let day = e.day.clone();
            let from = day.as_ref().map(|d| d.from);
            (document.words(e.trigger).to_owned(), day.map(|d: Dated| d.first), from)
        };
        document.events.iter().map(told).collect()
    }

    fn day(text: &str, trigger: &str) -> (Option<String>, Option<DateFrom>) {
        let all = days(text);
        let found = all.iter().find(|d| d.0 == trigger).unwrap_or_else(|| panic!("{trigger}: {all:?}"));
        (found.1.clone(), found.2)
    }

    fn is(text: &str, trigger: &str, date: &str, from: DateFrom) {
        assert_eq!(day(text, trigger), (Some(date.to_owned()), Some(from)), "{text}");
    }

    #[test]
    fn the_day_of_saying_is_not_the_day_of_what_is_said() {
        let text = "The minister said on Tuesday that troops had shelled Kelm on Sunday.";
        is(text, "shelled", "2031-05-11", DateFrom::Expression);
        // Without a day of its own it happened by the day on which it was said.
        is(
            "The mayor said on Monday that Norway attacked the port.",
            "attacked",
            "2031-05-12",
            DateFrom::Saying,
        );
    }

    #[test]
    fn the_sentence_before_is_carried_on_in_the_past() {
        is(
            "A storm reached Kelm on Monday. It killed nine.",
            "killed",
            "2031-05-12",
            DateFrom::SentenceBefore,
        );
        is("A storm reached Kelm on Monday. It has killed nine.", "killed", "2031-05-14", DateFrom::Page);
        is("He wrote a book in 2019. Norway attacked the port.", "attacked", "2031-05-14", DateFrom::Page);
    }

    #[test]
    fn what_is_to_come_does_not_take_the_day_of_the_page() {
        assert_eq!(day("Norway will deploy 400 troops.", "deploy"), (None, None));
        assert_eq!(day("Norway could attack the port.", "attack"), (None, None));
        assert_eq!(day("Norway did not attack the port.", "attack"), (None, None));
        is("Norway will deploy 400 troops on Friday.", "deploy", "2031-05-16", DateFrom::Expression);
    }

    #[test]
    fn lengths_count_from_the_other_act() {
        let text = "Sweden arrested two men, a day after Norway arrested nine.";
        let dates: Vec<_> = days(text).into_iter().map(|d| (d.1.unwrap(), d.2.unwrap())).collect();
        assert_eq!(
            dates,
            [("2031-05-14".to_owned(), DateFrom::Page), ("2031-05-13".to_owned(), DateFrom::Counted)]
        );
        let text = "Two days after three men were wounded on Sunday, police arrested a guard.";
        is(text, "arrested", "2031-05-13", DateFrom::Counted);
    }

    #[test]
    fn a_day_that_comes_marks_what_was_announced() {
        let mut page = Page::untouched("p", "Norway announced exercises in the strait next month.");
        page.published = Some("2031-05-14".to_owned());
        let event = crate::annotate(page).events.remove(0);
        let day = event.day.unwrap();
        assert_eq!(
            (day.first.as_str(), day.end(), day.precision),
            ("2031-06-01", "2031-06-30", Precision::Month)
        );
        assert_eq!(event.status, Status::Announced);
    }
}
