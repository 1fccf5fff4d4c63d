//! Raw bytes to text: by byte order mark, by the charset a page names, by detection.

mod mojibake;
mod places;

use std::borrow::Cow;
use std::ops::Range;

use parallax_model::{Raw, Span};

use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

use crate::PageError;
use places::Places;

/// A page as text, and where its pieces stand in the raw bytes.
#[derive(Debug, Default)]
pub(crate) struct Decoded<'b> {
    pub(crate) text: Cow<'b, str>,
    /// Which bytes it was made from; nothing for an encoding that switches within the text.
    places: Places,
    /// Whether bytes had to be replaced.
    pub(crate) repaired: bool,
    /// Whether the text had been decoded wrongly and saved again, and was put right.
    pub(crate) mended: bool,
}

impl Decoded<'_> {
    /// The raw ranges under a range of the text, as pairs (text, raw). Where the bytes are UTF-8 both sides of a
    /// pair are the same.
    pub(crate) fn raw(&self, range: Range<usize>) -> Vec<(Range<usize>, Range<usize>)> {
        self.places.find(range)
    }

    /// The bytes around all raw ranges under a range of the text.
    pub(crate) fn whole(&self, text: Span<Raw>) -> Option<Span<Raw>> {
        let found = self.raw(text.range());
        let (first, last) = (found.first()?, found.last()?);
        Some(Span::new(first.1.start, last.1.end))
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
pub(crate) fn decode<'b>(bytes: &'b [u8], header: Option<&str>) -> Result<Decoded<'b>, PageError> {
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
    if controls(sample) * 50 > sample.len() {
        return Err(PageError::Binary("binary data"));
    }
    let decoded = match std::str::from_utf8(bytes) {
        Ok(text) => whole(text, 0),
        Err(_) => match choose(bytes, header) {
            encoding if encoding == UTF_8 => utf8(bytes, 0),
            encoding => other(bytes, encoding)?,
        },
    };
    if decoded.repaired {
        let replaced = decoded.text.chars().take(1 << 16).filter(|c| *c == '\u{fffd}').count();
        if replaced * 10 > decoded.text.chars().take(1 << 16).count() {
            return Err(PageError::Binary("binary data"));
        }
    }
    Ok(decoded)
}

/// Control characters that no text has. Counted in runs that fit a byte, which the compiler does many at a time.
fn controls(bytes: &[u8]) -> usize {
    let is = |b: &u8| u8::from((*b < 32) & (*b != 9) & (*b != 10) & (*b != 12) & (*b != 13) & (*b != 27));
    bytes.chunks(255).map(|run| usize::from(run.iter().map(is).sum::<u8>())).sum()
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

/// Bytes in which a page is to name its charset.
const HEAD: usize = 8192;

/// The charset named in an XML declaration or in a `meta` element.
fn named_charset(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(HEAD)].to_ascii_lowercase();
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', &head[at..]) {
        at += found;
        let rest = &head[at..];
        if rest.starts_with(b"<!--") {
            at += memchr::memmem::find(rest, b"-->").unwrap_or(rest.len());
            continue;
        }
        let tag = &rest[..memchr::memchr(b'>', rest).unwrap_or(rest.len())];
        let label = if tag.starts_with(b"<meta") {
            value(tag, b"charset")
        } else if tag.starts_with(b"<?xml") {
            value(tag, b"encoding")
        } else {
            None
        };
        // A page that names UTF-16 in ASCII is not in it.
        let encoding = label.and_then(Encoding::for_label).map(Encoding::output_encoding);
        if encoding.is_some() {
            return encoding;
        }
        at += 1;
    }
    None
}

/// What follows a name and an equals sign in a tag.
fn value<'a>(tag: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    memchr::memmem::find_iter(tag, name).find_map(|at| {
        let rest = tag[at + name.len()..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
        let rest =
            rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest).trim_ascii_start();
        let label = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':' | b'.' | b'+');
        let end = rest.iter().position(|b| !label(b)).unwrap_or(rest.len());
        (end > 0).then_some(&rest[..end])
    })
}

fn other<'b>(bytes: &'b [u8], encoding: &'static Encoding) -> Result<Decoded<'b>, PageError> {
    let (text, encoding, repaired) = encoding.decode(bytes);
    if text.trim().is_empty() {
        return Err(PageError::Empty);
    }
    let skip = Encoding::for_bom(bytes).map_or(0, |(_, skip)| skip);
    let places = if encoding == UTF_16LE || encoding == UTF_16BE {
        let mut places = Places::converted(skip);
        // The last letter may lack a byte.
        let mut left = bytes.len() - skip;
        for c in text.chars() {
            let taken = left.min(2 * c.len_utf16());
            places.convert(c.len_utf8(), taken);
            left -= taken;
        }
        places
    } else if encoding.is_single_byte() {
        let mut places = Places::converted(skip);
        text.chars().for_each(|c| places.convert(c.len_utf8(), 1));
        places
    } else if encoding == ISO_2022_JP {
        Places::default()
    } else {
        by_step(bytes, encoding, &text).unwrap_or_default()
    };
    Ok(Decoded { text, places, repaired, mended: false })
}

/// The places in an encoding of one to four bytes a letter: decoded again in steps, as `text` says.
fn by_step(bytes: &[u8], encoding: &'static Encoding, text: &str) -> Option<Places> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut places = Places::converted(0);
    let mut buffer = [0; 32];
    let (mut at, mut begun, mut written) = (0, 0, 0);
    while at < bytes.len() {
        if begun == at {
            let plain = bytes[at..].iter().position(|b| !b.is_ascii()).unwrap_or(bytes.len() - at);
            places.copy(plain);
            at += plain;
            begun = at;
            written += plain;
        }
        let Some(byte) = bytes.get(at..=at) else { break };
        at += 1;
        let (_, _, length, _) = decoder.decode_to_utf8(byte, &mut buffer, at == bytes.len());
        if length > 0 {
            if text.as_bytes().get(written..written + length)? != &buffer[..length] {
                return None;
            }
            places.convert(length, at - begun);
            begun = at;
            written += length;
        }
    }
    (written == text.len()).then_some(places)
}

fn utf8(bytes: &[u8], skip: usize) -> Decoded<'_> {
    if let Ok(text) = std::str::from_utf8(&bytes[skip..]) {
        return whole(text, skip);
    }
    let mut text = String::with_capacity(bytes.len());
    let mut places = Places::copied(skip);
    let mut repaired = false;
    for chunk in bytes[skip..].utf8_chunks() {
        places.copy(chunk.valid().len());
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            text.push('\u{fffd}');
            places.convert('\u{fffd}'.len_utf8(), chunk.invalid().len());
            repaired = true;
        }
    }
    Decoded { text: Cow::Owned(text), places, repaired, mended: false }
}

/// A text without damage that begins `skip` bytes into the page.
fn whole(text: &str, skip: usize) -> Decoded<'_> {
    if let Some((text, places)) = mojibake::repair(text, skip) {
        return Decoded { text: Cow::Owned(text), places, repaired: false, mended: true };
    }
    let mut places = Places::copied(skip);
    places.copy(text.len());
    Decoded { text: Cow::Borrowed(text), places, repaired: false, mended: false }
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
    fn a_letter_of_two_bytes_may_be_cut_in_half() {
        let bytes = b"\xfe\xff\0P\0o\0r\0t\0";
        let decoded = decode(bytes, None).unwrap();
        assert_eq!((decoded.text.as_ref(), decoded.repaired), ("Port\u{fffd}", true));
        let (_, raw) = decoded.raw(0..decoded.text.len()).pop().unwrap();
        assert_eq!(raw.end, bytes.len());
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
    fn the_charset_is_named_in_meta_elements_and_declarations() {
        let named = |page: &str| named_charset(page.as_bytes()).map(Encoding::name);
        assert_eq!(
            named("<script charset='koi8-r'></script><META content='text/html; charset = koi8-u'>"),
            Some("KOI8-U")
        );
        assert_eq!(named("<?xml version='1.0' encoding=\"Shift_JIS\"?><p>"), Some("Shift_JIS"));
        assert_eq!(named("<!-- <meta charset=big5> --><meta charset=utf-16>"), Some("UTF-8"));
        assert_eq!(named("<meta name=charset content=x><meta charset=nonsense>"), None);
    }

    #[test]
    fn what_was_decoded_wrongly_and_saved_is_mended() {
        let decoded = decode("<p>The cafÃ© at the quayâ€™s end</p>".as_bytes(), None).unwrap();
        assert!(decoded.mended && decoded.text.contains("café at the quay’s end"), "{}", decoded.text);
    }

    /// Every word of a text has the bytes it was made from.
    fn placed(bytes: &[u8], words: &[&str], encoding: &'static Encoding) {
        let decoded = decode(bytes, None).unwrap();
        for word in words {
            let at = decoded.text.find(word).unwrap();
            let found = decoded.raw(at..at + word.len());
            assert_eq!(found.len(), 1, "{word}");
            let (text, raw) = found[0].clone();
            assert_eq!(&decoded.text[text], *word);
            assert_eq!(encoding.decode_without_bom_handling(&bytes[raw]).0, *word);
        }
    }

    #[test]
    fn words_keep_their_places_in_every_encoding() {
        let page = |charset: &str, text: &str| format!("<meta charset={charset}><p>{text}</p>");
        let cyrillic = "Порт Велмар открыт 12 мая, сообщили власти.";
        let japanese = "ベルマル港は12日に再開した、と当局が述べた。ﾃｽﾄ end";
        for (label, text, words) in [
            ("windows-1251", cyrillic, ["Порт", "12 мая", "власти."]),
            ("koi8-r", cyrillic, ["Велмар", "12", "сообщили"]),
            ("shift_jis", japanese, ["港は12日", "再開", "ﾃｽﾄ end"]),
            ("euc-jp", japanese, ["ベルマル", "12", "end"]),
            ("gb18030", "维尔马港12日重新开放😀，官员说。", ["维尔马", "日重新", "官员"]),
            ("euc-kr", "벨마르 항구가 12일 다시 열렸다.", ["벨마르", "12일", "열렸다"]),
            ("big5", "維爾馬港12日重新開放，官員說。", ["維爾馬", "12", "官員"]),
        ] {
            let encoding = Encoding::for_label(label.as_bytes()).unwrap();
            let page = page(label, text);
            let (bytes, _, lost) = encoding.encode(&page);
            assert!(!lost, "{label}");
            placed(&bytes, &words, encoding);
        }
        for (mark, encoding) in [(b"\xff\xfe", UTF_16LE), (b"\xfe\xff", UTF_16BE)] {
            let mut bytes = mark.to_vec();
            for unit in "<p>Порт 😀 Velmar ベルマル</p>".encode_utf16() {
                bytes.extend(if encoding == UTF_16LE { unit.to_le_bytes() } else { unit.to_be_bytes() });
            }
            placed(&bytes, &["Порт 😀", "Velmar", "ベルマル"], encoding);
        }
        placed("\u{feff}<p>Café Порт</p>".as_bytes(), &["Café", "Порт"], UTF_8);
    }

    #[test]
    fn noise_is_binary() {
        assert_eq!(
            decode(&[0, 1, 2, 3, 0, 5, 0, 7, 200, 3, 1], None).unwrap_err(),
            PageError::Binary("binary data")
        );
    }
}
