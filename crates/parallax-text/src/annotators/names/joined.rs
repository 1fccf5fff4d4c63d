//! Names that the recogniser cut apart though a list knows them whole ("European | Union"), that it took for one though
//! they are two, and words that name nothing.

use parallax_model::EntityType;

use super::gazetteer::{Class, gazetteer};
use super::words::{Line, Words};
use crate::atlas::atlas;
use crate::learned::names::{Found, Kind};

/// What the recogniser found in a line, made whole; words are counted from the first of the line.
pub(super) fn whole(words: &Words<'_>, line: &Line, mut found: Vec<Found>) -> Vec<Found> {
    if found.is_empty() {
        return found;
    }
    known_names(words, line, &mut found);
    without_form_of_state(words, line, &mut found);
    found.retain(|f| !is_common_noun(words, line, f));
    found.into_iter().flat_map(|f| lands(words, line, f)).collect()
}

/// Gives a name of several words that a list knows to what was found of it.
fn known_names(words: &Words<'_>, line: &Line, found: &mut Vec<Found>) {
    let base = line.words.start;
    let mut at = 0;
    while let Some(first) = found.get(at) {
        // It may begin inside what was found: "Embassy of the | United" of the United Arab Emirates.
        let (from, end) = (first.from, first.to);
        let known = (from..end).find_map(|i| {
            let word = &words.words[base + i];
            let (n, known) = gazetteer().longest(&words.keys(base + i, line)).filter(|_| word.cap)?;
            (n > 1 && i + n > end).then_some((i, i + n, known))
        });
        let Some((start, stop, known)) = known else {
            at += 1;
            continue;
        };
        let first = &mut found[at];
        if start == from {
            first.kind = match known.of {
                EntityType::Person => Kind::Person,
                EntityType::Organisation => Kind::Organisation,
                EntityType::Polity | EntityType::Location | EntityType::Facility => Kind::Place,
                EntityType::Group => Kind::Group,
                EntityType::Product | EntityType::Event | EntityType::Misc => Kind::Other,
            };
        }
        first.to = stop;
        while let Some(next) = found.get(at + 1).filter(|next| next.from < stop).map(|next| next.to) {
            found[at].to = found[at].to.max(next);
            found.remove(at + 1);
        }
        at += 1;
    }
}

/// "Republic | of | Lithuania", "Embassy of the Republic | of | Lithuania": the land is named by its own name.
fn without_form_of_state(words: &Words<'_>, line: &Line, found: &mut Vec<Found>) {
    let lower = |i: usize| words.lower(line.words.start + i, line);
    for at in 0..found.len().saturating_sub(1) {
        let (name, next) = (found[at], found[at + 1]);
        let to = if lower(name.to - 1) == "of" { name.to - 1 } else { name.to };
        let form =
            to > name.from && matches!(lower(to - 1), "republic" | "kingdom" | "commonwealth" | "emirate");
        if form && lower(to) == "of" && next.from == to + 1 && next.kind == Kind::Place {
            found[at].to = to - 1;
        }
    }
    found.retain(|f| f.to > f.from);
}

/// "all Allies", "a democratic country": words that name nothing.
fn is_common_noun(words: &Words<'_>, line: &Line, found: &Found) -> bool {
    if found.to > found.from + 1 {
        return false;
    }
    let word = &words.words[line.words.start + found.from];
    let known = || gazetteer().exact(&[word.key.as_ref()]).is_some();
    match found.kind {
        Kind::Group => !word.text.contains(char::is_uppercase) && !known(),
        Kind::Place => {
            let many = word.text.ends_with('s') && !word.is_upper();
            let common = gazetteer().is_common(&word.lower) && !known();
            many && common && atlas().named(word.text, &mut String::new()).next().is_none()
        }
        _ => false,
    }
}

/// "United States and the United Kingdom" are two.
fn lands(words: &Words<'_>, line: &Line, found: Found) -> Vec<Found> {
    let base = line.words.start;
    let land = |from: usize, to: usize| {
        let keys: Vec<&str> = words.words[base + from..base + to].iter().map(|w| w.key.as_ref()).collect();
        gazetteer().exact(&keys).is_some_and(|k| k.class == Class::Country)
    };
    let and = (found.from + 1..found.to.saturating_sub(1)).find(|&i| words.lower(base + i, line) == "and");
    let Some(and) = and else { return vec![found] };
    let second = and + 1 + usize::from(words.lower(base + and + 1, line) == "the");
    if second < found.to && land(found.from, and) && land(second, found.to) {
        let part = |from, to| Found { from, to, kind: Kind::Place };
        return vec![part(found.from, and), part(second, found.to)];
    }
    vec![found]
}

#[cfg(test)]
mod tests {
    use parallax_model::{Document, Page};

    use super::super::super::{sentences, tokens};
    use super::*;

    #[track_caller]
    fn made(text: &str, found: &[(&str, Kind)], expected: &[(&str, Kind)]) {
        let mut document = Document::new(Page::untouched("p", text));
        sentences::annotate(&mut document);
        tokens::annotate(&mut document);
        let words = Words::new(&document);
        let line = &words.lines[0];
        let mut at = 0;
        let found = found.iter().map(|(name, kind)| {
            let parts: Vec<&str> = tokens::split(name);
            let from =
                (at..).find(|i| (0..parts.len()).all(|k| words.text(i + k, line) == parts[k])).unwrap();
            at = from + parts.len();
            Found { from, to: at, kind: *kind }
        });
        let whole = whole(&words, line, found.collect());
        let text = |f: &Found| {
            let span = words.words[f.from].span.cover(words.words[f.to - 1].span);
            (document.words(span), f.kind)
        };
        assert_eq!(whole.iter().map(text).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn listed_names_are_made_whole() {
        use Kind::{Group, Organisation, Place};
        made(
            "Ships of the European Union left.",
            &[("European", Group), ("Union", Organisation)],
            &[("European Union", Organisation)],
        );
        made(
            "The Embassy of the United Arab Emirates closed.",
            &[("Embassy of the United", Organisation), ("Arab Emirates", Place)],
            &[("Embassy of the United Arab Emirates", Organisation)],
        );
        made("The Polish Navy left.", &[("Polish", Group)], &[("Polish", Group)]);
    }

    #[test]
    fn two_lands_are_two() {
        made(
            "Ships from the United States and the United Kingdom left.",
            &[("United States and the United Kingdom", Kind::Group)],
            &[("United States", Kind::Place), ("United Kingdom", Kind::Place)],
        );
        let both = [("Bosnia and Herzegovina", Kind::Place)];
        made("Ships from Bosnia and Herzegovina left.", &both, &both);
    }

    #[test]
    fn a_form_of_state_and_common_nouns_name_nothing() {
        made(
            "The Embassy of the Republic of Lithuania closed.",
            &[("Embassy of the Republic", Kind::Organisation), ("Lithuania", Kind::Place)],
            &[("Embassy of the", Kind::Organisation), ("Lithuania", Kind::Place)],
        );
        made("It would defend all Allies at once.", &[("Allies", Kind::Place)], &[]);
        made("It wants a democratic country.", &[("democratic", Kind::Group)], &[]);
    }
}
