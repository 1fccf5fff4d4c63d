//! WARC, plain or record by record in gzip.
//!
//! Answers and resources that hold a page are handed out; requests, metadata and repetitions are passed over. A
//! record that is cut off or whose length is wrong is named, and reading goes on where the next one begins.

use std::io::{Cursor, Read};

use parallax_model::Provenance;

use super::http::{Answer, Fields, content_type, end_of_header, media};
use super::walk::{Entry, GO_ON, Walk, inside};
use super::window::{Window, find_line};
use super::{Flow, Item, ItemError};
use crate::html;

/// How a record begins.
const MARK: &[u8] = b"WARC/";

/// How a record that exists begins: looked for where the place was lost.
const NEXT: &[u8] = b"WARC/1.";

/// The same with the end of the line before.
const NEXT_LINE: &[u8] = b"\nWARC/1.";

/// How one begins in the middle of another that is too large to be held, whose length must be wrong then.
const AGAIN: &[u8] = b"\r\n\r\nWARC/1.";

/// What stands before the next record in [`AGAIN`].
const LEAD: usize = 4;

/// Largest header of a record.
const HEADER: usize = 64 << 10;

/// Content types that are read as containers of their own.
const FEEDS: [&str; 3] = ["application/rss+xml", "application/atom+xml", "application/feed+json"];

pub(super) fn matches(head: &[u8], _: &str) -> bool {
    head.trim_ascii_start().starts_with(MARK)
}

/// Reads all records.
pub(super) fn read(walk: &mut Walk<'_>, entry: Entry<'_>) -> Flow {
    let window = Window::new(entry.stream);
    Records { walk, window, container: entry.item, number: 0, lost: false }.read()
}

struct Records<'a, 'w, R> {
    walk: &'a mut Walk<'w>,
    window: Window<R>,
    container: Item,
    /// Of the record, counted from 1.
    number: u64,
    /// Whether the place was lost, and this was said.
    lost: bool,
}

impl<R: Read> Records<'_, '_, R> {
    fn read(&mut self) -> Flow {
        loop {
            let held = self.window.fill(HEADER);
            let blank = held.iter().take_while(|b| b.is_ascii_whitespace()).count();
            if blank > 0 {
                self.window.step(blank);
            } else if held.is_empty() {
                let Some(fault) = self.window.take_fault() else { return GO_ON };
                if !self.lost {
                    self.walk.failed(self.container.clone(), (&fault).into())?;
                }
                self.lost = true;
            } else if !held.starts_with(MARK) {
                if !self.lost {
                    self.number += 1;
                    self.failed(&Record::default(), ItemError::Damaged("no record begins here".to_owned()))?;
                }
                self.lost = true;
                self.window.seek_line(NEXT, 0);
            } else {
                self.number += 1;
                self.lost = false;
                let held = &held[..held.len().min(HEADER)];
                match end_of_header(held) {
                    Some(header) => {
                        let record = Record::read(&held[..header]);
                        self.record(&record, header)?;
                    }
                    None => {
                        let seen = held.len();
                        // Of many that begin where none ends, only the last can have its end behind what is held.
                        let last = memchr::memmem::rfind(&held[MARK.len()..], NEXT_LINE);
                        let last = last.map(|at| at + MARK.len() + 1);
                        let why = ItemError::Cut("the header of the record does not end".to_owned());
                        self.failed(&Record::default(), why)?;
                        self.lost = true;
                        match last {
                            Some(at) => self.window.step(at),
                            None => drop(self.window.seek_line(NEXT, seen.saturating_sub(NEXT.len() + 1))),
                        }
                    }
                }
            }
        }
    }

    fn record(&mut self, record: &Record, header: usize) -> Flow {
        let Some(length) = record.length else {
            self.lost = true;
            self.window.step(header);
            return self.failed(record, ItemError::Damaged("the record does not give its length".to_owned()));
        };
        if length > self.walk.limits.page + HEADER as u64 {
            return self.large(record, header, length);
        }
        if let Err(error) = self.walk.count(length) {
            return self.failed(record, error);
        }
        let end = header + usize::try_from(length).unwrap_or(usize::MAX / 2);
        let held = self.window.fill(end + 4 + MARK.len());
        let after = held.get(end..);
        let next = || find_line(&held[..held.len().min(end + 5)], NEXT, header);
        let sound = after.is_some_and(|after| {
            let rest = after.trim_ascii_start();
            let closed = after.starts_with(b"\r\n\r\n") || after.starts_with(b"\n\n");
            rest.is_empty() || rest.starts_with(MARK) || (closed && next().is_none())
        });
        if sound {
            let item = self.item(record);
            let block = &self.window.held()[header..end];
            match page(record, block, &self.walk.limits.clone(), item) {
                Found::Nothing => {}
                Found::Item(item) => {
                    let mut item = *item;
                    let bytes = std::mem::replace(&mut item.bytes, Ok(Vec::new()));
                    let unpacked = bytes.as_ref().map_or(self.walk.limits.page, |b| b.len() as u64);
                    let bytes = self.walk.count(unpacked.saturating_sub(length)).and(bytes);
                    self.walk.result(item, bytes)?;
                }
                Found::Feed(item, bytes) => self.walk.open(&mut Cursor::new(bytes), *item, None)?,
            }
            self.window.step(end);
            return GO_ON;
        }
        let (there, held, is_cut) = (held.len() - header, held.len(), after.is_none());
        if let Some(next) = next() {
            self.window.step(next);
            let why = "the record is cut off, or its length is wrong".to_owned();
            return self.failed(record, ItemError::Damaged(why));
        }
        self.lost = true;
        let (why, step) = if is_cut {
            (ItemError::Cut(format!("{there} of {length} bytes of the record are there")), held)
        } else {
            (ItemError::Damaged("the length of the record is wrong".to_owned()), end)
        };
        self.window.step(step);
        self.failed(record, why)
    }

    /// A record that is too large for a page: a film, most often.
    fn large(&mut self, record: &Record, header: usize, length: u64) -> Flow {
        let head = &self.window.held()[header..];
        let is_page = match record.kind.as_str() {
            "response" => Answer::read(head).is_some_and(|a| answer_kind(&a, record).1.is_some()),
            "resource" | "conversion" => media(&record.content.0).is_some(),
            _ => false,
        };
        if is_page {
            let limit = self.walk.limits.page;
            self.failed(record, ItemError::TooLarge { what: "the page", limit })?;
        }
        self.window.step(header);
        let (there, next) = self.window.skip_to(length, AGAIN, LEAD);
        if let Err(error) = self.walk.count(there) {
            return self.failed(record, error);
        }
        if there == length || is_page {
            return GO_ON;
        }
        self.lost = !next;
        let why = if next {
            ItemError::Damaged("the record is cut off, or its length is wrong".to_owned())
        } else {
            ItemError::Cut(format!("{there} of {length} bytes of the record are there"))
        };
        self.failed(record, why)
    }

    fn item(&self, record: &Record) -> Item {
        let name = record.id.clone().unwrap_or_else(|| format!("record {}", self.number));
        Item {
            path: inside(&self.container.path, &name),
            url: record.url.clone(),
            provenance: record.id.clone().map(|id| Provenance { record: id, fetched: record.date.clone() }),
            truncated: record.truncated,
            ..self.container.clone()
        }
    }

    fn failed(&mut self, record: &Record, error: ItemError) -> Flow {
        let item = self.item(record);
        self.walk.failed(item, error)
    }
}

/// The header of a record.
#[derive(Debug, Default)]
struct Record {
    kind: String,
    id: Option<String>,
    url: Option<String>,
    date: Option<String>,
    length: Option<u64>,
    /// Type and charset of the block.
    content: (String, Option<String>),
    /// Type of the page, where the archive has looked.
    identified: Option<String>,
    truncated: bool,
}

impl Record {
    fn read(header: &[u8]) -> Self {
        let fields = Fields::read(header);
        let own = |name: &str| fields.get(name).map(str::to_owned);
        let bare = |value: String| value.trim_matches(['<', '>']).to_owned();
        Self {
            kind: own("warc-type").unwrap_or_default().to_ascii_lowercase(),
            id: own("warc-record-id").map(bare),
            url: own("warc-target-uri").map(bare),
            date: own("warc-date"),
            length: fields.get("content-length").and_then(|l| l.parse().ok()),
            content: content_type(fields.get("content-type").unwrap_or_default()),
            identified: own("warc-identified-payload-type").map(|t| content_type(&t).0),
            truncated: fields.get("warc-truncated").is_some(),
        }
    }

    /// Rules for crawlers are no page.
    fn is_robots(&self) -> bool {
        self.url.as_deref().is_some_and(|u| u.ends_with("/robots.txt"))
    }
}

/// What a record holds.
enum Found {
    Nothing,
    Item(Box<Item>),
    Feed(Box<Item>, Vec<u8>),
}

fn page(record: &Record, block: &[u8], limits: &super::Limits, item: Item) -> Found {
    if record.is_robots() {
        return Found::Nothing;
    }
    let (kind, charset, bytes) = match record.kind.as_str() {
        "response" => {
            let Some(answer) = Answer::read(block) else { return Found::Nothing };
            let (kind, page) = answer_kind(&answer, record);
            if !(200..300).contains(&answer.status) || (page.is_none() && !FEEDS.contains(&kind.0.as_str())) {
                return Found::Nothing;
            }
            (kind.0, kind.1, answer.body(limits))
        }
        "resource" | "conversion" => {
            let (kind, charset) = record.content.clone();
            (kind, charset, Ok(block.to_vec()))
        }
        _ => return Found::Nothing,
    };
    let item = Item { charset, media: media(&kind), ..item };
    match bytes {
        Ok(bytes) if FEEDS.contains(&kind.as_str()) => Found::Feed(Box::new(item), bytes),
        Ok(bytes) if bytes.trim_ascii_start().is_empty() => Found::Nothing,
        bytes if item.media.is_some() || kind.is_empty() => Found::Item(Box::new(Item { bytes, ..item })),
        _ => Found::Nothing,
    }
}

/// The content type of an answer, and what it holds if it is a page.
fn answer_kind(answer: &Answer<'_>, record: &Record) -> ((String, Option<String>), Option<super::Media>) {
    let mut kind = content_type(answer.fields.get("content-type").unwrap_or_default());
    if kind.0.is_empty() {
        kind.0 = record.identified.clone().unwrap_or_default();
    }
    if kind.0.is_empty() && html::looks_like(&String::from_utf8_lossy(answer.start())) {
        kind.0 = "text/html".to_owned();
    }
    let page = media(&kind.0);
    (kind, page)
}
