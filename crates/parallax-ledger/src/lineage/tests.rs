use parallax_model::{Document, Lineage, LineageKind};

use crate::testing::Build;
use crate::{Options, build_with};

const FERRY: &str = "The ferry Alba left Porto Verde on Monday with 312 people aboard.\n\
    Captain Elio Marsan reported smoke in the engine room at noon, harbour officials said.\n\
    Two tugs from Capo Nero reached the ship within forty minutes and took her in tow.\n\
    Eleven passengers were treated for smoke at the clinic in Porto Verde.\n\
    The company suspended its three older ferries until inspectors have seen them.\n\
    Minister Dora Quill promised a report on the fire before the end of March.";

const REWRITE: &str = "On Monday 312 passengers and crew set out from Porto Verde on board the Alba, according to the Associated Press.\n\
    Around midday the captain, Elio Marsan, told the harbour of smoke from the engine.\n\
    Tugs from Capo Nero, two of them, arrived after forty minutes to tow the vessel.\n\
    In Porto Verde a clinic treated eleven people who had inhaled smoke.\n\
    Three older ferries were suspended by the company pending inspectors.\n\
    A report on the fire was promised by Minister Dora Quill before March ends.";

const OTHERS: [&str; 3] = [
    "A blaze aboard a ferry has renewed calls for stricter rules at sea.\n\
     Unions say crews are tired and drills are rare on the island lines.\n\
     The Alba, built in 1984, failed a check of her pumps two winters ago.\n\
     Parliament is to debate a bill on ship safety that was shelved last autumn.",
    "Relatives waited at the pier of Porto Verde through the afternoon.\n\
     Some said that they had learnt of the smoke from messages sent by passengers.\n\
     A school class of 28 children was among those aboard, a teacher said.\n\
     By evening all had come ashore and buses took them home.",
    "Shares of the ferry company fell nine percent on Tuesday.\n\
     Analysts expect claims for damages and a costly refit of older ships.\n\
     The insurer said that it would await the report of the ministry.\n\
     Bookings for Easter were holding up, the company told investors.",
];

fn lineage(texts: &[&str]) -> Vec<Lineage> {
    let documents: Vec<Document> = texts
        .iter()
        .enumerate()
        .map(|(i, t)| Build::page(&format!("p{i}"), &format!("o{i}"), "", t).done())
        .collect();
    build_with(&documents, &Options { one_story: true }).lineage
}

#[test]
fn a_rewrite_is_found_with_its_agency() {
    let found = lineage(&[FERRY, REWRITE, OTHERS[0], OTHERS[1], OTHERS[2]]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].kind, LineageKind::Rewrite);
    assert_eq!(found[0].pages.iter().map(|p| p.0.as_str()).collect::<Vec<_>>(), ["p0", "p1"]);
    assert_eq!(found[0].origin.as_deref(), Some("Associated Press"));
    assert!(!found[0].directed, "neither page has a time");
    assert!(found[0].steps.len() >= 4 && found[0].steps.iter().all(|s| s.evidence.len() == 2));
}

#[test]
fn pages_on_one_happening_are_no_rewrites() {
    assert!(lineage(&[FERRY, OTHERS[0], OTHERS[1], OTHERS[2]]).is_empty());
    let uncredited = REWRITE.replace(", according to the Associated Press", "");
    assert!(lineage(&[FERRY, &uncredited, OTHERS[0], OTHERS[1], OTHERS[2]]).is_empty());
    assert!(lineage(&[FERRY, REWRITE]).is_empty(), "two pages alone give nothing to compare with");
}

#[test]
fn a_copy_with_a_new_head_is_found() {
    let reprint = format!("Our region, our news: what happened at sea today and why.\n{FERRY}");
    let found = lineage(&[FERRY, &reprint, OTHERS[0]]);
    assert_eq!((found.len(), found[0].kind), (1, LineageKind::Copy));
    assert!(found[0].containment > 0.9);
}

#[test]
fn a_common_quotation_is_no_copy() {
    let speech = "“We will rebuild every pier, every mast and every lamp that the storm has taken from this coast, and we \
        will do so before the first of June, with our own hands and with nobody's permission,” the mayor said";
    let a = format!(
        "{speech} on Tuesday in the town hall.\nFishermen clapped and left early for the market in the south."
    );
    let b = format!(
        "Few believed it.\n{speech}, and left.\nThe budget of the town has no money for such works this year."
    );
    assert!(lineage(&[&a, &b]).is_empty());
}

#[test]
fn the_agency_of_a_dateline_is_the_origin() {
    let wire = FERRY.replacen("The ferry", "PORTO VERDE, March 4 (Ponente) - The ferry", 1);
    let reprint = format!("Our region, our news: what happened at sea today and why.\n{FERRY}");
    let found = lineage(&[&wire, &reprint, OTHERS[0]]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].origin.as_deref(), Some("Ponente"));
    assert_eq!(found[0].origin_evidence[0].text, "Ponente");
}

#[test]
fn a_rewrite_of_a_text_that_others_copy_is_found_once() {
    let wire = FERRY.replacen("The ferry", "PORTO VERDE (Ponente) — The ferry", 1);
    let uncredited = REWRITE.replace(", according to the Associated Press", "");
    let found = lineage(&[&wire, FERRY, &uncredited, OTHERS[0], OTHERS[1], OTHERS[2]]);
    let kinds: Vec<LineageKind> = found.iter().map(|l| l.kind).collect();
    assert_eq!(kinds.iter().filter(|k| **k == LineageKind::Rewrite).count(), 1, "{found:#?}");
    assert!(found.iter().all(|l| l.origin.as_deref() == Some("Ponente")));
}
