//! Learns when to say no: from questions asked of the articles that answer them, of those that do not, and of articles
//! whose answer was taken away.

use std::collections::BTreeMap;

use crate::search::answerability::{Answerability, TRAITS, Traits, trait_name};

use super::learn_ranker::rounded;

/// A list of candidates, seen from outside, and whether its first one answers.
#[derive(Debug, Clone)]
pub struct Case {
    /// What is seen of the list.
    pub traits: Traits,
    /// Whether the first candidate answers.
    pub answers: bool,
    /// What the question is about.
    pub topic: Topic,
    /// How much the case counts.
    pub weight: f64,
    /// Among how many articles it was asked.
    pub size: Size,
}

/// What a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// Something the articles speak of.
    Own,
    /// Something else.
    Other,
}

/// Among how many articles a question is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// A handful at most; these teach the judge, the figures come from the others.
    Few,
    /// Dozens.
    Many,
}

/// Which part of the off-topic questions may be answered all the same.
pub const FALSE_ANSWERS: f64 = 0.05;

/// How often all cases are gone through.
const ROUNDS: usize = 400;

/// How strongly weights are drawn to 0.
const SHRINKAGE: f64 = 1e-3;

/// How many points the calibration has at most.
const POINTS: usize = 24;

/// Learns a judge: logistic regression on standardised traits, its sum calibrated by isotonic regression.
pub fn learn(cases: &[Case]) -> Answerability {
    let (mean, spread) = scales(cases);
    let standing: Vec<Vec<f64>> = (cases.iter())
        .map(|case| {
            let scaled = case.traits.iter().zip(mean.iter().zip(&spread));
            scaled
                .map(|(x, (mean, spread))| (f64::from(*x) - mean) / spread)
                .collect()
        })
        .collect();
    let (weights, bias) = regression(cases, &standing);
    let stored: Vec<f32> = (weights.iter().zip(&spread))
        .enumerate()
        .map(|(at, (weight, spread))| match is_scale_free(at) {
            true => rounded((weight / spread) as f32),
            false => 0.0,
        })
        .collect();
    let shift: f64 = (stored.iter().zip(&mean))
        .map(|(weight, mean)| f64::from(*weight) * mean)
        .sum();
    let bias = rounded((bias - shift) as f32);
    let mut learnt = Answerability {
        weights: (stored.iter().enumerate())
            .filter(|(_, weight)| **weight != 0.0)
            .map(|(at, weight)| (trait_name(at).to_owned(), *weight))
            .collect::<BTreeMap<_, _>>(),
        bias,
        calibration: Vec::new(),
        threshold: 0.0,
    };
    let sum = |case: &Case| {
        bias + case
            .traits
            .iter()
            .zip(&stored)
            .map(|(x, weight)| x * weight)
            .sum::<f32>()
    };
    let sums: Vec<f32> = cases.iter().map(sum).collect();
    learnt.calibration = calibrate(cases, &sums);
    learnt
}

/// Returns the threshold above which only the allowed part of the off-topic chances lies.
pub fn threshold(chances_off_topic: &mut [f32]) -> f32 {
    chances_off_topic.sort_by(|a, b| b.total_cmp(a));
    let allowed = (chances_off_topic.len() as f64 * FALSE_ANSWERS) as usize;
    chances_off_topic
        .get(allowed)
        .map_or(0.5, |chance| rounded(chance + 1e-4))
}

/// Tells whether a trait means the same among few articles as among many: sums of word weights do not.
fn is_scale_free(at: usize) -> bool {
    let name = trait_name(at);
    !name.starts_with("bm25_")
        && !matches!(
            name,
            "best_other" | "lead_in_paragraph" | "question_weight" | "place_in_article"
        )
}

fn scales(cases: &[Case]) -> (Vec<f64>, Vec<f64>) {
    let count = cases.len().max(1) as f64;
    let mut mean = vec![0.0; TRAITS];
    let mut spread = vec![0.0; TRAITS];
    for case in cases {
        for (mean, x) in mean.iter_mut().zip(&case.traits) {
            *mean += f64::from(*x) / count;
        }
    }
    for case in cases {
        for ((spread, mean), x) in spread.iter_mut().zip(&mean).zip(&case.traits) {
            *spread += (f64::from(*x) - mean).powi(2) / count;
        }
    }
    for spread in &mut spread {
        *spread = if *spread > 1e-12 { spread.sqrt() } else { 1e6 };
    }
    (mean, spread)
}

/// Logistic regression by full steps of Adam: few cases, one minimum.
fn regression(cases: &[Case], standing: &[Vec<f64>]) -> (Vec<f64>, f64) {
    let total: f64 = cases.iter().map(|case| case.weight).sum::<f64>().max(1.0);
    let mut weights = vec![0.0f64; TRAITS + 1];
    let (mut mean, mut square) = (vec![0.0f64; TRAITS + 1], vec![0.0f64; TRAITS + 1]);
    for round in 1..=ROUNDS {
        let mut slope: Vec<f64> = weights.iter().map(|weight| SHRINKAGE * weight).collect();
        slope[TRAITS] = 0.0;
        for (case, standing) in cases.iter().zip(standing) {
            let sum: f64 = standing
                .iter()
                .zip(&weights)
                .map(|(x, w)| x * w)
                .sum::<f64>()
                + weights[TRAITS];
            let wanted = f64::from(u8::from(case.answers));
            let pull = case.weight * (1.0 / (1.0 + (-sum).exp()) - wanted) / total;
            for (slope, x) in slope.iter_mut().zip(standing) {
                *slope += pull * x;
            }
            slope[TRAITS] += pull;
        }
        let rate = 0.05 * (1.0 - round as f64 / (ROUNDS + 1) as f64);
        for at in 0..=TRAITS {
            mean[at] = 0.9 * mean[at] + 0.1 * slope[at];
            square[at] = 0.999 * square[at] + 0.001 * slope[at] * slope[at];
            let early = (
                1.0 - 0.9f64.powi(round as i32),
                1.0 - 0.999f64.powi(round as i32),
            );
            weights[at] -= rate * (mean[at] / early.0) / ((square[at] / early.1).sqrt() + 1e-9);
        }
    }
    let bias = weights.pop().unwrap_or(0.0);
    (weights, bias)
}

/// Isotonic regression by pooling adjacent violators (Ayer et al. 1955), thinned to a few points.
fn calibrate(cases: &[Case], sums: &[f32]) -> Vec<(f32, f32)> {
    let mut order: Vec<usize> = (0..cases.len()).collect();
    order.sort_by(|a, b| sums[*a].total_cmp(&sums[*b]).then(a.cmp(b)));
    // Each pool: weight, weighted sum of x, weighted sum of what is right.
    let mut pools: Vec<(f64, f64, f64)> = Vec::new();
    let group = (cases.len() / (4 * POINTS)).max(1);
    for some in order.chunks(group) {
        let mut pool = (0.0, 0.0, 0.0);
        for at in some {
            let weight = cases[*at].weight;
            pool.0 += weight;
            pool.1 += weight * f64::from(sums[*at]);
            pool.2 += weight * f64::from(u8::from(cases[*at].answers));
        }
        pools.push(pool);
        while let [.., before, last] = pools.as_slice()
            && before.2 / before.0 >= last.2 / last.0
        {
            let merged = (before.0 + last.0, before.1 + last.1, before.2 + last.2);
            pools.truncate(pools.len() - 2);
            pools.push(merged);
        }
    }
    let step = pools.len().div_ceil(POINTS).max(1);
    let last = pools.len().saturating_sub(1);
    (pools.iter().enumerate())
        .filter(|(at, _)| at % step == 0 || *at == last)
        .map(|(_, pool)| {
            (
                rounded((pool.1 / pool.0) as f32),
                rounded((pool.2 / pool.0) as f32),
            )
        })
        .collect()
}

/// Returns the area under the curve: how likely a random case of the first kind stands above one of the second.
pub fn area_under_curve(above: &[f32], below: &[f32]) -> f64 {
    let mut all: Vec<(f32, bool)> = (above.iter().map(|x| (*x, true)))
        .chain(below.iter().map(|x| (*x, false)))
        .collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut ranks, mut at) = (0.0, 0usize);
    for equal in all.chunk_by(|a, b| a.0 == b.0) {
        // Equal values share the mean of their ranks.
        let rank = at as f64 + (equal.len() as f64 + 1.0) / 2.0;
        ranks += rank * equal.iter().filter(|(_, above)| *above).count() as f64;
        at += equal.len();
    }
    let (m, n) = (above.len() as f64, below.len() as f64);
    if m == 0.0 || n == 0.0 {
        return 0.5;
    }
    (ranks - m * (m + 1.0) / 2.0) / (m * n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_area_counts_pairs_in_order() {
        assert_eq!(area_under_curve(&[2.0, 3.0], &[1.0]), 1.0);
        assert_eq!(area_under_curve(&[1.0], &[1.0]), 0.5);
        assert_eq!(area_under_curve(&[0.0, 2.0], &[1.0]), 0.5);
    }

    #[test]
    fn the_threshold_lets_a_twentieth_through() {
        let mut chances: Vec<f32> = (0..100).map(|at| at as f32 / 100.0).collect();
        let threshold = threshold(&mut chances);
        assert_eq!(
            chances
                .iter()
                .filter(|chance| **chance >= threshold)
                .count(),
            5
        );
    }
}
