//! Whose words they are: the mention in the source, and the entity behind it.

use parallax_model::{Document, EntityType, Mention, MentionKind, Span, Speaker, SpeakerKind};

use super::words::{Line, class};

/// The speaker that the words of a source name.
pub(super) fn of(document: &Document, line: &Line, source: Span) -> Speaker {
    let words = document.words(source);
    let mention = head(document, line, source);
    let entity = mention.and_then(|m| m.entity);
    let name = entity.and_then(|i| document.entities.get(i as usize)).map(|e| e.name.clone()).or_else(|| {
        mention.filter(|m| m.kind == MentionKind::Name).map(|m| document.words(m.span).to_owned())
    });
    let kind = match entity.and_then(|i| document.entities.get(i as usize)).map(|e| e.of) {
        Some(EntityType::Person) => SpeakerKind::Person,
        Some(_) => SpeakerKind::Institution,
        None => SpeakerKind::Unnamed,
    };
    Speaker { name: name.unwrap_or_else(|| words.to_owned()), entity, kind, speaks_for: None }
}

/// The mention that heads a source: a person by name before all, else what ends where the head noun ends.
fn head<'a>(document: &'a Document, line: &Line, source: Span) -> Option<&'a Mention> {
    let from = line.words.partition_point(|w| w.start < source.start as usize);
    let to = line.words.partition_point(|w| w.start < source.end as usize);
    let words = &line.words[from..to];
    if let [one] = words
        && matches!(one.lower.as_str(), "who" | "which" | "that")
    {
        return antecedent(document, line, source);
    }
    let mentions: Vec<&Mention> = document.mentions_in(source).map(|(_, m)| m).collect();
    let comma = words.iter().position(|w| w.lower == ",").unwrap_or(words.len());
    let limit = words[..comma].last().map_or(source.end, |w| w.end as u32);
    let mut barred = false;
    let mut at = 0;
    for mention in mentions.iter().filter(|m| m.of == EntityType::Person && m.kind == MentionKind::Name) {
        while at < words.len() && words[at].end as u32 <= mention.span.start {
            barred |= matches!(
                words[at].lower.as_str(),
                "for" | "to" | "with" | "by" | "from" | "against" | "about"
            );
            barred &= words[at].lower != ",";
            at += 1;
        }
        let after_preposition = at > 0 && words[at - 1].is(class::PREPOSITION);
        let possessor = words[at.min(words.len())..]
            .iter()
            .find(|w| w.start as u32 >= mention.span.end)
            .is_some_and(|w| matches!(w.lower.as_str(), "'s" | "’s" | "’" | "'"));
        let next = words.iter().find(|w| w.start as u32 >= mention.span.end);
        let last = next.is_none_or(|w| !w.is_content());
        if last && !barred && !after_preposition && !possessor {
            return Some(mention);
        }
    }
    let stop = words[..comma]
        .iter()
        .position(|w| w.is(class::PREPOSITION))
        .filter(|&i| i > 0)
        .map_or(limit, |i| words[i - 1].end as u32);
    let ends = |end: u32| mentions.iter().filter(|m| m.span.end == end).max_by_key(|m| m.span.len()).copied();
    ends(limit).filter(|m| m.span.start == source.start || stop == limit).or_else(|| ends(stop))
}

/// The nearest person or organisation before "who".
fn antecedent<'a>(document: &'a Document, line: &Line, source: Span) -> Option<&'a Mention> {
    let to = document.mentions.partition_point(|m| m.span.end <= source.start);
    let block = document.page.blocks.get(line.block as usize)?.span;
    let before = document.mentions[..to].iter().rev().take(3).find(|m| {
        matches!(m.of, EntityType::Person | EntityType::Organisation | EntityType::Polity | EntityType::Group)
    })?;
    (before.span.start >= block.start && source.start - before.span.end < 60).then_some(before)
}
