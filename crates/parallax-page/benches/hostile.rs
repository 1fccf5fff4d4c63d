//! Time against size for pages made to be slow: from one line to the next of a table the time doubles, not more.
//!
//! `cargo bench -p parallax-page --bench hostile`

use divan::counter::BytesCount;
use parallax_page::{Hint, read};

/// What each page is made of: a name, what stands before, what is repeated.
const PAGES: [(&str, &str, &str); 24] = [
    (
        "prose",
        "<html><body>",
        "<p>The port of Velmar reopened on Monday, officials said, after the storm.</p>\n",
    ),
    ("one_line", "<html><body><p>", "The port of Velmar reopened on Monday, officials said. "),
    ("deep_divs", "<html><body>", "<div>"),
    ("deep_words", "<html><body>", "<b><i>a"),
    ("links", "<html><body>", "<a href=x>a"),
    ("tables", "<html><body>", "<table>"),
    ("cells", "<html><body>", "<table><tr><td>a"),
    ("lists", "<html><body>", "<ul><li>a"),
    ("stray_ends", "<html><body><i><table>", "</p></i></div>"),
    ("unended_scripts", "<html><body>", "<script>a</style>"),
    ("comments", "<html><body>", "<!-- a --"),
    ("references", "<html><body><p>", "&amp;&#8212;&nonsense;&"),
    ("attributes", "<html><body><p ", "a=b class=c "),
    ("class_names", "<html><body><p class='", "related-Share nav_"),
    ("open_tags", "<html><body>", "<a b='c"),
    ("less_than", "<html><body><p>", "a < b <3 <"),
    ("nul_bytes", "<html><body><p>The port reopened on Monday.</p>", "a\0b \u{ad}"),
    ("headings", "<html><body>", "<h2>Port</h2><h1>Port reopens</h1>"),
    ("short_paragraphs", "<html><body>", "<p>One ship.</p>"),
    ("quotes", "<html><body>", "<blockquote>a"),
    ("times", "<html><body>", "<time datetime=2021-05-03T10:00:00Z>10:00</time> "),
    ("combining_marks", "<html><body><p>a", "\u{301}\u{323}"),
    ("json_ld", "<html><body>", "<script type=application/ld+json>{\"@type\":\"NewsArticle\"}</script>"),
    ("json_ld_deep", "<html><body><script type=application/ld+json>", "{\"a\":["),
];

fn main() {
    divan::main();
}

#[divan::bench(args = pages(), sample_count = 3, sample_size = 1)]
fn hostile(bencher: divan::Bencher<'_, '_>, (name, megabytes): &(&'static str, usize)) {
    let (_, before, part) = PAGES.iter().find(|(n, ..)| n == name).expect("the names are ours");
    let page = format!("{before}{}", part.repeat((megabytes << 20) / part.len()));
    bencher.counter(BytesCount::new(page.len())).bench(|| {
        // Most have no text: that is said, not shown.
        read(divan::black_box(page.as_bytes()), &Hint { path: Some("a.html"), ..Hint::default() }).is_ok()
    });
}

fn pages() -> Vec<(&'static str, usize)> {
    PAGES.iter().flat_map(|(name, ..)| [1, 2, 4, 8].map(|size| (*name, size))).collect()
}
