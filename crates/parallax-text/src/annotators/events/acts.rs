//! The lexicon of acts.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::super::statements::cues::{Form, inflect};
use super::super::statements::words::Word;
use crate::lexicon::{english, rows};

/// An act as a trigger tells it.
#[derive(Debug, Clone)]
pub(super) struct Trigger {
    /// Name of the act.
    pub(super) act: &'static str,
    /// Words after the first that belong to the trigger.
    rest: Vec<&'static str>,
    /// The form of the verb; none for a noun.
    pub(super) form: Option<Form>,
    /// One of these must stand near; empty if nothing is needed.
    pub(super) needs: Vec<&'static str>,
    /// And one of these, or the name of a people; empty if nothing is needed.
    pub(super) persons: Vec<&'static str>,
}

impl Trigger {
    /// How many words it covers.
    pub(super) fn len(&self) -> usize {
        1 + self.rest.len()
    }
}

static TRIGGERS: LazyLock<BTreeMap<String, Vec<Trigger>>> = LazyLock::new(|| {
    let mut out: BTreeMap<String, Vec<Trigger>> = BTreeMap::new();
    for row in rows(english!("acts.tsv")) {
        let field = |i: usize| row.get(i).copied().unwrap_or("");
        let needs: Vec<&str> = field(3).split(' ').filter(|w| !w.is_empty()).collect();
        let persons: Vec<&str> = field(4).split(' ').filter(|w| !w.is_empty()).collect();
        let act = row[0];
        for verb in field(1).split(',').filter(|v| !v.is_empty()) {
            let (phrase, irregular) = verb.split_once(':').unwrap_or((verb, ""));
            let irregular: Vec<&str> = irregular.split('/').filter(|w| !w.is_empty()).collect();
            let mut words = phrase.split(' ');
            let head = words.next().unwrap_or(phrase);
            let rest: Vec<&str> = words.collect();
            for (form, word) in inflect(head, &irregular) {
                let trigger = Trigger {
                    act,
                    rest: rest.clone(),
                    form: Some(form),
                    needs: needs.clone(),
                    persons: persons.clone(),
                };
                out.entry(word).or_default().push(trigger);
            }
        }
        for noun in field(2).split(' ').filter(|n| !n.is_empty()) {
            let trigger =
                Trigger { act, rest: Vec::new(), form: None, needs: Vec::new(), persons: Vec::new() };
            out.entry(noun.to_owned()).or_default().push(trigger);
        }
    }
    // What asks for more words around it is the surer reading.
    out.values_mut().for_each(|t| t.sort_by_key(|t| (t.needs.is_empty(), std::cmp::Reverse(t.rest.len()))));
    out
});

/// The acts that the word at `at` may tell, the surest first.
pub(super) fn at<'a>(words: &'a [Word], at: usize) -> impl Iterator<Item = &'static Trigger> + use<'a> {
    let found = words.get(at).and_then(|w| TRIGGERS.get(w.lower.as_str()));
    found.into_iter().flatten().filter(move |t| {
        let next = words.get(at + 1..at + t.len());
        next.is_some_and(|next| next.iter().map(|w| w.lower.as_str()).eq(t.rest.iter().copied()))
    })
}
