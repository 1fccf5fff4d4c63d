//! Speakers by description: "the finance minister", "the 79-year-old", "the company’s chief executive", "the ministry".

use std::ops::Range;

use parallax_model::{EntityType, MentionKind, Span, SpeakerKind, Statement};

use super::super::reference;
use super::super::words::{Line, class};
use super::nouns::{self, Sort};
use super::profile::{self, Profile};
use super::view::{is_genitive, is_possessive};
use super::{Heard, Read, Resolver};

/// What a search among those whom the page names gave.
enum Found {
    Nobody,
    One(u32),
    Several,
}

impl Resolver<'_> {
    /// A source that names no person.
    pub(super) fn group(
        &self,
        line: &Line,
        words: &Range<usize>,
        front: Range<usize>,
        statement: &Statement,
    ) -> Option<Read> {
        let all = &line.words;
        let head = head(line, &front);
        let span = line.span(&front)?;
        let open = |kind| Read { head: span, words: span, entity: None, kind, speaks_for: None };
        let of = front.clone().take(6).find(|&i| all[i].lower == "of");
        if of.is_some_and(|of| all[front.start..of].iter().any(|w| nouns::is_crowd(&w.lower)))
            || head.is_none() && nouns::is_crowd(&all[front.start].lower)
        {
            return Some(open(SpeakerKind::Group));
        }
        if all[front.start].lower == "one" && of == Some(front.start + 1) {
            return Some(open(SpeakerKind::Unnamed));
        }
        let Some(head) = head else {
            let many =
                all[front.clone()].iter().any(|w| matches!(w.lower.as_str(), "others" | "those" | "these"));
            return Some(open(if many { SpeakerKind::Group } else { SpeakerKind::Unknown }));
        };
        // A body or a land by its name: "the Ministry of Foreign Affairs".
        let whole = front.start..head + 1;
        let names = self.view.mentions(line, front.clone()).filter(|(m, _)| m.kind == MentionKind::Name);
        if let Some((mention, range)) = names.filter(|(_, r)| r.contains(&head)).max_by_key(|(_, r)| r.len())
        {
            let one = nouns::noun(&all[head].lower).is_some_and(|n| n.sort == Sort::Person);
            if mention.of == EntityType::Group && !one {
                return Some(self.people(line, mention.span, range));
            }
            if let Some(entity) = mention.entity {
                let bare = self.view.name(entity).is_some_and(|n| nouns::noun(&n.to_lowercase()).is_some());
                if !bare {
                    return Some(self.one(mention.span, Some(entity)));
                }
            }
        }
        let lower = all[head].lower.as_str();
        let years = profile::age(lower).is_some();
        let noun = nouns::noun(lower);
        let sort = match noun.map(|n| n.sort) {
            Some(sort) => sort,
            None if years => Sort::Person,
            None if nouns::is_plural(lower) && !all[head].is(class::CAPITAL) => Sort::Group,
            None => {
                let known = self.meant(statement).or_else(|| self.surname(line, &front));
                return Some(known.map_or_else(|| open(SpeakerKind::Unnamed), |e| self.one(span, Some(e))));
            }
        };
        let client = self.client(line, words);
        let read = match sort {
            Sort::Person => {
                if let Some(before) = self.introduced(line, &whole, head) {
                    return Some(Read { head: span, words: before.words, ..open(SpeakerKind::Unnamed) });
                }
                let entity = self.calling(line, &whole, head);
                let speaks_for = client.or_else(|| {
                    entity.and_then(|e| self.profiles.get(e as usize)).and_then(|p| p.speaks_for)
                });
                let kind = if entity.is_some() { SpeakerKind::Person } else { SpeakerKind::Unnamed };
                Read { entity, speaks_for, ..open(kind) }
            }
            Sort::Group => Read { speaks_for: client, ..open(SpeakerKind::Group) },
            Sort::Institution => Read {
                entity: self.body(line, &whole, head, statement),
                speaks_for: client,
                ..open(SpeakerKind::Institution)
            },
            Sort::Paper => {
                let issuer = self.issuer(line, &front, head, statement);
                let from =
                    all.get(head + 1).is_some_and(|w| matches!(w.lower.as_str(), "from" | "by" | "of"));
                // "a statement from the embassy", but "from a source at the embassy"
                let giver = self::head(line, &((head + 2).min(front.end)..front.end));
                let last = giver.and_then(|i| nouns::noun(&all[i].lower)).map(|n| n.sort);
                if issuer.is_none() && from && last == Some(Sort::Institution) {
                    return Some(open(SpeakerKind::Institution));
                }
                issuer.map_or_else(
                    || open(SpeakerKind::Unnamed),
                    |e| Read { head: span, ..self.one(span, Some(e)) },
                )
            }
        };
        Some(read)
    }

    /// A surname that the recogniser of names has passed over.
    fn surname(&self, line: &Line, front: &Range<usize>) -> Option<u32> {
        let one = line.words.get(front.start).filter(|w| front.len() == 1 && w.is(class::CAPITAL))?;
        let recent = self.recent(one.start as u32);
        let mut known = recent.iter().copied().filter(|e| {
            let last = self.view.name(*e).and_then(|n| n.rsplit([' ', '\u{a0}']).next()).unwrap_or_default();
            self.view.of(*e) == Some(EntityType::Person) && last.to_lowercase() == one.lower
        });
        let first = known.next()?;
        known.next().is_none().then_some(first)
    }

    /// The institution that the words of a source stand for.
    fn meant(&self, statement: &Statement) -> Option<u32> {
        let source = statement.source[0];
        let spoke = self.last_body(source).and_then(|h| h.entity);
        reference::meant(self.view.document, source, statement.content.first().copied(), spoke)
    }

    /// "Republicans said", "Russian claims": people of one name, or the land of an adjective.
    fn people(&self, line: &Line, span: Span, range: Range<usize>) -> Read {
        let plural = line.words[range.end - 1].lower.ends_with('s');
        let land = self.view.country(span).filter(|_| !plural && range.len() == 1);
        let entity = land.and_then(|c| self.view.land(c));
        let kind = if land.is_some() { SpeakerKind::Institution } else { SpeakerKind::Group };
        Read { head: span, words: span, entity, kind, speaks_for: None }
    }

    /// Who was introduced in this post without a name by the same noun: "a senior official" for "the official".
    fn introduced(&self, line: &Line, group: &Range<usize>, head: usize) -> Option<&Heard> {
        let all = &line.words;
        if all[group.start].lower != "the"
            || self.view.mentions(line, group.clone()).any(|(m, _)| m.kind == MentionKind::Name)
        {
            return None;
        }
        let own: Vec<&str> = all[group.start + 1..head + 1].iter().map(|w| w.lower.as_str()).collect();
        let post = self.view.post(line);
        let at = all[group.start].start as u32;
        let unnamed = |h: &&Heard| {
            let words = self.view.document.words(h.words).to_lowercase();
            let new = ["a ", "an ", "another ", "one "].iter().any(|a| words.starts_with(a));
            h.entity.is_none()
                && h.kind == SpeakerKind::Unnamed
                && new
                && own
                    .iter()
                    .all(|o| words.split(|c: char| !(c.is_alphanumeric() || c == '-')).any(|w| w == *o))
                && self.view.line_at(h.source.start).and_then(|l| self.view.post(l)) == post
                && self.blocks_back(h.source.start, at) <= 12
        };
        let mut last = self.heard.iter().rev().take(super::FARTHEST / 2).filter(unnamed);
        let found = last.next()?;
        // Somebody with a name and the same calling who was named since.
        let recent = self.recent(at);
        let named = recent.iter().filter_map(|&e| Some((e, self.profiles.get(e as usize)?))).any(|(e, p)| {
            self.view.of(e) == Some(EntityType::Person)
                && p.traits.iter().any(|t| t.words.last().map(String::as_str) == own.last().copied())
                && self.last_named(p, at, line).is_some_and(|n| n > found.source.start)
        });
        (!named).then_some(found)
    }

    /// The person whom "the finance minister" stands for.
    fn calling(&self, line: &Line, group: &Range<usize>, head: usize) -> Option<u32> {
        let all = &line.words;
        let first = &all[group.start];
        let indefinite = matches!(
            first.lower.as_str(),
            "a" | "an"
                | "another"
                | "one"
                | "some"
                | "any"
                | "every"
                | "each"
                | "no"
                | "second"
                | "third"
                | "my"
                | "our"
                | "your"
        );
        let owned = is_possessive(first) && matches!(first.lower.as_str(), "his" | "her");
        let determined =
            first.is(class::DETERMINER) || is_possessive(first) || all[group.clone()].iter().any(is_genitive);
        let national = self
            .view
            .mentions(line, group.clone())
            .any(|(m, r)| m.of == EntityType::Group && r.start == group.start);
        if indefinite
            || owned
            || !(determined || national)
            || all[head + 1..].first().is_some_and(|w| matches!(w.lower.as_str(), "next" | "beside"))
        {
            return None;
        }
        let at = all[group.start].start as u32;
        // "the secretary of state": the words behind the noun belong to the office, which the page's entities know.
        let office = all.get(head + 1).is_some_and(|w| w.lower == "of")
            && self.view.starting(line, head + 2, all.len().min(head + 8)).is_none();
        if office {
            let linked = self.view.mentions(line, group.start..all.len().min(head + 6));
            let linked = linked.filter(|(m, r)| m.kind == MentionKind::Nominal && r.contains(&head));
            return linked
                .filter_map(|(m, _)| m.entity)
                .find(|e| self.view.of(*e) == Some(EntityType::Person));
        }
        match self.search(line, group, head, EntityType::Person) {
            Found::One(e) => Some(e),
            Found::Several => None,
            Found::Nobody => {
                if let Some(years) = profile::age(&all[head].lower) {
                    return self.only_person(at, years);
                }
                let linked = self
                    .view
                    .ending(line, group.clone(), head + 1)
                    .filter(|(m, _)| m.kind == MentionKind::Nominal);
                let linked = linked.and_then(|(m, _)| m.entity);
                let linked = linked.filter(|e| self.view.of(*e) == Some(EntityType::Person))?;
                // "the chief executive of Orion Mills" is not that of another firm.
                let owners = profile::trait_of(self.view, line, group.start..head + 1).owners;
                let traits = &self.profiles.get(linked as usize)?.traits;
                let known = traits.iter().any(|t| !t.owners.is_empty());
                let same = traits.iter().any(|t| owners.iter().any(|o| t.owners.contains(o)));
                (owners.is_empty() || !known || same).then_some(linked)
            }
        }
    }

    /// Who fits a description, of those named before it in the post.
    fn search(&self, line: &Line, group: &Range<usize>, head: usize, of: EntityType) -> Found {
        let all = &line.words;
        let wanted = profile::trait_of(self.view, line, group.start..head + 1);
        let names: Vec<&str> = self
            .view
            .mentions(line, group.clone())
            .filter(|(m, _)| m.kind == MentionKind::Name)
            .flat_map(|(_, r)| all[r].iter().map(|w| w.lower.as_str()))
            .collect();
        let noun = wanted.words.last().map_or(all[head].lower.as_str(), String::as_str);
        let modifiers: Vec<&String> = wanted.words[..wanted.words.len().saturating_sub(1)]
            .iter()
            .filter(|w| !nouns::is_loose(w) && !names.contains(&w.as_str()))
            .collect();
        let gender = nouns::noun(noun).and_then(|n| n.gender);
        let at = all[group.start].start as u32;
        let years = profile::age(&all[head].lower);
        let fits = |p: &Profile| -> u8 {
            if gender.is_some() && p.gender.is_some() && gender != p.gender {
                return 0;
            }
            if let Some(years) = years {
                return if p.age.as_deref() == Some(years) { 2 } else { 0 };
            }
            let all_modifiers = modifiers.iter().all(|m| p.traits.iter().any(|t| t.words.contains(m)));
            let lands = |c: &&'static str| p.traits.iter().any(|t| t.countries.contains(c));
            let owns = |o: &u32| p.traits.iter().any(|t| t.owners.contains(o));
            let owned = wanted.countries.iter().any(lands) || wanted.owners.iter().any(owns);
            if !all_modifiers || !(wanted.countries.is_empty() && wanted.owners.is_empty() || owned) {
                return 0;
            }
            let exact = |t: &profile::Trait| {
                t.words.last().is_some_and(|l| l == noun) && !is_other_general(noun, &modifiers, &t.words)
            };
            let wide = |t: &profile::Trait| {
                nouns::may_mean(noun, &t.words)
                    || t.words.iter().any(|w| w == noun) && !is_other_general(noun, &modifiers, &t.words)
            };
            if p.traits.iter().any(exact) { 2 } else { u8::from(p.traits.iter().any(wide)) }
        };
        let recent = self.recent(at);
        let known = recent.iter().filter_map(|&e| Some((e, self.profiles.get(e as usize)?)));
        let known =
            known.filter(|(e, p)| self.view.of(*e) == Some(of) && self.last_named(p, at, line).is_some());
        let all: Vec<(u32, u8)> = known.map(|(e, p)| (e, fits(p))).filter(|(_, s)| *s > 0).collect();
        let best = all.iter().map(|(_, s)| *s).max().unwrap_or(0);
        let mut fit: Vec<u32> = all.iter().filter(|(_, s)| *s == best).map(|(e, _)| *e).collect();
        if fit.len() > 1 {
            // Of several that fit, the one named in this paragraph or the one before.
            let near = |e: &u32| {
                self.last_named(&self.profiles[*e as usize], at, line)
                    .is_some_and(|n| self.blocks_back(n, at) <= 1)
            };
            fit.retain(near);
        }
        if fit.len() > 1 {
            // Or the one who has been speaking all the time.
            let last: Vec<u32> =
                self.heard.iter().rev().filter(|h| !h.nested).take(4).filter_map(|h| h.entity).collect();
            let topic = last.first().copied().filter(|e| last.iter().filter(|l| *l == e).count() > 1);
            if let Some(topic) = topic.filter(|t| fit.contains(t)) {
                fit = vec![topic];
            }
        }
        match fit[..] {
            [] if best == 0 => Found::Nobody,
            [one] => Found::One(one),
            _ => Found::Several,
        }
    }

    /// Where somebody was last named before an offset, in the post of a line.
    fn last_named(&self, profile: &Profile, before: u32, line: &Line) -> Option<u32> {
        let post = self.view.post(line);
        let same = |n: &&u32| self.view.line_at(**n).and_then(|l| self.view.post(l)) == post;
        let upto = profile.named.partition_point(|n| *n < before);
        profile.named[..upto].iter().rev().take(16).find(same).copied()
    }

    /// How many paragraphs lie between two offsets.
    pub(super) fn blocks_back(&self, from: u32, to: u32) -> usize {
        let block = |o: u32| self.view.line_at(o).map_or(0, |l| l.block as usize);
        let between = self.view.document.page.blocks.get(block(from)..block(to)).unwrap_or_default();
        between.iter().filter(|b| b.role.is_body()).count()
    }

    /// "The 79-year-old" of whom no age is given: the only person named in this paragraph and the one before.
    fn only_person(&self, at: u32, years: &str) -> Option<u32> {
        let line = self.view.line_at(at)?;
        let other = |h: &Heard| h.entity.is_none() && self.view.document.words(h.source).contains(years);
        if self.heard.iter().rev().take(64).any(other) {
            return None;
        }
        let recent = self.recent(at);
        let near =
            recent.iter().filter_map(|&e| Some((e, self.profiles.get(e as usize)?))).filter(|(e, p)| {
                self.view.of(*e) == Some(EntityType::Person)
                    && self.last_named(p, at, line).is_some_and(|n| self.blocks_back(n, at) <= 1)
            });
        let near: Vec<(u32, &Profile)> = near.collect();
        match near[..] {
            [(one, p)] if p.age.is_none() => Some(one),
            _ => None,
        }
    }

    /// The body that "the ministry", "the carmaker" stands for.
    fn body(&self, line: &Line, group: &Range<usize>, head: usize, statement: &Statement) -> Option<u32> {
        let all = &line.words;
        if is_possessive(&all[group.start])
            || matches!(all[group.start].lower.as_str(), "a" | "an" | "another" | "one")
        {
            return None;
        }
        let linked = self.view.ending(line, group.clone(), head + 1);
        let named = linked.as_ref().filter(|(m, _)| m.kind == MentionKind::Name).and_then(|(m, _)| m.entity);
        let meant = self.meant(statement);
        if let Found::One(e) = self.search(line, group, head, EntityType::Organisation)
            && meant.is_none()
            && group.len() > 1
        {
            return Some(e);
        }
        // What several may be meant by stays open.
        let linked = linked.filter(|_| !reference::refers(&all[head].lower)).and_then(|(m, _)| m.entity);
        meant.or(named).or(linked.filter(|e| self.view.of(*e) != Some(EntityType::Person)))
    }

    /// Who issued a paper.
    fn issuer(&self, line: &Line, front: &Range<usize>, head: usize, statement: &Statement) -> Option<u32> {
        let known = self.meant(statement);
        if known.is_some() {
            return known;
        }
        let all = &line.words;
        if head + 2 < front.end && matches!(all[head + 1].lower.as_str(), "by" | "from") {
            return super::mandate::party(self.view, line, head + 2);
        }
        // "a lawsuit filed by the Tenants Alliance"
        let filed =
            all.get(head + 1).filter(|_| head + 2 < front.end).is_some_and(|w| nouns::issues(&w.lower));
        if filed && all[head + 2].lower == "by" {
            return super::mandate::party(self.view, line, head + 3);
        }
        let first = &all[front.start];
        let bare = head == front.start + 1 && front.len() == 2 && first.lower == "the";
        if !bare {
            return self.owner_of_paper(line, front, head);
        }
        // "The ministry said in a statement ... The statement added".
        let noun = all[head].lower.as_str();
        let post = self.view.post(line);
        let same = |h: &&Heard| {
            (h.channel.as_deref().is_some_and(|c| c == noun || noun == "statement" && is_statement(c))
                || self.view.document.words(h.source).to_lowercase().split(' ').any(|w| w == noun))
                && self.view.line_at(h.source.start).and_then(|l| self.view.post(l)) == post
                && self.blocks_back(h.source.start, first.start as u32) <= 6
        };
        let from = self.heard.len().saturating_sub(64);
        let latest = self.heard[from..].iter().rposition(|h| same(&h)).map(|i| from + i);
        // Another body has spoken since: it may be its paper.
        let other =
            |h: &Heard, e: Option<u32>| !h.nested && h.kind == SpeakerKind::Institution && h.entity != e;
        let before = latest.and_then(|i| {
            let entity = self.heard[i].entity;
            (!self.heard[i + 1..].iter().any(|h| other(h, entity))).then_some(entity).flatten()
        });
        if latest.is_some() {
            return before;
        }
        self.published(noun, statement.source[0])
    }

    /// "US estimates", "Moreno’s letter": whose name stands right before the paper.
    fn owner_of_paper(&self, line: &Line, front: &Range<usize>, head: usize) -> Option<u32> {
        let all = &line.words;
        if matches!(
            all[head].lower.as_str(),
            "agreement" | "treaty" | "contract" | "deal" | "accord" | "constitution" | "law"
        ) {
            return None;
        }
        let genitive = head > front.start && is_genitive(&all[head - 1]);
        let end = head - usize::from(genitive);
        let (mention, _) =
            self.view.ending(line, front.start..head, end).filter(|(m, _)| m.kind == MentionKind::Name)?;
        let body = matches!(mention.of, EntityType::Organisation | EntityType::Polity | EntityType::Facility);
        mention.entity.filter(|_| body || genitive)
    }

    /// "The panel published its report": who published the paper of that name last.
    fn published(&self, noun: &str, before: Span) -> Option<u32> {
        let document = self.view.document;
        let here = document.sentences.partition_point(|s| s.span.start < before.start);
        let post = self.view.line_at(before.start).and_then(|l| self.view.post(l));
        document.sentences[..here].iter().rev().take(8).find_map(|s| {
            let (line, words) = self.view.locate(s.span)?;
            if self.view.post(line) != post {
                return None;
            }
            let all = &line.words;
            let paper =
                words.clone().find(|&i| all[i].lower == noun && (all[i].end as u32) <= before.start)?;
            if all.get(paper + 1).is_some_and(|w| nouns::issues(&w.lower))
                && all.get(paper + 2).is_some_and(|w| w.lower == "by")
            {
                return super::mandate::party(self.view, line, paper + 3);
            }
            let verb = (words.start..paper).rev().take(6).find(|&i| nouns::issues(&all[i].lower))?;
            // "Sheriff Ana Brock has issued a statement": the name right before the verb.
            let helper =
                |i: usize| all[i].is(class::AUXILIARY | class::ADVERB | class::TIMEX) || all[i].lower == "on";
            let end = (words.start..verb).rev().find(|&i| !helper(i))? + 1;
            let (subject, _) = self.view.ending(line, words.start..end, end)?;
            subject.entity.filter(|_| subject.kind == MentionKind::Name)
        })
    }
}

/// Media that pages call a statement afterwards.
fn is_statement(channel: &str) -> bool {
    matches!(channel, "press release" | "release" | "communiqué" | "advisory" | "website")
}

/// "the general" is no secretary general.
fn is_other_general(noun: &str, modifiers: &[&String], words: &[String]) -> bool {
    let before = words.len().checked_sub(2).map(|i| words[i].as_str());
    noun == "general"
        && modifiers.is_empty()
        && before.is_some_and(|b| {
            matches!(
                b,
                "secretary"
                    | "attorney"
                    | "director"
                    | "surgeon"
                    | "inspector"
                    | "solicitor"
                    | "governor"
                    | "prosecutor"
                    | "consul"
            )
        })
}

/// The noun at the head of a group.
fn head(line: &Line, front: &Range<usize>) -> Option<usize> {
    let words = &line.words;
    let mut last: Option<usize> = None;
    for i in front.clone() {
        let w = &words[i];
        if is_genitive(w) {
            last = None;
            continue;
        }
        let known = |i: usize| nouns::noun(&words[i].lower).is_some();
        let tail = w.is(class::PREPOSITION
            | class::ADVERB
            | class::AUXILIARY
            | class::SUBORDINATOR
            | class::PRONOUN)
            && !w.is(class::DETERMINER | class::CAPITAL);
        if last.is_some() && tail {
            break;
        }
        let participle = !w.is(class::CAPITAL)
            && w.lower.len() > 4
            && (w.lower.ends_with("ed") || w.lower.ends_with("ing"));
        if last.is_some_and(known)
            && (participle && !known(i)
                || matches!(
                    w.lower.as_str(),
                    "familiar" | "close" | "next" | "aware" | "present" | "responsible"
                ))
        {
            break;
        }
        if w.is_content() && !w.is(class::TIMEX) {
            last = Some(i);
        }
    }
    last
}
