//! Raw bytes to text: by byte order mark, by the charset a page names, by detection.

use std::ops::Range;

use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

use crate::PageError;

/// A page as text, and where its pieces stand in the raw bytes.
#[derive(Debug, Default)]
pub(crate) struct Decoded {
    pub(crate) text: String,
    /// Start in the text, start in the raw bytes, length: pieces that are the same in both. Empty where the
    /// bytes are not UTF-8.
    pieces: Vec<(usize, usize, usize)>,
    /// Whether bytes had to be replaced.
    pub(crate) repaired: bool,
}

impl Decoded {
    /// The raw ranges under a range of the text, as pairs (text, raw).
    pub(crate) fn raw(&self, range: Range<usize>) -> Vec<(Range<usize>, Range<usize>)> {
        let first = self.pieces.partition_point(|&(t, _, len)| t + len <= range.start);
        let mut out = Vec::new();
        for &(t, raw, len) in &self.pieces[first..] {
            if t >= range.end {
                break;
            }
            let (start, end) = (range.start.max(t), range.end.min(t + len));
            out.push((start..end, raw + start - t..raw + end - t));
        }
        out
    }
}

/// The first bytes of formats that are no pages.
const MAGIC: [(&[u8], &str); 16] = [
    (b"%PDF-", "a PDF file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a SQLite database"),
    (b"ID3", "an MP3 file"),
    (b"OggS", "an Ogg file"),
];

/// Decodes a page. `header` is the charset that was sent along.
pub(crate) fn decode(bytes: &[u8], header: Option<&str>) -> Result<Decoded, PageError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(PageError::Empty);
    }
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(PageError::Binary(what));
    }
    if let Some((encoding, skip)) = Encoding::for_bom(bytes) {
        if encoding == UTF_8 {
            return Ok(utf8(bytes, skip));
        }
        return other(bytes, encoding);
    }
    let header = header.and_then(|label| Encoding::for_label(label.as_bytes()));
    if let Some(encoding) = wide(bytes) {
        return other(bytes, encoding);
    }
    // Its bytes are all ASCII, so that nothing else would tell it.
    if let Some(encoding) = header.filter(|e| *e == ISO_2022_JP) {
        return other(bytes, encoding);
    }
    let sample = &bytes[..bytes.len().min(1 << 16)];
    let control = sample.iter().filter(|b| **b < 32 && !matches!(b, 9 | 10 | 12 | 13 | 27)).count();
    if control * 50 > sample.len() {
        return Err(PageError::Binary("binary data"));
    }
    let decoded = match std::str::from_utf8(bytes) {
        Ok(_) => utf8(bytes, 0),
        Err(_) => match choose(bytes, header) {
            encoding if encoding == UTF_8 => utf8(bytes, 0),
            encoding => other(bytes, encoding)?,
        },
    };
    let replaced = decoded.text.chars().take(1 << 16).filter(|c| *c == '\u{fffd}').count();
    if decoded.repaired && replaced * 10 > decoded.text.chars().take(1 << 16).count() {
        return Err(PageError::Binary("binary data"));
    }
    Ok(decoded)
}

/// UTF-16 without a mark: every second byte is zero in Latin text.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(512)];
    let zeros = |parity| sample.iter().skip(parity).step_by(2).filter(|b| **b == 0).count();
    let half = sample.len() / 2;
    (half >= 8).then_some(())?;
    match (zeros(0), zeros(1)) {
        (0, odd) if odd * 10 > half * 7 => Some(UTF_16LE),
        (even, 0) if even * 10 > half * 7 => Some(UTF_16BE),
        _ => None,
    }
}

/// For bytes that are not valid UTF-8.
fn choose(bytes: &[u8], header: Option<&'static Encoding>) -> &'static Encoding {
    // A few broken bytes in a long UTF-8 page are damage, not another encoding.
    let (mut wrong, mut multibyte) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        wrong += usize::from(!chunk.invalid().is_empty());
        multibyte += chunk.valid().bytes().filter(|b| *b >= 0xc0).count();
    }
    if multibyte > 8 * wrong {
        return UTF_8;
    }
    if let Some(named) = header.or_else(|| named_charset(bytes)).filter(|e| *e != UTF_8) {
        return named;
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(1 << 20)], true);
    detector.guess(None, chardetng::Utf8Detection::Allow)
}

/// The charset named in the head of an HTML page or in an XML declaration.
fn named_charset(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(8192)];
    let lower = head.to_ascii_lowercase();
    let find = |key: &[u8]| lower.windows(key.len()).position(|w| w == key).map(|i| i + key.len());
    let at = find(b"charset=").or_else(|| find(b"encoding="))?;
    let label: Vec<u8> = lower[at..]
        .iter()
        .copied()
        .skip_while(|b| matches!(b, b'"' | b'\'' | b' '))
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        .collect();
    Encoding::for_label(&label)
}

fn other(bytes: &[u8], encoding: &'static Encoding) -> Result<Decoded, PageError> {
    let (text, _, repaired) = encoding.decode(bytes);
    if text.trim().is_empty() {
        return Err(PageError::Empty);
    }
    Ok(Decoded { text: text.into_owned(), pieces: Vec::new(), repaired })
}

fn utf8(bytes: &[u8], skip: usize) -> Decoded {
    let mut out = Decoded::default();
    let mut raw = skip;
    for chunk in bytes[skip..].utf8_chunks() {
        let valid = chunk.valid();
        if !valid.is_empty() {
            out.pieces.push((out.text.len(), raw, valid.len()));
            out.text.push_str(valid);
        }
        raw += valid.len() + chunk.invalid().len();
        if !chunk.invalid().is_empty() {
            out.text.push('\u{fffd}');
            out.repaired = true;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_bytes_are_replaced_and_the_rest_stays_aligned() {
        let bytes = b"Caf\xc3\xa9 owners met, m\xc3\xa9dia said. Na\xc3\xafve \xff end \xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9";
        let decoded = decode(bytes, None).unwrap();
        assert!(decoded.repaired);
        let at = decoded.text.find("end").unwrap();
        let (text, raw) = decoded.raw(at..at + 3).remove(0);
        assert_eq!(decoded.text[text].as_bytes(), &bytes[raw]);
    }

    #[test]
    fn marks_and_named_charsets_are_followed() {
        assert_eq!(decode(b"\xef\xbb\xbfPort", None).unwrap().text, "Port");
        assert_eq!(decode(b"\xff\xfeP\0o\0", None).unwrap().text, "Po");
        let named = decode(b"<meta charset='windows-1251'><p>\xcf\xee\xf0\xf2</p>", None).unwrap();
        assert!(named.text.contains("Порт"), "{}", named.text);
    }

    #[test]
    fn a_header_counts_where_the_bytes_are_not_utf8() {
        let sent =
            decode(b"<meta charset='windows-1252'><p>\xcf\xee\xf0\xf2</p>", Some("windows-1251")).unwrap();
        assert!(sent.text.contains("Порт"), "{}", sent.text);
        let wrong = decode("<p>Порт</p>".as_bytes(), Some("iso-8859-1")).unwrap();
        assert!(wrong.text.contains("Порт"), "{}", wrong.text);
    }

    #[test]
    fn noise_is_binary() {
        assert_eq!(
            decode(&[0, 1, 2, 3, 0, 5, 0, 7, 200, 3, 1], None).unwrap_err(),
            PageError::Binary("binary data")
        );
    }
}
