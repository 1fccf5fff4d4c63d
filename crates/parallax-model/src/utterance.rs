//! One act of speech across pages, in every wording in which they give it.

use serde::{Deserialize, Serialize};

use crate::{ClaimSpeaker, Evidence, Id, StatementKind};

/// Something that somebody said once and two or more pages give: in the same words, or each in its own.
///
/// The first variant is the one that the others are held against. Among the variants in quotation marks from the
/// speaker whom most outlets name, it is the longest; of those within a fifth of its length the one that most outlets
/// carry, then the one seen first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Utterance {
    /// Identity.
    pub id: Id,
    /// The story it belongs to.
    pub story: Id,
    /// Who says it, as most outlets have it; none if no page names anybody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<ClaimSpeaker>,
    /// Day it was said (ISO date), where the pages that give one agree.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said_on: Option<String>,
    /// Channel, where a page gives one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// Occasion, where a page gives one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occasion: Option<String>,
    /// The wordings; the first is the one that the others are held against.
    pub variants: Vec<Variant>,
    /// Outlets that carry it in any wording, sorted.
    pub outlets: Vec<String>,
    /// Claims that hold its statements, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<Id>,
    /// Rank: larger matters more.
    pub weight: u32,
}

/// One wording of an utterance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variant {
    /// How it stands to the first variant; [`Wording::Same`] for the first itself.
    pub relation: Wording,
    /// Every place with exactly these words, by date and page: only marks, spaces and capitals may differ.
    pub renderings: Vec<Rendering>,
    /// Outlets that carry exactly these words, sorted.
    pub outlets: Vec<String>,
    /// The words that differ from the first variant, in the order of the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub differences: Vec<Difference>,
}

/// One place where a wording stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rendering {
    /// The words, without the quotation marks around them; several pieces where something else stands between them.
    pub words: Vec<Evidence>,
    /// Who says it, as this page has it; none if the page names nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// The words that name the speaker.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Evidence>,
    /// The outlet that prints it.
    pub outlet: String,
    /// How it is given.
    pub kind: StatementKind,
    /// By whom the page has it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub via: Vec<String>,
    /// Date or time of the page or post.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<String>,
}

/// How a wording stands to the first one. Where several hold, the last of this list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wording {
    /// The same words; at most spelled otherwise ("colour", "don’t", "five").
    Same,
    /// Words are left out at an end, or where an ellipsis, brackets or words of the page stand.
    Trimmed,
    /// The same words without quotation marks, with the pronouns and tenses of indirect speech.
    Paraphrased,
    /// Other words of the same meaning.
    Reworded,
    /// Other words of the same meaning, from somebody who speaks for a country that speaks another language.
    Translated,
    /// Inside the common stretch a word is another, is added or is missing, and no mark says so.
    Altered,
    /// Another number stands in it.
    NumberChanged,
    /// Somebody else is named as the speaker.
    AttributionChanged,
}

/// Words in which a variant differs from the first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// In what way.
    pub change: Change,
    /// The words in the first rendering of the first variant; empty if it has none there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub first: Vec<Evidence>,
    /// The words in the first rendering of this variant; empty if it has none there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub here: Vec<Evidence>,
}

/// What was done to words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Another spelling of the same words.
    Spelled,
    /// Left out at an end, or where a mark or the page's words stand between.
    LeftOut,
    /// Beyond the end of the first variant.
    GoesOn,
    /// The page's words in brackets, for the speaker's or beside them.
    Bracketed,
    /// Other words.
    Changed,
    /// Words that the first variant has not.
    Added,
    /// Words that are missing, and no mark says so.
    Dropped,
    /// Another number.
    Number,
}

impl Change {
    /// Whether the speaker's words are others than in the first variant, and not only fewer or spelled otherwise.
    #[must_use]
    pub fn alters(self) -> bool {
        matches!(self, Self::Changed | Self::Added | Self::Dropped | Self::Number)
    }
}

impl Rendering {
    /// The letters, digits and signs of value in small letters: what renderings of one variant have in common.
    #[must_use]
    pub fn folded(&self) -> String {
        self.words.iter().flat_map(|e| folded(&e.text)).collect()
    }
}

/// The letters, digits and signs of value of a text, in small letters.
pub fn folded(text: &str) -> impl Iterator<Item = char> {
    let kept = text.chars().filter(|c| c.is_alphanumeric() || matches!(c, '$' | '€' | '£' | '%'));
    kept.flat_map(char::to_lowercase)
}

impl Utterance {
    /// What must hold beside the evidence: two pages or more; no variant without words; all renderings of a variant
    /// in the same words; differences that lie in the words shown, and none of the first variant.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let Some(first) = self.variants.first() else { return false };
        let lead = |v: &Variant| v.renderings.first().map_or(&[][..], |r| r.words.as_slice()).to_vec();
        let shown = lead(first);
        let inside =
            |e: &Evidence, of: &[Evidence]| of.iter().any(|w| w.page == e.page && w.span.contains(e.span));
        let mut pages: Vec<_> = Vec::new();
        for variant in &self.variants {
            let own = lead(variant);
            let Some(words) = variant.renderings.first().map(Rendering::folded) else { return false };
            let uniform = variant.renderings.iter().all(|r| !r.words.is_empty() && r.folded() == words);
            let marked = variant
                .differences
                .iter()
                .all(|d| d.first.iter().all(|e| inside(e, &shown)) && d.here.iter().all(|e| inside(e, &own)));
            if words.is_empty() || !uniform || !marked {
                return false;
            }
            pages.extend(variant.renderings.iter().flat_map(|r| &r.words).map(|e| &e.page));
        }
        pages.sort_unstable();
        pages.dedup();
        first.relation == Wording::Same && first.differences.is_empty() && pages.len() > 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{PageId, Span};

    fn variant(page: &str, text: &str, relation: Wording) -> Variant {
        let words = vec![Evidence::cut(&PageId(page.to_owned()), text, Span::new(0, text.len()))];
        let rendering = Rendering {
            words,
            speaker: None,
            source: None,
            outlet: page.to_owned(),
            kind: StatementKind::Direct,
            via: Vec::new(),
            seen: None,
        };
        Variant {
            relation,
            renderings: vec![rendering],
            outlets: vec![page.to_owned()],
            differences: Vec::new(),
        }
    }

    fn utterance(variants: Vec<Variant>) -> Utterance {
        Utterance {
            id: Id("u1".to_owned()),
            story: Id("s1".to_owned()),
            speaker: None,
            said_on: None,
            channel: None,
            occasion: None,
            variants,
            outlets: Vec::new(),
            claims: Vec::new(),
            weight: 0,
        }
    }

    #[test]
    fn renderings_of_a_variant_have_the_same_words() {
        let mut first = variant("a", "The dam, he said: “safe”", Wording::Same);
        first.renderings.extend(variant("b", "the dam he said - SAFE.", Wording::Same).renderings);
        assert!(utterance(vec![first.clone()]).is_sound());
        first.renderings.extend(variant("c", "the dam he said: saved", Wording::Same).renderings);
        assert!(!utterance(vec![first]).is_sound());
    }

    #[test]
    fn one_page_is_no_utterance_across_pages_and_differences_lie_in_the_words() {
        let first = variant("a", "the dam is safe", Wording::Same);
        assert!(!utterance(vec![first.clone()]).is_sound());
        let mut second = variant("b", "the dam is sound", Wording::Altered);
        let here = Evidence { page: PageId("b".into()), span: Span::new(11, 16), text: "sound".into() };
        second.differences =
            vec![Difference { change: Change::Changed, first: Vec::new(), here: vec![here.clone()] }];
        assert!(utterance(vec![first.clone(), second.clone()]).is_sound());
        second.differences[0].first = vec![here];
        assert!(!utterance(vec![first, second]).is_sound());
    }
}
