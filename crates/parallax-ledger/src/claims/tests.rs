use parallax_model::{Bound, Claim, Document, EntityType, Ledger, OriginKind, Stance};

use crate::testing::Build;
use crate::{Options, build_with};

fn ledger(documents: &[Document]) -> Ledger {
    let ledger = build_with(documents, &Options { one_story: true });
    let text =
        |p: &parallax_model::PageId| documents.iter().find(|d| d.page.id == *p).map(|d| d.page.text.as_str());
    ledger.check(text).unwrap();
    ledger
}

fn claim<'a>(ledger: &'a Ledger, words: &str) -> &'a Claim {
    let holds = |c: &&Claim| c.members.iter().any(|m| m.evidence.text.contains(words));
    ledger.claims.iter().find(holds).unwrap_or_else(|| panic!("no claim says {words:?}"))
}

fn minister(id: &str, text: &str, source: &str, cue: &str, content: &str) -> Build {
    Build::page(id, id, "2024-03-05", text).entity(EntityType::Person, &["Dora Quill", "Quill"]).said(
        source,
        cue,
        content,
        Stance::Asserts,
    )
}

fn fleet(id: &str, text: &str, actor: &str, number: &str, bound: Bound) -> Build {
    let of = if actor == "Pentagon" { EntityType::Organisation } else { EntityType::Polity };
    Build::page(id, id, "2024-03-05", text)
        .entity(of, &[actor])
        .quantity(number, 4200.0, bound, "sailor")
        .own(text.trim_end_matches('.'))
}

#[test]
fn one_quotation_is_one_claim_with_one_origin() {
    let quote = "“The dam at Lake Orrin is safe and will hold through the spring floods,”";
    let ledger = ledger(&[
        minister("a", &format!("{quote} Dora Quill said."), "Dora Quill", "said", quote).done(),
        minister("b", &format!("{quote} said Quill, the minister."), "Quill", "said", quote).done(),
        minister(
            "c",
            "Dora Quill said the schools open late.",
            "Dora Quill",
            "said",
            "the schools open late",
        )
        .done(),
    ]);
    let dam = claim(&ledger, "Lake Orrin");
    assert_eq!((dam.members.len(), dam.outlets.len(), dam.origins.len()), (2, 2, 1));
    assert_eq!(dam.speaker.as_ref().unwrap().name, "Dora Quill");
    assert!(dam.wording.text.starts_with('“') && dam.wording.text.contains("Dora Quill"));
    assert_eq!(claim(&ledger, "schools").members.len(), 1);
}

#[test]
fn other_words_on_another_day_to_another_channel_stay_two() {
    let ledger = ledger(&[
        Build::page("a", "a", "2024-03-05", "Dora Quill told Canal Verde on Monday that the dam is sound.")
            .entity(EntityType::Person, &["Dora Quill"])
            .day("Monday", "2024-03-04")
            .said("Dora Quill", "told", "the dam is sound", Stance::Asserts)
            .channel("told Canal Verde", "Canal Verde")
            .done(),
        Build::page(
            "b",
            "b",
            "2024-03-05",
            "Dora Quill told parliament on Tuesday that the dam needs new gates.",
        )
        .entity(EntityType::Person, &["Dora Quill"])
        .day("Tuesday", "2024-03-05")
        .said("Dora Quill", "told", "the dam needs new gates", Stance::Asserts)
        .channel("told parliament", "parliament")
        .done(),
    ]);
    assert_eq!(ledger.claims.len(), 2);
    assert_eq!(ledger.origins.len(), 2);
}

#[test]
fn an_order_of_a_government_has_one_origin_however_many_print_it() {
    let ledger = ledger(&[
        fleet(
            "a",
            "The Pentagon ordered around 4,200 sailors to Port Alba for a drill.",
            "Pentagon",
            "4,200",
            Bound::About,
        )
        .done(),
        fleet(
            "b",
            "The United States sent 4,200 sailors to a drill at Port Alba.",
            "United States",
            "4,200",
            Bound::Exact,
        )
        .done(),
        fleet(
            "c",
            "Washington put 4,200 sailors on ships for Port Alba.",
            "Washington",
            "4,200",
            Bound::Exact,
        )
        .done(),
    ]);
    let order = claim(&ledger, "4,200");
    assert_eq!((order.members.len(), order.outlets.len()), (3, 3));
    assert_eq!(order.origins.len(), 1);
    let origin = ledger.origins.iter().find(|o| o.id == order.origins[0]).unwrap();
    assert_eq!((origin.kind, origin.name.as_str()), (OriginKind::Institution, "United States government"));
}

#[test]
fn different_numbers_of_one_thing_are_not_one_claim() {
    let a = fleet(
        "a",
        "The United States sent 4,200 sailors to Port Alba.",
        "United States",
        "4,200",
        Bound::Exact,
    )
    .done();
    let mut b = fleet(
        "b",
        "The United States sent 4,200 sailors to Port Alba.",
        "United States",
        "4,200",
        Bound::Exact,
    )
    .done();
    b.quantities[0].value = 5100.0;
    assert_eq!(ledger(&[a, b]).claims.len(), 2);
}

#[test]
fn a_denial_stands_beside_what_it_denies() {
    let ledger = ledger(&[
        Build::page("a", "a", "", "Denmark accused Norway of poisoning the herring stocks off Jutland.")
            .entity(EntityType::Polity, &["Norway"])
            .entity(EntityType::Polity, &["Denmark"])
            .said("Denmark", "accused", "Norway of poisoning the herring stocks off Jutland", Stance::Accuses)
            .done(),
        Build::page(
            "b",
            "b",
            "",
            "Norway denied poisoning any herring stocks. Norway said trade talks go on.",
        )
        .entity(EntityType::Polity, &["Norway"])
        .said("Norway", "denied", "poisoning any herring stocks", Stance::Denies)
        .done(),
    ]);
    let (charge, denial) = (claim(&ledger, "accused"), claim(&ledger, "denied"));
    assert_eq!((&charge.denied_by, &denial.denies), (&vec![denial.id.clone()], &vec![charge.id.clone()]));
}

#[test]
fn the_order_of_pages_does_not_matter_and_a_page_given_twice_counts_once() {
    let a = minister("a", "Dora Quill said the dam holds well.", "Dora Quill", "said", "the dam holds well")
        .done();
    let b =
        minister("b", "Quill said the dam holds well today.", "Quill", "said", "the dam holds well today")
            .done();
    let one = ledger(&[a.clone(), b.clone()]);
    assert_eq!(one, ledger(&[b.clone(), a.clone(), a.clone()]));
    let alone = ledger(&[b]);
    assert!(alone.claims.iter().all(|c| c.members.iter().all(|m| m.evidence.page.0 == "b")));
    assert!(alone.entities.iter().flat_map(|e| &e.spellings).all(|s| s.pages.iter().all(|p| p.0 == "b")));
}

#[test]
fn what_an_agency_relays_is_not_the_outlets_own() {
    let ledger =
        ledger(&[Build::page("a", "a", "", "Reuters reported that two piers burned down at Port Alba.")
            .said("", "", "two piers burned down at Port Alba", Stance::Asserts)
            .via("Reuters reported", "Reuters")
            .done()]);
    assert_eq!(ledger.origins.len(), 1);
    assert_eq!((ledger.origins[0].kind, ledger.origins[0].name.as_str()), (OriginKind::Relay, "Reuters"));
}

#[test]
fn what_one_says_in_one_sentence_is_one_claim() {
    let text =
        "Dora Quill dismissed talk that the dam leaks, calling it nonsense from the north. Dora Quill left.";
    let page = Build::page("a", "a", "", text)
        .entity(EntityType::Person, &["Dora Quill"])
        .said("Dora Quill", "dismissed", "talk that the dam leaks", Stance::Denies)
        .said("Dora Quill", "calling", "nonsense from the north", Stance::Denies)
        .done();
    let ledger = ledger(&[page]);
    let of_sentence = ledger.claims.iter().filter(|c| c.wording.text.contains("dismissed"));
    assert_eq!(of_sentence.count(), 1);
}

#[test]
fn a_quotation_that_lost_words_on_its_way_is_still_one_claim() {
    let whole = "“Somebody opened the northern gates by hand at midnight, the sirens were silent, and I have the \
                 photographs and the logbook of the warden to prove it,”";
    let worn = "“Somebody opened the gates, and photographs exist,”";
    let other = "“The photographs will be shown to the council in spring when the schools open,”";
    let page = |id, quote: &str| {
        minister(id, &format!("{quote} Dora Quill said."), "Dora Quill", "said", quote).done()
    };
    let ledger = ledger(&[page("a", whole), page("b", worn), page("c", other)]);
    assert_eq!(claim(&ledger, "logbook").outlets, ["a", "b"]);
    assert_eq!(claim(&ledger, "council").members.len(), 1);
}
