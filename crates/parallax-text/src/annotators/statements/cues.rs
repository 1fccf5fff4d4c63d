//! The lexicon of words that introduce what somebody says, thinks or wants.

use std::sync::LazyLock;

use super::words::{Word, class};
use crate::lexicon::{MadeMap, english, rows};

/// What a cue can stand with; see the head of `cues.tsv`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Frames {
    pub(super) say: bool,
    pub(super) clause: bool,
    pub(super) that: bool,
    pub(super) to: bool,
    pub(super) addressee: bool,
    pub(super) object: bool,
    pub(super) noun: bool,
    pub(super) infinitive: bool,
}

/// An entry of the lexicon.
#[derive(Debug)]
pub(super) struct Cue {
    pub(super) lemma: &'static str,
    pub(super) frames: Frames,
    pub(super) prepositions: Vec<&'static str>,
}

/// Inflected forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Plain,
    Third,
    Past,
    Ing,
}

/// A cue found in the words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    pub(super) cue: &'static Cue,
    pub(super) form: Form,
    /// How many words it covers.
    pub(super) len: usize,
}

struct Entry {
    cue: usize,
    form: Form,
    rest: Vec<&'static str>,
}

struct Lexicon {
    cues: Vec<Cue>,
    forms: MadeMap<Vec<Entry>>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut cues = Vec::new();
    let mut forms: MadeMap<Vec<Entry>> = MadeMap::default();
    for row in rows(english!("cues.tsv")) {
        let [lemma, frames, ..] = row[..] else { continue };
        let field = |i: usize| row.get(i).copied().unwrap_or("").split(' ').filter(|w| !w.is_empty());
        let mut words = lemma.split(' ');
        let head = words.next().unwrap_or(lemma);
        let rest: Vec<&'static str> = words.collect();
        let cue = cues.len();
        let has = |name: &str| frames.split(' ').any(|f| f == name);
        cues.push(Cue {
            lemma,
            frames: Frames {
                say: has("say"),
                clause: has("clause"),
                that: has("that"),
                to: has("to"),
                addressee: has("addressee"),
                object: has("object"),
                noun: has("noun"),
                infinitive: has("infinitive"),
            },
            prepositions: field(2).collect(),
        });
        for (form, word) in inflect(head, &field(3).collect::<Vec<_>>()) {
            let entries = forms.entry(word).or_default();
            entries.push(Entry { cue, form, rest: rest.clone() });
            entries.sort_by_key(|e| std::cmp::Reverse(e.rest.len()));
        }
    }
    Lexicon { cues, forms }
});

/// The forms of a verb. `irregular` replaces the past and, if it ends so, the form in -ing.
pub(crate) fn inflect(verb: &str, irregular: &[&str]) -> Vec<(Form, String)> {
    // "hit" is its own past, and that is the likelier reading.
    let mut out = Vec::new();
    if !irregular.contains(&verb) {
        out.push((Form::Plain, verb.to_owned()));
    }
    let stem = verb.strip_suffix('y').filter(|s| !s.ends_with(['a', 'e', 'i', 'o', 'u']));
    out.push((
        Form::Third,
        match stem {
            Some(stem) => format!("{stem}ies"),
            None if ["s", "x", "z", "ch", "sh", "o"].iter().any(|e| verb.ends_with(e)) => format!("{verb}es"),
            None => format!("{verb}s"),
        },
    ));
    let (ing, past): (Vec<&str>, Vec<&str>) =
        irregular.iter().partition(|w| w.ends_with("ing") && w.len() > verb.len());
    if past.is_empty() {
        out.push((
            Form::Past,
            match stem {
                Some(stem) => format!("{stem}ied"),
                None if verb.ends_with('e') => format!("{verb}d"),
                None => format!("{verb}ed"),
            },
        ));
    }
    out.extend(past.into_iter().map(|w| (Form::Past, w.to_owned())));
    if ing.is_empty() {
        let stem = verb.strip_suffix('e').filter(|s| !s.ends_with(['e', 'y', 'o']));
        out.push((Form::Ing, format!("{}ing", stem.unwrap_or(verb))));
    }
    out.extend(ing.into_iter().map(|w| (Form::Ing, w.to_owned())));
    out
}

/// The longest cue that begins at word `at`.
pub(super) fn at(words: &[Word], at: usize) -> Option<Hit> {
    let word = words.get(at).filter(|w| !w.is(class::MARK))?;
    let entries = LEXICON.forms.get(word.lower.as_str())?;
    let entry = entries.iter().find(|e| {
        let rest = words.get(at + 1..at + 1 + e.rest.len());
        rest.is_some_and(|rest| rest.iter().map(|w| w.lower.as_str()).eq(e.rest.iter().copied()))
    })?;
    Some(Hit { cue: &LEXICON.cues[entry.cue], form: entry.form, len: 1 + entry.rest.len() })
}
