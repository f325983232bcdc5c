//! The figures of an evaluation: how often the first citation answers, how often silence is right, how long it takes.

use std::time::Duration;

use serde::Serialize;

use super::corpus::Corpus;
use super::predict::Predicted;
use super::question_sets::{EvaluationError, QuestionRecord};
use super::train_answerability::area_under_curve;
use crate::answer::Certainty;

/// What was found over all questions.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Figures {
    /// Answerable questions.
    pub answerable: usize,
    /// Questions without an answer.
    pub unanswerable: usize,
    /// Percent of the answerable whose first citation holds a whole answer, whether or not it is given.
    pub hit_at_1: f64,
    /// The same of the first three.
    pub hit_at_3: f64,
    /// The same of the first five.
    pub hit_at_5: f64,
    /// Mean reciprocal rank of the first hit among ten.
    pub mrr: f64,
    /// Percent of the answerable that are answered, with a hit.
    pub answered_right: f64,
    /// Percent of the unanswerable that are refused.
    pub refused: f64,
    /// How likely an answerable question is thought likelier than an unanswerable one.
    pub auroc: f64,
    /// Part of the citations that stand in their article byte for byte.
    pub verbatim_rate: f64,
    /// Characters of the first citation, on average.
    pub mean_characters: f64,
    /// Milliseconds: half of the questions take no longer.
    pub p50_ms: f64,
    /// Milliseconds: ninety-nine of a hundred take no longer.
    pub p99_ms: f64,
    /// What each word for how sure an answer is meant here, surest first.
    pub bands: Vec<Band>,
}

/// The answers that were given with one word for how sure they are.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Band {
    /// The word.
    pub certainty: Certainty,
    /// How many answers.
    pub answers: usize,
    /// Percent of them whose first citation holds a whole answer; an answer to an unanswerable question never does.
    pub right: f64,
}

/// Scores predictions against what people answered.
pub fn score(
    corpus: &Corpus,
    questions: &[QuestionRecord],
    predicted: &[Predicted],
) -> Result<Figures, EvaluationError> {
    let mut figures = Figures::default();
    let (mut verbatim, mut cited, mut characters, mut firsts) = (0usize, 0usize, 0usize, 0usize);
    let mut bands =
        [Certainty::Sure, Certainty::Likely, Certainty::Possible].map(|certainty| Band {
            certainty,
            answers: 0,
            right: 0.0,
        });
    let (mut can, mut cannot): (Vec<f32>, Vec<f32>) = (Vec::new(), Vec::new());
    for (question, predicted) in questions.iter().zip(predicted) {
        let prediction = &predicted.prediction;
        for ((article, span), citation) in predicted.spans.iter().zip(&prediction.citations) {
            let stored = corpus.knowledge.articles().get(*article);
            cited += 1;
            verbatim += usize::from(
                stored.and_then(|article| span.of(&article.text)) == Some(citation.text.as_str()),
            );
        }
        if let Some(first) = prediction.citations.first() {
            characters += first.text.chars().count();
            firsts += 1;
        }
        let certainty = Certainty::of(!prediction.abstained, prediction.confidence);
        let mut band = bands.iter_mut().find(|band| band.certainty == certainty);
        if let Some(band) = &mut band {
            band.answers += 1;
        }
        if !question.answerable {
            figures.unanswerable += 1;
            figures.refused += f64::from(u8::from(prediction.abstained));
            cannot.push(prediction.confidence);
            continue;
        }
        figures.answerable += 1;
        can.push(prediction.confidence);
        let (right, gold) = (corpus.article_of(question)?, corpus.gold(question)?);
        let hit = (predicted.spans.iter())
            .position(|(article, span)| Some(*article) == right && Corpus::is_hit(&gold, *span));
        let within = |most: usize| f64::from(u8::from(hit.is_some_and(|rank| rank < most)));
        if let Some(band) = band {
            band.right += within(1);
        }
        figures.hit_at_1 += within(1);
        figures.hit_at_3 += within(3);
        figures.hit_at_5 += within(5);
        figures.mrr += hit
            .filter(|rank| *rank < 10)
            .map_or(0.0, |rank| 1.0 / (rank + 1) as f64);
        figures.answered_right += if prediction.abstained { 0.0 } else { within(1) };
    }
    let percent = |sum: f64, of: usize| 100.0 * sum / of.max(1) as f64;
    for sum in [
        &mut figures.hit_at_1,
        &mut figures.hit_at_3,
        &mut figures.hit_at_5,
        &mut figures.answered_right,
    ] {
        *sum = percent(*sum, figures.answerable);
    }
    for band in &mut bands {
        band.right = percent(band.right, band.answers);
    }
    figures.bands = bands.into();
    figures.mrr /= figures.answerable.max(1) as f64;
    figures.refused = percent(figures.refused, figures.unanswerable);
    figures.auroc = area_under_curve(&can, &cannot);
    figures.verbatim_rate = verbatim as f64 / cited.max(1) as f64;
    figures.mean_characters = characters as f64 / firsts.max(1) as f64;
    let mut times: Vec<Duration> = predicted.iter().map(|predicted| predicted.took).collect();
    times.sort_unstable();
    let at = |part: usize| times.get(times.len() * part / 100).or(times.last());
    let milliseconds = |time: Option<&Duration>| time.map_or(0.0, |time| time.as_secs_f64() * 1e3);
    (figures.p50_ms, figures.p99_ms) = (milliseconds(at(50)), milliseconds(at(99)));
    Ok(figures)
}
