//! Numbers of rows by the hashes of their features, found many at a time.

use super::{Damaged, take, take_u32};

/// Numbers of rows by the hashes of their features: buckets of eight 16-bit checks, compared at once and without a
/// branch, since hits and misses come in no order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Slots {
    bits: u32,
    buckets: Vec<[u16; WAYS]>,
    starts: Vec<u32>,
}

const WAYS: usize = 8;

/// Members of a bucket on average, at most.
const FILL: usize = 4;

#[inline(always)]
fn bucket(hash: u64, bits: u32) -> usize {
    (hash & ((1 << bits) - 1)) as usize
}

#[inline(always)]
fn check(hash: u64) -> u16 {
    (hash >> 48) as u16
}

impl Slots {
    /// The set of some hashes, and for each slot which of `hashes` it is; what does not fit into its bucket, or can not
    /// be told from another, is left out: about one in a thousand.
    pub(super) fn build(hashes: &[u64]) -> (Self, Vec<usize>) {
        let bits = (hashes.len() / FILL).next_power_of_two().trailing_zeros();
        let mut order: Vec<usize> = (0..hashes.len()).collect();
        order.sort_by_key(|&i| (bucket(hashes[i], bits), i));
        let (mut kept, mut sizes, mut checks) = (Vec::new(), vec![0_u8; 1 << bits], Vec::new());
        for i in order {
            let size = &mut sizes[bucket(hashes[i], bits)];
            let from = checks.len() - usize::from(*size);
            if usize::from(*size) < WAYS && !checks[from..].contains(&check(hashes[i])) {
                *size += 1;
                checks.push(check(hashes[i]));
                kept.push(i);
            }
        }
        (Self::of(bits, &sizes, &checks), kept)
    }

    fn of(bits: u32, sizes: &[u8], checks: &[u16]) -> Self {
        let (mut buckets, mut starts, mut at) = (Vec::new(), Vec::new(), 0);
        for size in sizes.iter().map(|&n| usize::from(n)) {
            let members = &checks[at..at + size];
            // What is free repeats the first member, so that it finds the right slot.
            let mut ways = [members.first().copied().unwrap_or(0); WAYS];
            ways[..members.len()].copy_from_slice(members);
            buckets.push(ways);
            starts.push(at as u32);
            at += size;
        }
        Self { bits, buckets, starts }
    }

    /// Adds the slot of a member to `found`; of a stranger nothing.
    #[inline(always)]
    pub(super) fn find(&self, hash: u64, found: &mut Found) {
        let at = bucket(hash, self.bits);
        let wanted = check(hash);
        let mut hits = 0_u32;
        for (way, &check) in self.buckets[at].iter().enumerate() {
            hits |= u32::from(check == wanted) << way;
        }
        if let Some(place) = found.slots.get_mut(found.len) {
            *place = self.starts[at] + (hits.trailing_zeros() & 7);
            found.len += usize::from(hits != 0);
        }
    }

    pub(super) fn write(&self, rows: usize, out: &mut Vec<u8>) {
        out.extend(self.bits.to_le_bytes());
        out.extend((rows as u32).to_le_bytes());
        let ends = self.starts.iter().skip(1).copied().chain([rows as u32]);
        let sizes: Vec<usize> = ends.zip(&self.starts).map(|(end, start)| (end - start) as usize).collect();
        out.extend(sizes.iter().map(|&n| n as u8));
        for (&size, ways) in sizes.iter().zip(&self.buckets) {
            out.extend(ways[..size].iter().flat_map(|c| c.to_le_bytes()));
        }
    }

    /// The set, and how many members it has.
    pub(super) fn read(bytes: &mut &[u8]) -> Result<(Self, usize), Damaged> {
        let bits = take_u32(bytes)?;
        let rows = take_u32(bytes)? as usize;
        if bits > 24 {
            return Err(Damaged("too many buckets"));
        }
        let sizes = take(bytes, 1 << bits)?;
        let full = sizes.iter().any(|&n| usize::from(n) > WAYS);
        if full || sizes.iter().map(|&n| usize::from(n)).sum::<usize>() != rows {
            return Err(Damaged("its buckets do not add up"));
        }
        let checks: Vec<u16> =
            take(bytes, 2 * rows)?.chunks_exact(2).map(|c| u16::from_le_bytes([c[0], c[1]])).collect();
        Ok((Self::of(bits, sizes, &checks), rows))
    }
}

/// Rows that were found for the features of one sum. They are added in a second step: their memory is then fetched
/// side by side.
#[derive(Debug, Clone)]
pub struct Found {
    slots: [u32; Found::ROOM],
    len: usize,
}

impl Default for Found {
    fn default() -> Self {
        Self { slots: [0; Self::ROOM], len: 0 }
    }
}

impl Found {
    /// How many rows there is room for; features beyond are passed over.
    pub const ROOM: usize = 256;

    /// The slots of the rows.
    #[inline(always)]
    pub(super) fn slots(&self) -> &[u32] {
        &self.slots[..self.len]
    }

    /// Forgets them.
    #[inline(always)]
    pub(super) fn clear(&mut self) {
        self.len = 0;
    }
}
