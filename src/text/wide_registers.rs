//! Sums over vectors with the widest registers the processor has: faster, and the same bits.
//!
//! Each number is a sum of its own, made in the same order whatever the width, and products are never fused into sums; so
//! every machine gets the same result.

/// Work that is worth doing with wide registers. Whatever is not inlined into `done` gains nothing; that is why it is no
/// closure, which nobody can mark `#[inline(always)]`.
pub trait Work {
    /// What comes of it.
    type Found;

    /// Does it; to be marked `#[inline(always)]`.
    fn done(self) -> Self::Found;
}

/// Does some work with wide registers where there are any.
#[inline]
pub fn widely<W: Work>(work: W) -> W::Found {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("popcnt")
    {
        return avx2(work);
    }
    work.done()
}

#[cfg(target_arch = "x86_64")]
#[expect(
    unsafe_code,
    reason = "the caller has made sure that the processor can"
)]
fn avx2<W: Work>(work: W) -> W::Found {
    #[target_feature(enable = "avx2,popcnt")]
    #[inline(never)]
    fn compiled_for_it<W: Work>(work: W) -> W::Found {
        work.done()
    }
    // SAFETY: `widely`, the only caller, has asked the processor whether it knows these instructions.
    unsafe { compiled_for_it(work) }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Sum<'n>(&'n [f32]);

    impl Work for Sum<'_> {
        type Found = [u32; 8];

        #[inline(always)]
        fn done(self) -> [u32; 8] {
            let mut sums = [0.0f32; 8];
            for some in self.0.chunks(8) {
                for (sum, x) in sums.iter_mut().zip(some) {
                    *sum += x * 1.1;
                }
            }
            sums.map(f32::to_bits)
        }
    }

    #[test]
    fn the_same_bits_come_out() {
        let numbers: Vec<f32> = (1..200).map(|at| 1.0 / at as f32).collect();
        assert_eq!(Sum(&numbers).done(), widely(Sum(&numbers)));
    }
}
