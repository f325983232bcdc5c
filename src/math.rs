//! Exponentials and logarithms that come out the same on every machine. Those of the system's library may differ in
//! the last bit from one machine to the next, and with them what a training learns and how sure an answer is.

/// Returns e to the power of a number.
#[inline]
pub fn exp(x: f32) -> f32 {
    libm::expf(x)
}

/// Returns the natural logarithm.
#[inline]
pub fn ln(x: f32) -> f32 {
    libm::logf(x)
}

/// Returns e to the power of a number, in double precision.
#[inline]
pub fn exp_f64(x: f64) -> f64 {
    libm::exp(x)
}

/// Returns the natural logarithm, in double precision.
#[inline]
pub fn ln_f64(x: f64) -> f64 {
    libm::log(x)
}

/// Returns the logarithm to the base 2.
#[inline]
pub fn log2(x: f64) -> f64 {
    libm::log2(x)
}

/// Returns the logarithm to the base 10.
#[inline]
pub fn log10(x: f64) -> f64 {
    libm::log10(x)
}
