//! The force that words have by themselves, whatever introduces them: "we were wrong" admits, "he must go" demands.
//!
//! A content is read sentence by sentence. Of a sentence only the main clause counts, as far as a comma shows where it
//! begins; in it signs of every force are gathered, and the first of [`ORDER`] that has one is its force. The first
//! sentence speaks for all, unless it merely asserts, predicts or hedges and a later one threatens, demands or, behind
//! an assertion, admits, accuses or denies.

use std::ops::Range;
use std::sync::LazyLock;

use parallax_model::Stance;

use super::super::cues::Form;
use super::super::words::{Word, class};
use super::own::{Slot, own_side};
use super::phrases::{self, Phrases};
use super::signs::{charged, coming, emphatic, harm, modal};
use super::stance_of;
use super::threats;
use super::{certainty, helper};
use crate::lexicon::{english, rows};

/// How many words into a sentence its force is looked for.
const REACH: usize = 36;
/// Most sentences of a content that are read.
const SENTENCES: usize = 6;
/// How far behind a form of "be" a predicate may stand.
const PREDICATE: usize = 3;
/// How many words into a clause "never" is looked for.
const NEAR: usize = 6;
/// Longest content that can be a mere name for something: "a disgrace to the town".
const GROUP: usize = 10;

/// Which force goes before which.
const ORDER: [Stance; 10] = [
    Stance::Declines,
    Stance::Promises,
    Stance::Demands,
    Stance::Admits,
    Stance::Accuses,
    Stance::Confirms,
    Stance::Denies,
    Stance::Warns,
    Stance::Predicts,
    Stance::Hedges,
];

/// Where a phrase counts; see the head of `forces.tsv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Any,
    Own,
    Denied,
    Predicate,
    Future,
    Negated,
    Start,
    Wrong,
}

#[derive(Debug, Clone, Copy)]
struct Force {
    stance: Stance,
    place: Place,
    /// Whether it is also a noun: at the start it needs an article or pronoun behind it.
    noun: bool,
}

static FORCES: LazyLock<Phrases<Force>> = LazyLock::new(|| {
    let mut out = Phrases::default();
    for row in rows(english!("forces.tsv")) {
        let [stance, place, part, phrase, ..] = row[..] else { continue };
        let Some(stance) = stance_of(stance) else { continue };
        let place = match place {
            "own" => Place::Own,
            "denied" => Place::Denied,
            "predicate" => Place::Predicate,
            "future" => Place::Future,
            "negated" => Place::Negated,
            "start" => Place::Start,
            "wrong" => Place::Wrong,
            _ => Place::Any,
        };
        let part = if place == Place::Start { "words" } else { part };
        let force = Force { stance, place, noun: row[2] == "noun" };
        out.add(phrase, part, row.get(4).copied().unwrap_or(""), force);
    }
    out
});

/// What is said, and by whom.
#[derive(Debug, Clone, Copy)]
pub(super) struct Content<'a> {
    pub(super) words: &'a [Word],
    pub(super) ranges: &'a [Range<usize>],
    /// The words of the source.
    pub(super) source: &'a [Word],
}

/// The force of a content; none if it merely asserts.
pub(super) fn of(content: Content<'_>) -> Option<Stance> {
    let (mut all, mut asked) = (0, 0);
    let mut force: Option<Stance> = None;
    // “It held,” she said, “for a day.” is one sentence in two pieces.
    let mut goes_on = true;
    for sentence in sentences(content) {
        all += 1;
        let leads = goes_on;
        goes_on = leads && !ends(sentence);
        if question(sentence) {
            asked += 1;
            continue;
        }
        let here = sentence_force(sentence, content.source);
        let weak = matches!(force, None | Some(Stance::Predicts | Stance::Hedges));
        force = match here {
            _ if leads && force.is_none() => here,
            Some(Stance::Threatens | Stance::Demands) if weak => here,
            Some(Stance::Admits | Stance::Accuses | Stance::Denies | Stance::Promises) if force.is_none() => {
                here
            }
            _ => force,
        };
    }
    if asked > 0 && (asked == all || force.is_none()) { Some(Stance::Asks) } else { force }
}

/// Whether all that is said is asked.
pub(super) fn asked(content: Content<'_>) -> bool {
    let mut all = sentences(content).peekable();
    all.peek().is_some() && all.all(question)
}

/// Whether the main clause says that something is not so: "that nobody had been dropped".
pub(super) fn negative(content: Content<'_>) -> bool {
    let words = main_clause(head(content)).0;
    let nothing = words.first().is_some_and(|w| {
        matches!(w.lower.as_str(), "no" | "nobody" | "nothing" | "none" | "neither" | "never")
    });
    nothing
        || helper(words).is_some_and(|i| words[i].is(class::NEGATION) || super::negated(words, i))
        || words.iter().take(NEAR).any(|w| w.lower == "never")
        || helper(words).is_some_and(|i| words.get(i + 1).is_some_and(|w| w.lower == "no"))
}

/// Whether a content is a clause: it begins with "that", or stands in quotation marks, or has a helping verb.
pub(super) fn clause(content: Content<'_>) -> bool {
    let words = content.ranges.first().and_then(|r| content.words.get(r.clone())).unwrap_or(&[]);
    words.first().is_some_and(|w| w.lower == "that" || w.quote.is_some()) || helper(head(content)).is_some()
}

/// Whether a content tells a deed to come as an infinitive: "to mend the roof", "never to return".
pub(super) fn infinitive(content: Content<'_>) -> bool {
    head(content).iter().take(2).any(|w| w.lower == "to")
}

/// Whether an announced deed of the speaker's own side is harm: "to punish the rebels", "that it would cut them off".
pub(super) fn harms(content: Content<'_>) -> bool {
    let words = head(content);
    let words = &words[words.iter().position(|w| w.lower != "to").unwrap_or(0)..];
    threats::violent(words)
        || sentences(content).any(|s| threats::announced(s, |words, at| own_side(words, at, content.source)))
}

/// Whether a content threatens harm by the speaker's own side.
pub(super) fn threatens(content: Content<'_>) -> bool {
    sentences(content).any(|s| threat(s, content.source))
}

/// The first words of a content, without marks and "that".
pub(super) fn head<'a>(content: Content<'a>) -> &'a [Word] {
    let words = content.ranges.first().and_then(|r| content.words.get(r.clone())).unwrap_or(&[]);
    let from = words.iter().position(|w| !w.is(class::MARK) && w.lower != "that").unwrap_or(words.len());
    &words[from..]
}

/// The sentences of a content, each with its closing mark.
fn sentences<'a>(content: Content<'a>) -> impl Iterator<Item = &'a [Word]> {
    let ranges = content.ranges.iter().filter_map(move |r| content.words.get(r.clone()));
    let pieces = ranges
        .flat_map(|words| words.split_inclusive(|w| matches!(w.lower.as_str(), "." | "!" | "?" | ";" | "…")));
    let spoken = pieces.filter(|s| s.iter().any(|w| !w.is(class::MARK)));
    spoken.take(SENTENCES)
}

fn ends(sentence: &[Word]) -> bool {
    sentence.iter().rev().take(2).any(|w| matches!(w.lower.as_str(), "." | "!" | "?" | ";" | "…"))
}

fn question(sentence: &[Word]) -> bool {
    sentence.iter().rev().take(2).any(|w| w.lower == "?")
}

/// Signs of forces, as bits.
#[derive(Debug, Clone, Copy, Default)]
struct Signs(u16);

impl Signs {
    fn add(&mut self, stance: Stance) {
        self.0 |= 1 << stance as u16;
    }

    fn has(self, stance: Stance) -> bool {
        self.0 & 1 << stance as u16 != 0
    }
}

fn sentence_force(sentence: &[Word], source: &[Word]) -> Option<Stance> {
    if threat(sentence, source) {
        return Some(Stance::Threatens);
    }
    let (main, that) = main_clause(sentence);
    let mut signs = Signs::default();
    let conditional = sentence.iter().any(|w| matches!(w.lower.as_str(), "if" | "unless"));
    let (mut may, mut bad, mut wrong) = (conditional, false, false);
    // "Called it a disgrace": what has no verb is what something is called.
    let group = main.len() <= GROUP && helper(main).is_none();
    let mut done = 0;
    // The verb of the speaker's own side: what it has done is no charge.
    let mut own_verb = None;
    'words: for i in 0..main.len().min(REACH) {
        if let Some(own) = own_side(main, i, source).filter(|_| i >= done) {
            let slot = Slot::behind(main, own);
            of_own(main, i, &slot, &mut signs);
            (done, own_verb) = (slot.at, Some(slot.at));
        }
        let word = &main[i];
        let lower = word.lower.as_str();
        let negated = main.get(i + 1).is_some_and(|w| w.is(class::NEGATION));
        match lower {
            "may" | "might" | "could" if !negated && (i == 0 || !word.is(class::CAPITAL)) => {
                // What may have been is not to come.
                may |= main.get(i + 1).is_none_or(|w| w.lower != "have");
                if helper(main) == Some(i) {
                    signs.add(Stance::Hedges);
                }
            }
            // "The drug can kill."
            "can" if !negated => may |= helper(main) == Some(i),
            "will" | "'ll" | "’ll" | "wo" if i >= done => signs.add(coming(main, i, source)),
            "would" if i >= done && word.quote.is_none() && !wishes(main, i + 1) => {
                signs.add(coming(main, i, source));
            }
            // "The two did meet."
            "did" | "does" | "do" if emphatic(main, i) => signs.add(Stance::Confirms),
            "should" | "ought" if own_verb == Some(i) && perfect(main, i) => {}
            "should" | "must" | "ought" if i >= done || !of_one(main, i) => oblige(main, i, &mut signs),
            "need" | "needs" | "needed" | "has" | "have" | "got" => {
                let to = main.get(i + 1).is_some_and(|w| w.lower == "to");
                let free = i >= done || !of_one(main, i);
                if to && free && !before(main, i, class::NEGATION) && !before(main, i, class::AUXILIARY) {
                    signs.add(Stance::Demands);
                }
            }
            _ => {}
        }
        let mut taken = false;
        for hit in FORCES.at(main, i) {
            let Force { stance, place, noun } = *hit.value;
            match place {
                Place::Any if stance == Stance::Accuses && own_verb == Some(i) => {}
                Place::Any if !taken => {
                    taken = true;
                    any(main, i, stance, hit.form, &mut signs);
                    // "Not known when it will open": what is not known has no force.
                    if stance == Stance::Hedges && main.get(hit.end).is_some_and(phrases::which) {
                        may = false;
                        break 'words;
                    }
                }
                Place::Predicate
                    if group || main[i.saturating_sub(PREDICATE)..i].iter().any(|w| w.is(class::BE)) =>
                {
                    any(main, i, stance, None, &mut signs);
                }
                Place::Future => bad = true,
                Place::Wrong => wrong |= charged(main, i),
                Place::Negated if sentence.iter().any(|w| w.is(class::NEGATION)) => signs.add(stance),
                Place::Start if !that && i == 0 && starts(main, stance, noun) => signs.add(stance),
                _ => {}
            }
        }
    }
    if signs.has(Stance::Demands) && command(main) {
        match consequence(main) {
            Some(Stance::Threatens) => return Some(Stance::Threatens),
            Some(Stance::Warns) => return Some(Stance::Warns),
            _ => {}
        }
    }
    if wrong && own_verb.is_none() && !conditional && helper(main).is_none_or(|i| !modal(&main[i])) {
        signs.add(Stance::Accuses);
    }
    if may && !bad {
        bad = main.iter().any(|w| !w.is(class::CAPITAL) && harm(&w.lower));
    }
    if bad && may {
        signs.add(Stance::Warns);
        // "If no help comes, we will bury children" promises nothing.
        signs.0 &= !(1 << Stance::Promises as u16);
    }
    if let Some(end) = certainty::degree(main) {
        // "A deal is unlikely" looks ahead, "the bones are almost certainly hers" does not.
        let after = main[end..].iter().find(|w| !phrases::filler(w));
        let ahead = !main[end - 1].lower.ends_with("ly")
            || matches!(main[end - 1].lower.as_str(), "likely" | "unlikely");
        let open =
            after.is_none_or(|w| w.is(class::MARK | class::PREPOSITION | class::TIMEX | class::DETERMINER));
        signs.add(if ahead && open { Stance::Predicts } else { Stance::Hedges });
    }
    if super::hedged(main) {
        signs.add(Stance::Hedges);
    }
    if that && subjunctive(main) {
        signs.add(Stance::Demands);
    }
    ORDER.into_iter().find(|s| signs.has(*s))
}

/// The main clause: behind "that", and behind the comma of a clause that stands first ("If it rains, ..."). Whether
/// there was a "that".
fn main_clause(sentence: &[Word]) -> (&[Word], bool) {
    let mut at = 0;
    let mut that = false;
    while let Some(word) = sentence.get(at) {
        let opens = word.is(class::MARK)
            || word.lower == "that" && at == 0
            || word.is(class::COORDINATOR) && !word.is(class::NEGATION)
            || matches!(word.lower.as_str(), "so" | "then" | "now" | "well" | "look");
        if !opens {
            break;
        }
        that |= word.lower == "that";
        at += 1;
    }
    let words = &sentence[at..];
    let leads = words.first().is_some_and(|w| {
        w.is(class::SUBORDINATOR | class::PREPOSITION) && !w.is(class::DETERMINER) && !phrases::which(w)
            || matches!(w.lower.as_str(), "if" | "when")
    });
    let comma = words.iter().take(REACH).position(|w| w.lower == ",");
    match comma.filter(|&c| leads && c + 2 < words.len()) {
        Some(comma) => (&words[comma + 1..], that),
        None => (words, that),
    }
}

/// The signs behind a subject of the speaker's side.
fn of_own(words: &[Word], subject: usize, slot: &Slot, signs: &mut Signs) {
    let (mut plain, mut promised) = (false, false);
    for hit in FORCES.at(words, slot.at) {
        match (hit.value.place, hit.value.stance) {
            (Place::Own, Stance::Promises) if !slot.not => promised = true,
            (Place::Own, Stance::Admits) if slot.not => signs.add(Stance::Denies),
            (Place::Own, stance) if !slot.not && !slot.will && !slot.would => signs.add(stance),
            (Place::Denied, Stance::Asserts) => plain = true,
            (Place::Denied, stance) if slot.not && !slot.will && !slot.would && !slot.may => {
                signs.add(stance);
            }
            _ => {}
        }
    }
    // "Should have", "ought to have" of oneself regret.
    let regrets = words.get(slot.at).is_some_and(|w| matches!(w.lower.as_str(), "should" | "ought"))
        && perfect(words, slot.at);
    if regrets {
        signs.add(Stance::Admits);
    }
    // "We will never give in" binds; "he would not resign" rejects what somebody expects.
    let coming = slot.will || slot.would && words[subject].quote.is_none() && !wishes(words, slot.at);
    let leaves_open =
        words.get(slot.at).is_some_and(|w| matches!(w.lower.as_str(), "rule" | "exclude" | "discount"));
    if leaves_open && slot.not {
        signs.add(Stance::Hedges);
    } else if coming && slot.not && !slot.never {
        signs.add(Stance::Denies);
    } else if coming && befalls(words, slot) {
        signs.add(Stance::Predicts);
    } else if coming || promised {
        signs.add(Stance::Promises);
    } else if (slot.never || slot.not && slot.be) && !plain && !slot.may {
        signs.add(Stance::Denies);
    }
}

/// "That the line be reopened": the first helping verb is a bare "be".
fn subjunctive(words: &[Word]) -> bool {
    helper(words).is_some_and(|i| i > 0 && words[i].lower == "be" && words[i - 1].lower != "to")
}

/// What one will do without doing it: "we will see", "they will have to", "we will be champions".
fn befalls(words: &[Word], slot: &Slot) -> bool {
    if slot.at > 0 && words[slot.at - 1].lower == "be" {
        let next = words.get(slot.at).map_or("", |w| w.lower.as_str());
        return !(next.ends_with("ing") || matches!(next, "there" | "back" | "ready"));
    }
    words.get(slot.at).is_some_and(|w| {
        matches!(
            w.lower.as_str(),
            "see" | "know" | "have" | "need" | "lose" | "win" | "suffer" | "die" | "miss" | "feel" | "become"
        )
    })
}

/// Whether a clause is a command.
fn command(main: &[Word]) -> bool {
    FORCES.at(main, 0).any(|h| {
        h.value.place == Place::Start
            && h.value.stance == Stance::Demands
            && starts(main, Stance::Demands, h.value.noun)
    })
}

/// What a command says that follows: "Do it or the dog gets it" threatens, "stay and the tide will have you" warns.
fn consequence(main: &[Word]) -> Option<Stance> {
    let clause = |i: usize| {
        main.get(i + 1).is_some_and(|w| w.is(class::PRONOUN | class::DETERMINER) || w.lower == "else")
    };
    let will = |w: &Word| matches!(w.lower.as_str(), "will" | "'ll" | "’ll" | "wo");
    let joint = (2..main.len()).find(|&i| matches!(main[i].lower.as_str(), "or" | "and") && clause(i))?;
    let rest = &main[joint + 1..];
    let own = rest.first().is_some_and(|w| matches!(w.lower.as_str(), "i" | "we"));
    let coming = rest.iter().take(NEAR).any(will);
    match main[joint].lower.as_str() {
        "or" if rest.iter().skip(1).take(NEAR).any(|w| will(w) || !w.is_content()) || rest.len() > 2 => {
            Some(Stance::Threatens)
        }
        "and" if coming && !own => Some(Stance::Warns),
        _ => None,
    }
}

/// "would be", "would have", "would like": no future seen from the past.
fn wishes(words: &[Word], at: usize) -> bool {
    let next = words.iter().skip(at).find(|w| !phrases::filler(w));
    next.is_some_and(|w| {
        matches!(w.lower.as_str(), "have" | "like" | "love" | "prefer" | "rather" | "want" | "welcome")
    })
}

fn oblige(words: &[Word], at: usize, signs: &mut Signs) {
    let next = words.iter().skip(at + 1).find(|w| !w.is(class::NEGATION) && !phrases::filler(w));
    match (words[at].lower.as_str(), next.map_or("", |w| w.lower.as_str())) {
        // "Should Russia attack" is a condition.
        ("should", _)
            if words
                .get(at + 1)
                .is_some_and(|w| w.is(class::DETERMINER | class::PRONOUN | class::CAPITAL)) => {}
        ("must", "have") => signs.add(Stance::Hedges),
        ("should", "have") => signs.add(Stance::Accuses),
        ("ought", _) if perfect(words, at) => signs.add(Stance::Accuses),
        _ => signs.add(Stance::Demands),
    }
}

/// "should have", "ought to have".
fn perfect(words: &[Word], at: usize) -> bool {
    words.iter().skip(at + 1).take(3).any(|w| w.lower == "have")
}

/// Whether the subject before a helping verb is one person or thing of the speaker's side: who must do something
/// himself asks nobody.
fn of_one(words: &[Word], at: usize) -> bool {
    words[..at].iter().rev().find(|w| !phrases::filler(w)).is_some_and(|w| {
        w.lower == "i" || w.quote.is_none() && matches!(w.lower.as_str(), "he" | "she" | "it")
    })
}

fn before(words: &[Word], at: usize, classes: u32) -> bool {
    words[..at].iter().rev().find(|w| !phrases::filler(w)).is_some_and(|w| w.is(classes))
}

/// Adds the sign of a phrase, turned by a negation in front of it.
fn any(words: &[Word], at: usize, stance: Stance, form: Option<Form>, signs: &mut Signs) {
    let near = &words[at.saturating_sub(3)..at];
    let nothing = |w: &Word| matches!(w.lower.as_str(), "nothing" | "nobody" | "none" | "neither");
    let negated = near.iter().any(|w| w.is(class::NEGATION) || nothing(w));
    // "That it was his fault" is about the speaker himself, outside quotation marks.
    let himself =
        words[at].quote.is_none() && matches!(words[at].lower.as_str(), "his" | "her" | "its" | "their");
    match stance {
        Stance::Accuses if negated => signs.add(Stance::Denies),
        Stance::Accuses if himself => signs.add(Stance::Admits),
        // "Lies with", "two bombs": such forms are as often nouns or other verbs.
        Stance::Accuses if matches!(form, Some(Form::Plain | Form::Third)) => {}
        Stance::Accuses if form.is_some() && to_do(words, at) => {}
        Stance::Admits | Stance::Confirms | Stance::Warns | Stance::Promises if negated => {}
        Stance::Demands if form.is_none() && to_do(words, at) => {}
        stance => signs.add(stance),
    }
}

/// "to cheat", "can lie": a deed that nobody has done.
fn to_do(words: &[Word], at: usize) -> bool {
    let before = words[..at].iter().rev().find(|w| !phrases::filler(w));
    before.is_some_and(|w| {
        matches!(
            w.lower.as_str(),
            "to" | "will" | "would" | "can" | "could" | "may" | "might" | "the" | "a" | "of"
        )
    })
}

/// Whether the first words begin as their force does: a verb of command is followed by no verb, a "yes" by a mark.
fn starts(words: &[Word], stance: Stance, noun: bool) -> bool {
    let next = words.get(1);
    if stance != Stance::Demands {
        return next.is_none_or(|w| w.is(class::MARK));
    }
    // In reported speech nobody is commanded: "said demand for copper would rise".
    if words[0].quote.is_none() && !words[0].is(class::CAPITAL) {
        return false;
    }
    next.is_none_or(|w| {
        let object = w.is(class::DETERMINER | class::OBJECT_PRONOUN);
        let away = w.is(class::AUXILIARY) || w.is(class::PRONOUN) && !w.is(class::OBJECT_PRONOUN);
        if noun { object } else { !away || w.is(class::NEGATION) || words[0].lower == "let" }
    })
}

fn threat(sentence: &[Word], source: &[Word]) -> bool {
    threats::made(sentence)
        || threats::penalty(sentence)
        || threats::vowed(sentence, |words, at| own_side(words, at, source))
}

#[cfg(test)]
mod tests {
    use parallax_model::{Page, Stance, StatementKind};

    fn stance(text: &str) -> Stance {
        let document = crate::annotate(Page::untouched("p", text));
        let found = document.statements.iter().find(|s| s.kind != StatementKind::OwnVoice);
        found.map(|s| s.stance).unwrap()
    }

    #[test]
    fn what_the_own_side_will_do_is_promised_and_what_others_will_is_predicted() {
        assert_eq!(stance("Reed said he would mend the roof."), Stance::Promises);
        assert_eq!(stance("Reed said the rain would last."), Stance::Predicts);
        assert_eq!(stance("“We will see a hard winter,” Reed said."), Stance::Predicts);
        assert_eq!(stance("Reed said it would have been worse."), Stance::Asserts);
    }

    #[test]
    fn others_are_asked_to_act() {
        assert_eq!(stance("“Boil your water,” Reed said."), Stance::Demands);
        assert_eq!(stance("Reed said that the line be reopened at once."), Stance::Demands);
        assert_eq!(stance("Reed said he had to leave early."), Stance::Asserts);
        assert_eq!(stance("“Work began in May,” Reed said."), Stance::Asserts);
    }

    #[test]
    fn guilt_is_admitted_by_oneself_and_charged_to_others() {
        assert_eq!(stance("“We failed the children,” Reed said."), Stance::Admits);
        assert_eq!(stance("Reed said the miller had lied about the grain."), Stance::Accuses);
        assert_eq!(stance("Reed said he had never touched the grain."), Stance::Denies);
        assert_eq!(stance("Reed said his best guess lies with the miller."), Stance::Asserts);
    }

    #[test]
    fn what_is_to_be_feared_and_may_come_is_a_warning() {
        assert_eq!(stance("Reed said the wall could collapse."), Stance::Warns);
        assert_eq!(stance("Reed said the wall could be Roman."), Stance::Hedges);
        assert_eq!(stance("Reed said the wall will collapse."), Stance::Predicts);
    }

    #[test]
    fn a_later_sentence_may_weigh_more() {
        assert_eq!(stance("“We have waited for years. The minister must go,” Reed said."), Stance::Demands);
        assert_eq!(stance("“The minister must go. It rained all day,” Reed said."), Stance::Demands);
        assert_eq!(stance("“Who pays for it?” Reed said."), Stance::Asks);
    }

    #[test]
    fn likelihood_of_what_is_hedges_and_of_what_comes_predicts() {
        assert_eq!(stance("Reed said the powder was almost certainly flour."), Stance::Hedges);
        assert_eq!(stance("Reed said a thaw before Sunday was highly unlikely."), Stance::Predicts);
    }
}
