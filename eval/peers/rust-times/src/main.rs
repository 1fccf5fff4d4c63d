//! Times of duckling as TIMEX3: lines `{"id", "text", "published"}` in, lines with `times` out. On standard error the
//! seconds of CPU time of the calls alone, in the fastest of the turns that the first argument asks for.
//!
//! duckling gives moments with a grain, spans of time and lengths. Here each becomes the value of that grain; weekdays
//! and months alone are the last ones, as news has them; a span with two ends gives both; a part of a day has its code.
//! It is given one sentence at a time, since it stops after a fixed amount of work.

use std::io::{BufWriter, Write, stdin, stdout};
use std::time::Duration;

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, Timelike, Utc};
use duckling::{
    Context, DimensionKind, DimensionValue, Entity, Grain, Lang, Locale, Options, TimePoint, TimeValue,
};
use rustix::time::{ClockId, clock_gettime};
use serde_json::{Value, json};
use unicode_segmentation::UnicodeSegmentation;

const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/// Units that a length must name: duckling also takes "am" for a minute and "l h" for hours.
const UNITS: [&str; 8] = ["second", "minute", "hour", "day", "week", "month", "year", "decade"];
const PARTS: [(&str, &str); 5] =
    [("morning", "TMO"), ("afternoon", "TAF"), ("evening", "TEV"), ("tonight", "TNI"), ("night", "TNI")];
const SEASONS: [(&str, &str); 5] =
    [("spring", "SP"), ("summer", "SU"), ("autumn", "FA"), ("fall", "FA"), ("winter", "WI")];

fn locale() -> Locale {
    Locale::new(Lang::EN, None)
}

/// Seconds of CPU time of this process so far.
fn cpu() -> f64 {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(now.tv_sec as u64, now.tv_nsec as u32).as_secs_f64()
}

/// Noon of the page's day; duckling cannot be told that there is none.
fn reference(published: Option<&str>) -> NaiveDateTime {
    let text = published.unwrap_or("2000-01-01");
    let clock = text.get(..19).and_then(|t| t.parse().ok());
    let day =
        || text.get(..10).and_then(|t| t.parse::<NaiveDate>().ok()).and_then(|d| d.and_hms_opt(12, 0, 0));
    clock.or_else(day).unwrap_or_default()
}

fn week(day: NaiveDateTime) -> String {
    let week = day.iso_week();
    format!("{:04}-W{:02}", week.year(), week.week())
}

/// The value of a moment at its grain.
fn value(point: &TimePoint, words: &str, reference: NaiveDateTime) -> (&'static str, String) {
    let mut at = match point {
        TimePoint::Instant { value, .. } => value.naive_local(),
        TimePoint::Naive { value, .. } => *value,
    };
    let has = |word: &str| words.split(|c: char| !c.is_alphabetic()).any(|w| w == word);
    let named =
        |list: &[(&str, &'static str)]| list.iter().find(|(word, _)| has(word)).map(|(_, code)| *code);
    let year = words.split(|c: char| !c.is_ascii_digit()).any(|w| w.len() == 4);
    if at.date() > reference.date() && !(has("next") || has("this") || year) {
        let dated = words.chars().any(|c| c.is_ascii_digit());
        if DAYS.iter().any(|day| has(day)) && !dated {
            at = at - Days::new(7);
        } else if MONTHS.iter().any(|month| words.contains(month)) {
            at = at - Months::new(12);
        }
    }
    let day = at.format("%Y-%m-%d").to_string();
    if has("now") {
        return ("DATE", "PRESENT_REF".into());
    }
    // Steps are given one grain finer than they are said.
    if has("ago") || has("later") || has("earlier") {
        match () {
            () if words.contains("year") => return ("DATE", day[..4].into()),
            () if words.contains("month") => return ("DATE", day[..7].into()),
            () if words.contains("week") => return ("DATE", week(at)),
            () if words.contains("day") => return ("DATE", day),
            () => {}
        }
    }
    if let Some(part) = named(&PARTS).filter(|_| point.grain() >= Grain::Hour || at.minute() == 0) {
        return ("TIME", day + part);
    }
    if has("weekend") {
        return ("DATE", week(at) + "-WE");
    }
    if let Some(season) = named(&SEASONS) {
        return ("DATE", format!("{:04}-{season}", at.year()));
    }
    match point.grain() {
        Grain::Hour | Grain::Minute | Grain::Second => ("TIME", at.format("%Y-%m-%dT%H:%M").to_string()),
        Grain::Week => ("DATE", week(at)),
        Grain::Month => ("DATE", day[..7].into()),
        Grain::Quarter => ("DATE", format!("{:04}-Q{}", at.year(), at.month0() / 3 + 1)),
        Grain::Year => ("DATE", day[..4].into()),
        _ => ("DATE", day),
    }
}

fn length(value: &DimensionValue) -> Option<String> {
    let DimensionValue::Duration { value, grain, .. } = value else { return None };
    Some(match grain {
        Grain::Second => format!("PT{value}S"),
        Grain::Minute => format!("PT{value}M"),
        Grain::Hour => format!("PT{value}H"),
        Grain::Week => format!("P{value}W"),
        Grain::Month => format!("P{value}M"),
        Grain::Quarter => format!("P{}M", 3 * value),
        Grain::Year => format!("P{value}Y"),
        _ => format!("P{value}D"),
    })
}

/// What duckling found, as expressions: byte offsets, type, value.
fn timexes(
    found: &Entity,
    context: &Context,
    reference: NaiveDateTime,
) -> Vec<(usize, usize, &'static str, String)> {
    let words = found.body.to_lowercase();
    let whole = |(kind, value)| vec![(found.start, found.end, kind, value)];
    match &found.value {
        DimensionValue::Time(TimeValue::Single { value: point, .. }) => {
            whole(value(point, &words, reference))
        }
        DimensionValue::Time(TimeValue::Interval { from, to, .. }) => {
            let cut =
                [" to ", " until ", " and ", "-", "–"].iter().find_map(|s| Some((words.find(s)?, s.len())));
            if let (Some(from), Some(to), Some((at, by))) = (from, to, cut) {
                let (first, second) = (&words[..at], &words[at + by..]);
                let ((a, b), (c, d)) = (value(from, first, reference), value(to, second, reference));
                return vec![(found.start, found.start + at, a, b), (found.start + at + by, found.end, c, d)];
            }
            let long =
                duckling::parse(&words, &locale(), &[DimensionKind::Duration], context, &Options::default());
            if let Some(long) = long.first().and_then(|l| length(&l.value)) {
                return whole(("DURATION", long));
            }
            // "by Monday" is the time from now to then.
            let ahead = ["by ", "until ", "till ", "before "].iter().any(|word| words.starts_with(word));
            let point = if ahead { to.as_ref().or(from.as_ref()) } else { from.as_ref().or(to.as_ref()) };
            point.map_or_else(Vec::new, |point| whole(value(point, &words, reference)))
        }
        other if UNITS.iter().any(|unit| words.contains(unit)) => {
            length(other).map_or_else(Vec::new, |long| whole(("DURATION", long)))
        }
        _ => Vec::new(),
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let turns = std::env::args().nth(1).map_or(Ok(1), |n| n.parse::<usize>())?;
    let mut lines: Vec<Value> = Vec::new();
    for line in stdin().lines() {
        lines.push(serde_json::from_str(&line?)?);
    }
    let dimensions = [DimensionKind::Time, DimensionKind::Duration];
    let (mut fastest, mut found) = (f64::MAX, Vec::new());
    for _ in 0..turns.max(1) {
        let began = cpu();
        found = lines
            .iter()
            .map(|line| {
                let text = line["text"].as_str().unwrap_or_default();
                let now = reference(line["published"].as_str());
                let context = Context::new(
                    DateTime::<Utc>::from_naive_utc_and_offset(now, Utc).fixed_offset(),
                    locale(),
                );
                let entities: Vec<(usize, Vec<Entity>)> = text
                    .split_sentence_bound_indices()
                    .map(|(at, sentence)| {
                        (at, duckling::parse(sentence, &locale(), &dimensions, &context, &Options::default()))
                    })
                    .collect();
                (text, now, context, entities)
            })
            .collect::<Vec<_>>();
        fastest = fastest.min(cpu() - began);
    }
    let mut out = BufWriter::new(stdout());
    for (line, (text, now, context, sentences)) in lines.iter().zip(&found) {
        let mut times = Vec::new();
        for (at, entities) in sentences {
            for (start, end, kind, value) in entities.iter().flat_map(|e| timexes(e, context, *now)) {
                let points = |byte: usize| text[..at + byte].chars().count();
                times.push(json!({"start": points(start), "end": points(end), "type": kind, "value": value}));
            }
        }
        writeln!(out, "{}", json!({"id": line["id"], "times": times}))?;
    }
    eprintln!("{fastest}");
    Ok(())
}
