//! Lines of bounded length.

use std::io::{self, BufRead, ErrorKind};

/// What [`next_line`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextLine {
    /// A line, its end left out.
    Line,
    /// A line that is longer than the limit: its beginning is kept, the rest was passed over.
    TooLong,
    /// No more lines.
    End,
}

/// Reads the next line into `line`, up to `limit` bytes; of a longer one the first bytes are kept, and the rest is
/// read but never held.
///
/// # Errors
/// If the stream cannot be read.
pub fn next_line(
    input: &mut (impl BufRead + ?Sized),
    limit: u64,
    line: &mut Vec<u8>,
) -> io::Result<NextLine> {
    line.clear();
    let (mut any, mut too_long) = (false, false);
    loop {
        let held = match input.fill_buf() {
            Ok(held) => held,
            Err(e) if e.kind() == ErrorKind::Interrupted => continue,
            Err(e) => return Err(e),
        };
        if held.is_empty() {
            break;
        }
        any = true;
        let end = memchr::memchr(b'\n', held);
        let part = &held[..end.unwrap_or(held.len())];
        let room = usize::try_from(limit).unwrap_or(usize::MAX).saturating_sub(line.len());
        too_long |= part.len() > room;
        line.extend_from_slice(&part[..part.len().min(room)]);
        let used = part.len() + usize::from(end.is_some());
        input.consume(used);
        if end.is_some() {
            break;
        }
    }
    if too_long {
        line.truncate(HEAD_OF_LONG);
        line.shrink_to_fit();
        return Ok(NextLine::TooLong);
    }
    Ok(if any { NextLine::Line } else { NextLine::End })
}

/// Bytes kept of a line that is too long: enough to find its id.
const HEAD_OF_LONG: usize = 4096;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_passed_over() {
        let text = [b"one\n".to_vec(), vec![b'x'; 9000], b"\n\nlast".to_vec()].concat();
        let mut input = io::BufReader::with_capacity(16, text.as_slice());
        let mut line = Vec::new();
        let mut next = |line: &mut Vec<u8>| next_line(&mut input, 5000, line).unwrap();
        assert_eq!((next(&mut line), line.as_slice()), (NextLine::Line, &b"one"[..]));
        assert_eq!((next(&mut line), line.len()), (NextLine::TooLong, 4096));
        assert_eq!((next(&mut line), line.as_slice()), (NextLine::Line, &b""[..]));
        assert_eq!((next(&mut line), line.as_slice()), (NextLine::Line, &b"last"[..]));
        assert_eq!(next(&mut line), NextLine::End);
    }
}
