//! Pages one after the other, in the form that was asked for.

use std::io::{self, Write};

use parallax_page::Explained;

use super::explained::ExplainedPages;
use super::page_markdown;
use crate::lines;
use crate::report::Unread;

/// A form in which pages can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageForm {
    /// One JSON object a line, with all offsets.
    Json,
    /// Markdown under front matter.
    Markdown,
    /// The clean text.
    Text,
    /// How the page was read: what was taken, what was left out, and why.
    Html,
}

impl PageForm {
    /// The form that the ending of a file's name tells.
    #[must_use]
    pub fn by_ending(ending: &str) -> Option<Self> {
        Some(match ending.to_ascii_lowercase().as_str() {
            "json" | "jsonl" => Self::Json,
            "md" | "markdown" => Self::Markdown,
            "txt" => Self::Text,
            "html" | "htm" => Self::Html,
            _ => return None,
        })
    }

    /// Whether it shows what was left out of a page.
    #[must_use]
    pub fn explains(self) -> bool {
        self == Self::Html
    }
}

/// Writes pages as they come.
pub struct PageWriter<W: Write> {
    target: Target<W>,
    pages: usize,
}

enum Target<W: Write> {
    Lines(W, PageForm),
    Explained(ExplainedPages<W>),
}

impl<W: Write> PageWriter<W> {
    /// Begins.
    ///
    /// # Errors
    /// If writing fails.
    pub fn begin(output: W, form: PageForm) -> io::Result<Self> {
        let target = match form {
            PageForm::Html => Target::Explained(ExplainedPages::begin(output)?),
            _ => Target::Lines(output, form),
        };
        Ok(Self { target, pages: 0 })
    }

    /// Adds a page. What was left out of it matters only where [`PageForm::explains`] says so.
    ///
    /// # Errors
    /// If writing fails.
    pub fn page(&mut self, explained: Explained) -> io::Result<()> {
        let first = self.pages == 0;
        self.pages += 1;
        let page = match &mut self.target {
            Target::Explained(pages) => return pages.page(explained),
            Target::Lines(..) => explained.page,
        };
        let Target::Lines(output, form) = &mut self.target else { return Ok(()) };
        match form {
            PageForm::Markdown => {
                let gap = if first { "" } else { "\n" };
                write!(output, "{gap}{}", page_markdown(&page))
            }
            // Two pages of text are parted by a form feed, as printers do.
            PageForm::Text => writeln!(output, "{}{}", if first { "" } else { "\u{c}\n" }, page.text),
            _ => writeln!(output, "{}", lines::page_json(page).map_err(io::Error::other)?),
        }
    }

    /// Adds what [`lines::page_json`] made of a page, which many threads can do at a time.
    ///
    /// # Errors
    /// If writing fails.
    pub fn json(&mut self, line: &str) -> io::Result<()> {
        match &mut self.target {
            Target::Lines(output, _) => writeln!(output, "{line}"),
            Target::Explained(_) => Ok(()),
        }
    }

    /// Adds a file that gave no page, where the form has a place for it.
    pub fn unread(&mut self, unread: Unread) {
        if let Target::Explained(pages) = &mut self.target {
            pages.unread(unread);
        }
    }

    /// Ends.
    ///
    /// # Errors
    /// If writing fails.
    pub fn end(self) -> io::Result<()> {
        match self.target {
            Target::Lines(mut output, _) => output.flush(),
            Target::Explained(pages) => pages.end(),
        }
    }
}
