//! What a text has told so far: the date before, the day that a story of the past has reached, and the year
//! that governs a paragraph.
//!
//! News is read against the day of its page. A page of history has no such day: "in August" is the August
//! of the year that the telling has reached. A background paragraph in news is read that way too, from the
//! date of another year that it names.

use jiff::civil::Date;
use parallax_model::{Page, TimexType};

use super::calendar::{day_of, interval};
use super::scan::{Found, Meaning, Scan};
use super::story::{self, Days, Point};

/// How finely a value names a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Grain {
    Day,
    Week,
    Month,
    Year,
}

/// How finely the value of a date or time names it.
pub(super) fn grain(value: &str) -> Grain {
    if day_of(value).is_some() {
        Grain::Day
    } else if value.contains("-W") && !value.ends_with("WI") {
        Grain::Week
    } else if value.len() >= 7 {
        Grain::Month
    } else {
        Grain::Year
    }
}

/// An expression that has a place on the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Told {
    /// Its first day.
    pub(super) day: Date,
    pub(super) grain: Grain,
    /// First piece of its sentence.
    pub(super) sentence: usize,
    /// Its first piece, and one past its last.
    pub(super) pieces: (usize, usize),
}

/// What has been told.
#[derive(Debug)]
pub(super) struct Telling {
    /// On a page that tells of the past: where the story stands at each expression.
    story: Option<Vec<Point>>,
    previous: Option<Told>,
    /// A day or month of another year, which governs the rest of its sentence; a bare year is a remark.
    governing: Option<Told>,
    /// While words beside the text are read: what the text had told before them.
    kept: Option<Option<Told>>,
    /// The expression that is being told.
    at: usize,
    /// First piece of its sentence.
    sentence: usize,
}

impl Telling {
    /// Before the first expression of a page.
    pub(super) fn of(scan: &Scan<'_>, page: &Page, found: &[Found]) -> Self {
        let story = tells_history(scan, page, found).then(|| story::points(scan, page, found));
        Self { story, at: 0, sentence: 0, previous: None, governing: None, kept: None }
    }

    /// Whether the page as a whole tells of the past: everything is read against the date that the story
    /// has reached.
    pub(super) fn history(&self) -> bool {
        self.story.is_some()
    }

    /// The last expression that has a place on the calendar.
    pub(super) fn previous(&self) -> Option<Told> {
        self.previous
    }

    fn point(&self) -> Option<Point> {
        self.story.as_ref()?.get(self.at).copied()
    }

    /// On a page of history: where the story stands, against which the next expression is read.
    pub(super) fn reached(&self) -> Option<Told> {
        self.point()?.reached
    }

    /// On a page of history: the year that a date without one belongs to, and the date that gives it.
    pub(super) fn year(&self) -> Option<(i16, Told)> {
        let point = self.point()?;
        Some((point.days?.0.year(), point.basis?))
    }

    /// What "two days later" and "that month" count from: the date before in the same sentence; on a page of
    /// history, elsewhere where the story stands, since the date before may be an aside.
    pub(super) fn base(&self) -> Option<Told> {
        let here = self.previous.filter(|p| p.sentence == self.sentence);
        here.or(self.reached()).or(self.previous)
    }

    /// The date of another year that governs the rest of its sentence.
    pub(super) fn governing(&self) -> Option<Told> {
        self.governing
    }

    /// The next expression, with the first piece of its sentence; what is told `beside` the text is forgotten after.
    pub(super) fn enter(&mut self, at: usize, sentence: usize, beside: bool) {
        if self.sentence != sentence {
            self.governing = None;
            if let Some(previous) = self.kept.take() {
                self.previous = previous;
            }
        }
        if beside && self.kept.is_none() {
            self.kept = Some(self.previous.take());
        }
        (self.at, self.sentence) = (at, sentence);
    }

    /// Takes in an expression of the sentence that was entered: whether it names its year, whether it is told from
    /// the day of the page ("yesterday"), and the clock it was read against.
    pub(super) fn tell(&mut self, told: Told, names_year: bool, from_page: bool, now: Option<Date>) {
        let Told { day, grain, .. } = told;
        self.previous = Some(told);
        let explicit = names_year && grain != Grain::Week;
        if explicit && grain != Grain::Year && now.is_some_and(|n| n.year() != day.year()) {
            self.governing = Some(told);
        } else if explicit || from_page {
            self.governing = None;
        }
    }
}

/// How finely a stretch of days names a time.
pub(super) fn grain_of_days(days: Days) -> Grain {
    match days.0.until(days.1).map_or(i32::MAX, |s| s.get_days()) {
        0 => Grain::Day,
        1..=7 => Grain::Week,
        8..=31 => Grain::Month,
        _ => Grain::Year,
    }
}

/// Whether the page as a whole tells of other years: its full dates are mostly of other years, and it
/// hardly speaks of today, weekdays or last week.
fn tells_history(scan: &Scan<'_>, page: &Page, found: &[Found]) -> bool {
    let (mut other, mut same, mut deictic) = (0, 0, 0);
    for f in found {
        match &f.meaning {
            Meaning::Fixed(TimexType::Date, value) => {
                if let Some((day, _)) = interval(value) {
                    let at = scan.at(f.from).start;
                    let now = page.day_at(at).and_then(day_of);
                    if now.is_some_and(|n| (n.year() - day.year()).abs() <= 1) {
                        same += 1;
                    } else {
                        other += 1;
                    }
                }
            }
            Meaning::Holiday { year: Some(year), .. } => {
                let now = page.day_at(scan.at(f.from).start).and_then(day_of);
                match now {
                    Some(now) if (now.year() - year).abs() <= 1 => same += 1,
                    _ => other += 1,
                }
            }
            Meaning::Day(_) | Meaning::Weekday { step: None, .. } | Meaning::Step { .. } => deictic += 1,
            _ => {}
        }
    }
    other >= 5 && other > 2 * same && other > 5 * deictic
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn told(day: Date, grain: Grain) -> Told {
        Told { day, grain, sentence: 0, pieces: (0, 1) }
    }

    fn telling(story: Option<Vec<Point>>) -> Telling {
        Telling { story, at: 0, sentence: 0, previous: None, governing: None, kept: None }
    }

    #[test]
    fn later_counts_from_the_sentence_or_from_the_story() {
        let reached = Some(told(date(1871, 3, 1), Grain::Month));
        let mut t = telling(Some(vec![Point { reached, ..Point::default() }]));
        t.tell(told(date(1848, 1, 1), Grain::Year), true, false, None);
        assert_eq!(t.base().map(|b| b.day), Some(date(1848, 1, 1)));
        t.enter(0, 9, false);
        assert_eq!(t.base(), reached);
        let mut t = telling(None);
        t.tell(told(date(1848, 1, 1), Grain::Year), true, false, None);
        t.enter(0, 9, false);
        assert_eq!(t.base().map(|b| b.day), Some(date(1848, 1, 1)));
    }

    #[test]
    fn words_beside_the_text_are_forgotten() {
        let mut t = telling(None);
        t.tell(told(date(1991, 6, 1), Grain::Month), true, false, None);
        t.enter(0, 30, true);
        assert_eq!(t.base(), None);
        t.tell(told(date(2021, 12, 5), Grain::Day), true, false, None);
        t.enter(0, 40, false);
        assert_eq!(t.base().map(|p| p.day), Some(date(1991, 6, 1)));
    }

    #[test]
    fn a_date_of_another_year_governs_its_sentence() {
        let now = Some(date(2024, 5, 20));
        let mut t = telling(None);
        t.tell(told(date(1991, 6, 1), Grain::Month), true, false, now);
        assert_eq!((t.governing().map(|g| g.day), t.reached()), (Some(date(1991, 6, 1)), None));
        t.enter(0, 9, false);
        assert_eq!(t.governing(), None);
    }
}
