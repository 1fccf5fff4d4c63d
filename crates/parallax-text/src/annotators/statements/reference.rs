//! Sources that stand for an institution named before, and quotes that go on with a denial.
//!
//! "The ministry said", "it said in a statement", "the readout said", "a statement from the embassy".

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use parallax_model::{Document, EntityType, Mention, MentionKind, Span, Stance, Statement, StatementKind};

use super::words::{self, Word, class};
use crate::lexicon::{english, rows};

/// How many mentions back a reference reaches at most.
const FARTHEST: usize = 60;

static NOUNS: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    let all = rows(english!("bodies.tsv")).filter_map(|r| Some((r[0], *r.get(1)?)));
    all.flat_map(|(kind, nouns)| nouns.split(' ').map(move |n| (n, kind))).collect()
});

/// The institution that a source stands for.
pub(super) fn meant(
    document: &Document,
    source: Span,
    content: Option<Span>,
    spoke: Option<u32>,
) -> Option<u32> {
    let words = words::words(document, source);
    let comma = words.iter().position(|w| w.lower == ",").unwrap_or(words.len());
    let words = &words[..comma];
    if let [one] = words
        && one.lower == "it"
    {
        return subject(document, source);
    }
    if let Some(paper) = words.iter().position(|w| NOUNS.get(w.lower.as_str()) == Some(&"paper")) {
        let whole = Span::new(words[0].start, words[words.len() - 1].end);
        if let Some(issuer) = issuer(document, whole, words, paper) {
            return Some(issuer);
        }
        // "a statement from the ministry"
        if let Some(i) = words.iter().position(|w| NOUNS.get(w.lower.as_str()) == Some(&"body"))
            && words[i - usize::from(i > 0)].lower == "the"
            && i > paper
        {
            return body(document, source, &words[i].lower, spoke);
        }
        let bare = words.len() == 2 && words[0].lower == "the";
        return if bare { issued_before(document, source) } else { None };
    }
    let last = words.last()?;
    let kind = NOUNS.get(last.lower.as_str())?;
    let bare = words.len() == 1 && last.is(class::CAPITAL) || words.len() == 2 && words[0].lower == "the";
    if !bare {
        return None;
    }
    match *kind {
        "body" => body(document, source, &last.lower, spoke),
        _ => firm(document, source, content, spoke),
    }
}

/// Mentions before an offset in the same or the last block of the same post, latest first.
fn earlier(document: &Document, before: u32) -> impl Iterator<Item = &Mention> {
    let from = window(document, before);
    let to = document.mentions.partition_point(|m| m.span.start < before);
    document.mentions[..to].iter().rev().take(FARTHEST).take_while(move |m| m.span.start >= from)
}

/// Where the block before that of an offset begins, if it is of the same post; else where this one begins.
fn window(document: &Document, at: u32) -> u32 {
    let blocks = &document.page.blocks;
    let here = blocks.partition_point(|b| b.span.end <= at);
    let Some(block) = blocks.get(here) else { return at };
    let before = blocks[..here].iter().rev().take(3).find(|b| b.role.is_body());
    before.filter(|b| b.post == block.post).map_or(block.span.start, |b| b.span.start)
}

/// The entity of a mention if it is an organisation named by more than the bare noun.
fn organisation(document: &Document, mention: &Mention) -> Option<u32> {
    let entity = mention.entity.filter(|_| mention.of == EntityType::Organisation)?;
    let name = document.entities.get(entity as usize)?.name.to_lowercase();
    (!NOUNS.contains_key(name.as_str())).then_some(entity)
}

/// The one that is meant of organisations named before, latest first: the only one; of several who spoke last, else
/// one that stands alone in the latest sentence, the others far from it.
fn chosen<'m>(
    document: &Document,
    named: impl Iterator<Item = (&'m Mention, u32)>,
    spoke: Option<u32>,
) -> Option<u32> {
    let mut all: Vec<(u32, usize)> = Vec::new();
    for (mention, entity) in named {
        let sentence = document.sentences.partition_point(|s| s.span.end <= mention.span.start);
        if all.iter().all(|(e, _)| *e != entity) {
            all.push((entity, sentence));
        }
    }
    let &(first, near) = all.first()?;
    if all.len() == 1 || all[1..].iter().all(|(_, s)| s + 1 < near) {
        return Some(first);
    }
    spoke.filter(|s| all.iter().any(|(e, _)| e == s))
}

/// The latest organisation that carries the noun in its name: "the authority" for "Harbour Authority".
fn body(document: &Document, source: Span, noun: &str, spoke: Option<u32>) -> Option<u32> {
    let carries = |e: &u32| {
        let name = document.entities[*e as usize].name.to_lowercase();
        name.split([' ', '\u{a0}']).any(|w| w == noun)
            || noun == "ministry" && name.split(' ').any(|w| w == "office")
    };
    let named = earlier(document, source.start).filter_map(|m| Some((m, organisation(document, m)?)));
    chosen(document, named.filter(|(_, e)| carries(e)), spoke)
}

/// Whether a noun stands for an organisation named before.
pub(super) fn refers(noun: &str) -> bool {
    NOUNS.get(noun).is_some_and(|kind| *kind != "paper")
}

/// The organisation that was named before with a noun, or the firm that "the company" stands for.
pub(super) fn named_before(document: &Document, source: Span, noun: &str) -> Option<u32> {
    match *NOUNS.get(noun)? {
        "body" => body(document, source, noun, None),
        "firm" => firm(document, source, None, None),
        _ => None,
    }
}

/// The organisation that "the company" stands for: the only one named, or the latest that is a subject.
fn firm(document: &Document, source: Span, content: Option<Span>, spoke: Option<u32>) -> Option<u32> {
    let inside = |m: &Mention| content.is_some_and(|c| c.contains(m.span));
    let state = |e: &u32| {
        let name = document.entities[*e as usize].name.to_lowercase();
        name.split([' ', '\u{a0}']).any(|w| NOUNS.get(w) == Some(&"body"))
    };
    let free = earlier(document, source.start).filter(|m| !inside(m) && !after_preposition(document, m));
    let named = free.filter_map(|m| Some((m, organisation(document, m)?)));
    let outlet = |e: &u32| super::setting::is_outlet(&document.entities[*e as usize].name);
    chosen(document, named.filter(|(_, e)| !state(e) && !outlet(e)), spoke)
}

fn after_preposition(document: &Document, mention: &Mention) -> bool {
    let from = mention.span.range().start;
    let before = document.page.text.get(..from).unwrap_or("").trim_end();
    let word = |text: &str| text.rsplit(char::is_whitespace).next().unwrap_or("").to_lowercase();
    let last = word(before);
    let last = if last == "the" { word(before[..before.len() - 3].trim_end()) } else { last };
    matches!(
        last.as_str(),
        // "told the Gazette" names whom is spoken to.
        "of" | "to"
            | "with"
            | "from"
            | "by"
            | "for"
            | "in"
            | "at"
            | "on"
            | "against"
            | "about"
            | "over"
            | "told"
    )
}

/// Whether "'s" follows a mention.
fn owns(document: &Document, mention: &Mention) -> bool {
    let rest = document.page.text.get(mention.span.range().end..).unwrap_or("");
    rest.starts_with("'s") || rest.starts_with("’s")
}

/// Whether an organisation's name stands right behind: "the UK | Foreign Office".
fn leads(document: &Document, mention: &Mention) -> bool {
    let at = document.mentions.partition_point(|m| m.span.start <= mention.span.end);
    document.mentions.get(at).is_some_and(|m| {
        m.of == EntityType::Organisation
            && m.span.start == mention.span.end + 1
            && m.kind == MentionKind::Name
    })
}

/// What "it" stands for: the first institution or country in the sentence that is no part of a phrase, else in the sentence before.
pub(super) fn subject(document: &Document, source: Span) -> Option<u32> {
    let from = window(document, source.start);
    let here = document.sentences.partition_point(|s| s.span.end <= source.start);
    (here.saturating_sub(1)..=here).rev().find_map(|i| {
        let sentence = document.sentences.get(i).filter(|s| s.span.start >= from)?;
        let mut before = document.mentions_in(sentence.span).map(|(_, m)| m).filter(|m| {
            m.span.end <= source.start
                && matches!(m.of, EntityType::Organisation | EntityType::Polity)
                && !owns(document, m)
                && !leads(document, m)
                && !quoted(document, sentence.span, m.span)
        });
        before.next().filter(|m| !after_preposition(document, m)).and_then(|m| m.entity)
    })
}

/// Whether a quotation that opens in the sentence is still open at a mention.
fn quoted(document: &Document, sentence: Span, mention: Span) -> bool {
    let before = document.page.text.get(sentence.range().start..mention.range().start).unwrap_or("");
    let open = before.matches('“').count() > before.matches('”').count();
    open || before.matches('"').count() % 2 == 1
}

/// Who issued the paper at word `paper` of a group: "a Kremlin readout", "a statement from the embassy".
fn issuer(document: &Document, group: Span, words: &[Word], paper: usize) -> Option<u32> {
    let linked = words.get(paper + 1).filter(|w| matches!(w.lower.as_str(), "from" | "by" | "of"));
    let follow = linked.map(|_| {
        let the = words.get(paper + 2).is_some_and(|w| w.is(class::DETERMINER));
        paper + 2 + usize::from(the)
    });
    let starts =
        |m: &Mention| follow.and_then(|i| words.get(i)).is_some_and(|w| w.start as u32 == m.span.start);
    let ends = |m: &Mention| {
        paper.checked_sub(1).is_some_and(|i| {
            words[i].end as u32 == m.span.end
                || matches!(words[i].lower.as_str(), "'s" | "’s") && words[i].start as u32 == m.span.end
        })
    };
    let institution = |m: &&Mention| {
        matches!(m.of, EntityType::Organisation | EntityType::Polity | EntityType::Facility)
            && (starts(m) || ends(m))
    };
    document.mentions_in(group).map(|(_, m)| m).filter(institution).find_map(|m| m.entity)
}

/// "the readout": the paper of that kind that was named last, with its issuer.
fn issued_before(document: &Document, source: Span) -> Option<u32> {
    let from = window(document, source.start);
    let first = document.sentences.partition_point(|s| s.span.start < from);
    let here = document.sentences.partition_point(|s| s.span.start <= source.start);
    document.sentences[first.min(here)..here].iter().rev().take(8).find_map(|s| {
        let words = words::words(document, s.span);
        let papers =
            |w: &Word| NOUNS.get(w.lower.as_str()) == Some(&"paper") && (w.start as u32) < source.start;
        (0..words.len())
            .rev()
            .filter(|&i| papers(&words[i]))
            .find_map(|i| issuer(document, s.span, &words, i))
    })
}

/// Quotes that go on with a denial deny too: "Oland rejected the charge. “No ship of ours was there,” ...".
pub(super) fn elaborate(document: &Document, statements: &mut [Statement]) {
    let sentence = |at: u32| document.sentences.partition_point(|s| s.span.end <= at);
    let mut denied: Option<(u32, Range<usize>)> = None;
    for statement in statements {
        let (Some(extent), Some(content)) = (statement.extent(), statement.content.first().copied()) else {
            continue;
        };
        if statement.kind == StatementKind::OwnVoice {
            continue;
        }
        let at = sentence(content.start);
        let Some(block) = document.sentences.get(at).map(|s| s.block) else { continue };
        if statement.stance == Stance::Asserts {
            let words = words::words(document, content);
            let near =
                denied.as_ref().is_some_and(|(b, r)| *b == block && (r.start..=r.end + 1).contains(&at));
            if refutes(&words) || near && negates(&words) {
                statement.stance = Stance::Denies;
            }
        }
        if statement.stance == Stance::Denies {
            denied = Some((block, at..sentence(extent.end.saturating_sub(1))));
        }
    }
}

fn spoken(words: &[Word]) -> &[Word] {
    let from = words.iter().position(|w| !w.is(class::MARK) && w.lower != "that").unwrap_or(words.len());
    &words[from..]
}

fn past(word: &Word) -> bool {
    word.is(class::FINITE)
        || matches!(word.lower.as_str(), "has" | "have" | "had" | "did" | "was" | "were")
        || word.lower.len() > 4 && word.lower.ends_with("ed")
}

/// "No Olandish ship fired", "none of our ships used its guns": denies whatever stands before.
fn refutes(words: &[Word]) -> bool {
    let words = spoken(words);
    let lower = |i: usize| words.get(i).map_or("", |w| w.lower.as_str());
    let deed = || words.iter().skip(2).take(5).any(past);
    let mine = |i: usize| matches!(lower(i), "our" | "its" | "his" | "her" | "their" | "my");
    let people = words.get(1).is_some_and(|w| w.is(class::CAPITAL));
    let owned = mine(2) || lower(2) == "the" && (3..6).any(|i| matches!(lower(i), "'s" | "’s"));
    lower(0) == "no" && people && deed() || lower(0) == "none" && lower(1) == "of" && owned && deed()
}

/// Negated: denies after a denial.
fn negates(words: &[Word]) -> bool {
    let words = spoken(words);
    let lower = |i: usize| words.get(i).map_or("", |w| w.lower.as_str());
    let negated = |i: usize| words.get(i).is_some_and(|w| w.is(class::NEGATION));
    match lower(0) {
        "no" | "none" | "nobody" | "never" | "nothing" => true,
        "there" | "this" | "that" | "it" | "these" | "we" | "i" => negated(1) || negated(2) || negated(3),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use parallax_model::{Document, Page, Stance, StatementKind};

    fn read(text: &str) -> Document {
        crate::annotate(Page::untouched("p", text))
    }

    fn speakers(text: &str) -> Vec<String> {
        let document = read(text);
        let others = document.statements.iter().filter(|s| s.kind != StatementKind::OwnVoice);
        others.filter_map(|s| s.speaker.as_ref().map(|s| s.name.clone())).collect()
    }

    fn stances(text: &str) -> Vec<Stance> {
        let document = read(text);
        document.statements.iter().filter(|s| s.kind != StatementKind::OwnVoice).map(|s| s.stance).collect()
    }

    #[test]
    fn the_ministry_is_the_one_named_before() {
        assert_eq!(
            speakers(
                "The Norwegian Foreign Ministry closed its office in Lima. The ministry said it would reopen in May."
            ),
            ["Norwegian Foreign Ministry"]
        );
    }

    #[test]
    fn it_is_the_subject() {
        assert_eq!(
            speakers(
                "Norway’s Maritime Authority has lifted the ban on night sailing, it said in a statement."
            ),
            ["Maritime Authority"]
        );
    }

    #[test]
    fn a_name_inside_the_quote_or_a_phrase_is_not_it() {
        assert_eq!(speakers("“Ships from Norway and Iceland must wait,” it said."), ["it"]);
    }

    #[test]
    fn papers_speak_for_who_issues_them() {
        assert_eq!(
            speakers(
                "The two spoke on Friday, according to a Pentagon readout. The readout said the ports were safe."
            ),
            ["Pentagon", "Pentagon"]
        );
    }

    #[test]
    fn a_quote_after_a_denial_denies() {
        assert_eq!(
            stances(
                "Norway rejected the charge. “There was no ship of ours at sea,” spokeswoman Ada Moreno told reporters."
            ),
            [Stance::Denies, Stance::Denies]
        );
        assert_eq!(stances("“There is no reason to panic,” Ada Moreno told reporters."), [Stance::Asserts]);
        assert_eq!(stances("“No Norwegian ship opened fire,” Ada Moreno told reporters."), [Stance::Denies]);
    }
}
