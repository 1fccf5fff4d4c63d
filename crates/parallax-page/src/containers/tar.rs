//! tar.

use std::io::{BufReader, Read};

use parallax_model::Provenance;
use tar::{Archive, EntryType, Header};

use super::walk::{Entry, GO_ON, Walk, inside, is_passed_over};
use super::{Flow, Item, ItemError};

/// Longest name of a file.
const NAME: u64 = 64 << 10;

/// Whether the first block is a header: its check sum holds.
pub(super) fn matches(head: &[u8], _: &str) -> bool {
    let Some(block) = head.get(..512) else { return false };
    let header = Header::from_byte_slice(block);
    let sum = block[..148].iter().chain(&block[156..]).map(|b| u32::from(*b)).sum::<u32>() + 8 * 32;
    block[0] != 0 && header.cksum().is_ok_and(|given| given == sum)
}

/// Reads all files.
pub(super) fn read(walk: &mut Walk<'_>, entry: Entry<'_>) -> Flow {
    let container = entry.item;
    let mut archive = Archive::new(entry.stream);
    // Headers that carry names are read here, because the library would hold names of any length.
    let entries = match archive.entries() {
        Ok(entries) => entries.raw(true),
        Err(error) => return walk.failed(container, (&error).into()),
    };
    let mut long_name = None;
    let mut files = 0_u64;
    for entry in entries {
        let mut file = match entry {
            Ok(file) => file,
            Err(error) => return walk.failed(container, broken(&error)),
        };
        match file.header().entry_type() {
            EntryType::GNULongName => long_name = name_of(&mut file),
            EntryType::XHeader => long_name = pax_path(&mut file).or(long_name),
            EntryType::Regular | EntryType::Continuous => {
                let short = || String::from_utf8_lossy(&file.path_bytes()).into_owned();
                let name = long_name.take().unwrap_or_else(short);
                files += 1;
                if files > walk.limits.entries {
                    return walk.failed(container, ItemError::Entries(walk.limits.entries));
                }
                if is_passed_over(&name) || name.ends_with('/') {
                    continue;
                }
                let item = named(&container, &name);
                walk.open(&mut BufReader::new(file), item, None)?;
            }
            _ => long_name = None,
        }
    }
    GO_ON
}

fn broken(error: &std::io::Error) -> ItemError {
    match ItemError::from(error) {
        ItemError::Io(why) => ItemError::Damaged(format!("tar: {why}")),
        other => other,
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

/// The name in the body of a GNU header.
fn name_of(file: &mut impl Read) -> Option<String> {
    let mut bytes = Vec::new();
    file.take(NAME).read_to_end(&mut bytes).ok()?;
    let name = bytes.split(|b| *b == 0).next()?;
    Some(String::from_utf8_lossy(name).into_owned())
}

/// The path in the body of a POSIX header: lines "LENGTH KEY=VALUE".
fn pax_path(file: &mut impl Read) -> Option<String> {
    let mut bytes = Vec::new();
    file.take(NAME).read_to_end(&mut bytes).ok()?;
    let line = bytes.split(|b| *b == b'\n').find_map(|l| {
        let at = l.iter().position(|b| *b == b' ')?;
        l[at + 1..].strip_prefix(b"path=")
    })?;
    Some(String::from_utf8_lossy(line).into_owned())
}
