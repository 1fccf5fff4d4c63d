//! The message of a web server, as an archive keeps it: status, header fields, and the body as it was before it was
//! chunked and compressed.

use std::io::Read;

use brotli_decompressor::Decompressor;
use flate2::bufread::{DeflateDecoder, ZlibDecoder};

use super::gzip::Members;
use super::{ItemError, Limits, Media};

/// Largest header of a message.
const HEADER: usize = 256 << 10;

/// Header fields, names in lower case, in order.
#[derive(Debug, Default)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads lines `Name: value`; lines that begin with white space go on from the one before.
    pub(super) fn read(block: &[u8]) -> Self {
        let text = String::from_utf8_lossy(block);
        let mut out: Vec<(String, String)> = Vec::new();
        for line in text.lines() {
            if line.starts_with([' ', '\t']) {
                if let Some((_, value)) = out.last_mut() {
                    value.push(' ');
                    value.push_str(line.trim());
                }
            } else if let Some((name, value)) = line.split_once(':') {
                out.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
        Self(out)
    }

    /// The first value of a name that is not empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, v)| n == name && !v.is_empty()).map(|(_, v)| v.as_str())
    }
}

/// Where the header of a message ends and the body begins.
pub(super) fn end_of_header(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    while let Some(n) = memchr::memchr(b'\n', &bytes[at..]) {
        at += n + 1;
        if bytes[at..].starts_with(b"\n") {
            return Some(at + 1);
        }
        if bytes[at..].starts_with(b"\r\n") {
            return Some(at + 2);
        }
    }
    None
}

/// The answer of a web server.
#[derive(Debug)]
pub(super) struct Answer<'a> {
    pub(super) status: u16,
    pub(super) fields: Fields,
    /// As it was sent.
    body: &'a [u8],
}

impl<'a> Answer<'a> {
    /// Splits a message; none if it does not begin like one.
    pub(super) fn read(message: &'a [u8]) -> Option<Self> {
        if !message.starts_with(b"HTTP/") {
            return None;
        }
        // A header without an end is not held as fields, which take far more than the bytes.
        let most = &message[..message.len().min(HEADER)];
        let end = end_of_header(most);
        let head = &most[..end.unwrap_or(most.len())];
        let body = end.map_or(&[][..], |end| &message[end..]);
        let line = String::from_utf8_lossy(head.split(|b| *b == b'\n').next()?).into_owned();
        let status = line.split_whitespace().nth(1)?.parse().ok()?;
        Some(Self { status, fields: Fields::read(&head[head.len().min(line.len() + 1)..]), body })
    }

    /// The first bytes of the body, as it was sent.
    pub(super) fn start(&self) -> &'a [u8] {
        &self.body[..self.body.len().min(super::HEAD)]
    }

    /// The body, unpacked. A body that is not packed as the header says (archives often unpack and keep the header)
    /// is taken as it is.
    pub(super) fn body(&self, limits: &Limits) -> Result<Vec<u8>, ItemError> {
        let chunked =
            self.fields.get("transfer-encoding").is_some_and(|v| v.to_ascii_lowercase().contains("chunked"));
        let mut body = match chunked.then(|| unchunk(self.body)).flatten() {
            Some(joined) => joined,
            None => self.body.to_vec(),
        };
        let packed = self.fields.get("content-encoding").unwrap_or_default().to_ascii_lowercase();
        for coding in packed.split(',').rev().map(str::trim) {
            body = unpack(coding, body, limits)?;
        }
        if body.len() as u64 > limits.page {
            return Err(ItemError::TooLarge { what: "the page", limit: limits.page });
        }
        Ok(body)
    }
}

/// Joins the chunks of a body; none if the bytes are not chunked.
fn unchunk(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    loop {
        let line_end = rest.iter().take(256).position(|b| *b == b'\n')?;
        let line = std::str::from_utf8(&rest[..line_end]).ok()?;
        let size = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
        rest = &rest[line_end + 1..];
        if size == 0 {
            return Some(out);
        }
        out.extend_from_slice(&rest[..size.min(rest.len())]);
        rest = rest.get(size..).unwrap_or_default();
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
        if rest.is_empty() {
            // The last chunk is missing: what came is still worth reading.
            return Some(out);
        }
    }
}

fn unpack(coding: &str, body: Vec<u8>, limits: &Limits) -> Result<Vec<u8>, ItemError> {
    let bytes = body.as_slice();
    let result = match coding {
        "gzip" | "x-gzip" if bytes.starts_with(&[0x1f, 0x8b]) => {
            read(Members::new(bytes, limits.clone()), limits)
        }
        // Servers send both forms under one name.
        "deflate" if bytes.first().is_some_and(|b| b & 0x0f == 8) && is_zlib(bytes) => {
            read(ZlibDecoder::new(bytes), limits)
        }
        "deflate" if !is_text(bytes) => read(DeflateDecoder::new(bytes), limits),
        "br" if !is_text(bytes) => read(Decompressor::new(bytes, 1 << 14), limits),
        "zstd" if super::zstd::matches(bytes, "") => {
            read(super::zstd::Frames::new(bytes, limits.clone()), limits)
        }
        "" | "identity" | "gzip" | "x-gzip" | "deflate" | "br" | "zstd" => return Ok(body),
        other => return Err(ItemError::Unsupported(format!("content coding {:.20}", other))),
    };
    result.map_err(|error| match error {
        ItemError::Damaged(_) | ItemError::Io(_) | ItemError::Cut(_) => {
            ItemError::Damaged(format!("the body does not unpack as {coding}"))
        }
        other => other,
    })
}

fn read(stream: impl Read, limits: &Limits) -> Result<Vec<u8>, ItemError> {
    let mut out = Vec::new();
    stream.take(limits.page + 1).read_to_end(&mut out).map_err(|e| ItemError::from(&e))?;
    if out.len() as u64 > limits.page {
        return Err(ItemError::TooLarge { what: "the page", limit: limits.page });
    }
    Ok(out)
}

fn is_zlib(bytes: &[u8]) -> bool {
    matches!(bytes, [a, b, ..] if (u16::from(*a) << 8 | u16::from(*b)).is_multiple_of(31))
}

/// Whether the bytes begin like a page rather than like compressed data.
fn is_text(bytes: &[u8]) -> bool {
    let start = bytes.iter().take(64).skip_while(|b| b.is_ascii_whitespace());
    bytes.starts_with(b"\xef\xbb\xbf")
        || start.clone().next() == Some(&b'<') && start.take(16).all(|b| (9..127).contains(b))
}

/// A content type: the type in lower case, and its charset.
pub(super) fn content_type(value: &str) -> (String, Option<String>) {
    let mut parts = value.split(';').map(str::trim);
    let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
    let charset =
        parts.filter_map(|p| p.split_once('=')).find(|(n, _)| n.trim().eq_ignore_ascii_case("charset"));
    let charset = charset.map(|(_, v)| v.trim().trim_matches(['"', '\'']).to_owned());
    (kind, charset.filter(|c| !c.is_empty()))
}

/// What a content type holds, if it holds a page.
pub(super) fn media(kind: &str) -> Option<Media> {
    match kind {
        "text/html" | "application/xhtml+xml" | "application/vnd.wap.xhtml+xml" => Some(Media::Html),
        "text/plain" | "text/markdown" | "text/x-markdown" => Some(Media::Text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;

    const PAGE: &[u8] = b"<p>The ferry sailed at noon.</p>";

    fn body(head: &str, body: &[u8]) -> Result<Vec<u8>, ItemError> {
        let message = [format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n").as_bytes(), body].concat();
        let answer = Answer::read(&message).unwrap();
        assert_eq!(answer.status, 200);
        answer.body(&Limits { page: 1 << 16, ..Limits::default() })
    }

    #[test]
    fn bodies_are_unpacked() {
        let mut gz = GzEncoder::new(Vec::new(), Compression::fast());
        gz.write_all(PAGE).unwrap();
        let gz = gz.finish().unwrap();
        let mut raw = DeflateEncoder::new(Vec::new(), Compression::fast());
        raw.write_all(PAGE).unwrap();
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::fast());
        zlib.write_all(PAGE).unwrap();
        // One uncompressed block of brotli: window bits, last block follows, length, the bytes, an empty last block.
        let chunked = [format!("{:x};a=b\r\n", gz.len()).as_bytes(), &gz, b"\r\n0\r\n\r\n"].concat();
        assert_eq!(body("Content-Encoding: gzip", &gz).unwrap(), PAGE);
        assert_eq!(body("content-encoding: deflate", &raw.finish().unwrap()).unwrap(), PAGE);
        assert_eq!(body("Content-Encoding: deflate", &zlib.finish().unwrap()).unwrap(), PAGE);
        assert_eq!(body("Transfer-Encoding: chunked\r\nContent-Encoding: gzip", &chunked).unwrap(), PAGE);
        // Unpacked before it was archived.
        assert_eq!(body("Transfer-Encoding: chunked\r\nContent-Encoding: br", PAGE).unwrap(), PAGE);
        let error = body("Content-Encoding: gzip", &gz[..gz.len() - 12]).unwrap_err();
        assert_eq!(error.to_string(), "damaged: the body does not unpack as gzip");
    }

    #[test]
    fn a_body_that_unpacks_without_end_is_left() {
        let mut gz = GzEncoder::new(Vec::new(), Compression::fast());
        gz.write_all(&vec![b'a'; 1 << 20]).unwrap();
        let error = body("Content-Encoding: gzip", &gz.finish().unwrap()).unwrap_err();
        assert_eq!(error, ItemError::TooLarge { what: "the page", limit: 1 << 16 });
    }

    #[test]
    fn content_types_are_read() {
        assert_eq!(
            content_type("Text/HTML; q=1; Charset=\"ISO-8859-2\""),
            ("text/html".into(), Some("ISO-8859-2".into()))
        );
        assert_eq!(content_type(""), (String::new(), None));
    }
}
