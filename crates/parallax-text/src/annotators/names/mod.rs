//! Names, nominal mentions and pronouns.
//!
//! A name is a sequence of capitalised words, cut by what gazetteers, offices and nouns that end names say
//! of it. Its type is decided by votes: from its words, from those beside it, and from the same name
//! elsewhere on the page. Capitals that tell nothing (head of a sentence, headlines) need more evidence.

pub(super) mod gazetteer;
mod nominals;
pub(super) mod offices;
pub(super) mod sequences;
mod types;
pub(super) mod words;

use parallax_model::{Document, Mention, MentionKind};

use offices::Office;
use words::{Line, Words};

/// The offices of a line that stand for persons and not inside another name.
pub(super) fn offices_of(words: &Words<'_>, line: &Line) -> Vec<Office> {
    let mut found = offices::offices(words, line);
    found.retain(|o| sequences::keep_office(words, line, o));
    found
}

/// Gives the mentions layer.
pub(super) fn annotate(document: &mut Document) {
    let mut mentions = find(document);
    mentions.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end), m.kind));
    document.mentions = mentions;
}

fn find(document: &Document) -> Vec<Mention> {
    let words = Words::new(document);
    let mut all = Vec::new();
    let mut nominal = Vec::new();
    for line in &words.lines {
        let offices = offices_of(&words, line);
        let candidates = sequences::candidates(&words, line, &offices);
        nominals::find(&words, line, &offices, &candidates, &mut nominal);
        all.push((line.clone(), candidates));
    }
    let types = types::types(&words, &all);
    let mut out = nominal;
    for ((_, candidates), types) in all.iter().zip(types) {
        for (c, of) in candidates.iter().zip(types) {
            if let Some(of) = of {
                let span = c.span;
                out.push(Mention { span, kind: MentionKind::Name, of, entity: None, lat: None, lon: None });
            }
        }
    }
    out
}
