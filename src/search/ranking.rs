//! The trained weights, the sum, the tie-break.

use super::features::{Feature, Vector};
use super::index::Place;

/// A candidate with its features and its score.
#[derive(Debug, Clone)]
pub struct Ranked {
    /// Where it stands.
    pub place: Place,
    /// What was measured of it.
    pub vector: Box<Vector>,
    /// The higher the better; comparable within one question only.
    pub score: f32,
}

/// Orders candidates.
#[derive(Debug)]
pub struct Ranker;

impl Ranker {
    /// Returns the ranker that the program carries.
    pub fn shipped() -> &'static Ranker {
        &Ranker
    }

    /// Scores candidates and puts the best first; equal scores keep the order of places.
    pub fn rank(&self, measured: Vec<(Place, Vector)>) -> Vec<Ranked> {
        let mut ranked: Vec<Ranked> = measured
            .into_iter()
            .map(|(place, vector)| Ranked {
                place,
                score: self.score(&vector),
                vector: Box::new(vector),
            })
            .collect();
        ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.place.cmp(&b.place)));
        ranked
    }

    fn score(&self, vector: &Vector) -> f32 {
        let of = |feature: Feature| vector[feature as usize];
        of(Feature::Bm25Sentence)
            + 0.6 * of(Feature::Bm25Paragraph)
            + 0.2 * of(Feature::Bm25Article)
            + 8.0 * of(Feature::CoverNear)
            + 2.0 * of(Feature::OffersExpected)
    }
}
