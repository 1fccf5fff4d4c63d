//! A stream with a look ahead.

use std::io::{self, BufRead, ErrorKind, Read};

/// Bytes asked for at a time.
const STEP: usize = 1 << 16;

/// A stream of which as much as needed is held, so that a reader can look ahead and go back.
///
/// After damaged data ([`ErrorKind::InvalidData`]) reading goes on behind it; the fault stays between what was read
/// before and after until it is taken.
pub(super) struct Window<R> {
    inner: R,
    buf: Vec<u8>,
    pos: usize,
    fault: Option<io::Error>,
    ended: bool,
    consumed: u64,
}

impl<R: Read> Window<R> {
    pub(super) fn new(inner: R) -> Self {
        Self { inner, buf: Vec::new(), pos: 0, fault: None, ended: false, consumed: 0 }
    }

    /// Holds `n` bytes or all that come before the end or a fault, and gives what is held.
    pub(super) fn fill(&mut self, n: usize) -> &[u8] {
        while self.buf.len() - self.pos < n && !self.ended && self.fault.is_none() {
            // Moved only when more than half is done with, so that the work stays in proportion.
            if self.pos > self.buf.len() / 2 {
                self.buf.drain(..self.pos);
                self.pos = 0;
            }
            let missing = n - (self.buf.len() - self.pos);
            let start = self.buf.len();
            // Grows with what comes, not with what a header promises.
            self.buf.resize(start + missing.clamp(STEP, 1 << 20), 0);
            let read = self.inner.read(&mut self.buf[start..]);
            self.buf.truncate(start + read.as_ref().map_or(0, |n| *n));
            match read {
                Ok(0) => self.ended = true,
                Ok(_) => {}
                Err(e) if e.kind() == ErrorKind::Interrupted => {}
                Err(e) => {
                    self.ended = e.kind() != ErrorKind::InvalidData;
                    self.fault = Some(e);
                }
            }
        }
        &self.buf[self.pos..]
    }

    pub(super) fn held(&self) -> &[u8] {
        &self.buf[self.pos..]
    }

    /// Steps over bytes that are held.
    pub(super) fn step(&mut self, n: usize) {
        let n = n.min(self.buf.len() - self.pos);
        self.pos += n;
        self.consumed += n as u64;
    }

    /// Steps over bytes, held or not; gives how many there were.
    pub(super) fn skip(&mut self, n: u64) -> u64 {
        let mut left = n;
        while left > 0 {
            let held = self.fill(1).len();
            if held == 0 {
                break;
            }
            let step = usize::try_from(left).unwrap_or(usize::MAX).min(held);
            self.step(step);
            left -= step as u64;
        }
        n - left
    }

    /// Steps over bytes, held or not, up to `mark` if it stands among them, of which the first `lead` bytes are stepped
    /// over too. Gives how many there were, and whether the mark was found.
    pub(super) fn skip_to(&mut self, n: u64, mark: &[u8], lead: usize) -> (u64, bool) {
        let find = memchr::memmem::Finder::new(mark);
        let mut left = n;
        while left > 0 {
            let wanted = usize::try_from(left).unwrap_or(usize::MAX);
            let held = self.fill(STEP.min(wanted));
            let held = &held[..held.len().min(wanted)];
            if held.is_empty() {
                break;
            }
            if let Some(at) = find.find(held) {
                self.step(at + lead);
                return (n - left + (at + lead) as u64, true);
            }
            // The mark may have begun at the end of what is held.
            let keep = if held.len() < wanted && held.len() >= STEP { mark.len() - 1 } else { 0 };
            let step = held.len() - keep;
            self.step(step);
            left -= step as u64;
        }
        (n - left, false)
    }

    /// Steps to the next place where a line begins with `mark`, past at least `from` held bytes. False at the end or
    /// a fault.
    pub(super) fn seek_line(&mut self, mark: &[u8], from: usize) -> bool {
        self.step(from);
        let mut looked = 0;
        loop {
            let held = self.held();
            if let Some(at) = find_line(held, mark, looked.min(held.len())) {
                self.step(at);
                return true;
            }
            let keep = mark.len() + 1;
            let step = held.len().saturating_sub(keep);
            self.step(step);
            looked = 0;
            let before = self.held().len();
            if self.fill(before + 1).len() == before {
                self.step(before);
                return false;
            }
        }
    }

    /// The fault that stands where the held bytes end.
    pub(super) fn take_fault(&mut self) -> Option<io::Error> {
        self.fault.take()
    }

    /// Bytes stepped over so far.
    pub(super) fn consumed(&self) -> u64 {
        self.consumed
    }
}

/// Where a line begins with `mark`; the first byte looked at counts as the beginning of none.
pub(super) fn find_line(bytes: &[u8], mark: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    while let Some(n) = memchr::memchr(b'\n', bytes.get(at..)?) {
        at += n + 1;
        if bytes[at..].starts_with(mark) {
            return Some(at);
        }
    }
    None
}

impl<R: Read> Read for Window<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let held = self.fill_buf()?;
        let n = held.len().min(out.len());
        out[..n].copy_from_slice(&held[..n]);
        self.consume(n);
        Ok(n)
    }
}

impl<R: Read> BufRead for Window<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.fill(1).is_empty()
            && let Some(fault) = self.fault.take()
        {
            return Err(fault);
        }
        Ok(self.held())
    }

    fn consume(&mut self, n: usize) {
        self.step(n);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two pieces with damage between them.
    struct Broken(u8);

    impl Read for Broken {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            self.0 += 1;
            let bytes: &[u8] = match self.0 {
                1 => b"one\nWA",
                2 => return Err(io::Error::new(ErrorKind::InvalidData, "damage")),
                3 => b"RC\nWARC/",
                4 => b"1.0",
                _ => b"",
            };
            out[..bytes.len()].copy_from_slice(bytes);
            Ok(bytes.len())
        }
    }

    #[test]
    fn damage_stays_between_what_comes_before_and_after() {
        let mut window = Window::new(Broken(0));
        assert_eq!(window.fill(100), b"one\nWA");
        assert!(!window.seek_line(b"WARC/1.", 0));
        assert_eq!(window.take_fault().unwrap().to_string(), "damage");
        assert!(window.seek_line(b"WARC/1.", 0));
        assert_eq!(window.fill(100), b"WARC/1.0");
        assert_eq!(window.skip(100), 8);
        assert!(window.fill(1).is_empty() && window.take_fault().is_none());
    }
}
