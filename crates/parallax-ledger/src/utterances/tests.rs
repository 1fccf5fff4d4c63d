use parallax_model::{Change, ConflictKind, Document, EntityType, Ledger, Stance, Utterance, Wording};

use crate::testing::Build;
use crate::{Options, build_with};

/// A page on which `speaker` says `content`, with its marks.
fn page(id: &str, speaker: &str, content: &str) -> Document {
    let text = format!("{speaker} said {content} after the meeting.");
    Build::page(id, id, "2031-03-04", &text)
        .entity(EntityType::Person, &["Ida Berg"])
        .entity(EntityType::Person, &["Jon Moe"])
        .said(speaker, "said", content, Stance::Asserts)
        .done()
}

fn ledger(pages: &[Document]) -> Ledger {
    let ledger = build_with(pages, &Options { one_story: true });
    let text =
        |p: &parallax_model::PageId| pages.iter().find(|d| d.page.id == *p).map(|d| d.page.text.as_str());
    ledger.check(text).expect("sound records");
    let backwards: Vec<Document> = pages.iter().rev().cloned().collect();
    assert_eq!(ledger, build_with(&backwards, &Options { one_story: true }));
    ledger
}

/// The utterances of pages on which Ida Berg says these.
fn of(contents: &[&str]) -> Vec<Utterance> {
    let pages: Vec<Document> = contents
        .iter()
        .enumerate()
        .map(|(i, c)| page(&char::from(b'a' + i as u8).to_string(), "Ida Berg", c))
        .collect();
    ledger(&pages).utterances
}

/// How the second stands to the first, or the first to the second; none if they are two.
fn relation(a: &str, b: &str) -> Option<Wording> {
    let found = of(&[a, b]);
    assert!(found.len() < 2, "{found:#?}");
    let variants = &found.first()?.variants;
    Some(variants.get(1).map_or(Wording::Same, |v| v.relation))
}

const WHOLE: &str = "“We do not see any grounds for talk of a large attack on our coast this winter.”";

#[test]
fn marks_and_spelling_are_no_difference() {
    let found =
        of(&[WHOLE, "\"we do not see any grounds for talk of a large attack on our coast, this winter\""]);
    assert_eq!(found[0].variants.len(), 1);
    assert_eq!(found[0].variants[0].outlets, ["a", "b"]);
    let spelled = "“We don’t see any grounds for talk of a large attack on our coast this winter.”";
    assert_eq!(relation(WHOLE, spelled), Some(Wording::Same));
    assert_eq!(of(&[WHOLE, spelled])[0].variants[1].differences[0].change, Change::Spelled);
}

#[test]
fn what_is_left_out_is_trimmed() {
    for part in [
        "“any grounds for talk of a large attack”",
        "“We do not see any grounds ... on our coast this winter.”",
        "“[They] do not see any grounds for talk of a large attack on our coast [in the] winter.”",
        "that there were no “grounds for talk of a large attack” there",
    ] {
        assert_eq!(relation(WHOLE, part), Some(Wording::Trimmed), "{part}");
    }
}

#[test]
fn another_word_or_number_inside_is_shown() {
    let found =
        of(&[WHOLE, "“We do not see any grounds for talk of a total attack on our coast this winter.”"]);
    let altered = &found[0].variants[1];
    assert_eq!(altered.relation, Wording::Altered);
    let d = &altered.differences[0];
    assert_eq!(
        (d.change, d.first[0].text.as_str(), d.here[0].text.as_str()),
        (Change::Changed, "large", "total")
    );
    let one = "“We lost 1,200 houses and two bridges in the flood of that night.”";
    let other = "“We lost 1,400 houses and two bridges in the flood of that night.”";
    assert_eq!(relation(one, other), Some(Wording::NumberChanged));
    assert_eq!(relation(one, &one.replace("1,200", "twelve hundred")), Some(Wording::Same));
}

#[test]
fn indirect_speech_with_the_same_words_is_a_paraphrase() {
    let told = "that they did not see any grounds for talk of a large attack on their coast";
    assert_eq!(relation(WHOLE, told), Some(Wording::Paraphrased));
    assert_eq!(relation(WHOLE, "that the coast was quiet and nobody had to be afraid of the winter"), None);
}

#[test]
fn two_sentences_of_one_speech_are_two() {
    for (a, b) in [
        ("“We will fight for our farmers.”", "“We will fight for our workers.”"),
        ("“We will rebuild the bridge before winter.”", "“We will rebuild the school before spring.”"),
        ("“The council has done nothing wrong.”", "“The council has done all it could for the town.”"),
    ] {
        assert_eq!(relation(a, b), None, "{a} {b}");
    }
}

#[test]
fn the_same_words_from_somebody_else_are_a_conflict_unless_everybody_says_them() {
    let pages = |content: &str| [page("a", "Ida Berg", content), page("b", "Jon Moe", content)];
    let found = ledger(&pages(WHOLE));
    assert_eq!(found.utterances[0].variants[1].relation, Wording::AttributionChanged);
    assert_eq!(found.conflicts.iter().filter(|c| c.kind == ConflictKind::Attribution).count(), 1);
    let stock = "“Our thoughts and prayers are with the families of the victims at this difficult time.”";
    assert!(ledger(&pages(stock)).utterances.is_empty());
}

#[test]
fn the_wording_that_most_outlets_carry_comes_first() {
    let odd = "“We do not see any serious grounds for talk of a large attack on our coast this winter.”";
    let found = of(&[odd, WHOLE, WHOLE]);
    assert_eq!(found[0].variants[0].outlets, ["b", "c"]);
    assert_eq!(found[0].variants[1].differences[0].change, Change::Added);
}

#[test]
fn one_page_that_gives_both_tells_of_two_sentences() {
    let total = WHOLE.replace("large", "total");
    let text = format!("Ida Berg said {WHOLE} later.\nIda Berg said {total} later.");
    let both = Build::page("b", "b", "2031-03-04", &text)
        .entity(EntityType::Person, &["Ida Berg"])
        .said("Ida Berg", "said", WHOLE, Stance::Asserts)
        .said("Ida Berg", "said", &total, Stance::Asserts)
        .done();
    let found = ledger(&[page("a", "Ida Berg", WHOLE), both]);
    assert_eq!(found.utterances.len(), 1);
    assert_eq!(found.utterances[0].variants.len(), 1);
}

#[test]
fn pieces_on_both_sides_of_the_speaker_are_one_wording() {
    let text = "“We do not see any grounds for talk of a large attack,” Ida Berg said. “Our coast is quiet.”";
    let b = Build::page("b", "b", "2031-03-04", text)
        .entity(EntityType::Person, &["Ida Berg"])
        .said("Ida Berg", "said", "“We do not see any grounds for talk of a large attack,”", Stance::Asserts)
        .said("Ida Berg", "said", "“Our coast is quiet.”", Stance::Asserts)
        .done();
    let whole = "“We do not see any grounds for talk of a large attack. Our coast is quiet.”";
    let found = ledger(&[page("a", "Ida Berg", whole), b]);
    assert_eq!(found.utterances[0].variants.len(), 1, "{found:#?}");
    assert_eq!(found.utterances[0].variants[0].renderings[1].words.len(), 2);
}
