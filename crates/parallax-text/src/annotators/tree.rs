//! The dependency tree of every sentence.

use parallax_model::{Document, Token};

use super::tags;
use crate::syntax::{NONE, Sentence, Tag, Tree, Word, english_parser, english_tagger};

/// Words that are parsed together at most: longer sentences, which are lists and accidents, are parsed in pieces.
const TOGETHER: usize = 200;

/// What joins the root of a piece to the root of the first.
const NEXT_PIECE: &str = "parataxis";

/// Gives the tree layer, and with it the tags that it needs.
pub(super) fn annotate(document: &mut Document) {
    let mut room = Room::default();
    for sentence in tags::sentences(document) {
        let tokens = &mut document.tokens[sentence];
        let mut root = None;
        let mut from = 0;
        while from < tokens.len() {
            let near = &tokens[from..tokens.len().min(from + TOGETHER)];
            room.tag(near, &document.page.text);
            let len = room.piece(near, &document.page.text);
            room.parse(&mut tokens[from..from + len], &document.page.text, from, &mut root);
            from += len;
        }
    }
}

/// Room that is used again.
#[derive(Default)]
struct Room {
    words: Vec<Word>,
    tags: Vec<Tag>,
    lower: String,
    tree: Tree,
}

impl Room {
    fn tag(&mut self, tokens: &[Token], text: &str) {
        self.words.clear();
        self.tags.clear();
        self.words.extend(tokens.iter().map(|t| Word::new(t.span.of(text), &mut self.lower)));
        english_tagger().tag(&self.words, &mut self.tags);
    }

    /// How many of the tagged words are parsed together: all, or up to the last mark but commas where they were cut off.
    fn piece(&self, tokens: &[Token], text: &str) -> usize {
        let len = self.words.len();
        if len < TOGETHER {
            return len;
        }
        let is_mark =
            |at: &usize| english_tagger().upos(self.tags[*at]) == "PUNCT" && tokens[*at].span.of(text) != ",";
        (TOGETHER / 2..len).rev().find(is_mark).map_or(len, |at| at + 1)
    }

    /// Parses the first words; `from` says how many of the sentence stand before, `root` which is its root, from 1.
    fn parse(&mut self, tokens: &mut [Token], text: &str, from: usize, root: &mut Option<u32>) {
        let len = tokens.len();
        let parser = english_parser();
        let sentence = Sentence { words: &self.words[..len], tags: &self.tags[..len] };
        parser.parse(&sentence, &mut self.tree);
        tags::write(tokens, &self.tags[..len], text);
        for (i, token) in tokens.iter_mut().enumerate() {
            let (head, label) = match (self.tree.heads()[i], *root) {
                (NONE, None) => {
                    *root = Some((from + i) as u32 + 1);
                    (0, "root")
                }
                (NONE, Some(first)) => (first, NEXT_PIECE),
                (head, _) => {
                    let label = parser.labels().get(usize::from(self.tree.labels()[i]));
                    ((from + head) as u32 + 1, label.map_or("dep", String::as_str))
                }
            };
            token.head = Some(head);
            token.deprel = Some(label.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use parallax_model::{Document, Page};

    use crate::{Layer, annotate_layers, annotate_tokens};

    fn tree(text: &str) -> Document {
        annotate_layers(Page::untouched("p", text), &[Layer::Tree])
    }

    /// "word < head: relation" of every token.
    fn told(document: &Document) -> Vec<String> {
        let word = |i: usize| document.words(document.tokens[i].span);
        let of = |(i, t): (usize, &parallax_model::Token)| {
            let head = t.head.unwrap() as usize;
            let head = if head == 0 { "-" } else { word(head - 1) };
            format!("{} < {head}: {}", word(i), t.deprel.as_deref().unwrap())
        };
        document.tokens.iter().enumerate().map(of).collect()
    }

    #[test]
    fn subjects_and_objects_hang_on_their_verb() {
        let told = told(&tree("The minister visited the port on Monday."));
        for arc in
            ["minister < visited: nsubj", "port < visited: obj", "visited < -: root", "Monday < visited: obl"]
        {
            assert!(told.iter().any(|t| t == arc), "{arc} in {told:?}");
        }
    }

    #[test]
    fn passive_subjects_are_told_apart() {
        let told = told(&tree("Two ships were sunk by a storm."));
        assert!(told.contains(&"ships < sunk: nsubj:pass".to_owned()), "{told:?}");
    }

    #[test]
    fn a_sentence_of_any_length_is_one_tree() {
        let words: Vec<String> =
            "the ship , which left ; ".repeat(150).split_whitespace().map(Into::into).collect();
        let document = annotate_tokens(Page::untouched("p", ""), &[words], &[Layer::Tree]);
        let heads: Vec<usize> = document.tokens.iter().map(|t| t.head.unwrap() as usize).collect();
        assert_eq!(heads.iter().filter(|&&h| h == 0).count(), 1);
        assert!(heads.iter().all(|&h| h <= heads.len()));
        for start in 0..heads.len() {
            let (mut at, mut steps) = (start, 0);
            while heads[at] != 0 {
                at = heads[at] - 1;
                steps += 1;
                assert!(steps <= heads.len(), "a circle");
            }
        }
    }
}
