//! From what the words mean to a value on the calendar.

use jiff::Span;
use jiff::civil::{Date, Time};
use parallax_model::{Anchor, Page, Timex, TimexType};

use super::background::Background;
use super::business::{Periods, half_value, quarter_value};
use super::calendar::{
    self, Unit, cut_year, day_of, day_text, interval, month, quarter, shift, week, weekday, year_text,
};
use super::derive::{Basis, coarse, derivation};
use super::direction::Look;
use super::holidays::holiday_value;
use super::narrative::{Grain, Telling, Told, grain};
use super::nearest::{near_month, near_year, season_value, told_year};
use super::ranges::not_before;
use super::scan::{Found, Meaning, Scan};
use super::vague;
use super::voices::{beside, spoken};
use super::years;

/// Places expressions one after the other.
pub(super) struct Resolver<'a> {
    scan: &'a Scan<'a>,
    page: &'a Page,
    found: &'a [Found],
    telling: Telling,
    /// The quarters of a report on business.
    periods: Periods,
    background: Background,
}

/// A value before it becomes a record.
pub(super) struct Placed {
    pub(super) of: TimexType,
    pub(super) value: String,
    pub(super) basis: Basis,
}

pub(super) fn date(value: String, basis: Basis) -> Option<Placed> {
    Some(Placed { of: TimexType::Date, value, basis })
}

impl<'a> Resolver<'a> {
    pub(super) fn new(scan: &'a Scan<'a>, page: &'a Page, found: &'a [Found]) -> Self {
        Self {
            scan,
            page,
            found,
            telling: Telling::of(scan, page, found),
            periods: Periods::default(),
            background: Background::default(),
        }
    }

    /// The day against which `at` is read, and what gave it.
    fn now(&self, at: u32) -> (Option<Date>, Basis) {
        if let Some(told) = self.telling.reached() {
            return (Some(told.day), told.into());
        }
        let post = self.page.post_at(at).and_then(|p| self.page.posts.get(p as usize));
        let stamped = post.is_some_and(|p| p.time.as_deref().and_then(day_of).is_some());
        let day = self.page.day_at(at).and_then(day_of);
        (day, Basis::clock(if stamped { Anchor::Post } else { Anchor::Page }, day))
    }

    /// The day on which a quotation around the expression was spoken, and what named it.
    fn spoken(&self, at: usize, sentence: (usize, usize)) -> Option<(Option<Date>, Basis)> {
        let says = &self.found[spoken(self.scan, self.found, at, sentence)?];
        let (now, basis) = self.now(self.scan.at(says.from).start);
        let placed = self.meaning(&says.meaning, says, now, basis, sentence.0, &Look::of(self.scan, says))?;
        let day = day_of(&placed.value)?;
        let told = Told { day, grain: Grain::Day, sentence: sentence.0, pieces: (says.from, says.to) };
        Some((Some(day), told.into()))
    }

    /// The record of an expression; none if it has no meaning where it stands.
    pub(super) fn place(&mut self, found: &Found) -> Option<Timex> {
        let span = self.scan.span(found.from, found.to);
        let bounds = self.scan.sentence(found.from);
        let sentence = bounds.0;
        let at = self.found.partition_point(|f| f.from < found.from);
        let beside = beside(self.scan, self.page, found, bounds);
        self.telling.enter(at, sentence, beside);
        self.background.enter(self.page.blocks.partition_point(|b| b.span.end <= span.start));
        let (now, basis) = self.spoken(at, bounds).unwrap_or_else(|| self.now(span.start));
        let look = Look::of(self.scan, found);
        let read = |look: &Look<'_>| {
            self.meaning(&found.meaning, found, now, basis, sentence, look).map(|p| in_part(p, found.part))
        };
        let placed = read(&look)?;
        let asked = look.asked();
        let other = asked.and_then(|_| read(&look.turned())).map(|p| p.value).filter(|v| *v != placed.value);
        let other = other.or_else(|| years::day_first(self.scan, found));
        let cue = other.as_ref().and(asked).and_then(|d| d.cue).map(|k| self.scan.span(k, k + 1));
        self.periods.note(self.scan, found, &placed.value, now);
        let (begin, end) = self.days(&placed, &found.meaning, now);
        let derivation = derivation(self.scan, &found.meaning, &placed);
        if matches!(placed.of, TimexType::Date | TimexType::Time)
            && let Some((day, _)) = interval(&placed.value)
        {
            let names_year = matches!(found.meaning, Meaning::Fixed(..));
            let from_page = matches!(found.meaning, Meaning::Day(_) | Meaning::Weekday { .. });
            let told = Told { day, grain: grain(&placed.value), sentence, pieces: (found.from, found.to) };
            self.telling.tell(told, names_year, from_page, now);
            if !beside {
                self.background.tell(told, names_year, now);
            }
        }
        Some(Timex {
            span,
            of: placed.of,
            value: placed.value,
            modifier: found.modifier.map(str::to_owned),
            begin,
            end,
            anchor: placed.basis.anchor,
            rule: found.rule.to_owned(),
            other,
            cue,
            derivation,
        })
    }

    /// First and last day as ISO dates.
    fn days(
        &self,
        placed: &Placed,
        meaning: &Meaning,
        now: Option<Date>,
    ) -> (Option<String>, Option<String>) {
        let found = match (placed.of, meaning) {
            (TimexType::Date | TimexType::Time, _) => interval(&placed.value),
            (TimexType::Duration, Meaning::Length { unit, n: Some(n), toward, .. }) if *toward != 0 => {
                let (n, unit) =
                    if unit.is_clock() { ((n / 24.0).ceil(), Unit::Day) } else { (n.ceil(), *unit) };
                let other = now.and_then(|now| shift(now, n as i64 * i64::from(*toward), unit));
                now.zip(other).map(|(a, b)| (a.min(b), a.max(b)))
            }
            _ => None,
        };
        // Years before our era are no ISO dates.
        let found = found.filter(|(first, _)| first.year() >= 1);
        found.map_or((None, None), |(a, b)| (Some(a.to_string()), Some(b.to_string())))
    }

    fn meaning(
        &self,
        m: &Meaning,
        found: &Found,
        now: Option<Date>,
        basis: Basis,
        sentence: usize,
        look: &Look<'_>,
    ) -> Option<Placed> {
        match m {
            // "former" speaks of the time told; in news it is a title.
            Meaning::Fixed(..) if found.rule == vague::OF_HISTORY && !self.telling.history() => None,
            Meaning::Fixed(of, value) => {
                let exists = value.len() < 10
                    || !value.starts_with(|c: char| c.is_ascii_digit())
                    || day_of(value).is_some();
                exists.then(|| Placed { of: *of, value: value.clone(), basis: Basis::NONE })
            }
            Meaning::Length { value, n, toward, .. } => {
                // The words fix the length; where it lies hangs on the clock.
                let basis = if *toward != 0 && n.is_some() && now.is_some() { basis } else { Basis::NONE };
                Some(Placed { of: TimexType::Duration, value: value.clone(), basis })
            }
            Meaning::MonthDay { month, day } => {
                Date::new(2000, *month as i8, *day as i8).ok()?;
                if let Some((year, told)) = self.telling.year() {
                    return date(format!("{}-{month:02}-{day:02}", year_text(year)), told.into());
                }
                let Some(now) = now else { return date(format!("XXXX-{month:02}-{day:02}"), Basis::NONE) };
                let (year, basis) = match self.telling.governing() {
                    Some(g) => (told_year(g.day, *month), g.into()),
                    None if self.telling.history() => (told_year(now, *month), basis),
                    None => match self.background_year((*month, Some(*day)), now, look) {
                        Some((year, told)) => (year, told.into()),
                        None => (near_year(now, *month, *day, look)?, basis),
                    },
                };
                date(format!("{}-{month:02}-{day:02}", year_text(year)), basis)
            }
            Meaning::OfThatYear { month, day, n } => {
                let tail = day.map_or(format!("{month:02}"), |day| format!("{month:02}-{day:02}"));
                match self.telling.base() {
                    Some(p) => date(format!("{}-{tail}", year_text(p.day.year() + i16::from(*n))), p.into()),
                    None => date(format!("XXXX-{tail}"), Basis::NONE),
                }
            }
            Meaning::DayOfMonth(day) => {
                let Some(now) = now else { return date(format!("XXXX-XX-{day:02}"), Basis::NONE) };
                let here = |months| {
                    shift(now, months, Unit::Month)
                        .and_then(|d| Date::new(d.year(), d.month(), *day as i8).ok())
                };
                let ahead = !self.telling.history() && look.ahead();
                let told = if self.telling.history() { here(0) } else { None };
                let near = [here(0), here(-1), here(1)].into_iter().flatten();
                // The nearest such day, unless the words put it ahead; a month need not have it.
                let nearest = near
                    .filter(|&d| !ahead || d >= now)
                    .min_by_key(|&d| now.until(d).map_or(i32::MAX, |s| s.get_days().abs()));
                let day = told.or(nearest)?;
                date(day_text(day), basis)
            }
            Meaning::Month { month: m, step: None, year: None } if !self.telling.history() => {
                let placed = self.month(*m, None, None, now, basis, look)?;
                let start = self.telling.previous().filter(|p| p.sentence == sentence);
                let start = start.filter(|p| p.grain == Grain::Month).map(|p| p.day);
                let Some((first, _)) = interval(&placed.value) else { return Some(placed) };
                date(month(not_before(self.scan, found, start, first, Unit::Year)?), placed.basis)
            }
            Meaning::Month { month, step, year } => self.month(*month, *step, *year, now, basis, look),
            Meaning::Weekday { day, step } => {
                let Some(now) = now else { return date(format!("XXXX-WXX-{day}"), Basis::NONE) };
                let away = i64::from(*day as i8 - weekday(now));
                let by = match step {
                    Some(-1) => {
                        if away >= 0 {
                            away - 7
                        } else {
                            away
                        }
                    }
                    Some(1) => {
                        if away <= 0 {
                            away + 7
                        } else {
                            away
                        }
                    }
                    Some(weeks) => away + 7 * i64::from(*weeks / 2),
                    None => {
                        let past = if away <= 0 { away } else { away - 7 };
                        // "later Friday" is said on that Friday.
                        let same_day = found.modifier == Some("END") && self.scan.is(found.from, "later");
                        if past != 0 && !same_day && look.ahead() { past + 7 } else { past }
                    }
                };
                let day = shift(now, by, Unit::Day)?;
                let start = self.telling.previous().filter(|p| step.is_none() && p.sentence == sentence);
                let start = start.filter(|p| p.grain == Grain::Day).map(|p| p.day);
                date(day_text(not_before(self.scan, found, start, day, Unit::Week)?), basis)
            }
            Meaning::Day(by) => match now {
                Some(now) => date(day_text(shift(now, i64::from(*by), Unit::Day)?), basis),
                None => date("XXXX-XX-XX".to_owned(), Basis::NONE),
            },
            Meaning::Step { unit, n } => self.step(*unit, *n, found, now, basis, look),
            Meaning::After { unit, n } => self.after(*unit, *n, found, now, basis),
            Meaning::Season { season, step: None } if self.telling.year().is_some() => {
                let (year, told) = self.telling.year()?;
                date(format!("{}-{season}", year_text(year)), told.into())
            }
            Meaning::Season { season, step } => {
                season_value(season, *step, now, basis, self.telling.history() || look.ahead())
            }
            Meaning::Quarter { quarter, year } => quarter_value(*quarter, *year, now, basis, look),
            Meaning::Half { half, year } => half_value(*half, *year, now, basis, look),
            Meaning::YearAgo => self.periods.year_ago(now, basis),
            Meaning::Period => self.periods.latest(now, basis),
            Meaning::PeriodOf(year) => self.periods.of(*year),
            Meaning::Holiday { .. } => holiday_value(m, now, self.telling.history(), look, basis),
            Meaning::Clock { hour, minute, day } => {
                let time = minute.map_or_else(|| format!("T{hour:02}:00"), |m| format!("T{hour:02}:{m:02}"));
                let beside =
                    self.telling.previous().filter(|p| p.sentence == sentence && p.grain == Grain::Day);
                let day =
                    day.as_deref().or_else(|| if beside.is_none() { self.day_ahead(found) } else { None });
                let placed = match (day, beside) {
                    (Some(day), _) => self.meaning(day, found, now, basis, sentence, look)?,
                    (None, Some(p)) => date(day_text(p.day), p.into())?,
                    (None, None) => match now {
                        Some(now) => {
                            date(day_text(self.day_of_clock(now, (*hour, *minute), found, look)?), basis)?
                        }
                        None => date("XXXX-XX-XX".to_owned(), Basis::NONE)?,
                    },
                };
                let day = if placed.value.starts_with("XXXX-W") {
                    "XXXX-XX-XX"
                } else {
                    placed.value.get(..10).filter(|d| !d.starts_with("BC"))?
                };
                Some(Placed { of: TimexType::Time, value: format!("{day}{time}"), basis: placed.basis })
            }
            Meaning::PartOnly => {
                let p = self.telling.previous().filter(|p| p.grain == Grain::Day)?;
                date(day_text(p.day), p.into())
            }
        }
    }

    /// The time of the clock, where it is known: a page or post that gives its time on the day that it calls today.
    fn time_at(&self, found: &Found) -> Option<Time> {
        let at = self.scan.at(found.from).start;
        let clock = self.page.clock_at(at).filter(|_| !self.telling.history())?;
        // A moment in UTC that is of another day where the newsroom is has another time there too.
        let here = self.page.day_at(at) == clock.get(..10);
        clock.get(11..16).filter(|_| here)?.parse().ok()
    }

    /// The day of a clock time that names none: what is told of "11:50 p.m." at twenty past midnight was yesterday.
    fn day_of_clock(
        &self,
        now: Date,
        (hour, minute): (u8, Option<u8>),
        found: &Found,
        look: &Look<'_>,
    ) -> Option<Date> {
        let named = Time::new(hour as i8, minute.unwrap_or(0) as i8, 0, 0).ok()?;
        let later = self.time_at(found).is_some_and(|time| named > time);
        // "has closed the strait from noon" tells of what begins then.
        let begins = self.scan.is(found.from.saturating_sub(1), "from");
        let back = later && !begins && !look.ahead() && look.asked().is_some_and(|d| d.cue.is_some());
        shift(now, -i64::from(back), Unit::Day)
    }

    /// The year that the paragraph has gone back to, if the sentence goes on there.
    fn background_year(&self, day: (u8, Option<u8>), now: Date, look: &Look<'_>) -> Option<(i16, Told)> {
        if self.telling.history() { None } else { self.background.year(day, now, look) }
    }

    /// A day named after `found` in the same sentence: "At 5:34 a.m. on March 20".
    fn day_ahead(&self, found: &Found) -> Option<&'a Meaning> {
        let (_, end) = self.scan.sentence(found.from);
        let k = self.found.partition_point(|f| f.from < found.to);
        let next = self.found.get(k).filter(|f| f.from < end && f.from < found.to + 6)?;
        let day = match &next.meaning {
            // "between 2 p.m. and 4 p.m. on Monday"
            Meaning::Clock { day: Some(day), .. } => return Some(day),
            Meaning::Fixed(TimexType::Date, value) => day_of(value).is_some(),
            Meaning::MonthDay { .. } | Meaning::Weekday { .. } | Meaning::Day(_) => true,
            _ => false,
        };
        day.then_some(&next.meaning)
    }

    fn month(
        &self,
        m: u8,
        step: Option<i8>,
        year: Option<i8>,
        now: Option<Date>,
        basis: Basis,
        look: &Look<'_>,
    ) -> Option<Placed> {
        if let Some((year, told)) = self.telling.year().filter(|_| year.is_none() && step.is_none()) {
            return date(format!("{}-{m:02}", year_text(year)), told.into());
        }
        let Some(now) = now else { return date(format!("XXXX-{m:02}"), Basis::NONE) };
        if year.is_none() && step.is_none() {
            if let Some(g) = self.telling.governing() {
                return date(format!("{}-{m:02}", year_text(told_year(g.day, m))), g.into());
            }
            if let Some((year, told)) = self.background_year((m, None), now, look) {
                return date(format!("{}-{m:02}", year_text(year)), told.into());
            }
            if self.telling.history() {
                return date(format!("{}-{m:02}", year_text(told_year(now, m))), basis);
            }
        }
        let year = year.map_or_else(|| near_month(now, m, step, look), |by| now.year() + i16::from(by));
        date(format!("{}-{m:02}", year_text(year)), basis)
    }

    /// "last week", "two years ago": as fine as the unit.
    fn step(
        &self,
        unit: Unit,
        n: f64,
        found: &Found,
        now: Option<Date>,
        basis: Basis,
        look: &Look<'_>,
    ) -> Option<Placed> {
        let Some(now) = now else { return date(unknown(unit), Basis::NONE) };
        if unit == Unit::Weekend {
            let workday = weekday(now) < 6;
            let weeks = match found.rule {
                "the weekend" if workday && !look.ahead() => -1,
                "the weekend" => 0,
                _ => n as i64,
            };
            return date(format!("{}-WE", week(shift(now, weeks, Unit::Week)?)), basis);
        }
        if unit.is_clock()
            && let Some(time) = self.time_at(found)
        {
            let minutes = match unit {
                Unit::Hour => n * 60.0,
                Unit::Minute => n,
                _ => n / 60.0,
            };
            let moment =
                now.to_datetime(time).checked_add(Span::new().try_minutes(minutes as i64).ok()?).ok()?;
            let value = moment.strftime("%Y-%m-%dT%H:%M").to_string();
            return Some(Placed { of: TimexType::Time, value, basis });
        }
        moved(now, unit, n, basis)
    }

    /// "two days later", "that year": from the expression before.
    fn after(&self, unit: Unit, n: f64, found: &Found, now: Option<Date>, basis: Basis) -> Option<Placed> {
        if let Some(p) =
            self.telling.base().filter(|_| found.rule != "edge of the unit" || self.telling.history())
        {
            let need = grain_of(unit);
            if p.grain > need {
                // "three days later" after "in March": no day is known, so none is given.
                let value = coarse(p.day, p.grain);
                return (n != 0.0 || p.grain == Grain::Year).then_some(Placed {
                    of: TimexType::Date,
                    value,
                    basis: p.into(),
                });
            }
            return moved(p.day, unit, n, p.into());
        }
        if found.rule == "edge of the unit" || matches!(unit, Unit::Year) && n != 0.0 {
            return match now {
                Some(now) => moved(now, unit, n, basis),
                None => date(unknown(unit), Basis::NONE),
            };
        }
        let value = calendar::duration(n.abs(), unit);
        (n != 0.0 && found.rule != "part of day").then_some(Placed {
            of: TimexType::Duration,
            value,
            basis: Basis::NONE,
        })
    }
}

/// A day with the part of it that is named.
fn in_part(mut placed: Placed, part: Option<&str>) -> Placed {
    if let Some(part) = part
        && placed.of == TimexType::Date
        && placed.value.len() >= 10
        && !placed.value.starts_with("BC")
    {
        placed.value.truncate(10);
        placed.value = format!("{}T{part}", placed.value);
        placed.of = TimexType::Time;
    }
    placed
}

fn grain_of(unit: Unit) -> Grain {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Grain::Day,
        Unit::Week | Unit::Fortnight | Unit::Weekend => Grain::Week,
        Unit::Month | Unit::Quarter => Grain::Month,
        _ => Grain::Year,
    }
}

/// `day` moved by `n` units, named as finely as the unit.
fn moved(day: Date, unit: Unit, n: f64, basis: Basis) -> Option<Placed> {
    if n.fract() != 0.0 {
        // "a year and a half ago": to the month; "three and a half weeks ago": to the day.
        let (n, unit) = match unit {
            Unit::Year => (n * 12.0, Unit::Month),
            Unit::Decade => (n * 10.0, Unit::Year),
            Unit::Century => (n * 100.0, Unit::Year),
            Unit::Week => (n * 7.0, Unit::Day),
            _ => (n, unit),
        };
        return moved(day, unit, n.trunc(), basis);
    }
    let to = shift(day, n as i64, unit)?;
    let value = match unit {
        Unit::Second | Unit::Minute => {
            return Some(Placed { of: TimexType::Time, value: format!("{day}TXX:XX"), basis });
        }
        Unit::Hour => return Some(Placed { of: TimexType::Time, value: format!("{day}TXX"), basis }),
        Unit::Day => day_text(to),
        Unit::Week | Unit::Fortnight => week(to),
        Unit::Weekend => format!("{}-WE", week(to)),
        Unit::Month => month(to),
        Unit::Quarter => quarter(to),
        Unit::Year => year_text(to.year()),
        Unit::Decade => cut_year(to.year(), 1),
        Unit::Century | Unit::Millennium => cut_year(to.year(), 2),
    };
    date(value, basis)
}

/// The value when no clock is known.
fn unknown(unit: Unit) -> String {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => "XXXX-XX-XX",
        Unit::Week | Unit::Fortnight => "XXXX-WXX",
        Unit::Weekend => "XXXX-WXX-WE",
        Unit::Month => "XXXX-XX",
        Unit::Quarter => "XXXX-QX",
        Unit::Year => "XXXX",
        Unit::Decade => "XXX",
        Unit::Century | Unit::Millennium => "XX",
    }
    .to_owned()
}
