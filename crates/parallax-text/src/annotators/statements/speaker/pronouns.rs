//! Whom "he", "she", "they" and "it" stand for, when they speak.
//!
//! Candidates are those who were named or described before, outside quotations, in the same post, a few paragraphs
//! back at most. Who spoke or was a subject counts more than who was not, what is near more than what is far. Where
//! two come close, nobody is taken.

use std::ops::Range;

use parallax_model::{EntityType, MentionKind, Sentence, Span, SpeakerKind};

use super::super::cues;
use super::super::words::{Line, Word, class};
use super::nouns::{self, Sort};
use super::view::{View, is_genitive, range};
use super::{Heard, Resolver};
use crate::annotators::names::gazetteer::Gender;

/// Sentences that are looked back to.
const SENTENCES: usize = 8;
/// Sentences that are passed on the way, quoted ones too.
const MOST: usize = 64;
/// Words of a sentence that are read, from its front or before the pronoun.
const WORDS: usize = 100;
/// Blocks that are looked back to.
const BLOCKS: usize = 4;
/// What a sentence further back counts, compared with the one after it.
const FADE: f32 = 0.55;
/// What a paragraph further back counts.
const BREAK: f32 = 0.85;
/// By how much the first must lead the second.
const LEAD: f32 = 1.3;

/// Somebody whom a pronoun may stand for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Candidate {
    pub(super) entity: Option<u32>,
    /// Words of the page, for those without a name.
    pub(super) words: Span,
    score: f32,
}

impl Resolver<'_> {
    /// Who "he" or "she" at an offset is.
    pub(super) fn he_or_she(&self, at: Span, gender: Gender) -> Option<Candidate> {
        self.best(at, |r, s| r.persons(s, at, gender))
    }

    /// The sentences before an offset, that of the offset first, in which somebody can be named.
    fn back(&self, at: Span) -> impl Iterator<Item = (&Sentence, f32)> {
        let document = self.view.document;
        let here = document.sentences.partition_point(|s| s.span.end <= at.start);
        let post = self.view.line_at(at.start).and_then(|l| self.view.post(l));
        let block = document.sentences.get(here).map_or(0, |s| s.block);
        let mut weight = 1.0;
        let mut last = block;
        let mut first = true;
        let upto = document.sentences.get(..document.sentences.len().min(here + 1)).unwrap_or_default();
        let body = |b: u32| document.page.blocks.get(b as usize).is_some_and(|b| b.role.is_body());
        upto.iter()
            .rev()
            .filter(move |s| body(s.block))
            .take_while(move |s| {
                let blocks = document.page.blocks.get(s.block as usize..block as usize).unwrap_or_default();
                blocks.iter().filter(|b| b.role.is_body()).count() <= BLOCKS
                    && self.view.line_at(s.span.start).and_then(|l| self.view.post(l)) == post
            })
            .take(MOST)
            .filter(move |s| first_or_free(self.view, s, at))
            .take(SENTENCES)
            .map(move |s| {
                if !first {
                    weight *= FADE;
                }
                if s.block != last {
                    weight *= BREAK;
                }
                (first, last) = (false, s.block);
                (s, weight)
            })
    }

    /// The candidate that leads all others clearly.
    fn best(&self, at: Span, of: impl Fn(&Self, &Sentence) -> Vec<Candidate>) -> Option<Candidate> {
        let mut all: Vec<Candidate> = Vec::new();
        for (sentence, weight) in self.back(at) {
            for mut candidate in of(self, sentence) {
                candidate.score *= weight;
                let same = |c: &&mut Candidate| match candidate.entity {
                    Some(e) => c.entity == Some(e),
                    None => c.entity.is_none() && c.words == candidate.words,
                };
                match all.iter_mut().find(same) {
                    Some(known) => known.score = known.score.max(candidate.score),
                    None => all.push(candidate),
                }
            }
        }
        all.sort_by(|a, b| b.score.total_cmp(&a.score));
        let first = all.first()?;
        let clear = all.get(1).is_none_or(|second| first.score >= LEAD * second.score);
        clear.then(|| first.clone())
    }

    /// Persons of a sentence that a pronoun may stand for.
    fn persons(&self, sentence: &Sentence, at: Span, gender: Gender) -> Vec<Candidate> {
        let Some((line, words)) = self.view.locate(sentence.span) else { return Vec::new() };
        let words = if sentence.span.contains(at) {
            let here = range(line, at).end;
            words.start.max(here.saturating_sub(WORDS))..here.max(words.start)
        } else {
            words.start..words.end.min(words.start + WORDS)
        };
        let frame = quoted_at(line, at);
        let mut out: Vec<Candidate> = Vec::new();
        let mut last: Option<(usize, f32)> = None;
        let mut subject = false;
        for (mention, place) in self.view.mentions(line, words.clone()) {
            if mention.span.end > at.start
                || mention.of != EntityType::Person
                || quoted_at(line, mention.span) != frame
            {
                continue;
            }
            let heard = self.heard_at(mention.span);
            let entity = match mention.kind {
                MentionKind::Pronoun => match heard.and_then(|h| h.entity) {
                    Some(e) => Some(e),
                    None => continue,
                },
                _ => heard.and_then(|h| h.entity).or(mention.entity),
            };
            let noun = nouns::noun(&line.words[place.end - 1].lower);
            // "Robert Finch, the referee,"
            let apposed = entity.is_none()
                && last.is_some_and(|(end, _)| end + 1 == place.start && line.words[end].lower == ",");
            if apposed {
                continue;
            }
            let known = match entity {
                Some(e) => self.profiles.get(e as usize).and_then(|p| p.gender),
                None => noun.and_then(|n| n.gender),
            };
            let plural = entity.is_none() && noun.is_none_or(|n| n.sort != Sort::Person);
            if plural || known.is_some_and(|g| g != gender) {
                continue;
            }
            let before = last.filter(|(end, _)| end + 1 == place.start && line.words[*end].lower == "and");
            let role = match before {
                // "Diallo and Reed left": one is as near as the other.
                Some((_, role)) => role,
                None => {
                    let role = role(line, &words, &place, heard.is_some_and(|h| !h.nested), subject);
                    // Of whom somebody else tells: "Reed said that Hill had left."
                    if self.is_told(mention.span, at) { role / 2.0 } else { role }
                }
            };
            subject |= role >= 4.0;
            last = Some((place.end, role));
            let score = if known.is_some() { role } else { role * 0.8 };
            out.push(Candidate { entity, words: mention.span, score });
        }
        // Those who spoke without a name: "a witness said".
        let spoke = |h: &&Heard| {
            h.entity.is_none()
                && h.kind == SpeakerKind::Unnamed
                && sentence.span.contains(h.source)
                && h.source.end <= at.start
                && quoted_at(line, h.source) == frame
        };
        for h in self.heard.iter().rev().take(32).filter(spoke) {
            let head = self.view.document.words(h.words).to_lowercase();
            let noun = head.split(' ').find_map(|w| nouns::noun(w).filter(|n| n.sort == Sort::Person));
            let known = noun.and_then(|n| n.gender);
            if noun.is_none()
                || known.is_some_and(|g| g != gender)
                || out.iter().any(|c| c.words.overlaps(h.words))
            {
                continue;
            }
            out.push(Candidate { entity: None, words: h.words, score: if h.nested { 2.0 } else { 4.0 } });
        }
        out
    }

    /// Whether words stand in what somebody tells, and an offset does not.
    fn is_told(&self, words: Span, at: Span) -> bool {
        let upto = self.told.partition_point(|t| t.start <= words.start);
        self.told[..upto].iter().rev().take(8).any(|t| t.contains(words) && !t.contains(at))
    }

    /// What "they" stands for: a group that spoke or was the subject of the sentence before, two who were named together,
    /// a body that spoke.
    pub(super) fn they(&self, at: Span) -> Option<(Option<u32>, Span, SpeakerKind)> {
        for (sentence, _) in self.back(at).take(3) {
            if let Some(h) = self.heard_in(sentence.span, at)
                && !h.pronoun
            {
                // "Police said": a body of people, not a land or a firm by its name.
                let noun = self.view.document.words(h.words).rsplit(' ').next().map(str::to_lowercase);
                let people =
                    noun.is_some_and(|n| nouns::noun(&n).is_some_and(|n| n.sort == Sort::Institution));
                return match h.kind {
                    SpeakerKind::Group => Some((None, h.words, SpeakerKind::Group)),
                    SpeakerKind::Institution if people && !h.nested => Some((h.entity, h.words, h.kind)),
                    _ => None,
                };
            }
            let Some((line, words)) = self.view.locate(sentence.span) else { continue };
            if quoted_at(line, sentence.span).is_some() || sentence.span.contains(at) {
                continue;
            }
            return plural_subject(line, &words)
                .and_then(|r| line.span(&r))
                .map(|s| (None, s, SpeakerKind::Group));
        }
        None
    }

    /// The last that was heard in a sentence before an offset.
    fn heard_in(&self, sentence: Span, before: Span) -> Option<&Heard> {
        let inside = |h: &&Heard| sentence.contains(h.source) && h.source.end <= before.start;
        self.heard.iter().rev().take(64).filter(inside).max_by_key(|h| h.source.start)
    }

    /// Who was heard with these words as the source, or at the head of it.
    fn heard_at(&self, mention: Span) -> Option<&Heard> {
        self.heard.iter().rev().take(64).find(|h| h.source.contains(mention) && h.head == mention)
    }
}

/// Whether a sentence holds words outside quotations, or is that of the pronoun itself.
fn first_or_free(view: View<'_>, sentence: &Sentence, at: Span) -> bool {
    sentence.span.contains(at)
        || view.locate(sentence.span).is_some_and(|(line, words)| {
            let own = quoted_at(line, at);
            words.into_iter().any(|i| !line.words[i].is(class::MARK) && line.words[i].quote == own)
        })
}

/// The quotation that the words of a span stand in.
fn quoted_at(line: &Line, span: Span) -> Option<usize> {
    line.words.get(range(line, span).start).and_then(|w| w.quote)
}

/// How much the place of a person in a sentence speaks for a pronoun after it.
fn role(line: &Line, sentence: &Range<usize>, place: &Range<usize>, spoke: bool, later: bool) -> f32 {
    let words = &line.words;
    if words.get(place.end).is_some_and(is_genitive) {
        return 1.5;
    }
    let mut front = place.start;
    while front > sentence.start && (words[front - 1].is_content() || words[front - 1].is(class::DETERMINER))
    {
        front -= 1;
    }
    if front > sentence.start && words[front - 1].is(class::PREPOSITION) {
        return 1.0;
    }
    let verb = words.get(place.end).is_some_and(is_verb) || cues::at(words, place.end).is_some();
    let fronted = words[sentence.start..front].iter().all(|w| !is_verb(w) || w.is(class::MARK));
    if spoke || verb || fronted && !later { 4.0 } else { 2.0 }
}

fn is_verb(word: &Word) -> bool {
    word.is(class::AUXILIARY | class::FINITE) || word.lower.len() > 4 && word.lower.ends_with("ed")
}

/// "Two nurses waited", "Hill and Reed founded": the subject in front of the first verb, if it is plural.
fn plural_subject(line: &Line, sentence: &Range<usize>) -> Option<Range<usize>> {
    let words = &line.words;
    let verb = sentence.clone().find(|&i| i > sentence.start && is_verb(&words[i]))?;
    let end = (sentence.start..verb).rev().find(|&i| {
        !words[i].is(class::ADVERB | class::TIMEX | class::MARK) && !words[i].lower.ends_with("ly")
    })? + 1;
    let comma = (sentence.start..end).find(|&i| words[i].lower == ",").unwrap_or(end);
    let group = sentence.start..comma;
    let preposition = group.clone().find(|&i| words[i].is(class::PREPOSITION)).unwrap_or(group.end);
    let noun = preposition.checked_sub(1).filter(|i| group.contains(i))?;
    let joined = words[group.start..preposition].iter().any(|w| w.lower == "and")
        && words[noun].is(class::CAPITAL)
        && words[group.start].is(class::CAPITAL);
    let plural = nouns::noun(&words[noun].lower).is_some_and(|n| n.sort == Sort::Group);
    (joined || plural).then_some(group)
}
