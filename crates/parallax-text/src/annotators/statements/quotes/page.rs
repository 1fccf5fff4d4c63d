//! The quotations of a whole page: those left open at the end of a paragraph go on in the next.

use parallax_model::{Document, Role, Span};

use super::marks::Family;
use super::pairing::Around;
use super::{Kind, Quote, Quotes, find};

/// The quotations of every block of a page.
pub(crate) fn of_page(document: &Document) -> Vec<Quotes> {
    let text = document.page.text.as_str();
    let blocks = &document.page.blocks;
    let mut out: Vec<Quotes> = Vec::with_capacity(blocks.len());
    let mut sentence = 0;
    // The last block of running text.
    let mut last: Option<usize> = None;
    let next = next_body(document);
    for (i, block) in blocks.iter().enumerate() {
        let first =
            sentence + document.sentences[sentence..].partition_point(|s| s.span.end <= block.span.start);
        let count = document.sentences[first..].partition_point(|s| s.span.start < block.span.end);
        let spans: Vec<Span> = document.sentences[first..first + count].iter().map(|s| s.span).collect();
        sentence = first;
        let words = block.span.of(text);
        let body = block.role.is_body() && block.role != Role::Table;
        let carried = last.filter(|&l| body && near(document, l, i)).and_then(|l| {
            let open = *out[l].outer.last().filter(|q| left_open(q, blocks[l].span))?;
            Some((l, Family::of(&text[open.start..])))
        });
        let following = next[i].filter(|&n| body && near(document, i, n)).map(|n| blocks[n].span.of(text));
        let reopened = following.and_then(opening);
        let around = Around { carried: carried.and_then(|c| c.1), reopened };
        let goes_on = reopened == Some(Family::Single);
        let mut quotes = find(text, block.span, &spans, around, goes_on);
        if let Some((before, family)) = carried
            && let Some(quote) = quotes.outer.first_mut()
            && quote.start <= start_of(text, block.span)
            && (!quote.opened || Family::of(&text[quote.start..]) == family)
        {
            quote.continues = true;
            if let Some(open) = out[before].outer.last_mut() {
                open.goes_on = true;
            }
        }
        if block.role == Role::Quote && quotes.outer.is_empty() {
            quotes.outer.extend(whole(words, block.span));
        }
        out.push(quotes);
        if body && !words.trim().is_empty() {
            last = Some(i);
        }
    }
    out
}

/// For each block, the next one of running text.
fn next_body(document: &Document) -> Vec<Option<usize>> {
    let blocks = &document.page.blocks;
    let mut out = vec![None; blocks.len()];
    let mut next = None;
    for (i, block) in blocks.iter().enumerate().rev() {
        out[i] = next;
        if block.role.is_body() {
            next = Some(i);
        }
    }
    out
}

/// Whether a quote may go on from one block to another: in the same post, over pictures but not over a heading.
pub(crate) fn near(document: &Document, from: usize, to: usize) -> bool {
    let blocks = &document.page.blocks;
    let between = blocks.get(from + 1..to).unwrap_or_default();
    blocks[from].post == blocks[to].post
        && between.len() <= 4
        && between.iter().all(|b| matches!(b.role, Role::Caption | Role::Credit | Role::Furniture))
}

/// Whether a quote runs to the end of its block as speech does that goes on: a sentence that is finished.
fn left_open(quote: &Quote, block: Span) -> bool {
    !quote.closed && !quote.block && quote.end == block.end as usize
}

/// Where the words of a block begin.
fn start_of(text: &str, block: Span) -> usize {
    let words = block.of(text);
    block.start as usize + (words.len() - words.trim_start().len())
}

/// The family of the mark that a block begins with, if it opens.
fn opening(block: &str) -> Option<Family> {
    let rest = block.trim_start();
    let family = Family::of(rest)?;
    let mark = rest.chars().next()?;
    let after = rest[mark.len_utf8()..].chars().next()?;
    (!after.is_whitespace() && mark != '’').then_some(family)
}

/// A block quotation as one quote, without the "— Name" at its end.
fn whole(words: &str, block: Span) -> Option<Quote> {
    let start = words.len() - words.trim_start().len();
    let mut end = words.trim_end().len();
    let dash = words[..end].rfind(['—', '–', '―']).filter(|&at| {
        let name = words[at..end].trim_start_matches(|c: char| !c.is_alphanumeric());
        let before = words[start..at.max(start)].trim_end();
        name.len() <= 80
            && name.starts_with(char::is_uppercase)
            && before.ends_with(['.', '!', '?', '…', ')', '\n'])
    });
    if let Some(at) = dash {
        end = words[..at].trim_end().len();
    }
    words[start..end.max(start)].contains(char::is_alphanumeric).then_some(Quote {
        start: block.start as usize + start,
        end: block.start as usize + end,
        opened: true,
        closed: true,
        kind: Kind::Speech,
        depth: 0,
        continues: false,
        goes_on: false,
        block: true,
    })
}
