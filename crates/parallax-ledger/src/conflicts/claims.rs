//! Claims whose pages give different days, and claims that are denied.

use std::collections::{BTreeMap, BTreeSet};

use parallax_model::{Claim, Conflict, ConflictKind, Evidence, Id, Member, Side};

use crate::context::{Draft, id};
use crate::days::Day;

/// The same statement, said on different days.
pub(super) fn dates(draft: &Draft<'_>) -> Vec<Conflict> {
    draft.ledger.claims.iter().filter_map(date).collect()
}

fn date(claim: &Claim) -> Option<Conflict> {
    let mut days: Vec<(Day, Vec<&Member>)> = Vec::new();
    let mut dated: Vec<(Day, &Member)> = claim
        .members
        .iter()
        .filter(|m| m.said_on_words.is_some())
        // A month or a year does not contradict a day.
        .filter_map(|m| Some((Day::read(m.said_on.as_deref()?)?, m)))
        .collect();
    // Days of the calendar first, so that weekdays find theirs.
    dated.sort_by_key(|(day, _)| *day);
    for (day, m) in dated {
        match days.iter_mut().find(|(d, _)| d.same(day)) {
            Some((_, members)) => members.push(m),
            None => days.push((day, vec![m])),
        }
    }
    // A page that gives several days tells of several occasions.
    let mut pages: BTreeMap<&str, BTreeSet<Day>> = BTreeMap::new();
    for (day, members) in &days {
        for m in members {
            pages.entry(m.evidence.page.0.as_str()).or_default().insert(*day);
        }
    }
    for (_, members) in &mut days {
        members.retain(|m| pages[m.evidence.page.0.as_str()].len() == 1);
    }
    days.retain(|(_, members)| !members.is_empty());
    if days.len() < 2 {
        return None;
    }
    let label = |day: &Day, members: &[&Member]| match day {
        Day::Known(_) => members[0].said_on.as_deref().and_then(|d| d.get(..10)).unwrap_or("").to_owned(),
        Day::Weekday(_) => day.to_string(),
    };
    let side = |(day, members): &(Day, Vec<&Member>)| Side {
        label: label(day, members),
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

/// Claims with those that deny them: one conflict for all claims that hang together by denials.
pub(super) fn denials(draft: &Draft<'_>) -> Vec<Conflict> {
    let claims = &draft.ledger.claims;
    let place: BTreeMap<&Id, usize> = claims.iter().enumerate().map(|(i, c)| (&c.id, i)).collect();
    // What is denied leads to those who deny it, and they to what else they deny.
    let mut done: BTreeSet<usize> = BTreeSet::new();
    let mut found = Vec::new();
    for start in 0..claims.len() {
        if claims[start].denied_by.is_empty() || done.contains(&start) {
            continue;
        }
        let (mut said, mut denying) = (BTreeSet::from([start]), BTreeSet::new());
        let mut open = vec![start];
        while let Some(i) = open.pop() {
            for no in claims[i].denied_by.iter().filter_map(|d| place.get(d)) {
                if denying.insert(*no) {
                    let others = claims[*no].denies.iter().filter_map(|d| place.get(d).copied());
                    open.extend(others.filter(|&yes| said.insert(yes)));
                }
            }
        }
        done.extend(&said);
        found.extend(denial(claims, &said, &denying));
    }
    found
}

fn denial(claims: &[Claim], said: &BTreeSet<usize>, denying: &BTreeSet<usize>) -> Option<Conflict> {
    let mut said: Vec<&Claim> = said.iter().map(|&i| &claims[i]).collect();
    let shortest = |c: &&Claim| (c.content.is_none(), c.wording.text.len(), c.id.clone());
    said.sort_by_key(shortest);
    let mut denying: Vec<&Claim> = denying.iter().map(|&i| &claims[i]).collect();
    denying.sort_by_key(|c| (vague(c), c.wording.text.len(), c.id.clone()));
    let (first, no) = (said.first()?, denying.first()?);
    let ids: Vec<Id> = said.iter().chain(&denying).map(|c| c.id.clone()).collect();
    let parts = std::iter::once("denial").chain(ids.iter().map(|i| i.0.as_str()));
    Some(Conflict {
        id: id('c', parts),
        story: no.story.clone(),
        kind: ConflictKind::Denial,
        about: first.content.as_ref().unwrap_or(&first.wording).text.clone(),
        sides: vec![side(&said), side(&denying)],
        weight: said.iter().chain(&denying).map(|c| c.weight).max()?.saturating_add(20),
        claims: ids,
        figure: None,
        entity: None,
    })
}

/// Whether a denial does not say itself what is denied: "denied the allegations".
fn vague(claim: &Claim) -> bool {
    claim.content.as_ref().is_some_and(|c| c.text.split_whitespace().count() < 3)
}

/// The sentences of all claims of one side, one for each page and claim.
fn side(claims: &[&Claim]) -> Side {
    let mut all: Vec<Evidence> = Vec::new();
    let mut speakers: Vec<&str> = Vec::new();
    for claim in claims {
        let mut evidence: Vec<Evidence> = claim.members.iter().map(|m| m.evidence.clone()).collect();
        evidence.sort();
        evidence.dedup_by(|a, b| a.page == b.page);
        // The wording that stands for the claim leads.
        evidence.sort_by_key(|e| *e != claim.wording);
        if evidence.is_empty() {
            evidence.push(claim.wording.clone());
        }
        evidence.into_iter().for_each(|e| {
            if !all.contains(&e) {
                all.push(e);
            }
        });
        speakers.extend(claim.speaker.as_ref().map(|s| s.name.as_str()).filter(|s| !speakers.contains(s)));
    }
    let speaker = (!speakers.is_empty()).then(|| speakers.join(", "));
    Side { label: String::new(), speaker, evidence: all }
}

#[cfg(test)]
mod tests {
    use parallax_model::{Conflict, ConflictKind, Document, EntityType, Stance};

    use crate::testing::Build;
    use crate::{Options, build_with};

    fn conflicts(documents: &[Document], kind: ConflictKind) -> Vec<Conflict> {
        let ledger = build_with(documents, &Options { one_story: true });
        ledger.conflicts.into_iter().filter(|c| c.kind == kind).collect()
    }

    fn quill(id: &str, day: &str, value: &str) -> Document {
        let text = format!("Dora Quill said on {day} that the old dam at Lake Orrin is safe.");
        Build::page(id, id, "", &text)
            .entity(EntityType::Person, &["Dora Quill"])
            .day(day, value)
            .said("Dora Quill", "said", "the old dam at Lake Orrin is safe", Stance::Asserts)
            .done()
    }

    #[test]
    fn weekdays_of_pages_without_a_date_can_differ() {
        let monday = quill("a", "Monday", "XXXX-WXX-1");
        let found = conflicts(&[monday.clone(), quill("b", "Tuesday", "XXXX-WXX-2")], ConflictKind::Date);
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].sides.iter().map(|s| s.label.as_str()).collect::<Vec<_>>(),
            ["Monday", "Tuesday"]
        );
        assert!(
            conflicts(&[monday.clone(), quill("b", "Monday", "2022-01-24")], ConflictKind::Date).is_empty()
        );
        assert_eq!(conflicts(&[monday, quill("b", "Tuesday", "2022-01-25")], ConflictKind::Date).len(), 1);
    }

    fn norland(id: &str, text: &str, speaker: &str, cue: &str, content: &str, stance: Stance) -> Document {
        Build::page(id, id, "", text)
            .entity(EntityType::Polity, &["Norway"])
            .entity(EntityType::Polity, &["Denmark"])
            .entity(EntityType::Person, &["Ida Berg"])
            .entity(EntityType::Person, &["Jon Moe"])
            .said(speaker, cue, content, stance)
            .done()
    }

    #[test]
    fn what_one_side_denies_is_one_conflict() {
        let attack = "an attack by Norway on Denmark may begin soon";
        let attack_2 = "Norway will attack Denmark at any hour";
        let gas = "Denmark would buy gas should an attack by Norway cut the pipes";
        let long =
            "Norway denied that it was going to attack Denmark, although its ships had left all their ports.";
        let found = conflicts(
            &[
                norland(
                    "a",
                    &format!("Ida Berg warned that {attack}."),
                    "Ida Berg",
                    "warned",
                    attack,
                    Stance::Warns,
                ),
                norland(
                    "b",
                    &format!("Jon Moe warned {attack_2}."),
                    "Jon Moe",
                    "warned",
                    attack_2,
                    Stance::Warns,
                ),
                norland("c", &format!("Jon Moe said {gas}."), "Jon Moe", "said", gas, Stance::Asserts),
                norland("d", long, "Norway", "denied", "that it was going to attack Denmark", Stance::Denies),
                norland(
                    "e",
                    "Norway denied any attack on Denmark.",
                    "Norway",
                    "denied",
                    "any attack on Denmark",
                    Stance::Denies,
                ),
            ],
            ConflictKind::Denial,
        );
        assert_eq!(found.len(), 1, "{found:#?}");
        let pages =
            |side: usize| found[0].sides[side].evidence.iter().map(|e| e.page.0.as_str()).collect::<Vec<_>>();
        let mut said = pages(0);
        said.sort_unstable();
        assert_eq!(said, ["a", "b"], "a condition is no assertion");
        assert_eq!(pages(1), ["e", "d"], "the clearest denial first");
    }
}
