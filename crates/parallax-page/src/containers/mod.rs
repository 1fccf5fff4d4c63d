//! Pages out of what they are kept in: WARC, MHTML, feeds, mail, JSON lines, ZIP, tar, gzip, and these inside one
//! another.
//!
//! [`items`] reads a stream and hands out one [`Item`] after another; it never holds more than one, so memory does
//! not grow with the archive. An item that cannot be read is handed out too, with the reason, and reading goes on.
//! Nothing is ever written under a name that an archive gives.
//!
//! ```
//! use std::ops::ControlFlow;
//! use parallax_page::containers::{Item, Limits, items};
//!
//! let lines = br#"{"id":"a","url":"https://velmarpost.com/a","text":"The port of Velmar reopened on Monday."}"#;
//! let mut pages = Vec::new();
//! let _ = items(&mut lines.as_slice(), "pages.jsonl", &Limits::default(), &mut |item: Item| {
//!     pages.push(item.page());
//!     ControlFlow::Continue(())
//! });
//! let page = pages.remove(0).unwrap();
//! assert_eq!(page.id.0, "a");
//! assert_eq!(page.path.as_deref(), Some("pages.jsonl!/a"));
//! ```
//!
//! The format is told by the bytes, then by the extension. A reader is a file here and a line in `READERS`.

mod feed;
mod gzip;
mod http;
mod item;
mod json;
mod limits;
mod lines;
mod mail;
mod mbox;
mod mime;
mod single;
mod tar;
mod walk;
mod warc;
mod window;
mod zip;
mod zstd;

use std::cell::Cell;
use std::fs::File;
use std::io::{BufReader, Read};
use std::ops::ControlFlow;

pub use item::{Item, ItemError, Media};
pub use json::{Line, is_json_lines};
pub use limits::Limits;
pub use lines::{NextLine, next_line};
use walk::{Entry, Walk};

/// Bytes looked at to tell a format.
const HEAD: usize = 4096;

/// A format.
struct Reader {
    /// Whether the first bytes and the extension (lower case) are of this format.
    matches: fn(&[u8], &str) -> bool,
    /// Reads an entry.
    read: fn(&mut Walk<'_>, Entry<'_>) -> ControlFlow<()>,
}

/// All formats; the first that matches reads. The last takes what is left.
static READERS: [Reader; 10] = [
    Reader { matches: gzip::matches, read: gzip::read },
    Reader { matches: zstd::matches, read: zstd::read },
    Reader { matches: zip::matches, read: zip::read },
    Reader { matches: warc::matches, read: warc::read },
    Reader { matches: tar::matches, read: tar::read },
    Reader { matches: feed::matches, read: feed::read },
    Reader { matches: json::matches, read: json::read },
    Reader { matches: mbox::matches, read: mbox::read },
    Reader { matches: mail::matches, read: mail::read },
    Reader { matches: |_, _| true, read: single::read },
];

/// What `each` answers to go on or to stop early.
pub type Flow = ControlFlow<()>;

/// Reads a stream of any format. `name` is what to call it; its extension counts where the bytes do not tell.
///
/// A ZIP archive is copied to a temporary file without a name first, because its list of contents stands at its
/// end.
pub fn items(input: &mut dyn Read, name: &str, limits: &Limits, each: &mut dyn FnMut(Item) -> Flow) -> Flow {
    let packed = Cell::new(0);
    let counted = walk::Counted { inner: input, progress: &|bytes| packed.set(packed.get() + bytes) };
    let item = Item { path: name.to_owned(), ..Item::default() };
    let mut walk = Walk::new(limits, &packed, each);
    walk.input(&mut BufReader::with_capacity(1 << 16, counted), item, None)
}

/// Reads a file of any format, as [`items`] does; a ZIP archive is read in place. `progress` is told how many bytes
/// were read.
pub fn items_of_file(
    file: File,
    name: &str,
    limits: &Limits,
    progress: &dyn Fn(u64),
    each: &mut dyn FnMut(Item) -> Flow,
) -> Flow {
    let (packed, read) = (Cell::new(file.metadata().map_or(0, |data| data.len())), Cell::new(0));
    let count = |bytes| {
        read.set(read.get() + bytes);
        packed.set(packed.get().max(read.get()));
        progress(bytes);
    };
    let item = Item { path: name.to_owned(), ..Item::default() };
    let own = file.try_clone().ok();
    let counted = walk::Counted { inner: file, progress: &count };
    let mut walk = Walk::new(limits, &packed, each);
    walk.input(&mut BufReader::with_capacity(1 << 16, counted), item, own)
}

/// Whether a file found in a folder or an archive belongs to no page (a style sheet, a font, a picture), by its name.
#[must_use]
pub fn is_passed_over(name: &str) -> bool {
    walk::is_passed_over(name)
}
