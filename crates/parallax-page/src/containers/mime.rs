//! Bodies of mail as they were before they were made fit for the mail.

use mail_parser::{Encoding, MessagePart, MimeHeaders};

/// The bytes of a part, decoded, and the charset that its header names.
pub(super) fn body(message: &[u8], part: &MessagePart<'_>) -> (Vec<u8>, Option<String>) {
    let from = part.raw_body_offset() as usize;
    let to = part.raw_end_offset() as usize;
    let raw = message.get(from..to.min(message.len())).unwrap_or_default();
    let bytes = match part.encoding {
        Encoding::None => raw.to_vec(),
        Encoding::QuotedPrintable => quoted_printable(raw),
        Encoding::Base64 => base64(raw),
    };
    let charset = part.content_type().and_then(|t| t.attribute("charset")).map(str::to_owned);
    (bytes, charset)
}

/// `=E9` is a byte, `=` at the end of a line joins it to the next; what is neither stays as it is.
fn quoted_printable(raw: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(raw.len());
    let mut at = 0;
    while let Some(byte) = raw.get(at) {
        let rest = &raw[at + 1..];
        if *byte != b'=' {
            out.push(*byte);
            at += 1;
            continue;
        }
        let hex = |b: Option<&u8>| b.and_then(|b| char::from(*b).to_digit(16));
        let blank = rest.iter().take(80).take_while(|b| matches!(b, b' ' | b'\t' | b'\r')).count();
        if let (Some(high), Some(low)) = (hex(rest.first()), hex(rest.get(1))) {
            out.push((high * 16 + low) as u8);
            at += 3;
        } else if rest.get(blank) == Some(&b'\n') {
            at += blank + 2;
        } else {
            out.push(b'=');
            at += 1;
        }
    }
    out
}

/// Letters that are not of the alphabet are passed over; the end may lack its padding.
fn base64(raw: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(raw.len() / 4 * 3);
    let (mut bits, mut held) = (0_u32, 0_u32);
    for byte in raw {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held) as u8);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_decoded_tolerantly() {
        assert_eq!(quoted_printable(b"caf=C3=a9 a=\r\nb = 1 =3D=  \nend="), "café ab = 1 =end=".as_bytes());
        assert_eq!(base64(b"VGhlIGZl\r\ncnJ5IQ=="), b"The ferry!");
        assert_eq!(base64(b"VGhlIGZlcnJ5IQ"), b"The ferry!");
    }
}
