//! mbox: mails one behind the other, each after a line "From ".

use std::io::Cursor;

use super::lines::{NextLine, next_line};
use super::walk::{Entry, GO_ON, Walk, inside};
use super::{Flow, Item, ItemError, mail};

pub(super) fn matches(head: &[u8], extension: &str) -> bool {
    let mut lines = head.splitn(3, |b| *b == b'\n');
    let first = lines.next().unwrap_or_default();
    let second = lines.next().unwrap_or_default();
    first.starts_with(b"From ") && (extension == "mbox" || mail::is_field(second))
}

/// Reads all mails.
pub(super) fn read(walk: &mut Walk<'_>, entry: Entry<'_>) -> Flow {
    let (container, stream) = (entry.item, entry.stream);
    let limit = walk.limits.wrapped;
    let (mut line, mut message) = (Vec::new(), Vec::new());
    let (mut number, mut blank, mut too_large) = (0_u64, true, false);
    loop {
        let found = match next_line(stream, limit, &mut line) {
            Ok(found) => found,
            Err(error) => return walk.failed(container, (&error).into()),
        };
        let begins = found == NextLine::Line && blank && line.starts_with(b"From ");
        if (begins || found == NextLine::End) && number > 0 {
            let item = Item { path: inside(&container.path, &format!("mail {number}")), ..container.clone() };
            if let Err(error) = walk.count(message.len() as u64) {
                return walk.failed(container, error);
            }
            if too_large {
                walk.failed(item, ItemError::TooLarge { what: "the mail", limit })?;
            } else {
                walk.open(&mut Cursor::new(std::mem::take(&mut message)), item, None)?;
            }
        }
        if found == NextLine::End {
            return GO_ON;
        }
        if begins {
            number += 1;
            message.clear();
            too_large = false;
            continue;
        }
        blank = line.trim_ascii().is_empty();
        too_large |= found == NextLine::TooLong || (message.len() + line.len()) as u64 > limit;
        if !too_large {
            // A line of the text that began with "From " was marked.
            let quoted = line.iter().take_while(|b| **b == b'>').count();
            let marked = quoted > 0 && line[quoted..].starts_with(b"From ");
            message.extend_from_slice(&line[usize::from(marked)..]);
            message.push(b'\n');
        }
    }
}
