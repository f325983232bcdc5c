//! The sums of the reader: each in one order, and few enough side by side to stay in registers.

use crate::text::simd::Kernel;

use super::reader_weights::{HIDDEN, WINDOW};

/// Adds `by` times `row` to `out`.
#[inline(always)]
pub fn add_scaled(out: &mut [f32], row: &[f32], by: f32) {
    for (out, weight) in out.iter_mut().zip(row) {
        *out += by * weight;
    }
}

/// Returns the sum of the products: eight sums side by side, which a processor adds at once, then those together.
#[inline(always)]
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    let mut sums = [0.0f32; 8];
    for (a, b) in a.iter().zip(b) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += a * b;
        }
    }
    let mut all = 0.0;
    for sum in sums {
        all += sum;
    }
    for (a, b) in a_rest.iter().zip(b_rest) {
        all += a * b;
    }
    all
}

/// A layer to be summed: by itself, so that the compiler sees how few sums there are and keeps them in registers.
pub struct Layer<'a> {
    /// The weights, a row for each input of each word of a window.
    pub rows: &'a [[f32; HIDDEN]],
    /// What is the same for every word.
    pub bias: [f32; HIDDEN],
    /// What goes in.
    pub heard: &'a Heard,
    /// How far apart the words of a window stand.
    pub stride: usize,
}

impl Kernel for Layer<'_> {
    type Output = Vec<f32>;

    #[inline(always)]
    fn run(self) -> Vec<f32> {
        let mut out = vec![0.0; self.heard.words() * HIDDEN];
        for (at, sums) in out.as_chunks_mut::<HIDDEN>().0.iter_mut().enumerate() {
            *sums = self.bias;
            for step in 0..WINDOW {
                let from = seen(at, step, self.stride);
                let inputs = from.map_or(&[][..], |from| self.heard.of_word(from));
                let rows = self.rows.get(step * self.heard.width..);
                add_rows(sums, rows.unwrap_or_default(), inputs);
            }
        }
        out
    }
}

/// Adds the row of each input as often as the input says.
#[inline(always)]
fn add_rows(sums: &mut [f32; HIDDEN], rows: &[[f32; HIDDEN]], inputs: &[(u16, f32)]) {
    let mut own = *sums;
    for (input, x) in inputs {
        let Some(row) = rows.get(usize::from(*input)) else {
            break;
        };
        for (sum, weight) in own.iter_mut().zip(row) {
            *sum += x * weight;
        }
    }
    *sums = own;
}

/// What goes into a layer: of each word the inputs that are not 0, with their numbers. About half of them are 0, and five
/// windows look at each word.
pub struct Heard {
    /// How many inputs a word has.
    width: usize,
    inputs: Vec<(u16, f32)>,
    /// Where those of each word end.
    ends: Vec<usize>,
}

impl Heard {
    /// Prepares for so many words of so many inputs each.
    pub fn new(width: usize, words: usize) -> Self {
        Heard {
            width,
            inputs: Vec::with_capacity(words * width),
            ends: Vec::with_capacity(words),
        }
    }

    /// Takes the next word in: its first inputs as numbers, and those of the others that are 1.
    #[inline(always)]
    pub fn hear(&mut self, first: &[f32], ones: &[u16]) {
        let numbered = (0u16..).zip(first.iter().copied());
        self.inputs.extend(numbered.filter(|(_, x)| *x != 0.0));
        self.inputs.extend(ones.iter().map(|number| (*number, 1.0)));
        self.ends.push(self.inputs.len());
    }

    fn words(&self) -> usize {
        self.ends.len()
    }

    #[inline(always)]
    fn of_word(&self, at: usize) -> &[(u16, f32)] {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before));
        let end = self.ends.get(at).copied().unwrap_or(0);
        (self.inputs.get(start.copied().unwrap_or(0)..end)).unwrap_or_default()
    }
}

/// Returns which word a layer sees in one step of its window.
#[inline(always)]
pub fn seen(at: usize, step: usize, stride: usize) -> Option<usize> {
    (at + step * stride).checked_sub(WINDOW / 2 * stride)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_ends_where_the_sentence_begins() {
        assert_eq!(seen(0, 0, 1), None);
        assert_eq!(seen(0, 2, 2), Some(0));
        assert_eq!(seen(3, 4, 2), Some(7));
    }
}
