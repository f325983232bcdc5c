//! Whether the first candidate answers at all: a second small model ("the judge"), calibrated on questions whose answer is
//! known.

use serde::{Deserialize, Serialize};

use super::features::{COUNT, FEATURES, Feature};
use super::ranking::{FeatureMismatch, Ranked};
use super::trees::Tree;

use crate::math;

/// What is seen of the whole list besides the features of its first candidate.
pub const LIST_TRAITS: [&str; 18] = [
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
    "best_about",
    "mean_about",
    "read_behind",
    "read_share",
    "read_sureness",
    "read_mass",
    "read_score",
    "read_any",
];

/// How many traits a list has.
pub const TRAITS: usize = COUNT + LIST_TRAITS.len();

/// The traits of a list of candidates: the features of the first, and how it stands among the others.
pub type Traits = [f32; TRAITS];

/// Tells how likely the first candidate answers, as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answerability {
    /// The traits in the order in which the trees count them.
    pub inputs: Vec<String>,
    /// What holds for every list.
    pub bias: f32,
    /// From the sum of all opinions to a probability, rising; between two points it runs straight.
    pub calibration: Vec<(f32, f32)>,
    /// An answer is given from this probability on.
    pub threshold: f32,
    /// What counts for or against; splits are `[trait, threshold, low, high]`, leaves what they add.
    pub trees: Vec<Tree>,
}

/// Tells how likely the first candidate answers, ready to be used.
#[derive(Debug, Clone)]
pub struct AnswerabilityModel {
    stored: Answerability,
}

/// Returns the name of a trait.
pub fn trait_name(at: usize) -> &'static str {
    match FEATURES.get(at) {
        Some((_, name, _)) => name,
        None => LIST_TRAITS.get(at - COUNT).copied().unwrap_or("?"),
    }
}

impl AnswerabilityModel {
    /// Makes a model of what is stored.
    pub fn from_file(stored: &Answerability) -> Result<Self, FeatureMismatch> {
        let names = (0..TRAITS).map(trait_name);
        if let Some((_, other)) = names.zip(&stored.inputs).find(|(a, b)| a != b) {
            return Err(FeatureMismatch(other.clone()));
        }
        if stored.inputs.len() != TRAITS {
            let found = stored.inputs.len();
            return Err(FeatureMismatch(format!(
                "{found} traits instead of {TRAITS}"
            )));
        }
        if !stored.trees.iter().all(|tree| tree.is_sound(TRAITS)) {
            return Err(FeatureMismatch("a tree is damaged".to_owned()));
        }
        Ok(AnswerabilityModel {
            stored: stored.clone(),
        })
    }

    /// Returns the probability, 0 to 1, that the first candidate answers; 0 when there is none.
    pub fn probability(&self, ranked: &[Ranked]) -> f32 {
        match traits(ranked) {
            Some(traits) => self.stored.calibrated(self.stored.sum(&traits)),
            None => 0.0,
        }
    }

    /// Returns the probability from which on an answer is given.
    pub fn threshold(&self) -> f32 {
        self.stored.threshold
    }
}

impl Answerability {
    /// Returns the sum of all opinions on some traits.
    pub fn sum(&self, traits: &Traits) -> f32 {
        self.bias
            + self
                .trees
                .iter()
                .map(|tree| tree.value(traits))
                .sum::<f32>()
    }

    /// Turns a sum into a probability.
    pub fn calibrated(&self, sum: f32) -> f32 {
        let points = &self.calibration;
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

/// Returns the traits of a list of candidates, best first; `None` for an empty list.
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
    let raised = |candidate: &Ranked| math::exp(candidate.score - first.score);
    let all: f32 = ranked.iter().map(raised).sum();
    let same_article = |candidate: &&Ranked| candidate.place.article == first.place.article;
    let greatest = |feature: Feature| of(feature).fold(f32::NEG_INFINITY, f32::max);
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
        greatest(Feature::About),
        of(Feature::About).sum::<f32>() / ranked.len() as f32,
    ];
    for (slot, value) in
        (traits.iter_mut().skip(COUNT)).zip(listed.into_iter().chain(opinion(ranked)))
    {
        *slot = value;
    }
    Some(traits)
}

/// A lead greater than this tells nothing more.
const FAR_AHEAD: f32 = 6.0;

/// Further behind, or below, tells nothing more.
const FAR_BEHIND: f32 = -8.0;

/// Returns what the reader says of the first candidate: how far it is behind the one the reader likes best, its share of
/// all that was read, how sure its best stretch is beside its others, the score of all its stretches together and of the
/// best one beside that of no answer, and the score of all that was read.
fn opinion(ranked: &[Ranked]) -> [f32; 6] {
    let Some(first) = ranked.first().and_then(|first| first.found.as_ref()) else {
        return [
            FAR_BEHIND, 0.0, FAR_BEHIND, FAR_BEHIND, FAR_BEHIND, FAR_BEHIND,
        ];
    };
    let masses = || {
        ranked
            .iter()
            .filter_map(|candidate| Some(candidate.found.as_ref()?.mass))
    };
    let most = masses().fold(f32::NEG_INFINITY, f32::max);
    let all: f32 = masses().map(|mass| math::exp(mass - most)).sum();
    let told = |score: f32| score.clamp(FAR_BEHIND, -FAR_BEHIND);
    [
        (first.mass - most).max(FAR_BEHIND),
        math::exp(first.mass - most) / all,
        (first.score - first.mass).max(FAR_BEHIND),
        told(first.mass),
        told(first.score),
        told(most + math::ln(all)),
    ]
}
