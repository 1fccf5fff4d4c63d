//! Who speaks: the words of a source, resolved inside the page.
//!
//! A source names a person ([`named`]), stands for one named before by a pronoun ([`pronouns`]) or a description
//! ([`described`]), names a body or what a body has published ([`super::reference`]), or nobody by name. What the page
//! tells of those whom it names is gathered first ([`profile`]). A wrong speaker is worse than none: where two fit, the
//! entity stays open. Several who speak as one ("Hill and Reed") are a group without an entity.

mod described;
mod mandate;
mod named;
mod nouns;
mod profile;
mod pronouns;
mod view;

use std::collections::BTreeSet;
use std::ops::Range;

use parallax_model::{
    Document, EntityType, Mention, MentionKind, Span, Speaker, SpeakerKind, Statement, StatementKind,
};

use super::reference;
use super::words::{Line, class};
use crate::annotators::names::gazetteer::Gender;
use nouns::{Mandate, Sort};
use profile::Profile;
use view::{View, is_genitive};

pub(super) use nouns::{can_speak, listens, tells};

/// How many mentions, or statements, back anything refers at most.
const FARTHEST: usize = 400;

/// Somebody who has spoken.
#[derive(Debug, Clone)]
struct Heard {
    source: Span,
    /// The name, description or pronoun at the head of the source.
    head: Span,
    /// The words that name the speaker best.
    words: Span,
    entity: Option<u32>,
    kind: SpeakerKind,
    pronoun: bool,
    nested: bool,
    /// Through what it was said: "statement".
    channel: Option<String>,
}

/// What is known while the sources of a page are read one after the other.
struct Resolver<'a> {
    view: View<'a>,
    profiles: Vec<Profile>,
    heard: Vec<Heard>,
    /// Contents that are not in quotation marks alone, in order.
    told: Vec<Span>,
}

/// How a source was read.
struct Read {
    head: Span,
    words: Span,
    entity: Option<u32>,
    kind: SpeakerKind,
    speaks_for: Option<u32>,
}

/// Gives every statement with a source its speaker.
pub(super) fn resolve(document: &Document, lines: &[Line], statements: &mut [Statement]) {
    let view = View { document, lines };
    let mut told: Vec<Span> = statements
        .iter()
        .filter(|s| matches!(s.kind, StatementKind::Indirect | StatementKind::Mixed))
        .flat_map(|s| s.content.iter().copied())
        .collect();
    told.sort_unstable();
    let profiles = profile::profiles(view);
    let mut resolver = Resolver { view, profiles, heard: Vec::new(), told };
    resolver.clients();
    let mut order: Vec<usize> = (0..statements.len()).filter(|&i| !statements[i].source.is_empty()).collect();
    order.sort_by_key(|&i| statements[i].source[0].start);
    for &i in &order {
        let source = statements[i].source[0];
        let Some(read) = resolver.read(&statements[i], source) else { continue };
        resolver.learn(&read);
        let name = read.entity.and_then(|e| view.name(e)).unwrap_or_else(|| document.words(read.words));
        statements[i].speaker = Some(Speaker {
            name: name.to_owned(),
            entity: read.entity,
            kind: read.kind,
            speaks_for: read.speaks_for.filter(|f| read.entity != Some(*f)),
        });
        resolver.heard.push(Heard {
            source,
            head: read.head,
            words: read.words,
            entity: read.entity,
            kind: read.kind,
            pronoun: matches!(read.kind, SpeakerKind::Unknown),
            nested: statements[i].within.is_some(),
            channel: statements[i].channel.as_ref().map(|c| c.name.to_lowercase()),
        });
    }
    quoted_selves(document, statements);
}

/// "I told them": within a quotation it is who is quoted.
fn quoted_selves(document: &Document, statements: &mut [Statement]) {
    for i in 0..statements.len() {
        let is_self =
            |s: &Statement| s.source.first().is_some_and(|s| document.words(*s).eq_ignore_ascii_case("i"));
        let Some(outer) = statements[i].within.filter(|_| is_self(&statements[i])) else { continue };
        let outer = &statements[outer as usize];
        if outer.kind != StatementKind::Indirect {
            statements[i].speaker = outer.speaker.clone();
        }
    }
}

/// "The younger Reed": not the one whom the page calls by the surname alone.
fn is_relative(line: &Line, mention: &Mention) -> bool {
    let before = view::range(line, mention.span).start.checked_sub(1).and_then(|i| line.words.get(i));
    before.is_some_and(|w| matches!(w.lower.as_str(), "younger" | "elder" | "older"))
}

impl<'a> Resolver<'a> {
    /// Whom those speak for who were introduced by a pronoun: "Her lawyer, Simon Achard,".
    fn clients(&mut self) {
        for i in 0..self.profiles.len() {
            let Some(owned) = self.profiles[i].owned.filter(|_| self.profiles[i].speaks_for.is_none()) else {
                continue;
            };
            let Some((line, words)) = self.view.locate(owned) else { continue };
            let noun = words.end - 1;
            let mandate = nouns::mandate(&line.words[noun].lower);
            self.profiles[i].speaks_for = self.possessor(line, noun, words.start, mandate);
        }
    }

    /// Keeps what a source tells of a speaker.
    fn learn(&mut self, read: &Read) {
        let Some(profile) = read.entity.and_then(|e| self.profiles.get_mut(e as usize)) else { return };
        profile.speaks_for = profile.speaks_for.or(read.speaks_for);
        let head = self.view.document.words(read.head).to_lowercase();
        profile.gender = profile.gender.or(match head.as_str() {
            "he" => Some(Gender::Male),
            "she" => Some(Gender::Female),
            _ => None,
        });
    }

    fn read(&self, statement: &Statement, source: Span) -> Option<Read> {
        let (line, mut words) = self.view.locate(source)?;
        let all = &line.words;
        while words.len() > 1 && all[words.start].is(class::MARK | class::PREPOSITION | class::COORDINATOR) {
            words.start += 1;
        }
        // "Colbert’s claim"
        while words.len() > 1 && (is_genitive(&all[words.end - 1]) || all[words.end - 1].is(class::MARK)) {
            words.end -= 1;
        }
        let span = line.span(&words)?;
        let first = all[words.start].lower.as_str();
        let plain = |kind| Read { head: span, words: span, entity: None, kind, speaks_for: None };
        if matches!(first, "no" | "nobody" | "none" | "nothing") {
            return Some(plain(SpeakerKind::Unknown));
        }
        let alone = words.len() == 1
            || matches!(all[words.start + 1].lower.as_str(), "himself" | "herself" | "themselves" | "itself")
                && words.len() == 2;
        if alone && let Some(read) = self.pronoun(line, words.start) {
            return Some(read);
        }
        if matches!(first, "i" | "we" | "you") {
            return Some(plain(SpeakerKind::Unknown));
        }
        if named::several(self.view, line, &words) {
            return Some(plain(SpeakerKind::Group));
        }
        let front = named::front(self.view, line, &words);
        if let Some(mention) = named::person(self.view, line, &words) {
            if self.is_shared(line, mention) || is_relative(line, mention) {
                return Some(Read { head: mention.span, ..plain(SpeakerKind::Person) });
            }
            let speaks_for = self.client(line, &words).or_else(|| {
                mention.entity.and_then(|e| self.profiles.get(e as usize)).and_then(|p| p.speaks_for)
            });
            let kind = SpeakerKind::Person;
            return Some(Read {
                head: mention.span,
                words: mention.span,
                entity: mention.entity,
                kind,
                speaks_for,
            });
        }
        self.group(line, &words, front, statement)
    }

    /// Whether a surname alone may be that of two persons who were just named with it.
    fn is_shared(&self, line: &Line, mention: &Mention) -> bool {
        let document = self.view.document;
        let words = document.words(mention.span);
        let titled = line
            .words
            .get(view::range(line, mention.span).start.wrapping_sub(1))
            .is_some_and(|w| nouns::title(w.lower.trim_end_matches('.')).flatten().is_some());
        if titled || words.contains([' ', '\u{a0}']) {
            return false;
        }
        let bare = |n: &u32| document.page.text.get(*n as usize..).is_some_and(|t| t.starts_with(words));
        let mut near = 0;
        for index in self.recent(mention.span.start) {
            let (Some(entity), Some(profile)) =
                (document.entities.get(index as usize), self.profiles.get(index as usize))
            else {
                continue;
            };
            let same = entity.of == EntityType::Person
                && entity.name.len() > words.len()
                && entity.name.ends_with(words)
                && entity.name[..entity.name.len() - words.len()].ends_with([' ', '\u{a0}']);
            if !same {
                continue;
            }
            let upto = profile.named.partition_point(|n| *n < mention.span.start);
            let before = profile.named[upto.saturating_sub(FARTHEST)..upto].iter();
            // Who was called so before keeps the name.
            if before.clone().any(bare) {
                return false;
            }
            near += usize::from(before.last().is_some_and(|n| self.blocks_back(*n, mention.span.start) <= 1));
        }
        near > 1
    }

    /// For whom the words of a source say that the speaker speaks.
    fn client(&self, line: &Line, words: &Range<usize>) -> Option<u32> {
        let all = &line.words;
        words.clone().find_map(|i| {
            if all[i].lower == "speaks" && all.get(i + 1).is_some_and(|w| w.lower == "for") {
                return mandate::party(self.view, line, i + 2);
            }
            if all.get(i + 1).is_some_and(is_genitive) {
                return None;
            }
            let known = nouns::mandate(&all[i].lower);
            mandate::client(self.view, line, words, i).or_else(|| self.possessor(line, i, words.start, known))
        })
    }

    /// The one whom a possessive pronoun in front of a noun stands for: "her lawyer".
    fn possessor(&self, line: &Line, noun: usize, floor: usize, mandate: Option<Mandate>) -> Option<u32> {
        mandate?;
        let at = (floor..noun).rev().take(4).find(|&i| view::is_possessive(&line.words[i]))?;
        let span = line.span(&(at..at + 1))?;
        match line.words[at].lower.as_str() {
            "his" => self.he_or_she(span, Gender::Male)?.entity,
            "her" => self.he_or_she(span, Gender::Female)?.entity,
            "its" => reference::subject(self.view.document, span),
            _ => None,
        }
    }

    /// A source of one word that names nobody.
    fn pronoun(&self, line: &Line, at: usize) -> Option<Read> {
        let span = line.span(&(at..at + 1))?;
        let open =
            Read { head: span, words: span, entity: None, kind: SpeakerKind::Unknown, speaks_for: None };
        let gender = match line.words[at].lower.as_str() {
            "he" | "him" | "his" => Gender::Male,
            "she" | "her" | "hers" => Gender::Female,
            "they" | "them" | "their" => {
                let Some((entity, words, kind)) = self.they(span) else { return Some(open) };
                return Some(Read { words, entity, kind, ..open });
            }
            "it" | "its" => {
                let again = line.words.get(at + 1..).unwrap_or_default().iter().take(2);
                let again = again
                    .into_iter()
                    .any(|w| matches!(w.lower.as_str(), "added" | "adds" | "continued" | "also"));
                return Some(self.it(span, again).unwrap_or(open));
            }
            "i" | "we" | "you" | "me" | "us" | "my" | "our" | "this" | "that" | "these" | "those" => {
                let relative =
                    line.words[at].lower == "that" && at > 0 && !line.words[at - 1].is(class::MARK);
                return Some(if relative { self.relative(line, at).unwrap_or(open) } else { open });
            }
            "who" | "which" => return Some(self.relative(line, at).unwrap_or(open)),
            _ => return None,
        };
        let Some(found) = self.he_or_she(span, gender) else { return Some(open) };
        let kind = if found.entity.is_some() { SpeakerKind::Person } else { SpeakerKind::Unnamed };
        let speaks_for = found.entity.and_then(|e| self.profiles.get(e as usize)).and_then(|p| p.speaks_for);
        Some(Read { words: found.words, entity: found.entity, kind, speaks_for, ..open })
    }

    /// What "it" stands for: the body that spoke in this sentence or right before it, or the subject there. A body that
    /// is the subject of what is said and another that has spoken before leave it open.
    fn it(&self, span: Span, again: bool) -> Option<Read> {
        let spoke = self.heard.iter().rfind(|h| h.source.end <= span.start && !h.nested);
        let sentences = &self.view.document.sentences;
        let back = |h: &Heard| {
            sentences.partition_point(|s| s.span.end <= span.start)
                - sentences.partition_point(|s| s.span.end <= h.source.start)
        };
        let body = spoke.filter(|s| self.last_body(span).is_some_and(|h| h.source == s.source));
        let near = body.filter(|h| back(h) <= 1);
        let subject = reference::subject(self.view.document, span);
        let apart = |h: &&Heard| {
            self.view.line_at(h.source.start).map(|l| l.block)
                != self.view.line_at(span.start).map(|l| l.block)
        };
        let named = |e: u32| Read { entity: Some(e), ..self.one(span, Some(e)) };
        match (near, subject) {
            (Some(h), Some(s)) if h.entity != Some(s) && apart(&h) && !again => None,
            (Some(h), _) => {
                Some(Read { head: span, words: h.words, entity: h.entity, kind: h.kind, speaks_for: None })
            }
            (None, Some(s)) => Some(named(s)),
            (None, None) => body.and_then(|h| h.entity).map(named),
        }
    }

    /// The entities named before an offset, not too far back.
    fn recent(&self, before: u32) -> BTreeSet<u32> {
        let mentions = &self.view.document.mentions;
        let upto = mentions.partition_point(|m| m.span.start < before);
        let near = mentions[..upto].iter().rev().take(FARTHEST);
        near.filter(|m| m.kind == MentionKind::Name).filter_map(|m| m.entity).collect()
    }

    /// The body that spoke last in the sentences right before an offset, in the same post.
    fn last_body(&self, at: Span) -> Option<&Heard> {
        let document = self.view.document;
        let near = document.sentences.partition_point(|s| s.span.end <= at.start).saturating_sub(3);
        let from = document.sentences.get(near)?.span.start;
        let post = |o: u32| self.view.line_at(o).and_then(|l| self.view.post(l));
        let near = |h: &&Heard| {
            h.source.start >= from && h.source.end <= at.start && post(h.source.start) == post(at.start)
        };
        let mut last = self.heard.iter().rev().take(16).filter(near);
        last.find(|h| !h.nested && h.kind == SpeakerKind::Institution)
    }

    /// Whom "who" goes back to.
    fn relative(&self, line: &Line, at: usize) -> Option<Read> {
        let all = &line.words;
        let end = if all.get(at.checked_sub(1)?)?.lower == "," { at - 1 } else { at };
        let mut start = end;
        while start > 0
            && end - start < 12
            && !all[start - 1].is(class::AUXILIARY | class::FINITE | class::PRONOUN | class::SUBORDINATOR)
            && all[start - 1].quote == all[at].quote
            && !matches!(all[start - 1].lower.as_str(), "." | ";" | ":" | "," | "?" | "!")
        {
            start -= 1;
        }
        if start == end {
            return None;
        }
        // "Dr. Susan Park, an expert on burns who"
        if start > 1 && all[start - 1].lower == "," && all[start].is(class::DETERMINER) {
            let name = self.view.ending(line, start.saturating_sub(12)..start, start - 1);
            if let Some((m, _)) =
                name.filter(|(m, _)| m.kind == MentionKind::Name && m.of == EntityType::Person)
            {
                return Some(self.one(m.span, m.entity));
            }
        }
        if let Some((m, _)) =
            self.view.ending(line, start..end, end).filter(|(m, _)| m.kind == MentionKind::Name)
        {
            return Some(self.one(m.span, m.entity));
        }
        // "They sent two clerks who": the group begins at its determiner, or behind the verb or preposition.
        let from = (start..end)
            .rev()
            .find(|&i| i == start || view::ends_group(all, i - 1) || all[i].is(class::DETERMINER));
        let group = from.unwrap_or(start)..end;
        let span = line.span(&group)?;
        let noun = nouns::noun(&all[end - 1].lower)?;
        // "somebody in the campaign who": a body is no "who".
        if all[at].lower == "who" && matches!(noun.sort, Sort::Institution | Sort::Paper) {
            return None;
        }
        let kind = match noun.sort {
            Sort::Person | Sort::Paper => SpeakerKind::Unnamed,
            Sort::Group => SpeakerKind::Group,
            Sort::Institution => SpeakerKind::Institution,
        };
        Some(Read { head: span, words: span, entity: None, kind, speaks_for: None })
    }

    /// A speaker known by name.
    fn one(&self, span: Span, entity: Option<u32>) -> Read {
        let kind = match entity.and_then(|e| self.view.of(e)) {
            Some(EntityType::Person) => SpeakerKind::Person,
            Some(EntityType::Group) | None => SpeakerKind::Group,
            Some(_) => SpeakerKind::Institution,
        };
        let speaks_for = entity.and_then(|e| self.profiles.get(e as usize)).and_then(|p| p.speaks_for);
        Read { head: span, words: span, entity, kind, speaks_for }
    }
}

#[cfg(test)]
mod tests;
