//! The ranker, in two stages: a linear model scores every candidate, boosted trees rerank the best `RERANKED` of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::answer_span::AnswerSpan;
use super::candidate::SentenceId;
use super::features::{COUNT, FEATURES, Feature, Measured, Vector};
use super::listwise_features::{LISTWISE_FEATURES, listwise_features};
use super::trees::{Forest, Tree};

use crate::math;

/// A candidate with its features and its score.
#[derive(Debug, Clone)]
pub struct Ranked {
    /// Where it stands.
    pub place: SentenceId,
    /// The number of its block.
    pub block: usize,
    /// What was measured of it.
    pub vector: Box<Vector>,
    /// The higher the better; comparable within one question only.
    pub score: f32,
    /// What the reader found in it, where it was read.
    pub found: Option<AnswerSpan>,
}

impl Ranked {
    /// Gives a candidate its score.
    pub fn of(measured: Measured, score: f32) -> Self {
        Ranked {
            place: measured.place,
            block: measured.block,
            vector: Box::new(measured.vector),
            score,
            found: measured.found,
        }
    }
}

/// How many inputs a candidate has for the weighted sum: each feature's value, its part of the greatest among the
/// candidates, and its distance from their mean in standard deviations.
pub const INPUTS: usize = 3 * COUNT;

/// How many inputs the trees ask: those of the sum, and where the sum puts the candidate and what stands around it.
pub const TREE_INPUTS: usize = INPUTS + LISTWISE_FEATURES + OPINIONS;

/// How many of the best candidates the trees rerank.
pub const RERANKED: usize = 24;

/// How many of them are read.
pub const READ: usize = 12;

/// How many figures the reader gives for a candidate.
pub const OPINIONS: usize = 4;

/// What the weighted sum counts beside the trees.
pub const SUM_WORTH: f32 = 0.3;

/// What the reader counts beside the trees. They learn from readers that have seen two thirds of the questions, and trust
/// them less than the one that has seen all deserves; between 0.2 and 0.5 hardly anything changes.
pub const READER_WORTH: f32 = 0.3;

/// The floor of how far a candidate is behind the best in the reader's log-score: further behind says nothing more.
pub const READER_FLOOR: f32 = -6.0;

/// The inputs of one candidate.
pub type Inputs = Vec<f32>;

/// Candidates that were looked at once, to be read before they are ranked.
#[derive(Debug, Clone)]
pub struct Scored {
    /// The candidates.
    pub measured: Vec<Measured>,
    inputs: Vec<Inputs>,
    sums: Vec<f32>,
    /// Which of them may be cited; the others are there to be compared with.
    citable: Vec<bool>,
}

impl Scored {
    /// Keeps all but some candidates from being cited.
    pub fn cite_only(&mut self, may_be_cited: impl Fn(SentenceId) -> bool) {
        let places = self.measured.iter().map(|measured| measured.place);
        self.citable = places.map(may_be_cited).collect();
    }

    /// Returns the foremost of those that may be cited, in the order of their places.
    fn top_k(&self, most: usize) -> Vec<usize> {
        let own = (self.sums.iter().zip(&self.citable)).map(|(sum, citable)| match citable {
            true => *sum,
            false => f32::NEG_INFINITY,
        });
        let own: Vec<f32> = own.collect();
        let mut found = top_k(&own, most);
        found.retain(|at| self.citable.get(*at) == Some(&true));
        found
    }

    /// Returns those that deserve to be read.
    pub fn to_read(&mut self) -> impl Iterator<Item = &mut Measured> {
        let foremost = self.top_k(READ);
        (self.measured.iter_mut().enumerate())
            .filter(move |(at, _)| foremost.contains(at))
            .map(|(_, measured)| measured)
    }
}

/// Orders candidates.
#[derive(Debug, Clone, Default)]
pub struct Ranker {
    /// A weight for each input of the sum.
    pub weights: Vec<f32>,
    /// What looks again at the foremost.
    trees: Vec<Tree>,
    /// The same, prepared.
    forest: Forest,
}

/// A ranker as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RankingFile {
    /// For each feature the weights of value, part and standing.
    pub weights: BTreeMap<String, [f32; 3]>,
    /// The features in the order in which the trees count them, three inputs each.
    pub inputs: Vec<String>,
    /// The trees; splits are `[input, threshold, low, high]`, leaves what they add.
    pub trees: Vec<Tree>,
}

/// Why a stored ranker does not fit this program.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the ranker was trained on other features than this program measures ({0}); run footnote train"
)]
pub struct FeatureMismatch(pub String);

impl Ranker {
    /// Makes a ranker of a weight for each input of the sum and the trees that look again at the foremost.
    pub fn new(weights: Vec<f32>, trees: Vec<Tree>) -> Self {
        let forest = Forest::of(&trees);
        Ranker {
            weights,
            trees,
            forest,
        }
    }

    /// Makes a ranker of what is stored.
    pub fn from_file(file: &RankingFile) -> Result<Self, FeatureMismatch> {
        let names: Vec<&str> = FEATURES.iter().map(|(_, name, _)| *name).collect();
        let stored = file.inputs.iter().map(String::as_str);
        if let Some((_, other)) = names.iter().zip(stored.clone()).find(|(a, b)| **a != *b) {
            return Err(FeatureMismatch(other.to_owned()));
        }
        if stored.count() != COUNT {
            return Err(FeatureMismatch(format!(
                "{} instead of {COUNT}",
                file.inputs.len()
            )));
        }
        if !file.trees.iter().all(|tree| tree.is_sound(TREE_INPUTS)) {
            return Err(FeatureMismatch("a tree is damaged".to_owned()));
        }
        let mut weights = vec![0.0; INPUTS];
        for (at, name) in names.iter().enumerate() {
            let of_feature = file.weights.get(*name).copied().unwrap_or_default();
            for (part, weight) in of_feature.into_iter().enumerate() {
                weights[part * COUNT + at] = weight;
            }
        }
        Ok(Ranker::new(weights, file.trees.clone()))
    }

    /// Returns what is stored of a ranker.
    pub fn to_file(&self) -> RankingFile {
        let weight = |part: usize, at: usize| self.weights.get(part * COUNT + at).copied();
        RankingFile {
            weights: (FEATURES.iter().enumerate())
                .map(|(at, (_, name, _))| {
                    let parts = [0, 1, 2].map(|part| weight(part, at).unwrap_or_default());
                    ((*name).to_owned(), parts)
                })
                .filter(|(_, parts)| parts.iter().any(|weight| *weight != 0.0))
                .collect(),
            inputs: FEATURES
                .iter()
                .map(|(_, name, _)| (*name).to_owned())
                .collect(),
            trees: self.trees.clone(),
        }
    }

    /// Scores each candidate with the linear model.
    pub fn score(&self, measured: Vec<Measured>) -> Scored {
        let inputs = inputs(&measured);
        Scored {
            sums: self.sums(&inputs),
            inputs,
            citable: vec![true; measured.len()],
            measured,
        }
    }

    /// Scores the candidates that may be cited and puts the best first; equal scores keep the order of places.
    pub fn rank(&self, mut scored: Scored) -> Vec<Ranked> {
        let inputs = std::mem::take(&mut scored.inputs);
        let scores = self.rerank(&scored, inputs);
        let mut ranked: Vec<Ranked> = (scored.measured.into_iter().zip(scores))
            .zip(scored.citable)
            .filter(|(_, citable)| *citable)
            .map(|((measured, score), _)| Ranked::of(measured, score))
            .collect();
        ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.place.cmp(&b.place)));
        ranked
    }

    /// Returns the weighted sum of each candidate.
    pub fn sums(&self, inputs: &[Inputs]) -> Vec<f32> {
        inputs
            .iter()
            .map(|inputs| inputs.iter().zip(&self.weights).map(|(x, w)| x * w).sum())
            .collect()
    }

    fn rerank(&self, scored: &Scored, inputs: Vec<Inputs>) -> Vec<f32> {
        let sums = &scored.sums;
        let around = listwise_features(&scored.measured, sums);
        let read = opinions(&scored.measured);
        let foremost = scored.top_k(RERANKED);
        let best = sums.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let mut seen: Vec<(usize, Inputs)> = (inputs.into_iter().enumerate())
            .filter(|(at, _)| foremost.binary_search(at).is_ok())
            .collect();
        for (at, inputs) in &mut seen {
            inputs.reserve_exact(LISTWISE_FEATURES + OPINIONS);
            inputs.extend(around.get(*at).into_iter().flatten());
            inputs.extend(read.get(*at).into_iter().flatten());
        }
        let opinions = (self.forest).sums(seen.iter().map(|(_, inputs)| inputs));
        // Those who are looked at once stand behind all others, in the order of their sums.
        let mut scores: Vec<f32> = sums.iter().map(|sum| BEHIND + (sum - best)).collect();
        for ((at, _), opinion) in seen.into_iter().zip(opinions) {
            if let (Some(score), Some(sum)) = (scores.get_mut(at), sums.get(at)) {
                let behind = read.get(at).map_or(UNREAD[0], |read| read[0]);
                *score =
                    opinion + SUM_WORTH * (sum - best) + READER_WORTH * behind.max(READER_FLOOR);
            }
        }
        scores
    }

    /// Returns what each feature adds to the sum of a candidate, given the inputs of it.
    pub fn shares<'a>(&'a self, inputs: &'a [f32]) -> impl Iterator<Item = (Feature, f32)> + 'a {
        let share = |at: usize| {
            let input = inputs.get(at).copied().unwrap_or(0.0);
            input * self.weights.get(at).copied().unwrap_or(0.0)
        };
        (FEATURES.iter().enumerate()).map(move |(at, (feature, _, _))| {
            (
                *feature,
                share(at) + share(COUNT + at) + share(2 * COUNT + at),
            )
        })
    }
}

/// Lower than the score of any reranked candidate.
const BEHIND: f32 = -100.0;

/// Returns the foremost candidates, given their sums, in the order of their places.
pub fn top_k(sums: &[f32], most: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..sums.len()).collect();
    let sum = |at: usize| sums.get(at).copied().unwrap_or(f32::NEG_INFINITY);
    order.sort_by(|a, b| sum(*b).total_cmp(&sum(*a)).then(a.cmp(b)));
    order.truncate(most);
    order.sort_unstable();
    order
}

/// Returns the inputs of each candidate beside the others.
pub fn inputs(measured: &[Measured]) -> Vec<Inputs> {
    let count = measured.len().max(1) as f32;
    let mut greatest = [f32::NEG_INFINITY; COUNT];
    let mut mean = [0.0f32; COUNT];
    let mut spread = [0.0f32; COUNT];
    for candidate in measured {
        for (at, value) in candidate.vector.iter().enumerate() {
            greatest[at] = greatest[at].max(*value);
            mean[at] += value / count;
        }
    }
    for candidate in measured {
        for (at, value) in candidate.vector.iter().enumerate() {
            spread[at] += (value - mean[at]).powi(2) / count;
        }
    }
    let spread = spread.map(f32::sqrt);
    let of = |candidate: &Measured| {
        let vector = &candidate.vector;
        let part = |at: usize| match greatest[at] {
            greatest if greatest > 0.0 => vector[at] / greatest,
            _ => 0.0,
        };
        let standing = |at: usize| match spread[at] {
            spread if spread > MIN_SPREAD => (vector[at] - mean[at]) / spread,
            _ => 0.0,
        };
        let mut inputs = Vec::with_capacity(INPUTS);
        inputs.extend_from_slice(vector);
        inputs.extend((0..COUNT).map(part));
        inputs.extend((0..COUNT).map(standing));
        inputs
    };
    measured.iter().map(of).collect()
}

/// Features that differ less than this do not differ.
const MIN_SPREAD: f32 = 1e-5;

/// What stands for the reader's opinion of a candidate that was not read: log-scores far behind any that was, and no share.
const UNREAD: [f32; OPINIONS] = [-16.0, -16.0, 0.0, -16.0];

/// Returns what the reader says of each candidate: how far all its stretches together are behind the best candidate's,
/// how far its best stretch is, its share of all that was read (softmax), and how sure the best stretch is beside the
/// others of the sentence.
pub fn opinions(measured: &[Measured]) -> Vec<[f32; OPINIONS]> {
    let found = || {
        measured
            .iter()
            .filter_map(|candidate| candidate.found.as_ref())
    };
    let most = found()
        .map(|found| found.mass)
        .fold(f32::NEG_INFINITY, f32::max);
    let best = found()
        .map(|found| found.score)
        .fold(f32::NEG_INFINITY, f32::max);
    let all: f32 = found().map(|found| math::exp(found.mass - most)).sum();
    let of = |found: &AnswerSpan| {
        [
            found.mass - most,
            found.score - best,
            math::exp(found.mass - most) / all,
            found.score - found.mass,
        ]
    };
    measured
        .iter()
        .map(|candidate| candidate.found.as_ref().map_or(UNREAD, of))
        .collect()
}
