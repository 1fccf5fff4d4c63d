//! The words of a page with the mentions among them.

use std::ops::Range;

use parallax_model::{Document, EntityType, Mention, MentionKind, Span};

use super::super::words::{Line, Word, class};
use crate::annotators::names::gazetteer::gazetteer;

/// A page as speakers are looked for in it.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) document: &'a Document,
    pub(super) lines: &'a [Line],
}

impl<'a> View<'a> {
    /// The line that an offset lies in.
    pub(super) fn line_at(self, offset: u32) -> Option<&'a Line> {
        let start = |l: &Line| self.document.page.blocks.get(l.block as usize).map_or(0, |b| b.span.start);
        let after = self.lines.partition_point(|l| start(l) <= offset);
        self.lines.get(after.checked_sub(1)?)
    }

    /// The line of a span with the words of it.
    pub(super) fn locate(self, span: Span) -> Option<(&'a Line, Range<usize>)> {
        let line = self.line_at(span.start)?;
        let range = range(line, span);
        (!range.is_empty()).then_some((line, range))
    }

    /// Mentions within words of a line, in the order of the text, with the words that they cover.
    pub(super) fn mentions(
        self,
        line: &'a Line,
        words: Range<usize>,
    ) -> impl Iterator<Item = (&'a Mention, Range<usize>)> {
        let span = line.span(&words).unwrap_or_default();
        let document = self.document;
        let all = document.mentions_in(span).map(|(_, m)| m);
        all.map(move |m| (m, range(line, m.span))).filter(|(_, r)| !r.is_empty())
    }

    /// The longest mention of these words that ends before word `end`.
    pub(super) fn ending(
        self,
        line: &'a Line,
        words: Range<usize>,
        end: usize,
    ) -> Option<(&'a Mention, Range<usize>)> {
        let ends = self.mentions(line, words).filter(|(_, r)| r.end == end);
        ends.max_by_key(|(m, r)| (m.kind == MentionKind::Name, r.len()))
    }

    /// The mention that begins at a word, behind an article if one stands there.
    pub(super) fn starting(
        self,
        line: &'a Line,
        at: usize,
        end: usize,
    ) -> Option<(&'a Mention, Range<usize>)> {
        let the = line.words.get(at).is_some_and(|w| w.is(class::DETERMINER));
        let from = at + usize::from(the);
        self.mentions(line, at..end)
            .filter(|(m, r)| r.start == from || r.start == at && m.kind == MentionKind::Nominal)
            .max_by_key(|(m, r)| (m.kind == MentionKind::Name, r.len()))
    }

    /// What an entity is.
    pub(super) fn of(self, entity: u32) -> Option<EntityType> {
        self.document.entities.get(entity as usize).map(|e| e.of)
    }

    /// The entity's fullest name.
    pub(super) fn name(self, entity: u32) -> Option<&'a str> {
        self.document.entities.get(entity as usize).map(|e| e.name.as_str())
    }

    /// The post of a line.
    pub(super) fn post(self, line: &Line) -> Option<u32> {
        self.document.page.blocks.get(line.block as usize).and_then(|b| b.post)
    }

    /// The country that a name stands for or belongs to.
    pub(super) fn country(self, span: Span) -> Option<&'static str> {
        country(self.document.words(span))
    }

    /// The entity of a country.
    pub(super) fn land(self, code: &str) -> Option<u32> {
        let lands = (0..).zip(&self.document.entities).filter(|(_, e)| e.of == EntityType::Polity);
        lands.filter(|(_, e)| country(&e.name) == Some(code)).map(|(i, _)| i).next()
    }
}

/// The country that a name stands for or belongs to.
pub(super) fn country(name: &str) -> Option<&'static str> {
    let keys: Vec<&str> = name.split([' ', '\u{a0}']).collect();
    gazetteer().exact(&keys).and_then(|k| k.country)
}

/// The words of a line that a span touches.
pub(super) fn range(line: &Line, span: Span) -> Range<usize> {
    let from = line.words.partition_point(|w| w.end <= span.start as usize);
    let to = line.words.partition_point(|w| w.start < span.end as usize);
    from..to.max(from)
}

/// The sign of the genitive.
pub(super) fn is_genitive(word: &Word) -> bool {
    matches!(word.lower.as_str(), "'s" | "’s" | "’" | "'")
}

/// A possessive pronoun of the third person.
pub(super) fn is_possessive(word: &Word) -> bool {
    matches!(word.lower.as_str(), "his" | "her" | "its" | "their")
}

/// A word that ends a noun group on its way to the right: a verb, a mark, a function word.
pub(super) fn ends_group(words: &[Word], at: usize) -> bool {
    use super::super::cues::{self, Form};
    let word = &words[at];
    let verb = || {
        !word.is(class::CAPITAL)
            && cues::at(words, at).is_some_and(|h| matches!(h.form, Form::Past | Form::Ing))
    };
    word.is(class::MARK | class::PREPOSITION | class::AUXILIARY | class::PRONOUN | class::SUBORDINATOR)
        && !word.is(class::DETERMINER)
        && !is_genitive(word)
        || word.is(class::COORDINATOR | class::FINITE | class::TIMEX) && !word.is(class::CAPITAL)
        || verb()
}
