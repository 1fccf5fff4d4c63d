//! Text that was UTF-8, was read as Windows-1252 and saved again: "cafÃ©" for "café".

use std::sync::LazyLock;

use encoding_rs::{Encoding, WINDOWS_1252};

use super::places::Places;

/// Fewer characters that come out right may do so by chance.
const LEAST: usize = 2;

/// The characters that Windows-1252 gives the bytes from 0x80 on.
static UPPER: LazyLock<Vec<char>> =
    LazyLock::new(|| (0x80..=0xff).filter_map(|b| WINDOWS_1252.decode(&[b]).0.chars().next()).collect());

/// The text as it was meant, if all of it has been through this, without a loss.
pub(super) fn repair(text: &str, raw: usize) -> Option<(String, Places)> {
    let start = Some(Encoding::ascii_valid_up_to(text.as_bytes())).filter(|at| *at < text.len())?;
    // Most texts end here: their first such letter begins nothing.
    if !matches!(byte(text[start..].chars().next()?)?, 0xc2..=0xf4) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut places = Places::converted(raw);
    let mut found = 0;
    let mut rest = text;
    while !rest.is_empty() {
        let plain = rest.bytes().position(|b| !b.is_ascii()).unwrap_or(rest.len());
        out.push_str(&rest[..plain]);
        places.copy(plain);
        rest = &rest[plain..];
        let Some(lead) = rest.chars().next() else { break };
        let lead = byte(lead)?;
        let width = match lead {
            0xc2..=0xdf => 2,
            0xe0..=0xef => 3,
            0xf0..=0xf4 => 4,
            _ => return None,
        };
        let mut bytes = [0; 4];
        let mut length = 0;
        for (i, c) in rest.chars().take(width).enumerate() {
            bytes[i] = byte(c)?;
            length += c.len_utf8();
        }
        let letter = std::str::from_utf8(&bytes[..width]).ok()?;
        out.push_str(letter);
        places.convert(width, length);
        found += 1;
        rest = &rest[length..];
    }
    (found >= LEAST).then_some((out, places))
}

fn byte(c: char) -> Option<u8> {
    match u32::from(c) {
        0..0x80 => Some(c as u8),
        0xa0..=0xff => u8::try_from(u32::from(c)).ok(),
        _ => UPPER.iter().position(|u| *u == c).and_then(|i| u8::try_from(i + 0x80).ok()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_all_wrong_is_repaired_with_its_places() {
        let meant = "The café at the quay’s end – closed";
        let (wrong, _, _) = WINDOWS_1252.decode(meant.as_bytes());
        let (text, places) = repair(&wrong, 0).unwrap();
        assert_eq!(text, meant);
        let at = text.find("end").unwrap();
        let (_, raw) = places.find(at..at + 3).remove(0);
        assert_eq!(&wrong[raw], "end");
    }

    #[test]
    fn a_text_with_anything_right_in_it_is_left_alone() {
        assert!(repair("The cafÃ© and the cafÃ© and the café", 0).is_none());
        assert!(repair("Ein schÃ¶ner Tag, “sagte” er", 0).is_none());
        assert!(repair("SÃO PAULO", 0).is_none());
        assert!(repair("Â© once", 0).is_none());
        assert!(repair("plain", 0).is_none());
        assert!(repair("cut off cafÃ© cafÃ", 0).is_none());
    }
}
