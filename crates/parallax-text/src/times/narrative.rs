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
    /// The whole page tells of the past: everything is read against the last date named.
    history: bool,
    /// The block that is being told.
    block: usize,
    previous: Option<Told>,
    /// Where the telling has come to, and the block where.
    reached: Option<(Told, usize)>,
    /// First piece of the sentence that is being told.
    sentence: usize,
    /// A day or month of another year, which governs the rest of its sentence; a bare year is a remark.
    governing: Option<Told>,
}

impl Telling {
    /// Before the first expression of a page.
    pub(super) fn of(scan: &Scan<'_>, page: &Page, found: &[Found]) -> Self {
        Self {
            history: tells_history(scan, page, found),
            block: 0,
            sentence: 0,
            previous: None,
            reached: None,
            governing: None,
        }
    }

    /// Whether the page as a whole tells of the past.
    pub(super) fn history(&self) -> bool {
        self.history
    }

    /// The last expression that has a place on the calendar.
    pub(super) fn previous(&self) -> Option<Told> {
        self.previous
    }

    /// On a page of history: the day against which the next expression is read.
    pub(super) fn reached(&self) -> Option<Told> {
        self.reached.map(|(told, _)| told).filter(|_| self.history)
    }

    /// The date of another year that governs the rest of its sentence.
    pub(super) fn governing(&self) -> Option<Told> {
        self.governing
    }

    /// The next expression stands in this block, in the sentence that starts with this piece.
    pub(super) fn enter(&mut self, block: usize, sentence: usize) {
        if self.sentence != sentence {
            self.governing = None;
        }
        (self.block, self.sentence) = (block, sentence);
    }

    /// Takes in an expression of the sentence that was entered: whether it names its year, whether it is told from
    /// the day of the page ("yesterday"), and the clock it was read against.
    pub(super) fn tell(&mut self, told: Told, names_year: bool, from_page: bool, now: Option<Date>) {
        let Told { day, grain, .. } = told;
        self.previous = Some(told);
        // A lone year far off, in the middle of a paragraph, is a remark and not where the telling goes.
        let aside = |(reached, at): (Told, usize)| {
            grain == Grain::Year && at == self.block && (reached.day.year() - day.year()).abs() > 4
        };
        if !self.reached.is_some_and(aside) {
            self.reached = Some((told, self.block));
        }
        let explicit = names_year && grain != Grain::Week;
        if explicit && grain != Grain::Year && now.is_some_and(|n| n.year() != day.year()) {
            self.governing = Some(told);
        } else if explicit || from_page {
            self.governing = None;
        }
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
                    let now = page.clock_at(at).and_then(day_of);
                    if now.is_some_and(|n| (n.year() - day.year()).abs() <= 1) {
                        same += 1;
                    } else {
                        other += 1;
                    }
                }
            }
            Meaning::Holiday { year: Some(year), .. } => {
                let now = page.clock_at(scan.at(f.from).start).and_then(day_of);
                match now {
                    Some(now) if (now.year() - year).abs() <= 1 => same += 1,
                    _ => other += 1,
                }
            }
            Meaning::Day(_) | Meaning::Weekday { step: None, .. } | Meaning::Step { .. } => deictic += 1,
            _ => {}
        }
    }
    other >= 5 && other > 2 * same && other > 2 * deictic
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn told(day: Date, grain: Grain) -> Told {
        Told { day, grain, sentence: 0, pieces: (0, 1) }
    }

    fn telling(history: bool) -> Telling {
        Telling { history, block: 0, sentence: 0, previous: None, reached: None, governing: None }
    }

    #[test]
    fn the_telling_goes_on_from_date_to_date() {
        let mut t = telling(true);
        assert_eq!(t.reached(), None);
        t.tell(told(date(1871, 3, 4), Grain::Day), true, false, None);
        assert_eq!(t.reached().map(|r| r.day), Some(date(1871, 3, 4)));
        // A year far off is a remark; in the next paragraph it is not.
        t.tell(told(date(1848, 1, 1), Grain::Year), true, false, None);
        assert_eq!(t.reached().map(|r| r.day), Some(date(1871, 3, 4)));
        assert_eq!(t.previous().map(|p| p.day), Some(date(1848, 1, 1)));
        t.enter(1, 9);
        t.tell(told(date(1848, 1, 1), Grain::Year), true, false, None);
        assert_eq!(t.reached().map(|r| r.day), Some(date(1848, 1, 1)));
    }

    #[test]
    fn a_date_of_another_year_governs_its_sentence() {
        let now = Some(date(2024, 5, 20));
        let mut t = telling(false);
        t.tell(told(date(1991, 6, 1), Grain::Month), true, false, now);
        assert_eq!((t.governing().map(|g| g.day), t.reached()), (Some(date(1991, 6, 1)), None));
        t.enter(0, 9);
        assert_eq!(t.governing(), None);
    }
}
