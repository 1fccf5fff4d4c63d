//! What is too much.

use crate::LIMIT;

/// Limits that keep memory, time and disk bounded whatever the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Largest page, unpacked, in bytes; never more than [`LIMIT`].
    pub page: u64,
    /// Largest mail, web archive of one page, feed or line of JSON, which hold pages with other things.
    pub wrapped: u64,
    /// Archives inside archives, compression counted.
    pub depth: usize,
    /// Files in one ZIP or tar archive.
    pub entries: u64,
    /// How many times its packed size data may grow, once it is larger than `ratio_from`.
    pub ratio: u64,
    /// Unpacked bytes up to which the ratio is not looked at.
    pub ratio_from: u64,
    /// Bytes unpacked from one input, all together.
    pub total: u64,
    /// Largest ZIP archive that is copied to a temporary file, because it came as a stream.
    pub spool: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            page: LIMIT,
            wrapped: 2 * LIMIT,
            depth: 6,
            entries: 1_000_000,
            ratio: 400,
            ratio_from: 64 << 20,
            total: 1 << 40,
            spool: 4 << 30,
        }
    }
}

impl Limits {
    /// Whether so many bytes out of so few are a trap rather than a text.
    pub(super) fn is_bomb(&self, packed: u64, unpacked: u64) -> bool {
        unpacked > self.ratio_from && unpacked / self.ratio.max(1) > packed
    }
}
