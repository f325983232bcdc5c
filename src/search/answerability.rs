//! Whether the first candidate answers at all: a second small model, calibrated on questions whose answer is known.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::features::{COUNT, FEATURES, Feature};
use super::ranking::{OtherFeatures, Ranked};

/// What is seen of the whole list besides the features of its first candidate.
pub const LIST_TRAITS: [&str; 14] = [
    "lead",
    "lead_elsewhere",
    "share",
    "share_of_article",
    "best_cover_near_titled",
    "best_cover_tolerant",
    "best_missing_weightiest",
    "second_cover_near_titled",
    "mean_cover_near_titled",
    "known_part",
    "read_behind",
    "read_share",
    "read_sureness",
    "read_mass",
];

/// How many traits a list has.
pub const TRAITS: usize = COUNT + LIST_TRAITS.len();

/// The traits of a list of candidates: the features of the first, and how it stands among the others.
pub type Traits = [f32; TRAITS];

/// Tells how likely the first candidate answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answerability {
    /// What counts for or against, by the name of the trait.
    pub weights: BTreeMap<String, f32>,
    /// What holds for every list.
    pub bias: f32,
    /// From the weighted sum to a probability, rising; between two points it runs straight.
    pub calibration: Vec<(f32, f32)>,
    /// An answer is given from this probability on.
    pub threshold: f32,
}

/// Tells how likely the first candidate answers, ready to be used.
#[derive(Debug, Clone)]
pub struct Judge {
    weights: Vec<f32>,
    stored: Answerability,
}

/// Returns the name of a trait.
pub fn trait_name(at: usize) -> &'static str {
    match FEATURES.get(at) {
        Some((_, name, _)) => name,
        None => LIST_TRAITS.get(at - COUNT).copied().unwrap_or("?"),
    }
}

impl Judge {
    /// Makes a judge of what is stored.
    pub fn from_file(stored: &Answerability) -> Result<Self, OtherFeatures> {
        let known: Vec<&str> = (0..TRAITS).map(trait_name).collect();
        if let Some(other) = stored
            .weights
            .keys()
            .find(|name| !known.contains(&name.as_str()))
        {
            return Err(OtherFeatures(other.clone()));
        }
        let weight = |name: &&str| stored.weights.get(*name).copied().unwrap_or(0.0);
        Ok(Judge {
            weights: known.iter().map(weight).collect(),
            stored: stored.clone(),
        })
    }

    /// Returns the probability, 0 to 1, that the first candidate answers; 0 when there is none.
    pub fn chance(&self, ranked: &[Ranked]) -> f32 {
        match traits(ranked) {
            Some(traits) => self.chance_of(&traits),
            None => 0.0,
        }
    }

    /// Returns the probability for a list with these traits.
    pub fn chance_of(&self, traits: &Traits) -> f32 {
        self.calibrated(self.sum(traits))
    }

    /// Returns the probability from which on an answer is given.
    pub fn threshold(&self) -> f32 {
        self.stored.threshold
    }

    /// Returns the weighted sum of some traits.
    pub fn sum(&self, traits: &Traits) -> f32 {
        let products = traits.iter().zip(&self.weights).map(|(x, w)| x * w);
        self.stored.bias + products.sum::<f32>()
    }

    fn calibrated(&self, sum: f32) -> f32 {
        let points = &self.stored.calibration;
        let after = points.partition_point(|(x, _)| *x <= sum);
        let before = after.checked_sub(1).and_then(|at| points.get(at));
        match (before, points.get(after)) {
            (Some((x0, y0)), Some((x1, y1))) => y0 + (y1 - y0) * (sum - x0) / (x1 - x0),
            (Some((_, y)), None) | (None, Some((_, y))) => *y,
            (None, None) => 0.0,
        }
        .clamp(0.0, 1.0)
    }
}

/// Returns the traits of a list of candidates, best first; nothing for an empty list.
pub fn traits(ranked: &[Ranked]) -> Option<Traits> {
    let first = ranked.first()?;
    let mut traits = [0.0; TRAITS];
    for (slot, value) in traits.iter_mut().zip(first.vector.iter()) {
        *slot = *value;
    }
    let of = |feature: Feature| {
        ranked
            .iter()
            .map(move |candidate| candidate.vector[feature as usize])
    };
    let lead_over = |is_other: &dyn Fn(&Ranked) -> bool| {
        let rival = ranked.iter().skip(1).find(|candidate| is_other(candidate));
        rival.map_or(FAR_AHEAD, |rival| {
            (first.score - rival.score).min(FAR_AHEAD)
        })
    };
    let raised = |candidate: &Ranked| (candidate.score - first.score).exp();
    let all: f32 = ranked.iter().map(raised).sum();
    let same_article = |candidate: &&Ranked| candidate.place.article == first.place.article;
    let greatest = |feature: Feature| of(feature).fold(f32::NEG_INFINITY, f32::max);
    let [behind, share, sureness, mass] = opinion(ranked);
    let listed = [
        lead_over(&|_| true),
        lead_over(&|other| other.place.article != first.place.article),
        1.0 / all,
        ranked.iter().filter(same_article).map(raised).sum::<f32>() / all,
        greatest(Feature::CoverNearTitled),
        greatest(Feature::CoverTolerant),
        of(Feature::MissingWeightiest).fold(f32::INFINITY, f32::min),
        of(Feature::CoverNearTitled).nth(1).unwrap_or(0.0),
        of(Feature::CoverNearTitled).sum::<f32>() / ranked.len() as f32,
        1.0 - first.vector[Feature::UnknownWords as usize]
            / first.vector[Feature::QuestionWords as usize].max(1.0),
        behind,
        share,
        sureness,
        mass,
    ];
    for (slot, value) in traits.iter_mut().skip(COUNT).zip(listed) {
        *slot = value;
    }
    Some(traits)
}

/// A lead greater than this tells nothing more.
const FAR_AHEAD: f32 = 6.0;

/// Further behind, or below, tells nothing more.
const FAR_BEHIND: f32 = -8.0;

/// Returns what the reader says of the first candidate: how far it is behind the one the reader likes best, its share of
/// all that was read, how sure its best stretch is beside its others, and the score of all its stretches together.
fn opinion(ranked: &[Ranked]) -> [f32; 4] {
    let Some(first) = ranked.first().and_then(|first| first.found.as_ref()) else {
        return [FAR_BEHIND, 0.0, FAR_BEHIND, FAR_BEHIND];
    };
    let masses = || {
        ranked
            .iter()
            .filter_map(|candidate| Some(candidate.found.as_ref()?.mass))
    };
    let most = masses().fold(f32::NEG_INFINITY, f32::max);
    let all: f32 = masses().map(|mass| (mass - most).exp()).sum();
    [
        (first.mass - most).max(FAR_BEHIND),
        (first.mass - most).exp() / all,
        (first.score - first.mass).max(FAR_BEHIND),
        first.mass.clamp(FAR_BEHIND, -3.0 * FAR_BEHIND),
    ]
}
