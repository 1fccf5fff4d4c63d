//! The page's own assertions: sentences that no attribution takes over.

use parallax_model::{Document, Sentence, Span, Stance, Statement, StatementKind};

use super::stance;
use super::words::{self, class};

/// Fewest words of a sentence that asserts something.
const SHORTEST: usize = 4;

/// One statement for each sentence of the body that the page itself asserts. `taken` are the extents of
/// source, cue and content of all attributions, in any order.
pub(super) fn statements(document: &Document, mut taken: Vec<Span>) -> Vec<Statement> {
    taken.sort_unstable();
    let mut merged: Vec<Span> = Vec::new();
    for span in taken {
        match merged.last_mut() {
            Some(last) if span.start <= last.end => *last = last.cover(span),
            _ => merged.push(span),
        }
    }
    let body = |s: &&Sentence| document.page.blocks.get(s.block as usize).is_some_and(|b| b.role.is_body());
    document.sentences.iter().filter(body).filter_map(|s| own(document, s.span, &merged)).collect()
}

fn own(document: &Document, sentence: Span, taken: &[Span]) -> Option<Statement> {
    let words = words::words(document, sentence);
    let mut next = taken.partition_point(|t| t.end <= sentence.start);
    let mut free = Vec::new();
    for word in &words {
        while taken.get(next).is_some_and(|t| t.end as usize <= word.start) {
            next += 1;
        }
        if taken.get(next).is_none_or(|t| t.start as usize >= word.end) {
            free.push(word.clone());
        }
    }
    let real = free.iter().filter(|w| !w.is(class::MARK)).count();
    let all = words.iter().filter(|w| !w.is(class::MARK)).count();
    let full = free.iter().rev().find(|w| w.lower != "”" && w.lower != "\"").is_some_and(|w| w.lower == ".");
    let verb = words::has_verb(&free);
    // What is left beside an attribution must be a clause of its own, in front of it.
    let leads = free.first().map(|w| w.start) == words.first().map(|w| w.start);
    // "Speaking in Paris, he said ...": what leads is part of the attribution unless the main clause is free.
    let trails = |w: &&words::Word| !w.is(class::MARK);
    let closes = free.iter().rfind(trails).map(|w| w.start) == words.iter().rfind(trails).map(|w| w.start);
    let fronts = free.first().is_some_and(|w| {
        w.is(class::SUBORDINATOR | class::PREPOSITION) && !w.is(class::DETERMINER) || w.lower.ends_with("ing")
    });
    let beside = verb && leads && real * 5 >= all * 2 && (closes || !fronts);
    let own = if real == all { verb || full } else { beside };
    let question =
        words.iter().rev().find(|w| !w.is(class::MARK) || w.lower == "?").is_some_and(|w| w.lower == "?");
    if !own || real < SHORTEST || question {
        return None;
    }
    let stance = if stance::hedged(&free) { Stance::Hedges } else { Stance::Asserts };
    Some(Statement {
        certainty: stance::certainty(&free, [&(0..free.len())]),
        distance: stance::own_distance(&free),
        ..Statement::new(StatementKind::OwnVoice, stance, vec![sentence])
    })
}
