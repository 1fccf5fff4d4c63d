//! The annotators, in order.

mod entities;
mod events;
mod names;
mod places;
mod quantities;
pub(crate) mod sentences;
mod statements;
mod tags;
mod tokens;
mod tree;

pub use quantities::{Measure, measure, quantities};
pub use statements::{Quotation, QuotationKind, passages, quotations};

use parallax_model::Document;

/// A layer of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Layer {
    /// Blocks of the page.
    Blocks,
    /// Sentences.
    Sentences,
    /// Tokens: where words and marks stand.
    Tokens,
    /// Their parts of speech and dictionary forms.
    Tags,
    /// Their heads and relations.
    Tree,
    /// Mentions.
    Mentions,
    /// Entities of the page and the links of mentions to them.
    Entities,
    /// Places on the map.
    Places,
    /// Temporal expressions.
    Times,
    /// How their values were computed.
    Derivations,
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
        name: "tree",
        needs: &[Layer::Sentences, Layer::Tokens],
        gives: Layer::Tree,
        run: tree::annotate,
    },
    Annotator {
        name: "tags",
        needs: &[Layer::Sentences, Layer::Tokens],
        gives: Layer::Tags,
        run: tags::annotate,
    },
    Annotator { name: "times", needs: &[Layer::Sentences], gives: Layer::Times, run: crate::times::annotate },
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
        name: "places",
        needs: &[Layer::Sentences, Layer::Tokens, Layer::Mentions, Layer::Entities],
        gives: Layer::Places,
        run: places::annotate,
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

/// The layers that are given unless others are asked for.
pub const USUAL: &[Layer] = &[
    Layer::Sentences,
    Layer::Tokens,
    Layer::Mentions,
    Layer::Entities,
    Layer::Places,
    Layer::Times,
    Layer::Quantities,
    Layer::Statements,
    Layer::Events,
];

/// Gives a document the wanted layers, and those that they need; sentences and tokens that came with it are kept.
pub(crate) fn run(document: &mut Document, wanted: &[Layer]) {
    let mut wanted = wanted.to_vec();
    for annotator in ANNOTATORS.iter().rev() {
        if wanted.contains(&annotator.gives) {
            wanted.extend_from_slice(annotator.needs);
        }
    }
    let kept = if document.tokens.is_empty() { &[][..] } else { &[Layer::Sentences, Layer::Tokens][..] };
    for annotator in ANNOTATORS.iter().filter(|a| wanted.contains(&a.gives) && !kept.contains(&a.gives)) {
        (annotator.run)(document);
    }
}

/// Resolves the places of a document whose mentions are given; for measuring that step alone.
pub(crate) fn place(document: &mut Document) {
    sentences::annotate(document);
    tokens::annotate(document);
    places::annotate(document);
}

/// The annotators in the order in which they run: the name of each with the layer it gives.
pub fn layers() -> impl Iterator<Item = (&'static str, Layer)> {
    ANNOTATORS.iter().map(|a| (a.name, a.gives))
}

/// Empties the layers that are not wanted.
pub fn keep(document: &mut Document, wanted: &[Layer]) {
    let drop = |layer: Layer| !wanted.contains(&layer);
    if drop(Layer::Tokens) && drop(Layer::Tags) && drop(Layer::Tree) {
        document.tokens.clear();
    }
    if drop(Layer::Sentences) {
        document.sentences.clear();
    }
    if drop(Layer::Mentions) {
        document.mentions.clear();
    }
    if drop(Layer::Entities) {
        document.entities.clear();
        document.mentions.iter_mut().for_each(|m| m.entity = None);
    }
    if drop(Layer::Places) {
        document.places.clear();
        document.mentions.iter_mut().for_each(|m| (m.place, m.lat, m.lon) = (None, None, None));
    }
    if drop(Layer::Times) {
        document.times.clear();
    }
    if drop(Layer::Derivations) {
        document.times.iter_mut().for_each(|t| t.derivation = None);
    }
    if drop(Layer::Quantities) {
        document.quantities.clear();
    }
    if drop(Layer::Statements) {
        document.statements.clear();
    }
    if drop(Layer::Events) {
        document.events.clear();
    }
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
