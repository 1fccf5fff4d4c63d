//! The words of time expressions, from `data/en/times.tsv` and the files beside it.

use std::sync::LazyLock;

use super::calendar::Unit;
use crate::lexicon::{WordMap, english, rows};
use crate::numbers::{NumberKind, number_words};
use crate::words::{Kind, Word, Words, lower};

/// What a word does beside a time; the classes of the data by these names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// "in", "since": before a date.
    Preposition,
    /// "in", "late": before four digits that are a year.
    LeadsYear,
    /// "and", "he": goes on after a whole expression, so that this is no adjective.
    GoesOn,
    /// "Street": four digits before it are an address.
    Street,
    /// "page": four digits and a hyphen before it count it.
    Measured,
    /// "Flight": the digits after it are its label.
    Label,
    /// "nearly": four digits after it are a number of things.
    Amount,
    /// "lasted": "over" after it is "more than".
    Lasts,
    /// "Eastern": the name of a zone before "time".
    ZoneName,
    /// "net": after "third quarter" in a report on business.
    Result,
    /// "postponed": "until Friday" after it lies ahead.
    PutsOff,
}

const ROLES: [(&str, Role); 11] = [
    ("preposition", Role::Preposition),
    ("leads year", Role::LeadsYear),
    ("goes on", Role::GoesOn),
    ("street", Role::Street),
    ("measured", Role::Measured),
    ("label", Role::Label),
    ("amount", Role::Amount),
    ("lasts", Role::Lasts),
    ("zone name", Role::ZoneName),
    ("result", Role::Result),
    ("puts off", Role::PutsOff),
];

/// All that the data say of one word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Entry {
    /// Month from 1; 0 for none.
    pub(super) month: u8,
    /// Weekday from Monday 1; 0 for none.
    pub(super) weekday: u8,
    /// "Mondays".
    pub(super) weekdays: u8,
    /// "Jan", "Mon": needs a full stop or a date beside it.
    pub(super) short: bool,
    pub(super) unit: Option<Unit>,
    /// The unit is in the plural.
    pub(super) plural: bool,
    pub(super) part: Option<&'static str>,
    /// "mornings".
    pub(super) parts: Option<&'static str>,
    pub(super) season: Option<&'static str>,
    pub(super) day: Option<i8>,
    pub(super) shift: Option<i8>,
    pub(super) few: bool,
    pub(super) bound: Option<&'static str>,
    pub(super) edge: Option<&'static str>,
    pub(super) always: Option<&'static str>,
    pub(super) zone: bool,
    pub(super) count: bool,
    pub(super) number: bool,
    /// "third".
    pub(super) ordinal: bool,
    /// "tonight", "noon", "half": begins a family of its own.
    pub(super) begins: bool,
    /// Whether a family looks at it.
    pub(super) wakes: bool,
    pub(super) past: bool,
    pub(super) future: bool,
    pub(super) present: bool,
    pub(super) clause: bool,
    pub(super) event: bool,
    pub(super) not_past: bool,
    pub(super) leads: bool,
    pub(super) owns: bool,
    pub(super) stretch: bool,
    /// Word of a report on business.
    pub(super) business: bool,
    /// "agreed", "a plan": what follows with "to" lies ahead.
    pub(super) intends: bool,
    /// Stands before "one day" where that is some day.
    pub(super) someday: bool,
    /// "quarter", "period".
    pub(super) period: bool,
    /// "same", "corresponding".
    pub(super) comparable: bool,
    /// A verb of saying, from `saying_verbs.tsv`.
    pub(super) says: bool,
    /// "nineties": its tens.
    pub(super) tens: u8,
    /// "updated", "published": what is done to a text.
    pub(super) note: bool,
    /// "story", "article": what a text is called.
    pub(super) piece: bool,
    /// First word of a holiday.
    pub(super) holiday: bool,
    /// First word of a vague phrase.
    pub(super) vague: bool,
    roles: u32,
}

impl Entry {
    /// Whether the word does this beside a time.
    pub(super) fn is(&self, role: Role) -> bool {
        self.roles & (1 << role as u32) != 0
    }
}

impl Entry {
    fn begins_family(&self) -> bool {
        let calendar = self.month > 0 || self.weekday > 0 || self.weekdays > 0 || self.day.is_some();
        let named = self.holiday || self.season.is_some() || self.part.is_some() || self.tens > 0;
        let counted = self.unit.is_some() || self.number || self.ordinal || self.few || self.period;
        calendar || named || counted || self.always.is_some() || self.vague || self.begins
    }
}

/// A vague phrase after its first word, its value, and words that must not follow.
pub(super) struct Vague {
    pub(super) rest: Vec<&'static str>,
    pub(super) value: &'static str,
    pub(super) unless: Vec<&'static str>,
    /// Only on a page of history.
    pub(super) history: bool,
}

/// A holiday: its words and its rule.
pub(super) struct Holiday {
    pub(super) words: Vec<&'static str>,
    pub(super) rule: &'static str,
}

struct Vocabulary {
    words: WordMap<Entry>,
    /// A word of which the data say nothing; one in a past tense; one such as "yearlong".
    plain: Entry,
    past: Entry,
    long: Entry,
    holidays: Vec<Holiday>,
    vague: WordMap<Vec<Vague>>,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(load);

fn load() -> Vocabulary {
    let mut words: WordMap<Entry> = WordMap::default();
    let mut holidays = Vec::new();
    for row in rows(english!("times.tsv")) {
        let (word, class) = (row[0], row.get(1).copied().unwrap_or_default());
        let value = row.get(2).copied().unwrap_or_default();
        let number = || value.parse::<u8>().unwrap_or_default();
        let e = words.entry(word).or_default();
        match class {
            "month" => e.month = number(),
            "short month" => (e.month, e.short) = (number(), true),
            "weekday" => e.weekday = number(),
            "short weekday" => (e.weekday, e.short) = (number(), true),
            "weekdays" => e.weekdays = number(),
            "unit" => e.unit = Unit::of(value),
            "units" => (e.unit, e.plural) = (Unit::of(value), true),
            "part" => e.part = Some(value),
            "parts" => e.parts = Some(value),
            "season" => e.season = Some(value),
            "day" => e.day = value.parse().ok(),
            "shift" => e.shift = value.parse().ok(),
            "few" => e.few = true,
            "begins" => e.begins = true,
            "bound" => e.bound = Some(value),
            "edge" => e.edge = Some(value),
            "always" => e.always = Some(value),
            "zone" => e.zone = true,
            "count" => e.count = true,
            "past" => e.past = true,
            "future" => e.future = true,
            "present" => e.present = true,
            "clause" => e.clause = true,
            "event" => e.event = true,
            "not past" => e.not_past = true,
            "leads" => e.leads = true,
            "owns" => e.owns = true,
            "stretch" => e.stretch = true,
            "tens" => e.tens = number(),
            "note" => e.note = true,
            "piece" => e.piece = true,
            "business" => e.business = true,
            "intends" => e.intends = true,
            "someday" => e.someday = true,
            "period" => e.period = true,
            "comparable" => e.comparable = true,
            _ => {
                for (_, role) in ROLES.iter().filter(|(name, _)| *name == class) {
                    e.roles |= 1 << *role as u32;
                }
            }
        }
    }
    for row in rows(english!("times-holidays.tsv")) {
        let [name, rule] = row[..] else { continue };
        let parts: Vec<&str> = name.split_inclusive([' ', '\'', '.']).flat_map(split_mark).collect();
        if let Some(first) = parts.first() {
            words.entry(first).or_default().holiday = true;
        }
        holidays.push(Holiday { words: parts, rule });
    }
    for row in rows(english!("saying_verbs.tsv")) {
        words.entry(row[0]).or_default().says = true;
    }
    // Longest first, so that "Christmas Eve" is not read as "Christmas".
    holidays.sort_by_key(|h: &Holiday| std::cmp::Reverse(h.words.len()));
    let mut vague: WordMap<Vec<Vague>> = WordMap::default();
    for row in rows(english!("times-vague.tsv")) {
        let [phrase, value, ref tail @ ..] = row[..] else { continue };
        let mut parts = phrase.split(' ');
        let Some(first) = parts.next() else { continue };
        words.entry(first).or_default().vague = true;
        let unless = tail.first().map(|u| u.split('|').collect()).unwrap_or_default();
        let phrases = vague.entry(first).or_default();
        let history = tail.get(1).is_some_and(|t| *t == "history");
        phrases.push(Vague { rest: parts.collect(), value, unless, history });
        phrases.sort_by_key(|p| std::cmp::Reverse(p.rest.len()));
    }
    for (word, kind) in number_words() {
        let e = words.entry(word).or_default();
        match kind {
            NumberKind::Ordinal => e.ordinal = true,
            _ => e.number = true,
        }
    }
    words.iter_mut().for_each(|(word, e)| {
        e.past |= is_past(word) && !e.not_past;
        e.wakes = e.begins_family();
    });
    let past = Entry { past: true, ..Entry::default() };
    let long = Entry { wakes: true, ..Entry::default() };
    Vocabulary { words, plain: Entry::default(), past, long, holidays, vague }
}

/// "day's " to "day", "'".
fn split_mark(piece: &'static str) -> Vec<&'static str> {
    let piece = piece.trim_end();
    match piece.strip_suffix(['\'', '.']) {
        Some(word) => vec![word, &piece[word.len()..]],
        None => vec![piece],
    }
}

/// All holidays, longest first.
pub(super) fn holidays() -> &'static [Holiday] {
    &VOCABULARY.holidays
}

/// Vague phrases that start with this word in lower case, longest first.
pub(super) fn vague(first: &str) -> &'static [Vague] {
    lower(first, &mut [0; 24]).and_then(|w| VOCABULARY.vague.get(w)).map(Vec::as_slice).unwrap_or_default()
}

/// The entry of each piece.
pub(super) fn entries(words: &Words<'_>) -> Vec<&'static Entry> {
    let vocabulary = &*VOCABULARY;
    let of = |(i, w): (usize, &Word)| match w.kind {
        Kind::Letters => vocabulary.entry(words.str(i)),
        _ => &vocabulary.plain,
    };
    words.list.iter().enumerate().map(of).collect()
}

/// The entry of what is no word.
pub(super) fn plain() -> &'static Entry {
    &VOCABULARY.plain
}

/// What the data say of one word.
pub(super) fn entry(word: &str) -> &'static Entry {
    VOCABULARY.entry(word)
}

impl Vocabulary {
    fn entry(&'static self, word: &str) -> &'static Entry {
        let mut buffer = [0; 24];
        let Some(lowered) = lower(word, &mut buffer) else { return &self.plain };
        match self.words.get(lowered) {
            Some(entry) => entry,
            // Regular past tenses; names such as "Alfred" and "Medved" are caught by their capital in a sentence.
            None if is_past(lowered) && !word.starts_with(char::is_uppercase) => &self.past,
            None if lowered.ends_with("long") => &self.long,
            None => &self.plain,
        }
    }
}

fn is_past(lowered: &str) -> bool {
    lowered.len() > 4 && lowered.ends_with("ed") && !lowered.starts_with("un")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(word: &str) -> &'static Entry {
        VOCABULARY.entry(word)
    }

    #[test]
    fn words_have_their_classes() {
        assert_eq!(entry("February").month, 2);
        assert!(entry("Sept").short);
        assert_eq!(entry("May").month, 5);
        assert!(entry("may").future);
        assert!(entry("announced").past && !entry("United").past);
        assert_eq!(entry("centuries").unit, Some(Unit::Century));
        assert!(entry("seven").number && !entry("ship").number);
    }

    #[test]
    fn long_phrases_come_first() {
        assert!(vague("at").first().is_some_and(|v| v.rest.len() >= 2));
        assert!(
            holidays().iter().position(|h| h.words == ["christmas", "eve"])
                < holidays().iter().position(|h| h.words == ["christmas"])
        );
        assert!(holidays().iter().any(|h| h.words == ["valentine", "'", "s", "day"]));
    }
}
