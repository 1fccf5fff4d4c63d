//! What the parser knows of each element name.

use std::sync::LazyLock;

use super::tree::Shape;

/// How an element takes part in building the tree: bits.
pub(crate) mod kind {
    /// Has no content and no end tag.
    pub(crate) const VOID: u16 = 1;
    /// Its content is text up to its end tag.
    pub(crate) const OPAQUE: u16 = 2;
    /// Like [`OPAQUE`], with character references.
    pub(crate) const DECODED: u16 = 4;
    /// Its start tag ends an open paragraph.
    pub(crate) const ENDS_P: u16 = 8;
    /// An end tag inside does not reach out of it.
    pub(crate) const SCOPE: u16 = 16;
    /// An end tag of an element of words does not reach over it.
    pub(crate) const SPECIAL: u16 = 32;
    /// Belongs into the head of the page.
    pub(crate) const HEAD: u16 = 64;
    /// A start tag that ends foreign content.
    pub(crate) const ENDS_FOREIGN: u16 = 128;
    /// A headline.
    pub(crate) const HEADING: u16 = 256;
    /// A part of a table.
    pub(crate) const TABLE: u16 = 512;
}

/// One element name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tag {
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    kind: u16,
    /// Its place in the table; the last is for all names that are not in it.
    pub(crate) index: u8,
}

impl Tag {
    pub(crate) fn is(&self, bits: u16) -> bool {
        self.kind & bits != 0
    }
}

/// Names with their kinds; what is not named here is a block without a meaning.
const NAMED: &[(u16, &str)] = &[
    (
        kind::VOID,
        "area base br col embed hr img input link meta param source track wbr basefont bgsound frame keygen",
    ),
    (kind::OPAQUE, "script style xmp iframe noembed noframes noscript"),
    (kind::DECODED, "title textarea"),
    (
        kind::ENDS_P,
        "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer header hgroup main menu nav ol p search section summary ul h1 h2 h3 h4 h5 h6 pre listing form table hr li dd dt plaintext xmp",
    ),
    (kind::SCOPE, "html table td th caption template object applet marquee"),
    (
        kind::SPECIAL,
        "address applet area article aside base basefont bgsound blockquote body br button caption center col colgroup dd details dir div dl dt embed fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe img input keygen li link listing main marquee menu meta nav noembed noframes noscript object ol p param plaintext pre script search section select source style summary table tbody td template textarea tfoot th thead title tr track ul wbr xmp",
    ),
    (kind::HEAD, "base basefont bgsound link meta title style script noscript template noframes"),
    (
        kind::ENDS_FOREIGN,
        "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var article section main header footer aside figure html",
    ),
    (kind::HEADING, "h1 h2 h3 h4 h5 h6"),
    (kind::TABLE, "caption col colgroup tbody td tfoot th thead tr"),
];

const SHAPES: &[(Shape, &str)] = &[
    (Shape::Break, "br"),
    (
        Shape::Skip,
        "script style noscript template svg iframe button select option input textarea object embed canvas audio video map head math datalist dialog meter progress noembed noframes",
    ),
    (
        Shape::Inline,
        "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span strike strong sub sup time tt u var wbr img center ruby rt rp nobr",
    ),
    (Shape::Block, "optgroup link meta"),
];

struct Table {
    tags: Vec<Tag>,
    /// Packed names, sorted, and the places of their tags.
    packed: Vec<(u128, u8)>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let words = |list: &'static str| list.split(' ');
    let mut names: Vec<&'static str> =
        NAMED.iter().flat_map(|(_, l)| words(l)).chain(SHAPES.iter().flat_map(|(_, l)| words(l))).collect();
    names.sort_unstable();
    names.dedup();
    names.push("");
    let tags: Vec<Tag> = names
        .iter()
        .enumerate()
        .map(|(i, name)| {
            let has = |list: &'static str| words(list).any(|n| n == *name);
            Tag {
                name,
                shape: SHAPES.iter().find(|(_, l)| has(l)).map_or(Shape::Block, |(s, _)| *s),
                kind: NAMED.iter().filter(|(_, l)| has(l)).fold(0, |bits, (k, _)| bits | k),
                index: i as u8,
            }
        })
        .collect();
    let known = &tags[..tags.len() - 1];
    let mut packed: Vec<(u128, u8)> =
        known.iter().filter_map(|t| Some((pack(t.name.as_bytes())?, t.index))).collect();
    packed.sort_unstable();
    Table { tags, packed }
});

/// A name of up to 16 letters as a number, letter case aside.
fn pack(name: &[u8]) -> Option<u128> {
    if name.len() > 16 {
        return None;
    }
    Some(name.iter().fold(0, |n, b| n << 8 | u128::from(b.to_ascii_lowercase())))
}

/// What is known of a name; a tag with an empty name if nothing is.
pub(crate) fn tag(name: &str) -> &'static Tag {
    let table = &*TABLE;
    let found = pack(name.as_bytes())
        .and_then(|p| table.packed.binary_search_by_key(&p, |(n, _)| *n).ok())
        .map_or(table.tags.len() - 1, |i| usize::from(table.packed[i].1));
    &table.tags[found]
}

/// How many tags there are.
pub(crate) fn count() -> usize {
    TABLE.tags.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_any_letter_case() {
        assert_eq!(tag("BlockQuote").name, "blockquote");
        assert!(tag("BR").is(kind::VOID) && tag("BR").shape == Shape::Break);
        assert_eq!(tag("amp-story-player").name, "");
        assert_eq!(tag("x").shape, Shape::Block);
        assert!(count() < 200);
    }
}
