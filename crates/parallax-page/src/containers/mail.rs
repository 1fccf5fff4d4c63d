//! Mail (EML) and web archives of one page (MHTML), which have the form of a mail.

use std::sync::LazyLock;

use mail_parser::{DateTime, Message, MessageParser, MessagePart, MimeHeaders, PartType};
use parallax_model::Provenance;

use super::walk::{Entry, Walk};
use super::{Flow, Item, ItemError, Media, mime};
use crate::lexicon::{data, of_kind};
use crate::{outlet, people};

/// Longest field of a header that may hold parameters.
const FIELD: usize = 64 << 10;

/// Header fields that a mail has and other texts have not.
static FIELDS: LazyLock<Vec<&str>> = LazyLock::new(|| of_kind(data!("files.tsv"), "mail_field"));

/// What stands between a person and the outlet in the name of a sender.
static JOINS: LazyLock<Vec<&str>> = LazyLock::new(|| of_kind(data!("files.tsv"), "sender_join"));

/// Whether a line is a header field.
pub(super) fn is_field(line: &[u8]) -> bool {
    let name = line.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count();
    name > 1 && line.get(name) == Some(&b':')
}

pub(super) fn matches(head: &[u8], extension: &str) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let mut known = 0;
    for (n, line) in head.split(|b| *b == b'\n').enumerate() {
        if line.trim_ascii().is_empty() || (n > 0 && line.starts_with(b" ")) || line.starts_with(b"\t") {
            if line.trim_ascii().is_empty() && n > 0 {
                break;
            }
            continue;
        }
        if !is_field(line) {
            // The head may end inside a line.
            return n > 0 && known > 1 && !head.contains(&b'\n');
        }
        let name: String =
            line.iter().take_while(|b| **b != b':').map(|b| char::from(b.to_ascii_lowercase())).collect();
        known += usize::from(FIELDS.contains(&name.as_str()));
    }
    known > 0 && (known > 1 || matches!(extension, "eml" | "mht" | "mhtml" | "mbox"))
}

/// Reads the page of a mail.
pub(super) fn read(walk: &mut Walk<'_>, entry: Entry<'_>) -> Flow {
    let limit = walk.limits.wrapped;
    let bytes = match walk.read_all(entry.stream, limit, "the mail") {
        Ok(bytes) => bytes,
        Err(error) => return walk.failed(entry.item, error),
    };
    if has_long_field(&bytes) {
        let why = "a field of a header in the mail is longer than 64 kB".to_owned();
        return walk.failed(entry.item, ItemError::Damaged(why));
    }
    let Some(message) = MessageParser::default().parse(&bytes) else {
        return walk.failed(entry.item, ItemError::Damaged("no mail can be made out".to_owned()));
    };
    let item = described(&message, entry.item);
    let Some((part, media)) = page_part(&message) else {
        return walk.failed(item, ItemError::Damaged("the mail holds no text".to_owned()));
    };
    let (body, charset) = mime::body(&bytes, part);
    let own = part.content_location().filter(|l| l.starts_with("http")).map(str::to_owned);
    let item = Item { url: own.or(item.url), media: Some(media), charset, ..item };
    if body.len() as u64 > walk.limits.page {
        let limit = walk.limits.page;
        return walk.failed(item, ItemError::TooLarge { what: "the page", limit });
    }
    walk.give(item, body)
}

/// Whether a field that carries parameters is so long that the parser would compare very many of them with each
/// other.
fn has_long_field(bytes: &[u8]) -> bool {
    let mut at = 0;
    loop {
        let line = &bytes[at..];
        let name = line.get(..8).is_some_and(|start| start.eq_ignore_ascii_case(b"content-"));
        let mut end = memchr::memchr(b'\n', line).map_or(line.len(), |n| n + 1);
        if name && line.iter().take(40).any(|b| *b == b':') {
            while matches!(line.get(end), Some(b' ' | b'\t')) {
                end += memchr::memchr(b'\n', &line[end..]).map_or(line.len() - end, |n| n + 1);
            }
            if end > FIELD {
                return true;
            }
        }
        at += end;
        if at >= bytes.len() {
            return false;
        }
    }
}

/// The part that holds the page: the first in HTML, else the first in text.
fn page_part<'m>(message: &'m Message<'m>) -> Option<(&'m MessagePart<'m>, Media)> {
    let filled = |p: &&MessagePart<'_>| p.raw_end_offset() > p.raw_body_offset();
    let find = |html: bool| {
        message.parts.iter().filter(filled).find(|p| match p.body {
            PartType::Html(_) => html,
            PartType::Text(_) => !html && p.attachment_name().is_none(),
            _ => false,
        })
    };
    // A page may be sent under a type of its own.
    let xhtml = message.parts.iter().filter(filled).find(|p| {
        p.content_type().and_then(|t| t.subtype()).is_some_and(|s| s.eq_ignore_ascii_case("xhtml+xml"))
    });
    let html = find(true).or(xhtml).map(|p| (p, Media::Html));
    html.or_else(|| find(false).map(|p| (p, Media::Text)))
}

/// What the header says.
fn described(message: &Message<'_>, item: Item) -> Item {
    let snapshot = message.header_raw("Snapshot-Content-Location").map(|v| v.trim().to_owned());
    let is_archive = snapshot.is_some()
        || message
            .content_type()
            .is_some_and(|t| t.subtype().is_some_and(|s| s.eq_ignore_ascii_case("related")))
            && message.message_id().is_none();
    let date = message.date().and_then(iso);
    let record = message.message_id().map(str::to_owned);
    if is_archive {
        // The subject is the title of the window, and the date that of the saving: the page knows better.
        let record = record.or_else(|| snapshot.clone()).unwrap_or_else(|| item.path.clone());
        return Item {
            url: snapshot.or(item.url),
            provenance: Some(Provenance { record, fetched: date }),
            ..item
        };
    }
    let provenance = record.map(|record| Provenance { record, fetched: date.clone() }).or(item.provenance);
    let from = message.from().and_then(|a| a.first());
    let domain =
        from.and_then(|f| f.address()).and_then(|a| a.rsplit('@').next()).map(|d| format!("https://{d}/"));
    let domain = domain.as_deref().and_then(outlet::domain);
    let (author, sender) = sender(from.and_then(|f| f.name()).unwrap_or_default(), domain.as_deref());
    Item {
        title: message
            .subject()
            .map(|s| s.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|s| !s.is_empty()),
        authors: author.into_iter().collect(),
        sender: sender.or(domain),
        published: date,
        provenance,
        ..item
    }
}

/// Splits the name of a sender into a person and an outlet: "Ana Reyes from The Velmar Post".
fn sender(name: &str, domain: Option<&str>) -> (Option<String>, Option<String>) {
    let name = name.trim().trim_matches('"').trim();
    if name.is_empty() {
        return (None, None);
    }
    for join in JOINS.iter() {
        let join = join.replace('_', " ");
        if let Some((left, right)) = name.split_once(join.as_str())
            && let Some(person) = people::person(left.trim())
            && !outlet::looks_like_name(left.trim())
        {
            return (Some(person), Some(right.trim().to_owned()));
        }
    }
    let is_outlet = outlet::looks_like_name(name) || domain.is_some_and(|d| outlet::fits(name, d));
    match people::person(name) {
        Some(person) if !is_outlet && (2..=3).contains(&name.split_whitespace().count()) => {
            (Some(person), None)
        }
        _ => (None, Some(name.to_owned())),
    }
}

/// The time of a mail, with its offset.
fn iso(time: &DateTime) -> Option<String> {
    let ok = time.is_valid() && (1970..2200).contains(&time.year);
    ok.then(|| time.to_rfc3339())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn senders_are_split() {
        let own = |a: &str, b: &str| {
            let some = |s: &str| (!s.is_empty()).then(|| s.to_owned());
            (some(a), some(b))
        };
        assert_eq!(sender("The Velmar Post", Some("velmarpost.com")), own("", "The Velmar Post"));
        assert_eq!(sender("Ana Reyes from The Velmar Post", None), own("Ana Reyes", "The Velmar Post"));
        assert_eq!(sender("Ana Reyes", Some("mailer.com")), own("Ana Reyes", ""));
    }

    #[test]
    fn long_fields_are_found_where_a_header_stands() {
        let long =
            |name: &str| format!("Subject: a\r\n{name}\r\n {}\r\n\r\nText", "a*1=b;\r\n ".repeat(9000));
        assert!(has_long_field(long("content-Type: text/plain;").as_bytes()));
        assert!(!has_long_field(long("Comments: a").as_bytes()));
        assert!(!has_long_field(long("Content-less words").as_bytes()));
        assert!(!has_long_field(b"Content-Type: a") && !has_long_field(b""));
    }

    #[test]
    fn texts_that_only_begin_like_a_mail_are_none() {
        assert!(matches(b"From: a@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\nDate: y\r\n\r\nHi", ""));
        assert!(!matches(b"Update: the port is open\n\nIt was closed on Monday.", ""));
        assert!(!matches(b"Title: Port reopens\nDate: 2021-05-03\n\nThe port of Velmar reopened.", "md"));
        assert!(!matches(b"", ""));
    }
}
