//! ZIP.
//!
//! The list of contents stands at the end, so an archive that comes as a stream is copied first: into memory while it
//! is small, else into a temporary file that has no name.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};

use tempfile::SpooledTempFile;
use zip::ZipArchive;
use zip::result::ZipError;

use super::tar::named;
use super::walk::{Entry, GO_ON, Walk, is_passed_over, sentence};
use super::{Flow, ItemError};

/// Size up to which a copy is held in memory.
const IN_MEMORY: usize = 4 << 20;

/// Names of the first file that tell an office document or a book, which are ZIP archives too.
const DOCUMENTS: [&[u8]; 2] = [b"[Content_Types].xml", b"mimetype"];

pub(super) fn matches(head: &[u8], _: &str) -> bool {
    let first = head.get(30..).unwrap_or_default();
    head.starts_with(b"PK\x05\x06")
        || (head.starts_with(b"PK\x03\x04") && !DOCUMENTS.iter().any(|name| first.starts_with(name)))
}

trait Seekable: Read + Seek {}
impl<T: Read + Seek> Seekable for T {}

/// Reads all files, in the order of the list of contents.
pub(super) fn read(walk: &mut Walk<'_>, entry: Entry<'_>) -> Flow {
    let container = entry.item;
    let whole: Result<(Box<dyn Seekable>, u64), ItemError> = match entry.file {
        Some(file) => in_place(file),
        None => spool(entry.stream, walk.limits.spool),
    };
    let (mut whole, size) = match whole {
        Ok(whole) => whole,
        Err(error) => return walk.failed(container, error),
    };
    let listed = listed(&mut whole, size);
    if listed > walk.limits.entries {
        return walk.failed(container, ItemError::Entries(walk.limits.entries));
    }
    let mut archive = match ZipArchive::new(whole) {
        Ok(archive) => archive,
        Err(error) => return walk.failed(container, broken(&error)),
    };
    let mut promised = 0_u64;
    for n in 0..archive.len() {
        let file = match archive.by_index(n) {
            Ok(file) => file,
            Err(error) => {
                walk.failed(named(&container, &format!("file {}", n + 1)), broken(&error))?;
                continue;
            }
        };
        let name = String::from_utf8_lossy(file.name_raw()).into_owned();
        let name = file.name().map_or(name, std::borrow::Cow::into_owned);
        if !file.is_file() || is_passed_over(&name) {
            continue;
        }
        // What the list says, before it is unpacked; what is true is counted as it is read.
        promised = promised.saturating_add(file.size());
        if walk.limits.is_bomb(size, promised) {
            return walk.failed(container, ItemError::Ratio(walk.limits.ratio));
        }
        let item = named(&container, &name);
        walk.open(&mut BufReader::new(file), item, None)?;
    }
    GO_ON
}

fn in_place(mut file: File) -> Result<(Box<dyn Seekable>, u64), ItemError> {
    let size = file.seek(SeekFrom::End(0)).map_err(|e| ItemError::from(&e))?;
    Ok((Box::new(BufReader::new(file)), size))
}

fn spool(stream: &mut dyn Read, limit: u64) -> Result<(Box<dyn Seekable>, u64), ItemError> {
    let mut copy = SpooledTempFile::new(IN_MEMORY);
    let size = std::io::copy(&mut stream.take(limit.saturating_add(1)), &mut copy)
        .map_err(|e| ItemError::from(&e))?;
    if size > limit {
        return Err(ItemError::TooLarge { what: "the ZIP archive in a stream", limit });
    }
    Ok((Box::new(BufReader::new(copy)), size))
}

/// Files in the list of contents, by the record at the end: the list itself would be held in memory.
fn listed(whole: &mut dyn Seekable, size: u64) -> u64 {
    let tail = size.min(66_000);
    let mut bytes = Vec::new();
    let read =
        whole.seek(SeekFrom::Start(size - tail)).and_then(|_| whole.take(tail).read_to_end(&mut bytes));
    if read.is_err() {
        return 0;
    }
    let find = |mark: &[u8]| bytes.windows(4).rposition(|w| w == mark);
    let number = |at: usize, len: usize| {
        bytes.get(at..at + len).map_or(0, |b| b.iter().rev().fold(0_u64, |n, b| n << 8 | u64::from(*b)))
    };
    let short = find(b"PK\x05\x06").map_or(0, |at| number(at + 10, 2));
    let long = find(b"PK\x06\x06").map_or(0, |at| number(at + 32, 8));
    short.max(long)
}

fn broken(error: &ZipError) -> ItemError {
    match error {
        ZipError::Io(e) => e.into(),
        ZipError::UnsupportedArchive(why) => ItemError::Unsupported((*why).to_owned()),
        other => ItemError::Damaged(sentence(other)),
    }
}
