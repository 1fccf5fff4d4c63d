//! tar.
//!
//! Where the place is lost, reading goes on at the next header whose check sum holds.

use std::io::{BufRead, Read};

use parallax_model::Provenance;

use super::walk::{Entry, GO_ON, Walk, inside, is_passed_over};
use super::window::Window;
use super::{Flow, Item, ItemError};

/// A header is one block, and a file fills whole blocks.
const BLOCK: usize = 512;

/// Longest name of a file.
const NAME: u64 = 64 << 10;

/// What most headers hold, and where.
const MAGIC: (usize, &[u8]) = (257, b"ustar");

/// Bytes searched at a time.
const STEP: usize = 64 << 10;

/// Whether the first block is a header: its check sum holds.
pub(super) fn matches(head: &[u8], _: &str) -> bool {
    head.get(..BLOCK).and_then(Header::read).is_some()
}

/// What a header says.
struct Header {
    name: String,
    size: u64,
    kind: u8,
}

impl Header {
    /// None unless the check sum holds.
    fn read(block: &[u8]) -> Option<Self> {
        if block.len() != BLOCK || block[0] == 0 {
            return None;
        }
        let sum = block[..148].iter().chain(&block[156..]).map(|b| u64::from(*b)).sum::<u64>() + 8 * 32;
        if number(&block[148..156])? != sum {
            return None;
        }
        let text = |bytes: &[u8]| {
            let end = memchr::memchr(0, bytes).unwrap_or(bytes.len());
            String::from_utf8_lossy(&bytes[..end]).into_owned()
        };
        let prefix =
            if block[257..].starts_with(b"ustar\0") { text(&block[345..500]) } else { String::new() };
        let name = text(&block[..100]);
        let name = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
        Some(Self { name, size: number(&block[124..136])?, kind: block[156] })
    }
}

/// A number in octal digits, or in bytes where the first bit is set.
fn number(field: &[u8]) -> Option<u64> {
    if field.first()? & 0x80 != 0 {
        let (high, low) = field.split_at(field.len() - 8);
        let fits = high.iter().enumerate().all(|(n, b)| *b == 0 || (n == 0 && *b == 0x80));
        return fits.then(|| low.iter().fold(0, |n, b| n << 8 | u64::from(*b)));
    }
    let digits = field.trim_ascii_start();
    let end = digits.iter().position(|b| matches!(b, 0 | b' ')).unwrap_or(digits.len());
    let is_octal = digits[..end].iter().all(|b| (b'0'..=b'7').contains(b));
    is_octal.then(|| digits[..end].iter().fold(0, |n, b| n << 3 | u64::from(b - b'0')))
}

/// Reads all files.
pub(super) fn read(walk: &mut Walk<'_>, entry: Entry<'_>) -> Flow {
    let container = entry.item;
    let mut window = Window::new(entry.stream);
    let (mut long_name, mut is_sparse, mut lost, mut files) = (None, false, false, 0_u64);
    loop {
        let held = window.fill(BLOCK);
        let block = &held[..held.len().min(BLOCK)];
        if block.is_empty() {
            match window.take_fault() {
                None => return GO_ON,
                Some(fault) if !lost => walk.failed(container.clone(), (&fault).into())?,
                Some(_) => {}
            }
            lost = true;
            continue;
        }
        if block.iter().all(|b| *b == 0) {
            // The end, unless another archive follows; what else follows is filling.
            let zeros = block.len();
            window.step(zeros);
            lost = true;
            continue;
        }
        let Some(header) = Header::read(block) else {
            if !lost {
                let why = "no file begins here".to_owned();
                walk.failed(container.clone(), ItemError::Damaged(why))?;
            }
            lost = true;
            seek(&mut window);
            continue;
        };
        lost = false;
        window.step(BLOCK);
        let mut body = Read::take(&mut window, header.size);
        match header.kind {
            b'L' => long_name = Some(name_of(&mut body)),
            b'x' => {
                let (path, sparse) = pax(&mut body);
                (long_name, is_sparse) = (path.or(long_name), sparse);
            }
            b'0' | 0 | b'7' | b'S' => {
                let name = long_name.take().unwrap_or(header.name);
                files += 1;
                if files > walk.limits.entries {
                    return walk.failed(container, ItemError::Entries(walk.limits.entries));
                }
                let sparse = std::mem::take(&mut is_sparse) || header.kind == b'S';
                if !is_passed_over(&name) && !name.ends_with('/') {
                    file(walk, &container, &name, sparse, &mut body)?;
                }
            }
            // A link to the name of a file that is long; the name of the file is not touched.
            b'K' | b'g' => {}
            _ => long_name = None,
        }
        let rest = body.limit();
        if window.skip(rest) < rest {
            let why = ItemError::Cut("the archive ends in the middle of a file".to_owned());
            walk.failed(container.clone(), why)?;
            lost = true;
        }
        window.skip(header.size.next_multiple_of(BLOCK as u64) - header.size);
    }
}

fn file(walk: &mut Walk<'_>, container: &Item, name: &str, is_sparse: bool, body: &mut dyn BufRead) -> Flow {
    let item = named(container, name);
    if is_sparse {
        return walk
            .failed(item, ItemError::Unsupported("a sparse file; unpack the archive first".to_owned()));
    }
    walk.open(body, item, None)
}

/// Steps to the next header, wherever it stands; to the end or a fault if there is none.
fn seek<R: Read>(window: &mut Window<R>) {
    let (offset, magic) = MAGIC;
    window.step(1);
    loop {
        let held = window.fill(STEP);
        let found = memchr::memmem::find_iter(held, magic)
            .filter_map(|at| at.checked_sub(offset))
            .find(|at| held.get(*at..at + BLOCK).is_some_and(|block| Header::read(block).is_some()));
        let (len, is_last) = (held.len(), held.len() < STEP);
        if let Some(at) = found {
            return window.step(at);
        }
        window.step(if is_last { len } else { len - BLOCK });
        if is_last {
            return;
        }
    }
}

/// An item inside an archive of files.
pub(super) fn named(container: &Item, name: &str) -> Item {
    Item {
        path: inside(&container.path, name),
        provenance: Some(Provenance { record: name.to_owned(), fetched: None }),
        ..container.clone()
    }
}

/// The first bytes of the body of a header that carries names.
fn start_of(body: &mut impl Read) -> Vec<u8> {
    let mut bytes = Vec::new();
    // What came before a fault may hold the name.
    let _ = body.take(NAME).read_to_end(&mut bytes);
    bytes
}

/// The name in the body of a GNU header.
fn name_of(body: &mut impl Read) -> String {
    let bytes = start_of(body);
    let name = bytes.split(|b| *b == 0).next().unwrap_or_default();
    String::from_utf8_lossy(name).into_owned()
}

/// The path in the body of a POSIX header, and whether the file is sparse: lines "LENGTH KEY=VALUE".
fn pax(body: &mut impl Read) -> (Option<String>, bool) {
    let bytes = start_of(body);
    let (mut path, mut is_sparse) = (None, false);
    for line in bytes.split(|b| *b == b'\n') {
        let Some(at) = memchr::memchr(b' ', line) else { continue };
        let field = &line[at + 1..];
        is_sparse |= field.starts_with(b"GNU.sparse.");
        if let Some(value) = field.strip_prefix(b"path=").or_else(|| field.strip_prefix(b"GNU.sparse.name="))
        {
            path = Some(String::from_utf8_lossy(value).into_owned());
        }
    }
    (path, is_sparse)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_octal_or_bytes() {
        assert_eq!(number(b"0000644\0"), Some(0o644));
        assert_eq!(number(b"  17 \0\0\0"), Some(0o17));
        assert_eq!(number(b"\x80\0\0\0\0\0\0\0\0\0\x01\x02"), Some(258));
        assert_eq!(number(b"\x80\x01\0\0\0\0\0\0\0\0\x01\x02"), None);
        assert_eq!(number(b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"), None);
        assert_eq!(number(b"ish!rubb"), None);
    }
}
