//! The record of a claim from its members.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use parallax_model::{
    Claim, ClaimSpeaker, DateFrom, Dated, Document, Id, Member, MentionKind, Precision, Role, Span,
    Statement, StatementKind,
};

use super::item::{Item, Voice, said_at};
use crate::context::{Draft, id};
use crate::days::{Day, other_day};
use crate::lexicon::{english, rows};

/// Words with which a sentence hangs on the one before.
static HANGING: LazyLock<BTreeSet<&'static str>> =
    LazyLock::new(|| rows(english!("hanging_words.tsv")).filter_map(|r| r.first().copied()).collect());

/// Longest stretch that is shown as one wording, in bytes.
const LONGEST: usize = 900;

/// The claim that `members` make; `origins` in the order of members.
pub(super) fn claim(draft: &Draft<'_>, members: &[&Item], origins: &[Id]) -> Claim {
    let mut all: Vec<(usize, Member)> = members
        .iter()
        .zip(origins)
        .enumerate()
        .map(|(i, (item, origin))| (i, member(draft, item, origin)))
        .collect();
    let own = members.iter().filter(|i| i.voice == Voice::Own).count() * 2 >= members.len();
    let clearest = (0..members.len()).max_by_key(|&i| {
        let clear = clarity(draft, members[i], &all[i].1, own) + agreement(&all, i);
        (clear, std::cmp::Reverse(i))
    });
    let clearest = clearest.unwrap_or(0);
    let (item, shown) = (members[clearest], all[clearest].1.clone());
    // A weekday alone is no day that could be shown for all.
    let known = |d: &&String| matches!(Day::read(d), Some(Day::Known(_)));
    let given: BTreeSet<&String> = members.iter().filter_map(|i| i.said_on.as_ref()).collect();
    let days: Vec<&String> = given.iter().copied().filter(known).collect();
    let clash = given.iter().any(|a| given.iter().any(|b| other_day(a, b)));
    let said_on = (days.len() == 1 && !clash).then(|| days.first().map(|d| (*d).clone())).flatten();
    let seen: BTreeSet<&String> = all.iter().filter_map(|(_, m)| m.seen.as_ref()).collect();
    let (first_seen, last_seen) = (seen.first().map(|s| (*s).clone()), seen.last().map(|s| (*s).clone()));
    let distinct =
        |words: Vec<&String>| words.into_iter().cloned().collect::<BTreeSet<_>>().into_iter().collect();
    let outlets: Vec<String> = distinct(all.iter().map(|(_, m)| &m.outlet).collect());
    let via: Vec<String> = distinct(all.iter().flat_map(|(_, m)| &m.via).collect());
    let origins: BTreeSet<Id> = origins.iter().cloned().collect();
    let channel = shown.channel.clone().or_else(|| all.iter().find_map(|(_, m)| m.channel.clone()));
    all.sort_by(|(i, a), (j, b)| (&a.seen, &a.evidence.page, i).cmp(&(&b.seen, &b.evidence.page, j)));
    let page = &draft.context.documents[item.doc].page.id.0;
    let at = item.extent.start.to_string();
    let place = item.statement.to_string();
    Claim {
        id: id('c', [shown.evidence.text.as_str(), page, &at, &place]),
        story: draft.ledger.stories[item.story].id.clone(),
        wording: shown.evidence,
        content: shown.content,
        speaker: speaker(draft, members, item),
        kind: shown.kind,
        stance: shown.stance,
        said_on,
        channel,
        via,
        members: all.into_iter().map(|(_, m)| m).collect(),
        outlets,
        origins: origins.into_iter().collect(),
        first_seen,
        last_seen,
        denied_by: Vec::new(),
        denies: Vec::new(),
        weight: 0,
    }
}

fn member(draft: &Draft<'_>, item: &Item, origin: &Id) -> Member {
    let document = draft.context.documents[item.doc];
    let statement = &document.statements[item.statement];
    let said = statement.kind != StatementKind::OwnVoice;
    let cut = |span: Span| draft.context.cut(item.doc, span);
    let longest = statement.content.iter().copied().max_by_key(|s| (s.len(), std::cmp::Reverse(s.start)));
    let time = said_at(document, statement);
    Member {
        evidence: cut(sentences(draft, item, statement)),
        content: longest.filter(|_| said).map(cut),
        source: statement.source.first().copied().filter(|_| said).map(cut),
        outlet: document.page.outlet().to_owned(),
        kind: statement.kind,
        stance: statement.stance,
        origin: origin.clone(),
        said_on: item.said_on.clone(),
        said_on_words: time.filter(|_| item.said_on.is_some()).map(|t| cut(t.span)),
        day: time.and_then(|t| t.dated(DateFrom::Expression)).or_else(|| published(document, item.extent)),
        channel: item.channel.clone(),
        via: statement.via.iter().map(|v| v.name.clone()).collect(),
        seen: document.page.clock_at(item.extent.start).map(str::to_owned),
    }
}

/// The day of the post or page, on or before which something was said.
fn published(document: &Document, at: Span) -> Option<Dated> {
    Some(Dated {
        first: document.page.day_at(at.start)?.to_owned(),
        last: None,
        precision: Precision::Published,
        from: document.page.clock_from(at.start),
    })
}

/// The sentences of a statement; of a very long one, those of its first content.
fn sentences(draft: &Draft<'_>, item: &Item, statement: &Statement) -> Span {
    let whole = draft.context.sentence(item.doc, item.extent);
    match statement.content.first() {
        Some(first) if whole.len() > LONGEST => draft.context.sentence(item.doc, *first),
        _ => whole,
    }
}

/// How well a member stands alone: it names the speaker, is one whole sentence of fair length.
fn clarity(draft: &Draft<'_>, item: &Item, member: &Member, members_own: bool) -> i32 {
    let document = draft.context.documents[item.doc];
    let statement = &document.statements[item.statement];
    let text = member.evidence.text.as_str();
    let mut score = match text.len() {
        0..40 => -3,
        40..70 => 0,
        70..320 => 3,
        320..450 => 1,
        _ => -2,
    };
    let name = |span: &Span| document.mentions_in(*span).any(|(_, m)| m.kind == MentionKind::Name);
    if item.voice != Voice::Own {
        score += if statement.source.iter().any(name) { 4 } else { 0 };
        score += i32::from(statement.kind == StatementKind::Direct);
    } else if members_own {
        // What most pages say by themselves is shown as the page's own voice.
        score += 8;
    }
    score += if text.starts_with(char::is_uppercase) || text.starts_with(['“', '"']) { 1 } else { -2 };
    score += if text.ends_with(['.', '”', '"', '!', '?']) { 1 } else { -1 };
    let open = text.matches('“').count() as i32 - text.matches('”').count() as i32;
    score -= open.abs() + (text.matches('"').count() % 2) as i32;
    let lead = text.split(' ').next().unwrap_or("").trim_end_matches(',').to_ascii_lowercase();
    score - i32::from(HANGING.contains(lead.as_str())) * 2
}

/// How a member stands to the others: better with the words of others, worse with a day that fewer give.
fn agreement(all: &[(usize, Member)], i: usize) -> i32 {
    let member = &all[i].1;
    let with = |same: &dyn Fn(&Member) -> bool| all.iter().filter(|(_, m)| same(m)).count();
    let echoes = member.content.as_ref().map_or(0, |c| {
        with(&|m| m.content.as_ref().is_some_and(|o| o.page != c.page && o.text == c.text)).min(2)
    });
    let day = |day: &Option<String>| with(&|m| m.said_on == *day);
    let fewer = member.said_on.is_some()
        && all.iter().any(|(_, m)| m.said_on.is_some() && day(&m.said_on) > day(&member.said_on));
    echoes as i32 - 4 * i32::from(fewer)
}

/// The speaker as named in the clearest member, with the role that most pages give.
fn speaker(draft: &Draft<'_>, members: &[&Item], shown: &Item) -> Option<ClaimSpeaker> {
    match shown.voice {
        Voice::Own => None,
        Voice::Known(place) => {
            let entity = &draft.ledger.entities[place];
            let pages: BTreeSet<_> =
                members.iter().map(|i| &draft.context.documents[i.doc].page.id).collect();
            let here =
                |r: &&parallax_model::RoleSeen| r.evidence.iter().filter(|e| pages.contains(&e.page)).count();
            let role = entity.roles.iter().max_by_key(|r| (here(r), r.evidence.len(), r.of.is_some()));
            let evidence =
                role.and_then(|r| r.evidence.iter().find(|e| pages.contains(&e.page)).or(r.evidence.first()));
            Some(ClaimSpeaker {
                name: entity.name.clone(),
                entity: Some(entity.id.clone()),
                role: evidence.cloned(),
            })
        }
        _ => {
            let document = draft.context.documents[shown.doc];
            let name = document.statements[shown.statement].speaker.as_ref()?.name.as_str();
            // "the minister's warning" is the minister's.
            let name = name.strip_suffix("’s").or(name.strip_suffix("'s")).unwrap_or(name);
            Some(ClaimSpeaker { name: name.to_owned(), entity: None, role: None })
        }
    }
}

/// Ranks claims: by outlets and origins, standing of the speaker, place on the page, figures and denials.
pub(super) fn weigh(draft: &Draft<'_>, items: &[Item], groups: &[Vec<usize>], claims: &mut [Claim]) {
    let mut heard: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for item in items {
        if let Voice::Known(entity) = item.voice {
            heard.entry(entity).or_default().insert(item.doc);
        }
    }
    let leads: Vec<Span> = draft.context.documents.iter().map(|d| lead(d)).collect();
    for (group, claim) in groups.iter().zip(claims) {
        let of = |f: &dyn Fn(&Item) -> u32| group.iter().map(|&i| f(&items[i])).max().unwrap_or(0);
        let standing = of(&|i| match i.voice {
            Voice::Known(e) => 2 + 2 * heard[&e].len().min(5) as u32,
            Voice::Unnamed(_) => 1,
            Voice::Own => 0,
        });
        let led = of(&|i| u32::from(leads[i.doc].contains(i.extent)));
        let titled = of(&|i| u32::from(shared_with_title(draft, i) >= 2));
        let figures = of(&|i| u32::from(i.counts.iter().any(|c| c.0 >= 1_000)));
        let disputed = u32::from(!claim.denied_by.is_empty() || !claim.denies.is_empty());
        claim.weight = 12 * (claim.outlets.len() as u32 - 1).min(20)
            + 6 * (claim.origins.len() as u32).saturating_sub(1).min(10)
            + standing
            + 4 * led
            + 5 * titled
            + 3 * figures
            + 6 * disputed;
    }
}

/// The first three paragraphs of a page.
fn lead(document: &parallax_model::Document) -> Span {
    let body = document.page.blocks.iter().filter(|b| b.role.is_body()).take(3);
    body.map(|b| b.span).reduce(Span::cover).unwrap_or_default()
}

fn shared_with_title(draft: &Draft<'_>, item: &Item) -> usize {
    let page = &draft.context.documents[item.doc].page;
    let terms = &draft.context.terms;
    let block = page.blocks.iter().find(|b| b.role == Role::Title);
    let mut title: Vec<u32> = match (block, &page.title) {
        (Some(b), _) => terms.in_span(item.doc, b.span).iter().filter(|w| !w.stop).map(|w| w.term).collect(),
        (None, Some(words)) => terms.known(words),
        (None, None) => Vec::new(),
    };
    title.sort_unstable();
    title.dedup();
    let words = terms.in_span(item.doc, item.extent);
    title.iter().filter(|t| words.iter().any(|w| w.term == **t)).count()
}
