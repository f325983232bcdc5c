//! Learns the order of candidates: first the weighted sum, then the trees that look again at its foremost.

use super::boosting::{self, Growth, Rows};
use super::training_examples::Example;
use crate::math;
use crate::search::features::Measured;
use crate::search::listwise_features::listwise_features;
use crate::search::ranking::{
    INPUTS, Inputs, RERANKED, Ranker, TREE_INPUTS, inputs, opinions, top_k,
};

/// How the trees are grown; found on the training files by leaving a fifth of the articles out, when 200 trees sufficed. With
/// 35 collections to learn from, 600 smaller steps put another 1 to 8 questions in a thousand right; 31 leaves none.
pub const GROWTH: Growth = Growth {
    trees: 600,
    leaves: 20,
    rate: 0.05,
    part_of_inputs: 0.4,
    least_in_leaf: 80,
    shrinkage: 5.0,
};

/// How often all examples are gone through for the sum.
const ROUNDS: usize = 6;

/// How many examples are looked at before the weights are moved.
const BATCH: usize = 32;

/// How far weights are moved at first; it falls to 0.
const STEP: f64 = 0.02;

/// How strongly weights are drawn to 0.
const SHRINKAGE: f64 = 2e-4;

/// Learns a ranker; `told` hears of every tree.
pub fn learn(examples: &[&Example], growth: &Growth, told: &dyn Fn()) -> Ranker {
    let teaching: Vec<&Example> = examples
        .iter()
        .copied()
        .filter(|example| example.teaches())
        .collect();
    let sum_alone = Ranker::new(learn_sum(&teaching), Vec::new());
    let rows = rows(&sum_alone, &teaching);
    let mut trees = boosting::grow(&rows, growth, told);
    for tree in &mut trees {
        tree.round();
    }
    Ranker::new(sum_alone.weights, trees)
}

/// Learns a ranker that has no trees yet.
pub fn learn_sum_alone(examples: &[&Example]) -> Ranker {
    let teaching: Vec<&Example> = (examples.iter().copied())
        .filter(|example| example.teaches())
        .collect();
    Ranker::new(learn_sum(&teaching), Vec::new())
}

/// Learns the weighted sum that gives right candidates most of the probability (listwise softmax, Cao et al. 2007), by
/// Adam (Kingma and Ba 2015).
fn learn_sum(examples: &[&Example]) -> Vec<f32> {
    let spread = spreads(examples);
    let mut weights = vec![0.0f64; INPUTS];
    let (mut mean, mut square) = (vec![0.0f64; INPUTS], vec![0.0f64; INPUTS]);
    let mut steps = 0;
    for round in 0..ROUNDS {
        let rate = STEP * (1.0 - round as f64 / ROUNDS as f64);
        // Examples of one article follow each other; a stride mixes them, the same way every time.
        let stride = (1..)
            .map(|step| 7919 + step)
            .find(|step| gcd(*step, examples.len().max(1)) == 1);
        let stride = stride.unwrap_or(1);
        let order: Vec<usize> = (0..examples.len())
            .map(|at| (at * stride + round * 31) % examples.len())
            .collect();
        for batch in order.chunks(BATCH) {
            let mut gradient: Vec<f64> = weights.iter().map(|weight| SHRINKAGE * weight).collect();
            for at in batch {
                if let Some(example) = examples.get(*at) {
                    add_gradient(
                        example,
                        &weights,
                        &spread,
                        batch.len() as f64,
                        &mut gradient,
                    );
                }
            }
            steps += 1;
            let (early_mean, early_square) = (1.0 - 0.9f64.powi(steps), 1.0 - 0.999f64.powi(steps));
            for at in 0..INPUTS {
                mean[at] = 0.9 * mean[at] + 0.1 * gradient[at];
                square[at] = 0.999 * square[at] + 0.001 * gradient[at] * gradient[at];
                let step = (mean[at] / early_mean) / ((square[at] / early_square).sqrt() + 1e-8);
                weights[at] -= rate * step;
            }
        }
    }
    (weights.iter().zip(&spread))
        .map(|(weight, spread)| rounded((weight / spread) as f32))
        .collect()
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// Five digits say all that the examples can teach, and keep the file readable.
pub fn rounded(value: f32) -> f32 {
    if value == 0.0 || !value.is_finite() {
        return 0.0;
    }
    let scale = 10f64.powi(4 - math::log10(f64::from(value.abs())).floor() as i32);
    ((f64::from(value) * scale).round() / scale) as f32
}

fn add_gradient(
    example: &Example,
    weights: &[f64],
    spread: &[f64],
    batch: f64,
    gradient: &mut [f64],
) {
    let inputs = inputs(&example.measured);
    let scores: Vec<f64> = inputs
        .iter()
        .map(|inputs| {
            let products = inputs.iter().zip(weights).zip(spread);
            products.map(|((x, w), s)| f64::from(*x) / s * w).sum()
        })
        .collect();
    let best = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let raised: Vec<f64> = scores
        .iter()
        .map(|score| math::exp_f64(score - best))
        .collect();
    let all: f64 = raised.iter().sum();
    let right: f64 = (raised.iter().zip(&example.right))
        .filter(|(_, right)| **right)
        .map(|(raised, _)| raised)
        .sum();
    for ((inputs, raised), is_right) in inputs.iter().zip(&raised).zip(&example.right) {
        let wanted = if *is_right {
            raised / right.max(f64::MIN_POSITIVE)
        } else {
            0.0
        };
        let pull = (raised / all - wanted) / batch;
        if pull.abs() < 1e-9 {
            continue;
        }
        for ((gradient, x), spread) in gradient.iter_mut().zip(inputs).zip(spread) {
            *gradient += pull * f64::from(*x) / spread;
        }
    }
}

/// Returns the standard deviation of each input.
fn spreads(examples: &[&Example]) -> Vec<f64> {
    let (mut sum, mut square, mut count) = (vec![0.0f64; INPUTS], vec![0.0f64; INPUTS], 0.0f64);
    for example in examples {
        for inputs in inputs(&example.measured) {
            for (at, value) in inputs.iter().enumerate() {
                sum[at] += f64::from(*value);
                square[at] += f64::from(*value).powi(2);
            }
            count += 1.0;
        }
    }
    let count = count.max(1.0);
    (sum.iter().zip(&square))
        .map(|(sum, square)| (square / count - (sum / count).powi(2)).max(0.0).sqrt())
        // What never varies teaches nothing, and must not be blown up.
        .map(|spread| if spread > 1e-6 { spread } else { 1e6 })
        .collect()
}

fn rows(ranker: &Ranker, examples: &[&Example]) -> Rows {
    let mut rows = Rows {
        sizes: Vec::new(),
        columns: vec![Vec::new(); TREE_INPUTS],
        right: Vec::new(),
    };
    for example in examples {
        rows.add(ranker, &example.measured, &example.right);
    }
    rows
}

impl Rows {
    /// Adds the foremost candidates of one list.
    fn add(&mut self, ranker: &Ranker, measured: &[Measured], right: &[bool]) {
        let all = inputs(measured);
        let sums = ranker.sums(&all);
        let around = listwise_features(measured, &sums);
        let read = opinions(measured);
        let kept = top_k(&sums, RERANKED);
        for at in &kept {
            let own = all.get(*at).map_or(&[][..], Inputs::as_slice);
            let beside = around.get(*at).into_iter().flatten();
            let values = own
                .iter()
                .chain(beside)
                .chain(read.get(*at).into_iter().flatten());
            for (column, value) in self.columns.iter_mut().zip(values) {
                column.push(*value);
            }
            self.right.push(right.get(*at).copied().unwrap_or(false));
        }
        self.sizes.push(kept.len());
    }
}

/// Returns how many of 100 questions have a right candidate among the first, the first three, the first five.
pub fn hits(ranker: &Ranker, examples: &[&Example]) -> [f64; 3] {
    let mut found = [0usize; 3];
    for example in examples {
        let ranked = ranker.rank(ranker.score(example.measured.clone()));
        let first = ranked.iter().position(|ranked| {
            let at = example
                .measured
                .iter()
                .position(|own| own.place == ranked.place);
            at.is_some_and(|at| example.right.get(at) == Some(&true))
        });
        for (count, within) in found.iter_mut().zip([1, 3, 5]) {
            *count += usize::from(first.is_some_and(|first| first < within));
        }
    }
    found.map(|count| 100.0 * count as f64 / examples.len().max(1) as f64)
}
