//! How pages were read, as one page of HTML that is written page by page.

use std::collections::BTreeMap;
use std::io::{self, Write};

use askama::Template;
use parallax_model::Ledger;
use parallax_page::Explained;
use parallax_text::{Layer, annotate_layers};

use super::book::Book;
use super::html::{STYLE, style_hash};
use super::pages::{self, PageView};
use super::{reading, words};
use crate::report::{Report, Unread};

#[derive(Template)]
#[template(path = "explained_head.html")]
struct Opening {
    style: &'static str,
    style_hash: String,
}

#[derive(Template)]
#[template(path = "explained_page.html")]
struct Middle<'a> {
    p: &'a PageView,
    refused: String,
}

#[derive(Template)]
#[template(path = "explained_foot.html")]
struct Closing<'a> {
    heads: &'a [Entry],
    unread: &'a [Unread],
    count: String,
}

/// A page in the list of pages.
struct Entry {
    number: usize,
    outlet: String,
    title: String,
    published: String,
    posts: usize,
    taken: String,
    left: String,
}

/// Writes how pages were read: what was taken, what was left out and why, and what each field rests on.
///
/// Pages are written as they come, so that memory does not grow with them but for the list of their headlines,
/// which stands last in the file and first on the screen.
pub struct ExplainedPages<W: Write> {
    output: W,
    entries: Vec<Entry>,
    unread: Vec<Unread>,
}

impl<W: Write> ExplainedPages<W> {
    /// Begins.
    ///
    /// # Errors
    /// If writing fails.
    pub fn begin(mut output: W) -> io::Result<Self> {
        let opening = Opening { style: STYLE, style_hash: style_hash() };
        write(&mut output, &opening)?;
        Ok(Self { output, entries: Vec::new(), unread: Vec::new() })
    }

    /// Adds a page.
    ///
    /// # Errors
    /// If writing fails.
    pub fn page(&mut self, explained: Explained) -> io::Result<()> {
        let Explained { page, left, refused } = explained;
        let report = Report {
            left: BTreeMap::from([(page.id.clone(), left)]),
            documents: vec![annotate_layers(page, &[Layer::Times])],
            ledger: Ledger::default(),
            unread: Vec::new(),
        };
        let book = Book::new(&report);
        for view in pages::page_heads(&book) {
            let mut view = pages::whole(&book, 0, view, reading::LONG);
            view.number = self.entries.len() + 1;
            let shown = view.reading.left.as_ref();
            self.entries.push(Entry {
                number: view.number,
                outlet: view.outlet.clone(),
                title: view.title.clone(),
                published: view.published.clone(),
                posts: view.posts,
                taken: shown.map(|l| l.taken.clone()).unwrap_or_default(),
                left: shown.map(|l| l.left.clone()).unwrap_or_default(),
            });
            let refused = refused.as_ref().map(ToString::to_string).unwrap_or_default();
            write(&mut self.output, &Middle { p: &view, refused })?;
        }
        Ok(())
    }

    /// Adds a file that could not be looked at.
    pub fn unread(&mut self, unread: Unread) {
        self.unread.push(unread);
    }

    /// Ends with the list of pages.
    ///
    /// # Errors
    /// If writing fails.
    pub fn end(mut self) -> io::Result<()> {
        let count = words::count(self.entries.len(), "page", "pages");
        let closing = Closing { heads: &self.entries, unread: &self.unread, count };
        write(&mut self.output, &closing)?;
        self.output.flush()
    }
}

fn write(output: &mut impl Write, template: &impl Template) -> io::Result<()> {
    Template::write_into(template, output)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use parallax_page::{Hint, explain};
    use scraper::{Html, Selector};

    use super::*;

    fn shown(pages: &[&str]) -> String {
        let mut out = Vec::new();
        let mut writer = ExplainedPages::begin(&mut out).unwrap();
        for page in pages {
            writer.page(explain(page.as_bytes(), &Hint::default()).unwrap()).unwrap();
        }
        writer.unread(Unread { path: "b.pdf".to_owned(), why: "not text".to_owned() });
        writer.end().unwrap();
        String::from_utf8(out).unwrap()
    }

    const PAGE: &str = "<html><head><title>Port reopens</title></head><body><nav><a href=/>Home &lt;b&gt;</a></nav><article><h1>Port reopens after storm</h1><p>The port of Velmar reopened on Monday, <a href='javascript:alert(1)'>officials</a> said, after three days of &lt;script&gt;storm.</p><p>Two ferries that had waited at anchor sailed before noon, and crews began to <a href='https://a.example/x'>clear the quay</a>.</p></article></body></html>";

    #[test]
    fn taken_and_left_out_words_are_shown_and_stay_words() {
        let out = shown(&[PAGE, "Share\n\nSubscribe\n\nSign in\n"]);
        let html = Html::parse_document(&out);
        let all = |s: &str| -> Vec<String> {
            html.select(&Selector::parse(s).unwrap()).map(|e| e.text().collect()).collect()
        };
        assert_eq!(all("article.page").len(), 2);
        assert!(all(".left q").iter().any(|t| t == "Home <b>"), "{:?}", all(".left q"));
        assert!(all(".block p").iter().any(|t| t.contains("<script>storm")));
        assert!(all("script, [onerror], img, iframe").is_empty());
        assert!(all(".partial").iter().any(|t| t.contains("no running text found")));
        assert!(all(".unread").concat().contains("b.pdf"));
        let links: BTreeSet<&str> =
            html.select(&Selector::parse("a").unwrap()).filter_map(|a| a.attr("href")).collect();
        assert!(links.contains("https://a.example/x") && !links.iter().any(|l| l.starts_with("java")));
    }

    #[test]
    fn the_style_is_allowed_by_its_hash() {
        let out = shown(&[PAGE]);
        assert!(out.contains(&format!("style-src 'sha256-{}'", style_hash())));
    }
}
