//! The widest instructions that the processor has, for code over whole numbers: the same results, sooner.

#[cfg(target_arch = "x86_64")]
use fearless_simd::{Level, Simd};

/// Runs `work` compiled for AVX2 where the processor has it. What is to gain by it must be inlined into `work`, which
/// itself must be `#[inline(always)]`.
#[inline(always)]
pub fn wide<R>(work: impl FnOnce() -> R) -> R {
    #[cfg(target_arch = "x86_64")]
    if let Some(avx2) = Level::new().as_avx2() {
        return avx2.vectorize(work);
    }
    work()
}

#[cfg(test)]
mod tests {
    use super::wide;

    #[test]
    fn what_is_widened_counts_as_it_did() {
        let a: Vec<i16> = (0..1000).map(|i| i * 7 % 100 - 30).collect();
        let sum = |a: &[i16]| a.iter().map(|&x| i32::from(x) * i32::from(x)).sum::<i32>();
        assert_eq!(
            wide(
                #[inline(always)]
                || sum(&a)
            ),
            sum(&a)
        );
    }
}
