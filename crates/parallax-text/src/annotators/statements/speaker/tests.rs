//! Who speaks, in sentences as pages have them.

use parallax_model::{Document, Page, SpeakerKind, StatementKind};

fn read(text: &str) -> Document {
    crate::annotate(Page::untouched("p", text))
}

/// "name (kind)" or "name (kind) for client" of each statement with a source.
fn speakers(text: &str) -> Vec<String> {
    let document = read(text);
    document.check().unwrap();
    let others = document.statements.iter().filter(|s| s.kind != StatementKind::OwnVoice);
    others
        .filter_map(|s| s.speaker.as_ref())
        .map(|s| {
            let kind = match s.kind {
                SpeakerKind::Person => "person",
                SpeakerKind::Institution => "institution",
                SpeakerKind::Group => "group",
                SpeakerKind::Unnamed => "unnamed",
                SpeakerKind::Unknown => "unknown",
            };
            let client = s.speaks_for.map(|e| document.entities[e as usize].name.as_str());
            let client = client.map(|c| format!(" for {c}")).unwrap_or_default();
            format!("{} ({kind}){client}", s.name)
        })
        .collect()
}

#[test]
fn two_officials_stay_two() {
    assert_eq!(
        speakers("A harbour official said the quay was safe. Another official said it was not."),
        ["A harbour official (unnamed)", "Another official (unnamed)"]
    );
}

#[test]
fn the_official_is_the_unnamed_one_and_not_a_minister_named_between() {
    let text = "A senior official said the quay was safe. Harbour Minister Luis Varga agreed. “We looked twice,” the official said.";
    assert_eq!(speakers(text).last().unwrap(), "A senior official (unnamed)");
}

#[test]
fn a_calling_goes_to_the_one_who_has_it() {
    let text = "Striker Luis Varga and coach Ada Moreno met the press. “We were tired,” the coach said.";
    assert_eq!(speakers(text), ["Ada Moreno (person)"]);
    let text = "Luis Varga, 41, met Ada Moreno, 67, in Lima. “We were tired,” the 67-year-old said.";
    assert_eq!(speakers(text), ["Ada Moreno (person)"]);
    let text = "French Foreign Minister Camille Laurent met German Foreign Minister Otto Brandt. The foreign minister said it rained.";
    assert_eq!(speakers(text).last().unwrap(), "The foreign minister (unnamed)");
}

#[test]
fn pronouns_agree_and_doubt_leaves_them_open() {
    let text = "Ada Moreno met Luis Varga in Lima on Friday. “It was late,” he said. “I slept,” she said.";
    assert_eq!(speakers(text), ["Luis Varga (person)", "Ada Moreno (person)"]);
    assert_eq!(
        speakers("Karen Holt and Susan Park left early. She said the ward was full."),
        ["She (unknown)"]
    );
    let text = "“It sounded like thunder,” a witness said. She ran to the beach. “I saw nothing,” she said.";
    assert_eq!(speakers(text), ["a witness (unnamed)", "a witness (unnamed)"]);
}

#[test]
fn several_who_speak_as_one_are_a_group() {
    assert_eq!(speakers("Norway and Iceland said ships must wait."), ["Norway and Iceland (group)"]);
    assert_eq!(
        speakers("Ada Moreno, the mayor and a doctor, said ships must wait."),
        ["Ada Moreno (person)"]
    );
    assert_eq!(
        speakers("People familiar with the plan said it failed."),
        ["People familiar with the plan (group)"]
    );
}

#[test]
fn spokespersons_speak_for_somebody() {
    assert_eq!(
        speakers("Kremlin spokesman Denis Larin said ships must wait. Larin said it was late."),
        ["Denis Larin (person) for Kremlin", "Denis Larin (person) for Kremlin"]
    );
    assert_eq!(
        speakers("Marie Colbert was arrested on Tuesday. Her lawyer said she would appeal."),
        ["Her lawyer (unnamed) for Marie Colbert"]
    );
    assert_eq!(
        speakers("A spokesman for the Transport Ministry said the tunnel was closed."),
        ["A spokesman for the Transport Ministry (unnamed) for Transport Ministry"]
    );
}

#[test]
fn a_relation_is_not_the_one_related_to() {
    assert_eq!(
        speakers("Friends of Senator Ada Moreno said she was tired."),
        ["Friends of Senator Ada Moreno (group)"]
    );
    assert_eq!(
        speakers("The mother of Luis Varga, the missing boy, said she waited."),
        ["The mother of Luis Varga (unnamed)"]
    );
}

#[test]
fn a_paper_speaks_for_who_published_it() {
    let text = "The Climate Panel released its report on Monday. The report found that the ice was thin.";
    assert_eq!(speakers(text).last().unwrap(), "Climate Panel (institution)");
    assert_eq!(speakers("The indictment alleges that the two men met."), ["The indictment (unnamed)"]);
}

#[test]
fn which_of_two_firms_is_not_guessed() {
    assert_eq!(
        speakers("Arden Bank cut 300 jobs. Tyne Bank cut none. The bank said branches would stay open."),
        ["The bank (institution)"]
    );
}

#[test]
fn what_somebody_says_that_somebody_says() {
    let document = read("Ada Moreno said that Luis Varga had denied the claim.");
    let others: Vec<_> = document.statements.iter().filter(|s| s.kind != StatementKind::OwnVoice).collect();
    assert_eq!(others.len(), 2);
    let inner = others.iter().find(|s| s.within.is_some()).unwrap();
    assert_eq!(inner.speaker.as_ref().unwrap().name, "Luis Varga");
    let outer = &document.statements[inner.within.unwrap() as usize];
    assert_eq!(outer.speaker.as_ref().unwrap().name, "Ada Moreno");
    let document = read("“The guard told me the door was open,” Ada Moreno said.");
    let inner = document.statements.iter().find(|s| s.within.is_some()).unwrap();
    assert_eq!(document.words(inner.source[0]), "The guard");
    assert_eq!(inner.addressee.map(|a| document.words(a)), Some("me"));
}

#[test]
fn occasions_are_not_channels() {
    let of = |text: &str| {
        let document = read(text);
        let s = document.statements.iter().find(|s| s.kind != StatementKind::OwnVoice).unwrap();
        let name = |n: &Option<parallax_model::Named>| n.as_ref().map(|n| n.name.clone()).unwrap_or_default();
        let occasion = s.occasion.as_ref().map(|o| document.words(o.span).to_owned()).unwrap_or_default();
        (name(&s.channel), occasion)
    };
    assert_eq!(
        of("“It is late,” Ada Moreno said at a press conference in Lima on Friday."),
        (String::new(), "at a press conference in Lima".to_owned())
    );
    assert_eq!(
        of("During a visit to Lima on Friday, Ada Moreno said ships must wait."),
        (String::new(), "During a visit to Lima".to_owned())
    );
    assert_eq!(of("Ada Moreno told us by email that ships must wait."), ("email".to_owned(), String::new()));
}

#[test]
fn the_younger_of_a_name_is_not_the_one_who_bears_it_alone() {
    let text = "Tom Reed owns the mill. His son, Jack Reed, runs it. Reed was away. The younger Reed said the wheel had stopped.";
    assert!(!speakers(text).last().unwrap().starts_with("Tom Reed"), "{:?}", speakers(text));
}
