//! The annotators, in order.

mod entities;
mod events;
mod names;
mod quantities;
mod sentences;
mod statements;
mod times;
mod tokens;

use parallax_model::Document;

/// A layer of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layer {
    /// Blocks of the page.
    Blocks,
    /// Sentences.
    Sentences,
    /// Tokens.
    Tokens,
    /// Mentions.
    Mentions,
    /// Entities of the page and the links of mentions to them.
    Entities,
    /// Temporal expressions.
    Times,
    /// Quantities.
    Quantities,
    /// Statements.
    Statements,
    /// Events.
    Events,
}

/// One annotator: what it needs, what it gives, how it runs.
struct Annotator {
    name: &'static str,
    #[cfg_attr(not(test), expect(dead_code, reason = "the order is checked by a test"))]
    needs: &'static [Layer],
    gives: Layer,
    run: fn(&mut Document),
}

const ANNOTATORS: &[Annotator] = &[
    Annotator {
        name: "sentences",
        needs: &[Layer::Blocks],
        gives: Layer::Sentences,
        run: sentences::annotate,
    },
    Annotator { name: "tokens", needs: &[Layer::Sentences], gives: Layer::Tokens, run: tokens::annotate },
    Annotator {
        name: "times",
        needs: &[Layer::Sentences, Layer::Tokens],
        gives: Layer::Times,
        run: times::annotate,
    },
    Annotator {
        name: "names",
        needs: &[Layer::Sentences, Layer::Tokens, Layer::Times],
        gives: Layer::Mentions,
        run: names::annotate,
    },
    Annotator {
        name: "entities",
        needs: &[Layer::Mentions],
        gives: Layer::Entities,
        run: entities::annotate,
    },
    Annotator {
        name: "quantities",
        needs: &[Layer::Tokens, Layer::Times],
        gives: Layer::Quantities,
        run: quantities::annotate,
    },
    Annotator {
        name: "statements",
        needs: &[Layer::Sentences, Layer::Tokens, Layer::Mentions, Layer::Entities, Layer::Times],
        gives: Layer::Statements,
        run: statements::annotate,
    },
    Annotator {
        name: "events",
        needs: &[Layer::Mentions, Layer::Times, Layer::Statements],
        gives: Layer::Events,
        run: events::annotate,
    },
];

/// Runs all annotators on a document; sentences and tokens that came with it are kept.
pub(crate) fn run(document: &mut Document) {
    let kept = if document.tokens.is_empty() { &[][..] } else { &[Layer::Sentences, Layer::Tokens][..] };
    for annotator in ANNOTATORS.iter().filter(|a| !kept.contains(&a.gives)) {
        (annotator.run)(document);
    }
}

/// Names of the annotators with the layer each gives, in the order in which they run.
pub fn layers() -> impl Iterator<Item = (&'static str, Layer)> {
    ANNOTATORS.iter().map(|a| (a.name, a.gives))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_need_is_given_earlier() {
        let mut given = vec![Layer::Blocks];
        for a in ANNOTATORS {
            for need in a.needs {
                assert!(given.contains(need), "{} needs {need:?}, which nothing before it gives", a.name);
            }
            given.push(a.gives);
        }
    }
}
