//! gzip: one file, or many members one behind the other.

use std::io::{self, BufReader, ErrorKind, Read};

use flate2::bufread::GzDecoder;

use super::walk::{Entry, Walk};
use super::window::Window;
use super::{Flow, ItemError, Limits};

const MAGIC: &[u8] = &[0x1f, 0x8b, 0x08];

pub(super) fn matches(head: &[u8], _: &str) -> bool {
    head.starts_with(MAGIC)
}

/// Reads what is inside.
pub(super) fn read(walk: &mut Walk<'_>, entry: Entry<'_>) -> Flow {
    let members = Members::new(entry.stream, walk.limits.clone());
    walk.open(&mut BufReader::with_capacity(1 << 16, members), entry.item, None)
}

/// All members of a gzip stream as one. Damage in one is told once, and reading goes on at the next.
pub(super) struct Members<R: Read> {
    state: State<R>,
    limits: Limits,
    unpacked: u64,
    over: bool,
}

enum State<R: Read> {
    /// Between members, or behind damage.
    Between(Window<R>),
    /// Inside one.
    Inside(Box<GzDecoder<Window<R>>>),
    Gone,
}

impl<R: Read> Members<R> {
    pub(super) fn new(inner: R, limits: Limits) -> Self {
        Self { state: State::Between(Window::new(inner)), limits, unpacked: 0, over: false }
    }
}

impl<R: Read> Read for Members<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() || self.over {
            return Ok(0);
        }
        loop {
            match std::mem::replace(&mut self.state, State::Gone) {
                State::Gone => return Ok(0),
                State::Between(mut window) => {
                    // Padding and rubbish between members are passed over.
                    while !window.fill(MAGIC.len()).starts_with(MAGIC) && !window.held().is_empty() {
                        let held = window.held();
                        let next = memchr::memchr(MAGIC[0], &held[1..]).map_or(held.len(), |n| n + 1);
                        window.step(next);
                    }
                    if window.held().is_empty() {
                        let fault = window.take_fault();
                        self.state = State::Gone;
                        return fault.map_or(Ok(0), Err);
                    }
                    self.state = State::Inside(Box::new(GzDecoder::new(window)));
                }
                State::Inside(mut decoder) => match decoder.read(out) {
                    Ok(0) => self.state = State::Between(decoder.into_inner()),
                    Ok(n) => {
                        self.unpacked += n as u64;
                        let packed = decoder.get_ref().consumed();
                        self.state = State::Inside(decoder);
                        if self.limits.is_bomb(packed, self.unpacked) {
                            self.over = true;
                            return Err(io::Error::other(ItemError::Ratio(self.limits.ratio)));
                        }
                        return Ok(n);
                    }
                    Err(e) if e.kind() == ErrorKind::UnexpectedEof => {
                        return Err(io::Error::other(ItemError::Cut(
                            "the gzip data end too early".to_owned(),
                        )));
                    }
                    Err(e) if matches!(e.kind(), ErrorKind::InvalidData | ErrorKind::InvalidInput) => {
                        self.state = State::Between(decoder.into_inner());
                        let why = ItemError::Damaged("the gzip data are broken".to_owned());
                        return Err(io::Error::new(ErrorKind::InvalidData, why));
                    }
                    Err(e) => return Err(e),
                },
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn gz(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn members_are_joined_and_damage_is_told_once() {
        let (a, mut b, c) = (gz(b"one "), gz(&b"two ".repeat(50)), gz(b"three"));
        let whole = [a.clone(), b.clone(), vec![0; 9], c.clone()].concat();
        let mut text = String::new();
        Members::new(whole.as_slice(), Limits::default()).read_to_string(&mut text).unwrap();
        assert!(text.starts_with("one two ") && text.ends_with("three"));
        // The check sum no longer fits.
        let at = b.len() - 6;
        b[at] ^= 0xff;
        let broken = [a, b, c].concat();
        let mut members = Members::new(broken.as_slice(), Limits::default());
        let mut text = Vec::new();
        assert_eq!(members.read_to_end(&mut text).unwrap_err().kind(), ErrorKind::InvalidData);
        text.clear();
        members.read_to_end(&mut text).unwrap();
        assert_eq!(text, b"three");
    }

    #[test]
    fn a_bomb_is_left() {
        let limits = Limits { ratio_from: 1000, ratio: 20, ..Limits::default() };
        let bomb = gz(&vec![b'a'; 1 << 20]);
        let mut text = Vec::new();
        let error = Members::new(bomb.as_slice(), limits).read_to_end(&mut text).unwrap_err();
        assert_eq!(ItemError::from(&error), ItemError::Ratio(20));
        assert!(text.len() < 1 << 18);
    }
}
