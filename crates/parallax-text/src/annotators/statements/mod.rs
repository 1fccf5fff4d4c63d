//! Statements: who says what, with which words, and what the page says itself.
//!
//! The marks of quotation are read first ([`quotes`]); then the learned reader finds source, cue and content in passages of
//! lines ([`passages`], [`find`]), which quotes and layout put right; then quotes that stand alone join the one who is
//! speaking ([`turns`]). What remains is the page's own voice ([`own_voice`]).

mod addressee;
mod apart;
pub(crate) mod cues;
mod ends;
mod find;
mod hearer;
mod held;
mod idioms;
mod introductions;
mod nested;
mod own_voice;
mod passages;
mod quotations;
mod quotes;
mod reference;
mod roles;
mod setting;
mod speaker;
mod stance;
mod tail;
mod transcripts;
mod turns;
pub(crate) mod words;

use parallax_model::{Document, Named, Span, Statement, StatementKind};

pub use passages::passages;
pub use quotations::{Quotation, quotations};
pub use quotes::Kind as QuotationKind;

use find::{By, Found};
use turns::Turn;
use words::{Line, class};

/// Gives the statements layer.
pub(super) fn annotate(document: &mut Document) {
    let lines = lines(document);
    let turns = nested::add(document, &lines, turns::take(document, &lines));
    let mut taken = Vec::new();
    for turn in &turns {
        // What nobody in particular says, in the page's words, the page says too.
        if !turn.verbatim
            && turn.found.as_ref().is_some_and(|f| f.source.is_none())
            && kind(&lines, turn) != StatementKind::Direct
        {
            continue;
        }
        taken.extend(&turn.content);
        if let Some(found) = &turn.found {
            let ranges = found.source.iter().chain([&found.cue, &found.around]);
            taken.extend(ranges.filter_map(|r| lines[turn.line].span(r)));
        }
    }
    let mut out = relayed(document, &lines, &turns);
    out.extend(own_voice::statements(document, taken));
    out.sort_by_key(|s| (s.extent().map(|e| (e.start, e.end)), s.cue.first().map(|c| c.start)));
    nested::link(&mut out);
    speaker::resolve(document, &lines, &mut out);
    if nested::fold_same(&mut out) | nested::drop_unknown(&mut out) {
        nested::link(&mut out);
    }
    reference::elaborate(document, &mut out);
    out.iter_mut().for_each(|statement| apart::keep(statement, &document.page.text));
    document.statements = out;
}

/// The blocks of the body, read as lines.
fn lines(document: &Document) -> Vec<Line> {
    let body = (0..).zip(&document.page.blocks).filter(|(_, b)| b.role.is_body());
    let mut marked = quotes::of_page(document);
    let line = |i: u32| Line::new(document, i, std::mem::take(&mut marked[i as usize]), tail::is_tail);
    body.map(|(i, _)| i).map(line).collect()
}

/// The statements of others, those of outlets that only relay folded into what they relay.
fn relayed(document: &Document, lines: &[Line], turns: &[Turn]) -> Vec<Statement> {
    let mut via: Vec<Vec<Named>> = vec![Vec::new(); turns.len()];
    let mut folded = vec![false; turns.len()];
    for (k, turn) in turns.iter().enumerate() {
        let Some(relay) = relay(document, lines, turn) else { continue };
        let inner: Vec<usize> = inside(turns, k);
        folded[k] = !inner.is_empty();
        for i in inner {
            via[i].push(relay.clone());
        }
        if !folded[k] {
            via[k].push(relay);
        }
    }
    let all = turns.iter().zip(via).zip(folded);
    all.filter(|(_, folded)| !folded).map(|((turn, via), _)| statement(document, lines, turn, via)).collect()
}

/// The outlet that an attribution names as its source, with the words that say so.
fn relay(document: &Document, lines: &[Line], turn: &Turn) -> Option<Named> {
    let found = turn.found.as_ref()?;
    let source = found.source.as_ref()?;
    let line = &lines[turn.line];
    let lemma = found.entry.map_or("", |e| e.lemma);
    let reports = matches!(found.by, By::According)
        || matches!(lemma, "report" | "say" | "quote" | "write" | "add" | "cite" | "announce");
    let name = setting::outlet(&document.page.text, line, source)
        .or_else(|| setting::masthead(document, line, source))
        .filter(|_| reports)?;
    let words = source.start.min(found.cue.start)..source.end.max(found.cue.end);
    Some(Named { span: line.span(&words)?, name })
}

/// The attributions in the same frame whose cue lies in the content of number `k`.
fn inside(turns: &[Turn], k: usize) -> Vec<usize> {
    let Some(outer) = &turns[k].found else { return Vec::new() };
    let near = k.saturating_sub(8)..turns.len().min(k + 8);
    near.filter(|&i| {
        i != k
            && turns[i].line == turns[k].line
            && turns[i].found.as_ref().is_some_and(|f| {
                let inside = || outer.content.iter().any(|c| c.start <= f.cue.start && f.cue.end <= c.end);
                f.frame == outer.frame
                    && f.by != By::According
                    && (inside() || turns[i].content == turns[k].content)
            })
    })
    .collect()
}

fn statement(document: &Document, lines: &[Line], turn: &Turn, via: Vec<Named>) -> Statement {
    let line = &lines[turn.line];
    let found = turn.found.as_ref();
    let span = |r: &std::ops::Range<usize>| line.span(r);
    let source = found.and_then(|f| f.source.as_ref()).and_then(span);
    let setting = found.map(|f| setting::of(document, line, f));
    let setting = setting.unwrap_or_default();
    let stance =
        found.map_or_else(|| stance::alone(&line.words, &alone(line, turn)), |f: &Found| stance::of(line, f));
    let certainty = match found {
        Some(f) => stance::certainty(&line.words, &f.content),
        None => stance::certainty(&line.words, &alone(line, turn)),
    };
    Statement {
        certainty,
        distance: found.and_then(|f| stance::distance(line, f)),
        source: source.into_iter().collect(),
        cue: found.and_then(|f| span(&f.cue)).into_iter().collect(),
        confidence: found.map(|f| f.confidence),
        addressee: setting.addressee,
        said_at: setting.said_at,
        channel: setting.channel,
        occasion: setting.occasion,
        via,
        ..Statement::new(
            if turn.verbatim { StatementKind::Direct } else { kind(lines, turn) },
            stance,
            turn.content.clone(),
        )
    }
}

/// The words of a quotation without attribution, as far as they stand in its own line.
fn alone(line: &Line, turn: &Turn) -> Vec<std::ops::Range<usize>> {
    let word = |at: u32| line.words.partition_point(|w| w.start < at as usize);
    turn.content.iter().map(|c| word(c.start)..word(c.end)).filter(|r| !r.is_empty()).collect()
}

/// Whether the content stands in quotation marks, wholly, partly or not.
fn kind(lines: &[Line], turn: &Turn) -> StatementKind {
    let mut inside = 0;
    let mut outside = 0;
    for span in &turn.content {
        let after = lines.partition_point(|l| l.words.first().is_none_or(|w| w.start <= span.start as usize));
        let Some(line) = after.checked_sub(1).and_then(|i| lines.get(i)) else { continue };
        for i in words_in(line, *span).filter(|&i| !line.words[i].is(class::MARK)) {
            if line.spoken(i) {
                inside += 1;
            } else {
                outside += 1;
            }
        }
    }
    match (inside, outside) {
        (0, _) => StatementKind::Indirect,
        (_, 0) => StatementKind::Direct,
        // "that" in front of a quotation changes nothing.
        (i, 1) if i > 4 => StatementKind::Direct,
        _ => StatementKind::Mixed,
    }
}

fn words_in(line: &Line, span: Span) -> std::ops::Range<usize> {
    let at = |byte: u32| line.words.partition_point(|w| w.start < byte as usize);
    at(span.start)..at(span.end)
}

#[cfg(test)]
mod tests;
