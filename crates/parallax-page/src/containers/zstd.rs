//! Zstandard: one file in one frame or several.

use std::io::{self, BufReader, Read};

use ruzstd::decoding::{FrameDecoder, StreamingDecoder};

use super::walk::{Entry, Walk};
use super::window::Window;
use super::{Flow, ItemError, Limits};

const MAGIC: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];

/// Memory that a frame may ask for.
const WINDOW: u64 = 64 << 20;

pub(super) fn matches(head: &[u8], _: &str) -> bool {
    head.starts_with(MAGIC)
}

/// Reads what is inside.
pub(super) fn read(walk: &mut Walk<'_>, entry: Entry<'_>) -> Flow {
    let frames = Frames::new(entry.stream, walk.limits.clone());
    walk.open(&mut BufReader::with_capacity(1 << 16, frames), entry.item, None)
}

/// All frames of a stream as one.
pub(super) struct Frames<R: Read> {
    state: State<R>,
    limits: Limits,
    unpacked: u64,
}

enum State<R: Read> {
    Between(Window<R>),
    Inside(Box<StreamingDecoder<Window<R>, FrameDecoder>>),
    Gone,
}

impl<R: Read> Frames<R> {
    pub(super) fn new(inner: R, limits: Limits) -> Self {
        Self { state: State::Between(Window::new(inner)), limits, unpacked: 0 }
    }
}

fn broken() -> io::Error {
    io::Error::other(ItemError::Damaged("the zstd data are broken or cut off".to_owned()))
}

impl<R: Read> Read for Frames<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        loop {
            match std::mem::replace(&mut self.state, State::Gone) {
                State::Gone => return Ok(0),
                State::Between(mut window) => {
                    match *window.fill(8) {
                        [] => return window.take_fault().map_or(Ok(0), Err),
                        // A frame to be skipped, with its length.
                        [0x50..=0x5f, 0x2a, 0x4d, 0x18, a, b, c, d, ..] => {
                            window.step(8);
                            window.skip(u64::from(u32::from_le_bytes([a, b, c, d])));
                            self.state = State::Between(window);
                            continue;
                        }
                        _ => {}
                    }
                    let decoder = StreamingDecoder::new_with_max_window_size(window, WINDOW);
                    self.state = State::Inside(Box::new(decoder.map_err(|_| broken())?));
                }
                State::Inside(mut decoder) => match decoder.read(out) {
                    Ok(0) => self.state = State::Between(decoder.into_inner()),
                    Ok(n) => {
                        self.unpacked += n as u64;
                        if self.limits.is_bomb(decoder.get_ref().consumed(), self.unpacked) {
                            return Err(io::Error::other(ItemError::Ratio(self.limits.ratio)));
                        }
                        self.state = State::Inside(decoder);
                        return Ok(n);
                    }
                    Err(_) => return Err(broken()),
                },
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};

    #[test]
    fn frames_are_joined_and_others_skipped() {
        let frame = |text: &str| compress_to_vec(text.as_bytes(), CompressionLevel::Fastest);
        let skipped = [0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 9, 9, 9];
        let whole = [frame("one "), skipped.to_vec(), frame("two")].concat();
        let mut text = String::new();
        Frames::new(whole.as_slice(), Limits::default()).read_to_string(&mut text).unwrap();
        assert_eq!(text, "one two");
        let cut = &whole[..whole.len() - 2];
        assert!(Frames::new(cut, Limits::default()).read_to_string(&mut text).is_err());
    }
}
