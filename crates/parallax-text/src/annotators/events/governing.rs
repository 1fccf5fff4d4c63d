//! Which time expression of a sentence governs an act: how far it stands from it, over words and clauses.
//!
//! An expression dates what stands in its own clause. The way between the two is walked word by word: a word that
//! opens another clause, a second verb or a word of saying parts them; a comma closes what a relative or subordinate
//! clause opened. What is not parted is as far as there are words between.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use parallax_model::Precision;

use super::super::statements::cues::Form;
use super::super::statements::words::{Word, class};
use crate::lexicon::{english, rows};

/// Words between, with what makes them count more, from which on an expression is too far.
const FAR: usize = 45;
/// What a step into a looser part of the sentence counts, in words.
const LOOSE: usize = 5;
/// How many words in front of "that" the happening stands that it tells of.
const DEED: usize = 14;
/// What a second verb counts.
const OTHER: usize = 12;

static WORDS: LazyLock<BTreeMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut out: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for row in rows(english!("dating_words.tsv")) {
        let [kind, words] = row[..] else { continue };
        words.split(' ').for_each(|w| out.entry(w).or_default().push(kind));
    }
    out
});

/// Whether a word is of a kind in the data.
pub(super) fn is(word: &Word, kind: &str) -> bool {
    WORDS.get(word.lower.as_str()).is_some_and(|k| k.contains(&kind))
}

/// The word of an act in its sentence.
#[derive(Debug, Clone)]
pub(super) struct Act {
    pub(super) words: Range<usize>,
    /// The form of the verb; none for a noun.
    pub(super) form: Option<Form>,
    /// Whether it befalls somebody: it happens with what brings it about.
    pub(super) befalls: bool,
}

/// A time expression in its sentence.
#[derive(Debug, Clone)]
pub(super) struct Time {
    /// Its place in the document's times.
    pub(super) index: usize,
    pub(super) words: Range<usize>,
    pub(super) precision: Precision,
    /// Whether it lies after the day of the page or post.
    pub(super) ahead: bool,
    /// Whether it names an hour or part of a day, and the post or page gives the day.
    pub(super) hour: bool,
}

/// A sentence in which some words are words of saying.
pub(super) struct Sentence<'a> {
    pub(super) words: &'a [Word],
    /// For each word whether it belongs to a cue.
    pub(super) says: &'a [bool],
}

/// Whether a word is, or may be, a verb in a finite form or a participle.
pub(super) fn is_verb(w: &Word) -> bool {
    !w.is(class::TIMEX)
        && (w.is(class::AUXILIARY | class::FINITE)
            || !w.is(class::CAPITAL) && crate::times::is_past(&w.lower))
}

fn is_mark(w: &Word, marks: &[&str]) -> bool {
    w.is(class::MARK) && marks.contains(&w.lower.as_str())
}

/// A mark that no date reaches beyond.
fn ends(w: &Word) -> bool {
    is_mark(w, &[";", ":", ".", "?", "!", "…"])
}

/// A mark that can close a clause.
fn parts(w: &Word) -> bool {
    is_mark(w, &[",", "—", "–", ")", "("])
}

fn possessive(w: &Word) -> bool {
    matches!(w.lower.as_str(), "'s" | "’s" | "'" | "’")
}

impl Sentence<'_> {
    /// How far `time` stands from `act`, if nothing parts them.
    pub(super) fn distance(&self, act: &Act, time: &Time) -> Option<usize> {
        if time.words.start < act.words.end && act.words.start < time.words.end {
            return None;
        }
        let role = self.role(act, time)?;
        let way = if time.words.start >= act.words.end {
            self.behind(act, time)?
        } else {
            self.in_front(act, time)?
        };
        let far = role + way;
        (far <= FAR).then_some(far)
    }

    /// What the words around an expression say of it, apart from the act: a bound is no day.
    fn role(&self, act: &Act, time: &Time) -> Option<usize> {
        let words = self.words;
        let owns = words.get(time.words.end).is_some_and(possessive);
        let Some(lead) = self.lead(time) else {
            return Some(if owns && !self.owned(act, time) && time.words.start > act.words.end {
                OTHER
            } else {
                0
            });
        };
        let w = &words[lead];
        // "following their February meeting"
        let gap = time.words.end..act.words.start.max(time.words.end);
        let bare = matches!(act.form, None | Some(Form::Ing)) && act.words.start >= time.words.end;
        if bare && gap.len() <= 3 && words[gap].iter().all(|w| w.is_content() && !is_verb(w)) {
            return Some(0);
        }
        if self.told_of(act, time) {
            return Some(0);
        }
        if owns {
            if self.owned(act, time) {
                return Some(0);
            }
            return match () {
                () if is(w, "late") => Some(LOOSE),
                () if is(w, "topic") => None,
                () if w.is(class::PREPOSITION) || time.words.end <= act.words.start => Some(0),
                // "condemned Monday's attack"
                () => None,
            };
        }
        let clock = time.precision == Precision::Minute;
        match w.lower.as_str() {
            // "shortly after 9 p.m."
            _ if clock => Some(0),
            "by" if !time.ahead => None,
            "since" if time.precision > Precision::Week => None,
            "to" | "and" if self.range(lead) => None,
            _ if is(w, "bound") && !(w.lower == "before" && time.ahead) || is(w, "late") => None,
            _ => Some(0),
        }
    }

    /// Whether the act is told of a happening that the expression stands beside: "Monday's shooting that killed two",
    /// "the fire on May 10 in which two were hurt".
    fn told_of(&self, act: &Act, time: &Time) -> bool {
        let words = self.words;
        let Some(opener) = (time.words.end..act.words.start)
            .rev()
            .take_while(|&i| !ends(&words[i]))
            .find(|&i| matches!(words[i].lower.as_str(), "that" | "which") && !self.points(i))
        else {
            return false;
        };
        let beside = time.words.start.saturating_sub(DEED);
        let deed =
            (beside..opener).rev().take_while(|&i| !is_verb(&words[i])).find(|&i| is(&words[i], "deed"));
        deed.is_some_and(|d| !words[d.min(time.words.start)..opener].iter().any(is_verb))
    }

    /// The word in front of an expression and its article.
    fn lead(&self, time: &Time) -> Option<usize> {
        let near = time.words.start.saturating_sub(2)..time.words.start;
        near.rev().find(|&i| !self.words[i].is(class::DETERMINER))
    }

    /// Whether the word in front of an expression joins it to the first end of a range: "from Monday to Friday".
    fn range(&self, lead: usize) -> bool {
        let words = self.words;
        let front = lead.checked_sub(1).is_some_and(|i| words[i].is(class::TIMEX | class::NUMBER));
        let opened = words[lead.saturating_sub(6)..lead]
            .iter()
            .any(|w| matches!(w.lower.as_str(), "from" | "between"));
        front && opened
    }

    /// Whether the act is what the expression owns: "Monday's deadly attack".
    fn owned(&self, act: &Act, time: &Time) -> bool {
        let from = time.words.end + 1;
        self.words.get(time.words.end).is_some_and(possessive)
            && act.words.start >= from
            && act.words.start - from <= 4
            && self.words[from..act.words.start].iter().all(|w| w.is_content() || w.is(class::NUMBER))
    }

    /// The way from an act to an expression behind it.
    fn behind(&self, act: &Act, time: &Time) -> Option<usize> {
        let words = self.words;
        let noun = act.form.is_none();
        let mut far = time.words.start - act.words.end;
        // Inside another clause, which a comma can close.
        let mut inside = false;
        let mut joined = false;
        let mut caused = false;
        let lead = self.lead(time);
        for i in act.words.end..time.words.start {
            let w = &words[i];
            if ends(w) {
                return None;
            }
            if parts(w) {
                inside = false;
                far += 1;
                continue;
            }
            if inside || Some(i) == lead {
                continue;
            }
            if self.says[i] {
                return None;
            }
            let verb_ahead = || words[i + 1..time.words.start].iter().take_while(|w| !ends(w)).any(is_verb);
            if is(w, "relative") || w.lower == "that" && !self.points(i) {
                inside = true;
            } else if is(w, "together") && super::subject::opens_clause(words, i) {
                far += LOOSE + 3;
                caused = true;
            } else if is(w, "late") {
                inside = verb_ahead() && !act.befalls;
                caused = !inside;
                far += LOOSE;
            } else if is(w, "apart") {
                inside = true;
            } else if w.is(class::COORDINATOR) {
                if w.lower == "but" || w.lower == "yet" {
                    return None;
                }
                if self.verb_after(i, time.words.start) {
                    // "shot and killed on Monday"
                    let close = i == act.words.end && self.words.get(i + 1).is_some_and(is_verb);
                    far += if close { 0 } else { LOOSE * 2 };
                    joined = true;
                }
            } else if w.lower == "to"
                && words
                    .get(i + 1)
                    .is_some_and(|n| n.is_content() && !n.is(class::CAPITAL | class::NUMBER | class::TIMEX))
            {
                far += LOOSE;
            } else if is_verb(w) && !joined && !caused && i > act.words.end {
                let governed = words[i - 1]
                    .is(class::DETERMINER | class::NUMBER | class::AUXILIARY | class::COORDINATOR)
                    || words[i - 1].lower == "to";
                match () {
                    () if noun => far += 3,
                    () if governed => {}
                    () if w.is(class::AUXILIARY | class::FINITE) => return None,
                    () => far += LOOSE + 3,
                }
            }
        }
        (!inside).then_some(far)
    }

    /// Whether "that" at `i` is no clause opener: "after that", "that day".
    fn points(&self, i: usize) -> bool {
        let words = self.words;
        let after = words.get(i + 1).is_some_and(|w| w.is(class::TIMEX | class::TIME | class::TIME_NOUN));
        after || words[i].lower == "that" && i.checked_sub(1).is_some_and(|j| words[j].is(class::PREPOSITION))
    }

    /// Whether a verb stands within a few words behind a coordinator at `i`.
    fn verb_after(&self, i: usize, end: usize) -> bool {
        self.words[i + 1..end.min(i + 6)].iter().take_while(|w| !w.is(class::MARK)).any(is_verb)
    }

    /// The way from an expression to an act behind it.
    fn in_front(&self, act: &Act, time: &Time) -> Option<usize> {
        let words = self.words;
        let (from, to) = (time.words.end, act.words.start);
        let mut far = to - from;
        let between = &words[from..to];
        if self.told_of(act, time) {
            return Some(far);
        }
        let own = self.clause_of(time);
        let comma = between.iter().any(parts);
        let joined = between.iter().any(|w| w.is(class::COORDINATOR));
        let finite = matches!(act.form, Some(Form::Past | Form::Third | Form::Plain));
        // "who won in 2019, also demanded": the date is the other clause's.
        if own.other && (comma || !joined) && !self.owned(act, time) {
            return None;
        }
        // "After Monday's attack was condemned, police": a clause of its own.
        let first = between.iter().take_while(|w| !parts(w));
        let late = self.lead(time).is_some_and(|i| is(&words[i], "late")) && comma;
        if late && first.clone().any(is_verb) && time.precision != Precision::Minute {
            return None;
        }
        let opened = between
            .iter()
            .any(|w| is(w, "relative") || is(w, "together") || is(w, "purpose") || w.lower == "that");
        // "The man killed on Monday was arrested": of two verbs without a joint the second has another subject.
        let helped = words[to.saturating_sub(3)..to].iter().any(|w| w.is(class::AUXILIARY))
            && act.form == Some(Form::Past);
        if own.verb
            && !own.together
            && !comma
            && !joined
            && !opened
            && (helped || finite && !is(&words[to - 1], "purpose"))
        {
            return None;
        }
        // "decided on Monday to leave", "charged on Monday with killing"
        let last = &words[to - 1];
        let real = between.iter().any(|w| is(w, "real"));
        if last.lower == "to" && act.form == Some(Form::Plain) && !time.ahead && !real
            || act.form == Some(Form::Ing) && is(last, "purpose")
        {
            return None;
        }
        let mut inside = false;
        let mut said = false;
        for i in from..to {
            let w = &words[i];
            if ends(w) {
                return None;
            }
            if parts(w) {
                inside = false;
                said = false;
                continue;
            }
            if inside {
                continue;
            }
            said |= self.says[i];
            if is(w, "relative") || w.lower == "that" && !self.points(i) {
                let noun = i.checked_sub(1).is_some_and(|j| words[j].is_content() && !is_verb(&words[j]));
                match () {
                    () if w.lower == "that" && !noun => return None,
                    () => inside = true,
                }
            } else if is(w, "together") && super::subject::opens_clause(words, i) {
                far += LOOSE + 3;
            } else if is(w, "late") || is(w, "apart") {
                // "split in 2014 after the war began": in a year there is room for both.
                let wide = time.precision == Precision::Year && i + 1 < to;
                inside = !(is(w, "late") && (wide || !self.verb_after(i, to + 1)));
            } else if w.is(class::COORDINATOR) {
                let next = i + 1 + words[i + 1..to].iter().take_while(|w| w.is(class::ADVERB)).count();
                far += if next == to { LOOSE } else { LOOSE * 2 };
            } else if is_verb(w)
                && !w.is(class::AUXILIARY)
                && act.form == Some(Form::Past)
                && !comma
                && !joined
            {
                far += OTHER;
            }
        }
        // "On Monday the minister said troops left"
        (!inside && !said).then_some(far)
    }

    /// What stands before an expression in its clause.
    fn clause_of(&self, time: &Time) -> Clause {
        let words = self.words;
        let mut out = Clause::default();
        for i in (0..time.words.start).rev() {
            let w = &words[i];
            if ends(w) || parts(w) {
                break;
            }
            let noun = i.checked_sub(1).is_some_and(|j| words[j].is_content() && !is_verb(&words[j]));
            let relative = is(w, "relative") || w.lower == "that" && noun;
            let near = i + 1 == time.words.start;
            let late = is(w, "late") && out.verb;
            if out.verb && relative || (is(w, "apart") || late) && !near {
                out.other = true;
                break;
            }
            if is(w, "together") && super::subject::opens_clause(words, i) {
                out.together = true;
                break;
            }
            if w.lower == "that" && !noun {
                break;
            }
            if w.is(class::COORDINATOR) && out.verb {
                break;
            }
            out.verb |= is_verb(w);
        }
        out
    }
}

/// The part of a clause before an expression.
#[derive(Debug, Default)]
struct Clause {
    /// Whether a verb stands in it.
    verb: bool,
    /// Whether it is a relative clause, or one of another time.
    other: bool,
    /// Whether it is a clause of the same time.
    together: bool,
}

#[cfg(test)]
mod tests {
    use parallax_model::{Page, Precision};

    /// The first day of the act with this trigger on a page of Wednesday, 14 May 2031; none if only the page dates it.
    fn day(text: &str, trigger: &str) -> Option<String> {
        let mut page = Page::untouched("p", text);
        page.published = Some("2031-05-14".to_owned());
        let document = crate::annotate(page);
        let event = document.events.iter().find(|e| document.words(e.trigger) == trigger).unwrap();
        event.day.clone().filter(|d| d.precision != Precision::Published).map(|d| d.first)
    }

    fn given(text: &str, trigger: &str, date: &str) {
        assert_eq!(day(text, trigger).as_deref(), Some(date), "{text}");
    }

    fn none(text: &str, trigger: &str) {
        assert_eq!(day(text, trigger), None, "{text}");
    }

    #[test]
    fn an_expression_dates_its_own_clause() {
        given("On Monday, troops shelled Kelm.", "shelled", "2031-05-12");
        given(
            "The mayor resigned on Monday but Norway attacked the port on Tuesday.",
            "attacked",
            "2031-05-13",
        );
        none("The mayor spoke on Monday; Norway attacked the port.", "attacked");
        none("Ida Berg, who won the vote in 2029, was arrested in Kelm.", "arrested");
        none("On Monday the mayor saw the town that Norway attacked.", "attacked");
        none("The army agreed on Monday to withdraw its troops.", "withdraw");
        given("Norway on Tuesday became the third state to deploy 400 troops.", "deploy", "2031-05-13");
        none("Police charged a man on Tuesday with killing two sailors.", "killing");
    }

    #[test]
    fn a_bound_is_no_day() {
        none("Norway closed the border until Friday.", "closed");
        none("Before talks on Monday, Norway arrested two envoys.", "arrested");
        none("By Monday, Norway had attacked the port.", "attacked");
    }

    #[test]
    fn a_happening_dates_what_is_told_of_it() {
        given("Monday’s attack killed nine.", "killed", "2031-05-12");
        given("A fire on Sunday that killed nine people began in a kitchen.", "killed", "2031-05-11");
        given("Nine were killed when a bridge fell on Sunday.", "killed", "2031-05-11");
        none("After Monday’s attack was condemned abroad, Norway arrested nine.", "arrested");
    }

    #[test]
    fn quotations_keep_their_days() {
        none("Norway attacked the port and wrote: “We sail on Monday.”", "attacked");
        given("“They attacked us on Friday,” she said on Tuesday.", "attacked", "2031-05-09");
    }
}
