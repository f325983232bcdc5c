//! Sums over vectors with the widest registers the processor has: faster, and the same bits.
//!
//! Each number is a sum of its own, made in the same order whatever the width, and products are never fused into sums; so
//! every machine gets the same result.

#[cfg(target_arch = "x86_64")]
use std::arch::is_x86_feature_detected;

/// Code that is compiled for registers of each width. Only what is inlined into `run` gains by it; hence a trait, since
/// a closure cannot be marked `#[inline(always)]`.
pub trait Kernel {
    /// What it returns.
    type Output;

    /// Runs it; to be marked `#[inline(always)]`.
    fn run(self) -> Self::Output;
}

/// Runs a kernel with the widest registers the processor has.
#[inline]
pub fn dispatch<W: Kernel>(kernel: W) -> W::Output {
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512vl")
        && is_x86_feature_detected!("avx512vpopcntdq")
    {
        return avx512(kernel);
    } else if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("popcnt") {
        return avx2(kernel);
    }
    kernel.run()
}

#[cfg(target_arch = "x86_64")]
#[expect(
    unsafe_code,
    reason = "the caller has made sure that the processor can"
)]
fn avx512<W: Kernel>(kernel: W) -> W::Output {
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vpopcntdq")]
    #[inline(never)]
    fn compiled_for_it<W: Kernel>(kernel: W) -> W::Output {
        kernel.run()
    }
    // SAFETY: `dispatch`, the only caller, has asked the processor whether it knows these instructions.
    unsafe { compiled_for_it(kernel) }
}

#[cfg(target_arch = "x86_64")]
#[expect(
    unsafe_code,
    reason = "the caller has made sure that the processor can"
)]
fn avx2<W: Kernel>(kernel: W) -> W::Output {
    #[target_feature(enable = "avx2,popcnt")]
    #[inline(never)]
    fn compiled_for_it<W: Kernel>(kernel: W) -> W::Output {
        kernel.run()
    }
    // SAFETY: `dispatch`, the only caller, has asked the processor whether it knows these instructions.
    unsafe { compiled_for_it(kernel) }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Sum<'n>(&'n [f32]);

    impl Kernel for Sum<'_> {
        type Output = [u32; 8];

        #[inline(always)]
        fn run(self) -> [u32; 8] {
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
        assert_eq!(Sum(&numbers).run(), dispatch(Sum(&numbers)));
    }
}
