//! The claims that matter most: wording, outlets, origins, denials.

use std::collections::BTreeMap;

use parallax_model::{Claim, Evidence, Id, Member, PageId, Stance, StatementKind};

use super::book::{Book, Cite, Line};
use super::glyph::{Glyph, glyph};
use super::utterances::{UtteranceView, utterances};
use super::words;

/// How many claims are shown in full.
pub(crate) const OPEN: usize = 12;

#[derive(Debug, Default)]
pub(crate) struct Reported {
    /// Shown in full.
    pub(crate) top: Vec<ClaimView>,
    /// In short: carried by more than one outlet.
    pub(crate) shared: Vec<ClaimView>,
    /// In short: what one outlet says in its own voice.
    pub(crate) own_voice: Vec<ClaimView>,
    /// Claims that stand only under "Who said what".
    pub(crate) elsewhere: usize,
}

#[derive(Debug, Clone)]
pub(crate) struct ClaimView {
    pub(crate) line: Line,
    pub(crate) wording: Cite,
    /// Who says it, as the ledger names them; empty for the outlet's own voice.
    pub(crate) speaker: String,
    pub(crate) role: Option<Cite>,
    pub(crate) kind: &'static str,
    /// What the speaker does with it.
    pub(crate) stance: &'static str,
    /// Whether the stance is more than saying so.
    pub(crate) marked_stance: bool,
    pub(crate) said_on: String,
    pub(crate) first_seen: String,
    pub(crate) channel: String,
    pub(crate) via: String,
    pub(crate) outlet_count: String,
    pub(crate) origin_count: String,
    pub(crate) origins: Vec<OriginView>,
    pub(crate) glyph: Glyph,
    /// Every page that carries it, in its own words.
    pub(crate) wordings: Vec<WordingView>,
    /// What was said once and stands on several pages.
    pub(crate) utterances: Vec<UtteranceView>,
    pub(crate) denied_by: Vec<Answer>,
    pub(crate) denies: Vec<Answer>,
    /// Number of its story, where there is more than one.
    pub(crate) story: Option<usize>,
}

/// One origin behind a claim.
#[derive(Debug, Clone)]
pub(crate) struct OriginView {
    pub(crate) name: String,
    pub(crate) kind: &'static str,
    pub(crate) date: String,
    pub(crate) channel: String,
    pub(crate) inferred: bool,
    /// Outlets that have the claim from it.
    pub(crate) outlets: String,
}

/// The claim as one page words it.
#[derive(Debug, Clone)]
pub(crate) struct WordingView {
    pub(crate) words: Cite,
    pub(crate) note: String,
    pub(crate) dated_by: String,
}

/// Another claim that stands against this one.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) href: String,
    pub(crate) speaker: String,
    pub(crate) words: Cite,
}

pub(crate) fn reported(book: &mut Book<'_>) -> Reported {
    let claims = &book.report.ledger.claims;
    let mut out = Reported::default();
    for (i, claim) in claims.iter().enumerate() {
        if !book.is_listed(i) {
            out.elsewhere += 1;
            continue;
        }
        let view = claim_view(book, i, claim, 'R');
        if out.top.len() < OPEN && !book.repeats(i) {
            out.top.push(view);
        } else if claim.outlets.len() > 1 {
            out.shared.push(view);
        } else {
            out.own_voice.push(view);
        }
    }
    out
}

/// Whether the claim stands under "Who said what".
pub(crate) fn is_spoken(claim: &Claim) -> bool {
    claim.speaker.is_some() && claim.kind != StatementKind::OwnVoice
}

/// Where a claim stands first on the report.
pub(crate) fn place_of(book: &Book<'_>, id: &Id) -> Option<Line> {
    let (i, _) = book.claim(id)?;
    Some(Line::new(if book.is_listed(i) { 'R' } else { 'S' }, i + 1))
}

/// The claim as a line of the section with this letter.
pub(crate) fn claim_view(book: &mut Book<'_>, i: usize, claim: &Claim, section: char) -> ClaimView {
    let line = Line::new(section, i + 1);
    let spoken = section == 'S';
    let shown = claim.content.as_ref().filter(|_| spoken).unwrap_or(&claim.wording);
    // A part of a sentence is read in its sentence.
    let wording = if spoken { book.cite_in_sentence(shown, line) } else { book.cite(shown, line) };
    let speaker = claim.speaker.as_ref();
    let wordings = claim.members.iter().map(|m| wording_view(book, claim, m, line, spoken)).collect();
    // Beside a statement the day is enough.
    let seen = |s: &str| words::moment(if spoken { s.get(..10).unwrap_or(s) } else { s });
    let stories = &book.report.ledger.stories;
    let story = (stories.len() > 1)
        .then(|| stories.iter().position(|s| s.id == claim.story).map(|i| i + 1))
        .flatten();
    ClaimView {
        line,
        wording,
        speaker: speaker.map_or_else(String::new, |s| s.name.clone()),
        role: speaker.and_then(|s| s.role.as_ref()).map(|r| book.cite(r, line)),
        kind: words::kind(claim.kind),
        stance: words::stance(claim.stance),
        marked_stance: claim.stance != Stance::Asserts,
        said_on: claim.said_on.as_deref().map_or_else(String::new, words::moment),
        first_seen: claim.first_seen.as_deref().map_or_else(String::new, seen),
        channel: claim.channel.clone().unwrap_or_default(),
        via: claim.via.join(", "),
        outlet_count: book.carriers(claim),
        origin_count: words::count(claim.origins.len(), "origin", "origins"),
        origins: claim.origins.iter().map(|o| origin_view(book, claim, o)).collect(),
        glyph: glyph(claim, &book.carriers(claim)),
        wordings,
        utterances: utterances(book, &claim.id, line),
        denied_by: answers(book, &claim.denied_by, line),
        denies: answers(book, &claim.denies, line),
        story,
    }
}

fn wording_view(book: &mut Book<'_>, claim: &Claim, m: &Member, line: Line, spoken: bool) -> WordingView {
    let shown = m.content.as_ref().filter(|_| spoken).unwrap_or(&m.evidence);
    let mut note = Vec::new();
    if m.stance != claim.stance {
        note.push(words::stance(m.stance).to_owned());
    }
    if m.kind != claim.kind {
        note.push(words::kind(m.kind).to_owned());
    }
    if m.said_on.is_some() && m.said_on != claim.said_on {
        note.extend(m.said_on.as_deref().map(|d| format!("said on {}", words::moment(d))));
    }
    if m.channel.is_some() && m.channel != claim.channel {
        note.extend(m.channel.as_ref().map(|c| format!("to or in {c}")));
    }
    if !m.via.is_empty() {
        note.push(format!("relayed from {}", m.via.join(", ")));
    }
    WordingView {
        words: book.cite(shown, line),
        note: note.join(", "),
        dated_by: m.said_on_words.as_ref().map_or_else(String::new, |e| e.text.clone()),
    }
}

fn origin_view(book: &Book<'_>, claim: &Claim, id: &Id) -> OriginView {
    let mut outlets: Vec<&str> =
        claim.members.iter().filter(|m| m.origin == *id).map(|m| m.outlet.as_str()).collect();
    outlets.sort_unstable();
    outlets.dedup();
    let outlets = outlets.iter().map(|o| book.outlet_name(o)).collect::<Vec<_>>().join(", ");
    match book.origin(id) {
        Some(o) => OriginView {
            name: book.outlet_name(&o.name),
            kind: words::origin(o.kind),
            date: o.date.as_deref().map_or_else(String::new, words::moment),
            channel: o.channel.clone().unwrap_or_default(),
            inferred: o.inferred,
            outlets,
        },
        None => OriginView {
            name: id.0.clone(),
            kind: "",
            date: String::new(),
            channel: String::new(),
            inferred: false,
            outlets,
        },
    }
}

fn answers(book: &mut Book<'_>, ids: &[Id], line: Line) -> Vec<Answer> {
    let mut out = Vec::new();
    for id in ids {
        let Some((_, other)) = book.claim(id) else { continue };
        let href = place_of(book, id).map_or_else(String::new, |l| format!("#{l}"));
        out.push(Answer {
            href,
            speaker: other.speaker.as_ref().map_or_else(String::new, |s| s.name.clone()),
            words: book.cite(&other.wording, line),
        });
    }
    out
}

/// One citation for each page, in the order of the evidence.
pub(crate) fn one_a_page<'e>(evidence: impl IntoIterator<Item = &'e Evidence>) -> Vec<&'e Evidence> {
    let mut seen: BTreeMap<&PageId, ()> = BTreeMap::new();
    evidence.into_iter().filter(|e| seen.insert(&e.page, ()).is_none()).collect()
}
