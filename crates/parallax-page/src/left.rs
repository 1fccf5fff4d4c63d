//! What is on a page and no part of its text, with the reason.

/// Why words on a page are no part of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// Menus, headers, footers and sidebars: what the site shows on every page.
    Navigation,
    /// Named in the markup as something else: sharing, comments, other stories, sign-ups, advertisements.
    Named,
    /// Not shown to a reader.
    Hidden,
    /// Links to other pages.
    Links,
    /// Words to the reader about the site: to subscribe, to follow, to read on.
    Notice,
    /// The same words stand elsewhere in the text.
    Repeated,
    /// Away from the text.
    Outside,
    /// Among the text, but unlike it.
    Unlike,
}

impl Why {
    /// The reason in words for a reader.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Navigation => "navigation",
            Self::Named => "marked by the site as something beside the text",
            Self::Hidden => "hidden on the page",
            Self::Links => "links to other pages",
            Self::Notice => "a notice to the reader",
            Self::Repeated => "said elsewhere in the text",
            Self::Outside => "outside the text",
            Self::Unlike => "unlike the text around it",
        }
    }
}

/// A block of a page that was left out of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Its words.
    pub text: String,
    /// Why it was left out.
    pub why: Why,
    /// How many blocks of the text stand before it.
    pub after: usize,
}
