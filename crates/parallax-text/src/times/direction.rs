//! Whether a date without a year or week lies ahead, told by the words around it.
//!
//! News names the day of the report itself or a day before it nine times in ten, so only a precise cue
//! turns an expression to the future.

use std::cell::Cell;

use super::scan::{Found, Scan};
use super::vocabulary::Role;

/// Where an expression looks, and the piece that tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Direction {
    pub(super) ahead: bool,
    /// None where nothing tells and the usual direction, back, is taken.
    pub(super) cue: Option<usize>,
}

impl Direction {
    fn told(ahead: bool, by: usize) -> Self {
        Self { ahead, cue: Some(by) }
    }
}

/// Which way an expression looks; worked out only if both ways are possible, and remembered then.
pub(super) struct Look<'a> {
    scan: &'a Scan<'a>,
    from: usize,
    to: usize,
    found: Cell<Option<Direction>>,
    turned: bool,
}

impl<'a> Look<'a> {
    pub(super) fn of(scan: &'a Scan<'a>, found: &Found) -> Self {
        Self { scan, from: found.from, to: found.to, found: Cell::new(None), turned: false }
    }

    /// Whether it looks ahead.
    pub(super) fn ahead(&self) -> bool {
        let direction = self.found.get().unwrap_or_else(|| direction(self.scan, self.from, self.to));
        self.found.set(Some(direction));
        direction.ahead != self.turned
    }

    /// The words around it.
    pub(super) fn scan(&self) -> &'a Scan<'a> {
        self.scan
    }

    /// First and one past the last piece of its sentence.
    pub(super) fn sentence(&self) -> (usize, usize) {
        self.scan.sentence(self.from)
    }

    /// What was found, if anybody asked.
    pub(super) fn asked(&self) -> Option<Direction> {
        self.found.get()
    }

    /// The same expression looking the other way.
    pub(super) fn turned(&self) -> Self {
        Self { turned: !self.turned, found: self.found.clone(), ..*self }
    }
}

/// Whether the expression `from..to` lies before or after its clock.
fn direction(scan: &Scan<'_>, from: usize, to: usize) -> Direction {
    let (lo, hi) = scan.sentence(from);
    let lo = lo.max(from.saturating_sub(40));
    let hi = hi.min(to + 25);
    if scan.apostrophe(to) && scan.is(to + 1, "s") && scan.glued(to) {
        return owned_event(scan, lo, from, to);
    }
    if let Some(answer) = led_by(scan, lo, from, to, hi) {
        return answer;
    }
    // "said (on) Friday", "meets Monday"
    let mut k = from - 1;
    let mut skipped = 0;
    while k > lo
        && skipped < 2
        && scan.any(
            k,
            &[
                "on", "in", "at", "late", "early", "here", "back", "over", "out", "up", "that", "there",
                "again", "home",
            ],
        )
    {
        k -= 1;
        skipped += 1;
    }
    if k >= lo {
        let e = scan.entry(k);
        if e.past && !is_future_participle(scan, k) {
            return Direction::told(false, k);
        }
        let noun = scan.any(k - 1, &["did", "the", "a", "an", "of", "his", "her", "their", "its"]);
        if e.present && !noun && !e.past {
            return Direction::told(true, k);
        }
    }
    // The nearest cue in the same clause.
    let mut k = from;
    while k > lo {
        k -= 1;
        let e = scan.entry(k);
        if matches!(scan.str(k), ";" | ":" | "—" | "–" | "\"" | "”" | "“")
            || (e.clause && k + 1 < from && !as_as(scan, k))
        {
            break;
        }
        if let Some(ahead) = cue(scan, k) {
            return Direction::told(ahead, k);
        }
    }
    // "On Friday, the council will vote."
    if from <= lo + 5 {
        let mut quote = false;
        for k in to..hi {
            if matches!(scan.str(k), ";" | ":" | "—" | "–") {
                break;
            }
            quote ^= matches!(scan.str(k), "\"" | "“" | "”");
            if !quote && let Some(ahead) = cue(scan, k) {
                return Direction::told(ahead, k);
            }
        }
    }
    Direction { ahead: false, cue: None }
}

/// What the word at `k` tells.
fn cue(scan: &Scan<'_>, k: usize) -> Option<bool> {
    let e = scan.entry(k);
    // "a divided council": an adjective.
    if e.past
        && scan.str(k).ends_with("ed")
        && scan.any(k - 1, &["a", "an", "the", "its", "their", "his", "her"])
    {
        return None;
    }
    if e.past && !is_future_participle(scan, k) {
        // "is due to" lies ahead; "was to meet", "had been due to" are told looking back.
        if scan.any(k, &["is", "are", "has", "have", "been"]) && future_after(scan, k) {
            return Some(!(scan.is(k, "been") && scan.is(k - 1, "had")));
        }
        return Some(false);
    }
    if scan.any(k, &["is", "are", "be"]) && future_after(scan, k) {
        return Some(true);
    }
    if scan.apostrophe(k) && scan.is(k + 1, "ll") || scan.is(k, "won") && scan.apostrophe(k + 1) {
        return Some(true);
    }
    // "could not be reached Wednesday" looks back.
    if scan.is(k, "could") && (scan.is(k + 1, "not") || scan.is(k - 1, "nor")) {
        return Some(false);
    }
    if e.future && !(scan.capital(k) && scan.is(k, "may")) {
        return Some(true);
    }
    // "agreed to sell the plant in March"; "had been due to expire Friday" looks back.
    if scan.is(k, "to") && scan.entry(k - 1).intends && scan.letters(k + 1) && !scan.entry(k + 1).past {
        return Some(!(k - 4..k - 1).any(|j| scan.is(j, "had")));
    }
    // "the summit opens in Rome on Thursday"
    let noun = scan.any(k - 1, &["did", "the", "a", "an", "of", "his", "her", "their", "its", "for", "in"]);
    if e.present && !noun && !scan.capital(k) && scan.str(k).ends_with('s') {
        return Some(true);
    }
    // "to meet", "to begin"
    if scan.is(k, "to")
        && (scan.entry(k + 1).present
            || scan.any(
                k + 1,
                &[
                    "be", "end", "leave", "take", "hold", "go", "visit", "join", "travel", "appear",
                    "return", "arrive", "discuss", "testify", "report", "run", "launch",
                ],
            ))
    {
        return Some(true);
    }
    None
}

/// "is to", "are expected", "was scheduled" at `k`.
fn future_after(scan: &Scan<'_>, k: usize) -> bool {
    scan.any(
        k + 1,
        &[
            "to",
            "expected",
            "scheduled",
            "due",
            "set",
            "likely",
            "planned",
            "slated",
            "supposed",
            "ready",
            "expecting",
            "planning",
        ],
    ) && (scan.any(k + 1, &["to", "due", "set", "scheduled", "slated"])
        || scan.any(k + 2, &["to", "for", "on"]))
}

/// "will be elected", "to be held": a participle of something ahead.
fn is_future_participle(scan: &Scan<'_>, k: usize) -> bool {
    let b = if scan.str(k - 1).ends_with("ly") { k - 2 } else { k - 1 };
    scan.any(b, &["be", "being", "not"])
        || (scan.any(b, &["is", "are"])
            && scan.any(k, &["scheduled", "planned", "expected", "set", "slated"]))
        || (scan.any(k, &["scheduled", "planned", "expected"]) && !scan.any(b, &["had", "has", "have"]))
}

/// "as early as" up to `k`, or from it.
fn as_as(scan: &Scan<'_>, k: usize) -> bool {
    let between = |j: usize| scan.any(j, &["early", "soon", "late"]);
    scan.is(k, "as") && (between(k - 1) && scan.is(k - 2, "as") || between(k + 1) && scan.is(k + 2, "as"))
}

/// "until Friday", "by Monday", "due on Tuesday": a preposition or participle that points ahead.
fn led_by(scan: &Scan<'_>, lo: usize, from: usize, to: usize, hi: usize) -> Option<Direction> {
    let mut k = from - 1;
    while k > lo && scan.any(k, &["the", "early", "late", "mid", "on", "for", "in", "-"]) {
        // "due on", "planned for", "expected in"
        if scan.any(k, &["on", "for", "in"])
            && !scan.any(
                k - 1,
                &["due", "scheduled", "planned", "set", "expected", "slated", "deadline", "effective"],
            )
        {
            return None;
        }
        k -= 1;
    }
    if k < lo {
        return None;
    }
    let as_as = as_as(scan, k);
    let later =
        scan.is(k, "than") && scan.any(k - 1, &["later", "earlier"]) && scan.any(k - 2, &["no", "not"]);
    let planned = scan.any(k, &["due", "scheduled", "slated"])
        || (scan.any(k, &["planned", "expected"]) && k + 1 < from)
        || (scan.is(k, "set") && scan.is(k + 1, "for"))
        || scan.is(k, "of") && scan.any(k - 1, &["deadline", "ahead"]);
    // "had been due to expire Friday" looks back.
    if planned && let Some(had) = (k.saturating_sub(3).max(lo)..k).find(|&j| scan.is(j, "had")) {
        return Some(Direction::told(false, had));
    }
    // "postponed until Friday", "delayed to June"
    if scan.entry(k - 1).is(Role::PutsOff) && scan.any(k, &["until", "till", "to", "through"]) {
        return Some(Direction::told(true, k - 1));
    }
    let limit =
        scan.any(k, &["until", "till", "by", "before", "through", "starting", "beginning", "effective"]);
    if !(as_as || later || planned || limit) {
        return None;
    }
    if limit && scan.any(k, &["by", "before", "until", "through", "beginning", "starting"]) {
        // "Until Thursday, they had": a past verb on the right, and nothing on the left that points ahead.
        let ahead = (lo..k).any(|j| {
            scan.any(j, &["will", "would", "must", "to", "should", "can", "could", "may", "is", "are", "ll"])
        });
        let clause = (to..hi.min(to + 12)).take_while(|&j| !scan.entry(j).clause);
        let past = clause.filter_map(|j| cue(scan, j)).next() == Some(false);
        let past = past || (lo..k).any(|j| scan.any(j, &["had", "was", "were", "lasted", "ran"]));
        if past && !ahead {
            return Some(Direction::told(false, k));
        }
    }
    Some(Direction::told(true, k))
}

/// "Friday's election" lies ahead only if the words before say so.
fn owned_event(scan: &Scan<'_>, lo: usize, from: usize, to: usize) -> Direction {
    let event = (to + 2..to + 5).any(|k| scan.entry(k).event);
    let near = from.saturating_sub(6).max(lo);
    let ahead = (near..from)
        .find(|&k| scan.any(k, &["will", "ahead", "before", "for", "next", "upcoming", "until", "at"]));
    let past = (near..from).find(|&k| scan.any(k, &["said", "was", "were", "during", "after"]));
    match ahead {
        Some(k) if event && past.is_none() => Direction::told(true, k),
        _ => Direction { ahead: false, cue: past },
    }
}

#[cfg(test)]
mod tests {
    use super::super::read;

    fn on_monday(text: &str) -> String {
        read("2024-05-20", text).join("; ")
    }

    #[test]
    fn a_past_verb_beside_the_day_wins() {
        assert_eq!(on_monday("The plan will fail, he said Thursday."), "Thursday = 2024-05-16");
        assert_eq!(
            on_monday("The party will choose a leader after the vote held on Saturday."),
            "Saturday = 2024-05-18"
        );
    }

    #[test]
    fn the_present_tells_what_comes() {
        assert_eq!(on_monday("The bill goes to the council on Thursday."), "Thursday = 2024-05-23");
        assert_eq!(on_monday("The talks were postponed until Thursday."), "Thursday = 2024-05-23");
        assert_eq!(on_monday("The law takes effect June 1."), "June 1 = 2024-06-01");
        assert_eq!(on_monday("Traders sold ahead of the weekend."), "the weekend = 2024-W21-WE");
        assert_eq!(
            on_monday("A ruling is expected as soon as next week, perhaps on Friday."),
            "next week = 2024-W22; Friday = 2024-05-24"
        );
    }

    #[test]
    fn what_was_meant_to_come() {
        assert_eq!(on_monday("They agreed to open the pool in June."), "June = 2024-06");
        assert_eq!(on_monday("The offer had been due to lapse Friday."), "Friday = 2024-05-17");
        assert_eq!(on_monday("The mayor could not be reached Sunday."), "Sunday = 2024-05-19");
        assert_eq!(on_monday("They did not plan to open the gate on Thursday."), "Thursday = 2024-05-23");
    }

    #[test]
    fn plans_point_ahead() {
        assert_eq!(on_monday("Her trial is scheduled for Wednesday."), "Wednesday = 2024-05-22");
        assert_eq!(on_monday("The committee meets Tuesday."), "Tuesday = 2024-05-21");
        assert_eq!(on_monday("On Friday, the council will vote."), "Friday = 2024-05-24");
        assert_eq!(on_monday("Voters are preparing for Sunday's election."), "Sunday = 2024-05-26");
        assert_eq!(on_monday("Sunday's attack killed two."), "Sunday = 2024-05-19");
    }
}
