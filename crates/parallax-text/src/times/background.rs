//! Background in news: a paragraph that goes back to another year stays there.
//!
//! "The two states fought a short war in 2008. It began on August 7": the second sentence is told from the first, as
//! long as nothing in it speaks from the day of the page: no "yesterday", no weekday, no one who says something now.

use jiff::civil::Date;

use super::calendar::{Unit, shift};
use super::direction::Look;
use super::narrative::{Grain, Told};

/// The date of another year that the paragraph has gone back to.
#[derive(Debug, Default)]
pub(super) struct Background {
    block: usize,
    date: Option<Told>,
    /// Whether its words name its year; if not, the sentence was told from another year already.
    named: bool,
}

/// A date without a year that lies this many days from the page is one of these days.
const RECENT: i32 = 60;

impl Background {
    /// The next expression stands in this block.
    pub(super) fn enter(&mut self, block: usize) {
        if self.block != block {
            *self = Self { block, ..Self::default() };
        }
    }

    /// Takes in an expression with a place on the calendar, and whether its words name its year.
    pub(super) fn tell(&mut self, told: Told, names_year: bool, now: Option<Date>) {
        let follows = self.date.is_some_and(|d| {
            let end = shift(d.day, 1, Unit::Year);
            told.day >= d.day && end.is_some_and(|end| told.day <= end)
        });
        let back = now.is_some_and(|now| told.day.year() < now.year());
        self.date = if back && (names_year || follows) { Some(told) } else { None };
        self.named = names_year;
    }

    /// The year of a month, or of a day of it, in a later sentence of the paragraph, and the date that gives it; none
    /// where the sentence is told from the day of the page.
    pub(super) fn year(&self, (m, d): (u8, Option<u8>), now: Date, look: &Look<'_>) -> Option<(i16, Told)> {
        let (from, to) = look.sentence();
        let told = self.date.filter(|t| !self.named || t.sentence < from)?;
        let of = |y: i16| Date::new(y, m as i8, d.unwrap_or(1) as i8).ok();
        let start = match (told.grain, d) {
            (Grain::Year, _) => Date::new(told.day.year(), 1, 1).ok()?,
            (_, None) => told.day.first_of_month(),
            _ => told.day,
        };
        let next = of(told.day.year()).filter(|&c| c >= start).or_else(|| of(told.day.year() + 1))?;
        let recent = [of(now.year()), of(now.year() - 1)].into_iter().flatten().any(|c| {
            let days = c.until(now).map_or(i32::MAX, |s| s.get_days());
            (-RECENT..=RECENT).contains(&days)
        });
        // A bare year is where the telling goes only if the sentence before was told "in" it.
        let scan = look.scan();
        let gone = told.grain != Grain::Year
            || scan.is(told.pieces.0 - 1, "in") && scan.sentence(from - 1).0 == told.sentence;
        let speaks = (from..to).any(|k| scan.entry(k).says);
        let near = shift(start, 1, Unit::Year).is_some_and(|end| next <= end);
        (near && gone && !(recent && self.named) && !speaks && !look.ahead()).then(|| (next.year(), told))
    }
}

#[cfg(test)]
mod tests {
    use super::super::read;

    #[test]
    fn a_paragraph_that_goes_back_stays_there() {
        assert_eq!(
            read(
                "2023-11-22",
                "The two fought a short war in 2008. It began on August 7, and by October it was over."
            ),
            ["2008 = 2008", "August 7 = 2008-08-07", "October = 2008-10"]
        );
        assert_eq!(
            read("2025-04-30", "In December 2018 two doctors quit. In February a third left."),
            ["December 2018 = 2018-12", "February = 2019-02"]
        );
    }

    #[test]
    fn the_page_speaks_again() {
        let back = "The dam cracked in March 1986.";
        for (now, year) in [
            ("On 14 March the wall gave way.", 1986),
            ("The mayor said on 14 March that it was safe.", 2024),
            ("A hearing is set for 14 March.", 2025),
        ] {
            let values = read("2024-07-07", &format!("{back} {now}"));
            assert_eq!(values[1].split(" = ").nth(1), Some(format!("{year}-03-14").as_str()), "{now}");
        }
        let values = read("2024-07-07", &format!("{back}\n\nOn 2 July it rained."));
        assert_eq!(values[1], "2 July = 2024-07-02");
    }
}
