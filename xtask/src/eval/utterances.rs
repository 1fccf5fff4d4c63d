//! Pairs of passages of two pages: whether they are found to be one utterance, and how the wordings stand.

use std::collections::BTreeMap;
use std::path::Path;

use parallax_ledger::{Options, build_with};
use parallax_model::{
    Document, EntityType, Evidence, Mention, MentionKind, Page, PageEntity, RoleGiven, Span, Speaker,
    SpeakerKind, Stance, Statement, StatementKind, Utterance, Wording,
};

use super::own::Row;
use super::score::Counts;

/// One line of the list.
struct Pair<'a> {
    relation: &'a str,
    sides: [Side<'a>; 2],
    /// Words that differ, of the first and of the second; either may be empty.
    differ: Option<(&'a str, &'a str)>,
}

/// A passage with its speaker.
struct Side<'a> {
    speaker: &'a str,
    /// Whose office it is: "Chilean".
    of: Option<&'a str>,
    /// With its content in ⟨ ⟩.
    passage: &'a str,
}

fn pairs(list: &str) -> Vec<Pair<'_>> {
    let lines = list.lines().filter(|l| !l.starts_with('#') && !l.is_empty());
    lines
        .filter_map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            let [relation, a, first, b, second, differ @ ..] = fields.as_slice() else { return None };
            Some(Pair {
                relation,
                sides: [Side::new(a, first), Side::new(b, second)],
                differ: differ.first().and_then(|d| d.split_once('>')),
            })
        })
        .collect()
}

impl<'a> Side<'a> {
    fn new(who: &'a str, passage: &'a str) -> Self {
        let (speaker, of) = match who.split_once(" (") {
            Some((name, of)) => (name, Some(of.trim_end_matches(')'))),
            None => (who, None),
        };
        Self { speaker, of, passage }
    }

    fn page(&self, id: &str) -> Page {
        let mut page = Page::untouched(id, &self.passage.replace(['⟨', '⟩'], ""));
        page.source = Some(id.to_owned());
        page.language = Some("en".to_owned());
        page.published = Some("2031-03-04".to_owned());
        page
    }

    /// The page with its statement as the list gives it.
    fn given(&self, id: &str) -> Document {
        let mut document = Document::new(self.page(id));
        let text = document.page.text.clone();
        let (mut content, mut open, mut at) = (Vec::new(), 0, 0);
        for c in self.passage.chars() {
            match c {
                '⟨' => open = at,
                '⟩' => content.push(Span::new(open, at)),
                _ => at += c.len_utf8(),
            }
        }
        let marked = |s: &Span| s.of(&text).starts_with(['“', '"', '‘']);
        let kind = match (content.iter().all(marked), text.contains(['“', '"', '‘'])) {
            (true, _) => StatementKind::Direct,
            (false, true) => StatementKind::Mixed,
            _ => StatementKind::Indirect,
        };
        let find = |words: &str| {
            let start = text.find(words).unwrap_or(0);
            Span::new(start, start + words.len())
        };
        let roles = self.of.map(|of| RoleGiven {
            span: find(of),
            title: "minister".to_owned(),
            of: Some(of.to_owned()),
        });
        document.entities.push(PageEntity {
            name: self.speaker.to_owned(),
            of: EntityType::Person,
            roles: roles.into_iter().collect(),
        });
        let source = find(self.speaker);
        document.mentions.push(Mention {
            span: source,
            kind: MentionKind::Name,
            of: EntityType::Person,
            entity: Some(0),
            place: None,
            lat: None,
            lon: None,
        });
        let speaker = Speaker {
            name: self.speaker.to_owned(),
            entity: Some(0),
            kind: SpeakerKind::Person,
            speaks_for: None,
        };
        let said = Statement::new(kind, Stance::Asserts, content);
        document.statements.push(Statement { source: vec![source], speaker: Some(speaker), ..said });
        document
    }
}

/// How the two pages stand to each other, and the words that differ.
fn found(documents: &[Document]) -> Option<(Wording, Vec<(String, String)>)> {
    let ledger = build_with(documents, &Options { one_story: true });
    // Of several, the one with the most words.
    let size = |u: &Utterance| u.variants[0].renderings[0].folded().len();
    let utterance = ledger.utterances.into_iter().max_by_key(size)?;
    let joined = |e: &[Evidence]| e.iter().map(|e| e.text.as_str()).collect::<Vec<_>>().join(" ");
    let other = utterance.variants.into_iter().skip(1).max_by_key(|v| v.relation);
    Some(match other {
        None => (Wording::Same, Vec::new()),
        Some(v) => {
            // The list has the first page first; the ledger the wording that leads.
            let turned = v.renderings[0].words[0].page.0 == "a";
            let words = |d: &parallax_model::Difference| match (joined(&d.first), joined(&d.here)) {
                (first, here) if turned => (here, first),
                both => both,
            };
            (v.relation, v.differences.iter().map(words).collect())
        }
    })
}

fn name(relation: Wording) -> String {
    serde_json::to_value(relation).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Whether a pair is judged as the list has it; calls `wrong` if not.
fn judge(pair: &Pair<'_>, documents: &[Document], wrong: &mut impl FnMut(String)) -> bool {
    let got = found(documents);
    let relation = got.as_ref().map_or_else(|| "different".to_owned(), |(w, _)| name(*w));
    let shown = pair.differ.is_none_or(|(first, second)| {
        let fits = |d: &(String, String)| d.0.trim() == first && d.1.trim() == second;
        got.as_ref().is_some_and(|(_, all)| all.iter().any(fits))
    });
    let right = relation == pair.relation && shown;
    if !right {
        let differences = got.map_or_else(Vec::new, |g| g.1);
        wrong(format!(
            "{} -> {relation} {differences:?}\n  {}\n  {}",
            pair.relation, pair.sides[0].passage, pair.sides[1].passage
        ));
    }
    right
}

/// Counts over all pairs: those that are one utterance are gold, those taken for one predicted.
fn measure(
    list: &str,
    read: bool,
    mut wrong: impl FnMut(String),
) -> (Counts, usize, usize, BTreeMap<String, Counts>) {
    let (mut counts, mut apart, mut different) = (Counts::default(), 0, 0);
    let mut families: BTreeMap<String, Counts> = BTreeMap::new();
    for pair in pairs(list) {
        let document = |n: usize, id: &str| match read {
            true => parallax_text::annotate(pair.sides[n].page(id)),
            false => pair.sides[n].given(id),
        };
        let documents = [document(0, "a"), document(1, "b")];
        let right = judge(&pair, &documents, &mut wrong);
        if pair.relation == "different" {
            different += 1;
            apart += usize::from(right);
            counts.predicted += usize::from(!right);
            continue;
        }
        let found = found(&documents).is_some();
        let one = Counts { right: usize::from(right), predicted: usize::from(found), gold: 1 };
        counts.add(one);
        families.entry(pair.relation.to_owned()).or_default().add(one);
    }
    (counts, apart, different, families)
}

/// The rows of our own list: with statements given, pairs kept apart, and with statements as the program reads them.
///
/// # Panics
/// If the list cannot be read: it is part of the repository.
pub(crate) fn rows(root: &Path, floor: impl Fn(&'static str) -> f64) -> Vec<Row> {
    let list = std::fs::read_to_string(root.join("eval/gold/utterances.tsv")).expect("eval/ can be read");
    let (counts, apart, different, families) = measure(&list, false, |_| ());
    let (read, ..) = measure(&list, true, |_| ());
    let share = 100.0 * apart as f64 / different.max(1) as f64;
    vec![
        Row { families, ..Row::new("utterances", counts.f1(), floor("utterances")) },
        Row::new("utterances-apart", share, floor("utterances-apart")),
        Row::new("utterances-read", read.f1(), floor("utterances-read")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_read_and_judged() {
        let list = "# a comment\naltered\tIda Berg\t⟨“We see no grounds for talk of a large attack,”⟩ Ida Berg said.\tIda Berg\t⟨“We see no grounds for talk of a total attack,”⟩ Ida Berg said.\tlarge>total\ndifferent\tIda Berg\t⟨“We are ready to go,”⟩ Ida Berg said.\tIda Berg\t⟨“Nobody was hurt in the fire,”⟩ Ida Berg said.\n";
        let (counts, apart, different, _) = measure(list, false, |line| panic!("{line}"));
        assert_eq!((counts.right, counts.predicted, counts.gold, apart, different), (1, 1, 1, 1, 1));
    }

    /// Prints what is judged otherwise than the list has it: `cargo test -p xtask utterances -- --ignored --nocapture`.
    #[test]
    #[ignore = "for reading"]
    fn what_is_judged_otherwise() {
        let list = std::fs::read_to_string(crate::eval::root().join("eval/gold/utterances.tsv")).unwrap();
        for read in [false, true] {
            println!("read: {read}");
            measure(&list, read, |line| println!("{line}"));
        }
    }
}
