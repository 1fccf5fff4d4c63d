use parallax_model::{Page, Span};
use proptest::prelude::*;

use super::pairing::Around;
use super::{find, of_page};

/// The quotes of a text of paragraphs, those inside others in brackets.
fn quotes(text: &str) -> Vec<String> {
    let document = crate::annotate(Page::untouched("p", text));
    let found = of_page(&document);
    found
        .iter()
        .flat_map(|q| q.outer.iter().chain(&q.inner))
        .map(|q| {
            let words = &text[q.start..q.end];
            if q.depth > 0 { format!("[{words}]") } else { words.to_owned() }
        })
        .collect()
}

#[test]
fn curly_straight_and_doubled_marks() {
    assert_eq!(quotes("“One,” he said. “Two.”"), ["“One,”", "“Two.”"]);
    assert_eq!(quotes("\"One,\" he said. \"Two.\""), ["\"One,\"", "\"Two.\""]);
    assert_eq!(quotes("''One,'' he said."), ["''One,''"]);
    assert_eq!(quotes("``One,'' he said."), ["``One,''"]);
    assert_eq!(quotes("„Wir gehen“, sagte er. »Nein«, sagte sie."), ["„Wir gehen“", "»Nein«"]);
    assert_eq!(quotes("« Nous partons », a dit Anna. «Non»."), ["« Nous partons »", "«Non»"]);
    assert_eq!(quotes("He said 「we leave 『now』」 there."), ["「we leave 『now』」", "[『now』]"]);
    assert_eq!(quotes("&quot;One,&quot; he said."), ["&quot;One,&quot;"]);
}

#[test]
fn one_kind_opened_and_another_closed() {
    assert_eq!(quotes("“We stay,\" he said. \"We go.”"), ["“We stay,\"", "\"We go.”"]);
    assert_eq!(quotes("“We stay,“ he said."), ["“We stay,“"]);
    assert_eq!(quotes("”We stay,” he said."), ["”We stay,”"]);
}

#[test]
fn a_quote_inside_a_quote_is_part_of_it() {
    assert_eq!(quotes("“He said “no” to us,” she said."), ["“He said “no” to us,”", "[“no”]"]);
    assert_eq!(quotes("“He said ‘no’ to us,” she said."), ["“He said ‘no’ to us,”", "[‘no’]"]);
    assert_eq!(quotes("‘He said “no” to us,’ she said."), ["‘He said “no” to us,’", "[“no”]"]);
    assert_eq!(quotes("\"He said 'no',\" she said."), ["\"He said 'no',\"", "['no']"]);
}

#[test]
fn apostrophes_are_no_marks() {
    assert!(quotes("The ministers’ plan and the king’s men don’t agree.").is_empty());
    assert!(quotes("In the '90s rock 'n' roll was the workers' music, 'til '99 'twas.").is_empty());
    assert!(quotes("She is 5'9\" and he is 6' 2\" tall with a 12\" board.").is_empty());
    assert_eq!(quotes("They formed ‘battle groups’ in May."), ["‘battle groups’"]);
    assert_eq!(quotes("‘The workers’ strike is over,’ he said."), ["‘The workers’ strike is over,’"]);
    assert_eq!(quotes("'We'll win', says Brock"), ["'We'll win'"]);
    assert_eq!(quotes("\"It was a 12\" gun,\" he said."), ["\"It was a 12\" gun,\""]);
}

#[test]
fn missing_marks_are_repaired() {
    assert_eq!(quotes("It was “never in doubt."), ["“never in doubt."]);
    assert_eq!(
        quotes("“We go,” he said. This is hard. They know it.” Rain fell."),
        ["“We go,”", "This is hard. They know it.”"]
    );
    assert_eq!(quotes("There were “risks” and things that “might happen”"), ["“risks”", "“might happen”"]);
    assert_eq!(
        quotes("There were “risks” and “things that “might happen”"),
        ["“risks”", "“things that “might happen”"]
    );
    assert_eq!(quotes("““We go,” he said."), ["““We go,”"]);
    assert_eq!(quotes("“We go.”” He left."), ["“We go.””"]);
    assert_eq!(quotes("“We go. He knew. “We stay,” she said."), ["“We go. He knew.", "“We stay,”"]);
}

#[test]
fn a_quote_goes_on_in_the_next_paragraph() {
    let text = "He said: “We waited.\n\n“Nobody came “in time” to us.\n\n“Then it rained.” He left.";
    let document = crate::annotate(Page::untouched("p", text));
    let found = of_page(&document);
    let flags: Vec<_> =
        found.iter().flat_map(|q| &q.outer).map(|q| (q.closed, q.continues, q.goes_on)).collect();
    assert_eq!(flags, [(false, false, true), (false, true, true), (true, true, false)]);
    assert_eq!(
        quotes("“We waited.\n\nNobody came. It rained,” he said."),
        ["“We waited.", "Nobody came. It rained,”"]
    );
    assert_eq!(
        quotes("‘We waited and nothing moved.\n\n‘Nobody came,’ he said."),
        ["‘We waited and nothing moved.", "‘Nobody came,’"]
    );
}

/// What every page must hold: quotes inside the text, in order; those outside apart from each other, those inside in
/// one of them.
fn sound(text: &str) -> Result<(), TestCaseError> {
    let document = crate::annotate(Page::untouched("p", text));
    let text = document.page.text.as_str();
    for (block, quotes) in document.page.blocks.iter().zip(of_page(&document)) {
        let mut end = block.span.start as usize;
        for q in &quotes.outer {
            prop_assert!(q.start >= end && q.start < q.end && q.end <= block.span.end as usize);
            prop_assert!(text.get(q.start..q.end).is_some());
            end = q.end;
        }
        for q in &quotes.inner {
            prop_assert!(q.depth > 0 && text.get(q.start..q.end).is_some());
            prop_assert!(quotes.outer.iter().any(|o| o.start <= q.start && q.end <= o.end));
        }
    }
    for s in &document.statements {
        let mut content = s.content.clone();
        content.sort_unstable();
        prop_assert!(content.windows(2).all(|w| w[0].end <= w[1].start), "{:?} overlaps itself", s.content);
    }
    prop_assert!(document.check().is_ok());
    Ok(())
}

proptest! {
    #[test]
    fn any_characters_give_sound_quotes(text in "\\PC{0,120}") {
        sound(&text)?;
    }

    #[test]
    fn any_order_of_marks_gives_sound_quotes(pieces in prop::collection::vec(prop::sample::select(vec![
        "“", "”", "\"", "''", "``", "„", "‟", "«", "»", "‹", "›", "「", "」", "『", "』", "‘", "’", "‚", "'", "&quot;", "\\\"",
        " ", " ", " ", ".", ",", "?", ":", "—", "(", "6", "90s", "Reed", "said", "he", "the", "workers", "asked", "film", "\n\n",
        "Q:", "A:", "REED:", "War", "and", "Peace", "…", "n",
    ]), 0..80)) {
        sound(&pieces.concat())?;
    }
}

#[test]
fn hundreds_of_thousands_of_marks_are_read_in_one_pass() {
    const MANY: usize = 200_000;
    // A walk back over what was read would take hours on each of these.
    for piece in [
        "“",
        "”",
        "\"",
        "“a",
        "a” ",
        "\"a ",
        " \"a\" ",
        "‘a ",
        "a’ ",
        "'a' ",
        "‘a“b",
        "«a",
        "a»",
        "6'2\"",
        "“a ‘b” ",
        "&quot;",
        "''",
        "' ",
        "“ ",
    ] {
        let text = piece.repeat(MANY);
        let block = Span::new(0, text.len());
        let found = find(&text, block, &[block], Around::default(), true);
        assert!(found.outer.len() <= MANY && found.inner.len() <= 2 * MANY, "{piece}");
    }
    let halves = "“a ".repeat(MANY) + &"b” ".repeat(MANY);
    let block = Span::new(0, halves.len());
    assert_eq!(find(&halves, block, &[block], Around::default(), false).outer.len(), 1);
}
