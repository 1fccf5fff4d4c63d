//! A set of hashes that numbers its members.

use super::{Damaged, take, take_u32};

/// A set of 64-bit hashes, each with a slot from 0. Of each hash only a bucket and 16 bits are kept: a stranger is
/// taken for a member about four times in 65,536.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Index {
    /// Bits of a hash that choose the bucket.
    bits: u32,
    /// Where each bucket begins in `checks`, and the end.
    starts: Vec<u32>,
    /// 16 bits of each member, bucket after bucket.
    checks: Vec<u16>,
}

/// Members of a bucket, on average, at most.
const FILL: usize = 4;

impl Index {
    /// Builds the set; gives also, for each slot, the position in `hashes` of its member. Of members that can not be
    /// told apart, the first of `hashes` stays.
    #[must_use]
    pub fn build(hashes: &[u64]) -> (Self, Vec<usize>) {
        let bits = (hashes.len() / FILL).next_power_of_two().trailing_zeros();
        let mut order: Vec<usize> = (0..hashes.len()).collect();
        order.sort_by_key(|&i| (bucket(hashes[i], bits), check(hashes[i]), i));
        order.dedup_by_key(|i| (bucket(hashes[*i], bits), check(hashes[*i])));
        let mut starts = vec![0; (1 << bits) + 1];
        for &i in &order {
            starts[bucket(hashes[i], bits) + 1] += 1;
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        let checks = order.iter().map(|&i| check(hashes[i])).collect();
        (Self { bits, starts, checks }, order)
    }

    /// The slot of a member.
    #[inline]
    #[must_use]
    pub fn get(&self, hash: u64) -> Option<usize> {
        let bucket = bucket(hash, self.bits);
        let from = *self.starts.get(bucket)? as usize;
        let to = *self.starts.get(bucket + 1)? as usize;
        let wanted = check(hash);
        let found = self.checks.get(from..to)?.iter().position(|&c| c == wanted)?;
        Some(from + found)
    }

    /// Number of members.
    #[must_use]
    pub fn len(&self) -> usize {
        self.checks.len()
    }

    /// Whether there is no member.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.checks.is_empty()
    }

    /// Appends the set to a file: bits, number, members of each bucket (one byte), checks.
    ///
    /// # Panics
    /// If more than 255 members share a bucket, which hashes that are spread well do not.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.bits.to_le_bytes());
        out.extend((self.checks.len() as u32).to_le_bytes());
        let sizes = self.starts.windows(2).map(|w| w[1] - w[0]);
        out.extend(sizes.map(|n| u8::try_from(n).expect("hashes are spread well")));
        out.extend(self.checks.iter().flat_map(|c| c.to_le_bytes()));
    }

    /// Takes the set from the head of a file.
    ///
    /// # Errors
    /// If the file is not one.
    pub fn read(bytes: &mut &[u8]) -> Result<Self, Damaged> {
        let bits = take_u32(bytes)?;
        let len = take_u32(bytes)?;
        if bits > 28 {
            return Err(Damaged("too many buckets"));
        }
        let mut starts = Vec::with_capacity((1 << bits) + 1);
        starts.push(0);
        let mut end = 0;
        for &size in take(bytes, 1 << bits)? {
            end += u32::from(size);
            starts.push(end);
        }
        if end != len {
            return Err(Damaged("its buckets do not add up"));
        }
        let checks = take(bytes, 2 * len as usize)?.chunks_exact(2);
        Ok(Self { bits, starts, checks: checks.map(|c| u16::from_le_bytes([c[0], c[1]])).collect() })
    }
}

#[inline]
fn bucket(hash: u64, bits: u32) -> usize {
    (hash & ((1 << bits) - 1)) as usize
}

#[inline]
fn check(hash: u64) -> u16 {
    (hash >> 48) as u16
}

#[cfg(test)]
mod tests {
    use super::super::hash;
    use super::*;

    fn hashes(n: u64) -> Vec<u64> {
        (0..n).map(|i| hash::mix(1, i)).collect()
    }

    #[test]
    fn members_are_found_and_strangers_are_rare() {
        let members = hashes(50_000);
        let (index, order) = Index::build(&members);
        assert!(index.len() > 49_900);
        for (slot, &i) in order.iter().enumerate() {
            assert_eq!(index.get(members[i]), Some(slot));
        }
        let strangers = (0..50_000).filter(|&i| index.get(hash::mix(2, i)).is_some()).count();
        assert!(strangers < 15, "{strangers}");
    }

    #[test]
    fn a_set_survives_being_written() {
        for n in [0, 1, 3, 1000] {
            let (index, _) = Index::build(&hashes(n));
            let mut file = Vec::new();
            index.write(&mut file);
            file.push(7);
            let mut rest = file.as_slice();
            assert_eq!(Index::read(&mut rest).unwrap(), index);
            assert_eq!(rest, [7]);
            let cut = file.len() - 2;
            assert!(Index::read(&mut &file[..cut]).is_err());
        }
    }
}
