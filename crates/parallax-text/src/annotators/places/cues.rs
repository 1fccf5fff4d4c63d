//! What the words beside a name tell: that it is a place ("in Winfield", "a Winfield man"), or that a capital stands
//! for its government ("Washington said", "ties with Moscow").

use parallax_model::{Document, Span};

use super::super::sentences::is_saying;
use super::references::Reference;
use super::vocabulary::{Kind, is};

/// Words before a capital that make it a partner or an opponent.
const WITH: [&str; 9] = ["with", "against", "between", "by", "on", "pro", "anti", "told", "urged"];

/// Whether the words beside are such as stand beside places.
pub(super) fn is_cued(document: &Document, span: Span) -> bool {
    let Some(sentence) = document.sentence_at(span.start) else { return false };
    let text = &document.page.text;
    let after = text.get(span.end as usize..sentence.span.end as usize).unwrap_or_default();
    let before = text.get(sentence.span.start as usize..span.start as usize).unwrap_or_default();
    let previous = last_word(before);
    let open = !before.ends_with(char::is_alphanumeric);
    if open && (is(Kind::At, &previous) || previous == "of") {
        return true;
    }
    let next = first_word(after);
    let near = after.starts_with(' ') || after.starts_with('-');
    near && (is(Kind::Local, &next) || is(Kind::Dweller, &next))
}

/// Whether the name of a capital stands for the government that sits there.
pub(super) fn is_government(document: &Document, reference: &Reference) -> bool {
    let span = reference.span;
    let Some(sentence) = document.sentence_at(span.start) else { return false };
    let text = &document.page.text;
    let after = text.get(span.end as usize..sentence.span.end as usize).unwrap_or_default();
    let before = text.get(sentence.span.start as usize..span.start as usize).unwrap_or_default();
    let previous = last_word(before);
    if is(Kind::At, &previous) || is(Kind::Direction, &previous) || before.trim_end().ends_with(',') {
        return false;
    }
    if let Some(tail) = after.strip_prefix("-") {
        let joined = first_word(tail);
        return matches!(
            joined.as_str(),
            "led" | "backed" | "supported" | "brokered" | "controlled" | "imposed"
        );
    }
    if let Some(tail) = after.strip_prefix("’s").or_else(|| after.strip_prefix("'s")) {
        return is(Kind::Matter, &first_word(tail));
    }
    let next = first_word(after);
    let verb = is_saying(&next) || is(Kind::Verb, &next);
    let joined = after.trim_start().starts_with("and ") && WITH.contains(&previous.as_str());
    let with_allies = after.starts_with(" and its ");
    (after.starts_with(' ') && verb)
        || with_allies
        || joined
        || (WITH.contains(&previous.as_str()) && previous != "by")
}

fn first_word(text: &str) -> String {
    let text = text.trim_start();
    text.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase()
}

fn last_word(text: &str) -> String {
    let text = text.trim_end().trim_end_matches(['-', '–']);
    text.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase()
}
