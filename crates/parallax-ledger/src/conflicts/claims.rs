//! Claims whose pages give different days, and claims that are denied.

use std::collections::{BTreeMap, BTreeSet};

use parallax_model::{Claim, Conflict, ConflictKind, Evidence, Id, Member, Side};

use crate::context::{Draft, id};

/// The same statement, said on different days.
pub(super) fn dates(draft: &Draft<'_>) -> Vec<Conflict> {
    draft.ledger.claims.iter().filter_map(date).collect()
}

fn date(claim: &Claim) -> Option<Conflict> {
    let mut days: BTreeMap<&str, Vec<&Member>> = BTreeMap::new();
    for m in claim.members.iter().filter(|m| m.said_on_words.is_some()) {
        // A month or a year does not contradict a day.
        let Some(day) = m.said_on.as_deref().and_then(|d| d.get(..10)) else { continue };
        days.entry(day).or_default().push(m);
    }
    // A page that gives several days tells of several occasions.
    let mut pages: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (day, members) in &days {
        for m in members {
            pages.entry(m.evidence.page.0.as_str()).or_default().insert(day);
        }
    }
    for members in days.values_mut() {
        members.retain(|m| pages[m.evidence.page.0.as_str()].len() == 1);
    }
    days.retain(|_, members| !members.is_empty());
    if days.len() < 2 {
        return None;
    }
    let side = |(day, members): (&&str, &Vec<&Member>)| Side {
        label: (*day).to_owned(),
        speaker: claim.speaker.as_ref().map(|s| s.name.clone()),
        evidence: members.iter().map(|m| m.evidence.clone()).collect(),
    };
    Some(Conflict {
        id: id('c', ["date", &claim.id.0]),
        story: claim.story.clone(),
        kind: ConflictKind::Date,
        about: about(claim),
        sides: days.iter().map(side).collect(),
        claims: vec![claim.id.clone()],
        figure: None,
        entity: claim.speaker.as_ref().and_then(|s| s.entity.clone()),
        weight: claim.weight.saturating_add(30),
    })
}

/// Who speaks, else the words of the claim.
pub(super) fn about(claim: &Claim) -> String {
    let words = claim.content.as_ref().unwrap_or(&claim.wording);
    claim.speaker.as_ref().map_or_else(|| words.text.clone(), |s| s.name.clone())
}

/// Claims with those that deny them; one conflict for each claim that is denied.
pub(super) fn denials(draft: &Draft<'_>) -> Vec<Conflict> {
    let claims: BTreeMap<&Id, &Claim> = draft.ledger.claims.iter().map(|c| (&c.id, c)).collect();
    let of_claim = |claim: &Claim| {
        let denying: Vec<&Claim> = claim.denied_by.iter().filter_map(|d| claims.get(d).copied()).collect();
        let best = denying.iter().map(|c| c.weight).max()?;
        let sides: Vec<Side> = [claim].into_iter().chain(denying.iter().copied()).map(side).collect();
        let ids = [&claim.id].into_iter().chain(denying.iter().map(|c| &c.id)).cloned().collect();
        Some(Conflict {
            id: id('c', ["denial", &claim.id.0]),
            story: claim.story.clone(),
            kind: ConflictKind::Denial,
            about: claim.content.as_ref().unwrap_or(&claim.wording).text.clone(),
            sides,
            claims: ids,
            figure: None,
            entity: None,
            weight: claim.weight.max(best).saturating_add(20),
        })
    };
    draft.ledger.claims.iter().filter_map(of_claim).collect()
}

/// One sentence for each page that carries the claim.
fn side(claim: &Claim) -> Side {
    let mut evidence: Vec<Evidence> = claim.members.iter().map(|m| m.evidence.clone()).collect();
    evidence.sort();
    evidence.dedup_by(|a, b| a.page == b.page);
    if evidence.is_empty() {
        evidence.push(claim.wording.clone());
    }
    Side { label: String::new(), speaker: claim.speaker.as_ref().map(|s| s.name.clone()), evidence }
}
