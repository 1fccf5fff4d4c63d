//! One input, with what was unpacked from it so far.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, Read};
use std::ops::ControlFlow::{Break, Continue};
use std::sync::LazyLock;

use super::{Flow, HEAD, Item, ItemError, Limits, READERS};
use crate::lexicon::{data, of_kind};

static PASSED_OVER: LazyLock<Vec<&str>> = LazyLock::new(|| of_kind(data!("files.tsv"), "passed_over"));

/// What is to be read.
pub(super) struct Entry<'a> {
    /// The bytes.
    pub(super) stream: &'a mut dyn BufRead,
    /// What is known of it: its path, and what the container says.
    pub(super) item: Item,
    /// The file, where the stream is a file from its beginning.
    pub(super) file: Option<File>,
}

/// The way through one input and what is inside it.
pub(super) struct Walk<'a> {
    pub(super) limits: &'a Limits,
    each: &'a mut dyn FnMut(Item) -> Flow,
    /// Bytes of the input, as far as it was read.
    packed: &'a Cell<u64>,
    total: u64,
    depth: usize,
    /// Whether so much was unpacked that the input is not read further.
    over: bool,
    /// Whether the caller wants no more.
    stopped: bool,
}

impl<'a> Walk<'a> {
    pub(super) fn new(
        limits: &'a Limits,
        packed: &'a Cell<u64>,
        each: &'a mut dyn FnMut(Item) -> Flow,
    ) -> Self {
        Self { limits, each, packed, total: 0, depth: 0, over: false, stopped: false }
    }

    /// Reads the whole input; breaks only where the caller wants no more.
    pub(super) fn input(&mut self, stream: &mut dyn BufRead, item: Item, file: Option<File>) -> Flow {
        let _ = self.open(stream, item, file);
        if self.stopped { Break(()) } else { GO_ON }
    }

    /// Tells the format of a stream and reads it.
    pub(super) fn open(&mut self, stream: &mut dyn BufRead, item: Item, file: Option<File>) -> Flow {
        if self.depth > self.limits.depth {
            return self.failed(item, ItemError::Depth(self.limits.depth));
        }
        let (head, fault) = head(stream);
        let extension = extension(&item.path);
        let reader =
            READERS.iter().find(|r| (r.matches)(&head, &extension)).unwrap_or(&READERS[READERS.len() - 1]);
        self.depth += 1;
        let mut joined = io::Cursor::new(head).chain(Fault(fault)).chain(stream);
        let flow = (reader.read)(self, Entry { stream: &mut joined, item, file });
        self.depth -= 1;
        flow
    }

    /// Hands out an item.
    pub(super) fn give(&mut self, item: Item, bytes: Vec<u8>) -> Flow {
        self.result(item, Ok(bytes))
    }

    /// Hands out the reason why there is no item.
    pub(super) fn failed(&mut self, item: Item, error: ItemError) -> Flow {
        self.result(item, Err(error))
    }

    /// Hands out what reading gave.
    pub(super) fn result(&mut self, item: Item, bytes: Result<Vec<u8>, ItemError>) -> Flow {
        self.stopped |= (self.each)(Item { bytes, ..item }).is_break();
        if self.stopped || self.over { Break(()) } else { GO_ON }
    }

    /// Reads a stream to its end, up to a limit.
    pub(super) fn read_all(
        &mut self,
        stream: &mut dyn Read,
        limit: u64,
        what: &'static str,
    ) -> Result<Vec<u8>, ItemError> {
        let mut bytes = Vec::new();
        let result = stream.take(limit.saturating_add(1)).read_to_end(&mut bytes);
        self.count(bytes.len() as u64)?;
        if bytes.len() as u64 > limit {
            return Err(ItemError::TooLarge { what, limit });
        }
        result.map_err(|e| ItemError::from(&e))?;
        Ok(bytes)
    }

    /// Counts bytes against the limits of the input: archives inside archives could each stay below the ratio.
    pub(super) fn count(&mut self, bytes: u64) -> Result<(), ItemError> {
        self.total = self.total.saturating_add(bytes);
        let error = if self.total > self.limits.total {
            ItemError::Total(self.limits.total)
        } else if self.limits.is_bomb(self.packed.get(), self.total) {
            ItemError::Ratio(self.limits.ratio)
        } else {
            return Ok(());
        };
        self.over = true;
        Err(error)
    }
}

/// The first bytes of a stream, taken out of it, and the fault that stands behind them.
fn head(stream: &mut dyn BufRead) -> (Vec<u8>, Option<io::Error>) {
    let mut head = Vec::with_capacity(HEAD);
    let fault = stream.take(HEAD as u64).read_to_end(&mut head).err();
    (head, fault)
}

/// A stream that holds nothing but a fault.
struct Fault(Option<io::Error>);

impl Read for Fault {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

impl BufRead for Fault {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.0.take().map_or(Ok(&[]), Err)
    }

    fn consume(&mut self, _: usize) {}
}

/// A name without the extensions of compression: `a.html.gz` holds `a.html`.
pub(super) fn unpacked(path: &str) -> &str {
    path.strip_suffix(".gz").or_else(|| path.strip_suffix(".zst")).unwrap_or(path)
}

/// The extension of a name without that of compression, in lower case; empty if it has none.
pub(super) fn extension(path: &str) -> String {
    let name = unpacked(path).rsplit(['/', '\\']).next().unwrap_or_default();
    let extension = name.rsplit_once('.').map(|(_, e)| e).unwrap_or_default();
    if extension.len() > 8 { String::new() } else { extension.to_ascii_lowercase() }
}

/// A name inside a container.
pub(super) fn inside(container: &str, name: &str) -> String {
    format!("{container}!/{name}")
}

/// Whether a file of an archive belongs to no page.
pub(super) fn is_passed_over(name: &str) -> bool {
    let hidden = name
        .split(['/', '\\'])
        .any(|part| (part.starts_with('.') && !part.chars().all(|c| c == '.')) || part == "__MACOSX");
    hidden || PASSED_OVER.contains(&extension(name).as_str())
}

/// An error's words on one line.
pub(super) fn sentence(error: &dyn std::error::Error) -> String {
    let text = error.to_string();
    let mut line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((at, _)) = line.char_indices().nth(200) {
        line.truncate(at);
    }
    line
}

/// A file whose bytes are counted as they are read.
pub(super) struct Counted<'a, R> {
    pub(super) inner: R,
    pub(super) progress: &'a dyn Fn(u64),
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(out)?;
        (self.progress)(n as u64);
        Ok(n)
    }
}

/// Goes on whatever the entry gave, unless the caller wants no more.
pub(super) const GO_ON: Flow = Continue(());

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_what_is_no_page() {
        assert!(is_passed_over("page_files/style.CSS") && is_passed_over("__MACOSX/._a.html"));
        assert!(is_passed_over("a/.git/config") && !is_passed_over("../a.html") && !is_passed_over("a.html"));
        assert_eq!(extension("x.zip!/a/B.HTML"), "html");
        assert_eq!(extension("a.zip!/urn:uuid:6.4-long-name-here"), "");
    }
}
