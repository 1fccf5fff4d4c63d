//! What the whole layer does with sentences as pages have them.

use parallax_model::{Document, Page, Span, Statement, StatementKind};
use proptest::prelude::*;

fn read(text: &str) -> Document {
    let mut page = Page::untouched("p", text);
    page.published = Some("2023-05-10".to_owned());
    crate::annotate(page)
}

fn others(document: &Document) -> impl Iterator<Item = &Statement> {
    document.statements.iter().filter(|s| s.kind != StatementKind::OwnVoice)
}

/// "source | cue | content" of each attribution.
fn said(text: &str) -> Vec<String> {
    let document = read(text);
    let words = |spans: &[Span]| spans.iter().map(|s| document.words(*s)).collect::<Vec<_>>().join(" + ");
    others(&document)
        .map(|s| format!("{} | {} | {}", words(&s.source), words(&s.cue), words(&s.content)))
        .collect()
}

fn first(text: &str) -> Statement {
    others(&read(text)).next().cloned().unwrap()
}

#[test]
fn a_quote_and_who_said_it() {
    assert_eq!(
        said("“The bridge is closed,” said mayor Ana Brock."),
        ["mayor Ana Brock | said | “The bridge is closed,”"]
    );
    assert_eq!(
        said("\"The bridge is closed,\" Brock told reporters on the quay."),
        ["Brock | told | \"The bridge is closed,\""]
    );
    assert_eq!(said("Brock said: “It opens at nine.”"), ["Brock | said | “It opens at nine.”"]);
}

#[test]
fn a_split_quote_is_one_statement() {
    assert_eq!(
        said("“We waited for hours,” Brock said. “Nobody came to help us.”"),
        ["Brock | said | “We waited for hours,” + “Nobody came to help us.”"]
    );
}

#[test]
fn a_quote_over_two_paragraphs_is_one_statement() {
    let text = "Brock said: “We waited for hours and nothing moved.\n\n“Nobody came to help us that night.”";
    let statement = first(text);
    assert_eq!(statement.content.len(), 2);
    assert_eq!(others(&read(text)).count(), 1);
    assert_eq!(statement.kind, StatementKind::Direct);
}

#[test]
fn a_quote_that_never_closes_ends_with_its_paragraph() {
    let text = "The ministry said there was “no reason to close the port.\n\nFerries sailed as usual.";
    assert_eq!(said(text), ["The ministry | said | there was “no reason to close the port."]);
}

#[test]
fn a_clause_with_and_without_that() {
    assert_eq!(
        said("Harbour master Tom Reed said on Monday that the ferry would sail."),
        ["Harbour master Tom Reed | said | that the ferry would sail"]
    );
    assert_eq!(
        said("Officials said the ferry would not sail."),
        ["Officials | said | the ferry would not sail"]
    );
    assert_eq!(
        said("The ferry will not sail, the company said in a statement."),
        ["the company | said in a statement | The ferry will not sail"]
    );
}

#[test]
fn an_apposition_belongs_to_the_source() {
    assert_eq!(
        said("Reed, the harbour master, warned that the quay could flood."),
        ["Reed, the harbour master | warned | that the quay could flood"]
    );
}

#[test]
fn participles_and_second_verbs_share_the_speaker() {
    assert_eq!(
        said("Reed said the ferry was late, adding that the crew was safe."),
        ["Reed | said | the ferry was late", "Reed | adding | that the crew was safe"]
    );
    assert_eq!(
        said("Reed denied the claim and accused the union of lying."),
        ["Reed | denied | the claim", "Reed | accused | the union of lying"]
    );
}

#[test]
fn according_to_on_either_side() {
    assert_eq!(
        said("Two boats were lost, according to the coast guard."),
        ["the coast guard | according to | Two boats were lost"]
    );
    assert_eq!(
        said("According to the coast guard, two boats were lost."),
        ["the coast guard | According to | two boats were lost"]
    );
}

#[test]
fn a_negated_request_keeps_its_not() {
    assert_eq!(
        said("Sweden told its citizens not to travel to Oland."),
        ["Sweden | told | not to travel to Oland"]
    );
}

#[test]
fn a_clause_in_front_ends_at_its_comma() {
    assert_eq!(
        said("While the mayor denied the claim, the harbour stayed shut."),
        ["the mayor | denied | the claim"]
    );
}

#[test]
fn a_passive_names_no_speaker() {
    assert!(said("The plan was announced by nobody.").is_empty());
    assert!(said("No one can deny that the sea is rising.").is_empty());
}

#[test]
fn nouns_that_look_like_verbs_are_left_alone() {
    assert!(said("The separate plans to close the port failed.").is_empty());
}

#[test]
fn names_in_quotation_marks_are_no_statements() {
    assert!(said("The “Sea Star” left port.").is_empty());
}

#[test]
fn a_dash_names_the_speaker() {
    assert_eq!(
        said("“Everybody should stay at home” – Mayor Ana Brock."),
        ["Mayor Ana Brock | – | “Everybody should stay at home”"]
    );
}

#[test]
fn outlets_that_relay_are_no_speakers() {
    let statement = first("The port is closed, Mayor Ana Brock said on Friday, Reuters reported.");
    assert_eq!(statement.via.iter().map(|v| v.name.as_str()).collect::<Vec<_>>(), ["Reuters"]);
    assert!(statement.speaker.is_some_and(|s| s.name.contains("Brock")));
    let alone = read("The port is closed, according to state news agency BNA.");
    let alone = others(&alone).next().unwrap();
    assert_eq!(alone.via[0].name, "BNA");
    assert!(!alone.source.is_empty());
}

#[test]
fn channel_and_hearer() {
    let told = first("Brock told Oland’s RTO channel on Monday that the port was safe.");
    assert_eq!(told.channel.map(|c| c.name), Some("RTO".to_owned()));
    let reporters = "“The port is safe,” Brock told reporters.";
    let document = read(reporters);
    let hearer = others(&document).next().unwrap().addressee.unwrap();
    assert_eq!(document.words(hearer), "reporters");
    assert_eq!(
        first("“The port is safe,” Brock said in a tweet.").channel.map(|c| c.name),
        Some("tweet".to_owned())
    );
}

#[test]
fn unknown_outlets_are_channels_by_their_names() {
    let channel = |text: &str| first(text).channel.map(|c| c.name);
    assert_eq!(channel("“The port is safe,” Brock said in a post on Flitter."), Some("Flitter".to_owned()));
    assert_eq!(
        channel("“The port is safe,” Brock said in an interview with Oland One on Monday."),
        Some("Oland One".to_owned())
    );
    assert_eq!(channel("Brock told Kanal 4 that the port was safe."), Some("Kanal 4".to_owned()));
    assert_eq!(channel("“The port is safe,” Brock told Ada Moreno."), None);
}

#[test]
fn nobody_tells_before_the_subject() {
    let statement = first("“The port is safe,” Brock, the mayor, told a meeting in Varna.");
    assert!(statement.speaker.unwrap().name.contains("Brock"));
    let statement = first("“The port is safe,” the port’s director, Ana Brock, told a meeting in Varna.");
    assert_eq!(statement.speaker.unwrap().name, "Ana Brock");
}

#[test]
fn a_participle_has_the_subject_of_the_main_clause() {
    let statement = first(
        "But Brock cast some doubt on reports that Oland might close the port, noting it was “quite full” again.",
    );
    assert_eq!(statement.speaker.unwrap().name, "Brock");
}

#[test]
fn the_page_itself_asserts_the_rest() {
    let document =
        read("The storm hit the coast at noon. Brock said the port was safe. Roads may stay closed.");
    let own: Vec<_> = document.statements.iter().filter(|s| s.kind == StatementKind::OwnVoice).collect();
    assert_eq!(own.len(), 2);
    assert_eq!(document.words(own[0].content[0]), "The storm hit the coast at noon.");
    assert_eq!(own[1].stance, parallax_model::Stance::Hedges);
}

#[test]
fn what_leads_to_an_attribution_is_no_assertion_of_the_page() {
    let own = |text: &str| read(text).statements.iter().filter(|s| s.kind == StatementKind::OwnVoice).count();
    assert_eq!(own("Speaking to sailors on the quay, Brock said the port was safe."), 0);
    assert_eq!(own("The harbour closed a day after Brock said it was safe."), 1);
}

/// Whether source, cue and content of every statement share no byte, and every span can be cut from the text.
fn sound(document: &Document) -> bool {
    document.statements.iter().all(|s| {
        let mut spans: Vec<Span> = [&s.source, &s.cue, &s.content].into_iter().flatten().copied().collect();
        spans.sort_unstable();
        spans.windows(2).all(|pair| pair[0].end <= pair[1].start)
            && spans.iter().all(|s| document.page.text.get(s.range()).is_some_and(|words| !words.is_empty()))
    })
}

#[test]
fn most_of_a_megabyte_in_one_paragraph_with_a_quote_that_never_closes_is_read() {
    let text = format!("“{}", "Reed said “no” and, he added, that the port was shut. ".repeat(15_000));
    let document = read(&text);
    assert!(!document.sentences.is_empty() && sound(&document));
}

proptest! {
    #[test]
    fn no_statement_overlaps_itself(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "Reed", "said", "that", "the", "port", "“", "”", "\"", ",", ".", "was shut", "he", "added", "according to",
                "the ministry", "denied", "reports", "\n", ":", "—", "‘", "’", "?", "Ana Brock", "told reporters", "in a tweet",
            ]),
            0..60,
        ),
    ) {
        prop_assert!(sound(&read(&words.join(" "))));
    }

    #[test]
    fn any_text_gives_spans_that_fit(text in "[a-zA-Z“”\"'‘’,.:;?!–\\- \n]{0,200}") {
        prop_assert!(read(&text).check().is_ok());
    }

    #[test]
    fn any_order_of_pieces_is_survived(pieces in prop::collection::vec(prop::sample::select(vec![
        "“", "”", "\"", "Reed", "said", ",", ".", "that", "according", "to", "the", "ministry", "told", "reporters",
        "adding", "and", "denied", "asked", "by", "Reuters", "reported", "–", "he", "\n", "‘", "’s", "called on", ":", "in a tweet",
    ]), 0..60)) {
        let text = pieces.join(" ");
        let document = read(&text);
        prop_assert!(document.check().is_ok());
        for s in &document.statements {
            prop_assert!(!s.content.is_empty());
        }
    }
}
