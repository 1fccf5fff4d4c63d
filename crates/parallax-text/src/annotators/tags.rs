//! Part of speech and dictionary form of every token.

use parallax_model::{Document, Span, Token};

use crate::syntax::{Tag, Word, english_tagger, lemma};

/// Gives the tags layer; one that is there already is kept.
pub(super) fn annotate(document: &mut Document) {
    if document.tokens.iter().any(|t| t.upos.is_some()) {
        return;
    }
    let (mut words, mut tags, mut lower) = (Vec::new(), Vec::new(), String::new());
    for sentence in sentences(document) {
        let tokens = &mut document.tokens[sentence];
        words.clear();
        tags.clear();
        words.extend(tokens.iter().map(|t| Word::new(t.span.of(&document.page.text), &mut lower)));
        english_tagger().tag(&words, &mut tags);
        write(tokens, &tags, &document.page.text);
    }
}

/// The tokens of each sentence.
pub(super) fn sentences(document: &Document) -> Vec<std::ops::Range<usize>> {
    let before = |span: Span| {
        let from = document.tokens.partition_point(|t| t.span.start < span.start);
        from..document.tokens.partition_point(|t| t.span.end <= span.end).max(from)
    };
    document.sentences.iter().map(|s| before(s.span)).filter(|range| !range.is_empty()).collect()
}

/// Writes tags and dictionary forms into tokens.
pub(super) fn write(tokens: &mut [Token], tags: &[Tag], text: &str) {
    let tagger = english_tagger();
    for (token, &tag) in tokens.iter_mut().zip(tags) {
        let upos = tagger.upos(tag);
        token.lemma = Some(lemma(token.span.of(text), upos, tagger.xpos(tag)).into_owned());
        token.upos = Some(upos.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use parallax_model::Page;

    use crate::{Layer, annotate_layers};

    #[test]
    fn words_of_a_sentence_get_their_parts_of_speech() {
        let page = Page::untouched("p", "The ships left the old port quickly. Two women were singing.");
        let document = annotate_layers(page, &[Layer::Tags]);
        let told: Vec<String> = document
            .tokens
            .iter()
            .map(|t| format!("{}/{}", t.lemma.as_deref().unwrap_or(""), t.upos.as_deref().unwrap_or("")))
            .collect();
        assert_eq!(
            told.join(" "),
            "the/DET ship/NOUN leave/VERB the/DET old/ADJ port/NOUN quickly/ADV ./PUNCT \
             Two/NUM woman/NOUN be/AUX sing/VERB ./PUNCT"
        );
    }

    #[test]
    fn odd_text_is_tagged_without_harm() {
        let long = "x".repeat(1 << 18);
        for text in ["", "🚢 \u{200d} \u{301}", "ALL CAPS NOW", "مرحبا العالم.", &long, &"a ".repeat(20_000)]
        {
            let document = annotate_layers(Page::untouched("p", text), &[Layer::Tree]);
            document.check().unwrap();
            assert!(document.tokens.iter().all(|t| t.upos.is_some() && t.deprel.is_some()));
        }
    }
}
