//! Which raw bytes each piece of a decoded text was made from.

use std::ops::Range;

/// Stretches after which no more are kept: no page of words alternates that often.
const MOST: usize = 1 << 22;

/// A stretch of text in which every `text` bytes were made from `raw` bytes.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    at: u32,
    raw: u32,
    text_unit: u8,
    raw_unit: u8,
}

/// Ranges of a decoded text and of the bytes that it was made from.
#[derive(Debug, Default)]
pub(super) struct Places {
    stretches: Vec<Stretch>,
    /// Where the last stretch ends, in both.
    text: usize,
    raw: usize,
    /// Whether most of the text is copied, so that copies are worth telling from the rest.
    copied: bool,
}

impl Places {
    /// Of a text that is copied as it is from `raw` on, but for repairs.
    pub(super) fn copied(raw: usize) -> Self {
        Self { raw, copied: true, ..Self::default() }
    }

    /// Of a text in another encoding.
    pub(super) fn converted(raw: usize) -> Self {
        Self { raw, ..Self::default() }
    }

    /// Adds `length` bytes that are the same in both.
    pub(super) fn copy(&mut self, length: usize) {
        self.add(length, length, 1, 1);
    }

    /// Adds a character of `text` bytes made from `raw` bytes.
    pub(super) fn convert(&mut self, text: usize, raw: usize) {
        match (u8::try_from(text), u8::try_from(raw)) {
            (Ok(t), Ok(r)) => self.add(text, raw, t, r),
            // One so long is no character: its place is not kept, but those after it are.
            _ => self.add(text, raw, 0, 0),
        }
    }

    fn add(&mut self, text: usize, raw: usize, text_unit: u8, raw_unit: u8) {
        if text == 0 && raw == 0 || self.stretches.len() >= MOST {
            return;
        }
        let same = |s: &Stretch| (s.text_unit, s.raw_unit) == (text_unit, raw_unit) && text_unit > 0;
        if !self.stretches.last().is_some_and(same) {
            // A page is at most 32 MB.
            let (at, raw) = (self.text as u32, self.raw as u32);
            self.stretches.push(Stretch { at, raw, text_unit, raw_unit });
        }
        self.text += text;
        self.raw += raw;
    }

    /// The raw ranges under a range of the text, as pairs (text, raw). Of a text that is copied these are its
    /// copied parts; else it is one pair, if both ends are known.
    pub(super) fn find(&self, range: Range<usize>) -> Vec<(Range<usize>, Range<usize>)> {
        if range.is_empty() || range.end > self.text {
            return Vec::new();
        }
        if !self.copied {
            let start = self.edge(range.start, false);
            let end = self.edge(range.end, true);
            return start.zip(end).map(|(s, e)| (range, s..e)).into_iter().collect();
        }
        let mut out = Vec::new();
        let first = self.stretches.partition_point(|s| s.at as usize <= range.start).saturating_sub(1);
        for (i, s) in self.stretches.iter().enumerate().skip(first) {
            let at = s.at as usize;
            if at >= range.end {
                break;
            }
            let until = self.stretches.get(i + 1).map_or(self.text, |n| n.at as usize);
            let (start, end) = (range.start.max(at), range.end.min(until));
            if s.text_unit == 1 && s.raw_unit == 1 && start < end {
                let raw = s.raw as usize;
                out.push((start..end, raw + start - at..raw + end - at));
            }
        }
        out
    }

    /// The raw place of a place in the text: with `last`, where the character before it ends.
    fn edge(&self, at: usize, last: bool) -> Option<usize> {
        let probe = if last { at.checked_sub(1)? } else { at };
        let s =
            self.stretches.get(self.stretches.partition_point(|s| s.at as usize <= probe).checked_sub(1)?)?;
        if s.text_unit == 0 {
            return None;
        }
        let units = (probe - s.at as usize) / usize::from(s.text_unit) + usize::from(last);
        Some(s.raw as usize + units * usize::from(s.raw_unit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_another_encoding_are_counted_in_characters() {
        let mut p = Places::converted(0);
        // "Порт 12" in an encoding of one byte a letter.
        (0..4).for_each(|_| p.convert(2, 1));
        p.copy(3);
        assert_eq!(p.find(0..8), [(0..8, 0..4)]);
        assert_eq!(p.find(2..9), [(2..9, 1..5)]);
        assert_eq!(p.find(9..11), [(9..11, 5..7)]);
        assert_eq!(p.find(9..12), []);
    }

    #[test]
    fn copied_parts_are_told_from_repairs() {
        let mut p = Places::copied(3);
        p.copy(5);
        p.convert(3, 1);
        p.copy(4);
        assert_eq!(p.find(2..10), [(2..5, 5..8), (8..10, 9..11)]);
    }
}
