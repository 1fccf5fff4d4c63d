//! What is on a page and no part of its text, with the reason.

use parallax_model::{Page, Raw, Span};

use crate::PageError;
use crate::lexicon;

/// A page with what was left out of its text: see [`crate::explain`].
#[derive(Debug, Clone, PartialEq)]
pub struct Explained {
    /// The page as [`crate::read`] gives it.
    pub page: Page,
    /// All other words, in page order.
    pub left: Vec<LeftOut>,
    /// Why [`crate::read`] gives an error for these bytes, if it does.
    pub refused: Option<PageError>,
}

/// Words of a page that were left out of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The words.
    pub text: String,
    /// How many they are.
    pub words: usize,
    /// Why they were left out.
    pub why: Why,
    /// How many blocks of the text stand before them.
    pub after: usize,
    /// Where they stand in the raw page, in bytes, where that is known.
    pub raw: Option<Span<Raw>>,
}

impl LeftOut {
    pub(crate) fn new(text: String, why: Why, after: usize) -> Self {
        Self { words: lexicon::words(&text).count(), text, why, after, raw: None }
    }
}

/// Why words on a page are no part of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// Menus, headers, footers and sidebars: what the site shows on every page.
    Navigation,
    /// Links to other pages.
    Links,
    /// Teasers of other stories.
    Related,
    /// Words to the reader about the site: to share, to subscribe, to accept cookies.
    Notice,
    /// Advertisements.
    Advertisement,
    /// What readers wrote, and invitations to write.
    Comments,
    /// Fields and buttons to fill in or press.
    Form,
    /// What surrounds a player: the name of a film, a running time.
    Player,
    /// Not shown to a reader.
    Hidden,
    /// Named in the markup as something else, which does not say what.
    Named,
    /// The same words stand elsewhere in the text.
    Repeated,
    /// Single words or numbers.
    Label,
    /// Read as title, date, outlet or address.
    Field,
    /// Below the heading that ends the article.
    After,
    /// Among the text, but unlike it.
    Unlike,
    /// Away from the text.
    Outside,
    /// The text was taken from structured data, which does not hold these words.
    Data,
}

impl Why {
    /// All reasons.
    pub const ALL: [Self; 17] = [
        Self::Navigation,
        Self::Links,
        Self::Related,
        Self::Notice,
        Self::Advertisement,
        Self::Comments,
        Self::Form,
        Self::Player,
        Self::Hidden,
        Self::Named,
        Self::Repeated,
        Self::Label,
        Self::Field,
        Self::After,
        Self::Unlike,
        Self::Outside,
        Self::Data,
    ];

    /// The reason in words for a reader.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Navigation => "navigation",
            Self::Links => "links to other pages",
            Self::Related => "other stories",
            Self::Notice => "notice to the reader",
            Self::Advertisement => "advertisement",
            Self::Comments => "comments",
            Self::Form => "form",
            Self::Player => "player",
            Self::Hidden => "hidden on the page",
            Self::Named => "marked by the site as something beside the text",
            Self::Repeated => "said elsewhere in the text",
            Self::Label => "label",
            Self::Field => "read as title, date, outlet or address",
            Self::After => "below the end of the article",
            Self::Unlike => "unlike the text around it",
            Self::Outside => "outside the text",
            Self::Data => "not in the structured data that gave the text",
        }
    }

    /// The reason that the last column of a data file names.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "navigation" => Self::Navigation,
            "links" => Self::Links,
            "related" => Self::Related,
            "notice" => Self::Notice,
            "advertisement" => Self::Advertisement,
            "comments" => Self::Comments,
            "form" => Self::Form,
            "player" => Self::Player,
            "hidden" => Self::Hidden,
            "label" => Self::Label,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{Hint, explain, read};

    #[test]
    fn every_reason_has_words_of_its_own() {
        let words: BTreeSet<&str> = Why::ALL.iter().map(|r| r.words()).collect();
        assert_eq!(words.len(), Why::ALL.len());
    }

    #[test]
    fn words_of_a_page_are_taken_or_left_with_a_reason() {
        let a = "The port of Velmar reopened on Monday, officials said, after three days of storm and high water.";
        let b =
            "Two ferries that had waited at anchor sailed before noon, and crews began to clear the quay.";
        let html = format!(
            "<html><body><nav><a href=/>Home</a> <a href=/w>World</a></nav><main><article><h1>Port reopens after storm</h1><p>{a}</p><p>Subscribe to our newsletter</p><p>{b}</p><p>{b}</p></article></main><div hidden>Print edition text</div><footer>Velmar Post</footer></body></html>"
        );
        let found = explain(html.as_bytes(), &Hint::default()).unwrap();
        assert_eq!(found.page, read(html.as_bytes(), &Hint::default()).unwrap());
        let left: Vec<(&str, Why, usize)> =
            found.left.iter().map(|l| (l.text.as_str(), l.why, l.after)).collect();
        assert_eq!(
            left,
            [
                ("Home World", Why::Navigation, 0),
                ("Subscribe to our newsletter", Why::Notice, 2),
                (b, Why::Repeated, 3),
                ("Print edition text", Why::Hidden, 3),
                ("Velmar Post", Why::Navigation, 3),
            ]
        );
    }

    #[test]
    fn lines_of_a_text_are_taken_or_left_with_a_reason() {
        let text = "Menu\n\nPort reopens\n\nThe port of Velmar reopened on Monday after the storm, officials said.\n\nShare on Facebook\n\nTwo ferries that had waited at anchor sailed before noon on Tuesday.\n";
        let found = explain(text.as_bytes(), &Hint::default()).unwrap();
        let left: Vec<(&str, Why)> = found.left.iter().map(|l| (l.text.as_str(), l.why)).collect();
        assert_eq!(left, [("Menu", Why::Navigation), ("Share on Facebook", Why::Notice)]);
        for l in &found.left {
            assert_eq!(&text[l.raw.unwrap().range()], l.text);
        }
        assert_eq!(found.left[1].after, 2);
    }

    #[test]
    fn a_page_without_text_is_explained_too() {
        let found = explain(b"Share\n\nSubscribe\n\nSign in\n", &Hint::default()).unwrap();
        assert_eq!(found.refused, Some(PageError::NoText));
        assert_eq!(found.left.len(), 3);
    }
}
