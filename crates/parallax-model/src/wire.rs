//! Records at the edge: offsets in Unicode code points.

use serde::{Deserialize, Serialize};

use crate::{Document, Evidence, Ledger, MapSpans, ModelError, Page, PageId, Span};

/// Offsets of one text in bytes and in code points.
#[derive(Debug, Clone)]
pub struct CodePoints {
    bytes: u32,
    /// Byte offset of every code point, and the end; empty for ASCII, where the two are the same.
    starts: Vec<u32>,
}

impl CodePoints {
    /// Prepares the offsets of `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let bytes = Span::<crate::Text>::new(0, text.len()).end;
        let starts = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices().map(|(i, _)| i as u32).chain([bytes]).collect()
        };
        Self { bytes, starts }
    }

    /// Length in code points.
    #[must_use]
    pub fn len(&self) -> u32 {
        if self.starts.is_empty() { self.bytes } else { self.starts.len() as u32 - 1 }
    }

    /// Whether the text holds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bytes == 0
    }

    /// Byte offset to code point; none inside a character or past the end.
    #[must_use]
    pub fn from_byte(&self, byte: u32) -> Option<u32> {
        if self.starts.is_empty() {
            (byte <= self.bytes).then_some(byte)
        } else {
            self.starts.binary_search(&byte).ok().map(|i| i as u32)
        }
    }

    /// Code point to byte offset; none past the end.
    #[must_use]
    pub fn to_byte(&self, point: u32) -> Option<u32> {
        if self.starts.is_empty() {
            (point <= self.bytes).then_some(point)
        } else {
            self.starts.get(point as usize).copied()
        }
    }

    fn encode(&self, span: &mut Span) {
        span.start = self.from_byte(span.start).expect("spans inside the program lie on characters");
        span.end = self.from_byte(span.end).expect("spans inside the program lie on characters");
    }

    fn decode(&self, span: &mut Span) -> Result<(), ModelError> {
        let wrong = ModelError::Span { layer: "json", start: span.start, end: span.end, len: self.len() };
        if span.start > span.end {
            return Err(wrong);
        }
        span.start = self.to_byte(span.start).ok_or_else(|| wrong.clone())?;
        span.end = self.to_byte(span.end).ok_or(wrong)?;
        Ok(())
    }
}

/// A record whose offsets are code points: the form in JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Wire<T>(T);

impl Wire<Page> {
    /// For writing.
    ///
    /// # Panics
    /// If a span of the page does not lie on characters of its text, which readers never produce.
    #[must_use]
    pub fn of_page(mut page: Page) -> Self {
        let points = CodePoints::new(&page.text);
        page.map_spans(&mut |span| points.encode(span));
        Self(page)
    }
}

impl Wire<Document> {
    /// For writing.
    ///
    /// # Panics
    /// If a span of the document does not lie on characters of its text, which annotators never produce.
    #[must_use]
    pub fn of_document(document: &Document) -> Self {
        let mut out = document.clone();
        let points = CodePoints::new(&out.page.text);
        out.map_spans(&mut |span| points.encode(span));
        Self(out)
    }

    /// After reading.
    ///
    /// # Errors
    /// The first span that does not fit the text, or index that points nowhere.
    pub fn into_document(self) -> Result<Document, ModelError> {
        let mut document = self.0;
        let points = CodePoints::new(&document.page.text);
        let mut result = Ok(());
        document.map_spans(&mut |span| {
            if result.is_ok() {
                result = points.decode(span);
            }
        });
        result?;
        document.check()?;
        Ok(document)
    }
}

impl Wire<Ledger> {
    /// For writing. Evidence of a page that `text` does not know keeps its byte offsets.
    #[must_use]
    pub fn of_ledger<'a>(ledger: &Ledger, text: impl Fn(&PageId) -> Option<&'a CodePoints>) -> Self {
        let mut out = ledger.clone();
        out.map_evidence(&mut |evidence: &mut Evidence| {
            if let Some(points) = text(&evidence.page) {
                points.encode(&mut evidence.span);
            }
        });
        Self(out)
    }
}
