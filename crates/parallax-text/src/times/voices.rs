//! Who tells an expression: the text itself, a speaker whose day of speaking is given, or words that stand beside
//! the text (captions, bylines, notes of update), whose dates say nothing of what the text tells.

use parallax_model::{Page, Role};

use super::scan::{Found, Meaning, Scan};

/// Whether the expression at `found` stands beside the text.
pub(super) fn beside(scan: &Scan<'_>, page: &Page, found: &Found, sentence: (usize, usize)) -> bool {
    let at = scan.at(found.from).start;
    let block = page.blocks.get(page.blocks.partition_point(|b| b.span.end <= at));
    let role = block.map_or(Role::Paragraph, |b| b.role);
    matches!(role, Role::Caption | Role::Credit | Role::Byline | Role::Dateline | Role::Furniture)
        || is_note(scan, sentence)
}

/// "Updated at 5 p.m. on May 3", "This story was first published on May 3", "Correction, May 3:".
fn is_note(scan: &Scan<'_>, (from, to): (usize, usize)) -> bool {
    let i = if scan.letters(from) { from } else { from + 1 };
    let dated = |k: usize| {
        let e = scan.entry(k);
        !scan.letters(k)
            || e.month > 0
            || e.weekday > 0
            || e.day.is_some()
            || scan.any(k, &["on", "at", "from"])
    };
    if scan.entry(i).note {
        return dated(i + 1);
    }
    // "First published", "Last updated", "Originally posted"
    if scan.any(i, &["first", "last", "originally"]) && scan.entry(i + 1).note {
        return dated(i + 2);
    }
    let piece = (i..(i + 4).min(to)).find(|&k| scan.entry(k).piece);
    let Some(piece) = piece.filter(|_| scan.any(i, &["this", "an", "a", "the"])) else { return false };
    let passive = (piece + 1..(piece + 8).min(to)).find(|&k| scan.any(k, &["was", "been", "is"]));
    passive.is_some_and(|k| (k + 1..k + 3).any(|k| scan.entry(k).note))
        || scan.any(piece + 1, &["first", "originally"]) && scan.entry(piece + 2).note
}

/// The expression that says when the words around `found[k]` were spoken: "'We will finish by Friday,' she said on
/// Tuesday." None where nothing is quoted or no day is given.
pub(super) fn spoken(scan: &Scan<'_>, found: &[Found], k: usize, sentence: (usize, usize)) -> Option<usize> {
    let inside = found.get(k)?;
    let deictic = matches!(
        inside.meaning,
        Meaning::Weekday { .. } | Meaning::Day(_) | Meaning::DayOfMonth(_) | Meaning::Step { .. }
    );
    if !deictic || !quoted(scan, inside.from, sentence.0) {
        return None;
    }
    let near = |j: usize| {
        let f = found.get(j).filter(|f| (sentence.0..sentence.1).contains(&f.from))?;
        (is_day(&f.meaning) && !quoted(scan, f.from, sentence.0) && said_beside(scan, f)).then_some(j)
    };
    near(k + 1).or_else(|| near(k.checked_sub(1)?))
}

/// Whether a quotation of the sentence that starts at `start` is open at `i`.
fn quoted(scan: &Scan<'_>, i: usize, start: usize) -> bool {
    (start..i).fold(false, |open, k| match scan.str(k) {
        "\"" => !open,
        "“" => true,
        "”" => false,
        _ => open,
    })
}

fn is_day(meaning: &Meaning) -> bool {
    match meaning {
        Meaning::Weekday { .. } | Meaning::Day(_) | Meaning::MonthDay { .. } => true,
        Meaning::Fixed(_, value) => super::calendar::day_of(value).is_some(),
        _ => false,
    }
}

/// "said on Tuesday", "told reporters late Tuesday", "On Tuesday she said".
fn said_beside(scan: &Scan<'_>, f: &Found) -> bool {
    let said = |k: usize| scan.entry(k).says;
    (f.from.saturating_sub(6)..f.from).any(said) || (f.to..f.to + 6).any(said)
}

#[cfg(test)]
mod tests {
    use super::super::{read, times};
    use parallax_model::{Block, Document, Page, Role, Span};

    /// Blocks of these roles, on a page of 22 May 2024, a Wednesday.
    fn page(parts: &[(Role, &str)]) -> Vec<String> {
        let mut page = Page { published: Some("2024-05-22".into()), ..Page::default() };
        for (role, words) in parts {
            let from = page.text.len();
            page.text.push_str(words);
            page.blocks.push(Block { span: Span::new(from, page.text.len()), role: *role, post: None });
            page.text.push_str("\n\n");
        }
        let text = page.text.clone();
        let mut document = Document::new(page);
        crate::annotators::sentences::annotate(&mut document);
        times(&document).iter().map(|t| format!("{} = {}", t.span.of(&text), t.value)).collect()
    }

    #[test]
    fn a_caption_has_its_own_date() {
        let body = "The bridge was closed on April 2.";
        let after = "Two days later it fell.";
        let caption = (Role::Caption, "The old bridge on Dec. 5, 2021, before the flood.");
        assert_eq!(
            page(&[(Role::Paragraph, body), caption, (Role::Paragraph, after)]),
            ["April 2 = 2024-04-02", "Dec. 5, 2021 = 2021-12-05", "Two days later = 2024-04-04"]
        );
    }

    #[test]
    fn a_note_of_update_tells_nothing_of_the_story() {
        let story = (Role::Paragraph, "The bridge was closed on April 2.");
        let after = (Role::Paragraph, "Two days later it fell.");
        for note in [
            "This story was first published on May 20, 2023.",
            "Updated on May 20, 2023, with a statement of the town.",
            "Correction, May 20, 2023: an earlier headline misnamed the river.",
            "An earlier version of this article was published on May 20, 2023.",
        ] {
            let all = page(&[story, (Role::Paragraph, note), after]);
            assert_eq!(all.last().map(String::as_str), Some("Two days later = 2024-04-04"), "{note}");
        }
        let told = "The report was published on May 20, 2023. Two days later he left.";
        assert_eq!(
            page(&[(Role::Paragraph, told)]).last().map(String::as_str),
            Some("Two days later = 2023-05-22")
        );
    }

    #[test]
    fn a_speaker_has_the_day_of_speaking() {
        // 22 May 2024 is a Wednesday.
        assert_eq!(
            read("2024-05-22", "\"We will finish by Friday,\" she said on May 7."),
            ["Friday = 2024-05-10", "May 7 = 2024-05-07"]
        );
        assert_eq!(
            read("2024-05-22", "On Monday he said: “The gates open tomorrow.”"),
            ["Monday = 2024-05-20", "tomorrow = 2024-05-21"]
        );
        assert_eq!(read("2024-05-22", "\"We will finish by Friday,\" she said."), ["Friday = 2024-05-24"]);
    }
}
