//! The timeline as a drawing: one bar a day around the days of publication, and what came before and what
//! is to come after in bands of their own.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use parallax_model::{Precision, Status, TimelineEntry};

use super::book::Line;
use super::figures::pct;
use super::words;
use crate::report::Report;

/// Height of the tallest bar.
const BARS: f64 = 110.0;
/// Most bars in the middle band; more days than that share bars.
const MOST_BARS: i32 = 62;
/// Most bars in the bands of before and after.
const SIDE_BARS: usize = 6;
/// Days shown at least before and after the days of publication.
const AROUND: i32 = 7;

#[derive(Debug, Clone, Default)]
pub(crate) struct Chart {
    /// First day of the middle band (ISO date).
    pub(crate) from: String,
    pub(crate) bands: Vec<Band>,
    pub(crate) bars: Vec<Bar>,
    /// Spans of a week or more within the middle band.
    pub(crate) spans: Vec<Stretch>,
    pub(crate) ticks: Vec<Tick>,
    /// Days on which pages were published.
    pub(crate) published: Vec<Tick>,
    /// Said to those who do not see it.
    pub(crate) summary: String,
    /// Largest number of happenings in a bar.
    pub(crate) most: usize,
    pub(crate) has_undone: bool,
    pub(crate) has_ahead: bool,
    pub(crate) has_vague: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Band {
    pub(crate) x: String,
    pub(crate) width: String,
    pub(crate) middle: String,
    pub(crate) label: String,
    pub(crate) class: &'static str,
}

#[derive(Debug, Clone)]
pub(crate) struct Bar {
    pub(crate) x: String,
    pub(crate) width: String,
    pub(crate) pieces: Vec<Piece>,
    pub(crate) title: String,
    pub(crate) href: String,
}

#[derive(Debug, Clone)]
pub(crate) struct Piece {
    pub(crate) y: String,
    pub(crate) height: String,
    pub(crate) class: &'static str,
}

#[derive(Debug, Clone)]
pub(crate) struct Stretch {
    pub(crate) x: String,
    pub(crate) width: String,
    pub(crate) y: String,
    pub(crate) title: String,
    pub(crate) href: String,
    pub(crate) class: &'static str,
}

#[derive(Debug, Clone)]
pub(crate) struct Tick {
    pub(crate) x: String,
    pub(crate) label: String,
    /// Left out on narrow screens.
    pub(crate) minor: bool,
}

/// Happenings of one bar: how many of each class, and the first line.
#[derive(Debug, Default)]
struct Bin {
    counts: BTreeMap<Layer, usize>,
    first: Option<Line>,
    label: String,
}

/// From the baseline up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Layer {
    Dated,
    Vague,
    Ahead,
    Undone,
}

impl Layer {
    fn of(entry: &TimelineEntry) -> Self {
        match (words::status_class(entry.status), entry.precision) {
            ("ahead", _) => Self::Ahead,
            ("undone", _) => Self::Undone,
            (_, Precision::Published) => Self::Vague,
            _ => Self::Dated,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Dated => "dated",
            Self::Vague => "vague",
            Self::Ahead => "ahead",
            Self::Undone => "undone",
        }
    }
}

impl Bin {
    fn add(&mut self, entry: &TimelineEntry, line: Line) {
        *self.counts.entry(Layer::of(entry)).or_default() += 1;
        self.first.get_or_insert(line);
    }

    fn total(&self) -> usize {
        self.counts.values().sum()
    }
}

/// None if no happening has a date.
pub(crate) fn chart(report: &Report) -> Option<Chart> {
    let entries: Vec<(Line, &TimelineEntry, Date, Date)> = report
        .ledger
        .timeline
        .iter()
        .enumerate()
        .filter_map(|(i, e)| {
            let begin = words::day_of(&e.begin)?;
            let end = words::day_of(&e.end).unwrap_or(begin).max(begin);
            Some((Line::new('T', i + 1), e, begin, end))
        })
        .collect();
    let published = published(report);
    let (from, to) = window(&entries, &published)?;
    let days = from.until(to).map_or(0, |s| s.get_days()) + 1;
    let per_bar = (days + MOST_BARS - 1) / MOST_BARS;
    let bar_count = ((days + per_bar - 1) / per_bar).max(1);

    let mut middle: BTreeMap<i32, Bin> = BTreeMap::new();
    let mut before: BTreeMap<(i16, i8), Bin> = BTreeMap::new();
    let mut after: BTreeMap<(i16, i8), Bin> = BTreeMap::new();
    let mut long = Vec::new();
    for (line, entry, begin, end) in &entries {
        // A year that holds the window began before it, but says nothing of that time.
        let wide = begin.until(*end).map_or(0, |s| s.get_days()) > 2;
        if wide && *begin <= to && *end >= from {
            long.push((*line, *entry, *begin, *end));
        } else if *begin < from {
            before.entry((begin.year(), 0)).or_default().add(entry, *line);
        } else if *begin > to {
            after.entry((begin.year(), begin.month())).or_default().add(entry, *line);
        } else {
            let bar = from.until(*begin).map_or(0, |s| s.get_days()) / per_bar;
            middle.entry(bar).or_default().add(entry, *line);
        }
    }
    for (bar, bin) in &mut middle {
        let day = from.saturating_add((bar * per_bar).days());
        bin.label = words::period(day, day.saturating_add((per_bar - 1).days()).min(to));
    }
    let before =
        side_bins(before, |(y, _), (z, _)| if y == z { y.to_string() } else { format!("{y}\u{2013}{z}") });
    let after = side_bins(after, |a, b| {
        let name = |(y, m): (i16, i8)| Date::new(y, m.max(1), 1).map_or_else(|_| y.to_string(), words::month);
        if a == b { name(a) } else { format!("{} \u{2013} {}", name(a), name(b)) }
    });

    let left = side_width(before.len());
    let right = side_width(after.len());
    let place = Place { left, wide: 100.0 - left - right, days: f64::from(days), from };
    let most = middle.values().chain(&before).chain(&after).map(Bin::total).max().unwrap_or(0).max(1);
    let mut out = Chart { most, from: from.to_string(), ..Chart::default() };
    for (_, entry, _, _) in &entries {
        match Layer::of(entry) {
            Layer::Undone => out.has_undone = true,
            Layer::Ahead => out.has_ahead = true,
            Layer::Vague => out.has_vague = true,
            Layer::Dated => {}
        }
    }
    side_bars(&mut out, &before, 0.0, left - 2.0, "before");
    side_bars(&mut out, &after, 100.0 - right + 2.0, right - 2.0, "after");
    out.bands.push(Band {
        x: pct(left),
        width: pct(place.wide),
        middle: pct(left + place.wide / 2.0),
        label: words::period(from, to),
        class: "main",
    });
    let step = place.wide / f64::from(bar_count);
    for (bar, bin) in &middle {
        let x = left + f64::from(*bar) * step;
        out.bars.push(bin.bar(x, step.min(7.0), step, most));
    }
    out.ticks.extend(ticks(&place, per_bar, bar_count, step));
    out.published = published
        .iter()
        .map(|(d, outlets)| Tick { x: pct(place.middle_of(*d)), label: outlets.join(", "), minor: false })
        .collect();
    out.spans = stretches(&place, to, long);
    out.summary = summary(report, from, to);
    Some(out)
}

/// Where days stand in the middle band.
struct Place {
    left: f64,
    wide: f64,
    days: f64,
    from: Date,
}

impl Place {
    fn start_of(&self, d: Date) -> f64 {
        let n = f64::from(self.from.until(d).map_or(0, |s| s.get_days()));
        self.left + (n / self.days).clamp(0.0, 1.0) * self.wide
    }

    fn middle_of(&self, d: Date) -> f64 {
        self.start_of(d) + self.wide / self.days / 2.0
    }
}

/// Days of publication, each with its outlets.
fn published(report: &Report) -> BTreeMap<Date, Vec<String>> {
    let mut out: BTreeMap<Date, Vec<String>> = BTreeMap::new();
    for d in &report.documents {
        if let Some(day) = d.page.published_day().and_then(words::day_of) {
            out.entry(day).or_default().push(d.page.outlet().to_owned());
        }
    }
    out
}

/// The days of the middle band: those of publication and as many around as there are happenings near them.
fn window(
    entries: &[(Line, &TimelineEntry, Date, Date)],
    published: &BTreeMap<Date, Vec<String>>,
) -> Option<(Date, Date)> {
    let days = || entries.iter().map(|(_, _, begin, _)| *begin);
    let (first, last) = match (published.keys().next(), published.keys().next_back()) {
        (Some(a), Some(b)) => (*a, *b),
        // Without a date of publication, the middle happening stands for it.
        _ => {
            let mut sorted: Vec<Date> = days().collect();
            sorted.sort_unstable();
            let middle = *sorted.get(sorted.len() / 2)?;
            (middle, middle)
        }
    };
    days().next()?;
    let span = first.until(last).map_or(0, |s| s.get_days());
    let reach = (span / 2).max(AROUND);
    let near = |d: &Date| *d >= first.saturating_sub(reach.days()) && *d <= last.saturating_add(reach.days());
    let from = days().filter(near).min().map_or(first, |d| d.min(first));
    let to = days().filter(near).max().map_or(last, |d| d.max(last));
    Some((from, to))
}

/// At most six bars: the nearest keep their own, the farthest share one.
fn side_bins<K: Ord + Copy>(bins: BTreeMap<K, Bin>, label: impl Fn(K, K) -> String) -> Vec<Bin> {
    let mut out: Vec<(K, K, Bin)> = bins.into_iter().map(|(k, b)| (k, k, b)).collect();
    while out.len() > SIDE_BARS {
        // The pair of neighbours that holds least shares a bar.
        let Some(i) = (0..out.len() - 1).min_by_key(|&i| out[i].2.total() + out[i + 1].2.total()) else {
            break;
        };
        let (_, end, bin) = out.remove(i + 1);
        let (_, last, into) = &mut out[i];
        *last = end;
        into.first = into.first.or(bin.first);
        for (layer, n) in bin.counts {
            *into.counts.entry(layer).or_default() += n;
        }
    }
    out.into_iter().map(|(a, b, bin)| Bin { label: label(a, b), ..bin }).collect()
}

fn side_width(bars: usize) -> f64 {
    if bars == 0 { 0.0 } else { (4.0 + 4.5 * bars as f64).min(24.0) }
}

fn side_bars(out: &mut Chart, bins: &[Bin], x: f64, width: f64, class: &'static str) {
    if bins.is_empty() {
        return;
    }
    let step = width / bins.len() as f64;
    out.bands.push(Band {
        x: pct(x),
        width: pct(width),
        middle: pct(x + width / 2.0),
        label: class.to_owned(),
        class: "side",
    });
    // Years fit under every bar, longer names only under the first and the last.
    let short = bins.iter().all(|b| b.label.chars().count() <= 4);
    for (i, bin) in bins.iter().enumerate() {
        let at = x + i as f64 * step;
        out.bars.push(bin.bar(at, step.min(4.0), step, out.most));
        let label = bin.label.clone();
        let minor = i > 0;
        if short || i == 0 || (i + 1 == bins.len() && bins.len() > 2) {
            out.ticks.push(Tick { x: pct(at + step / 2.0), label, minor });
        }
    }
}

impl Bin {
    fn bar(&self, x: f64, width: f64, step: f64, most: usize) -> Bar {
        let mut top = BARS;
        let unit = (BARS / most as f64).min(22.0);
        let mut pieces = Vec::new();
        for (layer, n) in &self.counts {
            let height = (unit * *n as f64).max(2.0);
            top -= height;
            pieces.push(Piece {
                y: format!("{:.1}", top.max(0.0)),
                height: format!("{height:.1}"),
                class: layer.class(),
            });
        }
        let width = width * 0.82;
        Bar {
            x: pct(x + (step - width) / 2.0),
            width: pct(width),
            pieces,
            title: format!("{}: {}", self.label, words::count(self.total(), "happening", "happenings")),
            href: self.first.map_or_else(String::new, |l| format!("#{l}")),
        }
    }
}

fn ticks(place: &Place, per_bar: i32, bars: i32, step: f64) -> Vec<Tick> {
    let every = (bars + 6) / 7;
    let mut out: Vec<Tick> = Vec::new();
    for (n, bar) in (0..bars).step_by(every.max(1) as usize).enumerate() {
        let day = place.from.saturating_add((bar * per_bar).days());
        out.push(Tick {
            x: pct(place.left + (f64::from(bar) + 0.5) * step),
            label: words::day_short(day),
            minor: n % 2 == 1,
        });
    }
    out
}

/// The weightiest happenings that take a week or longer, as thin lines under the days.
fn stretches(place: &Place, to: Date, mut long: Vec<(Line, &TimelineEntry, Date, Date)>) -> Vec<Stretch> {
    long.sort_by_key(|(line, e, _, _)| (std::cmp::Reverse(e.weight), *line));
    long.truncate(5);
    long.sort_by_key(|(line, _, begin, _)| (*begin, *line));
    long.iter()
        .enumerate()
        .map(|(i, (line, e, begin, end))| {
            let x = place.start_of(*begin);
            let past = end.saturating_add(1.days());
            let width = if *end >= to { place.left + place.wide - x } else { place.start_of(past) - x };
            Stretch {
                x: pct(x),
                width: pct(width.max(0.5)),
                y: format!("{:.1}", i as f64 * 6.0),
                title: words::happening(&e.begin, &e.end, e.precision),
                href: format!("#{line}"),
                class: Layer::of(e).class(),
            }
        })
        .collect()
}

fn summary(report: &Report, from: Date, to: Date) -> String {
    let entries = &report.ledger.timeline;
    let ahead = entries.iter().filter(|e| words::status_class(e.status) == "ahead").count();
    let undone = entries.iter().filter(|e| matches!(e.status, Status::Denied | Status::Reversed)).count();
    format!(
        "{} by date, most of the width for {}; {ahead} announced, threatened or only supposed, {undone} denied or taken back. The list below holds the same.",
        words::count(entries.len(), "happening", "happenings"),
        words::period(from, to),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::fixture;

    #[test]
    fn old_happenings_do_not_stretch_the_days() {
        let report = fixture::report();
        let chart = chart(&report).unwrap();
        assert!(chart.bands.iter().any(|b| b.label == "before"));
        let main = chart.bands.iter().find(|b| b.class == "main").unwrap();
        assert!(!main.label.contains("2014"), "{}", main.label);
        assert!(chart.has_ahead && chart.has_undone);
    }

    #[test]
    fn far_years_share_bars() {
        let bins = (1990..2010).map(|y| ((y, 0), Bin::default())).collect();
        let bins = side_bins(bins, |(a, _): (i16, i8), (b, _)| format!("{a}-{b}"));
        assert_eq!(bins.len(), SIDE_BARS);
        assert!(bins[0].label.starts_with("1990-"));
        assert!(bins[5].label.ends_with("-2009") || bins[5].label == "2009-2009");
    }

    #[test]
    fn a_report_without_happenings_has_no_chart() {
        assert!(chart(&Report::default()).is_none());
    }
}
