//! The trained models that the program carries, in one readable file.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::answerability::{Answerability, AnswerabilityModel};
use super::ranking::{FeatureMismatch, Ranker, RankingFile};

const SHIPPED: &str = include_str!("../../data/model/ranking.json");

/// Counts the layouts of the file.
pub const FORMAT: u32 = 1;

/// What `footnote train` writes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelFile {
    /// The layout of this file.
    pub format: u32,
    /// The command that made it.
    pub made_by: String,
    /// BLAKE3 of each file it was learnt from.
    pub learnt_from: BTreeMap<String, String>,
    /// What cross-validation on the same files found.
    pub scores: BTreeMap<String, f64>,
    /// Whether the first candidate answers.
    pub answerability: Answerability,
    /// The order of candidates.
    pub ranking: RankingFile,
}

/// The models of such a file, ready to be used.
#[derive(Debug)]
pub struct Models {
    /// Puts candidates in order.
    pub ranker: Ranker,
    /// Tells how likely the first of them answers.
    pub answerability: AnswerabilityModel,
}

impl ModelFile {
    /// Makes both models ready to be used.
    pub fn models(&self) -> Result<Models, FeatureMismatch> {
        if self.format != FORMAT {
            return Err(FeatureMismatch(format!("layout {}", self.format)));
        }
        Ok(Models {
            answerability: AnswerabilityModel::from_file(&self.answerability)?,
            ranker: Ranker::from_file(&self.ranking)?,
        })
    }
}

/// Returns the models that come with the program, read once.
#[expect(
    clippy::expect_used,
    reason = "the file is compiled in, and a test reads it"
)]
pub fn shipped() -> &'static Models {
    static MODELS: LazyLock<Models> = LazyLock::new(|| {
        let file: ModelFile = serde_json::from_str(SHIPPED).expect("the shipped file is whole");
        file.models().expect("the shipped file fits the program")
    });
    &MODELS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_models_fit_the_program() {
        let file: ModelFile = serde_json::from_str(SHIPPED).expect("the shipped file is whole");
        assert!(file.models().is_ok());
        assert!((0.0..1.0).contains(&shipped().answerability.threshold()));
    }

    #[test]
    fn a_model_of_other_features_is_refused() {
        let mut file: ModelFile = serde_json::from_str(SHIPPED).expect("the shipped file is whole");
        if let Some(name) = file.ranking.inputs.first_mut() {
            "something_else".clone_into(name);
        }
        assert!(file.models().is_err());
    }
}
