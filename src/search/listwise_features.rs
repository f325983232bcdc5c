//! Where the weighted sum puts a candidate, and how the sentences around it fare: a paragraph with several good
//! sentences is likelier the right one than a lone good sentence.

use std::collections::BTreeMap;

use super::features::Measured;

use crate::math;

/// How many figures there are.
pub const LISTWISE_FEATURES: usize = 10;

/// Behind the best by this much where there is no candidate to compare with.
const FAR_BEHIND: f32 = -12.0;

/// Returns for each candidate: how far it is behind the best; its share of all (softmax); its rank; its lead in the
/// paragraph; the shares of the rest of its paragraph and of its article; how far the sentences before and after it are
/// behind the best; how many candidates its paragraph and its article have.
pub fn listwise_features(measured: &[Measured], sums: &[f32]) -> Vec<[f32; LISTWISE_FEATURES]> {
    let best = sums.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let worst = sums.iter().copied().fold(f32::INFINITY, f32::min);
    let raised: Vec<f32> = sums.iter().map(|sum| math::exp(sum - best)).collect();
    let all: f32 = raised.iter().sum();
    let shares: Vec<f32> = raised
        .iter()
        .map(|raised| raised / all.max(f32::MIN_POSITIVE))
        .collect();
    let ranks = ranks(sums);
    let mut paragraphs: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    let mut articles: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, candidate) in measured.iter().enumerate() {
        let article = candidate.place.article;
        paragraphs
            .entry((article, candidate.block))
            .or_default()
            .push(at);
        articles.entry(article).or_default().push(at);
    }
    let sum = |at: usize| sums.get(at).copied().unwrap_or(worst);
    let share = |at: usize| shares.get(at).copied().unwrap_or(0.0);
    (measured.iter().enumerate())
        .map(|(at, candidate)| {
            let article = candidate.place.article;
            let beside = paragraphs
                .get(&(article, candidate.block))
                .map_or(&[][..], Vec::as_slice);
            let within = articles.get(&article).map_or(&[][..], Vec::as_slice);
            let others = |all: &[usize]| -> f32 {
                all.iter()
                    .filter(|other| **other != at)
                    .map(|other| share(*other))
                    .sum()
            };
            let rival = (beside.iter().filter(|other| **other != at))
                .map(|other| sum(*other))
                .fold(worst, f32::max);
            let neighbour = |sentence: Option<usize>| {
                let found = beside.iter().find(|other| {
                    measured.get(**other).map(|other| other.place.sentence) == sentence
                });
                found
                    .filter(|_| sentence.is_some())
                    .map_or(FAR_BEHIND, |other| sum(*other) - best)
            };
            [
                sum(at) - best,
                share(at),
                ranks.get(at).copied().unwrap_or(0.0),
                sum(at) - rival,
                others(beside),
                others(within),
                neighbour(candidate.place.sentence.checked_sub(1)),
                neighbour(Some(candidate.place.sentence + 1)),
                beside.len() as f32,
                within.len() as f32,
            ]
        })
        .collect()
}

fn ranks(sums: &[f32]) -> Vec<f32> {
    let mut order: Vec<usize> = (0..sums.len()).collect();
    let sum = |at: usize| sums.get(at).copied().unwrap_or(f32::NEG_INFINITY);
    order.sort_by(|a, b| sum(*b).total_cmp(&sum(*a)).then(a.cmp(b)));
    let mut ranks = vec![0.0; sums.len()];
    for (rank, at) in order.into_iter().enumerate() {
        if let Some(place) = ranks.get_mut(at) {
            *place = rank as f32;
        }
    }
    ranks
}
